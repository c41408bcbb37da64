"""Reports page: choose a document by purpose, preview it, download it, and list sent copies."""

import streamlit as st

from libcollab_metrics.figures import scope_sentence
from pages.ui import session
from pages.ui.page import error_boundary, open_page
from pages.ui.share import page
from pages.ui.share.history import draw_hidden_list, draw_sent_list
from pages.ui.share.options import draw_format_choice

frame = open_page("reports", filters=False)

purpose = page.draw_purpose_choice()
fmt = draw_format_choice(frame.dataset, purpose)
with error_boundary():
    scope, spoken = page.draw_options(frame, purpose)
    st.text(scope_sentence(scope, session.today(), frame.language))
    wanted = page.check_release(frame, purpose, scope, spoken)
    if wanted is not None:
        page_one, take_away = st.columns([3, 2], gap="large")
        with page_one:
            page.draw_first_page(frame, wanted)
        with take_away:
            page.draw_download(frame, wanted, fmt)
        draw_hidden_list(frame, session.load_report_data(wanted.audience, wanted.scope))
with error_boundary():
    draw_sent_list(frame)
