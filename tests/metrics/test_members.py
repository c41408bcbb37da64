"""Which people and visits a number counts, identified by codes that are the same in every selection."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.definition import EVERYTHING
from libcollab_metrics.metrics.evaluate import Evaluator
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.protection.members import Members
from tests.support.builders.datasets import AS_OF, dataset

LISTED = {"roster": "complete"}


def find_codes(members: Members, measure: Any, program: str) -> Any:
    """The codes counted in a program."""
    counted = members.find_units(measure, EVERYTHING, "program", {"program": program}, AS_OF)
    assert counted is not None
    return counted


def test_person_has_one_code_across_programs_and_absentees_none() -> None:
    """A: a came, b was absent. B: a and c came. C is listed but never met: an empty set, not unknown."""
    sessions = [LISTED | {"p": "A"}, LISTED | {"p": "B"}]
    people = [
        {"at": "s0", "who": "a"},
        {"at": "s0", "who": "b", "status": "absent"},
        {"at": "s1", "who": "a"},
        {"at": "s1", "who": "c"},
    ]
    members = Members(Evaluator(dataset(sessions, people, programs=[{"name": "C"}]), AS_OF))
    first, second, none = (find_codes(members, m.PEOPLE, program).codes.tolist() for program in "ABC")
    assert (len(first), len(second), none) == (1, 2, [])
    assert set(first) < set(second)


def test_head_counts_without_lists_are_weighted_by_visits() -> None:
    """A: 30 and 12 visits without a list; no further visits are counted."""
    members = Members(Evaluator(dataset([{"p": "A", "attended": 30}, {"p": "A", "attended": 12}]), AS_OF))
    counted = find_codes(members, m.VISITS, "A")
    assert sorted(members.weights(counted.family, counted.codes).tolist()) == [12, 30]
    assert members.new_codes(counted.family, 2).tolist() == [2, 3]


def test_answers_are_tracked_by_row_up_to_the_date() -> None:
    """Four answers, three of them agree; one of those is on the day itself and one after it."""
    days = ("2026-06-01", "2026-06-30", "2026-07-01", "2026-06-02")
    answers = [
        {"who": f"k{n}", "measure": "fun", "rating": r, "on": day}
        for n, (r, day) in enumerate(zip((5, 4, 5, 1), days, strict=True))
    ]
    members = Members(Evaluator(dataset(outcomes=answers), AS_OF))
    agreeing, judged = (
        members.find_units(measure, EVERYTHING, "", {}, AS_OF) for measure in (m.AGREEING, m.JUDGED)
    )
    assert agreeing is not None
    assert judged is not None
    assert (len(agreeing.codes), len(judged.codes)) == (2, 3)
    assert set(agreeing.codes.tolist()) < set(judged.codes.tolist())


@pytest.mark.parametrize(("start", "end"), [(None, None), ("2026-01-01", None), (None, "2026-03-01")])
def test_score_pairs_are_tracked_only_over_all_dates(start: str | None, end: str | None) -> None:
    """A pair of an early and a late score belongs to no date range, open at the start or at the end."""
    scores = [{"who": "k", "measure": "m", "before": 1, "after": 3}]
    members = Members(Evaluator(dataset(outcomes=scores), AS_OF))
    days = (None if day is None else date.fromisoformat(day) for day in (start, end))
    counted = members.find_units(m.PAIRS, Scope((), *days), "", {}, AS_OF)
    assert (None if counted is None else len(counted.codes)) == (1 if start is end else None)
