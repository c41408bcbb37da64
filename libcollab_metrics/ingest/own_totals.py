"""A sheet's own totals of the head count, compared with its rows; and what they add if the sheet is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.body import Body
from libcollab_metrics.ingest.columns import Context, as_text
from libcollab_metrics.ingest.numbers import read_number
from libcollab_metrics.ingest.values import ReadRows, Values, stacked
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
