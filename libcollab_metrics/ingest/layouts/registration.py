"""Reader for registration exports (Eventbrite): who came, withdrawn orders, seats; enrolment lists.

A list of names without dates is also read here, as the enrolment of another sheet's sessions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.attendee_list import (
    PARTICIPATION,
    compute_pseudonyms,
    find_other_line,
    read_person_fields,
)
from libcollab_metrics.ingest.layouts.base import NAME_FIELDS, ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.personal_columns import without_homes
from libcollab_metrics.ingest.layouts.session_titles import read_titles
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.evidence import PERSON_ROLES
from libcollab_metrics.ingest.tables.export_headings import REGISTRATION_DAYS
from libcollab_metrics.ingest.tables.rows import HEADING_REASON, ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.values.columns import (
    CellIssue,
    Column,
    ParseContext,
    cell_text,
    parse_column,
    parse_days,
    parse_numbers,
    report_issues,
)
from libcollab_metrics.ingest.values.dates import ParsedDay, parse_day, parse_time
from libcollab_metrics.ingest.values.lexicon import known_headings, known_words
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, first_duplicate_rows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import casefold_name, normalize_heading
from libcollab_metrics.model.readings import Question, SheetReading
from libcollab_metrics.model.schema import SCHEMA
from libcollab_metrics.model.sessions import enrolment_key

if TYPE_CHECKING:
    from numpy.typing import NDArray


#: Fewest times of checking in that date a meeting.
MIN_CHECK_INS = 3
WITHDRAWN_REASON = Message("refunded, cancelled, unpaid or waiting: not among the registered")


def read_registration_export(task: ReadTask) -> ReadResult:
    """Read who registered and came, or who was enrolled where the list was declared an enrolment."""
    target = task.context.answers.get("enrolment_of")
    if target and casefold_name(target) != casefold_name(task.grid.cells.name):
        return read_enrolment(task, target)
    return read_registrations(task)


def read_registrations(task: ReadTask) -> ReadResult:
    """Read one participation row per seat and one session row per meeting with its seat count.

    The buyer's name is on the first seat of an order; other seats are unnamed guests. The order date is never
    the date of the session.
    """
    body = classify_rows(task.grid, task.mapping, task.context.log, _missing_order_reason)
    exclude_withdrawn(body, columns_by_role(task, body).get("state"), task.context)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    state, length = columns_by_role(task, body).get("state"), len(body.used)
    seats = _read_seat_counts(columns.get("sessions.registered"), task.context, length)
    statuses, asked = _read_statuses(columns.get("participation.status"), state, task, length)
    values = read_person_fields(columns, task.context) | _find_meeting(columns, task, length)
    values |= {"status": statuses, "row": EncodedValues.from_list(body.excel_rows.tolist())}
    values["source"] = _find_sources(task, body)
    rows = _expand_seats(TableRows(values, length), compute_pseudonyms(columns, length, task.key), seats)
    registered = rows.select(rows.column("source").where(lambda source: source == "registration"))
    return ReadResult(body, {"participation": rows, "sessions": _build_sessions(registered)}, asked)


def _find_sources(task: ReadTask, body: SheetRows) -> EncodedValues:
    """Return whether each row is a registration: people without a day of it, unlike most, walked in."""
    days = [h for h in task.grid.headings if normalize_heading(h.text) in REGISTRATION_DAYS]
    if not days:
        return EncodedValues.constant("registration", len(body.used))
    column = body.column_at(days[0].column, days[0].text)
    blank = ~column.is_filled
    if 2 * int(blank.sum()) >= len(column):
        return EncodedValues.constant("registration", len(column))
    message = Message("no day of registration, unlike most: read as people who walked in")
    task.context.log.add_rows(
        "choice-assumed", column.rows[blank], column.number, heading=column.heading, message=message
    )
    return EncodedValues(blank.astype(np.int32), ["registration", "sign_in"])


def _missing_order_reason(row: ByField) -> str:
    there = (*NAME_FIELDS, "sessions.registered", "participation.status", "check")
    if set(row) == {"check"} and not any(re.search(r"\d", cell_text(cell)) for cell in row["check"]):
        return HEADING_REASON
    has_entry = any(row.get(name) for name in there)
    return find_other_line(row) or ("" if has_entry else Message("no order and no name"))


def columns_by_role(task: ReadTask, body: SheetRows) -> dict[str, Column]:
    """Return the used columns of a registration export by the role of their heading."""
    roles = {h.column: e.role for h in task.grid.headings if (e := h.entry_for("registration_export"))}
    return {roles[m.column]: body.column(m) for m in reversed(task.mapping) if m.column in roles and m.field}


def exclude_withdrawn(body: SheetRows, column: Column | None, context: ParseContext) -> None:
    """Exclude refunded, cancelled, unpaid and waiting orders, and report them."""
    if column is None:
        return
    known = known_words("order_state")
    withdrawn = np.flatnonzero(column.parse_normalized(known.get).where(lambda word: word == "out"))
    if len(withdrawn):
        context.log.add_rows(
            "row-without-data",
            column.rows[withdrawn],
            column.number,
            heading=column.heading,
            value=column.text_at(withdrawn[0]),
            message=WITHDRAWN_REASON,
        )
        body.exclude(withdrawn, WITHDRAWN_REASON)


def _read_seat_counts(column: Column | None, context: ParseContext, length: int) -> NDArray[np.int64]:
    """Parse the number of seats per order; 1 where it is not stated."""
    if column is None:
        return np.ones(length, dtype=np.int64)
    reads = parse_numbers(SCHEMA["sessions"].field("registered"), column, context)
    return np.array([1 if read.value is None else int(read.value) for read in reads], dtype=np.int64)


def _read_statuses(
    column: Column | None, state: Column | None, task: ReadTask, length: int
) -> tuple[EncodedValues, tuple[Question, ...]]:
    """Determine each order's status from check-in, else from the state of the order.

    Where check-in was used, a blank one means absent unless answered otherwise. Where no order is checked in,
    all are unknown.
    """
    stated = EncodedValues.constant(None, length)
    if column is not None:
        stated = stated.fill_unknown(_read_checkin(column, task.context))
    if state is not None:
        stated = stated.fill_unknown(_read_order_state(state, task.context))
    came, blank = stated.where(lambda status: status == "present"), ~stated.known
    named = column or state
    if not came.any():
        if named is not None and length:
            message = Message("no one is checked in, so check-in was not used: it is not known who came")
            task.context.log.add_rows(
                "mark-unconfirmed", named.rows, named.number, heading=named.heading, message=message
            )
        return EncodedValues.constant("unknown", length), ()
    if not blank.any() or named is None:
        return stated.map(lambda status: status or "unknown"), ()
    answer = task.context.answers.get("blank_checkin")
    meant = answer or "absent"
    if answer is None:
        message = Message(
            "{count} not checked in read as absent, because others are checked in", count=int(blank.sum())
        )
        task.context.log.add_rows(
            "marks-from-form", named.rows[blank], named.number, heading=named.heading, message=message
        )
    elif answer == "unknown":
        task.context.log.add_rows(
            "mark-unconfirmed",
            named.rows[blank],
            named.number,
            heading=named.heading,
            message=Message("not checked in: not known whether they came, as you said"),
        )
    statuses = stated.map(lambda status: status or meant)
    return statuses, () if answer else (_blank_checkin_question(task, int(came.sum()), int(blank.sum())),)


def _blank_checkin_question(task: ReadTask, came: int, blank: int) -> Question:
    return ask("blank_checkin", task.grid.cells.name, came=came, blank=blank)


def _read_checkin(column: Column, context: ParseContext) -> EncodedValues:
    """Parse the check-in column: a word, a tick or an arrival time; None where undecided."""
    known = {**known_words("yes_no"), **known_words("status")}
    read = {"yes": "present", "no": "absent"}
    statuses: list[str | None] = []
    cell_issues: list[CellIssue] = []
    for cell in column.distinct:
        text = normalize_heading(cell_text(cell)) or cell_text(cell)
        status: str | None = read.get(known.get(text, ""), known.get(text))
        if status is None and text and (_is_moment(cell, text)):
            status = "present"
        statuses.append(None if status == "unknown" else status)
        cell_issues.append(
            ("mark-unconfirmed", Message("what it means was not said")) if text and status is None else None
        )
    report_issues(column, context, cell_issues)
    return EncodedValues(column.codes, statuses)


def _is_moment(cell: object, text: str) -> bool:
    return isinstance(cell, datetime | time) or parse_time(text) is not None or parse_day(text) is not None


def _read_order_state(column: Column, context: ParseContext) -> EncodedValues:
    """Read attended and no-show from the order state; Attending only means expected."""
    known = known_words("order_state")
    cell_issues: list[CellIssue] = []
    for cell in column.distinct:
        text = normalize_heading(cell_text(cell))
        unknown = text and text not in known
        cell_issues.append(
            (
                "choice-unknown",
                Message('"{value}" is no known state: read as registered', value=cell_text(cell)),
            )
            if unknown
            else None
        )
    report_issues(column, context, cell_issues)
    states = column.parse_normalized(known.get)
    return states.map(lambda state: state if state in ("present", "absent") else None)


def _find_meeting(columns: Mapping[str, Column], task: ReadTask, length: int) -> dict[str, EncodedValues]:
    """Find the program, date and site of each order's meeting, never the order date."""
    context, around = task.context, task.sheet_context
    programs, _ = read_titles(columns.get("programs.name"), around.program, context, length)
    fields = {"program_id": programs}
    if "participation.date" in columns:
        days = parse_days(columns["participation.date"], context)
        fields |= {"date": days.map(lambda day: day[0]), "session_no": days.map(lambda day: day[1] or None)}
    elif day := _find_check_in_day(columns.get("participation.status"), task):
        fields |= {"date": EncodedValues.constant(day, length)}
    else:
        fields |= single_meeting_fields(task, length)
    if "participation.site" in columns:
        site = PARTICIPATION.field("site")
        fields["site"] = parse_column("participation", site, columns["participation.site"], context)
    if "participation.date" not in columns and around.day is not None:
        fields = without_homes(fields, columns.get("participation.site"), context)
    fields["site"] = fields.get("site", EncodedValues.constant(None, length)).fill_unknown(
        EncodedValues.constant(around.site or None, length)
    )
    return fields


