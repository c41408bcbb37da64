"""Amounts of a ledger: its main column of money, the columns of sources or sides, and currencies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadTask
from libcollab_metrics.ingest.layouts.ledger_status import goes_by_sign, status_answers
from libcollab_metrics.ingest.layouts.running_balance import has_running_balance
from libcollab_metrics.ingest.tables.column_roles import (
    AMOUNT_SOURCES,
    SIDES,
    AmountSource,
    ledger_role,
    settle_amount_roles,
)
from libcollab_metrics.ingest.tables.mapping import BY_HAND
from libcollab_metrics.ingest.tables.reconcile import compare_totals
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import (
    Column,
    ParseContext,
    cell_text,
    parse_column,
    parse_currencies,
    parse_measures,
    parse_numbers,
    split_kind,
    split_measures,
)
from libcollab_metrics.ingest.values.currencies import find_currency
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.numbers import ParsedNumber, parse_number
from libcollab_metrics.ingest.values.table import EncodedValues
from libcollab_metrics.messages import Message
from libcollab_metrics.model.currencies import is_same_currency
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEDGER = SCHEMA["ledger"]
UNREAD = "number-unreadable"
_WORD = re.compile(r"[^\W\d_]+")
#: Each further column of amounts chosen by hand; the row says what became of them.
ANOTHER_AMOUNT = AmountSource("", taker="project")


@dataclass(frozen=True)
class Amounts:
    """One amount per row, from one column or pair of columns.

    Attributes
    ----------
    values : EncodedValues
        Money as parsed (`ParsedNumber`).
    quantities : EncodedValues
        Quantity of each row.
    units : EncodedValues
        Unit of each quantity.
    source : Part or None
        Source or side that the column represents, None for the main amount.
    heading : str
        Heading of the column.
    column : int
        Number of the column, from 1.
    """

    values: EncodedValues  # values are ParsedNumber
    quantities: EncodedValues
    units: EncodedValues
    source: AmountSource | None = None
    heading: str = ""
    column: int = 1

    @property
    def has_value(self) -> NDArray[np.bool_]:
        """Mask of rows with a value or a quantity."""
        return self.values.where(lambda read: read.value is not None) | self.quantities.known

    @property
    def has_both_signs(self) -> bool:
        """Whether some values are below zero, and others above."""
        known = [read.value for read in self.values if read.value]
        return bool(known) and min(known) < 0 < max(known)


def collect_amounts(
    body: SheetRows, task: ReadTask, columns: Mapping[str, Column], sides: EncodedValues | None = None
) -> list[Amounts]:
    """Collect the amounts of a row: the main one, and one per column of a source or side.

    The lines of a journal have `sides`: "spent", or "received" with negative amounts. Of several columns
    chosen by hand, each is an amount of its own.
    """
    roles = settle_amount_roles({h.column: ledger_role(h, task.grid.layout) for h in task.grid.headings})
    by_field: dict[str, list[ColumnMapping]] = {"ledger.value": [], "ledger.quantity": []}
    apart: list[tuple[ColumnMapping, AmountSource]] = []
    for mapped in task.mapping:
        part = AMOUNT_SOURCES.get(roles.get(mapped.column, ""))
        if mapped.field in by_field and part is not None:
            apart.append((mapped, part))
        elif mapped.field in by_field:
            by_field[mapped.field].append(mapped)
    chosen = [mapped for mapped in by_field["ledger.value"] if mapped.reason == BY_HAND]
    apart += [(mapped, ANOTHER_AMOUNT) for mapped in chosen[1:]]
    part_amounts = settle_pledges(
        [_read_part_amount(body.column(mapped), mapped, part, task.context) for mapped, part in apart]
    )
    value, quantity = (next(iter(by_field[name]), None) for name in by_field)
    if value is None and quantity is None and part_amounts:
        return part_amounts
    main = _read_main_amount(body, value, quantity, columns.get("ledger.unit"), task.context)
    goods = [part for part in part_amounts if part.source is AMOUNT_SOURCES["fund_in_kind"]]
    if value is None and len(goods) == 1:  # the quantities are those of what was given in kind
        quantities = goods[0].quantities.fill_unknown(main.quantities)
        counted = replace(goods[0], quantities=quantities, units=goods[0].units.fill_unknown(main.units))
        return [counted if part is goods[0] else part for part in part_amounts]
    if value is not None and not part_amounts:
        values = _fill_products(main, columns.get("ledger.unit_value"))
        compare_totals(body, value, values, task.context, is_whole=False, can_override=False)
    if sides is not None:
        return [*_split_accounts(main, sides), *part_amounts]
    goes_both_ways = has_running_balance(main.values, body) or goes_by_sign(task.context)
    if "ledger.status" not in columns and goes_both_ways:
        return [*_split_sides(main), *part_amounts]
    if "ledger.status" not in columns and status_answers(task.context).get("") == "spent":
        main = _count_spending(main)
    return [main, *part_amounts]


def _count_spending(amounts: Amounts) -> Amounts:
    """Return amounts that were spent as above zero, where an account shows most of them below it."""
    if sum(read.value or 0 for read in amounts.values) >= 0:
        return amounts
    values = amounts.values.map(lambda read: read if read.value is None else replace(read, value=-read.value))
    return replace(amounts, values=values)


def _fill_products(main: Amounts, unit_values: Column | None) -> list[float | None]:
    """Return the amounts, and in place of blank ones the quantity times the value of one."""
    values = list(main.values.map(lambda read: read.value))
    if unit_values is None:
        return values
    units = unit_values.parse(lambda cell: parse_number(cell_text(cell), is_count=False).value)
    return [
        quantity * unit if value is None and quantity is not None and unit is not None else value
        for value, quantity, unit in zip(values, main.quantities, units, strict=True)
    ]


def settle_pledges(parts: Sequence[Amounts]) -> list[Amounts]:
    """Return the amounts of a row with what is missing of a pledge in place of all of it.

    Where nothing was received, or nothing is missing, there is no line of the ledger. What was received of a
    pledge without a number, "no price", is unknown.
    """
    pledged, paid = AMOUNT_SOURCES["pledged"], AMOUNT_SOURCES["paid_in"]
    if not any(part.source in (pledged, paid) for part in parts):
        return list(parts)
    received = next((part.values for part in parts if part.source is paid), None)
    promised = next((part.values for part in parts if part.source is pledged), None)
    settled = []
    for part in parts:
        values = part.values
        if part.source is pledged and received is not None:
            pairs = zip(values, received, strict=True)
            values = EncodedValues.from_list([_what_is_missing(promise, gift) for promise, gift in pairs])
        elif part.source is paid and promised is not None:
            pairs = zip(values, promised, strict=True)
            values = EncodedValues.from_list(
                [
                    promise if gift.value is None and promise.code == UNREAD else gift
                    for gift, promise in pairs
                ]
            )
        values = values.map(lambda read: ParsedNumber(None) if read.value == 0 else read)
        settled.append(replace(part, values=values))
    return settled


def _what_is_missing(promised: ParsedNumber, received: ParsedNumber) -> ParsedNumber:
    """Return what is left of a promise; unknown where what was received cannot be read."""
    if promised.value is None or (received.value is None and received.code):
        return ParsedNumber(None, promised.code or received.code)
    return replace(promised, value=max(promised.value - (received.value or 0), 0))


def _split_sides(amounts: Amounts) -> list[Amounts]:
    """Return the positive amounts as money in and the negative ones as money out."""
    sides = []
    for side, sign in zip(SIDES, (1, -1), strict=True):
        values = amounts.values.map(
            lambda read, sign=sign: (
                replace(read, value=sign * read.value)
                if read.value is not None and sign * read.value > 0
                else ParsedNumber(None)
            )
        )
        sides.append(replace(amounts, values=values, source=AMOUNT_SOURCES[side]))
    return sides


def _split_accounts(amounts: Amounts, sides: EncodedValues) -> list[Amounts]:
    """Return the amounts of the accounts of income as money in, and those of expenses as money out."""
    split = []
    for side, status, sign in zip(SIDES, ("received", "spent"), (-1, 1), strict=True):
        own = sides.where(lambda found, status=status: found == status)
        values = amounts.values.map(
            lambda read, sign=sign: read if read.value is None else replace(read, value=sign * read.value)
        )
        codes = np.where(own, values.codes, len(values.values))
        known = EncodedValues(codes, [*values.values, ParsedNumber(None)])
        split.append(replace(amounts, values=known, source=AMOUNT_SOURCES[side]))
    return split


def _read_main_amount(
    body: SheetRows,
    value: ColumnMapping | None,
    quantity: ColumnMapping | None,
    unit: Column | None,
    context: ParseContext,
) -> Amounts:
    length = len(body.used)
    values, quantities, units = (
        EncodedValues.constant(ParsedNumber(None), length),
        EncodedValues.constant(None, length),
        EncodedValues.constant(None, length),
    )
    if unit is not None:
        units = parse_column("ledger", LEDGER.field("unit"), unit, context)
    if quantity is not None:
        quantities, written = parse_measures(LEDGER.field("quantity"), body.column(quantity), context)
        heading = normalize_heading(quantity.heading)
        named = next((word for word in word_list("measures", "hours") if word in heading.split()), None)
        units = units.fill_unknown(written).fill_unknown(EncodedValues.constant(named and "hours", length))
    if value is not None:
        values, more, written = _split_money_and_quantities(body.column(value), context)
        quantities, units = quantities.fill_unknown(more), units.fill_unknown(written)
    return Amounts(values, quantities, units, column=value.column if value else 1)


def find_rows_in_words(body: SheetRows, amounts: Amounts, task: ReadTask) -> tuple[set[int], set[int]]:
    """Return and report the rows with words in place of one of their amounts.

    Returns
    -------
    in_kind : set of int
        Excel rows with "in kind" or "donated (worth about $25)".
    pledged : set of int
        Excel rows with "pending" or "2,000 (pledge)".
    """
    mapped = next((m for m in task.mapping if m.column == amounts.column and m.field == "ledger.value"), None)
    found: list[set[int]] = []
    for says_so, message in (
        (_names_gift_in_kind, Message("in kind, in place of an amount: read as a gift of goods")),
        (_names_pledge, Message("promised or pending, in place of an amount: not counted")),
    ):
        rows = np.zeros(0, dtype=np.int64)
        if mapped is not None:
            rows = body.excel_rows[body.column(mapped).parse(says_so).where(bool)]
            where = (rows, mapped.column)
            task.context.log.add_rows("choice-assumed", *where, heading=mapped.heading, message=message)
        found.append(set(rows.tolist()))
    return found[0], found[1]


def _names_gift_in_kind(cell: object) -> bool:
    """Return whether the cell of an amount begins with words for a gift in kind, and not with a number."""
    if not isinstance(cell, str) or not re.match(r"\W*[^\W\d_]", cell):
        return False
    known = {**known_words("ledger_kind"), **known_words("kind_of_gift")}
    return known.get(split_kind(cell)) == "in_kind"


def _names_pledge(cell: object) -> bool:
    """Return whether the cell of an amount says that it was only promised: "2,000 (pledge)", "pending"."""
    words = set(_WORD.findall(normalize_heading(cell))) if isinstance(cell, str) else set()
    named = {*word_list("promised_amounts", "pledges"), *word_list("promised_amounts", "open")}
    return bool(words & named) and not words & set(word_list("promised_amounts", "received"))


def _value_in_words(cell: object) -> object:
    """Return "about 25" for "donated (worth about $25)", "2,000" for "2,000 (pledge)", None for "in kind"."""
    is_gift = _names_gift_in_kind(cell)
    if not is_gift and not _names_pledge(cell):
        return cell
    numbers = re.findall(r"\d[\d.,]*", str(cell))
    if len(numbers) != 1:
        return None
    return f"about {numbers[0].rstrip('.,')}" if is_gift else numbers[0].rstrip(".,")


def _split_money_and_quantities(
    column: Column, context: ParseContext
) -> tuple[EncodedValues, EncodedValues, EncodedValues]:
    """Parse the amounts of a column; "40 hours" is read as a quantity, not as money."""
    column = replace(column, distinct=[_value_in_words(cell) for cell in column.distinct])
    bare, units = split_measures(column)
    things = [unit is not None for unit in units.values]
    money = [None if thing else cell for cell, thing in zip(column.distinct, things, strict=True)]
    quantities = [cell if thing else None for cell, thing in zip(bare.distinct, things, strict=True)]
    shown = Column(column.heading, column.number, column.rows, column.codes, quantities)
    many = parse_numbers(LEDGER.field("quantity"), shown, context, column.distinct)
    is_quantity = np.array(things, dtype=bool)[column.codes]
    if is_quantity.any():
        context.log.add_rows(
            "number-from-text",
            column.rows[is_quantity],
            column.number,
            heading=column.heading,
            value=cell_text(column.distinct[column.codes[is_quantity][0]]),
            message=Message("read as a quantity, not as money"),
        )
    reads = parse_numbers(
        LEDGER.field("value"),
        Column(column.heading, column.number, column.rows, column.codes, money),
        context,
    )
    return reads, many.map(lambda read: read.value), units


def _read_part_amount(
    column: Column, mapped: ColumnMapping, part: AmountSource, context: ParseContext
) -> Amounts:
    length = len(column)
    if mapped.field == "ledger.quantity":
        hours, _ = parse_measures(LEDGER.field("quantity"), column, context)
        return Amounts(
            EncodedValues.constant(ParsedNumber(None), length),
            hours,
            EncodedValues.constant("hours", length),
            part,
            mapped.heading,
            mapped.column,
        )
    values, quantities, units = _split_money_and_quantities(column, context)
    return Amounts(values, quantities, units, part, mapped.heading, mapped.column)


def find_currencies(amounts: Amounts, task: ReadTask, body: SheetRows) -> EncodedValues:
    """Find the currency of each amount in the currency column, else in the amount's cell or its heading."""
    headings = {heading.column: heading.text for heading in body.grid.headings}
    written = parse_currencies(body.column_at(amounts.column, headings.get(amounts.column, "")))
    column = _currency_column(task, body)
    return written if column is None else _read_currency_names(column).fill_unknown(written)


