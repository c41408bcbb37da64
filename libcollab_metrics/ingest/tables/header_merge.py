"""Headings over two or three rows, merged into one row."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.heading import Heading, day_of_week, merge_headings, read_heading
from libcollab_metrics.ingest.tables.heading_rows import (
    MIN_HEADER_SCORE,
    WEEKDAY_LETTERS,
    has_day_numbers,
    names_people,
    parse_heading_row,
    score_headings,
)
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import weekdays, word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.parts import AGES, are_age_ranges, part_of
from libcollab_metrics.model.names import has_phrase, normalize_heading

#: Fewest headings without subheadings in a row that has spanning ones.
MIN_SINGLE_HEADINGS = 2
#: Fewest days below months or weeks.
MIN_DAYS_BELOW = 2
#: Fewest numbers below the words of a second row of headings.
MIN_NUMBERS_BELOW = 3
#: Letters and parts of the two sexes, and fewest of them in a third row of headings.
_SEX_LETTERS, SEXES, MIN_SEXES_BELOW = frozenset("bgmfh"), ("male", "female", "boys", "girls"), 4
#: "Week 3", "Sesión no. 2"; and the arrow of "fecha →".
_NUMBERED = re.compile(r"([^\W\d_]+)\.?\s*(?:no\.?|#|n[°º]\.?)?\s*\d{1,2}")
_ARROW = re.compile(r"[→⇒►▶>:=-]+$")
#: A note in brackets: "(Sept 15)", and not "(5,000)".
_NOTE_IN_BRACKETS = re.compile(r"\([^()]*[^\W\d_][^()]*\)")
#: Last column of a worksheet, up to which a label without merged cells reaches.
LAST_COLUMN = 16_384
#: Fewest known headings of a row that are two rows tall.
MIN_TALL = 2
#: What a label above a table may say about all of it.
_CONTEXT_ROLES = ("year", "month", "program", "site", "date")


@dataclass(frozen=True)
class HeaderRows:
    """Headings of a table and the indices of their first and last row (equal for one row)."""

    top: int
    bottom: int
    headings: tuple[Heading, ...]


def merge_header_rows(cells: SheetCells, index: int) -> HeaderRows:
    """Merge a header row with the row above or below it if the two belong together.

    A third row is merged if it has sexes, and totals, below ages: "Children" over "3-6 yrs" over "B" and "G",
    or if the first one has the names, and the others the days and their weekdays.
    """
    if (form := _merge_names_over_days(cells, index)) is not None:
        return form
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


def _merge_names_over_days(cells: SheetCells, index: int) -> HeaderRows | None:
    """Merge a row with the names over two rows with the days and their weekdays; None for other rows.

    Totals of the month may be to the right of the days.
    """
    if index + 2 >= cells.height:
        return None
    names, days = parse_heading_row(cells, index), parse_heading_row(cells, index + 1)
    people = [heading for heading in names if names_people(heading)]
    if not people or not has_day_numbers([*people, *days]):
        return None
    below = parse_heading_row(cells, index + 2)
    last = max(heading.column for heading in days if heading.number is not None)
    to_last = [[h for h in row if h.column <= last] for row in (names, days, below)]
    if not has_weekdays(to_last[1], to_last[2]):
        return None
    under = [merge_headings(high, low) for high, low in zip(days, below, strict=True)]
    if not _has_names_next_to_days(to_last[0], [heading for heading in under if heading.column <= last]):
        return None
    over = _without_day_labels(names, under)
    joined = [merge_headings(high, low) for high, low in zip(over, under, strict=True)]
    return HeaderRows(index, index + 2, tuple(joined))


def _merge_two_rows(cells: SheetCells, index: int) -> HeaderRows:
    headings = parse_heading_row(cells, index)
    for top in (index - 1, index):
        if top >= 0 and top + 1 < cells.height:
            over, under = parse_heading_row(cells, top), parse_heading_row(cells, top + 1)
            if _are_notes(over, under):
                return HeaderRows(top, top + 1, _add_notes(over, under))
            if _has_names_next_to_days(over, under) or _has_names_next_to_days(under, over):
                return merge_rows(top, _without_day_labels(over, under), _without_day_labels(under, over))
    if index + 1 < cells.height:
        below = parse_heading_row(cells, index + 1)
        if has_weekdays(headings, below) or has_subheadings(cells, index, headings, below):
            over = extend_spanning_labels(cells, index, headings, below)
            return merge_rows(index, over, below)
        over = extend_spanning_labels(cells, index, headings, below)
        if has_weekdays(below, headings, headings_without_subheading(headings, below)):
            return merge_rows(index, _without_months(over), below)
        if has_months_over_days(over, below):
            return merge_rows(index, over, below)
    if index > 0:
        above = parse_heading_row(cells, index - 1)
        over = extend_spanning_labels(cells, index - 1, above, headings)
        if has_weekdays(headings, above, headings_without_subheading(above, headings)):
            return merge_rows(index - 1, _without_months(over), headings)
        if (
            _has_spanning_labels(cells, index, above, headings)
            or _are_all_subheadings(cells, index, above, headings)
            or has_months_over_days(over, headings)
            or _has_headings_above_blanks(cells, index - 1, above, headings)
        ):
            return merge_rows(index - 1, over, headings)
    return HeaderRows(index, index, tuple(headings))


def _are_notes(headings: Sequence[Heading], below: Sequence[Heading]) -> bool:
    """Return whether all texts of a row are notes in brackets on the headings above them: "(Sept 15)"."""
    pairs = [(high.text, low.text) for high, low in zip(headings, below, strict=True)]
    pairs = [(high, low) for high, low in pairs if low not in ("", high)]  # the same cell is two rows tall
    return bool(pairs) and all(high and _NOTE_IN_BRACKETS.fullmatch(low) for high, low in pairs)


def _add_notes(headings: Sequence[Heading], notes: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return headings with the notes below them, as if both were typed in one cell."""
    return tuple(
        read_heading(f"{high.text} {low.text}", high.column) if low.text not in ("", high.text) else high
        for high, low in zip(headings, notes, strict=True)
    )


