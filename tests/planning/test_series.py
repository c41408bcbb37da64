"""A monthly series holds the known values and leaves every gap a gap."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.planning.forecast import build_monthly_series
from libcollab_metrics.protection import protect
from tests.support.builders.datasets import dataset
from tests.support.builders.series import by_month, months, series


def test_month_value_is_the_average_of_counted_sessions() -> None:
    """
    month     counts       average   state
    2025-01   10, 20       15        known
    2025-02   12, –        12        known: the session without a number may differ, and is not guessed
    2025-03   –, –         –         not counted
    2025-04   (none)       –         no session
    2025-05   0, 0         0         known: nobody came
    2025-06   30           30        known
    """
    result = series([[10, 20], [12, None], [None, None], [], [0, 0], [30]])
    assert result.basis == "per-session"
    assert [(m.label[5:], m.value, m.state, m.sessions) for m in result.months] == [
        ("01", 15, "known", 2),
        ("02", 12, "known", 2),
        ("03", None, "not-counted", 2),
        ("04", None, "no-session", None),
        ("05", 0, "known", 2),
        ("06", 30, "known", 1),
    ]
    assert [month.label for month in result.known_months] == ["2025-01", "2025-02", "2025-05", "2025-06"]


def test_without_event_counts_only_complete_months_are_used() -> None:
    """
    month     rows         visits   state
    2025-01   100, 50      150      known
    2025-02   80, –        at least 80: not counted
    2025-03   0            0        known
    """
    result = series([[100, 50], [80, None], [0]], events=None)
    assert result.basis == "per-month"
    assert [(m.value, m.state) for m in result.months] == [
        (150, "known"),
        (None, "not-counted"),
        (0, "known"),
    ]


def test_lower_bound_is_not_used_as_a_value() -> None:
    result = series([[10], [12], [15]], attended_at_least=True)
    assert [month.state for month in result.months] == ["not-counted"] * 3


def test_estimates_stay_flagged() -> None:
    assert [m.is_estimated for m in series([[10], [12]], attended_is_estimate=True).months] == [True, True]


@pytest.mark.parametrize(
    ("day", "last", "unfinished"),
    [
        (date(2025, 3, 31), "2025-03", ""),
        (date(2025, 3, 30), "2025-02", "2025-03"),
        (date(2025, 9, 15), "2025-03", ""),
    ],
)
def test_unfinished_month_is_excluded(day: date, last: str, unfinished: str) -> None:
    result = series([[10], [12], [15]], as_of=day)
    assert (result.months[-1].label, result.unfinished_month) == (last, unfinished)


def test_series_begins_and_ends_with_a_held_session() -> None:
    """Cancelled sessions before, between and after are not sessions: a gap inside, nothing at the ends."""
    cancelled = [{"on": f"2025-{month:02d}-09", "status": "cancelled"} for month in (1, 4, 7)]
    data = dataset([*months([[10]], "2025-02"), *months([[12]], "2025-06"), *cancelled])
    result = build_monthly_series(by_month(data, date(2025, 12, 31)))
    assert [month.label[5:] for month in result.months] == ["02", "03", "04", "05", "06"]
    assert [month.state for month in result.months[1:4]] == ["no-session"] * 3


def test_undated_sessions_are_excluded_and_reported() -> None:
    data = dataset([{"attended": 9}, {"on": "2025-01-04", "attended": 5}])
    result = build_monthly_series(by_month(data, date(2025, 12, 31)))
    assert [(month.label, month.value) for month in result.months] == [("2025-01", 5)]
    assert result.has_undated
    assert not series([[10]]).has_undated


@pytest.mark.parametrize("sessions", [[], [{"attended": 9}], [{"attended": 9}, {"attended": 8}]])
def test_no_dated_sessions_give_an_empty_series(sessions: list[dict[str, float]]) -> None:
    result = build_monthly_series(by_month(dataset(sessions), date(2025, 12, 31)))
    assert (result.months, result.known_months) == ((), ())


def test_suppressed_month_is_a_hidden_gap() -> None:
    """Three visits in a month are below the threshold of five and may not be released."""
    data = dataset(months([[20], [3], [25], [30]]))
    (public,) = protect([by_month(data, date(2025, 12, 31))], data.settings)
    result = build_monthly_series(public)
    assert result.months[1].value is None
    assert result.months[1].state == "hidden"
