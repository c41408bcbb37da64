"""Columns, marks and notes that say whether a row counts: held, received, paid, signed, actual, omitted."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from openpyxl.styles import PatternFill

from libcollab_metrics.ingest import collect_questions
from libcollab_metrics.metrics import evaluate
from tests.support.sheets import dataset, imported, layouts, number, xlsx

Rows = list[list[object]]
DAYS = [date(2026, 3, day) for day in (3, 10, 17, 24, 31)]


def log(heading: str, cells: list[object], counts: tuple[object, ...] = (12, 15, None, 14, 11)) -> bytes:
    rows = zip(DAYS, counts, cells, strict=True)
    return xlsx(
        Log=[["Date", "Program", "Attendance", heading], *([d, "Story hour", n, c] for d, n, c in rows)]
    )


def asked(data: bytes) -> list[str]:
    return [question.key for question in collect_questions(imported(data, "File.xlsx").reading)]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Took place?", ["yes", "yes", "no", "yes", "yes"]),
        ("Ran?", ["Y", "Y", "N", "Y", "Y"]),
        ("Done", ["✓", "✓", "no", "✓", "✓"]),
        ("went ahead?", ["Y", "Y", "N - coach broke down", "Y", "Y"]),
        ("Cancelled?", ["no", "no", "yes", "no", "no"]),
        ("Cancelled", [None, None, "x", None, None]),
        ("Natuloy ba ang session?", ["Oo", "Oo", "Hindi", "Oo", "Oo"]),
        ("¿Se realizó la visita?", ["Sí", "Sí", "No", "Sí", "Sí"]),
        ("¿Vino?", ["sí", "sí", "no", "sí", "sí"]),
        ("Status", ["done", "done", "di natuloy - bagyo", "done", "done (make-up)"]),
    ],
)
def test_answer_says_whether_a_session_was_held(heading: str, cells: list[object]) -> None:
    data = log(heading, cells)
    assert number(data, "sessions_held") == (4, "exact")
    assert number(data, "attendance_total") == (52, "exact")


@pytest.mark.parametrize("ticks", [["x", "x", None, "x", "x"], ["yes", "yes", None, "yes", "yes"]])
def test_session_without_answer_and_people_may_not_have_been_held(ticks: list[object]) -> None:
    assert number(log("Took place?", ticks), "sessions_held") == (5, "at_most")
    assert number(log("Took place?", ticks, (12, 15, 9, 14, 11)), "sessions_held") == (5, "exact")


def test_planned_numbers_are_asked_about() -> None:
    data = log("act / est", ["actual", "actual", "est.", "actual", "est."], (12, 15, 20, 14, 20))
    assert "marks" in asked(data)
    assert number(data, "attendance_total") == (41, "at_least")


def test_recording_without_people_is_no_session() -> None:
    data = log("How", ["In person", "Virtual", "Recorded", "In person", "Virtual"])
    assert number(data, "sessions_held")[0] == 4


@pytest.mark.parametrize(
    ("notes", "column"),
    [
        ("Notes / Notas", "SNOW – closed / cerrado por nieve"),
        ("Notes", "CANCELLED presenter was ill, will try again"),
    ],
)
def test_remark_without_a_number_calls_a_session_off(notes: str, column: str) -> None:
    data = log(notes, [None, "rainy", column, None, "nice crowd"])
    assert number(data, "sessions_held") == (4, "exact")


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Omit", [None, "x", None, None, None]),
        ("Cuenta (1/0)", [1, 0, 1, 1, 1]),
    ],
)
def test_row_that_a_column_omits_is_asked_about(heading: str, cells: list[object]) -> None:
    data = log(heading, cells, (12, 15, 10, 14, 11))
    assert "doubtful_rows" in asked(data)
    assert number(data, "attendance_total") == (62, "at_most")


@pytest.mark.parametrize("legend", ["Yellow = did not happen", "Dilaw = hindi natuloy dahil walang pasok"])
def test_colored_rows_of_a_legend_are_asked_about(legend: str) -> None:
    rows = [["Reading hour"], [legend], ["Date", "Section", "Attendance"]]
    rows += [[day, "Rosal", 20] for day in DAYS]
    book = load_workbook(io.BytesIO(xlsx(Log=rows)))
    for cell in book.active[6]:
        cell.fill = PatternFill("solid", fgColor="FFFF00")
    data = io.BytesIO()
    book.save(data)
    assert "doubtful_rows" in asked(data.getvalue())
    assert number(data.getvalue(), "attendance_total") == (100, "at_most")
    assert number(xlsx(Log=rows), "attendance_total") == (100, "exact")


def gifts(heading: str, cells: list[object]) -> bytes:
    rows: Rows = [["Date", "Donor", "No. of books", heading]]
    for day, name, books, cell in zip(DAYS, "ABCDE", (71, 148, 22, 9, 60), cells, strict=True):
        rows.append([day, f"{name} School", books, cell])
    return xlsx(Gifts=rows)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Rec'd?", ["yes", "yes", "yes", "yes", "not yet"]),
        ("Recogido", ["Sí", "Sí", "Sí", "Sí", "No – quedamos en octubre"]),
        ("Nakuha na?", ["oo", "oo", "oo", "oo", "hindi"]),
    ],
)
def test_gift_that_is_not_here_yet_is_a_promise(heading: str, cells: list[object]) -> None:
    lots = imported(gifts(heading, cells)).tables["deliveries"]
    assert lots["collected"].sum() == 250
    assert lots["pledged"].sum() == 60


def test_blank_below_received_is_asked_about() -> None:
    data = gifts("Received?", ["yes", "yes", None, "yes", "no"])
    assert "marks" in asked(data)
    assert imported(data).tables["deliveries"]["collected"].sum() == 228


def test_thanks_sent_do_not_say_that_a_gift_is_here() -> None:
    lots = imported(gifts("Thank-you sent", ["yes", "yes", "no", "yes", "no"])).tables["deliveries"]
    assert lots["collected"].sum() == 310


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Paid?", ["yes", "yes", "no", "yes", "yes"]),
        ("Bayad na?", ["oo", "oo", "hindi pa", "oo", "oo"]),
        ("Void", [None, None, "x", None, None]),
        ("Cancelled", [None, None, "cancelled", None, None]),
    ],
)
def test_payment_that_is_void_or_unpaid_costs_nothing(heading: str, cells: list[object]) -> None:
    rows: Rows = [["Expenses 2026"], ["Date", "Paid to", "Item", "Amount", heading]]
    for day, amount, cell in zip(DAYS, (120.5, 80, 45, 33, 200), cells, strict=True):
        rows.append([day, "Acme Store", "Paper", amount, cell])
    assert number(xlsx(Costs=rows), "cost_cash") == (433.5, "at_least")


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("Showed up?", ["yes", "yes", "no", "yes", "yes"]), ("No show", [None, None, "x", None, None])],
)
def test_hours_of_those_who_did_not_come_are_excluded(heading: str, cells: list[object]) -> None:
    rows: Rows = [["Date", "Volunteer", "Hours", heading]]
    people = ("Ana Cruz", "Ben Diaz", "Carla Reyes", "Dan Lim", "Eva Santos")
    rows += [[day, name, 2, cell] for day, name, cell in zip(DAYS, people, cells, strict=True)]
    assert imported(xlsx(Hours=rows)).tables["ledger"]["quantity"].sum() == 8


def test_value_of_an_unknown_kind_is_no_gift_in_kind() -> None:
    rows: Rows = [["Donated at", "Donor name", "Donation type", "Amount"]]
    kinds = ("Stripe", "In-Kind", "Offline - Check", "Zorble", "In-Kind")
    rows += [[day, "Ana Cruz", kind, 100] for day, kind in zip(DAYS, kinds, strict=True)]
    data = xlsx(donations=rows)
    assert imported(data).tables["ledger"]["kind"].isna().sum() == 1
    assert number(data, "in_kind_value") == (200, "at_least")


SIGN_IN: Rows = [
    ["ATTENDANCE SHEET"],
    ["Date: March 14, 2026"],
    [],
    ["No.", "Name", "Bago / Dati", "Signature"],
    [1, "Maricel Obrero", "Bago", "(sgd)"],
    [2, "Jocelyn Tan", "Dati", "(sgd)"],
    [3, "Arnel Delgado", "Dati", None],
    [4, "Rowena Macaraeg", "Bago", "(sgd)"],
    [5, "Liza Bernabe", "Bago", "(sgd)"],
    [],
]


def test_list_counts_all_until_only_the_signed_came() -> None:
    """A list to sign is a lower bound; who did not sign may not have come, which makes it partial."""
    assert number(xlsx(S=SIGN_IN), "attendance_total") == (5, "partial")
    signed = [*SIGN_IN, [None, "Pre-printed ang listahan. Pumirma lang ang dumating."]]
    assert number(xlsx(S=signed), "attendance_total") == (4, "at_least")


def test_words_for_new_and_returning_are_first_visits() -> None:
    assert layouts(xlsx(S=SIGN_IN)) == ["sign_in"]
    assert number(xlsx(S=SIGN_IN), "first_time_share")[0] == pytest.approx(3 / 5)


def test_row_below_the_days_says_which_were_held() -> None:
    days = [date(2026, 6, day) for day in (15, 16, 17, 18)]
    rows: Rows = [
        ["Child", *days],
        ["Camp held?", "YES", "YES", "NO", "YES"],
        ["Aarti Gaikwad", "P", "P", "H", "P"],
        ["Bhavesh Solanki", "P", "A", "H", "P"],
        ["Chitra Mhatre", "P", "P", "H", "A"],
    ]
    data = xlsx(Camp=rows)
    assert number(data, "sessions_held")[0] == 3
    assert number(data, "attendance_total")[0] == 7
    assert number(data, "participants_unique")[0] == 3


def test_number_column_next_to_days_is_no_status() -> None:
    """ "No." and "PRESENT" are headings of a form whose days are nearly blank."""
    rows: Rows = [
        ["Code: (blangko) = PRESENT    x = ABSENT"],
        ["No.", "PANGALAN NG MAG-AARAL", 7, 9, 11, 14, "ABSENT", "PRESENT"],
        [1, "Abad, Jericho", None, None, None, None, 0, 4],
        [2, "Bacani, Mark Joseph", None, "x", None, "x", 2, 2],
        [3, "Dizon, Rafael", "x", None, None, None, 1, 3],
        [4, "Esguerra, John Lloyd", None, None, "x", "x", 2, 2],
    ]
    data = xlsx(Remedial=rows)
    assert layouts(data) == ["roster"]
    assert number(data, "attendance_total")[0] == 11


def test_books_that_came_back_are_no_visitors() -> None:
    rows: Rows = [["Date", "Event", "Brought", "Came back", "GIVEN to families"]]
    rows += [
        [day, "Fair", 100, back, 100 - back] for day, back in zip(DAYS, (32, 0, 27, 61, 44), strict=True)
    ]
    assert number(xlsx(Giveaways=rows), "attendance_total")[0] is None


def test_table_at_the_right_has_days_of_its_own() -> None:
    rows: Rows = [
        ["ENCUENTROS", None, None, None, "COMPRAS PARA EL TALLER"],
        ["Fecha", "Barrio", "Asistentes", None, "Fecha", "Qué", "Valor $"],
        *([day, "Panamá", 20, None, None, None, None] for day in DAYS),
    ]
    for row, amount in zip(rows[2:5], (48500, 62000, 40000), strict=True):
        row[4:] = [date(2026, 3, 5), "Refrigerio", amount]
    data = xlsx(PiLeo=rows)
    assert layouts(data)[0] == "session_log"
    assert number(data, "sessions_held")[0] == 5
    assert number(data, "attendance_total")[0] == 100


def test_logbook_of_arrivals_has_a_session_a_day() -> None:
    rows: Rows = [["DATE", "NAME", "TIME", "PURPOSE"]]
    times = ("10:15", "12:30", "9:00", "3:30", "12:10", "10:15", "12:00", "10:30", "3:15", "12:30")
    for place, time in enumerate(times):
        rows.append([DAYS[place // 4], f"Ana{place % 5} Cruz{place % 5}", time, "research"])
    assert number(xlsx(March=rows), "sessions_held")[0] == 3


def test_phase_in_two_languages_is_one() -> None:
    rows: Rows = [["Student", "Pre (antes)", "Post (después)"]]
    rows += [[f"Ana{n} Cruz{n}", 40 + n, 60 + 2 * n] for n in range(5)]
    found = evaluate(dataset(xlsx(Scores=rows)), metrics=["mean_gain"], as_of=date(2026, 11, 1))
    assert [value.value for value in found.values_for("mean_gain")] == [pytest.approx(22)]


def test_totals_that_say_present_explain_marks() -> None:
    """A total of all days, which may count anything, does not weaken those of each day."""
    days = [date(2026, 9, day) for day in (5, 12, 26)]
    marks = ["X..", "xxX", ".xx", "XX.", "Xxx", ".xX"]
    rows: Rows = [["NOMBRE DEL NIÑO", *days, "TOTAL"]]
    people = ("Dayana Cruz", "Bruno Diaz", "Ximena López", "Citlali Antonio", "José Pérez", "Naomi Vásquez")
    for name, line in zip(people, marks, strict=True):
        cells = [None if mark == "." else mark for mark in line]
        rows.append([name, *cells, len(line.replace(".", ""))])
    rows.append(["ASISTIERON", 4, 5, 4, 13])
    assert number(xlsx(Hoja1=rows), "attendance_total") == (13, "exact")


def named(data: bytes, kind: str, metric: str) -> tuple[float | None, str]:
    """A metric of a sheet whose rows the user named; the only value of any group."""
    found = evaluate(dataset(data, "File.xlsx", row_is=kind), metrics=[metric], as_of=date(2026, 11, 1))
    (value,) = found.values_for(metric)
    return value.value, value.certainty


def test_day_of_a_block_is_used_once_rows_are_named() -> None:
    rows: Rows = [["Teen Friday", "Name", "Grade"]]
    people = ("Ana Cruz", "Ben Diaz", "Carla Reyes")
    for day in DAYS[:2]:
        rows += [[day if place == 0 else None, name, 8] for place, name in enumerate(people)]
    assert named(xlsx(S=rows), "person-at-session", "sessions_held")[0] == 2
    assert named(xlsx(S=rows), "person-at-session", "attendance_total")[0] == 6


def test_scores_at_two_times_are_used_once_rows_are_named() -> None:
    """The day in brackets is no maximum of the score."""
    rows: Rows = [["Student ID", "Fall SS (9/25)", "Spring SS (5/26)"]]
    rows += [[40210 + 7 * n, 700 + 10 * n, 730 + 10 * n] for n in range(6)]
    assert named(xlsx(Grade3=rows), "score", "mean_gain") == (30, "exact")


def test_list_without_a_day_is_at_least_one_session() -> None:
    rows: Rows = [
        ["Name", "Monday", "Tuesday"],
        *([f"{name} Cruz", 1, 1] for name in ("Amir", "Sana", "Bea")),
    ]
    value, certainty = named(xlsx(W=rows), "person-at-session", "sessions_held")
    assert (value, certainty) == (1, "at_least")


def test_twin_tables_are_no_more_than_one() -> None:
    """Visits by month and by branch add up to the same: together they would count twice."""
    rows: Rows = [["Row Labels", "Count of Program", "Sum of Attendance"]]
    months = [["Jan", 19, 265], ["Feb", 15, 231], ["Mar", 9, 97], ["Grand Total", 43, 593]]
    branches = [["Main", 20, 300], ["Norris", 13, 193], ["Eastlake", 10, 100], ["Grand Total", 43, 593]]
    assert number(xlsx(Months=rows + months), "attendance_total") == (593, "exact")
    data = xlsx(Months=rows + months, Branches=rows + branches)
    answers = {"sheets": {"Branches": {"row_is": "month-total"}}}
    found = evaluate(
        dataset(data, "File.xlsx", **answers), metrics=["attendance_total"], as_of=date(2026, 11, 1)
    )
    assert found.value_for("attendance_total").certainty != "exact"


def test_weekly_days_below_one_letter_are_days() -> None:
    rows: Rows = [["Octubre 2026"], ["Participante", "J 2", "J 9", "J 16", "J 23", "Asist."]]
    marks = ("APAA", "AFAA", "AAFA")
    for name, line in zip(("Ana Cruz", "Ben Diaz", "Eva Santos"), marks, strict=True):
        rows.append([name, *line, line.count("A")])
    assert layouts(xlsx(Octubre=rows)) == ["roster"]


@pytest.mark.parametrize(
    ("title", "headings", "row"),
    [
        ("Registro de horas", ["Estudiante", "Fecha", "Entrada", "Salida", "Horas"], ["9:00", "11:00", 2]),
        ("HOME READING LOG", ["Pangalan", "Petsa", "Kuwento", "Ilang pahina"], ["Langgam", 12]),
        ("Donors", ["Name", "Date", "Cash gift", "Thank you note"], [50, "sent"]),
    ],
)
def test_names_and_days_of_other_matters_are_no_visits(
    title: str, headings: list[object], row: list[object]
) -> None:
    rows: Rows = [[title], headings]
    rows += [[name, day, *row] for name in ("Ana Cruz", "Ben Diaz") for day in DAYS]
    assert number(xlsx(S=rows), "attendance_total")[0] is None


def test_books_of_a_delivery_by_kind_are_no_visits() -> None:
    rows: Rows = [["ACTA DE ENTREGA DE LIBROS"], ["N°", "I.E.", "Cuentos", "Novelas", "Total", "Fecha"]]
    for place, day in enumerate(DAYS, start=1):
        rows.append([place, f"I.E. 3601{place}", 30 + place, 10, 40 + place, day])
    assert number(xlsx(Acta=rows), "attendance_total")[0] is None


@pytest.mark.parametrize("line", ["Vinieron 5", "Total came: 5", "Dumalo: 5"])
def test_count_below_a_list_is_no_person(line: str) -> None:
    assert number(xlsx(S=[*SIGN_IN[:-1], [None, line]]), "participants_unique")[0] == 5


def test_temperatures_of_two_halves_of_a_day_are_no_visits() -> None:
    rows: Rows = [["Date", "AM temp", "AM RH", "PM temp", "PM RH", "Checked by"]]
    rows += [[day, 24.5, 60 + n, 25.1, 62 + n, "Jun"] for n, day in enumerate(DAYS)]
    assert number(xlsx(OCT=rows), "sessions_held")[0] is None


def test_names_of_a_seating_plan_are_never_headings() -> None:
    rows: Rows = [["SEATING ARRANGEMENT"], [], [1, 2, 3, 4]]
    plan = (
        ("Abad, Jan Miko", "Alcantara, Rose Ann", "Baldoza, Vincent", "Barrientos, Kaye"),
        (5, 6, 7, 8),
        ("Cajucom, Elijah", "Dela Vega, Sophia", "Esguerra, Patrick", "Fajardo, Denise"),
        (9, 10, 11, 12),
        ("Garchitorena, Luis", "Hermosa, Jillian", "Ibañez, Noel", "Jacinto, Marga"),
    )
    shown = str(imported(xlsx(Plan=[*rows, *plan]), "plan.xlsx").reading)
    assert not [name for line in plan for name in line if str(name) in shown and not str(name).isdigit()]


def test_closing_notice_below_a_logbook_is_no_block() -> None:
    rows: Rows = [["LIBRARY LOGBOOK"], ["No.", "Name", "Time in", "Title na binasa"]]
    for day, books in (("SEPTEMBER 14, 2026 (MONDAY)", "AB"), ("SEPTEMBER 15, 2026 (TUESDAY)", "BA")):
        rows.append([day])
        for place, (name, book) in enumerate(zip(("Ana Cruz", "Ben Diaz"), books, strict=True), start=1):
            rows.append([place, name, f"9:3{place}", f"Alamat {book}"])
    rows += [[], [None, "Sept 17 – walang pasok (fiesta)"]]
    data = xlsx(Logbook=rows)
    assert named(data, "person-at-session", "sessions_held")[0] == 2
    assert named(data, "person-at-session", "participants_unique")[0] == 2


def test_weekday_and_month_of_a_day_are_no_name() -> None:
    days = ["Wed, Sept 18", "Mon, Sept 23", "Wed, Sept 25"]
    rows: Rows = [["Meetings 2026"], ["Name", *days], ["Corey Lee", 1, 1, 1], ["Jola Diaz", 0, 1, 0]]
    (reading,) = imported(xlsx(Team=rows), "File.xlsx").reading.sheets
    assert [mapped.heading for mapped in reading.mapping] == ["Name", *days]


def test_blocks_without_a_year_are_sessions_of_their_own() -> None:
    rows: Rows = [["CUENTACUENTOS - firmas"], ["Nombre", "Edad", "Barrio", "Firma rep."]]
    people = ("Doménica Pilco", "Alan Guamán", "Emily Toapanta", "Josué Chicaiza")
    for day in ("SÁBADO 7 DE MARZO", "SÁBADO 14 DE MARZO"):
        rows += [[day], *([name, 8, "Centro", "ok"] for name in people)]
    rows += [[], ["* 4 de abril feriado, no se abrió"]]
    data = xlsx(Hoja1=rows)
    assert named(data, "person-at-session", "sessions_held")[0] == 2
    assert named(data, "person-at-session", "participants_unique")[0] == 4
    assert named(data, "person-at-session", "attendance_total")[0] == 8


def test_views_and_likes_of_posts_are_no_visits() -> None:
    rows: Rows = [["FB PAGE INSIGHTS"], [], ["Petsa ng post", "Post", "Reach", "Views", "Likes", "Shares"]]
    rows += [[day, "Read-aloud", 884 + day.day, 470, 38, 14] for day in DAYS]
    assert layouts(xlsx(May=rows)) == ["unknown"]
    rows[2].append("Attendance")
    rows[3:] = [[*row, 12] for row in rows[3:]]
    assert layouts(xlsx(May=rows)) == ["session_log"]


@pytest.mark.parametrize("heading", ["Alumnos", "Alumnado", "Alumnos/as", "Mag-aaral", "Usuarios"])
def test_people_without_the_word_number_are_counted(heading: str) -> None:
    rows: Rows = [["VISITAS 2026"], [], ["MARZO"]]
    head = ["Día", "Escuela", "Grado", heading, "Docente"]
    rows += [head, [8, "Juárez", "2o", 27, "Prof. Hugo"], [12, "Lázaro", "3o", 16, "Prof. Gladys"], []]
    rows += [["ABRIL"], head, [9, "Juárez", "1o", 31, "Prof. Hugo"], [14, "Sec. 14", "2o", 15, "Arturo"]]
    assert number(xlsx(Visitas=rows), "attendance_total") == (89, "exact")


@pytest.mark.parametrize(
    "heading", ["Employee Name", "Client name", "Nombre del solicitante", "Borrower's Name"]
)
def test_name_of_any_person_makes_rows_of_visits(heading: str) -> None:
    rows: list[list[object]] = [[heading, "Date", "Present"]]
    rows += [["Ana Cruz", "2026-03-02", "Yes"], ["Ben Ramos", "2026-03-02", "No"]]
    rows += [["Ana Cruz", "2026-03-09", "Yes"]]
    assert number(xlsx(Log=rows), "attendance_total")[0] == 2
