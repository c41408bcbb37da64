"""Word renderer: page and margins, paragraph styles, font sizes of tables, and sizes of charts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures import Chart, to_png
from libcollab_metrics.figures.theme import ACCENT, LIGHT, OFFICE_FONT
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.document import (
    Block,
    Callout,
    ChartBlock,
    Definitions,
    Document,
    Grid,
    Heading,
    KeyFigure,
    KeyFigures,
    Quote,
    Text,
)
from libcollab_metrics.reports.render.office import (
    deterministic_zip,
    drop_thumbnail,
    logo_size,
    write_properties,
)
from libcollab_metrics.reports.render.pptx_charts import split_by_bars
from libcollab_metrics.reports.render.text import (
    CELL_PADDING,
    column_widths,
    grid_fits,
    is_right_to_left,
    join_numbers_with_units,
    printable,
    printable_grid,
)

if TYPE_CHECKING:
    from docx.document import Document as Made
    from docx.text.paragraph import Paragraph


# WordprocessingML elements that python-docx has no API for: language, direction, shading, borders, fields.

#: Schema order of child elements in paragraph properties, which some programs require.
_ELEMENTS_AFTER_SHADING = (
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:kinsoku",
    "w:wordWrap",
    "w:overflowPunct",
    "w:topLinePunct",
    "w:autoSpaceDE",
    "w:autoSpaceDN",
    "w:bidi",
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:mirrorIndents",
    "w:suppressOverlap",
    "w:jc",
    "w:textDirection",
    "w:textAlignment",
    "w:textboxTightWrap",
    "w:outlineLvl",
    "w:divId",
    "w:cnfStyle",
    "w:rPr",
    "w:sectPr",
    "w:pPrChange",
)
_ELEMENTS_AFTER_BIDI = _ELEMENTS_AFTER_SHADING[_ELEMENTS_AFTER_SHADING.index("w:bidi") + 1 :]


def new_element(name: str, **attributes: str) -> Any:
    """Create an element with attributes of its namespace: `new_element("w:shd", fill="F2F6F9")`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def get_or_add_child(parent: Any, name: str) -> Any:
    """Return the child with this name; create it if missing."""
    from docx.oxml.ns import qn

    child = parent.find(qn(name))
    if child is None:
        child = new_element(name)
        parent.append(child)
    return child


def set_attribute(element: Any, value: str, attribute: str = "w:val") -> None:
    """Set an attribute, such as the language of an element."""
    from docx.oxml.ns import qn

    element.set(qn(attribute), value)


def shade_paragraph(properties: Any, colour: str) -> None:
    """Set the background color of a paragraph."""
    ground = new_element("w:shd", val="clear", color="auto", fill=colour)
    properties.insert_element_before(ground, *_ELEMENTS_AFTER_SHADING)


def draw_left_rule(properties: Any, colour: str) -> None:
    """Draw a colored line at the left of a paragraph."""
    lines = new_element("w:pBdr")
    lines.append(new_element("w:left", val="single", sz="24", space="8", color=colour))
    properties.insert_element_before(lines, "w:shd", *_ELEMENTS_AFTER_SHADING)


def set_right_to_left(paragraph: Any) -> None:
    """Set a paragraph's direction to right to left."""
    paragraph._p.get_or_add_pPr().insert_element_before(new_element("w:bidi"), *_ELEMENTS_AFTER_BIDI)
    for run in paragraph.runs:
        run.font.rtl = True


def repeat_header_row(row: Any) -> None:
    """Repeat a row on each page of its table, and never split it."""
    properties = row._tr.get_or_add_trPr()
    properties.append(new_element("w:cantSplit"))
    properties.append(new_element("w:tblHeader"))


def keep_row_on_one_page(row: Any) -> None:
    """Never split a row between two pages."""
    row._tr.get_or_add_trPr().append(new_element("w:cantSplit"))


def draw_cell_borders(cell: Any, **sides: tuple[int, str]) -> None:
    """Draw borders of a cell: width in eighths of a point, and color."""
    lines = new_element("w:tcBorders")
    for side in ("top", "bottom"):
        if side in sides:
            size, colour = sides[side]
            lines.append(new_element(f"w:{side}", val="single", sz=str(size), space="0", color=colour))
    cell._tc.get_or_add_tcPr().append(lines)


def set_alt_text(shape: Any, text: str) -> None:
    """Set the alt text of a picture."""
    shape._inline.docPr.set("descr", text)


def set_table_title(table: Any, text: str) -> None:
    """Set the title of a table for screen readers."""
    table._tbl.tblPr.append(new_element("w:tblCaption", val=text))


