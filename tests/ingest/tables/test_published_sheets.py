"""Sheets that are published and exchanged: years side by side, three rows of headings, exports of forms."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from libcollab_metrics.ingest.answers import collect_questions
from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, csv_text, dataset, read, xlsx

Rows = list[list[object]]


def number(data: bytes, metric: str, name: str = "File.xlsx") -> tuple[float | None, str]:
    """Return the value of a metric and its certainty."""
    found = evaluate(dataset(data, name), as_of=date(2026, 12, 31), metrics=[metric]).value_for(metric)
    return found.value, found.certainty


def layouts(data: bytes, name: str = "File.xlsx") -> list[str]:
    return [sheet.layout for sheet in read(data, name).reading.sheets]


def fields(data: bytes, name: str = "File.xlsx") -> dict[str, str]:
    """Return the field of each used heading of the first sheet."""
    return {m.heading: m.field for m in read(data, name).reading.sheets[0].mapping if m.field}


MONTHS = [("July", 30, 34, 543, 423), ("August", 31, 26, 495, 435), ("September", 24, 20, 287, 382)]


def test_only_the_latest_of_two_years_is_counted() -> None:
    rows: Rows = [
        ["Board report, FY 2026-27"],
        ["Month", "Programs FY27", "Programs FY26", "Program attendance FY27", "Program attendance FY26"],
        *map(list, MONTHS),
    ]
    assert number(xlsx(Stats=rows), "sessions_held") == (85, "exact")
    assert number(xlsx(Stats=rows), "attendance_total")[0] == 1325


def test_year_without_numbers_yet_is_not_the_latest() -> None:
    rows: Rows = [["Month", "Attendance 2025", "Attendance 2026"], ["May", 12, None], ["June", 14, None]]
    assert number(xlsx(Stats=rows), "attendance_total")[0] != 0


@pytest.mark.parametrize(
    ("title", "months", "read_as"),
    [
        ("FY 2025-26", ["Nov", "Dec", "Jan"], ["2025-11", "2025-12", "2026-01"]),
        ("2025/2026", ["January", "March"], ["2026-01", "2026-03"]),
        ("FY 2025-26", ["July", "August"], ["2025-07", "2025-08"]),
        ("2025", ["January", "March"], ["2025-01", "2025-03"]),
    ],
)
def test_months_below_two_years_are_those_of_the_second(
    title: str, months: list[str], read_as: list[str]
) -> None:
    rows: Rows = [[f"Programs {title}"], ["Month", "No. of sessions", "Attendance"]]
    sessions = read(xlsx(Year=[*rows, *([month, 2, 20] for month in months)])).tables["sessions"]
    assert [f"{row['date']:%Y-%m}" for row in sessions] == read_as


CENTERS: Rows = [
    ["Monthly MIS, Oct 2026"],
    ["Library centre", "Read-aloud sessions held (no.)", "Children present (total)", "Report recd. on"],
    ["Jhanti", 15, 135, "04-11-2026"],
    ["Ghoser", 14, 241, "02-11-2026"],
    ["Teghari", 13, 299, "13-11-2026"],
]


def test_sessions_of_each_site_are_counted_without_a_day() -> None:
    assert layouts(xlsx(MIS=CENTERS)) == ["aggregated_log"]
    assert number(xlsx(MIS=CENTERS), "sessions_held") == (42, "exact")


@pytest.mark.parametrize("heading", ["Report recd. on", "Date sent", "Informe recibido"])
def test_day_of_a_report_is_not_that_of_a_session(heading: str) -> None:
    rows = [CENTERS[0], [*CENTERS[1][:3], heading], *CENTERS[2:]]
    assert heading not in fields(xlsx(MIS=rows))


def test_total_below_a_label_of_programs_counts_sessions() -> None:
    rows: Rows = [
        ["Month", "PROGRAMS OFFERED", None, None, "ATTENDANCE", None, None],
        [None, "0-5", "6-11", "Total", "0-5", "6-11", "Total"],
        ["July", 3, 1, 4, 51, 16, 67],
        ["August", 6, 3, 9, 84, 45, 129],
        ["September", 5, 3, 8, 50, 36, 86],
    ]
    assert number(xlsx(Form=rows), "sessions_held") == (21, "exact")
    assert number(xlsx(Form=rows), "attendance_total")[0] == 282


def test_sexes_below_present_are_counted_next_to_those_enrolled() -> None:
    rows: Rows = [
        ["Date", "Camp", "Enrolled", None, "Present", None, "Comment"],
        [None, None, "B", "G", "B", "G", None],
        ["2026-08-10", "Zombe", 14, 17, 10, 17, None],
        ["2026-08-12", "Zombe", 14, 17, 9, 15, None],
        ["2026-08-14", "Kyanika", 11, 12, 8, 11, None],
    ]
    assert number(xlsx(Camps=rows), "attendance_total")[0] == 70


THREE_ROWS: Rows = [
    ["Village", "Date", "Children", None, None, None, "Parents", None, "Grand total"],
    [None, None, "3-6 yrs", None, "7-10 yrs", None, None, None, None],
    [None, None, "B", "G", "B", "G", "M", "F", None],
    ["Piplia", "2026-09-02", 14, 10, 17, 16, 7, 14, 78],
    ["Dhamnar", "2026-09-03", 4, 9, 13, 12, 13, 15, 66],
    ["Khejadi", "2026-09-05", 10, 15, 21, 9, 12, 28, 95],
]


def test_third_row_of_headings_has_the_sexes() -> None:
    assert number(xlsx(Mela=THREE_ROWS), "attendance_total")[0] == 239
    assert number(xlsx(Mela=THREE_ROWS), "sessions_held") == (3, "exact")


def test_total_that_does_not_add_up_is_not_everyone() -> None:
    rows = [*THREE_ROWS[:-1], [*THREE_ROWS[-1][:-1], 90]]
    assert number(xlsx(Mela=rows), "attendance_total")[1] != "exact"


def test_section_without_days_is_not_part_of_the_log() -> None:
    rows: Rows = [
        ["I. ACTIVITIES CONDUCTED"],
        ["Date", "Activity", "Venue", "Male", "Female"],
        ["2026-09-02", "Story hour", "Library", 14, 19],
        ["2026-09-04", "Orientation", "Library", 9, 16],
        ["TOTAL", None, None, 23, 35],
        [None],
        ["II. COLLECTION"],
        ["Particulars", None, "Titles", "Volumes"],
        ["Beginning balance", None, 3120, 4418],
        ["Added", None, 62, 124],
        ["Weeded", None, 9, 15],
    ]
    assert layouts(xlsx(Sept=rows)) == ["session_log", "unknown"]
    assert number(xlsx(Sept=rows), "sessions_held")[0] == 2
    assert number(xlsx(Sept=rows), "attendance_total")[0] == 58


def test_numbers_of_the_columns_are_no_row() -> None:
    rows: Rows = [
        ["Gender issue", "GAD activity", "Approved GAD budget", "Actual GAD cost or expenditure"],
        ["(1)", "(2)", "(3)", "(4)"],
        ["Few fathers read", "Storytelling", 40000, 36480.5],
        ["Low awareness", "Purchase of books", 55000, 54310],
        ["Few women train", "Book talk", 30000, 30000],
    ]
    assert number(xlsx(GAD=rows), "cost_cash")[0] == 120790.5


def test_counts_of_learners_by_level_are_no_scores() -> None:
    levels = ["No. tested", "Non-reader", "Frustration", "Instructional", "Independent"]
    rows: Rows = [
        ["School", *(f"Pre-test {level}" for level in levels), *(f"Post-test {level}" for level in levels)],
        ["Balite ES", 197, 4, 78, 68, 47, 192, 0, 48, 76, 68],
        ["Kaong ES", 136, 7, 54, 47, 28, 134, 3, 33, 53, 45],
        ["Sabutan ES", 222, 7, 88, 77, 50, 219, 3, 54, 87, 75],
    ]
    assert layouts(xlsx(ENGLISH=rows)) == ["unknown"]


def test_books_before_and_after_are_no_scores() -> None:
    rows: Rows = [["Date", "Books in box before", "We put in", "In box after"]]
    rows += [[f"2026-04-{day}", 20 - day % 7, 3, 23 - day % 7] for day in range(10, 20)]
    assert layouts(xlsx(Box=rows)) == ["unknown"]


def test_export_of_a_form_is_read_below_its_groups() -> None:
    rows: Rows = [
        ["datos/fecha_sesion", "datos/comunidad", "datos/se_realizo", "asistencia/ninas", "asistencia/ninos"],
        ["2026-02-08", "las_flores", "si", 7, 5],
        ["2026-02-11", "el_triunfo", "si", 13, 11],
        ["2026-02-18", "las_flores", "no", None, None],
    ]
    assert number(xlsx(Kobo=rows), "sessions_held") == (2, "exact")
    assert number(xlsx(Kobo=rows), "attendance_total")[0] == 36


def test_names_above_marks_stay_hidden_next_to_groups() -> None:
    rows: Rows = [["Date", "Ana Cruz", "Ben Reyes", "Carla Diaz"]]
    rows += [[f"2026-03-{day}", "x", "x", None] for day in range(10, 20)]
    assert "Ana Cruz" not in repr(read(xlsx(Marks=rows)).reading.sheets[0].mapping)


BANK: Rows = [
    ["Account Name", "FRIENDS OF THE LIBRARY"],
    ["Date Range", "01/12/2026 to 06/30/2026"],
    [],
    ["Post Date", "Description", "Debit", "Credit", "Balance"],
    ["06/22/2026", "CHECK 1005", "250.00", "", "1190.28"],
    ["06/10/2026", "DEPOSIT", "", "140.00", "1440.28"],
    ["05/29/2026", "SERVICE CHARGE", "5.00", "", "1300.28"],
    ["05/11/2026", "PROMOTION", "218.43", "", "1305.28"],
    ["05/04/2026", "DEPOSIT", "", "95.00", "1523.71"],
    ["04/15/2026", "CHECK 1003", "52.60", "", "1428.71"],
    ["04/13/2026", "SQUARE", "", "1481.31", "1481.31"],
]


def test_bank_statement_lists_the_newest_first() -> None:
    assert layouts(csv_text(BANK), "bank.csv") == ["ledger"]
    assert number(csv_text(BANK), "cost_cash", "bank.csv")[0] == pytest.approx(526.03)


def test_debits_are_what_balances_say() -> None:
    """In a treasurer's own book, money received is the debit."""
    rows: Rows = [[*row[:2], row[3], row[2], row[4]] if len(row) == 5 else row for row in BANK]
    rows[3] = BANK[3]
    assert number(csv_text(rows), "cost_cash", "book.csv")[0] == pytest.approx(526.03)


