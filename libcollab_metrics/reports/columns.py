"""How wide the columns of a table must be for what stands in them, at a size of its words."""

from __future__ import annotations

import math
from dataclasses import replace

from libcollab_metrics.reports.document import Grid
from libcollab_metrics.reports.fit import INCH, Level, broken, inches
from libcollab_metrics.reports.printable import printable

#: Inches left free at each side of a cell.
BESIDE = 0.08
#: Lines a cell may have before all words are made smaller; those of the widest column may have any number.
MOST_LINES = 2
#: Letters of a number, and of a name such as a month, that are never broken; what is longer is words.
LONGEST_NUMBER, LONGEST_NAME = 16, 10
#: Points more, for each of its size, that a number has: signs are wider where a program has no typeface of ours.
NUMBER_ROOM = 0.4


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
    return tuple(low + more for low, more in zip(least, _shared(least, natural, width - sum(least)), strict=True))


def _shared(least: list[float], natural: list[float], free: float) -> list[float]:
    """What each column gets of the free width: by the root of what it lacks, so that a long one leaves others whole."""
    given = [0.0] * len(least)
    lacked = [max(0.0, each - low) for each, low in zip(natural, least, strict=True)]
    weights = sum(math.sqrt(lack) for lack in lacked)
    for column in sorted(range(len(lacked)), key=lacked.__getitem__):
        if weight := math.sqrt(lacked[column]):
            given[column] = min(lacked[column], free * weight / weights)
            free, weights = free - given[column], max(weights - weight, 1e-9)
    return given


def _needs(grid: Grid, points: float) -> tuple[list[float], list[float]]:
    """How wide each column must be for its longest word, and would be with each cell in one line."""
    looks = (Level(points, bold=True), *(Level(points) for _ in grid.rows))
    number_room = NUMBER_ROOM * points / INCH
    columns = [[heading, *(row[i] for row in grid.rows)] for i, heading in enumerate(grid.headings)]
    words = [[cell.split() or [""] for cell in column] for column in columns]
    for place, column in enumerate(columns):
        most = LONGEST_NUMBER if place in grid.numeric else LONGEST_NAME
        words[place][1:] = [[cell] if len(cell) <= most else cell.split() for cell in column[1:]]
    beside = [2 * BESIDE + (number_room if place in grid.numeric else 0.0) for place in range(len(columns))]
    widest = [max(max(inches(w, look) for w in cell) for cell, look in zip(c, looks, strict=True)) for c in words]
    whole = [max(inches(cell, look) for cell, look in zip(column, looks, strict=True)) for column in columns]
    return (
        [each + free for each, free in zip(widest, beside, strict=True)],
        [each + free for each, free in zip(whole, beside, strict=True)],
    )
