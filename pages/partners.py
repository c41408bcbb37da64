"""Partners page: what each partner gives and receives, its ratings, the next decision; book deliveries."""

import streamlit as st

from pages.ui.deliveries import draw_deliveries
from pages.ui.page import error_boundary, open_page
from pages.ui.partners import draw_partners

frame = open_page("partners")

if frame.dataset.is_empty("deliveries"):
    with error_boundary():
        draw_partners(frame)
else:
    drawers = {"Partners": draw_partners, "Book deliveries": draw_deliveries}
    tabs = st.tabs(list(drawers), key="show", bind="query-params")
    for tab, draw in zip(tabs, drawers.values(), strict=True):
        if tab.open:
            with tab, error_boundary():
                draw(frame)
