"""The librarian's own workbook given back marked: of which files, what it says of itself, and what is
refused."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest import Reader, WorkbookDownload, build_annotated_workbook, read_file
from libcollab_metrics.ingest.files.xml_scan import COLOURS
from libcollab_metrics.ingest.writers import annotated_copy
from libcollab_metrics.model import Import, Issue
from libcollab_metrics.model.addresses import parse_reference
from tests.support.attackers import raw_files
from tests.support.builders.annotated_workbooks import marked, opened, parts, whole
from tests.support.sheets import KEY, LOG, csv_text, imported, xlsx


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as kept:
        yield kept


def test_macros_are_handed_on_and_the_name_keeps_the_ending_that_excel_wants(reader: Reader) -> None:
    content = parts(xlsx(Log=LOG))
    types = content["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    data = raw_files.zipped(
        {**content, "[Content_Types].xml": types, "xl/vbaProject.bin": b"\xd0\xcf macros"}
    )
    given = build_annotated_workbook(reader, "Club.xlsm", data, imported(data, "Club.xlsm"))
    assert given is not None
    assert given.name == "Club (marked).xlsm"
    assert parts(given.data)["xl/vbaProject.bin"] == b"\xd0\xcf macros"


def test_a_digital_signature_that_no_longer_holds_is_said() -> None:
    data = raw_files.zipped({**parts(xlsx(Log=LOG)), "_xmlsignatures/sig1.xml": b"<s/>"})
    assert "digital signature" in " ".join(
        annotated_copy.annotate(data, "a.xlsx", imported(data).issues).remarks
    )


def test_a_csv_comes_back_as_an_excel_copy_that_reads_the_same_and_says_so(reader: Reader) -> None:
    data = csv_text(LOG)
    found = read_file(reader, "March.csv", data, KEY)
    given = build_annotated_workbook(reader, "March.csv", data, found)
    assert given is not None
    assert given.name == "March (marked).xlsx"
    assert "March.csv is a CSV file, which cannot hold colours and comments" in given.remarks[0]
    again = read_file(reader, given.name, given.data, KEY)
    for name, frame in found.tables.items():
        pd.testing.assert_frame_equal(
            again.tables[name].drop(columns="import_id"), frame.drop(columns="import_id"), obj=name
        )
    assert opened(given.data)["March"]["D3"].comment is not None


def test_ods_xls_and_xlsb_come_back_as_an_excel_copy_of_their_cells() -> None:
    xls = raw_files.xls(raw_files.xls_number(0, 0, 4), raw_files.xls_number(1, 1, 5))
    xlsb = raw_files.xlsb(raw_files.xlsb_row(0), raw_files.xlsb_number(0, 4))
    ods = raw_files.opendocument(raw_files.ods_table(raw_files.ods_cell("4")))
    for data, kind in ((xls, "XLS"), (xlsb, "XLSB"), (ods, "ODS")):
        sheet = annotated_copy.read_sheets(data, "a", annotated_copy.LAPTOP)[0].name
        found = annotated_copy.annotate(data, "a", [Issue("number-unreadable", sheet, "A1", ("A1",))])
        assert f"an {kind} file" in found.remarks[0]
        cell = opened(found.data)[sheet]["A1"]
        assert (cell.value, cell.comment is not None) == (4, True)


def test_a_file_with_nothing_to_say_of_it_is_not_given_back(reader: Reader) -> None:
    found = Import({}, imported(xlsx(Log=LOG)).reading, (), "")
    assert build_annotated_workbook(reader, "a.xlsx", xlsx(Log=LOG), found) is None


def test_a_workbook_with_too_many_cells_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotated_copy, "MAX_CELLS", 10)
    with pytest.raises(UnreadableFileError, match=r"March\.xlsx has more than 10 cells, too many to mark"):
        marked(xlsx(Log=LOG))


def test_a_workbook_that_cannot_be_marked_safely_is_refused_in_a_sentence() -> None:
    content = parts(xlsx(Log=LOG))
    content["xl/styles.xml"] = b"<styleSheet/>"
    data = raw_files.zipped(content)
    with pytest.raises(UnreadableFileError, match="cannot be marked without risk"):
        annotated_copy.annotate(data, "a.xlsx", [Issue("date-missing", "Log", "A2", ("A2",))])


def test_a_workbook_written_with_prefixes_is_marked_alike() -> None:
    sheet = raw_files.sheet_xml(
        raw_files.row(1, raw_files.number("A1")) + raw_files.row(2, raw_files.number("A2"))
    )
    prefixed = (
        sheet.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    )
    data = whole(raw_files.package({"Log": prefixed}))
    page = opened(
        annotated_copy.annotate(data, "a.xlsx", [Issue("date-missing", "Log", "A2", ("A2", "B2"))]).data
    )["Log"]
    assert page["A2"].comment is not None
    assert page["B2"].fill.fgColor.rgb == "FF" + COLOURS["left-out"]


def test_the_work_is_done_in_the_throw_away_process(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotated_copy, "annotate", lambda *_: pytest.fail("marked in this process"))
    given = build_annotated_workbook(reader, "March.xlsx", xlsx(Log=LOG), imported(xlsx(Log=LOG)))
    assert isinstance(given, WorkbookDownload)
    assert parse_reference("D3") == (3, 4)
    assert opened(given.data)["Log"]["D3"].comment is not None
