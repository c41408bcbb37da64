"""Parts of the reports page: purpose, blocking of unclear funding, page 1 preview, download, recipient."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from libcollab_metrics.document_kinds import (
    DOCUMENT_AUDIENCES,
    audience_label,
    download_extension,
    format_label,
)
from libcollab_metrics.figures import scope_sentence, short_period
from libcollab_metrics.localization import LANGUAGES, language
from libcollab_metrics.model import Scope, partner_names
from libcollab_metrics.reports import count_unnamed_givers, unclear_cash_lines
from pages.ui import session
from pages.ui.cards import chip
from pages.ui.choice import FILTER_FIELDS
from pages.ui.display import hold_download
from pages.ui.navigation import find_page
from pages.ui.page import Page
from pages.ui.scope_row import draw_scope_controls
from pages.ui.share.documents import DocumentRequest, QueuedDocument, describe_position, make_document
from pages.ui.share.history import draw_release_conflicts
from pages.ui.share.options import draw_language_choice, draw_options_form, draw_remembered_selection


def draw_purpose_choice() -> str:
    """Draw the choice of the purpose."""
    names = tuple(DOCUMENT_AUDIENCES)
    st.header("1 · Who is it for?", anchor=False)
    chosen: str = st.radio(
        "Who is it for?",
        names,
        format_func=audience_label,
        captions=[DOCUMENT_AUDIENCES[name].description for name in names],
        key="audience",
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen


def draw_options(frame: Page, purpose: str) -> tuple[Scope, str]:
    """Draw what goes into the document, and its options collapsed; return the selection and language."""
    st.header("3 · Content", anchor=False)
    with st.container(border=True, key="content"):
        facts = st.container()
        with st.expander("Change content and branding", icon=":material/tune:"):
            with st.grid(2, min_column_width=200):
                draw_scope_controls(frame.dataset, frame.language)
            spoken = draw_language_choice(frame.dataset, purpose)
            draw_options_form(frame, purpose)
        scope = draw_remembered_selection(frame, purpose)
        with facts:
            _draw_facts(frame, scope, spoken)
        _draw_unnamed_givers(frame)
    return scope, spoken


def _draw_facts(frame: Page, scope: Scope, spoken: str) -> None:
    """Draw the period, programs, language and currency of the document as rows."""
    filters = dict(scope.where)
    currency = frame.dataset.settings.currency
    facts = [
        ("Period", short_period(scope.start, scope.end, frame.language)),
        ("Programs", frame.language.join_names(filters.get("program", ())) or "All programs"),
        *(
            (label, frame.language.join_names(filters[field]))
            for field, label in FILTER_FIELDS
            if field != "program" and field in filters
        ),
        ("Language", LANGUAGES[spoken]),
    ]
    rows = "".join(f"<div><span>{escape(label)}</span><b>{escape(value)}</b></div>" for label, value in facts)
    st.html(f'<div class="lc-figures lc-facts">{rows}</div>')
    if not currency:
        st.page_link(
            find_page("records").path,
            label="Set your currency",
            icon=":material/payments:",
            query_params={"table": "Settings"},
        )


def _draw_unnamed_givers(frame: Page) -> None:
    """Show how many givers no document names, because they are not recorded as partners."""
    count = count_unnamed_givers(frame.dataset)
    if not count:
        return
    who = (
        "1 giver is not recorded as a partner"
        if count == 1
        else f"{count} givers are not recorded as partners"
    )
    st.caption(f"{who}, so no document names them.")
    st.page_link(
        find_page("records").path,
        label="Record partners",
        icon=":material/handshake:",
        query_params={"table": "Partners"},
    )


def check_release(
    frame: Page, purpose: str, scope: Scope, language_code: str
) -> tuple[DocumentRequest, bool]:
    """Return the document, and whether it may be released; show what to fix before, or to flag."""
    lines = (
        unclear_cash_lines(frame.dataset, scope, session.today(), frame.language)
        if purpose == "sponsor"
        else ()
    )
    request = DocumentRequest(
        frame.dataset, purpose, scope, session.today(), language(language_code), bool(lines)
    )
    return request, not lines or _accept_unclear(lines)


def _accept_unclear(lines: Sequence[str]) -> bool:
    """Draw the amounts without a payer, and return whether to create the document anyway."""
    with st.container(border=True, key="to-fix"):
        what = "This amount has" if len(lines) == 1 else "These amounts have"
        listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
        st.html(
            f'<div class="lc-fix">{chip(f"{len(lines)} to fix", "attention")} {what} no payer.'
            f"<ul>{listed}</ul></div>"
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                find_page("records").path,
                label="Add the payer",
                icon=":material/edit:",
                query_params={"table": "Ledger"},
            )
            return st.checkbox("Create anyway, flagged as unconfirmed")


def draw_first_page(frame: Page, wanted: DocumentRequest) -> None:
    """Draw a preview of the first page; what is not settled is flagged in it."""
    line = st.empty()
    with st.spinner("Drawing page 1 …"):
        drawn = session.draw_first_page(
            wanted, lambda ahead: line.text(describe_position(ahead)) if ahead else line.empty()
        )
    about = scope_sentence(wanted.scope, wanted.as_of, frame.language)
    with st.container(key="page-one"):
        st.image(
            drawn, width="stretch", alt=f"Page 1 of the {audience_label(wanted.audience).lower()}. {about}"
        )
    st.caption("Page 1 as PDF. Every format has the same figures.")


def draw_download(frame: Page, wanted: DocumentRequest, fmt: str) -> None:
    """Draw the recipient inputs and the download button, whose click lists the copy as sent."""
    boxes = _draw_recipient_inputs(wanted)
    ground, order = session.load_report_data(wanted.audience, wanted.scope), session.document_order()
    name = f"{wanted.audience}-summary-{session.token()}.{download_extension(fmt)}"
    st.download_button(
        f"Download {format_label(fmt)}",
        hold_download(
            session.guard_download(
                partial(
                    make_document,
                    wanted,
                    fmt,
                    ground,
                    order,
                    session.release_ledger(session.find_recipient(boxes)),
                ),
                "document",
                audience=wanted.audience,
                format=fmt,
                hidden=ground.hidden,
            ),
            name,
        ),
        name,
        type="primary",
        icon=":material/download:",
        on_click=session.record_sent_document,
        args=(wanted, fmt, ground, boxes),
        width="stretch",
    )
    if order.position is not None:
        _draw_queue_position(order)
    note = "It comes as a zip with its description. " if download_extension(fmt) == "zip" else ""
    st.caption(
        f"{note}Groups under {frame.dataset.settings.small_people} people are hidden, as in every report."
        f" Data fingerprint {ground.fingerprint}."
    )
    draw_release_conflicts(frame, ground)


@st.fragment(run_every=1.0)
def _draw_queue_position(order: QueuedDocument) -> None:
    """Show the queue position of the ordered document every second until it is ready."""
    ahead = order.position
    if ahead is None:
        st.rerun()
    st.text(describe_position(ahead))


def _draw_recipient_inputs(wanted: DocumentRequest) -> tuple[str, str]:
    """Draw the recipient inputs and return their keys; typed text outranks the chosen partner.

    Each purpose has its own inputs: otherwise the board's report would be listed as sent to the sponsor typed
    before.
    """
    typed, chosen = f"for-whom-{wanted.audience}", f"for-partner-{wanted.audience}"
    st.text_input(
        "Recipient (optional – for your log)",
        key=typed,
        max_chars=200,
        placeholder="Rotary Club",
        help="An organization, a board or an office. It is in your log below, not in the document.",
    )
    partners = partner_names(wanted.dataset)
    if partners:
        st.selectbox("Or a partner", partners, index=None, key=chosen, placeholder="choose")
    return typed, chosen
