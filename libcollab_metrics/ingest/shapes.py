"""Which layout a table has, told from the roles its headings play and from what stands around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.cells import SheetCells
from libcollab_metrics.ingest.header import counts_up
from libcollab_metrics.ingest.heading import Heading

if TYPE_CHECKING:
    from libcollab_metrics.ingest.header import HeaderRows

PERSON = {"person", "first_name", "last_name"}

#: Says of the headings of a table, with the sheet and the index of their last row, whether it has one layout.
Shape = Callable[[Sequence[Heading], SheetCells, int], bool]


def shape_of(cells: SheetCells, rows: HeaderRows | None) -> str:
    """Return the layout of a table: the first whose headings are there; "unknown" when none fits."""
    if rows is None:
        return "unknown"
    for layout, fits in SHAPES.items():
        if fits(rows.headings, cells, rows.bottom):
            return layout
    return "unknown"


def roles(found: Sequence[Heading], layout: str = "") -> set[str]:
    """The roles headings play without being asked, under the words of one layout."""
    entries = [heading.under(layout) for heading in found]
    return {entry.role for entry in entries if entry is not None and not entry.weak}


def _meets(found: Sequence[Heading]) -> int:
    return sum(1 for heading in found if heading.day is not None or heading.role == "session_no")


def _roster(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    return bool(roles(found) & PERSON) and _meets(found) >= 2


def _aggregated(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    there = roles(found)
    return {"attendance", "events"} <= there and bool(there & {"date", "month", "year"})


def _session_log(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    there = roles(found)
    return "attendance" in there and bool(there & {"date", "month", "year", "program"})


def _attendee_log(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    there = roles(found)
    return bool(there & PERSON) and "date" in there


def _sign_in(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """A list of names below a title; with day numbers across the top it is a roster whose month is not known."""
    there = roles(found)
    return bool(there & PERSON) and "attendance" not in there and not counts_up(found) and header > 0


#: Layouts in the order in which they are tried: the particular before the general.
SHAPES: dict[str, Shape] = {
    "roster": _roster,
    "aggregated_log": _aggregated,
    "session_log": _session_log,
    "attendee_log": _attendee_log,
    "sign_in": _sign_in,
}
