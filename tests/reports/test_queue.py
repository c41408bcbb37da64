"""Two documents at a time, the others in line and told of their place, and nobody else waits."""

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

#: Seconds after which a thread is taken to hang: a slow or busy machine is no failure.
PATIENCE = 120


def test_two_are_made_at_the_same_time_and_never_more() -> None:
    """Each waits for another one that is being made, so one at a time would never end."""
    making, most, pair = [], [], threading.Barrier(2)

    @limit_concurrency
    def make(number: int) -> int:
        making.append(number)
        most.append(len(making))
        pair.wait(PATIENCE)
        making.remove(number)
        return number

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(make, range(16))) == list(range(16))
    assert max(most) == MAX_CONCURRENT == 2


def test_a_document_may_make_a_part_that_is_made_in_turn_too() -> None:
    @limit_concurrency
    def part() -> str:
        return "part"

    @limit_concurrency
    def whole() -> str:
        return "whole of a " + part()

    with ThreadPoolExecutor(2) as threads:
        both = [threads.submit(whole) for _ in range(MAX_CONCURRENT)]
        assert [one.result(timeout=PATIENCE) for one in both] == ["whole of a part"] * MAX_CONCURRENT


def test_the_turn_passes_on_when_a_document_fails() -> None:
    @limit_concurrency
    def fail() -> None:
        raise ValueError("no document")

    for _ in range(MAX_CONCURRENT):
        with pytest.raises(ValueError, match="no document"):
            fail()
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(limit_concurrency(lambda: "next")).result(timeout=PATIENCE) == "next"


def test_who_waits_hears_how_many_are_before_and_is_served_in_order() -> None:
    line, served, heard = FairSemaphore(2), [], {}
    leave = [threading.Event() for _ in range(5)]

    def one(number: int) -> None:
        heard[number] = []
        with line.hold_slot(heard[number].append):
            served.append(number)
            leave[number].wait(PATIENCE)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(5)]
    for number, thread in enumerate(threads):
        thread.start()
        _wait_until(partial(heard.get, number))
    assert heard == {0: [0], 1: [0], 2: [2], 3: [3], 4: [4]}
    for number, thread in enumerate(threads):
        leave[number].set()
        thread.join(PATIENCE)
        _wait_until(
            partial(_are, served, min(number + 3, 5))
        )  # the next one has its turn before another leaves
    assert served == [0, 1, 2, 3, 4]
    assert {number: (said[0], said[-1]) for number, said in heard.items()} == {
        0: (0, 0),
        1: (0, 0),
        2: (2, 0),
        3: (3, 0),
        4: (4, 0),
    }
    assert all(said == sorted(said, reverse=True) for said in heard.values())


def test_who_leaves_the_line_lets_the_others_on() -> None:
    line = FairSemaphore(1)
    begun, leave = threading.Event(), threading.Event()

    def held() -> None:
        with line.hold_slot():
            begun.set()
            leave.wait(PATIENCE)

    def gone(ahead: int) -> None:
        raise ConnectionError("the window was closed")

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(held)
        begun.wait(PATIENCE)
        with pytest.raises(ConnectionError), line.hold_slot(gone):
            pass
        told: list[int] = []

        def last() -> None:
            with line.hold_slot(told.append):
                pass

        following = threads.submit(last)
        _wait_until(lambda: told)
        leave.set()
        first.result(timeout=PATIENCE)
        following.result(timeout=PATIENCE)
    assert told == [1, 0]


@pytest.mark.parametrize(
    "name", ["publish", "preview_png", "publish_plan", "public_chart", "collect_report_data"]
)
def test_every_maker_of_documents_takes_its_turn(name: str) -> None:
    """While two others make documents, it has not begun: wrong arguments are not even looked at."""
    entered, leave = threading.Semaphore(0), threading.Event()

    @limit_concurrency
    def long_document() -> None:
        entered.release()
        leave.wait(PATIENCE)

    with ThreadPoolExecutor(MAX_CONCURRENT + 1) as threads:
        for _ in range(MAX_CONCURRENT):
            threads.submit(long_document)
            entered.acquire(timeout=PATIENCE)
        waiting = threads.submit(getattr(reports, name))
        _wait_until(lambda: queue._SEMAPHORE._queue)
        assert not waiting.done()
        leave.set()
        assert isinstance(waiting.exception(timeout=PATIENCE), TypeError)


def _are(served: list[int], so_many: int) -> bool:
    return len(served) == so_many


def _wait_until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.002)
