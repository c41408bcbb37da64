"""Reports page: choose a document by purpose, see its first page, download it, and see earlier copies."""

import streamlit as st

from pages.ui import session
from pages.ui.look import headline
from pages.ui.page import error_boundary, open_page
from pages.ui.read_only import draw_too_large_note
from pages.ui.share import page
from pages.ui.share.history import draw_hidden_list, draw_sent_list
from pages.ui.share.options import draw_format_choice
from pages.ui.translation import _

frame = open_page("reports", filters=False, titled=False)

if session.can_release(frame.dataset):
    choices, paper = st.columns([5, 6], gap="large")
    below = st.container()
    with choices:
        headline(
            _("Reports"), _("Create a report"), _("Choose who reads it. The first page appears as you go.")
        )
        purpose = page.draw_purpose_choice()
        recipient = page.draw_recipient_choice(purpose)
        fmt = draw_format_choice(frame.dataset, purpose)
        with error_boundary():
            scope, spoken = page.draw_options(frame, purpose)
            wanted = page.check_release(frame, purpose, recipient, scope, spoken)
            if wanted is not None:
                page.draw_download(frame, wanted, fmt)
                with paper, error_boundary():
                    page.draw_first_page(frame, wanted)
                with below:
                    draw_hidden_list(
                        frame, session.load_report_data(wanted.audience, wanted.scope, wanted.recipient)
                    )
    with error_boundary():
        draw_sent_list(frame)
else:
    headline(_("Reports"), _("No document can be created from this folder"))
    draw_too_large_note()
