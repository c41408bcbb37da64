"""Reader for lists of people with the number of times that each came: "Sessions attended", "Asistencias".

The times are added up, by month where the columns are months. The days are not on the sheet, so nothing is
said of single sessions, and the people are not compared with those of other sheets. Names are used to
recognize the layout and are not stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.grids import find_month
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.rows import ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.tables.visit_columns import (
    ABSENCES,
    VISITS,
    find_month_columns,
    find_visit_columns,
)
from libcollab_metrics.ingest.values.columns import parse_numbers
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.table import TableRows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

ATTENDED = SCHEMA["sessions"].field("attended")
#: Fields of the columns of this layout.
FIELDS = {VISITS: "sessions.attended", ABSENCES: "check"}
SUMMED = Message("how often each person came is added up; no day is on the sheet")


def refine_visit_mapping(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Map how often people came and were absent; names are read for the layout and not stored."""
    fields = {column: FIELDS[role] for role, column in find_visit_columns(grid.headings).items()}
    fields = fields or dict.fromkeys(find_month_columns(grid.headings), FIELDS[VISITS])
    return [_refine_column(mapping, fields) for mapping in mapped]


def _refine_column(mapped: ColumnMapping, fields: dict[int, str]) -> ColumnMapping:
    if mapped.reason == "by hand":
        return mapped
    if mapped.column in fields:
        return replace(mapped, field=fields[mapped.column], reason=Message("how often each person came"))
    if mapped.field.startswith("participation."):
        return replace(mapped, field="discard", reason=Message("personal: read for layout and not stored"))
    return replace(mapped, field="") if mapped.field.startswith("sessions.") else mapped


def read_visit_counts(task: ReadTask) -> ReadResult:
    """Read one row of the sessions table for the whole list: how often all of its people came.

    The number of sessions is known where the times that each person came and was absent add up to the same
    number for everyone.
    """
    body = classify_rows(task.grid, task.mapping, task.context.log, _find_missing)
    _report_rows_between(task, body)
    if VISITS not in find_visit_columns(task.grid.headings) and _find_months(task):
        return ReadResult(body, {"sessions": _read_months(task, body)})
    columns = {role: _read_numbers(task, body, role) for role in (VISITS, ABSENCES)}
    visits, absences = columns[VISITS], columns[ABSENCES]
    if visits is None or np.isnan(visits).all():
        return ReadResult(body, {})
    column = next(mapped.column for mapped in task.mapping if mapped.field == FIELDS[VISITS])
    task.context.log.add_rows("choice-assumed", body.excel_rows, column, message=SUMMED)
    day, precision = find_month(task.sheet_context, task.context)
    sessions = TableRows.from_dicts(
        [
            {
                "attended": float(np.nansum(visits)),
                "attended_at_least": bool(np.isnan(visits).any()),
                "events": _count_sessions(visits, absences),
                "row": int(body.excel_rows[0]),
                "status": "held",
                "program_id": task.sheet_context.program or None,
                "site": task.sheet_context.site or None,
                "date": day,
                "date_precision": precision,
                "session_no": None if day else task.grid.cells.name,
            }
        ]
    )
    return ReadResult(body, {"sessions": sessions})


def _find_months(task: ReadTask) -> dict[int, tuple[int | None, int]]:
    """Return the months of the columns that count visits."""
    counted = {mapped.column for mapped in task.mapping if mapped.field == FIELDS[VISITS]}
    months = find_month_columns(task.grid.headings)
    return {column: month for column, month in months.items() if column in counted}


def _read_months(task: ReadTask, body: SheetRows) -> TableRows:
    """Return a row of the sessions table for each month: how often all people came in it.

    A row such as "sessions held" is no person; it has the number of sessions of each month.
    """
    context, months = task.context, _find_months(task)
    held = np.array(
        [_counts_sessions(task.grid.cells.rows[index]) for index in body.used.tolist()], dtype=bool
    )
    rows, counted = [], body.excel_rows[~held]
    for column, (stated, month) in months.items():
        heading = next(heading.text for heading in task.grid.headings if heading.column == column)
        reads = parse_numbers(ATTENDED, body.column_at(column, heading), context)
        times = np.array([np.nan if read.value is None else read.value for read in reads], dtype=np.float64)
        visits, sessions = times[~held], times[held]
        if np.isnan(visits).all():
            continue
        year = stated or context.year_for_month(month)
        if year is None:
            context.log.request_question("year")
            context.log.add("year-missing", column=column, heading=heading, message=NO_YEAR)
        context.log.add_rows("choice-assumed", counted, column, heading=heading, message=SUMMED)
        rows.append(
            {
                "attended": float(np.nansum(visits)),
                "attended_at_least": bool(np.isnan(visits).any()),
                "events": float(sessions[0]) if len(sessions) == 1 and sessions[0] > 0 else None,
                "row": int(counted[0]),
                "status": "held",
                "program_id": task.sheet_context.program or None,
                "site": task.sheet_context.site or None,
                "date": datetime(year, month, 1) if year else None,
                "date_precision": "month",
                "session_no": None if year else heading,
            }
        )
    context.log.add_rows(
        "row-without-data", body.excel_rows[held], task.grid.cells.first_column, message=HELD_REASON
    )
    body.exclude(np.flatnonzero(held), HELD_REASON)
    return TableRows.from_dicts(rows)


def _counts_sessions(row: Sequence[object]) -> bool:
    """Return whether the words of a row say that its numbers count sessions, such as "sessions held"."""
    texts = [normalize_heading(cell) for cell in row if isinstance(cell, str)]
    words = {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}
    return len(texts) == 1 and bool(words & set(word_list("cross_measures", "events")))


NO_YEAR = Message("no year is given")
HELD_REASON = Message("a number of sessions, and no person")
NO_NUMBER = Message("no number says how often this person came")


def _find_missing(row: ByField) -> str:
    return "" if row.get(FIELDS[VISITS]) else NO_NUMBER


def _report_rows_between(task: ReadTask, body: SheetRows) -> None:
    """Report the people without a number; below the last one with a number there are only notes."""
    last = int(body.used[-1]) if len(body.used) else 0
    rows = [task.grid.row_number(at) for at, reason in body.excluded if reason == NO_NUMBER and at < last]
    task.context.log.add_rows("row-left-out", rows, task.grid.cells.first_column, message=NO_NUMBER)


def _read_numbers(task: ReadTask, body: SheetRows, role: str) -> NDArray[np.float64] | None:
    """Return the numbers of a column, NaN where none is known; None without such a column."""
    place = find_visit_columns(task.grid.headings).get(role)
    if role == VISITS:
        place = next((mapped.column for mapped in task.mapping if mapped.field == FIELDS[VISITS]), None)
    if place is None:
        return None
    heading = next(heading.text for heading in task.grid.headings if heading.column == place)
    reads = parse_numbers(ATTENDED, body.column_at(place, heading), task.context)
    return np.array([np.nan if read.value is None else read.value for read in reads], dtype=np.float64)


def _count_sessions(visits: NDArray[np.float64], absences: NDArray[np.float64] | None) -> float | None:
    """Return the number of sessions that everyone was present at or absent from; None if it is not known."""
    if absences is None:
        return None
    both = visits + absences
    both = both[~np.isnan(both)]
    return float(both[0]) if len(both) > 1 and (both == both[0]).all() and both[0] > 0 else None
