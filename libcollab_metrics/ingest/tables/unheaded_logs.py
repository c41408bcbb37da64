"""Tables without a row of headings: logs of days and how many came, and numbers next to words."""

from __future__ import annotations

import numpy as np

from libcollab_metrics.ingest.files.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.tables.column_evidence import ROLES
from libcollab_metrics.ingest.tables.column_profiles import MOST, ColumnProfile
from libcollab_metrics.ingest.tables.grid import letter_headings
from libcollab_metrics.ingest.tables.header_merge import HeaderRows
from libcollab_metrics.ingest.tables.heading import read_heading
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_day
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.model.names import normalize_heading

#: Fewest days of a log, and most columns: day, number and remark.
MIN_DAYS, MAX_COLUMNS = 3, 3
#: Fewest rows of a table without headings.
MIN_ROWS = 3
#: Headings that are read into the columns, in order.
HEADINGS = ("Date", "Attendance", "Notes")


def find_unheaded_log(cells: SheetCells) -> HeaderRows | None:
    """Return the headings of a log that has none, from the row above its first day; None for other sheets.

    A title with a word such as "came" must say that the numbers are people, or a remark in place of a number
    that no one came.
    """
    if not 1 < len(cells.columns) <= MAX_COLUMNS:
        return None
    days = cells.columns[0]
    is_day = np.array([cell is not None and parse_day(cell_text(cell)) is not None for cell in days.cells])
    dated = np.flatnonzero(is_day[days.codes])
    if len(dated) < MIN_DAYS or len(dated) < MOST * np.count_nonzero(days.codes[dated[0] :]):
        return None
    counts = _profile(cells.columns[1].take(dated))
    if counts.counts < ROLES["attendance"].needed or counts.is_serial or not counts.has_several:
        return None
    above = [cells.name, *(cell_text(cell) for row in cells.rows[: dated[0]] for cell in row)]
    words = {word for text in above for word in normalize_heading(text).split()}
    if not words & set(word_list("attendance_titles")) and not counts.called_off:
        return None
    headings = [
        read_heading(text, cells.first_column + place)
        for place, text in enumerate(HEADINGS[: len(cells.columns)])
    ]
    return HeaderRows(int(dated[0]), int(dated[0]) - 1, tuple(headings))


def find_unheaded_table(cells: SheetCells) -> HeaderRows | None:
    """Return column letters as the headings of rows with words and a number; None for other sheets.

    Every filled row must have both, in the same columns.
    """
    filled = np.flatnonzero(cells.filled)
    if len(filled) < MIN_ROWS:
        return None
    kinds = [{_kind(column[index]) for index in filled.tolist()} for column in cells.columns]
    if {"number"} not in kinds or {"words"} not in kinds:
        return None
    return read_letters_as_headings(cells)


def _kind(cell: object) -> str:
    if isinstance(cell, float):
        return "number"
    return "words" if isinstance(cell, str) and any(map(str.isalpha, cell)) else ""


def read_letters_as_headings(cells: SheetCells) -> HeaderRows:
    """Return column letters as the headings of a sheet that has none, above its first filled row."""
    first = int(np.flatnonzero(cells.filled)[0]) if cells.filled.any() else 0
    return HeaderRows(first, first - 1, tuple(letter_headings(cells)))


def _profile(column: CellColumn) -> ColumnProfile:
    codes, often = np.unique(column.codes, return_counts=True)
    return ColumnProfile([column.cells[code] for code in codes.tolist() if code], bool((often > 1).any()))
