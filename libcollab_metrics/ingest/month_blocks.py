"""A log in blocks: a line that names a month, and below it rows that give only the day ("Sat 7")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np

from libcollab_metrics.ingest.cells import CellColumn
from libcollab_metrics.ingest.columns import as_text
from libcollab_metrics.ingest.context import month_in
from libcollab_metrics.ingest.days import HALF_A_YEAR, Day, DayInMonth, read_day, read_day_number, read_month, read_year
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.totals import perhaps_total
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped

#: A year, unknown where the line does not name it, and a month.
Month = tuple[int | None, int]


def in_blocks(grid: Grid, mapping: Sequence[Mapped], month: int | None) -> tuple[Grid, list[int]]:
    """Return the grid with each day number under "Date" as the day it means, and the rows that head the others.

    Parameters
    ----------
    month : the month the sheet is about: that of rows above the first heading, or of a column of day numbers only.
    """
    places = [mapped.column - grid.cells.first_column for mapped in mapping if mapped.field == "sessions.date"]
    if len(places) != 1:
        return grid, []
    headings = dict(_headings(grid, places[0]))
    above = (None, month) if month else None
    if not headings and not (above and _only_day_numbers(grid, places[0])):
        return grid, []
    column = _meant(grid.cells.columns[places[0]], list(headings), [above, *headings.values()])
    columns = (*grid.cells.columns[: places[0]], column, *grid.cells.columns[places[0] + 1 :])
    return replace(grid, cells=replace(grid.cells, columns=columns)), list(headings)


def _headings(grid: Grid, place: int) -> Iterator[tuple[int, Month]]:
    """Rows that hold a month and nothing else, where rows of days stand below one of them.

    What only says a month by other words, or by its first day, is a heading only with day numbers below itself.
    """
    filled = np.sum([column.codes != 0 for column in grid.cells.columns], axis=0)
    filled[: grid.header + 1] = 0
    lone = [(index, month) for index in np.flatnonzero(filled == 1).tolist() if (month := _month_of(grid, index))]
    ends = [*(index for index, _ in lone), grid.cells.height]
    days = grid.cells.columns[place]
    below = [
        [days.cells[code] for code in np.unique(days.codes[one + 1 : other]).tolist()] for one, other in pairwise(ends)
    ]
    bare = [_names_only_a_month(grid, index) for index, _ in lone]
    heads = [any(map(_is_day_number, cells)) for cells in below]
    blocks = any(heads) or any(is_bare and any(map(_is_day, cells)) for is_bare, cells in zip(bare, below, strict=True))
    before: Month | None = None
    for (index, month), head, is_bare in zip(lone, heads, bare, strict=True):
        if head or (blocks and is_bare):
            before = _with_year(month, before)
            yield index, before


def _with_year(month: Month, before: Month | None) -> Month:
    """A month without a year in that of the heading before it, or in the one beside where that is nearer.

    Examples
    --------
    >>> _with_year((None, 4), (2026, 3)), _with_year((None, 1), (2025, 12)), _with_year((None, 12), (2026, 1))
    ((2026, 4), (2026, 1), (2025, 12))
    """
    if month[0] is not None or before is None or before[0] is None:
        return month
    later = month[1] - before[1]
    return before[0] + (later < -HALF_A_YEAR) - (later > HALF_A_YEAR), month[1]


def _month_of(grid: Grid, index: int) -> Month | None:
    """The month that the one cell of a row names, in words or as its first day, as Excel makes of "March 2026"."""
    cell = _lone_cell(grid, index)
    if isinstance(cell, date):
        return (cell.year, cell.month) if cell.day == 1 else None
    if not isinstance(cell, str) or read_day(cell) or perhaps_total(plain(cell)) or cell.strip().isdecimal():
        return None
    named = month_in([cell])
    return (read_year(cell), named) if named else None


def _names_only_a_month(grid: Grid, index: int) -> bool:
    cell = _lone_cell(grid, index)
    return isinstance(cell, str) and read_month(cell) is not None


def _lone_cell(grid: Grid, index: int) -> object:
    return next(cell for cell in grid.cells.rows[index] if cell is not None)


def _is_day_number(cell: object) -> bool:
    return isinstance(cell, str | float) and read_day_number(as_text(cell)) is not None


def _is_day(cell: object) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and read_day(cell) is not None)


def _only_day_numbers(grid: Grid, place: int) -> bool:
    column = grid.cells.columns[place]
    there = [column.cells[code] for code in np.unique(column.codes[grid.header + 1 :]).tolist() if code]
    return bool(there) and all(map(_is_day_number, there))


def _meant(column: CellColumn, headings: list[int], months: list[Month | None]) -> CellColumn:
    """The column with its day numbers as days: those below the n-th heading lie in the month of that place, from 1."""
    block = np.searchsorted(headings, np.arange(len(column)), side="right")
    alike = np.where(column.codes == 0, 0, column.codes.astype(np.int64) * len(months) + block)
    pairs, codes = np.unique(np.append(alike, 0), return_inverse=True)  # the blank keeps the first code
    cells = [_day_in(column.cells[pair // len(months)], months[pair % len(months)]) for pair in pairs.tolist()]
    return CellColumn(codes[:-1].astype(np.int32), cells)


def _day_in(cell: object, month: Month | None) -> object:
    number = read_day_number(as_text(cell)) if isinstance(cell, str | float) else None
    return DayInMonth(as_text(cell), Day(*month, number)) if month and number else cell
