"""Which layout a table has, told from the roles its headings play and from what stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.agreement import is_agreement
from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.columns import as_text
from libcollab_metrics.ingest.delivery_columns import role_of as delivery_role
from libcollab_metrics.ingest.delivery_columns import unit_in
from libcollab_metrics.ingest.header import counts_up
from libcollab_metrics.ingest.heading import Heading
from libcollab_metrics.ingest.ledger_columns import PARTS, role_of
from libcollab_metrics.ingest.periods_across import is_coarser, month_named
from libcollab_metrics.ingest.score_columns import is_score_sheet
from libcollab_metrics.ingest.score_headings import sheet_phase
from libcollab_metrics.ingest.status_column import as_marks
from libcollab_metrics.model.names import fold, plain
from libcollab_metrics.model.schema import STAGES

if TYPE_CHECKING:
    from libcollab_metrics.ingest.header import HeaderRows

_SF2 = re.compile(r"school form 2|\bsf ?2\b|daily attendance (report|record) of learners")
PERSON = {"person", "first_name", "last_name"}

#: Headings that only the export of LibCal has; so many of them make a sheet one.
LIBCAL_SIGNS = (
    "event id", "event start date", "event end date", "setup", "teardown", "library/branch", "event organizer",
    "publishing status", "internal tags", "registration required", "in-person seats", "online seats",
    "confirmed registrations", "waiting-list registrations", "cancelled registrations", "anticipated attendance",
    "actual attendance (in-person)", "actual attendance (online)", "confirmed attendance", "event url",
)  # fmt: skip
LIBCAL_SIGNS_NEEDED = 5
#: Headings of an order, and of what became of its seats; a sheet with both kinds is a registration export.
OF_ORDER = (
    "order #", "order no", "order number", "order id", "order date", "attendee #", "attendee no", "barcode #",
    "ticket type", "ticket number", "registration date", "date registered", "registered at", "registered on",
    "sign-up date",
)  # fmt: skip
OF_SEATS = (
    "quantity", "qty", "ticket quantity", "attendee status", "order status", "ticket status", "registration status",
    "checked in", "checked-in", "check in", "check-in", "check-in time", "checked in at",
)  # fmt: skip
#: What a sheet of names may be taken for, when nothing says more.
BARE = ("unknown", "sign_in")

#: Says of the headings of a table, with the sheet and the index of their last row, whether it has one layout.
Shape = Callable[[Sequence[Heading], SheetCells, int], bool]


def shape_of(cells: SheetCells, rows: HeaderRows | None) -> str:
    """Return the layout of a table: the first whose headings are there; "unknown" when none fits."""
    if rows is None:
        return "unknown"
    found = as_marks(rows.headings, cells, rows.bottom)
    return next((layout for layout, fits in SHAPES.items() if fits(found, cells, rows.bottom)), "unknown")


def roles(found: Sequence[Heading], layout: str = "") -> set[str]:
    """The roles headings play without being asked, under the words of one layout."""
    entries = [heading.under(layout) for heading in found]
    played = {entry.role for entry in entries if entry is not None and not entry.weak}
    counted = played & {"unclear_count", "part"} and not played & PERSON
    return played | {"attendance"} if counted else played


def enrols(found: Sequence[Heading], layout: str, sheet: str, answers: Answers) -> bool:
    """True when a sheet of names was said to be the enrolment of another sheet or file."""
    target = answers.get("enrolment_of")
    return bool(target) and fold(target) != fold(sheet) and layout in BARE and bool(roles(found) & PERSON)


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
    counted = "attendance" in there or (not there & PERSON and any(counts_heads(h, cells, header) for h in found))
    return counted and bool(there & {"date", "month", "year", "program"})


def counts_heads(heading: Heading, cells: SheetCells, header: int) -> bool:
    """True when numbers of people stand under a heading such as Attended, not marks of one person."""
    if heading.role != "status":
        return False
    return are_head_counts(_texts(cells.columns[heading.column - cells.first_column], header))


def are_head_counts(texts: Iterable[str]) -> bool:
    """True for whole numbers, some above 1; a 1 or 0 alone may be a mark."""
    numbers = [text for text in texts if text]
    return all(text.isdecimal() for text in numbers) and any(text.lstrip("0") not in ("", "1") for text in numbers)


def _attendee_log(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    there = roles(found)
    return bool(there & PERSON) and "date" in there


def _sign_in(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """A list of names below a title; with day numbers across the top it is a roster whose month is not known."""
    there = roles(found)
    return bool(there & PERSON) and "attendance" not in there and not counts_up(found) and header > 0


def _libcal(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    return len({plain(heading.text) for heading in found} & set(LIBCAL_SIGNS)) >= LIBCAL_SIGNS_NEEDED


def _registration(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Headings of an order and of its seats; a sheet with a head count is a log all the same."""
    texts = {plain(heading.text) for heading in found}
    return bool(texts & set(OF_ORDER)) and bool(texts & set(OF_SEATS)) and "attendance" not in roles(found)


