"""Head count of each row: which columns are added up, words for a part, and adjacent totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import Column, ParseContext, cell_text, parse_numbers
from libcollab_metrics.ingest.values.lexicon import known_headings, known_words, word_list
from libcollab_metrics.ingest.values.numbers import ParsedNumber, parse_number
from libcollab_metrics.ingest.values.table import EncodedValues, first_duplicate_rows
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.schema import SCHEMA

# Columns adjacent to the parts of a head count: their total, and unexplained numbers that may be parts too.

ATTENDED = SCHEMA["sessions"].field("attended")


@dataclass(frozen=True)
class AdjacentColumns:
    """Columns adjacent to the parts of a head count.

    Attributes
    ----------
    total : Column or None
        Total of the parts, where there is one.
    unexplained : tuple of Column
        Numeric columns with an unknown heading.
    """

    total: Column | None = None
    unexplained: tuple[Column, ...] = ()


def find_adjacent_columns(body: SheetRows, mapping: Sequence[ColumnMapping]) -> AdjacentColumns:
    """Find the total and unexplained numeric columns next to the head counts, without gaps."""
    near = {mapped.column for mapped in mapping if mapped.field == "sessions.attended"}
    entries = {heading.column: heading.entry for heading in body.grid.headings}
    open_columns = [m for m in mapping if m.field in ("", "check") and m.reason != "by hand"]
    total, unexplained = None, []
    for mapped in [*open_columns, *reversed(open_columns)]:
        if mapped.column in near or not {mapped.column - 1, mapped.column + 1} & near:
            continue
        if mapped.field == "check" and normalize_heading(mapped.heading) in {
            normalize_heading(word) for word in word_list("totals")
        }:
            total = total or body.column(mapped)
        elif entries.get(mapped.column) is None and _has_only_numbers(column := body.column(mapped)):
            unexplained.append(column)
        else:
            continue
        near.add(mapped.column)
    return AdjacentColumns(total, tuple(unexplained))


def _has_only_numbers(column: Column) -> bool:
    texts = [text for text in column.cell_texts if text]
    return bool(texts) and all(parse_number(text).value is not None for text in texts)


def complete_head_counts(
    counts: EncodedValues, parts: Sequence[Column], adjacent: AdjacentColumns, context: ParseContext
) -> EncodedValues:
    """Complete head counts from an adjacent total, or mark them as lower bounds.

    If all parts are known, their sum is used and a different total is reported. If one is blank, if only one
    part has a known heading, or if an unexplained number is adjacent, the typed total is used.
    """
    total = EncodedValues.constant(ParsedNumber(None), len(counts))
    if adjacent.total is not None:
        total = parse_numbers(ATTENDED, adjacent.total, context)
    extra = [column.parse_text(lambda text: parse_number(text).value) for column in adjacent.unexplained]
    first_rows = first_duplicate_rows(
        [counts.codes, total.codes, *(number.codes for number in extra)], len(counts)
    )
    firsts, places = np.unique(first_rows, return_inverse=True)
    completed = [
        _complete_count(counts[row], total[row], any(number[row] for number in extra), len(parts) == 1)
        for row in firsts.tolist()
    ]
    _report_completions([case for _, case in completed], places, parts, adjacent, context)
    return EncodedValues(places, [read for read, _ in completed])


def _complete_count(
    read: ParsedNumber, stated: ParsedNumber, has_unexplained: bool, is_single_part: bool
) -> tuple[ParsedNumber, str]:
    """Compute one row's head count and the case to report.

    The case is "total" (total used), "broken" (sum differs), "open" (a part may be missing), or "".
    """
    if stated.value is None:
        return (
            (ParsedNumber(read.value, is_estimate=True, is_lower_bound=True), "open")
            if has_unexplained and read.value is not None
            else (read, "")
        )
    if read.value == stated.value and not read.is_lower_bound:
        return read, ""
    if read.value is None or (
        stated.value >= read.value and (read.is_lower_bound or has_unexplained or is_single_part)
    ):
        return (
            ParsedNumber(stated.value, is_estimate=stated.is_estimate, is_lower_bound=stated.is_lower_bound),
            "total",
        )
    return read, "broken"


def _report_completions(
    cases: Sequence[str],
    row_codes: np.ndarray[tuple[int], np.dtype[np.intp]],
    parts: Sequence[Column],
    adjacent: AdjacentColumns,
    context: ParseContext,
) -> None:
    names = " and ".join(f'"{column.heading}"' for column in parts)
    where = {case: np.array([other_case == case for other_case in cases])[row_codes] for case in set(cases)}
    if adjacent.total is not None:
        total_heading, column = f'"{adjacent.total.heading}"', adjacent.total
        for case, code, message in (
            ("total", "part-missing", f"{total_heading} is used: {names} may not be all of those who came"),
            ("broken", "balance-broken", f"{names} do not add up to {total_heading}; {names} stand"),
        ):
            rows = column.rows[where.get(case, np.zeros(len(row_codes), dtype=bool))]
            context.log.add_rows(code, rows, column.number, heading=column.heading, message=message)
    for column in adjacent.unexplained:
        rows = column.rows[where.get("open", np.zeros(len(row_codes), dtype=bool))]
        message = f'"{column.heading}" may be a part of the count too; {names} stand as a lower bound'
        context.log.add_rows("part-missing", rows, column.number, heading=column.heading, message=message)


#: Words that mark a heading as counting a part of the attendance.
PART_WORDS = re.compile(
    r"person\b|online|virtual|physical|child|kids|adult|parent|caregiver|\bmale|female|boys|girls|tween|teen|youth|senior"
    r"|\bmen\b|women|on-?site|off-?site|ninos|ninas|padres|\bbata|matatanda|magulang|lalaki|babae|walk|guardian|carer"
    r"|grown[- ]?up|toddler|babies|infant|preschooler|older adult|elders|face to face|in library|presencial"
    r"|hombres|mujeres|varones|adolescentes|jovenes|mayores|madres|cuidador|kabataan|tagapag-alaga|nakatatanda"
    rf"|\b(?:{'|'.join(word_list('role_words', 'part'))})\b"
)

#: Words that mark a part as an attendance format rather than an age or gender group.
FORMAT_WORDS = re.compile(
    r"person\b|online|virtual|physical|on-?site|off-?site|on site|off site|outreach|zoom|face to face|in"
    r" library"
    r"|presencial"
)


def read_head_counts(
    columns: list[Column], context: ParseContext, length: int, adjacent: AdjacentColumns | None = None
) -> EncodedValues:
    """Parse each row's head count (`ParsedNumber`), adding columns of parts unless one is their total."""
    if not columns:
        return EncodedValues.constant(ParsedNumber(None), length)
    columns = _choose_count_columns(columns, context)
    parts = [parse_numbers(ATTENDED, column, context) for column in columns]
    _report_unit(columns, context)
    _report_mixed_ages(columns, context)
    counts = parts[0] if len(parts) == 1 else _add_parts(columns, parts, context)
    if adjacent is None or not all(
        PART_WORDS.search(normalize_heading(column.heading)) for column in columns
    ):
        return counts
    return complete_head_counts(counts, columns, adjacent, context)


