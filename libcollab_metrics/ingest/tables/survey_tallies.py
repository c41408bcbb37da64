"""Tallies of a survey: answers of agreement across or down a table, and how many people gave each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.heading import Heading
from libcollab_metrics.ingest.values.categories import parse_rating
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.numbers import parse_number

#: Fewest answers of a scale, rows that are looked at, and headings that are compared.
MIN_ANSWERS, MAX_ROWS, MAX_COLUMNS = 3, 300, 64


@dataclass(frozen=True)
class Tally:
    """Columns of a tally.

    Attributes
    ----------
    label : Heading
        Column of the statements; of statements and answers where the answers are down.
    counts : tuple of Heading
        Columns of counts: one for each answer, or one where the answers are down.
    is_down : bool
        Whether the answers are rows below their statement.
    """

    label: Heading
    counts: tuple[Heading, ...]
    is_down: bool


def rating_of(text: Heading | str) -> float | None:
    """Return the rating that an answer in words is: "Strongly agree", or that below or above a number."""
    if isinstance(text, str):
        return parse_rating(text)
    whole = parse_rating(text.text)
    return whole if whole is not None else parse_rating(text.own_text) or parse_rating(text.spanning_text)


def find_tally(headings: Sequence[Heading], cells: SheetCells, header: int) -> Tally | None:
    """Find the statements, the answers and their counts; None if the table is no tally."""
    filled = [heading for heading in headings[:MAX_COLUMNS] if heading.text]
    if len(filled) < len(("label", "count")):
        return None
    answers = [heading for heading in filled if rating_of(heading) is not None]
    if len({rating_of(heading) for heading in answers}) == len(answers) >= MIN_ANSWERS:
        label = filled[0]
        is_tally = label not in answers and all(_counts(heading, cells, header) for heading in answers)
        return Tally(label, tuple(answers), False) if is_tally else None
    label, count = filled[:2]
    repeated = Counter(rating for text in _texts(label, cells, header) if (rating := parse_rating(text)))
    if len(repeated) < MIN_ANSWERS or not _counts(count, cells, header):
        return None
    return Tally(label, (count,), True)


def _texts(heading: Heading, cells: SheetCells, header: int) -> list[str]:
    column = cells.columns[heading.column - cells.first_column]
    return [
        cell_text(column.cells[code]) for code in column.codes[header + 1 : header + 1 + MAX_ROWS].tolist()
    ]


def _counts(heading: Heading, cells: SheetCells, header: int) -> bool:
    """Return whether the filled cells below a heading are whole numbers."""
    numbers = [parse_number(text).value for text in _texts(heading, cells, header) if text]
    return bool(numbers) and all(value is not None and value % 1 == 0 for value in numbers)
