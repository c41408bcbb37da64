"""The cells of a sheet, with their addresses, as they were typed."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
import xlsxwriter

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.files.workbook import (
    ErrorCell,
    SheetCells,
    cell_reference,
    parse_reference,
    read_sheets,
)
from libcollab_metrics.ingest.limits import HOSTED, LAPTOP
from tests.support.attackers import raw_files
from tests.support.attackers.raw_files import SMALL, number, row, workbook


def typed(sheet: SheetCells) -> list[list[object]]:
    """The cells of a sheet, row by row."""
    return [list(row) for row in sheet.rows]


def only_sheet(data: bytes, name: str = "March list.csv") -> SheetCells:
    (sheet,) = read_sheets(data, name, LAPTOP)
    return sheet


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_every_kind_of_cell_has_its_own_type() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(
        [
            "Ñ",
            18,
            2.5,
            True,
            dt.date(2026, 3, 7),
            dt.datetime(2026, 3, 7, 10, 30),
            dt.time(10, 30),
            "00001",
            None,
            "NA",
        ]
    )
    (cells,) = typed(only_sheet(saved(book)))
    assert cells == [
        "Ñ",
        18.0,
        2.5,
        "TRUE",
        dt.date(2026, 3, 7),
        dt.datetime(2026, 3, 7, 10, 30),
        dt.time(10, 30),
        "00001",
        None,
        "NA",
    ]
    assert [type(cell) for cell in cells[1:4]] == [float, float, str]


def test_first_cell_address_is_recorded_when_the_table_starts_lower() -> None:
    sheet = only_sheet(workbook(row(7, number("C7", "4")) + row(9, number("E9", "5"))))
    assert (sheet.first_row, sheet.first_column) == (7, 3)
    assert typed(sheet) == [[4.0, None, None], [None, None, None], [None, None, 5.0]]


def test_1904_date_system_is_supported() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    page = book.active
    assert page is not None
    page["A1"] = dt.date(2026, 3, 7)
    assert typed(only_sheet(saved(book))) == [[dt.date(2026, 3, 7)]]


def test_hidden_sheets_and_merged_cells_are_reported() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["B2"], page["E9"] = "October", 1
    page.merge_cells("B2:D3")
    book.create_sheet("Old").sheet_state = "hidden"
    shown, hidden = read_sheets(saved(book), "a.xlsx", LAPTOP)
    assert shown.merged == ((2, 2, 3, 4),)
    assert (shown.is_hidden, hidden.is_hidden) == (False, True)
    assert typed(hidden) == []


def test_merged_range_over_whole_grid_is_cut_to_filled_cells() -> None:
    claimed = ("A1:XFD1048576", "D4:E9", "A1:ZZZZZZ99999")
    ranges = "<mergeCells>" + "".join(f'<mergeCell ref="{ref}"/>' for ref in claimed) + "</mergeCells>"
    assert set(only_sheet(workbook(SMALL, after=ranges)).merged) <= {(1, 1, 2, 2)}


def test_error_cells_are_distinct_from_blank_ones() -> None:
    sheet = only_sheet(
        workbook(row(2, number("B2"), number("C2", "#DIV/0!", ' t="e"')) + row(3, number("B3", "1E400")))
    )
    assert typed(sheet) == [[1.0, ErrorCell("#DIV/0!")], [ErrorCell("#NUM!"), None]]


def test_error_cells_of_xls_xlsb_and_ods_are_reported() -> None:
    xls = raw_files.xls(raw_files.xls_number(0, 0, 4), raw_files.record(0x0205, b"\0\0\1\0\0\0\x07\1"))
    xlsb = raw_files.xlsb(
        raw_files.xlsb_row(0),
        raw_files.xlsb_number(0, 4),
        raw_files.binary_record(3, b"\1\0\0\0\0\0\0\0\x07"),
    )
    kind = 'office:value-type="string" calcext:value-type="error"'
    error = f"<table:table-cell {kind}><text:p>#DIV/0!</text:p></table:table-cell>"
    ods = raw_files.opendocument(raw_files.ods_table(raw_files.ods_cell("4") + error))
    for data in (xls, xlsb, ods):
        assert typed(only_sheet(data)) == [[4.0, ErrorCell("#DIV/0!")]]


def test_error_text_of_older_ods_is_not_read_as_zero() -> None:
    error = (
        '<table:table-cell office:value-type="float"'
        ' office:value="0"><text:p>#N/A</text:p></table:table-cell>'
    )
    word = '<table:table-cell office:value-type="string"><text:p>#N/A</text:p></table:table-cell>'
    sheet = only_sheet(raw_files.opendocument(raw_files.ods_table(raw_files.ods_cell("4") + error + word)))
    assert typed(sheet) == [[4.0, ErrorCell("#N/A"), "#N/A"]]


@pytest.mark.parametrize("how", ["filter", "collapse"])
def test_hidden_rows_and_columns_of_an_ods_are_reported(how: str) -> None:
    columns = f'<table:table-column/><table:table-column table:visibility="{how}"/>'
    shown, hidden = (
        f"<table:table-row{a}>{raw_files.ods_cell('4') * 2}</table:table-row>"
        for a in ("", f' table:visibility="{how}" table:number-rows-repeated="2"')
    )
    table = raw_files.ods_table(shown, hidden, shown).replace('"A">', f'"A">{columns}')
    sheet = only_sheet(raw_files.opendocument(table))
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((2, 3), (2,))


def test_two_sheets_with_one_name_are_refused() -> None:
    table = raw_files.ods_table(raw_files.ods_cell("4"))
    with pytest.raises(UnreadableFileError, match='two sheets named "A"'):
        read_sheets(raw_files.opendocument(table + table), "Log.ods", LAPTOP)


def test_formula_without_a_stored_result_is_blank_and_listed() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["B1"] = 1, "=A1+1"
    sheet = only_sheet(saved(book))
    assert typed(sheet) == [[1.0]]
    assert sheet.formulas_without_value == ("B1",)


@pytest.mark.parametrize(
    "attributes", ['uniqueCount="4000000000"', 'count="1" uniqueCount="1"', 'uniqueCount="0"', ""]
)
def test_strings_are_read_whatever_count_is_declared(attributes: str) -> None:
    data = workbook(
        row(1, '<c r="A1" t="s"><v>0</v></c>'), raw_files.shared_strings(attributes, "Story hour")
    )
    assert typed(only_sheet(data)) == [["Story hour"]]


def test_prefixed_tags_and_missing_addresses_are_read() -> None:
    sheet = raw_files.sheet_xml("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    prefixed = (
        sheet.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    )
    for xml in (sheet, prefixed):
        assert typed(only_sheet(raw_files.zipped(raw_files.package({"A": xml})))) == typed(
            only_sheet(workbook(SMALL))
        )


def test_missing_string_is_reported_as_damage() -> None:
    with pytest.raises(UnreadableFileError, match="damaged"):
        only_sheet(workbook(row(1, '<c r="A1" t="s"><v>7</v></c>')))


def test_sparse_sheets_are_read() -> None:
    sheet = only_sheet(workbook(SMALL + row(20_000, number("J20000"))))
    assert len(sheet.rows) == 20_000
    assert sheet.rows[-1][-1] == 1.0


def test_csv_is_one_sheet_of_text_named_after_the_file() -> None:
    sheet = only_sheet(b"\xef\xbb\xbfDate,Visits\r\n2026-03-07,018\r\n2026-03-14, \r\n")
    assert sheet.name == "March list"
    assert typed(sheet) == [["Date", "Visits"], ["2026-03-07", "018"], ["2026-03-14", None]]
    assert (sheet.encoding, sheet.is_encoding_guessed) == ("utf-8-sig", False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n", ["1", "2"]),
        ("a;b\n1,5;2\n", ["1,5", "2"]),
        ("a\tb\n1, x\t2\n", ["1, x", "2"]),
        ("a|b\n1|2\n", ["1", "2"]),
        ('a;b\n"1,2;3,4,5";2\n', ["1,2;3,4,5", "2"]),
        ("sep=|\na,x|b\n1,y|2\n", ["1,y", "2"]),
        ("Name,Score\nAna\tB,7\nBen\tC,8\n", ["Ana\tB", "7"]),
        ("Cruz, Ana\tScore\nReyes, Ben\t8\n", ["Reyes, Ben", "8"]),
        ("only\none\n", ["one"]),
        ('a,b\n"two\nlines",2\n', ["two\nlines", "2"]),
    ],
)
def test_delimiter_is_the_one_the_rows_agree_on(text: str, expected: list[str]) -> None:
    assert typed(only_sheet(text.encode()))[1] == expected


def test_ragged_rows_are_listed_without_trailing_delimiters_and_titles() -> None:
    text = "Reading club 2026\nDate,Title,Visits\n1,a,3\n2,b\n3,c,4,\n4,d,5,extra\n\n5,e,6\n"
    assert only_sheet(text.encode()).ragged == (4, 6)
    assert only_sheet(b"a,b,\n1,2,\n3,4\n5,6,\n").ragged == ()


def test_long_unclosed_quotation_mark_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="quotation mark"):
        only_sheet(b'a,b\n"' + b"x,y\n" * 300_000)


def test_csv_with_too_many_cells_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="up to 2,000,000"):
        read_sheets(b",,,,,,,,,\n" * 201_000 + b"1,2\n", "a.csv", HOSTED)


def test_addresses_are_written_and_parsed_as_excel_does() -> None:
    assert cell_reference(14, 3) == "C14"
    assert parse_reference("XFD1048576") == (1_048_576, 16_384)
    assert all(parse_reference(cell_reference(7, column)) == (7, column) for column in range(1, 16_385))


def test_superscript_digits_are_not_part_of_the_number() -> None:
    """18 with a raised 1 is 18 with a footnote, not 181; raised letters and lowered digits stay."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        above, below = book.add_format({"font_script": 1, "bold": True}), book.add_format({"font_script": 2})
        page = book.add_worksheet()
        for row_index, runs in enumerate(
            [
                ("18", above, "1"),
                ("room of 20 m", above, "2", " only"),
                ("7", above, "th"),
                ("CO", below, "2"),
                ("a", above, "10"),
            ]
        ):
            page.write_rich_string(row_index, 0, *runs)
    assert typed(only_sheet(out.getvalue(), "log.xlsx")) == [
        ["18¹"],
        ["room of 20 m² only"],
        ["7th"],
        ["CO2"],
        ["a¹⁰"],
    ]
