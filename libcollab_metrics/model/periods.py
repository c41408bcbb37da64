"""Which month, quarter, year, fiscal year and school year a day belongs to."""

from __future__ import annotations

import pandas as pd


def period_labels(days: pd.Series, fiscal_year_start: int, school_year_start: int) -> pd.DataFrame:
    """Return the period labels of a column of days, one row a day, missing where the day is.

    Parameters
    ----------
    days : datetime64 series.
    fiscal_year_start, school_year_start : first month, 1–12. A fiscal year is named by the year it ends in,
        a school year by both ("2025-2026").

    Examples
    --------
    >>> labels = period_labels(pd.Series(pd.to_datetime(["2025-10-05"])), 10, 6)
    >>> labels.iloc[0].tolist()
    ['2025-10', '2025-Q4', '2025', 'FY2026', '2025-2026']
    """
    year, month = days.dt.year.astype("Int64"), days.dt.month.astype("Int64")
    ends = year if fiscal_year_start == 1 else year + (month >= fiscal_year_start).astype("Int64")
    begins = year - (month < school_year_start).astype("Int64")
    labels = {
        "month": days.dt.strftime("%Y-%m"),
        "quarter": _text(year) + "-Q" + _text((month + 2) // 3),
        "year": _text(year),
        "fiscal_year": "FY" + _text(ends),
        "school_year": _text(begins) + "-" + _text(begins + 1),
    }
    return pd.DataFrame({name: label.where(days.notna()) for name, label in labels.items()}).astype("category")


def _text(numbers: pd.Series) -> pd.Series:
    return numbers.astype("string")
