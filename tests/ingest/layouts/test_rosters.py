"""Rosters as libraries write them: lines around the marks are not people, and marks follow the sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from libcollab_metrics.ingest.answers import collect_questions
from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.importer import FileContent, read_cells
from libcollab_metrics.metrics import evaluate
from tests.support.sheets import KEY, codes, dataset, imported, number, read, sheet, xlsx

DAYS = [datetime(2026, 3, 7), datetime(2026, 3, 14), datetime(2026, 3, 21)]
MARKED = [["No.", "Name", *DAYS], [1, "Cruz, Ana", "P", "P", "A"], [2, "Diaz, Bea", "P", "A", "P"]]
FORM = [
    ["School Form 2 (SF2) Daily Attendance Report of Learners"],
    ["School Year", "2026-2027", "Report for the Month of", "June"],
    ["LEARNER'S NAME", 9, 10, 11, 12, 15, "ABSENT", "TARDY"],
    [None, "T", "W", "TH", "F", "M", None, None],
    ["1. A, B", None, "x", None, None, None, 1],
    ["2. C, D", None, None, None, None, "x", 1],
]
COMBINED = ["Combined TOTAL PER DAY", 2, 1, 2, 2, 1]
METRICS = (
    "sessions_held",
    "attendance_total",
    "participants_unique",
    "attendance_rate",
    "attendance_per_session",
)


def figures(rows: list[list[Any]], sheet: str = "Log", **answers: Any) -> dict[str, Any]:
    data = dataset(xlsx(**{sheet: rows}), **{"whose": "library", **answers})
    return {v.metric: v for v in evaluate(data, metrics=list(METRICS), as_of=date(2027, 12, 31)).values}


def statuses(result: FileContent) -> list[str]:
    return [row["status"] for row in result.tables["participation"]]


@pytest.mark.parametrize(
    "below",
    [
        [["GUIDELINES:"], ["1. The attendance shall be accomplished daily."]],
        [["Enrolment as of (1st Friday of June)", "M", "F", "TOTAL"], ["Percentage of Attendance", 0.9]],
        [["Number of students with 5 consecutive days of absences:", 0, 0, 0], ["Maria Santos, Adviser"]],
    ],
)
def test_school_form_ends_at_its_combined_total(below: list[list[Any]]) -> None:
    """Two learners on five days, one absence each: 8 of 10, whatever is printed below."""
    result = figures([*FORM, COMBINED, *below])
    assert (result["attendance_total"].value, result["participants_unique"].value) == (8, 2)
    assert result["attendance_rate"].value == 0.8
    assert "row-without-data" in codes(read(xlsx(Log=[*FORM, COMBINED, *below])))


@pytest.mark.parametrize(
    "printed", [["3.", "4."], [3, 4], ["3.", None, "Enrolment as of 1st Friday of June"]]
)
def test_preprinted_line_number_is_not_a_learner(printed: list[Any]) -> None:
    result = figures(
        [*FORM, *([name] for name in printed), ["MALE | TOTAL Per Day", 2, 1, 2, 2, 1], COMBINED]
    )
    assert (result["attendance_total"].value, result["attendance_total"].certainty) == (8, "exact")
    assert result["participants_unique"].value == 2


def test_learner_number_is_a_name_and_a_marked_line_counts() -> None:
    """Ten digits are an identity; a line "3." with a mark was filled in, although it has no name."""
    rows = [["LRN", *DAYS], [1234567890, "P", "A", "P"], [1234567891, "P", None, None], ["3.", "P", "P", "P"]]
    assert len({row["person_key"] for row in read(xlsx(Log=rows)).tables["participation"]}) == 3


@pytest.mark.parametrize(
    "line",
    [
        ["Absent", 0, 1, 1],
        ["Kabuuang dumalo", 2, 1, 1],
        ["Ausentes", 0, 1, 1],
        ["Present", 2, 1, 1],
        ["Bilang ng liban", 0, 1, 1],
        ["# present", 2, 1, 1],
        ["% attendance", 100, "50%", 50],
        ["Late", 0, 0, 0],
    ],
)
def test_line_of_counts_below_a_roster_is_a_total(line: list[Any]) -> None:
    """P P A and P A P: 4 of 6, and the counts typed below agree."""
    result = figures([*MARKED, [None, *line]])
    assert (result["attendance_total"].value, result["participants_unique"].value) == (4, 2)
    assert result["attendance_rate"].value == pytest.approx(4 / 6)
    reported = codes(read(xlsx(Log=[*MARKED, [None, *line]])))
    assert "totals-row-left-out" in reported
    assert "totals-disagree" not in reported


def test_count_of_the_absent_is_not_read_as_attendance() -> None:
    rows = [*MARKED, [None, "Absent", 0, 1, 1], [None, "Present", 9, 1, 1]]
    issue = next(item for item in read(xlsx(Log=rows)).issues if item.code == "totals-disagree")
    assert issue.count == 1
    counted = read(xlsx(Log=rows), totals="sheet").tables["sessions"]
    assert [row["attended"] for row in counted] == [9, 1, 1]


REGISTER = [["N°", "Apellidos y nombres", *DAYS[:2]], [1, "Gomez Luis", "A", "F"], [2, "Nunez Eva", "R", "A"]]


def test_letter_a_without_p_is_asked_about_in_a_register() -> None:
    """A is absent or asistió: until answered, nothing is known of those who came."""
    result = read(xlsx(Log=REGISTER))
    assert statuses(result) == ["unknown", "unknown", "absent", "unknown"]
    assert "sheets.Log.marks.a" in [question.id for question in result.reading.sheets[0].questions]
    shown = figures(REGISTER)
    assert shown["attendance_rate"].reason == "no-presence"
    assert shown["attendance_total"].value is None


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ([["Leyenda"], ["A", "Asistió"], ["F", "Faltó"], ["R", "Retardo"], []], []),
        ([["Asistió", "A", "Faltó", "F", "Retardo", "R"], []], []),
        ([], [[], ["Leyenda: A = Asistió, F = Faltó, R = Retardo"]]),
        ([], [[], ["A", "Asistió"], ["R", "Llegó tarde"]]),
    ],
)
def test_legend_explains_marks_wherever_it_is_placed(above: list[Any], below: list[Any]) -> None:
    """A F / R A: three came, one of them late, and one did not."""
    result = read(xlsx(Log=[*above, *REGISTER, *below]))
    assert sorted(statuses(result)) == ["absent", "late", "present", "present"]
    assert "marks-from-legend" in codes(result)


def test_absences_alone_give_no_rate_and_no_attendance() -> None:
    rows = [["Name", *DAYS], ["Ana", "x", None, None], ["Bea", None, "x", None], ["Cas", None, None, "x"]]
    result = figures(rows, marks={"x": "absent"})
    assert result["attendance_rate"].reason == "no-presence"
    assert result["attendance_total"].value is None
    assert figures(rows, marks={"x": "absent", "": "present"})["attendance_rate"].value == pytest.approx(
        6 / 9
    )


@pytest.mark.parametrize("words", [("Yes", "No"), ("Sí", "No"), ("Oo", "Hindi"), ("Y", "N")])
def test_words_for_yes_and_no_are_marks(words: tuple[Any, Any]) -> None:
    yes, no = words
    rows = [["Name", *DAYS], ["Ana", yes, no, yes], ["Bea", yes, no, yes]]
    assert figures(rows)["attendance_rate"].value == pytest.approx(2 / 3)


def test_day_without_a_ticked_box_is_no_session() -> None:
    rows = [["Name", *DAYS], ["Ana", True, False, True], ["Bea", False, False, True]]
    result = figures(rows)
    assert result["attendance_rate"].value == pytest.approx(3 / 4)
    assert (result["attendance_total"].value, result["sessions_held"].value) == (3, 2)


def test_n_alone_is_asked_about() -> None:
    assert set(statuses(read(xlsx(Log=[["Name", *DAYS[:2]], ["Ana", "N", "N"]])))) == {"unknown"}


def test_form_day_without_marks_and_total_is_reported_and_unknown() -> None:
    """Two learners on five days, nothing below the 12th: 2 absences and 8 blanks, 2 of them unknown."""
    result = read(xlsx(Log=[*FORM, ["Combined TOTAL PER DAY", 2, 1, 2, None, 1]]), whose="library")
    reported = {(item.code, item.value): item for item in result.issues}
    assert (
        reported["day-without-marks", "12 F"].cell == "E3"
        or reported["day-without-marks", "12 F"].cell == "E4"
    )
    assert reported["marks-from-form", ""].count == statuses(result).count("present") == 6
    assert statuses(result).count("unknown") == 2


def test_blanks_of_a_form_without_totals_are_not_present() -> None:
    result = read(xlsx(Log=FORM), whose="library")
    assert {item.value for item in result.issues if item.code == "marks-from-form"} == {"x"}
    assert sum(item.count for item in result.issues if item.code == "day-without-marks") == 5
    assert figures(FORM)["attendance_rate"].reason == "no-presence"


@pytest.mark.parametrize(
    ("out", "joined"),
    [("T/O 3/15", "T/I 3/10"), ("transferred out March 15", "LE 3/10/2026"), ("D/O 3-21", "T/I 3/8")],
)
def test_remark_sets_the_first_or_last_day_in_any_roster(out: str, joined: str) -> None:
    """Ana three times, Bea twice before she left, Cas twice after coming: 7 of 7."""
    rows = [
        ["Name", *DAYS, "Remarks"],
        ["Ana", "P", "P", "P"],
        ["Bea", "P", "P", None, out],
        ["Cas", None, "P", "P", joined],
    ]
    result = figures(rows, marks={"": "absent"})
    assert (result["attendance_total"].value, result["attendance_rate"].value) == (7, 1)
    assert "stay-from-remark" in codes(read(xlsx(Log=rows)))


@pytest.mark.parametrize(
    "heads",
    [
        [["Name", DAYS[0], None, DAYS[1], None], [None, "AM", "PM", "AM", "PM"]],
        [["Name", DAYS[0], DAYS[0], DAYS[1], DAYS[1]]],
        [["Name", "7-Mar", "7-Mar", "14-Mar", "14-Mar"]],
    ],
)
def test_two_columns_for_one_day_are_two_sessions(heads: list[list[Any]]) -> None:
    """Four columns, six visits: four sessions of 1.5 people."""
    rows = [*heads, ["Ana", "P", "P", "A", "P"], ["Bea", "P", "A", "P", "P"]]
    result = figures(rows)
    assert (result["sessions_held"].value, result["attendance_total"].value) == (4, 6)
    assert result["attendance_per_session"].value == 1.5
    assert "day-twice" in codes(read(xlsx(Log=rows)))


def test_marks_below_one_heading_are_days_of_their_own() -> None:
    """Three columns below "Attendance": sessions of 2, 1 and 2 people, five visits."""
    rows = [["Name", "Attendance", None, None, "Remarks"], ["Ana", 1, 0, 1, "moved"], ["Bea", 1, 1, 1, None]]
    result = figures(rows, marks={"0": "absent"})
    assert (result["sessions_held"].value, result["attendance_total"].value) == (3, 5)
    assert "days-numbered" in codes(read(xlsx(Log=rows)))


def test_two_columns_below_one_heading_are_no_days() -> None:
    rows = [["Name", "Attendance", None, "Remarks"], ["Ana", 1, 0, "moved"], ["Bea", 1, 1, None]]
    assert "days-numbered" not in codes(read(xlsx(Log=rows)))


@pytest.mark.parametrize(
    ("heads", "visits"),
    [
        (
            [["Name", "March 2026", None, None, "April 2026", None], [None, 7, 14, 21, 4, 11]],
            [7, 14, 21, 4, 11],
        ),
        (
            [
                ["Name", "Sat", "Sat", "Sat", "Sat", "Sat"],
                [None, *DAYS, datetime(2026, 4, 4), datetime(2026, 4, 11)],
            ],
            [7, 14, 21, 4, 11],
        ),
    ],
)
def test_months_or_weekdays_above_days_are_part_of_header(heads: list[list[Any]], visits: list[int]) -> None:
    rows = [*heads, ["Ana", "P", "P", "A", "P", "P"], ["Bea", "P", "A", "P", "P", "A"]]
    result = read(xlsx(Log=rows))
    assert [row["date"].day for row in result.tables["sessions"]] == visits
    assert [row["date"].month for row in result.tables["sessions"]] == [3, 3, 3, 4, 4]
    assert figures(rows)["attendance_total"].value == 7


def test_marks_that_look_like_weekdays_are_not_headings() -> None:
    rows = [["Name", 7, 14, 21], ["Ana", "F", "F", "F"], ["Bea", "P", "P", "F"]]
    assert statuses(read(xlsx(March_2026=rows))).count("absent") == 4


@pytest.mark.parametrize("days", [(4, 11), (4,)])
def test_month_tab_with_two_days_is_a_roster(days: tuple[int, ...]) -> None:
    rows = [["Name", *days], ["Ana", *"PP"[: len(days)]], ["Cas", *"PA"[: len(days)]]]
    assert (read(xlsx(April_2026=rows)).reading.sheets[0].layout == "roster") == (days == (4, 11))


def test_day_numbers_in_log_take_the_month_of_their_tab() -> None:
    rows = [["Día", "Actividad", "Asistentes"], [5, "T", 10], [12, "T", 11]]
    result = read(xlsx(Marzo_2026=rows))
    assert [row["date"] for row in result.tables["sessions"]] == [datetime(2026, 3, 5), datetime(2026, 3, 12)]
    assert "date-from-context" in codes(result)
    assert "date-from-context" not in codes(read(xlsx(Log=rows)))


@pytest.mark.parametrize(
    "rows",
    [
        [["Date", "Cruz, Ana", "Diaz, Bea"], [DAYS[0], "P", "P"], [DAYS[1], "P", "A"], [DAYS[2], "A", "P"]],
        [["Date", "Ana Cruz", "Bea Diaz"], [DAYS[0], "Present", "Absent"], [DAYS[1], "Late", None]],
        [["Name", *DAYS], ["Cruz", "Present", "Late", "Absent"], ["Diaz", "Present", "Late", "Absent"]],
        [["Name", *DAYS], ["Cruz", "Presente", "Tardy", "Absent"], ["Diaz", "Present", "Late", "Absent"]],
    ],
)
def test_issues_repeat_no_name_from_header_or_first_row(rows: list[list[Any]]) -> None:
    result = read(xlsx(Log=rows))
    recorded_text = str(result.issues) + str(replace(result.reading.sheets[0], preview=None))
    assert "Cruz" not in recorded_text
    assert "Diaz" not in recorded_text


def test_list_on_tab_named_after_a_program_belongs_to_it() -> None:
    """2 + 1 + 1 in the log, the same marks on the tab: 3 sessions, 4 visits; as another program, both."""
    log = [
        ["Date", "Title", "Attendance"],
        *([day, "Reading club", attended] for day, attended in zip(DAYS, (2, 1, 1), strict=True)),
    ]
    data = xlsx(Log=log, Reading_club=[["Name", *DAYS], ["Ana", "P", "P", "A"], ["Bea", "P", "A", "P"]])

    def figures_held(**answers: Any) -> tuple[Any, Any]:
        shown = evaluate(dataset(data, **answers), metrics=list(METRICS), as_of=date(2027, 12, 31))
        return shown.value_for("sessions_held").value, shown.value_for("attendance_total").value

    assert figures_held() == (3, 4)
    assert figures_held(tab_program="another") == (6, 8)
    result = read(data)
    assert "program-from-tab" in codes(result)
    assert "sheets.Reading club.tab_program" in [q.id for q in result.reading.sheets[1].questions]


def test_heading_over_numbers_is_recorded_as_typed() -> None:
    result = read(xlsx(Log=[["Date", "Heads"], [DAYS[0], 5], [DAYS[1], 6]]))
    assert "Heads" in [item.heading for item in result.reading.sheets[0].mapping]


def test_over_a_hundred_unknown_marks_are_reported_as_one() -> None:
    """Such cells are not marks, and a question for each would be too many to answer."""
    rows = [["Name", "2026-03-07", "2026-03-14"], *([f"Learner {n:03d}", "x", f"k{n}"] for n in range(101))]
    result = read(xlsx(Roster=rows), marks={"x": "present"})
    (mark,) = [issue for issue in result.issues if issue.code == "mark-unconfirmed"]
    assert (mark.count, mark.value) == (101, "other text")
    asked = [question.id for sheet in result.reading.sheets for question in sheet.questions]
    assert [item for item in asked if ".marks." in item] == ["sheets.Roster.marks.other text"]


def test_hundred_unknown_marks_are_reported_one_by_one() -> None:
    rows = [["Name", "2026-03-07", "2026-03-14"], *([f"Learner {n:03d}", "x", f"k{n}"] for n in range(100))]
    result = read(xlsx(Roster=rows), marks={"x": "present"})
    assert len([issue for issue in result.issues if issue.code == "mark-unconfirmed"]) == 100


def test_day_with_only_unexplained_marks_is_no_session() -> None:
    """A word across a merged day, or H on a holiday: two days have marks that mean something."""
    for word in ("SUSPENDIDO POR CORTE DE AGUA", "H"):
        below = word if word == "H" else None
        rows = [["Name", *DAYS], ["Ana", "P", word, "A"], ["Bea", "P", below, "P"]]
        rows += [[], ["______________", None, "______________"]]
        result = figures(rows)
        assert (result["sessions_held"].value, result["attendance_total"].value) == (2, 3)
        assert result["sessions_held"].certainty == "at_least"
        assert "day-not-explained" in codes(read(xlsx(Log=rows)))
    answered = figures(rows, marks={"h": "absent"})
    assert answered["sessions_held"].value == 3


def test_total_of_a_group_is_no_person() -> None:
    rows = [
        ["Pangalan", *DAYS],
        ["Ana", 1, 0, 1],
        ["Bea", 1, 1, 1],
        ["Kabuuan, babae", 2, 1, 2],
        ["LAHAT", 2, 1, 2],
    ]
    result = figures(rows, marks={"1": "present", "0": "absent"})
    assert (result["participants_unique"].value, result["attendance_total"].value) == (2, 5)


BOOKS_READ = [
    ["Child", "Wk 1", "Wk 2", "Wk 3", "Total books"],
    ["Rosa Lim", 3, 2, 0, 5],
    ["Ben Diaz", None, 4, 2, 6],
    ["Nena Cruz", 1, 5, None, 6],
]


def test_numbers_of_books_are_no_marks_and_no_sessions() -> None:
    result = read(xlsx(Log=BOOKS_READ))
    assert not any(len(rows) for rows in result.tables.values())
    assert [question.id for question in sheet(result).questions] == ["sheets.Log.row_is"]
    assert "number-in-roster" in codes(result)
    assert sheet(read(xlsx(Log=BOOKS_READ), row_is="person")).layout == "member_list"


def test_hours_next_to_a_mark_for_absent_are_sessions() -> None:
    rows = [["F = falta"], [], ["Name", *DAYS], ["Ana", 2, "F", 2], ["Bea", 1.5, 2, "F"]]
    result = read(xlsx(Log=rows))
    assert [row["date"].day for row in result.tables["sessions"]] == [7, 14, 21]
    statuses = [row["status"] for row in result.tables["participation"]]
    assert (statuses.count("unknown"), statuses.count("absent")) == (4, 2)


def test_numbers_are_marks_once_answered_so() -> None:
    numbers = {"0": "absent", "1": "present", "2": "present", "3": "present", "4": "late", "5": "present"}
    result = read(xlsx(Log=BOOKS_READ), row_is="person-at-session", marks=numbers | {"": "absent"})
    statuses = [row["status"] for row in result.tables["participation"]]
    assert (statuses.count("present"), statuses.count("late"), statuses.count("absent")) == (5, 1, 3)
    assert len(result.tables["sessions"]) == 3


def test_total_of_days_present_is_no_day() -> None:
    rows = [["Name", *DAYS, "Present"], ["Ana", "P", "P", "A", 2], ["Bea", "P", "P", "P", 3]]
    result = read(xlsx(Log=rows))
    assert [row["date"].day for row in result.tables["sessions"]] == [7, 14, 21]
    rows[2][4] = 2
    assert "totals-disagree" in codes(read(xlsx(Log=rows)))


@pytest.mark.parametrize("remark", ["WALANG PASOK - bagyo", "No class (election)", "Suspended: flood"])
def test_words_across_days_call_them_off(remark: str) -> None:
    """A cell merged over several people is not about one of them: nothing is asked."""
    legend = [["blank = present", "x = absent"], []]
    rows = [["Name", *DAYS], ["Ana", "x", remark, None], ["Bea", None, None, None]]
    cells = SheetCells.from_rows("Log", [*legend, *rows], merged=((4, 3, 5, 4),))
    result = read_cells([cells], "Log.xlsx", {}, KEY, "x")
    assert [row["date"].day for row in result.tables["sessions"]] == [7]
    assert [issue.cell for issue in result.issues if issue.code == "day-without-marks"] == ["C3", "D3"]
    held = read_cells([cells], "Log.xlsx", {"holidays": "held"}, KEY, "x")
    assert [row["date"].day for row in held.tables["sessions"]] == [7, 14, 21]


def test_same_word_for_everyone_calls_off_a_day() -> None:
    rows = [["Name", *DAYS], ["Ana", "P", "Suspended", "A"], ["Bea", "P", "Suspended", "P"]]
    found = figures(rows)
    assert (found["sessions_held"].value, found["sessions_held"].certainty) == (2, "exact")
    assert (found["attendance_total"].value, found["attendance_total"].certainty) == (3, "exact")


def test_word_of_one_child_among_blanks_is_asked_about() -> None:
    """A blank means present: "No class" may be that of Ana alone, who was with another teacher."""
    rows = [
        ["blank = present, x = absent"],
        [],
        ["Name", *DAYS],
        ["Ana", "x", "No class", None],
        ["Bea"],
        ["Eva"],
    ]
    asked = [q.key for q in collect_questions(imported(xlsx(Log=rows)).reading)]
    assert "holidays" in asked
    assert figures(rows, holidays="held")["sessions_held"].value == 3


def test_footnote_below_a_register_is_no_person() -> None:
    """Without the rule, the footnote is a third person whose blanks are unknown."""
    found = figures([*MARKED, [None, "* 3/14 fiesta ng bayan"]])
    assert (found["participants_unique"].value, found["participants_unique"].certainty) == (2, "exact")
    assert (found["attendance_total"].value, found["attendance_total"].certainty) == (4, "exact")


NOT_YET = [["Name", *DAYS], ["Ana", "P", "A", "P"], ["Bea", "-", "-", "P"]]


def test_person_not_on_the_list_yet_was_not_absent() -> None:
    """Ana came to two of three, Bea to the one since she is on the list: three visits of four."""
    for legend, answers in (
        ([], {"marks": {"-": "not-listed"}}),
        ([["P=present A=absent -=not yet enrolled"], []], {}),
    ):
        found = figures([*legend, *NOT_YET], **answers)
        assert (found["attendance_total"].value, found["attendance_total"].certainty) == (3, "exact")
        assert found["attendance_rate"].value == pytest.approx(0.75)
        assert found["attendance_rate"].certainty == "exact"


def test_blank_of_an_unrecorded_day_is_not_asked_about() -> None:
    rows = [["Name", *DAYS], ["Ana", "P", None, "A"], ["Bea", "A", None, "P"]]
    assert [q.key for q in collect_questions(imported(xlsx(Log=rows)).reading) if q.key == "marks"] == []
    assert figures(rows)["sessions_held"].value == 2
    rows[2][3] = None
    assert [q.id for q in collect_questions(imported(xlsx(Log=rows)).reading) if q.key == "marks"]


def test_remark_about_one_child_calls_off_no_day() -> None:
    rows = [["Name", *DAYS], ["Ana", "P", "P", "A"], ["Bea", "P", "suspended", "P"]]
    assert len(read(xlsx(Log=rows)).tables["sessions"]) == 3


def test_legend_of_zero_makes_other_numbers_present() -> None:
    """Hours attended: three visits; the totals below add up hours and are not compared."""
    rows: list[list[Any]] = [
        ["Hours attended (0 = absent)"],
        ["Name", datetime(2026, 3, 7), datetime(2026, 3, 14)],
        ["Ana Reyes", 2, 1.5],
        ["Ben Diaz", 2, 0],
        ["Total hours", 4, 1.5],
    ]
    result = read(xlsx(March=rows))
    statuses = [row["status"] for row in result.tables["participation"]]
    assert statuses == ["present", "present", "present", "absent"]
    assert "totals-disagree" not in codes(result)


TIMES: list[list[Any]] = [
    ["No. of times each tutee came, per week"],
    ["Tutee", "Wk1", "Wk2", "Wk3", "TOTAL"],
    ["Bryle", 3, 3, 2, 8],
    ["Denden", 2, None, 1, 3],
    ["Gelo", None, None, None, 0],
    ["Total", 5, 3, 3, 11],
]


def test_times_of_each_person_are_added_by_week() -> None:
    found = read(xlsx(Tally=TIMES))
    assert [(row["attended"], row["events"]) for row in found.tables["sessions"]] == [
        (5, None),
        (3, None),
        (3, None),
    ]
    assert len({row["person_key"] for row in found.tables["participation"]}) == 2
    given = evaluate(dataset(xlsx(Tally=TIMES)), as_of=date(2026, 12, 31), metrics=["attendance_total"])
    assert [value.value for value in given.values_for("attendance_total")] == [11]


@pytest.mark.parametrize("title", ["Books read by each tutee", "Story times attendance"])
def test_other_numbers_next_to_names_are_asked_about(title: str) -> None:
    found = read(xlsx(Tally=[[title], *TIMES[1:]]))
    assert "sessions" not in found.tables
    assert "number-in-roster" in codes(found)


def test_legend_of_marks_and_words_in_turn_explains_them() -> None:
    rows = [["/ present    x absent    L late"], [], ["Name", *DAYS]]
    rows += [["Ana", "/", "x", "L"], ["Bea", "/", "/", "x"]]
    statuses = [row["status"] for row in read(xlsx(Log=rows)).tables["participation"]]
    assert statuses == ["present", "present", "absent", "present", "late", "absent"]


@pytest.mark.parametrize(("second", "is_count"), [(1, True), (2, False)])
def test_last_row_that_counts_a_mark_is_no_person(second: int, is_count: bool) -> None:
    rows = [["Learner", "2025-05-03", "2025-05-10"], ["Ayanda", "y", "n"], ["Bonga", "y", "y"]]
    rows += [["Chantelle", "n", "n"], ["Here", 2, second]]
    loaded = dataset(xlsx(May=rows))
    assert loaded.tables["participation"]["person_key"].nunique() == (3 if is_count else 4)


def test_two_weeks_without_a_session_are_a_roster() -> None:
    rows: list[list[object]] = [["NOVIEMBRE 2025"], ["Nombre", 6, 13, 27]]
    rows += [["Citlali Xochihua", "P", "P", "A"], ["Ernesto Palomeque", "A", "P", "P"]]
    assert len(read(xlsx(NOV=rows)).tables["participation"]) == 6


def test_data_without_headings_leave_numbers_open() -> None:
    tabs = {"Log": [["Date", "Title", "Attendance"], ["2026-03-07", "Story hour", 12]]}
    data: list[list[object]] = [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]]
    assert "layout-unknown" in codes(read(xlsx(**tabs, Other=data)))
    assert "layout-unknown" not in codes(read(xlsx(**tabs, Other=[["Thanks to all"]])))


def test_weeks_pasted_below_each_other_have_their_own_days() -> None:
    """ "Mar" is martes next to other weekdays, and a title of days names no program."""
    rows: list[list[object]] = []
    for first in (9, 16, 23):
        rows += [[f"HUNYO {first} - {first + 2}, 2025"], ["Blg.", "Pangalan ng bata", "Lun", "Mar", "Miy"]]
        rows += [[None, None, first, first + 1, first + 2], [1, "Abueva, Jomar", "P", "P", "A"]]
        rows += [[2, "Balingit, Kian", "P", "A", "P"], [None, "Kabuuan", 2, 1, 1], []]
    found = read(xlsx(Hunyo=rows))
    days = sorted({row["date"].date().isoformat() for row in found.tables["participation"]})
    assert days == [f"2025-06-{day:02}" for day in (9, 10, 11, 16, 17, 18, 23, 24, 25)]
    assert len({row["person_key"] for row in found.tables["participation"]}) == 2
    assert "programs" not in found.tables


def test_months_over_days_with_a_notice_and_a_count_line() -> None:
    rows: list[list[object]] = [["x = here   e = excused   blank = absent"], []]
    rows += [["Name", "October", None, "November", None], [None, 7, 14, "11 no mtg (Veterans Day)", 18]]
    rows += [["Aiden Kowal", "x", "x", None, "x"], ["Ben Strand", "x", "e", None, "x"]]
    rows += [["Caleb Oyler", None, "x", None, "x"], ["Dev Rao", "x", None, None, "x"]]
    rows += [["Scouts here", 3, 2, None, 4], [], ["Leaders"], ["Mr. Strand", "x", "x", None, "x"]]
    result = read(xlsx(Fall=rows))
    assert len(result.tables["sessions"]) == 3
    assert "doubtful_rows" in {asked.key for asked in collect_questions(result.reading)}

    def present(**answers: object) -> int:
        visits = read(xlsx(Fall=rows), **answers).tables["participation"]
        return sum(row["status"] == "present" for row in visits)

    assert (present(), present(doubtful_rows="leave-out")) == (12, 9)  # the leader is below the count line


def test_days_in_a_status_column_are_the_days_of_coming() -> None:
    rows: list[list[object]] = [["Name", "Orientation attended", "Card no."]]
    rows += [["ABELLANA, Mark", "2025-08-04", "25-2251"], ["DELA PEÑA, Ryan", "2025-08-18", "25-2253"]]
    rows += [["ESPORAS, Lito", "2025-08-04", "25-2254"], ["GALAN, Vince", "not yet", None]]
    result = read(xlsx(Acacia=rows), row_is="person-at-session")
    visits = result.tables["participation"]
    assert [(str(row["date"].date()), row["status"]) for row in visits] == [
        ("2025-08-04", "present"),
        ("2025-08-18", "present"),
        ("2025-08-04", "present"),
    ]


@pytest.mark.parametrize(
    ("headings", "sessions"),
    [
        (["S1", "S2", "S3"], 3),
        (["Ses. 1", "Ses. 2", "Ses. 4"], 3),
        (["Clase 1", "Clase 2", "Clase 3"], 3),
        (["S1 08-oct-2026", "S2 15-oct-2026", "S3 22-oct-2026"], 3),
        (["Session 1 - Oct 8, 2026", "Session 2 - Oct 15, 2026", "Session 3 - Oct 22, 2026"], 3),
        (["Q1", "Q2", "Q3"], 0),
        (["Item 1", "Item 2", "Item 3"], 0),
        (["S3", "S2", "S1"], 0),
    ],
)
def test_numbered_sessions_are_columns_of_marks(headings: list[str], sessions: int) -> None:
    rows: list[list[object]] = [["N.P.", "Nombre", "Grado", *headings, "Asist.", "%"]]
    rows += [[1, "Ana Tecuapetla", "1A", "A", "A", "R", 3, "100%"]]
    rows += [
        [2, "Rosa Xicale", "3B", "A", "F", "A", 2, "67%"],
        [3, "José Coyotl", "2A", "F", "A", "A", 2, "67%"],
    ]
    rows += [[4], [], ["A = asistió   R = llegó tarde   F = faltó"]]
    tables = read(xlsx(Lista=rows)).tables
    assert len(tables.get("sessions", ())) == sessions
    came = [row for row in tables.get("participation", ()) if row["status"] in ("present", "late")]
    assert len(came) == (7 if sessions else 0)


def test_day_without_marks_and_total_is_no_session() -> None:
    """A holiday in a register of absences: the other two days have totals below them."""
    rows: list[list[object]] = [["Blank = present, x = absent"], ["Name", *DAYS]]
    rows += [["Cruz, Ana", "x", None, None], ["Diaz, Bea", None, None, None], ["Edu, Cleo", None, None, "x"]]
    assert figures(rows)["sessions_held"].value == 3
    shown = figures([*rows, ["Present", 2, None, 2]])
    assert (shown["sessions_held"].value, shown["attendance_total"].value) == (2, 4)


def test_day_with_dashes_alone_is_no_session() -> None:
    rows: list[list[object]] = [["#", "Name", *DAYS, "Total"], [1, "Cruz, Ana", 1, None, 1, 2]]
    rows += [[2, "Diaz, Bea", 1, None, 1, 2], [3, "Edu, Cleo", "-", "-", 1, 1], [None, "came", 2, None, 3, 5]]
    assert len(read(xlsx(Sheet1=rows)).tables["sessions"]) == 2


@pytest.mark.parametrize(
    ("heads", "people"),
    [
        (["Tuesday Readers"], [["Barbara Oldroyd"], ["Ken Spofforth"]]),
        (["Last", "First"], [["Aguirre", "Maribel"], ["Dao", "Thuy"]]),
        (["Prison no.", "Wing"], [["A4471FK", "C"], ["A9023EC", "B"]]),
        (["Mga kasapi"], [["Ana Cruz"], ["Ben Uy"]]),
    ],
)
def test_people_of_a_register_under_other_headings(heads: list[str], people: list[list[str]]) -> None:
    marks = [["P", "A", "P"], ["P", "P", "E"]]
    rows = [
        ["P present, A absent, E excused. No class 1/19"],
        [*heads, "2026-03-07", "2026-03-14", "2026-03-21"],
    ]
    rows += [[*who, *own] for who, own in zip(people, marks, strict=True)]
    result = read(xlsx(Log=rows))
    statuses = [row["status"] for row in result.tables["participation"]]
    assert sorted(statuses) == ["absent", "excused", "present", "present", "present", "present"]


@pytest.mark.parametrize("head", ["Branch", "Book", "Club"])
def test_other_words_next_to_marks_are_no_people(head: str) -> None:
    rows = [
        [head, "2026-03-07", "2026-03-14", "2026-03-21"],
        ["North End", "x", "x", ""],
        ["Oak Hill", "x", "", "x"],
    ]
    assert "participation" not in read(xlsx(Log=rows)).tables


def test_legend_of_three_words_explains_a_mark() -> None:
    rows = [["Key: 1 = attended, 0 = did not attend, W = at work"], ["Name", "2026-03-07", "2026-03-14"]]
    result = read(xlsx(Log=[*rows, ["Ana", 1, 0], ["Ben", 0, 1]]))
    assert [row["status"] for row in result.tables["participation"]].count("absent") == 2


def _totalled(marks: dict[str, str], label: str, counted: str, by_person: str = "") -> list[list[Any]]:
    """Return a register of marks by name, with a row of totals of the counted marks, and a column of them."""
    rows = [[name, *cells.replace("_", " ").split(",")] for name, cells in marks.items()]
    rows = [[cell if cell.strip() else None for cell in row] for row in rows]
    totals = [sum(row[day] == mark for row in rows for mark in counted) for day in range(1, len(rows[0]))]
    if by_person:
        rows = [[*row, sum(cell in set(counted) for cell in row[1:])] for row in rows]
    days = [datetime(2026, 3, 7 + 7 * day) for day in range(len(totals))]
    return [["Name", *days, *([by_person] if by_person else [])], *rows, [], [label, *totals]]


@pytest.mark.parametrize(
    ("marks", "label", "visits"),
    [
        # marks for present are among those counted: a blank is none
        ({"Ana": "P,P,,P", "Bea": "P,,P,P", "Cy": "P,P,P,"}, "Total", 9),
        # the label says so
        ({"Ana": "x,,,x", "Bea": "x,,x,", "Cy": "x,x,,"}, "Present", 6),
    ],
)
def test_totals_of_days_explain_marks(marks: dict[str, str], label: str, visits: int) -> None:
    found = figures(_totalled(marks, label, "Px"))
    assert (found["attendance_total"].value, found["attendance_total"].certainty) == (visits, "exact")
    assert found["attendance_rate"].value == visits / 12
    result = read(xlsx(Log=_totalled(marks, label, "Px")))
    assert [q.key for q in collect_questions(result.reading) if q.key == "marks"] == []
    assert "marks-from-totals" in codes(result)


@pytest.mark.parametrize(
    ("marks", "label", "counted"),
    [
        ({"Ana": "x,,,x", "Bea": "x,,x,", "Cy": ",x,,"}, "Total", "x"),  # may count the absent
        ({"Ana": "x,x,,x", "Bea": "x,,x,x", "Cy": "x,x,x,"}, "Absent", "x"),
        ({"Ana": "x,x,,x", "Bea": "x,,x,x", "Cy": "x,x,x,"}, "Total", ""),  # adds up something else
        ({"Ana": "x,x,", "Bea": "x,,x", "Cy": ",x,x"}, "Present", "x"),  # equal totals
    ],
)
def test_totals_that_do_not_decide_leave_marks_open(marks: dict[str, str], label: str, counted: str) -> None:
    result = read(xlsx(Log=_totalled(marks, label, counted)))
    assert {q.key for q in collect_questions(result.reading)} >= {"marks"}
    assert "marks-from-totals" not in codes(result)


def test_days_present_of_each_person_explain_marks() -> None:
    """The letter that no total counts may be a reason: it is not counted as absent, unlike a blank."""
    marks = {"Ana": "x,x,e,x", "Bea": "x,,x,x", "Cy": "x,x,x,x", "Di": "e,x,,x"}
    rows = _totalled(marks, "", "x", by_person="Days present")[:-2]
    found = figures(rows)
    assert found["attendance_total"].value == 12
    assert found["attendance_rate"].value == 12 / 14
    rows[1][-1] += 1  # a total that is wrong explains nothing
    assert figures(rows)["attendance_total"].value is None


def test_mark_that_may_mean_late_stays_open() -> None:
    """The totals count P alone; people with T or L, which may both mean late, may have come."""
    marks = {"Ana": "P,P,T,P", "Bea": "P,A,P,L", "Cy": "P,P,P,P"}
    rows = _totalled(marks, "Present", "P")
    result = read(xlsx(Log=rows))
    asked = {q.name for q in collect_questions(result.reading) if q.key == "marks"}
    assert asked == {"t", "l"}
    found = figures(rows)["attendance_total"]
    assert (found.value, found.certainty) == (9, "at_least")


def test_word_that_fills_a_day_is_not_explained_by_totals() -> None:
    """A day of "n/h" with no total stays open; it would be a session without visitors."""
    marks = {"Ana": "P,P,n/h,P", "Bea": "P,,n/h,P", "Cy": "P,P,n/h,"}
    found = figures(_totalled(marks, "Total", "P"))
    assert found["sessions_held"].value == 3
    assert found["attendance_total"].value == 7


def test_row_in_brackets_below_the_days_is_no_member() -> None:
    """The book read on each day, and a legend that goes on with a remark."""
    rows = [
        ["Socia/o", "9-oct-2025", "13-nov-2025", "11-dic-2025"],
        ["(lectura)", "Nada", "La plaza", "El camino"],
        ["Alarcón, Mª Carmen", "A", "A", "J"],
        ["Bermejo, Félix", "J", "F", "A"],
        ["Cid, Inmaculada", "F", "A", "A"],
        [],
        ["A: asiste   F: falta   J: falta justificada     Julián se apunta en enero"],
    ]
    found = figures(rows)
    assert found["attendance_total"].value == 5
    assert found["participants_unique"].value == 3


def test_what_was_paid_on_a_day_is_no_session() -> None:
    rows = [
        ["Pangalan", "Hul 4", None, "Hul 11", None],
        [None, "P", "bayad", "P", "bayad"],
        ["Jomar Cruz", "/", 20, "/", 20],
        ["Nadine Reyes", "/", None, None, 20],
        ["Kristel Aguas", None, None, "/", None],
    ]
    found = figures(rows)
    assert found["sessions_held"].value == 2
    reading = sheet(read(xlsx(Log=rows)))
    assert [mapped.field for mapped in reading.mapping if "bayad" in mapped.heading] == ["", ""]


def test_letter_for_a_weekday_is_no_mark_of_a_person() -> None:
    rows = [["Name", *range(1, 8)], ["Ana Cruz", *"PPAPPSP"], ["Bea Diaz", *"PAPPPSP"]]
    rows += [["Working days: 6", *[None] * 7]]
    found = figures([["June 2026"], *rows], year=2026)
    assert (found["sessions_held"].value, found["sessions_held"].certainty) == (6, "at_least")
    assert found["participants_unique"].value == 2
    found = figures([["June 2026"], *rows, ["P - Present, A - Absent, S - Sunday"]], year=2026)
    assert (found["sessions_held"].value, found["sessions_held"].certainty) == (6, "exact")


def test_nothing_is_recorded_after_a_person_withdrew() -> None:
    rows = [
        ["Lista de asistencia"],
        ["• vino   / faltó   R llegó tarde"],
        ["Nombre del niño(a)", "Semana 1", "Semana 2", "Semana 3"],
        ["fecha →", date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 19)],
        ["Ana Cruz", "•", "/", "R"],
        ["Ben Diaz", "•", "BAJA", None],
        ["Eva Lima", "/", "•", "•"],
    ]
    data = dataset(xlsx(Oct=rows))
    found = evaluate(data, as_of=date(2026, 11, 1), metrics=["attendance_total", "attendance_rate"])
    total, rate = (found.values_for(name)[0] for name in ("attendance_total", "attendance_rate"))
    assert (total.value, rate.value) == (5, pytest.approx(5 / 7))
    assert not [q for q in collect_questions(imported(xlsx(Oct=rows)).reading) if q.key == "marks"]


def test_sums_behind_days_below_months_are_no_days() -> None:
    rows: list[list[object]] = [["No.", "NOMBRE", "SEPTIEMBRE 2026", None, "OCTUBRE 2026", None, None, None]]
    rows += [[None, None, 4, 11, 2, 9, "ASIST.", "FALTAS"], [1, "ÁVILA ROSAS DANIELA", *"AFAA", 3, 1]]
    rows += [[2, "BARRERA TUN JESÚS", *"AAFA", 3, 1]]
    result = read(xlsx(Lista=rows))
    days = sorted({f"{row['date']:%m-%d}" for row in result.tables["participation"]})
    assert (len(result.tables["participation"]), days) == (8, ["09-04", "09-11", "10-02", "10-09"])


def test_lines_of_a_legend_below_a_register_are_no_people() -> None:
    """Five lines explain the marks of three people."""
    rows: list[list[object]] = [["PLANILLA"], [], ["Nombre", *DAYS]]
    rows += [["Arboleda Mina Keyla", "•", "•", "T"], ["Cuero Angulo Sharit", "E", "•", "•"]]
    rows += [["Hurtado Micolta Yeison", "–", "F", "•"], [], ["CONVENCIONES:"], ["•", "asistió"]]
    rows += [["T", "llegó tarde"], ["F", "faltó"], ["E", "excusa (enfermedad)"], ["–", "todavía no inscrito"]]
    shown = figures(rows)
    assert (shown["participants_unique"].value, shown["attendance_total"].value) == (3, 6)


@pytest.mark.parametrize("title", ["CUADRANTE DE PERSONAL", "Staff rota - November", "Iskedyul ng duty"])
def test_rota_of_staff_is_no_attendance(title: str) -> None:
    days = [datetime(2026, 11, day) for day in (2, 3, 4)]
    shifts = [["Amparo", "M", "T", "L"], ["Roberto", "T", "M", "M"], ["Inés", "M", "M", "V"]]
    assert number(xlsx(Nov=[[title], ["Nombre", *days], *shifts]), "sessions_held")[0] is None


def test_time_below_in_is_a_presence_and_out_none() -> None:
    heads = [
        ["abs = absent, n/e = not enrolled yet"],
        ["Pupil", "Tue 3 Nov 2026", None, "Thu 5 Nov 2026", None],
    ]
    heads += [[None, "IN", "OUT", "IN", "OUT"]]
    times = [
        ["Ana Cruz", time(15, 30), time(16, 45), "abs", None],
        ["Ben Diaz", time(15, 40), None, "15:45", None],
    ]
    times += [["Cora Uy", "n/e", None, time(15, 35), time(16, 30)]]
    data = xlsx(Nov=[*heads, *times])
    assert [number(data, name)[0] for name in ("sessions_held", "attendance_total")] == [2, 4]
    assert number(data, "attendance_rate")[0] == 4 / 5


@pytest.mark.parametrize("heading", ["Pupil", "Alumno", "Code", "ID"])
def test_register_of_codes_is_one_of_people(heading: str) -> None:
    days = [datetime(2026, 9, day) for day in (15, 22, 29)]
    pupils = [[f"RB{n:02d}", "4M", "/", "/" if n % 2 else "O", "/"] for n in range(1, 9)]
    data = xlsx(Reg=[["/ present O absent"], [heading, "Class", *days], *pupils])
    assert (number(data, "attendance_total"), number(data, "participants_unique")[0]) == ((20, "exact"), 8)


def test_blocks_of_months_with_equal_days_are_apart() -> None:
    """February and March 2026 have the same weekdays: 2 days each, 5 of 8 marks in all are presences."""
    first = [["FEBRUARY 2026"], ["Name", 4, 11], ["Abena Owusu", "✓", "X"], ["Esi Mensah", "✓", "✓"]]
    second = [["MARCH 2026"], ["Name", 4, 11], ["Abena Owusu", "✓", "x"], ["Esi Mensah", "x", "✓"]]
    data = xlsx(Class=[["✓ = came   X = did not come"], [], *first, [], *second])
    found = [number(data, name) for name in ("sessions_held", "attendance_total", "participants_unique")]
    assert found == [(4, "exact"), (5, "exact"), (2, "exact")]
    assert number(data, "attendance_rate")[0] == 5 / 8


def test_legend_of_the_table_itself_comes_first() -> None:
    rows = [["x = present, o = absent"], ["Name", *DAYS], ["Ana", "x", "o", "x"], []]
    later = [day.replace(month=4) for day in DAYS]
    rows += [["x = absent, o = present"], ["Name", *later], ["Bea", "x", "o", "x"]]
    assert number(xlsx(Club=rows), "attendance_total")[0] == 3


@pytest.mark.parametrize(
    "people", [["A.B.", "C.D.", "E.F."], ["AB", "CD", "EF"], ["Child 1", "Child 2", "L7"]]
)
@pytest.mark.parametrize("heading", ["Child", "Initials", "Pupil"])
def test_register_of_initials_is_one_of_people(heading: str, people: list[str]) -> None:
    data = xlsx(Reg=[["Register"], [heading, *DAYS], *([name, "Y", "N", "Y"] for name in people)])
    assert [number(data, name)[0] for name in ("attendance_total", "participants_unique")] == [6, 3]
    assert people[0] not in str(read(data).tables)


@pytest.mark.parametrize("line", ["Week 1 - w/b 27 July 2026", "Week ending 2 August 2026"])
def test_weekdays_below_their_week_are_days(line: str) -> None:
    """Two weeks of three days: 15 of 18 marks are presences, and "o" is the only other mark."""
    people = [["Amara Okonjo", "/", "o", "/"], ["Billy Sugden", "/", "/", "/"]]
    people += [["Dev Chaudri", "o", "/", "/"]]
    rows: list[list[Any]] = [["Holiday club"], ["/ = here   o = not here"], [], [line]]
    rows += [["Name", "Mon", "Tue", "Wed"], *people, [], ["Week 2 - w/b 3 August 2026"]]
    rows += [["Name", "Mon", "Tue", "Wed"], *people[:2], ["Dev Chaudri", "/", "/", "/"]]
    data = xlsx(Club=rows)
    found = [number(data, name)[0] for name in ("sessions_held", "attendance_total", "attendance_rate")]
    assert found == [6, 15, 15 / 18]
    days = {f"{row['date']:%Y-%m-%d}" for row in read(data).tables["participation"]}
    assert days == {f"2026-{day}" for day in ("07-27", "07-28", "07-29", "08-03", "08-04", "08-05")}


def test_only_uncounted_mark_means_absent() -> None:
    marks = {"Ana": "/,/,~,/", "Bea": "/,~,/,/", "Cy": "/,/,/,/"}
    found = figures(_totalled(marks, "No. here", "/"))
    assert (found["attendance_total"].value, found["attendance_rate"].value) == (10, 10 / 12)


def test_weeks_above_the_names_are_dated() -> None:
    """Letters are weekdays below "Week of 10/5"; 2 + 1 + 1 and, without the Monday off, 1 + 3 visits."""
    rows: list[list[Any]] = [
        ["Homework help 2026"],
        ["X = here    / = here, left early    NS = no school"],
        [],
    ]
    rows += [["Week of 10/5", "M", "T", "W"], ["JT", "X", None, "/"], ["AvB", None, "X", None]]
    rows += [["D.S.", "X", None, None], ["# kids", 2, 1, 1], [], ["Week of 10/19", "M", "T", "W"]]
    rows += [
        ["JT", "NS", "X", "X"],
        ["AvB", "NS", None, "X"],
        ["D.S.", "NS", None, "X"],
        ["# kids", None, 1, 3],
    ]
    data = xlsx(Help=rows)
    assert [number(data, name)[0] for name in ("attendance_total", "participants_unique")] == [8, 3]
    days = {f"{row['date']:%m-%d}" for row in read(data).tables["participation"]}
    assert {"10-05", "10-06", "10-07", "10-20", "10-21"} == days


def test_weekdays_of_no_known_week_are_sessions() -> None:
    rows = [["Student", "Monday", "Tuesday", "Wednesday"], ["Faisal Khan", 1, 1, 0], ["Nadia Aziz", 1, 0, 1]]
    data = xlsx(Week=rows)
    assert number(data, "sessions_held", program="Club", marks={"0": "absent"}) == (3, "exact")
    assert number(data, "attendance_rate", program="Club", marks={"0": "absent"})[0] == 4 / 6


def test_mark_that_the_legend_explains_is_not_explained_by_totals() -> None:
    """The totals count "/" alone; "B" is brought by car, which says nothing of who was there."""
    marks = {"Ana": "/,/,B,/", "Bea": "/,O,/,/", "Cy": "/,/,/,/"}
    rows = _totalled(marks, "No. there", "/")
    assert figures(rows)["attendance_rate"].value is None  # O or B may mean absent
    rows.append(["/ = here   O = not here   B = brought by car"])
    found = figures(rows)["attendance_rate"]
    assert (found.value, found.certainty) == (10 / 11, "partial")


def test_numbers_below_marks_are_a_count_of_people() -> None:
    rows: list[list[object]] = [["Name", "2026-03-07", "2026-03-14", "2026-03-21"]]
    rows += [["Olive T.", "P", "P", "A"], ["Liam (vol)", "P", "P", "P"], ["Noor A.", "P", "A", "P"]]
    rows += [["Wren K.", "P", "P", "P"], ["kids here", 3, 2, 2]]
    result = read(xlsx(Log=rows))
    assert len({row["person_key"] for row in result.tables["participation"]}) == 4
    assert "doubtful_rows" in {question.key for question in collect_questions(result.reading)}


def test_slash_next_to_dots_is_asked_about() -> None:
    """A dot and a slash: one of them is for who came, and nothing says which."""
    rows: list[list[object]] = [["Name", "2026-09-05", "2026-09-12", "2026-09-19"]]
    rows += [[f"Learner {n:02}", "•", "/" if n % 3 == 0 else "•", "•"] for n in range(9)]
    asked = {question.id for question in sheet(read(xlsx(Log=rows))).questions}
    assert {"sheets.Log.marks.•", "sheets.Log.marks./"} <= asked
    explained = [["Marque con un punto (•) la asistencia y con una diagonal (/) la falta."], *rows]
    found = [row["status"] for row in read(xlsx(Log=explained)).tables["participation"]]
    assert (found.count("present"), found.count("absent")) == (24, 3)


def test_number_of_a_week_is_no_day() -> None:
    """Week 1 begins on August 31 of the year of the title."""
    rows: list[list[object]] = [
        ["Homeroom roll 2026"],
        ["Week 1: August 31"],
        ["Student", "Mon", "Tue", "Wed"],
    ]
    rows += [[name, "P", "A", "P"] for name in ("Ana Cruz", "Ben Uy", "Cy Tan")]
    days = {row["date"] for row in read(xlsx(Log=rows)).tables["participation"]}
    assert days == {datetime(2026, 8, 31), datetime(2026, 9, 1), datetime(2026, 9, 2)}


@pytest.mark.parametrize("is_backward", [False, True])
def test_days_may_run_backward(is_backward: bool) -> None:
    """Four days of July and August 2026, and none of 2027."""
    days = ["Jul 11", "Jul 18", "Jul 25", "Aug 1"][:: -1 if is_backward else 1]
    rows = [["Reading club 2026"], ["Name", *days], ["Ana", *"PPAP"], ["Bea", *"PAPP"]]
    dates = {row["date"] for row in read(xlsx(Log=rows)).tables["sessions"]}
    assert {(day.year, day.month, day.day) for day in dates} == {
        (2026, 7, 11),
        (2026, 7, 18),
        (2026, 7, 25),
        (2026, 8, 1),
    }


def test_days_of_a_register_have_the_year_of_the_log() -> None:
    days = ["7/11", "7/18", "7/25"]
    register = [["x = came"], ["Name", *days], ["Ana", "x", "x", None], ["Bea", "x", None, "x"]]
    log = [["Date", "Book", "Came"], *([datetime(2026, 7, day), f"Book {day}", 2] for day in (11, 18, 25))]
    found = read(xlsx(Register=register, Sessions=log)).tables["sessions"]
    assert {row["date"].year for row in found} == {2026}


WEEKS: list[list[Any]] = [
    ["Student", *(f"W{n}" for n in (1, 12, 2, 3, 4, 5, 6, 7, 8, 9))],
    ["Ana Cruz", 1, None, 1, 1],
    ["Ben Dizon", None, 1, 1, None],
    ["Eva Uy", 1, 1, 1, 1],
]


def test_misspelled_number_of_a_session_is_one_of_the_series() -> None:
    assert number(xlsx(Log=WEEKS), "attendance_total")[0] == 9
    assert number(xlsx(Log=WEEKS), "sessions_held")[0] == 4


def test_blanks_of_days_to_come_are_not_asked_about() -> None:
    [asked] = [q for q in collect_questions(imported(xlsx(Log=WEEKS)).reading) if q.key == "marks"]
    assert "A blank appears 3 times." in str(asked.text)


def test_labels_above_the_days_are_no_headings() -> None:
    rows: list[list[Any]] = [["Attendance Tracker", None, "Month", "January", "Year", 2026]]
    rows += [["First Name", "Last Name", *range(5, 10)], [None, None, "Mon", "Tue", "Wed", "Thu", "Fri"]]
    rows += [["Ana", "Cruz", *"PPAPP"], ["Ben", "Dizon", *"PAPPP"]]
    assert number(xlsx(January=rows), "attendance_total") == (8, "exact")


@pytest.mark.parametrize("label", ["LAHAT", "TOTAL"])
def test_totals_with_a_closed_day_are_no_person(label: str) -> None:
    days = [date(2026, 6, 13), date(2026, 6, 20), date(2026, 6, 27)]
    rows: list[list[object]] = [["/ = narito   x = liban"], [], ["PANGALAN", *days]]
    rows += [["Ana Cruz", "/", None, "x"], ["Ben Uy", "/", None, "/"], ["Cora Lim", "x", None, "/"]]
    rows += [[label, 2, "BAGYO - walang klase", 2]]
    data = xlsx(Log=rows)
    assert number(data, "participants_unique")[0] == 3
    assert number(data, "attendance_total")[0] == 4


def test_guests_without_names_are_counted_on_their_day() -> None:
    """Ana came twice and Bea once; 3 and 1 guests: 7 visits, and a rate of 3 of 4 for those on the list."""
    rows = [
        ["/ = dumalo, blank = wala"],
        [],
        ["Pangalan", *DAYS, "Ilang beses"],
        ["Ana", "/", "/", None, 2],
        ["Bea", "/", None, None, 1],
        ["Bisita (di nakalista)", 3, 1, None, None],
        ["BILANG NG DUMALO", 5, 2, "BAHA", 7],
    ]
    rows[2][3] = DAYS[2]
    found = figures(rows)
    assert {name: (v.value, v.certainty) for name, v in found.items()} == {
        "sessions_held": (2, "exact"),
        "attendance_total": (7, "exact"),
        "participants_unique": (2, "at_least"),
        "attendance_rate": (0.75, "exact"),
        "attendance_per_session": (3.5, "exact"),
    }
    assert [q.key for q in collect_questions(imported(xlsx(Log=rows)).reading)] == ["program"]


def test_day_with_guests_alone_is_a_session() -> None:
    """2 listed people and 3 guests, 1 and 1, and 2 guests alone: 9 visits, whichever total is right."""
    rows = [
        *(["/ = came, blank = absent"], [], ["Name", *DAYS]),
        *(["Ana", "/", "/", None], ["Bea", "/", None, None]),
        *(["Walk-ins", 3, 1, 2], ["Present", 5, 2, 2]),
    ]
    for answers in ({}, {"totals": "sheet"}):
        found = figures(rows, **answers)
        assert (found["attendance_total"].value, found["attendance_total"].certainty) == (9, "exact")
        assert found["sessions_held"].value == 3


def test_number_next_to_marks_of_a_guest_is_asked_about() -> None:
    """Numbers among the marks of others may be marks: then a line of guests has no count of its own."""
    rows = [["Name", *DAYS], ["Ana", 1, 1, 0], ["Bea", 1, 0, 0], ["Guest of Ana", 1, 0, 0]]
    people = read(xlsx(Log=rows), marks={"0": "absent"}).tables["participation"]
    assert len({row["person_key"] for row in people}) == 3


def test_closed_day_of_a_register_of_absences_is_no_session() -> None:
    """A blank means present: on the closed day the only mark is the one that says so."""
    rows = [
        ["blank = present, x = absent"],
        [],
        ["Name", *DAYS],
        ["Ana", None, "HOL", "x"],
        ["Bea", "x", None, None],
    ]
    found = figures(rows, marks={"HOL": "closed"})
    assert (found["sessions_held"].value, found["sessions_held"].certainty) == (2, "exact")
    assert (found["attendance_total"].value, found["attendance_total"].certainty) == (2, "exact")


def test_total_that_is_right_leaves_blanks_of_its_day_open() -> None:
    """The first day says 1 where two blanks mean present: which of them came is not known."""
    rows = [
        *(["blank = present, x = absent"], [], ["Name", *DAYS]),
        *(["Ana", None, None, "x"], ["Bea", None, "x", None]),
        ["Total present", 1, 1, 1],
    ]
    by_marks, by_totals = figures(rows, totals="rows"), figures(rows, totals="sheet")
    assert (by_marks["attendance_total"].value, by_totals["attendance_total"].value) == (4, 3)
    assert by_totals["attendance_total"].certainty == "exact"
    disagree = [
        issue for issue in read(xlsx(Log=rows), totals="sheet").issues if issue.code == "totals-disagree"
    ]
    assert [issue.message for issue in disagree] == ["the sheet says 1, the marks give 2"]
    assert (by_marks["attendance_rate"].certainty, by_totals["attendance_rate"].certainty) == (
        "exact",
        "partial",
    )


def test_right_total_of_a_day_includes_its_guests() -> None:
    """The total of 5 on the first day outranks two marks and 2 guests; the second day has no total."""
    rows = [
        *(["/ = came, blank = absent"], [], ["Name", *DAYS[:2]], ["Ana", "/", "/"], ["Bea", "/", None]),
        *(["Walk-ins", 2, 1], ["Present", 5, None]),
    ]
    found = figures(rows, totals="sheet")["attendance_total"]
    assert (found.value, found.certainty) == (7, "exact")


def test_weekday_letter_before_days_of_several_months() -> None:
    """Three Mondays of September and two of October."""
    rows: list[list[Any]] = [["Club de lectura 2026"], ["No.", "Nombre", "SEPTIEMBRE", None, None, "OCTUBRE"]]
    rows += [[None, None, "L 7", "L 14", "L 28", "L 5", "L 12"]]
    rows += [
        [1, "Aguirre Luna Sofía", "P", "P", "A", "P", "P"],
        [2, "Bárcenas Ríos Iker", "P", "A", "P", "P", "A"],
    ]
    sessions = dataset(xlsx(Log=rows)).tables["sessions"]
    assert [day.strftime("%m-%d") for day in sessions["date"]] == [
        "09-07",
        "09-14",
        "09-28",
        "10-05",
        "10-12",
    ]


def test_days_of_several_months_without_their_names() -> None:
    """Ten lessons in three months: 19 visits of two people, and one absence."""
    days = [21, 22, 28, 29, 5, 6, 12, 13, 2, 3]
    rows: list[list[Any]] = [["No.", "Nombre", "Sexo", *days], [1, "Ana Cruz", "F", *["P"] * 10]]
    rows += [[2, "Ben Diaz", "M", *["P"] * 9, "A"]]
    found = figures(rows)
    assert (found["sessions_held"].value, found["attendance_total"].value) == (10, 19)


def test_name_of_the_day_before_no_classes_calls_it_off() -> None:
    rows: list[list[Any]] = [["No.", "Name", *DAYS]]
    rows += [[n, f"Learner {n:02}", "P", "Teachers' Day – no classes", "P"] for n in range(1, 6)]
    found = figures(rows)
    assert (found["sessions_held"].value, found["attendance_total"].value) == (2, 10)
    assert not [q for q in sheet(read(xlsx(Log=rows)), "Log").questions if ".marks" in q.id]


def test_other_text_below_a_day_can_be_answered_as_closed() -> None:
    rows: list[list[Any]] = [["No.", "Name", *DAYS]]
    rows += [[n, f"Learner {n:02}", "P", "Trip to the city fair", "P"] for n in range(1, 6)]
    found = figures(rows, marks={"other text": "closed"})
    assert (found["sessions_held"].value, found["sessions_held"].certainty) == (2, "exact")
    assert found["attendance_total"].value == 10
