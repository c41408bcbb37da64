"""Slide model: rows and font sizes of tables on slides, box positions, placeholders and footer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from libcollab_metrics.figures import Chart
from libcollab_metrics.figures.shapes import layout_squares
from libcollab_metrics.figures.theme import LIGHT
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.document import Grid
from libcollab_metrics.reports.render import pptx_layouts
from libcollab_metrics.reports.render.pptx_layouts import (
    BODY,
    CAPTION,
    CARD,
    CONTACT,
    CONTENT,
    FINDING,
    FOOTER,
    LEAD,
    MAX_CARDS,
    NUMBER,
    SECTION,
    TAIL,
    TITLE,
    Layout,
    Placeholder,
)
from libcollab_metrics.reports.render.pptx_template import prompt_xml
from libcollab_metrics.reports.render.text import (
    CELL_PADDING,
    INCH,
    LINE_HEIGHT,
    Level,
    Paragraph,
    Room,
    break_lines,
    column_widths,
    fitting_scale,
    grid_fits,
    is_right_to_left,
    join_numbers_with_units,
    paragraphs_height,
    printable_grid,
    split_text,
)

if TYPE_CHECKING:
    from pptx.slide import Slide as Drawn


# Long tables split over slides, with columns as wide as their text needs.

#: Maximum number of rows on a slide.
MAX_ROWS = 12
#: Font sizes of a table in points; the largest that needs the fewest slides is used.
SIZES = (20, 18, 16, 14, 13, 12, 11, 10)
#: Largest font size of a table that is not the only finding of its slide.
MAX_POINTS = 16
#: Inches of padding above and below in a cell.
CELL_PADDING_TOP = 0.06


@dataclass(frozen=True)
class TablePage:
    """The part of a table on one slide.

    Widths and heights are in inches; the first height is that of the header row. `tints` has the background
    and text color of cells by (row, column), as hexadecimal colors.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...]
    points: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    tints: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)


def split_table(
    grid: Grid, room: Room, max_points: float = MAX_POINTS, min_points: float = SIZES[-1]
) -> list[TablePage]:
    """Split a table into parts of similar length that fit the height, each with the header row.

    `max_points` is the maximum font size in points, for a table next to another, `min_points` the minimum.
    """
    cleaned = printable_grid(grid)
    allowed = [size for size in SIZES if min_points <= size <= max_points]
    sizes = [size for size in allowed if grid_fits(cleaned, size, room.width)] or [allowed[-1]]
    return min((_pages(cleaned, size, room) for size in sizes), key=len)


def tint_calendar_pages(pages: Sequence[TablePage], chart: Chart, language: Language) -> list[TablePage]:
    """Return the pages of a calendar with tinted cells, darker for larger numbers."""
    squares = [square for square in layout_squares(chart, language, LIGHT) if square.colour]
    tinted, first = [], 0
    for page in pages:
        rows = range(first, first + len(page.rows))
        tints = {(s.row - first, s.column + 1): (s.colour, s.ink) for s in squares if s.row in rows}
        tinted.append(replace(page, tints=tints))
        first = rows.stop
    return tinted


def _pages(grid: Grid, points: float, room: Room) -> list[TablePage]:
    across = column_widths(grid, points, room.width)
    top = _height(grid.headings, across, Level(points, bold=True))
    rows = tuple(part for row in grid.rows for part in _split_row(row, across, points, room.height - top))
    heights = [_height(row, across, Level(points)) for row in rows]
    return [
        TablePage(grid.title, grid.headings, rows[a:b], grid.numeric, points, across, (top, *heights[a:b]))
        for a, b in _page_ranges(heights, room.height - top)
    ]


def _height(cells: Sequence[str], widths: Sequence[float], level: Level) -> float:
    most = max(
        len(break_lines(cell, width - 2 * CELL_PADDING, level))
        for cell, width in zip(cells, widths, strict=True)
    )
    return most * level.points * LINE_HEIGHT / INCH + 2 * CELL_PADDING_TOP


