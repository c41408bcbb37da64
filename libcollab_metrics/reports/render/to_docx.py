"""Word renderer: blocks as headings, paragraphs, tables and pictures; sizes of tables and charts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures import chart_table, to_png
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.brand import INK, LINE
from libcollab_metrics.reports.document import (
    Bars,
    Block,
    Callout,
    ChartBlock,
    Columns,
    Counters,
    Decisions,
    Definitions,
    Document,
    GiftLevel,
    GiftRows,
    Grid,
    Heading,
    Hero,
    Heroes,
    KeyFigure,
    KeyFigures,
    Lead,
    Photo,
    Pictogram,
    Points,
    Quote,
    ReplySlip,
    Request,
    Strip,
    TargetBars,
    Text,
)
from libcollab_metrics.reports.render.docx_elements import (
    add_bookmark,
    add_link,
    draw_cell_borders,
    keep_row_on_one_page,
    repeat_header_row,
    set_alt_text,
    set_cell_padding,
    set_right_to_left,
    set_table_title,
    shade_cell,
)
from libcollab_metrics.reports.render.docx_page import (
    MARGIN,
    PAPERS,
    STYLES,
    set_styles,
    set_up_page,
    text_width,
)
from libcollab_metrics.reports.render.office import (
    deterministic_zip,
    drop_thumbnail,
    picture_size,
    write_properties,
)
from libcollab_metrics.reports.render.plain import BOX, flatten_columns, simplify
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

#: Inches between two adjacent charts; pixels of a picture per point of the drawing (about 200 dpi).
CHART_GAP, SCALE = 0.2, 2.2
#: Maximum number of bars of a readable chart, and inches of its page for title and caption.
MAX_BARS, ROOM_AROUND_CHART = 22, 1.2
#: Most rows of the table below a chart; the dashboard has the longer ones.
MAX_CHART_ROWS = 8
SIZES = (9.5, 9, 8.5, 8, 7.5, 7)
#: Lowest level of a heading, and points between the edge of a box and its text.
MAX_LEVEL, BOX_PADDING = 3, 6
#: Level-1 headings from which a document has a list of contents.
MIN_CONTENTS = 6
#: Widths of the columns of what a gift became and of decisions, relative to each other.
GIFT_WIDTHS, DECISION_WIDTHS = (1.1, 1.7, 1.7, 2.8), (3.4, 2.4, 1.0)


#: Maximum height of a photo in inches.
MAX_PHOTO_HEIGHT = 3.2


class DocxWriter:
    """Writer of a Word document from top to bottom; `level` is that of the heading above."""

    def __init__(self, made: Made, document: Document, language: Language) -> None:
        self.made = made
        self.language = language
        self.brand = document.brand
        self.width = text_width(document)
        self.chart_height = PAPERS[document.brand.paper][1] - 2 * MARGIN - ROOM_AROUND_CHART
        self.style_ids = {style.name: style.style_id for style in made.styles}
        self.level = 0
        self.bookmarks = 0

    @property
    def accent(self) -> str:
        """Color of the brand as Word writes it."""
        return self.brand.accent.lstrip("#")

    def heading(self, text: str, container: Any = None) -> None:
        """Add the heading of a block, one level below the heading above it."""
        self.say(text, f"Heading {min(self.level + 1, MAX_LEVEL)}", container)

    def say(self, text: str, style: str, container: Any = None) -> Paragraph | None:
        """Add a paragraph in a style, to a cell if given; skip an empty text."""
        words = join_numbers_with_units(text)
        if not words:
            return None
        paragraph = self.paragraph(style, words, container)
        if is_right_to_left(words):
            set_right_to_left(paragraph)
        return paragraph

    def paragraph(self, style: str, text: str = "", container: Any = None) -> Paragraph:
        """Add a paragraph in a style, also one without text, to a cell if given."""
        added: Paragraph = (container or self.made).add_paragraph(text)
        self.set_style(added, style)
        return added

    def set_style(self, paragraph: Paragraph, style: str) -> None:
        """Set the style by its id; `Paragraph.style` compares all styles of the file with its name first."""
        paragraph._p.style = self.style_ids[style]

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
        self.paragraph("Below a table")


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
    set_styles(made, document.language, document.brand)
    set_up_page(made, document, language)
    write_properties(made.core_properties, document)
    letter = DocxWriter(made, document, language)
    letter.say(document.title, "Title")
    _write_contents(document, letter)
    if document.is_letter and not any(map(_starts_letter, document.blocks)):
        letter.say(" · ".join(filter(None, (document.addressee, _day(document, letter)))), "What it covers")
    for block, second in _pair_half_charts(list(flatten_columns(document.blocks))):
        if isinstance(block, ChartBlock | Grid):
            letter.keep_last_with_next()
        if second is None:
            write_block(block, letter)
        else:
            _write_pair((block, second), letter)
        if document.is_letter and _starts_letter(block):
            letter.say(_day(document, letter), "What it covers")
    _write_method(document, letter)
    buffer = io.BytesIO()
    made.save(buffer)
    return deterministic_zip(buffer.getvalue())


def _starts_letter(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 1


def _day(document: Document, letter: DocxWriter) -> str:
    return letter.language.day(document.generated_at.date())


def _write_contents(document: Document, letter: DocxWriter) -> None:
    """List the sections of a long document, each linked."""
    titles = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    if len(titles) < MIN_CONTENTS:
        return
    for number, title in enumerate(titles, start=1):
        line = letter.paragraph("Contents")
        add_link(line, printable(title), f"part_{number}")


def _write_method(document: Document, letter: DocxWriter) -> None:
    """Write contact, strip about the numbers, and how they were counted; on one more page after page one."""
    letterhead, language = document.letterhead, letter.language
    contact = letter.say(" · ".join(filter(None, (letterhead.library, letterhead.contact))), "Reply by")
    if contact is not None and document.about:
        contact.paragraph_format.keep_with_next = True
    about = letter.say(language.message("about-heading") if document.about else "", "About")
    if about is not None:
        about.runs[0].font.bold = True
        about.add_run(f" {join_numbers_with_units(document.about)}")
    letter.level = 0
    notes = (document.scope, document.coverage, document.issues, document.caution)
    if document.is_one_page:
        title = letter.say(language.message("html-method"), "Heading 1")
        if title is not None:
            title.paragraph_format.page_break_before = True
    for sentence in notes:
        letter.say(sentence, "What it covers")
    if document.is_one_page:
        write_block(document.method, letter)


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
    letter.level = block.level
    paragraph = letter.say(block.text, f"Heading {block.level}")
    if paragraph is None:
        return
    paragraph.paragraph_format.page_break_before = block.has_page_break
    if block.level == 1:
        letter.bookmarks += 1
        add_bookmark(paragraph, f"part_{letter.bookmarks}", letter.bookmarks)


@write_block.register
def _(block: Text, letter: DocxWriter) -> None:
    letter.say(block.text, "Normal")


@write_block.register
def _(block: KeyFigures, letter: DocxWriter) -> None:
    """Write key figures in adjacent cells under a line."""
    if not block.figures:
        return
    table = letter.table(1, [letter.width / len(block.figures)] * len(block.figures))
    keep_row_on_one_page(table.rows[0])
    for cell, figure in zip(table.rows[0].cells, block.figures, strict=True):
        draw_cell_borders(cell, top=(18, letter.accent))
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
    letter.heading(printable(block.title))
    _write_table(block, letter)


def _write_table(block: Grid, letter: DocxWriter) -> None:
    """Write a table under the heading that its reader has already read."""
    grid = printable_grid(block)
    points = next((size for size in SIZES if grid_fits(grid, size, letter.width)), SIZES[-1])
    table = letter.table(len(grid.rows) + 1, column_widths(grid, points, letter.width))
    set_table_title(table, grid.title)
    for number, (row, cells) in enumerate(zip(table.rows, (grid.headings, *grid.rows), strict=True)):
        (keep_row_on_one_page if number else repeat_header_row)(row)
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            _write_cell(letter, cell, text, points, column in grid.numeric, is_heading=not number)
    if letter.say(grid.note, "Caption") is None:
        letter.space()


def _write_cell(
    letter: DocxWriter, cell: Any, text: str, points: float, is_number: bool, is_heading: bool
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    letter.set_style(paragraph, "Table text")
    run = paragraph.add_run(join_numbers_with_units(text))
    run.font.bold = is_heading or None
    if points != STYLES["Table text"].points:
        run.font.size = Pt(points)
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if is_right_to_left(text):
        set_right_to_left(paragraph)
    draw_cell_borders(cell, bottom=(12, INK.lstrip("#")) if is_heading else (4, LINE.lstrip("#")))


@write_block.register
def _(block: ChartBlock, letter: DocxWriter) -> None:
    parts = split_by_bars(block.chart, MAX_BARS)
    for number, chart in enumerate(parts, start=1):
        whole = letter.language.message("slide-part", title=chart.title, part=number, parts=len(parts))
        letter.heading(whole if len(parts) > 1 else chart.title)
        _write_chart(replace(block, chart=chart), letter, letter.made, letter.width)
        table = chart_table(chart, letter.language)
        if len(table.rows) <= MAX_CHART_ROWS:
            _write_table(Grid(chart.title, table.headings, table.rows, table.numeric), letter)


def _write_pair(blocks: Sequence[ChartBlock], letter: DocxWriter) -> None:
    """Write two charts next to each other."""
    half = (letter.width - CHART_GAP) / 2
    table = letter.table(1, [half + CHART_GAP / 2] * 2)
    keep_row_on_one_page(table.rows[0])
    for cell, block in zip(table.rows[0].cells, blocks, strict=True):
        letter.heading(block.chart.title, cell)
        _write_chart(block, letter, cell, half - 2 * CELL_PADDING)
        _drop_empty_paragraph(cell)
    letter.space()


def _write_chart(block: ChartBlock, letter: DocxWriter, container: Any, width: float) -> None:
    from docx.shared import Inches

    chart = block.chart
    picture = to_png(
        chart,
        letter.language,
        is_framed=False,
        scale=SCALE,
        narrow=block.is_half_width,
        accent=letter.brand.accent,
        extra_height=block.extra_height,
    )
    run = letter.paragraph("Picture", container=container).add_run()
    wide, high = picture_size(picture)
    width = min(width, letter.chart_height * wide / high)
    set_alt_text(run.add_picture(io.BytesIO(picture), width=Inches(width)), printable(chart.alt))
    letter.say(chart.caption, "Caption", container)


@write_block.register
def _(block: Quote, letter: DocxWriter) -> None:
    letter.say(f"“{printable(block.text)}”", "Quote")
    letter.say(block.source, "Quote source")


@write_block.register
def _(block: Photo, letter: DocxWriter) -> None:
    from docx.shared import Inches

    wide, high = picture_size(block.picture)
    width = min(letter.width, MAX_PHOTO_HEIGHT * wide / high)
    run = letter.paragraph("Picture").add_run()
    picture = run.add_picture(io.BytesIO(block.picture), width=Inches(width))
    set_alt_text(picture, printable(block.alt))
    letter.say(" ".join(filter(None, (block.caption, block.source))), "Caption")


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


# Page one: designed blocks.


@write_block.register
def _(block: Lead, letter: DocxWriter) -> None:
    paragraph = letter.say(block.opening or block.text, "Lead")
    if paragraph is not None and block.opening:
        paragraph.runs[0].font.bold = True
        paragraph.add_run(f" {join_numbers_with_units(block.text)}".rstrip())
    letter.say(block.source, "Caption")


@write_block.register
def _(block: Heroes, letter: DocxWriter) -> None:
    """Write large numbers next to each other, in a table without borders."""
    table = letter.table(1, [letter.width / len(block.heroes)] * len(block.heroes))
    keep_row_on_one_page(table.rows[0])
    for cell, hero in zip(table.rows[0].cells, block.heroes, strict=True):
        _write_hero(hero, cell, letter)
    letter.space()


def _write_hero(hero: Hero, cell: Any, letter: DocxWriter) -> None:
    letter.say(hero.value, "Hero value", cell)
    letter.say(hero.unit, "Hero unit", cell)
    letter.say(hero.note, "Hero note", cell)
    _drop_empty_paragraph(cell)


@write_block.register
def _(block: GiftRows, letter: DocxWriter) -> None:
    letter.heading(block.title)
    table = _headed_table(block.headings, len(block.rows), GIFT_WIDTHS, letter)
    set_table_title(table, block.title)
    for row, gift in zip(list(table.rows)[1:], block.rows, strict=True):
        amount, purpose, use, result = row.cells
        letter.say(gift.amount, "Amount", amount)
        _say_bold(gift.purpose, purpose, letter)
        letter.say(gift.use, "Table text", use)
        _say_bold(gift.result, result, letter)
        letter.say(gift.detail, "Hero note", result)
        for cell in row.cells:
            _drop_empty_paragraph(cell)
            draw_cell_borders(cell, bottom=(4, LINE.lstrip("#")))
    paragraph = letter.say(block.total, "Caption")
    if paragraph is not None:
        paragraph.runs[0].font.bold = True
        paragraph.add_run(f" {join_numbers_with_units(block.remark)}" if block.remark else "")


def _headed_table(headings: Sequence[str], rows: int, shares: Sequence[float], letter: DocxWriter) -> Any:
    """Add a table with a header row; the columns share the width."""
    table = letter.table(rows + 1, [letter.width * share / sum(shares) for share in shares])
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        _write_cell(letter, cell, text, SIZES[1], is_number=False, is_heading=True)
    repeat_header_row(table.rows[0])
    for row in list(table.rows)[1:]:
        keep_row_on_one_page(row)
    return table


def _say_bold(text: str, cell: Any, letter: DocxWriter) -> None:
    paragraph = letter.say(text, "Table text", cell)
    if paragraph is not None:
        paragraph.runs[0].font.bold = True


@write_block.register
def _(block: Request, letter: DocxWriter) -> None:
    """Write the request in a shaded table: its text above, the amounts next to each other below."""
    count = max(1, len(block.levels))
    table = letter.table(1 + bool(block.levels), [letter.width / count] * count)
    set_table_title(table, block.title)
    text = table.rows[0].cells[0].merge(table.rows[0].cells[-1])
    letter.heading(block.title, text)
    for line in block.text.splitlines():
        letter.say(line, "Normal", text)
    letter.say(block.reply_by, "Reply by", text)
    _shade(text, letter, letter.brand.tint)
    draw_cell_borders(text, top=(18, letter.accent))
    for row in table.rows:
        keep_row_on_one_page(row)
    for paragraph in text.paragraphs:
        paragraph.paragraph_format.keep_with_next = bool(block.levels)
    for cell, level in zip(table.rows[-1].cells, block.levels, strict=False):
        _write_level(level, cell, letter)
    letter.space()


def _write_level(level: GiftLevel, cell: Any, letter: DocxWriter) -> None:
    """Write one amount; the one that is requested is white on the color of the brand."""
    from docx.shared import Pt, RGBColor

    amount = letter.say(level.amount, "Amount", cell)
    if amount is not None and level.label:
        amount.add_run(f"  {printable(level.label)}").font.size = Pt(STYLES["Table text"].points)
    _say_bold(level.buys, cell, letter)
    letter.say(level.detail, "Table text", cell)
    _shade(cell, letter, letter.brand.accent if level.label else letter.brand.tint)
    if level.label:
        for run in (run for paragraph in cell.paragraphs for run in paragraph.runs):
            run.font.color.rgb = RGBColor(255, 255, 255)


def _shade(cell: Any, letter: DocxWriter, colour: str) -> None:
    _drop_empty_paragraph(cell)
    shade_cell(cell, colour.lstrip("#"))
    set_cell_padding(cell, BOX_PADDING)


@write_block.register
def _(block: Decisions, letter: DocxWriter) -> None:
    (grid,) = simplify(block)
    assert isinstance(grid, Grid)
    letter.heading(block.title)
    table = _headed_table(grid.headings, len(grid.rows), DECISION_WIDTHS, letter)
    set_table_title(table, block.title)
    for number, (row, decision) in enumerate(
        zip(list(table.rows)[1:], block.decisions, strict=True), start=1
    ):
        question, recommendation, answers = row.cells
        _say_bold(f"{block.first + number - 1}. {decision.question}", question, letter)
        letter.say(decision.reason, "Hero note", question)
        letter.say(grid.rows[number - 1][1], "Table text", recommendation)
        for answer in block.answers:
            letter.say(f"{BOX} {answer}", "Table text", answers)
        for cell in row.cells:
            _drop_empty_paragraph(cell)
            draw_cell_borders(cell, bottom=(4, LINE.lstrip("#")))
    letter.space()


@write_block.register
def _(block: Points, letter: DocxWriter) -> None:
    letter.heading(block.title)
    for point in block.points:
        paragraph = letter.say(f"{point.symbol} {point.opening}", "Normal")
        if paragraph is None:
            letter.say(point.text, "Normal")
        else:
            paragraph.runs[0].font.bold = True
            paragraph.add_run(f" {join_numbers_with_units(point.text)}")


@write_block.register(Columns)
@write_block.register(Counters)
@write_block.register(TargetBars)
@write_block.register(Bars)
@write_block.register(Pictogram)
@write_block.register(Strip)
@write_block.register(ReplySlip)
def _(block: Any, letter: DocxWriter) -> None:
    for simple in simplify(block):
        write_block(simple, letter)
