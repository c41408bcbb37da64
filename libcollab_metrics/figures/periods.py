"""Names of months and periods: short ones on a button, full ones in a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from babel import dates

from libcollab_metrics.localization import Language
from libcollab_metrics.model.scope import month_label


def short_period(start: date | None, end: date | None, language: Language) -> str:
    """Return a short name of a period.

    Parameters
    ----------
    start, end : date or None
        First and last day; None where the period is open.
    language : Language
        Language of the text.

    Returns
    -------
    str
        Months if the period begins and ends with one; otherwise days.

    Examples
    --------
    >>> from libcollab_metrics.localization import language
    >>> english = language("en")
    >>> short_period(date(2026, 1, 1), date(2026, 6, 30), english)
    'Jan–Jun 2026'
    >>> short_period(date(2025, 6, 1), date(2026, 5, 31), english)
    'Jun 2025–May 2026'
    >>> short_period(date(2026, 3, 1), None, english)
    'from 1 Mar 2026'
    """
    if start is None and end is None:
        return language.message("period-all")
    if start is None or end is None:
        name = "scope-until" if start is None else "scope-from"
        return language.message(name, start=_day(start, language), end=_day(end, language))
    if start.day == 1 and (end + timedelta(days=1)).day == 1:
        first, last = (language.month(month_label(day)) for day in (start, end))
    else:
        first, last = _day(start, language), _day(end, language)
    if first == last:
        return first
    before, _, year = first.rpartition(" ")
    return f"{before if last.endswith(f' {year}') else first}–{last}"


def _day(day: date | None, language: Language) -> str:
    return "" if day is None else language.short_day(day)


def long_month(label: str, language: Language) -> str:
    """Return the full name of a month: "July 2026".

    Parameters
    ----------
    label : str
        Month as "2026-07".
    language : Language
        Language of the text.

    Returns
    -------
    str
        Name with the year.
    """
    return dates.format_skeleton("yMMMM", _first_day(label), locale=language.locale)


def long_period(first: str, last: str, language: Language) -> str:
    """Return the full name of a period of months.

    Parameters
    ----------
    first, last : str
        Months as "2025-01".
    language : Language
        Language of the text.

    Returns
    -------
    str
        One month, or both with the year written once where it is the same.

    Examples
    --------
    >>> from libcollab_metrics.localization import language
    >>> long_period("2026-01", "2026-06", language("en")), long_period("2026-01", "2026-01", language("en"))
    ('January – June 2026', 'January 2026')
    """
    if first == last:
        return long_month(first, language)
    text = dates.format_interval(_first_day(first), _first_day(last), "yMMMM", locale=language.locale)
    return " ".join(text.split())


def month_labels(months: Sequence[str], language: Language) -> list[str]:
    """Return short names for the months of an axis: the year at the first and at each January.

    Examples
    --------
    >>> from libcollab_metrics.localization import language
    >>> month_labels(["2025-11", "2025-12", "2026-01"], language("en"))
    ['Nov 2025', 'Dec', 'Jan 2026']
    """
    names = []
    for number, label in enumerate(months):
        year, month = label.split("-")
        name = language.month_of_year(int(month))
        names.append(f"{name} {year}" if number == 0 or month == "01" else name)
    return names


def _first_day(label: str) -> date:
    year, month = label.split("-")
    return date(int(year), int(month), 1)
