"""The next term in whole sessions: every number follows from them, and variants stay within bounds."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from libcollab_metrics.planning import (
    ASSUMPTIONS,
    Assumption,
    Assumptions,
    Month,
    Series,
    most_sessions,
    plan_sessions,
    total,
    variant_sessions,
)


def assumed(**known: Any) -> Assumptions:
    """3.7 sessions a month with 22.5 people (20 to 25), 2.5 staff hours and 290 in cash each."""
    values: dict[str, Any] = {
        "sessions_per_month": 3.7,
        "visits_per_session": 22.5,
        "staff_hours_per_session": 2.5,
        "cash_per_session": 290.0,
        **known,
    }
    found = {name: Assumption(name, unit, values.get(name), "measured") for name, unit in ASSUMPTIONS.items()}
    if values["visits_per_session"] is not None:
        found["visits_per_session"] = Assumption(
            "visits_per_session", "visits", values["visits_per_session"], "forecast", 20.0, 25.0, 18, "months"
        )
    return MappingProxyType(found)


def test_every_number_follows_from_whole_sessions() -> None:
    """3.7 × 6 = 22.2, so 22 sessions: 495 visits (440 to 550), 55 hours, 6,380 in cash."""
    plan = plan_sessions("Story hour", assumed())
    assert plan is not None
    assert plan.sessions == 22
    assert plan.visits == pytest.approx(495)
    assert (plan.low, plan.high) == (pytest.approx(440), pytest.approx(550))
    assert plan.staff_hours == pytest.approx(55)
    assert plan.cash == pytest.approx(6380)


def test_unknown_assumption_leaves_its_number_unknown() -> None:
    plan = plan_sessions("Story hour", assumed(cash_per_session=None))
    assert plan is not None
    assert (plan.cash, plan.visits is None) == (None, False)


def test_plan_without_forecast_has_no_range() -> None:
    measured = dict(assumed())
    measured["visits_per_session"] = Assumption("visits_per_session", "visits", 20.0, "measured")
    plan = plan_sessions("Story hour", measured)
    assert plan is not None
    assert (plan.visits, plan.low, plan.high) == (pytest.approx(440), None, None)


def test_unknown_pace_gives_no_plan() -> None:
    assert plan_sessions("Story hour", assumed(sessions_per_month=None)) is None


def test_variants_follow_from_the_planned_sessions() -> None:
    """22 sessions at 93% are 23.7 planned: 24 without cancellations, 20 at 83%, 28 with one more a month."""
    plan = plan_sessions("Story hour", assumed())
    assert plan is not None
    assert variant_sessions(plan, 67 / 72, 20 / 24, 24) == {"season": 20, "all": 24, "more": 28}


def test_better_season_is_no_variant() -> None:
    plan = plan_sessions("Story hour", assumed())
    assert plan is not None
    assert "season" not in variant_sessions(plan, 0.9, 1.0, 24)


def test_no_variant_goes_beyond_one_and_a_half_times() -> None:
    plan = plan_sessions("Story hour", assumed())
    assert plan is not None
    assert variant_sessions(plan, 67 / 72, None, 28 / 1.5) == {"all": 24, "more": 28}
    assert variant_sessions(plan, 67 / 72, None, 27 / 1.5) == {"all": 24}


def test_most_sessions_are_those_of_consecutive_months() -> None:
    months = [Month(f"2026-0{n}", None, held, "not-counted") for n, held in enumerate([5, 1, 4, None, 9], 1)]
    assert most_sessions(Series("per-session", tuple(months)), 2) == 9
    assert most_sessions(Series("per-session", tuple(months)), 3) == 13
    assert most_sessions(Series("per-session", ())) == 0


def test_sum_says_whether_every_number_is_known() -> None:
    known, unknown = (plan_sessions("A", assumed(cash_per_session=cash)) for cash in (100.0, None))
    assert known is not None
    assert unknown is not None
    assert total([known, unknown], "cash") == (pytest.approx(2200), False)
    assert total([unknown], "cash") is None
