"""Answers, scores and books: summed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from libcollab_metrics.metrics.intervals import wilson_interval
from tests.support.builders.datasets import by_group, dataset, value, values

BEFORE = (10, 12, 8, 15, 11, 9, None)
AFTER = (14, 15, 8, 18, 15, None, 19)


def scores(**more: Any) -> list[dict[str, Any]]:
    """Seven readers; five have both scores."""
    return [
        {"who": f"k{n}", "measure": "reading", "before": b, "after": a} | more
        for n, (b, a) in enumerate(zip(BEFORE, AFTER, strict=True))
    ]


def test_gain_is_computed_from_matched_pairs() -> None:
    """
    before 10 12 8 15 11 9 –; after 14 15 8 18 15 – 19: gains 4 3 0 3 4, mean 2.8 (0.8–4.8)
    unmatched means: 14.83 − 10.83 = 4.0, wrong; pairs among those tested before: 5 of 6
    """
    result = value(dataset(outcomes=scores()), "mean_gain")
    assert (result.value, result.numerator, result.denominator, result.coverage) == (2.8, 14, 5, 5 / 6)
    assert (round(result.ci_low or 0, 1), round(result.ci_high or 0, 1)) == (0.8, 4.8)
    assert (result.groups, result.small) == ({"measure": "reading"}, True)


def test_fewer_than_five_pairs_have_no_interval() -> None:
    result = value(dataset(outcomes=scores()[:4]), "mean_gain")
    assert (result.value, result.n, result.ci_low) == (2.5, 4, None)


def test_equal_gains_have_an_interval_of_zero_width() -> None:
    rows = [{"who": f"k{n}", "measure": "m", "before": 1, "after": 3} for n in range(5)]
    result = value(dataset(outcomes=rows), "mean_gain")
    assert (result.value, result.ci_low, result.ci_high) == (2, 2, 2)


def test_before_and_after_on_two_rows_are_a_pair() -> None:
    """k0 before 10 (March), after 14 (June): a pair, in June; k1 and k2 have no pair within one program."""
    rows = [
        {"who": "k0", "measure": "reading", "before": 10, "on": "2026-03-01"},
        {"who": "k0", "measure": "reading", "after": 14, "on": "2026-06-01"},
        {"who": "k1", "measure": "reading", "before": 3, "on": "2026-03-01"},
        {"who": "k2", "measure": "reading", "before": 3, "p": "A"},
        {"who": "k2", "measure": "reading", "after": 9, "p": "B"},
    ]
    result = value(dataset(outcomes=rows), "mean_gain")
    assert (result.value, result.n, result.coverage) == (4, 1, 1 / 3)
    by_month = {v.groups["month"]: v.value for v in values(dataset(outcomes=rows), "mean_gain", by="month")}
    assert by_month["2026-06"] == 4
    march = value(dataset(outcomes=rows), "mean_gain", end=date(2026, 3, 31))
    assert march.reason == "no-pairs"


def test_nameless_scores_pair_only_within_one_row() -> None:
    rows = [
        {"who": None, "measure": "reading", "before": 10},
        {"who": None, "measure": "reading", "after": 14},
        {"who": None, "measure": "reading", "before": 5, "after": 6},
    ]
    result = value(dataset(outcomes=rows), "mean_gain")
    assert (result.value, result.n, result.coverage) == (1, 1, 0.5)


def test_each_measure_has_its_own_gain_or_reason() -> None:
    rows = [*scores(), {"who": "k0", "measure": "speed", "before": 60}]
    result = values(dataset(outcomes=rows), "mean_gain")
    assert by_group(result, "measure") == {"reading": 2.8, "speed": None}
    assert result[1].reason == "no-pairs"


@pytest.mark.parametrize(
    "rows", [[], [{"who": "a", "measure": "m", "before": 3}], [{"measure": "m", "rating": 4}]]
)
def test_gain_without_pairs_appears_once_with_reason(rows: list[dict[str, Any]]) -> None:
    result = value(dataset(outcomes=rows), "mean_gain")
    assert (result.value, result.reason, result.groups) == (None, "no-pairs", {})


def answers(*ratings: float | None, measure: str = "confidence", **more: Any) -> list[dict[str, Any]]:
    """One answer per person."""
    return [{"who": f"k{n}", "measure": measure, "rating": r} | more for n, r in enumerate(ratings)]


def test_agreement_matches_the_worked_example() -> None:
    """20 fives, 16 fours, 5 threes, 4 blanks: 36 ÷ 41 = 88% (74.5–94.7), 41 of 45 answered."""
    result = value(
        dataset(outcomes=answers(*[5] * 20, *[4] * 16, *[3] * 5, *[None] * 4)), "outcome_agreement"
    )
    assert (result.value, result.numerator, result.n, result.coverage) == (36 / 41, 36, 41, 41 / 45)
    assert (result.ci_low, result.ci_high) == wilson_interval(36, 41)
    assert (round(100 * (result.ci_low or 0), 1), round(100 * (result.ci_high or 0), 1)) == (74.5, 94.7)
    assert result.groups == {"measure": "confidence", "occasion": None}
    assert not result.small


def test_measures_and_occasions_are_separate() -> None:
    rows = [
        *answers(5, 5, occasion="March"),
        *answers(1, 5, occasion="June"),
        *answers(1, measure="knowledge", occasion="June"),
    ]
    result = {
        (v.groups["measure"], v.groups["occasion"]): v.value
        for v in values(dataset(outcomes=rows), "outcome_agreement")
    }
    assert result == {("confidence", "March"): 1, ("confidence", "June"): 0.5, ("knowledge", "June"): 0}


def test_out_of_range_rating_is_not_an_answer() -> None:
    rows = answers(5, 7, 0, 2)
    for settings in ({}, {"agreement_threshold": 6}, {"agreement_threshold": {"confidence": 6}}):
        result = value(dataset(outcomes=rows, settings=settings), "outcome_agreement")
        assert (result.n, result.value) == (2, 0.5)


def test_scores_are_not_answers() -> None:
    assert value(dataset(outcomes=scores()), "outcome_agreement").reason == "no-answers"
    assert value(dataset(outcomes=answers(None, None)), "outcome_agreement").reason == "no-answers"


def test_fewer_than_ten_answers_are_small() -> None:
    assert value(dataset(outcomes=answers(*[5] * 9)), "outcome_agreement").small
    assert not value(dataset(outcomes=answers(*[5] * 10)), "outcome_agreement").small


def test_books_at_stage_excludes_boxes_without_book_counts() -> None:
    """
    lot  unit   pledged collected usable shipped received in hands
    A    books      500       420    300     300      290        –
    B    books      200       200      –     150      150      120
    C    boxes        9         9      –       –        9        –   books per box not recorded
    received 290 + 150 = 440 at least (2 of 3 lots), never 449
    """
    lots = [
        {"lot": "A", "pledged": 500, "collected": 420, "usable": 300, "shipped": 300, "received": 290},
        {"lot": "B", "pledged": 200, "collected": 200, "shipped": 150, "received": 150, "in_hands": 120},
        {"lot": "C", "unit": "boxes", "pledged": 9, "collected": 9, "received": 9},
    ]
    result = values(dataset(deliveries=lots), "books_at_stage")
    assert [v.groups["stage"] for v in result] == [
        "pledged",
        "collected",
        "usable",
        "shipped",
        "received",
        "in_hands",
    ]
    assert [v.value for v in result] == [700, 620, 300, 450, 440, 120]
    assert [v.n for v in result] == [2, 2, 1, 2, 2, 1]
    assert {v.certainty for v in result} == {"at_least"}
    assert result[4].coverage == 2 / 3
    converted = values(dataset(deliveries=[*lots[:2], lots[2] | {"books_per_unit": 20}]), "books_at_stage")
    assert (converted[4].value, converted[4].estimated, converted[4].certainty) == (620, True, "exact")
    assert not converted[5].estimated


def test_unrecorded_stage_is_a_gap_and_zero_is_zero() -> None:
    result = values(dataset(deliveries=[{"lot": "A", "pledged": 50, "in_hands": 0}]), "books_at_stage")
    assert [v.value for v in result] == [50, None, None, None, None, 0]
    assert [v.reason for v in result] == [None, "no-field", "no-field", "no-field", "no-field", None]


def test_funnel_without_deliveries_appears_once() -> None:
    result = value(dataset(), "books_at_stage")
    assert (result.reason, result.groups) == ("no-field", {})


def test_lot_arriving_later_is_not_counted_as_received() -> None:
    arrival = pd.Timestamp("2026-07-02")
    lot = {"lot": "A", "shipped": 90, "received": 80, "in_hands": 70, "received_on": arrival}
    result = {v.groups["stage"]: v.value for v in values(dataset(deliveries=[lot]), "books_at_stage")}
    assert (result["shipped"], result["received"], result["in_hands"]) == (90, None, None)
    later = values(dataset(deliveries=[lot]), "books_at_stage", as_of=date(2026, 7, 2))
    assert [v.value for v in later][3:] == [90, 80, 70]


def test_books_can_be_grouped_by_site() -> None:
    lots = [{"lot": "A", "site": "North", "received": 10}, {"lot": "B", "site": "South", "received": 5}]
    result = values(dataset(deliveries=lots), "books_at_stage", by="site")
    assert {v.groups["site"]: v.value for v in result if v.groups["stage"] == "received"} == {
        "North": 10,
        "South": 5,
    }