def _has_headings_above_blanks(
    cells: SheetCells, index: int, headings: Sequence[Heading], below: Sequence[Heading]
) -> bool:
    """Return whether known headings are two rows tall, next to a label over several of the row below."""
    tall = [high for high, low in zip(headings, below, strict=True) if high.text and not low.text]
    known = [heading for heading in tall if heading.entry is not None]
    return len(known) >= MIN_TALL and has_subheadings(cells, index, headings, below)


def _has_names_next_to_days(names: Sequence[Heading], days: Sequence[Heading]) -> bool:
    """Return True if one row names the people and the other, in other columns, the days.

    A word such as "Date" may be over or under the first day.
    """
    dated = {h.column for h in days if h.day is not None} or {
        h.column for h in days if h.number is not None and has_day_numbers(days)
    }
    people = {h.column for h in names if h.role in ("first_name", "last_name") or names_people(h)}
    pairs = zip(names, days, strict=True)
    both = [(high, low) for high, low in pairs if high.text and low.text and high.text != low.text]
    lone = [day for name, day in zip(names, days, strict=True) if day.text and not name.text]
    return (
        len(dated) >= 2
        and bool(people)
        and all(
            _is_day_label(day) or (_is_day_label(name) and (day.column in dated or _is_weekday(day.text)))
            for name, day in both
        )
        and all(day.column in dated or _is_day_label(day) or _is_weekday(day.text) for day in lone)
    )


def _is_day_label(heading: Heading) -> bool:
    """Return whether a heading says that days are next to it, or numbers the session of a day below it."""
    folded = normalize_heading(heading.text)
    numbered = _NUMBERED.fullmatch(folded)
    says_days = _ARROW.sub("", folded).strip() in word_list("day_labels")
    says_days |= has_phrase(folded, word_list("day_labels", "phrases"))
    return says_days or (numbered is not None and numbered[1] in word_list("numbered_sessions"))


def _without_day_labels(row: Sequence[Heading], other: Sequence[Heading]) -> list[Heading]:
    """Return a row of headings without the words that label the days of the other row."""
    return [
        replace(heading, text="", entry=None) if low.text and _is_day_label(heading) else heading
        for heading, low in zip(row, other, strict=True)
    ]


def _without_months(weekdays_row: Sequence[Heading]) -> list[Heading]:
    """Return a row of weekdays whose words name no month: "Mar" is martes, and not March."""
    return [replace(h, month=None) if normalize_heading(h.text) in weekdays() else h for h in weekdays_row]


def merge_rows(top: int, over: Sequence[Heading], under: Sequence[Heading]) -> HeaderRows:
    """Merge the headings of row `top` with those of the row below it, column by column."""
    joined = [merge_headings(upper, lower) for upper, lower in zip(over, under, strict=True)]
    return HeaderRows(top, top + 1, tuple(joined))


