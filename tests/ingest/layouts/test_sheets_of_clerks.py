"""Registers, logs and lists as clerks keep them, with what a line next to the table explains."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.ingest.answers import collect_questions
from tests.support.sheets import codes, csv_text, dataset, imported, number, read, sheet, xlsx

Rows = list[list[Any]]


def keys(data: bytes, **answers: Any) -> list[str]:
    return [question.key for question in collect_questions(imported(data, **answers).reading)]


REGISTER: Rows = [
    ["SALA DE LECTURA, OCT 2026"],
    ["No.", "NOMBRE", 7, 9, 14, 16, "A", "F"],
    [1, "Acosta Valeria", "•", "/", "J", None, 1, 2],
    [2, "Bernal Emiliano", "•", "•", "•", None, 3, 0],
    [3, "Cházaro Ximena", "/", "J", "•", None, 1, 2],
    [4, "Domínguez Iker", "B", "•", "•", None, 2, 0],
    [None, "ASISTENTES", 2, 2, 3, "SUSP"],
    [],
    ["• asistió    / faltó    J falta justificada    B baja    amarillo: se suspendió"],
]


def test_legend_with_wide_gaps_and_a_suspended_day_are_read() -> None:
    """7 of 11 came: F counts excused absences too; B is not on the list, and the 16th was suspended."""
    data = xlsx(OCT=REGISTER)
    assert number(data, "sessions_held") == (3, "exact")
    assert number(data, "attendance_total") == (7, "exact")
    assert number(data, "attendance_rate")[0] == pytest.approx(7 / 11)
    assert keys(data) == ["program"]


def test_excused_absences_are_ignored_without_such_a_total() -> None:
    rows = [row[:6] for row in REGISTER[:6]] + REGISTER[6:]
    assert number(xlsx(OCT=rows), "attendance_rate")[0] == pytest.approx(7 / 9)


def test_marks_in_brackets_are_explained() -> None:
    legend = "CODES: (/) - Present;  (x) Absent;  (-) not enrolled"
    rows: Rows = [[legend], ["Name", "2026-07-06", "2026-07-13"], ["Ana", "/", "x"], ["Ben", "-", "/"]]
    assert number(xlsx(Log=rows), "attendance_rate")[0] == pytest.approx(2 / 3)
    assert "marks" not in keys(xlsx(Log=rows))


CLUB: Rows = [
    ["1 = here    A = absent    blank = wasn't signed up yet / quit"],
    ["No.", "Kid", "2026-02-03", "2026-02-10", "2026-02-17", "2026-02-24"],
    [1, "Axel", 1, "A", 1, "SNOW"],
    [2, "Bea", "A", 1, 1],
    [3, "Connor", 1, 1, None],
    [None, "kids that day", 2, 2, 2],
    [None, "grown ups", 3, 4, 2],
]


def test_grown_ups_below_a_register_are_asked_about() -> None:
    """6 children and 9 grown-ups; on the 24th there was snow."""
    data = xlsx(Club=CLUB)
    assert number(data, "attendance_total") == (15, "at_most")
    assert {"companions", "holidays"} <= set(keys(data))
    assert "marks" not in keys(data)
    assert number(data, "attendance_total", companions="no", holidays="not-held") == (6, "exact")
    counted = number(data, "attendance_total", companions="came", holidays="not-held")
    assert counted == (15, "exact")


TUTORING: Rows = [
    ["NS = no show. C = cancelled ahead, no hrs."],
    ["When", "Tutor", "Learner", "Hrs", "Where"],
    ["2026-02-02", "Ruth", "Amina H.", 1.5, "study rm"],
    ["2026-02-03", "Gene", "Lupe", 1, None],
    ["2026-02-09", "Ruth", "Amina H.", "NS", None],
    ["2026-02-10", "Gene", "Lupe", "C", None],
    ["2026-02-16", "Ruth", "Amina H.", 2, None],
    ["2026-02-17", "Gene", "Lupe", 1.25, None],
    [],
    [None, None, "hrs on the sheet", 5.75, None],
]


def test_hours_of_a_tutoring_log_say_who_came() -> None:
    data = xlsx(Log=TUTORING)
    assert sheet(read(data), "Log").layout == "attendee_log"
    assert number(data, "attendance_total") == (4, "exact")
    assert number(data, "participants_unique") == (2, "exact")
    assert keys(data) == ["unattended", "program"]
    assert number(data, "sessions_held", unattended="cancelled") == (4, "exact")


def test_two_people_in_a_row_leave_the_visits_open() -> None:
    rows = [*TUTORING[:3], ["2026-02-04", "Carol", "Nhung & sister Linh", 1, None], *TUTORING[3:]]
    assert number(xlsx(Log=rows), "attendance_total") == (5, "at_least")
    assert "several-people-perhaps" in codes(read(xlsx(Log=rows)))


def test_codes_of_workers_are_explained_by_a_line() -> None:
    """Don Hugo 6 + 5, Bastián 4: whose hours a trainee's are is asked; Ximena is staff."""
    rows: Rows = [
        ["F = funcionario    V = voluntario    P = práctica del liceo    hrs en decimales"],
        ["Fecha", "Quién", "Tipo", "Tarea", "Horas"],
        ["2026-04-02", "Ximena", "F", "Caleta", 6],
        ["2026-04-02", "Don Hugo", "V", "Caleta", 6],
        ["2026-04-09", "Don Hugo", "V", "Plaza", 5],
        ["2026-04-09", "Bastián", "P", "Plaza", 4],
    ]
    data = xlsx(Horas=rows)
    assert number(data, "volunteer_hours") == (15, "partial")
    assert "kinds" in keys(data)
    assert number(data, "volunteer_hours", kinds={"P": "volunteer_hours"}) == (15, "exact")
    assert number(data, "volunteer_hours", kinds={"P": "staff_hours"}) == (11, "exact")


