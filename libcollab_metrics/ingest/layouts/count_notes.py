"""Notes next to a log that say what its numbers are: families, averages, a running count, staff too."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.rows import SheetRows, find_notes
from libcollab_metrics.ingest.values.columns import Column, ParseContext
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.messages import Message
from libcollab_metrics.model.addresses import list_cells
from libcollab_metrics.model.names import has_phrase
from libcollab_metrics.model.readings import Question

#: Most notes that a question lists.
MAX_LISTED = 3
#: A footnote and its mark: "** enrolled; not counted that day"; a number with such a mark: "28**".
_FOOTNOTE = re.compile(r"\s*([*†‡§]{1,3})\s*(\S.*)", re.DOTALL)
_MARKED = re.compile(r"\s*[\d.,]+\s*([*†‡§]{1,3})\s*")


def doubt_counts(
    body: SheetRows, counted: Sequence[Column], context: ParseContext
) -> tuple[list[Column], tuple[Question, ...]]:
    """Ask whether numbers count people if a note next to the table says that they do not.

    Numbers with the mark of a footnote that says so are unknown.

    Parameters
    ----------
    body : SheetRows
        Rows used; notes are in the other rows of the sheet.
    counted : sequence of Column
        Columns of head counts.
    context : ParseContext
        Answers (`count_note`: "people" or "none") and issue log.

    Returns
    -------
    columns : list of Column
        The columns; none if the user answered that they count no people.
    questions : tuple of Question
        Empty if no note says so, or if it is answered.
    """
    if not counted:
        return list(counted), ()
    notes = list(find_notes(body))
    columns = _without_footnoted(counted, [text for *_, text in notes], context)
    found = [context.log.name_cell(row, column) for row, column, text in notes if _redefines_counts(text)]
    answer = context.answers.get("count_note")
    if not found or answer == "people":
        return columns, ()
    if answer == "none":
        return [], ()
    text = Message(
        "A note ({cells}) says what the numbers are. Do they count the people who came?",
        cells=list_cells(found, MAX_LISTED),
    )
    return columns, (ask("count_note", body.grid.cells.name, text=text),)


def _redefines_counts(text: str) -> bool:
    """Return whether a note says that numbers are no visits of people, or count staff too.

    Examples
    --------
    >>> _redefines_counts("Counts are FAMILIES, not people"), _redefines_counts("Family night, 14 came")
    (True, False)
    >>> _redefines_counts("Kids is a running count"), _redefines_counts("Average attendance: 23 people")
    (True, False)
    """
    return has_phrase(text, word_list("count_notes"))


def _without_footnoted(
    counted: Sequence[Column], notes: Sequence[str], context: ParseContext
) -> list[Column]:
    """Return the columns without the numbers whose footnote says that they count no one who came."""
    footnotes = [match for text in notes if (match := _FOOTNOTE.fullmatch(text))]
    marks = {match[1] for match in footnotes if has_phrase(match[2], word_list("count_notes", "footnotes"))}
    return [_without_marked(column, marks, context) if marks else column for column in counted]


def _without_marked(column: Column, marks: Collection[str], context: ParseContext) -> Column:
    """Return a column without the numbers that have one of the marks, and report these."""
    matches = [_MARKED.fullmatch(text) for text in column.cell_texts]
    is_other = np.array([match is not None and match[1] in marks for match in matches], dtype=bool)
    rows = column.rows[is_other[column.codes]]
    message = Message("its footnote says that it is not the number of those who came")
    context.log.add_rows("number-unreadable", rows, column.number, heading=column.heading, message=message)
    distinct = [None if other else cell for cell, other in zip(column.distinct, is_other, strict=True)]
    return replace(column, distinct=distinct)
