"""Limits of saved work (rows, tables, text lengths, cells), and its rows as Arrow tables.

The rows are written by this program's own encoder, so they contain no byte of the file they were read from.
Each table of the database is one Arrow table, used in place without a second copy.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from libcollab_metrics.model import Step, Workspace
from libcollab_metrics.store.log import (
    TABLE_COLUMNS,
    EncodedOperation,
    Head,
    Release,
    Snapshot,
    build_snapshot,
    encode_operation,
    encode_release,
    encode_step_rows,
)
from libcollab_metrics.store.serialization import MAX_DEPTH, check_stream, deserialize_operation

if TYPE_CHECKING:
    import pyarrow as pa

    Rows: TypeAlias = Mapping[str, pa.Table]

#: Bytes written or compared at a time.
_CHUNK_BYTES = 1 << 20


def encode_workspace_rows(
    workspace: Workspace, releases: Sequence[Release], days: Sequence[date]
) -> dict[str, pa.Table]:
    """Encode a workspace as rows by table; `days` has one entry per step, undone ones included."""
    import pyarrow as pa

    listed: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLE_COLUMNS}
    before = ""
    for number, (step, day) in enumerate(zip(_all_steps(workspace), days, strict=True), 1):
        made = encode_step_rows(before, number, day, [encode_operation(operation) for operation in step])
        before = made["step"][0][-1]
        for table, rows in made.items():
            listed[table] += rows
    before = ""
    for release in releases:
        listed["release"].append(encode_release(before, release))
        before = listed["release"][-1][-1]
    types = {"arrow": pa.large_binary(), **dict.fromkeys(("number", "step", "place", "size"), pa.int64())}
    return {
        table: pa.table(
            {
                name: pa.array([row[index] for row in listed[table]], types.get(name, pa.large_string()))
                for index, name in enumerate(columns)
            }
        )
        for table, columns in TABLE_COLUMNS.items()
    }


def decode_snapshot(head: Head, rows: Rows) -> Snapshot:
    """Decode the workspace from its rows, reading each table in place."""
    tables: dict[tuple[int, int], dict[str, Any]] = {}
    for step, index, name, data in iterate_rows(rows["sheet_table"]):
        tables.setdefault((step, index), {})[name] = data
    operations: dict[int, list[EncodedOperation]] = {}
    for step, index, kind, file, body, _ in iterate_rows(rows["operation"]):
        operations.setdefault(step, []).append(
            EncodedOperation(kind, file, body, tables.get((step, index), {}))
        )
    steps = [
        (own, tuple(deserialize_operation(op.kind, op.body, op.tables) for op in operations.get(number, ())))
        for number, _, _, own in iterate_rows(rows["step"])
    ]
    releases = (
        Release(number, date.fromisoformat(day), body)
        for number, day, body, _ in iterate_rows(rows["release"])
    )
    return build_snapshot(head, steps, tuple(releases))


def write_rows(connection: sqlite3.Connection, rows: Rows) -> None:
    """Write the rows into an empty workspace, and read them back.

    Raises
    ------
    ValueError
        If the rows read back differ.
    sqlite3.Error
        If there is not enough space, or the folder is not writable.
    """
    for table, columns in TABLE_COLUMNS.items():
        if table == "sheet_table":
            for row in iterate_rows(rows[table]):
                _write_table(connection, row)
            continue
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", iterate_rows(rows[table]))
        stored = connection.execute(f"SELECT * FROM {table} ORDER BY rowid")
        if any(row != next(stored, None) for row in iterate_rows(rows[table])) or next(stored, None):
            raise ValueError("written and read back differ")


def _write_table(connection: sqlite3.Connection, row: tuple[Any, ...]) -> None:
    """Write one table of a sheet in chunks: as a single value, SQLite would hold three copies."""
    data = memoryview(row[-1]).cast("B")  # Arrow's bytes are signed
    done = connection.execute("INSERT INTO sheet_table VALUES (?, ?, ?, zeroblob(?))", (*row[:-1], len(data)))
    with connection.blobopen("sheet_table", "arrow", done.lastrowid or 0) as blob:
        for at in range(0, len(data), _CHUNK_BYTES):
            blob.write(data[at : at + _CHUNK_BYTES])
        blob.seek(0)
        if any(
            blob.read(_CHUNK_BYTES) != data[at : at + _CHUNK_BYTES]
            for at in range(0, len(data), _CHUNK_BYTES)
        ):
            raise ValueError("written and read back differ")


def iterate_rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Yield each row; binary values are buffers without a copy."""
    import pyarrow as pa

    for batch in table.to_batches():
        columns = (
            _buffer_slices(column)
            if pa.types.is_large_binary(column.type)
            else (value.as_py() for value in column)
            for column in batch.columns
        )
        yield from zip(*columns, strict=True)


