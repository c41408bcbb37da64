"""Reader for tallied surveys: how many people gave each answer, with the answers across or down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.rows import ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.tables.sum_rows import exclude_sum_rows
from libcollab_metrics.ingest.tables.survey_tallies import (
    MIN_ANSWERS,
    Tally,
    fill_middle,
    find_tally,
    rating_of,
)
from libcollab_metrics.ingest.values.categories import classify_questions
from libcollab_metrics.ingest.values.columns import cell_text, parse_numbers
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, concat_rows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.schema import SCHEMA

COUNT = SCHEMA["sessions"].field("attended")
#: Most answers that one cell may count; a larger number is no tally of a survey.
MAX_ANSWERS = 20_000


@dataclass(frozen=True)
class Answers:
    """How many people gave one answer to some statements.

    Attributes
    ----------
    rating : float
        The answer, from 1 to 5.
    statements : sequence of str
        Statement of each row.
    counts : sequence of int
        Number of answers of each row.
    rows : sequence of int
        Excel row of each.
    """

    rating: float
    statements: Sequence[str]
    counts: Sequence[int]
    rows: Sequence[int]


def refine_tally_mapping(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Map the column of statements and those of counts; nothing else on such a sheet is used."""
    tally = find_tally(grid.headings, grid.cells, grid.header)
    if tally is None:
        return list(mapped)
    counts = {heading.column for heading in tally.counts}
    fields = dict.fromkeys(counts, "outcomes.rating") | {tally.label.column: "outcomes.measure"}
    reason = Message("a tally: how many gave each answer")
    if tally.label.column not in {m.column for m in mapped}:
        mapped = [ColumnMapping(tally.label.text, "", reason, tally.label.column), *mapped]
    return [
        m if m.reason == "by hand" else replace(m, field=fields.get(m.column, ""), reason=reason)
        for m in mapped
    ]


def read_tallied_survey(task: ReadTask) -> ReadResult:
    """Read one row per answer that was counted, without a person."""
    tally = find_tally(task.grid.headings, task.grid.cells, task.grid.header)
    missing = _missing_nothing if tally is not None and tally.ratings_by_row else _missing_count
    body = classify_rows(task.grid, task.mapping, task.context.log, missing)
    if tally is None:
        return ReadResult(body, {})
    _exclude_other_table(body, tally, task)
    if not tally.is_down:
        anywhere = np.ones(len(body.used), dtype=bool)
        exclude_sum_rows(body, task.mapping, ("outcomes.rating",), anywhere, task.context.log, MIN_ANSWERS)
    if tally.ratings_by_row:
        answers = _read_only_statement(task, tally, body)
    else:
        answers = _read_down(task, tally, body) if tally.is_down else _read_across(task, tally, body)
    statements = list(dict.fromkeys(text for own in answers for text in own.statements))
    measures = dict(zip(statements, classify_questions(statements), strict=True)) if statements else {}
    parts = [_repeat(own, measures) for own in answers]
    program = task.sheet_context.program or None
    day = task.sheet_context.session_day(task.context)
    outcomes = concat_rows(parts).assign_constants(program_id=program, date=day, respondent_key=None)
    return ReadResult(body, {"outcomes": outcomes} if len(outcomes) else {})


def _exclude_other_table(body: SheetRows, tally: Tally, task: ReadTask) -> None:
    """Exclude the rows of another table below the tally, and report them."""
    is_below = body.used >= tally.end
    reason = Message("a table of its own below the statements")
    task.context.log.add_rows(
        "row-left-out", body.excel_rows[is_below], task.grid.cells.first_column, message=reason
    )
    body.exclude(np.flatnonzero(is_below), reason)


def _missing_count(row: ByField) -> str:
    if not row.get("outcomes.rating"):
        return Message("no count")
    return "" if row.get("outcomes.measure") else Message("no statement and no answer")


def _missing_nothing(row: ByField) -> str:
    return ""


def _repeat(answers: Answers, measures: Mapping[str, str]) -> TableRows:
    """Return one row for each answer that was counted, with what its statement measures."""
    places = np.repeat(np.arange(len(answers.counts)), np.array(answers.counts, dtype=np.int64))
    fields = {
        "measure": EncodedValues(places, [measures[text] for text in answers.statements]),
        "row": EncodedValues(places, list(answers.rows)),
    }
    return TableRows(fields, len(places)).assign_constants(rating=answers.rating)


def _read_counts(task: ReadTask, body: SheetRows, column: int, heading: str) -> list[int]:
    reads = parse_numbers(COUNT, body.column_at(column, heading), task.context)
    values = [int(read.value or 0) for read in reads]
    return [value if value <= MAX_ANSWERS else 0 for value in values]


def _read_across(task: ReadTask, tally: Tally, body: SheetRows) -> list[Answers]:
    labels = body.column_at(tally.label.column)
    statements = [tally.statement or labels.cell_texts[code] for code in labels.codes.tolist()]
    rows = body.excel_rows.tolist()
    return [
        Answers(rating, statements, _read_counts(task, body, heading.column, heading.text), rows)
        for heading, rating in zip(tally.counts, tally.ratings, strict=True)
    ]


def _read_only_statement(task: ReadTask, tally: Tally, body: SheetRows) -> list[Answers]:
    """Read answers, each in a row, to what the lines above ask; groups of people may have a column each."""
    others = np.flatnonzero(~np.isin(body.used, [row for row, _ in tally.ratings_by_row]))
    body.exclude(others, Message("it is no answer to a statement"))
    ratings = dict(tally.ratings_by_row)
    answers = []
    for heading in tally.counts:
        counts = _read_counts(task, body, heading.column, heading.text)
        for index, row, count in zip(body.used.tolist(), body.excel_rows.tolist(), counts, strict=True):
            answers.append(Answers(ratings[index], [tally.statement], [count], [row]))
    return answers


def _read_down(task: ReadTask, tally: Tally, body: SheetRows) -> list[Answers]:
    """Read answers below the statement that they are about."""
    grid, position = task.grid, tally.label.column - task.grid.cells.first_column
    counts = dict(
        zip(
            body.used.tolist(),
            _read_counts(task, body, tally.counts[0].column, tally.counts[0].text),
            strict=True,
        )
    )
    statement, answers, answered = "", [], []
    rows = grid.cells.rows[grid.header + 1 :]
    texts = [cell_text(row[position]) for row in rows]
    ratings = fill_middle([rating_of(text) for text in texts])
    lines = zip(rows, texts, ratings, strict=True)
    for index, (row, text, rating) in enumerate(lines, start=grid.header + 1):
        if rating is None and sum(cell is not None for cell in row) == 1:
            statement = text
        elif rating is not None and index in counts and statement:
            answers.append(Answers(rating, [statement], [counts[index]], [grid.row_number(index)]))
            answered.append(index)
    others = np.flatnonzero(~np.isin(body.used, answered))
    body.exclude(others, Message("it is no answer to a statement"))
    return answers
