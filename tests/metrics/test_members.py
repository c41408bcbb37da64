"""Which people and visits a number counts, found again by codes that are the same in every selection."""

from __future__ import annotations

from typing import Any

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.definition import EVERYTHING
from libcollab_metrics.metrics.evaluate import Evaluator
from libcollab_metrics.metrics.members import Members
from tests.metrics.build import AS_OF, dataset

LISTED = {"roster": "complete"}


def found(members: Members, measure: Any, program: str) -> Any:
    """The codes counted in a program."""
    counted = members.of(measure, EVERYTHING, "program", {"program": program}, AS_OF)
    assert counted is not None
    return counted


def test_a_person_bears_one_code_in_every_program_and_whoever_was_absent_none() -> None:
    """A: a came, b was absent. B: a and c came. C was entered and never met: nobody, and not unknown."""
    sessions = [LISTED | {"p": "A"}, LISTED | {"p": "B"}]
    people = [{"at": "s0", "who": "a"}, {"at": "s0", "who": "b", "status": "absent"}, {"at": "s1", "who": "a"},
              {"at": "s1", "who": "c"}]  # fmt: skip
    members = Members(Evaluator(dataset(sessions, people, programs=[{"name": "C"}]), AS_OF))
    first, second, none = (found(members, m.PEOPLE, program).codes.tolist() for program in "ABC")
    assert (len(first), len(second), none) == (1, 2, [])
    assert set(first) < set(second)


def test_head_counts_without_any_list_weigh_their_visits() -> None:
    """A: 30 and 12 visits; nobody is on a list, and no visit more than these is borne."""
    members = Members(Evaluator(dataset([{"p": "A", "attended": 30}, {"p": "A", "attended": 12}]), AS_OF))
    counted = found(members, m.VISITS, "A")
    assert sorted(members.weights(counted.family, counted.codes).tolist()) == [12, 30]
    assert members.gone(counted.family, 2).tolist() == [2, 3]
