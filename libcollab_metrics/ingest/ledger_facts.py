"""Who gave what in a ledger: parties, kinds of gifts, the words beside an amount, and its currency."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.amounts import written_currency
from libcollab_metrics.ingest.body import Body
from libcollab_metrics.ingest.columns import Column, Context, as_text, read_column
from libcollab_metrics.ingest.ledger_columns import role_of
from libcollab_metrics.ingest.ledger_status import when
from libcollab_metrics.ingest.lexicon import words
from libcollab_metrics.ingest.measured import is_hours
from libcollab_metrics.ingest.numbers import Read, currency_of
from libcollab_metrics.ingest.values import Values, same_rows
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from libcollab_metrics.ingest.layouts import Task
    from libcollab_metrics.ingest.ledger import Amounts

LEDGER = SCHEMA["ledger"]
HOURS = ("volunteer_hours", "staff_hours")
_HOURS = re.compile(r"\b(\d+(?:\.\d+)?) (?:[a-z]+ )?(?:hours|hrs|oras|horas)\b")
_VOLUNTEER = re.compile(r"\b(volunt|bolunt)")


def read_party(column: Column | None, side: str, context: Context, length: int) -> Values:
    """Return who gave ("from") or received ("to"); the words for the project and the library are reserved."""
    if column is None:
        return Values.all(None, length)
    reserved = words("ledger_party")
    names = read_column("ledger", LEDGER.field(f"{side}_party"), column, context)
    return names.map(lambda name: reserved.get(plain(name), name) if name else None)


def note_texts(body: Body, mapping: Sequence[Mapped], ticked: Sequence[Mapped]) -> Values:
    """Return what each row says in words, and the categories that are ticked in it; None where it says nothing."""
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
    """Return the kind of each row: by its column, its unit, its words, and else money where an amount stands.

    Hours, and goods with a unit that were given rather than bought, are known without a kind being written; whatever
    is taken for something that no cell calls by name is told.
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
    """The kind of hours that words such as "40 volunteer hours" name; None for anything else."""
    found = _hours_words().search(plain(note)) if note else None
    return words("ledger_kind")[found[0]] if found else None


@cache
def _hours_words() -> re.Pattern[str]:
    listed = [word for word, kind in words("ledger_kind").items() if kind in HOURS and " " in word]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(listed, key=len, reverse=True)))})\b")


def _whose_hours(body: Body) -> str:
    """Hours on a sheet that speaks of volunteers in some heading are theirs; else nobody says whose."""
    return "volunteer_hours" if any(_VOLUNTEER.search(plain(h.text)) for h in body.grid.headings) else "other"


def hours_in_words(amounts: Amounts, kinds: Values, notes: Values, body: Body, context: Context) -> Amounts:
    """Take "40" from the words "40 volunteer hours" where a row of hours has no other number; told."""
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
    """Take the number of a row of hours for hours where the sheet has no column of quantities; told."""
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
    """Return the currency of each amount: by the column that names it, else as it stands beside the amount."""
    written = written_currency(body.column_at(amounts.column, amounts.heading))
    column = _currency_column(task, body)
    return written if column is None else _named(column).otherwise(written)


def _currency_column(task: Task, body: Body) -> Column | None:
    headings = [h for h in task.grid.headings if role_of(h) == "currency"]
    return body.column_at(headings[0].column, headings[0].text) if headings else None


def _named(column: Column) -> Values:
    return column.read(lambda cell: currency_of(as_text(cell)) or plain(as_text(cell)).upper() or None)


def one_currency(values: Values, task: Task, body: Body) -> Values:
    """Return the amounts without those in another currency than most, where a column names it; each is told."""
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
