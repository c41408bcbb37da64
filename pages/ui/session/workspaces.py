"""What one visitor has open: the workspace, where it is kept, and every step done, undone and done again."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.event_log import note
from libcollab_metrics.ingest import Reader, confirmed, read_file, readers_in
from libcollab_metrics.metrics import with_criteria_checked
from libcollab_metrics.model import Dataset, Edit, Import, Operation, Setting, Step, Workspace, step_with_codes
from libcollab_metrics.store import Kept, Store
from pages.ui.session.errors import whose
from pages.ui.session.visitor import shelf

# Files uploaded and not yet used, in memory only: the part of the session both reading and undoing look at.


def pending() -> dict[str, tuple[str, bytes]]:
    """Files uploaded and not yet confirmed: sha256 → name and bytes, in memory only."""
    return st.session_state.setdefault("pending", {})


def handled() -> dict[str, str]:
    """Files dealt with in this window: sha256 → the upload that brought each."""
    return st.session_state.setdefault("handled", {})


def answers() -> dict[str, Any]:
    """The answers given on the review screen so far."""
    return st.session_state.setdefault("answers", {})


def dismiss(sha256: str) -> None:
    """Forget a waiting file and everything read from it."""
    pending().pop(sha256, None)
    st.session_state.get("read", {}).pop(sha256, None)
    answers().pop(sha256, None)


SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample_library.xlsx"


@st.cache_resource(show_spinner=False)
def reader() -> Reader:
    """The reader all sessions share; it keeps one spare process waiting and holds no data."""
    shared = Reader(at_once=readers_in(os.environ))
    shared.start_spare()
    return shared


@st.cache_resource(show_spinner="Opening the sample library …")
def sample() -> Workspace:
    """The invented sample, read once; its names are invented and its key is thrown away."""
    found = read_file(reader(), SAMPLE.name, SAMPLE.read_bytes(), secrets.token_bytes(32))
    return Workspace().append(confirmed(found))


@st.cache_resource(show_spinner=False)
def sample_dataset() -> Dataset:
    """The tables of the sample, folded once: every visitor begins with them."""
    return with_criteria_checked(sample().dataset())


def store() -> Store | None:
    """Where the visitor's work is kept; None in a window that keeps nothing."""
    place = shelf()  # first, because a window of a shared server that belongs to no library gets nothing
    # A workspace without a head was not read from the disk, so it does not go there.
    only_here = "workspace" in st.session_state and "head" not in st.session_state
    return None if only_here else place


def workspace() -> Workspace:
    """The visitor's own workspace, read again when another window has kept something; empty at first."""
    place = store()
    if place is not None:
        _reopen(place)
    return st.session_state.setdefault("workspace", Workspace())


def _reopen(place: Store) -> None:
    try:
        if st.session_state.get("head") != place.head():
            found = place.load()
            own: dict[str, Step] = st.session_state.setdefault("own_steps", {})
            st.session_state.update(workspace=found.as_read(own), head=found.head, kept=found)
    except LibCollabError as trouble:
        st.session_state["trouble"] = f"{trouble} What you do in this window is not kept."
        go_on_without_keeping()


def kept() -> Kept:
    """What the disk holds beside the steps: whether notes are kept, and what there is to tell."""
    return st.session_state.get("kept", Kept()) if store() is not None else Kept()


def trouble() -> str:
    """Why what is kept cannot be used; empty while it can."""
    return st.session_state.get("trouble", "")


def go_on_without_keeping() -> None:
    """Keep nothing of what is done in this window from now on; what it shows stays."""
    place = store()
    if place is not None and "head" in st.session_state:
        st.session_state["left"] = [release.body for release in kept().releases]  # what left is not called back
        with suppress(LibCollabError):
            st.session_state["key"] = place.key()
    st.session_state.setdefault("workspace", Workspace())
    st.session_state.pop("head", None)


def open_again() -> None:
    """Read what is kept, as a new window does."""
    for name in ("workspace", "head", "kept", "trouble", "key"):
        st.session_state.pop(name, None)


