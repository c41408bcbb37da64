"""Monthly reports in numbered sections: activities, money and gifts are read; other services are named."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.sheets import imported, number, xlsx

Rows = list[list[Any]]

REPORT: Rows = [
    ["BARANGAY READING CENTER"],
    ["For the month of:", "October 2026"],
    [],
    ["I. VISITORS (logbook)"],
    [None, "Wk 1", "Wk 2", "Total"],
    ["Children", 22, 31, 53],
    ["Adults", 4, 6, 10],
    [],
    ["II. ACTIVITIES CONDUCTED"],
    ["Activity", "Date", "Attendees"],
    ["Storytelling", "2026-10-03", 40],
    ["Basa-Bata Saturday", "2026-10-10", 21],
    ["Basa-Bata Saturday", "2026-10-24", "hindi natuloy"],
    ["Total attendees", None, 61],
    [],
    ["III. EXPENSES (PHP)"],
    ["Load for pocket wifi", 400],
    ["Bond paper, crayons", 365],
    ["Total", 765],
    [],
    ["IV. PROBLEMS"],
    ["- One fan is broken"],
    ["- 12 chairs are needed"],
]


def test_sections_of_a_report_are_separate_tables() -> None:
    data = xlsx(OCT=REPORT)
    assert number(data, "sessions_held") == (2, "exact")
    assert number(data, "attendance_total") == (61, "exact")
    assert number(data, "cost_cash") == (765, "exact")
    reading = imported(data)
    assert [question.key for sheet in reading.reading.sheets for question in sheet.questions] == []
    assert [issue.cells for issue in reading.issues if issue.code == "not-sessions"] == [("A4", "A21")]


@pytest.mark.parametrize("numbers", [("1", "2", "3", "4"), ("A", "B", "C", "D")])
def test_sections_are_numbered_in_any_way(numbers: tuple[str, ...]) -> None:
    roman = ("I", "II", "III", "IV")
    rows = [list(row) for row in REPORT]
    for row in rows:
        for old, new in zip(roman, numbers, strict=True):
            if row and str(row[0]).startswith(f"{old}. "):
                row[0] = f"{new}) {str(row[0]).removeprefix(f'{old}. ')}"
                break
    assert number(xlsx(OCT=rows), "attendance_total") == (61, "exact")
    assert number(xlsx(OCT=rows), "cost_cash") == (765, "exact")


def test_section_of_people_at_programs_is_counted() -> None:
    rows = [list(row) for row in REPORT]
    rows[8] = ["II. USERS OF OUR PROGRAMS"]
    assert number(xlsx(OCT=rows), "attendance_total") == (61, "exact")


def test_title_next_to_headings_says_what_the_lines_are() -> None:
    rows: Rows = [
        ["H. AYUNTAMIENTO DE SANTA RITA"],
        ["Informe mensual ENE 2026"],
        [],
        ["1. SERVICIOS"],
        ["Usuarios que entraron", None, None, 412],
        ["Préstamos a domicilio", None, None, 143],
        [],
        ["2. ACTIVIDADES", None, "Sesiones", "Asistentes"],
        ["Círculo de lectura", None, 4, 37],
        ["Hora del cuento", None, 4, 61],
        ["Suma", None, 8, 98],
        [],
        ["3. DONATIVOS EN ESPECIE", "Qué", None, "Valor aprox. $"],
        ["Papelería El Lápiz", "20 cuadernos", None, 600],
        [],
        ["4. GASTOS (caja chica)", None, None, "$"],
        ["tóner", None, None, 780],
        ["garrafones agua", None, None, 160],
        ["Suma gastos", None, None, 940],
    ]
    data = xlsx(ENE=rows)
    assert number(data, "sessions_held") == (8, "exact")
    assert number(data, "attendance_total") == (98, "exact")
    assert number(data, "in_kind_value") == (600, "exact")
    assert number(data, "cost_cash") == (940, "exact")


def test_sections_below_shared_headings_are_one_table() -> None:
    rows: Rows = [
        ["MONTHLY ACCOMPLISHMENT REPORT, CY 2026"],
        [],
        [None, "INDICATOR", "Jan", "Feb", "Mar", "1st Sem", "TOTAL"],
        ["A", "LIBRARY CLIENTS SERVED"],
        [None, "Elementary", 118, 154, 156, 428, 428],
        [None, "Adults", 66, 27, 62, 155, 155],
        [],
        ["B", "PROGRAMS / ACTIVITIES"],
        [None, "Storytelling - no. conducted", 1, 2, 2, 5, 5],
        [None, "Storytelling - participants", 22, 51, 47, 120, 120],
        [None, "Outreach - no. conducted", 0, 1, 0, 1, 1],
        [None, "Outreach - participants", 0, 38, 0, 38, 38],
        [None, "Total activities", 1, 3, 2, 6, 6],
        [None, "Total participants", 22, 89, 47, 158, 158],
    ]
    data = xlsx(Report=rows)
    assert number(data, "sessions_held") == (6, "exact")
    assert number(data, "attendance_total") == (158, "exact")


def test_numbered_names_are_no_sections() -> None:
    rows: Rows = [["Name", "2026-03-02", "2026-03-09"]]
    for place, name in enumerate(("Ana Cruz", "Ben Reyes", "Carla Santos"), start=1):
        rows += [[f"{place}. {name}", "P", "P"], []]
    assert number(xlsx(March=rows), "attendance_total") == (6, "exact")
