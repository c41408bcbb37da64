"""Vega-Lite encodings and sizes: colors, shapes, axes, label wrapping, and plot dimensions."""

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
    figure_height,
    has_legend,
    label_width,
    labelled_categories,
    legend_columns,
    legend_limit,
    line_label_room,
    max_text_width,
    points_of,
    series_colour_index,
    strip_unprintable,
    value_range,
    wrap_label,
)
from libcollab_metrics.figures.theme import LIGHT, SIZES

# Distinguish series on paper by color, dot shape and line dash.

Spec = dict[str, Any]
#: Dot shapes in the order of the series.
SHAPES = ("circle", "diamond", "square", "triangle-up", "cross")
DASHES = {"solid": [1, 0], "dashed": [6, 3], "dotted": [2, 3]}


def colour_encoding(chart: Chart, narrow: bool = False) -> Spec:
    """Encode the series by color; a single series has the first color."""
    if len(chart.series) < 2:
        return {"color": {"value": LIGHT.series[0]}}
    return {"color": _series_encoding(chart, LIGHT.series, narrow)}


def shape_encoding(chart: Chart, narrow: bool = False) -> Spec:
    """Encode several series of dots by shape too, so that color is not the only difference."""
    return {"shape": _series_encoding(chart, SHAPES, narrow)} if len(chart.series) > 1 else {}


def _series_encoding(chart: Chart, styles: Sequence[str], narrow: bool) -> Spec:
    """Encode the series by one style each.

    There is a legend where the series are not labeled at their marks.
    """
    limit = legend_limit(chart, narrow)
    legend = {"columns": legend_columns(chart, narrow), "labelLimit": limit, "symbolLimit": 0}
    return {
        "field": "series",
        "type": "nominal",
        "scale": series_scale(chart, styles),
        "sort": None,
        "legend": legend if has_legend(chart) else None,
    }


