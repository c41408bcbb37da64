"""People across the top of a register: columns of marks below names, in rows that have a day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.column_evidence import count_texts, holds_marks
from libcollab_metrics.ingest.tables.heading import Heading
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.marks import normalize_mark
from libcollab_metrics.ingest.values.numbers import parse_number

#: Most different cells of a column of marks, titles and remarks included.
MAX_DIFFERENT = 200
#: Share of the cells of a column that are marks: remarks about a day and a total may be among them.
MOST_MARKS = 0.6
#: Fewest columns of people, and fewest rows that show that a column adds up their marks.
MIN_PEOPLE, MIN_ROWS = 3, 3
PERSON_ROLES = ("person", "first_name", "last_name")


def find_people_across(headings: Sequence[Heading], cells: SheetCells, header: int) -> tuple[Heading, ...]:
    """Return the columns of marks below words without a meaning; empty if they are few, or rows have no day.

    Such words may be names, or tasks that are ticked off.
    """
    roles = {heading.role for heading in headings}
    if "date" not in roles or roles & set(PERSON_ROLES):
        return ()
    open_headings = [
        heading
        for heading in headings
        if _may_be_name(heading)
        and len(cells.columns[heading.column - cells.first_column].cells) <= MAX_DIFFERENT
    ]
    found = [heading for heading in open_headings if holds_marks(heading, cells, header, MOST_MARKS)]
    return tuple(found) if len(found) >= MIN_PEOPLE else ()


def _may_be_name(heading: Heading) -> bool:
    dated = heading.day is not None or heading.month is not None or heading.number is not None
    return bool(heading.text) and (heading.entry is None or heading.is_inferred) and not dated


def find_counted_mark(
    people: Sequence[Heading], headings: Sequence[Heading], cells: SheetCells, header: int
) -> str:
    """Return the mark that a column of totals counts in each row: it says who came; "" if there is none."""
    marks = [[normalize_mark(text) for text in _texts_below(heading, cells, header)] for heading in people]
    kinds = set().union(*(count_texts(heading, cells, header) for heading in people))
    counts = {kind: np.sum([np.array(column) == kind for column in marks], axis=0) for kind in kinds}
    for heading in headings:
        if heading.role in ("totals", "attendance"):
            typed = [parse_number(text).value for text in _texts_below(heading, cells, header)]
            total = np.array([np.nan if value is None else value for value in typed])
            known = ~np.isnan(total)
            equal = [kind for kind, count in counts.items() if (total == count)[known].all()]
            if known.sum() >= MIN_ROWS and equal:
                return min(equal)
    return ""


def _texts_below(heading: Heading, cells: SheetCells, header: int) -> list[str]:
    column = cells.columns[heading.column - cells.first_column]
    return [cell_text(column.cells[code]) for code in column.codes[header + 1 :].tolist()]
