"""Scan a workbook's XML for used ranges, depth, hidden content and fills; colors of annotated cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.files.cells import cell_reference, parse_reference
from libcollab_metrics.messages import Message

if TYPE_CHECKING:
    from pyexpat import XMLParserType

    from numpy.typing import NDArray

    from libcollab_metrics.ingest.files.xlsx_encode import EncodedSheet


# XML parsing with protection against known attacks, and removal of characters that XML does not allow.

#: Minimum version of expat, the XML parser in Python: from here on, entity expansion is limited
#: (CVE-2013-0340).
OLDEST_EXPAT = (2, 4, 1)
#: Encodings allowed for the parts of a workbook, in upper case.
UTF8_ENCODINGS = ("UTF-8", "UTF8", "US-ASCII", "ASCII")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def create_parser() -> XMLParserType:
    """Create a parser for one XML part; all parts are parsed through this function.

    Raises
    ------
    UnreadableFileError
        If Python's expat is older than `OLDEST_EXPAT`, so that a small file could exhaust memory.
    """
    if expat.version_info < OLDEST_EXPAT:
        here, oldest = (".".join(map(str, version)) for version in (expat.version_info, OLDEST_EXPAT))
        raise UnreadableFileError(
            Message(
                "No workbook is opened on this computer: its Python reads XML with expat {version}, which a "
                "harmful file can stop, and {oldest} or later is needed. Install a newer Python, or save "
                "each sheet as CSV and choose that.",
                version=here,
                oldest=oldest,
            )
        )
    return expat.ParserCreate()


def strip_invalid_xml_chars(text: str) -> str:
    """Replace every character that XML does not allow by a space.

    >>> strip_invalid_xml_chars("bell" + chr(7) + "half" + chr(0xFFFE))
    'bell half '
    """
    return _FORBIDDEN.sub(" ", text)


LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # size of Excel's grid
MAX_STYLED_BLANKS = 1_000  # maximum number of styled blank cells stored per cell style
MAX_TEXT_BYTES = 4 << 20  # bytes without a "<"; more than a hundred times the maximum of an Excel cell
_MAX_ADDRESSES = 50
_YES = ("1", "true")
_STRING_NUMBER = re.compile(r"[0-9]{1,9}")
_REFERENCE = re.compile(r"[A-Za-z]{1,3}[0-9]{1,7}")


class PartRejected(ValueError):
    """Reason why a part must not be read, as a short text, with a cell address if known."""

    def __init__(self, reason: str, cell: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.cell = cell


@dataclass
class Box:
    """Bounding box of the filled cells, with rows and columns counted from 1."""

    top: int = LAST_ROW + 1
    left: int = LAST_COLUMN + 1
    bottom: int = 0
    right: int = 0
    lowest: str = ""
    rightmost: str = ""

    def include(self, row: int, column: int) -> None:
        """Extend the box to one more cell; reject a cell beyond Excel's grid."""
        if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
            raise PartRejected("beyond the grid", cell_reference(row, column))
        if row > self.bottom:
            self.bottom, self.lowest = row, cell_reference(row, column)
        if column > self.right:
            self.right, self.rightmost = column, cell_reference(row, column)
        self.top, self.left = min(self.top, row), min(self.left, column)

    @property
    def columns(self) -> int:
        """Width of the box; 0 when no cell is filled."""
        return max(self.right - self.left + 1, 0)

    @property
    def cells(self) -> int:
        """Number of cells in the box, including blanks, for which a reader allocates memory."""
        return self.columns * max(self.bottom - self.top + 1, 0)


