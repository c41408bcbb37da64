"""Text as it may be written into a file: as typed, without what no reader can see."""

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

#: Marks that turn the direction of writing and may make a text look like another.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")


def printable(text: str) -> str:
    """Return the text in one line, without control characters and halves of characters.

    Examples
    --------
    >>> printable("Story\\thour\\x07 at\\nMain")
    'Story hour at Main'
    """
    kept = (" " if c in "\t\r\n\v\f" else c for c in text if c in "\t\r\n\v\f" or not _is_unprintable(c))
    return re.sub(" {2,}", " ", "".join(kept)).strip()


def is_right_to_left(text: str) -> bool:
    """True for a text that is read from right to left: its first letter says so."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def _is_unprintable(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in _TURNING


# How much room words take, measured in the bundled typeface, so that none is cut off.

#: Height of a line and the width of a letter the typeface lacks, in sizes of the letters; room left for
#: the typeface the reader's program has, which in no letter is much wider than ours.
LINE, FOREIGN, OTHERS = 1.22, 1.05, 1.04
#: No words are smaller than this many points.
SMALLEST = 10
#: Each step by which words that have no room are made smaller.
STEP = 0.92
INCH = 72
#: The part of a line from which on letters are measured together: some stand farther apart beside each other.
NEARLY = 0.95
#: Kinds of letters that never begin a line: closing signs, and marks that stand on the letter before.
_CLOSING = ("Po", "Pe", "Pf", "Mn", "Mc", "Me")
#: Size at which the typeface is measured.
_MEASURED = 200


@dataclass(frozen=True)
class Level:
    """How words of one rank look: size in points, colour of the theme, and the points left free above them.

    `least` is the size below which words rather go on in the next box.
    """

    points: float
    colour: str = "tx1"
    bold: bool = False
    italic: bool = False
    before: float = 0.0
    least: float = SMALLEST

    def scaled(self, scale: float) -> float:
        """The size at this scale in half points, never smaller than the least."""
        return max(min(self.least, self.points), round(self.points * scale * 2) / 2)


@dataclass(frozen=True)
class Paragraph:
    """Words of one rank: `level` is the place of their look among those of the box they stand in.

    `lowered` is points left free above them besides, so that words beside each other stand on one line.
    """

    text: str
    level: int = 0
    lowered: float = 0.0


@dataclass(frozen=True)
class Room:
    """A box for words: inches wide and high, and the looks of its ranks."""

    width: float
    height: float
    levels: tuple[Level, ...]


@lru_cache(maxsize=2)
def _face(bold: bool) -> Any:
    from PIL import ImageFont

    name = "Inter-Bold.otf" if bold else "Inter-Regular.otf"
    with as_file(files("libcollab_metrics") / "assets" / "fonts" / name) as path:
        return ImageFont.truetype(str(path), _MEASURED)


@lru_cache(maxsize=20_000)
def text_width_em(word: str, bold: bool) -> float:
    """The width of a word in sizes of its letters; other writings count as wide, each digit as the widest one."""
    own = "".join(c for c in word if ord(c) < 0x250 or unicodedata.category(c) in ("Sc", "Pd", "Pi", "Pf", "Sm"))
    own = re.sub(r"\d", "0", own)
    return float(_face(bold).getlength(own)) / _MEASURED + FOREIGN * (len(word) - len(own))


def text_width(text: str, level: Level, scale: float = 1.0) -> float:
    """Return how wide a text is in one line."""
    return text_width_em(text, level.bold) * OTHERS * level.scaled(scale) / INCH


def count_lines(text: str, width: float, level: Level, scale: float = 1.0) -> int:
    """Return in how many lines a text stands in a box of this many inches; a word wider than it breaks."""
    return len(break_lines(text, width, level, scale))


def break_lines(text: str, width: float, level: Level, scale: float = 1.0) -> list[str]:
    """Return the lines of a text in a box of this many inches."""
    done: list[str] = []
    line: list[str] = []
    used, space = 0.0, text_width(" ", level, scale)
    for word in join_numbers_with_units(text).split(" "):
        needed = text_width(word, level, scale)
        if line and used + space + needed > width:
            done.append(" ".join(line))
            line, used = [], 0.0
        if needed > width:
            *whole, word = _pieces(word, width, level, scale)
            done += whole
            needed = text_width(word, level, scale)
        used += needed + (space if line else 0.0)
        line.append(word)
    return [*done, " ".join(line)]


@lru_cache(maxsize=5_000)
def join_numbers_with_units(text: str) -> str:
    """Return a text as it is written on a slide: printable, and a number never parted from its sign or its unit.

    Examples
    --------
    >>> join_numbers_with_units("≥ 412 visits, 63 % of all").replace(" ", "_").replace("\u00a0", "~")
    '≥~412_visits,_63~%_of_all'
    """
    return re.sub(r"(?<=[≥≤≈]) (?=\S)|(?<=\d) (?=%)", "\u00a0", printable(text))


def _pieces(word: str, width: float, level: Level, scale: float) -> list[str]:
    """A word wider than its box in pieces that are not; none begins with a mark that belongs to the letter before."""
    pieces, used = [""], 0.0
    for letter in word:
        wide = text_width(letter, level, scale)
        if pieces[-1] and used + wide > NEARLY * width and text_width(pieces[-1] + letter, level, scale) > width:
            carried = pieces[-1][-1] if len(pieces[-1]) > 1 and unicodedata.category(letter) in _CLOSING else ""
            pieces[-1] = pieces[-1].removesuffix(carried)
            pieces.append(carried)
            used = text_width(carried, level, scale)
        pieces[-1] += letter
        used += wide
    return pieces


def paragraphs_height(paragraphs: Sequence[Paragraph], room: Room, scale: float = 1.0) -> float:
    """Return how many inches high paragraphs stand in a room of this width."""
    return sum(_height(paragraph, room, scale, bool(i)) for i, paragraph in enumerate(paragraphs))


def _height(paragraph: Paragraph, room: Room, scale: float, is_below: bool) -> float:
    level = room.levels[paragraph.level]
    count = count_lines(paragraph.text, room.width, level, scale)
    return (count * level.scaled(scale) * LINE + paragraph.lowered + (level.before if is_below else 0.0)) / INCH


def fitting_scale(paragraphs: Sequence[Paragraph], room: Room) -> float:
    """Return the largest scale at which the words have room, or the one at which all are as small as may be."""
    scale = 1.0
    while paragraphs_height(paragraphs, room, scale) > room.height and _can_shrink(room, scale):
        scale *= STEP
    return scale


def _can_shrink(room: Room, scale: float) -> bool:
    return any(level.scaled(scale) > level.least for level in room.levels)


def split_over_boxes(paragraphs: Sequence[Paragraph], room: Room, scale: float) -> list[tuple[Paragraph, ...]]:
    """Share paragraphs out over as many rooms as they need; one higher than a room goes on in the next.

    A paragraph is kept with the next one of a lower rank, so that no heading stands alone at the foot.
    """
    if paragraphs and paragraphs_height(paragraphs, room, scale) <= room.height:
        return [tuple(paragraphs)]
    rooms: list[tuple[Paragraph, ...]] = []
    for group in _groups([part for p in paragraphs for part in _parts(p, room, scale)]):
        if rooms and paragraphs_height((*rooms[-1], *group), room, scale) <= room.height:
            rooms[-1] = (*rooms[-1], *group)
        else:
            rooms.append(group)
    return rooms


def _parts(paragraph: Paragraph, room: Room, scale: float) -> list[Paragraph]:
    """The paragraph, or what of it fits a room each."""
    level = room.levels[paragraph.level]
    most = max(1, int(room.height * INCH / (level.scaled(scale) * LINE)) - 2)
    told = split_text(paragraph.text, room.width, level, most, scale)
    return [paragraph] if len(told) == 1 else [Paragraph(part, paragraph.level) for part in told]


def split_text(text: str, width: float, level: Level, most: int, scale: float = 1.0) -> list[str]:
    """Return a text in parts of at most so many lines; a break falls between words, or where a word breaks anyhow."""
    told = [""]
    for space, piece in _in_lines(text, width, level, scale):
        joined = f"{told[-1]}{space}{piece}" if told[-1] else piece
        if told[-1] and count_lines(joined, width, level, scale) > most:
            told.append(piece)
        else:
            told[-1] = joined
    return told


def _in_lines(text: str, width: float, level: Level, scale: float) -> Iterator[tuple[str, str]]:
    """The words of a text with the space before each; one wider than a line in pieces that are not, without any."""
    for word in join_numbers_with_units(text).split(" "):
        is_wide = text_width(word, level, scale) > width
        first, *rest = _pieces(word, width, level, scale) if is_wide else [word]
        yield " ", first
        yield from (("", piece) for piece in rest)


def balance_columns(
    paragraphs: Sequence[Paragraph], room: Room, beside: int
) -> tuple[float, list[tuple[Paragraph, ...]]]:
    """Return a scale, and columns of about the same height, as few as fill rows of so many `beside` each other."""
    rows = [(-(-len(split_over_boxes(paragraphs, room, scale)) // beside), -scale) for scale in _scales(room)]
    count, scale = min(rows)[0], -min(rows)[1]
    columns, lower = split_over_boxes(paragraphs, room, scale), room
    while len(narrower := split_over_boxes(paragraphs, lower, scale)) <= count * beside and lower.height > 1:
        columns, lower = narrower, replace(lower, height=lower.height - LINE * SMALLEST / INCH)
    return scale, columns


def _scales(room: Room) -> list[float]:
    """From the layout's own size down to the smallest."""
    scales = [1.0]
    while _can_shrink(room, scales[-1]):
        scales.append(scales[-1] * STEP)
    return scales


