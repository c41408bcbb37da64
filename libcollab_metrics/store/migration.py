"""Migration of older workspace files: back up, change in one transaction, verify."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from libcollab_metrics.model import Deletion, Workspace, encode_steps
from libcollab_metrics.store.database import (
    DATABASE_VERSION,
    RELEASES_SQL,
    damaged_error,
    read_header_version,
    translate_decoding_errors,
    write_transaction,
)
from libcollab_metrics.store.erasure import rewrite_steps, scrub
from libcollab_metrics.store.log import read_head, read_steps
from libcollab_metrics.store.paths import sync_folder

# Backups of a database in the same folder, each renamed to its own name only when it is complete.


def backup_database(path: Path, target: Path) -> None:
    """Copy a database into a single file while other windows may read it or wait to write.

    The caller holds the write lock, so temporary files of this name are left over from an interrupted copy.

    Raises
    ------
    OSError, sqlite3.Error
        If there is not enough space, or the folder is not writable; the incomplete copy is removed.
    """
    for left in target.parent.glob(f"{target.name}-*"):
        left.unlink()
    made = target.with_name(f"{target.name}-{secrets.token_hex(4)}")
    os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(made)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # a single file, without a write-ahead log
            if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("the copy is not what was copied")
        _sync_file(made)
        os.replace(made, target)
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            made.with_name(made.name + end).unlink(missing_ok=True)
    sync_folder(target.parent)


def _sync_file(path: Path) -> None:
    """Sync a file to the disk."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


#: SQL statements per version; 2 added only a kind of operation, and 4 replaced names of payees by codes.
MIGRATIONS_SQL: Mapping[int, str] = {2: "", 3: RELEASES_SQL, 4: ""}


def is_older_version(path: Path) -> bool:
    """Return whether the file is of an earlier version; raises as `read_header_version` does."""
    return read_header_version(path) < DATABASE_VERSION


def migrate(path: Path, key: bytes) -> Path | None:
    """Migrate the file to the current version, and return the backup's path.

    The write lock is held from before the backup until verification, so the backup is what was changed. If it
    is interrupted at any point, the file is either unchanged or completely migrated.

    `key` is the secret under which names of payees become codes; the backup still contains the names. Returns
    None if another window has already migrated the file.

    Raises
    ------
    DamagedWorkspace
        If the checksums do not match before or after; the file is unchanged.
    StorageError
        If there is not enough space for the backup, or the folder is not writable.
    """
    with write_transaction(path) as connection:
        version = _read_version(connection)
        if version == DATABASE_VERSION:
            return None
        # The name is derived from the content, so that repeating an interrupted migration creates no second
        # backup.
        backup_path = path.with_name(
            f"workspace-version-{version}-{content_fingerprint(connection, path)[0][:8]}.sqlite"
        )
        backup_database(path, backup_path)
        migrate_connection(connection, path)
        coded = rewrite_steps(connection, path, lambda steps: Deletion(encode_steps(steps, key), 1))
        content_fingerprint(connection, path)
    if coded:
        scrub(path)  # removes the names from free pages and from the write-ahead log
    return backup_path


def migrate_connection(connection: sqlite3.Connection, path: Path) -> None:
    """Migrate an open database to the current version, and verify it before and after.

    Raises
    ------
    DamagedWorkspace
        If the checksums do not match before or after.
    """
    before = content_fingerprint(connection, path)
    for number in range(_read_version(connection) + 1, DATABASE_VERSION + 1):
        for statement in filter(str.strip, MIGRATIONS_SQL[number].split(";")):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version={DATABASE_VERSION}")
    if content_fingerprint(connection, path) != before:
        raise damaged_error(path)


def content_fingerprint(connection: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    """Return a fingerprint of the verified content: head, dataset version and steps.

    Raises
    ------
    DamagedWorkspace
        If SQLite finds the file corrupt, or a checksum does not match.
    """
    check_structure(connection, path)
    head, steps = read_head(connection, path), read_steps(connection, path)
    version = Workspace(tuple(step for _, step in steps)).version
    row = connection.execute("SELECT sha256 FROM head").fetchone()
    return str(row[0]), head.token, version, *(name for name, _ in steps)


def check_structure(connection: sqlite3.Connection, path: Path) -> None:
    """Check the structure of the database with SQLite's integrity check.

    Raises
    ------
    DamagedWorkspace
        If SQLite finds the file corrupt.
    """
    with translate_decoding_errors(path):
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise damaged_error(path)


def _read_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
