"""Detection of the tables of a sheet, their header rows and their layouts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.files.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.tables.column_roles import PARTS, delivery_role, is_score_sheet, ledger_role, unit_in
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.header_row import (
    HEADER_WORTH,
    HeaderRows,
    counts_up,
    find_header,
    heading_worth,
    headings_at,
    join_rows,
)
from libcollab_metrics.ingest.tables.heading import Heading, is_coarser, month_named, read_heading, sheet_phase
from libcollab_metrics.ingest.tables.memo_lines import first_line, is_prose
from libcollab_metrics.ingest.tables.own_workbooks import partner_form
from libcollab_metrics.ingest.tables.status_column import as_marks
from libcollab_metrics.ingest.values.categories import is_agreement
from libcollab_metrics.ingest.values.columns import as_text
from libcollab_metrics.ingest.values.lexicon import any_headings, entry_to
from libcollab_metrics.model.names import fold, plain
from libcollab_metrics.model.schema import SHEET_TABLES, STAGES, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray


# Layout of a table, from the roles of its headings and the text around it.

_SF2 = re.compile(r"school form 2|\bsf ?2\b|daily attendance (report|record) of learners")
PERSON = {"person", "first_name", "last_name"}

#: Headings specific to the LibCal export; a sheet needs LIBCAL_SIGNS_NEEDED of them.
LIBCAL_SIGNS = (
    "event id", "event start date", "event end date", "setup", "teardown", "library/branch", "event organizer",
    "publishing status", "internal tags", "registration required", "in-person seats", "online seats",
    "confirmed registrations", "waiting-list registrations", "cancelled registrations", "anticipated attendance",
    "actual attendance (in-person)", "actual attendance (online)", "confirmed attendance", "event url",
)  # fmt: skip
LIBCAL_SIGNS_NEEDED = 5
#: Headings of an order and of its seats; a sheet with both kinds is a registration export.
OF_ORDER = (
    "order #", "order no", "order number", "order id", "order date", "attendee #", "attendee no", "barcode #",
    "ticket type", "ticket number", "registration date", "date registered", "registered at", "registered on",
    "sign-up date",
)  # fmt: skip
OF_SEATS = (
    "quantity", "qty", "ticket quantity", "attendee status", "order status", "ticket status", "registration status",
    "checked in", "checked-in", "check in", "check-in", "check-in time", "checked in at",
)  # fmt: skip
#: Layouts that a bare list of names may be detected as.
BARE = ("unknown", "sign_in")

#: Predicate of a layout, called with the headings, the sheet, and the index of the last header row.
Shape = Callable[[Sequence[Heading], SheetCells, int], bool]


def shape_of(cells: SheetCells, rows: HeaderRows | None) -> str:
    """Detect the layout of a table: the first whose headings are present, else "unknown"."""
    if rows is None:
        return "unknown"
    found = as_marks(rows.headings, cells, rows.bottom)
    return next((layout for layout, fits in SHAPES.items() if fits(found, cells, rows.bottom)), "unknown")


def roles(found: Sequence[Heading], layout: str = "") -> set[str]:
    """Return the unambiguous roles of headings, in the vocabulary of one layout."""
    entries = [heading.under(layout) for heading in found]
    played = {entry.role for entry in entries if entry is not None and not entry.weak}
    counted = played & {"unclear_count", "part"} and not played & PERSON
    return played | {"attendance"} if counted else played


def enrols(found: Sequence[Heading], layout: str, sheet: str, answers: Answers) -> bool:
    """Return True if a sheet of names was declared the enrolment of another sheet or file."""
    target = answers.get("enrolment_of")
    return bool(target) and fold(target) != fold(sheet) and layout in BARE and bool(roles(found) & PERSON)


def _meets(found: Sequence[Heading]) -> int:
    named = sum(1 for heading in found if heading.day is not None or heading.role == "session_no")
    return named + (sum(1 for heading in found if heading.number is not None) if counts_up(found) else 0)


def _sf2(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect the SF2 attendance form of Philippine schools by its name in the sheet."""
    if not _roster(found, cells, header):
        return False
    texts = [as_text(cell) for row in cells.rows[: header + 1] for cell in row if isinstance(cell, str)]
    return bool(_SF2.search(plain(" ".join([cells.name, *texts]))))


