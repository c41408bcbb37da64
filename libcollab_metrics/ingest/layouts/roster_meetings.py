"""Day columns and person rows of a roster: holidays, date order, dividers, and printed lines.

Determines which columns are sessions, their dates, holidays, and which rows are people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import column_letters
from libcollab_metrics.ingest.layouts.base import NAME_FIELDS
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.grid import NOT_RECORDED, Grid
from libcollab_metrics.ingest.tables.heading import Heading
from libcollab_metrics.ingest.tables.rows import (
    BELOW_TOTAL_REASON,
    BLANK_LINE_REASON,
    FOOTNOTE_REASON,
    HEADING_REASON,
    ByField,
    SheetRows,
    classify_rows,
    is_combined_total,
)
from libcollab_metrics.ingest.tables.sum_rows import exclude_sum_rows
from libcollab_metrics.ingest.tables.totals import is_carried_sum
from libcollab_metrics.ingest.values.columns import Column, ParseContext, cell_text
from libcollab_metrics.ingest.values.dates import ParsedDay, detect_date_order
from libcollab_metrics.ingest.values.lexicon import asked_status, known_words, weekdays, word_list
from libcollab_metrics.ingest.values.marks import statuses_counted_by
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.parts import names_guests, part_of
from libcollab_metrics.ingest.values.people import is_count_line, is_footnote, is_section_heading
from libcollab_metrics.messages import Message, join_with_and
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping, Question
from libcollab_metrics.model.schema import PRESENT_STATUSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Minimum number of letters down a column that can form a word; fewer are marks.
MIN_WORD_LENGTH = 3
#: Most days of a merged cell that calls them off.
MAX_DAYS_ACROSS = 31
#: What separates the parts of a notice: "Teachers' Day – no classes".
_PARTS = re.compile(r"\s*[–—(,;:]\s*|\s-\s")
#: Blanks, and the cells of people who withdrew.
_NO_TEXTS = ("", NOT_RECORDED)


@dataclass(frozen=True, eq=False)
class Meeting:
    """One column of marks.

    Attributes
    ----------
    column : Column
        Marks of the people.
    day : datetime or None
        Date in the heading, None if unknown.
    label : str
        Text of the heading if the date is unknown; also distinguishes two meetings on one day.
    printed_totals : tuple of (int, float)
        Index of each totals row and the number typed there, without the guests.
    guests : int
        Number of people without a name, from lines such as "Guests 3 1 2".
    """

    column: Column
    day: datetime | None
    label: str
    printed_totals: tuple[tuple[int, float], ...] = ()
    guests: int = 0


def find_meetings(
    grid: Grid, body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext
) -> list[Meeting]:
    """Find one meeting per column of marks, without holidays.

    Years are carried forward: an earlier month starts the next year, unless the last day comes first. Day
    numbers take the sheet's month.
    """
    headings = {heading.column: heading for heading in grid.headings}
    columns = [mapped for mapped in mapping if mapped.field == "participation.status"]
    leaving = _find_leaving_columns([headings[mapped.column] for mapped in columns])
    for mapped in (mapped for mapped in columns if mapped.column in leaving):
        message = Message("the times at which people left: not used")
        row = grid.row_number(grid.header)
        context.log.add("column-not-used", row, mapped.column, heading=mapped.heading, message=message)
    columns = [mapped for mapped in columns if mapped.column not in leaving]
    letters = {mapped.column: _texts_below(grid, mapped.column) for mapped in columns}
    columns_with = Counter(text for texts in letters.values() for text in {t.casefold() for t in texts})
    not_held = _find_days_not_held(grid, body, columns)
    order = _find_date_order(grid, [headings[mapped.column] for mapped in columns], context)
    meetings, year, last, across = [], context.year, 0, _texts_across(grid)
    days = {mapped.column: _heading_day(headings[mapped.column], context, order) for mapped in columns}
    is_backward = _run_backward([day for day in days.values() if day])
    for mapped in reversed(columns) if is_backward else columns:
        guests = _read_guests(grid, body, mapped.column)
        printed = _read_printed_totals(grid, body, mapped.column, guests)
        texts = letters[mapped.column]
        called_off = not_held.get(mapped.column, "") or find_called_off(
            [*texts, *across.get(mapped.column, ())], printed
        )
        is_off = bool(called_off) or _is_holiday(texts, columns_with, printed)
        is_off &= mapped.column in not_held or not _has_more_numbers(body.column(mapped), texts)
        word = called_off or "".join(texts)
        is_for_all = len(texts) >= max(len(body.used), 2) or _is_merged_below(grid, mapped.column)
        is_plain = normalize_heading(called_off) in _no_session_words() and is_for_all
        is_plain |= bool(called_off) and not body.column(mapped).is_filled.any()  # below the people
        if is_off and _report_holiday(grid, mapped, word, is_plain, context):
            continue
        day = days[mapped.column]
        if day and day.year is None and year and day.month < last:
            year += 1
        last = day.month if day else last
        chosen = day.to_date(year + 1 if year and day.month < context.first_month else year) if day else None
        _report_day(grid, mapped, day, chosen, context)
        meetings.append(
            Meeting(
                body.column(mapped),
                _at_midnight(chosen),
                "" if chosen else mapped.heading,
                printed,
                sum(guests.values()),
            )
        )
    _report_numbered_days(grid, [headings[mapped.column] for mapped in columns], context)
    return _distinguish_meetings(grid, meetings[::-1] if is_backward else meetings, headings, context)


def _has_more_numbers(marks: Column, texts: Sequence[str]) -> bool:
    """Return whether more people have a number below a day than words: someone came, and one was off."""
    counted = marks.parse(lambda cell: isinstance(cell, float) and cell > 0).where(bool)
    return int(counted.sum()) > len(texts)


def _run_backward(days: Sequence[ParsedDay]) -> bool:
    """Return whether the last day comes first: most days are before the day at their left."""
    steps = list(pairwise((day.month, day.day) for day in days))
    earlier, later = (sum(low < high for low, high in pairs) for pairs in ([(b, a) for a, b in steps], steps))
    return earlier > max(later, 1)


def _find_leaving_columns(headings: Sequence[Heading]) -> set[int]:
    """Return the columns headed "Out" of days that also have a column headed "In"."""
    words = {
        heading.column: normalize_heading(heading.own_text) if heading.spanning_text else ""
        for heading in headings
    }
    came = {h.spanning_text for h in headings if words[h.column] in word_list("in_and_out", "in")}
    return {
        heading.column
        for heading in headings
        if heading.spanning_text in came and words[heading.column] in word_list("in_and_out", "out")
    }


def _find_days_not_held(grid: Grid, body: SheetRows, columns: Sequence[ColumnMapping]) -> dict[int, str]:
    """Return the columns of the days on which a row such as "Camp held?" says no, with its cell."""
    known, found = known_words("yes_no"), {}
    for index, _ in (pair for pair in body.excluded if pair[1] == QUESTION_REASON):
        row = grid.cells.rows[index]
        asked = next(filter(None, (asked_status(cell_text(cell)) for cell in row)), "held")
        ruling = "no" if asked == "held" else "yes"
        for mapped in columns:
            text = cell_text(row[mapped.column - grid.cells.first_column])
            if known.get(normalize_heading(text) or text) == ruling:
                found[mapped.column] = text
    return found


def _report_numbered_days(grid: Grid, days: Sequence[Heading], context: ParseContext) -> None:
    numbered = [heading.column for heading in days if heading.is_inferred]
    if numbered:
        first, last = column_letters(numbered[0]), column_letters(numbered[-1])
        message = Message(
            "columns {first} to {last} were read as sessions 1 to {count}",
            first=first,
            last=last,
            count=len(numbered),
        )
        context.log.add(
            "days-numbered",
            grid.row_number(grid.header),
            numbered[0],
            heading=Message("day columns"),
            message=message,
        )


def _distinguish_meetings(
    grid: Grid, meetings: Sequence[Meeting], headings: Mapping[int, Heading], context: ParseContext
) -> list[Meeting]:
    """Distinguish two columns on one day by the text below it (AM, PM), else by their order."""
    by_label: dict[tuple[datetime | None, str], list[Meeting]] = {}
    for meeting in meetings:
        by_label.setdefault((meeting.day, meeting.label), []).append(meeting)
    names: dict[int, str] = {}
    for same in by_label.values():
        own = [headings[meeting.column.number].own_text for meeting in same]
        distinct = len(set(own)) == len(own) and all(own)
        for index, meeting in enumerate(same) if len(same) > 1 else ():
            number = meeting.column.number
            names[number] = own[index] if distinct else f"{meeting.label} {index + 1}".strip()
            context.log.add(
                "day-twice",
                grid.row_number(grid.header),
                number,
                heading=Message("day columns"),
                value=meeting.column.heading,
                message=Message('session "{name}" of this day', name=names[number]),
            )
    return [replace(meeting, label=names.get(meeting.column.number, meeting.label)) for meeting in meetings]


def _read_printed_totals(
    grid: Grid, body: SheetRows, column: int, guests: Mapping[int, int]
) -> tuple[tuple[int, float], ...]:
    """Read the numbers typed below a day in the totals rows that count attendance.

    A number brought from another page is no total of this one and is subtracted from those below it, and so
    are the guests.
    """
    position, brought = column - grid.cells.first_column, 0.0
    totals = []
    for index in body.totals:
        if statuses_counted_by(body.label(index)) not in (None, PRESENT_STATUSES):
            continue
        stated = parse_number(cell_text(grid.cells.rows[index][position])).value
        if is_carried_sum(body.label(index)):
            brought = stated or 0.0
        elif stated is not None:
            above = sum(number for line, number in guests.items() if line < index)
            totals.append((index, stated - brought - above))
    return tuple(totals)


def _read_guests(grid: Grid, body: SheetRows, column: int) -> dict[int, int]:
    """Return the number of people without a name on a day by the index of their line."""
    position = column - grid.cells.first_column
    lines = [index for index, reason in body.excluded if reason in (GUESTS_REASON, CAME_ALONG_REASON)]
    numbers = {index: parse_number(cell_text(grid.cells.rows[index][position])).value for index in lines}
    return {index: int(number) for index, number in numbers.items() if number}


def _texts_below(grid: Grid, column: int) -> list[str]:
    """Return the texts below a day, top to bottom, without the numbers of totals."""
    codes, cells = grid.encode_column(column, np.arange(grid.header + 1, grid.cells.height))
    texts = [cell_text(cells[code]) for code in codes.tolist()]
    return [text for text in texts if text not in _NO_TEXTS and not text.replace(".", "").isdigit()]


def _texts_across(grid: Grid) -> dict[int, list[str]]:
    """Return by day the texts of merged cells below the headings that begin in a day to the left of it."""
    cells, below = grid.cells, grid.row_number(grid.header)
    texts: dict[int, list[str]] = {}
    for top, left, _, right in cells.merged:
        if left < right <= left + MAX_DAYS_ACROSS and top > below:
            text = cell_text(cells.rows[top - cells.first_row][left - cells.first_column])
            for column in range(left + 1, right + 1):
                texts.setdefault(column, []).extend([] if text in _NO_TEXTS else [text])
    return texts


def _is_merged_below(grid: Grid, column: int) -> bool:
    """Return whether a cell below a day is merged over several people."""
    below = grid.row_number(grid.header)
    return any(
        below < top < bottom and left <= column <= right for top, left, bottom, right in grid.cells.merged
    )


def _is_holiday(
    own: Sequence[str], columns_with: Mapping[str, int], stated: Sequence[tuple[int, float]]
) -> bool:
    """Return True if letters down a day spell a holiday or a weekday, or occur only there; no total is below.

    `columns_with` is the number of days that have a text.
    """
    spelled = "".join(own).casefold()
    if any(number for _, number in stated) or len(own) < MIN_WORD_LENGTH:
        return False
    if not all(len(letter) == 1 and letter.isalpha() for letter in own):
        return normalize_heading(" ".join(own)) in _holiday_words()
    if spelled in weekdays() or any(spelled in word.replace(" ", "") for word in _holiday_words()):
        return True
    many = Counter(letter.casefold() for letter in own)
    is_unique = all(columns_with[letter] == 1 for letter in many)
    return len(many) >= MIN_WORD_LENGTH and is_unique and max(many.values()) <= len(own) // 2


def find_called_off(own: Sequence[str], stated: Sequence[tuple[int, float]]) -> str:
    """Return the words that call off a day, where all texts below it do.

    They begin a text or a part of it: "Walang pasok - bagyo", "Teachers' Day – no classes"; or they are the
    reason alone: "Snow".
    """
    if any(number for _, number in stated):
        return ""
    if own and all(normalize_heading(text) in word_list("no_session", "breaks") for text in own):
        return own[0]
    parts = [[normalize_heading(part) for part in _PARTS.split(text)] for text in own]
    found = [
        next((word for word in _called_off_words() if any(_begins_with(part, word) for part in texts)), "")
        for texts in parts
    ]
    return found[0] if found and all(found) else ""


def _begins_with(text: str, words: str) -> bool:
    return text.startswith(words) and not text[len(words) : len(words) + 1].isalnum()


@cache
def _called_off_words() -> tuple[str, ...]:
    """Return the words that call off a day, the longest first."""
    return tuple(sorted({*_no_session_words(), *_holiday_words()}, key=len, reverse=True))


@cache
def _no_session_words() -> frozenset[str]:
    """Return the words that say that nothing was held: "no class", "cancelled"."""
    return frozenset(map(normalize_heading, (*word_list("no_session"), *word_list("cancelled_in_title"))))


@cache
def _holiday_words() -> tuple[str, ...]:
    return tuple(normalize_heading(word) for word in word_list("holidays"))


def _report_holiday(
    grid: Grid, mapped: ColumnMapping, word: str, is_plain: bool, context: ParseContext
) -> bool:
    """Report a word below a day; the day was not held unless answered otherwise.

    Nothing is asked about words such as "no class" below a day for everyone, which are plain. The name of a
    holiday may also be that of an event, and the word may be about one child.
    """
    held = context.answers.get("holidays", "not-held") == "held"
    if held:
        message = Message('"{word}" is below the day in place of marks: read as a day held', word=word)
    else:
        message = Message('"{word}" is below the day in place of marks: read as a day not held', word=word)
    context.log.add(
        "day-without-marks" if is_plain and not held else "holiday-column",
        grid.row_number(grid.header),
        mapped.column,
        heading=mapped.heading,
        value=word,
        message=message,
    )
    return not held


def _report_day(
    grid: Grid, mapped: ColumnMapping, day: ParsedDay | None, chosen: date | None, context: ParseContext
) -> None:
    if day and day.year is not None and chosen:
        return
    if chosen is None and day is None and not mapped.heading[:1].isdigit():
        return  # "Session 1" is not a date
    code = "date-from-context" if chosen else "year-missing"
    message = (
        Message("read as {choice}", choice=chosen)
        if chosen
        else Message("no month and year are given")
        if day is None
        else Message("no year is given")
    )
    row = grid.row_number(grid.top)
    context.log.add(
        code, row, mapped.column, heading=Message("day columns"), value=mapped.heading, message=message
    )


def _heading_day(heading: Heading, context: ParseContext, order: str) -> ParsedDay | None:
    day = heading.day
    if day is None and heading.number is not None and context.month is not None:
        return ParsedDay(None, context.month, heading.number)
    return day.with_order(order) if day is not None else None


def _find_date_order(grid: Grid, day_headings: Sequence[Heading], context: ParseContext) -> str:
    """Return the date order: answered, decided by an unambiguous day, or assumed and reported."""
    decided: str = context.answers.get("date_order") or detect_date_order(
        text for heading in day_headings for text in (heading.text, heading.spanning_text, heading.own_text)
    )
    open_days = [heading for heading in day_headings if heading.day is not None and heading.day.is_ambiguous]
    for heading in open_days if not decided else ():
        context.log.add(
            "date-order-assumed",
            grid.row_number(grid.top),
            heading.column,
            heading=Message("day columns"),
            value=heading.text,
            message=Message('"{value}" read month-first', value=heading.text),
        )
    return decided or "month-first"


def _at_midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(0)) if day else None


# Rows of a roster that are people: without section headings, printed lines, and rows below the table.

#: Minimum number of digits of a learner's ID; a shorter number is preprinted on the form.
MIN_ID_DIGITS = 5
#: Maximum number of words in a name; longer text is a guideline.
MAX_NAME_WORDS = 8
_NUMBER = re.compile(r"\d+([.,]\d+)?\s*%?")


#: Fewest days on which a row must be the sum of the marks above it.
MIN_DAYS_OF_SUM = 2
#: Fewest numbers of a last row that counts people below marks without numbers.
MIN_DAYS_OF_COUNT = 3
#: Most marks that a row of numbers counts together, and most marks of a register among which they are sought.
MAX_MARKS_TOGETHER, MAX_MARKS_COMBINED = 3, 8
#: Most rows of numbers, from the last, that are compared with the marks above them.
MAX_COUNT_ROWS = 24
#: Parts of a head count that are grown-ups next to children.
GROWN_UPS = ("adults", "parents", "seniors", "teachers")
#: Fewest cells of a row of weekdays.
MIN_WEEKDAYS = 2


#: Reason for excluding a row that answers, for each day, whether there was a session.
QUESTION_REASON = Message("it says of each day whether there was a session")


def classify_people(grid: Grid, mapping: Sequence[ColumnMapping], context: ParseContext) -> SheetRows:
    """Classify the rows of a roster: people, totals by day, excluded rows (reported)."""
    body = classify_rows(grid, mapping, context.log, _missing_reason, _is_divider)
    _exclude_weekday_rows(body, mapping, context)
    _exclude_below_combined_total(body, context)
    _reclassify_count_lines(body, mapping, context)
    _exclude_guests(body, mapping, context)
    counts = _mask_counts(body, mapping)
    exclude_sum_rows(body, mapping, ("participation.status",), counts, context.log, MIN_DAYS_OF_SUM)
    _exclude_counts(body, mapping, context)
    _exclude_grown_ups(body, mapping, context)
    _exclude_blank_lines(body, mapping, context)
    return body


#: A line that is no name: "Working days: 25".
_LABEL = re.compile(r":\s*\d+\s*$")


def _is_divider(field: str, text: str) -> bool:
    """Return True for text in the name column that may not be a name: BOYS, Absent, "Camp held?"."""
    found = (_is_heading, _is_printed_line, asked_status, is_footnote)
    return field in NAME_FIELDS and any(is_other(text) for is_other in found)


def _missing_reason(row: ByField) -> str:
    """Return why a row is excluded: no name, or a word such as BOYS or Absent without any mark."""
    names = [text for field in NAME_FIELDS for cell in row.get(field, ()) if (text := cell_text(cell))]
    marks = (cell_text(cell) for cell in row.get("participation.status", ()))
    marked = any(text and not find_called_off([text], ()) for text in marks)  # "Closed" is merged over rows
    if names and asked_status(names[0]):
        return QUESTION_REASON
    if not names or _is_printed_line(names[0]) or (not marked and _LABEL.search(names[0])):
        return Message("no name")
    if not marked and is_footnote(names[0]):
        return FOOTNOTE_REASON
    return HEADING_REASON if _is_heading(names[0]) and not marked else ""


def _is_heading(text: str) -> bool:
    return is_section_heading(text) or normalize_heading(text) in known_words("status")


def _is_printed_line(text: str) -> bool:
    """Return True for a line that a school form prints below its table: enrolment, guidelines."""
    return normalize_heading(text).startswith(word_list("form_lines")) or len(text.split()) > MAX_NAME_WORDS


def _has_letter_or_id(text: str) -> bool:
    return (
        any(letter.isalpha() for letter in text) or sum(letter.isdigit() for letter in text) >= MIN_ID_DIGITS
    )


def _exclude_weekday_rows(body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext) -> None:
    """Exclude a row that names the weekday of each day column."""
    days = [body.column(m) for m in mapping if m.field == "participation.status"]
    cells: NDArray[np.int64] = np.zeros(len(body.used), dtype=np.int64)
    named = cells.copy()
    for column in days:
        cells += column.parse_text(bool).where(bool)
        named += column.parse_text(lambda text: normalize_heading(text) in weekdays()).where(bool)
    rows = np.flatnonzero((named >= MIN_WEEKDAYS) & (named == cells))
    if len(rows):
        reason = Message("the weekdays of the days above")
        context.log.add_rows(
            "tables-stacked", body.excel_rows[rows], body.grid.cells.first_column, message=reason
        )
        body.exclude(rows, reason)


def _says_why_not_held(text: str) -> bool:
    """Return whether a text below a day calls it off, or is the reason alone: "no class", "flood"."""
    return bool(find_called_off([text], ())) or normalize_heading(text) in word_list("no_session", "breaks")


def _exclude_below_combined_total(body: SheetRows, context: ParseContext) -> None:
    """Exclude the rows below a form's combined total: the table ends there."""
    grid = body.grid
    combined = [index for index in body.totals if is_combined_total(grid.cells.rows[index], grid.layout)]
    if not combined:
        return
    below = body.used > combined[-1]
    for row in body.excel_rows[below].tolist():
        context.log.add("row-without-data", row, grid.cells.first_column, message=BELOW_TOTAL_REASON)
    body.exclude(np.flatnonzero(below), BELOW_TOTAL_REASON)


