"""A tab that sums up the others of its file, whatever it is called: its numbers are checks, not data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.cells import SheetCells
from libcollab_metrics.ingest.columns import as_text
from libcollab_metrics.ingest.days import read_month
from libcollab_metrics.ingest.layout import recognise
from libcollab_metrics.model.names import plain

#: Layouts whose tabs repeat the same rows and columns: a month each, or a branch each.
REPEATED = ("tally_grid", "aggregated_log", "month_grid")
#: So many numbers must be sums before it is no chance.
SUMS_NEEDED = 2

#: The numbers of a table by what stands beside and above them.
Numbers = Mapping[tuple[str, str], float]


def summing_tabs(sheets: Sequence[SheetCells], answers: Mapping[str, Answers]) -> dict[str, str]:
    """Return the tabs every number of which is the sum of the same cells of all others, each with its layout.

    A tab named after a month is data, and so is one that sums up fewer than two tabs with numbers.
    """
    found = {cells.name: _numbers(cells, answers[cells.name]) for cells in sheets if not cells.hidden}
    tables = {name: table for name, table in found.items() if table is not None}
    sums: dict[str, str] = {}
    for name, (layout, numbers) in tables.items():
        others = [
            other for tab, (kind, other) in tables.items() if tab != name and kind == layout and any(other.values())
        ]
        if read_month(name) is None and len(others) >= 2 and _is_sum(numbers, others):
            sums[name] = layout
    return sums


def _is_sum(numbers: Numbers, others: Sequence[Numbers]) -> bool:
    added: defaultdict[tuple[str, str], float] = defaultdict(float)
    for other in others:
        for place, number in other.items():
            added[place] += number
    there = [place for place, number in numbers.items() if number]
    return len(there) >= SUMS_NEEDED and {k: v for k, v in added.items() if v} == {p: numbers[p] for p in there}


def _numbers(cells: SheetCells, answers: Answers) -> tuple[str, Numbers] | None:
    """The layout of a sheet's one table of repeated rows, and its numbers; None for any other sheet."""
    grids = recognise(cells, answers) if cells.filled.any() else []
    if len(grids) != 1 or grids[0].layout not in REPEATED:
        return None
    grid = grids[0]
    numbers: defaultdict[tuple[str, str], float] = defaultdict(float)
    for row in grid.cells.rows[grid.header + 1 :]:
        beside = " ".join(plain(as_text(cell)) for cell in row if isinstance(cell, str))
        for heading in grid.headings:
            cell = row[heading.column - grid.cells.first_column]
            if isinstance(cell, int | float) and not isinstance(cell, bool) and heading.role not in ("year", "month"):
                numbers[beside, plain(f"{heading.over} {heading.text}")] += float(cell)
    return grid.layout, numbers
