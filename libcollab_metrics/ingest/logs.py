"""A log of sessions, one row a session or a group of them: date, title, place and a head count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from libcollab_metrics.ingest.beside import Rows, beside_sessions
from libcollab_metrics.ingest.body import Body, sort_rows
from libcollab_metrics.ingest.columns import Column, Context, as_text, read_column, read_days, read_numbers
from libcollab_metrics.ingest.context import Surroundings
from libcollab_metrics.ingest.days import read_day, read_month, read_year
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.lexicon import word_list, words
from libcollab_metrics.ingest.numbers import Read, read_number
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.reading import Mapped
from libcollab_metrics.model.schema import SCHEMA

SESSIONS = SCHEMA["sessions"]
#: Fields several headings of one sheet may fill together: children and adults, in person and online.
SHARED = (
    "sessions.attended",
    "sessions.staff_hours",
    "sessions.volunteer_hours",
    "sessions.capacity",
    "notes.text",
    "ledger.value",
)

#: Words by which a heading says that it counts a part of those who came.
PARTS = re.compile(
    r"person|online|virtual|physical|child|kids|adult|parent|caregiver|\bmale|female|boys|girls|teen|youth|senior"
    r"|onsite|offsite|ninos|ninas|bata|walk"
)


def read_log(grid: Grid, mapping: Sequence[Mapped], around: Surroundings, context: Context) -> tuple[Body, Rows]:
    """Return the rows of a session log or an aggregated log as sessions, programs, partners, costs and notes."""
    body = sort_rows(grid, mapping, context.log, _missing)
    columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field}
    values = _plain_values(columns, context)
    days = _days(columns, context, len(body.used))
    titles, cancelled = _titles(columns.get("programs.name"), around.program, context, len(body.used))
    counted = [body.column(m) for m in mapping if m.field == "sessions.attended"]
    attended = _attendance(counted, context) or [Read(None)] * len(body.used)
    called_off = _called_off(counted, context)
    statuses = values.pop("status", [None] * len(body.used))
    sessions = []
    for place, row in enumerate(body.numbers):
        day, precision, typed = days[place]
        count = attended[place]
        status = statuses[place] or cancelled[place] or called_off.get(row) or "held"
        sessions.append(
            {name: cells[place] for name, cells in values.items()}
            | {
                "program_id": titles[place],
                "date": day,
                "date_precision": precision,
                "session_no": typed or None,
                "status": status,
                "attended": count.value,
                "attended_is_estimate": count.estimate,
                "attended_at_least": count.at_least,
                "row": row,
                "site": values["site"][place] if "site" in values else around.site or None,
            }
        )
    _count_events(sessions, grid.layout, context)
    _drop_or_note_duplicates(body, sessions, context)
    _compare_totals(body, mapping, sessions, context)
    tables: Rows = {"sessions": sessions}
    tables |= beside_sessions(columns, sessions, context)
    return body, tables


def _missing(row: dict[str, list[object]]) -> str:
    names = ("programs.name", "sessions.site", "sessions.date", "period.month", "period.year")
    if row.get("sessions.attended") and not any(row.get(name) for name in names):
        return "a number alone: a total, or a session without a day, a title and a place"
    if any(row.get(name) for name in ("period.month", "period.year", "sessions.attended")):
        return ""
    days = row.get("sessions.date", [])
    readable = any(not isinstance(cell, str) or read_day(cell) is not None for cell in days)
    return "" if readable else "no date and no number"


def _plain_values(columns: dict[str, Column], context: Context) -> dict[str, list[Any]]:
    """Every mapped field of a session that is read cell by cell."""
    own = ("date", "attended", "session_no")
    return {
        name.split(".")[1]: read_column("sessions", SESSIONS.field(name.split(".")[1]), column, context)
        for name, column in columns.items()
        if name.startswith("sessions.") and name.split(".")[1] not in own
    }


def _days(columns: dict[str, Column], context: Context, length: int) -> list[tuple[datetime | None, str, str]]:
    """Each row's day, how precise it is, and its text where the year is not known."""
    if "sessions.date" in columns:
        return [(day, "day", typed) for day, typed in read_days(columns["sessions.date"], context)]
    months, years = columns.get("period.month"), columns.get("period.year")
    found = []
    for place in range(length):
        month = as_text(months.cells[place]) if months else ""
        year = as_text(years.cells[place]) if years else ""
        found.append(_period(month, year, context, months or years, place))
    return found


