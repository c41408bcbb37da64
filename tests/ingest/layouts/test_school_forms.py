"""School form SF2 and similar forms: blanks are presences, holidays span a column, learners join or leave."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

import pytest

from libcollab_metrics.ingest.files.cells import ErrorCell, SheetCells
from libcollab_metrics.ingest.importer import read_cells
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Dataset
from tests.support.sheets import KEY, codes, number, sheet, xlsx
from tests.support.sheets import dataset as load
from tests.support.sheets import read as read_file

HEADS = [
    "LEARNER'S NAME (Last Name, First Name, Middle Name)",
    9,
    10,
    11,
    12,
    15,
    "ABSENT",
    "TARDY",
    "REMARK/S",
]
WEEKDAYS = [None, "T", "W", "TH", "F", "M", None, None, None]
CONTEXT: list[list[object]] = [
    ["School Form 2 (SF2) Daily Attendance Report of Learners"],
    ["School Year", "2026-2027", "Report for the Month of", "June", "Grade Level", 2],
]


def learner(number: int, *marks: object, remark: object = None) -> list[object]:
    absent, tardy = sum(m == "x" for m in marks), sum(m == "AM" for m in marks)
    return [f"LEARNER {number:02d}", *marks, absent or None, tardy or None, remark]


#: 3 + 3 learners on 9, 10, 11 and 15 June, HOLIDA(Y) down the 12th; 4 absences, 1 half day: 20 of 24 came.
LEARNERS = [
    learner(1, None, "x", None, "H", None),
    learner(2, None, None, None, "O", "x"),
    learner(3, None, None, "AM", "L", None),
    learner(4, "x", None, None, "I", None),
    learner(5, None, None, None, "D", None),
    learner(6, None, None, "x", "A", None),
]
TOTALS = [
    ["MALE | TOTAL Per Day", 3, 2, 3, None, 2],
    ["FEMALE | TOTAL Per Day", 2, 3, 2, None, 3],
    ["Combined TOTAL PER DAY", 5, 5, 5, None, 5],
]


def form(learners: list[list[object]] = LEARNERS, totals: list[list[object]] = TOTALS) -> list[list[object]]:
    blank: list[object] = [None, None, None, None, None, None, ErrorCell("#DIV/0!")]
    return [
        *CONTEXT,
        HEADS,
        WEEKDAYS,
        *learners[:3],
        totals[0],
        *learners[3:],
        totals[1],
        [],
        blank,
        totals[2],
    ]


#: The form is read as that of the library's own sessions; otherwise it counts nothing until somebody says so.
dataset, read = partial(load, whose="library"), partial(read_file, whose="library")


def content_of(rows: list[list[object]], **answers: Any) -> Any:
    return read_cells(
        [SheetCells.from_rows("SF2 June", rows)], "sf2.xlsx", {"whose": "library", **answers}, KEY, "s"
    )


def figures(data: Dataset) -> dict[str, Any]:
    metric_ids = [
        "sessions_held",
        "attendance_total",
        "attendance_coverage",
        "participants_unique",
        "attendance_rate",
    ]
    return {v.metric: v for v in evaluate(data, metrics=metric_ids, as_of=date(2026, 12, 31)).values}


def typed(rows: list[list[object]]) -> bytes:
    return xlsx(**{"SF2 June": [[None if isinstance(c, ErrorCell) else c for c in row] for row in rows]})


def test_blank_is_a_presence_and_holiday_is_no_session() -> None:
    """Fixture a: 24 places on 4 days, 4 absences, one half day that counts as late: 20 of 24, 6 people."""
    result = figures(dataset(typed(form())))
    assert (result["sessions_held"].value, result["attendance_total"].value) == (4, 20)
    assert result["participants_unique"].value == 6
    assert (result["attendance_rate"].numerator, result["attendance_rate"].denominator) == (20, 24)
    assert result["attendance_coverage"].value == 1
    people = read(typed(form())).tables["participation"]
    assert sorted({r["date"] for r in people}) == [datetime(2026, 6, day) for day in (9, 10, 11, 15)]
    assert [r["status"] for r in people].count("late") == 1


def test_form_reports_how_it_was_read() -> None:
    result = content_of(form())
    assert (sheet(result, "SF2 June").layout, sheet(result, "SF2 June").header_row) == ("sf2", 4)
    assert codes(result) == {
        "header-below-top",
        "header-rows-joined",
        "date-from-context",
        "holiday-column",
        "marks-from-form",
        "totals-row-left-out",
        "blank-rows-skipped",
        "personal-column-discarded",
    }
    assert [q.id for q in sheet(result, "SF2 June").questions] == [
        "sheets.SF2 June.holidays",
        "sheets.SF2 June.program",
    ]
    assert sheet(result, "SF2 June").rows_read == sheet(result, "SF2 June").rows_used + 4


def test_day_without_marks_and_total_is_unknown_not_full_attendance() -> None:
    """The 11th left blank: 3 of 4 days are recorded."""
    without = [[*row[:3], None, *row[4:]] for row in LEARNERS]
    totals = [[*row[:3], None, *row[4:]] for row in TOTALS]
    result = figures(dataset(typed(form(without, totals))))
    assert result["attendance_coverage"].value == pytest.approx(0.75)
    assert (result["attendance_total"].value, result["attendance_total"].certainty) == (15, "at_least")


def test_marks_answered_the_wrong_way_round_disagree_with_the_totals() -> None:
    result = content_of(form(), marks={"x": "present", "": "absent"})
    present_statuses = [
        r["status"] for r in result.tables["participation"] if r["status"] in ("present", "late")
    ]
    assert len(present_statuses) == 5
    assert "totals-disagree" in codes(result)


def test_learner_has_no_row_before_joining_and_after_leaving() -> None:
    """Out from 15 June: 5 learners that day; in from 10 June: 5 on the 9th."""
    rows = [
        *LEARNERS[:4],
        learner(5, None, None, None, "D", None, remark="T/O 6/15"),
        learner(6, None, None, None, "A", None, remark="T/I June 10"),
    ]
    people = read(typed(form(rows))).tables["participation"]
    days = [r["date"].day for r in people]
    assert (days.count(9), days.count(10), days.count(11), days.count(15)) == (5, 6, 6, 5)


def test_school_year_months_after_december_belong_to_its_second_year() -> None:
    rows = form()
    rows[1] = ["School Year", "2026-2027", "Report for the Month of", "January"]
    assert read(typed(rows)).tables["sessions"][0]["date"] == datetime(2027, 1, 9)


def test_spanish_register_marks_are_recognized() -> None:
    """Fixture g: 14 P, 3 A, 2 T, 1 J: 16 of 19, or 16 of 20 where excused counts as absent."""
    marks = ["PPPPA", "PPTPJ", "PPPAP", "TPPPA"]
    heads = ["Apellidos y nombres", *(f"2026-03-0{day}" for day in range(2, 7)), "Total faltas"]
    rows = [heads, *([f"Estudiante {n}", *row, row.count("A")] for n, row in enumerate(marks, 1))]
    result = read(xlsx(Log=rows))
    statuses = [r["status"] for r in result.tables["participation"]]
    assert [statuses.count(s) for s in ("present", "absent", "late", "excused")] == [14, 3, 2, 1]
    assert codes(result) == {"marks-from-form", "personal-column-discarded"}
    rate = figures(dataset(xlsx(Log=rows)))["attendance_rate"]
    assert (rate.numerator, rate.denominator) == (16, 19)
    rate = figures(dataset(xlsx(Log=rows), excused="absent"))["attendance_rate"]
    assert (rate.numerator, rate.denominator) == (16, 20)


def test_us_roster_has_no_status_before_its_marks_are_answered() -> None:
    """Fixture b: 11 X, 4 blanks: no status, then 11 of 15, or 11 visits without a rate."""
    rows = [
        ["Name", "2026-03-07", "2026-03-14", "2026-03-21"],
        ["Ana", "X", "X", None],
        ["Ben", "X", None, "X"],
        ["Cat", "X", "X", "X"],
        ["Dan", None, "X", "X"],
        ["Eve", "X", None, "X"],
    ]
    before = figures(dataset(xlsx(Log=rows)))
    assert before["attendance_total"].value is None
    answered = figures(dataset(xlsx(Log=rows), marks={"X": "present", "": "absent"}))
    assert (answered["attendance_rate"].numerator, answered["attendance_rate"].denominator) == (11, 15)
    partly_answered = figures(dataset(xlsx(Log=rows), marks={"X": "present"}))
    assert (partly_answered["attendance_total"].value, partly_answered["attendance_total"].estimated) == (
        11,
        True,
    )
    assert partly_answered["attendance_rate"].reason == "no-absence"


def test_number_other_than_one_is_asked_about_and_not_counted() -> None:
    result = read(xlsx(Log=[["Name", "2026-03-07", "2026-03-14"], ["Ana", 1, 2], ["Ben", 1, 1]]))
    assert [r["status"] for r in result.tables["participation"]] == [
        "present",
        "present",
        "unknown",
        "present",
    ]
    assert "number-in-roster" in codes(result)


@pytest.mark.parametrize("total", [None, 0])
def test_unmarked_day_is_no_session_whatever_a_blank_means(total: int | None) -> None:
    rows = [
        ["Name", "2026-03-07", "2026-03-14"],
        ["Ana", "P", None],
        ["Ben", None, None],
        ["Total", 1, total],
    ]
    result = read(xlsx(Log=rows), marks={"": "absent"})
    assert [r["status"] for r in result.tables["participation"]] == ["present", "absent"]
    assert len(result.tables["sessions"]) == 1
    assert "day-without-marks" in codes(result)


def suspended_form() -> SheetCells:
    """Return a form whose weekdays go beyond the days of the month; the 11th and 12th are called off.

    The words are in cells merged over both days and all learners above and below the first total. A learner
    transferred out on the 10th. Of 3, 2 and 3 learners 2, 2 and 2 came.
    """
    heads: list[object] = ["LEARNER'S NAME", None, 9, 10, 11, 12, 15, None, None, None]
    weekdays: list[object] = [None, "M", "T", "W", "TH", "F", "M", "T", "ABSENT", "TARDY"]
    rows: list[list[object]] = [
        *CONTEXT,
        heads,
        weekdays,
        ["LEARNER 01", None, "x", None, "CLASSES SUSPENDED", None, None, None, 1, None],
        ["LEARNER 02", None, None, "TRANSFERRED OUT", None, None, None, None, None, None],
        ["MALE | TOTAL Per Day", None, 1, 1, None, None, 1, None, None, None],
        ["LEARNER 03", None, None, None, "CLASSES SUSPENDED", None, "T", None, None, 1],
        ["FEMALE | TOTAL Per Day", None, 1, 1, None, None, 1, None, None, None],
        ["Combined TOTAL PER DAY", None, 2, 2, None, None, 2, None, None, None],
    ]
    merged = ((3, 9, 3, 10), (5, 5, 6, 6), (8, 5, 8, 6))
    return SheetCells.from_rows("SF2 June", rows, merged=merged)


def test_weekdays_beyond_the_month_are_no_days() -> None:
    legend = {"marks": {"": "present", "x": "absent", "T": "late"}}
    result = read_cells([suspended_form()], "sf2.xlsx", {"whose": "library", **legend}, KEY, "s")
    assert [row["date"].day for row in result.tables["sessions"]] == [9, 10, 15]
    statuses = [(row["date"].day, row["status"]) for row in result.tables["participation"]]
    assert sorted(statuses) == [
        (9, "absent"),
        (9, "present"),
        (9, "present"),
        (10, "present"),
        (10, "present"),
        (10, "unknown"),  # of the learner who transferred out
        (15, "late"),
        (15, "present"),
        (15, "unknown"),
    ]


def official_form() -> list[list[object]]:
    """Return an SF2 with names, days and weekdays in three rows, and the totals of the month behind them."""
    days = [1, 2, 3, 4, 7, 8]
    top: list[object] = ["No.", "LEARNER'S NAME (Last Name, First Name)"]
    top += ["(1st row for date, 2nd row for Day: M,T,W,TH,F)", *[None] * 6, "Total for the Month", None]
    rows: list[list[object]] = [["School Form 2 (SF2) Daily Attendance Report of Learners"], []]
    rows += [["School ID", 135882, "School Year", "2026 - 2027", "Report for the Month of", "September"], []]
    rows += [
        top,
        [None, None, None, *days],
        [None, None, "M", "T", "W", "TH", "F", "M", "T", "ABSENT", "TARDY"],
    ]
    absent = {1: [4], 2: [], 3: [5, 6, 7]}
    for place, name in enumerate(("ABAYA, Jericho", "BALTAZAR, Rhonnel", "CORDERO, Mark"), 1):
        marks = ["x" if column in absent[place] else None for column in range(3, 9)]
        rows.append([place, name, None, *marks, len(absent[place]), None])
    return [*rows, ["Combined TOTAL Per Day", None, None, 3, 2, 2, 2, 2, 3]]


def test_form_with_days_below_the_names_is_read() -> None:
    """6 days of 3 learners, without 1 + 3 absences: 14."""
    data = xlsx(SF2=official_form())
    assert read_file(data).reading.sheets[0].layout == "sf2"
    assert number(data, "attendance_total", whose="library")[0] == 14


def test_weekday_may_be_behind_its_day() -> None:
    """4 meetings of 3 learners, without 2 absences: 10."""
    rows: list[list[object]] = [
        ["Reading Remediation - Daily Attendance (SF2 style)"],
        ["Grade 3", None, None, "SEPT 2026"],
    ]
    rows += [["Legend: blank = PRESENT, x = absent"], ["NAME", "1 T", "3 TH", "8 T", "10 TH", "Absent"]]
    rows += [["ABDULLAH, Samir", None, "x", None, None, 1], ["BAUTISTA, Rogelio", None, None, None, None, 0]]
    rows += [["DATU, Amir", "x", None, None, None, 1], ["TOTAL PER DAY", 2, 2, 3, 3]]
    assert number(xlsx(SEPT=rows), "attendance_total", whose="library")[0] == 10


def test_template_with_labels_above_its_days_is_a_register() -> None:
    """P and T came: 3 + 2 of two meetings in September."""
    days = list(range(1, 31))
    weekdays = [("T", "W", "R", "F", "S", "S", "M")[day % 7 - 1] for day in days]
    rows: list[list[object]] = [["Chapter Book Club - Attendance"]]
    rows += [["Teacher: Ms. Larkspur", None, "Period: after school", None, "Month:", date(2026, 9, 1)], []]
    rows += [[None, None, *days], ["ID", "Student", *weekdays, None, "P", "T", "E", "U"]]
    for number_, (name, first, second) in enumerate(
        (("Ashby, Rowan", "P", "P"), ("Calloway, June", "T", "U"), ("Espinoza, Mateo", "P", "P")), 1001
    ):
        marks = {8: first, 10: second}
        totals = [[first, second].count(mark) for mark in "PTEU"]
        rows.append([number_, name, *(marks.get(day) for day in days), None, *totals])
    rows[1] += [None] * 10 + ["P = Present  T = Tardy  E = Excused  U = Unexcused  N = No class"]
    data = xlsx(Sep=rows)
    assert read_file(data).reading.sheets[0].layout == "roster"
    assert number(data, "attendance_total") == (5, "exact")
