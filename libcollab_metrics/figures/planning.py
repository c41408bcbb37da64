"""Planning figures and texts: forecast chart, progress to a target, plan tables and their rounding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
    monthly : EvaluationLike
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
    lines = [Series(language.message("series-recorded"), (*recorded, *map(_empty_point, expected)))]
    if expected:
        before = tuple(map(_empty_point, recorded))
        lines.append(Series(language.message("series-forecast"), (*before, *expected), "dashed"))
        lines.append(Series(language.message("series-plain"), (*before, *guessed), "dotted"))
    chart = Chart(
        key="attendance-forecast",
        kind="line",
        title=_forecast_title(monthly, ahead, language),
        unit="visits",
        series=tuple(lines),
        category=language.message("category-month"),
        measure=language.message(f"measure-{series.basis}"),
        caption=" ".join(_forecast_caption(series, ahead, monthly.as_of, language)),
        source=build_source_line(monthly, language),
        alt="",
        interval=language.message("heading-four-of-five"),
    )
    # The alt text lists the forecast; the data table has the past months.
    read_out = (Series(lines[-1].name, expected),) if expected else chart.series
    return replace(chart, alt=alt_text(replace(chart, series=read_out), language))


def _recorded_point(month: Month, language: Language) -> Point:
    note = language.message("mark-estimated") if month.is_estimated else ""
    if month.value is None:
        note = (
            language.message("no-session")
            if month.state == "no-session"
            else language.message(f"month-{month.state}")
        )
    return Point(language.month(month.label), month.value, note=note, hidden=month.state == "hidden")


def _forecast_point(point: ForecastPoint, language: Language) -> Point:
    return Point(language.month(point.month), point.value, point.low, point.high)


def _empty_point(point: Point) -> Point:
    """Return an empty point for a month that a line does not cover."""
    return Point(point.label, None)


def _forecast_title(monthly: EvaluationLike, prediction: Forecast, language: Language) -> str:
    """Write the title: selection, expected attendance, period and interval.

    Without a forecast, the title gives the reason.
    """
    filters = dict(monthly.scope.where)
    who = language.join_names(filters.get("program", ())) or language.message("scope-all-programs")
    if "site" in filters:
        who = language.message("scope-at", who=who, site=language.join_names(filters["site"]))
    if prediction.reason is not None:
        return language.message("forecast-none", who=who, why=language.reason(prediction))
    placeholders = {
        "who": who,
        "value": _format_range([point.value for point in prediction.points], language),
        "basis": language.message(f"forecast-{prediction.basis}"),
        "first": language.month(prediction.points[0].month),
        "last": language.month(prediction.points[-1].month),
    }
    ends = [end for point in prediction.points for end in (point.low, point.high) if end is not None]
    if not ends:
        return language.message("forecast-alike", **placeholders)
    low, high = language.number(min(ends)), language.number(max(ends))
    return language.message("forecast-about", low=low, high=high, **placeholders)


def _format_range(values: list[float], language: Language) -> str:
    low, high = language.number(min(values)), language.number(max(values))
    return low if low == high else language.message("range", low=low, high=high)


def _forecast_caption(series: Months, prediction: Forecast, as_of: date, language: Language) -> list[str]:
    """Write the caption: measure, number of months, interval, seasonality, and excluded months."""
    sentences = [language.message(f"caption-{series.basis}")]
    if prediction.reason is None:
        months = {"first": language.month(prediction.first), "last": language.month(prediction.last)}
        sentences.append(language.message("caption-months", n=prediction.months_used, **months))
        sentences.append(
            language.message(
                "caption-ribbon" if prediction.points[0].low is not None else "caption-no-ribbon"
            )
        )
        sentences.append(language.message("caption-wave" if prediction.is_seasonal else "caption-no-wave"))
    else:
        sentences.append(language.message("caption-months-known", n=prediction.months_used))
    if any(month.is_estimated for month in series.known_months):
        sentences.append(language.message("caption-months-estimated"))
    if series.months and months_after(series.months[-1].label, 1)[0] < month_label(as_of):
        sentences.append(
            language.message("caption-records-end", month=language.month(series.months[-1].label))
        )
    if series.unfinished_month:
        sentences.append(
            language.message("caption-unfinished", month=language.month(series.unfinished_month))
        )
    if series.has_undated:
        sentences.append(language.message("caption-undated"))
    return sentences


# Progress toward a target: cumulative visits by month, compared with an even pace.


def target_progress(program: Program, monthly: EvaluationLike, language: Language) -> Chart:
    """Build a chart of cumulative visits by month, the even pace to the target, and its band.

    Parameters
    ----------
    program : Program
        Program with its target and period.
    monthly : EvaluationLike
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
    lines = [
        Series(language.message("series-reached"), tuple(_reached_point(month, language) for month in months))
    ]
    if any(month.expected is not None for month in months):
        even = tuple(Point(language.month(month.label), month.expected) for month in months)
        lines.append(Series(language.message("series-even-way"), even, "dotted"))
    chart = Chart(
        key="way-to-target",
        kind="line",
        title=_target_title(program, months, language),
        unit="visits",
        series=tuple(lines),
        category=language.message("category-month"),
        measure=language.message("measure-so-far"),
        caption=" ".join(_target_caption(program, months, language)),
        source=build_source_line(monthly, language),
        alt="",
        band=None if band == (None, None) else band,
    )
    return replace(chart, alt=alt_text(chart, language))


