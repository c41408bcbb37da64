"""Text that could run as code stays text, as typed, in every workbook the program writes."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest
import xlsxwriter
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from libcollab_metrics.ingest import build_blank_template, build_rejected_workbook, build_sign_in_sheet
from libcollab_metrics.ingest.files.xml_scan import strip_invalid_xml_chars
from libcollab_metrics.ingest.writers import annotated_copy
from libcollab_metrics.ingest.writers.comments import REMARKS_SHEET
from libcollab_metrics.ingest.writers.template import LANGUAGES, load_instructions
from libcollab_metrics.model import Import
from libcollab_metrics.model.names import clean_spaces
from tests.support.attackers import markup
from tests.support.documents.active_content import live_parts
from tests.support.documents.packages import members
from tests.support.sheets import csv_text, imported

#: A sheet's name that a program could take for a formula or a tag.
LOG = "=1+1 <b>&amp; 'x' !"
#: The texts, and one with characters that are invalid in XML but allowed in a CSV.
IN_A_CSV = {**markup.TEXTS, "no letters": "half \ufffe and \uffff letters"}
FILES = ("xlsx", "csv")


def log(texts: Iterable[str]) -> list[list[object]]:
    """A log with each text as date, number and note, some rows without a date; two texts are headings."""
    texts = list(texts)
    good = [[f"2026-03-0{day}", "Story hour", "Hall", 20, "", ""] for day in (1, 2, 3)]
    annotated_log = [[text, "Story hour", text, text, text, text] for text in texts]
    left_out = [["", text, text, "", text, text] for text in texts]
    return [
        ["Date", "Title", "Location", "Attendance", texts[0], texts[-1]],
        *good,
        *annotated_log,
        *left_out,
    ]


def texts_for(ending: str) -> dict[str, str]:
    """The texts that a file of this kind can hold; a zero byte would end the line of a CSV."""
    return (
        dict(markup.TEXTS)
        if ending == "xlsx"
        else {k: text.replace("\0", "") for k, text in IN_A_CSV.items()}
    )


@cache
def hostile_log(ending: str) -> tuple[bytes, Import]:
    """The log as a file, and what was read from it."""
    rows = log(texts_for(ending).values())
    data = workbook(rows) if ending == "xlsx" else csv_text(rows)
    return data, imported(data, f"=cmd <b>.{ending}")


def workbook(rows: list[list[object]]) -> bytes:
    """A workbook that holds every text as text."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(LOG)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return stream.getvalue()


@cache
def annotated_log(ending: str) -> bytes:
    """The annotated copy of the log."""
    data, imported_file = hostile_log(ending)
    return annotated_copy.annotate(data, f"=cmd <b>.{ending}", imported_file.issues).data


@cache
def rejected_rows(ending: str) -> bytes:
    """The workbook of rejected rows of the log."""
    made = build_rejected_workbook(hostile_log(ending)[1].reading)
    assert made is not None
    return made


WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "marked": lambda: annotated_log("xlsx"),
    "marked copy of a CSV": lambda: annotated_log("csv"),
    "rows to mend": lambda: rejected_rows("xlsx"),
    "rows to mend of a CSV": lambda: rejected_rows("csv"),
    "blank workbook": build_blank_template,
    "sign-in sheet": build_sign_in_sheet,
}
EACH = pytest.mark.parametrize("name", WORKBOOKS)


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def cells(data: bytes, *sheets: str) -> list[Cell]:
    """Every filled cell of the named sheets, or of all sheets."""
    all_cells: list[Any] = [cell for page in opened(data) for row in page.iter_rows() for cell in row]
    return [
        cell
        for cell in all_cells
        if cell.value is not None and cell.parent.title in (sheets or [cell.parent.title])
    ]


@EACH
def test_no_cell_is_a_formula_and_links_stay_inside(name: str) -> None:
    data = WORKBOOKS[name]()
    assert {cell.data_type for cell in cells(data)} <= {"s", "n", "d"}
    assert [cell.coordinate for cell in cells(data) if cell.hyperlink and cell.hyperlink.target] == []
    assert [part for part in live_parts(data, "xlsx") if not part.endswith("a formula or a link")] == []


@EACH
def test_links_are_only_on_our_sheets_and_target_sheets(name: str) -> None:
    data = WORKBOOKS[name]()
    our_sheets = {REMARKS_SHEET, *(load_instructions(code)["sheet"] for code in LANGUAGES)}
    link_prefixes = tuple(f"'{title.replace(chr(39), chr(39) * 2)}'!" for title in opened(data).sheetnames)
    linked = [cell for cell in cells(data) if cell.hyperlink]
    assert {cell.parent.title for cell in linked} <= our_sheets
    assert [
        cell.hyperlink.location for cell in linked if not cell.hyperlink.location.startswith(link_prefixes)
    ] == []
    assert bool(linked) == (name.startswith("marked") or name == "blank workbook")


@EACH
def test_every_part_is_valid_xml(name: str) -> None:
    """With a single character that is invalid in XML, Excel reports the whole workbook as damaged."""
    parts = [part for path, part in members(WORKBOOKS[name]()) if path.endswith((".xml", ".rels", ".vml"))]
    assert len([ElementTree.fromstring(part) for part in parts]) > 5


def test_annotated_copy_holds_each_text_as_typed() -> None:
    before = [(cell.coordinate, cell.value, cell.data_type) for cell in cells(hostile_log("xlsx")[0])]
    after = [(cell.coordinate, cell.value, cell.data_type) for cell in cells(annotated_log("xlsx"), LOG)]
    assert after == before
    # A character that is invalid in XML is written as its number, as Excel does.
    texts = Counter(unescape(str(value)) for _, value, kind in after if kind == "s")
    assert {key: texts[text] for key, text in markup.TEXTS.items() if texts[text] < 9} == {}


@pytest.mark.parametrize("ending", FILES)
def test_rejected_rows_hold_each_text_without_invisible_characters(ending: str) -> None:
    written = Counter(
        str(cell.value) for cell in cells(rejected_rows(ending)) if cell.row > 1 and cell.data_type == "s"
    )
    expected = {key: strip_invalid_xml_chars(clean_spaces(text)) for key, text in texts_for(ending).items()}
    assert {key: written[text] for key, text in expected.items() if written[text] != 4} == {}
    assert "_x" not in "".join(written)


@pytest.mark.parametrize("ending", FILES)
def test_comments_and_remarks_sheet_quote_text_as_typed(ending: str) -> None:
    data, texts = annotated_log(ending), texts_for(ending)
    remarks = [cell.comment.text for cell in cells(data) if cell.comment and cell.column == 1]
    quoted = {key: clean_spaces(text) for key, text in texts.items() if text.isprintable()}
    assert [key for key, text in quoted.items() if not any(text[:200] in remark for remark in remarks)] == []
    assert any(clean_spaces(texts["formula"]) in str(cell.value) for cell in cells(data, REMARKS_SHEET))
