"""Sections of each audience's document in reading order, one module per audience."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from libcollab_metrics import figures
from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import DEFINITIONS_VERSION
from libcollab_metrics.reports.audiences import sections
from libcollab_metrics.reports.audiences.sections import Audience
from libcollab_metrics.reports.document import Document, Heading
from libcollab_metrics.reports.report_data import ReportData

#: Sections of each audience's document.
AUDIENCES: Mapping[str, Audience] = MappingProxyType(
    {name: import_module(f"{__name__}.{name}").AUDIENCE for name in DOCUMENT_AUDIENCES}
)


def compose(audience: str, report_data: ReportData, language: Language) -> Document:
    """Build the document of an audience in `AUDIENCES`."""
    made = AUDIENCES[audience]
    blocks = tuple(block for section in made.sections for block in section(report_data, language))
    if not made.is_letter:
        blocks = sections.fit_only_chart(blocks)
    method = sections.definitions_of(sections.known_metrics(made.defined_metrics, report_data), language)
    if made.has_definitions and not made.is_one_page:
        blocks = (*blocks, Heading(language.message("section-definitions")), method)
    return Document(
        title=made.title(report_data, language) if made.title else language.message(f"{audience}-title"),
        subtitle=language.message(f"{audience}-subtitle"),
        scope=figures.scope_sentence(report_data.whole.scope, report_data.as_of, language),
        coverage=sections.coverage_sentence(report_data, language),
        issues=sections.issues_sentence(report_data, language),
        blocks=blocks,
        footer=_footer(report_data, language),
        language=language.code,
        generated_at=report_data.generated_at,
        evaluations=made.select_evaluations(report_data)
        if made.select_evaluations
        else report_data.evaluations,
        letterhead=report_data.options.letterhead,
        departures=sections.issues_table(report_data.issues, language.message("table-issues"), language),
        audience=audience,
        fingerprint=report_data.fingerprint,
        caution=sections.unclear_money_note(report_data, language),
        period=_period(report_data, language),
        addressee=made.addressee(report_data, language) if made.addressee else "",
        about=made.about(report_data, language) if made.about else "",
        brand=report_data.options.brand,
        method=method,
        is_one_page=made.is_one_page,
        is_letter=made.is_letter,
        story=made.story(report_data, language) if made.story else (),
        sheets=made.sheets(report_data, language) if made.sheets else (),
    )


def _period(report_data: ReportData, language: Language) -> str:
    """Return the months of the report: of its filter, or of the recorded sessions."""
    scope = report_data.whole.scope
    months = report_data.recorded_months
    if scope.start and scope.end:
        months = (f"{scope.start:%Y-%m}", f"{scope.end:%Y-%m}")
    return figures.long_period(months[0], months[-1], language) if months else ""


def _footer(report_data: ReportData, language: Language) -> str:
    day = language.day(report_data.generated_at.date())
    return language.message(
        "footer", version=DEFINITIONS_VERSION, day=day, fingerprint=report_data.fingerprint
    )
