"""Sections shared by the audiences: key figures, criteria, gaps, quotes; maximum numbers of rows and bars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from libcollab_metrics import figures
from libcollab_metrics.figures import Chart, format_value_with_unit, fund_clarity, metric_name, part_name
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import (
    CATALOG,
    CORE,
    OTHER_PARTY,
    CriterionVerdict,
    find_metric,
    format_definition,
    format_worked_formula,
    select_cost_level,
)
from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.model import Issue
from libcollab_metrics.planning import compute_trend
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.document import (
    Block,
    Callout,
    ChartBlock,
    Definition,
    Definitions,
    Grid,
    Heading,
    KeyFigure,
    KeyFigures,
    Quote,
    Sheet,
    StorySlide,
    Text,
)
from libcollab_metrics.reports.report_data import ReportData

# Shared parts: key figures, program table, verdicts, gaps, import issues.

Name = TypeVar("Name", bound=str | None)
#: Reasons for a missing value that are not a gap in the records: the scope does not request it.
NOT_GAP_REASONS = frozenset({"not-by-this"})
#: Maximum number of key figures in a row.
MAX_KEY_FIGURES = 4
#: More rows than any table has.
ALL_ROWS = 1_000_000


def key_figures(
    report_data: ReportData, metrics: Iterable[str], language: Language
) -> tuple[KeyFigures, ...]:
    """Return the first four named metrics that have a number; the others are listed as gaps."""
    values = [value for name in metrics if (value := report_data.value(name)) is not None]
    return build_key_figures(values, language, report_data.whole.currency)


def build_key_figures(values: Iterable[Value], language: Language, currency: str) -> tuple[KeyFigures, ...]:
    """Return the first four values that have a number, as key figures."""
    known = [value for value in values if value.reason is None][:MAX_KEY_FIGURES]
    figures = tuple(_key_figure(value, find_metric(value.metric), language, currency) for value in known)
    return (KeyFigures(figures),) if figures else ()


def _key_figure(value: Value, metric: Metric, language: Language, currency: str) -> KeyFigure:
    """Build a key figure; an estimate is marked in the small print, to keep the number short."""
    text = language.format_value(value, metric, currency)
    formula = (
        format_worked_formula(value, metric, language, currency) if metric.recipe.bottom is not None else ""
    )
    meaning = format_definition(metric, language)
    return KeyFigure(metric_name(metric, language), text, formula, _qualifier(value, language), meaning)


def _qualifier(value: Value, language: Language) -> str:
    parts = [language.message("has-estimates")] if value.estimated else []
    if value.coverage is not None and value.coverage < 1:
        parts.append(language.message("caption-coverage", share=language.share(value.coverage)))
    if value.note:
        parts.append(language.message(f"note-{value.note}"))
    return " ".join(parts)


def program_table(
    evaluation: PublicEvaluation,
    metrics: Sequence[str],
    title: str,
    language: Language,
    max_rows: int = ALL_ROWS,
) -> Grid:
    """Build a table of programs × metrics.

    A gap is a dash, a hidden number is marked as hidden, and bounds have their sign. With more programs than
    `max_rows`, the table has the largest and a note about it.
    """
    names = list(
        dict.fromkeys(
            v.groups["program"] for m in metrics for v in evaluation.values_for(m) if "program" in v.groups
        )
    )
    shown = largest_groups(names, evaluation, max_rows)
    headings = (language.message("program"), *(language.message(f"short-{name}") for name in metrics))
    rows = [
        (_program(name, language), *(_cell(evaluation, m, name, language) for m in metrics)) for name in shown
    ]
    notes = (
        largest_note(len(names), max_rows, language),
        _further_rows_note(len(names), max_rows, language),
        language.message("table-signs"),
    )
    numeric = tuple(range(1, len(headings)))
    return Grid(title, headings, tuple(rows), numeric, " ".join(filter(None, notes)))


def largest_groups(names: Sequence[Name], evaluation: PublicEvaluation, max_groups: int) -> Sequence[Name]:
    """Return the programs unchanged, or the largest `max_groups` of them.

    They are sorted by visits; programs without a number of visits to show follow, by sessions.
    """
    if len(names) <= max_groups:
        return names
    visits, sessions = (
        _shown_by_program(evaluation, metric) for metric in ("attendance_total", "sessions_held")
    )
    return sorted(
        names, key=lambda n: (-visits.get(n, -1.0), -sessions.get(n, -1.0), str(n or "").casefold())
    )[:max_groups]


def _shown_by_program(evaluation: PublicEvaluation, metric: str) -> dict[str | None, float]:
    return {v.groups.get("program"): v.value for v in evaluation.values_for(metric) if v.value is not None}


def largest_note(count: int, max_groups: int, language: Language) -> str:
    """Write that only the largest programs are shown; empty where all are."""
    shown, programs = language.number(max_groups), language.number(count)
    return language.message("table-largest", shown=shown, count=programs) if count > max_groups else ""


def limit_rows(table: Grid, max_rows: int, language: Language) -> Grid:
    """Limit a table to its first rows, with a note on the number of further rows."""
    note = " ".join(filter(None, (_further_rows_note(len(table.rows), max_rows, language), table.note)))
    return replace(table, rows=table.rows[:max_rows], note=note)


def _further_rows_note(count: int, max_rows: int, language: Language) -> str:
    more = count - max_rows
    return language.plural(more, "table-cut", count=language.number(more)) if more > 0 else ""


def _program(name: str | None, language: Language) -> str:
    return language.message("no-program") if name is None else name


def _cell(evaluation: PublicEvaluation, metric: str, program: str | None, language: Language) -> str:
    values = [
        v for v in select_cost_level(evaluation.values_for(metric)) if v.groups.get("program") == program
    ]
    return (
        short_value_text(values[0], find_metric(metric), language, evaluation.currency)
        if len(values) == 1
        else "–"
    )


def short_value_text(value: Value, metric: Metric, language: Language, currency: str) -> str:
    """Format a value for a table cell: "≥ 412", "≈ 20.6", "hidden", "–".

    Examples
    --------
    >>> from libcollab_metrics.metrics import find_metric
    >>> from libcollab_metrics.localization import language
    >>> visits = find_metric("attendance_total")
    >>> short_value_text(Value("attendance_total", value=412, certainty="at_least"), visits,
    ...     language("en"), "")
    '≥ 412'
    >>> short_value_text(Value("attendance_total", reason="no-counts"), visits, language("en"), "")
    '–'
    """
    if value.reason is not None:
        return language.message("cell-hidden") if value.is_hidden else "–"
    if value.value is None:
        return language.format_value_with_estimate(value, metric, currency)
    sign = {"at_least": "≥ ", "at_most": "≤ "}.get(value.certainty, "≈ " if value.estimated else "")
    return sign + language.in_unit(value.value, metric.unit, currency)


def criteria_table(report_data: ReportData, title: str, language: Language, max_rows: int = ALL_ROWS) -> Grid:
    """Build a table of the criteria with result and verdict, worst first, hidden verdicts last."""
    judged = sorted(report_data.verdicts, key=lambda verdict: _criterion_sort_key(verdict, report_data))
    headings = tuple(
        language.message(f"criterion-{name}") for name in ("program", "metric", "range", "found", "verdict")
    )
    rows = tuple(_criterion(verdict, report_data, language) for verdict in judged)
    return limit_rows(Grid(title, headings, rows), max_rows, language)


def _criterion_sort_key(verdict: CriterionVerdict, report_data: ReportData) -> tuple[int, str, str]:
    order = {"not met": 0, "undecided": 1, "met": 2}
    return (
        order[verdict.verdict] if report_data.can_show_verdict(verdict) else len(order),
        verdict.program,
        verdict.metric,
    )


def _criterion(verdict: CriterionVerdict, report_data: ReportData, language: Language) -> tuple[str, ...]:
    value = report_data.judged_value(verdict)
    known = {metric.id for metric in CATALOG}
    currency = report_data.declared.currency
    metric = find_metric(verdict.metric_id) if verdict.metric_id in known else None
    text = language.reason(value) if value.reason else ""
    text = language.message("cell-hidden") if value.is_hidden else text
    if not report_data.can_show_verdict(verdict):
        return (verdict.program, _criterion_metric_name(verdict, language), "–", text, "–")
    if metric is not None and not text:
        text = short_value_text(value, metric, language, currency)
    late = language.message("declared-late") if verdict.is_declared_late else ""
    band = _band_text(verdict, metric, language, currency)
    declared = " ".join(filter(None, (band, late)))
    return (
        verdict.program,
        _criterion_metric_name(verdict, language),
        declared,
        text,
        _verdict_text(verdict, language),
    )


def _criterion_metric_name(verdict: CriterionVerdict, language: Language) -> str:
    """Return the name of the metric in a criterion, with its part."""
    name = language.translate(verdict.metric, "metric")
    return f"{name}: {part_name(verdict.part, language)}" if verdict.part else name


def _verdict_text(verdict: CriterionVerdict, language: Language) -> str:
    """Write the verdict, with how it was missed or that the ideal was reached."""
    text = language.message(f"verdict-{verdict.verdict.replace(' ', '-')}")
    return (
        language.message("verdict-remark", verdict=text, remark=language.message(verdict.remark))
        if verdict.remark
        else text
    )


def _band_text(verdict: CriterionVerdict, metric: Metric | None, language: Language, currency: str) -> str:
    unit = "criteria" if metric is None else metric.unit
    low, high = (
        None if end is None else language.in_unit(end, unit, currency) for end in (verdict.low, verdict.high)
    )
    if low is not None and high is not None:
        return language.message("range", low=low, high=high)
    if low is not None:
        return language.message("at_least", value=low)
    return "–" if high is None else language.message("at_most", value=high)


def unclear_money_note(report_data: ReportData, language: Language) -> str:
    """Write that the document was created although funding is unclear; empty otherwise."""
    if not report_data.accepted_unclear:
        return ""
    clarity = fund_clarity(report_data.programs, language, report_data.value("fund_clarity"))
    return language.message("unclear-text", finding=clarity.title)


def gaps_callout(report_data: ReportData, language: Language) -> tuple[Callout, ...]:
    """Build a box with what could not be shown and why, and whether numbers are hidden.

    It is omitted where everything is known.
    """
    lines = [*_gap_lines(report_data, language), *_hidden_note(report_data, language)]
    return (Callout(language.message("table-gaps"), "\n".join(lines)),) if lines else ()


def _gap_lines(report_data: ReportData, language: Language) -> list[str]:
    """List the core metrics without a value for the whole scope, one line per reason."""
    values = select_cost_level(report_data.whole.values)
    core = {metric.id for metric in CORE} - {v.metric for v in values if v.reason is None and v.group}
    why: dict[str, list[str]] = defaultdict(list)
    for value in values:
        if value.metric in core and value.reason is not None and value.reason not in NOT_GAP_REASONS:
            label = metric_name(find_metric(value.metric), language)
            if label not in why[language.reason(value)]:
                why[language.reason(value)].append(label)
    return [
        language.message("gap-line", figures=language.join_names(tuple(labels), most=6), why=reason)
        for reason, labels in why.items()
    ]


def _hidden_note(report_data: ReportData, language: Language) -> list[str]:
    """Return the note that numbers are hidden, if there are any."""
    ks = [v.reason_values.get("k", "") for e in report_data.evaluations for v in e.values if v.is_hidden]
    return [language.message("hidden-text", k=max(ks, key=len))] if ks else []


def coverage_sentence(report_data: ReportData, language: Language) -> str:
    """Write how many of the sessions held have a number."""
    value = report_data.value("attendance_coverage")
    if value is None or value.value is None or value.numerator is None or value.denominator is None:
        return "" if value is None or value.reason is None else language.reason(value)
    known, held = language.number(value.numerator), language.number(value.denominator)
    return language.plural(
        value.denominator, "coverage-sentence", known=known, held=held, share=language.share(value.value)
    )


def issues_sentence(report_data: ReportData, language: Language) -> str:
    """Summarize the import: counts of excluded rows, assumptions and notes, never values."""
    read, left_out = report_data.rows
    counts: dict[str, int] = defaultdict(int)
    for issue in report_data.issues:
        counts[issue.severity] += issue.count
    parts = [language.message("issues-rows", left=language.number(left_out), read=language.number(read))]
    for severity in ("assumption", "note"):
        if count := counts[severity]:
            parts.append(language.plural(count, f"issues-{severity}", count=language.number(count)))
    return ", ".join(parts) + "."


def issues_table(issues: Iterable[Issue], title: str, language: Language) -> Grid | None:
    """Build a table of issue counts by kind, most severe first."""
    counts: dict[tuple[int, str, str], int] = defaultdict(int)
    for issue in issues:
        weight = ("left-out", "assumption", "note").index(issue.severity)
        counts[
            (
                weight,
                language.translate(issue.kind.title, "issue"),
                language.message(f"severity-{issue.severity}"),
            )
        ] += issue.count
    rows = tuple(
        (title_, severity, language.number(n)) for (_, title_, severity), n in sorted(counts.items())
    )
    headings = (
        language.message("issue-kind"),
        language.message("issue-weight"),
        language.message("issue-count"),
    )
    return Grid(title, headings, rows, (2,)) if rows else None


def definitions_of(metrics: Iterable[str], language: Language) -> Definitions:
    """Return the definitions of the named metrics, in catalog order."""
    wanted = set(metrics)
    selected = (metric for metric in CATALOG if metric.id in wanted)
    return Definitions(
        tuple(Definition(metric_name(m, language), format_definition(m, language)) for m in selected)
    )


def metric_sentence(report_data: ReportData, metric: str, language: Language) -> str:
    """Format a metric of the whole scope with its unit: "at least 1,605 visits"."""
    value = report_data.value(metric)
    if value is None:
        return language.message("not-known")
    return format_value_with_unit(value, find_metric(metric), language, report_data.whole.currency)


Blocks = tuple[Block, ...]
Section = Callable[[ReportData, Language], Blocks]

#: Rows and bars that keep a summary to two pages and a chart below one; the workbook has all.
MAX_SUMMARY_ROWS, MAX_SUMMARY_BARS = 10, 8
#: Ledger statuses of a line still expected, and of one not yet cleared.
OPEN_STATUSES = frozenset({"pledged", "unclear"})
ABOUT_OUTCOMES = ("language_match_rate", "outcome_agreement", "mean_gain", "give_take_balance")
ABOUT_SUCCESS = ("criteria_met_rate", "project_success_rate")


@dataclass(frozen=True)
class Audience:
    """Definition of an audience's document: sections in reading order, and metrics to define.

    `title` builds the title where it is not a fixed message, `addressee` the line at the top right and
    `about` the strip at the foot of page one. `select_evaluations` selects the evaluations released as data,
    where not all of them concern the reader. `story` and `sheets` build the slides and the sheets of a
    document that has its own. With `has_definitions`, they are the last section; without, and on
    `is_one_page`, they are in the properties of the file. `is_letter` is a letter, or several.
    """

    sections: tuple[Section, ...]
    defined_metrics: tuple[str, ...]
    title: Callable[[ReportData, Language], str] | None = None
    select_evaluations: Callable[[ReportData], tuple[PublicEvaluation, ...]] | None = None
    addressee: Callable[[ReportData, Language], str] | None = None
    about: Callable[[ReportData, Language], str] | None = None
    story: Callable[[ReportData, Language], tuple[StorySlide, ...]] | None = None
    sheets: Callable[[ReportData, Language], tuple[Sheet, ...]] | None = None
    is_one_page: bool = False
    is_letter: bool = False
    has_definitions: bool = True


def chart_blocks(charts: Iterable[Chart], language: Language, half: bool = False) -> Blocks:
    """Return blocks for the charts that have a number; missing numbers are listed as gaps."""
    drawn = [figures.limit_bars(chart, MAX_SUMMARY_BARS, language) for chart in charts if not chart.is_empty]
    return tuple(ChartBlock(chart, half and len(drawn) > 1, _meaning(chart, language)) for chart in drawn)


def _meaning(chart: Chart, language: Language) -> tuple[str, ...]:
    """Return the definition and source of each metric in a chart."""
    metrics = (find_metric(metric) for metric in chart.metrics)
    return tuple(
        f"{figures.metric_name(metric, language)}: {format_definition(metric, language)}"
        for metric in metrics
    )


def build_section(title: str, blocks: Blocks, language: Language) -> Blocks:
    """Build a heading with its blocks; empty where it has no blocks."""
    return (Heading(language.message(title)), *blocks) if blocks else ()


def has_values(report_data: ReportData, *metrics: str) -> bool:
    """Return whether all the metrics have a value."""
    values = [report_data.value(metric) for metric in metrics]
    return all(value is not None and value.value is not None for value in values)


def end_with_period(title: str) -> str:
    """End a figure's title with exactly one period."""
    return title.rstrip(".") + "."


