"""Classes with small gains and answers near an end of their scale: arithmetic finds no hidden people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.protection import PublicEvaluation, protect, public
from tests.support.attackers.means_reader import (
    Kinds,
    Read,
    answers_by_sum,
    gains_by_sum,
    gains_possible,
    narrowed,
    squares_of,
    sums_left,
)
from tests.support.builders.datasets import dataset

DAY, SCALE = date(2026, 6, 30), 20
GAINS = ("mean_gain", "improved_share", "score_moves", "effect_dz")
ANSWERS = ("mean_rating", "outcome_agreement", "net_agreement")


def released(
    rows: Sequence[dict[str, Any]], metrics: tuple[str, ...]
) -> tuple[PublicEvaluation, PublicEvaluation]:
    data = dataset(outcomes=rows)
    whole, grouped = protect(
        [evaluate(data, metrics=metrics, by=by, as_of=DAY) for by in ("", "program")], data.settings
    )
    return whole, grouped


def random_gains(random: Random) -> dict[str, list[int]]:
    """For each program the gains of readers: most gained a little, a few nothing or less."""
    classes = {}
    for program in "ABCD"[: random.choice([1, 2, 3, 4])]:
        usual = random.choice([(1,), (1, 2), (1, 2, 3, 5), (2, 3), (-2, 0, 1, 4), (0, 1)])
        others = random.choice([(0,), (0, -1), (-1, -2, 3)])
        few, many = random.choice([0, 1, 3, 6]), random.randint(10, 18)
        classes[program] = [*random.choices(usual, k=many), *random.choices(others, k=few)]
    return classes


def random_answers(random: Random) -> dict[str, list[int]]:
    classes = {}
    for program in "ABCD"[: random.choice([1, 2, 3, 4])]:
        usual = random.choice([(5,), (4, 5), (1, 2), (3, 4, 5), (1, 2, 3, 4, 5)])
        few, many = random.choice([0, 1, 3, 6]), random.randint(10, 18)
        classes[program] = [*random.choices(usual, k=many), *random.choices((1, 2, 3), k=few)]
    return classes


def count_kinds(points: Sequence[int], low: int, high: int) -> Kinds:
    few, many = sum(point <= low for point in points), sum(point >= high for point in points)
    return few, len(points) - few - many, many


def read_gains(public: PublicEvaluation, name: str, points: Sequence[int], **group: str) -> Read:
    gain = public.value_for("mean_gain", measure="m", **group)
    share = public.value_for("improved_share", measure="m", **group)
    moves = [
        public.value_for("score_moves", measure="m", move=move, **group) for move in ("down", "same", "up")
    ]
    shown_moves = tuple(int(move.value) for move in moves if move.value is not None)
    sum_ = None if gain.numerator is None else int(gain.numerator)
    many = None if share.numerator is None else int(share.numerator)
    kinds = (shown_moves[0], shown_moves[1], shown_moves[2]) if len(shown_moves) == 3 else None
    return Read(name, len(points), sum_, squares_of(gain), many, kinds, count_kinds(points, -1, 1))


def attack_gains(classes: dict[str, list[int]]) -> list[str]:
    rows = [
        {"p": p, "who": f"{p}{n}", "measure": "m", "before": 8 + n % 5, "after": 8 + n % 5 + gain}
        for p, points in classes.items()
        for n, gain in enumerate(points)
    ]
    whole, grouped = released(rows, GAINS)
    all_ = read_gains(whole, "all", [gain for points in classes.values() for gain in points])
    parts = [read_gains(grouped, p, points, program=p) for p, points in classes.items()]
    hidden = {part.name: _least_squares(part) for part in parts if part.squares is None}
    shown_squares = sum(part.squares or 0 for part in parts)
    hidden_squares = None if all_.squares is None else all_.squares - shown_squares
    findings = []
    for read in (all_, *parts):
        if read.points is None:
            continue
        if read.squares is not None:
            squares: Sequence[int] | None = [read.squares]
        elif read is all_:
            squares = None if hidden else [shown_squares]
        else:
            squares = sums_left(read, hidden, hidden_squares)
        if squares is None:
            continue
        before, after = (
            gains_by_sum(read.n, read.points, SCALE),
            gains_possible(read.n, read.points, squares, SCALE),
        )
        findings += narrowed(read, set(before), set(after))
    return findings


def _least_squares(read: Read) -> int:
    each, more = divmod(read.points or 0, read.n)
    return read.n * each * each + more * (2 * each + 1)


def attack_answers(classes: dict[str, list[int]]) -> list[str]:
    rows = [
        {"p": p, "who": f"{p}{n}", "measure": "m", "on": "2026-02-05", "rating": rating}
        for p, points in classes.items()
        for n, rating in enumerate(points)
    ]
    whole, grouped = released(rows, ANSWERS)
    reads = [read_answers(whole, "all", [r for points in classes.values() for r in points])]
    reads += [read_answers(grouped, p, points, program=p) for p, points in classes.items()]
    hidden = [read for read in reads[1:] if read.points is None]
    shown_points = sum(part.points or 0 for part in reads[1:])
    findings = []
    for read in reads:
        points = range(5 * read.n + 1)
        if read.points is not None:
            points = range(read.points, read.points + 1)
        elif read is reads[0] and not hidden:
            points = range(shown_points, shown_points + 1)
        elif read is not reads[0] and reads[0].points is not None:
            others, rest = [part for part in hidden if part is not read], reads[0].points - shown_points
            points = range(rest - sum(map(_most_points, others)), rest - sum(map(_fewest_points, others)) + 1)
        after = {kinds for total in points for kinds in answers_by_sum(read.n, total)}
        findings += narrowed(read, set(answers_by_sum(read.n, None)), after)
    return findings


def _most_points(read: Read) -> int:
    return 5 * read.n if read.many is None else 5 * read.many + 3 * (read.n - read.many)


def _fewest_points(read: Read) -> int:
    return read.n if read.many is None else 4 * read.many + read.n - read.many


def read_answers(public: PublicEvaluation, name: str, points: Sequence[int], **group: str) -> Read:
    mean, share, net = (
        next(v for v in public.values_for(metric) if group.items() <= v.groups.items()) for metric in ANSWERS
    )
    sum_ = None if mean.numerator is None else int(mean.numerator)
    many = None if share.numerator is None else int(share.numerator)
    kinds = None
    if many is not None and net.numerator is not None:
        few = many - int(net.numerator)
        kinds = few, len(points) - few - many, many
    return Read(name, len(points), sum_, None, many, kinds, count_kinds(points, 2, 4))


@pytest.mark.parametrize("seed", range(16))
def test_no_mean_gain_or_interval_discloses_few_people(seed: int) -> None:
    assert attack_gains(random_gains(Random(seed))) == []


@pytest.mark.parametrize("seed", range(24))
def test_no_mean_on_a_scale_discloses_few_people(seed: int) -> None:
    assert attack_answers(random_answers(Random(seed))) == []


def test_attacker_finds_few_where_every_mean_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every mean and interval is shown, it finds few people in most of these libraries."""
    monkeypatch.setattr(public, "find_disclosing_means", lambda counting, so_far, settings: frozenset())
    assert sum(bool(attack_gains(random_gains(Random(seed)))) for seed in range(4)) >= 2
    assert sum(bool(attack_answers(random_answers(Random(seed)))) for seed in range(4)) >= 2
