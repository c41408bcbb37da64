"""What partners give, receive and think: summed by hand, each partner separately and never added up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import CATALOG, compute_alignment_dots, field_values
from libcollab_metrics.metrics.partnership import list_partners
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS
from libcollab_metrics.model.scope import Scope
from tests.metrics.families.test_funding import benefit, gift, got, spent
from tests.metrics.families.test_funds import by_part
from tests.support.builders.datasets import AS_OF, dataset, value, values

SAME, ROLES, FAIR, RELEVANT, AGAIN = ALIGNMENT_ITEMS


def rated(
    by: str, item: str, *ratings: float | None, side: str | None = "partner", **more: Any
) -> list[dict[str, Any]]:
    """One rating of an item by each person in turn."""
    return [
        {"by": by, "item": item, "who": f"{by} {side} {n}", "rating": rating, "side": side} | more
        for n, rating in enumerate(ratings)
    ]


def test_contributions_are_summed_by_kind_and_unpriced_lines_counted() -> None:
    """
    from     to       kind       value
    Hope     project  cash       7,000
    Hope     project  in kind      100
    Hope     project  in kind        –   unpriced: counted separately, never 0
    School   project  venue          0   a known value of zero
    library  project  in kind      900   the library is not a partner
    library  Hope     promotion  4,000
    project  School   in kind        –
    project  shop     cash          55   a shop that was paid
    Hope     School   cash         300   between parties, spent: Hope's cash, not a benefit
    """
    ledger = [
        got(7000),
        gift(100),
        gift(None),
        gift(0, "School", kind="venue"),
        gift(900, "library"),
        benefit(4000),
        gift(None, "project", to_party="School"),
        spent(55),
        spent(300, from_party="Hope", to_party="School"),
    ]
    data = dataset(ledger=ledger, partners=[{"name": "School"}])
    assert by_part(data, "partner_given") == {
        ("Hope", "cash"): 7300,
        ("Hope", "in_kind"): 100,
        ("School", "venue"): 0,
    }
    assert by_part(data, "partner_received") == {("Hope", "promotion"): 4000, ("School", "in_kind"): None}
    goods = next(v for v in values(data, "partner_given") if v.groups["kind"] == "in_kind")
    assert (goods.certainty, goods.n, goods.coverage) == ("at_least", 1, 0.5)
    unpriced = values(data, "partner_received")[1]
    assert (unpriced.reason, unpriced.reason_values["field"]) == ("no-field", "a value for what was received")


def test_balance_uses_the_lines_of_given_and_received() -> None:
    ledger = [got(7000), gift(5000), benefit(3000), benefit(1000, kind="in_kind"), gift(1, "School")]
    data = dataset(ledger=ledger)
    given = sum(v.value or 0 for v in values(data, "partner_given") if v.groups["party"] == "Hope")
    received = sum(v.value or 0 for v in values(data, "partner_received") if v.groups["party"] == "Hope")
    balance = next(v for v in values(data, "give_take_balance") if v.groups["party"] == "Hope")
    assert balance.value == (given - received) / (given + received) == 0.5


def test_each_side_has_its_own_exchange_rating() -> None:
    """Hope's people 4 and 5, the library's 2; a 9 and a 0 are not ratings; other statements do not count."""
    answers = [
        *rated("Hope", FAIR, 4, 5, 9, None),
        *rated("Hope", FAIR, 2, side="library"),
        *rated("Hope", SAME, 1),
        *rated("School", FAIR, 0),
    ]
    result = values(dataset(perspectives=answers), "give_take_rating")
    assert {(v.groups["party"], v.groups["side"], v.value, v.n) for v in result} == {
        ("Hope", "library", 2, 1),
        ("Hope", "partner", 4.5, 2),
    }


def test_nameless_raters_are_counted_per_statement() -> None:
    """
    fair     a 4, nameless 2 3 1    mean (4 + 2 + 3 + 1) ÷ 4 = 2.5 of four people, not (4 + 2) ÷ 2
    same     a 2, nameless 5 3      a is one person, the others three: 3, and three times (2 + 4) ÷ 2 = 3
    """
    nameless = [row | {"who": None} for row in (*rated("Hope", FAIR, 2, 3), *rated("Hope", SAME, 5, 3))]
    blank_side = [row | {"who": None} for row in rated("Hope", FAIR, 1, side=None)]
    rows = [
        {"by": "Hope", "who": "a", "item": item, "rating": r, "side": "partner"}
        for item, r in ((FAIR, 4), (SAME, 2))
    ]
    data = dataset(perspectives=[*rows, *nameless, *blank_side])
    (result,) = values(data, "alignment_mean")
    assert (result.value, result.n) == (3, 4)
    assert [(dot.mean, dot.n) for dot in compute_alignment_dots(data, as_of=AS_OF) if dot.item == FAIR] == [
        (2.5, 4)
    ]
    fair = {v.groups["side"]: (v.value, v.n) for v in values(data, "give_take_rating")}
    assert fair == {"partner": (3, 3), None: (1, 1)}


def test_each_person_has_equal_weight_in_alignment() -> None:
    """
    who  statements rated       mean
    a    5, 4, 3, 4, 4          4
    b    1                      1
    Hope: (4 + 1) ÷ 2 = 2.5, where the mean of all six ratings would be 3.5. The library's 5 is not Hope's.
    """
    answers = [
        {"by": "Hope", "who": "a", "item": i, "rating": r}
        for i, r in zip(ALIGNMENT_ITEMS, (5, 4, 3, 4, 4), strict=True)
    ]
    answers += [
        {"by": "Hope", "who": "b", "item": SAME, "rating": 1},
        *rated("Hope", SAME, 5, side="library"),
    ]
    (result,) = values(dataset(perspectives=answers), "alignment_mean")
    assert (result.value, result.n, result.groups) == (2.5, 2, {"party": "Hope"})


def test_repeated_rating_counts_once_per_named_person() -> None:
    """a rated SAME 2 and 4 → 3; three nameless answers, 5, 5 and 2 → three people: (3 + 12) ÷ 4 = 3.75."""
    answers = [{"by": "Hope", "who": "a", "item": SAME, "rating": r} for r in (2, 4)]
    answers += [{"by": "Hope", "item": SAME, "rating": r} for r in (5, 5, 2)]
    (result,) = values(dataset(perspectives=answers), "alignment_mean")
    assert (result.value, result.n) == (3.75, 4)


def test_answer_without_side_belongs_to_the_partner() -> None:
    answers = [*rated("Hope", SAME, 2, side=None), *rated("Hope", FAIR, 2, side=None)]
    data = dataset(perspectives=answers)
    assert value(data, "alignment_mean").value == 2
    assert values(data, "give_take_rating")[0].groups == {"party": "Hope", "side": None}


def test_later_answers_are_excluded() -> None:
    answers = [*rated("Hope", SAME, 2, on="2026-02-01"), *rated("School", SAME, 5, on="2026-08-01")]
    assert by_part(dataset(perspectives=answers), "alignment_mean") == {("Hope",): 2}
    later = by_part(dataset(perspectives=answers), "alignment_mean", as_of=date(2026, 8, 1))
    assert later == {("Hope",): 2, ("School",): 5}


def test_alignment_gap_is_the_distance_between_partner_means() -> None:
    """SAME: Hope (5 + 4) ÷ 2 = 4.5, School 2, Club 3: 2.5 apart. ROLES: only Hope, too few."""
    answers = [
        *rated("Hope", SAME, 5, 4),
        *rated("School", SAME, 2),
        *rated("Club", SAME, 3),
        *rated("Hope", ROLES, 1),
    ]
    data = dataset(perspectives=[*answers, *rated("School", SAME, 1, side="library")])
    result = {v.groups["item"]: v for v in values(data, "alignment_gap")}
    assert (result[SAME].value, result[SAME].n, result[SAME].lowest, result[SAME].highest) == (2.5, 3, 2, 4.5)
    assert (result[ROLES].reason, dict(result[ROLES].reason_values)) == (
        "too-few",
        {"n": "2", "things": "partners"},
    )
    dots = compute_alignment_dots(data, as_of=AS_OF)
    assert [(dot.item, dot.party, dot.mean, dot.n) for dot in dots] == [
        (SAME, "Club", 3, 1),
        (SAME, "Hope", 4.5, 2),
        (SAME, "School", 2, 1),
        (ROLES, "Hope", 1, 1),
    ]
    only = compute_alignment_dots(data, scope=Scope((("partner", ("hope",)),)), as_of=AS_OF)
    assert {dot.party for dot in only} == {"Hope"}


def test_two_partners_are_enough_for_an_alignment_gap() -> None:
    """Hope 5, School 2: 3 apart, from 2 to 5."""
    answers = [*rated("Hope", SAME, 5), *rated("School", SAME, 2)]
    result = next(
        v for v in values(dataset(perspectives=answers), "alignment_gap") if v.groups["item"] == SAME
    )
    assert (result.value, result.lowest, result.highest) == (3, 2, 5)


@pytest.mark.parametrize(("ratings", "flag"), [((3, 2), 1), ((3, 3), 0), ((1,), 1), ((2.6,), 0)])
def test_relevance_flag_is_set_at_two_and_a_half(ratings: Sequence[float], flag: int) -> None:
    answers = [*rated("Hope", RELEVANT, *ratings), *rated("School", RELEVANT, 5), *rated("Hope", SAME, 1)]
    data = dataset(perspectives=answers)
    result = value(data, "relevance_flag")
    assert (result.value, result.numerator, result.denominator, result.n) == (flag, flag, 2, 2)
    assert by_part(data, "relevance_flag", by="partner") == {("Hope",): flag, ("School",): 0}


def test_relevance_flag_uses_the_mean_of_each_partner() -> None:
    """Hope 2, School 5, Club 5: 4 on average, and Hope is in doubt; the library's own 1 does not count."""
    answers = [*rated("Hope", RELEVANT, 2), *rated("School", RELEVANT, 5), *rated("Club", RELEVANT, 5)]
    assert value(dataset(perspectives=answers), "relevance_flag").value == 1
    own = rated("Hope", RELEVANT, 1, side="library")
    assert value(dataset(perspectives=[*answers[1:], *own]), "relevance_flag").value == 0