def _buffer_slices(column: pa.Array) -> Iterator[pa.Buffer]:
    """Yield each value as a slice of the column's buffer; Arrow's own scalars are copies."""
    _, ends, data = column.buffers()
    places = memoryview(ends).cast("B").cast("q")[column.offset :]
    for number in range(len(column)):
        yield data.slice(places[number], places[number + 1] - places[number])


def _all_steps(workspace: Workspace) -> tuple[Step, ...]:
    return (*workspace.steps, *workspace.undone_steps[::-1])


# Size limits of a file of saved work, checked before any text is parsed or any table is decoded.

MB = 1 << 20
#: Maximum rows per table: ten years of daily work, with a thousand sheets.
MAX_ROWS: Mapping[str, int] = {
    "head": 1,
    "step": 50_000,
    "operation": 100_000,
    "sheet_table": 5_000,
    "release": 10_000,
}
#: Maximum bytes of one text, and of all texts of the operations or releases together.
MAX_TEXT_BYTES, MAX_TOTAL_TEXT_BYTES = 8 * MB, 64 * MB
#: Maximum bytes of any other text: a day, a kind, a name, a checksum.
MAX_SHORT_TEXT_BYTES = 256
#: Maximum JSON values of all operations: about 80 bytes each in memory; a small imported file has about 300.
MAX_VALUES = 2_000_000
#: Maximum cells of all tables together, and columns of all their batches.
MAX_CELLS, MAX_BATCH_COLUMNS = 50_000_000, 1_000_000

_HEAD_COLUMNS = ("workspace", "position", "change", "keep_notes", "key_mark", "sha256")
_INTEGER_COLUMNS = {"number", "size", "step", "place", "position", "change", "keep_notes"}
_MAX_INTEGER = 2**53


class LimitExceededError(ValueError):
    """The content of a file exceeds the limits for saved work."""


def check_limits(connection: sqlite3.Connection) -> None:
    """Check the size limits of a database whose schema and structure are already verified.

    Raises
    ------
    LimitExceededError
        If it exceeds a limit.
    ValueError, OSError, struct.error, sqlite3.Error
        If it contains values this program does not write.
    """
    here = {"head": _HEAD_COLUMNS, **TABLE_COLUMNS}
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'release'").fetchone():
        del here["release"]  # files of earlier versions
    for table, columns in here.items():
        _check_rows(connection, table, columns)
    values = sum(_max_value_count(body) for (body,) in connection.execute("SELECT body FROM operation"))
    forms = [check_stream(data) for (data,) in connection.execute("SELECT arrow FROM sheet_table")]
    cells, pieces = sum(form.cells for form in forms), sum(form.batch_columns for form in forms)
    if values > MAX_VALUES or cells > MAX_CELLS or pieces > MAX_BATCH_COLUMNS:
        raise LimitExceededError("more values or cells than are ever written")
    for (body,) in connection.execute("SELECT body FROM release") if "release" in here else ():
        _check_depth(body)


def _check_rows(connection: sqlite3.Connection, table: str, columns: tuple[str, ...]) -> None:
    """Check a table's number of rows, the types of its values, and the length of its texts."""
    if connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > MAX_ROWS[table]:
        raise LimitExceededError("more rows than are ever written")
    for name in columns:
        kind = "integer" if name in _INTEGER_COLUMNS else "blob" if name == "arrow" else "text"
        size = f"length(CAST({name} AS BLOB))"  # the `length` of a text ends at its first zero byte
        strange, longest, total = connection.execute(
            f"SELECT total(typeof({name}) != ?), max({size}), total({size}) FROM {table}", (kind,)
        ).fetchone()
        limit, together = (
            (MAX_TEXT_BYTES, MAX_TOTAL_TEXT_BYTES)
            if name == "body"
            else (MAX_SHORT_TEXT_BYTES, MAX_TOTAL_TEXT_BYTES)
        )
        if strange:
            raise ValueError("values of another type than are ever written")
        if kind == "text" and ((longest or 0) > limit or total > together):
            raise LimitExceededError("longer texts than are ever written")
        if (
            kind == "integer"
            and connection.execute(
                f"SELECT 1 FROM {table} WHERE {name} NOT BETWEEN 0 AND ? LIMIT 1", (_MAX_INTEGER,)
            ).fetchone()
        ):
            raise ValueError("a number that is never written")


def _max_value_count(text: str) -> int:
    """Return an upper bound on the values in a JSON text: each follows a comma or bracket."""
    return 1 + sum(map(text.count, ",[{"))


def _check_depth(text: str) -> None:
    """Check the nesting of a text if it is JSON: it is parsed later, to compare documents."""
    try:
        level = [json.loads(text)]
    except ValueError:
        return
    for _ in range(MAX_DEPTH):
        level = [part for value in level for part in _child_values(value)]
    if level:
        raise ValueError("nested too deep")


def _child_values(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
