"""The random libraries of the tests: a seed determines one library, and its workspace matches its rows."""

from __future__ import annotations

import pytest

from tests.metrics.test_engines import differences
from tests.support.builders.datasets import dataset, everything
from tests.support.builders.random_workspaces import random_library


def test_seed_determines_the_library() -> None:
    assert random_library(1).rows == random_library(1).rows
    assert random_library(1).workspace().version == random_library(1).workspace().version
    assert random_library(1).rows != random_library(2).rows


def test_fewer_people_give_more_small_cells() -> None:
    small = dict.fromkeys((False, True), 0)
    for few in small:
        for seed in range(4):
            data = random_library(seed, few=few).dataset()
            small[few] += sum(
                v.small for v in everything(data, by="site", metrics=["participants_unique"]).values
            )
    assert small[True] > small[False] > 0


def same(seeds: range, by: str) -> None:
    """The workspace of every library gives the values of its rows."""
    for seed in seeds:
        library = random_library(seed, few=seed % 2 == 1)
        folded, written = everything(library.dataset(), by=by), everything(dataset(**library.rows), by=by)
        assert differences(folded.values, written.values) == [], seed


@pytest.mark.slow
@pytest.mark.parametrize("by", ["", "partner"])
def test_workspace_matches_its_rows(by: str) -> None:
    same(range(2), by)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("by", ["program", "site", "month", "mother_tongue"])
def test_two_hundred_workspaces_match_their_rows(by: str) -> None:
    same(range(200), by)
