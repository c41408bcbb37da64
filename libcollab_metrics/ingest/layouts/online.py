"""Readers for online meeting logs (Teams, Zoom) and answers to online forms.

In a meeting log, each person counts once per meeting, however often they joined and left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.issue_log import Departures
from libcollab_metrics.ingest.layouts.attendee_list import (
    NAME_FIELDS,
    PARTICIPATION,
    drop_or_note_twice,
    person_values,
    read_people,
)
from libcollab_metrics.ingest.layouts.registration import equal_codes, one_meeting
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.rows import Body, ByField, sort_rows
from libcollab_metrics.ingest.values.categories import is_no_answer, measures_of, rating_of
from libcollab_metrics.ingest.values.columns import Column, Context, Said, as_text, read_column, read_days, tell
from libcollab_metrics.ingest.values.dates import read_day, read_time
from libcollab_metrics.ingest.values.table import ReadRows, Rows, Values, same_rows, stacked
from libcollab_metrics.model.names import plain, tidy
from libcollab_metrics.model.readings import SheetReading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.layouts.base import Task

#: Prefixes of an action that ends a person's presence.
LEFT = ("left", "leave", "salio", "umalis")
#: Labels that meeting programs write above the list.
TITLES, STARTS = ("meeting title", "topic", "meeting topic", "title"), ("meeting start time", "start time")
#: A name in parentheses at the end; pronouns and "(Guest)" are not names.
_ORIGINAL = re.compile(r"^.*\((?!guest|host|external|unverified)([^()/]+)\)\s*$", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*([ap]\.?\s?m)?", re.IGNORECASE)


def read_meeting_log(task: Task) -> tuple[Body, Rows]:
    """Read one session per date of the log and one participation row per person, all present.

    A person who rejoined, or who has several lines, counts once. The start is the earliest moment of the
    date, the end the latest. Everyone who joined is in the log, so the roster is complete, but the log cannot
    show who was absent.
    """
    body = sort_rows(task.grid, task.mapping, task.context.log, _missing_in_meeting_log)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    roles = {h.column: e.role for h in task.grid.headings if (e := h.under("meeting_log"))}
    by_role = {roles[m.column]: body.column(m) for m in reversed(task.mapping) if m.column in roles and m.field}
    length = len(body.used)
    columns |= {name: _by_original_name(columns[name]) for name in NAME_FIELDS if name in columns}
    found = _days(columns.get("participation.date"), task, length)
    day = equal_codes(found["date"])
    rows = ReadRows(found | {"person_key": read_people(columns, length, task.key)}, length)
    rows.columns["row"] = Values.of(body.numbers.tolist())
    rows = rows.with_all(program_id=_program(task), site=task.around.site or None)
    times = _times(columns.get("participation.date"), by_role.get("left"))
    spans = {code: _span(times, day == code) for code in np.unique(day).tolist()}
    rows.columns["start"] = Values.of(spans[code][0] for code in day.tolist())
    joined = ~_leaves(by_role.get("action"), length)
    met = np.isin(day, np.unique(day[joined])) if joined.any() else np.ones(length, dtype=bool)
    first = same_rows([day, equal_codes(rows.column("person_key"))], length) == np.arange(length)
    people = rows.keep(met & first).with_all(status="present", source="sign_in")
    return body, {"participation": people, "sessions": _sessions(rows, day, met, spans)}


def _missing_in_meeting_log(row: ByField) -> str:
    return "" if any(row.get(name) for name in NAME_FIELDS) else "no name"


def _by_original_name(column: Column) -> Column:
    """Use the original name in Zoom's "Name (Original Name)": it identifies a renamed person."""
    if "original name" not in plain(column.heading):
        return column
    distinct = [_ORIGINAL.sub(r"\1", cell) if isinstance(cell, str) else cell for cell in column.distinct]
    return Column(column.heading, column.number, column.rows, column.codes, list(distinct))


def _days(column: Column | None, task: Task, length: int) -> dict[str, Values]:
    """Return the date of each line; without timestamps, the date stated above the list."""
    if column is not None:
        days = read_days(column, task.context)
        return {"date": days.map(lambda day: day[0]), "session_no": days.map(lambda day: day[1] or None)}
    stated = read_day(stated_above(task.grid, STARTS))
    day = stated.on(task.context.year) if stated else None
    if day is None:
        return one_meeting(task, length)
    task.context.log.add("date-from-context", message=f"the day {day} stands above the list")
    return {"date": Values.all(datetime(day.year, day.month, day.day), length), "session_no": Values.all(None, length)}


def _program(task: Task) -> str | None:
    return stated_above(task.grid, TITLES) or task.around.program or None


def stated_above(grid: Grid, labels: Sequence[str]) -> str:
    """Return the value of one of these labels above the list: the next cell or the one below."""
    above = [[as_text(cell) for cell in row] for row in grid.cells.rows[: grid.top]]
    for index, row in enumerate(above):
        filled = [place for place, text in enumerate(row) if text]
        for place in filled:
            if plain(row[place]) in labels:
                beside = row[filled[1]] if len(filled) == 2 and place == filled[0] else ""
                below = above[index + 1][place] if index + 1 < len(above) and len(filled) != 2 else ""
                return beside or below
    return ""


