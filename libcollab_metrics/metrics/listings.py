"""Single lines of the ledger: what a figure leaves open, and what partners gave and received, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import narwhals as nw

from libcollab_metrics.metrics.counting import Counts
from libcollab_metrics.metrics.definition import EVERYTHING, Number
from libcollab_metrics.metrics.evaluate import Evaluator, evaluate
from libcollab_metrics.metrics.facts import Facts, plain
from libcollab_metrics.metrics.families.cost import ADDED, LEVELS, TAKEN, Level, measures_at
from libcollab_metrics.metrics.families.social_return import Swing, swings
from libcollab_metrics.metrics.measures import MONEY_PARTS
from libcollab_metrics.metrics.prepare import Prepared
from libcollab_metrics.metrics.tables.rows import PERIOD_COLUMNS, text
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.social_return import read_social_return

#: Who is no partner, and perhaps a person: the name stays in the library.
SOMEBODY_ELSE = "somebody-else"
#: What a selection of ledger lines can be made by.
_FIELDS = {*PERIOD_COLUMNS, "partner"}
_LINE_COLUMNS = ("kind", "from_party", "to_party", "status", "unit", "program_id")


@dataclass(frozen=True)
class LedgerLine:
    """One line as recorded, for the library's own screens; None where nothing was entered.

    `program` is the printed name, empty where the line names none. Parties may be people: they never stand in a
    document or a message, but in lines of `exchanged_lines`. `value` is what was entered, quantity × unit value, or
    hours at their rate, and may be an estimate or a lower bound.
    """

    program: str
    day: date | None
    kind: str | None
    giver: str | None
    taker: str | None
    quantity: float | None
    unit: str | None
    value: float | None
    status: str | None
    estimated: bool = False
    at_least: bool = False


def exchanged_lines(counted: Evaluator, scope: Scope = EVERYTHING) -> tuple[LedgerLine, ...]:
    """Return every line of the ledger as it may be shown to a partner, by day.

    Only `library`, `project` and partners keep their names: those described or named as a partner of a program.
    Anybody else is `SOMEBODY_ELSE`, for that may be a person. A ledger says nothing of sites, formats or ages, so a
    selection by one of these has no lines.
    """
    if {name for name, _ in scope.where} - _FIELDS:
        return ()
    prepared = counted.prepared(scope)
    names = prepared.facts.parties
    lines = [
        replace(line, giver=_shown(line.giver, names), taker=_shown(line.taker, names))
        for line in _lines(prepared, None)
    ]
    return tuple(sorted(lines, key=lambda line: line.day or date.max))


def _shown(party: str | None, names: Mapping[str, str]) -> str | None:
    return None if party is None else names.get(fold(party), SOMEBODY_ELSE)


def unclear_lines(dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date) -> tuple[LedgerLine, ...]:
    """Return the lines that keep `fund_clarity` below 100 %: cash that is unclear, or from nobody named."""
    return _lines(Prepared(dataset, as_of, scope, ""), nw.col("cash") & ~nw.col("clear_cash"))


def unpriced_lines(dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date) -> tuple[LedgerLine, ...]:
    """Return what was given, spent or received without a value: gifts, outlays and benefits, never priced at 0."""
    given = nw.col("cost") | nw.col("cash_in") | nw.col("benefit")
    return _lines(Prepared(dataset, as_of, scope, ""), given & ~nw.col("known"))


def _lines(prepared: Prepared, which: nw.Expr | None) -> tuple[LedgerLine, ...]:
    if prepared.ledger is None:
        return ()
    numbers = ("date", "quantity", "priced", "estimate", "bounded")
    frame = prepared.ledger.frame if which is None else prepared.ledger.frame.filter(which)
    frame = frame.select(*numbers, *(text(name).alias(name) for name in _LINE_COLUMNS))
    rows = [{key: plain(cell) for key, cell in row.items()} for row in frame.collect().rows(named=True)]
    return tuple(_line(row, prepared.facts) for row in rows)


def _line(row: dict[str, Any], facts: Facts) -> LedgerLine:
    worth = None if row["priced"] is None else row["priced"] / MONEY_PARTS
    return LedgerLine(
        facts.named(row["program_id"]).name, row["date"] and row["date"].date(), row["kind"], row["from_party"],
        row["to_party"], row["quantity"], row["unit"], worth, row["status"],
        row["estimate"], row["bounded"],
    )  # fmt: skip


# Lots of books that left and have not arrived: which, since when, and for how many days.

_LOT_COLUMNS = ("lot", "program_id", "site", "language", "dispatched_on", "days_waited", "books_shipped")


@dataclass(frozen=True)
class Lot:
    """A lot on the way: where to, since which day, for how many days, and the books in it; None where not known."""

    name: str
    program: str
    site: str | None
    language: str | None
    sent_on: date
    days: int
    books: float | None


def lots_on_the_way(dataset: Dataset, scope: Scope = EVERYTHING, *, as_of: date) -> tuple[Lot, ...]:
    """Return the lots of a selection that had left by `as_of` and not arrived, the longest on the way first.

    A lot with a number received has arrived, whatever the number; one without the day it left is not known to be on
    the way. The median of `days_to_deliver` ignores these lots, so they stand beside it. Days are whole days.
    """
    prepared = Prepared(dataset, as_of, scope, "")
    if prepared.deliveries is None:
        return ()
    waiting = prepared.deliveries.frame.filter(nw.col("on_the_way")).select(*_LOT_COLUMNS).collect()
    rows = [{name: plain(value) for name, value in row.items()} for row in waiting.rows(named=True)]
    lots = [
        Lot(
            row["lot"] or "", prepared.facts.named(row["program_id"]).name, row["site"], row["language"],
            row["dispatched_on"].date(), int(row["days_waited"]), row["books_shipped"],
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(lots, key=lambda lot: (-lot.days, lot.name, lot.site or "")))


def boxed_lots(dataset: Dataset, scope: Scope = EVERYTHING) -> tuple[str, ...]:
    """Return the names of the lots counted in boxes that nobody has said the number of books of.

    Boxes are never converted unasked: these lots stand in no number of books.
    """
    prepared = Prepared(dataset, date.max - timedelta(days=1), scope, "")
    if prepared.deliveries is None:
        return ()
    boxed = prepared.deliveries.frame.filter(nw.col("in_boxes") & nw.col("books_per_unit").is_null()).select("lot")
    return tuple(sorted({str(plain(row["lot"]) or "") for row in boxed.collect().rows(named=True)}))


# What the cost of each level is made of: cash, gifts, hours, and how many lines of each have no price.


@dataclass(frozen=True)
class CostPart:
    """One sort of cost at one level; `taken` says it is taken off. `amount` is None where no line has a value."""

    level: Level
    label: str
    amount: Number | None
    lines: int
    priced: int
    taken: bool = False


def cost_parts(dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date) -> tuple[CostPart, ...]:
    """Return the parts of the cost at every level that has lines of them, level by level.

    Parts of one level add up to `cost_cash`, `cost_library` or `cost_full`; parts of different levels are never
    added, for the same cash stands in two of them.
    """
    measures = [measure for level in LEVELS for measure in measures_at(level)]
    cell = Counts(Prepared(dataset, as_of, scope, ""), measures, "").cell(None)
    parts = [
        CostPart(level, amount.label, cell[amount], cell.count(lines.rows), cell.count(lines.priced), taken)
        for level in LEVELS
        for taken, sorts in ((False, ADDED[level]), (True, TAKEN[level]))
        for amount, lines in sorts
    ]
    return tuple(part for part in parts if part.lines)


# Which assumptions move a social return most: what the page shows beside the range.


def social_return_swings(dataset: Dataset, *, as_of: date) -> tuple[Swing, ...]:
    """Return the assumptions of the setting `sroi`, the one that moves the return most first.

    Each is moved from its low to its high while all others stand in the middle, over the full cost of everything
    recorded. Empty where there is no such setting or no cost.
    """
    social = read_social_return(dataset.settings.sroi)
    (cost,) = evaluate(dataset, metrics=["cost_full"], as_of=as_of).values
    return swings(social, cost.value) if social is not None and cost.value else ()
