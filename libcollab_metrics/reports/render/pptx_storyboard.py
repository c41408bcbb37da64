"""Storyboard: which blocks share a slide, when a table has its own slide, and speaker notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any

from libcollab_metrics.figures import Chart, chart_table
from libcollab_metrics.localization import Language
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
    GiftRows,
    Grid,
    Heading,
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
from libcollab_metrics.reports.render import pptx_charts, pptx_layouts
from libcollab_metrics.reports.render.plain import simplify
from libcollab_metrics.reports.render.pptx_layouts import (
    BODY,
    CAPTION,
    CARD,
    COLUMN,
    CONTACT,
    FINDING,
    LEAD,
    MAX_CARDS,
    SECTION,
    TAIL,
    Layout,
)
from libcollab_metrics.reports.render.pptx_slides import (
    BOTTOM,
    HALF,
    SIZES,
    TOP,
    Slide,
    SlidePicture,
    SlideText,
    TablePage,
    card_placeholder,
    placeholder_boxes,
    split_table,
    tint_calendar_pages,
)
from libcollab_metrics.reports.render.text import (
    INCH,
    Paragraph,
    Room,
    balance_columns,
    fitting_scale,
    paragraphs_height,
    printable,
    split_over_boxes,
)

# Combine short content on one slide instead of one slide each.

#: Maximum height in inches of text above charts; longer text has a slide of its own.
MAX_LEAD_HEIGHT = 1.2
#: Minimum font size of a table with other content, and of a table next to another; below it, a table has its
#: own slide.
MIN_TABLE_POINTS, MIN_ADJACENT_TABLE_POINTS = 11, 12
#: Maximum number of tables on one slide.
MAX_TABLES = 2


def pack_slides(slides: Sequence[Slide]) -> list[Slide]:
    """Combine slides that fit together, first within a section, then across subsections."""
    for depth in (None, 2):
        packed: list[Slide] = []
        for slide in slides:
            joined = _combine(packed[-1], slide, depth) if packed else None
            packed = [*packed, slide] if joined is None else [*packed[:-1], joined]
        slides = packed
    return list(slides)


def _combine(above: Slide, below: Slide, depth: int | None) -> Slide | None:
    """Combine two slides; None where their headings differ up to `depth` or they do not fit."""
    if above.titles[:depth] != below.titles[:depth] or not (above.is_single and below.is_single):
        return None
    if below.layout in (pptx_layouts.CHART, pptx_layouts.CHARTS):
        return _add_lead_to_charts(above, below)
    first, second = _to_combined_layout(above), _to_combined_layout(below)
    joined = _append_content(first, second) if first is not None and second is not None else None
    return joined and next(filter(_has_room, _arrangements(joined)), None)


def _add_lead_to_charts(text_slide: Slide, chart_slide: Slide) -> Slide | None:
    """Place preceding text above charts; `placeholder_boxes` then adjusts the charts' size."""
    stack = _to_combined_layout(text_slide)
    if stack is None or set(stack.words) != {LEAD} or stack.tables or LEAD in chart_slide.words:
        return None
    lead = stack.words[LEAD]
    if paragraphs_height(lead, chart_slide.layout.placeholder(LEAD).room) > MAX_LEAD_HEIGHT:
        return None
    return replace(chart_slide, words={**chart_slide.words, LEAD: lead})


def _to_combined_layout(slide: Slide) -> Slide | None:
    """Convert a slide to the layout for combined content; None for charts and quotes."""
    turned: dict[str, Callable[[Slide], Slide]] = {
        pptx_layouts.COMBINED.name: lambda s: s,
        pptx_layouts.TEXT.name: lambda s: _text_as_lead(s, s.words[BODY]),
        pptx_layouts.CALLOUT.name: lambda s: _text_as_lead(s, (Paragraph(s.title, 1), *s.words[BODY])),
        pptx_layouts.TABLE.name: _table_as_combined,
        pptx_layouts.FIGURES.name: lambda s: replace(s, layout=pptx_layouts.COMBINED),
    }
    convert = turned.get(slide.layout.name)
    is_fixed = slide.picture is not None or any(table.tints for table in slide.tables)
    return convert(slide) if convert and not is_fixed else None


def _text_as_lead(slide: Slide, paragraphs: tuple[Paragraph, ...]) -> Slide:
    return replace(slide, layout=pptx_layouts.COMBINED, words={LEAD: paragraphs}, scale=None)


