"""Tabs that sum up by month the dated rows of the other tabs."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.model import Dataset
from tests.support.sheets import codes, dataset, read, sheet, xlsx

SEPTEMBER: list[list[object]] = [
    ["Date", "Program", "How many came"],
    [date(2025, 9, 4), "Toddler time", 13],
    [date(2025, 9, 11), "Toddler time", 9],
]
OCTOBER: list[list[object]] = [
    ["Date", "Program", "How many came"],
    [date(2025, 10, 2), "Book club", 8],
    [date(2025, 10, 9), "Toddler time", 30],
    [date(2025, 10, 16), "Toddler time", None],
]


def workbook(*months: list[object]) -> bytes:
    board = [["Programs 2025"], ["Month", "# of programs", "Attendance"], *months]
    return xlsx(Sept=SEPTEMBER, Oct=OCTOBER, Board=board)


def people(loaded: Dataset) -> float:
    return float(loaded.tables["sessions"]["attended"].sum())


def test_sums_by_month_are_not_added_to_their_days() -> None:
    data = workbook(["Sept", 2, 22], ["Oct", 2, 38])
    found = read(data)
    assert sheet(found, "Board").layout == "skipped"
    assert "sheet-skipped" in codes(found)
    assert [question.id for question in sheet(found, "Board").questions] == ["sheets.Board.layout"]
    assert people(dataset(data)) == 60


def test_summary_is_read_if_the_user_says_so() -> None:
    data = workbook(["Sept", 2, 22], ["Oct", 2, 38])
    assert people(dataset(data, sheets={"Board": {"layout": "aggregated_log"}})) == 120


@pytest.mark.parametrize(
    ("september", "october"),
    [(["Sept", 2, 25], ["Oct", 3, 50]), (["Sept", 5, 21], ["Oct", 7, 38])],
    ids=["same sessions", "nearly the same people"],
)
def test_near_sums_are_left_out_and_asked_about(september: list[object], october: list[object]) -> None:
    data = workbook(september, october)
    reading = sheet(read(data), "Board")
    assert (reading.layout, len(reading.questions)) == ("skipped", 1)
    assert "nearly" in reading.saw
    assert people(dataset(data)) == 60


def test_other_numbers_of_the_same_months_are_asked_about() -> None:
    data = workbook(["Sept", 5, 80], ["Oct", 6, 90])
    reading = sheet(read(data), "Board")
    assert "sheets.Board.layout" in [question.id for question in reading.questions]
    assert people(dataset(data)) == 230
    assert people(dataset(data, sheets={"Board": {"layout": "skipped"}})) == 60


def test_tab_with_some_months_of_the_days_is_asked_about() -> None:
    data = workbook(["Sept", 2, 22], ["Nov", 2, 38])
    asked = [question.id for question in sheet(read(data), "Board").questions]
    assert "sheets.Board.layout" in asked


def test_tab_of_other_months_is_read_without_a_question() -> None:
    data = workbook(["Nov", 2, 22], ["Dec", 2, 38])
    asked = [question.id for question in sheet(read(data), "Board").questions]
    assert "sheets.Board.layout" not in asked
    assert people(dataset(data)) == 120


@pytest.mark.parametrize(
    ("rows", "layout"),
    [([["Sept", 2, 22], ["Oct", 2, 38]], "skipped"), ([["Oct", 7, 90]], "aggregated_log")],
)
def test_months_without_a_year_are_compared_too(rows: list[list[object]], layout: str) -> None:
    """They are those of the dated rows, in their order; other numbers are asked about."""
    data = xlsx(Sept=SEPTEMBER, Oct=OCTOBER, YEAR=[["Month", "Visits", "Students"], *rows])
    reading = sheet(read(data), "YEAR")
    assert "sheets.YEAR.layout" in [question.id for question in reading.questions]
    assert reading.layout == layout


@pytest.mark.parametrize(("visits", "counted"), [([2, 3], 60.0), ([30, 40], 70.0)])
def test_visits_of_classes_are_no_people(visits: list[int], counted: float) -> None:
    """Visits that outnumber the students in a row are the people who came."""
    months = [[f"{month} 2025", n, m] for month, n, m in zip(("Sept", "Oct"), visits, (22, 38), strict=True)]
    loaded = dataset(xlsx(Board=[["Month", "Visits", "Students"], *months]))
    assert people(loaded) == counted
    assert loaded.tables["sessions"]["events"].sum() == (5 if counted == 60 else 0)


def test_months_of_programs_that_have_tabs_are_their_sums() -> None:
    heads = ["Fecha", "Tema", "Asistentes"]
    tales = [heads, [date(2026, 2, 13), "Leyendas", 16], [date(2026, 3, 13), "Poesía", 15]]
    chess = [heads, [date(2026, 2, 14), "Torneo", 12], [date(2026, 3, 14), "Libre", 28]]
    months = [
        ["CONCENTRADO DE ASISTENCIA 2026"],
        ["Taller", "Febrero", "Marzo"],
        ["Cuentos", 16, 15],
        ["Ajedrez", 12, 28],
    ]
    result = read(xlsx(Concentrado=months, Cuentos=tales, Ajedrez=chess))
    assert sheet(result, "Concentrado").layout == "skipped"