def test_cash_book_says_in_a_column_which_way_money_went() -> None:
    rows: Rows = [
        ["DATE", "HEADER", "CR/DR", "NAME", "AMOUNT"],
        ["13-6-2019", "MEMBER FEE", "CR", "amar kr singhal", 1000],
        ["14-6-2019", "DONATION", "CR", "girish aggarwal", 3100],
        ["19-6-2019", "EXPENSES", "DR", "zerox", 20],
        ["19-6-2019", "EXPENSES", "DR", "stationery", 24],
    ]
    assert layouts(xlsx(Cashbook=rows)) == ["ledger"]
    assert number(xlsx(Cashbook=rows), "cost_cash")[0] == 44
    assert number(xlsx(Cashbook=rows), "cash_balance")[0] == 4056
    assert "singhal" not in repr(read(xlsx(Cashbook=rows)).tables)


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


def test_registrations_are_not_attendance_and_start_is_the_day() -> None:
    heads = ["Event Title", "Start Date", "End Date", "In-Person Registrations", "In-Person Attendance"]
    rows: Rows = [
        heads,
        ["Lego club", "02/03/2026", "02/03/2026", 17, 15],
        ["Yoga", "02/05/2026", "", 12, 11],
    ]
    assert number(csv_text(rows), "attendance_total", "export.csv")[0] == 26
    assert fields(csv_text(rows), "export.csv")["Start Date"] == "sessions.date"


