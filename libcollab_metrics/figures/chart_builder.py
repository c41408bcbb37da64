"""Build charts from rows of values: maximum number of bars, order, caption, source and alt text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from libcollab_metrics.figures.chart import Chart, ChartKind, Point, Series, format_number
from libcollab_metrics.figures.text import (
    EvaluationLike,
    caveat_sentence,
    metric_name,
    part_name,
    scope_sentence,
    value_remark,
)
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import DEFINITIONS_VERSION
from libcollab_metrics.metrics.definition import Metric, Value

# Caption, source and alt text of a figure.

#: Noun for the caption of a lower bound, where it differs from the unit of the metric.
LOWER_BOUND_NOUNS: Mapping[str, str] = MappingProxyType(
    {
        "reach_rate": "people",
        "cost_per_participant": "money",
        "attendance_per_1000": "visits",
        "target_attainment": "visits",
    }
)
#: Number of marks in the alt text; the data table holds all of them.
MAX_ALT_TEXT_POINTS = 8


def build_caption(values: Sequence[Value], metric: Metric, language: Language, undrawn_count: int = 0) -> str:
    """Write the caption: coverage, n, and the meaning of "at least" and hidden marks."""
    known = [value for value in values if value.value is not None]
    parts = [_coverage_text(known, language), _count_text(known, metric, language)]
    if any(value.certainty == "at_least" for value in known):
        parts.append(language.message(f"caption-at-least-{LOWER_BOUND_NOUNS.get(metric.id, metric.unit)}"))
    notes = dict.fromkeys(value.note for value in values if value.note and value.reason is None)
    parts += [language.message(f"note-{note}") for note in notes]
    if any(value.certainty == "at_most" for value in known):
        parts.append(language.message("caption-at-most"))
    if any(value.ci_low is not None for value in known):
        parts.append(language.message("caption-interval"))
    hidden = [value for value in values if value.is_hidden]
    if hidden:
        parts.append(language.message("caption-hidden", k=max(value.reason_values["k"] for value in hidden)))
    left_out = tuple(dict.fromkeys(name for value in values for name in value.left_out))
    if left_out:
        parts.append(language.message("caption-left-out", names=language.join_names(left_out)))
    if undrawn_count:
        parts.append(language.message("caption-undrawn", count=undrawn_count))
    return " ".join(part for part in parts if part)


def _coverage_text(values: Sequence[Value], language: Language) -> str:
    shares = [value.coverage for value in values if value.coverage is not None]
    if not shares:
        return ""
    if min(shares) == max(shares):
        return language.message("caption-coverage", share=language.share(shares[0]))
    return language.message(
        "caption-coverages", low=language.share(min(shares)), high=language.share(max(shares))
    )


def _count_text(values: Sequence[Value], metric: Metric, language: Language) -> str:
    """Write n with the noun of what it counts; empty where the figure itself is that count."""
    counts = [value.n for value in values if value.n is not None]
    if not counts or all(value.n == value.value for value in values):
        return ""
    low, high = language.number(min(counts)), language.number(max(counts))
    n = low if low == high else language.message("range", low=low, high=high)
    noun = metric.counts if metric.counts and n != "1" else "n"  # "n = 1 lots" would be ungrammatical
    return language.message(f"caption-{noun}", n=n)


def band_note(band: tuple[float | None, float | None], chart: Chart, language: Language) -> str:
    """Describe the shaded range."""
    low, high = (format_number(end, chart, language) for end in band)
    if low and high:
        range_text = language.message("range", low=low, high=high)
    else:
        range_text = (
            language.message("at_least", value=low) if low else language.message("at_most", value=high)
        )
    return language.message("caption-band", range=range_text)


def build_source_line(evaluation: EvaluationLike, language: Language) -> str:
    """Write the source line: scope, date and version of the definitions."""
    scope = scope_sentence(evaluation.scope, evaluation.as_of, language)
    return language.message("source", scope=scope, version=DEFINITIONS_VERSION)


def alt_text(chart: Chart, language: Language) -> str:
    """Write the alt text: chart kind, finding, and the first marks with their remarks."""
    points = [point for series in chart.series for point in _points_to_describe(series, chart)]
    kind = language.message(f"alt-{chart.kind}", measure=chart.measure, category=chart.category.casefold())
    read = [_describe_point(point, chart, language) for point in points[:MAX_ALT_TEXT_POINTS]]
    if len(points) > MAX_ALT_TEXT_POINTS:
        read.append(language.message("alt-more", count=len(points) - MAX_ALT_TEXT_POINTS))
    return " ".join([kind, chart.title.rstrip(".") + ".", "; ".join(read) + "." if read else ""]).strip()


def _points_to_describe(series: Series, chart: Chart) -> list[Point]:
    """Return the points that have a number or a note.

    A single series returns all of its points; with several, labels include the name of the series.
    """
    if len(chart.series) < 2:
        return list(series.points)
    described = [point for point in series.points if point.value is not None or point.note]
    return [replace(point, label=f"{point.label}, {series.name}") for point in described]


def _describe_point(point: Point, chart: Chart, language: Language) -> str:
    number = format_number(point.value, chart, language)
    text = (
        language.message("alt-noted", number=number, note=point.note)
        if number and point.note
        else number or point.note
    )
    return language.message("alt-mark", label=point.label, said=text.rstrip("."))


Row = tuple[str, Value]
#: Maximum number of bars drawn; the caption states how many were left out, and the full table of groups stays
#: in the library.
MAX_BARS = 40


def build_chart(
    key: str,
    kind: ChartKind,
    title: str,
    rows: Sequence[Row],
    metric: Metric,
    category: str,
    evaluation: EvaluationLike,
    language: Language,
    points: Sequence[Point] | None = None,
) -> Chart:
    """Build a chart of one series, with caption, source and alt text from its values."""
    drawn = (
        [build_point(label, value, language) for label, value in rows[:MAX_BARS]]
        if points is None
        else points
    )
    undrawn = max(0, len(rows) - len(drawn)) if points is None else 0
    chart = Chart(
        key=key,
        kind=kind,
        title=title,
        unit=metric.unit,
        series=(Series(metric_name(metric, language), tuple(drawn)),),
        category=category,
        measure=metric_name(metric, language),
        caption=build_caption([value for _, value in rows], metric, language, undrawn_count=undrawn),
        source=build_source_line(evaluation, language),
        alt="",
        currency=evaluation.currency,
        metrics=(metric.id,),
    )
    return replace(chart, alt=alt_text(chart, language))


def build_chart_with_caveat(
    key: str,
    kind: ChartKind,
    title: str,
    rows: Sequence[Row],
    metric: Metric,
    category: str,
    evaluation: EvaluationLike,
    language: Language,
) -> Chart:
    """Build a chart and append the metric's caveat to its caption."""
    chart = build_chart(key, kind, title, rows, metric, category, evaluation, language)
    return replace(chart, caption=f"{chart.caption} {caveat_sentence(metric, language)}".strip())


