"""Totals of months or other periods that may count everyone who came through the door of a library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.session_log import read_log
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.evidence import TableEvidence
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.mapping import BY_HAND
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import ParseContext
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import Question

#: Fields that only totals of programs have.
OF_PROGRAMS = ("programs.name", "sessions.events")


def read_totals(task: ReadTask) -> ReadResult:
    """Read totals as a session log; ask whether totals that the user named so count people at programs.

    They do if a column names the program or counts sessions, or a title or heading speaks of attendance. A
    column that the user chose for the program is no such evidence.
    """
    result, answers = read_log(task), task.context.answers
    if answers.get("row_is") != "month-total":
        return result
    mapped = [
        mapping
        for mapping in task.mapping
        if mapping.field in (*OF_PROGRAMS, "sessions.attended")
        and not (mapping.field == "programs.name" and mapping.reason == BY_HAND)
    ]
    counted = [mapping.heading for mapping in mapped if mapping.field == "sessions.attended"]
    if not counted or len(counted) < len(mapped):
        return result
    if answers.get("activity") == "door-count":
        exclude_door_counts(result.body, list(result.tables["sessions"].column("attended")), task.context)
        return ReadResult(result.body, {})
    if answers.get("activity") or answers.get("program") or names_people(task.grid, counted):
        return result
    grid = task.grid
    task.context.log.add("door-count-perhaps", grid.row_number(grid.header), grid.cells.first_column)
    asked = ask("activity", grid.cells.name, default="program")
    return replace(result, questions=(*result.questions, asked))


def names_people(grid: Grid, headings: Iterable[str]) -> bool:
    """Return whether the title of a table or one of some headings speaks of attendance."""
    texts = [TableEvidence(grid.headings, grid.cells, grid.header).title, *map(normalize_heading, headings)]
    words = set(re.findall(r"[^\W\d_]+", " ".join(texts)))
    return bool(words & set(word_list("role_words", "attendance")))


def ask_activity(grid: Grid, context: ParseContext) -> tuple[Question, ...]:
    """Ask what totals count, unless it is answered."""
    return () if context.answers.get("activity") is not None else (ask("activity", grid.cells.name),)


def exclude_door_counts(body: SheetRows, counts: Sequence[float | None], context: ParseContext) -> None:
    """Exclude and report all rows of a table; `counts` are the people of its rows and columns."""
    known = [count for count in counts if count is not None]
    message = Message(
        "{known} monthly counts of {cells}, {people} in all, are not counted in program figures: they may "
        "count everyone who came through the door",
        known=len(known),
        cells=len(counts),
        people=round(sum(known)),
    )
    grid = body.grid
    context.log.add("door-count", grid.row_number(grid.header), grid.cells.first_column, message=message)
    body.exclude(np.arange(len(body.used)), Message("counts of a door, or not known to be of programs"))