SOLICITATION: Rows = [
    ["SOLICITATION FOR CHILDREN'S CORNER"],
    ["Name", "Pledge ₱", "Given ₱", "Date", "Kind (gamit)", "Est. value ₱", "Received by", "Remarks"],
    ["Mayor Salonga", 5000, 5000, "2026-09-01", None, None, "Mheng", None],
    ["Vice Mayor", 3000, None, None, None, None, None, "follow up"],
    ["Petron Silangan", None, None, "2026-08-20", "2 electric fan", 3600, "Pilar", None],
    ["Mr. & Mrs. Yap", 5000, 2500, "2026-09-20", None, None, "Mheng", "2 gives"],
    ["Brgy. fund", 15000, 15000, "2026-10-12", None, None, "Mheng", "sariling pondo natin, di solicit"],
    ["TOTAL", 28000, 22500, None, None, 3600],
]


def test_gifts_next_to_pledges_are_received() -> None:
    """5000 + 2500 from others, a gift of 3600; who accepted them was not paid."""
    data = xlsx(SOLICITATION=SOLICITATION)
    assert number(data, "cash_from_others") == (7500, "exact")
    assert number(data, "in_kind_value") == (3600, "exact")
    assert number(data, "cost_cash")[0] is None


def test_lost_pledge_and_goal_are_no_gifts() -> None:
    rows: Rows = [
        ["Donor", "Pledged $", "Paid so far $", "Still owes", "remarks"],
        ["Anders, Tom", 500, 500, None, None],
        ["Beecher, Phyllis", 100, 50, 50, None],
        ["Carmody family", 250, None, 250, None],
        ["Mills Hardware", 750, 750, None, None],
        ["Corner Cafe", 200, None, None, "CLOSED - won't pay"],
        ["TOTAL", 1800, 1300, None, None],
        ["GOAL", 12000, None, None, None],
    ]
    data = dataset(xlsx(Roof=rows))
    assert number(xlsx(Roof=rows), "cash_from_others") == (1300, "exact")
    assert "goal" not in {str(name).casefold() for name in data.tables["ledger"]["from_party"]}


ACCOUNT = csv_text(
    [
        ["Posting", "Purpose"],
        ["-80.50", "Paper"],
        ["-145.00", "Microphone"],
        ["35.00", "Deposit for a key"],
    ]
)


def test_signs_of_an_account_give_the_direction() -> None:
    named = {"row_is": "payment", "column_of": {"ledger.value": "Posting"}}
    asked = imported(ACCOUNT, "account.csv", **named).reading
    (question,) = [q for q in collect_questions(asked) if q.key == "marks"]
    assert question.likely == "by-sign"
    by_sign = {**named, "marks": {"": "by-sign"}}
    assert number(ACCOUNT, "cost_cash", name="account.csv", **by_sign) == (225.5, "exact")
    assert number(ACCOUNT, "cash_from_others", name="account.csv", **by_sign) == (35, "exact")
    spent = {**named, "marks": {"": "spent"}}
    assert number(ACCOUNT, "cost_cash", name="account.csv", **spent) == (190.5, "exact")


