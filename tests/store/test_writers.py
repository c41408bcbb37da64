"""Two windows that write at once: no step is lost, and no error about a locked database occurs."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from libcollab_metrics.model import Setting
from libcollab_metrics.store import Store
from tests.support.builders.store_steps import DAY


def write(folder: Path, writer: int, steps: int) -> None:
    """One window or one process: append this many steps, each with its own number."""
    store = Store(folder)
    for number in range(steps):
        store.append(Setting({"population": 1000 * writer + number}), day=DAY)
        if number % 10 == 0:
            store.add_release(f"{writer}-{number}", DAY)


def assert_all_steps_are_stored(folder: Path, writers: int, steps: int) -> None:
    """Assert that each step of each writer is stored once and in order, and every release."""
    numbers = [operation.values["population"] for operation in Store(folder).load().workspace.operations]
    for writer in range(1, writers + 1):
        assert [number for number in numbers if number // 1000 == writer] == [
            1000 * writer + n for n in range(steps)
        ]
    assert len(numbers) == writers * steps
    assert len(Store(folder).releases()) == writers * len(range(0, steps, 10))


def test_two_writers_of_twenty_steps_store_forty(data_folder: Path) -> None:
    with ThreadPoolExecutor(2) as windows:
        list(windows.map(lambda writer: write(data_folder, writer, 20), (1, 2)))
    assert_all_steps_are_stored(data_folder, 2, 20)


@pytest.mark.long
def test_four_processes_of_fifty_steps_store_two_hundred(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, multiprocessing.get_context("spawn")) as processes:
        list(processes.map(partial(write, tmp_path, steps=50), range(1, 5)))
    assert_all_steps_are_stored(tmp_path, 4, 50)


def test_windows_that_start_together_share_one_key(data_folder: Path) -> None:
    with ThreadPoolExecutor(8) as windows:
        keys = set(windows.map(lambda _: Store(data_folder).key(), range(8)))
    assert len(keys) == 1


def test_window_notices_a_step_of_another_window(data_folder: Path) -> None:
    first, second = Store(data_folder), Store(data_folder)
    first.append(Setting({"population": 10}), day=DAY)
    token_before = second.change_token()
    first.append(Setting({"population": 20}), day=DAY)
    assert second.change_token() not in ("", token_before)
    assert len(second.load().workspace.operations) == 2
