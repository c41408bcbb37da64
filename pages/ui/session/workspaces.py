"""Workspace of one visitor: storage, steps, undo, redo, and the datasets derived from it."""

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
from libcollab_metrics.event_log import log_event
from libcollab_metrics.ingest import Reader, load_reader_count, read_file, redact_import
from libcollab_metrics.messages import Message, join_messages
from libcollab_metrics.metrics import check_criteria
from libcollab_metrics.model import (
    Dataset,
    Edit,
    Import,
    Operation,
    Sent,
    Setting,
    Step,
    Workspace,
    encode_step,
)
from libcollab_metrics.store import Snapshot, Store
from pages.ui.session.errors import library_code
from pages.ui.session.opened_folder import READ_ONLY, is_read_only, opened_dataset
from pages.ui.session.recent_uploads import recent_uploads
from pages.ui.session.visitor import library_store, upload_owner
from pages.ui.streamlit_internals import is_open_elsewhere, session_id
from pages.ui.translation import later

# Pending uploads, in memory only; used by both reading and undo.


def pending_uploads() -> dict[str, tuple[str, bytes]]:
    """Return the files uploaded but not confirmed, in memory only.

    Returns
    -------
    dict
        Name and content by SHA-256.
    """
    if "pending" not in st.session_state:
        restored = recent_uploads().restore(upload_owner(), session_id(), is_open_elsewhere)
        st.session_state["pending"] = {sha256: (name, data) for sha256, (name, data, _) in restored.items()}
        st.session_state["reviews"] = {sha256: own for sha256, (*_, own) in restored.items()}
        handled_uploads().update(dict.fromkeys(restored, ""))
    return st.session_state["pending"]


def handled_uploads() -> dict[str, str]:
    """Return the files handled in this window: upload id by SHA-256."""
    return st.session_state.setdefault("handled", {})


def uploader_round() -> int:
    """Return how often the uploader was emptied: a part of its key.

    Returns
    -------
    int
        0 at first.
    """
    return st.session_state.get("uploader", 0)


def review(sha256: str) -> dict[str, Any]:
    """Return what the review of a pending file has so far; a reloaded page finds it again.

    Parameters
    ----------
    sha256 : str
        Hash of the file.

    Returns
    -------
    dict
        Answers, and the questions asked; what is written to it stays.
    """
    return st.session_state.setdefault("reviews", {}).setdefault(sha256, {})


def drop_upload(sha256: str) -> None:
    """Remove a pending file and everything read from it, and empty the uploader.

    Parameters
    ----------
    sha256 : str
        Hash of the file.
    """
    pending_uploads().pop(sha256, None)
    handled_uploads().pop(sha256, None)
    recent_uploads().remove(upload_owner(), sha256)
    st.session_state["uploader"] = uploader_round() + 1
    for cache in ("read", "summaries"):
        st.session_state.get(cache, {}).pop(sha256, None)
    st.session_state.get("reviews", {}).pop(sha256, None)
    st.session_state.get("cancelled", set()).discard(sha256)


SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample_library.xlsx"


@st.cache_resource(show_spinner=False)
def reader() -> Reader:
    """Return the reader shared by all sessions, with a spare worker process; it holds no data.

    Returns
    -------
    Reader
        Shared reader.
    """
    shared = Reader(max_concurrent=load_reader_count(os.environ))
    shared.start_spare()
    return shared


@st.cache_resource(show_spinner=False)
def sample() -> Workspace:
    """Return the sample workspace, read once; its names are invented and its key is discarded.

    Returns
    -------
    Workspace
        Workspace with the sample file.
    """
    imported = read_file(reader(), SAMPLE.name, SAMPLE.read_bytes(), secrets.token_bytes(32))
    return Workspace().append(redact_import(imported))


@st.cache_resource(show_spinner=False)
def sample_dataset() -> Dataset:
    """Return the dataset of the sample, computed once: every visitor starts with it."""
    return check_criteria(sample().dataset())


def store() -> Store | None:
    """Return the store of the visitor's work.

    Returns
    -------
    Store or None
        None in a window that stores nothing.

    Raises
    ------
    LibCollabError
        If the server is shared and the window has no library.
    """
    disk_store = library_store()  # called first: a window without a library on a shared server gets an error
    # A workspace without a head was not loaded from disk, so it is not written to disk.
    only_here = "workspace" in st.session_state and "head" not in st.session_state
    return None if only_here else disk_store


