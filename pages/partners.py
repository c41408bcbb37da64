"""Partners page: what each partner gives and receives, its ratings, and the next decision."""

import streamlit as st

from libcollab_metrics.metrics import partners_of
from pages.ui import display
from pages.ui.page import border, open_page
from pages.ui.partners import all_partners, one_partner

frame = open_page("partners")

EVERYONE = "All partners, side by side"
partners = partners_of(frame.dataset)

with border():
    if partners:
        chosen = st.selectbox("Partner", [EVERYONE, *partners], key="who", bind="query-params")
        if chosen in partners:
            one_partner(frame, chosen)
        else:
            all_partners(frame, partners)
    else:
        display.nothing_yet("Evaluating partners", "at least one partner of a program", table="partners")
