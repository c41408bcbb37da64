"""Several tables on one sheet, below or next to each other: each is read separately or reported."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.support.sheets import LOG, codes, number, read, xlsx


def test_second_table_below_with_other_headings_is_read_separately() -> None:
    rows = [
        LOG[0][:4],
        LOG[1][:4],
        [],
        ["Title", "Date", "Attendance", "Location"],
        ["Chess", "2026-04-07", 15, "Main"],
    ]
    result = read(xlsx(Log=rows))
    assert [(r["program_id"], r["attended"]) for r in result.tables["sessions"]] == [
        ("Story hour", 18),
        ("Chess", 15),
    ]
    assert [(s.layout, s.header_row, s.rows_used) for s in result.reading.sheets] == [
        ("session_log", 1, 1),
        ("session_log", 4, 1),
    ]


@pytest.mark.parametrize("between", [[[]], [[], ["Spring programs"]]], ids=["a blank row", "a title"])
def test_table_above_one_with_more_headings_is_read(between: list[list[object]]) -> None:
    rows = [
        ["Date", "Title", "Attendance"],
        ["2026-03-07", "Story hour", 18],
        ["2026-03-14", "Story hour", 21],
        *between,
        ["Program", "Date", "Venue", "Pax"],
        ["Craft", "2026-03-21", "Main", 33],
    ]
    result = read(xlsx(Log=rows))
    assert [row["attended"] for row in result.tables["sessions"]] == [18, 21, 33]
    assert [(s.rows_read, s.rows_left_out) for s in result.reading.sheets] == [(2, 0), (1, 0)]


def test_rows_above_the_chosen_header_row_are_reported() -> None:
    rows = [
        ["Date", "Title", "Attendance"],
        ["2026-03-07", "Story hour", 18],
        ["Program", "Date", "Venue", "Pax"],
        ["Craft", "2026-03-21", "Main", 33],
    ]
    result = read(xlsx(Log=rows))
    assert [row["attended"] for row in result.tables["sessions"]] == [33]
    assert [issue.cells for issue in result.issues if issue.code == "row-left-out"] == [("A2",)]
    (log,) = result.reading.sheets
    assert (log.rows_read, log.rows_left_out) == (2, 1)


def test_summary_above_a_log_is_not_counted_and_is_reported() -> None:
    rows = [
        ["Month", "Sessions", "Attendance"],
        ["March 2026", 2, 39],
        ["April 2026", 1, 33],
        [],
        ["Date", "Title", "Location", "Attendance"],
        ["2026-03-07", "Story hour", "Main", 18],
        ["2026-03-14", "Story hour", "Main", 21],
        ["2026-04-04", "Story hour", "Main", 33],
    ]
    result = read(xlsx(Log=rows))
    assert [row["attended"] for row in result.tables["sessions"]] == [18, 21, 33]
    (reported,) = [issue for issue in result.issues if issue.code == "row-left-out"]
    assert reported.cells == ("A2", "A3")
    (log,) = result.reading.sheets
    assert (log.rows_read, log.rows_used, log.rows_left_out) == (5, 3, 2)
    assert [row[0] for row in log.rejected if row[1] != "Error"] == [2, 3]


def test_two_tables_side_by_side_are_read_separately() -> None:
    rows = [
        ["Date", "Title", "Attendance", None, "Date", "Activity", "Name"],
        ["2026-03-07", "Story hour", 18, None, "2026-03-08", "Craft", "Learner 01"],
        ["2026-03-14", "Story hour", 20, None, "2026-03-08", "Craft", "Learner 02"],
    ]
    result = read(xlsx(Log=rows))
    assert [s.layout for s in result.reading.sheets] == ["session_log", "attendee_log"]
    assert [r["attended"] for r in result.tables["sessions"]] == [18, 20]
    assert len(result.tables["participation"]) == 2


def test_two_blocks_with_the_same_headings_are_two_tables() -> None:
    """Four sessions of two departments, under one month; "#" is the number of people once rows are named."""
    rows = [
        ["FEBRUARY 2025"],
        ["Children", None, None, None, "Adults"],
        ["Date", "Program", "#", None, "Date", "Program", "#"],
        ["2/1", "Lego", 23, None, "2/4", "Mystery", 9],
        ["2/6", "Tales", 18, None, "2/11", "Tax help", 14],
        ["2/13", "Tales", 21],
    ]
    unnamed = read(xlsx(Feb=rows))
    assert [s.layout for s in unnamed.reading.sheets] == ["unknown", "unknown"]
    named = read(xlsx(Feb=rows), row_is="session")
    found = [(row["date"].strftime("%Y-%m-%d"), row["attended"]) for row in named.tables["sessions"]]
    assert found == [
        ("2025-02-01", 23),
        ("2025-02-06", 18),
        ("2025-02-13", 21),
        ("2025-02-04", 9),
        ("2025-02-11", 14),
    ]


def test_log_that_continues_to_its_right_is_read_whole() -> None:
    rows = [["Date", "Attendance", "Date", "Attendance"], ["2026-03-07", 18, "2026-03-08", 20]]
    assert [row["attended"] for row in read(xlsx(Log=rows)).tables["sessions"]] == [18, 20]


#: A log of six days, next to a table of two months.
LOG_AND_MONTHS: list[list[object]] = [
    ["Date", "Title", "Attendance", None, "Month", "Total"],
    *([f"2026-03-0{day}", "Story hour", 10 + day, None, None, None] for day in range(1, 7)),
]
LOG_AND_MONTHS[1][4:], LOG_AND_MONTHS[2][4:] = ["March", 81], ["April", None]
LOG_AND_MONTHS[2][5] = 0


def test_shorter_table_next_to_a_log_is_asked_about() -> None:
    result = read(xlsx(Log=LOG_AND_MONTHS))
    assert [(s.layout, s.rows_used) for s in result.reading.sheets] == [("session_log", 6), ("unknown", 0)]
    assert [q.id for s in result.reading.sheets for q in s.questions] == ["sheets.Log.row_is"]


def test_answer_about_rows_applies_to_unrecognized_tables() -> None:
    """The log is read as before; the months are left out, with an issue."""
    result = read(xlsx(Log=LOG_AND_MONTHS), row_is="nothing")
    assert [(s.layout, s.rows_used) for s in result.reading.sheets] == [("session_log", 6), ("unknown", 0)]
    assert [issue.cells for issue in result.issues if issue.code == "row-without-data"] == [("E2", "E3")]
    assert not [question for s in result.reading.sheets for question in s.questions]


def test_blank_column_inside_a_log_does_not_split_it() -> None:
    rows = [["Date", "Title", None, "Location", "Attendance"]]
    rows += [
        [f"2026-03-0{day}", "Story hour", None, *(["Hall", 20] if day < 4 else [])] for day in range(1, 7)
    ]
    (log,) = read(xlsx(Log=rows)).reading.sheets
    assert (log.layout, log.rows_used) == ("session_log", 6)


def test_sections_of_a_report_are_read_separately() -> None:
    rows = [
        ["SUMMER BOOK CAMP 2026 - terminal report"],
        [],
        ["I. Attendance"],
        ["Day", "Children present"],
        ["Mon Apr 20", 26],
        ["Tue Apr 21", 31],
        ["Total", 57],
        [],
        ["II. Expenses"],
        ["Item", "Amount", "Paid by"],
        ["snacks", 3150, "Rotary"],
        ["paper", 1875.5, "library"],
        ["Total", 5025.5],
        [],
        ["III. Remarks"],
        ["The budget of PhP 8,000 was enough."],
    ]
    result = read(xlsx(report=rows))
    assert [row["attended"] for row in result.tables["sessions"]] == [26, 31]
    assert [row["value"] for row in result.tables["ledger"]] == [3150, 1875.5]
    assert "row-left-out" not in {issue.code for issue in result.issues}


def test_table_below_with_headings_known_by_their_cells_is_read() -> None:
    rows = [
        ["RHYME TIME"],
        ["Date", "Children", "Comments"],
        ["2026-05-05", 13, None],
        ["2026-05-12", 15, None],
    ]
    rows += [["Total", 28], [], ["CODE CLUB"], ["Date", "Booked", "Came", "Comments"]]
    rows += [["2026-05-06", 12, 9, None], ["2026-05-13", 12, 11, None], ["Total", 24, 20]]
    result = read(xlsx(Log=[*rows, [], ["Both together", None, 48]]))
    assert [row["attended"] for row in result.tables["sessions"]] == [13, 15, 9, 11]


def test_total_of_two_tables_side_by_side_is_no_row() -> None:
    head = ["Fecha", "Parada", "Usuarios"]
    rows = [["RUTA NORTE", None, None, None, "RUTA SUR"], [*head, None, *head]]
    rows += [["03/03/25", "Robledo", 14, None, "05/03/25", "Molar", 21]]
    rows += [["14/03/25", "Castrillo", 9, None, "16/03/25", "Navalices", 38]]
    rows += [[None, "Total norte", 23, None, None, "Total sur", 59], [], ["Total usuarios", None, 82]]
    result = read(xlsx(Marzo=rows))
    assert [row["attended"] for row in result.tables["sessions"]] == [14, 9, 21, 38]
    assert "totals-disagree" not in codes(result)
    rows[-1][2] = 83
    assert "totals-disagree" in codes(read(xlsx(Marzo=rows)))


SIDES: list[list[object]] = [
    ["VISITED", None, None, None, "SPENT"],
    ["Date", "Place", "Attendance", None, "Spent on", "How much"],
    ["2026-03-07", "Kulapi", 18, None, "fuel", 300],
    ["2026-03-14", "Bulalo", 21, None, "snacks", 845],
    ["2026-03-21", "Alitao", 20, None, "copies", 126],
]


def test_labelled_tables_of_other_kinds_are_read_separately() -> None:
    result = read(xlsx(Log=SIDES))
    assert [s.layout for s in result.reading.sheets] == ["session_log", "ledger"]
    spent = [(row["value"], row["status"]) for row in result.tables["ledger"]]
    assert spent == [(300, "spent"), (845, "spent"), (126, "spent")]


def test_expenses_next_to_income_were_paid_from_it() -> None:
    """100 came and 15 was spent; an expense with a payer of its own was paid by that payer."""
    income = [["Date", "From", "Amount"], ["2026-03-07", "Council", 100]]
    payments = [["Date", "To", "Amount"], ["2026-03-08", "Aldi", 10], ["2026-03-09", "Coop", 5]]
    result = read(xlsx(Income=income, Payments=payments))
    assert [row["from_party"] for row in result.tables["ledger"]] == ["Council", "project", "project"]
    alone = read(xlsx(Payments=payments))
    assert [row["from_party"] for row in alone.tables["ledger"]] == [None, None]


def test_income_and_expenses_next_to_each_other_are_two_tables() -> None:
    """A single row of both sides is no payment from the one to the other."""
    data = xlsx(
        May=[
            ["INCOME", None, None, None, "EXPENSES", None, None],
            ["Date", "From", "Amount", None, "Date", "Paid for", "Amount"],
            ["2026-05-02", "Fees", 660, None, "2026-05-05", "Batteries", 300],
            ["2026-05-16", "Rotary", 2500, None, "2026-05-08", "Bags", 150],
        ]
    )
    assert [len(table.mapping) for table in read(data).reading.sheets] == [3, 3]


def test_pasted_table_with_other_words_is_read_apart() -> None:
    rows: list[list[object]] = [["MAIN"], ["Date", "Program", "Attendance"], ["2025-06-10", "Magic", 64]]
    rows += [["2025-06-17", "Reptiles", 81], [], ["EAST SIDE"], ["When", "# of people", "What"]]
    rows += [["2025-06-11", 14, "Storytime"], ["2025-06-18", 17, "Lego"]]
    sessions = read(xlsx(Sheet1=rows)).tables["sessions"]
    assert [row["attended"] for row in sessions] == [64, 81, 14, 17]


def test_headings_in_two_rows_are_recognized_again() -> None:
    heading: list[list[object]] = [["Petsa", "Lugar", "Kinder", None], [None, None, "Boys", "Girls"]]
    rows = [*heading, ["2025-08-02", "Sitio Ilaya", 4, 6], *heading, ["2025-08-09", "Sitio Pulo", 3, 5]]
    sessions = read(xlsx(Talaan=rows)).tables["sessions"]
    assert [row["attended"] for row in sessions] == [10, 8]


def test_sign_in_continued_to_the_right_has_one_day() -> None:
    """The day and the place are above the left block and the gap; six people signed in at one session."""
    rows: list[list[object]] = [
        ["SEMINAR PARA SA MGA MAGULANG"],
        ["Petsa:", "2026-10-10", None, "Lugar: Aklatan"],
        [],
        ["Blg.", "Pangalan", "Lagda", None, "Blg.", "Pangalan", "Lagda"],
        [1, "Cruz, Ana", "A.C.", None, 4, "Edu, Cleo", "C.E."],
        [2, "Diaz, Bea", "B.D.", None, 5, "Uy, Ben", "B.U."],
        [3, "Reyes, Dan", "D.R.", None, 6, "Lim, Eva", "E.L."],
    ]
    data = xlsx(Sheet1=rows)
    assert number(data, "sessions_held") == (1, "exact")
    assert number(data, "attendance_total") == (6, "at_least")
    assert {row["site"] for row in read(data).tables["participation"]} == {"Aklatan"}


def test_account_with_payments_right_of_receipts_is_two_tables() -> None:
    """25,000 and 7,500 came in, 11,800 and 650 were spent; the balance is neither."""
    rows: list[list[object]] = [
        ["Cash Book, Reading Corner"],
        ["RECEIPTS", None, None, None, "PAYMENTS"],
        ["Date", "Particulars", "R.No.", "Amount Rs.", "Date", "Particulars", "V.No.", "Amount Rs."],
        ["2026-04-06", "To Lions Club", 1, "25,000/-", "2026-04-08", "By Two racks", 1, "11,800/-"],
        ["2026-06-19", "To Batch of 1998", 2, "7,500/-", "2026-04-09", "By Transport", 2, "650/-"],
        [None, None, None, None, "2026-10-31", "By Balance c/d", None, "20,050/-"],
        [None, "Total", None, "32,500/-", None, "Total", None, "32,500/-"],
    ]
    lines = [(row["status"], row["value"]) for row in read(xlsx(Book=rows)).tables["ledger"]]
    assert lines == [("received", 25000), ("received", 7500), ("spent", 11800), ("spent", 650)]


IN_AND_OUT: list[list[object]] = [
    ["LIQUIDATION - Munting Aklatan"],
    ["Setyembre hanggang Nobyembre 2026"],
    [],
    ["PUMASOK NA PERA"],
    ["Petsa", "Galing kanino", "Halaga", "Resibo"],
    ["Set 4", "SK Council", 5000, "AR 001"],
    ["Set 10", "Konsehal Mercy", 2000, "AR 002"],
    [None, "Kabuuang pumasok", 7000],
    [],
    ["LUMABAS NA PERA"],
    ["Petsa", "Para saan", "Halaga", "Resibo"],
    ["Set 6", "Plywood", 2385, "OR 5561"],
    ["Okt 5", "Banig", 2149.75, "OR 23321"],
    [None, "Kabuuang lumabas", 4534.75],
]


def test_money_out_below_money_in_is_spent() -> None:
    lines = read(xlsx(Pera=IN_AND_OUT)).tables["ledger"]
    assert [(row["status"], row["value"]) for row in lines] == [
        ("received", 5000),
        ("received", 2000),
        ("spent", 2385),
        ("spent", 2149.75),
    ]
    assert {row["date"].year for row in lines} == {2026}


def test_total_of_two_tables_below_each_other_is_no_row() -> None:
    rows: list[list[object]] = [["TERM ONE"], ["Date", "Stop", "Readers", "Books lent"]]
    rows += [
        ["2026-01-14", "Bulla", 27, 41],
        ["2026-01-28", "Dujis", 16, 22],
        [None, "Sub-total", 43, 63],
        [],
    ]
    rows += [["TERM TWO"], ["Date", "Stop", "Boys", "Girls"], ["2026-05-06", "Bulla", 13, 18]]
    rows += [["2026-05-20", "Sankuri", 9, 7], [None, "Sub-total", 22, 25, 47], [], [None, "BOTH TERMS", 90]]
    rows[7].append("All readers")
    rows[8].append(31)
    rows[9].append(16)
    data = xlsx(Stops=rows)
    assert number(data, "sessions_held") == (4, "exact")
    assert number(data, "attendance_total")[0] == 90


def test_titled_table_of_unknown_headings_is_another_table() -> None:
    rows: list[list[object]] = [["1. WORKSHOPS"], ["Date", "Topic", "Women", "Men", "Total"]]
    rows += [["2026-08-05", "Welcome", 9, 4, 13], ["2026-08-19", "Recipes", 11, 5, 16], []]
    rows += [["2. WHAT WE USED"], ["Date", "Piece", "Blue ones", "Red ones", "Slip"]]
    rows += [["2026-08-03", "Card", 86500, None, 1], ["2026-08-05", "Hall", None, 300000, 2]]
    data = xlsx(Report=rows)
    assert number(data, "attendance_total")[0] == 29
    assert len(read(data).reading.sheets) == 2


def test_sides_of_an_account_without_days_are_named_above_them() -> None:
    rows: list[list[object]] = [["Bazar, cuentas en pesos"], [], ["ENTRADAS", None, None, "SALIDAS"]]
    rows += [["Concepto", "Valor", None, "Concepto", "Valor"], ["Tamales", 642000, None, "Carne", 287600]]
    rows += [["Bingo", 518500, None, "Premios", 140000], ["Total", 1160500, None, "Total", 427600], []]
    rows += [["QUEDA PARA LA BIBLIOTECA", 732900]]
    lines = [(row["status"], row["value"]) for row in read(xlsx(Bazar=rows)).tables["ledger"]]
    assert lines == [("received", 642000), ("received", 518500), ("spent", 287600), ("spent", 140000)]


def test_sessions_above_a_table_of_payments_are_read() -> None:
    rows: list[list[object]] = [["Memory Café"], [], ["1. Afternoons"], ["Date", "Theme", "Guests"]]
    rows += [
        ["2026-01-15", "Old adverts", 12],
        ["2026-02-19", "Railways", 15],
        [None, "Total guests", 27],
        [],
    ]
    rows += [["2. What we paid"], ["Date", "For", "To", "£"], ["2026-01-12", "Books", "Waterside", 46.96]]
    rows += [["2026-02-18", "Tea", "Corner Stores", 18.4], [None, "Total paid", None, 65.36]]
    tables = read(xlsx(Return=rows)).tables
    assert [row["attended"] for row in tables["sessions"]] == [12, 15]
    assert [row["value"] for row in tables["ledger"]] == [46.96, 18.4]


def test_little_tables_with_titles_are_read_one_by_one() -> None:
    rows = [["Reading tent"], [], ["1. Sessions", None, None, "2. What we spent (KSh)"]]
    rows += [["Date", "Children", None, "Item", "Amount"], ["2026-02-03", 24, None, "Mats", 4500]]
    rows += [["2026-02-10", 31, None, "Tea", 2800], ["2026-02-17", 28, None, "Total", 7300], ["Total", 83]]
    data = xlsx(Page=rows)
    assert [number(data, name)[0] for name in ("attendance_total", "cost_cash")] == [83, 7300]


def test_weeks_next_to_each_other_are_one_register() -> None:
    rows = [["Club"], ["Week 1", None, None, None, "Week 2"]]
    rows += [["Name", "3 Mar", "5 Mar", None, "10 Mar", "12 Mar"]]
    rows += [[name, "P", "A", None, "P", "P"] for name in ("Ana Cruz", "Bea Diaz", "Carla Ruiz")]
    assert number(xlsx(Club=rows), "attendance_total")[0] == 9


GROUP_DAYS = ["2026-09-05", "2026-09-12", "2026-09-19"]


def stacked(first: str, second: str, days: list[str] = GROUP_DAYS, label: str | None = "Name") -> bytes:
    """Return two registers below each other, with 7 presences in the first and 6 in the second."""
    heads = [[datetime.fromisoformat(day) for day in listed] for listed in (GROUP_DAYS, days)]
    rows: list[list[object]] = [["Reading club"], [], [first], [label, *heads[0]]]
    rows += [["Ana Cruz", "P", "P", "A"], ["Ben Diaz", "P", "A", "P"], ["Cora Uy", "P", "P", "P"], []]
    rows += [[second], [label, *heads[1]]]
    rows += [["Dan Lim", "A", "P", "P"], ["Eva Ong", "P", "P", "P"], ["Fe Sy", "P", "A", "A"]]
    return xlsx(Log=rows)


@pytest.mark.parametrize(
    ("first", "second", "sessions"),
    [
        ("Group A", "Group B", 6),
        ("PANGKAT UMAGA (9:00-10:30)", "PANGKAT HAPON (2:00-3:30)", 6),
        ("Turno mañana", "Turno tarde", 6),
        ("BOYS", "GIRLS", 3),
    ],
)
def test_groups_on_the_same_days_have_their_own_sessions(first: str, second: str, sessions: int) -> None:
    data = stacked(first, second)
    assert number(data, "sessions_held") == (sessions, "exact")
    assert number(data, "attendance_total") == (13, "exact")
    assert number(data, "participants_unique") == (6, "exact")


@pytest.mark.parametrize("label", ["Name", None])
def test_groups_on_other_days_are_all_read(label: str | None) -> None:
    data = stacked("Group A (Sat)", "Group B (Sun)", ["2026-09-06", "2026-09-13", "2026-09-20"], label)
    assert number(data, "sessions_held") == (6, "exact")
    assert number(data, "attendance_total") == (13, "exact")


def test_title_between_blank_rows_begins_another_table() -> None:
    """Hours of work that remain are no people who came."""
    rows: list[list[object]] = [["Fecha", "Asistentes", "Estado"], ["2026-09-24", 12, "Realizada"]]
    rows += [["2026-09-25", 14, "Realizada"], [], ["Seguimiento de avance"], []]
    rows += [["Fecha", "Puntos restantes", "Horas restantes"], ["2026-09-24", 10, 38], ["2026-09-25", 10, 34]]
    result = read(xlsx(Log=rows))
    assert [row["attended"] for row in result.tables["sessions"]] == [12, 14]
    assert [(s.layout, s.header_row) for s in result.reading.sheets] == [("session_log", 1), ("unknown", 7)]