def test_words_in_brackets_name_the_sides_of_a_cash_book() -> None:
    rows: Rows = [
        ["LIBRO DE CAJA 2026"],
        ["Fecha", "Concepto", "Debe (entra)", "Haber (sale)", "Saldo"],
        ["15/01/2026", "Cuotas socios", "384,00 €", None, "1.117,46 €"],
        ["20/01/2026", "Imprenta", None, "46,30 €", "1.071,16 €"],
        ["12/03/2026", "Charla", None, "1.000,00 €", "71,16 €"],
    ]
    assert number(xlsx(Caja=rows), "cost_cash")[0] == 1046.3
    assert number(xlsx(Caja=rows), "cash_from_others")[0] == 384


def test_letters_in_place_of_headings_are_explained() -> None:
    rows: Rows = [
        ["K = kids, A = grownups. Count at the door"],
        ["Date", "Theme", "K", "A", "Total", "Notes"],
        ["2026-02-04", "Snow", 9, 6, 15, None],
        ["2026-02-11", "Valentines", 14, 9, 23, None],
        ["2026-02-18", "Dogs", None, None, None, "CANCELLED - ice"],
        ["TOTAL", None, 23, 15, 38],
    ]
    assert sheet(read(xlsx(Log=rows)), "Log").layout == "session_log"
    assert number(xlsx(Log=rows), "sessions_held") == (2, "exact")
    assert number(xlsx(Log=rows), "attendance_total") == (38, "exact")


def test_books_given_to_children_are_no_visits() -> None:
    rows: Rows = [
        ["AKLAT PARA SA CATANDUANES - Book Drive"],
        [
            "School / brgy",
            "Box #",
            "Sinend (copies)",
            "Date sent",
            "Natanggap (copies)",
            "Nabigay na sa bata",
        ],
        ["Bagong Sirang ES", "1-3", 120, "2026-10-05", 118, 118],
        ["Gigmoto Central", "4-6", 135, "2026-10-05", 135, 90],
    ]
    found = read(xlsx(Drive=rows))
    assert sheet(found, "Drive").layout == "deliveries"
    assert [row["in_hands"] for row in found.tables["deliveries"]] == [118, 90]


def test_remark_with_an_unquoted_comma_belongs_to_its_row() -> None:
    lines = [
        "date,direction,amount,party,note",
        "2025-09-11,in,22.00,ADS,one-time gift",
        "2025-10-14,in,3.00,Rueden,monthly gift",
        "2026-02-18,in,0.50,Suler,monthly gift, first month",
        "2026-03-01,out,10.00,Printer,flyers",
    ]
    data = "\n".join(lines).encode()
    assert number(data, "cash_from_others", name="ledger.csv") == (25.5, "exact")


def test_column_of_branches_does_not_settle_what_totals_count() -> None:
    rows: Rows = [["jahr_monat", "bibliothek", "anzahl"]]
    rows += [[f"2024-{month:02d}", name, 700 + month] for month in range(1, 4) for name in ("A", "B")]
    named = {"row_is": "month-total", "column_of": {"sessions.attended": "anzahl"}, "program": "=bibliothek"}
    assert "activity" in keys(xlsx(S=rows), **named)
    assert number(xlsx(S=rows), "attendance_total", **named) == (4212, "at_most")


def test_days_of_a_month_follow_letters_of_weekdays() -> None:
    rows: Rows = [
        ["ACTIVIDADES MARZO 2026"],
        ["Día", "Actividad", "Asist.", "Observaciones"],
        ["Sa 7", "Hora del cuento", 14],
        ["Ju 12", "Club de lectura", 6],
        ["Sa 14", "Hora del cuento", None, "cancelado x lluvia"],
        [None, "Total mes", 20],
    ]
    data = xlsx(MARZO=rows)
    assert [str(day.date()) for day in dataset(data).tables["sessions"]["date"]] == [
        "2026-03-07",
        "2026-03-12",
        "2026-03-14",
    ]
    assert number(data, "sessions_held") == (2, "exact")
    assert number(data, "attendance_total") == (20, "exact")