def _find_check_in_day(column: Column | None, task: ReadTask) -> datetime | None:
    """Return the day of all check-ins of one meeting; None if they have no day, or another is given."""
    if column is None or task.sheet_context.session_day(task.context):
        return None
    stamps = [cell for cell in column.distinct if cell_text(cell)]
    parsed = {cell.date() if isinstance(cell, datetime) else parse_day(cell_text(cell)) for cell in stamps}
    if len(parsed) != 1 or len(stamps) < MIN_CHECK_INS:
        return None
    found = parsed.pop()
    day = found.to_date(None) if isinstance(found, ParsedDay) and not found.is_ambiguous else found
    if not isinstance(day, date):
        return None
    message = Message("everyone who checked in did so on {day}", day=day)
    task.context.log.add("date-from-context", column=column.number, heading=column.heading, message=message)
    return datetime.combine(day, time(0))


def single_meeting_fields(task: ReadTask, length: int) -> dict[str, EncodedValues]:
    """Return the date above the table or in the tab name, else the sheet name as session number."""
    name = task.grid.cells.name
    day = task.sheet_context.session_day(task.context) or _parse_tab_day(name, task.context)
    if day is None and length:
        task.context.log.add("date-missing", message=Message("nothing says on which day the session was"))
    return {
        "date": EncodedValues.constant(day, length),
        "session_no": EncodedValues.constant(None if day else name, length),
    }


