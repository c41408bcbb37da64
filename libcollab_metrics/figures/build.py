"""One function a question: from an evaluation to a chart that says its finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from libcollab_metrics.figures import findings
from libcollab_metrics.figures.captions import alt_text, band_note, caption, source
from libcollab_metrics.figures.spec import Chart, ChartKind, Point, Series
from libcollab_metrics.figures.words import Evaluated, group_name, remark
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.model.schema import STAGES
from libcollab_metrics.model.scope import SCOPE_FIELDS
from libcollab_metrics.wording import Language

Band = tuple[float | None, float | None]
Row = tuple[str, Value]
#: More bars than this are not drawn; the caption says how many there are, and the table of all groups is the library's.
MOST_BARS = 40
#: How the measures of the reading inventory begin, which are read as levels.
LEVELLED = "philiri_"
#: From this many months on a line is easier to read than columns.
LINE_FROM = 25


def attendance_over_time(monthly: Evaluated, language: Language) -> Chart:
    """Visits by month; a month without a session or a number is a gap."""
    return _over_time("attendance-by-month", monthly, "attendance_total", language)


def coverage_over_time(monthly: Evaluated, language: Language) -> Chart:
    """Share of sessions with a number, by month."""
    chart = _over_time("coverage-by-month", monthly, "attendance_coverage", language)
    rows = [(str(value.groups.get("month")), value) for value in monthly.of("attendance_coverage")]
    return _titled(chart, findings.covered(rows, find_metric("attendance_coverage"), language), language)


def attendance_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Visits by program, site or any other field the evaluation is grouped by."""
    return _by_group("attendance", grouped, "attendance_total", language)


def attendance_per_session(grouped: Evaluated, language: Language, band: Band | None = None) -> Chart:
    """Visits per session by group, with the declared band if there is one."""
    chart = _by_group("per-session", grouped, "attendance_per_session", language)
    if band is None or band == (None, None):
        return chart
    return replace(chart, band=band, caption=f"{chart.caption} {band_note(band, chart, language)}".strip())


def participants_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Different people by group; groups overlap, so they do not add up."""
    return _by_group("participants", grouped, "participants_unique", language)


def reach_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Different people as a share of those to be served, by group."""
    return _by_group("reach", grouped, "reach_rate", language)


def attendance_rate_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Presences of all explained marks, by group."""
    return _by_group("attendance-rate", grouped, "attendance_rate", language)


def completion_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Share of those enrolled at the start who completed, by group, with the interval."""
    return _by_group("completion", grouped, "completion_rate", language)


def language_match_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Share of visits that heard a language they know, by group."""
    return _by_group("language-match", grouped, "language_match_rate", language)


def cash_cost_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Cash spent, by group; a group without cost rows is a gap, not free."""
    return _by_group("cash-cost", grouped, "cost_cash", language)


def cost_per_attendance_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Cash cost per visit, by group."""
    return _by_group("cost-per-attendance", grouped, "cost_per_attendance", language)


def cost_per_participant_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Cash cost per person, by group."""
    return _by_group("cost-per-participant", grouped, "cost_per_participant", language)


def metric_by_group(grouped: Evaluated, metric: str, language: Language) -> Chart:
    """Any metric by any field, for a question that has no function of its own."""
    return _by_group(metric.replace("_", "-"), grouped, metric, language)


def fund_clarity(grouped: Evaluated, language: Language, whole: Value | None = None) -> Chart:
    """Share of cash lines with a clear bearer, by group; `whole` is the value of the whole selection."""
    chart = _by_group("fund-clarity", grouped, "fund_clarity", language)
    return chart if whole is None else _titled(chart, findings.cleared(whole, language), language)


def project_success(grouped: Evaluated, language: Language, whole: Value | None = None) -> Chart:
    """Criteria met, by program; the title says how many projects met all of theirs."""
    chart = _by_group("criteria-met", grouped, "criteria_met_rate", language)
    return chart if whole is None else _titled(chart, findings.succeeded(whole, language), language)


def book_funnel(evaluation: Evaluated, language: Language) -> Chart:
    """Books from pledge to readers' hands, stage by stage."""
    metric = find_metric("books_at_stage")
    by_stage = {value.groups.get("stage"): value for value in evaluation.of(metric.id)}
    rows = [(language.say(f"stage-{stage}"), by_stage[stage]) for stage in STAGES if stage in by_stage]
    title = findings.flowed(rows, metric, language)
    return _chart("book-funnel", "funnel", title, rows, metric, language.say("category-stage"), evaluation, language)


def outcome_agreement(evaluation: Evaluated, language: Language) -> Chart:
    """Share that agrees, by measure and occasion, with the 95 % interval."""
    metric = find_metric("outcome_agreement")
    rows = _by_measure(evaluation, metric)
    title = findings.agreed(rows, metric, language)
    return _with_caveat(
        "agreement", "dots", title, rows, metric, language.say("category-measure"), evaluation, language
    )


def mean_gain(evaluation: Evaluated, language: Language) -> Chart:
    """Average change of matched readers, by measure, with the 95 % interval.

    Percentages of the reading inventory are not drawn beside points of other tests: their levels have a figure of
    their own.
    """
    metric = find_metric("mean_gain")
    rows = _by_measure(evaluation, metric)
    rows = [row for row in rows if not row[0].startswith(LEVELLED)] or rows
    title = findings.gained(rows, metric, language)
    return _with_caveat("gain", "dots", title, rows, metric, language.say("category-measure"), evaluation, language)


def give_and_take(evaluation: Evaluated, language: Language) -> Chart:
    """Balance of what each partner gives and receives, from −1 (only receives) to +1 (only gives)."""
    metric = find_metric("give_take_balance")
    rows = [(value.groups.get("party") or language.say("whole"), value) for value in evaluation.of(metric.id)]
    title = findings.balanced(rows, metric, language)
    rows = _ordered(rows)
    return _with_caveat(
        "give-and-take", "dots", title, rows, metric, language.say("category-partner"), evaluation, language
    )


