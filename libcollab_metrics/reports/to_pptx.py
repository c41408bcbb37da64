"""A document as slides: 16:9, every word in a real place, charts and tables that can be edited, notes to speak from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.picture import points_of
from libcollab_metrics.reports.printable import printable
from libcollab_metrics.reports.sealed import sealed
from libcollab_metrics.reports.slides import native, tables
from libcollab_metrics.reports.slides.fit import Paragraph, height
from libcollab_metrics.reports.slides.layouts import CHARTS, FOOTER, OPENING, PICTURED, RIGHT, TITLE
from libcollab_metrics.reports.slides.storyboard import Slide, storyboard
from libcollab_metrics.reports.slides.template import EMU, new_presentation
from libcollab_metrics.reports.slides.words import add_foot, fill
from libcollab_metrics.wording import Language

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide as Drawn

#: Inches a logo may take at the top right of the opening slide.
LOGO_WIDTH, LOGO_HEIGHT, LOGO_TOP = 2.6, 0.9, 0.6


def to_pptx(document: Document, language: Language) -> bytes:
    """Return the document as a presentation; the same document gives the same bytes.

    Charts are the program's own and hold only the numbers they show. Notes under a slide say what its figures mean,
    how they were worked out, and where they are from.
    """
    made = new_presentation()
    _sign(made, document)
    layouts = {layout.name: layout for layout in made.slide_layouts}
    for slide in storyboard(document, language):
        drawn = made.slides.add_slide(layouts[slide.layout.name])
        _write(drawn, slide, document, language)
    _place_logo(made.slides[0], document)
    held = io.BytesIO()
    made.save(held)
    return sealed(held.getvalue())


def _sign(made: Presentation, document: Document) -> None:
    """What the file says of itself: its title, language and time, and nobody's name."""
    said, moment = made.core_properties, document.generated_at.replace(tzinfo=None)
    said.title, said.subject, said.language = printable(document.title), printable(document.scope), document.language
    said.author = said.last_modified_by = said.keywords = said.comments = ""
    said.created = said.modified = said.last_printed = moment
    said.revision = 1


def _write(drawn: Drawn, slide: Slide, document: Document, language: Language) -> None:
    code = document.language
    places = {place.placeholder_format.idx: place for place in drawn.placeholders}
    words = {TITLE: (Paragraph(slide.title),), **slide.words}
    for idx, paragraphs in words.items():
        if paragraphs:
            room = slide.layout.place(idx).room
            fill(places.pop(idx), paragraphs, room, code, None if idx == TITLE else slide.scale)
    is_narrow = slide.layout is CHARTS
    for number, chart in enumerate(slide.charts):
        native.draw(places.pop(PICTURED + number), chart, language, document.generated_at, is_narrow)
    if slide.table is not None:
        tables.draw(places.pop(PICTURED), slide.table, code)
    for unused in places.values():
        unused._element.getparent().remove(unused._element)
    _sign_foot(drawn, slide, document)
    _note(drawn, slide.notes)


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
    logo = document.letterhead.logo
    if not logo:
        return
    wide, high = points_of(logo)
    scale = min(LOGO_WIDTH / wide, LOGO_HEIGHT / high)
    left = round((RIGHT - wide * scale) * EMU)
    size = (round(wide * scale * EMU), round(high * scale * EMU))
    picture = opening.shapes.add_picture(io.BytesIO(logo), left, round(LOGO_TOP * EMU), *size)
    picture._element.nvPicPr.cNvPr.set("descr", printable(document.letterhead.contact) or "Logo")
