"""Sections and helpers shared by the audiences: key figures, tables, criteria, gaps, notes."""

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


def key_figures(material: ReportData, metrics: Iterable[str], language: Language) -> tuple[KeyFigures, ...]:
    """Return the first four named metrics that have a number; the others are listed as gaps."""
    found = [value for name in metrics if (value := material.value(name)) is not None]
    return build_key_figures(found, language, material.whole.currency)


def build_key_figures(values: Iterable[Value], language: Language, currency: str) -> tuple[KeyFigures, ...]:
    """Return the first four values that have a number, as key figures."""
    found = [value for value in values if value.reason is None][:MAX_KEY_FIGURES]
    figures = tuple(_key_figure(value, find_metric(value.metric), language, currency) for value in found)
    return (KeyFigures(figures),) if figures else ()


def _key_figure(value: Value, metric: Metric, language: Language, currency: str) -> KeyFigure:
    """Build a key figure; an estimate is marked in the small print, to keep the number short."""
    text = language.bare_text(value, metric, currency)
    formula = format_worked_formula(value, metric, language, currency) if metric.recipe.bottom is not None else ""
    meaning = format_definition(metric, language)
    return KeyFigure(metric_name(metric, language), text, formula, _qualifier(value, language), meaning)


def _qualifier(value: Value, language: Language) -> str:
    parts = [language.say("has-estimates")] if value.estimated else []
    if value.coverage is not None and value.coverage < 1:
        parts.append(language.say("caption-coverage", share=language.share(value.coverage)))
    if value.note:
        parts.append(language.say(f"note-{value.note}"))
    return " ".join(parts)


def program_table(
    evaluation: PublicEvaluation, metrics: Sequence[str], title: str, language: Language, most: int = ALL_ROWS
) -> Grid:
    """Build a table of programs × metrics.

    A gap is a dash, a hidden number is marked as hidden, and bounds have their sign. With more programs than
    `most`, the table has the largest and a note about it.
    """
    names = list(dict.fromkeys(v.groups["program"] for m in metrics for v in evaluation.of(m) if "program" in v.groups))
    kept = largest_groups(names, evaluation, most)
    headings = (language.say("program"), *(language.say(f"short-{name}") for name in metrics))
    rows = [(_program(name, language), *(_cell(evaluation, m, name, language) for m in metrics)) for name in kept]
    notes = (
        largest_note(len(names), most, language),
        _further_rows_note(len(names), most, language),
        language.say("table-signs"),
    )
    numeric = tuple(range(1, len(headings)))
    return Grid(title, headings, tuple(rows), numeric, " ".join(filter(None, notes)))


def largest_groups(names: Sequence[Name], evaluation: PublicEvaluation, most: int) -> Sequence[Name]:
    """Return the programs unchanged, or the largest `most` of them.

    They are sorted by visits; programs without a number of visits to show follow, by sessions.
    """
    if len(names) <= most:
        return names
    visits, sessions = (_shown_by_program(evaluation, metric) for metric in ("attendance_total", "sessions_held"))
    return sorted(names, key=lambda n: (-visits.get(n, -1.0), -sessions.get(n, -1.0), str(n or "").casefold()))[:most]


def _shown_by_program(evaluation: PublicEvaluation, metric: str) -> dict[str | None, float]:
    return {v.groups.get("program"): v.value for v in evaluation.of(metric) if v.value is not None}


def largest_note(count: int, most: int, language: Language) -> str:
    """Write that only the largest programs are shown; empty where all are."""
    shown, programs = language.number(most), language.number(count)
    return language.say("table-largest", shown=shown, count=programs) if count > most else ""


def limit_rows(table: Grid, most: int, language: Language) -> Grid:
    """Limit a table to its first rows, with a note on the number of further rows."""
    note = " ".join(filter(None, (_further_rows_note(len(table.rows), most, language), table.note)))
    return replace(table, rows=table.rows[:most], note=note)


def _further_rows_note(count: int, most: int, language: Language) -> str:
    more = count - most
    return language.say_of(more, "table-cut", count=language.number(more)) if more > 0 else ""


def _program(name: str | None, language: Language) -> str:
    return language.say("no-program") if name is None else name


def _cell(evaluation: PublicEvaluation, metric: str, program: str | None, language: Language) -> str:
    values = [v for v in select_cost_level(evaluation.of(metric)) if v.groups.get("program") == program]
    return short_value_text(values[0], find_metric(metric), language, evaluation.currency) if len(values) == 1 else "–"


