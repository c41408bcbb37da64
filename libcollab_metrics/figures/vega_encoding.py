"""The axes of a chart on paper: categories by their place with wrapped labels, numbers with the ends of their range."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any
from unicodedata import bidirectional

from libcollab_metrics.figures.chart import Chart
from libcollab_metrics.figures.layout import (
    HORIZONTAL,
    LABEL_LIMIT,
    LABEL_LIMIT_NARROW,
    drawn_series,
    has_legend,
    height,
    label_width,
    legend_columns,
    legend_limit,
    look_of,
    most_width,
    points_of,
    printable,
    room_behind,
    ticks,
    value_range,
    wrapped,
)
from libcollab_metrics.figures.theme import LIGHT, SIZES

# How series are told apart on paper: by colour, by the shape of their dots, by the dashes of their lines.

Spec = dict[str, Any]
#: The shapes of dots, in the order of their series.
SHAPES = ("circle", "diamond", "square", "triangle-up", "cross")
DASHES = {"solid": [1, 0], "dashed": [6, 3], "dotted": [2, 3]}


def colour_of(chart: Chart, narrow: bool = False) -> Spec:
    if len(chart.series) < 2:
        return {"color": {"value": LIGHT.series[0]}}
    return {"color": _looks(chart, LIGHT.series, narrow)}


def shape_of(chart: Chart, narrow: bool = False) -> Spec:
    """Dots of several series differ in their shape too, so that nobody has to tell colours apart."""
    return {"shape": _looks(chart, SHAPES, narrow)} if len(chart.series) > 1 else {}


def _looks(chart: Chart, looks: Sequence[str], narrow: bool) -> Spec:
    """One look a series, with their names above the drawing where they stand at no mark."""
    limit = legend_limit(chart, narrow)
    legend = {"columns": legend_columns(chart, narrow), "labelLimit": limit, "symbolLimit": 0}
    return {
        "field": "series", "type": "nominal", "scale": by_series(chart, looks), "sort": None,
        "legend": legend if has_legend(chart) else None,
    }  # fmt: skip


def as_is(field: str) -> Spec:
    """A colour that stands in the row itself."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def dash_of(chart: Chart) -> Spec:
    """What was recorded is drawn through, what is expected dashed, what it is compared with dotted."""
    if len(chart.series) < 2:
        return {}
    shown = drawn_series(chart)
    scale = {"domain": [printable(s.name) for s in shown], "range": [DASHES[s.style] for s in shown]}
    return {"strokeDash": {"field": "series", "type": "nominal", "scale": scale, "sort": None, "legend": None}}


def by_series(chart: Chart, looks: Sequence[str]) -> Spec:
    """One look a series; after the fifth all bear the last one."""
    shown = drawn_series(chart)
    range_ = [looks[look_of(series, number)] for number, series in enumerate(shown)]
    return {"domain": [printable(series.name) for series in shown], "range": range_}


#: Up to this end of its axis a share is read against 0 to 100 %.
MOST_SHARE = 1.5
FROM_THE_RIGHT = frozenset({"R", "AL"})
#: Height of a line of a label.
LINE = 13


def encoding(chart: Chart, narrow: bool, field: str, field2: str = "") -> Spec:
    """Return where marks stand: the category across, the number of `field` along, from it to `field2` if given."""
    across, along = ("y", "x") if chart.kind in HORIZONTAL else ("x", "y")
    found: Spec = {across: _category(chart, narrow), along: {**number_axis(chart, narrow), "field": field}}
    if field2:
        found[along + "2"] = {"field": field2}
    if len(chart.series) > 1 and chart.kind in ("bars", "columns"):  # side by side, not over each other
        found[across + "Offset"] = {"field": "series", "scale": {"domain": by_series(chart, SHAPES)["domain"]}}
    return found


def _category(chart: Chart, narrow: bool) -> Spec:
    points, flat = points_of(chart), chart.kind in HORIZONTAL
    lines = [label_lines(printable(point.label), label_width(chart, narrow)) for point in points]
    labels = ["\n".join(label) for label in lines]
    places = len(points) + math.ceil(room_behind(chart, narrow))
    return {
        "field": "place",
        "type": "ordinal",
        "scale": {"domain": list(range(places)), "paddingInner": 0.35, "paddingOuter": 0.2},
        "axis": {"title": None, "labelExpr": f"split({json.dumps(labels)}[datum.value], '\\n')",
                 "values": ticks(chart, narrow), "labelAngle": 0, "ticks": False, "domain": not flat,
                 "labelPadding": 8, "labelOverlap": False,
                 "labelLimit": _limit([line for label in lines for line in label], narrow),
                 "labelOffset": _raised([len(label) for label in lines]) if flat else 0},
    }  # fmt: skip


def label_lines(label: str, width: int) -> list[str]:
    """A label in lines; what is read from the right stays in one, for lines of it would be drawn over each other."""
    return [label] if any(bidirectional(letter) in FROM_THE_RIGHT for letter in label) else wrapped(label, width)


