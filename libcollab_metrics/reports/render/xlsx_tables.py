"""Sheets of tables in a workbook: native tables with names, frozen header rows, and print set-up."""

from __future__ import annotations

import re
import unicodedata

from libcollab_metrics.localization import Language
from libcollab_metrics.reports.document import Grid, Sheet
from libcollab_metrics.reports.render.text import printable
from libcollab_metrics.reports.render.tidy import parse_printed_number
from libcollab_metrics.reports.render.xlsx_sheets import SheetWriter, WorkbookWriter, row_height

#: Characters of the narrowest and of the widest column, and added to its longest text.
MIN_WIDTH, MAX_WIDTH, PADDING = 10, 42, 3
#: Look of a native table: thin lines, no colors of its own.
TABLE_STYLE = "Table Style Light 1"


def write_sheet(sheet: Sheet, book: WorkbookWriter, footer: str) -> None:
    """Add a sheet with its tables one below the other; the header row of a single table is frozen."""
    widths = _widths(sheet)
    page = book.sheet(sheet.name, landscape=sum(widths) > MAX_WIDTH * 2.5, widths=widths)
    page.title(sheet.name, sheet.text)
    for table in sheet.tables:
        page.line(table.title, "bold")
        first = page.row
        _write_table(table, page, book)
        if len(sheet.tables) == 1:
            page.sheet.freeze_panes(first + 1, 1)
            page.sheet.repeat_rows(first)
        page.space()
        page.line(table.note, "quiet")
    page.footer(footer)


def _widths(sheet: Sheet) -> tuple[int, ...]:
    """Return the width of each column, for the longest text of all tables in it."""
    count = max(len(table.headings) for table in sheet.tables)
    longest = [0] * count
    for table in sheet.tables:
        for cells in (table.headings, *table.rows):
            for column, text in enumerate(cells):
                longest[column] = max(longest[column], len(text))
    return tuple(min(MAX_WIDTH, max(MIN_WIDTH, each + PADDING)) for each in longest)


def _write_table(table: Grid, page: SheetWriter, book: WorkbookWriter) -> None:
    """Write a native table with a name of its own; numbers are numbers in the format they are printed in."""
    first, last = page.row, page.row + len(table.rows)
    columns = [
        {"header": heading, "header_format": book.style("head-number" if i in table.numeric else "head")}
        for i, heading in enumerate(_unique(table.headings))
    ]
    page.height(first, row_height((text, page.width_of(i)) for i, text in enumerate(table.headings)))
    name = _unique_name(table.title, book)
    page.sheet.add_table(
        first,
        0,
        last,
        len(columns) - 1,
        {"columns": columns, "style": TABLE_STYLE, "autofilter": False, "name": f"table_{name}"},
    )
    for cells in table.rows:
        page.row += 1
        for column, text in enumerate(cells):
            _write_cell(text, column, column in table.numeric, page, book.language)
        page.height(page.row, row_height((text, page.width_of(i)) for i, text in enumerate(cells)))
    quoted = page.sheet.get_name().replace("'", "''")
    last_column = _column_letter(len(columns) - 1)
    book.workbook.define_name(name, f"='{quoted}'!$A${first + 2}:${last_column}${last + 1}")
    page.row = last + 1


def _write_cell(text: str, column: int, is_number: bool, page: SheetWriter, language: Language) -> None:
    number = parse_printed_number(text, language) if is_number else None
    if number is None:
        page.write(page.row, column, text, "cell-number" if is_number else "cell")
    else:
        page.sheet.write_number(page.row, column, number.value, page.book.number_style(number.pattern))


def _unique(headings: tuple[str, ...]) -> list[str]:
    """Return the headings of a native table, which must differ and not be empty."""
    found: list[str] = []
    for heading in map(printable, headings):
        own, number = heading or "–", 2
        while own.casefold() in {other.casefold() for other in found}:
            own, number = f"{heading} {number}", number + 1
        found.append(own)
    return found


def _unique_name(title: str, book: WorkbookWriter) -> str:
    """Return a name for a range: letters, digits and underscores, unlike every other of the workbook."""
    plain = unicodedata.normalize("NFKD", printable(title)).encode("ascii", "ignore").decode()
    stem = re.sub(r"\W+", "_", plain).strip("_")[:40] or "range"
    stem = f"range_{stem}" if not stem[0].isalpha() or re.fullmatch(r"[A-Za-z]{1,3}\d+", stem) else stem
    return book.unique_range_name(stem)


def _column_letter(column: int) -> str:
    return chr(ord("A") + column)
