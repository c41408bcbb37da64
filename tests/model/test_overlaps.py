"""Rows on two sheets or files are detected, asked about once, and counted once only if so answered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import ALL_SHEETS, Answer, Dataset, Workspace
from tests.support.sheets import LOG, imported, xlsx

DAY = date(2026, 12, 31)
PEOPLE = [
    ["Date", "Activity", "Name", "Status"],
    ["2026-03-07", "Workshop", "Learner 01", "Present"],
    ["2026-03-07", "Workshop", "Learner 02", "Absent"],
]
ONCE = Answer(ALL_SHEETS, {"duplicates": "drop"})
BOTH = Answer(ALL_SHEETS, {"duplicates": "keep"})


def visits(dataset: Dataset) -> Any:
    return evaluate(dataset, metrics=["attendance_total"], as_of=DAY).value_for("attendance_total").value


def two_files(first: Any, second: Any, *more: Answer) -> Dataset:
    workspace = (
        Workspace()
        .append(imported(xlsx(March=first), "a.xlsx"))
        .append(imported(xlsx(Again=second), "b.xlsx"))
    )
    for answer in more:
        workspace = workspace.append(answer)
    return workspace.dataset()


def test_overlapping_files_both_count_until_answered() -> None:
    dataset = two_files(LOG, [LOG[0], *LOG[2:4], ["2026-03-28", "Story hour", "Barangay hall", 7, None]])
    assert visits(dataset) == 65
    (issue,) = dataset.overlaps
    assert (issue.code, issue.sheet, issue.count, issue.cells) == ("duplicate-rows", "Again", 2, ("A2", "A3"))
    assert issue in dataset.issues


def test_answer_drop_counts_duplicates_once() -> None:
    dataset = two_files(
        LOG, [LOG[0], *LOG[2:4], ["2026-03-28", "Story hour", "Barangay hall", 7, None]], ONCE
    )
    assert visits(dataset) == 45
    assert dataset.overlaps == ()
    assert "duplicate-rows" in {issue.code for issue in dataset.issues}


def test_answer_keep_is_not_asked_again() -> None:
    dataset = two_files(LOG, LOG[:3], BOTH)
    assert visits(dataset) == 76
    assert dataset.overlaps == ()


def test_file_order_does_not_change_the_figures() -> None:
    more = [*LOG[:3], ["2026-03-28", "Story hour", "Barangay hall", 7, None]]
    assert visits(two_files(LOG, more, ONCE)) == visits(two_files(more, LOG, ONCE)) == 45


@pytest.mark.parametrize(
    "other",
    [
        ["2026-03-07", "Craft", "Barangay hall", 18, None],
        ["2026-03-08", "Story hour", "Barangay hall", 18, None],
        ["2026-03-07", "Story hour", "Main", 18, None],
    ],
)
def test_different_program_day_or_site_is_another_session(other: list[Any]) -> None:
    assert two_files(LOG, [LOG[0], other]).overlaps == ()


def test_equal_sessions_in_one_sheet_are_not_duplicates() -> None:
    twice = [LOG[0], LOG[1], LOG[1]]
    assert visits(two_files(twice, [LOG[0], LOG[1]], ONCE)) == 36


def test_sheets_of_one_workbook_may_overlap() -> None:
    dataset = Workspace().append(imported(xlsx(March=LOG, Quarter=LOG[:3]))).dataset()
    assert [issue.sheet for issue in dataset.overlaps] == ["Quarter"]


def test_people_on_two_lists_of_a_session_count_once() -> None:
    assert visits(two_files(PEOPLE, PEOPLE)) == 2
    dataset = two_files(PEOPLE, PEOPLE, ONCE)
    assert visits(dataset) == 1
    assert len(dataset.tables["participation"]) == 2
    assert len(dataset.tables["sessions"]) == 1
