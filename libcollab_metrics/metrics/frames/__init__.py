"""Tables for counting: expressions written once, run on columns in memory or by another engine."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd

from libcollab_metrics.metrics.frames.column_frame import ColumnFrame
from libcollab_metrics.metrics.frames.expressions import Expr, Then, col, lit, row_count, when
from libcollab_metrics.metrics.frames.frame import Frame
from libcollab_metrics.metrics.frames.narwhals_frame import NarwhalsFrame

__all__ = ["ColumnFrame", "Expr", "Frame", "Then", "col", "lit", "open_table", "row_count", "when"]


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
