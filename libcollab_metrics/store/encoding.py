"""Operations as plain words and Arrow bytes and back; nothing is pickled, so nothing read can run."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import pandas as pd

from libcollab_metrics.model import (
    Answer,
    Edit,
    FileReading,
    Import,
    Issue,
    Merge,
    Operation,
    Printed,
    RowAddress,
    Scope,
    Sent,
    Setting,
)
from libcollab_metrics.store.table_form import check_form

if TYPE_CHECKING:
    import pyarrow as pa

    from libcollab_metrics.store.table_form import Bytes

#: The one key of a JSON object that stands for a day or an instant.
DAY = "$day"
#: How deep the values of a JSON text may nest; answers, the deepest written here, nest about five deep.
DEEPEST = 32
KINDS: Mapping[str, type[Operation]] = {
    kind.__name__.lower(): kind for kind in (Import, Edit, Merge, Answer, Setting, Sent)
}  # fmt: skip


def kind_of(operation: Operation) -> str:
    """Return the word under which the kind of an operation is kept: import, edit, merge, answer, setting, sent."""
    return type(operation).__name__.lower()


def to_text(operation: Operation) -> str:
    """Return everything of an operation but its tables as JSON."""
    if isinstance(operation, Import):
        words: dict[str, Any] = {
            "reading": asdict(operation.reading),
            "issues": [asdict(issue) for issue in operation.issues],
            "sha256": operation.sha256,
        }
    else:
        words = dict(vars(operation))
    return json.dumps(_plain(words), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def to_tables(operation: Operation) -> dict[str, bytes]:
    """Return the tables of an import as Arrow IPC streams, by name; other operations have none."""
    if not isinstance(operation, Import):
        return {}
    return {name: _to_bytes(frame) for name, frame in sorted(operation.tables.items())}


def from_text(kind: str, text: str, tables: Mapping[str, Bytes]) -> Operation:
    """Return the operation that `to_text` and `to_tables` wrote.

    Raises
    ------
    KeyError, TypeError, ValueError, RecursionError : the text is not one of an operation, or a table is not of the
        form `to_tables` writes; of such a table no buffer is decoded.
    """
    words = _typed(json.loads(text))
    if kind == "import":
        reading = _built(FileReading, words["reading"])
        issues = tuple(_built(Issue, issue) for issue in words["issues"])
        frames = {name: _from_bytes(data) for name, data in tables.items()}
        return Import(frames, reading, issues, words["sha256"])
    if kind == "edit":
        changed = tuple((RowAddress(**where), values) for where, values in words.get("changed", ()))
        removed = tuple(RowAddress(**where) for where in words.get("removed", ()))
        issues = tuple(_built(Issue, issue) for issue in words.get("issues", ()))
        return Edit(words["table"], tuple(words["rows"]), changed, removed, issues)
    return _built(Sent, words) if kind == "sent" else KINDS[kind](**words)


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it: days marked, unknown as null, tuples as lists."""
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, RowAddress | Issue | Scope | Printed):
        return _plain(vars(value))
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, datetime | date):
        return {DAY: value.isoformat()}
    if not isinstance(value, str) and hasattr(value, "item"):  # a NumPy scalar
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _typed(value: Any, depth: int = 0) -> Any:
    if depth > DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(value, dict):
        if set(value) == {DAY}:
            return pd.Timestamp(value[DAY])
        return {name: _typed(part, depth + 1) for name, part in value.items()}
    return [_typed(part, depth + 1) for part in value] if isinstance(value, list) else value


def _built(kind: Any, value: Any) -> Any:
    """Return a value as the type its dataclass names: dataclasses, tuples and days, to any depth."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _built(hints[name], part) for name, part in value.items()})
    if get_origin(kind) is tuple:
        parts = get_args(kind)
        if len(parts) == 2 and parts[1] is Ellipsis:
            return tuple(_built(parts[0], part) for part in value)
        return tuple(_built(own, part) for own, part in zip(parts, value, strict=True))
    return value.date() if isinstance(value, pd.Timestamp) and date in (kind, *get_args(kind)) else value


def _to_bytes(frame: pd.DataFrame) -> bytes:
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None).combine_chunks()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _from_bytes(data: Bytes) -> pd.DataFrame:
    import pyarrow as pa

    check_form(data)
    with pa.ipc.open_stream(data) as stream:
        table = stream.read_all()
        table.validate(full=True)  # a file of saved work may come from anybody
        frame: pd.DataFrame = table.to_pandas(types_mapper=_type_in_memory)
    return frame


def _type_in_memory(kind: pa.DataType) -> Any:
    import pyarrow as pa

    known = {
        pa.float64(): pd.Float64Dtype(), pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype(),
        pa.string(): pd.StringDtype(), pa.large_string(): pd.StringDtype(),
    }  # fmt: skip
    return known.get(kind)
