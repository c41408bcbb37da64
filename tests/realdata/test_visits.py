"""Nineteen libraries over 194 months: a grid of counts and a matching grid of percentages."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, dataset, read

FOLDER = "newcastle-monthly-visits"
VISITS, USE = "2008-onwards-monthly-visits.csv", "2008-onwards-monthly-computer-use.csv"
AS_OF = date(2026, 11, 25)


@pytest.fixture
def expected(realdata: Path) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((realdata / FOLDER / "expected.json").read_text())
    return figures


def test_door_counts_are_reported_and_excluded_from_programs(
    realdata: Path, expected: dict[str, Any]
) -> None:
    result = read((realdata / FOLDER / VISITS).read_bytes(), VISITS)
    assert "sessions" not in result.tables
    (reported,) = [issue for issue in result.issues if issue.code == "door-count"]
    assert f"{expected['filled_cells']:,} monthly counts" in reported.message
    assert f"{expected['total_visits']:,} in all" in reported.message
    sheet = result.reading.sheets[0]
    assert (sheet.layout, sheet.rows_read, sheet.rows_left_out) == ("month_grid", 19, 19)


def test_answered_as_program_counts_every_cell_is_number_or_unknown(
    realdata: Path, expected: dict[str, Any]
) -> None:
    """21,063,804 in all and 811,896 in 2019; 2,768 cells filled and 918 unknown."""
    loaded = dataset((realdata / FOLDER / VISITS).read_bytes(), VISITS, activity="program")
    attended = loaded.tables["sessions"]["attended"]
    assert (int(attended.notna().sum()), int(attended.isna().sum())) == (
        expected["filled_cells"],
        expected["blank_cells"],
    )
    total = evaluate(loaded, metrics=["attendance_total"], as_of=AS_OF).value_for("attendance_total")
    assert (total.value, total.certainty) == (expected["total_visits"], "at_least")
    by_year = evaluate(loaded, metrics=["attendance_total"], by="year", as_of=AS_OF).values
    years = {value.groups["year"]: value.value for value in by_year}
    assert (years["2019"], years["2010"], years["2020"]) == (
        expected["visits_2019"],
        expected["visits_2010"],
        expected["visits_2020"],
    )


def test_grid_of_percentages_is_not_a_count(realdata: Path) -> None:
    result = read((realdata / FOLDER / USE).read_bytes(), USE, activity="program")
    assert result.tables == {}
    assert codes(result) == {"percent-not-count"}
