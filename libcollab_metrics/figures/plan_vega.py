"""Vega-Lite specification of a plan's lines: recorded in ink, forecast dashed in a band, seats dotted."""

from __future__ import annotations

import json
import math
from typing import Any

from libcollab_metrics.figures.chart import Chart, Series
from libcollab_metrics.figures.layout import points_of, strip_unprintable
from libcollab_metrics.figures.theme import LIGHT, SIZES
from libcollab_metrics.figures.vega_encoding import WIDTH
from libcollab_metrics.localization import Language

Spec = dict[str, Any]
ACCENT, PALE = LIGHT.series[0], "#D6D3D1"
#: Keys of the charts drawn so: people at a session with their forecast, and the running total of visits.
FORECAST, PATH = "plan-forecast", "plan-path"
PLAN_CHARTS = frozenset({FORECAST, PATH})
#: Points: room of the names at the ends of the lines and of the axis, height, and distance of two names.
END_ROOM, AXIS_ROOM, HEIGHT, LABEL_SPACING = 92, 34, 212, 15
#: Points: width of a figure in a column of page one.
COLUMN_WIDTH = 390
#: Most months with a name on the axis.
MAX_NAMES = 9


def plan_spec(chart: Chart, language: Language, narrow: bool) -> Spec:
    """Return size and layers of the lines of a plan.

    Parameters
    ----------
    chart : Chart
        Line chart whose key is in `PLAN_CHARTS`: solid, dashed with its interval, and dotted series.
    language : Language
        Language of the names at the ends of the lines.
    narrow : bool
        Whether the figure has half the width of the page.

    Returns
    -------
    dict
        Part of a specification.
    """
    top = _axis_end(chart)
    layers: list[Spec] = [_grid_axes(chart, top)]
    for series in chart.series:
        if series.style == "dashed":
            layers += _forecast(chart, series, top)
        else:
            layers.append(_line(chart, series, top))
    return {
        "width": (COLUMN_WIDTH if narrow else WIDTH) - END_ROOM - AXIS_ROOM,
        "height": HEIGHT,
        "autosize": {"type": "pad"},
        "padding": {"left": 2, "right": 4, "top": 8, "bottom": 4},
        "layer": [*layers, *_end_labels(chart, language, top)],
    }


def _axis_end(chart: Chart) -> float:
    """Return the upper end of the number axis: a round number above everything drawn."""
    numbers = [n for s in chart.series for p in s.points for n in (p.value, p.high) if n is not None]
    most = max(numbers, default=1.0) or 1.0
    step = math.pow(10, math.floor(math.log10(most))) / 2
    return math.ceil(most / step - 1e-9) * step


def _places(chart: Chart, top: float, field: str = "value") -> Spec:
    labels = json.dumps([strip_unprintable(point.label) for point in points_of(chart)])
    count = len(points_of(chart))
    every = -(-count // MAX_NAMES)
    x: Spec = {
        "field": "place",
        "type": "quantitative",
        "scale": {"domain": [0, max(1, count - 1)], "nice": False, "zero": False},
        "axis": {
            "title": None,
            "values": list(range(0, count, every)),
            "labelExpr": f"split({labels}[datum.value], ' ')",
            "labelAngle": 0,
            "labelOverlap": False,
            "ticks": False,
            "grid": False,
            "domain": False,
            "labelFontSize": SIZES["small"],
            "labelPadding": 6,
        },
    }
    y: Spec = {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, top], "nice": False},
        "axis": {
            "title": None,
            "tickCount": 4,
            "ticks": False,
            "domain": False,
            "gridColor": PALE,
            "labelFontSize": SIZES["small"],
            "labelPadding": 6,
        },
    }
    return {"x": x, "y": y}


def _grid_axes(chart: Chart, top: float) -> Spec:
    """Return an invisible mark that draws the axes once, below everything else."""
    rows = [{"place": 0, "value": 0}]
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "opacity": 0},
        "encoding": _places(chart, top),
    }


