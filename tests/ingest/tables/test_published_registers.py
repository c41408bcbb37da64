"""Registers in the shapes in which they are exchanged: days, weeks, legends, and lists to sign."""

from __future__ import annotations

from datetime import datetime

import pytest

from libcollab_metrics.ingest.answers import collect_questions
from tests.support.sheets import csv_text, fields, layouts, number, read, xlsx

Rows = list[list[object]]


PLAYERS: Rows = [
    ["event_name", "date", "player_first_name", "player_last_name", "attendance"],
    ["Practice", "2025-09-02", "Rita", "Nikolic", "Present"],
    ["Practice", "2025-09-02", "Alan", "Burke", "Late"],
    ["Practice", "2025-09-09", "Rita", "Nikolic", "Absent"],
    ["Practice", "2025-09-09", "Alan", "Burke", "Present"],
]


def test_attendance_in_words_is_that_of_a_person() -> None:
    assert layouts(csv_text(PLAYERS), "team.csv") == ["attendee_log"]
    assert number(csv_text(PLAYERS), "attendance_total", "team.csv")[0] == 3


def test_attendance_in_words_without_names_is_no_number() -> None:
    rows = [[*row[:2], row[-1]] for row in PLAYERS]
    assert "sessions.attended" not in fields(csv_text(rows), "team.csv").values()
    assert number(csv_text(rows), "sessions_held", "team.csv")[0] != 4


def test_status_in_words_says_who_came() -> None:
    rows: Rows = [
        ["Booked on", "Date", "Machine", "Patron", "Status", "Charge ($)"],
        ["2026-07-30", "2026-08-04", "Serger", "Kayla Brandt", "No show", None],
        ["2026-07-28", "2026-08-04", "Cricut", "Hugh Castellano", "Checked in", 1.5],
        ["2026-07-29", "2026-08-06", "Cricut", "Hugh Fahey", "Checked in", 3.25],
        ["2026-07-28", "2026-08-06", "Serger", "Becky Demarco", "Cancelled", None],
    ]
    assert number(xlsx(bookings=rows), "attendance_total")[0] == 2


def test_meetings_with_days_in_brackets_are_a_roster() -> None:
    heads = ["Member name", "First meeting (9/8/26)", "Sponsor meeting (9/16/26)"]
    rows: Rows = [heads, ["Roland Schumann", "TRUE", "TRUE"], ["Chad Tremont", "TRUE", "FALSE"]]
    assert layouts(csv_text(rows), "m.csv") == ["roster"]
    assert number(csv_text(rows), "attendance_total", "m.csv")[0] == 3


def test_levels_with_days_in_brackets_are_no_meetings() -> None:
    heads = ["Child name", "Baseline level (05/01)", "Endline level (12/02)"]
    rows: Rows = [heads, ["Aarti Gameti", "Letter", "Story"], ["Bhavesh Garasiya", "Word", "Para"]]
    assert layouts(xlsx(Data=rows)) != ["roster"]


def test_names_of_a_register_may_have_no_heading() -> None:
    rows: Rows = [[None, "Wed, Sept 18th", "Mon, Sept 23rd", "Wed, Sept 25th"], []]
    rows += [["Corey", 1, 1, 1], ["Jocelyn", 1, 0, 1], ["Jola", 0, 1, 0], ["Eileen", 1, 1, 1]]
    assert layouts(xlsx(Team=rows)) == ["roster"]
    assert "Corey" not in repr(read(xlsx(Team=rows)).reading)


def test_sheets_to_sign_below_each_other_have_their_own_days() -> None:
    rows: Rows = [["BOLETA DE ASISTENCIA"], []]
    for day, people in (
        ("2026-08-07", ["Emiliano Tipán", "Camila Marroquín"]),
        ("2026-08-21", ["Emiliano Tipán"]),
    ):
        rows += [["Actividad:", "Taller"], ["Fecha:", day, "Facilitadora:", "Pilar Barquero"]]
        rows += [["#", "Nombre completo", "Firma"]]
        rows += [[place, name, "(firmado)"] for place, name in enumerate(people, 1)]
        rows += [[None, f"Total asistentes: {len(people)}"], []]
    assert number(xlsx(Talleres=rows), "sessions_held") == (2, "exact")
    assert number(xlsx(Talleres=rows), "attendance_total")[0] == 3


