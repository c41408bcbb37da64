"""Slides for a sponsor: answer, need, change, growth and voice, money, request; tables in the appendix.

A slide without content is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from libcollab_metrics.figures import Chart
from libcollab_metrics.figures.story_charts import growth_columns, growth_halves, score_pairs
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.audiences.sponsor_tables import result_table, target_table, total_table
from libcollab_metrics.reports.claims import best_gain, heroes, heroes_for_newcomers
from libcollab_metrics.reports.document import (
    Block,
    ChartBlock,
    Definitions,
    GiftRows,
    Grid,
    Heroes,
    Quote,
    Request,
    StorySlide,
    Text,
)
from libcollab_metrics.reports.document_options import split_need
from libcollab_metrics.reports.gifts import find_gift, gift_amounts
from libcollab_metrics.reports.photo import photo_block
from libcollab_metrics.reports.report_data import ReportData

#: Most characters of a sentence that can be the title of a slide, and most numbers next to a need.
MAX_TITLE, MAX_NUMBERS = 90, 3


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
    found: list[StorySlide] = [_answer(report_data, headline, language)]
    found += _need(report_data, language)
    found += _proofs(report_data, quote, language)
    if gift is not None:
        found.append(_money(gift, report_data, language))
    if request is not None:
        notes = (language.message("slide-notes-request"), request.text, request.reply_by)
        asked = request.title.removeprefix(language.message("request-next"))
        found.append(StorySlide("request", f"{asked[:1].upper()}{asked[1:]}", (request,), "", notes))
    return (*found, *_appendix(report_data, method, about, language))


def _answer(report_data: ReportData, headline: str, language: Language) -> StorySlide:
    figures = heroes(report_data, language)
    notes = (
        language.message("slide-notes-answer"),
        *(f"{hero.value} {hero.unit}. {hero.note}" for hero in figures),
    )
    return StorySlide("answer", headline, (Heroes(figures),) if figures else (), "", notes)


def _need(report_data: ReportData, language: Language) -> Iterator[StorySlide]:
    """Yield the need as typed, next to the photo or to numbers; the photo alone without a need.

    The first sentence is the title, a last line in brackets the source. The numbers are those that the first
    slide does not have, if there are any.
    """
    photo = photo_block(report_data.options.photo, "sponsor", report_data.as_of, language)
    photos = (photo,) if photo else ()
    lines, source = split_need(report_data.options.need)
    if not lines:
        if photo is not None:
            said = (language.message("slide-notes-photo"),)
            caption = photo.caption or language.message("slide-photo")
            yield StorySlide("need", caption, (replace(photo, caption=""),), photo.source, said)
        return
    first, _, rest = lines[0].partition(". ")
    if len(first) > MAX_TITLE:
        first, rest = language.message("slide-need"), lines[0]
    texts = [text for text in (rest, *lines[1:]) if text]
    notes = (language.message("slide-notes-need"), *lines, source)
    yield StorySlide(
        "need",
        first.rstrip("."),
        (*map(Text, texts), *(photos or _further_numbers(report_data, language))),
        source,
        notes,
    )


def _further_numbers(report_data: ReportData, language: Language) -> tuple[Heroes, ...]:
    """Return the numbers that are not on the first slide, or all if those are not enough for a slide."""
    shown, known = heroes(report_data, language), heroes_for_newcomers(report_data, language)
    further = tuple(hero for hero in known if hero not in shown)
    found = (further if len(further) > 1 else known)[:MAX_NUMBERS]
    return (Heroes(found),) if found else ()


def _proofs(report_data: ReportData, quote: Quote | None, language: Language) -> Iterator[StorySlide]:
    """Yield a slide of the scores and one of growth; the quote is next to the last of them."""
    gain = best_gain(report_data)
    charts = [
        score_pairs(
            report_data.whole,
            gain.value.groups.get("measure") or "",
            language,
            months=report_data.test_months,
        )
        if gain
        else None,
        growth_halves(report_data.months, report_data.change, language)
        or growth_columns(report_data.months, report_data.change, language),
    ]
    drawn = [chart for chart in charts if chart is not None and not chart.is_empty]
    for number, chart in enumerate(drawn, start=1):
        voice = (quote,) if quote is not None and number == len(drawn) else ()
        yield StorySlide(
            "proof",
            chart.title,
            (ChartBlock(chart), *voice),
            _caption(chart, language),
            (language.message("slide-notes-proof"), chart.alt, chart.source),
        )
    if quote is not None and not drawn:
        yield StorySlide("need", language.message("slide-voice"), (Text(f"“{quote.text}”"),), quote.source)


def _caption(chart: Chart, language: Language) -> str:
    if chart.kind == "pairs":
        return f"{chart.caption[:1].upper()}{chart.caption[1:]}. {language.message('slide-change')}".lstrip(
            ". "
        )
    return chart.caption


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
    if method.items:
        yield StorySlide("appendix", language.message("about-heading").rstrip("."), (method,), about, notes)
