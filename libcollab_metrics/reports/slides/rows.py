"""A long table as slides hold it: columns as wide as their words need, and rows that run on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from libcollab_metrics.figures import Chart
from libcollab_metrics.figures.shapes import squares_of
from libcollab_metrics.figures.theme import LIGHT
from libcollab_metrics.reports.columns import BESIDE, fits, printed, widths
from libcollab_metrics.reports.document import Grid
from libcollab_metrics.reports.fit import INCH, LINE, Level, Room, broken, parts
from libcollab_metrics.wording import Language

#: Rows a slide holds at most, whatever their height.
MOST_ROWS = 12
#: Sizes of a table's words in points; the largest of those that need fewest slides is taken.
SIZES = (16, 14, 13, 12, 11, 10)
#: Inches left free in a cell above and below.
ABOVE = 0.06


@dataclass(frozen=True)
class TablePage:
    """The part of a table one slide holds; `widths` and `heights` are inches, the first height the headings'.

    `tints` are the ground and the ink of cells by row and column, as colours in hexadecimal, where cells have some.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...]
    points: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    tints: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)


def table_pages(grid: Grid, room: Room, most: float = SIZES[0]) -> list[TablePage]:
    """Return a table in parts of about the same length, each with the headings and low enough for its room.

    `most` is the size in points its words have at most, where it stands with another table.
    """
    told = printed(grid)
    sizes = [size for size in SIZES if size <= most and fits(told, size, room.width)] or [SIZES[-1]]
    return min((_pages(told, size, room) for size in sizes), key=len)


def tinted(pages: Sequence[TablePage], chart: Chart, language: Language) -> list[TablePage]:
    """Return the pages of a calendar with its squares on grounds that are darker where there is more."""
    squares = [square for square in squares_of(chart, language, LIGHT) if square.colour]
    found, first = [], 0
    for page in pages:
        rows = range(first, first + len(page.rows))
        tints = {(s.row - first, s.column + 1): (s.colour, s.ink) for s in squares if s.row in rows}
        found.append(replace(page, tints=tints))
        first = rows.stop
    return found


def _pages(grid: Grid, points: float, room: Room) -> list[TablePage]:
    across = widths(grid, points, room.width)
    top = _height(grid.headings, across, Level(points, bold=True))
    rows = tuple(part for row in grid.rows for part in _parts(row, across, points, room.height - top))
    heights = [_height(row, across, Level(points)) for row in rows]
    return [
        TablePage(grid.title, grid.headings, rows[a:b], grid.numeric, points, across, (top, *heights[a:b]))
        for a, b in _cuts(heights, room.height - top)
    ]


def _height(cells: Sequence[str], widths: Sequence[float], level: Level) -> float:
    most = max(len(broken(cell, width - 2 * BESIDE, level)) for cell, width in zip(cells, widths, strict=True))
    return most * level.points * LINE / INCH + 2 * ABOVE


def _parts(row: tuple[str, ...], widths: Sequence[float], points: float, most: float) -> list[tuple[str, ...]]:
    """A row, or where a cell is higher than a slide the rows it goes on in."""
    level = Level(points)
    if _height(row, widths, level) <= most:
        return [row]
    count = max(1, int((most - 2 * ABOVE) * INCH / (points * LINE)))
    told = [parts(cell, width - 2 * BESIDE, level, count) for cell, width in zip(row, widths, strict=True)]
    return list(zip_longest(*told, fillvalue=""))


def _cuts(heights: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Where each slide's rows begin and end: as few slides as hold them, with about as many rows each."""
    fewest = len(_greedy(heights, room, MOST_ROWS))
    even = -(-len(heights) // fewest)
    return min((_greedy(heights, room, most) for most in (even, MOST_ROWS)), key=len)


def _greedy(heights: Sequence[float], room: float, most: int) -> list[tuple[int, int]]:
    cuts, first, used = [], 0, 0.0
    for row, height in enumerate(heights):
        if row > first and (used + height > room or row - first >= most):
            cuts.append((first, row))
            first, used = row, 0.0
        used += height
    return [*cuts, (first, len(heights))]
