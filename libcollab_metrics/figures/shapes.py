"""How people move from one level to another, as ribbons between two rows of blocks; the same on screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from libcollab_metrics.figures.chart import Chart, square_text, written
from libcollab_metrics.figures.layout import has_narrow_squares, points_of, printable
from libcollab_metrics.figures.theme import Theme, ink_on, tint
from libcollab_metrics.localization import Language

Move = Literal["up", "same", "down"]
#: Points along each edge of a ribbon.
STEPS = 24
#: Space between two blocks, as a part of everybody.
GAP = 0.08


@dataclass(frozen=True)
class Block:
    """A level on one side: its name, how many stand there, and from where to where it reaches, 0 at the top."""

    name: str
    count: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Ribbon:
    """Those who went from one level to another; `edge` holds (x, upper, lower) from the left, 0, to the right, 1."""

    start: str
    end: str
    count: float
    move: Move
    edge: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Flow:
    """Blocks on both sides, best level on top, the ribbons between them, and how far down all of it reaches."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    ribbons: tuple[Ribbon, ...]
    depth: float


def flow_of(chart: Chart) -> Flow:
    """Return where everything of a flow chart stands.

    Series and points are levels in the same order, best first; a point's value is how many went there from the
    series' level. Hidden and unknown counts are no ribbon.
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
    """The levels somebody stands at, one below the other."""
    blocks: list[Block] = []
    for name, count in levels:
        if count:
            top = blocks[-1].bottom + gap if blocks else 0.0
            blocks.append(Block(name, count, top, top + count))
    return tuple(blocks)


def _ribbons(
    starts: list[str], ends: list[str], counts: dict[tuple[str, str], float],
    left: tuple[Block, ...], right: tuple[Block, ...],
) -> Iterator[Ribbon]:  # fmt: skip
    """A ribbon a pair of levels, taken in order on both sides so that none crosses another needlessly."""
    used_left, used_right = {b.name: b.top for b in left}, {b.name: b.top for b in right}
    for start, end in product(starts, ends):
        if count := counts.get((start, end)):
            edge = tuple(_edge(used_left[start], used_right[end], count))
            used_left[start] += count
            used_right[end] += count
            rank = starts.index(start) - ends.index(end)
            yield Ribbon(start, end, count, "up" if rank > 0 else "same" if rank == 0 else "down", edge)


def _edge(start: float, end: float, count: float) -> Iterator[tuple[float, float, float]]:
    """Both edges of a ribbon along a curve that leaves and arrives level."""
    for step in range(STEPS + 1):
        along = step / STEPS
        upper = start + (end - start) * along * along * (3 - 2 * along)
        yield along, upper, upper + count


# The squares of a calendar: how dark each is and what stands in it; the same on screen and on paper.


@dataclass(frozen=True)
class Square:
    """A week or month and a weekday: the colour of what was held (none where nothing was), and words with their ink."""

    row: int
    column: int
    lines: tuple[str, ...]
    colour: str
    ink: str


def squares_of(chart: Chart, language: Language, colours: Theme) -> tuple[Square, ...]:
    """Return every square, darker where there is more; a square without a number bears no colour.

    Where squares are narrow the sign stands under the number.
    """
    most = most_in_a_square(chart)
    found = []
    for column, series in enumerate(chart.series):
        for row, point in enumerate(series.points):
            colour = tint(point.value / most, colours) if point.value else ""
            parts = [written(point.value, chart, language), point.sign]
            lines = parts if has_narrow_squares(chart) else [square_text(point, chart, language)]
            found.append(
                Square(
                    row, column, tuple(map(printable, filter(None, lines))), colour, ink_on(colour or colours.ground)
                )
            )
    return tuple(found)


def most_in_a_square(chart: Chart) -> float:
    """Return the largest number of a calendar, 1 where there is none."""
    return max((point.value or 0.0 for series in chart.series for point in series.points), default=0.0) or 1.0


# What was before and what after, joined, with both numbers behind them; the same on screen and on paper.


@dataclass(frozen=True)
class Pair:
    """Two numbers in one row, and how they are written behind the larger one."""

    place: int
    before: float
    after: float
    label: str

    @property
    def ends(self) -> tuple[float, float]:
        """The smaller and the larger number."""
        return min(self.before, self.after), max(self.before, self.after)


def pairs_of(chart: Chart, language: Language) -> tuple[Pair, ...]:
    """Return the rows that have both numbers, in the order drawn."""
    found: list[Pair] = []
    for place, points in enumerate(zip(*(series.points for series in chart.series[:2]), strict=True)):
        numbers = [point.value for point in points if point.value is not None]
        if len(numbers) == 2:
            before, after = numbers
            label = " → ".join(written(number, chart, language) for number in numbers)
            found.append(Pair(place, before, after, label))
    return tuple(found)
