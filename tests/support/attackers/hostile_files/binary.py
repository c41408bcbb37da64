"""XLS and XLSB workbooks: false lengths, cycles, and records that claim too much."""

from __future__ import annotations

import struct

from tests.support.attackers import raw_files
from tests.support.attackers.hostile_files.kind import TABLE, Kind, read, refused
from tests.support.attackers.raw_files import binary_record, record, xls_number, xlsb_number, xlsb_row
from tests.support.builders.file_formats import xls, xlsb

OLD, BINARY = "March.xls", "March.xlsb"
SHEET = "xl/worksheets/sheet1.bin"
FIRST_SECTOR, DIRECTORY_START = 512, 48


def _patched(at: int, layout: str, *values: int) -> bytes:
    data = bytearray(xls(TABLE))
    struct.pack_into(layout, data, at, *values)
    return bytes(data)


def _directory() -> int:
    """Return the offset of the old container's directory."""
    return 512 + struct.unpack_from("<I", xls(TABLE), DIRECTORY_START)[0] * 512


def _circle(sector: int) -> bytes:
    return _patched(FIRST_SECTOR + sector * 4, "<I", sector)


def _inside(old: bytes, new: bytes) -> bytes:
    data = xls(TABLE)
    assert data.count(old) >= 1
    assert len(old) == len(new)
    return data.replace(old, new, 1)


def _book(*cells: bytes, extra: bytes = b"") -> bytes:
    return raw_files.xls(*cells, extra=extra)


def _sheet(change: bytes, by: bytes) -> bytes:
    """Return the valid XLSB workbook with bytes of its sheet replaced."""
    contents = raw_files.parts_of(xlsb(TABLE))
    content = contents[SHEET]
    assert isinstance(content, bytes)
    assert change in content
    return raw_files.zipped(contents | {SHEET: content.replace(change, by, 1)})


def _records(*records: bytes) -> bytes:
    """Return the valid XLSB workbook with more records after its last cell."""
    contents = raw_files.parts_of(xlsb(TABLE))
    content = contents[SHEET]
    assert isinstance(content, bytes)
    end = binary_record(146, b"")
    return raw_files.zipped(contents | {SHEET: content.replace(end, b"".join(records) + end, 1)})


def _without(part: str) -> bytes:
    return raw_files.zipped(
        {name: content for name, content in raw_files.parts_of(xlsb(TABLE)).items() if name != part}
    )


def _with_other_parts() -> bytes:
    """Return the valid list with printer settings, a control, an embedded object and toolbars."""
    settings = b"\\\\printer\0" + bytes(range(256)) * 4
    others: dict[str, bytes | str] = {
        "xl/printerSettings/printerSettings1.bin": settings,
        "xl/activeX/activeX1.bin": b"\x02\xff\xff\xff\x7f" + settings,
        "xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + settings,
        "xl/attachedToolbars.bin": b"\x05\x0c" + b"\xff" * 40,
        "xl/worksheets/binaryIndex1.bin": b"\x2a",
    }
    return raw_files.zipped(raw_files.parts_of(xlsb(TABLE)) | others)


def _many_sheets(number_of: int) -> bytes:
    """Return a workbook whose sheets all begin at the same offset."""
    sheet = record(0x0085, struct.pack("<IBBBB", 0, 0, 0, 2, 0) + b"S1")
    return _book(xls_number(0, 0, 1), extra=sheet * number_of)


def _unordered() -> bytes:
    """Return the valid list with the bytes of its second row before those of its first."""
    data = xls(TABLE)
    first, second = data.index(_opening(1)), data.index(_opening(2))
    end = data.index(record(0x000A, b""), second)
    return data[:first] + data[second:end] + data[first:second] + data[end:]


def _opening(row: int) -> bytes:
    """Return the start of a row's first cell: a text cell without its length."""
    return struct.pack("<H", 0x204) + struct.pack("<HHHHH", 29, row, 0, 0, 10)


