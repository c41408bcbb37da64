"""Blocks of a list below lines with their day or their number: "Date: 3/12/2024", "DAY 2"."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from datetime import date, datetime, time

from libcollab_metrics.ingest.layouts.base import ReadTask
from libcollab_metrics.ingest.tables.context import SheetContext, find_dated_lines, find_numbered_lines
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import ParseContext, order_message
from libcollab_metrics.ingest.values.dates import ParsedDay
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.table import EncodedValues
from libcollab_metrics.messages import Message


def find_block_days(task: ReadTask) -> dict[int, ParsedDay]:
    """Return the days of lines such as "Date: 3/12/2024" above blocks of a list without a column of dates."""
    if any(mapped.field == "participation.date" for mapped in task.mapping):
        return {}
    return find_dated_lines(task.grid, task.sheet_context.line_order)


def days_of_blocks(
    lines: Mapping[int, ParsedDay],
    body: SheetRows,
    values: Mapping[str, EncodedValues],
    around: SheetContext,
    context: ParseContext,
) -> dict[str, EncodedValues]:
    """Return the day and the session of each row: those of the last line above it, else those of `values`.

    `around` has the year of dates without one. A block whose line gives no year has no day, and is a session
    of its own.
    """
    days = {index: day.to_date(around.year) for index, day in lines.items()}
    for index, day in lines.items():
        place = (body.grid.row_number(index), body.grid.cells.first_column)
        if days[index] is None:
            context.log.request_question("year")
            context.log.add("year-missing", *place, message=Message("the date above these rows has no year"))
        elif day.is_ambiguous and not around.is_order_certain:
            context.log.assumed["date_order"] = around.line_order
            message = order_message(str(days[index]), around.line_order)
            context.log.add("date-order-assumed", *place, message=message)
    indices = sorted(lines)
    above = [bisect(indices, index) for index in body.used.tolist()]
    found = [indices[number - 1] if number else None for number in above]
    dates = zip(found, values["date"], strict=True)
    numbers = zip(found, values["session_no"], strict=True)
    names = {index: f"{day.month}-{day.day}" for index, day in lines.items() if days[index] is None}
    return {
        "date": EncodedValues.from_list(
            first if index is None else _at_midnight(days[index]) for index, first in dates
        ),
        "session_no": EncodedValues.from_list(
            first if index is None else names.get(index, first) for index, first in numbers
        ),
    }


def find_block_numbers(task: ReadTask) -> dict[int, str]:
    """Return the lines such as "DAY 2" above blocks of a list without a column of dates."""
    has_dates = any(mapped.field == "participation.date" for mapped in task.mapping)
    return {} if has_dates else find_numbered_lines(task.grid)


def sessions_of_blocks(
    lines: Mapping[int, str], body: SheetRows, values: Mapping[str, EncodedValues]
) -> dict[str, EncodedValues]:
    """Return the number of the session of each row, and its day: not known below "DAY 2"."""
    indices, days = sorted(lines), set(word_list("numbered_sessions", "days"))
    above = [bisect(indices, index) for index in body.used.tolist()]
    texts = [lines[indices[number - 1]] if number else "" for number in above]
    is_other_day = [bool(days & set(text.split())) for text in texts]
    dates = zip(values["date"], is_other_day, strict=True)
    firsts = zip(texts, values["session_no"], strict=True)
    return {
        "date": EncodedValues.from_list(None if is_other else day for day, is_other in dates),
        "session_no": EncodedValues.from_list(text or first for text, first in firsts),
    }


def _at_midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time())
