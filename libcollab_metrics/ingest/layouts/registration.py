"""Reader for registration exports (Eventbrite and similar): one row per order.

A list of names without dates is also read here, as the enrolment of another sheet's sessions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.attendee_list import NAME_FIELDS, PARTICIPATION, person_values, read_people
from libcollab_metrics.ingest.layouts.session_titles import read_titles
from libcollab_metrics.ingest.tables.detection import PERSON
from libcollab_metrics.ingest.tables.rows import Body, ByField, sort_rows
from libcollab_metrics.ingest.values.columns import (
    Column,
    Context,
    Said,
    as_text,
    read_column,
    read_days,
    read_numbers,
    tell,
)
from libcollab_metrics.ingest.values.dates import read_day, read_time
from libcollab_metrics.ingest.values.lexicon import headings, words
from libcollab_metrics.ingest.values.table import ReadRows, Rows, Values, same_rows
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Question, SheetReading
from libcollab_metrics.model.schema import SCHEMA
from libcollab_metrics.model.sessions import enrolment_mark

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.layouts.base import Task

WITHDRAWN = "refunded, cancelled, unpaid or waiting: not among the registered"


def read_registrations(task: Task) -> tuple[Body, Rows, tuple[Question, ...]]:
    """Read one participation row per seat and one session row per meeting with its seat count.

    The buyer's name is on the first seat of an order; other seats are unnamed guests. The order date is never
    the date of the session.
    """
    body = sort_rows(task.grid, task.mapping, task.context.log, _missing)
    leave_withdrawn(body, by_role(task, body).get("state"), task.context)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    state, length = by_role(task, body).get("state"), len(body.used)
    seats = _seats(columns.get("sessions.registered"), task.context, length)
    statuses, asked = _statuses(columns.get("participation.status"), state, task, length)
    values = person_values(columns, task.context) | _meeting(columns, task, length)
    values |= {"status": statuses, "row": Values.of(body.numbers.tolist())}
    rows = _seat_by_seat(ReadRows(values, length), read_people(columns, length, task.key), seats)
    return body, {"participation": rows, "sessions": _sessions(rows)}, asked


def _missing(row: ByField) -> str:
    there = (*NAME_FIELDS, "sessions.registered", "participation.status", "check")
    return "" if any(row.get(name) for name in there) else "no order and no name"


def by_role(task: Task, body: Body) -> dict[str, Column]:
    """Return the used columns of a registration export by the role of their heading."""
    roles = {h.column: e.role for h in task.grid.headings if (e := h.under("registration_export"))}
    return {roles[m.column]: body.column(m) for m in reversed(task.mapping) if m.column in roles and m.field}


def leave_withdrawn(body: Body, column: Column | None, context: Context) -> None:
    """Exclude refunded, cancelled, unpaid and waiting orders, and report them."""
    if column is None:
        return
    known = words("order_state")
    gone = np.flatnonzero(column.read(lambda cell: known.get(plain(as_text(cell)))).where(lambda word: word == "out"))
    if len(gone):
        context.log.add_rows("row-left-out", column.rows[gone], column.number, heading=column.heading,
                             value=as_text(column.distinct[column.codes[gone[0]]]), message=WITHDRAWN)  # fmt: skip
        body.leave_out(gone, WITHDRAWN)


def _seats(column: Column | None, context: Context, length: int) -> NDArray[np.int64]:
    """Parse the number of seats per order; 1 where it is not stated."""
    if column is None:
        return np.ones(length, dtype=np.int64)
    reads = read_numbers(SCHEMA["sessions"].field("registered"), column, context)
    return np.array([1 if read.value is None else int(read.value) for read in reads], dtype=np.int64)


def _statuses(
    column: Column | None, state: Column | None, task: Task, length: int
) -> tuple[Values, tuple[Question, ...]]:
    """Determine each order's status from check-in, else from the state of the order.

    Where check-in was used, a blank one means absent unless answered otherwise. Where no order is checked in,
    all are unknown.
    """
    said = Values.all(None, length)
    if column is not None:
        said = said.otherwise(_checked_in(column, task.context))
    if state is not None:
        said = said.otherwise(_by_state(state, task.context))
    came, blank = said.where(lambda status: status == "present"), ~said.known
    named = column or state
    if not came.any():
        if named is not None and length:
            message = "nobody is checked in, so check-in was not used: who came is not known"
            task.context.log.add_rows("mark-unconfirmed", named.rows, named.number, heading=named.heading,
                                      message=message)  # fmt: skip
        return Values.all("unknown", length), ()
    if not blank.any() or named is None:
        return said.map(lambda status: status or "unknown"), ()
    answer = task.context.answers.get("blank_checkin")
    meant = answer or "absent"
    if answer is None:
        message = f"{int(blank.sum())} not checked in read as absent, because others are checked in"
        task.context.log.add_rows("marks-from-form", named.rows[blank], named.number, heading=named.heading,
                                  message=message)  # fmt: skip
    elif answer == "unknown":
        task.context.log.add_rows("mark-unconfirmed", named.rows[blank], named.number, heading=named.heading,
                                  message="not checked in: not known whether they came, as you said")  # fmt: skip
    statuses = said.map(lambda status: status or meant)
    return statuses, () if answer else (_question(task, int(came.sum()), int(blank.sum())),)


def _question(task: Task, came: int, blank: int) -> Question:
    options = (("absent", "did not come"), ("unknown", "not recorded"))
    text = f"{came} orders are checked in, {blank} are blank: what does a blank check-in mean?"
    return Question(f"sheets.{task.grid.cells.name}.blank_checkin", text, options, "absent")


def _checked_in(column: Column, context: Context) -> Values:
    """Parse the check-in column: a word, a tick or an arrival time; None where undecided."""
    known = {**words("yes_no"), **words("status")}
    read = {"yes": "present", "no": "absent"}
    statuses: list[str | None] = []
    said: list[Said] = []
    for cell in column.distinct:
        text = plain(as_text(cell)) or as_text(cell)
        status: str | None = read.get(known.get(text, ""), known.get(text))
        if status is None and text and (_is_moment(cell, text)):
            status = "present"
        statuses.append(None if status == "unknown" else status)
        said.append(("mark-unconfirmed", "what it means was not said") if text and status is None else None)
    tell(column, context, said)
    return Values(column.codes, statuses)


def _is_moment(cell: object, text: str) -> bool:
    return isinstance(cell, datetime | time) or read_time(text) is not None or read_day(text) is not None


def _by_state(column: Column, context: Context) -> Values:
    """Read attended and no-show from the order state; Attending only means expected."""
    known = words("order_state")
    said: list[Said] = []
    for cell in column.distinct:
        text = plain(as_text(cell))
        unknown = text and text not in known
        said.append(("choice-unknown", f'"{as_text(cell)}" is no known state: read as registered') if unknown else None)
    tell(column, context, said)
    states = column.read(lambda cell: known.get(plain(as_text(cell))))
    return states.map(lambda state: state if state in ("present", "absent") else None)


def _meeting(columns: Mapping[str, Column], task: Task, length: int) -> dict[str, Values]:
    """Find the program, date and site of each order's meeting, never the order date."""
    context, around = task.context, task.around
    programs, _ = read_titles(columns.get("programs.name"), around.program, context, length)
    found = {"program_id": programs}
    if "participation.date" in columns:
        days = read_days(columns["participation.date"], context)
        found |= {"date": days.map(lambda day: day[0]), "session_no": days.map(lambda day: day[1] or None)}
    else:
        found |= one_meeting(task, length)
    if "participation.site" in columns:
        site = PARTICIPATION.field("site")
        found["site"] = read_column("participation", site, columns["participation.site"], context)
    found["site"] = found.get("site", Values.all(None, length)).otherwise(Values.all(around.site or None, length))
    return found


