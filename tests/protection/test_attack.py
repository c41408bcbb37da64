"""What a reader can compute from published sums, against answers checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from libcollab_metrics.protection.audit import Sums, Targets, build_atoms, find_breaches


def table(*rows: str, sizes: list[int], shown: str) -> Sums:
    """Sums over unknowns: each row marks with 1 the unknowns it adds up; `shown` marks the shown rows."""
    return Sums(
        np.array([[float(c) for c in row] for row in rows]),
        np.array(sizes, float),
        np.array([c == "1" for c in shown]),
    )


def ranges(sums: Sums, target: str, k: int = 5, known: float = 0) -> list[tuple[float, float]]:
    breaches = find_breaches(
        sums, Targets(np.array([[float(c) for c in target]]), np.array([float(k)]), np.array([known]))
    )
    return [(round(breach.low, 6), round(breach.high, 6)) for breach in breaches]


def test_one_hidden_part_under_a_total_is_known_exactly() -> None:
    assert ranges(table("110", "001", "111", sizes=[1, 2, 40], shown="011"), "110") == [(3, 3)]


def test_two_hidden_parts_that_reach_k_disclose_nothing() -> None:
    assert ranges(table("100", "010", "001", "111", sizes=[2, 3, 40], shown="0011"), "100", k=5) == []


def test_two_hidden_parts_below_k_bound_each_other() -> None:
    assert ranges(table("100", "010", "001", "111", sizes=[1, 2, 40], shown="0011"), "100") == [(0, 3)]


def test_few_visits_since_an_earlier_release_must_stay_unknown() -> None:
    """37 were released earlier. Showing 40 discloses 3 new ones.

    A total of 40 that includes other visits discloses that fewer than 4 came; a total of 41 discloses
    nothing.
    """
    assert ranges(table("1", sizes=[40], shown="1"), "1", known=37) == [(40, 40)]
    assert ranges(table("10", "11", sizes=[38, 2], shown="01"), "10", known=37) == [(37, 40)]
    assert ranges(table("10", "11", sizes=[38, 3], shown="01"), "10", known=37) == []


def test_part_of_an_unbounded_sum_discloses_nothing() -> None:
    assert ranges(table("10", "01", sizes=[3, 9], shown="01"), "10") == []


def test_two_way_table_is_solved_like_a_system_of_equations() -> None:
    """The first two cells of both rows of three are hidden; 1 + 2 = 3 bounds each of them by 0 and 3."""
    cells = [format(1 << position, "06b")[::-1] for position in range(6)]
    margins = ["111000", "000111", "100100", "010010", "001001"]
    sums = table(*cells, *margins, sizes=[1, 2, 40, 3, 10, 20], shown="001" + "001" + "11111")
    assert ranges(sums, "100000", k=5) == [(0, 3)]
    assert ranges(sums, "100000", k=4) == []


@pytest.mark.parametrize("seed", range(20))
def test_atoms_are_the_rows_that_belong_to_the_same_sets(seed: int) -> None:
    random = np.random.default_rng(seed)
    sets = [np.flatnonzero(random.random(30) < 0.3) for _ in range(4)]
    rows, codes = build_atoms(sets)
    memberships = {tuple(int(code in chosen) for chosen in sets) for code in range(30)} - {(0, 0, 0, 0)}
    assert {tuple(column.astype(int)) for column in rows.T} == memberships
    for column, members in zip(rows.T, codes, strict=True):
        assert all(
            tuple(int(code in chosen) for chosen in sets) == tuple(column.astype(int)) for code in members
        )
    assert sorted(code for members in codes for code in members) == sorted(set(np.concatenate(sets).tolist()))


def test_empty_sets_have_no_atoms() -> None:
    rows, codes = build_atoms([np.empty(0, dtype=np.int64)])
    assert rows.shape == (1, 0)
    assert codes == []
