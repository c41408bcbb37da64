"""Everything a person did, in order; the dataset is the fold, and undo drops the last."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pandas as pd

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.folding import fold_operations
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.reading import FileReading


@dataclass(frozen=True)
class Import:
    """A file read and confirmed: its tables as read, how it was read, and what departed from it.

    `tables` hold labels as typed (program names, not ids) and pseudonyms instead of people; `sha256` is the
    file's, so that the same file twice is noticed.
    """

    tables: Mapping[str, pd.DataFrame]
    reading: FileReading
    issues: tuple[Issue, ...]
    sha256: str


@dataclass(frozen=True)
class Edit:
    """Rows typed in the dashboard, in the fields of one table."""

    table: str
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Merge:
    """Two spellings of one thing joined, in one column ("sessions.site"): `old` becomes `new` everywhere."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Answer:
    """Answers confirmed for a sheet with these headings, offered again when they come back."""

    fingerprint: str
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Setting:
    """Settings typed or given; the last one wins."""

    values: Mapping[str, Any]


Operation = Import | Edit | Merge | Answer | Setting


@dataclass(frozen=True)
class Workspace:
    """An append-only row of operations; every change is a new workspace.

    Examples
    --------
    >>> workspace = Workspace().append(Setting({"population": 120}))
    >>> workspace.dataset().settings.population
    120
    >>> workspace.undo().dataset().settings.population is None
    True
    """

    operations: tuple[Operation, ...] = field(default=())

    def append(self, operation: Operation) -> Workspace:
        """Return the workspace with one more operation; the same file twice is refused kindly."""
        if isinstance(operation, Import) and operation.sha256 in self.files:
            raise LibCollabError(
                f'"{operation.reading.name}" is already here, byte for byte. '
                "Nothing was added; remove the earlier one first if you want to read it again."
            )
        return Workspace((*self.operations, operation))

    def undo(self) -> Workspace:
        """Return the workspace without its last operation; an empty one stays as it is."""
        return Workspace(self.operations[:-1])

    @property
    def files(self) -> Mapping[str, str]:
        """The imported files: sha256 → name."""
        imports = (op for op in self.operations if isinstance(op, Import))
        return MappingProxyType({op.sha256: op.reading.name for op in imports})

    @property
    def version(self) -> str:
        """A short text that changes whenever the dataset may: the key of every cache."""
        digest = hashlib.sha256()
        for operation in self.operations:
            digest.update(repr(_identity(operation)).encode())
        return digest.hexdigest()[:16]

    def dataset(self) -> Dataset:
        """Return the fold of all operations."""
        return fold_operations(self.operations, self.version)


def _identity(operation: Operation) -> object:
    """What makes an operation itself; a frame is known by its file and how the file was read."""
    if isinstance(operation, Import):
        return ("import", operation.sha256, operation.reading, operation.issues)
    return operation
