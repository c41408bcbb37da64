"""A chart on paper: a Vega-Lite specification, and from it vector or pixel images in the bundled typeface."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from libcollab_metrics.figures.layout import (
    HORIZONTAL,
    drawn_series,
    gap_label,
    height,
    label_width,
    look_of,
    parts,
    points_of,
    printable,
    series_labels,
    ticks,
    value_range,
    wrapped,
)
from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.theme import FONT, LIGHT, SIZES
from libcollab_metrics.figures.vega_flow import flow_layers
from libcollab_metrics.figures.vega_looks import SHAPES, by_series, colour_of, dash_of, shape_of
from libcollab_metrics.wording import Language

Spec = dict[str, Any]
#: Width of a figure in points, and of one of two beside each other; on an A4 page both are scaled by the same factor.
WIDTH, NARROW_WIDTH = 640, 312
#: Characters that fit in one line of a framed figure's title, and of its small print.
TITLE_CHARACTERS, SMALL_CHARACTERS = 80, 112
#: Up to this end of its axis a share is read against 0 to 100 %.
MOST_SHARE = 1.5
#: Height of a line of a label.
LINE = 13


def to_vega(chart: Chart, language: Language, framed: bool = False, narrow: bool = False) -> Spec:
    """Return the chart as a Vega-Lite specification, its numbers inside.

    `framed` puts title, caption and source into the drawing, for an image that leaves on its own;
    `narrow` draws half a page wide, with the same size of letters.
    """
    spec: Spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": NARROW_WIDTH if narrow else WIDTH,
        "height": height(chart, narrow),
        "autosize": {"type": "fit", "contains": "padding"},
        "background": LIGHT.ground,
        "padding": 6,
        "config": _config(),
        "layer": _layers(chart, language, narrow),
    }
    if framed:
        spec["title"] = _frame(chart)
        lines = len(spec["title"]["text"]) + len(spec["title"]["subtitle"])
        spec["height"] += 24 * lines
    return spec


def _layers(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    if chart.kind == "flow":
        return flow_layers(chart, language)
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


def _config() -> Spec:
    quiet = {"labelColor": LIGHT.quiet, "titleColor": LIGHT.quiet, "labelFontSize": SIZES["small"]}
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**quiet, "titleFontSize": SIZES["small"], "titleFontWeight": "normal", "domainColor": LIGHT.quiet,
                 "gridColor": LIGHT.grid, "tickColor": LIGHT.grid, "labelLimit": 260},
        "legend": {"labelColor": LIGHT.ink, "orient": "top", "title": None},
        "title": {"anchor": "start", "color": LIGHT.ink, "fontSize": SIZES["title"], "subtitleColor": LIGHT.quiet,
                  "subtitleFontSize": SIZES["small"], "subtitlePadding": 6, "offset": 14, "frame": "bounds"},
    }  # fmt: skip


def _frame(chart: Chart) -> Spec:
    small = [line for text in (chart.caption, chart.source) for line in _lines(text, SMALL_CHARACTERS)]
    return {"text": _lines(chart.title, TITLE_CHARACTERS), "subtitle": small}


def _lines(text: str, width: int) -> list[str]:
    return textwrap.wrap(printable(text), width)


def _axes(chart: Chart, narrow: bool = False) -> tuple[Spec, Spec]:
    """The category's and the number's encoding, for x and y or y and x."""
    points, flat = points_of(chart), chart.kind in HORIZONTAL
    lines = [wrapped(printable(point.label), label_width(chart, narrow)) for point in points]
    labels = ["\n".join(label) for label in lines]
    expression = f"split({json.dumps(labels)}[datum.value], '\\n')"
    category = {
        "field": "place",
        "type": "ordinal",
        "scale": {"domain": list(range(len(points))), "paddingInner": 0.35, "paddingOuter": 0.2},
        "axis": {"title": None, "labelExpr": expression, "values": ticks(chart, narrow),
                 "labelAngle": 0, "ticks": False, "domain": not flat, "labelPadding": 8, "labelOverlap": False,
                 "labelOffset": _raised([len(label) for label in lines]) if flat else 0},
    }  # fmt: skip
    number = {
        "type": "quantitative",
        "scale": {"domain": list(value_range(chart, narrow)), "nice": False, "zero": False},
        "axis": {"title": printable(chart.measure), "tickCount": 5, "ticks": False, "domain": False,
                 "format": ".0%" if chart.unit == "share" else ",.2~f", **_quarters(chart)},
    }  # fmt: skip
    return category, number


def _quarters(chart: Chart) -> Spec:
    is_part = chart.unit == "share" and value_range(chart)[1] < MOST_SHARE
    return {"values": [0, 0.25, 0.5, 0.75, 1]} if is_part else {}


def _raised(lines: list[int]) -> Spec:
    """Lift labels of several lines by half their height, so that they stand beside the middle of their bar."""
    test = f"{lines}[datum.value] === "
    conditions = [{"test": f"{test}{count}", "value": -(count - 1) * LINE / 2} for count in (2, 3)]
    return {"condition": conditions, "value": 0}


def _encoding(chart: Chart, narrow: bool, field: str, field2: str = "") -> Spec:
    category, number = _axes(chart, narrow)
    across, along = ("y", "x") if chart.kind in HORIZONTAL else ("x", "y")
    encoding: Spec = {across: category, along: {**number, "field": field}}
    if field2:
        encoding[along + "2"] = {"field": field2}
    if len(chart.series) > 1 and chart.kind in ("bars", "columns"):  # side by side, not over each other
        encoding[across + "Offset"] = {"field": "series", "scale": {"domain": by_series(chart, SHAPES)["domain"]}}
    return encoding


def _rows(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    rows: list[Spec] = []
    stacked = parts(chart) if chart.kind == "stacked" else []
    for number, series in enumerate(drawn_series(chart)):
        labels = series_labels(series, chart, language, narrow)
        for place, (point, label) in enumerate(zip(series.points, labels, strict=True)):
            rows.append(
                {"place": place, "series": printable(series.name), "value": point.value, "label": label,
                 "low": point.low, "high": point.high, "start": 0, "end": _label_place(chart, point.value, point.high)}
            )  # fmt: skip
            if stacked:
                start, end = stacked[number][place]
                rows[-1] |= {"start": start, "value": end, "end": (start + end) / 2}
    return rows


def _label_place(chart: Chart, value: float | None, high: float | None) -> float | None:
    """Where the number stands: past the mark, or past its interval."""
    return high if chart.kind in HORIZONTAL and high is not None else value


def _marks(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    rows = _rows(chart, language, narrow)
    colour = colour_of(chart)
    layers: list[Spec] = []
    if chart.kind in ("bars", "columns", "funnel", "stacked"):
        layers.append({"mark": {"type": "bar"}, "encoding": {**_encoding(chart, narrow, "start", "value"), **colour}})
    elif chart.kind == "line":
        layers += _ribbons(chart, narrow, rows)
        mark = {
            "type": "line",
            "point": {"size": 34, "filled": True},
            "strokeWidth": 2,
            "invalid": "break-paths-show-domains",
        }
        layers.append({"mark": mark, "encoding": {**_encoding(chart, narrow, "value"), **colour, **dash_of(chart)}})
    if chart.kind != "line" and any(_is_ended(row) for row in rows):
        mark = {"type": "rule", "strokeWidth": 1.6, "color": LIGHT.quiet}
        layers.append({"mark": mark, "encoding": _encoding(chart, narrow, "low", "high")})
    if chart.kind == "dots":
        opacity = 0.85 if len(chart.series) > 1 else 1
        layers.append({"mark": {"type": "point", "filled": True, "size": 110, "opacity": opacity},
                       "encoding": {**_encoding(chart, narrow, "value"), **colour, **shape_of(chart)}})  # fmt: skip
    layers.append(_text_layer(chart, narrow))
    return [{"data": {"values": rows}} | layer for layer in layers]


def _is_ended(row: Spec) -> bool:
    return row["low"] is not None and row["high"] is not None


def _ribbons(chart: Chart, narrow: bool, rows: Sequence[Spec]) -> list[Spec]:
    """The interval of each line that has one, in its colour; a colour of its own would fade the legend."""
    layers = []
    for number, series in enumerate(drawn_series(chart)):
        ended = [row for row in rows if row["series"] == printable(series.name) and _is_ended(row)]
        mark = {"type": "area", "opacity": 0.18, "color": LIGHT.series[look_of(series, number)]}
        if ended:
            layers.append(
                {"data": {"values": ended}, "mark": mark, "encoding": _encoding(chart, narrow, "low", "high")}
            )
    return layers


def _text_layer(chart: Chart, narrow: bool) -> Spec:
    flat = chart.kind in HORIZONTAL
    away = 10 if chart.kind == "dots" else 5
    mark: Spec = {"type": "text", "fontSize": SIZES["label"], "color": LIGHT.ink}
    if chart.kind == "stacked":
        mark |= {"align": "center", "color": LIGHT.on_mark}
    else:
        mark |= {"align": "left", "dx": away} if flat else {"baseline": "bottom", "dy": -away}
    return {"mark": mark, "encoding": {**_encoding(chart, narrow, "end"), "text": {"field": "label"}}}


def _gaps(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    """Words where a bar is missing."""
    if chart.kind not in HORIZONTAL or len(chart.series) > 1:
        return []
    missing = [(i, label) for i, p in enumerate(points_of(chart)) if (label := gap_label(p, language, narrow))]
    if not missing:
        return []
    rows = [{"place": place, "start": 0, "label": printable(label)} for place, label in missing]
    mark = {"type": "text", "align": "left", "dx": 6, "fontSize": SIZES["small"], "color": LIGHT.quiet}
    return [
        {
            "data": {"values": rows},
            "mark": mark,
            "encoding": {**_encoding(chart, narrow, "start"), "text": {"field": "label"}},
        }
    ]


def _band(chart: Chart) -> list[Spec]:
    if chart.band is None or chart.band == (None, None):
        return []
    low, high = chart.band
    top = value_range(chart)[1] if high is None else high
    along = "x" if chart.kind in HORIZONTAL else "y"
    _, number = _axes(chart)
    encoding = {along: {**number, "field": "low"}, along + "2": {"field": "high"}}
    rows = [{"low": 0 if low is None else low, "high": top}]
    return [{"data": {"values": rows}, "mark": {"type": "rect", "color": LIGHT.band}, "encoding": encoding}]
