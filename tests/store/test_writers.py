"""Two windows that keep at once: nothing is lost, and nobody reads of a locked database."""

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
    """One window, or one process: it keeps that many steps, each its own."""
    own = Store(folder)
    for number in range(steps):
        own.append(Setting({"population": 1000 * writer + number}), day=DAY)
        if number % 10 == 0:
            own.add_release(f"{writer}-{number}", DAY)


def kept_by_all(folder: Path, writers: int, steps: int) -> None:
    """Assert that every step of every writer is kept once, each writer's in their order, and every
    release."""
    found = [operation.values["population"] for operation in Store(folder).load().workspace.operations]
    for writer in range(1, writers + 1):
        assert [number for number in found if number // 1000 == writer] == [
            1000 * writer + n for n in range(steps)
        ]
    assert len(found) == writers * steps
    assert len(Store(folder).releases()) == writers * len(range(0, steps, 10))


def test_two_writers_of_twenty_steps_keep_forty(kept: Path) -> None:
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda writer: write(kept, writer, 20), (1, 2)))
    kept_by_all(kept, 2, 20)


@pytest.mark.long
def test_four_processes_of_fifty_steps_keep_two_hundred(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, multiprocessing.get_context("spawn")) as four:
        list(four.map(partial(write, tmp_path, steps=50), range(1, 5)))
    kept_by_all(tmp_path, 4, 50)


def test_two_windows_that_start_together_share_one_key(kept: Path) -> None:
    with ThreadPoolExecutor(8) as windows:
        keys = set(windows.map(lambda _: Store(kept).key(), range(8)))
    assert len(keys) == 1


def test_a_window_sees_that_another_one_kept_something(kept: Path) -> None:
    one, other = Store(kept), Store(kept)
    one.append(Setting({"population": 10}), day=DAY)
    seen = other.change_token()
    one.append(Setting({"population": 20}), day=DAY)
    assert other.change_token() not in ("", seen)
    assert len(other.load().workspace.operations) == 2
