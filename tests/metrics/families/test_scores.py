"""Matched pairs: who improved, Hake's gain, effect sizes and reading speed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from libcollab_metrics.localization import language
from libcollab_metrics.metrics import evaluate, find_metric
from libcollab_metrics.metrics.formulas import format_worked_formula
from libcollab_metrics.metrics.intervals import wilson_interval
from tests.metrics.families.test_outcomes import scores
from tests.support.builders.datasets import AS_OF, by_group, dataset, value, values

#: The five pairs of the specification, one reader with only a before and one with only an after.
FIVE = scores(scale_max=20)
BEFORE = (10, 12, 8, 15, 11, 9, 14, 10.5, 7, 13)
AFTER = (14, 15, 8, 18, 15, 8, 17, 12, 11, 13.5)


def paired(before: Any = BEFORE, after: Any = AFTER, **more: Any) -> list[dict[str, Any]]:
    """One row per reader."""
    return [
        {"who": f"k{n}", "measure": "reading", "before": b, "after": a} | more
        for n, (b, a) in enumerate(zip(before, after, strict=True))
    ]


def test_pair_coverage_excludes_people_tested_only_after() -> None:
    result = value(dataset(outcomes=FIVE), "pair_coverage")
    assert (result.value, result.numerator, result.denominator) == (5 / 6, 5, 6)


def test_measure_without_pairs_has_no_value() -> None:
    rows = [*FIVE, {"who": "y", "measure": "speed", "before": 1}]
    for metric in ("pair_coverage", "improved_share", "mean_gain"):
        result = {v.groups["measure"]: v for v in values(dataset(outcomes=rows), metric)}
        assert (result["speed"].value, result["speed"].reason) == (None, "no-pairs")
        assert result["reading"].value is not None


def test_equal_scores_do_not_count_as_improved() -> None:
    """Gains 4 3 0 3 4: up 4, same 1, down 0; 80% with the interval of statsmodels."""
    result = value(dataset(outcomes=FIVE), "improved_share")
    assert (result.value, result.numerator, result.n, result.coverage) == (0.8, 4, 5, 5 / 6)
    assert (result.ci_low, result.ci_high) == pytest.approx(proportion_confint(4, 5, method="wilson"))


def test_score_moves_add_up_to_the_pairs() -> None:
    rows = [
        *FIVE,
        {"who": "x", "measure": "reading", "before": 9, "after": 3},
        {"who": "y", "measure": "speed", "before": 1},
    ]
    moves = evaluate(dataset(outcomes=rows), metrics=["score_moves"], as_of=AS_OF).values
    assert {(v.groups["measure"], v.groups["move"]): (v.value, v.n) for v in moves} == {
        ("reading", "up"): (4, 6),
        ("reading", "same"): (1, 6),
        ("reading", "down"): (1, 6),
    }


def test_paired_means_use_only_complete_pairs() -> None:
    """Before 10 12 8 15 11 = 56, after 14 15 8 18 15 = 70; the unpaired 9 and 19 do not count."""
    result = value_of_sides(FIVE)
    assert result == {
        ("reading", "before"): (56 / 5, 56, 5, 5 / 6),
        ("reading", "after"): (70 / 5, 70, 5, 5 / 6),
    }
    gain = value(dataset(outcomes=FIVE), "mean_gain").value
    assert result["reading", "after"][0] - result["reading", "before"][0] == pytest.approx(gain)


def test_measure_without_pairs_has_no_means_but_zero_counts() -> None:
    rows = [*paired((0, 0), (0, 1)), {"who": "y", "measure": "speed", "before": 1}]
    assert value_of_sides(rows) == {("reading", "before"): (0, 0, 2, 1), ("reading", "after"): (0.5, 1, 2, 1)}
    assert [v.reason for v in values(dataset(outcomes=rows[2:]), "paired_scores")] == ["no-pairs"]


def value_of_sides(rows: list[dict[str, Any]]) -> dict[tuple[Any, Any], tuple[Any, ...]]:
    """(measure, side) → mean, sum, pairs and coverage."""
    result = values(dataset(outcomes=rows), "paired_scores")
    return {(v.groups["measure"], v.groups["side"]): (v.value, v.numerator, v.n, v.coverage) for v in result}


def test_mean_formula_names_its_own_side() -> None:
    metric = find_metric("paired_scores")
    written = [
        format_worked_formula(v, metric, language("en"))
        for v in values(dataset(outcomes=FIVE), "paired_scores")
    ]
    assert written == [
        "56 points scored before ÷ 5 people with both scores = 11.2",
        "70 points scored after ÷ 5 people with both scores = 14.0",
    ]


def test_normalized_gain_matches_the_worked_example() -> None:
    """Means 11.2 and 14 of 20 = 56% and 70%: (70 − 56) ÷ (100 − 56) = 0.32; not a mean of single gains."""
    result = value(dataset(outcomes=FIVE), "normalized_gain")
    assert result.value == pytest.approx(14 / 44)
    assert (result.numerator, result.denominator) == (pytest.approx(14), pytest.approx(44))
    assert (result.n, result.coverage) == (5, 1)


def test_row_maximum_overrides_settings_maximum() -> None:
    rows = [row | {"scale_max": 20 if n else None} for n, row in enumerate(FIVE)]
    assert value(dataset(outcomes=rows), "normalized_gain").coverage == 0.8
    for spelled in ("reading", " READING "):
        full = dataset(outcomes=rows, settings={"scale_max": {spelled: 20}})
        assert value(full, "normalized_gain").value == pytest.approx(14 / 44)
    overridden = dataset(outcomes=scores(scale_max=20), settings={"scale_max": {"reading": 50}})
    assert value(overridden, "normalized_gain").value == pytest.approx(14 / 44)


def test_tests_of_different_length_use_their_own_scale() -> None:
    """before 5 of 10, after 40 of 50: 50% to 80%: 30 ÷ 50."""
    rows = [
        {"who": "a", "measure": "m", "before": 5, "scale_max": 10, "on": "2026-01-05"},
        {"who": "a", "measure": "m", "after": 40, "scale_max": 50, "on": "2026-05-05"},
    ]
    assert value(dataset(outcomes=rows), "normalized_gain").value == pytest.approx(0.6)


def test_normalized_gain_may_be_negative_and_has_a_ceiling() -> None:
    lost = paired((10, 10), (5, 5), scale_max=20)
    assert value(dataset(outcomes=lost), "normalized_gain").value == pytest.approx(-0.5)
    full = paired((20, 20), (20, 18), scale_max=20)
    assert value(dataset(outcomes=full), "normalized_gain").reason == "ceiling"


def test_opinion_has_no_normalized_gain() -> None:
    rows = paired((3, 3), (4, 5), scale_max=5, rating=4)
    assert value(dataset(outcomes=rows), "normalized_gain").reason == "no-field"
    assert value(dataset(outcomes=rows), "mean_gain").value == 1.5


def test_effect_sizes_match_the_manual_calculation() -> None:
    """d_z = mean gain ÷ SD of the gains; d_av = mean gain ÷ mean of both SDs; each × (1 − 3 ÷ 35)."""
    before, after = np.array(BEFORE), np.array(AFTER)
    gains, correction = after - before, 1 - 3 / (4 * 9 - 1)
    data = dataset(outcomes=paired())
    d_z, d_av = value(data, "effect_dz"), value(data, "effect_dav")
    assert d_z.value == pytest.approx(gains.mean() / gains.std(ddof=1) * correction)
    assert d_av.value == pytest.approx(
        gains.mean() / np.mean([before.std(ddof=1), after.std(ddof=1)]) * correction
    )
    assert (d_z.n, d_z.coverage, d_z.certainty) == (10, 1, "exact")
    t = stats.ttest_rel(after, before)
    assert d_z.value == pytest.approx(t.statistic / np.sqrt(10) * correction)


def test_gain_interval_matches_a_paired_t_test() -> None:
    result, t = value(dataset(outcomes=paired()), "mean_gain"), stats.ttest_rel(AFTER, BEFORE)
    assert (result.ci_low, result.ci_high) == pytest.approx(tuple(t.confidence_interval(0.95)))


def test_uncorrected_effect_sizes_match_the_specification() -> None:
    """d_z 1.70 and d_av 0.89, here from the five pairs twice: ten pairs whose deviations have n − 1 = 9."""
    twice = [row | {"who": f"{row['who']}{half}"} for half in "ab" for row in FIVE[:5]]
    data, correction, again = dataset(outcomes=twice), 1 - 3 / 35, np.sqrt(9 / 8)
    assert round((value(data, "effect_dz").value or 0) / correction / again, 2) == 1.70
    assert round((value(data, "effect_dav").value or 0) / correction / again, 2) == 0.89


def test_equal_gains_have_d_av_but_no_d_z() -> None:
    rows = paired(tuple(range(10)), tuple(n + 0.3 for n in range(10)))
    assert value(dataset(outcomes=rows), "effect_dz").reason == "no-spread"
    assert value(dataset(outcomes=rows), "effect_dav").value == pytest.approx(
        0.3 / np.std(range(10), ddof=1) * 32 / 35
    )


def test_nine_pairs_are_too_few_for_an_effect_size() -> None:
    result = value(dataset(outcomes=paired()[:9]), "effect_dz")
    assert (result.reason, dict(result.reason_values)) == (
        "too-few",
        {"n": "10", "things": "people with both scores"},
    )


def timed(who: str, words: float | None, seconds: float | None, **more: Any) -> dict[str, Any]:
    """One reading."""
    return {"who": who, "measure": "reading aloud", "words": words, "seconds": seconds} | more


def test_reading_speed_compares_first_and_last_day() -> None:
    """
    a  60 words in 60 s (January), in 45 s (March), in 40 s (May): 60 → 90, March is not used
    b  50 words in 50 s (January), 75 in 60 s (May):              60 → 75
    c  only January; d without seconds in May; e has no name:  gain (30 + 15) ÷ 2 = 22.5
    """
    rows = [
        timed("a", 60, 60, on="2026-01-10"),
        timed("a", 60, 45, on="2026-03-10"),
        timed("a", 60, 40, on="2026-05-10"),
        timed("b", 75, 60, on="2026-05-10"),
        timed("b", 50, 50, on="2026-01-10"),
        timed("c", 50, 50, on="2026-01-10"),
        timed("d", 60, 60, on="2026-01-10"),
        timed("d", 60, None, on="2026-05-10"),
        timed("d", 60, 0, on="2026-05-10"),
        {"measure": "reading aloud", "words": 60, "seconds": 30, "on": "2026-01-10"},
    ]
    result = value(dataset(outcomes=rows), "reading_speed_gain")
    assert (result.value, result.n, result.coverage, result.groups) == (
        22.5,
        2,
        0.5,
        {"measure": "reading aloud"},
    )


def test_occasion_naming_before_or_after_needs_no_date() -> None:
    rows = [timed("a", 60, 60, occasion="Pre-test"), timed("a", 60, 30, occasion="AFTER"), timed("b", 9, 9)]
    assert value(dataset(outcomes=rows), "reading_speed_gain").value == 60


def test_words_per_minute_scores_are_speeds() -> None:
    rows = [{"who": w, "measure": "wpm", "before": 50, "after": a} for w, a in (("a", 60), ("b", 80))]
    rows += [timed("a", 60, 60, on="2026-01-10", p="Other"), timed("a", 60, 30, on="2026-05-10", p="Other")]
    result = values(dataset(outcomes=rows), "reading_speed_gain")
    assert by_group(result, "measure") == {"wpm": 20, "reading aloud": 60}
    by_program = values(dataset(outcomes=rows), "reading_speed_gain", by="program")
    assert {(v.groups["program"], v.groups["measure"]): v.value for v in by_program} == {
        ("Story hour", "wpm"): 20,
        ("Other", "reading aloud"): 60,
    }


def test_other_scores_are_not_speeds() -> None:
    assert value(dataset(outcomes=paired()), "reading_speed_gain").reason == "no-pairs"


def test_score_above_its_scale_is_excluded() -> None:
    """Of 20: 10 to 26 is excluded; 12 to 15 gains 15% of the remaining 40%."""
    rows = paired((10, 12), (26, 15))
    for data in (
        dataset(outcomes=[row | {"scale_max": 20} for row in rows]),
        dataset(outcomes=rows, settings={"scale_max": {rows[0]["measure"]: 20}}),
    ):
        result = value(data, "normalized_gain")
        assert (result.value, result.n, result.coverage) == (pytest.approx(0.375), 1, 0.5)
    alone = value(dataset(outcomes=[paired((22,), (15,))[0] | {"scale_max": 20}]), "normalized_gain")
    assert alone.reason == "no-field"


def test_child_in_two_programs_gives_improved_share_no_interval() -> None:
    """x in A and B: two pairs of one person; in one program it is one, and so is each row without a name."""
    pair = {"who": "x", "measure": "s", "before": 5, "after": 7}
    both = dataset(outcomes=[pair | {"p": p} for p in "AB"])
    assert (value(both, "improved_share").n, value(both, "improved_share").ci_low) == (2, None)
    assert all(v.ci_low is not None for v in values(both, "improved_share", by="program"))
    nameless = dataset(outcomes=[pair | {"who": None} for _ in range(3)])
    assert (
        value(nameless, "improved_share").ci_low,
        value(nameless, "improved_share").ci_high,
    ) == wilson_interval(3, 3)
