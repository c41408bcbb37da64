"""Rows of logs and grids that are not sessions: totals in other words, longer periods, cancelled sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.support.sheets import codes, dataset, imported, layouts, number, read, sheet, xlsx

DAYS = [datetime(2026, 3, 7), datetime(2026, 3, 14), datetime(2026, 3, 21)]
HEAD = ["Date", "Title", "Attendance"]
ROWS = [[DAYS[0], "Craft", 10], [DAYS[1], "Craft", 12], [DAYS[2], "Books", 8]]


def counts(rows: list[list[Any]], **answers: Any) -> list[float | None]:
    """The head counts read from one sheet."""
    return [row["attended"] for row in read(xlsx(Log=rows), **answers).tables.get("sessions", [])]


@pytest.mark.parametrize(
    "label",
    [
        "Main Subtotal",
        "Subtotal - Main",
        "Sub-total: Main",
        "Kabuuan ng Marso",
        "Kabuuang bilang",
        "Lahat",
        "TTL",
        "T O T A L",
        "Tot.",
        "Gran total",
        "All sites",
        "System-wide",
    ],
)
@pytest.mark.parametrize("column", [0, 1])
def test_total_in_other_words_is_not_a_session(label: str, column: int) -> None:
    total: list[Any] = [None, None, 30]
    total[column] = label
    result = read(xlsx(Log=[HEAD, *ROWS, total]))
    assert [row["attended"] for row in result.tables["sessions"]] == [10, 12, 8]
    assert "totals-row-left-out" in codes(result)
    assert "totals-disagree" not in codes(result)


@pytest.mark.parametrize(
    "label", ["Max", "Minimum", "Count", "No. of sessions", "Balance forward", "Carried to page 2"]
)
@pytest.mark.parametrize("column", [0, 1])
def test_computed_line_below_the_rows_is_not_a_session(label: str, column: int) -> None:
    computed: list[Any] = [None, None, 12]
    computed[column] = label
    result = read(xlsx(Log=[HEAD, *ROWS, computed, ["Total", None, 30]]))
    assert [row["attended"] for row in result.tables["sessions"]] == [10, 12, 8]
    assert (
        next(issue for issue in result.issues if issue.code == "totals-row-left-out").cell
        == ("A5", "B5")[column]
    )
    assert "totals-disagree" not in codes(result)


def test_session_at_a_site_named_grand_total_is_a_session() -> None:
    headings = ["Date", "Title", "Location", "Attendance"]
    rows = [
        [DAYS[0], "Craft", "Main", 10],
        [DAYS[1], "Craft", "Grand Total Mall", 7],
        [None, "Count", "Main", 3],
    ]
    assert counts([headings, *rows, [None, "Grand total", None, 20]]) == [10, 7, 3]


def test_number_alone_is_left_out_but_not_a_blank_line() -> None:
    result = read(xlsx(Log=[HEAD, *ROWS, [None, None, 31]]))
    assert [row["attended"] for row in result.tables["sessions"]] == [10, 12, 8]
    assert "row-left-out" in codes(result)
    assert "blank-rows-skipped" not in codes(result)


@pytest.mark.parametrize("label", ["Promedio", "Average per session", "AVG", "Mean"])
def test_average_is_left_out_and_not_compared_with_the_sum(label: str) -> None:
    result = read(xlsx(Log=[HEAD, *ROWS, [label, None, 10], ["Total", None, 30]]))
    assert [row["attended"] for row in result.tables["sessions"]] == [10, 12, 8]
    assert "totals-disagree" not in codes(result)


@pytest.mark.parametrize("title", ["Total Fitness", "Total Recall club", "All", "Lahat", "Average Joe film"])
def test_program_named_like_total_is_excluded_only_when_it_sums(title: str) -> None:
    dated = [HEAD, *ROWS, [datetime(2026, 3, 28), title, 30]]
    assert counts(dated) == [10, 12, 8, 30]
    undated = [["Program", "Attendance"], ["Craft", 10], ["Books", 8], [title, 7]]
    if not title.startswith("Average"):
        assert counts(undated) == [10, 8, 7]
        assert counts([*undated[:3], [title, 18]]) == [10, 8]


def test_subtotals_by_branch_and_total_of_all_sites_are_excluded() -> None:
    rows = [
        ["Branch", "Date", "Title", "Attendance"],
        ["Main", DAYS[0], "ST", 10],
        ["Main", DAYS[1], "ST", 12],
        ["Main Subtotal", None, None, 22],
        ["East", DAYS[0], "ST", 5],
        ["East", DAYS[1], "ST", 6],
        ["East Subtotal", None, None, 11],
        ["All branches", None, None, 33],
    ]
    assert counts(rows) == [10, 12, 5, 6]
    grid = [["Site", "Jan 2026", "Feb 2026"], ["Main", 10, 20], ["East", 1, 2], ["All sites", 11, 22]]
    assert sum(count or 0 for count in counts(grid, activity="program")) == 33


@pytest.mark.parametrize(
    ("parts", "numbers", "counted"),
    [
        (["# Adults", "# Kids", "# Teens"], [5, 10, 2], 17),
        (["No. of children", "No. of parents", "Total"], [277, 167, 444], 444),
        (["Bata", "Magulang"], [5, 10], 15),
        (["In-person", "Virtual"], [5, 10], 15),
        (["Adults attending", "Number of teens"], [5, 10], 15),
        (["Adults", "Visiting scholars", "Total"], [5, 3, 8], 8),
        (["Children", "Total"], [5, 8], 8),
        (["Children", "Adults", "Total"], [5, None, 8], 8),
    ],
)
def test_parts_of_count_are_added_or_their_total_is_used(
    parts: list[str], numbers: list[Any], counted: int
) -> None:
    result = read(xlsx(Log=[["Date", "Title", *parts], [DAYS[0], "Craft", *numbers]]))
    (row,) = result.tables["sessions"]
    assert (row["attended"], row["attended_at_least"]) == (counted, False)
    assert "balance-broken" not in codes(result)


def test_unexplained_number_with_a_part_makes_a_lower_bound() -> None:
    result = read(
        xlsx(
            Log=[["Date", "Title", "Adults", "Scholars"], [DAYS[0], "Craft", 5, 3], [DAYS[1], "Craft", 6, 0]]
        )
    )
    assert [(row["attended"], row["attended_at_least"]) for row in result.tables["sessions"]] == [
        (5, True),
        (6, False),
    ]
    assert [issue.cells for issue in result.issues if issue.code == "part-missing"] == [("D2",)]


def test_total_that_differs_from_parts_is_reported_not_used() -> None:
    result = read(xlsx(Log=[["Date", "Title", "Children", "Adults", "Total"], [DAYS[0], "Craft", 5, 3, 9]]))
    assert [row["attended"] for row in result.tables["sessions"]] == [8]
    assert [issue.cell for issue in result.issues if issue.code == "balance-broken"] == ["E2"]


@pytest.mark.parametrize("typed", ["8, 9", "12,5", 12.5, "8 . 9", "12 + 8 = 21"])
def test_count_not_a_whole_number_is_unknown_and_reported(typed: object) -> None:
    result = read(xlsx(Log=[HEAD, [DAYS[0], "Craft", typed], [DAYS[1], "Craft", 12]]))
    assert [row["attended"] for row in result.tables["sessions"]] == [None, 12]
    (reported,) = [issue for issue in result.issues if issue.code == "number-unreadable"]
    assert (reported.cell, reported.severity) == ("C2", "left-out")


@pytest.mark.parametrize(
    ("title", "program", "status"),
    [
        ("How to get a cancelled stamp: philately", "How to get a cancelled stamp: philately", "held"),
        ("Cancelled culture: a debate", "Cancelled culture: a debate", "held"),
        ("Postponed dreams poetry", "Postponed dreams poetry", "held"),
        ("Not cancelled - Story hour", "Not cancelled - Story hour", "held"),
        ("CANCELLED Storytime", "Storytime", "cancelled"),
        ("Storytime cancelled due to rain", "Storytime", "cancelled"),
        ("Storytime was cancelled last minute", "Storytime", "cancelled"),
        ("Storytime CANCELLED typhoon", "Storytime", "cancelled"),
        ("Storytime (cancelled: typhoon)", "Storytime", "cancelled"),
        ("Storytime, cancelado por lluvia", "Storytime", "cancelled"),
    ],
)
def test_title_is_cancelled_only_where_the_word_is_separate(title: str, program: str, status: str) -> None:
    result = read(xlsx(Log=[HEAD, [DAYS[0], title, 8], [DAYS[1], "Books", 12]]))
    row = result.tables["sessions"][0]
    assert (row["program_id"], row["status"]) == (program, status)
    reported = [(issue.cell, issue.severity) for issue in result.issues if issue.code == "count-of-cancelled"]
    assert reported == ([("C2", "left-out")] if status == "cancelled" else [])


@pytest.mark.parametrize(
    ("remark", "count", "status"),
    [
        ("cancelled due to typhoon", None, "cancelled"),
        ("Cancelled", None, "cancelled"),
        ("Anulado", None, "cancelled"),
        ("Desconvocada (huelga)", None, "cancelled"),
        ("Aplazado", None, "cancelled"),
        ("CANCELLED - power out", 0, "cancelled"),
        ("closed early, nobody came", 0, "held"),
        ("Half term - none", None, "cancelled"),
        ("fall break, did not meet", None, "cancelled"),
        ("held outside, library closed", None, "held"),
        ("Volunteers: none", None, "held"),
        ("moved to April 11, exam week", None, "cancelled"),
        ("inilipat sa Biyernes", None, "cancelled"),
        ("moved to the gym", None, "held"),
        ("held, teacher's list not yet", None, "held"),
        ("Postergada por lluvia", None, "cancelled"),
        ("cancelled due to typhoon", 4, "held"),
        ("Anulado", 4, "held"),
        ("the band cancelled, so we read", None, "held"),
        ("cancelled stamps were shown", None, "held"),
        ("school cancelled, inspection", None, "cancelled"),
        ("rained off", None, "cancelled"),
        ("No show - no phone call either", None, "cancelled"),
        ("2 no shows", None, "held"),
        ("Did not go, camel sick", None, "cancelled"),
        ("aplazada a junio", None, "cancelled"),
        ("walang session", None, "cancelled"),
    ],
)
def test_remark_cancels_a_session_only_without_a_count(remark: str, count: int | None, status: str) -> None:
    rows = [
        ["Date", "Activity", "Attendance", "Remarks"],
        [DAYS[0], "ST", count, remark],
        [DAYS[1], "ST", 12, None],
    ]
    result = read(xlsx(Log=rows))
    assert result.tables["sessions"][0]["status"] == status
    reported = [issue.cell for issue in result.issues if issue.code == "cancelled-by-title"]
    assert reported == ([] if status == "held" else ["D2"])


def test_program_without_date_and_count_was_held_without_date_column() -> None:
    assert counts([["Week", "Program", "Attendance"], ["Week 1", "A", 5], ["Week 2", "A", None]]) == [5, None]


ATTENDED = [["Date", "Program", "Registered", "Attended"], [DAYS[0], "A", 20, 15], [DAYS[1], "A", 20, 12]]


@pytest.mark.parametrize("answers", [{}, {"layout": "session_log"}])
def test_numbers_under_attended_are_head_counts(answers: dict[str, Any]) -> None:
    assert counts(ATTENDED, **answers) == [15, 12]


def test_heading_mapped_by_hand_determines_the_layout() -> None:
    rows = [["Date", "Title", "Figure"], [DAYS[0], "A", 5], [DAYS[1], "B", 6]]
    assert counts(rows) == []
    assert counts(rows, mapping={"Figure": "sessions.attended"}) == [5, 6]


MONTHS = ["Month", "# Programs", "Attendance"]


@pytest.mark.parametrize(
    ("rows", "counted"),
    [
        (
            [
                MONTHS,
                ["January 2026", 4, 40],
                ["February 2026", 3, 30],
                ["Quarter 1", 8, 70],
                ["April 2026", 2, 20],
            ],
            [40, 30, 20],
        ),
        (
            [["Year", *MONTHS], [2026, "January", 4, 40], [2026, "February", 3, 30], [2026, None, 7, 70]],
            [40, 30],
        ),
        (
            [["Year", *MONTHS], [2025, None, 7, 70], [2026, "January", 4, 40], [2026, "Q2", 3, 30]],
            [70, 40, 30],
        ),
        (
            [
                ["Branch", *MONTHS],
                ["Main", "January 2026", 4, 40],
                ["Main", "Q1 2026", 4, 40],
                ["East", "Q1 2026", 3, 30],
            ],
            [40, 30],
        ),
    ],
)
def test_quarter_or_year_is_excluded_only_with_its_months(rows: list[list[Any]], counted: list[int]) -> None:
    result = read(xlsx(Log=rows))
    assert [row["attended"] for row in result.tables["sessions"]] == counted
    left_out = len(rows) - 1 - len(counted)
    assert sum(issue.count for issue in result.issues if issue.code == "cadence-mixed") == left_out


def test_assistant_named_after_a_mark_is_not_a_partner() -> None:
    rows = [
        ["Date", "Program", "Attendance"],
        [DAYS[0], "A*", 5],
        [DAYS[1], "B", 6],
        ["* assisted by Nobody Known"],
    ]
    result = read(xlsx(Log=rows))
    assert not result.tables.get("partners")
    assert "Nobody" not in str(result.issues)


def test_words_instead_of_a_number_are_reported_by_cell_only() -> None:
    result = read(xlsx(Log=[HEAD, [DAYS[0], "Craft", "Nobody Known, Someone Else"], [DAYS[1], "Books", 6]]))
    (reported,) = [issue for issue in result.issues if issue.code == "number-unreadable"]
    assert (reported.cell, reported.value) == ("C2", "")
    assert "Known" not in str(result.issues)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("CANCELLED - rain", "cancelled"),
        ("no session (holiday)", "cancelled"),
        ("Walang pasok", "cancelled"),
        ("sin clases", "cancelled"),
        ("no", "held"),
        ("no session leader came", "held"),
    ],
)
def test_cancellation_words_instead_of_a_number_set_the_status(typed: str, status: str) -> None:
    result = read(xlsx(Log=[HEAD, *ROWS, [DAYS[2], "Chess", typed]]))
    assert result.tables["sessions"][3]["status"] == status
    reported = {issue.code: issue for issue in result.issues if issue.cell == "C5"}
    is_off = status == "cancelled"
    assert set(reported) == ({"cancelled-by-title"} if is_off else {"number-unreadable", "held-unclear"})
    assert all("rain" not in issue.value + issue.message for issue in reported.values())


CALLED_OFF = [
    "HINDI NATULOY - ulan",
    "Did not push through",
    "se canceló, derrumbe",
    "No se realizó, no hubo llave",
    "CLOSED - Holiday",
    "walang pasok",
]


@pytest.mark.parametrize("remark", CALLED_OFF)
@pytest.mark.parametrize("heading", ["Remarks", "OBS.", "Novedades", "What happened"])
def test_remark_about_no_meeting_cancels_the_session(heading: str, remark: str) -> None:
    rows = [
        ["Date", "Title", "Attendance", heading],
        ["2026-03-07", "Story hour", 12, None],
        ["2026-03-14", "Story hour", None, remark],
        ["2026-03-21", "Story hour", 9, "rainy"],
    ]
    sessions = imported(xlsx(A=rows), "sheet.xlsx").tables["sessions"]
    assert sessions["status"].tolist() == ["held", "cancelled", "held"]


def test_closed_day_without_a_number_is_no_session() -> None:
    rows = [
        ["Date", "Program", "Attendance"],
        ["2026-06-03", "Storytime", 12],
        ["2026-06-19", "CLOSED - Juneteenth", None],
        ["2026-07-04", "Closed for the Fourth", None],
        ["2026-07-08", "Closed captions for beginners", None],
        ["2026-07-10", "Closed - special opening", 8],
    ]
    loaded = dataset(xlsx(Log=rows))
    assert list(loaded.tables["sessions"]["status"]) == ["held", "cancelled", "cancelled", "held", "held"]


TYPED = [
    ["Date", "Title", "Program type", "Attendance"],
    [DAYS[0], "Craft", "Live", 10],
    [DAYS[1], "Craft kit", "Take-home kit", None],
    [DAYS[2], "Treasure hunt", "Self-directed", 90],
]


def test_row_of_a_self_directed_activity_is_no_session() -> None:
    result = read(xlsx(Log=TYPED))
    assert [row["attended"] for row in result.tables["sessions"]] == [10]
    assert "not-sessions" in codes(result)


GROUPS = [
    ["Date", "Title", "Audience", "Attendance"],
    [DAYS[0], "Game day", "Children", 10],
    [DAYS[0], "Game day", "Adults", 6],
    [DAYS[1], "Game day", "Children", 12],
    [DAYS[1], "Game day", "Adults", None],
]


def test_children_and_adults_of_a_day_are_one_session() -> None:
    sessions = read(xlsx(Log=GROUPS)).tables["sessions"]
    assert [(row["attended"], bool(row["attended_at_least"])) for row in sessions] == [
        (16, False),
        (12, True),
    ]
    assert [question.id for question in sheet(read(xlsx(Log=GROUPS))).questions] == [
        "sheets.Log.rows_of_groups"
    ]
    assert counts(GROUPS, rows_of_groups="several") == [10, 6, 12, None]


@pytest.mark.parametrize("second", ["Toddlers", "Children"])
def test_rows_for_two_groups_of_children_stay_two_sessions(second: str) -> None:
    rows = [["Date", "Title", "Audience", "Attendance"]]
    rows += [[DAYS[0], "Game day", "Children", 10], [DAYS[0], "Game day", second, 6]]
    assert counts(rows) == [10, 6]


def test_running_totals_are_no_counts_and_sessions_are_events() -> None:
    rows = [
        ["Week ending", "Sessions", "Sessions to date", "People", "People to date"],
        ["2026-05-08", 2, 2, 23, 23],
        ["2026-05-15", 3, 5, 41, 64],
    ]
    result = read(xlsx(Log=rows))
    assert [(r["events"], r["attended"]) for r in result.tables["sessions"]] == [(2, 23), (3, 41)]
    assert [m.field for m in sheet(result).mapping if "to date" in m.heading] == ["", ""]


def test_first_row_of_data_is_no_rival_of_the_headings() -> None:
    rows = [
        ["Wk", "Date", "# here", "Notes"],
        ["Week 1", "Sept 3", 11, "first day!"],
        ["Week 2", "Sept 10", "same as last week", None],
        ["Week 3", "Sept 17", 9, None],
    ]
    result = read(xlsx(Fall=[["TODDLER TIME - fall 2025"], *rows]))
    assert [r["attended"] for r in result.tables["sessions"]] == [11, None, 9]
    assert "sheets.Fall.header_row" not in [question.id for question in sheet(result, "Fall").questions]


def test_people_reached_are_visits_until_answered() -> None:
    rows = [["Date", "Where", "# reached"], ["2026-01-09", "Head Start", 34], ["2026-01-16", "Clinic", 52]]
    result = read(xlsx(Log=rows))
    assert [r["attended"] for r in result.tables["sessions"]] == [34, 52]
    assert "unit-unclear" in codes(result)


@pytest.mark.parametrize(
    "row",
    [
        [DAYS[2], "Books", 8, "VOID - entered twice"],
        [DAYS[2], "VOID Fall festival", 140, None],
        ["VOID", "Books", 61, None],
        ["Void", "Books", 61, None],
    ],
)
def test_void_row_is_no_session(row: list[Any]) -> None:
    rows = [[*HEAD, "Comment"], [DAYS[0], "Craft", 10, None], [DAYS[1], "Void fill art", 12, None], row]
    assert counts(rows) == [10, 12]


def test_holiday_without_a_number_is_not_held() -> None:
    rows = [HEAD, *ROWS, [datetime(2026, 3, 28), "HOLIDAY - Araw ng Kagitingan", None]]
    statuses = [row["status"] for row in read(xlsx(Log=rows)).tables["sessions"]]
    assert statuses == ["held", "held", "held", "cancelled"]


def test_weeks_without_a_year_are_in_that_of_the_title() -> None:
    rows = [["LIBRARY ACTIVITIES - JUNE 2025"], ["Day", "Activity", "Attendance"], ["WEEK 1 (June 2-6)"]]
    rows += [["Mon", "Read-aloud", 24], ["Tue", "Film", 27], ["WEEK 2 (June 16-20)"], ["Fri", "Quiz", 41]]
    sessions = read(xlsx(June=rows)).tables["sessions"]
    assert [row["date"].isoformat()[:10] for row in sessions] == ["2025-06-02", "2025-06-03", "2025-06-20"]


def test_programs_of_a_week_are_counted_as_sessions() -> None:
    """Running sums next to them are not used."""
    rows = [["Week ending", "Programs", "People", "Programs so far", "People so far"]]
    rows += [[DAYS[0], 4, 62, 4, 62], [DAYS[1], 5, 81, 9, 143], [DAYS[2], 2, 18, 11, 161]]
    sessions = read(xlsx(Weekly=rows)).tables["sessions"]
    assert [(row["events"], row["attended"]) for row in sessions] == [(4, 62), (5, 81), (2, 18)]


def test_headings_in_two_languages_are_read() -> None:
    rows = [["Programme / Program", "Séances / Sessions", "Présences / Attendance"]]
    rows += [["Bébé-contes / Baby Time", 12, 96], ["Lego", 6, 75], ["Somme / Sum", 18, 171]]
    sessions = read(xlsx(Summer=rows)).tables["sessions"]
    assert [(row["events"], row["attended"]) for row in sessions] == [(12, 96), (6, 75)]


def test_title_written_once_applies_to_the_rows_below() -> None:
    """Two titles for four sessions; a title that is written twice is not carried."""
    rows: list[list[Any]] = [
        ["Program", "Date", "Pax"],
        ["Story hour", "2026-03-01", 10],
        [None, "2026-03-08", 12],
    ]
    rows += [["Chess", "2026-03-02", 5], [None, "2026-03-09", 7]]
    result = read(xlsx(Log=rows))
    assert [row["program_id"] for row in result.tables["sessions"]] == ["Story hour"] * 2 + ["Chess"] * 2
    (assumed,) = [issue for issue in result.issues if issue.code == "choice-assumed"]
    assert assumed.cells == ("A3", "A5")
    rows[3][0] = "Story hour"
    assert [row["program_id"] for row in read(xlsx(Log=rows)).tables["sessions"]][1] is None


@pytest.mark.parametrize("typed", [45992, "45992"])
def test_date_without_its_format_is_a_number_of_days(typed: object) -> None:
    rows = [["Date", "Title", "Attendance"], [typed, "Chess", 10], [45999, "Chess", 12]]
    result = read(xlsx(Log=rows))
    days = [row["date"] for row in result.tables["sessions"]]
    assert days == [datetime(2025, 12, 1), datetime(2025, 12, 8)]
    assert "date-from-context" in codes(result)


def test_heading_of_two_things_is_not_read_as_one() -> None:
    rows = [["Date", "Member / Workshop", "Activity", "Attendance"], [DAYS[0], "Chess", "Tournament", 12]]
    (session,) = read(xlsx(Log=rows)).tables["sessions"]
    assert session["program_id"] == "Tournament"


@pytest.mark.parametrize(
    ("title", "counts", "read_as"),
    [
        ("WHO CAME - FALL 2024", [14, 16, 11], [14, 16, 11]),
        ("Toddler time", [14, "cancelled", 11], [14, None, 11]),
        ("Toddler time", [14, 16, 11], []),
        ("WHO CAME - FALL 2024", [101, 102, 107], []),
    ],
)
def test_number_sign_counts_people_where_the_sheet_says_so(
    title: str, counts: list[object], read_as: list[object]
) -> None:
    rows = [[title], ["Date", "#", "Notes"], *([day, n, None] for day, n in zip(DAYS, counts, strict=False))]
    sessions = read(xlsx(Log=rows)).tables.get("sessions", [])
    assert [row["attended"] for row in sessions] == read_as


def test_recording_with_a_dash_for_the_people_is_no_session() -> None:
    rows = [["Date", "Talk", "In the room", "On Zoom", "Together", "YouTube views"]]
    rows += [
        [DAYS[0], "Bees", 27, 12, 39, 143],
        [DAYS[1], "Wool", 34, 9, 43, 210],
        [DAYS[2], "Docks", 19, 15, 34, 88],
    ]
    rows += [[DAYS[2], "Film only", "-", "-", "-", 388], [DAYS[2], "Not counted", None, None, None, 60]]
    result = read(xlsx(Talks=rows))
    assert [row["attended"] for row in result.tables["sessions"]] == [39, 43, 34, None]
    assert [issue.cell for issue in result.issues if issue.code == "not-sessions"] == ["A5"]


def test_views_are_never_people_online() -> None:
    rows = [["Date", "In person", "Online", "Online views"], [DAYS[0], 10, 4, 90], [DAYS[1], 12, 5, 80]]
    sessions = read(xlsx(Talks=rows)).tables["sessions"]
    assert [row["attended"] for row in sessions] == [14, 17]


def test_report_goes_on_below_the_total_with_other_figures() -> None:
    rows: list[list[object]] = [["MONTHLY ACCOMPLISHMENT REPORT"], ["For the month of:", "July 2025"], []]
    rows += [["Activity", "No. of times conducted", "Total participants"], ["Storytelling", 4, 87]]
    rows += [["Tutorial", 8, 96], ["TOTAL", 12, 183], [], ["B. COLLECTION"], ["Books on hand", 1140]]
    sessions = read(xlsx(MAR=rows)).tables["sessions"]
    assert [(str(row["date"].date()), row["events"]) for row in sessions] == [
        ("2025-07-01", 4),
        ("2025-07-01", 8),
    ]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("Clase", (1, 2, 3)), ("Session", ("Session 1", "Session 2", "Session 3")), ("Meeting no.", (4, 5, 6))],
)
def test_numbered_sessions_without_a_day_are_read(heading: str, cells: tuple[object, ...]) -> None:
    rows = [["Asistencia"], [heading, "Attendance"], *zip(cells, (21, 18, 23), strict=True)]
    data = xlsx(Clases=rows)
    assert [number(data, name) for name in ("sessions_held", "attendance_total")] == [
        (3, "exact"),
        (62, "exact"),
    ]


def test_numbered_weeks_are_sessions_only_next_to_those_absent() -> None:
    rows = [["Week", "Present", "Absent"], [1, 39, 1], [2, 40, 0], [3, 37, 3]]
    assert number(xlsx(Weeks=rows), "sessions_held")[0] == 3
    assert layouts(xlsx(Weeks=[row[:2] for row in rows])) == ["unknown"]


@pytest.mark.parametrize("heading", ["course_name", "Service Name", "Nombre del curso", "Name of the module"])
def test_name_of_a_thing_is_no_person(heading: str) -> None:
    rows = [[heading, "date", "total_attendees"], ["Mathematics and Modelling", "2022-09-26", 157]]
    rows += [["Digital Logic Design", "2022-09-27", 152], ["Final Year Project", "2022-09-28", 157]]
    assert number(xlsx(Lectures=rows), "attendance_total")[0] == 466


def test_rows_by_home_may_be_parts_of_one_session() -> None:
    """Two webinars with 2 + 1 and 3 + 1 + 2 people, by county: six lines, perhaps of two sessions."""
    people = [
        ("Ada", "Pueblo life", 2),
        ("Adams", "Pueblo life", 1),
        ("Ada", "Food", 3),
        ("Adair", "Food", 1),
    ]
    people += [("Lewis", "Food", 2)]
    days = {"Pueblo life": "2020-04-16", "Food": "2020-06-18"}
    rows = [["County", "Event", "Date", "Participants"]]
    rows += [[f"{county} County", event, days[event], count] for county, event, count in people]
    data = xlsx(Webinars=rows)
    assert number(data, "sessions_held") == (5, "at_most")
    assert "session-perhaps-twice" in codes(read(data))


def test_answers_with_remarks_say_which_visits_took_place() -> None:
    rows = [["Date", "Class", "Pupils", "Done?"], ["2026-10-06", "1A", 26, "Y"]]
    rows += [["2026-10-13", "2A", None, "N - trip clash"], ["2026-11-03", "2A", 28, "Y (from 13 Oct)"]]
    rows += [["2026-11-10", "3B", 25, "Y - no. not given"]]
    data = xlsx(Visits=[["Class visits"], *rows])
    assert number(data, "sessions_held")[0] == 3


def test_training_of_trainers_is_no_total() -> None:
    rows = [["Course", "Date", "Type", "Total number of participants"], ["Module 1", "2024-02-19", "ToT", 9]]
    rows += [["Module 2", "2024-02-20", "/ ToT", 9], ["Module 3", "2024-02-21", None, 22]]
    assert number(xlsx(Training=rows), "attendance_total")[0] == 40


def test_programs_held_for_children_are_no_people() -> None:
    rows = [["Month", "Gate count", "Children's programmes held", "Attendance at children's programmes"]]
    rows += [["2026-04", 1840, 4, 88], ["2026-05", 2210, 6, 173], ["2026-06", 1695, 3, 61]]
    data = xlsx(Statistics=rows)
    assert [number(data, name)[0] for name in ("sessions_held", "attendance_total")] == [13, 322]


def test_number_on_roll_is_no_part_of_the_pupils() -> None:
    rows = [
        ["Date", "Class", "On roll", "Pupils"],
        ["2026-10-06", "1A", 28, 26],
        ["2026-10-07", "1B", 27, 25],
    ]
    assert number(xlsx(Visits=[["Class visits"], *rows]), "attendance_total") == (51, "exact")


MONTHS = [
    ["topic", "num_participants", "date", "location"],
    ["kick-off", 57, "November 2024", "Main"],
    ["tools", 56, "April 2025", "Oak"],
]


def test_rows_with_months_are_sessions_when_answered() -> None:
    def events(**answers: Any) -> list[float | None]:
        return [row["events"] for row in read(xlsx(Log=MONTHS), **answers).tables["sessions"]]

    asked = [question.id for question in sheet(read(xlsx(Log=MONTHS))).questions]
    assert "sheets.Log.rows_of_months" in asked
    assert events() == [None, None]
    assert events(rows_of_months="session") == [1, 1]
    assert events(rows_of_months="total") == [None, None]


def test_years_with_months_are_read_under_any_heading() -> None:
    rows = [["YYYY-MM", "Events", "People"], ["2026-03", 4, 42], ["2026-04", 1, 16], ["2026-05", 9, 81]]
    result = read(xlsx(Log=rows))
    assert sheet(result).layout == "aggregated_log"
    assert [(row["date"], row["events"]) for row in result.tables["sessions"]] == [
        (datetime(2026, 3, 1), 4),
        (datetime(2026, 4, 1), 1),
        (datetime(2026, 5, 1), 9),
    ]


def test_people_of_the_program_outrank_all_visitors() -> None:
    """14 + 19 + 16 = 49 came to three story times; at the fourth stop there was none."""
    rows: list[list[object]] = [
        ["Fecha", "Localidad", "Visitantes", "Préstamos", "¿Cuentacuentos?", "Asistentes al cuentacuentos"],
        ["2026-10-01", "Valdehuerta", 23, 41, "Sí", 14],
        ["2026-10-06", "Fuente la Mora", 31, 66, "Sí", 19],
        ["2026-10-08", "Cerezales", 14, 22, "No", None],
        ["2026-10-15", "Villar del Campo", 27, 48, "Sí", 16],
    ]
    data = xlsx(Paradas=[["Bibliobús, parte de paradas"], *rows])
    assert number(data, "attendance_total") == (49, "exact")
    assert number(data, "sessions_held") == (3, "exact")


def test_route_that_was_not_driven_is_no_session() -> None:
    rows: list[list[object]] = [["Fecha", "Taller", "Asistentes", "Incidencias"]]
    rows += [
        ["2026-10-01", "Haiku", 23, None],
        ["2026-10-06", "Haiku", None, "NO SE HIZO EL TALLER – avería"],
    ]
    rows += [["2026-10-08", "Haiku", 14, None]]
    assert number(xlsx(Paradas=rows), "sessions_held") == (2, "exact")


def test_titles_of_a_year_are_sessions_when_answered() -> None:
    rows: list[list[Any]] = [["Event", "Year", "Participants"]]
    rows += [["Maps", 2024, 40], ["Bees", 2024, 52], ["Radio", 2025, 31], ["Soil", 2025, 44]]

    def events(**answers: Any) -> list[float | None]:
        return [row.get("events") for row in read(xlsx(Log=rows), **answers).tables["sessions"]]

    asked = [question.id for question in sheet(read(xlsx(Log=rows))).questions]
    assert "sheets.Log.rows_of_months" in asked
    assert events() == [None] * 4
    assert events(rows_of_months="session") == [1, 1, 1, 1]
    assert events(rows_of_months="total") == [None] * 4
    rows[2][0] = "Maps"  # a program of two years
    asked = [question.id for question in sheet(read(xlsx(Log=rows))).questions]
    assert "sheets.Log.rows_of_months" not in asked


def test_check_ins_are_attendance_and_registrations_are_not() -> None:
    rows = [["EventDate", "Check-Ins", "Registrations"], ["2026-02-08", 81, 158], ["2026-03-14", 64, 121]]
    log = xlsx(Log=rows)
    assert number(log, "attendance_total") == (145, "exact")
    assert [row["registered"] for row in read(log).tables["sessions"]] == [158, 121]
