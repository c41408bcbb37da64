"""Reader for ledgers in other layouts than the template: donations, gifts, hours, expenses.

One row is one contribution or expense.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.layouts.session_log import drop_or_note_duplicates
from libcollab_metrics.ingest.tables.column_roles import PARTS, TICKS, Part, ledger_role, one_side
from libcollab_metrics.ingest.tables.reconcile import compare_totals
from libcollab_metrics.ingest.tables.rows import Body, ByField, sort_rows
from libcollab_metrics.ingest.values.columns import (
    Column,
    Context,
    Said,
    as_text,
    is_hours,
    numbers_and_units,
    read_column,
    read_measured,
    read_numbers,
    tell,
    written_currency,
)
from libcollab_metrics.ingest.values.lexicon import word_list, words
from libcollab_metrics.ingest.values.marks import normal_mark
from libcollab_metrics.ingest.values.numbers import Read, currency_of
from libcollab_metrics.ingest.values.table import ReadRows, Rows, Values, same_rows, stacked
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped, Question
from libcollab_metrics.model.schema import LEDGER_STATUSES, SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.layouts.base import Task


# Status of each amount: from a word in the sheet or an answer, otherwise unclear and asked once.

OPTIONS = (("received", "received: it is in hand"), ("spent", "spent: it was paid out"),
           ("pledged", "promised, not here yet"), ("unclear", "I do not know"))  # fmt: skip
RESERVED = ("project", "library")


def read_statuses(column: Column | None, context: Context, length: int) -> Values:
    """Parse the status of each row; answers outrank known words; None for a blank.

    An unknown word is read as unclear, reported and asked about.
    """
    if column is None:
        return Values.all(None, length)
    given, known = answered(context), words("ledger_status")
    statuses: list[str | None] = []
    said: list[Said] = []
    for cell in column.distinct:
        text = as_text(cell)
        status = given.get(normal_mark(text)) or known.get(plain(text) or text)
        statuses.append(status or "unclear" if text else None)
        said.append(("choice-assumed", f'"{text}" read as unclear') if text and status is None else None)
    tell(column, context, said)
    return Values(column.codes, statuses)


def answered(context: Context) -> Mapping[str, str]:
    """Return the answers about ledger status words, without those about attendance marks."""
    given = context.answers.get("marks", {})
    return {normal_mark(word): status for word, status in given.items() if status in LEDGER_STATUSES}


def settle_blanks(
    statuses: Values, parties: tuple[Values, Values], counts: NDArray[np.bool_], column: Column | int, body: Body,
    context: Context,
) -> tuple[Values, NDArray[np.bool_]]:  # fmt: skip
    """Fill in blank statuses, and return the rows that stay unclear and need a question.

    Without a status column, an amount from a payer to an outside payee was spent. An answer about blanks
    outranks that.

    Parameters
    ----------
    statuses : Values
        Status of each row, None for a blank.
    parties : tuple of Values
        Giver and receiver of each row.
    counts : ndarray of bool
        Rows with an amount or a quantity; the others are not asked about.
    column : Column or int
        The status column, else the number of the amount column.
    body : Body
        Rows used.
    context : Context
        Answers and issue log.

    Returns
    -------
    statuses : Values
        Status of each row, "unclear" where nothing decides it.
    open_rows : ndarray of bool
        Rows to ask about.
    """
    blank, said = ~statuses.known, answered(context).get("")
    if said:
        return statuses.otherwise(Values.all(said, len(statuses))), np.zeros(len(statuses), dtype=bool)
    paid = np.zeros(len(statuses), dtype=bool)
    if isinstance(column, int):
        paid = blank & counts & parties[0].known & parties[1].where(lambda name: bool(name) and name not in RESERVED)
        context.log.add_rows("choice-assumed", body.numbers[paid], column, heading="Status",
                             message="from a payer to a payee outside: read as spent")  # fmt: skip
    open_rows = blank & counts & ~paid
    where = (column, "Status") if isinstance(column, int) else (column.number, column.heading)
    context.log.add_rows("choice-assumed", body.numbers[open_rows], where[0], heading=where[1],
                         message="nothing says what became of it: read as unclear")  # fmt: skip
    return statuses.otherwise(when(paid, "spent")).otherwise(Values.all("unclear", len(statuses))), open_rows


def status_questions(
    sheet: str, column: Column | None, open_rows: NDArray[np.bool_], context: Context
) -> tuple[Question, ...]:
    """Ask one question per unknown status word, and one about the rows without a status."""
    path, found = f"sheets.{sheet}.marks", []
    counts: Counter[str] = Counter()
    for text, times in _unknown_words(column).items():
        if normal_mark(text) not in answered(context):
            counts[text] += times
    for text, times in counts.items():
        asked = f'"{text}" stands as status in {_rows(times)}. What became of these amounts?'
        found.append(Question(f"{path}.{normal_mark(text)}", asked, OPTIONS, "unclear"))
    if open_rows.any():
        asked = (
            f"Nothing says what became of the amounts in {_rows(int(open_rows.sum()))}. Were they spent or received?"
        )
        found.append(Question(f"{path}.", asked, OPTIONS, "unclear"))
    return tuple(found)


def _unknown_words(column: Column | None) -> dict[str, int]:
    if column is None:
        return {}
    often = np.bincount(column.codes, minlength=len(column.distinct)).tolist()
    known = words("ledger_status")
    texts = [as_text(cell) for cell in column.distinct]
    return {t: n for t, n in zip(texts, often, strict=True) if t and n and (plain(t) or t) not in known}


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def when(mask: NDArray[np.bool_], value: Any) -> Values:
    """Return `value` where `mask` is True, None elsewhere."""
    return Values(np.where(mask, 0, 1), [value, None])


# Parties, kinds of gifts, notes and currencies of a ledger.

LEDGER = SCHEMA["ledger"]
HOURS = ("volunteer_hours", "staff_hours")
_HOURS = re.compile(r"\b(\d+(?:\.\d+)?) (?:[a-z]+ )?(?:hours|hrs|oras|horas)\b")
_VOLUNTEER = re.compile(r"\b(volunt|bolunt)")


def read_party(column: Column | None, side: str, context: Context, length: int) -> Values:
    """Parse the giver ("from") or receiver ("to") of each row.

    Words for the project and the library become the reserved names "project" and "library".
    """
    if column is None:
        return Values.all(None, length)
    reserved = words("ledger_party")
    names = read_column("ledger", LEDGER.field(f"{side}_party"), column, context)
    return names.map(lambda name: reserved.get(plain(name), name) if name else None)


def note_texts(body: Body, mapping: Sequence[Mapped], ticked: Sequence[Mapped]) -> Values:
    """Join the notes and ticked categories of each row; None if there are none."""
    said = [body.column(mapped) for mapped in mapping if mapped.field == "ledger.note"]
    ticks = [body.column(mapped) for mapped in ticked]
    if not said and not ticks:
        return Values.all(None, len(body.used))
    alike, places = np.unique(same_rows([c.codes for c in [*said, *ticks]], len(body.used)), return_inverse=True)

    def text(row: int) -> str | None:
        parts = [as_text(column.distinct[column.codes[row]]) for column in said]
        parts += [column.heading for column in ticks if as_text(column.distinct[column.codes[row]])]
        return "; ".join(part for part in parts if part) or None

    return Values(places, [text(row) for row in alike.tolist()])


def read_kinds(
    amounts: Amounts, notes: Values, statuses: Values, column: Column | None, body: Body,
    context: Context,
) -> Values:  # fmt: skip
    """Determine the kind of each row from its column, unit or note, else money if priced.

    Hours, and goods with a unit that were given rather than bought, are recognized without a written kind.
    Every kind that is not written in a cell is reported.
    """
    length = len(body.used)
    if amounts.part is not None and amounts.part.kind:
        return Values.all(amounts.part.kind, length)
    kinds = Values.all(None, length)
    written = np.zeros(length, dtype=bool)
    if column is not None:
        kinds = read_column("ledger", LEDGER.field("kind"), column, context)
        written = column.read(lambda cell: cell is not None).where(bool)
    given = statuses.where(lambda status: status in ("received", "pledged"))
    guessed = notes.map(_hours_named).otherwise(when(amounts.units.where(is_hours), _whose_hours(body)))
    guessed = guessed.otherwise(when(amounts.units.known & given, "in_kind"))
    priced = amounts.values.where(lambda read: read.value is not None or read.code == "currency-mixed")
    guessed = guessed.otherwise(when(priced, "cash"))
    assumed = ~written & ~kinds.known & guessed.known
    context.log.add_rows(
        "choice-assumed", body.numbers[assumed], column.number if column else amounts.column, heading="Kind",
        message=_as_kind(guessed, assumed, 0), told=lambda place: _as_kind(guessed, assumed, place),
    )  # fmt: skip
    return kinds.otherwise(Values(np.where(assumed, guessed.codes, len(guessed.values)), [*guessed.values, None]))


def _as_kind(guessed: Values, assumed: np.ndarray[tuple[int], np.dtype[np.bool_]], place: int) -> str:
    rows = np.flatnonzero(assumed)
    kind = guessed[int(rows[place])] if len(rows) else ""
    return f"no kind is written: read as {'money' if kind == 'cash' else str(kind).replace('_', ' ')}"


def _hours_named(note: str | None) -> str | None:
    """Return the kind of hours named in a note such as "40 volunteer hours"; None otherwise."""
    found = _hours_words().search(plain(note)) if note else None
    return words("ledger_kind")[found[0]] if found else None


@cache
def _hours_words() -> re.Pattern[str]:
    listed = [word for word, kind in words("ledger_kind").items() if kind in HOURS and " " in word]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(listed, key=len, reverse=True)))})\b")


def _whose_hours(body: Body) -> str:
    """Return "volunteer_hours" if any heading mentions volunteers, otherwise "other"."""
    return "volunteer_hours" if any(_VOLUNTEER.search(plain(h.text)) for h in body.grid.headings) else "other"


def hours_in_words(amounts: Amounts, kinds: Values, notes: Values, body: Body, context: Context) -> Amounts:
    """Read "40" from the note "40 volunteer hours" if the row has no number; report it."""
    named = notes.map(_number_of_hours)
    wanted = kinds.where(lambda kind: kind in HOURS) & ~amounts.there & named.known
    if amounts.part is not None or not wanted.any():
        return amounts
    context.log.add_rows("number-from-text", body.numbers[wanted], 1, heading="Quantity",
                         message=f"{named[int(np.flatnonzero(wanted)[0])]:g} hours read from the words of the row",
                         )  # fmt: skip
    found = Values(np.where(wanted, named.codes, len(named.values)), [*named.values, None])
    units = amounts.units.otherwise(when(wanted, "hours"))
    return replace(amounts, quantities=amounts.quantities.otherwise(found), units=units)


def _number_of_hours(note: str | None) -> float | None:
    found = _HOURS.search(plain(note or ""))
    return float(found[1]) if found else None


def hours_not_money(amounts: Amounts, kinds: Values, body: Body, context: Context) -> Amounts:
    """Read the number of a row of hours as hours if the sheet has no quantities; report it."""
    if amounts.part is not None or amounts.quantities.known.any():
        return amounts
    hours = kinds.where(lambda kind: kind in HOURS) & amounts.values.where(lambda read: read.value is not None)
    context.log.add_rows("choice-assumed", body.numbers[hours], amounts.column, heading="Quantity",
                         message="the number of a row of hours: read as hours, not as money")  # fmt: skip
    length, blank = len(amounts.values.values), [Read(None)]
    numbers = amounts.values.map(lambda read: read.value)
    quantities = Values(np.where(hours, numbers.codes, length), [*numbers.values, None])
    values = Values(np.where(hours, length, amounts.values.codes), [*amounts.values.values, *blank])
    return replace(amounts, values=values, quantities=quantities, units=amounts.units.otherwise(when(hours, "hours")))


def currencies(amounts: Amounts, task: Task, body: Body) -> Values:
    """Find the currency of each amount in the currency column, else in the amount's cell."""
    written = written_currency(body.column_at(amounts.column, amounts.heading))
    column = _currency_column(task, body)
    return written if column is None else _named(column).otherwise(written)


