"""Detection of tables and their layouts: the headings of each layout, in the order they are tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.files.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.tables.column_roles import (
    AMOUNT_SOURCES,
    delivery_role,
    find_unit,
    is_score_sheet,
    ledger_role,
)
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.header_row import (
    MIN_HEADER_SCORE,
    HeaderRows,
    find_header,
    has_day_numbers,
    merge_header_rows,
    parse_heading_row,
    score_headings,
)
from libcollab_metrics.ingest.tables.heading import (
    Heading,
    find_sheet_phase,
    heading_month,
    is_period_rollup,
    read_heading,
)
from libcollab_metrics.ingest.tables.memo_lines import find_first_line, is_prose
from libcollab_metrics.ingest.tables.own_workbooks import detect_partner_form
from libcollab_metrics.ingest.tables.status_column import detect_status_heading
from libcollab_metrics.ingest.values.categories import is_agreement_column
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import all_known_headings, find_entry, word_list
from libcollab_metrics.model.names import casefold_name, normalize_heading
from libcollab_metrics.model.schema import SHEET_TABLES, STAGES, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray


# Layout of a table, from the roles of its headings and the text around it.

_SF2 = re.compile(r"school form 2|\bsf ?2\b|daily attendance (report|record) of learners")
PERSON_ROLES = {"person", "first_name", "last_name"}

#: Headings specific to the LibCal export; a sheet needs LIBCAL_SIGNS_NEEDED of them.
LIBCAL_HEADINGS = (
    "event id",
    "event start date",
    "event end date",
    "setup",
    "teardown",
    "library/branch",
    "event organizer",
    "publishing status",
    "internal tags",
    "registration required",
    "in-person seats",
    "online seats",
    "confirmed registrations",
    "waiting-list registrations",
    "cancelled registrations",
    "anticipated attendance",
    "actual attendance (in-person)",
    "actual attendance (online)",
    "confirmed attendance",
    "event url",
)
MIN_LIBCAL_HEADINGS = 5
#: Headings of an order and of its seats; a sheet with both kinds is a registration export.
ORDER_HEADINGS = (
    "order #",
    "order no",
    "order number",
    "order id",
    "order date",
    "attendee #",
    "attendee no",
    "barcode #",
    "ticket type",
    "ticket number",
    "registration date",
    "date registered",
    "registered at",
    "registered on",
    "sign-up date",
)
SEAT_HEADINGS = (
    "quantity",
    "qty",
    "ticket quantity",
    "attendee status",
    "order status",
    "ticket status",
    "registration status",
    "checked in",
    "checked-in",
    "check in",
    "check-in",
    "check-in time",
    "checked in at",
)
#: Fewest day or month columns of a roster or a month grid.
MIN_DAY_COLUMNS = 2
#: Layouts that a bare list of names may be detected as.
BARE_LAYOUTS = ("unknown", "sign_in", "member_list")

#: Predicate of a layout, called with the headings, the sheet, and the index of the last header row.
LayoutPredicate = Callable[[Sequence[Heading], SheetCells, int], bool]


def detect_layout(cells: SheetCells, rows: HeaderRows | None) -> str:
    """Detect the layout of a table: the first whose headings are present, else "unknown"."""
    if rows is None:
        return "unknown"
    headings = detect_status_heading(rows.headings, cells, rows.bottom)
    return next(
        (layout for layout, fits in LAYOUT_PREDICATES.items() if fits(headings, cells, rows.bottom)),
        "unknown",
    )


def heading_roles(headings: Sequence[Heading], layout: str = "") -> set[str]:
    """Return the unambiguous roles of headings, in the vocabulary of one layout."""
    entries = [heading.entry_for(layout) for heading in headings]
    played = {entry.role for entry in entries if entry is not None and not entry.is_weak}
    counted = played & {"unclear_count", "part"} and not played & PERSON_ROLES
    return played | {"attendance"} if counted else played


def is_enrolment_list(headings: Sequence[Heading], layout: str, sheet: str, answers: Answers) -> bool:
    """Return True if a sheet of names was declared the enrolment of another sheet or file."""
    target = answers.get("enrolment_of")
    return (
        bool(target)
        and casefold_name(target) != casefold_name(sheet)
        and layout in BARE_LAYOUTS
        and bool(heading_roles(headings) & PERSON_ROLES)
    )


def _count_meetings(headings: Sequence[Heading]) -> int:
    named = sum(1 for heading in headings if heading.day is not None or heading.role == "session_no")
    return named + (
        sum(1 for heading in headings if heading.number is not None) if has_day_numbers(headings) else 0
    )


def _is_sf2(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect the SF2 attendance form of Philippine schools by its name in the sheet."""
    if not _is_roster(headings, cells, header):
        return False
    texts = [cell_text(cell) for row in cells.rows[: header + 1] for cell in row if isinstance(cell, str)]
    return bool(_SF2.search(normalize_heading(" ".join([cells.name, *texts]))))


