"""What was, what may come, and the plainest guess beside it, in one figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from libcollab_metrics.figures.captions import alt_text, source
from libcollab_metrics.figures.spec import Chart, Point, Series
from libcollab_metrics.figures.words import Evaluated
from libcollab_metrics.model.scope import month_of, months_after
from libcollab_metrics.planning import Forecast, ForecastPoint, Month, forecast, monthly_series
from libcollab_metrics.planning import Series as Months
from libcollab_metrics.wording import Language


def attendance_forecast(monthly: Evaluated, language: Language) -> Chart:
    """Attendance by month of one selection, with the half year ahead where the months known allow to say something."""
    series = monthly_series(monthly)
    ahead = forecast(series)
    recorded = tuple(_recorded(month, language) for month in series.months)
    expected = tuple(_expected(point, language) for point in ahead.points)
    guessed = tuple(Point(language.month(point.month), point.baseline) for point in ahead.points)
    lines = [Series(language.say("series-recorded"), (*recorded, *map(_nothing, expected)))]
    if expected:
        before = tuple(map(_nothing, recorded))
        lines.append(Series(language.say("series-forecast"), (*before, *expected), "dashed"))
        lines.append(Series(language.say("series-plain"), (*before, *guessed), "dotted"))
    chart = Chart(
        key="attendance-forecast",
        kind="line",
        title=_title(monthly, ahead, language),
        unit="visits",
        series=tuple(lines),
        category=language.say("category-month"),
        measure=language.say(f"measure-{series.basis}"),
        caption=" ".join(_caption(series, ahead, monthly.as_of, language)),
        source=source(monthly, language),
        alt="",
        interval=language.say("heading-four-of-five"),
    )
    # Whoever cannot see it wants to know what comes; the table holds what was.
    read_out = (Series(lines[-1].name, expected),) if expected else chart.series
    return replace(chart, alt=alt_text(replace(chart, series=read_out), language))


def _recorded(month: Month, language: Language) -> Point:
    note = language.say("mark-estimated") if month.estimated else ""
    if month.value is None:
        note = language.say("no-session") if month.state == "no-session" else language.say(f"month-{month.state}")
    return Point(language.month(month.label), month.value, note=note, hidden=month.state == "hidden")


def _expected(point: ForecastPoint, language: Language) -> Point:
    return Point(language.month(point.month), point.value, point.low, point.high)


def _nothing(point: Point) -> Point:
    """The place of a month on a line that does not reach it."""
    return Point(point.label, None)


def _title(monthly: Evaluated, ahead: Forecast, language: Language) -> str:
    """Who, what may be expected, until when, and how sure that is; or why nothing is said."""
    kept = dict(monthly.scope.where)
    who = language.listing(kept.get("program", ())) or language.say("scope-all-programs")
    if "site" in kept:
        who = language.say("scope-at", who=who, site=language.listing(kept["site"]))
    if ahead.reason is not None:
        return language.say("forecast-none", who=who, why=language.reason(ahead))
    said = {
        "who": who,
        "value": _span([point.value for point in ahead.points], language),
        "basis": language.say(f"forecast-{ahead.basis}"),
        "first": language.month(ahead.points[0].month),
        "last": language.month(ahead.points[-1].month),
    }
    ends = [end for point in ahead.points for end in (point.low, point.high) if end is not None]
    if not ends:
        return language.say("forecast-alike", **said)
    low, high = language.number(min(ends)), language.number(max(ends))
    return language.say("forecast-about", low=low, high=high, **said)


def _span(values: list[float], language: Language) -> str:
    low, high = language.number(min(values)), language.number(max(values))
    return low if low == high else language.say("range", low=low, high=high)


def _caption(series: Months, ahead: Forecast, as_of: date, language: Language) -> list[str]:
    """What a month's number is, how many there are, what the ribbon and the dots say, and what was left out."""
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
    if series.months and months_after(series.months[-1].label, 1)[0] < month_of(as_of):
        said.append(language.say("caption-records-end", month=language.month(series.months[-1].label)))
    if series.unfinished:
        said.append(language.say("caption-unfinished", month=language.month(series.unfinished)))
    if series.undated:
        said.append(language.say("caption-undated"))
    return said
