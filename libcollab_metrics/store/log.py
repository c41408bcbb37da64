"""Log of a workspace: steps and releases, chained by checksums and verified on reading."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from libcollab_metrics.messages import Message
from libcollab_metrics.model import Import, Operation, Step, Workspace
from libcollab_metrics.store.database import damaged_error, translate_decoding_errors
from libcollab_metrics.store.serialization import (
    deserialize_operation,
    operation_kind,
    serialize_tables,
    serialize_text,
)

if TYPE_CHECKING:
    from libcollab_metrics.store.serialization import Bytes

#: Columns of each table of the log, in the order they are written.
TABLE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "step": ("number", "day", "size", "sha256"),
    "operation": ("step", "place", "kind", "file", "body", "sha256"),
    "sheet_table": ("step", "place", "name", "arrow"),
    "release": ("number", "day", "body", "sha256"),
}
#: Steps by checksum: none.
NO_STEPS: Mapping[str, Step] = MappingProxyType({})
#: First version of the database with a table of releases.
FIRST_VERSION_WITH_RELEASES = 3


@dataclass(frozen=True)
class Head:
    """State of the workspace: `position` steps are in effect, `change` grows with every change."""

    workspace: str
    position: int = 0
    change: int = 0
    keep_notes: bool = False
    key_mark: str = ""

    @property
    def token(self) -> str:
        """Change token that differs after any change by any window."""
        return f"{self.workspace}:{self.change}"


@dataclass(frozen=True)
class EncodedOperation:
    """One operation in its stored form."""

    kind: str
    file: str
    body: str
    tables: Mapping[str, Bytes]

    def digest(self, step: int, index: int) -> str:
        """Return the checksum of the operation's stored form and its position in the log."""
        named = [part for name, data in sorted(self.tables.items()) for part in (name.encode(), data)]
        return compute_digest(step, index, self.kind, self.file, self.body, *named)


def encode_operation(operation: Operation) -> EncodedOperation:
    """Encode an operation for storage."""
    file = operation.sha256 if isinstance(operation, Import) else ""
    return EncodedOperation(
        operation_kind(operation), file, serialize_text(operation), serialize_tables(operation)
    )


def compute_digest(*parts: object) -> str:
    """Return the SHA-256 of the parts, each with its length to make the encoding unambiguous."""
    made = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.hexdigest()


def encode_head(head: Head, last_digests: Sequence[str] = ("",)) -> tuple[object, ...]:
    """Return the row of the head; `last_digests` holds the checksums of the last step and release.

    The last step may be an undone one.
    """
    row = (head.workspace, head.position, head.change, int(head.keep_notes), head.key_mark)
    return (*row, compute_digest(*row, *last_digests))


def read_head(connection: sqlite3.Connection, path: Path) -> Head:
    """Read and verify the head.

    Raises
    ------
    DamagedWorkspace
        If it does not match its checksum, or the last step or release has changed since.
    """
    where = Message("The list of steps of the workspace kept here")
    with translate_decoding_errors(path, where):
        row = connection.execute(
            "SELECT workspace, position, change, keep_notes, key_mark, sha256 FROM head WHERE id = 1"
        ).fetchone()
        if row is None or compute_digest(*row[:5], *_last_digests(connection)) != row[5]:
            raise damaged_error(path, where)
    return Head(row[0], row[1], row[2], bool(row[3]), row[4])


def write_head(connection: sqlite3.Connection, head: Head) -> None:
    """Write the head, with the checksums of the last step and release."""
    connection.execute(
        "UPDATE head SET workspace = ?, position = ?, change = ?, keep_notes = ?, key_mark = ?, sha256 = ?",
        encode_head(head, _last_digests(connection)),
    )


def last_step_number(connection: sqlite3.Connection) -> int:
    """Return the number of the last step, which may be an undone one."""
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM step").fetchone()[0])


