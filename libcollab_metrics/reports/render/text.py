"""Text for documents: cleaning, line breaking, minimum font size, and column widths of tables."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

from libcollab_metrics.reports.document import Grid

#: White space that ends a line or a cell.
_BREAKS = re.compile(r"[\t\r\n\v\f]")
#: Control characters, lone surrogates, directional formatting, which can disguise a text, and noncharacters.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def printable(text: str) -> str:
    r"""Return the text in one line, without control characters and lone surrogates.

    Examples
    --------
    >>> printable("Story\thour\x07 at\nMain")
    'Story hour at Main'
    """
    if text.isprintable() and "  " not in text:
        return text.strip()
    return re.sub(" {2,}", " ", _UNPRINTABLE.sub("", _BREAKS.sub(" ", text))).strip()


def is_right_to_left(text: str) -> bool:
    """Return whether a text reads from right to left, by its first strong character."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


# Text measurement in the bundled font, to prevent clipping.

#: In multiples of the font size: line height, and width of a letter the font lacks. OTHERS is a safety factor
#: for other fonts on the reader's machine, which are never much wider.
LINE_HEIGHT, FOREIGN_LETTER_WIDTH, FONT_SAFETY_FACTOR = 1.22, 1.05, 1.04
#: Minimum font size in points.
MIN_FONT_SIZE = 10
#: Factor of each step when shrinking text that does not fit.
SHRINK_FACTOR = 0.92
INCH = 72
#: Fraction of a line from which the whole piece is measured: kerning can make letters wider in sequence.
NEARLY_FULL_LINE = 0.95
#: Unicode categories that never begin a line: closing punctuation and combining marks.
_CLOSING = ("Po", "Pe", "Pf", "Mn", "Mc", "Me")
#: Font size for measuring.
_MEASURING_SIZE = 200


