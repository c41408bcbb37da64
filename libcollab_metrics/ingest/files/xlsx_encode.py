"""Dictionary-encode an XLSX worksheet directly from its bytes, if its markup is of the usual form.

NumPy finds the "<" of each row and cell, in blocks that fit in the processor's cache, and parses the
addresses; Arrow encodes the content of the cells. Only the usual markup of spreadsheet programs is supported.
On anything unexpected, the caller falls back to the streaming scanner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.files.cells import CellColumn, cell_reference, to_cell
from libcollab_metrics.ingest.files.xml_scan import (
    LAST_COLUMN,
    LAST_ROW,
    MAX_STYLED_BLANKS,
    Box,
    PartScan,
    create_checking_parser,
    parse_piece,
    scan_elements,
)
from libcollab_metrics.ingest.limits import raise_memory_for_cells

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray


# An encoded worksheet, and the short sheet from which a reader parses each distinct cell once.

_CELLS_PER_ROW = 16  # cells per row of the short sheet
# first and last row, to fix the reader's range
_MARKER_ROW = b"<row>" + b"<c><v>1</v></c>" * _CELLS_PER_ROW + b"</row>"
_ATTRIBUTES = r'(?: (?:(?:s|cm|vm|ph)="[0-9]+"|t="[A-Za-z]+"))*'
_FORMULA = r"(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)"
_TEXT = r"(?:<t(?: [^<>]*)?/>|<t(?: [^<>]*)?>[^<]*</t>)"
_RUN = rf"<r>(?:<rPr>(?:<[A-Za-z]+(?: [^<>]*)?/>)*</rPr>)?{_TEXT}</r>"
_VALUE = rf"(?:<v ?/>|<v>[^<]*</v>|<is>(?:{_TEXT}|(?:{_RUN})+)</is>)"
#: Allowed content of a cell after its address, in the syntax of Arrow's regular expressions.
USUAL_CELL = rf"^{_ATTRIBUTES}(?: ?/>|>{_FORMULA}?{_VALUE}?</c>)\s*$"
#: Shared string with an invalid index: the reader would replace it with the first string.
_INVALID_STRING_INDEX = r'^[^>]* t="s"[^>]*>.*<v>(?:[^<]*[^0-9<][^<]*|[0-9]{10,})</v>'
_NO_RESULT = re.compile(rf"{_ATTRIBUTES}>{_FORMULA}(<v ?/>|<v></v>)?</c>\s*".encode())
_ERROR = re.compile(rb'[^>]* t="e"[^>]*>.*<v>([^<]*)</v></c>\s*', re.DOTALL)
_STYLED_BLANK = re.compile(rb'[^>]* s="(\d+)"[^>]*(?:/>|></c>)\s*')


@dataclass(frozen=True, eq=False)
class EncodedSheet:
    """Worksheet with dictionary-encoded cells.

    Attributes
    ----------
    head, tail : bytes
        Markup before and after the rows.
    cells : pyarrow.BinaryArray, shape (k,)
        Distinct cells, each from the end of its address to its end.
    codes : ndarray of int32, shape (n,)
        Index into `cells` for each cell, in sheet order.
    rows, columns : ndarray of int, shape (n,)
        Excel row and column of each cell, counted from 1.
    row_tails : tuple of bytes
        Distinct ends of row tags, after the row number.
    hidden_rows : ndarray of int32
        Excel rows.
    hidden_columns : tuple of (int, int)
        First and last Excel column of each hidden range.
    merges : int
        Number of merged ranges.
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

    def has_usual_markup(self) -> bool:
        """Return whether every distinct cell has the usual markup, which cannot hide content."""
        import pyarrow as pa
        import pyarrow.compute as pc

        try:
            texts = self.cells.cast(pa.string())
        except pa.ArrowInvalid:  # not UTF-8
            return False
        if pc.any(pc.match_substring_regex(texts, _INVALID_STRING_INDEX), min_count=0).as_py():
            return False
        return bool(pc.all(pc.match_substring_regex(texts, USUAL_CELL), min_count=0).as_py())

    def check_markup(self) -> None:
        """Validate every distinct cell and row tag with a strict XML parser.

        Raises
        ------
        PartRejected
            With reason "not well formed".
        """
        rows = b"".join(
            b"<row" + tail + (b"" if tail.rstrip().endswith(b"/>") else b"</row>") for tail in self.row_tails
        )
        parser = create_checking_parser()
        parse_piece(parser, self.head + rows)
        parse_piece(parser, self.short_sheet[len(self.head) :], last=True)

    @cached_property
    def short_sheet(self) -> bytes:
        """Sheet of the distinct cells only, without addresses, between two marker rows."""
        contents = self.cells.to_pylist()
        contents += [b"><v>1</v></c>"] * (-len(contents) % _CELLS_PER_ROW)
        rows = (
            b"<row><c" + b"<c".join(contents[at : at + _CELLS_PER_ROW]) + b"</row>"
            for at in range(0, len(contents), _CELLS_PER_ROW)
        )
        return b"".join([self.head, _MARKER_ROW, *rows, _MARKER_ROW, self.tail])

    def values_from_rows(self, rows: Sequence[Sequence[object]]) -> list[object]:
        """Extract the value of each distinct cell from the rows parsed from the short sheet."""
        return [value for row in rows[1:-1] for value in row][: len(self.cells)]

    @cached_property
    def _has_value(self) -> NDArray[np.bool_]:
        import pyarrow.compute as pc

        has = pc.or_(pc.match_substring(self.cells, "<v"), pc.match_substring(self.cells, "<is>"))
        return np.asarray(has.to_numpy(zero_copy_only=False), dtype=bool)

    def _cells_containing(self, text: str) -> list[tuple[int, bytes]]:
        """Return the distinct cells that contain a text, with their codes."""
        import pyarrow.compute as pc

        codes = pc.indices_nonzero(pc.match_substring(self.cells, text))
        return list(zip(codes.to_pylist(), self.cells.take(codes).to_pylist(), strict=True))

    def errors(self) -> dict[int, str]:
        """Return the text of each distinct cell with an error, by code."""
        matches = ((code, _ERROR.fullmatch(cell)) for code, cell in self._cells_containing(' t="e"'))
        return {code: match[1].decode() for code, match in matches if match}

    def rows_in_styles(self, styles: Iterable[int]) -> tuple[int, ...]:
        """Return the Excel rows of which at least half of the filled cells have one of these cell styles."""
        filled = self._has_value[self.codes]
        has_style = np.bincount(self.rows[self._are_in_styles(styles)])
        cells = np.bincount(self.rows[filled], minlength=len(has_style))[: len(has_style)]
        return tuple(np.flatnonzero((has_style > 0) & (2 * has_style >= cells)).tolist())

    def cells_in_styles(self, styles: Iterable[int]) -> tuple[tuple[int, int], ...]:
        """Return the Excel rows and columns of the filled cells that have one of these cell styles."""
        found = self._are_in_styles(styles)
        return tuple(zip(self.rows[found].tolist(), self.columns[found].tolist(), strict=True))

    def _are_in_styles(self, styles: Iterable[int]) -> NDArray[np.bool_]:
        wanted = np.zeros(len(self.cells), dtype=bool)
        for style in styles:
            wanted[[code for code, _ in self._cells_containing(f' s="{style}"')]] = True
        in_style: NDArray[np.bool_] = (self._has_value & wanted)[self.codes]
        return in_style

    def scan(self) -> PartScan:
        """Return the counts the preflight needs."""
        scan = PartScan(root="worksheet", hidden_columns=list(self.hidden_columns), encoded=self)
        scan.merges = self.merges
        scan.hidden_rows = self.hidden_rows.tolist()
        filled = np.flatnonzero(self._has_value[self.codes])
        scan.filled = len(filled)
        if len(filled):
            _extend_box(scan.box, self.rows[filled], self.columns[filled])
        for code, text in self.errors().items():
            scan.errors |= {cell_reference(row, column): text for row, column in self._cell_positions([code])}
        self._add_empty_formulas(scan)
        self._add_styled_blanks(scan)
        return scan

    def _add_empty_formulas(self, scan: PartScan) -> None:
        codes = []
        for code, cell in self._cells_containing("<f"):
            match = _NO_RESULT.fullmatch(cell)
            # an empty text is a result
            if match and not (match[1] and b' t="str"' in cell[: cell.index(b">")]):
                codes.append(code)
        for row, column in self._cell_positions(codes):
            scan.add_empty_formula(cell_reference(row, column))

    def _add_styled_blanks(self, scan: PartScan) -> None:
        import pyarrow as pa

        blank = np.flatnonzero(~self._has_value)
        for code, cell in zip(blank.tolist(), self.cells.take(pa.array(blank)).to_pylist(), strict=True):
            match = _STYLED_BLANK.fullmatch(cell)
            if match:
                for row, column in self._cell_positions([code], limit=MAX_STYLED_BLANKS):
                    scan.add_styled_blank(int(match[1]), row, column)

    def _cell_positions(self, codes: Sequence[int], limit: int | None = None) -> list[tuple[int, int]]:
        """Return row and column of the first `limit` cells with these codes, in sheet order."""
        if not codes:
            return []
        wanted = np.zeros(len(self.cells), dtype=bool)
        wanted[list(codes)] = True
        at = np.flatnonzero(wanted[self.codes])[:limit]
        return list(zip(self.rows[at].tolist(), self.columns[at].tolist(), strict=True))

    def build_grid(self, values: Sequence[object]) -> tuple[int, int, tuple[CellColumn, ...]]:
        """Build the used range from the value of each distinct cell.

        Returns
        -------
        tuple of (int, int, tuple of CellColumn)
            First row, first column, and the columns.
        """
        known: dict[object, int] = {None: 0}
        meant = np.array(
            [known.setdefault(cell, len(known)) for cell in map(to_cell, values)], dtype=np.int32
        )
        codes = meant[self.codes]
        filled = np.flatnonzero(codes)
        if not len(filled):
            return 1, 1, ()
        codes, rows, columns = codes[filled], self.rows[filled], self.columns[filled]
        top, left = int(np.min(rows)), int(np.min(columns))
        table = np.zeros((int(np.max(columns)) - left + 1, int(np.max(rows)) - top + 1), dtype=np.int32)
        table[columns - left, rows - top] = codes
        cells = list(known)
        return top, left, tuple(_build_column(line, cells) for line in table)


