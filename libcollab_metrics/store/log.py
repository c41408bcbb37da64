"""The rows of the log: written with check sums, read back only if they fit them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libcollab_metrics.model import Import, Operation, Step, Workspace
from libcollab_metrics.store.database import damaged, decoding
from libcollab_metrics.store.serialization import from_text, kind_of, to_tables, to_text

if TYPE_CHECKING:
    from libcollab_metrics.store.serialization import Bytes

#: The columns of the tables that hold what was done, as they are written.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "step": ("number", "day", "size", "sha256"),
    "operation": ("step", "place", "kind", "file", "body", "sha256"),
    "sheet_table": ("step", "place", "name", "arrow"),
    "release": ("number", "day", "body", "sha256"),
}
#: The first version of the file with a table of releases.
FIRST_WITH_RELEASES = 3


@dataclass(frozen=True)
class Head:
    """Where the workspace stands: `position` steps hold; `change` moves with everything ever done to it."""

    workspace: str
    position: int = 0
    change: int = 0
    keep_notes: bool = False
    key_mark: str = ""

    @property
    def token(self) -> str:
        """A short text that changes whenever anything was kept, by any window."""
        return f"{self.workspace}:{self.change}"


@dataclass(frozen=True)
class Encoded:
    """One operation as it is written."""

    kind: str
    file: str
    body: str
    tables: Mapping[str, Bytes]

    def digest(self, step: int, place: int) -> str:
        """The check sum of all that is written of the operation, and of where it stands."""
        named = [part for name, data in sorted(self.tables.items()) for part in (name.encode(), data)]
        return digest(step, place, self.kind, self.file, self.body, *named)


def encoded(operation: Operation) -> Encoded:
    """Return the operation as it is written."""
    file = operation.sha256 if isinstance(operation, Import) else ""
    return Encoded(kind_of(operation), file, to_text(operation), to_tables(operation))


def digest(*parts: object) -> str:
    """Return the SHA-256 of parts, each with its length, so that no two rows of parts are written alike."""
    made = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.hexdigest()


def head_row(head: Head, last: Sequence[str] = ("",)) -> tuple[object, ...]:
    """Return the head as it is written; `last` are the check sums of the last step, taken back or not, and release."""
    row = (head.workspace, head.position, head.change, int(head.keep_notes), head.key_mark)
    return (*row, digest(*row, *last))


def read_head(connection: sqlite3.Connection, path: Path) -> Head:
    """Return the head.

    Raises
    ------
    DamagedWorkspace : it does not fit its check sum, or the last step or release is not the one it was written with.
    """
    where = "The list of steps of the workspace kept here"
    with decoding(path, where):
        row = connection.execute(
            "SELECT workspace, position, change, keep_notes, key_mark, sha256 FROM head WHERE id = 1"
        ).fetchone()
        if row is None or digest(*row[:5], *_last_digests(connection)) != row[5]:
            raise damaged(path, where)
    return Head(row[0], row[1], row[2], bool(row[3]), row[4])


def write_head(connection: sqlite3.Connection, head: Head) -> None:
    """Write where the workspace stands now."""
    connection.execute(
        "UPDATE head SET workspace = ?, position = ?, change = ?, keep_notes = ?, key_mark = ?, sha256 = ?",
        head_row(head, _last_digests(connection)),
    )


def last_step(connection: sqlite3.Connection) -> int:
    """Return the number of the last step, taken back or not."""
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM step").fetchone()[0])


def last_digest(connection: sqlite3.Connection, table: str = "step") -> str:
    """Return the check sum of the last step, or release; empty when there is none."""
    row = connection.execute(f"SELECT sha256 FROM {table} ORDER BY number DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def _last_digests(connection: sqlite3.Connection) -> list[str]:
    """The check sums the head is written with: a head without a release is the same in every version."""
    has_releases = connection.execute("PRAGMA user_version").fetchone()[0] >= FIRST_WITH_RELEASES
    release = last_digest(connection, "release") if has_releases else ""
    return [last_digest(connection), *([release] if release else [])]


def drop_after(connection: sqlite3.Connection, number: int) -> None:
    """Drop the steps taken back: what is appended now stands in their place."""
    connection.execute("DELETE FROM step WHERE number > ?", (number,))
    for table in ("operation", "sheet_table"):
        connection.execute(f"DELETE FROM {table} WHERE step > ?", (number,))


def write_step(connection: sqlite3.Connection, day: date, step: Sequence[Encoded]) -> str:
    """Write one step behind the last, and return its check sum, which holds that of the step before."""
    rows = rows_of_step(last_digest(connection), last_step(connection) + 1, day, step)
    for table, listed in rows.items():
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(COLUMNS[table]))})", listed)
    return str(rows["step"][0][-1])


def rows_of_step(before: str, number: int, day: date, step: Sequence[Encoded]) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of one step by table, as they are written; `before` is the check sum of the step before."""
    operations, tables = [], []
    for place, operation in enumerate(step):
        own = operation.digest(number, place)
        operations.append((number, place, operation.kind, operation.file, operation.body, own))
        tables += [(number, place, name, data) for name, data in operation.tables.items()]
    made = digest(before, number, day.isoformat(), len(step), *(row[-1] for row in operations))
    return {"step": [(number, day.isoformat(), len(step), made)], "operation": operations, "sheet_table": tables}