def _times(*columns: Column | None) -> list[Values]:
    """Parse the times of day of every timestamp column, in minutes since midnight."""
    return [column.read(_minutes) for column in columns if column is not None]


def _minutes(cell: object) -> float | None:
    if isinstance(cell, str):
        found = _CLOCK.search(cell)
        return read_time(re.sub(r"\.\d+", "", found.group(0))) if found else None
    return read_time(cell) if isinstance(cell, datetime) else None


def _span(times: Sequence[Values], here: NDArray[np.bool_]) -> tuple[float | None, float | None]:
    """Return the earliest and latest moment of these lines; the end is None if they are equal."""
    known = [minute for column in times for minute in column.keep(here) if minute is not None]
    if not known:
        return None, None
    return min(known), max(known) if max(known) > min(known) else None


def _leaves(column: Column | None, length: int) -> NDArray[np.bool_]:
    """Mask lines that only record a leave: a date with only these ends the prior meeting."""
    if column is None:
        return np.zeros(length, dtype=bool)
    return column.read(as_text).where(lambda text: plain(text).startswith(LEFT))


def _sessions(
    rows: ReadRows, day: NDArray[Any], met: NDArray[np.bool_], spans: Mapping[Any, tuple[float | None, float | None]]
) -> ReadRows:
    places = [int(np.flatnonzero((day == code) & met)[0]) for code in np.unique(day[met]).tolist()]
    names = ("program_id", "site", "date", "session_no", "start", "row")
    return ReadRows.of(
        [
            {name: rows.column(name)[place] for name in names}
            | {"end": spans[day[place]][1], "events": 1.0, "roster": "complete", "format": "live_virtual"}
            for place in places
        ]
    )


def told_once(tables: Sequence[tuple[SheetReading, Rows]], log: Departures) -> list[tuple[SheetReading, Rows]]:
    """Drop meeting logs of a sheet whose people and dates are all in earlier logs.

    Some programs list a meeting twice: once by participant, and below that every join and leave.
    """
    seen: set[tuple[object, object]] = set()
    kept = []
    for reading, rows in tables:
        if reading.layout == "meeting_log" and len(rows["participation"]):
            people = rows["participation"]
            there = set(zip(people.column("date"), people.column("person_key"), strict=True))
            if there <= seen:
                log.add("duplicate-rows", reading.header_row, 1, message="the same meeting is listed above: used once")
                reading, rows = replace(reading, rows_used=0, rows_left_out=reading.rows_read), {}
            seen |= there
        kept.append((reading, rows))
    return kept


# Form answers: ratings become outcomes, and names become sign-ins at the session the form is about.

#: Separators between a session's name and its date: "Story hour – 14 March 2026", "Story hour (7 March)".
_BETWEEN = re.compile(r"\s+[-–—|]\s+|\s*[(),;:]\s*|\s+\bon\b\s+")


def read_form(task: Task) -> tuple[Body, Rows]:
    """Read the answers of a form: outcomes from its ratings, participation from its names.

    A form with names and no ratings is a sign-in sheet. A form with both is also one where the session is
    known from its name, its date, or the text above the table. The submission date is never a session's date;
    it dates the ratings if nothing else does.
    """
    body = sort_rows(task.grid, task.mapping, task.context.log, _missing_in_form)
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


def _missing_in_form(row: ByField) -> str:
    there = ("outcomes.rating", *NAME_FIELDS)
    return "" if any(row.get(name) for name in there) else "no rating and no name"


def _session(columns: Mapping[str, Column], task: Task, length: int) -> dict[str, Values]:
    """Find the program and date of each answer's session.

    The date is asked for in the form or is part of the session's name.
    """
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
    """Split a session's name from its date."""
    parts = [part for piece in _BETWEEN.split(text) if (part := tidy(piece))]
    for part in parts if len(parts) > 1 else ():
        found = read_day(part)
        day = found.on(year) if found else None
        if day is not None:
            rest = " – ".join(other for other in parts if other != part)
            return rest or fallback or None, datetime.combine(day, time(0))
    return text or fallback or None, None


def _sent(columns: Mapping[str, Column], context: Context, length: int) -> Values:
    """Return the submission date of each answer."""
    column = columns.get("outcomes.date")
    return read_days(column, context).map(lambda day: day[0]) if column else Values.all(None, length)


def _outcomes(
    rated: Sequence[Column], session: Mapping[str, Values], sent: Values, people: Values, body: Body, context: Context
) -> ReadRows:
    """Build one row per answer with the item and the rating from 1 to 5, without N/A and blanks."""
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
    # Numbers are ratings if the user or the heading says so; next to words of agreement they are their codes.
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
    """Build one row per person and named session.

    If no session is named, the whole form is one session.
    """
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
    """Use the sheet's name to distinguish sessions without a date."""
    task.context.log.add_rows("date-missing", body.numbers[~dates.known], task.grid.cells.first_column)
    return Values(np.where(dates.known, 0, 1), [None, task.grid.cells.name])
