"""The old Office container (XLS, DOC, locked workbooks): which streams it holds and what is in one of them."""

from __future__ import annotations

import struct
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_REAL_SECTOR = 0xFFFFFFF9  # larger numbers are marks: free, end of chain, table sectors
_MINI_LIMIT = 4096  # shorter streams live in the mini stream, [MS-CFB] 2.2
_ENTRY = 128  # bytes of one directory entry


class DamagedContainer(ValueError):
    """The container points outside itself or in a circle; caught where the file is named."""


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """A read-only view of the streams in an old Office file.

    Every chain is followed at most as far as the file is long, so a circle or a false size ends in
    `DamagedContainer` and never in a long wait.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise DamagedContainer
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise DamagedContainer
        self._data = data
        self._size = 1 << shift
        self._table = self._sector_table()
        (first_directory,) = struct.unpack_from("<I", data, 48)
        self._entries = self._directory(first_directory)
        self._mini: tuple[bytes, list[int]] | None = None

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and storages, as written."""
        return frozenset(entry.name for entry in self._entries)

    def read(self, name: str) -> bytes:
        """Return the bytes of the first stream called `name` (letter case aside)."""
        for entry in self._entries:
            if entry.kind == 2 and entry.name.casefold() == name.casefold():
                return self._stream(entry)
        raise DamagedContainer

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if number > _LAST_REAL_SECTOR or start >= len(self._data):
            raise DamagedContainer
        return self._data[start : start + self._size].ljust(self._size, b"\0")

    def _sector_table(self) -> list[int]:
        numbers = [n for n in struct.unpack_from("<109I", self._data, 76) if n <= _LAST_REAL_SECTOR]
        (more,) = struct.unpack_from("<I", self._data, 68)
        for _ in range(len(self._data) // self._size):
            if more > _LAST_REAL_SECTOR:
                break
            *listed, more = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            numbers += [n for n in listed if n <= _LAST_REAL_SECTOR]
        if len(numbers) > len(self._data) // self._size:
            raise DamagedContainer
        return _integers(b"".join(self._sector(number) for number in numbers))

    def _chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        while start <= _LAST_REAL_SECTOR:
            if start >= len(self._table) or len(parts) > len(self._data) // self._size:
                raise DamagedContainer
            parts.append(self._sector(start))
            start = self._table[start]
        return b"".join(parts)

    def _directory(self, first: int) -> list[_Entry]:
        raw = self._chain(first)
        entries = []
        for at in range(0, len(raw) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            start, size = struct.unpack_from("<II", raw, at + 116)
            if kind in (1, 2, 5) and length <= 64:
                name = raw[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
                entries.append(_Entry(name, kind, start, size))
        return entries

    def _stream(self, entry: _Entry) -> bytes:
        if entry.size >= _MINI_LIMIT:
            return self._chain(entry.start)[: entry.size]
        if self._mini is None:
            self._mini = self._mini_stream()
        content, table = self._mini
        parts: list[bytes] = []
        number = entry.start
        while number <= _LAST_REAL_SECTOR:
            if number >= len(table) or len(parts) > len(table):
                raise DamagedContainer
            parts.append(content[number * 64 : number * 64 + 64])
            number = table[number]
        return b"".join(parts)[: entry.size]

    def _mini_stream(self) -> tuple[bytes, list[int]]:
        root = next((entry for entry in self._entries if entry.kind == 5), None)
        if root is None:
            raise DamagedContainer
        (first_table,) = struct.unpack_from("<I", self._data, 60)
        table = self._chain(first_table) if first_table <= _LAST_REAL_SECTOR else b""
        return self._chain(root.start), _integers(table)


def _integers(raw: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))
