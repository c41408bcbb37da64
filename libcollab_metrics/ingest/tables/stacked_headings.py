"""Rows below the first headings of a sheet that may begin another table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.header_merge import HeaderRows
from libcollab_metrics.ingest.tables.header_row import begins_as, is_row_of_days
from libcollab_metrics.ingest.tables.heading_rows import (
    LAST_OF_MONTH,
    MAX_COMPARED_COLUMNS,
    MIN_HEADER_SCORE,
    parse_heading_row,
    score_headings,
)
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import all_known_headings
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Most cells of a row of titles.
TITLE_CELLS = 2
#: Fewest days in a row of headings, next to known ones or to some of the first header.
MIN_DAYS_ACROSS, MIN_WORDS_AGAIN = 2, 2
#: Most characters of the heading of a day: "10-ene", "L 27", "Miércoles 10-sep-2026".
LONGEST_DAY = 24
#: Roles of the headings of days.
DATE_ROLES = ("date", "ledger_date")
_NUMBER = re.compile(r"^\s*[₱$€£]?\s*\d[\d.,]*\s*$")


def days_across(rows: HeaderRows) -> list[object]:
    """Return the days and day numbers across the top of a table."""
    return [(h.number, h.day) for h in rows.headings if h.number is not None or h.day is not None]


def is_number(cell: object) -> bool:
    """Return whether a cell is a number, or a text of one, such as an amount of money."""
    return isinstance(cell, float) or (isinstance(cell, str) and _NUMBER.match(cell) is not None)


def find_heading_rows(cells: SheetCells, first: HeaderRows) -> list[int]:
    """Find rows below the first header that may begin another table: known headings or days, no numbers.

    In a CSV file, numbers are text and do not count as words. A candidate follows a blank row or a title, or
    repeats the words of such a row or of the first header, which may be next to other days. Evaluated column
    by column, so that only few rows are examined in full.
    """
    texts = [column.folded for column in cells.columns]
    filled = cells.filled_counts
    headings = all_known_headings()
    known = count_flagged(cells, [[text in headings for text in listed] for listed in texts])
    words = count_flagged(
        cells, [[isinstance(c, str) and not _NUMBER.match(c) for c in col.cells] for col in cells.columns]
    )
    heading_texts = {normalize_heading(h.spanning_text or h.text) for h in first.headings if h.text}
    again = count_flagged(cells, [[text in heading_texts for text in listed] for listed in texts])
    is_repeated = (again == filled) & (filled >= TITLE_CELLS)
    days = count_flagged(cells, [[isinstance(c, date) for c in col.cells] for col in cells.columns])
    likely = ((known >= 2) | is_repeated) & (words == filled)
    likely |= (known >= 2) & (days >= MIN_DAYS_ACROSS) & (words + days == filled)
    has_other_days = _find_rows_of_other_days(cells, first, filled)
    is_titled = find_titled_rows(cells, first, filled) & (words == filled)
    likely |= is_titled
    is_same = _find_same_rows(cells, first.bottom)
    likely |= is_same
    is_repeated |= has_other_days | is_titled | is_same
    likely[: first.bottom + 2] = has_other_days[: first.bottom + 2] = False
    below = likely & (np.concatenate([[0], filled[:-1]]) <= TITLE_CELLS)
    heading_texts |= {
        normalize_heading(cell_text(cell)) for row in np.flatnonzero(below) for cell in cells.rows[int(row)]
    }
    repeated = count_flagged(cells, [[text in heading_texts for text in listed] for listed in texts])
    rows = np.flatnonzero(below | has_other_days | (likely & (repeated >= filled - 1))).tolist()
    return [
        row
        for row in rows
        if is_repeated[row]
        or score_headings(parse_heading_row(cells, row)) >= MIN_HEADER_SCORE
        or _changes_kinds(cells, first.bottom + 1, row)
    ]


def _find_same_rows(cells: SheetCells, header: int) -> NDArray[np.bool_]:
    """Return which rows below a row of headings repeat it cell by cell."""
    is_same = np.arange(cells.height) > header
    for column in cells.columns:
        is_same &= column.codes == column.codes[header]
    return is_same


def find_titled_rows(cells: SheetCells, first: HeaderRows, filled: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return which rows of several cells follow a blank row and a title, and have a number below them.

    A blank row may follow the title, and one the headings. Two cells are several where the row below has none
    in the column of days of the first table. A cell with a digit is no heading.
    """
    days = [h.column - cells.first_column for h in first.headings if h.role in DATE_ROLES]
    is_titled = np.zeros(cells.height, dtype=bool)
    titles = np.flatnonzero((filled[:-1] == 1) & (np.concatenate([[0], filled[:-2]]) == 0))
    for row in [_skip_blank_row(filled, title + 1) for title in titles.tolist()]:
        data = _skip_blank_row(filled, row + 1)
        if data >= cells.height or filled[row] <= 1:
            continue
        if any(re.search(r"\d", cell_text(cell)) for cell in cells.rows[row]):
            continue
        below = cells.rows[data]
        is_undated = bool(days) and all(below[day] is None for day in days)
        is_titled[row] = any(map(is_number, below)) and (is_undated or filled[row] > TITLE_CELLS)
    return is_titled


