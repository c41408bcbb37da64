"""Readers for tally grids and month grids: settings, months, roll-ups, and suspected door counts.

A tally grid has one row per age group and two columns (number of groups, number of people) per setting. A
month grid has one row per site or program and one column per month.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.door_counts import ask_activity, exclude_door_counts, names_people
from libcollab_metrics.ingest.layouts.session_log import mask_unrecorded_months
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.context import SheetContext
from libcollab_metrics.ingest.tables.cross_columns import is_other_measure, measure_of
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.heading import (
    Heading,
    heading_month,
    is_period_rollup,
    parse_two_digit_years,
)
from libcollab_metrics.ingest.tables.reconcile import append_differences, compare_totals
from libcollab_metrics.ingest.tables.rows import ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.tables.totals import is_possible_total
from libcollab_metrics.ingest.values.columns import (
    Column,
    ParseContext,
    cell_text,
    parse_numbers,
)
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.marks import NO_MARKS
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, concat_rows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

SESSIONS = SCHEMA["sessions"]
NON_PROGRAM_OPTIONS = (
    ("check", Message("no, leave it out")),
    ("sessions.attended", Message("yes, it counts")),
)


@dataclass(frozen=True)
class Setting:
    """One setting of a tally grid.

    Attributes
    ----------
    label : str
        Text of the heading.
    format : str or None
        Session format, where the label names one.
    groups : ColumnMapping or None
        Column with the number of groups held.
    people : ColumnMapping
        Column with the number of people counted.
    """

    label: str
    format: str | None
    groups: ColumnMapping | None
    people: ColumnMapping


def read_tally(task: ReadTask) -> ReadResult:
    """Read one grouped session row per age group and setting, dated to the sheet's month.

    The questions concern settings that count as program sessions only if the user confirms it.
    """
    grid, mapping, sheet_context, context = task.grid, task.mapping, task.sheet_context, task.context
    body = classify_rows(grid, mapping, context.log, _missing_tally_reason)
    day, precision = find_month(sheet_context, context)
    labels = _read_age_labels(body, mapping)
    parts = []
    for setting in _collect_settings(grid, mapping, context):
        people = parse_numbers(SESSIONS.field("attended"), body.column(setting.people), context)
        groups = _read_group_counts(body, setting, context)
        either = people.where(lambda read: read.value is not None or bool(read.code)) | groups.known
        differences = compare_totals(body, setting.people, [read.value for read in people], context)
        rows = TableRows(
            {
                "age_group": labels,
                "events": groups,
                "attended": people.map(lambda read: read.value),
                "attended_is_estimate": people.map(lambda read: read.is_estimate),
                "attended_at_least": people.map(lambda read: read.is_lower_bound),
                "row": EncodedValues.from_list(body.excel_rows.tolist()),
            },
            len(body.used),
        )
        rows = append_differences(rows.assign_constants(status="held"), differences, context)
        either = np.concatenate([either, np.ones(len(rows) - len(either), dtype=bool)])
        parts.append(rows.assign_constants(format=setting.format).select(either))
    sessions = concat_rows(parts).assign_constants(
        program_id=sheet_context.program or None,
        site=sheet_context.site or None,
        date=day,
        date_precision=precision,
        session_no=None if day else grid.cells.name,
    )
    asked = tuple(
        ask(
            "mapping",
            grid.cells.name,
            entry=mapped.heading,
            text=Message('"{column}" is no program session. Should it count as one?', column=mapped.heading),
            options=NON_PROGRAM_OPTIONS,
            default="check",
        )
        for mapped in _non_program_columns(grid, mapping)
    )
    return ReadResult(body, {"sessions": mask_unrecorded_months(sessions, context, grid)}, asked)


def find_month(sheet_context: SheetContext, context: ParseContext) -> tuple[datetime | None, str]:
    """Return the first day of the sheet's month and its precision; None if not stated."""
    if sheet_context.month is None:
        return (datetime(context.year, 1, 1), "year") if context.year else (None, "month")
    year = context.year_for_month(sheet_context.month)
    if year is None:
        context.log.add("year-missing", message=Message("no year is given"))
        return None, "month"
    context.log.add(
        "date-from-context",
        message=Message("{month} is outside the table", month=f"{year}-{sheet_context.month:02d}"),
    )
    return datetime(year, sheet_context.month, 1), "month"


def _missing_tally_reason(row: ByField) -> str:
    return "" if row.get("sessions.attended") or row.get("sessions.events") else Message("no number")


