"""Nothing in a printed table overlaps its neighbour or leaves the page, however long its words are."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from pypdf import PageObject, PdfReader

from libcollab_metrics.reports.document import Grid
from libcollab_metrics.reports.render.text import text_width_em
from libcollab_metrics.reports.render.to_pdf import CELL_PADDING, PAGE, SIZE, TOLERANCE, to_pdf, typeset_table
from tests.reports.conftest import ENGLISH, plain
from tests.reports.test_renderers import document
from tests.support.builders.evaluations import HOSTILE

#: The margins of the page in points, and how far a letter may overhang.
LEFT, RIGHT, SLACK = 48.2, 547.1, 1.0
LONG = "W" * 300
CJK = "图书馆" * 60
Piece = tuple[float, float, float, float, str]
TIER = "34 sessions, 612 visits (580 to 640)"
GIVEN = (("S", "2026-01-05", LONG, LONG, "1,000"), ("S", "2026-01-06", "Shop", CJK, "3"))
MANY = (tuple(f"Kindergartners {i}" for i in range(12)),) * 3
ODD = tuple((text, text, text * 4) for text in HOSTILE if "😀" not in text)
TABLES = {
    "six tiers, the last with a long name": Grid(
        "", ("Program", *"ABCD", "W" * 200), (("Story hour", *(TIER,) * 5),)
    ),
    "long words in several columns": Grid("", ("School", "Date", "Donor", "Purpose", "Value"), GIVEN, (4,)),
    "long words where numbers are": Grid("", (*"ABC",), ((LONG, LONG, "3"), ("a", "₱1,234", LONG)), (1, 2)),
    "wide letters that seem to fit": Grid("", (*"ABC",), (("W" * 38,) * 3,), (1,)),
    "twelve columns": Grid("", tuple(f"Organizations {i}" for i in range(12)), MANY, tuple(range(1, 12))),
    "hostile": Grid("", (*"ABC",), ODD, (1,)),
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_word_is_on_the_page_and_overlaps_none(table: Grid) -> None:
    for page in PdfReader(io.BytesIO(to_pdf(document(table), ENGLISH))).pages:
        lines = list(pieces(page))
        assert [piece for piece in lines if piece[0] < LEFT - SLACK or piece[2] > RIGHT + SLACK] == []
        assert [(a[4], b[4]) for i, a in enumerate(lines) for b in lines[i + 1 :] if overlap(a, b)] == []


def overlap(a: Piece, b: Piece) -> bool:
    """Whether two pieces on one line overlap by more than a hair."""
    return abs(a[1] - b[1]) < 2 and min(a[2], b[2]) - max(a[0], b[0]) > 3


def pieces(page: PageObject) -> Iterator[Piece]:
    """What is printed in tables, piece by piece: left, foot, right, size, words."""
    result: list[Piece] = []

    def visit(text: str, outer: list[float], inner: list[float], _: object, size: float) -> None:
        words, left = text.strip(), outer[4] + inner[4]
        if words and abs(size - SIZE) < 0.01:
            result.append((left, outer[5], left + text_width_em(plain(words), False) * size, size, words))

    page.extract_text(visitor_text=visit)
    yield from result


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_no_letter_is_lost_and_each_piece_has_room(table: Grid) -> None:
    headings, rows, shares = typeset_table(table.headings, table.rows, table.numeric)
    assert [[plain(cell) for cell in row] for row in (headings, *rows)] == [
        [plain(cell) for cell in row] for row in (table.headings, *table.rows)
    ]
    natural_widths = [
        max(text_width_em(row[n], True) for row in (headings, *rows)) * SIZE + CELL_PADDING
        for n in range(len(shares))
    ]
    free_width = PAGE - sum(points for points, share in zip(natural_widths, shares, strict=True) if not share)
    assert free_width > 0
    for column, share in enumerate(shares):
        room = free_width * share / sum(shares) - CELL_PADDING if share else PAGE
        words = {word for row in rows for word in row[column].replace("\u200b", " ").split()}
        assert [word for word in words if text_width_em(word, False) * SIZE > room + TOLERANCE] == []


def test_combining_mark_stays_with_its_letter() -> None:
    _, rows, _ = typeset_table(("A", "B"), (("e\u0301" * 300, "x"),), ())
    assert "\u200b\u0301" not in rows[0][0]


def test_words_that_fit_are_never_broken() -> None:
    table = (("Story hour for kindergartners", "Organizations", "1,234"),) * 3
    headings, rows, _ = typeset_table(("Program", "Partner", "Visits"), table, (2,))
    assert "\u200b" not in "".join((*headings, *(cell for row in rows for cell in row)))


def test_ordinary_words_stay_whole_next_to_an_endless_word() -> None:
    headings, rows, _ = typeset_table(
        ("Program", *"ABCD", "W" * 200), (("Kindergartners", *(TIER,) * 5),), ()
    )
    assert headings[0] == "Program"
    assert rows[0][0] == "Kindergartners"
