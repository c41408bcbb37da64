"""Rosters that say how many times each person came: a number per week in place of a mark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.tables.evidence import TableEvidence
from libcollab_metrics.ingest.tables.reconcile import compare_totals
from libcollab_metrics.ingest.values.columns import parse_numbers
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, concat_rows
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from libcollab_metrics.ingest.layouts.roster_meetings import Meeting
    from libcollab_metrics.ingest.tables.grid import Grid
    from libcollab_metrics.ingest.tables.rows import SheetRows

ATTENDED = SCHEMA["sessions"].field("attended")
#: Most times that a person comes in a week or a month.
MAX_TIMES = 31


def counts_times(grid: Grid, counts: Counter[str]) -> bool:
    """Return whether the title says that the numbers of a roster are how often each person came."""
    words = re.findall(r"[^\W\d_]+|#", TableEvidence(grid.headings, grid.cells, grid.header).title)
    title = f" {' '.join(words)} "
    says_times = any(f" {phrase} " in title for phrase in word_list("times_came"))
    says_came = bool(set(words) & set(word_list("times_came", "came")))
    numbers = [float(mark) for mark in counts if mark.replace(".", "", 1).isdecimal()]
    is_plausible = bool(numbers) and all(n.is_integer() and n <= MAX_TIMES for n in numbers)
    return is_plausible and says_times and says_came


def read_times(
    task: ReadTask,
    body: SheetRows,
    meetings: Sequence[Meeting],
    mapping: Sequence[ColumnMapping],
    people: Mapping[str, EncodedValues],
) -> ReadResult:
    """Read one row of sessions per week with the sum of the times, and one row per person who came in it."""
    fields = {mapped.column: mapped for mapped in mapping}
    sessions, listed = [], []
    for meeting in meetings:
        times = parse_numbers(ATTENDED, meeting.column, task.context).map(lambda read: read.value)
        came = times.where(bool)
        if not came.any():
            continue
        compare_totals(body, fields[meeting.column.number], times, task.context, can_override=False)
        shared = {
            "program_id": task.sheet_context.program or None,
            "site": task.sheet_context.site or None,
            "date": meeting.day,
            "session_no": meeting.label or None,
        }
        sessions.append(
            shared
            | {"attended": sum(n or 0.0 for n in times), "events": None, "roster": "partial"}
            | {"row": task.grid.row_number(task.grid.header)}
        )
        rows = TableRows(dict(people), len(came)).assign_constants(**shared, source="roster")
        listed.append(rows.assign_constants(status="present").select(np.asarray(came)))
    if not sessions:
        return ReadResult(body, {})
    tables = {"sessions": TableRows.from_dicts(sessions), "participation": concat_rows(listed)}
    return ReadResult(body, tables)
