"""Text from a sheet stays text in every file: nothing runs or crashes, and it is printed as typed."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from libcollab_metrics.document_kinds import PAGE_FORMATS
from libcollab_metrics.figures import Point
from libcollab_metrics.reports.document import (
    Callout,
    ChartBlock,
    Definition,
    Definitions,
    Document,
    Grid,
    Heading,
    KeyFigure,
    KeyFigures,
    Text,
)
from libcollab_metrics.reports.publish import publish
from libcollab_metrics.reports.render import FORMATS
from libcollab_metrics.reports.render.to_csv import escape_formula
from libcollab_metrics.reports.render.to_pdf import to_pdf
from libcollab_metrics.reports.render.to_xlsx import to_xlsx
from tests.reports.conftest import DAY, ENGLISH, MADE, parts, plain
from tests.support.builders.evaluations import HOSTILE, chart
from tests.support.documents.packages import members
from tests.support.sheets import dataset, xlsx

PRINTED_AS_TYPED = [text for text in HOSTILE if text.isprintable() and "😀" not in text]


def everywhere(text: str) -> Document:
    """A document with one text in every place that takes text."""
    points = (Point(text, 1.0, note=text), Point("B", None, note=text))
    drawn = chart("bars", points, title=text, caption=text, source=text, alt=text)
    blocks = (
        Heading(text),
        Text(text),
        KeyFigures((KeyFigure(text, text, text, text),)),
        Callout(text, text),
        Grid(text, (text, "n"), ((text, text),), (1,)),
        ChartBlock(drawn),
        ChartBlock(drawn, is_half_width=True),
        Definitions((Definition(text, text),)),
    )
    return Document(text, text, text, text, text, blocks, text, "en", MADE)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_makes_a_pdf(text: str) -> None:
    assert to_pdf(everywhere(text), ENGLISH).startswith(b"%PDF")


@pytest.mark.parametrize("text", PRINTED_AS_TYPED)
def test_pdf_prints_text_as_typed(text: str) -> None:
    words = plain("".join(parts(to_pdf(everywhere(text), ENGLISH))))
    assert words.count(plain(text)) > 5


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_workbook_has_no_formula_and_no_link(text: str) -> None:
    data = to_xlsx(everywhere(text), ENGLISH)
    for sheet in load_workbook(io.BytesIO(data)):
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.hyperlink] == []


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_makes_slides_and_docx_without_formulas(text: str, fmt: str) -> None:
    data = FORMATS[fmt](everywhere(text), ENGLISH)
    package_parts = list(members(data))
    assert [name for name, part in package_parts if b"<f>" in part and "/worksheets/" in name] == []
    assert [name for name, part in package_parts if name.endswith(".rels") and b"External" in part] == []


@pytest.mark.parametrize("text", PRINTED_AS_TYPED)
def test_workbook_has_text_as_typed(text: str) -> None:
    book = load_workbook(io.BytesIO(to_xlsx(everywhere(text), ENGLISH)))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert any(plain(text) in plain(cell) for cell in cells)


def test_letters_missing_from_the_fonts_leave_a_readable_document() -> None:
    words = plain("".join(parts(to_pdf(everywhere("Emoji 😀 and more"), ENGLISH))))
    assert "andmore" in words


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_executable_csv_cell_gets_an_apostrophe(start: str) -> None:
    assert str(escape_formula(f"{start}cmd")).startswith("'")


@pytest.mark.parametrize("number", [-3.5, 0.0, None])
def test_number_in_a_csv_stays_a_number(number: float | None) -> None:
    assert escape_formula(number) == number


@pytest.mark.parametrize("fmt", PAGE_FORMATS)
def test_program_with_a_formula_name_is_only_text(fmt: str) -> None:
    headings = ["Program", "Date", "Site", "Attendance"]
    rows = [headings, ["=1+1", "2026-03-10", "<b>x</b>", 61], ["#let x", "2026-03-11", "@ref", 38]]
    published = publish(
        dataset(xlsx(Sessions=rows)),
        audience="planning",
        fmt=fmt,
        as_of=DAY,
        generated_at=MADE,
        language=ENGLISH,
    )
    assert published.data
    if fmt == "csv":
        table = csv.reader(io.StringIO(published.data.decode("utf-8-sig")))
        assert [cell for row in table for cell in row if cell.startswith(("=", "+", "@"))] == []
    if fmt == "xlsx":
        for sheet in load_workbook(io.BytesIO(published.data)):
            assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