def test_remark_below_the_total_is_no_entry() -> None:
    book: Rows = [
        ["Date", "Description", "In", "Out", "Balance"],
        ["2026-01-05", "Balance fwd", None, None, 100],
        ["2026-01-09", "Grant of the Rotary club", 50, None, 150],
        ["2026-02-09", "Crayons", None, 20, 130],
        [None, "TOTALS", 50, 20, 130],
        [None, "Audited 7/9/26"],
    ]
    assert number(xlsx(Cash=book), "cost_cash") == (20, "exact")
    without_amount = [*book[:4], [None, "New chairs"], book[4]]
    assert number(xlsx(Cash=without_amount), "cost_cash") == (20, "at_least")


CLUB_WITH_LOCKDOWNS: Rows = [
    ["P = present   A = no show   M = medical / court (counts as not here)   LD = lockdown, no club"],
    ["TR = transferred or released   blank = not in the club yet"],
    ["Name", "2026-10-01", "2026-10-08", "2026-10-15", "2026-11-05", "2026-11-12"],
    ["Abbott", "P", "LD", "P", "LD", "M"],
    ["Baptiste", "A", "LD", "TR", "TR", "TR"],
    ["Corrigan", "P", "LD", "P", "LD", "P"],
    ["Delgado", None, None, "A", "LD", "P"],
]


def test_marks_of_people_who_left_and_lockdowns_make_no_session() -> None:
    """6 of 9 came: not Baptiste on the 1st, Delgado on the 15th and Abbott on the 12th of November."""
    data = xlsx(Fall=CLUB_WITH_LOCKDOWNS)
    assert number(data, "sessions_held") == (3, "exact")
    assert number(data, "attendance_total") == (6, "exact")
    assert number(data, "attendance_rate")[0] == pytest.approx(6 / 9)
    assert keys(data) == ["program"]


PROGRAM_LOG: Rows = [
    ["Program log Aug - Dec 2026"],
    ["Date", "Program", "Led by", "Elders", "Youth", "TOTAL", "Notes"],
    ["AUGUST"],
    ["2026-08-04", "Language table", "Verna", 6, 3, 9],
    ["2026-08-08", "Beading circle", "Rose", 5, 2, 7],
    ["2026-08-15", "Harvest supper", "Elders", None, None, 60, "too busy to split"],
    [None, "month", None, None, None, 76],
    [],
    ["SEPTEMBER"],
    ["2026-09-01", "Language table", "Verna", 6, 5, 11],
    ["2026-09-08", "Language table", "Verna", None, None, None, "forgot to count, good group tho"],
    ["2026-09-15", "Language table", "Verna", 4, 4, 8],
    ["2026-12-12", "Winter stories", "Elders", None, None, None, "coming up"],
    [None, "month", None, None, None, 19],
]


def test_month_rows_add_up_and_remarks_say_what_is_known() -> None:
    """Six programs were held, one without a count; 9 + 7 + 60 + 11 + 8 came at least."""
    data = xlsx(Programs=PROGRAM_LOG)
    assert number(data, "sessions_held") == (6, "exact")
    assert number(data, "attendance_total") == (95, "at_least")
    assert keys(data) == []


def test_counter_over_the_door_counts_no_sessions() -> None:
    door: Rows = [
        ["Counter over the door - read last day of month, /2 because it clicks in and out"],
        ["Month", "Start", "End", "Clicks", "People"],
        ["Aug", 48210, 49596, 1386, 693],
        ["Sept", 49596, 50770, 1174, 587],
        ["Oct", 50770, 52068, 1298, 649],
    ]
    data = xlsx(**{"Programs": PROGRAM_LOG, "Door counter": door})
    assert number(data, "attendance_total") == (95, "at_least")
    assert "not-sessions" in codes(read(data))
    assert keys(data) == []


def test_table_that_the_user_leaves_out_makes_nothing_uncertain() -> None:
    rows: Rows = [
        ["1. Activities"],
        ["Date", "Program", "Attendance"],
        ["2026-08-04", "Story hour", 9],
        ["2026-08-11", "Story hour", 7],
        [],
        ["2. Service pins"],
        ["Pins", "Colour", "Left"],
        ["50 h", "bronze", 4],
        ["75 h", "silver", 3],
    ]
    data = xlsx(Log=rows)
    assert number(data, "attendance_total") == (16, "at_least")
    assert number(data, "attendance_total", row_is="nothing") == (16, "exact")


