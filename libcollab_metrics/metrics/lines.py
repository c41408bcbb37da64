"""Single lines of the ledger: what a figure leaves open, and what partners gave and received, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import narwhals as nw

from libcollab_metrics.metrics.definition import EVERYTHING
from libcollab_metrics.metrics.evaluate import Evaluator
from libcollab_metrics.metrics.facts import Facts, plain
from libcollab_metrics.metrics.measures import MONEY_PARTS
from libcollab_metrics.metrics.prepare import Prepared
from libcollab_metrics.metrics.tables.rows import PERIOD_COLUMNS, text
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.scope import Scope

#: Who is no partner, and perhaps a person: the name stays in the library.
SOMEBODY_ELSE = "somebody-else"
#: What a selection of ledger lines can be made by.
_FIELDS = {*PERIOD_COLUMNS, "partner"}
_COLUMNS = ("kind", "from_party", "to_party", "status", "unit", "program_id")


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
    frame = frame.select(*numbers, *(text(name).alias(name) for name in _COLUMNS))
    rows = [{key: plain(cell) for key, cell in row.items()} for row in frame.collect().rows(named=True)]
    return tuple(_line(row, prepared.facts) for row in rows)


def _line(row: dict[str, Any], facts: Facts) -> LedgerLine:
    worth = None if row["priced"] is None else row["priced"] / MONEY_PARTS
    return LedgerLine(
        facts.named(row["program_id"]).name, row["date"] and row["date"].date(), row["kind"], row["from_party"],
        row["to_party"], row["quantity"], row["unit"], worth, row["status"],
        row["estimate"], row["bounded"],
    )  # fmt: skip