def test_opinion_metrics_are_for_the_library_only() -> None:
    opinions = {"give_take_rating", "alignment_mean", "alignment_gap", "relevance_flag"}
    assert {m.id for m in CATALOG if m.id in opinions and m.audience == "library"} == opinions


def test_partner_programs_count_all_and_those_after_the_first() -> None:
    """
    program  partners      began
    A        Hope, School  typed 2026-01-10
    B        Hope          first session 2026-03-01
    C        Hope          not known
    D        Hope          typed 2026-09-01: not yet
    """
    programs = [
        {"name": "A", "partners": ["Hope", "School"], "start": date(2026, 1, 10)},
        {"name": "B", "partners": ["Hope"]},
        {"name": "C", "partners": ["Hope"]},
        {"name": "D", "partners": ["Hope"], "start": date(2026, 9, 1)},
    ]
    data = dataset([{"p": "B", "on": "2026-03-01"}, {"p": "B", "on": "2026-04-01"}], programs=programs)
    result = {(v.groups["party"], v.groups["kind"]): v for v in values(data, "partner_programs")}
    assert {part: v.value for part, v in result.items()} == {
        ("Hope", "all"): 3,
        ("Hope", "after-first"): 1,
        ("School", "all"): 1,
        ("School", "after-first"): 0,
    }
    after = result[("Hope", "after-first")]
    assert (after.certainty, after.n, after.coverage) == ("at_least", 2, 2 / 3)
    assert by_part(data, "partner_programs", by="program")[("A", "School", "all")] == 1
    assert ("Hope", "School", "all") not in by_part(data, "partner_programs", by="partner")