def _read_age_labels(body: SheetRows, mapping: Sequence[ColumnMapping]) -> EncodedValues:
    audience = [mapped for mapped in mapping if mapped.field == "sessions.age_group"]
    if not audience:
        return EncodedValues.constant(None, len(body.used))
    return body.column(audience[0]).parse_text(lambda text: text or None)


def _read_group_counts(body: SheetRows, setting: Setting, context: ParseContext) -> EncodedValues:
    if setting.groups is None:
        return EncodedValues.constant(None, len(body.used))
    column: Column = body.column(setting.groups)
    return parse_numbers(SESSIONS.field("events"), column, context).map(lambda read: read.value)


def _collect_settings(grid: Grid, mapping: Sequence[ColumnMapping], context: ParseContext) -> list[Setting]:
    """Collect the settings with their columns, without total columns and non-program settings."""
    headings = {heading.column: heading for heading in grid.headings}
    settings = []
    for mapped in mapping:
        if mapped.field != "sessions.attended":
            continue
        heading = headings[mapped.column]
        label = heading.spanning_text or heading.own_text
        if is_possible_total(normalize_heading(heading.spanning_text)):
            continue
        if mapped in _non_program_columns(grid, mapping):
            context.log.add(
                "not-sessions",
                grid.row_number(grid.top),
                mapped.column,
                heading=mapped.heading,
                message=Message('"{label}" is no program session; it is not counted', label=label),
            )
            continue
        groups = [
            m
            for m in mapping
            if m.field == "sessions.events" and headings[m.column].spanning_text == heading.spanning_text
        ]
        settings.append(
            Setting(
                label,
                known_words("format").get(normalize_heading(heading.spanning_text)),
                groups[0] if groups else None,
                mapped,
            )
        )
    return settings


