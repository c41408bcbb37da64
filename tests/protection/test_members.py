"""Counts of people that no figure states but one implies: behind visits, a spread or a bound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import CATALOG, PICTURED, evaluate, find_metric
from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.protection import PublicEvaluation, protect
from libcollab_metrics.protection.means import SearchBudget
from tests.support.builders.datasets import dataset

DAY = date(2026, 6, 30)
LISTED = {"roster": "complete"}


def released(data: Any, *metrics: str, by: Iterable[str] = ("",)) -> list[PublicEvaluation]:
    selected: tuple[Metric, ...] = tuple(map(find_metric, metrics)) or (*CATALOG, *PICTURED)
    return protect([evaluate(data, metrics=selected, by=field, as_of=DAY) for field in by], data.settings)


def gains(improved: int, others: int, program: str = "A") -> list[dict[str, Any]]:
    """Rows of `improved` people who gained one point, and of `others` who gained none."""
    return [
        {
            "p": program,
            "who": f"{program}{n}",
            "measure": "m",
            "before": 10 + n % 3,
            "after": 10 + n % 3 + (n < improved),
        }
        for n in range(improved + others)
    ]


@pytest.mark.parametrize(
    ("improved", "others", "is_shown"), [(17, 3, False), (3, 17, False), (15, 5, True), (20, 0, True)]
)
@pytest.mark.parametrize("metrics", [(), ("mean_gain", "effect_dz", "effect_dav")])
def test_mean_gain_has_no_interval_where_the_spread_discloses_people(
    improved: int, others: int, is_shown: bool, metrics: tuple[str, ...]
) -> None:
    """17 gained 1 and 3 gained 0: gains and squares both sum to 17, so each of 20 gains is 0 or 1.

    This also holds where the share itself is not requested. The mean is shown, and so are the means of
    both sides.
    """
    public = released(dataset(outcomes=gains(improved, others)), *metrics)[0]
    gain = public.value_for("mean_gain", measure="m")
    assert (gain.value, gain.n) == (improved / 20, 20)
    assert (gain.ci_low is not None, gain.ci_high is not None) == (is_shown, is_shown)
    assert gain.people is None
    effect = public.value_for("effect_dz", measure="m")
    assert effect.reason == (None if others and is_shown else "no-spread" if is_shown else "small-cell")
    assert (public.value_for("effect_dav", measure="m").value is not None) == is_shown
    for side in () if metrics else ("before", "after"):
        assert public.value_for("paired_scores", measure="m", side=side).value is not None


def gain_rows(program: str, *points: float) -> list[dict[str, Any]]:
    """One reader for each gain."""
    return [
        {
            "p": program,
            "who": f"{program}{n}",
            "measure": "m",
            "before": 10 + n % 3,
            "after": 10 + n % 3 + gain,
        }
        for n, gain in enumerate(points)
    ]


def shown_intervals(data: Any) -> list[bool]:
    """Whether the interval of the whole is shown, and those of programs A, B, …; all means are."""
    whole, grouped = released(data, "mean_gain", by=("", "program"))
    values = [*whole.values_for("mean_gain"), *grouped.values_for("mean_gain")]
    assert all(value.value is not None for value in values)
    return [value.ci_low is not None for value in values]


@pytest.mark.parametrize(
    ("points", "leaves"),
    [
        # If all gained at least 1, a sum of 21 is 19 ones and a two with squares 23, not 41: at least one
        # reader did not gain.
        ((*[1] * 16, 5, 0, 0, 0), False),
        # 47 points, 167 squares: 17 or 20 may have gained, and 16 with one who fell.
        ((*(1, 2, 3, 4, 5) * 3, 1, 1, 0, 0, 0), True),
        # The same in steps of five, which a reader may know, and in halves.
        ((*[5] * 16, 25, 0, 0, 0), False),
        ((*(0.5, 1, 1.5, 2, 2.5) * 3, 0.5, 0.5, 0, 0, 0), True),
        # 12 who all gained about as much are shown as "over 95%": no interval may disclose that each of
        # them did.
        ((3, 3, 3, 3, 4, 4, 4, 4, 3, 4, 3, 4), False),
        ((1, 1, 1, 1, 1, 1, 2, 2, 3, 5, 8, 13), True),
    ],
)
def test_interval_is_shown_where_zero_to_four_hidden_remain_possible(
    points: tuple[float, ...], leaves: bool
) -> None:
    assert shown_intervals(dataset(outcomes=gain_rows("A", *points)))[0] == leaves


#: 12 who did not gain and 18 who did: 135 squares.
SPREAD = (-3, -2, -1, 0, 0, 1, 1, 2, 3, 4) * 3


def test_interval_of_a_second_group_is_hidden_because_squares_add() -> None:
    """A has 17 and 3; the spread of all minus those of B and C would be A's.

    With B's 135 squares unknown too, those of A may be any odd number from 17 up. B, the smaller, is
    hidden; C and all are shown.
    """
    data = dataset(outcomes=[*gains(17, 3), *gain_rows("B", *SPREAD), *gain_rows("C", *SPREAD, 4, -4)])
    assert shown_intervals(data) == [True, False, False, True]


def test_interval_of_the_whole_is_hidden_where_no_second_helps() -> None:
    """A 17 and 3, B 20 and 20, C 25 and 25: 62 points and 62 squares, so every gain is 0 or 1.

    B's share is hidden with A's, and its interval would disclose it.
    """
    data = dataset(outcomes=[*gains(17, 3), *gains(20, 20, "B"), *gains(25, 25, "C")])
    assert shown_intervals(data) == [False, False, False, True]


def test_no_interval_is_hidden_where_none_discloses() -> None:
    assert shown_intervals(dataset(outcomes=[*gains(12, 10), *gains(20, 20, "B")])) == [True, True, True]


def listeners(others: int, sessions: int, people: int = 20) -> Any:
    """People who attend every session held in Filipino; `others` of them know another language only."""
    return dataset(
        [LISTED | {"p": "A", "on": f"2026-01-{n + 1:02d}", "language": "Filipino"} for n in range(sessions)],
        [
            {"at": f"s{at}", "who": f"k{n}", "tongue": "Cebuano" if n < others else "Filipino"}
            for at in range(sessions)
            for n in range(people)
        ],
    )


@pytest.mark.parametrize(
    ("others", "people", "leaves"),
    [(3, 20, False), (9, 20, False), (10, 20, True), (17, 20, False), (0, 20, True)],
)
def test_share_of_visits_needs_ten_people_on_either_side(others: int, people: int, leaves: bool) -> None:
    """3 of 20 at each of 4 sessions are 12 visits, and any reader can divide by 4."""
    value = released(listeners(others, 4, people))[0].value_for("language_match_rate")
    assert (value.value is not None) == leaves
    assert value.people is None


def test_complete_share_of_a_small_group_is_a_bound() -> None:
    """12 people at 4 sessions: 48 of 48 visits disclose the language of each of the 12."""
    value = released(listeners(0, 4, 12))[0].value_for("language_match_rate")
    assert (value.value, value.numerator, value.low, value.high) == (None, None, 0.95, None)


def test_unnamed_visits_count_at_least_the_people_of_one_session() -> None:
    rows: list[dict[str, Any]] = [
        {"at": f"s{at}", "who": None, "tongue": "Cebuano" if n < 12 else "Filipino"}
        for at in range(2)
        for n in range(30)
    ]
    sessions = [LISTED | {"p": "A", "on": f"2026-01-0{n}", "language": "Filipino"} for n in (1, 2)]
    value = evaluate(
        dataset(sessions, rows), metrics=(find_metric("language_match_rate"),), as_of=DAY
    ).values[0]
    assert (value.numerator, value.denominator, value.people) == (36, 60, (18, 12))


@pytest.mark.parametrize(("smaller", "leaves"), [(3, False), (4, False), (5, True), (24, True)])
def test_participant_bounds_do_not_disclose_the_smaller_of_two_sessions(smaller: int, leaves: bool) -> None:
    """26 and 3 visits: at least 26 people, and the visits minus those are the other session."""
    data = dataset([{"p": "A", "attended": 26}, {"p": "A", "attended": smaller, "on": "2026-01-02"}])
    public = released(data)[0]
    assert public.value_for("attendance_total").value == 26 + smaller
    bounds = public.value_for("participants_bounds")
    assert (bounds.low, bounds.reason) == ((26, None) if leaves else (None, "small-cell"))


@pytest.mark.parametrize(("sent", "leaves"), [(7, False), (10, True)])
def test_partner_sourced_share_counts_as_a_fact_about_people(sent: int, leaves: bool) -> None:
    value = Value("partner_sourced_share", (("party", "Hope"),), sent / 40, sent, 40, 40)
    shown = protect(
        [replace(evaluate(dataset([]), metrics=(), as_of=DAY), values=(value,))], dataset([]).settings
    )
    assert (shown[0].values[0].value is not None) == leaves


def answer_rows(program: str, *ratings: int, scale: int | None = None) -> list[dict[str, Any]]:
    """One answer for each rating."""
    row = {"p": program, "measure": "m", "on": "2026-02-05", "scale_max": scale}
    return [row | {"who": f"{program}{n}", "rating": rating} for n, rating in enumerate(ratings)]


def test_mean_near_the_top_is_hidden_where_it_counts_disagreement() -> None:
    """19 answered 5 and one 2: 97 of 100 points allow one answer below the top two.

    That one would be disclosed.
    """
    public = released(dataset(outcomes=answer_rows("A", 2, *[5] * 19)), "mean_rating", "outcome_agreement")[0]
    assert public.values_for("outcome_agreement")[0].reason == "small-cell"
    assert public.values_for("mean_rating")[0].value is None


@pytest.mark.parametrize(
    ("ratings", "leaves"),
    [
        # Four below the top two sum to 12 at most, the others to 80; four of the bottom two to 8.
        ((3, *[5] * 13, *[4] * 6), True),  # 92
        ((3, *[5] * 14, *[4] * 5), False),  # 93
        ((2, *[5] * 10, *[4] * 9), True),  # 88
        ((2, *[5] * 11, *[4] * 8), False),  # 89
        # Four who agree and 16 who do not sum to 32 at least.
        ((*[1] * 5, *[2] * 10, 3, 3, 4, 4, 4), True),
        ((*[1] * 18, 4, 4), False),  # 26
        # 8 and 12 are shown, so a mean discloses no more about them. But it may disclose who disagrees
        # among the 8: 8 × 3 and 60 are 84.
        ((*[3] * 8, *[5] * 12), True),
        ((2, *[3] * 7, *[5] * 12), False),  # 83: at most one of the 8
        ((1, *[3] * 7, *[4] * 12), False),  # 70: 8 × 3 and 12 × 4 are 72, so at least one disagrees
        ((2, *[3] * 7, *[4] * 6, *[5] * 6), True),  # 77
        # Twelve who all agree are shown as "over 95%".
        ([5] * 12, False),
        ([4] * 12, True),
        ([5] * 20, True),
    ],
)
def test_mean_is_shown_where_zero_to_four_hidden_remain_possible(
    ratings: tuple[int, ...], leaves: bool
) -> None:
    public = released(dataset(outcomes=answer_rows("A", *ratings)), "mean_rating")[0]
    assert (public.values_for("mean_rating")[0].value is not None) == leaves


def test_mean_is_judged_only_where_agreement_is_defined() -> None:
    """On 10 points agreement is undefined, so nothing is hidden; once defined, one of 20 is hidden."""
    top = answer_rows("A", 7, *[10] * 19, scale=10)
    assert released(dataset(outcomes=top), "mean_rating")[0].values_for("mean_rating")[0].value is not None
    data = dataset(outcomes=top, settings={"agreement_threshold": 9})
    assert released(data, "mean_rating")[0].values_for("mean_rating")[0].value is None


def test_mean_of_a_second_group_is_hidden_because_points_add() -> None:
    """A is 19 × 5 and one 2. B and C have 10 who agree and 10 who do not.

    Their points subtracted from the total would be A's.
    """
    mixed = (*[5] * 5, *[4] * 5, *[3] * 5, *[2] * 5)
    data = dataset(
        outcomes=[*answer_rows("A", 2, *[5] * 19), *answer_rows("B", *mixed), *answer_rows("C", *mixed, 3)]
    )
    whole, grouped = released(data, "mean_rating", by=("", "program"))
    assert whole.values_for("mean_rating")[0].value is not None
    assert [value.value is not None for value in grouped.values_for("mean_rating")] == [False, False, True]


def test_interval_does_not_disclose_who_fell_where_enough_improved() -> None:
    """15 gained 1, 3 nothing, 2 lost 1: 17 squares minus 15 are the 2, and their table is hidden."""
    rows = [
        *gains(15, 3),
        *({"p": "A", "who": f"x{n}", "measure": "m", "before": 11, "after": 10} for n in range(2)),
    ]
    public = released(dataset(outcomes=rows), "mean_gain", "improved_share", "score_moves")[0]
    assert public.value_for("improved_share", measure="m").value == 0.75
    assert {v.reason for v in public.values_for("score_moves")} == {"small-cell"}
    assert public.value_for("mean_gain", measure="m").ci_low is None


@pytest.mark.parametrize(
    ("improved", "others", "leaves"), [(12, 0, False), (0, 12, False), (19, 0, False), (20, 0, True)]
)
def test_moves_table_hides_a_small_group_with_one_outcome(improved: int, others: int, leaves: bool) -> None:
    """12 up, 0 and 0 discloses of each of the 12 what the share gives only as "over 95%"."""
    public = released(dataset(outcomes=gains(improved, others)))[0]
    assert (public.value_for("improved_share", measure="m").value is not None) == leaves
    assert {v.value is not None for v in public.values_for("score_moves")} == {leaves}


def test_smaller_search_budget_hides_more_intervals_never_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program can hide A's squares; with no budget this cannot be established, and all are hidden."""
    spread = [
        {"p": p, "who": f"{p}{n}", "measure": "m", "before": 10, "after": 10 + n * n % 7 - n % 3}
        for p in "BCD"
        for n in range(24)
    ]
    data = dataset(outcomes=[*gains(17, 3), *spread])

    def without_interval() -> set[str | None]:
        public = released(data, "mean_gain", by=("", "program"))
        return {
            v.groups.get("program")
            for evaluation in public
            for v in evaluation.values_for("mean_gain")
            if v.ci_low is None
        }

    usual = without_interval()
    monkeypatch.setattr(SearchBudget.__init__, "__defaults__", (0,))
    assert "A" in usual
    assert usual < without_interval()
