"""What stands behind a mean of points: how many people had few, middling and many, and what they come to together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import floor, gcd, lcm

#: Points are told apart by parts of this at most; a finer number is rounded to one.
PARTS = 1000
#: The lowest and the highest number of points somebody of a kind may have, in steps.
Span = tuple[int, int]


@dataclass(frozen=True)
class Points:
    """The people behind a mean in three kinds: few points, middling, many; every number in whole steps.

    Attributes
    ----------
    people : how many are of each kind.
    spans : what somebody of each kind may have, both ends included; empty where the first is above the second.
    total, squares : all points, and their squares, added up.
    lost : what all numbers below zero come to at most, as a positive number.
    """

    people: tuple[int, int, int]
    spans: tuple[Span, Span, Span]
    total: int
    squares: int
    lost: int = 0

    @property
    def n(self) -> int:
        """All of them."""
        return sum(self.people)

    @staticmethod
    def of_gains(gains: Mapping[float, int], before: float, after: float, lowest: float, highest: float) -> Points:
        """Return those who lost, stayed and gained.

        Parameters
        ----------
        gains : how many people gained so many points.
        before, after : the points of all of them on either side, added up.
        lowest, highest : the lowest and the highest score among them. Nobody is thought to have one beyond: a reader
            who knows the test's own ends knows less.

        The step is the largest of which every gain is a multiple, for a reader may know that of the test.
        """
        exact = {_exact(gain): people for gain, people in gains.items()}
        step, n = _step(exact), sum(gains.values())
        widest = max(*map(abs, exact), _exact(highest - lowest)) / step
        lost = min(_exact(before) - n * _exact(lowest), n * _exact(highest) - _exact(after)) / step
        ends = (-floor(widest), -1), (0, 0), (1, floor(widest))
        return _counted({int(gain / step): people for gain, people in exact.items()}, ends, max(floor(lost), 0))

    @staticmethod
    def of_ratings(ratings: Mapping[float, int], scale: float, bottom: float, agrees_from: float) -> Points:
        """Return those who disagree (up to `bottom`), do neither, and agree, on a scale from 1 in known steps."""
        exact = {_exact(rating): people for rating, people in ratings.items()}
        step = _step([*exact, *map(_exact, (1, scale, bottom, agrees_from))])
        one, low, high, top = (int(_exact(end) / step) for end in (1, bottom, agrees_from, scale))
        low = min(low, high - 1)
        ends = (one, low), (low + 1, high - 1), (high, top)
        return _counted({int(rating / step): people for rating, people in exact.items()}, ends, 0)


def _counted(people: Mapping[int, int], spans: tuple[Span, Span, Span], lost: int) -> Points:
    few, middling, many = (sum(n for points, n in people.items() if low <= points <= high) for low, high in spans)
    total = sum(points * n for points, n in people.items())
    return Points((few, middling, many), spans, total, sum(points * points * n for points, n in people.items()), lost)


def _exact(number: float) -> Fraction:
    """A number without the noise of a float."""
    return Fraction(number).limit_denominator(PARTS)


def _step(numbers: Mapping[Fraction, int] | list[Fraction]) -> Fraction:
    """The largest step of which all are multiples; one where all are nothing."""
    parts = lcm(*(number.denominator for number in numbers))
    return Fraction(reduce(gcd, (int(number * parts) for number in numbers), 0), parts) or Fraction(1)
