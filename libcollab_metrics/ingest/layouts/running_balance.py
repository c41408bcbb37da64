"""Entries of a cash book, and its balances: the running one and the one it opens with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadTask
from libcollab_metrics.ingest.layouts.session_log import is_unreadable_day
from libcollab_metrics.ingest.tables.rows import (
    BALANCE_REASON,
    CANCELLED_REASON,
    CARRIED_REASON,
    REMARK_BELOW_TOTAL,
    ByField,
    SheetRows,
    classify_rows,
    is_remark_below_total,
)
from libcollab_metrics.ingest.values.columns import ParseContext, cell_text
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.table import EncodedValues
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.tables.grid import Grid

#: Fewest amounts that must lead from one balance to the next, and largest difference from rounding.
MIN_BALANCES, MAX_ROUNDING = 2, 0.005
#: Fields whose text may name a balance, or say that an entry was cancelled.
DESCRIBING_FIELDS = ("ledger.note", "ledger.from_party", "ledger.to_party", "ledger.kind")
#: Fields of who gave and who took.
PARTIES = ("ledger.from_party", "ledger.to_party")
#: Fields of which an entry of a ledger has at least one.
DESCRIPTIONS = (*DESCRIBING_FIELDS, "ledger.program_id", "ledger.quantity", "ledger.status")
NO_AMOUNT = Message("no amount, and nothing that says what was given")
OPENING_MESSAGE = Message("a balance from before the first entry: not part of received minus spent")
#: What a cash book writes behind a balance: brought or carried, forward or down.
_CARRIED = re.compile(r"\b[bc]/?[fd]\b\.?$")
#: The day of a balance: "On hand 11/30/26".
_DAY_BEHIND = re.compile(r"\s+(?:(?:as of|at|on|al|noong)\s+)?\d{1,4}(?:[/.-]\d{1,4}){1,2}$")
#: "Forward" as it is shortened: "Balance brought fwd".
_SHORT_FORWARD = re.compile(r"\bf(?:or)?wd\b\.?")
#: What begins the entries of an account: "By Balance c/d".
_SIDE = re.compile(r"^(?:by|to)\s+")


def classify_entries(task: ReadTask) -> SheetRows:
    """Classify the rows of a ledger: entries, and those that balance or sum up others."""
    described = any(mapped.field in DESCRIPTIONS for mapped in task.mapping)
    missing_reason = _missing_named_reason if described else _missing_reason
    has_balance = bool(_balance_columns(task.grid))

    def missing(row: ByField) -> str:
        reason = missing_reason(row)
        return "" if reason == NO_AMOUNT and has_balance and row.get("ledger.note") else reason

    body = classify_rows(task.grid, task.mapping, task.context.log, missing, _is_text_of_balance)
    if has_balance:
        _exclude_unpaid(body, task)
    return body


def _exclude_unpaid(body: SheetRows, task: ReadTask) -> None:
    """Exclude and report the entries without an amount: nothing was paid where the balance is the same."""
    fields = ("ledger.value", "ledger.quantity", "ledger.unit_value")
    has_amount = np.zeros(len(body.used), dtype=bool)
    for mapped in task.mapping:
        if mapped.field in (*fields, "ledger.from_party", "ledger.to_party", "ledger.kind", "ledger.status"):
            has_amount |= body.column(mapped).is_filled
    unpaid = ~has_amount
    unpaid[unpaid] = [_repeats_balance(body, int(index)) for index in body.used[~has_amount]]
    is_remark = ~has_amount & ~unpaid
    is_remark[is_remark] = [is_remark_below_total(body, int(index)) for index in body.used[is_remark]]
    first = body.grid.cells.first_column
    for code, reason, rows in (
        ("row-without-data", BALANCE_REASON, unpaid),
        ("row-without-data", REMARK_BELOW_TOTAL, is_remark),
        ("row-left-out", NO_AMOUNT, ~has_amount & ~unpaid & ~is_remark),
    ):
        task.context.log.add_rows(code, body.excel_rows[rows], first, message=reason)
        body.excluded += [(int(index), reason) for index in body.used[rows]]
    body.used = body.used[has_amount]


def _missing_reason(row: ByField) -> str:
    texts = [cell_text(cell) for name in DESCRIBING_FIELDS for cell in row.get(name, ())]
    if any(map(names_balance, texts)) and not _pays_the_rest(row):
        return CARRIED_REASON if row.get("ledger.value") else BALANCE_REASON
    if any(row.get(f"ledger.{name}") for name in ("value", "quantity", "unit_value")):
        return ""
    filled_count = sum(
        bool(row.get(f"ledger.{name}")) for name in ("from_party", "to_party", "kind", "status", "note")
    )
    return "" if filled_count >= 2 else NO_AMOUNT


def _pays_the_rest(row: ByField) -> bool:
    """Return whether a row with an amount and a party says no more than "balance": the rest of a price."""
    parties = [cell_text(cell) for field in PARTIES for cell in row.get(field, ())]
    others = [cell_text(cell) for field in ("ledger.note", "ledger.kind") for cell in row.get(field, ())]
    is_rest = all(
        normalize_heading(text) in word_list("balances", "rest") for text in others if names_balance(text)
    )
    is_paid = bool(parties) and bool(row.get("ledger.value")) and bool(row.get("ledger.date"))
    return is_rest and is_paid and not any(map(names_balance, parties))


def _missing_named_reason(row: ByField) -> str:
    """Return why a row is excluded from a ledger with a column that says who paid, or what for.

    An amount next to a text in place of the date, and nothing else, sums up or balances the others.
    Without an amount of its own, "Amount of cash advance" is what the total is compared with.
    """
    days = row.get("ledger.date", ())
    if any(names_balance(cell_text(cell)) for cell in days if isinstance(cell, str)):
        return BALANCE_REASON
    is_named = any(row.get(field) for field in DESCRIPTIONS)
    if days and not is_named and all(is_unreadable_day("ledger.date", cell_text(cell)) for cell in days):
        words = {
            word for cell in days for word in re.findall(r"[^\W\d_]+", normalize_heading(cell_text(cell)))
        }
        if words & set(word_list("ledger_summary")) and not row.get("ledger.value"):
            return BALANCE_REASON
        return Message("a text in place of the date, and nothing else: a total or a balance")
    return _missing_reason(row)


def _is_text_of_balance(field: str, text: str) -> bool:
    is_balance = field in DESCRIBING_FIELDS and names_balance(text)
    return is_balance or is_unreadable_day(field, text)


def names_balance(text: str) -> bool:
    """Return whether a text names a balance: "Opening balance", "Balance c/d"."""
    folded = _SHORT_FORWARD.sub("forward", normalize_heading(text))
    if folded.startswith(word_list("balances", "beginnings")):
        return True
    named = (*word_list("balances", "opening"), *word_list("balances", "closing"))
    if any(folded.startswith(f"{phrase} (") or folded.startswith(f"{phrase},") for phrase in named):
        return True  # "Beginning balance (from Sept.)"
    bare = _SIDE.sub("", _CARRIED.sub("", _DAY_BEHIND.sub("", folded))).strip()
    return bare in ("", *word_list("balances")) and bool(folded)


def report_opening_balance(body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext) -> None:
    """Report the balance that a cash book opens with: money from before, which no entry holds.

    It is above the first entry, or is called the opening one where the latest entry is first.
    """
    amounts = _balance_columns(body.grid) + [m.column for m in mapping if m.field == "ledger.value"]
    balances = [index for index, reason in body.excluded if reason in (BALANCE_REASON, CARRIED_REASON)]
    balances += [index for index in body.totals if names_balance(body.label(index))]
    for index in filter(partial(_opens_book, body), balances):
        typed = [_read_balances(body, column, np.array([index]))[0] for column in amounts]
        if any(not np.isnan(amount) and amount for amount in typed):
            row, first = body.grid.row_number(index), body.grid.cells.first_column
            context.log.add("opening-balance", row, first, message=OPENING_MESSAGE)
            return


def _opens_book(body: SheetRows, index: int) -> bool:
    """Return whether a balance is called the opening one, or is above all entries and not the closing one."""
    name = normalize_heading(body.label(index))
    is_first = not len(body.used) or index < body.used[0]
    is_closing = name.startswith(word_list("balances", "closing"))
    return name.startswith(word_list("balances", "opening")) or (is_first and not is_closing)


def has_running_balance(values: EncodedValues, body: SheetRows) -> bool:
    """Return whether amounts of both signs lead from each balance of a column to the next.

    Parameters
    ----------
    values : EncodedValues
        Amount of each row (`ParsedNumber`).
    body : SheetRows
        Rows used.
    """
    amounts = np.array([np.nan if read.value is None else read.value for read in values], dtype=float)
    if not (amounts > 0).any() or not (amounts < 0).any():
        return False
    for number in _balance_columns(body.grid):
        steps = np.diff(_read_balances(body, number, body.used))
        known = ~np.isnan(steps) & ~np.isnan(amounts[1:])
        equal = np.abs(steps - amounts[1:])[known] <= MAX_ROUNDING
        if known.sum() >= MIN_BALANCES and equal.all():
            return True
    return False


def exclude_cancelled_entries(
    body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext
) -> None:
    """Exclude and report entries whose description begins with a word for cancelled or void, or remarks it.

    The remark "void" follows a dash or is in brackets: "yarn - VOID", or it is all that another cell says.

    An entry after which the running balance is another one was paid after all. One that begins with "void",
    without an amount, or after which the balance is the same, has nothing to count; any other could count.
    """
    is_cancelled, is_void = np.zeros((2, len(body.used)), dtype=bool)
    described = {mapped.column for mapped in mapping if mapped.field in DESCRIBING_FIELDS}
    for number, _ in enumerate(body.grid.cells.columns, body.grid.cells.first_column):
        texts = body.column_at(number).parse(cell_text)
        if number in described:
            is_cancelled |= texts.where(lambda text: _cancelled_pattern().match(text) is not None)
            is_void |= texts.where(lambda text: _void_pattern().match(text) is not None)
        else:
            is_cancelled |= texts.where(lambda text: normalize_heading(text) in word_list("voided"))
    rows = np.flatnonzero(is_cancelled)
    rows = rows[[not _changes_balance(body, int(index)) for index in body.used[rows]]]
    amounts = [mapped.column for mapped in mapping if mapped.field == "ledger.value"]
    typed = [_read_balances(body, column, body.used[rows]) for column in amounts]
    has_amount = ~np.isnan(typed).all(axis=0) if typed else np.zeros(len(rows), dtype=bool)
    balances = [_read_balances(body, column, body.used[rows]) for column in _balance_columns(body.grid)]
    is_balanced = ~np.isnan(balances).all(axis=0) if balances else np.zeros(len(rows), dtype=bool)
    could_count, first = has_amount & ~is_balanced & ~is_void[rows], body.grid.cells.first_column
    for code, own in (("row-left-out", rows[could_count]), ("row-without-data", rows[~could_count])):
        context.log.add_rows(code, body.excel_rows[own], first, message=CANCELLED_REASON)
    body.exclude(rows, CANCELLED_REASON)


@cache
def _void_pattern() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{'|'.join(map(re.escape, word_list('voided')))})\b", re.IGNORECASE)


@cache
def _cancelled_pattern() -> re.Pattern[str]:
    voided = "|".join(map(re.escape, word_list("voided")))
    words = "|".join(map(re.escape, (*word_list("cancelled_in_title"), *word_list("voided"))))
    return re.compile(rf"\W*(?:{words})\b|.+(?:\s[-–—]+\s*|\()(?:{voided})\b", re.IGNORECASE)


def _changes_balance(body: SheetRows, index: int) -> bool:
    """Return whether the balance of a row differs from the last one above it."""
    return any(step > MAX_ROUNDING for step in _balance_steps(body, index))


def _repeats_balance(body: SheetRows, index: int) -> bool:
    """Return whether a row has a balance, the same as the last one above it."""
    return any(step <= MAX_ROUNDING for step in _balance_steps(body, index))


def _balance_steps(body: SheetRows, index: int) -> list[float]:
    """Return how much each balance of a row differs from the last one above it."""
    steps = []
    for number in _balance_columns(body.grid):
        above = _read_balances(body, number, np.arange(body.grid.header + 1, index + 1))
        known = above[~np.isnan(above)]
        if not np.isnan(above[-1]) and len(known) > 1:
            steps.append(abs(float(known[-1] - known[-2])))
    return steps


def _balance_columns(grid: Grid) -> list[int]:
    balances = word_list("balances")
    return [heading.column for heading in grid.headings if normalize_heading(heading.text) in balances]


def _read_balances(body: SheetRows, number: int, rows: NDArray[Any]) -> NDArray[np.float64]:
    codes, cells = body.grid.encode_column(number, rows)
    typed = [parse_number(cell_text(cell), is_count=False).value for cell in cells]
    balances = np.array([np.nan if value is None else value for value in typed], dtype=np.float64)
    return np.take(balances, codes)
