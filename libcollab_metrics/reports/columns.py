"""How wide the columns of a table must be for what stands in them, at a size of its words."""

from __future__ import annotations

from dataclasses import replace

from libcollab_metrics.reports.document import Grid
from libcollab_metrics.reports.fit import Level, broken, inches
from libcollab_metrics.reports.printable import printable

#: Inches left free at each side of a cell.
BESIDE = 0.08
#: Lines a cell may have before all words are made smaller; those of the widest column may have any number.
MOST_LINES = 2
#: Letters of a number that is never broken; what is longer in a column of numbers is words.
LONGEST_NUMBER = 16


def printed(grid: Grid) -> Grid:
    """Return the table with every text as it may be written into a file."""
    rows = tuple(tuple(map(printable, row)) for row in grid.rows)
    return replace(grid, title=printable(grid.title), headings=tuple(map(printable, grid.headings)), rows=rows)


def fits(grid: Grid, points: float, width: float) -> bool:
    """True where in so many inches no word and no number must be broken, and only the widest column holds much."""
    least, _ = _needs(grid, points)
    across, level = widths(grid, points, width), Level(points)
    narrower = [i for i, each in enumerate(across) if each < max(across)]
    most = max((len(broken(row[i], across[i] - 2 * BESIDE, level)) for row in grid.rows for i in narrower), default=1)
    return sum(least) <= width and most <= MOST_LINES


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
        words[column][1:] = [[cell] if len(cell) <= LONGEST_NUMBER else cell.split() for cell in columns[column][1:]]
    least = [max(inches(word, bold) for cell in column for word in cell) + 2 * BESIDE for column in words]
    natural = [max(inches(cell, bold) for cell in column) + 2 * BESIDE for column in columns]
    return least, natural