def _exclude_blank_lines(body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext) -> None:
    """Exclude preprinted numbered lines without a name and marks, such as "3."."""
    days = _day_positions(body, mapping)
    unnamed = ~_mask_named_rows(body, mapping, _has_letter_or_id)
    blank = [
        position
        for position in np.flatnonzero(unnamed).tolist()
        if not _row_marks(body, int(body.used[position]), days)
    ]
    for row in body.excel_rows[blank].tolist():
        context.log.add("blank-rows-skipped", row, body.grid.cells.first_column, message=BLANK_LINE_REASON)
    body.exclude(blank, BLANK_LINE_REASON)


def _mask_named_rows(
    body: SheetRows, mapping: Sequence[ColumnMapping], fits: Callable[[str], bool]
) -> NDArray[np.bool_]:
    """Mask the used rows with a name that satisfies `fits`; each distinct name is tested once."""
    mask: NDArray[np.bool_] = np.zeros(len(body.used), dtype=bool)
    for mapped in mapping:
        if mapped.field in NAME_FIELDS:
            mask |= body.column(mapped).parse(lambda cell: fits(cell_text(cell))).where(bool)
    return mask


def _day_positions(body: SheetRows, mapping: Sequence[ColumnMapping]) -> list[int]:
    first = body.grid.cells.first_column
    return [mapped.column - first for mapped in mapping if mapped.field == "participation.status"]