def _parse_tab_day(name: str, context: ParseContext) -> datetime | None:
    tab = parse_day(name, context.answers.get("date_order", "month-first"))
    day = tab.to_date(context.year) if tab else None
    if day is None:
        return None
    context.log.add("date-from-context", message=Message("the day {day} is the name of the tab", day=day))
    return datetime.combine(day, time(0))


def _expand_seats(orders: TableRows, people: EncodedValues, seats: NDArray[np.int64]) -> TableRows:
    """Repeat each order once per seat: the buyer's first, then unnamed guests."""
    rows = np.repeat(np.arange(len(orders)), seats)
    first = np.ones(len(rows), dtype=bool)
    first[1:] = rows[1:] != rows[:-1]
    named = people.select(rows)
    guests = np.where(first, named.codes, len(named.values))
    seat_rows = orders.select(rows)
    columns = seat_rows.columns | {"person_key": EncodedValues(guests, [*named.values, None])}
    return TableRows(columns, len(rows))


def _build_sessions(rows: TableRows) -> TableRows:
    """Build one row per meeting: registered seats, and whether every seat has a known mark."""
    key = ("program_id", "date", "site", "session_no", "start")
    first = first_duplicate_rows([rows.column(name).value_codes for name in key], len(rows))
    unknown = rows.column("status").where(lambda status: status == "unknown")
    places, meeting = np.unique(first, return_inverse=True)
    open_marks = np.bincount(meeting, weights=unknown, minlength=len(places))
    listed = {name: rows.column(name).select(places) for name in (*key, "row")} | {
        "registered": EncodedValues.from_list(
            np.bincount(meeting, minlength=len(places)).astype(float).tolist()
        ),
        "events": EncodedValues.constant(1.0, len(places)),
        "roster": EncodedValues((open_marks > 0).astype(np.int32), ["complete", "partial"]),
    }
    return TableRows(listed, len(places))


