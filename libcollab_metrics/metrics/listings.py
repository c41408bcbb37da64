"""List unclear and unpriced ledger lines, lots of books, and parts of costs and social returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from libcollab_metrics.metrics.counting import Counts
from libcollab_metrics.metrics.definition import EVERYTHING, Number
from libcollab_metrics.metrics.evaluate import Evaluator, evaluate
from libcollab_metrics.metrics.facts import Facts, read_rows
from libcollab_metrics.metrics.families.cost import (
    ADDED_AMOUNTS,
    LEVELS,
    SUBTRACTED_AMOUNTS,
    Level,
    cost_measures,
)
from libcollab_metrics.metrics.families.social_return import Swing, compute_swings
from libcollab_metrics.metrics.frames import Expr, col
from libcollab_metrics.metrics.measures import CASH_COST, LIBRARY_PAID, MONEY_PARTS
from libcollab_metrics.metrics.prepare import PreparedTables
from libcollab_metrics.metrics.tables.rows import PERIOD_COLUMNS, text
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import LIBRARY, PROJECT, STAGES
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.social_return import parse_social_return

#: Replaces the name of a party that is not a partner: it may be a person and must not be disclosed.
OTHER_PARTY = "somebody-else"
#: Labels of two parts of the cost.
CASH_SPENT, LIBRARY_CASH = CASH_COST.label, LIBRARY_PAID.label
#: Scope fields that can select ledger lines.
_FIELDS = {*PERIOD_COLUMNS, "partner"}
_LINE_COLUMNS = ("kind", "from_party", "to_party", "status", "unit", "program_id")


@dataclass(frozen=True)
class LedgerLine:
    """One ledger line as recorded, for the library's own screens.

    A party may be a person: except in lines of `list_exchanged_lines`, parties must not appear in documents
    or messages.

    Attributes
    ----------
    program : str
        Printed name; empty if the line names no program.
    day : date or None
    kind, giver, taker, unit, status : str or None
        None where nothing was entered.
    quantity : float or None
        In `unit`.
    value : float or None
        Entered value, else quantity × unit value, else hours at their rate, in the workspace's currency.
    estimated : bool
        Whether the value is an estimate.
    at_least : bool
        Whether the value is a lower bound.
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


def list_exchanged_lines(evaluator: Evaluator, scope: Scope = EVERYTHING) -> tuple[LedgerLine, ...]:
    """Return every ledger line in the form that may be shown to a partner, and pledges due later, by day.

    Only `library`, `project` and partners (described, or linked to a program) keep their names. Any other
    party is replaced by `OTHER_PARTY`, because it may be a person.

    Parameters
    ----------
    evaluator : Evaluator
    scope : Scope
        Sites, formats and ages are not recorded in a ledger: a scope with such a field has no lines.

    Returns
    -------
    tuple of LedgerLine
        Lines without a day come last.
    """
    if {name for name, _ in scope.where} - _FIELDS:
        return ()
    prepared = evaluator.prepare_tables(scope)
    names = prepared.facts.parties
    due_later = [
        line
        for line in list_pledges(evaluator.dataset, scope=scope)
        if line.day is not None and line.day > prepared.as_of
    ]
    lines = [
        replace(line, giver=_public_name(line.giver, names), taker=_public_name(line.taker, names))
        for line in (*_read_lines(prepared, None), *due_later)
    ]
    return tuple(sorted(lines, key=lambda line: line.day or date.max))


def _public_name(party: str | None, names: Mapping[str, str]) -> str | None:
    return None if party is None else names.get(casefold_name(party), OTHER_PARTY)


def list_unclear_lines(dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date) -> tuple[LedgerLine, ...]:
    """Return the lines that lower `fund_clarity`: unclear cash, or cash without a named giver.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope
    as_of : date
        Later lines are excluded.

    Returns
    -------
    tuple of LedgerLine
    """
    return _read_lines(PreparedTables(dataset, as_of, scope, ""), col("cash") & ~col("clear_cash"))


def list_overdue_pledges(
    dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date
) -> tuple[LedgerLine, ...]:
    """Return what others pledged for a day that has passed, by that day.

    A pledge that was paid is no longer a pledge in the ledger: its status is then "received".

    Parameters
    ----------
    dataset : Dataset
    scope : Scope
    as_of : date
        Pledges for this day or later are not overdue.

    Returns
    -------
    tuple of LedgerLine
    """
    own = {casefold_name(name) for name in (LIBRARY, PROJECT)}
    lines = _read_lines(PreparedTables(dataset, as_of, scope, ""), text("status") == "pledged")
    overdue = [line for line in lines if line.day and line.day < as_of]
    return tuple(
        sorted(
            (line for line in overdue if line.giver and casefold_name(line.giver) not in own),
            key=lambda line: line.day or as_of,
        )
    )


def list_unpriced_lines(
    dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date
) -> tuple[LedgerLine, ...]:
    """Return contributions, expenses and benefits without a value; they are never priced at 0.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope
    as_of : date
        Later lines are excluded.

    Returns
    -------
    tuple of LedgerLine
    """
    is_counted = col("cost") | col("cash_in") | col("benefit")
    return _read_lines(PreparedTables(dataset, as_of, scope, ""), is_counted & ~col("known"))


