"""Slides of a document with a story: one finding each, and an appendix of tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from types import MappingProxyType

from libcollab_metrics.localization import Language
from libcollab_metrics.reports.document import (
    ChartBlock,
    Definitions,
    Document,
    GiftLevel,
    GiftRow,
    GiftRows,
    Grid,
    Hero,
    Heroes,
    Photo,
    Quote,
    Request,
    StorySlide,
    Text,
)
from libcollab_metrics.reports.render import pptx_layouts
from libcollab_metrics.reports.render.pptx_layouts import (
    BODY,
    CAPTION,
    CARD,
    COLUMN,
    CONTACT,
    CONTENT,
    LEAD,
    MAIN,
    SECTION,
    TAIL,
    Layout,
)
from libcollab_metrics.reports.render.pptx_slides import (
    Box,
    Slide,
    SlideBar,
    SlidePicture,
    SlideText,
    split_table,
)
from libcollab_metrics.reports.render.pptx_storyboard import storyboard
from libcollab_metrics.reports.render.text import (
    CELL_PADDING,
    Paragraph,
    Room,
    balance_columns,
    fitting_scale,
    printable,
)

#: Left and right edge, top and height of a photo on a slide, and the space left of it, in inches.
PHOTO_LEFT, PHOTO_RIGHT, PHOTO_TOP, PHOTO_HEIGHT, PHOTO_GAP = (
    pptx_layouts.LEFT,
    pptx_layouts.RIGHT,
    1.9,
    4.2,
    0.3,
)
#: Column of a gift with what was spent; height of its bar, alone and with the space around it, in inches.
USE_COLUMN, BAR_HEIGHT, BAR_ROOM = 2, 0.2, 0.34
#: Columns of definitions on a slide; largest and smallest font size of a table.
COLUMNS, MAX_TABLE_POINTS, MIN_TABLE_POINTS = 2, 20, 13


def build_deck(document: Document, language: Language) -> list[Slide]:
    """Return the slides of a document: those of its story, or made from its blocks."""
    if not document.story:
        return storyboard(document, language)
    return [slide for spec in document.story for slide in BUILDERS[spec.kind](spec, document, language)]


def _paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(printable(text)) for text in texts if printable(text))


def _slide(layout: Layout, spec: StorySlide, words: SlideText) -> Slide:
    notes = tuple(printable(note) for note in spec.notes if printable(note))
    filled = {idx: paragraphs for idx, paragraphs in words.items() if paragraphs}
    return Slide(layout, printable(spec.title), filled, notes=notes, boxes={})


def _answer(spec: StorySlide, document: Document, language: Language) -> list[Slide]:
    letterhead = document.letterhead
    numbers = next((block.heroes for block in spec.blocks if isinstance(block, Heroes)), ())
    words: SlideText = {CARD + i: _hero(hero) for i, hero in enumerate(numbers)}
    words[SECTION] = () if letterhead.logo else _paragraphs(letterhead.library or letterhead.contact)
    words[CONTACT] = _paragraphs(document.addressee or document.subtitle, document.period)
    layout = pptx_layouts.ANSWER
    scale = min(
        (fitting_scale(words[CARD + i], layout.placeholder(CARD).room) for i in range(len(numbers))),
        default=1.0,
    )
    return [replace(_slide(layout, spec, words), scale=scale)]


def _hero(hero: Hero) -> tuple[Paragraph, ...]:
    ranked = enumerate((hero.value, hero.unit, hero.note))
    return tuple(Paragraph(printable(text), level) for level, text in ranked if printable(text))


def _need(spec: StorySlide, document: Document, language: Language) -> list[Slide]:
    """Build the need: its text, with the photo or numbers at its right; a photo alone fills the slide."""
    texts = _paragraphs(*(block.text for block in spec.blocks if isinstance(block, Text)))
    photo = next((block for block in spec.blocks if isinstance(block, Photo)), None)
    slide = _slide(pptx_layouts.NEED, spec, {BODY: texts, CAPTION: _paragraphs(spec.source)})
    numbers = next((block.heroes for block in spec.blocks if isinstance(block, Heroes)), ())
    if photo is None:
        return [_need_with_numbers(spec, texts, numbers) if numbers else slide]
    if not texts:
        box = (PHOTO_LEFT, PHOTO_TOP, PHOTO_RIGHT - PHOTO_LEFT, PHOTO_HEIGHT)
        return [replace(slide, picture=SlidePicture(photo.picture, printable(photo.alt), box))]
    at, middle = pptx_layouts.NEED.placeholder(BODY), (PHOTO_LEFT + PHOTO_RIGHT) / 2
    box = (middle + PHOTO_GAP, PHOTO_TOP, PHOTO_RIGHT - middle - PHOTO_GAP, PHOTO_HEIGHT)
    words = {
        **slide.words,
        CAPTION: _paragraphs(" · ".join(filter(None, (spec.source, photo.caption, photo.source)))),
    }
    return [
        replace(
            slide,
            words={idx: paragraphs for idx, paragraphs in words.items() if paragraphs},
            boxes={BODY: (at.left, at.top, middle - at.left, at.height)},
            scale=fitting_scale(texts, replace(at.room, width=middle - at.left)),
            picture=SlidePicture(photo.picture, printable(photo.alt), box),
        )
    ]


def _need_with_numbers(spec: StorySlide, texts: tuple[Paragraph, ...], numbers: Sequence[Hero]) -> Slide:
    """Build the need with numbers at its right; across the slide if the title is all of its text."""
    layout = pptx_layouts.NEED_NUMBERS
    cards = {CARD + i: _hero(replace(hero, note="")) for i, hero in enumerate(numbers)}
    slide = _slide(layout, spec, {BODY: texts, **cards, CAPTION: _paragraphs(spec.source)})
    scale = min(fitting_scale(card, layout.placeholder(CARD).room) for card in cards.values())
    if texts:
        return replace(slide, scale=min(scale, fitting_scale(texts, layout.placeholder(BODY).room)))
    answer = pptx_layouts.ANSWER
    places = {idx: answer.placeholder(idx) for idx in cards}
    boxes = {idx: (at.left, at.top, at.width, at.height) for idx, at in places.items()}
    return replace(slide, boxes=boxes, scale=scale)


def _proof(spec: StorySlide, document: Document, language: Language) -> list[Slide]:
    chart = next(block.chart for block in spec.blocks if isinstance(block, ChartBlock))
    quote = next((block for block in spec.blocks if isinstance(block, Quote)), None)
    words: SlideText = {CAPTION: _paragraphs(spec.source)}
    layout = pptx_layouts.PROOF
    if quote is not None:
        layout = pptx_layouts.VOICE
        words[BODY] = _paragraphs(f"“{quote.text}”") + (
            (Paragraph(printable(quote.source), 1),) if printable(quote.source) else ()
        )
    return [replace(_slide(layout, spec, words), charts=(chart,))]


def _money(spec: StorySlide, document: Document, language: Language) -> list[Slide]:
    gift = next(block for block in spec.blocks if isinstance(block, GiftRows))
    rows = tuple((row.amount, row.purpose, row.use, row.result) for row in gift.rows)
    layout, grid = pptx_layouts.MONEY, Grid(gift.title, gift.headings, rows)
    room = layout.placeholder(CONTENT).room
    less = replace(room, height=max(room.height / 2, room.height - BAR_ROOM * len(rows)))
    slides = _table_slides(layout, spec, grid, language, room=less)
    waiting = iter(gift.rows)
    return [_with_bars(slide, tuple(islice(waiting, len(slide.tables[0].rows)))) for slide in slides]


def _table(spec: StorySlide, document: Document, language: Language) -> list[Slide]:
    grid = next(block for block in spec.blocks if isinstance(block, Grid))
    return _table_slides(pptx_layouts.MONEY, spec, grid, language)


def _steps(spec: StorySlide, document: Document, language: Language) -> list[Slide]:
    """Build up to three short texts next to each other, each below a few large words."""
    steps = next(block.heroes for block in spec.blocks if isinstance(block, Heroes))
    layout = pptx_layouts.STEPS
    cards = {CARD + i: _hero(step) for i, step in enumerate(steps)}
    scale = min(fitting_scale(card, layout.placeholder(CARD).room) for card in cards.values())
    return [replace(_slide(layout, spec, cards), scale=scale)]


def _with_bars(slide: Slide, rows: Sequence[GiftRow]) -> Slide:
    """Add a bar below what was spent of each part: its length is the amount, and the spent share is filled.

    A table that would leave its place has none.
    """
    (page,), place = slide.tables, slide.layout.placeholder(CONTENT)
    heights = (page.heights[0], *(height + BAR_ROOM for height in page.heights[1:]))
    if sum(heights) > place.height or any(row.spent is None for row in rows):
        return slide
    left = place.left + sum(page.widths[:USE_COLUMN]) + CELL_PADDING
    longest = page.widths[USE_COLUMN] - 2 * CELL_PADDING
    bottoms = [place.top + sum(heights[: number + 2]) for number in range(len(rows))]
    bars = tuple(
        SlideBar(
            (left, bottom - BAR_ROOM, longest * row.size, BAR_HEIGHT), row.spent or 0.0, printable(row.use)
        )
        for row, bottom in zip(rows, bottoms, strict=True)
    )
    return replace(slide, tables=(replace(page, heights=heights),), bars=bars)


def _table_slides(
    layout: Layout,
    spec: StorySlide,
    grid: Grid,
    language: Language,
    words: SlideText | None = None,
    room: Room | None = None,
) -> list[Slide]:
    pages = split_table(grid, room or layout.placeholder(CONTENT).room, MAX_TABLE_POINTS, MIN_TABLE_POINTS)
    slide = _slide(layout, spec, {CAPTION: _paragraphs(spec.source), **(words or {})})
    parts = [
        replace(slide, tables=(page,), part=(number, len(pages)))
        for number, page in enumerate(pages, start=1)
    ]
    return [_numbered(part, language) for part in parts]


def _numbered(slide: Slide, language: Language) -> Slide:
    part, parts = slide.part
    if parts == 1:
        return slide
    return replace(slide, title=language.message("slide-part", title=slide.title, part=part, parts=parts))


def _request(spec: StorySlide, document: Document, language: Language) -> list[Slide]:
    """Build the request: the amounts next to each other, the requested one filled with the brand.

    Without amounts, its text is large.
    """
    request = next(block for block in spec.blocks if isinstance(block, Request))
    if not request.levels:
        end = " · ".join(filter(None, (request.reply_by, document.letterhead.contact)))
        text = _paragraphs(*request.text.splitlines())
        return [_slide(pptx_layouts.NEED, spec, {BODY: text, CAPTION: _paragraphs(end)})]
    layout = pptx_layouts.REQUEST
    words: SlideText = {
        LEAD: _paragraphs(*request.text.splitlines()),
        TAIL: _paragraphs(request.reply_by),
        CONTACT: _paragraphs(document.letterhead.contact),
    }
    boxes: dict[int, Box] = {}
    for number, level in enumerate(request.levels):
        idx = MAIN if level.label else CARD + number
        at = layout.placeholder(CARD + number)
        words[idx] = _level(level)
        boxes[idx] = (at.left, at.top, at.width, at.height)
    amounts = [paragraphs for idx, paragraphs in words.items() if CARD <= idx <= MAIN]
    scale = min((fitting_scale(each, layout.placeholder(CARD).room) for each in amounts), default=1.0)
    return [replace(_slide(layout, spec, words), boxes=boxes, scale=scale)]


def _level(level: GiftLevel) -> tuple[Paragraph, ...]:
    ranked = enumerate((level.label, level.amount, level.buys, level.detail))
    return tuple(Paragraph(printable(text), rank) for rank, text in ranked if printable(text))


def _appendix(spec: StorySlide, document: Document, language: Language) -> list[Slide]:
    section: SlideText = {SECTION: _paragraphs(language.message("slide-appendix"))}
    for block in spec.blocks:
        if isinstance(block, Grid):
            return _table_slides(pptx_layouts.APPENDIX_TABLE, spec, block, language, section)
        if isinstance(block, Definitions):
            return _definition_slides(spec, block, section, language)
    return []


def _definition_slides(
    spec: StorySlide, block: Definitions, section: SlideText, language: Language
) -> list[Slide]:
    layout = pptx_layouts.APPENDIX_TEXT
    paragraphs = [
        Paragraph(printable(text), level)
        for item in block.items
        for level, text in enumerate((item.label, item.text))
        if printable(text)
    ]
    scale, columns = balance_columns(paragraphs, layout.placeholder(COLUMN).room, COLUMNS)
    rows = [columns[i : i + COLUMNS] for i in range(0, len(columns), COLUMNS)]
    slides = []
    for number, row in enumerate(rows, start=1):
        words = {**section, **{COLUMN + i: column for i, column in enumerate(row)}}
        words[CAPTION] = _paragraphs(spec.source) if number == 1 else ()
        slide = replace(_slide(layout, spec, words), scale=scale, part=(number, len(rows)))
        slides.append(_numbered(slide, language))
    return slides


#: Builder of each kind of slide.
BUILDERS: Mapping[str, Callable[[StorySlide, Document, Language], list[Slide]]] = MappingProxyType(
    {
        "answer": _answer,
        "need": _need,
        "proof": _proof,
        "money": _money,
        "table": _table,
        "request": _request,
        "steps": _steps,
        "appendix": _appendix,
    }
)
