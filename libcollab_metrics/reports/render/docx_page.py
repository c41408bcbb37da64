"""Page, header, footer and paragraph styles of a Word document, in the paper and color of the brand."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures.theme import OFFICE_FONT
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.brand import INK, SOFT, Brand
from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.render.docx_elements import (
    add_page_field,
    draw_left_rule,
    get_or_add_child,
    set_alt_text,
    set_attribute,
    shade_paragraph,
)
from libcollab_metrics.reports.render.office import picture_size
from libcollab_metrics.reports.render.text import printable

if TYPE_CHECKING:
    from docx.document import Document as Made
    from docx.text.paragraph import Paragraph

# Page: paper of the brand, letterhead in the header, and scope and page number in the footer.


#: Width and height of each paper, and margin, in inches.
PAPERS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"a4": (8.268, 11.693), "us-letter": (8.5, 11.0)}
)
MARGIN = 0.8
#: Maximum size of a logo in the header, in inches.
LOGO_WIDTH, LOGO_HEIGHT = 1.8, 0.42
#: Points of space below the header, and size of the library's name in it.
HEADER_SPACE, LIBRARY_POINTS = 10, 13


def text_width(document: Document) -> float:
    """Return the width of the text area of a document in inches."""
    return PAPERS[document.brand.paper][0] - 2 * MARGIN


def set_up_page(docx_document: Made, document: Document, language: Language) -> None:
    """Set up the page with header and footer.

    The header has the logo or the library, and the addressee; the footer has scope, fingerprint and page
    number.
    """
    from docx.shared import Inches, Pt, RGBColor

    page = docx_document.sections[0]
    width, height = PAPERS[document.brand.paper]
    page.page_width, page.page_height = Inches(width), Inches(height)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Inches(MARGIN)
    page.header_distance = page.footer_distance = Inches(MARGIN / 2)
    head, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
    _align_ends(head, text_width(document))
    _align_ends(foot, text_width(document))
    if document.letterhead.logo:
        _add_logo(head, document)
    else:
        name = head.add_run(printable(document.letterhead.library))
        name.font.bold, name.font.size = True, Pt(LIBRARY_POINTS)
        name.font.color.rgb = RGBColor.from_string(document.brand.text.lstrip("#"))
    head.add_run("\t")
    head.add_run(printable(document.addressee or document.subtitle)).font.bold = True
    if document.period:
        head.add_run(f" · {printable(document.period)}")
    head.paragraph_format.space_after = Pt(HEADER_SPACE)
    foot.add_run(f"{printable(document.scope)} {printable(document.footer)}\t")
    parts = re.split(r"\{(page|pages)\}", language.message("page-of", page="{page}", pages="{pages}"))
    for part in parts:
        if part in ("page", "pages"):
            add_page_field(foot, "PAGE" if part == "page" else "NUMPAGES")
        else:
            foot.add_run(part)


def _align_ends(line: Paragraph, width: float) -> None:
    """Align the text after the tab of a header or footer to the right margin."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Inches

    for stop in list(line.style.paragraph_format.tab_stops) if line.style else []:
        stop._tab.getparent().remove(stop._tab)
    line.paragraph_format.tab_stops.add_tab_stop(Inches(width), WD_TAB_ALIGNMENT.RIGHT)


def _add_logo(head: Paragraph, document: Document) -> None:
    from docx.shared import Inches

    if logo := document.letterhead.logo:
        wide, high = picture_size(logo)
        scale = min(LOGO_WIDTH / wide, LOGO_HEIGHT / high)
        shape = head.add_run().add_picture(io.BytesIO(logo), Inches(wide * scale), Inches(high * scale))
        set_alt_text(shape, printable(document.letterhead.library or document.letterhead.contact) or "Logo")


# Styles: headings, captions and quotes, so that a reader can restyle them in one place.

#: Colors in place of which a style has those of the brand: the accent, and the color of large numbers.
BRAND, BRAND_TEXT = "brand", "brand-text"
#: Points of indent of a box from both margins.
BOX_INDENT = 9


