"""Detection of header rows: score of a row, number of rows searched, rivals, and merging of two rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from libcollab_metrics.ingest.files.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.tables.column_evidence import infer_roles
from libcollab_metrics.ingest.tables.heading import (
    Heading,
    day_of_week,
    is_test_heading,
    merge_headings,
    read_heading,
)
from libcollab_metrics.ingest.tables.totals import is_possible_total
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import all_known_headings, known_words, weekdays, word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.parts import AGES, are_age_ranges, part_of
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.scope import FIRST_DAY, LAST_DAY

#: Number of rows from the top that are searched for headings, and of columns from the left that are compared.
MAX_HEADER_ROW, MAX_COMPARED_COLUMNS = 60, 64
#: Share of the headings of an unknown layout that must differ from each other.
MOST_DISTINCT = 0.5
#: Minimum score of a header row: two known words, or one and two days.
MIN_HEADER_SCORE = 3.0
#: Fewest headings without subheadings in a row that has spanning ones.
MIN_SINGLE_HEADINGS = 2
#: Share of the header's score at which another row is a rival and a question is asked.
RIVAL_SHARE = 0.75
#: Minimum count of increasing numbers to be the days of a month.
MIN_DAY_NUMBERS = 3
#: Rows below a row that are compared with it.
ROWS_COMPARED = 2
#: Most columns of dates of a log, such as those planned and held.
MAX_DATE_COLUMNS = 2
#: Maximum step between two day numbers: a weekly session, and on a list of people perhaps two weeks off.
MAX_DAY_STEP, MAX_DAY_STEP_OF_LIST = 7, 21
#: Weekday letters that school forms print below the day.
_WEEKDAY_LETTERS = frozenset(
    ("m", "t", "w", "th", "f", "s", "su", "sa", "tu", "h", "l", "x", "v", "d", "ma", "mi", "j", "ju")
)
#: The letter of a weekday and a day, fewest letters of a row of them, and the last day of a month.
_LETTER_AND_DAY, MIN_WEEKDAYS, LAST_OF_MONTH = re.compile(r"([^\W\d_]{1,2})[. ]*(\d{1,2})"), 2, 31
#: The name of a weekday and a day.
_WEEKDAY_AND_DAY = re.compile(r"([^\W\d_]{3,})\.? (\d{1,2})")
#: A cell with a label and its value: "Date: March 2".
_KEY_AND_VALUE = re.compile(r"[^:]{2,20}:\s*\S")
#: A number with or without decimals; numbers with a point may look like days.
_NUMBER = re.compile(r"[\d.,]+")
LAST_COLUMN = 16_384
#: Fewest days below months or weeks.
MIN_DAYS_BELOW = 2
#: Fewest days that the row above them names.
MIN_DAYS_NAMED = 3
#: Fewest numbers below the words of a second row of headings.
MIN_NUMBERS_BELOW = 3
#: Letters and parts of the two sexes, and fewest of them in a third row of headings.
_SEX_LETTERS, SEXES, MIN_SEXES_BELOW = frozenset("bgmfh"), ("male", "female", "boys", "girls"), 4
#: Fewest years across the top of a table, and points of a scale.
MIN_LABELS, SCALE = 2, range(1, 6)
#: Fewest blank rows below headings without a table above them; fewer are below a title.
MIN_BLANK_ROWS = 3
#: Texts of a row of headings for each one that may be repeated.
TEXTS_PER_REPEATED = 10
_CONTEXT_ROLES = ("year", "month", "program", "site", "date")
#: Fewest cells "Response" in the second row of an exported survey.
MIN_ANSWER_LABELS = 2


@dataclass(frozen=True)
class HeaderRows:
    """Headings of a table and the indices of their first and last row (equal for one row)."""

    top: int
    bottom: int
    headings: tuple[Heading, ...]


def find_header(cells: SheetCells) -> HeaderRows | None:
    """Find the row scoring highest as headings, else the first row that could be a header."""
    best, worth = None, 0.0
    filled = np.flatnonzero(cells.filled)
    last = int(filled[-1]) if len(filled) else 0
    exported = _find_survey_export(cells, int(filled[0])) if last else None
    if exported is not None:
        return _with_inferred_roles(exported, cells)
    for index in range(min(MAX_HEADER_ROW, last)):
        value = score_headings(_leading_headings(cells, index))
        if value > worth and not _resembles_rows_below(cells, index):
            best, worth = index, value
    if worth >= MIN_HEADER_SCORE and best is not None:
        if _names_days_below(cells, best):
            best += 1
        return _with_inferred_roles(merge_header_rows(cells, best), cells)
    possible = _find_possible_header(cells, last)
    if possible is None and len(filled) > 1 and len(names := parse_heading_row(cells, int(filled[0]))) == 1:
        possible = int(filled[0]) if _heads_names(names[0]) else None
    if possible is None:
        return None
    rows = HeaderRows(possible, possible, tuple(parse_heading_row(cells, possible)))
    return _with_inferred_roles(_with_known_subheadings(rows, cells), cells)


def _find_survey_export(cells: SheetCells, top: int) -> HeaderRows | None:
    """Return the headings of a survey exported with a second row of options; None for other tables.

    A question is above the first of its options, and "Response" is below a question without options.
    """
    below = parse_heading_row(cells, top + 1) if top + 1 < cells.height else []
    is_label = [normalize_heading(heading.text) in word_list("answer_labels") for heading in below]
    if sum(is_label) < MIN_ANSWER_LABELS:
        return None
    over, question = [], Heading("", 0)
    for heading in parse_heading_row(cells, top):
        question = heading if heading.text else replace(question, column=heading.column)
        over.append(question)
    under = [Heading("", h.column) if label else h for h, label in zip(below, is_label, strict=True)]
    return _merge_rows(top, over, under)


def _with_known_subheadings(rows: HeaderRows, cells: SheetCells) -> HeaderRows:
    """Merge a row of unknown labels with headings below it: "Juvenile" over "Programs | Attendance".

    The headings are known, the same ones are below several labels, they are the days of weekdays or of
    months, or they are only below labels merged over them.
    """
    below = parse_heading_row(cells, rows.bottom + 1) if rows.bottom + 1 < cells.height else []
    merged = _merged_columns(cells, rows.top)
    known = [heading for heading in below if heading.role and heading.column in merged]
    are_days = bool(below) and _has_weekdays(
        below, rows.headings, _headings_without_subheading(rows.headings, below)
    )
    are_days |= bool(below) and _has_months_over_days(
        _extend_spanning_labels(cells, rows.top, rows.headings, below), below
    )
    is_below = bool(merged and below) and _has_subheadings(cells, rows.top, rows.headings, below)
    belongs = bool(known) or are_days or is_below or _repeat_headings(rows, below)
    return merge_header_rows(cells, rows.top) if belongs else rows


def _repeat_headings(rows: HeaderRows, below: Sequence[Heading]) -> bool:
    """Return whether a row has nothing but the same words below each of several labels.

    A heading merged over both rows is not below itself.
    """
    filled = [n for n, heading in enumerate(below) if heading.text not in ("", rows.headings[n].text)]
    own = [n for n in filled if rows.headings[n].text]
    texts = [normalize_heading(below[n].text) for n in filled]
    width = len(texts) // len(own) if own else 0
    return (
        len(own) > 1
        and width > 1
        and texts == texts[:width] * len(own)
        and len(set(texts[:width])) == width
        and own == [*range(own[0], own[-1] + 1, width)]
        and filled == [*range(own[0], own[-1] + width)]
        and all(text.replace(" ", "").isalpha() for text in texts)
    )


def _names_days_below(cells: SheetCells, index: int) -> bool:
    """Return whether a row numbers or names the days of the headings below it: "Wk 1" above 9 January.

    All of its cells but a label are above days, next to other headings, and no days are below these.
    """
    if index + 2 >= cells.height:
        return False
    above, below, values = (_leading_headings(cells, row) for row in range(index, index + 3))
    over = [low for high, low in zip(above, below, strict=True) if high.text]
    dated = {heading.column for heading in over if heading.day is not None}
    has_others = any(
        low.text and not high.text and not low.day for high, low in zip(above, below, strict=True)
    )
    has_more_days = any(value.day is not None and value.column in dated for value in values)
    return has_others and len(dated) >= MIN_DAYS_NAMED and len(over) - len(dated) <= 1 and not has_more_days


def _with_inferred_roles(rows: HeaderRows, cells: SheetCells) -> HeaderRows:
    return replace(rows, headings=infer_roles(rows.headings, cells, rows.bottom))


def _resembles_rows_below(cells: SheetCells, index: int) -> bool:
    """Return True for a row of data: there are days below its days, or its number is followed by the next.

    Below the days of a roster are marks, and below months are counts. A log has days in one or two columns,
    so that its last row before a blank or a sum has days above its own.
    """
    headings = _leading_headings(cells, index)
    if _has_days_above(cells, index, headings):
        return True
    stop = min(index + 1 + ROWS_COMPARED, cells.height)
    below = [_leading_headings(cells, row) for row in range(index + 1, stop) if cells.filled[row]]
    if not below:
        return False
    dated = [position for position, heading in enumerate(headings) if heading.day]
    if any(all(row[position].day is not None for row in below) for position in dated):
        return True
    first = next((position for position, heading in enumerate(headings) if heading.text), 0)
    serial, following = headings[first].text, below[0][first].text
    return serial.isdecimal() and following.isdecimal() and int(following) == int(serial) + 1


def _has_days_above(cells: SheetCells, index: int, headings: Sequence[Heading]) -> bool:
    dated = [position for position, heading in enumerate(headings) if heading.day]
    if not 1 <= len(dated) <= MAX_DATE_COLUMNS:
        return False
    above = [row for row in range(max(0, index - ROWS_COMPARED), index) if cells.filled[row]]
    return any(all(_leading_headings(cells, row)[p].day for p in dated) for row in above)


def find_rival_rows(cells: SheetCells, top: int, bottom: int) -> list[int]:
    """Find other rows with different words that score nearly as high as the chosen header."""
    chosen = [heading for index in {top, bottom} for heading in parse_heading_row(cells, index)]
    known = {normalize_heading(heading.text) for heading in chosen}
    needed = max(
        MIN_HEADER_SCORE,
        RIVAL_SHARE * max(score_headings(_leading_headings(cells, index)) for index in (top, bottom)),
    )
    return [
        index
        for index in range(min(MAX_HEADER_ROW, cells.height))
        if not top <= index <= bottom
        and not (index == top - 1 and _names_days_below(cells, index))
        and score_headings(headings := _leading_headings(cells, index)) >= needed
        and not {normalize_heading(heading.text) for heading in headings if heading.text} <= known
        and not _resembles_rows_below(cells, index)
        and not _is_data_row(cells, index)
    ]


def _is_data_row(cells: SheetCells, index: int) -> bool:
    """Return True for a row of data: most cells are repeated, or numbers are next to numbers."""
    columns = cells.columns[:MAX_COMPARED_COLUMNS]
    filled = [column for column in columns if column.codes[index]]
    repeated = sum(int((column.codes == column.codes[index]).sum()) > 1 for column in filled)
    numbers = [column for column in filled if isinstance(column[index], float)]
    near = index + 1 if index + 1 < cells.height and cells.filled[index + 1] else index - 1
    are_numbers = near >= 0 and all(isinstance(column[near], float) for column in numbers)
    return 2 * repeated > len(filled) or (2 * len(numbers) > len(filled) and are_numbers)


def parse_heading_row(cells: SheetCells, index: int) -> list[Heading]:
    """Parse the cells of a row as headings."""
    return _parse_cells(cells, index, len(cells.columns))


def _leading_headings(cells: SheetCells, index: int) -> list[Heading]:
    """Parse the first cells of a row, which say whether it is the header: rows may have thousands."""
    return _parse_cells(cells, index, MAX_COMPARED_COLUMNS)


def _parse_cells(cells: SheetCells, index: int, stop: int) -> list[Heading]:
    columns = enumerate(cells.columns[:stop], start=cells.first_column)
    return _number_days([_parse_cell(column, int(column.codes[index]), number) for number, column in columns])


def _number_days(headings: list[Heading]) -> list[Heading]:
    """Return headings with the numbers of days behind their weekday: "L 13", "M 14", or "Mar 4", "Jue 6".

    "Mar" next to other weekdays is martes, Tuesday, and not March.
    """
    matches = [_LETTER_AND_DAY.fullmatch(h.text) if h.entry is None else None for h in headings]
    letters = {match[1].casefold() for match in matches if match}
    days = [int(match[2]) for match in matches if match]
    if len(letters) < MIN_WEEKDAYS or not letters <= _WEEKDAY_LETTERS or len(set(days)) < len(days):
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
    if _is_key_value_row(headings) or _is_status_row(texts) or _is_row_of_sums(texts):
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
    return worth + (MIN_HEADER_SCORE if has_day_numbers(headings) and not has_full_date else 0.0)


def _is_key_value_row(headings: Sequence[Heading]) -> bool:
    """Return True for key-value rows, such as "School Year | 2026-2027 | Month | June"."""
    filled = [heading for heading in headings if heading.text]
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

    Those with the letter of a weekday may go on in the next month: "V 31", "L 3".

    Requires at least three numbers and another heading, or two numbers if a heading names people.
    """
    numbered = [heading for heading in headings if heading.number is not None]
    named = [heading for heading in headings if heading.text and heading.number is None]
    names_people = any(map(_names_people, named))
    needed = MIN_DAY_NUMBERS - names_people
    largest = MAX_DAY_STEP_OF_LIST if names_people else MAX_DAY_STEP
    steps = [(b.number or 0) - (a.number or 0) for a, b in pairwise(numbered)]
    if all(map(_LETTER_AND_DAY.fullmatch, (heading.text for heading in numbered))):
        steps = [step % LAST_OF_MONTH for step in steps]
    return len(numbered) >= needed and all(1 <= step <= largest for step in steps) and bool(named)


