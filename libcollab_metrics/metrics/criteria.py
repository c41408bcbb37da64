"""Success criteria: when one is met, not met or undecided, at its ideal, or declared late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from libcollab_metrics.metrics.definition import Direction, Metric, Value
from libcollab_metrics.metrics.facts import read_rows, to_date
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import casefold_name

#: Cost level used unless the criterion names one: cash spent.
DEFAULT_PART = "cash"
PART_SEPARATOR = ":"


def parse_metric_name(typed: str, catalog: Iterable[Metric]) -> tuple[str, str]:
    """Return the metric id and the part that a typed criterion names.

    Parameters
    ----------
    typed : str
        Id or name of a metric in any case, optionally followed by a colon and a part. A metric's name may
        itself contain a colon.
    catalog : iterable of Metric

    Returns
    -------
    tuple of str
        Metric id and part (empty if none was typed). Unknown text is returned as typed, without a part.

    Examples
    --------
    >>> from libcollab_metrics.metrics import CATALOG
    >>> parse_metric_name("Average gain: reading score", CATALOG), parse_metric_name("Attendence", CATALOG)
    (('mean_gain', 'reading score'), ('Attendence', ''))
    """
    names = {
        key: metric.id
        for metric in catalog
        for key in (casefold_name(metric.id), casefold_name(metric.label))
    }
    pieces = typed.split(PART_SEPARATOR)
    for cut in range(len(pieces), 0, -1):
        id = names.get(casefold_name(PART_SEPARATOR.join(pieces[:cut])))
        if id is not None:
            return id, PART_SEPARATOR.join(pieces[cut:]).strip()
    return typed, ""


def part_name(metric: Metric, value: Value) -> str:
    """Return the name of a value's part, such as "knowledge, May 2026", without unknown items."""
    return ", ".join(name for part in metric.parts if (name := value.groups.get(part)))


def select_part(metric: Metric, values: Sequence[Value], part: str) -> Sequence[Value]:
    """Return the values of one program that match a criterion's part; all if it names no part.

    A part is matched by all its items or by any one of them. Without a part, the cash level represents a
    cost.
    """
    wanted = casefold_name(part)
    if not part:
        usual = [value for value in values if value.groups.get("level") == DEFAULT_PART]
        return usual or values
    whole = [value for value in values if casefold_name(part_name(metric, value)) == wanted]
    return whole or [value for value in values if wanted in _items(metric, value)]


def _items(metric: Metric, value: Value) -> set[str]:
    return {casefold_name(value.groups.get(part) or "") for part in metric.parts}


@dataclass(frozen=True)
class Criterion:
    """One success criterion as declared; `part` is empty if it names the whole metric."""

    program_id: str | None
    metric_id: str
    part: str
    low: float | None
    ideal: float | None
    high: float | None
    declared_on: date | None


def read_criteria(dataset: Dataset, as_of: date, catalog: Iterable[Metric]) -> tuple[Criterion, ...]:
    """Return the criteria declared by a given day.

    Parameters
    ----------
    dataset : Dataset
    as_of : date
        Criteria declared later are excluded; criteria without a date are always included.
    catalog : iterable of Metric
        Metrics that a criterion may name.

    Returns
    -------
    tuple of Criterion
    """
    criteria = [_criterion(row, catalog) for row in read_rows(dataset, "criteria") if row["metric_id"]]
    return tuple(c for c in criteria if c.declared_on is None or c.declared_on <= as_of)


def _criterion(row: Mapping[str, Any], catalog: Iterable[Metric]) -> Criterion:
    return Criterion(
        row["program_id"],
        *parse_metric_name(str(row["metric_id"]), catalog),
        row["low"],
        row["ideal"],
        row["high"],
        to_date(row["declared_on"]),
    )


# Verdicts: a value against a band.

Verdict = Literal["met", "not met", "undecided"]
#: Position of a value: outside the band, inside it, at its ideal, or not yet decidable.
BandPosition = Literal["below", "within", "ideal", "above", "open"]
INFINITY = float("inf")


