"""Two windows that keep at once: nothing is lost, and nobody reads of a locked database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from libcollab_metrics.model import Setting
from libcollab_metrics.store import Store
from tests.store.work import DAY


def test_two_writers_of_twenty_steps_keep_forty(kept: Path) -> None:
    def write(writer: int) -> None:
        own = Store(kept)
        for number in range(20):
            own.append(Setting({"population": 100 * writer + number}), day=DAY)

    with ThreadPoolExecutor(2) as both:
        list(both.map(write, (1, 2)))
    found = [operation.values["population"] for operation in Store(kept).load().workspace.operations]
    assert sorted(found) == [*range(100, 120), *range(200, 220)]
    assert [number for number in found if number < 200] == list(range(100, 120))


def test_two_windows_that_start_together_share_one_key(kept: Path) -> None:
    with ThreadPoolExecutor(8) as windows:
        keys = set(windows.map(lambda _: Store(kept).key(), range(8)))
    assert len(keys) == 1


def test_a_window_sees_that_another_one_kept_something(kept: Path) -> None:
    one, other = Store(kept), Store(kept)
    one.append(Setting({"population": 10}), day=DAY)
    seen = other.head()
    one.append(Setting({"population": 20}), day=DAY)
    assert other.head() not in ("", seen)
    assert len(other.load().workspace.operations) == 2