def one_meeting(task: Task, length: int) -> dict[str, Values]:
    """Return the date above the table or in the tab name, else the sheet name as session number."""
    name = task.grid.cells.name
    day = task.around.day_above(task.context) or _day_of_tab(name, task.context)
    if day is None and length:
        task.context.log.add("date-missing", message="nothing says on which day the session was")
    return {"date": Values.all(day, length), "session_no": Values.all(None if day else name, length)}


def _day_of_tab(name: str, context: Context) -> datetime | None:
    tab = read_day(name, context.answers.get("date_order", "month-first"))
    found = tab.on(context.year) if tab else None
    if found is None:
        return None
    context.log.add("date-from-context", message=f"the day {found} stands on the tab")
    return datetime.combine(found, time(0))


def _seat_by_seat(orders: ReadRows, people: Values, seats: NDArray[np.int64]) -> ReadRows:
    """Repeat each order once per seat: the buyer's first, then unnamed guests."""
    rows = np.repeat(np.arange(len(orders)), seats)
    first = np.ones(len(rows), dtype=bool)
    first[1:] = rows[1:] != rows[:-1]
    named = people.keep(rows)
    guests = np.where(first, named.codes, len(named.values))
    seat_rows = orders.keep(rows)
    columns = seat_rows.columns | {"person_key": Values(guests, [*named.values, None])}
    return ReadRows(columns, len(rows)).with_all(source="registration")


