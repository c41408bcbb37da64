"""Pitch to a new sponsor: results, costs, what a donation buys, and what sponsors get in return."""

from __future__ import annotations

from libcollab_metrics import figures
from libcollab_metrics.figures import assumption_source, assumption_text
from libcollab_metrics.figures.findings import MIN_COVERAGE
from libcollab_metrics.figures.text import format_value, format_with_unit, party_name
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.planning import Assumptions, FundedSessions, compute_funded_sessions
from libcollab_metrics.reports.audiences import sections
from libcollab_metrics.reports.audiences.sections import (
    MAX_SUMMARY_ROWS,
    Audience,
    Blocks,
    build_section,
    chart_blocks,
    criteria_section,
    end_with_period,
    gaps_section,
    key_figures_section,
    largest_groups,
    largest_note,
    outcomes_section,
    program_table_blocks,
    quotes_section,
    sessions_held_text,
    trend_text,
    unnamed_parties_note,
)
from libcollab_metrics.reports.document import Block, Callout, Grid, Text
from libcollab_metrics.reports.report_data import ReportData, Tier

# The library's request, what each donation amount buys, and what the sponsor receives.

#: Assumptions that determine what a donation buys, each printed with its source.
TIER_ASSUMPTIONS = ("cash_per_session", "visits_per_session")


def need_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of the need as typed, with the share of the target population reached."""
    typed = split_paragraphs(report_data.options.need)
    reach = report_data.value("reach_rate")
    if not typed or reach is None or reach.value is None or reach.denominator is None:
        return build_section("section-need", typed, language)
    people = format_with_unit(reach.denominator, "people", language)
    return build_section(
        "section-need", (*typed, Text(_target_population_text(reach, people, language))), language
    )


def _target_population_text(reach: Value, people: str, language: Language) -> str:
    """Write the size of the target population, and the share reached if coverage suffices."""
    if reach.coverage is not None and reach.coverage < MIN_COVERAGE:
        return language.message("need-people", people=people)
    return language.message(
        "need-reach", people=people, share=format_value(reach, find_metric("reach_rate"), language)
    )


def split_paragraphs(text: str) -> Blocks:
    """Split typed text into one block per paragraph."""
    return tuple(Text(line.strip()) for line in text.splitlines() if line.strip())


def request_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of the request: what each amount buys and the assumptions behind it."""
    bought: list[Block] = []
    if report_data.options.tiers and _is_priced(report_data):
        bought = [_tier_table(report_data, language), _assumptions_table(report_data, language)]
    elif report_data.options.tiers:
        bought = [*_amount_lines(report_data, language), Text(language.message("tiers-unknown"))]
    return build_section("section-ask", (*split_paragraphs(report_data.options.ask), *bought), language)


def _is_priced(report_data: ReportData) -> bool:
    """Return whether the cost per session of any listed program is known; it may be zero."""
    return any(
        assumed["cash_per_session"].value is not None for assumed in _listed_assumptions(report_data).values()
    )


def _amount_lines(report_data: ReportData, language: Language) -> Blocks:
    """List the donation amounts alone, one per line."""
    called = (_tier_label(tier, language, report_data.whole.currency) for tier in report_data.options.tiers)
    return tuple(Text(language.message("bullet", text=text)) for text in called)


def _tier_table(report_data: ReportData, language: Language) -> Grid:
    """Build a table of programs × amounts: sessions and visits that each amount pays for."""
    currency, tiers = report_data.whole.currency, report_data.options.tiers
    headings = (language.message("program"), *(_tier_label(tier, language, currency) for tier in tiers))
    rows = tuple(
        (
            program or language.message("all-sessions"),
            *(_purchase_text(assumed, tier, language) for tier in tiers),
        )
        for program, assumed in _listed_assumptions(report_data).items()
    )
    beyond = any(
        _is_beyond_measured(assumed, tier)
        for assumed in _listed_assumptions(report_data).values()
        for tier in tiers
    )
    notes = (
        _largest_programs_note(report_data, language),
        language.message("tiers-note"),
        language.message("tiers-beyond") if beyond else "",
    )
    return Grid(language.message("table-tiers"), headings, rows, note=" ".join(filter(None, notes)))


def _listed_assumptions(report_data: ReportData) -> dict[str, Assumptions]:
    """Return the assumptions of the programs listed; the largest where there are many."""
    names = tuple(report_data.plans)
    return {
        name: report_data.plans[name]
        for name in largest_groups(names, report_data.programs, MAX_SUMMARY_ROWS)
    }


def _largest_programs_note(report_data: ReportData, language: Language) -> str:
    return largest_note(len(report_data.plans), MAX_SUMMARY_ROWS, language)


def _is_beyond_measured(assumptions: Assumptions, tier: Tier) -> bool:
    """Return whether an amount buys more sessions than its cost was measured over."""
    bought, measured = (
        compute_funded_sessions(assumptions, tier.amount).sessions.value,
        assumptions["cash_per_session"].n,
    )
    return bought is not None and measured is not None and bought > measured


def _tier_label(tier: Tier, language: Language, currency: str) -> str:
    return language.message("tier", name=tier.name, amount=language.money(tier.amount, currency))


