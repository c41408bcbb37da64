"""Which numbers of people can stand behind a mean of whole points, and behind the spread of them.

A reader who knows how many people there are and what their points come to, and where the spread is told what the
squares come to, can ask of any split of them into kinds whether whole numbers of points are left that fit. This asks
the same. What takes too much work to find counts as impossible, so that more is hidden and never less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from libcollab_metrics.metrics.points import Points

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
