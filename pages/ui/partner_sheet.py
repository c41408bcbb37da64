"""The sheet for a partner: one click to make it, and what came back on it, decided one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

import streamlit as st

from libcollab_metrics.ingest import partner_sheet
from libcollab_metrics.model import (
    SEEN,
    TURNED_DOWN,
    Import,
    Operation,
    Proposal,
    accept,
    decide,
    preview_of,
    proposals,
    waiting,
)
from pages.ui import picture, session
from pages.ui.buttons import button
from pages.ui.downloads import held
from pages.ui.frame import Frame, border, escaped

NOTHING = "nothing"
#: What the librarian should know of a proposal before deciding.
STATES = {
    "open": "",
    "changed": "This has changed since the sheet was made.",
    "gone": "This line is no longer in your records, so there is nothing to correct.",
    "same": "Your records say this already.",
    "question": "",
}


def partner_sheet_button(frame: Frame, partner: str) -> None:
    """Draw the button that makes the sheet of one partner, and what is waiting from sheets it sent back."""
    name = re.sub(r"\W+", "-", partner).strip("-")[:40] or "partner"
    make = partial(partner_sheet, frame.dataset, partner, session.today())
    file = f"for-{name}-{session.token()}.xlsx"
    st.download_button(
        "Make a sheet for this partner",
        held(session.handed_out(make, "partner-sheet", format="xlsx"), file),
        file,
        key=f"partner-sheet-{partner}",
        on_click="ignore",
        help="What you recorded about its side, to be checked, and five statements to rate. No other partner, no "
        "person and no head count is in it. Upload it under “Your sheets” when it comes back.",
    )
    proposals_waiting(frame, partner)


def proposals_waiting(frame: Frame, partner: str = "") -> None:
    """Draw what partners propose, ask and remark and nobody has decided, each with its two buttons."""
    found = waiting(proposals(session.workspace().operations, frame.dataset), partner)
    if not found:
        return
    st.subheader("What partners say about your records")
    st.caption("Nothing is changed before you accept it, and each acceptance can be undone.")
    for proposal in found:
        with border(), st.container(border=True):
            _proposal(proposal)


def proposals_preview(found: Import) -> None:
    """Show what a partner's sheet says before the sheet is used; nothing can be decided yet."""
    listed = preview_of(found, session.dataset())
    if not listed:
        return
    st.subheader("What the partner says about your records")
    heads = ("About", "What", "On the sheet", "Now", "Should be")
    st.html(picture.plain_table("What the partner says about your records", heads, [_row(one) for one in listed]))
    st.caption("Nothing is changed by using this sheet. You accept or turn down each line afterwards, on this page.")


def _row(one: Proposal) -> Sequence[str]:
    return one.title, one.label, one.recorded, one.now, one.proposed or "not said"


def _proposal(one: Proposal) -> None:
    st.text(f"{one.partner} · {one.title}")
    st.text(_said(one))
    if STATES[one.state]:
        st.text(STATES[one.state])
    with st.container(horizontal=True):
        if one.can_be_accepted:
            if button(escaped(f"Accept: {one.proposed}"), key=f"accept-{one.id}"):
                _do(*accept(one))
            if button(f"Keep {escaped(one.now) or NOTHING}", key=f"decline-{one.id}"):
                _do(decide(one, TURNED_DOWN))
        elif button("I have seen this", key=f"seen-{one.id}"):
            _do(decide(one, SEEN))


def _said(one: Proposal) -> str:
    if one.state == "question":
        words = f"“{one.proposed}”" if one.proposed else "it is not right, and no correction is given"
        about = f" (recorded: {one.now})" if one.now else ""
        return f"{one.label}{about}: {words}"
    then = f" The sheet said {one.recorded or NOTHING}." if one.state == "changed" else ""
    return f"{one.label}: recorded {one.now or NOTHING}, should be {one.proposed or NOTHING}.{then}"


def _do(*operations: Operation) -> None:
    session.append(*operations)
    st.rerun()
