"""How many may come in the months ahead, with an interval, beside the plainest guess there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from libcollab_metrics.model.scope import months_after
from libcollab_metrics.planning.local_level import YEAR, project
from libcollab_metrics.planning.series import Basis, Series

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
