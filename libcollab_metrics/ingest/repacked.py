"""Parts of a workbook that the reader gets in another form than they have in the file."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import Any

from libcollab_metrics.ingest.container import Part
from libcollab_metrics.ingest.sheetscan import Refused, parse_piece, watching_parser

_STRING_COUNTS = re.compile(rb'(?<=[\s])(?:unique)?[cC]ount\s*=\s*["\'][^"\']*["\']')
_ROOT_WITHIN = 4096  # bytes in which the root element of the shared strings must begin and end
_RUN = re.compile(rb"(<r><rPr>((?:<[A-Za-z]+(?: [^<>]*)?/>)*)</rPr><t(?: [^<>]*)?>)(\s*[0-9][0-9\s]*)(?=</t></r>)")
#: The digits as they are seen above the line.
_RAISED = {str(digit).encode(): f"&#{ord(seen)};".encode() for digit, seen in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}


def with_raised_digits(strings: bytes) -> bytes:
    """Return shared strings with the digits set as superscript raised in the text itself: no look is read.

    18 with the mark of a footnote behind it would be 181, and m² would be m2.
    """

    def raised(run: re.Match[bytes]) -> bytes:
        if b'<vertAlign val="superscript"' not in run[2]:
            return run[0]
        return run[1] + re.sub(rb"[0-9]", lambda digit: _RAISED[digit[0]], run[3])

    return _RUN.sub(raised, strings)


def stored(name: str, content: bytes) -> Part:
    """Return a part as it is, not packed."""
    return name, zipfile.ZIP_STORED, zlib.crc32(content), len(content), content


def packed(name: str, pieces: Iterator[bytes]) -> Part:
    """Return a part packed again."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    crc, size, parts = 0, 0, []
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        parts.append(packer.compress(piece))
    return name, zipfile.ZIP_DEFLATED, crc, size, b"".join([*parts, packer.flush()])


def without_counts(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Return the shared strings without their announced numbers.

    Raises
    ------
    Refused : "false string count", when the numbers cannot be taken out with certainty.
    """
    first = _STRING_COUNTS.sub(b"", next(pieces), count=2)
    roots: list[dict[str, str]] = []
    parser: Any = watching_parser()
    parser.StartElementHandler = lambda _, attributes: roots.append(attributes)
    parse_piece(parser, first[:_ROOT_WITHIN])
    if not roots or {"count", "uniqueCount"} & set(roots[0]):  # hidden behind comments or odd quoting
        raise Refused("false string count")
    return chain([first], pieces)
