"""Grids of hours worked: people down, days or months across, hours in the cells."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, dataset, number, read, xlsx

GRID: list[list[Any]] = [
    ["Volunteer hours, Friends of the library"],
    ["Name", datetime(2026, 3, 2), datetime(2026, 3, 9), "Total"],
    ["Ana Reyes", 2, 3.5, 5.5],
    ["Ben Diaz", "2 hrs", None, 2],
    ["Carla Ocampo", None, None, 0],
    ["TOTAL", 4, 3.5, 7.5],
]


def hours(rows: list[list[Any]], **answers: Any) -> list[tuple[Any, ...]]:
    ledger = read(xlsx(Sheet1=rows), **answers).tables["ledger"]
    return [(row["date"], row["quantity"], row["kind"], row["status"]) for row in ledger]


def test_filled_cells_are_hours_of_volunteers_on_their_day() -> None:
    """Totals are not read, and no one is a visitor."""
    assert hours(GRID) == [
        (datetime(2026, 3, 2), 2, "volunteer_hours", "received"),
        (datetime(2026, 3, 2), 2, "volunteer_hours", "received"),
        (datetime(2026, 3, 9), 3.5, "volunteer_hours", "received"),
    ]
    result = read(xlsx(Sheet1=GRID))
    assert "participation" not in result.tables
    assert "totals-disagree" not in codes(result)


def test_hours_of_staff_by_month_are_spent() -> None:
    rows = [["Staff hours 2026"], ["Name", "Jan", "Feb", "Goal"], ["Ana Reyes", 120, 80.5, 300]]
    assert hours(rows) == [
        (datetime(2026, 1, 1), 120, "staff_hours", "spent"),
        (datetime(2026, 2, 1), 80.5, "staff_hours", "spent"),
    ]


@pytest.mark.parametrize(("cell", "message"), [(25, "more than 24 hours"), ("many", "not a number of hours")])
def test_cell_that_holds_no_hours_is_reported(cell: object, message: str) -> None:
    result = read(xlsx(Sheet1=[*GRID[:2], ["Ana Reyes", cell, 3.5, None], ["Ben Diaz", 2, 4, None]]))
    assert [row["quantity"] for row in result.tables["ledger"]] == [None, 2, 3.5, 4]
    (unreadable,) = [issue for issue in result.issues if issue.code == "number-unreadable"]
    assert (unreadable.cells, unreadable.message) == (("B3",), message)


def test_title_without_hours_is_asked_about() -> None:
    """Numbers below the days may be books; the answer "hours" reads them."""
    rows = [["Volunteers"], *GRID[1:3], ["Ben Diaz", 3, None, 3]]
    (reading,) = read(xlsx(Sheet1=rows)).reading.sheets
    assert [question.id for question in reading.questions] == ["sheets.Sheet1.row_is"]
    assert [row[1] for row in hours(rows, row_is="hours")] == [2, 3, 3.5]


def test_hours_with_what_was_done_are_no_visits() -> None:
    """A list of people with times, hours and their work is asked about."""
    work = [(3, "Dexter C", "book repair"), (6, "Shaira F", "shelving"), (10, "Dexter C", "shelving")]
    rows = [["Petsa", "Pangalan", "In", "Out", "Oras", "Ginawa"]]
    rows += [[f"2026-08-{day:02}", name, "1:00", "4:00", 3, done] for day, name, done in work]
    result = read(xlsx(Oras=rows))
    assert "participation" not in result.tables
    assert [row[1] for row in hours(rows, row_is="hours")] == [3, 3, 3]


def test_first_column_left_of_the_months_names_who_worked() -> None:
    rows = [["Horas de apoyo voluntario 2026"], ["Voluntario(a)", "Ene", "Feb", "Suma hrs", "Tarea"]]
    rows += [["Profra. Conchita", 8, "vac.", 8, "cuentos"], ["Don Chema", 3, 2.5, 5.5, "limpieza"]]
    assert sorted(row[1] for row in hours(rows, row_is="hours")) == [2.5, 3, 8]


@pytest.mark.parametrize("cell", ["no rpt", "not recorded", "?"])
def test_unreadable_hours_make_the_sum_a_lower_bound(cell: str) -> None:
    """2 + 3.5 + 2 hours, and a card that was not sent in; on leave means none."""
    rows = [[*row] for row in GRID]
    for typed, certainty in ((cell, "at_least"), ("leave", "exact")):
        rows[4][1], rows[4][2] = "on leave", typed
        found = evaluate(dataset(xlsx(Sheet1=rows)), metrics=["volunteer_hours"], as_of=date(2026, 12, 1))
        assert (found.values[0].value, found.values[0].certainty) == (7.5, certainty)


def test_more_hours_than_a_visit_takes_are_no_sign_in() -> None:
    """18 hours of one person are work; a list with an hour each remains a sign-in list."""
    rows: list[list[Any]] = [["Board and office help"], ["Name", "What", "Date(s)", "Hours"]]
    rows += [["Ana Reyes", "board meeting", "1/14, 3/11", 1.5], ["Ben Diaz", "books", "Feb 20", 18]]
    rows += [["Carla Po", "envelopes", "Feb 21", 2.5]]
    (found,) = read(xlsx(Sheet1=rows)).reading.sheets
    assert found.layout == "unknown"
    assert "22 hours of work" in found.questions[0].text
    rows[3][3] = 2
    assert read(xlsx(Sheet1=rows)).reading.sheets[0].layout == "sign_in"


VOLUNTEERS_AND_PAID: list[list[Any]] = [
    ["VOLUNTEER HOURS 2026"],
    ["Name", "What they do", "Jan", "Feb", "Mar", "Q1", "YTD"],
    ["ADULT VOLUNTEERS"],
    ["Abeyta, Rosalie", "shelving", 9.5, 2.75, 4.5, 16.75, 16.75],
    ["Brandt, Hal", "book sale", 10.75, 9, None, 19.75, 19.75],
    ["subtotal", None, 20.25, 11.75, 4.5, 36.5, 36.5],
    ["TEENS"],
    ["Baca, Diego", "summer reading", None, None, 8, 8, 8],
    ["ALL VOLUNTEERS", None, 20.25, 11.75, 12.5, 44.5, 44.5],
    [],
    ["NOT volunteers - paid"],
    ["Gwen (director)", "PAID", 104, 96, 104, 304, 304],
    ["Dana - page", "PAID", 40, 38.5, 42, 120.5, 120.5],
]


@pytest.mark.parametrize("has_section", [True, False])
def test_paid_people_below_the_volunteers_are_staff(has_section: bool) -> None:
    """9.5 + 2.75 + 4.5 + 10.75 + 9 + 8 = 44.5; the row of all volunteers is their sum."""
    rows = [row for row in VOLUNTEERS_AND_PAID if has_section or row[:1] != ["NOT volunteers - paid"]]
    data = xlsx(Hours=rows)
    assert number(data, "volunteer_hours") == (44.5, "exact")
    paid = [row for row in read(data).tables["ledger"] if row["kind"] == "staff_hours"]
    assert sum(row["quantity"] for row in paid) == 424.5


def test_person_with_hours_of_two_others_is_no_total() -> None:
    rows: list[list[Any]] = [["Volunteer hours 2026"], ["Name", "Jan", "Feb", "Mar"]]
    rows += [["Ana Reyes", 1.5, 1.5, 1.5], ["Ben Diaz", 2, 2, 2], ["Carla Ocampo", 3.5, 3.5, 3.5]]
    assert number(xlsx(Hours=rows), "volunteer_hours") == (21, "exact")


def test_staff_without_hours_does_not_end_a_section() -> None:
    """Deb and Luis are staff; Kim below the blank row is a volunteer again."""
    rows: list[list[Any]] = [["Volunteer hours 2026"], ["Name", "Jan", "Feb", "Mar"], ["Ana Reyes", 1, 1, 1]]
    rows += [[], ["STAFF"], ["Deb Cole", 4, 4, 4], ["Mia Lane"], ["Luis Page", 5, 5, 5]]
    rows += [[], ["TEENS"], ["Kim Ross", 2, 2, 2]]
    assert number(xlsx(Hours=rows), "volunteer_hours") == (9, "exact")


def test_task_beginning_with_volunteer_is_no_worker() -> None:
    rows: list[list[Any]] = [["Staff hours 2026"], ["Name", "Task", "Jan", "Feb", "Mar"]]
    rows += [["Deb Cole", "volunteer lunch", 4, 4, 4], ["Luis Page", "desk", 5, 5, 5]]
    assert {row["kind"] for row in read(xlsx(Hours=rows)).tables["ledger"]} == {"staff_hours"}