def _row_marks(body: SheetRows, index: int, days: Sequence[int]) -> list[str]:
    return [text for day in days if (text := cell_text(body.grid.cells.rows[index][day]))]


def _reclassify_count_lines(body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext) -> None:
    """Reclassify a line of numbers by day, such as "Absent 0 1 1" or "B/F 13 9 14", as a total row.

    A word in place of a number may say why there was no session: "Present 5 6 7 FLOOD".
    """
    days, lines = _day_positions(body, mapping), []
    is_line = _mask_named_rows(body, mapping, lambda name: is_count_line(name) or is_carried_sum(name))
    for position in np.flatnonzero(is_line).tolist():
        index = int(body.used[position])
        marks = _row_marks(body, index, days)
        words = [mark for mark in marks if not _NUMBER.fullmatch(mark)]
        if len(marks) > 2 * len(words) and all(map(_says_why_not_held, words)):
            lines.append(position)
            body.totals.append(index)
            context.log.add(
                "totals-row-left-out",
                body.grid.row_number(index),
                body.grid.cells.first_column,
                value=body.label(index),
                message=f'"{body.label(index)}"',
            )
    body.totals.sort()
    body.used = np.delete(body.used, lines)


#: Reason for excluding a line of a register with the numbers of guests: they are counted on each day.
GUESTS_REASON = Message("people without a name: counted on each day")


