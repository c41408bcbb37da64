"""Reader for ledgers other than the template: kind, status, parties, currency and hours of a row.

One row is one contribution or expense.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.ledger_status import (
    LEDGER_RULES,
    LedgerRules,
    fill_blank_statuses,
    lists_gifts,
    read_statuses,
    status_questions,
)
from libcollab_metrics.ingest.layouts.log_rows import handle_duplicate_rows
from libcollab_metrics.ingest.layouts.running_balance import exclude_cancelled_entries, has_running_balance
from libcollab_metrics.ingest.layouts.session_log import is_unreadable_day
from libcollab_metrics.ingest.tables.column_roles import (
    AMOUNT_SOURCES,
    SIDES,
    TICKS_REASON,
    AmountSource,
    ledger_role,
    settle_amount_roles,
)
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.reconcile import compare_totals
from libcollab_metrics.ingest.tables.rows import BALANCE_REASON, ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.values.columns import (
    Column,
    ParseContext,
    cell_text,
    is_hours,
    parse_column,
    parse_currencies,
    parse_measures,
    parse_numbers,
    split_measures,
)
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.numbers import ParsedNumber, find_currency
from libcollab_metrics.ingest.values.table import (
    EncodedValues,
    TableRows,
    concat_rows,
    first_duplicate_rows,
    mask_value,
)
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.schema import PROJECT, SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray


# Parties, kinds of gifts, notes and currencies of a ledger.

LEDGER = SCHEMA["ledger"]
HOURS = ("volunteer_hours", "staff_hours")
#: Words of a heading that names the payee, also where it names the givers of the other rows.
PAYEE_WORDS = {"paid", "payee", "pagado", "binayaran", "bayad"}
#: Words of a heading that names the person who accepted a gift.
SIGNED_WORDS = {"received", "accepted", "recibido", "recibio", "tumanggap"}
_HOURS = re.compile(r"\b(\d+(?:\.\d+)?) (?:[a-z]+ )?(?:hours|hrs|oras|horas)\b")
_VOLUNTEER = re.compile(r"\b(volunt|bolunt)")


def read_party(column: Column | None, side: str, context: ParseContext, length: int) -> EncodedValues:
    """Parse the giver ("from") or receiver ("to") of each row.

    Words for the project and the library become the reserved names "project" and "library".
    """
    if column is None:
        return EncodedValues.constant(None, length)
    reserved = known_words("ledger_party")
    names = parse_column("ledger", LEDGER.field(f"{side}_party"), column, context)
    return names.map(lambda name: reserved.get(normalize_heading(name), name) if name else None)


def join_notes(
    body: SheetRows, mapping: Sequence[ColumnMapping], ticked: Sequence[ColumnMapping]
) -> EncodedValues:
    """Join the notes and ticked categories of each row; None if there are none."""
    notes = [body.column(mapped) for mapped in mapping if mapped.field == "ledger.note"]
    ticks = [body.column(mapped) for mapped in ticked]
    if not notes and not ticks:
        return EncodedValues.constant(None, len(body.used))
    first_rows, places = np.unique(
        first_duplicate_rows([c.codes for c in [*notes, *ticks]], len(body.used)), return_inverse=True
    )

    def text(row: int) -> str | None:
        parts = [column.text_at(row) for column in notes]
        parts += [column.heading for column in ticks if column.text_at(row)]
        return "; ".join(part for part in parts if part) or None

    return EncodedValues(places, [text(row) for row in first_rows.tolist()])


def read_kinds(
    amounts: Amounts,
    notes: EncodedValues,
    statuses: EncodedValues,
    column: Column | None,
    body: SheetRows,
    context: ParseContext,
    rules: LedgerRules = LEDGER_RULES,
    *,
    has_unit_values: bool = False,
) -> EncodedValues:
    """Determine the kind of each row from its column, unit or note, else money if priced.

    Hours, and goods that were given rather than bought, are recognized without a written kind: goods have a
    unit, or a quantity and a value of one.
    Every kind that is not written in a cell is reported.
    """
    length = len(body.used)
    if amounts.source is not None and amounts.source.kind:
        return EncodedValues.constant(amounts.source.kind, length)
    kinds = EncodedValues.constant(None, length)
    written = np.zeros(length, dtype=bool)
    if column is not None:
        kinds = parse_column("ledger", LEDGER.field("kind"), column, context)
        written = column.parse(lambda cell: cell is not None).where(bool)
    contributed = statuses.where(lambda status: status in ("received", "pledged"))
    if lists_gifts(body, amounts.column):
        named = _find_kinds_of_gifts(notes)
        kinds, written = kinds.fill_unknown(named), written | named.known
        kinds = kinds.fill_unknown(EncodedValues.constant(_find_kind_of_section(body.grid), length))
    guessed = notes.map(_find_kind_in_words if rules.kinds_in_words else _find_hours_kind).fill_unknown(
        mask_value(amounts.units.where(is_hours), _default_hours_kind(body))
    )
    goods = amounts.units.known | (amounts.quantities.known & has_unit_values)
    guessed = guessed.fill_unknown(mask_value(goods & contributed, "in_kind"))
    priced = amounts.values.where(lambda read: read.value is not None or read.code == "currency-mixed")
    guessed = guessed.fill_unknown(mask_value(priced, "cash"))
    assumed = ~written & ~kinds.known & guessed.known
    context.log.add_rows(
        "choice-assumed",
        body.excel_rows[assumed],
        column.number if column else amounts.column,
        heading=Message("Kind"),
        message=_kind_message(guessed, assumed, 0),
        message_for_row=lambda index: _kind_message(guessed, assumed, index),
    )
    return kinds.fill_unknown(
        EncodedValues(np.where(assumed, guessed.codes, len(guessed.values)), [*guessed.values, None])
    )


def _kind_message(
    guessed: EncodedValues, assumed: np.ndarray[tuple[int], np.dtype[np.bool_]], row_position: int
) -> str:
    rows = np.flatnonzero(assumed)
    kind = guessed[int(rows[row_position])] if len(rows) else ""
    read = "money" if kind == "cash" else str(kind).replace("_", " ")
    return Message("no kind is written: read as {kind}", kind=Message(read))


def _find_hours_kind(note: str | None) -> str | None:
    """Return the kind of hours named in a note such as "40 volunteer hours"; None otherwise."""
    match = _hours_pattern().search(normalize_heading(note)) if note else None
    return known_words("ledger_kind")[match[0]] if match else None


def _find_kind_in_words(note: str | None) -> str | None:
    """Return the kind of contribution that a promise names in words; None if it names none or several."""
    text = f" {normalize_heading(note or '')} "
    kinds = {
        kind
        for word, kind in known_words("ledger_kind").items()
        if re.search(rf"\b{re.escape(word)}\b", text)
    }
    return kinds.pop() if len(kinds) == 1 else None


def _find_kinds_of_gifts(notes: EncodedValues) -> EncodedValues:
    """Return the kinds of gifts from the words for what was given; all None if none of them says money.

    Where gifts of money say so, the others are things.
    """
    known = known_words("ledger_kind")
    kinds = notes.map(lambda note: known.get(normalize_heading(note)) if note else None)
    if "cash" not in {kinds.values[code] for code in np.unique(kinds.codes).tolist()}:
        return EncodedValues.constant(None, len(notes))
    return kinds.fill_unknown(notes.map(lambda note: "in_kind" if note else None))


def _find_kind_of_section(grid: Grid) -> str | None:
    """Return the kind of all gifts of a table from the line above its headings; None if it names none.

    "IN-KIND DONATIONS" names one kind; "Cash and in-kind donations" names two.
    """
    above = " ".join(cell_text(cell) for cell in grid.cells.rows[grid.top - 1]) if grid.top else ""
    kind = _find_kind_in_words(above)
    return kind if kind in ("cash", "in_kind") else None


@cache
def _hours_pattern() -> re.Pattern[str]:
    listed = [word for word, kind in known_words("ledger_kind").items() if kind in HOURS and " " in word]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(listed, key=len, reverse=True)))})\b")


def _default_hours_kind(body: SheetRows) -> str:
    """Return "volunteer_hours" if any heading mentions volunteers, otherwise "other"."""
    return (
        "volunteer_hours"
        if any(_VOLUNTEER.search(normalize_heading(h.text)) for h in body.grid.headings)
        else "other"
    )


def read_hours_from_notes(
    amounts: Amounts, kinds: EncodedValues, notes: EncodedValues, body: SheetRows, context: ParseContext
) -> Amounts:
    """Read "40" from the note "40 volunteer hours" if the row has no number; report it."""
    named = notes.map(_parse_hours)
    wanted = kinds.where(lambda kind: kind in HOURS) & ~amounts.has_value & named.known
    if amounts.source is not None or not wanted.any():
        return amounts
    context.log.add_rows(
        "number-from-text",
        body.excel_rows[wanted],
        1,
        heading=Message("Quantity"),
        message=Message(
            "{hours} hours read from the words of the row", hours=named[int(np.flatnonzero(wanted)[0])]
        ),
    )
    hours = EncodedValues(np.where(wanted, named.codes, len(named.values)), [*named.values, None])
    units = amounts.units.fill_unknown(mask_value(wanted, "hours"))
    return replace(amounts, quantities=amounts.quantities.fill_unknown(hours), units=units)


def _parse_hours(note: str | None) -> float | None:
    match = _HOURS.search(normalize_heading(note or ""))
    return float(match[1]) if match else None


def read_hours_as_quantities(
    amounts: Amounts, kinds: EncodedValues, body: SheetRows, context: ParseContext
) -> Amounts:
    """Read the number of a row of hours as hours if the sheet has no quantities; report it."""
    if amounts.source is not None or amounts.quantities.known.any():
        return amounts
    hours = kinds.where(lambda kind: kind in HOURS) & amounts.values.where(
        lambda read: read.value is not None
    )
    context.log.add_rows(
        "choice-assumed",
        body.excel_rows[hours],
        amounts.column,
        heading=Message("Quantity"),
        message=Message("the number of a row of hours: read as hours, not as money"),
    )
    length, blank = len(amounts.values.values), [ParsedNumber(None)]
    numbers = amounts.values.map(lambda read: read.value)
    quantities = EncodedValues(np.where(hours, numbers.codes, length), [*numbers.values, None])
    values = EncodedValues(np.where(hours, length, amounts.values.codes), [*amounts.values.values, *blank])
    return replace(
        amounts,
        values=values,
        quantities=quantities,
        units=amounts.units.fill_unknown(mask_value(hours, "hours")),
    )


def find_currencies(amounts: Amounts, task: ReadTask, body: SheetRows) -> EncodedValues:
    """Find the currency of each amount in the currency column, else in the amount's cell."""
    written = parse_currencies(body.column_at(amounts.column, amounts.heading))
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
    is_foreign = named.where(lambda currency: currency is not None and currency != main_currency)
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


