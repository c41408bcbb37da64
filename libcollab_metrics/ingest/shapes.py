"""Which layout a table has, told from the roles its headings play and from what stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.cells import SheetCells
from libcollab_metrics.ingest.columns import as_text
from libcollab_metrics.ingest.header import counts_up
from libcollab_metrics.ingest.heading import Heading
from libcollab_metrics.ingest.periods_across import is_coarser, month_named
from libcollab_metrics.model.names import plain

if TYPE_CHECKING:
    from libcollab_metrics.ingest.header import HeaderRows

_SF2 = re.compile(r"school form 2|\bsf ?2\b|daily attendance (report|record) of learners")
PERSON = {"person", "first_name", "last_name"}

#: Says of the headings of a table, with the sheet and the index of their last row, whether it has one layout.
Shape = Callable[[Sequence[Heading], SheetCells, int], bool]


def shape_of(cells: SheetCells, rows: HeaderRows | None) -> str:
    """Return the layout of a table: the first whose headings are there; "unknown" when none fits."""
    for layout, fits in SHAPES.items() if rows else ():
        if rows and fits(rows.headings, cells, rows.bottom):
            return layout
    return "unknown"


def roles(found: Sequence[Heading], layout: str = "") -> set[str]:
    """The roles headings play without being asked, under the words of one layout."""
    entries = [heading.under(layout) for heading in found]
    played = {entry.role for entry in entries if entry is not None and not entry.weak}
    counted = played & {"unclear_count", "part"} and not played & PERSON
    return played | {"attendance"} if counted else played


def _meets(found: Sequence[Heading]) -> int:
    named = sum(1 for heading in found if heading.day is not None or heading.role == "session_no")
    return named + (sum(1 for heading in found if heading.number is not None) if counts_up(found) else 0)


def _sf2(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """The daily attendance form of Philippine schools: its name above, or its totals per day below."""
    if not _roster(found, cells, header):
        return False
    texts = [as_text(cell) for row in cells.rows[: header + 1] for cell in row if isinstance(cell, str)]
    return bool(_SF2.search(plain(" ".join([cells.name, *texts]))))


def _roster(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    return bool(roles(found) & PERSON) and _meets(found) >= 2


def _aggregated(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Grouped rows: a count of events beside the head count, or a month and no day."""
    there = roles(found)
    if "attendance" not in there:
        return False
    grouped = bool(there & {"date", "month", "year"}) if "events" in there else bool(there & {"month", "year"})
    return grouped and ("events" in there or "date" not in there)


def _tally(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Age groups down and settings over the columns, without a day, a title or a name in the rows."""
    there = roles(found)
    settings = sum(1 for heading in found if heading.over and heading.role == "attendance")
    own = there & {"date", "month", "year", "program", *PERSON}
    return "attendance" in there and not own and (settings >= 2 or {"audience", "events"} <= there)


def _month_grid(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """A site or program a row and months across: at least two, and no person."""
    there = roles(found)
    named = [heading for heading in found if month_named(heading) is not None]
    beside = [h for h in found if h.text and h not in named and not is_coarser(h) and h.role not in ("site", "program")]
    return bool(there & {"site", "program"}) and len(named) >= 2 and not beside and not there & PERSON


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
    "sf2": _sf2,
    "roster": _roster,
    "month_grid": _month_grid,
    "tally_grid": _tally,
    "aggregated_log": _aggregated,
    "session_log": _session_log,
    "attendee_log": _attendee_log,
    "sign_in": _sign_in,
}
