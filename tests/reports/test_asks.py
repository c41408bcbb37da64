"""The request: a year at the usual pace at its measured cost, less what is in hand, and what amounts buy."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.model import Scope
from libcollab_metrics.reports import collect_report_data
from libcollab_metrics.reports.asks import NextYear, PlannedProgram, amounts_beyond, buy, plan_next_year
from libcollab_metrics.reports.document_options import Tier
from tests.reports.conftest import DAY, MADE
from tests.support.builders.gift_library import PAID, gift_library


def plan(*more: list[Any], **changes: Any) -> NextYear:
    made = plan_next_year(collect_report_data(gift_library(*more, **changes), Scope(), DAY, MADE))
    assert made is not None
    return made


def test_year_at_the_usual_pace_costs_what_sessions_cost() -> None:
    """Story hour: 12 sessions in six months cost 2,100; a year has 24 at 175. Book club: 12 at 700 ÷ 6."""
    made = {p.program: p for p in plan().programs}
    assert (made["Story hour"].sessions, made["Book club"].sessions) == (24, 12)
    assert made["Story hour"].cost_per_session == pytest.approx(175)
    assert plan().cost == pytest.approx(24 * 175 + 12 * 700 / 6)


def test_request_is_cost_less_money_in_hand_rounded_up() -> None:
    """5,600 less the 2,000 that Story hour has in hand are 3,600, a whole hundred."""
    assert plan().in_hand == pytest.approx(2000)
    assert plan().request == 3600


UNPRICED = ["Story hour", "2026-03-03", "project", "Bookshop", "cash", "", "spent"]
UNPRICED_GIFT = ["Story hour", "2026-03-03", "Rotary Club", "project", "cash", "", "received"]


def test_request_on_an_open_cost_is_a_floor_rounded_down() -> None:
    """An expense has no amount: at least 5,600 less at most 2,000 are missing, without amounts to choose."""
    made = plan(UNPRICED)
    assert (made.request, made.is_floor) == (3600, True)
    assert (made.smallest, made.larger) == (None, None)
    priced = ["Story hour", "2026-02-04", "project", "Bookshop", "cash", 50, "spent"]
    assert plan(priced).request == 3800  # 24 × 2,150 ÷ 12 + 1,400 − 1,950 are 3,750
    assert plan(UNPRICED, priced).request == 3700


def test_no_amount_is_requested_with_a_gift_of_unknown_size() -> None:
    assert plan(UNPRICED_GIFT).request is None


def test_open_cost_never_says_that_enough_is_in_hand() -> None:
    rich = [
        ["Story hour", "2026-01-02", "Hope Foundation", "project", "cash", 90_000, "received"],
        *PAID[2:4],
    ]
    assert plan(paid=[*rich, UNPRICED]).request is None
    assert plan(paid=[*rich, UNPRICED_GIFT]).request == 0


def test_nothing_is_requested_when_enough_is_in_hand() -> None:
    rich = [
        ["Story hour", "2026-01-02", "Hope Foundation", "project", "cash", 90_000, "received"],
        *PAID[2:4],
    ]
    assert plan(paid=rich).request == 0


def test_amount_buys_whole_sessions_and_visits_rounded_down() -> None:
    """1,000 at 175 are five sessions; five times 20.9 visits are 104, printed as 100."""
    bought = buy(1000, 1000, PlannedProgram("Story hour", 24, 175, 20.9))
    assert bought is not None
    assert (bought.sessions, bought.visits) == (5, 100)


def test_amount_beyond_what_was_ever_held_buys_nothing() -> None:
    program = PlannedProgram("Story hour", 24, 175, 20)
    assert buy(36 * 175, 36 * 175, program) is not None
    assert buy(37 * 175, 37 * 175, program) is None
    assert buy(100, 100, program) is None


def test_amounts_far_above_the_measured_cost_are_returned() -> None:
    made = plan()
    within, beyond = Tier("Friend", 1.5 * made.cost), Tier("Patron", 1.5 * made.cost + 1)
    assert amounts_beyond(made, (within, beyond)) == (beyond,)


def test_program_that_delivers_books_is_not_planned_by_sessions() -> None:
    deliveries = [
        ["Program *", "Lot *", "Site", "Unit", "Received", "In readers' hands"],
        ["Book club", "A", "Main", "books", 40, 30],
    ]
    assert [p.program for p in plan(Deliveries=deliveries).programs] == ["Story hour"]


def test_one_program_has_one_amount() -> None:
    made = plan(held=[["Story hour", f"2026-{month:02}-05", "yes", "yes", 20] for month in range(1, 7)])
    assert made.smallest is None
    assert made.larger is None


def test_unknown_cost_gives_no_plan() -> None:
    data = collect_report_data(gift_library(paid=[]), Scope(), DAY, MADE)
    assert plan_next_year(data) is None