#: Fields read cell by cell that are shared by all amounts of a row.
PLAIN_FIELDS = ("date", "unit_value")
#: Fields that may name a balance carried over.
BALANCE_FIELDS = ("ledger.note", "ledger.from_party", "ledger.kind")
#: What a cash book writes behind a balance: brought or carried, forward or down.
_CARRIED = re.compile(r"\b[bc]/?[fd]\b\.?$")
#: Fields of which an entry of a ledger has at least one.
DESCRIPTIONS = (*BALANCE_FIELDS, "ledger.to_party", "ledger.program_id", "ledger.quantity", "ledger.status")


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


def read_ledger(task: ReadTask, rules: LedgerRules = LEDGER_RULES) -> ReadResult:
    """Read one ledger row per amount with its giver, receiver and status.

    A row with several money columns becomes several ledger rows. Assumptions that no column supports are
    reported: an amount is money, and what was received or pledged is for the project.
    """
    described = any(mapped.field in DESCRIPTIONS for mapped in task.mapping)
    missing_reason = _missing_named_reason if described else _missing_reason
    body = classify_rows(task.grid, task.mapping, task.context.log, missing_reason, _is_text_of_balance)
    _exclude_summary(body, task.mapping, task.context)
    exclude_cancelled_entries(body, task.mapping, task.context)
    handle_duplicate_rows(body, task.context)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    length = len(body.used)
    same = {
        name: parse_column("ledger", LEDGER.field(name), columns[f"ledger.{name}"], task.context)
        for name in PLAIN_FIELDS
        if f"ledger.{name}" in columns
    }
    same["program_id"] = _read_programs(columns, task, length)
    same["note"] = join_notes(body, task.mapping, _ticked_columns(task.mapping))
    same["row"] = EncodedValues.from_list(body.excel_rows.tolist())
    open_rows, parts = np.zeros(length, dtype=bool), []
    assumed: set[str] = set()
    collected = _collect_amounts(body, task, columns)
    priced = np.any([amounts.has_value for amounts in collected], axis=0)
    goods = next((a for a in collected if a.source is not None and a.source.kind == "in_kind"), None)
    for amounts in collected:
        unpriced = same["note"].known & ~priced & (amounts is goods)
        rows, unclear_rows = _build_ledger_rows(amounts, same, columns, body, task, rules, unpriced)
        parts.append(rows)
        open_rows |= unclear_rows
        unclear_numbers = set(body.excel_rows[unclear_rows].tolist())
        pairs = zip(rows.column("row"), rows.column("status"), strict=True)
        assumed |= {status for row, status in pairs if row in unclear_numbers}
    asked = status_questions(
        task.grid.cells.name,
        columns.get("ledger.status"),
        open_rows,
        task.context,
        "received" if assumed == {"received"} else "unclear",
        rules,
    )
    return ReadResult(body, {"ledger": concat_rows(parts)}, asked)