def _table_as_combined(slide: Slide) -> Slide:
    words = {FINDING: (Paragraph(slide.title),), CAPTION: slide.words.get(CAPTION, ())}
    return replace(
        slide,
        layout=pptx_layouts.COMBINED,
        words={idx: paragraphs for idx, paragraphs in words.items() if paragraphs},
    )


def _append_content(above: Slide, below: Slide) -> Slide | None:
    """Append content to a slide if the reading order allows it: text, tables, cards, text."""
    if TAIL in above.words:
        if set(below.words) != {LEAD} or above.titles != below.titles:
            return None
        return _merge_slides(above, below, {TAIL: (*above.words[TAIL], *below.words[LEAD])}, ())
    if set(below.words) == {LEAD}:
        return (
            None
            if set(above.words) == {LEAD}
            else _merge_slides(above, below, {TAIL: _closing_text(above, below)}, ())
        )
    if LEAD in below.words or CARD in above.words or len(above.tables) + len(below.tables) > MAX_TABLES:
        return None
    moved = {
        idx + (len(above.tables) if idx < CARD else 0): paragraphs for idx, paragraphs in below.words.items()
    }
    return _merge_slides(above, below, moved, below.tables)


def _closing_text(above: Slide, below: Slide) -> tuple[Paragraph, ...]:
    """Return text for the bottom of a slide, below its section's title if that differs."""
    own = () if above.titles == below.titles else (Paragraph(below.titles[-1], 1),)
    return (*own, *below.words[LEAD])


def _merge_slides(above: Slide, below: Slide, words: SlideText, tables: tuple[TablePage, ...]) -> Slide:
    """Return the slide with more content, under the title of the section, or else of its first content."""
    titles = above.titles if above.titles == below.titles else above.titles[:2]
    title = titles[-1] if len(titles) > 1 else above.title
    merged = {**above.words, **words}
    if merged.get(FINDING) == (Paragraph(title),):
        del merged[FINDING]
    return replace(
        above,
        titles=titles,
        title=title,
        words=merged,
        tables=(*above.tables, *tables),
        notes=(*above.notes, *below.notes),
        scale=above.scale if above.scale is not None else below.scale,
    )


def _arrangements(slide: Slide) -> Iterator[Slide]:
    """Yield arrangements: tables side by side at a large font size, then full-width tables."""
    grids = [Grid(p.title, p.headings, p.rows, p.numeric) for p in slide.tables]
    if not grids:
        yield slide
    side_by_side = [(HALF, MIN_ADJACENT_TABLE_POINTS)] if len(grids) == MAX_TABLES else []
    for width, least in (*side_by_side, (pptx_layouts.FULL, MIN_TABLE_POINTS)):
        room = Room(width, BOTTOM - TOP, ())
        for points in (size for size in SIZES if size >= least):
            pages = [split_table(grid, room, points) for grid in grids]
            if grids and all(len(parts) == 1 and parts[0].points == points for parts in pages):
                yield replace(slide, tables=tuple(parts[0] for parts in pages))


def _has_room(slide: Slide) -> bool:
    return all(top + high <= BOTTOM + 0.001 for _, top, _, high in placeholder_boxes(slide).values())


#: Height of a photo on a slide of its own, in inches.
PHOTO_HEIGHT = 4.5
#: Maximum number of definition columns on a slide, and of reasons for missing marks below a chart.
MAX_COLUMNS, MAX_REASONS = 3, 2


@dataclass(frozen=True)
class SlideContext:
    """Position of a block in the document: the headings above it, the document's title first."""

    titles: tuple[str, ...]
    language: Language

    @property
    def title(self) -> str:
        """Nearest heading, for a slide without a title."""
        return self.titles[-1]

    def section(self, title: str) -> str:
        """Return the headings above a slide's title, without repeating it."""
        above = [text for text in self.titles[1:] if text != title] or list(self.titles[:1])
        return " · ".join(above)

    def context_below(self, heading: Heading) -> SlideContext:
        """Return the position of the content below a heading."""
        return replace(self, titles=(*self.titles[: heading.level], heading.text))


def storyboard(document: Document, language: Language) -> list[Slide]:
    """Return the slides of a document, starting with the opening slide."""
    where, slides = SlideContext((document.title,), language), list[Slide]()
    for block, rest in _group_blocks(_simplify_for_slides(document.blocks)):
        if isinstance(block, Heading):
            where = where.context_below(block)
        else:
            slides += [replace(slide, titles=where.titles) for slide in build_slides(block, rest, where)]
    return [
        _opening(document),
        *(_add_section(slide, SlideContext(slide.titles, language)) for slide in pack_slides(slides)),
    ]


