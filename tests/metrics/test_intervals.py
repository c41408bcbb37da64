"""Intervals agree with statsmodels and scipy.stats, and with the examples of the specification."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from libcollab_metrics.metrics.intervals import is_significant_difference, t_interval, wilson_interval


@pytest.mark.parametrize(
    ("x", "n", "low", "high"), [(36, 41, 74.5, 94.7), (0, 8, 0, 32.4), (13, 18, 49.1, 87.5)]
)
def test_wilson_interval_matches_worked_examples(x: int, n: int, low: float, high: float) -> None:
    result = wilson_interval(x, n)
    assert result is not None
    assert [round(100 * bound, 1) for bound in result] == [low, high]


def test_wilson_interval_matches_statsmodels() -> None:
    for n in range(1, 61):
        for x in range(n + 1):
            expected = proportion_confint(x, n, method="wilson")
            result = wilson_interval(x, n)
            assert result == pytest.approx(expected, abs=1e-12)
            assert result is not None
            assert 0 <= result[0] <= x / n <= result[1] <= 1


def test_zero_trials_have_no_interval() -> None:
    assert wilson_interval(0, 0) is None


@pytest.mark.parametrize("gains", [[4, 3, 0, 3, 4], [1.5, -2, 7, 0, 0, 3], list(range(40))])
def test_mean_interval_matches_scipy(gains: list[float]) -> None:
    n, mean = len(gains), sum(gains) / len(gains)
    deviation = math.sqrt(sum((g - mean) ** 2 for g in gains) / (n - 1))
    expected = stats.t.interval(0.95, n - 1, loc=mean, scale=deviation / math.sqrt(n))
    assert t_interval(mean, deviation, n) == pytest.approx(expected, abs=1e-9)


def test_few_pairs_or_unknown_spread_have_no_interval() -> None:
    assert t_interval(1, 1, 4) is None
    assert t_interval(1, None, 9) is None


@given(
    st.lists(st.floats(0, 100), min_size=2, max_size=20), st.lists(st.floats(0, 100), min_size=2, max_size=20)
)
def test_significance_matches_welchs_test_of_scipy(first: list[float], second: list[float]) -> None:
    result = stats.ttest_ind(first, second, equal_var=False).pvalue
    assume(
        math.isfinite(result)
        and abs(result - 0.05) > 1e-6
        and max(stats.tvar(first), stats.tvar(second)) > 1e-9
    )
    assert is_significant_difference(first, second) == (result < 0.05)


def test_without_spread_any_difference_is_significant() -> None:
    assert is_significant_difference([10, 10], [12, 12])
    assert not is_significant_difference([10, 10], [10, 10])
    assert not is_significant_difference([10], [500, 501])
