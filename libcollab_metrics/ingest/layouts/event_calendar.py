"""Reader for event calendar exports (LibCal): one row per event with seats and attendance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.head_counts import known
from libcollab_metrics.ingest.layouts.session_log import (
    SESSIONS,
    beside_sessions,
    drop_or_note_duplicates,
    session_partners,
    unreadable_day,
)
from libcollab_metrics.ingest.layouts.session_titles import read_titles
from libcollab_metrics.ingest.tables.rows import Body, ByField, sort_rows
from libcollab_metrics.ingest.values.categories import read_tags
from libcollab_metrics.ingest.values.columns import (
    Column,
    Context,
    Said,
    as_text,
    read_column,
    read_days,
    read_numbers,
    status_of,
    tell,
)
from libcollab_metrics.ingest.values.lexicon import words
from libcollab_metrics.ingest.values.numbers import Read
from libcollab_metrics.ingest.values.table import ReadRows, Rows, Values, same_rows
from libcollab_metrics.model.names import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.layouts.base import Task

IN_PERSON, ONLINE, CONFIRMED = (
    "actual attendance (in-person)",
    "actual attendance (online)",
    "confirmed attendance",
)
SEATS = {IN_PERSON: "in-person seats", ONLINE: "online seats"}
#: Values of "Publishing status" of an active event; other values are looked up among the words for cancelled.
SHOWN = ("published", "public", "private", "unlisted", "internal")


def read_libcal(task: Task) -> tuple[Body, Rows]:
    """Read the events of the export as sessions, with their partners, costs, notes and targets.

    Only confirmed registrations count as registered, never the waiting list or cancelled registrations.
    Organizers and presenters are people, so their names are not stored.
    """
    body = sort_rows(task.grid, task.mapping, task.context.log, _missing, unreadable_day)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    named = {plain(m.heading): body.column(m) for m in task.mapping if m.field}
    roles = {h.column: e.role for h in task.grid.headings if (e := h.under("libcal"))}
    by_role = {roles[m.column]: body.column(m) for m in reversed(task.mapping) if m.column in roles and m.field}
    context, length = task.context, len(body.used)
    titles, cancelled = read_titles(columns.get("programs.name"), task.around.program, context, length)
    counts = _attended(named, context, length)
    values = _plain_values(columns, context) | _days(columns.get("sessions.date"), context, length)
    values |= {
        "program_id": titles,
        "site": _site(by_role, columns, context, length, task.around.site),
        "status": cancelled.otherwise(_called_off(by_role.get("publishing"), context, length)).map(_held),
        "capacity": _seats(named, context, length),
        "attended": counts.map(lambda read: read.value),
        "attended_is_estimate": counts.map(lambda read: read.estimate),
        "attended_at_least": counts.map(lambda read: read.at_least),
        "events": Values.all(1.0, length),
        "row": Values.of(body.numbers.tolist()),
    }
    values |= session_partners(columns)
    for column in (columns.get("sessions.age_group"), by_role.get("category")):
        if column is not None:
            read_tags(column, context)
    kept = drop_or_note_duplicates(body, context)
    sessions = ReadRows(values, length)
    beside = beside_sessions(columns, sessions, context)
    if "programs.target_ideal" in columns:
        beside["programs"] = _targets(sessions, columns["programs.target_ideal"], context)
    return body, {"sessions": sessions if kept is None else sessions.keep(kept), **beside}


def _missing(row: ByField) -> str:
    return "" if row.get("programs.name") or row.get("sessions.date") else "no title and no date"


def _held(status: str | None) -> str:
    return status or "held"


def _plain_values(columns: Mapping[str, Column], context: Context) -> dict[str, Values]:
    own = ("date", "attended", "session_no", "site", "capacity", "status", "events")
    return {
        name.split(".")[1]: read_column("sessions", SESSIONS.field(name.split(".")[1]), column, context)
        for name, column in columns.items()
        if name.startswith("sessions.") and name.split(".")[1] not in own
    }


def _days(column: Column | None, context: Context, length: int) -> dict[str, Values]:
    if column is None:
        return {}
    days = read_days(column, context)
    return {
        "date": days.map(lambda day: day[0]),
        "date_precision": Values.all("day", length),
        "session_no": days.map(lambda day: day[1] or None),
    }


def _site(
    by_role: Mapping[str, Column], columns: Mapping[str, Column], context: Context, length: int, fallback: str
) -> Values:
    """Read the branch; where it is blank use the location, which is usually a room of it."""
    found = Values.all(None, length)
    for column in (by_role.get("branch"), by_role.get("room"), columns.get("sessions.site")):
        if column is not None:
            found = found.otherwise(read_column("sessions", SESSIONS.field("site"), column, context))
    return found.otherwise(Values.all(fallback or None, length))


def _called_off(column: Column | None, context: Context, length: int) -> Values:
    """Read "Publishing status" as cancelled or postponed; None for an active event."""
    if column is None:
        return Values.all(None, length)
    off = words("held")
    statuses: list[str | None] = []
    said: list[Said] = []
    for cell in column.distinct:
        word = plain(as_text(cell))
        meaning = off.get(word) if word in off and word not in ("no", "yes") else None
        statuses.append(status_of(meaning, context) if meaning in ("cancelled", "postponed") else None)
        if meaning == "postponed":
            said.append(("cancelled-by-title", f'"{as_text(cell)}" read as {statuses[-1]}'))
            continue
        fine = not word or meaning is not None or word in SHOWN
        said.append(None if fine else ("choice-unknown", f'"{as_text(cell)}" does not say that it was called off'))
    tell(column, context, said)
    return Values(column.codes, statuses)


def _seats(named: Mapping[str, Column], context: Context, length: int) -> Values:
    """Add in-person and online seats; None where both are blank."""
    parts = [_numbers(named[heading], "capacity", context) for heading in SEATS.values() if heading in named]
    first_like, places = np.unique(same_rows([part.codes for part in parts], length), return_inverse=True)
    return Values(places, [_sum([part[row].value for part in parts]) for row in first_like.tolist()])


def _sum(numbers: list[float | None]) -> float | None:
    there = [number for number in numbers if number is not None]
    return sum(there) if there else None


def _numbers(column: Column, field: str, context: Context) -> Values:
    return read_numbers(SESSIONS.field(field), column, context)


def _attended(named: Mapping[str, Column], context: Context, length: int) -> Values:
    """Compute in-person plus online attendance, or Confirmed Attendance where both are blank.

    The three columns are never added together.
    """
    counts = {
        heading: _numbers(named[heading], "attended", context)
        for heading in (IN_PERSON, ONLINE, CONFIRMED)
        if heading in named
    }
    if not counts:
        return Values.all(Read(None), length)
    first = named[next(iter(counts))].heading
    context.log.add("unit-named", heading=first, message=f'"{first}" read as visits')
    parts = [heading for heading in (IN_PERSON, ONLINE) if heading in counts]
    lacking = _lacking(parts, counts, named, context, length)
    # Evaluate each distinct combination of numbers once.
    first_like, places = np.unique(
        same_rows([*(column.codes for column in counts.values()), lacking.astype(np.int32)], length),
        return_inverse=True,
    )
    reads = [_one(row, parts, counts, bool(lacking[row])) for row in first_like.tolist()]
    if CONFIRMED not in counts:
        return Values(places, reads)
    confirmed = [counts[CONFIRMED][row] for row in first_like.tolist()]
    return Values(places, _settled(reads, confirmed, places, named[CONFIRMED], context))


def _one(row: int, parts: list[str], counts: Mapping[str, Values], lacks: bool) -> Read:
    there = [counts[heading][row] for heading in parts if counts[heading][row].value is not None]
    if not there:
        confirmed: Read = counts[CONFIRMED][row] if CONFIRMED in counts else Read(None)
        return confirmed
    estimate, at_least = any(read.estimate for read in there), any(read.at_least for read in there)
    return Read(sum(read.value for read in there), estimate=lacks or estimate, at_least=lacks or at_least)


def _lacking(
    parts: list[str], counts: Mapping[str, Values], named: Mapping[str, Column], context: Context, length: int
) -> NDArray[np.bool_]:
    """Find rows with one part blank although the event had it: the other part is a lower bound.

    An event without online access has no online attendance, and its in-person count is complete. The event
    had no such side where its seats are blank or 0 while the other side has seats, and where the sheet has no
    number for that side at all. Elsewhere the blank is a part that was not recorded.
    """
    lacking = np.zeros(length, dtype=bool)
    for heading in parts:
        other = next((part for part in parts if part != heading), None)
        if other is None or not known(counts[heading]).any():
            continue
        blank = ~known(counts[heading]) & known(counts[other])
        none = _no_seats(SEATS[heading], named, length) & ~_no_seats(SEATS[other], named, length)
        column = named[heading]
        context.log.add_rows(
            "part-missing", column.rows[blank & ~none], column.number, heading=column.heading,
            message="one part of the count is blank; the other stands as a lower bound",
        )  # fmt: skip
        lacking |= blank & ~none
    return lacking


def _no_seats(heading: str, named: Mapping[str, Column], length: int) -> NDArray[np.bool_]:
    if heading not in named:
        return np.ones(length, dtype=bool)
    return named[heading].read(as_text).where(lambda text: text in ("", "0"))


def _settled(
    reads: list[Read], confirmed: list[Read], places: NDArray[np.int64], column: Column, context: Context
) -> list[Read]:
    """Report where Confirmed Attendance differs from its parts; use it only if answered so.

    `reads` and `confirmed` hold one number per combination, `places` the combination of each row.
    """
    differ = np.array(
        [
            a.value is not None and b.value is not None and a.value != b.value
            for a, b in zip(reads, confirmed, strict=True)
        ]
    )
    rows = np.flatnonzero(differ[places])
    if len(rows) == 0:
        return reads
    context.log.ask("totals")
    sheet = context.answers.get("totals") == "sheet"
    stands = "the former stands because you said so" if sheet else "the latter stands"

    def said(place: int) -> str:
        parts, whole = reads[places[rows[place]]].value, confirmed[places[rows[place]]].value
        return f"Confirmed Attendance says {whole:g}, in person and online {parts:g}; {stands}"

    context.log.add_rows("totals-disagree", column.rows[rows], column.number, heading=column.heading,
                         value=f"{confirmed[places[rows[0]]].value:g}", message=said(0), told=said)  # fmt: skip
    return [b if differs and sheet else a for a, b, differs in zip(reads, confirmed, differ.tolist(), strict=True)]


def _targets(sessions: ReadRows, column: Column, context: Context) -> ReadRows:
    """Sum the expected attendance per program over its events; used only if mapped as a target."""
    found: dict[str, float] = {}
    numbers = _numbers(column, "attended", context)
    for program, read in zip(sessions.column("program_id"), numbers, strict=True):
        if program is not None and read.value is not None:
            found[program] = found.get(program, 0.0) + read.value
    return ReadRows.of([{"name": name, "target_ideal": target} for name, target in found.items()])