def short_value_text(value: Value, metric: Metric, language: Language, currency: str) -> str:
    """Format a value for a table cell: "≥ 412", "≈ 20.6", "hidden", "–".

    Examples
    --------
    >>> from libcollab_metrics.metrics import find_metric
    >>> from libcollab_metrics.localization import language
    >>> visits = find_metric("attendance_total")
    >>> short_value_text(Value("attendance_total", value=412, certainty="at_least"), visits, language("en"), "")
    '≥ 412'
    >>> short_value_text(Value("attendance_total", reason="no-counts"), visits, language("en"), "")
    '–'
    """
    if value.reason is not None:
        return language.say("cell-hidden") if value.is_hidden else "–"
    if value.value is None:
        return language.value_text(value, metric, currency)
    sign = {"at_least": "≥ ", "at_most": "≤ "}.get(value.certainty, "≈ " if value.estimated else "")
    return sign + language.in_unit(value.value, metric.unit, currency)


def criteria_table(material: ReportData, title: str, language: Language, most: int = ALL_ROWS) -> Grid:
    """Build a table of the criteria with result and verdict, worst first, hidden verdicts last."""
    judged = sorted(material.verdicts, key=lambda verdict: _criterion_sort_key(verdict, material))
    headings = tuple(language.say(f"criterion-{name}") for name in ("program", "metric", "range", "found", "verdict"))
    rows = tuple(_criterion(verdict, material, language) for verdict in judged)
    return limit_rows(Grid(title, headings, rows), most, language)


def _criterion_sort_key(verdict: CriterionVerdict, material: ReportData) -> tuple[int, str, str]:
    order = {"not met": 0, "undecided": 1, "met": 2}
    return order[verdict.verdict] if material.tells(verdict) else len(order), verdict.program, verdict.metric


def _criterion(verdict: CriterionVerdict, material: ReportData, language: Language) -> tuple[str, ...]:
    value = material.judged_on(verdict)
    known = {metric.id for metric in CATALOG}
    currency = material.declared.currency
    metric = find_metric(verdict.metric_id) if verdict.metric_id in known else None
    found = language.reason(value) if value.reason else ""
    found = language.say("cell-hidden") if value.is_hidden else found
    if not material.tells(verdict):
        return (verdict.program, _criterion_metric_name(verdict, language), "–", found, "–")
    if metric is not None and not found:
        found = short_value_text(value, metric, language, currency)
    late = language.say("declared-late") if verdict.declared_late else ""
    band = _band_text(verdict, metric, language, currency)
    declared = " ".join(filter(None, (band, late)))
    return (
        verdict.program,
        _criterion_metric_name(verdict, language),
        declared,
        found,
        _verdict_text(verdict, language),
    )


def _criterion_metric_name(verdict: CriterionVerdict, language: Language) -> str:
    """Return the name of the metric in a criterion, with its part."""
    name = language.phrase(verdict.metric, "metric")
    return f"{name}: {part_name(verdict.part, language)}" if verdict.part else name


def _verdict_text(verdict: CriterionVerdict, language: Language) -> str:
    """Write the verdict, with how it was missed or that the ideal was reached."""
    said = language.say(f"verdict-{verdict.verdict.replace(' ', '-')}")
    return language.say("verdict-remark", verdict=said, remark=language.say(verdict.remark)) if verdict.remark else said


def _band_text(verdict: CriterionVerdict, metric: Metric | None, language: Language, currency: str) -> str:
    unit = "criteria" if metric is None else metric.unit
    low, high = (None if end is None else language.in_unit(end, unit, currency) for end in (verdict.low, verdict.high))
    if low is not None and high is not None:
        return language.say("range", low=low, high=high)
    if low is not None:
        return language.say("at_least", value=low)
    return "–" if high is None else language.say("at_most", value=high)


def unclear_money_note(material: ReportData, language: Language) -> str:
    """Write that the document was created although funding is unclear; empty otherwise."""
    if not material.accepted_unclear:
        return ""
    clarity = fund_clarity(material.programs, language, material.value("fund_clarity"))
    return language.say("unclear-text", finding=clarity.title)


def gaps_callout(material: ReportData, language: Language) -> tuple[Callout, ...]:
    """Build a box with what could not be shown and why, and whether numbers are hidden.

    It is omitted where everything is known.
    """
    lines = [*_gap_lines(material, language), *_hidden_note(material, language)]
    return (Callout(language.say("table-gaps"), "\n".join(lines)),) if lines else ()