def unnamed_parties_note(report_data: ReportData, metrics: Iterable[str], language: Language) -> Blocks:
    """Return a note that only partners are named, where other parties gave or received."""
    values = (value for metric in metrics for value in report_data.whole.values_for(metric))
    others = any(value.groups.get("party") == OTHER_PARTY for value in values)
    return (Text(language.message("parties-unnamed")),) if others else ()


def sessions_held_text(report_data: ReportData, language: Language) -> Blocks:
    """Write the number of sessions held and of visits, in one sentence."""
    if not has_values(report_data, "sessions_held", "attendance_total"):
        return ()
    placeholders = {
        name: metric_sentence(report_data, metric, language)
        for name, metric in (("sessions", "sessions_held"), ("visits", "attendance_total"))
    }
    return (Text(language.message("lead-happened", **placeholders)),)


def program_table_blocks(
    report_data: ReportData, metrics: Sequence[str], language: Language, max_rows: int = MAX_SUMMARY_ROWS
) -> Blocks:
    """Return the program table with these metrics; nothing without programs."""
    table = program_table(
        report_data.programs, metrics, language.message("table-programs"), language, max_rows
    )
    return (table,) if table.rows else ()


def attendance_charts(report_data: ReportData, language: Language) -> Blocks:
    """Return the charts of attendance and coverage by month."""
    drawn = [
        figures.attendance_over_time(report_data.months, language),
        figures.coverage_over_time(report_data.months, language),
    ]
    return chart_blocks(drawn, language, half=True)


