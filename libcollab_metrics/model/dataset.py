"""The fold of every operation: tables, where each row came from, and every issue, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.settings import Settings

if TYPE_CHECKING:
    from libcollab_metrics.model.workspace import Merge


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
