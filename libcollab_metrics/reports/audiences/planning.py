"""Planning pack for the next term: order of its sections, key figures, and columns by program."""

from __future__ import annotations

from libcollab_metrics import figures
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.audiences import sections
from libcollab_metrics.reports.audiences.sections import (
    ABOUT_OUTCOMES,
    ABOUT_SUCCESS,
    Audience,
    Blocks,
    attendance_charts,
    build_section,
    chart_blocks,
    criteria_section,
    gaps_section,
    issues_section,
    key_figures_section,
    outcomes_section,
    program_table_blocks,
    quotes_section,
    trend_text,
    unnamed_parties_note,
)
from libcollab_metrics.reports.report_data import ReportData

KEY_FIGURES = (
    "attendance_total",
    "attendance_per_session",
    "attendance_rate",
    "cost_per_attendance",
    "cost_cash",
)
#: Columns of the program table.
PROGRAM_FIGURES = (
    "sessions_held",
    "attendance_total",
    "attendance_coverage",
    "attendance_per_session",
    "participants_unique",
    "attendance_rate",
    "completion_rate",
    "cost_cash",
    "cost_per_attendance",
)


def _programs_section(report_data: ReportData, language: Language) -> Blocks:
    table = program_table_blocks(report_data, PROGRAM_FIGURES, language, sections.ALL_ROWS)
    if not table:
        return ()
    drawn = chart_blocks(
        [
            figures.attendance_per_session(report_data.programs, language),
            figures.attendance_rate_by_group(report_data.programs, language),
        ],
        language,
        half=True,
    )
    return build_section("section-programs", (*table, *drawn), language)


def _attendance_section(report_data: ReportData, language: Language) -> Blocks:
    drawn = attendance_charts(report_data, language)
    sites = chart_blocks(
        [
            figures.attendance_by_group(report_data.sites, language),
            figures.sessions_calendar(report_data.whole, language),
        ],
        language,
        half=True,
    )
    return build_section("section-attendance", (*trend_text(report_data, language), *drawn, *sites), language)


def _retention_section(report_data: ReportData, language: Language) -> Blocks:
    drawn = chart_blocks(
        [
            figures.completion_by_group(report_data.programs, language),
            figures.language_match_by_group(report_data.programs, language),
        ],
        language,
        half=True,
    )
    return build_section("section-stayed", drawn, language)


def _costs_section(report_data: ReportData, language: Language) -> Blocks:
    drawn = chart_blocks(
        [
            figures.cash_cost_by_group(report_data.programs, language),
            figures.cost_per_attendance_by_group(report_data.programs, language),
            figures.fund_clarity(report_data.programs, language, report_data.value("fund_clarity")),
            figures.give_and_take(report_data.whole, language),
        ],
        language,
        half=True,
    )
    named = unnamed_parties_note(report_data, ("give_take_balance",), language)
    return build_section("section-costs", (*drawn, *named), language)


def _books_section(report_data: ReportData, language: Language) -> Blocks:
    return build_section(
        "section-books", chart_blocks([figures.book_funnel(report_data.whole, language)], language), language
    )


AUDIENCE = Audience(
    (
        key_figures_section(*KEY_FIGURES),
        _programs_section,
        _attendance_section,
        _retention_section,
        criteria_section,
        _costs_section,
        _books_section,
        outcomes_section,
        quotes_section,
        gaps_section,
        issues_section,
    ),
    (*PROGRAM_FIGURES, *KEY_FIGURES, *ABOUT_OUTCOMES, *ABOUT_SUCCESS, "fund_clarity", "books_at_stage"),
)
