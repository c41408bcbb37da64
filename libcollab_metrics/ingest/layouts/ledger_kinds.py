"""Kinds of the amounts of a ledger, money, goods or hours: from a column, a note, a unit or the title."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.ledger_amounts import Amounts
from libcollab_metrics.ingest.layouts.ledger_direction import lists_gifts, lists_sales
from libcollab_metrics.ingest.layouts.ledger_status import LEDGER_RULES, LedgerRules
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.column_roles import ledger_role
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.heading import sheet_title
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import (
    Column,
    ParseContext,
    cell_text,
    find_kind_in_words,
    is_hours,
    parse_column,
)
from libcollab_metrics.ingest.values.lexicon import choice_words, known_words, word_list
from libcollab_metrics.ingest.values.numbers import ParsedNumber
from libcollab_metrics.ingest.values.table import EncodedValues, mask_value
from libcollab_metrics.messages import Message, plural_message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import Question
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEDGER = SCHEMA["ledger"]
HOURS = ("volunteer_hours", "staff_hours")
_HOURS = re.compile(r"\b(\d+(?:\.\d+)?) (?:[a-z]+ )?(?:hours|hrs|oras|horas)\b")
#: What begins the words for what a gift is for.
_PURPOSE = re.compile(r"(?:for|towards?|para|pang|pambili|pang-?\w+)\b")
#: A number of things: "2 kids' bikes", "50 coupons".
_COUNTED = re.compile(r"\d+\s+[^\W\d_]{3,}")
_WORD = re.compile(r"[^\W\d_]+")
_VOLUNTEER = re.compile(r"\b(volunt|bolunt)")


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

    Hours, and goods that were given rather than bought or sold, are recognized without a written kind: goods
    have a unit, a quantity and a value of one, or an estimated value.
    Every kind that is not written in a cell is reported.
    """
    length = len(body.used)
    if amounts.source is not None and amounts.source.kind:
        return EncodedValues.constant(amounts.source.kind, length)
    kinds = EncodedValues.constant(None, length)
    written = np.zeros(length, dtype=bool)
    if column is not None:
        kinds = parse_column("ledger", LEDGER.field("kind"), column, context)
        written = column.is_filled
    if _is_headed_as_money(body.grid, amounts.column):
        kinds, written = (
            kinds.fill_unknown(mask_value(amounts.has_value, "cash")),
            written | amounts.has_value,
        )
    contributed = statuses.where(lambda status: status in ("received", "pledged"))
    if lists_gifts(body, amounts.column):
        section = _find_kind_of_section(body.grid)
        if section != "cash":
            named = _find_kinds_of_gifts(notes)
            kinds, written = kinds.fill_unknown(named), written | named.known
        kinds = kinds.fill_unknown(EncodedValues.constant(section, length))
    elif _is_titled_in_kind(body.grid):
        kinds = kinds.fill_unknown(EncodedValues.constant("in_kind", length))
    guessed = notes.map(_find_kind_of_promise if rules.kinds_in_words else _find_hours_kind).fill_unknown(
        mask_value(amounts.units.where(is_hours), _default_hours_kind(body))
    )
    goods = amounts.units.known | (amounts.quantities.known & has_unit_values)
    if _is_estimate(body.grid, amounts.column):
        goods |= notes.known | ~_mask_money(body)
    goods |= _mask_things(body.grid, amounts, notes) & ~notes.where(_names_money)
    if not lists_sales(body):
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


#: Most words of a column of kinds that are asked about: more are no kinds of amounts.
MAX_KINDS_ASKED = 6


def kind_questions(sheet: str, column: Column | None, context: ParseContext) -> tuple[Question, ...]:
    """Return one question per unknown word of the column of kinds; none if there are many."""
    if column is None:
        return ()
    known = choice_words("ledger.kind", LEDGER.field("kind")) | context.kind_answers
    counts: Counter[str] = Counter()
    often = np.bincount(column.codes, minlength=len(column.distinct)).tolist()
    for word, text, times in zip(column.normalized_texts, column.cell_texts, often, strict=True):
        if word and word not in known and find_kind_in_words(text) is None:
            counts[word] += times
    if len(counts) > MAX_KINDS_ASKED:
        return ()
    return tuple(
        ask(
            "kinds",
            sheet,
            entry=word,
            text=plural_message(
                times,
                'The kind is "{kind}" in {count} row. What are these amounts?',
                'The kind is "{kind}" in {count} rows. What are these amounts?',
                kind=word,
            ),
        )
        for word, times in counts.items()
        if times
    )


def mask_in_kind(column: Column | None, length: int) -> NDArray[np.bool_]:
    """Mask the rows in which the column of kinds says that something was given in kind."""
    if column is None:
        return np.zeros(length, dtype=bool)
    known = choice_words("ledger.kind", LEDGER.field("kind"))
    kinds = column.parse_text(lambda text: known.get(normalize_heading(text)) or find_kind_in_words(text))
    return kinds.where(lambda kind: kind == "in_kind")


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


def _find_kind_of_promise(note: str | None) -> str | None:
    return find_kind_in_words(note) if note else None


