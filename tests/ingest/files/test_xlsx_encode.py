"""Reading each distinct cell of a sheet once gives the same result as reading every cell."""

from __future__ import annotations

import datetime as dt
import io
import math
import random
from collections.abc import Callable

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import PatternFill

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.files.cells import ErrorCell, SheetCells, cell_reference, to_cell
from libcollab_metrics.ingest.files.preflight import check_workbook
from libcollab_metrics.ingest.files.workbook import read_sheets
from libcollab_metrics.ingest.files.xlsx_encode import encode_sheet
from libcollab_metrics.ingest.files.xml_scan import PartRejected, scan_elements
from libcollab_metrics.ingest.limits import LAPTOP
from tests.support.attackers import raw_files
from tests.support.attackers.raw_files import SMALL, number, row, workbook
from tests.support.examples import examples

TEXTS = ["Ñ", "x", "", "  two  spaces ", "<&>\"'", "a\nb", "a_x000D_b", "é" * 40, "NA", "=1+1", "00001"]
TEXTS += ["]]>", "/>", ' t="e"', "<f>", "<v>"]  # texts that look like markup
DAYS = [dt.date(2026, 3, 7), dt.datetime(2026, 3, 7, 10, 30), dt.time(10, 30), dt.timedelta(hours=30)]
VALUES = [*TEXTS, 0, 1, -2.5, 1e-7, 123456.75, True, False, None, *DAYS, "#N/A"]
FORMATS = ["General", "0.00%", "[h]:mm", "yyyy-mm-dd", '"d"0', "dd/mm", "[Red]0", "@", "h:mm AM/PM", "#,##0"]


def is_encoded(data: bytes) -> list[bool]:
    """For each sheet, whether it was read by its distinct cells."""
    return [notes.encoded is not None for notes in check_workbook(data, "a.xlsx", "xlsx", LAPTOP).notes]


def cells_by_address(sheet: SheetCells) -> dict[str, object]:
    """The filled cells of a sheet by address."""
    return {
        cell_reference(sheet.first_row + r, sheet.first_column + c): cell
        for r, cells in enumerate(sheet.rows)
        for c, cell in enumerate(cells)
        if cell is not None
    }


def cells_by_calamine(data: bytes) -> list[dict[str, object]]:
    """The filled cells of every sheet as python-calamine gives them; it shows no error cells."""
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        sheets = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            top, left = sheet.start or (0, 0)
            sheets.append(
                {
                    cell_reference(top + r + 1, left + c + 1): to_cell(_far_date_as_text(cell))
                    for r, cells in enumerate(sheet.to_python())
                    for c, cell in enumerate(cells)
                    if to_cell(cell) is not None
                }
            )
        return sheets


def _far_date_as_text(cell: object) -> object:
    """Turn a date outside the years 1899 to 2199 into text, as the program reads it."""
    is_far = isinstance(cell, dt.date) and not 1899 <= cell.year <= 2199
    return cell.strftime("%Y-%m-%d") if is_far else cell  # type: ignore[attr-defined]


def assert_same(data: bytes) -> None:
    sheets = [cells_by_address(sheet) for sheet in read_sheets(data, "a.xlsx", LAPTOP)]
    without_errors = [
        {address: cell for address, cell in sheet.items() if not isinstance(cell, ErrorCell)}
        for sheet in sheets
    ]
    expected = [
        {
            address: cell
            for address, cell in sheet.items()
            if not (isinstance(cell, float) and math.isinf(cell))
        }
        for sheet in cells_by_calamine(data)
    ]
    assert without_errors == expected
    for actual_cells, expected_cells in zip(without_errors, expected, strict=True):
        assert {address: type(cell) for address, cell in actual_cells.items()} == {
            address: type(cell) for address, cell in expected_cells.items()
        }


