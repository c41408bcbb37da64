"""Ledger: one row a contribution or outlay."""

from __future__ import annotations

from libcollab_metrics.metrics.measures.counted import Lines, counted, lines, money

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
CASH_IN = money("ledger", "cash_in", "cash received", "cash_in")
CASH_IN_ROWS = counted("ledger", "cash_in_rows", "rows", "lines of cash received", where="cash_in")
CASH_IN_PRICED = counted("ledger", "cash_in_priced", "rows", "lines of cash with an amount", where="cash_in_priced")
CASH_IN_ESTIMATED = counted("ledger", "cash_in_estimated", "rows", "estimates", where="cash_in_estimated")
CASH_IN_BOUNDED = counted("ledger", "cash_in_bounded", "rows", "lower bounds", where="cash_in_bounded")
UNCLEAR_IN = counted("ledger", "unclear_in", "rows", "unclear lines of cash to the project", where="unclear_in")
GIFTS = money("ledger", "gifts", "gifts", "gift_in")
GIFT_ROWS = counted("ledger", "gift_rows", "rows", "gifts", where="gift_in", one="gift")
GIFT_PRICED = counted("ledger", "gift_priced", "rows", "gifts with a value", where="gift_priced")
GIFT_ESTIMATED = counted("ledger", "gift_estimated", "rows", "estimated gifts", where="gift_estimated")
GIFT_BOUNDED = counted("ledger", "gift_bounded", "rows", "gifts worth at least that", where="gift_bounded")

UNCLEAR_OUT = counted("ledger", "unclear_out", "rows", "unclear outlays", where="unclear_out")
UNCLEAR_GIFT = counted("ledger", "unclear_gift", "rows", "unclear gifts", where="unclear_gift")
UNCLEAR_STAFF = counted(
    "ledger", "unclear_staff", "rows", "unclear lines of library staff", where="unclear_library_staff"
)
UNCLEAR_TO_LIBRARY = counted(
    "ledger", "unclear_to_library", "rows", "unclear lines to the library", where="unclear_to_library"
)
LIBRARY_PAID = money("ledger", "library_paid", "cash from the library", "library_paid")
LIBRARY_BACK = money("ledger", "library_back", "cash to the library", "library_back")
GOODS = money("ledger", "goods", "gifts other than hours", "goods")
CASH_LINES = Lines(CASH_COST_ROWS, CASH_COST_PRICED, CASH_COST_ESTIMATED, CASH_COST_BOUNDED)
LIBRARY_PAID_LINES, LIBRARY_BACK_LINES, GOODS_LINES = (
    lines("ledger", sort, label, (sort, f"{sort}_known", f"{sort}_estimate", f"{sort}_bounded"))
    for sort, label in (
        ("library_paid", "lines of cash from the library"),
        ("library_back", "lines of cash to the library"),
        ("goods", "lines of gifts other than hours"),
    )
)

GIVEN = money("given", "given", "given", "")
GIVEN_ROWS = counted("given", "given_rows", "rows", "things given")
GIVEN_PRICED = counted("given", "given_priced", "rows", "things given with a value", where="known")
GIVEN_ESTIMATED = counted("given", "given_estimated", "rows", "estimated values", where="estimate")
GIVEN_BOUNDED = counted("given", "given_bounded", "rows", "values that are lower bounds", where="bounded")
RECEIVED = money("received", "received", "received", "")
RECEIVED_ROWS = counted("received", "received_rows", "rows", "things received")
RECEIVED_PRICED = counted("received", "received_priced", "rows", "things received with a value", where="known")
RECEIVED_ESTIMATED = counted("received", "received_estimated", "rows", "estimated values", where="estimate")
RECEIVED_BOUNDED = counted("received", "received_bounded", "rows", "values that are lower bounds", where="bounded")

KEPT = money("promised", "kept", "received or spent", "kept")
KEPT_ROWS = counted("promised", "kept_rows", "rows", "lines received or spent", where="kept")
KEPT_BOUNDED = counted("promised", "kept_bounded", "rows", "values that are lower bounds", where="kept_bounded")
PROMISED = money("promised", "promised", "pledged, received or spent", "clear")
PROMISED_ROWS = counted("promised", "promised_rows", "rows", "clear lines", where="clear")
PROMISED_PRICED = counted("promised", "promised_priced", "rows", "clear lines with a value", where="clear_known")
PROMISED_ESTIMATED = counted("promised", "promised_estimated", "rows", "estimated values", where="clear_estimate")
PROMISED_BOUNDED = counted(
    "promised", "promised_bounded", "rows", "values that are lower bounds", where="clear_bounded"
)
SPONSOR_UNCLEAR = counted("promised", "sponsor_unclear", "rows", "unclear lines of cash", where="unclear_cash")
BENEFITS_KEPT = counted(
    "promotion", "benefits_kept", "rows", "benefits delivered", where="kept", one="benefit delivered"
)
BENEFITS = counted("promotion", "benefits", "rows", "benefits promised", where="clear", one="benefit promised")
