"""Replies of a partner, and the decisions about them, after the workspace is reopened."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from libcollab_metrics.model import (
    Import,
    accept_proposal,
    collect_proposals,
    filter_pending,
    list_decisions,
    record_decision,
)
from libcollab_metrics.store import Store
from libcollab_metrics.store.serialization import deserialize_operation, serialize_tables, serialize_text
from tests.support.builders.partner_library import LEDGER, SCHOOL, filled, library, made, ref_of
from tests.support.sheets import imported

DAY = date(2026, 7, 3)


def _store(folder: Path, keep_notes: bool) -> Store:
    """A store with the library, whose ledger is on a sheet with an unknown name, and the school's sheet."""
    # The name of this sheet has words outside the vocabulary, so the sheet is stored under another name.
    workspace = library(Ledger=LEDGER[:1], **{"Gastos ni Juana Cruz": LEDGER})
    data = made(workspace.dataset())
    money, line = ref_of(data, "another party", "Value"), ref_of(data, "Lot A")
    back = filled(
        data,
        {money: ("no", "12,000"), line: ("no", "Juana Cruz took it")},
        {1: 4},
        {2: "Ask Juana Cruz"},
        role="Juana Cruz",
    )
    store = Store(folder)
    for operation in (*workspace.operations, imported(back, "back from Juana Cruz.xlsx")):
        store.append(operation, day=DAY, keep_notes=keep_notes)
    return store


def _on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_proposal_can_be_accepted_after_reopening(tmp_path: Path) -> None:
    store = _store(tmp_path, keep_notes=False)
    workspace = store.load().workspace
    pending = filter_pending(collect_proposals(workspace.operations, workspace.dataset()))
    assert [(proposal.state, proposal.current, proposal.proposed) for proposal in pending] == [
        ("open", "15,000", "12,000"),
        ("question", "", ""),
        ("question", "", ""),
    ]
    store.append(*accept_proposal(pending[0]), day=DAY)
    reopened = Store(tmp_path).load().workspace
    assert reopened.dataset().tables["ledger"]["value"].dropna().to_list() == [12000.0, 77777.0]
    assert len(filter_pending(collect_proposals(reopened.operations, reopened.dataset()))) == 2
    store.undo()
    undone = Store(tmp_path).load().workspace
    assert undone.dataset().tables["ledger"]["value"].dropna().to_list() == [15000.0, 77777.0]


def test_partner_comments_are_stored_only_with_notes(tmp_path: Path) -> None:
    _store(tmp_path / "without", keep_notes=False)
    with_notes = _store(tmp_path / "with", keep_notes=True).load().workspace
    assert b"Juana" not in _on_disk(tmp_path / "without")
    typed = [proposal.proposed for proposal in collect_proposals(with_notes.operations, with_notes.dataset())]
    assert typed == ["12,000", "Juana Cruz took it", "Ask Juana Cruz"]


def test_role_is_a_pseudonym_in_memory_and_on_disk(tmp_path: Path) -> None:
    workspace = _store(tmp_path, keep_notes=False).load().workspace
    rows = workspace.dataset().tables["perspectives"]
    assert rows["partner_id"].to_list() == [SCHOOL, SCHOOL]
    assert all(len(key) == 24 and set(key) <= set("0123456789abcdef") for key in rows["respondent_key"])


@pytest.mark.parametrize("keep_notes", [True, False])
def test_decision_is_reopened_with_day_and_reason_when_stored(tmp_path: Path, keep_notes: bool) -> None:
    store = _store(tmp_path, keep_notes)
    store.append(
        record_decision(SCHOOL, "stop", "Zebra quarrel", date(2026, 7, 2)), day=DAY, keep_notes=keep_notes
    )
    (decision,) = list_decisions(Store(tmp_path).load().workspace.dataset(), SCHOOL)
    assert (decision.decision, decision.day) == ("stop", date(2026, 7, 2))
    assert decision.reason == ("Zebra quarrel" if keep_notes else "")
    assert (b"Zebra" in _on_disk(tmp_path)) is keep_notes
    store.undo()
    assert not list_decisions(Store(tmp_path).load().workspace.dataset(), SCHOOL)


def test_import_stored_without_replies_opens_unchanged() -> None:
    (operation,) = library().operations
    text = serialize_text(operation)
    assert '"replies":[],' in text
    before = deserialize_operation("import", text.replace('"replies":[],', ""), serialize_tables(operation))
    assert isinstance(before, Import)
    assert isinstance(operation, Import)
    assert before.reading == operation.reading


def test_accepted_row_is_found_when_its_sheet_is_stored_renamed(
    tmp_path: Path,
) -> None:
    """The step is made while the sheet has its original name, and opened after the sheet was renamed."""
    workspace = library(Ledger=LEDGER[:1], **{"Gastos ni Juana Cruz": LEDGER})
    data = made(workspace.dataset())
    workspace = workspace.append(
        imported(filled(data, {ref_of(data, "another party", "Value"): ("no", 12000)}), "b.xlsx")
    )
    (proposal,) = collect_proposals(workspace.operations, workspace.dataset())
    assert proposal.address is not None
    assert proposal.address.sheet == "Gastos ni Juana Cruz"
    store = Store(tmp_path)
    for step in workspace.append(*accept_proposal(proposal)).steps:
        store.append(*step, day=DAY)
    reopened = Store(tmp_path).load().workspace.dataset()
    assert reopened.tables["ledger"]["value"].dropna().to_list() == [12000.0, 77777.0]
    assert b"Juana" not in _on_disk(tmp_path)
