"""Reader for event calendar exports (LibCal): attendance from its parts, seats, status and targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.head_counts import has_number
from libcollab_metrics.ingest.layouts.log_rows import handle_duplicate_rows
from libcollab_metrics.ingest.layouts.session_log import (
    SESSIONS,
    collect_session_partners,
    is_unreadable_day,
    read_partner_cost_notes,
)
from libcollab_metrics.ingest.layouts.session_titles import read_remarks, read_titles
from libcollab_metrics.ingest.tables.rows import ByField, classify_rows
from libcollab_metrics.ingest.values.categories import parse_tag_column
from libcollab_metrics.ingest.values.columns import (
    CellIssue,
    Column,
    ParseContext,
    cell_text,
    parse_column,
    parse_days,
    parse_numbers,
    report_issues,
    resolve_status,
)
from libcollab_metrics.ingest.values.lexicon import known_words
from libcollab_metrics.ingest.values.numbers import ParsedNumber
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, first_duplicate_rows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from numpy.typing import NDArray


IN_PERSON, ONLINE, CONFIRMED = (
    "actual attendance (in-person)",
    "actual attendance (online)",
    "confirmed attendance",
)
#: The column of an export that does not separate those in person from those online.
ACTUAL = "actual attendance"
SEATS = {IN_PERSON: "in-person seats", ONLINE: "online seats"}
#: Values of "Publishing status" of an active event; other values are looked up among the words for cancelled.
ACTIVE_STATUSES = ("published", "public", "private", "unlisted", "internal")


def read_event_calendar(task: ReadTask) -> ReadResult:
    """Read the events of the export as sessions, with their partners, costs, notes and targets.

    Only confirmed registrations count as registered, never the waiting list or cancelled registrations.
    Organizers and presenters are people, so their names are not stored.
    """
    body = classify_rows(task.grid, task.mapping, task.context.log, _missing_reason, is_unreadable_day)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    named = {normalize_heading(m.heading): body.column(m) for m in task.mapping if m.field}
    roles = {h.column: e.role for h in task.grid.headings if (e := h.entry_for("libcal"))}
    by_role = {
        roles[m.column]: body.column(m) for m in reversed(task.mapping) if m.column in roles and m.field
    }
    context, length = task.context, len(body.used)
    titles, cancelled = read_titles(columns.get("programs.name"), task.sheet_context.program, context, length)
    counts = _compute_attendance(named, context, length)
    values = _read_plain_fields(columns, context) | _read_event_days(
        columns.get("sessions.date"), context, length
    )
    values |= {
        "program_id": titles,
        "site": _read_site(by_role, columns, context, length, task.sheet_context.site),
        "status": cancelled.fill_unknown(_read_publishing_status(by_role.get("publishing"), context, length))
        .fill_unknown(read_remarks(columns.get("programs.name"), counts, context, length))
        .map(_default_status),
        "capacity": _add_seats(named, context, length),
        "attended": counts.map(lambda read: read.value),
        "attended_is_estimate": counts.map(lambda read: read.is_estimate),
        "attended_at_least": counts.map(lambda read: read.is_lower_bound),
        "events": EncodedValues.constant(1.0, length),
        "row": EncodedValues.from_list(body.excel_rows.tolist()),
    }
    values |= collect_session_partners(columns)
    for column in (columns.get("sessions.age_group"), by_role.get("category")):
        if column is not None:
            parse_tag_column(column, context)
    used_rows = handle_duplicate_rows(body, context)
    sessions = TableRows(values, length)
    costs = [columns["ledger.value"]] if "ledger.value" in columns else []
    other_tables = read_partner_cost_notes(columns, costs, sessions, context)
    if "programs.target_ideal" in columns:
        other_tables["programs"] = _sum_targets(sessions, columns["programs.target_ideal"], context)
    return ReadResult(
        body, {"sessions": sessions if used_rows is None else sessions.select(used_rows), **other_tables}
    )


def _missing_reason(row: ByField) -> str:
    return "" if row.get("programs.name") or row.get("sessions.date") else Message("no title and no date")


def _default_status(status: str | None) -> str:
    return status or "held"


def _read_plain_fields(columns: Mapping[str, Column], context: ParseContext) -> dict[str, EncodedValues]:
    own = ("date", "attended", "session_no", "site", "capacity", "status", "events")
    return {
        name.split(".")[1]: parse_column("sessions", SESSIONS.field(name.split(".")[1]), column, context)
        for name, column in columns.items()
        if name.startswith("sessions.") and name.split(".")[1] not in own
    }


def _read_event_days(column: Column | None, context: ParseContext, length: int) -> dict[str, EncodedValues]:
    if column is None:
        return {}
    days = parse_days(column, context)
    return {
        "date": days.map(lambda day: day[0]),
        "date_precision": EncodedValues.constant("day", length),
        "session_no": days.map(lambda day: day[1] or None),
    }


def _read_site(
    by_role: Mapping[str, Column],
    columns: Mapping[str, Column],
    context: ParseContext,
    length: int,
    fallback: str,
) -> EncodedValues:
    """Read the branch; where it is blank use the location, which is usually a room of it."""
    sites = EncodedValues.constant(None, length)
    for column in (by_role.get("branch"), by_role.get("room"), columns.get("sessions.site")):
        if column is not None:
            sites = sites.fill_unknown(parse_column("sessions", SESSIONS.field("site"), column, context))
    return sites.fill_unknown(EncodedValues.constant(fallback or None, length))


def _read_publishing_status(column: Column | None, context: ParseContext, length: int) -> EncodedValues:
    """Read "Publishing status" as cancelled or postponed; None for an active event."""
    if column is None:
        return EncodedValues.constant(None, length)
    off = known_words("held")
    statuses: list[str | None] = []
    cell_issues: list[CellIssue] = []
    for cell in column.distinct:
        word = normalize_heading(cell_text(cell))
        meaning = off.get(word) if word in off and word not in ("no", "yes") else None
        statuses.append(resolve_status(meaning, context) if meaning in ("cancelled", "postponed") else None)
        if meaning == "postponed":
            read = Message(
                '"{value}" read as {choice}', value=cell_text(cell), choice=Message(statuses[-1] or "")
            )
            cell_issues.append(("cancelled-by-title", read))
            continue
        fine = not word or meaning is not None or word in ACTIVE_STATUSES
        cell_issues.append(
            None
            if fine
            else (
                "choice-unknown",
                Message('"{value}" does not say that it was called off', value=cell_text(cell)),
            )
        )
    report_issues(column, context, cell_issues)
    return EncodedValues(column.codes, statuses)


def _add_seats(named: Mapping[str, Column], context: ParseContext, length: int) -> EncodedValues:
    """Add in-person and online seats; None where both are blank."""
    parts = [
        _parse_numbers(named[heading], "capacity", context) for heading in SEATS.values() if heading in named
    ]
    first_like, places = np.unique(
        first_duplicate_rows([part.codes for part in parts], length), return_inverse=True
    )
    return EncodedValues(
        places, [_add_known([part[row].value for part in parts]) for row in first_like.tolist()]
    )


def _add_known(numbers: list[float | None]) -> float | None:
    there = [number for number in numbers if number is not None]
    return sum(there) if there else None


def _parse_numbers(column: Column, field: str, context: ParseContext) -> EncodedValues:
    return parse_numbers(SESSIONS.field(field), column, context)


def _compute_attendance(named: Mapping[str, Column], context: ParseContext, length: int) -> EncodedValues:
    """Compute in-person plus online attendance, or Confirmed Attendance where both are blank.

    The three columns are never added together.
    """
    if ACTUAL in named and IN_PERSON not in named:
        named = {**named, IN_PERSON: named[ACTUAL]}
    counts = {
        heading: _parse_numbers(named[heading], "attended", context)
        for heading in (IN_PERSON, ONLINE, CONFIRMED)
        if heading in named
    }
    if not counts:
        return EncodedValues.constant(ParsedNumber(None), length)
    first = named[next(iter(counts))].heading
    context.log.add("unit-named", heading=first, message=Message('"{heading}" read as visits', heading=first))
    parts = [heading for heading in (IN_PERSON, ONLINE) if heading in counts]
    lacking = _mask_missing_parts(parts, counts, named, context, length)
    # Evaluate each distinct combination of numbers once.
    first_like, places = np.unique(
        first_duplicate_rows(
            [*(column.codes for column in counts.values()), lacking.astype(np.int32)], length
        ),
        return_inverse=True,
    )
    reads = [_combine_parts(row, parts, counts, bool(lacking[row])) for row in first_like.tolist()]
    if CONFIRMED not in counts:
        return EncodedValues(places, reads)
    confirmed = [counts[CONFIRMED][row] for row in first_like.tolist()]
    return EncodedValues(places, _resolve_confirmed(reads, confirmed, places, named[CONFIRMED], context))


def _combine_parts(
    row: int, parts: list[str], counts: Mapping[str, EncodedValues], lacks: bool
) -> ParsedNumber:
    there = [counts[heading][row] for heading in parts if counts[heading][row].value is not None]
    if not there:
        confirmed: ParsedNumber = counts[CONFIRMED][row] if CONFIRMED in counts else ParsedNumber(None)
        return confirmed
    estimate, at_least = any(read.is_estimate for read in there), any(read.is_lower_bound for read in there)
    return ParsedNumber(
        sum(read.value for read in there), is_estimate=lacks or estimate, is_lower_bound=lacks or at_least
    )


def _mask_missing_parts(
    parts: list[str],
    counts: Mapping[str, EncodedValues],
    named: Mapping[str, Column],
    context: ParseContext,
    length: int,
) -> NDArray[np.bool_]:
    """Find rows with one part blank although the event had it: the other part is a lower bound.

    An event without online access has no online attendance, and its in-person count is complete. The event
    had no such side where its seats are blank or 0 while the other side has seats, and where the sheet has no
    number for that side at all. Elsewhere the blank is a part that was not recorded.
    """
    lacking = np.zeros(length, dtype=bool)
    for heading in parts:
        other_heading = next((part for part in parts if part != heading), None)
        if other_heading is None or not has_number(counts[heading]).any():
            continue
        blank = ~has_number(counts[heading]) & has_number(counts[other_heading])
        none = _has_no_seats(SEATS[heading], named, length) & ~_has_no_seats(
            SEATS[other_heading], named, length
        )
        column = named[heading]
        context.log.add_rows(
            "part-missing",
            column.rows[blank & ~none],
            column.number,
            heading=column.heading,
            message=Message("one part of the count is blank; the other counts as “at least”"),
        )
        lacking |= blank & ~none
    return lacking


def _has_no_seats(heading: str, named: Mapping[str, Column], length: int) -> NDArray[np.bool_]:
    if heading not in named:
        return np.ones(length, dtype=bool)
    return named[heading].parse_text(str).where(lambda text: text in ("", "0"))


def _resolve_confirmed(
    reads: list[ParsedNumber],
    confirmed: list[ParsedNumber],
    row_codes: NDArray[np.int64],
    column: Column,
    context: ParseContext,
) -> list[ParsedNumber]:
    """Report where Confirmed Attendance differs from its parts; use it only if answered so.

    `reads` and `confirmed` hold one number per combination, `row_codes` the combination of each row.
    """
    differ = np.array(
        [
            a.value is not None and b.value is not None and a.value != b.value
            for a, b in zip(reads, confirmed, strict=True)
        ]
    )
    rows = np.flatnonzero(differ[row_codes])
    if len(rows) == 0:
        return reads
    context.log.request_question("totals")
    sheet = context.answers.get("totals") == "sheet"
    decision = Message("the former is used, as you answered") if sheet else Message("the latter is used")

    def row_message(index: int) -> str:
        parts, whole = reads[row_codes[rows[index]]].value, confirmed[row_codes[rows[index]]].value
        return Message(
            "Confirmed Attendance says {whole}, in person and online {parts}; {decision}",
            whole=whole,
            parts=parts,
            decision=decision,
        )

    context.log.add_rows(
        "totals-disagree",
        column.rows[rows],
        column.number,
        heading=column.heading,
        value=f"{confirmed[row_codes[rows[0]]].value:g}",
        message=row_message(0),
        message_for_row=row_message,
    )
    return [
        b if differs and sheet else a for a, b, differs in zip(reads, confirmed, differ.tolist(), strict=True)
    ]


def _sum_targets(sessions: TableRows, column: Column, context: ParseContext) -> TableRows:
    """Sum the expected attendance per program over its events; used only if mapped as a target."""
    targets: dict[str, float] = {}
    numbers = _parse_numbers(column, "attended", context)
    for program, read in zip(sessions.column("program_id"), numbers, strict=True):
        if program is not None and read.value is not None:
            targets[program] = targets.get(program, 0.0) + read.value
    return TableRows.from_dicts([{"name": name, "target_ideal": target} for name, target in targets.items()])
