"""An invalid file of saved work changes nothing; an interrupted opening leaves the old or the new state."""

from __future__ import annotations

import io
import sqlite3
import sys
import warnings
import zipfile
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest

from libcollab_metrics.model import Setting
from libcollab_metrics.store import OpenError, Store, WrongPassphrase, unpack_workspace
from libcollab_metrics.store.database import DATABASE_VERSION
from tests.support.attackers.killed_process import killed
from tests.support.builders.saved_work import WORDS, members, worked, zipped
from tests.support.builders.store_steps import DAY, sheet_file, state


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An intact file of saved work, without a secret."""
    return worked(tmp_path_factory.mktemp("saved")).save_work(DAY)


def with_schema(statement: str) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        parts = members(data)
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            connection.deserialize(parts["workspace.sqlite"])
            connection.executescript(statement)
            return zipped({**parts, "workspace.sqlite": connection.serialize()})

    return changed


def with_entries(data: bytes, name: str, count: int) -> bytes:
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a duplicate name
        for _ in range(count):
            file.writestr(name, b"x")
    return target.getvalue()


def with_bomb(data: bytes) -> bytes:
    """The database part inflates to 300 MB."""
    parts = members(data)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("about.json", parts["about.json"])
        with file.open("workspace.sqlite", "w") as opened:
            for _ in range(300):
                opened.write(bytes(2**20))
    return target.getvalue()


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda data: b"",
    "words": lambda data: b"not a file of saved work " * 40,
    "half of it": lambda data: data[: len(data) // 2],
    "a workbook": lambda data: with_entries(b"", "xl/workbook.xml", 12),
    "a strange part": lambda data: zipped(members(data), **{"../../evil.py": b"x"}),
    "a part twice": lambda data: with_entries(data, "about.json", 1),
    "a thousand parts": lambda data: with_entries(data, "x", 1000),
    "no data": lambda data: zipped({"about.json": members(data)["about.json"]}),
    "a bomb": with_bomb,
    "a comment": lambda data: data[:-2] + b"\x05\x00hello",
    "other check sums": lambda data: zipped(members(data)).replace(b"PK\x03\x04", b"PK\x03\x05", 1),
    "an empty database": lambda data: zipped(
        {**members(data), "workspace.sqlite": b"SQLite format 3\x00" + bytes(84)}
    ),
    "a later form": lambda data: zipped({**members(data), "about.json": b'{"form": 99, "sha256": {}}'}),
    "a later version": with_schema(f"PRAGMA user_version={DATABASE_VERSION + 1}"),
    "another program's": with_schema("PRAGMA application_id=7"),
    "a view": with_schema("CREATE VIEW more AS SELECT 1"),
    "a trigger": with_schema("CREATE TRIGGER t AFTER UPDATE ON head BEGIN DELETE FROM step; END"),
    "a table that is a view": with_schema("DROP TABLE release; CREATE VIEW release AS SELECT 1 AS number"),
    "a changed figure": with_schema("UPDATE operation SET body = replace(body, 'Attendance', 'Attendants')"),
    "a step less": with_schema("DELETE FROM step WHERE number = 1"),
    "words too deep": with_schema("UPDATE operation SET body = replace(hex(zeroblob(100000)), '00', '[')"),
}


@pytest.mark.parametrize("harm", HOSTILE.values(), ids=HOSTILE.keys())
def test_invalid_saved_work_is_refused_and_changes_nothing(
    saved: bytes, harm: Callable[[bytes], bytes]
) -> None:
    data = harm(saved)
    with pytest.raises(OpenError, match="Nothing was changed") as caught:
        unpack_workspace(data)
    assert str(caught.value).count("\n") == 0
    assert "Error" not in str(caught.value)


def count_bit_flip_outcomes(data: bytes, rounds: int, random: Random) -> tuple[int, int]:
    """Flip one random bit of a saved file per round; return how many were refused and how many harmless."""
    expected = state(unpack_workspace(data, WORDS).snapshot.workspace)
    refused = harmless = 0
    for _ in range(rounds):
        bit = random.randrange(len(data) * 8)
        damaged = bytearray(data)
        damaged[bit // 8] ^= 1 << (bit % 8)
        try:
            assert state(unpack_workspace(bytes(damaged), WORDS).snapshot.workspace) == expected
            harmless += 1
        except (OpenError, WrongPassphrase):
            refused += 1
    return refused, harmless


def test_saved_file_with_one_flipped_bit_is_refused_or_unchanged(data_folder: Path) -> None:
    refused, harmless = count_bit_flip_outcomes(worked(data_folder).save_work(DAY, WORDS), 20, Random(1))
    assert refused > harmless


@pytest.mark.long
def test_three_hundred_bit_flips_are_refused_or_harmless(data_folder: Path) -> None:
    refused, harmless = count_bit_flip_outcomes(worked(data_folder).save_work(DAY, WORDS), 300, Random(2))
    print(f"{refused} refused, {harmless} harmless")
    assert refused > 250


def open_in_child(folder: Path, data: bytes, connection: Connection) -> None:
    """The child process: replace the workspace by the saved work."""
    work = unpack_workspace(data, WORDS)
    connection.send("ready")
    Store(folder).open_work(work, DAY)
    connection.send("opened")


def count_killed_openings(folder: Path, rounds: int, random: Random) -> dict[str, int]:
    """Kill that many openings of saved work; each time the old or the new state is complete."""
    saved = worked(folder / "saved")
    data, new = saved.save_work(DAY, WORDS), state(saved.load().workspace)
    outcomes: dict[str, int] = {}
    for number in range(rounds):
        store = Store(folder / str(number))
        store.append(Setting({"population": number + 1}), sheet_file(3), day=DAY)
        old, key = state(store.load().workspace), store.key()
        reports = killed(open_in_child, store.paths.home, random.uniform(0, 0.15), data)
        current = state(store.load().workspace)
        assert current in (old, new)
        assert current == new or not reports
        unpacked_backups = [
            unpack_workspace(file.read_bytes())
            for file in store.paths.database.parent.glob("workspace-replaced-*.sqlite")
        ]
        assert current == old or [state(aside.snapshot.workspace) for aside in unpacked_backups] == [old]
        keys = [file.read_bytes() for file in store.paths.key.parent.glob("workspace*.key")]
        assert key in keys
        outcome = "old" if current == old else "new"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        store.open_work(unpack_workspace(data, WORDS), DAY)
        assert (state(store.load().workspace), store.key(), store.load().warnings) == (new, saved.key(), ())
    return outcomes


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9.")
def test_three_kills_while_opening_saved_work_lose_nothing(tmp_path: Path) -> None:
    assert sum(count_killed_openings(tmp_path, 3, Random(1)).values()) == 3


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9.")
def test_hundred_kills_while_opening_saved_work_lose_nothing(tmp_path: Path) -> None:
    outcomes = count_killed_openings(tmp_path, 100, Random(2))
    print(outcomes)
    assert set(outcomes) == {"old", "new"}
