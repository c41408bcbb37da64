"""What a plan rests on: each number with where it comes from, so that it can be doubted and changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import Cell
from libcollab_metrics.metrics.definition import (
    OF_SESSIONS,
    Evaluated,
    Measure,
    Metric,
    Number,
    Recipe,
    Unit,
    Value,
    at_level,
    missing,
    ratio,
)
from libcollab_metrics.metrics.families.attendance import NO_EVENTS
from libcollab_metrics.model.scope import Certainty
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.planning.forecast import HORIZON, Forecast, Series

# What one session took so far: the measured ground of a plan, counted by the one engine like every other figure.


@dataclass(frozen=True)
class PerSession(Recipe):
    """A sum over sessions that say so, over those sessions."""

    what: Measure
    sessions: Measure

    @property
    def top(self) -> Measure:
        return self.what

    @property
    def bottom(self) -> Measure:
        return self.sessions

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.what, self.sessions)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        if not cell[self.sessions]:
            return (missing("no-field", field=self.what.label),)
        return (ratio(cell[self.what], cell[self.sessions]),)


@dataclass(frozen=True)
class HoursPerSession(PerSession):
    """Hours of the sessions that say how many they took; where the ledger has the hours, those over all sessions held.

    A ledger with a line whose hours are unknown says nothing about a session.
    """

    hours: Measure
    lines: Measure
    lines_known: Measure
    written: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        lines = (self.lines, self.lines_known, self.written)
        return (*super().measures, self.hours, *lines, m.EVENTS_HELD, m.EVENTS_UNKNOWN)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        if not cell.count(self.written):
            return super().values(cell)
        whole = cell.count(self.lines) == cell.count(self.lines_known) and not cell.count(m.EVENTS_UNKNOWN)
        if whole and cell[self.hours] is not None and cell[m.EVENTS_HELD]:
            return (ratio(cell[self.hours], cell[m.EVENTS_HELD]),)
        return (missing("no-field", field=self.what.label),)


def _rate_metric(id: str, label: str, unit: Unit, recipe: Recipe) -> Metric:
    return Metric(id, label, label, unit, "neutral", "This project", "planning", recipe, OF_SESSIONS)


#: Of the library's own team: what a partner's people work is not taken from its hours.
STAFF_HOURS_PER_SESSION = _rate_metric(
    "staff_hours_per_session", "Staff hours per session", "hours",
    HoursPerSession(
        m.STAFF_HOURS_TIMED, m.STAFF_EVENTS,
        m.LIBRARY_HOURS, m.LIBRARY_LINES, m.LIBRARY_LINES_KNOWN, m.LIBRARY_LINES_WRITTEN,
    ),
)  # fmt: skip
VOLUNTEER_HOURS_PER_SESSION = _rate_metric(
    "volunteer_hours_per_session", "Volunteer hours per session", "hours",
    HoursPerSession(
        m.VOLUNTEER_HOURS_TIMED, m.VOLUNTEER_EVENTS,
        m.VOLUNTEER_HOURS, m.VOLUNTEER_LINES, m.VOLUNTEER_LINES_KNOWN, m.VOLUNTEER_LINES_WRITTEN,
    ),
)  # fmt: skip
SEATS_PER_SESSION = _rate_metric(
    "seats_per_session", "Seats per session", "visits", PerSession(m.SEATS, m.SEATED_EVENTS)
)
#: What a plan is measured on, by program; the rates are for planning only and stand in no catalog.
RATES = (STAFF_HOURS_PER_SESSION, VOLUNTEER_HOURS_PER_SESSION, SEATS_PER_SESSION)

#: What a plan needs of a program, evaluated over the whole of it.
PLAN_METRICS = ("sessions_held", "attendance_per_session", "cost_per_session", *RATES)

Source = Literal["measured", "forecast", "setting", "chosen", "typed", "unknown"]
AssumptionUnit = Literal["sessions", "months", "visits", "hours", "money"]

#: Every assumption in the order a person meets it, with its unit.
ASSUMPTIONS: Mapping[str, AssumptionUnit] = MappingProxyType(
    {
        "sessions_per_month": "sessions",
        "months": "months",
        "visits_per_session": "visits",
        "seats_per_session": "visits",
        "staff_hours_per_session": "hours",
        "staff_hours_per_month": "hours",
        "volunteer_hours_per_session": "hours",
        "cash_per_session": "money",
        "money": "money",
    }
)


@dataclass(frozen=True)
class Assumption:
    """One number a plan rests on.

    Attributes
    ----------
    value : None where unknown; then `reason` says why.
    low, high : the interval of a forecast, else None.
    n, counted : how many sessions or months it was measured over, and which of the two.
    certainty : "at_least" or "at_most" where the records are incomplete.
    """

    id: str
    unit: AssumptionUnit
    value: Number | None = None
    source: Source = "unknown"
    low: float | None = None
    high: float | None = None
    n: Number | None = None
    counted: Literal["", "sessions", "months"] = ""
    certainty: Certainty = "exact"
    reason: str | None = None
    reason_values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


Assumptions = Mapping[str, Assumption]


def measured_assumptions(figures: Evaluated, series: Series, ahead: Forecast, settings: Settings) -> Assumptions:
    """Return what is known of one program or selection: measured, forecast, or entered as a setting.

    Parameters
    ----------
    figures : `PLAN_METRICS` of the selection, not grouped.
    series, ahead : its months, and the forecast made of them.
    """
    found = [
        _sessions_per_month(series),
        Assumption("months", "months", HORIZON, "chosen"),
        _visits_per_session(figures, ahead),
        *(_measured_rate(name, figures) for name in ("seats_per_session", "staff_hours_per_session")),
        _hours_per_month(settings),
        _measured_rate("volunteer_hours_per_session", figures),
        _cash_per_session(figures),
        _unknown("money", missing("not-typed")),
    ]
    return MappingProxyType({assumption.id: assumption for assumption in found})


def with_typed(assumptions: Assumptions, typed: Mapping[str, float]) -> Assumptions:
    """Return the assumptions with those a person typed in their place; an interval goes with the number it was of."""
    changed = {
        name: replace(
            assumptions[name], value=value, source="typed", low=None, high=None, n=None, counted="",
            certainty="exact", reason=None,
        )
        for name, value in typed.items()
    }  # fmt: skip
    return MappingProxyType({**assumptions, **changed})


def _sessions_per_month(series: Series) -> Assumption:
    """How often the program met in the months in which it met."""
    met = series.met
    if not met:
        why = missing("no-field", field=NO_EVENTS) if series.months else missing("no-dates")
        return _unknown("sessions_per_month", why)
    number = sum(month.sessions or 0 for month in met) / len(met)
    return Assumption("sessions_per_month", "sessions", number, "measured", n=len(met), counted="months")


def _visits_per_session(figures: Evaluated, ahead: Forecast) -> Assumption:
    """The forecast of the months ahead; without one the average so far, which has no interval."""
    if ahead.reason is None and ahead.basis == "per-session":
        middle = _mean([point.value for point in ahead.points])
        low, high = (
            _mean([end for point in ahead.points if (end := getattr(point, side)) is not None])
            for side in ("low", "high")
        )
        return Assumption(
            "visits_per_session", "visits", middle, "forecast", low, high, ahead.months_used, "months"
        )  # fmt: skip
    return _from_value("visits_per_session", "visits", _only(figures, "attendance_per_session"))


def _mean(numbers: list[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None


def _measured_rate(name: str, figures: Evaluated) -> Assumption:
    value = _only(figures, name)
    found = _from_value(name, ASSUMPTIONS[name], value)
    return replace(found, n=value.denominator) if value.value is not None else found


def _hours_per_month(settings: Settings) -> Assumption:
    hours = settings.staff_hours_per_month
    if hours is None:
        return _unknown("staff_hours_per_month", missing("no-setting", name="hours of all staff in a month"))
    return Assumption("staff_hours_per_month", "hours", hours, "setting")


def _cash_per_session(figures: Evaluated) -> Assumption:
    """The cash one session cost; other levels of cost are no money that must be found."""
    found = at_level(figures.of("cost_per_session"))
    value = found[0] if found else missing("no-cost")
    return _from_value("cash_per_session", "money", replace(value, n=value.denominator))


def _only(figures: Evaluated, metric: str) -> Value:
    found = figures.of(metric)
    return found[0] if len(found) == 1 else missing("not-known")


def _from_value(name: str, unit: AssumptionUnit, value: Value) -> Assumption:
    if value.value is None:
        return _unknown(name, value)
    return Assumption(
        name, unit, value.value, "measured", n=value.n, counted="sessions", certainty=value.certainty
    )  # fmt: skip


def _unknown(name: str, value: Value) -> Assumption:
    return Assumption(name, ASSUMPTIONS[name], reason=value.reason, reason_values=value.reason_values)
