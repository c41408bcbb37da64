"""Attendance with the days down and the people across: not read, but its headings may be names and are not said."""

from __future__ import annotations

from dataclasses import replace

from libcollab_metrics.ingest.heading import Heading
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.lexicon import words
from libcollab_metrics.ingest.marks import normal_mark
from libcollab_metrics.model.addresses import address
from libcollab_metrics.model.names import plain

#: Whatever is longer and no word of attendance is no mark, nor is any number but 0 and 1.
LONGEST_MARK = 3


def without_names(grid: Grid) -> Grid:
    """Return a table nobody understood with its column's letter for each heading that only marks stand below."""
    if grid.layout != "unknown":
        return grid
    hidden = [_lettered(heading) if _may_be_a_name(grid, heading) else heading for heading in grid.headings]
    return replace(grid, headings=tuple(hidden))


def _lettered(heading: Heading) -> Heading:
    letter = address(1, heading.column).rstrip("0123456789")
    return Heading(f"column {letter}", heading.column)


def _may_be_a_name(grid: Grid, heading: Heading) -> bool:
    if not heading.text or heading.entry or heading.day or heading.month or heading.number:
        return False
    marks = {normal_mark(text) for text in grid.texts_under(heading.column)} - {""}
    return bool(marks) and all(_is_mark(mark) for mark in marks)


def _is_mark(mark: str) -> bool:
    if mark.replace(".", "").isdecimal():
        return mark in ("0", "1")
    return len(mark) <= LONGEST_MARK or plain(mark) in words("status")
