"""Days that headings do not name plainly: a column without a heading, and titles with a day behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.heading import Heading, read_heading
from libcollab_metrics.ingest.tables.status_column import are_person_marks
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_day

#: Fewest days, and their share of the filled cells of the column; totals and notes may follow.
MIN_DAYS, MOST_DAYS = 3, 0.8
#: Most distinct cells that are looked at.
MAX_SAMPLED = 100
#: A title with its day in brackets: "Team meeting (9/17/20)".
_TITLED_DAY = re.compile(r"[^()]*[^\W\d_][^()]*\(([^()]*\d[^()]*)\)")
#: Fewest titles with a day that are meetings.
MIN_TITLED_DAYS = 2
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


def date_titled_meetings(headings: Sequence[Heading], cells: SheetCells, header: int) -> list[Heading]:
    """Return the headings with the day of each meeting, "Team meeting (9/17/20)", above marks of people."""
    titled = {h.column: _TITLED_DAY.fullmatch(h.text) for h in headings if h.entry is None and h.day is None}
    days = {column: parse_day(match[1]) for column, match in titled.items() if match is not None}
    dated = [column for column, day in days.items() if day is not None]
    texts = set().union(*(_texts_below(cells, column, header) for column in dated))
    if len(dated) < MIN_TITLED_DAYS or not are_person_marks(texts):
        return list(headings)
    return [replace(h, day=days[h.column]) if h.column in dated else h for h in headings]


def _texts_below(cells: SheetCells, number: int, header: int) -> set[str]:
    column = cells.columns[number - cells.first_column]
    return {cell_text(column.cells[code]) for code in column.distinct_codes(header + 1).tolist()}