@pytest.mark.parametrize(
    ("label", "days", "read_as", "is_asked"),
    [
        ("Fecha:", ("7/8/2026", "21/8/2026"), ["2026-08-07", "2026-08-21"], False),
        ("Fecha:", ("7/8/2026", "4/9/2026"), ["2026-08-07", "2026-09-04"], True),
        ("Date:", ("7/8/2026", "9/4/2026"), ["2026-07-08", "2026-09-04"], True),
    ],
)
def test_order_of_days_in_lines_is_that_of_all_lines(
    label: str, days: tuple[str, str], read_as: list[str], is_asked: bool
) -> None:
    rows: Rows = [["SIGN-IN SHEET"], []]
    for day in days:
        rows += [[label, day], ["#", "Name", "Signature"], [1, "Ana Cruz", "signed"], []]
    result = read(xlsx(Signed=rows))
    found = {f"{row['date']:%Y-%m-%d}" for row in result.tables["participation"]}
    assert sorted(found) == read_as
    assert ("date_order" in [question.key for question in collect_questions(result.reading)]) == is_asked


def test_days_below_signature_are_days_of_a_register() -> None:
    rows: Rows = [
        ["Registro de asistencia"],
        ["N°", "Apellidos y nombres", "DNI", "FIRMA", None],
        [None, None, None, "14/05/2026", "15/05/2026"],
        [1, "Ccori Mamani, Delia", 40311822, "D. Mamani", "D. Mamani"],
        [2, "Chávez Rurush, Óscar", 40385733, "O. Chávez", None],
        [3, "Espinoza Tolentino, Rut", 40459644, "R. Espinoza", "R. Espinoza"],
    ]
    assert layouts(xlsx(Registro=rows)) == ["roster"]


def test_day_of_a_holiday_in_the_legend_is_no_session() -> None:
    rows: Rows = [["Apoyo escolar, abril 2026"], ["Apellido y nombre", "2/4/2026", "7/4/2026", "9/4/2026"]]
    rows += [
        ["Acosta, Bruno", "F", "P", "P"],
        ["Benítez, Luz", "F", "P", "A"],
        ["Correa, Thiago", "F", "A", "P"],
    ]
    rows += [[], ["P: presente"], ["A: ausente"], ["F: feriado, no hubo apoyo"]]
    assert number(xlsx(Abril=rows), "sessions_held") == (2, "exact")


def test_ticks_below_headings_that_name_no_day_are_asked_about() -> None:
    rows: Rows = [
        ["TALLER DE VERANO, 13 jul 2026"],
        ["Núm.", "Nombre del niño", "Cuento", "Juego", "Canto", "Asist."],
    ]
    rows += [[1, "Matías Rojas", "✗", "✓", "✗", 1], [2, "Salomé Castro", "✓", "✓", "✓", 3]]
    rows += [[3, "Tomás Orellana", "✓", "✗", "✓", 2], [4, "Ximena Tapia", "✓", "✓", "✗", 2]]
    data = xlsx(Asistencia=rows)
    assert number(data, "participants_unique")[0] is None
    assert [question.key for question in collect_questions(read(data).reading)] == ["row_is"]


def test_legend_of_several_marks_explains_a_day_without_a_session() -> None:
    rows: Rows = [["Lista, enero 2026"], ["Nombre", "10-ene", "17-ene", "24-ene"]]
    rows += [["Aguilar, Ximena", "✓", "S", "✓"], ["Balam, Santiago", "X", "S", "✓"]]
    rows += [[f"{name}, Luz", "✓", "S", "✓"] for name in ("Ek", "Koh", "Kumul", "Pech")]
    rows += [[], ["✓ = vino   X = no vino   S = suspendida, no hubo sesión"]]
    assert number(xlsx(Lista=rows), "sessions_held") == (2, "exact")
    assert number(xlsx(Lista=rows), "attendance_total")[0] == 11


