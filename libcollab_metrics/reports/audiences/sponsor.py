"""The sponsor's pitch: the need, what came of it, what it cost and who bears it, what is asked and offered."""

from __future__ import annotations

from libcollab_metrics import figures
from libcollab_metrics.reports import parts
from libcollab_metrics.reports.audiences.asking import asked, needed, offered
from libcollab_metrics.reports.audiences.sections import (
    MOST_ROWS,
    Audience,
    Blocks,
    by_program,
    changed,
    charts,
    closed,
    glance,
    held,
    only_partners,
    promised,
    section,
    told,
    unknown,
    went_on,
)
from libcollab_metrics.reports.document import Callout, Text
from libcollab_metrics.reports.material import Material
from libcollab_metrics.wording import Language

KEY_FIGURES = ("attendance_total", "participants_unique", "cost_cash", "cost_per_attendance", "cost_per_participant")
PROGRAM_FIGURES = (
    "sessions_held", "attendance_total", "attendance_per_session", "participants_unique", "reach_rate", "cost_cash",
    "cost_per_attendance",
)  # fmt: skip
OUTCOMES = ("language_match_rate", "outcome_agreement", "mean_gain")


def _happened(material: Material, language: Language) -> Blocks:
    """What took place and who was reached, on half a page."""
    drawn = charts(
        [
            figures.attendance_over_time(material.months, language),
            figures.language_match_by_group(material.programs, language),
        ],
        language,
        half=True,
    )
    table = by_program(material, PROGRAM_FIGURES, language)
    found = (*held(material, language), *went_on(material, language), *drawn, *table)
    return section("section-happened", found, language)


def _borne(material: Material, language: Language) -> Blocks:
    """What it cost and who bears it; in a document made in spite of unclear money that is said first."""
    clarity = figures.fund_clarity(material.programs, language, material.value("fund_clarity"))
    said: Blocks = (Callout(language.say("unclear-title"), parts.caution(material, language)),)
    if not material.accepted_unclear:
        said = (Text(closed(clarity.title)),) if not clarity.is_empty else ()
    drawn = charts(
        [
            figures.cash_cost_by_group(material.programs, language),
            figures.cash_shares(material.whole, language),
        ],
        language,
        half=True,
    )
    named = only_partners(material, ("fund_share",), language)
    return section("section-borne", (*said, *drawn, *named), language)


def _judged(material: Material, language: Language) -> Blocks:
    """What was promised and found, and how success will be judged the next time: by that, or by nothing yet."""
    blocks = promised(material, language, MOST_ROWS)
    message = "next-judged" if blocks else "next-undeclared"
    ahead = Text(language.say(message))
    return (*blocks, ahead) if blocks else section("section-promised", (ahead,), language)


SPONSOR = Audience(
    (
        glance(*KEY_FIGURES), needed, _happened, _borne, changed, told, asked, offered, _judged, unknown,
    ),
    (*KEY_FIGURES, *PROGRAM_FIGURES, "fund_clarity", "fund_share", *OUTCOMES),
)  # fmt: skip