def _limit(lines: list[str], narrow: bool) -> int:
    """Where labels are cut; 0, never, where none can be so wide: what has a limit is measured again and again."""
    limit = label_limit(narrow)
    return limit if any(most_width(line, SIZES["small"]) > limit for line in lines) else 0


def label_limit(narrow: bool) -> int:
    """Return the width a label never exceeds."""
    return LABEL_LIMIT_NARROW if narrow else LABEL_LIMIT


def number_axis(chart: Chart, narrow: bool = False) -> Spec:
    """Return the number axis, without the field that stands on it."""
    return {
        "type": "quantitative",
        "scale": {"domain": list(value_range(chart, narrow)), "nice": False, "zero": False},
        "axis": {"title": printable(chart.measure), "tickCount": 5, "ticks": False, "domain": False, "labelLimit": 0,
                 "format": ".0%" if chart.unit == "share" else ",.2~f", **_quarters(chart, narrow)},
    }  # fmt: skip


def _quarters(chart: Chart, narrow: bool) -> Spec:
    is_part = chart.unit == "share" and value_range(chart)[1] < MOST_SHARE
    if not is_part:
        return {}
    return {"values": [0, 0.5, 1] if narrow and chart.kind in HORIZONTAL else [0, 0.25, 0.5, 0.75, 1]}


def _raised(lines: list[int]) -> Spec:
    """Lift labels of several lines by half their height, so that they stand beside the middle of their bar."""
    test = f"{lines}[datum.value] === "
    conditions = [{"test": f"{test}{count}", "value": -(count - 1) * LINE / 2} for count in (2, 3)]
    return {"condition": conditions, "value": 0}


# How much of a drawing its axes and legend take, so that what is left for the marks is known before it is drawn.
#
# Vega can fit a drawing into a size by itself, but it lays everything out twice for that and measures every word
# again,
# which is most of the time a drawing takes. Foreseen within a few points is enough: a drawing is set as wide as its
# column anyway.

#: Width of a figure in points, and of one of two beside each other; on an A4 page both are scaled by the same factor.
WIDTH, NARROW_WIDTH = 640, 312
#: Ground around a drawing; the room of a legend of one line, and of each further line; that of a number axis below the
#: marks, and of one beside them without its numbers.
PADDING, LEGEND, LEGEND_LINE, AXIS_BELOW, AXIS_BESIDE = 6, 29, 13, 28, 20
#: Between a label and its mark, and the height of a line of labels.
LABEL_GAP, LABEL_LINE = 8, 12
#: What labels take of the most they can.
USUAL = 0.88
#: Up to this end a number axis counts in halves.
FEW = 5
#: Drawings of one plot with two axes, whose numbers fit between them.
PLOTS = (HORIZONTAL | {"columns", "line"}) - {"pairs"}


def frame_of(chart: Chart, narrow: bool) -> dict[str, Any]:
    """Return the size of a drawing for its specification: of its plot where that can be foreseen, else of the whole."""
    width, high = NARROW_WIDTH if narrow else WIDTH, height(chart, narrow)
    if chart.kind not in PLOTS:
        return {"width": width, "height": high, "autosize": {"type": "fit", "contains": "padding"}, "padding": PADDING}
    beside, below = _axes(chart, narrow)
    above = _legend_height(chart, narrow)
    return {
        "width": max(width // 2, round(width - beside - 2 * PADDING)),
        "height": max(high // 3, round(high - below - above - 2 * PADDING)),
        "autosize": {"type": "pad"},
        "padding": PADDING,
    }


def _legend_height(chart: Chart, narrow: bool) -> int:
    if not has_legend(chart):
        return 0
    lines = math.ceil(len(drawn_series(chart)) / legend_columns(chart, narrow))
    return LEGEND + (lines - 1) * LEGEND_LINE


def _axes(chart: Chart, narrow: bool) -> tuple[float, float]:
    """The width of the axis beside the marks, and the height of the one below them."""
    points = points_of(chart)
    labels = [label_lines(printable(points[place].label), label_width(chart, narrow)) for place in ticks(chart, narrow)]
    widest = max((most_width(line, SIZES["small"]) for label in labels for line in label), default=0.0)
    if chart.kind in HORIZONTAL:
        return min(widest * USUAL, label_limit(narrow)) + LABEL_GAP, AXIS_BELOW
    most = max((len(label) for label in labels), default=0)
    return most_width(_number(chart), SIZES["small"]) * USUAL + AXIS_BESIDE, LABEL_GAP + most * LABEL_LINE


def _number(chart: Chart) -> str:
    """The longest number likely to stand at the axis."""
    if chart.unit == "share":
        return "100%"
    top = value_range(chart)[1]
    return f"{top:,.0f}" if top >= FEW else "0.5"