def workspace() -> Workspace:
    """Return the visitor's own workspace, reloaded if another window changed it; empty at first.

    Returns
    -------
    Workspace
        Workspace of this window.
    """
    disk_store = store()
    if disk_store is not None:
        _reload_if_changed(disk_store)
    return st.session_state.setdefault("workspace", Workspace())


def _reload_if_changed(store_on_disk: Store) -> None:
    try:
        if st.session_state.get("head") != store_on_disk.change_token():
            snapshot = store_on_disk.load(st.session_state.get("kept"))
            own: dict[str, Step] = st.session_state.setdefault("own_steps", {})
            st.session_state.update(workspace=snapshot.with_own_steps(own), head=snapshot.head, kept=snapshot)
    except LibCollabError as trouble:
        st.session_state["trouble"] = join_messages(
            " ", (trouble.message, Message(later("What you do in this window is not kept.")))
        )
        detach_store()


def stored_state() -> Snapshot:
    """Return the stored state other than the steps: whether notes are stored, and warnings.

    Returns
    -------
    Snapshot
        Empty state in a window that stores nothing.
    """
    return st.session_state.get("kept", Snapshot()) if store() is not None else Snapshot()


def store_error() -> str:
    """Return why the stored workspace cannot be used.

    Returns
    -------
    str
        Message, "" if it can be used.
    """
    return st.session_state.get("trouble", "")


def detach_store() -> None:
    """Stop storing what is done in this window; its content stays."""
    disk_store = store()
    if disk_store is not None and "head" in st.session_state:
        # releases cannot be recalled
        st.session_state["left"] = [release.body for release in stored_state().releases]
        with suppress(LibCollabError):
            st.session_state["key"] = disk_store.key()
    st.session_state.setdefault("workspace", Workspace())
    st.session_state.pop("head", None)


def reload_workspace() -> None:
    """Reload the stored workspace, as a new window does."""
    for name in ("workspace", "head", "kept", "trouble", "key"):
        st.session_state.pop(name, None)


def quarantine_workspace() -> None:
    """Rename the unreadable file and start with an empty workspace."""
    library_store().set_database_aside(today())
    reload_workspace()


def start_empty() -> None:
    """Start with an empty workspace in this window only; no file is changed until it is saved."""
    for name in ("trouble", "head", "kept", "left", "key"):
        st.session_state.pop(name, None)
    st.session_state["workspace"] = Workspace()


def append(*operations: Operation) -> None:
    """Append one step to the visitor's workspace.

    The dataset is computed first, so that no step is stored that cannot be loaded. Payee names are replaced
    by codes here, so that all windows count the same parties.

    Parameters
    ----------
    *operations : Operation
        Operations of the step.

    Raises
    ------
    LibCollabError
        If an operation is refused or cannot be stored, or would change a folder that is opened read-only.
    """
    if is_read_only() and not all(map(_is_about_documents, operations)):
        raise LibCollabError(READ_ONLY)
    old = workspace()
    operations = encode_step(operations, old.operations, key())
    new = old.append(*operations)
    if new.version != old.version and not is_read_only():
        st.session_state["dataset"] = check_criteria(new.dataset())
    disk_store = store()
    if disk_store is None:
        st.session_state["workspace"] = new
    else:
        made = disk_store.append(*operations, day=today(), previous=stored_state())
        st.session_state.setdefault("own_steps", {})[made] = operations


def _is_about_documents(operation: Operation) -> bool:
    """Return whether an operation changes no figure: a copy that was sent, or what goes on documents."""
    return isinstance(operation, Sent) or (
        isinstance(operation, Setting) and set(operation.values) <= {"documents"}
    )


def undo() -> None:
    """Undo the last step; a file removed by it can be uploaded again."""
    last = workspace().steps[-1:]
    disk_store = store()
    if disk_store is None:
        st.session_state["workspace"] = workspace().undo()
    else:
        disk_store.undo()
    for sha256 in _imported_hashes(last):
        handled_uploads().pop(sha256, None)


def redo() -> None:
    """Redo the last undone step; its files are no longer pending."""
    last = workspace().undone_steps[-1:]
    disk_store = store()
    if disk_store is None:
        st.session_state["workspace"] = workspace().redo()
    else:
        disk_store.redo()
    for sha256 in _imported_hashes(last):
        handled_uploads().setdefault(sha256, "")
        drop_upload(sha256)


