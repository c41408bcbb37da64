"""PowerPoint renderer: look of table cells, footer, speaker notes, and logo on the opening slide."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from libcollab_metrics.localization import Language
from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.render import pptx_charts
from libcollab_metrics.reports.render.office import deterministic_zip, picture_size, write_properties
from libcollab_metrics.reports.render.pptx_dumbbell import draw_dumbbell
from libcollab_metrics.reports.render.pptx_layouts import (
    APPENDIX_TEXT,
    CHARTS,
    CONTENT,
    FOOTER,
    LEFT,
    OPENING,
    RIGHT,
    TITLE,
)
from libcollab_metrics.reports.render.pptx_slides import (
    CELL_PADDING_TOP,
    Box,
    Slide,
    SlideBar,
    SlidePicture,
    TablePage,
    add_footer,
    fill_placeholder,
    placeholder_boxes,
)
from libcollab_metrics.reports.render.pptx_story import build_deck
from libcollab_metrics.reports.render.pptx_template import EMU, new_presentation, theme_fill
from libcollab_metrics.reports.render.text import (
    CELL_PADDING,
    Paragraph,
    is_right_to_left,
    join_numbers_with_units,
    paragraphs_height,
    printable,
)

if TYPE_CHECKING:
    from pptx.slide import Slide as Drawn


# Native table: thin lines, marked header row, numbers aligned right.

_SPACE = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
#: Id of the built-in style "No Style, No Grid"; all formatting is per cell.
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def fill_table(placeholder: Any, page: TablePage, code: str) -> None:
    """Insert a table into its placeholder and mark its first row as header row."""
    frame = placeholder.insert_table(rows=len(page.rows) + 1, cols=len(page.headings))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(page.title))
    table = frame.table
    table.horz_banding = False
    table._tbl.tblPr.find("{*}tableStyleId").text = NO_STYLE
    for column, width in zip(table.columns, page.widths, strict=True):
        column.width = round(width * EMU)
    for row, height in zip(table.rows, page.heights, strict=True):
        row.height = round(height * EMU)
    frame.height = round(sum(page.heights) * EMU)
    for number, (row, cells) in enumerate(zip(table._tbl.tr_lst, (page.headings, *page.rows), strict=True)):
        _write_row(row, cells, number - 1, page, code)


def _write_row(row: Any, cells: Sequence[str], number: int, page: TablePage, code: str) -> None:
    """Write a row; the number of the header row is −1."""
    from pptx.oxml import parse_xml

    for column, (old, text) in enumerate(zip(row.tc_lst, cells, strict=True)):
        tint = page.tints.get((number, column))
        row.replace(
            old, parse_xml(_cell_xml(text, column in page.numeric, number < 0, page.points, code, tint))
        )


def _cell_xml(
    text: str, is_number: bool, is_heading: bool, points: float, code: str, tint: tuple[str, str] | None
) -> str:
    side = "r" if is_number or is_right_to_left(text) else "l"
    turned = ' rtl="1"' if is_right_to_left(text) else ""
    colour, bold, line, width = ("tx2", 1, "tx1", 15875) if is_heading else ("tx1", 0, "accent5", 6350)
    none = "".join(f"<a:{edge}><a:noFill/></a:{edge}>" for edge in ("lnL", "lnR", "lnT"))
    size = (  # an empty cell has a size too, so that it does not make its row taller
        f'sz="{round(points * 100)}"'
    )
    ink, ground = (_rgb_fill(tint[1]), _rgb_fill(tint[0])) if tint else (theme_fill(colour), "<a:noFill/>")
    look = f'<a:rPr lang={quoteattr(code)} {size} b="{bold}" dirty="0">{ink}</a:rPr>'
    run = f"<a:r>{look}<a:t>{escape(join_numbers_with_units(text))}</a:t></a:r>"
    side_margin, top_margin = round(CELL_PADDING * EMU), round(CELL_PADDING_TOP * EMU)
    return (
        f'<a:tc {_SPACE}><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{side}"{turned}/>'
        f"{run if text else ''}<a:endParaRPr {size}/></a:p></a:txBody>"
        f'<a:tcPr marL="{side_margin}" marR="{side_margin}" marT="{top_margin}" marB="{top_margin}"'
        f' anchor="{"b" if is_heading else "t"}">'
        f'{none}<a:lnB w="{width}">{theme_fill(line)}</a:lnB>{ground}</a:tcPr></a:tc>'
    )


def _rgb_fill(colour: str) -> str:
    """Return the XML of a fill in a color outside the theme."""
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill>'


# Assembly: content from `pptx_storyboard`, layouts from `pptx_template`, boxes from `pptx_slides`.


#: Maximum size of a logo on the opening slide, and its top, in inches.
LOGO_WIDTH, LOGO_HEIGHT, LOGO_TOP = 2.6, 0.9, 0.6
#: The same at the left of a story's first slide.
STORY_LOGO_HEIGHT, STORY_LOGO_TOP = 0.7, 0.4


def to_pptx(document: Document, language: Language) -> bytes:
    """Render the document as a presentation; equal documents give equal bytes.

    Charts are native and contain only the numbers they show. The notes of a slide have the definitions,
    formulas and sources of its figures.

    Parameters
    ----------
    document : Document
        Document to render.
    language : Language
        Language of the text.

    Returns
    -------
    bytes
        PPTX file.
    """
    made = new_presentation(document.brand, bool(document.story))
    write_properties(made.core_properties, document)
    layouts = {layout.name: layout for layout in made.slide_layouts}
    for slide in build_deck(document, language):
        drawn = made.slides.add_slide(layouts[slide.layout.name])
        _write(drawn, slide, document, language)
    _place_logo(made.slides[0], document)
    buffer = io.BytesIO()
    made.save(buffer)
    return deterministic_zip(buffer.getvalue())


def _write(native_slide: Drawn, slide: Slide, document: Document, language: Language) -> None:
    code = document.language
    places = {placeholder.placeholder_format.idx: placeholder for placeholder in native_slide.placeholders}
    for idx, box in placeholder_boxes(slide).items():
        _move(places[idx], box)
    _write_text(places, slide, code)
    is_narrow = slide.layout is CHARTS
    for number, chart in enumerate(slide.charts):
        if chart.kind == "pairs" and document.story:
            draw_dumbbell(places.pop(CONTENT + number), chart, language, document.generated_at)
            continue
        pptx_charts.draw_native_chart(
            places.pop(CONTENT + number), chart, language, document.generated_at, is_narrow
        )
    for number, table in enumerate(slide.tables):
        fill_table(places.pop(CONTENT + number), table, code)
    for idx, unused in places.items():
        if idx != TITLE and not slide.words.get(idx):
            unused._element.getparent().remove(unused._element)
    for bar in slide.bars:
        _draw_bar(native_slide, bar)
    if slide.picture is not None:
        _place_picture(native_slide, slide.picture)
    _write_footer(native_slide, slide, document)
    _write_notes(native_slide, slide.notes)


def _write_text(places: Mapping[int, Any], slide: Slide, code: str) -> None:
    for idx, paragraphs in {TITLE: (Paragraph(slide.title),), **slide.words}.items():
        if paragraphs:
            fill_placeholder(
                places[idx], paragraphs, slide.layout.placeholder(idx).room, code, slide.scale_at(idx)
            )


def _move(shape: Any, box: Box) -> None:
    """Set position and size of a placeholder, overriding its layout."""
    shape.left, shape.top, shape.width, shape.height = (round(inches * EMU) for inches in box)


def _place_picture(native_slide: Drawn, picture: SlidePicture) -> None:
    """Place a photo in its box: as large as it fits, in the middle."""
    from pptx.util import Inches

    left, top, room, height = picture.box
    wide, high = picture_size(picture.data)
    scale = min(room / wide, height / high)
    left, top = left + (room - wide * scale) / 2, top + (height - high * scale) / 2
    size = Inches(wide * scale), Inches(high * scale)
    drawn = native_slide.shapes.add_picture(io.BytesIO(picture.data), Inches(left), Inches(top), *size)
    drawn._element._nvXxPr.cNvPr.set("descr", picture.alt)


#: Name of the shapes of a bar.
BAR_NAME = "Bar"


def _draw_bar(native_slide: Drawn, bar: SlideBar) -> None:
    """Draw a bar as an outline with its filled part."""
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Inches, Pt

    left, top, width, height = bar.box
    for share, is_filled in ((1.0, False), (bar.share, True)):
        if not share:
            continue
        size = Inches(width * share), Inches(height)
        shape = native_slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(left), Inches(top), *size)
        shape.name, shape.shadow.inherit = BAR_NAME, False
        shape.line.color.theme_color, shape.line.width = MSO_THEME_COLOR.ACCENT_1, Pt(1)
        if is_filled:
            shape.fill.solid()
            shape.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
        else:
            shape.fill.background()
        shape._element.nvSpPr.cNvPr.set("descr", bar.alt)


def _write_footer(native_slide: Drawn, slide: Slide, document: Document) -> None:
    """Add scope, date and fingerprint to a slide; a long scope is left out.

    The slides of a story name their addressee instead, except those about the numbers.
    """
    room = slide.layout.placeholder(FOOTER).room
    if document.story and slide.layout is not APPENDIX_TEXT:
        parts = (document.letterhead.library, document.addressee, document.period)
        short = " · ".join(filter(None, map(printable, parts))) or printable(document.footer)
        add_footer(native_slide, slide.layout.places, short, room, document.language)
        return
    whole = printable(f"{document.scope} {document.footer}")
    is_whole = slide.layout is not OPENING and paragraphs_height((Paragraph(whole),), room) <= room.height
    add_footer(
        native_slide,
        slide.layout.places,
        whole if is_whole else printable(document.footer),
        room,
        document.language,
    )


def _write_notes(native_slide: Drawn, notes: Sequence[str]) -> None:
    frame = native_slide.notes_slide.notes_text_frame if notes else None
    if frame is not None:
        frame.text = "\n".join(dict.fromkeys(notes))


def _place_logo(opening: Drawn, document: Document) -> None:
    from pptx.util import Inches

    logo = document.letterhead.logo
    if not logo:
        return
    wide, high = picture_size(logo)
    scale = min(LOGO_WIDTH / wide, LOGO_HEIGHT / high)
    if document.story:
        scale = min(scale, STORY_LOGO_HEIGHT / high)
    left = Inches(LEFT if document.story else RIGHT - wide * scale)
    top = Inches(STORY_LOGO_TOP if document.story else LOGO_TOP)
    picture = opening.shapes.add_picture(
        io.BytesIO(logo), left, top, Inches(wide * scale), Inches(high * scale)
    )
    picture._element._nvXxPr.cNvPr.set("descr", printable(document.letterhead.contact) or "Logo")