def _names_people(heading: Heading) -> bool:
    words = re.findall(r"[^\W\d_]+", normalize_heading(heading.text))
    return heading.role == "person" or bool(set(words) & set(word_list("role_words", "person")))


def merge_header_rows(cells: SheetCells, index: int) -> HeaderRows:
    """Merge a header row with the row above or below it if the two belong together.

    A third row is merged if it has sexes, and totals, below ages: "Children" over "3-6 yrs" over "B" and "G".
    """
    rows = _merge_two_rows(cells, index)
    below = parse_heading_row(cells, rows.bottom + 1) if rows.bottom + 1 < cells.height else []
    own = [low for high, low in zip(rows.headings, below, strict=False) if low.text not in ("", high.text)]
    letters = [normalize_heading(heading.text) for heading in own]
    sexes = [letter for letter in letters if letter in _SEX_LETTERS or part_of(letter) in SEXES]
    are_sexes = all(letter in sexes or letter in ("t", *word_list("totals")) for letter in letters)
    if rows.top == rows.bottom or len(sexes) < MIN_SEXES_BELOW or not are_sexes:
        return rows
    over, label = [], rows.headings[0]
    for upper, lower in zip(rows.headings, below, strict=True):
        label = upper if upper.text else replace(label, column=upper.column)
        over.append(label if lower in own else upper)
    joined = [merge_headings(upper, lower) for upper, lower in zip(over, below, strict=True)]
    return HeaderRows(rows.top, rows.bottom + 1, tuple(joined))