def read_steps(connection: sqlite3.Connection, path: Path) -> list[tuple[str, Step]]:
    """Return every step with its check sum, taken back or not, in order.

    Raises
    ------
    DamagedWorkspace : a step does not fit its check sum, or is not what this program writes; the text says which.
    """
    steps: list[tuple[str, Step]] = []
    for where, kept, found in proved_steps(connection, path):
        with decoding(path, where):
            steps.append((kept, tuple(from_text(op.kind, op.body, op.tables) for op in found)))
    return steps


def proved_steps(connection: sqlite3.Connection, path: Path) -> Iterator[tuple[str, str, list[Encoded]]]:
    """Give every step as it is written, once it fits: what to call it, its check sum, its operations.

    Raises
    ------
    DamagedWorkspace : a step does not fit its check sum; the text says which.
    """
    before = ""
    with decoding(path):
        rows = connection.execute("SELECT number, day, size, sha256 FROM step ORDER BY number").fetchall()
    for place, (number, day, size, kept) in enumerate(rows, 1):
        where = f"Step {number} of the workspace kept here, made on {day},"
        with decoding(path, where):
            found = _operations(connection, number)
            digests = [operation.digest(number, part) for part, (operation, _) in enumerate(found)]
            fits = digests == [own for _, own in found] and number == place and size == len(found)
            if not fits or digest(before, number, day, size, *digests) != kept:
                raise damaged(path, where)
        yield where, kept, [operation for operation, _ in found]
        before = kept


def _operations(connection: sqlite3.Connection, step: int) -> list[tuple[Encoded, str]]:
    tables: dict[int, dict[str, bytes]] = {}
    for row, place, name in connection.execute("SELECT rowid, place, name FROM sheet_table WHERE step = ?", (step,)):
        with connection.blobopen("sheet_table", "arrow", row, readonly=True) as data:
            tables.setdefault(place, {})[name] = data.read()  # as a value of a row, SQLite would hold it once more
    rows = connection.execute(
        "SELECT place, kind, file, body, sha256 FROM operation WHERE step = ? ORDER BY place", (step,)
    )
    return [(Encoded(kind, file, body, tables.get(place, {})), own) for place, kind, file, body, own in rows]


def name_of_file(connection: sqlite3.Connection, path: Path, sha256: str, position: int) -> str | None:
    """Return what a file in use is called; None while it is not in use."""
    with decoding(path):
        row = connection.execute(
            "SELECT body FROM operation WHERE file = ? AND step <= ? AND file != ''", (sha256, position)
        ).fetchone()
        found = None if row is None else from_text("import", row[0], {})
    return found.reading.name if isinstance(found, Import) else None


# What left the library, as it is compared with the next document: kept beside the steps, never taken back by them.


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


# A workspace as it is read back: its steps, what is taken back, what left, and what the librarian should know.


@dataclass(frozen=True)
class Kept:
    """A workspace as read from the disk, or from a file of saved work.

    `ids` and `ids_taken_back` name its steps, so that a session can put what it has read itself (with its notes
    and quoted cells) in the place of what is kept; `head` changes whenever anything is kept; `releases` are the
    documents that left; `key_mark` is a code of the secret its people were read under, empty where none were;
    `told` is what the librarian should know; `lacks_key` says that the secret here is not the one of `key_mark`.
    """

    workspace: Workspace = field(default_factory=Workspace)
    ids: tuple[str, ...] = ()
    ids_taken_back: tuple[str, ...] = ()
    head: str = ""
    keep_notes: bool = False
    releases: tuple[Release, ...] = ()
    key_mark: str = ""
    told: tuple[str, ...] = ()
    lacks_key: bool = False

    def as_read(self, own: Mapping[str, Step]) -> Workspace:
        """Return the workspace with the steps this session made itself as it made them.

        A step to which a join was added, because another window made a payee known meanwhile, is as kept.
        """

        def as_made(name: str, step: Step) -> Step:
            made = own.get(name, step)
            return made if len(made) == len(step) else step

        pairs = zip(self.ids, self.workspace.steps, strict=True)
        back = zip(self.ids_taken_back, self.workspace.taken_back, strict=True)
        return Workspace(tuple(as_made(*pair) for pair in pairs), tuple(as_made(*pair) for pair in back))

    @property
    def is_empty(self) -> bool:
        """True when nothing was ever done in it that is still there."""
        return not (self.ids or self.ids_taken_back or self.releases)

    @property
    def has_people(self) -> bool:
        """True when a file was read into it: later ones should recognise its people."""
        return any(isinstance(operation, Import) for operation in self.workspace.operations)


def read_kept(connection: sqlite3.Connection, path: Path) -> Kept:
    """Return everything kept, each step and release checked.

    Raises
    ------
    DamagedWorkspace : something does not fit its check sum; the text says what.
    """
    head, steps = read_head(connection, path), read_steps(connection, path)
    return kept_of(head, steps, read_releases(connection, path))


def check_sums(connection: sqlite3.Connection, path: Path) -> None:
    """Check every check sum; one step at a time is read, and none is decoded.

    Raises
    ------
    DamagedWorkspace : something does not fit its check sum; the text says what.
    """
    read_head(connection, path)
    read_releases(connection, path)
    deque(proved_steps(connection, path), maxlen=0)


def kept_of(head: Head, steps: Sequence[tuple[str, Step]], releases: tuple[Release, ...]) -> Kept:
    """Return a workspace of its head, all its steps with their ids, taken back or not, and what left."""
    held, back = steps[: head.position], steps[head.position :][::-1]
    workspace = Workspace(tuple(step for _, step in held), tuple(step for _, step in back))
    ids, ids_back = tuple(name for name, _ in held), tuple(name for name, _ in back)
    return Kept(workspace, ids, ids_back, head.token, head.keep_notes, releases, head.key_mark)
