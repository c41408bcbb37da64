"""A document as slides: 16:9, every word in a real place, charts and tables that can be edited, notes to speak from."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.fit import Paragraph, height
from libcollab_metrics.reports.picture import points_of
from libcollab_metrics.reports.printable import printable
from libcollab_metrics.reports.sealed import sealed, sign
from libcollab_metrics.reports.slides import native, tables
from libcollab_metrics.reports.slides.layouts import (
    CHARTS,
    FOOTER,
    OPENING,
    PICTURED,
    RIGHT,
    TITLE,
)
from libcollab_metrics.reports.slides.places import Box, boxes
from libcollab_metrics.reports.slides.slide import Slide
from libcollab_metrics.reports.slides.storyboard import storyboard
from libcollab_metrics.reports.slides.template import EMU, new_presentation
from libcollab_metrics.reports.slides.words import add_foot, fill
from libcollab_metrics.wording import Language

if TYPE_CHECKING:
    from pptx.slide import Slide as Drawn

#: Inches a logo may take at the top right of the opening slide.
LOGO_WIDTH, LOGO_HEIGHT, LOGO_TOP = 2.6, 0.9, 0.6


def to_pptx(document: Document, language: Language) -> bytes:
    """Return the document as a presentation; the same document gives the same bytes.

    Charts are the program's own and hold only the numbers they show. Notes under a slide say what its figures mean,
    how they were worked out, and where they are from.
    """
    made = new_presentation()
    sign(made.core_properties, document)
    layouts = {layout.name: layout for layout in made.slide_layouts}
    for slide in storyboard(document, language):
        drawn = made.slides.add_slide(layouts[slide.layout.name])
        _write(drawn, slide, document, language)
    _place_logo(made.slides[0], document)
    held = io.BytesIO()
    made.save(held)
    return sealed(held.getvalue())


def _write(drawn: Drawn, slide: Slide, document: Document, language: Language) -> None:
    code = document.language
    places = {place.placeholder_format.idx: place for place in drawn.placeholders}
    for idx, box in boxes(slide).items():
        _move(places[idx], box)
    _write_words(places, slide, code)
    is_narrow = slide.layout is CHARTS
    for number, chart in enumerate(slide.charts):
        native.draw(places.pop(PICTURED + number), chart, language, document.generated_at, is_narrow)
    for number, table in enumerate(slide.tables):
        tables.draw(places.pop(PICTURED + number), table, code)
    for idx, unused in places.items():
        if idx != TITLE and not slide.words.get(idx):
            unused._element.getparent().remove(unused._element)
    _sign_foot(drawn, slide, document)
    _note(drawn, slide.notes)


def _write_words(places: Mapping[int, Any], slide: Slide, code: str) -> None:
    for idx, paragraphs in {TITLE: (Paragraph(slide.title),), **slide.words}.items():
        if paragraphs:
            fill(places[idx], paragraphs, slide.layout.place(idx).room, code, slide.scale_at(idx))


def _move(shape: Any, box: Box) -> None:
    """Give a placeholder a box of its own."""
    shape.left, shape.top, shape.width, shape.height = (round(inches * EMU) for inches in box)


def _sign_foot(drawn: Drawn, slide: Slide, document: Document) -> None:
    """The scope, the date and the fingerprint under each slide; a scope of many names stands on the first alone."""
    room = slide.layout.place(FOOTER).room
    whole = printable(f"{document.scope} {document.footer}")
    is_whole = slide.layout is not OPENING and height((Paragraph(whole),), room) <= room.height
    add_foot(drawn, slide.layout.places, whole if is_whole else printable(document.footer), room, document.language)


def _note(drawn: Drawn, notes: Sequence[str]) -> None:
    frame = drawn.notes_slide.notes_text_frame if notes else None
    if frame is not None:
        frame.text = "\n".join(dict.fromkeys(notes))


def _place_logo(opening: Drawn, document: Document) -> None:
    from pptx.util import Inches

    logo = document.letterhead.logo
    if not logo:
        return
    wide, high = points_of(logo)
    scale = min(LOGO_WIDTH / wide, LOGO_HEIGHT / high)
    left, top = Inches(RIGHT - wide * scale), Inches(LOGO_TOP)
    picture = opening.shapes.add_picture(io.BytesIO(logo), left, top, Inches(wide * scale), Inches(high * scale))
    picture._element._nvXxPr.cNvPr.set("descr", printable(document.letterhead.contact) or "Logo")