@dataclass(frozen=True)
class Level:
    """Text style of one outline level: size in points, theme color, space above.

    `min_points` is the size below which text continues in the next box instead of shrinking.
    """

    points: float
    colour: str = "tx1"
    bold: bool = False
    italic: bool = False
    before: float = 0.0
    min_points: float = MIN_FONT_SIZE

    def scaled(self, scale: float) -> float:
        """Return the scaled size rounded to half points, never below the minimum."""
        return max(min(self.min_points, self.points), round(self.points * scale * 2) / 2)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `level` is the index of its style in the box.

    `extra_space_above` is additional space above in points, to align paragraphs of adjacent boxes.
    """

    text: str
    level: int = 0
    extra_space_above: float = 0.0


@dataclass(frozen=True)
class Room:
    """A text box: width and height in inches, and the styles of its levels."""

    width: float
    height: float
    levels: tuple[Level, ...]


@lru_cache(maxsize=2)
def _face(bold: bool) -> Any:
    from PIL import ImageFont

    name = "Inter-Bold.otf" if bold else "Inter-Regular.otf"
    with as_file(files("libcollab_metrics") / "assets" / "fonts" / name) as path:
        return ImageFont.truetype(str(path), _MEASURING_SIZE)


@lru_cache(maxsize=20_000)
def text_width_em(word: str, bold: bool) -> float:
    """Measure a word in multiples of the font size.

    Characters of other scripts count as wide, and each digit as the widest digit.
    """
    own = "".join(
        c for c in word if ord(c) < 0x250 or unicodedata.category(c) in ("Sc", "Pd", "Pi", "Pf", "Sm")
    )
    own = re.sub(r"\d", "0", own)
    return float(_face(bold).getlength(own)) / _MEASURING_SIZE + FOREIGN_LETTER_WIDTH * (len(word) - len(own))


def text_width(text: str, level: Level, scale: float = 1.0) -> float:
    """Return the width of a text on one line, in inches."""
    return text_width_em(text, level.bold) * FONT_SAFETY_FACTOR * level.scaled(scale) / INCH


def count_lines(text: str, width: float, level: Level, scale: float = 1.0) -> int:
    """Return the number of lines of a text in a box `width` inches wide; long words break."""
    return len(break_lines(text, width, level, scale))


def break_lines(text: str, width: float, level: Level, scale: float = 1.0) -> list[str]:
    """Break a text into the lines of a box `width` inches wide."""
    done: list[str] = []
    line: list[str] = []
    bold, points = level.bold, level.scaled(scale)
    used, space = 0.0, text_width_em(" ", bold) * FONT_SAFETY_FACTOR * points / INCH
    for word in join_numbers_with_units(text).split(" "):
        needed = text_width_em(word, bold) * FONT_SAFETY_FACTOR * points / INCH
        if line and used + space + needed > width:
            done.append(" ".join(line))
            line, used = [], 0.0
        if needed > width:
            *whole, word = _split_word(word, width, level, scale)
            done += whole
            needed = text_width(word, level, scale)
        used += needed + (space if line else 0.0)
        line.append(word)
    return [*done, " ".join(line)]


@lru_cache(maxsize=5_000)
def join_numbers_with_units(text: str) -> str:
    """Make a text printable, with non-breaking spaces between a number and its sign or unit.

    Examples
    --------
    >>> join_numbers_with_units("≥ 412 visits, 63 % of all").replace(" ", "_").replace(" ", "~")
    '≥~412_visits,_63~%_of_all'
    """
    return re.sub(r"(?<=[≥≤≈]) (?=\S)|(?<=\d) (?=%)", "\u00a0", printable(text))


def _split_word(word: str, width: float, level: Level, scale: float) -> list[str]:
    """Split a word into pieces that fit the width; no piece begins with a closing mark."""
    pieces, used = [""], 0.0
    for letter in word:
        wide = text_width(letter, level, scale)
        if (
            pieces[-1]
            and used + wide > NEARLY_FULL_LINE * width
            and text_width(pieces[-1] + letter, level, scale) > width
        ):
            carried = (
                pieces[-1][-1] if len(pieces[-1]) > 1 and unicodedata.category(letter) in _CLOSING else ""
            )
            pieces[-1] = pieces[-1].removesuffix(carried)
            pieces.append(carried)
            used = text_width(carried, level, scale)
        pieces[-1] += letter
        used += wide
    return pieces


def paragraphs_height(paragraphs: Sequence[Paragraph], room: Room, scale: float = 1.0) -> float:
    """Return the height of paragraphs in inches, in a box of this width."""
    return sum(_height(paragraph, room, scale, bool(i)) for i, paragraph in enumerate(paragraphs))


def _height(paragraph: Paragraph, room: Room, scale: float, is_below: bool) -> float:
    level = room.levels[paragraph.level]
    count = count_lines(paragraph.text, room.width, level, scale)
    return (
        count * level.scaled(scale) * LINE_HEIGHT
        + paragraph.extra_space_above
        + (level.before if is_below else 0.0)
    ) / INCH


def fitting_scale(paragraphs: Sequence[Paragraph], room: Room) -> float:
    """Return the largest scale at which the text fits, or the smallest allowed scale."""
    scale = 1.0
    while paragraphs_height(paragraphs, room, scale) > room.height and _can_shrink(room, scale):
        scale *= SHRINK_FACTOR
    return scale


def _can_shrink(room: Room, scale: float) -> bool:
    return any(level.scaled(scale) > level.min_points for level in room.levels)


def split_over_boxes(
    paragraphs: Sequence[Paragraph], room: Room, scale: float
) -> list[tuple[Paragraph, ...]]:
    """Distribute paragraphs over as many boxes as needed; a tall one continues in the next.

    A heading stays with the first paragraph below it, so that it is never last in a box.
    """
    if paragraphs and paragraphs_height(paragraphs, room, scale) <= room.height:
        return [tuple(paragraphs)]
    rooms: list[tuple[Paragraph, ...]] = []
    for group in _group_headings([part for p in paragraphs for part in _split_paragraph(p, room, scale)]):
        if rooms and paragraphs_height((*rooms[-1], *group), room, scale) <= room.height:
            rooms[-1] = (*rooms[-1], *group)
        else:
            rooms.append(group)
    return rooms


def _split_paragraph(paragraph: Paragraph, room: Room, scale: float) -> list[Paragraph]:
    """Return the paragraph, or its parts that each fit a box."""
    level = room.levels[paragraph.level]
    most = max(1, int(room.height * INCH / (level.scaled(scale) * LINE_HEIGHT)) - 2)
    parts = split_text(paragraph.text, room.width, level, most, scale)
    return [paragraph] if len(parts) == 1 else [Paragraph(part, paragraph.level) for part in parts]


def split_text(text: str, width: float, level: Level, max_lines: int, scale: float = 1.0) -> list[str]:
    """Split a text into parts of at most `max_lines` lines, between words or where a word breaks."""
    parts = [""]
    for space, piece in _breakable_words(text, width, level, scale):
        joined = f"{parts[-1]}{space}{piece}" if parts[-1] else piece
        if parts[-1] and count_lines(joined, width, level, scale) > max_lines:
            parts.append(piece)
        else:
            parts[-1] = joined
    return parts


def _breakable_words(text: str, width: float, level: Level, scale: float) -> Iterator[tuple[str, str]]:
    """Yield each word with its preceding space; a word wider than a line is split in pieces."""
    for word in join_numbers_with_units(text).split(" "):
        is_wide = text_width(word, level, scale) > width
        first, *rest = _split_word(word, width, level, scale) if is_wide else [word]
        yield " ", first
        yield from (("", piece) for piece in rest)


def balance_columns(
    paragraphs: Sequence[Paragraph], room: Room, columns_per_row: int
) -> tuple[float, list[tuple[Paragraph, ...]]]:
    """Return a scale and columns of similar height, in as few rows of columns as possible.

    `columns_per_row` is the number of columns per row.
    """
    rows = [
        (-(-len(split_over_boxes(paragraphs, room, scale)) // columns_per_row), -scale)
        for scale in _shrinking_scales(room)
    ]
    count, scale = min(rows)[0], -min(rows)[1]
    columns, lower = split_over_boxes(paragraphs, room, scale), room
    while (
        len(narrower := split_over_boxes(paragraphs, lower, scale)) <= count * columns_per_row
        and lower.height > 1
    ):
        columns, lower = narrower, replace(lower, height=lower.height - LINE_HEIGHT * MIN_FONT_SIZE / INCH)
    return scale, columns


def _shrinking_scales(room: Room) -> list[float]:
    """Return the scales from the layout's own size down to the minimum size."""
    scales = [1.0]
    while _can_shrink(room, scales[-1]):
        scales.append(scales[-1] * SHRINK_FACTOR)
    return scales


