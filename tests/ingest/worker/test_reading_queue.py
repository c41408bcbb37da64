"""Two files are read at the same time, whatever the number of windows; the others wait in a queue."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from libcollab_metrics.errors import LibCollabError, UnreadableFileError
from libcollab_metrics.ingest import Reader, load_reader_count
from tests.support.attackers import raw_files

pytestmark = pytest.mark.worker

SMALL = raw_files.workbook(raw_files.SMALL)
KEY = b"k" * 32
TRIAL = {"LIBCOLLAB_TRIAL_WORK": "1"}
COUNT = {"name": "March.xlsx", "work": "sheets"}


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader(TRIAL) as worker:
        yield worker


def most_processes_during(work: threading.Event) -> int:
    """The largest number of worker processes of this process at one time, until the event is set."""
    most, this_process = 0, psutil.Process()
    while not work.wait(0.01):
        most = max(
            most,
            len([child for child in this_process.children() if "libcollab" in " ".join(_command(child))]),
        )
    return most


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:  # it ended after it was listed
        return []


@pytest.mark.long
def test_eight_windows_start_two_workers_and_a_spare(reader: Reader) -> None:
    done = threading.Event()
    with ThreadPoolExecutor(9) as threads:
        counted = threads.submit(most_processes_during, done)
        waits = {"name": "March.xlsx", "work": "wait", "seconds": 0.3}
        answers = [threads.submit(reader.run, waits, SMALL, KEY) for _ in range(8)]
        assert [answer.result()[0] for answer in answers] == [{"waited": True}] * 8
        done.set()
    assert counted.result() <= 3


def test_third_file_waits_and_learns_its_position(reader: Reader) -> None:
    started, go_on = threading.Semaphore(0), threading.Event()
    positions: list[int] = []

    def hold(ahead: int) -> None:
        if ahead == 0:
            started.release()
            go_on.wait(60)

    with ThreadPoolExecutor(3) as threads:
        first = [threads.submit(reader.run, COUNT, SMALL, KEY, queued=hold) for _ in range(2)]
        assert all(started.acquire(timeout=60) for _ in first)
        waiting = threading.Event()

        def record_position(ahead: int) -> None:
            positions.append(ahead)
            waiting.set()

        third = threads.submit(reader.run, COUNT, SMALL, KEY, queued=record_position)
        assert waiting.wait(60)
        assert positions == [2]
        go_on.set()
        assert [answer.result()[0]["sheets"] for answer in (*first, third)] == [1, 1, 1]
    assert positions[-1] == 0


def test_next_file_is_read_after_a_worker_crash(reader: Reader) -> None:
    crash = {"name": "March.xlsx", "work": "crash"}
    for _ in range(3):
        with pytest.raises(UnreadableFileError):
            reader.run(crash, SMALL, KEY)
    assert reader.run(COUNT, SMALL, KEY)[0]["sheets"] == 1


def test_number_of_readers_is_a_setting() -> None:
    assert load_reader_count({}) == 2
    assert load_reader_count({"LIBCOLLAB_MOST_READERS": "4"}) == 4
    with pytest.raises(LibCollabError, match="LIBCOLLAB_MOST_READERS"):
        load_reader_count({"LIBCOLLAB_MOST_READERS": "0"})


def test_waiting_thread_can_leave_the_queue_at_any_time(reader: Reader) -> None:
    started, go_on = threading.Semaphore(0), threading.Event()

    def hold(ahead: int) -> None:
        started.release()
        go_on.wait(60)

    def leave(done: int, count: int) -> None:
        raise ConnectionError("the visitor clicked elsewhere")

    with ThreadPoolExecutor(2) as threads:
        first = [threads.submit(reader.run, COUNT, SMALL, KEY, queued=hold) for _ in range(2)]
        assert all(started.acquire(timeout=60) for _ in first)
        with pytest.raises(ConnectionError):
            reader.run(COUNT, SMALL, KEY, stepped=leave)
        go_on.set()
        assert [answer.result()[0]["sheets"] for answer in first] == [1, 1]
