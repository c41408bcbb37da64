"""A file of a former version brought to this one: copied aside, changed in one transaction, checked before it holds."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from libcollab_metrics.model import Forgotten, Workspace, steps_with_codes
from libcollab_metrics.store.database import RELEASES, VERSION, damaged, decoding, version_in_header, writing
from libcollab_metrics.store.erasure import rewritten, scrub
from libcollab_metrics.store.log import read_head, read_steps
from libcollab_metrics.store.paths import sync_folder

# Whole copies of a workspace's file that the program keeps beside it, each under its own name and only once whole.


def copied(path: Path, target: Path) -> None:
    """Copy a workspace as it was last kept into one file of its own, while other windows read or wait to write.

    The caller holds the writers' lock, so what lies there under the target's name is what a stopped copy left.

    Raises
    ------
    OSError, sqlite3.Error : there is no room, or nothing can be written there; nothing is left of the copy.
    """
    for left in target.parent.glob(f"{target.name}-*"):
        left.unlink()
    made = target.with_name(f"{target.name}-{secrets.token_hex(4)}")
    os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(made)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
            if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("the copy is not what was copied")
        _through(made)
        os.replace(made, target)
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            made.with_name(made.name + end).unlink(missing_ok=True)
    sync_folder(target.parent)


def _through(path: Path) -> None:
    """Write a file through to the disk."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


#: What each version added to the file of the one before; 2 brought another kind of operation and no table, and 4
#: codes in the place of the names of payees.
CHANGES: Mapping[int, str] = {2: "", 3: RELEASES, 4: ""}


def is_older(path: Path) -> bool:
    """Return whether the file says that it is of a former version; raises what `version_in_header` raises."""
    return version_in_header(path) < VERSION


def migrate(path: Path, key: bytes) -> Path | None:
    """Bring the file to this version and return where it is kept as it was; None when another window has done it.

    `key` is the secret under which names of payees become codes; the copy still holds them as they were.

    The writers' lock is held from before the copy until all is checked, so the copy is what was changed. Whatever
    stops it, at any instant: the file is as it was, or whole in this version.

    Raises
    ------
    DamagedWorkspace : the file did not fit its check sums before, or would not after; it is as it was.
    CannotKeep : there is no room for the copy, or nothing can be written there.
    """
    with writing(path) as connection:
        version = _version(connection)
        if version == VERSION:
            return None
        # The name says what is in it: a migration that was stopped leaves no second copy when it is done again.
        kept = path.with_name(f"workspace-version-{version}-{content(connection, path)[0][:8]}.sqlite")
        copied(path, kept)
        bring_up(connection, path)
        coded = rewritten(connection, path, lambda steps: Forgotten(steps_with_codes(steps, key), 1))
        content(connection, path)
    if coded:
        scrub(path)  # the names are in no freed page, and not in the log beside the file
    return kept


def bring_up(connection: sqlite3.Connection, path: Path) -> None:
    """Bring an opened file to this version, proved before and after.

    Raises
    ------
    DamagedWorkspace : the file did not fit its check sums before, or does not after.
    """
    before = content(connection, path)
    for number in range(_version(connection) + 1, VERSION + 1):
        for statement in filter(str.strip, CHANGES[number].split(";")):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version={VERSION}")
    if content(connection, path) != before:
        raise damaged(path)


def content(connection: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    """Return what tells the whole content from any other: head, data version and steps, every check sum proved.

    Raises
    ------
    DamagedWorkspace : SQLite finds the file broken, or a check sum does not fit.
    """
    check_structure(connection, path)
    head, steps = read_head(connection, path), read_steps(connection, path)
    version = Workspace(tuple(step for _, step in steps)).version
    row = connection.execute("SELECT sha256 FROM head").fetchone()
    return str(row[0]), head.token, version, *(name for name, _ in steps)


def check_structure(connection: sqlite3.Connection, path: Path) -> None:
    """Have SQLite check the file's own structure: every page once, no page used twice.

    Raises
    ------
    DamagedWorkspace : SQLite finds the file broken.
    """
    with decoding(path):
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise damaged(path)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
