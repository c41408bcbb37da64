"""The annotated copy of a workbook: for which files it is made, what its remarks say, what is refused."""

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
    with Reader() as worker:
        yield worker


def test_macros_are_preserved_with_the_file_extension(reader: Reader) -> None:
    content = parts(xlsx(Log=LOG))
    types = content["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    data = raw_files.zipped(
        {**content, "[Content_Types].xml": types, "xl/vbaProject.bin": b"\xd0\xcf macros"}
    )
    download = build_annotated_workbook(reader, "Club.xlsm", data, imported(data, "Club.xlsm"))
    assert download is not None
    assert download.name == "Club (marked).xlsm"
    assert parts(download.data)["xl/vbaProject.bin"] == b"\xd0\xcf macros"


def test_invalidated_digital_signature_is_reported() -> None:
    data = raw_files.zipped({**parts(xlsx(Log=LOG)), "_xmlsignatures/sig1.xml": b"<s/>"})
    assert "digital signature" in " ".join(
        annotated_copy.annotate(data, "a.xlsx", imported(data).issues).remarks
    )


def test_csv_becomes_an_excel_copy_that_reads_the_same(reader: Reader) -> None:
    data = csv_text(LOG)
    result = read_file(reader, "March.csv", data, KEY)
    download = build_annotated_workbook(reader, "March.csv", data, result)
    assert download is not None
    assert download.name == "March (marked).xlsx"
    assert "March.csv is a CSV file, which cannot hold colours and comments" in download.remarks[0]
    again = read_file(reader, download.name, download.data, KEY)
    for name, frame in result.tables.items():
        pd.testing.assert_frame_equal(
            again.tables[name].drop(columns="import_id"), frame.drop(columns="import_id"), obj=name
        )
    assert opened(download.data)["March"]["D3"].comment is not None


def test_ods_xls_and_xlsb_become_excel_copies_of_their_cells() -> None:
    xls = raw_files.xls(raw_files.xls_number(0, 0, 4), raw_files.xls_number(1, 1, 5))
    xlsb = raw_files.xlsb(raw_files.xlsb_row(0), raw_files.xlsb_number(0, 4))
    ods = raw_files.opendocument(raw_files.ods_table(raw_files.ods_cell("4")))
    for data, kind in ((xls, "XLS"), (xlsb, "XLSB"), (ods, "ODS")):
        sheet = annotated_copy.read_sheets(data, "a", annotated_copy.LAPTOP)[0].name
        annotated = annotated_copy.annotate(data, "a", [Issue("number-unreadable", sheet, "A1", ("A1",))])
        assert f"an {kind} file" in annotated.remarks[0]
        cell = opened(annotated.data)[sheet]["A1"]
        assert (cell.value, cell.comment is not None) == (4, True)


def test_file_without_issues_has_no_annotated_copy(reader: Reader) -> None:
    import_without_issues = Import({}, imported(xlsx(Log=LOG)).reading, (), "")
    assert build_annotated_workbook(reader, "a.xlsx", xlsx(Log=LOG), import_without_issues) is None


def test_workbook_with_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotated_copy, "MAX_CELLS", 10)
    with pytest.raises(UnreadableFileError, match=r"March\.xlsx has more than 10 cells, too many to mark"):
        marked(xlsx(Log=LOG))


def test_workbook_that_cannot_be_marked_safely_is_refused() -> None:
    content = parts(xlsx(Log=LOG))
    content["xl/styles.xml"] = b"<styleSheet/>"
    data = raw_files.zipped(content)
    with pytest.raises(UnreadableFileError, match="cannot be marked without risk"):
        annotated_copy.annotate(data, "a.xlsx", [Issue("date-missing", "Log", "A2", ("A2",))])


def test_prefixed_workbook_is_marked_like_any_other() -> None:
    sheet = raw_files.sheet_xml(
        raw_files.row(1, raw_files.number("A1")) + raw_files.row(2, raw_files.number("A2"))
    )
    prefixed = (
        sheet.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    )
    data = whole(raw_files.package({"Log": prefixed}))
    worksheet = opened(
        annotated_copy.annotate(data, "a.xlsx", [Issue("date-missing", "Log", "A2", ("A2", "B2"))]).data
    )["Log"]
    assert worksheet["A2"].comment is not None
    assert worksheet["B2"].fill.fgColor.rgb == "FF" + COLOURS["left-out"]


@pytest.mark.worker
def test_annotation_runs_in_the_worker_process(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotated_copy, "annotate", lambda *_: pytest.fail("marked in this process"))
    download = build_annotated_workbook(reader, "March.xlsx", xlsx(Log=LOG), imported(xlsx(Log=LOG)))
    assert isinstance(download, WorkbookDownload)
    assert parse_reference("D3") == (3, 4)
    assert opened(download.data)["Log"]["D3"].comment is not None
