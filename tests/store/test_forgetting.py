"""A deleted file or person is in no byte of the disk; all other figures are as if it had never existed."""

from __future__ import annotations

import sys
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from libcollab_metrics.ingest import TypingContext, read_typed_rows
from libcollab_metrics.ingest.values.people import pseudonymize_names
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import (
    Answer,
    Edit,
    Merge,
    RowAddress,
    Setting,
    Workspace,
    delete_file,
    delete_in_workspace,
    delete_person,
)
from libcollab_metrics.store import Store, unpack_workspace
from libcollab_metrics.store.keys import replace_key
from tests.store.test_migration import put
from tests.store.test_privacy import everything
from tests.support.attackers.killed_process import killed
from tests.support.builders.store_steps import CHILDREN, DAY, sheet_file, state
from tests.support.sheets import KEY, csv_text, imported

GONE, LEFT = CHILDREN[0], CHILDREN[1]
ROSTER = [
    ["Date", "Activity", "Name", "Status"],
    *([f"2026-03-0{day}", "Reading", child, "Present"] for day in (1, 2) for child in CHILDREN),
]
SURVEY = [["Name", "Measure", "Before", "After"], *([child, "knowledge", "10", "14"] for child in CHILDREN)]


def code_of(store: Store, name: str) -> str:
    (code,) = pseudonymize_names([name], store.key())
    assert code
    return code


def own_store(folder: Path) -> Store:
    """A store with the key under which the sheets of the tests are read."""
    store = Store(folder)
    replace_key(store.paths.key, KEY)
    return store


@pytest.fixture
def store(data_folder: Path) -> Store:
    """A list of people, a survey, typed rows of people, changed rows, and an undone step."""
    store = own_store(data_folder)
    people, survey = imported(csv_text(ROSTER), "People.csv"), imported(csv_text(SURVEY), "Test.csv")
    store.append(people, Answer("abc", {"year": 2026}), day=DAY)
    store.append(survey, day=DAY)
    typed = [
        {"program_id": "Reading", "measure": "knowledge", "rating": "4", "respondent_key": child}
        for child in CHILDREN
    ]
    store.append(
        Edit("outcomes", read_typed_rows("outcomes", typed, TypingContext(store.key())).accepted), day=DAY
    )
    sheet_id = people.sha256[:12]
    status = (
        (RowAddress(sheet_id, "", 2), {"status": "absent"}),
        (RowAddress(sheet_id, "", 3), {"status": "absent"}),
    )
    store.append(Edit("participation", (), status), day=DAY)
    store.append(Edit("outcomes", (), ((RowAddress("typed", "", 2), {"rating": 5.0}),)), day=DAY)
    store.append(Setting({"population": 50}), sheet_file(1), day=DAY)
    store.undo()
    return store


def people(store: Store) -> pd.DataFrame:
    return store.load().workspace.dataset().tables["participation"]


def test_deleted_person_is_in_no_byte_and_others_are_unchanged(store: Store) -> None:
    deleted_code, other_code = code_of(store, GONE), code_of(store, LEFT)
    before = people(store)
    assert deleted_code.encode() in everything(store.paths.home)
    assert store.delete_person(deleted_code, date(2026, 3, 20)) == 2 + 1 + 1 + 1
    assert deleted_code.encode() not in everything(store.paths.home)
    after = people(store)
    assert list(after["person_key"]) == [code for code in before["person_key"] if code != deleted_code]
    assert list(after.loc[after["person_key"] == other_code, "status"]) == ["absent", "present"]
    outcomes = store.load().workspace.dataset().tables["outcomes"]
    assert len(outcomes) == 2 * (len(CHILDREN) - 1)
    assert outcomes["rating"].dropna().tolist() == [
        5.0,
        4.0,
        4.0,
        4.0,
    ]  # the change applies to the second typed row as before


def test_number_of_deleted_rows_is_reported_without_the_person(store: Store) -> None:
    store.delete_person(code_of(store, GONE), date(2026, 3, 20))
    reported = [
        issue for issue in store.load().workspace.dataset().issues if issue.code == "person-forgotten"
    ]
    assert [(issue.count, issue.message) for issue in reported] == [
        (2, "2 rows were deleted on 2026-03-20."),
        (1, "1 row was deleted on 2026-03-20."),
        (1, "1 row was deleted on 2026-03-20."),
    ]
    assert {(issue.cell, issue.cells, issue.value, issue.heading) for issue in reported} == {("", (), "", "")}