def _form(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """A moment of sending, and questions: words of agreement below one of them, or a name."""
    there = {entry.role for heading in found if (entry := heading.under("form_responses"))}
    if "sent" not in there or "attendance" in roles(found) or _meeting_log(found, cells, header):
        return False
    if there & {*PERSON, "name"}:
        return True
    below = [(h.text, cells.columns[h.column - cells.first_column]) for h in found if h.text]
    return any(is_agreement(_texts(column, header), text) for text, column in below)


def _texts(column: CellColumn, header: int) -> set[str]:
    """The distinct texts that stand below the headings."""
    return {as_text(column.cells[code]) for code in np.unique(column.codes[header + 1 :]).tolist()}


def _meeting_log(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Names with moments of joining, and either what they did, when they left, or how long they stayed."""
    there = roles(found, "meeting_log")
    if not there & PERSON or "attendance" in there or "date" in there:
        return False
    minutes = any(
        plain(h.text) in ("total duration (minutes)", "duration (minutes)", "in-meeting duration") for h in found
    )
    return ("stamp" in there and bool(there & {"action", "left", "duration"})) or minutes


def _scores(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Scores before and after, by their headings, by a column, or by the name of the sheet."""
    if roles(found) & {"attendance", "events"} or _meets(found) >= 2:
        return False
    return is_score_sheet(found, lambda: sheet_phase(cells, header))


def _deliveries(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Stages of a lot, or one number of it beside a word or a day that says how far it got."""
    if roles(found) & {"attendance", "events", *PERSON} or _meets(found) >= 2:
        return False
    there = {delivery_role(heading) for heading in found}
    stages = len(there & set(STAGES))
    if stages >= 2:
        return "lot" in there or stages >= 3 or any(unit_in(heading.text) for heading in found)
    told = stages or there & {"stage", "dispatched_on", "received_on"}
    return "lot" in there and bool(told) and (stages == 1 or "number" in there)


def _ledger(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Amounts, or quantities, with somebody who gave or got them, a kind, a state, or what they were for."""
    there = roles(found)
    if there & {"attendance", "events", *PERSON} or _meets(found) >= 2:
        return False
    own = [role_of(heading) for heading in found]
    sources = [role for role in own if role in PARTS]
    told = set(own) & {"giver", "taker", "kind", "state", "what"}
    amounts = {"amount", "sum", "unit_value", *PARTS} & set(own)
    return len(sources) >= 2 or bool(amounts and told) or ("quantity" in own and bool(told & {"giver", "kind"}))


#: Layouts in the order in which they are tried: the particular before the general.
SHAPES: dict[str, Shape] = {
    "libcal": _libcal,
    "registration_export": _registration,
    "meeting_log": _meeting_log,
    "form_responses": _form,
    "scores": _scores,
    "deliveries": _deliveries,
    "ledger": _ledger,
    "sf2": _sf2,
    "roster": _roster,
    "month_grid": _month_grid,
    "tally_grid": _tally,
    "aggregated_log": _aggregated,
    "session_log": _session_log,
    "attendee_log": _attendee_log,
    "sign_in": _sign_in,
}
