"""Two currencies are never added up: across sheets and files, against the setting, and for typed rows."""

from __future__ import annotations

from typing import Any

from libcollab_metrics.ingest import TypingContext, read_typed_rows
from libcollab_metrics.model import Dataset, Edit, Setting, Workspace
from tests.support.sheets import KEY, imported, xlsx

HEADS = ["Program", "From", "To", "Kind", "Value", "Status"]


def ledger(*values: object) -> bytes:
    return xlsx(
        Ledger=[HEADS, *(["Drive", "Hope", "project", "cash", value, "received"] for value in values)]
    )


def values(made: Dataset) -> list[Any]:
    return [None if value != value else value for value in made.tables["ledger"]["value"].astype(float)]


def told(made: Dataset) -> list[tuple[str, str, int]]:
    return [(i.cell, i.message, i.count) for i in made.issues if i.code == "currency-mixed"]


def test_second_currency_is_excluded_from_sums_and_reported() -> None:
    one = Workspace().append(imported(ledger("₱500", "₱20", 7)))
    made = one.append(imported(ledger("$9"), "dollars.xlsx")).dataset()
    assert values(made) == [500, 20, 7, None]
    assert told(made) == [
        ("E2", "Amounts in USD are left out of sums: everything else is counted in PHP.", 1)
    ]


def test_currency_setting_overrides_the_majority() -> None:
    made = Workspace().append(imported(ledger("$9", "$10", 5))).append(Setting({"currency": "PHP"})).dataset()
    assert values(made) == [None, None, 5]
    assert [count for _, _, count in told(made)] == [2]


def test_single_currency_needs_no_setting() -> None:
    made = Workspace().append(imported(ledger("$9", 5))).dataset()
    assert values(made) == [9, 5]
    assert told(made) == []


def test_donation_sheet_reports_its_currency() -> None:
    heads = ["Date Received", "Name of Donor", "Amount", "Currency"]
    gifts = xlsx(Donations=[heads, ["2026-03-07", "Hope", 100, "USD"], ["2026-03-08", "Hope", 50, "USD"]])
    made = (
        Workspace()
        .append(imported(ledger("₱500", "₱20", "₱30")))
        .append(imported(gifts, "gifts.xlsx"))
        .dataset()
    )
    assert values(made) == [500, 20, 30, None, None]


def test_typed_amount_keeps_the_currency_it_was_typed_in() -> None:
    row = {"program_id": "Drive", "kind": "cash", "value": "₱50", "status": "spent"}
    found = read_typed_rows("ledger", [row], TypingContext(KEY, "PHP"))
    workspace = Workspace().append(Setting({"currency": "PHP"})).append(Edit("ledger", found.accepted))
    assert values(workspace.dataset()) == [50]
    assert values(workspace.append(Setting({"currency": "USD"})).dataset()) == [None]
