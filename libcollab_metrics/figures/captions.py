"""What stands under a figure: coverage and n, where it comes from, and words for those who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from libcollab_metrics.figures.spec import Chart, Point, Series
from libcollab_metrics.figures.table import written
from libcollab_metrics.figures.words import Evaluated, scope_sentence
from libcollab_metrics.metrics import DEFINITIONS_VERSION
from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.wording import Language

#: Why a value is a lower bound, where its unit does not say so.
AT_LEAST: Mapping[str, str] = MappingProxyType(
    {
        "reach_rate": "people",
        "cost_per_participant": "money",
        "attendance_per_1000": "visits",
        "target_attainment": "visits",
    }
)
#: Marks a listener hears; the table holds them all.
MOST_READ_OUT = 8


def caption(values: Sequence[Value], metric: Metric, language: Language, left_undrawn: int = 0) -> str:
    """Return coverage, n, and what "at least" and hidden marks mean in this figure, in one line."""
    known = [value for value in values if value.value is not None]
    parts = [_coverage(known, language), _units(known, metric, language)]
    if any(value.certainty == "at_least" for value in known):
        parts.append(language.say(f"caption-at-least-{AT_LEAST.get(metric.id, metric.unit)}"))
    notes = dict.fromkeys(value.note for value in values if value.note and value.reason is None)
    parts += [language.say(f"note-{note}") for note in notes]
    if any(value.certainty == "at_most" for value in known):
        parts.append(language.say("caption-at-most"))
    if any(value.ci_low is not None for value in known):
        parts.append(language.say("caption-interval"))
    hidden = [value for value in values if value.is_hidden]
    if hidden:
        parts.append(language.say("caption-hidden", k=max(value.reason_values["k"] for value in hidden)))
    left_out = tuple(dict.fromkeys(name for value in values for name in value.left_out))
    if left_out:
        parts.append(language.say("caption-left-out", names=language.listing(left_out)))
    if left_undrawn:
        parts.append(language.say("caption-undrawn", count=left_undrawn))
    return " ".join(part for part in parts if part)


def _coverage(values: Sequence[Value], language: Language) -> str:
    shares = [value.coverage for value in values if value.coverage is not None]
    if not shares:
        return ""
    if min(shares) == max(shares):
        return language.say("caption-coverage", share=language.share(shares[0]))
    return language.say("caption-coverages", low=language.share(min(shares)), high=language.share(max(shares)))


def _units(values: Sequence[Value], metric: Metric, language: Language) -> str:
    """n with what it counts; nothing where the figure itself is that count."""
    counts = [value.n for value in values if value.n is not None]
    if not counts or all(value.n == value.value for value in values):
        return ""
    low, high = language.number(min(counts)), language.number(max(counts))
    n = low if low == high else language.say("range", low=low, high=high)
    noun = metric.counts if metric.counts and n != "1" else "n"  # "n = 1 lots" is no English
    return language.say(f"caption-{noun}", n=n)


def band_note(band: tuple[float | None, float | None], chart: Chart, language: Language) -> str:
    """Say what the shaded range is."""
    low, high = (written(end, chart, language) for end in band)
    if low and high:
        said = language.say("range", low=low, high=high)
    else:
        said = language.say("at_least", value=low) if low else language.say("at_most", value=high)
    return language.say("caption-band", range=said)


def source(evaluation: Evaluated, language: Language) -> str:
    """Return the selection, the day, and the version of the definitions."""
    scope = scope_sentence(evaluation.scope, evaluation.as_of, language)
    return language.say("source", scope=scope, version=DEFINITIONS_VERSION)


def alt_text(chart: Chart, language: Language) -> str:
    """Say what the figure shows: its kind, its finding, and its first marks with what qualifies them."""
    points = [point for series in chart.series for point in _told(series, chart)]
    kind = language.say(f"alt-{chart.kind}", measure=chart.measure, category=chart.category.casefold())
    read = [_read_out(point, chart, language) for point in points[:MOST_READ_OUT]]
    if len(points) > MOST_READ_OUT:
        read.append(language.say("alt-more", count=len(points) - MOST_READ_OUT))
    return " ".join([kind, chart.title.rstrip(".") + ".", "; ".join(read) + "." if read else ""]).strip()


def _told(series: Series, chart: Chart) -> list[Point]:
    """The marks of one series that say something, each under the name of the series too where there are several."""
    if len(chart.series) < 2:
        return list(series.points)
    said = [point for point in series.points if point.value is not None or point.note]
    return [replace(point, label=f"{point.label}, {series.name}") for point in said]


def _read_out(point: Point, chart: Chart, language: Language) -> str:
    number = written(point.value, chart, language)
    said = language.say("alt-noted", number=number, note=point.note) if number and point.note else number or point.note
    return language.say("alt-mark", label=point.label, said=said.rstrip("."))