def headings_without_subheading(over: Sequence[Heading], under: Sequence[Heading]) -> set[str]:
    """Return the headings of a row without a heading below them."""
    return {high.text for high, low in zip(over, under, strict=True) if high.text and not low.text}


def has_months_over_days(over: Sequence[Heading], under: Sequence[Heading]) -> bool:
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
        are_behind = all(low.column > last for low in others)  # "Days present" behind the last month
        labels = [low for high, low in pairs if not high.text and low.column < numbers[0][0].column]
        return are_behind and not any(map(_counts_by_month, labels))
    are_in_weeks = all(high.month or day_of_week(high.text, number) for high, number in numbers)
    return are_in_weeks and all(low.column > last for low in others)


def _counts_by_month(heading: Heading) -> bool:
    """Return whether a text below a blank says what is counted below the months: "Programs held"."""
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(heading.text)))
    measures = (word_list("cross_measures", key) for key in ("events", "people", "visits", "other"))
    return any(words & set(listed) for listed in measures)


def has_weekdays(
    headings: Sequence[Heading], adjacent: Sequence[Heading], allowed: Collection[str] = ()
) -> bool:
    """Return True if `adjacent` has weekdays for the days of `headings`; `allowed` are allowed texts.

    A form has further weekdays, of other months, and known headings in columns without a day.
    """
    under = [low.text for high, low in zip(headings, adjacent, strict=True) if high.day or high.number]
    named = list(filter(_is_weekday, under))
    elsewhere = [
        low
        for high, low in zip(headings, adjacent, strict=True)
        if low.text and not (high.day or high.number)
    ]
    repeated = all(
        low.text in (high.text, *allowed)
        or (not high.text and (_is_weekday(low.text) or low.entry is not None))
        for high, low in zip(headings, adjacent, strict=True)
        if low in elsewhere
    )
    return len(named) >= 2 and len(named) == len([text for text in under if text]) and repeated


def _is_weekday(text: str) -> bool:
    return normalize_heading(text) in WEEKDAY_LETTERS or normalize_heading(text) in weekdays()


def has_subheadings(
    cells: SheetCells, index: int, headings: Sequence[Heading], below: Sequence[Heading]
) -> bool:
    """Return True if the row below has headings only under blank or spanning cells."""
    wide = merged_columns(cells, index) or _labels_before_blank(headings, below)
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
    wide = merged_columns(cells, index - 1)
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
    wide = merged_columns(cells, index - 1)
    return (
        all(heading.column in wide for heading in headings if heading.text)
        and len(headings_without_subheading(above, headings)) >= MIN_SINGLE_HEADINGS
        and score_headings(above) >= MIN_HEADER_SCORE
        and has_subheadings(cells, index - 1, above, headings)
    )


def _merged_ranges(cells: SheetCells, index: int) -> list[range]:
    row = cells.first_row + index
    return [
        range(left, right + 1)
        for top, left, bottom, right in cells.merged
        if top == row == bottom and right > left
    ]


def merged_columns(cells: SheetCells, index: int) -> set[int]:
    """Return the Excel columns in horizontally merged ranges of a row."""
    return {column for columns in _merged_ranges(cells, index) for column in columns}


def extend_spanning_labels(
    cells: SheetCells, index: int, headings: Sequence[Heading], under: Sequence[Heading]
) -> list[Heading]:
    """Extend each spanning label across its merged range, or up to the next label.

    Days in columns next to each other take one column each, also the last of them.
    """
    ranges = {columns[0]: columns for columns in _merged_ranges(cells, index)}
    reach = 0 if ranges else LAST_COLUMN
    days = {heading.column for heading in headings if heading.number is not None}
    named = [heading for heading in under if names_people(heading)]
    are_days = has_day_numbers([*named, *headings]) and any(column + 1 in days for column in days)
    narrow = days if are_days else set()
    carried, last, until = [], Heading("", 0), 0
    for heading, low in zip(headings, under, strict=True):
        if heading.text:
            last = heading
            until = ranges[heading.column][-1] if heading.column in ranges else reach
            until = heading.column if heading.column in narrow and heading.column not in ranges else until
        carries = not heading.text and low.text and heading.column <= until
        carried.append(replace(last, column=heading.column) if carries else heading)
    return carried
