"""Reading levels of the Phil-IRI: the bands, the lower of two tests, and every move."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate
from tests.support.builders.datasets import AS_OF, dataset, value, values

NAMES = ("Non-reader", "Frustration", "Instructional", "Independent")


def reader(
    who: str, word: tuple[Any, Any], comprehension: tuple[Any, Any], **more: Any
) -> list[dict[str, Any]]:
    """One reader with both tests, before and after."""
    both = (("philiri_word", word), ("philiri_comprehension", comprehension))
    return [{"who": who, "measure": m, "before": b, "after": a} | more for m, (b, a) in both]


def written(who: str | None, before: Any, after: Any) -> dict[str, Any]:
    """One reader with the level only, as its code."""
    return {"who": who, "measure": "philiri_level", "before": before, "after": after}


def moves(rows: list[dict[str, Any]], **settings: Any) -> dict[tuple[str, str], Any]:
    """Level before and after → readers."""
    result = evaluate(dataset(outcomes=rows, settings=settings), metrics=["level_moves"], as_of=AS_OF).values
    return {
        (v.groups["level_before"] or "", v.groups["level_after"] or ""): v.value for v in result if v.group
    }


@pytest.mark.parametrize(
    ("word", "comprehension", "level"),
    [
        (97, 80, 3),
        (96.5, 79.5, 3),
        (96.4, 100, 2),
        (100, 79.4, 2),
        (90, 59, 2),
        (89.5, 58.5, 2),
        (89.4, 100, 1),
        (100, 58.4, 1),
        (0, 0, 1),
    ],
)
def test_scores_round_half_up_and_the_lower_level_counts(
    word: float, comprehension: float, level: int
) -> None:
    assert moves(reader("a", (word, 100), (comprehension, 100))) == {(NAMES[level], "Independent"): 1}


def test_six_readers_match_the_worked_example() -> None:
    """
    reader  word       comprehension   level
    a       85 → 92    50 → 70         Frustration → Instructional    up
    b       92 → 98    70 → 85         Instructional → Independent    up
    c       98 → 99    85 → 90         Independent → Independent
    d       98 → 91    90 → 90         Independent → Instructional    down
    e       85 → 99    50 → 55         Frustration → Frustration      comprehension did not move
    f       95 → 96    – → 90          before not known: no pair
    up 2 of 5 pairs; of 3 not yet Independent 2; net (2 − 1) ÷ 5
    """
    rows = [
        *reader("a", (85, 92), (50, 70)),
        *reader("b", (92, 98), (70, 85)),
        *reader("c", (98, 99), (85, 90)),
        *reader("d", (98, 91), (90, 90)),
        *reader("e", (85, 99), (50, 55)),
        *reader("f", (95, 96), (None, 90)),
    ]
    data = dataset(outcomes=rows)
    every, below = values(data, "philiri_moved_up")
    assert (every.value, every.numerator, every.denominator, every.coverage) == (0.4, 2, 5, 1)
    assert (below.value, below.numerator, below.denominator) == (2 / 3, 2, 3)
    assert (every.groups["measure"], below.groups["measure"]) == (
        "philiri_level",
        "philiri_level, not yet Independent",
    )
    net = value(data, "philiri_net_move")
    assert (net.value, net.numerator, net.denominator, net.n) == (0.2, 1, 5, 5)
    assert moves(rows) == {
        ("Frustration", "Frustration"): 1,
        ("Frustration", "Instructional"): 1,
        ("Instructional", "Independent"): 1,
        ("Independent", "Instructional"): 1,
        ("Independent", "Independent"): 1,
    }


def test_single_test_gives_no_level() -> None:
    rows = [{"who": "a", "measure": "philiri_word", "before": 80, "after": 99}]
    assert value(dataset(outcomes=rows), "philiri_moved_up").reason == "no-pairs"


def test_typed_level_counts_unless_tests_exist() -> None:
    assert moves([written("a", 0, 1), written("b", 2, 7)]) == {("Non-reader", "Frustration"): 1}
    assert moves([*reader("a", (92, 98), (70, 85)), written("a", 1, 1)]) == {
        ("Instructional", "Independent"): 1
    }


def test_recorded_non_reader_overrides_scores() -> None:
    assert moves([*reader("a", (0, 92), (0, 70)), written("a", 0, None)]) == {
        ("Non-reader", "Instructional"): 1
    }


def test_nameless_levels_count_when_both_are_present() -> None:
    assert moves([written(None, 1, 2), written(None, 1, None), *reader(None, (92, 98), (70, 85))]) == {  # type: ignore[arg-type]
        ("Frustration", "Instructional"): 1
    }


def test_raw_scores_become_percentages_of_the_maximum() -> None:
    """comprehension 5 of 7 = 71.4 → 71, Instructional; word 93 of 100."""
    rows = reader("a", (93, 93), (5, 7))
    for row in rows[1:]:
        row["scale_max"] = 7
    assert moves(rows) == {("Instructional", "Instructional"): 1}
    bare = reader("a", (93, 98), (5, 7))
    assert moves(bare, scale_max={"philiri_comprehension": 7}) == {("Instructional", "Independent"): 1}


def test_reader_is_matched_across_sheets_but_not_across_programs() -> None:
    rows = [
        *reader("a", (92, None), (70, None), on="2026-01-05"),
        *reader("a", (None, 98), (None, 85), on="2026-05-05"),
    ]
    assert moves(rows) == {("Instructional", "Independent"): 1}
    apart = [*reader("a", (92, 98), (70, 85), p="A"), *reader("a", (98, 99), (85, 90), p="B")]
    by_program = {
        v.groups["program"]: v.value
        for v in values(dataset(outcomes=apart), "philiri_net_move", by="program")
    }
    assert by_program == {"A": 1, "B": 0}


def test_readers_at_the_top_cannot_rise() -> None:
    every, below = values(dataset(outcomes=reader("a", (98, 98), (90, 90))), "philiri_moved_up")
    assert (every.value, below.value, below.reason) == (0, None, "ceiling")


@pytest.mark.parametrize("scale", [{"scale_max": 100}, {}])
def test_score_above_its_scale_has_no_level(scale: dict[str, int]) -> None:
    """word 97 to 120 of 100, comprehension 70 to 130 of 100: no level after; nor is 26 of 20 a percentage."""
    rows = [row | scale for row in reader("a", (97, 120), (70, 130))]
    assert values(dataset(outcomes=rows), "philiri_moved_up")[0].reason == "no-pairs"
    short = [row | {"scale_max": 20} for row in reader("a", (19, 26), (15, 17))]
    assert values(dataset(outcomes=short), "philiri_moved_up")[0].reason == "no-pairs"
