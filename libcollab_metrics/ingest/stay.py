"""Who was on the list when: the first and last day of learners who came later or left, told by marks and remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate
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
    none = np.zeros(length, dtype=bool)
    left = list(accumulate((column.where(lambda mark: mark in LEAVES) for column in marks), np.logical_or))
    # Whoever enters on a later day is not on the list yet.
    coming = (column.where(lambda mark: mark in ENTERS) for column in reversed(marks))
    later = list(accumulate(coming, np.logical_or, initial=none))[-2::-1]
    stays = [~(gone | not_yet) for gone, not_yet in zip(left, later, strict=True)]
    if remarks is not None:
        _by_remarks(meetings, remarks, stays, context)
    return stays


def _by_remarks(meetings: Sequence[Meeting], remarks: Column, stays: list[NDArray[np.bool_]], context: Context) -> None:
    for person, cell in enumerate(remarks.cells):
        for kind, text in _REMARK.findall(as_text(cell)):
            if not text and kind.casefold() == "le":
                continue  # a word of Spanish
            limit = _day_meant(text, meetings, context)
            enters = re.sub(r"\W", "", kind).casefold() in ("ti", "le", "transferredin", "lateentry")
            side = "in" if enters else "out"
            said = f"{kind} {text}".strip()
            message = f"first day {side}: {limit.date()}" if limit else f"no day is told by it: nobody is taken {side}"
            context.log.add("stay-from-remark", int(remarks.rows[person]), remarks.number, heading=remarks.heading,
                            value=said, message=f'"{said}": {message}')  # fmt: skip
            for meeting, stay in zip(meetings, stays, strict=True):
                if (
                    limit is not None
                    and meeting.day is not None
                    and ((meeting.day < limit) if enters else (meeting.day >= limit))
                ):
                    stay[person] = False


def _day_meant(text: str, meetings: Sequence[Meeting], context: Context) -> datetime | None:
    """The day a remark names; without a year it is that of the sheet, else the one in which its meetings were."""
    day = read_day(text, context.answers.get("date_order", "month-first")) if text else None
    if day is None:
        return None
    days = sorted(meeting.day.date() for meeting in meetings if meeting.day is not None)
    chosen = day.on(context.year_of(day.month))
    if chosen is None and days:
        tried = [found for year in sorted({one.year for one in days}) if (found := day.on(year))]
        within = [found for found in tried if days[0] <= found <= days[-1]] or (tried if len(tried) == 1 else [])
        chosen = within[0] if len(within) == 1 else None
    return datetime(chosen.year, chosen.month, chosen.day) if chosen else None