def _report_unit(columns: Sequence[Column], context: ParseContext) -> None:
    """Report the unit of the numbers: visits, or people if the heading or the answer says so."""
    heading, people = columns[0].heading, context.answers.get("people")
    entry = known_headings().get(normalize_heading(heading))
    if people == "people":
        context.log.add("unit-unclear", heading=heading, message="the number counts people, not visits")
    elif people is None and entry is not None and entry.role == "unclear_count":
        context.log.add(
            "unit-unclear", heading=heading, message=f'"{heading}" may count people; read as visits'
        )
    else:
        context.log.add("unit-named", heading=heading, message=f'"{heading}" read as visits')


def _report_mixed_ages(columns: Sequence[Column], context: ParseContext) -> None:
    """Report columns that count children and adults together."""
    parts = known_words("people_parts")
    named = {
        parts[word]
        for column in columns
        for word in re.findall(r"\w+", normalize_heading(column.heading))
        if word in parts
    }
    if named == {"children", "adults"}:
        headings = " and ".join(f'"{column.heading}"' for column in columns)
        context.log.add(
            "people-mixed", heading=columns[0].heading, message=f"{headings}: children and adults together"
        )


def _choose_count_columns(columns: list[Column], context: ParseContext) -> list[Column]:
    """Choose the columns to add: the parts of the count, or one of several names for it.

    Parts by age and parts by format count the same people twice: the parts by format are added, the others
    are only compared.
    """
    totals = [
        column
        for column in columns
        if normalize_heading(column.heading).startswith(("total", "confirmed", "grand"))
    ]
    whole = [column for column in columns if not PART_WORDS.search(normalize_heading(column.heading))]
    if len(columns) < 2:
        return columns
    if totals or whole:
        used = [(totals or whole)[0]]
        for unused in (c for c in columns if c not in used and (c in totals or c in whole)):
            _compare_sums(
                used, [unused], context, f'"{unused.heading}" beside it says another number, and is not used'
            )
    else:
        by_format = [column for column in columns if FORMAT_WORDS.search(normalize_heading(column.heading))]
        by_people = [column for column in columns if column not in by_format]
        if not by_format or not by_people:
            return columns
        used = by_format
        _compare_sums(
            by_format, by_people, context, "the parts by format and the parts by age have different sums"
        )
    for unused in (column for column in columns if column not in used):
        message = f'"{used[0].heading}" is used; this is a part of it, or another name for it'
        row = int(unused.rows[0]) - 1 if len(unused) else 0
        context.log.add("column-not-used", row, unused.number, heading=unused.heading, message=message)
    return used


