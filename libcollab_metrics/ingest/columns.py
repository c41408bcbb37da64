"""One column of cells becomes one column of values; each distinct cell is read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.cells import ErrorCell
from libcollab_metrics.ingest.days import Day, date_order, read_day, read_time
from libcollab_metrics.ingest.departures import Departures
from libcollab_metrics.ingest.lexicon import word_list, words
from libcollab_metrics.ingest.numbers import Read, currency_of, decimal_mark, read_number
from libcollab_metrics.model.names import plain, tidy
from libcollab_metrics.model.schema import Field

#: Which group of known words a choice field reads with, beside its own choices.
WORD_GROUPS = {
    "format": "format", "first_time": "yes_no", "official": "yes_no", "ledger_complete": "yes_no",
    "recurring": "yes_no", "sessions.status": "held", "participation.status": "status",
    "ledger.kind": "ledger_kind", "ledger.status": "ledger_status",
}  # fmt: skip


#: Number fields in which a percentage is a share: the band of a criterion.
SHARES = ("low", "ideal", "high")
#: Fields of words, in which 0 is no word; fields that name a party, in which a placeholder is nobody.
WORDS = ("age_group", "site", "language", "program_id", "kind")
PARTIES = ("from_party", "to_party", "name", "partner_id")


@dataclass(frozen=True)
class Column:
    """A column of the table's body: its heading, where it stands, and its cells beside their Excel rows."""

    heading: str
    number: int
    rows: tuple[int, ...]
    cells: tuple[object, ...]


@dataclass(frozen=True)
class Context:
    """What reading a column needs to know: the answers, where to note departures, and the year if known."""

    answers: Answers
    log: Departures
    year: int | None = None
    from_csv: bool = False
    zero_is_unknown: bool = False


def by_distinct(cells: tuple[object, ...], read: Callable[[object], Any]) -> list[Any]:
    """Apply `read` to each distinct cell once; a column of 50,000 marks holds a handful of them."""
    seen: dict[tuple[type, object], Any] = {}
    values = []
    for cell in cells:
        key = (type(cell), cell)
        if key not in seen:
            seen[key] = read(cell)
        values.append(seen[key])
    return values


def as_text(cell: object) -> str:
    """Return a cell as Excel would print it: whole numbers without a point, days as ISO."""
    if cell is None or isinstance(cell, ErrorCell):
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else tidy(str(cell))


def read_column(table: str, field: Field, column: Column, context: Context) -> list[Any]:
    """Return the column's values for a field of a table: None is unknown. Departures are noted."""
    if field.kind in ("count", "number", "money"):
        return [read.value for read in read_numbers(field, column, context)]
    if field.kind == "date":
        return [day for day, _ in read_days(column, context, blank_is_told=False)]
    _note_errors(column, context)
    if field.kind == "time":
        return _read_times(column, context)
    if field.kind == "choice":
        return _read_choices(f"{table}.{field.name}", field, column, context)
    return _read_texts(field, column, context)


def _note_errors(column: Column, context: Context) -> None:
    for row, cell in zip(column.rows, column.cells, strict=True):
        if isinstance(cell, ErrorCell):
            context.log.add("formula-error", row, column.number, heading=column.heading, value=cell.text)


def read_numbers(field: Field, column: Column, context: Context) -> list[Read]:
    """Return what each cell says as a number, estimates and lower bounds marked."""
    _note_errors(column, context)
    whole = field.kind == "count"
    texts = [cell for cell in set(column.cells) if isinstance(cell, str)]
    decimal = decimal_mark(texts)
    ranges = context.answers.get("ranges", "low")
    share = field.name in SHARES
    zero_is_unknown = whole and context.zero_is_unknown

    def read(cell: object) -> Read:
        if cell is None or isinstance(cell, ErrorCell):
            return Read(None)
        if isinstance(cell, bool | date | time | timedelta):
            return Read(None, "number-unreadable", f"{as_text(cell)} is not a number")
        text = as_text(cell) if isinstance(cell, float) else str(cell)
        found = read_number(text, "." if isinstance(cell, float) else decimal, whole=whole, ranges=ranges, share=share)
        if zero_is_unknown and found.value == 0:
            return Read(None, "zero-may-mean-none", "0 read as no number recorded")
        typed_as_text = isinstance(cell, str) and not context.from_csv and found.value is not None
        return Read(found.value, "number-from-text", f'"{cell}"') if typed_as_text and not found.code else found

    reads = by_distinct(column.cells, read)
    for row, cell, found in zip(column.rows, column.cells, reads, strict=True):
        if found.code:
            context.log.add(
                found.code, row, column.number, heading=column.heading, value=as_text(cell), message=found.text
            )
    return _one_currency(column, reads, context) if field.kind == "money" else reads