def last_digest(connection: sqlite3.Connection, table: str = "step") -> str:
    """Return the checksum of the last step or release; empty if there is none."""
    row = connection.execute(f"SELECT sha256 FROM {table} ORDER BY number DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def _last_digests(connection: sqlite3.Connection) -> list[str]:
    """Return the checksums stored in the head; without a release it is equal in all versions."""
    has_releases = connection.execute("PRAGMA user_version").fetchone()[0] >= FIRST_VERSION_WITH_RELEASES
    release = last_digest(connection, "release") if has_releases else ""
    return [last_digest(connection), *([release] if release else [])]


def drop_steps_after(connection: sqlite3.Connection, number: int) -> None:
    """Delete the undone steps, which the next appended step replaces."""
    connection.execute("DELETE FROM step WHERE number > ?", (number,))
    for table in ("operation", "sheet_table"):
        connection.execute(f"DELETE FROM {table} WHERE step > ?", (number,))


def write_step(connection: sqlite3.Connection, day: date, step: Sequence[EncodedOperation]) -> str:
    """Append one step and return its checksum, which includes that of the previous step."""
    rows = encode_step_rows(last_digest(connection), last_step_number(connection) + 1, day, step)
    for table, listed in rows.items():
        connection.executemany(
            f"INSERT INTO {table} VALUES ({', '.join('?' * len(TABLE_COLUMNS[table]))})", listed
        )
    return str(rows["step"][0][-1])


def encode_step_rows(
    previous_digest: str, number: int, day: date, step: Sequence[EncodedOperation]
) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of one step by table; `previous_digest` is the checksum of the previous step."""
    operations, tables = [], []
    for index, operation in enumerate(step):
        own = operation.digest(number, index)
        operations.append((number, index, operation.kind, operation.file, operation.body, own))
        tables += [(number, index, name, data) for name, data in operation.tables.items()]
    made = compute_digest(
        previous_digest, number, day.isoformat(), len(step), *(row[-1] for row in operations)
    )
    return {
        "step": [(number, day.isoformat(), len(step), made)],
        "operation": operations,
        "sheet_table": tables,
    }


def read_steps(
    connection: sqlite3.Connection, path: Path, decoded_steps: Mapping[str, Step] = NO_STEPS
) -> list[tuple[str, Step]]:
    """Read all steps with their checksums, undone ones included, in order.

    Every step is verified. A step whose checksum is among `decoded_steps` is not decoded again.

    Raises
    ------
    DamagedWorkspace
        If a step does not match its checksum, or this program did not write it; the message names the step.
    """
    steps: list[tuple[str, Step]] = []
    for where, checksum, operations in verify_steps(connection, path):
        step = decoded_steps.get(checksum)
        if step is None:
            with translate_decoding_errors(path, where):
                step = tuple(deserialize_operation(op.kind, op.body, op.tables) for op in operations)
        steps.append((checksum, step))
    return steps


def verify_steps(
    connection: sqlite3.Connection, path: Path
) -> Iterator[tuple[str, str, list[EncodedOperation]]]:
    """Yield each verified step in stored form: its name in messages, checksum and operations.

    Raises
    ------
    DamagedWorkspace
        If a step does not match its checksum; the message names the step.
    """
    before = ""
    with translate_decoding_errors(path):
        rows = connection.execute("SELECT number, day, size, sha256 FROM step ORDER BY number").fetchall()
    for position, (number, day, size, checksum) in enumerate(rows, 1):
        where = Message(
            "Step {number} of the workspace kept here, made on {day},", number=str(number), day=day
        )
        with translate_decoding_errors(path, where):
            operations = _read_operations(connection, number)
            digests = [operation.digest(number, part) for part, (operation, _) in enumerate(operations)]
            fits = (
                digests == [own for _, own in operations] and number == position and size == len(operations)
            )
            if not fits or compute_digest(before, number, day, size, *digests) != checksum:
                raise damaged_error(path, where)
        yield where, checksum, [operation for operation, _ in operations]
        before = checksum


def _read_operations(connection: sqlite3.Connection, step: int) -> list[tuple[EncodedOperation, str]]:
    tables: dict[int, dict[str, bytes]] = {}
    for row, index, name in connection.execute(
        "SELECT rowid, place, name FROM sheet_table WHERE step = ?", (step,)
    ):
        with connection.blobopen("sheet_table", "arrow", row, readonly=True) as data:
            tables.setdefault(index, {})[name] = data.read()  # a column value would be copied again
    rows = connection.execute(
        "SELECT place, kind, file, body, sha256 FROM operation WHERE step = ? ORDER BY place", (step,)
    )
    return [
        (EncodedOperation(kind, file, body, tables.get(index, {})), own)
        for index, kind, file, body, own in rows
    ]


def find_file_name(connection: sqlite3.Connection, path: Path, sha256: str, position: int) -> str | None:
    """Return the name of an imported file; None if it is not in use."""
    with translate_decoding_errors(path):
        row = connection.execute(
            "SELECT body FROM operation WHERE file = ? AND step <= ? AND file != ''", (sha256, position)
        ).fetchone()
        operation = None if row is None else deserialize_operation("import", row[0], {})
    return operation.reading.name if isinstance(operation, Import) else None


# Releases: figures of documents that were sent, for comparison with the next one; undo does not remove them.


@dataclass(frozen=True)
class Release:
    """One document that was released.

    Attributes
    ----------
    number : int
        Number, counted from 1.
    day : date
        Day of the release.
    body : str
        Figures of the document, serialized as text.
    """

    number: int
    day: date
    body: str


def write_release(connection: sqlite3.Connection, day: date, body: str) -> int:
    """Append a release, with the checksum of the previous one, and return its number."""
    before = last_digest(connection, "release")
    number = int(connection.execute("SELECT coalesce(max(number), 0) + 1 FROM release").fetchone()[0])
    connection.execute(
        "INSERT INTO release VALUES (?, ?, ?, ?)", encode_release(before, Release(number, day, body))
    )
    return number


def encode_release(previous_digest: str, release: Release) -> tuple[int, str, str, str]:
    """Return the row of a release; `previous_digest` is the checksum of the previous one."""
    row = (release.number, release.day.isoformat(), release.body)
    return (*row, compute_digest(previous_digest, *row))


def read_releases(connection: sqlite3.Connection, path: Path) -> tuple[Release, ...]:
    """Read and verify all releases, the oldest first.

    Raises
    ------
    DamagedWorkspace
        If one does not match its checksum; the message names it.
    """
    releases: list[Release] = []
    before = ""
    with translate_decoding_errors(path, Message("The list of documents that left, kept here,")):
        rows = connection.execute("SELECT number, day, body, sha256 FROM release ORDER BY number")
        for number, day, body, checksum in rows:
            if number != len(releases) + 1 or compute_digest(before, number, day, body) != checksum:
                raise damaged_error(
                    path,
                    Message(
                        "Entry {number} of the list of documents that left, kept here,",
                        number=str(len(releases) + 1),
                    ),
                )
            releases.append(Release(number, date.fromisoformat(day), body))
            before = checksum
    return tuple(releases)


def drop_releases(connection: sqlite3.Connection) -> None:
    """Delete all releases; used only when the whole workspace is deleted."""
    connection.execute("DELETE FROM release")


# Snapshot of a workspace: steps, undone steps, releases, and warnings for the user.


@dataclass(frozen=True)
class Snapshot:
    """Snapshot of a workspace read from the disk or from a file of saved work.

    Attributes
    ----------
    workspace : Workspace
        Steps in effect and undone steps.
    ids, undone_ids : tuple of str
        Ids of the steps in effect and of the undone steps.
    head : str
        Change token that differs after any change by any window.
    keep_notes : bool
        Whether notes and other free text are stored.
    releases : tuple of Release
        Documents that were released.
    key_mark : str
        Fingerprint of the secret key under which people were read; empty if none were.
    warnings : tuple of str
        Warnings for the user.
    is_key_missing : bool
        Whether the secret key here does not match `key_mark`.
    """

    workspace: Workspace = field(default_factory=Workspace)
    ids: tuple[str, ...] = ()
    undone_ids: tuple[str, ...] = ()
    head: str = ""
    keep_notes: bool = False
    releases: tuple[Release, ...] = ()
    key_mark: str = ""
    warnings: tuple[str, ...] = ()
    is_key_missing: bool = False

    def with_own_steps(self, own_steps: Mapping[str, Step]) -> Workspace:
        """Return the workspace with this session's own steps as it made them.

        These steps still have the notes and quoted cells that are not stored. A step to which a merge was
        added, because another window made a payee known in the meantime, is used as stored.

        Parameters
        ----------
        own_steps : Mapping[str, Step]
            Step by id, as made in this session.

        Returns
        -------
        Workspace
        """

        def as_made(name: str, step: Step) -> Step:
            made = own_steps.get(name, step)
            return made if len(made) == len(step) else step

        pairs = zip(self.ids, self.workspace.steps, strict=True)
        back = zip(self.undone_ids, self.workspace.undone_steps, strict=True)
        return Workspace(tuple(as_made(*pair) for pair in pairs), tuple(as_made(*pair) for pair in back))

    @property
    def steps_by_id(self) -> Mapping[str, Step]:
        """All steps as stored, undone ones included, by id; an id is the checksum of its step's content."""
        workspace = self.workspace
        return dict(
            zip((*self.ids, *self.undone_ids), (*workspace.steps, *workspace.undone_steps), strict=True)
        )

    @property
    def is_empty(self) -> bool:
        """Whether the workspace has no steps, undone steps or releases."""
        return not (self.ids or self.undone_ids or self.releases)

    @property
    def has_people(self) -> bool:
        """Whether a file was imported; later files should then match its people."""
        return any(isinstance(operation, Import) for operation in self.workspace.operations)


def read_snapshot(
    connection: sqlite3.Connection, path: Path, decoded_steps: Mapping[str, Step] = NO_STEPS
) -> Snapshot:
    """Read a snapshot of the workspace, and verify each step and release.

    Steps among `decoded_steps` are verified, and not decoded again.

    Raises
    ------
    DamagedWorkspace
        If something does not match its checksum; the message says what.
    """
    head, steps = read_head(connection, path), read_steps(connection, path, decoded_steps)
    return build_snapshot(head, steps, read_releases(connection, path))


def verify_checksums(connection: sqlite3.Connection, path: Path) -> None:
    """Verify all checksums, one step at a time, without decoding any.

    Raises
    ------
    DamagedWorkspace
        If something does not match its checksum; the message says what.
    """
    read_head(connection, path)
    read_releases(connection, path)
    deque(verify_steps(connection, path), maxlen=0)


def build_snapshot(head: Head, steps: Sequence[tuple[str, Step]], releases: tuple[Release, ...]) -> Snapshot:
    """Build a snapshot from the head, all steps with their ids, and the releases."""
    done, undone = steps[: head.position], steps[head.position :][::-1]
    workspace = Workspace(tuple(step for _, step in done), tuple(step for _, step in undone))
    ids, ids_back = tuple(name for name, _ in done), tuple(name for name, _ in undone)
    return Snapshot(workspace, ids, ids_back, head.token, head.keep_notes, releases, head.key_mark)
