"""Shares of the funding, fulfilled pledges, cash balances, and the value of gifts, hours and visits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import list_unclear_lines, list_unpriced_lines
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.scope import Scope
from tests.metrics.families.test_funding import benefit, gift, got, spent
from tests.support.builders.datasets import AS_OF, dataset, value, values

HOURS = {"kind": "volunteer_hours", "from_party": "Ana", "to_party": "project", "status": "received"}


def by_part(data: Any, metric: str, **options: Any) -> dict[tuple[str | None, ...], Any]:
    """The parts of a metric → its value."""
    return {tuple(part for _, part in v.group): v.value for v in values(data, metric, **options)}


def test_fund_shares_of_cash_and_gifts_are_separate() -> None:
    """
    from      kind      to       value  status
    Hope      cash      project  6,000  received
    Hope      cash      shop     1,500  spent      (paid by Hope itself)
    library   cash      project  2,000  received
    –         cash      project    500  received   (no giver)
    Hope      cash      project  9,999  pledged    not yet
    project   cash      shop     4,000  spent      a cost, not a fund
    School    in kind   project    300  received
    School    venue     project    500  received
    Hope      in kind   project      –  received   no price: in neither
    library   promotion Hope     1,000  received   a benefit, not a fund
    Cash: 7,500 + 2,000 + 500 = 10,000. Gifts: 800.
    """
    ledger = [
        got(6000),
        spent(1500, from_party="Hope"),
        got(2000, "Library"),
        got(500, None),
        got(9999, status="pledged"),
        spent(4000),
        gift(300, "School"),
        gift(500, "School", kind="venue"),
        gift(None),
        benefit(1000),
    ]
    result = by_part(dataset(ledger=ledger), "fund_share")
    assert result == {
        ("library", "cash"): 0.2,
        ("Hope", "cash"): 0.75,
        (None, "cash"): 0.05,
        ("Hope", "in_kind"): None,
        ("School", "in_kind"): 1,
    }
    gifts = [v for v in values(dataset(ledger=ledger), "fund_share") if v.groups["kind"] == "in_kind"]
    assert [(v.reason, v.coverage) for v in gifts] == [("no-field", None), (None, 2 / 3)]


def test_fund_shares_list_library_first_and_unnamed_last() -> None:
    ledger = [got(1, None), got(2, "School"), got(3, "Hope"), got(4, "library"), got(5, "Apex")]
    parties = [v.groups["party"] for v in values(dataset(ledger=ledger), "fund_share")]
    assert parties == ["library", "Apex", "Hope", "School", None]


def test_zero_contribution_is_a_share_of_zero() -> None:
    assert by_part(dataset(ledger=[got(0), got(10, "School")]), "fund_share") == {
        ("Hope", "cash"): 0,
        ("School", "cash"): 1,
    }


def test_partly_paid_pledge_is_two_lines() -> None:
    """Hope promised 10,000: 6,000 came, 4,000 are open; unclear and unpriced lines do not count."""
    ledger = [
        got(6000),
        got(4000, status="pledged"),
        got(1000, status="unclear"),
        gift(None),
        gift(None, status="pledged"),
    ]
    (result,) = values(dataset(ledger=ledger), "pledge_fulfilment")
    assert (result.value, result.numerator, result.denominator, result.groups) == (
        0.6,
        6000,
        10000,
        {"party": "Hope"},
    )
    assert (result.n, result.coverage) == (2, 0.5)


def test_unfulfilled_pledge_is_zero_and_unpriced_delivery_is_unknown() -> None:
    assert by_part(dataset(ledger=[got(50, status="pledged")]), "pledge_fulfilment") == {("Hope",): 0}
    assert by_part(dataset(ledger=[got(50, status="pledged"), got(None)]), "pledge_fulfilment") == {
        ("Hope",): None
    }


def test_library_pledges_count_and_project_outlays_do_not() -> None:
    ledger = [benefit(300), benefit(100, status="pledged"), spent(900), got(5, None)]
    assert by_part(dataset(ledger=ledger), "pledge_fulfilment") == {("library",): 0.75}


def test_cash_balance_is_received_minus_spent() -> None:
    """Received 10,000 + 700 Hope paid itself; spent 9,000 + 700: balance 1,000."""
    ledger = [got(10000), spent(700, from_party="Hope"), spent(9000), gift(5000), got(99, status="pledged")]
    result = value(dataset(ledger=ledger, settings={"ledger_complete": "yes"}), "cash_balance")
    assert (result.value, result.certainty, result.numerator, result.denominator) == (
        1000,
        "exact",
        10700,
        9700,
    )


@pytest.mark.parametrize(
    ("more", "amount", "certainty"),
    [
        ([], 10700, "exact"),
        ([got(None)], 10700, "at_least"),
        ([got(5, status="unclear")], 10700, "at_least"),
        ([spent(None)], 10700, "exact"),
    ],
    ids=["all known", "receipt without amount", "unclear receipt", "outlay without amount"],
)
def test_cash_from_others_includes_the_bills_they_paid(
    more: list[dict[str, Any]], amount: float, certainty: str
) -> None:
    """10,000 came in, and Hope paid a bill of 700; pledges, gifts, own outlays and own money do not count."""
    ledger = [got(10000), spent(700, from_party="Hope"), spent(9000), gift(5000), got(99, status="pledged")]
    ledger += [got(800, "library"), spent(60, from_party="library"), spent(40, from_party=None)]
    result = value(dataset(ledger=[*ledger, *more]), "cash_from_others")
    assert (result.value, result.certainty) == (amount, certainty)


@pytest.mark.parametrize(
    ("more", "certainty"),
    [
        ([got(None)], "at_least"),
        ([got(5, status="unclear")], "at_least"),
        ([spent(None)], "at_most"),
        ([spent(5, status="unclear")], "at_most"),
        ([spent(None), got(None)], None),
    ],
    ids=["receipt without amount", "unclear receipt", "outlay without amount", "unclear outlay", "both"],
)
def test_open_receipt_or_outlay_bounds_the_cash_balance(
    more: list[dict[str, Any]], certainty: str | None
) -> None:
    result = value(dataset(ledger=[got(100), spent(150), *more]), "cash_balance")
    assert (result.value, result.certainty if certainty else None) == (
        None if certainty is None else -50,
        certainty,
    )


@pytest.mark.parametrize(("complete", "certainty"), [("", "at_most"), ("no", "at_most"), ("yes", "exact")])
def test_balance_of_receipts_alone_is_the_most_that_can_remain(complete: str, certainty: str) -> None:
    """140 received and nothing spent: all of it is there only if the ledger is complete."""
    settings = {"ledger_complete": complete} if complete else {}
    result = value(dataset(ledger=[got(100), got(40)], settings=settings), "cash_balance")
    assert (result.value, result.certainty) == (140, certainty)
    assert result.denominator == (0 if complete == "yes" else None)  # unknown spending is not 0


def test_expense_without_a_giver_is_no_money_received() -> None:
    """Received 100; spent 40 from an unknown source: 60 is left. Expenses alone have no balance."""
    expense = spent(40, from_party=None)
    assert value(dataset(ledger=[got(100), expense]), "cash_balance").value == 60
    assert value(dataset(ledger=[expense]), "cash_balance").value is None


def test_incomplete_ledger_makes_cash_balance_at_most() -> None:
    data = dataset(ledger=[got(100), spent(150)], settings={"ledger_complete": "no"})
    assert value(data, "cash_balance").certainty == "at_most"


def test_leverage_is_other_contributions_per_library_contribution() -> None:
    """Others 6,000 + 2,000 goods, library 1,000 + 3,000 goods: 2 to 1; 500 without a giver are in neither."""
    ledger = [
        got(6000),
        gift(2000, "School"),
        got(1000, "library"),
        gift(3000, "library"),
        got(500, None),
        gift(None),
    ]
    result = value(dataset(ledger=ledger), "leverage_ratio")
    assert (result.value, result.numerator, result.denominator, result.coverage) == (2, 8000, 4000, 0.8)


def test_volunteer_hours_have_a_value_range() -> None:
    """12 hours at 60 to 95: 720 to 1,140. With a session whose hours are not recorded: no upper end."""
    rate = {"volunteer_rate": {"low": 60, "rate": 75, "high": 95, "source": "wage board", "year": 2025}}
    data = dataset([{"volunteer_hours": 4}, {"volunteer_hours": 8}], settings=rate)
    result = value(data, "volunteer_value")
    assert (result.value, result.low, result.high, result.certainty, result.n) == (
        None,
        720,
        1140,
        "range",
        12,
    )
    gap = value(
        dataset([{"volunteer_hours": 4}, {"volunteer_hours": 8}, {}], settings=rate), "volunteer_value"
    )
    assert (gap.value, gap.low, gap.high, gap.coverage) == (None, 720, None, 2 / 3)
    one_rate = dataset([{"volunteer_hours": 4}], settings={"volunteer_rate": {"rate": 75}})
    assert (value(one_rate, "volunteer_value").value, value(one_rate, "volunteer_value").certainty) == (
        300,
        "exact",
    )


def test_in_kind_value_counts_priced_gifts() -> None:
    """In kind 20 + venue 30 + 8 hours at 75 = 650; unpriced gifts, pledges and cash are excluded."""
    ledger = [
        gift(20),
        gift(30, kind="venue"),
        HOURS | {"quantity": 8},
        gift(None),
        gift(9, status="pledged"),
        got(99),
    ]
    result = value(dataset(ledger=ledger, settings={"volunteer_rate": {"rate": 75}}), "in_kind_value")
    assert (result.value, result.certainty, result.n, result.coverage) == (650, "at_least", 3, 0.75)
    free = value(dataset(ledger=[gift(0)]), "in_kind_value")
    assert (free.value, free.certainty) == (0, "exact")


def test_replacement_value_uses_the_entered_price() -> None:
    data = dataset([{"attended": 40}, {}], settings={"replacement_price": 12.5})
    result = value(data, "replacement_value")
    assert (result.value, result.certainty, result.numerator, result.denominator) == (
        500,
        "at_least",
        40,
        12.5,
    )
    assert value(dataset([{"attended": 4}], settings={"replacement_price": 10}), "replacement_value").small


def test_benefits_are_counted_by_line_regardless_of_value() -> None:
    ledger = [
        benefit(9000),
        benefit(None),
        benefit(5, status="pledged"),
        benefit(5, status="unclear"),
        benefit(1, "School", status="pledged"),
        benefit(1, "project"),
        gift(9),
        benefit(1, None),
    ]
    result = values(dataset(ledger=ledger), "benefit_delivery")
    assert {(v.groups["party"], v.value, v.n) for v in result} == {("Hope", 2 / 3, 3), ("School", 0, 1)}


def test_later_lines_and_other_programs_are_excluded() -> None:
    ledger = [
        got(100, on="2026-01-05"),
        got(300, "School", on="2026-08-01"),
        got(300, "School", p="B", on="2026-01-05"),
    ]
    data = dataset(ledger=ledger)
    assert by_part(data, "fund_share", where={"program": "Story hour"}) == {("Hope", "cash"): 1}
    assert by_part(data, "fund_share") == {("Hope", "cash"): 0.25, ("School", "cash"): 0.75}
    assert by_part(data, "pledge_fulfilment", as_of=date(2026, 8, 1)) == {("Hope",): 1, ("School",): 1}


def test_deliveries_are_not_money() -> None:
    data = dataset(deliveries=[{"lot": "A", "pledged": 500, "received": 300}])
    for metric in ("cost_full", "in_kind_value", "fund_share", "pledge_fulfilment", "partner_given"):
        assert all(v.value is None for v in values(data, metric))


def test_unclear_lines_are_those_missing_from_fund_clarity() -> None:
    ledger = [
        got(100),
        got(50, status="unclear", on="2026-02-02"),
        got(20, None),
        gift(7, status="unclear"),
        got(None, status=None),
    ]
    data = dataset(ledger=ledger)
    clarity = value(data, "fund_clarity")
    lines = list_unclear_lines(data, as_of=AS_OF)
    assert len(lines) == (clarity.denominator or 0) - (clarity.numerator or 0) == 3
    assert [(line.value, line.giver, line.day) for line in lines] == [
        (50, "Hope", date(2026, 2, 2)),
        (20, None, None),
        (None, "Hope", None),
    ]
    assert {line.program for line in lines} == {"Story hour"}
    assert list_unclear_lines(data, scope=Scope(start=date(2026, 2, 1)), as_of=AS_OF) == lines[:1]
    assert list_unclear_lines(dataset(), as_of=AS_OF) == ()


def test_unpriced_lines_are_listed() -> None:
    ledger = [
        gift(None),
        gift(0),
        spent(None),
        benefit(None),
        got(None),
        gift(None, status="pledged"),
        HOURS | {"quantity": 8},
    ]
    data = dataset(ledger=ledger)
    assert [(line.kind, line.giver) for line in list_unpriced_lines(data, as_of=AS_OF)] == [
        ("in_kind", "Hope"),
        ("cash", "project"),
        ("promotion", "library"),
        ("cash", "Hope"),
        ("volunteer_hours", "Ana"),
    ]
    rated = dataset(ledger=ledger, settings={"volunteer_rate": {"rate": 75}})
    assert len(list_unpriced_lines(rated, as_of=AS_OF)) == 4


def test_lower_bound_of_a_contribution_bounds_fund_shares() -> None:
    """Hope 500 or more, Trust 500: Hope at least a half, Trust at most a half; both open: undecided.

    The share of a single giver is exact, and so is a share of zero.
    """
    hope, trust = got(500, value_at_least=True), got(500, from_party="Trust")
    shares = shares_of([hope, trust])
    assert (shares["Hope"].certainty, shares["Hope"].low, shares["Hope"].high) == ("at_least", 0.5, None)
    assert (shares["Trust"].certainty, shares["Trust"].low, shares["Trust"].high) == ("at_most", None, 0.5)
    assert shares_of([hope, trust | {"value_at_least": True}])["Hope"].reason == "undecided"
    assert shares_of([hope])["Hope"].certainty == "exact"
    nothing = shares_of([got(0), trust | {"value_at_least": True}])["Hope"]
    assert (nothing.value, nothing.certainty) == (0, "exact")  # zero of any total


def test_fund_share_is_own_contribution_over_total() -> None:
    result = shares_of([got(500), got(1500, "Trust")])["Hope"]
    assert (result.value, result.numerator, result.denominator) == (0.25, 500, 2000)


def shares_of(ledger: list[dict[str, Any]]) -> dict[str | None, Value]:
    return {v.groups["party"]: v for v in values(dataset(ledger=ledger), "fund_share")}


@pytest.mark.parametrize(
    ("open_row", "metric", "certainty"),
    [
        ("given", "leverage_ratio", "at_least"),
        ("ours", "leverage_ratio", "at_most"),
        ("given", "give_take_balance", "at_least"),
        ("taken", "give_take_balance", "at_most"),
        ("given", "pledge_fulfilment", "at_least"),
        ("pledged", "pledge_fulfilment", "at_most"),
    ],
)
def test_lower_bound_bounds_each_ratio_on_its_side(open_row: str, metric: str, certainty: str) -> None:
    """Hope gave 500 of 1,000 pledged and took 500; the library gave 100."""
    rows = {
        "given": got(500),
        "pledged": got(500, status="pledged"),
        "ours": got(100, from_party="library"),
        "taken": benefit(500),
    }
    rows[open_row] |= {"value_at_least": True}
    data = dataset(ledger=list(rows.values()), partners=[{"name": "Hope"}])
    result = next(v for v in values(data, metric) if v.groups.get("party", "Hope") == "Hope")
    assert result.certainty == certainty
    assert (result.low is None, result.high is None) == (certainty == "at_most", certainty == "at_least")
