"""Costs, funds and contributions: summed by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.builders.datasets import by_group, dataset, value, values

LISTED = {"roster": "complete"}


def spent(amount: float | None, **more: Any) -> dict[str, Any]:
    """Cash the project spent at a shop."""
    return {
        "kind": "cash",
        "status": "spent",
        "from_party": "project",
        "to_party": "shop",
        "value": amount,
    } | more


def got(amount: float | None, giver: str | None = "Hope", **more: Any) -> dict[str, Any]:
    """Cash the project received."""
    return {
        "kind": "cash",
        "status": "received",
        "from_party": giver,
        "to_party": "project",
        "value": amount,
    } | more


def gift(amount: float | None, giver: str | None = "Hope", **more: Any) -> dict[str, Any]:
    """Goods given to the project."""
    return {
        "kind": "in_kind",
        "status": "received",
        "from_party": giver,
        "to_party": "project",
        "value": amount,
    } | more


def benefit(amount: float | None, taker: str | None = "Hope", **more: Any) -> dict[str, Any]:
    """Promotion the library gave a partner."""
    known = {"kind": "promotion", "status": "received", "from_party": "library", "to_party": taker}
    return known | {"value": amount} | more


def test_received_pledged_or_unclear_money_is_not_a_cost() -> None:
    """
    kind  from     to       value   status     cash cost   clear bearer
    cash  Hope     project  15,000  received   –           yes
    cash  Hope     project   2,000  pledged    –           yes
    cash  Hope     project   5,000  unclear    –           no
    cash  project  shop      9,000  spent      9,000       yes
    vol.  Ana      project  40 hours           no cash at all
    """
    hours = {
        "kind": "volunteer_hours",
        "status": "received",
        "from_party": "Ana",
        "to_party": "project",
        "quantity": 40,
    }
    ledger = [got(15000), got(2000, status="pledged"), got(5000, status="unclear"), spent(9000), hours]
    data = dataset(ledger=ledger)
    assert value(data, "cost_cash").value == 9000
    clarity = value(data, "fund_clarity")
    assert (clarity.value, clarity.numerator, clarity.denominator) == (0.75, 3, 4)
    coverage = value(data, "cost_coverage")
    assert (coverage.value, coverage.numerator, coverage.denominator) == (0.5, 1, 2)
    rated = dataset(ledger=ledger, settings={"volunteer_rate": {"rate": 75}})
    assert value(rated, "cost_coverage").value == 1
    assert value(rated, "cost_cash").value == 9000


def test_payment_without_giver_or_status_is_unclear() -> None:
    assert value(dataset(ledger=[got(100, None), spent(100)]), "fund_clarity").value == 0.5
    assert value(dataset(ledger=[got(100, status=None), spent(100)]), "fund_clarity").value == 0.5


def test_group_without_cost_rows_is_a_gap_not_zero() -> None:
    data = dataset([{"p": "A", "attended": 10}, {"p": "B", "attended": 10}], ledger=[spent(500, p="A")])
    result = values(data, "cost_cash", by="program")
    assert by_group(result, "program") == {"A": 500, "B": None}
    assert [v.reason for v in result] == [None, "no-cost"]
    per_visit = values(data, "cost_per_attendance", by="program")
    assert by_group(per_visit, "program") == {"A": 50, "B": None}


def test_zero_cost_row_is_zero_and_unpriced_row_is_unknown() -> None:
    free = value(dataset(ledger=[spent(0)]), "cost_cash")
    assert (free.value, free.reason, free.certainty) == (0, None, "exact")
    unpriced = value(dataset(ledger=[spent(None)]), "cost_cash")
    assert (unpriced.value, unpriced.reason) == (None, "no-cost")
    partly = value(dataset(ledger=[spent(None), spent(300)]), "cost_cash")
    assert (partly.value, partly.certainty, partly.high, partly.coverage) == (300, "at_least", None, 0.5)


def test_value_is_quantity_times_unit_value_unless_typed() -> None:
    rows = [spent(None, quantity=3, unit_value=12.5), spent(40, quantity=3, unit_value=12.5)]
    assert value(dataset(ledger=rows), "cost_cash").value == 77.5


def test_money_adds_up_exactly() -> None:
    """0.1 + 0.2 + 0.3 is 0.6, although adding floats in that order gives 0.6000000000000001."""
    assert value(dataset(ledger=[spent(0.1), spent(0.2), spent(0.3)]), "cost_cash").value == 0.6


@pytest.mark.parametrize(
    ("others", "cost"),
    [
        ([], 700),
        ([spent(200)], 200),
        ([spent(200, p="Another")], 900),
        ([spent(None)], None),
        ([got(200)], 700),
    ],
    ids=[
        "alone",
        "beside an outlay",
        "outlay of another program",
        "beside an unpriced outlay",
        "beside a receipt",
    ],
)
def test_cash_spent_into_project_counts_only_without_other_outlays(
    others: list[dict[str, Any]], cost: float | None
) -> None:
    data = dataset(ledger=[got(700, status="spent"), *others])
    assert value(data, "cost_cash").value == cost


def test_cash_spent_by_a_sponsor_is_cost_and_contribution() -> None:
    """Hope pays the shop 12,000 itself and receives promotion of 4,000: cost 12,000, balance +0.50."""
    data = dataset(ledger=[spent(12000, from_party="Hope"), benefit(4000)])
    assert value(data, "cost_cash").value == 12000
    assert value(data, "give_take_balance").value == 0.5


def test_payments_dated_later_are_excluded() -> None:
    data = dataset(ledger=[spent(100, on="2026-06-30"), spent(900, on="2026-07-01"), spent(5)])
    assert value(data, "cost_cash").value == 105
    assert by_group(values(data, "cost_cash", by="month"), "month") == {"2026-06": 100, None: 5}


CERTAINTIES = [
    # ledger_complete, further ledger rows, attended of two sessions → certainty, note
    pytest.param("yes", [], (300, 100), "exact", "", id="both complete"),
    pytest.param("yes", [], (400, None), "at_most", "", id="uncounted visits would lower it"),
    pytest.param("no", [], (300, 100), "at_least", "recorded-cost", id="said to be incomplete"),
    pytest.param("no", [], (400, None), None, "", id="both incomplete"),
    pytest.param("yes", [spent(None)], (300, 100), "at_least", "recorded-cost", id="an unpriced outlay"),
    pytest.param("yes", [spent(None)], (400, None), None, "", id="an unpriced outlay and a gap"),
    pytest.param(
        "yes", [got(1, status="unclear")], (300, 100), "at_least", "recorded-cost", id="unclear money"
    ),
    pytest.param(None, [], (300, 100), "exact", "recorded-cost", id="not said, all counted"),
    pytest.param(None, [], (400, None), "at_most", "recorded-cost", id="not said, and a gap"),
]


@pytest.mark.parametrize(("complete", "more", "attended", "certainty", "note"), CERTAINTIES)
def test_cost_per_visit_states_its_certainty(
    complete: str | None,
    more: list[dict[str, Any]],
    attended: tuple[float | None, ...],
    certainty: str,
    note: str,
) -> None:
    """12,000 ÷ 400 = 30.00 in every case; only what may be missing differs."""
    data = dataset(
        [{"attended": n} for n in attended],
        ledger=[spent(12000), *more],
        programs=[{"name": "Story hour", "ledger_complete": complete}],
    )
    result = value(data, "cost_per_attendance")
    if certainty is None:
        assert (result.value, result.reason, result.groups) == (None, "both-partial", {"level": "cash"})
        return
    assert (result.value, result.certainty, result.note, result.groups) == (
        30,
        certainty,
        note,
        {"level": "cash"},
    )
    assert result.low == (None if certainty == "at_most" else 30)
    assert result.high == (None if certainty == "at_least" else 30)


def test_cost_per_visit_is_at_most_when_sessions_are_uncounted() -> None:
    """12,000 ÷ 400 visits at 4 of 5 sessions: at most 30.00."""
    data = dataset(
        [{"attended": 100}] * 4 + [{}],
        ledger=[spent(12000)],
        programs=[{"name": "Story hour", "ledger_complete": "yes"}],
    )
    result = value(data, "cost_per_attendance")
    assert (result.value, result.certainty, result.coverage, result.high) == (30, "at_most", 0.8, 30)


def test_ledger_complete_setting_applies_without_program_values() -> None:
    data = dataset([{"attended": 10}], ledger=[spent(100)], settings={"ledger_complete": "yes"})
    assert (value(data, "cost_cash").note, value(data, "cost_per_attendance").note) == ("", "")


def test_portfolio_cost_uses_programs_with_both_and_names_others() -> None:
    """
    program  cost    visits
    A        1,000      40     1,000 ÷ 40 = 25
    B            –     160     excluded (1,000 ÷ 200 = 5 would make B free)
    C        9,000       –     excluded
    """
    data = dataset(
        [{"p": "A", "attended": 40}, {"p": "B", "attended": 160}, {"p": "C"}],
        ledger=[spent(1000, p="A"), spent(9000, p="C")],
    )
    result = value(data, "cost_per_attendance")
    assert (result.value, result.numerator, result.denominator, result.left_out) == (25, 1000, 40, ("B", "C"))


def test_cost_and_visits_of_different_programs_are_not_divided() -> None:
    data = dataset([{"p": "A", "attended": 40}], ledger=[spent(1000, p="B")])
    assert value(data, "cost_per_attendance").reason == "no-counts"
    assert value(data, "cost_per_participant").reason == "no-people"
    assert value(dataset([{"attended": 40}]), "cost_per_attendance").reason == "no-cost"


def test_cost_per_zero_visits_is_undefined() -> None:
    data = dataset([{"attended": 0}], ledger=[spent(1000)])
    assert (value(data, "cost_per_attendance").value, value(data, "cost_per_attendance").reason) == (
        None,
        "zero-base",
    )


def test_sessions_and_costs_are_not_multiplied_by_joins() -> None:
    """3 sessions × 2 ledger rows: cost 300, not 900; visits 30, not 60."""
    data = dataset([{"attended": 10}] * 3, ledger=[spent(100), spent(200)])
    result = value(data, "cost_per_attendance")
    assert (result.numerator, result.denominator) == (300, 30)


def test_cost_per_person_recounts_people_over_included_programs() -> None:
    """
    program  cost     people
    A        9,000    k0 … k59
    B        3,000    k50 … k83    12,000 ÷ 84 different people = 142.86, not ÷ 94
    C            –    k84 … k99    excluded with its people
    """
    where = {"A": range(60), "B": range(50, 84), "C": range(84, 100)}
    people = [{"at": name, "who": f"k{n}"} for name, keys in where.items() for n in keys]
    data = dataset(
        [{"id": name, "p": name, **LISTED} for name in where],
        people,
        ledger=[spent(9000, p="A"), spent(3000, p="B")],
    )
    result = value(data, "cost_per_participant")
    assert (result.value, result.denominator, result.left_out) == (12000 / 84, 84, ("C",))
    assert (round(result.value or 0, 2), result.certainty, result.note) == (142.86, "exact", "recorded-cost")
    assert value(data, "participants_unique").value == 100
    each = by_group(values(data, "cost_per_participant", by="program"), "program")
    assert each == {"A": 150, "B": 3000 / 34, "C": None}


def test_cost_per_person_is_at_most_without_complete_lists() -> None:
    people = [{"at": "s0", "who": "a"}, {"at": "s0", "who": "b"}]
    data = dataset([LISTED, {"attended": 9}], people, ledger=[spent(100)])
    result = value(data, "cost_per_participant")
    assert (result.value, result.certainty, result.low, result.coverage) == (50, "at_most", None, 0.5)


def test_partner_costs_are_the_costs_of_its_programs() -> None:
    data = dataset(
        ledger=[spent(100, p="A"), spent(50, p="B")],
        programs=[{"name": "A", "partners": ["Hope", "School"]}, {"name": "B", "partners": ["Hope"]}],
    )
    assert by_group(values(data, "cost_cash", by="partner"), "partner") == {"Hope": 150, "School": 100}
    assert value(data, "cost_cash").value == 150


def test_unpriced_gifts_lower_cost_coverage_and_pledges_do_not() -> None:
    data = dataset(ledger=[spent(10), gift(20), gift(None), gift(None, status="pledged")])
    assert (value(data, "cost_coverage").numerator, value(data, "cost_coverage").denominator) == (2, 3)


def test_give_take_balance_matches_the_worked_example() -> None:
    """Given 12,000 (7,000 cash, 5,000 goods), received 4,000: (12 − 4) ÷ (12 + 4) = +0.50."""
    data = dataset(ledger=[got(7000), gift(5000), benefit(4000), gift(None), got(99, status="pledged")])
    result = value(data, "give_take_balance")
    assert (result.value, result.numerator, result.denominator) == (0.5, 8000, 16000)
    assert result.groups == {"party": "Hope", "kind": "all"}


@pytest.mark.parametrize(
    ("rows", "balance", "reason"),
    [
        ([gift(100)], None, "one-sided"),
        ([gift(100), benefit(None)], None, "one-sided"),
        ([gift(None), benefit(100)], None, "one-sided"),
        ([gift(100), benefit(0)], 1, None),
        ([gift(0), benefit(0)], None, "zero-base"),
        ([gift(None)], None, "zero-base"),
    ],
)
def test_balance_needs_a_value_on_both_sides(
    rows: list[dict[str, Any]], balance: float | None, reason: str | None
) -> None:
    result = value(dataset(ledger=rows), "give_take_balance")
    assert (result.value, result.reason, result.groups["party"]) == (balance, reason, "Hope")


def test_each_party_has_its_own_balance_and_shops_none() -> None:
    data = dataset(ledger=[gift(100), benefit(100), gift(300, "School"), benefit(100, "School"), spent(55)])
    assert by_group(values(data, "give_take_balance"), "party") == {"Hope": 0, "School": 0.5}
    partner = dataset(ledger=[spent(55)], partners=[{"name": "Shop"}])
    assert value(partner, "give_take_balance").reason == "one-sided"


def test_library_and_project_are_not_parties() -> None:
    data = dataset(ledger=[gift(100, "library"), gift(100), benefit(100)])
    assert by_group(values(data, "give_take_balance"), "party") == {"Hope": 0}


def test_unnamed_side_is_not_a_party() -> None:
    data = dataset(ledger=[gift(100, None), benefit(50, None), gift(100), benefit(100)])
    assert by_group(values(data, "give_take_balance"), "party") == {"Hope": 0}


def test_small_groups_are_marked() -> None:
    data = dataset([LISTED], [{"at": "s0", "who": w} for w in "abcd"], ledger=[spent(100)])
    assert value(data, "cost_per_attendance").small
    assert value(data, "cost_per_participant").small
    assert not value(data, "cost_cash").small


def test_expense_without_payer_was_paid_from_what_came_in() -> None:
    """60 of 100 are Hope's: the 80 spent are the same money. Without income, nothing else is known."""
    spending = spent(80) | {"from_party": None}
    received = [got(60, "Hope"), got(40, "School"), spending]
    assert by_group(values(dataset(ledger=received), "fund_share"), "party") == {"Hope": 0.6, "School": 0.4}
    assert by_group(values(dataset(ledger=[spending]), "fund_share"), "party") == {None: 1.0}
