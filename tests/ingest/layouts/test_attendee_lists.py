"""Lists of people read from small messy sheets: rosters, attendee logs, sign-in sheets, their marks and
legends."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.support.sheets import LOG, ROSTER, codes, dataset, read, sheet, xlsx


def test_a_row_of_counts_below_a_roster_is_nobody_and_a_child_called_total_is_somebody() -> None:
    rows = [
        ["No.", "Name", "2026-03-07", "2026-03-14"],
        [1, "Ana", "P", "P"],
        [2, "Total", "A", "P"],
        [None, "Number present", 1, 2],
    ]
    people = read(xlsx(Log=rows)).tables["participation"]
    assert [r["status"] for r in people] == ["present", "absent", "present", "present"]


@pytest.mark.parametrize("heading", ["BOYS", "Absent"])
def test_a_heading_inside_a_roster_is_nobody(heading: str) -> None:
    rows = [["No.", "Name", "2026-03-07", "2026-03-14"], [None, heading, None, None], [1, "Ben", "P", "A"]]
    found = read(xlsx(Log=rows), marks={"": "absent"})
    assert [r["status"] for r in found.tables["participation"]] == ["present", "absent"]


def test_a_legend_below_a_roster_in_cells_of_its_own_explains_its_marks() -> None:
    rows = [
        ["No.", "Name", "2026-03-07", "2026-03-14"],
        [1, "Ana", "x", None],
        [2, "Ben", "x", "x"],
        [],
        ["x", "Present"],
        ["blank", "Absent"],
    ]
    found = read(xlsx(Log=rows))
    assert sorted(r["status"] for r in found.tables["participation"]) == [
        "absent",
        "present",
        "present",
        "present",
    ]


def test_day_numbers_take_the_month_and_year_of_the_title() -> None:
    rows = [["Attendance for March 2026"], ["No.", "Name", 7, 14, 21], [1, "Ana", "P", "P", "A"]]
    found = read(xlsx(Log=rows))
    assert [r["date"] for r in found.tables["sessions"]] == [datetime(2026, 3, day) for day in (7, 14, 21)]
    assert "date-from-context" in codes(found)


def test_day_numbers_without_a_month_are_sessions_without_a_date() -> None:
    rows = [["Attendance"], ["No.", "Name", 7, 14, 21], [1, "Ana", "P", "P", "A"]]
    found = read(xlsx(Log=rows))
    assert [(r["date"], r["session_no"]) for r in found.tables["sessions"]] == [
        (None, "7"),
        (None, "14"),
        (None, "21"),
    ]
    assert "year-missing" in codes(found)


def test_one_person_twice_at_one_session_is_told() -> None:
    rows = [
        ["Date", "Activity", "Name", "Status"],
        ["2026-03-07", "W", "Ana", "Present"],
        ["2026-03-07", "W", "Ana", "Absent"],
    ]
    found = read(xlsx(Log=rows))
    assert "duplicate-rows" in codes(found)
    assert len(read(xlsx(Log=rows), duplicates="drop").tables["participation"]) == 1


def test_a_remark_under_a_day_is_not_repeated_anywhere() -> None:
    rows = [["Name", "2026-03-07", "2026-03-14"], ["Ana Cruz", "P", "see Canary Birdsong"]]
    found = read(xlsx(Log=rows))
    assert "anary" not in repr(found.issues) + repr([s.questions for s in found.reading.sheets])


def test_a_status_column_may_say_y_and_n() -> None:
    rows = [
        ["Date", "Program", "Name", "Present"],
        ["2026-03-07", "A", "Ana", "Y"],
        ["2026-03-07", "A", "Ben", "N"],
    ]
    assert [r["status"] for r in read(xlsx(Log=rows)).tables["participation"]] == ["present", "absent"]


@pytest.mark.parametrize(
    "legend",
    [
        "Legend: x = present, (blank) = absent",
        "x = Present   blank = Absent",
        "x-present; blank-absent",
        "Present: x, Absent: blank",
        "x – present; blank – absent",
        "x means present, blank means absent",
    ],
)
def test_a_legend_is_read_in_the_ways_people_write_it(legend: str) -> None:
    found = read(xlsx(Log=[[legend], *ROSTER]))
    statuses = [r["status"] for r in found.tables["participation"]]
    assert (statuses.count("present"), statuses.count("absent")) == (11, 4)


def test_an_attendee_log_reads_statuses_by_their_words() -> None:
    rows = [
        ["Date", "Activity", "Name", "Status"],
        ["2026-03-07", "Workshop A", "Learner 01", "Present"],
        ["2026-03-07", "Workshop A", "Learner 02", "No-show"],
        ["2026-03-07", "Workshop A", "Learner 03", "Tarde"],
    ]
    found = read(xlsx(Log=rows))
    assert [r["status"] for r in found.tables["participation"]] == ["present", "absent", "late"]
    assert len(dataset(xlsx(Log=rows)).tables["sessions"]) == 1


def test_marks_nobody_explained_are_unknown_and_asked_with_their_counts() -> None:
    """11 x and 4 blanks: no status before the librarian answers."""
    found = read(xlsx(Log=ROSTER))
    assert {r["status"] for r in found.tables["participation"]} == {"unknown"}
    questions = {q.id: q.text for q in sheet(found).questions}
    assert list(questions) == ["sheets.Log.marks.x", "sheets.Log.marks."]
    assert questions["sheets.Log.marks.x"].startswith("x appears 11 times, blank 4 times: which came?")
    assert "mark-unconfirmed" in codes(found)


def test_answered_marks_count_and_agree_with_the_sheets_own_total() -> None:
    found = read(xlsx(Log=ROSTER), marks={"x": "present", "": "absent"})
    statuses = [r["status"] for r in found.tables["participation"]]
    assert (statuses.count("present"), statuses.count("absent")) == (11, 4)
    assert not {"mark-unconfirmed", "totals-disagree"} & codes(found)


def test_marks_read_the_wrong_way_round_disagree_with_the_total() -> None:
    found = read(xlsx(Log=ROSTER), marks={"x": "absent", "": "present"})
    assert "totals-disagree" in codes(found)


def test_a_legend_in_the_sheet_explains_its_marks() -> None:
    rows = [
        ["P = present, A = absent, L = late"],
        ["Name", "2026-03-07", "2026-03-14"],
        ["Ana Cruz", "P", "L"],
        ["Ben Diaz", "A", "P"],
    ]
    found = read(xlsx(Log=rows))
    assert [r["status"] for r in found.tables["participation"]] == ["present", "absent", "late", "present"]
    assert "marks-from-legend" in codes(found)
    assert sheet(found).questions == ()


def test_days_without_a_year_ask_for_it_and_stay_apart_until_then() -> None:
    rows = [["Name", "7-Dec", "14-Dec", "4-Jan"], ["Ana Cruz", "P", "P", "P"]]
    assert len(dataset(xlsx(Log=rows)).tables["sessions"]) == 3
    assert [q.id for q in sheet(read(xlsx(Log=rows))).questions] == ["sheets.Log.year"]
    days = [r["date"] for r in read(xlsx(Log=rows), year=2026).tables["sessions"]]
    assert days == [datetime(2026, 12, 7), datetime(2026, 12, 14), datetime(2027, 1, 4)]


def test_a_sign_in_sheet_takes_its_day_from_the_title() -> None:
    rows = [
        ["READING WORKSHOP — 14 March 2026 — Municipal Library"],
        ["No.", "Name", "Sex", "Contact", "Signature"],
        [1, "Ana Cruz", "F", "0917 000", "x"],
        [2, "Ben Diaz", "M", "0917 001", "x"],
        [3, None, None, None, None],
    ]
    found = read(xlsx(Log=rows))
    people = found.tables["participation"]
    assert [(r["status"], r["date"], r["site"], r["program_id"]) for r in people] == [
        ("present", datetime(2026, 3, 14), "Municipal Library", "READING WORKSHOP")
    ] * 2
    assert {"personal-column-discarded", "blank-rows-skipped"} <= codes(found)


def test_a_name_leaves_the_reading_only_as_a_code() -> None:
    rows = [
        ["Date", "Activity", "Name", "Status"],
        ["2026-03-07", "Workshop", "Canary Birdsong", "Present"],
        ["2026-03-07", "Workshop", "Canary Birdsong", "who knows"],
    ]
    found = read(xlsx(Log=rows))
    kept = repr(found.tables) + repr(found.issues) + repr(found.reading)
    assert "Canary" not in kept
    assert "Birdsong" not in kept


def test_a_log_row_and_a_list_of_the_same_day_are_one_session() -> None:
    """18 typed in the log, 2 people on the list: one session with 18 visits, not two."""
    people = [
        ["Date", "Activity", "Name", "Status"],
        ["2026-03-07", "Story hour", "Ana Cruz", "Present"],
        ["2026-03-07", "Story hour", "Ben Diaz", "Absent"],
    ]
    made = dataset(xlsx(Log=LOG, People=people))
    held = made.tables["sessions"].query("status == 'held'")
    assert sorted(held["attended"]) == [18, 20]
    assert "session-matched" in codes(made)


def test_a_column_that_says_who_came_along_is_told_and_everybody_counts() -> None:
    rows = [
        ["Date", "Activity", "Name", "Role", "Status"],
        ["2026-03-07", "Story hour", "Learner 01", "Child", "Present"],
        ["2026-03-07", "Story hour", "Somebody 02", "Parent", "Present"],
    ]
    found = read(xlsx(March=rows))
    assert [(issue.cell, issue.heading) for issue in found.issues if issue.code == "people-mixed"] == [
        ("D2", "Role")
    ]
    assert len(found.tables["participation"]) == 2
    only = [[*row[:3], "Child", row[4]] for row in rows[1:]]
    assert "people-mixed" not in codes(read(xlsx(March=[rows[0], *only])))
