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
    end : int
        Index of the first row of another table below.
    ratings : tuple of float
        The answer of each column of counts; empty where the answers are down.
    """

    label: Heading
    counts: tuple[Heading, ...]
    is_down: bool
    end: int
    ratings: tuple[float, ...] = ()


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
    rated = _rate_answers(filled)
    answers = [heading for heading, _ in rated]
    if len({rating for _, rating in rated}) == len(answers) >= MIN_ANSWERS:
        label = _find_statements(headings, answers, cells, header)
        end = _find_end(answers, cells, header)
        is_tally = all(_counts(heading, cells, header, end) for heading in answers)
        between = [h for h in filled if answers[0].column < h.column < answers[-1].column]
        if label is None or not is_tally or not set(between) <= set(answers):
            return None  # an unknown answer among the others would be missing from each share
        return Tally(label, tuple(answers), False, end, tuple(rating for _, rating in rated))
    label, count = filled[:2]
    repeated = Counter(rating for text in _texts(label, cells, header) if (rating := parse_rating(text)))
    if len(repeated) < MIN_ANSWERS or not _counts(count, cells, header, cells.height):
        return None
    return Tally(label, (count,), True, cells.height)


def _rate_answers(headings: Sequence[Heading]) -> list[tuple[Heading, float]]:
    """Return the headings that are answers with their ratings."""
    rated = zip(headings, fill_middle([rating_of(heading) for heading in headings]), strict=True)
    return [(heading, rating) for heading, rating in rated if rating is not None]


def fill_middle(ratings: Sequence[float | None]) -> list[float | None]:
    """Return the ratings with 3 for an unknown answer between "agree" and "disagree", such as "not sure".

    Examples
    --------
    >>> fill_middle([None, 5.0, 4.0, None, 2.0, 1.0, None])
    [None, 5.0, 4.0, 3.0, 2.0, 1.0, None]
    """
    neighbors = zip([None, *ratings], [*ratings[1:], None], strict=False)
    is_middle = [pair in ((4.0, 2.0), (2.0, 4.0)) for pair in neighbors]
    return [
        3.0 if rating is None and middle else rating
        for rating, middle in zip(ratings, is_middle, strict=True)
    ]


def _find_statements(
    headings: Sequence[Heading], answers: Sequence[Heading], cells: SheetCells, header: int
) -> Heading | None:
    """Return the first column before the answers that holds words, with or without a heading."""
    before = [heading for heading in headings[:MAX_COLUMNS] if heading.column < answers[0].column]
    return next(
        (h for h in before if any(map(str.isalpha, "".join(_texts(h, cells, header))))),
        None,
    )


def _find_end(answers: Sequence[Heading], cells: SheetCells, header: int) -> int:
    """Return the index of the first row after a blank one with words in place of counts."""
    for index in range(header + 2, cells.height):
        row = [cell_text(cells.rows[index][h.column - cells.first_column]) for h in answers]
        if not cells.filled[index - 1] and any(text and parse_number(text).value is None for text in row):
            return index
    return cells.height


def _texts(heading: Heading, cells: SheetCells, header: int) -> list[str]:
    column = cells.columns[heading.column - cells.first_column]
    return [
        cell_text(column.cells[code]) for code in column.codes[header + 1 : header + 1 + MAX_ROWS].tolist()
    ]


def _counts(heading: Heading, cells: SheetCells, header: int, end: int) -> bool:
    """Return whether the filled cells below a heading are whole numbers, up to a row."""
    texts = _texts(heading, cells, header)[: end - header - 1]
    numbers = [parse_number(text).value for text in texts if text]
    return bool(numbers) and all(value is not None and value % 1 == 0 for value in numbers)
