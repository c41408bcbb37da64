"""Releases of scores, levels and answers: flow tables are hidden whole, and nothing discloses them."""

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
    """Rows of readers who moved between levels; each flow is (before, after, number of readers)."""
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
    """All metrics as a whole and by program, released together."""
    whole, grouped = protect(
        [evaluate(data, metrics=EVERYTHING, by=by, as_of=DAY) for by in ("", "program")], data.settings
    )
    return whole, grouped


def flows(public: PublicEvaluation, metric: str = "level_moves", **group: str) -> list[Any]:
    """The numbers of a table, hidden ones as None."""
    return [v.value for v in public.values_for(metric) if group.items() <= v.groups.items()]


def test_flow_table_is_shown_whole_or_hidden_whole() -> None:
    """10 up and 12 the same are shown; with 3 down all are hidden: 25 pairs minus 22 would disclose them.

    10 who rose minus a net movement of 7 would disclose them too: the risers (10, and 15 not) are shown,
    and the net movement is not.
    """
    large = released(dataset(outcomes=readers("A", (1, 2, 10), (2, 2, 12))))[0]
    assert flows(large) == [10, 12]
    small = released(dataset(outcomes=readers("A", (1, 2, 10), (2, 2, 12), (2, 1, 3))))[0]
    assert flows(small) == [None, None, None]
    assert flows(small, "score_moves") == [None, None, None]
    assert small.value_for("philiri_moved_up", measure="philiri_level").value == 10 / 25
    assert small.value_for("philiri_net_move", measure="philiri_level").reason == "small-cell"
    assert small.value_for("mean_gain", measure="philiri_level").reason == "small-cell"


def test_second_program_flows_are_hidden_where_the_total_discloses_another() -> None:
    """A 10 and 4, B 20 and 20, together 30 and 24: the whole minus B is A."""
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
def test_outcomes_need_ten_pairs(metric: str) -> None:
    for pairs, leaves in ((9, False), (10, True)):
        rows = [row | {"scale_max": 5} for row in paired(pairs, 6)]
        value = released(dataset(outcomes=rows))[0].values_for(metric)[0]
        assert value.groups["measure"] == "m"
        assert (value.value is not None, value.reason) == (leaves, None if leaves else "small-cell")
        assert leaves or value.n is value.numerator is value.denominator is value.coverage is None


def test_response_rate_is_hidden_with_its_people() -> None:
    """A: 20 came and 12 answered; B: 3 came, no survey. 23 people minus the rate's 20 would disclose 3."""
    people: Sequence[dict[str, Any]] = [{"at": "s0", "who": f"a{n}"} for n in range(20)]
    few = [{"at": "s1", "who": f"b{n}"} for n in range(3)]
    answers = [{"p": "A", "who": f"a{n}", "measure": "m", "rating": 4} for n in range(12)]
    sessions = [LISTED | {"p": "A"}, LISTED | {"p": "B"}]
    without_few = released(dataset(sessions[:1], people, outcomes=answers))[0]
    assert without_few.value_for("survey_response_rate").value == 0.6
    with_few = released(dataset(sessions, [*people, *few], outcomes=answers))[0]
    assert with_few.value_for("survey_response_rate").reason == "small-cell"


def test_every_guarded_chart_metric_has_an_exposure_rule() -> None:
    assert {metric.id for metric in PICTURED if metric.guards} <= set(EXPOSURES)


def test_gain_and_means_are_hidden_together() -> None:
    """A 9 pairs, B 12: A is too small, and B is hidden because the whole of 21 would disclose A."""
    rows = [{"p": p, **row} for p, count in (("A", 9), ("B", 12)) for row in paired(count, 0)]
    rows = [row | {"who": f"{row['p']}{row['who']}"} for row in rows]
    data, metrics = dataset(outcomes=rows), ("mean_gain", "paired_scores")
    evaluations = [evaluate(data, metrics=metrics, by=by, as_of=DAY) for by in ("", "program")]
    whole, grouped = protect(evaluations, data.settings)
    for metric in metrics:
        assert {v.reason for v in whole.values_for(metric)} == {None}
        assert {v.reason for v in grouped.values_for(metric)} == {"small-cell"}


def test_means_are_hidden_where_their_gain_in_levels_is() -> None:
    small = released(dataset(outcomes=readers("A", (1, 2, 10), (2, 2, 12), (2, 1, 3))))[0]
    assert {v.reason for v in (*small.values_for("mean_gain"), *small.values_for("paired_scores"))} == {
        "small-cell"
    }
