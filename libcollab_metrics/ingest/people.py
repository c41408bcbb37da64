"""A list of people: one row a person at one session, or a sign-in sheet of one session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from libcollab_metrics.ingest.beside import Rows
from libcollab_metrics.ingest.body import Body, sort_rows
from libcollab_metrics.ingest.columns import Column, Context, as_text, by_distinct, read_column, read_days
from libcollab_metrics.ingest.context import Surroundings
from libcollab_metrics.ingest.identity import person_keys
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.lexicon import words
from libcollab_metrics.ingest.marks import explain_marks, normal_mark
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.reading import Mapped
from libcollab_metrics.model.schema import SCHEMA

PARTICIPATION = SCHEMA["participation"]
NAME_FIELDS = ("participation.person_key", "participation.first_name", "participation.last_name")
#: Words that take a row out of the list: nobody to expect.
WITHDRAWN = {
    "cancelled",
    "canceled",
    "refunded",
    "deleted",
    "transferred",
    "unpaid",
    "pending",
    "waiting list",
    "waitlisted",
}


def read_list(
    grid: Grid, mapping: Sequence[Mapped], around: Surroundings, context: Context, key: bytes
) -> tuple[Body, Rows]:
    """Return the rows of an attendee log or a sign-in sheet as participation."""
    body = sort_rows(grid, mapping, context.log, _missing)
    columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field}
    _leave_withdrawn(body, columns.get("participation.status"), context)
    columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field}
    names = person_keys(full_names(columns, len(body.used)), key)
    values = person_values(columns, context)
    statuses, source = _statuses(columns.get("participation.status"), context, len(body.used))
    days = _days(columns.get("participation.date"), around, context, len(body.used))
    programs = _programs(columns.get("programs.name"), around.program, len(body.used))
    rows = []
    for place, row in enumerate(body.numbers):
        day, typed = days[place]
        rows.append(
            {name: cells[place] for name, cells in values.items()}
            | {"program_id": programs[place], "date": day, "session_no": typed or None, "person_key": names[place],
               "status": statuses[place], "source": source, "row": row}
        )  # fmt: skip
        rows[-1].setdefault("site", around.site or None)
    _note_twice(body, rows, context)
    return body, {"participation": rows}


def _note_twice(body: Body, rows: list[dict[str, Any]], context: Context) -> None:
    """Tell when one person stands twice at one session; both rows are kept unless duplicates are dropped."""
    seen: dict[tuple[object, ...], int] = {}
    twins = []
    for place, row in enumerate(rows):
        if row["person_key"] is None:
            continue
        key = tuple(row.get(name) for name in ("person_key", "program_id", "date", "site", "start", "session_no"))
        if key in seen:
            same = "and the same status" if rows[seen[key]]["status"] == row["status"] else "and another status"
            message = f"the same person and session as row {rows[seen[key]]['row']}, {same}"
            context.log.add("duplicate-rows", row["row"], body.grid.cells.first_column, message=message)
            twins.append(place)
        seen.setdefault(key, place)
    if context.answers.get("duplicates") == "drop":
        for place in reversed(twins):
            body.leave_out(body.used[place], "the same person and session as an earlier row")
            del rows[place]


def full_names(columns: dict[str, Column], length: int) -> list[str | None]:
    """Each row's name, in memory only: one column, or last and first name together."""
    parts = [columns[name] for name in NAME_FIELDS if name in columns]
    names: list[str | None] = []
    for place in range(length):
        joined = " ".join(text for column in parts if (text := as_text(column.cells[place])))
        names.append(joined or None)
    return names


def person_values(columns: dict[str, Column], context: Context) -> dict[str, list[Any]]:
    """What is known of each person beside the name and the attendance."""
    own = ("date", "status", "person_key", "first_name", "last_name", "session_no")
    return {
        name.split(".")[1]: read_column("participation", PARTICIPATION.field(name.split(".")[1]), column, context)
        for name, column in columns.items()
        if name.startswith("participation.") and name.split(".")[1] not in own
    }


def _missing(row: dict[str, list[object]]) -> str:
    named = any(row.get(name) for name in NAME_FIELDS)
    return "" if named or row.get("participation.status") else "no name"


def _leave_withdrawn(body: Body, column: Column | None, context: Context) -> None:
    if column is None:
        return
    gone = [
        index for index, cell in zip(list(body.used), column.cells, strict=True) if plain(as_text(cell)) in WITHDRAWN
    ]
    for index in gone:
        body.leave_out(index, "withdrawn or cancelled before the session")
        context.log.add("row-left-out", body.grid.row_number(index), column.number, heading=column.heading,
                        message="withdrawn or cancelled before the session")  # fmt: skip


def _statuses(column: Column | None, context: Context, length: int) -> tuple[list[str], str]:
    """Each row's status; without a status column everyone on the list signed in."""
    if column is None:
        return ["present"] * length, "sign_in"
    marks = by_distinct(column.cells, lambda cell: normal_mark(as_text(cell)))
    known = words("status")  # a column headed Status holds words, however short: Y, N
    in_words = {mark: known[plain(mark)] for mark in set(marks) if plain(mark) in known}
    meanings = explain_marks(Counter(marks), in_words, context.answers)
    for row, mark in zip(column.rows, marks, strict=True):
        if meanings[mark].status == "unknown":
            context.log.add("mark-unconfirmed", row, column.number, heading=column.heading, value=mark or "(blank)",
                            message="what it means was not said, so it is not counted")  # fmt: skip
    return [meanings[mark].status for mark in marks], "roster"


def _days(
    column: Column | None, around: Surroundings, context: Context, length: int
) -> list[tuple[datetime | None, str]]:
    if column is not None:
        return read_days(column, context)
    day = datetime.combine(around.day, time(0)) if around.day else None
    if day is not None:
        context.log.add("date-from-context", message=f"the day {around.day} stands above the table")
    return [(day, "" if day else "this sheet")] * length


def _programs(column: Column | None, fallback: str, length: int) -> list[str | None]:
    if column is None:
        return [fallback or None] * length
    return [text or fallback or None for text in by_distinct(column.cells, as_text)]
