"""A sentence says where a file lies on one's own computer, and only its name where the disk is somebody
else's."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.store import DamagedWorkspace, NewerWorkspace, StorageError, Store, store
from libcollab_metrics.store.database import DATABASE_VERSION
from tests.store.test_migration import FORMER
from tests.support.builders.store_steps import DAY, sheet_file

EITHER = pytest.mark.parametrize("tells_places", [True, False], ids=["laptop", "shared server"])


def not_a_workspace(home: Path, _: pytest.MonkeyPatch) -> None:
    Store(home).paths.database.write_bytes(b"x" * 5000)


def a_broken_step(home: Path, _: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(Store(home).paths.database)) as connection, connection:
        connection.execute("UPDATE operation SET body = '{}'")


def a_broken_list_of_steps(home: Path, _: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(Store(home).paths.database)) as connection, connection:
        connection.execute("UPDATE head SET position = 0")


def of_a_later_version(home: Path, _: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(Store(home).paths.database)) as connection:
        connection.execute(f"PRAGMA user_version={DATABASE_VERSION + 1}")


def out_of_order(home: Path, patch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> bool:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_READ"
        raise error

    patch.setattr(store, "is_older_version", fail)


def a_folder_gone(home: Path, patch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    patch.setattr(store, "is_older_version", fail)


#: What may go wrong with what is kept: how, what is raised, and the name that is said.
TROUBLES: dict[str, tuple[Callable[[Path, pytest.MonkeyPatch], None], type[LibCollabError], str]] = {
    "no workspace": (not_a_workspace, DamagedWorkspace, "workspace.sqlite"),
    "a broken step": (a_broken_step, DamagedWorkspace, "workspace.sqlite"),
    "a broken list": (a_broken_list_of_steps, DamagedWorkspace, "workspace.sqlite"),
    "a later version": (of_a_later_version, NewerWorkspace, "workspace.sqlite"),
    "a disk out of order": (out_of_order, StorageError, "workspace.sqlite"),
    "a folder closed": (a_folder_gone, StorageError, "mabini"),
}
WAYS: dict[str, Callable[[Store], object]] = {
    "load": Store.load,
    "prove": Store.verify,
    "append": lambda store: store.append(sheet_file(2), day=DAY),
    "undo": Store.undo,
    "keep notes": lambda store: store.set_keeps_notes(True),
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a library that has kept one step."""
    place = tmp_path / "srv" / "mabini"
    Store(place).append(sheet_file(1), day=DAY)
    return place


@EITHER
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_refusal_says_the_place_only_to_who_has_the_disk(
    trouble: str, tells_places: bool, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen, kind, name = TROUBLES[trouble]
    happen(home, monkeypatch)
    store, told = Store(home, shows_paths=tells_places), 0
    for way, act in WAYS.items():
        if trouble == "a broken step" and way not in ("load", "prove"):
            continue  # a step is looked at when it is read
        with pytest.raises(kind) as caught:
            act(store)
        said = str(caught.value)
        told += 1
        assert type(caught.value) is kind
        assert name in said, way
        assert (str(home.parent) in said) is tells_places, (way, said)
        assert ("/" in said) is tells_places, (way, said)
    assert told >= 2


@EITHER
def test_a_secret_that_cannot_be_written_is_told_alike(tells_places: bool, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"a file where the folder should be")
    with pytest.raises(StorageError) as caught:
        Store(tmp_path, shows_paths=tells_places).key()
    assert tmp_path.name in str(caught.value)
    assert (str(tmp_path) in str(caught.value)) is tells_places


@EITHER
def test_a_lost_secret_is_told_alike(tells_places: bool, home: Path) -> None:
    Store(home).paths.key.unlink()
    (told,) = Store(home, shows_paths=tells_places).load().warnings
    assert "workspace.key" in told
    assert (str(home) in told) is tells_places


@EITHER
def test_a_file_brought_up_is_told_alike(tells_places: bool, tmp_path: Path) -> None:
    store = Store(tmp_path, shows_paths=tells_places)
    store.paths.database.parent.mkdir()
    store.paths.database.write_bytes(gzip.decompress(FORMER[1].read_bytes()))
    (told,) = [sentence for sentence in store.load().warnings if "earlier version" in sentence]
    assert "workspace-version-1-" in told
    assert (str(tmp_path) in told) is tells_places


@EITHER
def test_a_folder_that_is_copied_is_told_alike(tells_places: bool, tmp_path: Path) -> None:
    place = tmp_path / "OneDrive - Canary Company" / "mabini"
    Store(place).append(sheet_file(1), day=DAY)
    (told,) = Store(place, shows_paths=tells_places).load().warnings
    assert "copied to other computers" in told
    assert ("Canary" in told, str(tmp_path) in told, "LIBCOLLAB_HOME" in told) == (tells_places,) * 3
