"""The frames of an upload as they are counted: in columns, which costs less than half of what pandas frames do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa

from libcollab_metrics.metrics.tables.rows import Frame, Rows
from libcollab_metrics.model.dataset import PROVENANCE


def columnar(table: Any) -> Any:
    """Return a pandas frame as an Arrow table, categories as plain text; any other library's frame as it is.

    The rows are the same and in the same order; whatever pandas calls missing is null. Where a row came from is left
    behind: nothing is counted by it.
    """
    if not isinstance(table, pd.DataFrame):
        return table
    counted = [column for column in table.columns if column not in PROVENANCE]
    columns = pa.Table.from_pandas(table, columns=counted, preserve_index=False)
    plain = [pa.field(column.name, _plain(column.type)) for column in columns.schema]
    return columns.cast(pa.schema(plain))


def recorded_rows(table: Any) -> Frame | None:
    """Return a table as it is counted, None when it is not there or a frame in memory has no row."""
    if table is None:
        return None
    frame: Frame | nw.DataFrame[Any] = nw.from_native(columnar(table))
    return None if isinstance(frame, nw.DataFrame) and len(frame) == 0 else frame.lazy()


def without_room_to_spare(kept: Any) -> Any:
    """Return a prepared table that takes no more memory than its rows need; anything else as it is.

    Arrow's joins reserve room for 32,768 rows in every column, however few there are. Columns that are shared with
    another table and have none to spare stay shared.
    """
    if isinstance(kept, Rows):
        frame = without_room_to_spare(kept.frame)
        return kept if frame is kept.frame else replace(kept, frame=frame)
    table = kept.to_native() if isinstance(kept, nw.LazyFrame) else None
    if not isinstance(table, pa.Table):
        return kept
    roomy = [name for name, column in zip(table.column_names, table.columns, strict=True) if _has_room(column)]
    if not roomy:
        return kept
    for name, column in zip(roomy, _copied(table.select(roomy)).columns, strict=True):
        table = table.set_column(table.column_names.index(name), name, column)
    return nw.from_native(table).lazy()


def _has_room(column: pa.ChunkedArray) -> bool:
    """Whether a column holds on to more than twice the memory its rows need."""
    held: int = sum(buffer.size for chunk in column.chunks for buffer in chunk.buffers() if buffer is not None)
    needed: int = column.nbytes
    return held > 2 * needed + 64


def _copied(table: pa.Table) -> pa.Table:
    """The same rows in memory of their own, written and read as Arrow writes them: without anything beside them."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return pa.ipc.open_stream(sink.getvalue()).read_all()


def _plain(kind: pa.DataType) -> pa.DataType:
    """Categories as the text they stand for; a column in which nothing is known as text, so that it compares."""
    return pa.string() if pa.types.is_dictionary(kind) or pa.types.is_null(kind) else kind
