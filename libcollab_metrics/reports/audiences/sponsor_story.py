"""Slides for a sponsor: answer, need, change, growth and voice, money, request; tables in the appendix.

A slide without content is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from libcollab_metrics.localization import Language
from libcollab_metrics.reports.audiences.sponsor_tables import result_table, target_table, total_table
from libcollab_metrics.reports.audiences.story_slides import (
    answer_slide,
    method_slides,
    need_slides,
    proof_slides,
    request_slide,
)
from libcollab_metrics.reports.claims import heroes
from libcollab_metrics.reports.document import (
    Block,
    Definitions,
    GiftRows,
    Grid,
    Quote,
    Request,
    StorySlide,
)
from libcollab_metrics.reports.gifts import find_gift, gift_amounts
from libcollab_metrics.reports.report_data import ReportData


def story(
    report_data: ReportData,
    language: Language,
    headline: str,
    blocks: tuple[Block, ...],
    quote: Quote | None,
    method: Definitions,
    about: str,
) -> tuple[StorySlide, ...]:
    """Build the slides of a sponsor's report from the blocks of its page.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.
    language : Language
        Language of the text.
    headline : str
        Title of the report.
    blocks : tuple of Block
        Blocks of the report.
    quote : Quote or None
        Chosen quote.
    method : Definitions
        Definitions of the metrics.
    about : str
        What was counted, and what "+" means.

    Returns
    -------
    tuple of StorySlide
    """
    gift = next((block for block in blocks if isinstance(block, GiftRows)), None)
    request = next((block for block in blocks if isinstance(block, Request)), None)
    found: list[StorySlide] = [answer_slide(headline, heroes(report_data, language), language)]
    found += need_slides(report_data, "sponsor", language)
    found += proof_slides(report_data, quote, language)
    if gift is not None:
        found.append(_money(gift, report_data, language))
    if request is not None:
        asked = request.title.removeprefix(language.message("request-next"))
        found.append(request_slide(request, f"{asked[:1].upper()}{asked[1:]}", language))
    return (*found, *_appendix(report_data, method, about, language))


def _money(gift: GiftRows, report_data: ReportData, language: Language) -> StorySlide:
    found = find_gift(report_data, report_data.options.recipient)
    title = gift.title
    if found.spent is not None and found.in_hand is not None:
        received, spent, in_hand = gift_amounts(found, report_data, language)
        title = language.message(
            "slide-money-your" if found.party else "slide-money-all",
            received=received,
            spent=spent,
            in_hand=in_hand,
        )
    source = " ".join(filter(None, (gift.total, gift.remark)))
    return StorySlide("money", title, (gift,), source, (language.message("slide-notes-money"), source))


def _appendix(
    report_data: ReportData, method: Definitions, about: str, language: Language
) -> Iterator[StorySlide]:
    """Yield the figures by program, the averages, the targets, and how the numbers were counted."""
    notes = (language.message("slide-notes-appendix"),)
    builders: tuple[Callable[[ReportData, Language], Grid], ...] = (total_table, result_table, target_table)
    for build in builders:
        table = build(report_data, language)
        if table.rows:
            yield StorySlide("appendix", table.title, (table,), table.note, notes)
    yield from method_slides(method, about, language)