def _merge_two_rows(cells: SheetCells, index: int) -> HeaderRows:
    headings = parse_heading_row(cells, index)
    for top in (index - 1, index):
        if top >= 0 and top + 1 < cells.height:
            over, under = parse_heading_row(cells, top), parse_heading_row(cells, top + 1)
            if _has_names_next_to_days(over, under) or _has_names_next_to_days(under, over):
                return _merge_rows(top, _without_day_labels(over, under), _without_day_labels(under, over))
    if index + 1 < cells.height:
        below = parse_heading_row(cells, index + 1)
        if _has_weekdays(headings, below) or _has_subheadings(cells, index, headings, below):
            over = _extend_spanning_labels(cells, index, headings, below)
            return _merge_rows(index, over, below)
        over = _extend_spanning_labels(cells, index, headings, below)
        if _has_weekdays(below, headings, _headings_without_subheading(headings, below)):
            return _merge_rows(index, _without_months(over), below)
        if _has_months_over_days(over, below):
            return _merge_rows(index, over, below)
    if index > 0:
        above = parse_heading_row(cells, index - 1)
        over = _extend_spanning_labels(cells, index - 1, above, headings)
        if _has_weekdays(headings, above, _headings_without_subheading(above, headings)):
            return _merge_rows(index - 1, _without_months(over), headings)
        if (
            _has_spanning_labels(cells, index, above, headings)
            or _are_all_subheadings(cells, index, above, headings)
            or _has_months_over_days(over, headings)
        ):
            return _merge_rows(index - 1, over, headings)
    return HeaderRows(index, index, tuple(headings))


