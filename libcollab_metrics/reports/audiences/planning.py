"""Planning pack: programs, attendance, costs and outcomes for deciding on the next term."""

from __future__ import annotations

from libcollab_metrics import figures
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.audiences import sections
from libcollab_metrics.reports.audiences.sections import (
    ABOUT_OUTCOMES,
    ABOUT_SUCCESS,
    Audience,
    Blocks,
    by_program,
    changed,
    charts,
    glance,
    how_read,
    only_partners,
    over_time,
    promised,
    section,
    told,
    unknown,
    went_on,
)
from libcollab_metrics.reports.report_data import ReportData

KEY_FIGURES = ("attendance_total", "attendance_per_session", "attendance_rate", "cost_per_attendance", "cost_cash")
#: Columns of the program table.
PROGRAM_FIGURES = (
    "sessions_held", "attendance_total", "attendance_coverage", "attendance_per_session", "participants_unique",
    "attendance_rate", "completion_rate", "cost_cash", "cost_per_attendance",
)  # fmt: skip


def _by_program(material: ReportData, language: Language) -> Blocks:
    table = by_program(material, PROGRAM_FIGURES, language, sections.ALL_ROWS)
    if not table:
        return ()
    drawn = charts(
        [
            figures.attendance_per_session(material.programs, language),
            figures.attendance_rate_by_group(material.programs, language),
        ],
        language,
        half=True,
    )
    return section("section-programs", (*table, *drawn), language)


def _over_time(material: ReportData, language: Language) -> Blocks:
    drawn = over_time(material, language)
    sites = charts(
        [figures.attendance_by_group(material.sites, language), figures.sessions_calendar(material.whole, language)],
        language,
        half=True,
    )
    return section("section-attendance", (*went_on(material, language), *drawn, *sites), language)


def _stayed(material: ReportData, language: Language) -> Blocks:
    drawn = charts(
        [
            figures.completion_by_group(material.programs, language),
            figures.language_match_by_group(material.programs, language),
        ],
        language,
        half=True,
    )
    return section("section-stayed", drawn, language)


def _spent(material: ReportData, language: Language) -> Blocks:
    drawn = charts(
        [
            figures.cash_cost_by_group(material.programs, language),
            figures.cost_per_attendance_by_group(material.programs, language),
            figures.fund_clarity(material.programs, language, material.value("fund_clarity")),
            figures.give_and_take(material.whole, language),
        ],
        language,
        half=True,
    )
    named = only_partners(material, ("give_take_balance",), language)
    return section("section-costs", (*drawn, *named), language)


def _books(material: ReportData, language: Language) -> Blocks:
    return section("section-books", charts([figures.book_funnel(material.whole, language)], language), language)


PLANNING = Audience(
    (
        glance(*KEY_FIGURES), _by_program, _over_time, _stayed, promised, _spent, _books, changed, told, unknown,
        how_read,
    ),
    (*PROGRAM_FIGURES, *KEY_FIGURES, *ABOUT_OUTCOMES, *ABOUT_SUCCESS, "fund_clarity", "books_at_stage"),
)  # fmt: skip
