"""Rows read as headings: their cells parsed, the days that they number, and the score of a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from libcollab_metrics.ingest.files.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.tables.heading import Heading, is_test_heading, read_heading
from libcollab_metrics.ingest.tables.totals import is_possible_total
from libcollab_metrics.ingest.values.lexicon import all_known_headings, known_words, weekdays, word_list
from libcollab_metrics.model.names import normalize_heading

#: Number of columns from the left that are compared.
MAX_COMPARED_COLUMNS = 64
#: Minimum score of a header row: two known words, or one and two days.
MIN_HEADER_SCORE = 3.0
#: Minimum count of increasing numbers to be the days of a month.
MIN_DAY_NUMBERS = 3
#: Maximum step between two day numbers: a weekly session, and on a list of people perhaps two weeks off.
MAX_DAY_STEP, MAX_DAY_STEP_OF_LIST = 7, 21
#: Fewest days of a register of several months, in all and for each month but the last.
MIN_DAYS_OF_MONTHS, MIN_DAYS_A_MONTH = 8, 4
#: Weekday letters that school forms print below the day.
WEEKDAY_LETTERS = frozenset(
    ("m", "t", "w", "th", "f", "s", "su", "sa", "tu", "h", "l", "x", "v", "d", "ma", "mi", "j", "ju")
)
#: The letter of a weekday and a day, fewest letters of a row of them, and the last day of a month.
_LETTER_AND_DAY, MIN_WEEKDAYS, LAST_OF_MONTH = re.compile(r"([^\W\d_]{1,2})[. ]*(\d{1,2})"), 2, 31
#: Days of the shortest and the longest month.
MONTHS = (28, 29, 30, 31)
#: A day and the letter of its weekday: "13 L".
_DAY_AND_LETTER = re.compile(r"(\d{1,2})[. ]+([^\W\d_]{1,2})")
#: The name of a weekday and a day.
_WEEKDAY_AND_DAY = re.compile(r"([^\W\d_]{3,})\.? (\d{1,2})")
#: A label with a colon, and perhaps what it is the label of.
_LABELLED = re.compile(r"[^\W\d][^:]*:\s*(.*)")
#: A number with or without decimals; numbers with a point may look like days.
_NUMBER = re.compile(r"[\d.,]+")


def parse_heading_row(cells: SheetCells, index: int) -> list[Heading]:
    """Parse the cells of a row as headings."""
    return _parse_cells(cells, index, len(cells.columns))


def leading_headings(cells: SheetCells, index: int) -> list[Heading]:
    """Parse the first cells of a row, which say whether it is the header: rows may have thousands."""
    return _parse_cells(cells, index, MAX_COMPARED_COLUMNS)


def _parse_cells(cells: SheetCells, index: int, stop: int) -> list[Heading]:
    columns = enumerate(cells.columns[:stop], start=cells.first_column)
    return _number_days([_parse_cell(column, int(column.codes[index]), number) for number, column in columns])


def _number_days(headings: list[Heading]) -> list[Heading]:
    """Return headings with the numbers of days behind their weekday: "L 13", "M 14", or "Mar 4", "Jue 6".

    The weekday may be behind the day: "1 T", "3 TH".

    One letter alone is that of a weekday above days that are weeks apart: "J 2", "J 9", "J 16".

    "Mar" next to other weekdays is martes, Tuesday, and not March.
    """
    if (numbered := _number_days_before_letters(headings)) is not None:
        return numbered
    matches = [_LETTER_AND_DAY.fullmatch(h.text) if h.entry is None else None for h in headings]
    letters = {match[1].casefold() for match in matches if match}
    days = [int(match[2]) for match in matches if match]
    is_known = letters <= WEEKDAY_LETTERS and not any(a == b for a, b in pairwise(days))
    if not is_known or not (
        (len(letters) >= MIN_WEEKDAYS and len(set(days)) == len(days)) or _are_weekly(days)
    ):
        if not any(h.number is not None and _WEEKDAY_AND_DAY.fullmatch(h.text) for h in headings):
            return headings
        matches = [_WEEKDAY_AND_DAY.fullmatch(h.text) for h in headings]
        matches = [
            match if match and normalize_heading(match[1]) in weekdays() else None for match in matches
        ]
    return [
        replace(heading, number=int(match[2]), day=None, month=None)
        if match and 1 <= int(match[2]) <= LAST_OF_MONTH
        else heading
        for heading, match in zip(headings, matches, strict=True)
    ]


def _are_weekly(days: Sequence[int]) -> bool:
    """Return whether days are weeks apart, also from one month to the next: 14, 21, 28, 5, 19."""
    steps = [later - day for day, later in pairwise(days)]
    return len(days) >= MIN_DAY_NUMBERS and all(
        step % MAX_DAY_STEP == 0
        if step > 0
        else any((step + length) % MAX_DAY_STEP == 0 for length in MONTHS)
        for step in steps
    )


def _number_days_before_letters(headings: list[Heading]) -> list[Heading] | None:
    """Return headings with the numbers of days before the letter of their weekday; None if there are few."""
    matches = [_DAY_AND_LETTER.fullmatch(h.text) if h.entry is None else None for h in headings]
    letters = {match[2].casefold() for match in matches if match}
    days = [int(match[1]) for match in matches if match]
    is_rising = all(0 < later - day <= MAX_DAY_STEP_OF_LIST for day, later in pairwise(days))
    if len(days) < MIN_DAY_NUMBERS or len(letters) < MIN_WEEKDAYS or not letters <= WEEKDAY_LETTERS:
        return None
    if not is_rising or days[-1] > LAST_OF_MONTH:
        return None
    return [
        replace(heading, number=int(match[1]), day=None, month=None) if match else heading
        for heading, match in zip(headings, matches, strict=True)
    ]


def _parse_cell(column: CellColumn, code: int, number: int) -> Heading:
    """Parse a distinct cell of an Excel column as a heading, once for all parts of the column."""
    parsed: dict[tuple[int, int], Heading] = column.memo.setdefault("headings", {})
    heading = parsed.get((code, number))
    if heading is None:
        heading = parsed[code, number] = read_heading(column.cells[code], number)
    return heading


def score_headings(headings: Sequence[Heading]) -> float:
    """Score a row as headings: 2 per known word, 1 per uncertain word or per day of several."""
    texts = {normalize_heading(heading.text): heading for heading in headings if heading.text}
    has_days = has_day_numbers(headings)  # "No." and "Present" next to days are no statuses of a person
    if _is_key_value_row(headings) or (_is_status_row(texts) and not has_days) or _is_row_of_sums(texts):
        return 0.0
    if any(heading.text.endswith(":") and _names_signer(heading.text) for heading in headings):
        return 0.0  # "Prepared by: | Approved by: | Date:"
    worth = 0.0
    for text, heading in texts.items():
        if heading.entry or text in all_known_headings():
            worth += 1.0 if heading.entry is None or heading.entry.is_weak else 2.0
        elif is_test_heading(heading.text):
            worth += 1.0
    plainly = [heading for heading in headings if heading.entry is None]
    for many in (
        [heading for heading in plainly if heading.day is not None],
        [heading for heading in plainly if heading.month is not None],
    ):
        worth += float(len(many)) if len(many) >= 2 else 0.0
    has_full_date = any(heading.day is not None and heading.day.year for heading in headings)
    return worth + (MIN_HEADER_SCORE if has_days and not has_full_date else 0.0)


def _is_key_value_row(headings: Sequence[Heading]) -> bool:
    """Return True for key-value rows, such as "School Year | 2026-2027 | Month | June"."""
    filled = [heading for heading in headings if heading.text]
    labelled = [match for heading in filled if (match := _LABELLED.fullmatch(heading.text))]
    if any(match[1] for match in labelled) and not all(match[1] for match in labelled):
        return True  # "Teacher: Ms. Cruz | Month: | September"
    keys, values = filled[::2], filled[1::2]
    if len(filled) < 2 or len(keys) != len(values) or not all(key.entry for key in keys):
        return False
    if len({normalize_heading(key.text) for key in keys}) < len(keys):
        return False  # "Date" twice: the headings of a table
    return any(re.search(r"\d", value.text) or value.month for value in values if not value.entry)


def _names_signer(text: str) -> bool:
    return normalize_heading(text) in {normalize_heading(word) for word in word_list("signed_by")}


def _is_status_row(texts: Mapping[str, Heading]) -> bool:
    """Return True for a row of statuses next to an unknown text, such as "Ana | Present | Late"."""
    known = [text for text, heading in texts.items() if heading.entry or text in all_known_headings()]
    return 0 < len(known) < len(texts) and all(text in known_words("status") for text in known)


def _is_row_of_sums(texts: Iterable[str]) -> bool:
    """Return True for a total or an average next to numbers only: "Avg / month | 24.4 | 10.3"."""
    first, *others = tuple(texts) or ("",)
    return is_possible_total(first) and len(others) > 1 and all(map(_NUMBER.fullmatch, others))


def has_day_numbers(headings: Sequence[Heading]) -> bool:
    """Return True for day numbers across the top: whole numbers up to 31 that increase by few days.

    Those with the letter of a weekday may go on in the next month: "V 31", "L 3", and so may many in
    adjacent columns of a list of people: 21, 22, 28, 29, 5, 6, 12, 13.

    Requires at least three numbers and another heading, or two numbers if a heading names people.
    """
    numbered = [heading for heading in headings if heading.number is not None]
    named = [heading for heading in headings if heading.text and heading.number is None]
    has_people = any(map(names_people, named))
    needed = MIN_DAY_NUMBERS - has_people
    largest = MAX_DAY_STEP_OF_LIST if has_people else MAX_DAY_STEP
    steps = [(b.number or 0) - (a.number or 0) for a, b in pairwise(numbered)]
    is_register = has_people and _go_on_in_next_month(numbered, steps)
    if is_register or all(map(_LETTER_AND_DAY.fullmatch, (heading.text for heading in numbered))):
        steps = [step % LAST_OF_MONTH for step in steps]
    return len(numbered) >= needed and all(1 <= step <= largest for step in steps) and bool(named)


def _go_on_in_next_month(numbered: Sequence[Heading], steps: Sequence[int]) -> bool:
    """Return whether many numbers in adjacent columns begin again a few times, as days of months do."""
    needed = max(MIN_DAYS_OF_MONTHS, MIN_DAYS_A_MONTH * sum(step < 0 for step in steps))
    are_adjacent = all(b.column == a.column + 1 for a, b in pairwise(numbered))
    return are_adjacent and len(numbered) >= needed


def names_people(heading: Heading) -> bool:
    """Return whether a heading is a known one for people, or has a word for them."""
    words = re.findall(r"[^\W\d_]+", normalize_heading(heading.text))
    return heading.role == "person" or bool(set(words) & set(word_list("role_words", "person")))
