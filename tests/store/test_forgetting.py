"""What is forgotten is gone from every byte: a file, a person, everything; the rest counts as if it had never
been."""

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
    """A store whose secret is the one the sheets of the tests are read under."""
    store = Store(folder)
    replace_key(store.paths.key, KEY)
    return store


@pytest.fixture
def store(kept: Path) -> Store:
    """A list of people, a survey, typed rows of people, rows changed, and a step taken back."""
    store = own_store(kept)
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
    own = people.sha256[:12]
    status = (RowAddress(own, "", 2), {"status": "absent"}), (RowAddress(own, "", 3), {"status": "absent"})
    store.append(Edit("participation", (), status), day=DAY)
    store.append(Edit("outcomes", (), ((RowAddress("typed", "", 2), {"rating": 5.0}),)), day=DAY)
    store.append(Setting({"population": 50}), sheet_file(1), day=DAY)
    store.undo()
    return store


def people(store: Store) -> pd.DataFrame:
    return store.load().workspace.dataset().tables["participation"]


def test_a_person_is_in_no_byte_afterwards_and_the_others_are_as_they_were(store: Store) -> None:
    gone, left = code_of(store, GONE), code_of(store, LEFT)
    before = people(store)
    assert gone.encode() in everything(store.paths.home)
    assert store.delete_person(gone, date(2026, 3, 20)) == 2 + 1 + 1 + 1
    assert gone.encode() not in everything(store.paths.home)
    after = people(store)
    assert list(after["person_key"]) == [code for code in before["person_key"] if code != gone]
    assert list(after.loc[after["person_key"] == left, "status"]) == ["absent", "present"]
    outcomes = store.load().workspace.dataset().tables["outcomes"]
    assert len(outcomes) == 2 * (len(CHILDREN) - 1)
    assert outcomes["rating"].dropna().tolist() == [
        5.0,
        4.0,
        4.0,
        4.0,
    ]  # the second typed row is still the second


def test_how_many_rows_went_is_told_beside_the_figures_and_nothing_of_whom(store: Store) -> None:
    store.delete_person(code_of(store, GONE), date(2026, 3, 20))
    told = [issue for issue in store.load().workspace.dataset().issues if issue.code == "person-forgotten"]
    assert [(issue.count, issue.message) for issue in told] == [
        (2, "2 rows were forgotten on 2026-03-20."),
        (1, "1 row was forgotten on 2026-03-20."),
        (1, "1 row was forgotten on 2026-03-20."),
    ]
    assert {(issue.cell, issue.cells, issue.value, issue.heading) for issue in told} == {("", (), "", "")}


def test_the_figures_are_those_of_sheets_she_never_stood_on(store: Store, tmp_path: Path) -> None:
    store.delete_person(code_of(store, GONE), DAY)
    other = own_store(tmp_path / "other")
    for rows, name in ((ROSTER, "People.csv"), (SURVEY, "Test.csv")):
        bare = [row for row in rows if GONE not in row]
        other.append(imported(csv_text(bare), name), day=DAY)
    typed = [
        {
            "program_id": "Reading",
            "measure": "knowledge",
            "rating": "5" if child == LEFT else "4",
            "respondent_key": child,
        }
        for child in CHILDREN[1:]
    ]
    other.append(
        Edit("outcomes", read_typed_rows("outcomes", typed, TypingContext(other.key())).accepted), day=DAY
    )
    first = other.load().workspace.dataset().tables["participation"].iloc[0]
    where = RowAddress(str(first["import_id"]), "", int(first["row"]))
    other.append(Edit("participation", (), ((where, {"status": "absent"}),)), day=DAY)
    one, two = (evaluate(place.load().workspace.dataset(), as_of=DAY).values for place in (store, other))
    assert one == two


def test_steps_taken_back_and_what_left_stay_and_forget_her_too(store: Store) -> None:
    store.add_release("{}", DAY)
    gone = code_of(store, GONE)
    found = store.load()
    store.delete_person(gone, DAY)
    after = store.load()
    assert (len(after.ids), len(after.undone_ids)) == (len(found.ids), len(found.undone_ids))
    assert after.releases == found.releases
    assert store.redo()
    assert gone not in set(people(store)["person_key"])


def test_codes_joined_with_hers_are_hers(store: Store) -> None:
    gone, left = code_of(store, GONE), code_of(store, LEFT)
    store.append(Merge("participation.person_key", gone, left), day=DAY)
    assert store.delete_person(gone, DAY) == 8
    disk = everything(store.paths.home)
    assert not [code for code in (gone, left) if code.encode() in disk]


def test_a_name_nobody_has_changes_nothing(store: Store) -> None:
    before = store.change_token()
    assert store.delete_person(code_of(store, "Nobody at all"), DAY) == 0
    assert store.delete_file("0" * 64) == 0
    assert store.change_token() == before


