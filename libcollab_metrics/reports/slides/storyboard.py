"""What stands on each slide: a document's blocks, one idea a slide, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch

from libcollab_metrics.figures import Chart, chart_table
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
from libcollab_metrics.reports.fit import INCH, Paragraph, Room, even, height, scale_of, shared
from libcollab_metrics.reports.printable import printable
from libcollab_metrics.reports.slides import chart_parts, layouts
from libcollab_metrics.reports.slides.layouts import (
    BODY,
    CAPTION,
    CARD,
    COLUMN,
    CONTACT,
    FINDING,
    MOST_CARDS,
    SECTION,
    Layout,
)
from libcollab_metrics.reports.slides.places import card
from libcollab_metrics.reports.slides.rows import table_pages, tinted
from libcollab_metrics.reports.slides.slide import Slide, Words
from libcollab_metrics.reports.slides.together import gathered
from libcollab_metrics.wording import Language

#: Columns of definitions on one slide; missing marks whose reasons fit under a chart.
MOST_COLUMNS, MOST_REASONS = 3, 2


@dataclass(frozen=True)
class Where:
    """Where in a document a block stands: the titles above it, the document's own first."""

    titles: tuple[str, ...]
    language: Language

    @property
    def title(self) -> str:
        """The nearest title, for a slide that has none of its own."""
        return self.titles[-1]

    def section(self, title: str) -> str:
        """What stands over a slide's title: the titles above it, without saying it twice."""
        above = [text for text in self.titles[1:] if text != title] or list(self.titles[:1])
        return " · ".join(above)

    def below(self, heading: Heading) -> Where:
        """Where what follows a heading stands."""
        return replace(self, titles=(*self.titles[: heading.level], heading.text))


def storyboard(document: Document, language: Language) -> list[Slide]:
    """Return the slides of a document, the opening one first."""
    where, told = Where((document.title,), language), list[Slide]()
    for block, rest in _together(document.blocks):
        if isinstance(block, Heading):
            where = where.below(block)
        else:
            told += [replace(slide, titles=where.titles) for slide in slides_of(block, rest, where)]
    return [_opening(document), *(_under(slide, Where(slide.titles, language)) for slide in gathered(told))]


def _opening(document: Document) -> Slide:
    covers = _paragraphs(document.scope, document.coverage, document.issues)
    words = {BODY: _paragraphs(document.subtitle), SECTION: covers, CONTACT: _paragraphs(document.letterhead.contact)}
    return Slide(layouts.OPENING, document.title, words)


def _under(slide: Slide, where: Where) -> Slide:
    """The slide with its section over its title, and in the title which of several parts it is."""
    section = _paragraphs(where.section(slide.title))
    part, parts = slide.part
    title = where.language.say("slide-part", title=slide.title, part=part, parts=parts) if parts > 1 else slide.title
    return replace(slide, title=title, words={SECTION: section, **slide.words})


def _paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(printable(text)) for text in texts if printable(text))


def _together(blocks: Sequence[Block]) -> Iterator[tuple[Block, tuple[Block, ...]]]:
    """Each block with those that share its slide: paragraphs, quotes, and half charts by two."""
    waiting = list(blocks)
    while waiting:
        first = waiting.pop(0)
        rest: list[Block] = []
        while waiting and _joins(first, rest, waiting[0]):
            rest.append(waiting.pop(0))
        yield first, tuple(rest)


def _joins(first: Block, rest: Sequence[Block], following: Block) -> bool:
    if isinstance(first, ChartBlock):
        return isinstance(following, ChartBlock) and not rest and _is_half(first) and _is_half(following)
    return isinstance(first, Text | Quote) and isinstance(following, type(first))


def _is_half(block: ChartBlock) -> bool:
    return block.half and chart_parts.is_drawn(block.chart) and len(chart_parts.pieces(block.chart, narrow=True)) == 1


@singledispatch
def slides_of(block: Block, rest: tuple[Block, ...], where: Where) -> list[Slide]:
    """Return the slides of a block and of those that share its slide."""
    raise TypeError(f"There is no slide for {block!r}.")


@slides_of.register
def _(block: Heading, rest: tuple[Block, ...], where: Where) -> list[Slide]:
    return [Slide(layouts.WORDS, block.text)]


@slides_of.register
def _(block: Text, rest: tuple[Block, ...], where: Where) -> list[Slide]:
    texts = [other.text for other in (block, *rest) if isinstance(other, Text)]
    return _running(layouts.WORDS, where.title, _paragraphs(*texts))


@slides_of.register
def _(block: Quote, rest: tuple[Block, ...], where: Where) -> list[Slide]:
    said = [
        paragraph
        for quote in (block, *rest)
        if isinstance(quote, Quote)
        for paragraph in (Paragraph(f"“{printable(quote.text)}”"), Paragraph(printable(quote.source), 1))
        if paragraph.text
    ]
    return _running(layouts.QUOTE, where.title, said)


@slides_of.register
def _(block: Callout, rest: tuple[Block, ...], where: Where) -> list[Slide]:
    return _running(layouts.CALLOUT, block.title, _paragraphs(*block.text.splitlines()))


def _running(layout: Layout, title: str, paragraphs: Sequence[Paragraph]) -> list[Slide]:
    """One slide with the words as large as they fit, or several with the rest."""
    room = layout.place(BODY).room
    scale = scale_of(paragraphs, room)
    pages = shared(paragraphs, room, scale) or [()]
    return _numbered([Slide(layout, title, {BODY: page}, scale=scale) for page in pages])


