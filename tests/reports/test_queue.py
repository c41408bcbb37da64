"""Two documents at a time; others queue in order, see their position, and block no one else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from libcollab_metrics import reports
from libcollab_metrics.fair_semaphore import FairSemaphore
from libcollab_metrics.reports import queue
from libcollab_metrics.reports.queue import MAX_CONCURRENT, limit_concurrency

#: Seconds after which a thread is taken to hang; a slow or busy machine must not fail the test.
PATIENCE = 120


def test_two_documents_are_created_at_once_and_never_more() -> None:
    """Each waits for a second one, so creating one at a time would never end."""
    running, counts, pair = [], [], threading.Barrier(2)

    @limit_concurrency
    def make(number: int) -> int:
        running.append(number)
        counts.append(len(running))
        pair.wait(PATIENCE)
        running.remove(number)
        return number

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(make, range(16))) == list(range(16))
    assert max(counts) == MAX_CONCURRENT == 2


def test_nested_document_uses_the_slot_of_its_caller() -> None:
    @limit_concurrency
    def part() -> str:
        return "part"

    @limit_concurrency
    def whole() -> str:
        return "whole of a " + part()

    with ThreadPoolExecutor(2) as threads:
        both = [threads.submit(whole) for _ in range(MAX_CONCURRENT)]
        assert [future.result(timeout=PATIENCE) for future in both] == ["whole of a part"] * MAX_CONCURRENT


def test_slot_is_released_when_a_document_fails() -> None:
    @limit_concurrency
    def fail() -> None:
        raise ValueError("no document")

    for _ in range(MAX_CONCURRENT):
        with pytest.raises(ValueError, match="no document"):
            fail()
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(limit_concurrency(lambda: "next")).result(timeout=PATIENCE) == "next"


def test_waiting_threads_see_their_position_and_run_in_order() -> None:
    semaphore, order, positions = FairSemaphore(2), [], {}
    release = [threading.Event() for _ in range(5)]

    def hold(number: int) -> None:
        positions[number] = []
        with semaphore.hold_slot(positions[number].append):
            order.append(number)
            release[number].wait(PATIENCE)

    threads = [threading.Thread(target=hold, args=(number,)) for number in range(5)]
    for number, thread in enumerate(threads):
        thread.start()
        _wait_until(partial(positions.get, number))
    assert positions == {0: [0], 1: [0], 2: [2], 3: [3], 4: [4]}
    for number, thread in enumerate(threads):
        release[number].set()
        thread.join(PATIENCE)
        _wait_until(
            partial(_has_length, order, min(number + 3, 5))
        )  # the next thread gets its slot before another one leaves
    assert order == [0, 1, 2, 3, 4]
    assert {number: (seen[0], seen[-1]) for number, seen in positions.items()} == {
        0: (0, 0),
        1: (0, 0),
        2: (2, 0),
        3: (3, 0),
        4: (4, 0),
    }
    assert all(seen == sorted(seen, reverse=True) for seen in positions.values())


def test_leaving_the_queue_lets_the_next_thread_proceed() -> None:
    semaphore = FairSemaphore(1)
    begun, release = threading.Event(), threading.Event()

    def hold_first() -> None:
        with semaphore.hold_slot():
            begun.set()
            release.wait(PATIENCE)

    def cancel(ahead: int) -> None:
        raise ConnectionError("the window was closed")

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(hold_first)
        begun.wait(PATIENCE)
        with pytest.raises(ConnectionError), semaphore.hold_slot(cancel):
            pass
        positions: list[int] = []

        def last() -> None:
            with semaphore.hold_slot(positions.append):
                pass

        following = threads.submit(last)
        _wait_until(lambda: positions)
        release.set()
        first.result(timeout=PATIENCE)
        following.result(timeout=PATIENCE)
    assert positions == [1, 0]


@pytest.mark.parametrize(
    "name", ["publish", "preview_png", "publish_plan", "public_chart", "collect_report_data"]
)
def test_every_document_function_waits_for_a_slot(name: str) -> None:
    """While two others create documents, it has not started: wrong arguments are not even checked."""
    entered, release = threading.Semaphore(0), threading.Event()

    @limit_concurrency
    def long_document() -> None:
        entered.release()
        release.wait(PATIENCE)

    with ThreadPoolExecutor(MAX_CONCURRENT + 1) as threads:
        for _ in range(MAX_CONCURRENT):
            threads.submit(long_document)
            entered.acquire(timeout=PATIENCE)
        waiting = threads.submit(getattr(reports, name))
        _wait_until(lambda: queue._SEMAPHORE._queue)
        assert not waiting.done()
        release.set()
        assert isinstance(waiting.exception(timeout=PATIENCE), TypeError)


def _has_length(values: list[int], expected: int) -> bool:
    return len(values) == expected


def _wait_until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.002)
