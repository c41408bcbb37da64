"""A calendar in the spreadsheet: its numbers in cells, coloured by the spreadsheet's own rule, signs beside them."""

from __future__ import annotations

from libcollab_metrics.figures import Chart, Point
from libcollab_metrics.figures.theme import LIGHT, tint
from libcollab_metrics.reports.workbook_sheets import LINE_HEIGHT, Page


def draw_calendar(chart: Chart, page: Page) -> None:
    """Write a calendar's title, its cells and its caption; numbers stay numbers, a sign is part of their format."""
    rows = list(zip(*(series.points for series in chart.series), strict=True))
    page.keep_together((len(rows) + 5) * LINE_HEIGHT)
    page.line(chart.title, "bold")
    if chart.is_empty:
        return
    headings = (chart.category, *(series.name for series in chart.series))
    page.head(headings, range(1, len(headings)))
    first = page.row + 1
    for points in rows:
        page.row += 1
        page.label(points[0].label)
        for column, point in enumerate(points, start=1):
            _write_square(point, column, page)
    scale = {"type": "2_color_scale", "min_color": tint(0, LIGHT), "max_color": tint(0.75, LIGHT)}
    page.sheet.conditional_format(first, 1, page.row, len(chart.series), scale)
    page.row += 1
    page.line(chart.caption, "quiet")
    page.line(chart.source, "quiet")
    page.space()


def _write_square(point: Point, column: int, page: Page) -> None:
    style = page.book.number_style(f'0" {point.sign}"' if point.sign else "0")
    if point.value is not None:
        page.sheet.write_number(page.row, column, point.value, style)
    elif point.sign:
        page.sheet.write_string(page.row, column, point.sign, style)
    else:
        page.sheet.write_blank(page.row, column, None, style)
