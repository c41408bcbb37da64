"""One-on-one sessions: lists in which each row is a session of one tutor with one learner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadTask
from libcollab_metrics.ingest.layouts.list_statuses import SESSION_KEY
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import Column, cell_text
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, first_duplicate_rows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import has_phrase, normalize_heading
from libcollab_metrics.model.readings import ColumnMapping, Question

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Answers: everyone who came on a day is one session, and each row is one.
DAY, ROW = "day", "row"


def separate_sittings(
    task: ReadTask, body: SheetRows, rows: TableRows, columns: Mapping[str, Column]
) -> tuple[TableRows, tuple[Question, ...]]:
    """Return the visits, each row of a day as a session of its own where they are one-on-one, and a question.

    A column of tutors that differ on one day raises the question, or a note such as "1 line = 1 sitting",
    which also decides until it is answered. People of one cell share a session.
    """
    answer = task.context.answers.get("sittings")
    if "participation.date" not in columns or "participation.session_no" in columns:
        return rows, ()
    says_so, tutors = _says_one_on_one(task), _find_tutors(task)
    if answer is None and not (says_so or tutors):
        return rows, ()
    keys = [rows.column(name).value_codes for name in SESSION_KEY if name in rows.columns]
    sessions = first_duplicate_rows(keys, len(rows))
    places = np.array([int(row) for row in rows.column("row")], dtype=np.int64)
    is_shared = _differ_within(sessions, places)
    has_several = any(_differ_within(sessions, body.column(mapped).codes).any() for mapped in tutors)
    if not is_shared.any() or (answer is None and not (says_so or has_several)):
        return rows, ()
    chosen = answer or (ROW if says_so else DAY)
    if chosen == ROW:
        fields = {name: rows.column(name) for name in rows.columns}
        rows = TableRows({**fields, "session_no": _number_sittings(sessions, places)}, len(rows))
    if answer is not None:
        return rows, ()
    reason = (
        Message("a note says so: each row of a day is a session of its own")
        if says_so
        else Message("The people who came on one day were counted as one session.")
    )
    task.context.log.add_rows(
        *("sessions-perhaps-several", places[is_shared], columns["participation.date"].number), message=reason
    )
    return rows, (ask("sittings", task.grid.cells.name, default=chosen),)


def _differ_within(groups: NDArray[Any], values: NDArray[Any]) -> NDArray[np.bool_]:
    """Return for each row whether its group has different values."""
    least, most = (np.full(len(groups), start) for start in (np.iinfo(np.int64).max, -1))
    np.minimum.at(least, groups, values)
    np.maximum.at(most, groups, values)
    return np.asarray((least < most)[groups], dtype=np.bool_)


def _says_one_on_one(task: ReadTask) -> bool:
    """Return whether a line above the table says that each row is a session, or "one-on-one"."""
    phrases = word_list("one_on_one", "phrases")
    texts = [cell_text(cell) for row in task.grid.cells.rows[: task.grid.top] for cell in row]
    return any(has_phrase(normalize_heading(text), phrases) for text in texts if text)


def _find_tutors(task: ReadTask) -> list[ColumnMapping]:
    """Return the columns of tutors that have no other meaning."""
    tutors = set(word_list("tutors"))
    unused = [mapped for mapped in task.mapping if mapped.field in ("", "discard")]
    return [mapped for mapped in unused if tutors & set(normalize_heading(mapped.heading).split())]


def _number_sittings(sessions: NDArray[Any], places: NDArray[Any]) -> EncodedValues:
    """Return the number of each sitting among those of its session, by the rows of the sheet."""
    numbers: dict[int, dict[int, int]] = {}
    for session, place in zip(sessions.tolist(), places.tolist(), strict=True):
        own = numbers.setdefault(session, {})
        own.setdefault(place, len(own) + 1)
    counted = zip(sessions.tolist(), places.tolist(), strict=True)
    return EncodedValues.from_list([str(numbers[session][place]) for session, place in counted])
