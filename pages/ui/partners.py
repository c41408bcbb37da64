"""Partner sheets, what partners propose in them, and the decision to continue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

import streamlit as st

from libcollab_metrics.ingest import build_partner_sheet
from libcollab_metrics.model import (
    DECISIONS,
    DECLINED,
    SEEN,
    Decision,
    Import,
    Operation,
    Proposal,
    accept_proposal,
    collect_proposals,
    decide_proposal,
    filter_pending,
    list_decisions,
    partner_programs,
    preview_proposals,
    record_decision,
    withdraw_decision,
)
from pages.ui import html_tables, session
from pages.ui.buttons import draw_button, draw_submit_button
from pages.ui.display import hold_download
from pages.ui.markdown import escape_markdown
from pages.ui.page import Page, error_boundary
from pages.ui.translation import _, labels, later, screen_language, translate_message
from pages.ui.workspace import storage

# Decision about continuing with a partner: nothing is preselected, and the reason is stored.

ANSWERS = {
    "continue": later("Continue: go on as it is"),
    "renegotiate": later("Renegotiate: go on, but differently"),
    "stop": later("Stop: do not go on"),
}
ALL_PROGRAMS = later("everything we do together")


def draw_decision_form(frame: Page, partner: str) -> None:
    """Draw the question and earlier decisions; storing or withdrawing one is a single step."""
    earlier = list_decisions(frame.dataset, partner)
    # A stored answer gives a new, empty form; a refused one leaves the input in place.
    storage.draw_notes_consent(_("The reason is a note."))
    _draw_question(frame, partner, f"{partner}-{len(earlier)}")
    if earlier:
        st.text(_("Decided so far"))
    for index, decision in enumerate(earlier):
        _draw_earlier_decision(frame, decision, f"{partner}-{index}")


def _draw_question(frame: Page, partner: str, key: str) -> None:
    programs = ["", *partner_programs(frame.dataset, partner)]
    with st.form(f"decision-{key}"):
        chosen = st.radio(
            escape_markdown(_("Shall we go on with {partner}?", partner=partner)),
            DECISIONS,
            index=None,
            format_func=labels(ANSWERS).__getitem__,
            key=f"decision-choice-{key}",
        )
        program = st.selectbox(
            _("About"),
            programs,
            format_func={**dict(zip(programs, programs, strict=True)), "": _(ALL_PROGRAMS)}.__getitem__,
            key=f"decision-program-{key}",
        )
        reason = st.text_area(_("Why?"), key=f"decision-reason-{key}", max_chars=2000)
        day = st.date_input(_("Decided on"), session.today(), key=f"decision-day-{key}")
        if session.is_sample():
            st.caption(_("This is sample data: add your own to record a decision."))
        if draw_submit_button(_("Record decision"), key=f"decide-{key}", disabled=session.is_sample()):
            if chosen is None:
                st.warning(_("Nothing was recorded: choose continue, renegotiate or stop first."))
                return
            session.append(record_decision(partner, chosen, reason, day, program))
            st.rerun()


def _draw_earlier_decision(frame: Page, decision: Decision, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        day = frame.language.day(decision.day) if decision.day else _("no date")
        about = f", {decision.program}" if decision.program else ""
        st.text(
            f"{day}{about} – {_(ANSWERS[decision.decision])}. {decision.reason or _('No reason was given.')}"
        )
        if decision.address and draw_button(_("Withdraw"), key=f"decision-back-{key}-{decision.address.row}"):
            session.append(withdraw_decision(decision))
            st.rerun()


# Partner sheet: download, and the returned proposals, decided one by one.

NOTHING = later("nothing")
#: Message about the state of a proposal.
STATE_MESSAGES = {
    "open": "",
    "changed": later("This has changed since the sheet was made."),
    "gone": later("This line is no longer in your records, so there is nothing to correct."),
    "same": later("Your records say this already."),
    "question": "",
}


def draw_partner_sheet_button(frame: Page, partner: str) -> None:
    """Draw the button that creates a partner's sheet, and open proposals from returned sheets."""
    name = re.sub(r"\W+", "-", partner).strip("-")[:40] or "partner"
    make = partial(build_partner_sheet, frame.dataset, partner, session.today())
    file = f"for-{name}-{session.token()}.xlsx"
    st.download_button(
        _("Make a sheet for this partner"),
        hold_download(session.guard_download(make, "partner-sheet", format="xlsx"), file),
        file,
        key=f"partner-sheet-{partner}",
        on_click="ignore",
        help=_(
            "What you recorded about its side, to be checked, and five statements to rate. No other partner,"
            " no person and no head count is in it. Upload it under “Add data” when it comes back."
        ),
    )
    draw_open_proposals(frame, partner)