def _currency_column(task: Task, body: Body) -> Column | None:
    headings = [h for h in task.grid.headings if ledger_role(h) == "currency"]
    return body.column_at(headings[0].column, headings[0].text) if headings else None


def _named(column: Column) -> Values:
    return column.read(lambda cell: currency_of(as_text(cell)) or plain(as_text(cell)).upper() or None)


def one_currency(values: Values, task: Task, body: Body) -> Values:
    """Mask and report amounts that are not in the most frequent currency of the currency column."""
    column = _currency_column(task, body)
    if column is None:
        return values
    named = _named(column)
    often = np.bincount(named.codes, minlength=len(named.values))
    counts: dict[str, int] = {}
    for currency, count in zip(named.values, often.tolist(), strict=True):
        if currency:
            counts[currency] = counts.get(currency, 0) + count
    if len(counts) < 2:
        return values
    kept = max(counts, key=lambda currency: counts[currency])
    other = named.where(lambda currency: currency is not None and currency != kept)
    task.context.log.add_rows("currency-mixed", body.numbers[other], column.number, heading=column.heading,
                              value=str(named[int(np.flatnonzero(other)[0])]),
                              message=f"not in {kept} as most rows are: left out of sums")  # fmt: skip
    return Values(np.where(other, len(values.values), values.codes), [*values.values, Read(None, "currency-mixed")])


