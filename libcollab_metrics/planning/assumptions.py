"""Assumptions of a plan: measured, forecast, set or typed, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import GroupCounts
from libcollab_metrics.metrics.definition import (
    OF_SESSIONS,
    EvaluationLike,
    Measure,
    Metric,
    Number,
    Recipe,
    Unit,
    Value,
    compute_ratio,
    select_cost_level,
    undefined_value,
)
from libcollab_metrics.metrics.families.attendance import NO_EVENTS
from libcollab_metrics.model.plan_assumptions import ASSUMPTIONS, AssumptionUnit
from libcollab_metrics.model.scope import Certainty
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.planning.forecast import DEFAULT_HORIZON, Forecast, Series

# Measured rates per session, evaluated by the same engine as all other figures.


@dataclass(frozen=True)
class RatioPerSession(Recipe):
    """Recipe for a sum over the sessions with a value, divided by the number of these sessions."""

    measure: Measure
    sessions: Measure

    @property
    def top(self) -> Measure:
        """Numerator."""
        return self.measure

    @property
    def bottom(self) -> Measure:
        """Denominator."""
        return self.sessions

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Measures that the recipe reads."""
        return (self.measure, self.sessions)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        """Compute the value of one group."""
        if not cell[self.sessions]:
            return (undefined_value("no-field", field=self.measure.label),)
        return (compute_ratio(cell[self.measure], cell[self.sessions]),)