def _non_program_columns(grid: Grid, mapping: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Return head counts under a setting such as Self-Directed, unless mapped by the user."""
    over = {heading.column: normalize_heading(heading.spanning_text) for heading in grid.headings}
    counted = [m for m in mapping if m.field == "sessions.attended" and m.reason != "by hand"]
    return [mapped for mapped in counted if over[mapped.column].startswith(word_list("not_sessions"))]


# Month grid: counted as program attendance only if the user confirms it.

ATTENDED = SCHEMA["sessions"].field("attended")


@dataclass(frozen=True)
class Period:
    """A month column: its heading and the first day of the month, None if the year is unknown."""

    heading: Heading
    day: datetime | None


def read_month_grid(task: ReadTask) -> ReadResult:
    """Read one grouped session row per site and month; nothing if the counts may be door counts.

    Where a column counts the months with a visit, each of them is one session.

    Percentages are not counts: a grid of percentages is excluded. Quarter and year columns next to the months
    are compared and never counted.
    """
    grid, mapping, sheet_context, context = task.grid, task.mapping, task.sheet_context, task.context
    body = classify_rows(grid, mapping, context.log, _missing_month_reason)
    _exclude_other_measures(body, mapping, context)
    periods = parse_periods([heading for heading in grid.headings if heading_month(heading)], grid, context)
    _report_period_rollups(grid, context)
    columns = [body.column_at(period.heading.column, period.heading.text) for period in periods]
    counts = [parse_numbers(ATTENDED, column, context) for column in columns]
    if _are_shares(counts):
        body.exclude(np.arange(len(body.used)), Message("percentages, not counts"))
        return ReadResult(body, {}, ())
    visits = _find_visits(grid, body, columns)
    of_programs = _counts_programs(grid, mapping) or visits is not None
    of_programs = of_programs and context.answers.get("activity") is None
    asked = () if of_programs else ask_activity(grid, context)
    if not of_programs and context.answers.get("activity") != "program":
        read = [[number.value for number in column] for column in counts]
        exclude_door_counts(body, [value for values in read for value in values], context)
        return ReadResult(body, {}, asked)
    names = _read_row_names(body, mapping)
    parts = [
        _build_month_rows(body, period, count, names) for period, count in zip(periods, counts, strict=True)
    ]
    events = None if visits is None else 1.0
    if visits is not None:
        parts = [part.select(is_visited) for part, is_visited in zip(parts, visits, strict=True)]
    sessions = concat_rows(parts).assign_constants(status="held", date_precision="month", events=events)
    if "program_id" not in sessions.columns:
        sessions = sessions.assign_constants(program_id=sheet_context.program or None)
    return ReadResult(body, {"sessions": sessions}, asked)


def _find_visits(grid: Grid, body: SheetRows, columns: Sequence[Column]) -> list[NDArray[np.bool_]] | None:
    """Return the rows visited in each month, if a column says how often each row was visited; else None.

    A number, or a text in its place, is a visit; a blank or a dash is none.
    """
    words = set(word_list("month_grids", "visits"))
    named = [h for h in grid.headings if words & set(re.findall(r"[^\W\d_]+", normalize_heading(h.text)))]
    if len(named) != 1 or not columns:
        return None
    visited = [column.parse_text(lambda text: text not in NO_MARKS).where(bool) for column in columns]
    stated = body.column_at(named[0].column).parse_text(lambda text: parse_number(text).value)
    counted = np.sum(visited, axis=0)
    is_equal = [value == number for value, number in zip(stated, counted.tolist(), strict=True)]
    return visited if is_equal and all(is_equal) else None


def _exclude_other_measures(body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext) -> None:
    """Exclude rows that count money, hours, books or, where another row counts people, sessions."""
    label = next((mapped for mapped in mapping if mapped.field in ("programs.name", "sessions.site")), None)
    if label is None:
        return
    texts = list(map(cell_text, body.column(label).cells))
    measures = [measure_of(text) for text in texts]
    others = [
        row
        for row, (text, measure) in enumerate(zip(texts, measures, strict=True))
        if is_other_measure(text) or (measure == "events" and "people" in measures)
    ]
    reason = Message("it counts something else than people")
    context.log.add_rows(
        "row-left-out", body.excel_rows[others], label.column, heading=label.heading, message=reason
    )
    body.exclude(others, reason)


def _missing_month_reason(row: ByField) -> str:
    """Return "no name" for a row without one; a named row without counts is valid."""
    return (
        "" if row.get("sessions.site") or row.get("programs.name") or row.get("check") else Message("no name")
    )


def parse_periods(headings: Sequence[Heading], grid: Grid, context: ParseContext) -> list[Period]:
    """Parse month headings; a month earlier than the one before starts the next year."""
    periods, year, last = [], context.year, 0
    short = parse_two_digit_years(headings)
    for heading in headings:
        named = heading_month(heading)
        if named is None:
            continue
        own, month = named
        if own is None and short:
            own = short.get(heading.column)
        if own is None and year and month < last:
            year += 1
        last = month
        chosen = own or (context.year_for_month(month) if year == context.year else year)
        if chosen is None:
            context.log.add(
                "year-missing",
                grid.row_number(grid.header),
                heading.column,
                heading=Message("months"),
                value=heading.text,
                message=Message("no year is given"),
            )
        periods.append(Period(heading, datetime(chosen, month, 1) if chosen else None))
    return periods


def _report_period_rollups(grid: Grid, context: ParseContext) -> None:
    for heading in grid.headings:
        if heading.text and heading_month(heading) is None and is_period_rollup(heading):
            context.log.add(
                "cadence-mixed",
                grid.row_number(grid.header),
                heading.column,
                heading=heading.text,
                message=Message('"{text}" sums up the months; the months are used', text=heading.text),
            )


def _are_shares(counts: Sequence[EncodedValues]) -> bool:
    reads = [read for column in counts for read in column.values]
    return any(read.code == "percent-not-count" for read in reads) and not any(read.value for read in reads)


def _counts_programs(grid: Grid, mapping: Sequence[ColumnMapping]) -> bool:
    """Return whether each row is a program and the title speaks of attendance: no counts of a door."""
    return any(mapped.field == "programs.name" for mapped in mapping) and names_people(grid, ())


def _read_row_names(body: SheetRows, mapping: Sequence[ColumnMapping]) -> dict[str, EncodedValues]:
    targets = {"sessions.site": "site", "programs.name": "program_id"}
    return {
        targets[mapped.field]: body.column(mapped).parse_text(lambda text: text or None)
        for mapped in mapping
        if mapped.field in targets
    }


def _build_month_rows(
    body: SheetRows, period: Period, counts: EncodedValues, names: dict[str, EncodedValues]
) -> TableRows:
    columns = names | {
        "attended": counts.map(lambda read: read.value),
        "attended_is_estimate": counts.map(lambda read: read.is_estimate),
        "attended_at_least": counts.map(lambda read: read.is_lower_bound),
        "row": EncodedValues.from_list(body.excel_rows.tolist()),
    }
    typed = None if period.day else period.heading.text
    return TableRows(columns, len(body.used)).assign_constants(date=period.day, session_no=typed)
