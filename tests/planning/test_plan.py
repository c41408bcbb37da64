"""The plan of a term: its programs, their totals, and which programs a total excludes."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.metrics import Evaluator
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.planning import (
    Plan,
    PlanFigures,
    compute_assumptions,
    compute_plan,
    current_programs,
    evaluate_plan_metrics,
)
from tests.support.builders.datasets import dataset
from tests.support.builders.series import months

DAY = date(2025, 12, 31)
#: Story hour: 2 sessions in each of 2 months, 10 visits, 3 staff hours. Craft: 1 in each of 2, 20 visits, no
#: hours.
SESSIONS = [
    *months([[10, 10], [10, 10]], staff_hours=3),
    *months([[20], [20]], p="Craft"),
]


def plan(data: Dataset, *names: str, **typed: dict[str, float]) -> Plan:
    figures = [
        PlanFigures(name, *evaluate_plan_metrics(Evaluator(data, DAY), name, Scope())) for name in names
    ]
    return compute_plan(
        (g.program, compute_assumptions(g, data.settings, typed.get(g.program, {}))) for g in figures
    )


def test_plan_row_shows_sessions_visits_and_hours() -> None:
    """Story hour in 6 months: 2 a month are 12 sessions, 120 visits, 36 hours."""
    (row,) = plan(dataset(SESSIONS), "Story hour").rows
    result = {name: row.outcomes[name].value.value for name in ("sessions", "visits", "staff_hours")}
    assert result == {"sessions": 12, "visits": 120, "staff_hours": 36}


def test_visits_add_up_and_incomplete_sums_name_programs() -> None:
    """120 + 120 visits; 36 staff hours at least, without those of Craft."""
    together = plan(dataset(SESSIONS), "Story hour", "Craft").totals
    assert (together["visits"].value.value, together["visits"].value.certainty) == (240, "exact")
    hours = together["staff_hours"].value
    assert (hours.value, hours.certainty, hours.left_out) == (36, "at_least", ("Craft",))
    assert "people" not in together


def test_unknown_values_have_no_sum() -> None:
    together = plan(dataset(SESSIONS), "Story hour", "Craft").totals
    assert (together["cash"].value.value, together["cash"].value.reason) == (None, "unknown-assumption")


def test_empty_plan_has_no_sums() -> None:
    result = plan(dataset(SESSIONS))
    assert result.rows == ()
    assert {outcome.value.reason for outcome in result.totals.values()} == {"no-programs"}


def test_staff_share_compares_all_hours_with_available_hours() -> None:
    """2 × 3 + 1 × 4 = 10 hours a month of 40."""
    data = dataset(SESSIONS, settings={"staff_hours_per_month": 40})
    result = plan(data, "Story hour", "Craft", Craft={"staff_hours_per_session": 4})
    assert result.totals["staff_share"].value.value == pytest.approx(0.25)


def test_typed_value_of_one_program_does_not_affect_others() -> None:
    result = plan(dataset(SESSIONS), "Story hour", "Craft", Craft={"months": 1})
    assert [row.outcomes["sessions"].value.value for row in result.rows] == [12, 1]


def test_finished_programs_are_not_proposed() -> None:
    programs = [
        {"name": "Story hour", "end": "2025-12-30"},
        {"name": "Craft", "end": "2025-12-31"},
        {"name": "Attic"},
    ]
    data = dataset(SESSIONS, programs=programs)
    assert current_programs(data, Scope(), DAY) == ("Attic", "Craft")
    assert current_programs(data, Scope((("program", ("Craft",)),)), DAY) == ("Craft",)


def test_plan_uses_only_the_selected_site() -> None:
    data = dataset(
        [
            {"on": "2025-01-04", "attended": 5, "site": "Hall"},
            {"on": "2025-02-04", "attended": 9, "site": "Main"},
        ]
    )
    figures = PlanFigures(
        "Story hour",
        *evaluate_plan_metrics(Evaluator(data, DAY), "Story hour", Scope((("site", ("Hall",)),))),
    )
    assert compute_assumptions(figures, data.settings, {})["visits_per_session"].value == 5
