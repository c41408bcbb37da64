"""Criteria, projects and targets: a verdict over every value that is still possible."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import pytest

from libcollab_metrics.metrics import CriterionVerdict, Value, judge_criteria, judge_value
from tests.support.builders.datasets import AS_OF, by_group, dataset, value, values


def criterion(
    metric: str = "attendance_total", low: float | None = 200, high: float | None = None, **more: Any
) -> dict[str, Any]:
    """A criterion on the story hour."""
    day = more.pop("declared", None)
    return {"metric_id": metric, "low": low, "high": high, "declared_on": day and pd.Timestamp(day)} | more


def judged(*args: Any, **options: Any) -> CriterionVerdict:
    """The single verdict of a dataset."""
    (verdict,) = judge_criteria(dataset(*args, **options), AS_OF)
    return verdict


ATTENDED = [
    # attended of two sessions → verdict on at least 200, at most 300
    pytest.param((150, 60), 200, None, "met", id="exactly 210 of at least 200"),
    pytest.param((210, None), 200, None, "met", id="at least 210 is met"),
    pytest.param((150, None), 200, None, "undecided", id="at least 150 is undecided, not failed"),
    pytest.param((100, 50), 200, None, "not met", id="exactly 150 is not met"),
    pytest.param((310, None), 200, 300, "not met", id="at least 310 is above the ceiling"),
    pytest.param((250, None), 200, 300, "undecided", id="at least 250 may pass the ceiling"),
    pytest.param((200, 100), 200, 300, "met", id="the bounds themselves are inside"),
    pytest.param((None, None), 200, None, "undecided", id="nothing recorded decides nothing"),
]


@pytest.mark.parametrize(("attended", "low", "high", "expected"), ATTENDED)
def test_criterion_is_judged_over_all_possible_values(
    attended: Sequence[float | None], low: float, high: float | None, expected: str
) -> None:
    verdict = judged([{"attended": n} for n in attended], criteria=[criterion(low=low, high=high)])
    assert verdict.verdict == expected


def test_cost_ceiling_below_the_upper_bound_is_undecided() -> None:
    """At most 30.00: under a ceiling of 35 it is met, under one of 25 undecided."""
    cost = [{"kind": "cash", "status": "spent", "from_party": "project", "to_party": "shop", "value": 12000}]
    programs = [{"name": "Story hour", "ledger_complete": "yes"}]
    sessions = [{"attended": 400}, {}]
    for ceiling, expected in ((35, "met"), (25, "undecided")):
        criterion_rows = [criterion("cost_per_attendance", None, ceiling)]
        assert judged(sessions, ledger=cost, programs=programs, criteria=criterion_rows).verdict == expected


def test_criterion_without_bounds_is_undecided() -> None:
    assert judged([{"attended": 5}], criteria=[criterion(low=None, ideal=3)]).verdict == "undecided"
    assert judge_value(Value("m", value=1).with_certainty("exact"), None, None) == "undecided"


@pytest.mark.parametrize("metric", ["no_such_metric", "criteria_met_rate"])
def test_criterion_on_uncomputable_metric_is_undecided(metric: str) -> None:
    verdict = judged([{"attended": 500}], criteria=[criterion(metric)])
    assert (verdict.verdict, verdict.value.value, verdict.value.reason) == ("undecided", None, "undecided")


def test_criterion_covers_its_program_over_all_dates() -> None:
    data = dataset(
        [
            {"p": "A", "on": "2026-01-05", "attended": 150},
            {"p": "A", "on": "2026-05-05", "attended": 60},
            {"p": "B", "attended": 9},
        ],
        criteria=[criterion(p="A"), criterion(p="B", low=10)],
    )
    result = judge_criteria(data, AS_OF)
    assert [(v.program, v.metric, v.value.value, v.verdict) for v in result] == [
        ("A", "Program attendance", 210, "met"),
        ("B", "Program attendance", 9, "not met"),
    ]
    assert [v.verdict for v in judge_criteria(data, date(2026, 3, 1))] == ["not met", "not met"]


def test_criterion_is_late_after_the_first_held_session() -> None:
    sessions = [{"on": "2026-03-08", "attended": 1}, {"on": "2026-03-01", "status": "cancelled"}]
    for declared, late in (("2026-03-08", False), ("2026-03-09", True), ("2026-01-01", False), (None, False)):
        assert judged(sessions, criteria=[criterion(declared=declared)]).is_declared_late is late


def test_criterion_declared_later_is_excluded() -> None:
    data = dataset([{"attended": 500}], criteria=[criterion(declared="2026-07-01")])
    assert judge_criteria(data, AS_OF) == ()
    assert value(data, "criteria_met_rate").reason == "no-criteria"


def projects(verdicts: str) -> Any:
    """One program per letter, with one criterion: m met, n not met, u undecided."""
    attended = {"m": 300, "n": 100, "u": None}
    sessions = [{"p": f"P{n}", "attended": attended[v]} for n, v in enumerate(verdicts)]
    return dataset(sessions, criteria=[criterion(p=f"P{n}") for n in range(len(verdicts))])


def test_undecided_projects_widen_the_range() -> None:
    """10 projects: 6 met, 2 not, 2 undecided = 60 to 80%; without the undecided it would be 75%."""
    for metric in ("project_success_rate", "criteria_met_rate"):
        result = value(projects("mmmmmmnnuu"), metric)
        assert (result.value, result.reason, result.certainty, result.low, result.high) == (
            None,
            None,
            "range",
            0.6,
            0.8,
        )
        assert (result.numerator, result.denominator, result.n, result.coverage) == (6, 10, 8, 0.8)


def test_decided_criteria_give_an_exact_rate() -> None:
    result = value(projects("mmmn"), "criteria_met_rate")
    assert (result.value, result.certainty, result.low, result.high) == (0.75, "exact", 0.75, 0.75)


def test_nothing_decided_is_undecided_not_zero() -> None:
    result = value(projects("uu"), "project_success_rate")
    assert (result.value, result.reason, result.low, result.high) == (None, "undecided", 0, 1)


def test_one_failed_criterion_decides_a_project() -> None:
    """
    program  criteria                  verdict
    A        met, met                  met
    B        met, not met, undecided   not met
    C        met, undecided            undecided      1 of 3 to 2 of 3; criteria 4 of 7 to 6 of 7
    """
    sessions = [{"p": name, "attended": 300} for name in "ABC"]
    minimums = {"A": [1, 1], "B": [1, 999, None], "C": [1, None]}
    criteria = [criterion(p=p, low=low) for p, lows in minimums.items() for low in lows]
    data = dataset(sessions, criteria=criteria)
    success, criteria_met = value(data, "project_success_rate"), value(data, "criteria_met_rate")
    assert (success.low, success.high) == (1 / 3, 2 / 3)
    assert (criteria_met.low, criteria_met.high) == (4 / 7, 6 / 7)
    assert by_group(values(data, "project_success_rate", by="program"), "program") == {
        "A": 1,
        "B": 0,
        "C": None,
    }


def test_partner_success_is_that_of_its_programs() -> None:
    data = dataset(
        [{"p": "A", "attended": 300}, {"p": "B", "attended": 1}],
        programs=[{"name": "A", "partners": ["Hope"]}, {"name": "B", "partners": ["Hope", "School"]}],
        criteria=[criterion(p="A"), criterion(p="B")],
    )
    assert by_group(values(data, "project_success_rate", by="partner"), "partner") == {
        "Hope": 0.5,
        "School": 0,
    }


def test_raising_a_goal_never_raises_success() -> None:
    order = {"met": 2, "undecided": 1, "not met": 0}
    for attended in ((150, 60), (150, None)):
        ranks = [
            order[judged([{"attended": n} for n in attended], criteria=[criterion(low=low)]).verdict]
            for low in range(0, 400, 50)
        ]
        assert ranks == sorted(ranks, reverse=True)


TARGET = {"name": "Story hour", "target_low": 20, "target_ideal": 25, "target_high": 30}


@pytest.mark.parametrize(
    ("attended", "share", "verdict"),
    [
        ((20, 2), 0.88, "met"),
        ((10, 9), 0.76, "not met"),
        ((30, 5), 1.4, "not met"),
        ((19, None), 0.76, "undecided"),
    ],
)
def test_target_is_a_band_and_exceeding_it_is_not_met(
    attended: Sequence[float | None], share: float, verdict: str
) -> None:
    result = value(dataset([{"attended": n} for n in attended], programs=[TARGET]), "target_attainment")
    assert (result.value, result.verdict) == (share, verdict)
    assert result.certainty == ("exact" if None not in attended else "at_least")


def test_target_without_band_has_no_verdict() -> None:
    result = value(
        dataset([{"attended": 10}], programs=[{"name": "Story hour", "target_ideal": 20}]),
        "target_attainment",
    )
    assert (result.value, result.verdict) == (0.5, "")


def test_targets_of_several_programs_are_a_ratio_of_sums() -> None:
    """
    program  visits  target
    A            30      20
    B            10      80     40 ÷ 100 = 40%; the mean of 150% and 12.5% would be 81%
    C             –      50     excluded; D has visits and no target, excluded too
    """
    programs = [
        TARGET | {"name": "A", "target_ideal": 20},
        TARGET | {"name": "B", "target_ideal": 80},
        TARGET | {"name": "C", "target_ideal": 50},
    ]
    sessions = [
        {"p": "A", "attended": 30},
        {"p": "B", "attended": 10},
        {"p": "C"},
        {"p": "D", "attended": 500},
    ]
    result = value(dataset(sessions, programs=programs), "target_attainment")
    assert (result.value, result.numerator, result.denominator, result.left_out, result.verdict) == (
        0.4,
        40,
        100,
        ("C", "D"),
        "",
    )
    alone = value(dataset(sessions, programs=programs[:1]), "target_attainment")
    assert (alone.value, alone.left_out) == (1.5, ("B", "D"))


def test_participant_target_counts_people_of_one_program() -> None:
    target = {"name": "Story hour", "target_ideal": 4, "target_unit": "participants"}
    listed = [{"roster": "complete"}, {"roster": "complete"}]
    people = [{"at": s, "who": w} for s in ("s0", "s1") for w in "abc"]
    result = value(dataset(listed, people, programs=[target]), "target_attainment")
    assert (result.value, result.numerator) == (0.75, 3)
    assert value(dataset([{"attended": 9}], programs=[target]), "target_attainment").reason == "no-people"
    other_program = {"name": "Other", "target_ideal": 10}
    two = value(
        dataset([*listed, {"p": "Other", "attended": 5}], people, programs=[target, other_program]),
        "target_attainment",
    )
    assert (two.value, two.left_out) == (0.5, ("Story hour",))


def test_missing_or_zero_target_gives_a_reason() -> None:
    assert value(dataset([{"attended": 9}]), "target_attainment").reason == "no-field"
    zero = [{"name": "Story hour", "target_ideal": 0}]
    assert value(dataset([{"attended": 9}], programs=zero), "target_attainment").reason == "zero-base"
    assert value(dataset([{}], programs=[TARGET]), "target_attainment").reason == "no-counts"