def _missing_reason(row: ByField) -> str:
    texts = [normalize_heading(cell_text(cell)) for name in BALANCE_FIELDS for cell in row.get(name, ())]
    if any(map(_names_balance, texts)):
        if row.get("ledger.value"):
            return Message("a balance carried over: it sums up other rows")
        return BALANCE_REASON
    if any(row.get(f"ledger.{name}") for name in ("value", "quantity", "unit_value")):
        return ""
    filled_count = sum(
        bool(row.get(f"ledger.{name}")) for name in ("from_party", "to_party", "kind", "status", "note")
    )
    return "" if filled_count >= 2 else Message("no amount, and nothing that says what was given")


def _missing_named_reason(row: ByField) -> str:
    """Return why a row is excluded from a ledger with a column that says who paid, or what for.

    An amount next to a text in place of the date, and nothing else, sums up or balances the others.
    """
    days = row.get("ledger.date", ())
    is_named = any(row.get(field) for field in DESCRIPTIONS)
    if days and not is_named and all(is_unreadable_day("ledger.date", cell_text(cell)) for cell in days):
        return Message("a text in place of the date, and nothing else: a total or a balance")
    return _missing_reason(row)


def _is_text_of_balance(field: str, text: str) -> bool:
    is_balance = field in BALANCE_FIELDS and _names_balance(normalize_heading(text))
    return is_balance or is_unreadable_day(field, text)


