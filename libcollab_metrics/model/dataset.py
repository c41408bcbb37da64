"""The dataset: typed tables, settings and issues produced by replaying all operations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from threading import RLock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pandas as pd

from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.schema import SCHEMA, Kind
from libcollab_metrics.model.settings import Settings

if TYPE_CHECKING:
    from libcollab_metrics.model.operations import Merge

#: The tables of a dataset, or some of them, by name.
Frames = dict[str, pd.DataFrame]
#: Held while an engine is used: a connection of DuckDB refuses a second thread.
ENGINE_LOCK = RLock()


@dataclass(frozen=True)
class Dataset:
    """Immutable data of a library, ready for computing metrics.

    `tables` maps a table's name to a frame of any Narwhals-compatible library. From a workspace they are
    pandas frames with the columns of `model.schema` and these derived columns and tables:

    - every table with a program: `program_id` (case-folded name, a key); `programs` holds its printed `name`;
    - `program_partners` (program_id, partner): one row per program and partner, unique pairs;
    - `collect_session_partners` (session_id, partner): one row per session and partner, unique pairs;
      from the log's own column of partners, and for logs without one from the session's program;
    - `session_languages` (session_id, language): one row per session and language spoken, unique pairs;
    - `sessions`: `session_id` (unique), `held`/`cancelled` in `status`, and the period labels `month`,
      `quarter`, `year`, `fiscal_year`, `school_year`;
    - `participation`: `session_id` (always a key of `sessions`);
    - `ledger`, `outcomes`, `notes`: the period labels of their own date.

    Keys and choices are categoricals, numbers Float64 with NA for unknown, flags boolean, days
    datetime64[us].

    Attributes
    ----------
    tables : Mapping[str, Any]
        Table name → frame.
    settings : Settings
        Settings in effect.
    issues : tuple of Issue
        All issues raised by the operations and checks.
    overlaps : tuple of Issue
        Issues about rows that occur in two sheets or files, until the user has answered whether they are
        duplicates.
    readings : tuple of FileReading
        How each imported file was read.
    answers : Mapping[str, Mapping[str, Any]]
        Stored answers by fingerprint.
    version : str
        Cache key: changes whenever the dataset may have changed.
    renames : tuple of Merge
        Name merges in effect; they resolve names recorded earlier.
    row_counts : Mapping[str, int]
        Number of rows by table where the frames are lazy and have no length; otherwise empty.
    """

    tables: Mapping[str, Any]
    settings: Settings = field(default_factory=Settings)
    issues: tuple[Issue, ...] = ()
    overlaps: tuple[Issue, ...] = ()
    readings: tuple[Any, ...] = ()
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    version: str = ""
    renames: tuple[Merge, ...] = ()
    row_counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def shared(self) -> dict[str, Any]:
        """Intermediate results that computations on this dataset share, by name; not part of its value."""
        return {}

    def with_settings(self, settings: Settings, version: str) -> Dataset:
        """Return the same tables with settings that change no figure, such as texts of documents.

        Parameters
        ----------
        settings : Settings
        version : str
            Version of the new dataset.

        Returns
        -------
        Dataset
            It shares the intermediate results.
        """
        changed = replace(self, settings=settings, version=version)
        vars(changed)["shared"] = self.shared
        return changed

    def is_empty(self, table: str) -> bool:
        """Return whether a table is missing or has no rows.

        Parameters
        ----------
        table : str
            Name of the table.

        Returns
        -------
        bool
        """
        return self.count_rows(table) == 0

    def count_rows(self, table: str) -> int:
        """Return the number of rows of a table, 0 if it is missing.

        Parameters
        ----------
        table : str
            Name of the table.

        Returns
        -------
        int
        """
        known = self.row_counts.get(table)
        return len(self.tables.get(table, ())) if known is None else known

    def read_table(self, table: str) -> pd.DataFrame:
        """Return a table of names, such as programs or partners, as a pandas frame with all its columns.

        A lazy table is read into memory as a whole: a table with a row per session or person is too large.

        Parameters
        ----------
        table : str
            Name of the table.

        Returns
        -------
        DataFrame
            The table itself if it is a pandas frame with all its columns; read once otherwise.
        """
        native = self.tables.get(table)
        if isinstance(native, pd.DataFrame) and not _find_missing_columns(table, native):
            return native
        read: Frames = self.shared.setdefault("read tables", {})
        if table not in read:
            frame = _to_pandas(native)
            read[table] = frame.reindex(columns=[*frame.columns, *_find_missing_columns(table, frame)])
        return read[table]


#: Columns of the derived tables of names.
_DERIVED_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"programs": ("program_id",), "program_partners": ("program_id", "partner")}
)


def _to_pandas(native: Any) -> pd.DataFrame:
    """Return a frame of any library as a pandas frame; an empty one for None."""
    if native is None or isinstance(native, pd.DataFrame):
        return pd.DataFrame() if native is None else native
    with ENGINE_LOCK:
        table = nw.from_native(native).lazy().collect(backend="pyarrow")
    return pd.DataFrame(table.to_native().to_pandas())


def _find_missing_columns(table: str, frame: pd.DataFrame) -> list[str]:
    """Return the columns of a table that the frame does not have, such as free text in an export."""
    named = (*(column.name for column in SCHEMA[table].fields), *PROVENANCE) if table in SCHEMA else ()
    return [name for name in (*named, *_DERIVED_COLUMNS.get(table, ())) if name not in frame]


# In-memory form of a table of the schema: one typed column per field, plus the provenance of each row.

#: Provenance columns of every table, the parts of a `RowAddress`: import, sheet, Excel row, and the index
#: among the file's rows with that Excel row.
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


def conform_frame(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with exactly the table's columns, ordered and typed; missing ones are NA."""
    return _cast_columns(table, frame) if len(frame) else _empty_frame(table).copy()