def test_number_with_others_and_sum_of_totals_are_read() -> None:
    rows: Rows = [
        ["Date", "Theme", "Kids", "Grown-ups"],
        ["2025-11-03", "Bears", 13, 9],
        ["2025-11-10", "Thank you books", "12 + 3 babies", 10],
        ["2025-11-17", "Turkeys", 15, 11],
        ["2025-11-24", "no story hour Thanksgiving wk"],
        ["TOTAL", None, 43, 30],
        [None, "kids + adults", 73],
    ]
    data = xlsx(Fall=rows)
    assert number(data, "sessions_held") == (3, "exact")
    assert number(data, "attendance_total") == (73, "exact")


def test_budget_of_an_earlier_year_is_not_added() -> None:
    def budget(title: str, *spent: float) -> Rows:
        lines = [[name, 1000, value] for name, value in zip(("Books", "Heat", "Crafts"), spent, strict=True)]
        return [[title], ["Line", "Budget", "Spent to date"], *lines]

    tabs = {"FY27": budget("Budget vs. actual", 100, 50, 20), "FY26 final": budget("Closed", 900, 800, 70)}
    data = xlsx(**tabs)
    assert number(data, "cost_cash") == (170, "exact")
    assert keys(data) == ["layout"]
    both = {"sheets": {"FY26 final": {"layout": "budget"}}}
    assert number(data, "cost_cash", **both)[0] == 1940


def test_activities_by_quarter_have_states_and_a_total() -> None:
    """3 + 2 + 1 sessions with 35 + 29 + 57 visits; one was cancelled, and one is planned."""
    rows: Rows = [
        ["Actividades 2026 (a 30 de noviembre)"],
        [
            "Actividad",
            "Fechas",
            "Nº sesiones",
            "Inscritos",
            "Asistencias (suma)",
            "Gasto €",
            "Paga",
            "Estado",
        ],
        ["1er TRIMESTRE"],
        ["Club de lectura", "15/1, 12/2, 12/3", 3, 14, 35, 0, "-", "hecha"],
        ["Bebecuentos", "24/1 y 21/2", 2, 18, 29, 180, "Ayuntamiento", "hecha"],
        ["2º TRIMESTRE"],
        ["Día del Libro", "23/4", 1, None, 57, 350, "Ayuntamiento", "hecha"],
        ["Taller de haiku", "22/5", 1, 8, None, 0, "-", "anulada"],
        ["Teatro de sombras", "19/12", 1, None, None, None, "Ayuntamiento", "prevista"],
        ["TOTAL hechas", None, 6, None, 121, 530],
    ]
    data = xlsx(Actividades=rows)
    assert number(data, "sessions_held")[0] == 6
    assert number(data, "attendance_total")[0] == 121
    assert number(data, "cost_cash")[0] == 530
    assert keys(data) == ["marks"]


def test_helpers_by_week_are_volunteers_and_staff_below_are_not() -> None:
    """2 + 3 + 1.5 + 5 + 5 + 1.5 hours of helpers; the staff worked 8."""
    rows: Rows = [
        ["Summer helpers - hours by week (June 2026)"],
        ["Name", "Age grp", "6/8", "6/15", "Total"],
        ["TEENS"],
        ["Alma Trujillo", "teen", 2, 3, 5],
        ["Kiki Sandoval", "teen", 1.5, None, 1.5],
        ["ADULTS"],
        ["Bea Lucero", "adult", 5, 5, 10],
        ["Frank Odom", "adult", "off", "1.5 hrs", 1.5],
        ["STAFF (extra hours)"],
        ["Deb", "staff", 6, 2, 8],
    ]
    assert number(xlsx(Hours=rows), "volunteer_hours") == (18, "exact")


def test_daily_use_of_a_library_is_no_program() -> None:
    rows: Rows = [
        ["Registro diario JULIO 2026"],
        [
            "Fecha",
            "Día",
            "Usuarios que entraron",
            "Préstamos a domicilio",
            "Uso de computadores",
            "Novedades",
        ],
        ["2026-07-01", "mié", 34, 11, 14],
        ["2026-07-02", "jue", 61, 7, 3, "sin luz"],
        ["2026-07-03", "vie", 60, 6, 10],
        ["TOTAL MES", None, 155, 24, 27],
    ]
    data = xlsx(JULIO=rows)
    assert number(data, "attendance_total")[0] is None
    assert "not-sessions" in codes(read(data))
    assert keys(data) == []
    answers = {"row_is": "session", "mapping": {"Usuarios que entraron": "sessions.attended"}}
    assert number(data, "attendance_total", **answers)[0] == 155
    rows[1][1] = "Actividad"
    assert number(xlsx(JULIO=rows), "attendance_total")[0] == 155
