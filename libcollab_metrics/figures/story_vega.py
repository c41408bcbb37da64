"""Vega-Lite specifications of the charts that prove one finding: changes as dots, growth as columns.

Values are written at the marks, in ink; only the latest or the after value has the accent color. Text next to
the plot extends the drawing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from libcollab_metrics.figures.chart import Chart, Point, format_number
from libcollab_metrics.figures.layout import (
    find_gaps,
    gap_label,
    max_text_width,
    points_of,
    strip_unprintable,
    wrap_label,
)
from libcollab_metrics.figures.theme import LIGHT, SIZES
from libcollab_metrics.figures.vega_encoding import NARROW_WIDTH, WIDTH
from libcollab_metrics.localization import Language

Spec = dict[str, Any]
ACCENT, NEUTRAL, PALE = LIGHT.series[0], "#B8B2AE", "#D6D3D1"
#: Points: width of the names, of the notes at the right; height of a row, and of the legend above the plot.
NAME_WIDTH, NOTE_WIDTH, ROW_HEIGHT, LEGEND_HEIGHT = 122, 104, 52, 30
NAME_CHARACTERS, NARROW_ROW_HEIGHT = 18, 70
#: Points: radius of a dot with its gap to the number, height of the columns.
DOT_GAP, COLUMNS_HEIGHT, NARROW_COLUMNS_HEIGHT = 13, 170, 130
#: Characters of a caption that fit the key above a plot.
MAX_KEY_CAPTION = 40
#: Most columns with a number above each.
MAX_NUMBERS = 24


def pair_spec(chart: Chart, language: Language, narrow: bool) -> Spec:
    """Return size and layers of a chart of pairs: a hollow dot before, a filled dot after.

    The names are on the left; in a narrow chart, above their rows.
    """
    rows = _pair_rows(chart, language)
    name_width = 0 if narrow else NAME_WIDTH
    has_notes = any(row["note"] for row in rows)
    width = (NARROW_WIDTH if narrow else WIDTH) - name_width - (NOTE_WIDTH if has_notes else 24)
    layers = [
        _pair_rule(chart, name_width),
        _dot("before", chart, {"size": 150, "fill": LIGHT.ground, "stroke": LIGHT.quiet, "strokeWidth": 2}),
        _dot("after", chart, {"size": 210, "fill": ACCENT, "stroke": ACCENT}),
        *_pair_numbers(rows, chart),
        *(_notes(chart, width) if has_notes else []),
    ]
    if narrow:
        layers = [_without_names(layer) for layer in layers] + [_names_above(chart)]
    return {
        "width": width,
        "height": (NARROW_ROW_HEIGHT if narrow else ROW_HEIGHT) * max(1, len(rows)),
        "autosize": {"type": "pad"},
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 4},
        "layer": [{"data": {"values": rows}, **layer} for layer in layers] + _legend(chart, name_width),
    }


def _without_names(layer: Spec) -> Spec:
    encoding = layer["encoding"]
    return {**layer, "encoding": {**encoding, "y": {**encoding["y"], "axis": None}}}


def _names_above(chart: Chart) -> Spec:
    y = {**_places("before", chart)["y"], "axis": None}
    names = [strip_unprintable(point.label) for point in _drawn(chart)]
    mark = {
        "type": "text",
        "align": "left",
        "dy": -24,
        "fontSize": SIZES["label"],
        "fontWeight": 600,
        "color": LIGHT.ink,
    }
    text = {"text": {"field": "whole"}}
    rows = [{"place": place, "whole": name} for place, name in enumerate(names)]
    return {
        "data": {"values": rows},
        "mark": mark,
        "encoding": {"x": {"value": 0}, "y": y, **text},
    }


def _pair_rows(chart: Chart, language: Language) -> list[Spec]:
    rows: list[Spec] = []
    for before, after in zip(*(series.points for series in chart.series[:2]), strict=True):
        if before.value is None or after.value is None:
            continue
        gain, _, likely = after.note.partition("\n")
        rows.append(
            {
                "place": len(rows),
                "name": wrap_label(strip_unprintable(before.label), NAME_CHARACTERS),
                "before": before.value,
                "after": after.value,
                "before_text": format_number(before.value, chart, language),
                "after_text": format_number(after.value, chart, language),
                "note": strip_unprintable(gain),
                "likely": strip_unprintable(likely),
            }
        )
    return rows


def _places(field: str, chart: Chart, name_width: int | None = None) -> Spec:
    """Encode the row and the number; the axes are drawn once, by the layer that names its width."""
    names = [wrap_label(strip_unprintable(p.label), NAME_CHARACTERS) for p in _drawn(chart)]
    labels = json.dumps(["\n".join(name) for name in names])
    low, high = chart.scale or (0.0, 1.0)
    x: Spec = {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": {
            "title": None,
            "tickCount": 5,
            "ticks": False,
            "domain": False,
            "gridColor": PALE,
            "labelPadding": 6,
            "format": ".0%" if chart.unit == "share" else ",.2~f",
        },
    }
    y: Spec = {
        "field": "place",
        "type": "ordinal",
        "axis": {
            "title": None,
            "ticks": False,
            "domain": False,
            "labelExpr": f"split({labels}[datum.value], '\\n')",
            "labelAlign": "left",
            "labelPadding": name_width or NAME_WIDTH,
            "labelFontWeight": 600,
            "labelFontSize": SIZES["label"],
            "labelColor": LIGHT.ink,
            "labelLimit": 0,
            "labelOffset": _centered([len(name) for name in names]),
        },
    }
    return {"x": x, "y": y}


def _centered(line_counts: Sequence[int]) -> Spec:
    conditions = [
        {"test": f"{list(line_counts)}[datum.value] === {count}", "value": -(count - 1) * 6.5}
        for count in (2, 3)
    ]
    return {"condition": conditions, "value": 0}


def _drawn(chart: Chart) -> list[Point]:
    sides = zip(*(series.points for series in chart.series[:2]), strict=True)
    return [before for before, after in sides if before.value is not None and after.value is not None]


def _pair_rule(chart: Chart, name_width: int) -> Spec:
    places = _places("before", chart, name_width)
    return {
        "mark": {"type": "rule", "strokeWidth": 5, "color": ACCENT, "opacity": 0.45},
        "encoding": {**places, "x2": {"field": "after"}},
    }


def _dot(field: str, chart: Chart, looks: Spec) -> Spec:
    return {"mark": {"type": "point", "opacity": 1, **looks}, "encoding": _places(field, chart)}


def _pair_numbers(rows: Sequence[Spec], chart: Chart) -> list[Spec]:
    """Write each number on the outer side of its dot."""
    layers = []
    for field, rises, align in (
        ("before", True, "right"),
        ("after", True, "left"),
        ("before", False, "left"),
        ("after", False, "right"),
    ):
        chosen = [row for row in rows if (row["after"] >= row["before"]) == rises]
        if not chosen:
            continue
        mark = {
            "type": "text",
            "align": align,
            "dx": DOT_GAP if align == "left" else -DOT_GAP,
            "fontSize": SIZES["label"] + 1,
            "color": ACCENT if field == "after" else LIGHT.quiet,
            **({"fontWeight": 700} if field == "after" else {}),
        }
        text = {"text": {"field": f"{field}_text"}}
        layers.append(
            {"data": {"values": chosen}, "mark": mark, "encoding": {**_places(field, chart), **text}}
        )
    return layers


def _notes(chart: Chart, width: int) -> list[Spec]:
    """Write the gain and its likely range to the right of the plot."""
    y = _places("after", chart)["y"]
    gain = {"type": "text", "align": "left", "fontSize": 15, "fontWeight": 700, "color": ACCENT, "dy": -7}
    likely = {
        "type": "text",
        "align": "left",
        "fontSize": SIZES["small"] - 0.5,
        "color": LIGHT.quiet,
        "dy": 9,
    }
    at = {"x": {"value": width + 16}, "y": y}
    return [
        {"mark": gain, "encoding": {**at, "text": {"field": "note"}}},
        {"mark": likely, "encoding": {**at, "text": {"field": "likely"}}},
    ]


def _legend(chart: Chart, name_width: int) -> list[Spec]:
    """Draw the key above the plot: both dots with their names, and the caption."""
    layers: list[Spec] = []
    at = float(-name_width) + 6
    for number, series in enumerate(chart.series[:2]):
        looks = (
            {"fill": ACCENT, "stroke": ACCENT}
            if number
            else {"fill": LIGHT.ground, "stroke": LIGHT.quiet, "strokeWidth": 1.6}
        )
        dot = {"type": "point", "size": 70, "opacity": 1, **looks}
        name = strip_unprintable(series.name)
        layers.append(_placed(dot, at, ""))
        layers.append(_placed(_small_text(), at + 10, name))
        at += 28 + max_text_width(name, SIZES["small"])
    if chart.caption and not caption_below(chart):
        layers.append(_placed(_small_text(), at, strip_unprintable(chart.caption)))
    return layers


def caption_below(chart: Chart) -> str:
    """Return the caption to print below a chart: empty where it is part of the key above the plot."""
    is_in_key = chart.kind == "pairs" and len(chart.caption) <= MAX_KEY_CAPTION
    return "" if is_in_key else chart.caption


def _small_text() -> Spec:
    return {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "fontSize": SIZES["small"],
        "color": LIGHT.quiet,
    }


def _placed(mark: Spec, x: float, text: str) -> Spec:
    encoding: Spec = {"x": {"value": x}, "y": {"value": -LEGEND_HEIGHT / 2}}
    if text:
        encoding["text"] = {"value": text}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": encoding}


def column_spec(chart: Chart, language: Language, narrow: bool) -> Spec:
    """Return size and layers of columns from zero, with the last one accented and a number above each."""
    points = points_of(chart)
    last = max((index for index, point in enumerate(points) if point.value is not None), default=-1)
    rows = [
        {
            "place": index,
            "value": point.value,
            "text": _whole(point, chart, language),
            "colour": ACCENT if index == last else NEUTRAL,
            "ink": ACCENT if index == last else LIGHT.ink,
            "weight": index == last,
        }
        for index, point in enumerate(points)
    ]
    gaps = [
        {"place": index, "value": 0, "text": gap_label(point, language) if len(points) <= 6 else "–"}
        for index, point in find_gaps(chart)
    ]
    labels = json.dumps([strip_unprintable(point.label) for point in points])
    x: Spec = {
        "field": "place",
        "type": "ordinal",
        "scale": {"domain": list(range(len(points))), "paddingInner": 0.3, "paddingOuter": 0.12},
        "axis": {
            "title": None,
            "labelExpr": f"split({labels}[datum.value], ' ')",
            "labelAngle": 0,
            "ticks": False,
            "domainColor": LIGHT.quiet,
            "labelPadding": 7,
            "labelOverlap": False,
            "labelFontSize": SIZES["small"],
            "values": _labelled(len(points)),
        },
    }
    y: Spec = {"field": "value", "type": "quantitative", "axis": None, "scale": {"zero": True}}
    text: Spec = {"type": "text", "baseline": "bottom", "dy": -5, "fontSize": SIZES["label"]}
    colour = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    numbers = [
        {
            "data": {
                "values": [row for row in rows if row["value"] is not None and row["weight"] == is_last]
            },
            "mark": {**text, **({"fontWeight": 700} if is_last else {})},
            "encoding": {
                "x": x,
                "y": y,
                "text": {"field": "text"},
                "color": {"field": "ink", "type": "nominal", "scale": None, "legend": None},
            },
        }
        for is_last in (False, True)
        if is_last or len(points) <= MAX_NUMBERS
    ]
    return {
        "width": (NARROW_WIDTH if narrow else WIDTH) - 8,
        "height": NARROW_COLUMNS_HEIGHT if narrow else COLUMNS_HEIGHT,
        "autosize": {"type": "pad"},
        "padding": 4,
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "bar"},
                "encoding": {"x": x, "y": y, "color": colour},
            },
            *numbers,
            {
                "data": {"values": gaps},
                "mark": {**text, "color": LIGHT.quiet},
                "encoding": {"x": x, "y": y, "text": {"field": "text"}},
            },
        ],
    }


def _labelled(count: int) -> list[int]:
    """Return the columns with a label: all up to `MAX_NUMBERS`, else every third."""
    return list(range(count)) if count <= MAX_NUMBERS else list(range(0, count, 3))


def _whole(point: Point, chart: Chart, language: Language) -> str:
    """Write a number above a column: averages of people as whole numbers."""
    if point.value is None:
        return ""
    return (
        language.number(point.value)
        if chart.unit in ("visits", "people")
        else format_number(point.value, chart, language)
    )
