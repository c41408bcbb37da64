"""A chart on paper: a Vega-Lite specification, and from it vector or pixel images in the bundled typeface."""

from __future__ import annotations

import textwrap
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from libcollab_metrics.figures.layout import (
    HORIZONTAL,
    drawn_series,
    gap_label,
    gap_lines,
    gaps_of,
    look_of,
    parts,
    printable,
    series_labels,
    value_range,
)
from libcollab_metrics.figures.spec import Chart, Point
from libcollab_metrics.figures.theme import FONT, LIGHT, SIZES, ink_on
from libcollab_metrics.figures.vega_axes import encoding, number_axis
from libcollab_metrics.figures.vega_flow import flow_layers
from libcollab_metrics.figures.vega_frame import NARROW_WIDTH, WIDTH, frame_of
from libcollab_metrics.figures.vega_grid import grid_layers
from libcollab_metrics.figures.vega_lines import end_layers, line_layers
from libcollab_metrics.figures.vega_looks import as_is, colour_of, shape_of
from libcollab_metrics.figures.vega_pairs import pair_layers
from libcollab_metrics.wording import Language

Spec = dict[str, Any]
BAND_DASH = [4, 3]
#: Characters that fit in one line of a framed figure's title, and of its small print.
TITLE_CHARACTERS, SMALL_CHARACTERS = 80, 112


def to_vega(chart: Chart, language: Language, framed: bool = False, narrow: bool = False) -> Spec:
    """Return the chart as a Vega-Lite specification, its numbers inside.

    `framed` puts title, caption and source into the drawing, for an image that leaves on its own;
    `narrow` draws half a page wide, with the same size of letters.
    """
    spec: Spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        **frame_of(chart, narrow),
        "background": LIGHT.ground,
        "padding": 6,
        "config": {**_config(), "locale": {"number": _number_format(language)}},
        "layer": _layers(chart, language, narrow),
    }
    if framed:
        spec["title"] = _frame(chart)
        if spec["autosize"]["type"] == "fit":  # the title takes from the height
            spec["height"] += 24 * sum(len(spec["title"][part]) for part in ("text", "subtitle"))
    return spec


def _layers(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    if chart.kind == "flow":
        return flow_layers(chart, language, NARROW_WIDTH if narrow else WIDTH)
    if chart.kind == "calendar":
        return grid_layers(chart, language)
    if chart.kind == "pairs":
        return [*pair_layers(chart, language, narrow), *_gaps(chart, language, narrow)]
    return [*_band(chart), *_marks(chart, language, narrow), *_gaps(chart, language, narrow)]


def to_svg(chart: Chart, language: Language, framed: bool = False, narrow: bool = False) -> str:
    """Return the chart as SVG; its words stay text."""
    import vl_convert

    _register_fonts()
    svg: str = vl_convert.vegalite_to_svg(to_vega(chart, language, framed, narrow), allowed_base_urls=[])
    return svg


def to_png(chart: Chart, language: Language, framed: bool = True, scale: float = 2, narrow: bool = False) -> bytes:
    """Return the chart as a PNG image, `scale` pixels a point."""
    import vl_convert

    _register_fonts()
    png: bytes = vl_convert.vegalite_to_png(to_vega(chart, language, framed, narrow), scale=scale, allowed_base_urls=[])
    return png


@cache
def _register_fonts() -> None:
    import vl_convert

    with as_file(files("libcollab_metrics") / "assets" / "fonts") as folder:
        vl_convert.register_font_directory(str(folder))


def _number_format(language: Language) -> Spec:
    """How the language writes the numbers along an axis."""
    decimal, thousands = language.separators
    percent = language.say("percent", number="")
    return {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""], "percent": percent}


def _config() -> Spec:
    quiet = {"labelColor": LIGHT.quiet, "titleColor": LIGHT.quiet, "labelFontSize": SIZES["small"]}
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**quiet, "titleFontSize": SIZES["small"], "titleFontWeight": "normal", "domainColor": LIGHT.quiet,
                 "gridColor": LIGHT.grid, "tickColor": LIGHT.grid},
        "legend": {"labelColor": LIGHT.ink, "orient": "top", "title": None},
        "title": {"anchor": "start", "color": LIGHT.ink, "fontSize": SIZES["title"], "subtitleColor": LIGHT.quiet,
                  "subtitleFontSize": SIZES["small"], "subtitlePadding": 6, "offset": 14, "frame": "bounds"},
    }  # fmt: skip


