"""What the numbers a file shows leave open of those it keeps back, by linear programming over the rows behind
them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

#: Fewer people than this must not be told of.
K = 5
CLOSE = 1e-4


@dataclass
class Cell:
    """One printed number, or the place where one is missing: what it is, which units it counts, what stands
    there."""

    name: str
    family: str
    units: NDArray[np.bool_]
    shown: float | None
    k: int
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """A count worked out too well: its name, its true size, and the range left to it."""

    name: str
    true: float
    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        return self.high - self.low < 1 - CLOSE

    def is_no_better_than(self, other: Found) -> bool:
        """Whether another finding leaves the same count no wider a range."""
        return self.name == other.name and self.low <= other.low + CLOSE and self.high >= other.high - CLOSE


def known_to(
    name: str,
    row: NDArray[np.float64],
    shown: float,
    known: NDArray[np.float64],
    totals: NDArray[np.float64],
    true: float,
) -> Found | None:
    """What it is known to have grown to, where that is not anything up to K - 1 more than was shown."""
    low, high = (_bound(sign * row, known, totals, sign) for sign in (1, -1))
    return Found(name, true, low, high) if low > shown + CLOSE or high < shown + K - 1 - CLOSE else None


def worked_out(cells: list[Cell], sizes: NDArray[np.float64], read: int) -> Iterator[Found]:
    """What one who knows the shown ones of the first `read` cells finds of what all of them must not tell."""
    for cell in cells:
        if cell.shown is not None and abs(cell.shown - cell.units @ sizes) > 1e-6:
            raise AssertionError(
                f"The attacker does not know what {cell.name} counts: {cell.shown}, {cell.units @ sizes}"
            )
    matrix = np.array([cell.units for cell in cells], dtype=float)
    kinds, place = np.unique(matrix, axis=1, return_inverse=True)
    weights = np.bincount(place.ravel(), weights=sizes, minlength=kinds.shape[1])
    shown = np.array([cell.shown is not None for cell in cells])
    seen = kinds[:read][shown[:read]]
    sums = np.unique(np.column_stack([seen, seen @ weights]), axis=0)
    known, totals = sums[:, :-1], sums[:, -1]
    for name, row, k in _targets(cells, kinds, weights, shown):
        low, high = (_bound(sign * row, known, totals, sign) for sign in (1, -1))
        if low > CLOSE or high < k - 1 - CLOSE:
            yield Found(name, float(row @ weights), low, high)


def _bound(
    aim: NDArray[np.float64], known: NDArray[np.float64], totals: NDArray[np.float64], sign: int
) -> float:
    """The least (or, with sign -1, the most) that a sum can be; without end where nothing bounds it."""
    found = linprog(
        aim,
        A_eq=known if len(known) else None,
        b_eq=totals if len(known) else None,
        bounds=(0, None),
        method="highs",
    )
    return sign * float(found.fun) if found.status == 0 else float("inf")


def _targets(
    cells: list[Cell], kinds: NDArray[np.float64], weights: NDArray[np.float64], shown: NDArray[np.bool_]
) -> Iterator[tuple[str, NDArray[np.float64], int]]:
    """Small counts that are missing, small differences of two shown ones of which one is inside the other,
    and what two shown parts of one kind have alone and in common.
    """
    counts, seen = kinds @ weights, set()
    for place, cell in enumerate(cells):
        if not shown[place] and 0 < counts[place] < cell.k and (row := kinds[place].tobytes()) not in seen:
            seen.add(row)
            yield cell.name, kinds[place], cell.k
    places = np.flatnonzero(shown)
    for one in places:
        for other in places:
            beside = bool(cells[one].kinds & cells[other].kinds) and one != other
            for word, row in (
                ("ALONE BESIDE", kinds[one] * (1 - kinds[other])),
                ("BOTH WITH", kinds[one] * kinds[other]),
            ):
                if beside and 0 < row @ weights < K and row.tobytes() not in seen:
                    seen.add(row.tobytes())
                    yield f"{cells[one].name} {word} {cells[other].name}", row, K
            rest = counts[one] - counts[other]
            if 0 < rest < K and (kinds[other] <= kinds[one]).all():
                row = kinds[one] - kinds[other]
                if row.tobytes() not in seen:
                    seen.add(row.tobytes())
                    yield f"{cells[one].name} LESS {cells[other].name}", row, K
