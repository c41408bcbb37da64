"""Book deliveries: books by stage, losses between stages, time in transit, and lots on the way."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.figures import book_funnel, books_by_site, lots_table, stage_yields
from libcollab_metrics.metrics import list_boxed_lots, lots_in_transit
from pages.ui import display, session
from pages.ui.page import Page


def draw_deliveries(frame: Page) -> None:
    """Draw the way of the books from pledge to reader."""
    display.draw_cards(frame, ("lot_acceptance", "days_to_deliver", "book_language_match", "books_per_child"))
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