def add_page_field(paragraph: Any, field_name: str) -> None:
    """Add a field computed by the program: PAGE or NUMPAGES."""
    field = new_element("w:fldSimple", instr=field_name)
    run = new_element("w:r")
    text = new_element("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


# Page: A4 with letterhead in the header, and scope and page number in the footer.


#: A4 page in inches: width, height, margin, and width of the text area.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 8.268, 11.693, 0.85
WIDTH = PAGE_WIDTH - 2 * MARGIN
#: Maximum size of a logo in the header, in inches.
LOGO_WIDTH, LOGO_HEIGHT = 1.8, 0.42
#: Points of space below the header.
HEADER_SPACE = 10


def set_up_page(docx_document: Made, document: Document, language: Language) -> None:
    """Set up an A4 page with header and footer.

    The header has the letterhead; the footer has scope, fingerprint and page number.
    """
    from docx.shared import Inches, Pt

    page = docx_document.sections[0]
    page.page_width, page.page_height = Inches(PAGE_WIDTH), Inches(PAGE_HEIGHT)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Inches(MARGIN)
    page.header_distance = page.footer_distance = Inches(MARGIN / 2)
    head, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
    _align_ends(head)
    _align_ends(foot)
    if document.letterhead.contact or document.letterhead.logo:
        head.add_run(f"{printable(document.letterhead.contact)}\t")
        _add_logo(head, document)
        head.paragraph_format.space_after = Pt(HEADER_SPACE)
    foot.add_run(f"{printable(document.scope)} {printable(document.footer)}\t")
    parts = re.split(r"\{(page|pages)\}", language.message("page-of", page="{page}", pages="{pages}"))
    for part in parts:
        if part in ("page", "pages"):
            add_page_field(foot, "PAGE" if part == "page" else "NUMPAGES")
        else:
            foot.add_run(part)


def _align_ends(line: Paragraph) -> None:
    """Align the text after the tab of a header or footer to the right margin."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Inches

    for stop in list(line.style.paragraph_format.tab_stops) if line.style else []:
        stop._tab.getparent().remove(stop._tab)
    line.paragraph_format.tab_stops.add_tab_stop(Inches(WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _add_logo(head: Paragraph, document: Document) -> None:
    from docx.shared import Inches

    if logo := document.letterhead.logo:
        wide, high = logo_size(logo)
        scale = min(LOGO_WIDTH / wide, LOGO_HEIGHT / high)
        shape = head.add_run().add_picture(io.BytesIO(logo), Inches(wide * scale), Inches(high * scale))
        set_alt_text(shape, printable(document.letterhead.contact) or "Logo")


# Styles: headings, captions and quotes, so that a reader can restyle them in one place.

#: Background color of boxes.
PALE = "F2F6F9"
#: Points of indent of a box from both margins.
BOX_INDENT = 9


@dataclass(frozen=True)
class Style:
    """Style of a paragraph: size in points, color, and space above and below.

    `is_kept_with_next` keeps the paragraph with the next; `is_boxed` adds a background and a colored line.
    """

    points: float
    colour: str = LIGHT.ink
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
        "Title": Style(26, bold=True, after=2),
        "Subtitle": Style(13, ACCENT, after=10),
        "Heading 1": Style(16, ACCENT, bold=True, before=20, after=6, keep_with_next=True),
        "Heading 2": Style(13, bold=True, before=14, after=4, keep_with_next=True),
        "Heading 3": Style(11, bold=True, before=10, after=4, keep_with_next=True),
        "Caption": Style(8.5, LIGHT.quiet, after=12),
        "Quote": Style(12, italic=True, before=8, after=2, keep_with_next=True),
        "Quote source": Style(9, LIGHT.quiet, after=10),
        "What it covers": Style(9.5, LIGHT.quiet, after=1),
        "Callout title": Style(10.5, bold=True, before=8, after=4, keep_with_next=True, is_boxed=True),
        "Callout": Style(10.5, after=4, is_boxed=True),
        "Picture": Style(10.5, after=2, keep_with_next=True),
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


def set_styles(docx_document: Made, code: str) -> None:
    """Define the styles and the language of a new document."""
    from docx.enum.style import WD_STYLE_TYPE

    known = {style.name for style in docx_document.styles}
    for name, look in STYLES.items():
        style = (
            docx_document.styles[name]
            if name in known
            else docx_document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        if name not in known:
            style.base_style = docx_document.styles["Normal"]
            style.quick_style = True
        _apply_style(style, look)
    defaults = docx_document.styles.element.find(".//{*}rPrDefault/{*}rPr")
    set_attribute(get_or_add_child(defaults, "w:lang"), code)


def _apply_style(style: Any, definition: Style) -> None:
    from docx.shared import Pt, RGBColor

    font, form = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = (
        OFFICE_FONT,
        Pt(definition.points),
        definition.bold,
        definition.italic,
    )
    font.color.rgb = RGBColor.from_string(definition.colour.lstrip("#").upper())
    form.space_before, form.space_after, form.line_spacing = Pt(definition.before), Pt(definition.after), 1.15
    form.keep_with_next = definition.keep_with_next
    properties = style.element.get_or_add_pPr()
    for element in (*properties.findall("{*}pBdr"), *style.element.get_or_add_rPr().findall("{*}spacing")):
        element.getparent().remove(
            element
        )  # the default template underlines its title and spaces its subtitle
    if definition.is_boxed:
        shade_paragraph(properties, PALE)
        draw_left_rule(properties, ACCENT.lstrip("#"))
        form.left_indent = form.right_indent = Pt(BOX_INDENT)
    fonts = style.element.get_or_add_rPr().find("{*}rFonts")
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        set_attribute(fonts, OFFICE_FONT, script)


#: Inches between two adjacent charts; pixels of a picture per point of the drawing (about 200 dpi).
CHART_GAP, SCALE = 0.2, 2.05
#: Maximum number of bars of a readable chart, and its maximum height in inches.
MAX_BARS, MAX_CHART_HEIGHT = 22, 8.3
SIZES = (9.5, 9, 8.5, 8, 7.5, 7)
RULE, INK = LIGHT.grid.lstrip("#"), LIGHT.ink.lstrip("#")


class DocxWriter:
    """Writer of a Word document from top to bottom; `language` is used in its charts."""

    def __init__(self, made: Made, language: Language) -> None:
        self.made = made
        self.language = language

    def say(self, text: str, style: str, container: Any = None) -> Paragraph | None:
        """Add a paragraph in a style, to a cell if given; skip an empty text."""
        words = join_numbers_with_units(text)
        if not words:
            return None
        paragraph: Paragraph = (container or self.made).add_paragraph(words, style=style)
        if is_right_to_left(words):
            set_right_to_left(paragraph)
        return paragraph

    def table(self, rows: int, across: Sequence[float]) -> Any:
        """Add a table without borders, with columns of these widths in inches."""
        from docx.shared import Inches

        table = self.made.add_table(rows, len(across))
        table.autofit = False
        for column, width in zip(table.columns, across, strict=True):
            column.width = Inches(width)
        for row in table.rows:
            for cell, width in zip(row.cells, across, strict=True):
                cell.width = Inches(width)
        return table

    def keep_last_with_next(self) -> None:
        """Keep the paragraph before a chart or table on the same page."""
        last = self.made.paragraphs[-1]
        if last.style is not None and last.style.name == "Normal":
            last.paragraph_format.keep_with_next = True

    def space(self) -> None:
        """Add a narrow paragraph below a table: adjacent tables would merge."""
        self.made.add_paragraph(style="Below a table")


def to_docx(document: Document, language: Language) -> bytes:
    """Render the document as a Word file; equal documents give equal bytes.

    Parameters
    ----------
    document : Document
        Document to render.
    language : Language
        Language of the text.

    Returns
    -------
    bytes
        DOCX file.
    """
    import docx

    made = docx.Document()
    drop_thumbnail(made.part.package.rels)
    set_styles(made, document.language)
    set_up_page(made, document, language)
    write_properties(made.core_properties, document)
    letter = DocxWriter(made, language)
    letter.say(document.title, "Title")
    letter.say(document.subtitle, "Subtitle")
    for sentence in (document.scope, document.coverage, document.issues):
        letter.say(sentence, "What it covers")
    letter.space()
    for block, second in _pair_half_charts(document.blocks):
        if isinstance(block, ChartBlock | Grid):
            letter.keep_last_with_next()
        if second is None:
            write_block(block, letter)
        else:
            _write_pair((block, second), letter)
    buffer = io.BytesIO()
    made.save(buffer)
    return deterministic_zip(buffer.getvalue())


def _pair_half_charts(blocks: Sequence[Block]) -> Iterator[tuple[Any, ChartBlock | None]]:
    """Yield each block; consecutive half-width charts are yielded in pairs."""
    waiting = list(blocks)
    while waiting:
        block = waiting.pop(0)
        following = waiting[0] if waiting else None
        if (
            isinstance(block, ChartBlock)
            and isinstance(following, ChartBlock)
            and block.is_half_width
            and following.is_half_width
        ):
            waiting.pop(0)
            yield block, following
        else:
            yield block, None


@singledispatch
def write_block(block: Block, letter: DocxWriter) -> None:
    """Append one block to the document."""
    raise TypeError(f"A text document has no way to write {block!r}.")


@write_block.register
def _(block: Heading, letter: DocxWriter) -> None:
    paragraph = letter.say(block.text, f"Heading {block.level}")
    if paragraph is not None and block.has_page_break:
        paragraph.paragraph_format.page_break_before = True


@write_block.register
def _(block: Text, letter: DocxWriter) -> None:
    letter.say(block.text, "Normal")


@write_block.register
def _(block: KeyFigures, letter: DocxWriter) -> None:
    """Write key figures in adjacent cells under a line."""
    if not block.figures:
        return
    table = letter.table(1, [WIDTH / len(block.figures)] * len(block.figures))
    keep_row_on_one_page(table.rows[0])
    for cell, figure in zip(table.rows[0].cells, block.figures, strict=True):
        draw_cell_borders(cell, top=(18, ACCENT.lstrip("#")))
        _write_figure(figure, cell, letter)
    letter.space()


def _write_figure(figure: KeyFigure, cell: Any, letter: DocxWriter) -> None:
    letter.say(figure.label, "Figure label", cell)
    letter.say(figure.value, "Figure value", cell)
    letter.say(figure.worked, "Figure worked", cell)
    letter.say(figure.qualifier, "Figure worked", cell)
    _drop_empty_paragraph(cell)


def _drop_empty_paragraph(cell: Any) -> None:
    """Remove the empty first paragraph of a new cell, if others follow."""
    first, *others = cell.paragraphs
    if others:
        first._p.getparent().remove(first._p)


@write_block.register
def _(block: Grid, letter: DocxWriter) -> None:
    grid = printable_grid(block)
    letter.say(grid.title, "Heading 3")
    points = next((size for size in SIZES if grid_fits(grid, size, WIDTH)), SIZES[-1])
    table = letter.table(len(grid.rows) + 1, column_widths(grid, points, WIDTH))
    set_table_title(table, grid.title)
    for number, (row, cells) in enumerate(zip(table.rows, (grid.headings, *grid.rows), strict=True)):
        (keep_row_on_one_page if number else repeat_header_row)(row)
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            _write_cell(cell, text, points, column in grid.numeric, is_heading=not number)
    if letter.say(grid.note, "Caption") is None:
        letter.space()


def _write_cell(cell: Any, text: str, points: float, is_number: bool, is_heading: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.style = "Table text"
    run = paragraph.add_run(join_numbers_with_units(text))
    run.font.bold = is_heading or None
    if points != STYLES["Table text"].points:
        run.font.size = Pt(points)
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if is_right_to_left(text):
        set_right_to_left(paragraph)
    draw_cell_borders(cell, bottom=(12, INK) if is_heading else (4, RULE))


@write_block.register
def _(block: ChartBlock, letter: DocxWriter) -> None:
    parts = split_by_bars(block.chart, MAX_BARS)
    for number, chart in enumerate(parts, start=1):
        whole = letter.language.message("slide-part", title=chart.title, part=number, parts=len(parts))
        letter.say(whole if len(parts) > 1 else chart.title, "Heading 3")
        _write_chart(chart, letter, letter.made, WIDTH, narrow=False)


def _write_pair(blocks: Sequence[ChartBlock], letter: DocxWriter) -> None:
    """Write two charts next to each other."""
    half = (WIDTH - CHART_GAP) / 2
    table = letter.table(1, [half + CHART_GAP / 2] * 2)
    keep_row_on_one_page(table.rows[0])
    for cell, block in zip(table.rows[0].cells, blocks, strict=True):
        letter.say(block.chart.title, "Heading 3", cell)
        _write_chart(block.chart, letter, cell, half - 2 * CELL_PADDING, narrow=True)
        _drop_empty_paragraph(cell)
    letter.space()


def _write_chart(chart: Chart, letter: DocxWriter, container: Any, width: float, narrow: bool) -> None:
    from docx.shared import Inches

    picture = to_png(chart, letter.language, is_framed=False, scale=SCALE, narrow=narrow)
    run = container.add_paragraph(style="Picture").add_run()
    wide, high = logo_size(picture)
    width = min(width, MAX_CHART_HEIGHT * wide / high)
    set_alt_text(run.add_picture(io.BytesIO(picture), width=Inches(width)), printable(chart.alt))
    letter.say(chart.caption, "Caption", container)


@write_block.register
def _(block: Quote, letter: DocxWriter) -> None:
    letter.say(f"“{printable(block.text)}”", "Quote")
    letter.say(block.source, "Quote source")


@write_block.register
def _(block: Callout, letter: DocxWriter) -> None:
    letter.say(block.title, "Callout title")
    for line in block.text.splitlines():
        letter.say(line, "Callout")
    letter.space()


@write_block.register
def _(block: Definitions, letter: DocxWriter) -> None:
    for item in block.items:
        paragraph = letter.say(f"{item.label}.", "Definition")
        if paragraph is not None:
            paragraph.runs[0].font.bold = True
            paragraph.add_run(f" {join_numbers_with_units(item.text)}")
