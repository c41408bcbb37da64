"""Which shape is this sheet: where its headings stand, what kind of sheet it is, which rows are totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.columns import as_text
from libcollab_metrics.ingest.mapping import Heading, read_heading
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.schema import SCHEMA, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Headings are looked for in this many rows from the top.
HEADER_WITHIN = 60
#: A row's words must be worth this much to be headings: two known ones, or one and two days.
HEADER_WORTH = 3.0
EXAMPLE = "e.g."
PERSON_ROLES = {"person", "first_name", "last_name"}


@dataclass(frozen=True)
class Grid:
    """A sheet with its headings found: `header` is the index of their row in `cells.rows`."""

    cells: SheetCells
    header: int
    headings: tuple[Heading, ...]
    layout: str
    table: Table | None = None

    @property
    def roles(self) -> set[str]:
        """Roles the headings play without being asked."""
        return {heading.role for heading in self.headings} - {""}

    @property
    def width(self) -> int:
        """Columns up to the last heading."""
        return max((h.column - self.cells.first_column + 1 for h in self.headings if h.text), default=0)

    def compact(self, column: int, rows: NDArray[Any]) -> tuple[NDArray[Any], list[object]]:
        """The cells of an Excel column in these rows, as codes into only those cells that stand there."""
        place = column - self.cells.first_column
        if not 0 <= place < len(self.cells.columns):
            return np.zeros(len(rows), dtype=np.int32), [None]
        found = self.cells.columns[place].take(rows)
        there = np.bincount(found.codes, minlength=len(found.cells)) > 0
        return (np.cumsum(there) - 1)[found.codes], [found.cells[code] for code in np.flatnonzero(there)]

    def texts_under(self, column: int) -> set[str]:
        """The distinct texts below the heading in an Excel column."""
        _, cells = self.compact(column, np.arange(self.header + 1, self.cells.height))
        return {as_text(cell) for cell in cells}

    def row_number(self, index: int) -> int:
        """The Excel row of an index into the rows."""
        return self.cells.first_row + index


def recognise(cells: SheetCells, answers: Answers) -> Grid | None:
    """Return the sheet with its headings and layout; None when nothing in it looks like a table."""
    cells = _merged_down(cells)
    table = _template_table(cells.name)
    if answers.get("header_row"):
        header: int | None = int(answers.get("header_row")) - cells.first_row
        if header is not None and not 0 <= header < len(cells.rows):
            header = None
    else:
        header = _template_header(cells, table) if table else None
    table = table if header is not None and _is_template(_headings(cells, header), table) else None
    if header is None:
        header = _find_header(cells)
    if header is None:
        return None
    found = _headings(cells, header)
    layout = answers.get("layout") or ("template" if table else _layout(found, cells, header))
    return Grid(cells, header, tuple(found), layout, table if layout == "template" else None)


def _headings(cells: SheetCells, index: int) -> list[Heading]:
    return [read_heading(cell, cells.first_column + place) for place, cell in enumerate(cells.rows[index])]


def _template_table(name: str) -> Table | None:
    for table in SCHEMA.values():
        if plain(name) in (plain(table.label), table.name):
            return table
    return None


def _template_header(cells: SheetCells, table: Table | None) -> int | None:
    for index in range(min(HEADER_WITHIN, len(cells.rows))):
        if _is_template(_headings(cells, index), table):
            return index
    return None


def _is_template(found: Sequence[Heading], table: Table | None) -> bool:
    if table is None:
        return False
    labels = {plain(field.label): field.required for field in table.typed}
    present = {plain(heading.text) for heading in found} & set(labels)
    return len(present) >= 2 and all(label in present for label, required in labels.items() if required)


def _find_header(cells: SheetCells) -> int | None:
    """The row whose words are worth most as headings, with something below it; else the first that could be."""
    best, worth = None, 0.0
    last = _last_filled(cells)
    for index in range(min(HEADER_WITHIN, last)):
        value = _worth(_headings(cells, index))
        if value > worth:
            best, worth = index, value
    if worth >= HEADER_WORTH:
        return best
    return _possible_header(cells, last)


def _worth(found: Sequence[Heading]) -> float:
    known = sum(2.0 if heading.role else 1.0 for heading in found if heading.entry)
    days = sum(1.0 for heading in found if heading.day is not None and not heading.entry)
    return known + (days if days >= 2 else 0.0)


def _possible_header(cells: SheetCells, last: int) -> int | None:
    """A row of at least two different words above a row at least as full: a table, though an unknown one."""
    for index in range(min(HEADER_WITHIN, last)):
        texts = [as_text(cell) for cell in cells.rows[index] if cell is not None]
        below = [cell for cell in cells.rows[index + 1] if cell is not None]
        words = len(set(texts)) == len(texts) >= 2 and not any(re.fullmatch(r"[\d.,%\s]*", text) for text in texts)
        if words and len(below) >= 2:
            return index
    return None


def _last_filled(cells: SheetCells) -> int:
    filled = np.flatnonzero(cells.filled)
    return int(filled[-1]) if len(filled) else 0


def _layout(found: Sequence[Heading], cells: SheetCells, header: int) -> str:
    roles = {heading.role for heading in found} - {""}
    days = sum(1 for heading in found if heading.day is not None or heading.role == "session_no")
    person = bool(roles & PERSON_ROLES)
    if person and days >= 2:
        return "roster"
    if "attendance" in roles and "events" in roles and roles & {"date", "month", "year"}:
        return "aggregated_log"
    if "attendance" in roles and roles & {"date", "month", "year", "program"}:
        return "session_log"
    if person and "date" in roles:
        return "attendee_log"
    numbered = sum(1 for heading in found if re.fullmatch(r"\d{1,2}", heading.text))
    if person and "attendance" not in roles and numbered < 2:  # day numbers: a roster whose month stands elsewhere
        return "sign_in" if header > 0 else "unknown"
    return "unknown"


def _merged_down(cells: SheetCells) -> SheetCells:
    """Give every cell of a vertically merged range the value typed in its first cell."""
    tall = [m for m in cells.merged if m[1] == m[3] and m[2] > m[0]]
    columns = list(cells.columns)
    for top, column, bottom, _ in tall:
        place, first = column - cells.first_column, top - cells.first_row
        if 0 <= place < len(columns) and 0 <= first < cells.height:
            codes = columns[place].codes.copy()
            codes[first : bottom - cells.first_row + 1] = codes[first]
            columns[place] = CellColumn(codes, columns[place].cells)
    return replace(cells, columns=tuple(columns)) if tall else cells
