"""The engine and the references in fractions agree on random workspaces, replayed like real ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from libcollab_metrics.metrics import CATALOG, Evaluation
from libcollab_metrics.model import Dataset
from tests.metrics import test_reference, test_reference_money, test_reference_people
from tests.metrics.test_reference import COMPARED
from tests.metrics.test_reference_families import compare_families
from tests.support.builders.datasets import everything
from tests.support.builders.random_workspaces import Library, random_library
from tests.support.examples import SEARCHING
from tests.support.references.evaluation import Reference
from tests.support.references.money import MoneyReference
from tests.support.references.people import PeopleReference

REFERENCES: tuple[tuple[Callable[..., None], type[Reference]], ...] = (
    (test_reference.compare, Reference),
    (test_reference_people.compare, PeopleReference),
    (test_reference_money.compare, MoneyReference),
)


def agrees(library: Library) -> None:
    """Compare every metric known to a reference, in total and by program or by partner in turn."""
    data, rows = library.dataset(), library.rows
    whole = everything(data)
    _compare(whole, rows, lambda row: True)
    test_reference_money.compare_opinions(whole, MoneyReference(rows))
    if library.seed % 4 < 2:
        _each(data, rows, "program", {p["name"]: {p["name"]} for p in rows["programs"]})
    else:
        named = {name for p in rows["programs"] for name in p["partners"]}
        _each(
            data,
            rows,
            "partner",
            {n: {p["name"] for p in rows["programs"] if n in p["partners"]} for n in named},
        )


def _each(data: Dataset, rows: dict[str, Any], by: str, programs: dict[str, set[str]]) -> None:
    evaluation = everything(data, by=by)
    for name, theirs in programs.items():
        _compare(evaluation, rows, lambda row, theirs=theirs: row["p"] in theirs, **{by: name})


def _compare(evaluation: Evaluation, rows: dict[str, Any], keep: Callable[..., bool], **group: str) -> None:
    for compare, reference in REFERENCES:
        compare(evaluation, reference(rows, keep), **group)
    compare_families(evaluation, rows, keep, **group)


#: Compared by its two ends, or with numbers by hand: twenty sessions have too few matches.
WITHOUT_A_NUMBER = {"participants_bounds", "partner_lift"}
#: Random libraries compared, and the fewest numbers of each metric that this must compare: a comparison of
#: nothing proves nothing.
LIBRARIES, ENOUGH = (25, 5) if SEARCHING else (10, 1)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_random_workspaces_match_the_references_on_every_metric() -> None:
    COMPARED.clear()
    for seed in range(LIBRARIES):
        agrees(random_library(seed, sessions=(4, 20), few=seed % 2 == 1))
    seldom = {
        m.id: COMPARED[m.id] for m in CATALOG if COMPARED[m.id] < ENOUGH and m.id not in WITHOUT_A_NUMBER
    }
    assert seldom == {}


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("hundred", range(10))
def test_thousand_random_workspaces_match_the_references(hundred: int) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        agrees(random_library(seed, few=seed % 2 == 1))
