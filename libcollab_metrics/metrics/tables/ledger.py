"""What a ledger row is: a cash cost, money in, a gift, a benefit; and what it is worth."""

from __future__ import annotations

import narwhals as nw

from libcollab_metrics.metrics.measures import MONEY_PARTS
from libcollab_metrics.metrics.tables.rows import PERIOD_COLUMNS, Frame, Rows, folded, is_true, one, text
from libcollab_metrics.model.schema import LIBRARY, PROJECT
from libcollab_metrics.model.settings import Settings

#: Sorts of lines that the levels of cost are made of, and what must be known of each.
LEVELLED, MARKS = ("library_paid", "library_back", "goods"), ("known", "estimate", "bounded")


def with_money(ledger: Frame, settings: Settings) -> Frame:
    """Return one row a ledger line with its worth and every condition the measures ask for.

    Worth is the value, else quantity × unit value, else hours × the rate of the settings, else unpriced
    (never 0). Cash into the project marked spent is a cost only if its program has no other outlay.
    """
    frame = ledger.with_columns(
        program=text("program_id").fill_null(""),
        giver=folded("from_party"),
        taker=folded("to_party"),
        priced=_worth(settings),
        status=text("status").fill_null("unclear"),
    )
    cash, status = is_true(nw.col("kind") == "cash"), nw.col("status")
    done = (status == "received") | (status == "spent")
    into_project = is_true(nw.col("taker") == PROJECT)
    frame = frame.with_columns(
        cash=cash,
        outlay=cash & (status == "spent") & ~into_project,
        spent_into_project=cash & (status == "spent") & into_project,
        cash_in=cash
        & ~is_true(nw.col("giver") == PROJECT)
        & ((status == "spent") | ((status == "received") & into_project)),
        gift_in=~cash & into_project & done,
        benefit=done & (is_true(nw.col("giver") == PROJECT) | is_true(nw.col("giver") == LIBRARY)),
        # What a row promises or fulfils; an unclear one says neither.
        clear=status != "unclear",
        kept=done,
    )
    frame = _attach_outlays(frame)
    known = ~nw.col("priced").is_null()
    frame = frame.with_columns(
        known=known,
        estimate=known & is_true(nw.col("value_is_estimate")),
        bounded=known & is_true(nw.col("value_at_least")),
    )
    cash_cost = nw.col("outlay") | (nw.col("spent_into_project") & (nw.col("outlays") == 0))
    return _with_lines(_with_levels(frame.with_columns(cash_cost=cash_cost)))


def _with_lines(frame: Frame) -> Frame:
    """Which lines of each sort have a worth, are estimates, or are lower bounds."""
    cash_cost, known = nw.col("cash_cost"), nw.col("known")
    return frame.with_columns(
        cash_cost_priced=cash_cost & known,
        cash_cost_estimated=cash_cost & is_true(nw.col("value_is_estimate")),
        cash_cost_bounded=cash_cost & is_true(nw.col("value_at_least")),
        unclear_cash=nw.col("cash") & (nw.col("status") == "unclear"),
        clear_cash=nw.col("cash") & (nw.col("status") != "unclear") & ~nw.col("giver").is_null(),
        cost=cash_cost | nw.col("gift_in"),
        cost_priced=(cash_cost | nw.col("gift_in")) & known,
        cash_in_priced=nw.col("cash_in") & known,
        cash_in_estimated=nw.col("cash_in") & nw.col("estimate"),
        cash_in_bounded=nw.col("cash_in") & nw.col("bounded"),
        gift_priced=nw.col("gift_in") & known,
        gift_estimated=nw.col("gift_in") & nw.col("estimate"),
        gift_bounded=nw.col("gift_in") & nw.col("bounded"),
        clear_known=nw.col("clear") & known,
        clear_estimate=nw.col("clear") & nw.col("estimate"),
        clear_bounded=nw.col("clear") & nw.col("bounded"),
        kept_bounded=nw.col("kept") & nw.col("bounded"),
    )


