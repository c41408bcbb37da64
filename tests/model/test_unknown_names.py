"""Names that are used but not described are reported with the nearest known name, for read and typed rows."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.model import Dataset, Edit, Setting, Workspace
from tests.support.sheets import imported, xlsx

LOG = xlsx(Log=[["Date", "Title", "Attendance"], ["2026-03-07", "Story hour", 18]])
PARTNER = ["Partner", "Kind of partner"]
LEDGER = ["Program", "From", "To", "Kind", "Value", "Status"]


def issues_with_code(dataset: Dataset, code: str) -> list[tuple[str, str, str, str]]:
    return [(i.sheet, i.cell, i.heading, i.message) for i in dataset.issues if i.code == code]


def test_unknown_partner_in_the_ledger_is_reported() -> None:
    rows = [
        LEDGER,
        ["A", "Hope", "project", "cash", 5, "received"],
        ["A", "Hoppe", "project", "cash", 5, "received"],
    ]
    dataset = (
        Workspace().append(imported(xlsx(Ledger=rows, Partners=[PARTNER, ["Hope", "sponsor"]]))).dataset()
    )
    assert issues_with_code(dataset, "partner-unknown") == [
        ("Ledger", "B3", "From", 'No one described a partner "Hoppe". Did you mean "Hope"?')
    ]


def test_paid_shop_is_not_reported_but_misspelled_partner_is() -> None:
    rows = [
        LEDGER,
        ["A", "library", "Printing shop", "cash", 5, "spent"],
        ["A", "project", "Hope Fund", "cash", 5, "spent"],
    ]
    dataset = (
        Workspace()
        .append(imported(xlsx(Ledger=rows, Partners=[PARTNER, ["Hope Funds", "sponsor"]])))
        .dataset()
    )
    assert [(cell, heading) for _, cell, heading, _ in issues_with_code(dataset, "partner-unknown")] == [
        ("C3", "To")
    ]


def test_nothing_is_reported_without_described_partners() -> None:
    rows = [LEDGER, ["A", "Hope", "project", "cash", 5, "received"]]
    assert (
        issues_with_code(Workspace().append(imported(xlsx(Ledger=rows))).dataset(), "partner-unknown") == []
    )


@pytest.mark.parametrize(
    ("table", "row", "label"),
    [
        ("ledger", {"program_id": "Story hour", "from_party": "Hoppe"}, "From"),
        ("perspectives", {"partner_id": "Hoppe", "rating": 3.0}, "Partner"),
        ("programs", {"name": "Story hour", "partner_ids": "Hope; Hoppe"}, "Partners"),
    ],
)
def test_typed_row_with_unknown_partner_is_reported(table: str, row: dict[str, Any], label: str) -> None:
    described = Workspace().append(Edit("partners", ({"name": "Hope"},)))
    assert issues_with_code(described.append(Edit(table, (row,))).dataset(), "partner-unknown") == [
        ("", "", label, 'No one described a partner "Hoppe". Did you mean "Hope"?')
    ]


@pytest.mark.parametrize("table", ["ledger", "deliveries", "criteria", "outcomes", "notes"])
def test_row_with_unknown_program_is_reported(table: str) -> None:
    dataset = (
        Workspace().append(imported(LOG)).append(Edit(table, ({"program_id": "Story hours"},))).dataset()
    )
    assert issues_with_code(dataset, "program-unknown") == [
        ("", "", "Program", 'No one described a program "Story hours". Did you mean "Story hour"?')
    ]
    right = Workspace().append(imported(LOG)).append(Edit(table, ({"program_id": "story HOUR"},))).dataset()
    assert issues_with_code(right, "program-unknown") == []


def test_program_in_programs_is_known_and_in_settings_only_reported() -> None:
    note = Edit("notes", ({"program_id": "Craft"},))
    in_settings = (
        Workspace().append(imported(LOG)).append(Setting({"programs": {"Craft": {"population": 9}}}))
    )
    typed = Workspace().append(imported(LOG)).append(Edit("programs", ({"name": "Craft"},)))
    of_settings = 'No sheet names the program "Craft" of the settings.'
    assert issues_with_code(in_settings.append(note).dataset(), "program-unknown") == [
        ("", "", "Program", of_settings)
    ]
    assert issues_with_code(typed.append(note).dataset(), "program-unknown") == []


def test_misspelled_program_in_settings_is_reported() -> None:
    log, near = Workspace().append(imported(LOG)), 'Did you mean "Story hour"?'
    for setting in (
        {"programs": {"Story hours": {}}},
        {"criteria": [{"program": "Story hours", "metric": "m"}]},
    ):
        dataset = log.append(Setting(setting)).dataset()
        assert [message.endswith(near) for *_, message in issues_with_code(dataset, "program-unknown")] == [
            True
        ]
    right = {"programs": {"story HOUR": {}}, "criteria": [{"program": "Story hour", "metric": "m"}]}
    assert issues_with_code(log.append(Setting(right)).dataset(), "program-unknown") == []
    assert (
        issues_with_code(
            Workspace().append(Setting({"programs": {"Craft": {}}})).dataset(), "program-unknown"
        )
        == []
    )


def test_contribution_to_the_library_is_noted_at_its_receiver() -> None:
    rows = [
        ["A", "Hope", "Library", "cash", 5, "received"],
        ["A", "Hope", "project", "cash", 5, "received"],
        ["A", "project", "library", "cash", 5, "spent"],
        [None, "Hope", "library", "cash", 5, "received"],
        ["A", None, "library", "in kind", 5, "received"],
    ]
    dataset = Workspace().append(imported(xlsx(Ledger=[LEDGER, *rows]))).dataset()
    (issue,) = (i for i in dataset.issues if i.code == "given-to-library")
    assert (issue.severity, issue.heading, issue.cells) == ("note", "To", ("C2", "C6"))


def test_rating_outside_the_scale_is_reported() -> None:
    rows = (Edit("outcomes", ({"program_id": "A", "rating": 6.0},)), Edit("perspectives", ({"rating": 0.0},)))
    dataset = Workspace().append(*rows).dataset()
    assert [(i.heading, i.cell) for i in dataset.issues if i.code == "outside-scale"] == [
        ("Rating", ""),
        ("Rating", ""),
    ]
