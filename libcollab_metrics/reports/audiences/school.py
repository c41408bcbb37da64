"""Report for a school or other partner: order of its sections, exchange, and criteria it may see."""

from __future__ import annotations

from dataclasses import replace

from libcollab_metrics import figures
from libcollab_metrics.figures import ChartTable
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import CATALOG, CriterionVerdict, LedgerLine, find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import LIBRARY
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.audiences import sections
from libcollab_metrics.reports.audiences.sections import (
    OPEN_STATUSES,
    Audience,
    Blocks,
    chart_blocks,
    quotes_section,
)
from libcollab_metrics.reports.document import Grid, Heading, Text
from libcollab_metrics.reports.report_data import ReportData

ACTIVITY_METRICS = ("sessions_held", "session_delivery_rate", "attendance_total", "participants_unique")
#: Metrics of one party to the exchange.
EXCHANGE_METRICS = (
    "partner_programs",
    "partner_given",
    "partner_received",
    "pledge_fulfilment",
    "benefit_delivery",
    "fund_share",
    "partner_sourced_share",
)
GAIN_METRICS = ("mean_gain",)
PARTNER_METRICS = frozenset({*ACTIVITY_METRICS, *EXCHANGE_METRICS, *GAIN_METRICS, "attendance_coverage"})
#: Metric families of criteria shown to both sides: neither money, which others gave too, nor staff hours.
SHARED_FAMILIES = frozenset({"attendance", "participation", "outcomes", "books", "language"})
#: Metrics of the exchange that have one number per partner.
FULFILMENT_METRICS = ("pledge_fulfilment", "benefit_delivery", "partner_sourced_share")


def selected_partners(report_data: ReportData) -> tuple[str, ...]:
    """Return the partners the document is for.

    These are the partners in the scope's filter, or else all partners of its programs.
    """
    chosen = {
        casefold_name(name)
        for field, names in report_data.whole.scope.where
        if field == "partner"
        for name in names
    }
    return tuple(name for name in report_data.links if not chosen or casefold_name(name) in chosen)


def _school_title(report_data: ReportData, language: Language) -> str:
    partners = selected_partners(report_data)
    return (
        language.message("school-title-one", partner=partners[0])
        if len(partners) == 1
        else language.message("school-title")
    )


def _partner_pages(report_data: ReportData, language: Language) -> Blocks:
    """Build the sections of a single partner, or one part per partner."""
    partners = selected_partners(report_data)
    if not partners:
        return (Text(language.message("school-nobody")),)
    if len(partners) == 1:
        return _partner_page(report_data, partners[0], language, 1)
    return tuple(
        block
        for partner in partners
        for block in (
            Heading(partner, has_page_break=partner != partners[0]),
            *_partner_page(report_data, partner, language, 2),
        )
    )


def _partner_page(report_data: ReportData, partner: str, language: Language, level: int) -> Blocks:
    sections = (
        ("section-together", _activities_blocks),
        ("section-exchange", _exchange_blocks),
        ("section-changed", _gains_blocks),
        ("section-promised", _criteria_blocks),
        ("section-open", _open_lines_blocks),
    )
    made = [(title, make(report_data, partner, language)) for title, make in sections]
    return tuple(
        block
        for title, blocks in made
        if blocks
        for block in (Heading(language.message(title), level), *blocks)
    )


def _activities_blocks(report_data: ReportData, partner: str, language: Language) -> Blocks:
    """Build the blocks of shared programs, sessions and participants.

    Charts by month and site are included only where the scope is filtered to this single partner.
    """
    programs = report_data.links[partner]
    key = "pair-programs-one" if len(programs) == 1 else "pair-programs-many"
    intro = Text(language.message(key, programs=language.join_names(programs, most=6), partner=partner))
    own = [
        value for name in ACTIVITY_METRICS for value in _partner_values(report_data.partners, name, partner)
    ]
    shown = sections.build_key_figures(own, language, report_data.whole.currency)
    drawn: Blocks = ()
    if len(selected_partners(report_data)) == 1 and _is_partner_scope(report_data):
        drawn = chart_blocks(
            [
                figures.attendance_over_time(report_data.months, language),
                figures.attendance_by_group(report_data.sites, language),
            ],
            language,
            half=True,
        )
    return (intro, *shown, *drawn)


def _is_partner_scope(report_data: ReportData) -> bool:
    """Return whether the scope is filtered by partner, so months and sites are the partner's."""
    return any(field == "partner" for field, _ in report_data.whole.scope.where)


def _partner_values(evaluation: PublicEvaluation, metric: str, partner: str) -> tuple[Value, ...]:
    return tuple(
        v
        for v in evaluation.values_for(metric)
        if casefold_name(v.groups.get("partner") or "") == casefold_name(partner)
    )


