"""Short names of periods, as on a button: "Jan–Jun 2026"."""

from __future__ import annotations

from datetime import date, timedelta

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
