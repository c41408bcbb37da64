"""A text table cut into cells: encoding, delimiter, quotes and the width most rows have."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from libcollab_metrics.errors import UnreadableFile
from libcollab_metrics.ingest.cells import address
from libcollab_metrics.ingest.preflight import Limits
from libcollab_metrics.ingest.refusal import too_large
from libcollab_metrics.ingest.sniff import decode_text, display_name

_DELIMITERS = ",;\t|"
_SEP_LINE = re.compile(r'"?sep=(.)"?[ ,;\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_LAST_FIRST = re.compile(r"^[^,\d]+, [^,\d]+$")
_FIELD_LIMIT = 1 << 20  # characters in one cell; Excel itself stops at 32,767
_SAMPLE_ROWS = 200


@dataclass(frozen=True)
class TextTable:
    """The cells of a CSV: text or None when blank, with what had to be guessed about it."""

    rows: list[list[object]]
    delimiter: str
    encoding: str
    encoding_guessed: bool
    ragged: tuple[int, ...]


def read_text_table(data: bytes, name: str, limits: Limits) -> TextTable:
    """Cut a delimited text file into cells.

    Row numbers count records, as Excel shows them; a first line `sep=;` is obeyed and not counted.
    `ragged` lists the rows longer or shorter than the most common width; a single empty last cell
    does not make a row ragged.

    Raises
    ------
    UnreadableFile : not text, larger than `limits`, or a cell of more than a million characters (usually
        a quote never closed).
    """
    text, encoding, guessed = decode_text(data, name)
    delimiter = ""
    if match := _SEP_LINE.match(text):
        delimiter, text = match[1], text[match.end() :]
    delimiter = delimiter or choose_delimiter(text)
    try:
        rows = _cut(text, delimiter, display_name(name), limits)
    except csv.Error:
        raise UnreadableFile(
            f"{display_name(name)} has a cell of more than {_FIELD_LIMIT:,} letters, usually because a quotation "
            "mark is opened and never closed. Open it in Excel, check the rows and save it again."
        ) from None
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    return TextTable(rows, delimiter, encoding, guessed, _ragged(rows))


def choose_delimiter(text: str) -> str:
    """Return the delimiter under which the first rows agree best on a width of two or more.

    Nobody types a tab into a cell, so where it parts most rows it is the delimiter, however uneven they are (a meeting
    log is several tables below each other).

    Examples
    --------
    >>> choose_delimiter('Date;Title, place;Visits\\n1;a, b;3\\n')
    ';'
    """
    sample = text[:200_000]
    lines = [line for line in sample.splitlines()[:_SAMPLE_ROWS] if line.strip()]
    if sum("\t" in line for line in lines) * 2 > len(lines):
        return "\t"
    if lines and _lists_names(lines):
        return "\t"
    return max(_DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))


def _lists_names(lines: list[str]) -> bool:
    """True for one column of "Last, First" below a heading: its commas belong to the names."""
    first, *rest = lines
    commas = [line for line in rest if "," in line]
    plainly = not any(delimiter in line for delimiter in _DELIMITERS[1:] + '"' for line in lines)
    return plainly and "," not in first and bool(commas) and all(_LAST_FIRST.match(line) for line in commas)


def _agreement(sample: str, delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(record) for record in islice(_reader(sample, delimiter), _SAMPLE_ROWS) if record]
    except csv.Error:
        return (0.0, 0)
    counts = Counter(width for width in widths if width > 1)
    if not counts:
        return (0.0, 0)
    width, rows = counts.most_common(1)[0]
    return (rows / len(widths), width)


def _reader(text: str, delimiter: str) -> csv._reader:  # type: ignore[name-defined]
    csv.field_size_limit(_FIELD_LIMIT)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _cut(text: str, delimiter: str, label: str, limits: Limits) -> list[list[object]]:
    rows: list[list[object]] = []
    cells = 0
    for record in _reader(text, delimiter):
        cells += len(record)
        if len(record) > limits.columns and any(cell.strip() for cell in record[limits.columns :]):
            last = address(len(rows) + 1, len(record))
            raise too_large("columns", label, limits.columns, len(record), cell=last)
        if cells > limits.cells:
            raise too_large("cells", label, limits.cells, cells, cell=address(len(rows) + 1, 1))
        rows.append([cell if cell.strip() else None for cell in record])
    return rows


def _ragged(rows: list[list[object]]) -> tuple[int, ...]:
    """List the uneven rows from the first row of the usual width on: titles above a table are not uneven rows."""
    widths = Counter(len(row) for row in rows if sum(cell is not None for cell in row) > 1)
    if not widths:
        return ()
    usual = widths.most_common(1)[0][0]
    if all(row[-1] is None for row in rows if len(row) == usual):
        usual -= 1  # every row ends in a delimiter: the last column is not one
    even = [_is_even(row, usual) for row in rows]
    first = even.index(True) if True in even else 0
    filled = [any(cell is not None for cell in row) for row in rows]
    return tuple(n + 1 for n in range(first, len(rows)) if filled[n] and not even[n])


def _is_even(row: list[object], usual: int) -> bool:
    return len(row) == usual or (len(row) == usual + 1 and row[-1] is None)
