"""Files of every earlier version are migrated without loss, and a copy of the original file is stored."""

from __future__ import annotations

import gzip
import os
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Setting
from libcollab_metrics.store import DamagedWorkspace, NewerWorkspace, Store
from libcollab_metrics.store import migration as migrating
from libcollab_metrics.store.database import DATABASE_VERSION
from tests.store.test_sending import SENT
from tests.support.attackers.killed_process import killed
from tests.support.builders.store_steps import DAY, state

#: Workspaces of an invented library, each written by the code of its version: two sheets, a rename, a typed
#: row, from version 2 on a sent document, the population, and a second population that was undone.
FORMER = {
    int(file.name.split("-")[1].split(".")[0]): file
    for file in (Path(__file__).parent / "former").glob("*.gz")
}
EVERY = pytest.mark.parametrize("version", sorted(FORMER))


def put(folder: Path, version: int) -> bytes:
    """Write a file of an earlier version as the workspace file, and return its content."""
    store, data = Store(folder), gzip.decompress(FORMER[version].read_bytes())
    store.paths.database.parent.mkdir(parents=True, exist_ok=True)
    for file in store.paths.database.parent.iterdir():
        file.unlink()
    store.paths.database.write_bytes(data)
    return data


def rows(file: Path) -> list[object]:
    """Everything in the tables of an earlier version, in order."""
    order = {"head": "id", "step": "number", "operation": "step, place", "sheet_table": "step, place, name"}
    with closing(sqlite3.connect(file)) as connection:
        return [
            connection.execute(f"SELECT * FROM {name} ORDER BY {columns}").fetchall()
            for name, columns in order.items()
        ]


def copies(folder: Path) -> list[Path]:
    return sorted(Store(folder).paths.database.parent.glob("workspace-version-*"))


def test_file_of_every_earlier_version_is_available() -> None:
    assert sorted(FORMER) == list(range(1, DATABASE_VERSION))


@EVERY
def test_every_figure_and_step_of_an_earlier_version_is_migrated(data_folder: Path, version: int) -> None:
    put(data_folder, version)
    migrated = Store(data_folder).load().workspace
    kinds = [[type(operation).__name__ for operation in step] for step in migrated.steps]
    sent = [["Sent"]] if version > 1 else []
    assert kinds == [["Import", "Answer"], ["Import"], ["Merge"], ["Edit"], *sent, ["Setting"]]
    assert [step[0].values["population"] for step in migrated.undone_steps] == [999]
    visits, reached = evaluate(
        migrated.dataset(), metrics=["attendance_total", "reach_rate"], as_of=DAY
    ).values
    assert (visits.value, visits.certainty) == (12 + 20 + 1 + 1, "at_least")
    assert (reached.numerator, reached.denominator) == (1, 120)
    assert migrated.dataset().settings.population == 120
    assert set(migrated.dataset().tables["sessions"]["site"].dropna()) == {"Main"}


@EVERY
def test_original_file_is_copied_and_the_copy_is_reported(data_folder: Path, version: int) -> None:
    put(data_folder, version)
    store = Store(data_folder)
    before = rows(store.paths.database)
    store.change_token()  # as a page does before it loads
    (warning,) = [text for text in store.load().warnings if "earlier version" in text]
    (copy,) = copies(data_folder)
    assert copy.name.startswith(f"workspace-version-{version}-")
    assert str(copy) in warning
    assert rows(copy) == before == rows(store.paths.database)
    assert [file.name for file in copy.parent.iterdir() if file.name.startswith(copy.name)] == [copy.name]
    assert not [text for text in Store(data_folder).load().warnings if "earlier version" in text]
    if sys.platform != "win32":
        assert copy.stat().st_mode & 0o077 == 0


@EVERY
def test_migrated_workspace_can_be_edited(data_folder: Path, version: int) -> None:
    put(data_folder, version)
    store = Store(data_folder)
    assert store.redo()
    assert store.undo()
    assert store.add_release('{"figures": []}', DAY) == 1
    store.append(Setting({"population": 130}), day=DAY)
    store.append(SENT, day=DAY)
    reopened = Store(data_folder)
    assert reopened.load().workspace.sent_documents[-1] == SENT
    assert reopened.load().workspace.dataset().settings.population == 130
    assert [release.body for release in reopened.releases()] == ['{"figures": []}']
    assert len(copies(data_folder)) == 1


