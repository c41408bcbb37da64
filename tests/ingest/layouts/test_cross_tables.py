"""Counts with months, weekdays or places across the top, and weekdays below the title of their week."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, dataset, number, read, sheet, xlsx

PAIRS: list[list[Any]] = [
    ["Programs 2026"],
    ["Program", "Jan Progs", "Jan Attend.", "Feb Progs", "Feb Attend.", "Total Progs", "Total Attend."],
    ["Story time", 4, 40, 3, 36, 7, 76],
    ["Chess", 1, 9, None, None, 1, 9],
    ["TOTAL", 5, 49, 3, 36, 8, 85],
]


def cells(rows: list[list[Any]], *fields: str, **answers: Any) -> list[tuple[Any, ...]]:
    """Fields of the sessions read from one sheet."""
    return [
        tuple(row[field] for field in fields)
        for row in read(xlsx(Log=rows), **answers).tables.get("sessions", [])
    ]


def test_two_columns_for_each_month_are_sessions_and_people() -> None:
    assert cells(PAIRS, "program_id", "date", "events", "attended") == [
        ("Story time", datetime(2026, 1, 1), 4, 40),
        ("Chess", datetime(2026, 1, 1), 1, 9),
        ("Story time", datetime(2026, 2, 1), 3, 36),
    ]


def test_month_over_two_columns_is_read_with_both() -> None:
    rows = [["Program", "Jan 2026", None, "Feb 2026", None], [None, "#", "Att.", "#", "Att."]]
    rows += [["Story time", 4, 40, 3, 36], ["Chess", 1, 9, 2, 20]]
    assert cells(rows, "events", "attended") == [(4, 40), (1, 9), (3, 36), (2, 20)]


def test_programs_over_two_columns_are_read_with_both() -> None:
    rows = [["Mes", "Hora del cuento", None, "Taller de adultos mayores", None, "Préstamos"]]
    rows += [[None, "Sesiones", "Asistentes", "Sesiones", "Asistentes", None]]
    rows += [["Enero 2026", 2, 24, 2, 21, 79], ["Febrero 2026", 4, 47, None, None, 111]]
    rows += [["TOTAL", 6, 71, 2, 21, 190], ["Promedio", 3, 35.5, 2, 21, 95]]
    assert cells(rows, "program_id", "date", "events", "attended") == [
        ("Hora del cuento", datetime(2026, 1, 1), 2, 24),
        ("Hora del cuento", datetime(2026, 2, 1), 4, 47),
        ("Taller de adultos mayores", datetime(2026, 1, 1), 2, 21),
    ]


SERVICES: list[list[Any]] = [
    ["Month", "Story hour", None, "Readers' club", None],
    [None, "Sessions", "Attend.", "Sessions", "Attend."],
    ["January", 3, 30, 1, 8],
    ["February", 4, 41, 2, 17],
    ["March", 4, 36, 2, 15],
    ["Q1", 11, 107, 5, 40],
    ["April", 2, 19, 1, 7],
    ["YEAR", 13, 126, 6, 47],
]


@pytest.mark.parametrize("has_totals", [False, True])
@pytest.mark.parametrize("quarter", ["Q1", "I TRIM", "First quarter", "Enero a marzo"])
def test_programs_below_months_are_apart_and_no_quarter_counts(has_totals: bool, quarter: str) -> None:
    """13 + 6 sessions and 126 + 47 visits."""
    rows = [[quarter if cell == "Q1" else cell for cell in row] for row in SERVICES]
    if has_totals:
        rows = [
            [*rows[0], "TOTAL", None],
            [*rows[1], "Sessions", "Attend."],
            *([*row, row[1] + row[3], row[2] + row[4]] for row in rows[2:]),
        ]
    data = xlsx(**{"Statistics 2026": [["Services of the library, 2026"], *rows]})
    assert number(data, "sessions_held") == (19, "exact")
    assert number(data, "attendance_total") == (173, "exact")
    assert {row["program_id"] for row in read(data).tables["sessions"]} == {"Story hour", "Readers' club"}


def test_month_that_is_not_added_up_yet_may_have_sessions() -> None:
    rows = [*SERVICES[:-1], ["May", "to be consolidated", None, None, None]]
    data = xlsx(**{"Statistics 2026": rows})
    assert number(data, "sessions_held") == (19, "at_least")
    assert number(data, "session_delivery_rate") == (1, "partial")


def test_two_months_with_two_counts_of_people_are_asked_about() -> None:
    rows = [["Program", "Jan kids", "Jan people", "Feb kids", "Feb people"], ["Chess", 1, 9, 2, 20]]
    assert read(xlsx(Log=rows)).reading.sheets[0].layout == "unknown"


WEEKDAYS: list[list[Any]] = [
    ["Week beginning", "Mon", "Tue", "Wed", "Week total"],
    [datetime(2026, 3, 2), 4, 7, None, 11],
    [datetime(2026, 3, 9), "CLOSED", 5, 6, 11],
    ["TOTAL", None, None, None, 22],
]


def test_weekdays_across_the_top_are_sessions_of_their_week() -> None:
    assert cells(WEEKDAYS, "date", "attended") == [
        (datetime(2026, 3, 2), 4),
        (datetime(2026, 3, 3), 7),
        (datetime(2026, 3, 10), 5),
        (datetime(2026, 3, 11), 6),
    ]


def test_weekdays_of_a_week_ending_are_before_its_day() -> None:
    rows = [["Week ending", "Mon", "Tue", "Wed"], [datetime(2026, 3, 6), 4, 7, 2]]
    days = [day for (day,) in cells([*rows, [datetime(2026, 3, 13), 1, 5, 6]], "date")]
    assert days[0] == datetime(2026, 3, 2)
    assert max(days) == datetime(2026, 3, 11)


PLACES: list[list[Any]] = [
    ["Week of", "Main", "Eastlake", "All branches"],
    [datetime(2026, 3, 2), 10, 5, 15],
    [datetime(2026, 3, 9), 8, None, 8],
    [datetime(2026, 3, 16), 9, 4, 13],
]


@pytest.mark.parametrize(
    ("answers", "events", "attended"),
    [
        ({}, [None, None, None], [15, 8, 13]),
        ({"columns_of_places": "from"}, [1, 1, 1], [15, 8, 13]),
        ({"columns_of_places": "held"}, [1, 1, 1, 1, 1], [10, 8, 9, 5, 4]),
    ],
)
def test_places_across_the_top_are_asked_about(
    answers: dict[str, str], events: list[Any], attended: list[int]
) -> None:
    assert cells(PLACES, "events", "attended", **answers) == list(zip(events, attended, strict=True))
    asked = [question.id for question in sheet(read(xlsx(Log=PLACES), **answers)).questions]
    assert ("sheets.Log.columns_of_places" in asked) == (not answers)


def test_columns_that_are_not_a_sum_are_no_places() -> None:
    rows = [*PLACES[:-1], [datetime(2026, 3, 16), 9, 4, 99]]
    assert read(xlsx(Log=rows)).reading.sheets[0].layout == "unknown"


INDICATORS: list[list[Any]] = [
    ["INDICADORES 2026"],
    ["Indicador", "Enero", "Febrero", "Total"],
    ["Sesiones de lectura", 4, 5, 9],
    ["Asistentes", 40, 62, 102],
    ["Libros prestados", 200, 180, 380],
    ["Visitas a la biblioteca", 900, 950, 1850],
]


def test_indicators_by_month_give_sessions_and_people() -> None:
    assert cells(INDICATORS, "date", "events", "attended") == [
        (datetime(2026, 1, 1), 4, 40),
        (datetime(2026, 2, 1), 5, 62),
    ]


def test_people_without_sessions_of_their_own_are_not_counted() -> None:
    rows = [*INDICATORS, ["Personas en talleres", 30, 20, 50]]
    assert cells(rows, "attended") == []


MIXED_INDICATORS: list[list[Any]] = [
    ["Indicator", "Jan 2026", "Feb 2026"],
    ["Story hour sessions", 4, 5],
    ["Story hour participants", 40, 62],
    ["No. of books lent", 200, 180],
    ["Budget spent (PHP)", 1500.5, 2000],
    ["Volunteer hours", 12.5, None],
]


def test_indicators_of_money_and_hours_go_to_the_ledger() -> None:
    result = read(xlsx(Report=MIXED_INDICATORS))
    assert [(r["program_id"], r["events"], r["attended"]) for r in result.tables["sessions"]] == [
        ("Story hour", 4, 40),
        ("Story hour", 5, 62),
    ]
    assert [(r["kind"], r["value"], r["quantity"], r["status"]) for r in result.tables["ledger"]] == [
        ("cash", 1500.5, None, "spent"),
        ("cash", 2000, None, "spent"),
        ("volunteer_hours", None, 12.5, "received"),
    ]
    assert [r["currency"] for r in result.tables["ledger"]] == ["PHP", "PHP", None]
    (unused,) = [issue for issue in result.issues if issue.code == "row-without-data"]
    assert unused.cells == ("A4",)


def test_month_grid_counts_only_its_rows_of_people() -> None:
    """Two rows of people and one of sessions cannot be paired; neither money nor sessions are people."""
    rows = [
        ["Activity", "January 2026", "February 2026"],
        ["Sessions held", 4, 5],
        ["Story hour participants", 80, 95],
        ["Chess participants", 20, 15],
        ["Expenses", 1500, 2000],
    ]
    result = read(xlsx(Report=rows), activity="program")
    assert [row["attended"] for row in result.tables["sessions"]] == [80, 20, 95, 15]
    (unused,) = [issue for issue in result.issues if issue.code == "row-left-out"]
    assert unused.cells == ("A2", "A5")


def test_column_of_sessions_next_to_people_is_their_number() -> None:
    rows = [["Month", "Sessions", "Participants"], ["January 2026", 4, 80], ["February 2026", 5, 95]]
    assert cells(rows, "events", "attended") == [(4, 80), (5, 95)]


BLOCKS: list[list[Any]] = [
    ["Week of March 2, 2026"],
    ["Day", "Program", "Kids", "Adults"],
    ["Mon", "Story time", 10, 4],
    ["Tues", "-", None, None],
    ["Wed", "Chess", 6, 1],
    [],
    ["Week of March 9, 2026"],
    ["Day", "Program", "Kids", "Adults"],
    ["Mon", "Story time", 10, 4],
]


def test_weekdays_below_the_title_of_a_week_have_dates() -> None:
    assert cells(BLOCKS, "date", "attended") == [
        (datetime(2026, 3, 2), 14),
        (datetime(2026, 3, 4), 7),
        (datetime(2026, 3, 9), 14),
    ]
    assert "date-from-context" in codes(read(xlsx(Log=BLOCKS)))


TARGETS: list[list[Any]] = [
    ["Program", "No. of sessions", None, "No. of beneficiaries", None],
    [None, "Target", "Actual", "Target", "Actual"],
    ["Caravan", 6, 5, 600, 655],
    ["Story time", 12, 10, 300, 264],
]


def test_targets_below_a_label_are_never_counted() -> None:
    assert cells(TARGETS, "events", "attended") == [(5, 655), (10, 264)]


def test_indicators_are_paired_by_their_subject() -> None:
    rows = [
        ["ACCOMPLISHMENT REPORT 2025"],
        ["INDICATORS", "Enero", "Pebrero", "TOTAL", "Same period 2024"],
        ["A. PROGRAMS"],
        ["No. of story hours conducted", 4, 5, 9, 8],
        ["Children who attended story hours", 62, 71, 133, 98],
        ["No. of tutorial sessions conducted", 8, 7, 15, 10],
        ["Learners who attended tutorials", 96, 87, 183, 141],
        ["Library users (logbook)", 412, 455, 867, 810],
        ["Books borrowed", 133, 140, 273, 155],
    ]
    found = read(xlsx(Report=rows)).tables["sessions"]
    assert sorted((row["date"].month, row["events"], row["attended"]) for row in found) == [
        (1, 4, 62),
        (1, 8, 96),
        (2, 5, 71),
        (2, 7, 87),
    ]


def test_lines_of_times_and_people_belong_to_their_program() -> None:
    rows: list[list[Any]] = [["Program", None, "Jan 2026", "Feb 2026", "Total"]]
    rows += [["Class visits", "times", 4, 3, 7], [None, "people", 40, 36, 76]]
    rows += [["Chess", "times", 1, 2, 3], [None, "people", 9, 20, 29]]
    rows += [["Everything", "times", 5, 5, 10], [None, "people", 49, 56, 105]]
    assert cells(rows, "program_id", "events", "attended") == [
        *(("Class visits", 4, 40), ("Chess", 1, 9)),
        *(("Class visits", 3, 36), ("Chess", 2, 20)),
    ]
    assert "totals-row-left-out" in codes(read(xlsx(Log=rows)))


def test_weeks_in_words_date_the_weekdays() -> None:
    rows = [["Homework club 2026"], ["Week", "Mon", "Tue", "Wed", "Week total"]]
    rows += [["w/b 2 March 2026", 6, 9, 7, 22], ["w/b 9 March 2026", 8, "INSET", 9, 17]]
    assert cells(rows, "date", "attended") == [
        (datetime(2026, 3, 2), 6),
        (datetime(2026, 3, 9), 8),
        (datetime(2026, 3, 3), 9),
        (datetime(2026, 3, 4), 7),
        (datetime(2026, 3, 11), 9),
    ]
    ending = [["Week", "Mon", "Tue", "Wed"], ["w/e 6 March 2026", 6, 9, 7]]
    assert cells(ending, "date")[0] == (datetime(2026, 3, 2),)


STOPS: list[list[Any]] = [
    ["Route C: people through the door"],
    ["Stop", "Time", datetime(2026, 3, 5), datetime(2026, 3, 19), "Total"],
    ["Little Haddow", "9.40", 11, "n/s", 11],
    ["Wick school", "11.15", 38, 41, 79],
    ["Tolby hall", "3.50", 9, 12, 21],
    ["ALL STOPS", None, 58, 53, 111],
]


def test_stop_on_a_day_is_a_session_at_its_place() -> None:
    assert cells(STOPS, "site", "date", "attended", "events") == [
        ("Little Haddow", datetime(2026, 3, 5), 11, 1),
        ("Wick school", datetime(2026, 3, 5), 38, 1),
        ("Tolby hall", datetime(2026, 3, 5), 9, 1),
        ("Wick school", datetime(2026, 3, 19), 41, 1),
        ("Tolby hall", datetime(2026, 3, 19), 12, 1),
    ]


@pytest.mark.parametrize("title", ["Route C", "Route C: books lent to people"])
def test_numbers_below_days_need_a_title_about_people(title: str) -> None:
    assert read(xlsx(Log=[[title], *STOPS[1:]])).reading.sheets[0].layout == "unknown"


def test_ages_below_days_are_parts_and_asked_about() -> None:
    rows = [["People who came"], ["Program", "2026-03-05", "2026-03-19"], ["Kids", 11, 8], ["Adults", 3, 4]]
    assert read(xlsx(Log=rows)).reading.sheets[0].layout == "unknown"


@pytest.mark.parametrize(
    ("title", "layout"), [("Volunteer hours", "unknown"), ("Story hours", "cross_table")]
)
def test_hours_by_weekday_are_no_people(title: str, layout: str) -> None:
    rows = [
        [title],
        ["Week", "Mon", "Tue", "Wed"],
        ["w/b 2 March 2026", 6, 9, 7],
        ["w/b 9 March 2026", 8, 5, 9],
    ]
    assert read(xlsx(Log=rows)).reading.sheets[0].layout == layout


def test_lines_above_rows_name_their_program_or_what_they_count() -> None:
    months = ["Jan 2026", "Feb 2026", "Mar 2026"]
    by_program: list[list[object]] = [["Program statistics"], [], [None, *months, "YEAR"], ["Story time"]]
    by_program += [["  # programs", 1, 6, 5, 12], ["  attendance", 7, 48, 65, 120], ["Class visits"]]
    by_program += [["  # programs", "-", 1, 2, 3], ["  attendance", "-", 10, 20, 30]]
    by_program += [["TOTAL PROGRAMS", 1, 7, 7, 15], ["TOTAL ATTENDANCE", 7, 58, 85, 150]]
    by_measure: list[list[object]] = [["Estadística"], ["N.º DE SESIONES", *months, "TOTAL"]]
    by_measure += [["Story time", 1, 6, 5, 12], ["Class visits", "-", 1, 2, 3], ["Total", 1, 7, 7, 15], []]
    by_measure += [["N.º DE ASISTENTES", *months, "TOTAL"], ["Story time", 7, 48, 65, 120]]
    by_measure += [
        ["Class visits", "-", 10, 20, 30],
        ["Total", 7, 58, 85, 150],
        [],
        ["PRÉSTAMOS", 90, 80, 70, 240],
    ]
    expected = {("Story time", 1, 7), ("Story time", 6, 48), ("Story time", 5, 65)}
    expected |= {("Class visits", 1, 10), ("Class visits", 2, 20)}
    for rows in (by_program, by_measure):
        sessions = read(xlsx(Statistics=rows)).tables["sessions"]
        assert {(row["program_id"], row["events"], row["attended"]) for row in sessions} == expected


@pytest.mark.parametrize("label", ["Grado", "Head counts"])
def test_groups_below_days_give_visits_but_no_number_of_sessions(label: str) -> None:
    days = ["2026-08-14", "2026-08-21", "2026-08-28"]
    rows: list[list[object]] = [["Cuántos niños asistieron"], [label, *days, "Total"]]
    rows += [["Primero", 25, 25, 23, 73], ["Segundo", 30, 28, 30, 88], ["Total niños", 55, 53, 53, 161]]
    found = evaluate(
        dataset(xlsx(Tarde=rows)), metrics=["attendance_total", "sessions_held"], as_of=date(2026, 12, 1)
    )
    assert [(value.value, value.certainty) for value in found.values] == [(161, "exact"), (None, "exact")]
    rows[1][0] = "Alumno"
    assert "sessions" not in read(xlsx(Tarde=rows)).tables


def test_number_on_the_roll_is_no_visit() -> None:
    classes = ["K-Alder", "K-Birch", "1-Cedar", "1-Dogwood", "2-Elm"]
    rows: list[list[object]] = [["Library period - how many came, by class"], ["Week of", *classes, "All"]]
    rows += [["(on the roll)", 19, 20, 22, 21, 23, 105]]
    for week, away in enumerate((0, 1, 3, 2, 4)):
        counts = [19 - away, 20, 22 - away, None if week == 1 else 21, 23]
        rows += [[date(2026, 8, 31) + timedelta(weeks=week), *counts, sum(filter(None, counts))]]
    rows += [["TOTAL", 85, 100, 100, 84, 115, 484]]
    found = evaluate(dataset(xlsx(Heads=rows)), metrics=["attendance_total"], as_of=date(2026, 12, 1))
    assert (found.values[0].value, found.values[0].certainty) == (484, "exact")


def test_row_of_sessions_called_off_is_no_session_held() -> None:
    rows: list[list[object]] = [["CONCENTRADO 2026"], ["Indicador", "Ene", "Feb", "Mar"], ["ACTIVIDADES"]]
    rows += [["Actividades realizadas", 8, 7, 13], ["Actividades suspendidas", 0, 2, 1], ["ASISTENTES"]]
    rows += [["Total de asistentes", 131, 110, 215], ["Socios nuevos", 3, 18, 22]]
    sessions = read(xlsx(Hoja1=rows)).tables["sessions"]
    assert [(row["status"], row["events"], row["attended"]) for row in sessions] == [
        *(("held", 8, 131), ("held", 7, 110), ("cancelled", 2, None)),
        *(("held", 13, 215), ("cancelled", 1, None)),
    ]


def test_weekdays_with_their_hour_are_sessions_of_a_week() -> None:
    """Twelve cells: ten counted, one session held without a count, one cancelled."""
    rows = [["Rhyme Time numbers"], ["cx = cancelled     nc = session ran but nobody counted"]]
    rows += [["Week beginning", "Mon 10.00", "Wed 10.30", "Fri 2.00", "Week total"]]
    rows += [["7 Sept 2026", 14, 11, 9, 34], ["14 Sept 2026", 17, "cx", "nc", 17]]
    rows += [["21 Sept 2026", 15, 12, 8, 35], ["28 Sept 2026", 19, 13, 10, 42]]
    data = xlsx(Autumn=rows)
    assert number(data, "sessions_held")[0] == 11
    assert number(data, "attendance_total") == (34 + 17 + 35 + 42, "at_least")


def test_last_row_of_all_sums_is_a_total() -> None:
    """Three branches with 4 + 2 + 6 and 3 + 2 + 5 programs; the line of the system repeats them."""
    months = ["Branch", "Jan", None, "Feb", None]
    rows = [["Programs 2026"], months, [None, *["# Programs", "Attendance"] * 2]]
    rows += [["Main", 4, 88, 3, 60], ["Eastside", 2, 31, 2, 30], ["Bookmobile", 6, 54, 5, 39]]
    system = ["System", 12, 173, 10, 129]
    data = xlsx(Grid=[*rows, system])
    assert [number(data, name)[0] for name in ("sessions_held", "attendance_total")] == [22, 302]
    other = xlsx(Grid=[*rows, [*system[:-1], 130]])
    assert number(other, "attendance_total")[0] == 302 + 173 + 130


AGES: list[list[Any]] = [
    ["Cuentacuentos de los sábados"],
    [None],
    ["Edades", "Sáb 3 oct 2026", "Sáb 10 oct 2026", "Sáb 17 oct 2026", "Total"],
    ["TOTAL", 26, "SUSP.", 28, 54],
    ["0-3 años", 5, "suspendido, lluvia", 6, 11],
    ["4-10 años", 13, None, 13, 26],
    ["Adultos acomp.", 8, None, 9, 17],
    ["Cuentacuentos", "Marta", "Iñaki", "Marta"],
    ["Aforo", 40, 40, 40],
]


def test_ages_below_days_are_added_up() -> None:
    assert cells(AGES, "date", "attended", "events", "attended_at_least") == [
        (datetime(2026, 10, 3), 26, 1, False),
        (datetime(2026, 10, 17), 28, 1, False),
    ]


def test_blank_age_below_a_day_makes_a_lower_bound() -> None:
    rows = [list(row) for row in AGES]
    rows[3], rows[6][3] = ["TOTAL", 26, "SUSP.", None, 26], None
    assert cells(rows, "attended", "attended_at_least") == [(26, False), (19, True)]
    rows[3][3] = 19
    assert cells(rows, "attended", "attended_at_least") == [(26, False), (19, False)]


@pytest.mark.parametrize("title", ["Inscritos", "Préstamos de libros"])
def test_ages_of_other_counts_are_asked_about(title: str) -> None:
    rows = [[title], *AGES[1:]]
    assert read(xlsx(Log=rows)).reading.sheets[0].layout == "unknown"


@pytest.mark.parametrize(
    ("now", "before"),
    [("This year (2026)", "Last year (2025), for comparison"), ("This year", "Last year")],
)
def test_earlier_year_next_to_this_one_is_not_counted(now: str, before: str) -> None:
    rows = [["Mwangaza Library - annual return 2026"], [None, now, None, before, None]]
    rows += [["Month", "Sessions held", "Attendance", "Sessions held", "Attendance", "Remarks"]]
    rows += [["January", 6, 128, 5, 101, None], ["February", 8, 171, 7, 140, None]]
    rows += [["March", 9, 203, 8, 166, None], ["April", 3, 58, 4, 70, "holiday"], ["Total", 26, 560, 24, 477]]
    found = cells(rows, "events", "attended", "program_id")
    assert found == [(6, 128, None), (8, 171, None), (9, 203, None), (3, 58, None)]


def test_unknown_row_next_to_ages_needs_a_total() -> None:
    rows = [["Storytime"], [None], ["Group", "2026-10-03", "2026-10-10", "Total"]]
    rows += [["Kids", 5, 4, 9], ["Adults", 3, 2, 5], ["Families", 2, 2, 4]]
    assert read(xlsx(Log=rows)).reading.sheets[0].layout == "unknown"
    assert cells([*rows, ["TOTAL", 8, 6, 14]], "attended") == [(8,), (6,)]


def test_attendance_below_a_program_is_that_of_its_sessions() -> None:
    """The door and the computers are no programs: 8 + 4 sessions with 119 + 25 people."""
    rows: list[list[Any]] = [["Town Library - monthly stats"], [], [None, "Jan 2026", "Feb 2026", "YTD"]]
    rows += [["Door count", 812, 779, 1591], ["WiFi sessions", 203, 188, 391]]
    rows += [["Kids programs (#)", 4, 4, 8], ["  attendance", 61, 58, 119]]
    rows += [["Teen programs (#)", 2, 2, 4], ["  attendance", 11, 14, 25], ["closed days", 1, 2, None]]
    rows += [["Total programs", 6, 6, 12], ["Total attendance", 72, 72, 144]]
    found = read(xlsx(Stats=rows))
    assert [(r["program_id"], r["events"], r["attended"]) for r in found.tables["sessions"]] == [
        ("Kids", 4, 61),
        ("Teen", 2, 11),
        ("Kids", 4, 58),
        ("Teen", 2, 14),
    ]
    assert number(xlsx(Stats=rows), "attendance_total") == (144, "exact")
    assert number(xlsx(Stats=rows), "sessions_held") == (12, "exact")


def test_rows_of_age_groups_are_paired_by_their_ages() -> None:
    """Two age groups, held 3 + 2 and 1 + 1 times, with 30 + 20 and 8 + 9 people."""
    rows: list[list[Any]] = [["Monthly statistics"], [None, "Jul '26", "Aug '26", "YTD"], ["PROGRAMS"]]
    rows += [
        ["# Programs ages 0–5", 3, 2, 5],
        ["# Programs ages 6–11", 1, 1, 2],
        ["Total # programs", 4, 3, 7],
    ]
    rows += [["Attendance ages 0–5", 30, 20, 50], ["Attendance ages 6–11", 8, 9, 17]]
    rows += [["Total attendance", 38, 29, 67], ["OTHER"], ["Wi-Fi sessions", 903, 871, 1774]]
    assert sorted(cells(rows, "events", "attended")) == [(1, 8), (1, 9), (2, 20), (3, 30)]
