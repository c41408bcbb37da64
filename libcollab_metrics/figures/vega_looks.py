"""How series are told apart on paper: by colour, by the shape of their dots, by the dashes of their lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from libcollab_metrics.figures.layout import (
    drawn_series,
    has_legend,
    legend_columns,
    legend_limit,
    look_of,
    printable,
)
from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.theme import LIGHT

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
