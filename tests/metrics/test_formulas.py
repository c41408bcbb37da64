"""The worked formula and the definition printed with a metric match what was counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from libcollab_metrics.localization import language
from libcollab_metrics.metrics import CATALOG, find_metric, format_definition, format_worked_formula
from libcollab_metrics.metrics.definition import Recipe
from libcollab_metrics.model import Dataset
from tests.metrics.families.test_success import projects
from tests.support.builders.datasets import dataset, values

CASH = {"kind": "cash", "status": "spent", "from_party": "project", "to_party": "shop"}
GAINS = (4, 3, 0, 3, 4)
#: Metric, a function that builds its dataset, and the expected text.
CASES: list[tuple[str, Callable[[], Dataset], str]] = [
    (
        "attendance_per_session",
        lambda: dataset([{"events": 969, "attended": 28527}, {"events": 1226}]),
        "28,527 visits ÷ 969 sessions = 29.4",
    ),
    ("attendance_total", lambda: dataset([{"attended": 1}]), "1 visit"),
    ("attendance_per_session", lambda: dataset([{"attended": 0}]), "0 visits ÷ 1 session = 0"),
    (
        "outcome_agreement",
        lambda: dataset(
            outcomes=[{"who": f"k{n}", "measure": "learned", "rating": r} for n, r in enumerate((5, 4, 4, 2))]
        ),
        "3 answers that agree ÷ 4 valid answers = 75% (30% to 95%)",
    ),
    (
        "lsta_agreement",
        lambda: dataset(
            outcomes=[{"who": f"k{n}", "measure": "learned", "rating": r} for n, r in enumerate((5, 4, 4, 2))]
        ),
        "3 answers that agree ÷ 4 valid answers to an item of the grant = 75% (30% to 95%)",
    ),
    ("attendance_total", lambda: dataset([{"attended": 412}, {}]), "at least 412 visits"),
    (
        "attendance_coverage",
        lambda: dataset([{"attended": 412}, {}, {}]),
        "1 session with an attendance number ÷ 3 sessions held = 33%",
    ),
    (
        "attendance_per_1000",
        lambda: dataset([{"attended": 412}], settings={"population": 12000}),
        "1,000 × 412 visits ÷ 12,000 people to be served = 34.3",
    ),
    (
        "cost_per_attendance",
        lambda: dataset(
            [{"attended": 400}, {}], ledger=[CASH | {"value": 12000}], settings={"currency": "PHP"}
        ),
        "₱12,000 cash spent ÷ 400 visits = at most ₱30.00",
    ),
    (
        "give_take_balance",
        lambda: dataset(
            ledger=[
                CASH | {"from_party": "Hope", "value": 12000},
                CASH | {"to_party": "Hope", "value": 4000},
            ],
            settings={"currency": "PHP"},
        ),
        "(₱12,000 given − ₱4,000 received) ÷ (₱12,000 given + ₱4,000 received) = +0.50",
    ),
    (
        "project_success_rate",
        lambda: projects("mmmmmmnnuu"),
        "6 programs that met all their criteria ÷ 10 programs with criteria = 60% to 80%",
    ),
    (
        "mean_gain",
        lambda: dataset(
            outcomes=[{"who": str(n), "measure": "m", "before": 0, "after": g} for n, g in enumerate(GAINS)]
        ),
        "14 points gained ÷ 5 people with both scores = 2.8 (0.8 to 4.8)",
    ),
    (
        "participants_bounds",
        lambda: dataset([{"attended": 60, "events": 3}]),
        "0 different people on lists, and up to 60 visits of people without a name = 20 to 60",
    ),
    (
        "participants_bounds",
        lambda: dataset([{"attended": 60}, {}]),
        "0 different people on lists, and the largest session = at least 60",
    ),
    ("contact_hours", lambda: dataset([{"attended": 1, "start": 600, "end": 660}]), "1 hour spent together"),
    (
        "imls_grid",
        lambda: dataset([{"attended": 7, "age_class": "0-5", "format": "onsite"}]),
        "1 session held",
    ),
    (
        "deployable_sessions",
        lambda: dataset(
            [{"on": "2026-01-20", "events": 40, "staff_hours": 100}], settings={"staff_hours_per_month": 320}
        ),
        "whole sessions in 220 hours free ÷ 2.5 staff hours a session = 88",
    ),
    (
        "staff_deployment",
        lambda: dataset([{"on": "2026-01-20", "staff_hours": 80}], settings={"staff_hours_per_month": 320}),
        "80 hours of library staff ÷ 320 hours the staff has = 25%",
    ),
    ("books_at_stage", lambda: dataset(deliveries=[{"lot": "A", "pledged": 500}]), "500 books pledged"),
]


@pytest.mark.parametrize(("metric", "build", "expected"), CASES, ids=[c[0] for c in CASES])
def test_worked_formula_matches_the_expected_text(
    metric: str, build: Callable[[], Dataset], expected: str
) -> None:
    data, about, english = build(), find_metric(metric), language("en")
    result = values(data, metric)[0]
    assert format_worked_formula(result, about, english, data.settings.currency) == expected


@pytest.mark.parametrize("metric", CATALOG, ids=lambda m: m.id)
def test_undefined_metric_has_no_worked_formula(metric: Any) -> None:
    assert [format_worked_formula(v, metric, language("en")) for v in values(dataset(), metric.id)] == [""]


@pytest.mark.parametrize("metric", CATALOG, ids=lambda m: m.id)
def test_definition_includes_formula_caveat_and_source(metric: Any) -> None:
    text = format_definition(metric, language("en"))
    assert metric.caveat.rstrip(".") in text
    assert text.endswith(f"Source: {metric.source}.")
    assert metric.recipe.bottom is None or metric.recipe.bottom.label in text.casefold()
    assert ".." not in text


@pytest.mark.parametrize("metric", CATALOG, ids=lambda m: m.id)
def test_formula_measures_are_counted_by_the_recipe(metric: Any) -> None:
    recipe: Recipe = metric.recipe
    entered = {"programs", "criteria"}
    for measure in (recipe.top, recipe.bottom):
        assert measure is None or measure in recipe.measures or measure.table in entered