def _names_balance(folded: str) -> bool:
    """Return whether a text names a balance: "Opening balance", "Balance c/d"."""
    return _CARRIED.sub("", folded).strip() in ("", *word_list("balances")) and bool(folded)


def _exclude_summary(body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext) -> None:
    """Exclude the rows below the last total that have no day, unlike every row above it.

    They are the advance, the refund and the goal that the total is compared with; any other such row may be a
    payment, and is reported as one that is not used.
    """
    days = next((mapped for mapped in mapping if mapped.field == "ledger.date"), None)
    if days is None or not body.totals or not len(body.used):
        return
    is_dated = body.column(days).parse(lambda cell: cell is not None).where(bool)
    below = body.used > body.totals[-1]
    if not below.any() or is_dated[below].any() or not is_dated[~below].all() or below.all():
        return
    reason = Message("below the total and without a day, unlike the rows above it")
    words = set(word_list("ledger_summary"))
    labels = [set(re.findall(r"[^\W\d_]+", normalize_heading(body.label(index)))) for index in body.used]
    is_summary = np.array([bool(label & words) for label in labels], dtype=bool)
    for code, rows in (("row-without-data", below & is_summary), ("row-left-out", below & ~is_summary)):
        context.log.add_rows(code, body.excel_rows[rows], body.grid.cells.first_column, message=reason)
    body.exclude(np.flatnonzero(below), reason)