def openpyxl_workbook(seed: int) -> bytes:
    rng = random.Random(seed)
    book = openpyxl.Workbook()
    if seed % 3 == 0:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    page = book.active
    assert page is not None
    for _ in range(200):
        cell = page.cell(rng.randint(1, 40), rng.choice([1, 2, 3, 27, 30]))
        cell.value = rng.choice(VALUES)
        if isinstance(cell.value, int | float) and rng.random() < 0.6:
            cell.number_format = rng.choice(FORMATS)
    page["B60"] = CellRichText("plain ", TextBlock(InlineFont(b=True), "bold"), " end")
    page["C60"].fill = PatternFill("solid", fgColor="FFCC00")
    page["D60"] = "=SUM(A1:A3)"
    page.merge_cells("A61:C62")
    page["A61"] = "merged"
    book.create_sheet("Empty")
    book.create_sheet("More").append(["a", 1, dt.date(2026, 1, 1)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsxwriter_workbook(seed: int, *, inline: bool) -> bytes:
    rng = random.Random(seed)
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "constant_memory": inline, "date_1904": seed % 2 == 0}
    with xlsxwriter.Workbook(out, options) as book:
        formats = [book.add_format({"num_format": text}) for text in FORMATS]
        page = book.add_worksheet()
        page.set_row(3, None, None, {"hidden": True})
        for r in range(60):
            for c in (0, 1, 5, 26):
                kind = rng.randrange(6)
                if kind == 0:
                    page.write_formula(r, c, "=A1&B1", None, rng.choice(["", "text", 3, "#DIV/0!", True]))
                elif kind == 1:
                    page.write_number(
                        r, c, rng.choice([0.25, 45000, 45000.5, 0, 2958465]), rng.choice(formats)
                    )
                elif kind == 2:
                    page.write_blank(r, c, None, rng.choice(formats))
                elif kind == 3:
                    page.write_boolean(r, c, rng.random() < 0.5)
                else:
                    page.write_string(r, c, rng.choice(TEXTS))
        if not inline:
            page.write_rich_string(70, 2, "one ", formats[0], "two", " three")
    return out.getvalue()


@pytest.mark.parametrize("seed", range(6))
def test_openpyxl_workbook_reads_the_same_both_ways(seed: int) -> None:
    data = openpyxl_workbook(seed)
    assert is_encoded(data)[0]
    assert_same(data)


@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_xlsxwriter_workbook_reads_the_same_both_ways(seed: int, inline: bool) -> None:
    data = xlsxwriter_workbook(seed, inline=inline)
    assert is_encoded(data) == [True]
    assert_same(data)


CELL = st.one_of(
    st.builds("<v>{}</v>".format, st.sampled_from(["1", "2.50", "-3", "45000.25", "1E3"])),
    st.sampled_from(
        ["", "<v/>", "<v></v>", "<f>A1</f>", "<f>A1</f><v>7</v>", '<f t="shared" si="0"/><v>8</v>']
    ),
)
KIND = st.sampled_from(["", ' s="0"', ' s="0" t="n"', ' t="b"', ' t="str"', ' t="e"', ' cm="1"'])
TEXT = st.sampled_from(["a", " b ", "&lt;c&gt;", "d&#10;e", "_x000D_", "Ñ", "2026-03-07", "]]&gt;"])
INLINE = st.one_of(
    st.builds("<is><t>{}</t></is>".format, TEXT),
    st.builds('<is><t xml:space="preserve">{}</t></is>'.format, TEXT),
    st.builds("<is><r><rPr><b/></rPr><t>{}</t></r><r><t>{}</t></r></is>".format, TEXT, TEXT),
    st.just("<is><t/></is>"),
)
ANY_CELL = st.one_of(
    st.builds("{}>{}</c>".format, KIND, CELL),
    st.builds(' t="inlineStr">{}</c>'.format, INLINE),
    st.sampled_from(
        [' s="0"/>', ' t="s"><v>0</v></c>', ' t="s"><v>1</v></c>', ' t="d"><v>2026-03-07</v></c>']
    ),
)


@examples(150)
@given(st.dictionaries(st.tuples(st.integers(1, 99), st.integers(1, 60)), ANY_CELL, min_size=1, max_size=40))
def test_any_usual_cells_read_the_same_both_ways(cells: dict[tuple[int, int], str]) -> None:
    rows: dict[int, list[str]] = {}
    for (r, c), markup in sorted(cells.items()):
        rows.setdefault(r, []).append(f'<c r="{cell_reference(r, c)}"{markup}')
    rows_xml = "".join(row(r, *row_cells) for r, row_cells in rows.items())
    data = workbook(rows_xml, raw_files.shared_strings('uniqueCount="2"', "first", "second &amp; last"))
    assert is_encoded(data) == [True]
    try:
        cells_by_calamine(data)
    except (python_calamine.CalamineError, ValueError):  # a boolean of 7: refused either way
        with pytest.raises(UnreadableFileError):
            read_sheets(data, "a.xlsx", LAPTOP)
    else:
        assert_same(data)


def prefixed(xml: str) -> str:
    return xml.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")


UNUSUAL: dict[str, Callable[[str], str]] = {
    "a prefix": prefixed,
    "no addresses": lambda xml: xml.replace(' r="A1"', "").replace(' r="B1"', ""),
    "a row without its number": lambda xml: xml.replace('<row r="1"', "<row"),
    "cells of another row": lambda xml: xml.replace('<row r="2"', '<row r="3"'),
    "a style before the address": lambda xml: xml.replace('<c r="A1"', '<c s="0" r="A1"'),
    "a comment between rows": lambda xml: xml.replace("</row>", "</row><!-- <row> -->"),
    "cells in another order": lambda xml: xml.replace("A1", "@").replace("B1", "A1").replace("@", "B1"),
    "an element of its own": lambda xml: xml.replace("</row>", "<extLst><ext/></extLst></row>"),
    "a sheet inside a comment": lambda xml: xml.replace("<sheetData>", "<!-- <sheetData> --><sheetData>"),
}


@pytest.mark.parametrize("change", UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_sheet_reads_the_same_element_by_element(change: Callable[[str], str]) -> None:
    data = raw_files.zipped(raw_files.package({"A": change(raw_files.sheet_xml(SMALL))}))
    assert is_encoded(data) == [False]
    (sheet,) = read_sheets(data, "a.xlsx", LAPTOP)
    assert sorted(map(str, cells_by_address(sheet).values())) == ["1.0", "2.0", "3.0"]
    assert_same(data)


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace("<v>1</v>", "<v>&nothing;</v>"),
        lambda xml: xml.replace("<v>1</v>", "<v>\x01</v>"),
        lambda xml: xml.replace('<c r="A1"', '<c r="A1" s="1" s="2"'),
        lambda xml: xml.replace('<row r="1"', '<row r="1" ht="1" ht="2"'),
        lambda xml: xml.replace("</worksheet>", ""),
        lambda xml: xml.replace("</sheetData>", "</sheetdata>"),
    ],
)
def test_malformed_sheet_is_refused(change: Callable[[str], str]) -> None:
    broken = change(raw_files.sheet_xml(SMALL)).encode()
    with pytest.raises(PartRejected, match="not well formed"):
        assert encode_sheet([broken], 40, 1000) or scan_elements([broken], 40)
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_sheets(raw_files.zipped(raw_files.package({"A": broken})), "a.xlsx", LAPTOP)


