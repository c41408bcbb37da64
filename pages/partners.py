"""Partners page: how each partnership is doing, one partner with the next conversation; book deliveries."""

from functools import partial

from pages.ui.deliveries import draw_deliveries
from pages.ui.page import error_boundary, open_page
from pages.ui.partner_cards import collect_scorecards, draw_headline
from pages.ui.partner_page import draw_partners
from pages.ui.tabs import draw_tabs
from pages.ui.translation import later

frame = open_page("partners", titled=False)
cards = collect_scorecards(frame)
draw_headline(frame, cards)

if frame.dataset.is_empty("deliveries"):
    with error_boundary():
        draw_partners(frame, cards)
else:
    drawers = {
        later("Partners"): partial(draw_partners, cards=cards),
        later("Book deliveries"): draw_deliveries,
    }
    tabs = draw_tabs(list(drawers), "show")
    for tab, draw in zip(tabs, drawers.values(), strict=True):
        if tab.open:
            with tab, error_boundary():
                draw(frame)