def list_pledges(dataset: Dataset, *, scope: Scope = EVERYTHING) -> tuple[LedgerLine, ...]:
    """Return the contributions and benefits that are promised and not yet given, whatever their day.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope

    Returns
    -------
    tuple of LedgerLine
    """
    prepared = PreparedTables(dataset, date.max - timedelta(days=1), scope, "")
    return _read_lines(prepared, col("status") == "pledged")


def list_lines(dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date) -> tuple[LedgerLine, ...]:
    """Return every ledger line as recorded, with any party's name: for the library's own screens only.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope
    as_of : date
        Later lines are excluded.

    Returns
    -------
    tuple of LedgerLine
    """
    return _read_lines(PreparedTables(dataset, as_of, scope, ""), None)


def list_cash_parties(
    dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date
) -> frozenset[tuple[str, str]]:
    """Return who gave cash to whom, as received or spent; each pair of parties once.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope
    as_of : date
        Later lines are excluded.

    Returns
    -------
    frozenset of (str, str)
        Case-folded names of giver and taker; empty where nothing was entered.
    """
    ledger = PreparedTables(dataset, as_of, scope, "").ledger
    if ledger is None:
        return frozenset()
    is_paid = (text("kind") == "cash") & text("status").is_in(("received", "spent"))
    pairs = ledger.frame.filter(is_paid).select(giver=text("from_party"), taker=text("to_party")).unique()
    return frozenset(
        (casefold_name(row["giver"] or ""), casefold_name(row["taker"] or "")) for row in pairs.rows()
    )


def list_incomplete_ledgers(dataset: Dataset) -> frozenset[str]:
    """Return the programs whose ledger is declared to lack costs.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    frozenset of str
        Printed names; the empty name, of entries without a program, if that is declared for all.
    """
    general = dataset.settings.ledger_complete
    programs = read_rows(dataset, "programs")
    names = {str(row["name"]) for row in programs if (row.get("ledger_complete") or general) == "no"}
    return frozenset(names | ({""} if general == "no" else set()))


def _read_lines(prepared: PreparedTables, condition: Expr | None) -> tuple[LedgerLine, ...]:
    if prepared.ledger is None:
        return ()
    numbers = ("date", "quantity", "priced", "estimate", "bounded")
    frame = prepared.ledger.frame if condition is None else prepared.ledger.frame.filter(condition)
    frame = frame.select(*numbers, *(text(name).alias(name) for name in _LINE_COLUMNS))
    return tuple(_parse_line(row, prepared.facts) for row in frame.rows())


def _parse_line(row: dict[str, Any], facts: Facts) -> LedgerLine:
    worth = None if row["priced"] is None else row["priced"] / MONEY_PARTS
    return LedgerLine(
        facts.program_by_id(row["program_id"]).name,
        row["date"] and row["date"].date(),
        row["kind"],
        row["from_party"],
        row["to_party"],
        row["quantity"],
        row["unit"],
        worth,
        row["status"],
        row["estimate"],
        row["bounded"],
    )


# Lots of books in transit: destination, day of shipment, and days since then.

_LOT_COLUMNS = ("lot", "program_id", "site", "language", "dispatched_on", "days_waited", "books_shipped")


@dataclass(frozen=True)
class Lot:
    """A lot in transit.

    Attributes
    ----------
    name, program : str
        Name of the lot, printed name of its program.
    site, language : str or None
        None where not known.
    sent_on : date
    days : int
        Days since the shipment.
    books : float or None
        None where not known.
    """

    name: str
    program: str
    site: str | None
    language: str | None
    sent_on: date
    days: int
    books: float | None


def lots_in_transit(dataset: Dataset, scope: Scope = EVERYTHING, *, as_of: date) -> tuple[Lot, ...]:
    """Return the lots that were shipped by `as_of` and have not arrived, the oldest first.

    A lot with a number received has arrived, even if the number is 0. A lot without a day of shipment is not
    known to be in transit. The median `days_to_deliver` ignores these lots; list them with it.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope
    as_of : date

    Returns
    -------
    tuple of Lot
        `days` is a whole number of days.
    """
    prepared = PreparedTables(dataset, as_of, scope, "")
    if prepared.deliveries is None:
        return ()
    waiting = prepared.deliveries.frame.filter(col("on_the_way")).select(*_LOT_COLUMNS)
    lots = [
        Lot(
            row["lot"] or "",
            prepared.facts.program_by_id(row["program_id"]).name,
            row["site"],
            row["language"],
            row["dispatched_on"].date(),
            int(row["days_waited"]),
            row["books_shipped"],
        )
        for row in waiting.rows()
    ]
    return tuple(sorted(lots, key=lambda lot: (-lot.days, lot.name, lot.site or "")))


