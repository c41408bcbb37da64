"""A workbook to calculate with: numbers are numbers, charts reference them, and every sheet prints."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from libcollab_metrics.figures import Point
from libcollab_metrics.localization import LANGUAGES, language
from libcollab_metrics.reports.audiences import AUDIENCES, compose
from libcollab_metrics.reports.document import ChartBlock, Document, Grid, Heading, Text
from libcollab_metrics.reports.render.tidy import parse_printed_number
from libcollab_metrics.reports.render.to_xlsx import to_xlsx
from libcollab_metrics.reports.report_data import ReportData
from tests.benchmarks.documents import bare_xlsx
from tests.reports.conftest import ENGLISH
from tests.reports.test_renderers import document
from tests.support.builders.evaluations import chart

AMOUNTS = (0.0, 3.0, 12.5, 412.4, 1605.0, 9150.0, 1234567.0, -61.82)
UNITS = ("visits", "share", "money", "balance", "points", "change", "hours", "ratio")


def topic(data: bytes, name: str = "Topic") -> Worksheet:
    return load_workbook(io.BytesIO(data))[name]


def cells(sheet: Worksheet) -> list[Any]:
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def elements(data: bytes) -> dict[str, list[str]]:
    """Every element with its attributes, sorted, by the part of the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            part: sorted(re.findall("<[^>]+>", archive.read(part).decode())) for part in archive.namelist()
        }


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_printed_number_is_parsed_back_as_rounded(code: str, unit: str) -> None:
    words = language(code)
    for amount in AMOUNTS:
        if unit == "share" and not 0 <= amount <= 1:
            amount = round(abs(amount) % 1, 2)
        text = words.in_unit(amount, unit, "PHP")
        parsed = parse_printed_number(text, words)
        assert parsed is not None
        amount_again = parsed.value / 100 if unit == "change" else parsed.value
        assert words.in_unit(amount_again, unit, "PHP") == text


@pytest.mark.parametrize(
    "text", ["–", "hidden", "", "5 to 8", "7 Mar 2026", "12 of 14", "under 0.1%", 'a "1" b']
)
def test_text_that_is_not_a_number_stays_text(text: str) -> None:
    assert parse_printed_number(text, ENGLISH) is None


def test_table_cells_are_formatted_numbers_and_mark_hidden_ones() -> None:
    table = Grid(
        "Table",
        ("Program", "Visits"),
        (("Story hour", "≥ 1,112"), ("Craft", "88%"), ("Chess", "hidden")),
        (1,),
    )
    sheet = topic(to_xlsx(document(Heading("Topic"), table), ENGLISH))
    cells_by_program = {
        row[0].value: row[1] for row in sheet.iter_rows() if row[0].value in ("Story hour", "Craft", "Chess")
    }
    assert [cell.data_type for cell in cells_by_program.values()] == ["n", "n", "s"]
    assert (cells_by_program["Story hour"].value, cells_by_program["Story hour"].number_format) == (
        1112,
        '"≥ "#,##0',
    )
    assert (cells_by_program["Craft"].value, cells_by_program["Craft"].number_format) == (0.88, "0%")
    assert cells_by_program["Chess"].font.i


def test_chart_keeps_the_sign_of_a_bound_in_its_cell() -> None:
    bars = chart("bars", (Point("A", 40.0, note="at least"), Point("B", 7.0)))
    sheet = topic(to_xlsx(document(Heading("Topic"), ChartBlock(bars)), ENGLISH))
    reference = sheet._charts[0].series[0].val.numRef.f.split("!")[1].replace("$", "")
    formats = [(row[0].value, row[0].number_format) for row in sheet[reference]]
    assert formats == [(40, '0"+"'), (7, "0")]


def test_series_has_one_interval() -> None:
    for kind in ("bars", "columns", "dots"):
        drawn = chart(kind, (Point("A", 40.0, 30.0, 48.0), Point("B", 7.0, 5.0, 9.0)))
        with zipfile.ZipFile(
            io.BytesIO(to_xlsx(document(Heading("Topic"), ChartBlock(drawn)), ENGLISH))
        ) as archive:
            assert archive.read("xl/charts/chart1.xml").decode().count("<c:errBars>") == 1


def test_forty_bars_fit_a_printed_page_with_their_names() -> None:
    bars = chart("bars", tuple(Point(f"Partner {i}", float(i)) for i in range(40)))
    data = to_xlsx(document(Heading("Topic"), ChartBlock(bars)), ENGLISH)
    anchor = topic(data)._charts[0].anchor
    rows = anchor.to.row - anchor._from.row
    assert 30 < rows * 15 < 780
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert '<c:tickLblSkip val="1"/>' in archive.read("xl/charts/chart1.xml").decode()


def test_sixty_months_have_no_overlapping_numbers() -> None:
    months = chart("columns", tuple(Point(f"Month {i}", float(i)) for i in range(60)))
    with zipfile.ZipFile(
        io.BytesIO(to_xlsx(document(Heading("Topic"), ChartBlock(months)), ENGLISH))
    ) as archive:
        text = archive.read("xl/charts/chart1.xml").decode()
    assert '<c:showVal val="1"/>' not in text
    assert text.count("<c:pt idx=") >= 120


