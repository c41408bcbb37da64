"""Counts scaled up from one week: "30/week × 52" is an estimate of visits, and no number of sessions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from libcollab_metrics.ingest.columns import Column, Context, as_text
from libcollab_metrics.ingest.lexicon import word_list
from libcollab_metrics.ingest.values import Values

CODE = "estimate-scaled"


def says_scaled(text: str) -> bool:
    """True for words which say that a count of one period was multiplied: "one normal week × 52".

    Examples
    --------
    >>> says_scaled("Attendance (normal week x 52)"), says_scaled("Week 12"), says_scaled("Wk 3 × 2 groups")
    (True, False, False)
    """
    return _pattern().search(text) is not None


@cache
def _pattern() -> re.Pattern[str]:
    periods = "|".join(re.escape(word) for word in word_list("periods"))
    return re.compile(rf"\b({periods})\b[^.;\d]{{0,40}}(?:[x×*]|\btimes\b)\s*\d+", re.IGNORECASE)


def mark_scaled(
    counts: Values, columns: Sequence[Column], notes: Column | None, above: str, context: Context
) -> Values:
    """Return the counts with those marked as estimates that a heading, a note or a line above says were scaled.

    Parameters
    ----------
    counts : what each cell says, as a `Read`; `columns` the columns they were read from.
    notes : the column of remarks, of which each row may say so.
    above : what stands above the table.
    """
    if not columns:
        return counts
    said = next((text for text in (*(column.heading for column in columns), above) if says_scaled(text)), "")
    rows = np.full(len(counts), bool(said))
    if notes is not None:
        rows |= notes.read(as_text).where(says_scaled)
    rows &= counts.where(lambda read: read.value is not None and read.code != CODE)
    if not rows.any():
        return counts
    message = f'"{said}": read as multiplied already' if said else "its remark says that one period was multiplied"
    context.log.add_rows(CODE, columns[0].rows[rows], columns[0].number, heading=columns[0].heading, message=message)
    scaled = [replace(read, code=CODE, estimate=True) for read in counts.values]
    return Values(np.where(rows, counts.codes + len(counts.values), counts.codes), [*counts.values, *scaled])


def not_one_session(events: Values, counts: Values) -> Values:
    """Return how many sessions each row stands for; a scaled count stands for a number nobody wrote."""
    scaled = counts.where(lambda read: read.code == CODE)
    return Values(np.where(scaled, len(events.values), events.codes), [*events.values, None])
