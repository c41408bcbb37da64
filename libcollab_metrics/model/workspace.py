"""Everything a person did, in order; the dataset is the fold, and undo drops the last."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model.addresses import RowAddress
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.folding import fold_operations
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.reading import FileReading
from libcollab_metrics.model.sending import Sent
from libcollab_metrics.model.settings import Settings


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
    """Rows of one table typed in the dashboard, and rows of it changed or removed there.

    `changed` replaces those fields of the row at the address, None making a field unknown; `removed` takes rows out.
    Partners, programs and sites are one row a name: a row typed under a name that stands replaces its fields.
    `issues` say what was read otherwise than it was typed.
    """

    table: str
    rows: tuple[Mapping[str, Any], ...]
    changed: tuple[tuple[RowAddress, Mapping[str, Any]], ...] = ()
    removed: tuple[RowAddress, ...] = ()
    issues: tuple[Issue, ...] = ()


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


Operation = Import | Edit | Merge | Answer | Setting | Sent


#: What one click did: an import and the answers confirmed with it are taken back together.
Step = tuple[Operation, ...]


@dataclass(frozen=True)
class Workspace:
    """An append-only row of steps, each of one or more operations; every change is a new workspace.

    `taken_back` holds the steps undone, the next to be done again last; anything appended forgets them.

    Examples
    --------
    >>> workspace = Workspace().append(Setting({"population": 120}))
    >>> workspace.dataset().settings.population
    120
    >>> workspace.undo().dataset().settings.population is None
    True
    >>> workspace.undo().redo().dataset().settings.population
    120
    """

    steps: tuple[Step, ...] = ()
    taken_back: tuple[Step, ...] = ()

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Everything that holds, in order."""
        return tuple(operation for step in self.steps for operation in step)

    def append(self, *operations: Operation) -> Workspace:
        """Return the workspace with one more step; the same file twice, or a wrong setting, is refused."""
        files = dict(self.files)
        for operation in operations:
            if isinstance(operation, Import):
                if operation.sha256 in files:
                    raise already_here(files[operation.sha256])
                files[operation.sha256] = operation.reading.name
            if isinstance(operation, Setting):
                Settings().updated(operation.values)
        return Workspace((*self.steps, operations)) if operations else self

    def undo(self) -> Workspace:
        """Return the workspace without its last step; an empty one stays as it is."""
        return Workspace(self.steps[:-1], (*self.taken_back, *self.steps[-1:]))

    def redo(self) -> Workspace:
        """Return the workspace with the step undone last done again; without one it stays as it is."""
        return Workspace((*self.steps, *self.taken_back[-1:]), self.taken_back[:-1])

    @property
    def files(self) -> Mapping[str, str]:
        """The imported files: sha256 → name."""
        imports = (op for op in self.operations if isinstance(op, Import))
        return MappingProxyType({op.sha256: op.reading.name for op in imports})

    @property
    def sent(self) -> tuple[Sent, ...]:
        """The documents that left, the latest last."""
        return tuple(operation for operation in self.operations if isinstance(operation, Sent))

    @property
    def version(self) -> str:
        """A short text that changes whenever the dataset may: the key of every cache; what was sent changes none."""
        digest = hashlib.sha256()
        for operation in self.operations:
            if not isinstance(operation, Sent):
                digest.update(repr(_identity(operation)).encode())
        return digest.hexdigest()[:16]

    def dataset(self) -> Dataset:
        """Return the fold of all operations."""
        return fold_operations(self.operations, self.version)


def already_here(name: str) -> LibCollabError:
    """Return the refusal of a file that is in use, called `name`."""
    return LibCollabError(
        f'"{name}" is already here, byte for byte. '
        "Nothing was added; remove the earlier one first if you want to read it again."
    )


def _identity(operation: Operation) -> object:
    """What makes an operation itself; a frame is known by its file and how the file was read."""
    if isinstance(operation, Import):
        return ("import", operation.sha256, operation.reading, operation.issues)
    return operation