def _exclude_guests(body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext) -> None:
    """Exclude lines such as "Guests 3 1 2" of a register whose marks are no numbers, and report them."""
    days = _day_positions(body, mapping)
    is_guests = _mask_named_rows(body, mapping, names_guests)
    lines = [
        position
        for position in np.flatnonzero(is_guests).tolist()
        if (marks := _row_marks(body, int(body.used[position]), days)) and all(map(_NUMBER.fullmatch, marks))
    ]
    others = np.delete(np.arange(len(body.used)), lines)
    if not lines or _mask_numbers(body, mapping)[others].any():
        return
    first = body.grid.cells.first_column
    context.log.add_rows("unit-named", body.excel_rows[lines], first, message=GUESTS_REASON)
    body.exclude(lines, GUESTS_REASON)


#: Reasons for excluding a line with the numbers of grown-ups below a register of children.
CAME_ALONG_REASON = Message("people who came along, without their names: counted on each day")
NOT_COUNTED_REASON = Message("people who came along: not counted, as you answered")


def _exclude_grown_ups(body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext) -> None:
    """Exclude the last lines of a register that count grown-ups on each day, and report them."""
    days = _day_positions(body, mapping)
    is_named = _mask_named_rows(body, mapping, lambda name: part_of(name) in GROWN_UPS)
    is_count = _mask_counts(body, mapping)
    lines: list[int] = []
    for position in range(len(body.used) - 1, -1, -1):
        marks = _row_marks(body, int(body.used[position]), days)
        if not (is_named[position] and is_count[position] and all(map(_NUMBER.fullmatch, marks))):
            break
        lines.append(position)
    if not lines or np.delete(is_count, lines).any():
        return
    is_counted = context.answers.get("companions") != "no"
    if is_counted:
        headings = join_with_and([f'"{body.label(int(body.used[line]))}"' for line in reversed(lines)])
        message = Message("{headings}: read as people who came along, without their names", headings=headings)
        context.log.add_rows(
            "choice-assumed", body.excel_rows[lines], body.grid.cells.first_column, message=message
        )
    body.exclude(lines, CAME_ALONG_REASON if is_counted else NOT_COUNTED_REASON)


