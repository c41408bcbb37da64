"""Share page: choose a document by purpose, preview it, download it, and list sent copies."""

import streamlit as st

from libcollab_metrics.figures import scope_sentence
from pages.ui import session
from pages.ui.page import border, open_page
from pages.ui.share import page
from pages.ui.share.history import hidden_list, sent_list
from pages.ui.share.options import choose_format

frame = open_page("share", filters=False)

purpose = page.choose_purpose()
fmt = choose_format(frame.dataset, purpose)
with border():
    scope, spoken = page.choose_options(frame, purpose)
    st.text(scope_sentence(scope, session.today(), frame.language))
    wanted = page.cleared(frame, purpose, scope, spoken)
    if wanted is not None:
        page_one, take_away = st.columns([3, 2], gap="large")
        with page_one:
            page.first_page(frame, wanted)
        with take_away:
            page.download(frame, wanted, fmt)
        hidden_list(frame, session.material(wanted.audience, wanted.scope))
with border():
    sent_list(frame)
