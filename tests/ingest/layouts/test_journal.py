"""Journals in double entry: only the lines of expenses and income are read, each payment once."""

from __future__ import annotations

import pytest

from tests.support.sheets import codes, dataset, number, read, xlsx

HEADINGS = ["Date", "Payee", "Account", "Total"]
LINES: list[list[object]] = [
    ["2026-05-04", "Ana Cruz", "Assets:Bank", 500],
    ["2026-05-04", "Ana Cruz", "Income:Gifts", -500],
    ["2026-05-05", "Paper shop", "Expenses:Supplies", 80],
    ["2026-05-05", "Paper shop", "Assets:Bank", -80],
    ["2026-05-06", "Bus company", "Expenses:Travel", 45.5],
    ["2026-05-06", "Bus company", "Liabilities:Card", -45.5],
    ["2026-05-09", "Paper shop", "Expenses:Supplies", -20],
    ["2026-05-09", "Paper shop", "Assets:Bank", 20],
]


def test_each_payment_of_a_journal_counts_once() -> None:
    """80 and 45.50 were spent and 20 came back: 105.50; 500 was received."""
    rows = read(xlsx(Journal=[HEADINGS, *LINES])).tables["ledger"]
    assert [(row["value"], row["status"]) for row in rows] == [
        (500, "received"),
        (80, "spent"),
        (45.5, "spent"),
        (-20, "spent"),
    ]
    assert number(xlsx(Journal=[HEADINGS, *LINES]), "cost_cash") == (105.5, "exact")
    assert "row-left-out" not in codes(dataset(xlsx(Journal=[HEADINGS, *LINES])))


@pytest.mark.parametrize(
    "names",
    [
        ("Activos - Banco", "Ingresos - Donativos", "Gastos - Materiales"),
        ("asset", "income", "expense"),
    ],
)
def test_accounts_are_named_in_other_ways_too(names: tuple[str, str, str]) -> None:
    owned, income, expense = names
    change = {"Assets": owned, "Liabilities": owned, "Income": income, "Expenses": expense}
    rows = [[*line[:2], change[str(line[2]).partition(":")[0]], line[3]] for line in LINES]
    assert number(xlsx(Journal=[HEADINGS, *rows]), "cost_cash") == (105.5, "exact")


def test_income_and_expenses_without_other_accounts_are_no_journal() -> None:
    lines = [
        [*line[:2], str(line[2]).partition(":")[0], 30] for line in LINES if "Assets" not in str(line[2])
    ]
    lines = [line for line in lines if line[2] != "Liabilities"] + [["2026-05-10", "Box", None, None]]
    found = read(xlsx(Ledger=[["Date", "Payee", "Type", "Amount"], *lines])).tables["ledger"]
    assert {row["value"] for row in found} == {30}


def test_categories_of_expenses_are_no_journal() -> None:
    lines = [[*line[:2], "Expenses:Supplies", 30] for line in LINES]
    assert len(read(xlsx(Expenses=[HEADINGS, *lines])).tables["ledger"]) == len(LINES)


def test_line_of_an_unknown_account_is_reported() -> None:
    """Of twelve lines one has an account that says nothing: it may be spending."""
    more: list[list[object]] = [[*line[:3], 10] for line in LINES[:3]] + [["2026-05-10", "Ana", "Petty", 30]]
    data = dataset(xlsx(Journal=[HEADINGS, *LINES, *more]))
    assert [issue.count for issue in data.issues if issue.code == "row-left-out"] == [1]
    assert number(xlsx(Journal=[HEADINGS, *LINES, *more]), "cost_cash") == (115.5, "at_least")
