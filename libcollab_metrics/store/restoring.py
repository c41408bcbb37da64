"""A workspace put in the place of another: rows for rows in one transaction, the one replaced kept aside."""

from __future__ import annotations

import os
import secrets
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

from libcollab_metrics.store.canonical import write_rows
from libcollab_metrics.store.copies import copied
from libcollab_metrics.store.database import CannotKeep, damaged
from libcollab_metrics.store.keys import SIZE, key_in, mark_of, put_key, read_key
from libcollab_metrics.store.log import drop_after, last_step, read_head, write_head
from libcollab_metrics.store.places import Places
from libcollab_metrics.store.releases import drop_releases
from libcollab_metrics.store.saved_work import SavedWork


def name_aside(places: Places, why: str, day: date) -> Path:
    """Return a name nothing has yet, under which a file is kept beside the workspace."""
    return places.data.with_name(f"workspace-{why}-{day.isoformat()}-{secrets.token_hex(2)}.sqlite")


def set_aside(places: Places, day: date) -> Path:
    """Give the workspace's file another name, unchanged, with the files SQLite wrote next to it; return its path."""
    aside = name_aside(places, "set-aside", day)
    for file in places.data_files:
        if file.exists():
            os.replace(file, aside.with_name(aside.name + file.name[len(places.data.name) :]))
    return aside


def replaced(connection: sqlite3.Connection, places: Places, work: SavedWork, day: date) -> Path | None:
    """Put saved work in the place of what an open transaction sees; return where that is kept, None if it was empty.

    Raises
    ------
    DamagedWorkspace : what was written would not read back as the saved work.
    OSError, sqlite3.Error : there is no room, or nothing can be written there.
    """
    before = read_head(connection, places.data)
    aside = None
    if last_step(connection) or connection.execute("SELECT count(*) FROM release").fetchone()[0]:
        aside = name_aside(places, "replaced", day)
        copied(places.data, aside)
    drop_after(connection, 0)
    drop_releases(connection)
    try:
        write_rows(connection, work.rows)
    except ValueError:
        raise damaged(places.data) from None
    # Past both, so that every window sees that something was kept.
    write_head(connection, replace(work.head, change=before.change + work.head.change + 1))
    return aside


def bring_secret(places: Places, work: SavedWork) -> None:
    """Put the secret that the saved work's people were read under in its place; the one there is kept aside.

    It is the one in the file, or one kept aside here that fits; without either, the one there stays.

    Raises
    ------
    OSError : it cannot be written.
    """
    wanted = work.secret or _fitting(places, work.head.key_mark)
    if wanted is not None and wanted != read_key(places.key):
        put_key(places.key, wanted)


def put_back(places: Places, data: bytes, mark: str) -> None:
    """Put a key file's secret in its place if it is the one of this mark; the one there is kept aside.

    Raises
    ------
    CannotKeep : it is no whole secret, or another one; nothing was changed.
    OSError : it cannot be written.
    """
    key = key_in(data)
    if key is None:
        raise CannotKeep(f"This is not a key file: it must hold {SIZE} bytes, and this one holds {len(data)}. "
                         "Choose another file. Nothing was changed.")  # fmt: skip
    if mark_of(key) != mark:
        raise CannotKeep("This is the key file of another workspace: the people kept here were not read under it. "
                         "Choose another file. Nothing was changed.")  # fmt: skip
    put_key(places.key, key)


def _fitting(places: Places, mark: str) -> bytes | None:
    files = sorted(places.key.parent.glob("workspace*.key"), key=os.fspath) if mark else []
    found = (read_key(file) for file in files)
    return next((key for key in found if key is not None and mark_of(key) == mark), None)
