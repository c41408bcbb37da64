"""What is forgotten goes from the files: steps written anew without it, freed pages, the log beside them, copies."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Forgotten, Step
from libcollab_metrics.store.database import opened
from libcollab_metrics.store.log import (
    drop_after,
    drop_releases,
    encoded,
    read_head,
    read_steps,
    write_head,
    write_step,
)
from libcollab_metrics.store.paths import Places


def rewritten(connection: sqlite3.Connection, path: Path, forget: Callable[[Iterable[Step]], Forgotten]) -> int:
    """Write every step anew without what is to be forgotten, and return how many rows went.

    A step of which nothing is left is gone; those taken back stay taken back, what left the library stays listed.
    """
    head = read_head(connection, path)
    steps = [step for _, step in read_steps(connection, path)]
    days = [date.fromisoformat(day) for (day,) in connection.execute("SELECT day FROM step ORDER BY number")]
    done = forget(steps)
    if all(new is old for new, old in zip(done.steps, steps, strict=True)):
        return 0
    drop_after(connection, 0)
    for step, day in zip(done.steps, days, strict=True):
        if step:
            write_step(connection, day, [encoded(operation) for operation in step])
    position = sum(bool(step) for step in done.steps[: head.position])
    write_head(connection, replace(head, position=position, change=head.change + 1))
    return done.rows


def emptied(connection: sqlite3.Connection, path: Path) -> None:
    """Leave no step and nothing of what left."""
    head = read_head(connection, path)
    drop_after(connection, 0)
    drop_releases(connection)
    write_head(connection, replace(head, position=0, change=head.change + 1))


def scrub(path: Path) -> None:
    """Leave nothing of what was deleted in the file, or in the log beside it.

    Deleted rows are overwritten as they go; this writes the pages anew as well, and is left out where there is no
    room for that. The log goes at the latest when the last window closes.
    """
    with suppress(LibCollabError), opened(path) as connection:
        connection.execute("PRAGMA temp_store=MEMORY")  # or a copy would pass through another folder
        connection.execute("VACUUM")
    with suppress(LibCollabError), opened(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def asides(places: Places) -> tuple[Path, ...]:
    """Return the files kept beside the workspace: of former versions, replaced ones, and those set aside."""
    own = {*places.data_files, places.key}
    found = {file for folder in {places.data.parent, places.key.parent} for file in folder.glob("workspace*")}
    return tuple(sorted(found - own))
