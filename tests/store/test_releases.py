"""The release log: undo does not change it, damage is reported, and only deleting everything clears it."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from libcollab_metrics.model import Setting
from libcollab_metrics.store import DamagedWorkspace, Store
from tests.support.builders.store_steps import DAY


def test_releases_are_stored_in_order_with_day_and_text(data_folder: Path) -> None:
    store = Store(data_folder)
    assert store.releases() == ()
    assert [store.add_release(body, date(2026, 3, day)) for day, body in ((1, "Ñ"), (2, '{"a": 1}'))] == [
        1,
        2,
    ]
    releases = [(release.number, release.day, release.body) for release in Store(data_folder).releases()]
    assert releases == [(1, date(2026, 3, 1), "Ñ"), (2, date(2026, 3, 2), '{"a": 1}')]


def test_undo_redo_and_new_steps_do_not_change_releases(data_folder: Path) -> None:
    store = Store(data_folder)
    store.append(Setting({"population": 10}), day=DAY)
    store.add_release("one", DAY)
    assert store.undo()
    assert not store.undo()
    assert [release.body for release in store.releases()] == ["one"]
    assert store.redo()
    store.undo()
    store.append(Setting({"population": 20}), day=DAY)
    assert store.load().workspace.dataset().settings.population == 20
    assert [release.body for release in store.releases()] == ["one"]


def test_another_window_notices_a_release(data_folder: Path) -> None:
    store = Store(data_folder)
    store.append(Setting({"population": 10}), day=DAY)
    before = store.load()
    Store(data_folder).add_release("one", DAY)
    assert store.change_token() != before.head
    assert store.load().workspace == before.workspace


def test_concurrent_releases_are_numbered_consecutively(data_folder: Path) -> None:
    with ThreadPoolExecutor(4) as windows:
        numbers = list(
            windows.map(lambda number: Store(data_folder).add_release(str(number), DAY), range(20))
        )
    assert sorted(numbers) == list(range(1, 21))
    assert {release.number: release.body for release in Store(data_folder).releases()} == {
        number: str(index) for index, number in enumerate(numbers)
    }


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE release SET body = 'less' WHERE number = 2", "Entry 2 of the list of documents that left"),
        (
            "UPDATE release SET day = '2026-03-15' WHERE number = 1",
            "Entry 1 of the list of documents that left",
        ),
        ("DELETE FROM release WHERE number = 1", "Entry 1 of the list of documents that left"),
        ("DELETE FROM release WHERE number = 3", "list of steps"),
    ],
)
def test_damaged_release_log_is_reported(data_folder: Path, statement: str, named: str) -> None:
    store = Store(data_folder)
    for body in ("one", "two", "three"):
        store.add_release(body, DAY)
    with closing(sqlite3.connect(store.paths.database)) as connection:
        assert connection.execute(statement).rowcount
        connection.commit()
    for operation in (store.releases, store.load):
        with pytest.raises(DamagedWorkspace, match=named):
            operation()


def test_deleting_everything_deletes_the_releases(data_folder: Path) -> None:
    store = Store(data_folder)
    store.add_release("a figure that left", DAY)
    store.delete_all()
    assert store.releases() == ()
    assert [file for file in data_folder.rglob("*") if file.is_file()] == []
