"""Read CSV files: choice of delimiter and quoting, maximum length of a line, and ragged rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.files.cells import CellColumn, cell_reference
from libcollab_metrics.ingest.files.refusals import (
    display_name,
    limit_exceeded_error,
    line_too_long_error,
    missing_heading_error,
    too_many_lines_error,
    unclosed_quote_error,
)
from libcollab_metrics.ingest.files.text_encoding import decode_text
from libcollab_metrics.ingest.files.xml_scan import LAST_ROW
from libcollab_metrics.ingest.limits import Limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DELIMITERS = ",;\t|"
_SEP_LINE = re.compile(r'"?sep=([^\w\s"=]|\t)"?[ ,;\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_LAST_FIRST = re.compile(r"^[^,\d]+, [^,\d]+$")
_RULE = re.compile(r":?-{3,}:?|:-+:?|-+:")
_RULED: list[str] = []  # the record of such a line
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*")
#: Fewest rows below headings of which one may be missing, and fewest cells of each.
MIN_ROWS_BELOW, MIN_HEADINGS = 2, 4
_FIELD_LIMIT = 1 << 20  # characters in one cell; Excel itself allows 32,767
_SAMPLE_ROWS = 200
_SAMPLE_LETTERS = 200_000
_STANDARD_QUOTING: Mapping[str, Any] = MappingProxyType({})
_QUOTE_AFTER_SPACE: Mapping[str, Any] = MappingProxyType({"skipinitialspace": True})
_BACKSLASH_ESCAPES: Mapping[str, Any] = MappingProxyType({"escapechar": "\\"})
_FORMULA_TEXT = re.compile(r'^="([^"]*)"$')  # text protected from conversion by Excel: ="00012"
_BATCH_ROWS = 4_096  # rows encoded together
_MAX_LINE_BYTES = 4 << 20  # bytes; 2,000 cells of 2,000 letters
_END_SENTINEL = (
    "\ue000"  # sentinel line appended to the file; not a record of its own after an unclosed quote
)


@dataclass(frozen=True)
class TextTable:
    """Columns of a CSV file, with what was detected about it.

    Attributes
    ----------
    columns : tuple of CellColumn
        Cells as text, or None when blank.
    delimiter : str
        Delimiter of the file.
    encoding : str
        Encoding of the file.
    is_encoding_guessed : bool
        Whether the encoding is a guess.
    ragged : tuple of int
        Rows longer or shorter than most, counted from 1.
    ruled : tuple of (int, int)
        Row of headings above each line such as "|---|---|", after the first row of the prose directly above
        it; counted from 1.
    """

    columns: tuple[CellColumn, ...]
    delimiter: str
    encoding: str
    is_encoding_guessed: bool
    ragged: tuple[int, ...]
    ruled: tuple[tuple[int, int], ...] = ()


def read_csv_table(data: bytes, name: str, limits: Limits) -> TextTable:
    """Parse a delimited text file into columns.

    Row numbers count records, as Excel displays them. A first line `sep=;` sets the delimiter and is not
    counted. `ragged` lists the rows longer or shorter than the most common width; a single empty last cell
    does not make a row ragged.

    Raises
    ------
    UnreadableFileError
        If the file is not text, exceeds `limits`, has a line of more than 4 MB or an unclosed quotation mark,
        or lacks a heading.
    """
    _check_line_length(data, display_name(name))
    text, encoding, guessed = decode_text(data, name)
    delimiter = ""
    if match := _SEP_LINE.match(text):
        delimiter, text = match[1], text[match.end() :]
    delimiter = delimiter or choose_delimiter(text)
    try:
        columns, widths, ruled = _parse_columns(text, delimiter, display_name(name), limits)
    except csv.Error:
        raise unclosed_quote_error(display_name(name)) from None
    _check_headings(columns, widths, display_name(name))
    width = max((number for number, column in enumerate(columns, 1) if column.codes.any()), default=0)
    ragged = _find_ragged_rows(columns, widths)
    return TextTable(columns[:width], delimiter, encoding, guessed, ragged, ruled)


def choose_delimiter(text: str) -> str:
    r"""Choose the delimiter that gives the first rows the most consistent width of two or more.

    Tabs are rarely typed into cells. A tab that occurs in most lines is therefore the delimiter even when
    widths vary (a meeting log is several tables stacked vertically), unless another delimiter splits every
    row into the same width.

    Examples
    --------
    >>> choose_delimiter('Date;Title, place;Visits\n1;a, b;3\n')
    ';'
    """
    sample = text[:_SAMPLE_LETTERS]
    lines = [line for line in sample.splitlines()[:_SAMPLE_ROWS] if line.strip()]
    agreed = {delimiter: _width_agreement(sample, delimiter) for delimiter in _DELIMITERS}
    best = max(agreed, key=lambda delimiter: (*agreed[delimiter], delimiter == "\t"))
    if sum("\t" in line for line in lines) * 2 > len(lines) and agreed[best][0] < 1:
        return "\t"
    return "\t" if lines and _is_name_list(lines) else best


def _is_name_list(lines: list[str]) -> bool:
    """Return whether the file is one column of "Last, First" names below a heading."""
    first, *rest = lines
    commas = [line for line in rest if "," in line]
    plainly = not any(delimiter in line for delimiter in _DELIMITERS[1:] + '"' for line in lines)
    return plainly and "," not in first and bool(commas) and all(_LAST_FIRST.match(line) for line in commas)


def _width_agreement(
    sample: str, delimiter: str, quoting: Mapping[str, Any] = _STANDARD_QUOTING
) -> tuple[float, int]:
    try:
        widths = [
            len(record) for record in islice(_reader(sample, delimiter, quoting), _SAMPLE_ROWS) if record
        ]
    except csv.Error:
        return (0.0, 0)
    counts = Counter(width for width in widths if width > 1)
    if not counts:
        return (0.0, 0)
    width, rows = counts.most_common(1)[0]
    return (rows / len(widths), width)


def _check_line_length(data: bytes, label: str) -> None:
    """Reject an overlong line before the file is parsed."""
    at = 0
    while len(data) - at > _MAX_LINE_BYTES:
        window = at, at + _MAX_LINE_BYTES
        at = max(data.rfind(b"\n", *window), data.rfind(b"\r", *window)) + 1
        if at == 0:
            raise line_too_long_error(label, _MAX_LINE_BYTES)


def _reader(text: str, delimiter: str, quoting: Mapping[str, Any] = _STANDARD_QUOTING) -> csv._reader:  # type: ignore[name-defined]
    csv.field_size_limit(_FIELD_LIMIT)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, **quoting)


def _detect_quoting(text: str, delimiter: str) -> Mapping[str, Any]:
    """Detect how quotation marks are written.

    They may be standard, after a space, or escaped by a backslash within a cell. A nonstandard style is
    chosen only where its characters occur and it makes more rows equally wide.
    """
    sample = text[:_SAMPLE_LETTERS]
    usual = _width_agreement(sample, delimiter)
    for sign, quoting in ((f'{delimiter} "', _QUOTE_AFTER_SPACE), ('\\"', _BACKSLASH_ESCAPES)):
        if sign in sample and _width_agreement(sample, delimiter, quoting)[0] > usual[0]:
            return quoting
    return _STANDARD_QUOTING


def _parse_columns(
    text: str, delimiter: str, label: str, limits: Limits
) -> tuple[tuple[CellColumn, ...], NDArray[np.int64], tuple[tuple[int, int], ...]]:
    """Split the text into columns without trailing blank rows; also return the widths and `ruled`."""
    coder, widths, ruled, cells = _ColumnEncoder(), list[int](), list[tuple[int, int]](), 0
    width, first = 0, 1
    records = _iterate_records(text, delimiter, _detect_quoting(text, delimiter))
    while batch := list(islice(records, _BATCH_ROWS)):
        for number, record in enumerate(batch, len(widths) + 1):
            cells += len(record)
            if record is _RULED and number > 1 and width > 1:
                ruled.append((first, number - 1))
            if width > 1:
                first = number  # directly below a row of a table
            width = len(record)
            if len(record) > limits.columns and any(cell.strip() for cell in record[limits.columns :]):
                last = cell_reference(number, len(record))
                raise limit_exceeded_error("columns", label, limits.columns, len(record), cell=last)
            if cells > limits.cells:
                raise limit_exceeded_error(
                    "cells", label, limits.cells, cells, cell=cell_reference(number, 1)
                )
            if number > LAST_ROW:
                raise too_many_lines_error(label, LAST_ROW)
        widths += map(len, batch)
        coder.add([record[: limits.columns] for record in batch])
    columns = coder.columns()
    filled = np.flatnonzero(_count_filled(columns, len(widths)))
    height = int(filled[-1]) + 1 if len(filled) else 0
    cut = tuple(column.with_codes(column.codes[:height]) for column in columns)
    return cut, np.array(widths[:height], dtype=np.int64), tuple(rows for rows in ruled if rows[1] < height)


def _iterate_records(text: str, delimiter: str, quoting: Mapping[str, Any]) -> Iterator[list[str]]:
    """Yield the records of the file.

    Raises
    ------
    csv.Error
        If a quotation mark is not closed, which would hide all rows below it in one cell, or a cell is too
        long.
    """
    ended = text if text.endswith(("\n", "\r")) else text + "\n"
    last: list[str] | None = None
    for record in _reader(ended + _END_SENTINEL, delimiter, quoting):
        if last is not None:
            yield _RULED if delimiter == "|" and _is_rule(last) else last
        last = record
    if last != [_END_SENTINEL]:
        raise csv.Error


def _is_rule(record: Sequence[str]) -> bool:
    """Return whether a record is the line below the headings of a table written with bars: "|---|:--:|"."""
    cells = [cell.strip() for cell in record if cell.strip()]
    return bool(cells) and all(map(_RULE.fullmatch, cells))


class _ColumnEncoder:
    """Incremental dictionary encoder, from rows of texts to columns of codes."""

    def __init__(self) -> None:
        self.rows = 0
        self.known: list[dict[str, int]] = []
        self.codes: list[list[NDArray[np.int32]]] = []

    def add(self, records: Sequence[Sequence[str]]) -> None:
        for index, cells in enumerate(zip_longest(*records, fillvalue="")):
            if index == len(self.known):
                self.known.append({"": 0})
                self.codes.append([np.zeros(self.rows, dtype=np.int32)])
            known = self.known[index]
            self.codes[index].append(
                np.array([known.setdefault(cell, len(known)) for cell in cells], dtype=np.int32)
            )
        self.rows += len(records)
        for codes in self.codes[max(map(len, records), default=0) :]:
            codes.append(np.zeros(len(records), dtype=np.int32))

    def columns(self) -> tuple[CellColumn, ...]:
        """Return the columns; texts of only spaces are blank."""
        return tuple(
            _build_column(list(known), np.concatenate(parts))
            for known, parts in zip(self.known, self.codes, strict=True)
        )


def _build_column(written: Sequence[str], codes: NDArray[np.int32]) -> CellColumn:
    texts = [_FORMULA_TEXT.sub(r"\1", text) for text in written]
    if texts != list(written):
        return CellColumn.from_cells([texts[code].strip() and texts[code] for code in codes.tolist()])
    is_filled = np.array([bool(text.strip()) for text in texts])
    renamed = np.where(is_filled, np.cumsum(is_filled), 0).astype(np.int32)
    return CellColumn(renamed[codes], [None, *(text for text in texts if text.strip())])


def _count_filled(columns: Sequence[CellColumn], height: int) -> NDArray[np.int64]:
    """Count the filled cells of each row."""
    filled = np.zeros(height, dtype=np.int64)
    for column in columns:
        filled += column.codes != 0
    return filled


def _check_headings(columns: Sequence[CellColumn], widths: NDArray[np.int64], label: str) -> None:
    """Reject a file in which every row has one filled cell more than the first, which has no number."""
    filled = _count_filled(columns, len(widths))
    rows = np.flatnonzero(filled)
    if len(rows) <= MIN_ROWS_BELOW or len(columns) < MIN_HEADINGS:
        return
    first, below, width = rows[0], rows[1:], len(columns)
    is_short = filled[first] == widths[first] == width - 1 and (widths[below] == width).all()
    if not is_short or not columns[-1].codes[below].all():
        return
    headed, numbered = (any(_is_number(c.cells[c.codes[row]]) for c in columns) for row in (first, below[0]))
    if numbered and not headed:
        raise missing_heading_error(label, int(first) + 1, width - 1, width)


def _is_number(cell: object) -> bool:
    return isinstance(cell, str) and _NUMBER.fullmatch(cell.strip()) is not None


def _find_ragged_rows(columns: Sequence[CellColumn], widths: NDArray[np.int64]) -> tuple[int, ...]:
    """Find ragged rows from the first row of usual width on; titles above are not included."""
    filled = _count_filled(columns, len(widths))
    common = Counter(widths[filled > 1].tolist())
    if not common:
        return ()
    usual = common.most_common(1)[0][0]
    if usual > len(columns) or not columns[usual - 1].codes[widths == usual].any():
        usual -= 1  # every row ends with a delimiter, so the last column does not exist
    even = widths == usual
    if usual < len(columns):
        even |= (widths == usual + 1) & (columns[usual].codes == 0)
    first = int(np.argmax(even))
    return tuple((np.flatnonzero(~even[first:] & (filled[first:] > 0)) + first + 1).tolist())