def _extend_box(box: Box, rows: NDArray[Any], columns: NDArray[Any]) -> None:
    for at in {int(find(line)) for find in (np.argmin, np.argmax) for line in (rows, columns)}:
        box.include(int(rows[at]), int(columns[at]))


def _build_column(codes: NDArray[np.int32], cells: Sequence[object]) -> CellColumn:
    """Build a column with its own distinct cells only, in order of first occurrence."""
    first = np.full(len(cells), len(codes), dtype=np.int32)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1, dtype=np.int32)
    first[0] = -1  # the blank has code 0 in every column
    own = np.flatnonzero(first < len(codes))
    own = own[np.argsort(first[own])]
    renamed = np.zeros(len(cells), dtype=np.int32)
    renamed[own] = np.arange(len(own), dtype=np.int32)
    return CellColumn(renamed[codes], [cells[code] for code in own.tolist()])


_BLOCK_BYTES = 1 << 18  # bytes processed together
_MAX_MARKUP_BYTES = 16 << 20  # maximum bytes of one row, or of the markup before or after all rows
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_CELL, _ROW, _ROW_END = b'<c r="', b'<row r="', b"</row>"
_PADDING = bytes(16)  # allows reading past the last "<"
_ROW_TAIL = re.compile(rb'(?: [A-Za-z][\w.:]*="[^"<>]*")*\s*(/?)>\s*')
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')


