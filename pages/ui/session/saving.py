"""Work saved as one file, opened again, and forgotten: alike where it lies on a disk and where it is in this window."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import streamlit as st

from libcollab_metrics.ingest import code_of_person
from libcollab_metrics.logbook import note
from libcollab_metrics.model import Forgotten, Step, forgotten_in, without_file, without_person
from libcollab_metrics.store import PROOF, Release, SavedWork, packed_from_memory, unpacked
from pages.ui.session.journal import handed_out, whose
from pages.ui.session.opened import key, reader, store, today, workspace
from pages.ui.session.waiting import handled

#: What to do about a file of saved work that cannot be opened.
ANOTHER_COPY = "Use another copy of it. Nothing was changed."
#: What a window holds of the workspace it had before another was put in its place.
_OF_THE_ONE_BEFORE = ("own_steps", "dataset", "own", "names", "near", "read", "looked_into")


def work_to_save(passphrase: str = "", keep_notes: bool = False) -> Callable[[], bytes]:
    """Return what makes the file of everything in use; the secret is in it only under the passphrase.

    `keep_notes` is asked only of a window that keeps nothing on a disk: there the choice was made already.
    """
    place, held = store(), workspace()
    if place is not None:
        return handed_out(partial(place.save_work, today(), passphrase), "work", "backup", steps=len(held.steps))
    left = tuple(Release(number, today(), body) for number, body in enumerate(st.session_state.get("left", ()), 1))
    make = partial(packed_from_memory, held, left, day=today(), keep_notes=keep_notes, secret=key(),
                   passphrase=passphrase)  # fmt: skip
    return handed_out(make, "work", "backup", steps=len(held.steps))


def look_into(data: bytes, name: str, passphrase: str) -> SavedWork:
    """Open a file of saved work in memory, proved once for these words; nothing in use is touched.

    A file nobody has looked into yet is opened in a process apart first: what would end or stall it ends that one.
    """
    found, asked = hashlib.sha256(data).digest(), hashlib.sha256(passphrase.encode() + b"\0" + data).digest()
    if st.session_state.get("opened_apart") != found:
        reader().run({"name": name, "work": PROOF}, data, b"", advice=ANOTHER_COPY)
        st.session_state["opened_apart"] = found
    known = st.session_state.get("looked_into")
    if known is None or known[0] != asked:
        known = st.session_state["looked_into"] = (asked, unpacked(data, passphrase))
    work: SavedWork = known[1]
    return work


def open_saved(work: SavedWork) -> Path | None:
    """Put saved work in the place of what is in use; return where that is kept aside, None if it is not."""
    begun, place, aside = time.perf_counter(), store(), None
    if place is not None:
        aside = place.open_work(work, today())
    else:
        st.session_state["workspace"] = work.kept.workspace
        st.session_state["left"] = [release.body for release in work.kept.releases]
        if work.secret is not None:
            st.session_state["key"] = work.secret
    handled().clear()  # what was uploaded before may be uploaded again
    _start_over()
    note("restore", library=whose(), bytes=len(work.database), steps=len(work.kept.ids),
         seconds=time.perf_counter() - begun)  # fmt: skip
    return aside


def rows_of_person(name: str) -> int:
    """How many rows are of a person of this name, as it was read from the sheets."""
    code = code_of_person(name, key())
    return forgotten_in(workspace(), partial(without_person, code=code, day=today()))[1] if code else 0


def forget_person(name: str) -> int:
    """Forget a person for good; return how many rows went."""
    code = code_of_person(name, key())
    place = store()
    if place is not None:
        return _forgotten("person", place.forget_person(code, today()))
    return _forgotten("person", _in_memory(partial(without_person, code=code, day=today())))


def forget_file(sha256: str) -> int:
    """Forget a file that is in use for good; return how many rows went."""
    place = store()
    rows = place.forget_file(sha256) if place is not None else _in_memory(partial(without_file, sha256=sha256))
    handled().pop(sha256, None)
    return _forgotten("file", rows)


def _in_memory(forget: Callable[[Iterable[Step]], Forgotten]) -> int:
    st.session_state["workspace"], rows = forgotten_in(workspace(), forget)
    return rows


def _forgotten(what: str, rows: int) -> int:
    _start_over()
    note("forget", library=whose(), what=what)
    return rows


def _start_over() -> None:
    """Let go of everything this window remembers of the steps there were."""
    for name in _OF_THE_ONE_BEFORE:
        st.session_state.pop(name, None)
