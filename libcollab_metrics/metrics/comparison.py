"""Comparison of a period with the one before it or a year earlier: when it is fair, and what changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from libcollab_metrics.errors import unknown_name_error
from libcollab_metrics.metrics.definition import EVERYTHING, Evaluation, Metric, Number, Value
from libcollab_metrics.metrics.evaluate import Evaluator, find_metric
from libcollab_metrics.metrics.families import CATALOG
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import PERIODS, Scope

#: Periods to compare with; the first that is comparable is the default.
Against = Literal["last-year", "previous"]
AGAINST: tuple[Against, ...] = ("last-year", "previous")
#: Smallest share of sessions with a number, and fewest sessions with one, of each period.
MIN_RECORDED, MIN_COUNTED = 0.6, 5
#: Fewest recorded months before anything is compared.
MIN_MONTHS = 4
#: Relative change below which a number is steady, and largest difference of the coverage of two totals.
STEADY, MAX_COVERAGE_DIFFERENCE = 0.05, 0.05

Direction = Literal["up", "down", "steady"]


@dataclass(frozen=True)
class Change:
    """One value next to that of the earlier period.

    Attributes
    ----------
    now, earlier : Value
        Values of the same metric and group.
    difference : float or int or None
        `now` less `earlier`, in the unit of the metric; None if either is undefined.
    relative : float or None
        Difference over the earlier value; None if that is zero or undefined.
    is_fair : bool
        Whether the change may be judged good or bad: averages and rates, exact totals, and totals whose
        coverage differs by at most `MAX_COVERAGE_DIFFERENCE`.
    holds : bool
        Whether a sentence may state the direction: as `is_fair`, or the difference of two totals would remain
        if the missing sessions were counted at their usual size.
    """

    now: Value
    earlier: Value
    difference: Number | None = None
    relative: float | None = None
    is_fair: bool = False
    holds: bool = False

    @property
    def direction(self) -> Direction | None:
        """Direction of the change; "steady" below `STEADY`, None without a difference."""
        if self.difference is None:
            return None
        if self.difference == 0 or (self.relative is not None and abs(self.relative) < STEADY):
            return "steady"
        return "up" if self.difference > 0 else "down"


@dataclass(frozen=True)
class Comparison:
    """An evaluation compared with that of an earlier period.

    Attributes
    ----------
    evaluation : Evaluation
        Of the selection itself.
    against : str
        Period compared with: "last-year" or "previous".
    scope : Scope or None
        Selection of the earlier period; None if the selection has no first and last day.
    reason : str
        Code of the reason why the periods are not compared ("no-period", "few-months", "not-recorded",
        "few-sessions", "other-months", "by-period"); empty if they are.
    changes : tuple of Change
        One per value of the evaluation, in its order; empty if the periods are not compared.
    """

    evaluation: Evaluation
    against: Against
    scope: Scope | None
    reason: str = ""
    changes: tuple[Change, ...] = ()


def compare(
    dataset: Dataset,
    *,
    metrics: Iterable[str | Metric] = CATALOG,
    scope: Scope,
    by: str = "",
    as_of: date,
    against: str = "",
) -> Comparison:
    """Evaluate a selection of a dataset, and compare it with an earlier period; see `compare_periods`.

    Parameters
    ----------
    dataset : Dataset
    metrics : iterable of str or Metric
    scope : Scope
    by : str
    as_of : date
    against : str

    Returns
    -------
    Comparison

    Raises
    ------
    UnknownNameError
        If a metric, the field or the period does not exist.
    """
    return compare_periods(Evaluator(dataset, as_of), metrics=metrics, scope=scope, by=by, against=against)


def compare_periods(
    evaluator: Evaluator,
    *,
    metrics: Iterable[str | Metric] = CATALOG,
    scope: Scope,
    by: str = "",
    against: str = "",
) -> Comparison:
    """Evaluate a selection, and compare it with an earlier period of equal length.

    Parameters
    ----------
    evaluator : Evaluator
        Of the dataset and the day; what it has counted before is not counted again.
    metrics : iterable of str or Metric
    scope : Scope
        With a first and a last day; otherwise nothing is compared.
    by : str
        Grouping field; values are not compared if it is a period.
    against : str
        "last-year" (the same dates a year earlier) or "previous" (the days just before). By default the first
        of the two that is comparable, else the reason of the first.

    Returns
    -------
    Comparison

    Raises
    ------
    UnknownNameError
        If a metric, the field or the period does not exist.
    """
    if against and against not in AGAINST:
        raise unknown_name_error("period to compare with", against, AGAINST)
    chosen = list(metrics)
    evaluation = evaluator.evaluate(metrics=chosen, scope=scope, by=by)
    tried = [
        _compare(evaluator, evaluation, chosen, period)
        for period in AGAINST
        if not against or period == against
    ]
    return next((comparison for comparison in tried if not comparison.reason), tried[0])


def latest_recorded_scope(monthly: Evaluation) -> Scope | None:
    """Return the selection of the recorded months of the latest year: from January to the last of them.

    Parameters
    ----------
    monthly : Evaluation
        `sessions_held` by month.

    Returns
    -------
    Scope or None
        With the filters of the evaluation; None if no session was held.
    """
    held = [m for v in monthly.values_for("sessions_held") if v.value and (m := v.groups.get("month"))]
    if not held:
        return None
    year, month = int(max(held)[:4]), int(max(held)[5:7])
    following = date(year + month // 12, month % 12 + 1, 1)
    return replace(monthly.scope, start=date(year, 1, 1), end=following - timedelta(days=1))


def shift_scope(scope: Scope, against: Against) -> Scope | None:
    """Return the selection of the earlier period; None without a first and a last day.

    Parameters
    ----------
    scope : Scope
    against : str
        "last-year" or "previous".

    Returns
    -------
    Scope or None

    Examples
    --------
    >>> january = Scope(start=date(2026, 1, 1), end=date(2026, 1, 31))
    >>> shift_scope(january, "previous").start, shift_scope(january, "last-year").end
    (datetime.date(2025, 12, 1), datetime.date(2025, 1, 31))
    """
    if scope.start is None or scope.end is None:
        return None
    if against == "last-year":
        return replace(scope, start=_year_earlier(scope.start), end=_year_earlier(scope.end))
    end = scope.start - timedelta(days=1)
    months = _whole_months(scope.start, scope.end)
    if months:
        year, month = divmod(scope.start.year * 12 + scope.start.month - 1 - months, 12)
        return replace(scope, start=date(year, month + 1, 1), end=end)
    return replace(scope, start=scope.start - (scope.end - end), end=end)


def _year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _whole_months(start: date, end: date) -> int:
    """Return the number of calendar months of a period that begins and ends with one; otherwise 0."""
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return 0
    return (end.year - start.year) * 12 + end.month - start.month + 1


def _compare(
    evaluator: Evaluator, evaluation: Evaluation, metrics: list[str | Metric], against: Against
) -> Comparison:
    earlier_scope = shift_scope(evaluation.scope, against)
    reason = _find_reason(evaluator, evaluation.scope, evaluation.by, earlier_scope)
    if reason or earlier_scope is None:
        return Comparison(evaluation, against, earlier_scope, reason)
    earlier = evaluator.evaluate(metrics=metrics, scope=earlier_scope, by=evaluation.by)
    return Comparison(evaluation, against, earlier_scope, "", pair_changes(evaluation.values, earlier.values))


def pair_changes(now: Iterable[Value], earlier: Iterable[Value]) -> tuple[Change, ...]:
    """Pair the values of two comparable periods by metric and group.

    Parameters
    ----------
    now, earlier : iterable of Value
        Values of the selection and of the earlier period, both as evaluated or both as protected.

    Returns
    -------
    tuple of Change
        One per value that both have, in the order of `now`.
    """
    known = {(value.metric, value.group): value for value in earlier}
    return tuple(
        _change(value, known[value.metric, value.group])
        for value in now
        if (value.metric, value.group) in known
    )


def _find_reason(evaluator: Evaluator, scope: Scope, by: str, earlier: Scope | None) -> str:
    """Return why two periods cannot be compared; empty if they can."""
    if earlier is None:
        return "no-period"
    if by in PERIODS:
        return "by-period"
    return evaluator.get_or_compute(
        ("comparable", scope, earlier), lambda: _find_gap(evaluator, scope, earlier)
    )


def _find_gap(evaluator: Evaluator, scope: Scope, earlier: Scope) -> str:
    """Return what is missing in the records to compare two periods; empty if nothing is."""
    whole = Scope(scope.where) if scope.where else EVERYTHING
    if len(_recorded_months(evaluator, whole)) < MIN_MONTHS:
        return "few-months"
    months = []
    for period in (scope, earlier):
        found = evaluator.evaluate(metrics=("attendance_coverage", "sessions_held"), scope=period)
        coverage, held = found.value_for("attendance_coverage"), found.value_for("sessions_held").value or 0
        if coverage.value is None or coverage.value < MIN_RECORDED:
            return "not-recorded"
        if held * coverage.value < MIN_COUNTED:
            return "few-sessions"
        first = period.start or date.min
        months.append({_months_since(first, month) for month in _recorded_months(evaluator, period)})
    return "" if months[0] == months[1] else "other-months"


def _recorded_months(evaluator: Evaluator, scope: Scope) -> set[str]:
    """Return the months with a held session."""
    held = evaluator.evaluate(metrics=("sessions_held",), scope=scope, by="month")
    return {month for value in held.values if value.value and (month := value.groups.get("month"))}


def _months_since(start: date, month: str) -> int:
    return (int(month[:4]) - start.year) * 12 + int(month[5:7]) - start.month


def _change(now: Value, earlier: Value) -> Change:
    if now.value is None or earlier.value is None:
        return Change(now, earlier)
    difference = now.value - earlier.value
    relative = difference / abs(earlier.value) if earlier.value else None
    is_fair = _is_fair(now, earlier)
    return Change(now, earlier, difference, relative, is_fair, is_fair or _would_remain(now, earlier))


def _is_fair(now: Value, earlier: Value) -> bool:
    if find_metric(now.metric).recipe.is_ratio:
        return True
    if now.certainty == earlier.certainty == "exact":
        return True
    if now.coverage is None or earlier.coverage is None:
        return False
    return abs(now.coverage - earlier.coverage) <= MAX_COVERAGE_DIFFERENCE


def _would_remain(now: Value, earlier: Value) -> bool:
    """Return whether two sums differ in the same direction if scaled up to all of their sessions."""
    if find_metric(now.metric).recipe.top.aggregate != "sum":
        return False
    if not (now.coverage and earlier.coverage and now.value is not None and earlier.value is not None):
        return False
    scaled = now.value / now.coverage - earlier.value / earlier.coverage
    return scaled * (now.value - earlier.value) > 0
