"""Published reports and exports: years side by side, three rows of headings, groups of questions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.ingest.answers import collect_questions
from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, csv_text, dataset, fields, imported, layouts, number, read, xlsx

Rows = list[list[object]]


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
    assert number(xlsx(Stats=rows), "attendance_total")[0] == 26


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
    data = xlsx(Sept=rows)
    assert layouts(data) == ["session_log"]
    assert number(data, "sessions_held") == (2, "exact")
    assert number(data, "attendance_total") == (58, "exact")
    assert [issue.cells for issue in imported(data).issues if issue.code == "not-sessions"] == [("A7",)]


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
    assert number(xlsx(Kobo=rows), "attendance_total") == (15, "exact")


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


def test_points_of_a_scale_above_words_head_no_table() -> None:
    rows: Rows = [["Evaluation, October 2026"], [], ["Indicators", 5, 4, 3, 2, 1, "Total"]]
    rows += [[None, "Strongly Agree", "Agree", "Neutral", "Disagree", "Strongly Disagree"]]
    rows += [["I learned new ways of telling stories", 17, 11, 3, 1, 0, 32]]
    rows += [["I can use what I learned", 14, 12, 4, 1, 0, 31]]
    data = dataset(xlsx(Evaluation=rows), "File.xlsx")
    found = evaluate(data, as_of=date(2026, 12, 31), metrics=["outcome_agreement"])
    assert sorted(value.value or 0 for value in found.values_for("outcome_agreement")) == [26 / 31, 28 / 32]


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


def test_expected_people_below_attendance_are_not_counted() -> None:
    rows: Rows = [["Fecha", "Sesiones", None, "Asistentes", None]]
    rows += [["Desde", "Programadas", "Realizadas", "Esperados", "Reales"]]
    rows += [["2025-02-03", 3, 3, 45, 40], ["2025-02-10", 3, 2, 45, 31], ["2025-02-17", 3, 3, 45, 42]]
    assert number(xlsx(Semanas=rows), "attendance_total")[0] == 113


def test_enrolled_children_are_not_counted_in_spanish() -> None:
    rows: Rows = [["Mes", "Sesiones realizadas", "Niños inscritos", "Asistencias"]]
    rows += [["Enero 2026", 3, 24, 46], ["Febrero 2026", 3, 24, 49], ["Marzo 2026", 2, 25, 33]]
    data = xlsx(Informe=rows)
    assert number(data, "attendance_total")[0] == 128
    assert number(data, "sessions_held")[0] == 8


def test_ditto_marks_repeat_the_cell_above() -> None:
    rows: Rows = [["Date", "Program", "Attendance"], ["2026-09-14", "Story hour", 17]]
    rows += [['"', "Crafts", 19], ['"', "Lego", '"'], ["-do-", "Chess", "-do-"]]
    assert number(xlsx(Log=rows), "attendance_total") == (74, "exact")
    assert number(xlsx(Log=rows), "sessions_held") == (4, "exact")
    assert "ditto-read" in codes(read(xlsx(Log=rows)))
