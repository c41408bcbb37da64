"""Nineteen libraries over 194 months: a grid of counts and its twin of percentages."""

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
    found: dict[str, Any] = json.loads((realdata / FOLDER / "expected.json").read_text())
    return found


def test_counts_of_a_door_are_told_and_kept_out_of_programs(realdata: Path, expected: dict[str, Any]) -> None:
    found = read((realdata / FOLDER / VISITS).read_bytes(), VISITS)
    assert "sessions" not in found.tables
    (told,) = [issue for issue in found.issues if issue.code == "door-count"]
    assert f"{expected['filled_cells']:,} monthly counts" in told.message
    assert f"{expected['total_visits']:,} in all" in told.message
    sheet = found.reading.sheets[0]
    assert (sheet.layout, sheet.rows_read, sheet.rows_left_out) == ("month_grid", 19, 19)


def test_said_to_be_of_programs_every_cell_is_a_number_or_unknown(
    realdata: Path, expected: dict[str, Any]
) -> None:
    """21,063,804 in all and 811,896 in 2019; 2,768 cells filled and 918 unknown."""
    made = dataset((realdata / FOLDER / VISITS).read_bytes(), VISITS, activity="program")
    attended = made.tables["sessions"]["attended"]
    assert (int(attended.notna().sum()), int(attended.isna().sum())) == (
        expected["filled_cells"],
        expected["blank_cells"],
    )
    total = evaluate(made, metrics=["attendance_total"], as_of=AS_OF).value_for("attendance_total")
    assert (total.value, total.certainty) == (expected["total_visits"], "at_least")
    by_year = evaluate(made, metrics=["attendance_total"], by="year", as_of=AS_OF).values
    years = {value.groups["year"]: value.value for value in by_year}
    assert (years["2019"], years["2010"], years["2020"]) == (
        expected["visits_2019"],
        expected["visits_2010"],
        expected["visits_2020"],
    )


def test_the_twin_of_percentages_is_no_count(realdata: Path) -> None:
    found = read((realdata / FOLDER / USE).read_bytes(), USE, activity="program")
    assert found.tables == {}
    assert codes(found) == {"percent-not-count"}
