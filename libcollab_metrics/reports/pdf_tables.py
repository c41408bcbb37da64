"""A table as a printed page holds it: columns that share its width, and nothing printed over its neighbour."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Sequence

from libcollab_metrics.reports.fit import em

Cells = Sequence[str]
#: Points between the margins of the page, those a cell leaves free at its sides, and the size of a table's letters.
PAGE, BESIDE, SIZE = 476.0, 7.0, 7.5
#: Points of a column that is left to words, at least, before long numbers must give way.
LEFT_TO_WORDS = 40.0
#: Points by which a word may be measured too wide before it is broken: headings are lighter than what is measured.
TOLERANCE = 2.0
#: Letters of a word that its column makes room for, where it can.
ORDINARY = 16
#: Relative widths of a table's columns of words are kept within these, whatever stands in them.
NARROWEST, WIDEST = 0.75, 2.6
#: Letters of a table's cells that surely fit one line, with the space between them.
LINE_OF_CELLS = 118
#: Letters that the space between two cells takes, and those of a line of a heading over numbers, at least; about how
#: many lines such a heading may have.
BETWEEN_CELLS, NARROWEST_HEADING, MOST_HEADING_LINES = 2, 10, 3


def set_table(
    headings: Cells, rows: Sequence[Cells], numeric: Sequence[int]
) -> tuple[list[str], list[list[str]], list[float]]:
    """Return headings and rows with breaks where a word has no room, and each column's share of the width.

    A share of 0 is just what the cells of a column need.
    """
    told = _headings(headings, rows, numeric)
    natural = [max(map(_points, column)) for column in _columns(told, rows)]
    shares = _within_page(_shares(rows, told, numeric), natural, _longest(rows, told))
    shares = _with_words_whole(shares, natural, [max(map(_longest_word, column)) for column in _columns(told, rows)])
    rooms = _rooms(shares, natural)
    broken = [[_broken(cell, room, False) for cell, room in zip(row, rooms, strict=True)] for row in rows]
    return [_broken(heading, room, True) for heading, room in zip(told, rooms, strict=True)], broken, shares


def _headings(headings: Cells, rows: Sequence[Cells], numeric: Sequence[int]) -> list[str]:
    """Headings in one line or, in a table too wide for it, over numbers in lines about as narrow as these."""
    if sum(_longest(rows, headings)) + len(headings) * BETWEEN_CELLS <= LINE_OF_CELLS:
        return list(headings)
    columns = [[row[number] for row in rows] for number in range(len(headings))]
    return [_wrapped(h, columns[n]) if n in numeric else h for n, h in enumerate(headings)]


def _wrapped(heading: str, numbers: Cells) -> str:
    letters = max(NARROWEST_HEADING, -(-len(heading) // MOST_HEADING_LINES), *map(len, numbers))
    return "\n".join(textwrap.wrap(heading, letters, break_long_words=False, break_on_hyphens=False))


def _longest(rows: Sequence[Cells], headings: Cells) -> list[int]:
    """Letters of the longest line of each column."""
    return [
        max(len(line) for cell in column for line in cell.split("\n")) for column in zip(headings, *rows, strict=True)
    ]


def _shares(rows: Sequence[Cells], headings: Cells, numeric: Sequence[int]) -> list[float]:
    """Each column's share of the width, 0 for just what its cells need.

    Where every cell fits its line only the widest column of words grows; in a wider table columns of words share by
    their longest cell.
    """
    longest = _longest(rows, headings)
    words = [number for number in range(len(longest)) if number not in numeric]
    if sum(longest) <= LINE_OF_CELLS:
        widest = max(words, key=lambda number: longest[number], default=-1)
        return [float(number == widest) for number in range(len(longest))]
    return [_share(letters) if number in words else 0.0 for number, letters in enumerate(longest)]


def _share(letters: int) -> float:
    return min(WIDEST, max(NARROWEST, letters / 14))


def _columns(headings: Cells, rows: Sequence[Cells]) -> list[list[tuple[str, bool]]]:
    """The cells of each column, with whether it is a heading."""
    cells = [[(heading, True) for heading in headings], *([(cell, False) for cell in row] for row in rows)]
    return [list(column) for column in zip(*cells, strict=True)]


def _points(cell: tuple[str, bool]) -> float:
    """How wide a column must be for a cell whose lines are not broken."""
    text, is_heading = cell
    return max(em(line, is_heading) for line in text.split("\n")) * SIZE + BESIDE


def _within_page(shares: Sequence[float], natural: Sequence[float], longest: Sequence[int]) -> list[float]:
    """The shares, but where columns that take what they need leave too little, the widest of these share too."""
    taken = sum(points for share, points in zip(shares, natural, strict=True) if not share)
    if taken + LEFT_TO_WORDS * sum(map(bool, shares)) <= PAGE:
        return list(shares)
    fair = PAGE / len(shares)
    return [
        share or (_share(letters) if points > fair else 0.0)
        for share, points, letters in zip(shares, natural, longest, strict=True)
    ]


def _with_words_whole(shares: Sequence[float], natural: Sequence[float], least: Sequence[float]) -> list[float]:
    """The shares, but in points where a column had no room for an ordinary word of its own and now has it."""
    given: dict[int, float] = {}
    while True:
        rest = [number for number, share in enumerate(shares) if share and number not in given]
        free = _free(shares, natural) - sum(given.values())
        unit = free / sum(shares[number] for number in rest) if rest else 0.0
        lacking = {number: least[number] for number in rest if shares[number] * unit < least[number] - TOLERANCE}
        if free < 0 or not (given or lacking):
            return list(shares)
        if not lacking:
            return [given.get(number, share * unit) for number, share in enumerate(shares)]
        given |= lacking


def _longest_word(cell: tuple[str, bool]) -> float:
    """How wide a column must be for the ordinary words of a cell."""
    text, is_heading = cell
    return max((em(word, is_heading) for word in text.split() if len(word) <= ORDINARY), default=0.0) * SIZE + BESIDE


def _free(shares: Sequence[float], natural: Sequence[float]) -> float:
    """The points of the page that columns share."""
    return PAGE - sum(points for share, points in zip(shares, natural, strict=True) if not share)


def _rooms(shares: Sequence[float], natural: Sequence[float]) -> list[float]:
    """How many points wide the words of each column may be."""
    free, every = _free(shares, natural), sum(shares)
    return [(free * share / every if share else points) - BESIDE for share, points in zip(shares, natural, strict=True)]


def _broken(cell: str, room: float, is_heading: bool) -> str:
    """The cell with places to break in each word that is wider than its column."""

    def breaking(word: re.Match[str]) -> str:
        is_wide = em(word[0], is_heading) * SIZE > room + TOLERANCE
        return _breakable_anywhere(word[0]) if is_wide else word[0]

    return re.sub(r"[^ \n]+", breaking, cell)


def _breakable_anywhere(word: str) -> str:
    """The word with a place to break after each letter, but none before a mark that belongs to it."""
    joins = ("\u200d", "\ufe0f")
    letters: list[str] = []
    for character in word:
        if letters and (unicodedata.category(character)[0] == "M" or character in joins or letters[-1][-1] == joins[0]):
            letters[-1] += character
        else:
            letters.append(character)
    return "\u200b".join(letters)
