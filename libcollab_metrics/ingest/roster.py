"""A wide roster: people down, days across, a mark where they meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from libcollab_metrics.ingest.beside import Rows
from libcollab_metrics.ingest.body import Body, sort_rows
from libcollab_metrics.ingest.cells import ErrorCell
from libcollab_metrics.ingest.columns import Column, Context, as_text, by_distinct
from libcollab_metrics.ingest.context import Surroundings
from libcollab_metrics.ingest.days import Day
from libcollab_metrics.ingest.identity import person_keys
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.lexicon import words
from libcollab_metrics.ingest.marks import Meaning, explain_marks, normal_mark, question_text
from libcollab_metrics.ingest.numbers import read_number
from libcollab_metrics.ingest.people import NAME_FIELDS, full_names, person_values
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.reading import Mapped

CAME = ("present", "late")
#: Words that divide a roster, or explain it below, and are nobody's name.
SECTIONS = frozenset(
    ("boys", "girls", "male", "female", "males", "females", "lalaki", "babae", "ninos", "ninas", "children", "adults",
     "members", "guests", "legend", "legends", "leyenda")
)  # fmt: skip
#: A text longer than this under a day is a remark, not a mark; it could name somebody and is not repeated.
LONGEST_MARK = 4


@dataclass(frozen=True)
class Meeting:
    """One column of marks: the day it names (or its text, when the year is unknown)."""

    column: Column
    day: datetime | None
    typed: str


@dataclass(frozen=True)
class Roster:
    """A roster as read: its body, its rows by table, and what about the marks is still open."""

    body: Body
    tables: Rows
    asked: tuple[str, ...]
    question: str


def read_roster(grid: Grid, mapping: Sequence[Mapped], around: Surroundings, context: Context, key: bytes) -> Roster:
    """Return a roster's meetings and who was there; marks nobody explained stay unknown."""
    body = sort_rows(grid, mapping, context.log, _missing)
    columns = {m.field: body.column(m) for m in reversed(mapping) if m.field and m.field != "participation.status"}
    meetings = _meetings(grid, body, mapping, context)
    marks = [by_distinct(meeting.column.cells, _mark) for meeting in meetings]
    counts: Counter[str] = Counter(mark for column in marks for mark in column)
    meanings = explain_marks(counts, dict(around.legend), context.answers)
    _note_marks(meetings, marks, meanings, context)
    statuses = [[meanings[mark].status for mark in column] for column in marks]
    names = _apart(person_keys(full_names(columns, len(body.used)), key), body, columns, context)
    values = person_values(columns, context)
    program, site = around.program or None, around.site or None
    people: list[dict[str, Any]] = []
    sessions: list[dict[str, Any]] = []
    for meeting, column in zip(meetings, statuses, strict=True):
        where = {"program_id": program, "site": site, "date": meeting.day, "session_no": meeting.typed or None}
        explained = "unknown" not in column
        sessions.append(
            where
            | {"roster": "complete" if explained else "partial", "events": 1.0, "row": grid.row_number(grid.header)}
        )
        for place, status in enumerate(column):
            person = {name: cells[place] for name, cells in values.items()}
            people.append(
                person
                | where
                | {"person_key": names[place], "status": status, "source": "roster", "row": body.numbers[place]}
            )
    _compare_own_totals(body, mapping, statuses, context)
    asked = tuple(mark for mark, meaning in meanings.items() if meaning.why == "unexplained")
    question = question_text(counts, sorted(asked, key=lambda mark: (mark == "", mark))) if asked else ""
    return Roster(body, {"sessions": sessions, "participation": people}, asked, question)


def _apart(names: list[str | None], body: Body, columns: dict[str, Column], context: Context) -> list[str | None]:
    """Keep two rows with one name two people, and tell: a roster lists each person once."""
    seen: Counter[str] = Counter()
    apart: list[str | None] = []
    for row, name in zip(body.numbers, names, strict=True):
        if name is not None and seen[name]:
            message = "the same name stands in an earlier row; read as two people"
            column = next((columns[field].number for field in NAME_FIELDS if field in columns), 1)
            context.log.add("same-person-perhaps", row, column, message=message)
            apart.append(f"{name[:-4]}-{seen[name]:03d}")
        else:
            apart.append(name)
        if name is not None:
            seen[name] += 1
    return apart


