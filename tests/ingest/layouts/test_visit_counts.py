"""Lists of people with how often each came: the times are added up, and no day is invented."""

from __future__ import annotations

import pytest

from tests.support.sheets import codes, layouts, number, read, xlsx

Rows = list[list[object]]
#: 8 + 5 + 7 + 0 = 20 visits at 8 sessions.
PEOPLE: Rows = [
    ["No.", "Name", "Group", "Asistencias", "Faltas", "Certificate?"],
    [1, "Quispe, Rosa", "North", 8, 0, "yes"],
    [2, "Huamán, Edgar", "North", 5, 3, "no"],
    [3, "Flores, Nelly", "South", 7, 1, "yes"],
    [4, "Salas, Hernán", "South", 0, 8, "no"],
]


def test_visits_are_added_up_and_sessions_follow_from_absences() -> None:
    data = xlsx(Workshop=PEOPLE)
    assert layouts(data) == ["visit_counts"]
    assert number(data, "attendance_total") == (20, "exact")
    assert number(data, "sessions_held") == (8, "exact")
    assert number(data, "participants_unique")[0] is None
    assert "Quispe" not in repr(read(data))


def test_total_of_the_visits_is_no_person() -> None:
    data = xlsx(Workshop=[*PEOPLE, [None, "TOTAL", None, 20, 12, None]])
    assert number(data, "attendance_total") == (20, "exact")


@pytest.mark.parametrize(
    "heading", ["Sessions attended", "No. of days present", "Ilang beses dumalo", "Veces que asistió"]
)
def test_sessions_are_unknown_without_absences(heading: str) -> None:
    rows: Rows = [["Name", "Grade", heading], ["Ana Cruz", 2, 9], ["Ben Diaz", 2, 11], ["Cora Uy", 3, 7]]
    data = xlsx(Tutoring=rows)
    assert number(data, "attendance_total") == (27, "exact")
    assert number(data, "sessions_held")[0] is None


def test_absences_that_differ_give_no_number_of_sessions() -> None:
    rows = [[*row[:4], 3, *row[5:]] if row[0] == 1 else row for row in PEOPLE]
    assert number(xlsx(Workshop=rows), "attendance_total") == (20, "exact")
    assert number(xlsx(Workshop=rows), "sessions_held")[0] is None


def test_person_without_a_number_is_missing_from_the_total() -> None:
    rows: Rows = [["Name", "Sessions attended"], ["Ana Cruz", 9], ["Ben Diaz", None], ["Cora Uy", 7]]
    data = xlsx(Tutoring=rows)
    assert number(data, "attendance_total") == (16, "at_least")
    assert "row-left-out" in codes(read(data))


def test_bare_word_without_absences_gives_no_exact_total() -> None:
    rows: Rows = [["Name", "Attended"], ["Ana Cruz", 4], ["Ben Diaz", 2], ["Cora Uy", 3]]
    data = xlsx(Families=rows)
    assert "visit_counts" not in layouts(data)
    value, certainty = number(data, "attendance_total")
    assert value is None or certainty != "exact"


def test_marks_of_one_session_are_no_counts() -> None:
    rows: Rows = [["Name", "Present", "Absent"], ["Ana Cruz", 1, 0], ["Ben Diaz", 0, 1], ["Cora Uy", 1, 0]]
    assert "visit_counts" not in layouts(xlsx(List=rows))


def test_sums_next_to_registers_do_not_count_again() -> None:
    """The register has 2 + 2 visits; the tab of sums repeats them and is asked about."""
    register: Rows = [["Name", "2026-03-07", "2026-03-14"], ["Ana Cruz", "P", "P"], ["Ben Diaz", "P", "A"]]
    register += [["Cora Uy", "A", "P"]]
    sums: Rows = [["Name", "Sessions attended"], ["Ana Cruz", 2], ["Ben Diaz", 1], ["Cora Uy", 1]]
    data = xlsx(Register=register, Certificates=sums)
    assert number(data, "attendance_total") == (4, "at_least")
    asked = {"sheets": {"Certificates": {"layout": "skipped"}}}
    assert number(data, "attendance_total", **asked) == (4, "exact")


#: 7 + 5 + 0 = 12, 8 + 7 + 6 = 21 and 6 + 7 + 5 = 18 visits at 7, 8 and 7 sessions.
BY_MONTH: Rows = [
    ["ASISTENCIA (número de sesiones a las que vino), 2026"],
    [],
    ["#", "Estudiante", "Febrero", "Marzo", "Abril", "Total"],
    [None, "sesiones dadas", 7, 8, 7, 22],
    [1, "Arango Luisa F.", 7, 8, 6, 21],
    [2, "Bedoya Samuel", 5, 7, 7, 19],
    [3, "Cardona Emily", 0, 6, 5, 11],
    [None, "TOTAL", 12, 21, 18, 51],
]


def test_times_below_months_are_visits_of_each_month() -> None:
    """The row with the sessions given is no person: before, it added 22 visits when mapped by hand."""
    data = xlsx(Asistencia=BY_MONTH)
    assert layouts(data) == ["visit_counts"]
    assert number(data, "attendance_total") == (51, "exact")
    assert number(data, "sessions_held") == (22, "exact")
    rows = read(data).tables["sessions"]
    assert [(row["date"].month, row["attended"], row["events"]) for row in rows] == [
        (2, 12, 7),
        (3, 21, 8),
        (4, 18, 7),
    ]
    assert "Arango" not in repr(read(data))


def test_months_without_their_sessions_or_with_blanks_are_not_exact() -> None:
    rows = [row for row in BY_MONTH if len(row) < 2 or row[1] not in ("sesiones dadas", "TOTAL")]
    assert number(xlsx(Asistencia=rows), "attendance_total") == (51, "exact")
    assert number(xlsx(Asistencia=rows), "sessions_held")[0] is None
    blank = [[*row[:3], None, *row[4:]] if row and row[0] == 3 else row for row in rows]
    assert number(xlsx(Asistencia=blank), "attendance_total") == (45, "at_least")


def test_months_without_a_year_ask_for_it() -> None:
    rows = [["ASISTENCIA (número de sesiones)"], *BY_MONTH[1:]]
    data = xlsx(Asistencia=rows)
    asked = [question.id for question in read(data).reading.sheets[0].questions]
    assert "sheets.Asistencia.year" in asked
    assert "year-missing" in codes(read(data))
    assert [row["date"].year for row in read(data, year=2026).tables["sessions"]] == [2026] * 3


@pytest.mark.parametrize("title", ["FALTAS por mes, 2026", "Libros leídos por mes, 2026"])
def test_other_numbers_below_months_are_no_visits(title: str) -> None:
    assert "visit_counts" not in layouts(xlsx(Club=[[title], *BY_MONTH[1:]]))
