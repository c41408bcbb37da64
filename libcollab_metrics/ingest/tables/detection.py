"""Tables of a sheet: split side by side or stacked, each with its header row and the layout it speaks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.files.cells import CellColumn, SheetCells
from libcollab_metrics.ingest.tables.cash_sides import find_money_section
from libcollab_metrics.ingest.tables.column_evidence import infer_named_columns
from libcollab_metrics.ingest.tables.column_roles import ledger_role
from libcollab_metrics.ingest.tables.context import find_month
from libcollab_metrics.ingest.tables.evidence import TableEvidence
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.group_titles import find_group_above
from libcollab_metrics.ingest.tables.header_merge import HeaderRows, merge_header_rows
from libcollab_metrics.ingest.tables.header_row import find_header
from libcollab_metrics.ingest.tables.heading import Heading, read_heading
from libcollab_metrics.ingest.tables.heading_rows import (
    MIN_HEADER_SCORE,
    parse_heading_row,
    score_headings,
)
from libcollab_metrics.ingest.tables.joint_totals import drop_grand_totals, drop_joint_totals
from libcollab_metrics.ingest.tables.layout_scores import choose_layout, is_enrolment_list
from libcollab_metrics.ingest.tables.mark_columns import ROWS_WITH_MARKS, marks_sessions, number_mark_columns
from libcollab_metrics.ingest.tables.memo_lines import find_first_line, is_prose
from libcollab_metrics.ingest.tables.numbered_sections import split_numbered_sections
from libcollab_metrics.ingest.tables.own_workbooks import detect_partner_form
from libcollab_metrics.ingest.tables.people_across import find_people_across
from libcollab_metrics.ingest.tables.row_kinds import close_row_kinds, layout_of_rows
from libcollab_metrics.ingest.tables.stacked_headings import (
    DATE_ROLES,
    TITLE_CELLS,
    count_flagged,
    days_across,
    find_heading_rows,
    find_titled_rows,
    is_number,
)
from libcollab_metrics.ingest.tables.status_column import detect_status_heading
from libcollab_metrics.ingest.tables.unheaded_logs import (
    find_unheaded_log,
    find_unheaded_table,
    read_letters_as_headings,
)
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_day
from libcollab_metrics.ingest.values.lexicon import find_entry
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.schema import SHEET_TABLES, Table


def detect_layout(cells: SheetCells, rows: HeaderRows | None) -> str:
    """Return the layout that the evidence of a table speaks for most, else "unknown"."""
    if rows is None:
        return "unknown"
    return choose_layout(read_evidence(cells, rows))


def read_evidence(cells: SheetCells, rows: HeaderRows) -> TableEvidence:
    """Return the evidence of a table whose header rows are known, the last one once for the same rows."""
    last: tuple[HeaderRows, TableEvidence] | None = cells.memo.get("evidence")
    if last is None or last[0] is not rows:
        headings = detect_status_heading(rows.headings, cells, rows.bottom)
        last = cells.memo["evidence"] = rows, TableEvidence(headings, cells, rows.bottom)
    return last[1]


# Several tables in one sheet, side by side or stacked, are split and read separately.

#: Roles of which a list that continues to the right has one.
LIST_ROLES = ("person", "date")
#: Sections of an account, next to each other.
ACCOUNT_SIDES = {"income", "expenses"}
#: Fewest headings that two tables side by side share, or have; fewest rows by which their ends differ; and
#: share of the rows that the first column must name.
MIN_SHARED_HEADINGS, MIN_ROWS_APART, MOST_NAMED = 2, 2, 0.9


def split_tables(cells: SheetCells) -> list[SheetCells]:
    """Split a sheet into its tables; a sheet with one table is returned whole."""
    sections = [section.fill_merged_down() for section in split_numbered_sections(cells)]
    return [table for section in sections for table in _split_section(section)]


def _split_section(cells: SheetCells) -> list[SheetCells]:
    """Split a section of a report, or a whole sheet, into tables side by side and below each other."""
    sides = [side for part in _split_side_by_side(cells) for side in _split_account(part)]
    parts = [block for side in sides for block in _split_repeated_columns(side)]
    return [table for part in parts for table in _pass_titles(drop_grand_totals(_split_stacked(part)))]


def _pass_titles(tables: Sequence[SheetCells]) -> list[SheetCells]:
    """Return tables below each other, the later ones with the texts above the first."""
    first, *others = tables
    rows = find_header(first) if others else None
    if rows is None:
        return list(tables)
    titles = tuple(cell for row in first.rows[: rows.top] for cell in row if isinstance(cell, str))
    return [first, *(replace(table, titles=titles) for table in others)]


def _split_account(cells: SheetCells) -> list[SheetCells]:
    """Split an account with "Receipts" over the columns at its left and "Payments" over the others."""
    rows = find_header(cells)
    if rows is None or not rows.bottom:
        return [cells]
    labels = cells.rows[rows.top if rows.top < rows.bottom else rows.top - 1]
    places = [place for place, cell in enumerate(labels) if cell is not None]
    if len(places) != len(ACCOUNT_SIDES):
        return [cells]
    left, right = cells.window(0, cells.height, 0, places[1]), cells.window(0, cells.height, places[1])
    headers = [find_header(left), find_header(right)]
    sections = {
        _money_section(side, header)
        for side, header in zip((left, right), headers, strict=True)
        if header is not None
    }
    if headers[1] is None or sections != ACCOUNT_SIDES:
        return [cells]
    return [left, _add_titles(right, left, headers[1].top)]


def _split_repeated_columns(cells: SheetCells) -> list[SheetCells]:
    """Split a list of people or days that continues in columns to the right; titles apply to all."""
    rows = find_header(cells)
    if rows is None or not any(heading.role in LIST_ROLES for heading in rows.headings):
        return [cells]
    texts = [normalize_heading(heading.text) for heading in rows.headings]
    for width in range(2, len(texts) // 2 + 1):
        if all(texts[:width]) and texts[:width] == texts[width : 2 * width]:
            left, right = cells.window(0, cells.height, 0, width), cells.window(0, cells.height, width)
            return [left, *_split_repeated_columns(_add_titles(right, left, rows.top))]
    return [cells]


def _add_titles(cells: SheetCells, titled: SheetCells, top: int) -> SheetCells:
    """Return a table with the titles of another one above its headings, in rows without a title.

    A table without any title takes all cells of the other's titles, such as a label and the day next to it; a
    table with some takes those of the first column.
    """
    columns = list(cells.columns)
    most = 1 if cells.filled[:top].any() else len(columns)
    titles = titled if most > 1 else titled.window(0, titled.height, 0, 1)
    for row in np.flatnonzero(titles.filled[:top] & ~cells.filled[:top]).tolist():
        written = [cell for cell in titles.rows[row] if cell is not None]
        for position, cell in enumerate(written[:most]):
            codes = columns[position].codes.copy()
            codes[row] = len(columns[position].cells)
            columns[position] = CellColumn(codes, [*columns[position].cells, cell])
    return replace(cells, columns=tuple(columns))


def _split_side_by_side(cells: SheetCells) -> list[SheetCells]:
    """Split at a blank column if the sides are tables of their own; titles of the left apply to the right.

    A column that is blank from the headings down, below a title, separates sides with the same headings.
    """
    header = find_header(cells)
    top = 0 if header is None else header.top
    last_filled = [int(filled[-1]) if len(filled := np.flatnonzero(c.codes)) else -1 for c in cells.columns]
    gaps = [
        position
        for position in range(1, len(last_filled) - 1)
        if last_filled[position] < top and last_filled[position + 1] >= top
    ]
    for position in gaps:
        is_blank = last_filled[position] < 0
        left = cells.window(0, cells.height, 0, position + (not is_blank))
        right = cells.window(0, cells.height, position + 1)
        if _are_separate_tables(left, right) if is_blank else _have_same_headings(left, right):
            rows = find_header(right)
            right = right if rows is None else _add_titles(right, left, rows.top)
            return [drop_joint_totals(left, right), *_split_side_by_side(right)]
    return [cells]


def _have_same_headings(left: SheetCells, right: SheetCells) -> bool:
    """Return whether the first table of the right has the headings of the left, in the same row."""
    headers = find_header(left), find_header(right)
    if headers[0] is None or headers[1] is None or headers[0].bottom != headers[1].bottom:
        return False
    texts = [[text for h in rows.headings if (text := normalize_heading(h.text))] for rows in headers if rows]
    return len(texts[0]) >= MIN_SHARED_HEADINGS and texts[0] == texts[1][: len(texts[0])]


def _are_separate_tables(left: SheetCells, right: SheetCells) -> bool:
    """Return whether two sides are each of a known layout, have the same headings, labels, or different rows.

    Labels above the headings decide only where the sides are of different layouts, and different rows where
    one side is of a known layout and the other names its rows: a blank column may also be inside a table, and
    remarks at its right may end early.
    """
    known = [_is_known_table(left), _is_known_table(right)]
    if all(known):
        return True
    headers = [find_header(left), find_header(right)]
    if headers[0] is None or headers[1] is None:
        return False
    texts = [
        {normalize_heading(heading.text) for heading in rows.headings} - {""} for rows in headers if rows
    ]
    if len(texts[0] & texts[1]) >= MIN_SHARED_HEADINGS and (texts[0] <= texts[1] or texts[1] <= texts[0]):
        return True
    sides = [(left, headers[0]), (right, headers[1])]
    if {_money_section(cells, rows) for cells, rows in sides} == ACCOUNT_SIDES:
        return True
    if _have_own_days(sides) or _have_own_titles(sides):
        return True
    if not any(known) or min(map(len, texts)) < MIN_SHARED_HEADINGS:
        return False
    layouts = {detect_layout(cells, rows) for cells, rows in sides}
    if len(layouts - {"unknown"}) == len(sides) and all(_has_label(cells, rows) for cells, rows in sides):
        return True
    ends = [_find_dense_rows(cells, rows) for cells, rows in zip((left, right), headers, strict=True) if rows]
    return all(ends) and abs(ends[0] - ends[1]) >= MIN_ROWS_APART


def _have_own_days(sides: Sequence[tuple[SheetCells, HeaderRows]]) -> bool:
    """Return whether two sides begin with a column of days, and these end in different rows."""
    ends = []
    for cells, rows in sides:
        days = cells.columns[0]
        is_day = np.array([isinstance(cell, date) for cell in days.cells])[days.codes]
        found = np.flatnonzero(is_day[rows.bottom + 1 :])
        if len(found) < MIN_ROWS_APART or "date" not in rows.headings[0].role:
            return False
        ends.append(int(found[-1]) + rows.bottom)
    return abs(ends[0] - ends[1]) >= MIN_ROWS_APART


def _have_own_titles(sides: Sequence[tuple[SheetCells, HeaderRows]]) -> bool:
    """Return whether two sides have headings in the same row, a title above them, and words or days below.

    Weeks next to each other, with their days across, are one register.
    """
    if len({rows.bottom for _, rows in sides}) > 1:
        return False
    for cells, rows in sides:
        above = cells.rows[rows.bottom - 1][:MIN_SHARED_HEADINGS] if rows.bottom else ()
        is_titled = bool(above) and isinstance(above[0], str) and set(above[1:]) <= {None}
        is_dated = any(heading.day is not None or heading.number is not None for heading in rows.headings)
        first = cells.columns[0]
        below = [first.cells[code] for code in first.distinct_codes(rows.bottom + 1).tolist()]
        names_rows = any(isinstance(cell, str | date) for cell in below)
        if not is_titled or is_dated or not names_rows:
            return False
    return True


def _money_section(cells: SheetCells, rows: HeaderRows) -> str:
    """Return "income" or "expenses" if the label of a table with a column of days says so, else ""."""
    is_dated = any("date" in heading.role for heading in rows.headings)
    return find_money_section(cells, rows.top, rows.bottom) if is_dated else ""


def _has_label(cells: SheetCells, rows: HeaderRows) -> bool:
    """Return whether the only text in the line above the headings is a label at their left."""
    above = cells.rows[rows.top - 1] if rows.top else ()
    filled = [position for position, cell in enumerate(above) if cell is not None]
    return filled == [0] and isinstance(above[0], str)


def _find_dense_rows(cells: SheetCells, rows: HeaderRows) -> int:
    """Return the last row of a table whose first column names every row; 0 if it does not."""
    filled = cells.filled_counts
    data = np.flatnonzero(filled >= 2)
    data = data[data > rows.bottom]
    named = np.flatnonzero(cells.columns[0].codes)
    if len(data) < MIN_ROWS_APART or len(np.intersect1d(data, named)) < MOST_NAMED * len(data):
        return 0
    last = int(data[-1])
    return last if len(data) >= MOST_NAMED * (last - rows.bottom) else 0


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
    if first is None:
        return [cells]
    if detect_layout(cells, first) == "unknown":
        return _split_sections(cells)
    cut = _find_table_start(cells, first.top, reordered=False)
    if cut is not None and (_has_log_above(cells, first) or _has_other_table_above(cells, first)):
        return [*_split_stacked(cells.window(0, cut)), *_split_stacked(cells.window(cut, cells.height))]
    cuts, last, days, month = [0], first.headings, days_across(first), _month_above(cells, first.top)
    group = find_group_above(cells, first.top)
    for index in find_heading_rows(cells, first):
        headings = parse_heading_row(cells, index)
        merged = merge_header_rows(cells, index)
        own_days = days_across(merged)
        own_month, own_group = _month_above(cells, merged.top), find_group_above(cells, merged.top)
        is_other = bool(days) and None not in (month, own_month) and month != own_month
        is_other |= bool(days and group and own_group) and group != own_group
        if _has_same_headings(headings, last) and own_days == days and not is_other:
            continue
        start = _find_table_start(cells, merged.top, reordered=_has_same_words(headings, last))
        if start is None or not _has_row_below(cells, index):
            continue
        if not _is_known_below(cells.window(start, cells.height), index - start):
            is_titled = start < merged.top and not cells.filled[start - 1]
            if not is_titled or (_shares_headings(headings, last) and not _have_other_kinds(headings, last)):
                continue
        cuts.append(start)
        last, days, month, group = tuple(headings), own_days, own_month, own_group
    section = _find_undated_section(cells, first) if len(cuts) == 1 else None
    if section is not None:
        return [cells.window(0, section), *_split_stacked(cells.window(section, cells.height))]
    if len(cuts) == 1:
        return [cells]
    ends = [*cuts[1:], cells.height]
    return [cells.window(start, end) for start, end in zip(cuts, ends, strict=True)]


def _has_row_below(cells: SheetCells, header: int) -> bool:
    """Return whether a row of headings has a row below it, directly or below the line that rules it off."""
    below = cells.filled_counts[header + 1 : header + 3]
    return len(below) > 0 and bool(below[0] or below[-1] > 1)


def _month_above(cells: SheetCells, top: int) -> int | None:
    """Return the month that the line directly above a row of headings names; None without such a line."""
    if top < 1 or not 0 < cells.filled_counts[top - 1] <= TITLE_CELLS:
        return None
    return find_month([cell for cell in cells.rows[top - 1] if isinstance(cell, str)])


def _is_known_below(cells: SheetCells, header: int) -> bool:
    """Return whether the headings of a row are those of a known table, by their words or with their cells."""
    if detect_layout(cells, merge_header_rows(cells, header)) != "unknown":
        return True
    rows = find_header(cells)
    return rows is not None and rows.bottom == header and detect_layout(cells, rows) != "unknown"


#: Fewest lines below the headings of a section without days.
MIN_SECTION_ROWS = 2
#: Most blank rows at which a sheet of no known layout is tried to be split.
MAX_SECTIONS = 8


def _split_sections(cells: SheetCells) -> list[SheetCells]:
    """Split a sheet of no known layout at the first blank row with a known table above and below it."""
    starts = np.flatnonzero(cells.filled[1:] & ~cells.filled[:-1]) + 1
    for start in starts[:MAX_SECTIONS].tolist():
        above, below = cells.window(0, start), cells.window(start, cells.height)
        if _is_known_table(above) and _is_known_table(below):
            return [above, *_split_stacked(below)]
    return [cells]


def _find_undated_section(cells: SheetCells, first: HeaderRows) -> int | None:
    """Return the row of the title above other headings, below a table with a day in each row; else None.

    "II. COLLECTION" and "Particulars | Titles | Volumes" follow a blank row, and the lines below them have a
    text in place of the day, and numbers.
    """
    dated = [h.column - cells.first_column for h in first.headings if h.role in DATE_ROLES]
    if len(dated) != 1:
        return None
    filled = cells.filled_counts
    titles = np.flatnonzero((filled == 1) & np.roll(filled == 0, 1) & (np.roll(filled, -1) > 1))
    for title in map(int, titles[(titles > first.bottom + 1) & (titles < cells.height - MIN_SECTION_ROWS)]):
        blank = np.flatnonzero(filled[title:] == 0)
        rows = cells.rows[title + 1 : title + int(blank[0]) if len(blank) else cells.height]
        words, lines = [cell for cell in rows[0] if cell is not None], rows[1:]
        if len(lines) < MIN_SECTION_ROWS or not all(isinstance(word, str) for word in words):
            continue
        days = [line[dated[0]] for line in lines]
        is_undated = all(isinstance(cell, str) and parse_day(cell) is None for cell in days)
        if is_undated and all(any(map(is_number, line)) for line in lines):
            return title
    return None


def _has_log_above(cells: SheetCells, first: HeaderRows) -> bool:
    """Return True if a separate log is above the best header row and both have a date column.

    A summary by month above a log of days does not count: reading both would count every visit twice.
    """
    above = find_table_above(cells, first.top)
    return above is not None and all(
        any(heading.role in DATE_ROLES for heading in headings)
        for headings in (above.headings, first.headings)
    )


def _has_other_table_above(cells: SheetCells, first: HeaderRows) -> bool:
    """Return whether a table with a title and headings of its own is above one of money or of books."""
    if detect_layout(cells, first) not in ("ledger", "budget", "deliveries", "books_by_donor"):
        return False
    above = cells.window(0, first.top)
    titled = np.flatnonzero(find_titled_rows(above, first, above.filled_counts)).tolist()
    return any(all(isinstance(cell, str) for cell in above.rows[row] if cell is not None) for row in titled)


def find_table_above(cells: SheetCells, top: int) -> HeaderRows | None:
    """Find the header row of a known table above a row, if numbers follow it; else None."""
    above = cells.window(0, max(top, 0))
    rows = _find_known_header(above)
    return rows if rows is not None and find_number_rows(above, rows.bottom) else None


def find_number_rows(cells: SheetCells, below: int, needed: int = 2) -> list[int]:
    """Return the rows below `below` with at least `needed` cells, one of them a number."""
    filled = cells.filled_counts
    numbers = count_flagged(cells, [[is_number(cell) for cell in column.cells] for column in cells.columns])
    return [row for row in np.flatnonzero((filled >= needed) & (numbers > 0)).tolist() if row > below]


def _has_same_headings(headings: Sequence[Heading], previous: Sequence[Heading]) -> bool:
    """Return whether a row repeats the headings of another, but for one at most.

    One of another kind begins a table, such as "Paid for" in place of "Received from".
    """
    pairs = [(a, b) for a, b in zip(headings, previous, strict=True) if a.text and b.text]
    same = sum(normalize_heading(a.text) == normalize_heading(b.own_text) for a, b in pairs)
    if len(pairs) < 2 or _have_other_kinds(headings, previous):
        return False
    return same >= len([h for h in headings if h.text]) - 1


def _have_other_kinds(headings: Sequence[Heading], previous: Sequence[Heading]) -> bool:
    """Return whether a heading is of another kind than the one above it: "To" in place of "From"."""
    pairs = [(a, b) for a, b in zip(headings, previous, strict=True) if a.text and b.text]
    other = [(a, b) for a, b in pairs if normalize_heading(a.text) != normalize_heading(b.own_text)]
    return any(len({ledger_role(heading) for heading in pair} - {""}) > 1 for pair in other)


def _shares_headings(headings: Sequence[Heading], previous: Sequence[Heading]) -> bool:
    """Return whether half of the headings of a row are those of another, in the same columns or others."""
    known = {normalize_heading(heading.text) for heading in previous if heading.text}
    texts = [normalize_heading(heading.text) for heading in headings if heading.text]
    return 2 * sum(text in known for text in texts) >= len(texts)


def _has_same_words(headings: Sequence[Heading], previous: Sequence[Heading]) -> bool:
    known = {normalize_heading(heading.text) for heading in previous if heading.text}
    texts = [normalize_heading(heading.text) for heading in headings if heading.text]
    return len(texts) >= 3 and sum(text in known for text in texts) >= len(texts) - 1


def _find_table_start(cells: SheetCells, index: int, *, reordered: bool) -> int | None:
    """Find the first row of the table with this header row: below the preceding blank row.

    Title rows above the header belong to the table, and so does a title between two blank rows. None if
    data is directly above it.
    """
    if reordered and cells.filled[index - 1] and not _is_title_row(cells, index - 1):
        return index
    start = index
    while start > 0 and cells.filled[start - 1]:
        if not _is_title_row(cells, start - 1):
            return None
        start -= 1
    if start == index and cells.filled_counts[max(index - 3, 0) : index].tolist() == [0, 1, 0]:
        start = index - 2
    return start if start > 0 else None


def _is_title_row(cells: SheetCells, index: int) -> bool:
    filled = [cell for cell in cells.rows[index] if cell is not None]
    return len(filled) <= TITLE_CELLS and all(isinstance(cell, str) for cell in filled)


EXAMPLE_PREFIX = "e.g."
#: Maximum row index of the headings on a template sheet.
MAX_TEMPLATE_HEADER_ROW = 60


def find_tables(cells: SheetCells, answers: Answers) -> list[Grid]:
    """Detect the tables of a sheet with headings and layout; empty if there is none.

    Tables are separated by a blank column or row, or by headings in another order. An answered header row
    makes the sheet one table, and 0 one without headings. If only some tables are recognized, the answer what
    a row is applies to the others.
    """
    filled = cells.fill_merged_down()
    own = _find_template_grid(filled, answers) or _find_partner_grid(filled, answers)
    if own is not None:
        return [own]
    if answers.get("header_row") is not None:
        header = _read_answered_header(filled, int(answers.get("header_row")))
        return _build_grids([filled], [header], answers)
    windows = split_tables(cells)
    rows_of_windows = [find_header(window) or find_unheaded_log(window) for window in windows]
    if not any(rows_of_windows):
        rows_of_windows = [find_unheaded_table(window) for window in windows]
    return _build_grids(windows, rows_of_windows, answers)


def _read_answered_header(cells: SheetCells, row: int) -> HeaderRows | None:
    """Return the headings in an answered row, or the letters of the columns if it is 0."""
    if row == 0:
        return read_letters_as_headings(cells)
    header = row - cells.first_row
    return merge_header_rows(cells, header) if 0 <= header < cells.height else None


def _build_grids(
    windows: Sequence[SheetCells], header_rows: Sequence[HeaderRows | None], answers: Answers
) -> list[Grid]:
    evidence = [
        None if rows is None else read_evidence(window, rows)
        for window, rows in zip(windows, header_rows, strict=True)
    ]
    found = ["unknown" if shown is None else choose_layout(shown) for shown in evidence]
    is_mixed = {layout == "unknown" for layout in found} == {True, False}
    grids = []
    for window, rows, shown, own in zip(windows, header_rows, evidence, found, strict=True):
        is_named = not is_mixed or own == "unknown"
        row_kind = answers.get("row_is", "") if is_named else ""
        if rows is not None and row_kind in ROWS_WITH_MARKS and answers.get("mark_columns") == "sessions":
            row_kind, rows = "person-at-session", number_mark_columns(rows, window)
        named = _layout_by_answer(window, rows, row_kind)
        if row_kind in ROWS_WITH_MARKS and answers.get("mark_columns") == "people":
            named = "day_register"
        if rows is not None and named:
            rows = replace(rows, headings=infer_named_columns(rows.headings, window, rows.bottom, named))
        layout = answers.get("layout") or named or own
        if layout == "unknown" and rows is not None and answers.get("mapping"):
            layout = detect_layout(window, _apply_user_mapping(rows, answers))
        if rows is not None and is_enrolment_list(rows.headings, layout, window.name, answers):
            layout = "registration_export"
        if layout == "unknown" and is_prose(window):
            layout = "prose"
        if layout == "unknown" and (rows is None or _is_unfilled(window, rows)):
            continue
        if rows is None or layout == "prose":
            above = find_first_line(window) - 1
            rows = HeaderRows(above + 1, above, ())  # no headings: lines begin below the titles
        is_open = shown is not None and not answers.get("layout") and not named
        close = close_row_kinds(shown) if shown is not None and is_open else ()
        grids.append(
            Grid(
                window,
                rows.bottom,
                rows.headings,
                layout,
                top=rows.top,
                close_kinds=close,
                is_named_by_answer=is_named,
            )
        )
    return grids


#: Fewest known headings of a form that has not been filled in, and most remarks on it.
MIN_KNOWN_HEADINGS, MAX_REMARKS = 2, 3


def _is_unfilled(cells: SheetCells, rows: HeaderRows) -> bool:
    """Return whether known headings are above nothing but a few remarks without a number, one in each row."""
    below = [
        [text for cell in cells.rows[index] if (text := cell_text(cell))]
        for index in np.flatnonzero(cells.filled[rows.bottom + 1 :])[: MAX_REMARKS + 1] + rows.bottom + 1
    ]
    known = sum(heading.entry is not None for heading in rows.headings)
    return (
        known >= MIN_KNOWN_HEADINGS
        and len(below) <= MAX_REMARKS
        and all(len(texts) == 1 and not re.search(r"\d", texts[0]) for texts in below)
    )


def _layout_by_answer(cells: SheetCells, rows: HeaderRows | None, row_kind: str) -> str:
    """Return the layout of a table whose rows the user named; "" if they named none."""
    if rows is None or not row_kind:
        return layout_of_rows(row_kind, ())
    if row_kind == "person-at-session" and find_people_across(rows.headings, cells, rows.bottom):
        return "day_register"
    if row_kind == "person" and marks_sessions(rows, cells):
        row_kind = "person-at-session"
    return layout_of_rows(row_kind, rows.headings, read_evidence(cells, rows).words)


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
    if others and 2 * len(present) < len(labels):
        return False  # a list of the library's own, on a tab that happens to have the name
    return len(present) >= 2 and all(label in present for label, required in labels.items() if required)
