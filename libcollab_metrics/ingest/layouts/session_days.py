"""Days of sessions: dates, months with or without years, the period of a sheet, days written once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

import numpy as np

from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.tables.context import SheetContext
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.values.columns import Column, ParseContext, cell_text, parse_days, report_issues
from libcollab_metrics.ingest.values.dates import names_two_years, parse_day, parse_month, parse_year
from libcollab_metrics.ingest.values.lexicon import known_headings, weekdays, word_list
from libcollab_metrics.ingest.values.table import EncodedValues, first_duplicate_rows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping

#: A month with a year of two digits.
_SHORT_YEAR = re.compile(r"[^\W\d_]+\.?[ .'’/-]+(\d{2})")

#: A year that has every day, for days without one.
LEAP_YEAR = 2024

#: A time of day in a title, and most of them if one session is meant: its start and its end.
_CLOCK = re.compile(r"\b\d{1,2}[.:]\d\d|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)
MAX_CLOCKS = 2
#: Fewest letters of a weekday in a title: "mar" is also a month.
MIN_WEEKDAY = 4


def names_weeks(heading: str, grid: Grid) -> bool:
    """Return whether the days of a column are weeks, of which each has an unknown number of sessions.

    "Week", "Week of" and "Semana del" name weeks, and "Week of / date" does not. A title that says on which
    day of the week people meet, such as "Wednesdays 3.45 – 4.45pm", says that a week has one session.
    """
    folded = normalize_heading(heading)
    if not folded.startswith(word_list("weeks", "beginnings")) and folded not in word_list("week_words"):
        return False
    known = known_headings()
    halves = (known.get(normalize_heading(half)) for half in heading.split("/")[1:])
    if any(entry is not None and entry.role == "date" for entry in halves):
        return False
    above = (cell_text(cell) for row in grid.cells.rows[: grid.top] for cell in row if cell is not None)
    return not _meets_once_a_week(above)


def _meets_once_a_week(titles: Iterable[str]) -> bool:
    """Return whether titles name one day of the week, with its hours or a word such as "every"."""
    found: set[int] = set()
    is_weekly = False
    for title in titles:
        words = re.findall(r"[^\W\d_]+", normalize_heading(title))
        named = {word: day for word in words if (day := _weekday_of(word)) is not None}
        found |= set(named.values())
        clocks = len(_CLOCK.findall(title))
        if clocks > MAX_CLOCKS or (clocks and set(words) & set(word_list("and_words"))):
            return False
        says_each = any(word.endswith("days") for word in named) or _says_each(words)
        is_weekly |= bool(named) and (says_each or clocks > 0)
    return is_weekly and len(found) == 1


def _says_each(words: Sequence[str]) -> bool:
    return bool(set(words) & set(word_list("weeks", "each")))


def _weekday_of(word: str) -> int | None:
    if len(word) < MIN_WEEKDAY:
        return None
    return weekdays().get(word, weekdays().get(word.removesuffix("s")))


def read_session_days(
    columns: Mapping[str, Column], sheet_context: SheetContext, context: ParseContext, length: int
) -> dict[str, EncodedValues]:
    """Parse each row's date and precision, and its text where the year is unknown.

    Rows without a date, month or year have their number, or are those of the day or month that the title or
    the tab names.
    """
    if "sessions.date" in columns:
        days = parse_days(columns["sessions.date"], context, accept_months=True)
        return {
            "date": days.map(lambda day: day[0]),
            "date_precision": days.map(lambda day: day[2]),
            "session_no": days.map(lambda day: day[1] or None),
        }
    months, years = columns.get("period.month"), columns.get("period.year")
    found = _find_sheet_period(sheet_context, context) if months is None and years is None else None
    numbers = columns.get("sessions.session_no") if months is None and years is None else None
    if found or numbers is not None:
        names = ("date", "date_precision", "session_no")
        parts = zip(names, found or (None, "day", None), strict=True)
        values = {name: EncodedValues.constant(part, length) for name, part in parts}
        return (
            values
            if numbers is None
            else values | {"session_no": numbers.parse_text(lambda text: text or None)}
        )
    blank = EncodedValues.constant("", length)
    month_texts = months.parse_text(str) if months else blank
    year_texts = years.parse_text(str) if years else blank
    if years is not None:
        _report_two_years(years, context)
    short_years = _find_short_years(month_texts.values)
    if not short_years:
        _report_months(months, years, context)
    named = [read[1] if (read := parse_month(text)) and read[0] is None else 0 for text in month_texts.values]
    if years is None:
        context = context.with_months(named, month_texts.codes)
    first_rows, places = np.unique(
        first_duplicate_rows([month_texts.codes, year_texts.codes], length), return_inverse=True
    )
    periods = [
        _parse_period(month, year_texts[first] or short_years.get(month, ""), context)
        for first in first_rows.tolist()
        for month in [month_texts[first]]
    ]
    return {
        name: EncodedValues(places, [day[part] for day in periods])
        for part, name in enumerate(("date", "date_precision", "session_no"))
    }


def _find_short_years(texts: Sequence[str]) -> dict[str, str]:
    """Return the years of months such as "Jan-25", if all the months of a column are of one or two years.

    Examples
    --------
    >>> _find_short_years(["Dec-24", "Jan-25", ""]), _find_short_years(["Dec-24", "Jan"])
    ({'Dec-24': '2024', 'Jan-25': '2025'}, {})
    """
    named = [text for text in texts if text and parse_month(text)]
    years = {text: f"20{match[1]}" for text in named if (match := _SHORT_YEAR.fullmatch(text))}
    spans = {int(year) for year in years.values()}
    return years if spans and len(years) == len(named) and max(spans) - min(spans) <= 1 else {}


def _find_sheet_period(
    sheet_context: SheetContext, context: ParseContext
) -> tuple[datetime, str, None] | None:
    """Return the day or else the month of a whole sheet, with its precision; None if it has neither."""
    if day := sheet_context.session_day(context):
        return day, "day", None
    month = sheet_context.month
    year = context.year_for_month(month) if month else None
    if not year or not month:
        return None
    message = Message(
        "no heading names days: read as {month}, which the title or the tab names", month=f"{year}-{month:02}"
    )
    context.log.add("date-from-context", message=message)
    return datetime(year, month, 1), "month", None


def _report_months(months: Column | None, years: Column | None, context: ParseContext) -> None:
    """Report unreadable months, and months without a year."""
    if months is None:
        return
    texts = months.cell_texts
    reads = [parse_month(text) for text in texts]
    no_month = [
        ("date-unreadable", "") if text and not read else None
        for text, read in zip(texts, reads, strict=True)
    ]
    report_issues(months, context, no_month)
    if years is None and context.year is None:
        report_issues(
            months, context, [("year-missing", "") if read and read[0] is None else None for read in reads]
        )


def _report_two_years(years: Column, context: ParseContext) -> None:
    """Report school and fiscal years such as "2021-2022", which are no calendar year."""
    message = Message("a school or fiscal year, and no calendar year: its rows count in no period")
    issues = [("year-missing", message) if names_two_years(text) else None for text in years.cell_texts]
    report_issues(years, context, issues)


def _parse_period(month: str, year: str, context: ParseContext) -> tuple[datetime | None, str, str | None]:
    read = parse_month(month) if month else None
    if names_two_years(year) and not (read and read[0]):
        return None, "month", f"{month} {year}".strip()
    chosen = (
        (read[0] if read else None)
        or parse_year(year)
        or (context.year_for_month(read[1]) if read else context.year)
    )
    if chosen is None:
        return None, "month", month or None
    return datetime(chosen, read[1] if read else 1, 1), "month" if read else "year", None


def carry_days_down(column: Column, context: ParseContext) -> Column:
    """Return a column of days in which each blank has the day above it, if each day is written only at first.

    That is so where the first row has a day, the days ascend, none is written again after a blank, and no
    fewer rows are blank than there are days. A day may be written, or repeated by a ditto mark, in its first
    rows; then at least half of the days end in blank rows. Days without a year are compared in a leap year.
    """
    is_blank = column.parse_text(lambda text: not text).where(bool)
    written = np.flatnonzero(~is_blank)
    if not len(written) or written[0] != 0 or len(written) == len(column):
        return column
    read = parse_days(column, replace(context, year=context.year or LEAP_YEAR, log=IssueLog("")))
    days = [read[place][0] for place in written.tolist()]
    if None in days:
        return column
    follows = np.diff(written) == 1
    pairs = zip(pairwise(days), follows.tolist(), strict=True)
    is_new = [not (earlier == later and is_next) for (earlier, later), is_next in pairs]
    first = [days[0], *(day for day, new in zip(days[1:], is_new, strict=True) if new)]
    blanks = int(is_blank.sum())
    ends_blank = int((is_blank & np.append(True, ~is_blank[:-1])).sum())
    if blanks < len(first) or (len(first) < len(days) and 2 * ends_blank < len(first)):
        return column
    if any(earlier >= later for earlier, later in pairwise(first)):
        return column
    above = np.maximum.accumulate(np.where(is_blank, 0, np.arange(len(column))))
    context.log.add_rows(
        "date-from-context",
        column.rows[is_blank],
        column.number,
        heading=column.heading,
        message=Message("blank: read as the day of the last row above that has one"),
    )
    return replace(column, codes=column.codes[above])


#: Fewest rows below the row with their day.
MIN_CARRIED = 2


def carry_days_to_places(grid: Grid, mapping: Sequence[ColumnMapping], log: IssueLog) -> Grid:
    """Return the table of a log with the day of the stop above in the rows of the next stops of that day.

    That is so where each row without a day is right below a row with one, names another place than that row,
    and has a number of people or a remark; and where at least two rows are so, whose places come again: a
    quarter that is summed up does not.
    """
    fields = {mapped.field: mapped.column - grid.cells.first_column for mapped in reversed(mapping)}
    if not {"sessions.date", "sessions.site"} <= fields.keys():
        return grid
    days, places = (grid.cells.columns[fields[name]] for name in ("sessions.date", "sessions.site"))
    is_day = np.array([_is_day(cell) for cell in days.cells], dtype=bool)[days.codes]
    below = np.arange(grid.cells.height) > grid.header
    is_open = below & (days.codes == 0) & (places.codes != 0)
    counted = np.zeros(grid.cells.height, dtype=bool)
    for mapped in mapping:
        if mapped.field in ("sessions.attended", "notes.text"):
            counted |= grid.cells.columns[mapped.column - grid.cells.first_column].codes != 0
    open_rows = np.flatnonzero(is_open)
    if len(open_rows) < MIN_CARRIED:
        return grid
    visits = np.bincount(places.codes[below], minlength=len(places.cells))
    if (visits[places.codes[open_rows]] < MIN_CARRIED).any():
        return grid
    codes = days.codes.copy()
    for row in open_rows.tolist():
        is_next = codes[row - 1] != 0 and (is_day[row - 1] or is_open[row - 1])
        if not is_next or not counted[row] or places.codes[row] == places.codes[row - 1]:
            return grid
        codes[row] = codes[row - 1]
    log.add_rows(
        "date-from-context",
        (grid.cells.first_row + open_rows).tolist(),
        grid.cells.first_column + fields["sessions.date"],
        message=Message("blank: read as the day of the last row above that has one"),
    )
    columns = list(grid.cells.columns)
    columns[fields["sessions.date"]] = days.with_codes(codes)
    return replace(grid, cells=replace(grid.cells, columns=tuple(columns)))


def _is_day(cell: object) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and parse_day(cell) is not None)
