"""Head count of each row, from one column or from several that count its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from libcollab_metrics.ingest.tables.rows import Body
from libcollab_metrics.ingest.values.columns import Column, Context, as_text, read_numbers
from libcollab_metrics.ingest.values.lexicon import headings, word_list, words
from libcollab_metrics.ingest.values.numbers import Read, read_number
from libcollab_metrics.ingest.values.table import Values, same_rows
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped
from libcollab_metrics.model.schema import SCHEMA

# Columns adjacent to the parts of a head count: their total, and unexplained numbers that may be parts too.

ATTENDED = SCHEMA["sessions"].field("attended")


@dataclass(frozen=True)
class Beside:
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


def beside_parts(body: Body, mapping: Sequence[Mapped]) -> Beside:
    """Find the total and unexplained numeric columns next to the head counts, without gaps."""
    near = {mapped.column for mapped in mapping if mapped.field == "sessions.attended"}
    entries = {heading.column: heading.entry for heading in body.grid.headings}
    open_columns = [m for m in mapping if m.field in ("", "check") and m.reason != "by hand"]
    total, unexplained = None, []
    for mapped in [*open_columns, *reversed(open_columns)]:
        if mapped.column in near or not {mapped.column - 1, mapped.column + 1} & near:
            continue
        if mapped.field == "check" and plain(mapped.heading) in {plain(word) for word in word_list("totals")}:
            total = total or body.column(mapped)
        elif entries.get(mapped.column) is None and _all_numbers(column := body.column(mapped)):
            unexplained.append(column)
        else:
            continue
        near.add(mapped.column)
    return Beside(total, tuple(unexplained))


def _all_numbers(column: Column) -> bool:
    texts = [text for cell in column.distinct if (text := as_text(cell))]
    return bool(texts) and all(read_number(text).value is not None for text in texts)


def with_beside(counts: Values, parts: Sequence[Column], beside: Beside, context: Context) -> Values:
    """Complete head counts from an adjacent total, or mark them as lower bounds.

    If all parts are known, their sum is used and a different total is reported. If one is blank, if only one
    part has a known heading, or if an unexplained number is adjacent, the typed total is used.
    """
    total = Values.all(Read(None), len(counts))
    if beside.total is not None:
        total = read_numbers(ATTENDED, beside.total, context)
    extra = [column.read(lambda cell: read_number(as_text(cell)).value) for column in beside.unexplained]
    alike = same_rows([counts.codes, total.codes, *(one.codes for one in extra)], len(counts))
    firsts, places = np.unique(alike, return_inverse=True)
    found = [
        _completed(counts[row], total[row], any(one[row] for one in extra), len(parts) == 1) for row in firsts.tolist()
    ]
    _tell([case for _, case in found], places, parts, beside, context)
    return Values(places, [read for read, _ in found])


def _completed(read: Read, stated: Read, more: bool, alone: bool) -> tuple[Read, str]:
    """Compute one row's head count and the case to report.

    The case is "total" (total used), "broken" (sum differs), "open" (a part may be missing), or "".
    """
    if stated.value is None:
        return (
            (Read(read.value, estimate=True, at_least=True), "open") if more and read.value is not None else (read, "")
        )
    if read.value == stated.value and not read.at_least:
        return read, ""
    if read.value is None or (stated.value >= read.value and (read.at_least or more or alone)):
        return Read(stated.value, estimate=stated.estimate, at_least=stated.at_least), "total"
    return read, "broken"


def _tell(
    cases: Sequence[str], places: np.ndarray[tuple[int], np.dtype[np.intp]], parts: Sequence[Column], beside: Beside,
    context: Context,
) -> None:  # fmt: skip
    names = " and ".join(f'"{column.heading}"' for column in parts)
    where = {case: np.array([one == case for one in cases])[places] for case in set(cases)}
    if beside.total is not None:
        told, column = f'"{beside.total.heading}"', beside.total
        for case, code, message in (
            ("total", "part-missing", f"{told} is used: {names} may not be all of those who came"),
            ("broken", "balance-broken", f"{names} do not add up to {told}; {names} stand"),
        ):
            rows = column.rows[where.get(case, np.zeros(len(places), dtype=bool))]
            context.log.add_rows(code, rows, column.number, heading=column.heading, message=message)
    for column in beside.unexplained:
        rows = column.rows[where.get("open", np.zeros(len(places), dtype=bool))]
        message = f'"{column.heading}" may be a part of the count too; {names} stand as a lower bound'
        context.log.add_rows("part-missing", rows, column.number, heading=column.heading, message=message)


#: Words that mark a heading as counting a part of the attendance.
PARTS = re.compile(
    r"person\b|online|virtual|physical|child|kids|adult|parent|caregiver|\bmale|female|boys|girls|tween|teen|youth|senior"
    r"|\bmen\b|women|on-?site|off-?site|ninos|ninas|padres|\bbata|matatanda|magulang|lalaki|babae|walk|guardian|carer"
    r"|grown-up|toddler|babies|infant|preschooler|older adult|elders|face to face|in library|presencial"
    r"|hombres|mujeres|varones|adolescentes|jovenes|mayores|madres|cuidador|kabataan|tagapag-alaga|nakatatanda"
)

#: Words that mark a part as an attendance format rather than an age or gender group.
FORMATS = re.compile(
    r"person\b|online|virtual|physical|on-?site|off-?site|on site|off site|outreach|zoom|face to face|in library"
    r"|presencial"
)


def read_head_counts(columns: list[Column], context: Context, length: int, beside: Beside | None = None) -> Values:
    """Parse each row's head count (`Read`), adding columns of parts unless one is their total."""
    if not columns:
        return Values.all(Read(None), length)
    columns = _parts_or_one(columns, context)
    parts = [read_numbers(ATTENDED, column, context) for column in columns]
    _note_unit(columns, context)
    _note_mixed(columns, context)
    counts = parts[0] if len(parts) == 1 else _added(columns, parts, context)
    if beside is None or not all(PARTS.search(plain(column.heading)) for column in columns):
        return counts
    return with_beside(counts, columns, beside, context)


