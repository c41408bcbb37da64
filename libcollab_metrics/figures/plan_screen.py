"""The plan on screen: its headline, and the months recorded and forecast as lines."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from libcollab_metrics.figures.headlines import Headline
from libcollab_metrics.figures.money import format_money
from libcollab_metrics.figures.planning import format_plan_number
from libcollab_metrics.figures.text import EvaluationLike
from libcollab_metrics.figures.titles import fit_title
from libcollab_metrics.localization import Language
from libcollab_metrics.model.scope import months_after
from libcollab_metrics.planning import (
    Assumptions,
    Forecast,
    ForecastPoint,
    Outcome,
    build_monthly_series,
    forecast_series,
)

#: Digits to which a number in a headline is rounded.
HEADLINE_DIGITS = 2


@dataclass(frozen=True)
class ForecastLines:
    """Months of one program, recorded and forecast.

    Attributes
    ----------
    months : tuple of str
        Recorded months ("2026-03"), gaps included.
    values : tuple of float or None
        Visits per session, or per month, of the recorded months.
    points : tuple of ForecastPoint
        Months ahead; empty without a forecast.
    title, caption, alt : str
        Finding or topic, what is measured, and the text for screen readers.
    reason : str
        Why there is no forecast; "" if there is one.
    """

    months: tuple[str, ...]
    values: tuple[float | None, ...]
    points: tuple[ForecastPoint, ...]
    title: str
    caption: str
    alt: str
    reason: str = ""


def forecast_lines(monthly: EvaluationLike, program: str, language: Language) -> ForecastLines:
    """Build the lines of one program.

    Parameters
    ----------
    monthly : EvaluationLike
        `SERIES_METRICS` of the program by month.
    program : str
        Name of the program; empty for all.
    language : Language
        Language of the text.

    Returns
    -------
    ForecastLines
        Without months if nothing was counted.
    """
    series = build_monthly_series(monthly)
    ahead = forecast_series(series)
    measure = language.message(f"measure-{series.basis}")
    topic = measure if ahead.reason else language.message("forecast-topic", measure=measure)
    who = program or language.message("scope-all-programs")
    title = topic if ahead.reason else fit_title(_finding(ahead, who, language), topic)
    months = tuple(month.label for month in series.months)
    ends = (language.month(months[0]), language.month(months[-1])) if months else ("", "")
    return ForecastLines(
        months,
        tuple(month.value for month in series.months),
        ahead.points,
        title,
        measure,
        language.message("forecast-lines-alt", title=title, first=ends[0], last=ends[1]),
        language.reason(ahead) if ahead.reason else "",
    )


def _finding(ahead: Forecast, who: str, language: Language) -> str:
    values = [point.value for point in ahead.points]
    low, high = language.number(min(values)), language.number(max(values))
    shown = low if low == high else language.message("range", low=low, high=high)
    month = language.month(ahead.points[-1].month)
    return language.message(f"forecast-finding-{ahead.basis}", program=who, value=shown, month=month)


def plan_headline(
    assumptions: Assumptions,
    outcomes: Mapping[str, Outcome],
    last_month: str,
    program: str,
    language: Language,
) -> Headline:
    """Write the headline of a plan: how many sessions until when, and the visits they bring.

    Parameters
    ----------
    assumptions : Assumptions
        Assumptions of the plan.
    outcomes : mapping of str to Outcome
        What follows from them.
    last_month : str
        Last recorded month ("2026-06"), after which the plan begins; empty if unknown.
    program : str
        Name of the program; empty for all.
    language : Language
        Language of the text.

    Returns
    -------
    Headline
        Only the topic while sessions, months or visits are unknown.
    """
    who = program or language.message("scope-all-programs")
    per_session = assumptions["visits_per_session"]
    is_forecast = per_session.source == "forecast" and per_session.n is not None
    note = (
        language.message("plan-note-forecast", n=language.number(per_session.n or 0))
        if is_forecast
        else language.message("plan-note-other")
    )
    sessions, visits = outcomes["sessions"].value.value, outcomes["visits"].value.value
    months = assumptions["months"].value
    if not sessions or not visits or not months or not last_month:
        return Headline(language.message("plan-headline-other", program=who), program, note)
    end = months_after(last_month, math.ceil(months))[-1]
    sentence = language.message(
        "plan-headline",
        sessions=language.number(sessions),
        program=who,
        month=language.month(end),
        visits=language.number(_round(visits)),
    )
    return Headline(sentence, program, note)


def format_outcome(outcome: Outcome, language: Language, currency: str = "") -> tuple[str, str]:
    """Format an outcome as a figure on a screen, and its likely range.

    Parameters
    ----------
    outcome : Outcome
        Outcome of a plan whose value is known.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    tuple of (str, str)
        "503" and "446–566"; the second is empty without an interval, and where the range is the figure.
    """

    def write(number: float) -> str:
        if outcome.unit == "money":
            return format_money(number, language, currency)
        return format_plan_number(number, outcome.unit, language, currency)

    value = outcome.value
    low, high = ("" if end is None else write(end) for end in (value.low, value.high))
    interval = f"{low}–{high}" if low and high and low != high else ""
    if value.value is None:
        return interval or low or high, ""
    signs = {"at_least": "{}+", "at_most": "≤ {}"}
    return signs.get(value.certainty, "{}").format(write(value.value)), interval


def outcome_cell(outcome: Outcome, language: Language, currency: str = "") -> str:
    """Format an outcome in a table on a screen.

    Parameters
    ----------
    outcome : Outcome
        Outcome of a plan.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    str
        "503 (446–566)"; empty where it is unknown.
    """
    if outcome.value.reason is not None:
        return ""
    shown, likely = format_outcome(outcome, language, currency)
    return f"{shown} ({likely})" if likely else shown


def _round(number: float) -> float:
    """Round a number to a few digits, as in prose: 503 is about 500.

    Examples
    --------
    >>> _round(503), _round(1234), _round(37)
    (500, 1200, 37)
    """
    return round(number, HEADLINE_DIGITS - 1 - math.floor(math.log10(number)))