@dataclass(frozen=True)
class CriterionVerdict:
    """One declared criterion, its metric value, and the verdict.

    Attributes
    ----------
    program_id, metric_id : str or None
        Keys.
    program, metric : str
        Printed names.
    part : str
        Part of the metric that the criterion names; empty for the whole metric.
    low, ideal, high : float or None
        Declared band.
    declared_on : date or None
        Day of the declaration.
    first_session : date or None
        Day of the program's first held session; None before it.
    value : Value
        Metric of this program over everything recorded up to the day.
    verdict : Verdict
    where : Where
        On which side of the band the criterion was missed, and whether a met criterion reached its ideal.
    direction : Direction
        Direction of the metric.
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
    where: BandPosition
    direction: Direction

    @property
    def name(self) -> str:
        """Name of the metric with its part, as the criterion names it."""
        return f"{self.metric}: {self.part}" if self.part else self.metric

    @property
    def is_declared_late(self) -> bool:
        """Whether the criterion was declared after the first session."""
        return bool(self.declared_on and self.first_session and self.declared_on > self.first_session)

    @property
    def is_declared_first(self) -> bool:
        """Whether it was declared before the first held session; False without a declaration date."""
        return self.declared_on is not None and (
            self.first_session is None or self.declared_on < self.first_session
        )

    @property
    def is_above_capacity(self) -> bool:
        """Whether the value exceeds the ceiling of a metric where lower is not better.

        Attendance above the ceiling means overcrowding, not success.
        """
        return self.where == "above" and self.direction != "lower"

    @property
    def remark(self) -> str:
        """Id of the message printed with the verdict: how it was missed, or "ideal reached"."""
        if self.is_above_capacity:
            return "where-crowded"
        return f"where-{self.where}" if self.where in ("below", "above", "ideal") else ""


def judge_value(value: Value, low: float | None, high: float | None) -> Verdict:
    """Return "met", "not met" or "undecided" for a value and a band.

    A criterion is met if all values that are still possible lie in [low, high], not met if none does, and
    undecided otherwise.

    Parameters
    ----------
    value : Value
        Exact, bounded or undefined.
    low, high : float or None
        Ends of the band, in the unit of the value; None is unlimited. With both None the verdict is
        "undecided".

    Returns
    -------
    Verdict

    Examples
    --------
    >>> judge_value(Value("m", value=210).with_certainty("at_least"), 200, None)
    'met'
    >>> judge_value(Value("m", value=150).with_certainty("at_least"), 200, None)
    'undecided'
    """
    possible = _possible_range(value)
    if possible is None or (low is None and high is None):
        return "undecided"
    least, most = possible
    floor, ceiling = -INFINITY if low is None else low, INFINITY if high is None else high
    if floor <= least and most <= ceiling:
        return "met"
    return "not met" if most < floor or least > ceiling else "undecided"


def _possible_range(value: Value) -> tuple[float, float] | None:
    """Return the smallest and largest possible value; None if nothing is known."""
    if value.value is None and value.low is None and value.high is None:
        return None
    return -INFINITY if value.low is None else value.low, INFINITY if value.high is None else value.high


def find_band_position(
    value: Value, low: float | None, ideal: float | None, high: float | None, direction: Direction
) -> BandPosition:
    """Return the position of a value relative to its band and ideal; "open" while undecided.

    The ideal is reached from below, or from above where lower is better.

    Examples
    --------
    >>> find_band_position(Value("m", value=310).with_certainty("exact"), 200, 250, 300, "band")
    'above'
    >>> find_band_position(Value("m", value=25).with_certainty("exact"), None, 30, 40, "lower")
    'ideal'
    """
    possible, verdict = _possible_range(value), judge_value(value, low, high)
    if possible is None or verdict == "undecided":
        return "open"
    least, most = possible
    if verdict == "not met":
        return "below" if low is not None and most < low else "above"
    reached = ideal is not None and (most <= ideal if direction == "lower" else least >= ideal)
    return "ideal" if reached else "within"


def combine_verdicts(verdicts: Iterable[Verdict]) -> Verdict:
    """Return a project's verdict: a failed criterion fails it, an undecided one leaves it open."""
    distinct = set(verdicts)
    return "not met" if "not met" in distinct else "undecided" if "undecided" in distinct else "met"
