"""A column of days: each cell's day, and what it was completed by from outside the table."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from libcollab_metrics.ingest.cells import ErrorCell
from libcollab_metrics.ingest.columns import Column, Context, Said, as_text, tell, tell_errors
from libcollab_metrics.ingest.days import (
    EARLIEST,
    LATEST,
    Day,
    DayInMonth,
    date_order,
    far_off,
    read_day,
    read_day_number,
    read_day_or_month,
)
from libcollab_metrics.ingest.values import Values

#: A day whose year is the first of its numbers, in any century.
_YEAR_FIRST = re.compile(r"(?!19|20|21)\d{4,6}-\d{1,2}-\d{1,2}$")


def read_days(column: Column, context: Context, blank_is_told: bool = True, months: bool = False) -> Values:
    """Return each cell as (day or None, the text of a day whose year is unknown, "day" or "month").

    A month alone ("March 2026") is its first day, with the precision of a month, where `months` are asked for; else it
    is no day.
    """
    tell_errors(column, context)
    answered = context.answers.get("date_order")
    decided = answered or date_order(column.texts) or month_decides(column, context.month)
    order = decided or "month-first"
    days, said, order_said = [], [], []
    read = _day_numbers(column, context.month) or [_day(cell, order, months) for cell in column.distinct]
    open_years = [day.month if day and day.year is None else 0 for day in read]
    context = context.turning(open_years, column.codes)
    for cell, found in zip(column.distinct, read, strict=True):
        year = found.year or context.year_of(found.month) if found else None
        chosen = found.on(year) if found else None
        typed = as_text(cell)
        at_midnight = datetime.combine(chosen, time(0)) if chosen else None
        days.append((at_midnight, typed if found and not chosen else "", found.precision if found else "day"))
        said.append(_day_said(cell, typed, found, chosen, year, blank_is_told))
        open_order = found is not None and found.ambiguous and not decided
        order_said.append(("date-order-assumed", f'"{typed}" read {order}') if open_order else None)
    tell(column, context, said)
    tell(column, context, order_said)
    tell(column, context, far_off([day[0] for day in days], column.codes.tolist()))
    return Values(column.codes, days)


def _day_numbers(column: Column, month: int | None) -> list[Day | None]:
    """The days of a column of nothing but day numbers, in the month the sheet is about; else nothing."""
    if month is None or any(isinstance(cell, DayInMonth) for cell in column.distinct):
        return []
    numbers = {text: read_day_number(text) for cell in column.distinct if (text := as_text(cell))}
    if not all(numbers.values()):
        return []
    return [Day(None, month, number) if (number := numbers.get(as_text(cell))) else None for cell in column.distinct]


def _day_said(
    cell: object, typed: str, found: Day | None, chosen: date | None, year: int | None, blank_is_told: bool
) -> Said:
    if isinstance(cell, ErrorCell):
        return ("date-missing", "no date: the row counts in no period") if blank_is_told else None
    if not typed:
        return ("date-missing", "no date: the row counts in no period") if blank_is_told else None
    if found is None:
        outside = _YEAR_FIRST.match(typed)
        why = f"lies outside the years {EARLIEST} to {LATEST}" if outside else "is not a date"
        return "date-unreadable", f'"{typed}" {why}'
    if chosen is None:
        return ("date-unreadable", "no such day in its month") if year else ("year-missing", f'"{typed}" has no year')
    from_outside = found.year is None or isinstance(cell, DayInMonth)
    return ("date-from-context", f'"{typed}" read as {chosen}') if from_outside else None


def month_decides(column: Column, month: int | None) -> str:
    """Return the one order under which every open day lies in the month the sheet is about; "" when none or both do.

    Examples
    --------
    >>> import numpy as np
    >>> month_decides(Column("Fecha", 1, np.array([2]), np.array([0]), ["05/01/2026"]), 1)
    'day-first'
    """
    if month is None:
        return ""
    days = [day for cell in column.texts if (day := read_day(cell)) is not None and day.ambiguous]
    within = [
        order for order in ("month-first", "day-first") if all(day.in_order(order).month == month for day in days)
    ]
    return within[0] if days and len(within) == 1 else ""


def _day(cell: object, order: str, months: bool) -> Day | None:
    if isinstance(cell, DayInMonth):
        return cell.day
    if isinstance(cell, date):
        return Day(cell.year, cell.month, cell.day)
    read = read_day_or_month if months else read_day
    return read(cell, order) if isinstance(cell, str) else None
