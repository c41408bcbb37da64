"""Parts of the reports page: purpose, blocking of unclear funding, page 1 preview, download, recipient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
from libcollab_metrics.model import Scope
from libcollab_metrics.reports import (
    SPONSOR_DOCUMENTS,
    count_unnamed_givers,
    list_fixes,
    recipient_scope,
    unclear_cash_lines,
)
from pages.ui import session
from pages.ui.cards import chip
from pages.ui.choice import FILTER_FIELDS
from pages.ui.display import hold_download
from pages.ui.navigation import find_page
from pages.ui.page import Page
from pages.ui.progress import WorkProgress
from pages.ui.scope_row import draw_scope_controls
from pages.ui.share.documents import (
    DocumentRequest,
    QueuedDocument,
    describe_position,
    make_document,
    make_document_for_each,
)
from pages.ui.share.history import draw_release_conflicts
from pages.ui.share.inputs import figures_progress
from pages.ui.share.options import (
    current_selection,
    draw_language_choice,
    draw_options_form,
    draw_remembered_selection,
)
from pages.ui.tabs import accept_address
from pages.ui.translation import _, labels, later, plural

#: Name of the choice of no single recipient.
ALL_RECIPIENTS = {
    "sponsor": later("All sponsors together"),
    "pitch": later("Someone new"),
    "school": later("All partners, a page each"),
    "receipt": later("All donors together"),
}
#: Labels of the downloads, and while a bill has no payer.
DOWNLOAD, CREATE_ANYWAY = later("Download {format}"), later("Create anyway and download {format}")
DOWNLOAD_ALL = later("Download one for each of the {count}")
CREATE_ALL_ANYWAY = later("Create anyway and download one for each of the {count}")


def draw_purpose_choice() -> str:
    """Draw the choice of the purpose."""
    names = tuple(DOCUMENT_AUDIENCES)
    accept_address("audience", names, audience_label)
    st.header(_("1 · Who is it for?"), anchor=False)
    with st.container(key="purposes"):
        chosen: str = st.radio(
            _("Who is it for?"),
            names,
            format_func=labels({name: audience_label(name) for name in names}).__getitem__,
            captions=[_(DOCUMENT_AUDIENCES[name].description) for name in names],
            key="audience",
            bind="query-params",
            label_visibility="collapsed",
        )
    return chosen


def draw_recipient_choice(purpose: str) -> str:
    """Draw the choice of the sponsor or partner that a document is addressed to; empty for all."""
    names = session.recipients(purpose)
    if not names:
        return ""
    chosen: str = st.selectbox(
        _("Addressed to"),
        ("", *names),
        index=1,
        format_func={**dict(zip(names, names, strict=True)), "": _(ALL_RECIPIENTS[purpose])}.__getitem__,
        key=f"to-{purpose}",
    )
    return chosen


def draw_options(frame: Page, purpose: str) -> tuple[Scope, str]:
    """Draw what goes into the document, and its options collapsed; return the selection and language."""
    st.header(_("3 · Content"), anchor=False)
    with st.container(border=True, key="content"):
        facts = st.container()
        if purpose == "board":
            _compute_board_figures(current_selection(frame.dataset, purpose))
        with st.expander(_("Change content and branding"), icon=":material/tune:"):
            with st.grid(2, min_column_width=200):
                draw_scope_controls(frame.dataset, frame.language)
            spoken = draw_language_choice(frame.dataset, purpose)
            draw_options_form(frame, purpose)
        scope = draw_remembered_selection(frame, purpose)
        with facts:
            _draw_facts(frame, scope, spoken)
        _draw_unnamed_givers(frame)
    return scope, spoken


def _compute_board_figures(scope: Scope) -> None:
    """Compute the figures that the folded options need, with the progress outside of the fold."""
    asked = ("board", "", scope)
    if not session.is_preview_stopped("figures", asked):
        session.load_report_data("board", scope, progress=figures_progress(asked))


def _draw_facts(frame: Page, scope: Scope, spoken: str) -> None:
    """Draw the period, programs, language and currency of the document as rows."""
    filters = dict(scope.where)
    currency = frame.dataset.settings.currency
    facts = [
        (_("Period"), short_period(scope.start, scope.end, frame.language)),
        (_("Programs"), frame.language.join_names(filters.get("program", ())) or _("All programs")),
        *(
            (_(label), frame.language.join_names(filters[field]))
            for field, label in FILTER_FIELDS
            if field != "program" and field in filters
        ),
        (_("Language"), LANGUAGES[spoken]),
    ]
    rows = "".join(f"<div><span>{escape(label)}</span><b>{escape(value)}</b></div>" for label, value in facts)
    st.html(f'<div class="lc-figures lc-facts">{rows}</div>')
    if not currency:
        st.page_link(
            find_page("records").path,
            label=_("Set your currency"),
            icon=":material/payments:",
            query_params={"table": "Settings"},
        )


def _draw_unnamed_givers(frame: Page) -> None:
    """Show how many givers no document names, because they are not recorded as partners."""
    count = count_unnamed_givers(frame.dataset)
    if not count:
        return
    st.caption(
        plural(
            count,
            "{count} giver is not recorded as a partner, so no document names them.",
            "{count} givers are not recorded as partners, so no document names them.",
        )
    )
    st.page_link(
        find_page("records").path,
        label=_("Record partners"),
        icon=":material/handshake:",
        query_params={"table": "Partners"},
    )


def check_release(
    frame: Page, purpose: str, recipient: str, scope: Scope, language_code: str
) -> DocumentRequest | None:
    """Return the document, and show what to fix before it is sent.

    None if the visitor stopped the computation of its figures.
    """
    asked = (purpose, recipient, scope)
    if session.is_preview_stopped("figures", asked):
        _draw_stopped("figures", _("The figures of this report were not computed."), _("Compute them"))
        return None
    day = session.today()
    scope = recipient_scope(frame.dataset, purpose, recipient, scope, day)
    lines = (
        unclear_cash_lines(frame.dataset, scope, day, frame.language) if purpose in SPONSOR_DOCUMENTS else ()
    )
    request = DocumentRequest(
        frame.dataset, purpose, scope, day, language(language_code), bool(lines), recipient
    )
    report_data = session.load_report_data(purpose, scope, recipient, figures_progress(asked))
    fixes = list_fixes(report_data, purpose, frame.language)
    if lines:
        _draw_unclear(lines, fixes[1:])
    else:
        _draw_fixes(fixes)
    return request


def _draw_fixes(fixes: Sequence[str]) -> None:
    """Draw what to fix before the document is made; nothing of it is printed."""
    if fixes:
        listed = "".join(f"<li>{escape(fix)}</li>" for fix in fixes)
        st.html(f'<div class="lc-fix">{escape(_("Before you send it"))}<ul>{listed}</ul></div>')


def _draw_unclear(lines: Sequence[str], fixes: Sequence[str]) -> None:
    """Draw the bills without a payer, what creating the document anyway means, and what else to fix."""
    with st.container(border=True, key="to-fix"):
        to_fix = chip(_("{count} to fix", count=len(lines)), "attention")
        title = escape(plural(len(lines), "This bill has no payer.", "These bills have no payer."))
        listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
        st.html(f'<div class="lc-fix">{to_fix} {title}<ul>{listed}</ul></div>')
        st.page_link(
            find_page("records").path,
            label=_("Add the payer"),
            icon=":material/edit:",
            query_params={"table": "Ledger"},
        )
        st.caption(
            plural(
                len(lines),
                "If you create the report anyway, it names this bill as being settled.",
                "If you create the report anyway, it names these bills as being settled.",
            )
        )
        _draw_fixes(fixes)


def draw_first_page(frame: Page, wanted: DocumentRequest) -> None:
    """Draw a preview of the first page; what is not settled is flagged in it."""
    asked = (wanted.audience, wanted.recipient, wanted.scope, wanted.language.code)
    if session.is_preview_stopped("page", asked):
        _draw_stopped("page", _("Page 1 was not drawn."), _("Draw it"))
        return
    progress = WorkProgress(
        _("Drawing page 1 …"),
        key="stop-page",
        on_cancel=partial(session.stop_preview, "page", asked),
        describe_queue=describe_position,
    )
    drawn = session.draw_first_page(wanted, progress)
    about = scope_sentence(wanted.scope, wanted.as_of, frame.language)
    alt = _("Page 1 of the {document}.", document=_(audience_label(wanted.audience)).lower())
    with st.container(key="page-one"):
        st.image(drawn, width="stretch", alt=f"{alt} {about}")
        if len(DOCUMENT_AUDIENCES[wanted.audience].formats) > 1:
            st.caption(_("Page 1 as PDF. Every format has the same figures."))


def _draw_stopped(part: str, words: str, action: str) -> None:
    """Say what the visitor stopped, and offer to resume it."""
    st.info(words)
    st.button(
        action,
        key=f"resume-{part}",
        icon=":material/play_circle:",
        on_click=session.resume_preview,
        args=(part,),
    )


def draw_download(frame: Page, wanted: DocumentRequest, fmt: str) -> None:
    """Draw the recipient inputs and the download button, whose click lists the copy as sent.

    While a bill has no payer, the click is also the decision to create the document anyway.
    """
    boxes = () if wanted.recipient else _draw_recipient_input(wanted)
    ground = session.load_report_data(wanted.audience, wanted.scope, wanted.recipient)
    session.list_finished_documents()
    order = session.document_order()
    to = wanted.recipient or session.find_recipient(boxes)
    name = f"{wanted.audience}-summary-{session.token()}.{download_extension(fmt)}"
    st.download_button(
        _(CREATE_ANYWAY if wanted.accept_unclear else DOWNLOAD, format=_(format_label(fmt))),
        hold_download(
            session.guard_download(
                partial(
                    make_document,
                    wanted,
                    fmt,
                    ground,
                    order,
                    session.release_ledger(to),
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
    _draw_all_download(wanted, fmt, order)
    if order.is_open:
        _draw_queue_position(order)
    sentences = [_("Data code of this document: {fingerprint}.", fingerprint=ground.fingerprint)]
    if download_extension(fmt) == "zip":
        sentences.insert(0, _("It comes as a zip with its description."))
    st.caption(" ".join(sentences))
    draw_release_conflicts(frame, ground)


def _draw_all_download(wanted: DocumentRequest, fmt: str, order: QueuedDocument) -> None:
    """Draw the download of one document for each sponsor or partner, as one zip."""
    names = session.recipients(wanted.audience)
    if len(names) < 2 or not wanted.recipient:
        return
    chosen = current_selection(wanted.dataset, wanted.audience)
    requests = [
        replace(
            wanted,
            recipient=name,
            scope=recipient_scope(wanted.dataset, wanted.audience, name, chosen, wanted.as_of),
        )
        for name in names
    ]
    name = f"{wanted.audience}-all-{session.token()}.zip"
    st.download_button(
        _(CREATE_ALL_ANYWAY if wanted.accept_unclear else DOWNLOAD_ALL, count=len(names)),
        hold_download(
            session.guard_download(
                partial(make_document_for_each, requests, fmt, order, session.release_ledger()),
                "document",
                audience=wanted.audience,
                format=fmt,
            ),
            name,
        ),
        name,
        icon=":material/folder_zip:",
        on_click=order.request,
        width="stretch",
    )


@st.fragment(run_every=1.0)
def _draw_queue_position(order: QueuedDocument) -> None:
    """Show the progress of the ordered document every second until it is ready, and a button to cancel it."""
    if not order.is_open:
        st.rerun()
    ahead, (made, count) = order.position or 0, order.done or (0, 0)
    words = _("{made} of {count} are ready", made=made, count=count) if count else describe_position(ahead)
    if order.is_cancelled:
        words = _("Cancelling …")
    with st.container(horizontal=True, vertical_alignment="center", key="work-progress"):
        st.container().progress(made / count if count else 0.0, words)
        st.button(
            _("Cancel"),
            key="cancel-document",
            icon=":material/cancel:",
            on_click=session.cancel_document,
            disabled=order.is_cancelled,
        )


def _draw_recipient_input(wanted: DocumentRequest) -> tuple[str]:
    """Draw the input of the recipient for the log, and return its key.

    Each purpose has its own: the board's report is not listed as sent to the sponsor typed before.
    """
    typed = f"for-whom-{wanted.audience}"
    st.text_input(
        _("Recipient (optional – for your log)"),
        key=typed,
        max_chars=200,
        placeholder="Rotary Club",
        help=_("An organization, a board or an office. It is in your log below, not in the document."),
    )
    return (typed,)
