"""A document as a text to edit: real headings, tables that repeat their heads, pictures that are told in words."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures import Chart, to_png
from libcollab_metrics.figures.theme import ACCENT, LIGHT
from libcollab_metrics.reports.columns import BESIDE, fits, printed, widths
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
from libcollab_metrics.reports.fit import bound
from libcollab_metrics.reports.letter import marks
from libcollab_metrics.reports.letter.page import WIDTH, lay_out
from libcollab_metrics.reports.letter.styles import STYLES, set_styles
from libcollab_metrics.reports.picture import points_of
from libcollab_metrics.reports.printable import is_turned, printable
from libcollab_metrics.reports.sealed import sealed, sign, unpictured
from libcollab_metrics.reports.slides.chart_parts import divided
from libcollab_metrics.wording import Language

if TYPE_CHECKING:
    from docx.document import Document as Made
    from docx.text.paragraph import Paragraph

#: Inches between two charts beside each other; pixels of a picture for each point of the drawing: 200 to an inch.
BETWEEN, SCALE = 0.2, 2.05
#: Bars of a chart that stay readable on a page, and inches it may be high.
MOST_BARS, HIGHEST = 22, 8.3
SIZES = (9.5, 9, 8.5, 8, 7.5, 7)
RULE, INK = LIGHT.grid.lstrip("#"), LIGHT.ink.lstrip("#")


class Letter:
    """The text document being written, from the top; `language` is the one its pictures speak."""

    def __init__(self, made: Made, language: Language) -> None:
        self.made = made
        self.language = language

    def say(self, text: str, style: str, place: Any = None) -> Paragraph | None:
        """Write one paragraph in a style, in a cell where one is given; an empty one is nothing."""
        words = bound(text)
        if not words:
            return None
        said: Paragraph = (place or self.made).add_paragraph(words, style=style)
        if is_turned(words):
            marks.turn(said)
        return said

    def table(self, rows: int, across: Sequence[float]) -> Any:
        """Add a table with columns of these widths in inches, without lines."""
        from docx.shared import Inches

        table = self.made.add_table(rows, len(across))
        table.autofit = False
        for column, width in zip(table.columns, across, strict=True):
            column.width = Inches(width)
        for row in table.rows:
            for cell, width in zip(row.cells, across, strict=True):
                cell.width = Inches(width)
        return table

    def keep_lead(self) -> None:
        """Keep the paragraph that leads to a picture or a table on the page of what it leads to."""
        last = self.made.paragraphs[-1]
        if last.style is not None and last.style.name == "Normal":
            last.paragraph_format.keep_with_next = True

    def space(self) -> None:
        """Leave a narrow line free below a table, where two would become one."""
        self.made.add_paragraph(style="Below a table")


def to_docx(document: Document, language: Language) -> bytes:
    """Return the document as a text to edit; the same document gives the same bytes."""
    import docx

    made = docx.Document()
    unpictured(made.part.package.rels)
    set_styles(made, document.language)
    lay_out(made, document, language)
    sign(made.core_properties, document)
    letter = Letter(made, language)
    letter.say(document.title, "Title")
    letter.say(document.subtitle, "Subtitle")
    for sentence in (document.scope, document.coverage, document.issues):
        letter.say(sentence, "What it covers")
    letter.space()
    for block, second in _beside(document.blocks):
        if isinstance(block, ChartBlock | Grid):
            letter.keep_lead()
        if second is None:
            write_block(block, letter)
        else:
            _write_pair((block, second), letter)
    held = io.BytesIO()
    made.save(held)
    return sealed(held.getvalue())


def _beside(blocks: Sequence[Block]) -> Iterator[tuple[Any, ChartBlock | None]]:
    """Each block; two charts of half a page's width that follow each other stand beside each other."""
    waiting = list(blocks)
    while waiting:
        block = waiting.pop(0)
        following = waiting[0] if waiting else None
        if isinstance(block, ChartBlock) and isinstance(following, ChartBlock) and block.half and following.half:
            waiting.pop(0)
            yield block, following
        else:
            yield block, None


@singledispatch
def write_block(block: Block, letter: Letter) -> None:
    """Write one block below what stands in the document."""
    raise TypeError(f"A text document has no way to write {block!r}.")


@write_block.register
def _(block: Heading, letter: Letter) -> None:
    said = letter.say(block.text, f"Heading {block.level}")
    if said is not None and block.starts_page:
        said.paragraph_format.page_break_before = True


