"""Slides of a proposal: the same content as its two pages, one finding on each."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pptx import Presentation

from libcollab_metrics.localization import language as language_of
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.document import Document, Heading, Heroes
from libcollab_metrics.reports.render.pptx_story import build_deck
from libcollab_metrics.reports.render.to_pptx import to_pptx
from libcollab_metrics.reports.report_data import ReportData
from tests.reports.conftest import ENGLISH, plain
from tests.reports.test_read_back import printed
from tests.support.documents.presentations import said

#: The story of the sample: costs, items bought, request, steps, targets, risks, partners, and the method.
KINDS = ["answer", "proof", "proof", "table", "table", "request", "steps", "table"]
KINDS += ["steps", "steps", "steps", "appendix"]


@pytest.fixture(scope="module")
def pitch(material: ReportData) -> Document:
    return compose("pitch", material, ENGLISH)


def test_slides_tell_the_story_of_the_two_pages(pitch: Document) -> None:
    assert [slide.kind for slide in pitch.story] == KINDS


def test_every_text_of_the_pages_is_on_a_slide(pitch: Document) -> None:
    """The heading of page two has no slide of its own; what was read and left out is on no page."""
    words = said(Presentation(io.BytesIO(to_pptx(pitch, ENGLISH))))
    pages = {block.text for block in pitch.blocks if isinstance(block, Heading) and block.has_page_break}
    apart = {pitch.coverage, pitch.issues, *pages}
    assert [text for text in printed(pitch) if text not in apart and plain(text) not in words] == []


def test_offers_and_contact_have_a_slide(material: ReportData) -> None:
    """What was delivered is below the offers, and the contact below the invitation."""
    offers = ("Your name on every poster", "A reading morning for your staff")
    letterhead = replace(material.options.letterhead, contact="library@malinaw.example")
    options = replace(material.options, offers=offers, letterhead=letterhead)
    document = compose("pitch", replace(material, options=options), ENGLISH)
    shown = [[getattr(block, "text", "") for block in s.blocks] for s in document.story if s.kind == "need"]
    assert shown == [list(offers), ["library@malinaw.example"]]
    words = said(Presentation(io.BytesIO(to_pptx(document, ENGLISH))))
    pages = {block.text for block in document.blocks if isinstance(block, Heading) and block.has_page_break}
    apart = {document.coverage, document.issues, *pages}
    assert [text for text in printed(document) if text not in apart and plain(text) not in words] == []


@pytest.mark.parametrize("code", ["en", "es", "fil"])
def test_steps_fit_their_cards(material: ReportData, code: str) -> None:
    document = compose("pitch", material, language_of(code))
    steps = [slide for slide in build_deck(document, language_of(code)) if slide.layout.name == "Steps"]
    assert len(steps) == 4
    assert all(slide.scale > 0.6 for slide in steps)


def test_four_partners_are_two_on_each_slide(pitch: Document) -> None:
    """Three steps of the year, two risks, four partners."""
    steps = [block for slide in pitch.story if slide.kind == "steps" for block in slide.blocks]
    assert [len(block.heroes) for block in steps if isinstance(block, Heroes)] == [3, 2, 2, 2]
