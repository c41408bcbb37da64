"""Build hostile files, and harmless files that look hostile, byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def zipped(parts: Mapping[str, bytes | str], level: int = 6) -> bytes:
    """Return a zip of the given parts, deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes | str]:
    """Return the parts of a zip, unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheet_xml(sheet_data: str, before: str = "", after: str = "") -> str:
    """Return the XML of one worksheet with the given rows."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{sheet_data}</sheetData>{after}</worksheet>'


def package(
    sheets: Mapping[str, str | bytes], strings: str | bytes = "", workbook: str = ""
) -> dict[str, bytes | str]:
    """Return the parts of a workbook, with sheet XML by sheet name."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, sheets, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    links += f'<Relationship Id="rIdS" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    root = f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{_PACKAGE}content-types"/>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{_PACKAGE}relationships">{root}</Relationships>',
        "xl/workbook.xml": (
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{workbook}'
            f"<sheets>{listed}</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{HEAD}<Relationships xmlns="{_PACKAGE}relationships">{links}</Relationships>'
        ),
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": xml for n, xml in zip(numbers, sheets.values(), strict=True)}
    if strings:
        parts["xl/sharedStrings.xml"] = strings
    return parts


def workbook(sheet_data: str, strings: str | bytes = "", before: str = "", after: str = "") -> bytes:
    """Return a workbook of one sheet with the given rows."""
    return zipped(package({"Sheet1": sheet_xml(sheet_data, before, after)}, strings))


def shared_strings(attributes: str, *texts: str) -> str:
    """Return a shared strings part whose root element has the given attributes."""
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'{HEAD}<sst xmlns="{MAIN}" {attributes}>{items}</sst>'


def number(cell: str, value: str = "1", more: str = "") -> str:
    """Return one numeric cell."""
    return f'<c r="{cell}"{more}><v>{value}</v></c>'


def row(number_: int, *cells: str) -> str:
    """Return one row of the given cells."""
    return f'<row r="{number_}">{"".join(cells)}</row>'


SMALL = row(1, number("A1"), number("B1", "2")) + row(2, number("A2", "3"))


def stray_cell(where: str) -> bytes:
    """Return a small valid table and one cell far away from it."""
    last = int("".join(ch for ch in where if ch.isdigit()))
    return workbook(SMALL + row(last, number(where)))


def bomb(megabytes: int, claimed: int = 64) -> bytes:
    """Return a small file whose only sheet unpacks to many megabytes of spaces.

    Its directory claims a size of `claimed` bytes.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head, tail = sheet_xml("@").encode().split(b"@")
    blank, crc, size = b" " * (1 << 20), 0, 0
    packed = []
    for piece in (head, *([blank] * megabytes), tail):
        packed.append(packer.compress(piece))
        crc, size = zlib.crc32(piece, crc), size + len(piece)
    packed.append(packer.flush())
    parts = package({"Sheet1": "x"})
    return _with_raw(parts, "xl/worksheets/sheet1.xml", b"".join(packed), crc, claimed or size)


def _with_raw(parts: Mapping[str, bytes | str], name: str, packed: bytes, crc: int, size: int) -> bytes:
    """Return a zip in which one part has the given packed bytes and claimed size."""
    out, directory = io.BytesIO(), io.BytesIO()
    for part, content in parts.items():
        raw = content.encode() if isinstance(content, str) else content
        body = (packed, zlib.DEFLATED, crc, size) if part == name else (raw, 0, zlib.crc32(raw), len(raw))
        label, offset = part.encode(), out.tell()
        shared = struct.pack("<HHHHLLLHH", 0, body[1], 0, 33, body[2], len(body[0]), body[3], len(label), 0)
        out.write(b"PK\x03\x04" + struct.pack("<H", 20) + shared + label + body[0])
        directory.write(
            b"PK\x01\x02" + struct.pack("<HH", 20, 20) + shared + struct.pack("<HHHLL", 0, 0, 0, 0, offset)
        )
        directory.write(label)
    start, listed = out.tell(), directory.getvalue()
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, len(parts), len(parts), len(listed), start, 0)
    return out.getvalue() + listed + end


def repeated_member() -> bytes:
    """Return a workbook with two copies of its sheet whose names differ only in letter case."""
    parts = package({"Sheet1": sheet_xml(SMALL)})
    parts["xl/worksheets/SHEET1.xml"] = sheet_xml(row(1, number("A1", "999")))
    return zipped(parts)