def _has_names_next_to_days(names: Sequence[Heading], days: Sequence[Heading]) -> bool:
    """Return True if one row names the people and the other, in other columns, the days.

    A word such as "Date" may be over or under the first day.
    """
    dated = {h.column for h in days if h.day is not None} or {
        h.column for h in days if h.number is not None and has_day_numbers(days)
    }
    people = {h.column for h in names if h.role in ("person", "first_name", "last_name")}
    pairs = zip(names, days, strict=True)
    both = [(high, low) for high, low in pairs if high.text and low.text and high.text != low.text]
    lone = [day for name, day in zip(names, days, strict=True) if day.text and not name.text]
    return (
        len(dated) >= 2
        and bool(people)
        and all(_is_day_label(day) or (day.column in dated and _is_day_label(name)) for name, day in both)
        and all(day.column in dated or _is_day_label(day) for day in lone)
    )


def _is_day_label(heading: Heading) -> bool:
    return normalize_heading(heading.text) in word_list("day_labels")


def _without_day_labels(row: Sequence[Heading], other: Sequence[Heading]) -> list[Heading]:
    """Return a row of headings without the words that label the days of the other row."""
    return [
        replace(heading, text="", entry=None) if low.text and _is_day_label(heading) else heading
        for heading, low in zip(row, other, strict=True)
    ]