#: Fields read cell by cell that are shared by all amounts of a row.
PLAIN = ("date", "unit_value")
#: Fields that may name a balance carried over.
NAMES_BALANCE = ("ledger.note", "ledger.from_party", "ledger.kind")


@dataclass(frozen=True)
class Amounts:
    """One amount per row, from one column or pair of columns.

    Attributes
    ----------
    values : Values
        Money as parsed (`Read`).
    quantities : Values
        Quantity of each row.
    units : Values
        Unit of each quantity.
    part : Part or None
        Source or side that the column represents, None for the main amount.
    heading : str
        Heading of the column.
    column : int
        Number of the column, from 1.
    """

    values: Values  # values are Read
    quantities: Values
    units: Values
    part: Part | None = None
    heading: str = ""
    column: int = 1

    @property
    def there(self) -> NDArray[np.bool_]:
        """Mask of rows with a value or a quantity."""
        return self.values.where(lambda read: read.value is not None) | self.quantities.known


def read_ledger(task: Task) -> tuple[Body, Rows, tuple[Question, ...]]:
    """Read one ledger row per amount with its giver, receiver and status.

    A row with several money columns becomes several ledger rows. Assumptions that no column supports are
    reported: an amount is money, and what was received or pledged is for the project.
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
    """Collect the amounts of a row: the main one, and one per column of a source or side."""
    roles = one_side({heading.column: ledger_role(heading) for heading in task.grid.headings})
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
    """Parse the amounts of a column; "40 hours" is read as a quantity, not as money."""
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
    """Build the ledger rows of one amount, and return the rows with an unclear status.

    A source or side column makes a row only where it is filled.
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
    """Return True with a status column: a blank status is asked about even without an amount."""
    return column is not None
