"""Parser for the lines of a memo: a date, followed by titles and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.values.columns import as_text
from libcollab_metrics.ingest.values.dates import Day, read_day
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.numbers import Read, read_number
from libcollab_metrics.model.names import plain

#: Maximum number of words in a date ("Saturday, 7 March 2026").
LONGEST_DAY = 5
#: Maximum number of columns of a memo, whose lines may be split at a comma or a tab; a table has more.
MOST_COLUMNS = 2
#: Minimum number of lines with a date and a number in a memo.
FEWEST_LINES = 2


@dataclass(frozen=True)
class Line:
    """One line of a memo: its date, the date as typed, and the text after it."""

    day: Day
    typed: str
    rest: str


def is_prose(cells: SheetCells) -> bool:
    """Return True if a sheet is a memo: text only, half of the lines dated, some with a number."""
    if any(isinstance(cell, float) for column in cells.columns for cell in column.cells):
        return False
    if sum((column.codes != 0).any() for column in cells.columns) > MOST_COLUMNS:
        return False
    lines = [text for text in map(line_text, cells.rows) if text]
    dated = [line for line in map(read_line, lines) if line]
    told = [line for line in dated if re.search(r"\d", line.rest)]
    return len(told) >= FEWEST_LINES and 2 * len(dated) >= len(lines)


def first_line(cells: SheetCells) -> int:
    """Return the index of the first line that begins with a date; lines above it are titles."""
    return next((index for index, row in enumerate(cells.rows) if read_line(line_text(row))), 0)


def line_text(row: tuple[object, ...]) -> str:
    """Join the cells of a row into one line."""
    return ", ".join(text for cell in row if (text := as_text(cell)))


def read_line(text: str) -> Line | None:
    """Split a line into its date and the rest; None if it does not begin with a date.

    Examples
    --------
    >>> read_line("Mar. 7 Story hour 31").rest
    'Story hour 31'
    """
    tokens = text.split()
    for length in range(min(LONGEST_DAY, len(tokens)), 0, -1):
        typed = " ".join(tokens[:length]).strip(" :,-–—")
        day = read_day(typed)
        if day is not None:
            return Line(day, typed, " ".join(tokens[length:]).strip(" :,-–—"))
    return None


def read_piece(text: str) -> tuple[str, Read | None]:
    """Split one session of a line into title and number; None if no number ends it.

    Examples
    --------
    >>> title, read = read_piece("Toddle Time II almost 30 children")
    >>> title, read.value, read.estimate
    ('Toddle Time II', 30.0, True)
    """
    tokens = text.split()
    last = next((place for place in range(len(tokens) - 1, -1, -1) if re.search(r"\d", tokens[place])), None)
    if last is None:
        return text, None
    start = last
    before = {plain(word) for word in (*word_list("estimate", "before"), *word_list("estimate", "at_least_before"))}
    for words in (2, 1):
        if start >= words and plain(" ".join(tokens[start - words : start])) in before:
            start -= words
            break
    read = read_number(" ".join(tokens[start:]))
    return (text, None) if read.value is None else (" ".join(tokens[:start]).strip(" :,-–—("), read)
