"""A sheet's own totals of the head count, compared with its rows; and what they add if the sheet is right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.tables.heading import months_summed
from libcollab_metrics.ingest.tables.rows import Body
from libcollab_metrics.ingest.values.columns import Column, Context, as_text
from libcollab_metrics.ingest.values.dates import read_month, read_year
from libcollab_metrics.ingest.values.numbers import read_number
from libcollab_metrics.ingest.values.table import ReadRows, Values, same_rows, stacked
from libcollab_metrics.model.readings import Mapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Sums of money in cents may differ by a hair.
NEAR = 0.005
#: What all rows under a total must share for its difference to be theirs too.
SHARED = ("program_id", "site", "date", "date_precision", "format")


@dataclass(frozen=True)
class Difference:
    """By how much a total in an Excel row differs from the used rows it sums up."""

    row: int
    by: float
    rows: NDArray[np.bool_]


def compare_totals(
    body: Body,
    counted: Mapped,
    counts: Iterable[float | None],
    context: Context,
    *,
    whole: bool = True,
    may_stand: bool = True,
) -> list[Difference]:
    """Tell of the totals below one column that are not the sum of its rows, and return by how much they differ.

    A total may sum up the rows since the last one, or all above it. Which is right is asked of head counts; of money
    and books the rows always stand, for each has its own giver or stage (`may_stand` False).

    Parameters
    ----------
    counts : a number for each used row; unknown ones add nothing.
    whole : the column counts people or books; False for money.
    """
    place = counted.column - body.grid.cells.first_column
    numbers = np.array([count or 0.0 for count in counts])
    sheet = context.answers.get("totals") == "sheet" and may_stand
    found: list[Difference] = []
    start = -1
    for total in (index for index in body.totals if index not in body.averages):
        row = body.grid.cells.rows[total]
        stated = read_number(as_text(row[place]) if place < len(row) else "", whole=whole).value
        above, block = body.used < total, (body.used > start) & (body.used < total)
        start = total
        sums = (numbers[above].sum(), numbers[block].sum(), numbers.sum())
        if stated is None or any(abs(stated - one) < NEAR for one in sums):
            continue
        if may_stand:
            context.log.ask("totals")
        stands = "the total is used because you said so" if sheet else "the rows are used"
        context.log.add("totals-disagree", body.grid.row_number(total), counted.column, heading=counted.heading,
                        value=f"{stated:.15g}", message=f"the sheet's total says {stated:.15g}, its rows add up to "
                        f"{sums[0]:.15g}; {stands}")  # fmt: skip
        found += _difference(body.grid.row_number(total), stated, block, above, numbers, found)
    return found


def _difference(
    row: int, stated: float, block: NDArray[np.bool_], above: NDArray[np.bool_], numbers: NDArray[Any],
    before: Sequence[Difference],
) -> list[Difference]:  # fmt: skip
    """The difference to the block or to all rows above, whichever is nearer; those told before are made good."""
    options = (
        Difference(row, stated - float(numbers[block].sum()), block),
        Difference(row, stated - float(numbers[above].sum()) - sum(one.by for one in before), above),
    )
    nearest = min(options, key=lambda one: abs(one.by))
    return [nearest] if nearest.by else []


def with_differences(sessions: ReadRows, differences: Sequence[Difference], context: Context) -> ReadRows:
    """Return the sessions, with a row of no session for each difference where the sheet's totals are to stand.

    Such a row counts in the total and in no average. It bears the program, place and day that all its rows share.
    """
    if context.answers.get("totals") != "sheet" or not differences:
        return sessions
    rows = [
        {name: _shared(sessions.column(name), one.rows) for name in SHARED}
        | {"attended": one.by, "events": 0.0, "status": "held", "row": one.row, "session_no": "the sheet's own total"}
        for one in differences
    ]
    return stacked([sessions, ReadRows.of(rows)])


def _shared(values: Values, rows: NDArray[np.bool_]) -> Any:
    """What all these rows hold; None where they differ."""
    there = {values.values[code] for code in np.unique(values.codes[rows]).tolist()}
    return there.pop() if len(there) == 1 else None


# Rows of quarters and years among rows of months: they sum up the months, so the months are used.

#: What a month and the quarter that sums it up must share; blank in the quarter's row means all of them.
LABELS = ("sessions.site", "programs.name", "sessions.age_group", "sessions.format")


@dataclass(frozen=True)
class Span:
    """The months a row is about, in a year or in an unknown one (0); `coarse` for quarters and years."""

    year: int
    months: range
    coarse: bool

    def covers(self, other: Span) -> bool:
        """True when another span lies within this one, as far as their years are known."""
        return other.months[0] in self.months and (not self.year or not other.year or self.year == other.year)


def leave_coarser(body: Body, mapping: Sequence[Mapped], context: Context) -> None:
    """Leave rows of a quarter or a year out where rows of its months stand in the same table, and tell."""
    columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field}
    periods = columns.get("period.month") or columns.get("sessions.date")
    if periods is None:
        return
    years = columns.get("period.year")
    codes = [periods.codes, *([years.codes] if years else []), *(columns[n].codes for n in LABELS if n in columns)]
    firsts, places = np.unique(same_rows(codes, len(body.used)), return_inverse=True)
    spans = [_span(_cell(periods, row), _cell(years, row)) for row in firsts.tolist()]
    labels = [tuple(as_text(_cell(columns.get(name), row)) for name in LABELS) for row in firsts.tolist()]
    fine = [(span, label) for span, label in zip(spans, labels, strict=True) if span and not span.coarse]
    gone = [
        span is not None and span.coarse and any(span.covers(one) and _within(label, other) for one, other in fine)
        for span, label in zip(spans, labels, strict=True)
    ]
    rows = np.flatnonzero(np.array(gone, dtype=bool)[places]) if gone else np.zeros(0, dtype=np.int64)
    if len(rows):
        context.log.add_rows(
            "cadence-mixed", periods.rows[rows], periods.number, heading=periods.heading,
            value=as_text(_cell(periods, int(rows[0]))), message="the row sums up months that have their own rows",
        )  # fmt: skip
        body.leave_out(rows, "it sums up months that stand in rows of their own")


def _cell(column: Column | None, row: int) -> object:
    return None if column is None else column.distinct[column.codes[row]]


def _span(period: object, year: object) -> Span | None:
    own = read_year(as_text(year)) or 0
    if isinstance(period, date):
        return Span(period.year, range(period.month, period.month + 1), False)
    text = as_text(period)
    if not text:
        return Span(own, range(1, 13), True) if own else None
    if (summed := months_summed(text)) is not None:
        named = re.search(r"\b(?:19|20)\d\d\b", text)
        return Span(int(named.group()) if named else own, summed, True)
    if read := read_month(text):
        return Span(read[0] or own, range(read[1], read[1] + 1), False)
    return None


def _within(coarse: tuple[str, ...], fine: tuple[str, ...]) -> bool:
    return all(not label or label.casefold() == other.casefold() for label, other in zip(coarse, fine, strict=True))
