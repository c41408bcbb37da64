"""Several sessions in one row of a log: a count for each of the morning and the afternoon session."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.layouts.session_titles import read_cancelled
from libcollab_metrics.ingest.values.columns import Column, ParseContext
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.numbers import ParsedNumber
from libcollab_metrics.ingest.values.parts import part_of
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, first_duplicate_rows
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from libcollab_metrics.ingest.tables.grid import Grid


#: Parts of a day that each may have a session.
HALF_DAYS = ("am", "pm")


def name_sessions(columns: Sequence[Column], grid: Grid) -> bool:
    """Return whether each of several columns of counts is below the name of another session of the row.

    "Came" is below both "Morning session" and "Afternoon session"; or the columns themselves are half-days.
    """
    headings = {heading.column: heading for heading in grid.headings}
    counted = [headings[column.number] for column in columns]
    names = [normalize_heading(heading.spanning_text or heading.text) for heading in counted]
    sessions = set(word_list("sessions_across"))
    if not len(set(names)) == len(names) > 1 or not all(set(re.findall(r"\w+", n)) & sessions for n in names):
        return False
    is_below = all(h.spanning_text for h in counted) and len({h.own_text for h in counted}) == 1
    return is_below or all(part_of(name) in HALF_DAYS for name in names)


def add_sessions(counts: Sequence[EncodedValues]) -> tuple[EncodedValues, EncodedValues]:
    """Return the people of all sessions of each row, and the number of sessions with a count."""
    first_rows = first_duplicate_rows([count.codes for count in counts], len(counts[0]))
    combined, places = np.unique(first_rows, return_inverse=True)
    known = [[c[row] for c in counts if c[row].value is not None] for row in combined.tolist()]
    return (
        EncodedValues(places, [_add_counts(reads) for reads in known]),
        EncodedValues(places, [float(len(reads)) or None for reads in known]),
    )


def _add_counts(reads: Sequence[ParsedNumber]) -> ParsedNumber:
    if not reads:
        return ParsedNumber(None)
    return ParsedNumber(
        sum(read.value or 0.0 for read in reads),
        is_estimate=any(read.is_estimate for read in reads),
        is_lower_bound=any(read.is_lower_bound for read in reads),
    )


def find_called_off(sessions: TableRows, columns: Sequence[Column], context: ParseContext) -> TableRows:
    """Return cancelled sessions for the words that call one of them off, in rows whose others were held."""
    names = ("program_id", "date", "date_precision", "row")
    context = replace(context, log=IssueLog(""))  # these words are reported already
    rows = [
        {name: session[name] for name in names} | {"events": 1.0, "status": status}
        for column in columns
        for status, session in zip(read_cancelled([column], context, len(column)), sessions[:], strict=True)
        if status and session["status"] == "held"
    ]
    return TableRows.from_dicts(rows)