def draw_open_proposals(frame: Page, partner: str = "") -> None:
    """Draw undecided proposals, questions and remarks of partners, each with its buttons."""
    collected = collect_proposals(session.workspace().operations, frame.dataset, frame.language.code)
    proposals = filter_pending(collected, partner)
    if not proposals:
        return
    st.subheader(_("What partners say about your records"))
    st.caption(_("Nothing is changed before you accept it, and each acceptance can be undone."))
    for proposal in proposals:
        with error_boundary(), st.container(border=True):
            _draw_proposal(proposal)


def draw_proposals_preview(imported: Import) -> None:
    """Preview the proposals of a partner's sheet before its import; no decision is possible yet."""
    listed = preview_proposals(imported, session.dataset(), screen_language().code)
    if not listed:
        return
    st.subheader(_("What the partner says about your records"))
    heads = (_("About"), _("What"), _("On the sheet"), _("Now"), _("Should be"))
    st.html(
        html_tables.render_table(
            _("What the partner says about your records"),
            heads,
            [_proposal_row(proposal) for proposal in listed],
        )
    )
    st.caption(
        _(
            "Nothing is changed by using this sheet. You accept or turn down each line afterwards, on this"
            " page."
        )
    )


def _proposal_row(proposal: Proposal) -> Sequence[str]:
    return (
        translate_message(proposal.title),
        translate_message(proposal.label),
        translate_message(proposal.recorded),
        translate_message(proposal.current),
        translate_message(proposal.proposed) or _("not said"),
    )


def _draw_proposal(proposal: Proposal) -> None:
    st.text(f"{proposal.partner} · {translate_message(proposal.title)}")
    st.text(_describe_proposal(proposal))
    if STATE_MESSAGES[proposal.state]:
        st.text(_(STATE_MESSAGES[proposal.state]))
    with st.container(horizontal=True):
        if proposal.can_be_accepted:
            if draw_button(
                escape_markdown(_("Accept: {proposed}", proposed=translate_message(proposal.proposed))),
                key=f"accept-{proposal.id}",
            ):
                _append_and_rerun(*accept_proposal(proposal))
            if draw_button(
                escape_markdown(
                    _("Keep {current}", current=translate_message(proposal.current) or _(NOTHING))
                ),
                key=f"decline-{proposal.id}",
            ):
                _append_and_rerun(decide_proposal(proposal, DECLINED))
        elif draw_button(_("I have seen this"), key=f"seen-{proposal.id}"):
            _append_and_rerun(decide_proposal(proposal, SEEN))


def _describe_proposal(proposal: Proposal) -> str:
    label, recorded, current, proposed = map(
        translate_message, (proposal.label, proposal.recorded, proposal.current, proposal.proposed)
    )
    if proposal.state == "question":
        words = f"“{proposed}”" if proposed else _("it is not right, and no correction is given")
        about = f" ({_('recorded: {current}', current=current)})" if current else ""
        return f"{label}{about}: {words}"
    said = _(
        "{label}: recorded {current}, should be {proposed}.",
        label=label,
        current=current or _(NOTHING),
        proposed=proposed or _(NOTHING),
    )
    if proposal.state == "changed":
        said += " " + _("The sheet said {recorded}.", recorded=recorded or _(NOTHING))
    return said


def _append_and_rerun(*operations: Operation) -> None:
    session.append(*operations)
    st.rerun()
