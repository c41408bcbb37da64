"""Partner comparison, single partner view, partner sheets and the decision to continue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

import streamlit as st

from libcollab_metrics.figures import (
    alignment_by_item,
    attendance_by_group,
    effects_table,
    give_and_take,
    given_by_kind,
    pledges_kept,
    received_by_kind,
    rules_table,
    side_by_side,
    through_partners,
)
from libcollab_metrics.ingest import partner_sheet
from libcollab_metrics.metrics import alignment_dots, rulings
from libcollab_metrics.model import (
    DECISIONS,
    SEEN,
    TURNED_DOWN,
    Decision,
    Import,
    Operation,
    Proposal,
    Scope,
    accept,
    decide,
    decisions_about,
    keep_decision,
    preview_of,
    programs_with,
    proposals,
    take_back,
    waiting,
)
from pages.ui import display, html_tables, session
from pages.ui.buttons import button, submit_button
from pages.ui.display import held
from pages.ui.page import Frame, border, escaped
from pages.ui.workspace import history

# Decision about continuing with a partner: nothing is preselected, and the reason is stored.

ANSWERS = {
    "continue": "Continue: go on as it is",
    "renegotiate": "Renegotiate: go on, but differently",
    "stop": "Stop: do not go on",
}
ALL_PROGRAMS = "everything we do together"


def ask_decision(frame: Frame, partner: str) -> None:
    """Draw the question and earlier decisions; storing or withdrawing one is a single step."""
    earlier = decisions_about(frame.dataset, partner)
    # A stored answer gives a new, empty form; a refused one leaves the input in place.
    history.offer_notes("The reason is a note. ")
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


# Partner sheet: download, and the returned proposals, decided one by one.

NOTHING = "nothing"
#: Message about the state of a proposal.
STATES = {
    "open": "",
    "changed": "This has changed since the sheet was made.",
    "gone": "This line is no longer in your records, so there is nothing to correct.",
    "same": "Your records say this already.",
    "question": "",
}


def partner_sheet_button(frame: Frame, partner: str) -> None:
    """Draw the button that creates a partner's sheet, and open proposals from returned sheets."""
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
    """Draw undecided proposals, questions and remarks of partners, each with its buttons."""
    found = waiting(proposals(session.workspace().operations, frame.dataset), partner)
    if not found:
        return
    st.subheader("What partners say about your records")
    st.caption("Nothing is changed before you accept it, and each acceptance can be undone.")
    for proposal in found:
        with border(), st.container(border=True):
            _proposal(proposal)


def proposals_preview(found: Import) -> None:
    """Preview the proposals of a partner's sheet before its import; no decision is possible yet."""
    listed = preview_of(found, session.dataset())
    if not listed:
        return
    st.subheader("What the partner says about your records")
    heads = ("About", "What", "On the sheet", "Now", "Should be")
    st.html(html_tables.plain_table("What the partner says about your records", heads, [_row(one) for one in listed]))
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


COMPARED = (
    "partner_programs", "give_take_balance", "give_take_rating", "alignment_mean", "pledge_fulfilment",
    "partner_sourced_share",
)  # fmt: skip
EFFECTS = ("partner_given", "partner_received", "give_take_rating")
PRIVATE = "This stays in the library: it is never in a document for partners or sponsors."


def all_partners(frame: Frame, partners: tuple[str, ...]) -> None:
    """Draw the partners side by side; their figures overlap and are never added up."""
    ruled = session.looked_up(rulings, partners, scope=frame.scope, as_of=session.today())
    st.header("Side by side", anchor=False)
    display.table("Partners side by side", side_by_side(frame.figures(metrics=COMPARED), ruled, frame.language))
    st.caption("Two partners may stand behind the same program: what is counted for each is never added up.")
    st.header("What the collaboration is for everyone", anchor=False)
    display.table("Effects on every partner", effects_table(frame.figures(metrics=EFFECTS), partners, frame.language))
    display.figure(frame, given_by_kind, ("partner_given",))
    display.figure(frame, received_by_kind, ("partner_received",))
    display.figure(frame, give_and_take, ("give_take_balance",))
    display.figure(frame, pledges_kept, ("pledge_fulfilment",))
    display.figure(frame, through_partners, ("partner_sourced_share",))
    views(frame)


def views(frame: Frame) -> None:
    """Draw the partners' ratings and the early warning, which is only shown to the library."""
    st.header("Do we want the same?", anchor=False)
    if frame.dataset.is_empty("perspectives"):
        display.nothing_yet(
            "What partners think", "their ratings: make a sheet for a partner, or type them", table="perspectives"
        )
        return
    dots = session.looked_up(alignment_dots, scope=frame.scope, as_of=session.today())
    display.figure(frame, partial(alignment_by_item, dots), ("alignment_gap",))
    display.cards(frame, ("relevance_flag",))
    st.caption(PRIVATE)


def one_partner(frame: Frame, partner: str) -> None:
    """Draw one partner: joint programs, exchange, rules, and the decision about continuing."""
    with_them = Frame(frame.dataset, _with(frame.scope, partner), frame.language)
    display.cards(with_them, ("sessions_held", "attendance_total", "criteria_met_rate", "fund_clarity"))
    display.figure(with_them, attendance_by_group, ("attendance_total",), by="program")
    st.header("Does the partnership hold?", anchor=False)
    ruled = session.looked_up(rulings, (partner,), scope=frame.scope, as_of=session.today())[partner]
    display.table("Rules about this partner", rules_table(ruled, frame.language, frame.dataset.settings.currency))
    st.caption(PRIVATE)
    st.header("What they give and receive", anchor=False)
    display.table("Given and received", effects_table(frame.figures(metrics=EFFECTS), (partner,), frame.language))
    st.header("Their sheet", anchor=False)
    partner_sheet_button(frame, partner)
    st.header(escaped(f"Go on with {partner}?"), anchor=False)
    ask_decision(frame, partner)


def _with(scope: Scope, partner: str) -> Scope:
    """Narrow a scope to the programs with this partner."""
    kept = tuple(item for item in scope.where if item[0] != "partner")
    return Scope((*kept, ("partner", (partner,))), scope.start, scope.end)
