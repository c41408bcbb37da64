"""Vega-Lite renderer for documents and images: marks, titles, and SVG and PNG in the bundled font."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Any

from libcollab_metrics.cancellation import check_cancelled
from libcollab_metrics.figures.chart import Chart, Point, format_number
from libcollab_metrics.figures.layout import (
    FLOW_MARGIN,
    HORIZONTAL,
    LINE_END_CHARACTER,
    LINE_END_CHARACTERS,
    drawn_series,
    find_gaps,
    gap_label,
    gap_lines,
    line_ends,
    points_of,
    series_colour_index,
    series_labels,
    stacked_part_ranges,
    strip_unprintable,
    value_range,
    wrap_label,
)
from libcollab_metrics.figures.plan_vega import PLAN_CHARTS, plan_spec
from libcollab_metrics.figures.shapes import Flow, layout_flow, layout_squares
from libcollab_metrics.figures.story_vega import column_spec, pair_spec
from libcollab_metrics.figures.theme import FONT, LIGHT, NARROW_LABEL_CHARACTERS, SIZES, flow_colours, ink_for
from libcollab_metrics.figures.vega_encoding import (
    NARROW_WIDTH,
    WIDTH,
    colour_encoding,
    dash_encoding,
    direct_colour_encoding,
    encoding,
    number_axis,
    plot_size,
    shape_encoding,
)
from libcollab_metrics.localization import Language

# Flow chart: ribbons as areas, blocks as thick rules, names and counts next to them.

Spec = dict[str, Any]
#: Points: gap between a block and its name, and minimum room for a name.
FLOW_LABEL_OFFSET, MIN_LABEL_ROOM = 10, 90


def flow_layers(chart: Chart, language: Language, width: int) -> list[Spec]:
    """Return the layers of a flow chart, including their data."""
    flow = layout_flow(chart)
    x = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [-FLOW_MARGIN, 1 + FLOW_MARGIN], "nice": False},
    }
    y = {"type": "quantitative", "axis": None, "scale": {"domain": [flow.depth * 1.04, -flow.depth * 0.04]}}
    return [
        _flow_ribbons(flow, x, y),
        *_block_layers(flow, x, y),
        *_name_layers(flow, chart, language, x, y, width),
    ]


def _flow_ribbons(flow: Flow, x: Spec, y: Spec) -> Spec:
    rows = [
        {"ribbon": number, "x": along, "upper": upper, "lower": lower, "move": ribbon.move}
        for number, ribbon in enumerate(flow.ribbons)
        for along, upper, lower in ribbon.edge
    ]
    colours = flow_colours(LIGHT)
    scale = {"domain": list(colours), "range": list(colours.values())}
    encoding = {
        "x": {**x, "field": "x"},
        "y": {**y, "field": "upper"},
        "y2": {"field": "lower"},
        "detail": {"field": "ribbon"},
        "color": {"field": "move", "type": "nominal", "scale": scale, "legend": None},
    }
    return {"data": {"values": rows}, "mark": {"type": "area", "opacity": 0.55}, "encoding": encoding}


def _block_rows(flow: Flow) -> list[Spec]:
    return [
        {"x": side, "name": block.name, "count": block.count, "top": block.top, "bottom": block.bottom}
        for side, blocks in ((0, flow.left), (1, flow.right))
        for block in blocks
    ]


def _block_layers(flow: Flow, x: Spec, y: Spec) -> list[Spec]:
    encoding = {"x": {**x, "field": "x"}, "y": {**y, "field": "top"}, "y2": {"field": "bottom"}}
    mark = {"type": "rule", "strokeWidth": 7, "color": LIGHT.quiet}
    return [{"data": {"values": _block_rows(flow)}, "mark": mark, "encoding": encoding}]


def _flow_label_lines(name: str) -> list[str]:
    return wrap_label(strip_unprintable(name), NARROW_LABEL_CHARACTERS)


def _name_layers(flow: Flow, chart: Chart, language: Language, x: Spec, y: Spec, width: int) -> list[Spec]:
    """Return layers with name and count of each block, limited to the room outside the blocks."""
    room = max(MIN_LABEL_ROOM, width * FLOW_MARGIN / (1 + 2 * FLOW_MARGIN) - FLOW_LABEL_OFFSET)
    layers: list[Spec] = []
    for side, align, away in ((0, "right", -FLOW_LABEL_OFFSET), (1, "left", FLOW_LABEL_OFFSET)):
        rows = [
            {
                "x": side,
                "y": (b["top"] + b["bottom"]) / 2,
                "label": [*_flow_label_lines(b["name"]), format_number(b["count"], chart, language)],
            }
            for b in _block_rows(flow)
            if b["x"] == side
        ]
        mark = {
            "type": "text",
            "align": align,
            "dx": away,
            "fontSize": SIZES["label"],
            "color": LIGHT.ink,
            "baseline": "middle",
            "limit": room,
        }
        encoding = {"x": {**x, "field": "x"}, "y": {**y, "field": "y"}, "text": {"field": "label"}}
        layers.append({"data": {"values": rows}, "mark": mark, "encoding": encoding})
    return layers


# Calendar: shaded squares with numbers and signs, weekdays above, weeks on the left.


def grid_layers(chart: Chart, language: Language) -> list[Spec]:
    """Return the layers of a calendar, including their data."""
    rows = [
        {
            "row": s.row,
            "column": s.column,
            "label": list(s.lines),
            "lines": len(s.lines),
            "fill": s.colour or LIGHT.ground,
            "ink": s.ink,
        }
        for s in layout_squares(chart, language, LIGHT)
    ]
    places = {
        "x": _axis("column", [series.name for series in chart.series], "top"),
        "y": _axis("row", [point.label for point in points_of(chart)], "left"),
    }
    square = {"type": "rect", "stroke": LIGHT.grid, "strokeWidth": 1}
    lift = {"expr": f"datum.lines > 1 ? {-SIZES['small'] / 2} : 0"}
    words = {"type": "text", "fontSize": SIZES["small"], "baseline": "middle", "dy": lift}
    return [
        {
            "data": {"values": rows},
            "mark": square,
            "encoding": {**places, "color": direct_colour_encoding("fill")},
        },
        {
            "data": {"values": rows},
            "mark": words,
            "encoding": {**places, "color": direct_colour_encoding("ink"), "text": {"field": "label"}},
        },
    ]


def _axis(field: str, names: list[str], orient: str) -> Spec:
    labels = json.dumps([strip_unprintable(name) for name in names])
    axis = {
        "title": None,
        "labelExpr": f"{labels}[datum.value]",
        "orient": orient,
        "labelAngle": 0,
        "ticks": False,
        "domain": False,
        "labelOverlap": False,
    }
    scale = {"domain": list(range(len(names))), "paddingInner": 0.06, "paddingOuter": 0.03}
    return {"field": field, "type": "ordinal", "scale": scale, "axis": axis}


# Line chart: interval ribbons, lines, and names at the ends of several lines.

#: Points between a name and the end of its line.
LINE_LABEL_OFFSET = 9


def line_layers(chart: Chart, narrow: bool, rows: Sequence[Spec]) -> list[Spec]:
    """Return the ribbons and lines of a chart; a line is broken where a value is unknown."""
    mark = {
        "type": "line",
        "point": {"size": 34, "filled": True},
        "strokeWidth": 2,
        "invalid": "break-paths-show-domains",
    }
    looks = {**colour_encoding(chart, narrow), **dash_encoding(chart)}
    lines = {
        "data": {"values": rows},
        "mark": mark,
        "encoding": {**encoding(chart, narrow, "value"), **looks},
    }
    return [*_interval_ribbons(chart, narrow, rows), lines]


def line_label_layers(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    """Return the names at the ends of several lines; a single line is named by its axis."""
    layers: list[Spec] = []
    for end in line_ends(chart, language, narrow):
        row = {
            "place": end.point_index,
            "value": end.value,
            "label": [strip_unprintable(line) for line in end.lines],
        }
        mark = {
            "type": "text",
            "align": "left" if end.is_at_axis_end else "right",
            "dx": LINE_LABEL_OFFSET if end.is_at_axis_end else 0,
            "dy": -end.lift - SIZES["label"] * (len(end.lines) - 1) / 2,
            "fontSize": SIZES["small"],
            "color": LIGHT.ink,
            "baseline": "middle",
            "limit": LINE_END_CHARACTERS * LINE_END_CHARACTER + LINE_LABEL_OFFSET,
        }
        places = {**encoding(chart, narrow, "value"), "text": {"field": "label"}}
        layers.append({"data": {"values": [row]}, "mark": mark, "encoding": places})
    return layers


def _interval_ribbons(chart: Chart, narrow: bool, rows: Sequence[Spec]) -> list[Spec]:
    """Return the interval ribbon of each line that has one.

    The color is set on the mark: a color encoding would make the line transparent as well.
    """
    layers = []
    for number, series in enumerate(drawn_series(chart)):
        name = strip_unprintable(series.name)
        ended = [r for r in rows if r["series"] == name and r["low"] is not None and r["high"] is not None]
        mark = {"type": "area", "opacity": 0.18, "color": LIGHT.series[series_colour_index(series, number)]}
        if ended:
            layers.append(
                {"data": {"values": ended}, "mark": mark, "encoding": encoding(chart, narrow, "low", "high")}
            )
    return layers


BAND_DASH = [4, 3]
#: Characters per line of a framed figure's title and of its small print.
TITLE_CHARACTERS, SMALL_CHARACTERS = 80, 112


def to_vega(
    chart: Chart, language: Language, is_framed: bool = False, narrow: bool = False, extra_height: int = 0
) -> Spec:
    """Build the Vega-Lite specification of a chart, including its data.

    Parameters
    ----------
    chart : Chart
        Chart to render.
    language : Language
        Language of the text.
    is_framed : bool, default False
        True to draw title, caption and source into the figure, for an independent image.
    narrow : bool, default False
        True for a figure of half the page width.
    extra_height : int, default 0
        Points by which columns are higher, on a page with room.

    Returns
    -------
    Spec
        Specification as a dictionary (Vega-Lite 5).
    """
    spec: Spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": LIGHT.ground,
        "padding": 6,
        "config": {**_config(), "locale": {"number": _number_format(language)}},
        **_drawing(chart, language, narrow, extra_height),
    }
    if is_framed:
        spec["title"] = _title_spec(chart)
        if spec["autosize"]["type"] == "fit":  # the title reduces the height of the plot
            spec["height"] += 24 * sum(len(spec["title"][part]) for part in ("text", "subtitle"))
    return spec


def _drawing(chart: Chart, language: Language, narrow: bool, extra_height: int) -> Spec:
    """Return size and layers."""
    if chart.kind == "pairs":
        return pair_spec(chart, language, narrow)
    if chart.key in PLAN_CHARTS:
        return plan_spec(chart, language, narrow)
    if chart.kind == "columns" and len(chart.series) == 1 and chart.band is None:
        return column_spec(chart, language, narrow, extra_height)
    return {**plot_size(chart, narrow), "layer": _layers(chart, language, narrow)}


def _layers(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    if chart.kind == "flow":
        return flow_layers(chart, language, NARROW_WIDTH if narrow else WIDTH)
    if chart.kind == "calendar":
        return grid_layers(chart, language)
    return [
        *_band_layers(chart),
        *_mark_layers(chart, language, narrow),
        *_gap_layers(chart, language, narrow),
    ]


def to_svg(
    chart: Chart, language: Language, is_framed: bool = False, narrow: bool = False, extra_height: int = 0
) -> str:
    """Render the chart as SVG; text remains text.

    Parameters
    ----------
    chart : Chart
        Chart to render.
    language : Language
        Language of the text.
    is_framed : bool, default False
        True to draw title, caption and source into the figure.
    narrow : bool, default False
        True for a figure of half the page width.
    extra_height : int, default 0
        Points by which columns are higher, on a page with room.

    Returns
    -------
    str
        SVG document.
    """
    check_cancelled()
    return _draw_svg(json.dumps(to_vega(chart, language, is_framed, narrow, extra_height)))


def to_png(
    chart: Chart,
    language: Language,
    is_framed: bool = True,
    scale: float = 2,
    narrow: bool = False,
    accent: str = LIGHT.series[0],
    extra_height: int = 0,
) -> bytes:
    """Render the chart as a PNG image.

    Parameters
    ----------
    chart : Chart
        Chart to render.
    language : Language
        Language of the text.
    is_framed : bool, default True
        True to draw title, caption and source into the figure.
    scale : float, default 2
        Pixels per point.
    narrow : bool, default False
        True for a figure of half the page width.
    accent : str, default the first color of the series
        Hexadecimal color of what is accented.
    extra_height : int, default 0
        Points by which columns are higher, on a page with room.

    Returns
    -------
    bytes
        PNG file.
    """
    spec = json.dumps(to_vega(chart, language, is_framed, narrow, extra_height))
    return _draw_png(spec.replace(LIGHT.series[0], accent), scale)


# Drawing takes longer than all other steps of a document together, and its charts are the same in every
# format, in its preview, and for every recipient.


@lru_cache(maxsize=64)
def _draw_svg(spec: str) -> str:
    import vl_convert

    _register_fonts()
    svg: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return svg


@lru_cache(maxsize=16)
def _draw_png(spec: str, scale: float) -> bytes:
    import vl_convert

    _register_fonts()
    png: bytes = vl_convert.vegalite_to_png(spec, scale=scale, allowed_base_urls=[])
    return png


@cache
def _register_fonts() -> None:
    import vl_convert

    with as_file(files("libcollab_metrics") / "assets" / "fonts") as folder:
        vl_convert.register_font_directory(str(folder))


def _number_format(language: Language) -> Spec:
    """Return the number format of the language for axis labels."""
    decimal, thousands = language.separators
    percent = language.message("percent", number="")
    return {
        "decimal": decimal,
        "thousands": thousands,
        "grouping": [3],
        "currency": ["", ""],
        "percent": percent,
    }


def _config() -> Spec:
    quiet = {"labelColor": LIGHT.quiet, "titleColor": LIGHT.quiet, "labelFontSize": SIZES["small"]}
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            **quiet,
            "titleFontSize": SIZES["small"],
            "titleFontWeight": "normal",
            "domainColor": LIGHT.quiet,
            "gridColor": LIGHT.grid,
            "tickColor": LIGHT.grid,
        },
        "legend": {"labelColor": LIGHT.ink, "orient": "top", "title": None},
        "title": {
            "anchor": "start",
            "color": LIGHT.ink,
            "fontSize": SIZES["title"],
            "subtitleColor": LIGHT.quiet,
            "subtitleFontSize": SIZES["small"],
            "subtitlePadding": 6,
            "offset": 14,
            "frame": "bounds",
        },
    }


def _title_spec(chart: Chart) -> Spec:
    small = [
        line for text in (chart.caption, chart.source) for line in _wrapped_lines(text, SMALL_CHARACTERS)
    ]
    return {"text": _wrapped_lines(chart.title, TITLE_CHARACTERS), "subtitle": small}


def _wrapped_lines(text: str, width: int) -> list[str]:
    return textwrap.wrap(strip_unprintable(text), width)


def _mark_rows(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    rows: list[Spec] = []
    stacked = stacked_part_ranges(chart) if chart.kind == "stacked" else []
    for number, series in enumerate(drawn_series(chart)):
        labels = series_labels(series, chart, language, narrow)
        for index, (point, label) in enumerate(zip(series.points, labels, strict=True)):
            rows.append(
                {
                    "place": index,
                    "series": strip_unprintable(series.name),
                    "value": point.value,
                    "label": label,
                    "low": point.low,
                    "high": point.high,
                    "start": 0,
                    "end": _label_position(chart, point.value, point.high),
                    "ink": LIGHT.ink,
                }
            )
            if stacked:
                start, end = stacked[number][index]
                ink = ink_for(LIGHT.series[series_colour_index(series, number)])
                rows[-1] |= {"start": start, "value": end, "end": (start + end) / 2, "ink": ink}
    return rows


def _label_position(chart: Chart, value: float | None, high: float | None) -> float | None:
    """Return the position of a number: after the mark, or after its interval."""
    return high if chart.kind in HORIZONTAL and high is not None else value


def _mark_layers(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    rows = _mark_rows(chart, language, narrow)
    if chart.kind == "line":
        named = line_label_layers(chart, language, narrow)
        return [*line_layers(chart, narrow, rows), *(named or [_label_layer(chart, narrow, rows)])]
    colour = colour_encoding(chart, narrow)
    layers: list[Spec] = []
    if chart.kind in ("bars", "columns", "funnel", "stacked"):
        mark = {
            "type": "bar",
            **({"stroke": LIGHT.ground, "strokeWidth": 1} if chart.kind == "stacked" else {}),
        }
        layers.append({"mark": mark, "encoding": {**encoding(chart, narrow, "start", "value"), **colour}})
    if any(row["low"] is not None and row["high"] is not None for row in rows):
        mark = {"type": "rule", "strokeWidth": 1.6, "color": LIGHT.quiet}
        layers.append({"mark": mark, "encoding": encoding(chart, narrow, "low", "high")})
    if chart.kind == "dots":
        opacity = 0.85 if len(chart.series) > 1 else 1
        mark = {"type": "point", "filled": True, "size": 110, "opacity": opacity}
        looks = {**colour, **shape_encoding(chart, narrow)}
        layers.append({"mark": mark, "encoding": {**encoding(chart, narrow, "value"), **looks}})
    return [*({"data": {"values": rows}} | layer for layer in layers), _label_layer(chart, narrow, rows)]


def _label_layer(chart: Chart, narrow: bool, rows: list[Spec]) -> Spec:
    """Build the layer of numbers: right of a bar, above a column, or inside a part.

    Inside a part, the text color depends on the color of the part.
    """
    flat = chart.kind in HORIZONTAL
    away = 10 if chart.kind == "dots" else 5
    mark: Spec = {"type": "text", "fontSize": SIZES["label"]}
    if chart.kind == "stacked":
        mark |= {"align": "center"}
    else:
        mark |= {"align": "left", "dx": away} if flat else {"baseline": "bottom", "dy": -away}
    places = {
        **encoding(chart, narrow, "end"),
        "text": {"field": "label"},
        "color": direct_colour_encoding("ink"),
    }
    return {"data": {"values": rows}, "mark": mark, "encoding": places}


def _gap_layers(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    """Build the layer of texts in place of missing bars."""
    missing = [(index, _gap_lines(point, language, narrow)) for index, point in find_gaps(chart)]
    rows = [
        {"place": index, "start": 0, "label": list(map(strip_unprintable, lines))}
        for index, lines in missing
        if lines
    ]
    if not rows:
        return []
    lift = -SIZES["small"] * (max(len(lines) for _, lines in missing) - 1) / 2
    mark = {
        "type": "text",
        "align": "left",
        "dx": 6,
        "dy": lift,
        "fontSize": SIZES["small"],
        "color": LIGHT.quiet,
    }
    places = {**encoding(chart, narrow, "start"), "text": {"field": "label"}}
    return [{"data": {"values": rows}, "mark": {**mark, "baseline": "middle"}, "encoding": places}]


def _gap_lines(point: Point, language: Language, narrow: bool) -> list[str]:
    """Return the text for a missing bar: one line, or two at half width."""
    label = gap_label(point, language)
    return gap_lines(point, language) if narrow else [label] if label else []


def _band_layers(chart: Chart) -> list[Spec]:
    """Build the layers of the declared range: shaded, with dashed edges visible without color."""
    if chart.band is None or chart.band == (None, None):
        return []
    low, high = chart.band
    top = value_range(chart)[1] if high is None else high
    along = "x" if chart.kind in HORIZONTAL else "y"
    places = {along: {**number_axis(chart), "field": "low"}, along + "2": {"field": "high"}}
    rows = [{"low": 0 if low is None else low, "high": top}]
    shade = {"data": {"values": rows}, "mark": {"type": "rect", "color": LIGHT.band}, "encoding": places}
    edge = {"type": "rule", "color": LIGHT.quiet, "strokeDash": BAND_DASH}
    ends = [{"low": end} for end in chart.band if end is not None]
    return [shade, {"data": {"values": ends}, "mark": edge, "encoding": {along: places[along]}}]
