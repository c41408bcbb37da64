"""The key file is never overwritten: invalid content is set aside, and the right key can be restored."""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from libcollab_metrics.store import StorageError, Store, keys, unpack_workspace
from libcollab_metrics.store.keys import get_or_create_key, read_key, replace_key
from tests.support.builders.saved_work import WORDS, worked
from tests.support.builders.store_steps import DAY, sheet_file
from tests.support.examples import SEARCHING

KEY = bytes(range(32))
INVALID_KEYS = {
    "nothing": b"",
    "a byte less": KEY[:-1],
    "a byte more": KEY + b"x",
    "two lines": KEY + b"\n\n",
    "words": b"put the key here\n",
}
ENDS = {"as it is": b"", "LF": b"\n", "CRLF": b"\r\n"}


def store_with_wrong_key(folder: Path, data: bytes) -> tuple[Store, bytes]:
    """A store with people whose key file was replaced by this data, and the right key."""
    store = Store(folder)
    store.append(sheet_file(1), day=DAY)
    key = store.key()
    store.paths.key.write_bytes(data)
    return store, key


def files_set_aside(store: Store, kind: str) -> list[bytes]:
    return [file.read_bytes() for file in store.paths.key.parent.glob(f"workspace-{kind}-*.key")]


@pytest.mark.parametrize("data", INVALID_KEYS.values(), ids=INVALID_KEYS.keys())
def test_invalid_key_file_is_set_aside_unchanged_and_reported(data_folder: Path, data: bytes) -> None:
    store, key = store_with_wrong_key(data_folder, data)
    new = store.key()
    assert len(new) == 32
    assert new != key
    assert files_set_aside(store, "not-a-key") == [data]
    warnings = store.load().warnings
    (file,) = store.paths.key.parent.glob("workspace-not-a-key-*.key")
    assert any("damaged" in warning and str(file) in warning for warning in warnings)
    assert any("cannot be matched" in warning for warning in warnings)
    assert store.load().is_key_missing
    assert store.key() == new


def test_loading_sets_invalid_key_aside_and_makes_no_new_key(data_folder: Path) -> None:
    store, _ = store_with_wrong_key(data_folder, b"half")
    assert any("workspace-not-a-key-" in warning for warning in store.load().warnings)
    assert not store.paths.key.exists()
    on_server = Store(data_folder, shows_paths=False)
    assert not [warning for warning in on_server.load().warnings if "/" in warning]
    assert any("the server’s administrator" in warning for warning in on_server.load().warnings)


def test_invalid_key_is_reported_before_anything_is_stored(data_folder: Path) -> None:
    store = Store(data_folder)
    store.paths.key.parent.mkdir()
    store.paths.key.write_bytes(b"half")
    assert [warning for warning in store.load().warnings if "not-a-key" in warning]
    assert not store.load().is_key_missing


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
@pytest.mark.parametrize(
    "key", [KEY, KEY[:-1] + b"\n", KEY[:-2] + b"\r\n"], ids=["plain", "ends in LF", "in CRLF"]
)
def test_line_end_after_the_key_is_not_part_of_it(tmp_path: Path, key: bytes, end: bytes) -> None:
    path = tmp_path / "workspace.key"
    path.write_bytes(key + end)
    assert (read_key(path), get_or_create_key(path)) == (key, key)
    assert path.read_bytes() == key + end
    assert list(tmp_path.iterdir()) == [path]


def test_right_key_is_restored_and_the_current_one_set_aside(data_folder: Path) -> None:
    store, key = store_with_wrong_key(data_folder, b"half")
    present = store.key()
    store.restore_key(key + b"\r\n")
    assert store.key() == key
    assert files_set_aside(store, "replaced") == [present]
    assert (store.load().warnings, store.load().is_key_missing) == ((), False)


@pytest.mark.parametrize("data", [b"", KEY[:-1], KEY, b"x" * 10**6])
def test_different_key_is_refused_and_changes_nothing(data_folder: Path, data: bytes) -> None:
    store, _ = store_with_wrong_key(data_folder, b"half")
    present = store.key()
    before = sorted(store.paths.key.parent.iterdir())
    with pytest.raises(StorageError, match="Nothing was changed"):
        store.restore_key(data)
    assert store.key() == present
    assert sorted(store.paths.key.parent.iterdir()) == before


def test_saved_work_brings_its_key_and_overwrites_none(data_folder: Path, tmp_path: Path) -> None:
    saved = worked(tmp_path)
    store, _ = store_with_wrong_key(data_folder, b"half")
    store.open_work(unpack_workspace(saved.save_work(DAY, WORDS), WORDS), DAY)
    assert store.key() == saved.key()
    assert files_set_aside(store, "not-a-key") == [b"half"]


def test_unreadable_key_is_not_treated_as_missing(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, key = store_with_wrong_key(data_folder, b"")
    store.paths.key.write_bytes(key)

    def closed(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", closed)
        with pytest.raises(StorageError, match="Permission denied"):
            store.key()
        assert store.load().is_key_missing
    assert store.key() == key
    assert list(store.paths.key.parent.iterdir()) == [store.paths.key]


def _race(path: Path, receiver: Connection, sender: Connection) -> None:
    sender.send("ready")
    receiver.recv()
    sender.send(get_or_create_key(path))


@pytest.mark.skipif(sys.platform == "win32", reason="Processes are started in another way there.")
@pytest.mark.parametrize("data", [b"half", None], ids=["a broken file", "no file"])
def test_concurrent_processes_get_one_key_and_invalid_file_is_preserved(
    tmp_path: Path, data: bytes | None
) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    for number in range(15 if SEARCHING else 4):
        path = tmp_path / str(number) / "workspace.key"
        path.parent.mkdir()
        if data is not None:
            path.write_bytes(data)
        pairs = [(context.Pipe(duplex=False), context.Pipe(duplex=False)) for _ in range(6)]
        racers = [
            context.Process(target=_race, args=(path, signal[0], results[1])) for signal, results in pairs
        ]
        for racer in racers:
            racer.start()
        for _, results in pairs:
            assert results[0].recv() == "ready"
        for signal, _ in pairs:
            signal[1].send("go")
        keys_made = {results[0].recv() for _, results in pairs}
        for racer in racers:
            racer.join()
        assert keys_made == {path.read_bytes()}
        set_aside = [file.read_bytes() for file in path.parent.iterdir() if file != path]
        assert set_aside == ([] if data is None else [data])


def test_late_process_does_not_set_the_new_key_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process replaces the key between the first check and the change."""
    path = tmp_path / "workspace.key"
    path.write_bytes(b"half")
    write_temporary_key = keys._write_temporary_key

    def replace_first(folder: Path, key: bytes) -> Path:
        monkeypatch.undo()
        replace_key(path, KEY)
        return write_temporary_key(folder, key)

    monkeypatch.setattr(keys, "_write_temporary_key", replace_first)
    assert get_or_create_key(path) == KEY == path.read_bytes()
    assert [file.read_bytes() for file in tmp_path.glob("workspace-*")] == [b"half"]
