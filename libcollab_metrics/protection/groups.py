"""Sets of rows or people that numbers count, and which counts of them must stay unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libcollab_metrics.metrics.members import Codes, Members
from libcollab_metrics.protection.attack import CLOSE, Breach, Sums, Targets, atoms, breaches
from libcollab_metrics.protection.told import Told

Shown = NDArray[np.bool_]


class _Target(NamedTuple):
    """A row of atoms of which not more may be known than `told`, by a release, for as long as few have come since."""

    row: NDArray[np.float64]
    k: int
    told: float = 0
    release: int | None = None


@dataclass
class Group:
    """A set that numbers count: where they stand (evaluation, value), and in which earlier releases it was shown.

    Below `k` its count may not be known. `then` is what an earlier release showed where that is less than it comes to
    today: so many rows or people have come to it since. `kinds` says of which groupings or selections it is a part.
    """

    codes: Codes
    owners: list[tuple[int, int, Told]] = field(default_factory=list)
    earlier: set[int] = field(default_factory=set)
    then: dict[int, float] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
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
        self._least_of_two = np.maximum(self._least[:, None], self._least[None, :])
        self._beside = _of_one_kind(groups)

    @property
    def earlier(self) -> Shown:
        """The sets whose count left before."""
        return np.array([bool(group.earlier) for group in self.groups])

    @property
    def as_today(self) -> Shown:
        """The sets whose count left before as it is today."""
        return np.array([bool(group.earlier - group.then.keys()) for group in self.groups])

    @property
    def has_grown(self) -> bool:
        """Whether any count that left before was less than it is today."""
        return any(group.then for group in self.groups)

    def breaches(self, shown: Shown, before: Shown, grown: bool = False) -> list[tuple[Breach, set[int]]]:
        """Every count that a reader of the shown ones knows too well, with the releases that tell it beside today's.

        Nothing can be done any more about a count that those that left `before` tell alone, unless it would be told
        more nearly now. `grown` asks as well how few have come since earlier releases, for which a count must have left
        as it is today to be `before`.
        """
        asked = self._targets(shown, grown)
        rows, least, told, _ = zip(*asked, strict=True) if asked else ((), (), (), ())
        targets = Targets(np.array(rows), np.array(least, float), np.array(told, float))
        found = breaches(Sums(self._rows, self._sizes, shown), targets)
        return [
            (breach, self._releases(breach, asked[breach.target], grown))
            for breach in self._told_now(found, targets, before)
        ]

    def _told_now(self, found: Sequence[Breach], targets: Targets, before: Shown) -> Iterator[Breach]:
        """Those of which what left before tells less alone, all asked for together."""
        if not before.any():
            yield from found
            return
        asked = targets.only([breach.target for breach in found])
        known = {breach.target: breach for breach in breaches(Sums(self._rows, self._sizes, before), asked)}
        for place, breach in enumerate(found):
            if place not in known or breach.is_nearer_than(known[place]):
                yield breach

    def _releases(self, breach: Breach, target: _Target, grown: bool) -> set[int]:
        """The releases of what came since and of the numbers that give it away: as they are today, if it has grown."""
        own = set() if target.release is None else {target.release}
        givers = (self.groups[giver] for giver in breach.givers)
        return own.union(*(group.earlier - group.then.keys() if grown else group.earlier for group in givers))

    def _targets(self, shown: Shown, grown: bool) -> list[_Target]:
        """The small sets, and what sets shown side by side have alone or in common, each once with its largest k."""
        found: dict[tuple[bytes, float], _Target] = {}
        asked = (self._small(), self._rests(), self._differences(shown), self._shared(shown))
        for target in chain(*asked, self._grown() if grown else ()):
            key = target.row.tobytes(), target.told
            if key not in found or found[key].k < target.k:
                found[key] = target
        return list(found.values())

    def _small(self) -> Iterator[_Target]:
        for place in np.flatnonzero((self._counts > 0) & (self._counts < self._least)):
            yield _Target(self._rows[place], int(self._least[place]))

    def _rests(self) -> Iterator[_Target]:
        """Those in a share's base who are not in its part."""
        sides: dict[tuple[int, int], dict[str, int]] = {}
        for place, group in enumerate(self.groups):
            for at, value, told in group.owners:
                sides.setdefault((at, value), {})[told.side] = place
        for found in sides.values():
            part, base = found.get("numerator"), found.get("denominator")
            if part is not None and base is not None and self._is_few(base, part) and self._within[base, part]:
                yield _Target(self._rows[base] - self._rows[part], int(max(self._least[[base, part]])))

    def _differences(self, shown: Shown) -> Iterator[_Target]:
        """Those in one shown set and not in another one inside it, or of its kind."""
        least = self._least_of_two
        few = (self._beyond > 0) & (self._beyond < least) & shown[:, None] & shown[None, :]
        for one, other in np.argwhere(few & (self._within | self._beside)):
            yield _Target(self._rows[one] * (1 - self._rows[other]), int(least[one, other]))

    def _shared(self, shown: Shown) -> Iterator[_Target]:
        """Those in both of two shown sets of one kind: both less those in either tell of them."""
        least, both = self._least_of_two, self._counts[:, None] - self._beyond
        few = (both > 0) & (both < least) & shown[:, None] & shown[None, :] & self._beside
        for one, other in np.argwhere(np.triu(few, 1)):
            yield _Target(self._rows[one] * self._rows[other], int(least[one, other]))

    def _grown(self) -> Iterator[_Target]:
        """The sets, and those less a part, to which few have come since a release told of them."""
        least = self._least_of_two
        for release in sorted({place for group in self.groups for place in group.then}):
            then = [group.then.get(release, self.count(at)) for at, group in enumerate(self.groups)]
            told = np.array([release in group.earlier for group in self.groups])
            more = self._counts - then
            for one in np.flatnonzero(told & (more > CLOSE) & (more < self._least)):
                yield _Target(self._rows[one], int(self._least[one]), then[one], release)
            rest = more[:, None] - more[None, :]
            few = (rest > CLOSE) & (rest < least) & told[:, None] & told[None, :] & self._within
            for one, other in np.argwhere(few):
                row, before = self._rows[one] - self._rows[other], then[one] - then[other]
                yield _Target(row, int(least[one, other]), before, release)

    def _is_few(self, one: int, other: int) -> bool:
        return bool(0 < self._beyond[one, other] < max(self._least[[one, other]]))

    def count(self, place: int) -> float:
        """What a set comes to."""
        return float(self._counts[place])


def _of_one_kind(groups: Sequence[Group]) -> Shown:
    """Which two sets are parts of one grouping, or of selections by the same field."""
    kinds = sorted({kind for group in groups for kind in group.kinds})
    of = np.array([[kind in group.kinds for kind in kinds] for group in groups], dtype=float).reshape(len(groups), -1)
    beside: Shown = (of @ of.T > 0) & ~np.eye(len(groups), dtype=bool)
    return beside


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
