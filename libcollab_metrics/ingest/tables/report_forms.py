"""Sheets arranged as forms: reports of one session, logs with a column for each session, and calendars."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.context import find_month
from libcollab_metrics.ingest.tables.evidence import TableEvidence
from libcollab_metrics.ingest.tables.header_row import find_header
from libcollab_metrics.ingest.tables.heading import read_heading
from libcollab_metrics.ingest.tables.layout_scores import choose_layout
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_day, parse_year
from libcollab_metrics.ingest.values.lexicon import weekdays, word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import clean_spaces, normalize_heading

#: Most rows and columns of a form, and fewest lines that are filled in.
MAX_ROWS, MAX_COLUMNS, MIN_LINES = 60, 12, 4
#: Most cells of a line: a label, one below it, and what was filled in.
MAX_CELLS = 3
#: Roles that the labels must have, one of each group.
NEEDED_ROLES = ({"date"}, {"attendance", "part", "unclear_count"}, {"program", "site"})


#: Most rows of a log with a column for each session, fewest lines and days of it, and share of its days.
MAX_LOG_ROWS, MIN_LOG_LINES, MIN_LOG_DAYS, MOST_DAYS = 80, 2, 3, 0.8
FORM_MESSAGE = Message("a form with its labels at the left: read as one session")
#: Most rows and columns of a calendar.
MAX_CALENDAR_ROWS, MAX_CALENDAR_COLUMNS = 40, 12
CALENDAR_MESSAGE = Message("a calendar of one month: the number below each day is read as its head count")
CALENDAR_HEADINGS = ("Date", "Attendance", "Remarks")
COLUMNS_MESSAGE = Message("the days are across the top: each column is read as one session")


@dataclass(frozen=True)
class ReportForm:
    """A sheet with labels at the left, as a table with headings.

    Attributes
    ----------
    cells : SheetCells
        The labels in one row, and what was filled in below them: a row for each session.
    addresses : mapping of (int, int) to (int, int)
        Excel row and column in the sheet, by those in `cells`.
    message : str
        How the sheet is read.
    """

    cells: SheetCells
    addresses: Mapping[tuple[int, int], tuple[int, int]]
    message: str = FORM_MESSAGE


@dataclass(frozen=True)
class _Line:
    """A label, the Excel row and column of the label and of the cell filled in, and that cell."""

    label: str
    row: int
    label_column: int
    column: int
    cell: object


def read_report_form(cells: SheetCells) -> ReportForm | None:
    """Return a form as a table of one session; None if the sheet is no such form, or is not filled in."""
    is_small = cells.height <= MAX_ROWS and len(cells.columns) <= MAX_COLUMNS
    if not is_small or cells.formulas_without_value:
        return None
    lines = _find_lines(cells)
    labels = [line.label.casefold() for line in lines]
    if sum(line.cell is not None for line in lines) < MIN_LINES or len(set(labels)) < len(labels):
        return None
    rows: list[list[object]] = [[line.label for line in lines], [line.cell for line in lines]]
    turned = SheetCells.from_rows(cells.name, rows, is_hidden=cells.is_hidden, encoding=cells.encoding)
    if not _holds_session(turned):
        return None
    addresses = {(1, n): (line.row, line.label_column) for n, line in enumerate(lines, 1)}
    addresses |= {(2, n): (line.row, line.column) for n, line in enumerate(lines, 1)}
    return ReportForm(turned, addresses)


def read_log_in_columns(cells: SheetCells) -> ReportForm | None:
    """Return a log with a column for each session as a table with a row for each; None for other sheets.

    A row of days is below the titles, and each row below it has a label in the first column. The labels are
    those of a log: the people, and perhaps a title, a place or a note. That of the days may be missing.
    """
    if cells.height > MAX_LOG_ROWS or len(cells.columns) <= MIN_LOG_DAYS or cells.formulas_without_value:
        return None
    top = next((index for index, row in enumerate(cells.rows) if _is_row_of_days(row)), None)
    if top is None:
        return None
    end = next((i for i in range(top, cells.height) if not cells.filled[i]), cells.height)
    end = next((i for i in range(top, end) if _is_closing(cells.rows[i])), end)
    lines = range(top, end)
    labels = [cells.rows[index][0] for index in lines]
    names_days = _names_days(labels[0])
    labels[0] = labels[0] if names_days else CALENDAR_HEADINGS[0]
    if not all(isinstance(label, str) for label in labels):
        return None
    if len(lines) <= MIN_LOG_LINES or (cells.filled_counts[end:] > 1).any():
        return None
    days = [place for place, cell in enumerate(cells.rows[top]) if place and _is_day(cell)]
    titles = [[cell for cell in cells.rows[index] if cell is not None] for index in range(top)]
    rows: list[list[object]] = [*titles, labels]
    rows += [[cells.rows[index][place] for index in lines] for place in days]
    turned = SheetCells.from_rows(cells.name, rows, is_hidden=cells.is_hidden, encoding=cells.encoding)
    header = find_header(turned)
    if header is None or header.bottom != top:
        return None
    if choose_layout(TableEvidence(header.headings, turned, header.bottom)) != "session_log":
        return None
    if not names_days and 2 * sum(bool(heading.role) for heading in header.headings) <= len(labels):
        return None  # the labels may be people
    first = (cells.first_row, cells.first_column)
    places = [0, *days]
    addresses = {
        (top + 1 + across, down): (first[0] + lines[down - 1], first[1] + place)
        for across, place in enumerate(places)
        for down in range(1, len(lines) + 1)
    }
    return ReportForm(turned, addresses, COLUMNS_MESSAGE)


def read_calendar(cells: SheetCells) -> ReportForm | None:
    """Return the calendar of a month as a table with a row for each day on which something is written.

    All days of the month are below their weekdays, and head counts or words below the days. The tab or a
    title names the month and its year, and a title says that people came; None for other sheets.
    """
    if cells.height > MAX_CALENDAR_ROWS or len(cells.columns) > MAX_CALENDAR_COLUMNS:
        return None
    top = next((n for n in range(cells.height) if len(_find_weekdays(cells.rows[n])) >= MIN_LOG_DAYS), None)
    if top is None or cells.formulas_without_value:
        return None
    titles = [cell_text(cell) for row in cells.rows[:top] for cell in row if cell is not None]
    month = find_month([cells.name, *titles])
    year = next((year for text in (cells.name, *titles) if (year := parse_year(text))), None)
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(" ".join(titles))))
    if month is None or year is None or not words & set(word_list("role_words", "attendance")):
        return None
    columns = _find_weekdays(cells.rows[top])
    weeks = {n: _read_week(cells.rows[n], columns, year, month) for n in range(top + 1, cells.height)}
    weeks = {index: days for index, days in weeks.items() if days}
    listed = {day for days in weeks.values() for day in days.values()}
    if listed != _list_days(year, month, columns.values()):
        return None
    rows: list[list[object]] = [[title] for title in titles]
    rows.append(list(CALENDAR_HEADINGS))
    addresses: dict[tuple[int, int], tuple[int, int]] = {}
    for index, days in weeks.items():
        below = cells.rows[index + 1] if index + 1 < cells.height and index + 1 not in weeks else ()
        for place, day in days.items():
            cell = below[place] if below else None
            if cell is None:
                continue
            is_count = parse_number(cell_text(cell)).value is not None
            rows.append([day, cell, None] if is_count else [day, None, cell])
            first = (cells.first_row + index, cells.first_column + place)
            addresses |= {(len(rows), 1): first, (len(rows), 2): (first[0] + 1, first[1])}
            addresses |= {(len(rows), 3): (first[0] + 1, first[1])}
    turned = SheetCells.from_rows(cells.name, rows, is_hidden=cells.is_hidden, encoding=cells.encoding)
    addresses |= {(1, 1): (cells.first_row + top, cells.first_column)}
    return ReportForm(turned, addresses, CALENDAR_MESSAGE) if len(rows) > len(titles) + 1 else None


def _list_days(year: int, month: int, weekdays_shown: Collection[int]) -> set[date]:
    """Return the days of a month on certain weekdays."""
    days = (date(year, month, number) for number in range(1, monthrange(year, month)[1] + 1))
    return {day for day in days if day.weekday() in weekdays_shown}


def _find_weekdays(row: Sequence[object]) -> dict[int, int]:
    """Return the number of the weekday of each place of a row that names different ones; empty otherwise."""
    named = {
        place: weekdays()[text]
        for place, cell in enumerate(row)
        if isinstance(cell, str) and (text := normalize_heading(cell)) in weekdays()
    }
    return named if len(set(named.values())) == len(named) else {}


def _read_week(row: Sequence[object], columns: Mapping[int, int], year: int, month: int) -> dict[int, date]:
    """Return the days of a row of numbers, each below its weekday; empty for other rows."""
    days: dict[int, date] = {}
    for place, weekday in columns.items():
        number = parse_number(cell_text(row[place])).value if row[place] is not None else None
        if row[place] is None:
            continue
        if number is None or not number.is_integer() or not 1 <= number <= monthrange(year, month)[1]:
            return {}
        days[place] = date(year, month, int(number))
        if days[place].weekday() != weekday:
            return {}
    return days


def _is_row_of_days(row: Sequence[object]) -> bool:
    """Return whether a row has a text or nothing at its left and, apart from a total, days."""
    filled = [cell for cell in row[1:] if cell is not None]
    days = sum(map(_is_day, filled))
    is_label = row[0] is None or (isinstance(row[0], str) and not _is_day(row[0]))
    return is_label and days >= MIN_LOG_DAYS and days >= MOST_DAYS * len(filled)


def _names_days(label: object) -> bool:
    """Return whether a label is a word for days: "Date", "Week of"."""
    return isinstance(label, str) and (
        read_heading(label, 1).role == "date" or normalize_heading(label) in word_list("day_labels")
    )


def _is_day(cell: object) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and parse_day(cell) is not None)


def _is_closing(row: Sequence[object]) -> bool:
    """Return whether a row begins with words such as "Prepared by"."""
    return cell_text(row[0]).casefold().startswith(word_list("signed_by"))


def _find_lines(cells: SheetCells) -> list[_Line]:
    """Return the lines of a form up to its signatures; empty if the rows are no lines of a form.

    A label in the second column belongs to that in the first column of the line, or of one above.
    """
    lines: list[_Line] = []
    left, group, is_signed = -1, "", False
    for index, row in enumerate(cells.rows):
        filled = [(position, cell) for position, cell in enumerate(row) if cell is not None]
        if len(filled) > MAX_CELLS:
            return []
        texts = [clean_spaces(cell_text(cell)).rstrip(": ") for _, cell in filled]
        if not filled or (len(filled) == 1 and not lines):
            continue  # blank, or a title
        is_signed = is_signed or texts[0].casefold().startswith(word_list("signed_by"))
        if is_signed:
            continue
        left = filled[0][0] if not lines else left
        if filled[0][0] == left:
            group = texts[0] if len(filled) == MAX_CELLS else ""
        elif not group or filled[0][0] < left:
            return []
        names = texts[:-1] if len(filled) > 1 else texts
        label = " ".join(names if filled[0][0] == left else [group, *names])
        column, value = filled[-1] if len(filled) > 1 else (filled[0][0] + 1, None)
        first = cells.first_column
        lines.append(_Line(label, cells.first_row + index, first + filled[0][0], first + column, value))
    return lines


def _holds_session(turned: SheetCells) -> bool:
    """Return whether the labels are those of one session: its day, its people, and its title or place."""
    rows = find_header(turned)
    if rows is None or rows.bottom != 0:
        return False
    filled = {
        heading.role: cell_text(turned.columns[heading.column - 1][1])
        for heading in rows.headings
        if heading.role
    }
    if not all(filled.keys() & group for group in NEEDED_ROLES):
        return False
    counts = [text for role, text in filled.items() if role in NEEDED_ROLES[1]]
    numbers = [parse_number(text).value for text in counts]
    layout = choose_layout(TableEvidence(rows.headings, turned, rows.bottom))
    return layout == "session_log" and bool(filled["date"]) and any(value is not None for value in numbers)
