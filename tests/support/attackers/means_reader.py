"""A reader who reckons with means: from people, points and squares to how many of each kind there can be.

It takes nothing from `libcollab_metrics.protection` but the values that leave. What lists of whole numbers
come to is found here by adding one number after the other, with every sum of squares as a bit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from scipy.special import stdtrit

from libcollab_metrics.metrics.definition import Value

Kinds = tuple[int, int, int]
#: Fewer people than this must not be told of, and who improved or agrees stands in the last kind.
K, MANY = 5, 2


@dataclass(frozen=True)
class Read:
    """What is printed of one group: people, points, squares; how many are of each kind; None for what is
    hidden."""

    name: str
    n: int
    points: int | None
    squares: int | None
    many: int | None
    kinds: Kinds | None
    true: Kinds


def squares_of(gain: Value) -> int | None:
    """The squares of the gains behind a mean with its interval."""
    if gain.ci_low is None or gain.value is None or gain.n is None:
        return None
    n, mean = int(gain.n), float(gain.value)
    deviation = (mean - gain.ci_low) / float(stdtrit(n - 1, 0.975)) * sqrt(n)
    found = deviation**2 * (n - 1) + mean**2 * n
    if abs(found - round(found)) > 1e-4:
        raise AssertionError(f"{found} is no sum of squares of whole numbers.")
    return round(found)


@lru_cache(maxsize=200)
def _lists(people: int, widest: int, most: int) -> Sequence[Mapping[int, int]]:
    """For 0, 1, … people with a number from 1 to the widest each: every sum, with its sums of squares as
    bits."""
    mask, found = (1 << (most + 1)) - 1, [{0: 1}]
    for _ in range(people):
        after: dict[int, int] = {}
        for total, bits in found[-1].items():
            for one in range(1, min(widest, int(sqrt(most))) + 1):
                if moved := (bits << one * one) & mask:
                    after[total + one] = after.get(total + one, 0) | moved
        found.append(after)
    return found


def gains_possible(n: int, points: int, squares: Sequence[int], widest: int) -> Iterator[Kinds]:
    """Who fell, stayed and rose, in every way that whole numbers allow with one of these sums of squares."""
    lists = _lists(n, widest, max(squares))
    for fell in range(n + 1):
        for rose in range(n + 1 - fell):
            both = [(bits, lists[rose].get(points + lost, 0)) for lost, bits in lists[fell].items()]
            if any(_meet(one, other, sum_) for one, other in both if one and other for sum_ in squares):
                yield fell, n - fell - rose, rose


def _meet(one: int, other: int, squares: int) -> bool:
    """Whether a bit of the one and a bit of the other come to the squares."""
    below = one & ((1 << (squares + 1)) - 1)
    return bool(int(bin(below)[2:].zfill(squares + 1)[::-1], 2) & other)


def gains_by_sum(n: int, points: int, widest: int) -> Iterator[Kinds]:
    for fell in range(n + 1):
        for rose in range(n + 1 - fell):
            if rose - fell * widest <= points <= rose * widest - fell:
                yield fell, n - fell - rose, rose


def answers_by_sum(n: int, points: int | None) -> Iterator[Kinds]:
    """Who disagrees, does neither and agrees on five points; of any sum where it is hidden."""
    for few in range(n + 1):
        for many in range(n + 1 - few):
            middling = n - few - many
            if points is None or few + 3 * middling + 4 * many <= points <= 2 * few + 3 * middling + 5 * many:
                yield few, middling, many


def narrowed(read: Read, before: set[Kinds], after: set[Kinds]) -> list[str]:
    """The hidden numbers from 1 to 4 that could be something from 0 to 4 before, and cannot any more."""
    fits = [
        {kinds for kinds in some if read.many in (None, kinds[MANY]) and read.kinds in (None, kinds)}
        for some in (before, after)
    ]
    found = []
    asked = {
        "few": lambda k: k[0],
        "middling": lambda k: k[1],
        "many": lambda k: k[2],
        "others": lambda k: k[0] + k[1],
    }
    for name, count in asked.items():
        is_told = read.kinds is not None or (read.many is not None and name in ("many", "others"))
        if is_told or not 0 < count(read.true) < K:
            continue
        were, are = ({count(kinds) for kinds in some} & set(range(K)) for some in fits)
        if were - are:
            found.append(f"{read.name} {name}: {count(read.true)} of {sorted(are)}, before {sorted(were)}")
    return found


def sums_left(read: Read, hidden: Mapping[str, int], of_all: int | None) -> Sequence[int] | None:
    """What the hidden sum of one part can be: with the least of the other hidden ones it is no more than is
    left.

    Of many of them some, for squares that are far from the least allow much the same.

    Parameters
    ----------
    hidden : the least that the sum of every hidden part can be, by name.
    of_all : the sum of all hidden parts together, None where that is hidden too.
    """
    if of_all is None:
        return None
    rest = sum(least for name, least in hidden.items() if name != read.name)
    left = [of_all] if len(hidden) == 1 else range(hidden[read.name], of_all - rest + 1, 2)
    return [*left[:10], *left[10 :: 1 + len(left) // 10]]
