"""Each table of a sheet: where its headings stand, in one row or two, and which shape it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.cells import SheetCells
from libcollab_metrics.ingest.columns import as_text
from libcollab_metrics.ingest.header import HeaderRows, find_header, headings_at, join_rows
from libcollab_metrics.ingest.heading import Heading, read_heading
from libcollab_metrics.ingest.lexicon import entry_to
from libcollab_metrics.ingest.memo import first_line, is_prose
from libcollab_metrics.ingest.partner_forms import partner_form
from libcollab_metrics.ingest.shapes import enrols, shape_of
from libcollab_metrics.ingest.split import split_tables
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.schema import SHEET_TABLES, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXAMPLE = "e.g."
#: On a sheet of our own template the headings stand near the top.
TEMPLATE_WITHIN = 60


@dataclass(frozen=True)
class Grid:
    """A table with its headings found: `top` and `header` are the first and last of their rows in `cells.rows`."""

    cells: SheetCells
    header: int
    headings: tuple[Heading, ...]
    layout: str
    table: Table | None = None
    top: int = -2
    hidden: frozenset[int] = frozenset()  # indexes of hidden rows that are left out

    def __post_init__(self) -> None:
        if self.top < -1:
            object.__setattr__(self, "top", self.header)

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


def recognise(cells: SheetCells, answers: Answers) -> list[Grid]:
    """Return the tables of a sheet, each with its headings and layout; none when nothing in it looks like one.

    A table stands beside or below another where a blank column or row, or headings in another order, part them.
    An answered header row makes the sheet one table.
    """
    cells = cells.with_texts_down()
    own = _template_grid(cells, answers) or _partner_grid(cells, answers)
    if own is not None:
        return [own]
    if answers.get("header_row"):
        header = int(answers.get("header_row")) - cells.first_row
        windows = [cells]
        rows = join_rows(cells, header) if 0 <= header < cells.height else None
        return _grids(windows, [rows], answers)
    windows = split_tables(cells)
    return _grids(windows, [find_header(window) for window in windows], answers)


def _grids(windows: Sequence[SheetCells], found: Sequence[HeaderRows | None], answers: Answers) -> list[Grid]:
    grids = []
    for window, rows in zip(windows, found, strict=True):
        layout = answers.get("layout") or shape_of(window, rows)
        if layout == "unknown" and rows is not None and answers.get("mapping"):
            layout = shape_of(window, _matched(rows, answers))
        if rows is not None and enrols(rows.headings, layout, window.name, answers):
            layout = "registration_export"
        if layout == "unknown" and is_prose(window):
            layout = "prose"
        if rows is None and layout == "unknown":
            continue
        if rows is None or layout == "prose":
            above = first_line(window) - 1
            rows = HeaderRows(above + 1, above, ())  # no headings: the lines begin below the titles
        grids.append(Grid(window, rows.bottom, rows.headings, layout, None, rows.top))
    return grids


def _matched(rows: HeaderRows, answers: Answers) -> HeaderRows:
    """The headings as the librarian matched them: a match may tell what the table is."""
    entries = {plain(heading): entry_to(target) for heading, target in answers.get("mapping", {}).items() if target}
    return replace(rows, headings=tuple(
        replace(heading, entry=entry, by_hand=True) if (entry := entries.get(plain(heading.text))) else heading
        for heading in rows.headings
    ))  # fmt: skip


def _template_grid(cells: SheetCells, answers: Answers) -> Grid | None:
    """A sheet of our own blank workbook, known by its name and its required headings."""
    if answers.get("layout", "template") != "template":
        return None
    for table in SHEET_TABLES:
        if plain(cells.name) in (plain(table.label), table.name):
            for index in range(min(TEMPLATE_WITHIN, cells.height)):
                found = [read_heading(cell, cells.first_column + p) for p, cell in enumerate(cells.rows[index])]
                if _is_template(found, table):
                    return Grid(cells, index, tuple(found), "template", table)
    return None


def _partner_grid(cells: SheetCells, answers: Answers) -> Grid | None:
    """A form of our own sheet for a partner, known by its headings."""
    form = partner_form(cells)
    if form is None or answers.get("layout", form[0]) != form[0]:
        return None
    layout, index = form
    return Grid(cells, index, tuple(headings_at(cells, index)), layout)


def _is_template(found: Sequence[Heading], table: Table) -> bool:
    """True where the required headings stand, and none that only a ledger or delivery log of another shape has."""
    labels = {plain(field.label): field.required for field in table.typed}
    others = [heading for heading in found if heading.text and plain(heading.text) not in labels]
    if any(entry.to.startswith(f"{table.name}.") for h in others if (entry := h.under(table.name))):
        return False
    present = {plain(heading.text) for heading in found} & set(labels)
    return len(present) >= 2 and all(label in present for label, required in labels.items() if required)
