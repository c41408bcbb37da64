"""What leaves the library: a document by its purpose, its first page, the file, and the list of what was sent."""

import streamlit as st

from libcollab_metrics.figures import scope_sentence
from pages.ui import session, sharing
from pages.ui.frame import border, open_page
from pages.ui.sharing_hidden import hidden_list
from pages.ui.sharing_remembered import choose_format
from pages.ui.sharing_sent import sent_list

frame = open_page("share", filters=False)

purpose = sharing.choose_purpose()
fmt = choose_format(frame.dataset, purpose)
with border():
    scope, spoken = sharing.choose_options(frame, purpose)
    st.text(scope_sentence(scope, session.today(), frame.language))
    wanted = sharing.cleared(frame, purpose, scope, spoken)
    if wanted is not None:
        page_one, take_away = st.columns([3, 2], gap="large")
        with page_one:
            sharing.first_page(frame, wanted)
        with take_away:
            sharing.download(frame, wanted, fmt)
        hidden_list(frame, session.material(wanted.audience, wanted.scope))
with border():
    sent_list(frame)
