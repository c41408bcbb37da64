"""Months, quarters and years across the top of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from libcollab_metrics.ingest.heading import Heading
from libcollab_metrics.model.names import plain

_QUARTER = re.compile(
    r"^(?:q|quarter |trimestre )([1-4])\b|^([1-4])(?:st|nd|rd|th)? (?:quarter|qtr|trimestre)\b|\bq([1-4])$"
)
_TOTAL = re.compile(
    r"^(?:fy ?|total ?|year ?)?(?:19|20)\d\d(?:[-/]\d{2,4})?(?: total)?$|^(?:grand |annual |year )?total$|^ytd$"
)


def month_named(heading: Heading) -> tuple[int | None, int] | None:
    """The month of a heading: "2026-01", "Jan", "Jan-26"."""
    if heading.month is not None:
        return heading.month
    day = heading.day
    return (day.year, day.month) if day is not None and day.day == 1 and day.year else None


def two_digit_year(headings: Sequence[Heading]) -> dict[int, int]:
    """Years of headings such as Jan-26, Feb-26: a number that stays while the month grows is a year."""
    found = {}
    for heading in headings:
        match = re.fullmatch(r"[^\W\d_]+[ .'’/-]+(\d{2})", plain(heading.text))
        if match:
            found[heading.column] = 2000 + int(match.group(1))
    return found if len(found) == len(headings) else {}


def is_coarser(heading: Heading) -> bool:
    """True for a quarter, a year or a total beside the months."""
    text = plain(heading.text)
    return _QUARTER.search(text) is not None or _TOTAL.search(text) is not None


def months_summed(text: str) -> range | None:
    """The calendar months that a quarter or a year sums up; None for any other text."""
    folded = plain(text)
    if found := _QUARTER.search(folded):
        first = 3 * int(next(part for part in found.groups() if part)) - 2
        return range(first, first + 3)
    return range(1, 13) if _TOTAL.search(folded) else None
