"""Book deliveries: books by stage, losses between stages, time in transit, and lots on the way."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from libcollab_metrics.figures import book_funnel, books_by_site, lots_table, stage_yields
from libcollab_metrics.metrics import list_boxed_lots, lots_in_transit
from pages.ui import results, session
from pages.ui.cards import card, figure_strip
from pages.ui.html_tables import render_table
from pages.ui.page import Page
from pages.ui.rows_behind import draw_lots, lots_behind
from pages.ui.translation import _, later

#: Figures of the strip and what they are called in it; the counted share, for the marker.
FIGURES = {
    "lot_acceptance": (later("Lots accepted"), later("{share} of lots")),
    "days_to_deliver": (later("Days on the way"), later("{share} of lots")),
    "cost_per_book": (later("Cost per book"), later("{share} of books")),
    "books_per_child": (later("Books per child"), later("{share} of sites")),
}


def draw_deliveries(frame: Page) -> None:
    """Draw the way of the books from pledge to reader."""
    _draw_strip(frame)
    results.draw_known_figure(frame, book_funnel, ("books_at_stage",))
    left, right = st.columns(2, gap="small")
    with left:
        results.draw_known_figure(frame, stage_yields, ("stage_yield",))
    with right:
        results.draw_known_figure(frame, books_by_site, ("books_at_stage",), by="site")
    _draw_lots(frame)
    results.draw_known_figures(frame, "languages", _("Books and readers"), ("book_language_match",))


def _draw_strip(frame: Page) -> None:
    compared = results.Compared(frame.figures(metrics=tuple(FIGURES)), None)
    found = [
        replace(results.with_share(figure, compared.value(name), what), behind=lots_behind(frame))
        for name, (label, what) in FIGURES.items()
        if (figure := results.compared_figure(frame, compared, name, _(label))) is not None
    ]
    figure_strip(found, "deliveries")


def _draw_lots(frame: Page) -> None:
    """Draw the lots on the way, and those that are counted in boxes only; nothing without any."""
    waiting = session.cached_lookup(lots_in_transit, frame.scope, as_of=session.today())
    boxed = list_boxed_lots(frame.dataset, frame.scope)
    table = lots_table(waiting, frame.language)
    if table.rows:
        with card(
            "lots", _("On the way"), _("Lots sent and not yet received"), more=partial(draw_lots, frame)
        ):
            st.html(render_table(_("Lots on the way"), table.headings, table.rows))
    if boxed:
        st.caption(frame.language.message("boxes-unconverted", lots=frame.language.join_names(boxed)))