def ask_about_grown_ups(body: SheetRows, context: ParseContext) -> tuple[Question, ...]:
    """Ask whether the grown-ups that lines below a register count came along."""
    labels = [body.label(index) for index, reason in body.excluded if reason == CAME_ALONG_REASON]
    if not labels or context.answers.get("companions"):
        return ()
    headings = join_with_and([f'"{label}"' for label in labels])
    return (ask("companions", body.grid.cells.name, headings=headings),)


def _mask_numbers(body: SheetRows, mapping: Sequence[ColumnMapping]) -> NDArray[np.bool_]:
    """Mask the rows with a number on any day."""
    numbers = np.zeros(len(body.used), dtype=bool)
    for mapped in mapping:
        if mapped.field == "participation.status":
            numbers |= body.column(mapped).parse_text(str.isdecimal).where(bool)
    return numbers


def _mask_counts(body: SheetRows, mapping: Sequence[ColumnMapping]) -> NDArray[np.bool_]:
    """Mask the rows with a number above 1 on a day: no mark, and perhaps the number of people who came."""
    counts = np.zeros(len(body.used), dtype=bool)
    for mapped in mapping:
        if mapped.field == "participation.status":
            column = body.column(mapped)
            counts |= column.parse_text(lambda text: (parse_number(text).value or 0) > 1).where(bool)
    return counts


