"""Deliveries page: books by stage, time in transit, and languages."""

import streamlit as st

from libcollab_metrics.figures import book_funnel, books_by_site, lots_table, stage_yields
from libcollab_metrics.metrics import boxed_lots, lots_on_the_way
from pages.ui import display, session
from pages.ui.page import border, open_page

frame = open_page("deliveries")

with border():
    if frame.dataset.is_empty("deliveries"):
        display.nothing_yet(
            "The way of the books",
            "one row a lot: how many were pledged, collected, usable, sent and received, where, and when",
            table="deliveries",
        )
    else:
        display.cards(frame, ("lot_acceptance", "days_to_deliver", "book_language_match", "books_per_child"))
        display.cards(frame, ("cost_per_book",))
        display.figure(frame, book_funnel, ("books_at_stage",))
        display.figure(frame, stage_yields, ("stage_yield",))
        display.figure(frame, books_by_site, ("books_at_stage",), by="site")
        st.header("Still on the way", anchor=False)
        waiting = session.looked_up(lots_on_the_way, frame.scope, as_of=session.today())
        display.table("Lots on the way", lots_table(waiting, frame.language), "No lot is on the way.")
        boxed = boxed_lots(frame.dataset, frame.scope)
        if boxed:
            st.header("Counted in boxes", anchor=False)
            st.text(frame.language.say("boxes-unconverted", lots=frame.language.listing(boxed)))
