"""Files of every former version are brought to this one: nothing is lost, and the file as it was is kept."""

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

#: Workspaces of an invented library, each written by the code of its time: two sheets, a joined spelling, a
#: typed row, from version 2 on a document sent, the population, and a second population taken back.
FORMER = {
    int(file.name.split("-")[1].split(".")[0]): file
    for file in (Path(__file__).parent / "former").glob("*.gz")
}
EVERY = pytest.mark.parametrize("version", sorted(FORMER))


def put(folder: Path, version: int) -> bytes:
    """Lay a file of a former version where the workspace lies, and return it."""
    store, data = Store(folder), gzip.decompress(FORMER[version].read_bytes())
    store.paths.database.parent.mkdir(parents=True, exist_ok=True)
    for file in store.paths.database.parent.iterdir():
        file.unlink()
    store.paths.database.write_bytes(data)
    return data


def rows(file: Path) -> list[object]:
    """Everything the tables of a former version hold, in order."""
    order = {"head": "id", "step": "number", "operation": "step, place", "sheet_table": "step, place, name"}
    with closing(sqlite3.connect(file)) as connection:
        return [
            connection.execute(f"SELECT * FROM {name} ORDER BY {by}").fetchall() for name, by in order.items()
        ]


def copies(folder: Path) -> list[Path]:
    return sorted(Store(folder).paths.database.parent.glob("workspace-version-*"))


def test_a_file_of_every_former_version_is_kept() -> None:
    assert sorted(FORMER) == list(range(1, DATABASE_VERSION))


@EVERY
def test_every_figure_and_step_of_a_former_version_is_there(kept: Path, version: int) -> None:
    put(kept, version)
    found = Store(kept).load().workspace
    kinds = [[type(operation).__name__ for operation in step] for step in found.steps]
    sent = [["Sent"]] if version > 1 else []
    assert kinds == [["Import", "Answer"], ["Import"], ["Merge"], ["Edit"], *sent, ["Setting"]]
    assert [step[0].values["population"] for step in found.undone_steps] == [999]
    visits, reached = evaluate(found.dataset(), metrics=["attendance_total", "reach_rate"], as_of=DAY).values
    assert (visits.value, visits.certainty) == (12 + 20 + 1 + 1, "at_least")
    assert (reached.numerator, reached.denominator) == (1, 120)
    assert found.dataset().settings.population == 120
    assert set(found.dataset().tables["sessions"]["site"].dropna()) == {"Main"}


@EVERY
def test_the_file_as_it_was_is_kept_beside_and_the_librarian_is_told(kept: Path, version: int) -> None:
    put(kept, version)
    store = Store(kept)
    before = rows(store.paths.database)
    store.change_token()  # as a page does before it loads
    (told,) = [sentence for sentence in store.load().warnings if "earlier version" in sentence]
    (copy,) = copies(kept)
    assert copy.name.startswith(f"workspace-version-{version}-")
    assert str(copy) in told
    assert rows(copy) == before == rows(store.paths.database)
    assert [file.name for file in copy.parent.iterdir() if file.name.startswith(copy.name)] == [copy.name]
    assert not [sentence for sentence in Store(kept).load().warnings if "earlier version" in sentence]
    if sys.platform != "win32":
        assert copy.stat().st_mode & 0o077 == 0


@EVERY
def test_work_goes_on_in_the_new_form(kept: Path, version: int) -> None:
    put(kept, version)
    store = Store(kept)
    assert store.redo()
    assert store.undo()
    assert store.add_release('{"figures": []}', DAY) == 1
    store.append(Setting({"population": 130}), day=DAY)
    store.append(SENT, day=DAY)
    found = Store(kept)
    assert found.load().workspace.sent_documents[-1] == SENT
    assert found.load().workspace.dataset().settings.population == 130
    assert [release.body for release in found.releases()] == ['{"figures": []}']
    assert len(copies(kept)) == 1


def test_two_windows_that_open_it_together_bring_it_up_once(kept: Path) -> None:
    put(kept, 1)
    with ThreadPoolExecutor(4) as windows:
        versions = set(windows.map(lambda _: Store(kept).load().workspace.version, range(8)))
    assert len(versions) == len(copies(kept)) == 1


