"""One evaluator for many selections: the values of separate evaluations, and tables of the last few only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from libcollab_metrics.metrics import Evaluator, evaluate, field_values
from libcollab_metrics.metrics.evaluate import MAX_SELECTIONS, MAX_UNFILTERED
from libcollab_metrics.model import Dataset, Scope
from tests.support.builders.datasets import AS_OF, dataset
from tests.support.builders.story import story

FIELDS = ("program", "site", "partner")
COUNTED = ("attendance_total", "participants_unique", "cost_full", "criteria_met_rate")


@pytest.fixture(scope="module")
def story_data() -> Dataset:
    """The dataset on which every metric exists."""
    return story()


def selections(story_data: Dataset) -> Iterator[Scope]:
    """All rows, and two values of each of a few fields alone; the sequence is given twice."""
    alone = [Scope(((field, (value,)),)) for field in FIELDS for value in field_values(story_data, field)[:2]]
    for _ in range(2):
        yield from (Scope(), *alone)


def test_each_selection_equals_a_separate_evaluation(story_data: Dataset) -> None:
    counted = Evaluator(story_data, AS_OF)
    for scope in selections(story_data):
        alone = evaluate(story_data, metrics=COUNTED, scope=scope, by="program", as_of=AS_OF)
        assert counted.evaluate(metrics=COUNTED, scope=scope, by="program") == alone


def test_tables_of_old_selections_are_released(story_data: Dataset) -> None:
    counted, evaluated = Evaluator(story_data, AS_OF), set()
    for scope in selections(story_data):
        counted.evaluate(metrics=["attendance_total"], scope=scope)
        evaluated.add(scope)
        cached = {part for key in counted._prepared.memo._values for part in key if isinstance(part, Scope)}
        unfiltered = {scope for scope in cached if scope == scope.without_field("program")}
        assert len(cached - unfiltered) <= MAX_SELECTIONS
        assert len(unfiltered - {Scope()}) <= MAX_SELECTIONS + MAX_UNFILTERED
    assert len(evaluated) > MAX_SELECTIONS + 1


def test_ages_and_mother_tongues_come_from_the_lists() -> None:
    people = [{"at": "s0", "who": "k0", "age": "9", "tongue": "Waray"}, {"at": "s0", "who": "k1"}]
    data = dataset([{"roster": "complete", "age_group": "6-11"}], people)
    assert field_values(data, "person_age") == ("9",)
    assert field_values(data, "mother_tongue") == ("Waray",)
    assert field_values(data, "age_group") == ("6-11",)