def _purchase_text(assumptions: Assumptions, tier: Tier, language: Language) -> str:
    """Format what one amount buys in one program: "12 sessions, 252 visits (228 to 288)"."""
    bought = compute_funded_sessions(assumptions, tier.amount)
    if bought.sessions.value is None:
        return _no_purchase_reason(assumptions, bought, language)
    if not bought.sessions.value:
        return language.message("tier-less-than-one")
    sessions = language.message(
        bought.sessions.certainty, value=format_with_unit(bought.sessions.value, "sessions", language)
    )
    if bought.visits.value is None:
        return language.message("tier-sessions-only", sessions=sessions)
    return language.message("tier-buys", sessions=sessions, visits=_with_interval(bought.visits, language))


def _no_purchase_reason(assumptions: Assumptions, purchase: FundedSessions, language: Language) -> str:
    """Write why no sessions are computed: the program spends no cash, or its cost is not known."""
    return language.message("tier-no-cash" if purchase.sessions.reason == "zero-base" else "tier-not-known")


def _with_interval(visits: Value, language: Language) -> str:
    text = language.message(
        visits.certainty, value=format_with_unit(round(visits.value or 0), "visits", language)
    )
    if visits.low is None or visits.high is None:
        return text
    low, high = language.number(visits.low), language.number(visits.high)
    return text if low == high else language.message("with-interval", value=text, low=low, high=high)


def _assumptions_table(report_data: ReportData, language: Language) -> Grid:
    """Build a table of each program's cash and visits per session, with their sources."""
    currency = report_data.whole.currency
    headings = (
        language.message("program"),
        *(language.message(f"assumption-{name}") for name in TIER_ASSUMPTIONS),
    )
    rows = tuple(
        (
            program or language.message("all-sessions"),
            *(_assumption_with_source(assumed, name, language, currency) for name in TIER_ASSUMPTIONS),
        )
        for program, assumed in _listed_assumptions(report_data).items()
    )
    return Grid(
        language.message("table-tier-assumptions"),
        headings,
        rows,
        note=_largest_programs_note(report_data, language),
    )


def _assumption_with_source(assumptions: Assumptions, name: str, language: Language, currency: str) -> str:
    assumption = assumptions[name]
    if assumption.unit == "visits" and assumption.value is not None:
        # Keep the decimal, so that sessions × visits per session equals the table above.
        text = language.message(assumption.certainty, value=language.average(assumption.value))
    else:
        text = assumption_text(assumption, language, currency)
    return language.message("value-from", value=text, source=assumption_source(assumption, language))


def benefits_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of benefits to the sponsor, with promises fulfilled so far."""
    lines = tuple(Text(language.message("bullet", text=offer)) for offer in report_data.options.offers)
    fulfilled = tuple(
        _fulfilled_text(value, language)
        for value in report_data.whole.values_for("benefit_delivery")
        if value.value is not None
    )
    record: Blocks = ()
    if lines and fulfilled:
        record = (Text(language.message("offers-kept", partners=language.join_names(fulfilled, most=6))),)
    return build_section("section-offer", (*lines, *record), language)


def _fulfilled_text(value: Value, language: Language) -> str:
    done, of = language.number(value.numerator or 0), language.number(value.denominator or 0)
    return language.message(
        "offers-kept-by", partner=party_name(value.groups.get("party"), language), done=done, of=of
    )


KEY_FIGURES = (
    "attendance_total",
    "participants_unique",
    "cost_per_attendance",
)
PROGRAM_FIGURES = (
    "sessions_held",
    "attendance_total",
    "attendance_per_session",
    "participants_unique",
    "reach_rate",
    "cost_cash",
    "cost_per_attendance",
)
OUTCOMES = ("language_match_rate", "outcome_agreement", "mean_gain")


def _activity_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of attendance and reach, on half a page."""
    drawn = chart_blocks(
        [
            figures.attendance_over_time(report_data.months, language),
            figures.language_match_by_group(report_data.programs, language),
        ],
        language,
        half=True,
    )
    table = program_table_blocks(report_data, PROGRAM_FIGURES, language)
    blocks = (*sessions_held_text(report_data, language), *trend_text(report_data, language), *drawn, *table)
    return build_section("section-happened", blocks, language)


def _funding_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of costs and funding; with unclear funding, it begins with a warning."""
    clarity = figures.fund_clarity(report_data.programs, language, report_data.value("fund_clarity"))
    summary: Blocks = (
        Callout(language.message("unclear-title"), sections.unclear_money_note(report_data, language)),
    )
    if not report_data.accepted_unclear:
        summary = (Text(end_with_period(clarity.title)),) if not clarity.is_empty else ()
    drawn = chart_blocks(
        [
            figures.cash_cost_by_group(report_data.programs, language),
            figures.cash_shares(report_data.whole, language),
        ],
        language,
        half=True,
    )
    named = unnamed_parties_note(report_data, ("fund_share",), language)
    return build_section("section-borne", (*summary, *drawn, *named), language)


def _criteria_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of the criteria and their results, and how success will be judged next."""
    blocks = criteria_section(report_data, language, MAX_SUMMARY_ROWS)
    message = "next-judged" if blocks else "next-undeclared"
    ahead = Text(language.message(message))
    return (*blocks, ahead) if blocks else build_section("section-promised", (ahead,), language)


AUDIENCE = Audience(
    (
        key_figures_section(*KEY_FIGURES),
        need_section,
        _activity_section,
        _funding_section,
        outcomes_section,
        quotes_section,
        request_section,
        benefits_section,
        _criteria_section,
        gaps_section,
    ),
    (*KEY_FIGURES, *PROGRAM_FIGURES, "fund_clarity", "fund_share", *OUTCOMES),
)
