"""The fold of every operation: tables, where each row came from, and every issue, frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.schema import SCHEMA, Kind
from libcollab_metrics.model.settings import Settings

if TYPE_CHECKING:
    from libcollab_metrics.model.operations import Merge


@dataclass(frozen=True)
class Dataset:
    """What a library has recorded, ready to be counted.

    `tables` maps a table's name to a frame of any Narwhals-compatible library; from a workspace they are
    pandas frames with the columns of `model.schema` and, beside them:

    - every table with a program: `program_id` (folded name, a key); `programs` holds its printed `name`;
    - `program_partners` (program_id, partner): one row per program and partner, unique pairs;
    - `session_partners` (session_id, partner): one row per session and partner, unique pairs; from the log's own
      column for partners, and for logs without one from the session's program;
    - `session_languages` (session_id, language): one row per session and language spoken, unique pairs;
    - `sessions`: `session_id` (unique), `held`/`cancelled` in `status`, and the period labels `month`, `quarter`,
      `year`, `fiscal_year`, `school_year`; `participation`: `session_id` (always one of sessions');
      `ledger`, `outcomes`, `notes`: the period labels of their own date.

    `overlaps` are those of `issues` that tell of sessions or people standing in two sheets or files, while nobody has
    said whether they are one. `joins` are the joins of names that hold, by which a name of an earlier day is found.

    Keys and choices are categoricals, numbers Float64 with NA for unknown, flags boolean, days datetime64[us].
    """

    tables: Mapping[str, Any]
    settings: Settings = field(default_factory=Settings)
    issues: tuple[Issue, ...] = ()
    overlaps: tuple[Issue, ...] = ()
    readings: tuple[Any, ...] = ()
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    version: str = ""
    joins: tuple[Merge, ...] = ()

    def is_empty(self, table: str) -> bool:
        """True when the table holds no row."""
        return table not in self.tables or len(self.tables[table]) == 0


# How a table of the schema stands in memory: one typed column a field, and where each row came from.

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
    for column in SCHEMA[table].fields:
        values = frame[column.name] if column.name in frame else pd.Series([None] * length, index=frame.index)
        columns[column.name] = values.astype(cast(Any, DTYPES[column.kind]))
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