def _period(
    month: str, year: str, context: Context, column: Column | None, place: int
) -> tuple[datetime | None, str, str]:
    read = read_month(month) if month else None
    chosen = (read[0] if read else None) or read_year(year) or context.year
    if column is not None and month and read is None:
        context.log.add("date-unreadable", column.rows[place], column.number, heading=column.heading, value=month)
    if chosen is None:
        if column is not None and read:
            context.log.add("year-missing", column.rows[place], column.number, heading=column.heading, value=month)
        return None, "month", month
    return datetime(chosen, read[1] if read else 1, 1), "month" if read else "year", ""


def _titles(
    column: Column | None, fallback: str, context: Context, length: int
) -> tuple[list[str | None], list[str | None]]:
    """Each row's program, and "cancelled" where only the title says so."""
    if column is None:
        return [fallback or None] * length, [None] * length
    titles, cancelled = [], []
    postponed = context.answers.get("postponed", "cancelled")
    for row, cell in zip(column.rows, column.cells, strict=True):
        typed = as_text(cell)
        title, status = _strip_status(typed, postponed)
        if status:
            context.log.add(
                "cancelled-by-title",
                row,
                column.number,
                heading=column.heading,
                value=typed,
                message=f'"{typed}" read as "{title}", {status}',
            )
        titles.append(title or fallback or None)
        cancelled.append(status or None)
    return titles, cancelled


def _strip_status(title: str, postponed: str) -> tuple[str, str]:
    for listed, status in (
        (word_list("cancelled_in_title"), "cancelled"),
        (word_list("postponed_in_title"), postponed),
    ):
        for word in listed:
            pattern = rf"^\s*[\[(]?\s*{word}\b\s*[\])]?\s*[-–—:!*]*\s*|\s*[-–—:(\[]+\s*{word}\b\s*[\])]?\s*$"
            bare, changed = re.subn(pattern, "", title, flags=re.IGNORECASE)
            if changed:
                return bare.strip(), status
            if inside := re.search(rf"\s+((was|is|has been)\s+)?[\[(]?{word}\b.*$", title, flags=re.IGNORECASE):
                return title[: inside.start()].strip(" -–—:([,"), status
    return title, ""


def _called_off(columns: list[Column], context: Context) -> dict[int, str]:
    """Rows whose head count says in a word that the session was cancelled: Excel row → status."""
    known = words("held")
    found = {}
    for column in columns:
        for row, cell in zip(column.rows, column.cells, strict=True):
            said = known.get(plain(cell)) if isinstance(cell, str) else None
            if said in ("cancelled", "postponed") and plain(as_text(cell)) != "no":
                found[row] = "cancelled" if said == "cancelled" else context.answers.get("postponed", "cancelled")
                context.log.add(
                    "cancelled-by-title", row, column.number, heading=column.heading, value=as_text(cell),
                    message=f'"{as_text(cell)}" stands where a number should; read as {found[row]}',
                )  # fmt: skip
    return found


def _attendance(columns: list[Column], context: Context) -> list[Read]:
    """Each row's head count; several headings for one count add, unless one of them is their total."""
    if not columns:
        return []
    field = SESSIONS.field("attended")
    columns = _parts_or_one(columns, context)
    parts = [read_numbers(field, column, context) for column in columns]
    if context.answers.get("people") == "people":
        context.log.add("unit-unclear", heading=columns[0].heading, message="the number counts people, not visits")
    elif columns:
        context.log.add("unit-named", heading=columns[0].heading, message=f'"{columns[0].heading}" read as visits')
    return [_added(place, columns, parts, context) for place in range(len(parts[0]))]


