"""Whether a row's numbers are the sums of the rows above it: how a total is known whose label alone does not say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.columns import as_text
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.numbers import read_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Fields whose numbers a total row adds up.
COUNTS = ("sessions.attended", "sessions.events")
#: A total of one row is that row again.
ROWS_NEEDED = 2


class RunningSums:
    """Sums of the head counts of the data rows, moved down the table: since the last total, and from the top.

    Rows must be asked about from the top down; each data row is added once, so a long table costs one pass. No cell is
    read as a number before the first question.
    """

    def __init__(self, grid: Grid, places: Mapping[int, str], plainly_data: NDArray[np.int64]) -> None:
        self._columns = [
            grid.cells.columns[p] for p, t in places.items() if t in COUNTS and p < len(grid.cells.columns)
        ]
        self._waiting = plainly_data
        self._above = np.zeros((2, len(self._columns)))  # from the top, and since the last total
        self._open: tuple[list[NDArray[Any]], list[NDArray[Any]]] = ([], [])  # rows not yet in these sums
        self._rows = [0, 0]

    @cached_property
    def _read(self) -> list[NDArray[np.float64]]:
        """The number in each distinct cell of each column."""
        return [np.array([_number(cell) for cell in column.cells]) for column in self._columns]

    def add(self, rows: Sequence[int] | NDArray[Any]) -> None:
        """Count these row indexes among the data."""
        for waiting in self._open:
            waiting.append(np.array(rows, dtype=np.int64))
        self._rows = [seen + len(rows) for seen in self._rows]

    def after_total(self) -> None:
        """Begin a new block below a total."""
        self._open[1].clear()
        self._above[1], self._rows[1] = 0, 0

    def _add_up(self) -> None:
        for sums, waiting in zip(self._above, self._open, strict=True):
            rows = np.concatenate([np.zeros(0, dtype=np.int64), *waiting])
            waiting.clear()
            for place, (column, numbers) in enumerate(zip(self._columns, self._read, strict=True)):
                sums[place] += np.nansum(numbers[column.codes[rows]])

    def fit(self, index: int) -> bool:
        """True when every number of the row is the sum of those above it, since the last total or from the top."""
        self.reach(index)
        self._add_up()
        own = np.array([n[c.codes[index]] for n, c in zip(self._read, self._columns, strict=True)])
        known = ~np.isnan(own)
        if not (own[known] > 0).any():
            return False
        return any(
            rows >= ROWS_NEEDED and bool((own[known] == sums[known]).all())
            for rows, sums in zip(self._rows, self._above, strict=True)
        )

    def reach(self, index: int) -> None:
        """Add the data rows above this one that were not added yet."""
        upto = int(np.searchsorted(self._waiting, index))
        self.add(self._waiting[:upto])
        self._waiting = self._waiting[upto:]


def _number(cell: object) -> float:
    value = read_number(as_text(cell)).value
    return np.nan if value is None else value
