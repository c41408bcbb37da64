"""The assumptions of a plan and the outcomes that follow from them, calculated by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.planning.assumptions import (
    ASSUMPTIONS,
    PLAN_METRICS,
    Assumption,
    Assumptions,
    apply_typed_values,
    measure_assumptions,
)
from libcollab_metrics.planning.forecast import build_monthly_series, forecast_series
from libcollab_metrics.planning.what_if import OUTCOMES, compute_outcomes
from tests.support.builders.datasets import dataset
from tests.support.builders.series import by_month, months

CASH = {"kind": "cash", "status": "spent", "from_party": "project", "to_party": "shop"}
STAFF = {"kind": "staff_hours", "from_party": "library", "to_party": "project", "status": "spent"}
DAY = date(2026, 12, 31)


def assumed(data: Dataset) -> Assumptions:
    series = build_monthly_series(by_month(data, DAY))
    figures = evaluate(data, metrics=PLAN_METRICS, as_of=DAY)
    return measure_assumptions(figures, series, forecast_series(series), data.settings)


def typed_assumptions(**numbers: float | None) -> Assumptions:
    """Assumptions typed one by one; the others are unknown."""
    unknown = {name: Assumption(name, unit, reason="not-typed") for name, unit in ASSUMPTIONS.items()}
    return apply_typed_values(unknown, {name: value for name, value in numbers.items() if value is not None})


def value(assumptions: Assumptions, outcome: str) -> Any:
    return compute_outcomes(assumptions)[outcome].value


def test_every_assumption_states_its_source() -> None:
    """
    2025-01   10, 20 (2 staff hours, –)    2025-02   –    2025-03   30 (4 staff hours; 60 seats)
    4 sessions in 3 months; 60 visits in 3 counted sessions; 6 staff hours in the 2 sessions that record them;
    cash 800 in 4
    """
    sessions = months([[10, 20], [None], [30]])
    sessions[0]["staff_hours"], sessions[3]["staff_hours"], sessions[3]["capacity"] = 2, 4, 60
    settings = {"staff": 2, "staff_hours_per_month": 320}
    result = assumed(dataset(sessions, ledger=[CASH | {"value": 800}], settings=settings))
    shown = {name: (a.value, a.source, a.n, a.counted_unit) for name, a in result.items()}
    assert shown == {
        "sessions_per_month": (pytest.approx(4 / 3), "measured", 3, "months"),
        "months": (6, "chosen", None, ""),
        "visits_per_session": (20, "measured", 3, "sessions"),
        "seats_per_session": (60, "measured", 1, "sessions"),
        "staff_hours_per_session": (3, "measured", 2, "sessions"),
        "staff_hours_per_month": (320, "setting", None, ""),
        "volunteer_hours_per_session": (None, "unknown", None, ""),
        "cash_per_session": (200, "measured", 4, "sessions"),
        "money": (None, "unknown", None, ""),
    }
    assert list(result) == list(ASSUMPTIONS)


def test_eight_months_of_visits_give_a_forecast_with_interval() -> None:
    result = assumed(dataset(months([[10], [12], [11], [13], [12], [11], [10], [12]])))["visits_per_session"]
    assert (result.source, result.n, result.counted_unit) == ("forecast", 8, "months")
    assert result.low is not None
    assert result.value is not None
    assert result.high is not None
    assert 8 < result.low < result.value < result.high < 16


@pytest.mark.parametrize(
    ("name", "sessions", "reason"),
    [
        ("sessions_per_month", [], "no-dates"),
        ("sessions_per_month", [{"on": "2025-01-04", "attended": 9, "events": None}], "no-field"),
        ("visits_per_session", [{"on": "2025-01-04"}], "no-counts"),
        ("staff_hours_per_session", [{"on": "2025-01-04"}], "no-field"),
        ("staff_hours_per_month", [], "no-setting"),
        ("cash_per_session", [{"on": "2025-01-04"}], "no-cost"),
        ("money", [], "not-typed"),
    ],
)
def test_unknown_assumption_has_a_reason(name: str, sessions: list[dict[str, Any]], reason: str) -> None:
    result = assumed(dataset(sessions))[name]
    assert (result.value, result.source, result.reason) == (None, "unknown", reason)


def test_ledger_hours_determine_hours_per_session() -> None:
    """2 + 4 hours at two of three sessions are 3 each; 12 in the ledger override them: 4 at each of three."""
    sessions = [
        {"on": "2025-01-04", "staff_hours": 2},
        {"on": "2025-02-04", "staff_hours": 4},
        {"on": "2025-03-04"},
    ]
    silent = [{"on": "2025-01-04"}, {"on": "2025-02-04"}, {"on": "2025-03-04"}]
    ledger = [STAFF | {"quantity": 12}]
    assert assumed(dataset(sessions))["staff_hours_per_session"].value == 3
    assert assumed(dataset(sessions, ledger=ledger))["staff_hours_per_session"].value == 4
    assert assumed(dataset(silent, ledger=ledger))["staff_hours_per_session"].value == 4
    partners = [STAFF | {"quantity": 12, "from_party": "School"}]
    assert assumed(dataset(silent, ledger=partners))["staff_hours_per_session"].value is None
    assert assumed(dataset(sessions, ledger=partners))["staff_hours_per_session"].value == 3
    unsaid = [STAFF | {"quantity": 12}, STAFF | {"value": 90}]
    assert assumed(dataset(silent, ledger=unsaid))["staff_hours_per_session"].value is None


def test_incomplete_cost_is_at_least_per_session() -> None:
    ledger = [CASH | {"value": 800}, CASH | {"value": None}]
    result = assumed(dataset([{"on": "2025-01-04"}], ledger=ledger))["cash_per_session"]
    assert (result.value, result.certainty) == (800, "at_least")


def test_outcomes_follow_from_the_assumptions() -> None:
    """4 sessions a month for 6 months, each with 20 visits, 25 seats, 3 staff and 1 volunteer hours.

    A session costs 150; staff have 100 hours a month; the money is 5,000.

    sessions 24 · visits 480 · people 20 to 480 · seats 20 ÷ 25 · staff hours 72 of 600 · at most ⌊100 ÷ 3⌋
    sessions a month · volunteer hours 24 · cash 3,600 · 7.50 a visit · 1,400 remaining · ⌊5,000 ÷ 150⌋ = 33
    sessions in all
    """
    result = compute_outcomes(
        typed_assumptions(
            sessions_per_month=4,
            months=6,
            visits_per_session=20,
            seats_per_session=25,
            staff_hours_per_session=3,
            staff_hours_per_month=100,
            volunteer_hours_per_session=1,
            cash_per_session=150,
            money=5000,
        )
    )
    assert {name: outcome.value.value for name, outcome in result.items()} == {
        "sessions": 24,
        "visits": 480,
        "people": None,
        "seats_filled": 0.8,
        "staff_hours": 72,
        "staff_share": 0.12,
        "most_sessions_by_hours": 33,
        "volunteer_hours": 24,
        "cash": 3600,
        "cash_per_visit": 7.5,
        "money_left": 1400,
        "most_sessions_by_money": 33,
    }
    assert (result["people"].value.low, result["people"].value.high) == (20, 480)
    assert list(result) == list(OUTCOMES)


def test_visit_interval_carries_over_to_dependent_outcomes() -> None:
    """20 visits a session, 16 to 25, in 10 sessions; 30 seats; 100 of money a session."""
    known = typed_assumptions(
        sessions_per_month=5, months=2, visits_per_session=20, seats_per_session=30, cash_per_session=100
    )
    visits = Assumption("visits_per_session", "visits", 20, "forecast", 16, 25, 12, "months")
    result = compute_outcomes({**known, "visits_per_session": visits})
    ends = {
        name: (result[name].value.low, result[name].value.high)
        for name in ("visits", "people", "cash_per_visit")
    }
    assert ends == {"visits": (160, 250), "people": (16, 250), "cash_per_visit": (4, 6.25)}
    assert result["seats_filled"].value.high == pytest.approx(25 / 30)
    assert (result["cash"].value.low, result["cash"].value.high) == (1000, 1000)


def test_typed_value_replaces_measured_value_and_interval() -> None:
    data = dataset(months([[10], [12], [11], [13], [12], [11], [10], [12]]))
    before = assumed(data)
    after = apply_typed_values(before, {"visits_per_session": 30})
    changed = after["visits_per_session"]
    assert (changed.value, changed.source, changed.low, changed.high, changed.n) == (
        30,
        "typed",
        None,
        None,
        None,
    )
    assert value(after, "visits").value == 6 * 30
    assert before["visits_per_session"].source == "forecast"


@pytest.mark.parametrize(
    ("lacking", "outcome", "what"),
    [
        ({"visits_per_session": 20}, "visits", "sessions_per_month"),
        ({"sessions_per_month": 4, "months": 6}, "staff_hours", "staff_hours_per_session"),
        ({"sessions_per_month": 4, "months": 6}, "cash", "cash_per_session"),
        ({"sessions_per_month": 4, "months": 6}, "people", "visits_per_session"),
        ({"sessions_per_month": 4, "staff_hours_per_session": 3}, "staff_share", "staff_hours_per_month"),
        ({"sessions_per_month": 4, "months": 6, "cash_per_session": 9}, "money_left", "money"),
    ],
)
def test_outcome_without_an_assumption_names_it(lacking: dict[str, float], outcome: str, what: str) -> None:
    result = value(typed_assumptions(**lacking), outcome)
    assert (result.value, result.reason, dict(result.reason_values)) == (
        None,
        "unknown-assumption",
        {"what": what},
    )


def test_free_session_costs_nothing_and_has_no_maximum() -> None:
    free = typed_assumptions(
        sessions_per_month=4,
        months=6,
        staff_hours_per_session=0,
        staff_hours_per_month=100,
        cash_per_session=0,
    )
    assert value(free, "staff_hours").value == 0
    assert value(free, "cash").value == 0
    assert value(free, "most_sessions_by_hours").reason == "zero-base"


def test_zero_sessions_bring_zero_visits() -> None:
    none = typed_assumptions(sessions_per_month=0, months=6, visits_per_session=20, staff_hours_per_session=2)
    assert value(none, "visits").value == 0
    assert (value(none, "people").low, value(none, "people").high) == (0, 0)
    assert value(none, "staff_hours").value == 0


def test_cost_lower_bound_is_reversed_when_subtracted() -> None:
    floor = Assumption(
        "cash_per_session", "money", 100, "measured", n=4, counted_unit="sessions", certainty="at_least"
    )
    known = {
        **typed_assumptions(sessions_per_month=2, months=5, visits_per_session=20, money=1500),
        "cash_per_session": floor,
    }
    certainties = {
        name: (value(known, name).value, value(known, name).certainty)
        for name in ("cash", "cash_per_visit", "money_left", "most_sessions_by_money")
    }
    assert certainties == {
        "cash": (1000, "at_least"),
        "cash_per_visit": (5, "at_least"),
        "money_left": (500, "at_most"),
        "most_sessions_by_money": (15, "at_most"),
    }
    both = {
        **known,
        "visits_per_session": Assumption("visits_per_session", "visits", 20, certainty="at_least"),
    }
    assert value(both, "cash_per_visit").reason == "both-partial"


def test_more_sessions_never_reduce_hours_or_visits() -> None:
    known = {"months": 6, "visits_per_session": 20, "staff_hours_per_session": 3, "cash_per_session": 7}
    for outcome in ("sessions", "visits", "staff_hours", "cash"):
        numbers = [
            value(typed_assumptions(sessions_per_month=n, **known), outcome).value for n in (0, 1, 2.5, 4)
        ]
        assert numbers == sorted(numbers)
        assert len(set(numbers)) == 4
