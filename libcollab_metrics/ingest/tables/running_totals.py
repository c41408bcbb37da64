"""Running sums of head counts and books: they detect a total row whose label alone does not decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.model.schema import STAGES

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Fields whose numbers a total row adds up.
SUMMED_FIELDS = ("sessions.attended", "sessions.events")
#: Fields of books, whose totals are labelled likewise.
BOOK_FIELDS = tuple(f"deliveries.{stage}" for stage in STAGES)
#: Minimum number of rows in a total: the sum of one row equals that row.
MIN_SUMMED_ROWS = 2


class RunningTotals:
    """Running sums of the head counts: since the last total, and from the top.

    Rows must be queried from the top down; each data row is added once, so that a long table costs one pass.
    Cells are parsed as numbers only when the first row is queried.
    """

    def __init__(self, grid: Grid, places: Mapping[int, str], plainly_data: NDArray[np.int64]) -> None:
        self._columns = [
            grid.cells.columns[p]
            for p, t in places.items()
            if t in (*SUMMED_FIELDS, *BOOK_FIELDS) and p < len(grid.cells.columns)
        ]
        self._pending_rows = plainly_data
        self._sums = np.zeros((2, len(self._columns)))  # from the top, and since the last total
        # rows not added to these sums yet
        self._unsummed_rows: tuple[list[NDArray[Any]], list[NDArray[Any]]] = (
            [],
            [],
        )
        self._rows = [0, 0]

    @cached_property
    def _cell_numbers(self) -> list[NDArray[np.float64]]:
        """Return the number in each distinct cell of each column."""
        return [np.array([number_of(cell) for cell in column.cells]) for column in self._columns]

    def add(self, rows: Sequence[int] | NDArray[Any]) -> None:
        """Add these row indices to the data rows."""
        for waiting in self._unsummed_rows:
            waiting.append(np.array(rows, dtype=np.int64))
        self._rows = [seen + len(rows) for seen in self._rows]

    def start_block(self) -> None:
        """Start a new block below a total."""
        self._unsummed_rows[1].clear()
        self._sums[1], self._rows[1] = 0, 0

    def _add_pending(self) -> None:
        for sums, waiting in zip(self._sums, self._unsummed_rows, strict=True):
            rows = np.concatenate([np.zeros(0, dtype=np.int64), *waiting])
            waiting.clear()
            for position, (column, numbers) in enumerate(zip(self._columns, self._cell_numbers, strict=True)):
                sums[position] += np.nansum(numbers[column.codes[rows]])

    def matches(self, index: int) -> bool:
        """Return True if every number of the row is the sum of the rows above it.

        The sum runs from the last total or from the top.
        """
        self.advance_to(index)
        self._add_pending()
        own = np.array([n[c.codes[index]] for n, c in zip(self._cell_numbers, self._columns, strict=True)])
        known = ~np.isnan(own)
        if not (own[known] > 0).any():
            return False
        return any(
            rows >= MIN_SUMMED_ROWS and bool((own[known] == sums[known]).all())
            for rows, sums in zip(self._rows, self._sums, strict=True)
        )

    def advance_to(self, index: int) -> None:
        """Add the pending data rows above this index."""
        upto = int(np.searchsorted(self._pending_rows, index))
        self.add(self._pending_rows[:upto])
        self._pending_rows = self._pending_rows[upto:]


def number_of(cell: object) -> float:
    """Return the number in a cell; NaN if it has none."""
    value = parse_number(cell_text(cell)).value
    return np.nan if value is None else value
