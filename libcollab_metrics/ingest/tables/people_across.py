"""People across the top of a table: columns of marks below names, or of values with labels to the left."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.column_profiles import count_texts, holds_marks
from libcollab_metrics.ingest.tables.heading import Heading, heading_words
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.marks import is_mark, normalize_mark
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.model.names import normalize_heading

#: Most different cells of a column of marks, titles and remarks included.
MAX_DIFFERENT = 200
#: Share of the cells of a column that are marks: remarks about a day and a total may be among them.
MOST_MARKS = 0.6
#: Fewest columns of people, and fewest rows that show that a column adds up their marks.
MIN_PEOPLE, MIN_ROWS = 3, 3
#: Most characters of an unknown mark in a column between or next to people.
MAX_MARK_LENGTH = 3
#: Initials, and several words with a capital each: "Rolf M. Schuster", "Luz de la Cruz".
_INITIALS = re.compile(r"[A-Z]\.?[A-Z]\.?(?:[A-Z]\.?)?")
_FULL_NAME = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?: (?:de|del|dela|la|las|los|van|von|y))*(?: [^\W\d_a-z][\w.'’-]*)+"
)
PERSON_ROLES = ("person", "first_name", "last_name")


def find_people_across(headings: Sequence[Heading], cells: SheetCells, header: int) -> tuple[Heading, ...]:
    """Return the columns of marks below words without a meaning; empty if they are few, or rows have no day.

    Such words may be names, or tasks that are ticked off.
    """
    roles = {heading.role for heading in headings}
    if "date" not in roles or roles & set(PERSON_ROLES):
        return ()
    open_headings = [
        heading
        for heading in headings
        if _may_be_name(heading)
        and len(cells.columns[heading.column - cells.first_column].cells) <= MAX_DIFFERENT
    ]
    marked = [heading for heading in open_headings if holds_marks(heading, cells, header, MOST_MARKS)]
    if len(marked) < MIN_PEOPLE:
        return ()
    near = range(marked[0].column - 1, marked[-1].column + 2)
    return tuple(
        heading
        for heading in open_headings
        if heading in marked or (heading.column in near and _holds_some_marks(heading, cells, header))
    )


def _holds_some_marks(heading: Heading, cells: SheetCells, header: int) -> bool:
    """Return whether one cell below a heading is a known mark and all others are short words: "P" and "EA".

    A number other than those marks is a count: guests, points.
    """
    texts = count_texts(heading, cells, header)
    others = [text for text in texts if not is_mark(text)]
    return len(others) < len(texts) and all(t.isalpha() and len(t) <= MAX_MARK_LENGTH for t in others)


def are_full_names(people: Sequence[Heading]) -> bool:
    """Return whether each heading is a full name or initials: "Ana Cruz", "LB"; not "Bus taken"."""
    texts = [heading.text for heading in people if not _INITIALS.fullmatch(heading.text)]
    words = {normalize_heading(word) for text in texts for word in re.findall(r"\w+", text)}
    return all(map(_FULL_NAME.fullmatch, texts)) and not words & heading_words()


def find_names_above_values(
    headings: Sequence[Heading], cells: SheetCells, header: int
) -> tuple[Heading, ...]:
    """Return the headings that may be people in a table on its side: "Name", "Ana", "Ben" above "Age", 9, 8.

    Its first column is headed by a word for people, or by nothing, and holds labels rather than names.
    """
    if not headings or not (headings[0].role in PERSON_ROLES or not headings[0].text):
        return ()
    labels = [text for text in _texts_below(headings[0], cells, header, MAX_DIFFERENT) if text]
    people = [heading for heading in headings[1:] if _may_be_name(heading) and not _is_label(heading.text)]
    if len(people) < MIN_PEOPLE or 2 * sum(map(_is_label, labels)) < max(len(labels), 1):
        return ()
    return tuple(people)


def _is_label(text: str) -> bool:
    """Return whether a text is rather a label than a name: "Words per minute", "Score 1"."""
    words = re.findall(r"\w+", text)
    if any(word[0].isdigit() or normalize_heading(word) in heading_words() for word in words):
        return True
    return any(word[0].islower() for word in words[1:])


def _may_be_name(heading: Heading) -> bool:
    dated = heading.day is not None or heading.month is not None or heading.number is not None
    return bool(heading.text) and (heading.entry is None or heading.is_inferred) and not dated


def find_counted_mark(
    people: Sequence[Heading], headings: Sequence[Heading], cells: SheetCells, header: int
) -> str:
    """Return the mark that a column of totals counts in each row: it says who came; "" if there is none."""
    marks = [[normalize_mark(text) for text in _texts_below(heading, cells, header)] for heading in people]
    kinds = set().union(*(count_texts(heading, cells, header) for heading in people))
    counts = {kind: np.sum([np.array(column) == kind for column in marks], axis=0) for kind in kinds}
    for heading in headings:
        if heading.role in ("totals", "attendance"):
            typed = [parse_number(text).value for text in _texts_below(heading, cells, header)]
            total = np.array([np.nan if value is None else value for value in typed])
            known = ~np.isnan(total)
            equal = [kind for kind, count in counts.items() if (total == count)[known].all()]
            if known.sum() >= MIN_ROWS and equal:
                return min(equal)
    return ""


def _texts_below(heading: Heading, cells: SheetCells, header: int, most: int | None = None) -> list[str]:
    column = cells.columns[heading.column - cells.first_column]
    return [cell_text(column.cells[code]) for code in column.codes[header + 1 :][:most].tolist()]
