"""Prepare the ledger: which lines are costs, income or gifts, how a line is priced, and hours."""

from __future__ import annotations

from libcollab_metrics.metrics.frames import Expr, Frame, col, lit, when
from libcollab_metrics.metrics.measures import MONEY_PARTS
from libcollab_metrics.metrics.tables.rows import (
    PERIOD_COLUMNS,
    Rows,
    as_integer,
    folded_text,
    is_true,
    text,
)
from libcollab_metrics.model.schema import LIBRARY, PROJECT
from libcollab_metrics.model.scope import PERIODS
from libcollab_metrics.model.settings import Settings

#: Kinds of lines that the cost levels use, and the conditions computed for each.
LEVELLED = ("library_paid", "library_back", "others_paid", "goods")
AMOUNT_MARKS = ("known", "estimate", "bounded")


def with_money(ledger: Frame, settings: Settings) -> Frame:
    """Return one row per ledger line with its value and the conditions of all measures.

    The value is the entered one, else quantity × unit value, else hours × the rate in the settings; otherwise
    the line is unpriced (never 0). Cash into the project marked as spent is a cost only if its program has no
    other expense. A budgeted line is a plan and counts nowhere.
    """
    planned = is_true(text("status") == "budgeted")
    frame = ledger.filter(~planned).with_columns(
        program=text("program_id").fill_null(""),
        giver=folded_text("from_party"),
        taker=folded_text("to_party"),
        priced=_value_expression(settings),
        status=text("status").fill_null("unclear"),
    )
    cash, status = is_true(col("kind") == "cash"), col("status")
    done = (status == "received") | (status == "spent")
    into_project = is_true(col("taker") == PROJECT)
    frame = frame.with_columns(
        cash=cash,
        outlay=cash & (status == "spent") & ~into_project,
        spent_into_project=cash & (status == "spent") & into_project,
        cash_in=cash
        & ~is_true(col("giver") == PROJECT)
        & ((status == "spent") | ((status == "received") & into_project)),
        # What has a value and no kind may be money: it is neither money nor a gift in kind.
        gift_in=~cash & into_project & done & (~col("kind").is_null() | col("value").is_null()),
        benefit=done & (is_true(col("giver") == PROJECT) | is_true(col("giver") == LIBRARY)),
        # Pledged or fulfilled; an unclear line is neither.
        clear=status != "unclear",
        kept=done,
    )
    frame = _attach_program_cash(frame)
    known = ~col("priced").is_null()
    frame = frame.with_columns(
        known=known,
        estimate=known & is_true(col("value_is_estimate")),
        bounded=known & is_true(col("value_at_least")),
    )
    cash_cost = col("outlay") | (col("spent_into_project") & (col("outlays") == 0))
    return _with_lines(_with_levels(frame.with_columns(cash_cost=cash_cost)))


def _with_lines(frame: Frame) -> Frame:
    """Add which lines of each kind have a value, are estimates or are lower bounds."""
    cash_cost, known = col("cash_cost"), col("known")
    received = _mask_received()
    return frame.with_columns(
        cash_cost_priced=cash_cost & known,
        cash_cost_estimated=cash_cost & is_true(col("value_is_estimate")),
        cash_cost_bounded=cash_cost & is_true(col("value_at_least")),
        unclear_cash=col("cash") & (col("status") == "unclear"),
        clear_cash=col("cash") & (col("status") != "unclear") & ~col("giver").is_null(),
        cost=cash_cost | col("gift_in"),
        cost_priced=(cash_cost | col("gift_in")) & known,
        received=received,
        received_priced=received & known,
        received_estimated=received & col("estimate"),
        received_bounded=received & col("bounded"),
        gift_priced=col("gift_in") & known,
        gift_estimated=col("gift_in") & col("estimate"),
        gift_bounded=col("gift_in") & col("bounded"),
        clear_known=col("clear") & known,
        clear_estimate=col("clear") & col("estimate"),
        clear_bounded=col("clear") & col("bounded"),
        kept_bounded=col("kept") & col("bounded"),
    )


def _mask_received() -> Expr:
    """Return which lines are money received: money spent without a giver is an outlay, and no income."""
    return col("cash_in") & ~(col("outlay") & col("giver").is_null())


def _with_levels(frame: Frame) -> Frame:
    """Add the conditions of the library and full cost levels.

    These are money from and to the library, money from others, in-kind contributions other than hours, and
    unclear lines.
    """
    giver, taker = is_true(col("giver") == LIBRARY), is_true(col("taker") == LIBRARY)
    hours = is_true((col("kind") == "staff_hours") | (col("kind") == "volunteer_hours"))
    to_project, cash = is_true(col("taker") == PROJECT), col("cash")
    paid, back = col("cash_in") & giver, cash & taker & ~giver & col("kept")
    goods, unclear = col("gift_in") & ~hours, ~col("clear")
    own = col("giver").is_null() | giver | is_true(col("giver") == PROJECT)
    frame = frame.with_columns(
        library_paid=paid,
        library_back=back,
        others_paid=_mask_received() & ~giver,
        goods=goods,
        unclear_in=cash & to_project & unclear,
        unclear_out=cash & ~to_project & unclear,
        unclear_to_library=cash & taker & unclear,
        unclear_gift=~cash & to_project & unclear,
        unclear_library_staff=~cash & to_project & unclear & is_true(col("kind") == "staff_hours") & own,
    )
    return frame.with_columns(
        *((col(name) & col(mark)).alias(f"{name}_{mark}") for name in LEVELLED for mark in AMOUNT_MARKS)
    )


