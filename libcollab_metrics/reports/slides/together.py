"""Several things on one slide: what a reader takes in at once stands together instead of alone on slide after slide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from libcollab_metrics.figures import Chart
from libcollab_metrics.reports.document import Grid
from libcollab_metrics.reports.fit import Paragraph, Room, height
from libcollab_metrics.reports.slides import layouts
from libcollab_metrics.reports.slides.layouts import (
    BODY,
    CAPTION,
    CARD,
    FINDING,
    LEAD,
    MOST_CARDS,
    PICTURED,
    SECTION,
    TAIL,
    TITLE,
    Layout,
)
from libcollab_metrics.reports.slides.rows import SIZES, TablePage, table_pages

#: Inches of words over charts at most; what is more stands on a slide of its own.
MOST_LEAD = 1.2
#: Where what stands together begins and ends on a slide, and what is left free between, in inches.
TOP, BOTTOM, BETWEEN = 1.64, 6.9, 0.28
#: Inches between two tables beside each other, between a table and its title or note, and below words on a ground.
APART, NEAR, SPARE = 0.4, 0.06, 0.1
#: Words of a table beside another are at least this large; below that the two stand one over the other.
LEAST_BESIDE = 12
TABLES = 2
Box = tuple[float, float, float, float]
Words = dict[int, tuple[Paragraph, ...]]


@dataclass(frozen=True)
class Slide:
    """One slide: its layout, its title, the words, charts or tables in its places by their number, and its notes.

    `titles` are those of the document above it, the document's own first. `part` says which of how many slides it is
    that go on under one title; `scale` makes the words of such a text, or of cards, as large on each of them.
    """

    layout: Layout
    title: str
    words: Words = field(default_factory=dict)
    charts: tuple[Chart, ...] = ()
    tables: tuple[TablePage, ...] = ()
    notes: tuple[str, ...] = ()
    scale: float | None = None
    part: tuple[int, int] = (1, 1)
    titles: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """True where it does not go on on another slide."""
        return self.part == (1, 1)

    def scale_at(self, idx: int) -> float | None:
        """How large the words of a place are; None for as large as they fit there alone."""
        if idx in (TITLE, SECTION):
            return None
        if idx == LEAD or (self.layout is layouts.TOGETHER and not CARD <= idx < CARD + MOST_CARDS):
            return 1.0
        return self.scale


def gathered(slides: Sequence[Slide]) -> list[Slide]:
    """Return the slides with those that have room together on one: of one section first, then of sections under one."""
    for depth in (None, 2):
        found: list[Slide] = []
        for slide in slides:
            joined = _joined(found[-1], slide, depth) if found else None
            found = [*found, slide] if joined is None else [*found[:-1], joined]
        slides = found
    return list(slides)


def _joined(above: Slide, below: Slide, depth: int | None) -> Slide | None:
    """Two slides as one, or nothing where so many titles over them differ or they have no room together."""
    if above.titles[:depth] != below.titles[:depth] or not (above.is_whole and below.is_whole):
        return None
    if below.layout in (layouts.CHART, layouts.CHARTS):
        return _led(above, below)
    first, second = _stack(above), _stack(below)
    joined = _stacked(first, second) if first is not None and second is not None else None
    return joined and next(filter(_has_room, _arrangements(joined)), None)


def _led(words: Slide, drawn: Slide) -> Slide | None:
    """Charts under the words that were said before them; how large the charts are then, `boxes` says."""
    stack = _stack(words)
    if stack is None or set(stack.words) != {LEAD} or stack.tables or LEAD in drawn.words:
        return None
    lead = stack.words[LEAD]
    if height(lead, drawn.layout.place(LEAD).room) > MOST_LEAD:
        return None
    return replace(drawn, words={**drawn.words, LEAD: lead})


def _stack(slide: Slide) -> Slide | None:
    """The slide in the layout for several things; nothing for one that stands alone, as charts and quotes do."""
    turned: dict[str, Callable[[Slide], Slide]] = {
        layouts.TOGETHER.name: lambda s: s,
        layouts.WORDS.name: lambda s: _as_lead(s, s.words[BODY]),
        layouts.CALLOUT.name: lambda s: _as_lead(s, (Paragraph(s.title, 1), *s.words[BODY])),
        layouts.TABLE.name: _as_table,
        layouts.FIGURES.name: lambda s: replace(s, layout=layouts.TOGETHER),
    }
    found = turned.get(slide.layout.name)
    return found(slide) if found and not any(table.tints for table in slide.tables) else None


def _as_lead(slide: Slide, said: tuple[Paragraph, ...]) -> Slide:
    return replace(slide, layout=layouts.TOGETHER, words={LEAD: said}, scale=None)


def _as_table(slide: Slide) -> Slide:
    words = {FINDING: (Paragraph(slide.title),), CAPTION: slide.words.get(CAPTION, ())}
    return replace(slide, layout=layouts.TOGETHER, words={idx: said for idx, said in words.items() if said})


def _stacked(above: Slide, below: Slide) -> Slide | None:
    """What stands below put under what stands above, if it can be read in that order: words, tables, cards, words."""
    if TAIL in above.words:
        return None
    if set(below.words) == {LEAD}:
        return None if set(above.words) == {LEAD} else _with(above, below, {TAIL: _closing(above, below)}, ())
    if LEAD in below.words or CARD in above.words or len(above.tables) + len(below.tables) > TABLES:
        return None
    moved = {idx + (len(above.tables) if idx < CARD else 0): said for idx, said in below.words.items()}
    return _with(above, below, moved, below.tables)


def _closing(above: Slide, below: Slide) -> tuple[Paragraph, ...]:
    """Words at the foot, under the title of their own section where that is another."""
    own = () if above.titles == below.titles else (Paragraph(below.titles[-1], 1),)
    return (*own, *below.words[LEAD])


def _with(above: Slide, below: Slide, words: Words, tables: tuple[TablePage, ...]) -> Slide:
    """The slide with more on it, under the title of the section, or of the only table where no section needs it."""
    titles = above.titles if above.titles == below.titles else above.titles[:2]
    return replace(
        above,
        titles=titles,
        title=titles[-1],
        words={**above.words, **words},
        tables=(*above.tables, *tables),
        notes=(*above.notes, *below.notes),
        scale=above.scale if above.scale is not None else below.scale,
    )


def _arrangements(slide: Slide) -> Iterator[Slide]:
    """The slide with its tables beside each other where their words stay large, then each as wide as the slide."""
    grids = [Grid(p.title, p.headings, p.rows, p.numeric) for p in slide.tables]
    if len(grids) < TABLES:
        yield slide
        return
    for width, least in ((_half(), LEAST_BESIDE), (layouts.FULL, SIZES[-1])):
        room = Room(width, BOTTOM - TOP, ())
        for points in SIZES:
            found = [table_pages(grid, room, points) for grid in grids]
            if points >= least and all(len(parts) == 1 and parts[0].points == points for parts in found):
                yield replace(slide, tables=tuple(parts[0] for parts in found))


def _half() -> float:
    return (layouts.FULL - APART) / 2


def _has_room(slide: Slide) -> bool:
    return all(top + high <= BOTTOM + 0.001 for _, top, _, high in boxes(slide).values())


def boxes(slide: Slide) -> dict[int, Box]:
    """Return the left, top, width and height in inches of each place that is not where its layout has it."""
    if slide.layout is layouts.TOGETHER:
        return _flow(slide)
    if LEAD in slide.words:
        return _lowered(slide)
    if slide.layout is layouts.TABLE:
        return {CAPTION: _under_table(slide)}
    return _grounds(slide)


def _lowered(slide: Slide) -> dict[int, Box]:
    """Charts and their titles moved down under the words over them; the charts end where they did."""
    lead, title = slide.layout.place(LEAD), slide.layout.place(TITLE)
    titled = min(title.height, height((Paragraph(slide.title),), title.room) + NEAR)
    top, needed = title.top + titled + NEAR, height(slide.words[LEAD], lead.room) + NEAR
    found: dict[int, Box] = {
        TITLE: (title.left, title.top, title.width, titled),
        LEAD: (lead.left, top, lead.width, needed),
    }
    drawn = [slide.layout.place(idx) for idx in (FINDING, FINDING + 1) if slide.layout.has(idx)]
    first = min(place.top for place in (*drawn, slide.layout.place(PICTURED)))
    down = max(0.0, top + needed + SPARE - first)
    found |= {place.idx: (place.left, place.top + down, place.width, place.height) for place in drawn}
    for idx in (PICTURED + i for i in range(len(slide.charts))):
        place = slide.layout.place(idx)
        found[idx] = (place.left, place.top + down, place.width, place.height - down)
    return found


def _under_table(slide: Slide) -> Box:
    note, table = slide.layout.place(CAPTION), slide.layout.place(PICTURED)
    bottom = table.top + sum(slide.tables[0].heights) + 2 * SPARE
    return note.left, min(note.top, bottom), note.width, note.height


def _grounds(slide: Slide) -> dict[int, Box]:
    """Boxes with a ground, as high as the words of the fullest."""
    places = [place for place in slide.layout.places if place.ground and place.idx in slide.words]
    high = [height(slide.words[p.idx], p.room, slide.scale or 1.0) + 2 * p.inset + SPARE for p in places]
    return {p.idx: (p.left, p.top, p.width, max(high)) for p in places}


def _flow(slide: Slide) -> dict[int, Box]:
    """What stands together, one under the other from the top: words, tables, cards, words."""
    found: dict[int, Box] = {}
    top = TOP
    for add in (_lead, _tables, _cards, _tail):
        placed = add(slide, top)
        found |= placed
        top = max((t + h + BETWEEN for _, t, _, h in placed.values()), default=top)
    return found


def _lead(slide: Slide, top: float) -> dict[int, Box]:
    return _said(slide, LEAD, top)


def _tail(slide: Slide, top: float) -> dict[int, Box]:
    return _said(slide, TAIL, top)


def _said(slide: Slide, idx: int, top: float) -> dict[int, Box]:
    if idx not in slide.words:
        return {}
    place = slide.layout.place(idx)
    return {idx: (place.left, top, place.width, height(slide.words[idx], place.room) + NEAR)}


def _cards(slide: Slide, top: float) -> dict[int, Box]:
    found = _grounds(slide)
    return {
        idx: (left, top, width, high)
        for idx, (left, _, width, high) in found.items()
        if CARD <= idx < CARD + MOST_CARDS
    }


def _tables(slide: Slide, top: float) -> dict[int, Box]:
    """Tables with their titles and notes, beside each other where they are narrow enough; then they begin as high."""
    found: dict[int, Box] = {}
    left, titled = layouts.LEFT, [_high(slide, FINDING + i, sum(t.widths)) for i, t in enumerate(slide.tables)]
    is_beside = sum(sum(table.widths) for table in slide.tables) <= layouts.FULL
    for i, table in enumerate(slide.tables):
        block = _table(slide, i, (left, top, max(titled) if is_beside else titled[i]))
        found |= block
        if is_beside:
            left += sum(table.widths) + APART
        else:
            top = max(t + h for _, t, _, h in block.values()) + BETWEEN
    return found


def _table(slide: Slide, i: int, start: tuple[float, float, float]) -> dict[int, Box]:
    """One table from its left and top on, under a title so many inches high, over its note."""
    (left, top, titled), table = start, slide.tables[i]
    wide = sum(table.widths)
    high = {FINDING + i: titled, PICTURED + i: sum(table.heights), CAPTION + i: _high(slide, CAPTION + i, wide)}
    found = {}
    for idx, each in high.items():
        if each:
            found[idx] = (left, top, wide, each)
            top += each + NEAR
    return found


def _high(slide: Slide, idx: int, wide: float) -> float:
    """How high the words of a place stand in so many inches; nothing where there are none."""
    if idx not in slide.words:
        return 0.0
    return height(slide.words[idx], replace(slide.layout.place(idx).room, width=wide)) + 2 * NEAR
