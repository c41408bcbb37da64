"""The styles of a text document: real headings, captions and quotes in our typeface, each to change in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures.theme import ACCENT, LIGHT, OFFICE_FONT
from libcollab_metrics.reports.letter.marks import child, fence, shade, tongue

if TYPE_CHECKING:
    from docx.document import Document as Made

#: The pale ground of boxes.
PALE = "F2F6F9"
#: Points a box stands in from both margins.
BOX_INDENT = 9


@dataclass(frozen=True)
class Style:
    """How paragraphs of a kind look: points, colour, and the points free above and below.

    `joined` keeps them with the next paragraph; `boxed` stands them on a pale ground beside a coloured line.
    """

    points: float
    colour: str = LIGHT.ink
    bold: bool = False
    italic: bool = False
    before: float = 0.0
    after: float = 4.0
    joined: bool = False
    boxed: bool = False


#: Each style by the name a reader finds it under; the library's own names are the program's own headings.
STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "Normal": Style(10.5, after=6),
        "Title": Style(26, bold=True, after=2),
        "Subtitle": Style(13, ACCENT, after=10),
        "Heading 1": Style(16, ACCENT, bold=True, before=20, after=6, joined=True),
        "Heading 2": Style(13, bold=True, before=14, after=4, joined=True),
        "Heading 3": Style(11, bold=True, before=10, after=4, joined=True),
        "Caption": Style(8.5, LIGHT.quiet, after=12),
        "Quote": Style(12, italic=True, before=8, after=2, joined=True),
        "Quote source": Style(9, LIGHT.quiet, after=10),
        "What it covers": Style(9.5, LIGHT.quiet, after=1),
        "Callout title": Style(10.5, bold=True, before=8, after=4, joined=True, boxed=True),
        "Callout": Style(10.5, after=4, boxed=True),
        "Picture": Style(10.5, after=2, joined=True),
        "Figure label": Style(9.5, bold=True, before=4, after=2),
        "Figure value": Style(17, ACCENT, bold=True, after=3),
        "Figure worked": Style(8.5, LIGHT.quiet, after=3),
        "Table text": Style(9.5, before=2, after=2),
        "Below a table": Style(4, after=0),
        "Definition": Style(9, after=4),
        "Header": Style(9, LIGHT.quiet, after=0),
        "Footer": Style(8, LIGHT.quiet, after=0),
    }
)


def set_styles(made: Made, code: str) -> None:
    """Give a new document our styles and its language."""
    from docx.enum.style import WD_STYLE_TYPE

    known = {style.name for style in made.styles}
    for name, look in STYLES.items():
        style = made.styles[name] if name in known else made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name not in known:
            style.base_style = made.styles["Normal"]
            style.quick_style = True
        _dress(style, look)
    defaults = made.styles.element.find(".//{*}rPrDefault/{*}rPr")
    tongue(child(defaults, "w:lang"), code)


def _dress(style: Any, look: Style) -> None:
    from docx.shared import Pt, RGBColor

    font, form = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = OFFICE_FONT, Pt(look.points), look.bold, look.italic
    font.color.rgb = RGBColor.from_string(look.colour.lstrip("#").upper())
    form.space_before, form.space_after, form.line_spacing = Pt(look.before), Pt(look.after), 1.15
    form.keep_with_next = look.joined
    properties = style.element.get_or_add_pPr()
    for given in (*properties.findall("{*}pBdr"), *style.element.get_or_add_rPr().findall("{*}spacing")):
        given.getparent().remove(given)  # the library underlines its title and spaces its subtitle
    if look.boxed:
        shade(properties, PALE)
        fence(properties, ACCENT.lstrip("#"))
        form.left_indent = form.right_indent = Pt(BOX_INDENT)
    fonts = style.element.get_or_add_rPr().find("{*}rFonts")
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        tongue(fonts, OFFICE_FONT, script)
