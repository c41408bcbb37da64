"""Parts of the reports page: purpose, blocking of unclear funding, page 1 preview, download, recipient."""

from __future__ import annotations

from functools import partial

import streamlit as st

from libcollab_metrics.document_kinds import (
    DOCUMENT_AUDIENCES,
    audience_label,
    download_extension,
    format_label,
)
from libcollab_metrics.figures import scope_sentence
from libcollab_metrics.localization import language
from libcollab_metrics.model import Scope, partner_names
from libcollab_metrics.reports import count_unnamed_givers, unclear_cash_lines
from pages.ui import session
from pages.ui.display import hold_download
from pages.ui.page import Page
from pages.ui.scope_row import draw_scope_controls
from pages.ui.share.documents import DocumentRequest, QueuedDocument, describe_position, make_document
from pages.ui.share.history import draw_release_conflicts
from pages.ui.share.options import draw_language_choice, draw_options_form, draw_remembered_selection


def draw_purpose_choice() -> str:
    """Draw the choice of the purpose."""
    names = tuple(DOCUMENT_AUDIENCES)
    chosen: str = st.radio(
        "Who is it for?",
        names,
        format_func=audience_label,
        captions=[DOCUMENT_AUDIENCES[name].description for name in names],
        key="audience",
        bind="query-params",
    )
    return chosen


def draw_options(frame: Page, purpose: str) -> tuple[Scope, str]:
    """Draw the document options, and return the selected scope and language."""
    with st.expander("What goes in: period, programs, language, your words and logo"):
        with st.grid(3, min_column_width=200):
            draw_scope_controls(frame.dataset, frame.language)
        spoken = draw_language_choice(frame.dataset, purpose)
        currency = frame.dataset.settings.currency
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(
                f"Amounts are in {currency}." if currency else "No currency was set, so amounts have none."
            )
            st.page_link("pages/records.py", label="Set the currency", query_params={"table": "Settings"})
        draw_options_form(frame, purpose)
    scope = draw_remembered_selection(frame, purpose)
    _draw_unnamed_givers(frame)
    return scope, spoken


def _draw_unnamed_givers(frame: Page) -> None:
    """Show how many givers no document names, because they are not recorded as partners."""
    count = count_unnamed_givers(frame.dataset)
    if not count:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if count == 1:
            st.text("1 giver in the ledger is not recorded as a partner: no document says who it is.")
        else:
            st.text(
                f"{count} givers in the ledger are not recorded as partners: no document says who they are."
            )
        st.page_link("pages/records.py", label="Record who is a partner", query_params={"table": "Partners"})


def check_release(frame: Page, purpose: str, scope: Scope, language_code: str) -> DocumentRequest | None:
    """Return the document if it may be released; else show what to clear and offer to override."""
    lines = (
        unclear_cash_lines(frame.dataset, scope, session.today(), frame.language)
        if purpose == "sponsor"
        else ()
    )
    accepted = True
    if lines:
        st.warning(
            "It is not clear who bears these amounts. Ask, record the answer in the ledger, and the pitch may"
            " leave."
        )
        for line in lines:
            st.text(f"• {line}")
        st.page_link(
            "pages/records.py", label="Record the answer in the ledger", query_params={"table": "Ledger"}
        )
        accepted = st.checkbox("Write it all the same; the document will say that these are open")
    if not accepted:
        return None
    return DocumentRequest(
        frame.dataset, purpose, scope, session.today(), language(language_code), bool(lines)
    )


def draw_first_page(frame: Page, wanted: DocumentRequest) -> None:
    """Draw a preview of the first page."""
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
    st.caption("Page 1 as PDF. Every other format holds the same figures.")


def draw_download(frame: Page, wanted: DocumentRequest, fmt: str) -> None:
    """Draw the recipient inputs and the download button, whose click lists the copy as sent."""
    boxes = _draw_recipient_inputs(wanted)
    ground, order = session.load_report_data(wanted.audience, wanted.scope), session.document_order()
    name = f"{wanted.audience}-summary-{session.token()}.{download_extension(fmt)}"
    st.download_button(
        f"Download the {format_label(fmt)}",
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
        on_click=session.record_sent_document,
        args=(wanted, fmt, ground, boxes),
        width="stretch",
    )
    if order.position is not None:
        _draw_queue_position(order)
    note = "It comes as a zip, with the files that belong to it. " if download_extension(fmt) == "zip" else ""
    st.caption(
        f"{note}The document states its scope, its coverage, its gaps and the version of its definitions. "
        "Groups under the limit are hidden in it. "
        f"Fingerprint of its data: {ground.fingerprint}."
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
        "For whom is this copy? (optional, for your list)",
        key=typed,
        max_chars=200,
        placeholder="Rotary Club",
        help="An organisation, a board or an office. It stands on your own list below, not in the document.",
    )
    partners = partner_names(wanted.dataset)
    if partners:
        st.selectbox("… or a partner", partners, index=None, key=chosen, placeholder="choose")
    return typed, chosen
