"""Notes next to a log that say what its numbers are, and rows that a legend or a merged cell explains."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from libcollab_metrics.ingest import collect_questions
from libcollab_metrics.metrics import Value, evaluate
from libcollab_metrics.model import Workspace
from tests.support.sheets import codes, dataset, imported, xlsx

DAY = date(2026, 11, 30)
LOG: list[list[Any]] = [
    ["Date", "Where", "Attended"],
    ["2026-02-05", "Library", 8],
    ["2026-02-12", "Hall", 11],
]


def figure(rows: list[list[Any]], metric: str = "attendance_total", **answers: Any) -> Value:
    file = imported(xlsx(Log=rows), **answers)
    return evaluate(Workspace().append(file).dataset(), metrics=[metric], as_of=DAY).values[0]


@pytest.mark.parametrize(
    "note",
    [
        "Thursdays. Counts are FAMILIES, not people (one line each).",
        "Kids column is a running count for the whole summer",
        "La asistencia es la media por sesión, no el total",
        "Headcount = everybody INCLUDING me, so take off 1",
        "simula dito bilang na ng PAMILYA, hindi na bata",
    ],
)
def test_note_about_the_numbers_is_asked_about(note: str) -> None:
    """8 + 11: read as people, and not exact until the question is answered."""
    value = figure([[note], *LOG])
    assert (value.value, value.certainty) == (19, "partial")
    assert figure([[note], *LOG], count_note="people").certainty == "exact"
    assert figure([[note], *LOG], count_note="none").value is None


@pytest.mark.parametrize(
    "note", ["Family night, 14 families came", "Average attendance: 23 people", "See you in May!"]
)
def test_other_notes_leave_the_numbers_exact(note: str) -> None:
    assert figure([[note], *LOG]).certainty == "exact"
    questions = collect_questions(imported(xlsx(Log=[[note], *LOG])).reading)
    assert "count_note" not in [question.key for question in questions]


def test_footnote_about_enrolment_makes_its_number_unknown() -> None:
    rows = [*LOG, ["2026-02-19", "Library", "20*"], ["2026-02-26", "Hall", "28**"]]
    rows += [["* the teacher counted them"], ["** enrolled in the school; that day was not counted"]]
    value = figure(rows)
    assert (value.value, value.certainty) == (39, "at_least")
    assert figure(rows, "attendance_coverage").value == 0.75


def test_letters_for_target_and_actual_leave_the_targets_out() -> None:
    rows: list[list[Any]] = [["T = target    A = actual"], [], ["Month", None, "Activities", "Participants"]]
    for month, planned, came in (("Jan 2026", 120, 97), ("Feb 2026", 120, 131), ("Mar 2026", 200, 176)):
        rows += [[month, "T", 4, planned], [month, "A", 3, came]]
    assert figure(rows).value == 97 + 131 + 176
    assert figure(rows, "sessions_held").value == 9


def test_rows_merged_with_a_session_may_be_part_of_it() -> None:
    """Two sections share a day and a number: 2 or 3 sessions, and 193 visits."""
    rows = [["Date", "Section", "No. of pupils"], ["2026-08-03", "2-Rosal", 112], [None, "2-Santan", None]]
    rows += [["2026-08-10", "3-Narra", 81]]
    book = load_workbook(io.BytesIO(xlsx(Log=rows)))
    for cells in ("A2:A3", "C2:C3"):
        book["Log"].merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    file = imported(stream.getvalue())
    found = evaluate(
        Workspace().append(file).dataset(), metrics=["sessions_held", "attendance_total"], as_of=DAY
    )
    held, visits = (found.value_for(metric) for metric in ("sessions_held", "attendance_total"))
    assert (held.value, held.certainty, visits.value) == (3, "at_most", 193)


@pytest.mark.parametrize("remark", ["libre, pahiram - in kind", "DONATION ng bakery", "paid by sponsor"])
def test_remark_about_a_gift_doubts_an_expense(remark: str) -> None:
    rows = [
        ["Expenses 2026"],
        ["Date", "What for", "Amount", "Remarks"],
        ["2026-05-04", "Paper", 1400, "may OR"],
    ]
    rows += [["2026-05-16", "Bread", 1500, remark], ["2026-05-20", "Gas", 650, None]]
    found = dataset(xlsx(Expenses=rows))
    value = evaluate(found, metrics=["cost_cash"], as_of=DAY).values[0]
    assert "remark-open" in codes(found)
    assert value.certainty in ("at_most", "partial")


@pytest.mark.parametrize(
    "note",
    [
        "Canvass pa lang po ito, wala pa tayong nabibili.",
        "The rug was shipped back and they refunded all of it.",
    ],
)
def test_note_about_money_not_spent_bounds_the_cost(note: str) -> None:
    rows = [["GASTOS 2026"], ["Date", "Item", "Amount"], ["2026-08-17", "books", 412.5]]
    rows += [["2026-09-14", "story rug", 189], ["2026-09-21", "party", 52], [], [note]]
    value = figure(rows, "cost_cash")
    assert (value.value, value.certainty) == (653.5, "at_most")
    rows[-1] = ["Thank you for the flowers and the long evening!"]
    assert figure(rows, "cost_cash").certainty != "at_most"


def test_note_about_visits_that_did_not_happen_bounds_the_sessions() -> None:
    note = "Las visitas de agosto no se hicieron por la huelga de maestros."
    value = figure([*LOG, [None], [note]], "sessions_held")
    assert (value.value, value.certainty) == (2, "at_most")


def test_boxes_of_a_book_drive_are_no_people() -> None:
    rows = [["PTO Book Drive - Fall 2026"], ["Date", "Drop-off spot", "How many"], ["2026-10-05", "Lobby", 6]]
    rows += [["2026-10-07", "Fire station", 4], ["2026-10-09", "Lobby", 9]]
    assert figure(rows).value is None