def _split_row(
    row: tuple[str, ...], widths: Sequence[float], points: float, max_height: float
) -> list[tuple[str, ...]]:
    """Return the row, or several rows where a cell is taller than a slide."""
    level = Level(points)
    if _height(row, widths, level) <= max_height:
        return [row]
    count = max(1, int((max_height - 2 * CELL_PADDING_TOP) * INCH / (points * LINE_HEIGHT)))
    cell_parts = [
        split_text(cell, width - 2 * CELL_PADDING, level, count)
        for cell, width in zip(row, widths, strict=True)
    ]
    return list(zip_longest(*cell_parts, fillvalue=""))


def _page_ranges(heights: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Return start and end of each slide's rows: as few slides as possible, evenly filled."""
    fewest = len(_greedy_page_ranges(heights, room, MAX_ROWS))
    even = -(-len(heights) // fewest)
    return min((_greedy_page_ranges(heights, room, most) for most in (even, MAX_ROWS)), key=len)


def _greedy_page_ranges(heights: Sequence[float], room: float, max_rows: int) -> list[tuple[int, int]]:
    cuts, first, used = [], 0, 0.0
    for row, height in enumerate(heights):
        if row > first and (used + height > room or row - first >= max_rows):
            cuts.append((first, row))
            first, used = row, 0.0
        used += height
    return [*cuts, (first, len(heights))]


SlideText = dict[int, tuple[Paragraph, ...]]
#: Left, top, width and height in inches.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class SlidePicture:
    """A photo on a slide: the file, its alternative text, and the box that it fits."""

    data: bytes
    alt: str
    box: Box


@dataclass(frozen=True)
class SlideBar:
    """A bar on a slide: its box, the share of it that is filled, and its alternative text."""

    box: Box
    share: float
    alt: str


@dataclass(frozen=True)
class Slide:
    """One slide: layout, title, content by placeholder number, and notes.

    `titles` are the document's headings above it, the document's title first. `part` is (number, count) where
    content continues under one title; `scale` is the common text scale of such slides, or of cards. `boxes`
    has the placeholders that differ from their layout, where they do not depend on the content. `picture` is
    a photo, `bars` are drawn over a table.
    """

    layout: Layout
    title: str
    words: SlideText = field(default_factory=dict)
    charts: tuple[Chart, ...] = ()
    tables: tuple[TablePage, ...] = ()
    notes: tuple[str, ...] = ()
    scale: float | None = None
    part: tuple[int, int] = (1, 1)
    titles: tuple[str, ...] = ()
    boxes: Mapping[int, Box] | None = None
    picture: SlidePicture | None = None
    bars: tuple[SlideBar, ...] = ()

    @property
    def is_single(self) -> bool:
        """True where the content does not continue on another slide."""
        return self.part == (1, 1)

    def scale_at(self, idx: int) -> float | None:
        """Return the text scale of a placeholder; None for the largest that fits."""
        if idx in (TITLE, SECTION, CONTACT):
            return None
        if idx == LEAD or (self.layout is pptx_layouts.COMBINED and not CARD <= idx < CARD + MAX_CARDS):
            return 1.0
        return self.scale


# Box positions in inches, on slides where they depend on the content.

#: Top and bottom of combined content on a slide, and the space between its parts.
TOP, BOTTOM, STACK_GAP = 1.64, 6.9, 0.28
#: Space between adjacent tables; between a table and its title or note; below text in a box.
TABLE_GAP, NOTE_GAP, BOX_BOTTOM_SPACE = 0.4, 0.06, 0.1
#: Width of half a slide: one of two adjacent tables, or one of two cards.
HALF = (pptx_layouts.FULL - TABLE_GAP) / 2
#: Maximum number of cards that are half a slide wide.
MAX_WIDE_CARDS = 2


def card_placeholder(number: int, count: int) -> Placeholder:
    """Return the placeholder of a card among `count`; up to two are half as wide as the slide."""
    placeholder = pptx_layouts.FIGURES.placeholder(CARD + number)
    if count > MAX_WIDE_CARDS:
        return placeholder
    return replace(placeholder, left=pptx_layouts.LEFT + number * (HALF + TABLE_GAP), width=HALF)


def placeholder_boxes(slide: Slide) -> dict[int, Box]:
    """Return the boxes of placeholders that differ from their layout, in inches."""
    if slide.boxes is not None:
        return dict(slide.boxes)
    if slide.layout is pptx_layouts.COMBINED:
        return _stacked_boxes(slide)
    if LEAD in slide.words:
        return _boxes_below_lead(slide)
    if slide.layout is pptx_layouts.TABLE:
        return {CAPTION: _note_box(slide)}
    return _card_boxes(slide)


def _boxes_below_lead(slide: Slide) -> dict[int, Box]:
    """Move charts and their titles down below the text above them; the bottom is unchanged."""
    lead, title = slide.layout.placeholder(LEAD), slide.layout.placeholder(TITLE)
    titled = min(title.height, paragraphs_height((Paragraph(slide.title),), title.room) + NOTE_GAP)
    top, needed = title.top + titled + NOTE_GAP, paragraphs_height(slide.words[LEAD], lead.room) + NOTE_GAP
    boxes: dict[int, Box] = {
        TITLE: (title.left, title.top, title.width, titled),
        LEAD: (lead.left, top, lead.width, needed),
    }
    drawn = [
        slide.layout.placeholder(idx) for idx in (FINDING, FINDING + 1) if slide.layout.has_placeholder(idx)
    ]
    first = min(placeholder.top for placeholder in (*drawn, slide.layout.placeholder(CONTENT)))
    down = max(0.0, top + needed + BOX_BOTTOM_SPACE - first)
    boxes |= {
        placeholder.idx: (placeholder.left, placeholder.top + down, placeholder.width, placeholder.height)
        for placeholder in drawn
    }
    for idx in (CONTENT + i for i in range(len(slide.charts))):
        placeholder = slide.layout.placeholder(idx)
        boxes[idx] = (placeholder.left, placeholder.top + down, placeholder.width, placeholder.height - down)
    return boxes


def _note_box(slide: Slide) -> Box:
    note, table = slide.layout.placeholder(CAPTION), slide.layout.placeholder(CONTENT)
    bottom = table.top + sum(slide.tables[0].heights) + 2 * BOX_BOTTOM_SPACE
    return note.left, min(note.top, bottom), note.width, note.height


def _card_boxes(slide: Slide) -> dict[int, Box]:
    """Compute boxes with a background, all as tall as the fullest."""
    drawn = [idx for idx in range(CARD, CARD + MAX_CARDS) if idx in slide.words]
    places = [card_placeholder(idx - CARD, len(drawn)) for idx in drawn]
    places += [
        placeholder
        for placeholder in slide.layout.places
        if placeholder.has_background and placeholder.idx == BODY
    ]
    high = [
        paragraphs_height(slide.words[p.idx], p.room, slide.scale or 1.0) + 2 * p.inset + BOX_BOTTOM_SPACE
        for p in places
    ]
    return {p.idx: (p.left, p.top, p.width, max(high)) for p in places}


def _stacked_boxes(slide: Slide) -> dict[int, Box]:
    """Stack combined content from the top: text, tables, cards, text."""
    boxes: dict[int, Box] = {}
    top = TOP
    for add in (_lead_box, _table_boxes, _card_row_boxes, _tail_box):
        placed = add(slide, top)
        boxes |= placed
        top = max((t + h + STACK_GAP for _, t, _, h in placed.values()), default=top)
    return boxes


def _lead_box(slide: Slide, top: float) -> dict[int, Box]:
    return _text_box(slide, LEAD, top)


def _tail_box(slide: Slide, top: float) -> dict[int, Box]:
    return _text_box(slide, TAIL, top)


def _text_box(slide: Slide, idx: int, top: float) -> dict[int, Box]:
    if idx not in slide.words:
        return {}
    placeholder = slide.layout.placeholder(idx)
    return {
        idx: (
            placeholder.left,
            top,
            placeholder.width,
            paragraphs_height(slide.words[idx], placeholder.room) + NOTE_GAP,
        )
    }


def _card_row_boxes(slide: Slide, top: float) -> dict[int, Box]:
    return {idx: (left, top, width, high) for idx, (left, _, width, high) in _card_boxes(slide).items()}


def _table_boxes(slide: Slide, top: float) -> dict[int, Box]:
    """Place tables with titles and notes, side by side where their widths allow.

    Side by side, they have the same top.
    """
    boxes: dict[int, Box] = {}
    left, titled = (
        pptx_layouts.LEFT,
        [_text_height(slide, FINDING + i, sum(t.widths)) for i, t in enumerate(slide.tables)],
    )
    is_side_by_side = sum(sum(table.widths) for table in slide.tables) <= pptx_layouts.FULL
    for i, table in enumerate(slide.tables):
        block = _single_table_boxes(slide, i, (left, top, max(titled) if is_side_by_side else titled[i]))
        boxes |= block
        if is_side_by_side:
            left += sum(table.widths) + TABLE_GAP
        else:
            top = max(t + h for _, t, _, h in block.values()) + STACK_GAP
    return boxes


def _single_table_boxes(slide: Slide, i: int, start: tuple[float, float, float]) -> dict[int, Box]:
    """Place one table from its left and top, below a title of given height, above its note."""
    (left, top, titled), table = start, slide.tables[i]
    wide = sum(table.widths)
    high = {
        FINDING + i: titled,
        CONTENT + i: sum(table.heights),
        CAPTION + i: _text_height(slide, CAPTION + i, wide),
    }
    boxes = {}
    for idx, each in high.items():
        if each:
            boxes[idx] = (left, top, wide, each)
            top += each + NOTE_GAP
    return boxes


def _text_height(slide: Slide, idx: int, wide: float) -> float:
    """Return the height of a placeholder's text at a given width; 0 without text."""
    if idx not in slide.words:
        return 0.0
    return (
        paragraphs_height(slide.words[idx], replace(slide.layout.placeholder(idx).room, width=wide))
        + 2 * NOTE_GAP
    )


# Text in placeholders: fitted size, language and direction.

_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


def fill_placeholder(
    placeholder: Any, paragraphs: Sequence[Paragraph], room: Room, code: str, scale: float | None = None
) -> None:
    """Write paragraphs into a placeholder; font sizes are set only where the text does not fit."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    scale = fitting_scale(paragraphs, room) if scale is None else scale
    body = placeholder._element.txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for paragraph in paragraphs:
        body.append(parse_xml(_paragraph(paragraph, room, code, scale)))


def _paragraph(paragraph: Paragraph, room: Room, code: str, scale: float) -> str:
    level = room.levels[paragraph.level]
    size = level.scaled(scale)
    look = "" if size == level.points else f' sz="{round(size * 100)}"'
    rank = f' lvl="{paragraph.level}"' if paragraph.level else ""
    text = escape(join_numbers_with_units(paragraph.text))
    free = round((level.before + paragraph.extra_space_above) * 100)
    above = f'<a:spcBef><a:spcPts val="{free}"/></a:spcBef>' if paragraph.extra_space_above else ""
    turned = ' algn="r" rtl="1"' if is_right_to_left(text) else ""
    return (
        f"<a:p {_SPACES}><a:pPr{rank}{turned}>{above}</a:pPr><a:r><a:rPr lang={quoteattr(code)}{look}"
        f' dirty="0"/><a:t>{text}</a:t></a:r></a:p>'
    )


def add_footer(slide: Drawn, places: Sequence[Placeholder], footer: str, room: Room, code: str) -> None:
    """Add footer and slide number, which python-pptx omits from new slides."""
    from pptx.oxml import parse_xml

    for item in places:
        if item.idx not in (FOOTER, NUMBER):
            continue
        words = prompt_xml(item) if item.idx == NUMBER else _paragraph(Paragraph(footer), room, code, 1.0)
        number = max((shape.shape_id for shape in slide.shapes), default=1) + 1
        slide.shapes._spTree.append(
            parse_xml(
                f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(item.name)}/><p:cNvSpPr>'
                f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{item.kind}"'
                f' idx="{item.idx}"/></p:nvPr>'
                f"</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{words}</p:txBody></p:sp>"
            )
        )