@dataclass
class PartScan:
    """Content of one part; rows and columns are counted from 1.

    Attributes
    ----------
    box : Box
        Bounding box of the filled cells.
    rows : int
        Number of row elements.
    filled : int
        Number of cells with content.
    merges : int
        Number of merged ranges.
    root : str
        Local name of the root element.
    root_attributes : dict
        Attributes of the root element.
    strings : int
        Number of shared strings.
    has_superscript : bool
        Whether any text is formatted as superscript.
    errors : dict of str to str
        Error texts by address.
    formulas_without_value : list of str
        Addresses of formulas without a stored result, up to a maximum.
    formulas_without_value_count : int
        Number of such formulas.
    hidden_rows : list of int
        Hidden rows.
    hidden_columns : list of (int, int)
        First and last column of each hidden range.
    styled_blanks : dict of int to list of (int, int)
        Row and column of cells without a value, by number of their cell style.
    encoded : EncodedSheet, optional
        Encoded worksheet, where the markup has the usual form.
    """

    box: Box = field(default_factory=Box)
    rows: int = 0
    filled: int = 0
    merges: int = 0
    root: str = ""
    root_attributes: dict[str, str] = field(default_factory=dict)
    strings: int = 0
    has_superscript: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    formulas_without_value: list[str] = field(default_factory=list)
    formulas_without_value_count: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    styled_blanks: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    encoded: EncodedSheet | None = None

    def add_empty_formula(self, cell: str) -> None:
        """Count a formula without a stored result, and store the first fifty addresses."""
        self.formulas_without_value_count += 1
        if len(self.formulas_without_value) < _MAX_ADDRESSES:
            self.formulas_without_value.append(cell)

    def add_styled_blank(self, style: int, row: int, column: int) -> None:
        """Store a cell with a style but no value; at most 1,000 per style."""
        places = self.styled_blanks.setdefault(style, [])
        if len(places) < MAX_STYLED_BLANKS:
            places.append((row, column))