def replace_title(chart: Chart, title: str, language: Language) -> Chart:
    """Return the chart with another title, and alt text that starts with it."""
    chart = replace(chart, title=title)
    return replace(chart, alt=alt_text(chart, language))


def limit_bars(chart: Chart, max_bars: int, language: Language) -> Chart:
    """Limit a bar or dot chart to its first bars and add the number left out to the caption.

    Any other chart is returned unchanged.

    Parameters
    ----------
    chart : Chart
        Chart to shorten.
    max_bars : int
        Maximum number of bars.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        The same chart where it has few enough bars, else a shortened copy.
    """
    points = chart.series[0].points if chart.series else ()
    if chart.kind not in ("bars", "dots") or len(points) <= max_bars:
        return chart
    series = tuple(replace(s, points=s.points[:max_bars]) for s in chart.series)
    left = language.message("caption-undrawn", count=len(points) - max_bars)
    chart = replace(chart, series=series, caption=f"{chart.caption} {left}".strip())
    return replace(chart, alt=alt_text(chart, language))


def build_point(label: str, value: Value, language: Language) -> Point:
    """Build a point from a value.

    A hidden or missing value is a gap with its reason; a range is an interval without a value.
    """
    low, high = (value.ci_low, value.ci_high) if value.ci_low is not None else (None, None)
    if value.value is None and value.reason is None:
        low, high = value.low, value.high
    return Point(label, value.value, low, high, value.is_hidden, value_remark(value, language))


def sort_rows(rows: Sequence[Row]) -> list[Row]:
    """Sort rows by value, largest first, gaps last, ties by name."""
    return sorted(rows, key=lambda row: (row[1].value is None, -(row[1].value or 0.0), row[0].casefold()))


def rows_by_part(evaluation: EvaluationLike, metric: Metric, language: Language) -> list[Row]:
    """Return the values of a metric, each labeled with the names of its group parts."""
    return [(join_part_names(value, language), value) for value in evaluation.values_for(metric.id)]


def join_part_names(value: Value, language: Language) -> str:
    """Join the parts of a value's group in one label, "confidence, March"."""
    return ", ".join(part_name(part, language) for _, part in value.group if part)
