"""XlsxWriter alone with a finished workbook: the same cells, formats, tables, sizes and page set-up."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

#: XlsxWriter's number for a line and its name for a vertical alignment, by the name in a file.
LINES: Mapping[str, int] = MappingProxyType({"thin": 1, "medium": 2, "dotted": 4, "thick": 5})
VERTICAL: Mapping[str | None, str] = MappingProxyType({None: "bottom", "center": "vcenter", "top": "top"})
#: Properties of a format that show in an empty cell.
VISIBLE = frozenset(("left", "top", "bottom", "bg_color"))
#: What a file adds to the width of a column in characters.
WIDTH_PADDING = 0.7109375

Options = dict[str, Any]
Value = str | float | None
#: First row, first column, last row and last column, from 0.
Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class BareTable:
    """A native table: its name and style, and the text and format number of each header."""

    area: Area
    name: str
    style: str
    headers: list[tuple[str, int]]


@dataclass(frozen=True)
class BareSheet:
    """Arguments for XlsxWriter; a format is given by its number, a chart by its number of series.

    `filled` are merged ranges with a visible format, whose blank cells are written too; of a range in
    `merged`, only the first cell is written.
    """

    name: str
    is_landscape: bool
    paper: int
    margins: tuple[float, float, float, float]
    pages_high: int
    footer: str
    frozen: tuple[int, int] | None
    repeated: int | None
    widths: list[tuple[int, int, float]]
    heights: list[tuple[int, float]]
    cells: list[tuple[int, int, Value, int]]
    filled: list[tuple[Area, Value, int]]
    merged: list[Area]
    tables: list[BareTable]
    charts: list[int]


def bare_workbook(data: bytes) -> Callable[[], bytes]:
    """Return a function that writes this workbook again, without pictures, color scales and chart formats."""
    book = load_workbook(io.BytesIO(data))
    properties = read_formats(book)
    sheets = [read_sheet(sheet, properties) for sheet in book]
    names = [(name, f"={defined.attr_text}") for name, defined in book.defined_names.items()]
    about = {name: getattr(book.properties, name) for name in ("title", "subject", "created")}
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}

    def write() -> bytes:
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, options) as output:
            output.set_properties(about)
            formats = [output.add_format(each) for each in properties]
            for sheet in sheets:
                write_sheet(output, sheet, formats)
            for name, area in names:
                output.define_name(name, area)
        return buffer.getvalue()

    return write


# Reading the finished workbook: not measured.


def read_formats(book: Workbook) -> list[Options]:
    """Return the properties of each cell format, by its number."""
    cells = {cell.style_id: cell for sheet in book for row in sheet for cell in row}
    return [_format(cells[number]) if number in cells else {} for number in range(max(cells) + 1)]


def _format(cell: Cell) -> Options:
    font, alignment = cell.font, cell.alignment
    properties: Options = {
        "font_name": font.name,
        "font_size": round(font.size),
        "font_color": _colour(font.color),
        "bold": font.bold,
        "italic": font.italic,
        "align": alignment.horizontal,
        "valign": VERTICAL[alignment.vertical],
        "text_wrap": alignment.wrap_text,
        "indent": round(alignment.indent),
        "num_format": "" if cell.number_format == "General" else cell.number_format,
        "bg_color": _colour(cell.fill.fgColor) if cell.fill.fill_type else "",
    }
    for edge in ("left", "top", "bottom"):
        line = getattr(cell.border, edge)
        if line.style:
            properties |= {edge: LINES[line.style], f"{edge}_color": _colour(line.color)}
    return {name: value for name, value in properties.items() if value}


def _colour(colour: Any) -> str:
    return f"#{colour.rgb[2:]}" if colour is not None and colour.type == "rgb" else ""


def read_sheet(sheet: Worksheet, properties: list[Options]) -> BareSheet:
    """Return the content of a sheet, given the properties of each format."""
    page, margins = sheet.page_setup, sheet.page_margins
    merged = {each.coord: each.start_cell for each in sheet.merged_cells.ranges}
    filled = {ref: cell for ref, cell in merged.items() if VISIBLE & properties[cell.style_id].keys()}
    headers = {cell.coordinate for table in sheet.tables.values() for cell in sheet[table.ref][0]}
    # `merge_range` and `add_table` write these.
    written = headers | {cell.coordinate for cell in filled.values()}
    return BareSheet(
        name=sheet.title,
        is_landscape=page.orientation == "landscape",
        paper=page.paperSize,
        margins=(margins.left, margins.right, margins.top, margins.bottom),
        pages_high=1 if page.fitToHeight is None else page.fitToHeight,
        footer=str(sheet.oddFooter),
        frozen=_area(sheet.freeze_panes)[:2] if sheet.freeze_panes else None,
        repeated=int(sheet.print_title_rows.rpartition("$")[2]) - 1 if sheet.print_title_rows else None,
        widths=[(c.min - 1, c.max - 1, c.width - WIDTH_PADDING) for c in sheet.column_dimensions.values()],
        heights=[(number - 1, row.height) for number, row in sheet.row_dimensions.items() if row.height],
        cells=[
            (cell.row - 1, cell.column - 1, cell.value, cell.style_id)
            for row in sheet
            for cell in row
            if not isinstance(cell, MergedCell) and cell.has_style and cell.coordinate not in written
        ],
        filled=[(_area(ref), cell.value, cell.style_id) for ref, cell in filled.items()],
        merged=[_area(ref) for ref in merged if ref not in filled],
        tables=[_table(table, sheet) for table in sheet.tables.values()],
        charts=[len(chart.series) for chart in sheet._charts],
    )


def _table(table: Any, sheet: Worksheet) -> BareTable:
    headers = [(cell.value, cell.style_id) for cell in sheet[table.ref][0]]
    return BareTable(_area(table.ref), table.name, table.tableStyleInfo.name, headers)


def _area(reference: str) -> Area:
    first_column, first_row, last_column, last_row = range_boundaries(reference)
    return first_row - 1, first_column - 1, last_row - 1, last_column - 1


# Writing it: measured.


def write_sheet(output: Any, content: BareSheet, formats: list[Any]) -> None:
    """Add a sheet with its cells, tables and charts."""
    sheet = output.add_worksheet(content.name)
    set_up_page(sheet, content)
    for table in content.tables:
        columns = [{"header": text, "header_format": formats[number]} for text, number in table.headers]
        options = {"name": table.name, "style": table.style, "autofilter": False, "columns": columns}
        sheet.add_table(*table.area, options)
    for area, value, number in content.filled:
        sheet.merge_range(*area, value, formats[number])
    sheet.merge.extend(content.merged)
    for row, column, value, number in content.cells:
        if isinstance(value, str):
            sheet.write_string(row, column, value, formats[number])
        elif value is None:
            sheet.write_blank(row, column, None, formats[number])
        else:
            sheet.write_number(row, column, value, formats[number])
    for series in content.charts:
        chart = output.add_chart({"type": "bar"})
        for _ in range(series):
            chart.add_series({"values": [content.name, 0, 1, 5, 1]})
        sheet.insert_chart(0, 0, chart)


def set_up_page(sheet: Any, content: BareSheet) -> None:
    """Set paper, margins, footer, frozen rows, column widths and row heights."""
    sheet.hide_gridlines(2)
    sheet.set_paper(content.paper)
    sheet.fit_to_pages(1, content.pages_high)
    sheet.set_margins(*content.margins)
    if content.is_landscape:
        sheet.set_landscape()
    if content.footer:
        sheet.set_footer(content.footer)
    if content.frozen:
        sheet.freeze_panes(*content.frozen)
    if content.repeated is not None:
        sheet.repeat_rows(content.repeated)
    for first, last, width in content.widths:
        sheet.set_column(first, last, width)
    for row, height in content.heights:
        sheet.set_row(row, height)
