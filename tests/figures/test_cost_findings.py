"""Sentences and titles of the page of costs, worked by hand."""

from __future__ import annotations

import pytest

from libcollab_metrics.figures import (
    FundingSource,
    ProgramCash,
    cheapest_program,
    costs_headline,
    fold_programs,
    funding_title,
    sources_title,
    sum_cash,
    total_title,
)
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import CostPart, LedgerLine, Value
from libcollab_metrics.model import LIBRARY
from libcollab_metrics.model.scope import Certainty

ENGLISH = language("en")


def money(amount: float | None, certainty: Certainty = "exact", metric: str = "cost_cash") -> Value:
    return Value(metric, value=amount).with_certainty(certainty)


def bill(value: float | None) -> LedgerLine:
    return LedgerLine(
        program="Story hour",
        day=None,
        kind="cash",
        giver=None,
        taker="Bus",
        quantity=None,
        unit=None,
        value=value,
        status="unclear",
        estimated=False,
        at_least=False,
    )


def part(label: str, amount: float | None, *, lines: int = 1, priced: int = 1) -> CostPart:
    return CostPart("full", label, amount, lines, priced)


def gave(party: str | None, amount: float, certainty: Certainty = "exact") -> FundingSource:
    return FundingSource(party, money(amount, certainty))


def program(name: str, received: float | None, spent: float | None, **more: bool) -> ProgramCash:
    return ProgramCash(name, received, None if spent is None else money(spent), **more)


SPENT, BALANCE = money(1000), money(200, metric="cash_balance")
HOPE = (gave("Hope", 1200),)
OWN_PART = (part("cash from the library", 250),)


@pytest.mark.parametrize(
    ("totals", "parts", "sentence"),
    [
        ((None, None, None), (), "No cash spending is recorded yet"),
        ((SPENT, BALANCE, None), OWN_PART, "Grants paid for 75% of the 1,000 spent so far"),
        ((SPENT, BALANCE, None), (), "Grants paid for all of the 1,000 spent so far"),
        (
            (SPENT, BALANCE, None),
            (part("cash from the library", 1000),),
            "The library paid all of the 1,000 spent so far",
        ),
        ((SPENT, money(-300), None), (), "300 of the 1,000 spent is not funded yet"),
        ((SPENT, money(-300, "at_least"), None), (), "Grants paid for all of the 1,000 spent so far"),
        ((SPENT, None, None), (), "1,000 spent so far"),
    ],
)
def test_headline_of_costs(
    totals: tuple[Value | None, ...], parts: tuple[CostPart, ...], sentence: str
) -> None:
    assert costs_headline(totals, HOPE, parts, (), ENGLISH).sentence == sentence


def test_share_of_grants_needs_separate_and_named_cash() -> None:
    totals = (SPENT, BALANCE, None)
    mixed = costs_headline(totals, HOPE, OWN_PART, (), ENGLISH, is_mixed=True)
    unnamed = costs_headline(totals, (*HOPE, gave(None, 50)), OWN_PART, (), ENGLISH)
    assert mixed.sentence == unnamed.sentence == "1,000 spent so far"


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ((300.0,), "One bill of 300 still needs a payer."),
        ((300.0, 50.0), "Two bills of 350 still need a payer."),
        ((300.0, None), "Two bills still need a payer."),
        ((None,), "One bill still needs a payer."),
    ],
)
def test_bills_are_priced_only_if_each_has_an_amount(values: tuple[float | None, ...], note: str) -> None:
    lines = [bill(value) for value in values]
    assert costs_headline((SPENT, BALANCE, None), HOPE, (), lines, ENGLISH).note == note


def test_note_names_the_own_cash_else_the_full_cost() -> None:
    sources = (*HOPE, gave(LIBRARY, 250))
    own = costs_headline((SPENT, BALANCE, money(4000)), sources, (), (), ENGLISH)
    assert own.note == "The library added 250 of its own cash."
    full = costs_headline((SPENT, BALANCE, money(4000, "at_least")), HOPE, (), (), ENGLISH)
    assert full.note == "With in-kind support and time, it comes to 4,000+."


def test_cash_of_a_nameless_giver_is_in_neither_sum() -> None:
    sources = (*HOPE, gave(LIBRARY, 250), gave(None, 9000))
    assert sum_cash(sources, own=False) == 1200
    assert sum_cash(sources, own=True) == 250


