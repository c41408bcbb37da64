"""Entries of a cash book that were cancelled."""

from __future__ import annotations

import pytest

from tests.support.sheets import codes, read, xlsx

HEADINGS: list[object] = ["Date", "Particulars", "Cash In", "Cash Out", "Balance"]


def spent(*rows: list[object]) -> list[float]:
    found = read(xlsx(March=[HEADINGS, ["2026-03-01", "Cash advance", 900, None, 900], *rows]))
    return [row["value"] for row in found.tables["ledger"] if row["status"] == "spent"]


@pytest.mark.parametrize("word", ["CANCELLED - ", "Void: ", "(cancelado) ", "Anulado, "])
def test_cancelled_entry_is_left_out_and_reported(word: str) -> None:
    rows = [["2026-03-05", "paper", None, 300, 600], ["2026-03-08", f"{word}snacks", None, 200, 600]]
    assert spent(*rows) == [300]
    found = read(xlsx(March=[HEADINGS, ["2026-03-01", "Cash advance", 900, None, 900], *rows]))
    assert "row-left-out" in codes(found)


def test_cancelled_entry_needs_no_balance() -> None:
    rows = [["2026-03-05", "paper", None, 300, None], ["2026-03-08", "Cancelled: snacks", None, 200, None]]
    assert spent(*rows) == [300]


def test_entry_that_changes_the_balance_was_paid() -> None:
    """400 left the cash box although the hall was cancelled."""
    rows = [["2026-03-05", "paper", None, 300, 600], ["2026-03-08", "Cancelled hall", None, 400, 200]]
    assert spent(*rows) == [300, 400]


def test_cancellation_named_later_in_the_text_is_counted() -> None:
    assert spent(["2026-03-05", "Fee for a cancelled hall", None, 300, 600]) == [300]
