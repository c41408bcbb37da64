"""What changed for readers: how many scored higher, and from which level they moved to which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from libcollab_metrics.figures import findings
from libcollab_metrics.figures.captions import alt_text
from libcollab_metrics.figures.drafting import chart_of, point_of
from libcollab_metrics.figures.spec import Chart, Point, Series
from libcollab_metrics.figures.words import HIDDEN, Evaluated, caveat, part_name
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.metrics.tables.levels import LEVELS
from libcollab_metrics.wording import Language

#: Each move and the place of its colour, the same as in a flow.
MOVES = (("up", 0), ("same", 4), ("down", 1))
#: Reading levels, best first, as a flow is read.
BEST_FIRST = tuple(reversed(LEVELS))


def score_moves(evaluation: Evaluated, language: Language) -> Chart:
    """Readers with both scores who scored higher, the same or lower, a bar a measure."""
    metric = find_metric("score_moves")
    values = {
        (v.groups.get("measure") or "", v.groups.get("move") or ""): v for v in evaluation.of(metric.id) if v.group
    }
    measures = list(dict.fromkeys(measure for measure, _ in values))
    rows = [(measure, value) for (measure, _), value in values.items()] or [("", v) for v in evaluation.of(metric.id)]
    title = findings.moved(rows, metric, language)
    chart = chart_of(
        "score-moves", "stacked", title, rows, metric, language.say("category-measure"), evaluation, language, ()
    )
    series = tuple(
        Series(language.say(f"move-{move}"), _moved(measures, move, values, language), look=look)
        for move, look in MOVES
    )
    return _told(replace(chart, series=series), language)


def _moved(
    measures: Sequence[str], move: str, values: Mapping[tuple[str, str], Value], language: Language
) -> tuple[Point, ...]:
    veiled = {name: _hidden_one(v for (measure, _), v in values.items() if measure == name) for name in measures}
    return tuple(
        _mark(part_name(name, language), values.get((name, move), veiled[name]), language) for name in measures
    )


def level_flow(evaluation: Evaluated, language: Language) -> Chart:
    """Readers from the level before to the level after, as ribbons."""
    metric = find_metric("level_moves")
    values: Mapping[tuple[str | None, str | None], Value] = {
        (v.groups.get("level_before"), v.groups.get("level_after")): v for v in evaluation.of(metric.id) if v.group
    }
    rows = [(f"{start} → {end}", value) for (start, end), value in values.items()]
    rows = rows or [("", value) for value in evaluation.of(metric.id)]
    title = findings.levelled(rows, evaluation.of("philiri_moved_up"), metric, language)
    chart = chart_of("levels", "flow", title, rows, metric, language.say("category-level"), evaluation, language, ())
    veiled, names = _hidden_one(values.values()), {level: part_name(level, language) for level in BEST_FIRST}
    series = tuple(
        Series(names[start], tuple(_mark(names[end], values.get((start, end), veiled), language) for end in BEST_FIRST))
        for start in BEST_FIRST
    )
    return _told(replace(chart, series=series), language)


def _told(chart: Chart, language: Language) -> Chart:
    proves_not = caveat(find_metric("mean_gain"), language)
    return replace(chart, alt=alt_text(chart, language), caption=f"{chart.caption} {proves_not}".strip())


def _hidden_one(values: Iterable[Value]) -> Value | None:
    """A hidden value of a table that has one: there what is in no row looks the same, for it would be told as zero."""
    return next((value for value in values if value.reason == HIDDEN), None)


def _mark(label: str, value: Value | None, language: Language) -> Point:
    return Point(label, None) if value is None else point_of(label, value, language)