def set_aside() -> None:
    """Give the file that cannot be read another name, and start with nothing."""
    shelf().set_aside(today())
    open_again()


def start_empty() -> None:
    """Start with nothing in this window only: no file is touched, and nothing is kept until it is saved."""
    for name in ("trouble", "head", "kept", "left", "key"):
        st.session_state.pop(name, None)
    st.session_state["workspace"] = Workspace()


def append(*operations: Operation) -> None:
    """Append one step to the visitor's workspace; it is folded first, so that nothing is kept that cannot be opened.

    Names of payees become codes here already, so that this window and every other one count the same parties.
    """
    old = workspace()
    operations = step_with_codes(operations, old.operations, key())
    new = old.append(*operations)
    if new.version != old.version:
        st.session_state["dataset"] = with_criteria_checked(new.dataset())
    place = store()
    if place is None:
        st.session_state["workspace"] = new
    else:
        made = place.append(*operations, day=today())
        st.session_state.setdefault("own_steps", {})[made] = operations


def undo() -> None:
    """Take the last step back; a file taken back may be uploaded again."""
    last = workspace().steps[-1:]
    place = store()
    if place is None:
        st.session_state["workspace"] = workspace().undo()
    else:
        place.undo()
    for sha256 in _files(last):
        handled().pop(sha256, None)


def redo() -> None:
    """Do the step taken back last again; its files are no longer waiting."""
    last = workspace().taken_back[-1:]
    place = store()
    if place is None:
        st.session_state["workspace"] = workspace().redo()
    else:
        place.redo()
    for sha256 in _files(last):
        handled().setdefault(sha256, "")
        dismiss(sha256)


def _files(steps: Iterable[Step]) -> list[str]:
    return [operation.sha256 for step in steps for operation in step if isinstance(operation, Import)]


def forget() -> None:
    """Delete everything kept on this computer and everything this window holds."""
    place = store()
    if place is not None:
        place.forget()
        note("forget", library=whose(), what="everything")
    visitor = st.session_state.get("visitor")
    st.session_state.clear()
    if visitor:
        st.session_state["visitor"] = visitor


def is_sample() -> bool:
    """True while the visitor has put in no sheet and no row: the sample is shown, and said to be one."""
    return _holds_nothing(workspace())


def _holds_nothing(own: Workspace) -> bool:
    return not any(isinstance(operation, Import | Edit) for operation in own.operations)


def dataset() -> Dataset:
    """The figures' ground: the visitor's own sheets, or the sample."""
    shown = own = workspace()
    if _holds_nothing(own):
        if not own.operations:
            return sample_dataset()
        shown = sample()
        for operation in own.operations:
            shown = shown.append(operation)
    kept = st.session_state.get("dataset")
    if kept is None or kept.version != shown.version:
        kept = st.session_state["dataset"] = with_criteria_checked(shown.dataset())
    return kept


def own_dataset() -> Dataset:
    """What the visitor has put in, which may be nothing; never the sample."""
    if not is_sample():
        return dataset()
    own = workspace()
    kept = st.session_state.get("own")
    if kept is None or kept.version != own.version:
        kept = st.session_state["own"] = own.dataset()
    return kept


def files() -> Mapping[str, str]:
    """The files behind what is shown: sha256 → name."""
    return (sample() if is_sample() else workspace()).files


def key() -> bytes:
    """The secret for pseudonyms: kept apart from the data, or as long-lived as the window that keeps nothing."""
    place = store()
    return place.key() if place is not None else st.session_state.setdefault("key", secrets.token_bytes(32))


def today() -> date:
    """The day figures are true for, taken once a session."""
    return st.session_state.setdefault("today", date.today())


def token() -> str:
    """A word that makes a download's name unique, so that no two visitors' files can be taken for one."""
    return secrets.token_hex(4)


def set_settings(values: Mapping[str, Any]) -> None:
    """Append settings typed on a page."""
    append(Setting(values))