def _value_expression(settings: Settings) -> Expr:
    """Return the value of a line in whole ten-thousandths, so that sums are exact in any order."""
    value, quantity = col("value"), col("quantity")
    worth = when(~value.is_null()).then(value).otherwise(quantity * col("unit_value"))
    rates = {"staff_hours": settings.staff_rate, "volunteer_hours": settings.volunteer_rate.get("rate")}
    for kind, rate in rates.items():
        if rate is not None:
            by_rate = worth.is_null() & is_true(col("kind") == kind)
            worth = when(by_rate).then(quantity * float(rate)).otherwise(worth)
    return (worth * MONEY_PARTS).round()


def _attach_program_cash(frame: Frame) -> Frame:
    """Attach to each line the number of expenses and receipts of its whole program, unfiltered."""
    receipt = col("cash_in") & is_true(col("taker") == PROJECT)
    counts = frame.select(
        cash_of=col("program"), outlays=as_integer(col("outlay")), receipts=as_integer(receipt)
    )
    counts = counts.aggregate(["cash_of"], col("outlays").sum(), col("receipts").sum())
    return frame.join(counts, ["program"], ["cash_of"])


def select_contributions(ledger: Rows) -> Rows:
    """Return cash and in-kind contributions of every party except the project.

    An expense without a giver was paid from the money received, if its program received any.
    """
    paid_from_receipts = col("outlay") & col("giver").is_null() & (col("receipts") > 0)
    given = (col("cash_in") & ~paid_from_receipts) | col("gift_in")
    frame = ledger.frame.filter(given & ~is_true(col("giver") == PROJECT))
    return _group_by_party(frame, "from_party", "giver", "kind")


def select_benefits(ledger: Rows) -> Rows:
    """Return benefits that parties other than project and library received from one of the two."""
    return _group_by_party(
        _exclude_internal(ledger.frame.filter(col("benefit")), "taker"), "to_party", "taker", "kind"
    )


def select_pledges(ledger: Rows) -> Rows:
    """Return the pledges and contributions of every named party except the project."""
    frame = ledger.frame.filter(~col("giver").is_null() & ~is_true(col("giver") == PROJECT))
    return _group_by_party(frame, "from_party", "giver")


def select_promotion(ledger: Rows) -> Rows:
    """Return promotion pledged or given to parties other than project and library."""
    frame = ledger.frame.filter(is_true(col("kind") == "promotion"))
    return _group_by_party(_exclude_internal(frame, "taker"), "to_party", "taker")


def _group_by_party(frame: Frame, column: str, side: str, *parts: str) -> Rows:
    """Return the rows grouped by the party in a column, with one spelling for the library."""
    is_library = is_true(col(side) == LIBRARY)
    party = when(is_library).then(lit(LIBRARY)).otherwise(text(column))
    return Rows(frame.with_columns(party=party), PERIOD_COLUMNS, ("party", *parts))


def _exclude_internal(frame: Frame, side: str) -> Frame:
    party = col(side)
    return frame.filter(~party.is_null() & ~is_true(party == PROJECT) & ~is_true(party == LIBRARY))


# Hours by program, each hour once: from the ledger, or from the sessions if the ledger has none.

#: Workers, and the conditions of their hours: hours known, a value, either, neither, and the certainty of the
#: value.
WORKERS, HOUR_MARKS = (
    ("staff", "volunteer", "library_staff"),
    ("known", "worth", "recorded", "unrecorded", "estimate", "bounded", "ledger"),
)
KINDS = ("staff_hours", "volunteer_hours")
COLUMNS = (
    "program_id",
    "date",
    *PERIODS,
    "kind",
    "giver",
    "hours",
    "priced",
    "estimate",
    "bounded",
    "ledger",
    "comparable",
    "whole",
)