def limit_text_length(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces of an XML part, and reject overlong texts and tags.

    Parsers buffer a text or a tag in full.
    """
    run = 0
    for piece in pieces:
        first = piece.find(b"<")
        if run + (len(piece) if first < 0 else first) > MAX_TEXT_BYTES:
            raise PartRejected("endless text")
        run = run + len(piece) if first < 0 else len(piece) - piece.rfind(b"<")
        yield piece


def create_checking_parser() -> Any:
    """Create an expat parser without element handlers, to check syntax and prolog at C speed."""
    parser: Any = create_parser()
    parser.StartDoctypeDeclHandler = _reject_doctype
    parser.XmlDeclHandler = _check_encoding
    return parser


def _reject_doctype(*_: object) -> None:
    raise PartRejected("doctype")


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.upper() not in UTF8_ENCODINGS:
        raise PartRejected("encoding")


def parse_piece(parser: Any, piece: bytes, *, last: bool = False) -> None:
    """Feed a piece to the parser; translate parse errors to `PartRejected`.

    Raises
    ------
    PartRejected
        With reason "not well formed" or "encoding", or any reason a handler raises.
    """
    try:
        parser.Parse(piece, last)
    except expat.ExpatError as error:
        raise PartRejected("not well formed") from error
    except LookupError as error:  # an unknown encoding
        raise PartRejected("encoding") from error


def scan_elements(pieces: Iterable[bytes], depth: int) -> PartScan:
    """Scan a part element by element; only cells with content extend the box.

    Raises
    ------
    PartRejected
        As `scan_fast`, and with reason "twice" for a duplicate row or cell, or "hidden markup" for a comment
        or the like inside a cell or string.
    """
    exact = _ElementScan(depth)
    for piece in pieces:
        parse_piece(exact.parser, piece)
    parse_piece(exact.parser, b"", last=True)
    if exact.twice:  # raised last, so that a damaged file is reported as damaged
        raise PartRejected("twice", exact.twice)
    return exact.scan


class _ElementScan:
    """Scanner with one expat handler per element; slower, but correct for any well-formed part."""

    def __init__(self, depth: int) -> None:
        self.scan = PartScan()
        self.most_depth = depth
        self.depth = self.row = self.column = 0
        self.cell: dict[str, Any] | None = None
        self.done: set[int] = set()  # rows with content, except the current one
        self.latest, self.columns, self.twice = 0, set[int](), ""
        self.in_string = self.in_value = False
        self.parser = create_checking_parser()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.CommentHandler = self._reject_hidden_markup
        self.parser.StartCdataSectionHandler = self._reject_hidden_markup
        self.parser.ProcessingInstructionHandler = self._reject_hidden_markup

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > self.most_depth:
            raise PartRejected("too deep")
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
            self._add_hidden_columns(attributes)
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

    def _add_hidden_columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdecimal() and last.isdecimal():
            self.scan.hidden_columns.append((int(first), int(last)))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            row, column = max(self.row, 1), self.column + 1
        elif _REFERENCE.fullmatch(reference):
            row, column = parse_reference(reference)
        else:
            raise PartRejected("beyond the grid", reference[:12] if reference.isalnum() else "")
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
        where = cell_reference(*cell["at"])
        if cell["filled"]:
            self.scan.filled += 1
            self.scan.box.include(*cell["at"])
            self._check_duplicate(*cell["at"])
        elif cell["look"].isdecimal() and not cell["formula"]:
            self.scan.add_styled_blank(int(cell["look"]), *cell["at"])
        if cell["kind"] == "s" and cell["text"] and not _STRING_NUMBER.fullmatch(cell["text"]):
            raise PartRejected("damaged")  # the reader would replace it with the first string
        if cell["kind"] == "e":
            self.scan.errors[where] = cell["text"]
        if cell["formula"] and not cell["text"] and cell["kind"] != "str":
            self.scan.add_empty_formula(where)

    def _check_duplicate(self, row: int, column: int) -> None:
        """Record a duplicate row or cell: a reader would use the later one and discard the other."""
        if row != self.latest:
            self.done.add(self.latest)
            self.latest, self.columns = row, set()
        if row in self.done or column in self.columns:
            self.twice = self.twice or cell_reference(row, column)
        self.columns.add(column)

    def _reject_hidden_markup(self, *_: object) -> None:
        if self.cell is not None:
            raise PartRejected("hidden markup", cell_reference(*self.cell["at"]))
        if self.in_string:
            raise PartRejected("hidden markup")


# Fast scan of parts without cells, such as the shared strings: NumPy examines the bytes around each "<". On
# unexpected markup, or at a cell, the part is scanned again by `scan_elements`.

_MAX_TAG_BYTES = 16 << 20  # bytes without a "<"; far more than the 32,767 letters allowed in a cell
_PREFIXED = re.compile(rb":(?:c|row|si)[\s/>]")


class _UnsupportedMarkup(Exception):
    """Markup that the fast scanner does not support, or a cell."""


def scan_fast(pieces: Iterable[bytes], depth: int) -> PartScan | None:
    """Scan a part at little more than the cost of decompression; None means use `scan_elements`.

    Raises
    ------
    PartRejected
        With reason "not well formed", "doctype", "encoding" or "too deep".
    """
    fast = _FastScan(depth)
    parser = create_checking_parser()

    def note_root(tag: str, attributes: dict[str, str]) -> None:
        fast.scan.root, fast.scan.root_attributes = tag.rpartition(":")[2], attributes
        parser.StartElementHandler = None  # only the root element: a handler for every element would be slow

    parser.StartElementHandler = note_root
    usual = True
    for piece in pieces:
        parse_piece(parser, piece)
        if usual:
            try:
                fast.feed(piece)
            except _UnsupportedMarkup:
                usual = False
    parse_piece(parser, b"", last=True)
    if not usual:
        return None
    try:
        return fast.finish()
    except _UnsupportedMarkup:
        return None


class _FastScan:
    """Vectorized scan of every "<" of a part, piece by piece."""

    def __init__(self, depth: int) -> None:
        self.most_depth = depth
        self.depth = 0
        self.rest = b""
        self.started = False
        self.scan = PartScan()

    def feed(self, piece: bytes) -> None:
        if not self.started:
            if piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in piece[:4]:
                raise PartRejected("encoding")
            piece = re.sub(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>", b"", piece)
            self.started = True
        buffer = self.rest + piece
        cut = max(buffer.rfind(b"<"), 0)  # no tag is split
        if cut == 0 and len(buffer) > _MAX_TAG_BYTES:
            raise _UnsupportedMarkup
        self.rest = buffer[cut:]
        self._scan_block(buffer[:cut])

    def finish(self) -> PartScan:
        self._scan_block(self.rest)
        if self.depth != 0:
            raise _UnsupportedMarkup
        return self.scan

    def _scan_block(self, buffer: bytes) -> None:
        import numpy as np

        if _PREFIXED.search(buffer):
            raise _UnsupportedMarkup
        codes = np.frombuffer(buffer + b"    ", dtype=np.uint8)
        opening = np.flatnonzero(codes == 0x3C)
        following = codes[opening + 1]
        # "<!" or "<?": comment, CDATA, instruction
        if bool(((following == 0x21) | (following == 0x3F)).any()):
            raise _UnsupportedMarkup
        self._measure_depth(codes, opening, following)
        after = codes[opening[following == 0x63] + 2]
        if bool(((after == 0x20) | (after == 0x3E) | (after == 0x2F) | (after < 0x20)).any()):
            raise _UnsupportedMarkup  # a cell
        self.scan.has_superscript |= b'"superscript"' in buffer
        self.scan.strings += buffer.count(b"<si>") + buffer.count(b"<si ") + buffer.count(b"<si/>")

    def _measure_depth(self, codes: NDArray[Any], opening: NDArray[Any], following: NDArray[Any]) -> None:
        import numpy as np

        if not len(opening):
            return
        steps = np.where(following == 0x2F, np.int8(-1), np.int8(1))
        closed = np.flatnonzero((codes[:-1] == 0x2F) & (codes[1:] == 0x3E))
        if len(closed):
            # "/>" belongs to the preceding tag; in running text it makes the final depth nonzero
            owner = np.searchsorted(opening, closed) - 1
            steps[owner[owner >= 0]] = 0
        depths = np.cumsum(steps, dtype=np.int64)
        if self.depth + int(np.max(depths)) > self.most_depth:
            raise _UnsupportedMarkup
        self.depth += int(depths[-1])


# Colors of the marks in an annotated workbook.

#: Light tints of Okabe and Ito's orange, yellow and blue: they differ in lightness too, and dark text stays
#: legible.
COLOURS = {"left-out": "F6BE98", "assumption": "FFF1A8", "note": "D2E7F7"}


# Cell styles of a workbook with a fill color or a strikethrough.

_WHITE_COLORS = {"theme": ("0",), "indexed": ("1", "9")}  # white
_IGNORED_RGB = ("FFFFFF", *COLOURS.values())  # white, and the colors of an annotated workbook
_EMPTY_PATTERNS = ("none", "gray125")


@dataclass(frozen=True)
class StyleNumbers:
    """Numbers of the cell styles of a workbook that say something about their cells.

    Attributes
    ----------
    filled : frozenset of int
        Styles with a fill other than none, white or our own colors.
    struck : frozenset of int
        Styles with a strikethrough font.
    """

    filled: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()


def read_styles(styles: Iterable[bytes]) -> StyleNumbers:
    """Return the numbers of the cell styles with a fill, and of those that are struck through.

    Raises
    ------
    PartRejected
        If the styles are not well formed.
    """
    reader = _StyleReader()
    parser: Any = create_checking_parser()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    for piece in styles:
        parse_piece(parser, piece)
    return StyleNumbers(
        frozenset(look for look, (fill, _) in enumerate(reader.looks) if fill in reader.coloured),
        frozenset(look for look, (_, font) in enumerate(reader.looks) if font in reader.struck),
    )


class _StyleReader:
    """Fills and fonts of a workbook, and the numbers of both for each cell style."""

    def __init__(self) -> None:
        self.coloured: set[str] = set()
        self.struck: set[str] = set()
        self.looks: list[tuple[str, str]] = []
        self._fills = self._fonts = 0
        self._inside: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name, parent = tag.rpartition(":")[2], self._inside[-1] if self._inside else ""
        self._inside.append(name)
        if (parent, name) == ("fills", "fill"):
            self._fills += 1
        elif (parent, name) == ("cellXfs", "xf"):
            self.looks.append((attributes.get("fillId", "0"), attributes.get("fontId", "0")))
        elif (parent, name) == ("fonts", "font"):
            self._fonts += 1
        elif (parent, name) == ("font", "strike") and attributes.get("val", "1") not in ("0", "false"):
            self.struck.add(str(self._fonts - 1))
        elif (parent, name) == ("fill", "gradientFill") or (
            (parent, name) == ("fill", "patternFill")
            and attributes.get("patternType", "none") not in _EMPTY_PATTERNS
        ):
            self.coloured.add(str(self._fills - 1))
        elif (parent, name) == ("patternFill", "fgColor") and _is_ignored_color(attributes):
            self.coloured.discard(str(self._fills - 1))

    def end(self, _: str) -> None:
        self._inside.pop()


def _is_ignored_color(color: dict[str, str]) -> bool:
    if color.get("rgb", "")[-6:].upper() in _IGNORED_RGB:
        return True
    return "tint" not in color and any(color.get(kind) in values for kind, values in _WHITE_COLORS.items())