def _is_roster(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    return bool(heading_roles(headings) & PERSON_ROLES) and _count_meetings(headings) >= MIN_DAY_COLUMNS


def _is_aggregated_log(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect grouped rows: an event count next to the head count, or a month without a day."""
    there = heading_roles(headings)
    if "attendance" not in there:
        return False
    grouped = (
        bool(there & {"date", "month", "year"}) if "events" in there else bool(there & {"month", "year"})
    )
    return grouped and ("events" in there or "date" not in there)


def _is_tally_grid(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect age groups in rows and settings in columns, without a date, title or name per row."""
    there = heading_roles(headings)
    settings = sum(1 for heading in headings if heading.spanning_text and heading.role == "attendance")
    own = there & {"date", "month", "year", "program", *PERSON_ROLES}
    return "attendance" in there and not own and (settings >= 2 or {"audience", "events"} <= there)


def _is_month_grid(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect a site or program per row and at least two month columns, without people."""
    there = heading_roles(headings)
    named = [heading for heading in headings if heading_month(heading) is not None]
    other_headings = [
        h
        for h in headings
        if h.text and h not in named and not is_period_rollup(h) and h.role not in ("site", "program")
    ]
    return (
        bool(there & {"site", "program"})
        and len(named) >= 2
        and not other_headings
        and not there & PERSON_ROLES
    )


def _is_session_log(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    there = heading_roles(headings)
    counted = "attendance" in there or (
        not there & PERSON_ROLES and any(has_head_counts(h, cells, header) for h in headings)
    )
    return counted and bool(there & {"date", "month", "year", "program"})


def has_head_counts(heading: Heading, cells: SheetCells, header: int) -> bool:
    """Return True if head counts, not marks of a person, are under a heading such as Attended."""
    if heading.role != "status":
        return False
    return are_head_counts(_distinct_texts(cells.columns[heading.column - cells.first_column], header))


def are_head_counts(texts: Iterable[str]) -> bool:
    """Return True for whole numbers of which some exceed 1; a 1 or 0 alone may be a mark."""
    numbers = [text for text in texts if text]
    return all(text.isdecimal() for text in numbers) and any(
        text.lstrip("0") not in ("", "1") for text in numbers
    )


def _is_attendee_log(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    there = heading_roles(headings)
    return bool(there & PERSON_ROLES) and "date" in there and not _holds_payments(headings, cells, header)


def _holds_payments(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Return True for columns of money, or several of dates: what people paid, not when they came."""
    dates = sum(heading.role == "date" for heading in headings)
    money = [
        heading
        for heading in headings
        if set(normalize_heading(heading.text).split()) & set(word_list("fees"))
    ]
    paid = [heading for heading in money if _is_number_column(heading, cells, header)]
    return bool(paid) and (dates >= 2 or len(paid) >= 2)


def _is_number_column(heading: Heading, cells: SheetCells, header: int) -> bool:
    texts = _distinct_texts(cells.columns[heading.column - cells.first_column], header) - {""}
    return bool(texts) and 2 * sum(bool(_NUMBER.match(text)) for text in texts) >= len(texts)


def _is_sign_in_sheet(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect a list of names below a title; with day numbers across the top it is a roster."""
    there = heading_roles(headings)
    return (
        bool(there & PERSON_ROLES)
        and "attendance" not in there
        and not has_day_numbers(headings)
        and not _holds_payments(headings, cells, header)
        and header > 0
    )


def _is_libcal_export(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    return (
        len({normalize_heading(heading.text) for heading in headings} & set(LIBCAL_HEADINGS))
        >= MIN_LIBCAL_HEADINGS
    )


def _is_registration_export(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect headings of an order and of its seats; a sheet with a head count is a log instead."""
    texts = {normalize_heading(heading.text) for heading in headings}
    return (
        bool(texts & set(ORDER_HEADINGS))
        and bool(texts & set(SEAT_HEADINGS))
        and "attendance" not in heading_roles(headings)
    )


def _is_form_export(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect a submission timestamp with names or with answers in words of agreement."""
    there = {entry.role for heading in headings if (entry := heading.entry_for("form_responses"))}
    if (
        "sent" not in there
        or "attendance" in heading_roles(headings)
        or _is_meeting_log(headings, cells, header)
    ):
        return False
    if there & {*PERSON_ROLES, "name"}:
        return True
    below = [(h.text, cells.columns[h.column - cells.first_column]) for h in headings if h.text]
    return any(is_agreement_column(_distinct_texts(column, header), text) for text, column in below)


def _distinct_texts(column: CellColumn, header: int) -> set[str]:
    """Return the distinct texts below the headings."""
    return {cell_text(column.cells[code]) for code in np.unique(column.codes[header + 1 :]).tolist()}


def _is_meeting_log(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect names with join times and an action, a leave time or a duration."""
    there = heading_roles(headings, "meeting_log")
    if not there & PERSON_ROLES or "attendance" in there or "date" in there:
        return False
    minutes = any(
        normalize_heading(h.text) in ("total duration (minutes)", "duration (minutes)", "in-meeting duration")
        for h in headings
    )
    return ("stamp" in there and bool(there & {"action", "left", "duration"})) or minutes


def _is_score_table(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect scores before and after, named by headings, a column or the sheet."""
    if heading_roles(headings) & {"attendance", "events"} or _count_meetings(headings) >= 2:
        return False
    return is_score_sheet(headings, lambda: find_sheet_phase(cells, header))


def _is_delivery_log(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect several stages of a lot, or one number per lot with its stage or date."""
    if heading_roles(headings) & {"attendance", "events", *PERSON_ROLES} or _count_meetings(headings) >= 2:
        return False
    there = {delivery_role(heading) for heading in headings}
    stages = len(there & set(STAGES))
    if stages >= 2:
        return "lot" in there or stages >= 3 or any(find_unit(heading.text) for heading in headings)
    stage_roles = stages or there & {"stage", "dispatched_on", "received_on"}
    return "lot" in there and bool(stage_roles) and (stages == 1 or "number" in there)


def _is_ledger(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Detect amounts or quantities with a giver, receiver, kind, status or purpose."""
    there = heading_roles(headings)
    if there & {"attendance", "events", *PERSON_ROLES} or _count_meetings(headings) >= 2:
        return False
    own = [ledger_role(heading) for heading in headings]
    sources = [role for role in own if role in AMOUNT_SOURCES]
    detail_roles = set(own) & {"giver", "taker", "kind", "state", "what"}
    amounts = {"amount", "sum", "unit_value", *AMOUNT_SOURCES} & set(own)
    return (
        len(sources) >= 2
        or bool(amounts and detail_roles)
        or ("quantity" in own and bool(detail_roles & {"giver", "kind"}))
    )


#: Layouts in the order in which they are tried: specific before general.
LAYOUT_PREDICATES: dict[str, LayoutPredicate] = {
    "libcal": _is_libcal_export,
    "registration_export": _is_registration_export,
    "meeting_log": _is_meeting_log,
    "form_responses": _is_form_export,
    "scores": _is_score_table,
    "deliveries": _is_delivery_log,
    "ledger": _is_ledger,
    "sf2": _is_sf2,
    "roster": _is_roster,
    "month_grid": _is_month_grid,
    "tally_grid": _is_tally_grid,
    "aggregated_log": _is_aggregated_log,
    "session_log": _is_session_log,
    "attendee_log": _is_attendee_log,
    "sign_in": _is_sign_in_sheet,
}


# Several tables in one sheet, side by side or stacked, are split and read separately.

_TITLE_CELLS = 2  # maximum number of cells in a title row
_NUMBER = re.compile(r"^\s*[₱$€£]?\s*\d[\d.,]*\s*$")


def split_tables(cells: SheetCells) -> list[SheetCells]:
    """Split a sheet into its tables; a sheet with one table is returned whole."""
    return [table for part in _split_side_by_side(cells) for table in _split_stacked(part)]


def _split_side_by_side(cells: SheetCells) -> list[SheetCells]:
    """Split at blank columns if both sides have headings of a known layout."""
    filled = [bool(column.codes.any()) for column in cells.columns]
    gaps = [
        position for position in range(1, len(filled) - 1) if not filled[position] and filled[position + 1]
    ]
    for position in gaps:
        left, right = cells.window(0, cells.height, 0, position), cells.window(0, cells.height, position + 1)
        if _is_known_table(left) and _is_known_table(right):
            return [left, *_split_side_by_side(right)]
    return [cells]


def _is_known_table(cells: SheetCells) -> bool:
    return _find_known_header(cells) is not None


def _find_known_header(cells: SheetCells) -> HeaderRows | None:
    """Find the header row of a known layout that scores at least HEADER_WORTH; else None."""
    rows = find_header(cells)
    if (
        rows is None
        or score_headings(rows.headings) < MIN_HEADER_SCORE
        or detect_layout(cells, rows) == "unknown"
    ):
        return None
    return rows


def _split_stacked(cells: SheetCells) -> list[SheetCells]:
    """Split above each new header row: after a blank row, or with the same headings reordered."""
    first = find_header(cells)
    if first is None or detect_layout(cells, first) == "unknown":
        return [cells]
    cut = _find_table_start(cells, first.top, reordered=False)
    if cut is not None and _has_log_above(cells, first):
        return [*_split_stacked(cells.window(0, cut)), *_split_stacked(cells.window(cut, cells.height))]
    cuts, last = [0], first.headings
    for index in _find_heading_rows(cells, first):
        headings = parse_heading_row(cells, index)
        if _has_same_headings(headings, last):
            continue
        start = _find_table_start(cells, index, reordered=_has_same_words(headings, last))
        if start is None or index + 1 >= cells.height or not cells.filled[index + 1]:
            continue
        if (
            detect_layout(
                cells.window(start, cells.height),
                merge_header_rows(cells.window(start, cells.height), index - start),
            )
            == "unknown"
        ):
            continue
        cuts.append(start)
        last = tuple(headings)
    if len(cuts) == 1:
        return [cells]
    ends = [*cuts[1:], cells.height]
    return [cells.window(start, end) for start, end in zip(cuts, ends, strict=True)]


def _has_log_above(cells: SheetCells, first: HeaderRows) -> bool:
    """Return True if a separate log is above the best header row and both have a date column.

    A summary by month above a log of days does not count: reading both would count every visit twice.
    """
    above = find_table_above(cells, first.top)
    return above is not None and all(
        any(heading.role == "date" for heading in headings) for headings in (above.headings, first.headings)
    )


def find_table_above(cells: SheetCells, top: int) -> HeaderRows | None:
    """Find the header row of a known table above a row, if numbers follow it; else None."""
    above = cells.window(0, max(top, 0))
    rows = _find_known_header(above)
    return rows if rows is not None and find_number_rows(above, rows.bottom) else None


def find_number_rows(cells: SheetCells, below: int) -> list[int]:
    """Return the rows below `below` with at least two cells, one of them a number."""
    filled = _count_flagged(cells, [[cell is not None for cell in column.cells] for column in cells.columns])
    numbers = _count_flagged(cells, [[_is_number(cell) for cell in column.cells] for column in cells.columns])
    return [row for row in np.flatnonzero((filled >= 2) & (numbers > 0)).tolist() if row > below]


def _is_number(cell: object) -> bool:
    return isinstance(cell, float) or (isinstance(cell, str) and _NUMBER.match(cell) is not None)


def _find_heading_rows(cells: SheetCells, first: HeaderRows) -> list[int]:
    """Find rows below the first header that may begin another table: known headings, no numbers.

    In a CSV file, numbers are text and do not count as words. A candidate follows a blank row or a title, or
    repeats the words of such a row or of the first header. Evaluated column by column, so that only few rows
    are examined in full.
    """
    texts = [
        [normalize_heading(cell) if isinstance(cell, str) else None for cell in column.cells]
        for column in cells.columns
    ]
    filled = _count_flagged(cells, [[cell is not None for cell in column.cells] for column in cells.columns])
    known = _count_flagged(cells, [[text in all_known_headings() for text in listed] for listed in texts])
    words = _count_flagged(
        cells, [[isinstance(c, str) and not _NUMBER.match(c) for c in col.cells] for col in cells.columns]
    )
    likely = (known >= 2) & (words == filled)
    likely[: first.bottom + 2] = False
    below = likely & (np.concatenate([[0], filled[:-1]]) <= _TITLE_CELLS)
    heading_texts = {normalize_heading(heading.text) for heading in first.headings if heading.text}
    heading_texts |= {
        normalize_heading(cell_text(cell)) for row in np.flatnonzero(below) for cell in cells.rows[int(row)]
    }
    repeated = _count_flagged(cells, [[text in heading_texts for text in listed] for listed in texts])
    rows = np.flatnonzero(below | (likely & (repeated >= filled - 1))).tolist()
    return [row for row in rows if score_headings(parse_heading_row(cells, row)) >= MIN_HEADER_SCORE]


def _count_flagged(cells: SheetCells, flags: Sequence[Sequence[bool]]) -> NDArray[np.int32]:
    """Count the flagged cells of each row, given a flag per distinct cell of each column."""
    counts = np.zeros(cells.height, dtype=np.int32)
    for column, flagged in zip(cells.columns, flags, strict=True):
        counts += np.array(flagged, dtype=np.int32)[column.codes]
    return counts


def _has_same_headings(headings: Sequence[Heading], previous: Sequence[Heading]) -> bool:
    pairs = [(a.text, b.own_text) for a, b in zip(headings, previous, strict=True) if a.text and b.text]
    return (
        len(pairs) >= 2
        and sum(normalize_heading(a) == normalize_heading(b) for a, b in pairs)
        >= len([h for h in headings if h.text]) - 1
    )


def _has_same_words(headings: Sequence[Heading], previous: Sequence[Heading]) -> bool:
    known = {normalize_heading(heading.text) for heading in previous if heading.text}
    texts = [normalize_heading(heading.text) for heading in headings if heading.text]
    return len(texts) >= 3 and sum(text in known for text in texts) >= len(texts) - 1


def _find_table_start(cells: SheetCells, index: int, *, reordered: bool) -> int | None:
    """Find the first row of the table with this header row: below the preceding blank row.

    Title rows above the header belong to the table. None if data is directly above it.
    """
    if reordered and cells.filled[index - 1] and not _is_title_row(cells, index - 1):
        return index
    start = index
    while start > 0 and cells.filled[start - 1]:
        if not _is_title_row(cells, start - 1):
            return None
        start -= 1
    return start if start > 0 else None


def _is_title_row(cells: SheetCells, index: int) -> bool:
    filled = [cell for cell in cells.rows[index] if cell is not None]
    return len(filled) <= _TITLE_CELLS and all(isinstance(cell, str) for cell in filled)


#: Layout of a table whose rows are of this kind, and of one whose columns are days or months.
ROW_LAYOUTS: dict[str, str] = {
    "session": "session_log",
    "person-at-session": "attendee_log",
    "person": "member_list",
    "payment": "ledger",
    "delivery": "deliveries",
    "score": "scores",
    "answer": "form_responses",
    "month-total": "aggregated_log",
}


def layout_of_rows(row_kind: str, headings: Sequence[Heading]) -> str:
    """Return the layout of a table whose rows the user named; "" if they named none.

    Days across the top make people a roster, months across the top make totals a month grid.
    """
    if row_kind == "person-at-session" and _count_meetings(headings) >= MIN_DAY_COLUMNS:
        return "roster"
    if row_kind == "month-total" and sum(heading_month(h) is not None for h in headings) >= MIN_DAY_COLUMNS:
        return "month_grid"
    return ROW_LAYOUTS.get(row_kind, "")


EXAMPLE_PREFIX = "e.g."
#: Maximum row index of the headings on a template sheet.
MAX_TEMPLATE_HEADER_ROW = 60


def find_tables(cells: SheetCells, answers: Answers) -> list[Grid]:
    """Detect the tables of a sheet with headings and layout; empty if there is none.

    Tables are separated by a blank column or row, or by headings in another order. An answered header row
    makes the sheet one table.
    """
    cells = cells.fill_merged_down()
    own = _find_template_grid(cells, answers) or _find_partner_grid(cells, answers)
    if own is not None:
        return [own]
    if answers.get("header_row"):
        header = int(answers.get("header_row")) - cells.first_row
        windows = [cells]
        rows = merge_header_rows(cells, header) if 0 <= header < cells.height else None
        return _build_grids(windows, [rows], answers)
    windows = split_tables(cells)
    return _build_grids(windows, [find_header(window) for window in windows], answers)


def _build_grids(
    windows: Sequence[SheetCells], header_rows: Sequence[HeaderRows | None], answers: Answers
) -> list[Grid]:
    grids = []
    for window, rows in zip(windows, header_rows, strict=True):
        named = layout_of_rows(answers.get("row_is", ""), rows.headings if rows is not None else ())
        layout = answers.get("layout") or named or detect_layout(window, rows)
        if layout == "unknown" and rows is not None and answers.get("mapping"):
            layout = detect_layout(window, _apply_user_mapping(rows, answers))
        if rows is not None and is_enrolment_list(rows.headings, layout, window.name, answers):
            layout = "registration_export"
        if layout == "unknown" and is_prose(window):
            layout = "prose"
        if rows is None and layout == "unknown":
            continue
        if rows is None or layout == "prose":
            above = find_first_line(window) - 1
            rows = HeaderRows(above + 1, above, ())  # no headings: lines begin below the titles
        grids.append(Grid(window, rows.bottom, rows.headings, layout, None, rows.top))
    return grids


def _apply_user_mapping(rows: HeaderRows, answers: Answers) -> HeaderRows:
    """Apply the user's mapping to the headings: it may determine the layout."""
    entries = {
        normalize_heading(heading): find_entry(target)
        for heading, target in answers.get("mapping", {}).items()
        if target
    }
    return replace(
        rows,
        headings=tuple(
            (
                replace(heading, entry=entry, is_user_choice=True)
                if (entry := entries.get(normalize_heading(heading.text)))
                else heading
            )
            for heading in rows.headings
        ),
    )


def _find_template_grid(cells: SheetCells, answers: Answers) -> Grid | None:
    """Recognize a sheet of the blank template by its name and required headings."""
    if answers.get("layout", "template") != "template":
        return None
    for table in SHEET_TABLES:
        if normalize_heading(cells.name) in (normalize_heading(table.label), table.name):
            for index in range(min(MAX_TEMPLATE_HEADER_ROW, cells.height)):
                headings = [
                    read_heading(cell, cells.first_column + p) for p, cell in enumerate(cells.rows[index])
                ]
                if _is_template(headings, table):
                    return Grid(cells, index, tuple(headings), "template", table)
    return None


def _find_partner_grid(cells: SheetCells, answers: Answers) -> Grid | None:
    """Recognize a form of the partner sheet by its headings."""
    form = detect_partner_form(cells)
    if form is None or answers.get("layout", form[0]) != form[0]:
        return None
    layout, index = form
    return Grid(cells, index, tuple(parse_heading_row(cells, index)), layout)


def _is_template(headings: Sequence[Heading], table: Table) -> bool:
    """Return True if all required headings, and none of another ledger layout, are present."""
    labels = {normalize_heading(field.label): field.is_required for field in table.typed_fields}
    others = [
        heading for heading in headings if heading.text and normalize_heading(heading.text) not in labels
    ]
    if any(entry.target.startswith(f"{table.name}.") for h in others if (entry := h.entry_for(table.name))):
        return False
    present = {normalize_heading(heading.text) for heading in headings} & set(labels)
    return len(present) >= 2 and all(label in present for label, required in labels.items() if required)
