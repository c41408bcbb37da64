"""Uploaded files: repeated uploads, reading with answers, annotation, and what confirming stores."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from typing import Any

import streamlit as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.event_log import log_import, log_refused_file
from libcollab_metrics.ingest import (
    WorkbookDownload,
    build_annotated_workbook,
    collect_shared_answers,
    read_file,
    redact_import,
    storable_answers,
)
from libcollab_metrics.model import (
    Answer,
    Import,
)
from libcollab_metrics.store import redact_for_session
from pages.ui.progress import WorkProgress
from pages.ui.session.errors import library_code
from pages.ui.session.recent_uploads import recent_uploads
from pages.ui.session.visitor import limits, upload_owner
from pages.ui.session.workspaces import (
    append,
    drop_upload,
    handled_uploads,
    key,
    pending_uploads,
    reader,
    review,
    today,
    workspace,
)
from pages.ui.streamlit_internals import session_id
from pages.ui.translation import _, screen_language


def add_upload(name: str, data: bytes, upload_id: str) -> str:
    """Add an uploaded file to the pending files, in memory only.

    Parameters
    ----------
    name : str
        File name.
    data : bytes
        Content.
    upload_id : str
        Id of the upload.

    Returns
    -------
    str
        Message if the file is already pending or in use, otherwise "".
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 in handled_uploads():
        same = handled_uploads()[sha256] == upload_id
        return (
            ""
            if same
            else _(
                "“{name}” is here already, byte for byte: it is read once, and nothing was added.", name=name
            )
        )
    if sha256 in workspace().files:
        return _(
            "“{name}” is in use already, byte for byte: nothing was added. Undo its step to read it again.",
            name=name,
        )
    handled_uploads()[sha256] = upload_id
    pending_uploads()[sha256] = (name, data)
    recent_uploads().add(upload_owner(), session_id(), sha256, name, data, review(sha256))
    return ""


def find_remembered_answers(imported: Import) -> dict[str, Any]:
    """Return the answers confirmed earlier for sheets with the same headings.

    Parameters
    ----------
    imported : Import
        Result of reading a file.

    Returns
    -------
    dict
        Answers by sheet name.
    """
    known = {
        op.fingerprint: op.answers
        for op in workspace().operations
        if isinstance(op, Answer) and op.fingerprint
    }
    return {
        sheet.name: dict(known[sheet.fingerprint])
        for sheet in imported.reading.sheets
        if sheet.fingerprint in known
    }


def read_pending(sha256: str, current_answers: Mapping[str, Any], progress: WorkProgress) -> Import:
    """Read a pending file with the current answers; cached until they change.

    Parameters
    ----------
    sha256 : str
        Hash of the file.
    current_answers : mapping
        Answers.
    progress : WorkProgress
        Where its progress is shown.

    Returns
    -------
    Import
        What was read.

    Raises
    ------
    LibCollabError
        If the file cannot be read.
    """
    name, data = pending_uploads()[sha256]
    recent_uploads().renew(upload_owner(), sha256)
    cached = st.session_state.setdefault("read", {})
    secret = key()  # another window may have erased everything, including the key
    asked = (secret, repr(sorted(current_answers.items(), key=str)))
    if cached.get(sha256, ("",))[0] != asked:
        cached[sha256] = (asked, *_read_timed(name, data, secret, current_answers, progress))
    return cached[sha256][1]


def _read_timed(
    name: str,
    data: bytes,
    secret: bytes,
    current_answers: Mapping[str, Any],
    progress: WorkProgress,
) -> tuple[Import, float]:
    """Read a file in the worker process; return the result and the duration in seconds."""
    begun = time.perf_counter()
    try:
        imported = read_file(
            reader(),
            name,
            data,
            secret,
            current_answers,
            limits=limits(),
            queued=progress.queued,
            stepped=progress.stepped,
        )
    except LibCollabError as refusal:
        log_refused_file(refusal, data, time.perf_counter() - begun, library_code())
        raise
    return imported, time.perf_counter() - begun


def annotate_upload(sha256: str, imported: Import, progress: WorkProgress) -> WorkbookDownload | None:
    """Annotate a pending file: each problem cell is colored and commented.

    Parameters
    ----------
    sha256 : str
        Hash of the file.
    imported : Import
        What was read.
    progress : WorkProgress
        Where its progress is shown.

    Returns
    -------
    WorkbookDownload or None
        Annotated workbook in memory, None if there are no issues.
    """
    name, data = pending_uploads()[sha256]
    return build_annotated_workbook(
        reader(),
        name,
        data,
        imported,
        language_code=screen_language().code,
        limits=limits(),
        queued=progress.queued,
        stepped=progress.stepped,
    )


def confirm_upload(sha256: str, imported: Import, current_answers: Mapping[str, Any]) -> None:
    """Append what was read, and answers reusable for sheets with these headings, as one step.

    The review may quote cells of the sheet; after confirmation no page does.

    Parameters
    ----------
    sha256 : str
        Hash of the file.
    imported : Import
        What was read.
    current_answers : mapping
        Answers.
    """
    reusable = {
        sheet.fingerprint: storable_answers(current_answers, sheet.name) for sheet in imported.reading.sheets
    }
    answers = [Answer(headings, own) for headings, own in reusable.items() if headings and own]
    append(
        redact_for_session(redact_import(imported), today()),
        *answers,
        *collect_shared_answers(current_answers),
    )
    st.session_state["confirmed"] = True
    log_import(imported, pending_uploads()[sha256][1], st.session_state["read"][sha256][2], library_code())
    drop_upload(sha256)


def pop_confirmed() -> bool:
    """Return whether a file was added by the last click, once.

    Returns
    -------
    bool
        False from the second call on.
    """
    return st.session_state.pop("confirmed", False)


def cancel_reading(sha256: str) -> None:
    """Do not read a pending file until `resume_reading`; the file and its answers stay.

    Parameters
    ----------
    sha256 : str
        Hash of the file.
    """
    _cancelled_files().add(sha256)


def resume_reading(sha256: str) -> None:
    """Read a pending file again after `cancel_reading`.

    Parameters
    ----------
    sha256 : str
        Hash of the file.
    """
    _cancelled_files().discard(sha256)


def is_cancelled(sha256: str) -> bool:
    """Return whether the visitor cancelled the reading of a pending file.

    Parameters
    ----------
    sha256 : str
        Hash of the file.

    Returns
    -------
    bool
        True until it is resumed.
    """
    return sha256 in _cancelled_files()


def _cancelled_files() -> set[str]:
    cancelled: set[str] = st.session_state.setdefault("cancelled", set())
    return cancelled
