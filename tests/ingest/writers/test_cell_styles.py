"""Which cells of an annotated copy are colored, how, and the list of issues on its last sheet."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
import xlsxwriter

from libcollab_metrics.ingest.files.xml_scan import COLOURS
from libcollab_metrics.ingest.writers import annotated_copy
from libcollab_metrics.ingest.writers.comments import REMARKS_SHEET, SEVERITY_LABELS
from libcollab_metrics.model import Issue
from tests.support.attackers import raw_files
from tests.support.builders.annotated_workbooks import EACH_BOOK, marked, opened, rich_log, whole
from tests.support.sheets import LOG, imported, xlsx


@EACH_BOOK
def test_every_issue_has_a_comment_and_color_at_its_cells(
    data: bytes,
) -> None:
    imported_file = imported(data)
    book = opened(marked(data))
    order = list(SEVERITY_LABELS)
    heaviest: dict[tuple[str, str], str] = {}
    for issue in imported_file.issues:
        for cell in issue.cells:
            comment = book[issue.sheet][cell].comment.text
            assert issue.kind.title in comment
            assert issue.kind.advice in comment
            key = issue.sheet, cell
            heaviest[key] = min(issue.severity, heaviest.get(key, issue.severity), key=order.index)
    assert heaviest
    for (sheet, cell), severity in heaviest.items():
        assert book[sheet][cell].fill.fgColor.rgb == "FF" + COLOURS[severity]


def test_merged_cell_is_marked_at_its_first_cell() -> None:
    book = opened(xlsx(Log=LOG))
    book["Log"].merge_cells("C2:C4")
    stream = io.BytesIO()
    book.save(stream)
    issue = Issue("zero-in-text", "Log", "C4", ("C4",))
    annotated = opened(annotated_copy.annotate(stream.getvalue(), "a.xlsx", [issue]).data)
    assert "0 in a column of words" in annotated["Log"]["C2"].comment.text
    assert annotated[REMARKS_SHEET]["B8"].hyperlink.location == "'Log'!C2"


def test_blank_cells_and_missing_rows_are_marked() -> None:
    rows = (
        raw_files.row(2, raw_files.number("C2")) + '<row r="5"/>' + raw_files.row(9, raw_files.number("A9"))
    )
    data = whole(raw_files.package({"Sheet1": raw_files.sheet_xml(rows)}))
    addresses = ("A1", "A2", "B2", "D2", "C5", "F7", "A9", "B12")
    issue = Issue("date-missing", "Sheet1", "A1", addresses)
    worksheet = opened(annotated_copy.annotate(data, "a.xlsx", [issue]).data)["Sheet1"]
    assert {cell for cell in addresses if worksheet[cell].comment is None} == set()
    assert {worksheet[cell].fill.fgColor.rgb for cell in addresses} == {"FF" + COLOURS["left-out"]}
    assert worksheet["C2"].value == worksheet["A9"].value == 1


def test_blank_cell_keeps_the_number_format_of_its_column() -> None:
    book = opened(xlsx(Log=LOG))
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as new_book:
        page = new_book.add_worksheet("Log")
        page.set_column("B:B", 12, new_book.add_format({"num_format": "yyyy-mm-dd"}))
        page.write("A1", book["Log"]["A1"].value)
    annotated = annotated_copy.annotate(
        stream.getvalue(), "a.xlsx", [Issue("date-missing", "Log", "B1", ("B1",))]
    ).data
    assert opened(annotated)["Log"]["B1"].number_format == "yyyy-mm-dd"


def test_white_text_on_a_colored_heading_becomes_dark() -> None:
    page = opened(marked(rich_log()))["Pat's log"]
    assert page["E3"].font.color.rgb == "FF1F1F1F"
    assert page["E3"].font.b
    assert page["D3"].font.color.rgb == "FFFFFFFF"


@pytest.mark.parametrize("colour", COLOURS.values())
def test_dark_text_has_contrast_of_seven_on_every_color(colour: str) -> None:
    assert _contrast(colour, "1F1F1F") > 7


def test_colors_differ_in_lightness() -> None:
    lightness = sorted(_luminance(colour) for colour in COLOURS.values())
    assert all(b - a > 0.08 for a, b in pairwise(lightness))


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(first: str, second: str) -> float:
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_last_sheet_lists_every_issue_with_cell_and_advice() -> None:
    imported_file = imported(rich_log())
    page = opened(marked(rich_log()))[REMARKS_SHEET]
    rows = [[str(cell.value or "") for cell in row] for row in page.iter_rows(min_row=8)]
    assert len(rows) == len(imported_file.issues)
    for issue in imported_file.issues:
        (row,) = [r for r in rows if r[0] == issue.sheet and r[1] == issue.cell and issue.kind.title in r[3]]
        assert row[5] == issue.kind.advice
    links = {cell.coordinate: cell.hyperlink.location for cell in page["B"] if cell.hyperlink}
    assert len(links) == sum(1 for issue in imported_file.issues if issue.cell)
    assert "'Pat''s log'!D7" in links.values()