@dataclass(frozen=True)
class Style:
    """Style of a paragraph: size in points, color, and space above and below.

    `is_kept_with_next` keeps the paragraph with the next; `is_boxed` adds a background and a colored line.
    """

    points: float
    colour: str = INK
    bold: bool = False
    italic: bool = False
    before: float = 0.0
    after: float = 4.0
    keep_with_next: bool = False
    is_boxed: bool = False


#: Paragraph styles by name; names of built-in styles restyle those.
STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "Normal": Style(10.5, after=6),
        "Title": Style(22, bold=True, after=6, keep_with_next=True),
        "Subtitle": Style(13, BRAND_TEXT, after=10),
        "Lead": Style(11, after=8),
        "Contents": Style(10, after=1),
        "Hero value": Style(26, BRAND_TEXT, bold=True, after=0),
        "Hero unit": Style(10.5, bold=True, after=1),
        "Hero note": Style(8.5, SOFT, after=4),
        "Amount": Style(13, bold=True, before=3, after=2),
        "Reply by": Style(9.5, after=4),
        "About": Style(8, SOFT, before=6, after=3),
        "Heading 1": Style(14, bold=True, before=16, after=5, keep_with_next=True),
        "Heading 2": Style(12, bold=True, before=12, after=4, keep_with_next=True),
        "Heading 3": Style(11, bold=True, before=10, after=4, keep_with_next=True),
        "Caption": Style(8.5, SOFT, after=12),
        "Quote": Style(12, italic=True, before=8, after=2, keep_with_next=True),
        "Quote source": Style(9, SOFT, after=10),
        "What it covers": Style(9.5, SOFT, after=1),
        "Callout title": Style(10.5, bold=True, before=8, after=4, keep_with_next=True, is_boxed=True),
        "Callout": Style(10.5, after=4, is_boxed=True),
        "Picture": Style(10.5, after=2, keep_with_next=True),
        "Figure label": Style(9.5, bold=True, before=4, after=2),
        "Figure value": Style(17, BRAND_TEXT, bold=True, after=3),
        "Figure worked": Style(8.5, SOFT, after=3),
        "Table text": Style(9.5, before=2, after=2),
        "Below a table": Style(4, after=0),
        "Definition": Style(9, after=4),
        "Header": Style(9, SOFT, after=0),
        "Footer": Style(8, SOFT, after=0),
    }
)


def set_styles(docx_document: Made, code: str, brand: Brand) -> None:
    """Define the styles and the language of a new document."""
    from docx.enum.style import WD_STYLE_TYPE

    known = {style.name: style for style in docx_document.styles}
    for name, look in STYLES.items():
        style = known.get(name)
        if style is None:
            style = docx_document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = known["Normal"]
            style.quick_style = True
        _apply_style(style, look, brand)
    defaults = docx_document.styles.element.find(".//{*}rPrDefault/{*}rPr")
    set_attribute(get_or_add_child(defaults, "w:lang"), code)


def _apply_style(style: Any, definition: Style, brand: Brand) -> None:
    from docx.shared import Pt, RGBColor

    font, form = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = (
        OFFICE_FONT,
        Pt(definition.points),
        definition.bold,
        definition.italic,
    )
    colour = {BRAND: brand.accent, BRAND_TEXT: brand.text}.get(definition.colour, definition.colour)
    font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
    form.space_before, form.space_after, form.line_spacing = Pt(definition.before), Pt(definition.after), 1.15
    form.keep_with_next = definition.keep_with_next
    properties = style.element.get_or_add_pPr()
    for element in (*properties.findall("{*}pBdr"), *style.element.get_or_add_rPr().findall("{*}spacing")):
        element.getparent().remove(
            element
        )  # the default template underlines its title and spaces its subtitle
    if definition.is_boxed:
        shade_paragraph(properties, brand.tint.lstrip("#"))
        draw_left_rule(properties, brand.accent.lstrip("#"))
        form.left_indent = form.right_indent = Pt(BOX_INDENT)
    fonts = style.element.get_or_add_rPr().find("{*}rFonts")
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        set_attribute(fonts, OFFICE_FONT, script)
