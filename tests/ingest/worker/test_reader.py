"""The worker process: it answers or it is stopped, and nothing it does affects the calling process."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.limits import NICENESS
from libcollab_metrics.ingest.worker.progress import read_steps
from libcollab_metrics.ingest.worker.protocol import ProtocolError, unpack_answer
from libcollab_metrics.ingest.worker.reader import Reader, read_file
from tests.support.attackers import raw_files
from tests.support.sheets import xlsx

pytestmark = pytest.mark.worker

SMALL = raw_files.workbook(raw_files.SMALL)
KEY = b"k" * 32


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader({"LIBCOLLAB_TRIAL_WORK": "1"}) as worker:
        yield worker


def work(name: str, **settings: object) -> dict[str, object]:
    return {"name": "March.xlsx", "work": name, **settings}


def test_message_and_tables_come_back(reader: Reader) -> None:
    message, tables = reader.run(work("sheets"), SMALL, KEY)
    assert message == {"sheets": 1, "key_length": 32}
    assert tables["counts"].to_pydict() == {"rows": [2], "filled": [3]}


def test_refusal_in_the_worker_is_raised_in_the_caller(reader: Reader) -> None:
    with pytest.raises(UnreadableFileError, match="XFD1048576"):
        reader.run(work("sheets"), raw_files.stray_cell("XFD1048576"), KEY)


@pytest.mark.parametrize(
    ("name", "settings"),
    [("crash", {}), ("swell", {"megabytes": 700}), ("no such work", {})],
)
def test_worker_crash_is_one_message_and_next_file_is_read(
    reader: Reader, name: str, settings: dict[str, object]
) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        reader.run(work(name, **settings), b"x" * 8_000_000, KEY)
    assert "March.xlsx could not be read safely" in str(caught.value)
    assert "copy the cells into a new workbook" in str(caught.value)
    assert reader.run(work("sheets"), SMALL, KEY)[0]["sheets"] == 1


def test_panic_in_the_reading_library_is_one_message(reader: Reader) -> None:
    broken = raw_files.zipped(
        raw_files.parts_of(raw_files.xlsb()) | {"xl/_rels/workbook.bin.rels": "<Relationships/>"}
    )
    with pytest.raises(UnreadableFileError, match=r"could not be read safely|damaged"):
        reader.run(work("sheets"), broken, KEY)


def test_default_memory_is_enough_for_three_hundred_megabytes(reader: Reader) -> None:
    assert reader.run(work("swell", megabytes=300), b"", KEY)[0] == {"held": 300}


def test_slow_worker_is_stopped_on_time(reader: Reader) -> None:
    """If it were not stopped, it would answer only after an hour."""
    with pytest.raises(UnreadableFileError, match=r"took longer than 0\.5 seconds"):
        reader.run(work("wait", seconds=3600), b"", KEY, seconds=0.5)


def test_reading_can_be_cancelled(reader: Reader) -> None:
    with pytest.raises(UnreadableFileError, match="cancelled"):
        reader.run(work("wait", seconds=30), b"", KEY, cancelled=lambda: True)


def test_steps_are_opening_the_file_and_each_sheet(reader: Reader) -> None:
    data = xlsx(**{name: [["Date", "Attendance"], ["2026-03-07", 9]] for name in ("March", "April")})
    stream = io.BytesIO(b"".join(struct.pack(">II", *step) for step in ((1, 3), (2, 3), (0, 0), (9, 9))))
    seen: list[tuple[int, int]] = []
    read_file(reader, "two.xlsx", data, KEY, stepped=lambda *step: seen.append(step))
    assert list(read_steps(stream)) == [(1, 3), (2, 3)]
    assert seen[0] == (0, 0)
    assert seen == sorted(seen)
    assert set(seen) <= {(0, 0), (1, 3), (2, 3)}


def test_error_raised_while_waiting_ends_the_worker(reader: Reader) -> None:
    """If it were not stopped, it would answer only after an hour."""

    def leave(done: int, count: int) -> None:
        raise ConnectionError("the visitor clicked elsewhere")

    with pytest.raises(ConnectionError):
        reader.run(work("wait", seconds=3600), b"", KEY, seconds=3600, stepped=leave)


def test_network_programs_and_files_cannot_be_reached(reader: Reader, tmp_path: Path) -> None:
    target = tmp_path / "out"
    message, _ = reader.run(work("reach", path=str(target)), b"", KEY)
    assert message["refused"] == [
        "network",
        "program",
        "file",
        "open file",
        "map of a file",
        "library",
        "function of a library",
    ]
    assert not target.exists()


def test_trial_work_needs_its_switch() -> None:
    with Reader() as plain, pytest.raises(UnreadableFileError, match="could not be read safely"):
        plain.run(work("wait", seconds=0), b"", KEY)


def test_two_files_are_read_at_the_same_time(reader: Reader) -> None:
    """The first is released only after the second was read."""
    first_started, second_read = threading.Event(), threading.Event()

    def first() -> None:
        with pytest.raises(UnreadableFileError, match="cancelled"):
            reader.run(work("wait", seconds=3600), b"", KEY, seconds=3600, cancelled=release)

    def release() -> bool:
        first_started.set()
        return second_read.is_set()

    with ThreadPoolExecutor(1) as executor:
        reading = executor.submit(first)
        assert first_started.wait(600)
        assert reader.run(work("sheets"), SMALL, KEY)[0]["sheets"] == 1
        second_read.set()
        reading.result(600)


def test_killed_spare_worker_is_replaced(reader: Reader) -> None:
    reader.start_spare()
    spare = reader._spare
    assert spare is not None
    spare.kill()
    spare.wait()
    assert reader.run(work("sheets"), SMALL, KEY)[0]["sheets"] == 1


def test_large_file_and_large_answer_do_not_deadlock(reader: Reader) -> None:
    text = b"\n".join(b"%d,%d" % (n, n) for n in range(200_000))
    _, tables = reader.run(work("sheets"), text, KEY)
    assert tables["counts"]["filled"].to_pylist() == [400_000]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no niceness")
def test_worker_computes_after_the_processes_that_answer_visitors() -> None:
    load = "import os; from libcollab_metrics.ingest.limits import lower_priority; "
    code = load + "lower_priority(); print(os.nice(0))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert int(printed) == min(os.nice(0) + NICENESS, 19)


def test_worker_without_parent_exits_quietly() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "libcollab_metrics.ingest.worker.reader"],
        input=b"",
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"")


def test_worker_does_not_import_the_dashboard_or_charts() -> None:
    code = (
        "import sys; from libcollab_metrics.ingest.worker.process import _preload_libraries as preload;"
        " preload();print([m for m in ('streamlit', 'plotly', 'openpyxl', 'typst') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=600, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("answer", [b"", b"x", b"\0" * 7 + b"\5{", b"\0" * 7 + b"\2[]", b"\xff" * 40])
def test_invalid_answer_from_a_worker_is_rejected(answer: bytes) -> None:
    with pytest.raises(ProtocolError):
        unpack_answer(answer)
