"""Geometry of flow, calendar and pair charts, shared by the screen and paper renderers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from libcollab_metrics.figures.chart import Chart, format_number, format_square
from libcollab_metrics.figures.layout import has_narrow_squares, points_of, strip_unprintable
from libcollab_metrics.figures.theme import SCREEN, Theme, ink_for, tint
from libcollab_metrics.localization import Language

MoveDirection = Literal["up", "same", "down"]
#: Number of segments along each edge of a ribbon.
STEPS = 24
#: Space between two blocks, as a fraction of the total count.
GAP = 0.08


@dataclass(frozen=True)
class Block:
    """A level on one side of a flow: name, number of people, top and bottom edge (0 is the top)."""

    name: str
    count: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Ribbon:
    """People who moved from one level to another.

    `edge` holds (x, upper, lower), with x from 0 (left) to 1 (right).
    """

    start: str
    end: str
    count: float
    move: MoveDirection
    edge: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Flow:
    """Blocks on both sides (best level on top), the ribbons between them, and the total depth."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    ribbons: tuple[Ribbon, ...]
    depth: float


def layout_flow(chart: Chart) -> Flow:
    """Compute the blocks and ribbons of a flow chart.

    Series and points are levels in the same order, best first; a point's value is the number of people who
    moved there from the level of the series. Hidden and unknown counts have no ribbon.
    """
    starts, ends = [series.name for series in chart.series], [point.label for point in points_of(chart)]
    counts = {(s.name, p.label): p.value for s in chart.series for p in s.points if p.value}
    gap = GAP * (sum(counts.values()) or 1.0)
    left = _blocks([(n, sum(c for (start, _), c in counts.items() if start == n)) for n in starts], gap)
    right = _blocks([(n, sum(c for (_, end), c in counts.items() if end == n)) for n in ends], gap)
    ribbons = tuple(_ribbons(starts, ends, counts, left, right))
    depth = max((block.bottom for block in (*left, *right)), default=1.0)
    return Flow(left, right, ribbons, depth)


def _blocks(levels: list[tuple[str, float]], gap: float) -> tuple[Block, ...]:
    """Stack the levels that have a count, from top to bottom."""
    blocks: list[Block] = []
    for name, count in levels:
        if count:
            top = blocks[-1].bottom + gap if blocks else 0.0
            blocks.append(Block(name, count, top, top + count))
    return tuple(blocks)


def _ribbons(
    starts: list[str],
    ends: list[str],
    counts: dict[tuple[str, str], float],
    left: tuple[Block, ...],
    right: tuple[Block, ...],
) -> Iterator[Ribbon]:
    """Yield one ribbon per pair of levels, in order on both sides to reduce crossings."""
    used_left, used_right = {b.name: b.top for b in left}, {b.name: b.top for b in right}
    for start, end in product(starts, ends):
        if count := counts.get((start, end)):
            edge = tuple(_edge(used_left[start], used_right[end], count))
            used_left[start] += count
            used_right[end] += count
            rank = starts.index(start) - ends.index(end)
            yield Ribbon(start, end, count, "up" if rank > 0 else "same" if rank == 0 else "down", edge)


def _edge(start: float, end: float, count: float) -> Iterator[tuple[float, float, float]]:
    """Yield the points of both edges of a ribbon, on a curve that is horizontal at both ends."""
    for step in range(STEPS + 1):
        along = step / STEPS
        upper = start + (end - start) * along * along * (3 - 2 * along)
        yield along, upper, upper + count


# Calendar squares: color and text of each.


@dataclass(frozen=True)
class Square:
    """A calendar square: its color (empty without a number), text and text color."""

    row: int
    column: int
    lines: tuple[str, ...]
    colour: str
    ink: str


def layout_squares(chart: Chart, language: Language, colours: Theme) -> tuple[Square, ...]:
    """Compute every calendar square; larger numbers are darker.

    A square without a number has an empty color. In narrow squares the sign is on a line below the number.
    """
    most = largest_square_value(chart)
    squares = []
    for column, series in enumerate(chart.series):
        for row, point in enumerate(series.points):
            colour = tint(point.value / most, colours) if point.value else ""
            parts = [format_number(point.value, chart, language), point.sign]
            lines = parts if has_narrow_squares(chart) else [format_square(point, chart, language)]
            squares.append(
                Square(
                    row,
                    column,
                    tuple(map(strip_unprintable, filter(None, lines))),
                    colour,
                    colours.ink if colours is SCREEN else ink_for(colour or colours.ground),
                )
            )
    return tuple(squares)


def largest_square_value(chart: Chart) -> float:
    """Return the largest number in a calendar; 1 when there is none."""
    return max((point.value or 0.0 for series in chart.series for point in series.points), default=0.0) or 1.0


# Pairs of a number before and a number after, connected and labeled.


@dataclass(frozen=True)
class Pair:
    """Two numbers in one row, and their label to the right of the larger one."""

    row_index: int
    before: float
    after: float
    label: str

    @property
    def ends(self) -> tuple[float, float]:
        """The smaller and the larger number."""
        return min(self.before, self.after), max(self.before, self.after)


def layout_pairs(chart: Chart, language: Language) -> tuple[Pair, ...]:
    """Return the rows that have both numbers, in drawing order."""
    pairs: list[Pair] = []
    for index, points in enumerate(zip(*(series.points for series in chart.series[:2]), strict=True)):
        numbers = [point.value for point in points if point.value is not None]
        if len(numbers) == 2:
            before, after = numbers
            label = " → ".join(format_number(number, chart, language) for number in numbers)
            pairs.append(Pair(index, before, after, label))
    return tuple(pairs)