SUMMER: Rows = [
    ["MIS VACACIONES EN LA BIBLIOTECA"],
    ["✓ asistió    ✗ no asistió"],
    [],
    ["GRUPO A"],
    [None, None, "Semana 1: 13 jul al 17 jul 2026", None, "Semana 2: 20 jul al 24 jul 2026", None],
    ["Núm.", "Nombre del niño o niña", "L 13", "M 14", "L 20", "M 21", "Asist."],
    [1, "Matías Rojas", "✗", "✓", "✗", "✓", 2],
    [2, "Tomás Orellana", "✓", "✓", "✓", "✗", 3],
    [3, "Salomé Castro", "✓", "✓", "✓", "✓", 4],
    [],
    ["GRUPO B"],
    [None, None, "Semana 1: 27 jul al 31 jul 2026", None, "Semana 2: 3 ago al 7 ago 2026", None],
    ["Núm.", "Nombre del niño o niña", "J 30", "V 31", "L 3", "M 4", "Asist."],
    [1, "Luciana Mejía", "✓", "✓", "✓", "✓", 4],
    [2, "Abril Muñoz", "✓", "✗", "✓", "✓", 3],
    [3, "Camila Salazar", "✗", "✓", "✗", "✗", 1],
]


def test_days_with_the_letter_of_their_weekday_are_below_weeks() -> None:
    data = xlsx(Asistencia=SUMMER)
    assert layouts(data) == ["roster", "roster"]
    assert sorted(str(row["date"])[:10] for row in read(data).tables["sessions"]) == [
        *("2026-07-13", "2026-07-14", "2026-07-20", "2026-07-21"),
        *("2026-07-30", "2026-07-31", "2026-08-03", "2026-08-04"),
    ]
    assert number(data, "attendance_total")[0] == 17
    assert number(data, "participants_unique")[0] == 6


def test_tests_with_a_letter_and_a_number_are_no_days() -> None:
    rows: Rows = [["Reading tests, March 2026"], ["Name", "T1", "T2", "T3"]]
    rows += [["Ana Reyes", 12, 14, 15], ["Ben Cruz", 8, 9, 11], ["Carla Diaz", 10, 10, 12]]
    assert layouts(xlsx(Tests=rows)) != ["roster"]


REGISTER: Rows = [
    ["Homework Club"],
    ["Attendance register for the month of June 2026"],
    ["P - Present   A - Absent   L - On leave   D - Library duty   H - Holiday (Moharram)"],
    ["Name of the student", 6, 7, 8, 9, 10],
    *[[name, "P", letter, "P", "H", "P"] for name, letter in zip(["Ana R", "Ben C"], " S", strict=True)],
    *[[f"{name} Cruz", "P", letter, "A", "H", "L"] for name, letter in zip("DEFGH", "UNDAY", strict=True)],
]


def test_letters_that_spell_a_weekday_are_no_marks() -> None:
    data = xlsx(June=REGISTER)
    assert number(data, "sessions_held") == (3, "exact")
    assert number(data, "attendance_total")[0] == 7 + 2 + 2
    asked = {question.name for question in collect_questions(read(data).reading) if question.key == "marks"}
    assert not asked & {"s", "u", "n", "d", "y", "h"}


def test_custom_does_not_explain_a_mark_of_the_legend() -> None:
    rows: Rows = [*REGISTER[:4], *[[f"{name} Cruz", "P", "P", "A", "P", "T"] for name in "ABCDEF"]]
    rows[2] = ["P - Present   A - Absent   T - Transferred to the duty desk"]
    asked = {question.name for question in collect_questions(read(xlsx(June=rows)).reading)}
    assert "t" in asked


def test_legend_is_not_proposed_as_a_program() -> None:
    asked = {q.key: q for q in collect_questions(read(xlsx(June=REGISTER)).reading)}
    assert [option[0] for option in asked["program"].options] == ["Homework Club"]


