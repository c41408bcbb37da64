"""A whole month of zeros although groups met: nobody has counted yet, rather than nobody came."""

from __future__ import annotations

import numpy as np

from libcollab_metrics.ingest.columns import Context
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.values import ReadRows, Values

#: So many events without anybody in a block are no chance.
FEWEST_EVENTS = 2


def unfinished_blocks(sessions: ReadRows, context: Context, grid: Grid) -> ReadRows:
    """Return the sessions with the head counts of each month unknown in which every count is 0 and groups met.

    One zero stays zero; with the answer that the month is finished all zeros do.
    """
    if context.answers.get("month_finished") in (True, "true") or not len(sessions):
        return sessions
    dates, attended, events = sessions.column("date"), sessions.column("attended"), sessions.column("events")
    zero, met = attended.where(lambda count: count == 0), events.where(lambda count: bool(count))
    blank = np.zeros(len(sessions), dtype=bool)
    months = np.array([str(day) for day in dates])
    counted = attended.known
    whole_sheet = len(np.unique(months)) == 1
    for month in np.unique(months):
        block = (months == month) & counted
        held = sum(float(count) for count in events.keep(block) if count)
        enough = held >= FEWEST_EVENTS and (whole_sheet or int(block.sum()) >= FEWEST_EVENTS)
        if block.any() and zero[block].all() and met[block].any() and enough:
            blank |= block
    if not blank.any():
        return sessions
    rows = [int(row) for row, empty in zip(sessions.column("row"), blank.tolist(), strict=True) if empty]
    context.log.add_rows("all-zero-block", dict.fromkeys(rows), grid.cells.first_column,
                         message="every count of the month is 0 although groups met: read as not recorded")  # fmt: skip
    codes = np.where(blank, len(attended.values), attended.codes)
    columns = sessions.columns | {"attended": Values(codes, [*attended.values, None])}
    return ReadRows(columns, len(sessions))
