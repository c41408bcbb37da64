"""Stored work is reopened exactly: every figure and every export, before and after undo."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Answer, Merge, Setting, Workspace
from libcollab_metrics.store import Store, workspace_home
from libcollab_metrics.store.redaction import redact_for_disk
from tests.support.builders.store_steps import DAY, any_step, sheet_file
from tests.support.documents.datasets import exports, same
from tests.support.examples import examples
from tests.support.sheets import imported, xlsx


def test_nothing_is_written_before_the_first_step(store: Store) -> None:
    assert store.load().workspace == Workspace()
    assert store.change_token() == ""
    assert not store.undo()
    assert not list(store.paths.home.iterdir())


def test_workspace_is_reopened_with_every_row_issue_answer_and_figure(store: Store) -> None:
    steps = [
        (sheet_file(1), Answer("abc", {"year": 2026})),
        (Merge("sessions.site", "Hall", "Main"),),
        (Setting({"population": 90, "sites": ["Main"]}),),
        (sheet_file(2),),
    ]
    expected = Workspace()
    for step in steps:
        store.append(*step, day=DAY)
        expected = expected.append(*(redact_for_disk(operation, DAY) for operation in step))
    reopened = Store(store.paths.home).load().workspace
    assert len(reopened.steps) == 4
    assert same(reopened.dataset(), expected.dataset())
    assert exports(reopened.dataset()) == exports(expected.dataset())


def test_reopened_issue_is_shown_in_the_language_of_the_page(store: Store) -> None:
    log = [["Date", "Title", "Location", "Attendance"], ["2026-03-07", "Story", "Hall", "about 20"]]
    store.append(imported(xlsx(Log=log)), day=DAY)
    issues = Store(store.paths.home).load().workspace.dataset().issues
    message = next(issue.message for issue in issues if issue.code == "estimate-in-words")
    assert message == '"about 20" read as 20, an estimate'
    assert language("es").translate(message, "screen") == "«about 20» se leyó como 20, una estimación"


def test_redaction_on_disk_changes_no_figure(store: Store) -> None:
    store.append(sheet_file(1), day=DAY)
    original, stored = Workspace().append(sheet_file(1)).dataset(), store.load().workspace.dataset()
    assert (
        evaluate(original, by="program", as_of=DAY).values == evaluate(stored, by="program", as_of=DAY).values
    )
    assert [issue.code for issue in original.issues] == [issue.code for issue in stored.issues]
    assert [issue.cells for issue in original.issues] == [issue.cells for issue in stored.issues]


@pytest.mark.slow
@examples(8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_undo_restores_every_figure_and_export_exactly(tmp_path_factory: Any, seed: int) -> None:
    random, store = Random(seed), Store(tmp_path_factory.mktemp("kept"))
    for number in range(random.randint(1, 3)):
        store.append(*any_step(random, number), day=DAY)
    before, after_step = store.load().workspace.dataset(), any_step(random, 50)
    figures, files = evaluate(before, by="site", as_of=DAY).values, exports(before)
    store.append(*after_step, day=DAY)
    after = store.load().workspace.dataset()
    assert store.undo()
    reopened = Store(store.paths.home).load().workspace.dataset()
    assert same(reopened, before)
    assert (evaluate(reopened, by="site", as_of=DAY).values, exports(reopened)) == (figures, files)
    assert store.redo()
    assert same(store.load().workspace.dataset(), after)


def test_import_and_its_answers_are_undone_and_redone_together(store: Store) -> None:
    store.append(sheet_file(1), Answer("abc", {"year": 2026}), day=DAY)
    assert store.undo()
    assert store.load().workspace.operations == ()
    assert not store.undo()
    assert store.redo()
    assert [type(operation).__name__ for operation in store.load().workspace.operations] == [
        "Import",
        "Answer",
    ]
    assert not store.redo()


def test_new_step_replaces_the_undone_ones(store: Store) -> None:
    for population in (10, 20, 30):
        store.append(Setting({"population": population}), day=DAY)
    store.undo()
    store.undo()
    assert [step[0].values["population"] for step in store.load().workspace.undone_steps] == [30, 20]
    store.append(Setting({"population": 40}), day=DAY)
    assert not store.redo()
    workspace = store.load().workspace
    assert [operation.values["population"] for operation in workspace.operations] == [10, 40]
    assert workspace.undone_steps == ()


def test_workspace_in_memory_and_on_disk_stay_equal(store: Store) -> None:
    random, memory = Random(4), Workspace()
    for number in range(30):
        move = random.choice(["append", "append", "undo", "redo"])
        if move == "append":
            step = (Setting({"population": number}),)
            memory = memory.append(*step)
            store.append(*step, day=DAY)
        else:
            memory = memory.undo() if move == "undo" else memory.redo()
            store.undo() if move == "undo" else store.redo()
        assert store.load().workspace == memory


def test_same_file_is_refused_until_it_is_undone(store: Store) -> None:
    store.append(sheet_file(1), day=DAY)
    with pytest.raises(LibCollabError, match=r"workbook read on 2026-03-14.*already here"):
        store.append(sheet_file(1), day=DAY)
    store.undo()
    store.append(sheet_file(1), day=DAY)
    assert len(store.load().workspace.operations) == 1


def test_typed_dates_and_unknown_values_are_reopened_unchanged(store: Store) -> None:
    from libcollab_metrics.model import Edit

    row = {"program_id": "Craft", "date": pd.Timestamp("2026-05-02"), "attended": pd.NA, "events": 1.0}
    store.append(Edit("sessions", (row,)), day=DAY)
    operation = store.load().workspace.operations[0]
    assert operation == Edit("sessions", ({**row, "attended": None},))


def test_workspace_folder_can_be_chosen(tmp_path: Path) -> None:
    assert workspace_home({"LIBCOLLAB_HOME": str(tmp_path)}) == tmp_path
    assert workspace_home({}).name == "libcollab"


@pytest.mark.parametrize(
    "folder", ["OneDrive - Library", "Dropbox", "Google Drive", "CloudStorage", "ownCloud"]
)
def test_synced_folder_is_reported(tmp_path: Path, folder: str) -> None:
    store = Store(tmp_path / folder / "libcollab")
    store.append(Setting({"population": 10}), day=DAY)
    assert folder in store.load().warnings[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets not everybody make links.")
def test_link_into_a_synced_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "work").symlink_to(tmp_path / "Dropbox")
    store = Store(tmp_path / "work")
    store.append(Setting({"population": 10}), day=DAY)
    assert "Dropbox" in store.load().warnings[0]


def test_unwritable_folder_gives_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibCollabError, match="Nothing could be kept"):
        Store(tmp_path / "file").append(Setting({"population": 10}), day=DAY)


def test_changed_and_removed_rows_are_reopened_with_their_addresses(store: Store) -> None:
    from libcollab_metrics.model import Edit, RowAddress

    changed_row, removed_row = RowAddress("abc", "Log", 3, 1), RowAddress("typed", "", 2)
    edit = Edit("sessions", (), ((changed_row, {"attended": 9.0, "site": None}),), (removed_row,))
    store.append(edit, day=DAY)
    assert store.load().workspace.operations == (edit,)


def test_edit_stored_without_row_changes_still_opens() -> None:
    from libcollab_metrics.model import Edit
    from libcollab_metrics.store.serialization import deserialize_operation

    text = '{"table":"sessions","rows":[{"program_id":"Craft","attended":9.0}]}'
    assert deserialize_operation("edit", text, {}) == Edit(
        "sessions", ({"program_id": "Craft", "attended": 9.0},)
    )


def test_typed_row_keeps_its_number_after_an_unstored_note(
    store: Store,
) -> None:
    from libcollab_metrics.model import Edit, RowAddress

    note = {"program_id": "Craft", "text": "Tita Baby came"}
    store.append(Edit("notes", (note,)), day=DAY)
    store.set_keeps_notes(True)
    store.append(Edit("notes", ({**note, "text": "rain"},)), day=DAY)
    store.append(Edit("notes", (), ((RowAddress("typed", "", 2), {"text": "typhoon"}),)), day=DAY)
    notes = store.load().workspace.dataset().tables["notes"]
    assert notes[["text", "row"]].values.tolist() == [["typhoon", 2]]


def test_note_changed_while_notes_are_off_is_not_stored(store: Store) -> None:
    from libcollab_metrics.model import Edit, RowAddress

    store.set_keeps_notes(True)
    store.append(Edit("notes", ({"program_id": "Craft", "text": "rain"},)), day=DAY)
    store.set_keeps_notes(False)
    store.append(Edit("notes", (), ((RowAddress("typed", "", 1), {"text": "Tita Baby came"}),)), day=DAY)
    assert store.load().workspace.dataset().is_empty("notes")
    assert b"Tita Baby" not in store.paths.database.read_bytes()