def _simplify_for_slides(blocks: Iterable[Block]) -> list[Block]:
    """Replace designed blocks by simple ones, except those that have slides of their own."""
    simple: list[Block] = []
    for block in blocks:
        simple += [block] if _has_own_slide(block) else simplify(block)
    return simple


def _has_own_slide(block: Block) -> bool:
    """Return whether a block is remarks next to each other, decisions, or a line with a title."""
    if isinstance(block, Columns):
        return all(len(column) == 1 and isinstance(column[0], Points) for column in block.columns)
    return isinstance(block, Decisions) or (isinstance(block, Strip) and len(block.parts) > 1)


def _opening(document: Document) -> Slide:
    """Build the first slide; what was read and how much of it counts is in its notes."""
    words = {
        BODY: _paragraphs(document.addressee or document.subtitle),
        SECTION: _paragraphs(document.letterhead.library, document.period),
        CONTACT: _paragraphs(document.letterhead.contact),
    }
    notes = tuple(filter(None, map(printable, (document.scope, document.coverage, document.issues))))
    return Slide(pptx_layouts.OPENING, document.title, words, notes=notes)


def _add_section(slide: Slide, where: SlideContext) -> Slide:
    """Add the section above the title, and the part number to the title."""
    section = _paragraphs(where.section(slide.title))
    part, parts = slide.part
    title = (
        where.language.message("slide-part", title=slide.title, part=part, parts=parts)
        if parts > 1
        else slide.title
    )
    return replace(slide, title=title, words={SECTION: section, **slide.words})


def _paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(printable(text)) for text in texts if printable(text))


def _group_blocks(blocks: Sequence[Block]) -> Iterator[tuple[Block, tuple[Block, ...]]]:
    """Yield each block with those that share its slide: paragraphs, quotes, two half charts."""
    waiting = list(blocks)
    while waiting:
        first = waiting.pop(0)
        rest: list[Block] = []
        while waiting and _shares_slide(first, rest, waiting[0]):
            rest.append(waiting.pop(0))
        yield first, tuple(rest)


def _shares_slide(first: Block, rest: Sequence[Block], following: Block) -> bool:
    if isinstance(first, ChartBlock):
        return isinstance(following, ChartBlock) and not rest and _is_half(first) and _is_half(following)
    return isinstance(first, Text | Quote) and isinstance(following, type(first))


def _is_half(block: ChartBlock) -> bool:
    return (
        block.is_half_width
        and pptx_charts.has_native_chart(block.chart)
        and len(pptx_charts.split_chart(block.chart, narrow=True)) == 1
    )


@singledispatch
def build_slides(block: Block, rest: tuple[Block, ...], where: SlideContext) -> list[Slide]:
    """Build the slides of a block and of those that share its slide."""
    raise TypeError(f"There is no slide for {block!r}.")


@build_slides.register
def _(block: Heading, rest: tuple[Block, ...], where: SlideContext) -> list[Slide]:
    return [Slide(pptx_layouts.TEXT, block.text)]


@build_slides.register
def _(block: Text, rest: tuple[Block, ...], where: SlideContext) -> list[Slide]:
    texts = [member.text for member in (block, *rest) if isinstance(member, Text)]
    return _text_slides(pptx_layouts.TEXT, where.title, _paragraphs(*texts))


@build_slides.register
def _(block: Quote, rest: tuple[Block, ...], where: SlideContext) -> list[Slide]:
    paragraphs = [
        paragraph
        for quote in (block, *rest)
        if isinstance(quote, Quote)
        for paragraph in (Paragraph(f"“{printable(quote.text)}”"), Paragraph(printable(quote.source), 1))
        if paragraph.text
    ]
    return _text_slides(pptx_layouts.QUOTE, where.title, paragraphs)


@build_slides.register
def _(block: Photo, rest: tuple[Block, ...], where: SlideContext) -> list[Slide]:
    words = {CAPTION: _paragraphs(" · ".join(filter(None, (block.caption, block.source))))}
    box = (pptx_layouts.LEFT, TOP, pptx_layouts.FULL, PHOTO_HEIGHT)
    picture = SlidePicture(block.picture, printable(block.alt), box)
    return [
        Slide(
            pptx_layouts.TABLE, where.title, {k: v for k, v in words.items() if v}, picture=picture, boxes={}
        )
    ]


