"""The plan as a workbook: what the screen shows, made only of releasable figures."""

from __future__ import annotations

import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from openpyxl import load_workbook

from libcollab_metrics.figures import plan_table
from libcollab_metrics.metrics import Evaluator
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.planning import PlanFigures, compute_assumptions, compute_plan, evaluate_plan_metrics
from libcollab_metrics.reports import publish_plan
from libcollab_metrics.reports.render.tidy import parse_printed_number
from tests.reports.conftest import DAY, ENGLISH, MADE
from tests.support.builders.datasets import dataset
from tests.support.builders.evaluations import HOSTILE
from tests.support.builders.series import months

NOTHING: Mapping[str, Mapping[str, float]] = MappingProxyType({})


def plan_workbook(data: Dataset, *programs: str, typed: Mapping[str, Mapping[str, float]] = NOTHING) -> bytes:
    published = publish_plan(
        data, programs, typed, scope=Scope(), as_of=DAY, generated_at=MADE, language=ENGLISH
    )
    assert published.filename == "plan-2026-06-30.xlsx"
    return published.data


def cells(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(data))
    return {sheet.title: [row for row in sheet.iter_rows(values_only=True) if any(row)] for sheet in book}


def workbook_text(data: bytes) -> str:
    return "\n".join(
        str(cell) for rows in cells(data).values() for row in rows for cell in row if cell is not None
    )


def test_released_plan_matches_the_screen_where_nothing_is_hidden(sample: Dataset) -> None:
    names = ("Storybook reading", "Workshop for slow readers")
    typed = {"Storybook reading": {"sessions_per_month": 5.0}}
    plan_figures = [
        PlanFigures(name, *evaluate_plan_metrics(Evaluator(sample, DAY), name, Scope())) for name in names
    ]
    plan = compute_plan(
        (figures.program, compute_assumptions(figures, sample.settings, typed.get(figures.program, {})))
        for figures in plan_figures
    )
    table = plan_table(plan, ENGLISH, "PHP")
    rows = [
        tuple("" if cell is None else cell for cell in row[: len(table.headings)])
        for row in cells(plan_workbook(sample, *names, typed=typed))["The plan"]
    ]
    for row in (table.headings, *table.rows):
        assert tuple(stored_value(cell) for cell in row) in rows
    assert ("Storybook reading", 5) in [row[:2] for row in rows]


def stored_value(cell: str) -> str | float:
    """The value that a spreadsheet stores for a printed cell: a number where it is one."""
    number = parse_printed_number(cell, ENGLISH)
    return number.value if number else cell


def test_same_request_gives_the_same_bytes(sample: Dataset) -> None:
    assert plan_workbook(sample, "Storybook reading") == plan_workbook(sample, "Storybook reading")


def test_every_assumption_is_printed_with_its_source(sample: Dataset) -> None:
    text = workbook_text(
        plan_workbook(sample, "Storybook reading", typed={"Storybook reading": {"money": 9000.0}})
    )
    for source in (
        "forecast from 18 months",
        "measured in 67 sessions",
        "your change",
        "from Settings",
    ):
        assert source in text


def test_plan_that_needs_too_many_hours_says_so(sample: Dataset) -> None:
    typed = {"Storybook reading": {"staff_hours_per_month": 5.0}}
    assert "of the available staff hours" in workbook_text(
        plan_workbook(sample, "Storybook reading", typed=typed)
    )
    assert "more hours" not in workbook_text(plan_workbook(sample, "Storybook reading"))


def test_small_months_are_hidden_and_the_plan_uses_the_others() -> None:
    """Four visits in March are too few to show: with March eight months are known, without it too few."""
    counts = [[20], [21], [4], [22], [23], [22], [21], [20]]
    data = dataset(months(counts))
    text = workbook_text(plan_workbook(data, "Story hour"))
    assert "no forecast yet. Fewer than 8 months with a number." in text
    sheets = cells(plan_workbook(data, "Story hour"))
    numbers = [
        cell for rows in sheets.values() for row in rows for cell in row if isinstance(cell, int | float)
    ]
    assert 20 in numbers
    assert 4 not in numbers
    # A second month is hidden too, because the total would disclose the first one.
    assert sum("hidden" in str(row).lower() for row in sheets["Past months and forecast"]) >= 2


def test_program_of_a_few_children_is_reported_as_hidden() -> None:
    text = workbook_text(plan_workbook(dataset(months([[2], [1]])), "Story hour"))
    assert "Hidden to protect a small group." in text
    assert "visits per session: unknown" in text


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_program_of_any_name_is_text(name: str) -> None:
    data = dataset(months([[20], [21]], p=name))
    book = load_workbook(io.BytesIO(plan_workbook(data, name, typed={name: {"money": 5.0}})))
    assert [
        cell for sheet in book for row in sheet for cell in row if cell.data_type == "f" or cell.hyperlink
    ] == []


def test_plan_without_a_dated_session_says_what_is_missing() -> None:
    text = workbook_text(plan_workbook(dataset([{"attended": 20}]), "Story hour"))
    assert "No session has a date." in text
    assert "no forecast yet" in text


def test_plan_counts_the_departures_from_the_sheets_by_kind(sample: Dataset) -> None:
    rows = cells(plan_workbook(sample, "Storybook reading"))[ENGLISH.message("section-read")]
    counted = {row[0] for row in rows}
    assert {issue.kind.title for issue in sample.issues} <= counted
