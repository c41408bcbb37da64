"""The printable sign-in sheet has its three facts on top and numbered lines below."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from libcollab_metrics.ingest.sign_in import sign_in_sheet


@pytest.fixture
def sheet() -> Worksheet:
    return load_workbook(io.BytesIO(sign_in_sheet())).worksheets[0]


def test_program_date_and_site_are_asked_once_above_the_list(sheet: Worksheet) -> None:
    assert [[cell.value for cell in row] for row in sheet["A1:B3"]] == [
        ["Program", None],
        ["Date", None],
        ["Site", None],
    ]
    assert {cell.value for cell in sheet[4]} == {None}


def test_the_headings_stand_above_25_numbered_empty_lines(sheet: Worksheet) -> None:
    headings = ["No.", "Name", "Age", "Mother tongue", "First time?", "Who told you about us?"]
    assert [cell.value for cell in sheet[5]] == headings
    assert [row[0].value for row in sheet.iter_rows(min_row=6)] == list(range(1, 26))
    assert {cell.value for row in sheet.iter_rows(min_row=6, min_col=2) for cell in row} == {None}


def test_it_prints_on_one_a4_page_upright(sheet: Worksheet) -> None:
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 1), (None, None))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