def _roster(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    return bool(roles(found) & PERSON) and _meets(found) >= 2


def _aggregated(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect grouped rows: an event count next to the head count, or a month without a day."""
    there = roles(found)
    if "attendance" not in there:
        return False
    grouped = bool(there & {"date", "month", "year"}) if "events" in there else bool(there & {"month", "year"})
    return grouped and ("events" in there or "date" not in there)


def _tally(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect age groups in rows and settings in columns, without a date, title or name per row."""
    there = roles(found)
    settings = sum(1 for heading in found if heading.over and heading.role == "attendance")
    own = there & {"date", "month", "year", "program", *PERSON}
    return "attendance" in there and not own and (settings >= 2 or {"audience", "events"} <= there)


def _month_grid(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect a site or program per row and at least two month columns, without people."""
    there = roles(found)
    named = [heading for heading in found if month_named(heading) is not None]
    beside = [h for h in found if h.text and h not in named and not is_coarser(h) and h.role not in ("site", "program")]
    return bool(there & {"site", "program"}) and len(named) >= 2 and not beside and not there & PERSON


def _session_log(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    there = roles(found)
    counted = "attendance" in there or (not there & PERSON and any(counts_heads(h, cells, header) for h in found))
    return counted and bool(there & {"date", "month", "year", "program"})


def counts_heads(heading: Heading, cells: SheetCells, header: int) -> bool:
    """Return True if head counts, not marks of a person, are under a heading such as Attended."""
    if heading.role != "status":
        return False
    return are_head_counts(_texts(cells.columns[heading.column - cells.first_column], header))


def are_head_counts(texts: Iterable[str]) -> bool:
    """Return True for whole numbers of which some exceed 1; a 1 or 0 alone may be a mark."""
    numbers = [text for text in texts if text]
    return all(text.isdecimal() for text in numbers) and any(text.lstrip("0") not in ("", "1") for text in numbers)


def _attendee_log(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    there = roles(found)
    return bool(there & PERSON) and "date" in there


def _sign_in(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect a list of names below a title; with day numbers across the top it is a roster."""
    there = roles(found)
    return bool(there & PERSON) and "attendance" not in there and not counts_up(found) and header > 0


def _libcal(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    return len({plain(heading.text) for heading in found} & set(LIBCAL_SIGNS)) >= LIBCAL_SIGNS_NEEDED


def _registration(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect headings of an order and of its seats; a sheet with a head count is a log instead."""
    texts = {plain(heading.text) for heading in found}
    return bool(texts & set(OF_ORDER)) and bool(texts & set(OF_SEATS)) and "attendance" not in roles(found)


def _form(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect a submission timestamp with names or with answers in words of agreement."""
    there = {entry.role for heading in found if (entry := heading.under("form_responses"))}
    if "sent" not in there or "attendance" in roles(found) or _meeting_log(found, cells, header):
        return False
    if there & {*PERSON, "name"}:
        return True
    below = [(h.text, cells.columns[h.column - cells.first_column]) for h in found if h.text]
    return any(is_agreement(_texts(column, header), text) for text, column in below)


def _texts(column: CellColumn, header: int) -> set[str]:
    """Return the distinct texts below the headings."""
    return {as_text(column.cells[code]) for code in np.unique(column.codes[header + 1 :]).tolist()}


def _meeting_log(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect names with join times and an action, a leave time or a duration."""
    there = roles(found, "meeting_log")
    if not there & PERSON or "attendance" in there or "date" in there:
        return False
    minutes = any(
        plain(h.text) in ("total duration (minutes)", "duration (minutes)", "in-meeting duration") for h in found
    )
    return ("stamp" in there and bool(there & {"action", "left", "duration"})) or minutes


def _scores(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect scores before and after, named by headings, a column or the sheet."""
    if roles(found) & {"attendance", "events"} or _meets(found) >= 2:
        return False
    return is_score_sheet(found, lambda: sheet_phase(cells, header))


def _deliveries(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect several stages of a lot, or one number per lot with its stage or date."""
    if roles(found) & {"attendance", "events", *PERSON} or _meets(found) >= 2:
        return False
    there = {delivery_role(heading) for heading in found}
    stages = len(there & set(STAGES))
    if stages >= 2:
        return "lot" in there or stages >= 3 or any(unit_in(heading.text) for heading in found)
    told = stages or there & {"stage", "dispatched_on", "received_on"}
    return "lot" in there and bool(told) and (stages == 1 or "number" in there)


def _ledger(found: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect amounts or quantities with a giver, receiver, kind, status or purpose."""
    there = roles(found)
    if there & {"attendance", "events", *PERSON} or _meets(found) >= 2:
        return False
    own = [ledger_role(heading) for heading in found]
    sources = [role for role in own if role in PARTS]
    told = set(own) & {"giver", "taker", "kind", "state", "what"}
    amounts = {"amount", "sum", "unit_value", *PARTS} & set(own)
    return len(sources) >= 2 or bool(amounts and told) or ("quantity" in own and bool(told & {"giver", "kind"}))


#: Layouts in the order in which they are tried: specific before general.
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


# Several tables in one sheet, side by side or stacked, are split and read separately.

_TITLE_CELLS = 2  # maximum number of cells in a title row
_NUMBER = re.compile(r"^\s*[₱$€£]?\s*\d[\d.,]*\s*$")


def split_tables(cells: SheetCells) -> list[SheetCells]:
    """Split a sheet into its tables; a sheet with one table is returned whole."""
    return [below for beside in _beside(cells) for below in _below(beside)]


def _beside(cells: SheetCells) -> list[SheetCells]:
    """Split at blank columns if both sides have headings of a known layout."""
    filled = [bool(column.codes.any()) for column in cells.columns]
    gaps = [place for place in range(1, len(filled) - 1) if not filled[place] and filled[place + 1]]
    for place in gaps:
        left, right = cells.window(0, cells.height, 0, place), cells.window(0, cells.height, place + 1)
        if _is_known(left) and _is_known(right):
            return [left, *_beside(right)]
    return [cells]


def _is_known(cells: SheetCells) -> bool:
    return _known_header(cells) is not None


def _known_header(cells: SheetCells) -> HeaderRows | None:
    """Find the header row of a known layout that scores at least HEADER_WORTH; else None."""
    rows = find_header(cells)
    if rows is None or heading_worth(rows.headings) < HEADER_WORTH or shape_of(cells, rows) == "unknown":
        return None
    return rows


def _below(cells: SheetCells) -> list[SheetCells]:
    """Split above each new header row: after a blank row, or with the same headings reordered."""
    first = find_header(cells)
    if first is None or shape_of(cells, first) == "unknown":
        return [cells]
    cut = _start_above(cells, first.top, reordered=False)
    if cut is not None and _tells_days_above(cells, first):
        return [*_below(cells.window(0, cut)), *_below(cells.window(cut, cells.height))]
    cuts, last = [0], first.headings
    for index in _rows_of_headings(cells, first):
        found = headings_at(cells, index)
        if _same(found, last):
            continue
        start = _start_above(cells, index, reordered=_same_words(found, last))
        if start is None or index + 1 >= cells.height or not cells.filled[index + 1]:
            continue
        if (
            shape_of(cells.window(start, cells.height), join_rows(cells.window(start, cells.height), index - start))
            == "unknown"
        ):
            continue
        cuts.append(start)
        last = tuple(found)
    if len(cuts) == 1:
        return [cells]
    ends = [*cuts[1:], cells.height]
    return [cells.window(start, end) for start, end in zip(cuts, ends, strict=True)]


def _tells_days_above(cells: SheetCells, first: HeaderRows) -> bool:
    """Return True if a separate log is above the best header row and both have a date column.

    A summary by month above a log of days does not count: reading both would count every visit twice.
    """
    above = table_above(cells, first.top)
    return above is not None and all(
        any(heading.role == "date" for heading in headings) for headings in (above.headings, first.headings)
    )


def table_above(cells: SheetCells, top: int) -> HeaderRows | None:
    """Find the header row of a known table above a row, if numbers follow it; else None."""
    above = cells.window(0, max(top, 0))
    rows = _known_header(above)
    return rows if rows is not None and rows_with_numbers(above, rows.bottom) else None


def rows_with_numbers(cells: SheetCells, below: int) -> list[int]:
    """Return the rows below `below` with at least two cells, one of them a number."""
    filled = _count(cells, [[cell is not None for cell in column.cells] for column in cells.columns])
    numbers = _count(cells, [[_is_number(cell) for cell in column.cells] for column in cells.columns])
    return [row for row in np.flatnonzero((filled >= 2) & (numbers > 0)).tolist() if row > below]


def _is_number(cell: object) -> bool:
    return isinstance(cell, float) or (isinstance(cell, str) and _NUMBER.match(cell) is not None)


def _rows_of_headings(cells: SheetCells, first: HeaderRows) -> list[int]:
    """Find rows below the first header that may begin another table: known headings, no numbers.

    In a CSV file, numbers are text and do not count as words. A candidate follows a blank row or a title, or
    repeats the words of such a row or of the first header. Evaluated column by column, so that only few rows
    are examined in full.
    """
    texts = [[plain(cell) if isinstance(cell, str) else None for cell in column.cells] for column in cells.columns]
    filled = _count(cells, [[cell is not None for cell in column.cells] for column in cells.columns])
    known = _count(cells, [[text in any_headings() for text in listed] for listed in texts])
    words = _count(cells, [[isinstance(c, str) and not _NUMBER.match(c) for c in col.cells] for col in cells.columns])
    likely = (known >= 2) & (words == filled)
    likely[: first.bottom + 2] = False
    below = likely & (np.concatenate([[0], filled[:-1]]) <= _TITLE_CELLS)
    said = {plain(heading.text) for heading in first.headings if heading.text}
    said |= {plain(as_text(cell)) for row in np.flatnonzero(below) for cell in cells.rows[int(row)]}
    alike = _count(cells, [[text in said for text in listed] for listed in texts])
    rows = np.flatnonzero(below | (likely & (alike >= filled - 1))).tolist()
    return [row for row in rows if heading_worth(headings_at(cells, row)) >= HEADER_WORTH]


def _count(cells: SheetCells, flags: Sequence[Sequence[bool]]) -> NDArray[np.int32]:
    """Count the flagged cells of each row, given a flag per distinct cell of each column."""
    counts = np.zeros(cells.height, dtype=np.int32)
    for column, flagged in zip(cells.columns, flags, strict=True):
        counts += np.array(flagged, dtype=np.int32)[column.codes]
    return counts


def _same(found: Sequence[Heading], last: Sequence[Heading]) -> bool:
    pairs = [(a.text, b.own) for a, b in zip(found, last, strict=True) if a.text and b.text]
    return len(pairs) >= 2 and sum(plain(a) == plain(b) for a, b in pairs) >= len([h for h in found if h.text]) - 1


def _same_words(found: Sequence[Heading], last: Sequence[Heading]) -> bool:
    known = {plain(heading.text) for heading in last if heading.text}
    texts = [plain(heading.text) for heading in found if heading.text]
    return len(texts) >= 3 and sum(text in known for text in texts) >= len(texts) - 1


def _start_above(cells: SheetCells, index: int, *, reordered: bool) -> int | None:
    """Find the first row of the table with this header row: below the preceding blank row.

    Title rows above the header belong to the table. None if data is directly above it.
    """
    if reordered and cells.filled[index - 1] and not _is_title(cells, index - 1):
        return index
    start = index
    while start > 0 and cells.filled[start - 1]:
        if not _is_title(cells, start - 1):
            return None
        start -= 1
    return start if start > 0 else None


def _is_title(cells: SheetCells, index: int) -> bool:
    filled = [cell for cell in cells.rows[index] if cell is not None]
    return len(filled) <= _TITLE_CELLS and all(isinstance(cell, str) for cell in filled)


if TYPE_CHECKING:
    pass

EXAMPLE = "e.g."
#: Maximum row index of the headings on a template sheet.
TEMPLATE_WITHIN = 60


def recognise(cells: SheetCells, answers: Answers) -> list[Grid]:
    """Detect the tables of a sheet with headings and layout; empty if there is none.

    Tables are separated by a blank column or row, or by headings in another order. An answered header row
    makes the sheet one table.
    """
    cells = cells.with_texts_down()
    own = _template_grid(cells, answers) or _partner_grid(cells, answers)
    if own is not None:
        return [own]
    if answers.get("header_row"):
        header = int(answers.get("header_row")) - cells.first_row
        windows = [cells]
        rows = join_rows(cells, header) if 0 <= header < cells.height else None
        return _grids(windows, [rows], answers)
    windows = split_tables(cells)
    return _grids(windows, [find_header(window) for window in windows], answers)


def _grids(windows: Sequence[SheetCells], found: Sequence[HeaderRows | None], answers: Answers) -> list[Grid]:
    grids = []
    for window, rows in zip(windows, found, strict=True):
        layout = answers.get("layout") or shape_of(window, rows)
        if layout == "unknown" and rows is not None and answers.get("mapping"):
            layout = shape_of(window, _matched(rows, answers))
        if rows is not None and enrols(rows.headings, layout, window.name, answers):
            layout = "registration_export"
        if layout == "unknown" and is_prose(window):
            layout = "prose"
        if rows is None and layout == "unknown":
            continue
        if rows is None or layout == "prose":
            above = first_line(window) - 1
            rows = HeaderRows(above + 1, above, ())  # no headings: lines begin below the titles
        grids.append(Grid(window, rows.bottom, rows.headings, layout, None, rows.top))
    return grids


def _matched(rows: HeaderRows, answers: Answers) -> HeaderRows:
    """Apply the user's mapping to the headings: it may determine the layout."""
    entries = {plain(heading): entry_to(target) for heading, target in answers.get("mapping", {}).items() if target}
    return replace(rows, headings=tuple(
        replace(heading, entry=entry, by_hand=True) if (entry := entries.get(plain(heading.text))) else heading
        for heading in rows.headings
    ))  # fmt: skip


def _template_grid(cells: SheetCells, answers: Answers) -> Grid | None:
    """Recognize a sheet of the blank template by its name and required headings."""
    if answers.get("layout", "template") != "template":
        return None
    for table in SHEET_TABLES:
        if plain(cells.name) in (plain(table.label), table.name):
            for index in range(min(TEMPLATE_WITHIN, cells.height)):
                found = [read_heading(cell, cells.first_column + p) for p, cell in enumerate(cells.rows[index])]
                if _is_template(found, table):
                    return Grid(cells, index, tuple(found), "template", table)
    return None


def _partner_grid(cells: SheetCells, answers: Answers) -> Grid | None:
    """Recognize a form of the partner sheet by its headings."""
    form = partner_form(cells)
    if form is None or answers.get("layout", form[0]) != form[0]:
        return None
    layout, index = form
    return Grid(cells, index, tuple(headings_at(cells, index)), layout)


def _is_template(found: Sequence[Heading], table: Table) -> bool:
    """Return True if all required headings, and none of another ledger layout, are present."""
    labels = {plain(field.label): field.required for field in table.typed}
    others = [heading for heading in found if heading.text and plain(heading.text) not in labels]
    if any(entry.to.startswith(f"{table.name}.") for h in others if (entry := h.under(table.name))):
        return False
    present = {plain(heading.text) for heading in found} & set(labels)
    return len(present) >= 2 and all(label in present for label, required in labels.items() if required)
