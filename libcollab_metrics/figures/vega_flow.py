"""A flow on paper: ribbons as areas, blocks as thick rules, names and counts beside them."""

from __future__ import annotations

from typing import Any

from libcollab_metrics.figures.flow import Flow, flow_of
from libcollab_metrics.figures.layout import FLOW_MARGIN, printable, wrapped
from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.table import written
from libcollab_metrics.figures.theme import LIGHT, NARROW_LABEL_CHARACTERS, SIZES, flow_colours
from libcollab_metrics.wording import Language

Spec = dict[str, Any]
#: Points between a block and its name, and for a name at least.
AWAY, LEAST_ROOM = 10, 90


def flow_layers(chart: Chart, language: Language, width: int) -> list[Spec]:
    """Return the layers of a flow chart, their numbers inside."""
    flow = flow_of(chart)
    x = {"type": "quantitative", "axis": None, "scale": {"domain": [-FLOW_MARGIN, 1 + FLOW_MARGIN], "nice": False}}
    y = {"type": "quantitative", "axis": None, "scale": {"domain": [flow.depth * 1.04, -flow.depth * 0.04]}}
    return [_ribbons(flow, x, y), *_blocks(flow, x, y), *_names(flow, chart, language, x, y, width)]


def _ribbons(flow: Flow, x: Spec, y: Spec) -> Spec:
    rows = [
        {"ribbon": number, "x": along, "upper": upper, "lower": lower, "move": ribbon.move}
        for number, ribbon in enumerate(flow.ribbons)
        for along, upper, lower in ribbon.edge
    ]
    colours = flow_colours(LIGHT)
    scale = {"domain": list(colours), "range": list(colours.values())}
    encoding = {
        "x": {**x, "field": "x"}, "y": {**y, "field": "upper"}, "y2": {"field": "lower"},
        "detail": {"field": "ribbon"}, "color": {"field": "move", "type": "nominal", "scale": scale, "legend": None},
    }  # fmt: skip
    return {"data": {"values": rows}, "mark": {"type": "area", "opacity": 0.55}, "encoding": encoding}


def _sides(flow: Flow) -> list[Spec]:
    return [
        {"x": side, "name": block.name, "count": block.count, "top": block.top, "bottom": block.bottom}
        for side, blocks in ((0, flow.left), (1, flow.right))
        for block in blocks
    ]


def _blocks(flow: Flow, x: Spec, y: Spec) -> list[Spec]:
    encoding = {"x": {**x, "field": "x"}, "y": {**y, "field": "top"}, "y2": {"field": "bottom"}}
    mark = {"type": "rule", "strokeWidth": 7, "color": LIGHT.quiet}
    return [{"data": {"values": _sides(flow)}, "mark": mark, "encoding": encoding}]


def _lines(name: str) -> list[str]:
    return wrapped(printable(name), NARROW_LABEL_CHARACTERS)


def _names(flow: Flow, chart: Chart, language: Language, x: Spec, y: Spec, width: int) -> list[Spec]:
    """Name and count, left of the left blocks and right of the right ones, no wider than the room beside them."""
    room = max(LEAST_ROOM, width * FLOW_MARGIN / (1 + 2 * FLOW_MARGIN) - AWAY)
    layers: list[Spec] = []
    for side, align, away in ((0, "right", -AWAY), (1, "left", AWAY)):
        rows = [
            {
                "x": side,
                "y": (b["top"] + b["bottom"]) / 2,
                "label": [*_lines(b["name"]), written(b["count"], chart, language)],
            }
            for b in _sides(flow)
            if b["x"] == side
        ]
        mark = {
            "type": "text", "align": align, "dx": away, "fontSize": SIZES["label"], "color": LIGHT.ink,
            "baseline": "middle", "limit": room,
        }  # fmt: skip
        encoding = {"x": {**x, "field": "x"}, "y": {**y, "field": "y"}, "text": {"field": "label"}}
        layers.append({"data": {"values": rows}, "mark": mark, "encoding": encoding})
    return layers
