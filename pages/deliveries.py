"""Deliveries page: books by stage, time in transit, and languages."""

import streamlit as st

from libcollab_metrics.figures import book_funnel, books_by_site, lots_table, stage_yields
from libcollab_metrics.metrics import list_boxed_lots, lots_in_transit
from pages.ui import display, session
from pages.ui.page import error_boundary, open_page

frame = open_page("deliveries")

with error_boundary():
    if frame.dataset.is_empty("deliveries"):
        display.draw_empty_state(
            "The way of the books",
            "one row a lot: how many were pledged, collected, usable, sent and received, where, and when",
            table="deliveries",
        )
    else:
        display.draw_cards(
            frame, ("lot_acceptance", "days_to_deliver", "book_language_match", "books_per_child")
        )
        display.draw_cards(frame, ("cost_per_book",))
        display.draw_figure(frame, book_funnel, ("books_at_stage",))
        display.draw_figure(frame, stage_yields, ("stage_yield",))
        display.draw_figure(frame, books_by_site, ("books_at_stage",), by="site")
        st.header("Still on the way", anchor=False)
        waiting = session.cached_lookup(lots_in_transit, frame.scope, as_of=session.today())
        display.draw_table("Lots on the way", lots_table(waiting, frame.language), "No lot is on the way.")
        boxed = list_boxed_lots(frame.dataset, frame.scope)
        if boxed:
            st.header("Counted in boxes", anchor=False)
            st.text(frame.language.message("boxes-unconverted", lots=frame.language.join_names(boxed)))
