"""A long table as slides hold it: columns as wide as their words need, and rows that run on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from libcollab_metrics.reports.document import Grid
from libcollab_metrics.reports.printable import printable
from libcollab_metrics.reports.slides.fit import INCH, LINE, Level, Room, broken, inches

#: Rows a slide holds at most, whatever their height.
MOST_ROWS = 10
#: Sizes of a table's words in points; the largest of those that need fewest slides is taken.
SIZES = (16, 14, 13, 12, 11, 10)
#: Inches left free in a cell at its sides, and above and below.
BESIDE, ABOVE = 0.08, 0.06


@dataclass(frozen=True)
class TablePage:
    """The part of a table one slide holds; `widths` and `heights` are inches, the first height the headings'."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...]
    points: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def table_pages(grid: Grid, room: Room) -> list[TablePage]:
    """Return a table in parts of about the same length, each with the headings and low enough for its room."""
    headings = tuple(map(printable, grid.headings))
    rows = [tuple(map(printable, row)) for row in grid.rows]
    sizes = [size for size in SIZES if _fits(headings, rows, grid.numeric, size, room.width)] or [SIZES[-1]]
    return min((_pages(grid, headings, rows, size, room) for size in sizes), key=len)


def _pages(
    grid: Grid, headings: tuple[str, ...], rows: list[tuple[str, ...]], points: float, room: Room
) -> list[TablePage]:
    widths = _widths(headings, rows, grid.numeric, points, room.width)
    top = _height(headings, widths, Level(points, bold=True))
    whole = [part for row in rows for part in _parts(row, widths, points, room.height - top)]
    heights = [_height(row, widths, Level(points)) for row in whole]
    pages = []
    for first, last in _cuts(heights, room.height - top):
        pages.append(
            TablePage(grid.title, headings, tuple(whole[first:last]), grid.numeric, points, widths,
                      (top, *heights[first:last]))
        )  # fmt: skip
    return pages


def _columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[heading, *(row[i] for row in rows)] for i, heading in enumerate(headings)]


def _fits(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int], points: float, width: float
) -> bool:
    """True where no word and no number of the table must be broken, and few cells have more than two lines."""
    least, natural = _needs(headings, rows, numeric, points)
    return sum(least) <= width and sum(natural) <= 1.6 * width


def _needs(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int], points: float
) -> tuple[list[float], list[float]]:
    """How wide each column must be for its longest word, and would be with each cell in one line."""
    bold = Level(points, bold=True)
    columns = _columns(headings, rows)
    words = [[cell.split() or [""] for cell in column] for column in columns]
    for column in numeric:  # a number is one word, whatever it is made of
        words[column][1:] = [[cell] for cell in columns[column][1:]]
    least = [max(inches(word, bold) for cell in column for word in cell) + 2 * BESIDE for column in words]
    natural = [max(inches(cell, bold) for cell in column) + 2 * BESIDE for column in columns]
    return least, natural


def _widths(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int], points: float, width: float
) -> tuple[float, ...]:
    least, natural = _needs(headings, rows, numeric, points)
    if sum(natural) <= width:
        return tuple(each * width / sum(natural) for each in natural)
    if sum(least) >= width:
        least = [min(each, width / len(least)) for each in least]
    wished = [max(0.0, each - low) for each, low in zip(natural, least, strict=True)]
    free = (width - sum(least)) / (sum(wished) or 1.0)
    return tuple(low + wish * free for low, wish in zip(least, wished, strict=True))


def _height(cells: Sequence[str], widths: Sequence[float], level: Level) -> float:
    most = max(len(broken(cell, width - 2 * BESIDE, level)) for cell, width in zip(cells, widths, strict=True))
    return most * level.points * LINE / INCH + 2 * ABOVE


def _parts(row: tuple[str, ...], widths: Sequence[float], points: float, most: float) -> list[tuple[str, ...]]:
    """A row, or where a cell is higher than a slide the rows it goes on in."""
    level = Level(points)
    if _height(row, widths, level) <= most:
        return [row]
    count = max(1, int((most - 2 * ABOVE) * INCH / (points * LINE)))
    told = [broken(cell, width - 2 * BESIDE, level) for cell, width in zip(row, widths, strict=True)]
    starts = range(0, max(len(lines) for lines in told), count)
    return [tuple(" ".join(lines[start : start + count]) for lines in told) for start in starts]


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