@dataclass(frozen=True)
class HoursPerSession(RatioPerSession):
    """Recipe for hours per session, from the ledger or from the sessions.

    Where the ledger has lines of hours, they are divided by all sessions held; the result is undefined if the
    hours of a line or the number of sessions of a row are unknown. Otherwise the sessions with hours are
    used.
    """

    hours: Measure
    lines: Measure
    lines_known: Measure
    lines_written: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Measures that the recipe reads."""
        lines = (self.lines, self.lines_known, self.lines_written)
        return (*super().measures, self.hours, *lines, m.EVENTS_HELD, m.EVENTS_UNKNOWN)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        """Compute the value of one group."""
        if not cell.count(self.lines_written):
            return super().values(cell)
        whole = cell.count(self.lines) == cell.count(self.lines_known) and not cell.count(m.EVENTS_UNKNOWN)
        if whole and cell[self.hours] is not None and cell[m.EVENTS_HELD]:
            return (compute_ratio(cell[self.hours], cell[m.EVENTS_HELD]),)
        return (undefined_value("no-field", field=self.measure.label),)


def _create_rate_metric(id: str, label: str, unit: Unit, recipe: Recipe) -> Metric:
    return Metric(id, label, label, unit, "neutral", "This project", "planning", recipe, OF_SESSIONS)


#: Hours of the library's own staff; those of a partner's staff are excluded.
STAFF_HOURS_PER_SESSION = _create_rate_metric(
    "staff_hours_per_session",
    "Staff hours per session",
    "hours",
    HoursPerSession(
        m.STAFF_HOURS_TIMED,
        m.STAFF_EVENTS,
        m.LIBRARY_HOURS,
        m.LIBRARY_LINES,
        m.LIBRARY_LINES_KNOWN,
        m.LIBRARY_LINES_WRITTEN,
    ),
)
VOLUNTEER_HOURS_PER_SESSION = _create_rate_metric(
    "volunteer_hours_per_session",
    "Volunteer hours per session",
    "hours",
    HoursPerSession(
        m.VOLUNTEER_HOURS_TIMED,
        m.VOLUNTEER_EVENTS,
        m.VOLUNTEER_HOURS,
        m.VOLUNTEER_LINES,
        m.VOLUNTEER_LINES_KNOWN,
        m.VOLUNTEER_LINES_WRITTEN,
    ),
)
SEATS_PER_SESSION = _create_rate_metric(
    "seats_per_session", "Seats per session", "visits", RatioPerSession(m.SEATS, m.SEATED_EVENTS)
)
#: Rates a plan is measured by; they are for planning only and not in the metric catalog.
RATES = (STAFF_HOURS_PER_SESSION, VOLUNTEER_HOURS_PER_SESSION, SEATS_PER_SESSION)

#: Metrics a plan needs, evaluated over a whole program.
PLAN_METRICS = ("sessions_held", "attendance_per_session", "cost_per_session", *RATES)

Source = Literal["measured", "forecast", "setting", "chosen", "typed", "unknown"]


@dataclass(frozen=True)
class Assumption:
    """One number a plan is based on.

    Attributes
    ----------
    id : str
        Key of `ASSUMPTIONS`.
    unit : {"sessions", "months", "visits", "hours", "money"}
        Unit of `value`.
    value : Number or None
        None where unknown; `reason` then says why.
    source : {"measured", "forecast", "setting", "chosen", "typed", "unknown"}
        Where the value comes from.
    low, high : float or None
        Interval of a forecast, else None.
    n : Number or None
        Number of sessions or months it was measured over.
    counted_unit : {"", "sessions", "months"}
        Unit of `n`.
    certainty : {"exact", "at_least", "at_most", "range", "partial"}
        "at_least" or "at_most" where the records are incomplete.
    reason : str or None
        Reason why the value is undefined.
    reason_values : Mapping[str, str]
        Values inserted into the text of the reason.
    """

    id: str
    unit: AssumptionUnit
    value: Number | None = None
    source: Source = "unknown"
    low: float | None = None
    high: float | None = None
    n: Number | None = None
    counted_unit: Literal["", "sessions", "months"] = ""
    certainty: Certainty = "exact"
    reason: str | None = None
    reason_values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


Assumptions = Mapping[str, Assumption]


def measure_assumptions(
    figures: EvaluationLike, series: Series, forecast: Forecast, settings: Settings
) -> Assumptions:
    """Return the assumptions of a program or scope: measured, forecast, or set by the user.

    Parameters
    ----------
    figures : EvaluationLike
        `PLAN_METRICS` of the scope, not grouped.
    series : Series
        Monthly series of the scope.
    forecast : Forecast
        Forecast of the series.
    settings : Settings
        Settings of the library.

    Returns
    -------
    Mapping[str, Assumption]
        One entry per key of `ASSUMPTIONS`, in that order; unknown ones have a reason.
    """
    assumptions = [
        _sessions_per_month(series),
        Assumption("months", "months", DEFAULT_HORIZON, "chosen"),
        _visits_per_session(figures, forecast),
        *(_measured_rate(name, figures) for name in ("seats_per_session", "staff_hours_per_session")),
        _hours_per_month(settings),
        _measured_rate("volunteer_hours_per_session", figures),
        _cash_per_session(figures),
        _unknown_assumption("money", undefined_value("not-typed")),
    ]
    return MappingProxyType({assumption.id: assumption for assumption in assumptions})


def apply_typed_values(assumptions: Assumptions, typed: Mapping[str, float]) -> Assumptions:
    """Replace assumptions by typed values; their interval and sample size are dropped.

    Parameters
    ----------
    assumptions : Mapping[str, Assumption]
        Assumptions by id.
    typed : Mapping[str, float]
        Typed value by id.

    Returns
    -------
    Mapping[str, Assumption]
    """
    changed = {
        name: replace(
            assumptions[name],
            value=value,
            source="typed",
            low=None,
            high=None,
            n=None,
            counted_unit="",
            certainty="exact",
            reason=None,
        )
        for name, value in typed.items()
        if value is not None
    }
    return MappingProxyType({**assumptions, **changed})


def _sessions_per_month(series: Series) -> Assumption:
    """Return the average number of sessions in the months with a session."""
    met = series.months_with_sessions
    if not met:
        why = undefined_value("no-field", field=NO_EVENTS) if series.months else undefined_value("no-dates")
        return _unknown_assumption("sessions_per_month", why)
    number = sum(month.sessions or 0 for month in met) / len(met)
    return Assumption("sessions_per_month", "sessions", number, "measured", n=len(met), counted_unit="months")


def _visits_per_session(figures: EvaluationLike, forecast: Forecast) -> Assumption:
    """Return the mean of the forecast; without one, the average so far, which has no interval."""
    if forecast.reason is None and forecast.basis == "per-session":
        middle = _mean([point.value for point in forecast.points])
        low, high = (
            _mean([end for point in forecast.points if (end := getattr(point, side)) is not None])
            for side in ("low", "high")
        )
        return Assumption(
            "visits_per_session", "visits", middle, "forecast", low, high, forecast.months_used, "months"
        )
    return _assumption_from_value(
        "visits_per_session", "visits", _single_value(figures, "attendance_per_session")
    )


def _mean(numbers: list[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None


def _measured_rate(name: str, figures: EvaluationLike) -> Assumption:
    value = _single_value(figures, name)
    assumption = _assumption_from_value(name, ASSUMPTIONS[name], value)
    return replace(assumption, n=value.denominator) if value.value is not None else assumption


def _hours_per_month(settings: Settings) -> Assumption:
    hours = settings.staff_hours_per_month
    if hours is None:
        return _unknown_assumption(
            "staff_hours_per_month", undefined_value("no-setting", name="hours of all staff in a month")
        )
    return Assumption("staff_hours_per_month", "hours", hours, "setting")


def _cash_per_session(figures: EvaluationLike) -> Assumption:
    """Return the cash cost per session; other levels of cost do not have to be funded."""
    values = select_cost_level(figures.values_for("cost_per_session"))
    value = values[0] if values else undefined_value("no-cost")
    return _assumption_from_value("cash_per_session", "money", replace(value, n=value.denominator))


def _single_value(figures: EvaluationLike, metric: str) -> Value:
    values = figures.values_for(metric)
    return values[0] if len(values) == 1 else undefined_value("not-known")


def _assumption_from_value(name: str, unit: AssumptionUnit, value: Value) -> Assumption:
    if value.value is None:
        return _unknown_assumption(name, value)
    return Assumption(
        name, unit, value.value, "measured", n=value.n, counted_unit="sessions", certainty=value.certainty
    )


def _unknown_assumption(name: str, value: Value) -> Assumption:
    return Assumption(name, ASSUMPTIONS[name], reason=value.reason, reason_values=value.reason_values)
