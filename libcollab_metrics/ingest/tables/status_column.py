"""Attendance status column of a list of people, found by its heading, words or marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.heading import Heading, read_heading
from libcollab_metrics.ingest.values.columns import Column, Context, Said, as_text, tell
from libcollab_metrics.ingest.values.lexicon import words
from libcollab_metrics.ingest.values.marks import (
    CUSTOM,
    ENTERS,
    LEAVES,
    OTHER_TEXT,
    explain_marks,
    mark_questions,
    normal_mark,
    question_text,
)
from libcollab_metrics.ingest.values.table import Values
from libcollab_metrics.model.addresses import address
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped, Question

if TYPE_CHECKING:
    from libcollab_metrics.ingest.tables.grid import Grid

STATUS = "participation.status"
#: Maximum length of an unknown mark that is repeated in messages; longer text could be a name.
LONGEST_MARK = 2
#: Numbers that are marks of one person; any other number is a count of people.
ONE_PERSON = ("0", "1")
CELLS_NAMED = 5


def as_marks(found: Sequence[Heading], cells: SheetCells, header: int) -> Sequence[Heading]:
    """Replace a head count heading next to names by a status heading, if its cells are marks.

    "Attendance" over Present and Absent, P and A, or 1 and 0 is the status of a person; over 18 it is a
    count.
    """
    counts = [heading for heading in found if heading.role == "attendance"]
    named = any(heading.role in ("person", "first_name", "last_name") for heading in found)
    if not named or len(counts) != 1:
        return found
    column = cells.columns[counts[0].column - cells.first_column]
    texts = {as_text(column.cells[code]) for code in np.unique(column.codes[header + 1 :]).tolist()}
    if not marks_people(texts):
        return found
    status = read_heading("Attendance status", counts[0].column)
    return [status if heading is counts[0] else heading for heading in found]


def marks_people(texts: Iterable[str]) -> bool:
    """Return True for statuses and short marks without any number except 0 and 1.

    Examples
    --------
    >>> marks_people(["P", "A", ""]), marks_people(["1", "0"]), marks_people(["1", "18"]), marks_people(["about ten"])
    (True, True, False, False)
    """
    filled = {normal_mark(text) for text in texts} - {""}
    if any(re.search(r"\d", text) and text not in ONE_PERSON for text in filled):
        return False
    return bool(known_statuses(filled)) or any(len(text) <= LONGEST_MARK for text in filled)


def known_statuses(texts: Iterable[str]) -> dict[str, str]:
    """Return the status of each text that is a known word or mark; "out" for withdrawn."""
    marks = Counter(normal_mark(text) for text in texts if text)
    out = words("order_state")
    meanings = explain_marks(marks, _in_words(marks), Answers({}))
    found = {mark: meaning.status for mark, meaning in meanings.items() if meaning.why not in ("unexplained", "number")}
    return {mark: "out" for mark in marks if out.get(plain(mark)) == "out"} | found


def settle_list(grid: Grid, mapped: Sequence[Mapped]) -> list[Mapped]:
    """Map the status column of a list of people, if no heading names one.

    The column is a count that holds marks, a Status column, or remarks whose words are statuses. The reason
    repeats known words only.
    """
    if any(one.field == STATUS for one in mapped):
        return list(mapped)
    entries = {heading.column: heading.under(grid.layout) for heading in grid.headings}
    for role, holds in (("attendance", marks_people), ("status", known_statuses), ("notes", _says_who_came)):
        for place, one in enumerate(mapped):
            entry = entries.get(one.column)
            if entry is None or entry.role != role or one.reason == "by hand":
                continue
            texts = grid.texts_under(one.column)
            if holds(texts):
                known = ", ".join(sorted(known_statuses(texts))[:3])
                chosen = replace(one, field=STATUS, reason=f"by its words: {known}" if known else "by its marks")
                return [*mapped[:place], chosen, *mapped[place + 1 :]]
    return list(mapped)


def _says_who_came(texts: Iterable[str]) -> bool:
    """Return True if at least half of the remarks are statuses.

    "late" or ticks alone are not enough: they comment on people who are present.
    """
    filled = {normal_mark(text) for text in texts} - {""}
    known = known_statuses(filled)
    telling = [mark for mark, status in known.items() if status != "late" and any(c.isalpha() for c in mark)]
    return bool(telling) and 2 * len(known) >= len(filled)


def _in_words(marks: Iterable[str]) -> dict[str, str]:
    """Return the marks that are known status words, however short (Y, N)."""
    known = words("status")
    return {mark: known[key] for mark in marks if (key := plain(mark) or mark) in known}


def read_statuses(
    sheet: str, column: Column, legend: Mapping[str, str], context: Context
) -> tuple[Values, tuple[Question, ...]]:
    """Parse each row's status; an unexplained mark or word is unknown, reported and asked about."""
    given = {normal_mark(mark) for mark in context.answers.get("marks", {})}
    typed = [normal_mark(as_text(cell)) for cell in column.distinct]
    marks = [mark if mark in given or mark in legend else shown(mark) for mark in typed]
    counts: Counter[str] = Counter()
    for mark, times in zip(marks, np.bincount(column.codes, minlength=len(marks)).tolist(), strict=True):
        counts[mark] += times
    meanings = explain_marks(counts, _in_words(counts) | dict(legend), context.answers)
    said: list[Said] = []
    for mark in marks:
        unknown = meanings[mark].status == "unknown"
        read = f'"{mark}" read as {meanings[mark].status}'
        by_legend = ("marks-from-legend", read) if mark in legend and meanings[mark].why == "legend" else None
        said.append(("mark-unconfirmed", "what it means was not said, so it is not counted") if unknown else by_legend)
    tell(Column(column.heading, column.number, column.rows, column.codes, list(marks)), context, said)
    statuses = Values(column.codes, [meanings[mark].status for mark in marks])
    asked = [mark for mark, one in meanings.items() if one.status == "unknown" and one.why not in ("answer", "legend")]
    asked.sort(key=lambda mark: (mark == "", mark))
    text = question_text(counts, asked) if asked else ""
    if OTHER_TEXT in asked:
        text += f" The other text stands in {_cells_of(column, marks)}."
    return statuses, mark_questions(sheet, asked, text)


