"""How two processes of ours talk: parts of bytes, each after its length, JSON for words and Arrow for tables."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import pyarrow as pa

_LENGTH = struct.Struct(">Q")
_MOST_PARTS = 64


class BrokenTalk(ValueError):
    """The other side fell silent or spoke nonsense."""


def pack_request(header: Mapping[str, Any], data: bytes, key: bytes) -> list[bytes | memoryview]:
    """Return the pieces of a request: words, file, key."""
    return _framed([_words(header), data, key])


def read_request(stream: BinaryIO) -> tuple[dict[str, Any], bytes, bytes]:
    """Read one request from a stream.

    Raises
    ------
    BrokenTalk : the stream ended early.
    """
    header, data, key = (_read_part(stream) for _ in range(3))
    return _spoken(header), data, key


def pack_answer(words: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> list[bytes | memoryview]:
    """Return the pieces of an answer; the words list the tables' names under "tables"."""
    return _framed([_words({**words, "tables": list(tables)}), *map(_table_bytes, tables.values())])


def unpack_answer(answer: bytes) -> tuple[dict[str, Any], dict[str, pa.Table]]:
    """Return the words and tables of a whole answer.

    Raises
    ------
    BrokenTalk : it is cut short or is not an answer at all.
    """
    import pyarrow as pa

    parts = _split(answer)
    if not parts:
        raise BrokenTalk
    words = _spoken(bytes(parts[0]))
    names = words.pop("tables", [])
    if not isinstance(names, list) or len(names) != len(parts) - 1:
        raise BrokenTalk
    try:
        tables = {str(name): pa.ipc.open_stream(part).read_all() for name, part in zip(names, parts[1:], strict=True)}
        for table in tables.values():
            table.validate(full=True)
    except (pa.ArrowException, OSError) as error:
        raise BrokenTalk from error
    return words, tables


def _framed(parts: Sequence[bytes | memoryview]) -> list[bytes | memoryview]:
    return [piece for part in parts for piece in (_LENGTH.pack(len(part)), part)]


def _words(words: Mapping[str, Any]) -> bytes:
    return json.dumps(words, ensure_ascii=True, allow_nan=False).encode("ascii")


def _spoken(part: bytes) -> dict[str, Any]:
    try:
        words = json.loads(part)
    except (ValueError, RecursionError) as error:
        raise BrokenTalk from error
    if not isinstance(words, dict):
        raise BrokenTalk
    return words


def _table_bytes(table: pa.Table) -> memoryview:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return memoryview(sink.getvalue())


def _read_part(stream: BinaryIO) -> bytes:
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    part = stream.read(length)
    if len(part) != length:
        raise BrokenTalk
    return part


def _split(answer: bytes) -> list[memoryview]:
    view = memoryview(answer)
    parts: list[memoryview] = []
    at = 0
    while at < len(view):
        if at + _LENGTH.size > len(view) or len(parts) > _MOST_PARTS:
            raise BrokenTalk
        (length,) = _LENGTH.unpack_from(view, at)
        at += _LENGTH.size
        if length > len(view) - at:
            raise BrokenTalk
        parts.append(view[at : at + length])
        at += length
    return parts
