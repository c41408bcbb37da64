"""Lists of people in small messy sheets: rosters, attendee logs and sign-in sheets, marks and legends."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate
from tests.support.sheets import LOG, ROSTER, codes, dataset, number, read, sheet, xlsx


def test_counts_below_roster_are_excluded_but_child_named_total_counts() -> None:
    rows = [
        ["No.", "Name", "2026-03-07", "2026-03-14"],
        [1, "Ana", "P", "P"],
        [2, "Total", "A", "P"],
        [None, "Number present", 1, 2],
    ]
    people = read(xlsx(Log=rows)).tables["participation"]
    assert [r["status"] for r in people] == ["present", "absent", "present", "present"]


@pytest.mark.parametrize("heading", ["BOYS", "Absent"])
def test_heading_inside_a_roster_is_not_a_person(heading: str) -> None:
    rows = [["No.", "Name", "2026-03-07", "2026-03-14"], [None, heading, None, None], [1, "Ben", "P", "A"]]
    result = read(xlsx(Log=rows), marks={"": "absent"})
    assert [r["status"] for r in result.tables["participation"]] == ["present", "absent"]


def test_legend_in_separate_cells_below_a_roster_explains_its_marks() -> None:
    rows = [
        ["No.", "Name", "2026-03-07", "2026-03-14"],
        [1, "Ana", "x", None],
        [2, "Ben", "x", "x"],
        [],
        ["x", "Present"],
        ["blank", "Absent"],
    ]
    result = read(xlsx(Log=rows))
    assert sorted(r["status"] for r in result.tables["participation"]) == [
        "absent",
        "present",
        "present",
        "present",
    ]


def test_day_numbers_take_the_month_and_year_of_the_title() -> None:
    rows = [["Attendance for March 2026"], ["No.", "Name", 7, 14, 21], [1, "Ana", "P", "P", "A"]]
    result = read(xlsx(Log=rows))
    assert [r["date"] for r in result.tables["sessions"]] == [datetime(2026, 3, day) for day in (7, 14, 21)]
    assert "date-from-context" in codes(result)


def test_day_numbers_without_a_month_are_sessions_without_a_date() -> None:
    rows = [["Attendance"], ["No.", "Name", 7, 14, 21], [1, "Ana", "P", "P", "A"]]
    result = read(xlsx(Log=rows))
    assert [(r["date"], r["session_no"]) for r in result.tables["sessions"]] == [
        (None, "7"),
        (None, "14"),
        (None, "21"),
    ]
    assert "year-missing" in codes(result)


def test_duplicate_person_at_one_session_is_reported() -> None:
    rows = [
        ["Date", "Activity", "Name", "Status"],
        ["2026-03-07", "W", "Ana", "Present"],
        ["2026-03-07", "W", "Ana", "Absent"],
    ]
    result = read(xlsx(Log=rows))
    assert "duplicate-rows" in codes(result)
    assert len(read(xlsx(Log=rows), duplicates="drop").tables["participation"]) == 1


def test_remark_under_day_is_not_repeated_in_issues_or_questions() -> None:
    rows = [["Name", "2026-03-07", "2026-03-14"], ["Ana Cruz", "P", "see Canary Birdsong"]]
    result = read(xlsx(Log=rows))
    assert "anary" not in repr(result.issues) + repr([s.questions for s in result.reading.sheets])


def test_status_column_may_say_y_and_n() -> None:
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
        "CODES: (x) - Present; (blank) - Absent",
    ],
)
def test_legend_is_read_in_common_spellings(legend: str) -> None:
    result = read(xlsx(Log=[[legend], *ROSTER]))
    statuses = [r["status"] for r in result.tables["participation"]]
    assert (statuses.count("present"), statuses.count("absent")) == (11, 4)


def test_attendee_log_reads_statuses_by_their_words() -> None:
    rows = [
        ["Date", "Activity", "Name", "Status"],
        ["2026-03-07", "Workshop A", "Learner 01", "Present"],
        ["2026-03-07", "Workshop A", "Learner 02", "No-show"],
        ["2026-03-07", "Workshop A", "Learner 03", "Tarde"],
    ]
    result = read(xlsx(Log=rows))
    assert [r["status"] for r in result.tables["participation"]] == ["present", "absent", "late"]
    assert len(dataset(xlsx(Log=rows)).tables["sessions"]) == 1


def test_unexplained_marks_are_unknown_and_asked_with_their_counts() -> None:
    """11 x and 4 blanks: the status is unknown before the librarian answers."""
    result = read(xlsx(Log=ROSTER))
    assert {r["status"] for r in result.tables["participation"]} == {"unknown"}
    questions = {q.id: q.text for q in sheet(result).questions}
    assert list(questions) == ["sheets.Log.marks.x", "sheets.Log.marks.", "sheets.Log.program"]
    assert questions["sheets.Log.marks.x"].startswith("“x” appears 11 times, a blank 4 times.")
    assert "mark-unconfirmed" in codes(result)


def test_answered_marks_count_and_agree_with_the_total_row() -> None:
    result = read(xlsx(Log=ROSTER), marks={"x": "present", "": "absent"})
    statuses = [r["status"] for r in result.tables["participation"]]
    assert (statuses.count("present"), statuses.count("absent")) == (11, 4)
    assert not {"mark-unconfirmed", "totals-disagree"} & codes(result)


def test_marks_answered_the_wrong_way_round_disagree_with_the_total() -> None:
    result = read(xlsx(Log=ROSTER), marks={"x": "absent", "": "present"})
    assert "totals-disagree" in codes(result)


def test_legend_in_the_sheet_explains_its_marks() -> None:
    rows = [
        ["P = present, A = absent, L = late"],
        ["Name", "2026-03-07", "2026-03-14"],
        ["Ana Cruz", "P", "L"],
        ["Ben Diaz", "A", "P"],
    ]
    result = read(xlsx(Log=rows), program="Reading club")
    assert [r["status"] for r in result.tables["participation"]] == ["present", "absent", "late", "present"]
    assert "marks-from-legend" in codes(result)
    assert sheet(result).questions == ()


def test_dates_without_a_year_ask_for_it_and_stay_separate() -> None:
    rows = [["Name", "7-Dec", "14-Dec", "4-Jan"], ["Ana Cruz", "P", "P", "P"]]
    assert len(dataset(xlsx(Log=rows)).tables["sessions"]) == 3
    assert [q.id for q in sheet(read(xlsx(Log=rows), program="")).questions] == ["sheets.Log.year"]
    days = [r["date"] for r in read(xlsx(Log=rows), year=2026).tables["sessions"]]
    assert days == [datetime(2026, 12, 7), datetime(2026, 12, 14), datetime(2027, 1, 4)]


def test_sign_in_sheet_takes_its_date_from_the_title() -> None:
    rows = [
        ["READING WORKSHOP — 14 March 2026 — Municipal Library"],
        ["No.", "Name", "Sex", "Contact", "Signature"],
        [1, "Ana Cruz", "F", "0917 000", "x"],
        [2, "Ben Diaz", "M", "0917 001", "x"],
        [3, None, None, None, None],
    ]
    result = read(xlsx(Log=rows))
    people = result.tables["participation"]
    assert [(r["status"], r["date"], r["site"], r["program_id"]) for r in people] == [
        ("present", datetime(2026, 3, 14), "Municipal Library", "READING WORKSHOP")
    ] * 2
    assert {"personal-column-discarded", "blank-rows-skipped"} <= codes(result)


def test_imported_content_holds_no_names() -> None:
    rows = [
        ["Date", "Activity", "Name", "Status"],
        ["2026-03-07", "Workshop", "Canary Birdsong", "Present"],
        ["2026-03-07", "Workshop", "Canary Birdsong", "who knows"],
    ]
    result = read(xlsx(Log=rows))
    imported_text = repr(result.tables) + repr(result.issues) + repr(result.reading)
    assert "Canary" not in imported_text
    assert "Birdsong" not in imported_text


def test_log_row_and_list_of_one_day_are_one_session() -> None:
    """18 typed in the log, 2 people on the list: one session with 18 visits, not two."""
    people = [
        ["Date", "Activity", "Name", "Status"],
        ["2026-03-07", "Story hour", "Ana Cruz", "Present"],
        ["2026-03-07", "Story hour", "Ben Diaz", "Absent"],
    ]
    workspace_data = dataset(xlsx(Log=LOG, People=people))
    held_sessions = workspace_data.tables["sessions"].query("status == 'held'")
    assert sorted(held_sessions["attended"]) == [18, 20]
    assert "session-matched" in codes(workspace_data)


def test_role_column_is_reported_and_everyone_counts() -> None:
    rows = [
        ["Date", "Activity", "Name", "Role", "Status"],
        ["2026-03-07", "Story hour", "Learner 01", "Child", "Present"],
        ["2026-03-07", "Story hour", "Somebody 02", "Parent", "Present"],
    ]
    result = read(xlsx(March=rows))
    assert [(issue.cell, issue.heading) for issue in result.issues if issue.code == "people-mixed"] == [
        ("D2", "Role")
    ]
    assert len(result.tables["participation"]) == 2
    only_children = [[*row[:3], "Child", row[4]] for row in rows[1:]]
    assert "people-mixed" not in codes(read(xlsx(March=[rows[0], *only_children])))


def test_visits_with_a_partner_column_are_no_directory() -> None:
    """Partner and school are columns of the visit; each row is a person who came."""
    rows = [
        ["Date", "Program", "Location", "Partner", "Name", "Age", "School", "Status"],
        ["2026-03-07", "Story hour", "Main", "Hope Foundation", "Ana Cruz", 8, "Mabini ES", "Present"],
        ["2026-03-07", "Story hour", "Main", "Hope Foundation", "Ben Diaz", 9, "Mabini ES", "Present"],
        ["2026-03-14", "Story hour", "Main", "Rotary", "Ana Cruz", 8, "Mabini ES", "Absent"],
    ]
    for headings in (rows[0], ["Date", "", "Venue", "Partner", "Name", "Age", "School", "Kind"]):
        result = read(xlsx(Log=[headings, *rows[1:]]))
        assert sheet(result).layout == "attendee_log"
        assert len(result.tables["participation"]) == 3


def test_day_of_a_background_check_is_no_visit() -> None:
    rows = [["ROSTER"], ["Name", "Phone", "Background check"], ["Ana Cruz", "555-0101", "2026-03-07"]]
    assert read(xlsx(Log=[*rows, ["Ben Reyes", "555-0102", "2026-03-09"]])).tables == {}


FAMILIES = [
    ["Family night"],
    ["Date:", "March 7, 2026"],
    ["Name", "# of kids with you"],
    ["Ana Cruz", 2],
    ["Ben Reyes", None],
    ["Eva Lim", 1],
]


def test_children_who_came_along_are_visits_without_names() -> None:
    result = read(xlsx(Log=FAMILIES))
    keys = [row["person_key"] for row in result.tables["participation"]]
    assert (len(keys), keys.count(None)) == (6, 3)
    assert "sheets.Log.companions" in [question.id for question in sheet(result).questions]
    assert len(read(xlsx(Log=FAMILIES), companions="no").tables["participation"]) == 3


def test_adults_and_children_are_everyone_of_a_family() -> None:
    rows = [
        ["Family night, Thursday, October 16, 2025, 6:00 PM"],
        ["Family name", "# adults", "# kids"],
        ["Ambleforth", 1, 3],
        ["Cobblesworth", 2, 4],
        ["Lowbarrow", None, None],
    ]
    keys = [row["person_key"] for row in read(xlsx(Log=rows)).tables["participation"]]
    assert (len(keys), keys.count(None)) == (11, 10)


def test_namesakes_in_two_classes_on_a_day_are_two_people() -> None:
    """A namesake who is in another class on another day may have moved up."""
    rows: list[list[object]] = [["Date", "Name", "Std."]]
    rows += [["2026-04-01", "Anjali R.", 4], ["2026-04-01", "Anjali R.", 7], ["2026-04-01", "Basil J.", 5]]
    rows += [["2026-04-02", "Anjali R.", 7], ["2026-04-02", "Basil J.", 6]]
    result = read(xlsx(Register=rows))
    people = [row["person_key"] for row in result.tables["participation"]]
    assert len(set(people)) == 3
    assert people[1] == people[3]
    assert people[2] == people[4]
    assert "same-person-perhaps" in codes(result)


def test_day_without_a_year_is_carried_down_its_people() -> None:
    rows = [["Date", "Name", "Wanted help with"], ["Tues 4 Feb", "Joan Petrie", "email"]]
    rows += [[None, "Des Halloran", "iPad"], [None, "Lorna Quigg", "scam"]]
    rows += [["Tues 11 Feb", "Lorna Quigg", "email"], [None, "Joan Petrie", "email"]]
    people = read(xlsx(Log=rows)).tables["participation"]
    assert [row["session_no"] for row in people] == ["Tues 4 Feb"] * 3 + ["Tues 11 Feb"] * 2


def test_day_is_carried_below_its_ditto_marks() -> None:
    rows = [["Date", "Name", "Grade"], ["9/10/2026", "Jayden M", 6], ['"', "Kaylee R", 7]]
    rows += [[None, "Sofia P", 8], [None, "Zoe K", 10], ["9/17/2026", "Kaylee R", 7], ['"', "Zoe K", 10]]
    rows += [[None, "Aiden B", 6]]
    people = read(xlsx(Log=rows), date_order="month-first").tables["participation"]
    assert [row["date"].day for row in people] == [10] * 4 + [17] * 3


def test_blank_day_inside_a_dated_list_is_missing() -> None:
    rows = [["Date", "Name"], *([f"2026-09-{day}", f"Child {n}"] for day in (10, 17) for n in range(3))]
    rows[2] = [None, "Child 1"]
    people = read(xlsx(Log=rows)).tables["participation"]
    assert [row["date"] is None for row in people].count(True) == 1


def test_label_with_a_colon_below_a_list_is_no_person() -> None:
    rows: list[list[object]] = [["Date:", "August 16, 2025"]]
    rows += [["No.", "Name", "Age", "Sex", "Purok", "Signature"]]
    rows += [
        [1, "Abrenica, Jommel", 17, "M", "Purok 1", "sgd"],
        [2, "Bulaclac, Ysa", 16, "F", "Purok 1", "sgd"],
    ]
    rows += [[3], [], [None, "Male:", 1, None, "Female:", 1]]
    assert len(dataset(xlsx(Sheet1=rows)).tables["participation"]) == 2


def test_export_with_joined_headings_and_a_day_off() -> None:
    rows: list[list[object]] = [["StudentID", "LastName", "FirstName", "Activity", "SessionDate", "Status"]]
    people = [("S1", "Begaye", "Tanner", "Reading Club"), ("S2", "Drummond", "Kiara", "Reading Club")]
    for day, statuses in (
        ("02/03/2026", "Present Absent"),
        ("02/05/2026", "Present Present"),
        ("02/12/2026", ""),
    ):
        marks = statuses.split() or ["No Program"] * 2
        rows += [[*person, day, mark] for person, mark in zip(people, marks, strict=True)]
    tables = dataset(xlsx(Export=rows)).tables
    assert len(tables["sessions"]) == 2
    assert list(tables["participation"]["status"]) == ["present", "absent", "present", "present"]


def test_notice_below_a_logbook_is_no_person() -> None:
    rows: list[list[object]] = [["No.", "Date", "Name", "Age"], [1, "2025-09-01", "Jomar Lustre", 11]]
    rows += [[2, None, "Kyla Benitez", 9], [3, "2025-09-02", "Edison Tagle", 14], []]
    rows += [[None, None, "Sept 3 walang bantay, sarado (seminar sa munisipyo)"]]
    assert len(read(xlsx(Log=rows)).tables["participation"]) == 3


@pytest.mark.parametrize(("heading", "people"), [("Student ID", 3), ("Bus line", 6)])
def test_similar_names_with_the_same_number_are_one_person(heading: str, people: int) -> None:
    rows: list[list[object]] = [["Date", "Name", heading]]
    rows += [["2026-03-02", "Rosa Elena Medrano", 1042], ["2026-03-02", "Nguyen Thi Hoa", 1038]]
    rows += [
        ["2026-03-09", "rosa medrano", 1042],
        ["2026-03-09", "Hoa", 1038],
        ["2026-03-16", "Angel Medrano", 1042],
    ]
    rows += [["2026-03-16", "Rosa E. Medrano", 1042]]
    result = read(xlsx(Log=rows))
    assert len({row["person_key"] for row in result.tables["participation"]}) == people
    assert ("spelling-joined" in codes(result)) == (people == 3)
    shown = " ".join(str(issue.message) for issue in result.issues)
    assert not {"Medrano", "1042", "Hoa"} & set(shown.split())


@pytest.mark.parametrize(("status", "listed"), [("No program", 2), ("Holiday", 4)])
def test_only_a_session_that_was_not_held_is_excluded(status: str, listed: int) -> None:
    rows: list[list[object]] = [["Date", "Name", "Status"], ["2026-03-02", "Ana Cruz", "Present"]]
    rows += [
        ["2026-03-02", "Ben Uy", "Absent"],
        ["2026-03-09", "Ana Cruz", status],
        ["2026-03-09", "Ben Uy", status],
    ]
    assert len(read(xlsx(Log=rows)).tables["participation"]) == listed


@pytest.mark.parametrize("heading", ["Student ID", "Household ID"])
def test_family_with_one_number_remains_several_people(heading: str) -> None:
    rows: list[list[object]] = [["Date", "Name", heading]]
    rows += [["2026-03-02", "Cruz, Ana", 1042], ["2026-03-02", "Cruz, Ben", 1042]]
    rows += [["2026-03-09", "Cruz", 1042]] if heading == "Household ID" else []
    people = {row["person_key"] for row in read(xlsx(Log=rows)).tables["participation"]}
    assert len(people) == len(rows) - 1


def test_number_of_a_meeting_joins_no_names() -> None:
    names = ["Ana", "Ana Cruz", *(f"Visitor {letter}" for letter in "BCDEFGHIJKLMN")]
    rows: list[list[object]] = [["Date", "Name", "ID"], *(["2026-03-02", name, 86420] for name in names)]
    people = {row["person_key"] for row in read(xlsx(Log=rows)).tables["participation"]}
    assert len(people) == len(names)


@pytest.mark.parametrize("heading", ["DNI", "Cédula", "Documento"])
def test_names_joined_by_number_are_not_asked_about(heading: str) -> None:
    rows: list[list[object]] = [["Fecha", "Apellido y nombre", heading]]
    rows += [["2026-06-02", "Maidana, Ramón", 25890143], ["2026-06-02", "Bustos, Camila", 41220987]]
    rows += [["2026-06-03", "MAIDANA RAMON", 25890143], ["2026-06-03", "Bustos, Camila", 41220987]]
    result = read(xlsx(Log=rows))
    assert len({row["person_key"] for row in result.tables["participation"]}) == 2
    assert "similar-names" not in codes(result)


@pytest.mark.parametrize(
    ("times", "sessions"),
    [
        (["9:10", "10:00", "10:20", "9:05", "11:30"], 2),
        (["9:00", "10:00", "10:30", "9:00", "11:00"], 5),
        (["9:10", "9:10", "9:10", "14:20", "14:20"], 2),
    ],
)
def test_times_of_arrival_start_no_sessions(times: list[str], sessions: int) -> None:
    """Appointments at full quarters of an hour, and times that people share, do."""
    days = ["2026-06-02", "2026-06-02", "2026-06-02", "2026-06-03", "2026-06-03"]
    rows: list[list[object]] = [["Fecha", "Nombre completo", "Hora"]]
    people = ["Ana Cruz", "Ben Uy", "Cora Paz", "Dan Lim", "Eva Gil"]
    rows += [list(row) for row in zip(days, people, times, strict=True)]
    listed = read(xlsx(Sala=rows)).tables["participation"]
    assert len({(row["date"], row.get("start")) for row in listed}) == sessions


@pytest.mark.parametrize(
    ("places", "sessions"),
    [
        (["San Juan", "Poblacion", "Poblacion", "San Juan", "Sta. Cruz", "Poblacion"], 2),
        (["San Juan", "San Juan", "San Juan", "Poblacion", "Poblacion", "Poblacion"], 2),
        (["San Juan", "San Juan", "Poblacion", "Poblacion", "Poblacion", "Poblacion"], 3),
    ],
)
def test_homes_of_the_people_start_no_sessions(places: list[str], sessions: int) -> None:
    """Several people at each of several places on one day only, or one place a day, are sessions there."""
    rows: list[list[object]] = [["Petsa", "Pangalan", "Barangay"]]
    people = ["Ana Cruz", "Ben Uy", "Cora Paz", "Dan Lim", "Eva Gil", "Fe Go"]
    days = ["2026-06-02"] * 3 + ["2026-06-03"] * 3
    rows += [list(row) for row in zip(days, people, places, strict=True)]
    listed = read(xlsx(Log=rows)).tables["participation"]
    assert len({(row["date"], row.get("site")) for row in listed}) == sessions


def test_similar_names_leave_the_number_of_people_open() -> None:
    rows: list[list[object]] = [["Date", "Name"], ["2026-06-02", "Anna Reyes"], ["2026-06-03", "Ana Reyes"]]
    values = evaluate(dataset(xlsx(Log=rows)), as_of=date(2026, 7, 1))
    assert values.value_for("participants_unique").certainty == "partial"
    assert values.value_for("visits_per_participant").certainty == "partial"
    apart = dataset(xlsx(Log=rows), different_people=[["Anna Reyes", "Ana Reyes"]])
    people = evaluate(apart, as_of=date(2026, 7, 1)).value_for("participants_unique")
    assert (people.value, people.certainty) == (2, "at_least")


@pytest.mark.parametrize(
    "line", ["DAY {} – October {}, 2026", "Araw {}: October {}, 2026", "Session #{} - Oct {} 2026"]
)
def test_numbered_blocks_with_dates_are_sessions_of_their_own(line: str) -> None:
    block = [["No.", "Pangalan"], [1, "Ana Cruz"], [2, "Ben Uy"], [None, "Total: 2"]]
    rows = [["Reading camp"], *([line.format(1, 23)], *block, []), *([line.format(2, 24)], *block)]
    days = [row["date"] for row in read(xlsx(Attendance=rows)).tables["participation"]]
    assert [day.day for day in days] == [23, 23, 24, 24]


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("First time at our library?", ["Yes", "No"]),
        ("¿Es su primera vez aquí?", ["Sí", "No"]),
        ("Unang beses mo ba rito?", ["Oo", "Hindi"]),
    ],
)
def test_question_about_a_first_visit_is_read(question: str, answers: list[str]) -> None:
    rows: list[list[object]] = [["Date", "Name", question], ["2026-10-17", "Elena Duarte", answers[0]]]
    result = read(xlsx(Fair=[*rows, ["2026-10-17", "Becca Lund", answers[1]]]))
    assert [row["first_time"] for row in result.tables["participation"]] == ["yes", "no"]


@pytest.mark.parametrize("heading", ["Petsa ibinigay", "Date given", "Fecha de entrega"])
def test_days_on_which_things_were_given_are_no_visits(heading: str) -> None:
    rows: list[list[object]] = [["Name", "Books", heading], ["Liezl Dagohoy", 2, "2026-09-08"]]
    assert "participation" not in read(xlsx(Purok=[*rows, ["Marivic Uy", 1, "2026-09-09"]])).tables


@pytest.mark.parametrize("line", ["DAY {}", "Sesión {}", "Araw {}"])
def test_numbered_blocks_without_dates_are_sessions_too(line: str) -> None:
    block = [["No.", "Pangalan"], [1, "Ana Cruz"], [2, "Ben Uy"]]
    rows = [["Reading camp - Oct 3 2026"], [line.format(1)], *block, [], [line.format(2)], *block]
    listed = read(xlsx(Attendance=rows)).tables["participation"]
    assert len(listed) == 4
    assert len({(row["date"], row["session_no"]) for row in listed}) == 2


def test_dated_names_without_a_word_for_visits_are_asked_about() -> None:
    rows: list[list[object]] = [["Day", "Helper", "Snacks"], ["2026-09-12", "Ana Cruz", "buns"]]
    rows += [["2026-09-19", "Ben Reyes", "juice"], ["2026-09-26", "Cora Diaz", "fruit"]]
    rows[0][1] = "Name"
    assert "participation" not in read(xlsx(Saturdays=rows)).tables
    assert len(read(xlsx(Visitors=rows)).tables["participation"]) == 3


def test_people_who_take_turns_are_no_visitors() -> None:
    names = ["Ate Vangie", "Kuya Nonoy", "Ma'am Tess", "Jing", "Aling Belen"]
    rows: list[list[object]] = [["Sabado", "Meryenda", "Tubig", "Sundo sa bata", "Linis"]]
    rows += [[f"2026-09-{12 + n}", *(names[(n + k) % 5] for k in range(4))] for n in range(7)]
    assert "participation" not in read(xlsx(Log=rows)).tables


def test_list_below_a_notice_of_no_session_is_none() -> None:
    """The tab of another day was copied, and its names are still there."""
    rows: list[list[object]] = [
        ["SABADO BASA"],
        ["Petsa: Agosto 22, 2026"],
        ["*** WALANG SESSION - BAGYO ***"],
    ]
    rows += [["Blg.", "Pangalan", "Oras ng dating"], [1, "Aldrin P.", "8:09"], [2, "Bea C.", "8:17"]]
    result = read(xlsx(Sheet1=rows))
    assert "participation" not in result.tables
    assert [question.id for question in sheet(result, "Sheet1").questions][:1] == ["sheets.Sheet1.row_is"]
    named = read(xlsx(Sheet1=rows), row_is="person-at-session")
    assert len(named.tables["participation"]) == 2
    assert len(read(xlsx(Sheet1=[*rows[:2], *rows[3:]])).tables["participation"]) == 2


def test_lines_with_a_day_and_more_are_above_their_people() -> None:
    rows: list[list[object]] = [["Conversation Circle"], ["Thursday, October 1, 2026   Facilitator: Dana"]]
    rows += [
        ["#", "Name"],
        [1, "Ana Cruz"],
        [2, "Thuy Le"],
        [],
        ["Thursday, October 8, 2026   Facilitator: Phil"],
    ]
    rows += [["#", "Name"], [1, "Thuy Le"], [2, "Yonas T."], [3, "Rafiq N."]]
    days = [row["date"].day for row in read(xlsx(Sheet1=rows)).tables["participation"]]
    assert days == [1, 1, 8, 8, 8]


def test_heading_brought_by_counts_no_companions() -> None:
    rows = [["Date", "Name", "Age", "Brought by"], ["2026-03-07", "Ana Cruz", 9, "mother"]]
    rows += [["2026-03-07", "Ben Diaz", 7, "self"], ["2026-03-14", "Ana Cruz", 9, "mother"]]
    rows += [["2026-03-14", "Cora Uy", 8, "friend"]]
    result = read(xlsx(Club=[["Children who came"], *rows]))
    assert len(result.tables["participation"]) == 4
    assert "number-unreadable" not in codes(result)


def test_people_who_signed_up_did_not_sign() -> None:
    rows = [["Name", "Signed up", "Books finished"], ["Ana", "2026-06-03", 24], ["Ben", "2026-06-06", 8]]
    assert number(xlsx(Readers=rows), "attendance_total")[0] is None


@pytest.mark.parametrize("roles", [["F", "P", "P", "P"], ["Speaker", None, None, None]])
def test_role_of_a_helper_keeps_the_count_from_being_exact(roles: list[str | None]) -> None:
    names = ["Ana Cruz", "Ben Diaz", "Cora Uy", "Dan Lim"]
    people = [[n, name, role, "sgd"] for n, (name, role) in enumerate(zip(names, roles, strict=True), 1)]
    rows = [["Attendance Sheet 3 Oct 2026"], ["No.", "Name", "Role", "Signature"], *people]
    assert number(xlsx(Day=rows), "attendance_total") == (4, "partial")
    assert number(xlsx(Day=rows), "attendance_total", doubtful_rows="leave-out")[0] == 3


def test_helpers_below_a_list_are_asked_about() -> None:
    people = [[name, "JHS 1", "3:10", "✔"] for name in ("Ama Serwaa", "Kofi Adjei", "Esi Quansah")]
    rows = [["Homework club 12 Oct 2026"], ["Name", "Class", "Time in", "Sign"], *people]
    below = [[None], ["Helpers on duty"], ["Mr. Tetteh"]]
    assert number(xlsx(Day=[*rows, *below]), "attendance_total")[0] == 3


def test_host_of_an_online_meeting_is_asked_about() -> None:
    rows = [["Name (Original Name)", "Join Time", "Leave Time", "Duration (Minutes)"]]
    rows += [["Main Branch (Host)", "10/13/2026 06:25:10 PM", "10/13/2026 07:41:02 PM", 76]]
    rows += [
        [name, "10/13/2026 06:30:04 PM", "10/13/2026 07:40:30 PM", 70] for name in ("Ana Roe", "Ben Diaz")
    ]
    assert number(xlsx(Meeting=rows), "attendance_total") == (3, "at_most")
    assert number(xlsx(Meeting=rows), "attendance_total", doubtful_rows="leave-out")[0] == 2


@pytest.mark.parametrize("title", ["Leave letters received", "Justificantes", "Absentees"])
def test_list_of_absences_is_no_attendance(title: str) -> None:
    rows = [
        [title],
        ["Name", "Date", "Reason"],
        ["Ana Cruz", "2026-08-03", "fever"],
        ["Ben", "2026-08-05", "trip"],
    ]
    assert number(xlsx(Sheet1=rows), "attendance_total")[0] is None


def test_numbers_of_learners_with_a_mark_are_visits() -> None:
    rows = [["id_asistencia", "id_alumno", "id_grupo", "fecha_clase", "presente"]]
    marks = ["si", "no", "si", "si", "si", "no"]
    rows += [[n + 1, f"A000{n % 3}", "G1", f"2026-03-{7 + n // 3:02d}", m] for n, m in enumerate(marks)]
    people = read(xlsx(Hoja1=rows)).tables["participation"]
    assert [row["status"] for row in people].count("present") == 4
    assert len({row["person_key"] for row in people}) == 3


SIGNED_IN: list[list[object]] = [
    ["Creative Writing – Session 2   Date Tues 13 Oct 2026"],
    [None],
    ["Name", "Time in", "Remarks"],
    ["Aoife Brennan", "7.00", None],
    ["Declan Foley", "7.02", None],
    [None],
    ["Helpers / staff (not counted)"],
    ["Nuala (tutor)"],
]


def test_times_of_arrival_show_that_people_came() -> None:
    result = read(xlsx(**{"Sess 2": SIGNED_IN}))
    people = result.tables["participation"]
    assert {row["date"] for row in people} == {datetime(2026, 10, 13)}
    assert [row["row"] for row in people] == [
        4,
        5,
    ]  # the heading above row 8 says that helpers are not counted


def test_example_of_a_form_is_no_person() -> None:
    rows = [*SIGNED_IN[:3], ["e.g. Jane Doe", "7.00"]]
    assert not read(xlsx(Template=rows)).tables.get("participation")


def test_day_of_withdrawal_is_no_session() -> None:
    rows = [["N°", "NOMBRES", "Fecha Ingreso", "Fecha Retiro", "PIE"]]
    rows += [[n, name, "2025-03-05", day, "False"] for n, (name, day) in enumerate(WITHDRAWN, 1)]
    assert "participation.date" not in {
        m.field for m in read(xlsx(Asistencia=rows)).reading.sheets[0].mapping
    }


WITHDRAWN = [("ROCÍO ARAYA TORO", None), ("JUAN JOSÉ OLMOS", "2025-06-02"), ("JULIÁN MUÑOZ", "2025-08-14")]


def test_status_in_words_under_an_unknown_heading_outranks_remarks() -> None:
    rows = [["Petsa", "Pangalan", "Purok", "Katayuan", "Tala"]]
    statuses = ["Dumalo", "Wala", "Nahuli", "Wala", "Dumalo", "Dumalo"]
    notes = [None, "may sakit", None, None, None, None]
    for place, (status, note) in enumerate(zip(statuses, notes, strict=True)):
        rows.append([f"2026-10-{10 + 7 * (place // 3)}", f"Bata {'ABC'[place % 3]}", "Purok 1", status, note])
    people = read(xlsx(**{"Talaan ng Dumalo": rows})).tables["participation"]
    assert [row["status"] for row in people] == ["present", "absent", "late", "absent", "present", "present"]


@pytest.mark.parametrize("title", ["Members   Report date 13 Oct 2026", "Members, start date: 13 Oct 2026"])
def test_date_of_a_report_does_not_show_that_people_came(title: str) -> None:
    rows = [[title], [None], ["Name", "Phone"], ["Aoife Brennan", "555-0101"], ["Declan Foley", "555-0102"]]
    assert not read(xlsx(Sheet1=rows)).tables.get("participation")


def test_numbered_lines_with_a_date_begin_sessions() -> None:
    """Blocks of a sign-in list: "Session 2 | Date: ... | Book: ..."; the suspended one has no block."""
    heading = ["No.", "Nombre completo", "Colonia", "Firma"]
    rows: list[list[Any]] = [["Círculo de lectura"], []]
    for n, day in ((1, 14), (2, 21), (3, 28)):
        rows += [[f"Sesión {n}", f"Fecha: {day} de febrero de 2026", None, f"Libro: Tomo {n}"], heading]
        rows += [[1, "Rosa Tinoco", "Centro", "firma"], [2, "Eligio Barrón", "San Juan", "✓"]]
        rows += [[3, None, None, None], [4, None, None, None], []]
    rows += [["Sesión 4", "Fecha: 7 de marzo de 2026"], ["SE SUSPENDIÓ por lluvia"], []]
    rows += [["Sesión 5", "Fecha: 14 de marzo de 2026", None, "Libro: Tomo 5"], heading]
    rows += [[1, "Nayeli Ochoa", "La Loma", "firma"]]
    data = xlsx(Listas=rows)
    assert number(data, "sessions_held") == (4, "exact")
    assert number(data, "attendance_total")[0] == 7
    assert number(data, "participants_unique")[0] == 3


def test_status_of_people_not_listed_is_no_absence() -> None:
    rows = [
        ["Date", "Program", "Name", "Status"],
        ["2026-03-07", "Club", "Ana Cruz", "present"],
        ["2026-03-07", "Club", "Ben Uy", "ny"],
        ["2026-03-14", "Club", "Ana Cruz", "absent"],
        ["2026-03-14", "Club", "Ben Uy", "present"],
    ]
    result = read(xlsx(Log=rows), marks={"ny": "not-listed"})
    assert [row["status"] for row in result.tables["participation"]] == ["present", "absent", "present"]
    assert number(xlsx(Log=rows), "attendance_total", marks={"ny": "not-listed"}) == (2, "exact")


def test_same_person_twice_on_a_day_may_be_two_sessions() -> None:
    """Three rows of one day: kept, they are three visits of perhaps two sessions; dropped, two of one."""
    rows = [["Date", "Program", "Name", "Status"]]
    rows += [["2026-03-07", "Club", who, "present"] for who in ("Ana Cruz", "Ana Cruz", "Ben Uy")]
    data = xlsx(Log=rows)
    assert number(data, "attendance_total", duplicates="keep")[0] == 3
    assert number(data, "sessions_held", duplicates="keep") == (1, "partial")
    assert number(data, "attendance_total", duplicates="drop") == (2, "exact")
    assert number(data, "sessions_held", duplicates="drop") == (1, "exact")
