"""What a forecast states, when it gives none, and the naive forecast it is compared with."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest

from libcollab_metrics.planning.forecast import (
    MIN_MONTHS,
    Series,
    forecast_naively,
    forecast_series,
    project_months,
)
from tests.support.browser.dashboard import ROOT
from tests.support.builders.series import series

YEAR = [12.0, 14, 13, 15, 16, 14, 13, 17, 15, 16, 14, 15]


def of(values: list[float | None]) -> Series:
    return series([[] if value is None else [value] for value in values])


def test_forecast_months_follow_the_last_one() -> None:
    result = forecast_series(of([*YEAR]), horizon=3)
    assert [point.month for point in result.points] == ["2026-01", "2026-02", "2026-03"]
    assert (result.months_used, result.first, result.last, result.reason) == (12, "2025-01", "2025-12", None)
    for point in result.points:
        assert point.low is not None
        assert point.high is not None
        assert min(YEAR) < point.value < max(YEAR)
        assert 0 <= point.low < point.value < point.high


@pytest.mark.parametrize("known", [0, 1, 7])
def test_fewer_than_eight_months_give_no_forecast(known: int) -> None:
    result = forecast_series(of([10.0 + number % 3 for number in range(known)]))
    assert (result.points, result.reason, result.months_used) == ((), "too-few", known)
    assert dict(result.reason_values) == {"n": "8", "things": "months with a number"}


def test_eight_known_months_are_enough_and_gaps_do_not_count() -> None:
    values: list[float | None] = [10, None, 12, 11, None, 13, 12, 11, None, 10]
    assert forecast_series(of(values)).reason == "too-few"
    result = forecast_series(of([*values, 12]))
    assert (result.reason, result.months_used) == (None, MIN_MONTHS)
    assert result.points[0].month == "2025-12"


def test_gap_is_not_treated_as_zero() -> None:
    """Twenty a month with three months closed stays twenty; with three months of zero it falls."""
    steady = [20.0, 21, 19, 20, 22, 18, 20, 21]
    gap = forecast_series(of([*steady, None, None, None, 20]))
    zeros = forecast_series(of([*steady, 0, 0, 0, 20]))
    assert 18 < gap.points[0].value < 22
    assert gap.points[0].low is not None
    assert zeros.points[0].low is not None
    assert zeros.points[0].low < gap.points[0].low


def test_interval_widens_with_the_horizon() -> None:
    """A level that rose may continue to rise or turn, so later months are less certain."""
    result = forecast_series(of([10.0, 11, 13, 14, 17, 18, 21, 22, 26, 27]))
    widths = [(point.high or 0) - (point.low or 0) for point in result.points]
    assert widths == sorted(widths)
    assert widths[-1] > 1.2 * widths[0]


def test_forecast_is_never_negative() -> None:
    result = forecast_series(of([0, 0, 3, 0, 0, 0, 5, 0, 0, 1]))
    for point in result.points:
        assert point.value >= 0
        assert point.low == 0


@pytest.mark.parametrize("always", [0.0, 5.0])
def test_constant_months_have_no_interval(always: float) -> None:
    result = forecast_series(of([always] * 9))
    assert {(point.value, point.low, point.high, point.baseline) for point in result.points} == {
        (always, None, None, always)
    }


def test_seasonality_is_considered_from_two_years() -> None:
    """Twice as many come in July as in January, every year."""
    wave = [30 - 10 * math.cos(2 * math.pi * month / 12) + month % 2 for month in range(36)]
    two_years, less = forecast_series(of([*wave[:24]])), forecast_series(of([*wave[:23]]))
    assert (two_years.is_seasonal, less.is_seasonal) == (True, False)
    first, _, _, fourth, *_ = (point.value for point in two_years.points)
    assert first < 25 < fourth


def test_months_without_seasonality_are_not_seasonal() -> None:
    assert not forecast_series(of([*YEAR, *reversed(YEAR), *YEAR])).is_seasonal


def test_naive_forecast_uses_same_month_last_year_or_last_known() -> None:
    """Months 1 … 12, then 13 = 50; 14 uses 2, 15 the last known (3 is a gap), 25 uses 13, 26 uses 2."""
    values: list[float | None] = [10, 20, None, *([30.0] * 9), 50]
    guesses = forecast_naively(values, 13)
    assert (guesses[0], guesses[1], guesses[11], guesses[12]) == (20, 50, 50, 20)
    assert forecast_naively([7, None], 2) == (7, 7)
    assert forecast_naively([], 1) == (0,)


def test_interval_uses_the_model_variance_and_t_distribution() -> None:
    """Compared with statsmodels: the filter's mean and variance of the next month, and t(0.9, n − 2)."""
    import numpy as np
    from scipy.stats import t
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    fitted = UnobservedComponents(np.log1p(np.array(YEAR)), "local level").fit(disp=False)
    ahead = fitted.get_forecast(1)
    reach = t.ppf(0.9, len(YEAR) - 2) * math.sqrt(float(ahead.var_pred_mean[0]))
    mean = float(ahead.predicted_mean[0])
    expected = (math.expm1(mean), math.expm1(mean - reach), math.expm1(mean + reach))
    result = project_months(tuple(YEAR), 1, 0.8)
    assert (*result.median, *result.low, *result.high) == tuple(float(f"{value:.5g}") for value in expected)


def test_forecast_uses_a_single_processor() -> None:
    """Two numbers are fitted: spread over processors they would take six times as long."""
    code = (
        "import time\n"
        "from tests.planning.test_forecast import forecast_series, of\n"
        "values = of([20.0 + 7 * (month % 5) for month in range(30)])\n"
        "forecast_series(values)\n"  # imports the libraries
        "everywhere, here = time.process_time(), time.thread_time()\n"
        "for _ in range(20):\n"
        "    forecast_series(values)\n"
        "print((time.process_time() - everywhere) / (time.thread_time() - here))\n"
    )  # in a separate process: threads of other tests take time too
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) <= 1.5
