"""A calendar on paper: squares from pale to dark, numbers and signs inside, weekdays above and weeks beside them."""

from __future__ import annotations

import json
from typing import Any

from libcollab_metrics.figures.grid import squares_of
from libcollab_metrics.figures.layout import points_of, printable
from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.theme import LIGHT, SIZES
from libcollab_metrics.figures.vega_looks import as_is
from libcollab_metrics.wording import Language

Spec = dict[str, Any]


def grid_layers(chart: Chart, language: Language) -> list[Spec]:
    """Return the layers of a calendar, their numbers inside."""
    rows = [
        {
            "row": s.row,
            "column": s.column,
            "label": list(s.lines),
            "lines": len(s.lines),
            "fill": s.colour or LIGHT.ground,
            "ink": s.ink,
        }
        for s in squares_of(chart, language, LIGHT)
    ]
    places = {
        "x": _axis("column", [series.name for series in chart.series], "top"),
        "y": _axis("row", [point.label for point in points_of(chart)], "left"),
    }
    square = {"type": "rect", "stroke": LIGHT.grid, "strokeWidth": 1}
    lift = {"expr": f"datum.lines > 1 ? {-SIZES['small'] / 2} : 0"}
    words = {"type": "text", "fontSize": SIZES["small"], "baseline": "middle", "dy": lift}
    return [
        {"data": {"values": rows}, "mark": square, "encoding": {**places, "color": as_is("fill")}},
        {"data": {"values": rows}, "mark": words,
         "encoding": {**places, "color": as_is("ink"), "text": {"field": "label"}}},
    ]  # fmt: skip


def _axis(field: str, names: list[str], orient: str) -> Spec:
    labels = json.dumps([printable(name) for name in names])
    axis = {"title": None, "labelExpr": f"{labels}[datum.value]", "orient": orient, "labelAngle": 0, "ticks": False,
            "domain": False, "labelOverlap": False}  # fmt: skip
    scale = {"domain": list(range(len(names))), "paddingInner": 0.06, "paddingOuter": 0.03}
    return {"field": field, "type": "ordinal", "scale": scale, "axis": axis}