def _currency_column(task: ReadTask, body: SheetRows) -> Column | None:
    """Return the column of currencies, unless another column gives the amounts in one of them."""
    roles = {ledger_role(heading, task.grid.layout): heading for heading in reversed(task.grid.headings)}
    named = roles.get("currency")
    return body.column_at(named.column, named.text) if named and "converted" not in roles else None


def _read_currency_names(column: Column) -> EncodedValues:
    return column.parse(
        lambda cell: find_currency(cell_text(cell)) or normalize_heading(cell_text(cell)).upper() or None
    )


def mask_other_currencies(values: EncodedValues, task: ReadTask, body: SheetRows) -> EncodedValues:
    """Mask and report amounts that are not in the most frequent currency of the currency column."""
    column = _currency_column(task, body)
    if column is None:
        return values
    named = _read_currency_names(column)
    often = np.bincount(named.codes, minlength=len(named.values))
    counts: dict[str, int] = {}
    for currency, count in zip(named.values, often.tolist(), strict=True):
        if currency:
            counts[currency] = counts.get(currency, 0) + count
    if len(counts) < 2:
        return values
    main_currency = max(counts, key=lambda currency: counts[currency])
    is_foreign = named.where(
        lambda currency: currency is not None and not is_same_currency(currency, main_currency)
    )
    if not is_foreign.any():
        return values
    task.context.log.add_rows(
        "currency-mixed",
        body.excel_rows[is_foreign],
        column.number,
        heading=column.heading,
        value=str(named[int(np.flatnonzero(is_foreign)[0])]),
        message=Message("not in {currency} as most rows are: left out of sums", currency=main_currency),
    )
    return EncodedValues(
        np.where(is_foreign, len(values.values), values.codes),
        [*values.values, ParsedNumber(None, "currency-mixed")],
    )
