"""Whether a value that may still move lies where it was declared to: met, not met or undecided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from libcollab_metrics.metrics.definition import Value

Verdict = Literal["met", "not met", "undecided"]
INFINITE = float("inf")


@dataclass(frozen=True)
class CriterionVerdict:
    """One declared criterion, what the records say about it, and whether it was met.

    `program` and `metric` are printed names, `program_id` and `metric_id` the keys; `value` is the metric of
    this program over everything recorded up to the day.
    """

    program_id: str | None
    program: str
    metric_id: str
    metric: str
    low: float | None
    ideal: float | None
    high: float | None
    declared_on: date | None
    declared_late: bool
    value: Value
    verdict: Verdict


def verdict_of(value: Value, low: float | None, high: float | None) -> Verdict:
    """Return met if every value still possible lies in [low, high], not met if none does, else undecided.

    An open side is unlimited; with both open there is nothing to judge.

    Examples
    --------
    >>> verdict_of(Value("m", value=210).bounded("at_least"), 200, None)
    'met'
    >>> verdict_of(Value("m", value=150).bounded("at_least"), 200, None)
    'undecided'
    """
    unknown = value.value is None and value.low is None and value.high is None
    if unknown or (low is None and high is None):
        return "undecided"
    least = -INFINITE if value.low is None else value.low
    most = INFINITE if value.high is None else value.high
    floor, ceiling = -INFINITE if low is None else low, INFINITE if high is None else high
    if floor <= least and most <= ceiling:
        return "met"
    return "not met" if most < floor or least > ceiling else "undecided"


def settled(verdicts: Iterable[Verdict]) -> Verdict:
    """Return a project's verdict: one failed criterion settles it, one undecided keeps it open."""
    found = set(verdicts)
    return "not met" if "not met" in found else "undecided" if "undecided" in found else "met"
