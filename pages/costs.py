"""Costs and funding page: three cost levels that are never mixed, who pays for what, and unclear amounts."""

import streamlit as st

from libcollab_metrics.figures import (
    UNIT_COST_METRICS,
    cash_cost_by_group,
    cost_parts_table,
    cost_per_attendance_by_group,
    cost_per_participant_by_group,
    fund_clarity,
    fund_shares,
    give_and_take,
    ledger_table,
    pledge_fulfilment,
    swings_table,
    unit_costs_table,
)
from libcollab_metrics.metrics import (
    compute_cost_parts,
    list_unclear_lines,
    list_unpriced_lines,
    social_return_swings,
)
from pages.ui import display, session
from pages.ui.page import error_boundary, open_page

frame = open_page("costs")
scope, words, currency = frame.scope, frame.language, frame.dataset.settings.currency

with error_boundary():
    if frame.dataset.is_empty("ledger"):
        display.draw_empty_state(
            "Cost", "a ledger: who gave and paid what, or a Cost column in a session log", table="ledger"
        )
    else:
        display.draw_cards(frame, ("cost_cash", "cost_library", "cost_full", "cost_coverage"))
        st.header("What each level is made of", anchor=False)
        st.caption(
            "Cash is money spent. Library is what the library itself pays. Full adds gifts with a price and"
            " hours at their rates to the cash. The levels are never added to one another."
        )
        display.draw_table(
            "What each level is made of",
            cost_parts_table(
                session.cached_lookup(compute_cost_parts, scope=scope, as_of=session.today()), words, currency
            ),
        )
        st.header("Cost per unit", anchor=False)
        display.draw_table("Cost per unit", unit_costs_table(frame.figures(metrics=UNIT_COST_METRICS), words))
        display.draw_figure(frame, cash_cost_by_group, ("cost_cash",), by="program")
        display.draw_figure(frame, cost_per_attendance_by_group, ("cost_per_attendance",), by="program")
        display.draw_figure(frame, cost_per_participant_by_group, ("cost_per_participant",), by="program")
        st.header("Funding by source", anchor=False)
        display.draw_figure(frame, fund_shares, ("fund_share",))
        display.draw_figure(frame, pledge_fulfilment, ("pledge_fulfilment",))
        display.draw_figure(frame, fund_clarity, ("fund_clarity",), by="program")
        unclear = session.cached_lookup(list_unclear_lines, scope=scope, as_of=session.today())
        display.draw_table("Lines without a clear bearer", ledger_table(unclear, words, currency))
        display.draw_cards(frame, ("cash_balance", "leverage_ratio", "in_kind_value", "volunteer_value"))
        display.draw_parts(
            frame, "Sponsors", ("sponsor_cost_per_visit", "benefit_delivery"), "category-partner"
        )
        display.draw_cards(frame, ("replacement_value", "sroi_range"))
        swings = session.cached_lookup(social_return_swings, as_of=session.today())
        display.draw_table("What moves the social return most", swings_table(swings, words))
        display.draw_figure(frame, give_and_take, ("give_take_balance",))
        with st.expander("Given or paid without a price: never counted as 0"):
            unpriced = session.cached_lookup(list_unpriced_lines, scope=scope, as_of=session.today())
            display.draw_table(
                "Lines without a price", ledger_table(unpriced, words, currency), "Every line has a price."
            )
