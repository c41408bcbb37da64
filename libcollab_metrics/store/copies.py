"""Whole copies of a workspace's file that the program keeps beside it, each under its own name and only once whole."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from libcollab_metrics.store.places import sync_folder


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
