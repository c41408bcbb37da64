"""Counts of a door and of loans next to those of programs: they are never people at sessions."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.sheets import fields, layouts, number, xlsx

MONTHS = ["January", "February", "March", "April"]
DAYS = [date(2026, 10, day) for day in (5, 6, 8, 9, 10)]


@pytest.mark.parametrize("heading", ["Visits (gate)", "Footfall", "Door count", "Visits - door"])
def test_visits_at_the_gate_are_not_program_attendance(heading: str) -> None:
    """15 + 12 + 18 + 9 = 54 came to 4 + 3 + 5 + 2 = 14 programs."""
    rows: list[list[object]] = [["Month", heading, "Programmes held", "Programme attendance"]]
    counts = [(1422, 4, 15), (1380, 3, 12), (1510, 5, 18), (1105, 2, 9)]
    rows += [[month, *numbers] for month, numbers in zip(MONTHS, counts, strict=True)]
    data = xlsx(Stats=[["Monthly statistics 2026"], *rows])
    assert number(data, "attendance_total")[0] == 54
    assert number(data, "sessions_held")[0] == 14


@pytest.mark.parametrize("title", ["Main Street Library - people counter", "Contador de la puerta, octubre"])
def test_days_of_a_people_counter_are_no_sessions(title: str) -> None:
    rows: list[list[object]] = [["Day", "Date", "Reading", "Visits"]]
    rows += [[day.strftime("%a"), day, 48000 + 100 * n, 50 + n] for n, day in enumerate(DAYS)]
    data = xlsx(Counter=[[title], *rows])
    assert layouts(data) == ["unknown"]
    assert number(data, "sessions_held")[0] is None


def test_titled_days_of_a_counted_door_are_still_sessions() -> None:
    rows: list[list[object]] = [["Date", "Program", "Attendance"]]
    rows += [[day, "Story hour", 20 + n] for n, day in enumerate(DAYS)]
    data = xlsx(Log=[["Programs, footfall not included"], *rows])
    assert number(data, "attendance_total") == (110, "exact")


@pytest.mark.parametrize("tab", ["Circ", "Circulation", "Loans"])
def test_loans_by_age_are_not_people(tab: str) -> None:
    rows: list[list[object]] = [["Month", "Adult", "YA", "Juv", "DVD", "Total"]]
    rows += [[month, 700 + n, 100, 900, 250, 1950 + n] for n, month in enumerate(MONTHS)]
    assert layouts(xlsx(**{tab: rows})) == ["unknown"]
    assert number(xlsx(**{tab: rows}), "attendance_total")[0] is None


def test_strokes_next_to_their_numbers_count_once() -> None:
    """9 + 8, 12 + 11 and 7 + 7 are 54; strokes and numbers together would be 108."""
    headings: list[object] = ["Date", "Under 5s (tally)", "No.", "Grown-ups (tally)", "No.", "All", "Led by"]
    rows: list[list[object]] = [
        [DAYS[0], "IIIII IIII", 9, "IIIII III", 8, 17, "Jo"],
        [DAYS[1], "IIIII IIIII II", 12, "IIIII IIIII I", 11, 23, "Jo"],
        [DAYS[2], "IIIII II", 7, "IIIII II", 7, 14, "Bev"],
    ]
    data = xlsx(Sheet1=[["Rhyme time tally"], headings, *rows])
    assert number(data, "attendance_total")[0] == 54


def test_number_next_to_who_came_counts_people() -> None:
    """5 + 6 + 4 = 15 came; the names of those who sent apologies do not count."""
    rows: list[list[object]] = [["Date", "Book", "Who came", "No.", "Apologies"]]
    rows += [[DAYS[0], "The Salt Ledger", "Joan, Pat, Mo, Derek, Sheila", 5, "Brian"]]
    rows += [[DAYS[1], "Small Hours", "Joan, Pat, Mo, Sheila, Brian, Anwen", 6, "Derek"]]
    rows += [[DAYS[2], "A Map of Rain", "Joan, Mo, Derek, Brian", 4, "Pat, Sheila"]]
    data = xlsx(Log=[["Wednesday book group"], *rows])
    assert number(data, "attendance_total") == (15, "exact")
    assert fields(data)["No."] == "sessions.attended"