def test_long_table_repeats_its_headings_and_short_one_does_not() -> None:
    rows = tuple((f"Partner {i}", f"{i}") for i in range(200))
    long, short = (
        topic(
            to_xlsx(document(Heading("Topic"), Grid("T", ("Partner", "Visits"), table_rows, (1,))), ENGLISH)
        )
        for table_rows in (rows, rows[:5])
    )
    assert re.fullmatch(r"\$\d+:\$\d+", str(long.print_title_rows))
    assert not short.print_title_rows


def test_heading_stays_with_its_table() -> None:
    """Whatever comes before, a page break never separates a heading from its table."""
    for lines in range(10, 60):
        table = Grid("Table", ("A", "B"), tuple((f"Row {i}", "1") for i in range(20)), (1,))
        filler = tuple(Text(f"Line {i}") for i in range(lines))
        sheet = topic(to_xlsx(document(Heading("Topic"), *filler, Heading("Orphan", 2), table), ENGLISH))
        row_of = {cell.value: cell.row for row in sheet.iter_rows() for cell in row if cell.value}
        breaks = [page_break.id for page_break in sheet.row_breaks.brk]
        assert [row for row in breaks if row_of["Orphan"] <= row < row_of["Row 0"]] == []


def test_table_of_few_columns_uses_the_page_width() -> None:
    table = Grid("T", ("Level", "Amount", "Made of"), (("Cash", "₱41,980", "A long story. " * 20),), (1,))
    sheet = topic(to_xlsx(document(Heading("Topic"), table), ENGLISH))
    words = next(
        cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("A long story")
    )
    assert any(words.coordinate in merged and merged.max_col == 6 for merged in sheet.merged_cells.ranges)


@pytest.mark.parametrize("audience", [audience for audience in AUDIENCES if audience != "sponsor"])
def test_workbook_of_sections_counts_the_departures_by_kind(audience: str, material: ReportData) -> None:
    composed = compose(audience, material, ENGLISH)
    assert composed.departures is not None
    book = load_workbook(io.BytesIO(to_xlsx(composed, ENGLISH)))
    sheet = book[ENGLISH.message("section-read")]
    rows_by_kind = {row[0].value: row for row in sheet.iter_rows()}
    for kind, weight, count in composed.departures.rows:
        values = [cell.value for cell in rows_by_kind[kind] if cell.value is not None]
        assert values[1:] == [weight, int(count.replace(",", ""))]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_workbook_has_no_formula_with_an_outdated_result(audience: str, material: ReportData) -> None:
    composed: Document = compose(audience, material, ENGLISH)
    for sheet in load_workbook(io.BytesIO(to_xlsx(composed, ENGLISH))):
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_table_of_many_columns_fits_each_to_its_words() -> None:
    """A column of running numbers is narrow, so that the words in the next one need not break."""
    names = ("#", "Donor", "Purpose", "Day", "Region", "Division", "Amount", "Status")
    rows = (
        (f"{i}", "Malinaw Elementary School", "venue, Workshop for slow readers") + ("",) * 5
        for i in range(3)
    )
    sheet = load_workbook(
        io.BytesIO(to_xlsx(document(Heading("Given"), Grid("", names, tuple(rows))), ENGLISH))
    )["Given"]
    number, donor, purpose = (sheet.column_dimensions[letter].width for letter in "ABC")
    assert number < 7 < len("Malinaw Elementary School") < donor < purpose
    assert sum(sheet.column_dimensions[letter].width for letter in "ABCDEF") >= 105


def test_summary_names_the_sheets_that_exist() -> None:
    """A sheet name has at most 31 characters, and two sections may have the same one."""
    table = Grid("A table", ("a", "b"), (("c", "1"),), (1,))
    long = "What was planned, held and counted in each program"
    made = document(Heading(long), table, Heading(long), table)
    book = load_workbook(io.BytesIO(to_xlsx(made, ENGLISH)))
    named = [re.search("sheet “(.+)”", str(cell)) for cell in cells(book["Summary"])]
    names = [found[1] for found in named if found]
    assert len(set(names)) == 2
    assert set(names) <= set(book.sheetnames)


def test_definitions_sheet_has_definitions_or_is_missing(material: ReportData) -> None:
    """The official statistics do not print their definitions; a receipt has none."""
    for audience, expected in (("official", True), ("receipt", False)):
        book = load_workbook(io.BytesIO(to_xlsx(compose(audience, material, ENGLISH), ENGLISH)))
        assert ("Definitions" in book.sheetnames) == expected
        assert not expected or book["Definitions"].max_row > 3


def test_reference_of_the_benchmark_writes_the_same_workbook(material: ReportData) -> None:
    """The same sheets, cells, formats and tables, so that the ratio compares equal work."""
    composed = compose("sponsor", material, ENGLISH)
    ours, reference = to_xlsx(composed, ENGLISH), bare_xlsx(composed, ENGLISH)()
    assert isinstance(reference, bytes)
    assert elements(reference) == elements(ours)
    assert [cells(sheet) for sheet in load_workbook(io.BytesIO(reference))] == [
        cells(sheet) for sheet in load_workbook(io.BytesIO(ours))
    ]
