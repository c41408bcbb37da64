"""Physical deletion of data: rewrite steps, vacuum free pages, truncate the log."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Deletion, Step
from libcollab_metrics.store.database import open_database
from libcollab_metrics.store.log import (
    drop_releases,
    drop_steps_after,
    encode_operation,
    read_head,
    read_steps,
    write_head,
    write_step,
)
from libcollab_metrics.store.paths import WorkspacePaths


def rewrite_steps(
    connection: sqlite3.Connection, path: Path, deletion: Callable[[Iterable[Step]], Deletion]
) -> int:
    """Rewrite all steps without the data to delete, and return the number of deleted rows.

    Steps that become empty are removed. Undone steps stay undone, and the list of releases is unchanged.
    """
    head = read_head(connection, path)
    steps = [step for _, step in read_steps(connection, path)]
    days = [date.fromisoformat(day) for (day,) in connection.execute("SELECT day FROM step ORDER BY number")]
    done = deletion(steps)
    if all(new is old for new, old in zip(done.steps, steps, strict=True)):
        return 0
    drop_steps_after(connection, 0)
    for step, day in zip(done.steps, days, strict=True):
        if step:
            write_step(connection, day, [encode_operation(operation) for operation in step])
    position = sum(bool(step) for step in done.steps[: head.position])
    write_head(connection, replace(head, position=position, change=head.change + 1))
    return done.rows


def delete_all(connection: sqlite3.Connection, path: Path) -> None:
    """Delete all steps and releases."""
    head = read_head(connection, path)
    drop_steps_after(connection, 0)
    drop_releases(connection)
    write_head(connection, replace(head, position=0, change=head.change + 1))


def scrub(path: Path) -> None:
    """Remove deleted data from the free pages of the file and from its write-ahead log.

    Deleted rows are already overwritten when they are deleted; this also rewrites the pages, unless there is
    no space for it. The log is removed at the latest when the last window closes.
    """
    with suppress(LibCollabError), open_database(path) as connection:
        connection.execute("PRAGMA temp_store=MEMORY")  # otherwise a copy would be written to another folder
        connection.execute("VACUUM")
    with suppress(LibCollabError), open_database(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def list_backups(paths: WorkspacePaths) -> tuple[Path, ...]:
    """Return the backups of a workspace: of earlier versions, replaced, or set aside."""
    own = {*paths.data_files, paths.key}
    backups = {
        file for folder in {paths.database.parent, paths.key.parent} for file in folder.glob("workspace*")
    }
    return tuple(sorted(backups - own))
