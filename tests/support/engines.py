"""Convert a dataset to the frames of another library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

from libcollab_metrics.model.dataset import Dataset


def _converted(data: Dataset, convert: Callable[[Any], Any]) -> Dataset:
    return replace(
        data, tables=MappingProxyType({name: convert(frame) for name, frame in data.tables.items()})
    )


def on_polars(data: Dataset) -> Dataset:
    """Return the dataset with Polars frames, categories as categoricals."""
    return _converted(data, lambda frame: pl.from_arrow(pa.Table.from_pandas(frame, preserve_index=False)))


def on_duckdb(data: Dataset) -> Dataset:
    """Return the dataset with DuckDB relations of one connection."""
    connection = duckdb.connect()
    return _converted(data, lambda frame: connection.from_arrow(_plain_arrow(frame)))


def _plain_arrow(frame: pd.DataFrame) -> pa.Table:
    """Return a pandas frame as an Arrow table with categories, and columns without any value, as text."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    is_text = [pa.types.is_dictionary(field.type) or pa.types.is_null(field.type) for field in table.schema]
    fields = [
        pa.field(field.name, pa.string() if is_one else field.type)
        for field, is_one in zip(table.schema, is_text, strict=True)
    ]
    return table.cast(pa.schema(fields))


ENGINES: Mapping[str, Callable[[Dataset], Dataset]] = MappingProxyType(
    {"polars": on_polars, "duckdb": on_duckdb}
)