def _imported_hashes(steps: Iterable[Step]) -> list[str]:
    return [operation.sha256 for step in steps for operation in step if isinstance(operation, Import)]


def erase_everything() -> None:
    """Delete everything stored for this library and everything in this window."""
    disk_store = store()
    if disk_store is not None:
        disk_store.delete_all()
        log_event("forget", library=library_code(), what="everything")
    recent_uploads().remove_all(upload_owner())
    visitor = st.session_state.get("visitor")
    st.session_state.clear()
    if visitor:
        st.session_state["visitor"] = visitor


def is_sample() -> bool:
    """Return whether the sample is shown, because the visitor has no sheets and rows yet.

    Returns
    -------
    bool
        True while the sample is shown.
    """
    return not is_read_only() and _is_empty(workspace())


def _is_empty(own_workspace: Workspace) -> bool:
    return not any(isinstance(operation, Import | Edit) for operation in own_workspace.operations)


def dataset() -> Dataset:
    """Return the dataset behind the figures: the opened folder, the visitor's own, or the sample.

    Returns
    -------
    Dataset
        Cached per version of the data.
    """
    if is_read_only():
        return _with_document_options(opened_dataset())
    shown = own = workspace()
    if _is_empty(own):
        if not own.operations:
            return sample_dataset()
        shown = sample()
        for operation in own.operations:
            shown = shown.append(operation)
    cached = st.session_state.get("dataset")
    if cached is None or cached.version != shown.version:
        cached = st.session_state["dataset"] = check_criteria(shown.dataset())
    return cached


def is_dataset_ready() -> bool:
    """Return whether `dataset` returns at once what this window computed before.

    Returns
    -------
    bool
        False for the sample and an opened folder. True if only another window has changed the data since.
    """
    own, cached = st.session_state.get("workspace"), st.session_state.get("dataset")
    return own is not None and cached is not None and cached.version == own.version


def counted_dataset() -> Dataset:
    """Return the dataset for counting: `dataset`, but the same one whatever goes on documents of a folder."""
    return opened_dataset() if is_read_only() else dataset()


def _with_document_options(opened: Dataset) -> Dataset:
    """Return the dataset of a folder with what the visitor stored for documents."""
    own = workspace()
    stored = [op for op in own.operations if isinstance(op, Setting)]
    if not stored:
        return opened
    version = f"{opened.version}-{own.version}"
    cached = st.session_state.get("dataset")
    if cached is None or cached.version != version:
        settings = opened.settings
        for setting in stored:
            settings = settings.with_values(setting.values)
        cached = st.session_state["dataset"] = opened.with_settings(settings, version)
    return cached


def own_dataset() -> Dataset:
    """Return the visitor's own dataset, which may be empty; never the sample.

    Returns
    -------
    Dataset
        Cached per version of the data.
    """
    if not is_sample():
        return dataset()
    own = workspace()
    cached = st.session_state.get("own")
    if cached is None or cached.version != own.version:
        cached = st.session_state["own"] = own.dataset()
    return cached


def files() -> Mapping[str, str]:
    """Return the files behind the figures.

    Returns
    -------
    mapping of str to str
        File name by SHA-256.
    """
    return (sample() if is_sample() else workspace()).files


def key() -> bytes:
    """Return the secret key for pseudonyms.

    Returns
    -------
    bytes
        Key stored separately from the data; in a window that stores nothing, a key of the window.
    """
    disk_store = store()
    return (
        disk_store.key()
        if disk_store is not None
        else st.session_state.setdefault("key", secrets.token_bytes(32))
    )


def today() -> date:
    """Return the reference date of the figures, taken once per session.

    Returns
    -------
    date
        Current date at first use.
    """
    return st.session_state.setdefault("today", date.today())


def token() -> str:
    """Return a random token that makes the name of a download unique among all visitors.

    Returns
    -------
    str
        Eight hexadecimal digits.
    """
    return secrets.token_hex(4)


def set_settings(values: Mapping[str, Any]) -> None:
    """Append settings typed on a page.

    Parameters
    ----------
    values : mapping
        Values by setting.

    Raises
    ------
    LibCollabError
        If a value is refused.
    """
    append(Setting(values))