def _numbered(slides: list[Slide]) -> list[Slide]:
    """Mark each slide as a part of so many, where there are several."""
    return [replace(slide, part=(part, len(slides))) for part, slide in enumerate(slides, start=1)]


@slides_of.register
def _(block: KeyFigures, rest: tuple[Block, ...], where: Where) -> list[Slide]:
    title = where.title if len(where.titles) > 1 else where.language.say("slide-figures")
    rows = [block.figures[i : i + MOST_CARDS] for i in range(0, len(block.figures), MOST_CARDS)]
    return _numbered([_cards(row, title) for row in rows])


def _cards(figures: Sequence[KeyFigure], title: str) -> Slide:
    """Key figures beside each other, equally large: labels, numbers and small print each begin on one line."""
    room = card(0, len(figures)).room
    told = [_card(figure) for figure in figures]
    scale = min(scale_of(said, room) for said in told)
    words: Words = {CARD + i: said for i, said in enumerate(_aligned(told, room, scale))}
    return Slide(layouts.FIGURES, title, words, notes=tuple(_worked(figure) for figure in figures), scale=scale)


def _aligned(told: Sequence[tuple[Paragraph, ...]], room: Room, scale: float) -> list[tuple[Paragraph, ...]]:
    aligned = [list(said) for said in told]
    for place in (1, 2):
        above = [height(said[:place], room, scale) for said in aligned]
        for said, used in zip(aligned, above, strict=True):
            if place < len(said):
                said[place] = replace(said[place], lowered=(max(above) - used) * INCH)
    return [tuple(said) for said in aligned]


def _card(figure: KeyFigure) -> tuple[Paragraph, ...]:
    ranked = ((figure.label, 0), (figure.value, 1), (figure.worked, 2), (figure.qualifier, 2))
    return tuple(Paragraph(printable(text), level) for text, level in ranked if printable(text))


def _worked(figure: KeyFigure) -> str:
    said = (f"{figure.label}: {figure.value}", figure.worked, figure.qualifier, figure.meaning)
    return "\n".join(filter(None, map(printable, said)))


@slides_of.register
def _(block: Grid, rest: tuple[Block, ...], where: Where) -> list[Slide]:
    return _tabled(block.title or where.title, block, (), where)


def _tabled(title: str, grid: Grid, notes: tuple[str, ...], where: Where, chart: Chart | None = None) -> list[Slide]:
    pages = table_pages(grid, layouts.TABLE.place(layouts.PICTURED).room)
    if chart is not None and chart.kind == "calendar":
        pages = tinted(pages, chart, where.language)
    words = {CAPTION: _paragraphs(grid.note)}
    return _numbered([Slide(layouts.TABLE, title, words, tables=(page,), notes=notes) for page in pages])


@slides_of.register
def _(block: ChartBlock, rest: tuple[Block, ...], where: Where) -> list[Slide]:
    blocks = [block, *(other for other in rest if isinstance(other, ChartBlock))]
    if len(blocks) > 1:
        return [_beside(blocks, where)]
    chart, notes = block.chart, _said_of(block)
    if not chart_parts.is_drawn(chart):
        return _tabled(chart.title, _grid(chart, where.language), notes, where, chart)
    words = {CAPTION: _caption(chart)}
    pieces = chart_parts.pieces(chart)
    return _numbered([Slide(layouts.CHART, chart.title, words, (piece,), notes=notes) for piece in pieces])


def _beside(blocks: Sequence[ChartBlock], where: Where) -> Slide:
    words = {FINDING + i: _paragraphs(block.chart.title) for i, block in enumerate(blocks)}
    words |= {CAPTION + i: _caption(block.chart) for i, block in enumerate(blocks)}
    notes = tuple(note for block in blocks for note in (printable(block.chart.title), *_said_of(block)))
    return Slide(layouts.CHARTS, where.title, words, tuple(block.chart for block in blocks), notes=notes)


def _caption(chart: Chart) -> tuple[Paragraph, ...]:
    """What is measured, which stands on no axis, and from how much."""
    missing = chart_parts.missing(chart)
    said = missing if len(missing) <= MOST_REASONS else ()
    return _paragraphs(" ".join((_closed(chart.measure), chart.caption, *said)))


def _closed(text: str) -> str:
    return f"{text.rstrip('.')}."


def _said_of(block: ChartBlock) -> tuple[str, ...]:
    """What a speaker may be asked about a chart: what is drawn, from how much, and where it is from."""
    said = (*block.meaning, block.chart.caption, *chart_parts.missing(block.chart), block.chart.source)
    return tuple(filter(None, map(printable, said)))


def _grid(chart: Chart, language: Language) -> Grid:
    """A chart no slide can draw as its own, as the table behind it."""
    table = chart_table(chart, language)
    return Grid(chart.title, table.headings, table.rows, table.numeric, chart.caption)


@slides_of.register
def _(block: Definitions, rest: tuple[Block, ...], where: Where) -> list[Slide]:
    room = layouts.DEFINITIONS.place(COLUMN).room
    said = [
        Paragraph(printable(text), level)
        for item in block.items
        for text, level in ((item.label, 0), (item.text, 1))
        if printable(text)
    ]
    scale, columns = even(said, room, MOST_COLUMNS)
    rows = [columns[i : i + MOST_COLUMNS] for i in range(0, len(columns), MOST_COLUMNS)]
    slides = [
        Slide(layouts.DEFINITIONS, where.title, {COLUMN + i: column for i, column in enumerate(row)}, scale=scale)
        for row in rows
    ]
    return _numbered(slides)
