"""A period next to the one before it or a year earlier: the reasons against it, and what may be said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.errors import UnknownNameError
from libcollab_metrics.metrics import Change, Comparison, compare
from libcollab_metrics.metrics.comparison import shift_scope
from libcollab_metrics.model import Scope
from tests.support.builders.datasets import dataset

AS_OF = date(2026, 6, 30)
SPRING = Scope(start=date(2026, 1, 1), end=date(2026, 3, 31))
TOTALS = ("attendance_total", "attendance_per_session", "sessions_held")


def sessions(year: int, *counts: int | None, months: tuple[int, ...] = (1, 2, 3)) -> list[dict[str, Any]]:
    """Two sessions a month, on the 7th and 14th, with these numbers in turn."""
    days = [f"{year}-{month:02d}-{day:02d}" for month in months for day in (7, 14)]
    return [{"on": day, "attended": count} for day, count in zip(days, counts, strict=True)]


def compared(rows: list[dict[str, Any]], scope: Scope = SPRING, **options: Any) -> Comparison:
    return compare(dataset(rows), metrics=TOTALS, scope=scope, as_of=AS_OF, **options)


def change(comparison: Comparison, metric: str) -> Change:
    return next(change for change in comparison.changes if change.now.metric == metric)


def test_spring_is_compared_with_the_spring_before() -> None:
    """60 visits in six sessions, then 90: half as many again, 10 and 15 a session."""
    found = compared(sessions(2025, *[10] * 6) + sessions(2026, *[15] * 6))
    assert (found.against, found.reason) == ("last-year", "")
    assert found.scope == Scope(start=date(2025, 1, 1), end=date(2025, 3, 31))
    total, mean = change(found, "attendance_total"), change(found, "attendance_per_session")
    assert (total.difference, total.relative, total.direction, total.is_fair) == (30, 0.5, "up", True)
    assert (mean.difference, mean.direction, mean.is_fair) == (5, "up", True)
    assert change(found, "sessions_held").direction == "steady"


def test_quarter_before_is_used_where_the_year_before_is_missing() -> None:
    rows = sessions(2025, *[10] * 6, months=(10, 11, 12)) + sessions(2026, *[10, 10, 10, 10, 10, 11])
    found = compared(rows)
    assert (found.against, found.reason, found.scope and found.scope.start) == (
        "previous",
        "",
        date(2025, 10, 1),
    )
    assert change(found, "attendance_total").direction == "steady"  # 60 and 61: under 5%
    assert compared(rows, against="last-year").reason == "not-recorded"


@pytest.mark.parametrize(
    ("rows", "scope", "by", "reason"),
    [
        (sessions(2025, *[9] * 6) + sessions(2026, *[9] * 6), Scope(start=date(2026, 1, 1)), "", "no-period"),
        (sessions(2025, *[9] * 6) + sessions(2026, *[9] * 6), SPRING, "month", "by-period"),
        (sessions(2026, *[9] * 6), SPRING, "", "few-months"),
        (sessions(2025, 9, 9, 9, None, None, None) + sessions(2026, *[9] * 6), SPRING, "", "not-recorded"),
        (sessions(2025, *[9] * 4, months=(1, 2)) + sessions(2026, *[9] * 6), SPRING, "", "few-sessions"),
        (
            sessions(2025, *[9] * 6, months=(1, 2, 12)) + sessions(2026, *[9] * 6),
            SPRING,
            "",
            "few-sessions",
        ),
        (
            sessions(2025, *[9] * 8, months=(1, 1, 2, 2)) + sessions(2026, *[9] * 6),
            SPRING,
            "",
            "other-months",
        ),
    ],
)
def test_periods_that_cannot_be_compared_say_why(
    rows: list[dict[str, Any]], scope: Scope, by: str, reason: str
) -> None:
    found = compared(rows, scope, by=by, against="last-year")
    assert (found.reason, found.changes) == (reason, ())


def test_totals_recorded_differently_are_not_judged() -> None:
    """60 of 6 sessions, then 75 of 5 of 6: scaled up 90, so more in any case, but no fair total."""
    found = compared(sessions(2025, *[10] * 6) + sessions(2026, *[15] * 5, None))
    total, mean = change(found, "attendance_total"), change(found, "attendance_per_session")
    assert (total.direction, total.is_fair, total.holds) == ("up", False, True)
    assert (mean.direction, mean.is_fair) == ("up", True)
    fewer = compared(sessions(2025, *[10] * 6) + sessions(2026, *[11] * 5, None))
    assert (change(fewer, "attendance_total").difference, change(fewer, "attendance_total").holds) == (
        -5,
        False,
    )


def test_share_of_a_population_is_judged_as_a_total() -> None:
    """Visits per 1,000 grow with what was recorded, as their total does; an average does not."""
    rows = sessions(2025, *[10] * 6) + sessions(2026, *[15] * 5, None)
    found = compare(
        dataset(rows, settings={"population": 1000}),
        metrics=("attendance_per_1000", "attendance_per_session"),
        scope=SPRING,
        as_of=AS_OF,
    )
    assert [(c.now.metric, c.is_fair) for c in found.changes] == [
        ("attendance_per_1000", False),
        ("attendance_per_session", True),
    ]


def test_periods_of_equal_length_are_before_this_one() -> None:
    week = Scope(start=date(2026, 3, 9), end=date(2026, 3, 15))
    assert shift_scope(week, "previous") == Scope(start=date(2026, 3, 2), end=date(2026, 3, 8))
    february = Scope(start=date(2024, 2, 1), end=date(2024, 2, 29))
    assert shift_scope(february, "previous") == Scope(start=date(2024, 1, 1), end=date(2024, 1, 31))
    assert shift_scope(february, "last-year") == Scope(start=date(2023, 2, 1), end=date(2023, 2, 28))


def test_unknown_period_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        compared(sessions(2026, *[9] * 6), against="yesterday")
