"""A tally grid: an age group a row, a setting over each pair of columns, groups held and people counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from libcollab_metrics.ingest.amounts import read_numbers
from libcollab_metrics.ingest.body import Body, ByField, sort_rows
from libcollab_metrics.ingest.columns import Column, Context, as_text
from libcollab_metrics.ingest.context import Surroundings
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.lexicon import word_list, words
from libcollab_metrics.ingest.own_totals import compare_totals, with_differences
from libcollab_metrics.ingest.totals import perhaps_total
from libcollab_metrics.ingest.values import ReadRows, Rows, Values, stacked
from libcollab_metrics.ingest.zeros import unfinished_blocks
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped, Question
from libcollab_metrics.model.schema import SCHEMA

SESSIONS = SCHEMA["sessions"]
NO_SESSION = (("check", "no, leave it out"), ("sessions.attended", "yes, it counts"))

#: What a tally says: which rows were used, rows by table, and what is asked.
Tally = tuple[Body, Rows, tuple[Question, ...]]


@dataclass(frozen=True)
class Setting:
    """One setting of the grid: its label, the format it is, and its columns of groups and of people."""

    label: str
    format: str | None
    groups: Mapped | None
    people: Mapped


def read_tally(grid: Grid, mapping: Sequence[Mapped], around: Surroundings, context: Context) -> Tally:
    """Return one grouped session row for each age group and setting with a number in it, on the sheet's month.

    The questions are about settings that are no program sessions unless the librarian says so.
    """
    body = sort_rows(grid, mapping, context.log, _missing)
    day, precision = month_of(around, context)
    labels = _labels(body, mapping)
    parts = []
    for setting in _settings(grid, mapping, context):
        people = read_numbers(SESSIONS.field("attended"), body.column(setting.people), context)
        groups = _groups(body, setting, context)
        either = people.where(lambda read: read.value is not None or bool(read.code)) | groups.known
        differences = compare_totals(body, setting.people, [read.value for read in people], context)
        rows = ReadRows(
            {
                "age_group": labels,
                "events": groups,
                "attended": people.map(lambda read: read.value),
                "attended_is_estimate": people.map(lambda read: read.estimate),
                "attended_at_least": people.map(lambda read: read.at_least),
                "row": Values.of(body.numbers.tolist()),
            },
            len(body.used),
        )
        rows = with_differences(rows.with_all(status="held"), differences, context)
        either = np.concatenate([either, np.ones(len(rows) - len(either), dtype=bool)])
        parts.append(rows.with_all(format=setting.format).keep(either))
    sessions = stacked(parts).with_all(
        program_id=around.program or None, site=around.site or None,
        date=day, date_precision=precision, session_no=None if day else grid.cells.name,
    )  # fmt: skip
    asked = tuple(
        Question(f"sheets.{grid.cells.name}.mapping.{mapped.heading}",
                 f'"{mapped.heading}" is no program session. Should it count as one?', NO_SESSION, "check")
        for mapped in _no_sessions(grid, mapping)
    )  # fmt: skip
    return body, {"sessions": unfinished_blocks(sessions, context, grid)}, asked


def month_of(around: Surroundings, context: Context) -> tuple[datetime | None, str]:
    """The month a sheet is about as its first day, and how precise that is; None when month or year is not said."""
    if around.month is None:
        return (datetime(context.year, 1, 1), "year") if context.year else (None, "month")
    year = context.year_of(around.month)
    if year is None:
        context.log.add("year-missing", message="no year is given")
        return None, "month"
    context.log.add("date-from-context", message=f"{year}-{around.month:02d} stands outside the table")
    return datetime(year, around.month, 1), "month"


def _missing(row: ByField) -> str:
    return "" if row.get("sessions.attended") or row.get("sessions.events") else "no number"


def _labels(body: Body, mapping: Sequence[Mapped]) -> Values:
    audience = [mapped for mapped in mapping if mapped.field == "sessions.age_group"]
    if not audience:
        return Values.all(None, len(body.used))
    return body.column(audience[0]).read(lambda cell: as_text(cell) or None)


def _groups(body: Body, setting: Setting, context: Context) -> Values:
    if setting.groups is None:
        return Values.all(None, len(body.used))
    column: Column = body.column(setting.groups)
    return read_numbers(SESSIONS.field("events"), column, context).map(lambda read: read.value)


def _settings(grid: Grid, mapping: Sequence[Mapped], context: Context) -> list[Setting]:
    """Each setting with its columns; totals are compared only, and what is no program session is left out."""
    headings = {heading.column: heading for heading in grid.headings}
    found = []
    for mapped in mapping:
        if mapped.field != "sessions.attended":
            continue
        heading = headings[mapped.column]
        label = heading.over or heading.own
        if perhaps_total(plain(heading.over)):
            continue
        if mapped in _no_sessions(grid, mapping):
            context.log.add("not-sessions", grid.row_number(grid.top), mapped.column, heading=mapped.heading,
                            message=f'"{label}" is no program session; it is not counted')  # fmt: skip
            continue
        groups = [m for m in mapping if m.field == "sessions.events" and headings[m.column].over == heading.over]
        found.append(Setting(label, words("format").get(plain(heading.over)), groups[0] if groups else None, mapped))
    return found


def _no_sessions(grid: Grid, mapping: Sequence[Mapped]) -> list[Mapped]:
    """Head counts under a setting such as Self-Directed, unless they were matched by hand."""
    over = {heading.column: plain(heading.over) for heading in grid.headings}
    counted = [m for m in mapping if m.field == "sessions.attended" and m.reason != "by hand"]
    return [mapped for mapped in counted if over[mapped.column].startswith(word_list("not_sessions"))]