class UnsupportedMarkup(Exception):
    """Markup that this module does not support."""


def encode_sheet(pieces: Iterable[bytes], depth: int, max_cells: int) -> EncodedSheet | None:
    """Encode a worksheet; None when the streaming scanner must be used instead.

    Parameters
    ----------
    pieces : iterable of bytes
        Content of the part, in pieces of any length.
    depth : int
        Maximum nesting depth of elements.
    max_cells : int
        Maximum number of cells, including blank ones; sheets with more are left to the streaming scanner.

    Returns
    -------
    EncodedSheet or None
        Encoded worksheet.

    Raises
    ------
    PartRejected
        With reason "not well formed", "doctype", "encoding" or "too deep".
    """
    coder = _SheetEncoder(max_cells)
    try:
        for piece in pieces:
            coder.feed(piece)
        return coder.finish(depth)
    except UnsupportedMarkup:
        return None


class _SheetEncoder:
    """Incremental encoder of a worksheet part: markup before the rows, rows, markup after them."""

    def __init__(self, max_cells: int) -> None:
        self.most_cells = max_cells
        self.head = self.rest = self.tail = b""
        self.feeding = self._feed_head
        self.cells = 0
        self.last = 0  # position of the last cell, counted along the rows
        self.last_row = 0
        self.rows: list[NDArray[np.int32]] = []
        self.columns: list[NDArray[np.int16]] = []
        self.contents: list[pa.DictionaryArray] = []
        self.row_tails: dict[bytes, tuple[bool, bool]] = {}
        self.hidden_rows: list[NDArray[np.int32]] = []

    def feed(self, piece: bytes) -> None:
        self.feeding(piece)

    def _feed_head(self, piece: bytes) -> None:
        self.head += piece
        at = self.head.find(_OPEN)
        if at >= 0:
            begin = at + len(_OPEN)
            self.head, rest = self.head[:begin], self.head[begin:].lstrip()
            self.feeding = self._feed_rows
            self._feed_rows(rest)
        elif len(self.head) > _MAX_MARKUP_BYTES:
            raise UnsupportedMarkup

    def _feed_rows(self, piece: bytes) -> None:
        buffer = self.rest + piece
        end = buffer.find(_CLOSE, max(len(self.rest) - len(_CLOSE), 0))
        done = self._encode_rows(buffer, len(buffer) if end < 0 else end, last=end >= 0)
        self.rest = buffer[done:]
        if end >= 0:
            self.feeding = self._feed_tail
            self._feed_tail(buffer[end:])
        elif len(self.rest) > _MAX_MARKUP_BYTES:
            raise UnsupportedMarkup

    def _feed_tail(self, piece: bytes) -> None:
        self.tail += piece
        if len(self.tail) > _MAX_MARKUP_BYTES:
            raise UnsupportedMarkup

    def _encode_rows(self, buffer: bytes, end: int, *, last: bool) -> int:
        """Encode complete rows block by block; return the offset reached."""
        at = 0
        while at < end:
            cut = (
                end
                if last and end - at <= _BLOCK_BYTES
                else buffer.rfind(_ROW, at + 1, min(at + _BLOCK_BYTES, end))
            )
            if cut < 0:  # one row is longer than a block
                cut = buffer.find(_ROW, at + 1, end)
                if cut < 0 and not last:
                    break
                cut = end if cut < 0 else cut
            self._encode_block(buffer[at:cut])
            at = cut
        return at

    def _encode_block(self, block: bytes) -> None:
        codes = np.frombuffer(block + _PADDING, dtype=np.uint8)
        opening = np.flatnonzero(codes == ord("<"))
        first, second = codes[1:][opening], codes[2:][opening]
        cell = (first == ord("c")) & (second == ord(" "))
        row = (first == ord("r")) & (second == ord("o"))
        row_end = (first == ord("/")) & (second == ord("r"))
        row_end[row_end] = codes[3:][opening[row_end]] == ord("o")
        marks = np.flatnonzero(cell | row | row_end)
        starts = opening[marks]
        if not len(starts) or starts[0] != 0:
            raise UnsupportedMarkup
        cell, row, row_end = cell[marks], row[marks], row_end[marks]
        ends = np.append(starts[1:], len(block))
        numbers, closed = self._parse_row_tags(codes, block, (starts[row], ends[row]))
        _check_ends(codes, block, starts[row_end], ends[row_end])
        level = np.cumsum(row.astype(np.int8) - row_end, dtype=np.int32)
        level -= np.cumsum(_expand_mask(row, closed), dtype=np.int32)
        if not np.array_equal(level, ~(row_end | _expand_mask(row, closed))):
            raise UnsupportedMarkup  # cells outside rows, or nested rows
        if cell.any():
            self._parse_cells(codes, block, (starts[cell], ends[cell]), numbers[np.cumsum(row)[cell] - 1])

    def _parse_row_tags(
        self, codes: NDArray[Any], block: bytes, spans: tuple[NDArray[Any], NDArray[Any]]
    ) -> tuple[NDArray[Any], NDArray[Any]]:
        """Parse the opening tags of rows; return their numbers and which of them are self-closing."""
        _expect_bytes(codes, spans[0], _ROW)
        numbers, after = _parse_numbers(codes, spans[0] + len(_ROW))
        if len(numbers):
            if numbers[0] <= self.last_row or bool((np.diff(numbers) <= 0).any()) or numbers[-1] > LAST_ROW:
                raise UnsupportedMarkup
            self.last_row = int(numbers[-1])
        tails = _encode_spans(block, after, spans[1])
        for tail in tails.dictionary.to_pylist():
            match = _ROW_TAIL.fullmatch(tail)
            if match is None:
                raise UnsupportedMarkup
            self.row_tails[tail] = bool(match[1]), _HIDDEN.search(tail) is not None
        kinds = np.array([self.row_tails[tail] for tail in tails.dictionary.to_pylist()], dtype=bool).reshape(
            -1, 2
        )
        closed, hidden = kinds[tails.indices.to_numpy()].T
        self.hidden_rows.append(numbers[hidden])
        return numbers, closed

    def _parse_cells(
        self,
        codes: NDArray[Any],
        block: bytes,
        spans: tuple[NDArray[Any], NDArray[Any]],
        row_numbers: NDArray[Any],
    ) -> None:
        _expect_bytes(codes, spans[0], _CELL)
        columns, after = _parse_column_letters(codes, spans[0] + len(_CELL))
        rows, after = _parse_numbers(codes, after)
        if not np.array_equal(rows, row_numbers) or int(columns.max()) > LAST_COLUMN:
            raise UnsupportedMarkup
        places = rows.astype(np.int64) * (LAST_COLUMN + 1) + columns
        if places[0] <= self.last or bool((np.diff(places) <= 0).any()):
            raise UnsupportedMarkup  # not in order, or a duplicate cell
        self.last = int(places[-1])
        self.cells += len(rows)
        if self.cells > self.most_cells:
            raise UnsupportedMarkup
        raise_memory_for_cells(self.cells)
        self.rows.append(rows)
        self.columns.append(columns.astype(np.int16))
        self.contents.append(_encode_spans(block, after, spans[1]))

    def finish(self, depth: int) -> EncodedSheet:
        """Check the markup around the rows and assemble the encoded sheet.

        Raises
        ------
        UnsupportedMarkup
            If the markup around the rows may hide cells, or the part ended early.
        """
        import pyarrow as pa

        if self.feeding != self._feed_tail:
            raise UnsupportedMarkup
        frame = self.head + self.tail
        scan = scan_elements([frame], depth)
        if (
            b"<!" in frame
            or scan.root != "worksheet"
            or scan.box.cells
            or scan.rows
            or frame.count(_OPEN[:-1]) != 1
        ):
            raise UnsupportedMarkup
        contents = pa.chunked_array(
            self.contents, pa.dictionary(pa.int32(), pa.binary())
        ).unify_dictionaries()
        sheet = EncodedSheet(
            head=self.head,
            tail=self.tail,
            cells=contents.chunk(0).dictionary if contents.num_chunks else pa.array([], pa.binary()),
            codes=_concat_arrays([chunk.indices.to_numpy() for chunk in contents.chunks], np.int32),
            rows=_concat_arrays(self.rows, np.int32),
            columns=_concat_arrays(self.columns, np.int16),
            row_tails=tuple(self.row_tails),
            hidden_rows=_concat_arrays(self.hidden_rows, np.int32),
            hidden_columns=tuple(scan.hidden_columns),
            merges=scan.merges,
        )
        if not sheet.has_usual_markup():
            raise UnsupportedMarkup
        sheet.check_markup()
        return sheet


