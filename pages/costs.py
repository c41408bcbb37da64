"""Costs and funding page: who paid, cash by program, cost of a visit, how the total is built, sources."""

from functools import partial

from pages.ui import costs, costs_more, results
from pages.ui.details import draw_unlocks
from pages.ui.look import headline
from pages.ui.page import error_boundary, open_page
from pages.ui.translation import _

frame = open_page("costs", titled=False)

with error_boundary():
    if frame.dataset.is_empty("ledger"):
        headline(_("Costs & funding"), _("No costs are recorded yet"), _(costs.NEEDS_LEDGER))
        draw_unlocks(costs.list_unlocks(frame, None), "costs")
    else:
        money = costs.summarize(frame)
        costs.draw_headline(frame, money)
        costs.draw_strip(frame, money)
        costs.draw_programs(frame, money)
        costs.draw_details(frame, money)
        results.draw_more(partial(costs_more.draw_more, frame))
        draw_unlocks(costs.list_unlocks(frame, money), "costs")