def test_rows_with_one_excel_row_keep_what_was_changed_by_hand() -> None:
    """A sheet with a person a column: all of a row's people share its Excel row, and one of them goes."""
    grid = [["Date", "Activity", "Name", "Status"], ["2026-03-01", "Reading", GONE, "Present"]]
    found = imported(csv_text(grid), "a.csv")
    frame = found.tables["participation"]
    codes = ["a" * 24, "b" * 24, "c" * 24]
    wide = pd.concat([frame.assign(person_key=code) for code in codes], ignore_index=True)
    sheet = type(found)({**found.tables, "participation": wide}, found.reading, found.issues, found.sha256)
    own, row = found.sha256[:12], int(frame["row"].iloc[0])
    edit = Edit(
        "participation",
        (),
        (
            (RowAddress(own, "", row, 0), {"status": "late"}),
            (RowAddress(own, "", row, 2), {"status": "excused"}),
        ),
        removed=(RowAddress(own, "", row, 0),),
    )
    workspace = Workspace().append(sheet).append(edit)
    left, rows = delete_in_workspace(workspace, lambda steps: delete_person(steps, codes[0], DAY))
    assert rows == 1
    made = left.dataset().tables["participation"]
    assert list(zip(made["person_key"], made["status"], strict=True)) == [
        (codes[1], "present"),
        (codes[2], "excused"),
    ]


def test_a_file_is_in_no_byte_afterwards_and_everything_else_stays(store: Store) -> None:
    workspace = store.load().workspace
    sha256, gone = workspace.steps[0][0].sha256, code_of(store, GONE)  # type: ignore[union-attr]
    assert store.delete_file(sha256) == 10
    disk = everything(store.paths.home)
    assert not [trace for trace in (sha256, sha256[:12]) if trace.encode() in disk]
    after = store.load().workspace
    assert [[type(op).__name__ for op in step] for step in after.steps] == [["Import"], ["Edit"], ["Edit"]]
    assert after.dataset().is_empty("participation")
    assert gone.encode() in disk  # she stands in the survey still
    store.append(workspace.steps[0][0], day=DAY)
    assert len(people(store)) == 10


def test_a_file_taken_back_is_forgotten_too(store: Store) -> None:
    last = store.load().workspace.undone_steps[0][1]
    assert store.delete_file(last.sha256) > 0  # type: ignore[union-attr]
    assert store.load().workspace.undone_steps == ((Setting({"population": 50}),),)
    assert store.redo()


def test_files_kept_aside_go_too(store: Store, kept: Path) -> None:
    data = store.save_work(DAY)
    store.open_work(unpack_workspace(data), DAY)
    store.set_database_aside(DAY)
    put(kept / "former", 2)
    former = Store(kept / "former").paths.database
    former.rename(store.paths.database)
    for left in former.parent.iterdir():
        left.unlink()
    store.load()
    store.open_work(unpack_workspace(data), DAY)
    kinds = {file.name.split("-")[1] for file in store.list_backups()}
    assert kinds == {"replaced", "set", "version"}
    gone = code_of(store, GONE)
    store.delete_person(gone, DAY)
    assert store.list_backups() == ()
    assert gone.encode() not in everything(store.paths.home)


def test_what_lies_on_no_disk_is_forgotten_alike(store: Store) -> None:
    gone = code_of(store, GONE)
    memory, rows = delete_in_workspace(store.load().workspace, lambda steps: delete_person(steps, gone, DAY))
    assert rows == 5
    store.delete_person(gone, DAY)
    assert state(memory) == state(store.load().workspace)
    sha256 = memory.steps[0][0].sha256  # type: ignore[union-attr]
    memory, rows = delete_in_workspace(memory, lambda steps: delete_file(steps, sha256))
    assert rows == store.delete_file(sha256) == 8
    assert state(memory) == state(store.load().workspace)


def forget_her(folder: Path, code: str, said: Connection) -> None:
    """The child: forget a person."""
    store = Store(folder)
    store.load()
    said.send("ready")
    store.delete_person(code, DAY)
    said.send("forgotten")


def killed_forgettings(folder: Path, rounds: int, random: Random) -> dict[str, int]:
    """Kill that many forgettings; each time all is as before or she is gone, and forgetting again finishes
    it."""
    fell: dict[str, int] = {}
    for number in range(rounds):
        store = own_store(folder / str(number))
        store.append(imported(csv_text(ROSTER), "People.csv"), day=DAY)
        store.append(Setting({"population": number}), day=DAY)
        gone, before = code_of(store, GONE), store.load().workspace
        after, _ = delete_in_workspace(before, lambda steps, gone=gone: delete_person(steps, gone, DAY))  # type: ignore[misc]
        told = killed(forget_her, store.paths.home, random.uniform(0, 0.1), gone)
        now = state(store.load().workspace)
        assert now in (state(before), state(after))
        assert now == state(after) or not told
        if now == state(after):
            assert gone.encode() not in everything(store.paths.home)
        fallen = "forgotten" if now == state(after) else "as before"
        fell[fallen] = fell.get(fallen, 0) + 1
    return fell


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9.")
def test_five_kills_while_a_person_is_forgotten_leave_nothing_half(tmp_path: Path) -> None:
    assert sum(killed_forgettings(tmp_path, 5, Random(1)).values()) == 5


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9.")
def test_a_hundred_kills_while_a_person_is_forgotten_leave_nothing_half(tmp_path: Path) -> None:
    fell = killed_forgettings(tmp_path, 100, Random(2))
    print(fell)
    assert set(fell) == {"as before", "forgotten"}
