"""A chart as the presentation's own: its numbers lie in a workbook inside the slide, and may be edited."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures import Chart, Point, Series
from libcollab_metrics.figures.chart import written
from libcollab_metrics.figures.layout import (
    drawn_series,
    look_of,
    points_of,
    series_labels,
    ticks,
    value_range,
)
from libcollab_metrics.figures.theme import OFFICE_FONT
from libcollab_metrics.reports.printable import printable
from libcollab_metrics.reports.slides import chart_xml
from libcollab_metrics.reports.slides.chart_parts import (
    FLAT,
    KINDS,
    LABEL_ROOM,
    MARKED,
    OVER_TIME,
    categories,
    has_band,
    lines_beside,
)
from libcollab_metrics.wording import Language

if TYPE_CHECKING:
    from pptx.chart.chart import Chart as Drawing
    from pptx.chart.data import CategoryChartData

#: Months whose names stand level under a slide's chart, and under half a slide's.
MOST_LEVEL, MOST_LEVEL_NARROW = 14, 7
POINTS, POINTS_NARROW = 12, 11
MARKERS = ("CIRCLE", "DIAMOND", "SQUARE", "TRIANGLE", "X")
DASHES = {"dashed": "DASH", "dotted": "ROUND_DOT"}


def draw(place: Any, chart: Chart, language: Language, created: datetime, narrow: bool = False) -> None:
    """Put the chart into its place on a slide, told in words for those who cannot see it."""
    from pptx.enum.chart import XL_CHART_TYPE

    upright = chart.kind == "bars" and has_band(chart)  # a declared range is drawn as lines, which bars cannot bear
    kind = "columns" if upright else chart.kind
    series = [*drawn_series(chart), *lines_beside(chart, language)]
    data = _data(chart, series, language, created)
    frame = place.insert_chart(getattr(XL_CHART_TYPE, KINDS[kind]), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(chart.alt))
    drawing: Drawing = frame.chart
    _frame(drawing, chart, kind, narrow)
    for number, (one, drawn) in enumerate(zip(series, drawing.plots[0].series, strict=True)):
        _look(drawn, one, chart, kind, number)
        labels = _labels(one, chart, language, narrow) if number < len(drawn_series(chart)) else []
        chart_xml.label(drawn._element, labels, _position(kind, number), POINTS_NARROW if narrow else POINTS)
        chart_xml.whiskers(drawn._element, _ended(chart, number), kind)
    if kind == "columns" and len(series) > len(drawn_series(chart)):
        chart_xml.turn_into_lines(drawing._chartSpace, len(drawn_series(chart)))


def _ended(chart: Chart, number: int) -> tuple[Point, ...]:
    """The marks of a series whose ends are drawn: their interval, or of a pair what was before and what after."""
    drawn = drawn_series(chart)
    if chart.kind == "line" or number >= len(drawn):
        return ()
    if chart.kind != "pairs":
        return drawn[number].points
    rows = zip(*(series.points for series in drawn), strict=True)
    both = [[p.value for p in row if p.value is not None] for row in rows] if number == 0 else []
    return tuple(
        replace(point, low=min(ends), high=max(ends)) if len(ends) > 1 else point
        for point, ends in zip(drawn[0].points, both, strict=False)
    )


def _position(kind: str, number: int) -> str:
    """Where the number of a mark stands; of a pair what was before to the left, what was after to the right."""
    if kind == "pairs":
        return "r" if number else "l"
    return {"dots": "r", "line": "t", "stacked": "ctr"}.get(kind, "outEnd")


def _data(chart: Chart, series: Sequence[Series], language: Language, created: datetime) -> CategoryChartData:
    data = _plain_data()(number_format="General")
    data.created = created  # type: ignore[attr-defined]
    data.categories = categories(chart, language)
    for one in series:
        data.add_series(printable(one.name), [p.value for p in one.points])  # type: ignore[no-untyped-call]
    return data


@cache
def _plain_data() -> type[CategoryChartData]:
    """The library's data of a chart, with a workbook in which a text is never a formula and no time is stamped."""
    from contextlib import contextmanager

    from pptx.chart.data import CategoryChartData
    from pptx.chart.xlsx import CategoryWorkbookWriter
    from xlsxwriter import Workbook

    class PlainWriter(CategoryWorkbookWriter):
        @contextmanager
        def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
            kept = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
            workbook = Workbook(xlsx_file, {"in_memory": True, **kept})
            workbook.set_properties({"author": "", "created": self._chart_data.created.replace(tzinfo=None)})
            yield workbook, workbook.add_worksheet()
            workbook.close()

    class PlainData(CategoryChartData):
        @property
        def _workbook_writer(self) -> PlainWriter:
            return PlainWriter(self)  # type: ignore[no-untyped-call]

    return PlainData


