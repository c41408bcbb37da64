"""Sections of each audience's document in reading order, one module per audience."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from libcollab_metrics import figures
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import DEFINITIONS_VERSION
from libcollab_metrics.reports.audiences import sections
from libcollab_metrics.reports.audiences.board import BOARD
from libcollab_metrics.reports.audiences.official import OFFICIAL
from libcollab_metrics.reports.audiences.planning import PLANNING
from libcollab_metrics.reports.audiences.school import SCHOOL
from libcollab_metrics.reports.audiences.sections import Audience
from libcollab_metrics.reports.audiences.sponsor import SPONSOR
from libcollab_metrics.reports.document import Document, Heading
from libcollab_metrics.reports.report_data import ReportData

AUDIENCES: Mapping[str, Audience] = MappingProxyType(
    {"sponsor": SPONSOR, "board": BOARD, "planning": PLANNING, "school": SCHOOL, "official": OFFICIAL}
)


def compose(audience: str, material: ReportData, language: Language) -> Document:
    """Build the document of an audience in `AUDIENCES`."""
    made = AUDIENCES[audience]
    blocks = tuple(block for section in made.sections for block in section(material, language))
    about = sections.definitions_of(made.defined, language)
    return Document(
        title=made.title(material, language) if made.title else language.say(f"{audience}-title"),
        subtitle=language.say(f"{audience}-subtitle"),
        scope=figures.scope_sentence(material.whole.scope, material.as_of, language),
        coverage=sections.coverage_sentence(material, language),
        issues=sections.issues_sentence(material, language),
        blocks=(*blocks, Heading(language.say("section-definitions")), about),
        footer=_footer(material, language),
        language=language.code,
        generated_at=material.generated_at,
        evaluations=made.concerning(material) if made.concerning else material.evaluations,
        letterhead=material.options.letterhead,
        departures=sections.issues_table(material.issues, language.say("table-issues"), language),
        audience=audience,
        fingerprint=material.fingerprint,
        caution=sections.unclear_money_note(material, language),
    )


def _footer(material: ReportData, language: Language) -> str:
    day = language.day(material.generated_at.date())
    return language.say("footer", version=DEFINITIONS_VERSION, day=day, fingerprint=material.fingerprint)
