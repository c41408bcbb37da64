"""Messages give the full path of a file on the user's own computer, and only its name on a shared server."""

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

BOTH_MODES = pytest.mark.parametrize("shows_paths", [True, False], ids=["laptop", "shared server"])


def not_a_workspace(home: Path, _: pytest.MonkeyPatch) -> None:
    Store(home).paths.database.write_bytes(b"x" * 5000)


def broken_step(home: Path, _: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(Store(home).paths.database)) as connection, connection:
        connection.execute("UPDATE operation SET body = '{}'")


def broken_step_list(home: Path, _: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(Store(home).paths.database)) as connection, connection:
        connection.execute("UPDATE head SET position = 0")


def later_version(home: Path, _: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(Store(home).paths.database)) as connection:
        connection.execute(f"PRAGMA user_version={DATABASE_VERSION + 1}")


def disk_error(home: Path, patch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> bool:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_READ"
        raise error

    patch.setattr(store, "is_older_version", fail)


def permission_denied(home: Path, patch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    patch.setattr(store, "is_older_version", fail)


#: Possible errors with stored work: the cause, the exception, and the name in the message.
TROUBLES: dict[str, tuple[Callable[[Path, pytest.MonkeyPatch], None], type[LibCollabError], str]] = {
    "no workspace": (not_a_workspace, DamagedWorkspace, "workspace.sqlite"),
    "a broken step": (broken_step, DamagedWorkspace, "workspace.sqlite"),
    "a broken list": (broken_step_list, DamagedWorkspace, "workspace.sqlite"),
    "a later version": (later_version, NewerWorkspace, "workspace.sqlite"),
    "a disk out of order": (disk_error, StorageError, "workspace.sqlite"),
    "a folder closed": (permission_denied, StorageError, "mabini"),
}
ACTIONS: dict[str, Callable[[Store], object]] = {
    "load": Store.load,
    "prove": Store.verify,
    "append": lambda store: store.append(sheet_file(2), day=DAY),
    "undo": Store.undo,
    "keep notes": lambda store: store.set_keeps_notes(True),
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a library with one stored step."""
    folder = tmp_path / "srv" / "mabini"
    Store(folder).append(sheet_file(1), day=DAY)
    return folder


@BOTH_MODES
@pytest.mark.parametrize("trouble", TROUBLES)
def test_error_gives_the_path_only_on_the_users_own_computer(
    trouble: str, shows_paths: bool, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cause, kind, name = TROUBLES[trouble]
    cause(home, monkeypatch)
    store, refusals = Store(home, shows_paths=shows_paths), 0
    for action, call in ACTIONS.items():
        if trouble == "a broken step" and action not in ("load", "prove"):
            continue  # a step is checked when it is read
        with pytest.raises(kind) as caught:
            call(store)
        message = str(caught.value)
        refusals += 1
        assert type(caught.value) is kind
        assert name in message, action
        assert (str(home.parent) in message) is shows_paths, (action, message)
        assert ("/" in message) is shows_paths, (action, message)
    assert refusals >= 2


@BOTH_MODES
def test_unwritable_key_error_gives_the_path_only_locally(shows_paths: bool, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"a file where the folder should be")
    with pytest.raises(StorageError) as caught:
        Store(tmp_path, shows_paths=shows_paths).key()
    assert tmp_path.name in str(caught.value)
    assert (str(tmp_path) in str(caught.value)) is shows_paths


@BOTH_MODES
def test_lost_key_warning_gives_the_path_only_locally(shows_paths: bool, home: Path) -> None:
    Store(home).paths.key.unlink()
    (warning,) = Store(home, shows_paths=shows_paths).load().warnings
    assert "workspace.key" in warning
    assert (str(home) in warning) is shows_paths


@BOTH_MODES
def test_migration_warning_gives_the_path_only_locally(shows_paths: bool, tmp_path: Path) -> None:
    store = Store(tmp_path, shows_paths=shows_paths)
    store.paths.database.parent.mkdir()
    store.paths.database.write_bytes(gzip.decompress(FORMER[1].read_bytes()))
    (warning,) = [text for text in store.load().warnings if "earlier version" in text]
    assert "workspace-version-1-" in warning
    assert (str(tmp_path) in warning) is shows_paths


@BOTH_MODES
def test_synced_folder_warning_gives_the_path_only_locally(shows_paths: bool, tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive - Canary Company" / "mabini"
    Store(folder).append(sheet_file(1), day=DAY)
    (warning,) = Store(folder, shows_paths=shows_paths).load().warnings
    assert "copied to other computers" in warning
    assert ("Canary" in warning, str(tmp_path) in warning, "LIBCOLLAB_HOME" in warning) == (shows_paths,) * 3
