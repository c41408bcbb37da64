"""Cells whose value other cells give: ditto marks, and weekdays below the title of their week.

"Week of June 2, 2025" is above Mon, Tues, Wed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np

from libcollab_metrics.ingest.files.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.tables.week_headings import DAYS_OF_WEEK, date_weekdays_across, parse_week
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_year
from libcollab_metrics.ingest.values.lexicon import weekdays, word_list
from libcollab_metrics.messages import Message

#: Fewest weekdays of a column of them.
MIN_WEEKDAYS = 3
#: Fewest ditto marks of a sheet of which some are words.
MIN_DITTO_WORDS = 2


#: Fewest filled rows, and fewest numbers or days, of a table that may be on the sheet twice.
MIN_ROWS_AGAIN, MIN_VALUES_AGAIN = 4, 3


def blank_repeated_table(cells: SheetCells, log: IssueLog) -> SheetCells:
    """Return the cells without all of the sheet again, cell by cell, below blank rows; report the copies.

    Only a sheet with numbers or days is a copy: names may be those of the same people at two sessions.
    """
    filled = np.flatnonzero(cells.filled)
    if len(filled) < 2 * MIN_ROWS_AGAIN:
        return cells
    first = int(filled[0])
    is_same = ~np.concatenate([[True], cells.filled[:-1]]) & (np.arange(cells.height) > first)
    for column in cells.columns:
        is_same &= column.codes == column.codes[first]
    for start in np.flatnonzero(is_same).tolist():
        above = filled[filled < start]
        length = int(above[-1]) - first + 1
        if len(above) < MIN_ROWS_AGAIN or not _is_block(cells, first, start, length):
            continue
        again = np.zeros(cells.height, dtype=bool)
        again[start:] = True
        if cells.filled[start + length :].any() or _count_values(cells, first, length) < MIN_VALUES_AGAIN:
            continue
        rows = (cells.first_row + np.flatnonzero(again & cells.filled)).tolist()
        message = Message("the table above again: used once")
        log.add_rows("row-without-data", rows, cells.first_column, message=message)
        columns = tuple(column.with_codes(np.where(again, 0, column.codes)) for column in cells.columns)
        return replace(cells, columns=columns)
    return cells


def _is_block(cells: SheetCells, first: int, start: int, length: int) -> bool:
    """Return whether the rows from two places on are equal, column by column."""
    if start + length > cells.height:
        return False
    return all(
        np.array_equal(column.codes[first : first + length], column.codes[start : start + length])
        for column in cells.columns
    )


def _count_values(cells: SheetCells, first: int, length: int) -> int:
    """Return how many cells of some rows are dates or have a digit."""
    flags = [np.array([any(map(str.isdigit, cell_text(c))) for c in col.cells]) for col in cells.columns]
    codes = [column.codes[first : first + length] for column in cells.columns]
    return int(sum(flag[own].sum() for flag, own in zip(flags, codes, strict=True)))


def fill_implied_cells(cells: SheetCells, log: IssueLog) -> SheetCells:
    """Return the cells with ditto marks and dated weekdays replaced by what they mean; report both."""
    return date_weekdays_across(date_weekdays(_replace_dittos(cells, log), log), log)


def _replace_dittos(cells: SheetCells, log: IssueLog) -> SheetCells:
    """Replace ditto marks by the cell above, in the row before that has any cell.

    A line without any other word is unchanged.
    """
    words = set(word_list("dittos"))
    columns = list(cells.columns)
    found = [[code for code, text in enumerate(column.folded) if text in words] for column in columns]
    times = sum(int(np.isin(c.codes, marks).sum()) for c, marks in zip(columns, found, strict=True) if marks)
    if times < MIN_DITTO_WORDS:  # a word that occurs once may be a code: IDEM
        found = [
            [code for code in marks if not (column.folded[code] or "").isalpha()]
            for column, marks in zip(columns, found, strict=True)
        ]
    if not any(found):
        return cells
    rows = np.flatnonzero(cells.filled)
    others = np.zeros(cells.height, dtype=np.int32)
    for column, marks in zip(columns, found, strict=True):
        is_word = np.array([isinstance(cell, str) for cell in column.cells])
        is_word[marks] = False
        others += is_word[column.codes]
    rows = rows[(others > 0)[rows]]
    for position, (column, marks) in enumerate(zip(columns, found, strict=True)):
        places = np.flatnonzero(np.isin(column.codes[rows], marks)).tolist() if marks else []
        codes, filled = column.codes.copy(), []
        for place in places:
            above = codes[rows[place - 1]] if place else 0
            if above and above not in marks:
                codes[rows[place]] = above
                filled.append(cells.first_row + int(rows[place]))
        columns[position] = column.with_codes(codes) if filled else column
        message = Message("the same as the cell above")
        log.add_rows("ditto-read", filled, cells.first_column + position, message=message)
    return replace(cells, columns=tuple(columns))


def date_weekdays(cells: SheetCells, log: IssueLog) -> SheetCells:
    """Replace weekdays by their dates if each is below a line that names its week; report it.

    A weekday without anything next to it is a line of the form on which nothing was held.
    """
    numbers = weekdays()
    for position, column in enumerate(cells.columns):
        named = [numbers.get(text) if text else None for text in column.folded]
        flags = np.array([number is not None for number in named])[column.codes]
        rows = np.flatnonzero(flags).tolist()
        if len(rows) < MIN_WEEKDAYS:
            continue
        weeks = _find_weeks(cells)
        if not weeks or min(weeks) > rows[0]:
            continue
        codes, listed = column.codes.copy(), list(column.cells)
        dated = []
        for row in rows:
            start = weeks[max(line for line in weeks if line < row)]
            number = named[column.codes[row]] or 0
            day = start + timedelta(days=(number - start.weekday()) % DAYS_OF_WEEK)
            is_held = any(re.search(r"\w", cell_text(c)) for c in _others(cells, row, position))
            listed.append(datetime.combine(day, time()) if is_held else None)
            codes[row] = len(listed) - 1 if is_held else 0
            dated += [cells.first_row + row] if is_held else []
        for line in weeks:
            codes[line] = 0  # a line that names a week is no row
        message = Message("the weekday in the week that the line above names")
        log.add_rows("date-from-context", dated, cells.first_column + position, message=message)
        columns = (*cells.columns[:position], CellColumn(codes, listed), *cells.columns[position + 1 :])
        return replace(cells, columns=columns)
    return cells


def _others(cells: SheetCells, row: int, position: int) -> list[object]:
    return [cell for place, cell in enumerate(cells.rows[row]) if place != position and cell is not None]


def _find_weeks(cells: SheetCells) -> dict[int, date]:
    """Return the first day of the week that a line alone in its row names, by row.

    A week without a year is in that of the titles above the first week.
    """
    weeks: dict[int, date] = {}
    titles: list[str] = []
    for row in np.flatnonzero(cells.filled_counts == 1).tolist():
        text = next(cell_text(cell) for cell in cells.rows[row] if cell is not None)
        titles += [] if weeks else [text]
        year = next((y for title in titles if (y := parse_year(title))), None)
        week = parse_week(text)
        day = week.day.to_date(year) if week else None
        if week and day is not None:
            weeks[row] = day - timedelta(days=DAYS_OF_WEEK - 1) if week.is_last else day
    return weeks
