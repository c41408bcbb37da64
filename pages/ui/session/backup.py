"""Backup, restore and erasure of work, for windows with and without a store on disk."""

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

#: Advice if a backup file cannot be opened.
ANOTHER_COPY = "Use another copy of it. Nothing was changed."
#: Session keys that depend on the workspace and are cleared when it is replaced.
_OF_THE_ONE_BEFORE = ("own_steps", "dataset", "own", "names", "near", "read", "looked_into")


def _unseen(ahead: int) -> None:
    """Ignore the queue position."""


def work_to_save(passphrase: str = "", keep_notes: bool = False) -> Callable[[], bytes]:
    """Return a callable that creates the backup file of everything in use.

    The pseudonym key is included only if there is a passphrase, encrypted with it.

    Parameters
    ----------
    passphrase : str, default ""
        Passphrase; without one, the key is left out.
    keep_notes : bool, default False
        Whether notes are included; only applies to a window without a store, which has no such setting.

    Returns
    -------
    callable
        Returns the bytes of the file, and logs a backup event.
    """
    place, held = store(), workspace()
    if place is not None:
        return handed_out(partial(place.save_work, today(), passphrase), "work", "backup", steps=len(held.steps))
    left = tuple(Release(number, today(), body) for number, body in enumerate(st.session_state.get("left", ()), 1))
    make = partial(packed_from_memory, held, left, day=today(), keep_notes=keep_notes, secret=key(),
                   passphrase=passphrase)  # fmt: skip
    return handed_out(make, "work", "backup", steps=len(held.steps))


def look_into(data: bytes, name: str, passphrase: str, queued: Callable[[int], object] = _unseen) -> Contents:
    """Inspect a backup file without changing anything in use; cached per passphrase.

    The file is unpacked and verified in a worker process; this process does not parse it.

    Parameters
    ----------
    data : bytes
        Content of the file.
    name : str
        File name for messages.
    passphrase : str
        Passphrase, may be empty.
    queued : callable, optional
        Called with the number of files read before this one.

    Returns
    -------
    Contents
        Numbers of steps and releases, and whether the key is included and can be opened.
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
    """Restore a backup file in place of the current workspace.

    A workspace on disk is replaced even if it cannot be read: its file is renamed as a backup.

    Parameters
    ----------
    data : bytes
        Content of the file.
    name : str
        File name for messages.
    passphrase : str
        Passphrase, may be empty.
    queued : callable, optional
        Called with the number of files read before this one.

    Returns
    -------
    Path or None
        Backup of the previous workspace, None if there was no store.
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
    handled().clear()  # files uploaded before can be uploaded again
    _start_over()
    note("restore", library=whose(), bytes=len(data), steps=work.contents.steps,
         seconds=time.perf_counter() - begun)  # fmt: skip
    return aside


def _apart(
    work: str, data: bytes, name: str, passphrase: str, queued: Callable[[int], object]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run an operation on a backup file in the worker process; return its metadata and tables."""
    return reader().run({"name": name, "work": work}, data, passphrase.encode(), advice=ANOTHER_COPY, queued=queued)


def put_key_back(data: bytes) -> None:
    """Restore the key file for the stored workspace; the current one is renamed as a backup.

    Parameters
    ----------
    data : bytes
        Content of the key file.
    """
    place = store()
    if place is not None:
        place.put_key_back(data)
        open_again()


def rows_of_person(name: str) -> int:
    """Count the rows of a person.

    Parameters
    ----------
    name : str
        Name as it is written on the sheets.

    Returns
    -------
    int
        Number of rows, 0 if the name is not found.
    """
    code = code_of_person(name, key())
    return forgotten_in(workspace(), partial(without_person, code=code, day=today()))[1] if code else 0


def forget_person(name: str) -> int:
    """Erase a person permanently.

    Parameters
    ----------
    name : str
        Name as it is written on the sheets.

    Returns
    -------
    int
        Number of rows erased.
    """
    code = code_of_person(name, key())
    place = store()
    if place is not None:
        return _forgotten("person", place.forget_person(code, today()))
    return _forgotten("person", _in_memory(partial(without_person, code=code, day=today())))


def forget_file(sha256: str) -> int:
    """Erase a file in use permanently.

    Parameters
    ----------
    sha256 : str
        Hash of the file.

    Returns
    -------
    int
        Number of rows erased.
    """
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
    """Clear everything this window cached about the previous steps."""
    for name in _OF_THE_ONE_BEFORE:
        st.session_state.pop(name, None)
