"""Tables for counting: expressions written once, run on columns in memory or by another engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import pandas as pd

from libcollab_metrics.metrics.frames.column_frame import ColumnFrame
from libcollab_metrics.metrics.frames.expressions import Expr, col, lit, row_count, when
from libcollab_metrics.metrics.frames.frame import Frame
from libcollab_metrics.metrics.frames.narwhals_frame import NarwhalsFrame

#: Most rows of lazy tables together that are read into memory, which is faster than a query for each count.
MAX_ROWS_IN_MEMORY = 5_000_000

__all__ = [
    "ColumnFrame",
    "Expr",
    "Frame",
    "col",
    "lit",
    "open_table",
    "open_tables",
    "row_count",
    "when",
]


def open_table(table: Any) -> Frame | None:
    """Return a table for counting; None if it is missing or is in memory and has no rows.

    Parameters
    ----------
    table : Any
        Frame of any library that Narwhals supports. Frames in memory are counted as integer codes; any other
        is counted by its own engine.

    Returns
    -------
    Frame or None
    """
    if table is None:
        return None
    if isinstance(table, pd.DataFrame):
        return ColumnFrame.from_pandas(table) if len(table) else None
    frame: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(table)
    if isinstance(frame, nw.LazyFrame):
        return NarwhalsFrame(frame)
    return ColumnFrame.from_arrow(frame.to_arrow()) if len(frame) else None


def open_tables(tables: Mapping[str, Any]) -> Mapping[str, Frame | None]:
    """Return the tables of a dataset for counting, like `open_table`; small lazy tables are read into memory.

    Parameters
    ----------
    tables : Mapping
        Frames by name.

    Returns
    -------
    Mapping
        Frames, or None, by name.
    """
    opened = {name: open_table(table) for name, table in tables.items()}
    lazy = {name: frame for name, frame in opened.items() if isinstance(frame, NarwhalsFrame)}
    if not lazy or sum(frame.count_rows() for frame in lazy.values()) > MAX_ROWS_IN_MEMORY:
        return opened
    for name, frame in lazy.items():
        whole = frame.collect()
        opened[name] = whole if len(whole) else None
    return opened