def _parts_or_one(columns: list[Column], context: Context) -> list[Column]:
    """Headings that name parts (children and adults) add; of several names for one count only one is used."""
    totals = [column for column in columns if plain(column.heading).startswith(("total", "confirmed", "grand"))]
    whole = [column for column in columns if not PARTS.search(plain(column.heading))]
    if len(columns) < 2 or (not totals and not whole):
        return columns
    used = (totals or whole)[0]
    for other in (column for column in columns if column is not used):
        message = f'"{used.heading}" is used; this is a part of it, or another name for it'
        context.log.add("column-not-used", other.rows[0] - 1, other.number, heading=other.heading, message=message)
    return [used]


def _added(place: int, columns: list[Column], parts: list[list[Read]], context: Context) -> Read:
    reads = [part[place] for part in parts]
    known = [read for read in reads if read.value is not None]
    if not known or len(reads) == 1:
        return reads[0] if len(reads) == 1 else Read(None)
    missing = len(known) < len(reads)
    if missing:
        blank = next(column for column, read in zip(columns, reads, strict=True) if read.value is None)
        context.log.add(
            "part-missing",
            blank.rows[place],
            blank.number,
            heading=blank.heading,
            message="one part of the count is blank; the other stands as a lower bound",
        )
    total = sum(read.value for read in known if read.value is not None)
    return Read(
        total, estimate=missing or any(r.estimate for r in known), at_least=missing or any(r.at_least for r in known)
    )


def _count_events(sessions: list[dict[str, Any]], layout: str, context: Context) -> None:
    """A row of a session log is one session; a grouped row without a count of them stays unknown."""
    for session in sessions:
        if layout == "session_log" and "events" not in session:
            session["events"] = 1.0


def _drop_or_note_duplicates(body: Body, sessions: list[dict[str, Any]], context: Context) -> None:
    """Rows equal in every cell may be two sessions that look alike: kept, told, and dropped only if so answered."""
    seen: dict[tuple[object, ...], int] = {}
    twins = []
    for place, index in enumerate(body.used):
        key = tuple(as_text(cell) for cell in body.grid.cells.rows[index])
        if key in seen:
            twins.append(place)
            context.log.add(
                "duplicate-rows",
                body.grid.row_number(index),
                body.grid.cells.first_column,
                message=f"the same as row {body.grid.row_number(seen[key])}",
            )
        seen.setdefault(key, index)
    if context.answers.get("duplicates") == "drop":
        for place in reversed(twins):
            body.leave_out(body.used[place], "the same as an earlier row")
            del sessions[place]


def _compare_totals(body: Body, mapping: Sequence[Mapped], sessions: list[dict[str, Any]], context: Context) -> None:
    """Compare the sheet's own totals of the head count with the rows above them."""
    columns = [mapped for mapped in mapping if mapped.field == "sessions.attended"]
    if len(columns) != 1:
        return
    place = columns[0].column - body.grid.cells.first_column
    start, everything = 0, sum(session["attended"] or 0.0 for session in sessions)
    for total in body.totals:
        row = body.grid.cells.rows[total]
        stated = read_number(as_text(row[place]) if place < len(row) else "").value
        above = [s["attended"] or 0.0 for index, s in zip(body.used, sessions, strict=True) if index < total]
        block = [s["attended"] or 0.0 for index, s in zip(body.used, sessions, strict=True) if start < index < total]
        start = total
        if stated is not None and stated not in (sum(above), sum(block), everything):
            message = f"the sheet's total says {stated:g}, its rows add up to {sum(above):g}; the rows are used"
            context.log.add(
                "totals-disagree",
                body.grid.row_number(total),
                columns[0].column,
                heading=columns[0].heading,
                value=f"{stated:g}",
                message=message,
            )
