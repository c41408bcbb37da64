"""Report for a school or another partner: shared programs, exchange, changes, open items."""

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
from libcollab_metrics.reports.audiences.sections import OPEN_STATUSES, Audience, Blocks, chart_blocks, quotes_section
from libcollab_metrics.reports.document import Grid, Heading, Text
from libcollab_metrics.reports.report_data import ReportData

ACTIVITY_METRICS = ("sessions_held", "session_delivery_rate", "attendance_total", "participants_unique")
#: Metrics of one party to the exchange.
EXCHANGE_METRICS = (
    "partner_programs", "partner_given", "partner_received", "pledge_fulfilment", "benefit_delivery", "fund_share",
    "partner_sourced_share",
)  # fmt: skip
GAIN_METRICS = ("mean_gain",)
PARTNER_METRICS = frozenset({*ACTIVITY_METRICS, *EXCHANGE_METRICS, *GAIN_METRICS, "attendance_coverage"})
#: Metric families of criteria shown to both sides: neither money, which others gave too, nor staff hours.
SHARED_FAMILIES = frozenset({"attendance", "participation", "outcomes", "books", "language"})
#: Metrics of the exchange that have one number per partner.
FULFILMENT_METRICS = ("pledge_fulfilment", "benefit_delivery", "partner_sourced_share")


def selected_partners(material: ReportData) -> tuple[str, ...]:
    """Return the partners the document is for.

    These are the partners in the scope's filter, or else all partners of its programs.
    """
    chosen = {
        casefold_name(name) for field, names in material.whole.scope.where if field == "partner" for name in names
    }
    return tuple(name for name in material.links if not chosen or casefold_name(name) in chosen)


def _school_title(material: ReportData, language: Language) -> str:
    partners = selected_partners(material)
    return language.say("school-title-one", partner=partners[0]) if len(partners) == 1 else language.say("school-title")


def _partner_pages(material: ReportData, language: Language) -> Blocks:
    """Build the sections of a single partner, or one part per partner."""
    partners = selected_partners(material)
    if not partners:
        return (Text(language.say("school-nobody")),)
    if len(partners) == 1:
        return _partner_page(material, partners[0], language, 1)
    return tuple(
        block
        for partner in partners
        for block in (
            Heading(partner, starts_page=partner != partners[0]),
            *_partner_page(material, partner, language, 2),
        )
    )


def _partner_page(material: ReportData, partner: str, language: Language, level: int) -> Blocks:
    sections = (
        ("section-together", _activities_blocks), ("section-exchange", _exchange_blocks), ("section-changed", _gains_blocks),
        ("section-promised", _criteria_blocks), ("section-open", _open_lines_blocks),
    )  # fmt: skip
    found = [(title, make(material, partner, language)) for title, make in sections]
    return tuple(block for title, blocks in found if blocks for block in (Heading(language.say(title), level), *blocks))


def _activities_blocks(material: ReportData, partner: str, language: Language) -> Blocks:
    """Build the blocks of shared programs, sessions and participants.

    Charts by month and site are included only where the scope is filtered to this single partner.
    """
    programs = material.links[partner]
    key = "pair-programs-one" if len(programs) == 1 else "pair-programs-many"
    said = Text(language.say(key, programs=language.listing(programs, most=6), partner=partner))
    own = [value for name in ACTIVITY_METRICS for value in _partner_values(material.partners, name, partner)]
    shown = sections.build_key_figures(own, language, material.whole.currency)
    drawn: Blocks = ()
    if len(selected_partners(material)) == 1 and _is_partner_scope(material):
        drawn = chart_blocks(
            [
                figures.attendance_over_time(material.months, language),
                figures.attendance_by_group(material.sites, language),
            ],
            language,
            half=True,
        )
    return (said, *shown, *drawn)


def _is_partner_scope(material: ReportData) -> bool:
    """Return whether the scope is filtered by partner, so months and sites are the partner's."""
    return any(field == "partner" for field, _ in material.whole.scope.where)


def _partner_values(evaluation: PublicEvaluation, metric: str, partner: str) -> tuple[Value, ...]:
    return tuple(
        v for v in evaluation.of(metric) if casefold_name(v.groups.get("partner") or "") == casefold_name(partner)
    )


def _exchange_blocks(material: ReportData, partner: str, language: Language) -> Blocks:
    """Build the blocks of what each side gave by kind, their shares, and fulfilled promises."""
    given = figures.exchange_table(material.whole, partner, language)
    shares = figures.funding_shares_table(material.whole, partner, language)
    kept = [figures.party_value(material.whole, name, partner) for name in FULFILMENT_METRICS]
    tables = (
        _grid("table-exchange", given, language, "table-exchange-note", partner),
        _grid("table-shares", shares, language, "table-shares-note", partner),
    )
    known = sections.build_key_figures(
        (value for value in kept if value is not None), language, material.whole.currency
    )
    return (*(table for table in tables if table.rows), *known)


