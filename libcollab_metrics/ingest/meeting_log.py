"""The log of an online meeting (Teams, Zoom): joins and leaves, from which each person counts once a meeting."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.body import Body, ByField, sort_rows
from libcollab_metrics.ingest.columns import Column, as_text
from libcollab_metrics.ingest.day_columns import read_days
from libcollab_metrics.ingest.days import read_day, read_time
from libcollab_metrics.ingest.departures import Departures
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.people import NAME_FIELDS, read_people
from libcollab_metrics.ingest.registration import equal_codes, one_meeting
from libcollab_metrics.ingest.values import ReadRows, Rows, Values, same_rows
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import SheetReading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.layouts import Task

#: How an action that ends somebody's presence begins.
LEFT = ("left", "leave", "salio", "umalis")
#: What meeting programs write above the list.
TITLES, STARTS = ("meeting title", "topic", "meeting topic", "title"), ("meeting start time", "start time")
#: A name in brackets at the end; pronouns and "(Guest)" are no name.
_ORIGINAL = re.compile(r"^.*\((?!guest|host|external|unverified)([^()/]+)\)\s*$", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*([ap]\.?\s?m)?", re.IGNORECASE)


def read_meeting_log(task: Task) -> tuple[Body, Rows]:
    """Return one session a day of the log and one participation row for each person at it, present.

    Who left and joined again, and who is listed by several lines, is one person. The start is the earliest moment
    noted that day, the end the latest. Everybody who joined is in the log, so the list is complete; it cannot show
    who was absent.
    """
    body = sort_rows(task.grid, task.mapping, task.context.log, _missing)
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


def _missing(row: ByField) -> str:
    return "" if any(row.get(name) for name in NAME_FIELDS) else "no name"


def _by_original_name(column: Column) -> Column:
    """Zoom's "Name (Original Name)": who changed the name shown is still the person in brackets."""
    if "original name" not in plain(column.heading):
        return column
    distinct = [_ORIGINAL.sub(r"\1", cell) if isinstance(cell, str) else cell for cell in column.distinct]
    return Column(column.heading, column.number, column.rows, column.codes, list(distinct))


def _days(column: Column | None, task: Task, length: int) -> dict[str, Values]:
    """The day of every line; without moments the day that stands above the list."""
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
    """What a meeting program states under one of these labels above the list: beside the label, or below it."""
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
    """The times of day, in minutes, of every moment column."""
    return [column.read(_minutes) for column in columns if column is not None]


def _minutes(cell: object) -> float | None:
    if isinstance(cell, str):
        found = _CLOCK.search(cell)
        return read_time(re.sub(r"\.\d+", "", found.group(0))) if found else None
    return read_time(cell) if isinstance(cell, datetime) else None


def _span(times: Sequence[Values], here: NDArray[np.bool_]) -> tuple[float | None, float | None]:
    """The earliest and the latest moment of these lines; the end is unknown where only one moment is."""
    known = [minute for column in times for minute in column.keep(here) if minute is not None]
    if not known:
        return None, None
    return min(known), max(known) if max(known) > min(known) else None


def _leaves(column: Column | None, length: int) -> NDArray[np.bool_]:
    """Lines that say only that somebody left: a day with nothing else is the end of the meeting before it."""
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
    """Keep of the meeting logs on one sheet those that tell of somebody or some day that no earlier one does.

    Some programs list the same meeting twice: each participant once, and below every join and leave.
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