def _missing(row: dict[str, list[object]]) -> str:
    """A row needs a name; a word such as BOYS or Absent with no mark beside it is a heading inside the table."""
    names = [plain(as_text(cell)) for field in NAME_FIELDS for cell in row.get(field, ())]
    if not names:
        return "no name"
    heading = names[0] in SECTIONS or names[0] in words("status")
    return "a heading inside the table" if heading and not row.get("participation.status") else ""


def _mark(cell: object) -> str:
    if isinstance(cell, ErrorCell):
        return ""
    mark = normal_mark(as_text(cell))
    return mark if len(mark) <= LONGEST_MARK or plain(mark) in words("status") else "other text"


def _meetings(grid: Grid, body: Body, mapping: Sequence[Mapped], context: Context) -> list[Meeting]:
    """One meeting a day column, years carried forward: a month that goes back belongs to the next year."""
    named = {heading.column: heading.day for heading in grid.headings}
    meetings, year, last = [], context.year, 0
    for mapped in mapping:
        if mapped.field != "participation.status":
            continue
        column = body.column(mapped)
        day = _as_day(named.get(mapped.column), context)
        if day and day.year is None and year and day.month < last:
            year += 1
        last = day.month if day else last
        chosen = day.on(year) if day else None
        row = grid.row_number(grid.header)
        if day and day.year is None:
            code = "date-from-context" if chosen else "year-missing"
            context.log.add(
                code,
                row,
                mapped.column,
                heading="day columns",
                value=mapped.heading,
                message=f"read as {chosen}" if chosen else "no year is given",
            )
        meetings.append(Meeting(column, _at_midnight(chosen), "" if chosen else mapped.heading))
    return meetings


def _as_day(named: object, context: Context) -> Day | None:
    if isinstance(named, date):
        return Day(named.year, named.month, named.day)
    if isinstance(named, Day) and named.ambiguous and context.answers.get("date_order") == "day-first":
        return Day(named.year, named.day, named.month, True)
    return named if isinstance(named, Day) else None


def _at_midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(0)) if day else None


def _note_marks(
    meetings: list[Meeting], marks: list[list[str]], meanings: dict[str, Meaning], context: Context
) -> None:
    """Tell how each mark was read: by legend, by custom, or not at all."""
    codes = {"legend": "marks-from-legend", "custom": "mark-by-custom", "unexplained": "mark-unconfirmed"}
    for meeting, column in zip(meetings, marks, strict=True):
        for row, mark in zip(meeting.column.rows, column, strict=True):
            meaning = meanings[mark]
            if meaning.why in codes:
                shown = mark or "blank"
                said = (
                    f'"{shown}" read as {meaning.status}'
                    if meaning.status != "unknown"
                    else f'what "{shown}" means was not said'
                )
                context.log.add(
                    codes[meaning.why], row, meeting.column.number, heading=f"mark {shown}", value=mark, message=said
                )


def _compare_own_totals(body: Body, mapping: Sequence[Mapped], statuses: list[list[str]], context: Context) -> None:
    """Compare a Total column (days present) with the marks beside it."""
    columns = [
        m
        for m in mapping
        if m.field == "check" and m.heading.casefold().startswith(("total", "kabuuan", "days", "times"))
    ]
    if (
        len(columns) != 1
        or not statuses
        or any(word in columns[0].heading.casefold() for word in ("absent", "falta", "tard"))
    ):
        return
    total = body.column(columns[0])
    for place, cell in enumerate(total.cells):
        stated = read_number(as_text(cell)).value
        counted = sum(1 for column in statuses if column[place] in CAME)
        open_marks = any(column[place] == "unknown" for column in statuses)
        if stated is not None and stated != counted and not (open_marks and counted == 0):
            context.log.add(
                "totals-disagree",
                total.rows[place],
                total.number,
                heading=total.heading,
                value=f"{stated:g}",
                message=f"the sheet says {stated:g} days, the marks give {counted}",
            )