def _find_kinds_of_gifts(notes: EncodedValues) -> EncodedValues:
    """Return the kinds of gifts from the words for what was given; all None if none of them says money.

    Where gifts of money say so, the others are things, but not what a gift is for: "for snacks".
    """
    kinds = notes.map(lambda note: _find_kind_of_gift(normalize_heading(note)) if note else None)
    if "cash" not in {kinds.values[code] for code in np.unique(kinds.codes).tolist()}:
        return EncodedValues.constant(None, len(notes))
    things = notes.map(
        lambda note: "in_kind" if note and not _PURPOSE.match(normalize_heading(note)) else None
    )
    return kinds.fill_unknown(things)


def _find_kind_of_gift(folded: str) -> str | None:
    """Return the kind that the words for what was given are, or money that they begin with; else None.

    Examples
    --------
    >>> [_find_kind_of_gift(text) for text in ("check", "$50 check for prizes", "cash box", "a check book")]
    ['cash', 'cash', None, None]
    """
    match = _money_pattern().match(folded)
    return "cash" if match else known_words("ledger_kind").get(folded)


@cache
def _money_pattern() -> re.Pattern[str]:
    listed = [word for word, kind in known_words("ledger_kind").items() if kind == "cash"]
    words = "|".join(map(re.escape, sorted(listed, key=len, reverse=True)))
    after = r"$|\s*[,;:(/#$₱–—-]|\s+(?:for|to|towards?|from|of|no|para|pang|ng|de|del|por)\b|\s+\d"
    return re.compile(rf"(?:[$₱€]?\s*[\d.,]+\s+)?(?:{words})(?:{after})")


def _is_estimate(grid: Grid, column: int) -> bool:
    """Return whether the heading of amounts says that they were estimated: the value of what was given."""
    return any(h.column == column and ledger_role(h, grid.layout) == "estimate" for h in grid.headings)


def _is_headed_as_money(grid: Grid, column: int) -> bool:
    """Return whether the heading of amounts says that they are money: "Cash committed", not "Cash value"."""
    worth = set(word_list("gifts", "worth"))
    return any(
        find_kind_in_words(heading.text) == "cash"
        and ledger_role(heading, grid.layout) != "estimate"
        and not worth & set(_WORD.findall(normalize_heading(heading.text)))
        for heading in grid.headings
        if heading.column == column
    )


def _mask_money(body: SheetRows) -> NDArray[np.bool_]:
    """Mask the rows in which any text is or begins with a word for money."""
    is_money = np.zeros(len(body.used), dtype=bool)
    for number, _ in enumerate(body.grid.cells.columns, body.grid.cells.first_column):
        is_money |= body.column_at(number).parse_text(_names_money).where(bool)
    return is_money


def _mask_things(grid: Grid, amounts: Amounts, notes: EncodedValues) -> NDArray[np.bool_]:
    """Mask the rows of a list of things that were given, such as those below "Item" next to "Value".

    Below "What they gave" next to an amount, most texts must count things, "2 kids' bikes", or most rows have
    a quantity: then the rows without one are none.
    """
    words = {heading.column: set(_WORD.findall(normalize_heading(heading.text))) for heading in grid.headings}
    described = [words[h.column] for h in grid.headings if ledger_role(h, grid.layout) == "what"]
    things, gifts = set(word_list("gifts", "things")), set(word_list("gifts"))
    if not any(own & (things | gifts) for own in described):
        return np.zeros(len(notes), dtype=bool)
    is_worth = bool(words.get(amounts.column, set()) & set(word_list("gifts", "worth")))
    if is_worth and any(own & things for own in described):
        return notes.known
    texts = [note for note in notes.values if note]
    if 2 * sum(bool(_COUNTED.match(note)) for note in texts) > len(texts):
        return notes.known
    is_counted = notes.known & amounts.quantities.known
    return is_counted & bool(2 * amounts.quantities.known.sum() > len(notes))


def _names_money(note: str | None) -> bool:
    """Return whether a note is or begins with a word for money: "check", "cash for snacks"."""
    return bool(note) and _find_kind_of_gift(normalize_heading(str(note))) == "cash"


def _find_kind_of_section(grid: Grid) -> str | None:
    """Return the kind of all gifts of a table by its titles or its tab; None if they name none.

    "IN-KIND DONATIONS" names one kind, "Cash and in-kind donations" two. Only the line right above the
    headings names one by a word such as "books": elsewhere money may be given for them.
    """
    line = " ".join(cell_text(cell) for cell in grid.cells.rows[grid.top - 1]) if grid.top else ""
    kind = find_kind_in_words(line)
    if kind in ("cash", "in_kind"):
        return kind
    return "in_kind" if _is_titled_in_kind(grid) else None


def _is_titled_in_kind(grid: Grid) -> bool:
    """Return whether a title or the tab says that everything was given in kind, and none of them money."""
    title = f" {sheet_title(grid.cells, grid.top)} "
    phrases = word_list("gifts", "titled")
    bare = re.sub("|".join(map(re.escape, phrases)), " ", title)
    money = [word for word, kind in known_words("ledger_kind").items() if kind == "cash"]
    names_money = any(re.search(rf"\b{re.escape(word)}\b", bare) for word in money)
    return bare != title and not names_money


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