def _over_time(key: str, monthly: Evaluated, name: str, language: Language) -> Chart:
    metric = find_metric(name)
    by_month = {month: v for v in monthly.of(name) if (month := v.groups.get("month")) is not None}
    months = _every_month(_met(monthly, sorted(by_month)))
    rows: list[Row] = [(language.month(m), by_month[m]) for m in months if m in by_month]
    gap = partial(Point, value=None, note=language.say("no-session"))
    drawn = [_month_point(m, by_month, gap, language) for m in months]
    kind: ChartKind = "line" if len(months) >= LINE_FROM else "columns"
    title = findings.compared(rows, metric, language, monthly.currency, "place-in")
    return _chart(key, kind, title, rows, metric, language.say("category-month"), monthly, language, drawn)


def _met(monthly: Evaluated, months: Sequence[str]) -> Sequence[str]:
    """The months in which programs met, where the evaluation tells: a ledger's months do not lengthen the axis."""
    held = [month for v in monthly.of("sessions_held") if v.value and (month := v.groups.get("month"))]
    return [month for month in months if min(held) <= month <= max(held)] if held else months


def _month_point(month: str, by_month: Mapping[str, Value], gap: Callable[[str], Point], language: Language) -> Point:
    label = language.month(month)
    return _point(label, by_month[month], language) if month in by_month else gap(label)


def _every_month(months: Sequence[str]) -> list[str]:
    """All months from the first to the last, those without a row too, so that time is not squeezed."""
    if not months:
        return []
    first, last = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (months[0], months[-1]))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1)]


def _by_group(key: str, grouped: Evaluated, name: str, language: Language) -> Chart:
    metric = find_metric(name)
    rows = _ordered([(_label(value, grouped.by, language), value) for value in grouped.of(name)])
    title = findings.compared(rows, metric, language, grouped.currency)
    category = SCOPE_FIELDS.get(grouped.by, grouped.by).capitalize() or language.say("category-whole")
    return _chart(f"{key}-by-{grouped.by}", "bars", title, rows, metric, category, grouped, language)


def _label(value: Value, by: str, language: Language) -> str:
    return group_name(value, by, language) if by in value.groups else language.say("whole")


def _ordered(rows: Sequence[Row]) -> list[Row]:
    """Largest first, gaps last, names in order where numbers are equal."""
    return sorted(rows, key=lambda row: (row[1].value is None, -(row[1].value or 0.0), row[0].casefold()))


def _by_measure(evaluation: Evaluated, metric: Metric) -> list[Row]:
    return [(_joined(value), value) for value in evaluation.of(metric.id)]


def _joined(value: Value) -> str:
    """The parts of a value's group in one label: "confidence, March"."""
    return ", ".join(part for _, part in value.group if part)


def _point(label: str, value: Value, language: Language) -> Point:
    """A mark: a hidden or missing value is a gap that says why, a range an interval without a middle."""
    low, high = (value.ci_low, value.ci_high) if value.ci_low is not None else (None, None)
    if value.value is None and value.reason is None:
        low, high = value.low, value.high
    return Point(label, value.value, low, high, value.reason == "small-cell", remark(value, language))


def _chart(
    key: str, kind: ChartKind, title: str, rows: Sequence[Row], metric: Metric, category: str,
    evaluation: Evaluated, language: Language, points: Sequence[Point] | None = None,
) -> Chart:  # fmt: skip
    drawn = [_point(label, value, language) for label, value in rows[:MOST_BARS]] if points is None else points
    chart = Chart(
        key=key,
        kind=kind,
        title=title,
        unit=metric.unit,
        series=(Series(metric.label, tuple(drawn)),),
        category=category,
        measure=metric.label,
        caption=caption([value for _, value in rows], metric, language, left_undrawn=max(0, len(rows) - len(drawn))),
        source=source(evaluation, language),
        alt="",
        currency=evaluation.currency,
    )
    return replace(chart, alt=alt_text(chart, language))


def _with_caveat(
    key: str, kind: ChartKind, title: str, rows: Sequence[Row], metric: Metric, category: str,
    evaluation: Evaluated, language: Language,
) -> Chart:  # fmt: skip
    """A chart whose caption ends with what it does not prove."""
    chart = _chart(key, kind, title, rows, metric, category, evaluation, language)
    return replace(chart, caption=f"{chart.caption} {metric.caveat}".strip())


def shortened(chart: Chart, most: int, language: Language) -> Chart:
    """A bar chart with its first bars only, saying how many are left; any other chart as it is."""
    points = chart.series[0].points if chart.series else ()
    if chart.kind not in ("bars", "dots") or len(points) <= most:
        return chart
    series = tuple(replace(s, points=s.points[:most]) for s in chart.series)
    left = language.say("caption-undrawn", count=len(points) - most)
    chart = replace(chart, series=series, caption=f"{chart.caption} {left}".strip())
    return replace(chart, alt=alt_text(chart, language))


def _titled(chart: Chart, title: str, language: Language) -> Chart:
    chart = replace(chart, title=title)
    return replace(chart, alt=alt_text(chart, language))


#: The charts of one evaluation grouped by a field, in the order a reader meets them.
BY_GROUP: tuple[Callable[[Evaluated, Language], Chart], ...] = (
    attendance_by_group, attendance_per_session, participants_by_group, reach_by_group, attendance_rate_by_group,
    completion_by_group, language_match_by_group, cash_cost_by_group, cost_per_attendance_by_group,
    cost_per_participant_by_group,
)  # fmt: skip
