"""A number merged over several rows counts once: it stands in the first of them, in the others it is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from libcollab_metrics.ingest.cells import CellColumn
from libcollab_metrics.ingest.departures import Departures
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.model.readings import Mapped
from libcollab_metrics.model.schema import SCHEMA

#: Kinds of field whose numbers are added up.
ADDED = ("count", "number", "money")


def count_merged_once(grid: Grid, mapping: Sequence[Mapped], log: Departures) -> Grid:
    """Return the table with each number merged over several rows in the first of them only; each is told.

    A text merged over rows (a day, a title, a place) holds for each of them; a number does not: a head count of 18
    merged over two sessions is 18 visits, and nobody knows how many came to which.
    """
    added = {mapped.column: mapped for mapped in mapping if _is_added(mapped.field)}
    columns = list(grid.cells.columns)
    for top, column, bottom, last in grid.cells.merged:
        first, end = top - grid.cells.first_row, bottom - grid.cells.first_row
        if column != last or end <= first or first <= grid.header or column not in added:
            continue
        place = column - grid.cells.first_column
        codes = columns[place].codes.copy()
        if not codes[first]:
            continue
        codes[first + 1 : end + 1] = 0
        columns[place] = CellColumn(codes, columns[place].cells)
        message = f"one number for rows {top} to {bottom}: counted once, in row {top}"
        log.add_rows("number-merged", range(top, bottom + 1), column, heading=added[column].heading, message=message)
    return replace(grid, cells=replace(grid.cells, columns=tuple(columns)))


@cache
def _is_added(target: str) -> bool:
    table, _, name = target.partition(".")
    return table in SCHEMA and any(field.name == name and field.kind in ADDED for field in SCHEMA[table].fields)