def shown(mark: str) -> str:
    """Return a mark that is safe to repeat in messages, else "other text".

    Short marks, known words and marks without letters are repeated.

    Examples
    --------
    >>> shown("x"), shown("present"), shown("c/o a neighbour")
    ('x', 'present', 'other text')
    """
    known = plain(mark) in words("status") or plain(mark) in words("order_state")
    mark_of_form = mark in CUSTOM or mark in ENTERS | LEAVES
    return mark if len(mark) <= LONGEST_MARK or known or mark_of_form or not re.search(r"[^\W\d]", mark) else OTHER_TEXT


def _cells_of(column: Column, marks: Sequence[str]) -> str:
    rows = column.rows[Values(column.codes, list(marks)).where(lambda mark: mark == OTHER_TEXT)].tolist()
    named = ", ".join(address(row, column.number) for row in rows[:CELLS_NAMED])
    return named if len(rows) <= CELLS_NAMED else f"{named} and {len(rows) - CELLS_NAMED:,} more"


def column_question(grid: Grid, mapped: Mapped, column: Column, context: Context) -> tuple[Question, ...]:
    """Ask whether a column is the attendance status if its heading and words leave a doubt."""
    entry = next((heading.under(grid.layout) for heading in grid.headings if heading.column == mapped.column), None)
    sure = all(plain(text) in words("status") for cell in column.distinct if (text := as_text(cell)))
    doubted = entry is not None and (entry.role == "notes" or (entry.weak and not sure))
    if not doubted or mapped.reason == "by hand" or plain(mapped.heading) in _answered(context):
        return ()
    kept = "notes.text" if entry and entry.role == "notes" else "check"
    text = f'"{mapped.heading}" was read as who came, {mapped.reason}. Does it say who came?'
    options = ((STATUS, "yes"), (kept, "no, everyone listed came"))
    return (Question(f"sheets.{grid.cells.name}.mapping.{mapped.heading}", text, options, STATUS),)


def _answered(context: Context) -> set[str]:
    return {plain(heading) for heading in context.answers.get("mapping", {})}