def test_sign_ups_for_turns_are_no_visits() -> None:
    rows: Rows = [
        ["Start Date/Time", "Location", "Item", "First Name", "Last Name", "Sign Up Timestamp"],
        ["10/07/2026 3:30 PM", "Kids", "Reading buddy", "Walt", "Nakagawa", "09/26/2026 2:12 PM"],
        ["10/07/2026 3:30 PM", "Kids", "Snacks", "Imani", "Huckaby", "09/17/2026 1:41 PM"],
        ["10/14/2026 3:30 PM", "Kids", "Snacks", None, None, None],
    ]
    assert number(xlsx(SignUps=rows), "attendance_total")[0] is None


def test_meetings_with_days_in_brackets_are_a_roster() -> None:
    heads = ["Member name", "First meeting (9/8/26)", "Sponsor meeting (9/16/26)"]
    rows: Rows = [heads, ["Roland Schumann", "TRUE", "TRUE"], ["Chad Tremont", "TRUE", "FALSE"]]
    assert layouts(csv_text(rows), "m.csv") == ["roster"]
    assert number(csv_text(rows), "attendance_total", "m.csv")[0] == 3


def test_levels_with_days_in_brackets_are_no_meetings() -> None:
    heads = ["Child name", "Baseline level (05/01)", "Endline level (12/02)"]
    rows: Rows = [heads, ["Aarti Gameti", "Letter", "Story"], ["Bhavesh Garasiya", "Word", "Para"]]
    assert layouts(xlsx(Data=rows)) != ["roster"]


