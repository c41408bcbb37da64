"""Which cells must go: the small ones, and beside each a second one where a total would give the first back.

The rule: along every line of parts under a known total, at least two counts above zero are hidden and together
they reach the threshold; the smallest shown ones go first, and where that is not enough the total goes too.
It looks at one line at a time, over and over until nothing changes. An optimiser over all lines at once, with an
auditor that tries to compute the hidden cells, can take the place of `choose`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

Cell = Hashable


@dataclass(frozen=True)
class Line:
    """Parts that add up to one total: (cell, count) pairs, the cells of the total, and the threshold k.

    The total is taken to be known to the reader even when it does not stand in the release. It is hidden when one of
    its cells is, and the first is the one to hide.
    """

    parts: tuple[tuple[Cell, float], ...]
    totals: tuple[Cell, ...]
    k: int


def choose(small: Iterable[Cell], lines: Sequence[Line]) -> frozenset[Cell]:
    """Return every cell to hide, given the cells that are too small and the lines they stand in."""
    hidden = set(small)
    while more := _next_cells(hidden, lines):
        hidden |= more
    return frozenset(hidden)


def _next_cells(hidden: set[Cell], lines: Sequence[Line]) -> set[Cell]:
    """The cells the first unsafe line asks for, none when every line is safe."""
    for line in lines:
        if not _is_safe(line, hidden):
            shown = sorted((count, str(cell), cell) for cell, count in line.parts if count > 0 and cell not in hidden)
            return {shown[0][2]} if shown else {line.totals[0], *(cell for cell, _ in line.parts)} - hidden
    return set()


def _is_safe(line: Line, hidden: set[Cell]) -> bool:
    """True when neither a part nor the total can be computed from what is shown, nor a part held within less than k."""
    gone = [count for cell, count in line.parts if cell in hidden and count > 0]
    if not hidden.isdisjoint(line.totals):
        return bool(gone) or all(cell in hidden for cell, _ in line.parts)
    if not any(cell in hidden for cell, _ in line.parts):
        return True
    return len(gone) > 1 and sum(gone) >= line.k