def _gap_lines(material: ReportData, language: Language) -> list[str]:
    """List the core metrics without a value for the whole scope, one line per reason."""
    values = select_cost_level(material.whole.values)
    core = {metric.id for metric in CORE} - {v.metric for v in values if v.reason is None and v.group}
    why: dict[str, list[str]] = defaultdict(list)
    for value in values:
        if value.metric in core and value.reason is not None and value.reason not in NOT_GAP_REASONS:
            label = metric_name(find_metric(value.metric), language)
            if label not in why[language.reason(value)]:
                why[language.reason(value)].append(label)
    return [
        language.say("gap-line", figures=language.listing(tuple(labels), most=6), why=reason)
        for reason, labels in why.items()
    ]


def _hidden_note(material: ReportData, language: Language) -> list[str]:
    """Return the note that numbers are hidden, if there are any."""
    ks = [v.reason_values.get("k", "") for e in material.evaluations for v in e.values if v.is_hidden]
    return [language.say("hidden-text", k=max(ks, key=len))] if ks else []


def coverage_sentence(material: ReportData, language: Language) -> str:
    """Write how many of the sessions held have a number."""
    value = material.value("attendance_coverage")
    if value is None or value.value is None or value.numerator is None or value.denominator is None:
        return "" if value is None or value.reason is None else language.reason(value)
    known, held = language.number(value.numerator), language.number(value.denominator)
    return language.say_of(
        value.denominator, "coverage-sentence", known=known, held=held, share=language.share(value.value)
    )


def issues_sentence(material: ReportData, language: Language) -> str:
    """Summarize the import: counts of excluded rows, assumptions and notes, never values."""
    read, left_out = material.rows
    counts: dict[str, int] = defaultdict(int)
    for issue in material.issues:
        counts[issue.severity] += issue.count
    parts = [language.say("issues-rows", left=language.number(left_out), read=language.number(read))]
    for severity in ("assumption", "note"):
        if count := counts[severity]:
            parts.append(language.say_of(count, f"issues-{severity}", count=language.number(count)))
    return ", ".join(parts) + "."


def issues_table(issues: Iterable[Issue], title: str, language: Language) -> Grid | None:
    """Build a table of issue counts by kind, most severe first."""
    counts: dict[tuple[int, str, str], int] = defaultdict(int)
    for issue in issues:
        weight = ("left-out", "assumption", "note").index(issue.severity)
        counts[(weight, language.phrase(issue.kind.title, "issue"), language.say(f"severity-{issue.severity}"))] += (
            issue.count
        )
    rows = tuple((title_, severity, language.number(n)) for (_, title_, severity), n in sorted(counts.items()))
    headings = (language.say("issue-kind"), language.say("issue-weight"), language.say("issue-count"))
    return Grid(title, headings, rows, (2,)) if rows else None


def definitions_of(metrics: Iterable[str], language: Language) -> Definitions:
    """Return the definitions of the named metrics, in catalog order."""
    wanted = set(metrics)
    kept = (metric for metric in CATALOG if metric.id in wanted)
    return Definitions(tuple(Definition(metric_name(m, language), format_definition(m, language)) for m in kept))


def metric_sentence(material: ReportData, metric: str, language: Language) -> str:
    """Format a metric of the whole scope with its unit: "at least 1,605 visits"."""
    value = material.value(metric)
    if value is None:
        return language.say("not-known")
    return format_value_with_unit(value, find_metric(metric), language, material.whole.currency)


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

    `title` builds the title where it is not a fixed message. `concerning` selects the evaluations released as
    data, where not all of them concern the reader.
    """

    sections: tuple[Section, ...]
    defined: tuple[str, ...]
    title: Callable[[ReportData, Language], str] | None = None
    concerning: Callable[[ReportData], tuple[PublicEvaluation, ...]] | None = None


def chart_blocks(charts: Iterable[Chart], language: Language, half: bool = False) -> Blocks:
    """Return blocks for the charts that have a number; missing numbers are listed as gaps."""
    drawn = [figures.limit_bars(chart, MAX_SUMMARY_BARS, language) for chart in charts if not chart.is_empty]
    return tuple(ChartBlock(chart, half and len(drawn) > 1, _meaning(chart, language)) for chart in drawn)


def _meaning(chart: Chart, language: Language) -> tuple[str, ...]:
    """Return the definition and source of each metric in a chart."""
    told = (find_metric(metric) for metric in chart.metrics)
    return tuple(f"{figures.metric_name(metric, language)}: {format_definition(metric, language)}" for metric in told)


def build_section(title: str, blocks: Blocks, language: Language) -> Blocks:
    """Build a heading with its blocks; empty where it has no blocks."""
    return (Heading(language.say(title)), *blocks) if blocks else ()


def has_values(material: ReportData, *metrics: str) -> bool:
    values = [material.value(metric) for metric in metrics]
    return all(value is not None and value.value is not None for value in values)


def end_with_period(title: str) -> str:
    """End a figure's title with exactly one period."""
    return title.rstrip(".") + "."


