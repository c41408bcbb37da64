"""Text that would run somewhere, in every workbook the library is given to fill in or to mend: text, as
typed."""

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
#: The texts, and one of letters that no XML may hold; a file of texts may.
IN_A_CSV = {**markup.TEXTS, "no letters": "half \ufffe and \uffff letters"}
FILES = ("xlsx", "csv")


def log(texts: Iterable[str]) -> list[list[object]]:
    """A log with each text in the place of a day and of a number, and in a row without either; in a heading,
    too."""
    texts = list(texts)
    good = [[f"2026-03-0{day}", "Story hour", "Hall", 20, "", ""] for day in (1, 2, 3)]
    marked = [[text, "Story hour", text, text, text, text] for text in texts]
    left_out = [["", text, text, "", text, text] for text in texts]
    return [["Date", "Title", "Location", "Attendance", texts[0], texts[-1]], *good, *marked, *left_out]


def typed_into(ending: str) -> dict[str, str]:
    """The texts such a file can hold; a zero byte would end the line of a CSV."""
    return (
        dict(markup.TEXTS)
        if ending == "xlsx"
        else {k: text.replace("\0", "") for k, text in IN_A_CSV.items()}
    )


@cache
def hostile_log(ending: str) -> tuple[bytes, Import]:
    """The log as a file, and what was read from it."""
    rows = log(typed_into(ending).values())
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
def marked(ending: str) -> bytes:
    """The marked workbook of the log."""
    data, found = hostile_log(ending)
    return annotated_copy.annotate(data, f"=cmd <b>.{ending}", found.issues).data


@cache
def to_mend(ending: str) -> bytes:
    """The rows of the log that could not be used."""
    made = build_rejected_workbook(hostile_log(ending)[1].reading)
    assert made is not None
    return made


GIVEN: dict[str, Callable[[], bytes]] = {
    "marked": lambda: marked("xlsx"),
    "marked copy of a CSV": lambda: marked("csv"),
    "rows to mend": lambda: to_mend("xlsx"),
    "rows to mend of a CSV": lambda: to_mend("csv"),
    "blank workbook": build_blank_template,
    "sign-in sheet": build_sign_in_sheet,
}
EACH = pytest.mark.parametrize("name", GIVEN)


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def cells(data: bytes, *sheets: str) -> list[Cell]:
    """Every filled cell, of the sheets named or of all."""
    found: list[Any] = [cell for page in opened(data) for row in page.iter_rows() for cell in row]
    return [
        cell
        for cell in found
        if cell.value is not None and cell.parent.title in (sheets or [cell.parent.title])
    ]


@EACH
def test_no_cell_is_a_formula_and_nothing_leads_out_of_the_workbook(name: str) -> None:
    data = GIVEN[name]()
    assert {cell.data_type for cell in cells(data)} <= {"s", "n", "d"}
    assert [cell.coordinate for cell in cells(data) if cell.hyperlink and cell.hyperlink.target] == []
    assert [part for part in live_parts(data, "xlsx") if not part.endswith("a formula or a link")] == []


@EACH
def test_links_stand_on_our_own_sheets_only_and_lead_to_sheets_of_the_same_workbook(name: str) -> None:
    data = GIVEN[name]()
    ours = {REMARKS_SHEET, *(load_instructions(code)["sheet"] for code in LANGUAGES)}
    there = tuple(f"'{title.replace(chr(39), chr(39) * 2)}'!" for title in opened(data).sheetnames)
    linked = [cell for cell in cells(data) if cell.hyperlink]
    assert {cell.parent.title for cell in linked} <= ours
    assert [cell.hyperlink.location for cell in linked if not cell.hyperlink.location.startswith(there)] == []
    assert bool(linked) == (name.startswith("marked") or name == "blank workbook")


@EACH
def test_every_part_is_sound_xml(name: str) -> None:
    """A single letter that XML may not hold, and Excel calls the whole workbook damaged."""
    parts = [part for path, part in members(GIVEN[name]()) if path.endswith((".xml", ".rels", ".vml"))]
    assert len([ElementTree.fromstring(part) for part in parts]) > 5


def test_a_workbook_marked_holds_each_text_as_it_was_typed() -> None:
    before = [(cell.coordinate, cell.value, cell.data_type) for cell in cells(hostile_log("xlsx")[0])]
    after = [(cell.coordinate, cell.value, cell.data_type) for cell in cells(marked("xlsx"), LOG)]
    assert after == before
    # A letter that XML may not hold stands there by its number, as Excel writes it.
    texts = Counter(unescape(str(value)) for _, value, kind in after if kind == "s")
    assert {key: texts[text] for key, text in markup.TEXTS.items() if texts[text] < 9} == {}


@pytest.mark.parametrize("ending", FILES)
def test_the_rows_to_mend_hold_each_text_as_text_without_what_nobody_sees(ending: str) -> None:
    written = Counter(
        str(cell.value) for cell in cells(to_mend(ending)) if cell.row > 1 and cell.data_type == "s"
    )
    wanted = {key: strip_invalid_xml_chars(clean_spaces(text)) for key, text in typed_into(ending).items()}
    assert {key: written[text] for key, text in wanted.items() if written[text] != 4} == {}
    assert "_x" not in "".join(written)


@pytest.mark.parametrize("ending", FILES)
def test_comments_and_our_own_sheet_quote_a_text_as_it_was_typed(ending: str) -> None:
    data, texts = marked(ending), typed_into(ending)
    remarks = [cell.comment.text for cell in cells(data) if cell.comment and cell.column == 1]
    quoted = {key: clean_spaces(text) for key, text in texts.items() if text.isprintable()}
    assert [key for key, text in quoted.items() if not any(text[:200] in remark for remark in remarks)] == []
    assert any(clean_spaces(texts["formula"]) in str(cell.value) for cell in cells(data, REMARKS_SHEET))