def _line(chart: Chart, series: Series, top: float) -> Spec:
    rows = [{"place": place, "value": point.value} for place, point in enumerate(series.points)]
    solid = series.style == "solid"
    mark = {
        "type": "line",
        "strokeWidth": (2.4 if chart.key == FORECAST else 1.8) if solid else 1.1,
        "color": LIGHT.ink if solid else LIGHT.quiet,
        "strokeDash": [1, 0] if solid else [5, 3],
        "invalid": "break-paths-show-domains",
    }
    return {"data": {"values": rows}, "mark": mark, "encoding": _places(chart, top)}


def _forecast(chart: Chart, series: Series, top: float) -> list[Spec]:
    """Return the band and the dashed middle; they begin at the last recorded point."""
    rows: list[Spec] = [
        {"place": place, "value": point.value, "low": point.low, "high": point.high}
        for place, point in enumerate(series.points)
        if point.value is not None
    ]
    start = _last_recorded(chart, rows[0]["place"]) if rows else None
    if start is not None:
        place, value = start
        rows.insert(0, {"place": place, "value": value, "low": value, "high": value})
    banded = [row for row in rows if row["low"] is not None and row["high"] is not None]
    band = {
        "data": {"values": banded},
        "mark": {"type": "area", "color": ACCENT, "opacity": 0.2},
        "encoding": {**_places(chart, top, "low"), "y2": {"field": "high"}},
    }
    middle = {
        "data": {"values": rows},
        "mark": {"type": "line", "color": ACCENT, "strokeWidth": 2.4, "strokeDash": [5, 4]},
        "encoding": _places(chart, top),
    }
    dot = {
        "data": {"values": rows[:1] if start is not None else []},
        "mark": {"type": "point", "filled": True, "size": 55, "color": LIGHT.ink, "opacity": 1},
        "encoding": _places(chart, top),
    }
    return [*([band] if len(banded) > 1 else []), middle, dot]


def _last_recorded(chart: Chart, before: int) -> tuple[int, float] | None:
    """Return place and value of the last recorded point before a place, of a chart of months ahead."""
    if chart.key != FORECAST:
        return None
    recorded = [
        (place, point.value)
        for series in chart.series
        if series.style == "solid"
        for place, point in enumerate(series.points[:before])
        if point.value is not None
    ]
    return recorded[-1] if recorded else None


def _end_labels(chart: Chart, language: Language, top: float) -> list[Spec]:
    """Return the names at the right ends of the lines, moved apart where they would overlap."""
    labels: list[tuple[float, str, bool]] = []
    for series in chart.series:
        known = [point for point in series.points if point.value is not None]
        if not known:
            continue
        last = known[-1]
        if series.style != "dashed":
            if last is series.points[-1]:
                labels.append((last.value or 0, series.name, False))
            continue
        for name, value in (("middle", last.value), ("high", last.high), ("low", last.low)):
            key = f"{chart.key}-{name}"
            if value is not None and key in language.messages:
                text = language.message(key, value=language.number(value))
                labels.append((value, text, name == "middle"))
    labels.sort(reverse=True)
    drawn, lowest = [], -math.inf
    for value, text, is_middle in labels:
        at = max(HEIGHT * (1 - value / top), lowest + LABEL_SPACING)
        lowest = at
        drawn.append(_end_label(at, text, is_middle))
    return drawn


def _end_label(at: float, text: str, is_middle: bool) -> Spec:
    mark: Spec = {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "dx": 8,
        "clip": False,
        "fontSize": SIZES["label"] if is_middle else SIZES["small"],
        "fontWeight": 700 if is_middle else 400,
        "color": ACCENT if is_middle else LIGHT.quiet,
        "limit": END_ROOM - 8,
    }
    return {
        "data": {"values": [{}]},
        "mark": mark,
        "encoding": {
            "x": {"value": {"expr": "width"}},
            "y": {"value": at},
            "text": {"value": strip_unprintable(text)},
        },
    }
