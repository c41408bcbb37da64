"""Whose hours went into a program, each hour once: those of the ledger, or where it has none those of the sessions."""

from __future__ import annotations

import narwhals as nw

from libcollab_metrics.metrics.measures import MONEY_PARTS
from libcollab_metrics.metrics.tables.rows import Frame, is_true, one, text
from libcollab_metrics.model.schema import LIBRARY, PROJECT
from libcollab_metrics.model.scope import PERIODS
from libcollab_metrics.model.settings import Settings

#: Whose hours, and what must be known of them: the hours, a worth, one of the two; and how sure the worth is.
WORKERS, MARKS = (
    ("staff", "volunteer", "library_staff"),
    ("known", "worth", "told", "untold", "estimate", "bounded", "ledger"),
)
KINDS = ("staff_hours", "volunteer_hours")
COLUMNS = (
    "program_id", "date", *PERIODS, "kind", "giver", "hours", "priced", "estimate", "bounded", "ledger",
    "beside", "whole",
)  # fmt: skip


def recorded_hours(sessions: Frame | None, ledger: Frame | None, settings: Settings) -> Frame | None:
    """Return one row a line that says who worked, of held sessions and of the ledger; None where there is neither.

    Hour rows of the ledger, received or spent and given to the project, outrank what the sessions say of that
    program and kind: the session rows are then not there, so that no hour is counted twice. Hours of staff at a
    session are those of the library, so hours of somebody else's staff add to them and outrank nothing. A row whose
    `hours` is null stands for a session or line of which nobody wrote the hours down.

    Parameters
    ----------
    sessions : every session up to the day, whatever the scope.
    ledger : every line up to the day as `with_money` prepares it.

    Returns
    -------
    Columns `hours`, `priced` (what they are worth in ten-thousandths: the ledger's own value, else hours × rate,
    else null), `kind`, `giver` (folded; null where nobody is named) and the conditions `staff`, `volunteer`,
    `library_staff` (staff of nobody else's), each of the three with the marks `_known` (hours), `_worth`,
    `_told` (hours or a worth), `_untold` (a line of the ledger with neither), `_estimate`, `_bounded` and
    `_ledger` (a line of the ledger); and of staff and volunteers `_beside` and `_open`. Hours of staff and
    volunteers are set side by side session by session, where both are known; in a program with hours in the ledger
    only as a whole, where a line that nobody wrote down leaves its kind open.
    """
    written = None if ledger is None else _of_ledger(ledger)
    parts = [] if written is None else [written]
    if sessions is not None:
        parts += [_of_sessions(sessions, kind, written, settings) for kind in KINDS]
    if not parts:
        return None
    return _with_conditions(nw.concat(parts, how="vertical") if len(parts) > 1 else parts[0])


def _of_ledger(ledger: Frame) -> Frame:
    """The hour rows given to the project; a pledge has given nothing yet."""
    given = ledger.filter(nw.col("gift_in") & is_true(text("kind").is_in(KINDS)))
    return given.select(
        *_place(), "giver", "estimate", "bounded", kind=text("kind"), hours=_number("quantity"),
        priced=_number("priced"), ledger=nw.lit(True), beside=nw.lit(True),
        whole=nw.lit(True),
    ).select(*COLUMNS)  # fmt: skip


def _of_sessions(sessions: Frame, kind: str, written: Frame | None, settings: Settings) -> Frame:
    """The hours of one kind at each session held, recordings too, of programs whose ledger has none of that kind."""
    rate = settings.staff_rate if kind == "staff_hours" else settings.volunteer_rate.get("rate")
    priced = nw.lit(None, dtype=nw.Float64) if rate is None else (_number(kind) * float(rate) * MONEY_PARTS).round(0)
    giver = nw.lit(LIBRARY) if kind == "staff_hours" else nw.lit(None, dtype=nw.String)
    held = sessions.filter(is_true(nw.col("status") == "held")).with_columns(
        giver=giver, hours=_number(kind), priced=priced, program=text("program_id").fill_null("")
    )
    held = _attach_written(held, kind, written).filter(nw.col("outranking") == 0)
    no = nw.lit(False)
    both = ~nw.col("staff_hours").is_null() & ~nw.col("volunteer_hours").is_null()
    return held.select(
        *_place(), "giver", "hours", "priced", kind=nw.lit(kind), estimate=no, bounded=no, ledger=no,
        beside=both | (nw.col("written") > 0), whole=nw.col("written") > 0,
    ).select(*COLUMNS)  # fmt: skip


def _attach_written(held: Frame, kind: str, written: Frame | None) -> Frame:
    """Attach how many hour rows the program has in the ledger, and how many that outrank this kind; many-to-one."""
    if written is None:
        return held.with_columns(written=nw.lit(0), outranking=nw.lit(0))
    same = nw.col("kind") == kind
    outranks = same & _of_library() if kind == "staff_hours" else same
    lines = written.select(written_of=text("program_id").fill_null(""), written=nw.lit(1), outranking=one(outranks))
    lines = lines.group_by("written_of").agg(nw.col("written").sum(), nw.col("outranking").sum())
    held = held.join(lines, left_on="program", right_on="written_of", how="left")
    return held.with_columns(nw.col("written", "outranking").fill_null(0).cast(nw.Int64))


def _of_library() -> nw.Expr:
    """Whether nobody else gave the hours: the library, or nobody named."""
    return nw.col("giver").is_null() | is_true(nw.col("giver").is_in((LIBRARY, PROJECT)))


def _place() -> tuple[nw.Expr, ...]:
    return (text("program_id"), nw.col("date"), *(text(period) for period in PERIODS))


def _number(column: str) -> nw.Expr:
    return nw.col(column).cast(nw.Float64)


def _with_conditions(rows: Frame) -> Frame:
    staff, known = nw.col("kind") == "staff_hours", ~nw.col("hours").is_null()
    rows = rows.with_columns(
        known=known, staff=staff, volunteer=~staff, library_staff=staff & _of_library(),
        worth=~nw.col("priced").is_null(), open=nw.col("whole") & ~known, beside=nw.col("beside") & known,
    )  # fmt: skip
    told = known | nw.col("worth")
    rows = rows.with_columns(told=told, untold=nw.col("ledger") & ~told)
    both = ((who, mark) for who in ("staff", "volunteer") for mark in ("beside", "open"))
    pairs = (*((who, mark) for who in WORKERS for mark in MARKS), *both)
    return rows.with_columns(*((nw.col(who) & nw.col(mark)).alias(f"{who}_{mark}") for who, mark in pairs))