def _exchange_blocks(report_data: ReportData, partner: str, language: Language) -> Blocks:
    """Build the blocks of what each side gave by kind, their shares, and fulfilled promises."""
    exchange = figures.exchange_table(report_data.whole, partner, language)
    shares = figures.funding_shares_table(report_data.whole, partner, language)
    fulfilment = [figures.party_value(report_data.whole, name, partner) for name in FULFILMENT_METRICS]
    tables = (
        _grid("table-exchange", exchange, language, "table-exchange-note", partner),
        _grid("table-shares", shares, language, "table-shares-note", partner),
    )
    known = sections.build_key_figures(
        (value for value in fulfilment if value is not None), language, report_data.whole.currency
    )
    return (*(table for table in tables if table.rows), *known)


def _grid(title: str, table: ChartTable, language: Language, note: str = "", partner: str = "") -> Grid:
    return Grid(
        language.message(title, partner=partner),
        table.headings,
        table.rows,
        table.numeric,
        language.message(note) if note else "",
    )


def _gains_blocks(report_data: ReportData, partner: str, language: Language) -> Blocks:
    """Build the blocks of the gains of readers tested twice, by measure, with the caveat."""
    gains = [
        value
        for value in _partner_values(report_data.partners, "mean_gain", partner)
        if value.value is not None
    ]
    if not gains:
        return ()
    headings = tuple(
        language.message(name) for name in ("category-measure", "gain", "heading-interval", "gain-people")
    )
    rows = tuple(_gain(value, language) for value in gains)
    table = Grid(language.message("table-gains"), headings, rows, (1, 2, 3))
    return (Text(language.message("regression-to-the-mean")), table)


def _gain(value: Value, language: Language) -> tuple[str, ...]:
    metric = find_metric(value.metric)
    ends = [
        None if end is None else language.in_unit(end, metric.unit) for end in (value.ci_low, value.ci_high)
    ]
    interval = language.message("range", low=ends[0], high=ends[1]) if all(ends) else "–"
    n = "–" if value.n is None else language.number(value.n)
    name = figures.part_name(value.groups.get("measure") or "", language)
    return name, language.format_value_with_estimate(value, metric), interval, n


def _criteria_blocks(report_data: ReportData, partner: str, language: Language) -> Blocks:
    if report_data.is_judged_elsewhere:
        return (Text(language.message("criteria-elsewhere")),)
    own = [v for v in report_data.verdicts if v.program in report_data.links[partner]]
    shared = replace(report_data, verdicts=tuple(verdict for verdict in own if _is_shared(verdict)))
    table = sections.criteria_table(shared, language.message("table-criteria"), language)
    if len(shared.verdicts) < len(own):
        table = replace(table, note=language.message("criteria-kept"))
    return (table,) if table.rows else ()


def _is_shared(verdict: CriterionVerdict) -> bool:
    """Return whether a criterion is about shared activities.

    A criterion without a known metric is not confidential and counts as shared.
    """
    metrics = [metric for metric in CATALOG if metric.id == verdict.metric_id]
    return all(metric.family in SHARED_FAMILIES and metric.unit != "money" for metric in metrics)


def _open_lines_blocks(report_data: ReportData, partner: str, language: Language) -> Blocks:
    """Build the blocks of open ledger lines of this partner and the library: pledged or unclear."""
    lines = [
        line
        for line in report_data.lines
        if line.status in OPEN_STATUSES and _involves_partner(line, partner, report_data)
    ]
    if not lines:
        return (Text(language.message("open-none")),)
    table = figures.ledger_table(lines, language, report_data.whole.currency)
    return (_grid("table-open", table, language, "table-open-note"),)


def _involves_partner(line: LedgerLine, partner: str, report_data: ReportData) -> bool:
    """Return whether a line involves this partner, or an unnamed donor in a program with it.

    The latter may be clarified with any partner of the program.
    """
    sides = {casefold_name(side) for side in (line.giver, line.taker) if side}
    return casefold_name(partner) in sides or (
        line.giver is None and line.program in report_data.links[partner]
    )


def _gaps_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of gaps in the partner metrics, and whether numbers are hidden."""
    shown = replace(
        report_data, whole=report_data.whole.filter_values(lambda value: value.metric in PARTNER_METRICS)
    )
    box = sections.gaps_callout(shown, language)
    return (Heading(language.message("section-unknown")), *box) if box else ()


def _select_evaluations(report_data: ReportData) -> tuple[PublicEvaluation, ...]:
    """Return the evaluations for the partners of the document.

    They exclude other parties' money and metrics of the library alone.
    """
    partners = {casefold_name(name) for name in selected_partners(report_data)}

    def concerns(value: Value) -> bool:
        party, partner = value.groups.get("party"), value.groups.get("partner")
        return (
            value.metric in PARTNER_METRICS
            and (party is None or casefold_name(party) in {*partners, LIBRARY})
            and ("partner" not in value.groups or casefold_name(partner or "") in partners)
        )

    evaluations = (report_data.whole, report_data.months, report_data.sites, report_data.partners)
    return tuple(evaluation.filter_values(concerns) for evaluation in evaluations)


AUDIENCE = Audience(
    (_partner_pages, quotes_section, _gaps_section),
    (*ACTIVITY_METRICS, *FULFILMENT_METRICS, "fund_share", *GAIN_METRICS),
    title=_school_title,
    select_evaluations=_select_evaluations,
)
