"""Words in their places on a slide: as large as they fit, in their language and direction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from libcollab_metrics.reports.fit import Paragraph, Room, bound, scale_of
from libcollab_metrics.reports.printable import is_turned
from libcollab_metrics.reports.slides.layouts import FOOTER, NUMBER, Place
from libcollab_metrics.reports.slides.template import prompt

if TYPE_CHECKING:
    from pptx.slide import Slide as Drawn

_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


def fill(place: Any, paragraphs: Sequence[Paragraph], room: Room, code: str, scale: float | None = None) -> None:
    """Write paragraphs into a placeholder; sizes of its own stand only where the words had no room."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    scale = scale_of(paragraphs, room) if scale is None else scale
    body = place._element.txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for paragraph in paragraphs:
        body.append(parse_xml(_paragraph(paragraph, room, code, scale)))


def _paragraph(paragraph: Paragraph, room: Room, code: str, scale: float) -> str:
    level = room.levels[paragraph.level]
    size = level.scaled(scale)
    look = "" if size == level.points else f' sz="{round(size * 100)}"'
    rank = f' lvl="{paragraph.level}"' if paragraph.level else ""
    text = escape(bound(paragraph.text))
    free = round((level.before + paragraph.lowered) * 100)
    above = f'<a:spcBef><a:spcPts val="{free}"/></a:spcBef>' if paragraph.lowered else ""
    turned = ' algn="r" rtl="1"' if is_turned(text) else ""
    return (
        f'<a:p {_SPACES}><a:pPr{rank}{turned}>{above}</a:pPr><a:r><a:rPr lang={quoteattr(code)}{look} dirty="0"/>'
        f"<a:t>{text}</a:t></a:r></a:p>"
    )


def add_foot(slide: Drawn, places: Sequence[Place], footer: str, room: Room, code: str) -> None:
    """Add what the library leaves out of a new slide: its footer and its number, in the places of the layout."""
    from pptx.oxml import parse_xml

    for place in places:
        if place.idx not in (FOOTER, NUMBER):
            continue
        words = prompt(place) if place.idx == NUMBER else _paragraph(Paragraph(footer), room, code, 1.0)
        number = max((shape.shape_id for shape in slide.shapes), default=1) + 1
        slide.shapes._spTree.append(
            parse_xml(
                f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(place.name)}/><p:cNvSpPr>'
                f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{place.kind}" idx="{place.idx}"/></p:nvPr>'
                f"</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{words}</p:txBody></p:sp>"
            )
        )
