"""How a measure is written down: a count over one table, or an amount of money."""

from __future__ import annotations

from typing import NamedTuple

from libcollab_metrics.metrics.definition import How, Measure

#: Money is added in ten-thousandths of the currency unit: whole numbers add up the same in any order.
MONEY_PARTS = 10_000


def counted(table: str, id: str, how: How, label: str, column: str = "", where: str = "", one: str = "") -> Measure:
    """Return a measure over a prepared table; see `Measure` for what each part says."""
    return Measure(id, label, table, how, column, where, one)


def money(table: str, id: str, label: str, where: str, column: str = "priced") -> Measure:
    """Return the sum of a column of money kept in `MONEY_PARTS` of the currency unit."""
    return Measure(id, label, table, "sum", column, where, money=True, per=MONEY_PARTS)


class Lines(NamedTuple):
    """The lines an amount of money stands on: all of them, those with a value, with an estimate, with a lower bound."""

    rows: Measure
    priced: Measure
    estimated: Measure
    bounded: Measure


def lines(table: str, id: str, label: str, conditions: tuple[str, str, str, str]) -> Lines:
    """Return the counts of the lines behind an amount, by the condition of each."""
    names = zip(Lines._fields, conditions, strict=True)
    return Lines(*(counted(table, f"{id}_{name}", "rows", label, where=where) for name, where in names))
