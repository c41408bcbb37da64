"""Registers of a week: weekdays across the top, and a line or a cell with the week they are in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import ParsedDay, detect_date_order, parse_day, parse_year
from libcollab_metrics.ingest.values.lexicon import weekdays, word_list
from libcollab_metrics.ingest.values.marks import is_mark, normalize_mark
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import has_phrase, normalize_heading

if TYPE_CHECKING:
    from libcollab_metrics.ingest.issue_log import IssueLog

DAYS_OF_WEEK = 7
#: Fewest weekdays across the top, and most rows below them that are looked at.
MIN_WEEKDAYS, MAX_ROWS = 3, 100
#: Letters and words of the longest text that names a week, and most cells of a line with one.
MAX_LETTERS, MAX_WORDS, MAX_CELLS = 60, 10, 2
#: Most distinct cells of a column of marks, which are few whatever the rows.
MAX_DISTINCT = 500
#: Letters of the weekdays from Monday on, in English and in Spanish.
LETTERS = (
    (("m",), ("t", "tu"), ("w",), ("th", "h", "r"), ("f",), ("s", "sa"), ("su",)),
    (("l",), ("m", "ma"), ("m", "x", "mi"), ("j",), ("v",), ("s",), ("d",)),
)
#: Heading of the people in place of the week, which is above their names.
NAME = "Name"
#: Any year, for the days of a week whose year is not known.
ANY_YEAR = 2001


@dataclass(frozen=True)
class Week:
    """Week named by a text.

    Attributes
    ----------
    day : ParsedDay
        Its first or last day, perhaps without a year.
    is_last : bool
        Whether the day is the last of the week.
    """

    day: ParsedDay
    is_last: bool


def parse_week(text: str, order: str = "month-first") -> Week | None:
    """Parse the week in a text with a word for a week; None if there is none.

    Examples
    --------
    >>> parse_week("Week 2 (June 9)").day.day, parse_week("Week ending 7 June 2026").is_last
    (9, True)
    >>> parse_week("Week 1: August 31").day, parse_week("Week 3 - 14 September").day.year
    (ParsedDay(year=None, month=8, day=31, is_ambiguous=False, precision='day'), None)
    >>> parse_week("June 9"), parse_week("Best week ever")
    (None, None)
    """
    folded = normalize_heading(text)
    words = set(re.findall(r"[^\W\d_]+", folded))
    is_week = bool(words & set(word_list("week_words")))
    is_week |= folded.startswith(word_list("week_days", "first"))
    if not is_week or len(text) > MAX_LETTERS or len(text.split()) > MAX_WORDS:
        return None
    day = next((day for part in _ends_of(text) if (day := parse_day(part, order))), None)
    is_last = has_phrase(text, [normalize_heading(word) for word in word_list("week_days", "last")])
    return None if day is None else Week(day, is_last)


#: The number of a week before its day, which would be a day too: "Week 1: August 31".
_NUMBER_OF_WEEK = re.compile(r"^\s*[^\W\d_]+\s*#?\s*\d{1,2}\s*(?::|,|\s[-–—])\s*")


def _ends_of(text: str) -> Iterator[str]:
    """Yield the ends of the parts of a text in and outside brackets: the week has a number outside."""
    for part in re.split(r"[()\[\]]", text):
        words = _NUMBER_OF_WEEK.sub("", part).split()
        yield from (" ".join(words[start:]) for start in range(len(words)))


def date_weekdays_across(cells: SheetCells, log: IssueLog) -> SheetCells:
    """Replace weekdays next to each other by their dates if their row or the line above names the week.

    They are the headings of a register, with marks below them in one week at least. Without a year, they are
    days without one.

    Parameters
    ----------
    cells : SheetCells
    log : IssueLog
        Log that receives the issue.

    Returns
    -------
    SheetCells
        The same cells if no such row was found.
    """
    rows = _find_rows_of_weekdays(cells)
    texts = {row: _find_text_of_week(cells, row, min(days), list(rows)) for row, days in rows.items()}
    listed = [re.sub(r"^\D+", "", text) for _, text in texts.values() if text]
    order = detect_date_order(listed) or "month-first"
    year = _find_year(cells, min(rows, default=0))
    columns = list(cells.columns)
    ends = dict(zip(rows, [*list(rows)[1:], cells.height], strict=False))
    is_register = any(_are_marked(cells, days, row + 1, ends[row]) for row, days in rows.items())
    for row, days in rows.items() if is_register else ():
        place, text = texts[row]
        week = parse_week(text, order) if text else None
        if week is None:
            continue
        for position, day in _days_of(week, days, year).items():
            columns[position] = _with_cell(columns[position], row, day)
        if place is not None:
            columns[place] = _with_cell(columns[place], row, NAME)
        message = Message("the weekday in the week that the line above names")
        log.add("date-from-context", cells.first_row + row, cells.first_column + min(days), message=message)
    return replace(cells, columns=tuple(columns)) if columns != list(cells.columns) else cells


def _with_cell(column: CellColumn, row: int, cell: object) -> CellColumn:
    codes = column.codes.copy()
    codes[row] = len(column.cells)
    return CellColumn(codes, [*column.cells, cell])


def _find_text_of_week(
    cells: SheetCells, row: int, first: int, rows: Sequence[int]
) -> tuple[int | None, str]:
    """Return what names the week of a row of weekdays, with its position if it is a cell of that row."""
    for place, cell in enumerate(cells.rows[row][:first]):
        if isinstance(cell, str) and parse_week(cell):
            return place, cell_text(cell)
    start = max((other for other in rows if other < row), default=-1)
    for above in range(row - 1, start, -1):
        texts = [cell_text(cell) for cell in cells.rows[above] if cell is not None]
        if 0 < len(texts) <= MAX_CELLS and parse_week(" ".join(texts)):
            return None, " ".join(texts)
    return None, ""


def _find_year(cells: SheetCells, row: int) -> int | None:
    """Return the year that the lines above the first row of weekdays, or else the file, name."""
    above = (cell for line in cells.rows[:row] for cell in line if isinstance(cell, str))
    return next((year for text in above if (year := parse_year(text))), cells.file_year)


def _days_of(week: Week, days: Mapping[int, int], year: int | None) -> dict[int, object]:
    """Return the date of each weekday by position, as a day and a month in words if the year is not known."""
    if (known := week.day.to_date(year)) is not None:
        after = {place: (number - known.weekday()) % DAYS_OF_WEEK for place, number in days.items()}
        shifts = {n: shift - DAYS_OF_WEEK if week.is_last and shift else shift for n, shift in after.items()}
        return {place: datetime.combine(known + timedelta(days=n), time()) for place, n in shifts.items()}
    start = week.day.to_date(ANY_YEAR)
    if start is None or week.is_last:
        return {}
    first = min(days.values())
    dates = {place: start + timedelta(days=number - first) for place, number in days.items()}
    return {place: f"{day.day} {_MONTHS[day.month - 1]}" for place, day in dates.items()}


_MONTHS = tuple(date(ANY_YEAR, month, 1).strftime("%B") for month in range(1, 13))


def _find_rows_of_weekdays(cells: SheetCells) -> dict[int, dict[int, int]]:
    """Return the rows with several weekdays in order, next to each other: the weekday by position."""
    letters = {letter for listed in LETTERS for own in listed for letter in own}
    flagged = {
        position: np.array([text in letters or text in weekdays() for text in column.folded])[column.codes]
        for position, column in enumerate(cells.columns)
        if len(column.cells) <= MAX_DISTINCT
    }
    counts = np.sum(list(flagged.values()), axis=0, dtype=np.int32) if flagged else np.zeros(0)
    names: dict[int, dict[int, str]] = {}
    for row in np.flatnonzero(counts >= MIN_WEEKDAYS).tolist():
        named = (position for position, is_name in flagged.items() if is_name[row])
        columns = ((position, cells.columns[position]) for position in named)
        names[row] = {position: column.folded[column.codes[row]] or "" for position, column in columns}
    found = {row: _number_weekdays(own) for row, own in names.items()}
    return {row: days for row, days in sorted(found.items()) if days}


def _number_weekdays(names: Mapping[int, str]) -> dict[int, int]:
    """Return the weekdays, by position, if they are next to each other and in order; empty otherwise.

    Examples
    --------
    >>> _number_weekdays({1: "mon", 2: "wed", 3: "fri"}), _number_weekdays({1: "l", 2: "m", 3: "m", 4: "j"})
    ({1: 0, 2: 2, 3: 4}, {1: 0, 2: 1, 3: 2, 4: 3})
    >>> _number_weekdays({1: "mon", 3: "wed", 4: "fri"}), _number_weekdays({1: "f", 2: "m", 3: "m"})
    ({}, {})
    """
    positions = list(names)
    if positions != list(range(positions[0], positions[0] + len(positions))):
        return {}
    for letters in LETTERS:
        numbers: list[int] = []
        for text in names.values():
            after = numbers[-1] + 1 if numbers else 0
            number = weekdays().get(text)
            listed = next((n for n in range(after, DAYS_OF_WEEK) if text in letters[n]), None)
            chosen = number if number is not None else listed
            if chosen is None or chosen < after:
                break
            numbers.append(chosen)
        if len(numbers) == len(names):
            return dict(zip(positions, numbers, strict=True))
    return {}


def _are_marked(cells: SheetCells, days: Mapping[int, int], start: int, end: int) -> bool:
    """Return whether most filled cells below weekdays are marks, in the rows from one to another."""
    texts = [
        normalize_mark(cell_text(cells.columns[position][row]))
        for position in days
        for row in range(start, min(end, start + MAX_ROWS))
    ]
    filled = [text for text in texts if text]
    return 2 * sum(map(is_mark, filled)) > len(filled)