def _skip_blank_row(filled: NDArray[np.int32], row: int) -> int:
    """Return a row, or the one below it if it is blank."""
    return row + 1 if row < len(filled) and not filled[row] else row


def _find_rows_of_other_days(
    cells: SheetCells, first: HeaderRows, filled: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Return which rows hold nothing but headings of the first header row and several days.

    One such heading is enough below a table with days across the top. Where that row has only days, so have
    the others, below the title of a group.
    """
    if is_row_of_days(cells, first.bottom):
        return _find_titled_days(cells, first)
    needed = 1 if len(days_across(first)) >= MIN_DAYS_ACROSS else MIN_WORDS_AGAIN
    own_texts = {normalize_heading(heading.own_text) for heading in first.headings if heading.text}
    again = count_flagged(cells, [[text in own_texts for text in column.folded] for column in cells.columns])
    if not (again[first.bottom + 1 :] >= needed).any():
        return np.zeros(cells.height, dtype=bool)
    days = [[_may_be_day(cell) for cell in column.cells] for column in cells.columns]
    words = [
        [text in own_texts and not day for text, day in zip(column.folded, flags, strict=True)]
        for column, flags in zip(cells.columns, days, strict=True)
    ]
    dated, named = count_flagged(cells, days), count_flagged(cells, words)
    other_days: NDArray[np.bool_] = (named >= needed) & (dated >= MIN_DAYS_ACROSS) & (named + dated == filled)
    return other_days


def _find_titled_days(cells: SheetCells, first: HeaderRows) -> NDArray[np.bool_]:
    """Return which rows below a title hold nothing but days, and begin in the column of the first header."""
    is_titled = np.roll(cells.filled_counts == 1, 1)
    rows = [
        row
        for row in np.flatnonzero(is_titled).tolist()
        if row > first.bottom and is_row_of_days(cells, row) and begins_as(cells, row, first.bottom)
    ]
    other_days = np.zeros(cells.height, dtype=bool)
    other_days[rows] = True
    return other_days


def _may_be_day(cell: object) -> bool:
    """Return whether a cell is a date or a day number, or a short text with such a number: "10-ene"."""
    if isinstance(cell, float):
        return 1 <= cell <= LAST_OF_MONTH
    if isinstance(cell, str):
        return len(cell) <= LONGEST_DAY and re.search(r"(?<!\d)\d{1,2}(?!\d)", cell) is not None
    return isinstance(cell, date)


def _changes_kinds(cells: SheetCells, top: int, index: int) -> bool:
    """Return whether numbers are below a row in a column that has words above it, or words below numbers."""
    if index + 1 >= cells.height:
        return False
    return any(
        isinstance(column[top], str | float)
        and isinstance(column[index + 1], str | float)
        and is_number(column[top]) != is_number(column[index + 1])
        for column in cells.columns[:MAX_COMPARED_COLUMNS]
    )


def count_flagged(cells: SheetCells, flags: Sequence[Sequence[bool]]) -> NDArray[np.int32]:
    """Count the flagged cells of each row, given a flag per distinct cell of each column."""
    counts = np.zeros(cells.height, dtype=np.int32)
    for column, flagged in zip(cells.columns, flags, strict=True):
        if any(flagged):
            counts += np.array(flagged, dtype=np.int32)[column.codes]
    return counts