def _concat_arrays(parts: list[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)


def _expand_mask(where: NDArray[Any], values: NDArray[Any]) -> NDArray[Any]:
    spread = np.zeros(len(where), dtype=bool)
    spread[where] = values
    return spread


def _expect_bytes(codes: NDArray[Any], at: NDArray[Any], text: bytes) -> None:
    for offset, expected in enumerate(text):
        if bool((codes[offset:][at] != expected).any()):
            raise UnsupportedMarkup


def _check_ends(codes: NDArray[Any], block: bytes, starts: NDArray[Any], ends: NDArray[Any]) -> None:
    _expect_bytes(codes, starts, _ROW_END)
    after = starts + len(_ROW_END)
    spaced = np.flatnonzero(after != ends)
    if len(spaced) and any(
        tail.strip() for tail in _encode_spans(block, after[spaced], ends[spaced]).dictionary.to_pylist()
    ):
        raise UnsupportedMarkup


def _encode_spans(block: bytes, starts: NDArray[Any], ends: NDArray[Any]) -> pa.DictionaryArray:
    """Dictionary-encode the bytes between each start and end.

    Arrow gets spans and gaps as one alternating array, and the spans are taken from it.
    """
    import pyarrow as pa

    count = len(starts)
    borders = np.empty(2 * count, dtype=np.int32)
    borders[0::2], borders[1::2] = starts, ends
    if not count:
        return pa.array([], pa.binary()).dictionary_encode()
    turns = pa.Array.from_buffers(
        pa.binary(), 2 * count - 1, [None, pa.py_buffer(borders), pa.py_buffer(block)]
    )
    return turns.take(pa.array(np.arange(0, 2 * count, 2, dtype=np.int32))).dictionary_encode()


def _parse_column_letters(codes: NDArray[Any], at: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Parse one to three capital letters at each offset; return columns and end offsets."""
    columns = codes[at].astype(np.int32) - 64
    if bool(((columns < 1) | (columns > 26)).any()):
        raise UnsupportedMarkup
    at = at + 1
    for _ in range(2):
        value = codes[at] - np.uint8(64)  # anything but a capital letter becomes 0 or more than 26
        letter = (value >= 1) & (value <= 26)
        if not bool(letter.any()):
            break
        columns = np.where(letter, columns * 26 + value, columns)
        at = at + letter
    return columns, at


def _parse_numbers(codes: NDArray[Any], at: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Parse one to seven digits and a closing quote; return numbers and end offsets."""
    numbers = np.zeros(len(at), dtype=np.int32)
    length = np.ones(len(at), dtype=np.int64)
    going = np.ones(len(at), dtype=bool)
    for digit_index in range(7):
        value = codes[digit_index:][at] - np.uint8(48)  # anything but a digit becomes 10 or more
        going &= value <= 9
        if bool(going.all()):  # as in most blocks, where all numbers have the same length
            numbers *= 10
            numbers += value
        elif bool(going.any()):
            numbers = np.where(going, numbers * 10 + value, numbers)
        else:
            break
        length += going
    after = at + length
    if bool(((codes[after - 1] != ord('"')) | (numbers == 0)).any()):
        raise UnsupportedMarkup
    return numbers, after
