"""Reader for grids of hours worked: people in rows, days or months across the top.

Each filled cell becomes hours of the ledger. Names are used to recognize the layout and are not stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.grids import parse_periods
from libcollab_metrics.ingest.layouts.hours import build_hours, find_marked_kinds, parse_duration
from libcollab_metrics.ingest.layouts.roster_meetings import find_called_off, find_meetings
from libcollab_metrics.ingest.tables.column_roles import kind_of_worker
from libcollab_metrics.ingest.tables.evidence import TableEvidence
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.heading import Heading, heading_month
from libcollab_metrics.ingest.tables.reconcile import compare_totals
from libcollab_metrics.ingest.tables.rows import ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.values.columns import CellIssue, Column, report_issues
from libcollab_metrics.ingest.values.lexicon import known_words, names_layout, word_list
from libcollab_metrics.ingest.values.marks import normalize_mark
from libcollab_metrics.ingest.values.table import EncodedValues, concat_rows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Most hours of a person in a day and in a month; a larger number counts something else.
MAX_HOURS_A_DAY, MAX_HOURS_A_MONTH = 24.0, 400.0
#: Fewest columns in which a row is the sum of the others, fewest people above it, and largest rounding.
MIN_SUMS, MIN_PEOPLE, MAX_ROUNDING = 2, 2, 0.011
REASON = Message("a day or a month: hours of each person")
PERSONAL = Message("personal: read for layout and not stored")


def refine_hours_mapping(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Map the days or months across the top to hours; drop all other columns but the names.

    Where no heading says whose hours they are, the first column to their left does.
    """
    across = {heading.column for heading in _find_across(grid)}
    refined = [_refine_column(mapping, across) for mapping in mapped]
    if any(mapping.field == "discard" for mapping in refined):
        return refined
    names = next((mapping for mapping in refined if not mapping.field and mapping.heading), None)
    if names is None or not across or names.column > min(across):
        return refined
    return [replace(m, field="discard", reason=PERSONAL) if m is names else m for m in refined]


def _refine_column(mapped: ColumnMapping, across: set[int]) -> ColumnMapping:
    if mapped.reason == "by hand":
        return mapped
    if mapped.column in across:
        return replace(mapped, field="ledger.quantity", reason=REASON)
    if mapped.field.startswith("participation.person") or mapped.field.startswith("participation.first"):
        return replace(mapped, field="discard", reason=PERSONAL)
    if mapped.field in ("", "check", "discard"):
        return mapped
    return replace(mapped, field="", reason=Message("this kind of sheet has no such field: not used"))


def _find_across(grid: Grid) -> list[Heading]:
    """Return the headings that are days, or else those that are months."""
    open_headings = [heading for heading in grid.headings if heading.entry is None]
    days = [h for h in open_headings if h.day is not None or h.number is not None]
    months = [h for h in open_headings if heading_month(h)]
    return months if len(months) >= len(days) else days


def read_hours_grid(task: ReadTask) -> ReadResult:
    """Read each filled cell as hours of a volunteer, or of staff if the sheet speaks of staff alone."""
    grid, context = task.grid, task.context
    body = classify_rows(grid, task.mapping, context.log, _missing_reason)
    across = _find_across(grid)
    by_month = bool(across) and all(heading_month(heading) for heading in across)
    columns = [mapped for mapped in task.mapping if mapped.field == "ledger.quantity"]
    _exclude_sums(body, columns, task)
    if by_month:
        periods = parse_periods(across, grid, context)
        days = {period.heading.column: period.day for period in periods}
    else:
        marked = [replace(mapped, field="participation.status") for mapped in columns]
        days = {meeting.column.number: meeting.day for meeting in find_meetings(grid, body, marked, context)}
    words = TableEvidence(grid.headings, grid.cells, grid.header).words
    is_staff = names_layout(words, "staff_roster") and not names_layout(words, "volunteer_log")
    kind = "staff_hours" if is_staff else "volunteer_hours"
    kinds = find_marked_kinds(body, [m.column for m in task.mapping if m.field], kind, task)
    most = MAX_HOURS_A_MONTH if by_month else MAX_HOURS_A_DAY
    parts = []
    for mapped in columns:
        if mapped.column in days:
            hours, has_hours = _read_hours(body.column(mapped), most, task)
            compare_totals(body, mapped, hours, context, can_override=False)
            shared = {
                "row": EncodedValues.from_list(body.excel_rows.tolist()),
                "from_party": EncodedValues.constant(None, len(body.used)),
            }
            rows = build_hours(hours, kinds, shared).assign_constants(
                date=days[mapped.column], program_id=task.sheet_context.program or None
            )
            parts.append(rows.select(has_hours))
    return ReadResult(body, {"ledger": concat_rows(parts)} if parts else {})


