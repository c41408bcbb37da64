"""Rows of a CSV file with more cells than there are headings."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np

from libcollab_metrics.ingest.files.cells import CellColumn
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_day
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.messages import Message

#: Share of the cells of a column that must be numbers, or days, for it to hold nothing else.
MOST_OF_A_KIND, HALF = 0.9, 0.5


def continues_last_cell(grid: Grid, index: int, log: IssueLog) -> bool:
    """Return whether the cells beyond the headings continue the text of the last column; report it.

    A remark with an unquoted comma takes two cells of a CSV file. Then numbers and days are where those of
    the other rows are.
    """
    row, last = grid.cells.rows[index], grid.width - 1
    kinds = [_find_kind(column, grid.header + 1) for column in grid.cells.columns[: last + 1]]
    typed = [(position, kind) for position, kind in enumerate(kinds) if kind in ("number", "day")]
    fits = all(row[position] is None or _kind_of_cell(row[position]) == kind for position, kind in typed)
    is_text = _find_kind(grid.cells.columns[last], grid.header + 1, HALF) == "text"
    if not typed or not fits or not is_text:
        return False
    message = Message("more cells than headings: the last ones continue the text before them")
    log.add("choice-assumed", grid.row_number(index), grid.cells.first_column + last, message=message)
    return True


def _kind_of_cell(cell: object) -> str:
    """Return whether a cell is a "day", a "number" or "text"."""
    if isinstance(cell, date) or (isinstance(cell, str) and parse_day(cell) is not None):
        return "day"
    is_number = isinstance(cell, float) or parse_number(cell_text(cell), is_count=False).value is not None
    return "number" if is_number else "text"


def _find_kind(column: CellColumn, first: int, share: float = MOST_OF_A_KIND) -> str:
    """Return the kind of at least this share of the filled cells of a column; "" if they are mixed."""
    counts: Counter[str] = Counter()
    for code, times in enumerate(np.bincount(column.codes[first:], minlength=len(column.cells)).tolist()):
        if times and column.cells[code] is not None:
            counts[_kind_of_cell(column.cells[code])] += times
    kind, times = max(counts.items(), key=lambda pair: pair[1], default=("", 0))
    return kind if times >= share * counts.total() else ""
