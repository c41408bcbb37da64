"""Adding a sheet costs in proportion to its rows: earlier sheets are verified, and not decoded again."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from libcollab_metrics.model import (
    Dataset,
    Edit,
    Import,
    Operation,
    RowAddress,
    Workspace,
    stacked_rows,
)
from libcollab_metrics.model.replay import replay_operations
from libcollab_metrics.store import DamagedWorkspace, Store, log
from libcollab_metrics.store import store as store_module
from tests.support.builders.store_steps import DAY, sheet_file
from tests.support.month_imports import Window, import_month

#: How much the calls of an import may grow from 1 to `MANY` earlier imports of a month each.
MOST_GROWTH, MANY = 1.15, 24


def count_calls(work: Callable[[], object]) -> int:
    """Return the number of functions that Python calls, its own and those of extensions."""
    count = 0

    def add(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(add)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture
def window(store: Store) -> Window:
    return Window(store, [sheet_file(1), sheet_file(2)])


def test_calls_of_import_hardly_grow_with_earlier_imports(tmp_path: Path) -> None:
    months = [import_month(number) for number in range(MANY + 2)]
    calls = []
    for count in (1, MANY):
        # One more than counted: what is computed once for each import is not part of the next one.
        window = Window(Store(tmp_path / str(count)), [replace(month) for month in months[: count + 1]])
        calls.append(count_calls(partial(window.add, months[-1])))
    assert calls[1] <= MOST_GROWTH * calls[0], calls


def test_only_new_step_is_decoded(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = []

    def decode(kind: str, text: str, tables: Any) -> Operation:
        decoded.append(kind)
        return deserialize(kind, text, tables)

    deserialize = log.deserialize_operation
    for module in (log, store_module):
        monkeypatch.setattr(module, "deserialize_operation", decode)
    window.add(sheet_file(3))
    assert decoded == ["import"]


def test_only_rows_of_new_import_are_stacked(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    added = []

    def concatenate(frames: list[pd.DataFrame]) -> pd.DataFrame:
        added.append(len(frames))
        return pd.concat(frames, ignore_index=True)

    workspace = window.snapshot.workspace
    workspace.append(sheet_file(3)).dataset()
    monkeypatch.setattr(stacked_rows, "_concatenate", concatenate)
    replay_operations(workspace.append(sheet_file(3), sheet_file(4)).operations, "")
    assert set(added) == {2}


def test_damaged_earlier_step_is_reported_although_decoded_before(window: Window) -> None:
    with sqlite3.connect(window.store.paths.database) as connection:
        connection.execute("UPDATE sheet_table SET arrow = zeroblob(length(arrow)) WHERE step = 1")
    connection.close()
    with pytest.raises(DamagedWorkspace):
        window.store.load(window.snapshot)
    with pytest.raises(DamagedWorkspace):
        window.store.append(sheet_file(3), day=DAY, previous=window.snapshot)


@pytest.mark.parametrize("numbers", [(1, 2, 3, 4), (1, 2), (1,), (1, 3), (2, 3), (1, 2, 4, 3), (3, 1, 2)])
def test_stacked_rows_equal_those_of_fresh_imports(numbers: tuple[int, ...]) -> None:
    sheets = {number: replace(sheet_file(number)) for number in range(1, 5)}
    _replay([sheets[number] for number in (1, 2, 3)])
    stacked = _replay([sheets[number] for number in numbers])
    fresh = _replay([replace(sheets[number]) for number in numbers])
    assert stacked.issues == fresh.issues
    for table, frame in fresh.tables.items():
        pd.testing.assert_frame_equal(stacked.tables[table], frame)


def test_edit_leaves_stacked_rows_unchanged() -> None:
    sheets = [replace(sheet_file(number)) for number in (1, 2)]
    before = _replay(sheets)
    address = RowAddress(sheets[0].sha256[:12], "", 2)
    edited = replay_operations([*sheets, Edit("sessions", (), ((address, {"attended": 900.0}),))], "")
    assert edited.tables["sessions"]["attended"].max() == 900
    pd.testing.assert_frame_equal(_replay(sheets).tables["sessions"], before.tables["sessions"])


def _replay(imports: Sequence[Import]) -> Dataset:
    return replay_operations(Workspace((tuple(imports),)).operations, "")
