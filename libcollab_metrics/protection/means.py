"""Means of points, and their intervals: what they tell of people whose number is hidden, and which must go.

A mean tells the sum of all points, and an interval the sum of their squares. Of few people, or near the end of a scale,
that leaves few possible numbers of those who fell, or who do not agree (`possible`). Where a hidden number from 1 to
k - 1 could no more be everything from 0 to k - 1 that it could be without, the mean or its interval goes; and a second
one of the same table, for sums and squares of all programs less those of the others would give it back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Protocol

from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.metrics.points import Points
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.exposed import Exposed
from libcollab_metrics.protection.policy import KINDS_TOLD, ON_SCALES, is_too_small
from libcollab_metrics.protection.possible import kinds_possible, nearest
from libcollab_metrics.protection.sums import Cell, order

FEW, MIDDLING, MANY = 0, 1, 2
#: How many people are of each kind, None where that is not told.
Known = tuple[int | None, int | None, int | None]
#: So far a sum is moved to another one of a table at most, first step by step and then in longer ones.
NEAR, FAR, LONGER = 32, 100_000, 1.5
#: So many numbers of people beside the true one are tried where nothing is told of them.
TRIED = 20
#: So many sums are tried over all tables; what is not known to be safe then goes. They are counted and not timed, so
#: that a document is the same however busy the machine is.
TRIED = 4_000
#: More than anybody can gain.
ENDLESS = 10**9


def values_told(value: Value) -> Iterator[Value]:
    """The figures that a mean of points may give back, whether or not they stand in a table."""
    if value.points is None:
        return
    share, apart = KINDS_TOLD[value.metric]
    (few, middling, many), n = value.points.people, value.points.n
    yield Value(share, value.group, value=many / n, numerator=many, denominator=n, n=n)
    if value.metric in ON_SCALES:
        yield Value(apart, value.group, value=(many - few) / n, numerator=many - few, denominator=n, n=n)
        return
    for move, people in (("up", many), ("same", middling), ("down", few)):
        group = (*value.group, ("move", move))
        yield Value(apart, group, value=people, numerator=people, denominator=n, n=n)


class Told(Protocol):
    """What is decided of the figures beside a mean."""

    def why_of(self, exposed: Exposed) -> str | None:
        """Why a value is hidden, None when it is shown."""

    def is_bounded(self, exposed: Exposed, settings: Settings) -> bool:
        """True when a value is told as a bound only."""


class Patience:
    """How many sums may still be tried."""

    def __init__(self, tried: int = TRIED) -> None:
        self._left = tried

    def lasts(self) -> bool:
        """True while there is one left, which is taken."""
        self._left -= 1
        return self._left >= 0


@dataclass(frozen=True)
class Mean:
    """The points of some people, as far as a reader may know them.

    `known` is how many are of each kind, where that is told; `open` holds every kind with a number that it must still
    be possible to be of it. `squares` says that not the sum is at stake, which the mean tells, but that of the squares.
    """

    points: Points
    known: Known
    open: tuple[tuple[int, int], ...]
    squares: bool

    @property
    def sum(self) -> int:
        """What the mean or its interval tells."""
        return self.points.squares if self.squares else self.points.total

    def is_safe(self) -> bool:
        """True when a reader of it thinks every number possible that he must."""
        return all(self._can(kind, count, self.sum) for kind, count in self.open)

    def is_safe_beside(self, other: Mean, turn: int, patience: Patience) -> bool:
        """True when it is so for one who sees neither, but knows both together or, with a turn of 1, how far apart."""
        return all(
            any(
                self._can(kind, count, self.sum + change) and other.can_be(other.sum + turn * change)
                for change in self._changes()
                if patience.lasts()
            )
            for kind, count in self.open
        )

    def can_be(self, sum: int) -> bool:
        """Whether what it tells could be this."""
        many = self.known[MANY]
        counts = [many] if many is not None else nearest(self.points.people[MANY], self.points.n)[:TRIED]
        return any(self._can(MANY, count, sum) for count in counts)

    def _can(self, kind: int, count: int, sum: int) -> bool:
        if self.squares:
            return kinds_possible(self.points, self.known, sum, kind, count)
        return kinds_possible(replace(self.points, total=sum), self.known, None, kind, count)

    def _changes(self) -> Iterator[int]:
        """By how much its sum may be another one; squares change by two at least."""
        step, away = 1 + self.squares, 0
        while away < FAR:
            yield away * step
            yield -away * step
            away = away + 1 if away < NEAR else int(away * LONGER)


def means_that_tell(counting: Sequence[Exposed], decision: Told, settings: Settings) -> frozenset[Cell]:
    """Return the cells whose mean (on a scale) or interval (of a gain) must go.

    Parameters
    ----------
    counting : every value that counts people, those of `values_told` too.
    decision : what of them is hidden already, and what is told as a bound only.
    """
    told: dict[tuple[str, Cell], list[Exposed]] = defaultdict(list)
    for x in counting:
        told[x.value.metric, x.cell[1:]].append(x)
    means: dict[Cell, Mean] = {}
    lines: dict[tuple[str, Cell], dict[Cell, None]] = defaultdict(dict)
    heard: set[Cell] = set()
    for x in counting:
        if x.value.points is None:
            continue
        if x.cell not in means:
            share, apart = (told[metric, x.cell[1:]] for metric in KINDS_TOLD[x.value.metric])
            means[x.cell] = _mean(x.value.points, x.value.metric not in ON_SCALES, share[0], apart, decision, settings)
        if x.total is not None:
            lines[x.by, x.total][x.cell] = None
        if not decision.why_of(x):
            heard.add(x.cell)
    gone = {cell for cell in heard if not means[cell].is_safe()}
    patience = Patience()
    tables = [
        _Table(total, tuple(parts), means, heard, patience) for (_, total), parts in sorted(lines.items(), key=_by_name)
    ]
    before = -1
    while len(gone) > before:
        before = len(gone)
        for table in tables:
            gone |= table.seconds(gone)
    return frozenset(gone)


def _by_name(line: tuple[Cell, object]) -> str:
    return order(line[0])


def _mean(
    points: Points, squares: bool, share: Exposed, apart: Sequence[Exposed], decision: Told, settings: Settings
) -> Mean:
    """A mean with what is told beside it, and what must stay open."""
    few, middling, many = points.people
    k, known = share.least, _known(points, share, apart, decision, settings)
    wanted: list[tuple[int, int]] = []
    if decision.why_of(share):
        small = is_too_small(share.exposure, share.scope, share.value, settings)
        wanted += [(MANY, count) for count in _unknown(many, k, small)]
        wanted += [(MANY, points.n - rest) for rest in _unknown(few + middling, k, small)]
    elif decision.is_bounded(share, settings):
        wanted += [(MANY, abs(many - count)) for count in range(k)]
    if any(map(decision.why_of, apart)):
        small = any(is_too_small(one.exposure, one.scope, one.value, settings) for one in apart)
        small = small or any(0 < count < k for count in (few, middling))
        wanted += [(kind, count) for kind in (FEW, MIDDLING) for count in _unknown(points.people[kind], k, small)]
    possible = (one for one in dict.fromkeys(wanted) if _could_be(points, known, *one, squares))
    return Mean(points, known, tuple(possible), squares)


def _known(points: Points, share: Exposed, apart: Sequence[Exposed], decision: Told, settings: Settings) -> Known:
    """How many are of each kind, as far as the figures beside the mean say."""
    if decision.why_of(share) or decision.is_bounded(share, settings):
        return None, None, None
    return (None, None, points.people[MANY]) if any(map(decision.why_of, apart)) else points.people


def _unknown(count: int, k: int, small: bool) -> range:
    """What a hidden number must still be able to be: 0 to k - 1 if it is small, as far away if hidden beside one."""
    if small:
        return range(k) if 0 < count < k else range(0)
    return range(max(count - k + 1, 0), count + k)


def _could_be(points: Points, known: Known, kind: int, count: int, squares: bool) -> bool:
    """Whether a reader thinks it possible who does not see what is at stake: the interval, or the mean on its scale.

    How far a test goes he need not know.
    """
    if squares:
        anything = replace(points, spans=((-ENDLESS, -1), (0, 0), (1, ENDLESS)), lost=ENDLESS)
        return kinds_possible(anything, known, None, kind, count)
    return 0 <= count <= points.n - sum(people or 0 for at, people in enumerate(known) if at != kind)


@dataclass(frozen=True)
class _Table:
    """Means whose sums add up to that of a total, which a reader is taken to know; those not `heard` are hidden."""

    total: Cell
    parts: tuple[Cell, ...]
    means: Mapping[Cell, Mean]
    heard: Collection[Cell]
    patience: Patience

    def seconds(self, gone: Set[Cell]) -> set[Cell]:
        """What must go beside those that go: the smallest part that leaves all open, the total where none does."""
        hidden = [cell for cell in self.parts if cell in gone or cell not in self.heard]
        if self.total in gone:
            return set() if hidden else self._first(gone, self.means[self.total], 1) or set(self.parts)
        for cell in hidden:
            mean, others = self.means[cell], [self.means[other] for other in hidden if other != cell]
            is_safe = any(mean.is_safe_beside(other, -1, self.patience) for other in others)
            if cell in gone and not is_safe:
                return self._first(gone, mean, -1) or ({self.total} if self.total in self.means else set(self.parts))
        return set()

    def _first(self, gone: Set[Cell], mean: Mean, turn: int) -> set[Cell]:
        """The smallest of the parts shown beside which a mean is safe, as a set; empty where there is none."""
        shown = sorted(set(self.parts) & set(self.heard) - gone, key=self._size)
        return next(({cell} for cell in shown if mean.is_safe_beside(self.means[cell], turn, self.patience)), set())

    def _size(self, cell: Cell) -> tuple[int, str]:
        return self.means[cell].points.n, order(cell)
