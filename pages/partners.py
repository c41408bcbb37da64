"""Partners page: what each partner gives and receives, its ratings, and the next decision."""

import streamlit as st

from libcollab_metrics.metrics import list_partners
from pages.ui import display
from pages.ui.page import error_boundary, open_page
from pages.ui.partners import draw_all_partners, draw_partner

frame = open_page("partners")

EVERYONE = "All partners, side by side"
partners = list_partners(frame.dataset)

with error_boundary():
    if partners:
        chosen = st.selectbox("Partner", [EVERYONE, *partners], key="who", bind="query-params")
        if chosen in partners:
            draw_partner(frame, chosen)
        else:
            draw_all_partners(frame, partners)
    else:
        display.draw_empty_state("Evaluating partners", "at least one partner of a program", table="partners")
