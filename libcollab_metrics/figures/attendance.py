"""Charts of attendance, reach, cost and success; their order, and from how many months a line is drawn.

Each function answers one question: it builds a chart titled with the finding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from libcollab_metrics.figures import findings
from libcollab_metrics.figures.chart import Chart, ChartKind, Point
from libcollab_metrics.figures.chart_builder import (
    Row,
    band_note,
    build_chart,
    build_chart_with_caveat,
    build_point,
    replace_title,
    rows_by_part,
    sort_rows,
)
from libcollab_metrics.figures.text import EvaluationLike, field_name, group_name, party_name
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import find_metric, select_cost_level
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.schema import STAGES
from libcollab_metrics.model.scope import months_between

Band = tuple[float | None, float | None]
#: Number of months from which a line is drawn instead of columns.
MIN_LINE_MONTHS = 25


def attendance_over_time(monthly: EvaluationLike, language: Language) -> Chart:
    """Build a chart of visits by month; a month without a session or a number is a gap.

    Parameters
    ----------
    monthly : EvaluationLike
        Evaluation grouped by month.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        Columns, or a line from 25 months.
    """
    return _over_time("attendance-by-month", monthly, "attendance_total", language)


def coverage_over_time(monthly: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the share of sessions with a number, by month.

    Parameters
    ----------
    monthly : EvaluationLike
        Evaluation grouped by month.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        Columns, or a line from 25 months.
    """
    chart = _over_time("coverage-by-month", monthly, "attendance_coverage", language)
    rows = [(str(value.groups.get("month")), value) for value in monthly.values_for("attendance_coverage")]
    return replace_title(
        chart, findings.coverage_finding(rows, find_metric("attendance_coverage"), language), language
    )


def attendance_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of visits by the field the evaluation is grouped by.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field, such as program or site.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("attendance", grouped, "attendance_total", language)


def attendance_per_session(grouped: EvaluationLike, language: Language, band: Band | None = None) -> Chart:
    """Build a chart of visits per session by group, with the declared band if there is one.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.
    band : Band | None, default None
        Declared (low, high) target range of visits per session.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    chart = _by_group("per-session", grouped, "attendance_per_session", language)
    if band is None or band == (None, None):
        return chart
    return replace(chart, band=band, caption=f"{chart.caption} {band_note(band, chart, language)}".strip())


def participants_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of unique participants by group; groups overlap, so they do not add up.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("participants", grouped, "participants_unique", language)


def reach_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of reach by group: unique participants as a share of the target population.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("reach", grouped, "reach_rate", language)


def attendance_rate_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the attendance rate by group: present marks as a share of known marks.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("attendance-rate", grouped, "attendance_rate", language)


def completion_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the completion rate of those enrolled at the start, with its interval.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("completion", grouped, "completion_rate", language)


def language_match_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the share of visits in a language the visitor knows, by group.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("language-match", grouped, "language_match_rate", language)


def cash_cost_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of cash spent by group; a group without cost rows is a gap, not zero.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("cash-cost", grouped, "cost_cash", language)


def cost_per_attendance_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the cash cost per visit, by group.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("cost-per-attendance", grouped, "cost_per_attendance", language)


def cost_per_participant_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the cash cost per unique participant, by group.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("cost-per-participant", grouped, "cost_per_participant", language)


def metric_by_group(grouped: EvaluationLike, metric: str, language: Language) -> Chart:
    """Build a chart of any metric by group, for a question without a function of its own.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    metric : str
        Id of the metric.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group(metric.replace("_", "-"), grouped, metric, language)


def fund_clarity(grouped: EvaluationLike, language: Language, whole: Value | None = None) -> Chart:
    """Build a chart of the share of cash lines with a known payer, by group.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.
    whole : Value | None, default None
        Value of the whole selection, used for the title.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    chart = _by_group("fund-clarity", grouped, "fund_clarity", language)
    return (
        chart
        if whole is None
        else replace_title(chart, findings.fund_clarity_finding(whole, language), language)
    )


def project_success(grouped: EvaluationLike, language: Language, whole: Value | None = None) -> Chart:
    """Build a chart of the criteria met, by group.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by program.
    language : Language
        Language of the text.
    whole : Value | None, default None
        Value of the whole selection; the title then reports how many projects met all criteria.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    chart = _by_group("criteria-met", grouped, "criteria_met_rate", language)
    return (
        chart if whole is None else replace_title(chart, findings.success_finding(whole, language), language)
    )


