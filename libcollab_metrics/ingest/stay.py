"""Who was on the list when: the first and last day of learners who came later or left, told by marks and remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.columns import Column, Context, as_text
from libcollab_metrics.ingest.days import read_day
from libcollab_metrics.ingest.days_across import Meeting
from libcollab_metrics.ingest.marks import ENTERS, LEAVES
from libcollab_metrics.ingest.values import Values

if TYPE_CHECKING:
    from numpy.typing import NDArray

_REMARK = re.compile(
    r"\b(T\s*/\s*I|T\s*/\s*O|D\s*/\s*O|L\.?E\.?|N\.?L\.?P\.?A\.?"
    r"|transferred in|transferred out|late entry|dropped(?: out)?)\b"
    r"(?:[^\d]{0,20}?(\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?|[A-Za-z]{3,9}\.? \d{1,2}(?:,? \d{4})?))?",
    re.IGNORECASE,
)


def on_the_list(
    meetings: Sequence[Meeting], marks: Sequence[Values], remarks: Column | None, length: int, context: Context
) -> list[NDArray[np.bool_]]:
    """Return for each meeting which learners were on the list that day; outside it they have no row.

    A transfer out or a drop-out is the first day out, a transfer in the first day in.
    """
    stays = [np.ones(length, dtype=bool) for _ in meetings]
    for place, column in enumerate(marks):
        for day in range(len(meetings)):
            if day < place:
                stays[day] &= ~column.where(lambda mark: mark in ENTERS)
            if day >= place:
                stays[day] &= ~column.where(lambda mark: mark in LEAVES)
    for person, cell in enumerate(remarks.cells if remarks is not None else ()):
        for kind, day_text in _REMARK.findall(as_text(cell)):
            _apply(kind, day_text, person, meetings, stays, context)
    return stays


def _apply(
    kind: str, text: str, person: int, meetings: Sequence[Meeting], stays: list[NDArray[np.bool_]], context: Context
) -> None:
    day = read_day(text) if text else None
    chosen = day.on(context.year_of(day.month)) if day else None
    if chosen is None:
        return
    limit = datetime(chosen.year, chosen.month, chosen.day)
    enters = re.sub(r"\W", "", kind).casefold() in ("ti", "le", "transferredin", "lateentry")
    for meeting, stay in zip(meetings, stays, strict=True):
        if meeting.day is not None and ((meeting.day < limit) if enters else (meeting.day >= limit)):
            stay[person] = False
