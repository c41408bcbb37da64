"""Ledger lines that a partner may see: partners are named, other parties are not."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.metrics import (
    OTHER_PARTY,
    Evaluator,
    find_schools,
    list_cash_parties,
    list_exchanged_lines,
    programs_by_partner,
)
from libcollab_metrics.model import Dataset, Scope
from tests.support.builders.datasets import AS_OF, dataset


def example_dataset() -> Dataset:
    """Hope is a partner of Reading; the school is described and a partner of Craft; Ana is neither."""
    ledger = [
        {
            "p": "Reading",
            "on": "2026-02-01",
            "from_party": "HOPE",
            "to_party": "Project",
            "kind": "cash",
            "value": 900,
            "status": "received",
            "value_is_estimate": True,
        },
        {
            "p": "Reading",
            "on": "2026-01-01",
            "from_party": "Ana Cruz",
            "to_party": "library",
            "kind": "in_kind",
            "status": "received",
            "quantity": 2,
            "unit": "chairs",
        },
        {
            "p": "Craft",
            "from_party": "the school",
            "kind": "venue",
            "value": 50,
            "status": "pledged",
            "value_at_least": True,
        },
        {
            "p": "Craft",
            "on": "2026-12-01",
            "to_party": "project",
            "kind": "cash",
            "value": 5,
            "status": "unclear",
        },
    ]
    return dataset(
        ledger=ledger,
        programs=[{"name": "Reading", "partners": ["Hope"]}, {"name": "Craft", "partners": ["The School"]}],
        partners=[
            {"name": "The School", "kind": "Public Elementary School"},
            {"name": "Trust", "kind": "sponsor"},
        ],
    )


def test_non_partners_are_anonymous_and_lines_are_sorted_by_day() -> None:
    """The line of December has not happened yet; the line without a day is last."""
    lines = list_exchanged_lines(Evaluator(example_dataset(), AS_OF))
    assert [(line.giver, line.taker, line.value) for line in lines] == [
        (OTHER_PARTY, "library", None),
        ("Hope", "project", 900),
        ("The School", None, 50),
    ]
    assert [(line.estimated, line.at_least) for line in lines] == [
        (False, False),
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    ("scope", "programs"),
    [
        (Scope((("partner", ("Hope",)),)), ["Reading", "Reading"]),
        (Scope((("program", ("Craft",)),)), ["Craft"]),
        (Scope((), date(2026, 1, 15), date(2026, 2, 15)), ["Reading"]),
        (Scope((("site", ("Main",)),)), []),
        (Scope((("age_group", ("0-5",)),)), []),
    ],
)
def test_exchanged_lines_follow_the_selection(scope: Scope, programs: list[str]) -> None:
    assert [
        line.program for line in list_exchanged_lines(Evaluator(example_dataset(), AS_OF), scope)
    ] == programs


def test_empty_dataset_has_no_exchanged_lines() -> None:
    assert list_exchanged_lines(Evaluator(Dataset({}), AS_OF)) == ()


def test_parties_of_paid_cash_are_listed_once() -> None:
    assert list_cash_parties(example_dataset(), as_of=AS_OF) == {("hope", "project")}
    assert list_cash_parties(Dataset({}), as_of=AS_OF) == frozenset()


def test_partners_have_the_linked_programs_of_the_selection() -> None:
    assert programs_by_partner(example_dataset()) == {"Hope": ("Reading",), "The School": ("Craft",)}
    assert programs_by_partner(example_dataset(), scope=Scope((("program", ("Reading",)),))) == {
        "Hope": ("Reading",)
    }


@pytest.mark.parametrize(
    ("kind", "is_school"),
    [
        ("school", True),
        ("Paaralang elementarya", True),
        ("Mababang Paaralan", True),
        ("sponsor", False),
        (None, False),
    ],
)
def test_school_is_a_partner_with_a_school_kind(kind: str | None, is_school: bool) -> None:
    schools = find_schools(dataset(partners=[{"name": "A", "kind": kind}]))
    assert schools == (frozenset({"A"}) if is_school else frozenset())
