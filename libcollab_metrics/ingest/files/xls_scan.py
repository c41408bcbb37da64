"""Scan the record streams of XLS and XLSB files for used ranges and error cells."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from libcollab_metrics.ingest.files.cells import cell_reference
from libcollab_metrics.ingest.files.xml_scan import PartRejected, PartScan

# The compound file container of legacy Office files (XLS, DOC, encrypted workbooks) and its streams.

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_REAL_SECTOR = 0xFFFFFFF9  # larger values are markers: free sector, end of chain, allocation tables
_MINI_LIMIT = 4096  # shorter streams are stored in the mini stream, [MS-CFB] 2.2
_ENTRY = 128  # bytes per directory entry


class CompoundFileError(ValueError):
    """Container with references outside itself or in a cycle; the caller names the file."""


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """Read-only view of the streams in a legacy Office file.

    Chains are followed at most for the length of the file, so that a cycle or a false size raises
    `CompoundFileError` instead of looping. A stream is found by its place in the directory, as calamine
    finds it, and not through the tree of entries: what is checked here is what calamine reads.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise CompoundFileError
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise CompoundFileError
        self._data = data
        self._size = 1 << shift
        self._table = self._sector_table()
        (first_directory,) = struct.unpack_from("<I", data, 48)
        self._entries = self._directory(first_directory)
        self._mini: tuple[bytes, list[int]] | None = None

    @property
    def names(self) -> frozenset[str]:
        """Names of all streams and storages, as written."""
        return frozenset(entry.name for entry in self._entries)

    def read(self, name: str) -> bytes:
        """Return the content of the first stream with a name, ignoring case."""
        for entry in self._entries:
            if entry.kind == 2 and entry.name.casefold() == name.casefold():
                return self._stream(entry)
        raise CompoundFileError

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if number > _LAST_REAL_SECTOR or start >= len(self._data):
            raise CompoundFileError
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
            raise CompoundFileError
        return _unpack_integers(b"".join(self._sector(number) for number in numbers))

    def _chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        while start <= _LAST_REAL_SECTOR:
            if start >= len(self._table) or len(parts) > len(self._data) // self._size:
                raise CompoundFileError
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
                raise CompoundFileError
            parts.append(content[number * 64 : number * 64 + 64])
            number = table[number]
        return b"".join(parts)[: entry.size]

    def _mini_stream(self) -> tuple[bytes, list[int]]:
        root = next((entry for entry in self._entries if entry.kind == 5), None)
        if root is None:
            raise CompoundFileError
        (first_table,) = struct.unpack_from("<I", self._data, 60)
        table = self._chain(first_table) if first_table <= _LAST_REAL_SECTOR else b""
        return self._chain(root.start), _unpack_integers(table)


def _unpack_integers(raw: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))


# Error codes, [MS-XLS] 2.5.10 and [MS-XLSB] 2.5.97.2.
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_XLS_END, _XLS_BOUNDSHEET, _XLS_FILEPASS, _XLS_STRINGS = 0x000A, 0x0085, 0x002F, 0x00FC
_XLS_FORMULA, _XLS_ERROR_OR_BOOLEAN, _XLS_MANY_NUMBERS, _XLS_MERGES = 0x0006, 0x0205, 0x00BD, 0x00E5
_XLS_FILLED = {_XLS_FORMULA, 0x0203, 0x0204, 0x00D6, _XLS_ERROR_OR_BOOLEAN, 0x027E, 0x00FD, _XLS_MANY_NUMBERS}
_XLS_WORKBOOK_STREAMS = ("Workbook", "Book")
_XLSB_ROW, _XLSB_BLANK, _XLSB_ERROR, _XLSB_FORMULA_ERROR = 0, 1, 3, 11
#: Records of filled cells with their minimum size in bytes: address, style and value. [MS-XLSB] 2.4.
_XLSB_FILLED = {2: 12, 3: 9, 4: 9, 5: 16, 6: 12, 7: 12, 8: 12, 9: 16, 10: 9, 11: 9, 62: 12}
_XLSB_STRINGS, _XLSB_STRING, _XLSB_SHEET, _XLSB_MERGE = 159, 19, 156, 176


def scan_xls(data: bytes, sheets: int, strings: int) -> list[PartScan]:
    """Scan the sheets of an XLS workbook, in order.

    Raises
    ------
    PartRejected
        With reason "damaged", "password", "too many sheets", "too many strings" or "beyond the grid".
    """
    stream = _workbook_stream(data)
    starts: list[int] = []
    for kind, at, length in _xls_records(stream, 0):
        if kind == _XLS_FILEPASS:
            raise PartRejected("password")
        if kind == _XLS_BOUNDSHEET and length >= 8:
            starts.append(struct.unpack_from("<I", stream, at)[0])
        if kind == _XLS_STRINGS and length >= 8:
            (unique,) = struct.unpack_from("<I", stream, at + 4)
            if unique > strings or unique * 3 > len(stream):  # a string takes at least three bytes
                raise PartRejected("too many strings")
    if len(starts) > sheets:
        raise PartRejected("too many sheets")
    return [_scan_xls_sheet(stream, start) for start in starts]


