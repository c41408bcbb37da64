"""Single lines of the ledger that a figure leaves open: money nobody has cleared, and what has no price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from libcollab_metrics.metrics.definition import EVERYTHING
from libcollab_metrics.metrics.facts import Facts, plain
from libcollab_metrics.metrics.measures import MONEY_PARTS
from libcollab_metrics.metrics.prepare import Prepared
from libcollab_metrics.metrics.tables.rows import text
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import Scope

_COLUMNS = ("kind", "from_party", "to_party", "status", "unit", "program_id")


@dataclass(frozen=True)
class LedgerLine:
    """One line as recorded, for the library's own screens; None where nothing was entered.

    `program` is the printed name, empty where the line names none. Parties may be people: they never stand in a
    document or a message. `value` is what was entered, quantity × unit value, or hours at their rate.
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


def unclear_lines(dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date) -> tuple[LedgerLine, ...]:
    """Return the lines that keep `fund_clarity` below 100 %: cash that is unclear, or from nobody named."""
    return _lines(dataset, scope, as_of, nw.col("cash") & ~nw.col("clear_cash"))


def unpriced_lines(dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date) -> tuple[LedgerLine, ...]:
    """Return what was given, spent or received without a value: gifts, outlays and benefits, never priced at 0."""
    given = nw.col("cost") | nw.col("cash_in") | nw.col("benefit")
    return _lines(dataset, scope, as_of, given & ~nw.col("known"))


def _lines(dataset: Dataset, scope: Scope, as_of: date, which: nw.Expr) -> tuple[LedgerLine, ...]:
    prepared = Prepared(dataset, as_of, scope, "")
    if prepared.ledger is None:
        return ()
    numbers = ("date", "quantity", "priced")
    frame = prepared.ledger.frame.filter(which).select(*numbers, *(text(name).alias(name) for name in _COLUMNS))
    rows = [{key: plain(cell) for key, cell in row.items()} for row in frame.collect().rows(named=True)]
    return tuple(_line(row, prepared.facts) for row in rows)


def _line(row: dict[str, Any], facts: Facts) -> LedgerLine:
    worth = None if row["priced"] is None else row["priced"] / MONEY_PARTS
    return LedgerLine(
        facts.named(row["program_id"]).name, row["date"] and row["date"].date(), row["kind"], row["from_party"],
        row["to_party"], row["quantity"], row["unit"], worth, row["status"],
    )  # fmt: skip
