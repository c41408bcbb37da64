"""Which rows of a roster are people: what divides it, what is printed on it and what stands below it is nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.body import BLANK_LINE, Body, ByField, sort_rows
from libcollab_metrics.ingest.columns import Context, as_text
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.lexicon import word_list, words
from libcollab_metrics.ingest.nobody import is_group
from libcollab_metrics.ingest.people import NAME_FIELDS
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: A number of so many digits stands for a learner; a shorter one was printed on the form before anybody was entered.
SHORTEST_ID = 5
#: Nobody's name has more words: such a text is a guideline.
LONGEST_NAME = 8
_NUMBER = re.compile(r"\d+([.,]\d+)?\s*%?")


def sort_people(grid: Grid, mapping: Sequence[Mapped], context: Context) -> Body:
    """Return the rows of a roster by what they are: people, totals by day, and what is left out and told."""
    body = sort_rows(grid, mapping, context.log, _missing, _divides)
    _end_at_combined_total(body, context)
    _leave_count_lines(body, mapping, context)
    _leave_blank_lines(body, mapping, context)
    return body


def _divides(field: str, text: str) -> bool:
    """True for a text in the names' column that is, or may be, no name: BOYS, Absent, Enrolment as of."""
    return field in NAME_FIELDS and (_is_heading(text) or _is_printed(text))


def _missing(row: ByField) -> str:
    """A row needs a name; a word such as BOYS or Absent with no mark beside it is a heading inside the table."""
    names = [text for field in NAME_FIELDS for cell in row.get(field, ()) if (text := as_text(cell))]
    marked = bool(row.get("participation.status"))
    if not names or _is_printed(names[0]):
        return "no name"
    return "a heading inside the table" if _is_heading(names[0]) and not marked else ""


def _is_heading(text: str) -> bool:
    return is_group(text) or plain(text) in words("status")


def _is_printed(text: str) -> bool:
    """True for a line that a school form prints below its table: the enrolment, the guidelines."""
    return plain(text).startswith(word_list("form_lines")) or len(text.split()) > LONGEST_NAME


def _has_letter_or_id(text: str) -> bool:
    return any(letter.isalpha() for letter in text) or sum(letter.isdigit() for letter in text) >= SHORTEST_ID


def _end_at_combined_total(body: Body, context: Context) -> None:
    """Leave out what stands below the combined total of a form: there the table ends."""
    combined = [index for index in body.totals if plain(body.label(index)).startswith("combined")]
    if not combined:
        return
    below = body.used > combined[-1]
    for row in body.numbers[below].tolist():
        context.log.add("row-left-out", row, body.grid.cells.first_column, message="below the combined total")
    body.leave_out(np.flatnonzero(below), "below the combined total")
    body.left += [(index, "below the combined total") for index in body.totals if index > combined[-1]]
    body.totals = [index for index in body.totals if index <= combined[-1]]


def _leave_blank_lines(body: Body, mapping: Sequence[Mapped], context: Context) -> None:
    """Leave out the lines that a form numbers in advance and nobody filled: "3." without a mark is no learner."""
    days = _days(body, mapping)
    unnamed = ~_named(body, mapping, _has_letter_or_id)
    blank = [place for place in np.flatnonzero(unnamed).tolist() if not _marks(body, int(body.used[place]), days)]
    for row in body.numbers[blank].tolist():
        context.log.add("blank-rows-skipped", row, body.grid.cells.first_column, message=BLANK_LINE)
    body.leave_out(blank, BLANK_LINE)


def _named(body: Body, mapping: Sequence[Mapped], fits: Callable[[str], bool]) -> NDArray[np.bool_]:
    """The used rows with a name that fits; each distinct name is looked at once."""
    found: NDArray[np.bool_] = np.zeros(len(body.used), dtype=bool)
    for mapped in mapping:
        if mapped.field in NAME_FIELDS:
            found |= body.column(mapped).read(lambda cell: fits(as_text(cell))).where(bool)
    return found


def _days(body: Body, mapping: Sequence[Mapped]) -> list[int]:
    first = body.grid.cells.first_column
    return [mapped.column - first for mapped in mapping if mapped.field == "participation.status"]


def _marks(body: Body, index: int, days: Sequence[int]) -> list[str]:
    return [text for day in days if (text := as_text(body.grid.cells.rows[index][day]))]


def _leave_count_lines(body: Body, mapping: Sequence[Mapped], context: Context) -> None:
    """Take a line of numbers by day, such as "Absent 0 1 1", for a total: nobody is called that."""
    days, lines = _days(body, mapping), []
    for place in np.flatnonzero(_named(body, mapping, is_count_line)).tolist():
        index = int(body.used[place])
        marks = _marks(body, index, days)
        if marks and all(_NUMBER.fullmatch(mark) for mark in marks):
            lines.append(place)
            body.totals.append(index)
            context.log.add("totals-row-left-out", body.grid.row_number(index), body.grid.cells.first_column,
                            value=body.label(index), message=f'"{body.label(index)}"')  # fmt: skip
    body.totals.sort()
    body.used = np.delete(body.used, lines)


def is_count_line(text: str) -> bool:
    """Return whether a text says whom a line of numbers counts: only words of counting stand in it.

    Examples
    --------
    >>> is_count_line("Kabuuang dumalo"), is_count_line("Absent"), is_count_line("Girls"), is_count_line("Late, Ana")
    (True, True, False, False)
    """
    parts = re.findall(r"\w+|[#%]", plain(text))
    counted, beside = word_list("count_lines", "counted"), word_list("count_lines", "beside")
    return any(part in counted for part in parts) and all(part in counted or part in beside for part in parts)
