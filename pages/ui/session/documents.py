"""Cached report data and first pages, and the list of sent documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.metrics import Note
from libcollab_metrics.model import Scope, Sent
from libcollab_metrics.reports import (
    Numbers,
    ReportData,
    collect_report_data,
    document_turn,
    notes_to_choose,
    planned_for,
    sending_of,
    with_document_options,
)
from pages.ui.session.cache import Latest, latest
from pages.ui.session.errors import clicked
from pages.ui.session.messages import point_out
from pages.ui.session.workspaces import append, dataset, is_sample, store, today, workspace
from pages.ui.share.documents import Ledger, Order, Wanted, stands

#: Maximum number of cached items of each kind; the least recently used is dropped.
KEPT = 8


def material(audience: str, scope: Scope) -> ReportData:
    """Return an audience's evaluated and protected document data, cached per data version.

    Parameters
    ----------
    audience : str
        Purpose of the document.
    scope : Scope
        Selection.

    Returns
    -------
    ReportData
        Data audited against all releases so far.
    """
    ground, day, released = dataset(), today(), ledger().numbers()
    planned = planned_for(audience, ground, scope, day)
    moment = datetime(day.year, day.month, day.day)
    name = (ground.version, scope, day, planned, _beside(audience, scope, released))
    counted: ReportData = _kept(
        "materials", name, lambda: collect_report_data(ground, scope, day, moment, planned, released)
    )
    found: ReportData = _kept("papers", (*name, audience), lambda: with_document_options(counted, audience, ground))
    return found


def _beside(audience: str, scope: Scope, released: Sequence[Numbers]) -> int:
    """Return the number of releases that the cached data was audited against, if still valid.

    If another file was released since, return the current number of releases, which forces a new audit.
    """
    ground, day = dataset(), today()
    asked = (ground.version, scope, day, planned_for(audience, ground, scope, day))
    held: Latest[ReportData] = latest("materials", KEPT)
    standing = (
        m.audited_beside
        for name, m in held.held()
        if name[:-1] == asked and stands(m.audited_beside, m.numbers, released)
    )
    return next(standing, len(released))


def ledger(to: str = "") -> Ledger:
    """Return the release ledger, which the next file must not disclose more about.

    Parameters
    ----------
    to : str, default ""
        Recipient of the next file.

    Returns
    -------
    Ledger
        Ledger on disk, or in memory if this window stores nothing.
    """
    own: list[str] = st.session_state.setdefault("left", [])
    return Ledger(store(), own, today(), to, is_sample())


def page_one(wanted: Wanted, told: Callable[[int], object]) -> bytes:
    """Render the first page of a document, cached per choice of options.

    Parameters
    ----------
    wanted : Wanted
        Document as chosen.
    told : callable
        Called with the position in the queue.

    Returns
    -------
    bytes
        Image as PNG.
    """
    name = (wanted.dataset.version, wanted.audience, wanted.scope, wanted.as_of, wanted.spoken.code,
            wanted.accept_unclear, _beside(wanted.audience, wanted.scope, ledger().numbers()))  # fmt: skip

    def drawn() -> bytes:
        with document_turn(told):
            return wanted.pictured(material(wanted.audience, wanted.scope))

    found: bytes = _kept("pages", name, drawn)
    return found


def order() -> Order:
    """Return this visitor's requested document.

    The thread that creates it updates its queue position; the page reads it.

    Returns
    -------
    Order
        Queue position.
    """
    found: Order = st.session_state.setdefault("order", Order())
    return found


def notes_at_hand(scope: Scope) -> tuple[Note, ...]:
    """Return the shareable notes of a selection, cached per data version.

    Parameters
    ----------
    scope : Scope
        Selection.

    Returns
    -------
    tuple of Note
        Notes marked as shareable.
    """
    ground = dataset()
    found: tuple[Note, ...] = _kept(
        "notes-at-hand", (ground.version, scope, today()), lambda: notes_to_choose(ground, scope, today())
    )
    return found


def _kept(kind: str, name: object, make: Callable[[], Any]) -> Any:
    return latest(kind, KEPT).once(name, make)


def named(boxes: Sequence[str]) -> str:
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


@clicked
def list_as_sent(wanted: Wanted, fmt: str, ground: ReportData, boxes: Sequence[str]) -> None:
    """List the document as sent, unless an equal entry (same day and recipient) exists.

    Parameters
    ----------
    wanted : Wanted
        Document as chosen.
    fmt : str
        Format.
    ground : ReportData
        Data it was created from.
    boxes : sequence of str
        Keys of the inputs with the recipient.
    """
    entry = sending_of(
        ground,
        to=named(boxes),
        audience=wanted.audience,
        fmt=fmt,
        spoken=wanted.spoken,
        day=today(),
        of_sample=is_sample(),
    )
    try:
        if entry not in sent():
            append(entry)
    except LibCollabError as trouble:
        point_out(f"The copy is not on your list: {trouble}")


def sent() -> tuple[Sent, ...]:
    """Return the documents listed as sent.

    Returns
    -------
    tuple of Sent
        Oldest first.
    """
    return workspace().sent
