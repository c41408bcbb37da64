"""The same scan at little more than the cost of inflating: a vectorised look at the bytes around each "<".

It takes part in the usual shape of XML that spreadsheet programs write. At the first unusual thing it
steps aside, and `sheetscan.scan_exactly`, a handler per element, goes through the part again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from libcollab_metrics.ingest.cells import address
from libcollab_metrics.ingest.sheetscan import LAST_COLUMN, LAST_ROW, PartScan, Refused, parse_piece, watching_parser

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LONGEST_TAG = 16 << 20  # bytes without a "<": far beyond the 32,767 letters a cell may hold
_PREFIXED = re.compile(rb":(?:c|row|si)[\s/>]")
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^<>]* t="e"[^<>]*>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]*)</v>'
)
_EMPTY_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"([^<>]*)>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)(<v ?/>|<v></v>)?</c>'
)


class _Unusual(Exception):
    """The fast scanner met a shape it does not know."""


def scan_fast(pieces: Iterable[bytes], depth: int) -> PartScan | None:
    """Scan a part at little more than the cost of inflating it; None means: use `scan_exactly`.

    Raises
    ------
    Refused : "not well formed", "doctype", "encoding", "too deep", "beyond the grid".
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
        self.scan = PartScan(exact=False)

    def feed(self, piece: bytes) -> None:
        if not self.started:
            if piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in piece[:4]:
                raise Refused("encoding")
            piece = re.sub(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>", b"", piece)
            self.started = True
        buffer = self.rest + piece
        cut = _whole_cells(buffer)
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
        letter_c = opening[following == 0x63]
        after = codes[letter_c + 2]
        cells = letter_c[(after == 0x20) | (after == 0x3E) | (after == 0x2F) | (after < 0x20)]
        if len(cells):
            self._measure_box(codes, cells)
        self.scan.strings += buffer.count(b"<si>") + buffer.count(b"<si ") + buffer.count(b"<si/>")
        self._note_cells(buffer)

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

    def _measure_box(self, codes: NDArray[Any], cells: NDArray[Any]) -> None:
        import numpy as np

        if int(cells[-1]) + 20 > len(codes):
            codes = np.concatenate([codes, np.zeros(20, dtype=np.uint8)])
        for offset, expected in enumerate(b' r="', 2):
            if bool((codes[cells + offset] != expected).any()):
                raise _Unusual
        columns, at = _letters(codes, cells + 6)
        rows = _digits(codes, at)
        far = (rows > LAST_ROW) | (columns > LAST_COLUMN)
        if bool(far.any()):
            first = int(np.flatnonzero(far)[0])
            raise Refused("beyond the grid", address(int(rows[first]), int(columns[first])))
        for index in {int(find(line)) for find in (np.argmin, np.argmax) for line in (rows, columns)}:
            self.scan.box.include(int(rows[index]), int(columns[index]))

    def _note_cells(self, buffer: bytes) -> None:
        if b' t="e"' in buffer:
            for found in _ERROR.finditer(buffer):
                self.scan.errors[found[1].decode()] = found[2].decode("utf-8", "replace")
        if b"<f" in buffer:
            for found in _EMPTY_FORMULA.finditer(buffer):
                if not (found[3] and b' t="str"' in found[2]):  # an empty text IS a stored result
                    self.scan.empty_formula(found[1].decode())


def _whole_cells(buffer: bytes) -> int:
    """Return where to cut so that no cell, and outside cells no tag, is torn apart."""
    cut = max(buffer.rfind(b"<c "), buffer.rfind(b"</c>") + 4 if b"</c>" in buffer else 0, buffer.rfind(b"</row>"))
    if cut > 0 or buffer.startswith(b"<c "):
        return max(cut, 0)
    return max(buffer.rfind(b"<"), 0)


def _letters(codes: NDArray[Any], at: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Read one to three capital letters at each position; return column numbers and the positions after."""
    import numpy as np

    columns = codes[at].astype(np.int32) - 64
    if bool(((columns < 1) | (columns > 26)).any()):
        raise _Unusual
    at = at + 1
    for _ in range(2):
        value = codes[at].astype(np.int32) - 64
        letter = (value >= 1) & (value <= 26)
        if not bool(letter.any()):
            break
        columns = np.where(letter, columns * 26 + value, columns)
        at = at + letter
    return columns, at


def _digits(codes: NDArray[Any], at: NDArray[Any]) -> NDArray[Any]:
    """Read one to seven digits and the closing quotation mark at each position."""
    import numpy as np

    rows = np.zeros(len(at), dtype=np.int32)
    going = np.ones(len(at), dtype=bool)
    for _ in range(7):
        value = codes[at].astype(np.int32) - 48
        going = going & (value >= 0) & (value <= 9)
        if not bool(going.any()):
            break
        rows = np.where(going, rows * 10 + value, rows)
        at = at + going
    if bool(((codes[at] != 0x22) | (rows == 0)).any()):
        raise _Unusual
    return rows