def _one_currency(column: Column, reads: list[Read], context: Context) -> list[Read]:
    """Leave amounts in another currency than most of the column out: a sum would mix them."""
    named = [currency_of(cell) if isinstance(cell, str) else "" for cell in column.cells]
    counts = Counter(currency for currency in named if currency)
    if len(counts) < 2:
        return reads
    kept = counts.most_common(1)[0][0]
    for place, currency in enumerate(named):
        if currency and currency != kept:
            typed = as_text(column.cells[place])
            message = f'"{typed}" is in {currency}, the column in {kept}: left out of sums'
            context.log.add(
                "currency-mixed",
                column.rows[place],
                column.number,
                heading=column.heading,
                value=typed,
                message=message,
            )
            reads[place] = Read(None)
    return reads


def read_days(column: Column, context: Context, blank_is_told: bool = True) -> list[tuple[datetime | None, str]]:
    """Return each cell as (day or None, the text of a day whose year is unknown)."""
    _note_errors(column, context)
    texts = [cell for cell in set(column.cells) if isinstance(cell, str)]
    answered = context.answers.get("date_order")
    decided = answered or date_order(texts)
    order = decided or "month-first"
    reads = by_distinct(column.cells, lambda cell: _day(cell, order))
    days: list[tuple[datetime | None, str]] = []
    for row, cell, found in zip(column.rows, column.cells, reads, strict=True):
        typed = as_text(cell)
        chosen = found.on(context.year) if found else None
        where = {"heading": column.heading, "value": typed}
        if not typed and blank_is_told:
            context.log.add("date-missing", row, column.number, heading=column.heading)
        elif found is None and typed:
            context.log.add("date-unreadable", row, column.number, **where, message=f'"{typed}" is not a date')
        elif found and chosen is None:
            context.log.add("year-missing", row, column.number, **where, message=f'"{typed}" has no year')
        elif found and found.year is None:
            context.log.add("date-from-context", row, column.number, **where, message=f'"{typed}" read as {chosen}')
        if found and found.ambiguous and not decided:
            context.log.add("date-order-assumed", row, column.number, **where, message=f'"{typed}" read {order}')
        days.append((datetime.combine(chosen, time(0)) if chosen else None, typed if found and not chosen else ""))
    return days


def order_is_open(column: Column) -> bool:
    """True when some day could be read either way and nothing in the column decides."""
    texts = [cell for cell in set(column.cells) if isinstance(cell, str)]
    days = [read_day(text) for text in texts]
    return not date_order(texts) and any(day is not None and day.ambiguous for day in days)


def _day(cell: object, order: str) -> Day | None:
    if isinstance(cell, date):
        return Day(cell.year, cell.month, cell.day)
    return read_day(cell, order) if isinstance(cell, str) else None


def _read_times(column: Column, context: Context) -> list[float | None]:
    reads = by_distinct(column.cells, lambda cell: None if cell is None else read_time(cell))
    for row, cell, found in zip(column.rows, column.cells, reads, strict=True):
        if found is None and as_text(cell):
            context.log.add("times-missing", row, column.number, heading=column.heading, value=as_text(cell))
    return reads


def _read_choices(path: str, field: Field, column: Column, context: Context) -> list[str | None]:
    known = {plain(choice): choice for choice in field.choices}
    known |= words(WORD_GROUPS[path]) if path in WORD_GROUPS else {}
    known |= words(WORD_GROUPS[field.name]) if field.name in WORD_GROUPS else {}
    fallback = "unclear" if path == "ledger.status" else None

    def read(cell: object) -> tuple[str | None, bool]:
        text = as_text(cell)
        if not text:
            return None, False
        found = known.get(plain(text) or text)
        if found is None and path == "sessions.status":
            found = words("held").get(plain(text).split(" ")[0])
            found = "cancelled" if found == "postponed" else found
        return (found or fallback, found is None)

    reads = by_distinct(column.cells, read)
    for row, cell, (value, unknown) in zip(column.rows, column.cells, reads, strict=True):
        if unknown:
            message = (
                f'"{as_text(cell)}" read as {value}'
                if value
                else f'"{as_text(cell)}" is none of {", ".join(field.choices)}'
            )
            code = "choice-assumed" if value else "choice-unknown"
            context.log.add(code, row, column.number, heading=column.heading, value=as_text(cell), message=message)
    return [value for value, _ in reads]


def _read_texts(field: Field, column: Column, context: Context) -> list[str | None]:
    """Return words; 0 in a column of words and a placeholder for a party are unknown, and told."""
    texts = by_distinct(column.cells, as_text)
    if field.kind != "category":
        return [text or None for text in texts]
    nobody = set(word_list("missing")) if field.name in PARTIES else set()
    codes = {
        text: "zero-in-text" if text == "0" else "missing-code"
        for text in set(texts)
        if (text == "0" and field.name in WORDS) or text.casefold() in nobody
    }
    for row, text in zip(column.rows, texts, strict=True):
        if text in codes:
            context.log.add(codes[text], row, column.number, heading=column.heading, value=text)
    return [None if text in codes else text or None for text in texts]