def _group_headings(paragraphs: Sequence[Paragraph]) -> list[tuple[Paragraph, ...]]:
    """Group each heading with the first paragraph below it."""
    groups: list[tuple[Paragraph, ...]] = []
    for paragraph in paragraphs:
        if groups and len(groups[-1]) == 1 and paragraph.level > groups[-1][0].level:
            groups[-1] = (*groups[-1], paragraph)
        else:
            groups.append((paragraph,))
    return groups


# Column widths of a table for its content at a given font size.

#: Inches of padding at each side of a cell.
CELL_PADDING = 0.08
#: Maximum lines of a cell before the font shrinks; the widest column has no maximum.
MAX_CELL_LINES = 2
#: Characters of a number, and of a name such as a month, that are never broken; longer ones count as text.
MAX_NUMBER_LENGTH, MAX_NAME_LENGTH = 16, 10
#: Additional points for a number, per point of font size: signs can be wider in another font.
NUMBER_ROOM = 0.4


def printable_grid(grid: Grid) -> Grid:
    """Return the table with all texts made printable."""
    rows = tuple(tuple(map(printable, row)) for row in grid.rows)
    return replace(
        grid, title=printable(grid.title), headings=tuple(map(printable, grid.headings)), rows=rows
    )


def grid_fits(grid: Grid, points: float, width: float) -> bool:
    """Return whether a table fits the width without breaking words and with few lines per cell.

    The widest column may have any number of lines.
    """
    least, _ = _measure_columns(grid, points)
    across, level = column_widths(grid, points, width), Level(points)
    narrower = [i for i, each in enumerate(across) if each < max(across)]
    most = max(
        (
            len(break_lines(row[i], across[i] - 2 * CELL_PADDING, level))
            for row in grid.rows
            for i in narrower
        ),
        default=1,
    )
    return sum(least) <= width and most <= MAX_CELL_LINES


def column_widths(grid: Grid, points: float, width: float) -> tuple[float, ...]:
    """Return the width of each column in inches; together they fill the given width."""
    least, natural = _measure_columns(grid, points)
    if sum(natural) <= width:
        return tuple(each * width / sum(natural) for each in natural)
    if sum(least) >= width:
        least = tuple(min(each, width / len(least)) for each in least)
    return tuple(
        low + more
        for low, more in zip(least, _distribute_width(least, natural, width - sum(least)), strict=True)
    )


def _distribute_width(
    min_widths: Sequence[float], natural_widths: Sequence[float], free_width: float
) -> list[float]:
    """Distribute the free width by the square root of each column's deficit.

    A long column therefore leaves enough width for the others.
    """
    added = [0.0] * len(min_widths)
    lacked = [max(0.0, each - low) for each, low in zip(natural_widths, min_widths, strict=True)]
    weights = sum(math.sqrt(lack) for lack in lacked)
    for column in sorted(range(len(lacked)), key=lacked.__getitem__):
        if weight := math.sqrt(lacked[column]):
            added[column] = min(lacked[column], free_width * weight / weights)
            free_width, weights = free_width - added[column], max(weights - weight, 1e-9)
    return added


@lru_cache(maxsize=32)
def _measure_columns(grid: Grid, points: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the width of each column for its longest word, and for its cells on one line.

    A table is measured again for each arrangement of the slides that is tried.
    """
    looks = (Level(points, bold=True), *(Level(points) for _ in grid.rows))
    number_room = NUMBER_ROOM * points / INCH
    columns = [[heading, *(row[i] for row in grid.rows)] for i, heading in enumerate(grid.headings)]
    words = [[cell.split() or [""] for cell in column] for column in columns]
    for index, column in enumerate(columns):
        most = MAX_NUMBER_LENGTH if index in grid.numeric else MAX_NAME_LENGTH
        words[index][1:] = [[cell] if len(cell) <= most else cell.split() for cell in column[1:]]
    padding = [
        2 * CELL_PADDING + (number_room if index in grid.numeric else 0.0) for index in range(len(columns))
    ]
    widest = [
        max(max(text_width(w, look) for w in cell) for cell, look in zip(c, looks, strict=True))
        for c in words
    ]
    whole = [
        max(text_width(cell, look) for cell, look in zip(column, looks, strict=True)) for column in columns
    ]
    return (
        tuple(each + free for each, free in zip(widest, padding, strict=True)),
        tuple(each + free for each, free in zip(whole, padding, strict=True)),
    )
