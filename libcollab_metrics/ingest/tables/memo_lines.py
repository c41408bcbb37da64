"""Memos in prose: when a sheet is one, and how a line is split into date, titles and numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import ParsedDay, parse_day
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.numbers import ParsedNumber, parse_number
from libcollab_metrics.ingest.values.parts import part_of
from libcollab_metrics.ingest.values.worded_counts import parse_worded_count
from libcollab_metrics.model.names import normalize_heading

#: Maximum number of words in a date ("Saturday, 7 March 2026").
MAX_DATE_WORDS = 5
#: Maximum number of columns of a memo, whose lines may be split at a comma or a tab; a table has more.
MAX_COLUMNS = 2
_SENTENCES = re.compile(r"(?:(?<=[^\W\d_]{4})|(?<=[\d)]))[.!?](?:\s+|$)")  # not "St. Patrick"
_COUNTED = re.compile(r"(?:\D*\s)?\d[\d.,]*\+?")  # with the word of an estimate: "about 27"
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_WITH = re.compile(r"\s+w/.*$")
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
    """Return True if a sheet is a memo: text only, half of the lines dated, some with a number.

    Lines that all are a day and a number alone are a table.
    """
    if any(isinstance(cell, float) for column in cells.columns for cell in column.cells):
        return False
    if sum((column.codes != 0).any() for column in cells.columns) > MAX_COLUMNS:
        return False
    lines = [text for text in map(join_row, cells.rows) if text]
    dated = [line for line in map(parse_line, lines) if line]
    numbered = [line for line in dated if re.search(r"\d", line.rest)]
    has_words = any(re.search(r"[^\W\d_]{2}", line.rest) for line in numbered)
    return has_words and len(numbered) >= MIN_LINES and 2 * len(dated) >= len(lines)


def find_first_line(cells: SheetCells) -> int:
    """Return the index of the first line that begins with a date; lines above it are titles."""
    return next((index for index, row in enumerate(cells.rows) if parse_line(join_row(row))), 0)


def join_row(row: tuple[object, ...]) -> str:
    """Join the cells of a row into one line."""
    return ", ".join(text for cell in row if (text := cell_text(cell)))


def parse_line(text: str) -> MemoLine | None:
    """Split a line into its date and the rest; None if it does not begin with a date.

    A number before a word for people is no day.

    Examples
    --------
    >>> parse_line("Mar. 7 Story hour 31").rest, parse_line("Jan 10 - 14 children, 4 adults").rest
    ('Story hour 31', '14 children, 4 adults')
    """
    tokens = text.split()
    for length in range(min(MAX_DATE_WORDS, len(tokens)), 0, -1):
        follows = tokens[length].strip(".,;:") if length < len(tokens) else ""
        if length > 1 and tokens[length - 1].isdecimal() and follows and _is_people(follows):
            continue
        typed = " ".join(tokens[:length]).strip(" :,-–—")
        day = parse_day(typed)
        if day is not None:
            return MemoLine(day, typed, " ".join(tokens[length:]).strip(" :,-–—"))
    return None


def parse_piece(text: str) -> tuple[str, ParsedNumber | None]:
    """Split one session of a line into title and number of people; None if it counts none.

    The number ends the text, or is followed by a word for people in a sentence of its own.

    Examples
    --------
    >>> title, read = parse_piece("Toddle Time II almost 30 children")
    >>> title, read.value, read.is_estimate
    ('Toddle Time II', 30.0, True)
    >>> title, read = parse_piece("Story hour w/ Ana. 14 kids, 6 adults. Read 3 books.")
    >>> title, read.value
    ('Story hour', 20.0)
    >>> parse_piece("Story hour, read 3 bear books")
    ('Story hour, read 3 bear books', None)
    """
    for sentence in _SENTENCES.split(text):
        place = _find_number(sentence.split())
        if place is not None and (read := _count_people(" ".join(sentence.split()[place:]))) is not None:
            before = text[: text.index(sentence)] + " ".join(sentence.split()[:place])
            return _clean_title(before), read
    tokens = text.split()
    place = _find_number(tokens, last=True)
    if place is None or not _is_number_alone(tokens[place:]):
        return text, None
    read = parse_number(" ".join(tokens[place:]))
    return (text, None) if read.value is None else (_clean_title(" ".join(tokens[:place])), read)


def _find_number(tokens: Sequence[str], *, last: bool = False) -> int | None:
    """Return the index of the first or last number, or of a word before it such as "about"; None if none."""
    numbers = [index for index, token in enumerate(tokens) if re.search(r"\d", token)]
    if not numbers:
        return None
    start = numbers[-1 if last else 0]
    for words in (2, 1):
        if start >= words and normalize_heading(" ".join(tokens[start - words : start])) in _estimate_words():
            return start - words
    return start


def _count_people(text: str) -> ParsedNumber | None:
    """Return the number of people with which a text begins; None if further numbers may count some too."""
    whole = text.rstrip(" .!")
    counted = parse_worded_count(whole)
    if counted is not None:
        return ParsedNumber(counted, "number-from-text", f"read as {counted:.15g}")
    first = re.split(r"[,;(–]", whole, maxsplit=1)[0]
    number = _COUNTED.match(first)
    words = re.findall(r"[^\W\d_]+", first)
    if (
        number is None
        or not any(map(_is_people, words))
        or len(re.findall(r"\d+", _CLOCK.sub("", whole))) > 1
    ):
        return None
    read = parse_number(number[0])
    return None if read.value is None else read


def _is_people(word: str) -> bool:
    return normalize_heading(word) in word_list("role_words", "attendance") or bool(part_of(word))


def _is_number_alone(tokens: Sequence[str]) -> bool:
    """Return whether only words for people or for an estimate surround a number."""
    known = {
        *_estimate_words(),
        *(w for key in ("after", "at_least_after") for w in word_list("estimate", key)),
    }
    words = [word for token in tokens if not re.search(r"\d", token) if (word := token.strip(".,;!"))]
    return normalize_heading(" ".join(words)) in known or all(
        _is_people(word) or normalize_heading(word) in known for word in words
    )


def _clean_title(text: str) -> str:
    """Return a title without the people named in it ("w/ Ana") and without the signs at its ends."""
    return _WITH.sub("", text).strip(" :,.-–—(")


@cache
def _estimate_words() -> frozenset[str]:
    groups = ("before", "at_least_before")
    return frozenset(normalize_heading(word) for group in groups for word in word_list("estimate", group))
