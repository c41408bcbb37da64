"""Serialization of operations as JSON and Arrow, with limits on columns, batches and nesting.

SECURITY: pickle is not used, so that nothing read can execute.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, get_args, get_origin, get_type_hints

import pandas as pd

from libcollab_metrics.messages import Message, decode_message, encode_messages
from libcollab_metrics.model import (
    Answer,
    Edit,
    FileReading,
    Import,
    Issue,
    Merge,
    Operation,
    RowAddress,
    Scope,
    Sent,
    SentFigure,
    Setting,
)

# Validation of Arrow streams by their metadata, before any buffer is decoded; see `check_stream`.

if TYPE_CHECKING:
    import pyarrow as pa

    Bytes: TypeAlias = bytes | memoryview | pa.Buffer

#: Maximum number of columns; the widest table of the schema has about thirty.
MAX_COLUMNS = 200
#: Maximum number of record batches: one per sheet of a workbook, or per block of one.
MAX_BATCHES = 10_000
#: Maximum bytes of a message's metadata; thirty columns take about 3,000.
_MAX_METADATA_BYTES = 1 << 16
#: Positions of fields in Arrow's flatbuffers: in a message, and in the header of a record batch
#: (Message.fbs).
_HEADER = 2
_LENGTH, _NODES, _BUFFERS, _COMPRESSION, _VARIADIC = range(5)
_PAIR = struct.Struct("<qq")


@dataclass(frozen=True)
class StreamSize:
    """Size of a stream: `cells` is rows × columns, `batch_columns` is columns × batches."""

    cells: int
    batch_columns: int


def check_stream(data: Bytes) -> StreamSize:
    """Validate the form of an Arrow stream and return its size; no buffer is decoded.

    SECURITY: this program writes one kind of stream: a schema of plain columns, then record batches with
    consecutive, uncompressed buffers. A table of this form cannot take more memory than its bytes allow.
    Compression, dictionaries, nested and null types, views and shared buffers can, and are never written, so
    they are rejected.

    Raises
    ------
    ValueError, OSError, struct.error
        If the stream has another form.
    """
    import pyarrow as pa

    messages = iter(pa.ipc.MessageReader.open_stream(data))
    first = next(messages, None)
    if first is None or first.type != "schema" or first.metadata.size > _MAX_METADATA_BYTES:
        raise ValueError("no schema")
    schema = pa.ipc.read_schema(first)
    widths = [_value_bits(field.type) for field in schema]
    if len(widths) > MAX_COLUMNS or len(set(schema.names)) < len(widths):
        raise ValueError("too many columns, or two of one name")
    cells = batches = 0
    for batches, message in enumerate(messages, 1):
        if (
            message.type != "record batch"
            or message.metadata.size > _MAX_METADATA_BYTES
            or batches > MAX_BATCHES
        ):
            raise ValueError("not a record batch, or too many")
        cells += _check_batch(message, widths) * len(widths)
    return StreamSize(cells, (batches + 1) * len(widths))


@cache
def _known_types() -> dict[Any, tuple[int, int]]:
    import pyarrow as pa

    eight_bytes = dict.fromkeys((pa.float64(), pa.int64(), pa.timestamp("us")), (64, 0))
    return {**eight_bytes, pa.bool_(): (1, 0), pa.string(): (32, 1), pa.large_string(): (64, 1)}


def _value_bits(kind: pa.DataType) -> tuple[int, int]:
    """Return the bits of a value or offset, and 1 if the text has a buffer of its own."""
    known = _known_types().get(kind)
    if known is None:
        raise ValueError("a type this program never writes")
    return known


def _check_batch(message: pa.Message, widths: list[tuple[int, int]]) -> int:
    """Return the rows of a record batch, after checking that each buffer is long enough."""
    batch = _FlatbufferTable(memoryview(message.metadata), None).read_table(_HEADER)
    rows = batch.read_long(_LENGTH)
    nodes, buffers = batch.read_pairs(_NODES), batch.read_pairs(_BUFFERS)
    if batch.has_field(_COMPRESSION) or batch.has_field(_VARIADIC):
        raise ValueError("compressed, or of views")
    if len(nodes) != len(widths) or len(buffers) != sum(2 + letters for _, letters in widths) or rows < 0:
        raise ValueError("other columns than its schema")
    lengths = _buffer_lengths(buffers, message.body.size if message.body else 0)
    for (length, nulls), (bits, letters) in zip(nodes, widths, strict=True):
        needed = -(-bits * (rows + letters) // 8) if rows else 0
        if length != rows or not 0 <= nulls <= rows:
            raise ValueError("columns of several lengths")
        if next(lengths) < (-(-rows // 8) if nulls else 0) or next(lengths) < needed:
            raise ValueError("more rows than bytes")
        if letters:
            next(lengths)
    return rows


def _buffer_lengths(buffers: list[tuple[int, int]], size: int) -> Iterator[int]:
    """Return the length of each buffer, after checking that they lie in order within `size`."""
    end = 0
    for offset, length in buffers:
        if offset < end or length < 0 or offset + length > size:
            raise ValueError("buffers that share bytes")
        end = offset + length
    return iter([length for _, length in buffers])


class _FlatbufferTable:
    """Table of a flatbuffer verified by Arrow; every access is checked again."""

    def __init__(self, data: memoryview, offset: int | None) -> None:
        self._data = data
        self._at = self._unpack("<I", 0) if offset is None else offset
        self._fields = self._at - self._unpack("<i", self._at)

    def has_field(self, field: int) -> bool:
        return self._field_offset(field) is not None

    def read_long(self, field: int) -> int:
        position = self._field_offset(field)
        return 0 if position is None else self._unpack("<q", position)

    def read_table(self, field: int) -> _FlatbufferTable:
        return _FlatbufferTable(self._data, self._follow_offset(field))

    def read_pairs(self, field: int) -> list[tuple[int, int]]:
        """Return a vector of pairs of 64-bit integers."""
        if not self.has_field(field):
            return []
        start = self._follow_offset(field)
        count = self._unpack("<I", start)
        return [
            (number, value)
            for number, value in _PAIR.iter_unpack(self._data[start + 4 : start + 4 + count * _PAIR.size])
        ]

    def _field_offset(self, field: int) -> int | None:
        at = 4 + 2 * field
        offset = self._unpack("<H", self._fields + at) if at < self._unpack("<H", self._fields) else 0
        return self._at + offset if offset else None

    def _follow_offset(self, field: int) -> int:
        position = self._field_offset(field)
        if position is None:
            raise ValueError("an incomplete header")
        return position + self._unpack("<I", position)

    def _unpack(self, format_code: str, offset: int) -> int:
        if offset < 0:
            raise ValueError("a place before the first byte")
        (number,) = struct.unpack_from(format_code, self._data, offset)
        return int(number)


#: Key of the JSON object that encodes a day or an instant.
DAY_KEY = "$day"
#: Maximum nesting of JSON values; answers, the deepest written here, have about five levels.
MAX_DEPTH = 32
OPERATION_KINDS: Mapping[str, type[Operation]] = {
    kind.__name__.lower(): kind for kind in (Import, Edit, Merge, Answer, Setting, Sent)
}


def operation_kind(operation: Operation) -> str:
    """Return the stored name of an operation's kind: import, edit, merge, answer, setting, sent."""
    return type(operation).__name__.lower()


