"""Exchange requests and answers with the worker process as length-prefixed parts.

Structured data is JSON, and tables are Arrow streams. Pickle is not used, because unpickling can execute
code.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

from libcollab_metrics.ingest.values.table import EncodedValues, RowsByTable, TableRows
from libcollab_metrics.messages import decode_message, encode_messages
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.readings import ColumnMapping, FileReading, Question, Reply, SheetReading
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_LENGTH = struct.Struct(">Q")
_MAX_PARTS = 64


class ProtocolError(ValueError):
    """Truncated or malformed message from the other process."""


def pack_request(header: Mapping[str, Any], data: bytes, key: bytes) -> list[bytes | memoryview]:
    """Pack a request: header, file and key."""
    return _frame_parts([_encode_json(header), data, key])


def read_request(stream: BinaryIO) -> tuple[dict[str, Any], bytes, bytes]:
    """Read one request from a stream.

    Raises
    ------
    ProtocolError
        If the stream ended early.
    """
    header, data, key = (_read_part(stream) for _ in range(3))
    return _decode_json(header), data, key


def pack_answer(words: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> list[bytes | memoryview]:
    """Pack an answer; the names of the tables are added to the words, under "tables"."""
    return _frame_parts(
        [_encode_json({**words, "tables": list(tables)}), *map(_table_bytes, tables.values())]
    )


def unpack_answer(answer: bytes) -> tuple[dict[str, Any], dict[str, pa.Table]]:
    """Unpack an answer into its words and tables.

    Raises
    ------
    ProtocolError
        If the answer is truncated or malformed.
    """
    import pyarrow as pa

    parts = _split_parts(answer)
    if not parts:
        raise ProtocolError
    words = _decode_json(bytes(parts[0]))
    names = words.pop("tables", [])
    if not isinstance(names, list) or len(names) != len(parts) - 1:
        raise ProtocolError
    try:
        tables = {
            str(name): pa.ipc.open_stream(part).read_all()
            for name, part in zip(names, parts[1:], strict=True)
        }
        for table in tables.values():
            table.validate(full=True)
    except (pa.ArrowException, OSError) as error:
        raise ProtocolError from error
    return words, tables


def _frame_parts(parts: Sequence[bytes | memoryview]) -> list[bytes | memoryview]:
    return [piece for part in parts for piece in (_LENGTH.pack(len(part)), part)]


def _encode_json(words: Mapping[str, Any]) -> bytes:
    return json.dumps(encode_messages(words), ensure_ascii=True, allow_nan=False).encode("ascii")


def _decode_json(part: bytes) -> dict[str, Any]:
    try:
        words = json.loads(part, object_hook=decode_message)
    except (ValueError, RecursionError) as error:
        raise ProtocolError from error
    if not isinstance(words, dict):
        raise ProtocolError
    return words


def _table_bytes(table: pa.Table) -> memoryview:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return memoryview(sink.getvalue())


def _read_part(stream: BinaryIO) -> bytes:
    (length,) = _LENGTH.unpack(_read_exactly(stream, _LENGTH.size))
    return _read_exactly(stream, length)


def _read_exactly(stream: BinaryIO, length: int) -> bytes:
    part = stream.read(length)
    if len(part) != length:
        raise ProtocolError
    return part


def _split_parts(answer: bytes) -> list[memoryview]:
    view = memoryview(answer)
    parts: list[memoryview] = []
    at = 0
    while at < len(view):
        if at + _LENGTH.size > len(view) or len(parts) > _MAX_PARTS:
            raise ProtocolError
        (length,) = _LENGTH.unpack_from(view, at)
        at += _LENGTH.size
        if length > len(view) - at:
            raise ProtocolError
        parts.append(view[at : at + length])
        at += length
    return parts


# Conversion of an import: tables to Arrow, readings and issues to plain data.

_NUMBERS = ("count", "number", "money", "time")


def to_arrow(rows: RowsByTable) -> dict[str, pa.Table]:
    """Convert rows by table to Arrow tables with the schema's columns and each row's source."""
    return {name: _arrow_table(name, listed) for name, listed in rows.items() if len(listed)}


def _arrow_table(name: str, rows: TableRows) -> pa.Table:
    import pyarrow as pa

    types = {field.name: _arrow_type(field.kind) for field in SCHEMA[name].fields}
    types |= {"import_id": pa.string(), "sheet": pa.string(), "row": pa.int64()}
    return pa.table({field: _arrow_column(rows.column(field), kind) for field, kind in types.items()})


def _arrow_column(values: EncodedValues, kind: pa.DataType) -> pa.Array:
    """Convert each distinct value of a column once.

    Text stays dictionary-encoded; other types are expanded.
    """
    import pyarrow as pa

    distinct, codes = pa.array(values.values, type=kind), pa.array(values.codes)
    return pa.DictionaryArray.from_arrays(codes, distinct) if kind == pa.string() else distinct.take(codes)


def _arrow_type(kind: str) -> pa.DataType:
    import pyarrow as pa

    if kind in _NUMBERS:
        return pa.float64()
    if kind == "date":
        return pa.timestamp("us")
    return pa.bool_() if kind == "yes_no" else pa.string()


def reading_to_json(reading: FileReading, issues: tuple[Issue, ...]) -> dict[str, Any]:
    """Convert a reading and its issues to plain data."""
    return {"reading": asdict(reading), "issues": [asdict(issue) for issue in issues]}


def reading_from_json(words: Mapping[str, Any]) -> tuple[FileReading, tuple[Issue, ...]]:
    """Restore the reading and issues written by `reading_to_json`."""
    sheets = tuple(_sheet_from_json(sheet) for sheet in words["reading"]["sheets"])
    issues = tuple(
        Issue(**{**issue, "cells": tuple(issue["cells"]), "messages": tuple(issue["messages"])})
        for issue in words["issues"]
    )
    return FileReading(words["reading"]["name"], sheets), issues


def _sheet_from_json(sheet: Mapping[str, Any]) -> SheetReading:
    mapping = tuple(ColumnMapping(**mapped) for mapped in sheet["mapping"])
    questions = tuple(
        Question(**{**q, "options": tuple((value, label) for value, label in q["options"])})
        for q in sheet["questions"]
    )
    rows = {
        "preview": tuple(
            (row, role, tuple(cells), tuple(marks)) for row, role, cells, marks in sheet["preview"]
        ),
        "rejected": tuple((row, reason, tuple(cells)) for row, reason, cells in sheet["rejected"]),
        "reasons": tuple((reason, count, tuple(where)) for reason, count, where in sheet["reasons"]),
        "near_names": tuple(
            (other, row, name, second_row, second_name)
            for other, row, name, second_row, second_name in sheet["near_names"]
        ),
    }
    replies = tuple(Reply(**reply) for reply in sheet["replies"])
    return SheetReading(**{**sheet, "mapping": mapping, "questions": questions, "replies": replies, **rows})


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """Convert an Arrow table to a data frame with nullable types; unknown values are pd.NA."""
    import pandas as pd
    import pyarrow as pa

    types = {
        pa.float64(): pd.Float64Dtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
        pa.string(): pd.StringDtype(),
    }
    words = pa.schema(
        [(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in table.schema]
    )
    frame: pd.DataFrame = table.cast(words).to_pandas(types_mapper=types.get)
    return frame
