"""Memos in prose: when a sheet is one, and how a line is split into date, titles and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import ParsedDay, parse_day
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.numbers import ParsedNumber, parse_number
from libcollab_metrics.model.names import normalize_heading

#: Maximum number of words in a date ("Saturday, 7 March 2026").
MAX_DATE_WORDS = 5
#: Maximum number of columns of a memo, whose lines may be split at a comma or a tab; a table has more.
MAX_COLUMNS = 2
_PIECES = re.compile(r"\s+/\s+|\s*[;•]\s*")
#: Minimum number of lines with a date and a number in a memo.
MIN_LINES = 2


@dataclass(frozen=True)
class MemoLine:
    """One line of a memo: its date, the date as typed, and the text after it."""

    day: ParsedDay
    date_text: str
    rest: str

    def pieces(self) -> list[str]:
        """Return the text of each session of the line, separated by a slash, semicolon or bullet."""
        return _PIECES.split(self.rest)


def is_prose(cells: SheetCells) -> bool:
    """Return True if a sheet is a memo: text only, half of the lines dated, some with a number."""
    if any(isinstance(cell, float) for column in cells.columns for cell in column.cells):
        return False
    if sum((column.codes != 0).any() for column in cells.columns) > MAX_COLUMNS:
        return False
    lines = [text for text in map(join_row, cells.rows) if text]
    dated = [line for line in map(parse_line, lines) if line]
    numbered = [line for line in dated if re.search(r"\d", line.rest)]
    return len(numbered) >= MIN_LINES and 2 * len(dated) >= len(lines)


def find_first_line(cells: SheetCells) -> int:
    """Return the index of the first line that begins with a date; lines above it are titles."""
    return next((index for index, row in enumerate(cells.rows) if parse_line(join_row(row))), 0)


def join_row(row: tuple[object, ...]) -> str:
    """Join the cells of a row into one line."""
    return ", ".join(text for cell in row if (text := cell_text(cell)))


def parse_line(text: str) -> MemoLine | None:
    """Split a line into its date and the rest; None if it does not begin with a date.

    Examples
    --------
    >>> parse_line("Mar. 7 Story hour 31").rest
    'Story hour 31'
    """
    tokens = text.split()
    for length in range(min(MAX_DATE_WORDS, len(tokens)), 0, -1):
        typed = " ".join(tokens[:length]).strip(" :,-–—")
        day = parse_day(typed)
        if day is not None:
            return MemoLine(day, typed, " ".join(tokens[length:]).strip(" :,-–—"))
    return None


def parse_piece(text: str) -> tuple[str, ParsedNumber | None]:
    """Split one session of a line into title and number; None if no number ends it.

    Examples
    --------
    >>> title, read = parse_piece("Toddle Time II almost 30 children")
    >>> title, read.value, read.is_estimate
    ('Toddle Time II', 30.0, True)
    """
    tokens = text.split()
    last = next((index for index in range(len(tokens) - 1, -1, -1) if re.search(r"\d", tokens[index])), None)
    if last is None:
        return text, None
    start = last
    before = {
        normalize_heading(word)
        for word in (*word_list("estimate", "before"), *word_list("estimate", "at_least_before"))
    }
    for words in (2, 1):
        if start >= words and normalize_heading(" ".join(tokens[start - words : start])) in before:
            start -= words
            break
    read = parse_number(" ".join(tokens[start:]))
    return (text, None) if read.value is None else (" ".join(tokens[:start]).strip(" :,-–—("), read)
