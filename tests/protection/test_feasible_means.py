"""Which numbers of people fit a mean and its spread, compared with every list of whole numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest

from libcollab_metrics.metrics.definition import Points
from libcollab_metrics.protection import means
from libcollab_metrics.protection.means import is_feasible_count, is_feasible_split

Split = tuple[int, int, int]


def splits_of(n: int) -> list[Split]:
    return [(few, n - few - many, many) for few in range(n + 1) for many in range(n + 1 - few)]


@pytest.mark.parametrize("n", range(1, 8))
@pytest.mark.parametrize("widest", [1, 2, 3, 4])
def test_feasible_gains_match_every_list_of_whole_numbers(n: int, widest: int) -> None:
    """Every list, sum and sum of squares, with the full possible loss and with a loss of two points."""
    splits_by_sums: dict[tuple[int, int], set[tuple[Split, int]]] = defaultdict(set)
    for gains in combinations_with_replacement(range(-widest, widest + 1), n):
        split = (sum(g < 0 for g in gains), gains.count(0), sum(g > 0 for g in gains))
        lost = -sum(g for g in gains if g < 0)
        splits_by_sums[sum(gains), sum(g * g for g in gains)].add((split, lost))
    spans = (-widest, -1), (0, 0), (1, widest)
    for total in range(-n * widest - 1, n * widest + 2):
        for most in (n * widest, 2):
            expected = {}
            for squares in range(n * widest * widest + 2):
                points = Points((0, n, 0), spans, total, squares, most)
                expected[squares] = {
                    split for split, lost in splits_by_sums.get((total, squares), ()) if lost <= most
                }
                assert {
                    split for split in splits_of(n) if is_feasible_split(points, split, squares)
                } == expected[squares]
            by_sum = {
                split
                for split in splits_of(n)
                if is_feasible_split(Points((0, n, 0), spans, total, 0, most), split, None)
            }
            assert by_sum == set().union(*expected.values())


@pytest.mark.parametrize("n", range(1, 7))
@pytest.mark.parametrize(("scale", "bottom", "top"), [(5, 2, 4), (4, 2, 3), (3, 1, 2)])
def test_feasible_ratings_match_every_list_of_answers(n: int, scale: int, bottom: int, top: int) -> None:
    splits_by_sum: dict[int, set[Split]] = defaultdict(set)
    for ratings in combinations_with_replacement(range(1, scale + 1), n):
        few, many = sum(r <= bottom for r in ratings), sum(r >= top for r in ratings)
        splits_by_sum[sum(ratings)].add((few, n - few - many, many))
    spans = (1, bottom), (bottom + 1, top - 1), (top, scale)
    for total in range(n * scale + 2):
        points = Points((0, n, 0), spans, total, 0)
        assert {split for split in splits_of(n) if is_feasible_split(points, split, None)} == splits_by_sum[
            total
        ]


def test_points_of_a_mean_use_their_largest_common_step() -> None:
    """Gains of −1.5, 0, 3 and 3 are −1, 0, 2, 2 steps: sum 3, squares 9. Scores 2 to 11: 6 steps each way.

    Before they had 20, 12 more than 4 × 2, and after it 24.5, 19.5 less than 4 × 11: 8 steps could be
    lost.
    """
    points = Points.from_gains({-1.5: 1, 0: 1, 3: 2}, before=20, after=24.5, lowest=2, highest=11)
    assert points == Points((1, 1, 2), ((-6, -1), (0, 0), (1, 6)), total=3, squares=9, max_loss=8)
    assert points.n == 4


def test_thirds_are_steps_but_rounding_noise_is_not() -> None:
    points = Points.from_gains({1 / 3: 2, 0.1 + 0.2: 1}, before=0, after=1, lowest=0, highest=1)
    assert (points.total, points.squares) == (29, 281)  # thirtieths: 10, 10 and 9
    assert Points.from_gains({0: 3}, before=3, after=3, lowest=1, highest=1).squares == 0


def test_ratings_keep_the_steps_of_their_scale() -> None:
    points = Points.from_ratings({1: 2, 3: 1, 5: 7}, scale=5, bottom=2, agrees_from=4)
    assert points == Points((2, 1, 7), ((1, 2), (3, 3), (4, 5)), total=40, squares=186)
    halves = Points.from_ratings({1.5: 2, 5: 1}, scale=5, bottom=2, agrees_from=4)
    assert halves.spans == ((2, 4), (5, 7), (8, 10))
    assert halves.total == Fraction(8) / Fraction(1, 2)


def test_on_a_scale_of_three_no_answer_has_two_kinds() -> None:
    """From 2 on a rating agrees, so only 1 disagrees, though the bottom two would overlap the top two."""
    assert Points.from_ratings({1: 1, 2: 3}, scale=3, bottom=2, agrees_from=2).spans == (
        (1, 1),
        (2, 1),
        (2, 3),
    )


def test_seventeen_points_and_squares_mean_seventeen_improved() -> None:
    """Without the squares up to 18 may have fallen by 1: the other two rose by 35.

    With 19, one would have to rise by 36 of 20.
    """
    points = Points.from_gains(Counter([1] * 17 + [0] * 3), 200, 217, 0, 20)
    anyone = (None, None, None)
    assert [many for many in range(21) if is_feasible_count(points, anyone, 17, 2, many)] == [17]
    assert [few for few in range(21) if is_feasible_count(points, anyone, None, 0, few)] == list(range(19))
    assert not is_feasible_count(points, (None, None, 16), 17, 0, 0)


def test_count_that_takes_too_many_steps_is_infeasible(monkeypatch: pytest.MonkeyPatch) -> None:
    points = Points.from_gains(Counter([1] * 9 + [2, 4, 7, 11, 0, 0]), 200, 233, 0, 20)
    assert is_feasible_split(points, points.people, points.squares)
    means._fits_squares.cache_clear()
    monkeypatch.setattr(means, "MAX_STEPS", 0)
    assert not is_feasible_split(points, points.people, points.squares)
    means._fits_squares.cache_clear()
