"""Attendance forecast: minimum months, horizon and interval; when a trend is called a rise or fall.

A monthly series is built from evaluated figures; `forecast_series` extrapolates it, and `compute_trend`
compares its two halves.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from libcollab_metrics.metrics.definition import EvaluationLike, Number, Value
from libcollab_metrics.metrics.intervals import is_significant_difference
from libcollab_metrics.model.scope import last_day, month_label, months_after, months_between

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


# Forecast model: a local level with monthly noise, on the scale of log(1 + visits).

#: Months in a year; a yearly wave is tested from two years of known months on.
MONTHS_PER_YEAR = 12
MIN_SEASONAL_MONTHS = 2 * MONTHS_PER_YEAR
#: One harmonic per year: twelve separate months would need more years of data than libraries have.
YEARLY_WAVE: dict[str, Any] = {
    "freq_seasonal": [{"period": MONTHS_PER_YEAR, "harmonics": 1}],
    "stochastic_freq_seasonal": [False],
}

#: Significant digits of a forecast. The optimizer finds further ones too, but they depend on the processor.
SIGNIFICANT_DIGITS = 5
#: Most forecasts that are cached, a few numbers each.
MAX_PROJECTIONS = 512


@dataclass(frozen=True)
class Projection:
    """Monthly forecast with the bounds of its interval, rounded to `SIGNIFICANT_DIGITS`.

    `is_seasonal` says whether it includes a yearly wave.
    """

    median: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    is_seasonal: bool


@lru_cache(MAX_PROJECTIONS)
def project_months(values: tuple[float | None, ...], horizon: int, confidence: float) -> Projection:
    """Forecast monthly values of 0 or more; gaps are None, and at least three must be known.

    Cached: fitting takes longer than drawing, and one page shows a forecast in several places.

    The model is a local level on the scale of log(1 + visits): no bound is below zero, and large libraries
    may vary more. On held-out months of nineteen libraries it had the lowest error of the models compared
    (means, exponential smoothing with and without trend, levels with several kinds of season), its intervals
    had their nominal coverage, and it handles gaps.

    The interval uses Student's t with n − 2 degrees of freedom: a level and a spread are estimated from n
    months. A yearly wave is included only if two years are known and it lowers AICc.
    """
    import numpy as np
    from scipy.stats import t

    known = sum(value is not None for value in values)
    seen = np.log1p(np.array([math.nan if value is None else value for value in values], dtype=float))
    fitted, seasonal = _select_model(seen, known)
    ahead = fitted.get_forecast(horizon)
    middle = np.asarray(ahead.predicted_mean)
    reach = t.ppf((1 + confidence) / 2, known - 2) * np.sqrt(np.asarray(ahead.var_pred_mean))
    return Projection(_to_visits(middle), _to_visits(middle - reach), _to_visits(middle + reach), seasonal)


def _select_model(log_values: NDArray[np.float64], known: int) -> tuple[Any, bool]:
    level = _fit_model(log_values)
    if known < MIN_SEASONAL_MONTHS:
        return level, False
    wave = _fit_model(log_values, **YEARLY_WAVE)
    return (wave, True) if wave.aicc < level.aicc else (level, False)


def _fit_model(log_values: NDArray[np.float64], **season: Any) -> Any:
    from statsmodels.tsa.statespace.structural import UnobservedComponents
    from threadpoolctl import threadpool_limits

    # One BLAS thread: with two parameters, synchronization takes six times as long as the computation.
    with warnings.catch_warnings(), threadpool_limits(1, "blas"):
        # Nearly constant values leave the last digits of the likelihood undetermined; the forecast is not
        # affected.
        warnings.simplefilter("ignore")
        # The standard errors of the variances are not needed: the interval uses the variance of the forecast.
        return UnobservedComponents(log_values, "local level", **season).fit(disp=False, cov_type="none")


def _to_visits(logarithms: NDArray[np.float64]) -> tuple[float, ...]:
    visits = (max(0.0, math.expm1(float(number))) for number in logarithms)
    return tuple(float(f"{number:.{SIGNIFICANT_DIGITS}g}") for number in visits)


# Monthly series of attendance, with gaps.

#: Metrics a series is made from, evaluated by month.
SERIES_METRICS = ("sessions_held", "attendance_total", "attendance_per_session")

Basis = Literal["per-session", "per-month"]
MonthState = Literal["known", "not-counted", "no-session", "hidden"]


@dataclass(frozen=True)
class Month:
    """One month of a series.

    Attributes
    ----------
    label : str
        Month ("2026-03").
    value : float or None
        Visits per session, or visits, by the basis of the series; None for a gap.
    sessions : Number or None
        Number of sessions held; None where unknown.
    state : {"known", "not-counted", "no-session", "hidden"}
        Why the month is a gap; `not-counted` if no session has a number, or the number is only a lower bound.
    is_estimated : bool
        Whether the value contains estimates.
    """

    label: str
    value: float | None
    sessions: Number | None
    state: MonthState
    is_estimated: bool = False


@dataclass(frozen=True)
class Series:
    """Months from the first session to the last finished month with one, in order.

    In most months some session is not counted, so monthly visits are only a lower bound. The series therefore
    holds the average attendance of the counted sessions, or, where rows do not give their number of sessions,
    the visits of the months in which every row has a number. A month without a session is a gap, not zero.

    Attributes
    ----------
    basis : {"per-session", "per-month"}
        Unit of the values: visits per session, or visits per month.
    months : tuple of Month
        Months in order, gaps included.
    unfinished_month : str
        Month of the evaluation day, excluded because it is not over; empty if the records end earlier.
    has_undated : bool
        Whether some sessions have no date and are therefore in no month.
    """

    basis: Basis
    months: tuple[Month, ...]
    unfinished_month: str = ""
    has_undated: bool = False

    @property
    def known_months(self) -> tuple[Month, ...]:
        """Months that have a number."""
        return tuple(month for month in self.months if month.value is not None)

    @property
    def months_with_sessions(self) -> tuple[Month, ...]:
        """Months with a known number of sessions above 0."""
        return tuple(month for month in self.months if month.sessions)


def build_monthly_series(monthly: EvaluationLike) -> Series:
    """Build the monthly series of a scope.

    Parameters
    ----------
    monthly : EvaluationLike
        `SERIES_METRICS` of the scope, grouped by month.

    Returns
    -------
    Series
        With the basis that leaves more months known; on a tie, the average per session. Empty without dated
        sessions.
    """
    by_metric = {name: values_by_month(monthly, name) for name in SERIES_METRICS}
    held = by_metric["sessions_held"]
    present = month_label(monthly.as_of)
    is_over = last_day(present) <= monthly.as_of
    met = sorted(m for m, value in held.items() if value.reason != "no-sessions" and (m < present or is_over))
    labels = months_between(met[0], met[-1]) if met else ()
    bases: tuple[tuple[Basis, str], ...] = (
        ("per-session", "attendance_per_session"),
        ("per-month", "attendance_total"),
    )
    made = [
        Series(
            basis,
            tuple(_create_month(label, held.get(label), by_metric[name].get(label)) for label in labels),
            "" if is_over or present not in held else present,
            has_undated(monthly),
        )
        for basis, name in bases
    ]
    return max(made, key=lambda series: len(series.known_months))


def values_by_month(monthly: EvaluationLike, metric: str) -> dict[str, Value]:
    """Return the values of a metric by month label; values without a month are excluded."""
    return {
        month: value
        for value in monthly.values_for(metric)
        if (month := value.groups.get("month")) is not None
    }


def _create_month(label: str, held: Value | None, counted: Value | None) -> Month:
    if held is None or held.reason == "no-sessions":
        return Month(label, None, None, "no-session")
    if counted is not None and counted.is_hidden:
        return Month(label, None, held.value, "hidden")
    if counted is None or counted.value is None or counted.certainty not in ("exact", "partial"):
        return Month(label, None, held.value, "not-counted")
    return Month(label, float(counted.value), held.value, "known", counted.estimated)


def has_undated(monthly: EvaluationLike) -> bool:
    """Return whether some sessions have no date and are therefore in no month."""
    undated = (
        v for v in monthly.values_for("sessions_held") if "month" in v.groups and v.groups["month"] is None
    )
    return any(value.reason != "no-sessions" for value in undated)


#: Minimum number of known months for a forecast: fewer say too little about the variation between months.
MIN_MONTHS = 8
#: Months to forecast: the length of a term, and the longest horizon checked on held-out months.
DEFAULT_HORIZON = 6
#: Coverage of the interval; higher values make the intervals of short series too wide to plan with.
INTERVAL_COVERAGE = 0.8


@dataclass(frozen=True)
class ForecastPoint:
    """Forecast for one month.

    Attributes
    ----------
    month : str
        Month ("2026-03").
    value : float
        Median of the forecast.
    low, high : float or None
        Bounds of the interval; None if all known months are equal.
    baseline : float
        Naive seasonal forecast.
    """

    month: str
    value: float
    low: float | None
    high: float | None
    baseline: float


@dataclass(frozen=True)
class Forecast:
    """Forecast of a series, or the reason it is undefined.

    Attributes
    ----------
    points : tuple of ForecastPoint
        Forecast months in order; empty if undefined.
    basis : {"per-session", "per-month"}
        Unit of the values: visits per session, or visits per month.
    months_used : int
        Number of known months.
    first, last : str
        First and last known month.
    is_seasonal : bool
        Whether a yearly wave was found.
    reason : str or None
        Reason why the forecast is undefined.
    reason_values : Mapping[str, str]
        Values inserted into the text of the reason.
    """

    points: tuple[ForecastPoint, ...]
    basis: Basis
    months_used: int = 0
    first: str = ""
    last: str = ""
    is_seasonal: bool = False
    reason: str | None = None
    reason_values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def forecast_series(series: Series, horizon: int = DEFAULT_HORIZON) -> Forecast:
    """Forecast the months after the last one of a series, with an 80 % prediction interval.

    The baseline is the value of the same month a year before, or the last known value.

    Parameters
    ----------
    series : Series
        Monthly series.
    horizon : int
        Number of months to forecast.

    Returns
    -------
    Forecast
        Undefined (too-few) below eight known months. Without an interval if all known months are equal: they
        do not show how much months vary.
    """
    known = series.known_months
    if len(known) < MIN_MONTHS:
        why = {"n": str(MIN_MONTHS), "things": "months with a number"}
        return Forecast((), series.basis, len(known), reason="too-few", reason_values=MappingProxyType(why))
    values = tuple(month.value for month in series.months)
    after = months_after(series.months[-1].label, horizon)
    guesses = forecast_naively(values, horizon)
    numbers = {month.value for month in known}
    used = (series.basis, len(known), known[0].label, known[-1].label)
    if len(numbers) == 1:
        (always,) = numbers
        points = [ForecastPoint(label, always or 0.0, None, None, always or 0.0) for label in after]
        return Forecast(tuple(points), *used)
    ahead = project_months(values, horizon, INTERVAL_COVERAGE)
    points = [
        ForecastPoint(*row) for row in zip(after, ahead.median, ahead.low, ahead.high, guesses, strict=True)
    ]
    return Forecast(tuple(points), *used, ahead.is_seasonal)


def forecast_naively(values: Sequence[float | None], horizon: int) -> tuple[float, ...]:
    """Return the naive forecast: the same month a year before, else the last known month.

    Examples
    --------
    >>> forecast_naively([10.0] + [20.0] * 11 + [30.0], 12)[::11]
    (20.0, 30.0)
    """
    last = next((value for value in reversed(values) if value is not None), 0.0)
    guesses = []
    for ahead in range(horizon):
        year_before = len(values) + ahead - MONTHS_PER_YEAR * (1 + ahead // MONTHS_PER_YEAR)
        value = values[year_before] if year_before >= 0 else None
        guesses.append(last if value is None else value)
    return tuple(guesses)


# Trend: the two halves of the months are compared, and a direction is given only if it is significant.

#: Metrics a trend is made from, evaluated by month.
TREND_METRICS = ("attendance_per_session", "attendance_coverage")
#: Minimum number of months in each half.
MIN_MONTHS_PER_HALF = 3
#: Minimum share of sessions with a number: below it, the missing ones could reverse the direction.
MIN_COVERAGE = 0.5
#: Minimum share of months with a number, among those with a session: the missing ones may differ from the
#: rest.
MIN_SHARE_OF_MONTHS = 0.75


@dataclass(frozen=True)
class TrendHalf:
    """One half of the months.

    Attributes
    ----------
    first, last : str
        First and last month ("2026-03").
    average : float
        Average attendance per session over all its months.
    """

    first: str
    last: str
    average: float


@dataclass(frozen=True)
class Trend:
    """Comparison of two halves of the months that have an average.

    Attributes
    ----------
    months : int
        Number of months with an average.
    before, after : TrendHalf or None
        The earlier and the later half; None without a trend.
    direction : int
        +1 or −1; 0 if the 95 % interval of the difference of the monthly averages contains 0.
    is_estimated : bool
        Whether a value contains estimates.
    reason : {"", "few-months", "many-gaps"}
        Why the trend is undefined.
    """

    months: int
    before: TrendHalf | None = None
    after: TrendHalf | None = None
    direction: int = 0
    is_estimated: bool = False
    reason: str = ""


def compute_trend(monthly: EvaluationLike) -> Trend:
    """Compute the trend of the average attendance per session.

    The average of a half is all its visits divided by all its sessions with a number, not a mean of monthly
    averages. With an odd number of months the middle one is in neither half. The direction is decided by
    Welch's test on the monthly averages.

    Parameters
    ----------
    monthly : EvaluationLike
        `TREND_METRICS` of the scope, grouped by month.

    Returns
    -------
    Trend
        Without halves if there are fewer than six months with an average, or if too many sessions or months
        lack a number.
    """
    known = sorted(
        (v for v in monthly.values_for("attendance_per_session") if _is_known(v)), key=_month_label
    )
    if len(known) < 2 * MIN_MONTHS_PER_HALF:
        return Trend(len(known), reason="few-months")
    if _session_coverage(monthly) < MIN_COVERAGE or len(known) < MIN_SHARE_OF_MONTHS * _count_months_held(
        monthly
    ):
        return Trend(len(known), reason="many-gaps")
    size = len(known) // 2
    before, after = known[:size], known[-size:]
    estimated = any(value.estimated for value in (*before, *after))
    return Trend(
        len(known), _create_half(before), _create_half(after), _trend_direction(before, after), estimated
    )


def _is_known(value: Value) -> bool:
    return (
        bool(value.groups.get("month"))
        and None not in (value.value, value.numerator)
        and bool(value.denominator)
    )


def _month_label(value: Value) -> str:
    return str(value.groups["month"])


def _session_coverage(monthly: EvaluationLike) -> float:
    """Return the share of sessions with a number; 1 where it is undefined."""
    shares = [
        v for v in monthly.values_for("attendance_coverage") if v.numerator is not None and v.denominator
    ]
    held = sum(v.denominator or 0 for v in shares)
    return sum(v.numerator or 0 for v in shares) / held if held else 1.0


def _count_months_held(monthly: EvaluationLike) -> int:
    """Count the months with a session."""
    return sum(
        1 for v in monthly.values_for("attendance_coverage") if v.groups.get("month") and v.denominator
    )


def _create_half(values: Sequence[Value]) -> TrendHalf:
    visits, sessions = (sum(getattr(v, part) or 0 for v in values) for part in ("numerator", "denominator"))
    return TrendHalf(_month_label(values[0]), _month_label(values[-1]), visits / sessions)


def _trend_direction(before: Sequence[Value], after: Sequence[Value]) -> int:
    first, second = ([float(v.value or 0) for v in half] for half in (before, after))
    if not is_significant_difference(first, second):
        return 0
    return 1 if sum(second) > sum(first) else -1
