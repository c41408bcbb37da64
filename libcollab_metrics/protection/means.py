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
from functools import lru_cache
from itertools import islice
from typing import Protocol

from libcollab_metrics.metrics.definition import Points, Value
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.cells import Exposed
from libcollab_metrics.protection.policy import KINDS_TOLD, ON_SCALES, is_too_small
from libcollab_metrics.protection.suppression import Cell, order

# Which numbers of people can stand behind a mean of whole points, and behind the spread of them.
#
# A reader who knows how many people there are and what their points come to, and where the spread is told what the
# squares come to, can ask of any split of them into kinds whether whole numbers of points are left that fit. This
# asks
# the same. What takes too much work to find counts as impossible, so that more is hidden and never less.

#: So many steps are put into one question, and so many splits are tried, the nearest to the true one first.
WORK, SPLITS = 2_000, 100
#: How many people are of each kind: few points, middling, many.
Split = tuple[int, int, int]


def can_be(points: Points, split: Split, squares: int | None) -> bool:
    """Return whether the people can be split so, with the total that is known, and the squares where they are.

    The middling kind of `points` may have one number of points only where squares are asked for, as gains do.
    """
    return _by_sum(points, split) if squares is None else _by_squares(points, split, squares)


def least_squares(points: Points) -> int:
    """Return what the squares of so many whole numbers with this total come to at least."""
    return _least(points.n, points.total)


def _by_sum(points: Points, split: Split) -> bool:
    if any(people and low > high for people, (low, high) in zip(split, points.spans, strict=True)):
        return False
    most = sum(people * high for people, (_, high) in zip(split, points.spans, strict=True))
    least = sum(people * low for people, (low, _) in zip(split, points.spans, strict=True))
    if points.spans[0][1] < 0:  # those who fell come to no more than could be lost
        least = max(least, split[2] * points.spans[2][0] - points.lost) if split[0] <= points.lost else most + 1
    return least <= points.total <= most


@lru_cache(maxsize=50_000)
def _by_squares(points: Points, split: Split, squares: int) -> bool:
    """Whether those who fell can have lost so much that they and those who rose come to the total and the squares."""
    fell, _, rose = split
    work, widest = _Work(), points.spans[2][1]
    least, most = max(fell, rose - points.total), min(fell * widest, points.lost, rose * widest - points.total)
    for lost in range(least, most + 1):
        gained = points.total + lost
        if _least(fell, lost) + _least(rose, gained) > squares:
            break
        low = max(_least(fell, lost), squares - _most(rose, gained, widest, 1))
        high = min(_most(fell, lost, widest, 1), squares - _least(rose, gained))
        low += (low - lost) % 2
        for of_lost in range(low, high + 1, 2):
            if work.reaches(fell, lost, of_lost, widest) and work.reaches(rose, gained, squares - of_lost, widest):
                return True
            if work.is_done:
                return False  # unsure
    return False


def _least(people: int, total: int) -> int:
    """The least that squares come to: all as equal as whole numbers can be."""
    if not people:
        return 0
    each, more = divmod(total, people)
    return people * each * each + more * (2 * each + 1)


def _most(people: int, total: int, top: int, bottom: int) -> int:
    """The most that squares come to, none below the bottom and none above the top: as many as can be at either end."""
    rest, room = total - people * bottom, top - bottom
    if not people or not room:
        return people * bottom * bottom
    full, more = divmod(rest, room)
    between = (bottom + more) ** 2 if more else 0
    return full * top * top + between + (people - full - bool(more)) * bottom * bottom


class _Work:
    """Looks for whole numbers from 1 on with a known sum and known squares, the largest first, as long as it may."""

    def __init__(self) -> None:
        self._left = WORK
        self._without: set[tuple[int, int, int, int]] = set()

    @property
    def is_done(self) -> bool:
        return self._left <= 0

    def reaches(self, people: int, total: int, squares: int, top: int) -> bool:
        """Whether so many numbers from 1 to the top come to the total, and their squares to the squares."""
        # Each less one: numbers from 0 on.
        return self._reaches(people, total - people, squares - 2 * total + people, top - 1)

    def _reaches(self, people: int, total: int, squares: int, top: int) -> bool:
        """The same of numbers from 0 to the top: by a way that is sure, else by every largest number in turn."""
        self._left -= 1
        if not people:
            return total == squares == 0
        if not 0 <= total <= people * top or (squares - total) % 2:
            return False
        least = _least(people, total)
        if not least <= squares <= _most(people, total, top, 0):
            return False
        if (squares - least) // 2 <= _pairs_to_part(people, total, top):
            return True
        key = people, total, squares, top
        if key in self._without or self.is_done:
            return False
        if any(self._reaches(people - 1, total - one, squares - one * one, one) for one in _ones(*key)):
            return True
        self._without.add(key)
        return False


def _ones(people: int, total: int, squares: int, top: int) -> Iterator[int]:
    """What the largest of some numbers can be, the largest first; it is no less than all are on average."""
    one = min(top, total)
    while one * one > squares:
        one -= 1
    while one * people >= total and one * total >= squares:
        yield one
        one -= 1


def _pairs_to_part(people: int, total: int, top: int) -> int:
    """How many pairs of equal numbers can each be moved one apart, where all are as equal as can be.

    Each pair adds 2 to the squares, and none stands in the way of another.
    """
    each, more = divmod(total, people)
    return ((people - more) // 2 if 0 < each < top else 0) + (more // 2 if each + 2 <= top else 0)


def kinds_possible(points: Points, fixed: Sequence[int | None], squares: int | None, kind: int, count: int) -> bool:
    """Return whether `count` people can be of one kind, those of the `fixed` kinds being as many as is known."""
    if not 0 <= count <= points.n or fixed[kind] not in (None, count):
        return False
    if squares is not None and squares < least_squares(points):
        return False
    splits = _splits(points, [*fixed[:kind], count, *fixed[kind + 1 :]])
    return any(can_be(points, split, squares) for split in islice(splits, SPLITS))


def nearest(count: int, n: int) -> list[int]:
    """Return 0 to n, the nearest to a count first."""
    return sorted(range(n + 1), key=lambda one: abs(one - count))


def _splits(points: Points, fixed: Sequence[int | None]) -> Iterator[Split]:
    """Every split that leaves the fixed kinds as they are, the nearest to the true one first."""
    n, (low, _, high) = points.n, points.people
    lows = [fixed[0]] if fixed[0] is not None else nearest(low, n)
    highs = [fixed[2]] if fixed[2] is not None else nearest(high, n)
    for few in lows:
        for many in highs:
            middling = n - few - many
            if middling >= 0 and fixed[1] in (None, middling):
                yield few, middling, many


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
