"""Shall we go on with this partner? A question, never answered beforehand; the answer is kept with its reason."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.model import DECISIONS, Decision, decisions_about, keep_decision, programs_with, take_back
from pages.ui import keeping, session
from pages.ui.buttons import button, submit_button
from pages.ui.frame import Frame, escaped

ANSWERS = {
    "continue": "Continue: go on as it is",
    "renegotiate": "Renegotiate: go on, but differently",
    "stop": "Stop: do not go on",
}
ALL_PROGRAMS = "everything we do together"


def ask_decision(frame: Frame, partner: str) -> None:
    """Draw the question and the decisions so far; what is kept, and what is taken back, is one step each."""
    earlier = decisions_about(frame.dataset, partner)
    # A kept answer makes a new, empty form; a refused one leaves what was typed where it is.
    keeping.offer_notes("The reason is a note. ")
    _ask(frame, partner, f"{partner}-{len(earlier)}")
    if earlier:
        st.text("Decided so far")
    for place, decision in enumerate(earlier):
        _earlier(frame, decision, f"{partner}-{place}")


def _ask(frame: Frame, partner: str, key: str) -> None:
    with st.form(f"decision-{key}"):
        chosen = st.radio(
            escaped(f"Shall we go on with {partner}?"), DECISIONS, index=None, format_func=ANSWERS.get,
            key=f"decision-choice-{key}",
        )  # fmt: skip
        program = st.selectbox(
            "About", [ALL_PROGRAMS, *programs_with(frame.dataset, partner)], key=f"decision-program-{key}"
        )
        reason = st.text_area("Why?", key=f"decision-reason-{key}", max_chars=2000)
        day = st.date_input("Decided on", session.today(), key=f"decision-day-{key}")
        if session.is_sample():
            st.caption("The sample is invented, so nothing is decided about it: put in your own sheets first.")
        if submit_button("Keep this decision", key=f"decide-{key}", disabled=session.is_sample()):
            if chosen is None:
                st.warning("Nothing was kept: choose continue, renegotiate or stop first.")
                return
            session.append(keep_decision(partner, chosen, reason, day, "" if program == ALL_PROGRAMS else program))
            st.rerun()


def _earlier(frame: Frame, decision: Decision, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        day = frame.language.day(decision.day) if decision.day else "no date"
        about = f", {decision.program}" if decision.program else ""
        st.text(f"{day}{about} – {ANSWERS[decision.decision]}. {decision.reason or 'No reason was kept.'}")
        if decision.address and button("Take it back", key=f"decision-back-{key}-{decision.address.row}"):
            session.append(take_back(decision))
            st.rerun()