def test_figures_equal_those_of_sheets_without_the_person(store: Store, tmp_path: Path) -> None:
    store.delete_person(code_of(store, GONE), DAY)
    other_store = own_store(tmp_path / "other")
    for rows, name in ((ROSTER, "People.csv"), (SURVEY, "Test.csv")):
        without_person = [row for row in rows if GONE not in row]
        other_store.append(imported(csv_text(without_person), name), day=DAY)
    typed = [
        {
            "program_id": "Reading",
            "measure": "knowledge",
            "rating": "5" if child == LEFT else "4",
            "respondent_key": child,
        }
        for child in CHILDREN[1:]
    ]
    other_store.append(
        Edit("outcomes", read_typed_rows("outcomes", typed, TypingContext(other_store.key())).accepted),
        day=DAY,
    )
    first_row = other_store.load().workspace.dataset().tables["participation"].iloc[0]
    address = RowAddress(str(first_row["import_id"]), "", int(first_row["row"]))
    other_store.append(Edit("participation", (), ((address, {"status": "absent"}),)), day=DAY)
    values, expected = (
        evaluate(each_store.load().workspace.dataset(), as_of=DAY).values
        for each_store in (store, other_store)
    )
    assert values == expected


def test_undone_steps_and_releases_stay_and_lose_the_person_too(store: Store) -> None:
    store.add_release("{}", DAY)
    deleted_code = code_of(store, GONE)
    before = store.load()
    store.delete_person(deleted_code, DAY)
    after = store.load()
    assert (len(after.ids), len(after.undone_ids)) == (len(before.ids), len(before.undone_ids))
    assert after.releases == before.releases
    assert store.redo()
    assert deleted_code not in set(people(store)["person_key"])


def test_codes_merged_with_the_deleted_one_are_deleted(store: Store) -> None:
    deleted_code, merged_code = code_of(store, GONE), code_of(store, LEFT)
    store.append(Merge("participation.person_key", deleted_code, merged_code), day=DAY)
    assert store.delete_person(deleted_code, DAY) == 8
    disk = everything(store.paths.home)
    assert not [code for code in (deleted_code, merged_code) if code.encode() in disk]


def test_unknown_person_or_file_changes_nothing(store: Store) -> None:
    before = store.change_token()
    assert store.delete_person(code_of(store, "Nobody at all"), DAY) == 0
    assert store.delete_file("0" * 64) == 0
    assert store.change_token() == before


def test_manual_changes_survive_in_rows_with_one_excel_row() -> None:
    """A sheet with a column per person: all people of a row share its Excel row, and one is deleted."""
    grid = [["Date", "Activity", "Name", "Status"], ["2026-03-01", "Reading", GONE, "Present"]]
    imported_file = imported(csv_text(grid), "a.csv")
    frame = imported_file.tables["participation"]
    codes = ["a" * 24, "b" * 24, "c" * 24]
    all_people = pd.concat([frame.assign(person_key=code) for code in codes], ignore_index=True)
    sheet = type(imported_file)(
        {**imported_file.tables, "participation": all_people},
        imported_file.reading,
        imported_file.issues,
        imported_file.sha256,
    )
    sheet_id, row = imported_file.sha256[:12], int(frame["row"].iloc[0])
    edit = Edit(
        "participation",
        (),
        (
            (RowAddress(sheet_id, "", row, 0), {"status": "late"}),
            (RowAddress(sheet_id, "", row, 2), {"status": "excused"}),
        ),
        removed=(RowAddress(sheet_id, "", row, 0),),
    )
    workspace = Workspace().append(sheet).append(edit)
    remaining, rows = delete_in_workspace(workspace, lambda steps: delete_person(steps, codes[0], DAY))
    assert rows == 1
    participation = remaining.dataset().tables["participation"]
    assert list(zip(participation["person_key"], participation["status"], strict=True)) == [
        (codes[1], "present"),
        (codes[2], "excused"),
    ]


