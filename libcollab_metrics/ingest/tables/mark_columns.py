"""Columns of marks under headings that do not say whose they are: "E1", "Outing", "#3"."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.column_profiles import count_texts, holds_marks
from libcollab_metrics.ingest.tables.counted_people import is_open
from libcollab_metrics.ingest.tables.header_merge import HeaderRows
from libcollab_metrics.ingest.tables.heading import Heading
from libcollab_metrics.ingest.values.lexicon import known_headings
from libcollab_metrics.ingest.values.marks import is_mark

#: Kinds of rows that may have such columns, and fewest of them.
ROWS_WITH_MARKS, MIN_MARK_COLUMNS = ("person", "person-at-session", "session"), 2


def find_mark_columns(rows: HeaderRows, cells: SheetCells) -> list[Heading]:
    """Return the headings without a meaning over marks; empty if there is only one."""
    found = [h for h in rows.headings if is_open(h) and holds_marks(h, cells, rows.bottom)]
    return found if len(found) >= MIN_MARK_COLUMNS else []


def marks_sessions(rows: HeaderRows, cells: SheetCells) -> bool:
    """Return whether the columns that are days or numbered sessions hold marks, and there are several."""
    meetings = [h for h in rows.headings if h.day is not None or h.role == "session_no"]
    return len(meetings) >= MIN_MARK_COLUMNS and all(holds_marks(h, cells, rows.bottom) for h in meetings)


def find_marks(headings: list[Heading], cells: SheetCells, header: int) -> list[str]:
    """Return the known marks below some headings, the most frequent first; no other text."""
    counts = sum((count_texts(heading, cells, header) for heading in headings), Counter[str]())
    return [mark for mark, _ in counts.most_common() if is_mark(mark)]


def number_mark_columns(rows: HeaderRows, cells: SheetCells) -> HeaderRows:
    """Return the header rows with each column of marks as a numbered session."""
    entry, found = known_headings()["session #"], find_mark_columns(rows, cells)
    numbered = [replace(h, entry=entry, is_inferred=True) if h in found else h for h in rows.headings]
    return replace(rows, headings=tuple(numbered))
