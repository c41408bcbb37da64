"""How a table of the schema stands in memory: one typed column a field, and where each row came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, cast

import pandas as pd

from libcollab_metrics.model.schema import SCHEMA, Kind

#: Columns beside a table's fields: which import a row came from, its sheet, its row as in Excel, and which of the
#: file's rows with that Excel row it is; `RowAddress` is the four of them.
PROVENANCE = ("import_id", "sheet", "row", "part")

DTYPES: Mapping[Kind, str] = MappingProxyType(
    {
        "text": "string",
        "category": "string",
        "choice": "string",
        "names": "string",
        "date": "datetime64[us]",
        "time": "Float64",
        "count": "Float64",
        "number": "Float64",
        "money": "Float64",
        "yes_no": "boolean",
    }
)


def conform(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with exactly the table's columns, in order and typed; absent ones are unknown."""
    return _typed(table, frame) if len(frame) else _without_rows(table).copy()


@cache
def _without_rows(table: str) -> pd.DataFrame:
    """Most tables of most libraries: typed once, for it costs as much as one of a thousand rows."""
    return _typed(table, pd.DataFrame())


def _typed(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    length = len(frame)
    columns: dict[str, Any] = {}
    for field in SCHEMA[table].fields:
        values = frame[field.name] if field.name in frame else pd.Series([None] * length, index=frame.index)
        columns[field.name] = values.astype(cast(Any, DTYPES[field.kind]))
    for name in PROVENANCE:
        values = frame[name] if name in frame else pd.Series([None] * length, index=frame.index)
        columns[name] = values.astype("Int64" if name in ("row", "part") else "string")
    return pd.DataFrame(columns).reset_index(drop=True)


def frame_of(table: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows given as dictionaries as a conforming frame."""
    return conform(table, pd.DataFrame(list(rows)))


def categorical(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with keys, categories and choices as categoricals, ready to be counted by."""
    keys = {f.name: "category" for f in SCHEMA[table].fields if f.kind in ("category", "choice")}
    keys |= {n: "category" for n in ("person_key", "respondent_key", "session_id") if n in frame}
    return frame.astype(keys)


def cell(frame: pd.DataFrame, row: int, column: str) -> Any:
    """Return one cell, None where it is unknown."""
    value: Any = frame.at[row, column]
    return None if pd.isna(value) else value
