"""A shared evaluator gives exactly the values of separate evaluations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcollab_metrics.metrics import CORE, Evaluator, Metric, counting, evaluate, frames, judge_criteria
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import SCOPE_FIELDS, Scope
from tests.metrics.test_engines import FIGURES, SCOPES
from tests.support.builders.datasets import AS_OF, dataset
from tests.support.builders.random_rows import Tables, build, sheets
from tests.support.builders.story import story
from tests.support.engines import ENGINES
from tests.support.examples import examples

EVERYTHING = Scope()
#: Questions in an order that exercises caching: few metrics before many, each grouping and filter, one again.
QUESTIONS: Sequence[tuple[Sequence[Metric], Scope, str]] = [
    (CORE, EVERYTHING, "month"),
    *((FIGURES, EVERYTHING, by) for by in ("", *SCOPE_FIELDS)),
    *((CORE, scope, by) for scope in SCOPES.values() for by in ("", "program", "partner", "mother_tongue")),
    (FIGURES, EVERYTHING, "program"),
]


def differing(
    data: Dataset, questions: Sequence[tuple[Sequence[Metric], Scope, str]]
) -> list[tuple[Scope, str]]:
    """The questions that a shared evaluator answers differently from a fresh one on its own copy."""
    together = Evaluator(data, AS_OF)
    return [
        (scope, by)
        for metrics, scope, by in questions
        if together.evaluate(metrics=metrics, scope=scope, by=by)
        != evaluate(replace(data), metrics=metrics, scope=scope, by=by, as_of=AS_OF)
    ]


def test_shared_evaluator_gives_the_same_answers() -> None:
    assert differing(story(), [*QUESTIONS[:3], *QUESTIONS[-6::2]]) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "step",
    [2, pytest.param(1, marks=pytest.mark.long), pytest.param(-1, marks=pytest.mark.long)],
    ids=["every second", "in this order", "in the other order"],
)
def test_shared_evaluator_answers_all_questions_the_same(step: int) -> None:
    assert differing(story(), QUESTIONS[::step]) == []


def test_shared_evaluator_judges_criteria_the_same() -> None:
    together = Evaluator(story(), AS_OF)
    together.evaluate(metrics=CORE, by="program")
    assert together.judge_criteria() == judge_criteria(story(), AS_OF) != ()


def test_evaluators_of_one_dataset_agree_on_every_day() -> None:
    """The tables that evaluators of one dataset share are those of the day asked for."""
    data = story()
    for day in (date(2026, 3, 1), AS_OF, date(2026, 3, 1)):
        own = evaluate(replace(data), metrics=CORE, by="program", as_of=day)
        assert Evaluator(data, day).evaluate(metrics=CORE, by="program") == own


def test_two_evaluators_share_nothing() -> None:
    """A second library's numbers are its own, although the questions are the same."""
    first, second = Evaluator(story(), AS_OF), Evaluator(Dataset({}), AS_OF)
    assert first.evaluate().value_for("attendance_total").value
    assert second.evaluate().value_for("attendance_total").value is None


@pytest.mark.long
@pytest.mark.parametrize("engine", ENGINES)
def test_shared_evaluator_is_the_same_on_every_engine(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MAX_ROWS_IN_MEMORY", 0)
    assert differing(ENGINES[engine](story()), QUESTIONS[:6]) == []


@pytest.mark.slow
@examples(6)
@given(
    sheets(),
    st.lists(st.sampled_from(["", "program", "partner", "month", "mother_tongue"]), min_size=2, max_size=3),
)
def test_shared_evaluator_is_the_same_on_random_sheets(tables: Tables, groupings: list[str]) -> None:
    assert differing(build(tables), [(FIGURES, EVERYTHING, by) for by in groupings]) == []


def test_program_cut_from_the_shared_count_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All programs are counted in one pass; each gets the values of its own rows."""
    data, by = story(), ("", "month")
    program_values = evaluate(data, metrics=["sessions_held"], by="program", as_of=AS_OF).values_for(
        "sessions_held"
    )
    names = [value.groups["program"] for value in program_values]
    scopes = [Scope((("site", ("Main",)), ("program", (name,)))) for name in names[:1] if name]
    scopes += [Scope((("program", (name,)),)) for name in names if name]
    cut = [
        Evaluator(replace(data), AS_OF).evaluate(metrics=CORE, scope=scope, by=field)
        for scope in scopes
        for field in by
    ]
    monkeypatch.setattr(counting, "CUT_BY_PROGRAM", frozenset())
    alone = [
        Evaluator(replace(data), AS_OF).evaluate(metrics=CORE, scope=scope, by=field)
        for scope in scopes
        for field in by
    ]
    assert len(names) > 2
    assert cut == alone


def test_more_programs_need_no_more_passes_over_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    passes: list[int] = []
    real = counting.count

    def counted(*asked: Any) -> Any:
        passes[-1] += 1
        return real(*asked)

    monkeypatch.setattr(counting, "count", counted)
    for programs in (3, 30):
        names = [f"Program {number}" for number in range(programs)]
        together = Evaluator(
            dataset(sessions=[{"p": name, "on": "2026-03-07", "attended": 20} for name in names]), AS_OF
        )
        passes.append(0)
        for name in names:
            together.evaluate(metrics=CORE, scope=Scope((("program", (name,)),)))
    assert passes[0] == passes[1]
