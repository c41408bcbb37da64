"""Outcome figures and tables: score gains, reading levels, and books by stage and site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from libcollab_metrics.figures import findings
from libcollab_metrics.figures.chart import Chart, ChartTable, Point, Series
from libcollab_metrics.figures.chart_builder import (
    MAX_BARS,
    Row,
    alt_text,
    build_chart,
    build_chart_with_caveat,
    build_point,
    rows_by_part,
    sort_rows,
)
from libcollab_metrics.figures.text import (
    EvaluationLike,
    caveat_sentence,
    format_value,
    group_name,
    metric_name,
    part_name,
)
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.metrics.tables.scores import LEVELS
from libcollab_metrics.model.schema import STAGES

#: The two sides of a pair, in drawing order.
SIDES = ("before", "after")
#: Score moves with the color index of each, the same as in a flow.
MOVE_COLOURS = (("up", 0), ("same", 4), ("down", 1))
#: Prefix of the reading inventory's measures, which are reported as levels.
LEVEL_MEASURE_PREFIX = "philiri_"
#: Reading levels, best first, as in a flow.
BEST_FIRST = tuple(reversed(LEVELS))


def mean_gain(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the mean gain of matched readers by measure, with the 95 % interval.

    Percentages of the reading inventory are excluded unless they are the only measures: they have a figure of
    their own and do not share a scale with points of other tests.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One dot with interval per measure.
    """
    metric = find_metric("mean_gain")
    rows = _exclude_level_measures(rows_by_part(evaluation, metric, language))
    title = findings.gain_finding(rows, metric, language)
    return build_chart_with_caveat(
        "gain", "dots", title, rows, metric, language.message("category-measure"), evaluation, language
    )


