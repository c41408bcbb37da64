"""Rosters as libraries keep them: what stands around the marks is nobody, and no mark is read against the sheet."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from libcollab_metrics.ingest.importing import Reading
from libcollab_metrics.metrics import evaluate
from tests.sheets import codes, dataset, read, xlsx

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
WANTED = ("sessions_held", "attendance_total", "participants_unique", "attendance_rate", "attendance_per_session")


def figures(rows: list[list[Any]], sheet: str = "Log", **answers: Any) -> dict[str, Any]:
    data = dataset(xlsx(**{sheet: rows}), **answers)
    return {v.metric: v for v in evaluate(data, metrics=list(WANTED), as_of=date(2027, 12, 31)).values}


def statuses(found: Reading) -> list[str]:
    return [row["status"] for row in found.tables["participation"]]


@pytest.mark.parametrize(
    "below",
    [
        [["GUIDELINES:"], ["1. The attendance shall be accomplished daily."]],
        [["Enrolment as of (1st Friday of June)", "M", "F", "TOTAL"], ["Percentage of Attendance", 0.9]],
        [["Number of students with 5 consecutive days of absences:", 0, 0, 0], ["Maria Santos, Adviser"]],
    ],
)
def test_a_school_form_ends_at_its_combined_total(below: list[list[Any]]) -> None:
    """Two learners on five days, one absence each: 8 of 10, whatever is printed below."""
    found = figures([*FORM, COMBINED, *below])
    assert (found["attendance_total"].value, found["participants_unique"].value) == (8, 2)
    assert found["attendance_rate"].value == 0.8
    assert "row-left-out" in codes(read(xlsx(Log=[*FORM, COMBINED, *below])))


@pytest.mark.parametrize("printed", [["3.", "4."], [3, 4], ["3.", None, "Enrolment as of 1st Friday of June"]])
def test_a_line_numbered_in_advance_is_no_learner(printed: list[Any]) -> None:
    found = figures([*FORM, *([name] for name in printed), ["MALE | TOTAL Per Day", 2, 1, 2, 2, 1], COMBINED])
    assert (found["attendance_total"].value, found["attendance_total"].certainty) == (8, "exact")
    assert found["participants_unique"].value == 2


def test_a_number_of_a_learner_is_a_name_and_a_marked_line_is_somebody() -> None:
    """Ten digits are an identity; a line "3." with a mark was filled, though nobody wrote who came."""
    rows = [["LRN", *DAYS], [1234567890, "P", "A", "P"], [1234567891, "P", None, None], ["3.", "P", "P", "P"]]
    assert len({row["person_key"] for row in read(xlsx(Log=rows)).tables["participation"]}) == 3


@pytest.mark.parametrize(
    "line",
    [
        ["Absent", 0, 1, 1], ["Kabuuang dumalo", 2, 1, 1], ["Ausentes", 0, 1, 1], ["Present", 2, 1, 1],
        ["Bilang ng liban", 0, 1, 1], ["# present", 2, 1, 1], ["% attendance", 100, "50%", 50], ["Late", 0, 0, 0],
    ],
)  # fmt: skip
def test_a_line_of_counts_below_a_roster_is_a_total(line: list[Any]) -> None:
    """P P A and P A P: 4 of 6, and the counts typed below agree."""
    found = figures([*MARKED, [None, *line]])
    assert (found["attendance_total"].value, found["participants_unique"].value) == (4, 2)
    assert found["attendance_rate"].value == pytest.approx(4 / 6)
    told = codes(read(xlsx(Log=[*MARKED, [None, *line]])))
    assert "totals-row-left-out" in told
    assert "totals-disagree" not in told


def test_a_count_of_the_absent_is_not_taken_for_a_count_of_those_who_came() -> None:
    rows = [*MARKED, [None, "Absent", 0, 1, 1], [None, "Present", 9, 1, 1]]
    issue = next(one for one in read(xlsx(Log=rows)).issues if one.code == "totals-disagree")
    assert issue.count == 1
    counted = read(xlsx(Log=rows), totals="sheet").tables["sessions"]
    assert [row["attended"] for row in counted] == [9, 1, 1]


REGISTER = [["N°", "Apellidos y nombres", *DAYS[:2]], [1, "Gomez Luis", "A", "F"], [2, "Nunez Eva", "R", "A"]]


def test_an_a_without_a_p_is_asked_in_a_register_too() -> None:
    """A is absent, or asistió: until it is said nothing is known of those who came."""
    found = read(xlsx(Log=REGISTER))
    assert statuses(found) == ["unknown", "unknown", "absent", "unknown"]
    assert "sheets.Log.marks.a" in [question.id for question in found.reading.sheets[0].questions]
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
def test_a_legend_wins_wherever_its_marks_and_words_stand(above: list[Any], below: list[Any]) -> None:
    """A F / R A: three came, one of them late, and one did not."""
    found = read(xlsx(Log=[*above, *REGISTER, *below]))
    assert sorted(statuses(found)) == ["absent", "late", "present", "present"]
    assert "marks-from-legend" in codes(found)


def test_where_only_absences_are_known_there_is_no_rate_and_no_number_who_came() -> None:
    rows = [["Name", *DAYS], ["Ana", "x", None, None], ["Bea", None, "x", None], ["Cas", None, None, "x"]]
    found = figures(rows, marks={"x": "absent"})
    assert found["attendance_rate"].reason == "no-presence"
    assert found["attendance_total"].value is None
    assert figures(rows, marks={"x": "absent", "": "present"})["attendance_rate"].value == pytest.approx(6 / 9)