@pytest.mark.parametrize(
    "rows",
    [
        [["Nombre"], [], [], ["Manuel Pereyra"], [], ["Renato Herranz"], ["Joel Canul"]],
        [["country_name", "2012", "2013", "2014"], ["Brazil", "0", "6", "10"], ["Canada", "8", "11", "26"]],
    ],
)
def test_bare_lists_are_asked_about_and_not_refused(rows: Rows) -> None:
    result = read(csv_text(rows), "list.csv")
    assert [question.key for question in collect_questions(result.reading)][:1] == ["row_is"]
    assert "layout-unknown" in codes(result)


@pytest.mark.parametrize(
    "typed", ["2025/09/02 00:00:00+00", "Sep 2, 2025 10:00 AM CST", "9/2/2025 3-4 pm", "2025-09-02 @ 3pm"]
)
def test_day_with_a_time_and_its_zone_is_a_day(typed: str) -> None:
    rows: Rows = [["Program_Date", "Program_Name", "Attendance"], [typed, "Teen night", "27"]]
    listed: list[dict[str, Any]] = list(read(csv_text(rows), "data.csv").tables["sessions"])
    assert [f"{row['date']:%Y-%m-%d}" for row in listed] == ["2025-09-02"]


def test_shares_of_every_few_minutes_are_no_visits() -> None:
    rows: Rows = [["datetime", "value"]]
    rows += [[f"2022-01-31T18:{minute}:34.266Z", f"0.{minute}"] for minute in range(10, 50, 3)]
    assert number(csv_text(rows), "attendance_total", "visitors.csv")[0] is None


def test_payee_of_money_received_paid_it() -> None:
    rows: Rows = [
        ["Date", "Payee", "Category", "Outflow", "Inflow", "Running Balance"],
        ["09/18/2025", "Starting Balance", "Income", "$0.00", "$2275.09", "$2275.09"],
        ["09/19/2025", "City Fund", "Income", "$0.00", "$1783.36", "$4058.45"],
        ["09/19/2025", "Web host", "Bills", "$7.99", "$0.00", "$4050.46"],
        ["09/20/2025", "Bagels", "Food", "$6.10", "$0.00", "$4044.36"],
        ["09/21/2025", "Rides", "Travel", "$14.00", "$0.00", "$4030.36"],
        ["09/22/2025", "Books", "Books", "$100.00", "$0.00", "$3930.36"],
    ]
    ledger = list(read(csv_text(rows), "register.csv").tables["ledger"])
    received = [
        (row["from_party"], row["value"]) for row in ledger if row["status"] == "received" and row["value"]
    ]
    assert received == [("City Fund", 1783.36)]
    assert number(csv_text(rows), "cost_cash", "register.csv")[0] == pytest.approx(128.09)


def test_questions_in_dotted_groups_are_read() -> None:
    heads = ["formid", "form.details.session_date", "form.child.child_name", "form.attendance.present"]
    rows: Rows = [
        heads,
        ["7b00", "2026-05-05", "Akinyi Odera", "yes"],
        ["017f", "2026-05-05", "Baraka Kilonzo", "no"],
        ["38f1", "2026-05-12", "Akinyi Odera", "yes"],
    ]
    assert number(csv_text(rows), "attendance_total", "forms.csv")[0] == 2
    assert number(csv_text(rows), "participants_unique", "forms.csv")[0] == 1


