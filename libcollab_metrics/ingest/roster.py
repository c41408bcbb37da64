"""A wide roster: people down, days across, a mark where they meet; a school form is one whose blanks are presences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.body import Body
from libcollab_metrics.ingest.cells import ErrorCell
from libcollab_metrics.ingest.columns import Column, Context, as_text
from libcollab_metrics.ingest.context import Surroundings
from libcollab_metrics.ingest.days_across import Meeting, find_meetings
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.lexicon import words
from libcollab_metrics.ingest.marks import (
    OTHER_TEXT,
    Meaning,
    explain_marks,
    normal_mark,
    question_text,
    too_many_unknown,
)
from libcollab_metrics.ingest.people import NAME_FIELDS, person_values, read_people
from libcollab_metrics.ingest.roster_checks import compare_below, compare_beside, stated_total
from libcollab_metrics.ingest.roster_rows import sort_people
from libcollab_metrics.ingest.stay import on_the_list
from libcollab_metrics.ingest.values import ReadRows, Rows, Values, joined
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: A text longer than this under a day is a remark, not a mark; it could name somebody and is not repeated.
LONGEST_MARK = 4
#: How each way of explaining a mark is told.
TOLD = {"legend": "marks-from-legend", "form": "marks-from-form", "custom": "mark-by-custom",
        "unexplained": "mark-unconfirmed", "number": "number-in-roster"}  # fmt: skip


@dataclass(frozen=True)
class Roster:
    """A roster as read: its body, its rows by table, and what about the marks is open."""

    body: Body
    tables: Rows
    asked: tuple[str, ...]
    question: str


def read_roster(grid: Grid, mapping: Sequence[Mapped], around: Surroundings, context: Context, key: bytes) -> Roster:
    """Return a roster's meetings and who was there; marks nobody explained stay unknown."""
    body = sort_people(grid, mapping, context)
    columns = {m.field: body.column(m) for m in reversed(mapping) if m.field and m.field != "participation.status"}
    meetings = find_meetings(grid, body, mapping, context)
    marks = [meeting.column.read(_mark) for meeting in meetings]
    legend, form = dict(around.legend), form_of(grid)
    counts = count_marks(marks)
    meanings = explain_marks(counts, legend, context.answers, form)
    if unknown := too_many_unknown(meanings):
        marks = [column.map(lambda mark: OTHER_TEXT if mark in unknown else mark) for column in marks]
        counts = count_marks(marks)
        meanings = explain_marks(counts, legend, context.answers, form)
    open_days = [_blanks_are_open(grid, one, column, meanings) for one, column in zip(meetings, marks, strict=True)]
    statuses = [_statuses(column, meanings, blank) for column, blank in zip(marks, open_days, strict=True)]
    stays = on_the_list(meetings, marks, columns.get("notes.text"), len(body.used), context)
    _note_marks(meetings, marks, meanings, _read_as_meant(marks, open_days, stays), context)
    _note_open_days(grid, meetings, open_days, meanings, context)
    people = _apart(read_people(columns, len(body.used), key), body, columns, context)
    values = person_values(columns, context) | {"person_key": people, "row": Values.of(body.numbers.tolist())}
    tables = _tables(meetings, statuses, stays, values, around, grid)
    if context.answers.get("totals") == "sheet":
        stated = Values.of(stated_total(meeting.stated) for meeting in meetings)
        tables["sessions"].columns["attended"] = stated
    listed = _listed(statuses, stays)
    compare_beside(body, mapping, listed, context)
    compare_below(body, meetings, listed, context)
    _note_colours(grid, meetings, context)
    asked = tuple(mark for mark, meaning in meanings.items() if meaning.why in ("unexplained", "number"))
    question = question_text(counts, sorted(asked, key=lambda mark: (mark == "", mark))) if asked else ""
    return Roster(body, tables, asked, question)


def form_of(grid: Grid) -> str:
    """The printed form whose marks have a meaning of their own: "sf2", a Spanish "register", or none."""
    if grid.layout == "sf2":
        return "sf2"
    texts = {plain(heading.text) for heading in grid.headings}
    spanish = any(word in text for text in texts for word in ("falta", "tardanza", "inasistencia", "asistencias"))
    return "register" if spanish or texts & {"apellidos y nombres", "estudiante", "nombre/s"} else ""


def count_marks(marks: Sequence[Values]) -> Counter[str]:
    """How often each mark stands in the columns of a roster."""
    counts: Counter[str] = Counter()
    for column in marks:
        often = np.bincount(column.codes, minlength=len(column.values)).tolist()
        for mark, times in zip(column.values, often, strict=True):
            counts[mark] += times
    return counts


def _blanks_are_open(grid: Grid, meeting: Meeting, marks: Values, meanings: dict[str, Meaning]) -> bool:
    """Whether the blanks of a day are unknown, whatever a blank means: on a day without a mark and without a total.

    On the school form a blank is a presence only on a day whose total is filled.
    """
    unmarked = not marks.where(bool).any() and not meeting.stated
    printed = grid.layout == "sf2" and meanings.get("", Meaning("", "")).why == "form"
    return unmarked or (printed and not meeting.stated)


