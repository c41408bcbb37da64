"""Slides that several stories have: the answer, the need, the proofs, the request, and how it was counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from libcollab_metrics.figures import Chart
from libcollab_metrics.figures.story_charts import growth_columns, growth_halves, score_pairs
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.claims import best_gain, heroes, heroes_for_newcomers
from libcollab_metrics.reports.document import (
    ChartBlock,
    Definitions,
    Hero,
    Heroes,
    Quote,
    Request,
    StorySlide,
    Text,
)
from libcollab_metrics.reports.document_options import split_need
from libcollab_metrics.reports.photo import photo_block
from libcollab_metrics.reports.report_data import ReportData

#: Most characters of a sentence that can be the title of a slide, and most numbers next to a need.
MAX_TITLE, MAX_NUMBERS = 90, 3


def answer_slide(headline: str, figures: tuple[Hero, ...], language: Language) -> StorySlide:
    """Build the first slide: the answer, and up to three numbers."""
    notes = (
        language.message("slide-notes-answer"),
        *(f"{hero.value} {hero.unit}. {hero.note}" for hero in figures),
    )
    return StorySlide("answer", headline, (Heroes(figures),) if figures else (), "", notes)


def need_slides(report_data: ReportData, audience: str, language: Language) -> Iterator[StorySlide]:
    """Yield the need as typed, next to the photo or to numbers; the photo alone without a need.

    The first sentence is the title, a last line in brackets the source. The numbers are those that the first
    slide does not have, if there are any.
    """
    photo = photo_block(report_data.options.photo, audience, report_data.as_of, language)
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


def proof_slides(report_data: ReportData, quote: Quote | None, language: Language) -> Iterator[StorySlide]:
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


def request_slide(request: Request, title: str, language: Language) -> StorySlide:
    """Build the slide of the request: the amounts next to each other, or its text."""
    notes = (language.message("slide-notes-request"), request.text, request.reply_by)
    return StorySlide("request", title, (request,), "", notes)


def method_slides(method: Definitions, about: str, language: Language) -> Iterator[StorySlide]:
    """Yield the slide about the numbers: their definitions, and what "+" means."""
    if method.items:
        title = language.message("about-heading").rstrip(".")
        yield StorySlide("appendix", title, (method,), about, (language.message("slide-notes-appendix"),))
