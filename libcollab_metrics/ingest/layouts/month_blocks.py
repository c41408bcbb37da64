"""Blocks of a log below a line with their month: "March 2026", followed by rows that give only the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np

from libcollab_metrics.ingest.files.cells import CellColumn
from libcollab_metrics.ingest.tables.context import find_month
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.totals import is_possible_total
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import (
    HALF_A_YEAR,
    DayInMonth,
    ParsedDay,
    parse_day,
    parse_day_number,
    parse_month,
    parse_year,
)
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping

#: Year (None if the line does not name it) and month.
Month = tuple[int | None, int]


def expand_month_blocks(
    grid: Grid, mapping: Sequence[ColumnMapping], month: int | None
) -> tuple[Grid, list[int]]:
    """Expand day numbers under "Date" to dates, and find the rows that are month headings.

    Parameters
    ----------
    grid : Grid
        Table to expand.
    mapping : sequence of ColumnMapping
        Mapping of its columns; exactly one must be the session date.
    month : int or None
        Month of the sheet: applies to rows above the first heading, or to a column of day numbers only.

    Returns
    -------
    grid : Grid
        The grid with dates in place of day numbers.
    headings : list of int
        Indices of the heading rows.
    """
    places = [
        mapped.column - grid.cells.first_column for mapped in mapping if mapped.field == "sessions.date"
    ]
    if len(places) != 1:
        return grid, []
    headings = dict(_find_month_headings(grid, places[0]))
    above = (None, month) if month else None
    if not headings and not (above and _has_only_day_numbers(grid, places[0])):
        return grid, []
    column = _expand_day_numbers(grid.cells.columns[places[0]], list(headings), [above, *headings.values()])
    columns = (*grid.cells.columns[: places[0]], column, *grid.cells.columns[places[0] + 1 :])
    return replace(grid, cells=replace(grid.cells, columns=columns)), list(headings)


def _find_month_headings(grid: Grid, column_index: int) -> Iterator[tuple[int, Month]]:
    """Yield rows that hold only a month, if rows of days follow one of them.

    A row that names its month among other words, or as its first day, is a heading only if day numbers follow
    it.
    """
    filled = grid.cells.filled_counts.copy()
    filled[: grid.header + 1] = 0
    lone = [
        (index, month)
        for index in np.flatnonzero(filled == 1).tolist()
        if (month := _parse_lone_month(grid, index))
    ]
    ends = [*(index for index, _ in lone), grid.cells.height]
    days = grid.cells.columns[column_index]
    below = [
        [days.cells[code] for code in np.unique(days.codes[start + 1 : end]).tolist()]
        for start, end in pairwise(ends)
    ]
    bare = [_is_month_name(grid, index) for index, _ in lone]
    heads = [any(map(_is_day_number, cells)) for cells in below]
    blocks = any(heads) or any(
        is_bare and any(map(_is_day, cells)) for is_bare, cells in zip(bare, below, strict=True)
    )
    before: Month | None = None
    for (index, month), head, is_bare in zip(lone, heads, bare, strict=True):
        if head or (blocks and is_bare):
            before = _complete_year(month, before)
            yield index, before


def _complete_year(month: Month, previous: Month | None) -> Month:
    """Complete a month without a year from the heading before it, choosing the nearest year.

    Examples
    --------
    >>> (_complete_year((None, 4), (2026, 3)), _complete_year((None, 1), (2025, 12)),
    ...  _complete_year((None, 12), (2026, 1)))
    ((2026, 4), (2026, 1), (2025, 12))
    """
    if month[0] is not None or previous is None or previous[0] is None:
        return month
    later = month[1] - previous[1]
    return previous[0] + (later < -HALF_A_YEAR) - (later > HALF_A_YEAR), month[1]


def _parse_lone_month(grid: Grid, index: int) -> Month | None:
    """Parse the month in the only cell of a row.

    The cell is text, or the first day of a month: Excel stores "March 2026" that way.
    """
    cell = _lone_cell(grid, index)
    if isinstance(cell, date):
        return (cell.year, cell.month) if cell.day == 1 else None
    if (
        not isinstance(cell, str)
        or parse_day(cell)
        or is_possible_total(normalize_heading(cell))
        or cell.strip().isdecimal()
    ):
        return None
    named = find_month([cell])
    return (parse_year(cell), named) if named else None


def _is_month_name(grid: Grid, index: int) -> bool:
    cell = _lone_cell(grid, index)
    return isinstance(cell, str) and parse_month(cell) is not None


def _lone_cell(grid: Grid, index: int) -> object:
    return next(cell for cell in grid.cells.rows[index] if cell is not None)


def _is_day_number(cell: object) -> bool:
    return isinstance(cell, str | float) and parse_day_number(cell_text(cell)) is not None


def _is_day(cell: object) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and parse_day(cell) is not None)


def _has_only_day_numbers(grid: Grid, column_index: int) -> bool:
    column = grid.cells.columns[column_index]
    there = [column.cells[code] for code in column.distinct_codes(grid.header + 1).tolist() if code]
    return bool(there) and all(map(_is_day_number, there))


def _expand_day_numbers(column: CellColumn, headings: list[int], months: list[Month | None]) -> CellColumn:
    """Replace the day numbers of a column by dates.

    Rows below the n-th heading (from 1) are in `months[n]`; rows above the first heading are in `months[0]`.
    """
    block = np.searchsorted(headings, np.arange(len(column)), side="right")
    combined = np.where(column.codes == 0, 0, column.codes.astype(np.int64) * len(months) + block)
    pairs, codes = np.unique(np.append(combined, 0), return_inverse=True)  # a blank remains code 0
    cells = [
        _expand_day_number(column.cells[pair // len(months)], months[pair % len(months)])
        for pair in pairs.tolist()
    ]
    return CellColumn(codes[:-1].astype(np.int32), cells)


def _expand_day_number(cell: object, month: Month | None) -> object:
    number = parse_day_number(cell_text(cell)) if isinstance(cell, str | float) else None
    return DayInMonth(cell_text(cell), ParsedDay(*month, number)) if month and number else cell