def _count_marks(above: Sequence[Counter[str]], numbers: Sequence[int]) -> bool:
    """Return whether the numbers of the days are how often one mark, or a few together, occur on each."""
    marks = sorted({mark for counts in above for mark in counts if mark and not mark.isdecimal()})
    sizes = range(1, MAX_MARKS_TOGETHER + 1) if len(marks) <= MAX_MARKS_COMBINED else (1,)
    together = (some for size in sizes for some in combinations(marks, size))
    return any([sum(counts[mark] for mark in some) for counts in above] == list(numbers) for some in together)


def _has_numbers(marks: Counter[str]) -> bool:
    """Return whether some marks of a day are numbers."""
    return any(mark.isdecimal() for mark in marks)


def _exclude_counts(body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext) -> None:
    """Exclude the rows whose numbers count some of the marks above them on every day: "Here 7 8 6".

    A number may be missing where these marks are. Below marks that are no numbers, the last row is such a
    count even if it counts only some of the people: "Kids here", where volunteers are listed too.
    """
    days = [body.column(mapped) for mapped in mapping if mapped.field == "participation.status"]
    if len(body.used) <= MIN_DAYS_OF_SUM or len(days) < MIN_DAYS_OF_SUM:
        return
    texts = [column.cell_texts for column in days]
    for position in reversed(np.flatnonzero(_mask_counts(body, mapping))[-MAX_COUNT_ROWS:].tolist()):
        numbers = [own[column.codes[position]] for own, column in zip(texts, days, strict=True)]
        if not all(number.isdecimal() for number in numbers if number):
            continue
        above: list[Counter[str]] = [Counter() for _ in days]
        for counts, own, column in zip(above, texts, days, strict=True):
            for code, times in enumerate(np.bincount(column.codes[:position]).tolist()):
                counts[own[code].casefold()] += times
        is_last = position == len(body.used) - 1 and not any(map(_has_numbers, above))
        is_count = is_last and sum(map(bool, numbers)) >= MIN_DAYS_OF_COUNT
        if is_count or _count_marks(above, [int(number or 0) for number in numbers]):
            label = body.label(int(body.used[position]))
            reason = Message('"{label}": its numbers count the marks above', label=label)
            row, first = int(body.excel_rows[position]), body.grid.cells.first_column
            context.log.add("totals-row-left-out", row, first, value=label, message=reason)
            body.totals.append(int(body.used[position]))
            body.exclude([position], reason)
    body.totals.sort()
