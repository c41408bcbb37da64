"""Several sessions in one row of a log, such as those of a week: a count, or counts of parts, for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.layouts.session_titles import read_cancelled
from libcollab_metrics.ingest.values.columns import Column, ParseContext
from libcollab_metrics.ingest.values.lexicon import weekdays, word_list
from libcollab_metrics.ingest.values.numbers import ParsedNumber
from libcollab_metrics.ingest.values.parts import part_of
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, first_duplicate_rows
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from libcollab_metrics.ingest.tables.grid import Grid


_TIME = re.compile(r"\b\d{1,2}(?::\d\d|\s*[ap]\.?m\b)")
#: Parts of a day that each may have a session.
HALF_DAYS = ("am", "pm")


def group_sessions(columns: Sequence[Column], grid: Grid) -> list[list[Column]]:
    """Return the columns of counts of each session of a row; empty if a row is one session.

    "Came" is below both "Morning session" and "Afternoon session", "Kids" and "Adults" below both "Mon 10:15"
    and "Tue 11:00", or the columns themselves are half-days.
    """
    headings = {heading.column: heading for heading in grid.headings}
    groups: dict[str, list[Column]] = {}
    for column in columns:
        heading = headings[column.number]
        groups.setdefault(normalize_heading(heading.spanning_text or heading.text), []).append(column)
    if len(groups) < 2 or not all(map(_names_session, groups)):
        return []
    below = {tuple(headings[column.number].own_text for column in group) for group in groups.values()}
    is_below = len(below) == 1 and all(headings[column.number].spanning_text for column in columns)
    are_half_days = len(groups) == len(columns) and all(part_of(name) in HALF_DAYS for name in groups)
    return list(groups.values()) if is_below or are_half_days else []


def _names_session(name: str) -> bool:
    """Return whether a label names a session: by a word such as "workshop", a weekday or a time of day."""
    words = set(re.findall(r"[^\W\d_]+", name))
    return bool(words & {*word_list("sessions_across"), *weekdays()}) or _TIME.search(name) is not None


def add_sessions(groups: Sequence[Sequence[EncodedValues]]) -> tuple[EncodedValues, EncodedValues]:
    """Return the people of all sessions of each row, and the number of sessions with a count.

    Parameters
    ----------
    groups : sequence of sequence of EncodedValues
        Counts of each session of a row: one, or one for each part of its people.
    """
    counts = [count for group in groups for count in group]
    first_rows = first_duplicate_rows([count.codes for count in counts], len(counts[0]))
    combined, places = np.unique(first_rows, return_inverse=True)
    held = [
        [
            _add_counts([part[row] for part in group])
            for group in groups
            if any(part[row].value is not None for part in group)
        ]
        for row in combined.tolist()
    ]
    return (
        EncodedValues(places, [_add_counts(reads) for reads in held]),
        EncodedValues(places, [float(len(reads)) or None for reads in held]),
    )


def _add_counts(reads: Sequence[ParsedNumber]) -> ParsedNumber:
    if not reads:
        return ParsedNumber(None)
    return ParsedNumber(
        sum(read.value or 0.0 for read in reads),
        is_estimate=any(read.is_estimate for read in reads),
        is_lower_bound=any(read.is_lower_bound or read.value is None for read in reads),
    )


def find_called_off(
    sessions: TableRows, groups: Sequence[Sequence[Column]], context: ParseContext
) -> TableRows:
    """Return cancelled sessions for the words that call one of them off, in rows whose others were held."""
    names = ("program_id", "date", "date_precision", "row")
    context = replace(context, log=IssueLog(""))  # these words are reported already
    rows = [
        {name: session[name] for name in names} | {"events": 1.0, "status": status}
        for group in groups
        for status, session in zip(
            read_cancelled(list(group), context, len(group[0])), sessions[:], strict=True
        )
        if status and session["status"] == "held"
    ]
    return TableRows.from_dicts(rows)
