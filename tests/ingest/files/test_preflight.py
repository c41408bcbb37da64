"""A workbook is checked against the limits before any reader opens it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.files.detect import detect_format
from libcollab_metrics.ingest.files.preflight import Preflight, check_workbook
from libcollab_metrics.ingest.limits import HOSTED, LAPTOP, Limits
from tests.support.attackers import raw_files
from tests.support.attackers.raw_files import SMALL, number, row, workbook


def check(data: bytes, limits: Limits = LAPTOP) -> Preflight:
    return check_workbook(data, "list.xlsx", detect_format(data, "list.xlsx"), limits)


def refusal(data: bytes, limits: Limits = LAPTOP) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        check(data, limits)
    message = str(caught.value)
    assert message.startswith("list.xlsx ")
    assert "Traceback" not in message
    assert "Error" not in message
    assert "\n" not in message
    return message


def test_small_workbook_with_stray_last_cell_is_refused_by_address() -> None:
    data = raw_files.stray_cell("XFD1048576")
    assert len(data) < 2500
    assert "XFD1048576" in refusal(data)


def test_stray_cell_refusal_names_size_limit_and_remedy() -> None:
    message = refusal(workbook(SMALL + row(900_000, number("C900000"))), HOSTED)
    assert "2,700,000 cells (down to C900000)" in message
    assert "up to 2,000,000" in message
    assert "clear it" in message


@pytest.mark.parametrize("where", ["XFE1", "AAAA1", "A1048577", "A9999999", "A99999999999999999999", "A0"])
def test_cell_beyond_the_grid_is_refused(where: str) -> None:
    assert "beyond the edge" in refusal(workbook(row(1, number(where))))


def test_row_number_beyond_the_grid_is_refused_without_cell_addresses() -> None:
    assert "beyond the edge" in refusal(workbook('<row r="1048577"><c><v>1</v></c></row>'))


def test_styled_blank_cells_do_not_count_as_filled() -> None:
    checked = check(workbook(SMALL + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'), HOSTED)
    assert checked.cells == 4


def test_false_dimension_is_ignored() -> None:
    assert check(workbook(SMALL, before='<dimension ref="A1:XFD1048576"/>')).cells == 4
    assert check(workbook(SMALL, before='<dimension ref="A1"/>')).cells == 4


@pytest.mark.parametrize(
    "strings",
    [
        (
            '<!-- <sst count="1" uniqueCount="1"> --><sst count="1"'
            ' uniqueCount="4000000000"><si><t>a</t></si></sst>'
        ),
        "<sst a=' count=\"1\" count=\"2\"' uniqueCount='4000000000'><si><t>a</t></si></sst>",
        "<!--" + "x" * 5000 + '--><sst uniqueCount="4000000000"><si><t>a</t></si></sst>',
        '<x><sst uniqueCount="4000000000"><si><t>a</t></si></sst></x>',
    ],
)
def test_false_string_count_cannot_be_hidden_from_the_check(strings: str) -> None:
    data = workbook(row(1, '<c r="A1" t="s"><v>0</v></c>'), strings)
    try:
        clean = check(data).data
    except UnreadableFileError:
        return
    with zipfile.ZipFile(io.BytesIO(clean)) as archive:
        assert b"4000000000" not in archive.read("xl/sharedStrings.xml")


@pytest.mark.parametrize("attributes", ['uniqueCount="4294967295"', 'count="9999999999999" uniqueCount="-5"'])
def test_false_string_count_is_removed(attributes: str) -> None:
    data = workbook(row(1, '<c r="A1" t="s"><v>0</v></c>'), raw_files.shared_strings(attributes, "hello"))
    with zipfile.ZipFile(io.BytesIO(check(data).data)) as clean:
        strings = clean.read("xl/sharedStrings.xml")
    assert b"ount=" not in strings
    assert b"<si><t>hello</t></si>" in strings


def test_more_strings_than_the_limit_are_refused() -> None:
    data = workbook(SMALL, raw_files.shared_strings("", *["x"] * 101))
    assert "more than 100 different texts" in refusal(data, replace(LAPTOP, strings=100))


def test_zip_bomb_is_refused_by_real_or_false_size() -> None:
    for claimed, reason in (
        (0, "unpacks to 60 MB, and this program reads up to 32"),
        (64, "more than its own list"),
    ):
        data = raw_files.bomb(60, claimed)
        assert len(data) < 100_000
        assert reason in refusal(data, replace(LAPTOP, inflated=32 << 20))


def test_document_type_is_refused_in_any_part() -> None:
    entity = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    sheet = raw_files.sheet_xml(SMALL).replace("<worksheet", entity + "<worksheet", 1)
    assert "document type" in refusal(raw_files.zipped(raw_files.package({"A": sheet})))
    strings = raw_files.shared_strings("", "x").replace("<sst", "<!DOCTYPE sst><sst", 1)
    assert "document type" in refusal(workbook(SMALL, strings))


@pytest.mark.parametrize("depth", [41, 5000])
def test_xml_nested_too_deep_is_refused(depth: int) -> None:
    assert "nests" in refusal(workbook(SMALL, after="<a>" * depth + "</a>" * depth))


def test_thirty_levels_pass() -> None:
    assert check(workbook(SMALL, after="<a>" * 30 + "</a>" * 30)).cells == 4


def test_closing_marks_in_text_do_not_hide_depth() -> None:
    deep = "<a>x/>" * 50 + "</a>" * 50
    assert "nests" in refusal(workbook(SMALL, after=deep))


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_cells_in_another_encoding_are_refused(encoding: str) -> None:
    sheet = raw_files.sheet_xml(SMALL).replace("UTF-8", encoding).encode(encoding)
    assert "encoding" in refusal(raw_files.zipped(raw_files.package({"A": sheet})))


def test_markup_inside_a_value_is_refused() -> None:
    assert "(A1)" in refusal(workbook('<row r="1"><c r="A1"><v>1<!-- -->2</v></c></row>'))
    assert "hidden markup" in refusal(workbook(SMALL, raw_files.shared_strings("", "<![CDATA[x]]>")))


def test_comment_between_rows_passes() -> None:
    assert check(workbook("<!-- made by hand -->" + SMALL)).cells == 4


@pytest.mark.parametrize(
    "data", [raw_files.repeated_member(), raw_files.overlapping_members(), raw_files.odd_packing()]
)
def test_unsound_container_is_refused_before_the_scan(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="was not opened"):
        check_workbook(data, "list.xlsx", "xlsx", LAPTOP)


def test_flipped_bit_is_reported_as_damage() -> None:
    data = bytearray(workbook("".join(row(n, number(f"A{n}", str(n * 7919))) for n in range(1, 400))))
    data[data.find(b"xl/worksheets/sheet1.xml") + 400] ^= 0x10
    assert "damaged" in refusal(bytes(data))


def test_too_many_sheets_or_columns_are_refused_with_the_limit() -> None:
    many_sheets = raw_files.zipped(
        raw_files.package({f"S{n}": raw_files.sheet_xml(SMALL) for n in range(61)})
    )
    assert "more than 60 sheets" in refusal(many_sheets)
    assert "2,001 columns (out to BXY1), and this program reads up to 2,000" in refusal(
        workbook(row(1, number("A1"), number("BXY1")))
    )


def test_file_over_the_upload_limit_is_refused_before_opening() -> None:
    with pytest.raises(UnreadableFileError, match="2 MB large, and this program opens up to 1 MB"):
        check_workbook(b"x" * (2 << 20), "list.xlsx", "xlsx", replace(LAPTOP, upload=1 << 20))


def test_cells_of_all_sheets_are_counted_together() -> None:
    data = raw_files.zipped(
        raw_files.package({"A": raw_files.sheet_xml(SMALL), "B": raw_files.sheet_xml(SMALL)})
    )
    assert check(data, replace(LAPTOP, cells=8)).cells == 8
    assert "8 cells" in refusal(data, replace(LAPTOP, cells=7))


def test_repetitive_sheet_passes_whatever_its_compression() -> None:
    rows = "".join(row(n, *(number(f"{column}{n}", "1") for column in "ABCDEFGHIJ")) for n in range(1, 5001))
    data = workbook(rows)
    checked = check(data, HOSTED)
    assert checked.cells == 50_000
    assert checked.inflated / len(data) > 10


def test_errors_and_formulas_without_value_are_listed_by_address() -> None:
    cells = (
        '<c r="A1"><f>1+1</f></c><c r="B1"><f>2</f><v></v></c><c r="C1"'
        ' t="str"><f>IF(1,"","")</f><v></v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1"'
        ' t="e"><v>#REF!</v></c><c r="F1"><f>3</f><v>3</v></c><c r="G1"><f t="shared" si="0"/></c>'
    )
    for before in ("", "<!-- the exact way -->"):
        (notes,) = check(workbook(f'{before}<row r="1">{cells}</row>')).notes
        assert notes.formulas_without_value == ("A1", "B1", "G1")
        assert dict(notes.errors) == {"D1": "#DIV/0!", "E1": "#REF!"}


def test_fifty_addresses_are_listed_and_all_are_counted() -> None:
    (notes,) = check(workbook("".join(row(n, f'<c r="A{n}"><f>1</f></c>') for n in range(1, 71)))).notes
    assert len(notes.formulas_without_value) == 50
    assert notes.formulas_without_value_count == 70


def test_reader_gets_no_macros_and_no_pictures() -> None:
    parts = raw_files.package({"A": raw_files.sheet_xml(SMALL)})
    parts |= {"xl/vbaProject.bin": b"macro", "xl/media/image1.png": b"picture"}
    with zipfile.ZipFile(io.BytesIO(check(raw_files.zipped(parts)).data)) as clean:
        assert clean.testzip() is None
        assert not [name for name in clean.namelist() if "vba" in name or "media" in name]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (
            raw_files.xls(raw_files.xls_number(0, 0, 1), raw_files.xls_number(65535, 255, 2)),
            "16,777,216 cells",
        ),
        (raw_files.xls(raw_files.xls_number(0, 0, 1), raw_files.xls_number(9, 40_000, 2)), "beyond the edge"),
        (raw_files.xls(extra=raw_files.record(0x2F, b"\1\0")), "password"),
        (raw_files.xls(extra=raw_files.record(0xFC, b"\1\0\0\0\xff\xff\xff\x7f")), "different texts"),
        (raw_files.xls(b"\x03\x02\xff\xff"), "damaged"),
        (raw_files.xlsb(raw_files.xlsb_row(1_048_575), raw_files.xlsb_number(16_383, 1)), ""),
        (raw_files.xlsb(raw_files.xlsb_row(1_048_576), raw_files.xlsb_number(0, 1)), "beyond the edge"),
        (
            raw_files.xlsb(strings=raw_files.binary_record(159, b"\1\0\0\0\xff\xff\xff\xff")),
            "more texts than it holds",
        ),
        (
            raw_files.opendocument(
                raw_files.ods_table(raw_files.ods_cell("1", ' table:number-columns-repeated="16384"'))
            ),
            "16,384",
        ),
        (
            raw_files.opendocument(
                raw_files.ods_table(
                    '<table:table-row table:number-rows-repeated="90000">'
                    f"{raw_files.ods_cell('1') * 200}</table:table-row>"
                )
            ),
            "18,000,000 cells",
        ),
        (
            raw_files.opendocument(
                raw_files.ods_table(raw_files.ods_cell("1", ' table:number-columns-repeated="99999999"'))
            ),
            "beyond",
        ),
    ],
)
def test_other_formats_have_the_same_limits(data: bytes, what: str) -> None:
    if what:
        assert what in refusal(data)
    else:
        assert check(data).cells == 1  # a single cell in the last corner counts as one cell


def test_empty_repeats_in_an_opendocument_do_not_count() -> None:
    wide = '<table:table-cell table:number-columns-repeated="16384"/>'
    blank = f'<table:table-row table:number-rows-repeated="1048570">{wide}</table:table-row>'
    assert check(raw_files.opendocument(raw_files.ods_table(raw_files.ods_cell("1"), blank))).cells == 1


@pytest.mark.parametrize(
    "rows",
    [
        row(1, number("A1")) + row(2, number("A2")) + row(1, number("A1", "9")),
        row(1, number("A1"), number("A1", "9")),
        row(1, number("A1"), number("B1"), number("A1", "9")),
    ],
    ids=["a row", "a cell", "a cell after another"],
)
def test_duplicate_row_or_cell_is_refused(rows: str) -> None:
    with pytest.raises(UnreadableFileError, match="one row or cell twice"):
        check(workbook(rows))


def test_rows_and_cells_out_of_order_are_read() -> None:
    rows = row(2, number("B2"), number("A2")) + row(1, number("A1"))
    assert check(workbook(rows)).cells == 4
