"""The key file is never overwritten: what stands in its place is set aside, told, and the right one can be
put back."""

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

KEY = bytes(range(32))
NOT_WHOLE = {
    "nothing": b"",
    "a byte less": KEY[:-1],
    "a byte more": KEY + b"x",
    "two lines": KEY + b"\n\n",
    "words": b"put the key here\n",
}
ENDS = {"as it is": b"", "LF": b"\n", "CRLF": b"\r\n"}


def harmed(folder: Path, data: bytes) -> tuple[Store, bytes]:
    """A store with people whose key file holds something else now, and the right key."""
    store = Store(folder)
    store.append(sheet_file(1), day=DAY)
    key = store.key()
    store.paths.key.write_bytes(data)
    return store, key


def asides(store: Store, kind: str) -> list[bytes]:
    return [file.read_bytes() for file in store.paths.key.parent.glob(f"workspace-{kind}-*.key")]


@pytest.mark.parametrize("data", NOT_WHOLE.values(), ids=NOT_WHOLE.keys())
def test_a_key_file_that_is_not_whole_is_set_aside_unchanged_and_told(kept: Path, data: bytes) -> None:
    store, key = harmed(kept, data)
    new = store.key()
    assert len(new) == 32
    assert new != key
    assert asides(store, "not-a-key") == [data]
    told = store.load().warnings
    (file,) = store.paths.key.parent.glob("workspace-not-a-key-*.key")
    assert any("damaged" in sentence and str(file) in sentence for sentence in told)
    assert any("cannot recognise the people" in sentence for sentence in told)
    assert store.load().is_key_missing
    assert store.key() == new


def test_opening_alone_sets_it_aside_and_makes_no_new_key(kept: Path) -> None:
    store, _ = harmed(kept, b"half")
    assert any("workspace-not-a-key-" in sentence for sentence in store.load().warnings)
    assert not store.paths.key.exists()
    there = Store(kept, shows_paths=False)
    assert not [sentence for sentence in there.load().warnings if "/" in sentence]
    assert any("whoever looks after this server" in sentence for sentence in there.load().warnings)


def test_it_is_told_before_anything_is_kept(kept: Path) -> None:
    store = Store(kept)
    store.paths.key.parent.mkdir()
    store.paths.key.write_bytes(b"half")
    assert [sentence for sentence in store.load().warnings if "not-a-key" in sentence]
    assert not store.load().is_key_missing


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
@pytest.mark.parametrize(
    "key", [KEY, KEY[:-1] + b"\n", KEY[:-2] + b"\r\n"], ids=["plain", "ends in LF", "in CRLF"]
)
def test_an_end_of_line_behind_the_key_is_no_part_of_it(tmp_path: Path, key: bytes, end: bytes) -> None:
    path = tmp_path / "workspace.key"
    path.write_bytes(key + end)
    assert (read_key(path), get_or_create_key(path)) == (key, key)
    assert path.read_bytes() == key + end
    assert list(tmp_path.iterdir()) == [path]


def test_the_right_key_is_put_back_and_the_present_one_set_aside(kept: Path) -> None:
    store, key = harmed(kept, b"half")
    present = store.key()
    store.restore_key(key + b"\r\n")
    assert store.key() == key
    assert asides(store, "replaced") == [present]
    assert (store.load().warnings, store.load().is_key_missing) == ((), False)


@pytest.mark.parametrize("data", [b"", KEY[:-1], KEY, b"x" * 10**6])
def test_another_key_is_refused_and_changes_nothing(kept: Path, data: bytes) -> None:
    store, _ = harmed(kept, b"half")
    present = store.key()
    before = sorted(store.paths.key.parent.iterdir())
    with pytest.raises(StorageError, match="Nothing was changed"):
        store.restore_key(data)
    assert store.key() == present
    assert sorted(store.paths.key.parent.iterdir()) == before


def test_saved_work_brings_its_key_and_overwrites_none(kept: Path, tmp_path: Path) -> None:
    saved = worked(tmp_path)
    store, _ = harmed(kept, b"half")
    store.open_work(unpack_workspace(saved.save_work(DAY, WORDS), WORDS), DAY)
    assert store.key() == saved.key()
    assert asides(store, "not-a-key") == [b"half"]


def test_a_key_that_cannot_be_read_now_is_not_taken_for_none(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, key = harmed(kept, b"")
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


def _race(path: Path, heard: Connection, said: Connection) -> None:
    said.send("ready")
    heard.recv()
    said.send(get_or_create_key(path))


@pytest.mark.skipif(sys.platform == "win32", reason="Processes are started in another way there.")
@pytest.mark.parametrize("data", [b"half", None], ids=["a broken file", "no file"])
def test_of_several_processes_all_get_one_key_and_the_broken_file_stays(
    tmp_path: Path, data: bytes | None
) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    for number in range(15):
        path = tmp_path / str(number) / "workspace.key"
        path.parent.mkdir()
        if data is not None:
            path.write_bytes(data)
        pairs = [(context.Pipe(duplex=False), context.Pipe(duplex=False)) for _ in range(6)]
        racers = [context.Process(target=_race, args=(path, go[0], said[1])) for go, said in pairs]
        for racer in racers:
            racer.start()
        for _, said in pairs:
            assert said[0].recv() == "ready"
        for go, _ in pairs:
            go[1].send("go")
        made = {said[0].recv() for _, said in pairs}
        for racer in racers:
            racer.join()
        assert made == {path.read_bytes()}
        found = [file.read_bytes() for file in path.parent.iterdir() if file != path]
        assert found == ([] if data is None else [data])


def test_a_process_that_comes_late_does_not_set_the_new_key_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process mends the folder between the first look and the change."""
    path = tmp_path / "workspace.key"
    path.write_bytes(b"half")
    written = keys._write_temporary_key

    def while_another_is_quicker(place: Path, key: bytes) -> Path:
        monkeypatch.undo()
        replace_key(path, KEY)
        return written(place, key)

    monkeypatch.setattr(keys, "_write_temporary_key", while_another_is_quicker)
    assert get_or_create_key(path) == KEY == path.read_bytes()
    assert [file.read_bytes() for file in tmp_path.glob("workspace-*")] == [b"half"]
