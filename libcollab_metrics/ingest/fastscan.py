"""Parts without cells, such as the shared strings, scanned at little more than the cost of inflating them.

NumPy looks at the bytes around each "<". At the first unusual thing, or at a cell, it steps aside, and
`sheetscan.scan_exactly`, a handler per element, goes through the part again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from libcollab_metrics.ingest.sheetscan import PartScan, Refused, parse_piece, watching_parser

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LONGEST_TAG = 16 << 20  # bytes without a "<": far beyond the 32,767 letters a cell may hold
_PREFIXED = re.compile(rb":(?:c|row|si)[\s/>]")


class _Unusual(Exception):
    """The fast scanner met a shape it does not know, or a cell."""


def scan_fast(pieces: Iterable[bytes], depth: int) -> PartScan | None:
    """Scan a part at little more than the cost of inflating it; None means: use `scan_exactly`.

    Raises
    ------
    Refused : "not well formed", "doctype", "encoding", "too deep".
    """
    fast = _FastScan(depth)
    parser = watching_parser()

    def note_root(tag: str, attributes: dict[str, str]) -> None:
        fast.scan.root, fast.scan.root_attributes = tag.rpartition(":")[2], attributes
        parser.StartElementHandler = None  # only the first element: a handler for each would cost the speed

    parser.StartElementHandler = note_root
    usual = True
    for piece in pieces:
        parse_piece(parser, piece)
        if usual:
            try:
                fast.feed(piece)
            except _Unusual:
                usual = False
    parse_piece(parser, b"", last=True)
    if not usual:
        return None
    try:
        return fast.finish()
    except _Unusual:
        return None


class _FastScan:
    """Vectorised look at every "<" of a part, piece by piece."""

    def __init__(self, depth: int) -> None:
        self.most_depth = depth
        self.depth = 0
        self.rest = b""
        self.started = False
        self.scan = PartScan()

    def feed(self, piece: bytes) -> None:
        if not self.started:
            if piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in piece[:4]:
                raise Refused("encoding")
            piece = re.sub(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>", b"", piece)
            self.started = True
        buffer = self.rest + piece
        cut = max(buffer.rfind(b"<"), 0)  # no tag is torn apart
        if cut == 0 and len(buffer) > _LONGEST_TAG:
            raise _Unusual
        self.rest = buffer[cut:]
        self._look(buffer[:cut])

    def finish(self) -> PartScan:
        self._look(self.rest)
        if self.depth != 0:
            raise _Unusual
        return self.scan

    def _look(self, buffer: bytes) -> None:
        import numpy as np

        if _PREFIXED.search(buffer):
            raise _Unusual
        codes = np.frombuffer(buffer + b"    ", dtype=np.uint8)
        opening = np.flatnonzero(codes == 0x3C)
        following = codes[opening + 1]
        if bool(((following == 0x21) | (following == 0x3F)).any()):  # "<!" and "<?": comment, CDATA, instruction
            raise _Unusual
        self._measure_depth(codes, opening, following)
        after = codes[opening[following == 0x63] + 2]
        if bool(((after == 0x20) | (after == 0x3E) | (after == 0x2F) | (after < 0x20)).any()):
            raise _Unusual  # a cell
        self.scan.raised |= b'"superscript"' in buffer
        self.scan.strings += buffer.count(b"<si>") + buffer.count(b"<si ") + buffer.count(b"<si/>")

    def _measure_depth(self, codes: NDArray[Any], opening: NDArray[Any], following: NDArray[Any]) -> None:
        import numpy as np

        if not len(opening):
            return
        steps = np.where(following == 0x2F, np.int8(-1), np.int8(1))
        closed = np.flatnonzero((codes[:-1] == 0x2F) & (codes[1:] == 0x3E))
        if len(closed):
            # "/>" belongs to the tag before it; one in running text leaves a depth other than 0 at the end
            owner = np.searchsorted(opening, closed) - 1
            steps[owner[owner >= 0]] = 0
        depths = np.cumsum(steps, dtype=np.int64)
        if self.depth + int(np.max(depths)) > self.most_depth:
            raise _Unusual
        self.depth += int(depths[-1])
