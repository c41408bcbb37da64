"""How much of a drawing its axes and legend take, so that what is left for the marks is known before it is drawn.

Vega can fit a drawing into a size by itself, but it lays everything out twice for that and measures every word again,
which is most of the time a drawing takes. Foreseen within a few points is enough: a drawing is set as wide as its
column anyway.
"""

from __future__ import annotations

import math
from typing import Any

from libcollab_metrics.figures.layout import (
    HORIZONTAL,
    drawn_series,
    has_legend,
    height,
    label_width,
    legend_columns,
    points_of,
    printable,
    ticks,
    value_range,
)
from libcollab_metrics.figures.letters import most_width
from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.theme import SIZES
from libcollab_metrics.figures.vega_axes import label_limit, label_lines

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
