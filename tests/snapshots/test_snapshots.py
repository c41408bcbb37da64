"""Figures and documents change only on purpose: `make snapshots` stores new ones and lists the changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.snapshots.take import (
    AS_IS,
    STORED,
    differences,
    files_of_project,
    files_shared,
    formats_for,
    stored_snapshot,
    take_snapshot,
)

REAL_FILES = sorted(path.stem for path in STORED.glob("*--*.json"))


def real_file(name: str) -> Path:
    if name not in (files := files_shared()):
        pytest.skip("The real file is not here: set LIBCOLLAB_REALDATA to the folder of the real files.")
    return files[name]


@pytest.mark.parametrize("name", files_of_project())
def test_figures_and_documents_of_project_files_are_unchanged(name: str) -> None:
    taken = take_snapshot(files_of_project()[name], formats_for(name))
    assert differences(stored_snapshot(name), taken) == []


@pytest.mark.parametrize("name", REAL_FILES)
def test_figures_of_real_files_are_unchanged(name: str) -> None:
    """Without answers; the long run adds the answers and the documents."""
    stored = {
        key: value
        for key, value in stored_snapshot(name).items()
        if key.startswith(f"{AS_IS}/") and "/document/" not in key
    }
    assert differences(stored, take_snapshot(real_file(name), (), answered=False)) == []


@pytest.mark.long
@pytest.mark.parametrize("name", REAL_FILES)
def test_documents_of_real_files_are_unchanged(name: str) -> None:
    assert differences(stored_snapshot(name), take_snapshot(real_file(name), formats_for(name))) == []


def test_differences_name_each_new_missing_and_changed_fingerprint() -> None:
    assert differences({"a": "1", "b": "2"}, {"b": "3", "c": "4"}) == ["changed: b", "gone: a", "new: c"]