def unnamed_parties_note(material: ReportData, metrics: Iterable[str], language: Language) -> Blocks:
    """Return a note that only partners are named, where other parties gave or received."""
    values = (value for metric in metrics for value in material.whole.of(metric))
    others = any(value.groups.get("party") == OTHER_PARTY for value in values)
    return (Text(language.say("parties-unnamed")),) if others else ()


def sessions_held_text(material: ReportData, language: Language) -> Blocks:
    """Write the number of sessions held and of visits, in one sentence."""
    if not has_values(material, "sessions_held", "attendance_total"):
        return ()
    said = {
        name: metric_sentence(material, metric, language)
        for name, metric in (("sessions", "sessions_held"), ("visits", "attendance_total"))
    }
    return (Text(language.say("lead-happened", **said)),)


def program_table_blocks(
    material: ReportData, metrics: Sequence[str], language: Language, most: int = MAX_SUMMARY_ROWS
) -> Blocks:
    """Return the program table with these metrics; nothing without programs."""
    table = program_table(material.programs, metrics, language.say("table-programs"), language, most)
    return (table,) if table.rows else ()


def attendance_charts(material: ReportData, language: Language) -> Blocks:
    """Return the charts of attendance and coverage by month."""
    drawn = [
        figures.attendance_over_time(material.months, language),
        figures.coverage_over_time(material.months, language),
    ]
    return chart_blocks(drawn, language, half=True)


def trend_text(material: ReportData, language: Language) -> Blocks:
    """Write whether attendance rose or fell, and how many sessions were cancelled."""
    if not has_values(material, "attendance_per_session"):
        return ()
    delivery = material.value("session_delivery_rate")
    said = figures.trend_sentence(compute_trend(material.months), language)
    cancelled = "" if delivery is None else figures.cancellation_sentence(delivery, language)
    return (Text(f"{said} {cancelled}".strip()),)


def key_figures_section(*metrics: str) -> Section:
    """Return a section with the first four of these metrics that have a number."""
    return lambda material, language: key_figures(material, metrics, language)


def issues_section(material: ReportData, language: Language, most: int = ALL_ROWS) -> Blocks:
    """Build the section of import issues by kind."""
    table = issues_table(material.issues, language.say("table-issues"), language)
    return build_section("section-read", (limit_rows(table, most, language),) if table else (), language)


def gaps_section(material: ReportData, language: Language) -> Blocks:
    return build_section("section-unknown", gaps_callout(material, language), language)


def outcomes_section(material: ReportData, language: Language) -> Blocks:
    gain = figures.before_and_after(material.whole, language)
    drawn = chart_blocks([gain, figures.outcome_agreement(material.whole, language)], language, half=True)
    caution: Blocks = () if gain.is_empty else (Text(language.say("regression-to-the-mean")),)
    return build_section("section-changed", (*caution, *drawn), language)


def criteria_section(material: ReportData, language: Language, most: int = ALL_ROWS) -> Blocks:
    if material.judged_elsewhere:
        return build_section("section-promised", (Text(language.say("criteria-elsewhere")),), language)
    table = criteria_table(material, language.say("table-criteria"), language, most)
    if not table.rows:
        return ()
    rate = material.value("project_success_rate")
    if rate is None or rate.reason is not None:  # its reason is listed among the gaps
        return build_section("section-promised", (table,), language)
    success = figures.project_success(material.programs, language, rate)
    return build_section("section-promised", (Text(end_with_period(success.title)), table), language)


def quotes_section(material: ReportData, language: Language) -> Blocks:
    """Build the section of notes and quotes chosen for this document, as typed."""
    quotes = tuple(Quote(note.text, _quote_source(note.tag, note.day, language)) for note in material.options.notes)
    return build_section("section-told", quotes, language)


def _quote_source(tag: str, day: date | None, language: Language) -> str:
    return ", ".join(filter(None, (tag, "" if day is None else language.day(day))))
