"""A first column of days without a heading, next to columns with headings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.heading import Heading, read_heading
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_day

#: Fewest days, and their share of the filled cells of the column; totals and notes may follow.
MIN_DAYS, MOST_DAYS = 3, 0.8
#: Most distinct cells that are looked at.
MAX_SAMPLED = 100
#: Text of the heading that the column gets.
HEADING = "Date"


def name_unheaded_days(headings: Sequence[Heading], cells: SheetCells, header: int) -> Sequence[Heading]:
    """Return the headings with "Date" over a first column of days, if no heading names a day or a month."""
    if not headings or headings[0].text or len(headings) < 2:
        return headings
    if any(h.role in ("date", "month", "year") or h.day or h.month for h in headings):
        return headings
    column = cells.columns[headings[0].column - cells.first_column]
    codes = column.distinct_codes(header + 1).tolist()[: MAX_SAMPLED + 1]
    filled = [cell for code in codes if cell_text(cell := column.cells[code])]
    days = [cell for cell in filled if isinstance(cell, date) or parse_day(cell_text(cell))]
    if len(days) < max(MIN_DAYS, MOST_DAYS * len(filled)):
        return headings
    return [read_heading(HEADING, headings[0].column), *headings[1:]]
