"""How many may come in the months ahead, with an interval, beside the plainest guess there is."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from libcollab_metrics.metrics.definition import Evaluated, Number, Value
from libcollab_metrics.metrics.intervals import differ
from libcollab_metrics.model.scope import every_month, last_day, month_of, months_after

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


# The one model that forecasts: a level that may drift, seen through months that vary, on a scale of proportions.
#
# Chosen on held-out months of nineteen libraries among simple means, exponential smoothing with and without trend,
# and
# levels with several kinds of season: it erred least, its interval held what it promised, and it copes with gaps. On
# the
# scale of log(1 + visits) no bound can fall below zero and a busy library may vary more than a quiet one.

#: Months in a year; a yearly wave is looked for from two years of known months on.
YEAR = 12
SEASONAL_FROM = 2 * YEAR
#: One smooth wave a year: twelve free months would need more years than libraries have.
YEARLY_WAVE: dict[str, Any] = {
    "freq_seasonal": [{"period": YEAR, "harmonics": 1}],
    "stochastic_freq_seasonal": [False],
}


@dataclass(frozen=True)
class Projection:
    """The middle of what may come, month by month, with the ends of its interval; whether a yearly wave is in it."""

    middle: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    seasonal: bool


def project(values: Sequence[float | None], horizon: int, confidence: float) -> Projection:
    """Return what may follow monthly values of 0 or more, None for a gap; at least three must be known.

    The interval takes Student's t with n − 2 degrees of freedom, because a level and a spread were estimated from n
    months. A yearly wave is taken in only where two years are known and it explains more than it costs (AICc).
    """
    import numpy as np
    from scipy.stats import t

    known = sum(value is not None for value in values)
    seen = np.log1p(np.array([math.nan if value is None else value for value in values], dtype=float))
    fitted, seasonal = _fitted(seen, known)
    ahead = fitted.get_forecast(horizon)
    middle = np.asarray(ahead.predicted_mean)
    reach = t.ppf((1 + confidence) / 2, known - 2) * np.sqrt(np.asarray(ahead.var_pred_mean))
    return Projection(_visits(middle), _visits(middle - reach), _visits(middle + reach), seasonal)


def _fitted(seen: NDArray[np.float64], known: int) -> tuple[Any, bool]:
    level = _fit(seen)
    if known < SEASONAL_FROM:
        return level, False
    wave = _fit(seen, **YEARLY_WAVE)
    return (wave, True) if wave.aicc < level.aicc else (level, False)


def _fit(seen: NDArray[np.float64], **season: Any) -> Any:
    from statsmodels.tsa.statespace.structural import UnobservedComponents
    from threadpoolctl import threadpool_limits

    # Two numbers are too little to share between processors: they wait for one another six times as long as they work.
    with warnings.catch_warnings(), threadpool_limits(1, "blas"):
        # Values that hardly vary leave the last digits of the likelihood open; the forecast does not move with them.
        warnings.simplefilter("ignore")
        # How sure the variances themselves are is not asked for: the interval rests on the forecast's own variance.
        return UnobservedComponents(seen, "local level", **season).fit(disp=False, cov_type="none")


def _visits(logarithms: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(max(0.0, math.expm1(float(number))) for number in logarithms)


# What can be planned on: a program's attendance month by month, with every gap left a gap.
#
# A library that counts most of its sessions rarely has a month in which every one was counted, and the visits of such
# a
# month are only a floor. So a series holds the average attendance per session, which stands on the sessions that have
# a
# number; a month without a session is a gap, not nobody. Where no row says how many sessions it sums up, the series
# holds
# the visits of those months in which every row has a number.

#: What a series is made from: evaluate these by month.
SERIES_METRICS = ("sessions_held", "attendance_total", "attendance_per_session")

Basis = Literal["per-session", "per-month"]
State = Literal["known", "not-counted", "no-session", "hidden"]


@dataclass(frozen=True)
class Month:
    """One month: its number (None is a gap), why it is one, how many sessions were held, and what qualifies it.

    `value` is in visits per session or visits, by the basis of its series; `sessions` is None where unknown. A month
    is `not-counted` where no session has a number, or where the number is only a floor.
    """

    label: str
    value: float | None
    sessions: Number | None
    state: State
    estimated: bool = False


@dataclass(frozen=True)
class Series:
    """The months from the first session to the last finished month with one, in order.

    `unfinished` is the month that the day of the figures lies in, left out because it is not over; empty where the
    records end before it. `undated` says that some sessions have no date and are in no month.
    """

    basis: Basis
    months: tuple[Month, ...]
    unfinished: str = ""
    undated: bool = False

    @property
    def known(self) -> tuple[Month, ...]:
        """The months that have a number."""
        return tuple(month for month in self.months if month.value is not None)

    @property
    def met(self) -> tuple[Month, ...]:
        """The months in which the program met and the number of sessions is known."""
        return tuple(month for month in self.months if month.sessions)


def monthly_series(monthly: Evaluated) -> Series:
    """Return the series of a selection from its `SERIES_METRICS` by month; empty where nothing has a date.

    The basis is the one that leaves more months known, and the average per session where both leave as many.
    """
    by_metric = {name: by_month(monthly, name) for name in SERIES_METRICS}
    held = by_metric["sessions_held"]
    present = month_of(monthly.as_of)
    is_over = last_day(present) <= monthly.as_of
    met = sorted(m for m, value in held.items() if value.reason != "no-sessions" and (m < present or is_over))
    labels = every_month(met[0], met[-1]) if met else ()
    bases: tuple[tuple[Basis, str], ...] = (
        ("per-session", "attendance_per_session"),
        ("per-month", "attendance_total"),
    )
    made = [
        Series(
            basis,
            tuple(_month_of_series(label, held.get(label), by_metric[name].get(label)) for label in labels),
            "" if is_over or present not in held else present,
            has_undated(monthly),
        )
        for basis, name in bases
    ]
    return max(made, key=lambda series: len(series.known))


def by_month(monthly: Evaluated, metric: str) -> dict[str, Value]:
    """Return the values of a metric by the label of their month, without those that have none."""
    return {month: value for value in monthly.of(metric) if (month := value.groups.get("month")) is not None}


def _month_of_series(label: str, held: Value | None, counted: Value | None) -> Month:
    if held is None or held.reason == "no-sessions":
        return Month(label, None, None, "no-session")
    if counted is not None and counted.is_hidden:
        return Month(label, None, held.value, "hidden")
    if counted is None or counted.value is None or counted.certainty != "exact":
        return Month(label, None, held.value, "not-counted")
    return Month(label, float(counted.value), held.value, "known", counted.estimated)


def has_undated(monthly: Evaluated) -> bool:
    """Return whether some sessions have no date and so stand in no month."""
    undated = (v for v in monthly.of("sessions_held") if "month" in v.groups and v.groups["month"] is None)
    return any(value.reason != "no-sessions" for value in undated)


#: Fewer known months than this say too little about how much months differ.
FEWEST_MONTHS = 8
#: Half a year: the length of a term, and as far as the held-out months were checked.
HORIZON = 6
#: Four of five: what lies in the interval. Wider promises make intervals of short series too wide to plan with.
CONFIDENCE = 0.8


@dataclass(frozen=True)
class ForecastPoint:
    """A month ahead: the middle of what may come, the interval (None where months never differed), the plain guess."""

    month: str
    value: float
    low: float | None
    high: float | None
    baseline: float


@dataclass(frozen=True)
class Forecast:
    """The months ahead of a series, or the reason there are none.

    Values are in visits per session or in visits a month, by `basis`. `months_used` counts the months known, from
    `first` to `last`; `seasonal` says that a yearly wave was found in them.
    """

    points: tuple[ForecastPoint, ...]
    basis: Basis
    months_used: int = 0
    first: str = ""
    last: str = ""
    seasonal: bool = False
    reason: str | None = None
    reason_values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def forecast(series: Series, horizon: int = HORIZON) -> Forecast:
    """Return the months after the last one of a series, with an interval that four of five months fall into.

    The baseline is the value of the same month a year before, and the last known value where there is none. Undefined
    below eight known months (too-few). Where all known months are alike there is no interval: they do not say how far
    a month may stray.
    """
    known = series.known
    if len(known) < FEWEST_MONTHS:
        why = {"n": str(FEWEST_MONTHS), "things": "months with a number"}
        return Forecast((), series.basis, len(known), reason="too-few", reason_values=MappingProxyType(why))
    values = [month.value for month in series.months]
    after = months_after(series.months[-1].label, horizon)
    guesses = seasonal_naive(values, horizon)
    numbers = {month.value for month in known}
    used = (series.basis, len(known), known[0].label, known[-1].label)
    if len(numbers) == 1:
        (always,) = numbers
        points = [ForecastPoint(label, always or 0.0, None, None, always or 0.0) for label in after]
        return Forecast(tuple(points), *used)
    ahead = project(values, horizon, CONFIDENCE)
    points = [ForecastPoint(*row) for row in zip(after, ahead.middle, ahead.low, ahead.high, guesses, strict=True)]
    return Forecast(tuple(points), *used, ahead.seasonal)


def seasonal_naive(values: Sequence[float | None], horizon: int) -> tuple[float, ...]:
    """Return the plainest guess: each month like the one a year before, else like the last known one.

    Examples
    --------
    >>> seasonal_naive([10.0] + [20.0] * 11 + [30.0], 12)[::11]
    (20.0, 30.0)
    """
    last = next((value for value in reversed(values) if value is not None), 0.0)
    guesses = []
    for ahead in range(horizon):
        year_before = len(values) + ahead - YEAR * (1 + ahead // YEAR)
        value = values[year_before] if year_before >= 0 else None
        guesses.append(last if value is None else value)
    return tuple(guesses)


# Whether attendance rose or fell: two halves of the months compared, and no claim that chance alone could make.

#: What a trend is made from: evaluate these by month.
TREND_METRICS = ("attendance_per_session", "attendance_coverage")
#: Fewer months than this to a half are no trend.
FEWEST_MONTHS_PER_HALF = 3
#: Below this share of the sessions with a number, what is missing could turn the direction.
ENOUGH_COVERAGE = 0.5
#: And where more than a quarter of the months with a session have no number, they may be the ones that went otherwise.
ENOUGH_MONTHS = 0.75


@dataclass(frozen=True)
class Half:
    """One half of the months: its first and last ("2026-03"), and the average attendance per session over all of it."""

    first: str
    last: str
    average: float


@dataclass(frozen=True)
class Trend:
    """Two halves of the months that have an average, and whether they differ by more than chance would make them.

    `direction` is +1, −1, or 0 where the 95 % interval of the difference between the monthly averages holds 0. Without
    halves `reason` says why: `few-months` or `many-gaps`, with the months there are.
    """

    months: int
    before: Half | None = None
    after: Half | None = None
    direction: int = 0
    estimated: bool = False
    reason: str = ""


def trend_of(monthly: Evaluated) -> Trend:
    """Return the trend of the average attendance per session over the months of an evaluation.

    Each half's average is all its visits ÷ all its sessions with a number, never a mean of monthly averages. The middle
    one of an odd number of months is in neither half. Welch's test over the monthly averages decides the direction.
    """
    known = sorted((v for v in monthly.of("attendance_per_session") if _is_known(v)), key=_month_label)
    if len(known) < 2 * FEWEST_MONTHS_PER_HALF:
        return Trend(len(known), reason="few-months")
    if _coverage(monthly) < ENOUGH_COVERAGE or len(known) < ENOUGH_MONTHS * _months_held(monthly):
        return Trend(len(known), reason="many-gaps")
    size = len(known) // 2
    before, after = known[:size], known[-size:]
    estimated = any(value.estimated for value in (*before, *after))
    return Trend(len(known), _half(before), _half(after), _direction(before, after), estimated)


def _is_known(value: Value) -> bool:
    return bool(value.groups.get("month")) and None not in (value.value, value.numerator) and bool(value.denominator)


def _month_label(value: Value) -> str:
    return str(value.groups["month"])


def _coverage(monthly: Evaluated) -> float:
    """The share of all sessions that have a number; 1 where nothing can be said of it."""
    shares = [v for v in monthly.of("attendance_coverage") if v.numerator is not None and v.denominator]
    held = sum(v.denominator or 0 for v in shares)
    return sum(v.numerator or 0 for v in shares) / held if held else 1.0


def _months_held(monthly: Evaluated) -> int:
    """Months in which something was held."""
    return sum(1 for v in monthly.of("attendance_coverage") if v.groups.get("month") and v.denominator)


def _half(values: Sequence[Value]) -> Half:
    visits, sessions = (sum(getattr(v, part) or 0 for v in values) for part in ("numerator", "denominator"))
    return Half(_month_label(values[0]), _month_label(values[-1]), visits / sessions)


def _direction(before: Sequence[Value], after: Sequence[Value]) -> int:
    first, second = ([float(v.value or 0) for v in half] for half in (before, after))
    if not differ(first, second):
        return 0
    return 1 if sum(second) > sum(first) else -1
