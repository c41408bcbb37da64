"""One XML part of a workbook, element by element: how far its filled cells reach, how deep it nests, what it hides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from libcollab_metrics.errors import UnreadableFile
from libcollab_metrics.ingest.files.cells import address, position

if TYPE_CHECKING:
    from pyexpat import XMLParserType

    from numpy.typing import NDArray

    from libcollab_metrics.ingest.files.xlsx_encode import CodedSheet


# XML as it may be read and written here: by a parser that old tricks do not stop, in letters that it may hold.

#: The reader of XML inside Python; from here on entities cannot swell (CVE-2013-0340).
OLDEST_EXPAT = (2, 4, 1)
#: Names of the encodings in which the parts of a workbook are written, in capitals.
UTF8 = ("UTF-8", "UTF8", "US-ASCII", "ASCII")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def new_parser() -> XMLParserType:
    """Return a parser for one part of a file; every part of every file passes through one.

    Raises
    ------
    UnreadableFile : the parser inside Python is older than OLDEST_EXPAT, so a small file could fill the memory.
    """
    if expat.version_info < OLDEST_EXPAT:
        here, oldest = (".".join(map(str, version)) for version in (expat.version_info, OLDEST_EXPAT))
        raise UnreadableFile(
            f"No workbook is opened on this computer: its Python reads XML with expat {here}, which a harmful file "
            f"can stop, and {oldest} or later is needed. Install a newer Python, or save each sheet as CSV and choose "
            "that."
        )
    return expat.ParserCreate()


def sound(text: str) -> str:
    """Return text with a space for every letter that no XML may hold.

    >>> sound("bell" + chr(7) + "half" + chr(0xFFFE))
    'bell half '
    """
    return _FORBIDDEN.sub(" ", text)


LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # Excel's grid
MOST_COLOURED = 1_000  # cells without a value but with a look of their own that are kept of each look
LONGEST_TEXT = 4 << 20  # bytes without a "<": more than a hundred times what a cell of Excel may hold
_MOST_ADDRESSES = 50
_YES = ("1", "true")
_STRING_NUMBER = re.compile(r"[0-9]{1,9}")
_REFERENCE = re.compile(r"[A-Za-z]{1,3}[0-9]{1,7}")


class Refused(ValueError):
    """The part must not be read; `reason` is a few words, `cell` an address where there is one."""

    def __init__(self, reason: str, cell: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.cell = cell


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
    """What one part holds.

    `filled` counts the cells that hold something, `merges` the merged ranges. `hidden_columns` are first and last of
    each hidden range; `styled_blanks` are rows and columns of cells without a value, by the number of their look. Rows
    and columns count from 1. `raised` tells of text set as superscript. `coded` is a worksheet of the usual shape.
    """

    box: Box = field(default_factory=Box)
    rows: int = 0
    filled: int = 0
    merges: int = 0
    root: str = ""
    root_attributes: dict[str, str] = field(default_factory=dict)
    strings: int = 0
    raised: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    formulas_without_value: list[str] = field(default_factory=list)
    formulas_without_value_count: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    styled_blanks: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    coded: CodedSheet | None = None

    def empty_formula(self, cell: str) -> None:
        """Count a formula whose result was not stored; the first fifty are kept by address."""
        self.formulas_without_value_count += 1
        if len(self.formulas_without_value) < _MOST_ADDRESSES:
            self.formulas_without_value.append(cell)

    def styled_blank(self, look: int, row: int, column: int) -> None:
        """Keep a cell that has a look and no value; only the first thousand of each look."""
        places = self.styled_blanks.setdefault(look, [])
        if len(places) < MOST_COLOURED:
            places.append((row, column))


def unbroken(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pass on the pieces of an XML part until a text or tag of it is endless: parsers hold one in memory whole."""
    run = 0
    for piece in pieces:
        first = piece.find(b"<")
        if run + (len(piece) if first < 0 else first) > LONGEST_TEXT:
            raise Refused("endless text")
        run = run + len(piece) if first < 0 else len(piece) - piece.rfind(b"<")
        yield piece


def watching_parser() -> Any:
    """Return an expat parser without element handlers: well-formedness and the prolog at C speed."""
    parser: Any = new_parser()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _refuse_encoding
    return parser


def _refuse_doctype(*_: object) -> None:
    raise Refused("doctype")


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.upper() not in UTF8:
        raise Refused("encoding")


def parse_piece(parser: Any, piece: bytes, *, last: bool = False) -> None:
    try:
        parser.Parse(piece, last)
    except expat.ExpatError as error:
        raise Refused("not well formed") from error
    except LookupError as error:  # an encoding nobody knows
        raise Refused("encoding") from error


def scan_exactly(pieces: Iterable[bytes], depth: int) -> PartScan:
    """Scan a part element by element: only cells that hold something stretch the box.

    Raises
    ------
    Refused : as `scan_fast`, "twice" for a row or cell that stands twice, "hidden markup" for a comment or the like
        inside a cell or string.
    """
    exact = _ExactScan(depth)
    for piece in pieces:
        parse_piece(exact.parser, piece)
    parse_piece(exact.parser, b"", last=True)
    if exact.twice:  # only now: a damaged file is called damaged
        raise Refused("twice", exact.twice)
    return exact.scan


