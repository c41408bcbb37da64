"""Cached report data and page 1 previews, when they expire, and the list of sent documents."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import streamlit as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.metrics import OTHER_PARTY, Evaluator, Note, list_exchanged_lines
from libcollab_metrics.model import Scope, Sent, partner_names
from libcollab_metrics.protection import replace_unnamed_parties
from libcollab_metrics.reports import (
    SPONSOR_DOCUMENTS,
    Numbers,
    ReportData,
    apply_document_options,
    collect_report_data,
    programs_to_plan,
    releasable_notes,
    rendering_slot,
    sponsor_names,
)
from pages.ui.progress import WatchedWork, WorkProgress, run_watched
from pages.ui.session.cache import LRUCache, window_cache
from pages.ui.session.errors import guard_callback
from pages.ui.session.messages import add_warning
from pages.ui.session.workspaces import (
    append,
    counted_dataset,
    dataset,
    is_sample,
    store,
    today,
    undo,
    workspace,
)
from pages.ui.share.documents import DocumentRequest, QueuedDocument, ReleaseLedger, is_audit_valid
from pages.ui.translation import _

#: Maximum number of cached items of each kind; the least recently used is dropped.
MAX_CACHED_ITEMS = 8


def load_report_data(
    audience: str,
    scope: Scope,
    recipient: str = "",
    progress: WorkProgress | None = None,
) -> ReportData:
    """Return an audience's evaluated and protected document data, cached per data version.

    Parameters
    ----------
    audience : str
        Purpose of the document.
    scope : Scope
        Selection.
    recipient : str, default ""
        Sponsor or partner that the document is addressed to.
    progress : WorkProgress, optional
        Where the progress of the evaluation is shown.

    Returns
    -------
    ReportData
        Data audited against all releases so far.
    """
    ground, day, released = counted_dataset(), today(), release_ledger().numbers()
    planned = programs_to_plan(audience, ground, scope, day)
    moment = datetime(day.year, day.month, day.day)
    name = (ground.version, scope, day, planned, _valid_audit_count(audience, scope, released))

    def collect(work: WatchedWork) -> ReportData:
        with rendering_slot(work.queued, work.check):
            return collect_report_data(ground, scope, day, moment, planned, released)

    counted: ReportData = _cached("materials", name, partial(_run, collect, progress))
    report_data: ReportData = _cached(
        "papers",
        (*name, dataset().version, audience, recipient),
        lambda: apply_document_options(counted, audience, dataset(), recipient),
    )
    return report_data


def _run(work: Callable[[WatchedWork], Any], progress: WorkProgress | None) -> Any:
    """Do work with its progress shown, or on this thread without."""
    return work(WatchedWork()) if progress is None else run_watched(work, progress)


def _valid_audit_count(audience: str, scope: Scope, released: Sequence[Numbers]) -> int:
    """Return the number of releases that the cached data was audited against, if still valid.

    If another file was released since, return the current number of releases, which forces a new audit.
    """
    ground, day = counted_dataset(), today()
    asked = (ground.version, scope, day, programs_to_plan(audience, ground, scope, day))
    cached: LRUCache[ReportData] = window_cache("materials", MAX_CACHED_ITEMS)
    valid_counts = (
        m.earlier_release_count
        for name, m in cached.items()
        if name[:-1] == asked and is_audit_valid(m.earlier_release_count, m.numbers, released)
    )
    return next(valid_counts, len(released))


def release_ledger(to: str = "") -> ReleaseLedger:
    """Return the release ledger, which the next file must not disclose more about.

    Parameters
    ----------
    to : str, default ""
        Recipient of the next file.

    Returns
    -------
    ReleaseLedger
        Ledger on disk, or in memory if this window stores nothing.
    """
    own: list[str] = st.session_state.setdefault("left", [])
    return ReleaseLedger(store(), own, today(), to, is_sample())


def draw_first_page(wanted: DocumentRequest, progress: WorkProgress) -> bytes:
    """Render the first page of a document, cached per choice of options.

    Parameters
    ----------
    wanted : DocumentRequest
        Document as chosen.
    progress : WorkProgress
        Where its progress is shown.

    Returns
    -------
    bytes
        Image as PNG.
    """
    name = (
        wanted.dataset.version,
        wanted.audience,
        wanted.scope,
        wanted.as_of,
        wanted.language.code,
        wanted.accept_unclear,
        wanted.recipient,
        _valid_audit_count(wanted.audience, wanted.scope, release_ledger().numbers()),
    )

    report_data = load_report_data(wanted.audience, wanted.scope, wanted.recipient)

    def render(work: WatchedWork) -> bytes:
        with rendering_slot(work.queued, work.check):
            return wanted.render_first_page(report_data)

    page: bytes = _cached("pages", name, partial(_run, render, progress))
    return page


def stop_preview(part: str, asked: Hashable) -> None:
    """Do not compute the figures or draw the first page of a document until `resume_preview`.

    Parameters
    ----------
    part : str
        "figures" or "page".
    asked : hashable
        The document as chosen; another choice is not stopped.
    """
    st.session_state[f"stopped-{part}"] = asked


def resume_preview(part: str) -> None:
    """Compute the figures, or draw the first page, after `stop_preview`.

    Parameters
    ----------
    part : str
        "figures" or "page".
    """
    st.session_state.pop(f"stopped-{part}", None)


def is_preview_stopped(part: str, asked: Hashable) -> bool:
    """Return whether the visitor stopped this part of this document.

    Parameters
    ----------
    part : str
        "figures" or "page".
    asked : hashable
        The document as chosen.

    Returns
    -------
    bool
        True until the choice changes or the part is resumed.
    """
    return bool(st.session_state.get(f"stopped-{part}") == asked)


def document_order() -> QueuedDocument:
    """Return this visitor's requested document.

    The thread that creates it updates its queue position; the page reads it.

    Returns
    -------
    QueuedDocument
        Queue position.
    """
    order: QueuedDocument = st.session_state.setdefault("order", QueuedDocument())
    return order


def shareable_notes(scope: Scope, audience: str) -> tuple[Note, ...]:
    """Return the notes of a selection that an audience may read, cached per data version.

    Parameters
    ----------
    scope : Scope
        Selection.
    audience : str
        Purpose of the document.

    Returns
    -------
    tuple of Note
        Notes marked as shareable.
    """
    ground = dataset()
    notes: tuple[Note, ...] = _cached(
        "notes-at-hand",
        (ground.version, scope, today(), audience),
        lambda: releasable_notes(ground, scope, today(), audience),
    )
    return notes


def _cached(kind: str, name: object, make: Callable[[], Any]) -> Any:
    return window_cache(kind, MAX_CACHED_ITEMS).get_or_compute(name, make)


def recipients(audience: str) -> tuple[str, ...]:
    """Return the possible recipients of an audience's document, cached per data version.

    Parameters
    ----------
    audience : str
        Purpose of the document.

    Returns
    -------
    tuple of str
        Sponsors by the size of their gifts, or partners by name; empty if it is not addressed.
    """
    ground = dataset()
    if audience == "school":
        return partner_names(ground)
    if audience not in (*SPONSOR_DOCUMENTS, "receipt"):
        return ()
    names: tuple[str, ...] = _cached(
        "sponsors",
        (ground.version, today()),
        lambda: sponsor_names(list_exchanged_lines(Evaluator(replace_unnamed_parties(ground), today()))),
    )
    return tuple(name for name in names if name != OTHER_PARTY)


def find_recipient(boxes: Sequence[str]) -> str:
    """Return the recipient of a file from the first nonempty input.

    Parameters
    ----------
    boxes : sequence of str
        Keys of the inputs.

    Returns
    -------
    str
        Recipient, "" if all inputs are empty.
    """
    typed = (st.session_state.get(box) or "" for box in boxes)
    return next((name for name in typed if name.strip()), "")


@guard_callback
def record_sent_document(
    wanted: DocumentRequest, fmt: str, report_data: ReportData, boxes: Sequence[str] = ()
) -> None:
    """List the document as sent, unless an equal entry (same day and recipient) exists.

    Parameters
    ----------
    wanted : DocumentRequest
        Document as chosen.
    fmt : str
        Format.
    report_data : ReportData
        Data it was created from.
    boxes : sequence of str
        Keys of the inputs with the recipient, where the document is not addressed.
    """
    to = wanted.recipient or find_recipient(boxes)
    document_order().request(*_list_as_sent(wanted.describe_sent(fmt, report_data, release_ledger(to))))


def list_finished_documents() -> None:
    """List the documents of a finished zip as sent."""
    order = document_order()
    finished, order.to_list = order.to_list, ()
    _list_as_sent(*finished)


@guard_callback
def cancel_document() -> None:
    """Cancel the requested document, and remove its entry from the history if nothing was added since."""
    order = document_order()
    order.is_cancelled = True
    if order.listed and workspace().steps[-1:] == (order.listed,):
        undo()


def _list_as_sent(*entries: Sent) -> tuple[Sent, ...]:
    """Add the entries that are not in the sharing history yet as one step, and return them."""
    new = tuple(entry for entry in entries if entry not in sent_documents())
    try:
        if new:
            append(*new)
    except LibCollabError as trouble:
        add_warning(_("The copy is not on your list: {trouble}", trouble=_(trouble.message)))
        return ()
    return new


def sent_documents() -> tuple[Sent, ...]:
    """Return the documents listed as sent.

    Returns
    -------
    tuple of Sent
        Oldest first.
    """
    return workspace().sent_documents
