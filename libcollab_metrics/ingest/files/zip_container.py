"""Read the ZIP container of a workbook strictly, and rebuild it from the checked parts."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from libcollab_metrics.ingest.files.xml_scan import PartRejected, create_checking_parser, parse_piece

CHUNK = 4 << 20  # bytes decompressed at a time: fast to scan, and small compared with the memory limit
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_LOCATOR = struct.Struct("<4sLQL")  # location of the ZIP64 end record
_END64 = struct.Struct("<4sQHHLLQQQQ")


Part = tuple[str, int, int, int, bytes | memoryview]  # name, method, CRC, decompressed size, compressed bytes


class ZipError(ValueError):
    """Invalid container, with a short reason; the caller adds the file name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Member:
    """One part of the container: its name, compression and location.

    Attributes
    ----------
    name : str
        Name as written.
    method : int
        Compression method.
    crc : int
        CRC-32 of the decompressed content.
    packed_size, size : int
        Compressed and decompressed size in bytes.
    start : int
        Offset of the compressed bytes.
    header : int
        Offset of the local header.
    is_encrypted : bool
        Whether the part is encrypted.
    """

    name: str
    method: int
    crc: int
    packed_size: int
    size: int
    start: int
    header: int
    is_encrypted: bool = False

    @property
    def path(self) -> str:
        """Name as readers look it up: forward slashes, no leading slash."""
        return self.name.replace("\\", "/").lstrip("/")

    @property
    def key(self) -> str:
        """Casefolded path, as readers compare it."""
        return self.path.casefold()


