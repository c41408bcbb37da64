"""Whether people on a list or register came: a status under any heading, empty sessions, days off."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.ingest import collect_questions
from libcollab_metrics.metrics import Value, evaluate
from libcollab_metrics.model import Workspace
from tests.support.sheets import codes, dataset, imported, number, read, xlsx

#: Tutoring of one learner at a time: 4 meetings, 2 learners who did not come, 1 meeting that was called off.
TUTORING = [
    ["Date", "Tutor", "Learner", "Met?", "Hours"],
    ["2026-08-03", "Bev", "Ronnie S", "Met", 1],
    ["2026-08-04", "Ray", "Luz A", "Met", 1],
    ["2026-08-10", "Bev", "Ronnie S", "No show", None],
    ["2026-08-11", "Ray", "Luz A", "Met", 1.5],
    ["2026-08-17", "Bev", "Ronnie S", "Cancelled (tutor sick)", None],
    ["2026-08-18", "Ray", "Luz A", "No show", None],
    ["2026-08-24", "Bev", "Ronnie S", "Met", 1],
]


def _value(table: list[list[object]], metric: str, **answers: object) -> Value:
    file = imported(xlsx(Log=table), **answers)
    found = evaluate(Workspace().append(file).dataset(), metrics=[metric], as_of=date(2026, 11, 30))
    return found.values[0]


def test_people_who_did_not_come_are_no_visits() -> None:
    """Seven rows: 4 met. Sessions: 6 without the one called off, and perhaps 4; no one came to two."""
    assert (_value(TUTORING, "attendance_total").value, _value(TUTORING, "attendance_total").certainty) == (
        4,
        "exact",
    )
    sessions = _value(TUTORING, "sessions_held")
    assert (sessions.value, sessions.certainty) == (6, "at_most")
    assert "held-unclear" in codes(dataset(xlsx(Log=TUTORING)))


@pytest.mark.parametrize(("answer", "held"), [("cancelled", 4), ("held", 6)])
def test_answer_settles_sessions_without_anyone(answer: str, held: int) -> None:
    sessions = _value(TUTORING, "sessions_held", unattended=answer)
    assert (sessions.value, sessions.certainty) == (held, "exact")
    assert _value(TUTORING, "attendance_total", unattended=answer).value == 4
    questions = collect_questions(imported(xlsx(Log=TUTORING), unattended=answer).reading)
    assert "unattended" not in {question.key for question in questions}


def test_session_with_someone_present_is_not_asked_about() -> None:
    both = [TUTORING[0], *([day, tutor, name, status, None] for day, tutor, name, status in (
        ("2026-08-03", "Bev", "Ronnie S", "Met"), ("2026-08-03", "Bev", "Luz A", "No show")))]  # fmt: skip
    keys = {question.key for question in collect_questions(imported(xlsx(Log=both)).reading)}
    assert "unattended" not in keys
    assert _value(both, "sessions_held").certainty == "exact"


@pytest.mark.parametrize(
    "column",
    [
        ["Card?", "yes", "no", "yes", "yes", "no", "no", "yes"],
        ["Paid", "yes", "no", "n/a", "yes", "no", "no", "yes"],
        ["Room", "A", "P", "A", "A", "P", "A", "P"],
    ],
)
def test_yes_and_no_elsewhere_are_no_status(column: list[str]) -> None:
    table = [[row[0], row[2], text] for row, text in zip(TUTORING, column, strict=True)]
    assert _value(table, "attendance_total", row_is="person-at-session").value == 7


def test_total_in_the_status_column_is_no_person() -> None:
    table = [
        ["date", "learner", "came?", "min."],
        ["2/2/2026", "M.R.", "yes", 60],
        ["2/9/2026", "M.R.", "no show", None],
        ["2/11/2026", "F.N.", "canceled - snow", None],
        ["2/16/2026", "F.N.", "yes", 45],
        [None, None, "total min", 105],
    ]
    assert _value(table, "attendance_total").value == 2
    assert _value(table, "sessions_held", unattended="cancelled").value == 2


REGISTER = [
    ["Name", "2026-06-02", "2026-06-09", "2026-06-16"],
    ["Abbott, Terry", "P", "STOCKTAKE", "P"],
    ["Boone, Carl", "P", "STOCKTAKE", "A"],
    ["Castle, Rey", "A", "STOCKTAKE", "P"],
]


def test_unknown_word_below_a_day_is_no_session_yet() -> None:
    """Another word, of one person on another day, does not make it a mark of the others."""
    table = [*REGISTER, ["Dukes, Jamal", "P", "STOCKTAKE", "released"]]
    for rows in (REGISTER, table):
        sessions = _value(rows, "sessions_held")
        assert (sessions.value, sessions.certainty) == (2, "at_least")
        reported = [issue for issue in imported(xlsx(Log=rows)).issues if issue.code == "day-not-explained"]
        assert reported
        assert not any("STOCKTAKE" in f"{issue.message} {issue.value}" for issue in reported)


def test_known_word_below_a_day_is_no_session() -> None:
    table = [[("Lockdown" if cell == "STOCKTAKE" else cell) for cell in row] for row in REGISTER]
    assert (_value(table, "sessions_held").value, _value(table, "sessions_held").certainty) == (2, "exact")


def test_status_word_alone_below_a_day_is_a_mark() -> None:
    table = [[("Present" if cell == "STOCKTAKE" else cell) for cell in row] for row in REGISTER]
    assert _value(table, "sessions_held").value == 3


def test_month_over_day_numbers_is_a_register() -> None:
    table = [
        ["N/P", "NOMBRE DEL ALUMNO", "SEPTIEMBRE", None, "OCTUBRE", None, "ASIST."],
        [None, None, 24, 29, 1, 6, None],
        [1, "ÁLVAREZ CRUZ DANIELA", "A", "A", "F", "A", 3],
        [2, "BAUTISTA LÓPEZ EMILIANO", "F", "A", "A", "A", 3],
        [None] * 7,
        [None, "A = asistió   F = falta", None, None, None, None, None],
    ]
    assert _value(table, "attendance_total", year=2026).value == 6
    assert _value(table, "sessions_held", year=2026).value == 4


SEPTEMBER = [
    ["Student", "2026-09-14", "2026-09-15", "2026-09-16", "2026-09-17"],
    ["Mateo Orozco", "P", "A", "NS", "P"],
    ["Harper Dunleavy", "P", "P", "NS", "P"],
    ["Tyrese Gaines", "A", "P", "NS", "P"],
    ["Eli Wozniak", "P", "W", "W", "W"],
]


def test_day_with_mostly_one_unexplained_mark_is_no_session_yet() -> None:
    """W is a mark of other days; NS is none, so that the third day may have had no session."""
    sessions = _value(SEPTEMBER, "sessions_held")
    assert (sessions.value, sessions.certainty) == (3, "at_least")
    assert "day-not-explained" in codes(dataset(xlsx(Log=SEPTEMBER)))


def test_legend_tab_explains_marks_by_its_first_words() -> None:
    key = [
        ["P", "present"],
        ["A", "absent, no call"],
        ["W", "withdrawn"],
        ["E", "excused absence (parent called)"],
    ]
    book = xlsx(Sept=[*SEPTEMBER, ["Zoe Kettering", "E", "P", "NS", "E"]], Key=key)
    issues = imported(book).issues
    assert "marks-from-legend" in {issue.code for issue in issues}
    unexplained = {issue.heading for issue in issues if issue.code == "mark-unconfirmed"}
    assert not {heading for heading in unexplained if heading.endswith((" a", " e"))}


def test_staff_directory_is_no_list_of_visits() -> None:
    """Each person has a day of their own, whatever its heading: when they were hired."""
    names = ("Marian Holt", "Deshawn Ivey", "Kirsten Aldous", "Phil Garza")
    for heading in ("Start date", "Date"):
        rows = [["Name", "Title", "Email", heading]]
        for n, name in enumerate(names, start=1):
            rows.append([name, f"Librarian {n}", f"{n}@library.example", f"20{10 + n}-0{n}-04"])
        loaded = dataset(xlsx(Directory=rows))
        assert len(loaded.tables["participation"]) == 0
    assert len(dataset(xlsx(Attendance=rows)).tables["participation"]) == len(names)


def test_remark_among_the_names_is_no_person() -> None:
    """Three names; the other lines are remarks in brackets or between dashes."""
    rows = [
        ["Fecha", "Nombres y apellidos", "Firma"],
        ["06/08/2025", "Luz Mamani", "firmó"],
        ["06/08/2025", "Flor Ccori", "firmó"],
        [None, "-- terminamos antes, se fue la luz --", None],
        ["13/08/2025", "Luz Mamani", "firmó"],
        [None, "(lights went off at 5, all sent home)", None],
    ]
    assert _value(rows, "attendance_total").value == 3
    assert _value(rows, "sessions_held").value == 2


def test_two_registers_below_each_other_keep_their_days() -> None:
    days = [date(2025, 2, day) for day in (1, 8, 15, 2, 9)]
    children = [
        ["No.", "Nombre", *days[:3]],
        [1, "Ximena Robles", "P", "P", "A"],
        [2, "Diego O", "P", "A", "P"],
    ]
    youth = [["No.", "Nombre", *days[3:]], [1, "Iván Zamudio", "P", "P"], [2, "Omar Bautista", "A", "P"]]
    table = [["NIÑOS"], *children, [], [], ["JÓVENES"], *youth]
    assert _value(table, "sessions_held").value == 5
    assert _value(table, "attendance_total").value == 7


def test_make_up_day_is_a_session() -> None:
    table = [[*row[:2], *row[3:]] for row in SEPTEMBER]
    table[0] = ["Student", "2026-09-14", "9/16 Wed (make-up)", "2026-09-17"]
    table = [[row[0], row[1], "P" if n else row[2], row[3]] for n, row in enumerate(table)]
    assert _value(table, "sessions_held", marks={"w": "absent"}).value == 3


def test_marks_below_an_unknown_heading_among_days_leave_sessions_open() -> None:
    table = [[row[0], row[1], "P" if n else "field trip", row[2]] for n, row in enumerate(SEPTEMBER)]
    sessions = _value(table, "sessions_held")
    assert (sessions.value, sessions.certainty) == (2, "at_least")


MEMBERS = [
    ["Date", "Member No", "Name"],
    ["2026-02-02", "KL-031", "Brian Mwangangi"],
    ["2026-02-02", "KL-060", "Kevin M."],
    ["2026-02-04", "KL-060", "Kevin Musau"],
    ["2026-02-04", "KL-031", "Brian Mwangangi"],
    ["2026-02-09", "KL-052", "Faith Ndunge"],
    ["2026-02-09", "KL-031", "Brian M."],
]


def test_member_number_joins_a_name_and_its_initial() -> None:
    people = _value([["Sign in"], *MEMBERS], "participants_unique")
    assert (people.value, people.certainty) == (3, "at_least")


def test_name_and_its_initial_may_be_one_person() -> None:
    """A sign-in sheet may lack people, and without the numbers five names may be three people."""
    people = _value([["Sign in"], *([row[0], row[2]] for row in MEMBERS)], "participants_unique")
    assert (people.value, people.certainty) == (5, "partial")


def test_day_before_words_among_the_names_is_no_person() -> None:
    rows = [["Date", "Name"], ["2026-10-07", "Ada K"], ["2026-10-07", "Beau C"]]
    rows += [[None, "10/14 - no lapsit, staff in-service"], ["2026-10-21", "Ada K"]]
    assert _value(rows, "attendance_total", row_is="person-at-session").value == 3


def test_presence_of_a_parent_is_not_that_of_the_child() -> None:
    rows = [
        ["Date", "Name", "Parent"],
        ["2026-03-07", "Ana Cruz", "present"],
        ["2026-03-07", "Ben Diaz", "absent"],
    ]
    rows += [["2026-03-14", "Ana Cruz", "absent"], ["2026-03-14", "Ben Diaz", "present"]]
    assert _value(rows, "attendance_total", row_is="person-at-session").value == 4


def test_name_in_brackets_is_a_person() -> None:
    rows = [["Date", "Name"], ["2026-03-07", "(Ana dela Cruz)"], ["2026-03-07", "Ben Diaz"]]
    assert _value(rows, "attendance_total", row_is="person-at-session").value == 2


def test_yes_to_another_question_does_not_say_who_came() -> None:
    """ "Handed in homework" over yes and no, with one line called void: everyone listed came."""
    rows = [["Date", "Name", "Grade", "Handed in homework"]]
    rows += [
        ["2026-06-01", name, 4, typed] for name, typed in zip("ABCD", ("yes", "no", "yes", "no"), strict=True)
    ]
    rows += [["2026-06-08", "A", 4, "cancelled - noted twice"], ["2026-06-08", "B", 4, "yes"]]
    people = read(xlsx(Homework=rows), row_is="person-at-session").tables["participation"]
    assert [row["status"] for row in people] == ["present"] * 6


def test_here_with_remarks_in_place_of_yes_is_the_status() -> None:
    rows = [["Intro to 3D printing, Saturday March 14, 2026"], ["#", "Name", "list", "Here?"]]
    typed = ["yes", "yes", "called, cant come", "yes (late)", "no show", "moved", "no answer", None]
    rows += [[n, f"Guest {'ABCDEFGH'[n]}", "seat", text] for n, text in enumerate(typed)]
    people = read(xlsx(Printing=rows)).tables["participation"]
    assert [row["status"] for row in people].count("present") == 2
    assert [row["status"] for row in people].count("absent") == 1


def test_signature_that_says_they_did_not_come_is_none() -> None:
    rows = [["PAGO DE PASAJES, 22 de agosto de 2026"], ["No.", "Nombre", "Comunidad", "Firma"]]
    rows += [[n, f"Ana {'ABCDE'[n]}", "Cobán", "firmó"] for n in range(5)]
    rows += [[6, "Blanca Bol", "Tontem", "no llegó, se enfermó"], [7, "Rita Xol", "Chamil", "no-show"]]
    assert len(read(xlsx(Pasajes=rows)).tables["participation"]) == 5


def test_void_ticket_is_no_visitor() -> None:
    rows = [["Book Fest - Sat Oct 18 2025 - sign in"], ["Ticket", "Name", "Signature"]]
    rows += [[2201, "Hank Bivens", "HB"], [2202, "VOID (torn)", None], [2203, "Lucia Moreno", "LM"]]
    assert len(read(xlsx(Tickets=rows)).tables["participation"]) == 2


#: Five pupils with permission slips and snacks; three went. Nothing names the day.
TRIP = [
    ["Outing", "Slip", "Snack", "On the bus"],
    ["Ana Cruz", "yes", "x", "x"],
    ["Ben Diaz", "yes", None, "x"],
    ["Cora Lim", "no", None, None],
    ["Dan Poe", "yes", "x", "x"],
    ["Eva Ruiz", "yes", "x", None],
]


def test_ticks_of_some_people_are_asked_about() -> None:
    """A row is a visit, as answered; whether a tick says so is open: at most 5 of them came."""
    answers = {"row_is": "person-at-session", "mapping": {"Outing": "participation.person_key"}}
    file = imported(xlsx(Trip=TRIP), **answers)
    asked = {question.name for question in collect_questions(file.reading) if question.key == "mapping"}
    assert asked == {"Snack", "On the bus"}
    visits = _value(TRIP, "attendance_total", **answers)
    assert (visits.value, visits.certainty) == (5, "partial")


def test_answer_about_ticks_settles_who_came() -> None:
    mapping = {"Outing": "participation.person_key", "On the bus": "participation.status", "Snack": "check"}
    answers = {"row_is": "person-at-session", "mapping": mapping, "marks": {"x": "present", "": "absent"}}
    assert _value(TRIP, "attendance_total", **answers).value == 3


@pytest.mark.parametrize("heading", ["Pirma ng bata", "Child's signature", "Firma (alumno)"])
def test_missing_signature_below_a_longer_heading_is_reported(heading: str) -> None:
    rows = [["Name", "Grade", heading], ["Ana Cruz", 1, "(sgd)"], ["Ben Diaz", 2, None]]
    found = dataset(xlsx(List=rows), row_is="person-at-session")
    assert "signature-missing" in codes(found)


def test_dated_lines_between_names_show_who_came() -> None:
    """4 + 3 names below two lines with a day: 2 sessions, 7 visits of 4 people."""
    names = ["Ana Cruz", "Ben Diaz", "Cora Lim", "Dan Poe"]
    rows: list[list[object]] = [
        ["READING CORNER"],
        [None, "Pangalan", "Edad"],
        ["Oktubre 4, 2025"],
        *([n, name, 9] for n, name in enumerate(names)),
    ]
    rows += [["Oktubre 11, 2025"], *([n, name, 9] for n, name in enumerate(names[:3]))]
    figures = [
        _value(rows, metric).value for metric in ("sessions_held", "attendance_total", "participants_unique")
    ]
    assert figures == [2, 7, 4]


def test_one_dated_line_above_members_shows_nothing() -> None:
    rows = [["Name", "Age"], ["As of October 4, 2025"], ["Ana Cruz", 9], ["Ben Diaz", 8], ["Cora Lim", 9]]
    assert _value(rows, "attendance_total").value is None


def test_number_of_a_row_is_not_a_person() -> None:
    """Two people at four activities: the first column numbers the rows."""
    rows = [["id", "idActividad", "idParticipante"], *([f"A{n}", "T1", f"P{n % 2}"] for n in range(1, 5))]
    assert _value(rows, "participants_unique", row_is="person-at-session").value == 2


def test_letters_of_staff_shifts_are_no_attendance() -> None:
    days = ["Name", *(date(2026, 10, day) for day in range(1, 6))]
    rows = [
        ["Staff duty schedule"],
        days,
        *([name, "A", "P", "OFF", "A", "P"] for name in ("Odette", "Rodel")),
    ]
    assert _value(rows, "attendance_total").value is None
    rows[0] = ["Reading club"]
    assert codes(dataset(xlsx(Log=rows)))


def test_note_that_names_two_people_leaves_their_number_open() -> None:
    rows = [["Date", "Name", "Grade", "", ""], ["2026-02-02", "Robert Tran", 5, None, None]]
    rows += [["2026-02-04", "Bobby T.", 5, None, None], ["2026-02-04", "Sam Roe", 7, None, None]]
    rows[1][4] = "NOTE: Bobby T. on the sheets is Robert Tran"
    people = _value(rows, "participants_unique")
    assert (people.value, people.certainty) == (3, "partial")
    rows[1][4] = "NOTE: Bobby T. was late"
    assert _value(rows, "participants_unique").certainty == "at_least"


#: Names and marks on one tab, and the same people with a phone on another.
MARKS = [
    ["Child", "2026-03-07", "2026-03-14", "2026-03-21"],
    ["Ana Cruz", "P", "P", "A"],
    ["Ben Diaz", "P", "A", "P"],
    ["Cora Lim", "A", "P", "P"],
]


def _questions(phones: list[str]) -> list[str]:
    contacts = [
        ["Reading club"],
        ["Child", "Phone"],
        *([name, f"555-010{n}"] for n, name in enumerate(phones)),
    ]
    reading = imported(xlsx(Contacts=contacts, Attendance=MARKS)).reading
    return [question.key for question in collect_questions(reading)]


def test_members_with_marks_on_another_tab_are_not_asked_about() -> None:
    assert "row_is" not in _questions(["Ana Cruz", "Ben Diaz", "CORA LIM", "Dan Poe"])
    assert "row_is" in _questions(["Eva Ruiz", "Finn Roe", "Gus Ode", "Ana Cruz"])


def test_undated_list_of_the_same_people_may_be_another_session() -> None:
    party = [["Summer party"], ["Child", "Brought"], *([row[0], "cake"] for row in MARKS[1:])]
    reading = imported(xlsx(Party=party, Attendance=MARKS)).reading
    assert "row_is" in [question.key for question in collect_questions(reading)]


def test_members_of_another_tab_leave_the_figures_exact() -> None:
    contacts = [["Reading club"], ["Child", "Phone"], *([row[0], "555-0101"] for row in MARKS[1:])]
    file = imported(xlsx(Contacts=contacts, Attendance=MARKS))
    found = evaluate(
        Workspace().append(file).dataset(), metrics=["attendance_total"], as_of=date(2026, 11, 30)
    )
    assert (found.values[0].value, found.values[0].certainty) == (6, "exact")
    assert [sheet.layout for sheet in file.reading.sheets] == ["member_list", "roster"]


def test_first_and_last_are_the_parts_of_names_once_answered() -> None:
    rows = [["Date", "First", "Last", "Gr"], ["2026-10-05", "Kiona", "Begaye", 4], [None, "Marcus", "Tso", 6]]
    rows += [["2026-10-06", "Kiona", "Begaye", 4]]
    assert _value(rows, "participants_unique", row_is="person-at-session").value == 2


def test_repeated_codes_below_number_are_people_once_answered() -> None:
    rows = [["Date", "Number", "Wing"], ["2026-03-04", "A2093DK", "B"], ["2026-03-04", "A3348EA", "C"]]
    rows += [["2026-03-18", "A2093DK", "B"], ["2026-03-18", "A5530CP", "B"]]
    assert _value(rows, "participants_unique", row_is="person-at-session").value == 3


@pytest.mark.parametrize("behind", [" - absent", " (absent)", " – absent, hip surgery", ": no show"])
def test_absent_behind_a_name_is_no_visit_of_another_person(behind: str) -> None:
    rows = [["Date", "Name"], ["2026-01-15", "Doris Keller"], ["2026-01-15", "Irv Mandel"]]
    rows += [["2026-02-19", "Doris Keller"], ["2026-02-19", f"Irv Mandel{behind}"]]
    assert _value(rows, "attendance_total").value == 3
    assert _value(rows, "participants_unique").value == 2


def test_double_name_with_a_dash_stays_whole() -> None:
    rows = [["Date", "Name"], ["2026-01-15", "Anna-Maria Foss"], ["2026-01-15", "Reyes - Cruz, Ana"]]
    assert _value(rows, "participants_unique").value == 2


def test_column_of_who_came_outranks_a_title_of_enrolment() -> None:
    rows = [["INSCRIPCIONES – Noche de cuentos, sábado 24 de octubre de 2026"], []]
    rows += [["Folio", "Nombre del niño/a", "Edad", "¿Asistió?"]]
    rows += [["NC-01", "Emiliano Salcedo", 7, "Sí"], ["NC-02", "Regina Zamudio", 6, "No"]]
    rows += [["NC-03", "Ximena Navarrete", 9, "SI"], ["s/f", "Elisa Duarte", 8, "Sí"]]
    assert _value(rows, "attendance_total").value == 3
    without = [row[:3] for row in rows]
    assert _value(without, "attendance_total").value is None


SIGNED = [
    ["ATTENDANCE SHEET"],
    ["Seminar on Reading – September 19, 2026"],
    [],
    ["No.", "NAME", "Signature (AM)", "Signature (PM)"],
    [1, "Ana Cruz", "signed", "signed"],
    [2, "Ben Diaz", "signed", None],
    [3, "Eva Lima", None, "signed"],
    [4, "Rosa Lim", None, None],
]


def test_one_of_two_signatures_is_enough() -> None:
    note = [[], ["Walang pirma = hindi dumalo."]]
    assert _value([*SIGNED, *note], "participants_unique").value == 3
    open_list = _value(SIGNED, "participants_unique")
    assert (open_list.value, open_list.certainty) == (4, "partial")


def test_status_counts_below_blank_signatures() -> None:
    rows = [["Sesión 1", None, "Fecha:", "2026-05-09"], ["DNI", "Nombre", "Asistió", "Firma"]]
    rows += [["68262890", "Camila Montaño", "Sí", None], ["62767702", "Iván Peña", "No", None]]
    rows += [["58843046", "Noemí Cruz", "Sí", None]]
    assert _value(rows, "attendance_total").value == 2


def test_times_a_few_minutes_apart_are_of_one_session() -> None:
    rows = [["date", "name", "time"], ["2026-02-06", "Parker Loomis", "3:35"], [None, "Ethan Kowal", "3:40"]]
    rows += [[None, "Zoe March", "3:40"], [None, "Noah Vickers", "3:30"], [None, "Trent Bell", "3:35"]]
    rows += [["2026-02-13", "Harper Eads", "3:30"], [None, "Grace Odom", "3:40"], [None, "Zoe March", "3:30"]]
    assert _value(rows, "sessions_held").value == 2
    apart = [["date", "name", "time"], ["2026-02-06", "Parker Loomis", "3:30"]]
    apart += [[None, "Ethan Kowal", "3:30"], [None, "Zoe March", "4:30"], [None, "Noah Vickers", "4:30"]]
    assert _value(apart, "sessions_held").value == 2


def test_line_of_labels_is_below_a_title_and_no_headings() -> None:
    rows = [["Teen Makers sign-in", None, "Session 1"], ["Date:", "2026-09-30"], []]
    rows += [["Card #", "Name", "Grade"], [216610, "Mercer, Zoe", 8], [214882, "Okafor, Noah", 8]]
    assert _value([*rows, [218059, "Ethan Odom", 7]], "participants_unique").value == 3


@pytest.mark.parametrize("headings", [("Petsa", "Bata", "Dumating?"), ("Date", "Kids", "Attended")])
def test_names_below_a_word_for_children_are_people(headings: tuple[str, str, str]) -> None:
    rows: list[list[object]] = [[headings[0], headings[1], "Tutor", headings[2]]]
    names = ("Jomar Villaflor", "Junjun Magbanua", "Gerald Abellana", "Angel Cruz", "Nilo Batung")
    rows += [[f"2026-09-{day:02}", name, "Jhon", "yes"] for day, name in enumerate(names * 2, 1)]
    rows += [["2026-09-18", "Nilo Batung", "Jhon", "no"]]
    assert _value(rows, "attendance_total").value == 10


def test_signed_list_below_a_day_and_a_place_counts() -> None:
    rows = [["Training"], ["Setyembre 19, 2026, Brgy. Hall"], ["#", "Pangalan", "Paaralan", "Pirma"]]
    names = ["Agnes Villar", "Bernard Uy", "Cora Limpin", "Dante Rosal"]
    rows += [[n, name, "Malinao ES", "(nakapirma)"] for n, name in enumerate(names, 1)]
    assert number(xlsx(Attendance=rows), "attendance_total")[0] == 4


def test_signatures_of_two_days_are_asked_about() -> None:
    rows = [
        ["Seminar"],
        ["Petsa: Mayo 21-22, 2026"],
        ["Blg.", "Pangalan", "Lagda Day 1 (Mayo 21)", "Lagda Day 2"],
    ]
    rows += [[1, "Agnes Villar", "✓", "✓"], [2, "Bernard Uy", "✓", None], [3, "Cora Limpin", None, "✓"]]
    result = read(xlsx(Attendance=rows))
    assert not result.tables.get("participation")
    assert result.reading.sheets[0].questions


def test_tabs_with_the_day_of_a_session_are_sessions() -> None:
    heads, names = [["Circle"], ["Print name", "Phone?"]], ("Rhonda Beck", "Al Fusco", "Mina Dorsey")
    first = [*heads, *([name, "on file"] for name in names)]
    second = [*heads, ["Al Fusco", "on file"], ["Lily Zhao", "on file"]]
    data = xlsx(**{"Session 1 - 9-14": first, "Session 2 - 9-21": second})
    found = [number(data, name)[0] for name in ("sessions_held", "attendance_total", "participants_unique")]
    assert found == [2, 5, 4]


def test_confirming_that_remarks_say_who_came_changes_nothing() -> None:
    rows = [["LISTA DE ASISTENCIA"], ["fecha", "taller", "nombre", "edad", "obs"]]
    names = ("Ana Cruz", "Ben Soto", "Carla Ruiz", "Dora Gil", "Eva Paz")
    rows += [["2026-10-06", "Haikús", name, 9, None] for name in names]
    rows += [["2026-10-06", "Haikús", "Iker Zamudio", 8, "NO VINO (anotado por su mamá)"]]
    rows += [["2026-10-06", "Haikús", "Emilio Bátiz", 8, "llegó tarde"]]
    data = xlsx(Lista=rows)
    for mapping in ({}, {"obs": "participation.status"}):
        assert number(data, "attendance_total", mapping=mapping)[0] == 6


@pytest.mark.parametrize(
    ("title", "answers"), [("PH = public hol, closed", {}), ("Homework hub", {"marks": {"PH": "closed"}})]
)
def test_mark_for_no_session_leaves_out_its_day(title: str, answers: dict[str, Any]) -> None:
    """Two sessions of two people; on the third day the library was closed."""
    rows: list[list[object]] = [[title], ["Date", "Name", "Attendance"]]
    marks = [("2026-09-10", "P", "A"), ("2026-09-17", "P", "P"), ("2026-09-24", "PH", "PH")]
    for day, *both in marks:
        rows += [[day, who, mark] for who, mark in zip(("Ana Cruz", "Ben Uy"), both, strict=True)]
    data = xlsx(Log=rows)
    assert number(data, "sessions_held", **answers) == (2, "exact")
    assert number(data, "attendance_total", **answers) == (3, "exact")


def test_outcomes_of_lessons_are_asked_about() -> None:
    """Who did not come is known; what "completed" says of the others is asked."""
    rows: list[list[object]] = [["Day", "Learner", "Tutor", "What happened"]]
    said = ["Completed", "Completed - great day!", "No show", "Cancelled (tutor)", "completed"]
    rows += [
        [f"2026-09-{day}", "Ana Cruz", "Hank", text] for day, text in zip(range(14, 19), said, strict=True)
    ]
    found = imported(xlsx(Log=rows))
    assert any("marks" in question.id for question in collect_questions(found.reading))
    assert number(xlsx(Log=rows), "attendance_total") == (0, "at_least")


@pytest.mark.parametrize("heading", ["Who came", "Kids who came", "Quién vino", "Sino ang dumating"])
def test_names_of_those_who_came_are_visits(heading: str) -> None:
    rows: list[list[object]] = [["When", heading, "notes"]]
    rows += [["2026-10-08", "Mia Torres", None], ['"', "Ana Torres", None], ['"', "Jaylen Brooks", None]]
    rows += [["2026-10-15", "mia torres", None], ['"', "Owen Pratt", None]]
    assert number(xlsx(Log=rows), "sessions_held")[0] == 2
    assert number(xlsx(Log=rows), "attendance_total")[0] == 5
    assert number(xlsx(Log=rows), "participants_unique")[0] == 4


@pytest.mark.parametrize("title", ["PAMAMAHAGI SA MGA BARANGAY", "Distribution to barangays"])
def test_things_given_out_are_no_sessions(title: str) -> None:
    rows: list[list[object]] = [[title], [], ["Petsa", "Barangay", "Gamit", "Bilang ng bata", "Piraso"]]
    things = ["Aklat", "Kuwaderno", "Aklat", "Lapis"]
    rows += [[f"2026-10-{5 + n:02d}", "Ilaya", thing, 38, 76] for n, thing in enumerate(things)]
    assert "sessions" not in read(xlsx(Log=rows)).tables


def test_forms_below_each_other_are_sessions_of_their_days() -> None:
    """Three forms with 2, 3 and 2 names: 7 visits of 3 people. 19/09 shows that the day is first."""
    names = ["Grace Wambui", "Peter Musyoka", "Zainab Hassan"]
    rows: list[list[object]] = [["COMPUTER CLASSES"], []]
    for day, topic, came in (
        ("12/09/2026", "Typing", 2),
        ("19/09/2026", "Email", 3),
        ("26/09/2026", "Jobs", 2),
    ):
        rows += [[f"Date: {day}", f"Topic: {topic}", "Trainer: Onyango"], ["S/No", "Name", "Signature"]]
        rows += [[n, name, "signed"] for n, name in enumerate(names[:came], 1)] + [
            [None, f"Total: {came}"],
            [],
        ]
    figures = [
        _value(rows, metric).value for metric in ("sessions_held", "attendance_total", "participants_unique")
    ]
    assert figures == [3, 7, 3]


def test_more_detailed_status_of_two_counts() -> None:
    """3 present, 1 absent and 2 excused: the rate is 3 of 4, and not 3 of 6."""
    rows: list[list[object]] = [["Student", "Att_Date", "Att_Description", "Presence_Status"]]
    days = {"Present": "Present", "Absent Unverified": "Absent", "Excused Absence": "Absent"}
    marks = ["Present", "Present", "Absent Unverified", "Excused Absence", "Present", "Excused Absence"]
    names = ["Tyler Adkins", "Fatima Bello", "Marisol Cruz"]
    for at, mark in enumerate(marks):
        rows.append([names[at % 3], f"2026-10-{5 + 2 * (at // 3):02}", mark, days[mark]])
    assert _value(rows, "attendance_rate").value == 0.75
