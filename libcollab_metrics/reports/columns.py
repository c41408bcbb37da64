"""How wide the columns of a table must be for what stands in them, at a size of its words."""

from __future__ import annotations

from dataclasses import replace

from libcollab_metrics.reports.document import Grid
from libcollab_metrics.reports.fit import Level, inches
from libcollab_metrics.reports.printable import printable

#: Inches left free at each side of a cell.
BESIDE = 0.08
#: How many lines the words of a row may take on average before they are made smaller.
MOST_LINES = 1.3


def printed(grid: Grid) -> Grid:
    """Return the table with every text as it may be written into a file."""
    rows = tuple(tuple(map(printable, row)) for row in grid.rows)
    return replace(grid, title=printable(grid.title), headings=tuple(map(printable, grid.headings)), rows=rows)


def fits(grid: Grid, points: float, width: float) -> bool:
    """True where in so many inches no word and no number must be broken, and few cells have more than two lines."""
    least, natural = _needs(grid, points)
    return sum(least) <= width and sum(natural) <= MOST_LINES * width


def widths(grid: Grid, points: float, width: float) -> tuple[float, ...]:
    """Return the width of each column in inches; all of them fill the width given."""
    least, natural = _needs(grid, points)
    if sum(natural) <= width:
        return tuple(each * width / sum(natural) for each in natural)
    if sum(least) >= width:
        least = [min(each, width / len(least)) for each in least]
    wished = [max(0.0, each - low) for each, low in zip(natural, least, strict=True)]
    free = (width - sum(least)) / (sum(wished) or 1.0)
    return tuple(low + wish * free for low, wish in zip(least, wished, strict=True))


def _needs(grid: Grid, points: float) -> tuple[list[float], list[float]]:
    """How wide each column must be for its longest word, and would be with each cell in one line."""
    bold = Level(points, bold=True)
    columns = [[heading, *(row[i] for row in grid.rows)] for i, heading in enumerate(grid.headings)]
    words = [[cell.split() or [""] for cell in column] for column in columns]
    for column in grid.numeric:  # a number is one word, whatever it is made of
        words[column][1:] = [[cell] for cell in columns[column][1:]]
    least = [max(inches(word, bold) for cell in column for word in cell) + 2 * BESIDE for column in words]
    natural = [max(inches(cell, bold) for cell in column) + 2 * BESIDE for column in columns]
    return least, natural