def _statuses(marks: Values, meanings: dict[str, Meaning], open_day: bool) -> Values:
    """What the marks of a day mean."""
    return marks.map(lambda mark: "unknown" if mark == "" and open_day else meanings[mark].status)


def _read_as_meant(
    marks: Sequence[Values], open_days: Sequence[bool], stays: Sequence[NDArray[np.bool_]]
) -> list[NDArray[np.bool_]]:
    """For each day the cells that were read as their mark means: of those on the list, no blank of an open day."""
    return [
        stay & (column.where(bool) if blank else True)
        for column, blank, stay in zip(marks, open_days, stays, strict=True)
    ]


def _listed(statuses: Sequence[Values], stays: Sequence[NDArray[np.bool_]]) -> list[list[str | None]]:
    return [
        [status if there else None for status, there in zip(column, stay.tolist(), strict=True)]
        for column, stay in zip(statuses, stays, strict=True)
    ]


def _tables(
    meetings: Sequence[Meeting],
    statuses: Sequence[Values],
    stays: Sequence[NDArray[np.bool_]],
    values: dict[str, Values],
    around: Surroundings,
    grid: Grid,
) -> Rows:
    """A session a meeting, and a row for each person on the list that day: meeting by meeting, person by person."""
    program, site = around.program or None, around.site or None
    sessions = [
        {
            "program_id": program,
            "site": site,
            "date": meeting.day,
            "session_no": meeting.typed or None,
            "roster": "partial" if column.keep(stay).where(lambda status: status == "unknown").any() else "complete",
            "events": 1.0,
            "row": grid.row_number(grid.header),
        }
        for meeting, column, stay in zip(meetings, statuses, stays, strict=True)
    ]
    length = len(next(iter(values.values())))
    there: NDArray[Any] = np.concatenate(stays) if stays else np.zeros(0, dtype=bool)
    people = {name: column.repeated(len(meetings)) for name, column in values.items()}
    people["date"] = Values.of(meeting.day for meeting in meetings).repeated(length, each=True)
    people["session_no"] = Values.of(meeting.typed or None for meeting in meetings).repeated(length, each=True)
    people["status"] = joined(statuses)
    rows = ReadRows(people, length * len(meetings)).with_all(program_id=program, site=site, source="roster")
    return {"sessions": ReadRows.of(sessions), "participation": rows.keep(there)}


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


def _mark(cell: object) -> str:
    if isinstance(cell, ErrorCell):
        return ""
    mark = normal_mark(as_text(cell))
    return mark if len(mark) <= LONGEST_MARK or plain(mark) in words("status") else OTHER_TEXT


def _note_open_days(
    grid: Grid, meetings: Sequence[Meeting], open_days: Sequence[bool], meanings: dict[str, Meaning], context: Context
) -> None:
    """Tell of the days whose blanks are unknown although a blank means something on this sheet."""
    if meanings.get("", Meaning("unknown", "")).status == "unknown":
        return
    for meeting, blank in zip(meetings, open_days, strict=True):
        if blank:
            context.log.add("day-without-marks", grid.row_number(grid.header), meeting.column.number,
                            heading="day columns", value=meeting.column.heading,
                            message="no total stands below this day: its blanks are unknown")  # fmt: skip


def _note_marks(
    meetings: Sequence[Meeting],
    marks: Sequence[Values],
    meanings: dict[str, Meaning],
    as_meant: Sequence[NDArray[np.bool_]],
    context: Context,
) -> None:
    """Tell how each mark was read: by legend, by form, by custom, or not at all; once a mark."""
    holding: dict[str, list[int]] = {}
    for place, column in enumerate(marks):
        for mark in dict.fromkeys(column.values):
            holding.setdefault(mark, []).append(place)
    for mark, meaning in meanings.items():
        if meaning.why not in TOLD:
            continue
        shown = mark or "blank"
        read = f'"{shown}" read as {meaning.status}'
        said = read if meaning.status != "unknown" else f'what "{shown}" means was not said'
        for place in holding.get(mark, ()):
            meeting, column, meant = meetings[place], marks[place], as_meant[place]
            told = meant if meaning.status != "unknown" else np.ones_like(meant)
            rows = meeting.column.rows[column.where(lambda one, mark=mark: one == mark) & told]
            context.log.add_rows(
                TOLD[meaning.why], rows, meeting.column.number, heading=f"mark {shown}", value=mark, message=said
            )


def _note_colours(grid: Grid, meetings: Sequence[Meeting], context: Context) -> None:
    """Tell of cells under the days that are only coloured: a colour alone is not read as a mark."""
    days, last = {meeting.column.number for meeting in meetings}, grid.row_number(grid.header)
    for row, column in map(grid.cells.place, grid.cells.coloured):
        if row > last and column in days:
            context.log.add("colour-not-read", row, column, message="a colour alone is not read as a mark")
