"""What leaves of scores, reading levels and answers: flows fall as a whole table, and nothing gives them
back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import CATALOG, PICTURED, evaluate
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.protection import PublicEvaluation, protect
from libcollab_metrics.protection.policy import EXPOSURES
from tests.support.builders.datasets import dataset

DAY = date(2026, 6, 30)
EVERYTHING = (*CATALOG, *PICTURED)
LISTED = {"roster": "complete"}


def readers(program: str, *flows: tuple[int, int, int]) -> list[dict[str, Any]]:
    """So many readers from one level to another."""
    return [
        {
            "p": program,
            "who": f"{program}{before}{after}{n}",
            "measure": "philiri_level",
            "before": before,
            "after": after,
        }
        for before, after, people in flows
        for n in range(people)
    ]


def released(data: Dataset) -> tuple[PublicEvaluation, PublicEvaluation]:
    """Everything as a whole and by program, leaving together."""
    whole, grouped = protect(
        [evaluate(data, metrics=EVERYTHING, by=by, as_of=DAY) for by in ("", "program")], data.settings
    )
    return whole, grouped


def flows(public: PublicEvaluation, metric: str = "level_moves", **group: str) -> list[Any]:
    """The numbers of a table, hidden ones as None."""
    return [v.value for v in public.values_for(metric) if group.items() <= v.groups.items()]


def test_a_table_of_flows_leaves_whole_or_not_at_all() -> None:
    """10 up and 12 the same leave; with 3 down beside them nothing does, for 25 pairs less 22 would say it.

    10 who rose less a net movement of 7 would say it too: who rose leaves, 10 and 15, and the net movement
    does not.
    """
    large = released(dataset(outcomes=readers("A", (1, 2, 10), (2, 2, 12))))[0]
    assert flows(large) == [10, 12]
    small = released(dataset(outcomes=readers("A", (1, 2, 10), (2, 2, 12), (2, 1, 3))))[0]
    assert flows(small) == [None, None, None]
    assert flows(small, "score_moves") == [None, None, None]
    assert small.value_for("philiri_moved_up", measure="philiri_level").value == 10 / 25
    assert small.value_for("philiri_net_move", measure="philiri_level").reason == "small-cell"
    assert small.value_for("mean_gain", measure="philiri_level").reason == "small-cell"


def test_the_flows_of_a_second_program_go_where_the_whole_would_give_back_the_first() -> None:
    """A 10 and 4, B 20 and 20, together 30 and 24: the whole less B is A."""
    data = dataset(outcomes=[*readers("A", (1, 2, 10), (2, 2, 4)), *readers("B", (1, 2, 20), (2, 2, 20))])
    whole, grouped = released(data)
    assert flows(whole) == [30, 24]
    assert flows(grouped, program="A") == flows(grouped, program="B") == [None, None]


def paired(pairs: int, only_before: int) -> list[dict[str, Any]]:
    rows = [{"who": f"k{n}", "measure": "m", "before": n % 3, "after": n % 3 + n % 2} for n in range(pairs)]
    return [*rows, *({"who": f"x{n}", "measure": "m", "before": 1} for n in range(only_before))]


@pytest.mark.parametrize(
    "metric", ["pair_coverage", "mean_gain", "improved_share", "normalized_gain", "paired_scores"]
)
def test_what_stands_on_nine_pairs_stays_and_on_ten_leaves(metric: str) -> None:
    for pairs, leaves in ((9, False), (10, True)):
        rows = [row | {"scale_max": 5} for row in paired(pairs, 6)]
        found = released(dataset(outcomes=rows))[0].values_for(metric)[0]
        assert found.groups["measure"] == "m"
        assert (found.value is not None, found.reason) == (leaves, None if leaves else "small-cell")
        assert leaves or found.n is found.numerator is found.denominator is found.coverage is None


def test_the_response_rate_goes_with_the_people_it_is_of() -> None:
    """A 20 came and 12 answered, B 3 came and nobody was asked: 23 people less the 20 of the rate would say
    3."""
    people: Sequence[dict[str, Any]] = [{"at": "s0", "who": f"a{n}"} for n in range(20)]
    few = [{"at": "s1", "who": f"b{n}"} for n in range(3)]
    answers = [{"p": "A", "who": f"a{n}", "measure": "m", "rating": 4} for n in range(12)]
    sessions = [LISTED | {"p": "A"}, LISTED | {"p": "B"}]
    alone = released(dataset(sessions[:1], people, outcomes=answers))[0]
    assert alone.value_for("survey_response_rate").value == 0.6
    beside = released(dataset(sessions, [*people, *few], outcomes=answers))[0]
    assert beside.value_for("survey_response_rate").reason == "small-cell"


def test_every_table_behind_a_picture_has_a_rule_of_its_own() -> None:
    assert {metric.id for metric in PICTURED if metric.guards} <= set(EXPOSURES)


def test_gain_and_means_leave_together_for_two_of_them_give_the_third() -> None:
    """A 9 pairs, B 12: A is too small, and B goes with it because the whole of 21 would give A back."""
    rows = [{"p": p, **row} for p, count in (("A", 9), ("B", 12)) for row in paired(count, 0)]
    rows = [row | {"who": f"{row['p']}{row['who']}"} for row in rows]
    data, metrics = dataset(outcomes=rows), ("mean_gain", "paired_scores")
    asked = [evaluate(data, metrics=metrics, by=by, as_of=DAY) for by in ("", "program")]
    whole, grouped = protect(asked, data.settings)
    for metric in metrics:
        assert {v.reason for v in whole.values_for(metric)} == {None}
        assert {v.reason for v in grouped.values_for(metric)} == {"small-cell"}


def test_where_the_gain_in_levels_is_hidden_so_are_the_means_it_is_made_of() -> None:
    small = released(dataset(outcomes=readers("A", (1, 2, 10), (2, 2, 12), (2, 1, 3))))[0]
    assert {v.reason for v in (*small.values_for("mean_gain"), *small.values_for("paired_scores"))} == {
        "small-cell"
    }