def test_pretty_printed_rows_are_read_by_distinct_cells() -> None:
    pretty = raw_files.sheet_xml(
        "\n  " + SMALL.replace("</row>", "\n  </row>\n  ").replace("</c>", "</c>\n    ")
    )
    data = raw_files.zipped(raw_files.package({"A": pretty}))
    assert is_encoded(data) == [True]
    assert_same(data)


def test_chunk_size_does_not_change_the_codes() -> None:
    rows = "".join(
        row(r, *(number(cell_reference(r, c), str(r * c % 7)) for c in (1, 2, 28))) for r in range(1, 9000)
    )
    xml = raw_files.sheet_xml(rows).encode()
    in_one_piece = encode_sheet([xml], 40, 10**6)
    in_many_pieces = encode_sheet(
        [xml[start : start + 4099] for start in range(0, len(xml), 4099)], 40, 10**6
    )
    assert in_one_piece is not None
    assert in_many_pieces is not None
    assert in_one_piece.cells.to_pylist() == in_many_pieces.cells.to_pylist()
    for name in ("codes", "rows", "columns"):
        assert getattr(in_one_piece, name).tolist() == getattr(in_many_pieces, name).tolist()
    assert len(in_one_piece.codes) == 3 * 8999


def hidden_and_coloured(before: str, between: str = "") -> SheetCells:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for values in (["Day", "Place", "Visits"], [1, None, 3], [2, "x", 4], [3, "y", None]):
        page.append(values)
    page["B2"].fill = PatternFill("solid", fgColor="FFCC00")
    page["C4"].fill = PatternFill("solid", fgColor="FFFFFF")
    page["G9"].fill = PatternFill("solid", fgColor="FFCC00")  # beyond the filled cells
    page.row_dimensions[3].hidden = True
    page.column_dimensions["B"].hidden = True
    out = io.BytesIO()
    book.save(out)
    parts = raw_files.parts_of(out.getvalue())
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert isinstance(sheet, bytes)
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        b"<sheetData>", before.encode() + b"<sheetData>" + between.encode()
    )
    (result,) = read_sheets(raw_files.zipped(parts), "a.xlsx", LAPTOP)
    return result


@pytest.mark.parametrize("comment", ["", "<!-- read element by element -->"])
def test_hidden_rows_and_columns_and_colored_blank_cells_are_reported(comment: str) -> None:
    sheet = hidden_and_coloured("", comment)
    assert sheet.hidden_rows == (3,)
    assert sheet.hidden_columns == (2,)
    assert sheet.filled_blanks == ("B2",)