def _groups(paragraphs: Sequence[Paragraph]) -> list[tuple[Paragraph, ...]]:
    """Each heading with the first paragraph below it."""
    groups: list[tuple[Paragraph, ...]] = []
    for paragraph in paragraphs:
        if groups and len(groups[-1]) == 1 and paragraph.level > groups[-1][0].level:
            groups[-1] = (*groups[-1], paragraph)
        else:
            groups.append((paragraph,))
    return groups


# How wide the columns of a table must be for what stands in them, at a size of its words.

#: Inches left free at each side of a cell.
BESIDE = 0.08
#: Lines a cell may have before all words are made smaller; those of the widest column may have any number.
MOST_LINES = 2
#: Letters of a number, and of a name such as a month, that are never broken; what is longer is words.
LONGEST_NUMBER, LONGEST_NAME = 16, 10
#: Points more, for each of its size, that a number has: signs are wider where a program has no typeface of ours.
NUMBER_ROOM = 0.4


def printable_grid(grid: Grid) -> Grid:
    """Return the table with every text as it may be written into a file."""
    rows = tuple(tuple(map(printable, row)) for row in grid.rows)
    return replace(grid, title=printable(grid.title), headings=tuple(map(printable, grid.headings)), rows=rows)


def grid_fits(grid: Grid, points: float, width: float) -> bool:
    """True where in so many inches no word and no number must be broken, and only the widest column holds much."""
    least, _ = _needs(grid, points)
    across, level = column_widths(grid, points, width), Level(points)
    narrower = [i for i, each in enumerate(across) if each < max(across)]
    most = max(
        (len(break_lines(row[i], across[i] - 2 * BESIDE, level)) for row in grid.rows for i in narrower), default=1
    )
    return sum(least) <= width and most <= MOST_LINES