def _workbook_stream(data: bytes) -> bytes:
    try:
        container = CompoundFile(data)
        names = {name.casefold() for name in container.names}
        wanted = next(name for name in _XLS_WORKBOOK_STREAMS if name.casefold() in names)
        return container.read(wanted)
    except (CompoundFileError, StopIteration) as error:
        raise PartRejected("damaged") from error


def _xls_records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Yield (type, offset of the body, length) of each record up to the end marker of this part."""
    at = start
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        at += 4
        if at + length > len(stream):
            raise PartRejected("damaged")
        if kind == _XLS_END:
            return
        yield kind, at, length
        at += length


def _scan_xls_sheet(stream: bytes, start: int) -> PartScan:
    scan = PartScan()
    if start >= len(stream):
        raise PartRejected("damaged")
    for kind, at, length in _xls_records(stream, start):
        if kind == _XLS_MERGES and length >= 2:
            scan.merges += _count_merged_ranges(stream, at, length)
        if kind not in _XLS_FILLED or length < 6:
            continue
        scan.filled += 1 if kind != _XLS_MANY_NUMBERS else (length - 6) // 6
        row, column = struct.unpack_from("<HH", stream, at)
        scan.box.include(row + 1, column + 1)
        if kind == _XLS_MANY_NUMBERS:
            (last,) = struct.unpack_from("<H", stream, at + length - 2)
            scan.box.include(row + 1, last + 1)
        elif kind == _XLS_ERROR_OR_BOOLEAN and length >= 8 and stream[at + 7] == 1:
            scan.errors[cell_reference(row + 1, column + 1)] = _ERRORS.get(stream[at + 6], "#ERROR!")
        elif (
            kind == _XLS_FORMULA
            and length >= 14
            and stream[at + 12 : at + 14] == b"\xff\xff"
            and stream[at + 6] == 2
        ):
            scan.errors[cell_reference(row + 1, column + 1)] = _ERRORS.get(stream[at + 8], "#ERROR!")
    return scan


def _count_merged_ranges(stream: bytes, at: int, length: int) -> int:
    """Return the number of merged ranges a record announces, after checking that they fit in it.

    Readers trust the announced number.
    """
    (announced,) = struct.unpack_from("<H", stream, at)
    if 2 + announced * 8 > length:
        raise PartRejected("damaged")
    return int(announced)


def scan_xlsb_part(data: bytes) -> PartScan:
    """Scan one binary part of an XLSB workbook, such as a sheet or the shared strings.

    Raises
    ------
    PartRejected
        With reason "damaged", "beyond the grid", "false string count", or "twice" for a duplicate row or
        cell.
    """
    scan = PartScan()
    row = promised = 0
    twice = ""
    rows, columns = set[int](), set[int]()  # earlier rows with cells; columns with a cell in the current row
    for kind, at, length in _xlsb_records(data):
        if kind == _XLSB_ROW and length >= 4:
            rows |= {row} if columns else set()
            columns.clear()
            row = struct.unpack_from("<I", data, at)[0] + 1
        elif kind in _XLSB_FILLED:
            if length < _XLSB_FILLED[kind]:
                raise PartRejected("damaged")
            scan.filled += 1
            column = struct.unpack_from("<I", data, at)[0] + 1
            scan.box.include(row, column)
            if row in rows or column in columns:
                twice = twice or cell_reference(row, column)
            columns.add(column)
            if kind in (_XLSB_ERROR, _XLSB_FORMULA_ERROR):
                scan.errors[cell_reference(row, column)] = _ERRORS.get(data[at + 8], "#ERROR!")
        elif kind == _XLSB_MERGE:
            scan.merges += 1
        elif kind == _XLSB_STRINGS and length >= 8:
            promised = struct.unpack_from("<I", data, at + 4)[0]
        elif kind == _XLSB_STRING:
            scan.strings += 1
    if promised > scan.strings:
        raise PartRejected("false string count")
    if twice:  # raised last, so that a damaged file is reported as damaged
        raise PartRejected("twice", twice)
    return scan


def xlsb_sheet_ids(data: bytes) -> list[str]:
    """Return the relationship id of each sheet in workbook.bin, in the workbook's order."""
    ids = []
    for kind, at, length in _xlsb_records(data):
        if kind == _XLSB_SHEET and length >= 12:
            (letters,) = struct.unpack_from("<I", data, at + 8)
            ids.append(data[at + 12 : at + 12 + min(letters, 255) * 2].decode("utf-16-le", "replace"))
    return ids


def _xlsb_records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (type, offset of the body, length) of each record.

    The type takes 1 or 2 bytes and the length up to 4, with seven bits per byte.
    """
    at, end = 0, len(data)
    try:
        while at < end:
            kind = data[at]
            at += 1
            if kind & 0x80:
                kind = (kind & 0x7F) | ((data[at] & 0x7F) << 7)
                at += 1
            length = 0
            for shift in (0, 7, 14, 21):
                byte = data[at]
                at += 1
                length |= (byte & 0x7F) << shift
                if not byte & 0x80:
                    break
            if at + length > end:
                raise PartRejected("damaged")
            yield kind, at, length
            at += length
    except IndexError as error:
        raise PartRejected("damaged") from error
