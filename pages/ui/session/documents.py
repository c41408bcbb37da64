"""What papers that leave are made from and how page 1 looks, kept for a version of the data; and what was sent."""

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

#: Of each kind kept at once; the oldest goes first.
KEPT = 8


def material(audience: str, scope: Scope) -> ReportData:
    """What this audience's document is made from, counted and protected once for this version of the data."""
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
    """How many files had left when what is at hand was audited, if no other left since; else how many have by now."""
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
    """The list of everything that left, beside which the next file must give nothing away; `to` is whom that is for."""
    own: list[str] = st.session_state.setdefault("left", [])
    return Ledger(store(), own, today(), to, is_sample())


def page_one(wanted: Wanted, told: Callable[[int], object]) -> bytes:
    """A picture of a document's first page, drawn once for what was chosen; `told` hears its place in the line."""
    name = (wanted.dataset.version, wanted.audience, wanted.scope, wanted.as_of, wanted.spoken.code,
            wanted.accept_unclear, _beside(wanted.audience, wanted.scope, ledger().numbers()))  # fmt: skip

    def drawn() -> bytes:
        with document_turn(told):
            return wanted.pictured(material(wanted.audience, wanted.scope))

    found: bytes = _kept("pages", name, drawn)
    return found


def order() -> Order:
    """What this visitor ordered: the thread that makes it writes down its place in the line, the page reads it."""
    found: Order = st.session_state.setdefault("order", Order())
    return found


def notes_at_hand(scope: Scope) -> tuple[Note, ...]:
    """The notes of a selection that may leave, looked up once for this version of the data."""
    ground = dataset()
    found: tuple[Note, ...] = _kept(
        "notes-at-hand", (ground.version, scope, today()), lambda: notes_to_choose(ground, scope, today())
    )
    return found


def _kept(kind: str, name: object, make: Callable[[], Any]) -> Any:
    return latest(kind, KEPT).once(name, make)


def named(boxes: Sequence[str]) -> str:
    """Whom a file is for, as the first filled box says; empty where none does."""
    typed = (st.session_state.get(box) or "" for box in boxes)
    return next((name for name in typed if name.strip()), "")


@clicked
def list_as_sent(wanted: Wanted, fmt: str, ground: ReportData, boxes: Sequence[str]) -> None:
    """Put the document made of this ground on the list, once a day, for whom the first filled box says."""
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
    """The documents that left, the latest last."""
    return workspace().sent
