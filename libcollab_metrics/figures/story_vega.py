"""Vega-Lite specifications of the charts that prove one finding: changes as dots, growth as columns.

Values are written at the marks, in ink; only the latest or the after value has the accent color. Text next to
the plot extends the drawing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from libcollab_metrics.figures.chart import Chart, Point, format_number
from libcollab_metrics.figures.layout import (
    find_gaps,
    gap_label,
    gap_lines,
    max_text_width,
    points_of,
    strip_unprintable,
    value_range,
    wrap_label,
)
from libcollab_metrics.figures.theme import LIGHT, SIZES
from libcollab_metrics.figures.vega_encoding import NARROW_WIDTH, WIDTH, category
from libcollab_metrics.localization import Language

Spec = dict[str, Any]
ACCENT, NEUTRAL, PALE = LIGHT.series[0], "#B8B2AE", "#D6D3D1"
#: Points: most width of the names and of the notes, height of a row, and of the legend above the plot.
NAME_WIDTH, NOTE_WIDTH = 150, 130
ROW_HEIGHT, LEGEND_HEIGHT, LEGEND_LINE, NOTE_GAP, NOTE_SIZE = 52, 30, 18, 16, 15
#: Points: in a narrow chart, height of a row, distance of its name and its note from the dots, and room for
#: the halves of the numbers at the ends of the axis.
NARROW_ROW_HEIGHT, NARROW_NAME, NARROW_NOTE, EDGE = 84, -29, 30, 20
NAME_CHARACTERS = 18
#: Color and height of a reference range.
RANGE, RANGE_HEIGHT = "#EFEBE8", 40
#: Points: radius of a dot with its gap to the number, height of the columns.
DOT_GAP, COLUMNS_HEIGHT, NARROW_COLUMNS_HEIGHT = 13, 170, 130
#: Most columns with a number above each, and with the reason of a gap.
MAX_NUMBERS, MAX_REASONS = 24, 6
#: Ratio of the width of bold text to that of regular text.
BOLD = 1.07


def pair_spec(chart: Chart, language: Language, narrow: bool) -> Spec:
    """Return size and layers of a chart of pairs: a hollow dot before, a filled dot after.

    A narrow chart has names above the dots and notes below them instead of next to them.
    """
    rows = _pair_rows(chart, language)
    missing = [
        {"place": place, "text": gap_lines(gap, language) if narrow else gap_label(gap, language)}
        for place, gap in find_gaps(chart)
    ]
    rooms = _Rooms.measure(chart, rows, narrow)
    layers = [
        *_range_layers(rows, chart, rooms),
        _pair_rule(chart, rooms),
        _dot(
            "before",
            chart,
            rooms,
            {"size": 150, "fill": LIGHT.ground, "stroke": LIGHT.quiet, "strokeWidth": 2},
        ),
        _dot("after", chart, rooms, {"size": 210, "fill": ACCENT, "stroke": ACCENT}),
        *_pair_numbers(rows, chart, rooms),
        *_notes(chart, rooms),
    ]
    drawn = [{"data": {"values": rows}} | layer for layer in layers]
    return {
        "width": rooms.plot,
        "height": (NARROW_ROW_HEIGHT if narrow else ROW_HEIGHT) * max(1, len(points_of(chart))),
        "autosize": {"type": "pad"},
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 4},
        "layer": [
            *drawn,
            *(_names_above(chart, rooms) if narrow else []),
            *_reasons(missing, chart, rooms),
            *_legend(chart, rooms),
        ],
    }


@dataclass(frozen=True)
class _Rooms:
    """Widths in points of the names, the plot and the notes, and the ends of the number axis."""

    names: float
    plot: float
    notes: float
    domain: tuple[float, float]
    is_narrow: bool = False

    @staticmethod
    def measure(chart: Chart, rows: Sequence[Spec], narrow: bool) -> _Rooms:
        domain = chart.scale or value_range(chart, narrow)
        if narrow:
            return _Rooms(EDGE, NARROW_WIDTH - 2 * EDGE, EDGE, domain, is_narrow=True)
        names = [line for point in points_of(chart) for line in _name_lines(point)]
        widest = max((max_text_width(line, SIZES["label"]) * BOLD for line in names), default=0.0)
        noted = [max_text_width(row["note"], NOTE_SIZE) * BOLD for row in rows if row["note"]]
        noted += [max_text_width(row["likely"], SIZES["small"]) for row in rows if row["likely"]]
        notes = min(max(noted) + NOTE_GAP, NOTE_WIDTH) if noted else NOTE_GAP
        name_width = min(widest, NAME_WIDTH) + 4
        return _Rooms(name_width, WIDTH - name_width - notes - 4, notes, domain)


def _name_lines(point: Point) -> list[str]:
    return wrap_label(strip_unprintable(point.label), NAME_CHARACTERS)


def _pair_rows(chart: Chart, language: Language) -> list[Spec]:
    """Return a row for each pair with both numbers."""
    rows: list[Spec] = []
    for place, (before, after) in enumerate(zip(*(s.points for s in chart.series[:2]), strict=True)):
        if before.value is None or after.value is None:
            continue
        gain, _, likely = after.note.replace(" (", "\n", 1).removesuffix(")").partition("\n")
        rows.append(
            {
                "place": place,
                "before": before.value,
                "after": after.value,
                "before_text": format_number(before.value, chart, language),
                "after_text": format_number(after.value, chart, language),
                "note": strip_unprintable(gain),
                "likely": strip_unprintable(likely),
                **_range_ends(chart, place),
            }
        )
    return rows


def _range_ends(chart: Chart, place: int) -> Spec:
    ends = chart.ranges[place] if chart.ranges else None
    return {} if ends is None else {"range_low": ends[0], "range_high": ends[1]}


def _range_layers(rows: Sequence[Spec], chart: Chart, rooms: _Rooms) -> list[Spec]:
    """Shade the reference range behind each pair that has one."""
    shaded = [row for row in rows if "range_low" in row]
    if not shaded:
        return []
    places = _places("range_low", chart, rooms)
    mark = {"type": "bar", "color": RANGE, "height": RANGE_HEIGHT}
    return [{"data": {"values": shaded}, "mark": mark, "encoding": {**places, "x2": {"field": "range_high"}}}]


def _places(field: str, chart: Chart, rooms: _Rooms) -> Spec:
    """Encode the row and the number."""
    names = [_name_lines(point) for point in points_of(chart)]
    labels = json.dumps(["\n".join(name) for name in names])
    x: Spec = {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": list(rooms.domain), "nice": False, "zero": False},
        "axis": {
            "title": None,
            "tickCount": 5,
            "ticks": False,
            "domain": False,
            "gridColor": PALE,
            "labelPadding": 6,
            "labelFlush": False,
            "format": ".0%" if chart.unit == "share" else ",.2~f",
        },
    }
    y: Spec = {
        "field": "place",
        "type": "ordinal",
        "scale": {"domain": list(range(len(names)))},
        "axis": None
        if rooms.is_narrow
        else {
            "title": None,
            "ticks": False,
            "domain": False,
            "labelExpr": f"split({labels}[datum.value], '\\n')",
            "labelAlign": "left",
            "labelPadding": rooms.names,
            "labelFontWeight": 600,
            "labelFontSize": SIZES["label"],
            "labelColor": LIGHT.ink,
            "labelLimit": rooms.names,
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


def _reasons(missing: Sequence[Spec], chart: Chart, rooms: _Rooms) -> list[Spec]:
    """Write why a pair is missing, where its dots would be."""
    if not missing:
        return []
    mark = {
        "type": "text",
        "align": "left",
        "fontSize": SIZES["small"],
        "color": LIGHT.quiet,
        "limit": rooms.plot + rooms.notes,
    }
    encoding = {"x": {"value": 6}, "y": _places("after", chart, rooms)["y"], "text": {"field": "text"}}
    return [{"data": {"values": list(missing)}, "mark": mark, "encoding": encoding}]


def _pair_rule(chart: Chart, rooms: _Rooms) -> Spec:
    places = _places("before", chart, rooms)
    return {
        "mark": {"type": "rule", "strokeWidth": 5, "color": ACCENT, "opacity": 0.45},
        "encoding": {**places, "x2": {"field": "after"}},
    }


def _dot(field: str, chart: Chart, rooms: _Rooms, looks: Spec) -> Spec:
    return {"mark": {"type": "point", "opacity": 1, **looks}, "encoding": _places(field, chart, rooms)}


def _pair_numbers(rows: Sequence[Spec], chart: Chart, rooms: _Rooms) -> list[Spec]:
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
            {"data": {"values": chosen}, "mark": mark, "encoding": {**_places(field, chart, rooms), **text}}
        )
    return layers


def _names_above(chart: Chart, rooms: _Rooms) -> list[Spec]:
    """Write the name of each pair above its dots."""
    rows = [
        {"place": place, "name": strip_unprintable(point.label)}
        for place, point in enumerate(points_of(chart))
    ]
    mark = {
        "type": "text",
        "align": "left",
        "dy": NARROW_NAME,
        "fontSize": SIZES["label"],
        "fontWeight": 600,
        "color": LIGHT.ink,
        "limit": NARROW_WIDTH - NOTE_WIDTH / 2,
    }
    at = {"x": {"value": -rooms.names}, "y": _places("after", chart, rooms)["y"]}
    return [{"data": {"values": rows}, "mark": mark, "encoding": {**at, "text": {"field": "name"}}}]


def _notes(chart: Chart, rooms: _Rooms) -> list[Spec]:
    """Write the gain and its likely range next to the plot, or at the right above and below the dots."""
    room = rooms.notes - NOTE_GAP
    offsets = {"gain": -7.0, "likely": 9.0}
    place = {"align": "left"}
    x = rooms.plot + NOTE_GAP
    if rooms.is_narrow:
        room, x, place = NOTE_WIDTH, rooms.plot + rooms.notes, {"align": "right"}
        offsets = {"gain": NARROW_NAME, "likely": NARROW_NOTE}
    gain = {
        "type": "text",
        **place,
        "fontSize": NOTE_SIZE,
        "fontWeight": 700,
        "color": ACCENT,
        "dy": offsets["gain"],
    }
    likely = {
        "type": "text",
        **place,
        "fontSize": SIZES["small"] - 0.5,
        "color": LIGHT.quiet,
        "dy": offsets["likely"],
    }
    at = {"x": {"value": x}, "y": _places("after", chart, rooms)["y"]}
    return [
        {"mark": {**gain, "limit": room}, "encoding": {**at, "text": {"field": "note"}}},
        {"mark": {**likely, "limit": room}, "encoding": {**at, "text": {"field": "likely"}}},
    ]


def _legend(chart: Chart, rooms: _Rooms) -> list[Spec]:
    """Draw the key above the plot: both dots with their names, the range, and what is measured.

    In a narrow chart, what does not fit the line begins another one.
    """
    keys: list[tuple[Spec | None, float, str]] = []
    for number, series in enumerate(chart.series[:2]):
        looks = (
            {"fill": ACCENT, "stroke": ACCENT}
            if number
            else {"fill": LIGHT.ground, "stroke": LIGHT.quiet, "strokeWidth": 1.6}
        )
        dot = {"type": "point", "size": 70, "opacity": 1, **looks}
        keys.append((dot, 10, strip_unprintable(series.name)))
    if chart.ranges:
        swatch = {"type": "rect", "width": 15, "height": 9, "color": RANGE}
        keys.append((swatch, 16, strip_unprintable(chart.interval)))
    keys.append((None, 0, strip_unprintable(chart.measure)))
    start = at = 6 - rooms.names
    end, line, placed = rooms.plot + rooms.notes, 0, []
    for mark, indent, text in keys:
        width = indent + max_text_width(text, SIZES["small"])
        if rooms.is_narrow and at > start and at + width > end:
            line, at = line + 1, start if mark is not None else start - 6
        placed.append((mark, indent, text, at, line))
        at += 18 + width
    layers: list[Spec] = []
    for mark, indent, text, x, above in placed:
        y = -LEGEND_HEIGHT / 2 - (line - above) * LEGEND_LINE
        if mark is not None:
            layers.append(_placed(mark, x + 2 if mark["type"] == "rect" else x, y, ""))
            layers.append(_placed(_small_text(), x + indent, y, text))
        else:
            layers.append(_placed({**_small_text(), "limit": end - x}, x, y, text))
    return layers


def _small_text() -> Spec:
    return {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "fontSize": SIZES["small"],
        "color": LIGHT.quiet,
    }


def _placed(mark: Spec, x: float, y: float, text: str) -> Spec:
    encoding: Spec = {"x": {"value": x}, "y": {"value": y}}
    if text:
        encoding["text"] = {"value": text}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": encoding}


def column_spec(chart: Chart, language: Language, narrow: bool, extra_height: int = 0) -> Spec:
    """Return size and layers of columns from zero, with the last one accented and a number above each."""
    points = points_of(chart)
    last = max((index for index, point in enumerate(points) if point.value is not None), default=-1)
    rows = [
        {
            "place": index,
            "value": point.value,
            "text": column_number(point, chart, language),
            "colour": ACCENT if index == last else NEUTRAL,
            "ink": ACCENT if index == last else LIGHT.ink,
            "weight": index == last,
        }
        for index, point in enumerate(points)
    ]
    gaps = [
        {
            "place": index,
            "value": 0,
            "text": gap_lines(point, language) if len(points) <= MAX_REASONS else "–",
        }
        for index, point in find_gaps(chart)
    ]
    x = category(chart, narrow)
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
        "width": (NARROW_WIDTH if narrow else WIDTH) - 10,
        "height": (NARROW_COLUMNS_HEIGHT if narrow else COLUMNS_HEIGHT) + extra_height,
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
                "mark": {**text, "color": LIGHT.quiet, "fontSize": SIZES["small"], "dy": -20},
                "encoding": {"x": x, "y": y, "text": {"field": "text"}},
            },
        ],
    }


def column_number(point: Point, chart: Chart, language: Language) -> str:
    """Write a number above a column: averages of people as whole numbers."""
    if point.value is None:
        return ""
    return (
        language.number(point.value)
        if chart.unit in ("visits", "people")
        else format_number(point.value, chart, language)
    )