def _without_months(weekdays_row: Sequence[Heading]) -> list[Heading]:
    """Return a row of weekdays whose words name no month: "Mar" is martes, and not March."""
    return [replace(h, month=None) if normalize_heading(h.text) in weekdays() else h for h in weekdays_row]


def _merge_rows(top: int, over: Sequence[Heading], under: Sequence[Heading]) -> HeaderRows:
    joined = [merge_headings(upper, lower) for upper, lower in zip(over, under, strict=True)]
    return HeaderRows(top, top + 1, tuple(joined))


def _headings_without_subheading(over: Sequence[Heading], under: Sequence[Heading]) -> set[str]:
    """Return the headings of a row without a heading below them."""
    return {high.text for high, low in zip(over, under, strict=True) if high.text and not low.text}


def _has_months_over_days(over: Sequence[Heading], under: Sequence[Heading]) -> bool:
    """Return True if each day number is under its month or week and no other heading is two rows tall."""
    pairs = list(zip(over, under, strict=True))
    numbers = [(high, low.number) for high, low in pairs if low.number is not None]
    if len(numbers) < MIN_DAYS_BELOW:
        return False
    last = numbers[-1][0].column  # the label of a week in cells that are not merged reaches further
    others = [
        low
        for high, low in pairs
        if low.number is None and low.text and high.text not in ("", low.text) and high.role != "totals"
    ]
    if all(high.month for high, _ in numbers):
        return not others
    are_in_weeks = all(high.month or day_of_week(high.text, number) for high, number in numbers)
    return are_in_weeks and all(low.column > last for low in others)


def _has_weekdays(
    headings: Sequence[Heading], adjacent: Sequence[Heading], allowed: Collection[str] = ()
) -> bool:
    """Return True if `adjacent` has weekdays for the days of `headings`; `allowed` are allowed texts."""
    under = [low.text for high, low in zip(headings, adjacent, strict=True) if high.day or high.number]
    named = [
        text
        for text in under
        if normalize_heading(text) in _WEEKDAY_LETTERS or normalize_heading(text) in weekdays()
    ]
    elsewhere = [
        low
        for high, low in zip(headings, adjacent, strict=True)
        if low.text and not (high.day or high.number)
    ]
    repeated = all(
        low.text in (high.text, *allowed)
        for high, low in zip(headings, adjacent, strict=True)
        if low in elsewhere
    )
    return len(named) >= 2 and len(named) == len([text for text in under if text]) and repeated


