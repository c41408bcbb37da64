"""A sponsor's contribution per visit, and which side of it is open."""

from __future__ import annotations

from typing import Any

import pytest

from tests.metrics.families.test_funding import gift, got, spent
from tests.support.builders.datasets import dataset, value, values


def test_estimate_on_either_side_makes_sponsor_cost_an_estimate() -> None:
    for estimate in ({"attended_is_estimate": True}, {}):
        ledger = [got(100, value_is_estimate=not estimate)]
        (result,) = values(dataset([{"attended": 20} | estimate], ledger=ledger), "sponsor_cost_per_visit")
        assert (result.value, result.estimated) == (5, True)


def test_sponsor_cost_uses_visits_of_the_programs_it_funded() -> None:
    """
    program  visits  Hope cash  School cash
    A        40      1,000      200
    B        60      –          300
    C        –       9,000      –
    Hope: 1,000 ÷ 40 = 25, C excluded. School: 500 ÷ 100 = 5. The two do not add up: A's visits are in both.
    """
    ledger = [
        got(1000, p="A"),
        got(200, "School", p="A"),
        got(300, "School", p="B"),
        got(9000, p="C"),
        gift(999, p="B"),
        got(77, "library", p="A"),
        spent(5, p="B"),
    ]
    data = dataset([{"p": "A", "attended": 40}, {"p": "B", "attended": 60}, {"p": "C"}], ledger=ledger)
    result = {v.groups["party"]: v for v in values(data, "sponsor_cost_per_visit")}
    assert {party: (v.value, v.left_out) for party, v in result.items()} == {
        "Hope": (25, ("C",)),
        "School": (5, ()),
    }
    assert value(data, "sponsor_cost_per_visit", where={"program": "B"}).value == 5


@pytest.mark.parametrize(
    ("more", "visits", "certainty"),
    [
        ([], (10, 10), "exact"),
        ([], (20, None), "at_most"),
        ([got(None)], (10, 10), "at_least"),
        ([got(5, status="unclear")], (10, 10), "at_least"),
        ([spent(5, from_party="Hope", status="unclear")], (10, 10), "at_least"),
        ([got(5, "School", status="unclear")], (10, 10), "exact"),
        ([got(None)], (20, None), None),
    ],
)
def test_sponsor_cost_states_its_certainty(
    more: list[dict[str, Any]], visits: tuple[float | None, ...], certainty: str | None
) -> None:
    data = dataset([{"attended": n} for n in visits], ledger=[got(100), *more])
    result = next(v for v in values(data, "sponsor_cost_per_visit") if v.groups["party"] == "Hope")
    assert (result.value, certainty and result.certainty) == ((5, certainty) if certainty else (None, None))


def test_incomplete_ledger_makes_sponsor_cost_at_least() -> None:
    """A lacks lines: 100 + 60 over 20 visits is at least 8; with an uncounted session it is partial.

    With three uncounted sessions of five it is undefined.
    """
    programs = [{"name": "A", "ledger_complete": "no"}, {"name": "B", "ledger_complete": "yes"}]
    tables = {"ledger": [got(100, p="A"), got(60, p="B")], "programs": programs}
    sessions = [{"p": p, "attended": 10} for p in "AB"]
    (result,) = values(dataset(sessions, **tables), "sponsor_cost_per_visit")
    assert (result.value, result.certainty) == (8, "at_least")
    assert (
        value(dataset(sessions, **tables), "sponsor_cost_per_visit", where={"program": "B"}).certainty
        == "exact"
    )
    (open_both,) = values(dataset([*sessions, {"p": "A"}], **tables), "sponsor_cost_per_visit")
    assert (open_both.value, open_both.certainty, open_both.low) == (8, "partial", None)
    (mostly_open,) = values(dataset([*sessions, *[{"p": "A"}] * 3], **tables), "sponsor_cost_per_visit")
    assert mostly_open.reason == "both-partial"