def _with_levels(frame: Frame) -> Frame:
    """What the levels beyond cash ask for: money from and to the library, gifts that are no hours, what is unclear."""
    giver, taker = is_true(nw.col("giver") == LIBRARY), is_true(nw.col("taker") == LIBRARY)
    hours = is_true((nw.col("kind") == "staff_hours") | (nw.col("kind") == "volunteer_hours"))
    to_project, cash = is_true(nw.col("taker") == PROJECT), nw.col("cash")
    paid, back = nw.col("cash_in") & giver, cash & taker & ~giver & nw.col("kept")
    goods, unclear = nw.col("gift_in") & ~hours, ~nw.col("clear")
    own = nw.col("giver").is_null() | giver | is_true(nw.col("giver") == PROJECT)
    frame = frame.with_columns(
        library_paid=paid,
        library_back=back,
        goods=goods,
        unclear_in=cash & to_project & unclear,
        unclear_out=cash & ~to_project & unclear,
        unclear_to_library=cash & taker & unclear,
        unclear_gift=~cash & to_project & unclear,
        unclear_library_staff=~cash & to_project & unclear & is_true(nw.col("kind") == "staff_hours") & own,
    )
    return frame.with_columns(
        *((nw.col(name) & nw.col(mark)).alias(f"{name}_{mark}") for name in LEVELLED for mark in MARKS)
    )


def _worth(settings: Settings) -> nw.Expr:
    """What a row is worth, in whole ten-thousandths, so that sums are exact in any order."""
    value, quantity = nw.col("value"), nw.col("quantity")
    worth = nw.when(~value.is_null()).then(value).otherwise(quantity * nw.col("unit_value"))
    rates = {"staff_hours": settings.staff_rate, "volunteer_hours": settings.volunteer_rate.get("rate")}
    for kind, rate in rates.items():
        if rate is not None:
            by_rate = worth.is_null() & is_true(nw.col("kind") == kind)
            worth = nw.when(by_rate).then(quantity * float(rate)).otherwise(worth)
    return (worth * MONEY_PARTS).round(0)


def _attach_outlays(frame: Frame) -> Frame:
    """Attach to each row how many outlays its whole program has, many-to-one and before any filter."""
    outlays = frame.select(outlays_of=nw.col("program"), outlays=one(nw.col("outlay")))
    outlays = outlays.group_by("outlays_of").agg(nw.col("outlays").sum())
    return frame.join(outlays, left_on="program", right_on="outlays_of", how="left")


def given_rows(ledger: Rows) -> Rows:
    """Return what every party but the project gave: cash in and gifts in, one row each, the library's too."""
    frame = ledger.frame.filter((nw.col("cash_in") | nw.col("gift_in")) & ~is_true(nw.col("giver") == PROJECT))
    return _by_party(frame, "from_party", "giver", "kind")


def received_rows(ledger: Rows) -> Rows:
    """Return what parties other than project and library received from one of the two, one row each."""
    return _by_party(_outsiders(ledger.frame.filter(nw.col("benefit")), "taker"), "to_party", "taker", "kind")


def promised_rows(ledger: Rows) -> Rows:
    """Return what every named party but the project pledged or gave, to whomever, one row each."""
    frame = ledger.frame.filter(~nw.col("giver").is_null() & ~is_true(nw.col("giver") == PROJECT))
    return _by_party(frame, "from_party", "giver")


def promotion_rows(ledger: Rows) -> Rows:
    """Return the promotion promised or given to parties other than project and library, one row each."""
    frame = ledger.frame.filter(is_true(nw.col("kind") == "promotion"))
    return _by_party(_outsiders(frame, "taker"), "to_party", "taker")


def _by_party(frame: Frame, column: str, side: str, *parts: str) -> Rows:
    """The rows kept apart by the party in a column, the library under one spelling."""
    is_library = is_true(nw.col(side) == LIBRARY)
    party = nw.when(is_library).then(nw.lit(LIBRARY)).otherwise(text(column))
    return Rows(frame.with_columns(party=party), PERIOD_COLUMNS, ("party", *parts))


def _outsiders(frame: Frame, side: str) -> Frame:
    party = nw.col(side)
    return frame.filter(~party.is_null() & ~is_true(party == PROJECT) & ~is_true(party == LIBRARY))