def test_deleted_file_is_in_no_byte_and_everything_else_stays(store: Store) -> None:
    workspace = store.load().workspace
    sha256, person_code = workspace.steps[0][0].sha256, code_of(store, GONE)  # type: ignore[union-attr]
    assert store.delete_file(sha256) == 10
    disk = everything(store.paths.home)
    assert not [trace for trace in (sha256, sha256[:12]) if trace.encode() in disk]
    after = store.load().workspace
    assert [[type(op).__name__ for op in step] for step in after.steps] == [["Import"], ["Edit"], ["Edit"]]
    assert after.dataset().is_empty("participation")
    assert person_code.encode() in disk  # the person is still in the survey
    store.append(workspace.steps[0][0], day=DAY)
    assert len(people(store)) == 10


def test_undone_file_is_deleted_too(store: Store) -> None:
    last = store.load().workspace.undone_steps[0][1]
    assert store.delete_file(last.sha256) > 0  # type: ignore[union-attr]
    assert store.load().workspace.undone_steps == ((Setting({"population": 50}),),)
    assert store.redo()


def test_backups_are_deleted_too(store: Store, data_folder: Path) -> None:
    data = store.save_work(DAY)
    store.open_work(unpack_workspace(data), DAY)
    store.set_database_aside(DAY)
    put(data_folder / "former", 2)
    former_database = Store(data_folder / "former").paths.database
    former_database.rename(store.paths.database)
    for leftover in former_database.parent.iterdir():
        leftover.unlink()
    store.load()
    store.open_work(unpack_workspace(data), DAY)
    kinds = {file.name.split("-")[1] for file in store.list_backups()}
    assert kinds == {"replaced", "set", "version"}
    deleted_code = code_of(store, GONE)
    store.delete_person(deleted_code, DAY)
    assert store.list_backups() == ()
    assert deleted_code.encode() not in everything(store.paths.home)


def test_deletion_in_memory_and_on_disk_give_the_same_state(store: Store) -> None:
    deleted_code = code_of(store, GONE)
    memory, rows = delete_in_workspace(
        store.load().workspace, lambda steps: delete_person(steps, deleted_code, DAY)
    )
    assert rows == 5
    store.delete_person(deleted_code, DAY)
    assert state(memory) == state(store.load().workspace)
    sha256 = memory.steps[0][0].sha256  # type: ignore[union-attr]
    memory, rows = delete_in_workspace(memory, lambda steps: delete_file(steps, sha256))
    assert rows == store.delete_file(sha256) == 8
    assert state(memory) == state(store.load().workspace)


def delete_person_in_child(folder: Path, code: str, connection: Connection) -> None:
    """The child process: delete a person."""
    store = Store(folder)
    store.load()
    connection.send("ready")
    store.delete_person(code, DAY)
    connection.send("forgotten")


def count_killed_deletions(folder: Path, rounds: int, random: Random) -> dict[str, int]:
    """Kill that many deletions; each leaves the state before or after, and a reported one is complete."""
    outcomes: dict[str, int] = {}
    for number in range(rounds):
        store = own_store(folder / str(number))
        store.append(imported(csv_text(ROSTER), "People.csv"), day=DAY)
        store.append(Setting({"population": number}), day=DAY)
        deleted_code, before = code_of(store, GONE), store.load().workspace
        after, _ = delete_in_workspace(
            before, lambda steps, deleted_code=deleted_code: delete_person(steps, deleted_code, DAY)
        )  # type: ignore[misc]
        reports = killed(delete_person_in_child, store.paths.home, random.uniform(0, 0.1), deleted_code)
        current = state(store.load().workspace)
        assert current in (state(before), state(after))
        assert current == state(after) or not reports
        if current == state(after):
            assert deleted_code.encode() not in everything(store.paths.home)
        outcome = "forgotten" if current == state(after) else "as before"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return outcomes


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9.")
def test_five_kills_during_deletion_leave_a_complete_state(tmp_path: Path) -> None:
    assert sum(count_killed_deletions(tmp_path, 5, Random(1)).values()) == 5


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9.")
def test_hundred_kills_during_deletion_leave_a_complete_state(tmp_path: Path) -> None:
    outcomes = count_killed_deletions(tmp_path, 100, Random(2))
    print(outcomes)
    assert set(outcomes) == {"as before", "forgotten"}