def test_books_below_a_group_of_counts_are_no_people() -> None:
    heads = ["sesion/fecha", "sesion/comunidad", "conteo/num_ninos", "conteo/num_libros_leidos"]
    rows: Rows = [heads, *([f"2026-07-{day}", "sesajal", 5, 2] for day in (12, 19, 26))]
    assert number(xlsx(Kobo=rows), "attendance_total") == (15, "at_least")


def test_adults_below_loans_are_no_visitors() -> None:
    rows: Rows = [
        ["Mes", "Préstamos", None, "Actividades culturales", None],
        [None, "Adultos", "Infantil", "Cant. realizadas", "Asistentes"],
        ["Enero", 104, 77, 2, 25],
        ["Febrero", 102, 58, 3, 44],
        ["Marzo", 104, 50, 5, 121],
    ]
    assert number(xlsx(Planilla=rows), "attendance_total")[0] == 190
    assert number(xlsx(Planilla=rows), "sessions_held") == (10, "exact")


def test_gifts_by_type_have_their_value_in_two_columns() -> None:
    rows: Rows = [
        ["Gift Type", "Donor Name", "Gift Date", "Amount ($)", "Fair Market Value ($)"],
        ["CHECK", "Harold Minton", "2026-01-14", 250, None],
        ["CREDIT CARD", "Monique Aubert", "2026-01-30", 40, None],
        ["IN-KIND", "Bluebird Bakery", "2026-01-17", None, 85],
        ["IN-KIND", "Corner Books LLC", "2026-02-11", None, 640],
    ]
    assert number(xlsx(Gifts=rows), "in_kind_value")[0] == 725


def test_day_of_purchase_is_not_that_of_the_event() -> None:
    rows: Rows = [
        ["Will call list"],
        ["An Evening with the Author, Saturday, Oct 10, 2026 7:00 PM"],
        [],
        ["Ticket #", "Last Name", "First Name", "Price", "Purchase Date", "Checked In"],
        ["A70310", "Abbott", "Mary", 0, "2026-09-12", "Yes"],
        ["A70311", "Brandt", "Alan", 0, "2026-09-13", None],
        ["A70312", "Chowdhury", "Tara", 12, "2026-09-14", "Yes"],
    ]
    assert number(xlsx(WillCall=rows), "sessions_held")[0] in (1, None)


def test_rooms_of_check_ins_are_no_sites() -> None:
    heads = ["Event", "Event Time", "First Name", "Last Name", "Location", "Security Code", "First-time"]
    rows: Rows = [heads]
    rows += [["Literacy night", "Wed Oct 7 2026 6:00pm", "Micah", "Alder", "Homework", "D56M", "No"]]
    rows += [["Literacy night", "Wed Oct 7 2026 6:00pm", "Lydia", "Bishop", "Stories", "H45K", "Yes"]]
    assert number(csv_text(rows), "sessions_held", "check-ins.csv") == (1, "exact")
    assert number(csv_text(rows), "first_time_share", "check-ins.csv")[0] == 0.5


def test_blank_lines_may_follow_the_headings() -> None:
    rows: Rows = [["Timestamp", "Your country", "Best day", "Level"], [], [], []]
    rows += [
        ["12/6/2021 14:53:54", "Brasil", "Monday", "student"],
        ["12/8/2021 16:26:59", "Chile", "Friday", "other"],
    ]
    assert layouts(csv_text(rows), "form.csv")


def test_first_row_of_a_list_without_headings_is_not_quoted() -> None:
    rows: Rows = [[event, "Willow Pan"] for event in ("First Meeting", "Alumni Panel", "CM Interviews")]
    rows += [[event, "Eunhye Lim"] for event in ("First Meeting", "Spring Break")]
    result = read(csv_text(rows), "list.csv")
    assert "Willow" not in repr(result.reading) + repr(result.issues)


def test_hours_and_pay_of_tutors_are_no_visits() -> None:
    heads = ["Name", "Rate", "Hours", "Date", "Start Time", "End Time", "Calc Pay"]
    rows: Rows = [heads, ["Imran Qadir", "24", "1.67", "6/26/22", "8:45 AM", "10:25 AM", "40.08"]]
    rows += [["Adeline Chesler", "20", "1", "7/23/22", "2:30 PM", "3:30 PM", "20"]]
    rows += [["Imran Qadir", "24", "1.67", "7/24/22", "8:45 AM", "10:25 AM", "40.08"]]
    assert number(csv_text(rows), "attendance_total", "pay.csv")[0] is None


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


