"""Rows of all imports, stacked by table: only those of imports since the last replay are added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from libcollab_metrics.model.operations import Import


@dataclass(frozen=True)
class RowStack:
    """Rows of one table from some imports, in their order.

    Attributes
    ----------
    imports : tuple of Import
        Imports with the table.
    frame : DataFrame
        Their rows.
    """

    imports: tuple[Import, ...]
    frame: pd.DataFrame

    def take_imports(self, table: str, count: int) -> pd.DataFrame:
        """Return the rows of the first imports."""
        if count == len(self.imports):
            return self.frame
        ends = list(accumulate((len(source.tables[table]) for source in self.imports), initial=0))
        return self.frame.iloc[: ends[count]]


def stack_imports(table: str, imports: Sequence[Import]) -> pd.DataFrame | None:
    """Return the rows of one table from all imports, in order; None if no import has the table.

    The result is stored with the first import. The next replay copies the rows of the imports that are still
    the same, as after one more import or after undoing one, and adds those of the others.

    Parameters
    ----------
    table : str
        Name of the table.
    imports : sequence of Import
        All imports in effect.

    Returns
    -------
    DataFrame or None
        Columns may be replaced, because pandas copies them when they are written.
    """
    sources = tuple(source for source in imports if table in source.tables)
    if len(sources) < 2:
        return sources[0].conformed_tables[table].copy(deep=False) if sources else None
    stacks = sources[0].row_stacks
    stored = stacks.get(table)
    if stored is None:
        frame = _concatenate([source.conformed_tables[table] for source in sources])
    else:
        count = _count_equal(stored.imports, sources)
        added = [source.conformed_tables[table] for source in sources[count:]]
        frame = _concatenate([stored.take_imports(table, count), *added])
    stacks[table] = RowStack(sources, frame)
    return frame.copy(deep=False)


def _count_equal(left: Sequence[Import], right: Sequence[Import]) -> int:
    """Return the number of imports at the beginning that are the same objects in both sequences."""
    pairs = zip(left, right, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], pairs))


def _concatenate(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
