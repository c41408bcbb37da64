"""Months of the tests before and after, from the days of the scores or the name of their occasion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from babel.dates import get_month_names

from libcollab_metrics.localization import LANGUAGES, language
from libcollab_metrics.metrics.frames import col
from libcollab_metrics.metrics.prepare import PreparedTables
from libcollab_metrics.metrics.tables.rows import text
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.model.names import casefold_name

_WORDS = re.compile(r"[^\W\d_]+|\b\d{4}\b")
#: Short names of months that are also other words ("Set A").
_AMBIGUOUS = frozenset({"set"})


@dataclass(frozen=True)
class NamedMonth:
    """A month, 1 for January, and its year where it is known."""

    month: int
    year: int | None = None


MonthPair = tuple[NamedMonth, NamedMonth]


def find_test_months(dataset: Dataset, scope: Scope, *, as_of: date) -> Mapping[str, MonthPair]:
    """Return the months of the tests before and after, by measure.

    Parameters
    ----------
    dataset : Dataset
        Recorded data.
    scope : Scope
        Selection of rows.
    as_of : date
        Later tests are excluded.

    Returns
    -------
    mapping of str to tuple of (NamedMonth, NamedMonth)
        Only measures of which all pairs are from the same two months.
    """
    outcomes = PreparedTables(dataset, as_of, scope, "").outcomes
    if outcomes is None:
        return {}
    named = outcomes.frame.select(
        measure=text("measure"),
        occasion=text("occasion"),
        month=text("month"),
        has_before=~col("before").is_null(),
        has_after=~col("after").is_null(),
    )
    columns = ("measure", "occasion", "month", "has_before", "has_after")
    by_measure: dict[str, list[Mapping[str, Any]]] = {}
    for row in named.filter(col("has_before") | col("has_after")).aggregate(columns).rows():
        by_measure.setdefault(row["measure"] or "", []).append(row)
    found = {measure: _find_pair(rows) for measure, rows in by_measure.items()}
    return {measure: pair for measure, pair in found.items() if pair is not None}


def _find_pair(rows: Iterable[Mapping[str, Any]]) -> MonthPair | None:
    """Return the months of lines with both scores, else of lines with one of them; None if they differ."""
    lines = list(rows)
    whole = {parse_months(row["occasion"] or "") for row in lines if row["has_before"] and row["has_after"]}
    if whole:
        months = whole.pop()
        if whole or len(months) != 2 or months[0] == months[1]:
            return None
        return months[0], months[1]
    sides = [{_month_of(row) for row in lines if row[side]} for side in ("has_before", "has_after")]
    if any(len(side) != 1 for side in sides):
        return None
    before, after = (side.pop() for side in sides)
    return None if before is None or after is None or before == after else (before, after)


def _month_of(row: Mapping[str, Any]) -> NamedMonth | None:
    """Return the month of a line's day, else the only month that its occasion names."""
    if row["month"]:
        year, month = row["month"].split("-")
        return NamedMonth(int(month), int(year))
    months = parse_months(row["occasion"] or "")
    return months[0] if len(months) == 1 else None


def parse_months(occasion: str) -> tuple[NamedMonth, ...]:
    """Return the months that the name of an occasion contains, in order, with their years.

    Of two months with one year, the other year is the nearest one that keeps their order.

    Examples
    --------
    >>> [(m.month, m.year) for m in parse_months("August 2025 to February 2026")]
    [(8, 2025), (2, 2026)]
    >>> [(m.month, m.year) for m in parse_months("June–March 2026")]
    [(6, 2025), (3, 2026)]
    """
    found: list[NamedMonth] = []
    for word in _WORDS.findall(casefold_name(occasion)):
        if word in _month_numbers():
            found.append(NamedMonth(_month_numbers()[word]))
        elif word.isdecimal() and found and found[-1].year is None:
            found[-1] = replace(found[-1], year=int(word))
    return _complete_years(*found) if len(found) == 2 else tuple(found)


def _complete_years(first: NamedMonth, last: NamedMonth) -> tuple[NamedMonth, NamedMonth]:
    later = int(last.month <= first.month)
    if first.year is None and last.year is not None:
        first = replace(first, year=last.year - later)
    elif last.year is None and first.year is not None:
        last = replace(last, year=first.year + later)
    return first, last


@cache
def _month_numbers() -> Mapping[str, int]:
    """Return the numbers of the months by their full and short names in all languages."""
    names = {"sept": 9}
    for code in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language(code).locale).items():
                    names[str(name).casefold().rstrip(".")] = number
    return {name: number for name, number in names.items() if name not in _AMBIGUOUS}
