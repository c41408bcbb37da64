"""Answers: means, net agreement, items of a grant, and the response rate."""

from __future__ import annotations

from typing import Any

import pytest
from statsmodels.stats.proportion import proportion_confint

from tests.metrics.families.test_outcomes import answers
from tests.support.builders.datasets import dataset, value, values

LISTED = {"roster": "complete"}


def test_mean_rating_counts_valid_answers_only() -> None:
    """5 5 4 2, one blank and one 9 outside the scale: 16 ÷ 4 = 4.0, 4 of 6 asked."""
    result = value(dataset(outcomes=answers(5, 5, 4, 2, None, 9)), "mean_rating")
    assert (result.value, result.numerator, result.denominator, result.n) == (4, 16, 4, 4)
    assert (result.coverage, result.ci_low, result.groups) == (
        4 / 6,
        None,
        {"measure": "confidence", "occasion": None},
    )


def test_net_agreement_is_top_two_minus_bottom_two() -> None:
    """5 4 4 | 3 | 2 1: (3 − 2) ÷ 6; with three of four who disagree: −0.5."""
    result = value(dataset(outcomes=answers(5, 4, 4, 3, 2, 1)), "net_agreement")
    assert (result.value, result.numerator, result.denominator) == (1 / 6, 1, 6)
    assert value(dataset(outcomes=answers(5, 2, 2, 1)), "net_agreement").value == -0.5


def test_answer_is_never_in_both_top_and_bottom() -> None:
    result = value(dataset(outcomes=answers(2, 1), settings={"agreement_threshold": 2}), "net_agreement")
    assert (result.value, result.numerator) == (0, 0)


@pytest.mark.parametrize(
    ("measure", "counts"),
    [
        ("learned", True),
        ("More Confident", True),
        ("I intend to apply what I just learned.", True),
        ("I feel more confident about what I just learned", True),
        ("confidence", False),
        ("knowledge", False),
        ("I intend to apply what I learned", False),
    ],
)
def test_only_exact_grant_wording_counts_as_grant_item(measure: str, counts: bool) -> None:
    """5 of 8 agree: 62.5%, with the interval of statsmodels."""
    result = value(dataset(outcomes=answers(5, 5, 4, 4, 4, 3, 2, 1, measure=measure)), "lsta_agreement")
    assert (result.value, result.n) == ((0.625, 8) if counts else (None, None))
    if counts:
        assert (result.ci_low, result.ci_high) == pytest.approx(proportion_confint(5, 8, method="wilson"))
    else:
        assert result.reason == "no-answers"


def test_other_questions_count_only_in_general_agreement() -> None:
    rows = [*answers(5, 1, measure="learned"), *answers(5, 5, measure="I enjoyed it")]
    data = dataset(outcomes=rows)
    assert [(v.groups["measure"], v.value) for v in values(data, "lsta_agreement")] == [("learned", 0.5)]
    assert len(values(data, "outcome_agreement")) == 2


def people(*names: str | None, at: str = "s0") -> list[dict[str, Any]]:
    """People who came to a session."""
    return [{"at": at, "who": name} for name in names]


def test_response_rate_counts_each_person_once() -> None:
    """Came a b c d (a twice); answered a (two measures), b, and e, who is not listed: 3 ÷ 4, not 3 ÷ 5."""
    rows = [
        *answers(5, 4),
        {"who": "k0", "measure": "knowledge", "rating": 3},
        {"who": "e", "measure": "x", "rating": 1},
    ]
    data = dataset([LISTED, LISTED], [*people("a", "b", "c", "d"), *people("a", at="s1")], outcomes=rows)
    result = value(data, "survey_response_rate")
    assert (result.value, result.numerator, result.denominator, result.certainty) == (0.75, 3, 4, "exact")