@pytest.mark.parametrize(("month", "number_of"), [("Abril", 4), ("Marzo", 3)])
def test_martes_next_to_other_weekdays_is_not_march(month: str, number_of: int) -> None:
    rows: Rows = [
        [f"Tutorías de lectura – {month} 2025"],
        ["Estudiante", "Mar 1", "Jue 3", "Mar 8", "Jue 10"],
    ]
    rows += [
        [f"{name} Arango", "A", "N", "A", "A"] for name in ("Juan", "María", "Samuel", "Luciana", "Tomás")
    ]
    rows += [[], ["A: asistió – N: no asistió"]]
    held = sorted(str(row["date"])[:10] for row in read(xlsx(Lista=rows)).tables["sessions"])
    assert held == [f"2025-{number_of:02}-{day:02}" for day in (1, 3, 8, 10)]


def test_march_without_weekdays_is_march() -> None:
    rows: Rows = [["Club roster 2025"], ["Name", "Mar 4", "Mar 11", "Apr 1"]]
    rows += [[f"{name} Cruz", "P", "A", "P"] for name in ("Ana", "Ben", "Carla", "Dan", "Eva")]
    held = sorted(str(row["date"])[:10] for row in read(xlsx(List=rows)).tables["sessions"])
    assert held == ["2025-03-04", "2025-03-11", "2025-04-01"]


CLUB = [f"{name} B" for name in ("Aisha", "Callum", "Dylan", "Freya", "Hamza", "Imogen")]


def test_numbers_of_weeks_above_days_do_not_head_the_list() -> None:
    rows: Rows = [["Thursday Homework Club"], [None, None, "Wk 1", "Wk 2", "Wk 3", "Wk 4"]]
    rows += [["Pupil", "Class", *[datetime(2025, 1, day) for day in (9, 16, 23, 30)]]]
    rows += [[name, "Y3", "/", "N", "#", "L"] for name in CLUB]
    rows += [["No. attending", None, 6, 0, "half term", 6], [], ["Codes", "/", "present"]]
    rows += [[None, "L", "arrived late (still counts)"], [None, "N", "absent"], [None, "#", "school closed"]]
    data = xlsx(Register=rows)
    assert layouts(data) == ["roster"]
    assert number(data, "attendance_total")[0] == 12
    assert number(data, "sessions_held")[0] == 3
    assert number(data, "participants_unique")[0] == 6


def test_titles_of_books_above_days_do_not_head_the_list() -> None:
    rows: Rows = [["Club de lectura, otoño 2025"], ["Libro →", "Nada", "El camino", "Intemperie"]]
    rows += [
        ["Socio/a", "mar 7 oct", "mar 21 oct", "mar 4 nov"],
        *[[name, 1, int(name < "E"), 1] for name in CLUB],
    ]
    data = xlsx(Club=rows)
    assert layouts(data) == ["roster"]
    assert [str(row["date"])[:10] for row in read(data).tables["sessions"]] == [
        *("2025-10-07", "2025-10-21", "2025-11-04"),
    ]


def test_mark_of_a_few_does_not_close_a_day() -> None:
    rows: Rows = [["Taller, enero 2026"], ["Nombre", "10-ene", "17-ene", "24-ene"]]
    rows += [[f"{name}, Luz", "P", "S", "P"] for name in ("Aguilar", "Balam", "Ek", "Koh", "Pech")]
    rows += [["Tuz, Mateo", "P", "S", "S"], [], ["P: presente"], ["S: suspendido"]]
    data = xlsx(Lista=rows)
    assert number(data, "sessions_held") == (2, "exact")
    assert "s" in {q.name for q in collect_questions(read(data).reading) if q.key == "marks"}


def test_slots_below_a_day_are_no_other_days() -> None:
    rows: Rows = [["Name", "5 Jan 2026", None, "12 Jan 2026", None], [None, 1, 2, 1, 2]]
    rows += [[name, "x", "x", "x", None] for name in CLUB]
    held = {str(row["date"])[:10] for row in read(xlsx(Slots=rows)).tables["sessions"]}
    assert held <= {"2026-01-05", "2026-01-12"}