def column_widths(grid: Grid, points: float, width: float) -> tuple[float, ...]:
    """Return the width of each column in inches; all of them fill the width given."""
    least, natural = _needs(grid, points)
    if sum(natural) <= width:
        return tuple(each * width / sum(natural) for each in natural)
    if sum(least) >= width:
        least = [min(each, width / len(least)) for each in least]
    return tuple(low + more for low, more in zip(least, _shared(least, natural, width - sum(least)), strict=True))


def _shared(least: list[float], natural: list[float], free: float) -> list[float]:
    """What each column gets of the free width: by the root of what it lacks, so that a long one leaves others whole."""
    given = [0.0] * len(least)
    lacked = [max(0.0, each - low) for each, low in zip(natural, least, strict=True)]
    weights = sum(math.sqrt(lack) for lack in lacked)
    for column in sorted(range(len(lacked)), key=lacked.__getitem__):
        if weight := math.sqrt(lacked[column]):
            given[column] = min(lacked[column], free * weight / weights)
            free, weights = free - given[column], max(weights - weight, 1e-9)
    return given


def _needs(grid: Grid, points: float) -> tuple[list[float], list[float]]:
    """How wide each column must be for its longest word, and would be with each cell in one line."""
    looks = (Level(points, bold=True), *(Level(points) for _ in grid.rows))
    number_room = NUMBER_ROOM * points / INCH
    columns = [[heading, *(row[i] for row in grid.rows)] for i, heading in enumerate(grid.headings)]
    words = [[cell.split() or [""] for cell in column] for column in columns]
    for place, column in enumerate(columns):
        most = LONGEST_NUMBER if place in grid.numeric else LONGEST_NAME
        words[place][1:] = [[cell] if len(cell) <= most else cell.split() for cell in column[1:]]
    beside = [2 * BESIDE + (number_room if place in grid.numeric else 0.0) for place in range(len(columns))]
    widest = [max(max(text_width(w, look) for w in cell) for cell, look in zip(c, looks, strict=True)) for c in words]
    whole = [max(text_width(cell, look) for cell, look in zip(column, looks, strict=True)) for column in columns]
    return (
        [each + free for each, free in zip(widest, beside, strict=True)],
        [each + free for each, free in zip(whole, beside, strict=True)],
    )
