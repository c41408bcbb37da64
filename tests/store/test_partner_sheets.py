"""What a partner sent back and what was decided, after the workspace is opened again."""

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
    """A store with the library (its ledger on a sheet with a name of its own) and the school's sheet."""
    # The name of this sheet holds words this program does not know, so it is kept under another one.
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


def test_a_proposal_can_be_accepted_after_the_workspace_was_opened_again(tmp_path: Path) -> None:
    store = _store(tmp_path, keep_notes=False)
    kept = store.load().workspace
    found = filter_pending(collect_proposals(kept.operations, kept.dataset()))
    assert [(one.state, one.current, one.proposed) for one in found] == [
        ("open", "15,000", "12,000"),
        ("question", "", ""),
        ("question", "", ""),
    ]
    store.append(*accept_proposal(found[0]), day=DAY)
    opened = Store(tmp_path).load().workspace
    assert opened.dataset().tables["ledger"]["value"].dropna().to_list() == [12000.0, 77777.0]
    assert len(filter_pending(collect_proposals(opened.operations, opened.dataset()))) == 2
    store.undo()
    undone = Store(tmp_path).load().workspace
    assert undone.dataset().tables["ledger"]["value"].dropna().to_list() == [15000.0, 77777.0]


def test_a_partners_own_words_lie_on_the_disk_only_when_notes_are_kept(tmp_path: Path) -> None:
    _store(tmp_path / "without", keep_notes=False)
    with_notes = _store(tmp_path / "with", keep_notes=True).load().workspace
    assert b"Juana" not in _on_disk(tmp_path / "without")
    typed = [one.proposed for one in collect_proposals(with_notes.operations, with_notes.dataset())]
    assert typed == ["12,000", "Juana Cruz took it", "Ask Juana Cruz"]


def test_the_role_is_a_code_in_memory_and_on_the_disk(tmp_path: Path) -> None:
    workspace = _store(tmp_path, keep_notes=False).load().workspace
    rows = workspace.dataset().tables["perspectives"]
    assert rows["partner_id"].to_list() == [SCHOOL, SCHOOL]
    assert all(len(key) == 24 and set(key) <= set("0123456789abcdef") for key in rows["respondent_key"])


@pytest.mark.parametrize("keep_notes", [True, False])
def test_a_decision_comes_back_with_its_day_and_with_its_reason_where_notes_are_kept(
    tmp_path: Path, keep_notes: bool
) -> None:
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


def test_a_workspace_kept_before_there_were_replies_opens_as_it_was() -> None:
    (operation,) = library().operations
    text = serialize_text(operation)
    assert '"replies":[],' in text
    before = deserialize_operation("import", text.replace('"replies":[],', ""), serialize_tables(operation))
    assert isinstance(before, Import)
    assert isinstance(operation, Import)
    assert before.reading == operation.reading


def test_a_row_changed_beside_its_own_sheet_is_found_again_when_that_sheet_is_kept_under_another_name(
    tmp_path: Path,
) -> None:
    """The step is made while the sheet still has its own name, and opened when it has none."""
    workspace = library(Ledger=LEDGER[:1], **{"Gastos ni Juana Cruz": LEDGER})
    data = made(workspace.dataset())
    workspace = workspace.append(
        imported(filled(data, {ref_of(data, "another party", "Value"): ("no", 12000)}), "b.xlsx")
    )
    (one,) = collect_proposals(workspace.operations, workspace.dataset())
    assert one.address is not None
    assert one.address.sheet == "Gastos ni Juana Cruz"
    store = Store(tmp_path)
    for step in workspace.append(*accept_proposal(one)).steps:
        store.append(*step, day=DAY)
    opened = Store(tmp_path).load().workspace.dataset()
    assert opened.tables["ledger"]["value"].dropna().to_list() == [12000.0, 77777.0]
    assert b"Juana" not in _on_disk(tmp_path)
