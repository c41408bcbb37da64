"""Reconciliation of printed totals with their rows, its tolerance, and exclusion of period roll-ups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.tables.heading import months_in_period
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import Column, ParseContext, cell_text
from libcollab_metrics.ingest.values.dates import parse_month, parse_year
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, concat_rows, first_duplicate_rows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.readings import ColumnMapping

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Tolerance for sums of money, which may differ by rounding.
TOLERANCE = 0.005
#: Fields of a difference row that are set if all rows under the total share the value.
SHARED_FIELDS = ("program_id", "site", "date", "date_precision", "format")


@dataclass(frozen=True)
class Difference:
    """Difference between a total row (Excel row number) and the used rows it sums up."""

    row: int
    amount: float
    rows: NDArray[np.bool_]


def compare_totals(
    body: SheetRows,
    counted: ColumnMapping,
    counts: Iterable[float | None],
    context: ParseContext,
    *,
    is_whole: bool = True,
    can_override: bool = True,
) -> list[Difference]:
    """Report totals of a column that are not the sum of its rows, and return the differences.

    A total may sum up the rows since the last total, or all rows above. For head counts the user is asked
    which is right; for money and books the rows are always used, because each row has its own giver or stage.

    Parameters
    ----------
    body : SheetRows
        Rows of the table.
    counted : ColumnMapping
        Column to compare.
    counts : iterable of float or None
        Number of each used row; None adds nothing.
    context : ParseContext
        Answers and issue log.
    is_whole : bool, default True
        True if the column counts people or books, False for money.
    can_override : bool, default True
        True if an answer can give the totals precedence over the rows.

    Returns
    -------
    list of Difference
        One per total that differs; averages and sums of the rows below are skipped.
    """
    position = counted.column - body.grid.cells.first_column
    numbers = np.array([count or 0.0 for count in counts])
    sheet = context.answers.get("totals") == "sheet" and can_override
    differences: list[Difference] = []
    start = -1
    for total in (index for index in body.totals if index not in body.unchecked_totals):
        row = body.grid.cells.rows[total]
        stated = parse_number(
            cell_text(row[position]) if position < len(row) else "", is_count=is_whole
        ).value
        above, block = body.used < total, (body.used > start) & (body.used < total)
        start = total
        sums = (numbers[above].sum(), numbers[block].sum(), numbers.sum())
        if stated is None or any(abs(stated - row_sum) < TOLERANCE for row_sum in sums):
            continue
        if can_override:
            context.log.request_question("totals")
        decision = Message("the total is used, as you answered") if sheet else Message("the rows are used")
        context.log.add(
            "totals-disagree",
            body.grid.row_number(total),
            counted.column,
            heading=counted.heading,
            value=f"{stated:.15g}",
            message=Message(
                "the sheet's total says {stated}, its rows add up to {found}; {decision}",
                stated=stated,
                found=sums[0],
                decision=decision,
            ),
        )
        differences += _nearest_difference(
            body.grid.row_number(total), stated, block, above, numbers, differences
        )
    return differences


def _nearest_difference(
    row: int,
    stated: float,
    block: NDArray[np.bool_],
    above: NDArray[np.bool_],
    numbers: NDArray[Any],
    before: Sequence[Difference],
) -> list[Difference]:
    """Return the difference to the block or to all rows above, whichever is smaller.

    Differences found earlier are added to the sum of all rows above.
    """
    options = (
        Difference(row, stated - float(numbers[block].sum()), block),
        Difference(
            row, stated - float(numbers[above].sum()) - sum(difference.amount for difference in before), above
        ),
    )
    nearest = min(options, key=lambda difference: abs(difference.amount))
    return [nearest] if nearest.amount else []


def append_differences(
    sessions: TableRows, differences: Sequence[Difference], context: ParseContext
) -> TableRows:
    """Append a row for each difference, if the user answered that the sheet's totals are right.

    Such a row counts in totals but not in averages (0 events). It has the program, site and date that all its
    rows share.
    """
    if context.answers.get("totals") != "sheet" or not differences:
        return sessions
    rows = [
        {name: _shared_value(sessions.column(name), difference.rows) for name in SHARED_FIELDS}
        | {
            "attended": difference.amount,
            "events": 0.0,
            "status": "held",
            "row": difference.row,
            "session_no": "the sheet's own total",
        }
        for difference in differences
    ]
    return concat_rows([sessions, TableRows.from_dicts(rows)])


def _shared_value(values: EncodedValues, rows: NDArray[np.bool_]) -> Any:
    """Return the value that all these rows share; None if they differ."""
    there = {values.values[code] for code in np.unique(values.codes[rows]).tolist()}
    return there.pop() if len(there) == 1 else None


# Quarter and year rows are excluded if the sheet also has their months: they would be counted twice.

#: Fields that a month and its quarter must share; a blank in the quarter's row matches any value.
LABEL_FIELDS = ("sessions.site", "programs.name", "sessions.age_group", "sessions.format")


@dataclass(frozen=True)
class Span:
    """Months and year of a row; `year` is 0 if unknown, `is_rollup` is True for quarters and years."""

    year: int
    months: range
    is_rollup: bool

    def covers(self, other: Span) -> bool:
        """Return True if another span lies within this one, as far as the years are known."""
        return other.months[0] in self.months and (not self.year or not other.year or self.year == other.year)


def _is_rollup(cell: object) -> bool:
    span = _parse_span(cell, None)
    return span is not None and span.is_rollup


def drop_period_rollups(body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext) -> None:
    """Exclude quarter and year rows if the table also has rows of their months, and report them."""
    columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field}
    periods = columns.get("period.month") or columns.get("sessions.date")
    if periods is None:
        return
    years = columns.get("period.year")
    if years is None and not any(_is_rollup(cell) for cell in periods.distinct):
        return
    codes = [
        periods.codes,
        *([years.codes] if years else []),
        *(columns[n].codes for n in LABEL_FIELDS if n in columns),
    ]
    firsts, places = np.unique(first_duplicate_rows(codes, len(body.used)), return_inverse=True)
    spans = [_parse_span(_cell_value(periods, row), _cell_value(years, row)) for row in firsts.tolist()]
    labels = [
        tuple(cell_text(_cell_value(columns.get(name), row)) for name in LABEL_FIELDS)
        for row in firsts.tolist()
    ]
    fine = [(span, label) for span, label in zip(spans, labels, strict=True) if span and not span.is_rollup]
    is_dropped = [
        span is not None
        and span.is_rollup
        and any(
            span.covers(fine_span) and _has_matching_labels(label, fine_label)
            for fine_span, fine_label in fine
        )
        for span, label in zip(spans, labels, strict=True)
    ]
    rows = (
        np.flatnonzero(np.array(is_dropped, dtype=bool)[places])
        if is_dropped
        else np.zeros(0, dtype=np.int64)
    )
    if len(rows):
        context.log.add_rows(
            "cadence-mixed",
            periods.rows[rows],
            periods.number,
            heading=periods.heading,
            value=cell_text(_cell_value(periods, int(rows[0]))),
            message=Message("the row sums up months that have their own rows"),
        )
        body.exclude(rows, Message("it sums up months that have rows of their own"))


def _cell_value(column: Column | None, row: int) -> object:
    return None if column is None else column.distinct[column.codes[row]]


def _parse_span(period: object, year: object) -> Span | None:
    own = parse_year(cell_text(year)) or 0
    if isinstance(period, date):
        return Span(period.year, range(period.month, period.month + 1), False)
    text = cell_text(period)
    if not text:
        return Span(own, range(1, 13), True) if own else None
    if (summed := months_in_period(text)) is not None:
        named = re.search(r"\b(?:19|20)\d\d\b", text)
        return Span(int(named.group()) if named else own, summed, True)
    if read := parse_month(text):
        return Span(read[0] or own, range(read[1], read[1] + 1), False)
    return None


def _has_matching_labels(coarse: tuple[str, ...], fine: tuple[str, ...]) -> bool:
    return all(
        not label or label.casefold() == fine_label.casefold()
        for label, fine_label in zip(coarse, fine, strict=True)
    )
