"""Charts that prove the finding of a document's first page: scores before and after, and growth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from babel.dates import get_month_names

from libcollab_metrics.figures.chart import Chart, Point, Series
from libcollab_metrics.figures.chart_builder import alt_text, build_point, build_source_line
from libcollab_metrics.figures.headlines import is_clear
from libcollab_metrics.figures.periods import long_month, month_labels, short_period
from libcollab_metrics.figures.text import EvaluationLike, metric_name, part_name
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.comparison import Change
from libcollab_metrics.metrics.definition import Unit, Value
from libcollab_metrics.metrics.evaluate import find_metric
from libcollab_metrics.metrics.occasions import MonthPair, NamedMonth
from libcollab_metrics.metrics.tables.scores import BANDS
from libcollab_metrics.model.scope import last_day

#: Measures of the reading inventory, which are percentages and share a scale.
PERCENT_PREFIX, LEVEL_MEASURE = "philiri_", "philiri_level"
#: Fewest readers of a drawn average, and fewest months of a growth chart.
MIN_READERS, MIN_MONTHS = 10, 4
#: Most columns: later months only.
MAX_MONTHS = 18
#: Months of a half-year, and months after which a chart for slides has half-years.
MONTHS_OF_HALF, HALF_YEARS_FROM = 6, 12


class PeriodChange(Protocol):
    """Changes since a comparable period."""

    @property
    def against(self) -> str: ...

    def find(self, metric: str, program: str = "") -> Change | None: ...


def score_pairs(
    evaluation: EvaluationLike,
    measure: str,
    language: Language,
    *,
    months: Mapping[str, MonthPair] | None = None,
    has_levels: bool = False,
) -> Chart | None:
    """Build a chart of average scores before and after, of one measure and those on the same scale.

    Parameters
    ----------
    evaluation : EvaluationLike
        With `paired_scores` and `mean_gain`.
    measure : str
        Measure of the finding; it is drawn first.
    language : Language
        Language of the text.
    months : mapping of str to tuple of (NamedMonth, NamedMonth), optional
        Months of the tests before and after, by measure; they name the two sides if all measures share them.
    has_levels : bool, default False
        Whether to shade the instructional range of the reading inventory, for readers who know it.

    Returns
    -------
    Chart or None
        Pairs with the gain and its likely range as note; None without scores of at least ten readers.
    """
    gains = {v.groups.get("measure") or "": v for v in evaluation.values_for("mean_gain") if v.group}
    scores = {
        (v.groups.get("measure") or "", v.groups.get("side") or ""): v
        for v in evaluation.values_for("paired_scores")
    }
    others = sorted(name for name in gains if name != measure and _has_same_scale(name, measure))
    drawn = [
        name
        for name in (measure, *others)
        if (gains[name].n or 0) >= MIN_READERS
        and gains[name].ci_low is not None
        and all(scores.get((name, side), Value("")).value is not None for side in ("before", "after"))
    ]
    if measure not in drawn:
        return None
    is_percent = measure.startswith(PERCENT_PREFIX)
    divisor = 100 if is_percent else 1
    pairs = [
        tuple((scores[name, side].value or 0) / divisor for side in ("before", "after")) for name in drawn
    ]
    before = tuple(Point(_topic(name, language), pair[0]) for name, pair in zip(drawn, pairs, strict=True))
    after = tuple(
        Point(_topic(name, language), pair[1], note=_gain_note(gains[name], language))
        for name, pair in zip(drawn, pairs, strict=True)
    )
    numbers = [number for pair in pairs for number in pair]
    unit: Unit = "share" if is_percent else "points"
    values = {
        "measure": _topic(measure, language),
        "before": language.in_unit(pairs[0][0], unit),
        "after": language.in_unit(pairs[0][1], unit),
    }
    rose = pairs[0][1] > pairs[0][0]
    counts = {gains[name].n for name in drawn}
    readers = (
        language.message("story-readers", n=language.number(counts.pop() or 0)) if len(counts) == 1 else ""
    )
    ranges = tuple(instructional_range(name) for name in drawn) if has_levels else ()
    title = _level_title(drawn, pairs, language) if has_levels else ""
    chart = Chart(
        key="score-change",
        kind="pairs",
        title=title or _scores_title(measure, rose, values, language),
        unit=unit,
        series=tuple(map(Series, _side_names(drawn, months or {}, language), (before, after))),
        category=language.message("category-measure"),
        measure=readers or metric_name(find_metric("paired_scores"), language),
        caption="",
        source=build_source_line(evaluation, language),
        alt="",
        scale=_scale([*numbers, *(end for ends in ranges if ends for end in ends)], is_percent),
        interval=language.message("story-level-range") if any(ranges) else "",
        metrics=("paired_scores", "mean_gain"),
        ranges=ranges if any(ranges) else (),
    )
    return replace(chart, alt=alt_text(chart, language))


def _side_names(
    measures: Sequence[str], months: Mapping[str, MonthPair], language: Language
) -> tuple[str, str]:
    """Return the months of the two tests if they are the same for all measures, else "before" and "after"."""
    pairs = {months.get(measure) for measure in measures}
    pair = pairs.pop() if len(pairs) == 1 else None
    if pair is None:
        return language.message("series-before"), language.message("series-after")
    before, after = (_name_month(month, language) for month in pair)
    return before, after


def _name_month(named: NamedMonth, language: Language) -> str:
    if named.year is not None:
        return long_month(f"{named.year}-{named.month:02}", language)
    return str(get_month_names("wide", "stand-alone", language.locale)[named.month])


def instructional_range(measure: str) -> tuple[float, float] | None:
    """Return the shares that round to the instructional level of a test; None for another measure."""
    for name, instructional, independent in BANDS:
        if name == measure:
            return (instructional - 0.5) / 100, (independent - 0.5) / 100
    return None


def _level_title(measures: Sequence[str], pairs: Sequence[Sequence[float]], language: Language) -> str:
    """Write which average moved into the instructional range; empty if none did."""
    for name, (before, after) in zip(measures, pairs, strict=True):
        ends = instructional_range(name)
        if ends is not None and before < ends[0] <= after < ends[1]:
            return language.message(f"story-level-{name}")
    return ""


def _scores_title(measure: str, rose: bool, values: Mapping[str, str], language: Language) -> str:
    direction = "up" if rose else "down"
    own = f"story-{measure}-{direction}"
    return language.message(own if own in language.messages else f"story-scores-{direction}", **values)


def _has_same_scale(measure: str, other: str) -> bool:
    """Return whether both are percentages of the reading inventory; other tests have scales of their own."""
    return (
        measure != LEVEL_MEASURE and measure.startswith(PERCENT_PREFIX) and other.startswith(PERCENT_PREFIX)
    )


def _topic(measure: str, language: Language) -> str:
    """Return what a measure is about: "Understanding what they read"."""
    name = language.messages.get(f"topic-{measure}", "") or part_name(measure, language)
    return name[:1].upper() + name[1:]


def _gain_note(gain: Value, language: Language) -> str:
    def signed(number: float) -> str:
        return ("+" if number > 0 else "") + language.number(number, 1)

    note = signed(gain.value or 0)
    if gain.ci_low is None or gain.ci_high is None:
        return note
    return f"{note}\n" + language.message("story-likely", low=signed(gain.ci_low), high=signed(gain.ci_high))


def _scale(numbers: list[float], is_percent: bool) -> tuple[float, float]:
    """Return the ends of the axis: tens of percent around the averages, or round numbers from zero."""
    if is_percent:
        low = max(0.0, math.floor((min(numbers) - 0.06) * 10) / 10)
        return low, min(1.0, math.ceil((max(numbers) + 0.04) * 10) / 10)
    top = max(numbers) * 1.15
    step = 10 ** math.floor(math.log10(top)) / 2 if top > 0 else 1.0
    return 0.0, math.ceil(top / step) * step


def growth_columns(months: EvaluationLike, change: PeriodChange | None, language: Language) -> Chart | None:
    """Build a chart of people per session by month, with the latest accented.

    Parameters
    ----------
    months : EvaluationLike
        `attendance_per_session` by month.
    change : PeriodChange or None
        Change since a comparable period; the title claims a growth or decline only from it.
    language : Language
        Language of the text.

    Returns
    -------
    Chart or None
        None with fewer than four recorded months.
    """
    metric = find_metric("attendance_per_session")
    recorded = [v for v in months.values_for(metric.id) if v.groups.get("month")]
    while recorded and recorded[0].value is None:
        recorded.pop(0)
    while recorded and recorded[-1].value is None:
        recorded.pop()
    if sum(value.value is not None for value in recorded) < MIN_MONTHS:
        return None
    drawn = recorded[-MAX_MONTHS:]
    labels = month_labels([str(value.groups["month"]) for value in drawn], language)
    points = tuple(
        replace(build_point(label, value, language), low=None, high=None)
        for label, value in zip(labels, drawn, strict=True)
    )
    chart = Chart(
        key="growth",
        kind="columns",
        title=_growth_title(drawn, change, language),
        unit=metric.unit,
        series=(Series(metric_name(metric, language), points),),
        category=language.message("category-month"),
        measure=metric_name(metric, language),
        caption=language.message("story-per-session"),
        source=build_source_line(months, language),
        alt="",
        metrics=(metric.id,),
    )
    return replace(chart, alt=alt_text(chart, language))


def growth_halves(months: EvaluationLike, change: PeriodChange | None, language: Language) -> Chart | None:
    """Build a chart of people per session by half-year, with the latest accented.

    The half-years are counted back from the last recorded month; averages are of their counted sessions.

    Parameters
    ----------
    months : EvaluationLike
        `attendance_per_session` by month.
    change : PeriodChange or None
        Change since a comparable period, which the title names.
    language : Language
        Language of the text.

    Returns
    -------
    Chart or None
        None without a clear change, with at most twelve recorded months, or if a month is hidden.
    """
    monthly = growth_columns(months, change, language)
    whole = change.find("attendance_per_session") if change else None
    if whole is None or not is_clear(whole):
        return None
    recorded = {str(v.groups["month"]): v for v in months.values_for("attendance_per_session") if v.value}
    last = max(recorded, default="")
    if monthly is None or not last or any(value.is_hidden for value in months.values):
        return None
    count = _months_between(min(recorded), last) + 1
    if count <= HALF_YEARS_FROM:
        return None
    points = []
    for start in range(count // MONTHS_OF_HALF * MONTHS_OF_HALF, 0, -MONTHS_OF_HALF):
        names = [_month_before(last, start - 1 - step) for step in range(MONTHS_OF_HALF)]
        counted = [recorded[name] for name in names if name in recorded]
        sessions = sum(value.denominator or 0 for value in counted)
        average = sum(value.numerator or 0 for value in counted) / sessions if sessions else None
        period = short_period(date.fromisoformat(f"{names[0]}-01"), last_day(names[-1]), language)
        points.append(Point(period, average))
    chart = replace(
        monthly,
        key="growth-halves",
        series=(replace(monthly.series[0], points=tuple(points)),),
        category=language.message("category-half-year"),
        caption=language.message("story-per-half-year"),
    )
    return replace(chart, alt=alt_text(chart, language))


def _months_between(first: str, last: str) -> int:
    (year, month), (last_year, last_month) = (map(int, name.split("-")) for name in (first, last))
    return (last_year - year) * 12 + last_month - month


def _month_before(month: str, count: int) -> str:
    year, number = map(int, month.split("-"))
    year, number = divmod(year * 12 + number - 1 - count, 12)
    return f"{year:04d}-{number + 1:02d}"


def _growth_title(drawn: list[Value], change: PeriodChange | None, language: Language) -> str:
    whole = change.find("attendance_per_session") if change else None
    if change is not None and whole is not None and is_clear(whole):
        now, before = (language.number(value.value or 0) for value in (whole.now, whole.earlier))
        return language.message(f"story-growth-{whole.direction}-{change.against}", now=now, before=before)
    known = [value.value for value in drawn if value.value is not None]
    low, high = language.number(min(known)), language.number(max(known))
    return language.message("story-growth-range" if low != high else "story-growth-same", low=low, high=high)