@build_slides.register
def _(block: Callout, rest: tuple[Block, ...], where: SlideContext) -> list[Slide]:
    return _text_slides(pptx_layouts.CALLOUT, block.title, _paragraphs(*block.text.splitlines()))


def _text_slides(layout: Layout, title: str, paragraphs: Sequence[Paragraph]) -> list[Slide]:
    """Build one slide with text as large as it fits, or several where it does not fit."""
    room = layout.placeholder(BODY).room
    scale = fitting_scale(paragraphs, room)
    pages = split_over_boxes(paragraphs, room, scale) or [()]
    return _number_parts([Slide(layout, title, {BODY: page}, scale=scale) for page in pages])


def _number_parts(slides: list[Slide]) -> list[Slide]:
    """Set part number and count on slides that continue each other."""
    return [replace(slide, part=(part, len(slides))) for part, slide in enumerate(slides, start=1)]


@build_slides.register
def _(block: KeyFigures, rest: tuple[Block, ...], where: SlideContext) -> list[Slide]:
    title = where.title if len(where.titles) > 1 else where.language.message("slide-figures")
    rows = [block.figures[i : i + MAX_CARDS] for i in range(0, len(block.figures), MAX_CARDS)]
    return _number_parts([_card_slide(row, title) for row in rows])


def _card_slide(figures: Sequence[KeyFigure], title: str) -> Slide:
    """Build key figure cards at one scale, with labels, numbers and small print aligned."""
    room = card_placeholder(0, len(figures)).room
    cards = [_card_paragraphs(figure) for figure in figures]
    scale = min(fitting_scale(card, room) for card in cards)
    words: SlideText = {CARD + i: card for i, card in enumerate(_align_cards(cards, room, scale))}
    return Slide(
        pptx_layouts.FIGURES,
        title,
        words,
        notes=tuple(_figure_note(figure) for figure in figures),
        scale=scale,
    )


def _align_cards(
    cards: Sequence[tuple[Paragraph, ...]], room: Room, scale: float
) -> list[tuple[Paragraph, ...]]:
    aligned = [list(card) for card in cards]
    for index in (1, 2):
        above = [paragraphs_height(card[:index], room, scale) for card in aligned]
        for card, used in zip(aligned, above, strict=True):
            if index < len(card):
                card[index] = replace(card[index], extra_space_above=(max(above) - used) * INCH)
    return [tuple(card) for card in aligned]


def _card_paragraphs(figure: KeyFigure) -> tuple[Paragraph, ...]:
    ranked = ((figure.label, 0), (figure.value, 1), (figure.worked, 2), (figure.qualifier, 2))
    return tuple(Paragraph(printable(text), level) for text, level in ranked if printable(text))


def _figure_note(figure: KeyFigure) -> str:
    parts = (f"{figure.label}: {figure.value}", figure.worked, figure.qualifier, figure.meaning)
    return "\n".join(filter(None, map(printable, parts)))


@build_slides.register
def _(block: Grid, rest: tuple[Block, ...], where: SlideContext) -> list[Slide]:
    grid = replace(block, title=block.title or where.title)
    return _table_slides(grid.title, grid, (), where)


def _table_slides(
    title: str, grid: Grid, notes: tuple[str, ...], where: SlideContext, chart: Chart | None = None
) -> list[Slide]:
    pages = split_table(grid, pptx_layouts.TABLE.placeholder(pptx_layouts.CONTENT).room)
    if chart is not None and chart.kind == "calendar":
        pages = tint_calendar_pages(pages, chart, where.language)
    words = {CAPTION: _paragraphs(grid.note)}
    return _number_parts(
        [Slide(pptx_layouts.TABLE, title, words, tables=(page,), notes=notes) for page in pages]
    )


@build_slides.register
def _(block: ChartBlock, rest: tuple[Block, ...], where: SlideContext) -> list[Slide]:
    blocks = [block, *(member for member in rest if isinstance(member, ChartBlock))]
    if len(blocks) > 1:
        return [_chart_pair_slide(blocks, where)]
    chart, notes = block.chart, _speaker_notes(block)
    if not pptx_charts.has_native_chart(chart):
        return _table_slides(chart.title, _grid(chart, where.language), notes, where, chart)
    words = {CAPTION: _caption(chart)}
    pieces = pptx_charts.split_chart(chart)
    return _number_parts(
        [Slide(pptx_layouts.CHART, chart.title, words, (piece,), notes=notes) for piece in pieces]
    )