def book_funnel(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a funnel chart of books by stage, from pledge to reader.

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
    metric = find_metric("books_at_stage")
    by_stage = {value.groups.get("stage"): value for value in evaluation.values_for(metric.id)}
    rows = [(language.message(f"stage-{stage}"), by_stage[stage]) for stage in STAGES if stage in by_stage]
    title = findings.book_flow_finding(rows, metric, language)
    return build_chart(
        "book-funnel", "funnel", title, rows, metric, language.message("category-stage"), evaluation, language
    )


def outcome_agreement(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the share of agreement by measure and occasion, with the 95 % interval.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One dot with interval per measure and occasion.
    """
    metric = find_metric("outcome_agreement")
    rows = rows_by_part(evaluation, metric, language)
    title = findings.agreement_finding(rows, metric, language)
    return build_chart_with_caveat(
        "agreement", "dots", title, rows, metric, language.message("category-measure"), evaluation, language
    )


def give_and_take(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a chart of each partner's balance of giving and receiving.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One dot per partner, from −1 (only receives) to +1 (only gives).
    """
    metric = find_metric("give_take_balance")
    rows = [
        (party_name(value.groups.get("party"), language) if value.group else language.message("whole"), value)
        for value in evaluation.values_for(metric.id)
    ]
    title = findings.balance_finding(rows, metric, language)
    rows = sort_rows(rows)
    return build_chart_with_caveat(
        "give-and-take",
        "dots",
        title,
        rows,
        metric,
        language.message("category-partner"),
        evaluation,
        language,
    )


def _over_time(key: str, monthly: EvaluationLike, name: str, language: Language) -> Chart:
    metric = find_metric(name)
    by_month = {month: v for v in monthly.values_for(name) if (month := v.groups.get("month")) is not None}
    met = _months_with_sessions(monthly, sorted(by_month))
    # months without a row too, so that the time axis is linear
    months = months_between(met[0], met[-1]) if met else ()
    rows: list[Row] = [(language.month(m), by_month[m]) for m in months if m in by_month]
    gap = partial(Point, value=None, note=language.message("no-session"))
    drawn = [_month_point(m, by_month, gap, language) for m in months]
    kind: ChartKind = "line" if len(months) >= MIN_LINE_MONTHS else "columns"
    title = findings.comparison_finding(rows, metric, language, monthly.currency, "place-in")
    return build_chart(
        key, kind, title, rows, metric, language.message("category-month"), monthly, language, drawn
    )


def _months_with_sessions(monthly: EvaluationLike, months: Sequence[str]) -> Sequence[str]:
    """Return the months between the first and last session held, where sessions are evaluated.

    Months that only have ledger lines would lengthen the axis.
    """
    held = [
        month for v in monthly.values_for("sessions_held") if v.value and (month := v.groups.get("month"))
    ]
    return [month for month in months if min(held) <= month <= max(held)] if held else months


def _month_point(
    month: str, by_month: Mapping[str, Value], gap: Callable[[str], Point], language: Language
) -> Point:
    label = language.month(month)
    return build_point(label, by_month[month], language) if month in by_month else gap(label)


def _by_group(key: str, grouped: EvaluationLike, name: str, language: Language) -> Chart:
    metric = find_metric(name)
    rows = sort_rows(
        [
            (_label(value, grouped.by, language), value)
            for value in select_cost_level(grouped.values_for(name))
        ]
    )
    title = findings.comparison_finding(rows, metric, language, grouped.currency)
    category = field_name(grouped.by, language).capitalize() or language.message("category-whole")
    return build_chart(f"{key}-by-{grouped.by}", "bars", title, rows, metric, category, grouped, language)


def _label(value: Value, by: str, language: Language) -> str:
    return group_name(value, by, language) if by in value.groups else language.message("whole")


#: Charts of an evaluation grouped by a field, in reading order.
GROUP_CHARTS: tuple[Callable[[EvaluationLike, Language], Chart], ...] = (
    attendance_by_group,
    attendance_per_session,
    participants_by_group,
    reach_by_group,
    attendance_rate_by_group,
    completion_by_group,
    language_match_by_group,
    cash_cost_by_group,
    cost_per_attendance_by_group,
    cost_per_participant_by_group,
)
