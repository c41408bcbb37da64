"""Work out by linear programming what the shown numbers of a file reveal of hidden ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

#: Counts of fewer people than this must not be disclosed.
K = 5
CLOSE = 1e-4


@dataclass
class Cell:
    """One printed or hidden number.

    It has a name, the units that it counts, the number shown (None if hidden) and its threshold.
    """

    name: str
    family: str
    units: NDArray[np.bool_]
    shown: float | None
    k: int
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """A disclosed count: its name, its true size and the range of values that remain possible."""

    name: str
    true: float
    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        return self.high - self.low < 1 - CLOSE

    def is_no_better_than(self, other: Found) -> bool:
        """Return whether another finding narrows the same count at least as far."""
        return self.name == other.name and self.low <= other.low + CLOSE and self.high >= other.high - CLOSE


def known_to(
    name: str,
    row: NDArray[np.float64],
    shown: float,
    known: NDArray[np.float64],
    totals: NDArray[np.float64],
    true: float,
) -> Found | None:
    """Return what a shown count is known to have grown to, unless any growth below K is possible."""
    low, high = (_bound(sign * row, known, totals, sign) for sign in (1, -1))
    return Found(name, true, low, high) if low > shown + CLOSE or high < shown + K - 1 - CLOSE else None


def worked_out(cells: list[Cell], sizes: NDArray[np.float64], read: int) -> Iterator[Found]:
    """Yield the protected counts that an attacker finds who knows the first `read` cells."""
    for cell in cells:
        if cell.shown is not None and abs(cell.shown - cell.units @ sizes) > 1e-6:
            raise AssertionError(
                f"The attacker does not know what {cell.name} counts: {cell.shown}, {cell.units @ sizes}"
            )
    matrix = np.array([cell.units for cell in cells], dtype=float)
    kinds, column_kind = np.unique(matrix, axis=1, return_inverse=True)
    weights = np.bincount(column_kind.ravel(), weights=sizes, minlength=kinds.shape[1])
    shown = np.array([cell.shown is not None for cell in cells])
    seen = kinds[:read][shown[:read]]
    sums = np.unique(np.column_stack([seen, seen @ weights]), axis=0)
    known, totals = sums[:, :-1], sums[:, -1]
    for name, row, k in _targets(cells, kinds, weights, shown):
        low, high = (_bound(sign * row, known, totals, sign) for sign in (1, -1))
        if low > CLOSE or high < k - 1 - CLOSE:
            yield Found(name, float(row @ weights), low, high)


def _bound(
    objective: NDArray[np.float64], known: NDArray[np.float64], totals: NDArray[np.float64], sign: int
) -> float:
    """Return the least (or, with sign -1, the most) a sum can be; infinite if nothing bounds it."""
    solution = linprog(
        objective,
        A_eq=known if len(known) else None,
        b_eq=totals if len(known) else None,
        bounds=(0, None),
        method="highs",
    )
    return sign * float(solution.fun) if solution.status == 0 else float("inf")


def _targets(
    cells: list[Cell], kinds: NDArray[np.float64], weights: NDArray[np.float64], shown: NDArray[np.bool_]
) -> Iterator[tuple[str, NDArray[np.float64], int]]:
    """Yield the small counts that must stay hidden.

    These are hidden counts, the difference of two shown counts of which one includes the other, and what two
    shown counts of one kind have alone and in common.
    """
    counts, seen = kinds @ weights, set()
    for index, cell in enumerate(cells):
        if not shown[index] and 0 < counts[index] < cell.k and (row := kinds[index].tobytes()) not in seen:
            seen.add(row)
            yield cell.name, kinds[index], cell.k
    indexes = np.flatnonzero(shown)
    for first in indexes:
        for second in indexes:
            share_a_kind = bool(cells[first].kinds & cells[second].kinds) and first != second
            for relation, row in (
                ("ALONE BESIDE", kinds[first] * (1 - kinds[second])),
                ("BOTH WITH", kinds[first] * kinds[second]),
            ):
                if share_a_kind and 0 < row @ weights < K and row.tobytes() not in seen:
                    seen.add(row.tobytes())
                    yield f"{cells[first].name} {relation} {cells[second].name}", row, K
            rest = counts[first] - counts[second]
            if 0 < rest < K and (kinds[second] <= kinds[first]).all():
                row = kinds[first] - kinds[second]
                if row.tobytes() not in seen:
                    seen.add(row.tobytes())
                    yield f"{cells[first].name} LESS {cells[second].name}", row, K
