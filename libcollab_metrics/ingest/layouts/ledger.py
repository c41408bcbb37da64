"""Reader for ledgers other than the template: the rows that count, and the parties and notes of each.

One row is one contribution or expense.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.answered_rows import exclude_answered_rows
from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.journal import exclude_other_accounts, find_account_sides
from libcollab_metrics.ingest.layouts.ledger_amounts import (
    UNREAD,
    Amounts,
    collect_amounts,
    find_currencies,
    find_rows_in_words,
    mask_other_currencies,
)
from libcollab_metrics.ingest.layouts.ledger_direction import (
    find_giver_in_title,
    lists_gifts,
    name_library,
    says_in_kind,
)
from libcollab_metrics.ingest.layouts.ledger_kinds import (
    kind_questions,
    mask_in_kind,
    read_hours_as_quantities,
    read_hours_from_notes,
    read_kinds,
)
from libcollab_metrics.ingest.layouts.ledger_status import (
    LEDGER_RULES,
    LedgerRules,
    fill_blank_statuses,
    find_pledged_rows,
    mark_pledged,
    mark_unpaid,
    read_statuses,
    status_questions,
)
from libcollab_metrics.ingest.layouts.log_rows import handle_duplicate_rows
from libcollab_metrics.ingest.layouts.running_balance import (
    classify_entries,
    exclude_cancelled_entries,
    report_opening_balance,
)
from libcollab_metrics.ingest.tables.cash_sides import find_section_statuses
from libcollab_metrics.ingest.tables.column_roles import (
    AMOUNT_SOURCES,
    SIDES,
    TICKS_REASON,
    AmountSource,
    ledger_role,
)
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.rows import (
    SheetRows,
)
from libcollab_metrics.ingest.tables.sum_rows import exclude_outline_sums, exclude_subtotals
from libcollab_metrics.ingest.values.columns import (
    Column,
    ParseContext,
    cell_text,
    parse_column,
)
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.numbers import parse_number
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
#: What was promised and received in a list of pledges.
PLEDGE_SOURCES = (AMOUNT_SOURCES["pledged"], AMOUNT_SOURCES["paid_in"])
#: Fewest amounts of a row that heads a section of a table.
MIN_AMOUNTS_OF_SECTION = 2
#: Most words of a line that begins a section of pledges, or of gifts in kind.
MAX_WORDS_OF_SECTION = 8
#: Fewest amounts of one kind, for a row without an amount to be of that kind too.
MIN_PRICED = 2
#: Fields of a row of which a sum lacks the first, and fewest rows that it adds up.
SUM_FIELDS, MIN_SUMMED = ("ledger.date", "ledger.value"), 2
#: Largest difference between the sum of all amounts and its rounded total.
MAX_ROUNDING = 0.005


def read_ledger(task: ReadTask, rules: LedgerRules = LEDGER_RULES) -> ReadResult:
    """Read one ledger row per amount with its giver, receiver and status.

    A row with several money columns becomes several ledger rows. Assumptions that no column supports are
    reported: an amount is money, and what was received or pledged is for the project.
    """
    if _lists_dues(task.grid):
        rules = replace(rules, asked=("spent",))
    body = classify_entries(task)
    accounts = exclude_other_accounts(body, task.context)
    exclude_subtotals(body, task.mapping, "ledger.value", task.context.log)
    exclude_outline_sums(body, task.mapping, "ledger.value", task.context.log)
    report_opening_balance(body, task.mapping, task.context)
    entries = len(body.used)
    exclude_cancelled_entries(body, task.mapping, task.context)
    exclude_answered_rows(body, "payment", task.context)
    if len(body.used) < entries:  # subtotals may exclude the cancelled entries
        exclude_subtotals(body, task.mapping, "ledger.value", task.context.log)
    pledged = [*_find_pledged_section(body), *find_pledged_rows(body, task)]
    _exclude_undated_sum(body, task)
    fund_row = _exclude_summary(body, task, pledged)
    in_kind = _exclude_sections(body, task)
    _exclude_amount_alone(body, task)
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
    for side in ("from", "to"):
        same[f"{side}_party"] = read_party(columns.get(f"ledger.{side}_party"), side, task.context, length)
    if "ledger.from_party" not in columns and (titled := find_giver_in_title(body)):
        same["from_party"] = EncodedValues.constant(titled, length)
        message = Message("the title names the giver: {name}", name=titled)
        task.context.log.add("choice-assumed", body.grid.row_number(body.grid.header), 1, message=message)
    open_rows, parts = np.zeros(length, dtype=bool), []
    assumed: set[str] = set()
    sides = None if accounts is None else find_account_sides(body.column_at(accounts))
    collected = collect_amounts(body, task, columns, sides)
    priced = np.any([amounts.has_value for amounts in collected], axis=0)
    goods = next((a for a in collected if a.source is not None and a.source.kind == "in_kind"), None)
    for amounts in collected:
        unpriced = same["note"].known & ~priced & (amounts is goods)
        is_fund = (body.used == fund_row) & (amounts.source is None)
        rows, unclear_rows = _build_ledger_rows(amounts, same, columns, body, task, rules, unpriced, is_fund)
        given, promised = find_rows_in_words(body, amounts, task)
        rows = _mark_in_kind(rows, given | set(body.excel_rows[np.isin(body.used, in_kind)].tolist()))
        rows = mark_pledged(rows, promised | set(body.excel_rows[np.isin(body.used, pledged)].tolist()))
        rows = mark_unpaid(rows, promised)
        parts.append(rows)
        open_rows |= unclear_rows
        unclear_numbers = set(body.excel_rows[unclear_rows].tolist())
        pairs = zip(rows.column("row"), rows.column("status"), strict=True)
        assumed |= {status for row, status in pairs if row in unclear_numbers}
    is_open = any(amounts.source is None or not amounts.source.status for amounts in collected)
    asked = status_questions(
        task.grid.cells.name,
        columns.get("ledger.status") if is_open else None,  # else the headings say what became of all amounts
        open_rows,
        task.context,
        "received" if assumed == {"received"} else "unclear",
        rules,
        has_signs=any(amounts.source is None and amounts.has_both_signs for amounts in collected),
    )
    asked += kind_questions(task.grid.cells.name, columns.get("ledger.kind"), task.context)
    return ReadResult(body, {"ledger": concat_rows(parts)}, asked)


def _lists_dues(grid: Grid) -> bool:
    """Return whether a heading speaks of dues: those who paid them paid the project."""
    words = {word for h in grid.headings for word in re.findall(r"[^\W\d_]+", normalize_heading(h.text))}
    return bool(words & set(word_list("dues")))


def _exclude_summary(body: SheetRows, task: ReadTask, pledged: Sequence[int]) -> int:
    """Exclude the rows below the last total that lack a cell which every row above it has, such as the day.

    They are the advance, the refund and the goal that the total is compared with; any other such row may be a
    payment, and is reported as one that is not used. A single "Grant received" is income, and is returned.
    Gifts that are only pledged have no day.

    Returns
    -------
    int
        Index of the row of the money from which the others were paid, -1 if there is none.
    """
    if not body.totals or not len(body.used):
        return -1
    context = task.context
    below = (body.used > body.totals[-1]) & ~np.isin(body.used, pledged)
    if not below.any() or below.all() or not _lack_a_cell(body, below):
        return -1
    below = below[~_move_overall_totals(body, task, below)]
    reason = Message("below the total and without a cell that every row above it has, such as the day")
    words = set(word_list("ledger_summary"))
    labels = [set(re.findall(r"[^\W\d_]+", normalize_heading(body.label(index)))) for index in body.used]
    is_summary = np.array([bool(label & words) for label in labels], dtype=bool)
    funds, coming = set(word_list("funds")), set(word_list("funds", "received"))
    is_fund = below & np.array([bool(label & funds and label & coming) for label in labels], dtype=bool)
    is_fund &= is_fund.sum() == 1
    fund_row = int(body.used[is_fund][0]) if is_fund.any() else -1
    below &= ~is_fund
    for code, rows in (("row-without-data", below & is_summary), ("row-left-out", below & ~is_summary)):
        context.log.add_rows(code, body.excel_rows[rows], body.grid.cells.first_column, message=reason)
    body.exclude(np.flatnonzero(below), reason)
    return fund_row


def _exclude_sections(body: SheetRows, task: ReadTask) -> list[int]:
    """Exclude the rows that head a section of a table, and return the rows of what was given in kind.

    Below "IN-KIND MATCH | Planned | Value to date" nothing is money. Such a row has words in place of each of
    several amounts; the title of the section may also be in a line of its own above it, or above the rows.
    """
    in_kind = _find_rows_of_sections(body, says_in_kind)
    if says_in_kind(normalize_heading(_title_above(body.grid))):
        in_kind = body.used.tolist()
    mapped = [mapping.column for mapping in task.mapping if mapping.field == "ledger.value"]
    if len(mapped) < MIN_AMOUNTS_OF_SECTION:
        return in_kind
    is_heading = np.ones(len(body.used), dtype=bool)
    for number in mapped:
        is_heading &= body.column_at(number).parse(_is_word).where(bool)
    reason = Message("the headings of a section")
    found, is_in_kind = np.flatnonzero(is_heading), False
    for position, index in enumerate(body.used.tolist()):
        if is_heading[position]:
            is_in_kind = says_in_kind(normalize_heading(body.label(index)))
        elif is_in_kind:
            in_kind.append(index)
    first = body.grid.cells.first_column
    task.context.log.add_rows("row-without-data", body.excel_rows[found], first, message=reason)
    body.exclude(found, reason)
    return in_kind


def _title_above(grid: Grid) -> str:
    """Return the text of the line above the headings, or the first of them, if it is the only cell there."""
    index = grid.top if grid.top < grid.header else grid.top - 1
    if index < 0 or grid.cells.filled_counts[index] != 1:
        return ""
    return next((cell for cell in grid.cells.rows[index] if isinstance(cell, str)), "")


def _find_rows_of_sections(body: SheetRows, is_title: Callable[[str], bool]) -> list[int]:
    """Return the rows below each line of its own with a short title of some kind, up to the next line."""
    filled, cells = body.grid.cells.filled_counts, body.grid.cells.rows
    lines = [index for index in range(body.grid.header + 1, len(cells)) if filled[index] == 1]
    rows: list[int] = []
    for index, end in pairwise([*lines, len(cells)]):
        title = normalize_heading(next((cell for cell in cells[index] if isinstance(cell, str)), ""))
        if is_title(title) and len(re.findall(r"[^\W\d_]+", title)) <= MAX_WORDS_OF_SECTION:
            rows += [row for row in body.used.tolist() if index < row < end]
    return rows


def _find_pledged_section(body: SheetRows) -> list[int]:
    """Return the rows below a line of its own such as "PLEDGED, NOT YET DELIVERED", up to the next line."""
    words = set(word_list("promised_amounts", "pledges"))
    return _find_rows_of_sections(body, lambda title: not words.isdisjoint(re.findall(r"[^\W\d_]+", title)))


def _is_word(cell: object) -> bool:
    return isinstance(cell, str) and re.search(r"[^\W\d_]", cell) is not None and not re.search(r"\d", cell)


def _mark_in_kind(rows: TableRows, in_kind: set[int]) -> TableRows:
    """Return ledger rows with those of given Excel rows as received in kind, where they were not planned."""
    if not in_kind:
        return rows
    marked = rows.column("row").where(lambda row: row in in_kind)
    spent = marked & rows.column("status").where(lambda status: status == "spent")
    changed = {
        "kind": mask_value(marked, "in_kind").fill_unknown(rows.column("kind")),
        "status": mask_value(spent, "received").fill_unknown(rows.column("status")),
        "to_party": mask_value(spent, PROJECT).fill_unknown(rows.column("to_party")),
    }
    return TableRows(rows.columns | changed, len(rows))


def _exclude_amount_alone(body: SheetRows, task: ReadTask) -> None:
    """Exclude an amount without any other cell below dated or described amounts.

    It is a total if it adds up the amounts above it, the balances carried forward included; else it may be a
    payment, and is reported as one that is not used.
    """
    filled = np.array([column.codes[body.used] != 0 for column in body.grid.cells.columns]).sum(axis=0)
    if len(filled) < 2 or filled[-1] != 1 or (filled[:-1] < 2).any():
        return
    row, first = int(body.excel_rows[-1]), body.grid.cells.first_column
    if not _adds_up(body, int(body.used[-1])):
        reason = Message("an amount alone, without a day and a description")
        task.context.log.add("row-left-out", row, first, message=reason)
        body.exclude([len(body.used) - 1], reason)
        return
    message = Message("an amount alone below the list: read as its total")
    task.context.log.add("totals-row-left-out", row, first, message=message)
    body.totals.append(int(body.used[-1]))
    body.unchecked_totals.add(int(body.used[-1]))
    body.used = body.used[:-1]


def _exclude_undated_sum(body: SheetRows, task: ReadTask) -> None:
    """Exclude the first row without a day, a label and an amount, that adds up dated rows above it.

    It adds up all of them, the first ones ("Paid up to September") or all but one: "Received so far" excludes
    what is only promised.
    """
    by_field = {mapped.field: body.column(mapped) for mapped in task.mapping if mapped.field in SUM_FIELDS}
    if len(by_field) < len(SUM_FIELDS):
        return
    undated = np.flatnonzero(~by_field["ledger.date"].is_filled)
    place = int(undated[0]) if len(undated) else 0
    if place < MIN_SUMMED or body.grid.cells.filled_counts[body.used[place]] != len(SUM_FIELDS):
        return
    reads = by_field["ledger.value"].parse(lambda cell: parse_number(cell_text(cell), is_count=False).value)
    *amounts, stated = [value or 0.0 for value in list(reads)[: place + 1]]
    without_one = [sum(amounts) - amount for amount in (0.0, *amounts)]
    sums = [*without_one, *list(accumulate(amounts))[MIN_SUMMED - 1 :]]
    if not stated or not any(abs(total - stated) <= MAX_ROUNDING for total in sums):
        return
    row, label = int(body.excel_rows[place]), body.label(int(body.used[place]))
    message = Message('"{label}": its numbers are the sums of the rows above', label=label)
    task.context.log.add(
        "totals-row-left-out", row, body.grid.cells.first_column, value=label, message=message
    )
    body.totals.append(int(body.used[place]))
    body.unchecked_totals.add(int(body.used[place]))
    body.used = np.delete(body.used, place)


def _adds_up(body: SheetRows, index: int) -> bool:
    """Return whether the only number of a row is the sum of those above it in its column, without totals."""
    column = next(column for column in body.grid.cells.columns if column.codes[index])
    rows = [row for row in range(body.grid.header + 1, index) if row not in body.totals]
    amounts = [parse_number(cell_text(column[row]), is_count=False).value or 0.0 for row in rows]
    stated = parse_number(cell_text(column[index]), is_count=False).value
    return stated is not None and abs(stated - sum(amounts)) <= MAX_ROUNDING


def _move_overall_totals(body: SheetRows, task: ReadTask, below: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Move the rows below the last total that are the sum of all amounts to the totals, and mark them."""
    mapped = [mapping for mapping in task.mapping if mapping.field == "ledger.value"]
    is_total = np.zeros(len(below), dtype=bool)
    if len(mapped) != 1:
        return is_total
    column = body.column(mapped[0])
    reads = column.parse(lambda cell: parse_number(cell_text(cell), is_count=False).value)
    amounts = np.array(list(reads), dtype=np.float64)
    overall = float(np.nansum(amounts[~below]))
    is_total = below & np.isclose(amounts, overall, rtol=0, atol=MAX_ROUNDING) & (overall > 0)
    for index in body.used[is_total].tolist():
        label = body.label(index)
        body.totals.append(index)
        message = Message('"{label}": its numbers are the sums of the rows above', label=label)
        row, first = body.grid.row_number(index), body.grid.cells.first_column
        task.context.log.add("totals-row-left-out", row, first, value=label, message=message)
    body.used = body.used[~is_total]
    return is_total


