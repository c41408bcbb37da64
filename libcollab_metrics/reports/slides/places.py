"""Where things stand on a slide whose places move with what is in them, in inches."""

from __future__ import annotations

from dataclasses import replace

from libcollab_metrics.reports.fit import Paragraph, height
from libcollab_metrics.reports.slides import layouts
from libcollab_metrics.reports.slides.layouts import (
    BODY,
    CAPTION,
    CARD,
    FINDING,
    LEAD,
    MOST_CARDS,
    PICTURED,
    TAIL,
    TITLE,
    Place,
)
from libcollab_metrics.reports.slides.slide import Slide

#: Where what stands together begins and ends on a slide, and what is left free between.
TOP, BOTTOM, BETWEEN = 1.64, 6.9, 0.28
#: Between two tables beside each other, between a table and its title or note, and below words on a ground.
APART, NEAR, SPARE = 0.4, 0.06, 0.1
#: Half a slide: one of two tables beside each other, or one of few cards.
HALF = (layouts.FULL - APART) / 2
#: Cards that stand as wide as half a slide each.
FEW_CARDS = 2
#: The left, top, width and height of a place.
Box = tuple[float, float, float, float]


def card(number: int, count: int) -> Place:
    """Return the place of one of so many cards beside each other: of two, each is half as wide as the slide."""
    place = layouts.FIGURES.place(CARD + number)
    if count > FEW_CARDS:
        return place
    return replace(place, left=layouts.LEFT + number * (HALF + APART), width=HALF)


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
    drawn = [idx for idx in range(CARD, CARD + MOST_CARDS) if idx in slide.words]
    places = [card(idx - CARD, len(drawn)) for idx in drawn]
    places += [place for place in slide.layout.places if place.ground and place.idx == BODY]
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
    return {idx: (left, top, width, high) for idx, (left, _, width, high) in _grounds(slide).items()}


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