def test_boys_below_a_label_of_enrolment_did_not_come() -> None:
    rows: Rows = [
        ["MONTH", "NO. OF CHILDREN ENROLLED", None, None, "TOTAL ATTENDANCE FOR THE MONTH", None, None],
        [None, "Boys", "Girls", "Total", "Boys", "Girls", "Total"],
        ["June", 14, 12, 26, 143, 133, 276],
        ["July", 14, 12, 26, 263, 237, 500],
        ["August", 15, 12, 27, 262, 208, 470],
    ]
    assert number(xlsx(CDC=rows), "attendance_total")[0] == 1246


def test_total_below_all_who_were_present_counts_everyone() -> None:
    rows: Rows = [
        ["DATE", "PRE-PRIMARY", None, "GRADE 1-3", None, "TOTAL PRESENT", None, None],
        [None, "B", "G", "B", "G", "B", "G", "T"],
        ["2026-10-12", 26, 21, 35, 33, 61, 54, 115],
        ["2026-10-13", 24, 19, 35, 33, 59, 52, 111],
        ["2026-10-14", 23, 22, 29, 34, 52, 56, 108],
    ]
    assert number(xlsx(Summary=rows), "attendance_total")[0] == 334


def test_kinds_of_payments_next_to_their_sum_are_no_side() -> None:
    heads = [
        "Date",
        "Payee",
        "Cash advance received",
        "Disbursement",
        "Balance",
        "Office supplies",
        "Electricity",
    ]
    rows: Rows = [
        ["CASH DISBURSEMENT REGISTER"],
        heads,
        ["2026-07-06", "Cash advance, July", 21500, None, 21500, None, None],
        ["2026-07-09", "Trading", None, 4380, 17120, 4380, None],
        ["2026-07-14", "Power company", None, 5217.36, 11902.64, None, 5217.36],
        ["2026-07-20", "Internet", None, 1899, 10003.64, None, None],
        ["2026-08-05", "Cash advance, August", 21500, None, 31503.64, None, None],
        ["2026-08-10", "Power company", None, 6031.92, 25471.72, None, 6031.92],
    ]
    assert number(xlsx(CDR=rows), "cost_cash")[0] == pytest.approx(17528.28)
    assert number(xlsx(CDR=rows), "cash_balance")[0] == pytest.approx(25471.72)


def test_children_assigned_to_a_volunteer_are_no_visits() -> None:
    rows: Rows = [
        ["VOLUNTEER TIME SHEET"],
        ["Date", "Time In", "Time Out", "Service Hrs", "Children assigned"],
        ["2026-10-05", "8:00 AM", "12:00 PM", 4, 4],
        ["2026-10-06", "8:00 AM", "1:00 PM", 5, 4],
        ["2026-10-07", "8:00 AM", "12:00 PM", 4, 3],
    ]
    assert number(xlsx(Hours=rows), "attendance_total")[0] is None


def test_accomplished_activity_was_held() -> None:
    rows: Rows = [["Activity", "Date conducted", "Attendance", "Status"]]
    rows += [
        ["Story time", "Jan. 24, 2026", 33, "Accomplished"],
        ["Book swap", "Feb. 14, 2026", 28, "Accomplished"],
    ]
    assert number(xlsx(SK=rows), "sessions_held") == (2, "exact")


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


def test_sums_of_weeks_between_days_are_no_days() -> None:
    rows: Rows = [
        ["Control diario de asistentes"],
        ["Día", "Sala", "Taller", "Cine", "Exposición", "Total del día"],
    ]
    for week, days in (
        (1, ((3, 14, 3), (4, 12, 21), (5, 19, 8))),
        (2, ((10, 13, 20), (11, 10, 6), (12, 14, 1))),
    ):
        rows += [[f"2026-02-{day:02}", hall, None, None, show, hall + show] for day, hall, show in days]
        sums = [sum(numbers) for numbers in zip(*(day[1:] for day in days), strict=True)]
        rows += [[f"Semana {week}", sums[0], None, None, sums[1], sum(sums)]]
    assert number(xlsx(FEB=rows), "attendance_total")[0] == 141


