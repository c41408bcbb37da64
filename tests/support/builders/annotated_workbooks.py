"""Workbooks to annotate, their annotated copies and the parts of those."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from openpyxl import Workbook as ExcelFile
from openpyxl import load_workbook

from libcollab_metrics.ingest.writers import annotated_copy
from libcollab_metrics.model import Import
from tests.support.attackers import raw_files
from tests.support.paths import ROOT
from tests.support.sheets import LOG, ROSTER, imported, xlsx

SAMPLE = (ROOT / "data" / "sample_library.xlsx").read_bytes()


def rich_log() -> bytes:
    """Return a log with nearly everything a workbook can hold besides cells.

    Its attendance cells are formulas with stored results.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        log = book.add_worksheet("Pat's log")
        heading = book.add_format({"bold": True, "font_color": "white", "bg_color": "#003366"})
        day_format = book.add_format({"num_format": "d mmm yyyy", "border": 1})
        log.merge_range("A1:E1", "Story hour 2026", heading)
        for column, title in enumerate(["Date", "Title", "Location", "Attendance", "Remarkz"]):
            log.write(2, column, title, heading)
        for row in range(3, 13):
            log.write_datetime(row, 0, datetime(2026, 1, row), day_format)
            log.write_row(row, 1, ["Story hour", "=Hall" if row == 4 else "Hall"])
            log.write_formula(row, 3, f"=10+{row}", None, 10 + row)
        log.write_string(4, 2, "=Hall")
        log.write(5, 3, "about 20")
        log.write(6, 3, "many")
        log.write(8, 0, "someday", day_format)
        log.write(13, 0, "TOTAL")
        log.write_formula(13, 3, "=SUM(D4:D13)", None, 400)
        log.write_comment("D7", "Ask Ana about this", {"author": "Ana"})
        log.write_comment("E5", "Mine alone")
        log.set_column("A:A", 14)
        log.set_column("D:D", 5)
        log.conditional_format("D4:D13", {"type": "data_bar", "data_bar_2010": True})
        log.data_validation(
            "C4:C13", {"validate": "list", "source": ["Hall", "School"], "input_message": "pick\none"}
        )
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Pat''s log'!$D$4:$D$13"})
        log.insert_chart("H2", chart)
        log.insert_textbox("M2", "a box")
        log.add_sparkline("G4", {"range": "'Pat''s log'!D4:D13"})
        log.freeze_panes(3, 1)
        table_sheet = book.add_worksheet("Tab")
        rows = [["2026-01-01", "A", "x12"], ["2026-02-30", "B", 3]]
        table_sheet.add_table(
            "B3:D5", {"columns": [{"header": h} for h in ("Date", "Title", "Attendance")], "data": rows}
        )
        table_sheet.insert_button("G2", {"caption": "Go"})
        book.add_worksheet("Old").hide()
        book.define_name("Counts", "='Pat''s log'!$D$4:$D$13")
    return stream.getvalue()


BOOKS = {
    "the log": xlsx(Log=LOG),
    "log and roster": xlsx(Log=LOG, Roster=ROSTER),
    "the sample": SAMPLE,
    "a rich workbook": rich_log(),
}
EACH_BOOK = pytest.mark.parametrize("data", BOOKS.values(), ids=BOOKS)


def marked(data: bytes, name: str = "March.xlsx", found: Import | None = None) -> bytes:
    """Return the annotated copy, made in this process."""
    found = found or imported(data, name)
    return annotated_copy.annotate(data, name, found.issues).data


def opened(data: bytes) -> ExcelFile:
    return load_workbook(io.BytesIO(data), rich_text=True)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def whole(content: dict[str, bytes | str]) -> bytes:
    """Return a workbook of hand-written parts, with the declarations that other programs need."""
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    content["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{content_type}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{content_type}.worksheet+xml"/></Types>'
    )
    return raw_files.zipped(content)
