"""Filters and periods: fields to group and filter by, period labels, first and last valid day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd

from libcollab_metrics.errors import LibCollabError, unknown_name_error
from libcollab_metrics.messages import Message

# Month, quarter, year, fiscal year and school year of a day.

#: First and last valid day; any other is treated as a typo or as not a date.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def period_labels(days: pd.Series, fiscal_year_start: int, school_year_start: int) -> pd.DataFrame:
    """Return the period labels of a column of days: one row per day, NA where the day is.

    Examples
    --------
    >>> labels = period_labels(pd.Series(pd.to_datetime(["2025-10-05"])), 10, 6)
    >>> labels.iloc[0].tolist()
    ['2025-10', '2025-Q4', '2025', 'FY2026', '2025-2026']
    """
    return (
        _compute_labels(days, fiscal_year_start, school_year_start) if len(days) else _empty_labels().copy()
    )


@cache
def _empty_labels() -> pd.DataFrame:
    return _compute_labels(pd.Series(dtype="datetime64[us]"), 1, 1)


def _compute_labels(days: pd.Series, fiscal_year_start: int, school_year_start: int) -> pd.DataFrame:
    """Label each month once: a table has few months, whatever the number of its rows."""
    codes, distinct = pd.factorize((days.dt.year * 12 + days.dt.month - 1).to_numpy())
    labels = [_label_month(int(month), fiscal_year_start, school_year_start) for month in distinct]
    columns = {}
    for name, column in zip(PERIODS, zip(*labels, strict=True) if labels else ((),) * 5, strict=True):
        categories = sorted(set(column))
        position = {label: place for place, label in enumerate(categories)}
        places = np.array([*(position[label] for label in column), -1], dtype=np.int64)  # -1: no day
        columns[name] = pd.Categorical.from_codes(places[codes], pd.Index(categories, dtype="string"))
    return pd.DataFrame(columns, index=days.index, copy=False)


def _label_month(number: int, fiscal_year_start: int, school_year_start: int) -> tuple[str, ...]:
    year, month = number // 12, number % 12 + 1
    ends = year if fiscal_year_start == 1 else year + (month >= fiscal_year_start)
    begins = year - (month < school_year_start)
    quarter = f"{year}-Q{(month + 2) // 3}"
    return f"{year:04d}-{month:02d}", quarter, str(year), f"FY{ends}", f"{begins}-{begins + 1}"


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Return all months from the first to the last, inclusive; empty if the last comes first.

    Examples
    --------
    >>> months_between("2025-11", "2026-02")
    ('2025-11', '2025-12', '2026-01', '2026-02')
    """
    return tuple(map(_month_label, range(_month_number(first), _month_number(last) + 1)))


def months_after(month: str, count: int) -> tuple[str, ...]:
    """Return the `count` months that follow a month.

    Examples
    --------
    >>> months_after("2025-11", 2)
    ('2025-12', '2026-01')
    """
    first = _month_number(month) + 1
    return tuple(map(_month_label, range(first, first + count)))


def last_day(month: str) -> date:
    """Return the last day of a month.

    Parameters
    ----------
    month : str
        Label of the month, such as "2024-02".

    Returns
    -------
    date

    Examples
    --------
    >>> last_day("2024-02")
    datetime.date(2024, 2, 29)
    """
    (following,) = months_after(month, 1)
    return date(int(following[:4]), int(following[5:]), 1) - timedelta(days=1)


def month_label(day: date) -> str:
    """Return the label of the month that contains a day.

    Parameters
    ----------
    day : date

    Returns
    -------
    str
        Year and month, such as "2024-02".
    """
    return f"{day.year:04d}-{day.month:02d}"


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month_label(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


PERIODS = ("month", "quarter", "year", "fiscal_year", "school_year")
PERSON_FIELDS = ("mother_tongue", "person_age")

#: Fields for grouping and filtering → their name in text.
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

Certainty = Literal["exact", "at_least", "at_most", "range", "partial"]


def check_day(day: date) -> date:
    """Return the day if figures can be computed for it.

    Raises
    ------
    LibCollabError
        If the day is outside the years 1900 to 2199.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise LibCollabError(
            Message(
                "{day} is outside the years {first} to {last}. Choose a day within them.",
                day=day,
                first=str(FIRST_DAY.year),
                last=str(LAST_DAY.year),
            )
        )
    return day


@dataclass(frozen=True)
class Scope:
    """Filter for rows, by values of fields and by an inclusive range of days.

    Attributes
    ----------
    where : tuple of (str, tuple of str)
        Field of `SCOPE_FIELDS` and its allowed values: any value may match, but every field must.
    start, end : date or None
        First and last day, inclusive. A row without a date is excluded from every dated scope.

    Raises
    ------
    LibCollabError
        If a field does not exist, a day is outside the years 1900 to 2199, or the period ends before it
        starts.
    """

    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        for name, _ in self.where:
            if name not in SCOPE_FIELDS:
                raise unknown_name_error("field", name, SCOPE_FIELDS)
        for day in (self.start, self.end):
            if day is not None:
                check_day(day)
        if self.start and self.end and self.start > self.end:
            raise LibCollabError(
                Message(
                    "The period ends ({end}) before it starts ({start}). Swap the two dates.",
                    end=self.end,
                    start=self.start,
                )
            )

    def without_field(self, field: str) -> Scope:
        """Return the scope without the filter on one field.

        Parameters
        ----------
        field : str
            Field of `SCOPE_FIELDS`.

        Returns
        -------
        Scope
        """
        return Scope(
            tuple(condition for condition in self.where if condition[0] != field), self.start, self.end
        )