def test_first_and_last_time_decide_before_months() -> None:
    rows: Rows = [
        ["Oral Reading Fluency, words correct per minute"],
        ["Student", "Beginning (Sept)", "Nov", "Feb", "End (May)"],
        ["Ayers, Colton", 61, 70, 78, 95],
        ["Bhatt, Anika", 102, 110, 121, 134],
        ["Dube, Lindiwe", 74, 79, 88, 99],
    ]
    scores = read(xlsx(ORF=rows)).tables["outcomes"]
    assert [(row["before"], row["after"]) for row in scores] == [(61, 95), (102, 134), (74, 99)]


def test_day_of_a_match_is_no_visit() -> None:
    rows: Rows = [
        ["Tutor and learner matches"],
        ["Match #", "Learner", "Level", "Tutor", "Date matched", "Status"],
    ]
    rows += [["26-01", "Amparo Villegas", "ESL 2", "Judith Kemp", "2025-07-04", "Active"]]
    rows += [["26-02", "Dwayne Rusk", "ABE 1", "Harold Beasley", "2025-08-06", "Active"]]
    rows += [["26-03", "Fatou Diallo", "ESL 1", "Sandra Pruitt", "2025-09-08", "Active"]]
    assert number(xlsx(Matches=rows), "attendance_total")[0] is None


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


def test_sums_of_an_outline_are_not_spent_again() -> None:
    rows: Rows = [["Concepto", "Presupuesto", "Gasto realizado"], ["1. Material", 1170, 1089.75]]
    rows += [["1.1 Lotes de libros", 900, 874.3], ["1.2 Papelería", 150, 96.45], ["1.3 Grabadora", 120, 119]]
    rows += [["2. Personal externo", 1150, 950], ["2.1 Narradora", 800, 600], ["2.2 Maquetación", 350, 350]]
    rows += [["TOTAL", 2320, 2039.75]]
    assert number(xlsx(Gastos=rows), "cost_cash")[0] == pytest.approx(2039.75)


def test_total_of_people_is_used_in_a_report_by_month() -> None:
    rows: Rows = [["Report to the Board: Toddler Time 2026"], [None, "Jul", "Aug", "Sep", "Total"]]
    rows += [["Sessions", 4, 0, 4, 8], ["Toddlers", 38, 0, 41, 79], ["Grown-ups", 30, 0, 35, 65]]
    rows += [["Total people", 68, 0, 76, 144]]
    assert number(xlsx(Board=rows), "attendance_total")[0] == 144
    assert number(xlsx(Board=rows), "sessions_held") == (8, "exact")


def test_name_in_place_of_a_time_is_not_quoted() -> None:
    rows: Rows = [
        ["Date", "Activity", "Start", "Attendance"],
        ["2026-03-07", "Story hour", "Jomar Villarin", 12],
    ]
    assert "Villarin" not in repr(read(xlsx(Log=rows)).issues)


@pytest.mark.parametrize("mistyped", [0, 1])
def test_pair_of_columns_that_sums_the_others_is_no_program(mistyped: int) -> None:
    rows: Rows = [["MONTH", "Storytelling", None, "Book talk", None, "ALL ACTIVITIES", None]]
    rows += [[None, "Sessions", "Pax", "Sessions", "Pax", "Sessions", "Pax"]]
    rows += [["January", 4, 61, "n/a", "n/a", 4, 61], ["February", 4, 88, 4, 34, 8, 122]]
    rows += [
        ["March", 3, 47, 1, 10, 4, 57 + mistyped],
        ["May", 3, 70, 1, 25, 4, 95],
        ["TOTAL", 14, 266, 6, 69, 20, 335],
    ]
    assert number(xlsx(Report=rows), "attendance_total")[0] == 335
    assert number(xlsx(Report=rows), "sessions_held") == (20, "exact")


def test_program_as_large_as_the_others_once_is_a_program() -> None:
    rows: Rows = [["MONTH", "Storytelling", None, "Book talk", None, "Movie", None]]
    rows += [[None, "Sessions", "Pax", "Sessions", "Pax", "Sessions", "Pax"]]
    rows += [
        ["January", 4, 61, 1, 9, 5, 70],
        ["February", 4, 88, 4, 34, 2, 20],
        ["March", 3, 47, 1, 10, 1, 12],
    ]
    assert number(xlsx(Report=rows), "attendance_total")[0] == 351


