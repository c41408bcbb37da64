"""Figures and documents change only on purpose: `make snapshots` stores new ones and lists the changes."""

from __future__ import annotations

import pytest

from tests.snapshots.take import (
    STORED,
    differences,
    files_of_project,
    files_shared,
    formats_for,
    stored_snapshot,
    take_snapshot,
)


@pytest.mark.parametrize("name", files_of_project())
def test_figures_and_documents_of_project_files_are_unchanged(name: str) -> None:
    taken = take_snapshot(files_of_project()[name], formats_for(name))
    assert differences(stored_snapshot(name), taken) == []


@pytest.mark.parametrize("name", sorted(path.stem for path in STORED.glob("*--*.json")))
def test_figures_and_documents_of_real_files_are_unchanged(name: str) -> None:
    if name not in (files := files_shared()):
        pytest.skip("The real file is not here: set LIBCOLLAB_REALDATA to the folder of the real files.")
    assert differences(stored_snapshot(name), take_snapshot(files[name], formats_for(name))) == []


def test_differences_name_each_new_missing_and_changed_fingerprint() -> None:
    assert differences({"a": "1", "b": "2"}, {"b": "3", "c": "4"}) == ["changed: b", "gone: a", "new: c"]
