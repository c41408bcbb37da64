"""Text fits its box: no words are lost, cut or too small where a box is measured before it is filled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from libcollab_metrics.reports.document import Grid
from libcollab_metrics.reports.render.pptx_slides import split_table
from libcollab_metrics.reports.render.text import (
    Level,
    Paragraph,
    Room,
    balance_columns,
    break_lines,
    column_widths,
    fitting_scale,
    grid_fits,
    join_numbers_with_units,
    paragraphs_height,
    printable_grid,
    split_over_boxes,
    text_width,
)
from tests.reports.conftest import plain

LARGE, SMALL = Level(24, bold=True, before=10), Level(12, before=4)
ROOM = Room(6.0, 2.0, (LARGE, SMALL))
CHINESE = "图书馆每周六上午举办故事会。" * 140
LONG = " ".join(f"word{i}" for i in range(400))


@pytest.mark.parametrize(
    "text", ["", "one", LONG, "W" * 300, "W" * 99 + "i" * 200, "图书馆" * 60, CHINESE, "a " * 50]
)
def test_every_line_fits_and_no_letter_is_lost(text: str) -> None:
    lines = break_lines(text, 3.0, SMALL)
    assert all(text_width(line, SMALL) <= 3.0 + 1e-6 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_bold_and_large_words_are_wider() -> None:
    assert text_width("Library", LARGE) > 2 * text_width("Library", SMALL) > 0


def test_words_shrink_only_when_needed_and_never_too_small() -> None:
    assert fitting_scale((Paragraph("Short"),), ROOM) == 1.0
    scale = fitting_scale((Paragraph(LONG),), ROOM)
    assert scale < 1
    assert LARGE.scaled(scale) == 10
    assert Level(8).scaled(0.1) == 8


@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_overflow_continues_in_the_next_box_completely(scale: float) -> None:
    paragraphs = [Paragraph("A heading"), Paragraph(LONG, 1), Paragraph("B heading"), Paragraph("Short", 1)]
    rooms = split_over_boxes(paragraphs, ROOM, scale)
    assert len(rooms) > 1
    assert all(paragraphs_height(words, ROOM, scale) <= ROOM.height for words in rooms)
    assert " ".join(p.text for words in rooms for p in words) == " ".join(p.text for p in paragraphs)


@pytest.mark.parametrize("text", ["W" * 2000, CHINESE, "We read it. " * 30 + CHINESE + " and " + "i" * 2000])
@pytest.mark.parametrize("room", [ROOM, Room(3.0, 4.0, (SMALL, SMALL))])
def test_endless_word_and_unspaced_script_continue_in_the_next_box(text: str, room: Room) -> None:
    rooms = split_over_boxes([Paragraph(text, 1)], room, 1.0)
    assert len(rooms) > 1
    assert all(paragraphs_height(words, room) <= room.height for words in rooms)
    assert plain("".join(p.text for words in rooms for p in words)) == plain(text)


def test_text_that_fits_one_box_is_not_split() -> None:
    whole = Paragraph("W" * 300, 1)
    room = replace(ROOM, height=paragraphs_height([whole], ROOM))
    assert split_over_boxes([whole], room, 1.0) == [(whole,)]


def test_no_line_begins_with_a_closing_sign() -> None:
    assert [line for line in break_lines(CHINESE, 3.0, SMALL) if line[0] == "。"] == []


def test_cell_higher_than_a_slide_continues_in_the_next_row() -> None:
    pages = split_table(Grid("T", ("A", "B"), (("Hope", CHINESE),)), Room(12.0, 4.0, ()))
    rows = [row for page in pages for row in page.rows]
    assert len(rows) > 1
    assert "".join(row[1] for row in rows) == CHINESE
    assert [row[0] for row in rows] == ["Hope", *[""] * (len(rows) - 1)]


def test_no_heading_is_last_in_a_box() -> None:
    paragraphs = [
        Paragraph(text, level) for i in range(12) for text, level in ((f"Heading {i}", 0), ("Text " * 30, 1))
    ]
    assert all(words[-1].level == 1 for words in split_over_boxes(paragraphs, ROOM, 1.0))


def test_columns_have_about_the_same_height() -> None:
    paragraphs = [
        Paragraph(text, level) for i in range(9) for text, level in ((f"Heading {i}", 0), ("Text " * 10, 1))
    ]
    scale, columns = balance_columns(paragraphs, Room(6.0, 20.0, (LARGE, SMALL)), 3)
    heights = [paragraphs_height(words, ROOM, scale) for words in columns]
    assert len(columns) == 3
    assert max(heights) < 2 * min(heights)


def test_number_keeps_its_sign_and_its_unit() -> None:
    assert join_numbers_with_units("≥ 412 of 63 %") == "≥\u00a0412 of 63\u00a0%"
    assert break_lines("≥ 412", 0.2, LARGE)[0].startswith("≥")


def test_columns_fill_the_width_and_fit_their_numbers() -> None:
    grid = printable_grid(
        Grid("T", ("Program", "Visits"), (("Story hour " * 8, "≥ ₱1,234.50"), ("Craft", "3")), (1,))
    )
    widths = column_widths(grid, 14, 5.0)
    assert sum(widths) == pytest.approx(5.0)
    assert widths[1] >= text_width("≥ ₱1,234.50", Level(14))
    assert grid_fits(grid, 10, 5.0)
    assert not grid_fits(grid, 14, 1.0)
