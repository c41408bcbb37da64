"""Folder of exported tables that the dashboard shows instead of sheets, if the environment names one."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Dataset
from libcollab_metrics.store import ENGINES, open_dataset
from pages.ui.translation import _, later

#: Environment variables: the folder, the engine that counts it, and the memory that DuckDB may use.
FOLDER, ENGINE, MEMORY = "LIBCOLLAB_DATASET", "LIBCOLLAB_DATASET_ENGINE", "LIBCOLLAB_DATASET_MEMORY"
#: Engines that count without reading whole tables; the first is used unless the environment names another.
LAZY_ENGINES = ("duckdb", *(name for name in ENGINES if name not in ("duckdb", "pandas")))
#: Most rows of a table that are listed one by one on a page.
MAX_LISTED_ROWS = 5_000
#: Most rows of a folder from which files are made: protection compares all rows in memory.
MAX_RELEASED_ROWS = 2_000_000
READ_ONLY = later(
    "The figures come from a folder that is opened read-only; to change them, correct your sheets and export"
    " the folder again."
)
TOO_LARGE = later(
    "This folder is too large to create files from, because small groups are protected in memory. Export"
    " fewer years, or use the command “metrics --release” on a computer with more memory."
)
NOT_ENOUGH_MEMORY = later(
    "The memory is not enough to count this folder; raise LIBCOLLAB_DATASET_MEMORY, or close other programs."
)


def is_read_only() -> bool:
    """Return whether the figures come from an exported folder, which no page can change.

    Returns
    -------
    bool
        True if the environment names a folder.
    """
    return bool(os.environ.get(FOLDER, "").strip())


def opened_dataset() -> Dataset:
    """Return the dataset of the folder, opened once for all windows.

    Returns
    -------
    Dataset
        With the frames of the engine.

    Raises
    ------
    LibCollabError
        If the folder is missing, incomplete or damaged, or its engine cannot be used.
    """
    folder = Path(os.environ[FOLDER].strip()).expanduser().absolute()
    engine = os.environ.get(ENGINE, "").strip() or LAZY_ENGINES[0]
    if engine not in LAZY_ENGINES:
        raise LibCollabError(
            _("{variable} must be one of: {names}.", variable=ENGINE, names=", ".join(LAZY_ENGINES))
        )
    return _open_folder(folder, engine, os.environ.get(MEMORY, "").strip())


@st.cache_resource(show_spinner=False, max_entries=1)
def _open_folder(folder: Path, engine: str, memory: str) -> Dataset:
    return open_dataset(folder, engine, memory)


def can_list(dataset: Dataset, table: str) -> bool:
    """Return whether the rows of a table are listed one by one, as those of sheets are.

    Parameters
    ----------
    dataset : Dataset
        Data of the visitor.
    table : str
        Name of the table.

    Returns
    -------
    bool
        False for a large table of a folder.
    """
    return not is_read_only() or dataset.count_rows(table) <= MAX_LISTED_ROWS


def can_release(dataset: Dataset) -> bool:
    """Return whether files can be made, for which protection compares all rows in memory.

    Parameters
    ----------
    dataset : Dataset
        Data of the visitor.

    Returns
    -------
    bool
        False for a large folder.
    """
    return not is_read_only() or sum(map(dataset.count_rows, dataset.tables)) <= MAX_RELEASED_ROWS
