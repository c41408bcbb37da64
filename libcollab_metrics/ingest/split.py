"""Several tables in one sheet, beside or below each other, cut apart so that each is read for itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.cells import SheetCells
from libcollab_metrics.ingest.columns import as_text
from libcollab_metrics.ingest.header import HEADER_WORTH, HeaderRows, find_header, heading_worth, headings_at, join_rows
from libcollab_metrics.ingest.heading import Heading
from libcollab_metrics.ingest.lexicon import any_headings
from libcollab_metrics.ingest.shapes import shape_of
from libcollab_metrics.model.names import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TITLE_CELLS = 2  # a title fills no more cells
_NUMBER = re.compile(r"^\s*[₱$€£]?\s*\d[\d.,]*\s*$")


def split_tables(cells: SheetCells) -> list[SheetCells]:
    """Return the parts of a sheet that are tables of their own; the whole sheet when it is one."""
    return [below for beside in _beside(cells) for below in _below(beside)]


def _beside(cells: SheetCells) -> list[SheetCells]:
    """Cut at blank columns where each side has headings of a known shape of its own."""
    filled = [bool(column.codes.any()) for column in cells.columns]
    gaps = [place for place in range(1, len(filled) - 1) if not filled[place] and filled[place + 1]]
    for place in gaps:
        left, right = cells.window(0, cells.height, 0, place), cells.window(0, cells.height, place + 1)
        if _is_known(left) and _is_known(right):
            return [left, *_beside(right)]
    return [cells]


def _is_known(cells: SheetCells) -> bool:
    return _known_header(cells) is not None


def _known_header(cells: SheetCells) -> HeaderRows | None:
    """The headings of a sheet that are worth as much as headings, over a table of a known shape."""
    rows = find_header(cells)
    if rows is None or heading_worth(rows.headings) < HEADER_WORTH or shape_of(cells, rows) == "unknown":
        return None
    return rows


def _below(cells: SheetCells) -> list[SheetCells]:
    """Cut above each row of other headings that follows a blank row, or that has the same ones in another order."""
    first = find_header(cells)
    if first is None or shape_of(cells, first) == "unknown":
        return [cells]
    cut = _start_above(cells, first.top, reordered=False)
    if cut is not None and _tells_days_above(cells, first):
        return [*_below(cells.window(0, cut)), *_below(cells.window(cut, cells.height))]
    cuts, last = [0], first.headings
    for index in _rows_of_headings(cells, first):
        found = headings_at(cells, index)
        if _same(found, last):
            continue
        start = _start_above(cells, index, reordered=_same_words(found, last))
        if start is None or index + 1 >= cells.height or not cells.filled[index + 1]:
            continue
        if (
            shape_of(cells.window(start, cells.height), join_rows(cells.window(start, cells.height), index - start))
            == "unknown"
        ):
            continue
        cuts.append(start)
        last = tuple(found)
    if len(cuts) == 1:
        return [cells]
    ends = [*cuts[1:], cells.height]
    return [cells.window(start, end) for start, end in zip(cuts, ends, strict=True)]


def _tells_days_above(cells: SheetCells, first: HeaderRows) -> bool:
    """True when a log of its own stands above the headings worth most: both name days, row by row.

    A summary by month above a log of days is none: reading both would count everybody twice.
    """
    above = table_above(cells, first.top)
    return above is not None and all(
        any(heading.role == "date" for heading in headings) for headings in (above.headings, first.headings)
    )


def table_above(cells: SheetCells, top: int) -> HeaderRows | None:
    """Return the headings of a table of a known shape that stands above a row with numbers in it; None without one."""
    above = cells.window(0, max(top, 0))
    rows = _known_header(above)
    return rows if rows is not None and rows_with_numbers(above, rows.bottom) else None


def rows_with_numbers(cells: SheetCells, below: int) -> list[int]:
    """Return the rows below a row that hold at least two cells, one of them a number: rows of a table."""
    filled = _count(cells, [[cell is not None for cell in column.cells] for column in cells.columns])
    numbers = _count(cells, [[_is_number(cell) for cell in column.cells] for column in cells.columns])
    return [row for row in np.flatnonzero((filled >= 2) & (numbers > 0)).tolist() if row > below]


def _is_number(cell: object) -> bool:
    return isinstance(cell, float) or (isinstance(cell, str) and _NUMBER.match(cell) is not None)


def _rows_of_headings(cells: SheetCells, first: HeaderRows) -> list[int]:
    """Rows below the first table's headings that may begin another: known headings and nothing but words and days.

    A CSV's numbers are text, and no words. The rows stand below a blank row or a title, or say what such a row or the
    first headings say. Decided column by column, so that only those few rows are looked at.
    """
    texts = [[plain(cell) if isinstance(cell, str) else None for cell in column.cells] for column in cells.columns]
    filled = _count(cells, [[cell is not None for cell in column.cells] for column in cells.columns])
    known = _count(cells, [[text in any_headings() for text in listed] for listed in texts])
    words = _count(cells, [[isinstance(c, str) and not _NUMBER.match(c) for c in col.cells] for col in cells.columns])
    likely = (known >= 2) & (words == filled)
    likely[: first.bottom + 2] = False
    below = likely & (np.concatenate([[0], filled[:-1]]) <= _TITLE_CELLS)
    said = {plain(heading.text) for heading in first.headings if heading.text}
    said |= {plain(as_text(cell)) for row in np.flatnonzero(below) for cell in cells.rows[int(row)]}
    alike = _count(cells, [[text in said for text in listed] for listed in texts])
    rows = np.flatnonzero(below | (likely & (alike >= filled - 1))).tolist()
    return [row for row in rows if heading_worth(headings_at(cells, row)) >= HEADER_WORTH]


def _count(cells: SheetCells, flags: Sequence[Sequence[bool]]) -> NDArray[np.int32]:
    """For each row how many of its cells are flagged, given a flag for each distinct cell of each column."""
    counts = np.zeros(cells.height, dtype=np.int32)
    for column, flagged in zip(cells.columns, flags, strict=True):
        counts += np.array(flagged, dtype=np.int32)[column.codes]
    return counts


def _same(found: Sequence[Heading], last: Sequence[Heading]) -> bool:
    pairs = [(a.text, b.own) for a, b in zip(found, last, strict=True) if a.text and b.text]
    return len(pairs) >= 2 and sum(plain(a) == plain(b) for a, b in pairs) >= len([h for h in found if h.text]) - 1


def _same_words(found: Sequence[Heading], last: Sequence[Heading]) -> bool:
    known = {plain(heading.text) for heading in last if heading.text}
    texts = [plain(heading.text) for heading in found if heading.text]
    return len(texts) >= 3 and sum(text in known for text in texts) >= len(texts) - 1


def _start_above(cells: SheetCells, index: int, *, reordered: bool) -> int | None:
    """Where a table begins whose headings stand in this row: below the blank row above it and its titles."""
    if reordered and cells.filled[index - 1] and not _is_title(cells, index - 1):
        return index
    start = index
    while start > 0 and cells.filled[start - 1]:
        if not _is_title(cells, start - 1):
            return None
        start -= 1
    return start if start > 0 else None


def _is_title(cells: SheetCells, index: int) -> bool:
    filled = [cell for cell in cells.rows[index] if cell is not None]
    return len(filled) <= _TITLE_CELLS and all(isinstance(cell, str) for cell in filled)
