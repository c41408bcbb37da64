"""Questions are asked where only the library knows the answer, and each answer changes only its subject."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from libcollab_metrics.ingest import collect_shared_answers
from libcollab_metrics.metrics import Value, evaluate
from libcollab_metrics.model import ALL_SHEETS, Answer, Setting
from tests.support.sheets import LOG, ROSTER, codes, dataset, imported, read, sheet, xlsx

DAY = date(2026, 12, 31)
SHORT = [*LOG[:3], ["TOTAL", None, None, 45, None]]


def ids(data: bytes, **answers: Any) -> list[str]:
    return [
        question.id
        for sheet_reading in read(data, **answers).reading.sheets
        for question in sheet_reading.questions
    ]


def figure(data: bytes, metric: str, **answers: Any) -> Value:
    return evaluate(dataset(data, **answers), metrics=[metric], as_of=DAY).value_for(metric)


def hidden(*rows: list[Any]) -> bytes:
    """A workbook with a sheet March that is shown and a sheet April that is hidden."""
    book = load_workbook(io.BytesIO(xlsx(March=LOG, April=rows)))
    book["April"].sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_hidden_sheet_is_reported_and_read_only_when_answered() -> None:
    data = hidden(LOG[0], ["2026-04-04", "Story hour", "Main", 30, None])
    result = read(data)
    assert codes(result) >= {"hidden-content", "sheet-skipped"}
    assert sheet(result, "April").layout == "skipped"
    assert ids(data) == ["sheets.April.hidden_sheets"]
    assert figure(data, "attendance_total").value == 38
    answered = {"sheets": {"April": {"hidden_sheets": "read"}}}
    assert figure(data, "attendance_total", **answered).value == 68
    assert ids(data, **answered) == []
    assert ids(data, hidden_sheets="leave-out") == []


def test_empty_hidden_sheet_is_not_asked_about() -> None:
    assert ids(hidden()) == []


def test_two_possible_header_rows_are_asked_about() -> None:
    rows = [["Date", "Program", "Place", "Pax"], ["2025-01-01", "A", "B", 5], *LOG]
    data = xlsx(Log=rows)
    result = sheet(read(data))
    assert [question.id for question in result.questions if "header_row" in question.id] == [
        "sheets.Log.header_row"
    ]
    other_row = 3 if result.header_row == 1 else 1
    assert f"row {other_row} looks like headings too" in next(
        q.text for q in result.questions if "header_row" in q.id
    )
    answered = sheet(read(data, header_row=3))
    assert answered.header_row == 3
    assert not any("header_row" in question.id for question in answered.questions)


@pytest.mark.parametrize("rows", [LOG, ROSTER, [["San Isidro"], [], *LOG], [*LOG[:3], LOG[0], *LOG[3:]]])
def test_header_row_without_alternatives_is_not_asked_about(rows: list[Any]) -> None:
    assert not [question for question in ids(xlsx(Log=rows)) if "header_row" in question]


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (["2026-03-28", "POSTPONED - Story hour", "Hall", None, None], "title"),
        (["2026-03-28", "Story hour", "Hall", "rescheduled", None], "count"),
    ],
)
def test_postponed_session_is_not_held_unless_answered(row: list[Any], word: str) -> None:
    data = xlsx(Log=[*LOG[:3], row])
    assert ids(data) == ["sheets.Log.postponed"]
    assert "cancelled-by-title" in codes(read(data))
    assert figure(data, "sessions_held").value == 2
    assert figure(data, "sessions_held", postponed="held").value == 3
    assert ids(data, postponed="cancelled") == []


def test_cancelled_session_is_not_asked_about() -> None:
    assert ids(xlsx(Log=LOG)) == []


def test_status_column_may_mark_a_session_as_postponed() -> None:
    rows = [
        ["Date", "Title", "Attendance", "Status"],
        ["2026-03-07", "Story hour", 18, "held"],
        ["2026-03-14", "Story hour", None, "Postponed"],
    ]
    data, mapping = xlsx(Log=rows), {"Status": "sessions.status"}
    assert ids(data, mapping=mapping) == ["sheets.Log.postponed"]
    assert figure(data, "sessions_held", mapping=mapping).value == 1
    assert figure(data, "sessions_held", mapping=mapping, postponed="held").value == 2


def test_total_of_the_sheet_is_used_when_answered() -> None:
    data = xlsx(Log=SHORT)
    assert ids(data) == ["sheets.Log.totals"]
    assert figure(data, "attendance_total").value == 38
    assert figure(data, "attendance_total", totals="sheet").value == 45
    assert figure(data, "attendance_per_session", totals="sheet").value == 19
    assert figure(data, "sessions_held", totals="sheet").value == 2
    assert ids(data, totals="sheet") == []


def test_lower_total_of_the_sheet_is_used_when_answered() -> None:
    assert (
        figure(
            xlsx(Log=[*LOG[:3], ["TOTAL", None, None, 30, None]]), "attendance_total", totals="sheet"
        ).value
        == 30
    )


def test_subtotals_and_a_grand_total_are_adjusted_once() -> None:
    rows = [
        *LOG[:3],
        ["Subtotal", None, None, 40, None],
        ["2026-04-04", "Story hour", "Hall", 10, None],
        ["Subtotal", None, None, 10, None],
        ["Grand total", None, None, 50, None],
    ]
    assert figure(xlsx(Log=rows), "attendance_total", totals="sheet").value == 50
    assert figure(xlsx(Log=rows), "attendance_total").value == 48


def test_difference_is_assigned_to_the_shared_date_and_site() -> None:
    rows = read(
        xlsx(
            Log=[
                LOG[0],
                ["2026-03-07", "Story hour", "Main", 18, None],
                ["2026-03-07", "Craft", "Main", 2, None],
                ["TOTAL", None, None, 25, None],
            ]
        ),
        totals="sheet",
    ).tables["sessions"]
    last = rows[len(rows) - 1]
    assert (last["attended"], last["site"], last["program_id"], last["date"].day, last["row"]) == (
        5,
        "Main",
        None,
        7,
        4,
    )


def test_tally_uses_the_total_of_each_setting() -> None:
    book = Workbook()
    page = book.active
    page.title = "October"
    for row in (
        [None, "In-House", None, "Outreach", None],
        ["Age Group", "Groups", "Attendance", "Groups", "Attendance"],
        ["Children (0-5)", 8, 120, 2, 61],
        ["TOTAL", 8, 125, 2, 61],
    ):
        page.append(row)
    page.merge_cells("B1:C1")
    page.merge_cells("D1:E1")
    stream = io.BytesIO()
    book.save(stream)
    data = stream.getvalue()
    assert figure(data, "attendance_total", year=2025).value == 181
    assert figure(data, "attendance_total", year=2025, totals="sheet").value == 186


def test_roster_uses_the_totals_typed_below_its_days() -> None:
    marks = {"x": "present", "": "absent"}
    rows = [row[:5] for row in ROSTER] + [[None, "TOTAL", 4, 5, 4]]
    data = xlsx(March=rows)
    assert figure(data, "attendance_total", marks=marks).value == 11
    assert "totals-disagree" in codes(read(data, marks=marks))
    assert figure(data, "attendance_total", marks=marks, totals="sheet").value == 13


def test_shared_answers_become_workspace_operations() -> None:
    assert collect_shared_answers({"duplicates": "drop", "fiscal_year_start": 10}) == (
        Answer(ALL_SHEETS, {"duplicates": "drop"}),
        Setting({"fiscal_year_start": 10}),
    )
    assert collect_shared_answers({"sheets": {"October": {"fiscal_year_start": 10}}}) == (
        Setting({"fiscal_year_start": 10}),
    )
    assert collect_shared_answers({"year": 2026}) == ()


def test_setting_without_sessions_is_asked_about_and_can_count() -> None:
    rows = [
        [None, "In-House", None, "Self-Directed", None],
        ["Age Group", "Groups", "Attendance", "Groups", "Attendance"],
        ["Children (0-5)", 8, 120, 1, 500],
    ]
    data = xlsx(**{"October 2025": rows})
    assert ids(data) == ["sheets.October 2025.mapping.Self-Directed Attendance"]
    assert figure(data, "attendance_total").value == 120
    mapping = {"Self-Directed Attendance": "sessions.attended"}
    assert figure(data, "attendance_total", mapping=mapping).value == 620
    assert ids(data, mapping=mapping) == []


def test_month_of_a_tab_decides_the_date_order() -> None:
    rows = [["Fecha", "Actividad", "Asistentes"], ["05/01/2026", "Taller", 7], ["07/01/2026", "Taller", 7]]
    result = read(xlsx(**{"Enero 2026": rows}))
    assert [row["date"].month for row in result.tables["sessions"]] == [1, 1]
    assert "date-order-assumed" not in codes(result)
    assert not [question for question in result.reading.sheets[0].questions if "date_order" in question.id]
    assert "date-order-assumed" in codes(read(xlsx(Hoja1=rows)))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [["Source", "Estimated", "Actual"], ["Bake sale", 30, 20], ["Raffle", 40, 25], ["Grant", 90, 90]],
            "If a row is a line of a budget: 3 amounts that add up to 135.",
        ),
        (
            [["Volunteer", "Hours"], ["Ana Cruz", 3], ["Ben Diaz", 2.5], ["Cora Uy", 4]],
            "If a row is hours that someone worked: 9.5 hours of work.",
        ),
    ],
)
def test_question_says_what_an_answer_would_count(rows: list[list[object]], expected: str) -> None:
    questions = imported(xlsx(Log=rows)).reading.sheets[0].questions
    assert expected in next(question.text for question in questions if question.id.endswith("row_is"))


@pytest.mark.parametrize(
    ("row_is", "rows", "field", "offered"),
    [
        (
            "score",
            [["Name", "Grade", "Magic"], ["Ana Cruz", 2, 31], ["Ben Diaz", 3, 27], ["Cora Uy", 2, 19]],
            "outcomes.before",
            ["Magic"],
        ),
        (
            "session",
            [["Class", "Strength", "Wk 1 A"], ["3A", 34, 31], ["3B", 32, 30], ["4A", 38, 35]],
            "sessions.attended",
            ["Wk 1 A"],
        ),
        (
            "answer",
            [["Blg.", "Magic", "Remark"], [1, 5, "ok"], [2, 4, None], [3, 5, "no"], [4, 3, None]],
            "outcomes.rating",
            ["Magic"],
        ),
    ],
)
def test_column_that_named_rows_need_is_asked_for(
    row_is: str, rows: list[list[object]], field: str, offered: list[str]
) -> None:
    questions = imported(xlsx(Log=rows), row_is=row_is).reading.sheets[0].questions
    (asked,) = [question for question in questions if question.id == f"sheets.Log.column_of.{field}"]
    assert [value for value, _ in asked.options if value in offered] == offered
    assert not {"Strength", "Blg."} & {value for value, _ in asked.options}


def test_column_named_for_a_final_test_holds_results_after() -> None:
    rows = [["ENDLINE (20 November 2026)"], ["Student", "Magic"], ["Ana Cruz", 31], ["Ben Diaz", 27]]
    answers = {"row_is": "score", "column_of": {"outcomes.after": "Magic"}}
    scores = read(xlsx(Endline=rows), **answers).tables["outcomes"]
    assert [(row.get("before"), row["after"]) for row in scores] == [(None, 31), (None, 27)]


def test_second_test_is_asked_for_after_the_first() -> None:
    rows: list[list[object]] = [["Code", "Magic", "Wand"], ["a1", 31, 35], ["a2", 27, 30], ["a3", 20, 22]]
    answers: dict[str, Any] = {"row_is": "score", "column_of": {"outcomes.before": "Magic"}}
    questions = imported(xlsx(Log=rows), **answers).reading.sheets[0].questions
    (asked,) = (question for question in questions if "column_of" in question.id)
    assert asked.id == "sheets.Log.column_of.outcomes.after"
    assert [value for value, _ in asked.options] == ["Wand", "none"]
    answers["column_of"]["outcomes.after"] = "Wand"
    scores = read(xlsx(Log=rows), **answers).tables["outcomes"]
    assert [(row["before"], row["after"]) for row in scores] == [(31, 35), (27, 30), (20, 22)]


def test_amounts_of_several_columns_can_be_added_up() -> None:
    """10 + 20 + 5 + 15 of two terms."""
    rows: list[list[object]] = [["Member", "Magic", "Wand"], ["Ana", 10, 20], ["Ben", 5, 15], ["Cy", 0, 0]]
    answers: dict[str, Any] = {"row_is": "payment", "marks": {"": "received"}}
    questions = imported(xlsx(Log=rows), **answers).reading.sheets[0].questions
    (asked,) = (question for question in questions if "column_of" in question.id)
    assert [value for value, _ in asked.options] == ["Magic", "Wand", "Magic + Wand", "none"]
    answers["column_of"] = {"ledger.value": "Magic + Wand"}
    ledger = read(xlsx(Log=rows), **answers).tables["ledger"]
    assert sum(row["value"] for row in ledger) == 50
    joined: list[list[object]] = [["Member", "Magic + Wand"], ["Ana", 30], ["Ben", 20]]
    assert sum(row["value"] for row in read(xlsx(Log=joined), **answers).tables["ledger"]) == 50


def test_question_about_a_closed_day_names_its_cell() -> None:
    rows: list[list[object]] = [["Name", "2026-03-07", "2026-03-14", "2026-03-21"]]
    rows += [["Ana Cruz", "P", "SNOW DAY", "P"], ["Ben Diaz", "A", None, "P"], ["Cora Uy", "P", None, "A"]]
    questions = imported(xlsx(Log=rows)).reading.sheets[0].questions
    (asked,) = [question for question in questions if question.id.endswith(".holidays")]
    assert asked.text.startswith("A word is below a day (C1) in place of marks.")
