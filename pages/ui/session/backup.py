"""Work saved as one file, opened again, and forgotten: alike where it lies on a disk and where it is in this window."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from libcollab_metrics.event_log import note
from libcollab_metrics.ingest import code_of_person
from libcollab_metrics.model import Forgotten, Step, forgotten_in, forgotten_with_codes, without_file, without_person
from libcollab_metrics.store import OPENING, PROOF, Contents, Release, SavedWork, packed_from_memory
from pages.ui.session.errors import handed_out, whose
from pages.ui.session.visitor import shelf
from pages.ui.session.workspaces import handled, key, open_again, reader, store, today, trouble, workspace

#: What to do about a file of saved work that cannot be opened.
ANOTHER_COPY = "Use another copy of it. Nothing was changed."
#: What a window holds of the workspace it had before another was put in its place.
_OF_THE_ONE_BEFORE = ("own_steps", "dataset", "own", "names", "near", "read", "looked_into")


def _unseen(ahead: int) -> None:
    """Show nothing of how many files are read first."""


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


def look_into(data: bytes, name: str, passphrase: str, queued: Callable[[int], object] = _unseen) -> Contents:
    """Return what is in a file of saved work, asked once for each passphrase; nothing in use is touched.

    The file is unpacked and proved in a process apart. This one parses none of its bytes. `queued` is called with the
    number of files that are read before it.
    """
    found, asked = hashlib.sha256(data).digest(), hashlib.sha256(passphrase.encode()).digest()
    file, known = st.session_state.get("looked_into", (b"", {}))
    known = dict(known) if file == found else {}
    if asked not in known:
        known[asked] = Contents(**_apart(PROOF, data, name, passphrase, queued)[0])
        st.session_state["looked_into"] = (found, known)
    contents: Contents = known[asked]
    return contents


def open_saved(data: bytes, name: str, passphrase: str, queued: Callable[[int], object] = _unseen) -> Path | None:
    """Put saved work in the place of what is in use; return where that is kept aside, None if it is not.

    What lies on the disk is replaced even while it cannot be read: its file is then set aside.
    """
    begun, place, aside = time.perf_counter(), store() or (shelf() if trouble() else None), None
    work = SavedWork.from_answer(*_apart(OPENING, data, name, passphrase, queued))
    if place is not None:
        aside = place.open_work(work, today())
        open_again()
    else:
        kept = work.kept
        st.session_state["workspace"] = kept.workspace
        st.session_state["left"] = [release.body for release in kept.releases]
        if work.secret is not None:
            st.session_state["key"] = work.secret
    handled().clear()  # what was uploaded before may be uploaded again
    _start_over()
    note("restore", library=whose(), bytes=len(data), steps=work.contents.steps,
         seconds=time.perf_counter() - begun)  # fmt: skip
    return aside


def _apart(
    work: str, data: bytes, name: str, passphrase: str, queued: Callable[[int], object]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Ask the throw-away process for a piece of work on a file of saved work; return its words and tables."""
    return reader().run({"name": name, "work": work}, data, passphrase.encode(), advice=ANOTHER_COPY, queued=queued)


def put_key_back(data: bytes) -> None:
    """Put the key file back that the people kept on the disk were read under; the one there is kept aside."""
    place = store()
    if place is not None:
        place.put_key_back(data)
        open_again()


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
    secret = key()
    st.session_state["workspace"], rows = forgotten_in(
        workspace(), lambda steps: forgotten_with_codes(forget(steps), secret)
    )
    return rows


def _forgotten(what: str, rows: int) -> int:
    _start_over()
    note("forget", library=whose(), what=what)
    return rows


def _start_over() -> None:
    """Let go of everything this window remembers of the steps there were."""
    for name in _OF_THE_ONE_BEFORE:
        st.session_state.pop(name, None)