def _lack_a_cell(body: SheetRows, below: NDArray[np.bool_]) -> bool:
    """Return whether a column is filled in every row above the last total, and in no row below it."""
    filled = [column.codes[body.used] != 0 for column in body.grid.cells.columns]
    return any(cells[~below].all() and not cells[below].any() for cells in filled)


def _ticked_columns(mapping: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    return [mapped for mapped in mapping if mapped.reason == TICKS_REASON]


def _read_programs(columns: Mapping[str, Column], task: ReadTask, length: int) -> EncodedValues:
    fallback = task.sheet_context.program or None
    if "ledger.program_id" not in columns:
        return EncodedValues.constant(fallback, length)
    programs = parse_column("ledger", LEDGER.field("program_id"), columns["ledger.program_id"], task.context)
    return programs.map(lambda name: name or fallback)


def _is_receipt_signature(column: Column | None) -> bool:
    """Return whether a column names the person who signed for a gift ("Received by"), not its recipient.

    "Paid to / Received from" names the other party of every amount.
    """
    words = set(re.findall(r"\w+", normalize_heading(column.heading))) if column is not None else set()
    return bool(words & SIGNED_WORDS) and not words & PAYEE_WORDS


def _is_cash_book(grid: Grid) -> bool:
    """Return whether money in and money out have columns of their own: one is paid from the other."""
    return {"money_in", "money_out"} <= {ledger_role(heading, grid.layout) for heading in grid.headings}


def _is_side_of_signed(amounts: Amounts, grid: Grid) -> bool:
    """Return whether the amounts are those of one sign of a column with both."""
    sides = [AMOUNT_SOURCES[side] for side in SIDES]
    headed = {ledger_role(h, grid.layout) for h in grid.headings if h.column == amounts.column}
    return amounts.source in sides and not headed & set(SIDES)


def _has_both_sides(column: Column | None) -> bool:
    """Return whether a column calls each amount income or an expense, as a cash book with one column does."""
    if column is None:
        return False
    texts = {normalize_heading(text) for text in column.cell_texts if text}
    sides = [set(word_list("cash_book", side)) for side in ("in_words", "out_words")]
    return texts <= set().union(*sides) and all(texts & side for side in sides)


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


def _name_parties_by_side(
    giver: EncodedValues, taker: EncodedValues, named: EncodedValues, statuses: EncodedValues
) -> tuple[EncodedValues, EncodedValues]:
    """Return the parties of a cash book with one column of names: who paid what came in, and who was paid."""
    came_in = statuses.where(lambda status: status == "received")
    payers = EncodedValues(np.where(came_in, named.codes, len(named.values)), [*named.values, None])
    is_spent = statuses.where(lambda status: status == "spent")
    giver = giver.fill_unknown(payers).fill_unknown(mask_value(is_spent, PROJECT))
    return giver, mask_value(came_in, PROJECT).fill_unknown(taker)


def _pay_from_fund(
    giver: EncodedValues, names: EncodedValues, statuses: EncodedValues, is_fund: NDArray[np.bool_]
) -> EncodedValues:
    """Return the givers with the name of the fund, and the project as the payer of what it was spent on."""
    fund = EncodedValues(np.where(is_fund, names.codes, len(names.values)), [*names.values, None])
    is_spent = statuses.where(lambda status: status == "spent") & ~is_fund
    return giver.fill_unknown(fund).fill_unknown(mask_value(is_spent, PROJECT))


def _read_sections(
    body: SheetRows,
    statuses: EncodedValues,
    parties: tuple[EncodedValues, EncodedValues],
    notes: EncodedValues,
    task: ReadTask,
    amounts: Amounts,
) -> tuple[EncodedValues, tuple[EncodedValues, EncodedValues]]:
    """Return the statuses and parties of amounts below lines such as "Income" and "Expenses".

    What is named below "Income" gave the money, from which the rest was paid.
    """
    sections = find_section_statuses(body.grid.cells, body.grid.header)
    if not {"received", "spent"} <= set(sections.values()):
        return statuses, parties
    sections = {row: "received" if status == "given" else status for row, status in sections.items()}
    giver, taker = parties
    for status, choice in (("received", Message("received")), ("spent", Message("spent"))):
        is_below = np.array([sections.get(row) == status for row in body.excel_rows.tolist()], dtype=bool)
        is_below &= ~statuses.known & amounts.has_value
        statuses = statuses.fill_unknown(mask_value(is_below, status))
        message = Message("below a line for income or expenses: read as {choice}", choice=choice)
        task.context.log.add_rows(
            "choice-assumed",
            body.excel_rows[is_below],
            amounts.column,
            heading=Message("Status"),
            message=message,
        )
        if status == "received":
            names = EncodedValues(np.where(is_below, notes.codes, len(notes.values)), [*notes.values, None])
            giver, taker = giver.fill_unknown(names), taker.fill_unknown(mask_value(is_below, PROJECT))
        else:
            giver = giver.fill_unknown(mask_value(is_below, PROJECT))
    return statuses, (giver, taker)


def _read_unpriced(
    statuses: EncodedValues,
    kinds: EncodedValues,
    amounts: Amounts,
    body: SheetRows,
    context: ParseContext,
) -> tuple[EncodedValues, EncodedValues]:
    """Return the statuses and kinds with those of rows without an amount, on a list of one kind of amounts.

    Where every amount is money that was spent, a row with a blank amount is an expense of unknown size; where
    every amount is the value of a gift in kind, it is a gift of unknown value.
    """
    is_priced = amounts.has_value
    known = {(statuses[row], kinds[row]) for row in np.flatnonzero(is_priced).tolist()}
    if is_priced.sum() < MIN_PRICED or len(known) != 1:
        return statuses, kinds
    pair = known.pop()
    is_like = ~kinds.known | kinds.where(lambda kind: kind == pair[1])
    is_open = ~is_priced & is_like & statuses.where(lambda status: status == "unclear")
    if not is_open.any() or pair[1] not in ("cash", "in_kind") or pair[0] == "unclear":
        return statuses, kinds
    message = Message("no amount is written: read as an unknown amount, like the others")
    context.log.add_rows(
        "choice-assumed", body.excel_rows[is_open], amounts.column, heading=Message("Kind"), message=message
    )
    status, kind = (mask_value(is_open, value) for value in pair)
    return status.fill_unknown(statuses), kinds.fill_unknown(kind)


def _build_ledger_rows(
    amounts: Amounts,
    same: dict[str, EncodedValues],
    columns: Mapping[str, Column],
    body: SheetRows,
    task: ReadTask,
    rules: LedgerRules,
    unpriced: NDArray[np.bool_],
    is_fund: NDArray[np.bool_],
) -> tuple[TableRows, NDArray[np.bool_]]:
    """Build the ledger rows of one amount, and return the rows with an unclear status.

    A source or side column makes a row only where it is filled, or where `unpriced` says that the row names
    goods and has no amount at all.
    """
    context, length, part = task.context, len(body.used), amounts.source
    unread = amounts.values.where(lambda read: read.code == UNREAD)
    there = amounts.has_value | unpriced | unread if part else np.ones(length, dtype=bool)
    status_column = None if part and part.status else columns.get("ledger.status")
    statuses = (
        EncodedValues.constant(part.status, length)
        if part and part.status
        else read_statuses(status_column, context, length, rules)
    )
    giver, taker = same["from_party"], same["to_party"]
    if "ledger.from_party" not in columns and giver.known.any():  # a title names who gave, not who paid
        is_spent = statuses.where(lambda status: status == "spent")
        giver = EncodedValues(np.where(is_spent, len(giver.values), giver.codes), [*giver.values, None])
    is_signed_for = _is_receipt_signature(columns.get("ledger.to_party"))
    unnamed = EncodedValues.constant(None, length)
    if is_signed_for and lists_gifts(body, amounts.column):
        taker = unnamed
    is_cash_book = _is_cash_book(body.grid) or _is_side_of_signed(amounts, body.grid)
    if part is not None and part.status == "spent" and is_cash_book:
        giver, taker = _pay_from_project(giver, taker, columns)
    comes_from_taker = part is AMOUNT_SOURCES["donated"] or is_cash_book
    if part is not None and part.taker and "ledger.from_party" not in columns and comes_from_taker:
        # the "payee" of what came in paid it; the shop gave what was donated
        giver = giver if is_signed_for else taker.fill_unknown(giver)
        taker = EncodedValues.constant(PROJECT, length)
    if part is not None and part.giver:
        giver = EncodedValues.constant(amounts.heading if part.giver == "heading" else part.giver, length)
    statuses = statuses.fill_unknown(mask_value(is_fund, "received"))
    if part is None and status_column is None and body.grid.layout == "ledger":
        statuses, (giver, taker) = _read_sections(body, statuses, (giver, taker), same["note"], task, amounts)
    if part is None and "ledger.from_party" not in columns and _has_both_sides(status_column):
        payers = unnamed if is_signed_for else taker
        giver, taker = _name_parties_by_side(giver, taker, payers, statuses)
    filled = there & (amounts.has_value | unpriced | (part is None and _can_lack_amount(status_column)))
    statuses, open_rows = fill_blank_statuses(
        statuses,
        (giver, taker),
        filled,
        status_column or amounts.column,
        body,
        context,
        rules,
        is_given=(giver.known & (part.kind == "in_kind"))
        if part
        else mask_in_kind(columns.get("ledger.kind"), length),
    )
    if is_fund.any():
        giver = _pay_from_fund(giver, same["note"], statuses, is_fund)
        taker = EncodedValues(np.where(is_fund, len(taker.values), taker.codes), [*taker.values, PROJECT])
        context.log.add_rows(
            "choice-assumed",
            body.excel_rows[is_fund],
            amounts.column,
            heading=Message("Status"),
            message=Message("the money from which the amounts above were paid: read as received"),
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
    if part is None:
        statuses, kinds = _read_unpriced(statuses, kinds, amounts, body, context)
    amounts = read_hours_as_quantities(amounts, kinds, body, context)
    amounts = read_hours_from_notes(amounts, kinds, same["note"], body, context)
    is_received = amounts.has_value & statuses.where(lambda status: status == "received")
    giver = name_library(
        giver, same["note"], is_received, amounts.column, body, context, is_cash_book=is_cash_book
    )
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
        "date": _date_amounts(same.get("date"), columns, part, length),
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


def _date_amounts(
    dates: EncodedValues | None, columns: Mapping[str, Column], part: AmountSource | None, length: int
) -> EncodedValues:
    """Return the day of each amount; in a list of pledges, only of those that the heading speaks of.

    The day of a pledge is not when it was paid, nor when it is due.
    """
    if dates is None:
        return EncodedValues.constant(None, length)
    if part is None or part not in PLEDGE_SOURCES:
        return dates
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(columns["ledger.date"].heading)))
    key = "due" if part.status == "pledged" else "received"
    return dates if words & set(word_list("promised_amounts", key)) else EncodedValues.constant(None, length)


def _can_lack_amount(column: Column | None) -> bool:
    """Return True with a status column: a blank status is asked about even without an amount."""
    return column is not None