def _note_unit(columns: Sequence[Column], context: Context) -> None:
    """Report the unit of the numbers: visits, or people if the heading or the answer says so."""
    heading, people = columns[0].heading, context.answers.get("people")
    entry = headings().get(plain(heading))
    if people == "people":
        context.log.add("unit-unclear", heading=heading, message="the number counts people, not visits")
    elif people is None and entry is not None and entry.role == "unclear_count":
        context.log.add("unit-unclear", heading=heading, message=f'"{heading}" may count people; read as visits')
    else:
        context.log.add("unit-named", heading=heading, message=f'"{heading}" read as visits')


def _note_mixed(columns: Sequence[Column], context: Context) -> None:
    """Report columns that count children and adults together."""
    parts = words("people_parts")
    named = {parts[word] for column in columns for word in re.findall(r"\w+", plain(column.heading)) if word in parts}
    if named == {"children", "adults"}:
        said = " and ".join(f'"{column.heading}"' for column in columns)
        context.log.add("people-mixed", heading=columns[0].heading, message=f"{said}: children and adults together")


def _parts_or_one(columns: list[Column], context: Context) -> list[Column]:
    """Choose the columns to add: the parts of the count, or one of several names for it.

    Parts by age and parts by format count the same people twice: the parts by format are added, the others
    are only compared.
    """
    totals = [column for column in columns if plain(column.heading).startswith(("total", "confirmed", "grand"))]
    whole = [column for column in columns if not PARTS.search(plain(column.heading))]
    if len(columns) < 2:
        return columns
    if totals or whole:
        used = [(totals or whole)[0]]
        for other in (c for c in columns if c not in used and (c in totals or c in whole)):
            _compare(used, [other], context, f'"{other.heading}" beside it says another number, and is not used')
    else:
        by_format = [column for column in columns if FORMATS.search(plain(column.heading))]
        by_people = [column for column in columns if column not in by_format]
        if not by_format or not by_people:
            return columns
        used = by_format
        _compare(by_format, by_people, context, "the parts by format and the parts by age have different sums")
    for other in (column for column in columns if column not in used):
        message = f'"{used[0].heading}" is used; this is a part of it, or another name for it'
        row = int(other.rows[0]) - 1 if len(other) else 0
        context.log.add("column-not-used", row, other.number, heading=other.heading, message=message)
    return used


def _compare(used: Sequence[Column], others: Sequence[Column], context: Context, message: str) -> None:
    """Report rows in which the columns used and the other columns have different sums."""
    sums = []
    for columns in (used, others):
        numbers = [read_number(as_text(cell)).value for column in columns for cell in column.cells]
        sums.append(np.array([np.nan if n is None else n for n in numbers]).reshape(len(columns), -1))
    known = ~np.isnan(sums[0]).any(axis=0) & ~np.isnan(sums[1]).any(axis=0)
    broken = known & (np.nansum(sums[0], axis=0) != np.nansum(sums[1], axis=0))
    first = used[0]
    context.log.add_rows("balance-broken", first.rows[broken], first.number, heading=first.heading, message=message)


def _added(columns: list[Column], parts: list[Values], context: Context) -> Values:
    """Add the parts, once per distinct combination."""
    alike = same_rows([part.codes for part in parts], len(parts[0]))
    combined, places = np.unique(alike, return_inverse=True)
    message = "one part of the count is blank; the other stands as a lower bound"
    there = np.array([known(part) for part in parts])
    some = there.any(axis=0)
    for column, own in zip(columns, there, strict=True):
        context.log.add_rows(
            "part-missing", column.rows[~own & some], column.number, heading=column.heading, message=message
        )
    return Values(places, [_sum([part[first] for part in parts]) for first in combined.tolist()])


def known(counts: Values) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return a mask of the rows whose number is known."""
    return counts.where(lambda read: read.value is not None)


def _sum(reads: list[Read]) -> Read:
    there = [read for read in reads if read.value is not None]
    if not there:
        return Read(None)
    missing = len(there) < len(reads)
    total = sum(read.value for read in there if read.value is not None)
    estimate, at_least = any(read.estimate for read in there), any(read.at_least for read in there)
    return Read(total, estimate=missing or estimate, at_least=missing or at_least)