@cache
def _empty_frame(table: str) -> pd.DataFrame:
    """Return the empty typed table, cached.

    Most tables of most libraries are empty, and typing an empty one takes as long as a thousand rows.
    """
    return _cast_columns(table, pd.DataFrame())


def _cast_columns(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    dtypes: dict[str, Any] = {column.name: DTYPES[column.kind] for column in SCHEMA[table].fields}
    dtypes |= {name: "Int64" if name in ("row", "part") else "string" for name in PROVENANCE}
    present: dict[Any, pd.Series] = dict(frame.items())
    missing = pd.Series([None] * len(frame), dtype=object)
    blanks = {dtype: missing.astype(dtype).array for name, dtype in dtypes.items() if name not in present}
    return pd.DataFrame(
        {
            name: _cast_column(present[name], dtype) if name in present else blanks[dtype]
            for name, dtype in dtypes.items()
        }
    )


def _cast_column(values: pd.Series, dtype: Any) -> Any:
    """Return a column with a type; most have it already, and a conversion takes longer than a comparison."""
    return values.array if values.dtype == dtype else values.astype(dtype).array


def frame_from_rows(table: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Build a conforming frame from rows given as mappings."""
    return conform_frame(table, pd.DataFrame(list(rows)))


def to_categorical(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with keys, categories and choices as categoricals for grouping."""
    keys = {f.name for f in SCHEMA[table].fields if f.kind in ("category", "choice")}
    keys |= {"person_key", "respondent_key", "session_id"}
    columns = {name: _to_category(values) if name in keys else values for name, values in frame.items()}
    return pd.DataFrame(columns, index=frame.index, copy=False)


def _to_category(values: pd.Series) -> pd.Categorical:
    """Return a column as a categorical; a blank one without looking for its categories."""
    if values.dtype == "string" and values.isna().all():
        return pd.Categorical.from_codes(np.full(len(values), -1), pd.Index([], dtype="string"))
    return pd.Categorical(values)


def cell_value(frame: pd.DataFrame, row: int, column: str) -> Any:
    """Return the value of one cell, None where it is NA."""
    value: Any = frame.at[row, column]
    return None if pd.isna(value) else value