def read_zip_directory(data: bytes, max_members: int) -> list[Member]:
    """Read the directory of a ZIP file; return its members in the order of their bytes.

    `max_members` is the maximum number of members.

    Raises
    ------
    ZipError
        With reason "damaged", "too many parts", "repeated part", "overlapping parts" or "odd packing".
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            directory_at = archive.start_dir
    except (
        zipfile.BadZipFile,
        struct.error,
        ValueError,
        NotImplementedError,
        EOFError,
        OSError,
        IndexError,
    ) as error:
        raise ZipError("damaged") from error
    if not infos or not _has_member_count(data, len(infos)):
        raise ZipError("damaged")
    if len(infos) > max_members:
        raise ZipError("too many parts")
    members = sorted((_locate_member(data, info) for info in infos), key=lambda member: member.start)
    _reject_overlaps(members, directory_at)
    if any(_local_name(data, member) != member.name.replace("\\", "/") for member in members):
        raise ZipError("damaged")
    if len({member.key for member in members}) != len(members):
        raise ZipError("repeated part")
    if any(member.method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise ZipError("odd packing")
    return members


def _has_member_count(data: bytes, parts: int) -> bool:
    """Return whether the end record of the directory announces this many parts.

    No checksum covers the directory.

    A ZIP64 end record, if present, holds the full number; the regular record may then hold 0xFFFF.
    """
    at = data.rfind(b"PK\x05\x06")
    announced: int = _END.unpack_from(data, at)[4]
    if data[at - _LOCATOR.size : at][:4] != b"PK\x06\x07":
        return announced == parts & 0xFFFF
    end64 = _LOCATOR.unpack_from(data, at - _LOCATOR.size)[2]
    if data[end64 : end64 + 4] != b"PK\x06\x06" or end64 + _END64.size > len(data):
        return False
    return announced in (parts, 0xFFFF) and _END64.unpack_from(data, end64)[7] == parts


def _locate_member(data: bytes, info: zipfile.ZipInfo) -> Member:
    """Locate the compressed bytes; the local header has its own lengths of name and extra field."""
    at = info.header_offset
    if at < 0 or at + _LOCAL.size > len(data) or data[at : at + 4] != b"PK\x03\x04":
        raise ZipError("damaged")
    name_length, extra_length = struct.unpack_from("<HH", data, at + 26)
    start = at + _LOCAL.size + name_length + extra_length
    if start + info.compress_size > len(data):
        raise ZipError("damaged")
    locked = bool(info.flag_bits & 1)
    return Member(
        info.filename, info.compress_type, info.CRC, info.compress_size, info.file_size, start, at, locked
    )


def _local_name(data: bytes, member: Member) -> str:
    """Return the name in the local header of a part."""
    at = member.header
    (length,) = struct.unpack_from("<H", data, at + 26)
    name = data[at + _LOCAL.size : at + _LOCAL.size + length].decode(
        "utf-8" if data[at + 7] & 8 else "cp437", "replace"
    )
    return name.partition("\0")[0].replace("\\", "/")


def _reject_overlaps(members: list[Member], end: int) -> None:
    limits = [*(member.header for member in members[1:]), end]
    if any(member.start + member.packed_size > limit for member, limit in zip(members, limits, strict=True)):
        raise ZipError("overlapping parts")


def inflate(data: bytes, member: Member) -> Iterator[bytes]:
    """Yield a member's content in pieces of at most `CHUNK` bytes, checking its size and CRC.

    Raises
    ------
    ZipError
        With reason "damaged", or "false size" as soon as there is more content than the directory declares.
    """
    raw = memoryview(data)[member.start : member.start + member.packed_size]
    pieces = _read_stored(raw) if member.method == zipfile.ZIP_STORED else _inflate_deflated(raw)
    crc = size = 0
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        if size > member.size:
            raise ZipError("false size")
        yield piece
    if crc != member.crc or size != member.size:
        raise ZipError("damaged")


def _read_stored(raw: memoryview) -> Iterator[bytes]:
    return (bytes(raw[at : at + CHUNK]) for at in range(0, len(raw), CHUNK))


def _inflate_deflated(raw: memoryview) -> Iterator[bytes]:
    engine = zlib.decompressobj(-15)
    fed = 0
    pending: bytes = b""
    try:
        while not engine.eof:
            if not pending:
                if fed >= len(raw):
                    raise ZipError("damaged")
                pending = bytes(raw[fed : fed + CHUNK // 4])
                fed += len(pending)
            piece = engine.decompress(pending, CHUNK)
            pending = engine.unconsumed_tail
            if piece:
                yield piece
    except zlib.error as error:
        raise ZipError("damaged") from error


def rebuild_zip(parts: list[Part]) -> bytes:
    """Build a plain ZIP file from the given parts.

    It has one local header, one directory entry and one size per part, so that no two ZIP programs can read
    it differently.
    """
    out = io.BytesIO()
    directory = io.BytesIO()
    for name, method, crc, size, packed in parts:
        label = name.encode("utf-8")
        offset = out.tell()
        shared = (0x0800, method, 0, 33, crc, len(packed), size, len(label), 0)
        out.write(_LOCAL.pack(b"PK\x03\x04", 20, *shared))
        out.write(label)
        out.write(packed)
        directory.write(_CENTRAL.pack(b"PK\x01\x02", 20, 20, *shared, 0, 0, 0, 0, offset))
        directory.write(label)
    start, length = out.tell(), directory.tell()
    out.write(directory.getvalue())
    out.write(_END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), length, start, 0))
    return out.getvalue()


# Parts that are rewritten before they are passed to the reader.

_STRING_COUNTS = re.compile(rb'(?<=[\s])(?:unique)?[cC]ount\s*=\s*["\'][^"\']*["\']')
_ROOT_MAX_BYTES = 4096  # bytes within which the root element of the shared strings must begin and end
_RUN = re.compile(
    rb"(<r><rPr>((?:<[A-Za-z]+(?: [^<>]*)?/>)*)</rPr><t(?: [^<>]*)?>)(\s*[0-9][0-9\s]*)(?=</t></r>)"
)
#: Superscript digits as Unicode characters.
_SUPERSCRIPTS = {str(digit).encode(): f"&#{ord(seen)};".encode() for digit, seen in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}


def convert_superscripts(strings: bytes) -> bytes:
    """Replace digits formatted as superscript by superscript characters.

    The reader ignores formatting; otherwise 18 with the footnote marker 1 would be read as 181, and m² as m2.
    """

    def raised(run: re.Match[bytes]) -> bytes:
        if b'<vertAlign val="superscript"' not in run[2]:
            return run[0]
        return run[1] + re.sub(rb"[0-9]", lambda digit: _SUPERSCRIPTS[digit[0]], run[3])

    return _RUN.sub(raised, strings)


def store_part(name: str, content: bytes) -> Part:
    """Return an uncompressed part."""
    return name, zipfile.ZIP_STORED, zlib.crc32(content), len(content), content


def compress_part(name: str, pieces: Iterator[bytes]) -> Part:
    """Return a compressed part."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    crc, size, parts = 0, 0, []
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        parts.append(packer.compress(piece))
    return name, zipfile.ZIP_DEFLATED, crc, size, b"".join([*parts, packer.flush()])


def remove_string_counts(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Remove the announced counts from the shared strings.

    Raises
    ------
    PartRejected
        With reason "false string count" if the counts cannot be removed reliably.
    """
    first = _STRING_COUNTS.sub(b"", next(pieces), count=2)
    roots: list[dict[str, str]] = []
    parser: Any = create_checking_parser()
    parser.StartElementHandler = lambda _, attributes: roots.append(attributes)
    parse_piece(parser, first[:_ROOT_MAX_BYTES])
    if not roots or {"count", "uniqueCount"} & set(roots[0]):  # hidden behind comments or unusual quoting
        raise PartRejected("false string count")
    return chain([first], pieces)
