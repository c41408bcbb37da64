"""What is kept comes back exactly: every figure and every export, before and after a step is taken back."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Answer, Merge, Setting, Workspace
from libcollab_metrics.store import Store, workspace_home
from libcollab_metrics.store.redaction import redact_for_disk
from tests.support.builders.store_steps import DAY, any_step, sheet_file
from tests.support.documents.datasets import exports, same


def test_nothing_is_written_before_the_first_step(store: Store) -> None:
    assert store.load().workspace == Workspace()
    assert store.change_token() == ""
    assert not store.undo()
    assert not list(store.paths.home.iterdir())


def test_a_workspace_comes_back_with_every_row_issue_answer_and_figure(store: Store) -> None:
    steps = [
        (sheet_file(1), Answer("abc", {"year": 2026})),
        (Merge("sessions.site", "Hall", "Main"),),
        (Setting({"population": 90, "sites": ["Main"]}),),
        (sheet_file(2),),
    ]
    wanted = Workspace()
    for step in steps:
        store.append(*step, day=DAY)
        wanted = wanted.append(*(redact_for_disk(operation, DAY) for operation in step))
    found = Store(store.paths.home).load().workspace
    assert len(found.steps) == 4
    assert same(found.dataset(), wanted.dataset())
    assert exports(found.dataset()) == exports(wanted.dataset())


def test_what_is_left_out_on_the_disk_changes_no_figure(store: Store) -> None:
    store.append(sheet_file(1), day=DAY)
    typed, found = Workspace().append(sheet_file(1)).dataset(), store.load().workspace.dataset()
    assert evaluate(typed, by="program", as_of=DAY).values == evaluate(found, by="program", as_of=DAY).values
    assert [issue.code for issue in typed.issues] == [issue.code for issue in found.issues]
    assert [issue.cells for issue in typed.issues] == [issue.cells for issue in found.issues]


@pytest.mark.slow
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10**6))
def test_undo_restores_every_figure_and_export_bit_for_bit(tmp_path_factory: Any, seed: int) -> None:
    random, store = Random(seed), Store(tmp_path_factory.mktemp("kept"))
    for number in range(random.randint(1, 3)):
        store.append(*any_step(random, number), day=DAY)
    before, after_step = store.load().workspace.dataset(), any_step(random, 50)
    figures, files = evaluate(before, by="site", as_of=DAY).values, exports(before)
    store.append(*after_step, day=DAY)
    after = store.load().workspace.dataset()
    assert store.undo()
    again = Store(store.paths.home).load().workspace.dataset()
    assert same(again, before)
    assert (evaluate(again, by="site", as_of=DAY).values, exports(again)) == (figures, files)
    assert store.redo()
    assert same(store.load().workspace.dataset(), after)


def test_an_import_and_its_answers_are_taken_back_and_done_again_together(store: Store) -> None:
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


def test_a_step_appended_takes_the_place_of_those_taken_back(store: Store) -> None:
    for population in (10, 20, 30):
        store.append(Setting({"population": population}), day=DAY)
    store.undo()
    store.undo()
    assert [step[0].values["population"] for step in store.load().workspace.undone_steps] == [30, 20]
    store.append(Setting({"population": 40}), day=DAY)
    assert not store.redo()
    found = store.load().workspace
    assert [operation.values["population"] for operation in found.operations] == [10, 40]
    assert found.undone_steps == ()


def test_the_workspace_in_memory_and_on_the_disk_move_alike(store: Store) -> None:
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


def test_the_same_file_is_refused_while_it_is_in_use_and_taken_after_undo(store: Store) -> None:
    store.append(sheet_file(1), day=DAY)
    with pytest.raises(LibCollabError, match=r"workbook read on 2026-03-14.*already here"):
        store.append(sheet_file(1), day=DAY)
    store.undo()
    store.append(sheet_file(1), day=DAY)
    assert len(store.load().workspace.operations) == 1


def test_days_and_unknown_values_typed_come_back_as_they_were(store: Store) -> None:
    from libcollab_metrics.model import Edit

    row = {"program_id": "Craft", "date": pd.Timestamp("2026-05-02"), "attended": pd.NA, "events": 1.0}
    store.append(Edit("sessions", (row,)), day=DAY)
    found = store.load().workspace.operations[0]
    assert found == Edit("sessions", ({**row, "attended": None},))


def test_the_folder_may_be_chosen(tmp_path: Path) -> None:
    assert workspace_home({"LIBCOLLAB_HOME": str(tmp_path)}) == tmp_path
    assert workspace_home({}).name == "libcollab"


@pytest.mark.parametrize(
    "folder", ["OneDrive - Library", "Dropbox", "Google Drive", "CloudStorage", "ownCloud"]
)
def test_a_folder_that_a_service_copies_is_told(tmp_path: Path, folder: str) -> None:
    store = Store(tmp_path / folder / "libcollab")
    store.append(Setting({"population": 10}), day=DAY)
    assert folder in store.load().warnings[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets not everybody make links.")
def test_a_link_into_a_folder_that_is_copied_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "work").symlink_to(tmp_path / "Dropbox")
    store = Store(tmp_path / "work")
    store.append(Setting({"population": 10}), day=DAY)
    assert "Dropbox" in store.load().warnings[0]


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibCollabError, match="Nothing could be kept"):
        Store(tmp_path / "file").append(Setting({"population": 10}), day=DAY)


def test_rows_changed_and_removed_come_back_with_their_addresses(store: Store) -> None:
    from libcollab_metrics.model import Edit, RowAddress

    where, other = RowAddress("abc", "Log", 3, 1), RowAddress("typed", "", 2)
    edit = Edit("sessions", (), ((where, {"attended": 9.0, "site": None}),), (other,))
    store.append(edit, day=DAY)
    assert store.load().workspace.operations == (edit,)


def test_an_edit_kept_before_rows_could_be_changed_still_opens() -> None:
    from libcollab_metrics.model import Edit
    from libcollab_metrics.store.serialization import deserialize_operation

    text = '{"table":"sessions","rows":[{"program_id":"Craft","attended":9.0}]}'
    assert deserialize_operation("edit", text, {}) == Edit(
        "sessions", ({"program_id": "Craft", "attended": 9.0},)
    )


def test_a_typed_row_has_its_number_after_reopening_though_a_note_before_it_was_not_kept(
    store: Store,
) -> None:
    from libcollab_metrics.model import Edit, RowAddress

    note = {"program_id": "Craft", "text": "Tita Baby came"}
    store.append(Edit("notes", (note,)), day=DAY)
    store.set_keeps_notes(True)
    store.append(Edit("notes", ({**note, "text": "rain"},)), day=DAY)
    store.append(Edit("notes", (), ((RowAddress("typed", "", 2), {"text": "typhoon"}),)), day=DAY)
    made = store.load().workspace.dataset().tables["notes"]
    assert made[["text", "row"]].values.tolist() == [["typhoon", 2]]


def test_a_note_changed_while_notes_are_not_kept_is_not_there_after_reopening(store: Store) -> None:
    from libcollab_metrics.model import Edit, RowAddress

    store.set_keeps_notes(True)
    store.append(Edit("notes", ({"program_id": "Craft", "text": "rain"},)), day=DAY)
    store.set_keeps_notes(False)
    store.append(Edit("notes", (), ((RowAddress("typed", "", 1), {"text": "Tita Baby came"}),)), day=DAY)
    assert store.load().workspace.dataset().is_empty("notes")
    assert b"Tita Baby" not in store.paths.database.read_bytes()