def test_nameless_answers_and_incomplete_lists_bound_response_rate() -> None:
    named, blank = {"who": "a", "measure": "m", "rating": 4}, {"measure": "m", "rating": 4}
    full = dataset([LISTED], people("a", "b"), outcomes=[named, blank])
    assert (value(full, "survey_response_rate").certainty, value(full, "survey_response_rate").value) == (
        "at_least",
        0.5,
    )
    partial = dataset([LISTED, {"attended": 9}], people("a", "b"), outcomes=[named])
    result = value(partial, "survey_response_rate")
    assert (result.certainty, result.low, result.high, result.coverage) == ("at_most", None, 0.5, 0.5)
    others = [{"who": name, "measure": "m", "rating": 4} for name in "xyz"]
    assert (
        value(dataset([LISTED, {}], people("a"), outcomes=others), "survey_response_rate").reason
        == "undecided"
    )
    assert value(dataset([LISTED], people("a"), outcomes=others), "survey_response_rate").value == 3


def test_response_rate_uses_programs_with_answers_and_lists() -> None:
    """
    program  came   answered
    A        a b    a
    B        a c    a c        A and B: a c of a b c = 2 ÷ 3, never 3 ÷ 4
    C        d e    not asked: excluded
    D        heads  x y z: excluded; with them 5 of 3 people would have answered
    """
    rows = [{"p": p, "who": w, "measure": "m", "rating": 4} for p, w in ("Aa", "Ba", "Bc", "Dx", "Dy", "Dz")]
    data = dataset(
        [*(LISTED | {"p": p} for p in "ABC"), {"p": "D", "attended": 30}],
        [*people("a", "b"), *people("a", "c", at="s1"), *people("d", "e", at="s2")],
        outcomes=rows,
        programs=[{"name": "A", "partners": ["Hope", "School"]}, {"name": "B", "partners": ["Hope"]}],
    )
    result = value(data, "survey_response_rate")
    assert (result.value, result.numerator, result.left_out) == (2 / 3, 2, ("C", "D"))
    by_program = {
        v.groups["program"]: (v.value, v.reason) for v in values(data, "survey_response_rate", by="program")
    }
    assert by_program == {
        "A": (0.5, None),
        "B": (1, None),
        "C": (None, "no-answers"),
        "D": (None, "no-people"),
    }
    by_partner = {v.groups["partner"]: v.value for v in values(data, "survey_response_rate", by="partner")}
    assert by_partner == {"Hope": 2 / 3, "School": 0.5, None: None}


def test_timed_reading_is_not_a_blank_answer() -> None:
    rows = [*answers(5, 4), {"who": "k0", "measure": "reading", "words": 60, "seconds": 30}]
    result = value(dataset(outcomes=rows), "outcome_agreement")
    assert (result.groups["measure"], result.coverage) == ("confidence", 1)


TEN = {"scale_max": {"Joy ": 10}}


def test_other_scale_needs_a_declared_agreement_threshold() -> None:
    """
    joy, of 10: 9 10 4 1, and 11 is invalid. Mean 24 ÷ 4 = 6.0. Without a declared threshold: no share.
    From 8 on: 2 of 4 agree; the bottom has as many points as the top (1 to 3): one disagrees, net 1 ÷ 4.
    """
    rows = answers(9, 10, 4, 1, 11, measure="joy")
    for scale in (
        dataset(outcomes=rows, settings=TEN),
        dataset(outcomes=[row | {"scale_max": 10} for row in rows]),
    ):
        assert (value(scale, "mean_rating").value, value(scale, "mean_rating").coverage) == (6, 0.8)
        for metric in ("outcome_agreement", "net_agreement"):
            assert value(scale, metric).reason == "no-setting"
    for threshold in (8, {"JOY": 8}):
        data = dataset(outcomes=rows, settings=TEN | {"agreement_threshold": threshold})
        assert (value(data, "outcome_agreement").value, value(data, "net_agreement").value) == (2 / 4, 1 / 4)


