"""Saved work is first opened in the worker process, which isolates crashes and endless loops."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest import Reader
from libcollab_metrics.store import OPEN_TASK, VERIFY_TASK, SavedWork, Store
from tests.support.builders.saved_work import WORDS, worked
from tests.support.builders.store_steps import DAY, sheet_file, state

pytestmark = pytest.mark.worker

COPY = "Use another copy of it."


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as worker:
        yield worker


def verify_in_worker(reader: Reader, data: bytes) -> dict[str, object]:
    return reader.run({"name": "work.libcollab", "work": VERIFY_TASK}, data, b"", advice=COPY)[0]


def test_intact_file_is_described(reader: Reader, tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(sheet_file(1), day=DAY)
    store.append(sheet_file(2), day=DAY)
    expected = {"steps": 2, "releases": 0, "has_people": True, "has_secret": False, "opens_secret": False}
    assert verify_in_worker(reader, store.save_work(DAY)) == expected


def test_worker_returns_the_work_that_was_saved(reader: Reader, tmp_path: Path) -> None:
    store = worked(tmp_path)
    data = store.save_work(DAY, WORDS)
    answer = reader.run({"name": "work.libcollab", "work": OPEN_TASK}, data, WORDS.encode(), advice=COPY)
    work, expected = SavedWork.from_answer(*answer), store.load()
    assert (state(work.snapshot.workspace), work.snapshot.releases) == (
        state(expected.workspace),
        expected.releases,
    )
    assert (work.snapshot.ids, work.snapshot.key_mark, work.secret) == (
        expected.ids,
        expected.key_mark,
        store.key(),
    )


def test_invalid_file_is_refused_in_the_same_words(reader: Reader) -> None:
    with pytest.raises(LibCollabError, match="was not made by “Create a backup”"):
        verify_in_worker(reader, b"Date,Visits\n")


def test_only_registered_tasks_can_be_run(reader: Reader) -> None:
    for task in ("libcollab_metrics.store.backup:unpack_workspace", "os:answer_system", "answer_proof"):
        with pytest.raises(LibCollabError, match="could not be read safely"):
            reader.run({"name": "work.libcollab", "work": task}, b"", b"", advice=COPY)
