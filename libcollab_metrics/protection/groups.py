"""Sets of rows or people that numbers count, and which counts of them must stay unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from libcollab_metrics.metrics.members import Codes, Members
from libcollab_metrics.protection.attack import Breach, Sums, atoms, breaches
from libcollab_metrics.protection.told import Told

Shown = NDArray[np.bool_]


@dataclass
class Group:
    """A set that numbers count: where they stand (evaluation, value), and in which earlier releases it was shown.

    Below `k` its count may not be known.
    """

    codes: Codes
    owners: list[tuple[int, int, Told]] = field(default_factory=list)
    earlier: set[int] = field(default_factory=set)
    k: int = 0

    @property
    def is_whole(self) -> bool:
        """True when one of its numbers is of a whole selection, which a reader misses most."""
        return any(not told.by for _, _, told in self.owners)


class Family:
    """All sets of one kind, which can be laid over each other.

    Parameters
    ----------
    name : the kind, as `Members` calls it.
    groups : each set once.
    """

    def __init__(self, name: str, groups: Sequence[Group], members: Members) -> None:
        self.groups = groups
        self._rows, inside = atoms([group.codes for group in groups])
        self._sizes = np.array([members.weights(name, codes).sum() for codes in inside])
        self._least = np.array([group.k for group in groups])
        self._counts = self._rows @ self._sizes
        self._beyond = self._counts[:, None] - (self._rows * self._sizes) @ self._rows.T
        together = self._rows @ self._rows.T
        self._within = together == np.diag(together)[None, :]

    @property
    def earlier(self) -> Shown:
        """The sets whose count left before."""
        return np.array([bool(group.earlier) for group in self.groups])

    def breaches(self, shown: Shown) -> list[Breach]:
        """Every count that a reader of the shown ones knows too well, and did not know from earlier releases alone."""
        targets, least = self._targets(shown)
        found = breaches(Sums(self._rows, self._sizes, shown), targets, least)
        return [breach for breach in found if not self._told_before(breach, targets, least)]

    def _told_before(self, breach: Breach, targets: NDArray[np.float64], least: NDArray[np.int64]) -> bool:
        """True when the earlier releases alone tell it: nothing can be done about that any more."""
        earlier, one = self.earlier, slice(breach.target, breach.target + 1)
        if not earlier.any():
            return False
        return bool(breaches(Sums(self._rows, self._sizes, earlier), targets[one], least[one]))

    def _targets(self, shown: Shown) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """The small sets, and the small differences of sets shown side by side, as rows of atoms, each once."""
        found: dict[bytes, tuple[NDArray[np.float64], int]] = {}
        for row, k in (*self._small(), *self._rests(), *self._differences(shown)):
            _, known = found.get(row.tobytes(), (row, 0))
            found[row.tobytes()] = row, max(known, k)
        rows = [row for row, _ in found.values()]
        return np.array(rows), np.array([k for _, k in found.values()], dtype=np.int64)

    def _small(self) -> Iterator[tuple[NDArray[np.float64], int]]:
        for place in np.flatnonzero((self._counts > 0) & (self._counts < self._least)):
            yield self._rows[place], int(self._least[place])

    def _rests(self) -> Iterator[tuple[NDArray[np.float64], int]]:
        """Those in a share's base who are not in its part."""
        sides: dict[tuple[int, int], dict[str, int]] = {}
        for place, group in enumerate(self.groups):
            for at, value, told in group.owners:
                sides.setdefault((at, value), {})[told.side] = place
        for found in sides.values():
            part, base = found.get("numerator"), found.get("denominator")
            if part is not None and base is not None and self._is_few(base, part) and self._within[base, part]:
                yield self._rows[base] - self._rows[part], int(max(self._least[[base, part]]))

    def _differences(self, shown: Shown) -> Iterator[tuple[NDArray[np.float64], int]]:
        """Those in one shown set and not in another one inside it, or, of partners, in another one beside it."""
        least = np.maximum(self._least[:, None], self._least[None, :])
        few = (self._beyond > 0) & (self._beyond < least) & shown[:, None] & shown[None, :]
        partners = np.array([any(told.by == "partner" for _, _, told in group.owners) for group in self.groups])
        near = self._within | (partners[:, None] & partners[None, :])
        for one, other in np.argwhere(few & near):
            yield self._rows[one] * (1 - self._rows[other]), int(least[one, other])

    def _is_few(self, one: int, other: int) -> bool:
        return bool(0 < self._beyond[one, other] < max(self._least[[one, other]]))

    def count(self, place: int) -> float:
        """What a set comes to."""
        return float(self._counts[place])


def sets_told(groups: Iterable[Group]) -> list[tuple[Codes, int]]:
    """The sets that a document tells of with their k: those its numbers count, and a whole selection less a part."""
    known = [group for group in groups if group.owners or group.earlier]
    rests = [
        (np.setdiff1d(whole.codes, part.codes), max(whole.k, part.k))
        for whole in known
        for part in known
        if whole.is_whole and 0 < len(part.codes) < len(whole.codes) and np.isin(part.codes, whole.codes).all()
    ]
    return [(group.codes, group.k) for group in known if group.owners] + rests
