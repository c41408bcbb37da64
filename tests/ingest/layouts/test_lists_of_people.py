"""Who is on a list of people, who came according to its statuses, and which lines name no person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from libcollab_metrics.ingest.question_kinds import QUESTIONS
from libcollab_metrics.ingest.values.people import is_placeholder_name, is_section_heading
from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, dataset, imported, number, read, sheet, xlsx

DAY = datetime(2026, 3, 7)
TITLE = [["READING WORKSHOP — 14 March 2026 — Hall"], ["No.", "Name", "School", "Signature"]]
PEOPLE = [[1, "Ben C", "S", "x"], [2, "Ana R", "S", "x"]]


def attendee_list(heading: str, *cells: object) -> bytes:
    """A list with one person per cell, all at one session."""
    rows = [[DAY, "A", f"Learner {number:02}", cell] for number, cell in enumerate(cells, 1)]
    return xlsx(Log=[["Date", "Activity", "Name", heading], *rows])


def statuses(data: bytes, **answers: object) -> list[str]:
    return [row["status"] for row in read(data, **answers).tables["participation"]]


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("Attendance", ("Present", "Absent", "Late"), ["present", "absent", "late"]),
        ("Attendance", ("P", "A", "P"), ["present", "absent", "present"]),
        ("Attendance (P/A)", ("P", "A", None), ["present", "absent", "unknown"]),
        ("Attendance", (1, 0, 1), ["present", "unknown", "present"]),
        ("Status", ("P", "A", "P"), ["present", "absent", "present"]),
        ("Status", ("Present", "Cancelled", "Waitlisted"), ["present"]),
        ("Status", ("Present", "Registered", "expects to"), ["present", "unknown", "unknown"]),
        ("Remarks", ("Present", "Absent", "Present"), ["present", "absent", "present"]),
        ("Remarks", ("asistió", "faltó al bus", "ausente"), ["present", "unknown", "absent"]),
    ],
)
def test_column_of_status_words_or_marks_gives_attendance(
    heading: str, cells: tuple[object, ...], expected: list[str]
) -> None:
    result = read(attendee_list(heading, *cells))
    assert sheet(result).layout == "attendee_log"
    assert [row["status"] for row in result.tables["participation"]] == expected
    reason = next(mapped.reason for mapped in sheet(result).mapping if mapped.heading == heading)
    assert reason.startswith(("by its words: ", "by its marks"))
    assert len(dataset(attendee_list(heading, *cells)).tables["sessions"]) == 1


@pytest.mark.parametrize(
    ("heading", "legend", "cells", "expected"),
    [
        ("Asist.", "S = vino, NS = no vino, AV = avisó", "S NS AV", ["present", "absent", "excused"]),
        ("Attend.", "C = came; G = gave notice", "C G C", ["present", "excused", "present"]),
        ("Dumalo (D/L)", "D = dumalo, L = lumiban", "D D L", ["present", "present", "absent"]),
        ("Pres.", "", "Yes No Yes", ["present", "absent", "present"]),
        ("Asist.", "", "V NV V", ["unknown"] * 3),
    ],
)
def test_codes_below_an_abbreviated_heading_are_who_came(
    heading: str, legend: str, cells: str, expected: list[str]
) -> None:
    rows = [[DAY, f"Learner {number:02}", cell] for number, cell in enumerate(cells.split(), 1)]
    result = read(xlsx(Log=[["Tutoring", legend], [], ["Date", "Name", heading], *rows]))
    assert [row["status"] for row in result.tables["participation"]] == expected
    asked = [question.id for question in sheet(result).questions if ".marks." in question.id]
    assert asked == (["sheets.Log.marks.nv", "sheets.Log.marks.v"] if "unknown" in expected else [])


def test_longer_words_below_an_abbreviated_heading_are_no_marks() -> None:
    assert statuses(attendee_list("Asist.", "con su tía", "sola", "con Beto")) == ["present"] * 3


@pytest.mark.parametrize("cells", [("brings a chair", "late", None), ("late", None, None), ("✓", None, None)])
def test_remarks_without_statuses_leave_everyone_present(cells: tuple[object, ...]) -> None:
    assert statuses(attendee_list("Remarks", *cells)) == ["present"] * 3


def test_head_count_next_to_a_name_stays_a_count() -> None:
    result = read(attendee_list("Attendance", 18, 1, "about 20"))
    assert (sheet(result).layout, [row["attended"] for row in result.tables["sessions"]]) == (
        "session_log",
        [18, 1, 20],
    )


@pytest.mark.parametrize(("heading", "no"), [("Status", "check"), ("Remarks", "notes.text")])
def test_doubtful_column_is_asked_about_and_the_answer_is_used(heading: str, no: str) -> None:
    data = attendee_list(heading, "P", "A", "P")
    (question, *_) = sheet(read(data)).questions
    assert (question.id, question.default) == (f"sheets.Log.mapping.{heading}", "participation.status")
    for choice, expected in (
        ("participation.status", ["present", "absent", "present"]),
        (no, ["present"] * 3),
    ):
        result = read(data, mapping={heading: choice}, list_complete="no")
        assert [row["status"] for row in result.tables["participation"]] == expected
        assert sheet(result).questions == ()


def test_unexplained_marks_are_asked_with_counts_and_without_names() -> None:
    result = read(attendee_list("Present", "x", None, "x", "c/o Luz Tantoco", "registered"))
    questions = {question.id: question.text for question in sheet(result).questions}
    assert list(questions) == [f"sheets.Log.marks.{mark}" for mark in ("other text", "registered", "x", "")]
    assert "“x” 2 times" in questions["sheets.Log.marks.x"]
    assert "D5" in questions["sheets.Log.marks.other text"]
    assert "antoco" not in repr(result.issues) + repr(result.reading)
    assert "mark-unconfirmed" in codes(result)
    answered = {"x": "present", "": "absent", "registered": "absent", "other text": "late"}
    assert statuses(
        attendee_list("Present", "x", None, "x", "c/o Luz Tantoco", "registered"), marks=answered
    ) == [
        "present",
        "absent",
        "present",
        "late",
        "absent",
    ]


def test_legend_explains_the_marks_of_a_list() -> None:
    data = xlsx(
        Log=[
            ["x = present, o = absent"],
            ["Date", "Activity", "Name", "Present"],
            [DAY, "A", "Ana", "x"],
            [DAY, "A", "Ben", "o"],
        ]
    )
    assert statuses(data) == ["present", "absent"]
    assert "marks-from-legend" in codes(read(data))


@pytest.mark.parametrize(
    "name",
    [
        "MALE",
        "Mujeres",
        "Teachers:",
        "Grade 4 - Rizal:",
        "*** nothing follows ***",
        "n/a",
        "none",
        "-",
        "x-x-x",
        "-do-",
        "〃",
        "(wala)",
    ],
)
@pytest.mark.parametrize("number", [None, 3])
def test_placeholder_line_is_excluded_and_reported(name: str, number: int | None) -> None:
    result = read(xlsx(Log=[*TITLE, PEOPLE[0], [number, name], PEOPLE[1]]))
    assert len(result.tables["participation"]) == 2
    assert sheet(result).rows_left_out == 1
    assert {"row-without-data", "row-left-out", "blank-rows-skipped"} & codes(result)


def test_names_similar_to_placeholders_are_people() -> None:
    names = ["Ana Wala", "Lee, None", "Nona", "Maleah", "X. Cruz"]
    assert not [name for name in names if is_placeholder_name(name) or is_section_heading(name)]
    split_names = xlsx(
        Log=[
            ["Date", "Activity", "First Name", "Last Name"],
            [DAY, "A", "Mark", "Do"],
            [DAY, "A", "Mark", "Na"],
            [DAY, "A", "Mark", "n/a"],
        ]
    )
    assert len({row["person_key"] for row in read(split_names).tables["participation"]}) == 3


def test_person_present_without_a_name_is_a_guest() -> None:
    rows = read(
        xlsx(
            Log=[
                ["Date", "Activity", "Name", "Status"],
                [DAY, "A", "Ana", "Present"],
                [DAY, "A", "n/a", "Present"],
            ]
        )
    ).tables["participation"]
    assert [row["person_key"] is None for row in rows] == [False, True]


@pytest.mark.parametrize(
    "title", ["Prepared by:", "Noted by", "Inihanda ni:", "Elaborado por:", "Certified correct:"]
)
def test_signatories_below_the_list_are_excluded(title: str) -> None:
    block = [[None, title], [None, "LUZ TAN"], [None, "Librarian II"]]
    result = read(xlsx(Log=[*TITLE, *PEOPLE, [], *block]))
    assert len(result.tables["participation"]) == 2
    (left,) = [issue for issue in result.issues if issue.code == "row-without-data"]
    assert (left.count, left.value) == (3, "")
    two = [[None, title, "Approved by:"], [None, "LUZ TAN", "NENA UY"]]
    assert len(read(xlsx(Log=[*TITLE, *PEOPLE, *two])).tables["participation"]) == 2
    assert (
        len(read(xlsx(Log=[*TITLE, *PEOPLE, *block, [3, "Cita D", "S", "x"]])).tables["participation"]) == 3
    )


def test_two_spellings_of_one_person_are_reported_by_row() -> None:
    rows = [
        ["Date", "Activity", "Name", "Status"],
        [DAY, "A", "Dela Cruz, Juan Jr.", "Present"],
        [datetime(2026, 3, 14), "A", "JUAN JR DELA CRUZ", "Present"],
        [datetime(2026, 3, 21), "A", "Dela Cruz, Juan Jr.", "Present"],
    ]
    result = read(xlsx(Log=rows))
    assert len({row["person_key"] for row in result.tables["participation"]}) == 1
    (joined,) = [issue for issue in result.issues if issue.code == "spelling-joined"]
    assert (joined.severity, joined.cells, joined.count) == ("assumption", ("C3",), 1)
    assert "row 2" in joined.message
    assert "cruz" not in repr(joined).casefold()
    assert "spelling-joined" not in codes(read(xlsx(Log=rows[:2])))


@pytest.mark.parametrize("headings", [("Date of session", "Attendee name"), ("Date", "Name of participant")])
def test_these_headings_make_a_list_of_people(headings: tuple[str, str]) -> None:
    result = read(xlsx(Log=[[headings[0], "Activity", headings[1]], [DAY, "A", "Ana"]]))
    assert (sheet(result).layout, len(result.tables["participation"])) == ("attendee_log", 1)


def test_list_in_two_blocks_of_columns_is_read_whole() -> None:
    rows = [
        ["ATTENDANCE SHEET"],
        ["Date: March 7, 2026"],
        ["No.", "Pangalan", "Lagda", "No.", "Pangalan", "Lagda"],
        [1, "Abella, Grace", "(sgd)", 3, "Ocampo, Virgie", "(sgd)"],
        [2, "Bautista, Joel", "(sgd)", 4, None, None],
    ]
    people = imported(xlsx(A=rows), "sheet.xlsx").tables["participation"]
    assert people["status"].tolist() == ["present"] * 3
    assert people["date"].dt.date.astype(str).unique().tolist() == ["2026-03-07"]


def test_remarks_among_names_are_no_people() -> None:
    rows = [
        ["Petsa", "Pangalan", "Paaralan", "Oras ng dating"],
        ["2026-03-07", "Ana Cruz", "Rizal ES", "9:00"],
        ["2026-03-07", "Ben Reyes", "Mabini ES", "9:10"],
        ["2026-03-14", "no session - typhoon", None, None],
        [None, "Kabuuang dumalo: 2", None, None],
        [None, "Tagapagbantay: Ate Mhel", None, None],
        [None, "__________________", None, None],
        [None, "Genaro Huillca", None, None],
    ]
    file = imported(xlsx(A=rows), "sheet.xlsx")
    assert len(file.tables["participation"]) == 2
    assert (
        file.tables["participation"].get("site") is None or file.tables["participation"]["site"].isna().all()
    )


def test_blocks_of_a_list_have_the_days_above_them() -> None:
    """Three blocks under their own dates, and a date without a meeting: 2 + 1 + 2 visits on three days."""
    heads = ["#", "Print Name", "Town"]
    rows = [
        ["CRAFT CIRCLE - please sign in"],
        ["Date: Tues. 3/5/2024"],
        heads,
        [1, "Dorothy Kessler", "Main"],
        [2, "Bill Amundsen", "Main"],
        ["Date: Tues. 3/12/2024"],
        heads,
        [1, "Dorothy Kessler", "Main"],
        [2, None, None],
        ["Date: 3/19/2024   NO MEETING - ice storm"],
        ["Date: Tuesday, March 26, 2024"],
        heads,
        [1, "Bill Amundsen", "Main"],
        [2, "Joan Fitch", "Main"],
    ]
    result = read(xlsx(Log=rows))
    days = [row["date"].date().isoformat() for row in result.tables["participation"]]
    assert days == ["2024-03-05", "2024-03-05", "2024-03-12", "2024-03-26", "2024-03-26"]
    assert "row-left-out" not in codes(result)
    assert "duplicate-rows" not in codes(result)
    assert "date-order-assumed" in codes(result)
    undated = [*rows[:5], ["Date: March 12"], *rows[6:8]]
    undated[1] = ["Please sign"]
    result = read(xlsx(Log=undated), row_is="person-at-session")
    assert {row["date"] for row in result.tables["participation"] if row["row"] > 6} == {None}
    assert "year-missing" in codes(result)


def test_lines_with_a_weekday_date_the_names_below_them() -> None:
    heads = ["No.", "Name", "Class"]
    rows = [
        ["Saturday 1 February 2025 - STORY HOUR"],
        heads,
        [1, "Brian Otieno", "Std 3"],
        [2, "Joy Mwangi", "Std 2"],
    ]
    rows += [["Total today", None, "2 children"], [], ["Saturday 8 February 2025 - heavy rain, nobody"], []]
    rows += [["Saturday 15 February 2025 - STORY HOUR"], heads, [1, "Brian Otieno", "Std 3"]]
    result = read(xlsx(Names=rows))
    days = [row["date"].date().isoformat() for row in result.tables["participation"]]
    assert days == ["2025-02-01", "2025-02-01", "2025-02-15"]


FORM = [["#", "Date", "Name", "Purpose"], [1, "2026-03-07", "Rosa Lim", "research"]]


@pytest.mark.parametrize(
    "example",
    [
        ["e.g.", "2026-01-01", "Juan Cruz", "research"],
        ["Hal.", "2026-01-01", "Juan Cruz", "research"],
        [None, "mm/dd/yyyy", "Juan Cruz", "research"],
        [None, "DD-MM-AAAA", "Juan Cruz", "research"],
        [None, "día/mes/año", "Juan Cruz", "research"],
        [None, "2026-01-01", "Juan Cruz", "p. ej."],
    ],
)
def test_example_row_is_no_visit(example: list[object]) -> None:
    result = read(xlsx(Log=[FORM[0], example, *FORM[1:]]))
    assert [row["row"] for row in result.tables["participation"]] == [3]
    (reported,) = [issue for issue in result.issues if issue.code == "example-row-skipped"]
    assert (reported.cell, reported.count) == ("A2", 1)


def test_person_with_a_short_name_is_no_example() -> None:
    rows = [*FORM, [2, "2026-03-07", "Eg Dominguez", "sample"], [3, "2026-03-14", "Dia", "mm"]]
    assert len(read(xlsx(Log=rows)).tables["participation"]) == 3


@pytest.mark.parametrize(
    ("above", "site"),
    [
        (["Library: ________", None, "Month: ______ 20__"], None),
        (["Library: __Main__"], "Main"),
        (["Library:", "Main"], "Main"),
        (["Library: ________", "Main"], "Main"),
    ],
)
def test_blank_to_fill_in_is_no_place(above: list[object], site: str | None) -> None:
    rows = read(xlsx(Log=[["Daily log of clients"], above, [], *FORM])).tables["participation"]
    assert [row.get("site") for row in rows] == [site]


@pytest.mark.parametrize(
    "heading",
    [
        "Vence",
        "Fecha de inscripción",
        "Valid until",
        "Expiry date",
        "Date joined",
        "Member since",
        "Petsa ng kapanganakan",
        "Renewal date",
        "Last visit",
    ],
)
@pytest.mark.parametrize("title", [[], [["Members of the library"], []]])
def test_day_of_membership_is_no_visit(heading: str, title: list[list[str]]) -> None:
    rows = [["Card", "Name", heading], [7, "Rosa Lim", "2026-03-07"], [9, "Ben Diaz", "2026-03-21"]]
    result = read(xlsx(Log=[*title, *rows]))
    assert not len(result.tables.get("participation", []))
    assert "sheets.Log.row_is" in {question.id for question in sheet(result).questions}
    answered = read(xlsx(Log=[*title, *rows]), row_is="person-at-session")
    assert {row["date"] for row in answered.tables["participation"]} == {None}


def days_of_list(*days: str | None) -> tuple[list[int | None], set[str]]:
    """Return the day of the month of each row of a log of people, and the issues raised."""
    rows = [[day, f"Learner {number:02}", "PC 2"] for number, day in enumerate(days, 1)]
    result = read(xlsx(Log=[["Date", "Name", "Computer"], *rows]))
    found = [row["date"] and row["date"].day for row in result.tables["participation"]]
    return found, codes(result)


def test_day_written_once_holds_for_the_rows_below_it() -> None:
    days, issues = days_of_list("2026-03-07", None, None, "2026-03-09", None, "2026-03-10", None)
    assert days == [7, 7, 7, 9, 9, 10, 10]
    assert "date-from-context" in issues
    assert "date-missing" not in issues


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ((None, "2026-03-07", None, None), [None, 7, None, None]),
        (("2026-03-07", None, "2026-03-08", "2026-03-09"), [7, None, 8, 9]),
        (("2026-03-07", None, None, "2026-03-07", None), [7, None, None, 7, None]),
        (("2026-03-09", None, None, "2026-03-07", None), [9, None, None, 7, None]),
        (("2026-03-07", None, None, "soon", None), [7, None, None, None, None]),
    ],
)
def test_blank_day_stays_unknown_unless_each_is_written_once(
    written: tuple[str | None, ...], expected: list[int | None]
) -> None:
    days, issues = days_of_list(*written)
    assert days == expected
    assert "date-missing" in issues


def test_notice_of_a_closed_day_is_no_person() -> None:
    rows = [
        ["Homework club, February 2026"],
        ["Date", "Student", "Grade"],
        ["Mon 2/2", "Learner 01", 4],
        [None, "Learner 02", 5],
        ["Mon 2/16", "PRESIDENTS DAY - CLOSED", None],
        ["Wed 2/18", "Learner 01", 4],
        [None, "Holiday, Ana", 4],
    ]
    result = read(xlsx(Log=rows))
    assert [(row["date"].day, row["row"]) for row in result.tables["participation"]] == [
        (2, 3),
        (2, 4),
        (18, 6),
        (18, 7),
    ]
    assert [(i.cell, i.message) for i in result.issues if i.code == "row-without-data"] == [
        ("A5", "says that there was no session")
    ]


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("AUTHOR TALK - please sign in! Thursday, October 9, 2025, 6:30 pm", 9),
        ("Municipal Library, August 16, 2025 (Saturday), 9 AM - 12 NN", 16),
        ("Members of the Saturday club as of March 1, 2026", None),
        ("Saturday club, March 7, 2026 and March 14, 2026", None),
    ],
)
def test_day_with_a_weekday_or_hour_dates_the_session(title: str, day: int | None) -> None:
    rows = [[title], [], ["No.", "Name", "Zip"], [1, "Ana Cruz", 54481], [2, "Ben Diaz", 54482]]
    found = read(xlsx(List=rows)).tables.get("participation", ())
    assert [row["date"].day for row in found] == ([] if day is None else [day, day])


def test_homes_and_counts_below_a_list_are_no_sessions() -> None:
    rows = [
        ["WORKSHOP"],
        ["Municipal Library, August 16, 2025 (Saturday), 9 AM"],
        ["No.", "Last name", "First name", "Barangay", "Attended?"],
        [1, "Abad", "Rowena", "Poblacion", "Yes"],
        [2, "Bacani", "Ferdinand", "San Isidro", "No"],
        [],
        ["WALK-INS"],
        [1, "Valdez", "Rogelio", "Sta. Cruz", "Yes"],
        [],
        [None, "Registered", 2],
        [None, "Came", 1],
    ]
    result = read(xlsx(Log=rows))
    assert [(r["row"], r["status"]) for r in result.tables["participation"]] == [
        (4, "present"),
        (5, "absent"),
        (8, "present"),
    ]
    assert len(dataset(xlsx(Log=rows)).tables["sessions"]) == 1


def test_people_without_a_day_of_registration_walked_in() -> None:
    rows = [
        ["WORKSHOP, August 16, 2025 (Saturday)"],
        ["No.", "Name", "Registered on", "Attended?"],
        [1, "Learner 01", "Aug 4", "Yes"],
        [2, "Learner 02", "Aug 5", "No"],
        [3, "Learner 03", "Aug 5", "Yes"],
        ["WALK-INS"],
        [1, "Learner 04", None, "Yes"],
    ]
    found = dataset(xlsx(List=rows))
    values = evaluate(found, as_of=date(2026, 12, 1), metrics=["show_up_rate", "attendance_total"])
    assert values.values_for("show_up_rate")[0].value == pytest.approx(2 / 3)
    assert values.values_for("attendance_total")[0].value == 3


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        ("Waiting list - coding club", ["Date", "Name", "Age"]),
        ("New members, March", ["Date", "Name", "Card no."]),
        ("March", ["Date", "Name", "Due"]),
        ("March", ["Date", "Name", "Children"]),
        ("March", ["Date", "Name", "Reading score"]),
    ],
)
def test_list_by_another_day_is_not_counted_unasked(title: str, headings: list[str]) -> None:
    rows: list[list[object]] = [[title], headings, [DAY, "Ana Cruz", 8], [DAY, "Ben Uy", 9]]
    found = read(xlsx(Log=rows))
    assert sheet(found).layout == "unknown"
    assert "participation" not in found.tables
    plain = read(xlsx(Log=[["March"], ["Date", "Name", "Age"], *rows[2:]]))
    assert len(plain.tables["participation"]) == 2


def test_day_without_session_is_no_person() -> None:
    rows: list[list[object]] = [["Petsa", "Pangalan", "Baitang"], [DAY, "Ana Cruz", "G4"]]
    rows += [[datetime(2026, 3, 8), "WALANG TUTORIAL - suspendido ang klase, signal no. 1", None]]
    assert len(read(xlsx(Log=rows)).tables["participation"]) == 1


@pytest.mark.parametrize("notice", ["NO TUTORIAL - brownout", "Walang aralin (baha)"])
def test_words_for_what_was_not_held_are_no_person(notice: str) -> None:
    rows: list[list[object]] = [["Date", "Name", "Grade"], [DAY, "Ana Cruz", 3], [DAY, "Ben Uy", 4]]
    rows += [[datetime(2026, 3, 14), notice, None], [datetime(2026, 3, 21), "Ana Cruz", 3]]
    data = xlsx(Log=rows)
    assert len(read(data).tables["participation"]) == 3
    assert number(data, "sessions_held") == (2, "exact")


def test_label_in_place_of_a_number_is_no_person() -> None:
    rows = [*TITLE, *PEOPLE, ["Resource speaker:", "Dr. Honorata Villamin", None, None]]
    assert len(read(xlsx(Log=rows)).tables["participation"]) == 2


@pytest.mark.parametrize(("stated", "visits", "reported"), [(2, 2, False), (3, 3, False), (7, 3, True)])
def test_stated_total_decides_about_unsigned_names(stated: int, visits: int, reported: bool) -> None:
    rows = [*TITLE, *PEOPLE, [3, "Carla Sy", "S", None], [], ["Total present:", None, stated]]
    found = read(xlsx(Log=rows))
    assert len(found.tables["participation"]) == visits
    assert ("signature-missing" in codes(found)) == reported


@pytest.mark.parametrize(("answer", "visits"), [(None, 3), ("count", 3), ("leave-out", 2)])
def test_answer_decides_about_unsigned_names(answer: str | None, visits: int) -> None:
    answers = {} if answer is None else {"unsigned": answer}
    found = read(xlsx(Log=[*TITLE, *PEOPLE, [3, "Carla Sy", "S", None]]), **answers)
    assert len(found.tables["participation"]) == visits
    assert ("signature-missing" in codes(found)) == (answer is None)
    asked = [question.text for question in sheet(found).questions]
    assert (QUESTIONS["unsigned"].text in asked) == (answer is None)


def test_title_gives_the_day_behind_its_number() -> None:
    rows = [["ATTENDANCE – Day 1, May 11, 2026"], TITLE[1], *PEOPLE]
    days = read(xlsx(Log=rows)).tables["participation"].column("date")
    assert {*days} == {datetime(2026, 5, 11)}


def test_words_for_the_sheet_name_no_program() -> None:
    rows = [["SUMMER READING CAMP"], ["ATTENDANCE – Day 1, May 11, 2026"], TITLE[1], *PEOPLE]
    assert {*read(xlsx(Log=rows)).tables["participation"].column("program_id")} == {None}


def test_surname_like_a_holiday_is_a_person() -> None:
    rows: list[list[object]] = [["Date", "Name"], [DAY, "Holiday, Ana - Gr 4"], [DAY, "Ben Uy"]]
    assert len(read(xlsx(Log=rows)).tables["participation"]) == 2


@pytest.mark.parametrize(
    ("tab", "heading"),
    [("Inscriptos", "Marca de fecha"), ("Sign-ups", "Date"), ("Members", "Petsa ng pagsali")],
)
def test_days_of_joining_a_list_are_no_visits(tab: str, heading: str) -> None:
    rows: list[list[object]] = [[heading, "Nombre", "Edad"]]
    rows += [[datetime(2026, 6, 22 + n, 9, 5), f"Learner {n:02}", 8] for n in range(4)]
    assert "participation" not in read(xlsx(**{tab: rows})).tables


@pytest.mark.parametrize("label", ["Bilang ng Frustration", "Number of girls", "No. of readers"])
def test_number_of_some_learners_is_no_learner(label: str) -> None:
    rows: list[list[object]] = [["No.", "Name", "Pre-test", "Post-test"]]
    rows += [[n, f"Learner {n:02}", 10 + n, 12 + n] for n in range(1, 5)]
    found = read(xlsx(Scores=[*rows, [None, label, 3, 1]]))
    assert len({row["respondent_key"] for row in found.tables["outcomes"]}) == 4


SURNAMES = [
    ("Barrientos", "Covarrubias", "Valeria"),
    ("Barrientos", "Olvera", "Valeria"),
    ("Paz", "Cruz", "Bea"),
]


@pytest.mark.parametrize(
    "headings",
    [
        ["Apellido paterno", "Apellido materno", "Nombre(s)"],
        ["Ap. paterno", "Ap. materno", "Nombre"],
        ["1er apellido", "2do apellido", "Nombres"],
        ["Last name", "Middle name", "First name"],
        ["Apelyido", "Gitnang pangalan", "Pangalan"],
    ],
)
def test_three_parts_of_a_name_make_one_person(headings: list[str]) -> None:
    """Two people who share a surname and a first name are two people."""
    rows: list[list[object]] = [["Taller"], ["Fecha", *headings]]
    rows += [[f"2026-09-{day:02}", *name] for day in (1, 8) for name in SURNAMES]
    assert number(xlsx(Hoja=rows), "participants_unique")[0] == 3
    split = read(xlsx(Hoja=rows)).tables["participation"]
    is_middle = headings[1] in ("Middle name", "Gitnang pangalan")
    full = [
        f"{first} {second} {last}" if is_middle else f"{first} {last} {second}"
        for last, second, first in SURNAMES
    ]
    rows = [["Taller"], ["Fecha", "Nombre completo"], *(["2026-09-01", name] for name in full)]
    whole = read(xlsx(Hoja=rows)).tables["participation"]
    assert {row["person_key"] for row in whole} == {row["person_key"] for row in split}


@pytest.mark.parametrize(
    "day", ["Date of Regn.", "Petsa ng paglista", "Fecha de inscripción", "Enrolled on (date)"]
)
def test_days_of_joining_are_no_sessions(day: str) -> None:
    rows: list[list[object]] = [["Vacation reading club"], ["No.", day, "Name of child", "Age"]]
    rows += [[n, f"2026-04-{n:02}", f"Child {'ABCDEF'[n]} Reyes", 9] for n in range(1, 6)]
    result = read(xlsx(Club=rows))
    assert "participation" not in result.tables
    assert [question.id.rpartition(".")[2] for question in result.reading.sheets[0].questions][:1] == [
        "row_is"
    ]


def test_relief_goods_signed_for_are_no_attendance() -> None:
    rows: list[list[object]] = [
        ["RELIEF DISTRIBUTION SHEET"],
        ["No.", "Name of family head", "Food packs", "Signature"],
    ]
    rows += [[n, f"{'ABCDEF'[n]}na Cruz", 1, "/"] for n in range(1, 6)]
    assert "participation" not in read(xlsx(Purok=rows)).tables


def test_day_when_a_person_started_is_no_visit() -> None:
    rows: list[list[object]] = [["Student ID", "First & last name", "Grade", "Started", "Reads at home in"]]
    rows += [
        [f"HT-{116 + n}", f"{name} Coleman", 4, f"2026-02-0{2 + n % 2}", "English"]
        for n, name in enumerate(("Sophia", "Eli", "Carter", "Ava"))
    ]
    assert "participation" not in read(xlsx(Roster=rows)).tables


def test_log_of_numbers_with_marks_names_its_people() -> None:
    rows: list[list[object]] = [["Date", "Student ID", "Status", "Min.", "Book"]]
    for day in ("2026-02-02", "2026-02-09"):
        rows += [
            [day, f"HT-{116 + n}", "A" if n == 1 else "P", None if n == 1 else 40, "Biscuit"]
            for n in range(5)
        ]
    found = dataset(xlsx(Log=rows))
    figures = evaluate(found, metrics=["attendance_total", "participants_unique"], as_of=date(2026, 12, 1))
    assert [value.value for value in figures.values] == [8, 4]


def test_log_of_codes_with_times_names_its_people() -> None:
    rows: list[list[object]] = [["date", "ID", "in", "out", "helper"]]
    for day in ("2026-09-15", "2026-09-22"):
        rows += [[day, f"HC-0{11 + n}", "15:05", "17:30", "RM"] for n in range(4)]
    rows += [["2026-09-29", "hc-011", "15:45", "17:00", "TK"]]
    found = evaluate(
        dataset(xlsx(Log=rows)), metrics=["attendance_total", "participants_unique"], as_of=date(2026, 12, 1)
    )
    assert [value.value for value in found.values] == [9, 4]


def test_line_that_begins_with_walang_names_no_person() -> None:
    rows: list[list[object]] = [["Petsa", "Pangalan", "Edad"], ["2026-09-12", "Janelle Yambao", 9]]
    rows += [[None, "Hazel Espiritu", 6], ["2026-09-19", "WALANG BASA TAYO - signal no. 2", None]]
    rows += [["2026-09-26", "Janelle Yambao", 9], [None, "Noel Velasco", 11]]
    found = evaluate(
        dataset(xlsx(Log=rows)), metrics=["sessions_held", "participants_unique"], as_of=date(2026, 12, 1)
    )
    assert [value.value for value in found.values] == [2, 3]


def test_form_without_names_is_not_asked_about() -> None:
    heads: list[object] = ["#", "Name (print)", "Phone", "Initials"]
    rows = [["SIGN-IN SHEET"], ["Date:", "2026-09-12"], [], heads]
    filled = [*rows, [1, "Ana Cruz", None, "AC"], [2, "Ben Diaz", None, "BD"]]
    blank = [["SIGN-IN SHEET"], ["Date:"], [], heads, [1], [2], [3]]
    off = [*rows, ["CANCELLED - flooded parking lot. Families were called Friday."]]
    found = imported(xlsx(**{"Sep 12": filled, "Oct 10": off, "BLANK copy me": blank}))
    assert not [
        sheet.name for sheet in found.reading.sheets if any("row_is" in q.id for q in sheet.questions)
    ]


@pytest.mark.parametrize("heading", ["student_id", "id", "Pupil no."])
@pytest.mark.parametrize("marks", [("P", "A"), (1, 0)])
def test_short_numbers_of_people_with_a_day_and_mark(heading: str, marks: tuple[Any, Any]) -> None:
    """A list without names: the number of a person, a day and a mark."""
    rows: list[list[Any]] = [[heading, "date", "status"]]
    for day in ("2026-03-02", "2026-03-09"):
        rows += [[person, day, marks[person == 4]] for person in range(1, 5)]
    result = read(xlsx(Attendance=rows))
    assert result.reading.sheets[0].layout == "attendee_log"
    assert len({row["person_key"] for row in result.tables["participation"]}) == 4


@pytest.mark.parametrize("headings", [("Tiempo", "Estado"), ("timestamp", "evento")])
def test_times_at_a_door_are_the_visits_of_those_named(headings: tuple[str, str]) -> None:
    rows: list[list[Any]] = [["Número", "Nombre", *headings, "Dispositivo"]]
    for day in (4, 5):
        for number_, name in enumerate(("Ana Cruz", "Ben Diaz", "Cora Uy"), start=1):
            rows += [[number_, name, datetime(2026, 8, day, 8, 5), "Entrada", "Puerta"]]
            rows += [[number_, name, datetime(2026, 8, day, 18, 29), "Salida", "Puerta"]]
    people = read(xlsx(Asistencia=rows)).tables["participation"]
    assert len(people) == 6
    assert len({row["person_key"] for row in people}) == 3


def test_name_over_programs_lists_no_people() -> None:
    rows: list[list[object]] = [["Nombre", "Fecha", "Hora"], ["Taller de Poesía", DAY, "12:00"]]
    rows += [["Círculo de Lectura Familiar", DAY, "17:00"], ["Club de Ajedrez", DAY, "10:00"]]
    found = read(xlsx(Log=rows))
    assert "participation" not in found.tables
    named = read(xlsx(Log=rows), row_is="session")
    assert [row["program_id"] for row in named.tables["sessions"]] == [row[0] for row in rows[1:]]


MINUTES = [
    ["Date", "Attendees", "Topic"],
    ["2026-06-03", "Darius, Zane, Odette", "Kickoff"],
    ["2026-06-08", "Darius and Zane", "Planning"],
    ["2026-06-10", "Zane, Odette & Darius", "Schedule"],
    ["2026-06-17", "Odette", "Parser"],
]


@pytest.mark.parametrize("heading", ["Attendees", "Present", "Asistentes", "Dumalo", "Who came"])
def test_each_name_in_a_cell_is_a_visit(heading: str) -> None:
    """3 + 2 + 3 + 1 visits of three people."""
    data = xlsx(Log=[["Date", heading, "Topic"], *MINUTES[1:]])
    assert number(data, "sessions_held") == (4, "exact")
    assert number(data, "attendance_total")[0] == 9
    assert number(data, "participants_unique")[0] == 3
    found = read(data)
    assert (sheet(found).rows_read, sheet(found).rows_used) == (4, 4)
    assert [q.id for q in found.reading.sheets[0].questions] == ["sheets.Log.list_complete"]


def test_text_in_place_of_names_is_no_person() -> None:
    found = read(xlsx(Log=[*MINUTES, ["2026-06-24", "Team discussion", "Report"]]))
    assert len(found.tables["participation"]) == 9
    assert (sheet(found).rows_used, sheet(found).rows_left_out) == (4, 1)
    assert "Team discussion" not in " ".join(issue.message for issue in found.issues)


def test_last_names_before_first_names_are_one_person_each() -> None:
    rows = [
        ["Date", "Name"],
        ["2026-06-03", "Cruz, Ana"],
        ["2026-06-03", "Cruz, Ben"],
        ["2026-06-03", "Uy, Ana"],
    ]
    assert len(read(xlsx(Log=rows)).tables["participation"]) == 3


@pytest.mark.parametrize("names", [["Cruz, Ana, Reyes"], ["Cruz, Ana, Reyes", "Cruz, Ben, Reyes"]])
def test_last_first_and_middle_names_are_one_person(names: list[str]) -> None:
    days = ("2026-06-03", "2026-06-10", "2026-06-17")
    rows = [["Date", "Name"], *([day, name] for day in days for name in names)]
    data = xlsx(Log=rows)
    assert number(data, "participants_unique")[0] == len(names)
    assert number(data, "attendance_total")[0] == 3 * len(names)


def test_lists_below_names_have_four_or_an_and() -> None:
    for cell in ("Ana, Luis, Marta, Leo", "Ana, Luis y Marta"):
        rows = [["Date", "Names"], *([day, cell] for day in ("2026-06-03", "2026-06-10"))]
        rows.append(["2026-06-17", "Ana, Marta, Luis"])
        assert number(xlsx(Log=rows), "participants_unique")[0] == (4 if "Leo" in cell else 3)


def test_row_that_says_a_person_came_outranks_its_repetition() -> None:
    rows = [["Date", "Name", "Came"], ["2026-06-03", "Ana Cruz", "no"], ["2026-06-03", "Ana Cruz", "yes"]]
    rows += [["2026-06-03", "Ben Uy", "yes"]]
    assert number(xlsx(Log=rows), "attendance_total", duplicates="drop") == (2, "exact")


def test_person_without_a_day_may_have_come_another_day() -> None:
    rows = [["Date", "Name", "Came"], ["2026-06-03", "Ana Cruz", "yes"], ["2026-06-10", "Ben Uy", "yes"]]
    data = xlsx(Log=[*rows, [None, "Cora Lim", "yes"]])
    assert number(data, "attendance_total") == (3, "exact")
    assert number(data, "sessions_held")[1] == "partial"


def test_hours_of_classes_are_sessions_of_their_own() -> None:
    """Two classes on the first day, one on the second; the coach is no program."""
    rows: list[list[object]] = [["Fecha", "Nombre", "Horario", "Coach"]]
    rows += [["2026-07-01", "Ana Cruz", "7:30 am - 9:00 am", "Eli"]]
    rows += [
        ["2026-07-01", "Ben Uy", "8:00 pm - 9:30 pm", "Dan"],
        ["2026-07-02", "Ana Cruz", "7:30 am - 9:00 am", "Eli"],
    ]
    rows += [["2026-07-02", "Ben Uy", "7:30 am - 9:00 am", "Eli"]]
    assert number(xlsx(Log=rows), "sessions_held") == (3, "exact")


def test_blocks_of_invited_people_count_those_who_signed() -> None:
    """Two and one of three signed below two lines with a day; the third block is a form printed ahead.

    Where people come from is no place of the session, although the title speaks of a partner.
    """
    people = [
        ("Rowena Alcaraz", "Bagong Silang"),
        ("Merly Bautista", "Poblacion"),
        ("Glenda Canlas", "Sta. Rita"),
    ]
    rows: list[list[Any]] = [["Training on shared reading, in partnership with DepEd"], []]
    for day, signed in (("August 8, 2026", (0, 1)), ("August 22, 2026", (2,)), ("Sept 19, 2026", ())):
        rows += [[f"Date: {day}"], ["No.", "Name", "Barangay / School", "Signature"]]
        rows += [[n + 1, *who, "(sgd)" if n in signed else None] for n, who in enumerate(people)]
        rows += [[None, f"Total signed: {len(signed)}"] if signed else [], []]
    data = xlsx(Attendance=rows)
    assert sheet(read(data), "Attendance").layout == "sign_in"
    assert number(data, "sessions_held") == (2, "exact")
    assert number(data, "attendance_total") == (3, "at_least")
    assert number(data, "participants_unique") == (3, "at_least")
    assert [q.id.rpartition(".")[2] for q in sheet(read(data), "Attendance").questions] == [
        "list_complete",
        "program",
    ]
    for metric, value in (("sessions_held", 2), ("attendance_total", 3), ("participants_unique", 3)):
        assert number(data, metric, list_complete="yes") == (value, "exact")


def test_block_that_no_one_signed_waits_for_an_answer() -> None:
    """Two of two signed on the first day, none of two on the second, and no total says what that means."""
    heads = ["No.", "Name", "Signature"]
    rows: list[list[Any]] = [["Reading circle, sign in"], []]
    for day, mark in (("August 8, 2026", "(sgd)"), ("August 22, 2026", None)):
        rows += [[f"Date: {day}"], heads, [1, "Ana Cruz", mark], [2, "Ben Uy", mark], []]
    data = xlsx(Log=rows)
    assert "sheets.Log.unsigned" in [question.id for question in sheet(read(data)).questions]
    assert number(data, "sessions_held") == (1, "at_least")
    assert number(data, "attendance_total") == (2, "at_least")
    for answer, sessions in (("count", 2), ("leave-out", 1)):
        answers = {"unsigned": answer, "list_complete": "yes"}
        assert number(data, "sessions_held", **answers) == (sessions, "exact")
        assert number(data, "attendance_total", **answers) == (2 * sessions, "exact")


def test_places_below_a_line_may_be_those_of_sessions() -> None:
    """Under "Site" the places may be several sessions of a day; under "Barangay" they are homes."""
    people = [("Ana Cruz", "Hill"), ("Ben Uy", "Lake"), ("Eva Lim", "Main"), ("Ivy Go", "Poblacion")]
    for heading, certainty in (("Site", "at_least"), ("Barangay", "exact")):
        rows: list[list[Any]] = [["Reading circle, sign in"], []]
        for day in ("August 8, 2026", "August 22, 2026"):
            rows += [[f"Date: {day}"], ["No.", "Name", heading, "Signature"]]
            rows += [[n, *who, "(sgd)"] for n, who in enumerate(people, 1)] + [[]]
        assert number(xlsx(Log=rows), "sessions_held") == (2, certainty)
