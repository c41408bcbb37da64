"""A roster's own totals, beside each person and below each day, compared with its marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.body import Body
from libcollab_metrics.ingest.columns import Context, as_text
from libcollab_metrics.ingest.days_across import Meeting
from libcollab_metrics.ingest.marks import CAME, whom_it_counts
from libcollab_metrics.ingest.numbers import read_number
from libcollab_metrics.model.readings import Mapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: For each meeting the status of each person; None where a person was not on the list.
Statuses = Sequence[Sequence[str | None]]


def compare_beside(body: Body, mapping: Sequence[Mapped], statuses: Statuses, context: Context) -> None:
    """Compare the totals beside each person (days present, absent, late) with that person's marks."""
    for mapped in mapping:
        counted = whom_it_counts(mapped.heading) if mapped.field == "check" else ()
        if not counted or not statuses:
            continue
        total = body.column(mapped)
        for place, cell in enumerate(total.cells):
            marks = [column[place] for column in statuses]
            stated, found = read_number(as_text(cell)).value, sum(mark in counted for mark in marks)
            if stated is not None and stated != found and not ("unknown" in marks and found == 0):
                context.log.add("totals-disagree", int(total.rows[place]), total.number, heading=total.heading,
                                value=f"{stated:g}",
                                message=f"the sheet says {stated:g} days, the marks give {found}")  # fmt: skip


def stated_total(stated: Sequence[tuple[int, float]]) -> float | None:
    """What the totals below a day say together: the last where it sums up the others, else all of them added.

    Examples
    --------
    >>> stated_total([(5, 2.0), (9, 1.0), (10, 3.0)]), stated_total([(5, 2.0), (9, 1.0)]), stated_total([])
    (3.0, 3.0, None)
    """
    numbers = [number for _, number in stated]
    if not numbers:
        return None
    return numbers[-1] if len(numbers) == 1 or numbers[-1] == sum(numbers[:-1]) else sum(numbers)


def compare_below(body: Body, meetings: Sequence[Meeting], statuses: Statuses, context: Context) -> None:
    """Compare the totals below each day with the people above them: since the last total, or all so far."""
    used = body.used
    for meeting, column in zip(meetings, statuses, strict=True):
        came: NDArray[np.bool_] = np.array([status in CAME for status in column], dtype=bool)
        if "unknown" in column and not came.any():
            continue
        start = -1
        for index, stated in meeting.stated:
            above, block = int(came[used < index].sum()), int(came[(used > start) & (used < index)].sum())
            start = index
            if stated not in (above, block, int(came.sum())):
                context.log.ask("totals")
                context.log.add("totals-disagree", body.grid.row_number(index), meeting.column.number,
                                heading="totals by day", value=f"{stated:g}",
                                message=f"the sheet says {stated:g}, the marks give {block}")  # fmt: skip
