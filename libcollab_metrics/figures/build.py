"""One function a question: from an evaluation to a chart that says its finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from libcollab_metrics.figures import findings, sentences
from libcollab_metrics.figures.captions import band_note
from libcollab_metrics.figures.drafting import (
    Row,
    by_parts,
    chart_of,
    ordered,
    point_of,
    titled,
    with_caveat,
)
from libcollab_metrics.figures.spec import Chart, ChartKind, Point
from libcollab_metrics.figures.words import Evaluated, field_name, group_name, party_name
from libcollab_metrics.metrics import at_level, find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.schema import STAGES
from libcollab_metrics.model.scope import every_month
from libcollab_metrics.wording import Language

Band = tuple[float | None, float | None]
#: From this many months on a line is easier to read than columns.
LINE_FROM = 25


def attendance_over_time(monthly: Evaluated, language: Language) -> Chart:
    """Visits by month; a month without a session or a number is a gap."""
    return _over_time("attendance-by-month", monthly, "attendance_total", language)


def coverage_over_time(monthly: Evaluated, language: Language) -> Chart:
    """Share of sessions with a number, by month."""
    chart = _over_time("coverage-by-month", monthly, "attendance_coverage", language)
    rows = [(str(value.groups.get("month")), value) for value in monthly.of("attendance_coverage")]
    return titled(chart, findings.covered(rows, find_metric("attendance_coverage"), language), language)


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
    return chart if whole is None else titled(chart, sentences.cleared(whole, language), language)


def project_success(grouped: Evaluated, language: Language, whole: Value | None = None) -> Chart:
    """Criteria met, by program; the title says how many projects met all of theirs."""
    chart = _by_group("criteria-met", grouped, "criteria_met_rate", language)
    return chart if whole is None else titled(chart, sentences.succeeded(whole, language), language)


def book_funnel(evaluation: Evaluated, language: Language) -> Chart:
    """Books from pledge to readers' hands, stage by stage."""
    metric = find_metric("books_at_stage")
    by_stage = {value.groups.get("stage"): value for value in evaluation.of(metric.id)}
    rows = [(language.say(f"stage-{stage}"), by_stage[stage]) for stage in STAGES if stage in by_stage]
    title = findings.flowed(rows, metric, language)
    return chart_of("book-funnel", "funnel", title, rows, metric, language.say("category-stage"), evaluation, language)


def outcome_agreement(evaluation: Evaluated, language: Language) -> Chart:
    """Share that agrees, by measure and occasion, with the 95 % interval."""
    metric = find_metric("outcome_agreement")
    rows = by_parts(evaluation, metric, language)
    title = findings.agreed(rows, metric, language)
    return with_caveat("agreement", "dots", title, rows, metric, language.say("category-measure"), evaluation, language)


def give_and_take(evaluation: Evaluated, language: Language) -> Chart:
    """Balance of what each partner gives and receives, from −1 (only receives) to +1 (only gives)."""
    metric = find_metric("give_take_balance")
    rows = [
        (party_name(value.groups.get("party"), language) if value.group else language.say("whole"), value)
        for value in evaluation.of(metric.id)
    ]
    title = findings.balanced(rows, metric, language)
    rows = ordered(rows)
    return with_caveat(
        "give-and-take", "dots", title, rows, metric, language.say("category-partner"), evaluation, language
    )


def _over_time(key: str, monthly: Evaluated, name: str, language: Language) -> Chart:
    metric = find_metric(name)
    by_month = {month: v for v in monthly.of(name) if (month := v.groups.get("month")) is not None}
    met = _met(monthly, sorted(by_month))
    months = every_month(met[0], met[-1]) if met else ()  # those without a row too, so that time is not squeezed
    rows: list[Row] = [(language.month(m), by_month[m]) for m in months if m in by_month]
    gap = partial(Point, value=None, note=language.say("no-session"))
    drawn = [_month_point(m, by_month, gap, language) for m in months]
    kind: ChartKind = "line" if len(months) >= LINE_FROM else "columns"
    title = findings.compared(rows, metric, language, monthly.currency, "place-in")
    return chart_of(key, kind, title, rows, metric, language.say("category-month"), monthly, language, drawn)


def _met(monthly: Evaluated, months: Sequence[str]) -> Sequence[str]:
    """The months in which programs met, where the evaluation tells: a ledger's months do not lengthen the axis."""
    held = [month for v in monthly.of("sessions_held") if v.value and (month := v.groups.get("month"))]
    return [month for month in months if min(held) <= month <= max(held)] if held else months


def _month_point(month: str, by_month: Mapping[str, Value], gap: Callable[[str], Point], language: Language) -> Point:
    label = language.month(month)
    return point_of(label, by_month[month], language) if month in by_month else gap(label)


def _by_group(key: str, grouped: Evaluated, name: str, language: Language) -> Chart:
    metric = find_metric(name)
    rows = ordered([(_label(value, grouped.by, language), value) for value in at_level(grouped.of(name))])
    title = findings.compared(rows, metric, language, grouped.currency)
    category = field_name(grouped.by, language).capitalize() or language.say("category-whole")
    return chart_of(f"{key}-by-{grouped.by}", "bars", title, rows, metric, category, grouped, language)


def _label(value: Value, by: str, language: Language) -> str:
    return group_name(value, by, language) if by in value.groups else language.say("whole")


#: The charts of one evaluation grouped by a field, in the order a reader meets them.
BY_GROUP: tuple[Callable[[Evaluated, Language], Chart], ...] = (
    attendance_by_group, attendance_per_session, participants_by_group, reach_by_group, attendance_rate_by_group,
    completion_by_group, language_match_by_group, cash_cost_by_group, cost_per_attendance_by_group,
    cost_per_participant_by_group,
)  # fmt: skip
