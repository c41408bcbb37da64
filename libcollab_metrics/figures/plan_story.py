"""Charts of the planning pack: people at a session with their forecast, and the path to the aim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from libcollab_metrics.figures.chart import Chart, Point, Series
from libcollab_metrics.figures.chart_builder import alt_text, build_source_line
from libcollab_metrics.figures.periods import long_month, month_labels
from libcollab_metrics.figures.plan_vega import FORECAST, PATH
from libcollab_metrics.figures.text import EvaluationLike
from libcollab_metrics.localization import Language
from libcollab_metrics.planning import ProgramTerm, build_monthly_series, forecast_series

#: Most recorded months in front of a forecast.
MAX_RECORDED = 24


def people_forecast(
    monthly: EvaluationLike, plan: ProgramTerm, seats: float | None, language: Language
) -> Chart | None:
    """Build the chart of people at a session by month, recorded and forecast.

    Parameters
    ----------
    monthly : EvaluationLike
        `SERIES_METRICS` of the program by month.
    plan : ProgramTerm
        Its plan.
    seats : float or None
        Seats at a session, drawn as a line; None if they are not known.
    language : Language
        Language of the text.

    Returns
    -------
    Chart or None
        None without a forecast of people at a session.
    """
    series = build_monthly_series(monthly)
    ahead = forecast_series(series)
    if ahead.reason is not None or ahead.basis != "per-session":
        return None
    recorded = series.months[-MAX_RECORDED:]
    names = month_labels(
        [*(month.label for month in recorded), *(point.month for point in ahead.points)], language
    )
    gap = [None] * len(ahead.points)
    values = [*(month.value for month in recorded), *gap]
    lines = [
        Series(
            language.message("series-recorded"),
            tuple(Point(name, value) for name, value in zip(names, values, strict=True)),
        ),
        Series(
            language.message("series-forecast"),
            (
                *(Point(name, None) for name in names[: len(recorded)]),
                *(
                    Point(name, point.value, point.low, point.high)
                    for name, point in zip(names[len(recorded) :], ahead.points, strict=True)
                ),
            ),
            "dashed",
        ),
    ]
    if seats:
        label = language.message("plan-seats", seats=language.number(seats))
        lines.append(Series(label, tuple(Point(name, seats) for name in names), "dotted"))
    return _finished(
        Chart(
            key=FORECAST,
            kind="line",
            title=_people_title(plan, language),
            unit="visits",
            series=tuple(lines),
            category=language.message("category-month"),
            measure=language.message("measure-per-session"),
            caption=language.message("plan-band") if ahead.points[0].low is not None else "",
            source=build_source_line(monthly, language),
            alt="",
            interval=language.message("heading-four-of-five"),
        ),
        language,
    )


def _people_title(plan: ProgramTerm, language: Language) -> str:
    each = plan.assumptions["visits_per_session"]
    program = plan.program or language.message("plan-any-session")
    value = language.number(each.value or 0)
    if each.low is None or each.high is None:
        return language.message("plan-people", program=program, value=value)
    low, high = language.number(each.low), language.number(each.high)
    key = "plan-people-range" if low != high else "plan-people"
    return language.message(key, program=program, value=value, low=low, high=high)


def path_to_aim(
    months: Sequence[str],
    aim: float,
    floor: float,
    high: float,
    last_year: Mapping[str, float],
    is_estimated: bool,
    language: Language,
    monthly: EvaluationLike,
    title: str,
) -> Chart:
    """Build the chart of visits as a running total: the aim, the range of the forecast, and a year earlier.

    Parameters
    ----------
    months : sequence of str
        Months of the term ("2026-07").
    aim, floor, high : float
        Middle and ends of the forecast of visits.
    last_year : mapping of str to float
        Visits of the same months a year earlier, by those months; empty if they are not known.
    is_estimated : bool
        Whether uncounted sessions of a year earlier are at their month's average.
    language : Language
        Language of the text.
    monthly : EvaluationLike
        Evaluation whose scope is named as the source.
    title : str
        The finding.

    Returns
    -------
    Chart
        Line chart that begins at zero.
    """
    start = language.message("plan-start")
    names = [start, *(name.split(" ")[0] for name in month_labels(months, language))]
    shares = [number / len(months) for number in range(len(months) + 1)]
    lines = []
    if last_year:
        so_far, points = 0.0, [Point(start, 0.0)]
        for name, month in zip(names[1:], sorted(last_year), strict=True):
            so_far += last_year[month]
            points.append(Point(name, so_far))
        key = "plan-last-year-about" if is_estimated else "plan-last-year"
        label = language.message(key, year=min(last_year)[:4], visits=language.number(so_far))
        lines.append(Series(label, tuple(points)))
    expected = tuple(
        Point(name, aim * share, floor * share, high * share)
        for name, share in zip(names, shares, strict=True)
    )
    lines.append(Series(language.message("plan-aim"), expected, "dashed"))
    return _finished(
        Chart(
            key=PATH,
            kind="line",
            title=title,
            unit="visits",
            series=tuple(lines),
            category=language.message("category-month"),
            measure=language.message("measure-so-far"),
            caption=language.message("plan-path-caption", month=long_month(months[0], language)),
            source=build_source_line(monthly, language),
            alt="",
            interval=language.message("heading-four-of-five"),
        ),
        language,
    )


def _finished(chart: Chart, language: Language) -> Chart:
    return replace(chart, alt=alt_text(chart, language))