def combine_hours(sessions: Frame | None, ledger: Frame | None, settings: Settings) -> Frame | None:
    """Return one row per line of work from held sessions and the ledger.

    Hour lines of the ledger, received or spent and given to the project, take precedence over the sessions of
    the same program and kind: those session rows are dropped, so that no hour is counted twice. Staff hours
    at a session are the library's, so ledger hours of another party's staff add to them and replace nothing.
    A row with null `hours` is a session or line without recorded hours.

    Parameters
    ----------
    sessions : Frame or None
        All sessions up to the day, regardless of the scope.
    ledger : Frame or None
        All lines up to the day, prepared by `with_money`.
    settings : Settings

    Returns
    -------
    Frame or None
        None if there are neither sessions nor a ledger. Columns `hours`, `priced` (value in ten-thousandths:
        the ledger's own value, else hours × rate, else null), `kind`, `giver` (case-folded; null if not
        named) and the conditions `staff`, `volunteer` and `library_staff` (staff of no other party). Each
        condition also has the suffixes `_known` (hours), `_worth` (a value), `_recorded` (hours or a value),
        `_unrecorded` (a ledger line with neither), `_estimate`, `_bounded` and `_ledger` (a ledger line).
        `staff` and `volunteer` also have `_comparable` and `_open`: their hours are compared session by
        session where both are known; if the ledger has hours of the program, only as a whole, and a line
        without hours leaves its kind open.
    """
    written = None if ledger is None else _ledger_hours(ledger)
    parts = [] if written is None else [written]
    if sessions is not None:
        parts += [_session_hours(sessions, kind, written, settings) for kind in KINDS]
    if not parts:
        return None
    return _with_conditions(parts[0].concat(*parts[1:]))


def _ledger_hours(ledger: Frame) -> Frame:
    """Return the hour lines given to the project; pledges are excluded."""
    contributed = ledger.filter(col("gift_in") & is_true(text("kind").is_in(KINDS)))
    return contributed.select(
        *_location_columns(),
        "giver",
        "estimate",
        "bounded",
        kind=text("kind"),
        hours=_as_float("quantity"),
        priced=_as_float("priced"),
        ledger=lit(True),
        comparable=lit(True),
        whole=lit(True),
    ).select(*COLUMNS)


def _session_hours(sessions: Frame, kind: str, ledger_hours: Frame | None, settings: Settings) -> Frame:
    """Return the hours of one kind at held sessions, unless the program's ledger has that kind.

    Recorded presentations are included.
    """
    rate = settings.staff_rate if kind == "staff_hours" else settings.volunteer_rate.get("rate")
    priced = lit(None, "float") if rate is None else (_as_float(kind) * float(rate) * MONEY_PARTS).round()
    giver = lit(LIBRARY) if kind == "staff_hours" else lit(None)
    held = sessions.filter(is_true(col("status") == "held")).with_columns(
        giver=giver, hours=_as_float(kind), priced=priced, program=text("program_id").fill_null("")
    )
    held = _attach_ledger_hours(held, kind, ledger_hours).filter(col("outranking") == 0)
    no = lit(False)
    both = ~col("staff_hours").is_null() & ~col("volunteer_hours").is_null()
    return held.select(
        *_location_columns(),
        "giver",
        "hours",
        "priced",
        kind=lit(kind),
        estimate=no,
        bounded=no,
        ledger=no,
        comparable=both | (col("written") > 0),
        whole=col("written") > 0,
    ).select(*COLUMNS)


def _attach_ledger_hours(sessions: Frame, kind: str, ledger_hours: Frame | None) -> Frame:
    """Attach the number of the program's ledger hour lines and of those that replace this kind.

    The join is many-to-one.
    """
    if ledger_hours is None:
        return sessions.with_columns(written=lit(0), outranking=lit(0))
    same = col("kind") == kind
    outranks = same & _is_library_hour() if kind == "staff_hours" else same
    lines = ledger_hours.select(
        written_of=text("program_id").fill_null(""), written=lit(1), outranking=as_integer(outranks)
    )
    lines = lines.aggregate(["written_of"], col("written").sum(), col("outranking").sum())
    sessions = sessions.join(lines, ["program"], ["written_of"])
    return sessions.with_columns(
        *(col(name).fill_null(0).cast("integer") for name in ("written", "outranking"))
    )


def _is_library_hour() -> Expr:
    """Return whether the hours are the library's: no other party is named as the giver."""
    return col("giver").is_null() | is_true(col("giver").is_in((LIBRARY, PROJECT)))


def _location_columns() -> tuple[Expr, ...]:
    return (text("program_id"), col("date"), *(text(period) for period in PERIODS))


def _as_float(column: str) -> Expr:
    return col(column).cast("float")


def _with_conditions(rows: Frame) -> Frame:
    staff, known = col("kind") == "staff_hours", ~col("hours").is_null()
    rows = rows.with_columns(
        known=known,
        staff=staff,
        volunteer=~staff,
        library_staff=staff & _is_library_hour(),
        worth=~col("priced").is_null(),
        open=col("whole") & ~known,
        comparable=col("comparable") & known,
    )
    is_recorded = known | col("worth")
    rows = rows.with_columns(recorded=is_recorded, unrecorded=col("ledger") & ~is_recorded)
    both = ((who, mark) for who in ("staff", "volunteer") for mark in ("comparable", "open"))
    pairs = (*((who, mark) for who in WORKERS for mark in HOUR_MARKS), *both)
    return rows.with_columns(*((col(who) & col(mark)).alias(f"{who}_{mark}") for who, mark in pairs))