def _has_subheadings(
    cells: SheetCells, index: int, headings: Sequence[Heading], below: Sequence[Heading]
) -> bool:
    """Return True if the row below has headings only under blank or spanning cells."""
    wide = _merged_columns(cells, index) or _labels_before_blank(headings, below)
    ages = dict.fromkeys(low.text for low in below if part_of(low.text) == AGES)  # once below each label
    are_ages = are_age_ranges(list(ages))
    parts = notes = worded = 0
    for high, low in zip(headings, below, strict=True):
        if not low.text or low.text == high.text:
            continue
        is_value = re.fullmatch(r"[\d.,%\s/-]+", low.text) or low.day
        if is_value and not (are_ages and part_of(low.text) == AGES):
            return False
        if high.text and high.column not in wide:
            if re.search(r"[^\W\d_]", low.text) and not re.search(r"\d", low.text):
                worded += 1  # "From" below "Date"
            else:
                notes += 1  # "30 days" below "Views", "(₱)" below "Variance"
        parts += 1
    if worded and not (wide and parts > 2 * worded and _heads_numbers(cells, index + 1, below)):
        return False
    return parts >= 2 and bool(wide) and (not notes or parts > 3 * notes)


def _heads_numbers(cells: SheetCells, index: int, headings: Sequence[Heading]) -> bool:
    """Return whether words are above numbers in most columns, and above no words but in the first one."""
    if index + 1 >= cells.height or any(re.search(r"\d", heading.text) for heading in headings):
        return False
    pairs = zip(headings, cells.rows[index + 1], strict=False)
    below = [cell for heading, cell in pairs if heading.text and cell is not None]
    numbers = [parse_number(cell_text(cell)).value is not None for cell in below]
    return sum(numbers) >= MIN_NUMBERS_BELOW and sum(numbers) >= len(numbers) - 1


def _labels_before_blank(headings: Sequence[Heading], below: Sequence[Heading]) -> set[int]:
    """Return columns of labels with blank cells to their right, and text below them and below a blank."""
    ends = [position for position, heading in enumerate(headings) if heading.text] + [len(headings)]
    return {
        headings[start].column
        for start, end in pairwise(ends)
        if below[start].text and any(low.text for low in below[start + 1 : end])
    }


def _has_spanning_labels(
    cells: SheetCells, index: int, above: Sequence[Heading], headings: Sequence[Heading]
) -> bool:
    """Return True if each label of the row above spans several headings of this row.

    In a sheet without merged cells, blanks follow two labels or more, and the other headings of that row,
    at least one of them known, are over blanks.
    """
    labels = [
        high for high, low in zip(above, headings, strict=True) if high.text and high.text != low.text != ""
    ]
    if not labels or any(heading.role in _CONTEXT_ROLES for heading in labels):
        return False
    if any(re.fullmatch(r"[\d.,%\s]+", heading.text) and heading.number is None for heading in labels):
        return False
    texts = [normalize_heading(heading.text) for heading in headings if heading.text]
    twice = len(texts) != len(set(texts))
    wide = _merged_columns(cells, index - 1)
    within = [columns for columns in _merged_ranges(cells, index - 1) if len(columns) < len(texts)]
    under = [h.text for h in headings if h.column in wide]
    merged = bool(within) and all(under) and len(labels) >= 1
    same = any(high.text and high.text == low.text for high, low in zip(above, headings, strict=True))
    if len(labels) >= 2 and {label.column for label in labels} <= _labels_before_blank(above, headings):
        others = [high for high, low in zip(above, headings, strict=True) if high.text and not low.text]
        twice |= not same and any(heading.entry for heading in others)
    return (twice and len(labels) >= 2) or (merged and (twice or same or len(labels) >= 2))


def _are_all_subheadings(
    cells: SheetCells, index: int, above: Sequence[Heading], headings: Sequence[Heading]
) -> bool:
    """Return True if all headings of a row are below merged cells of a row of known headings."""
    wide = _merged_columns(cells, index - 1)
    return (
        all(heading.column in wide for heading in headings if heading.text)
        and len(_headings_without_subheading(above, headings)) >= MIN_SINGLE_HEADINGS
        and score_headings(above) >= MIN_HEADER_SCORE
        and _has_subheadings(cells, index - 1, above, headings)
    )


def _merged_ranges(cells: SheetCells, index: int) -> list[range]:
    row = cells.first_row + index
    return [
        range(left, right + 1)
        for top, left, bottom, right in cells.merged
        if top == row == bottom and right > left
    ]