def _chart_pair_slide(blocks: Sequence[ChartBlock], where: SlideContext) -> Slide:
    words = {FINDING + i: _paragraphs(block.chart.title) for i, block in enumerate(blocks)}
    words |= {CAPTION + i: _caption(block.chart) for i, block in enumerate(blocks)}
    notes = tuple(note for block in blocks for note in (printable(block.chart.title), *_speaker_notes(block)))
    return Slide(pptx_layouts.CHARTS, where.title, words, tuple(block.chart for block in blocks), notes=notes)


def _caption(chart: Chart) -> tuple[Paragraph, ...]:
    """Return the measure, which no axis shows, and the chart's caption."""
    missing = pptx_charts.missing_reasons(chart)
    reasons = missing if len(missing) <= MAX_REASONS else ()
    return _paragraphs(" ".join((_end_with_period(chart.measure), chart.caption, *reasons)))


def _end_with_period(text: str) -> str:
    return f"{text.rstrip('.')}."


def _speaker_notes(block: ChartBlock) -> tuple[str, ...]:
    """Return speaker notes of a chart: definitions, caption, reasons for gaps, source."""
    parts = (
        *block.meaning,
        block.chart.caption,
        *pptx_charts.missing_reasons(block.chart),
        block.chart.source,
    )
    return tuple(filter(None, map(printable, parts)))


def _grid(chart: Chart, language: Language) -> Grid:
    """Convert a chart that slides cannot draw natively to its data table."""
    table = chart_table(chart, language)
    return Grid(chart.title, table.headings, table.rows, table.numeric, chart.caption)


@build_slides.register
def _(block: Definitions, rest: tuple[Block, ...], where: SlideContext) -> list[Slide]:
    room = pptx_layouts.DEFINITIONS.placeholder(COLUMN).room
    paragraphs = [
        Paragraph(printable(text), level)
        for item in block.items
        for text, level in ((item.label, 0), (item.text, 1))
        if printable(text)
    ]
    scale, columns = balance_columns(paragraphs, room, MAX_COLUMNS)
    rows = [columns[i : i + MAX_COLUMNS] for i in range(0, len(columns), MAX_COLUMNS)]
    slides = [
        Slide(
            pptx_layouts.DEFINITIONS,
            where.title,
            {COLUMN + i: column for i, column in enumerate(row)},
            scale=scale,
        )
        for row in rows
    ]
    return _number_parts(slides)


@build_slides.register
def _(block: Columns, rest: tuple[Block, ...], where: SlideContext) -> list[Slide]:
    """Build one slide with remarks in up to three columns; more remarks are below the first ones."""
    room = pptx_layouts.POINTS.placeholder(COLUMN).room
    columns: list[tuple[Paragraph, ...]] = [()] * min(len(block.columns), MAX_COLUMNS)
    for number, (points,) in enumerate(block.columns):
        columns[number % MAX_COLUMNS] += _point_paragraphs(points) if isinstance(points, Points) else ()
    scale = min(fitting_scale(column, room) for column in columns)
    words = {COLUMN + i: column for i, column in enumerate(columns)}
    return [Slide(pptx_layouts.POINTS, where.title, words, scale=scale)]


def _point_paragraphs(points: Points) -> tuple[Paragraph, ...]:
    texts = [(points.title, 0)]
    for point in points.points:
        texts += [(f"{point.symbol} {point.opening}", 1), (point.text, 2)]
    return tuple(Paragraph(printable(text), level) for text, level in texts if printable(text))


@build_slides.register
def _(block: Decisions, rest: tuple[Block, ...], where: SlideContext) -> list[Slide]:
    titled = replace(block, title=block.title or where.language.message("slide-decisions"))
    return [slide for grid in simplify(titled) for slide in build_slides(grid, (), where)]


@build_slides.register
def _(block: Strip, rest: tuple[Block, ...], where: SlideContext) -> list[Slide]:
    title, *parts = block.parts
    return _text_slides(pptx_layouts.CALLOUT, title, _paragraphs(" · ".join(parts)))


@build_slides.register(Counters)
@build_slides.register(GiftRows)
@build_slides.register(Heroes)
@build_slides.register(Lead)
@build_slides.register(Points)
@build_slides.register(ReplySlip)
@build_slides.register(Request)
@build_slides.register(TargetBars)
@build_slides.register(Bars)
@build_slides.register(Pictogram)
def _(block: Any, rest: tuple[Block, ...], where: SlideContext) -> list[Slide]:
    return [slide for simple in simplify(block) for slide in build_slides(simple, (), where)]
