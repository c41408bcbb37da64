"""Named periods to choose from: this month, quarter, school year, fiscal year, recorded months, all dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from libcollab_metrics.errors import unknown_name_error
from libcollab_metrics.metrics.comparison import latest_recorded_scope
from libcollab_metrics.metrics.definition import Evaluation
from libcollab_metrics.model.scope import Scope, last_day, month_label
from libcollab_metrics.model.settings import Settings

#: Periods to choose from, in reading order.
PRESETS = ("recorded", "month", "quarter", "school-year", "fiscal-year", "all")


def preset_scope(preset: str, monthly: Evaluation, settings: Settings) -> Scope:
    """Return the selection of a named period, with the filters of an evaluation.

    A period that has begun ends with the current month, so that it compares with the same months before.

    Parameters
    ----------
    preset : str
        One of `PRESETS`: "recorded" is from January to the last recorded month of the latest recorded year.
    monthly : Evaluation
        `sessions_held` by month; its day is today.
    settings : Settings
        First months of the fiscal year and of the school year.

    Returns
    -------
    Scope
        Without days for "all", and for "recorded" if no session was held.

    Raises
    ------
    UnknownNameError
        If there is no such period.
    """
    if preset not in PRESETS:
        raise unknown_name_error("period", preset, PRESETS)
    if preset == "recorded":
        return latest_recorded_scope(monthly) or replace(monthly.scope, start=None, end=None)
    if preset == "all":
        return replace(monthly.scope, start=None, end=None)
    start, end = preset_days(preset, monthly.as_of, settings.fiscal_year_start, settings.school_year_start)
    return replace(monthly.scope, start=start, end=end)


def preset_days(
    preset: str, today: date, fiscal_year_start: int, school_year_start: int
) -> tuple[date, date]:
    """Return the first day of a named period and the last day of the current month.

    Examples
    --------
    >>> preset_days("school-year", date(2026, 3, 9), 1, 6)
    (datetime.date(2025, 6, 1), datetime.date(2026, 3, 31))
    >>> preset_days("quarter", date(2026, 3, 9), 1, 6)[0]
    datetime.date(2026, 1, 1)
    """
    first_month = {
        "month": today.month,
        "quarter": (today.month - 1) // 3 * 3 + 1,
        "school-year": school_year_start,
        "fiscal-year": fiscal_year_start,
    }[preset]
    year = today.year - (first_month > today.month)
    return date(year, first_month, 1), last_day(month_label(today))
