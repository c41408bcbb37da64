"""What a reader can work out: the least and the most that every hidden count can be beside all that is shown.

The attacker knows every number that is shown, that no count is below 0, and of which rows each number is made. Rows
that stand in the same numbers cannot be told apart by them and are one unknown, an atom. Linear programming gives the
range of every count that must stay unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: How far a computed bound may be from a whole number and still be one.
CLOSE = 1e-4


@dataclass(frozen=True)
class Sums:
    """Some sums over the same unknowns: the row of each, the unknowns' true sizes, and which sums are shown."""

    rows: NDArray[np.float64]
    sizes: NDArray[np.float64]
    shown: NDArray[np.bool_]

    @property
    def true(self) -> NDArray[np.float64]:
        """What every sum comes to."""
        found: NDArray[np.float64] = self.rows @ self.sizes
        return found


@dataclass(frozen=True)
class Breach:
    """A count that is known too well, and the shown sums that give it away, by their place.

    From `low` to `high` is what is left in doubt of that which must stay so.
    """

    target: int
    low: float
    high: float
    givers: tuple[int, ...]

    def is_nearer_than(self, other: Breach) -> bool:
        """Whether it leaves less in doubt than another breach of the same count."""
        return self.low > other.low + CLOSE or self.high < other.high - CLOSE


def atoms(counted: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.float64], list[NDArray[np.int64]]]:
    """Return which atoms every set of codes holds (sets × atoms, 0 or 1), and the codes of each atom.

    Codes that stand in the same sets are one atom: they bear the same sum of one random number a set.
    """
    if not any(len(codes) for codes in counted):
        return np.zeros((len(counted), 0)), []
    random = np.random.default_rng(7).integers(1, 2**63, size=len(counted), dtype=np.uint64)
    marks = np.zeros(max(int(np.max(codes)) for codes in counted if len(codes)) + 1, dtype=np.uint64)
    for codes, number in zip(counted, random, strict=True):
        marks[codes] += number
    kinds, place = np.unique(marks, return_inverse=True)
    rows = np.zeros((len(counted), len(kinds)))
    for row, codes in zip(rows, counted, strict=True):
        row[np.unique(place[codes])] = 1
    members = np.split(np.argsort(place, kind="stable"), np.cumsum(np.bincount(place))[:-1])
    inside = kinds != 0
    return rows[:, inside], [codes for codes, kept in zip(members, inside, strict=True) if kept]


@dataclass(frozen=True)
class Targets:
    """What must stay unknown, as rows over the same unknowns: anything from `told` to `told` + `least` - 1.

    `told` is 0, or what was told of the same rows before some came to them.
    """

    rows: NDArray[np.float64]
    least: NDArray[np.float64]
    told: NDArray[np.float64]

    def only(self, places: Sequence[int]) -> Targets:
        """Some of them, by their place."""
        some = list(places)
        return Targets(self.rows[some], self.least[some], self.told[some])


def breaches(sums: Sums, targets: Targets) -> list[Breach]:
    """Return the targets whose range does not hold everything it must.

    Parameters
    ----------
    sums : the sums a reader knows of, shown or not.
    targets : what must stay unknown of the same unknowns.
    """
    if not len(targets.rows):
        return []
    attack = _Attack(sums, targets)
    attack.all_at_once()
    return [breach for target in range(len(targets.rows)) if (breach := attack.alone(target))]


class _Attack:
    """Programs over the same equations; every solution bears witness for all targets at once."""

    def __init__(self, sums: Sums, targets: Targets) -> None:
        from scipy.sparse import csr_matrix

        self._places = np.flatnonzero(sums.shown)
        self._known = csr_matrix(sums.rows[self._places])
        self._totals = sums.true[self._places]
        self._targets, self._told = targets.rows, targets.told
        self._enough = targets.told + targets.least - 1
        #: More than any count can be, so that every program has an end.
        self._most = float(sums.sizes.sum() + np.max(self._enough) + 1)
        self.low = self.high = targets.rows @ sums.sizes

    def all_at_once(self) -> None:
        """Bring as many targets as can be down together, and up to enough together."""
        from scipy.sparse import csr_matrix, hstack, identity

        self._see(self._solved(self._targets.sum(axis=0)))
        count, width = self._targets.shape
        capped = hstack([csr_matrix(-self._targets), identity(count)], format="csr")
        known = hstack([self._known, csr_matrix((self._known.shape[0], count))], format="csr")
        aim = np.concatenate([np.zeros(width), -np.ones(count)])
        bounds = [(0, self._most)] * width + [(0, top) for top in self._enough]
        self._see(_solve(aim, known, self._totals, bounds, capped, np.zeros(count)), width)

    def alone(self, target: int) -> Breach | None:
        """The range of one target as far as it is in doubt; None where it is wide enough."""
        row, least, givers = self._targets[target], self._told[target] + CLOSE, []
        if self.low[target] > least:
            found = self._solved(row)
            self._see(found)
            givers += self._givers(found) if self.low[target] > least else []
        if self.high[target] < self._enough[target] - CLOSE:
            found = self._solved(-row)
            self._see(found)
            givers += self._givers(found) if self.high[target] < self._enough[target] - CLOSE else []
        if self.low[target] <= least and self.high[target] >= self._enough[target] - CLOSE:
            return None
        low = max(float(self.low[target]), float(self._told[target]))
        high = min(float(self.high[target]), float(self._enough[target]))
        return Breach(target, low, high, tuple(dict.fromkeys(givers)))

    def _solved(self, aim: NDArray[np.float64]) -> Any:
        return _solve(aim, self._known, self._totals, (0, self._most))

    def _see(self, found: Any, width: int | None = None) -> None:
        if found.status == 0:
            reached = self._targets @ found.x[:width]
            self.low, self.high = np.minimum(self.low, reached), np.maximum(self.high, reached)

    def _givers(self, found: Any) -> list[int]:
        """The sums whose numbers hold the bound in its place, by the prices of their equations."""
        if found.status != 0:
            return []
        return [int(place) for place in self._places[np.abs(found.eqlin.marginals) > 1e-7]]


def _solve(aim: NDArray[np.float64], known: Any, totals: Any, bounds: Any, capped: Any = None, caps: Any = None) -> Any:
    from scipy.optimize import linprog

    return linprog(aim, capped, caps, known, totals, bounds, method="highs")