def _reached_point(month: TargetMonth, language: Language) -> Point:
    value = month.reached
    return Point(
        language.month(month.label), value.value, note=value_remark(value, language), hidden=value.small
    )


def _target_title(program: Program, months: Sequence[TargetMonth], language: Language) -> str:
    reached = [month for month in months if month.reached.value is not None]
    if not reached:
        return language.message("way-none", program=program.name)
    placeholders = {
        "program": program.name,
        "reached": _whole_number_with_unit(reached[-1].reached, "visits", language),
        "target": language.number(program.target_ideal or 0),
        "month": language.month(reached[-1].label),
    }
    aimed = reached[-1].expected
    if aimed is None:
        return language.message("way-so-far", **placeholders)
    return language.message("way-even", even=language.number(aimed), **placeholders)


def _target_caption(program: Program, months: Sequence[TargetMonth], language: Language) -> list[str]:
    sentences = []
    if any(month.expected is not None for month in months):
        sentences.append(language.message("caption-even-way"))
    elif program.end is None or program.start is None:
        sentences.append(language.message("caption-no-way"))
    if any(month.reached.certainty == "at_least" for month in months):
        sentences.append(language.message("caption-at-least-visits"))
    if program.target_low is not None or program.target_high is not None:
        sentences.append(language.message("caption-band", range=_band_text(program, language)))
    return sentences


def progress_table(standings: Sequence[TargetProgress], language: Language) -> ChartTable:
    """Build a table of programs: target, reached, even pace, still needed, end date, verdict.

    Parameters
    ----------
    standings : Sequence[TargetProgress]
        Progress of each program.
    language : Language
        Language of the text.

    Returns
    -------
    ChartTable
        One row per program.
    """
    names = ("aimed-for", "so-far", "even-way", "needed", "until", "verdict")
    headings = (language.message("program"), *(language.message(f"heading-{name}") for name in names))
    return ChartTable(headings, tuple(_row(progress, language) for progress in standings), (1, 2, 3, 4))


def _row(progress: TargetProgress, language: Language) -> tuple[str, ...]:
    program = progress.program
    unit: Unit = "people" if program.target_unit == "participants" else "visits"
    return (
        program.name,
        _target_text(program, unit, language),
        _whole_number_with_unit(progress.reached, unit, language),
        "–" if progress.expected is None else language.number(progress.expected),
        _whole_number_with_unit(progress.needed, unit, language),
        "–" if program.end is None else language.day(program.end),
        language.message(f"verdict-{progress.verdict.replace(' ', '-')}")
        if progress.verdict
        else language.message("no-band"),
    )


def _target_text(program: Program, unit: Unit, language: Language) -> str:
    ideal = (
        format_with_unit(program.target_ideal, unit, language) if program.target_ideal is not None else "–"
    )
    if program.target_low is None and program.target_high is None:
        return ideal
    return language.message("aimed-band", ideal=ideal, band=_band_text(program, language))


def _band_text(program: Program, language: Language) -> str:
    low, high = (
        None if end is None else language.number(end) for end in (program.target_low, program.target_high)
    )
    if low and high:
        return language.message("range", low=low, high=high)
    return language.message("at_least", value=low) if low else language.message("at_most", value=high)


