"""A wide roster: people down, days across, a mark where they meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import numpy as np

from libcollab_metrics.ingest.body import Body, ByField, sort_rows
from libcollab_metrics.ingest.cells import ErrorCell
from libcollab_metrics.ingest.columns import Column, Context, as_text
from libcollab_metrics.ingest.context import Surroundings
from libcollab_metrics.ingest.days import Day
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.lexicon import words
from libcollab_metrics.ingest.marks import Meaning, explain_marks, normal_mark, question_text
from libcollab_metrics.ingest.numbers import read_number
from libcollab_metrics.ingest.people import NAME_FIELDS, person_values, read_people
from libcollab_metrics.ingest.values import ReadRows, Rows, Values, joined
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
    body = sort_rows(grid, mapping, context.log, _missing, _divides)
    columns = {m.field: body.column(m) for m in reversed(mapping) if m.field and m.field != "participation.status"}
    meetings = _meetings(grid, body, mapping, context)
    marks = [meeting.column.read(_mark) for meeting in meetings]
    counts = count_marks(marks)
    meanings = explain_marks(counts, dict(around.legend), context.answers)
    _note_marks(meetings, marks, meanings, context)
    statuses = [column.map(lambda mark: meanings[mark].status) for column in marks]
    people = read_people(columns, len(body.used), key)
    people = _apart(people, body, columns, context)
    values = person_values(columns, context) | {"person_key": people, "row": Values.of(body.numbers.tolist())}
    tables = _tables(meetings, statuses, values, around, grid)
    _compare_own_totals(body, mapping, statuses, context)
    asked = tuple(mark for mark, meaning in meanings.items() if meaning.why == "unexplained")
    question = question_text(counts, sorted(asked, key=lambda mark: (mark == "", mark))) if asked else ""
    return Roster(body, tables, asked, question)


def count_marks(marks: Sequence[Values]) -> Counter[str]:
    """How often each mark stands in the columns of a roster."""
    counts: Counter[str] = Counter()
    for column in marks:
        often = np.bincount(column.codes, minlength=len(column.values)).tolist()
        for mark, times in zip(column.values, often, strict=True):
            counts[mark] += times
    return counts


def _tables(
    meetings: Sequence[Meeting],
    statuses: Sequence[Values],
    values: dict[str, Values],
    around: Surroundings,
    grid: Grid,
) -> Rows:
    """A session a meeting, and a row for each person at each meeting: meeting by meeting, person by person."""
    program, site = around.program or None, around.site or None
    sessions = [
        {
            "program_id": program,
            "site": site,
            "date": meeting.day,
            "session_no": meeting.typed or None,
            "roster": "partial" if column.where(lambda status: status == "unknown").any() else "complete",
            "events": 1.0,
            "row": grid.row_number(grid.header),
        }
        for meeting, column in zip(meetings, statuses, strict=True)
    ]
    length = len(next(iter(values.values())))
    people = {name: column.repeated(len(meetings)) for name, column in values.items()}
    days = Values.of(meeting.day for meeting in meetings).repeated(length, each=True)
    typed = Values.of(meeting.typed or None for meeting in meetings).repeated(length, each=True)
    people |= {"date": days, "session_no": typed, "status": joined(statuses)}
    rows = ReadRows(people, length * len(meetings)).with_all(program_id=program, site=site, source="roster")
    return {"sessions": ReadRows.of(sessions), "participation": rows}


def _apart(people: Values, body: Body, columns: dict[str, Column], context: Context) -> Values:
    """Keep two rows with one name two people, and tell: a roster lists each person once."""
    listed = list(people)
    seen: Counter[str] = Counter()
    for place, (row, name) in enumerate(zip(body.numbers.tolist(), listed, strict=True)):
        if name is not None and seen[name]:
            message = "the same name stands in an earlier row; read as two people"
            column = next((columns[field].number for field in NAME_FIELDS if field in columns), 1)
            context.log.add("same-person-perhaps", row, column, message=message)
            listed[place] = f"{name[:-4]}-{seen[name]:03d}"
        if name is not None:
            seen[name] += 1
    return Values.of(listed)


def _divides(field: str, text: str) -> bool:
    """True for a word in the names' column that is no name: BOYS, Absent."""
    return field in NAME_FIELDS and (plain(text) in SECTIONS or plain(text) in words("status"))


def _missing(row: ByField) -> str:
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
    meetings: Sequence[Meeting], marks: Sequence[Values], meanings: dict[str, Meaning], context: Context
) -> None:
    """Tell how each mark was read: by legend, by custom, or not at all; once a mark."""
    codes = {"legend": "marks-from-legend", "custom": "mark-by-custom", "unexplained": "mark-unconfirmed"}
    for mark, meaning in meanings.items():
        if meaning.why not in codes:
            continue
        shown = mark or "blank"
        said = (
            f'"{shown}" read as {meaning.status}'
            if meaning.status != "unknown"
            else f'what "{shown}" means was not said'
        )
        for meeting, column in zip(meetings, marks, strict=True):
            rows = meeting.column.rows[column.where(lambda one, mark=mark: one == mark)]
            context.log.add_rows(
                codes[meaning.why], rows, meeting.column.number, heading=f"mark {shown}", value=mark, message=said
            )


def _compare_own_totals(body: Body, mapping: Sequence[Mapped], statuses: Sequence[Values], context: Context) -> None:
    """Compare a Total column (days present) with the marks beside it."""
    begins = ("total", "kabuuan", "days", "times")
    columns = [m for m in mapping if m.field == "check" and m.heading.casefold().startswith(begins)]
    if len(columns) != 1 or not statuses:
        return
    if any(word in columns[0].heading.casefold() for word in ("absent", "falta", "tard")):
        return
    total = body.column(columns[0])
    came = np.sum([column.where(lambda status: status in CAME) for column in statuses], axis=0)
    unclear = np.any([column.where(lambda status: status == "unknown") for column in statuses], axis=0)
    for place, cell in enumerate(total.cells):
        stated, counted = read_number(as_text(cell)).value, int(came[place])
        if stated is not None and stated != counted and not (unclear[place] and counted == 0):
            context.log.add(
                "totals-disagree",
                int(total.rows[place]),
                total.number,
                heading=total.heading,
                value=f"{stated:g}",
                message=f"the sheet says {stated:g} days, the marks give {counted}",
            )
