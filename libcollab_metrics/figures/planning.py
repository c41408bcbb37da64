"""Planning figures and texts: forecast, way to a target, plans and their assumptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from libcollab_metrics.figures.chart import Chart, ChartTable, Point, Series
from libcollab_metrics.figures.chart_builder import alt_text, build_source_line
from libcollab_metrics.figures.text import EvaluationLike, format_with_unit, value_remark
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.definition import Unit, Value
from libcollab_metrics.metrics.facts import Program
from libcollab_metrics.model.scope import month_label, months_after
from libcollab_metrics.planning import (
    ASSUMPTIONS,
    Assumption,
    Forecast,
    ForecastPoint,
    Month,
    Outcome,
    Plan,
    PlanRow,
    TargetMonth,
    TargetProgress,
    build_monthly_series,
    forecast_series,
    progress_by_month,
)
from libcollab_metrics.planning import Series as Months


def attendance_forecast(monthly: EvaluationLike, language: Language) -> Chart:
    """Build a chart of attendance by month, with a forecast of six months and a simple baseline.

    The forecast is omitted where the known months do not support one; the title gives the reason.

    Parameters
    ----------
    monthly : Evaluated
        Evaluation of one selection, grouped by month.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        Line chart: recorded (solid), forecast (dashed, with interval), baseline (dotted).
    """
    series = build_monthly_series(monthly)
    ahead = forecast_series(series)
    recorded = tuple(_recorded_point(month, language) for month in series.months)
    expected = tuple(_forecast_point(point, language) for point in ahead.points)
    guessed = tuple(Point(language.month(point.month), point.baseline) for point in ahead.points)
    lines = [Series(language.say("series-recorded"), (*recorded, *map(_empty_point, expected)))]
    if expected:
        before = tuple(map(_empty_point, recorded))
        lines.append(Series(language.say("series-forecast"), (*before, *expected), "dashed"))
        lines.append(Series(language.say("series-plain"), (*before, *guessed), "dotted"))
    chart = Chart(
        key="attendance-forecast",
        kind="line",
        title=_forecast_title(monthly, ahead, language),
        unit="visits",
        series=tuple(lines),
        category=language.say("category-month"),
        measure=language.say(f"measure-{series.basis}"),
        caption=" ".join(_forecast_caption(series, ahead, monthly.as_of, language)),
        source=build_source_line(monthly, language),
        alt="",
        interval=language.say("heading-four-of-five"),
    )
    # The alt text lists the forecast; the data table has the past months.
    read_out = (Series(lines[-1].name, expected),) if expected else chart.series
    return replace(chart, alt=alt_text(replace(chart, series=read_out), language))


def _recorded_point(month: Month, language: Language) -> Point:
    note = language.say("mark-estimated") if month.estimated else ""
    if month.value is None:
        note = language.say("no-session") if month.state == "no-session" else language.say(f"month-{month.state}")
    return Point(language.month(month.label), month.value, note=note, hidden=month.state == "hidden")


def _forecast_point(point: ForecastPoint, language: Language) -> Point:
    return Point(language.month(point.month), point.value, point.low, point.high)


def _empty_point(point: Point) -> Point:
    """Return an empty point for a month that a line does not cover."""
    return Point(point.label, None)


def _forecast_title(monthly: EvaluationLike, ahead: Forecast, language: Language) -> str:
    """Write the title: selection, expected attendance, period and interval.

    Without a forecast, the title gives the reason.
    """
    kept = dict(monthly.scope.where)
    who = language.listing(kept.get("program", ())) or language.say("scope-all-programs")
    if "site" in kept:
        who = language.say("scope-at", who=who, site=language.listing(kept["site"]))
    if ahead.reason is not None:
        return language.say("forecast-none", who=who, why=language.reason(ahead))
    said = {
        "who": who,
        "value": _format_range([point.value for point in ahead.points], language),
        "basis": language.say(f"forecast-{ahead.basis}"),
        "first": language.month(ahead.points[0].month),
        "last": language.month(ahead.points[-1].month),
    }
    ends = [end for point in ahead.points for end in (point.low, point.high) if end is not None]
    if not ends:
        return language.say("forecast-alike", **said)
    low, high = language.number(min(ends)), language.number(max(ends))
    return language.say("forecast-about", low=low, high=high, **said)


def _format_range(values: list[float], language: Language) -> str:
    low, high = language.number(min(values)), language.number(max(values))
    return low if low == high else language.say("range", low=low, high=high)


def _forecast_caption(series: Months, ahead: Forecast, as_of: date, language: Language) -> list[str]:
    """Write the caption: measure, number of months, interval, seasonality, and excluded months."""
    said = [language.say(f"caption-{series.basis}")]
    if ahead.reason is None:
        months = {"first": language.month(ahead.first), "last": language.month(ahead.last)}
        said.append(language.say("caption-months", n=ahead.months_used, **months))
        said.append(language.say("caption-ribbon" if ahead.points[0].low is not None else "caption-no-ribbon"))
        said.append(language.say("caption-wave" if ahead.seasonal else "caption-no-wave"))
    else:
        said.append(language.say("caption-months-known", n=ahead.months_used))
    if any(month.estimated for month in series.known):
        said.append(language.say("caption-months-estimated"))
    if series.months and months_after(series.months[-1].label, 1)[0] < month_label(as_of):
        said.append(language.say("caption-records-end", month=language.month(series.months[-1].label)))
    if series.unfinished:
        said.append(language.say("caption-unfinished", month=language.month(series.unfinished)))
    if series.undated:
        said.append(language.say("caption-undated"))
    return said


# Progress toward a target: cumulative visits by month, compared with an even pace.


def target_progress(program: Program, monthly: EvaluationLike, language: Language) -> Chart:
    """Build a chart of cumulative visits by month, the even pace to the target, and its band.

    Parameters
    ----------
    program : Program
        Program with its target and period.
    monthly : Evaluated
        Evaluation of the program, grouped by month.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        Line chart: reached (solid), even pace (dotted) where start and end are known.
    """
    months = progress_by_month(program, monthly)
    band = (program.target_low, program.target_high)
    lines = [Series(language.say("series-reached"), tuple(_reached_point(month, language) for month in months))]
    if any(month.aimed is not None for month in months):
        even = tuple(Point(language.month(month.label), month.aimed) for month in months)
        lines.append(Series(language.say("series-even-way"), even, "dotted"))
    chart = Chart(
        key="way-to-target",
        kind="line",
        title=_target_title(program, months, language),
        unit="visits",
        series=tuple(lines),
        category=language.say("category-month"),
        measure=language.say("measure-so-far"),
        caption=" ".join(_target_caption(program, months, language)),
        source=build_source_line(monthly, language),
        alt="",
        band=None if band == (None, None) else band,
    )
    return replace(chart, alt=alt_text(chart, language))


def _reached_point(month: TargetMonth, language: Language) -> Point:
    value = month.reached
    return Point(language.month(month.label), value.value, note=value_remark(value, language), hidden=value.small)


def _target_title(program: Program, months: Sequence[TargetMonth], language: Language) -> str:
    reached = [month for month in months if month.reached.value is not None]
    if not reached:
        return language.say("way-none", program=program.name)
    said = {
        "program": program.name,
        "reached": _whole_number_with_unit(reached[-1].reached, "visits", language),
        "target": language.number(program.target_ideal or 0),
        "month": language.month(reached[-1].label),
    }
    aimed = reached[-1].aimed
    if aimed is None:
        return language.say("way-so-far", **said)
    return language.say("way-even", even=language.number(aimed), **said)


def _target_caption(program: Program, months: Sequence[TargetMonth], language: Language) -> list[str]:
    said = []
    if any(month.aimed is not None for month in months):
        said.append(language.say("caption-even-way"))
    elif program.end is None or program.start is None:
        said.append(language.say("caption-no-way"))
    if any(month.reached.certainty == "at_least" for month in months):
        said.append(language.say("caption-at-least-visits"))
    if program.target_low is not None or program.target_high is not None:
        said.append(language.say("caption-band", range=_band_text(program, language)))
    return said


def progress_table(standings: Sequence[TargetProgress], language: Language) -> ChartTable:
    """Build a table of programs: target, reached, even pace, still needed, end date, verdict.

    Parameters
    ----------
    standings : Sequence[Standing]
        Progress of each program.
    language : Language
        Language of the text.

    Returns
    -------
    ChartTable
        One row per program.
    """
    names = ("aimed-for", "so-far", "even-way", "needed", "until", "verdict")
    headings = (language.say("program"), *(language.say(f"heading-{name}") for name in names))
    return ChartTable(headings, tuple(_row(one, language) for one in standings), (1, 2, 3, 4))


def _row(one: TargetProgress, language: Language) -> tuple[str, ...]:
    program = one.program
    unit: Unit = "people" if program.target_unit == "participants" else "visits"
    return (
        program.name,
        _target_text(program, unit, language),
        _whole_number_with_unit(one.reached, unit, language),
        "–" if one.by_now is None else language.number(one.by_now),
        _whole_number_with_unit(one.needed, unit, language),
        "–" if program.end is None else language.day(program.end),
        language.say(f"verdict-{one.verdict.replace(' ', '-')}") if one.verdict else language.say("no-band"),
    )


def _target_text(program: Program, unit: Unit, language: Language) -> str:
    ideal = format_with_unit(program.target_ideal, unit, language) if program.target_ideal is not None else "–"
    if program.target_low is None and program.target_high is None:
        return ideal
    return language.say("aimed-band", ideal=ideal, band=_band_text(program, language))


def _band_text(program: Program, language: Language) -> str:
    low, high = (None if end is None else language.number(end) for end in (program.target_low, program.target_high))
    if low and high:
        return language.say("range", low=low, high=high)
    return language.say("at_least", value=low) if low else language.say("at_most", value=high)


def _whole_number_with_unit(value: Value, unit: Unit, language: Language) -> str:
    """Format a whole number with unit and certainty, or the reason why there is none."""
    if value.value is None:
        return language.reason(value)
    return language.say(value.certainty, value=format_with_unit(round(value.value), unit, language))


# Plans as text: assumptions with their sources, outcomes with their certainty.

#: Outcome columns of the plan table, and the assumptions it depends on.
PLAN_OUTCOMES = ("visits", "staff_hours", "volunteer_hours", "cash")
CONDITION_ASSUMPTIONS = (
    "visits_per_session",
    "staff_hours_per_session",
    "volunteer_hours_per_session",
    "cash_per_session",
)
#: Numbers of a plan below this have one decimal.
DECIMAL_BELOW = 10


def assumption_text(assumption: Assumption, language: Language, currency: str = "") -> str:
    """Format an assumption with its interval: "21.5 (19 to 24)", "at least ₱200.00".

    Parameters
    ----------
    assumption : Assumption
        Assumption of a plan.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    str
        The value with its interval, or the text for an unknown value.
    """
    value = Value(
        "", value=assumption.value, low=assumption.low, high=assumption.high, certainty=assumption.certainty
    )  # fmt: skip
    return (
        language.say("assumption-unknown")
        if assumption.value is None
        else _format_with_interval(value, assumption, language, currency)
    )


def assumption_interval(assumption: Assumption, language: Language, currency: str = "") -> str:
    """Format the interval of a forecast assumption: "19 to 24".

    Parameters
    ----------
    assumption : Assumption
        Assumption of a plan.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    str
        The interval; empty where there is none.
    """
    if assumption.low is None or assumption.high is None:
        return ""
    ends = [_format_number(end, assumption.unit, language, currency) for end in (assumption.low, assumption.high)]
    return language.say("range", low=ends[0], high=ends[1])


def assumption_source(assumption: Assumption, language: Language) -> str:
    """Describe the source of an assumption: measured (with n), forecast, entered or typed.

    Parameters
    ----------
    assumption : Assumption
        Assumption of a plan.
    language : Language
        Language of the text.

    Returns
    -------
    str
        The source, or the reason why the value is unknown.
    """
    if assumption.value is None:
        return language.reason(Value("", reason=assumption.reason, reason_values=assumption.reason_values))
    if not assumption.counted or assumption.n is None:
        return language.say(f"source-{assumption.source}")
    name = f"source-{assumption.source}-{assumption.counted}"
    return language.say_of(assumption.n, name, n=language.number(assumption.n))


def outcome_text(outcome: Outcome, language: Language, currency: str = "") -> str:
    """Format an outcome: "480 (384 to 600)", "at most 1,400".

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
        The value with its interval, or the number that is missing to compute it.
    """
    value = outcome.value
    if value.reason == "unknown-assumption":
        what = language.say(f"assumption-{value.reason_values['what']}").casefold()
        return language.say("unknown-assumption", what=what)
    return (
        language.reason(value)
        if value.reason is not None
        else _format_with_interval(value, outcome, language, currency)
    )


def exceeded_limits(outcomes: Mapping[str, Outcome], language: Language, currency: str = "") -> tuple[str, ...]:
    """Describe the limits a plan exceeds: seats, staff hours, and money.

    Parameters
    ----------
    outcomes : Mapping[str, Outcome]
        Outcomes of the plan by name.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    tuple[str, ...]
        One sentence per exceeded limit.
    """
    said = []
    for name, limit in (("seats_filled", 1), ("staff_share", 1)):
        number = outcomes[name].value.value if name in outcomes else None
        if number is not None and number > limit:
            said.append(language.say(f"limit-{name}", share=language.share(number)))
    left = outcomes["money_left"].value.value if "money_left" in outcomes else None
    if left is not None and left < 0:
        said.append(language.say("limit-money_left", money=language.money(-left, currency)))
    return tuple(said)


def outcome_assumptions_text(outcome: Outcome, language: Language) -> str:
    """List the assumptions that an outcome is based on, in one sentence.

    Parameters
    ----------
    outcome : Outcome
        Outcome of a plan.
    language : Language
        Language of the text.

    Returns
    -------
    str
        A sentence: "Rests on sessions a month, months and visits a session.".
    """
    labels = tuple(language.say(f"assumption-{name}").casefold() for name in outcome.made_of)
    return language.say("rests-on", names=language.listing(labels))


def _format_with_interval(value: Value, measured: Assumption | Outcome, language: Language, currency: str) -> str:
    def write(number: float) -> str:
        return _format_number(number, measured.unit, language, currency)

    if value.value is None:
        return language.say("range", low=write(value.low or 0), high=write(value.high or 0))
    text = language.say(value.certainty, value=write(value.value))
    if value.low is None or value.high is None or write(value.low) == write(value.high):
        return text
    return language.say("with-interval", value=text, low=write(value.low), high=write(value.high))


def _format_number(number: float, unit: str, language: Language, currency: str) -> str:
    """Format a number of a plan: whole where large, since fractional visits are not planned."""
    if unit in ("money", "share"):
        return language.in_unit(number, unit, currency)
    text = language.number(number, 0 if abs(number) >= DECIMAL_BELOW or float(number).is_integer() else 1)
    return language.say("unit-hours", value=text) if unit == "hours" else text


def plan_conditions(row: PlanRow, language: Language, currency: str = "") -> str:
    """Describe in one line what a program's plan depends on, and which of it is unknown.

    Parameters
    ----------
    row : PlanRow
        One program of the plan.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    str
        Assumptions with their values and sources, separated by semicolons.
    """
    said = [
        _assumption_condition(row.assumptions[name], language, currency)
        for name in CONDITION_ASSUMPTIONS
        if _is_listed_assumption(row, name)
    ]
    return language.say("joined-by-semicolon").join(said)


def _is_listed_assumption(row: PlanRow, name: str) -> bool:
    """Return whether to list an assumption; unknown volunteer hours are omitted.

    Many programs have no volunteers. Every other unknown assumption is listed.
    """
    return name != "volunteer_hours_per_session" or row.assumptions[name].value is not None


def _assumption_condition(assumption: Assumption, language: Language, currency: str) -> str:
    label = language.say(f"assumption-{assumption.id}").casefold()
    if assumption.value is None:
        return language.say("must-be-known", label=label)
    text = assumption_text(assumption, language, currency)
    return language.say("must-hold", label=label, value=text, source=assumption_source(assumption, language))


def plan_table(plan: Plan, language: Language, currency: str = "") -> ChartTable:
    """Build the plan table, one row per program and a total row.

    Parameters
    ----------
    plan : Plan
        Plan of all programs.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    ChartTable
        Assumptions and outcomes as text; the total row is omitted for a single program.
    """
    names = ("sessions_per_month", "months")
    headings = (
        language.say("program"), *(language.say(f"assumption-{name}") for name in names),
        *(language.say(f"outcome-{name}") for name in PLAN_OUTCOMES),
    )  # fmt: skip
    rows = [
        (
            row.program, *(assumption_text(row.assumptions[name], language, currency) for name in names),
            *_cells(row.outcomes, language, currency),
        )
        for row in plan.rows
    ]  # fmt: skip
    if len(plan.rows) > 1:
        rows.append((language.say("plan-together"), "", "", *_cells(plan.together, language, currency)))
    return ChartTable(headings, tuple(rows), tuple(range(1, len(headings))))


def _cells(outcomes: Mapping[str, Outcome], language: Language, currency: str) -> list[str]:
    return [_cell(outcomes[name], language, currency) for name in PLAN_OUTCOMES]


def _cell(outcome: Outcome, language: Language, currency: str) -> str:
    """Format an outcome; a dash where it is unknown (`plan_conditions` gives the reason)."""
    return "–" if outcome.value.reason is not None else outcome_text(outcome, language, currency)


def plan_note(plan: Plan, language: Language) -> str:
    """Describe the dash, the share of staff hours used, and the programs missing from a sum.

    Parameters
    ----------
    plan : Plan
        Plan of all programs.
    language : Language
        Language of the text.

    Returns
    -------
    str
        One or more sentences.
    """
    said = [language.say("plan-signs")]
    share = plan.together["staff_share"]
    if share.value.value is not None:
        said.append(language.say("plan-staff-share", share=outcome_text(share, language)))
    for name in PLAN_OUTCOMES:
        names = plan.together[name].value.left_out
        if names and len(names) < len(plan.rows):
            label = language.say(f"outcome-{name}").casefold()
            said.append(language.say("plan-lacks", label=label, names=language.listing(names)))
    return " ".join(said)


def assumptions_table(plan: Plan, language: Language, currency: str = "") -> ChartTable:
    """Build a table of all assumptions of a plan: program, assumption, value, source.

    Parameters
    ----------
    plan : Plan
        Plan of all programs.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    ChartTable
        One row per program and assumption.
    """
    headings = tuple(language.say(f"heading-{name}") for name in ("assumption", "assumed", "where-from"))
    rows = [
        (
            row.program, language.say(f"assumption-{name}"),
            assumption_text(row.assumptions[name], language, currency),
            assumption_source(row.assumptions[name], language),
        )
        for row in plan.rows
        for name in ASSUMPTIONS
    ]  # fmt: skip
    return ChartTable((language.say("program"), *headings), tuple(rows), (2,))
