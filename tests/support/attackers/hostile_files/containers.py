"""Zip containers of unusual programs, and containers that two programs read differently."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

from tests.support.attackers import raw_files
from tests.support.attackers.hostile_files.kind import Kind, honest, parts, read, refused

BOOK = "March.xlsx"


class _OneWay(io.BytesIO):
    """A stream that cannot seek, as a web server's: sizes then follow each part."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def _packed(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
    return out.getvalue()


def _streamed() -> bytes:
    out = _OneWay()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
    return out.getvalue()


def _wide_sizes() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(content.encode() if isinstance(content, str) else content)
    return out.getvalue()


def _with_long_end(parts_announced: int | None = None) -> bytes:
    """Return the valid workbook with a zip64 end record, as some programs write for every file."""
    data = honest()
    end = data.rfind(b"PK\x05\x06")
    _, _, _, number_of, _, length, start, _ = struct.unpack_from("<4sHHHHLLH", data, end)
    named = number_of if parts_announced is None else parts_announced
    long_end = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, named, named, length, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    short_end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:end] + long_end + locator + short_end


def _patched(at: int, layout: str, *values: int, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Return the valid workbook with one field of a part's directory entry overwritten."""
    data = bytearray(honest())
    entry = data.rfind(part.encode()) - 46
    struct.pack_into(layout, data, entry + at, *values)
    return bytes(data)


def _local_name() -> bytes:
    data = bytearray(honest())
    at = data.find(b"xl/worksheets/sheet1.xml")
    data[at : at + 24] = b"xl/worksheets/sheet9.xml"
    return bytes(data)


def _end_patched(at: int, layout: str, *values: int) -> bytes:
    data = bytearray(honest())
    struct.pack_into(layout, data, data.rfind(b"PK\x05\x06") + at, *values)
    return bytes(data)


def _renamed(change: Mapping[str, str], **more: str) -> bytes:
    renamed = {change.get(name, name): content for name, content in parts().items()}
    return raw_files.zipped({**renamed, **more})


def _all(rename: object) -> bytes:
    assert callable(rename)
    return raw_files.zipped({rename(name): content for name, content in parts().items()})


def _folders() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in ("_rels/", "xl/", "xl/_rels/", "xl/worksheets/"):
            archive.writestr(folder, "")
        for name, content in parts().items():
            archive.writestr(name, content)
    return out.getvalue()


def _commented() -> bytes:
    out = io.BytesIO(honest())
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"made by the branch office" * 40
    return out.getvalue()


def _outside() -> bytes:
    names = ("../../../outside.xml", "/etc/outside.xml", "C:\\outside.xml", "..\\..\\outside.vml")
    return raw_files.zipped(parts() | dict.fromkeys(names, "<outside/>"))


def _nested() -> bytes:
    data = honest()
    for _ in range(20):
        data = raw_files.zipped({"inner.zip": data})
    return data


def _reordered() -> bytes:
    return raw_files.zipped(dict(reversed(parts().items())))


KINDS: list[Kind] = [
    refused("a part held twice, in two letter cases", BOOK, raw_files.repeated_member, "the same part twice"),
    refused("two parts that share their bytes", BOOK, raw_files.overlapping_members, "lie over one another"),
    refused("every part said to be encrypted", BOOK, raw_files.encrypted_flag, "protected with a password"),
    refused("packed with bzip2", BOOK, lambda: _packed(zipfile.ZIP_BZIP2), "packed in a way"),
    refused("packed with LZMA", BOOK, lambda: _packed(zipfile.ZIP_LZMA), "packed in a way"),
    refused(
        "2,001 parts",
        BOOK,
        lambda: raw_files.zipped(parts() | {f"p/{n}.xml": "" for n in range(2001)}),
        "2,000",
    ),
    refused("a false checksum", BOOK, lambda: _patched(16, "<L", 1), "damaged"),
    refused("a packing method nobody knows", BOOK, lambda: _patched(10, "<H", 77), "packed in a way"),
    refused("packed, and said to be plain", BOOK, lambda: _patched(10, "<H", 0), "damaged"),
    refused("a part said to begin beyond the end", BOOK, lambda: _patched(42, "<L", 1 << 30), "damaged"),
    refused("a part said to be four gigabytes", BOOK, lambda: _patched(20, "<L", 0xFFFFFFF0), "damaged"),
    refused("a directory said to be elsewhere", BOOK, lambda: _end_patched(16, "<L", 1 << 31), "damaged"),
    refused(
        "a directory said to be longer than the file",
        BOOK,
        lambda: _end_patched(12, "<L", 1 << 30),
        "damaged",
    ),
    refused(
        "two gigabytes in sixty kilobytes", BOOK, lambda: raw_files.bomb(64, 2 << 30), "unpacks to 2,048 MB"
    ),
    refused("64 MB said to be 64 bytes", BOOK, lambda: raw_files.bomb(64), "its own list"),
    refused("twenty zips inside one another", "March.zip", _nested, "zip archive without a workbook"),
    refused(
        "a workbook in a zip", BOOK, lambda: raw_files.zipped({"March.xlsx": honest()}), "unpack it first"
    ),
    refused("a zip of nothing", BOOK, lambda: b"PK\x05\x06" + bytes(18), "damaged"),
    refused("a zip behind a program", BOOK, lambda: b"MZ" + bytes(500) + honest(), "is a program"),
    refused("another name before the part than in the directory", BOOK, _local_name, "damaged"),
    refused("a list of parts that leaves one out", BOOK, lambda: _end_patched(10, "<H", 4), "damaged"),
    refused("cut in half", BOOK, lambda: honest()[: len(honest()) // 2], "damaged"),
    refused("the last forty bytes missing", BOOK, lambda: honest()[:-40], "damaged"),
    refused(
        "the folder packed, not the workbook",
        BOOK,
        lambda: _all(lambda name: "March/" + name),
        "zip archive without a workbook",
    ),
    read("sizes written behind the parts", BOOK, _streamed),
    read("sizes of eight bytes", BOOK, _wide_sizes),
    refused("a false size in the directory", BOOK, lambda: _patched(24, "<L", 7), "its own list"),
    read("names that lead out of the folder", BOOK, _outside),
    read("folders as parts of their own", BOOK, _folders),
    read(
        "what a Mac adds when it packs a folder",
        BOOK,
        lambda: _renamed({}, **{"__MACOSX/._xl": "x", ".DS_Store": "x"}),
    ),
    read("backslashes in the names", BOOK, lambda: _all(lambda name: name.replace("/", "\\"))),
    read("capitals in the names", BOOK, lambda: _all(lambda name: name if name[0] in "[_" else name.upper())),
    read("a slash before every name", BOOK, lambda: _all(lambda name: "/" + name)),
    read("the parts in another order", BOOK, _reordered),
    read("a comment behind the directory", BOOK, _commented),
    read("nothing packed", BOOK, lambda: _packed(zipfile.ZIP_STORED)),
    read("a zip64 end record", BOOK, _with_long_end),
    refused("a zip64 end record that announces one part more", BOOK, lambda: _with_long_end(99), "damaged"),
    read(
        "parts that hold no cells, in UTF-16, in Latin-1 and in no XML at all",
        BOOK,
        lambda: raw_files.zipped(
            parts()
            | {
                "customXml/item1.xml": '<?xml version="1.0" encoding="UTF-16"?><items/>'.encode("utf-16"),
                "xl/pivotCache/pivotCacheDefinition1.xml": b'<?xml version="1.0"?><a n="Cor\xe9e"/>',
                "docProps/app.xml": b"",
                "xl/externalLinks/externalLink1.xml": b"<a>" * 60,
            }
        ),
    ),
]
