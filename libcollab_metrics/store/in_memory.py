"""A workspace's file in memory only: made from steps, or opened from bytes of which nothing is trusted."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from libcollab_metrics.model import Workspace, with_codes
from libcollab_metrics.store.as_kept import as_kept
from libcollab_metrics.store.database import (
    APPLICATION,
    RELEASES,
    TABLES,
    VERSION,
    damaged,
    decoding,
    later_version,
)
from libcollab_metrics.store.log import Head, encoded, head_row, write_head, write_step
from libcollab_metrics.store.migration import bring_up, check_structure
from libcollab_metrics.store.releases import Release, write_release
from libcollab_metrics.store.saved_limits import check_limits

#: What stands for the place of a file that is nowhere but in memory.
NOWHERE = Path("the file")
_MAGIC, _JOURNAL = b"SQLite format 3\x00", slice(18, 20)


def is_database(data: bytes) -> bool:
    """Return whether the bytes begin as a database does."""
    return data[:16] == _MAGIC


def made_in_memory(
    workspace: Workspace, releases: Sequence[Release], head: Head, day: date, key: bytes
) -> sqlite3.Connection:
    """Return the file these steps and releases make, as it would be kept on a disk: codes, and notes if so wished.

    `key` is the secret under which names of payees become codes.

    Raises
    ------
    CannotKeep : a person stands in it who is not a code.
    """
    workspace = with_codes(workspace, key)
    connection = _connected()
    connection.executescript(f"{TABLES} {RELEASES} PRAGMA application_id={APPLICATION}; PRAGMA user_version={VERSION};")
    connection.execute("BEGIN")
    connection.execute("INSERT INTO head VALUES (1, ?, ?, ?, ?, ?, ?)", head_row(head))
    for step in (*workspace.steps, *workspace.taken_back[::-1]):
        write_step(connection, day, [encoded(as_kept(operation, day, head.keep_notes)) for operation in step])
    for release in releases:
        write_release(connection, release.day, release.body)
    write_head(connection, head)
    connection.execute("COMMIT")
    return connection


def as_bytes(connection: sqlite3.Connection) -> bytes:
    """Return the file a connection has open, whole and without freed pages, whatever is kept beside it on a disk."""
    memory = _connected()
    connection.backup(memory)
    memory.execute("VACUUM")
    return _plain_journal(memory.serialize())


def opened_in_memory(data: bytes) -> sqlite3.Connection:
    """Open a file from its bytes, brought to this version; its tables are ours to the letter or it is refused.

    What it holds is counted before any of it is decoded.

    Raises
    ------
    DamagedWorkspace : it is no workspace, holds anything but our tables or more than is ever written, or SQLite
        finds it broken.
    NewerWorkspace : it was written by a later version.
    """
    connection = _connected()
    with decoding(NOWHERE):
        connection.deserialize(_plain_journal(data))
        for setting in ("trusted_schema=OFF", "cell_size_check=ON"):
            connection.execute(f"PRAGMA {setting}")
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise damaged(NOWHERE)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise later_version(NOWHERE)
        if _schema(connection) != _schema_of(version):  # before any row is read: a view or trigger could run
            raise damaged(NOWHERE)
        check_structure(connection, NOWHERE)
        check_limits(connection)
        if version < VERSION:
            bring_up(connection, NOWHERE)
    return connection


def _connected() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)


def _plain_journal(data: bytes) -> bytes:
    """Say in the header that nothing lies beside the file, as is true of one in memory."""
    return data[: _JOURNAL.start] + b"\x01\x01" + data[_JOURNAL.stop :]


def _schema(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


def _schema_of(version: int) -> set[tuple[str, ...]]:
    made = _connected()
    made.executescript(TABLES + (RELEASES if version >= 3 else ""))
    return _schema(made)
