"""One XML part of a workbook, scanned as it inflates: how far its cells reach, how deep it nests, what it hides.

Two scanners give the same answer. The fast one looks only at the bytes around each "<" and takes
part in the usual shape of XML that spreadsheet programs write; at the first unusual thing it steps
aside and the exact one, a handler per element, goes through the part again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from libcollab_metrics.ingest.cells import address, position

if TYPE_CHECKING:
    from numpy.typing import NDArray

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # Excel's grid
_MOST_ADDRESSES = 50
_LONGEST_TAG = 16 << 20  # bytes without a "<": far beyond the 32,767 letters a cell may hold
_REFERENCE = re.compile(r"[A-Za-z]{1,3}[0-9]{1,7}")
_PREFIXED = re.compile(rb":(?:c|row|si)[\s/>]")
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^<>]* t="e"[^<>]*>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]*)</v>'
)
_EMPTY_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"([^<>]*)>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)(<v ?/>|<v></v>)?</c>'
)


class Refused(ValueError):
    """The part must not be read; `reason` is a few words, `cell` an address where there is one."""

    def __init__(self, reason: str, cell: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.cell = cell


class _Unusual(Exception):
    """The fast scanner met a shape it does not know."""


@dataclass
class Box:
    """The smallest rectangle around the filled cells, rows and columns counted from 1."""

    top: int = LAST_ROW + 1
    left: int = LAST_COLUMN + 1
    bottom: int = 0
    right: int = 0
    lowest: str = ""
    rightmost: str = ""

    def include(self, row: int, column: int) -> None:
        """Stretch the box to one more cell; refuse one beyond Excel's grid."""
        if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
            raise Refused("beyond the grid", address(row, column))
        if row > self.bottom:
            self.bottom, self.lowest = row, address(row, column)
        if column > self.right:
            self.right, self.rightmost = column, address(row, column)
        self.top, self.left = min(self.top, row), min(self.left, column)

    @property
    def columns(self) -> int:
        """The width of the box, 0 when nothing is filled."""
        return max(self.right - self.left + 1, 0)

    @property
    def cells(self) -> int:
        """The area of the box, blanks included: what a reader has to set aside memory for."""
        return self.columns * max(self.bottom - self.top + 1, 0)


@dataclass
class PartScan:
    """What one XML part holds. In `box` of a fast scan styled blanks count as filled (`exact` is False)."""

    box: Box = field(default_factory=Box)
    exact: bool = True
    strings: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    formulas_without_value: list[str] = field(default_factory=list)
    formulas_without_value_count: int = 0

    def empty_formula(self, cell: str) -> None:
        """Count a formula whose result was not stored; the first fifty are kept by address."""
        self.formulas_without_value_count += 1
        if len(self.formulas_without_value) < _MOST_ADDRESSES:
            self.formulas_without_value.append(cell)


def scan_fast(pieces: Iterable[bytes], depth: int) -> PartScan | None:
    """Scan a part at little more than the cost of inflating it; None means: use `scan_exactly`.

    Raises
    ------
    Refused : "not well formed", "doctype", "encoding", "too deep", "beyond the grid".
    """
    fast = _FastScan(depth)
    parser = watching_parser()
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


def watching_parser() -> Any:
    """Return an expat parser without element handlers: well-formedness and the prolog at C speed."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _refuse_encoding
    return parser


def _refuse_doctype(*_: object) -> None:
    raise Refused("doctype")


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.upper() not in ("UTF-8", "UTF8", "US-ASCII", "ASCII"):
        raise Refused("encoding")


def parse_piece(parser: Any, piece: bytes, *, last: bool = False) -> None:
    try:
        parser.Parse(piece, last)
    except expat.ExpatError as error:
        raise Refused("not well formed") from error
    except LookupError as error:  # an encoding nobody knows
        raise Refused("encoding") from error


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
        cut = max(buffer.rfind(b"<c "), 0) or max(buffer.rfind(b"<"), 0)
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
        if self.depth + int(depths.max()) > self.most_depth:
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
        for index in {int(rows.argmin()), int(rows.argmax()), int(columns.argmin()), int(columns.argmax())}:
            self.scan.box.include(int(rows[index]), int(columns[index]))

    def _note_cells(self, buffer: bytes) -> None:
        if b' t="e"' in buffer:
            for found in _ERROR.finditer(buffer):
                self.scan.errors[found[1].decode()] = found[2].decode("utf-8", "replace")
        if b"<f" in buffer:
            for found in _EMPTY_FORMULA.finditer(buffer):
                if not (found[3] and b' t="str"' in found[2]):  # an empty text IS a stored result
                    self.scan.empty_formula(found[1].decode())


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


def scan_exactly(pieces: Iterable[bytes], depth: int) -> PartScan:
    """Scan a part element by element: only cells that hold something stretch the box.

    Raises
    ------
    Refused : as `scan_fast`, and "hidden markup" for a comment or the like inside a cell or string.
    """
    exact = _ExactScan(depth)
    for piece in pieces:
        parse_piece(exact.parser, piece)
    parse_piece(exact.parser, b"", last=True)
    return exact.scan


class _ExactScan:
    """One expat handler per element; slower, but right for any well-formed part."""

    def __init__(self, depth: int) -> None:
        self.scan = PartScan()
        self.most_depth = depth
        self.depth = self.row = self.column = 0
        self.cell: dict[str, Any] | None = None
        self.in_string = self.in_value = False
        self.parser = watching_parser()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.CommentHandler = self._hidden
        self.parser.StartCdataSectionHandler = self._hidden
        self.parser.ProcessingInstructionHandler = self._hidden

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > self.most_depth:
            raise Refused("too deep")
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self.row = int(attributes["r"]) if attributes.get("r", "").isdecimal() else self.row + 1
            self.column = 0
        elif tag == "c":
            self._start_cell(attributes)
        elif tag == "si":
            self.scan.strings += 1
            self.in_string = True
        elif self.cell is not None:
            self.in_value = tag == "v"
            self.cell["filled"] |= tag in ("v", "is", "t")
            self.cell["formula"] |= tag == "f"

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            row, column = max(self.row, 1), self.column + 1
        elif _REFERENCE.fullmatch(reference):
            row, column = position(reference)
        else:
            raise Refused("beyond the grid", reference[:12] if reference.isalnum() else "")
        self.column = column
        self.cell = {
            "at": (row, column),
            "kind": attributes.get("t", ""),
            "filled": False,
            "formula": False,
            "text": "",
        }

    def _text(self, text: str) -> None:
        if self.cell is not None and self.in_value and len(self.cell["text"]) < 40:
            self.cell["text"] += text[:40]

    def _end(self, tag: str) -> None:
        self.depth -= 1
        tag = tag.rpartition(":")[2]
        if tag == "v":
            self.in_value = False
        elif tag == "si":
            self.in_string = False
        elif tag == "c" and self.cell is not None:
            self._end_cell(self.cell)
            self.cell = None

    def _end_cell(self, cell: dict[str, Any]) -> None:
        where = address(*cell["at"])
        if cell["filled"]:
            self.scan.box.include(*cell["at"])
        if cell["kind"] == "e":
            self.scan.errors[where] = cell["text"]
        if cell["formula"] and not cell["text"] and cell["kind"] != "str":
            self.scan.empty_formula(where)

    def _hidden(self, *_: object) -> None:
        if self.cell is not None:
            raise Refused("hidden markup", address(*self.cell["at"]))
        if self.in_string:
            raise Refused("hidden markup")
