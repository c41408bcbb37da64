"""Costs on a log of sessions: one column, the total of a block of costs, or the sum of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.cost_columns import (
    names_all_costs,
    names_amount,
    names_payment,
    names_spending,
)
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.mapping import BY_HAND
from libcollab_metrics.ingest.values.columns import (
    Column,
    ParseContext,
    cell_text,
    parse_currencies,
    parse_numbers,
)
from libcollab_metrics.ingest.values.currencies import find_heading_currency
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.numbers import ParsedNumber, parse_number
from libcollab_metrics.ingest.values.table import EncodedValues
from libcollab_metrics.messages import Message
from libcollab_metrics.model.currencies import is_same_currency
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping, Question
from libcollab_metrics.model.schema import SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.tables.rows import SheetRows

COST = "ledger.value"
#: Share of the rows whose total must be the sum of its parts.
MOST_SUMS = 0.9
#: Fewest different amounts of a column of payments.
MIN_PAYMENTS = 2
PART_REASON = Message("a part of the costs in another column: not used")
OTHER_REASON = Message("another column holds the cost: not used")


def refine_cost_mapping(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Leave the total of several columns of costs, or their parts, or the first; never both.

    Parts are below one label, or each says what was paid. The user's choices stay unchanged.
    """
    costs = [mapping for mapping in mapped if mapping.field == COST]
    if len(costs) < 2 or any(mapping.reason == "by hand" for mapping in costs):
        return list(mapped)
    numbers = {mapping.column: _read_numbers(grid, mapping.column) for mapping in costs}
    headings = [heading for heading in grid.headings if heading.column in numbers]
    named = [h.column for h in headings if normalize_heading(h.own_text) in word_list("totals")]
    sums = [column for column in numbers if _is_sum_of_others(numbers, column)]
    total = next(iter(sums), named[0] if len(named) == 1 else None)
    labels = {heading.spanning_text for heading in headings}
    are_parts = all(heading.is_inferred and names_spending(heading.text) for heading in headings)
    if total is None and (are_parts or (len(labels) == 1 and labels != {""})):
        return list(mapped)
    used, reason = (costs[0].column, OTHER_REASON) if total is None else (total, PART_REASON)
    return [
        replace(mapping, field="", reason=reason) if mapping in costs and mapping.column != used else mapping
        for mapping in mapped
    ]


def _read_numbers(grid: Grid, number: int) -> NDArray[np.float64]:
    codes, cells = grid.encode_column(number, np.arange(grid.header + 1, grid.cells.height))
    values = [parse_number(cell_text(cell), is_count=False).value for cell in cells]
    numbers = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    below: NDArray[np.float64] = numbers[codes]
    return below


def _is_sum_of_others(numbers: dict[int, NDArray[np.float64]], column: int) -> bool:
    own = numbers[column]
    parts = np.array([np.nan_to_num(values) for other, values in numbers.items() if other != column])
    known = ~np.isnan(own)
    if len(parts) < 2:
        return False
    several = (parts > 0).sum(axis=0) > 1
    return bool(
        (known & several).any() and np.isclose(own[known], parts.sum(axis=0)[known]).mean() >= MOST_SUMS
    )


def find_other_costs(body: SheetRows, mapping: Sequence[ColumnMapping]) -> list[Column]:
    """Return the columns of amounts that may be further costs: neither used nor parts of the costs used.

    Next to costs that are parts, such as those of materials, these are also amounts in a currency.
    """
    used = [m for m in mapping if m.field == COST]
    are_parts = bool(used) and not any(names_all_costs(m.heading) for m in used)
    spent = [
        m
        for m in mapping
        if not m.field and m.reason not in (PART_REASON, BY_HAND)
        if names_spending(m.heading) or (are_parts and names_amount(m.heading))
    ]
    numbers = {m.column: _read_numbers(body.grid, m.column) for m in (*used, *spent)}
    if len(used) == 1 and _is_sum_of_others(numbers, used[0].column):
        return []
    return [column for column in map(body.column, spent) if _count_amounts(column)]


def _count_amounts(column: Column) -> int:
    """Return how many different amounts above zero a column has."""
    reads = (parse_number(text, is_count=False).value for text in column.cell_texts)
    return sum(value is not None and value > 0 for value in reads)


def ask_about_payments(body: SheetRows, mapping: Sequence[ColumnMapping], sheet: str) -> tuple[Question, ...]:
    """Ask whether payments are costs, for each column that does not say who was paid, such as "Fee paid".

    Next to a cost that is used, they say who paid it, and nothing is asked.
    """
    if any(mapped.field == COST for mapped in mapping):
        return ()
    options = ((COST, Message("yes, it was paid for the session")), ("check", Message("no")))
    return tuple(
        ask(
            "mapping",
            sheet,
            entry=mapped.heading,
            text=Message('Is "{column}" what a session cost the library?', column=mapped.heading),
            options=options,
            default="check",
        )
        for mapped in mapping
        if not mapped.field and mapped.reason != BY_HAND and names_payment(mapped.heading)
        if _count_amounts(body.column(mapped)) >= MIN_PAYMENTS
    )


def read_costs(
    columns: Sequence[Column], context: ParseContext, others: Sequence[Column] = ()
) -> dict[str, EncodedValues]:
    """Read the cost of each session as fields of the ledger; several columns are added up.

    Amounts in `others`, and those whose heading names another currency than the first, may be further costs:
    the costs are lower bounds then.
    """
    named = [find_heading_currency(column.heading) for column in columns]
    is_foreign = [bool(own and named[0]) and not is_same_currency(own, named[0]) for own in named]
    others = [*others, *(column for column, apart in zip(columns, is_foreign, strict=True) if apart)]
    columns = [column for column, apart in zip(columns, is_foreign, strict=True) if not apart]
    for other in others:
        message = Message(
            '"{column}" may be a further cost; "{cost}" counts as “at least”',
            column=other.heading,
            cost=columns[0].heading,
        )
        context.log.add_rows(
            "part-missing", other.rows[other.is_filled], other.number, heading=other.heading, message=message
        )
    reads = [parse_numbers(SCHEMA["ledger"].field("value"), column, context) for column in columns]
    costs = reads[0]
    if len(reads) > 1:
        costs = EncodedValues.from_list(map(_add_costs, zip(*reads, strict=True)))
    return {
        "value": costs.map(lambda read: read.value),
        "value_is_estimate": costs.map(lambda read: read.is_estimate),
        "value_at_least": costs.map(lambda read: read.is_lower_bound or bool(others)),
        "currency": parse_currencies(columns[0]),
    }


def _add_costs(reads: Sequence[ParsedNumber]) -> ParsedNumber:
    """Return the sum of the costs of a row; one that cannot be read makes it a lower bound."""
    known = [read for read in reads if read.value is not None]
    if not known:
        return ParsedNumber(None)
    is_partial = any(read.value is None and read.code for read in reads)
    return ParsedNumber(
        sum(read.value or 0.0 for read in known),
        is_estimate=any(read.is_estimate for read in known),
        is_lower_bound=is_partial or any(read.is_lower_bound for read in known),
    )
