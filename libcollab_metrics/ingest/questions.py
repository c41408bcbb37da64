"""Generate the import questions of a sheet.

A question is asked only where its answer changes a number, once per kind, in a fixed order.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from libcollab_metrics.ingest.tables.context import Surroundings
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.header_row import rival_rows
from libcollab_metrics.ingest.tables.heading import Heading, month_named
from libcollab_metrics.ingest.tables.rows import Body
from libcollab_metrics.ingest.values.columns import Context, as_text
from libcollab_metrics.ingest.values.dates import read_day, read_month
from libcollab_metrics.model.readings import Mapped, Question, SheetReading


def ask(grid: Grid, mapping: Sequence[Mapped], around: Surroundings, context: Context, body: Body) -> list[Question]:
    """Return the questions about the header row, the year, and the meaning of 0."""
    path = f"sheets.{grid.cells.name}"
    found = _which_headings(grid, mapping, context)
    if context.year is None and _needs_year(grid, mapping, body):
        found.append(Question(f"{path}.year", "No year is given. Which year does the sheet begin in?", (), ""))
    if around.zero_may_mean_none and context.answers.get("zero_means") is None and _has_zero(mapping, body):
        options = (("nobody-came", "nobody came"), ("not-recorded", "no number was recorded"))
        found.append(
            Question(f"{path}.zero_means", "What does 0 mean in the attendance column?", options, "not-recorded")
        )
    return found


def _which_headings(grid: Grid, mapping: Sequence[Mapped], context: Context) -> list[Question]:
    """Ask for the header row where another row scores nearly as well."""
    if context.answers.get("header_row") is not None or not mapping or grid.table is not None:
        return []
    rivals = [grid.row_number(index) for index in rival_rows(grid.cells, grid.top, grid.header)]
    if not rivals:
        return []
    read, others = grid.row_number(grid.header), " or ".join(str(row) for row in rivals[:3])
    text = f"Row {read} was read as the headings; row {others} looks like headings too. In which row do they stand?"
    return [Question(f"sheets.{grid.cells.name}.header_row", text, (), str(read))]


def _needs_year(grid: Grid, mapping: Sequence[Mapped], body: Body) -> bool:
    if grid.layout in ("roster", "sf2"):
        return any(_names_no_year(heading) for heading in grid.headings if heading.entry is None)
    if grid.layout == "tally_grid":
        return True
    if grid.layout == "month_grid":
        return any(named is not None and named[0] is None for named in map(month_named, grid.headings))
    fields = {mapped.field: mapped for mapped in mapping}
    if "period.month" in fields and "period.year" not in fields and "sessions.date" not in fields:
        months = body.column(fields["period.month"]).distinct
        return any((read := read_month(as_text(cell))) is not None and read[0] is None for cell in months)
    dates = [body.column(mapped) for mapped in mapping if mapped.field.endswith(".date")]
    days = [read_day(cell) for column in dates for cell in column.texts]
    return any(day is not None and day.year is None for day in days)


def _names_no_year(heading: Heading) -> bool:
    return heading.number is not None or (heading.day is not None and heading.day.year is None)


def _has_zero(mapping: Sequence[Mapped], body: Body) -> bool:
    columns = [body.column(mapped) for mapped in mapping if mapped.field == "sessions.attended"]
    return any(as_text(cell) == "0" for column in columns for cell in column.distinct)


# Questions raised by an issue: asked only where it occurred, with the assumption made as the default.

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FollowUp:
    """Question for a kind of issue, asked when it was reported and not yet answered.

    `code` is empty where the reader requests the question itself, through `Departures.ask`.
    """

    code: str
    key: str
    text: str
    options: Options
    default: str


FOLLOW_UPS: tuple[FollowUp, ...] = (
    FollowUp("date-order-assumed", "date_order", "Is the day or the month written first?",
             (("month-first", "month first: 3/7 is 7 March"), ("day-first", "day first: 3/7 is 3 July")),
             "month-first"),
    FollowUp("", "hidden_rows", "Some rows or columns are hidden. Do they count?",
             (("count", "yes"), ("leave-out", "no, leave them out")), "count"),
    FollowUp("holiday-column", "holidays", "A word is spelled down the column of a day. Was that day held?",
             (("not-held", "no, it was a holiday"), ("held", "yes")), "not-held"),
    FollowUp("unit-unclear", "people", "Does the number count people, or visits of people?",
             (("visits", "everyone present each time: visits"), ("people", "each person once")), "visits"),
    FollowUp("all-zero-block", "month_finished",
             "Every count of a month is 0 although groups met. Is the month finished?",
             (("true", "yes, nobody came"), ("false", "no, the numbers are not in yet")), "false"),
    FollowUp("", "totals", "The sheet's own total is not the sum of its rows. Which is right?",
             (("rows", "the rows"), ("sheet", "the total typed on the sheet")), "rows"),
    FollowUp("range-lower-end", "ranges", "A range such as 15-20 stands for one number. Which end counts?",
             (("low", "the lower end"), ("high", "the upper end")), "low"),
    FollowUp("", "postponed", "A session was put off. Was it held later and written down again?",
             (("cancelled", "it was not held on this day"), ("held", "it was held")), "cancelled"),
    FollowUp("duplicate-rows", "duplicates", "Some rows are equal. Are they one, written twice?",
             (("keep", "no, both count"), ("drop", "yes, count them once")), "keep"),
)  # fmt: skip


def ask_fiscal_year(readings: Sequence[SheetReading], first_month: int, given: Mapping[str, Any]) -> list[SheetReading]:
    """Ask for the first month of the fiscal year when month tabs run past December.

    The question is attached to the first reading that uses rows, unless it is already answered.

    Parameters
    ----------
    readings : sequence of SheetReading
        Readings of the file.
    first_month : int
        Month of the first tab named after a month.
    given : mapping of str to Any
        All answers for the file.

    Returns
    -------
    list of SheetReading
        Readings, with the question added to one of them.
    """
    answered = any("fiscal_year_start" in part for part in (given, *given.get("sheets", {}).values()))
    first = next((place for place, reading in enumerate(readings) if reading.rows_used), None)
    if answered or first is None:
        return list(readings)
    month = month_name[first_month]
    text = f"The tabs begin with {month}. In which month, 1 to 12, does your fiscal year begin?"
    question = Question(f"sheets.{readings[first].name}.fiscal_year_start", text, (), "1")
    asked = replace(readings[first], questions=(*readings[first].questions, question))
    return [*readings[:first], asked, *readings[first + 1 :]]


def follow_up(sheet: str, context: Context) -> tuple[Question, ...]:
    """Return the unanswered questions raised by the issues of a sheet."""
    return tuple(
        Question(f"sheets.{sheet}.{one.key}", one.text, one.options, one.default)
        for one in FOLLOW_UPS
        if (context.log.has(one.code) or context.log.asks(one.key)) and context.answers.get(one.key) is None
    )
