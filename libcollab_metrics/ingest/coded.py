"""A worksheet as codes into its distinct cells, and the short sheet from which a reader reads each of them once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.cells import CellColumn, address, as_cell
from libcollab_metrics.ingest.sheetscan import MOST_COLOURED, Box, PartScan, parse_piece, watching_parser

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

_ACROSS = 16  # cells in each row of the short sheet
_MARK = b"<row>" + b"<c><v>1</v></c>" * _ACROSS + b"</row>"  # first and last row: so the reader's range is known
_ATTRIBUTES = r'(?: (?:(?:s|cm|vm|ph)="[0-9]+"|t="[A-Za-z]+"))*'
_FORMULA = r"(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)"
_TEXT = r"(?:<t(?: [^<>]*)?/>|<t(?: [^<>]*)?>[^<]*</t>)"
_RUN = rf"<r>(?:<rPr>(?:<[A-Za-z]+(?: [^<>]*)?/>)*</rPr>)?{_TEXT}</r>"
_VALUE = rf"(?:<v ?/>|<v>[^<]*</v>|<is>(?:{_TEXT}|(?:{_RUN})+)</is>)"
#: What may stand behind the address of a cell, in the grammar of Arrow's regular expressions.
USUAL_CELL = rf"^{_ATTRIBUTES}(?: ?/>|>{_FORMULA}?{_VALUE}?</c>)\s*$"
#: A shared string whose number is none: the reader would take the first string for it.
_ODD_STRING = r'^[^>]* t="s"[^>]*>.*<v>(?:[^<]*[^0-9<][^<]*|[0-9]{10,})</v>'
_NO_RESULT = re.compile(rf"{_ATTRIBUTES}>{_FORMULA}(<v ?/>|<v></v>)?</c>\s*".encode())
_ERROR = re.compile(rb'[^>]* t="e"[^>]*>.*<v>([^<]*)</v></c>\s*', re.DOTALL)
_STYLED_BLANK = re.compile(rb'[^>]* s="(\d+)"[^>]*(?:/>|></c>)\s*')


@dataclass(frozen=True, eq=False)
class CodedSheet:
    """Every cell of a sheet by place and code.

    `cells` holds the distinct cells as bytes, each from behind its address to its end; `codes`, `rows` and `columns`
    (counted from 1) have one entry a cell, in the order of the sheet. `head` and `tail` stand around the rows.
    """

    head: bytes = field(repr=False)
    tail: bytes = field(repr=False)
    cells: pa.Array
    codes: NDArray[np.int32]
    rows: NDArray[np.int32]
    columns: NDArray[np.int16]
    row_tails: tuple[bytes, ...]
    hidden_rows: NDArray[np.int32]
    hidden_columns: tuple[tuple[int, int], ...]
    merges: int = 0

    def is_usual(self) -> bool:
        """True when every distinct cell has a shape that hides nothing."""
        import pyarrow as pa
        import pyarrow.compute as pc

        try:
            texts = self.cells.cast(pa.string())
        except pa.ArrowInvalid:  # not UTF-8
            return False
        if pc.any(pc.match_substring_regex(texts, _ODD_STRING), min_count=0).as_py():
            return False
        return bool(pc.all(pc.match_substring_regex(texts, USUAL_CELL), min_count=0).as_py())

    def check_markup(self) -> None:
        """Have a strict parser go over every distinct cell and row.

        Raises
        ------
        Refused : "not well formed".
        """
        rows = b"".join(
            b"<row" + tail + (b"" if tail.rstrip().endswith(b"/>") else b"</row>") for tail in self.row_tails
        )
        parser = watching_parser()
        parse_piece(parser, self.head + rows)
        parse_piece(parser, self.short_sheet[len(self.head) :], last=True)

    @cached_property
    def short_sheet(self) -> bytes:
        """A sheet of the distinct cells only, between two rows of marks, each cell without its address."""
        said = self.cells.to_pylist()
        said += [b"><v>1</v></c>"] * (-len(said) % _ACROSS)
        rows = (b"<row><c" + b"<c".join(said[at : at + _ACROSS]) + b"</row>" for at in range(0, len(said), _ACROSS))
        return b"".join([self.head, _MARK, *rows, _MARK, self.tail])

    def read_back(self, rows: Sequence[Sequence[object]]) -> list[object]:
        """Return the value of each distinct cell from the rows a reader made of the short sheet."""
        return [value for row in rows[1:-1] for value in row][: len(self.cells)]

    @cached_property
    def _has_value(self) -> NDArray[np.bool_]:
        import pyarrow.compute as pc

        has = pc.or_(pc.match_substring(self.cells, "<v"), pc.match_substring(self.cells, "<is>"))
        return np.asarray(has.to_numpy(zero_copy_only=False), dtype=bool)

    def _holding(self, text: str) -> list[tuple[int, bytes]]:
        """Return the distinct cells that hold a piece of text, with their codes."""
        import pyarrow.compute as pc

        codes = pc.indices_nonzero(pc.match_substring(self.cells, text))
        return list(zip(codes.to_pylist(), self.cells.take(codes).to_pylist(), strict=True))

    def errors(self) -> dict[int, str]:
        """Return the text of the distinct cells that show an error, by code."""
        found = ((code, _ERROR.fullmatch(cell)) for code, cell in self._holding(' t="e"'))
        return {code: match[1].decode() for code, match in found if match}

    def scan(self) -> PartScan:
        """Return what the preflight has to know of the sheet."""
        scan = PartScan(root="worksheet", hidden_columns=list(self.hidden_columns), coded=self)
        scan.merges = self.merges
        scan.hidden_rows = self.hidden_rows.tolist()
        filled = np.flatnonzero(self._has_value[self.codes])
        scan.filled = len(filled)
        if len(filled):
            _stretch(scan.box, self.rows[filled], self.columns[filled])
        for code, text in self.errors().items():
            scan.errors |= {address(row, column): text for row, column in self._places([code])}
        self._note_formulas(scan)
        self._note_styled_blanks(scan)
        return scan

    def _note_formulas(self, scan: PartScan) -> None:
        codes = []
        for code, cell in self._holding("<f"):
            found = _NO_RESULT.fullmatch(cell)
            if found and not (found[1] and b' t="str"' in cell[: cell.index(b">")]):  # an empty text IS a result
                codes.append(code)
        for row, column in self._places(codes):
            scan.empty_formula(address(row, column))

    def _note_styled_blanks(self, scan: PartScan) -> None:
        import pyarrow as pa

        blank = np.flatnonzero(~self._has_value)
        for code, cell in zip(blank.tolist(), self.cells.take(pa.array(blank)).to_pylist(), strict=True):
            found = _STYLED_BLANK.fullmatch(cell)
            if found:
                for row, column in self._places([code], most=MOST_COLOURED):
                    scan.styled_blank(int(found[1]), row, column)

    def _places(self, codes: Sequence[int], most: int | None = None) -> list[tuple[int, int]]:
        """Return row and column of every cell of these codes, or of the first, in the order of the sheet."""
        if not codes:
            return []
        wanted = np.zeros(len(self.cells), dtype=bool)
        wanted[list(codes)] = True
        at = np.flatnonzero(wanted[self.codes])[:most]
        return list(zip(self.rows[at].tolist(), self.columns[at].tolist(), strict=True))

    def grid(self, values: Sequence[object]) -> tuple[int, int, tuple[CellColumn, ...]]:
        """Return the filled part with a value for each distinct cell: first row, first column, columns."""
        known: dict[object, int] = {None: 0}
        meant = np.array([known.setdefault(cell, len(known)) for cell in map(as_cell, values)], dtype=np.int32)
        codes = meant[self.codes]
        filled = np.flatnonzero(codes)
        if not len(filled):
            return 1, 1, ()
        codes, rows, columns = codes[filled], self.rows[filled], self.columns[filled]
        top, left = int(np.min(rows)), int(np.min(columns))
        table = np.zeros((int(np.max(columns)) - left + 1, int(np.max(rows)) - top + 1), dtype=np.int32)
        table[columns - left, rows - top] = codes
        cells = list(known)
        return top, left, tuple(_column(line, cells) for line in table)


def _stretch(box: Box, rows: NDArray[Any], columns: NDArray[Any]) -> None:
    for at in {int(find(line)) for find in (np.argmin, np.argmax) for line in (rows, columns)}:
        box.include(int(rows[at]), int(columns[at]))


def _column(codes: NDArray[np.int32], cells: Sequence[object]) -> CellColumn:
    """Return one column with only its own distinct cells, in the order in which they first stand in it."""
    first = np.full(len(cells), len(codes), dtype=np.int32)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1, dtype=np.int32)
    first[0] = -1  # the blank has code 0 wherever it stands
    own = np.flatnonzero(first < len(codes))
    own = own[np.argsort(first[own])]
    renamed = np.zeros(len(cells), dtype=np.int32)
    renamed[own] = np.arange(len(own), dtype=np.int32)
    return CellColumn(renamed[codes], [cells[code] for code in own.tolist()])