# A bare list of names is not attendance; it is read as an enrolment once the user names its sessions.


def read_enrolment(task: ReadTask, target: str) -> ReadResult:
    """Read the names of a list as people expected at the meetings of the sheet or file `target`.

    Who attended is decided with the log of that target, which may be in another file.
    """
    body = classify_rows(task.grid, task.mapping, task.context.log, _missing_name_reason)
    exclude_withdrawn(body, columns_by_role(task, body).get("state"), task.context)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    length = len(body.used)
    values = read_person_fields(columns, task.context)
    for name in ("site", "start"):
        values.pop(name, None)
    values |= {
        "person_key": compute_pseudonyms(columns, length, task.key),
        "row": EncodedValues.from_list(body.excel_rows.tolist()),
    }
    mark = enrolment_key(target)
    rows = TableRows(values, length).assign_constants(
        status="unknown", source="registration", session_no=mark
    )
    return ReadResult(body, {"participation": rows})


def _missing_name_reason(row: ByField) -> str:
    return "" if any(row.get(name) for name in NAME_FIELDS) else Message("no name")


def ask_enrolment_target(readings: Sequence[SheetReading]) -> list[SheetReading]:
    """Ask about each list of names that is not counted which sheet or file has its attendance."""
    return [
        _with_enrolment_question(
            reading,
            [other.name for other in readings if other.name != reading.name],
            [other.name for other in readings if other.name != reading.name and other.rows_used],
        )
        for reading in readings
    ]


def _with_enrolment_question(
    reading: SheetReading, other_sheets: Sequence[str], used_sheets: Sequence[str]
) -> SheetReading:
    """Ask about an unknown list of names, or about members if another sheet says who came."""
    known = [known_headings().get(normalize_heading(mapped.heading)) for mapped in reading.mapping]
    named = any(entry is not None and entry.role in PERSON_ROLES and not entry.is_weak for entry in known)
    is_members = f"sheets.{reading.name}.row_is" in {question.id for question in reading.questions}
    if not named or not (reading.layout == "unknown" or (is_members and used_sheets)):
        return reading
    others = used_sheets if is_members else other_sheets
    options = tuple((name, name) for name in dict.fromkeys(others))
    question = ask("enrolment_of", reading.name, options=options)
    return replace(reading, questions=(*reading.questions, question))
