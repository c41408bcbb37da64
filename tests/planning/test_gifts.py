"""What a gift buys: whole sessions and their visits with the forecast interval; nothing if unknown."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.planning import ASSUMPTIONS, Assumption, Assumptions, compute_funded_sessions


def assumed(cash: dict[str, Any] | None, visits: dict[str, Any] | None) -> Assumptions:
    """A program of which at most the cash and the visits per session are known."""
    known: dict[str, Assumption] = {
        name: Assumption(name, unit, reason="x") for name, unit in ASSUMPTIONS.items()
    }
    for name, fields in (("cash_per_session", cash), ("visits_per_session", visits)):
        if fields is not None:
            known[name] = Assumption(name, ASSUMPTIONS[name], source="measured", **fields)
    return known


FORECAST = {"value": 21, "low": 19, "high": 24}


def test_amount_buys_whole_sessions_and_their_visits() -> None:
    """5,000 at 400 a session: 12 sessions (4,800), 12 × 21 = 252 visits, 228 to 288."""
    bought = compute_funded_sessions(assumed({"value": 400}, FORECAST), 5000)
    assert (bought.sessions.value, bought.sessions.certainty) == (12, "exact")
    assert (bought.visits.value, bought.visits.low, bought.visits.high) == (252, 228, 288)


def test_exact_cost_buys_one_session_and_less_buys_none() -> None:
    enough, short = (
        compute_funded_sessions(assumed({"value": 400}, FORECAST), amount) for amount in (400, 399.99)
    )
    assert (enough.sessions.value, enough.visits.value) == (1, 21)
    assert (short.sessions.value, short.visits.value) == (0, 0)


def test_cost_lower_bound_gives_at_most() -> None:
    bought = compute_funded_sessions(assumed({"value": 400, "certainty": "at_least"}, FORECAST), 5000)
    assert (bought.sessions.value, bought.sessions.certainty) == (12, "at_most")
    assert (bought.visits.value, bought.visits.certainty) == (252, "at_most")


def test_opposite_bounds_leave_visits_unknown() -> None:
    leaning = compute_funded_sessions(
        assumed({"value": 400, "certainty": "at_least"}, {"value": 21, "certainty": "at_least"}), 5000
    )
    assert leaning.sessions.value == 12
    assert (leaning.visits.value, leaning.visits.reason) == (None, "both-partial")


@pytest.mark.parametrize(("cash", "reason"), [(None, "unknown-assumption"), ({"value": 0}, "zero-base")])
def test_unknown_cost_gives_no_sessions(cash: dict[str, Any] | None, reason: str) -> None:
    bought = compute_funded_sessions(assumed(cash, FORECAST), 5000)
    assert (bought.sessions.value, bought.sessions.reason) == (None, reason)
    assert bought.visits.value is None


def test_sessions_are_known_when_visits_are_not() -> None:
    bought = compute_funded_sessions(assumed({"value": 400}, None), 5000)
    assert (bought.sessions.value, bought.visits.value, bought.visits.reason) == (
        12,
        None,
        "unknown-assumption",
    )
