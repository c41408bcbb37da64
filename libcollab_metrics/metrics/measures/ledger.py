"""Ledger: one row a contribution or outlay."""

from __future__ import annotations

from libcollab_metrics.metrics.measures.counted import counted, money

CASH_COST = money("ledger", "cash_cost", "cash spent", "cash_cost")
CASH_COST_ROWS = counted("ledger", "cash_cost_rows", "rows", "cash outlays", where="cash_cost", one="cash outlay")
CASH_COST_PRICED = counted(
    "ledger",
    "cash_cost_priced",
    "rows",
    "cash outlays with an amount",
    where="cash_cost_priced",
    one="cash outlay with an amount",
)
CASH_COST_ESTIMATED = counted(
    "ledger", "cash_cost_estimated", "rows", "estimated outlays", where="cash_cost_estimated", one="estimated outlay"
)
CASH_COST_BOUNDED = counted(
    "ledger", "cash_cost_bounded", "rows", "outlays that are lower bounds", where="cash_cost_bounded",
    one="outlay that is a lower bound",
)  # fmt: skip
CASH_UNCLEAR = counted("ledger", "cash_unclear", "rows", "cash lines that are unclear", where="unclear_cash")
CASH_ROWS = counted("ledger", "cash_rows", "rows", "cash lines", where="cash", one="cash line")
CASH_CLEAR = counted(
    "ledger",
    "cash_clear",
    "rows",
    "cash lines with a clear bearer",
    where="clear_cash",
    one="cash line with a clear bearer",
)
COST_ROWS = counted("ledger", "cost_rows", "rows", "cost lines", where="cost", one="cost line")
COST_PRICED = counted(
    "ledger", "cost_priced", "rows", "cost lines with a value", where="cost_priced", one="cost line with a value"
)
GIVEN = money("given", "given", "given", "")
GIVEN_ROWS = counted("given", "given_rows", "rows", "things given")
RECEIVED = money("received", "received", "received", "")
RECEIVED_ROWS = counted("received", "received_rows", "rows", "things received")