def serialize_text(operation: Operation) -> str:
    """Serialize an operation, except its tables, as JSON."""
    if isinstance(operation, Import):
        words: dict[str, Any] = {
            "reading": asdict(operation.reading),
            "issues": [asdict(issue) for issue in operation.issues],
            "sha256": operation.sha256,
            **({"replaces": operation.replaces} if operation.replaces else {}),
        }
    else:
        words = dict(vars(operation))
    return json.dumps(_to_json_value(words), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def serialize_tables(operation: Operation) -> dict[str, bytes]:
    """Serialize the tables of an import as Arrow IPC streams; empty for other operations."""
    if not isinstance(operation, Import):
        return {}
    return {name: _frame_to_bytes(frame) for name, frame in sorted(operation.tables.items())}


def deserialize_operation(kind: str, text: str, tables: Mapping[str, Bytes]) -> Operation:
    """Deserialize an operation written by `serialize_text` and `serialize_tables`.

    Raises
    ------
    KeyError, TypeError, ValueError, RecursionError
        If the text is not an operation, or a table does not have the form `serialize_tables` writes; no
        buffer of such a table is decoded.
    """
    words = _from_json_value(json.loads(text))
    if kind == "import":
        reading = _convert_to_type(FileReading, words["reading"])
        issues = tuple(map(_convert_to_issue, words["issues"]))
        frames = {name: _frame_from_bytes(data) for name, data in tables.items()}
        return Import(frames, reading, issues, words["sha256"], words.get("replaces", ""))
    if kind == "edit":
        changed = tuple((RowAddress(**where), values) for where, values in words.get("changed", ()))
        removed = tuple(RowAddress(**where) for where in words.get("removed", ()))
        issues = tuple(map(_convert_to_issue, words.get("issues", ())))
        return Edit(words["table"], tuple(words["rows"]), changed, removed, issues)
    return _convert_to_type(Sent, words) if kind == "sent" else OPERATION_KINDS[kind](**words)


def _convert_to_issue(words: Mapping[str, Any]) -> Issue:
    """Convert an issue; earlier versions stored an empty list as "told"."""
    issue: Issue = _convert_to_type(Issue, {name: part for name, part in words.items() if name != "told"})
    return issue


def _to_json_value(value: Any) -> Any:
    """Convert a value to JSON types: days and messages are marked, NA is null, tuples are lists."""
    if isinstance(value, Message):
        return encode_messages(value)
    if isinstance(value, Mapping):
        return {str(name): _to_json_value(part) for name, part in value.items()}
    if isinstance(value, RowAddress | Issue | Scope | SentFigure):
        return _to_json_value(vars(value))
    if isinstance(value, list | tuple):
        return [_to_json_value(part) for part in value]
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, datetime | date):
        return {DAY_KEY: value.isoformat()}
    if not isinstance(value, str) and hasattr(value, "item"):  # NumPy scalars
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _from_json_value(value: Any, depth: int = 0) -> Any:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    if isinstance(value, dict):
        if set(value) == {DAY_KEY}:
            return pd.Timestamp(value[DAY_KEY])
        return decode_message({name: _from_json_value(part, depth + 1) for name, part in value.items()})
    return [_from_json_value(part, depth + 1) for part in value] if isinstance(value, list) else value


