"""A workbook to reckon with: numbers are numbers, charts point to them, and every sheet prints."""

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
from tests.reports.conftest import ENGLISH
from tests.reports.test_renderers import document
from tests.support.builders.evaluations import chart

AMOUNTS = (0.0, 3.0, 12.5, 412.4, 1605.0, 9150.0, 1234567.0, -61.82)
UNITS = ("visits", "share", "money", "balance", "points", "change", "hours", "ratio")


def topic(data: bytes, name: str = "Topic") -> Worksheet:
    return load_workbook(io.BytesIO(data))[name]


def cells(sheet: Worksheet) -> list[Any]:
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_a_printed_number_is_read_back_as_it_was_rounded(code: str, unit: str) -> None:
    words = language(code)
    for amount in AMOUNTS:
        if unit == "share" and not 0 <= amount <= 1:
            amount = round(abs(amount) % 1, 2)
        text = words.in_unit(amount, unit, "PHP")
        found = parse_printed_number(text, words)
        assert found is not None
        again = found.value / 100 if unit == "change" else found.value
        assert words.in_unit(again, unit, "PHP") == text


@pytest.mark.parametrize(
    "text", ["–", "hidden", "", "5 to 8", "7 Mar 2026", "12 of 14", "under 0.1 %", 'a "1" b']
)
def test_what_is_no_number_stays_a_text(text: str) -> None:
    assert parse_printed_number(text, ENGLISH) is None


def test_a_table_holds_numbers_that_look_as_they_are_printed_and_marks_what_is_hidden() -> None:
    table = Grid(
        "Table",
        ("Program", "Visits"),
        (("Story hour", "≥ 1,112"), ("Craft", "88 %"), ("Chess", "hidden")),
        (1,),
    )
    sheet = topic(to_xlsx(document(Heading("Topic"), table), ENGLISH))
    found = {
        row[0].value: row[1] for row in sheet.iter_rows() if row[0].value in ("Story hour", "Craft", "Chess")
    }
    assert [cell.data_type for cell in found.values()] == ["n", "n", "s"]
    assert (found["Story hour"].value, found["Story hour"].number_format) == (1112, '"≥ "#,##0')
    assert (found["Craft"].value, found["Craft"].number_format) == (0.88, '0" "%')
    assert found["Chess"].font.i


def test_a_chart_keeps_the_sign_of_a_bound_in_the_cell_it_points_to() -> None:
    bars = chart("bars", (Point("A", 40.0, note="at least"), Point("B", 7.0)))
    sheet = topic(to_xlsx(document(Heading("Topic"), ChartBlock(bars)), ENGLISH))
    reference = sheet._charts[0].series[0].val.numRef.f.split("!")[1].replace("$", "")
    formats = [(row[0].value, row[0].number_format) for row in sheet[reference]]
    assert formats == [(40, '"≥ "0'), (7, "0")]


def test_a_series_has_one_interval_as_the_format_of_charts_allows() -> None:
    for kind in ("bars", "columns", "dots"):
        drawn = chart(kind, (Point("A", 40.0, 30.0, 48.0), Point("B", 7.0, 5.0, 9.0)))
        with zipfile.ZipFile(
            io.BytesIO(to_xlsx(document(Heading("Topic"), ChartBlock(drawn)), ENGLISH))
        ) as archive:
            assert archive.read("xl/charts/chart1.xml").decode().count("<c:errBars>") == 1


def test_forty_bars_fit_a_printed_page_and_each_bears_its_name() -> None:
    bars = chart("bars", tuple(Point(f"Partner {i}", float(i)) for i in range(40)))
    data = to_xlsx(document(Heading("Topic"), ChartBlock(bars)), ENGLISH)
    anchor = topic(data)._charts[0].anchor
    rows = anchor.to.row - anchor._from.row
    assert 30 < rows * 15 < 780
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert '<c:tickLblSkip val="1"/>' in archive.read("xl/charts/chart1.xml").decode()


def test_sixty_months_bear_no_numbers_over_each_other() -> None:
    months = chart("columns", tuple(Point(f"Month {i}", float(i)) for i in range(60)))
    with zipfile.ZipFile(
        io.BytesIO(to_xlsx(document(Heading("Topic"), ChartBlock(months)), ENGLISH))
    ) as archive:
        text = archive.read("xl/charts/chart1.xml").decode()
    assert '<c:showVal val="1"/>' not in text
    assert text.count("<c:pt idx=") >= 120


def test_a_long_table_repeats_its_headings_and_a_short_one_does_not() -> None:
    rows = tuple((f"Partner {i}", f"{i}") for i in range(200))
    long, short = (
        topic(to_xlsx(document(Heading("Topic"), Grid("T", ("Partner", "Visits"), kept, (1,))), ENGLISH))
        for kept in (rows, rows[:5])
    )
    assert re.fullmatch(r"\$\d+:\$\d+", str(long.print_title_rows))
    assert not short.print_title_rows


def test_a_heading_goes_with_the_table_it_leads_to() -> None:
    """However much stands before, a page break never falls between a heading and its table."""
    for lines in range(10, 60):
        table = Grid("Table", ("A", "B"), tuple((f"Row {i}", "1") for i in range(20)), (1,))
        filler = tuple(Text(f"Line {i}") for i in range(lines))
        sheet = topic(to_xlsx(document(Heading("Topic"), *filler, Heading("Orphan", 2), table), ENGLISH))
        place = {cell.value: cell.row for row in sheet.iter_rows() for cell in row if cell.value}
        breaks = [each.id for each in sheet.row_breaks.brk]
        assert [row for row in breaks if place["Orphan"] <= row < place["Row 0"]] == []


def test_a_table_of_few_columns_gives_its_words_the_width_of_the_page() -> None:
    table = Grid("T", ("Level", "Amount", "Made of"), (("Cash", "₱41,980", "A long story. " * 20),), (1,))
    sheet = topic(to_xlsx(document(Heading("Topic"), table), ENGLISH))
    words = next(
        cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("A long story")
    )
    assert any(words.coordinate in merged and merged.max_col == 6 for merged in sheet.merged_cells.ranges)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_workbook_counts_the_departures_from_the_sheets_by_kind(
    audience: str, material: ReportData
) -> None:
    made = compose(audience, material, ENGLISH)
    assert made.departures is not None
    book = load_workbook(io.BytesIO(to_xlsx(made, ENGLISH)))
    sheet = book[ENGLISH.message("section-read")]
    found = {row[0].value: row for row in sheet.iter_rows()}
    for kind, weight, count in made.departures.rows:
        values = [cell.value for cell in found[kind] if cell.value is not None]
        assert values[1:] == [weight, int(count.replace(",", ""))]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_workbook_holds_no_formula_so_no_stored_result_can_be_old(
    audience: str, material: ReportData
) -> None:
    made: Document = compose(audience, material, ENGLISH)
    for sheet in load_workbook(io.BytesIO(to_xlsx(made, ENGLISH))):
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_table_of_many_columns_gives_each_the_width_of_its_words() -> None:
    """A column of running numbers is narrow, so that the words beside it need not break."""
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
