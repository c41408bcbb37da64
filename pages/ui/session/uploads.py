"""Uploaded files: pending, read with answers, annotated, and confirmed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.event_log import note_import, note_refused_file
from libcollab_metrics.ingest import (
    GivenBack,
    annotated_workbook,
    answers_to_keep,
    confirmed,
    for_all_files,
    read_file,
)
from libcollab_metrics.model import (
    Answer,
    Import,
)
from libcollab_metrics.store import as_used
from pages.ui.session.errors import whose
from pages.ui.session.visitor import limits
from pages.ui.session.workspaces import append, dismiss, handled, key, pending, reader, today, workspace


def hold(name: str, data: bytes, upload: str) -> str:
    """Add an uploaded file to the pending files, in memory only.

    Parameters
    ----------
    name : str
        File name.
    data : bytes
        Content.
    upload : str
        Id of the upload.

    Returns
    -------
    str
        Message if the file is already pending or in use, otherwise "".
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 in handled():
        same = handled()[sha256] == upload
        return "" if same else f"“{name}” is here already, byte for byte: it is read once, and nothing was added."
    if sha256 in workspace().files:
        return f"“{name}” is in use already, byte for byte: nothing was added. Undo its step to read it again."
    handled()[sha256] = upload
    pending()[sha256] = (name, data)
    return ""


def remembered_answers(found: Import) -> dict[str, Any]:
    """Return the answers confirmed earlier for sheets with the same headings.

    Parameters
    ----------
    found : Import
        Result of reading a file.

    Returns
    -------
    dict
        Answers by sheet name.
    """
    known = {op.fingerprint: op.answers for op in workspace().operations if isinstance(op, Answer) and op.fingerprint}
    return {sheet.name: dict(known[sheet.fingerprint]) for sheet in found.reading.sheets if sheet.fingerprint in known}


def read_pending(sha256: str, given: Mapping[str, Any], queued: Callable[[int], object]) -> Import:
    """Read a pending file with the given answers; cached until they change.

    Parameters
    ----------
    sha256 : str
        Hash of the file.
    given : mapping
        Answers.
    queued : callable
        Called with the number of files read before this one, and with 0 when its turn has come.

    Returns
    -------
    Import
        What was read.

    Raises
    ------
    LibCollabError
        If the file cannot be read.
    """
    name, data = pending()[sha256]
    kept = st.session_state.setdefault("read", {})
    secret = key()  # another window may have erased everything, including the key
    asked = (secret, repr(sorted(given.items(), key=str)))
    if kept.get(sha256, ("",))[0] != asked:
        kept[sha256] = (asked, *_read(name, data, secret, given, queued))
    return kept[sha256][1]


def _read(
    name: str, data: bytes, secret: bytes, given: Mapping[str, Any], queued: Callable[[int], object]
) -> tuple[Import, float]:
    """Read a file in the worker process; return the result and the duration in seconds."""
    begun = time.perf_counter()
    try:
        found = read_file(reader(), name, data, secret, given, limits=limits(), queued=queued)
    except LibCollabError as refusal:
        note_refused_file(refusal, data, time.perf_counter() - begun, whose())
        raise
    return found, time.perf_counter() - begun


def marked_workbook(sha256: str, found: Import, queued: Callable[[int], object]) -> GivenBack | None:
    """Annotate a pending file: each problem cell is colored and commented.

    Parameters
    ----------
    sha256 : str
        Hash of the file.
    found : Import
        What was read.
    queued : callable
        Called with the number of files read before this one.

    Returns
    -------
    GivenBack or None
        Annotated workbook in memory, None if there are no issues.
    """
    name, data = pending()[sha256]
    return annotated_workbook(reader(), name, data, found, limits=limits(), queued=queued)


def confirm(sha256: str, found: Import, given: Mapping[str, Any]) -> None:
    """Append what was read, and answers reusable for sheets with these headings, as one step.

    The review may quote cells of the sheet; after confirmation no page does.

    Parameters
    ----------
    sha256 : str
        Hash of the file.
    found : Import
        What was read.
    given : mapping
        Answers.
    """
    kept = {sheet.fingerprint: answers_to_keep(given, sheet.name) for sheet in found.reading.sheets}
    answers = [Answer(headings, own) for headings, own in kept.items() if headings and own]
    append(as_used(confirmed(found), today()), *answers, *for_all_files(given))
    note_import(found, pending()[sha256][1], st.session_state["read"][sha256][2], whose())
    dismiss(sha256)
