"""Columns that say how often each person of a list came, and how often they were absent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.values.numbers import parse_number

if TYPE_CHECKING:
    from libcollab_metrics.ingest.tables.evidence import TableEvidence
    from libcollab_metrics.ingest.tables.heading import Heading

#: The layout, and the roles of its headings. Bare words such as "Attended" need absences next to them.
LAYOUT, VISITS, BARE_VISITS, ABSENCES = "visit_counts", "visits", "bare_visits", "absences"
#: Most times that a person comes in a year.
MAX_VISITS = 366


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
    numbers = [parse_number(text).value for text in evidence.texts_under(heading) if text]
    known = [number for number in numbers if number is not None]
    are_whole = all(number % 1 == 0 and number >= 0 for number in known)
    return 2 * len(known) > len(numbers) and are_whole and any(1 < n <= MAX_VISITS for n in known)
