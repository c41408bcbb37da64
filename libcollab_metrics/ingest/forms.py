"""Answers to an online form: ratings become outcomes, names become sign-ins at the session the form is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.agreement import is_no_answer, measures_of, rating_of
from libcollab_metrics.ingest.body import Body, ByField, sort_rows
from libcollab_metrics.ingest.columns import Column, Context, Said, as_text, read_column, tell
from libcollab_metrics.ingest.day_columns import read_days
from libcollab_metrics.ingest.days import read_day
from libcollab_metrics.ingest.people import NAME_FIELDS, PARTICIPATION, drop_or_note_twice, person_values, read_people
from libcollab_metrics.ingest.registration import one_meeting
from libcollab_metrics.ingest.values import ReadRows, Rows, Values, stacked
from libcollab_metrics.model.names import tidy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.layouts import Task

#: Between a session's name and its day: "Story hour – 14 March 2026", "Story hour (7 March)".
_BETWEEN = re.compile(r"\s+[-–—|]\s+|\s*[(),;:]\s*|\s+\bon\b\s+")


def read_form(task: Task) -> tuple[Body, Rows]:
    """Return the answers of a form: outcomes from its ratings, participation from its names.

    A form with names and no ratings is a sign-in sheet. With both, it is one too where the session is known: by its
    name, its day, or what stands above the table. When the form was sent is no session's date; it dates the ratings
    where nothing else does.
    """
    body = sort_rows(task.grid, task.mapping, task.context.log, _missing)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    rated = [body.column(m) for m in task.mapping if m.field == "outcomes.rating"]
    length = len(body.used)
    session = _session(columns, task, length)
    people = read_people(columns, length, task.key)
    tables: Rows = {}
    if rated:
        tables["outcomes"] = _outcomes(rated, session, _sent(columns, task.context, length), people, body, task.context)
    known = session["program_id"].known | session["date"].known
    if any(name in columns for name in NAME_FIELDS) and (not rated or known.any()):
        tables |= {"participation": _sign_ins(columns, session, people, body, task, known if rated else None)}
    return body, tables


def _missing(row: ByField) -> str:
    there = ("outcomes.rating", *NAME_FIELDS)
    return "" if any(row.get(name) for name in there) else "no rating and no name"


def _session(columns: Mapping[str, Column], task: Task, length: int) -> dict[str, Values]:
    """The session each answer names: its program, and its day where the form asks for it or the name holds it."""
    context, around = task.context, task.around
    names = Values.all((around.program or None, None), length)
    if "programs.name" in columns:
        column = columns["programs.name"]
        names = column.read(lambda cell: _named(as_text(cell), around.program, context.year))
        said: list[Said] = [
            ("date-from-context", f'"{as_text(cell)}" read as a session on {one[1]:%Y-%m-%d}') if one[1] else None
            for cell, one in zip(column.distinct, names.values, strict=True)
        ]
        tell(column, context, said)
    dates = names.map(lambda name: name[1])
    if "participation.date" in columns:
        dates = dates.otherwise(read_days(columns["participation.date"], context).map(lambda read: read[0]))
    if not dates.known.all():
        dates = dates.otherwise(Values.all(around.day_above(context), length))
    return {"program_id": names.map(lambda name: name[0]), "date": dates}


def _named(text: str, fallback: str, year: int | None) -> tuple[str | None, datetime | None]:
    """A session's name, cut from the day that stands with it."""
    parts = [part for piece in _BETWEEN.split(text) if (part := tidy(piece))]
    for part in parts if len(parts) > 1 else ():
        found = read_day(part)
        day = found.on(year) if found else None
        if day is not None:
            rest = " – ".join(other for other in parts if other != part)
            return rest or fallback or None, datetime.combine(day, time(0))
    return text or fallback or None, None


def _sent(columns: Mapping[str, Column], context: Context, length: int) -> Values:
    """The day each answer was sent."""
    column = columns.get("outcomes.date")
    return read_days(column, context).map(lambda day: day[0]) if column else Values.all(None, length)


def _outcomes(
    rated: Sequence[Column], session: Mapping[str, Values], sent: Values, people: Values, body: Body, context: Context
) -> ReadRows:
    """One row an answer: what was asked, and the rating from 1 to 5; N/A and blanks are no answers."""
    same = {
        "program_id": session["program_id"], "date": session["date"].otherwise(sent), "respondent_key": people,
        "row": Values.of(body.numbers.tolist()),
    }  # fmt: skip
    parts = []
    for column, measure in zip(rated, measures_of([column.heading for column in rated]), strict=True):
        ratings = _ratings(column, context)
        asked = ReadRows(same | {"rating": ratings}, len(body.used)).keep(ratings.known)
        parts.append(asked.with_all(measure=measure))
    return stacked(parts)


def _ratings(column: Column, context: Context) -> Values:
    texts = [as_text(cell) for cell in column.distinct]
    # Numbers are ratings where the librarian or the heading says so; beside words of agreement they are its codes.
    reads = [None if is_no_answer(text) else rating_of(text, numbers=True) for text in texts]
    said: list[Said] = [
        ("missing-code", "") if text and is_no_answer(text)
        else ("choice-unknown", "it is no word of agreement: no answer") if text and rating is None
        else None
        for text, rating in zip(texts, reads, strict=True)
    ]  # fmt: skip
    tell(column, context, said)
    return Values(column.codes, reads)


def _sign_ins(
    columns: dict[str, Column],
    session: Mapping[str, Values],
    people: Values,
    body: Body,
    task: Task,
    known: NDArray[np.bool_] | None,
) -> ReadRows:
    """One row a person at the session it names; without any session named, the form is one session of its own."""
    length = len(body.used)
    values: dict[str, Any] = person_values(columns, task.context) | dict(session)
    values |= {"person_key": people, "row": Values.of(body.numbers.tolist())}
    undated = not session["date"].known.any()
    if undated and "participation.date" not in columns:
        values |= one_meeting(task, length)
    elif not session["date"].known.all():
        values["session_no"] = _undated(session["date"], task, body)
    if "participation.site" in columns:
        site = PARTICIPATION.field("site")
        values["site"] = read_column("participation", site, columns["participation.site"], task.context)
    elif task.around.site:
        values["site"] = Values.all(task.around.site, length)
    rows = ReadRows(values, length).with_all(status="present", source="sign_in")
    there = people.known if known is None else people.known & known
    if known is None and there.all():
        return drop_or_note_twice(body, rows, task.context)
    return rows.keep(there)


def _undated(dates: Values, task: Task, body: Body) -> Values:
    """What tells sessions without a day apart: the sheet's name."""
    task.context.log.add_rows("date-missing", body.numbers[~dates.known], task.grid.cells.first_column)
    return Values(np.where(dates.known, 0, 1), [None, task.grid.cells.name])
