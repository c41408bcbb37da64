"""A ledger of another shape than ours: donations, gifts, hours, expenses; one row a contribution or outlay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.amounts import read_numbers
from libcollab_metrics.ingest.body import Body, ByField, sort_rows
from libcollab_metrics.ingest.columns import Column, Context, as_text, read_column
from libcollab_metrics.ingest.ledger_columns import PARTS, TICKS, Part, one_side, role_of
from libcollab_metrics.ingest.ledger_facts import (
    currencies,
    hours_in_words,
    hours_not_money,
    note_texts,
    one_currency,
    read_kinds,
    read_party,
)
from libcollab_metrics.ingest.ledger_status import read_statuses, settle_blanks, status_questions, when
from libcollab_metrics.ingest.lexicon import word_list
from libcollab_metrics.ingest.logs import drop_or_note_duplicates
from libcollab_metrics.ingest.measured import numbers_and_units, read_measured
from libcollab_metrics.ingest.numbers import Read
from libcollab_metrics.ingest.own_totals import compare_totals
from libcollab_metrics.ingest.values import ReadRows, Rows, Values, stacked
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped, Question
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.layouts import Task

LEDGER = SCHEMA["ledger"]
#: Fields read cell by cell, the same for every amount of a row.
PLAIN = ("date", "unit_value")
#: Where a balance carried over is named.
NAMES_BALANCE = ("ledger.note", "ledger.from_party", "ledger.kind")


@dataclass(frozen=True)
class Amounts:
    """One amount a row: its value as read, a quantity and its unit, and which rows have any of it."""

    values: Values  # of Read
    quantities: Values
    units: Values
    part: Part | None = None
    heading: str = ""
    column: int = 1

    @property
    def there(self) -> NDArray[np.bool_]:
        """Rows with a value or a quantity."""
        return self.values.where(lambda read: read.value is not None) | self.quantities.known


def read_ledger(task: Task) -> tuple[Body, Rows, tuple[Question, ...]]:
    """Return one ledger row for each amount of a row of the sheet, with who gave it, to whom, and what became of it.

    A row of several money columns is several rows of the ledger. What no column says is told where it is assumed:
    an amount is money, what was received or promised is for the project.
    """
    body = sort_rows(task.grid, task.mapping, task.context.log, _missing, _carries_over)
    drop_or_note_duplicates(body, task.context)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    length = len(body.used)
    same = {name: read_column("ledger", LEDGER.field(name), columns[f"ledger.{name}"], task.context)
            for name in PLAIN if f"ledger.{name}" in columns}  # fmt: skip
    same["program_id"] = _programs(columns, task, length)
    same["note"] = note_texts(body, task.mapping, _ticked(task.mapping))
    same["row"] = Values.of(body.numbers.tolist())
    open_rows, parts = np.zeros(length, dtype=bool), []
    for amounts in _amounts(body, task, columns):
        rows, nothing_said = _lines(amounts, same, columns, body, task)
        parts.append(rows)
        open_rows |= nothing_said
    asked = status_questions(task.grid.cells.name, columns.get("ledger.status"), open_rows, task.context)
    return body, {"ledger": stacked(parts)}, asked


def _missing(row: ByField) -> str:
    texts = [plain(as_text(cell)) for name in NAMES_BALANCE for cell in row.get(name, ())]
    if any(text in word_list("balances") for text in texts):
        return "a balance carried over: it sums up other rows"
    if any(row.get(f"ledger.{name}") for name in ("value", "quantity", "unit_value")):
        return ""
    told = sum(bool(row.get(f"ledger.{name}")) for name in ("from_party", "to_party", "kind", "status", "note"))
    return "" if told >= 2 else "no amount, and too little to tell what was given"


def _carries_over(field: str, text: str) -> bool:
    return field in NAMES_BALANCE and plain(text) in word_list("balances")


def _ticked(mapping: Sequence[Mapped]) -> list[Mapped]:
    return [mapped for mapped in mapping if mapped.reason == TICKS]


def _programs(columns: Mapping[str, Column], task: Task, length: int) -> Values:
    fallback = task.around.program or None
    if "ledger.program_id" not in columns:
        return Values.all(fallback, length)
    found = read_column("ledger", LEDGER.field("program_id"), columns["ledger.program_id"], task.context)
    return found.map(lambda name: name or fallback)


def _amounts(body: Body, task: Task, columns: Mapping[str, Column]) -> list[Amounts]:
    """Every amount that a row may hold: its own, and one for each column of a source or side."""
    roles = one_side({heading.column: role_of(heading) for heading in task.grid.headings})
    by_field: dict[str, list[Mapped]] = {"ledger.value": [], "ledger.quantity": []}
    apart: list[tuple[Mapped, Part]] = []
    for mapped in task.mapping:
        part = PARTS.get(roles.get(mapped.column, ""))
        if mapped.field in by_field and part is not None:
            apart.append((mapped, part))
        elif mapped.field in by_field:
            by_field[mapped.field].append(mapped)
    found = [_of_part(body.column(mapped), mapped, part, task.context) for mapped, part in apart]
    value, quantity = (next(iter(by_field[name]), None) for name in by_field)
    if value is None and quantity is None and found:
        return found
    main = _of_row(body, value, quantity, columns.get("ledger.unit"), task.context)
    if value is not None and not found:
        values = main.values.map(lambda read: read.value)
        compare_totals(body, value, values, task.context, whole=False, may_stand=False)
    return [main, *found]


def _of_row(
    body: Body, value: Mapped | None, quantity: Mapped | None, unit: Column | None, context: Context
) -> Amounts:  # fmt: skip
    length = len(body.used)
    values, quantities, units = Values.all(Read(None), length), Values.all(None, length), Values.all(None, length)
    if unit is not None:
        units = read_column("ledger", LEDGER.field("unit"), unit, context)
    if quantity is not None:
        quantities, written = read_measured(LEDGER.field("quantity"), body.column(quantity), context)
        heading = plain(quantity.heading)
        named = next((word for word in word_list("measures", "hours") if word in heading.split()), None)
        units = units.otherwise(written).otherwise(Values.all(named and "hours", length))
    if value is not None:
        values, more, written = _money(body.column(value), context)
        quantities, units = quantities.otherwise(more), units.otherwise(written)
    return Amounts(values, quantities, units, column=value.column if value else 1)


def _money(column: Column, context: Context) -> tuple[Values, Values, Values]:
    """The amounts of a column; "40 hours" among them is a quantity and no money."""
    bare, units = numbers_and_units(column)
    things = [unit is not None for unit in units.values]
    money = [None if thing else cell for cell, thing in zip(column.distinct, things, strict=True)]
    other = [cell if thing else None for cell, thing in zip(bare.distinct, things, strict=True)]
    shown = Column(column.heading, column.number, column.rows, column.codes, other)
    many = read_numbers(LEDGER.field("quantity"), shown, context, column.distinct)
    said = np.array(things, dtype=bool)[column.codes]
    if said.any():
        context.log.add_rows("number-from-text", column.rows[said], column.number, heading=column.heading,
                             value=as_text(column.distinct[column.codes[said][0]]),
                             message="read as a quantity, not as money")  # fmt: skip
    reads = read_numbers(
        LEDGER.field("value"), Column(column.heading, column.number, column.rows, column.codes, money), context
    )
    return reads, many.map(lambda read: read.value), units


def _of_part(column: Column, mapped: Mapped, part: Part, context: Context) -> Amounts:
    length = len(column)
    if mapped.field == "ledger.quantity":
        hours, _ = read_measured(LEDGER.field("quantity"), column, context)
        return Amounts(
            Values.all(Read(None), length), hours, Values.all("hours", length), part, mapped.heading, mapped.column
        )
    values, quantities, units = _money(column, context)
    return Amounts(values, quantities, units, part, mapped.heading, mapped.column)


def _lines(
    amounts: Amounts, same: dict[str, Values], columns: Mapping[str, Column], body: Body, task: Task
) -> tuple[ReadRows, NDArray[np.bool_]]:
    """The ledger rows of one amount a row, and where nothing says what became of it.

    A column of its own makes a row only where it is filled.
    """
    context, length, part = task.context, len(body.used), amounts.part
    there = amounts.there if part else np.ones(length, dtype=bool)
    giver, taker = (read_party(columns.get(f"ledger.{side}_party"), side, context, length) for side in ("from", "to"))
    if part is not None and part.giver:
        giver = Values.all(amounts.heading if part.giver == "heading" else part.giver, length)
    status_column = None if part and part.status else columns.get("ledger.status")
    statuses = (
        Values.all(part.status, length) if part and part.status else read_statuses(status_column, context, length)
    )
    filled = there & (amounts.there | (part is None and _needs_no_amount(status_column)))
    statuses, open_rows = settle_blanks(
        statuses, (giver, taker), filled, status_column or amounts.column, body, context
    )
    written = currencies(amounts, task, body)
    amounts = replace(amounts, values=one_currency(amounts.values, task, body))
    kinds = read_kinds(amounts, same["note"], statuses, columns.get("ledger.kind"), body, context)
    amounts = hours_not_money(amounts, kinds, body, context)
    amounts = hours_in_words(amounts, kinds, same["note"], body, context)
    values = amounts.values
    coming = there & statuses.where(lambda status: status in ("received", "pledged")) & ~taker.known
    taker = taker.otherwise(when(coming if not part or part.taker else coming & False, "project"))
    if part is None:
        context.log.add_rows("choice-assumed", body.numbers[coming], 1, heading="To",
                             message="nobody is named who received it: read as given to the project")  # fmt: skip
    fields = same | {
        "from_party": giver, "to_party": taker, "kind": kinds, "status": statuses, "quantity": amounts.quantities,
        "unit": amounts.units, "value": values.map(lambda read: read.value),
        "value_is_estimate": values.map(lambda read: read.estimate),
        "value_at_least": values.map(lambda read: read.at_least), "currency": written,
    }  # fmt: skip
    return ReadRows(fields, length).keep(there), open_rows


def _needs_no_amount(column: Column | None) -> bool:
    """Where statuses are written, a blank one is asked about even of a gift without a price."""
    return column is not None