def _missing_reason(row: ByField) -> str:
    return "" if row.get("discard") else "no name"


def _exclude_sums(body: SheetRows, columns: Sequence[ColumnMapping], task: ReadTask) -> None:
    """Exclude and report rows whose hours are the sums of all people above: "ALL VOLUNTEERS".

    Their label names everyone or a group: a person may have worked as long as two others together.
    """
    hours = np.array(
        [[hours or 0.0 for hours in body.column(mapped).parse(parse_duration)] for mapped in columns]
    ).reshape(len(columns), len(body.used))
    sums = np.cumsum(hours, axis=1) - hours
    is_sum = np.isclose(hours, sums, rtol=0, atol=MAX_ROUNDING).all(axis=0)
    is_sum &= ((sums > 0).sum(axis=0) >= MIN_SUMS) & (np.arange(len(body.used)) >= MIN_PEOPLE)
    is_sum[is_sum] = [_names_group(body, int(index)) for index in body.used[is_sum]]
    first = body.grid.cells.first_column
    task.context.log.add_rows(
        "totals-row-left-out", body.excel_rows[is_sum], first, message=Message("the sum of all rows above it")
    )
    body.exclude(np.flatnonzero(is_sum), Message("a total of other rows"))


def _names_group(body: SheetRows, index: int) -> bool:
    """Return whether the first text of a row names everyone, or all volunteers or staff."""
    text = normalize_heading(body.label(index))
    is_of_workers = any(map(kind_of_worker, re.findall(r"[^\W\d_]+", text)))
    return (
        is_of_workers
        or text.startswith(word_list("totals", "all_of"))
        or text in word_list("totals", "everyone")
    )


def _read_hours(column: Column, most: float, task: ReadTask) -> tuple[EncodedValues, NDArray[np.bool_]]:
    """Return the hours of each cell, and whether it has any; they are None where they cannot be read.

    A blank, 0, a word such as "leave" or "holiday", and a mark that the legend explains so, say that there
    were none.
    """
    reads = column.parse(parse_duration)
    away = {word for word, status in known_words("status").items() if status in ("absent", "excused")}
    away |= {mark for mark, status in task.sheet_context.legend if status in ("absent", "excused")}
    away |= set(task.sheet_context.closed_marks)
    is_away = [
        normalize_heading(text) in away
        or normalize_mark(text) in away
        or bool(find_called_off([text] if text else [], ()))
        for text in column.cell_texts
    ]
    issues: list[CellIssue] = [
        ("number-unreadable", Message("not a number of hours"))
        if text and value is None and not none
        else ("number-unreadable", Message("more than {most} hours", most=int(most)))
        if value is not None and value > most
        else None
        for text, value, none in zip(column.cell_texts, reads.values, is_away, strict=True)
    ]
    report_issues(column.without_texts(), task.context, issues)
    hours = reads.map(lambda hours: hours if hours is not None and 0 < hours <= most else None)
    is_unread = np.array([issue is not None for issue in issues], dtype=bool)[column.codes]
    return hours, hours.known | is_unread