@dataclass(frozen=True)
class BookLot:
    """A lot of books with what was counted at each stage.

    Attributes
    ----------
    name, program : str
        Name of the lot, printed name of its program.
    site, language : str or None
        None where not known.
    sent_on, received_on : date or None
        None where not known, or later than the day of the listing.
    unit : str
        "books", or "boxes" where the number of books in a box is not known.
    counts : mapping of str to float
        Known number in `unit` by stage; a stage that was not counted is missing.
    estimated, floors : frozenset of str
        Stages whose number is an estimate, or a lower bound.
    is_in_transit : bool
        Whether it was shipped and has not arrived.
    """

    name: str
    program: str
    site: str | None
    language: str | None
    sent_on: date | None
    received_on: date | None
    unit: str
    counts: Mapping[str, float]
    estimated: frozenset[str]
    floors: frozenset[str]
    is_in_transit: bool


def list_lots(dataset: Dataset, scope: Scope = EVERYTHING, *, as_of: date) -> tuple[BookLot, ...]:
    """Return every lot of books, in the order of the records.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope
    as_of : date
        Later shipments and arrivals are excluded.

    Returns
    -------
    tuple of BookLot
    """
    prepared = PreparedTables(dataset, as_of, scope, "")
    if prepared.deliveries is None:
        return ()
    rows = prepared.deliveries.frame.rows()
    return tuple(_parse_lot(row, prepared.facts, as_of) for row in rows)


def _parse_lot(row: Mapping[str, Any], facts: Facts, as_of: date) -> BookLot:
    is_boxed = bool(row["in_boxes"]) and row["books_per_unit"] is None
    numbers = {stage: row[stage if is_boxed else f"books_{stage}"] for stage in STAGES}
    days = [row[name] and row[name].date() for name in ("dispatched_on", "received_on")]
    sent_on, received_on = (day if day and day <= as_of else None for day in days)
    return BookLot(
        row["lot"] or "",
        facts.program_by_id(row["program_id"]).name,
        row["site"],
        row["language"],
        sent_on,
        received_on,
        "boxes" if is_boxed else "books",
        {stage: number for stage, number in numbers.items() if number is not None},
        frozenset(s for s in STAGES if row[f"estimated_{s}"] or row[f"{s}_is_estimate"]),
        frozenset(s for s in STAGES if row[f"bounded_{s}"] or row[f"{s}_at_least"]),
        bool(row["on_the_way"]),
    )


def list_boxed_lots(dataset: Dataset, scope: Scope = EVERYTHING) -> tuple[str, ...]:
    """Return the names of the lots counted in boxes without a known number of books per box.

    Boxes are not converted without that number, so these lots are excluded from all book counts.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope

    Returns
    -------
    tuple of str
        Sorted names.
    """
    prepared = PreparedTables(dataset, date.max - timedelta(days=1), scope, "")
    if prepared.deliveries is None:
        return ()
    boxed = prepared.deliveries.frame.filter(col("in_boxes") & col("books_per_unit").is_null()).select("lot")
    return tuple(sorted({row["lot"] or "" for row in boxed.rows()}))


# Breakdown of the cost at each level: cash, contributions, hours, and the unpriced lines of each.


@dataclass(frozen=True)
class CostPart:
    """One component of the cost at one level.

    Attributes
    ----------
    level : Level
    label : str
    amount : float or int or None
        In the workspace's currency; None if no line has a value.
    lines, priced : int
        Number of lines, and of lines with a value.
    is_subtracted : bool
        Whether the amount is subtracted.
    """

    level: Level
    label: str
    amount: Number | None
    lines: int
    priced: int
    is_subtracted: bool = False


def compute_cost_parts(dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date) -> tuple[CostPart, ...]:
    """Return the components of the cost at each level, without components that have no lines.

    The components of one level add up to `cost_cash`, `cost_library` or `cost_full`. Never add components of
    different levels: two levels may contain the same cash.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope
    as_of : date

    Returns
    -------
    tuple of CostPart
        Level by level.
    """
    measures = [measure for level in LEVELS for measure in cost_measures(level)]
    cell = Counts(PreparedTables(dataset, as_of, scope, ""), measures, "").group_counts(None)
    parts = [
        CostPart(
            level, amount.label, cell[amount], cell.count(lines.rows), cell.count(lines.priced), is_subtracted
        )
        for level in LEVELS
        for is_subtracted, sorts in ((False, ADDED_AMOUNTS[level]), (True, SUBTRACTED_AMOUNTS[level]))
        for amount, lines in sorts
    ]
    return tuple(part for part in parts if part.lines)


# Sensitivity of the social return to its assumptions.


def social_return_swings(dataset: Dataset, *, as_of: date) -> tuple[Swing, ...]:
    """Return the assumptions of the setting `sroi`, the one with the largest effect first.

    Each assumption is varied from its low to its high end with all others at their middle, over the full cost
    of everything recorded.

    Parameters
    ----------
    dataset : Dataset
    as_of : date

    Returns
    -------
    tuple of Swing
        Empty without the setting or without a cost.
    """
    social = parse_social_return(dataset.settings.sroi)
    (cost,) = evaluate(dataset, metrics=["cost_full"], as_of=as_of).values
    return compute_swings(social, cost.value) if social is not None and cost.value else ()