def test_concurrent_windows_migrate_a_file_once(data_folder: Path) -> None:
    put(data_folder, 1)
    with ThreadPoolExecutor(4) as windows:
        versions = set(windows.map(lambda _: Store(data_folder).load().workspace.version, range(8)))
    assert len(versions) == len(copies(data_folder)) == 1


def test_damaged_file_of_an_earlier_version_is_reported_and_unchanged(data_folder: Path) -> None:
    put(data_folder, 1)
    store = Store(data_folder)
    with closing(sqlite3.connect(store.paths.database)) as connection:
        connection.execute("UPDATE operation SET body = replace(body, 'Craft', 'Kraft')")
        connection.commit()
    before = store.paths.database.read_bytes()
    with pytest.raises(DamagedWorkspace, match="damaged"):
        store.load()
    assert store.paths.database.read_bytes() == before
    assert copies(data_folder) == []


def test_migration_with_a_different_result_is_not_stored(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A migration with a mistake: the check before the commit detects it."""
    put(data_folder, 2)
    before = rows(Store(data_folder).paths.database)
    migrations = {
        **migrating.MIGRATIONS_SQL,
        3: migrating.MIGRATIONS_SQL[3] + "DELETE FROM step WHERE number = 1;",
    }
    monkeypatch.setattr(migrating, "MIGRATIONS_SQL", migrations)
    with pytest.raises(DamagedWorkspace):
        Store(data_folder).load()
    assert rows(Store(data_folder).paths.database) == before
    monkeypatch.undo()
    assert len(Store(data_folder).load().workspace.steps) == 6


def test_later_version_is_refused_by_every_operation_and_unchanged(data_folder: Path) -> None:
    store = Store(data_folder)
    store.append(Setting({"population": 10}), day=DAY)
    with closing(sqlite3.connect(store.paths.database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute(f"PRAGMA user_version={DATABASE_VERSION + 1}")
    before = store.paths.database.read_bytes()
    for operation in (
        store.load,
        store.change_token,
        store.undo,
        store.releases,
        lambda: store.add_release("{}", DAY),
    ):
        with pytest.raises(NewerWorkspace, match="later version"):
            operation()
    assert store.paths.database.read_bytes() == before
    assert [file.name for file in store.paths.database.parent.iterdir()] == ["workspace.sqlite"]


def open_in_child(folder: Path, connection: Connection) -> None:
    """The child process: open the file as the program does when it starts."""
    connection.send("ready")
    Store(folder).load()
    connection.send("opened")


def count_killed_migrations(
    folder: Path, rounds: int, random: Random, longest: float = 0.12
) -> dict[str, int]:
    """Kill that many migrations; return how often each state was found afterwards."""
    outcomes: dict[str, int] = {}
    expected_states, original_rows = {}, {}
    for version in FORMER:
        put(folder, version)
        original_rows[version] = rows(Store(folder).paths.database)
        expected_states[version] = state(Store(folder).load().workspace)
    for _ in range(rounds):
        version = random.choice(sorted(FORMER))
        put(folder, version)
        reports = killed(open_in_child, folder, random.uniform(0, longest))
        with closing(sqlite3.connect(Store(folder).paths.database)) as connection:
            current_version = connection.execute("PRAGMA user_version").fetchone()[0]
        outcome = (
            "not begun"
            if current_version == version and not copies(folder)
            else "copied"
            if current_version == version
            else "changed"
        )
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        assert outcome == "changed" or not reports
        assert state(Store(folder).load().workspace) == expected_states[version]
        assert [rows(copy) for copy in copies(folder)] == [original_rows[version]]
    return outcomes


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9.")
def test_ten_kills_during_migration_lose_nothing(tmp_path: Path) -> None:
    assert sum(count_killed_migrations(tmp_path, 10, Random(1)).values()) == 10


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9.")
def test_hundred_kills_during_migration_lose_nothing(tmp_path: Path) -> None:
    outcomes = count_killed_migrations(tmp_path, 100, Random(2))
    print(outcomes)
    assert set(outcomes) == {"not begun", "copied", "changed"}


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="The system's keeper may write anywhere."
)
def test_earlier_file_in_a_read_only_folder_is_refused(data_folder: Path) -> None:
    from libcollab_metrics.store import StorageError

    put(data_folder, 1)
    folder = Store(data_folder).paths.database.parent
    folder.chmod(0o500)
    try:
        with pytest.raises(StorageError):
            Store(data_folder).load()
    finally:
        folder.chmod(0o700)
