"""A filter as a value: which rows a figure stands on, printed wherever the figure is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from libcollab_metrics.errors import LibCollabError, did_you_mean
from libcollab_metrics.model.periods import FIRST_DAY, LAST_DAY

PERIODS = ("month", "quarter", "year", "fiscal_year", "school_year")
PERSON_FIELDS = ("mother_tongue", "person_age")

#: Fields a figure can be grouped or filtered by, with the word a reader sees.
SCOPE_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "program": "program",
        "partner": "partner",
        "site": "site",
        "format": "format",
        "month": "month",
        "quarter": "quarter",
        "year": "year",
        "fiscal_year": "fiscal year",
        "school_year": "school year",
        "language": "language",
        "age_group": "age group",
        "mother_tongue": "mother tongue",
        "person_age": "age of the person",
    }
)

Certainty = Literal["exact", "at_least", "at_most", "range"]


def check_day(day: date) -> date:
    """Return a day figures can be asked for.

    Raises
    ------
    LibCollabError : it lies outside the years 1900 to 2199.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise LibCollabError(
            f"{day} is outside the years {FIRST_DAY.year} to {LAST_DAY.year}. Choose a day within them."
        )
    return day


@dataclass(frozen=True)
class Scope:
    """Rows kept: those whose field holds one of the named values, on or between two days.

    `where` pairs a field of `SCOPE_FIELDS` with the values kept (any of them); several fields must all
    hold. `start` and `end` are inclusive; a row without a date is outside every dated scope.
    """

    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        for name, _ in self.where:
            if name not in SCOPE_FIELDS:
                raise did_you_mean("field", name, SCOPE_FIELDS)
        for day in (self.start, self.end):
            if day is not None:
                check_day(day)
        if self.start and self.end and self.start > self.end:
            raise LibCollabError(f"The period ends ({self.end}) before it starts ({self.start}). Swap the two dates.")

    def without(self, field: str) -> Scope:
        """The same days and filters, but none by this field."""
        return Scope(tuple(kept for kept in self.where if kept[0] != field), self.start, self.end)