def _ticked_columns(mapping: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    return [mapped for mapped in mapping if mapped.reason == TICKS_REASON]


def _read_programs(columns: Mapping[str, Column], task: ReadTask, length: int) -> EncodedValues:
    fallback = task.sheet_context.program or None
    if "ledger.program_id" not in columns:
        return EncodedValues.constant(fallback, length)
    programs = parse_column("ledger", LEDGER.field("program_id"), columns["ledger.program_id"], task.context)
    return programs.map(lambda name: name or fallback)


def _collect_amounts(body: SheetRows, task: ReadTask, columns: Mapping[str, Column]) -> list[Amounts]:
    """Collect the amounts of a row: the main one, and one per column of a source or side."""
    roles = settle_amount_roles({h.column: ledger_role(h, task.grid.layout) for h in task.grid.headings})
    by_field: dict[str, list[ColumnMapping]] = {"ledger.value": [], "ledger.quantity": []}
    apart: list[tuple[ColumnMapping, AmountSource]] = []
    for mapped in task.mapping:
        part = AMOUNT_SOURCES.get(roles.get(mapped.column, ""))
        if mapped.field in by_field and part is not None:
            apart.append((mapped, part))
        elif mapped.field in by_field:
            by_field[mapped.field].append(mapped)
    part_amounts = [
        _read_part_amount(body.column(mapped), mapped, part, task.context) for mapped, part in apart
    ]
    value, quantity = (next(iter(by_field[name]), None) for name in by_field)
    if value is None and quantity is None and part_amounts:
        return part_amounts
    main = _read_main_amount(body, value, quantity, columns.get("ledger.unit"), task.context)
    if value is not None and not part_amounts:
        values = main.values.map(lambda read: read.value)
        compare_totals(body, value, values, task.context, is_whole=False, can_override=False)
    if "ledger.status" not in columns and has_running_balance(main.values, body):
        return [*_split_sides(main), *part_amounts]
    return [main, *part_amounts]


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


def _split_money_and_quantities(
    column: Column, context: ParseContext
) -> tuple[EncodedValues, EncodedValues, EncodedValues]:
    """Parse the amounts of a column; "40 hours" is read as a quantity, not as money."""
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


def _is_receipt_signature(column: Column | None) -> bool:
    """Return whether a column names the person who signed for a gift ("Received by"), not its recipient."""
    if column is None:
        return False
    return bool(set(re.findall(r"\w+", normalize_heading(column.heading))) & SIGNED_WORDS)


def _is_cash_book(grid: Grid) -> bool:
    """Return whether money in and money out have columns of their own: one is paid from the other."""
    return {"money_in", "money_out"} <= {ledger_role(heading, grid.layout) for heading in grid.headings}


def _pay_from_project(
    giver: EncodedValues, taker: EncodedValues, columns: Mapping[str, Column]
) -> tuple[EncodedValues, EncodedValues]:
    """Return the parties of what a cash book paid out: the project pays, unless a payer is named.

    A column such as "Received from / Paid to" names the payee of these rows.
    """
    named = columns.get("ledger.from_party")
    project = EncodedValues.constant(PROJECT, len(giver))
    if named is not None and set(re.findall(r"\w+", normalize_heading(named.heading))) & PAYEE_WORDS:
        return project, taker.fill_unknown(giver)
    return giver.fill_unknown(project), taker


def _build_ledger_rows(
    amounts: Amounts,
    same: dict[str, EncodedValues],
    columns: Mapping[str, Column],
    body: SheetRows,
    task: ReadTask,
    rules: LedgerRules,
    unpriced: NDArray[np.bool_],
) -> tuple[TableRows, NDArray[np.bool_]]:
    """Build the ledger rows of one amount, and return the rows with an unclear status.

    A source or side column makes a row only where it is filled, or where `unpriced` says that the row names
    goods and has no amount at all.
    """
    context, length, part = task.context, len(body.used), amounts.source
    there = amounts.has_value | unpriced if part else np.ones(length, dtype=bool)
    giver, taker = (
        read_party(columns.get(f"ledger.{side}_party"), side, context, length) for side in ("from", "to")
    )
    if _is_receipt_signature(columns.get("ledger.to_party")) and lists_gifts(body, amounts.column):
        taker = EncodedValues.constant(None, length)
    if part is not None and part.status == "spent" and _is_cash_book(body.grid):
        giver, taker = _pay_from_project(giver, taker, columns)
    if part is not None and part.giver:
        giver = EncodedValues.constant(amounts.heading if part.giver == "heading" else part.giver, length)
    status_column = None if part and part.status else columns.get("ledger.status")
    statuses = (
        EncodedValues.constant(part.status, length)
        if part and part.status
        else read_statuses(status_column, context, length, rules)
    )
    filled = there & (amounts.has_value | unpriced | (part is None and _can_lack_amount(status_column)))
    statuses, open_rows = fill_blank_statuses(
        statuses, (giver, taker), filled, status_column or amounts.column, body, context, rules
    )
    written = find_currencies(amounts, task, body)
    amounts = replace(amounts, values=mask_other_currencies(amounts.values, task, body))
    kinds = read_kinds(
        amounts,
        same["note"],
        statuses,
        columns.get("ledger.kind"),
        body,
        context,
        rules,
        has_unit_values="ledger.unit_value" in columns,
    )
    amounts = read_hours_as_quantities(amounts, kinds, body, context)
    amounts = read_hours_from_notes(amounts, kinds, same["note"], body, context)
    values = amounts.values
    coming = there & statuses.where(lambda status: status in ("received", "pledged")) & ~taker.known
    taker = taker.fill_unknown(mask_value(coming if not part or part.taker else coming & False, "project"))
    if part is None:
        context.log.add_rows(
            "choice-assumed",
            body.excel_rows[coming],
            1,
            heading=Message("To"),
            message=Message("no recipient is named: read as given to the project"),
        )
    fields = same | {
        "from_party": giver,
        "to_party": taker,
        "kind": kinds,
        "status": statuses,
        "quantity": amounts.quantities,
        "unit": amounts.units,
        "value": values.map(lambda read: read.value),
        "value_is_estimate": values.map(lambda read: read.is_estimate),
        "value_at_least": values.map(lambda read: read.is_lower_bound),
        "currency": written,
    }
    return TableRows(fields, length).select(there), open_rows


def _can_lack_amount(column: Column | None) -> bool:
    """Return True with a status column: a blank status is asked about even without an amount."""
    return column is not None
