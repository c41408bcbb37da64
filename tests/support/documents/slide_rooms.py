"""Estimate the room that the texts of a presentation need, apart from the code that lays them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from PIL import ImageFont

#: Arial is narrower than the bundled font; lines are 1.2 times as high as their letters.
ARIAL, LINE = 0.93, 1.2
EMU_PER_POINT = 12700


@cache
def _face(bold: bool) -> Any:
    name = "Inter-Bold.otf" if bold else "Inter-Regular.otf"
    return ImageFont.truetype(str(files("libcollab_metrics") / "assets" / "fonts" / name), 100)


@cache
def _length(text: str, bold: bool) -> float:
    """Return the width of a text at 100 points; slides repeat their words."""
    return float(_face(bold).getlength(text))


def _width(text: str, points: float, bold: bool) -> float:
    return _length(text, bold) / 100 * points * ARIAL


def count_lines(text: str, points: float, bold: bool, room: float) -> int:
    """Return the lines that a text needs in a room of some points; a longer word is broken."""
    lines, used = 1, 0.0
    for word in text.split(" "):
        wide = _width(word, points, bold)
        space = _width(" ", points, bold) if used else 0.0
        if used + space + wide <= room:
            used += space + wide
        else:
            lines += (1 if used else 0) + int(wide // room)
            used = wide % room
    return lines


def _styles(shape: Any, layout: Any) -> dict[int, tuple[float, bool, float]]:
    """Return size, weight and space above of each level of a placeholder, from its layout."""
    own = shape.placeholder_format.idx
    (place,) = [p for p in layout.placeholders if p.placeholder_format.idx == own]
    styles = {}
    for number in range(9):
        for style in place._element.iter(f"{{*}}lvl{number + 1}pPr"):
            look = style.find("{*}defRPr")
            before = style.find("{*}spcBef/{*}spcPts")
            styles[number] = (
                int(look.get("sz", 1800)) / 100,
                look.get("b") == "1",
                0.0 if before is None else int(before.get("val")) / 100,
            )
    return styles


def _insets(shape: Any, layout: Any) -> tuple[float, float]:
    """Return the space at both sides and at top and bottom of a placeholder, in points."""
    own = shape.placeholder_format.idx
    (place,) = [p for p in layout.placeholders if p.placeholder_format.idx == own]
    body = next(place._element.iter("{*}bodyPr"))
    sides = [int(body.get(name, usual)) for name, usual in (("lIns", 91440), ("rIns", 91440))]
    ends = [int(body.get(name, usual)) for name, usual in (("tIns", 45720), ("bIns", 45720))]
    return sum(sides) / EMU_PER_POINT, sum(ends) / EMU_PER_POINT


def _height(paragraphs: Iterable[Any], styles: dict[int, tuple[float, bool, float]], room: float) -> float:
    high = 0.0
    for number, paragraph in enumerate(paragraphs):
        points, bold, before = styles.get(paragraph.level, (18.0, False, 0.0))
        sizes = [run.font.size.pt for run in paragraph.runs if run.font.size]
        points = max(sizes) if sizes else points
        bold = bold or any(run.font.bold for run in paragraph.runs)
        high += (before if number else 0.0) + count_lines(paragraph.text, points, bold, room) * points * LINE
    return high


def overflowing(deck: Any) -> Iterator[tuple[str, str]]:
    """Yield the layout and the text of every box and table whose text needs more room than it has."""
    for slide in deck.slides:
        layout = slide.slide_layout
        foot = min(s.top for s in slide.placeholders if s.placeholder_format.idx == 11)
        for shape in slide.placeholders:
            if shape.has_text_frame and shape.text_frame.text.strip():
                sides, ends = _insets(shape, layout)
                room, free = shape.width / EMU_PER_POINT - sides, shape.height / EMU_PER_POINT - ends
                if _height(shape.text_frame.paragraphs, _styles(shape, layout), room) > free + 1:
                    yield layout.name, shape.text_frame.text
        for shape in slide.shapes:
            if shape.has_table and shape.top + _table_height(shape.table) * EMU_PER_POINT > foot:
                yield layout.name, shape.table.cell(0, 0).text


def _table_height(table: Any) -> float:
    """Return the height of a table whose rows grow with their texts, in points."""
    high = 0.0
    for row in table.rows:
        needed = [
            _height(
                cell.text_frame.paragraphs,
                {},
                (column.width - cell.margin_left - cell.margin_right) / EMU_PER_POINT,
            )
            + (cell.margin_top + cell.margin_bottom) / EMU_PER_POINT
            for cell, column in zip(row.cells, table.columns, strict=True)
            if cell.text
        ]
        high += max([row.height / EMU_PER_POINT, *needed])
    return high