def _whole_number_with_unit(value: Value, unit: Unit, language: Language) -> str:
    """Format a whole number with unit and certainty, or the reason why there is none."""
    if value.value is None:
        return language.reason(value)
    return language.message(value.certainty, value=format_with_unit(round(value.value), unit, language))


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
    )
    return (
        language.message("assumption-unknown")
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
    ends = [
        format_plan_number(end, assumption.unit, language, currency)
        for end in (assumption.low, assumption.high)
    ]
    return language.message("range", low=ends[0], high=ends[1])


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
    if not assumption.counted_unit or assumption.n is None:
        return language.message(f"source-{assumption.source}")
    name = f"source-{assumption.source}-{assumption.counted_unit}"
    return language.plural(assumption.n, name, n=language.number(assumption.n))


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
        assumption = language.message(f"assumption-{value.reason_values['what']}").casefold()
        return language.message("unknown-assumption", what=assumption)
    return (
        language.reason(value)
        if value.reason is not None
        else _format_with_interval(value, outcome, language, currency)
    )


def exceeded_limits(
    outcomes: Mapping[str, Outcome], language: Language, currency: str = ""
) -> tuple[str, ...]:
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
    sentences = []
    for name, limit in (("seats_filled", 1), ("staff_share", 1)):
        number = outcomes[name].value.value if name in outcomes else None
        if number is not None and number > limit:
            sentences.append(language.message(f"limit-{name}", share=language.share(number)))
    left = outcomes["money_left"].value.value if "money_left" in outcomes else None
    if left is not None and left < 0:
        sentences.append(language.message("limit-money_left", money=language.money(-left, currency)))
    return tuple(sentences)


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
    labels = tuple(language.message(f"assumption-{name}").casefold() for name in outcome.assumption_ids)
    return language.message("rests-on", names=language.join_names(labels))


def _format_with_interval(
    value: Value, quantity: Assumption | Outcome, language: Language, currency: str
) -> str:
    def write(number: float) -> str:
        return format_plan_number(number, quantity.unit, language, currency)

    if value.value is None:
        return language.message("range", low=write(value.low or 0), high=write(value.high or 0))
    text = language.message(value.certainty, value=write(value.value))
    if value.low is None or value.high is None or write(value.low) == write(value.high):
        return text
    return language.message("with-interval", value=text, low=write(value.low), high=write(value.high))


def format_plan_number(number: float, unit: str, language: Language, currency: str) -> str:
    """Format a number of a plan: whole where large, since fractional visits are not planned.

    Parameters
    ----------
    number : float
        Number to format.
    unit : str
        Its unit, one of `OUTCOMES` or `ASSUMPTIONS`.
    language : Language
        Language of the text.
    currency : str
        ISO code of the currency; empty for numbers without a symbol.

    Returns
    -------
    str
        The number with its unit where that is not "visits" or "sessions".
    """
    if unit in ("money", "share"):
        return language.in_unit(number, unit, currency)
    text = language.number(number, 0 if abs(number) >= DECIMAL_BELOW or float(number).is_integer() else 1)
    return language.message("unit-hours", value=text) if unit == "hours" else text


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
    conditions = [
        _assumption_condition(row.assumptions[name], language, currency)
        for name in CONDITION_ASSUMPTIONS
        if _is_listed_assumption(row, name)
    ]
    return language.message("joined-by-semicolon").join(conditions)


def _is_listed_assumption(row: PlanRow, name: str) -> bool:
    """Return whether to list an assumption; unknown volunteer hours are omitted.

    Many programs have no volunteers. Every other unknown assumption is listed.
    """
    return name != "volunteer_hours_per_session" or row.assumptions[name].value is not None


def _assumption_condition(assumption: Assumption, language: Language, currency: str) -> str:
    label = language.message(f"assumption-{assumption.id}").casefold()
    if assumption.value is None:
        return language.message("must-be-known", label=label)
    text = assumption_text(assumption, language, currency)
    return language.message(
        "must-hold", label=label, value=text, source=assumption_source(assumption, language)
    )


#: Formats an outcome in a language and a currency.
WriteOutcome = Callable[[Outcome, Language, str], str]


def plan_table(
    plan: Plan, language: Language, currency: str = "", write: WriteOutcome | None = None
) -> ChartTable:
    """Build the plan table, one row per program and a total row.

    Parameters
    ----------
    plan : Plan
        Plan of all programs.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency; empty for numbers without a symbol.
    write : callable, optional
        Formats an outcome; by default as in documents.

    Returns
    -------
    ChartTable
        Assumptions and outcomes as text; the total row is omitted for a single program.
    """
    written = write or _cell
    names = ("sessions_per_month", "months")
    headings = (
        language.message("program"),
        *(language.message(f"assumption-{name}") for name in names),
        *(language.message(f"outcome-{name}") for name in PLAN_OUTCOMES),
    )
    rows = [
        (
            row.program,
            *(assumption_text(row.assumptions[name], language, currency) for name in names),
            *(written(row.outcomes[name], language, currency) for name in PLAN_OUTCOMES),
        )
        for row in plan.rows
    ]
    if len(plan.rows) > 1:
        totals = (written(plan.totals[name], language, currency) for name in PLAN_OUTCOMES)
        rows.append((language.message("plan-together"), "", "", *totals))
    return ChartTable(headings, tuple(rows), tuple(range(1, len(headings))))


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
    sentences = [language.message("plan-signs")]
    share = plan.totals["staff_share"]
    if share.value.value is not None:
        sentences.append(language.message("plan-staff-share", share=outcome_text(share, language)))
    for name in PLAN_OUTCOMES:
        names = plan.totals[name].value.left_out
        if names and len(names) < len(plan.rows):
            label = language.message(f"outcome-{name}").casefold()
            sentences.append(language.message("plan-lacks", label=label, names=language.join_names(names)))
    return " ".join(sentences)


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
    headings = tuple(language.message(f"heading-{name}") for name in ("assumption", "assumed", "where-from"))
    rows = [
        (
            row.program,
            language.message(f"assumption-{name}"),
            assumption_text(row.assumptions[name], language, currency),
            assumption_source(row.assumptions[name], language),
        )
        for row in plan.rows
        for name in ASSUMPTIONS
    ]
    return ChartTable((language.message("program"), *headings), tuple(rows), (2,))
