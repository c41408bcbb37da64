"""The forecast compared with later months: nineteen real libraries over eight years, and the sample.

Errors are mean absolute errors over six months, relative to the naive forecast (same month a year before).
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from libcollab_metrics.metrics import evaluate, field_values
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.planning.forecast import (
    DEFAULT_HORIZON,
    SERIES_METRICS,
    Forecast,
    Month,
    Series,
    build_monthly_series,
    forecast_series,
)
from tests.support.paths import ROOT
from tests.support.sheets import dataset

SAMPLE = ROOT / "data" / "sample_library.xlsx"
VISITS = Path("newcastle-monthly-visits") / "2008-onwards-monthly-visits.csv"
#: Months of history before a forecast, and the months after which it is made, from 2012 to 2019.
HISTORIES, ORIGINS = (8, 12, 24, 60), (54, 66, 78, 90)


@dataclass(frozen=True)
class Trial:
    history: int
    error: float
    plain: float
    inside: float


def library_series(data: Dataset, field: str, name: str, start: date, end: date) -> Series:
    scope = Scope(((field, (name,)),), start, end)
    return build_monthly_series(evaluate(data, metrics=SERIES_METRICS, scope=scope, by="month", as_of=end))


def held_out(series: Series, histories: tuple[int, ...], origins: tuple[int, ...]) -> Iterator[Trial]:
    for origin in origins:
        ahead = [month.value for month in series.months[origin : origin + DEFAULT_HORIZON]]
        if None in ahead or len(ahead) < DEFAULT_HORIZON:
            continue
        for history in (h for h in histories if h <= origin):
            forecast = forecast_series(
                replace(series, months=_from_first_known(series.months[origin - history : origin]))
            )
            if not forecast.reason:
                yield _trial(history, forecast, [value for value in ahead if value is not None])


def _from_first_known(months: tuple[Month, ...]) -> tuple[Month, ...]:
    first = next((index for index, month in enumerate(months) if month.value is not None), len(months))
    return months[first:]


def _trial(history: int, forecast: Forecast, truth: list[float]) -> Trial:
    rows = list(zip(forecast.points, truth, strict=True))
    return Trial(
        history,
        statistics.mean(abs(point.value - value) for point, value in rows),
        statistics.mean(abs(point.baseline - value) for point, value in rows),
        statistics.mean((point.low or 0) <= value <= (point.high or 0) for point, value in rows),
    )


#: Share of months that fall into the 80% interval, lowest and highest, by months of history; 0 for all.
INSIDE = {8: (0.70, 0.88), 12: (0.74, 0.90), 60: (0.76, 0.93), 0: (0.76, 0.88)}


@pytest.mark.slow
def test_forecast_beats_the_naive_one_and_its_interval_holds(realdata: Path) -> None:
    """One test, because the 300 forecasts behind it take seconds."""
    data = dataset((realdata / VISITS).read_bytes(), VISITS.name, activity="program")
    whole = (date(2012, 1, 1), date(2019, 12, 31))
    series = [library_series(data, "site", name, *whole) for name in field_values(data, "site")]
    assert len(series) == 19
    trials = [trial for each in series for trial in held_out(each, HISTORIES, ORIGINS)]
    for history in (*HISTORIES, 0):
        selected = [trial for trial in trials if history in (0, trial.history)]
        assert len(selected) > 35
        assert statistics.median(trial.error / trial.plain for trial in selected) < 1
        assert sum(trial.error for trial in selected) < sum(trial.plain for trial in selected)
    for history, (low, high) in INSIDE.items():
        assert low < statistics.mean(t.inside for t in trials if history in (0, t.history)) < high


def test_last_half_year_of_the_sample_is_forecast() -> None:
    """The storybook reading grows slowly: the forecast misses part of that, the naive forecast far more."""
    data = dataset(SAMPLE.read_bytes(), SAMPLE.name)
    series = library_series(data, "program", "Storybook reading", date(2025, 1, 1), date(2026, 6, 30))
    (trial,) = held_out(series, (12,), (12,))
    assert trial.error < 0.5 * trial.plain
    assert trial.error < 2
    assert trial.inside >= 4 / 6