def _compare_sums(
    used: Sequence[Column], compared: Sequence[Column], context: ParseContext, message: str
) -> None:
    """Report rows in which the columns used and the other columns have different sums."""
    sums = []
    for columns in (used, compared):
        numbers = [parse_number(cell_text(cell)).value for column in columns for cell in column.cells]
        sums.append(np.array([np.nan if n is None else n for n in numbers]).reshape(len(columns), -1))
    known = ~np.isnan(sums[0]).any(axis=0) & ~np.isnan(sums[1]).any(axis=0)
    broken = known & (np.nansum(sums[0], axis=0) != np.nansum(sums[1], axis=0))
    first = used[0]
    context.log.add_rows(
        "balance-broken", first.rows[broken], first.number, heading=first.heading, message=message
    )


def _add_parts(columns: list[Column], parts: list[EncodedValues], context: ParseContext) -> EncodedValues:
    """Add the parts, once per distinct combination."""
    first_rows = first_duplicate_rows([part.codes for part in parts], len(parts[0]))
    combined, places = np.unique(first_rows, return_inverse=True)
    message = "one part of the count is blank; the other stands as a lower bound"
    there = np.array([has_number(part) for part in parts])
    some = there.any(axis=0)
    for column, own in zip(columns, there, strict=True):
        context.log.add_rows(
            "part-missing", column.rows[~own & some], column.number, heading=column.heading, message=message
        )
    return EncodedValues(places, [_add_reads([part[first] for part in parts]) for first in combined.tolist()])


def has_number(counts: EncodedValues) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return a mask of the rows whose number is known."""
    return counts.where(lambda read: read.value is not None)


def _add_reads(reads: list[ParsedNumber]) -> ParsedNumber:
    there = [read for read in reads if read.value is not None]
    if not there:
        return ParsedNumber(None)
    missing = len(there) < len(reads)
    total = sum(read.value for read in there if read.value is not None)
    estimate, at_least = any(read.is_estimate for read in there), any(read.is_lower_bound for read in there)
    return ParsedNumber(total, is_estimate=missing or estimate, is_lower_bound=missing or at_least)