def test_a_damaged_file_of_a_former_version_is_named_and_stays_as_it_is(kept: Path) -> None:
    put(kept, 1)
    store = Store(kept)
    with closing(sqlite3.connect(store.paths.database)) as connection:
        connection.execute("UPDATE operation SET body = replace(body, 'Craft', 'Kraft')")
        connection.commit()
    before = store.paths.database.read_bytes()
    with pytest.raises(DamagedWorkspace, match="damaged"):
        store.load()
    assert store.paths.database.read_bytes() == before
    assert copies(kept) == []


def test_what_would_come_out_otherwise_is_not_kept(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in a change of a later version: the check before it holds finds it."""
    put(kept, 2)
    before = rows(Store(kept).paths.database)
    wrong = {
        **migrating.MIGRATIONS_SQL,
        3: migrating.MIGRATIONS_SQL[3] + "DELETE FROM step WHERE number = 1;",
    }
    monkeypatch.setattr(migrating, "MIGRATIONS_SQL", wrong)
    with pytest.raises(DamagedWorkspace):
        Store(kept).load()
    assert rows(Store(kept).paths.database) == before
    monkeypatch.undo()
    assert len(Store(kept).load().workspace.steps) == 6


def test_a_later_version_is_refused_unharmed_whatever_is_asked(kept: Path) -> None:
    store = Store(kept)
    store.append(Setting({"population": 10}), day=DAY)
    with closing(sqlite3.connect(store.paths.database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute(f"PRAGMA user_version={DATABASE_VERSION + 1}")
    before = store.paths.database.read_bytes()
    for ask in (
        store.load,
        store.change_token,
        store.undo,
        store.releases,
        lambda: store.add_release("{}", DAY),
    ):
        with pytest.raises(NewerWorkspace, match="later version"):
            ask()
    assert store.paths.database.read_bytes() == before
    assert [file.name for file in store.paths.database.parent.iterdir()] == ["workspace.sqlite"]


def bring_up(folder: Path, said: Connection) -> None:
    """The child: open the file as a start of the program does."""
    said.send("ready")
    Store(folder).load()
    said.send("opened")


def killed_migrations(folder: Path, rounds: int, random: Random, longest: float = 0.12) -> dict[str, int]:
    """Kill that many openings of former files; return how often each state was found afterwards."""
    fell: dict[str, int] = {}
    wanted, written = {}, {}
    for version in FORMER:
        put(folder, version)
        written[version] = rows(Store(folder).paths.database)
        wanted[version] = state(Store(folder).load().workspace)
    for _ in range(rounds):
        version = random.choice(sorted(FORMER))
        put(folder, version)
        told = killed(bring_up, folder, random.uniform(0, longest))
        with closing(sqlite3.connect(Store(folder).paths.database)) as connection:
            now = connection.execute("PRAGMA user_version").fetchone()[0]
        fallen = (
            "not begun"
            if now == version and not copies(folder)
            else "copied"
            if now == version
            else "changed"
        )
        fell[fallen] = fell.get(fallen, 0) + 1
        assert fallen == "changed" or not told
        assert state(Store(folder).load().workspace) == wanted[version]
        assert [rows(copy) for copy in copies(folder)] == [written[version]]
    return fell


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9.")
def test_ten_kills_while_a_file_is_brought_up_lose_nothing(tmp_path: Path) -> None:
    assert sum(killed_migrations(tmp_path, 10, Random(1)).values()) == 10


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9.")
def test_a_hundred_kills_while_a_file_is_brought_up_lose_nothing(tmp_path: Path) -> None:
    fell = killed_migrations(tmp_path, 100, Random(2))
    print(fell)
    assert set(fell) == {"not begun", "copied", "changed"}


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="The system's keeper may write anywhere."
)
def test_a_former_file_in_a_folder_that_cannot_be_written_is_a_sentence(kept: Path) -> None:
    from libcollab_metrics.store import StorageError

    put(kept, 1)
    folder = Store(kept).paths.database.parent
    folder.chmod(0o500)
    try:
        with pytest.raises(StorageError):
            Store(kept).load()
    finally:
        folder.chmod(0o700)
