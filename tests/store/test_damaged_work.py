"""A damaged, newer or foreign file gives an error, gives no figures and is not modified."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from random import Random

import pyarrow as pa
import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Merge, Setting, Workspace
from libcollab_metrics.store import DamagedWorkspace, NewerWorkspace, StorageError, Store, log
from libcollab_metrics.store.database import DATABASE_VERSION
from tests.support.builders.store_steps import DAY, sheet_file


def test_file_of_a_later_version_is_refused_and_not_modified(store: Store) -> None:
    store.append(Setting({"population": 10}), day=DAY)
    with sqlite3.connect(store.paths.database) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute(f"PRAGMA user_version={DATABASE_VERSION + 1}")
    connection.close()
    before = store.paths.database.read_bytes()
    for action in (
        store.load,
        store.undo,
        store.change_token,
        lambda: store.append(Setting({"population": 20}), day=DAY),
    ):
        with pytest.raises(NewerWorkspace, match="later version"):
            action()
    assert store.paths.database.read_bytes() == before
    assert [file.name for file in store.paths.database.parent.iterdir()] == ["workspace.sqlite"]


DAMAGE = {
    "a table": "UPDATE sheet_table SET arrow = zeroblob(length(arrow)) WHERE step = 2 AND name = 'sessions'",
    "a table gone": "DELETE FROM sheet_table WHERE step = 2 AND name = 'sessions'",
    "words": "UPDATE operation SET body = replace(body, 'Attendance', 'Attendants') WHERE step = 2",
    "a check sum": "UPDATE operation SET sha256 = 'x' WHERE step = 2",
    "another kind": "UPDATE operation SET kind = 'setting' WHERE step = 2",
    "an operation gone": "DELETE FROM operation WHERE step = 2",
    "a day": "UPDATE step SET day = '2026-03-15' WHERE number = 2",
}


@pytest.mark.parametrize("statement", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_reported_by_step_and_gives_no_figures(store: Store, statement: str) -> None:
    for number in (1, 2, 3):
        store.append(sheet_file(number), day=DAY)
    with sqlite3.connect(store.paths.database) as connection:
        assert connection.execute(statement).rowcount
    connection.close()
    with pytest.raises(DamagedWorkspace, match=r"^Step 2 .*made on 2026-03-1\d, is damaged"):
        store.load()


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM step WHERE number = 3", "UPDATE head SET position = 2", "DELETE FROM head"],
)
def test_missing_step_is_detected(store: Store, statement: str) -> None:
    for number in (1, 2, 3):
        store.append(Setting({"population": number}), day=DAY)
    with sqlite3.connect(store.paths.database) as connection:
        connection.execute(statement)
    connection.close()
    with pytest.raises(DamagedWorkspace, match="list of steps"):
        store.load()


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all" * 20, b"SQLite format 3\x00" + b"\xff" * 900]
)
def test_foreign_file_is_refused_and_can_be_set_aside(store: Store, content: bytes) -> None:
    store.paths.database.parent.mkdir(parents=True)
    store.paths.database.write_bytes(content)
    with pytest.raises(LibCollabError) as caught:
        store.load()
    assert "sqlite3" not in str(caught.value).lower()
    moved_file = store.set_database_aside(DAY)
    assert moved_file.read_bytes() == content
    store.append(Setting({"population": 10}), day=DAY)
    assert len(store.load().workspace.operations) == 1


def refusal_after_change(store: Store, intact: bytes, offset: int, mask: int) -> str:
    """The class name of the refusal after one byte is changed; empty if the file opens unchanged."""
    damaged = bytearray(intact)
    damaged[offset] ^= mask
    for file in (*store.paths.data_files, *store.list_backups()):
        file.unlink(missing_ok=True)
    store.paths.database.write_bytes(damaged)
    try:
        loaded = store.load()
    except (DamagedWorkspace, NewerWorkspace) as refusal:
        return type(refusal).__name__
    assert (loaded.workspace.version, len(loaded.ids), len(loaded.releases), loaded.keep_notes) == EXPECTED
    return ""


def small_workspace(store: Store) -> bytes:
    """A workspace of two steps and a release, in one file."""
    store.append(Setting({"population": 90}), day=DAY)
    store.append(Merge("sessions.site", "Hall", "Main"), day=DAY)
    store.add_release('{"attendance_total": 12}', DAY)
    with closing(sqlite3.connect(store.paths.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return store.paths.database.read_bytes()


EXPECTED = (
    Workspace().append(Setting({"population": 90})).append(Merge("sessions.site", "Hall", "Main")).version,
    2,
    1,
    False,
)


def test_changed_byte_of_the_first_pages_is_detected_or_harmless(store: Store) -> None:
    intact = small_workspace(store)
    refusals = [
        refusal_after_change(store, intact, offset, 0xFF if offset % 2 else 0x01)
        for offset in (*range(512), *range(512, 8192, 7))
    ]
    assert len(intact) >= 8192
    assert refusals.count("DamagedWorkspace") > 100
    assert refusals.count("NewerWorkspace") > 0


@pytest.mark.long
@pytest.mark.timeout(900)
def test_every_changed_bit_of_first_pages_is_detected_or_harmless(store: Store) -> None:
    intact = small_workspace(store)
    refusals = [
        refusal_after_change(store, intact, offset, 1 << bit) for offset in range(8192) for bit in range(8)
    ]
    assert refusals.count("DamagedWorkspace") > 3000


ODD_ERRORS = (
    UnicodeDecodeError("utf-8", b"x", 0, 1, "x"),
    OverflowError(),
    ValueError(),
    MemoryError(),
    IndexError(),
    struct.error(),
    RecursionError(),
    sqlite3.InterfaceError(),
    pa.ArrowInvalid(),
    OSError(22, "odd"),
    AssertionError(),
)


@pytest.mark.parametrize("error", ODD_ERRORS, ids=lambda error: type(error).__name__)
def test_any_error_while_decoding_is_reported_as_damage(
    store: Store, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    store.append(sheet_file(1), day=DAY)

    def fail(*_: object) -> None:
        raise error

    for name in ("deserialize_operation", "_read_operations", "_last_digests"):
        with monkeypatch.context() as patch:
            patch.setattr(log, name, fail)
            with pytest.raises(DamagedWorkspace):
                store.load()
    assert store.load().ids


def test_disk_error_while_reading_is_not_reported_as_damage(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.append(sheet_file(1), day=DAY)

    def fail(*_: object) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_READ"
        raise error

    monkeypatch.setattr(log, "_read_operations", fail)
    with pytest.raises(StorageError, match="read just now"):
        store.load()


def count_bit_flip_outcomes(store: Store, rounds: int, random: Random) -> tuple[int, int]:
    """Flip one random bit of the file per round; return how many were detected and how many harmless.

    The check before a document is published must agree with the check when the file is opened.
    """
    for number in (1, 2):
        store.append(sheet_file(number), day=DAY)
    store.add_release('{"attendance_total": 12}', DAY)
    loaded = store.load()
    intact, expected = (
        store.paths.database.read_bytes(),
        (loaded.workspace.version, loaded.releases, loaded.keep_notes),
    )
    detected = 0
    for _ in range(rounds):
        bit = random.randrange(len(intact) * 8)
        damaged = bytearray(intact)
        damaged[bit // 8] ^= 1 << (bit % 8)
        for file in store.paths.data_files:
            file.unlink(missing_ok=True)
        store.paths.database.write_bytes(damaged)
        is_opened = is_verified = True
        try:
            loaded = store.load()
            assert (loaded.workspace.version, loaded.releases, loaded.keep_notes) == expected
        except LibCollabError:
            is_opened = False
            detected += 1
        try:
            store.verify()
        except LibCollabError:
            is_verified = False
        assert is_verified == is_opened
    return detected, rounds - detected


def test_bit_flips_are_detected_or_change_nothing(store: Store) -> None:
    detected, _ = count_bit_flip_outcomes(store, 60, Random(7))
    assert detected > 10


@pytest.mark.long
def test_three_hundred_bit_flips_are_detected_or_change_nothing(store: Store) -> None:
    detected, harmless = count_bit_flip_outcomes(store, 300, Random(8))
    print(f"{detected} named, {harmless} harmless")
    assert detected > 50