def _sessions(rows: ReadRows) -> ReadRows:
    """Build one row per meeting: registered seats, and whether every seat has a known mark."""
    key = ("program_id", "date", "site", "session_no", "start")
    first = same_rows([equal_codes(rows.column(name)) for name in key], len(rows))
    unknown = rows.column("status").where(lambda status: status == "unknown")
    places, meeting = np.unique(first, return_inverse=True)
    open_marks = np.bincount(meeting, weights=unknown, minlength=len(places))
    listed = {name: rows.column(name).keep(places) for name in (*key, "row")} | {
        "registered": Values.of(np.bincount(meeting, minlength=len(places)).astype(float).tolist()),
        "events": Values.all(1.0, len(places)),
        "roster": Values((open_marks > 0).astype(np.int32), ["complete", "partial"]),
    }
    return ReadRows(listed, len(places))


def equal_codes(values: Values) -> NDArray[np.int64]:
    """Return integer codes that are equal where the values are equal."""
    numbers: dict[object, int] = {}
    alike = [numbers.setdefault(value, len(numbers)) for value in values.values]
    codes: NDArray[np.int64] = np.array(alike, dtype=np.int64)[values.codes]
    return codes


# A bare list of names is not attendance; it is read as an enrolment once the user names its sessions.


def read_enrolment(task: Task, target: str) -> tuple[Body, Rows]:
    """Read the names of a list as people expected at the meetings of the sheet or file `target`.

    Who attended is decided with the log of that target, which may be in another file.
    """
    body = sort_rows(task.grid, task.mapping, task.context.log, _unnamed)
    leave_withdrawn(body, by_role(task, body).get("state"), task.context)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    length = len(body.used)
    values = person_values(columns, task.context)
    for name in ("site", "start"):
        values.pop(name, None)
    values |= {"person_key": read_people(columns, length, task.key), "row": Values.of(body.numbers.tolist())}
    mark = enrolment_mark(target)
    rows = ReadRows(values, length).with_all(status="unknown", source="registration", session_no=mark)
    return body, {"participation": rows}


def _unnamed(row: ByField) -> str:
    return "" if any(row.get(name) for name in NAME_FIELDS) else "no name"


def undated_names(found: Sequence[tuple[SheetReading, Rows]]) -> bool:
    """Return True if a sheet was read as a sign-in sheet although it has no date."""
    return any(
        reading.layout == "sign_in" and "participation" in rows and not rows["participation"].column("date").known.any()
        for reading, rows in found
    )


def ask_whose_enrolment(readings: Sequence[SheetReading]) -> list[SheetReading]:
    """Ask of each unrecognized list of names which sheet or file has its attendance."""
    return [_asked(reading, [r.name for r in readings if r.name != reading.name]) for reading in readings]


def _asked(reading: SheetReading, others: Sequence[str]) -> SheetReading:
    known = [headings().get(plain(mapped.heading)) for mapped in reading.mapping]
    named = any(entry is not None and entry.role in PERSON and not entry.weak for entry in known)
    if reading.layout != "unknown" or not named:
        return reading
    options = tuple((name, name) for name in dict.fromkeys(others))
    text = "This looks like a list of names. If it says who was enrolled, name the sheet or file that says who came."
    question = Question(f"sheets.{reading.name}.enrolment_of", text, options, "")
    return replace(reading, questions=(*reading.questions, question))
