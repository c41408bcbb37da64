"""Months, programs and budgets that sum up what another sheet or file lists are counted once."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import ALL_SHEETS, Answer, Dataset, Workspace
from tests.support.sheets import codes, imported, xlsx

AS_OF = date(2026, 1, 1)
LOG = xlsx(
    Log=[
        ["Date", "Program", "How many came"],
        ["2025-09-04", "Toddler time", 13],
        ["2025-09-11", "Book club", 9],
        ["2025-10-02", "Book club", 8],
        ["2025-10-09", "Toddler time", 30],
    ]
)
PAYMENTS = xlsx(
    Paid=[
        ["Date", "Paid to", "Amount", "Status"],
        ["2025-09-01", "Printer", 100, "spent"],
        ["2025-09-02", "Caterer", 250, "spent"],
        ["2025-10-01", "Printer", 70, "spent"],
    ]
)


def months(*rows: list[object]) -> bytes:
    return xlsx(Board=[["Month", "Sessions", "Attendance"], *rows])


def programs(*rows: list[object]) -> bytes:
    return xlsx(Programs=[["Program", "Sessions", "Attendance"], *rows])


def budget(*rows: list[object]) -> bytes:
    return xlsx(Budget=[["Line", "Budget", "Spent"], *rows])


def loaded(*files: bytes, decision: str = "") -> Dataset:
    workspace = Workspace()
    for number, data in enumerate(files):
        workspace = workspace.append(imported(data, f"file {number}.xlsx"))
    if decision:
        workspace = workspace.append(Answer(ALL_SHEETS, {"duplicates": decision}))
    return workspace.dataset()


def figure(dataset: Dataset, metric: str) -> tuple[float | None, str]:
    value = evaluate(dataset, as_of=AS_OF, metrics=[metric]).values[0]
    return value.value, value.certainty


@pytest.mark.parametrize(
    "summary",
    [
        months(["September 2025", 2, 22], ["October 2025", 2, 38]),
        programs(["Toddler time", 2, 43], ["Book club", 2, 17]),
    ],
    ids=["months", "programs"],
)
@pytest.mark.parametrize("is_first", [False, True], ids=["log first", "summary first"])
def test_exact_sums_of_another_file_count_once(summary: bytes, is_first: bool) -> None:
    dataset = loaded(summary, LOG) if is_first else loaded(LOG, summary)
    assert figure(dataset, "attendance_total") == (60, "exact")
    assert figure(dataset, "sessions_held") == (4, "exact")
    assert "summary-left-out" in codes(dataset)
    assert dataset.overlaps


def test_other_numbers_of_the_same_months_are_asked_about() -> None:
    files = (LOG, months(["September 2025", 2, 25], ["October 2025", 2, 38]))
    assert figure(loaded(*files), "attendance_total") == (85, "at_most")
    assert "summary-perhaps-twice" in codes(loaded(*files))
    assert figure(loaded(*files, decision="keep"), "attendance_total") == (123, "exact")
    assert figure(loaded(*files, decision="drop"), "attendance_total") == (60, "exact")


def test_months_and_programs_without_days_are_added() -> None:
    """November has no days, and no sheet lists the days of the choir."""
    dataset = loaded(LOG, months(["November 2025", 3, 40]), programs(["Choir", 5, 50]))
    assert figure(dataset, "attendance_total") == (150, "exact")
    assert not dataset.overlaps


def test_months_of_one_sheet_are_not_compared_with_its_days() -> None:
    rows: list[list[object]] = [
        ["Date", "Program", "How many came"],
        ["2025-09-04", "Toddler time", 22],
        ["September 2025", "Toddler time", 22],
    ]
    assert not loaded(xlsx(Log=rows)).overlaps


def test_spending_of_budget_and_its_payments_count_once() -> None:
    dataset = loaded(PAYMENTS, budget(["Printing", 200, 170], ["Food", 300, 250]))
    assert figure(dataset, "cost_cash") == (420, "exact")
    assert "summary-left-out" in codes(dataset)
    planned = dataset.tables["ledger"].query("status == 'budgeted'")
    assert planned["value"].sum() == 500


def test_other_spending_of_budget_is_asked_about() -> None:
    files = (PAYMENTS, budget(["Printing", 200, 170], ["Food", 300, 260]))
    assert figure(loaded(*files), "cost_cash") == (850, "at_most")
    assert figure(loaded(*files), "attendance_total")[0] is None
    assert figure(loaded(*files, decision="drop"), "cost_cash") == (420, "exact")


def test_budget_without_payments_elsewhere_counts() -> None:
    assert figure(loaded(budget(["Printing", 200, 170])), "cost_cash") == (170, "exact")


def test_requested_summary_is_compared_with_other_files_only() -> None:
    rows: list[list[object]] = [["Month", "Sessions", "Attendance"], ["September 2025", 2, 22]]
    log: list[list[object]] = [["Date", "Program", "How many came"]]
    log += [["2025-09-04", "Choir", 11], ["2025-09-11", "Choir", 11]]
    answers = {"sheets": {"Board": {"layout": "aggregated_log"}}}
    both = imported(xlsx(Log=log, Board=rows), "both.xlsx", **answers)
    assert figure(Workspace().append(both).dataset(), "attendance_total") == (44, "exact")
    apart = [imported(xlsx(Log=log), "log.xlsx"), imported(xlsx(Board=rows), "board.xlsx", **answers)]
    assert figure(Workspace().append(*apart).dataset(), "attendance_total") == (22, "exact")


def test_one_equal_number_of_other_sessions_is_asked_about() -> None:
    log = xlsx(Log=[["Date", "Program", "How many came"], ["2025-09-04", "Choir", 22]])
    files = (log, months(["September 2025", 2, 22]))
    assert figure(loaded(*files), "attendance_total") == (44, "at_most")
