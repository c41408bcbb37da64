"""Backup, restore and erasure of work, for windows with and without a store on disk."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from libcollab_metrics.event_log import log_event
from libcollab_metrics.ingest import pseudonymize_name
from libcollab_metrics.model import (
    Deletion,
    Step,
    delete_file,
    delete_in_workspace,
    delete_person,
    encode_deletion,
)
from libcollab_metrics.store import (
    OPEN_TASK,
    VERIFY_TASK,
    BackupSummary,
    Release,
    SavedWork,
    pack_from_memory,
)
from pages.ui.progress import WorkProgress
from pages.ui.session.errors import guard_download, library_code
from pages.ui.session.visitor import library_store
from pages.ui.session.workspaces import (
    handled_uploads,
    key,
    reader,
    reload_workspace,
    store,
    store_error,
    today,
    workspace,
)
from pages.ui.translation import _, later

#: Advice if a backup file cannot be opened.
OPEN_BACKUP_ADVICE = later("Use another copy of it. Nothing was changed.")
#: Session keys that depend on the workspace and are cleared when it is replaced.
_WORKSPACE_KEYS = ("own_steps", "dataset", "own", "names", "near", "read", "looked_into")


def prepare_backup(passphrase: str = "", include_notes: bool = False) -> Callable[[], bytes]:
    """Return a callable that creates the backup file of everything in use.

    The pseudonym key is included only if there is a passphrase, encrypted with it.

    Parameters
    ----------
    passphrase : str, default ""
        Passphrase; without one, the key is left out.
    include_notes : bool, default False
        Whether notes are included; only applies to a window without a store, which has no such setting.

    Returns
    -------
    callable
        Returns the bytes of the file, and logs a backup event.
    """
    disk_store, current = store(), workspace()
    if disk_store is not None:
        return guard_download(
            partial(disk_store.save_work, today(), passphrase), "work", "backup", steps=len(current.steps)
        )
    left = tuple(
        Release(number, today(), body) for number, body in enumerate(st.session_state.get("left", ()), 1)
    )
    make = partial(
        pack_from_memory,
        current,
        left,
        day=today(),
        keep_notes=include_notes,
        secret=key(),
        passphrase=passphrase,
    )
    return guard_download(make, "work", "backup", steps=len(current.steps))


def inspect_backup(data: bytes, name: str, passphrase: str, progress: WorkProgress) -> BackupSummary:
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
    progress : WorkProgress
        Where its progress is shown.

    Returns
    -------
    BackupSummary
        Numbers of steps and releases, and whether the key is included and can be opened.
    """
    digest, asked = hashlib.sha256(data).digest(), hashlib.sha256(passphrase.encode()).digest()
    file, known = st.session_state.get("looked_into", (b"", {}))
    known = dict(known) if file == digest else {}
    if asked not in known:
        known[asked] = BackupSummary(**_run_in_worker(VERIFY_TASK, data, name, passphrase, progress)[0])
        st.session_state["looked_into"] = (digest, known)
    contents: BackupSummary = known[asked]
    return contents


def restore_backup(data: bytes, name: str, passphrase: str, progress: WorkProgress) -> Path | None:
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
    progress : WorkProgress
        Where its progress is shown.

    Returns
    -------
    Path or None
        Backup of the previous workspace, None if there was no store.
    """
    begun, disk_store, aside = (
        time.perf_counter(),
        store() or (library_store() if store_error() else None),
        None,
    )
    work = SavedWork.from_answer(*_run_in_worker(OPEN_TASK, data, name, passphrase, progress))
    if disk_store is not None:
        aside = disk_store.open_work(work, today())
        reload_workspace()
    else:
        snapshot = work.snapshot
        st.session_state["workspace"] = snapshot.workspace
        st.session_state["left"] = [release.body for release in snapshot.releases]
        if work.secret is not None:
            st.session_state["key"] = work.secret
    handled_uploads().clear()  # files uploaded before can be uploaded again
    _clear_workspace_state()
    log_event(
        "restore",
        library=library_code(),
        bytes=len(data),
        steps=work.contents.steps,
        seconds=time.perf_counter() - begun,
    )
    return aside


def _run_in_worker(
    work: str, data: bytes, name: str, passphrase: str, progress: WorkProgress
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run an operation on a backup file in the worker process; return its metadata and tables."""
    return reader().run(
        {"name": name, "work": work},
        data,
        passphrase.encode(),
        advice=_(OPEN_BACKUP_ADVICE),
        queued=progress.queued,
        stepped=progress.stepped,
    )


def restore_key(data: bytes) -> None:
    """Restore the key file for the stored workspace; the current one is renamed as a backup.

    Parameters
    ----------
    data : bytes
        Content of the key file.
    """
    disk_store = store()
    if disk_store is not None:
        disk_store.restore_key(data)
        reload_workspace()


def count_person_rows(name: str) -> int:
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
    code = pseudonymize_name(name, key())
    return delete_in_workspace(workspace(), partial(delete_person, code=code, day=today()))[1] if code else 0


def erase_person(name: str) -> int:
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
    code = pseudonymize_name(name, key())
    disk_store = store()
    if disk_store is not None:
        return _finish_erasure("person", disk_store.delete_person(code, today()))
    return _finish_erasure("person", _erase_in_memory(partial(delete_person, code=code, day=today())))


def erase_file(sha256: str) -> int:
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
    disk_store = store()
    rows = (
        disk_store.delete_file(sha256)
        if disk_store is not None
        else _erase_in_memory(partial(delete_file, sha256=sha256))
    )
    handled_uploads().pop(sha256, None)
    return _finish_erasure("file", rows)


def _erase_in_memory(forget: Callable[[Iterable[Step]], Deletion]) -> int:
    secret = key()
    st.session_state["workspace"], rows = delete_in_workspace(
        workspace(), lambda steps: encode_deletion(forget(steps), secret)
    )
    return rows


def _finish_erasure(target: str, rows: int) -> int:
    _clear_workspace_state()
    log_event("forget", library=library_code(), what=target)
    return rows


def _clear_workspace_state() -> None:
    """Clear everything this window cached about the previous steps."""
    for name in _WORKSPACE_KEYS:
        st.session_state.pop(name, None)