KINDS: list[Kind] = [
    refused(
        "XLS: a circle in the directory",
        OLD,
        lambda: _circle(struct.unpack_from("<I", xls(TABLE), DIRECTORY_START)[0]),
        "damaged",
    ),
    refused("XLS: a circle in the workbook", OLD, lambda: _circle(2), "damaged"),
    refused(
        "XLS: a chain that leads out of the file",
        OLD,
        lambda: _patched(FIRST_SECTOR + 8, "<I", 0x00FFFFFF),
        "damaged",
    ),
    refused(
        "XLS: a directory beyond the end", OLD, lambda: _patched(DIRECTORY_START, "<I", 1 << 20), "damaged"
    ),
    refused("XLS: sectors of an odd size", OLD, lambda: _patched(30, "<H", 31), "damaged"),
    read("XLS: a table of sectors that is a circle", OLD, lambda: _patched(68, "<II", 0, 0xFFFFFFFF)),
    read("XLS: four billion tables of sectors", OLD, lambda: _patched(44, "<I", 0xFFFFFFFF)),
    read(
        "XLS: a stream of four gigabytes", OLD, lambda: _patched(_directory() + 128 + 120, "<I", 0xFFFFFFF0)
    ),
    refused("XLS: cut in half", OLD, lambda: xls(TABLE)[: len(xls(TABLE)) // 2], "damaged"),
    refused("XLS: a record longer than the file", OLD, lambda: _book(b"\x03\x02\xff\xff"), "damaged"),
    refused("XLS: a cell shorter than its address", OLD, lambda: _book(record(0x0203, b"\0\0")), "damaged"),
    refused("XLS: a number shorter than a number", OLD, lambda: _book(record(0x0203, bytes(8))), "damaged"),
    refused(
        "XLS: a cell in column 40,000",
        OLD,
        lambda: _book(xls_number(0, 0, 1), xls_number(9, 40_000, 2)),
        "beyond the edge",
    ),
    refused(
        "XLS: a sheet filled to both ends",
        OLD,
        lambda: _book(xls_number(0, 0, 1), xls_number(65_535, 255, 2)),
        "cells",
    ),
    refused(
        "XLS: locked with a password",
        OLD,
        lambda: _book(extra=record(0x2F, b"\1\0")),
        "protected with a password",
    ),
    refused(
        "XLS: two billion strings promised",
        OLD,
        lambda: _book(extra=record(0xFC, b"\1\0\0\0\xff\xff\xff\x7f")),
        "different texts",
    ),
    refused(
        "XLS: a string longer than its record",
        OLD,
        lambda: _book(record(0x204, struct.pack("<HHHHB", 0, 0, 0, 65_535, 1) + b"x")),
        "No table was found",
    ),
    refused(
        "XLS: shared strings that end at once",
        OLD,
        lambda: _book(
            record(0xFD, struct.pack("<HHHI", 0, 0, 0, 9)), extra=record(0xFC, struct.pack("<II", 9, 9))
        ),
        "No table was found",
    ),
    refused("XLS: 61 sheets at one place", OLD, lambda: _many_sheets(60), "60 sheets"),
    refused(
        "XLS: a sheet that begins beyond the end",
        OLD,
        lambda: _book(extra=record(0x0085, struct.pack("<IBBBB", 1 << 30, 0, 0, 1, 0) + b"S")),
        "damaged",
    ),
    refused(
        "XLS: a sheet's name longer than the file",
        OLD,
        lambda: _book(extra=record(0x0085, struct.pack("<IBBBB", 0, 0, 0, 255, 1) + b"S")),
        "No table was found",
    ),
    refused(
        "XLS: a workbook of zeros",
        OLD,
        lambda: raw_files.compound({"Workbook": bytes(9000)}),
        "No table was found",
    ),
    refused(
        "XLS: a million merged ranges in one record",
        OLD,
        lambda: _book(record(0xE5, struct.pack("<H", 65_535) + bytes(8))),
        "damaged",
    ),
    refused(
        "XLSB: a record of two gigabytes",
        BINARY,
        lambda: _sheet(b"\x94\x01\x10", b"\x94\x01\xff\xff\xff\x7f"),
        "damaged",
    ),
    refused(
        "XLSB: a row beyond the last",
        BINARY,
        lambda: _records(xlsb_row(1_048_576), xlsb_number(0, 1)),
        "beyond the edge",
    ),
    refused(
        "XLSB: a cell beyond the last column",
        BINARY,
        lambda: _records(xlsb_number(16_384, 1)),
        "beyond the edge",
    ),
    refused(
        "XLSB: a cell in the last corner",
        BINARY,
        lambda: _records(xlsb_row(1_048_575), xlsb_number(16_383, 1)),
        "reads up to 2,000",
    ),
    refused(
        "XLSB: four billion strings promised",
        BINARY,
        lambda: raw_files.xlsb(strings=binary_record(159, b"\1\0\0\0\xff\xff\xff\xff")),
        "more texts than it holds",
    ),
    refused(
        "XLSB: a text of four billion letters",
        BINARY,
        lambda: _records(binary_record(6, struct.pack("<III", 3, 0, 0xFFFFFFFF))),
        "damaged",
    ),
    refused(
        "XLSB: a string that is not there",
        BINARY,
        lambda: _records(binary_record(7, struct.pack("<III", 3, 0, 99))),
        "could not be read safely",
    ),
    refused(
        "XLSB: a cell shorter than its address", BINARY, lambda: _records(binary_record(5, b"\0")), "damaged"
    ),
    refused(
        "XLSB: a number shorter than a number",
        BINARY,
        lambda: _records(binary_record(5, struct.pack("<II", 3, 0))),
        "damaged",
    ),
    refused(
        "XLSB: a sheet that stops in the middle",
        BINARY,
        lambda: _sheet(binary_record(146, b""), b"\x80"),
        "damaged",
    ),
    refused(
        "XLSB: a sheet of nothing",
        BINARY,
        lambda: raw_files.zipped(raw_files.parts_of(xlsb(TABLE)) | {SHEET: b""}),
        "damaged",
    ),
    refused("XLSB: no sheet where one is named", BINARY, lambda: _without(SHEET), "damaged"),
    refused("XLSB: no list of relations", BINARY, lambda: _without("xl/_rels/workbook.bin.rels"), "damaged"),
    read(
        "XLSB: a size of four billion rows",
        BINARY,
        lambda: _sheet(struct.pack("<IIII", 0, 0, 0, 0), struct.pack("<IIII", 0, 0xFFFFFFFF, 0, 0xFFFFFFFF)),
    ),
    read("XLS: the honest list", OLD, lambda: xls(TABLE)),
    read("XLS: rows in any order", OLD, lambda: _unordered()),
    read("XLS: a mark of the version nobody knows", OLD, lambda: _patched(24, "<H", 0x99)),
    read("XLSB: the honest list", BINARY, lambda: xlsb(TABLE)),
    read(
        "XLSB: a false size",
        BINARY,
        lambda: _sheet(struct.pack("<IIII", 0, 0, 0, 0), struct.pack("<IIII", 0, 1_048_575, 0, 16_383)),
    ),
    read(
        "XLSB: macros",
        "March.xlsm",
        lambda: raw_files.zipped(raw_files.parts_of(xlsb(TABLE)) | {"xl/vbaProject.bin": bytes(5000)}),
    ),
    refused(
        "XLSB: a lone cell far down",
        BINARY,
        lambda: _records(xlsb_row(1_048_575), xlsb_number(14, 1)),
        "hold anything",
    ),
    read(
        "XLSB: kinds of records nobody knows",
        BINARY,
        lambda: _records(binary_record(5000, b"x" * 100), binary_record(777, b"")),
    ),
    read(
        "XLSB: parts that hold no cells, each of them no list of records", BINARY, lambda: _with_other_parts()
    ),
    refused(
        "XLSB: a cell written twice",
        BINARY,
        lambda: _records(xlsb_row(9), xlsb_number(0, 1), xlsb_number(1, 2), xlsb_number(1, 3)),
        "one row or cell twice, and it is not clear which of the two counts (B10)",
    ),
    refused(
        "XLSB: a row written twice",
        BINARY,
        lambda: _records(
            xlsb_row(9), xlsb_number(0, 1), xlsb_row(8), xlsb_number(0, 1), xlsb_row(9), xlsb_number(1, 2)
        ),
        "one row or cell twice, and it is not clear which of the two counts (B10)",
    ),
    refused(
        "XLSB: a row in two pieces, one below the other",
        BINARY,
        lambda: _records(xlsb_row(9), xlsb_number(0, 1), xlsb_row(9), xlsb_number(1, 2)),
        "one row or cell twice, and it is not clear which of the two counts (B10)",
    ),
    read("XLSB: an empty row written twice", BINARY, lambda: _records(xlsb_row(9), xlsb_row(9))),
]