def overlapping_members() -> bytes:
    """Return a workbook whose directory maps two names to the same bytes."""
    data = bytearray(zipped(package({"A": sheet_xml(SMALL), "B": sheet_xml(SMALL)})))
    first = data.rfind(b"xl/worksheets/sheet1.xml") - 46
    second = data.rfind(b"xl/worksheets/sheet2.xml") - 46
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def encrypted_flag() -> bytes:
    """Return a workbook whose directory claims that every part is encrypted."""
    data = bytearray(zipped(package({"A": sheet_xml(SMALL)})))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def odd_packing() -> bytes:
    """Return a workbook packed with bzip2."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in package({"A": sheet_xml(SMALL)}).items():
            archive.writestr(name, content)
    return out.getvalue()


def opendocument(tables: str, mimetype: str = "spreadsheet", manifest: str = "") -> bytes:
    """Return an OpenDocument file with the given tables."""
    names = " ".join(f'xmlns:{name}="{_OFFICE}{name}:1.0"' for name in ("office", "table", "text"))
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{mimetype}",
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_OFFICE}manifest:1.0">{manifest}</m:manifest>',
            "content.xml": (
                f"{HEAD}<office:document-content {names} {calc}><office:body><office:spreadsheet>"
                f"{tables}</office:spreadsheet></office:body></office:document-content>"
            ),
        }
    )


def ods_cell(value: str, more: str = "") -> str:
    """Return one number in an OpenDocument table."""
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}"{more}><text:p>{value}</text:p>'
        "</table:table-cell>"
    )


def ods_table(*rows: str) -> str:
    """Return one OpenDocument table; each row is its cells or a whole row element."""
    inside = "".join(
        r if r.startswith("<table:table-row") else f"<table:table-row>{r}</table:table-row>" for r in rows
    )
    return f'<table:table table:name="A">{inside}</table:table>'


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return an old Office container with the given streams, each padded to at least 4,096 bytes."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    table: list[int] = [0xFFFFFFFD]  # sector 0 is the sector table itself
    body, entries = b"", [("Root Entry", 5, end, 0)]
    for name, content in streams.items():
        content = content.ljust(4096, b"\0")
        count = -(-len(content) // sector)
        first = len(table)
        table += [*range(first + 1, first + count), end]
        entries.append((name, 2, first, len(content)))
        body += content.ljust(count * sector, b"\0")
    directory = b"".join(_entry(*entry) for entry in entries)
    count = -(-len(directory) // sector)
    first_directory = len(table)
    table += [*range(first_directory + 1, first_directory + count), end]
    listed = struct.pack(f"<{len(table)}I", *table).ljust(sector, b"\xff")
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += struct.pack("<IIIIIIIII", 0, 1, first_directory, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    return head + listed + body + directory.ljust(count * sector, b"\0")


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    linked = 0xFFFFFFFF if kind == 2 else 1
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(encoded), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, linked)
        + bytes(36)
        + struct.pack("<III", first, size, 0)
    )


def record(kind: int, body: bytes) -> bytes:
    """Return one record of an XLS stream."""
    return struct.pack("<HH", kind, len(body)) + body


def xls(*cells: bytes, extra: bytes = b"") -> bytes:
    """Return an XLS workbook with one sheet of the given cells; `extra` goes into the workbook part."""
    opening = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + extra
    sheet = record(0x0085, struct.pack("<IBBBB", len(opening) + 22, 0, 0, 6, 0) + b"Sheet1")
    book = opening + sheet + record(0x000A, b"")
    page = (
        record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
        + b"".join(cells)
        + record(0x000A, b"")
    )
    return compound({"Workbook": book + page})


def xls_number(row_: int, column: int, value: float) -> bytes:
    """Return one number of an XLS sheet, row and column counted from 0."""
    return record(0x0203, struct.pack("<HHHd", row_, column, 0, value))


def lock_file() -> bytes:
    """Return the 165 bytes of the lock file that Excel writes next to an open workbook."""
    user = b"Library"
    return (
        bytes([len(user)])
        + user.ljust(54, b" ")
        + struct.pack("<H", len(user))
        + "Library".encode("utf-16-le").ljust(108, b" ")
    )


def binary_record(kind: int, body: bytes) -> bytes:
    """Return one record of an XLSB part."""
    head = bytes([kind]) if kind < 0x80 else bytes([(kind & 0x7F) | 0x80, kind >> 7])
    return head + bytes([len(body)]) + body


def xlsb(*records: bytes, strings: bytes = b"") -> bytes:
    """Return an XLSB workbook with one sheet of the given records."""
    encoded = ["rId1".encode("utf-16-le"), "Sheet1".encode("utf-16-le")]
    bundle = struct.pack("<II", 0, 1) + b"".join(struct.pack("<I", len(text) // 2) + text for text in encoded)
    parts: dict[str, bytes | str] = dict(package({}))
    del parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"]
    link = f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.bin"/>'
    parts["xl/_rels/workbook.bin.rels"] = (
        f'{HEAD}<Relationships xmlns="{_PACKAGE}relationships">{link}</Relationships>'
    )
    parts["xl/workbook.bin"] = b"".join(
        (
            binary_record(131, b""),
            binary_record(143, b""),
            binary_record(156, bundle),
            binary_record(144, b""),
            binary_record(132, b""),
        )
    )
    parts["xl/worksheets/sheet1.bin"] = b"".join(
        (
            binary_record(129, b""),
            binary_record(148, struct.pack("<IIII", 0, 0, 0, 0)),
            binary_record(145, b""),
            *records,
            binary_record(146, b""),
            binary_record(130, b""),
        )
    )
    if strings:
        parts["xl/sharedStrings.bin"] = strings
    return zipped(parts)


def xlsb_row(number_: int) -> bytes:
    """Return the start of one XLSB row, counted from 0."""
    return binary_record(0, struct.pack("<II", number_, 0) + bytes(9))


def xlsb_number(column: int, value: float) -> bytes:
    """Return one XLSB number in the current row, column counted from 0."""
    return binary_record(5, struct.pack("<IId", column, 0, value))
