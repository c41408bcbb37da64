"""When a question about a sheet is asked: header row, year, meaning of 0, fiscal year, and issues.

A question is asked only where its answer changes a number, once per kind, in a fixed order.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.question_kinds import QUESTIONS, ROW_KINDS, ask
from libcollab_metrics.ingest.tables.context import SheetContext
from libcollab_metrics.ingest.tables.grid import Grid, is_masked
from libcollab_metrics.ingest.tables.header_row import find_rival_rows
from libcollab_metrics.ingest.tables.heading import Heading, heading_month
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import ParseContext, cell_text
from libcollab_metrics.ingest.values.dates import parse_day, parse_month
from libcollab_metrics.messages import Message, join_with_or
from libcollab_metrics.model.readings import ColumnMapping, Question, SheetReading

#: A number with decimals or below zero in place of a heading.
_AMOUNT = re.compile(r"[-−(]\s?[\d.,]+\)?|\d[\d,]*\.\d+")


def collect_sheet_questions(
    grid: Grid,
    mapping: Sequence[ColumnMapping],
    sheet_context: SheetContext,
    context: ParseContext,
    body: SheetRows,
) -> list[Question]:
    """Return the questions about the rows, the header row, the year, and the meaning of 0."""
    sheet = grid.cells.name
    questions = [*_row_question(grid), *_header_row_question(grid, mapping, context)]
    requested = context.log.is_question_requested("year")
    if context.year is None and (requested or _is_year_missing(grid, mapping, body)):
        questions.append(ask("year", sheet))
    if (
        sheet_context.zero_may_mean_none
        and context.answers.get("zero_means") is None
        and _has_zero_count(mapping, body)
    ):
        questions.append(ask("zero_means", sheet))
    return questions


def _row_question(grid: Grid) -> list[Question]:
    """Ask what a row is where the evidence speaks for two kinds of sheets nearly as much."""
    if not grid.close_kinds:
        return []
    first, *others = (Message(ROW_KINDS[kind].partition(",")[0]) for kind in grid.close_kinds)
    text = Message(
        "Each row was read as {first}; it may also be {others}. What is one row of this sheet?",
        first=first,
        others=join_with_or(others),
    )
    options = tuple((kind, ROW_KINDS[kind]) for kind in (*grid.close_kinds, *ROW_KINDS) if kind in ROW_KINDS)
    return [
        ask(
            "row_is",
            grid.cells.name,
            text=text,
            options=tuple(dict(options).items()),
            default=grid.close_kinds[0],
        )
    ]


def _header_row_question(
    grid: Grid, mapping: Sequence[ColumnMapping], context: ParseContext
) -> list[Question]:
    """Ask for the header row where another row scores nearly as well."""
    if context.answers.get("header_row") is not None or not mapping or grid.table is not None:
        return []
    rivals = [grid.row_number(index) for index in find_rival_rows(grid.cells, grid.top, grid.header)]
    if not rivals:
        return []
    read, others = grid.row_number(grid.header), join_with_or([str(row) for row in rivals[:3]])
    return [ask("header_row", grid.cells.name, default=str(read), row=str(read), rivals=others)]


def ask_whether_headings(grid: Grid, answers: Answers) -> list[Question]:
    """Ask whether a sheet of an unknown kind has headings if the row taken for them may be data.

    Parameters
    ----------
    grid : Grid
        Table, with headings that may be names replaced by the letters of their columns.
    answers : Answers
        Answers for the sheet; nothing is asked if they name the header row.

    Returns
    -------
    list of Question
        One question, or none.
    """
    has_values = any(isinstance(cell, float | date) for column in grid.cells.columns for cell in column.cells)
    may_be_data = any(
        _AMOUNT.fullmatch(h.text.strip()) or (is_masked(h) and not has_values) for h in grid.headings
    )
    if any(heading.entry is not None for heading in grid.headings):
        return []
    if answers.get("header_row") is not None or grid.header < grid.top or not may_be_data:
        return []
    row = str(grid.row_number(grid.header))
    text = Message(
        "Row {row} was read as the headings, but it may be data. Which row has the headings? Type 0 if none"
        " has.",
        row=row,
    )
    return [ask("header_row", grid.cells.name, text=text, default=row)]


def _is_year_missing(grid: Grid, mapping: Sequence[ColumnMapping], body: SheetRows) -> bool:
    if grid.layout in ("roster", "sf2"):
        return any(_lacks_year(heading) for heading in grid.headings if heading.entry is None)
    if grid.layout == "tally_grid":
        return True
    if grid.layout == "month_grid":
        return any(named is not None and named[0] is None for named in map(heading_month, grid.headings))
    fields = {mapped.field: mapped for mapped in mapping}
    if grid.layout == "cross_table" and "sessions.date" not in fields:
        return any(heading.day is not None and heading.day.year is None for heading in grid.headings)
    if "period.month" in fields and "period.year" not in fields and "sessions.date" not in fields:
        months = body.column(fields["period.month"]).distinct
        return any((read := parse_month(cell_text(cell))) is not None and read[0] is None for cell in months)
    dates = [body.column(mapped) for mapped in mapping if mapped.field.endswith(".date")]
    days = [parse_day(cell) for column in dates for cell in column.texts]
    is_dated = grid.layout == "form_responses" and "outcomes.date" in fields  # by the submission
    return any(day is not None and day.year is None and (day.is_ambiguous or not is_dated) for day in days)


def _lacks_year(heading: Heading) -> bool:
    if heading.day is None:
        return heading.number is not None
    return heading.day.year is None


def _has_zero_count(mapping: Sequence[ColumnMapping], body: SheetRows) -> bool:
    columns = [body.column(mapped) for mapped in mapping if mapped.field == "sessions.attended"]
    return any("0" in column.cell_texts for column in columns)


# Questions raised by an issue: asked only where it occurred, with the assumption made as the default.


def add_fiscal_year_question(
    readings: Sequence[SheetReading], first_month: int, answers: Mapping[str, Any]
) -> list[SheetReading]:
    """Ask for the first month of the fiscal year when month tabs run past December.

    The question is attached to the first reading that uses rows, unless it is already answered.

    Parameters
    ----------
    readings : sequence of SheetReading
        Readings of the file.
    first_month : int
        Month of the first tab named after a month.
    answers : mapping of str to Any
        All answers for the file.

    Returns
    -------
    list of SheetReading
        Readings, with the question added to one of them.
    """
    answered = any("fiscal_year_start" in part for part in (answers, *answers.get("sheets", {}).values()))
    first = next((index for index, reading in enumerate(readings) if reading.rows_used), None)
    if answered or first is None:
        return list(readings)
    month = Message(month_name[first_month])
    question = ask("fiscal_year_start", readings[first].name, month=month)
    asked = replace(readings[first], questions=(*readings[first].questions, question))
    return [*readings[:first], asked, *readings[first + 1 :]]


#: Most cells that the question about an issue lists.
MAX_CELLS_LISTED = 3


def questions_from_issues(
    sheet: str, context: ParseContext, needed: Sequence[Question]
) -> tuple[Question, ...]:
    """Return the unanswered questions raised by the issues of a sheet.

    The day of a list is asked for only where no column with days is asked for; `needed` are the questions for
    columns.
    """
    log, questions = context.log, []
    asks_for_days = any(question.id.endswith(".participation.date") for question in needed)
    for key, kind in QUESTIONS.items():
        if key == "session_day" and asks_for_days:
            continue
        is_raised = log.has_issue(kind.issue) or (kind.is_requested and log.is_question_requested(key))
        if is_raised and context.answers.get(key) is None:
            heading, cells = log.locate_issue(kind.issue, MAX_CELLS_LISTED)
            questions.append(ask(key, sheet, default=log.assumed.get(key), heading=heading, cells=cells))
    return tuple(questions)
