"""One look at a worksheet's bytes: where every cell stands, and the few different things the cells say.

NumPy finds the "<" of each row and cell, in blocks that stay in the processor's cache, and reads the addresses;
Arrow numbers what stands behind them. Only the usual shape of XML that spreadsheet programs write is known here. At
the first unusual thing this look steps aside, and the part is read element by element.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.caps import grant_large_memory
from libcollab_metrics.ingest.coded import CodedSheet
from libcollab_metrics.ingest.sheetscan import LAST_COLUMN, LAST_ROW, scan_exactly

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

_BLOCK = 1 << 18  # bytes looked at together
_LONGEST = 16 << 20  # bytes of one row, or of what stands before or behind all rows
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_CELL, _ROW, _ROW_END = b'<c r="', b'<row r="', b"</row>"
_PADDING = bytes(16)  # so that a look ahead from the last "<" stays inside
_ROW_TAIL = re.compile(rb'(?: [A-Za-z][\w.:]*="[^"<>]*")*\s*(/?)>\s*')
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')


class Unusual(Exception):
    """The bytes have a shape that is not known here."""


def code_sheet(pieces: Iterable[bytes], depth: int, most_cells: int) -> CodedSheet | None:
    """Return a worksheet as codes into its distinct cells; None means: look at it element by element.

    Parameters
    ----------
    pieces : the part's bytes, in pieces of any length.
    depth : how deep its elements may nest.
    most_cells : more cells than this, blank ones included, are left to the other way.

    Raises
    ------
    Refused : "not well formed", "doctype", "encoding", "too deep".
    """
    coder = _Coder(most_cells)
    try:
        for piece in pieces:
            coder.feed(piece)
        return coder.finish(depth)
    except Unusual:
        return None


class _Coder:
    """The part piece by piece: what stands before the rows, the rows, and what stands behind them."""

    def __init__(self, most_cells: int) -> None:
        self.most_cells = most_cells
        self.head = self.rest = self.tail = b""
        self.feeding = self._feed_head
        self.cells = 0
        self.last = 0  # place of the latest cell, counted along the rows
        self.last_row = 0
        self.rows: list[NDArray[np.int32]] = []
        self.columns: list[NDArray[np.int16]] = []
        self.said: list[pa.DictionaryArray] = []
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
        elif len(self.head) > _LONGEST:
            raise Unusual

    def _feed_rows(self, piece: bytes) -> None:
        buffer = self.rest + piece
        end = buffer.find(_CLOSE, max(len(self.rest) - len(_CLOSE), 0))
        done = self._look_at_rows(buffer, len(buffer) if end < 0 else end, last=end >= 0)
        self.rest = buffer[done:]
        if end >= 0:
            self.feeding = self._feed_tail
            self._feed_tail(buffer[end:])
        elif len(self.rest) > _LONGEST:
            raise Unusual

    def _feed_tail(self, piece: bytes) -> None:
        self.tail += piece
        if len(self.tail) > _LONGEST:
            raise Unusual

    def _look_at_rows(self, buffer: bytes, end: int, *, last: bool) -> int:
        """Look at whole rows, block by block; return how far they reach."""
        at = 0
        while at < end:
            cut = end if last and end - at <= _BLOCK else buffer.rfind(_ROW, at + 1, min(at + _BLOCK, end))
            if cut < 0:  # one row is longer than a block
                cut = buffer.find(_ROW, at + 1, end)
                if cut < 0 and not last:
                    break
                cut = end if cut < 0 else cut
            self._look(buffer[at:cut])
            at = cut
        return at

    def _look(self, block: bytes) -> None:
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
            raise Unusual
        cell, row, row_end = cell[marks], row[marks], row_end[marks]
        ends = np.append(starts[1:], len(block))
        numbers, closed = self._look_at_tags(codes, block, (starts[row], ends[row]))
        _check_ends(codes, block, starts[row_end], ends[row_end])
        level = np.cumsum(row.astype(np.int8) - row_end, dtype=np.int32)
        level -= np.cumsum(_spread(row, closed), dtype=np.int32)
        if not np.array_equal(level, ~(row_end | _spread(row, closed))):
            raise Unusual  # cells outside rows, or rows inside rows
        if cell.any():
            self._look_at_cells(codes, block, (starts[cell], ends[cell]), numbers[np.cumsum(row)[cell] - 1])

    def _look_at_tags(
        self, codes: NDArray[Any], block: bytes, spans: tuple[NDArray[Any], NDArray[Any]]
    ) -> tuple[NDArray[Any], NDArray[Any]]:
        """Read the opening tags of rows: their numbers, and which of them are closed at once."""
        _expect(codes, spans[0], _ROW)
        numbers, after = _digits(codes, spans[0] + len(_ROW))
        if len(numbers):
            if numbers[0] <= self.last_row or bool((np.diff(numbers) <= 0).any()) or numbers[-1] > LAST_ROW:
                raise Unusual
            self.last_row = int(numbers[-1])
        tails = _said(block, after, spans[1])
        for tail in tails.dictionary.to_pylist():
            found = _ROW_TAIL.fullmatch(tail)
            if found is None:
                raise Unusual
            self.row_tails[tail] = bool(found[1]), _HIDDEN.search(tail) is not None
        kinds = np.array([self.row_tails[tail] for tail in tails.dictionary.to_pylist()], dtype=bool).reshape(-1, 2)
        closed, hidden = kinds[tails.indices.to_numpy()].T
        self.hidden_rows.append(numbers[hidden])
        return numbers, closed

    def _look_at_cells(
        self, codes: NDArray[Any], block: bytes, spans: tuple[NDArray[Any], NDArray[Any]], of_row: NDArray[Any]
    ) -> None:
        _expect(codes, spans[0], _CELL)
        columns, after = _letters(codes, spans[0] + len(_CELL))
        rows, after = _digits(codes, after)
        if not np.array_equal(rows, of_row) or int(columns.max()) > LAST_COLUMN:
            raise Unusual
        places = rows.astype(np.int64) * (LAST_COLUMN + 1) + columns
        if places[0] <= self.last or bool((np.diff(places) <= 0).any()):
            raise Unusual  # not in order, or one cell twice
        self.last = int(places[-1])
        self.cells += len(rows)
        if self.cells > self.most_cells:
            raise Unusual
        grant_large_memory(self.cells)
        self.rows.append(rows)
        self.columns.append(columns.astype(np.int16))
        self.said.append(_said(block, after, spans[1]))

    def finish(self, depth: int) -> CodedSheet:
        """Check what stands around the rows; return everything.

        Raises
        ------
        Unusual : markup that may hide cells stands around the rows, or the part ended early.
        """
        import pyarrow as pa

        if self.feeding != self._feed_tail:
            raise Unusual
        frame = self.head + self.tail
        scan = scan_exactly([frame], depth)
        if b"<!" in frame or scan.root != "worksheet" or scan.box.cells or scan.rows or frame.count(_OPEN[:-1]) != 1:
            raise Unusual
        said = pa.chunked_array(self.said, pa.dictionary(pa.int32(), pa.binary())).unify_dictionaries()
        sheet = CodedSheet(
            head=self.head,
            tail=self.tail,
            cells=said.chunk(0).dictionary if said.num_chunks else pa.array([], pa.binary()),
            codes=_joined([chunk.indices.to_numpy() for chunk in said.chunks], np.int32),
            rows=_joined(self.rows, np.int32),
            columns=_joined(self.columns, np.int16),
            row_tails=tuple(self.row_tails),
            hidden_rows=_joined(self.hidden_rows, np.int32),
            hidden_columns=tuple(scan.hidden_columns),
            merges=scan.merges,
        )
        if not sheet.is_usual():
            raise Unusual
        sheet.check_markup()
        return sheet


def _joined(parts: list[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)


def _spread(where: NDArray[Any], values: NDArray[Any]) -> NDArray[Any]:
    spread = np.zeros(len(where), dtype=bool)
    spread[where] = values
    return spread


def _expect(codes: NDArray[Any], at: NDArray[Any], text: bytes) -> None:
    for offset, expected in enumerate(text):
        if bool((codes[offset:][at] != expected).any()):
            raise Unusual


def _check_ends(codes: NDArray[Any], block: bytes, starts: NDArray[Any], ends: NDArray[Any]) -> None:
    _expect(codes, starts, _ROW_END)
    after = starts + len(_ROW_END)
    spaced = np.flatnonzero(after != ends)
    if len(spaced) and any(tail.strip() for tail in _said(block, after[spaced], ends[spaced]).dictionary.to_pylist()):
        raise Unusual


def _said(block: bytes, starts: NDArray[Any], ends: NDArray[Any]) -> pa.DictionaryArray:
    """Return the bytes between each start and end, coded: Arrow is shown spans and gaps in turn and takes the spans."""
    import pyarrow as pa

    count = len(starts)
    borders = np.empty(2 * count, dtype=np.int32)
    borders[0::2], borders[1::2] = starts, ends
    if not count:
        return pa.array([], pa.binary()).dictionary_encode()
    turns = pa.Array.from_buffers(
        pa.binary(), 2 * count - 1, [None, pa.py_buffer(borders), pa.py_buffer(block)]
    )  # fmt: skip
    return turns.take(pa.array(np.arange(0, 2 * count, 2, dtype=np.int32))).dictionary_encode()


def _letters(codes: NDArray[Any], at: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Read one to three capital letters at each position; return column numbers and the positions after."""
    columns = codes[at].astype(np.int32) - 64
    if bool(((columns < 1) | (columns > 26)).any()):
        raise Unusual
    at = at + 1
    for _ in range(2):
        value = codes[at] - np.uint8(64)  # anything but a capital becomes 0 or more than 26
        letter = (value >= 1) & (value <= 26)
        if not bool(letter.any()):
            break
        columns = np.where(letter, columns * 26 + value, columns)
        at = at + letter
    return columns, at


def _digits(codes: NDArray[Any], at: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Read one to seven digits and a closing quotation mark; return the numbers and the positions after the mark."""
    numbers = np.zeros(len(at), dtype=np.int32)
    length = np.ones(len(at), dtype=np.int64)
    going = np.ones(len(at), dtype=bool)
    for place in range(7):
        value = codes[place:][at] - np.uint8(48)  # anything but a digit becomes 10 or more
        going &= value <= 9
        if bool(going.all()):  # as in most blocks, where all numbers have as many digits
            numbers *= 10
            numbers += value
        elif bool(going.any()):
            numbers = np.where(going, numbers * 10 + value, numbers)
        else:
            break
        length += going
    after = at + length
    if bool(((codes[after - 1] != ord('"')) | (numbers == 0)).any()):
        raise Unusual
    return numbers, after