@pytest.mark.parametrize(("charges", "spent"), [("Charges KES", 14564), ("VAT", 14564)])
def test_charges_on_top_of_an_amount_are_spent_too(charges: str, spent: float) -> None:
    rows: Rows = [["Date", "Paid to", "Being", "Amount KES", charges, "Total KES"]]
    rows += [
        ["2026-05-12", "Hardware", "timber", 8450, 57, 8507],
        ["2026-05-15", "Fundi", "labour", 6000, 57, 6057],
    ]
    assert number(xlsx(Payments=rows), "cost_cash")[0] == spent


def test_number_next_to_an_amount_is_no_charge() -> None:
    rows: Rows = [["Date", "Paid to", "Being", "Amount", "Voucher", "Total"]]
    rows += [
        ["2026-05-12", "Hardware", "timber", 8450, 57, 8450],
        ["2026-05-15", "Fundi", "labour", 6000, 58, 6000],
    ]
    assert number(xlsx(Payments=rows), "cost_cash")[0] == 14450


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


def test_points_of_a_scale_above_words_head_no_table() -> None:
    rows: Rows = [["Evaluation, October 2026"], [], ["Indicators", 5, 4, 3, 2, 1, "Total"]]
    rows += [[None, "Strongly Agree", "Agree", "Neutral", "Disagree", "Strongly Disagree"]]
    rows += [["I learned new ways of telling stories", 17, 11, 3, 1, 0, 32]]
    rows += [["I can use what I learned", 14, 12, 4, 1, 0, 31]]
    data = dataset(xlsx(Evaluation=rows), "File.xlsx")
    found = evaluate(data, as_of=date(2026, 12, 31), metrics=["outcome_agreement"])
    assert sorted(value.value or 0 for value in found.values_for("outcome_agreement")) == [26 / 31, 28 / 32]


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


def test_note_says_which_month_of_two_was_the_first() -> None:
    rows: Rows = [["VELOCIDAD LECTORA 2026 (palabras por minuto)"]]
    rows += [["Estudiante", "Marzo (inicial)", "Octubre (final)", "Avance"]]
    rows += [
        ["Arriaga, Tomás", 42, 66, 24],
        ["Becerra, Mariana", 65, 86, 21],
        ["Castro, Ximena", 92, 120, 28],
    ]
    rows += [["Cárdenas, Camila", 72, "aus.", None]]
    found = evaluate(
        dataset(xlsx(Lectura=rows), "File.xlsx"), as_of=date(2026, 12, 31), metrics=["mean_gain"]
    )
    assert [value.value for value in found.values_for("mean_gain")] == [pytest.approx(73 / 3)]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Reading sessions held", "sessions.events"),
        ("Family nights held", "sessions.events"),
        ("Sesiones de lectura realizadas", "sessions.events"),
        ("Children in sessions held", ""),
        ("Computer sessions", ""),
    ],
)
def test_kinds_of_sessions_that_were_held_are_counted(heading: str, field: str) -> None:
    rows: Rows = [["Month", heading, "Attendance"], ["Jan 2026", 4, 145], ["Feb 2026", 4, 148]]
    rows += [["Mar 2026", 3, 154], ["Apr 2026", 3, 93]]
    assert fields(xlsx(Report=rows)).get(heading, "") == field


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


def test_expected_people_below_attendance_are_not_counted() -> None:
    rows: Rows = [["Fecha", "Sesiones", None, "Asistentes", None]]
    rows += [["Desde", "Programadas", "Realizadas", "Esperados", "Reales"]]
    rows += [["2025-02-03", 3, 3, 45, 40], ["2025-02-10", 3, 2, 45, 31], ["2025-02-17", 3, 3, 45, 42]]
    assert number(xlsx(Semanas=rows), "attendance_total")[0] in (None, 113)


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


def test_enrolled_children_are_not_counted_in_spanish() -> None:
    rows: Rows = [["Mes", "Sesiones realizadas", "Niños inscritos", "Asistencias"]]
    rows += [["Enero 2026", 3, 24, 46], ["Febrero 2026", 3, 24, 49], ["Marzo 2026", 2, 25, 33]]
    assert number(xlsx(Informe=rows), "attendance_total")[0] in (None, 128)
