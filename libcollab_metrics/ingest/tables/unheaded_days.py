"""A first column of days without a heading, next to columns with headings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.heading import Heading, read_heading
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_day

#: Fewest days, and their share of the filled cells of the column; totals and notes may follow.
MIN_DAYS, MOST_DAYS = 3, 0.8
#: Text of the heading that the column gets.
HEADING = "Date"


def name_unheaded_days(headings: Sequence[Heading], cells: SheetCells, header: int) -> Sequence[Heading]:
    """Return the headings with "Date" over a first column of days, if no heading names a day or a month."""
    if not headings or headings[0].text or len(headings) < 2:
        return headings
    if any(h.role in ("date", "month", "year") or h.day or h.month for h in headings):
        return headings
    column = cells.columns[headings[0].column - cells.first_column]
    often = np.bincount(column.codes[header + 1 :], minlength=len(column.cells))
    counted = [(cell, int(often[code])) for code, cell in enumerate(column.cells) if cell_text(cell)]
    days = sum(times for cell, times in counted if isinstance(cell, date) or parse_day(cell_text(cell)))
    if days < MIN_DAYS or days < MOST_DAYS * sum(times for _, times in counted):
        return headings
    return [read_heading(HEADING, headings[0].column), *headings[1:]]