def test_threshold_up_to_five_does_not_apply_to_longer_scale() -> None:
    """From 3 on: of five points 5 and 3 agree and 1 does not; the scale of ten has no declared threshold."""
    rows = [*answers(5, 3, 1, measure="knowledge"), *answers(9, 4, measure="joy")]
    data = dataset(outcomes=rows, settings=TEN | {"agreement_threshold": 3})
    result = {v.groups["measure"]: (v.value, v.reason) for v in values(data, "outcome_agreement")}
    assert result == {"knowledge": (2 / 3, None), "joy": (None, "no-setting")}


@pytest.mark.parametrize("threshold", [8, {"joy": 8}])
def test_threshold_of_other_scale_keeps_five_point_default(threshold: object) -> None:
    """knowledge, of 5: 5 5 4 1, three agree from 4 on; joy, of 10: 9 10 4 1, two agree from 8 on."""
    rows = [*answers(5, 5, 4, 1, measure="knowledge"), *answers(9, 10, 4, 1, measure="joy")]
    data = dataset(outcomes=rows, settings=TEN | {"agreement_threshold": threshold})
    result = {v.groups["measure"]: v.value for v in values(data, "outcome_agreement")}
    assert result == {"knowledge": 3 / 4, "joy": 2 / 4}


def test_shorter_scale_ends_at_its_own_maximum() -> None:
    """From 1 to 4, agreeing from 3 on: 9 and 8 are not answers, 4 agrees, 2 does not: 1 ÷ 2."""
    settings = {"scale_max": {"confidence": 4}, "agreement_threshold": 3}
    result = value(dataset(outcomes=answers(9, 4, 2, 8), settings=settings), "outcome_agreement")
    assert (result.value, result.denominator, result.coverage) == (1 / 2, 2, 0.5)


def test_mixed_scales_have_agreement_but_no_mean() -> None:
    """5 of 5 agrees; from 8 on, 9 of 10 agrees and 2 of 10 does not; points of two scales have no mean."""
    rows = [*answers(5), *answers(9, 2, scale_max=10)]
    data = dataset(outcomes=rows, settings={"agreement_threshold": {"confidence": 8}})
    assert value(data, "mean_rating").reason == "undecided"
    assert value(data, "outcome_agreement").value == 2 / 3


def test_scale_maximum_in_a_row_with_scores_belongs_to_them() -> None:
    """ "Enjoyed it" 4 next to a test of 20 is an answer from 1 to 5; so 9 is not an answer there."""
    rows = [
        {"who": who, "measure": "reading", "before": 9, "after": 12, "rating": r, "scale_max": 20}
        for who, r in (("a", 4), ("b", 9))
    ]
    result = value(dataset(outcomes=rows), "outcome_agreement")
    assert (result.value, result.n) == (1, 1)


def test_repeated_answers_by_one_person_give_no_interval() -> None:
    """k0 5 4 1: three answers by one person; each nameless answer counts as one person."""
    twice = [{"who": "k0", "measure": "learned", "rating": rating} for rating in (5, 4, 1)]
    for metric in ("outcome_agreement", "lsta_agreement"):
        assert value(dataset(outcomes=twice), metric).ci_low is None
        once = [twice[0], *({"measure": "learned", "rating": rating} for rating in (4, 1))]
        assert value(dataset(outcomes=once), metric).ci_low is not None


@pytest.mark.parametrize("threshold", [None, 1, 4, {"joy": 8}])
def test_yes_agrees_whatever_the_threshold_of_longer_scales(threshold: object) -> None:
    """Yes, no, yes on a scale of two points: two of three agree; they have no mean and no net agreement."""
    settings = {} if threshold is None else {"agreement_threshold": threshold}
    data = dataset(outcomes=answers(2, 1, 2, scale_max=2), settings=settings)
    assert value(data, "outcome_agreement").value == 2 / 3
    assert {value(data, metric).reason for metric in ("mean_rating", "net_agreement")} == {"yes-or-no"}
