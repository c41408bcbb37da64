"""Columns that say how often each person of a list came, in all or in each month, and how often not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.tables.heading import heading_month
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from libcollab_metrics.ingest.tables.evidence import TableEvidence
    from libcollab_metrics.ingest.tables.heading import Heading

#: The layout, and the roles of its headings. Bare words such as "Attended" need absences next to them.
LAYOUT, VISITS, BARE_VISITS, ABSENCES = "visit_counts", "visits", "bare_visits", "absences"
#: Most times that a person comes in a year, and in a month.
MAX_VISITS, MAX_VISITS_A_MONTH = 366, 31
#: Fewest columns of months.
MIN_MONTHS = 2


def find_visit_columns(headings: Sequence[Heading]) -> dict[str, int]:
    """Return the column of visits, and that of absences, by role; empty if no heading names visits."""
    columns: dict[str, list[int]] = {}
    for heading in headings:
        columns.setdefault(heading.own_role(LAYOUT), []).append(heading.column)
    absences = columns.get(ABSENCES, [])
    visits = columns.get(VISITS, []) or (columns.get(BARE_VISITS, []) if absences else [])
    if len(visits) != 1:
        return {}
    return {VISITS: visits[0]} | ({ABSENCES: absences[0]} if len(absences) == 1 else {})


def counts_visits(evidence: TableEvidence) -> bool:
    """Return whether a column says how often each person came: whole numbers, some of them above 1."""
    column = find_visit_columns(evidence.headings).get(VISITS)
    heading = next((h for h in evidence.headings if h.column == column), None)
    if heading is None:
        return False
    return _are_times(evidence.texts_under(heading), MAX_VISITS)


def counts_visits_by_month(evidence: TableEvidence) -> bool:
    """Return whether columns of months say how often each person came: the title speaks of attendance."""
    columns = find_month_columns(evidence.headings)
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(evidence.title)))
    about_coming = words & {*word_list("role_words", "attendance"), *word_list("attendance_headings")}
    about_absence = words & set(word_list("legend_labels", "absence"))
    if len(columns) < MIN_MONTHS or not about_coming or about_absence:
        return False
    months = [heading for heading in evidence.headings if heading.column in columns]
    return all(_are_times(evidence.texts_under(heading), MAX_VISITS_A_MONTH) for heading in months)


def find_month_columns(headings: Sequence[Heading]) -> dict[int, tuple[int | None, int]]:
    """Return the year, if it is given, and the month of each column below a month."""
    months = ((heading.column, heading_month(heading)) for heading in headings)
    return {column: month for column, month in months if month is not None}


def _are_times(texts: Iterable[str], most: int) -> bool:
    """Return whether most cells are whole numbers that may say how often people came, some above 1."""
    numbers = [parse_number(text).value for text in texts if text]
    known = [number for number in numbers if number is not None]
    are_whole = all(number % 1 == 0 and number >= 0 for number in known)
    return 2 * len(known) > len(numbers) and are_whole and any(1 < n <= most for n in known)