def _merged_columns(cells: SheetCells, index: int) -> set[int]:
    """Return the Excel columns in horizontally merged ranges of a row."""
    return {column for columns in _merged_ranges(cells, index) for column in columns}


def _extend_spanning_labels(
    cells: SheetCells, index: int, headings: Sequence[Heading], under: Sequence[Heading]
) -> list[Heading]:
    """Extend each spanning label across its merged range, or up to the next label."""
    ranges = {columns[0]: columns for columns in _merged_ranges(cells, index)}
    carried, last, until = [], Heading("", 0), 0
    for heading, low in zip(headings, under, strict=True):
        if heading.text:
            last = heading
            until = ranges[heading.column][-1] if heading.column in ranges else (0 if ranges else LAST_COLUMN)
        carries = not heading.text and low.text and heading.column <= until
        carried.append(replace(last, column=heading.column) if carries else heading)
    return carried


def _has_labels(texts: Sequence[str]) -> bool:
    """Return whether a row has labels with their values: "Date: March 2", or "Date:" and "March 2"."""
    return any(text.endswith(":") for text in texts) or all(map(_KEY_AND_VALUE.match, texts))


def _is_in_log(cells: SheetCells, index: int) -> bool:
    """Return True for a row of data: its day is below that of the row above, or above those of rows below."""
    above = _leading_headings(cells, index - 1) if index else []
    follows = any(
        high.day is not None and low.day is not None
        for high, low in zip(above, _leading_headings(cells, index), strict=False)
    )
    return follows or _resembles_rows_below(cells, index)


def _has_numbers_below(cells: SheetCells, index: int) -> bool:
    """Return whether several words of a row are above numbers."""
    pairs = zip(cells.rows[index], cells.rows[index + 1], strict=True)
    numbers = [
        low for high, low in pairs if high is not None and parse_number(cell_text(low)).value is not None
    ]
    return len(numbers) > 1


def _heads_names(heading: Heading) -> bool:
    """Return whether the only heading of a list is one of names: "Name", "Nombre"."""
    return heading.role == "person" or normalize_heading(heading.text) in word_list("check_ins", "names")


def _are_labels(texts: Sequence[str]) -> bool:
    """Return whether numbers across the top of a table are years, or the points of a scale from 5 to 1.

    Examples
    --------
    >>> _are_labels(["2012", "2013"]), _are_labels(["5", "4", "3", "2", "1"]), _are_labels(["12", "7"])
    (True, True, False)
    """
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) <= len("2026")]
    if len(numbers) < len(texts) or len(numbers) < MIN_LABELS:
        return False
    are_years = all(FIRST_DAY.year <= number <= LAST_DAY.year for number in numbers)
    return (are_years and numbers == sorted(set(numbers))) or sorted(numbers) == list(SCALE)


def _find_possible_header(cells: SheetCells, last: int) -> int | None:
    """Find a row of words above a row of at least two cells: an unknown layout.

    One line may be between them: the name of the first section. Rows of labels with values come last. Most
    words are distinct, and nearly all of them are unless numbers are below some.
    """
    labelled: int | None = None
    for index in range(min(MAX_HEADER_ROW, last)):
        texts = [cell_text(cell) for cell in cells.rows[index] if cell is not None]
        under = index + 1 + int(np.argmax(cells.filled[index + 1 :]))
        if 1 < under - index <= MIN_BLANK_ROWS:
            continue  # a title above a blank row
        below = [cell for cell in cells.rows[under] if cell is not None]
        if len(below) == 1 and under < last:
            below = [cell for cell in cells.rows[under + 1] if cell is not None]
        numbers = [text for text in texts if re.fullmatch(r"[\d.,%\s]*", text) and text != "%"]
        is_above_numbers = any(parse_number(cell_text(cell)).value is not None for cell in below)
        are_labels = not numbers or (is_above_numbers and _are_labels(numbers))
        is_worded = len(texts) > max(1, len(numbers)) and are_labels
        distinct = len(set(texts))
        repeated = len(texts) - distinct > len(texts) // TEXTS_PER_REPEATED and (
            distinct < MOST_DISTINCT * len(texts) or not _has_numbers_below(cells, index)
        )
        if not is_worded or repeated or len(below) < 2 or _is_in_log(cells, index):
            continue
        if not _has_labels(texts):
            return index
        labelled = index if labelled is None else labelled
    return labelled