class _ExactScan:
    """One expat handler per element; slower, but right for any well-formed part."""

    def __init__(self, depth: int) -> None:
        self.scan = PartScan()
        self.most_depth = depth
        self.depth = self.row = self.column = 0
        self.cell: dict[str, Any] | None = None
        self.done: set[int] = set()  # rows with something in them, but for the latest one
        self.latest, self.columns, self.twice = 0, set[int](), ""
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
        if not self.scan.root:
            self.scan.root, self.scan.root_attributes = tag, attributes
        if tag == "row":
            self.row = int(attributes["r"]) if attributes.get("r", "").isdecimal() else self.row + 1
            self.column = 0
            self.scan.rows += 1
            if attributes.get("hidden") in _YES:
                self.scan.hidden_rows.append(self.row)
        elif tag == "col" and attributes.get("hidden") in _YES:
            self._hide_columns(attributes)
        elif tag == "c":
            self._start_cell(attributes)
        elif tag == "mergeCell":
            self.scan.merges += 1
        elif tag == "si":
            self.scan.strings += 1
            self.in_string = True
        elif self.cell is not None:
            self.in_value = tag == "v"
            self.cell["filled"] |= tag in ("v", "is", "t")
            self.cell["formula"] |= tag == "f"

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdecimal() and last.isdecimal():
            self.scan.hidden_columns.append((int(first), int(last)))

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
            "look": attributes.get("s", ""),
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
            self.scan.filled += 1
            self.scan.box.include(*cell["at"])
            self._stand_once(*cell["at"])
        elif cell["look"].isdecimal() and not cell["formula"]:
            self.scan.styled_blank(int(cell["look"]), *cell["at"])
        if cell["kind"] == "s" and cell["text"] and not _STRING_NUMBER.fullmatch(cell["text"]):
            raise Refused("damaged")  # the reader would take the first string for it
        if cell["kind"] == "e":
            self.scan.errors[where] = cell["text"]
        if cell["formula"] and not cell["text"] and cell["kind"] != "str":
            self.scan.empty_formula(where)

    def _stand_once(self, row: int, column: int) -> None:
        """Note a row or a cell that is written twice: a reader would take the later one and lose the other."""
        if row != self.latest:
            self.done.add(self.latest)
            self.latest, self.columns = row, set()
        if row in self.done or column in self.columns:
            self.twice = self.twice or address(row, column)
        self.columns.add(column)

    def _hidden(self, *_: object) -> None:
        if self.cell is not None:
            raise Refused("hidden markup", address(*self.cell["at"]))
        if self.in_string:
            raise Refused("hidden markup")


# Parts without cells, such as the shared strings, scanned at little more than the cost of inflating them.
#
# NumPy looks at the bytes around each "<". At the first unusual thing, or at a cell, it steps aside, and
# `sheetscan.scan_exactly`, a handler per element, goes through the part again.

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


# Colours of the marks in a copy of the workbook.

#: Light tints of Okabe and Ito's orange, yellow and blue: apart in lightness too, and dark letters stay legible.
COLOURS = {"left-out": "F6BE98", "assumption": "FFF1A8", "note": "D2E7F7"}


# Which looks of a workbook's cells have a colour behind them.

_PLAIN = {"theme": ("0",), "indexed": ("1", "9")}  # white
_PLAIN_RGB = ("FFFFFF", *COLOURS.values())  # white, and the colours of a sheet that was given back
_EMPTY_PATTERNS = ("none", "gray125")


def coloured_looks(styles: Iterable[bytes]) -> frozenset[int]:
    """Return the numbers of the cell looks whose fill is neither none nor white nor of our own making.

    Raises
    ------
    Refused : the styles are not well formed.
    """
    reader = _Styles()
    parser: Any = watching_parser()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    for piece in styles:
        parse_piece(parser, piece)
    return frozenset(look for look, fill in enumerate(reader.looks) if fill in reader.coloured)


class _Styles:
    """The fills and, for each look, the number of its fill."""

    def __init__(self) -> None:
        self.coloured: set[str] = set()
        self.looks: list[str] = []
        self._fills = 0
        self._inside: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name, parent = tag.rpartition(":")[2], self._inside[-1] if self._inside else ""
        self._inside.append(name)
        if (parent, name) == ("fills", "fill"):
            self._fills += 1
        elif (parent, name) == ("cellXfs", "xf"):
            self.looks.append(attributes.get("fillId", "0"))
        elif (parent, name) == ("fill", "gradientFill") or (
            (parent, name) == ("fill", "patternFill") and attributes.get("patternType", "none") not in _EMPTY_PATTERNS
        ):
            self.coloured.add(str(self._fills - 1))
        elif (parent, name) == ("patternFill", "fgColor") and _is_plain(attributes):
            self.coloured.discard(str(self._fills - 1))

    def end(self, _: str) -> None:
        self._inside.pop()


def _is_plain(colour: dict[str, str]) -> bool:
    if colour.get("rgb", "")[-6:].upper() in _PLAIN_RGB:
        return True
    return "tint" not in colour and any(colour.get(kind) in values for kind, values in _PLAIN.items())
