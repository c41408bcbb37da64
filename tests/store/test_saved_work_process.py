"""A file of saved work is opened in a process apart first: what would end or stall that one ends no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest import Reader
from libcollab_metrics.store import OPEN_TASK, VERIFY_TASK, SavedWork, Store
from tests.support.builders.saved_work import WORDS, worked
from tests.support.builders.store_steps import DAY, sheet_file, state

COPY = "Use another copy of it."


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as kept:
        yield kept


def opened_apart(reader: Reader, data: bytes) -> dict[str, object]:
    return reader.run({"name": "work.libcollab", "work": VERIFY_TASK}, data, b"", advice=COPY)[0]


def test_what_is_whole_is_said_to_be(reader: Reader, tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(sheet_file(1), day=DAY)
    store.append(sheet_file(2), day=DAY)
    said = {"steps": 2, "releases": 0, "has_people": True, "has_secret": False, "opens_secret": False}
    assert opened_apart(reader, store.save_work(DAY)) == said


def test_what_is_handed_over_is_the_work_that_was_saved(reader: Reader, tmp_path: Path) -> None:
    store = worked(tmp_path)
    data = store.save_work(DAY, WORDS)
    answer = reader.run({"name": "work.libcollab", "work": OPEN_TASK}, data, WORDS.encode(), advice=COPY)
    work, whole = SavedWork.from_answer(*answer), store.load()
    assert (state(work.snapshot.workspace), work.snapshot.releases) == (
        state(whole.workspace),
        whole.releases,
    )
    assert (work.snapshot.ids, work.snapshot.key_mark, work.secret) == (
        whole.ids,
        whole.key_mark,
        store.key(),
    )


def test_what_is_none_is_refused_in_the_same_words(reader: Reader) -> None:
    with pytest.raises(LibCollabError, match="was not made by “Save my work”"):
        opened_apart(reader, b"Date,Visits\n")


def test_only_what_answers_may_be_asked_of_another_part(reader: Reader) -> None:
    for work in ("libcollab_metrics.store.backup:unpack_workspace", "os:answer_system", "answer_proof"):
        with pytest.raises(LibCollabError, match="could not be read safely"):
            reader.run({"name": "work.libcollab", "work": work}, b"", b"", advice=COPY)
