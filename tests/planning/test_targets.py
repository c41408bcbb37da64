"""Progress towards targets: the expected value, what came, what must still come, and the verdict."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import Evaluation, Value, evaluate
from libcollab_metrics.metrics.facts import Program, read_facts
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.planning.forecast import SERIES_METRICS
from libcollab_metrics.planning.targets import (
    TargetMonth,
    TargetProgress,
    compute_progress,
    linear_progress,
    progress_by_month,
)
from libcollab_metrics.protection import protect
from tests.support.builders.datasets import dataset
from tests.support.builders.series import months

YEAR = {"name": "Story hour", "target_ideal": 365, "start": "2025-01-01", "end": "2025-12-31"}


def program(data: Dataset, as_of: date) -> Program:
    (result,) = read_facts(data).programs.values()
    return result


def progress(data: Dataset, as_of: date) -> TargetProgress:
    attained = evaluate(data, metrics=["target_attainment"], by="program", as_of=as_of).values[0]
    return compute_progress(program(data, as_of), attained, as_of)


def monthly(data: Dataset, as_of: date) -> Evaluation:
    return evaluate(data, metrics=SERIES_METRICS, by="month", as_of=as_of)


def monthly_progress(data: Dataset, as_of: date) -> tuple[TargetMonth, ...]:
    return progress_by_month(program(data, as_of), monthly(data, as_of))


def test_half_a_year_expects_half_the_target() -> None:
    """365 a year is one a day: 181 by 30 June; 120 came, so 245 are missing in 184 days, 40.5 a month."""
    data = dataset(months([[60], [], [60]]), programs=[YEAR])
    result = progress(data, date(2025, 6, 30))
    assert result.expected == pytest.approx(181)
    assert (result.reached.value, result.reached.certainty, result.is_over, result.verdict) == (
        120,
        "exact",
        False,
        None,
    )
    assert result.needed.value == pytest.approx(245 / (184 / 365.25 * 12))
    assert (result.needed.numerator, result.needed.certainty) == (245, "exact")


def test_uncounted_sessions_make_the_remaining_target_at_most() -> None:
    data = dataset(months([[60, None], [], [60]]), programs=[YEAR])
    result = progress(data, date(2025, 6, 30))
    assert (result.reached.value, result.reached.certainty) == (120, "at_least")
    assert result.needed.certainty == "at_most"


def test_reached_target_needs_nothing_more() -> None:
    result = progress(dataset(months([[400, None]]), programs=[YEAR]), date(2025, 6, 30))
    assert (result.needed.value, result.needed.certainty) == (0, "exact")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"end": None}, "no-end"),
        ({"end": "2025-06-30"}, "target-over"),
        ({"end": "2025-03-01"}, "target-over"),
        ({"target_ideal": None, "target_low": 9}, "no-field"),
    ],
)
def test_needed_visits_are_unknown_without_end_or_after_it(change: dict[str, Any], reason: str) -> None:
    result = progress(dataset(months([[60]]), programs=[YEAR | change]), date(2025, 6, 30))
    assert result.needed.value is None
    assert result.needed.reason == reason


def test_nothing_counted_is_not_zero_reached() -> None:
    result = progress(dataset(months([[None]]), programs=[YEAR]), date(2025, 6, 30))
    assert (result.reached.value, result.reached.reason, result.needed.reason) == (
        None,
        "no-counts",
        "no-counts",
    )


@pytest.mark.parametrize(
    ("visits", "day", "verdict"),
    [
        (50, date(2025, 6, 30), "undecided"),  # may still come
        (150, date(2025, 6, 30), "undecided"),  # may still become too many
        (250, date(2025, 6, 30), "not met"),  # too many stay too many
        (50, date(2026, 1, 1), "not met"),
        (150, date(2026, 1, 1), "met"),
    ],
)
def test_running_program_is_undecided_until_it_exceeds_the_band(visits: int, day: date, verdict: str) -> None:
    """Declared: 100 to 200."""
    banded = YEAR | {"target_low": 100, "target_high": 200}
    assert progress(dataset(months([[visits]]), programs=[banded]), day).verdict == verdict


def test_target_with_only_a_floor_is_met_once_reached() -> None:
    floor = YEAR | {"target_low": 100}
    assert progress(dataset(months([[150]]), programs=[floor]), date(2025, 6, 30)).verdict == "met"


def test_progress_accumulates_and_is_at_least_after_a_gap() -> None:
    """
    month     counts    reached        expected (31, 28 and 31 days of one a day)
    2025-01   10, 20    30             31
    2025-02   (none)    30             59
    2025-03   5, –      at least 35    90
    2025-04   40        at least 75    120
    2025-05   (not yet)                151
    """
    ends_may = YEAR | {"end": "2025-05-31", "target_ideal": 151}
    data = dataset(months([[10, 20], [], [5, None], [40]]), programs=[ends_may])
    result = monthly_progress(data, date(2025, 4, 30))
    assert [month.label[5:] for month in result] == ["01", "02", "03", "04", "05"]
    assert [month.expected for month in result] == pytest.approx([31, 59, 90, 120, 151])
    assert [(month.reached.value, month.reached.certainty) for month in result[:4]] == [
        (30, "exact"),
        (30, "exact"),
        (35, "at_least"),
        (75, "at_least"),
    ]
    assert (result[4].reached.value, result[4].reached.reason) == (None, "not-yet")


def test_last_month_of_progress_equals_the_judged_value() -> None:
    data = dataset(months([[10, 20], [7], [5, None]]), programs=[YEAR])
    last = monthly_progress(data, date(2025, 3, 31))[2].reached
    whole = progress(data, date(2025, 3, 31)).reached
    assert (last.value, last.certainty) == (whole.value, whole.certainty) == (42, "at_least")


def test_undated_sessions_make_progress_at_least_from_the_start() -> None:
    data = dataset([{"attended": 9}, *months([[10]])], programs=[YEAR])
    assert monthly_progress(data, date(2025, 1, 31))[0].reached == Value("", value=10).with_certainty(
        "at_least"
    )


def test_suppressed_month_hides_all_later_months() -> None:
    data = dataset(months([[20], [3], [25], [30], [40]]), programs=[YEAR])
    (public,) = protect([monthly(data, date(2025, 12, 31))], data.settings)
    result = progress_by_month(program(data, date(2025, 12, 31)), public)
    hidden = [month.label for month in result if month.reached.reason == "small-cell"]
    assert "2025-02" in hidden
    assert hidden == [month.label for month in result][-len(hidden) :]


@pytest.mark.parametrize("change", [{"target_unit": "participants"}, {"target_ideal": None}])
def test_participant_targets_and_missing_targets_have_no_progress(change: dict[str, Any]) -> None:
    assert monthly_progress(dataset(months([[10]]), programs=[YEAR | change]), date(2025, 3, 31)) == ()


def test_program_without_end_has_visits_but_no_expected_progress() -> None:
    (month,) = monthly_progress(dataset(months([[10]]), programs=[YEAR | {"end": None}]), date(2025, 1, 31))
    assert (month.expected, month.reached.value) == (None, 10)


def test_program_ending_before_its_start_has_no_expected_progress() -> None:
    turned = Program("a", "A", target_ideal=9, start=date(2025, 3, 1), end=date(2025, 2, 1))
    assert linear_progress(turned, date(2025, 2, 15)) is None