def _convert_to_type(kind: Any, value: Any) -> Any:
    """Convert a value to the annotated type: dataclasses, tuples and days, at any depth."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _convert_to_type(hints[name], part) for name, part in value.items()})
    if get_origin(kind) is tuple:
        parts = get_args(kind)
        if len(parts) == 2 and parts[1] is Ellipsis:
            return tuple(_convert_to_type(parts[0], part) for part in value)
        return tuple(_convert_to_type(own, part) for own, part in zip(parts, value, strict=True))
    return value.date() if isinstance(value, pd.Timestamp) and date in (kind, *get_args(kind)) else value


def _frame_to_bytes(frame: pd.DataFrame) -> bytes:
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None).combine_chunks()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _frame_from_bytes(data: Bytes) -> pd.DataFrame:
    import pyarrow as pa

    check_stream(data)
    with pa.ipc.open_stream(data) as stream:
        table = stream.read_all()
        table.validate(full=True)  # saved work may come from an untrusted source
        frame: pd.DataFrame = table.to_pandas(types_mapper=_pandas_dtype)
    return frame


def _pandas_dtype(kind: pa.DataType) -> Any:
    import pyarrow as pa

    known = {
        pa.float64(): pd.Float64Dtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
        pa.string(): pd.StringDtype(),
        pa.large_string(): pd.StringDtype(),
    }
    return known.get(kind)
