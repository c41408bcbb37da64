"""The throw-away process: it answers, it is stopped, and nothing it does reaches the one that asked."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.worker.protocol import ProtocolError, unpack_answer
from libcollab_metrics.ingest.worker.reader import Reader
from tests.support.attackers import raw_files

SMALL = raw_files.workbook(raw_files.SMALL)
KEY = b"k" * 32


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader({"LIBCOLLAB_TRIAL_WORK": "1"}) as kept:
        yield kept


def work(name: str, **settings: object) -> dict[str, object]:
    return {"name": "March.xlsx", "work": name, **settings}


def test_words_and_tables_come_back(reader: Reader) -> None:
    words, tables = reader.run(work("sheets"), SMALL, KEY)
    assert words == {"sheets": 1, "key_length": 32}
    assert tables["counts"].to_pydict() == {"rows": [2], "filled": [3]}


def test_a_refusal_inside_is_the_same_refusal_outside(reader: Reader) -> None:
    with pytest.raises(UnreadableFileError, match="XFD1048576"):
        reader.run(work("sheets"), raw_files.stray_cell("XFD1048576"), KEY)


@pytest.mark.parametrize(
    ("name", "settings"),
    [("crash", {}), ("swell", {"megabytes": 700}), ("no such work", {})],
)
def test_a_child_that_dies_is_one_sentence_and_the_next_file_is_read(
    reader: Reader, name: str, settings: dict[str, object]
) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        reader.run(work(name, **settings), b"x" * 8_000_000, KEY)
    assert "March.xlsx could not be read safely" in str(caught.value)
    assert "copy the cells into a new workbook" in str(caught.value)
    assert reader.run(work("sheets"), SMALL, KEY)[0]["sheets"] == 1


def test_a_panic_inside_the_reading_library_is_one_sentence(reader: Reader) -> None:
    broken = raw_files.zipped(
        raw_files.parts_of(raw_files.xlsb()) | {"xl/_rels/workbook.bin.rels": "<Relationships/>"}
    )
    with pytest.raises(UnreadableFileError, match=r"could not be read safely|damaged"):
        reader.run(work("sheets"), broken, KEY)


def test_the_usual_memory_is_enough_for_three_hundred_megabytes(reader: Reader) -> None:
    assert reader.run(work("swell", megabytes=300), b"", KEY)[0] == {"held": 300}


def test_a_slow_child_is_stopped_on_time(reader: Reader) -> None:
    """Not stopped, it would answer when the test itself is long over."""
    with pytest.raises(UnreadableFileError, match=r"took longer than 0\.5 seconds"):
        reader.run(work("wait", seconds=3600), b"", KEY, seconds=0.5)


def test_a_reading_can_be_cancelled(reader: Reader) -> None:
    with pytest.raises(UnreadableFileError, match="cancelled"):
        reader.run(work("wait", seconds=30), b"", KEY, cancelled=lambda: True)


def test_network_programs_and_files_are_out_of_reach(reader: Reader, tmp_path: Path) -> None:
    target = tmp_path / "out"
    words, _ = reader.run(work("reach", path=str(target)), b"", KEY)
    assert words["refused"] == [
        "network",
        "program",
        "file",
        "open file",
        "map of a file",
        "library",
        "function of a library",
    ]
    assert not target.exists()


def test_the_work_that_misbehaves_is_not_to_be_had_without_its_switch() -> None:
    with Reader() as plain, pytest.raises(UnreadableFileError, match="could not be read safely"):
        plain.run(work("wait", seconds=0), b"", KEY)


def test_two_files_are_read_at_the_same_time(reader: Reader) -> None:
    """The first is only let go once the second was read."""
    begun, second_read = threading.Event(), threading.Event()

    def first() -> None:
        with pytest.raises(UnreadableFileError, match="cancelled"):
            reader.run(work("wait", seconds=3600), b"", KEY, seconds=3600, cancelled=let_go)

    def let_go() -> bool:
        begun.set()
        return second_read.is_set()

    with ThreadPoolExecutor(1) as other:
        reading = other.submit(first)
        assert begun.wait(600)
        assert reader.run(work("sheets"), SMALL, KEY)[0]["sheets"] == 1
        second_read.set()
        reading.result(600)


def test_a_spare_that_was_killed_meanwhile_is_replaced(reader: Reader) -> None:
    reader.start_spare()
    spare = reader._spare
    assert spare is not None
    spare.kill()
    spare.wait()
    assert reader.run(work("sheets"), SMALL, KEY)[0]["sheets"] == 1


def test_a_large_file_and_a_large_answer_do_not_wait_for_each_other(reader: Reader) -> None:
    text = b"\n".join(b"%d,%d" % (n, n) for n in range(200_000))
    _, tables = reader.run(work("sheets"), text, KEY)
    assert tables["counts"]["filled"].to_pylist() == [400_000]


def test_a_child_whose_parent_has_gone_ends_quietly() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "libcollab_metrics.ingest.worker.reader"],
        input=b"",
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"")


def test_the_child_does_not_import_the_screen_or_the_charts() -> None:
    code = (
        "import sys; from libcollab_metrics.ingest.worker.process import _preload_libraries as preload;"
        " preload();print([m for m in ('streamlit', 'plotly', 'openpyxl', 'typst') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=600, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("answer", [b"", b"x", b"\0" * 7 + b"\5{", b"\0" * 7 + b"\2[]", b"\xff" * 40])
def test_nonsense_from_a_child_is_never_taken_for_an_answer(answer: bytes) -> None:
    with pytest.raises(ProtocolError):
        unpack_answer(answer)
