"""Excel renderer: order of the sheets, content of the summary, types and sizes of native charts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import singledispatch
from typing import Any, TypeAlias

from libcollab_metrics.figures import Chart, Point, chart_table
from libcollab_metrics.figures.chart import format_number
from libcollab_metrics.figures.layout import series_colour_index, value_label
from libcollab_metrics.figures.theme import LIGHT, OFFICE_FONT, SERIES_COLOURS, tint
from libcollab_metrics.localization import Language
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.brand import INK
from libcollab_metrics.reports.document import (
    Bars,
    Block,
    Callout,
    ChartBlock,
    Columns,
    Counters,
    Decisions,
    Definitions,
    Document,
    GiftRows,
    Grid,
    Heading,
    Heroes,
    KeyFigures,
    Lead,
    Photo,
    Pictogram,
    Points,
    Quote,
    ReplySlip,
    Request,
    Strip,
    TargetBars,
    Text,
)
from libcollab_metrics.reports.render.plain import simplify, simplify_all
from libcollab_metrics.reports.render.text import printable
from libcollab_metrics.reports.render.tidy import COLUMNS, parse_printed_number, tidy_rows
from libcollab_metrics.reports.render.xlsx_sheets import (
    COLUMN_WIDTHS,
    LINE_HEIGHT,
    QUIET,
    RULE,
    TEXT_WIDTH,
    SheetWriter,
    WorkbookWriter,
    widths_for,
    write_table,
)
from libcollab_metrics.reports.render.xlsx_tables import write_sheet

# Calendar: numbers in cells with a color scale, signs as part of the number format.


def write_calendar(chart: Chart, page: SheetWriter) -> None:
    """Write a calendar's title, cells and caption; a sign is part of a number's format."""
    rows = list(zip(*(series.points for series in chart.series), strict=True))
    page.keep_together((len(rows) + 5) * LINE_HEIGHT)
    page.line(chart.title, "bold")
    if chart.is_empty:
        return
    headings = (chart.category, *(series.name for series in chart.series))
    page.write_header_row(headings, range(1, len(headings)))
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


def _write_square(point: Point, column: int, page: SheetWriter) -> None:
    style = page.book.number_style(f'0" {point.sign}"' if point.sign else "0")
    if point.value is not None:
        page.sheet.write_number(page.row, column, point.value, style)
    elif point.sign:
        page.sheet.write_string(page.row, column, point.sign, style)
    else:
        page.sheet.write_blank(page.row, column, None, style)


# Native charts: the numbers are in a range of the sheet and can be edited.

Drawing: TypeAlias = Any  # an XlsxWriter chart; the package is imported on use
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
#: Kinds in which the series are parts of one bar.
STACKED_KINDS = ("stacked", "flow")
DASHES = {"solid": "solid", "dashed": "dash", "dotted": "round_dot"}
#: Pixels: width of a chart, height of a bar, of a chart without its bars, and of a chart over time.
WIDTH, BAR, FRAME, TIME = 740, 26, 100, 280
ROW_PIXELS, PIXELS_PER_POINT = 20, 96 / 72
#: Lines that stay on the page of a chart (title, caption, source, header row of its table), and lines of the
#: sheet's title.
CHART_TEXT_LINES, TITLE_LINES = 6, 4
#: Maximum number of marks with a number at each.
MAX_LABELLED = 24
#: Number format of a share too small to print.
SMALL_SHARE = "0.00%"
#: Axis maximum from which its numbers have no decimals.
MIN_WHOLE_NUMBER_AXIS = 10


def draw_chart(chart: Chart, page: SheetWriter, extra_height: int = 0) -> None:
    """Write a chart's title, drawing, caption and data table; a calendar is written as cells."""
    if chart.kind == "calendar":
        write_calendar(chart, page)
        return
    count = max((len(series.points) for series in chart.series), default=0)
    height = _height(chart, count, page, extra_height)
    page.keep_together((-(-height // ROW_PIXELS) + CHART_TEXT_LINES) * LINE_HEIGHT)
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


def _height(chart: Chart, count: int, page: SheetWriter, extra_height: int) -> int:
    """Return the height in pixels: a row per bar, or more points in a document with few other blocks.

    It is limited to a printed page.

    Beyond that limit, bars are thinner but none is cut off.
    """
    most = (page.page_height // LINE_HEIGHT - CHART_TEXT_LINES - TITLE_LINES) * ROW_PIXELS
    wanted = FRAME + BAR * count if _is_flat(chart) else TIME + round(extra_height * PIXELS_PER_POINT)
    return min(most, wanted)


def _write_points(chart: Chart, page: SheetWriter) -> int:
    """Write label, numbers, interval and remark of each mark; return the first row of numbers."""
    table = chart_table(chart, page.book.language)
    headings = [table.headings[0], *(series.name for series in chart.series)]
    headings += (
        [page.book.language.message("low"), page.book.language.message("high")]
        if _has_interval(chart)
        else []
    )
    page.write_header_row(headings, range(1, len(headings)))
    if _has_remarks(chart):
        page.write_to_last_column(len(headings), page.book.language.message("remark"), "head-remark")
    first = page.row + 1
    for offset in range(max(len(series.points) for series in chart.series)):
        page.row += 1
        _write_row(
            chart, [series.points[offset] for series in chart.series if offset < len(series.points)], page
        )
    page.row += 1
    return first


def _write_row(chart: Chart, points: list[Point], page: SheetWriter) -> None:
    """Write the marks of one row; a bound keeps its sign in the number format and in its label."""
    words = page.book.language
    page.label(points[0].label)
    cells = [(point.value, value_label(point, chart, words)) for point in points]
    if _has_interval(chart):
        ended = next((point for point in points if point.low is not None), points[0])
        cells += [(end, format_number(end, chart, words)) for end in (ended.low, ended.high)]
    for column, (number, text) in enumerate(cells, start=1):
        shown = parse_printed_number(text, words)
        style = page.book.number_style(
            shown.pattern if shown else SMALL_SHARE if chart.unit == "share" else "General"
        )
        if number is None:
            page.sheet.write_blank(page.row, column, None, style)
        else:
            page.sheet.write_number(page.row, column, number, style)
    if _has_remarks(chart):
        page.write_to_last_column(
            len(cells) + 1, "; ".join(dict.fromkeys(p.note for p in points if p.note)), "remark"
        )


def _axis_pattern(chart: Chart, language: Language) -> str:
    """Return the number format of the axis, as that of the marks; no decimals from ten."""
    ends = [
        abs(end)
        for s in chart.series
        for p in s.points
        for end in (p.value, p.low, p.high)
        if end is not None
    ]
    most = max(ends, default=0.0)
    shown = parse_printed_number(
        format_number(1.0 if chart.unit == "share" else most, chart, language), language
    )
    pattern = shown.pattern if shown else "General"
    return re.sub(r"\.0+", "", pattern) if most >= MIN_WHOLE_NUMBER_AXIS else pattern


def _drawing(chart: Chart, page: SheetWriter, first: int, count: int) -> Drawing:
    form = {"type": KINDS[chart.kind], **({"subtype": "stacked"} if chart.kind in STACKED_KINDS else {})}
    drawing = page.book.workbook.add_chart(form)
    name = page.sheet.get_name()
    for column, series in enumerate(chart.series, start=1):
        drawing.add_series(_series(chart, name, column, series.name, first, first + count - 1))
    font = {"name": OFFICE_FONT, "size": 9, "color": QUIET}
    quiet = {"num_font": font, "line": {"color": RULE}, "major_tick_mark": "none"}
    numbers: dict[str, Any] = {
        **quiet,
        "num_format": _axis_pattern(chart, page.book.language),
        **_ends(chart),
    }
    numbers["major_gridlines"] = {"visible": True, "line": {"color": RULE}}
    categories: dict[str, Any] = {**quiet, "label_position": "low"}
    if _is_flat(chart):
        # The first bar would be at the bottom; reversed, it is on top as in the table. XlsxWriter calls the
        # vertical axis y, even where it shows the categories.
        drawing.set_y_axis(
            {**categories, "reverse": True, "interval_unit": 1, "major_gridlines": {"visible": False}}
        )
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
    """Return the fixed ends of the number axis: balance −1 to 1, share to 100 %, others from 0."""
    if chart.unit == "balance":
        return {"min": -1, "max": 1}
    ends = [
        end for s in chart.series for p in s.points for end in (p.value, p.low, p.high) if end is not None
    ]
    if min(ends, default=0) < 0:
        return {}
    return {"min": 0, "max": 1} if chart.unit == "share" and max(ends, default=0) <= 1 else {"min": 0}


def _series(chart: Chart, sheet: str, column: int, name: str, first: int, last: int) -> dict[str, Any]:
    colour = SERIES_COLOURS[series_colour_index(chart.series[column - 1], column - 1)]
    font = {"name": OFFICE_FONT, "size": 9, "color": INK}
    drawn: dict[str, Any] = {
        "name": printable(name),
        "categories": [sheet, first, 0, last, 0],
        "values": [sheet, first, column, last, column],
        "data_labels": {"value": _is_flat(chart) or last - first < MAX_LABELLED, "font": font},
    }
    if chart.kind == "line":
        return {
            **drawn,
            "line": {"color": colour, "width": 2, "dash_type": DASHES[chart.series[column - 1].style]},
            "data_labels": {"value": last - first < 15, "font": font},
        }
    drawn |= {"fill": {"color": colour}, "gap": 60}
    return {**drawn, **_error_bars(chart)}


def _error_bars(chart: Chart) -> dict[str, Any]:
    """Return the interval as error bars, with labels inside the bars to avoid overlap."""
    if not _has_interval(chart) or len(chart.series) > 1:
        return {}
    points = chart.series[0].points
    plus = [0 if p.value is None or p.high is None else p.high - p.value for p in points]
    minus = [0 if p.value is None or p.low is None else p.value - p.low for p in points]
    bars = {"type": "custom", "plus_values": plus, "minus_values": minus, "line": {"color": QUIET}}
    label = {
        "value": True,
        "position": "inside_base",
        "font": {"name": OFFICE_FONT, "size": 9, "color": "#FFFFFF"},
    }
    # y error bars follow the numbers in both orientations
    return {
        "y_error_bars": bars,
        "data_labels": label,
    }


def _has_interval(chart: Chart) -> bool:
    return any(p.low is not None or p.high is not None for s in chart.series for p in s.points)


def _has_remarks(chart: Chart) -> bool:
    return any(point.note for series in chart.series for point in series.points)


def _is_flat(chart: Chart) -> bool:
    return KINDS[chart.kind] == "bar"


#: Types of blocks repeated on the summary sheet.
SUMMARY_BLOCKS = (Text, KeyFigures, Quote, Callout)


def to_xlsx(document: Document, language: Language) -> bytes:
    """Render the document as a workbook; equal documents give equal bytes.

    Texts are written as strings, never as formulas or links. Charts are native and refer to ranges of their
    sheet.

    Parameters
    ----------
    document : Document
        Document to render.
    language : Language
        Language of the text.

    Returns
    -------
    bytes
        XLSX file.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as workbook:
        created = document.generated_at.replace(tzinfo=None)
        workbook.set_properties(
            {"title": document.title, "subject": document.scope, "author": "", "created": created}
        )
        book = WorkbookWriter(workbook, language, document.brand)
        summary = book.sheet(language.message("sheet-summary"), landscape=False, one_page=True)
        for sheet in document.sheets:
            write_sheet(sheet, book, document.footer)
        names = () if document.sheets else tuple(_write_topics(book, document, language))
        _write_summary(summary, document, names, language)
        _write_about(book, document, language)
    return buffer.getvalue()


def _write_topics(book: WorkbookWriter, document: Document, language: Language) -> Iterator[str]:
    """Write a sheet for each section, the tidy data, and the definitions; yield the name of each section's.

    What is above the first section has a sheet only for its charts and tables; the rest is on the summary.
    """
    for title, blocks in _topics(document, language):
        if not title and not any(isinstance(block, ChartBlock | Grid) for block in blocks):
            yield ""
            continue
        topic = title or document.subtitle
        page = book.sheet(topic, landscape=_needs_landscape(blocks), widths=widths_for(blocks))
        page.title(topic, document.scope)
        for block in blocks:
            write_block(block, page)
        page.footer(document.footer)
        yield page.sheet.get_name()
    _write_data(book, document.evaluations, language)
    _write_definitions(book, document, language)


def _topics(document: Document, language: Language) -> list[tuple[str, list[Block]]]:
    """Return the topics that have a sheet, without definitions, and with all import issues."""
    topics: list[tuple[str, list[Block]]] = [
        (
            title,
            [
                _restore_full_table(b, document)
                for b in simplify_all(blocks)
                if not isinstance(b, Definitions)
            ],
        )
        for title, blocks in document.topics
    ]
    shown = [(title, blocks) for title, blocks in topics if any(not isinstance(b, Heading) for b in blocks)]
    if document.departures and not any(document.departures in blocks for _, blocks in shown):
        shown.append((language.message("section-read"), [document.departures]))
    return shown


def _restore_full_table(block: Block, document: Document) -> Block:
    """Replace a shortened table of import issues by the full table."""
    whole = document.departures
    return whole if whole and isinstance(block, Grid) and block.title == whole.title else block


def _needs_landscape(blocks: Sequence[Block]) -> bool:
    """Return whether a table has more columns than fit a portrait page."""
    return any(isinstance(block, Grid) and len(block.headings) > len(COLUMN_WIDTHS) for block in blocks)


def _write_summary(
    page: SheetWriter, document: Document, sheet_names: Sequence[str], language: Language
) -> None:
    """Write the summary page: scope, key figures, findings of charts, callouts, and where tables are."""
    page.letterhead(document.letterhead.logo, document.letterhead.contact)
    below = " · ".join(filter(None, (document.addressee or document.subtitle, document.period)))
    page.title(document.title, below)
    if document.sheets:
        _write_first_page(page, document)
        return
    for sentence in (document.scope, document.coverage, document.issues):
        page.line(sentence, "quiet")
    page.space()
    for (title, blocks), sheet in zip(_topics(document, language), sheet_names, strict=True):
        if title:
            page.heading(title)
        for block in blocks:
            if isinstance(block, SUMMARY_BLOCKS):
                write_block(block, page)
            elif isinstance(block, ChartBlock):
                page.line(f"• {block.chart.title}", "body")
            elif isinstance(block, Grid):
                page.line(language.message("see-table", title=block.title, sheet=sheet), "quiet")
    page.footer(document.footer)


def _write_first_page(page: SheetWriter, document: Document) -> None:
    """Write the page of the document: numbers, tables and boxes; of a chart, its finding."""
    for block in simplify_all(document.blocks):
        if isinstance(block, ChartBlock):
            page.line(block.chart.title, "bold")
            page.space()
        else:
            write_block(block, page)
            page.space()
    page.line(document.about, "quiet")
    page.footer(document.footer)


def _write_data(book: WorkbookWriter, evaluations: Sequence[PublicEvaluation], language: Language) -> None:
    page = book.sheet(language.message("sheet-data"), landscape=True)
    page.write_tidy_table(COLUMNS, tidy_rows(evaluations, language))


def _write_definitions(book: WorkbookWriter, document: Document, language: Language) -> None:
    """Write the definitions of the document, printed or not; no sheet without one."""
    printed = [block for block in document.blocks if isinstance(block, Definitions)]
    found = [block for block in (printed or [document.method]) if block.items]
    if not found:
        return
    page = book.sheet(language.message("sheet-definitions"), landscape=False)
    page.title(language.message("sheet-definitions"), document.footer)
    for block in found:
        write_block(block, page)


def _write_about(book: WorkbookWriter, document: Document, language: Language) -> None:
    page = book.sheet(language.message("sheet-about"), landscape=False)
    page.title(language.message("sheet-about"), document.title)
    for sentence in (
        document.scope,
        document.coverage,
        document.issues,
        document.footer,
        language.message("about-file"),
        document.about,
        document.caution,
    ):
        page.line(sentence, "body")
    if document.is_one_page:
        page.space()
        write_block(document.method, page)


@singledispatch
def write_block(block: Block, page: SheetWriter) -> None:
    """Append one block to the sheet."""
    raise TypeError(f"The workbook has no way to write {block!r}.")


@write_block.register
def _(block: Heading, page: SheetWriter) -> None:
    page.heading(block.text)


@write_block.register
def _(block: Text, page: SheetWriter) -> None:
    page.line(block.text, "body")


@write_block.register
def _(block: KeyFigures, page: SheetWriter) -> None:
    page.keep_together(2 * LINE_HEIGHT * len(block.figures))
    for figure in block.figures:
        page.figure(figure.label, figure.value, figure.worked, figure.qualifier)
    page.space()


@write_block.register
def _(block: Grid, page: SheetWriter) -> None:
    write_table(block, page)


@write_block.register
def _(block: ChartBlock, page: SheetWriter) -> None:
    draw_chart(block.chart, page, block.extra_height)


@write_block.register
def _(block: Quote, page: SheetWriter) -> None:
    page.line(f"“{block.text}”", "body")
    page.line(block.source, "quiet")


@write_block.register
def _(block: Photo, page: SheetWriter) -> None:
    """Leave a photo out: a workbook is for numbers."""


@write_block.register
def _(block: Callout, page: SheetWriter) -> None:
    for line in (block.title, *block.text.splitlines()):
        page.line(line, "callout-title" if line == block.title else "callout")


@write_block.register
def _(block: Definitions, page: SheetWriter) -> None:
    for item in block.items:
        page.pair(item.label, item.text, TEXT_WIDTH)


@write_block.register(Columns)
@write_block.register(Counters)
@write_block.register(Decisions)
@write_block.register(GiftRows)
@write_block.register(Heroes)
@write_block.register(Lead)
@write_block.register(Points)
@write_block.register(ReplySlip)
@write_block.register(Request)
@write_block.register(Strip)
@write_block.register(TargetBars)
@write_block.register(Bars)
@write_block.register(Pictogram)
def _(block: Any, page: SheetWriter) -> None:
    for simple in simplify(block):
        write_block(simple, page)
