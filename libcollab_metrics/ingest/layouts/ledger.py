"""Reader for ledgers other than the template: the rows that count, and the parties and notes of each.

One row is one contribution or expense.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.ledger_amounts import (
    Amounts,
    collect_amounts,
    find_currencies,
    mask_other_currencies,
)
from libcollab_metrics.ingest.layouts.ledger_kinds import (
    read_hours_as_quantities,
    read_hours_from_notes,
    read_kinds,
)
from libcollab_metrics.ingest.layouts.ledger_status import (
    LEDGER_RULES,
    LedgerRules,
    fill_blank_statuses,
    lists_gifts,
    read_statuses,
    status_questions,
)
from libcollab_metrics.ingest.layouts.log_rows import handle_duplicate_rows
from libcollab_metrics.ingest.layouts.running_balance import exclude_cancelled_entries
from libcollab_metrics.ingest.layouts.session_log import is_unreadable_day
from libcollab_metrics.ingest.tables.column_roles import (
    TICKS_REASON,
    ledger_role,
)
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.rows import BALANCE_REASON, ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.values.columns import (
    Column,
    ParseContext,
    cell_text,
    parse_column,
)
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
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


# Parties and notes of a ledger.

LEDGER = SCHEMA["ledger"]
#: Words of a heading that names the payee, also where it names the givers of the other rows.
PAYEE_WORDS = {"paid", "payee", "pagado", "binayaran", "bayad"}
#: Words of a heading that names the person who accepted a gift.
SIGNED_WORDS = {"received", "accepted", "recibido", "recibio", "tumanggap"}


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


#: Fields read cell by cell that are shared by all amounts of a row.
PLAIN_FIELDS = ("date", "unit_value")
#: Fields that may name a balance carried over.
BALANCE_FIELDS = ("ledger.note", "ledger.from_party", "ledger.kind")
#: What a cash book writes behind a balance: brought or carried, forward or down.
_CARRIED = re.compile(r"\b[bc]/?[fd]\b\.?$")
#: Fields of which an entry of a ledger has at least one.
DESCRIPTIONS = (*BALANCE_FIELDS, "ledger.to_party", "ledger.program_id", "ledger.quantity", "ledger.status")


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
    collected = collect_amounts(body, task, columns)
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
