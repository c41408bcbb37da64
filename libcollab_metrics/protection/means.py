"""Suppress means of points and their intervals where they disclose suppressed counts.

A mean discloses the sum of all points, and its interval the sum of their squares. For few people, or near the
end of a scale, few values remain possible for the number who fell or who do not agree. If a suppressed number
from 1 to k - 1 could then no longer be any number from 0 to k - 1, the mean or its interval is suppressed,
and a second one of the same table: otherwise the sums of all programs less those of the others would disclose
it.
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
from libcollab_metrics.protection.cells import SensitiveValue
from libcollab_metrics.protection.policy import DISCLOSED_METRICS, SCALE_METRICS, is_too_small
from libcollab_metrics.protection.suppression import Cell, cell_sort_key

# Feasible group sizes behind a mean of whole points and their spread.

#: Maximum number of search steps per query, and of splits tried, those closest to the true one first.
MAX_STEPS, MAX_SPLITS = 2_000, 100
#: Number of people in each class: few points, middling, many.
Split = tuple[int, int, int]


def is_feasible_split(points: Points, split: Split, squares: int | None) -> bool:
    """Return whether a split is feasible for the known total and, if given, the sum of squares.

    A reader may know the number of people, the sum of points and, with the spread, the sum of squares. A
    split into classes is feasible if whole points exist that fit. If the search exceeds its limits, the split
    counts as infeasible, so that more is suppressed, never less. With squares, as for gains, the middle class
    may have only one number of points.
    """
    return _fits_sum(points, split) if squares is None else _fits_squares(points, split, squares)


def least_squares(points: Points) -> int:
    """Return the smallest sum of squares of n whole numbers with this total."""
    return _least_squares_sum(points.n, points.total)


def _fits_sum(points: Points, split: Split) -> bool:
    if any(people and low > high for people, (low, high) in zip(split, points.spans, strict=True)):
        return False
    most = sum(people * high for people, (_, high) in zip(split, points.spans, strict=True))
    least = sum(people * low for people, (low, _) in zip(split, points.spans, strict=True))
    if points.spans[0][1] < 0:  # limit the losses
        least = (
            max(least, split[2] * points.spans[2][0] - points.max_loss)
            if split[0] <= points.max_loss
            else most + 1
        )
    return least <= points.total <= most


@lru_cache(maxsize=50_000)
def _fits_squares(points: Points, split: Split, squares: int) -> bool:
    """Return whether some total loss fits both the sum of points and the sum of squares."""
    fell, _, rose = split
    work, widest = _SquareSearch(), points.spans[2][1]
    least, most = (
        max(fell, rose - points.total),
        min(fell * widest, points.max_loss, rose * widest - points.total),
    )
    for loss in range(least, most + 1):
        gained = points.total + loss
        if _least_squares_sum(fell, loss) + _least_squares_sum(rose, gained) > squares:
            break
        low = max(_least_squares_sum(fell, loss), squares - _greatest_squares_sum(rose, gained, widest, 1))
        high = min(_greatest_squares_sum(fell, loss, widest, 1), squares - _least_squares_sum(rose, gained))
        low += (low - loss) % 2
        for loss_squares in range(low, high + 1, 2):
            if work.has_solution(fell, loss, loss_squares, widest) and work.has_solution(
                rose, gained, squares - loss_squares, widest
            ):
                return True
            if work.is_done:
                return False  # undecided within the limit
    return False


def _least_squares_sum(people: int, total: int) -> int:
    """Return the smallest sum of squares, with all numbers as equal as possible."""
    if not people:
        return 0
    each, more = divmod(total, people)
    return people * each * each + more * (2 * each + 1)


def _greatest_squares_sum(people: int, total: int, top: int, bottom: int) -> int:
    """Return the largest sum of squares within [bottom, top], with most numbers at either end."""
    rest, room = total - people * bottom, top - bottom
    if not people or not room:
        return people * bottom * bottom
    full, more = divmod(rest, room)
    between = (bottom + more) ** 2 if more else 0
    return full * top * top + between + (people - full - bool(more)) * bottom * bottom


class _SquareSearch:
    """Limited search for whole numbers ≥ 1 with a given sum and sum of squares, largest first."""

    def __init__(self) -> None:
        self._left = MAX_STEPS
        self._without: set[tuple[int, int, int, int]] = set()

    @property
    def is_done(self) -> bool:
        return self._left <= 0

    def has_solution(self, people: int, total: int, squares: int, top: int) -> bool:
        """Return whether numbers from 1 to `top` exist with this sum and sum of squares."""
        # Shifted by one to numbers from 0.
        return self._has_solution(people, total - people, squares - 2 * total + people, top - 1)

    def _has_solution(self, people: int, total: int, squares: int, top: int) -> bool:
        """Return the same for numbers from 0 to `top`, by a sufficient test, else recursively."""
        self._left -= 1
        if not people:
            return total == squares == 0
        if not 0 <= total <= people * top or (squares - total) % 2:
            return False
        least = _least_squares_sum(people, total)
        if not least <= squares <= _greatest_squares_sum(people, total, top, 0):
            return False
        if (squares - least) // 2 <= _count_movable_pairs(people, total, top):
            return True
        key = people, total, squares, top
        if key in self._without or self.is_done:
            return False
        if any(
            self._has_solution(people - 1, total - largest, squares - largest * largest, largest)
            for largest in _largest_candidates(*key)
        ):
            return True
        self._without.add(key)
        return False


def _largest_candidates(people: int, total: int, squares: int, top: int) -> Iterator[int]:
    """Yield the possible largest numbers in descending order, down to the average."""
    largest = min(top, total)
    while largest * largest > squares:
        largest -= 1
    while largest * people >= total and largest * total >= squares:
        yield largest
        largest -= 1


def _count_movable_pairs(people: int, total: int, top: int) -> int:
    """Return how many pairs of equal numbers can each be moved apart by one.

    Starting with all numbers as equal as possible, each pair adds 2 to the sum of squares, independently of
    the others.
    """
    each, more = divmod(total, people)
    return ((people - more) // 2 if 0 < each < top else 0) + (more // 2 if each + 2 <= top else 0)


def is_feasible_count(
    points: Points, known_counts: Sequence[int | None], squares: int | None, class_index: int, count: int
) -> bool:
    """Return whether `count` people can be in one class, given the known (`known_counts`) classes."""
    if not 0 <= count <= points.n or known_counts[class_index] not in (None, count):
        return False
    if squares is not None and squares < least_squares(points):
        return False
    splits = _splits(points, [*known_counts[:class_index], count, *known_counts[class_index + 1 :]])
    return any(is_feasible_split(points, split, squares) for split in islice(splits, MAX_SPLITS))


def order_by_distance(count: int, n: int) -> list[int]:
    """Return 0 to n, ordered by distance from a count."""
    return sorted(range(n + 1), key=lambda number: abs(number - count))


def _splits(points: Points, fixed: Sequence[int | None]) -> Iterator[Split]:
    """Yield the splits that agree with the fixed classes, those closest to the true one first."""
    n, (low, _, high) = points.n, points.people
    lows = [fixed[0]] if fixed[0] is not None else order_by_distance(low, n)
    highs = [fixed[2]] if fixed[2] is not None else order_by_distance(high, n)
    for few in lows:
        for many in highs:
            middling = n - few - many
            if middling >= 0 and fixed[1] in (None, middling):
                yield few, middling, many


FEW, MIDDLING, MANY = 0, 1, 2
#: Number of people in each class; None where not disclosed.
KnownCounts = tuple[int | None, int | None, int | None]
#: Maximum shift of a sum towards another one of a table: single steps up to NEAR, then growing steps up to
#: FAR.
MAX_SINGLE_STEPS, MAX_SHIFT, STEP_GROWTH = 32, 100_000, 1.5
#: Maximum number of alternative counts tried for one mean, and of sums tried over all tables; a mean not
#: proven safe by then is suppressed. The limit is a count and not a time, so that results do not depend on
#: the speed of the machine.
TRIED = 4_000
#: Practically unlimited gain.
UNLIMITED = 10**9


def list_disclosed_values(value: Value) -> Iterator[Value]:
    """Yield the values that a mean of points may disclose, whether or not they are printed."""
    if value.points is None:
        return
    share, apart = DISCLOSED_METRICS[value.metric]
    (few, middling, many), n = value.points.people, value.points.n
    yield Value(share, value.group, value=many / n, numerator=many, denominator=n, n=n)
    if value.metric in SCALE_METRICS:
        yield Value(apart, value.group, value=(many - few) / n, numerator=many - few, denominator=n, n=n)
        return
    for move, people in (("up", many), ("same", middling), ("down", few)):
        group = (*value.group, ("move", move))
        yield Value(apart, group, value=people, numerator=people, denominator=n, n=n)


class DecisionLike(Protocol):
    """Interface of the decisions about the values related to a mean."""

    def reason_for(self, exposed: SensitiveValue) -> str | None:
        """Return why a value is suppressed; None if it is shown."""

    def is_bounded(self, exposed: SensitiveValue, settings: Settings) -> bool:
        """Return whether a value is released only as a bound."""


class SearchBudget:
    """Budget of sums that may still be tried."""

    def __init__(self, tried: int = TRIED) -> None:
        self._left = tried

    def consume(self) -> bool:
        """Use one unit of the budget; return False if it is exhausted."""
        self._left -= 1
        return self._left >= 0


@dataclass(frozen=True)
class Mean:
    """Points of some people, as far as a reader may know them.

    Attributes
    ----------
    points : Points
    known_counts : Known
        Number of people in each class, where disclosed.
    required_counts : tuple of (int, int)
        Pairs of class and count that must remain possible.
    is_squares : bool
        Whether the sum of squares is at stake, instead of the sum that the mean discloses.
    """

    points: Points
    known_counts: KnownCounts
    required_counts: tuple[tuple[int, int], ...]
    is_squares: bool

    @property
    def sum(self) -> int:
        """Sum that the mean or its interval discloses."""
        return self.points.squares if self.is_squares else self.points.total

    def is_safe(self) -> bool:
        """Return whether all required counts remain possible if it is shown."""
        return all(self._is_possible(kind, count, self.sum) for kind, count in self.required_counts)

    def is_safe_with(self, mean: Mean, direction: int, budget: SearchBudget) -> bool:
        """Return whether that holds if both are suppressed and their sum or difference is known.

        A turn of -1 means that the sum is known, a turn of 1 that the difference is.
        """
        return all(
            any(
                self._is_possible(kind, count, self.sum + change)
                and mean.is_possible_sum(mean.sum + direction * change)
                for change in self._changes()
                if budget.consume()
            )
            for kind, count in self.required_counts
        )

    def is_possible_sum(self, sum: int) -> bool:
        """Return whether its sum could be this number."""
        many = self.known_counts[MANY]
        counts = (
            [many] if many is not None else order_by_distance(self.points.people[MANY], self.points.n)[:TRIED]
        )
        return any(self._is_possible(MANY, count, sum) for count in counts)

    def _is_possible(self, kind: int, count: int, sum: int) -> bool:
        if self.is_squares:
            return is_feasible_count(self.points, self.known_counts, sum, kind, count)
        return is_feasible_count(replace(self.points, total=sum), self.known_counts, None, kind, count)

    def _changes(self) -> Iterator[int]:
        """Yield the changes of the sum to try; sums of squares change by at least 2."""
        step, away = 1 + self.is_squares, 0
        while away < MAX_SHIFT:
            yield away * step
            yield -away * step
            away = away + 1 if away < MAX_SINGLE_STEPS else int(away * STEP_GROWTH)


def find_disclosing_means(
    counting: Sequence[SensitiveValue], decision: DecisionLike, settings: Settings
) -> frozenset[Cell]:
    """Return the means (on a scale) or intervals (of a gain) that must be suppressed.

    Parameters
    ----------
    counting : sequence of SensitiveValue
        All values that count people, including those of `list_disclosed_values`.
    decision : Told
        Which of them are suppressed, and which are released as a bound.
    settings : Settings

    Returns
    -------
    frozenset of Cell
        Cells of these values.
    """
    by_cell: dict[tuple[str, Cell], list[SensitiveValue]] = defaultdict(list)
    for x in counting:
        by_cell[x.value.metric, x.cell[1:]].append(x)
    means: dict[Cell, Mean] = {}
    lines: dict[tuple[str, Cell], dict[Cell, None]] = defaultdict(dict)
    heard: set[Cell] = set()
    for x in counting:
        if x.value.points is None:
            continue
        if x.cell not in means:
            share, apart = (by_cell[metric, x.cell[1:]] for metric in DISCLOSED_METRICS[x.value.metric])
            means[x.cell] = _build_mean(
                x.value.points, x.value.metric not in SCALE_METRICS, share[0], apart, decision, settings
            )
        if x.total is not None:
            lines[x.by, x.total][x.cell] = None
        if not decision.reason_for(x):
            heard.add(x.cell)
    suppressed = {cell for cell in heard if not means[cell].is_safe()}
    patience = SearchBudget()
    tables = [
        _Table(total, tuple(parts), means, heard, patience)
        for (_, total), parts in sorted(lines.items(), key=_line_key)
    ]
    before = -1
    while len(suppressed) > before:
        before = len(suppressed)
        for table in tables:
            suppressed |= table.choose_secondary(suppressed)
    return frozenset(suppressed)


def _line_key(line: tuple[Cell, object]) -> str:
    return cell_sort_key(line[0])


def _build_mean(
    points: Points,
    squares: bool,
    share: SensitiveValue,
    moves: Sequence[SensitiveValue],
    decision: DecisionLike,
    settings: Settings,
) -> Mean:
    """Return a mean with the related disclosed counts and those that must remain possible."""
    few, middling, many = points.people
    k, known = share.threshold, _known_counts(points, share, moves, decision, settings)
    wanted: list[tuple[int, int]] = []
    if decision.reason_for(share):
        small = is_too_small(share.exposure, share.scope, share.value, settings)
        wanted += [(MANY, count) for count in _required_counts(many, k, small)]
        wanted += [(MANY, points.n - rest) for rest in _required_counts(few + middling, k, small)]
    elif decision.is_bounded(share, settings):
        wanted += [(MANY, abs(many - count)) for count in range(k)]
    if any(map(decision.reason_for, moves)):
        small = any(is_too_small(move.exposure, move.scope, move.value, settings) for move in moves)
        small = small or any(0 < count < k for count in (few, middling))
        wanted += [
            (kind, count)
            for kind in (FEW, MIDDLING)
            for count in _required_counts(points.people[kind], k, small)
        ]
    possible = (
        count for count in dict.fromkeys(wanted) if _is_possible_count(points, known, *count, squares)
    )
    return Mean(points, known, tuple(possible), squares)


def _known_counts(
    points: Points,
    share: SensitiveValue,
    moves: Sequence[SensitiveValue],
    decision: DecisionLike,
    settings: Settings,
) -> KnownCounts:
    """Return the number of people in each class, as far as related values disclose it."""
    if decision.reason_for(share) or decision.is_bounded(share, settings):
        return None, None, None
    return (None, None, points.people[MANY]) if any(map(decision.reason_for, moves)) else points.people


def _required_counts(count: int, k: int, small: bool) -> range:
    """Return the counts a suppressed number must allow: 0 to k - 1, or within k - 1 of it.

    The first applies to a small number, the second to a secondary suppression.
    """
    if small:
        return range(k) if 0 < count < k else range(0)
    return range(max(count - k + 1, 0), count + k)


def _is_possible_count(points: Points, known: KnownCounts, kind: int, count: int, squares: bool) -> bool:
    """Return whether a count is possible for a reader who does not see the interval or mean.

    The reader is not assumed to know the limits of a test.
    """
    if squares:
        anything = replace(points, spans=((-UNLIMITED, -1), (0, 0), (1, UNLIMITED)), max_loss=UNLIMITED)
        return is_feasible_count(anything, known, None, kind, count)
    return 0 <= count <= points.n - sum(people or 0 for at, people in enumerate(known) if at != kind)


@dataclass(frozen=True)
class _Table:
    """Means with sums that add up to that of a known total; those not in `shown` are suppressed."""

    total: Cell
    parts: tuple[Cell, ...]
    means: Mapping[Cell, Mean]
    shown: Collection[Cell]
    budget: SearchBudget

    def choose_secondary(self, suppressed: Set[Cell]) -> set[Cell]:
        """Return the secondary suppressions of a table.

        Suppress the smallest part that keeps everything possible, or the total if no part does.
        """
        hidden = [cell for cell in self.parts if cell in suppressed or cell not in self.shown]
        if self.total in suppressed:
            return (
                set()
                if hidden
                else self._smallest_safe_part(suppressed, self.means[self.total], 1) or set(self.parts)
            )
        for cell in hidden:
            mean, others = (
                self.means[cell],
                [self.means[other_cell] for other_cell in hidden if other_cell != cell],
            )
            is_safe = any(mean.is_safe_with(other_cell, -1, self.budget) for other_cell in others)
            if cell in suppressed and not is_safe:
                return self._smallest_safe_part(suppressed, mean, -1) or (
                    {self.total} if self.total in self.means else set(self.parts)
                )
        return set()

    def _smallest_safe_part(self, suppressed: Set[Cell], mean: Mean, turn: int) -> set[Cell]:
        """Return the smallest shown part that makes a mean safe, as a set; empty if none does."""
        shown = sorted(set(self.parts) & set(self.shown) - suppressed, key=self._size)
        return next(
            ({cell} for cell in shown if mean.is_safe_with(self.means[cell], turn, self.budget)), set()
        )

    def _size(self, cell: Cell) -> tuple[int, str]:
        return self.means[cell].points.n, cell_sort_key(cell)
