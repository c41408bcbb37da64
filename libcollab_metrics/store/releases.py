"""What left the library, as it is compared with the next document: kept beside the steps, never taken back by them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from libcollab_metrics.store.database import damaged, decoding
from libcollab_metrics.store.log import digest, last_digest


@dataclass(frozen=True)
class Release:
    """One document that left: its `number` counted from 1, the `day`, and the text its figures were written down as."""

    number: int
    day: date
    body: str


def write_release(connection: sqlite3.Connection, day: date, body: str) -> int:
    """Write a release behind the last, its check sum holding that of the one before; return its number."""
    before = last_digest(connection, "release")
    number = int(connection.execute("SELECT coalesce(max(number), 0) + 1 FROM release").fetchone()[0])
    connection.execute("INSERT INTO release VALUES (?, ?, ?, ?)", row_of_release(before, Release(number, day, body)))
    return number


def row_of_release(before: str, release: Release) -> tuple[int, str, str, str]:
    """Return a release as it is written; `before` is the check sum of the one before."""
    row = (release.number, release.day.isoformat(), release.body)
    return (*row, digest(before, *row))


def read_releases(connection: sqlite3.Connection, path: Path) -> tuple[Release, ...]:
    """Return every release, the first that left first.

    Raises
    ------
    DamagedWorkspace : one does not fit its check sum; the text says which.
    """
    found: list[Release] = []
    before = ""
    with decoding(path, "The list of documents that left, kept here,"):
        rows = connection.execute("SELECT number, day, body, sha256 FROM release ORDER BY number")
        for number, day, body, kept in rows:
            if number != len(found) + 1 or digest(before, number, day, body) != kept:
                raise damaged(path, f"Entry {len(found) + 1} of the list of documents that left, kept here,")
            found.append(Release(number, date.fromisoformat(day), body))
            before = kept
    return tuple(found)


def drop_releases(connection: sqlite3.Connection) -> None:
    """Drop the list of what left: only when everything is forgotten."""
    connection.execute("DELETE FROM release")
