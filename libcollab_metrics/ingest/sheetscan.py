"""One XML part of a workbook, element by element: how far its filled cells reach, how deep it nests, what it hides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from libcollab_metrics.ingest.cells import address, position
from libcollab_metrics.ingest.xmltext import UTF8, new_parser

if TYPE_CHECKING:
    from libcollab_metrics.ingest.coded import CodedSheet

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
