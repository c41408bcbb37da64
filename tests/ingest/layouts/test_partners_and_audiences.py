"""Partners written as marks, age labels and official age classes, and numbers that may count people."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from libcollab_metrics.ingest.question_kinds import QUESTIONS
from libcollab_metrics.metrics import evaluate
from tests.support.sheets import LOG, codes, dataset, read, xlsx

DAY = date(2026, 12, 31)
STARRED = [
    ["Date", "Title", "Attendance"],
    ["2026-03-07", "Story hour *", 18],
    ["2026-03-14", "Story hour", 20],
    ["2026-03-21", "Craft **", 5],
]
AGES = [
    ["Date", "Title", "Age Group", "Attendance"],
    ["2026-03-07", "Story hour", "Ages 3-6", 18],
    ["2026-03-14", "Story hour", "0-5", 20],
    ["2026-03-21", "Craft", "Toddlers, Family", 5],
    ["2026-03-28", "Craft", "All Ages", 4],
]


def ids(data: bytes, **answers: Any) -> list[str]:
    return [question.id for sheet in read(data, **answers).reading.sheets for question in sheet.questions]


def partners(data: bytes, **answers: Any) -> dict[str, set[str]]:
    """Which partners each program has."""
    links = dataset(data, **answers).tables["program_partners"]
    partners_by_program: dict[str, set[str]] = {}
    for program, partner in zip(links["program_id"], links["partner"], strict=True):
        partners_by_program.setdefault(str(program), set()).add(str(partner))
    return partners_by_program


def classes(data: bytes, **answers: Any) -> list[Any]:
    return list(read(data, **answers).tables["sessions"].column("age_class"))


def test_mark_after_title_is_removed_and_partner_is_asked_for() -> None:
    data = xlsx(Log=STARRED)
    assert ids(data) == ["sheets.Log.partner_mark.*", "sheets.Log.partner_mark.**"]
    assert "partner-by-mark" in codes(read(data))
    assert partners(data) == {}
    assert set(dataset(data).tables["programs"]["name"]) == {"Story hour", "Craft"}


def test_mark_is_linked_once_it_is_answered() -> None:
    data = xlsx(Log=STARRED)
    assert partners(data, partner_mark={"*": "School district"}) == {"story hour": {"School district"}}
    assert ids(data, partner_mark={"*": "School district"}) == ["sheets.Log.partner_mark.**"]


@pytest.mark.parametrize(
    "legend", ["* = School district", "* in partnership with School district", "* School district"]
)
def test_mark_is_linked_by_a_legend_below_the_table(legend: str) -> None:
    data = xlsx(Log=[*STARRED[:3], [], [legend]])
    assert partners(data) == {"story hour": {"School district"}}
    assert ids(data) == []
    assert "partner-by-mark" in codes(read(data))


def test_mark_alone_in_the_partner_column_is_linked() -> None:
    rows = [
        ["Date", "Title", "Partner", "Attendance"],
        ["2026-03-07", "Story hour", "*", 18],
        ["2026-03-14", "Craft", "Hope Foundation", 20],
    ]
    assert partners(xlsx(Log=rows)) == {"craft": {"Hope Foundation"}}
    assert partners(xlsx(Log=rows), partner_mark={"*": "District"})["story hour"] == {"District"}


def test_age_label_has_a_class_only_when_wholly_inside_it() -> None:
    data = xlsx(Log=AGES)
    assert classes(data) == ["unclassified", "0-5", "unclassified", "general interest"]
    assert "age-band-straddles" in codes(read(data))
    assert ids(data) == ["sheets.Log.age_class.Ages 3-6", "sheets.Log.age_class.Family"]


def test_answers_set_the_age_class_and_the_main_audience() -> None:
    data = xlsx(Log=AGES)
    answers_given = {"age_class": {"Ages 3-6": "0-5"}, "main_audience": {"Toddlers, Family": "0-5"}}
    assert classes(data, **answers_given) == ["0-5", "0-5", "0-5", "general interest"]
    assert ids(data, **answers_given) == []


@pytest.mark.parametrize("heading", ["Reach", "Number of individual children reached", "Beneficiarios"])
def test_heading_that_may_count_people_is_asked_about(heading: str) -> None:
    data = xlsx(Log=[["Date", "Title", heading], ["2026-03-07", "Story hour", 18]])
    assert ids(data) == ["sheets.Log.people"]
    assert "unit-unclear" in codes(read(data))
    assert visits(data) == 18
    assert ids(data, people="visits") == []


def test_people_of_several_sessions_are_not_visits() -> None:
    rows = [
        ["Month", "Category", "Events", "Reach"],
        ["2026-03", "Story hour", 4, 30],
        ["2026-04", "Craft", 1, 9],
    ]
    assert visits(xlsx(Log=rows)) == 39
    answered = evaluate(dataset(xlsx(Log=rows), people="people"), metrics=["attendance_total"], as_of=DAY)
    value = answered.value_for("attendance_total")
    assert (value.value, value.certainty) == (9, "at_least")


def visits(data: bytes, **answers: Any) -> Any:
    return (
        evaluate(dataset(data, **answers), metrics=["attendance_total"], as_of=DAY)
        .value_for("attendance_total")
        .value
    )


def hide(row: int = 0, column: str = "") -> bytes:
    book = load_workbook(io.BytesIO(xlsx(Log=LOG[:3])))
    page = book["Log"]
    if row:
        page.row_dimensions[row].hidden = True
    if column:
        page.column_dimensions[column].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_hidden_row_counts_and_is_reported_until_answered_otherwise() -> None:
    data = hide(row=3)
    reported = [issue for issue in read(data).issues if issue.code == "hidden-content"]
    assert [(issue.cells, issue.severity) for issue in reported] == [(("A3",), "assumption")]
    assert ids(data) == ["sheets.Log.hidden_rows"]
    assert visits(data) == 38
    assert visits(data, hidden_rows="leave-out") == 18
    assert ids(data, hidden_rows="count") == []


def test_hidden_column_counts_and_is_reported_until_answered_otherwise() -> None:
    data = hide(column="C")
    assert [issue.cells for issue in read(data).issues if issue.code == "hidden-content"] == [("C1",)]
    assert list(read(data).tables["sessions"].column("site")) == ["Barangay hall", "Barangay hall"]
    assert not read(data, hidden_rows="leave-out").tables["sessions"].column("site").known.any()


def test_only_the_chosen_sheets_are_read() -> None:
    data = xlsx(March=LOG, April=[LOG[0], ["2026-04-04", "Story hour", "Hall", 5, None]])
    assert visits(data) == 43
    assert visits(data, only_sheets=["April"]) == 5
    assert {s.name: s.layout for s in read(data, only_sheets=["April"]).reading.sheets}["March"] == "skipped"


#: For each answer, a value, a sheet on which it changes the counts, and how they are grouped.
EFFECTS: tuple[tuple[str, Any, list[Any], str], ...] = (
    ("ranges", "high", [LOG[0], ["2026-03-07", "A", "B", "15-20", None]], "attendance_total"),
    ("date_order", "day-first", [LOG[0], ["3/7/2026", "A", "B", 5, None]], "month"),
    ("year", 2025, [LOG[0], ["7 March", "A", "B", 5, None]], "month"),
    ("duplicates", "drop", [LOG[0], LOG[1], LOG[1]], "attendance_total"),
    (
        "spelling",
        {"Storytym": "Craft"},
        [LOG[0], LOG[1], ["2026-03-08", "Storytym", "B", 5, None]],
        "program",
    ),
    ("totals", "sheet", [*LOG[:3], ["TOTAL", None, None, 45, None]], "attendance_total"),
    ("mapping", {"Notes": "sessions.language"}, [*LOG[:3]], "language"),
    (
        "postponed",
        "held",
        [*LOG[:3], ["2026-03-28", "Postponed: Story hour", "B", 9, None]],
        "attendance_total",
    ),
    ("header_row", 3, [LOG[0], LOG[1], *LOG], "attendance_total"),
    ("layout", "skipped", LOG, "refused"),
)


@pytest.mark.parametrize(("key", "value", "rows", "shown"), EFFECTS, ids=[effect[0] for effect in EFFECTS])
def test_answer_changes_the_counts(key: str, value: Any, rows: list[Any], shown: str) -> None:
    assert key in QUESTIONS
    plain, answered = xlsx(Log=rows, Other=LOG[:3]), {"sheets": {"Log": {key: value}}}
    by = shown if shown in ("month", "program", "language") else ""

    def counted(**answers: Any) -> list[Any]:
        evaluation = evaluate(dataset(plain, **answers), metrics=["attendance_total"], by=by, as_of=DAY)
        return [(dict(total.group), total.value) for total in evaluation.values]

    assert counted() != counted(**answered)
