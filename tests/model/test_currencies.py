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


def values(dataset: Dataset) -> list[Any]:
    return [None if value != value else value for value in dataset.tables["ledger"]["value"].astype(float)]


def currency_issues(dataset: Dataset) -> list[tuple[str, str, int]]:
    return [(i.cell, i.message, i.count) for i in dataset.issues if i.code == "currency-mixed"]


def test_second_currency_is_excluded_from_sums_and_reported() -> None:
    first = Workspace().append(imported(ledger("₱500", "₱20", 7)))
    dataset = first.append(imported(ledger("$9"), "dollars.xlsx")).dataset()
    assert values(dataset) == [500, 20, 7, None]
    assert currency_issues(dataset) == [
        ("E2", "Amounts in $ are left out of sums: everything else is counted in PHP.", 1)
    ]


def test_currency_setting_overrides_the_majority() -> None:
    dataset = (
        Workspace().append(imported(ledger("$9", "$10", 5))).append(Setting({"currency": "PHP"})).dataset()
    )
    assert values(dataset) == [None, None, 5]
    assert [count for _, _, count in currency_issues(dataset)] == [2]


def test_single_currency_needs_no_setting() -> None:
    dataset = Workspace().append(imported(ledger("$9", 5))).dataset()
    assert values(dataset) == [9, 5]
    assert currency_issues(dataset) == []


def test_sign_that_currencies_share_is_the_one_of_the_setting() -> None:
    workspace = Workspace().append(imported(ledger("$9", "$10 USD", 5)))
    assert values(workspace.append(Setting({"currency": "MXN"})).dataset()) == [9, None, 5]
    assert values(workspace.append(Setting({"currency": "USD"})).dataset()) == [9, 10, 5]
    assert values(workspace.append(Setting({"currency": "PHP"})).dataset()) == [None, None, 5]
    assert values(workspace.dataset()) == [9, 10, 5]


def test_heading_names_the_currency_of_its_amounts() -> None:
    heads = ["Date Received", "Name of Donor", "Amount (USD)"]
    gifts = xlsx(Donations=[heads, ["2026-03-07", "Hope", 100], ["2026-03-08", "Hope", "$50"]])
    workspace = Workspace().append(imported(gifts))
    assert values(workspace.append(Setting({"currency": "USD"})).dataset()) == [100, 50]
    assert values(workspace.append(Setting({"currency": "MXN"})).dataset()) == [None, None]


def test_typed_amount_with_a_shared_sign_is_accepted() -> None:
    row = {"program_id": "Drive", "kind": "cash", "value": "$50", "status": "spent"}
    assert read_typed_rows("ledger", [row], TypingContext(KEY, "MXN")).accepted
    assert not read_typed_rows("ledger", [row], TypingContext(KEY, "PHP")).accepted


def test_donation_sheet_reports_its_currency() -> None:
    heads = ["Date Received", "Name of Donor", "Amount", "Currency"]
    gifts = xlsx(Donations=[heads, ["2026-03-07", "Hope", 100, "USD"], ["2026-03-08", "Hope", 50, "USD"]])
    dataset = (
        Workspace()
        .append(imported(ledger("₱500", "₱20", "₱30")))
        .append(imported(gifts, "gifts.xlsx"))
        .dataset()
    )
    assert values(dataset) == [500, 20, 30, None, None]


def test_typed_amount_keeps_the_currency_it_was_typed_in() -> None:
    row = {"program_id": "Drive", "kind": "cash", "value": "₱50", "status": "spent"}
    result = read_typed_rows("ledger", [row], TypingContext(KEY, "PHP"))
    workspace = Workspace().append(Setting({"currency": "PHP"})).append(Edit("ledger", result.accepted))
    assert values(workspace.dataset()) == [50]
    assert values(workspace.append(Setting({"currency": "USD"})).dataset()) == [None]


def test_column_of_currencies_may_mix_a_code_and_its_sign() -> None:
    heads = ["Date Received", "Name of Donor", "Amount", "Currency"]
    gifts = [
        ["2026-03-07", "Hope", 100, "$"],
        ["2026-03-08", "Hope", 50, "USD"],
        ["2026-03-09", "Hope", 7, "EUR"],
    ]
    assert values(Workspace().append(imported(xlsx(Donations=[heads, *gifts]))).dataset()) == [100, 50, None]
