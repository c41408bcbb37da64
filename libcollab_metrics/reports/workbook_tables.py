"""A printed table on a sheet: columns as wide as their words need, and numbers a spreadsheet can reckon with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from libcollab_metrics.reports.document import Block, Grid, Heading, Text
from libcollab_metrics.reports.workbook_numbers import as_number
from libcollab_metrics.reports.workbook_sheets import COLUMN_WIDTHS, LAST, LINE_HEIGHT, Page, row_height

#: Rows of a table that stay on a page with its title; a longer one may break.
ROWS_KEPT = 25
#: Characters of the narrowest column, and those left free in one that is as wide as its longest text.
SHORTEST, BESIDE = 5, 3


@dataclass(frozen=True)
class Column:
    """The columns of the sheet, first and last, over which one of the table stands, and what it holds."""

    first: int
    last: int
    is_numeric: bool
    follows_number: bool

    def width(self, page: Page) -> int:
        """Characters that fit in it."""
        return sum(map(page.width_of, range(self.first, self.last + 1)))


def widths_for(blocks: Sequence[Block]) -> tuple[int, ...]:
    """Return the widths of the first columns of a sheet: the usual ones, or what its one table of many columns needs.

    Together they are as wide as ever, so that texts over all columns have their room.
    """
    tables = [block for block in blocks if isinstance(block, Grid)]
    others = [block for block in blocks if not isinstance(block, Grid | Text | Heading)]
    if len(tables) != 1 or others or len(tables[0].headings) <= len(COLUMN_WIDTHS):
        return COLUMN_WIDTHS
    longest = _longest(tables[0])[: len(COLUMN_WIDTHS)]
    needed = [min(COLUMN_WIDTHS[0], max(SHORTEST, each + BESIDE)) for each in longest]
    needed[longest.index(max(longest))] += max(0, sum(COLUMN_WIDTHS) - sum(needed))
    return tuple(needed)


def _longest(table: Grid) -> list[int]:
    return [max(map(len, cells)) for cells in zip(table.headings, *table.rows, strict=True)]


def write_table(table: Grid, page: Page) -> None:
    """Write a table; what is printed as a number is one, and looks as it is printed.

    The headings of a table longer than a printed page are repeated on each.
    """
    columns = columns_of(table, page)
    height = sum(_height(row, columns, page) for row in (table.headings, *table.rows))
    page.keep_together(min(height + 3 * LINE_HEIGHT, ROWS_KEPT * LINE_HEIGHT))
    page.line(table.title, "bold")
    if height > page.page_height:
        page.sheet.repeat_rows(page.row)
    _write_row(table.headings, columns, page, is_head=True)
    for row in table.rows:
        _write_row(row, columns, page)
    page.line(table.note, "quiet")
    page.space()


def columns_of(table: Grid, page: Page) -> list[Column]:
    """Give each column of the table one of the sheet, and what is left of the page's width to the most crowded."""
    longest = _longest(table)
    spans = [1] * len(longest)
    for _ in range(LAST + 1 - len(longest)):
        crowding = [need / column.width(page) for need, column in zip(longest, _placed(spans, table), strict=True)]
        if not crowding or max(crowding) <= 1:
            break
        spans[crowding.index(max(crowding))] += 1
    return _placed(spans, table)


def _placed(spans: Sequence[int], table: Grid) -> list[Column]:
    return [
        Column(sum(spans[:i]), sum(spans[: i + 1]) - 1, i in table.numeric, i - 1 in table.numeric)
        for i in range(len(spans))
    ]


def _write_row(texts: Sequence[str], columns: Sequence[Column], page: Page, is_head: bool = False) -> None:
    for column, text in zip(columns, texts, strict=True):
        if is_head:
            page.across(column.first, column.last, text, _head_style(column))
        else:
            _write_cell(column, text, page)
    page.height(page.row, _height(texts, columns, page))
    page.row += 1


def _height(texts: Sequence[str], columns: Sequence[Column], page: Page) -> int:
    return row_height((text, column.width(page)) for column, text in zip(columns, texts, strict=True))


def _head_style(column: Column) -> str:
    return "head-number" if column.is_numeric else "head-remark" if column.follows_number else "head"


def _write_cell(column: Column, text: str, page: Page) -> None:
    number = as_number(text, page.book.language) if column.is_numeric else None
    if number:
        page.number(column.first, column.last, number.value, number.pattern)
    elif column.is_numeric:
        is_told = any(map(str.isdigit, text))
        page.across(column.first, column.last, text, "cell-number" if is_told else "cell-gap")
    else:
        page.across(column.first, column.last, text, "remark" if column.follows_number else "cell")