def _labels(one: Series, chart: Chart, language: Language, narrow: bool) -> list[str]:
    """How a spreadsheet writes the number at each mark so that it reads as printed; empty for none."""
    printed = series_labels(one, chart, language, narrow)
    if chart.kind == "pairs":
        printed = [written(point.value, chart, language) for point in one.points]
    formats = [
        chart_xml.number_format(text, point.value, chart.unit, language) if point.value is not None else ""
        for text, point in zip(printed, one.points, strict=True)
    ]
    return [code if text else "" for code, text in zip(formats, printed, strict=True)]


def _frame(drawing: Drawing, chart: Chart, kind: str, narrow: bool) -> None:
    """Everything around the marks: no title, a legend for several series, quiet axes."""
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    drawing.has_title = False
    drawing.font.name, drawing.font.size = OFFICE_FONT, Pt(POINTS_NARROW if narrow else POINTS)
    _tint(drawing.font.fill, "TEXT_2")
    plotted = drawing.plots[0]
    drawing.has_legend = len(plotted.series) > 1 if hasattr(plotted, "series") else False
    if drawing.has_legend and drawing.legend is not None:
        drawing.legend.position, drawing.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    if kind != "line" and kind not in MARKED:
        plotted.gap_width = 55
    _category_axis(drawing, chart, kind, narrow)
    _number_axis(drawing, chart, kind)


def _category_axis(drawing: Drawing, chart: Chart, kind: str, narrow: bool) -> None:
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

    axis = drawing.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _tint(axis.tick_labels.font.fill, "TEXT_1")
    _tint(axis.format.line.fill, "ACCENT_5")
    if kind in FLAT:  # bars grow from below: turned round, the first stands on top
        axis.reverse_order = True
    shown, count = ticks(chart, narrow), len(points_of(chart))
    is_crowded = chart.kind in OVER_TIME and count > (MOST_LEVEL_NARROW if narrow else MOST_LEVEL)
    chart_xml.turn_names(axis._element, -45 if is_crowded else 0)
    if is_crowded and len(shown) > 1:
        chart_xml.skip_labels(axis._element, shown[1] - shown[0])


def _number_axis(drawing: Drawing, chart: Chart, kind: str) -> None:
    """The numbers' axis: none beside bars that all bear their number; what is measured stands in the caption."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    axis = drawing.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = _ends(chart)
    axis.has_title = False
    axis.has_major_gridlines = False
    if kind in ("bars", "funnel"):
        axis.visible = False
        return
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.width = Pt(0.75)
    _tint(axis.major_gridlines.format.line.fill, "BACKGROUND_2", brightness=-0.1)
    if kind in FLAT:  # with the first bar on top, the high end of the names is below
        axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    axis.tick_labels.number_format_is_linked = False
    axis.tick_labels.number_format = chart_xml.AXIS_FORMATS.get(chart.unit, "#,##0.##;−#,##0.##;0")


def _ends(chart: Chart) -> tuple[float | None, float | None, float | None]:
    """The ends of the number axis and its step, where they are not left to the program: zero is always in."""
    if chart.unit == "balance":
        return -1.0, 1.0, 0.5
    if chart.scale:
        return *chart.scale, None
    low, high = value_range(chart, room=LABEL_ROOM)
    if chart.unit == "share":
        return 0.0, high, 0.25
    if low < 0:
        return None, None, None
    return 0.0, (_rounded(high) if chart.kind in MARKED or chart.kind in FLAT else None), None


def _rounded(end: float) -> float:
    """The next round number at or above the end of an axis."""
    step = 10.0 ** math.floor(math.log10(end)) / 2
    return math.ceil(end / step) * step


def _look(drawn: Any, one: Series, chart: Chart, kind: str, number: int) -> None:
    """The colour of a series, the same as in every other format, and its line or marker."""
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    colour = f"ACCENT_{look_of(one, number) + 1}"
    if kind != "line" and kind not in MARKED:
        _tint(drawn.format.fill, colour)
        drawn.invert_if_negative = False
        return
    drawn.smooth = False
    is_beside = number >= len(drawn_series(chart))
    marker = "NONE" if is_beside else MARKERS[number % len(MARKERS)] if kind in MARKED else "CIRCLE"
    drawn.marker.style = getattr(XL_MARKER_STYLE, marker)
    if not is_beside:
        drawn.marker.size = 12 if kind in MARKED else 6
        _tint(drawn.marker.format.fill, colour)
        drawn.marker.format.line.fill.background()
    if kind in MARKED:
        drawn.format.line.fill.background()
        return
    drawn.format.line.width = Pt(1.25 if is_beside else 2.25)
    _tint(drawn.format.line.fill, colour)
    if one.style in DASHES:
        drawn.format.line.dash_style = getattr(MSO_LINE, DASHES[one.style])


def _tint(fill: Any, colour: str, brightness: float = 0.0) -> None:
    from pptx.enum.dml import MSO_THEME_COLOR

    fill.solid()
    fill.fore_color.theme_color = getattr(MSO_THEME_COLOR, colour)
    if brightness:
        fill.fore_color.brightness = brightness
