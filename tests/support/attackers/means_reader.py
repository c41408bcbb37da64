"""An attacker who uses means: from people, points and squares to the possible numbers of each kind.

It uses nothing from `libcollab_metrics.protection` but the released values. The possible sums of lists of
whole numbers are found by adding one number after another, with every sum of squares as a bit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from scipy.special import stdtrit

from libcollab_metrics.metrics.definition import Value

Kinds = tuple[int, int, int]
#: Counts of fewer people than `K` must not be disclosed; `MANY` is the kind of those who improved or agree.
K, MANY = 5, 2


@dataclass(frozen=True)
class Read:
    """What is printed of one group.

    People, points, squares and the numbers of each kind; None if hidden.
    """

    name: str
    n: int
    points: int | None
    squares: int | None
    many: int | None
    kinds: Kinds | None
    true: Kinds


def squares_of(gain: Value) -> int | None:
    """Return the sum of squared gains behind a mean with its confidence interval."""
    if gain.ci_low is None or gain.value is None or gain.n is None:
        return None
    n, mean = int(gain.n), float(gain.value)
    deviation = (mean - gain.ci_low) / float(stdtrit(n - 1, 0.975)) * sqrt(n)
    squares = deviation**2 * (n - 1) + mean**2 * n
    if abs(squares - round(squares)) > 1e-4:
        raise AssertionError(f"{squares} is no sum of squares of whole numbers.")
    return round(squares)


@lru_cache(maxsize=200)
def _lists(people: int, widest: int, most: int) -> Sequence[Mapping[int, int]]:
    """Return for 0, 1, … people each possible sum, with its sums of squares as bits.

    Every person has a number from 1 to `widest`.
    """
    mask, by_count = (1 << (most + 1)) - 1, [{0: 1}]
    for _ in range(people):
        extended: dict[int, int] = {}
        for total, bits in by_count[-1].items():
            for number in range(1, min(widest, int(sqrt(most))) + 1):
                if shifted := (bits << number * number) & mask:
                    extended[total + number] = extended.get(total + number, 0) | shifted
        by_count.append(extended)
    return by_count


def gains_possible(n: int, points: int, squares: Sequence[int], widest: int) -> Iterator[Kinds]:
    """Yield the numbers who fell, stayed and rose that allow one of these sums of squares."""
    lists = _lists(n, widest, max(squares))
    for fell in range(n + 1):
        for rose in range(n + 1 - fell):
            both = [(bits, lists[rose].get(points + lost, 0)) for lost, bits in lists[fell].items()]
            if any(
                _meet(bits_lost, bits_gained, sum_)
                for bits_lost, bits_gained in both
                if bits_lost and bits_gained
                for sum_ in squares
            ):
                yield fell, n - fell - rose, rose


def _meet(first: int, second: int, squares: int) -> bool:
    """Return whether a bit of each number adds up to the squares."""
    below = first & ((1 << (squares + 1)) - 1)
    return bool(int(bin(below)[2:].zfill(squares + 1)[::-1], 2) & second)


def gains_by_sum(n: int, points: int, widest: int) -> Iterator[Kinds]:
    for fell in range(n + 1):
        for rose in range(n + 1 - fell):
            if rose - fell * widest <= points <= rose * widest - fell:
                yield fell, n - fell - rose, rose


def answers_by_sum(n: int, points: int | None) -> Iterator[Kinds]:
    """Yield the numbers who disagree, do neither and agree; for any sum if it is hidden."""
    for few in range(n + 1):
        for many in range(n + 1 - few):
            middling = n - few - many
            if points is None or few + 3 * middling + 4 * many <= points <= 2 * few + 3 * middling + 5 * many:
                yield few, middling, many


def narrowed(read: Read, before: set[Kinds], after: set[Kinds]) -> list[str]:
    """Return hidden numbers from 1 to 4 for which a possible value from 0 to 4 was excluded."""
    fits = [
        {kinds for kinds in possible if read.many in (None, kinds[MANY]) and read.kinds in (None, kinds)}
        for possible in (before, after)
    ]
    findings = []
    counters = {
        "few": lambda k: k[0],
        "middling": lambda k: k[1],
        "many": lambda k: k[2],
        "others": lambda k: k[0] + k[1],
    }
    for name, count in counters.items():
        is_shown = read.kinds is not None or (read.many is not None and name in ("many", "others"))
        if is_shown or not 0 < count(read.true) < K:
            continue
        earlier, later = ({count(kinds) for kinds in possible} & set(range(K)) for possible in fits)
        if earlier - later:
            findings.append(
                f"{read.name} {name}: {count(read.true)} of {sorted(later)}, before {sorted(earlier)}"
            )
    return findings


def sums_left(read: Read, hidden: Mapping[str, int], of_all: int | None) -> Sequence[int] | None:
    """Return what the hidden sum of one part can be.

    With the least of the other hidden sums it is at most the remainder. Of many possible sums only some are
    returned, because squares far from the least allow much the same.

    Parameters
    ----------
    hidden : the least that the sum of every hidden part can be, by name.
    of_all : the sum of all hidden parts together, None if that is hidden too.
    """
    if of_all is None:
        return None
    rest = sum(least for name, least in hidden.items() if name != read.name)
    sums = [of_all] if len(hidden) == 1 else range(hidden[read.name], of_all - rest + 1, 2)
    return [*sums[:10], *sums[10 :: 1 + len(sums) // 10]]
