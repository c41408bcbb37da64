"""What every figure is drafted with: a chart from rows of values, its marks, their order, another title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from libcollab_metrics.figures.captions import alt_text, caption, source
from libcollab_metrics.figures.spec import Chart, ChartKind, Point, Series
from libcollab_metrics.figures.words import Evaluated, caveat, metric_name, part_name, remark
from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.wording import Language

Row = tuple[str, Value]
#: More bars than this are not drawn; the caption says how many there are, and the table of all groups is the library's.
MOST_BARS = 40


def chart_of(
    key: str, kind: ChartKind, title: str, rows: Sequence[Row], metric: Metric, category: str,
    evaluation: Evaluated, language: Language, points: Sequence[Point] | None = None,
) -> Chart:  # fmt: skip
    """Return a chart of one series, its caption, source and words for the ear made from the values behind it."""
    drawn = [point_of(label, value, language) for label, value in rows[:MOST_BARS]] if points is None else points
    undrawn = max(0, len(rows) - len(drawn)) if points is None else 0
    chart = Chart(
        key=key,
        kind=kind,
        title=title,
        unit=metric.unit,
        series=(Series(metric_name(metric, language), tuple(drawn)),),
        category=category,
        measure=metric_name(metric, language),
        caption=caption([value for _, value in rows], metric, language, left_undrawn=undrawn),
        source=source(evaluation, language),
        alt="",
        currency=evaluation.currency,
        metrics=(metric.id,),
    )
    return replace(chart, alt=alt_text(chart, language))


def with_caveat(
    key: str, kind: ChartKind, title: str, rows: Sequence[Row], metric: Metric, category: str,
    evaluation: Evaluated, language: Language,
) -> Chart:  # fmt: skip
    """A chart whose caption ends with what it does not prove."""
    chart = chart_of(key, kind, title, rows, metric, category, evaluation, language)
    return replace(chart, caption=f"{chart.caption} {caveat(metric, language)}".strip())


def titled(chart: Chart, title: str, language: Language) -> Chart:
    """Return the chart under another title, which the words for the ear begin with too."""
    chart = replace(chart, title=title)
    return replace(chart, alt=alt_text(chart, language))


def shortened(chart: Chart, most: int, language: Language) -> Chart:
    """A bar chart with its first bars only, saying how many are left; any other chart as it is."""
    points = chart.series[0].points if chart.series else ()
    if chart.kind not in ("bars", "dots") or len(points) <= most:
        return chart
    series = tuple(replace(s, points=s.points[:most]) for s in chart.series)
    left = language.say("caption-undrawn", count=len(points) - most)
    chart = replace(chart, series=series, caption=f"{chart.caption} {left}".strip())
    return replace(chart, alt=alt_text(chart, language))


def point_of(label: str, value: Value, language: Language) -> Point:
    """A mark: a hidden or missing value is a gap that says why, a range an interval without a middle."""
    low, high = (value.ci_low, value.ci_high) if value.ci_low is not None else (None, None)
    if value.value is None and value.reason is None:
        low, high = value.low, value.high
    return Point(label, value.value, low, high, value.is_hidden, remark(value, language))


def ordered(rows: Sequence[Row]) -> list[Row]:
    """Largest first, gaps last, names in order where numbers are equal."""
    return sorted(rows, key=lambda row: (row[1].value is None, -(row[1].value or 0.0), row[0].casefold()))


def by_parts(evaluation: Evaluated, metric: Metric, language: Language) -> list[Row]:
    """Return a metric's values, each under the names of its parts."""
    return [(joined(value, language), value) for value in evaluation.of(metric.id)]


def joined(value: Value, language: Language) -> str:
    """The parts of a value's group in one label: "confidence, March"."""
    return ", ".join(part_name(part, language) for _, part in value.group if part)
