"""Cash books: both sides by the running balance, and entries that were cancelled."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, dataset, number, read, xlsx

HEADINGS: list[object] = ["Date", "Particulars", "Cash In", "Cash Out", "Balance"]


def spent(*rows: list[object]) -> list[float]:
    found = read(xlsx(March=[HEADINGS, ["2026-03-01", "Cash advance", 900, None, 900], *rows]))
    return [row["value"] for row in found.tables["ledger"] if row["status"] == "spent"]


@pytest.mark.parametrize("word", ["CANCELLED - ", "Void: ", "(cancelado) ", "Anulado, "])
def test_cancelled_entry_is_left_out_and_reported(word: str) -> None:
    rows = [["2026-03-05", "paper", None, 300, 600], ["2026-03-08", f"{word}snacks", None, 200, 600]]
    assert spent(*rows) == [300]
    found = read(xlsx(March=[HEADINGS, ["2026-03-01", "Cash advance", 900, None, 900], *rows]))
    assert "row-without-data" in codes(found)
    rows[-1][-1] = None  # no balance says that nothing was paid
    found = read(xlsx(March=[HEADINGS, ["2026-03-01", "Cash advance", 900, None, 900], *rows]))
    assert ("row-left-out" in codes(found)) != word.startswith("Void")


def test_cancelled_entry_needs_no_balance() -> None:
    rows = [["2026-03-05", "paper", None, 300, None], ["2026-03-08", "Cancelled: snacks", None, 200, None]]
    assert spent(*rows) == [300]


def test_entry_that_changes_the_balance_was_paid() -> None:
    """400 left the cash box although the hall was cancelled."""
    rows = [["2026-03-05", "paper", None, 300, 600], ["2026-03-08", "Cancelled hall", None, 400, 200]]
    assert spent(*rows) == [300, 400]


def test_cancellation_named_later_in_the_text_is_counted() -> None:
    assert spent(["2026-03-05", "Fee for a cancelled hall", None, 300, 600]) == [300]


def test_void_after_a_dash_or_in_brackets_is_left_out() -> None:
    rows = [["2026-03-05", "yarn - VOID, took it back", None, 36, None]]
    rows += [
        ["2026-03-06", "ink (void)", None, 5, None],
        ["2026-03-08", "Void exhibit, banner", None, 7, None],
    ]
    assert spent(*rows, ["2026-03-09", "Into the void: posters", None, 50, None]) == [50]


ENTRIES: list[list[object]] = [
    ["2026-03-01", "start", 100, None, 100],
    ["2026-03-02", "juice", None, 20, 80],
    ["2026-03-03", "paper", None, 30.5, 49.5],
    ["2026-03-04", "raffle", 60, None, 109.5],
    ["2026-03-05", "ink", None, 10, 99.5],
]


@pytest.mark.parametrize(
    "headings", [["Pasok (₱)", "Labas (₱)", "Natira (₱)"], ["Entró", "Salió", "Quedó"], ["+", "-", "We have"]]
)
def test_sums_that_lead_to_balances_tell_both_sides_apart(headings: list[str]) -> None:
    rows = [["Date", "Particulars", *headings], *ENTRIES, [None, "Total", 160, 60.5, 99.5]]
    found = read(xlsx(March=rows)).tables["ledger"]
    sides = {status: [r["value"] for r in found if r["status"] == status] for status in ("received", "spent")}
    assert sides == {"received": [100, 60], "spent": [20, 30.5, 10]}


@pytest.mark.parametrize("title", ["Leave credits", "Stock of books"])
def test_days_and_books_that_come_and_go_are_no_money(title: str) -> None:
    rows = [[title], ["Date", "Title", "Taken", "Given", "Here"], *ENTRIES]
    assert "ledger" not in read(xlsx(March=rows)).tables


def test_month_without_deposits_is_a_cash_book() -> None:
    rows: list[list[object]] = [["Date", "Ck #", "To / From", "Memo", "Deposit", "Payment", "Balance"]]
    rows += [["2026-05-01", None, "Balance forward", None, None, None, 1506.12]]
    rows += [["2026-05-04", 1154, "Pizza Pete", "teen night", None, 316.34, 1189.78]]
    rows += [["2026-05-07", 1157, "Pizza Pete", "teen night", None, 34.69, 1155.09]]
    rows += [["2026-05-08", 1158, "Office Barn", "paper", None, 59.21, 1095.88]]
    spent = [row["value"] for row in read(xlsx(May=rows)).tables["ledger"] if row["status"] == "spent"]
    assert spent == [316.34, 34.69, 59.21]


@pytest.mark.parametrize("heads", [("Out £", "In £"), ("Out", "In"), ("Salida", "Entrada")])
def test_money_out_and_in_without_balance_is_cash_book(heads: tuple[str, str]) -> None:
    """60 came in and 31.65 went out; each line is one of both but for the totals."""
    rows = [["PETTY CASH Sept"], ["Date", "Details", *heads], ["2026-09-02", "Float from council", None, 60]]
    rows += [["2026-09-05", "Felt tips", 7.25], ["2026-09-11", "Milk", 9.4], ["2026-09-18", "Paper", 15]]
    data = xlsx(Sept=[*rows, [None, "totals", 31.65, 60]])
    assert [number(data, name)[0] for name in ("cost_cash", "cash_balance")] == [31.65, 28.35]


def test_payee_of_an_amount_that_came_in_gave_it() -> None:
    rows: list[list[object]] = [["Date", "Supplier", "Amount", "Balance", "Description"]]
    rows += [["2026-03-30", "District Council", -500, -500, "deposit"]]
    rows += [["2026-04-12", "Ana Cruz", 50, -450, "gift"], ["2026-04-13", None, 20, -430, "gift"]]
    rows += [["2026-04-16", "Van Hire Ltd", -36.5, -466.5, "van"]]
    data = xlsx(Account=rows)
    assert (number(data, "cash_balance"), number(data, "cost_cash")) == ((-466.5, "exact"), (536.5, "exact"))
    given = [row["from_party"] for row in read(data).tables["ledger"] if row["status"] == "received"]
    assert given == ["Ana Cruz", None]


@pytest.mark.parametrize(("side", "came", "went"), [("In/Out", "in", "out"), ("CR/DR", "CR", "DR")])
@pytest.mark.parametrize("heading", ["Payee", "Vendor", "Paid to"])
def test_column_of_sides_says_who_paid_and_who_was_paid(
    side: str, came: str, went: str, heading: str
) -> None:
    rows: list[list[object]] = [["Date", side, "Amount", heading, "What"]]
    rows += [["2026-03-01", came, 100, "Rotary", "grant"], ["2026-03-02", went, 30, "Shop", "paper"]]
    rows += [["2026-03-03", went, 20, "Shop", "pens"], ["2026-03-04", came, 50, "Ana", "gift"]]
    assert (number(xlsx(Log=rows), "cash_balance"), number(xlsx(Log=rows), "cost_cash")) == (
        (100, "exact"),
        (50, "exact"),
    )


def test_who_signed_for_money_did_not_give_it() -> None:
    rows: list[list[object]] = [["Date", "In/Out", "Amount", "Received by", "What"]]
    rows += [["2026-03-01", "in", 100, "Maria", "grant"], ["2026-03-02", "out", 30, "Shop", "paper"]]
    rows += [["2026-03-04", "in", 50, "Maria", "gift"]]
    ledger = read(xlsx(Log=rows)).tables["ledger"]
    assert [row["from_party"] for row in ledger if row["status"] == "received"] == [None, None]
    assert number(xlsx(Log=rows), "cash_balance") == (120, "exact")


def test_checkbook_names_the_other_party_and_is_exact() -> None:
    """Ten checks of 10.50 and a deposit of 250; a void check and the balance forward are no lines."""
    rows: list[list[object]] = [["Date", "Paid to / Received from", "For", "Payment", "Deposit", "Balance"]]
    rows += [["2026-01-01", "Balance forward from 2025", None, None, None, 2000]]
    rows += [[f"2026-{n:02}-05", "Book store", "prizes", 10.5, None, 2000 - 10.5 * n] for n in range(1, 11)]
    rows += [["2026-10-11", "Post office", "VOID - wrong amount", "VOID", None, 1895]]
    rows += [["2026-10-12", "Rotary Club", "Grant", None, 250, 2145]]
    data = xlsx(Checks=rows)
    found = read(data)
    assert {(row["from_party"], row["value"]) for row in found.tables["ledger"]} == {
        ("project", 10.5),
        ("Rotary Club", 250),
    }
    assert "row-left-out" not in codes(found)
    paid = evaluate(dataset(data), metrics=["cost_cash"], as_of=date(2026, 12, 1)).values[0]
    assert (paid.value, paid.certainty) == (105, "exact")


def test_words_of_a_cancelled_entry_leave_nothing_open() -> None:
    rows: list[list[object]] = [["Expenses"], ["Date", "Particulars", "Payee", "Amount"]]
    rows += [["2026-06-04", "Storybooks", "Shop", 300.5], ["2026-06-05", "Paints", "Shop", 45]]
    rows += [["2026-07-09", "CANCELLED - item was returned, refunded", "Shop", None]]
    loaded = dataset(xlsx(June=rows))
    assert "remark-open" not in codes(loaded)
    paid = evaluate(loaded, metrics=["cost_cash"], as_of=date(2026, 12, 1)).values[0]
    assert (paid.value, paid.certainty) == (345.5, "exact")
