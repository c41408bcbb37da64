"""A file of saved work is opened in a process apart first: what would end or stall that one ends no other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest import Reader
from libcollab_metrics.model import Workspace
from libcollab_metrics.store import PROOF, Store, log, packed_from_memory, saved_work
from tests.store.work import DAY, sheet_file

COPY = "Use another copy of it."


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as kept:
        yield kept


def opened_apart(reader: Reader, data: bytes) -> dict[str, object]:
    return reader.run({"name": "work.libcollab", "work": PROOF}, data, b"", advice=COPY)[0]


def swelling() -> bytes:
    """Four thousand million zeros as an honest Arrow stream of a few kilobytes."""
    numbers = pa.record_batch({"row": pa.array([0] * 1_000_000, pa.int64())})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, numbers.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
        for _ in range(500):
            stream.write_batch(numbers)
    made: bytes = sink.getvalue().to_pybytes()
    return made


@pytest.fixture
def bomb(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A file of saved work with right check sums, whose table fills four gigabytes."""
    table = swelling()
    assert len(table) < 1_000_000
    with monkeypatch.context() as patched:
        patched.setattr(log, "to_tables", lambda operation: {"sessions": table})
        patched.setattr(
            saved_work,
            "unpacked",
            lambda made, words: SimpleNamespace(database=saved_work._parts(made)["workspace.sqlite"]),
        )
        return packed_from_memory(Workspace().append(sheet_file(1)), (), day=DAY)


def test_what_is_whole_is_said_to_be(reader: Reader, tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(sheet_file(1), day=DAY)
    store.append(sheet_file(2), day=DAY)
    assert opened_apart(reader, store.save_work(DAY)) == {"steps": 2}


def test_what_is_none_is_refused_in_the_same_words(reader: Reader) -> None:
    with pytest.raises(LibCollabError, match="was not made by “Save my work”"):
        opened_apart(reader, b"Date,Visits\n")


def test_a_file_that_swells_ends_its_own_process_in_one_sentence(reader: Reader, bomb: bytes) -> None:
    begun = time.monotonic()
    with pytest.raises(LibCollabError) as refused:
        opened_apart(reader, bomb)
    assert f"work.libcollab could not be read safely: reading it took too much memory or failed. {COPY}" == str(
        refused.value
    )
    assert time.monotonic() - begun < 60


def test_only_what_answers_may_be_asked_of_another_part(reader: Reader) -> None:
    for work in ("libcollab_metrics.store.saved_work:unpacked", "os:answer_system", "answer_proof"):
        with pytest.raises(LibCollabError, match="could not be read safely"):
            reader.run({"name": "work.libcollab", "work": work}, b"", b"", advice=COPY)
