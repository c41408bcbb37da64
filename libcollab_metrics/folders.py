"""Folders of exported tables: written from sheets once, then counted by an engine of choice."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from libcollab_metrics.library import Library, Results
from libcollab_metrics.metrics import check_criteria
from libcollab_metrics.model import Dataset, Workspace
from libcollab_metrics.model.payee_codes import encode_workspace
from libcollab_metrics.store import open_dataset, report_lack_of_memory, write_dataset


def export_dataset(library: Library, folder: Path) -> int:
    """Write the tables of a library as partitioned Parquet, for working with them and not for release.

    Parameters
    ----------
    library : Library
    folder : Path
        Folder to create, readable by its owner only.

    Returns
    -------
    int
        Number of rows written.

    Raises
    ------
    LibCollabError
        If the folder is not empty or cannot be written.
    """
    encoded = encode_workspace(library.workspace, secrets.token_bytes(32))
    return write_dataset(check_criteria(encoded.dataset()), folder)


@dataclass(frozen=True)
class ExportedLibrary(Library):
    """Exported tables of a library, counted by one engine.

    Attributes
    ----------
    folder : Path
        Folder written by `export_dataset`.
    engine : str
        Key of `store.ENGINES`.
    memory : str
        Memory that DuckDB may use, such as "2GB"; its own default if empty.
    """

    folder: Path = Path()
    engine: str = "pandas"
    memory: str = ""

    @cached_property
    def dataset(self) -> Dataset:
        """Tables of the folder, opened by the engine."""
        return open_dataset(self.folder, self.engine, self.memory)

    def evaluate(self, *arguments: Any, **options: Any) -> Results:
        """Compute metrics as `Library.evaluate` does, or say that the memory is not enough."""
        with report_lack_of_memory(self.memory):
            return super().evaluate(*arguments, **options)


def open_folder(folder: Path, engine: str = "pandas", memory: str = "") -> ExportedLibrary:
    """Open a folder written by `export_dataset`.

    Parameters
    ----------
    folder : Path
    engine : {"pandas", "polars", "duckdb", "spark"}
    memory : str, optional
        Memory that DuckDB may use, such as "2GB"; what does not fit is written to a temporary folder.

    Returns
    -------
    ExportedLibrary

    Raises
    ------
    UnreadableFileError
        If it is not such a folder.
    LibCollabError
        If the engine is unknown or not installed.
    """
    library = ExportedLibrary(Workspace(), (), folder, engine, memory)
    _ = library.dataset
    return library
