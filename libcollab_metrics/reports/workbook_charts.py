"""A chart as the spreadsheet's own: the numbers stand in a range beside it, and may be edited."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from libcollab_metrics.figures import Chart, Point, chart_table
from libcollab_metrics.figures.chart import written
from libcollab_metrics.figures.layout import look_of, value_label
from libcollab_metrics.figures.theme import OFFICE_FONT, SERIES_COLOURS
from libcollab_metrics.reports.printable import printable
from libcollab_metrics.reports.workbook_grid import draw_calendar
from libcollab_metrics.reports.workbook_numbers import as_number
from libcollab_metrics.reports.workbook_sheets import INK, LINE_HEIGHT, QUIET, RULE, Page
from libcollab_metrics.wording import Language

Drawing: TypeAlias = Any  # the library's chart; only to_xlsx knows the library
KINDS = {
    "columns": "column",
    "line": "line",
    "bars": "bar",
    "dots": "bar",
    "funnel": "bar",
    "stacked": "bar",
    "flow": "bar",
    "pairs": "bar",
}
#: Kinds whose series are parts of one bar.
ADDED = ("stacked", "flow")
DASHES = {"solid": "solid", "dashed": "dash", "dotted": "round_dot"}
#: Pixels: width of a chart over the page, height of a bar, of a chart without its bars, and of a chart over time.
WIDTH, BAR, FRAME, TIME = 740, 26, 100, 280
ROW_PIXELS = 20
#: Lines around a chart that stay on its page: its title, caption and source, and the head of its table; and those of
#: the sheet's title.
LINES_AROUND, TITLE_LINES = 6, 4
#: Marks beside each other that have room for a number each.
MOST_LABELLED = 24
#: How a number too small to be written whole is shown.
SMALL_SHARE = "0.00%"
#: An axis that reaches so far has no decimals.
FROM_HERE_WHOLE = 10


def draw_chart(chart: Chart, page: Page) -> None:
    """Write a chart's title, the chart, its caption, and the table it points to; a calendar is cells of its own."""
    if chart.kind == "calendar":
        draw_calendar(chart, page)
        return
    count = max((len(series.points) for series in chart.series), default=0)
    height = _height(chart, count, page)
    page.keep_together((-(-height // ROW_PIXELS) + LINES_AROUND) * LINE_HEIGHT)
    page.line(chart.title, "bold")
    if chart.is_empty:
        return
    chart_row = page.row
    page.row += -(-height // ROW_PIXELS) + 1
    page.line(chart.caption, "quiet")
    page.line(chart.source, "quiet")
    first = _write_points(chart, page)
    drawing = _drawing(chart, page, first, count)
    drawing.set_size({"width": WIDTH, "height": height})
    page.sheet.insert_chart(
        chart_row, 0, drawing, {"description": printable(chart.alt), "object_position": 2, "y_offset": 6}
    )
    page.space()


def _height(chart: Chart, count: int, page: Page) -> int:
    """A row for each bar, as far as a printed page reaches: on it many bars are thin, and none is cut off."""
    most = (page.page_height // LINE_HEIGHT - LINES_AROUND - TITLE_LINES) * ROW_PIXELS
    return min(most, FRAME + BAR * count) if _is_flat(chart) else TIME


def _write_points(chart: Chart, page: Page) -> int:
    """Write label, numbers, interval and remark of each mark; return the first row of numbers."""
    table = chart_table(chart, page.book.language)
    headings = [table.headings[0], *(series.name for series in chart.series)]
    headings += [page.book.language.say("low"), page.book.language.say("high")] if _has_interval(chart) else []
    page.head(headings, range(1, len(headings)))
    if _has_remarks(chart):
        page.wide(len(headings), page.book.language.say("remark"), "head-remark")
    first = page.row + 1
    for offset in range(max(len(series.points) for series in chart.series)):
        page.row += 1
        _write_row(chart, [series.points[offset] for series in chart.series if offset < len(series.points)], page)
    page.row += 1
    return first


def _write_row(chart: Chart, points: list[Point], page: Page) -> None:
    """Write the marks of one row; a bound keeps its sign as part of the number's format, and so does its label."""
    words = page.book.language
    page.label(points[0].label)
    cells = [(point.value, value_label(point, chart, words)) for point in points]
    if _has_interval(chart):
        ended = next((point for point in points if point.low is not None), points[0])
        cells += [(end, written(end, chart, words)) for end in (ended.low, ended.high)]
    for column, (number, text) in enumerate(cells, start=1):
        shown = as_number(text, words)
        style = page.book.number_style(shown.pattern if shown else SMALL_SHARE if chart.unit == "share" else "General")
        if number is None:
            page.sheet.write_blank(page.row, column, None, style)
        else:
            page.sheet.write_number(page.row, column, number, style)
    if _has_remarks(chart):
        page.wide(len(cells) + 1, "; ".join(dict.fromkeys(p.note for p in points if p.note)), "remark")


def _axis_pattern(chart: Chart, language: Language) -> str:
    """How the axis writes its numbers: as the marks are written, without decimals where they reach to ten or more."""
    ends = [abs(end) for s in chart.series for p in s.points for end in (p.value, p.low, p.high) if end is not None]
    most = max(ends, default=0.0)
    shown = as_number(written(1.0 if chart.unit == "share" else most, chart, language), language)
    found = shown.pattern if shown else "General"
    return re.sub(r"\.0+", "", found) if most >= FROM_HERE_WHOLE else found


def _drawing(chart: Chart, page: Page, first: int, count: int) -> Drawing:
    form = {"type": KINDS[chart.kind], **({"subtype": "stacked"} if chart.kind in ADDED else {})}
    drawing = page.book.workbook.add_chart(form)
    name = page.sheet.get_name()
    for column, series in enumerate(chart.series, start=1):
        drawing.add_series(_series(chart, name, column, series.name, first, first + count - 1))
    font = {"name": OFFICE_FONT, "size": 9, "color": QUIET}
    quiet = {"num_font": font, "line": {"color": RULE}, "major_tick_mark": "none"}
    numbers: dict[str, Any] = {**quiet, "num_format": _axis_pattern(chart, page.book.language), **_ends(chart)}
    numbers["major_gridlines"] = {"visible": True, "line": {"color": RULE}}
    categories: dict[str, Any] = {**quiet, "label_position": "low"}
    if _is_flat(chart):
        # Bars grow from below: turned round, the first stands on top as in the table. The library calls the
        # upright axis y whatever it bears.
        drawing.set_y_axis({**categories, "reverse": True, "interval_unit": 1, "major_gridlines": {"visible": False}})
        drawing.set_x_axis({**numbers, "label_position": "high"})
    else:
        drawing.set_x_axis(categories)
        drawing.set_y_axis(numbers)
    drawing.set_title({"none": True})
    drawing.set_legend({"none": True} if len(chart.series) == 1 else {"position": "top", "font": font})
    drawing.set_chartarea({"border": {"none": True}})
    drawing.show_blanks_as("gap")
    return drawing


def _ends(chart: Chart) -> dict[str, float]:
    """The fixed ends of the number axis: a balance from −1 to 1, a share up to 100 %, everything else from 0."""
    if chart.unit == "balance":
        return {"min": -1, "max": 1}
    ends = [end for s in chart.series for p in s.points for end in (p.value, p.low, p.high) if end is not None]
    if min(ends, default=0) < 0:
        return {}
    return {"min": 0, "max": 1} if chart.unit == "share" and max(ends, default=0) <= 1 else {"min": 0}


def _series(chart: Chart, sheet: str, column: int, name: str, first: int, last: int) -> dict[str, Any]:
    colour = SERIES_COLOURS[look_of(chart.series[column - 1], column - 1)]
    font = {"name": OFFICE_FONT, "size": 9, "color": INK}
    drawn: dict[str, Any] = {
        "name": printable(name),
        "categories": [sheet, first, 0, last, 0],
        "values": [sheet, first, column, last, column],
        "data_labels": {"value": _is_flat(chart) or last - first < MOST_LABELLED, "font": font},
    }
    if chart.kind == "line":
        return {
            **drawn,
            "line": {"color": colour, "width": 2, "dash_type": DASHES[chart.series[column - 1].style]},
            "data_labels": {"value": last - first < 15, "font": font},
        }
    drawn |= {"fill": {"color": colour}, "gap": 60}
    return {**drawn, **_whiskers(chart)}


def _whiskers(chart: Chart) -> dict[str, Any]:
    """The interval as error bars, with the labels inside the bars so that they do not meet."""
    if not _has_interval(chart) or len(chart.series) > 1:
        return {}
    points = chart.series[0].points
    plus = [0 if p.value is None or p.high is None else p.high - p.value for p in points]
    minus = [0 if p.value is None or p.low is None else p.value - p.low for p in points]
    bars = {"type": "custom", "plus_values": plus, "minus_values": minus, "line": {"color": QUIET}}
    label = {"value": True, "position": "inside_base", "font": {"name": OFFICE_FONT, "size": 9, "color": "#FFFFFF"}}
    return {"y_error_bars": bars, "data_labels": label}  # along the numbers, whichever way the bars lie


def _has_interval(chart: Chart) -> bool:
    return any(p.low is not None or p.high is not None for s in chart.series for p in s.points)


def _has_remarks(chart: Chart) -> bool:
    return any(point.note for series in chart.series for point in series.points)


def _is_flat(chart: Chart) -> bool:
    return KINDS[chart.kind] == "bar"
