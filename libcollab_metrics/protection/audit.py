"""The audit of everything before it leaves: an attacker who knows the rows tries to work out what was hidden.

The rules of `public` choose what to hide; nothing of them is used here. What every number counts is looked up again in
the prepared tables, and linear programming says what the numbers shown give away. A breach hides one number more, and
the rules and the audit begin again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from libcollab_metrics.metrics import CATALOG, Evaluation, Evaluator
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.cells import Shared, exposed_of
from libcollab_metrics.protection.members import (
    Codes,
    Counted,
    Members,
    Told,
    counted_of,
    is_of_joined_names,
    measure_of,
    told_by,
    under_names_of_today,
)
from libcollab_metrics.protection.public import PRIVATE, HiddenFigure, PublicEvaluation, protected
from libcollab_metrics.protection.releases import Lost, Numbers
from libcollab_metrics.protection.suppression import Cell

# What a reader can work out: the least and the most that every hidden count can be beside all that is shown.
#
# The attacker knows every number that is shown, that no count is below 0, and of which rows each number is made. Rows
# that stand in the same numbers cannot be told apart by them and are one unknown, an atom. Linear programming gives
# the
# range of every count that must stay unknown.

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


# Sets of rows or people that numbers count, and which counts of them must stay unknown.

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


#: Rounds in which one number gives way for each breach, and rounds in all, in the later ones of which all that give a
#: count away do. What is known even then takes every number of its kind with it.
GENTLE, ROUNDS = 8, 14


@dataclass(frozen=True)
class Audited:
    """What may leave: the public evaluations, every number followed with what is shown of it, and what gave way.

    `kept_back` are the figures that are hidden, with their numbers, for the library alone; `gave_way` names those
    hidden only because of earlier releases, each with the places of those.
    """

    evaluations: tuple[PublicEvaluation, ...]
    numbers: Numbers = ()
    kept_back: tuple[HiddenFigure, ...] = ()
    gave_way: tuple[tuple[Told, tuple[int, ...]], ...] = ()


def audited(
    evaluations: Sequence[Evaluation],
    counted: Evaluator,
    settings: Settings,
    shared: Shared | None = None,
    released: Sequence[Numbers] = (),
) -> Audited:
    """Return the evaluations as they may leave: by the rules, and with nothing a reader could work out.

    Parameters
    ----------
    evaluations, settings, shared : as for `protect`.
    counted : the evaluator that made them.
    released : the numbers of every earlier release, the oldest first. What was shown then is known for good, so the
        new numbers give way. Each is looked at over today's rows of its selection, under the names they were joined
        to. Where these bear more, some have come since, and nobody knows which: it is looked at as if they had been
        there, and the number of today gives way as long as it would tell that they are few. Where rows are gone or
        are called otherwise, it is supposed to be whatever it may have been (`lost`).

    Returns
    -------
    As many public evaluations, in order. A hidden count from 1 to k - 1 can, for a reader who knows of which rows each
    number is made, be anything from 0 to k - 1, except where earlier releases alone have told it.
    """
    audit = _Audit(evaluations, counted, settings, shared)
    audit.run()
    audit.know(released)
    if any(released):
        audit.run()
    return Audited(
        tuple(audit.public),
        numbers=tuple(audit.numbers()),
        kept_back=audit.kept_back,
        gave_way=tuple(audit.gave_way()),
    )


class _Audit:
    """The sets that the numbers count, by family, and the cells hidden beyond what the rules hide."""

    def __init__(
        self, evaluations: Sequence[Evaluation], counted: Evaluator, settings: Settings, shared: Shared | None
    ) -> None:
        self._evaluations, self._settings, self._shared = evaluations, settings, shared
        self._members = Members(counted)
        self._joins = counted.dataset.joins
        self._metrics = {metric.id: metric for metric in CATALOG}
        self._groups: dict[str, dict[bytes, Group]] = {}
        self._also: dict[Cell, set[int]] = {}
        self._withheld: set[Cell] = set()
        self._protected = protected(evaluations, settings, shared)
        for at, evaluation in enumerate(evaluations):
            for place, told, what in told_by(evaluation, self._members, settings):
                if self.public[at].values[place].reason != PRIVATE:
                    self._group(what, told).owners.append((at, place, told))
        self._families = self._laid_out()

    def know(self, released: Sequence[Numbers]) -> None:
        """Take in what left before; what is lost of it is looked for last, among all that is known then."""
        lost = [
            found
            for place, numbers in enumerate(released)
            for told, shown in numbers
            if (found := self._recalled(told, shown, place)) is not None
        ]
        sets = {
            family: sets_told(self._groups.get(family, {}).values()) for family in {one.near.family for one in lost}
        }
        for one in lost:
            family = one.near.family
            for codes, few in one.suppositions(sets[family], self._members):
                self._group(Counted(family, codes), one.told).earlier.add(one.place)
                self._group(Counted(family, few), one.told)
        self._families = self._laid_out()

    def _recalled(self, typed: Told, shown: float | None, place: int) -> Lost | None:
        """Put a number that left to the set it counted; give it back where that set is not the one of today."""
        told = under_names_of_today(typed, self._joins)
        measure = measure_of(told)
        what = None if measure is None else counted_of(told, measure, self._members)
        if measure is None or what is None:
            return None
        more = 0.0 if shown is None else float(self._members.weights(what.family, what.codes).sum()) - shown
        if shown is not None and (more < -CLOSE or (more > CLOSE and is_of_joined_names(typed, self._joins))):
            return Lost.of(told, shown, place, measure, self._members)
        group = self._group(what, told)
        if shown is not None:
            group.earlier.add(place)
            if more > CLOSE:
                group.then[place] = shown
        return None

    def run(self) -> None:
        """Hide what gives a small count away until nothing does."""
        for turn in range(ROUNDS):
            new: dict[Cell, set[int]] = {}
            for cell, because in (found for family in self._families for found in self._to_hide(family, turn)):
                if cell not in self._also:
                    new.setdefault(cell, set()).update(because)
            if not new:
                return
            self._also.update(new)
            if turn == ROUNDS - 1:
                self._withheld |= new.keys()
            self._protected = protected(
                self._evaluations, self._settings, self._shared, frozenset(self._also), frozenset(self._withheld)
            )

    @property
    def public(self) -> Sequence[PublicEvaluation]:
        """The evaluations as they may leave, so far."""
        return self._protected.public

    @property
    def kept_back(self) -> tuple[HiddenFigure, ...]:
        """Every figure that is hidden, with its number and the reason, for the library alone."""
        return self._protected.hidden

    def numbers(self) -> Iterator[tuple[Told, float | None]]:
        """Every number that was followed, once, with what is shown of it."""
        for at, place, told in self._owners():
            yield told, getattr(self.public[at].values[place], told.side)

    def gave_way(self) -> Iterator[tuple[Told, tuple[int, ...]]]:
        """The numbers hidden because of earlier releases, with the places of those."""
        for at, place, told in self._owners():
            if because := self._also.get(self._cell(at, place) or ()):
                yield told, tuple(sorted(because))

    def _owners(self) -> Iterator[tuple[int, int, Told]]:
        for groups in self._groups.values():
            for group in groups.values():
                yield from group.owners

    def _group(self, what: Counted, told: Told) -> Group:
        groups = self._groups.setdefault(what.family, {})
        group = groups.setdefault(what.codes.tobytes(), Group(what.codes))
        group.k = max(group.k, told.k)
        group.kinds |= told.kinds
        return group

    def _laid_out(self) -> list[Family]:
        return [Family(name, list(groups.values()), self._members) for name, groups in sorted(self._groups.items())]

    def _stands(self, group: Group) -> bool:
        """Whether a number of this set stands in the document."""
        return any(getattr(self.public[at].values[place], told.side) is not None for at, place, told in group.owners)

    def _views(self, family: Family) -> Iterator[tuple[Shown, Shown, list[tuple[Breach, set[int]]]]]:
        """What stands, what left before, and the counts given away: as if nobody had come since, and as it is."""
        stands = np.array([self._stands(group) for group in family.groups])
        earlier = family.earlier
        yield stands, earlier, family.breaches(stands | earlier, earlier)
        if family.has_grown:
            today = family.as_today
            yield stands, today, family.breaches(stands | today, today, grown=True)

    def _to_hide(self, family: Family, turn: int) -> Iterator[tuple[Cell, set[int]]]:
        """The cells that give way in this turn, each with the releases beside which it would tell.

        Where nobody can say which number gives a count away, all of the family do.
        """
        for stands, before, breaches in self._views(family):
            free = np.flatnonzero(stands & ~before).tolist()
            for breach, releases in breaches:
                can = [giver for giver in breach.givers if giver in free]
                if not can or turn == ROUNDS - 1:
                    can = free
                elif turn < GENTLE:
                    can = [min(can, key=lambda giver: _loss(family, giver))]
                yield from ((cell, releases) for giver in can for cell in self._cells(family.groups[giver]))

    def _cells(self, group: Group) -> Iterator[Cell]:
        for at, place, _ in group.owners:
            if cell := self._cell(at, place):
                yield cell

    def _cell(self, at: int, place: int) -> Cell | None:
        evaluation = self._evaluations[at]
        found = exposed_of(evaluation, evaluation.values[place], self._metrics, self._settings)
        return None if found is None else found.cell


def _loss(family: Family, giver: int) -> tuple[bool, bool, float, int]:
    """How much a reader loses with a number: most with a whole selection's, more with a larger one."""
    count = family.count(giver)
    return family.groups[giver].is_whole, count == 0, count, giver
