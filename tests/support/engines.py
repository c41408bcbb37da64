"""Convert a dataset to the frames of another library, and compare the values of two."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

from libcollab_metrics.metrics import Value
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


def differences(
    expected: tuple[Value, ...], actual: tuple[Value, ...], precision: float = 1e-12
) -> list[str]:
    """Return where two sequences of values differ; floats may differ by this part of them."""
    messages = [] if len(expected) == len(actual) else [f"{len(expected)} values and {len(actual)}"]
    for left, right in zip(expected, actual, strict=False):
        for field in dataclasses.fields(Value):
            mine, theirs = getattr(left, field.name), getattr(right, field.name)
            if not _equal(mine, theirs, precision):
                messages.append(f"{left.metric} {left.groups} {field.name}: {mine} and {theirs}")
    return messages


def _equal(mine: Any, theirs: Any, precision: float) -> bool:
    if isinstance(mine, float) and isinstance(theirs, float):
        return math.isclose(mine, theirs, rel_tol=precision, abs_tol=precision)
    if isinstance(mine, tuple) and mine and isinstance(mine[0], Value):
        return not differences(mine, theirs, precision)
    return type(mine) is type(theirs) and mine == theirs