def test_programs_that_start_together_are_not_after_the_first() -> None:
    start = {"start": date(2026, 1, 10), "partners": ["Hope"]}
    data = dataset(programs=[{"name": "A"} | start, {"name": "B"} | start])
    assert by_part(data, "partner_programs") == {("Hope", "all"): 2, ("Hope", "after-first"): 0}


@pytest.mark.parametrize(
    "metric", [m for m in CATALOG if "party" in m.parts and "program" in m.fields], ids=lambda m: m.id
)
def test_metrics_of_partners_sharing_a_program_overlap(metric: Any) -> None:
    """One program of Hope and School: each partner shows the values of all its parties, not halves."""
    ledger = [
        got(60),
        got(40, "School"),
        gift(10),
        benefit(5),
        benefit(6, "School"),
        benefit(1, status="pledged"),
    ]
    people = [{"at": "s0", "who": f"k{n}", "heard_from": "Hope"} for n in range(12)]
    data = dataset(
        [{"roster": "complete", "on": "2026-03-01"}],
        people,
        ledger,
        programs=[{"name": "Story hour", "partners": ["Hope", "School"], "start": date(2026, 1, 10)}],
    )
    whole = by_part(data, metric.id)
    assert any(whole.values())
    for partner in ("Hope", "School"):
        theirs = by_part(data, metric.id, where={"partner": partner})
        grouped = {k[1:]: v for k, v in by_part(data, metric.id, by="partner").items() if k[0] == partner}
        assert theirs == whole
        assert grouped == (
            {k: v for k, v in whole.items() if k[0] == partner} if metric.id == "partner_programs" else whole
        )


def test_partner_known_only_from_answers_is_listed() -> None:
    data = dataset(
        [{"attended": 9}],
        perspectives=rated("Club", SAME, 4),
        programs=[{"name": "Story hour", "partners": ["Hope"]}],
    )
    assert by_part(data, "alignment_mean", by="partner") == {("Club", "Club"): 4, ("Hope",): None}
    assert by_part(data, "attendance_total", by="partner") == {("Club",): None, ("Hope",): 9}
    assert by_part(data, "alignment_mean", where={"partner": "club"}) == {("Club",): 4}
    assert list_partners(data) == ("Club", "Hope")
    assert field_values(data, "partner") == ("Club", "Hope")
