"""The sheet's own totals beside the sum of its rows: compared, never counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.body import Body
from libcollab_metrics.ingest.columns import Context, as_text
from libcollab_metrics.ingest.numbers import read_number
from libcollab_metrics.ingest.values import Values
from libcollab_metrics.model.reading import Mapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Sums of money in cents may differ by a hair.
NEAR = 0.005


def compare_totals(
    body: Body, mapping: Sequence[Mapped], field: str, numbers: Values, context: Context, *, whole: bool = True
) -> None:
    """Tell of each totals row whose number in the one column of a field is no sum of the rows.

    Parameters
    ----------
    numbers : what was read in that column, one a used row; unknown ones add nothing.
    whole : the column counts people or books; False for money.
    """
    columns = [mapped for mapped in mapping if mapped.field == field]
    if len(columns) != 1 or not body.totals:
        return
    place = columns[0].column - body.grid.cells.first_column
    counts = np.array([count or 0.0 for count in numbers])
    start = 0
    for total in body.totals:
        row = body.grid.cells.rows[total]
        stated = read_number(as_text(row[place]) if place < len(row) else "", whole=whole).value
        sums = _sums(body, counts, start, total)
        start = total
        if stated is not None and not any(abs(stated - one) < NEAR for one in sums):
            message = f"the sheet's total says {stated:.15g}, its rows add up to {sums[0]:.15g}; the rows are used"
            context.log.add("totals-disagree", body.grid.row_number(total), columns[0].column,
                            heading=columns[0].heading, value=f"{stated:.15g}", message=message)  # fmt: skip


def _sums(body: Body, counts: NDArray[Any], start: int, total: int) -> tuple[float, float, float]:
    """What a total may sum up: all rows above it, those since the last total, all rows of the table."""
    above = body.used < total
    return float(counts[above].sum()), float(counts[above & (body.used > start)].sum()), float(counts.sum())
