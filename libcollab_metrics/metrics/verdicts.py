"""Whether a value that may still move lies where it was declared to: met, not met or undecided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from libcollab_metrics.metrics.definition import Direction, Value

Verdict = Literal["met", "not met", "undecided"]
#: Where a value stands: outside the band, inside it, as good as hoped for, or nobody can say yet.
Where = Literal["below", "within", "ideal", "above", "open"]
INFINITE = float("inf")


@dataclass(frozen=True)
class CriterionVerdict:
    """One declared criterion, what the records say about it, and whether it was met.

    `program` and `metric` are printed names, `program_id` and `metric_id` the keys, `part` what the criterion names
    of a metric with parts; `value` is the metric of this program over everything recorded up to the day.
    `first_session` is the day of the program's first session held, None before it. `where` says on which side of the
    band a criterion was missed, and whether one that is met has reached its ideal.
    """

    program_id: str | None
    program: str
    metric_id: str
    metric: str
    part: str
    low: float | None
    ideal: float | None
    high: float | None
    declared_on: date | None
    first_session: date | None
    value: Value
    verdict: Verdict
    where: Where
    direction: Direction

    @property
    def name(self) -> str:
        """The metric as the criterion names it, with its part."""
        return f"{self.metric}: {self.part}" if self.part else self.metric

    @property
    def declared_late(self) -> bool:
        """True when it was declared after the first session."""
        return bool(self.declared_on and self.first_session and self.declared_on > self.first_session)

    @property
    def declared_first(self) -> bool:
        """True when it was declared before the first session, or no session was held yet; False without a date."""
        return self.declared_on is not None and (self.first_session is None or self.declared_on < self.first_session)

    @property
    def crowded(self) -> bool:
        """True above the ceiling of a figure that is not better the lower it is: more heads is not success."""
        return self.where == "above" and self.direction != "lower"

    @property
    def remark(self) -> str:
        """The id of the sentence that goes with the verdict: how it was missed, or that the ideal was reached."""
        if self.crowded:
            return "where-crowded"
        return f"where-{self.where}" if self.where in ("below", "above", "ideal") else ""


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
    possible = _possible(value)
    if possible is None or (low is None and high is None):
        return "undecided"
    least, most = possible
    floor, ceiling = -INFINITE if low is None else low, INFINITE if high is None else high
    if floor <= least and most <= ceiling:
        return "met"
    return "not met" if most < floor or least > ceiling else "undecided"


def _possible(value: Value) -> tuple[float, float] | None:
    """The least and the most a value may still be; None where nothing is known of it."""
    if value.value is None and value.low is None and value.high is None:
        return None
    return -INFINITE if value.low is None else value.low, INFINITE if value.high is None else value.high


def where_of(value: Value, low: float | None, ideal: float | None, high: float | None, direction: Direction) -> Where:
    """Return on which side of its band a value lies, or that it reached the ideal; open while that is undecided.

    An ideal is reached from below, or from above where lower is better.

    Examples
    --------
    >>> where_of(Value("m", value=310).bounded("exact"), 200, 250, 300, "band")
    'above'
    >>> where_of(Value("m", value=25).bounded("exact"), None, 30, 40, "lower")
    'ideal'
    """
    possible, verdict = _possible(value), verdict_of(value, low, high)
    if possible is None or verdict == "undecided":
        return "open"
    least, most = possible
    if verdict == "not met":
        return "below" if low is not None and most < low else "above"
    reached = ideal is not None and (most <= ideal if direction == "lower" else least >= ideal)
    return "ideal" if reached else "within"


def settled(verdicts: Iterable[Verdict]) -> Verdict:
    """Return a project's verdict: one failed criterion settles it, one undecided keeps it open."""
    found = set(verdicts)
    return "not met" if "not met" in found else "undecided" if "undecided" in found else "met"