def _frame(chart: Chart) -> Spec:
    small = [line for text in (chart.caption, chart.source) for line in _lines(text, SMALL_CHARACTERS)]
    return {"text": _lines(chart.title, TITLE_CHARACTERS), "subtitle": small}


def _lines(text: str, width: int) -> list[str]:
    return textwrap.wrap(printable(text), width)


def _rows(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    rows: list[Spec] = []
    stacked = parts(chart) if chart.kind == "stacked" else []
    for number, series in enumerate(drawn_series(chart)):
        labels = series_labels(series, chart, language, narrow)
        for place, (point, label) in enumerate(zip(series.points, labels, strict=True)):
            rows.append(
                {"place": place, "series": printable(series.name), "value": point.value, "label": label,
                 "low": point.low, "high": point.high, "start": 0, "end": _label_place(chart, point.value, point.high),
                 "ink": LIGHT.ink}
            )  # fmt: skip
            if stacked:
                start, end = stacked[number][place]
                ink = ink_on(LIGHT.series[look_of(series, number)])
                rows[-1] |= {"start": start, "value": end, "end": (start + end) / 2, "ink": ink}
    return rows


def _label_place(chart: Chart, value: float | None, high: float | None) -> float | None:
    """Where the number stands: past the mark, or past its interval."""
    return high if chart.kind in HORIZONTAL and high is not None else value


def _marks(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    rows = _rows(chart, language, narrow)
    if chart.kind == "line":
        named = end_layers(chart, language, narrow)
        return [*line_layers(chart, narrow, rows), *(named or [_labels(chart, narrow, rows)])]
    colour = colour_of(chart, narrow)
    layers: list[Spec] = []
    if chart.kind in ("bars", "columns", "funnel", "stacked"):
        mark = {"type": "bar", **({"stroke": LIGHT.ground, "strokeWidth": 1} if chart.kind == "stacked" else {})}
        layers.append({"mark": mark, "encoding": {**encoding(chart, narrow, "start", "value"), **colour}})
    if any(row["low"] is not None and row["high"] is not None for row in rows):
        mark = {"type": "rule", "strokeWidth": 1.6, "color": LIGHT.quiet}
        layers.append({"mark": mark, "encoding": encoding(chart, narrow, "low", "high")})
    if chart.kind == "dots":
        opacity = 0.85 if len(chart.series) > 1 else 1
        mark = {"type": "point", "filled": True, "size": 110, "opacity": opacity}
        looks = {**colour, **shape_of(chart, narrow)}
        layers.append({"mark": mark, "encoding": {**encoding(chart, narrow, "value"), **looks}})
    return [*({"data": {"values": rows}} | layer for layer in layers), _labels(chart, narrow, rows)]


def _labels(chart: Chart, narrow: bool, rows: list[Spec]) -> Spec:
    """The number of each mark: behind a bar, over a column, inside a part, in the ink that stands out there."""
    flat = chart.kind in HORIZONTAL
    away = 10 if chart.kind == "dots" else 5
    mark: Spec = {"type": "text", "fontSize": SIZES["label"]}
    if chart.kind == "stacked":
        mark |= {"align": "center"}
    else:
        mark |= {"align": "left", "dx": away} if flat else {"baseline": "bottom", "dy": -away}
    places = {**encoding(chart, narrow, "end"), "text": {"field": "label"}, "color": as_is("ink")}
    return {"data": {"values": rows}, "mark": mark, "encoding": places}


def _gaps(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    """Words where a bar is missing."""
    missing = [(place, _gap_lines(point, language, narrow)) for place, point in gaps_of(chart)]
    rows = [{"place": place, "start": 0, "label": list(map(printable, lines))} for place, lines in missing if lines]
    if not rows:
        return []
    lift = -SIZES["small"] * (max(len(lines) for _, lines in missing) - 1) / 2
    mark = {"type": "text", "align": "left", "dx": 6, "dy": lift, "fontSize": SIZES["small"], "color": LIGHT.quiet}
    places = {**encoding(chart, narrow, "start"), "text": {"field": "label"}}
    return [{"data": {"values": rows}, "mark": {**mark, "baseline": "middle"}, "encoding": places}]


def _gap_lines(point: Point, language: Language, narrow: bool) -> list[str]:
    """The words in one line, in half width in two."""
    label = gap_label(point, language)
    return gap_lines(point, language) if narrow else [label] if label else []


def _band(chart: Chart) -> list[Spec]:
    """The declared range, shaded, its ends dashed so that it is seen without its colour."""
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
