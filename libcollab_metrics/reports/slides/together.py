"""Several things on one slide: what a reader takes in at once stands together instead of alone on slide after slide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from libcollab_metrics.reports.document import Grid
from libcollab_metrics.reports.fit import Paragraph, Room, height
from libcollab_metrics.reports.slides import layouts
from libcollab_metrics.reports.slides.layouts import BODY, CAPTION, CARD, FINDING, LEAD, TAIL
from libcollab_metrics.reports.slides.places import BOTTOM, HALF, TOP, boxes
from libcollab_metrics.reports.slides.rows import SIZES, TablePage, table_pages
from libcollab_metrics.reports.slides.slide import Slide, Words

#: Inches of words over charts at most; what is more stands on a slide of its own.
MOST_LEAD = 1.2
#: Words of a table with other things are at least this large, and of one beside another; smaller ones stand alone.
LEAST, LEAST_BESIDE = 11, 12
#: Tables that stand together on one slide.
TABLES = 2


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
    if not grids:
        yield slide
    beside = [(HALF, LEAST_BESIDE)] if len(grids) == TABLES else []
    for width, least in (*beside, (layouts.FULL, LEAST)):
        room = Room(width, BOTTOM - TOP, ())
        for points in (size for size in SIZES if size >= least):
            found = [table_pages(grid, room, points) for grid in grids]
            if grids and all(len(parts) == 1 and parts[0].points == points for parts in found):
                yield replace(slide, tables=tuple(parts[0] for parts in found))


def _has_room(slide: Slide) -> bool:
    return all(top + high <= BOTTOM + 0.001 for _, top, _, high in boxes(slide).values())
