"""A trend is claimed only where it exceeds chance, from averages that are ratios of sums."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.figures import trend_sentence
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.planning import TREND_METRICS, Trend, TrendHalf, compute_trend
from tests.support.builders.datasets import dataset
from tests.support.builders.series import months

ENGLISH = language("en")
DAY = date(2026, 12, 31)


def trend(*visits: list[int | None]) -> Trend:
    """The trend of one program: for each month the attendance of each of its sessions."""
    return compute_trend(
        evaluate(dataset(months(list(visits))), metrics=TREND_METRICS, by="month", as_of=DAY)
    )


def sentence(*visits: list[int | None]) -> str:
    return trend_sentence(trend(*visits), ENGLISH)


def test_clear_rise_is_stated_with_both_averages() -> None:
    """Before 10, 11, 12 and 12: 45 ÷ 4 = 11.25; after 20, 21, 22: 63 ÷ 3 = 21."""
    result = trend([10], [11], [12, 12], [20], [21], [22])
    assert result.before is not None
    assert result.after is not None
    assert (result.before.average, result.after.average, result.direction) == (11.25, 21, 1)
    assert trend_sentence(result, ENGLISH).startswith("Attendance per session rose from 11.3 (")
    assert " to 21.0 (" in trend_sentence(result, ENGLISH)


def test_clear_fall_is_stated() -> None:
    assert "fell from 21.0" in sentence([20], [21], [22], [10], [11], [12])


def test_change_within_chance_is_not_a_trend() -> None:
    assert "no clear change" in sentence([10], [30], [20], [15], [28], [24])


def test_middle_month_of_odd_number_is_in_neither_half() -> None:
    result = trend([10], [11], [12], [500], [20], [21], [22])
    assert (result.before and result.before.average, result.after and result.after.average) == (11, 21)


def test_constant_months_show_no_change() -> None:
    assert trend([10], [10], [10], [10], [10], [10]).direction == 0
    assert trend([10], [10], [10], [12], [12], [12]).direction == 1


@pytest.mark.parametrize("count", [0, 1, 5])
def test_few_months_give_no_trend(count: int) -> None:
    result = trend(*([10 * n] for n in range(1, count + 1))) if count else Trend(0, reason="few-months")
    assert (result.months, result.before, result.reason) == (count, None, "few-months")
    assert "too few to speak of a trend" in trend_sentence(result, ENGLISH)


def test_mostly_uncounted_sessions_give_no_trend() -> None:
    """One of three sessions a month has a number: 33% of them."""
    gaps: list[list[int | None]] = [[n, None, None] for n in (10, 11, 12, 20, 21, 22)]
    assert sentence(*gaps) == "Too many sessions have no number to speak of a trend."


def test_half_a_year_without_counts_gives_no_trend() -> None:
    """January to June rise; July to December were held but not counted: 50% of the sessions and months."""
    counted: list[list[int | None]] = [[n, n] for n in (10, 11, 12, 20, 21, 22)]
    assert "no number to speak of a trend" in sentence(*counted, *[[None, None]] * 6)
    assert "rose" in sentence(*counted, [None, None])


@pytest.mark.parametrize("after", [11.0, 12.02])
def test_claim_never_contradicts_the_printed_averages(after: float) -> None:
    """Months may rise while sessions, most of them in one month, do not; 12.02 is also printed as 12.0."""
    result = Trend(
        6, TrendHalf("2026-01", "2026-03", 12.0), TrendHalf("2026-04", "2026-06", after), direction=1
    )
    assert "no clear change" in trend_sentence(result, ENGLISH)