@write_block.register
def _(block: Text, letter: Letter) -> None:
    letter.say(block.text, "Normal")


@write_block.register
def _(block: KeyFigures, letter: Letter) -> None:
    """Key figures beside each other under a line, each to read from top to bottom."""
    if not block.figures:
        return
    table = letter.table(1, [WIDTH / len(block.figures)] * len(block.figures))
    marks.keep_whole(table.rows[0])
    for cell, figure in zip(table.rows[0].cells, block.figures, strict=True):
        marks.line_cell(cell, top=(18, ACCENT.lstrip("#")))
        _write_figure(figure, cell, letter)
    letter.space()


def _write_figure(figure: KeyFigure, cell: Any, letter: Letter) -> None:
    letter.say(figure.label, "Figure label", cell)
    letter.say(figure.value, "Figure value", cell)
    letter.say(figure.worked, "Figure worked", cell)
    letter.say(figure.qualifier, "Figure worked", cell)
    _drop_first(cell)


def _drop_first(cell: Any) -> None:
    """Take out the empty paragraph every new cell begins with, where others follow."""
    first, *others = cell.paragraphs
    if others:
        first._p.getparent().remove(first._p)


@write_block.register
def _(block: Grid, letter: Letter) -> None:
    grid = printed(block)
    letter.say(grid.title, "Heading 3")
    points = next((size for size in SIZES if fits(grid, size, WIDTH)), SIZES[-1])
    table = letter.table(len(grid.rows) + 1, widths(grid, points, WIDTH))
    marks.tell_table(table, grid.title)
    for number, (row, cells) in enumerate(zip(table.rows, (grid.headings, *grid.rows), strict=True)):
        (marks.keep_whole if number else marks.repeat)(row)
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            _write_cell(cell, text, points, column in grid.numeric, is_heading=not number)
    if letter.say(grid.note, "Caption") is None:
        letter.space()


def _write_cell(cell: Any, text: str, points: float, is_number: bool, is_heading: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    said = cell.paragraphs[0]
    said.style = "Table text"
    run = said.add_run(bound(text))
    run.font.bold = is_heading or None
    if points != STYLES["Table text"].points:
        run.font.size = Pt(points)
    if is_number:
        said.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if is_turned(text):
        marks.turn(said)
    marks.line_cell(cell, bottom=(12, INK) if is_heading else (4, RULE))


@write_block.register
def _(block: ChartBlock, letter: Letter) -> None:
    parts = divided(block.chart, MOST_BARS)
    for number, chart in enumerate(parts, start=1):
        whole = letter.language.say("slide-part", title=chart.title, part=number, parts=len(parts))
        letter.say(whole if len(parts) > 1 else chart.title, "Heading 3")
        _write_chart(chart, letter, letter.made, WIDTH, narrow=False)


def _write_pair(blocks: Sequence[ChartBlock], letter: Letter) -> None:
    """Two charts beside each other."""
    half = (WIDTH - BETWEEN) / 2
    table = letter.table(1, [half + BETWEEN / 2] * 2)
    marks.keep_whole(table.rows[0])
    for cell, block in zip(table.rows[0].cells, blocks, strict=True):
        letter.say(block.chart.title, "Heading 3", cell)
        _write_chart(block.chart, letter, cell, half - 2 * BESIDE, narrow=True)
        _drop_first(cell)
    letter.space()


def _write_chart(chart: Chart, letter: Letter, place: Any, width: float, narrow: bool) -> None:
    from docx.shared import Inches

    picture = to_png(chart, letter.language, framed=False, scale=SCALE, narrow=narrow)
    run = place.add_paragraph(style="Picture").add_run()
    wide, high = points_of(picture)
    width = min(width, HIGHEST * wide / high)
    marks.describe(run.add_picture(io.BytesIO(picture), width=Inches(width)), printable(chart.alt))
    letter.say(chart.caption, "Caption", place)


@write_block.register
def _(block: Quote, letter: Letter) -> None:
    letter.say(f"“{printable(block.text)}”", "Quote")
    letter.say(block.source, "Quote source")


@write_block.register
def _(block: Callout, letter: Letter) -> None:
    letter.say(block.title, "Callout title")
    for line in block.text.splitlines():
        letter.say(line, "Callout")
    letter.space()


@write_block.register
def _(block: Definitions, letter: Letter) -> None:
    for item in block.items:
        said = letter.say(f"{item.label}.", "Definition")
        if said is not None:
            said.runs[0].font.bold = True
            said.add_run(f" {bound(item.text)}")
