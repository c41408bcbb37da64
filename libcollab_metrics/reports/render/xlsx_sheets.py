"""Sheets of an Excel document: column widths, cell formats, row heights, and page breaks."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any, TypeAlias

from libcollab_metrics.figures.theme import OFFICE_FONT
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.brand import DEFAULT_BRAND, INK, LINE, SOFT, Brand
from libcollab_metrics.reports.document import Block, Grid, Heading, Text
from libcollab_metrics.reports.render.office import picture_size
from libcollab_metrics.reports.render.text import printable
from libcollab_metrics.reports.render.tidy import Cell, parse_printed_number

# XlsxWriter objects; the package is imported only when a workbook is written.
Workbook: TypeAlias = Any
Format: TypeAlias = Any
Worksheet: TypeAlias = Any

QUIET, RULE = SOFT, LINE
#: Colors in place of which a format has those of the brand: accent, color of numbers, and tint.
BRAND, BRAND_TEXT, GROUND = "brand", "brand-text", "brand-tint"
#: Number of each paper in a file.
PAPERS: Mapping[str, int] = MappingProxyType({"us-letter": 1, "a4": 9})
#: Widths of a printed page's columns, in characters; text is merged over all of them.
COLUMN_WIDTHS = (30, 15, 15, 15, 15, 15)
#: Further columns for wide tables: number and width in characters.
MORE_COLUMNS, MORE_WIDTH = 20, 12
#: Height of a printed page in points, portrait and landscape, at its print scale.
PAGE_HEIGHT, LANDSCAPE_HEIGHT = 780, 500
LAST = len(COLUMN_WIDTHS) - 1
#: Characters per line over all columns, and over all but the first.
FULL_WIDTH, TEXT_WIDTH = 112, 82
#: Maximum length of a cell's text, and of a sheet's name.
MAX_CELL_LENGTH, MAX_SHEET_NAME = 32_000, 31
LINE_HEIGHT, LOGO_HEIGHT, CELL_MARGIN = 15, 40, 2
#: Maximum lines of a row.
MAX_LINES = 20
#: Lines below a heading that stay on its page.
LINES_AFTER_HEADING = 5

_HEAD: Mapping[str, Any] = MappingProxyType(
    {"bold": True, "font_color": QUIET, "bottom": 1, "bottom_color": INK, "valign": "bottom"}
)
_CELL: Mapping[str, Any] = MappingProxyType({"bottom": 4, "bottom_color": RULE, "valign": "vcenter"})
_FORMATS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "title": {"bold": True, "font_size": 18},
        "subtitle": {"font_color": QUIET, "font_size": 11},
        "heading": {"bold": True, "font_size": 13, "font_color": BRAND_TEXT},
        "body": {},
        "quiet": {"font_color": QUIET, "font_size": 9},
        "bold": {"bold": True},
        "callout": {"bg_color": GROUND, "left": 5, "left_color": BRAND, "align": "left", "indent": 1},
        "callout-title": {
            "bold": True,
            "bg_color": GROUND,
            "left": 5,
            "left_color": BRAND,
            "align": "left",
            "indent": 1,
        },
        "label": {"valign": "vcenter", "font_color": QUIET, "top": 2, "top_color": BRAND},
        "value": {
            "valign": "vcenter",
            "bold": True,
            "font_size": 16,
            "font_color": BRAND_TEXT,
            "top": 2,
            "top_color": BRAND,
        },
        "worked": {"valign": "vcenter", "font_color": QUIET, "font_size": 9, "top": 2, "top_color": BRAND},
        "head": _HEAD,
        "head-number": {**_HEAD, "align": "right"},
        "head-remark": {**_HEAD, "align": "left", "indent": 1},
        "remark": {**_CELL, "align": "left", "indent": 1},
        "cell": _CELL,
        "cell-number": {**_CELL, "align": "right"},
        "cell-gap": {**_CELL, "align": "right", "font_color": QUIET, "italic": True},
    }
)

#: Styles without lines or fill. Of a range merged in such a style only the first cell is written: the blank
#: cells that XlsxWriter's `merge_range` adds show nothing, and take longer to write than the text.
_UNFILLED_STYLES = frozenset(("title", "subtitle", "heading", "body", "quiet", "bold"))


class WorkbookWriter:
    """A workbook being written: cached formats, and sheets with unique names."""

    def __init__(self, workbook: Workbook, language: Language, brand: Brand = DEFAULT_BRAND) -> None:
        self.workbook = workbook
        self.language = language
        self.brand = brand
        self._formats: dict[str, Format] = {}
        self._number_formats: dict[str, Format] = {}
        self._names: set[str] = set()
        self._range_names: set[str] = set()

    def style(self, name: str) -> Format:
        """Return the format with this name; create it on first use."""
        if name not in self._formats:
            base = {
                "font_name": OFFICE_FONT,
                "font_size": 10,
                "font_color": INK,
                "text_wrap": True,
                "valign": "top",
            }
            look = {**base, **_FORMATS[name]}
            colours = {BRAND: self.brand.accent, BRAND_TEXT: self.brand.text, GROUND: self.brand.tint}
            branded = {key: colours.get(value, value) for key, value in look.items()}
            self._formats[name] = self.workbook.add_format(branded)
        return self._formats[name]

    def number_style(self, pattern: str) -> Format:
        """Return the cell format with this number format."""
        if pattern not in self._number_formats:
            base = {"font_name": OFFICE_FONT, "font_size": 10, "font_color": INK, "align": "right"}
            self._number_formats[pattern] = self.workbook.add_format(
                {**base, **_FORMATS["cell"], "num_format": pattern}
            )
        return self._number_formats[pattern]

    def sheet(
        self, name: str, landscape: bool, one_page: bool = False, widths: Sequence[int] = COLUMN_WIDTHS
    ) -> SheetWriter:
        """Add a sheet that prints on the paper of the brand at page width; `widths` are in characters."""
        sheet = self.workbook.add_worksheet(self._unique_sheet_name(name))
        sheet.hide_gridlines(2)
        sheet.set_paper(PAPERS[self.brand.paper])
        sheet.fit_to_pages(1, 1 if one_page else 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
        if landscape:
            sheet.set_landscape()
        for width, columns in groupby(range(len(widths)), key=widths.__getitem__):
            first, *others = columns
            sheet.set_column(first, others[-1] if others else first, width)
        sheet.set_column(LAST + 1, LAST + MORE_COLUMNS, MORE_WIDTH)
        return SheetWriter(self, sheet, LANDSCAPE_HEIGHT if landscape else PAGE_HEIGHT, widths)

    def unique_range_name(self, stem: str) -> str:
        """Return a name of a range that no other has."""
        own, number = stem, 2
        while own.casefold() in self._range_names:
            own, number = f"{stem}_{number}", number + 1
        self._range_names.add(own.casefold())
        return own

    def _unique_sheet_name(self, name: str) -> str:
        """Return a valid, unique sheet name: no forbidden characters, at most 31 characters."""
        plain = re.sub(r"[\[\]:*?/\\]", " ", printable(name)).strip(" '") or "Sheet"
        own, number = plain[:MAX_SHEET_NAME], 2
        while own.casefold() in self._names:
            own, number = f"{plain[: MAX_SHEET_NAME - 3]} {number}", number + 1
        self._names.add(own.casefold())
        return own


#: Points of a line of the title, and characters that fit it.
TITLE_HEIGHT, TITLE_WIDTH = 28, round(FULL_WIDTH * 10 / 18)


class SheetWriter:
    """One sheet, filled from the top; `row` is the next free row."""

    def __init__(
        self, book: WorkbookWriter, sheet: Worksheet, page_height: int, widths: Sequence[int]
    ) -> None:
        self.book = book
        self.sheet = sheet
        self.row = 0
        self.page_height = page_height
        self._widths = widths
        self._heights: dict[int, int] = {}
        self._breaks = [0]
        self._heading: int | None = None  # row of a heading without content below it so far

    def width_of(self, column: int) -> int:
        """Return the width of a column in characters."""
        return self._widths[column] if column < len(self._widths) else MORE_WIDTH

    def height(self, row: int, points: int) -> None:
        """Set the height of a row in points, unless the row has it already."""
        if points != self._heights.get(row, LINE_HEIGHT):
            self._heights[row] = points
            self.sheet.set_row(row, points)

    def keep_together(self, points: int) -> None:
        """Start a new printed page if the content does not fit; a heading moves with its content."""
        start = self.row if self._heading is None else self._heading
        used = sum(self._heights.get(row, LINE_HEIGHT) for row in range(self._breaks[-1], self.row))
        if used + points > self.page_height and start > self._breaks[-1]:
            self._breaks.append(start)
            self.sheet.set_h_pagebreaks(self._breaks[1:])

    def label(self, text: str) -> None:
        """Write the label of a row of numbers, and set the row's height."""
        self.write(self.row, 0, text, "cell")
        self.height(self.row, row_height([(text, self._widths[0])]))

    def write_to_last_column(self, column: int, text: str, style: str) -> None:
        """Write a text into the current row, from a column to the last column."""
        self.write_merged(column, max(column, LAST), text, style)
        width = sum(self._widths[column:]) or MORE_WIDTH
        self.height(self.row, max(self._heights.get(self.row, 0), row_height([(text, width)])))

    def write(self, row: int, column: int, text: str, style: str) -> None:
        """Write a text as a string, never as a formula or link."""
        self.sheet.write_string(row, column, printable(text)[:MAX_CELL_LENGTH], self.book.style(style))

    def write_merged(self, first: int, last: int, text: str, style: str) -> None:
        """Write a text into the current row, merged over several columns."""
        if last > first and style in _UNFILLED_STYLES:
            self.sheet.merge.append([self.row, first, self.row, last])
        elif last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", self.book.style(style))
        self.write(self.row, first, text, style)

    def number(self, first: int, last: int, value: float, pattern: str) -> None:
        """Write a number into the current row, merged over several columns."""
        style = self.book.number_style(pattern)
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", style)
        self.sheet.write_number(self.row, first, value, style)

    def letterhead(self, logo: bytes, contact: str) -> None:
        """Write the contact line, and the logo at the right."""
        if not logo and not contact:
            return
        if logo:
            _, height = picture_size(logo)
            scale = LOGO_HEIGHT / height
            self.sheet.insert_image(
                self.row,
                LAST - 1,
                "logo.png",
                {
                    "image_data": io.BytesIO(logo),
                    "x_scale": scale,
                    "y_scale": scale,
                    "description": contact or "Logo",
                },
            )
        self.write_merged(0, LAST - 2, contact, "quiet")
        self.height(self.row, LOGO_HEIGHT if logo else LINE_HEIGHT)
        self.row += 1

    def title(self, text: str, below: str) -> None:
        """Write the sheet's title and the line below it."""
        self.line(text, "title", height=TITLE_HEIGHT * _lines(text, TITLE_WIDTH))
        self.line(below, "subtitle")
        self.space()
        self._heading = 0

    def line(self, text: str, style: str, height: int = 0) -> None:
        """Write one paragraph over all columns; skip an empty text."""
        if not text:
            return
        self._heading = None
        self.write_merged(0, LAST, text, style)
        self.height(self.row, height or LINE_HEIGHT * _lines(text, FULL_WIDTH))
        self.row += 1

    def heading(self, text: str) -> None:
        """Write a heading that stays on the page of the content below."""
        self.space()
        self.keep_together(LINES_AFTER_HEADING * LINE_HEIGHT)
        start = self.row
        self.line(text, "heading", LINE_HEIGHT * _lines(text, FULL_WIDTH) + 4)
        self._heading = start

    def pair(self, label: str, text: str, width: int) -> None:
        """Write a term and its description."""
        self.write(self.row, 0, label, "bold")
        self.write_merged(1, LAST, text, "body")
        self.height(self.row, LINE_HEIGHT * max(_lines(text, width), _lines(label, self._widths[0])) + 4)
        self.row += 1

    def figure(self, label: str, value: str, worked: str, qualifier: str) -> None:
        """Write a key figure: label, number, and formula."""
        self._heading = None
        self.write(self.row, 0, label, "label")
        self.write_merged(1, 2, value, "value")
        small_print = "\n".join(part for part in (worked, qualifier) if part)
        self.sheet.merge_range(self.row, 3, self.row, LAST, "", self.book.style("worked"))
        self.sheet.write_string(
            self.row, 3, "\n".join(map(printable, small_print.split("\n"))), self.book.style("worked")
        )
        lines = max(_lines(part, 58) for part in (worked, qualifier)) + (1 if worked and qualifier else 0)
        self.height(self.row, max(26 * _lines(value, 24), 13 * lines + 6, LINE_HEIGHT * _lines(label, 28)))
        self.row += 1

    def write_header_row(self, headings: Sequence[str], numeric: Iterable[int]) -> None:
        """Write the header row of a table."""
        for column, heading in enumerate(headings):
            self.write(self.row, column, heading, "head-number" if column in numeric else "head")
        self.height(
            self.row, row_height((text, self.width_of(column)) for column, text in enumerate(headings))
        )

    def write_tidy_table(self, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """Write a table for analysis: header row with filter, numbers as numbers."""
        for column, heading in enumerate(columns):
            self.write(0, column, heading, "head")
        for number, cells in enumerate(rows, start=1):
            self.row = number
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    self.write(number, column, cell, "cell")
                elif cell is not None:
                    self.sheet.write_number(number, column, cell, self.book.number_style("General"))
        self.sheet.freeze_panes(1, 0)
        self.sheet.autofilter(0, 0, max(1, self.row), len(columns) - 1)
        self.sheet.repeat_rows(0)
        self.sheet.set_column(0, 2, 28)
        self.sheet.set_column(3, len(columns) - 4, 13)
        self.sheet.set_column(len(columns) - 3, len(columns) - 1, 40)

    def space(self) -> None:
        """Leave an empty line."""
        self.row += 1

    def footer(self, text: str) -> None:
        """Set the footer text and page number; ampersands are escaped, because they start codes."""
        printed = printable(text).replace("&", "&&")[:200]
        self.sheet.set_footer(f"&L&8{printed}&R&8&P / &N")


def row_height(cells: Iterable[tuple[str, int]]) -> int:
    """Return the height of a table row in points, for its longest text."""
    most = max([-(-len(text) // max(1, width - 2)) for text, width in cells], default=1)
    return LINE_HEIGHT * min(MAX_LINES, max(1, most)) + CELL_MARGIN


def _lines(text: str, width: int) -> int:
    """Estimate the lines of a text, slightly too high; at most `MAX_LINES`."""
    return min(MAX_LINES, max(1, -(-len(text) // max(1, width - 2))))


# Printed tables: columns as wide as their text needs, and numbers as numeric cells.

#: Rows of a table that stay on the page of its title; a longer table may break.
UNBROKEN_ROWS = 25
#: Characters of the narrowest column, and padding of a column as wide as its longest text.
MIN_COLUMN_CHARACTERS, COLUMN_PADDING = 5, 3


@dataclass(frozen=True)
class Column:
    """First and last sheet column of a table column, and what it contains."""

    first: int
    last: int
    is_numeric: bool
    follows_number: bool

    def width(self, page: SheetWriter) -> int:
        """Return its width in characters."""
        return sum(map(page.width_of, range(self.first, self.last + 1)))


def widths_for(blocks: Sequence[Block]) -> tuple[int, ...]:
    """Return the widths of the first columns: the default, or fitted to a single wide table.

    The total width is unchanged, so that texts over all columns fit.
    """
    tables = [block for block in blocks if isinstance(block, Grid)]
    others = [block for block in blocks if not isinstance(block, Grid | Text | Heading)]
    if len(tables) != 1 or others or len(tables[0].headings) <= len(COLUMN_WIDTHS):
        return COLUMN_WIDTHS
    longest = _longest(tables[0])[: len(COLUMN_WIDTHS)]
    needed = [min(COLUMN_WIDTHS[0], max(MIN_COLUMN_CHARACTERS, each + COLUMN_PADDING)) for each in longest]
    needed[longest.index(max(longest))] += max(0, sum(COLUMN_WIDTHS) - sum(needed))
    return tuple(needed)


def _longest(table: Grid) -> list[int]:
    return [max(map(len, cells)) for cells in zip(table.headings, *table.rows, strict=True)]


def write_table(table: Grid, page: SheetWriter) -> None:
    """Write a table; printed numbers become numeric cells that look as printed.

    The header row of a table longer than a printed page is repeated on each page.
    """
    columns = assign_columns(table, page)
    height = sum(_height(row, columns, page) for row in (table.headings, *table.rows))
    page.keep_together(min(height + 3 * LINE_HEIGHT, UNBROKEN_ROWS * LINE_HEIGHT))
    page.line(table.title, "bold")
    if height > page.page_height:
        page.sheet.repeat_rows(page.row)
    _write_row(table.headings, columns, page, is_header=True)
    for row in table.rows:
        _write_row(row, columns, page)
    page.line(table.note, "quiet")
    page.space()


def assign_columns(table: Grid, page: SheetWriter) -> list[Column]:
    """Assign sheet columns to table columns; spare columns go to those with the longest text."""
    longest = _longest(table)
    spans = [1] * len(longest)
    for _ in range(LAST + 1 - len(longest)):
        crowding = [
            need / column.width(page)
            for need, column in zip(longest, _build_columns(spans, table), strict=True)
        ]
        if not crowding or max(crowding) <= 1:
            break
        spans[crowding.index(max(crowding))] += 1
    return _build_columns(spans, table)


def _build_columns(spans: Sequence[int], table: Grid) -> list[Column]:
    return [
        Column(sum(spans[:i]), sum(spans[: i + 1]) - 1, i in table.numeric, i - 1 in table.numeric)
        for i in range(len(spans))
    ]


def _write_row(
    texts: Sequence[str], columns: Sequence[Column], page: SheetWriter, is_header: bool = False
) -> None:
    for column, text in zip(columns, texts, strict=True):
        if is_header:
            page.write_merged(column.first, column.last, text, _head_style(column))
        else:
            _write_cell(column, text, page)
    page.height(page.row, _height(texts, columns, page))
    page.row += 1


def _height(texts: Sequence[str], columns: Sequence[Column], page: SheetWriter) -> int:
    return row_height((text, column.width(page)) for column, text in zip(columns, texts, strict=True))


def _head_style(column: Column) -> str:
    return "head-number" if column.is_numeric else "head-remark" if column.follows_number else "head"


def _write_cell(column: Column, text: str, page: SheetWriter) -> None:
    number = parse_printed_number(text, page.book.language) if column.is_numeric else None
    if number:
        page.number(column.first, column.last, number.value, number.pattern)
    elif column.is_numeric:
        has_digit = any(map(str.isdigit, text))
        page.write_merged(column.first, column.last, text, "cell-number" if has_digit else "cell-gap")
    else:
        page.write_merged(column.first, column.last, text, "remark" if column.follows_number else "cell")