def before_and_after(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a chart of mean scores before and after, by measure, of the same readers.

    The title is the finding of `mean_gain`.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics, with `paired_scores` and `mean_gain`.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One pair per measure.
    """
    metric, gained = find_metric("paired_scores"), find_metric("mean_gain")
    gains = _exclude_level_measures(rows_by_part(evaluation, gained, language))
    values = {(v.groups.get("measure"), v.groups.get("side")): v for v in evaluation.values_for(metric.id)}
    # A measure without readers tested twice has a missing gain and no scores.
    drawn = [
        (label, value)
        for label, value in gains[:MAX_BARS]
        if (value.groups.get("measure"), SIDES[0]) in values
    ]
    rows = [(label, values[value.groups.get("measure"), side]) for label, value in drawn for side in SIDES]
    title = findings.gain_finding(gains, gained, language)
    chart = build_chart(
        "before-after",
        "pairs",
        title,
        rows or gains,
        metric,
        language.message("category-measure"),
        evaluation,
        language,
        (),
    )
    gain_texts = {
        label: findings.format_gain(value, language) for label, value in drawn if value.value is not None
    }
    series = tuple(
        Series(
            language.message(f"series-{side}"), _side_points(rows[at::2], gain_texts if at else {}, language)
        )
        for at, side in enumerate(SIDES)
    )
    caption = chart.caption
    if len(gain_texts) > 1:
        labelled_gains = tuple(f"{label} {gain}" for label, gain in gain_texts.items())
        caption = f"{caption} {language.message('caption-gains', gains=language.join_names(labelled_gains))}"
    chart = _add_caveat(replace(chart, series=series, caption=caption), language)
    return replace(chart, alt=alt_text(replace(chart, series=_points_by_row(series)), language))


def _points_by_row(sides: Sequence[Series]) -> tuple[Series, ...]:
    """Return the points row by row, labeled with their side, for the alt text."""
    rows = zip(*(side.points for side in sides), strict=True)
    marks = (
        replace(p, label=f"{p.label}, {s.name}") for row in rows for s, p in zip(sides, row, strict=True)
    )
    return (Series("", tuple(marks)),)


def _exclude_level_measures(rows: list[Row]) -> list[Row]:
    """Exclude the measures of the reading inventory, unless they are the only ones."""
    return [
        row for row in rows if not (row[1].groups.get("measure") or "").startswith(LEVEL_MEASURE_PREFIX)
    ] or rows


def _side_points(
    rows: Sequence[Row], notes_by_label: Mapping[str, str], language: Language
) -> tuple[Point, ...]:
    """Build the points of one side; the later side has the gain and its interval as notes."""
    points = (build_point(label, value, language) for label, value in rows)
    return tuple(replace(point, note=notes_by_label.get(point.label, point.note)) for point in points)


def score_moves(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the readers who scored higher, the same or lower, by measure.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One stacked bar per measure, of readers with both scores.
    """
    metric = find_metric("score_moves")
    values = {
        (v.groups.get("measure") or "", v.groups.get("move") or ""): v
        for v in evaluation.values_for(metric.id)
        if v.group
    }
    measures = list(dict.fromkeys(measure for measure, _ in values))
    rows = [(measure, value) for (measure, _), value in values.items()] or [
        ("", v) for v in evaluation.values_for(metric.id)
    ]
    title = findings.score_moves_finding(rows, metric, language)
    chart = build_chart(
        "score-moves",
        "stacked",
        title,
        rows,
        metric,
        language.message("category-measure"),
        evaluation,
        language,
        (),
    )
    series = tuple(
        Series(
            language.message(f"move-{move}"),
            _move_points(measures, move, values, language),
            colour_index=look,
        )
        for move, look in MOVE_COLOURS
    )
    return _add_caveat(replace(chart, series=series), language)


def _move_points(
    measures: Sequence[str], move: str, values: Mapping[tuple[str, str], Value], language: Language
) -> tuple[Point, ...]:
    veiled = {
        name: _first_hidden(v for (measure, _), v in values.items() if measure == name) for name in measures
    }
    return tuple(
        _point_or_empty(part_name(name, language), values.get((name, move), veiled[name]), language)
        for name in measures
    )


def level_flow(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a flow chart of readers from their level before to their level after.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics, with `level_moves` and `philiri_moved_up`.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        Flow with levels, best first, on both sides.
    """
    metric = find_metric("level_moves")
    values: Mapping[tuple[str | None, str | None], Value] = {
        (v.groups.get("level_before"), v.groups.get("level_after")): v
        for v in evaluation.values_for(metric.id)
        if v.group
    }
    rows = [(f"{start} → {end}", value) for (start, end), value in values.items()]
    rows = rows or [("", value) for value in evaluation.values_for(metric.id)]
    title = findings.level_moves_finding(rows, evaluation.values_for("philiri_moved_up"), metric, language)
    chart = build_chart(
        "levels", "flow", title, rows, metric, language.message("category-level"), evaluation, language, ()
    )
    veiled, names = (
        _first_hidden(values.values()),
        {level: part_name(level, language) for level in BEST_FIRST},
    )
    series = tuple(
        Series(
            names[start],
            tuple(
                _point_or_empty(names[end], values.get((start, end), veiled), language) for end in BEST_FIRST
            ),
        )
        for start in BEST_FIRST
    )
    return _add_caveat(replace(chart, series=series), language)


def _add_caveat(chart: Chart, language: Language) -> Chart:
    proves_not = caveat_sentence(find_metric("mean_gain"), language)
    return replace(chart, alt=alt_text(chart, language), caption=f"{chart.caption} {proves_not}".strip())


def _first_hidden(values: Iterable[Value]) -> Value | None:
    """Return a hidden value of the table, if there is one.

    It also replaces absent rows: shown as zero, they would narrow down the hidden counts.
    """
    return next((value for value in values if value.is_hidden), None)


def _point_or_empty(label: str, value: Value | None, language: Language) -> Point:
    return Point(label, None) if value is None else build_point(label, value, language)


# Books: yield per stage, books by site, lots in transit.


class LotInTransit(Protocol):
    """A lot that was sent and has not arrived; None where a field is not known."""

    @property
    def name(self) -> str: ...
    @property
    def program(self) -> str: ...
    @property
    def site(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def sent_on(self) -> date: ...
    @property
    def days(self) -> int: ...
    @property
    def books(self) -> float | None: ...


def stage_yields(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the share of books that reached each stage.

    Only lots with both numbers are included.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per stage.
    """
    metric = find_metric("stage_yield")
    by_stage = {value.groups.get("stage"): value for value in evaluation.values_for(metric.id)}
    rows = [(language.message(f"stage-{stage}"), by_stage[stage]) for stage in STAGES if stage in by_stage]
    rows = rows or [(language.message("whole"), value) for value in evaluation.values_for(metric.id)]
    title = findings.lowest_yield_finding(rows, metric, language)
    return build_chart_with_caveat(
        "yields", "bars", title, rows, metric, language.message("category-stage"), evaluation, language
    )


def books_by_site(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of books received, by site.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by site.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per site.
    """
    metric = find_metric("books_at_stage")
    received = [value for value in grouped.values_for(metric.id) if value.groups.get("stage") == "received"]
    rows = sort_rows([(group_name(value, "site", language), value) for value in received])
    rows = rows or [(language.message("whole"), value) for value in grouped.values_for(metric.id)]
    received_books = replace(metric, label=language.message("books-received"))
    title = findings.comparison_finding(rows, received_books, language, grouped.currency)
    chart = build_chart(
        "books-by-site", "bars", title, rows, metric, language.message("category-site"), grouped, language
    )
    return replace(chart, measure=language.message("books-received"))


def lots_table(lots: Iterable[LotInTransit], language: Language) -> ChartTable:
    """Build a table of the lots in transit.

    Parameters
    ----------
    lots : Iterable[LotInTransit]
        Lots, longest in transit first.
    language : Language
        Language of the text.

    Returns
    -------
    ChartTable
        One row per lot: name, program, site, language, date sent, days in transit, books.
    """
    names = ("lot", "program", "category-site", "lot-language", "lot-sent", "lot-days", "lot-books")
    rows = tuple(
        (
            lot.name,
            lot.program,
            lot.site or language.message("not-recorded"),
            lot.language or language.message("not-recorded"),
            language.day(lot.sent_on),
            language.number(lot.days),
            language.message("not-recorded") if lot.books is None else language.number(lot.books),
        )
        for lot in lots
    )
    return ChartTable(tuple(language.message(name) for name in names), rows, (5, 6))


# Tables of several metrics that share their group parts: one column per metric.


def parts_table(
    evaluation: EvaluationLike, metrics: Sequence[str], language: Language, heading: str
) -> ChartTable:
    """Build a table of several metrics by their group parts.

    Each cell has the interval and n, or the reason why the number is missing. A metric without parts shows
    its reason in every row.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    metrics : Sequence[str]
        Ids of the metrics, one column each.
    language : Language
        Language of the text.
    heading : str
        Message id of the first column's heading.

    Returns
    -------
    ChartTable
        One row per group part.
    """
    values_by_metric = {
        metric: {_label(value, language): value for value in evaluation.values_for(metric)}
        for metric in metrics
    }
    rows = [
        label
        for label in dict.fromkeys(label for values in values_by_metric.values() for label in values)
        if label
    ]
    headings = (
        language.message(heading),
        *(metric_name(find_metric(metric), language) for metric in metrics),
    )
    table = tuple(
        (
            row,
            *(
                _cell(values_by_metric[m].get(row, values_by_metric[m].get("")), evaluation, language)
                for m in metrics
            ),
        )
        for row in rows
    )
    return ChartTable(headings, table, tuple(range(1, len(headings))))


def _label(value: Value, language: Language) -> str:
    return ", ".join(part_name(part, language) for _, part in value.group if part)


def _cell(value: Value | None, evaluation: EvaluationLike, language: Language) -> str:
    if value is None:
        return "–"
    metric = find_metric(value.metric)
    text = format_value(value, metric, language, evaluation.currency)
    if value.value is None:
        return text
    notes = []
    if value.ci_low is not None and value.ci_high is not None:
        ends = [
            language.in_unit(end, metric.unit, evaluation.currency) for end in (value.ci_low, value.ci_high)
        ]
        notes.append(language.message("range", low=ends[0], high=ends[1]))
    if value.n is not None and value.n != value.value:
        notes.append(language.message("card-n", n=language.number(value.n)))
    return f"{text} ({', '.join(notes)})" if notes else text
