"""The lines of a memo: a day, and titles with numbers behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.values.columns import as_text
from libcollab_metrics.ingest.values.dates import Day, read_day
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.numbers import Read, read_number
from libcollab_metrics.model.names import plain

#: A day is written in at most so many words ("Saturday, 7 March 2026").
LONGEST_DAY = 5
#: A line of text may have been cut at a comma or a tab; a table has more columns.
MOST_COLUMNS = 2
#: A memo has at least so many lines with a day and a number.
FEWEST_LINES = 2


@dataclass(frozen=True)
class Line:
    """One line of a memo: its day, also as typed, and the text behind it."""

    day: Day
    typed: str
    rest: str


def is_prose(cells: SheetCells) -> bool:
    """True when rows hold a text or two and no number, half of them begin with a day, and some then name a number."""
    if any(isinstance(cell, float) for column in cells.columns for cell in column.cells):
        return False
    if sum((column.codes != 0).any() for column in cells.columns) > MOST_COLUMNS:
        return False
    lines = [text for text in map(line_text, cells.rows) if text]
    dated = [line for line in map(read_line, lines) if line]
    told = [line for line in dated if re.search(r"\d", line.rest)]
    return len(told) >= FEWEST_LINES and 2 * len(dated) >= len(lines)


def first_line(cells: SheetCells) -> int:
    """The index of the first line that begins with a day; what stands above it is a title."""
    return next((index for index, row in enumerate(cells.rows) if read_line(line_text(row))), 0)


def line_text(row: tuple[object, ...]) -> str:
    """A row as one line."""
    return ", ".join(text for cell in row if (text := as_text(cell)))


def read_line(text: str) -> Line | None:
    """Read a line as a day and what follows it; None when it begins with no day.

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
    """Read one session of a line as its title and its number; None when no number ends it.

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