def test_programs_after_the_fourth_are_one_row() -> None:
    programs = [program(str(number), 100, 10 * number) for number in range(1, 7)]
    assert fold_programs(programs[:5], "Others") == tuple(programs[:5])
    *first, others = fold_programs(programs, "Others")
    assert first == programs[:4]
    assert (others.program, others.received, others.spent and others.spent.value) == ("Others", 200, 110)
    assert others.is_within_funding is True


@pytest.mark.parametrize(
    "last", [program("6", None, 60), program("6", 100, None), program("6", 100, 60, is_open=True)]
)
def test_other_programs_stay_open_where_one_is(last: ProgramCash) -> None:
    programs = [program(str(number), 100, 90) for number in range(1, 6)]
    assert fold_programs([*programs, last], "Others")[-1].is_within_funding is None


def test_nothing_received_by_any_other_program_is_no_zero() -> None:
    programs = [program(str(number), None, 10) for number in range(1, 7)]
    assert fold_programs(programs, "Others")[-1].received is None


@pytest.mark.parametrize(
    ("programs", "title"),
    [
        ([program("A", 100, 90)], "The program is within its funding"),
        ([program("A", 100, 90), program("B", 100, 50)], "Every program is within its funding"),
        ([program("A", 100, 190), program("B", 100, 50)], "A has spent more than it received"),
        (
            [program("A", 1, 9), program("B", 1, 9), program("C", 9, 1)],
            "Two of three programs spent more than they received",
        ),
        (
            [program("A", 100, 90), program("B", 100, 50), program("C", None, 5)],
            "Two of three programs are within their funding",
        ),
        ([program("A", 100, 190), program("C", None, 5)], "Cash in and out"),
        ([], "Cash in and out"),
    ],
)
def test_title_of_programs_claims_what_is_decided(programs: list[ProgramCash], title: str) -> None:
    assert funding_title(programs, ENGLISH) == title


def unit_cost(name: str, amount: float | None, certainty: Certainty = "exact") -> Value:
    value = Value("cost_per_attendance", value=amount, group=(("program", name), ("level", "cash")))
    return value.with_certainty(certainty)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ([unit_cost("A", 10), unit_cost("B", 20)], "A"),
        ([unit_cost("A", 10), unit_cost("B", 20, "at_least")], "A"),
        ([unit_cost("A", 10, "at_least"), unit_cost("B", 20)], ""),
        ([unit_cost("A", 10), unit_cost("B", 20, "at_most")], ""),
        ([unit_cost("A", 10.1), unit_cost("B", 10.2)], ""),
        ([unit_cost("A", 10), unit_cost("B", None)], ""),
        ([unit_cost("A", 10)], ""),
    ],
)
def test_cheapest_program_is_named_only_if_certain(values: list[Value], name: str) -> None:
    assert cheapest_program(values) == name


@pytest.mark.parametrize(
    ("parts", "unclear", "title"),
    [
        ((part("cash spent", 100), part("time", 200)), (), "Time and gifts are worth more than the cash"),
        ((part("cash spent", 100), part("time", 200)), (bill(150.0),), "How the total is built"),
        ((part("cash spent", 100), part("time", 200)), (bill(None),), "How the total is built"),
        ((part("cash spent", 100, lines=2), part("time", 200)), (), "How the total is built"),
        ((part("cash spent", 300), part("time", 200)), (), "How the total is built"),
    ],
)
def test_gifts_are_compared_only_with_complete_cash(
    parts: tuple[CostPart, ...], unclear: tuple[LedgerLine, ...], title: str
) -> None:
    assert total_title(parts, unclear, ENGLISH) == title


@pytest.mark.parametrize(
    ("sources", "title"),
    [
        ((gave("Hope", 100),), "Hope is the only source of grants"),
        ((gave("Hope", 100), gave(LIBRARY, 900)), "Hope is the only source of grants"),
        ((gave("Hope", 100), gave("Lions", 60)), "Hope gave most of the cash"),
        ((gave("Hope", 100), gave("Lions", 60, "at_least")), "Funding by source"),
        ((gave("Hope", 100), gave("Lions", 60), gave(LIBRARY, 60)), "Funding by source"),
        ((gave("Hope", 100), gave(None, 5)), "Funding by source"),
        ((gave(LIBRARY, 900),), "Funding by source"),
    ],
)
def test_largest_source_gave_more_than_half(sources: tuple[FundingSource, ...], title: str) -> None:
    assert sources_title(sources, ENGLISH) == title