def direct_colour_encoding(field: str) -> Spec:
    """Encode a color that the data row itself contains."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def dash_encoding(chart: Chart) -> Spec:
    """Encode recorded lines as solid, expected lines as dashed, comparison lines as dotted."""
    if len(chart.series) < 2:
        return {}
    shown = drawn_series(chart)
    scale = {"domain": [strip_unprintable(s.name) for s in shown], "range": [DASHES[s.style] for s in shown]}
    return {
        "strokeDash": {"field": "series", "type": "nominal", "scale": scale, "sort": None, "legend": None}
    }


def series_scale(chart: Chart, styles: Sequence[str]) -> Spec:
    """Build a scale with one style per series; series after the fifth share the last style."""
    shown = drawn_series(chart)
    range_ = [styles[series_colour_index(series, number)] for number, series in enumerate(shown)]
    return {"domain": [strip_unprintable(series.name) for series in shown], "range": range_}


#: Axis maximum up to which a share has ticks from 0 to 100 %.
MAX_PERCENT_AXIS = 1.5
RIGHT_TO_LEFT_CLASSES = frozenset({"R", "AL"})
#: Height of a label line in points.
LINE = 13


def encoding(chart: Chart, narrow: bool, field: str, field2: str = "") -> Spec:
    """Encode the category across and the number along.

    The number is in `field`; with `field2`, the mark reaches from `field` to `field2`.
    """
    across, along = ("y", "x") if chart.kind in HORIZONTAL else ("x", "y")
    channels: Spec = {across: category(chart, narrow), along: {**number_axis(chart, narrow), "field": field}}
    if field2:
        channels[along + "2"] = {"field": field2}
    # next to each other instead of overlapping
    if len(chart.series) > 1 and chart.kind in (
        "bars",
        "columns",
    ):
        channels[across + "Offset"] = {
            "field": "series",
            "scale": {"domain": series_scale(chart, SHAPES)["domain"]},
        }
    return channels


def category(chart: Chart, narrow: bool) -> Spec:
    """Encode the category axis, with wrapped labels."""
    points, flat = points_of(chart), chart.kind in HORIZONTAL
    lines = [label_lines(strip_unprintable(point.label), label_width(chart, narrow)) for point in points]
    labels = ["\n".join(label) for label in lines]
    places = len(points) + math.ceil(line_label_room(chart, narrow))
    return {
        "field": "place",
        "type": "ordinal",
        "scale": {"domain": list(range(places)), "paddingInner": 0.35, "paddingOuter": 0.2},
        "axis": {
            "title": None,
            "labelExpr": f"split({json.dumps(labels)}[datum.value], '\\n')",
            "values": labelled_categories(chart, narrow),
            "labelAngle": 0,
            "ticks": False,
            "domain": not flat,
            "labelPadding": 8,
            "labelOverlap": False,
            "labelLimit": _effective_label_limit([line for label in lines for line in label], narrow),
            "labelOffset": _label_offset([len(label) for label in lines]) if flat else 0,
        },
    }


def label_lines(label: str, width: int) -> list[str]:
    """Split a label into lines, except right-to-left text.

    Its lines would be drawn over each other, so it remains in one line.
    """
    return (
        [label]
        if any(bidirectional(letter) in RIGHT_TO_LEFT_CLASSES for letter in label)
        else wrap_label(label, width)
    )


def _effective_label_limit(lines: list[str], narrow: bool) -> int:
    """Return the width at which labels are cut, or 0 (no limit) where none can reach it.

    With a limit, Vega measures each label repeatedly.
    """
    limit = label_limit(narrow)
    return limit if any(max_text_width(line, SIZES["small"]) > limit for line in lines) else 0


def label_limit(narrow: bool) -> int:
    """Return the maximum width of a label in points."""
    return LABEL_LIMIT_NARROW if narrow else LABEL_LIMIT


def number_axis(chart: Chart, narrow: bool = False) -> Spec:
    """Encode the number axis, without its data field."""
    return {
        "type": "quantitative",
        "scale": {"domain": list(value_range(chart, narrow)), "nice": False, "zero": False},
        "axis": {
            "title": strip_unprintable(chart.measure),
            "tickCount": 5,
            "ticks": False,
            "domain": False,
            "labelLimit": 0,
            "format": ".0%" if chart.unit == "share" else ",.2~f",
            **_quarters(chart, narrow),
        },
    }


def _quarters(chart: Chart, narrow: bool) -> Spec:
    is_part = chart.unit == "share" and value_range(chart)[1] < MAX_PERCENT_AXIS
    if not is_part:
        return {}
    return {"values": [0, 0.5, 1] if narrow and chart.kind in HORIZONTAL else [0, 0.25, 0.5, 0.75, 1]}


def _label_offset(line_counts: list[int]) -> Spec:
    """Raise labels of several lines by half their height, to center them on their bar."""
    test = f"{line_counts}[datum.value] === "
    conditions = [{"test": f"{test}{count}", "value": -(count - 1) * LINE / 2} for count in (2, 3)]
    return {"condition": conditions, "value": 0}


# Plot size, computed from the room for axes and legend before drawing. Vega's own "fit" lays everything out
# twice and measures every text again, which takes most of the rendering time. A few points of error are
# acceptable: the figure is scaled to the column width anyway.

#: Width in points of a full and of a half-width figure; on an A4 page both are scaled by the same factor.
WIDTH, NARROW_WIDTH = 640, 312
#: Points: padding around a drawing; height of a one-line legend and of each further line; height of a number
#: axis below the marks, and width of one next to the marks without its numbers.
PADDING, LEGEND, LEGEND_LINE, AXIS_BELOW, VERTICAL_AXIS_WIDTH = 6, 29, 13, 28, 20
#: Points: gap between a label and its mark, and height of a label line.
LABEL_GAP, LABEL_LINE = 8, 12
#: Typical ratio of a label's real width to its upper bound.
TYPICAL_LABEL_RATIO = 0.88
#: Axis maximum up to which the ticks are halves.
MAX_HALF_TICKS = 5
#: Kinds of charts with a single plot and two axes, which this size estimate covers.
PLOTS = (HORIZONTAL | {"columns", "line"}) - {"pairs"}


def plot_size(chart: Chart, narrow: bool) -> dict[str, Any]:
    """Return the size for the specification: of the plot if it can be estimated, else of all."""
    width, high = NARROW_WIDTH if narrow else WIDTH, figure_height(chart, narrow)
    if chart.kind not in PLOTS:
        return {
            "width": width,
            "height": high,
            "autosize": {"type": "fit", "contains": "padding"},
            "padding": PADDING,
        }
    axis_width, below = _axes_size(chart, narrow)
    above = _legend_height(chart, narrow)
    return {
        "width": max(width // 2, round(width - axis_width - 2 * PADDING)),
        "height": max(high // 3, round(high - below - above - 2 * PADDING)),
        "autosize": {"type": "pad"},
        "padding": PADDING,
    }


def _legend_height(chart: Chart, narrow: bool) -> int:
    if not has_legend(chart):
        return 0
    lines = math.ceil(len(drawn_series(chart)) / legend_columns(chart, narrow))
    return LEGEND + (lines - 1) * LEGEND_LINE


def _axes_size(chart: Chart, narrow: bool) -> tuple[float, float]:
    """Return the width of the vertical axis and the height of the horizontal axis."""
    points = points_of(chart)
    labels = [
        label_lines(strip_unprintable(points[index].label), label_width(chart, narrow))
        for index in labelled_categories(chart, narrow)
    ]
    widest = max((max_text_width(line, SIZES["small"]) for label in labels for line in label), default=0.0)
    if chart.kind in HORIZONTAL:
        return min(widest * TYPICAL_LABEL_RATIO, label_limit(narrow)) + LABEL_GAP, AXIS_BELOW
    most = max((len(label) for label in labels), default=0)
    return max_text_width(
        _longest_number(chart), SIZES["small"]
    ) * TYPICAL_LABEL_RATIO + VERTICAL_AXIS_WIDTH, LABEL_GAP + most * LABEL_LINE


def _longest_number(chart: Chart) -> str:
    """Return the longest number likely on the axis."""
    if chart.unit == "share":
        return "100%"
    top = value_range(chart)[1]
    return f"{top:,.0f}" if top >= MAX_HALF_TICKS else "0.5"
