"""Cost page: three cost levels that are never mixed, who pays for what, and unclear amounts."""

import streamlit as st

from libcollab_metrics.figures import (
    PER_UNIT,
    cash_cost_by_group,
    cost_parts_table,
    cost_per_attendance_by_group,
    cost_per_participant_by_group,
    fund_clarity,
    fund_shares,
    give_and_take,
    ledger_table,
    pledges_kept,
    swings_table,
    unit_costs,
)
from libcollab_metrics.metrics import cost_parts, social_return_swings, unclear_lines, unpriced_lines
from pages.ui import display, session
from pages.ui.page import border, open_page

frame = open_page("cost")
scope, words, currency = frame.scope, frame.language, frame.dataset.settings.currency

with border():
    if frame.dataset.is_empty("ledger"):
        display.nothing_yet(
            "Cost", "a ledger: who gave and paid what, or a Cost column in a session log", table="ledger"
        )
    else:
        display.cards(frame, ("cost_cash", "cost_library", "cost_full", "cost_coverage"))
        st.header("What each level is made of", anchor=False)
        st.caption(
            "Cash is money spent. Library is what the library itself bears. Full adds gifts with a price and hours at "
            "their rates to the cash. The levels are never added to one another."
        )
        display.table(
            "What each level is made of",
            cost_parts_table(session.looked_up(cost_parts, scope=scope, as_of=session.today()), words, currency),
        )
        st.header("What one of each cost", anchor=False)
        display.table("What one of each cost", unit_costs(frame.figures(metrics=PER_UNIT), words))
        display.figure(frame, cash_cost_by_group, ("cost_cash",), by="program")
        display.figure(frame, cost_per_attendance_by_group, ("cost_per_attendance",), by="program")
        display.figure(frame, cost_per_participant_by_group, ("cost_per_participant",), by="program")
        st.header("Who shoulders what", anchor=False)
        display.figure(frame, fund_shares, ("fund_share",))
        display.figure(frame, pledges_kept, ("pledge_fulfilment",))
        display.figure(frame, fund_clarity, ("fund_clarity",), by="program")
        unclear = session.looked_up(unclear_lines, scope=scope, as_of=session.today())
        display.table("Lines without a clear bearer", ledger_table(unclear, words, currency))
        display.cards(frame, ("cash_balance", "leverage_ratio", "in_kind_value", "volunteer_value"))
        display.parts(frame, "Sponsors", ("sponsor_cost_per_visit", "benefit_delivery"), "category-partner")
        display.cards(frame, ("replacement_value", "sroi_range"))
        swings = session.looked_up(social_return_swings, as_of=session.today())
        display.table("What moves the social return most", swings_table(swings, words))
        display.figure(frame, give_and_take, ("give_take_balance",))
        with st.expander("Given or paid without a price: never counted as 0"):
            unpriced = session.looked_up(unpriced_lines, scope=scope, as_of=session.today())
            display.table("Lines without a price", ledger_table(unpriced, words, currency), "Every line has a price.")