def _grid(title: str, table: ChartTable, language: Language, note: str = "", partner: str = "") -> Grid:
    return Grid(
        language.say(title, partner=partner),
        table.headings,
        table.rows,
        table.numeric,
        language.say(note) if note else "",
    )


def _gains_blocks(material: ReportData, partner: str, language: Language) -> Blocks:
    """Build the blocks of the gains of readers tested twice, by measure, with the caveat."""
    gains = [value for value in _partner_values(material.partners, "mean_gain", partner) if value.value is not None]
    if not gains:
        return ()
    headings = tuple(language.say(name) for name in ("category-measure", "gain", "heading-interval", "gain-people"))
    rows = tuple(_gain(value, language) for value in gains)
    table = Grid(language.say("table-gains"), headings, rows, (1, 2, 3))
    return (Text(language.say("regression-to-the-mean")), table)


def _gain(value: Value, language: Language) -> tuple[str, ...]:
    metric = find_metric(value.metric)
    ends = [None if end is None else language.in_unit(end, metric.unit) for end in (value.ci_low, value.ci_high)]
    interval = language.say("range", low=ends[0], high=ends[1]) if all(ends) else "–"
    n = "–" if value.n is None else language.number(value.n)
    name = figures.part_name(value.groups.get("measure") or "", language)
    return name, language.value_text(value, metric), interval, n


def _criteria_blocks(material: ReportData, partner: str, language: Language) -> Blocks:
    if material.judged_elsewhere:
        return (Text(language.say("criteria-elsewhere")),)
    own = [v for v in material.verdicts if v.program in material.links[partner]]
    shared = replace(material, verdicts=tuple(verdict for verdict in own if _is_shared(verdict)))
    table = sections.criteria_table(shared, language.say("table-criteria"), language)
    if len(shared.verdicts) < len(own):
        table = replace(table, note=language.say("criteria-kept"))
    return (table,) if table.rows else ()


def _is_shared(verdict: CriterionVerdict) -> bool:
    """Return whether a criterion is about shared activities.

    A criterion without a known metric is not confidential and counts as shared.
    """
    found = [metric for metric in CATALOG if metric.id == verdict.metric_id]
    return all(metric.family in SHARED_FAMILIES and metric.unit != "money" for metric in found)


def _open_lines_blocks(material: ReportData, partner: str, language: Language) -> Blocks:
    """Build the blocks of open ledger lines of this partner and the library: pledged or unclear."""
    lines = [
        line for line in material.lines if line.status in OPEN_STATUSES and _involves_partner(line, partner, material)
    ]
    if not lines:
        return (Text(language.say("open-none")),)
    table = figures.ledger_table(lines, language, material.whole.currency)
    return (_grid("table-open", table, language, "table-open-note"),)


def _involves_partner(line: LedgerLine, partner: str, material: ReportData) -> bool:
    """Return whether a line involves this partner, or an unnamed donor in a program with it.

    The latter may be clarified with any partner of the program.
    """
    sides = {casefold_name(side) for side in (line.giver, line.taker) if side}
    return casefold_name(partner) in sides or (line.giver is None and line.program in material.links[partner])


def _gaps_section(material: ReportData, language: Language) -> Blocks:
    """Build the section of gaps in the partner metrics, and whether numbers are hidden."""
    shown = replace(material, whole=material.whole.only(lambda value: value.metric in PARTNER_METRICS))
    box = sections.gaps_callout(shown, language)
    return (Heading(language.say("section-unknown")), *box) if box else ()


def _select_evaluations(material: ReportData) -> tuple[PublicEvaluation, ...]:
    """Return the evaluations for the partners of the document.

    They exclude other parties' money and metrics of the library alone.
    """
    partners = {casefold_name(name) for name in selected_partners(material)}

    def concerns(value: Value) -> bool:
        party, partner = value.groups.get("party"), value.groups.get("partner")
        return (
            value.metric in PARTNER_METRICS
            and (party is None or casefold_name(party) in {*partners, LIBRARY})
            and ("partner" not in value.groups or casefold_name(partner or "") in partners)
        )

    found = (material.whole, material.months, material.sites, material.partners)
    return tuple(evaluation.only(concerns) for evaluation in found)


SCHOOL = Audience(
    (_partner_pages, quotes_section, _gaps_section),
    (*ACTIVITY_METRICS, *FULFILMENT_METRICS, "fund_share", *GAIN_METRICS),
    title=_school_title,
    concerning=_select_evaluations,
)