def trend_text(report_data: ReportData, language: Language) -> Blocks:
    """Write whether attendance rose or fell, and how many sessions were cancelled."""
    if not has_values(report_data, "attendance_per_session"):
        return ()
    delivery = report_data.value("session_delivery_rate")
    sentence = figures.trend_sentence(compute_trend(report_data.months), language)
    cancelled = "" if delivery is None else figures.cancellation_sentence(delivery, language)
    return (Text(f"{sentence} {cancelled}".strip()),)


def key_figures_section(*metrics: str) -> Section:
    """Return a section with the first four of these metrics that have a number."""
    return lambda material, language: key_figures(material, metrics, language)


def issues_section(report_data: ReportData, language: Language, max_rows: int = ALL_ROWS) -> Blocks:
    """Build the section of import issues by kind."""
    table = issues_table(report_data.issues, language.message("table-issues"), language)
    return build_section("section-read", (limit_rows(table, max_rows, language),) if table else (), language)


def gaps_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of metrics without a value and their reasons."""
    return build_section("section-unknown", gaps_callout(report_data, language), language)


def outcomes_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of scores before and after and of agreement with the statements."""
    gain = figures.before_and_after(report_data.whole, language)
    drawn = chart_blocks([gain, figures.outcome_agreement(report_data.whole, language)], language, half=True)
    caution: Blocks = () if gain.is_empty else (Text(language.message("regression-to-the-mean")),)
    return build_section("section-changed", (*caution, *drawn), language)


def criteria_section(report_data: ReportData, language: Language, max_rows: int = ALL_ROWS) -> Blocks:
    """Build the section of success criteria; empty if there are none."""
    if report_data.is_judged_elsewhere:
        return build_section("section-promised", (Text(language.message("criteria-elsewhere")),), language)
    table = criteria_table(report_data, language.message("table-criteria"), language, max_rows)
    if not table.rows:
        return ()
    rate = report_data.value("project_success_rate")
    if rate is None or rate.reason is not None:  # its reason is listed among the gaps
        return build_section("section-promised", (table,), language)
    success = figures.project_success(report_data.programs, language, rate)
    return build_section("section-promised", (Text(end_with_period(success.title)), table), language)


def quotes_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of notes and quotes chosen for this document, as typed."""
    quotes = tuple(
        Quote(note.text, _quote_source(note.tag, note.day, language)) for note in report_data.options.notes
    )
    return build_section("section-told", quotes, language)


def _quote_source(tag: str, day: date | None, language: Language) -> str:
    return ", ".join(filter(None, (tag, "" if day is None else language.day(day))))
