"""The librarian's own workbook given back: problem cells coloured and commented, all else as it lay in the file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from openpyxl import Workbook as ExcelFile
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment

from libcollab_metrics.errors import UnreadableFile
from libcollab_metrics.ingest import GivenBack, Reader, annotate, annotated_workbook, confirmed, read_file
from libcollab_metrics.ingest.fills import COLOURS
from libcollab_metrics.ingest.remarks import SHEET, WEIGHTS, remark
from libcollab_metrics.model import Import, Issue
from libcollab_metrics.model.addresses import position
from tests import hostile
from tests.sheets import KEY, LOG, ROSTER, csv_text, imported, xlsx

SAMPLE = (Path(__file__).resolve().parents[2] / "data" / "sample_library.xlsx").read_bytes()
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as kept:
        yield kept


def rich_log() -> bytes:
    """A log with nearly everything a workbook can hold beside cells; its visits are formulas with stored results."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        log = book.add_worksheet("Pat's log")
        head = book.add_format({"bold": True, "font_color": "white", "bg_color": "#003366"})
        day = book.add_format({"num_format": "d mmm yyyy", "border": 1})
        log.merge_range("A1:E1", "Story hour 2026", head)
        for column, title in enumerate(["Date", "Title", "Location", "Attendance", "Remarkz"]):
            log.write(2, column, title, head)
        for row in range(3, 13):
            log.write_datetime(row, 0, datetime(2026, 1, row), day)
            log.write_row(row, 1, ["Story hour", "=Hall" if row == 4 else "Hall"])
            log.write_formula(row, 3, f"=10+{row}", None, 10 + row)
        log.write_string(4, 2, "=Hall")
        log.write(5, 3, "about 20")
        log.write(6, 3, "many")
        log.write(8, 0, "someday", day)
        log.write(13, 0, "TOTAL")
        log.write_formula(13, 3, "=SUM(D4:D13)", None, 400)
        log.write_comment("D7", "Ask Ana about this", {"author": "Ana"})
        log.write_comment("E5", "Mine alone")
        log.set_column("A:A", 14)
        log.set_column("D:D", 5)
        log.conditional_format("D4:D13", {"type": "data_bar", "data_bar_2010": True})
        log.data_validation("C4:C13", {"validate": "list", "source": ["Hall", "School"], "input_message": "pick\none"})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Pat''s log'!$D$4:$D$13"})
        log.insert_chart("H2", chart)
        log.insert_textbox("M2", "a box")
        log.add_sparkline("G4", {"range": "'Pat''s log'!D4:D13"})
        log.freeze_panes(3, 1)
        tab = book.add_worksheet("Tab")
        rows = [["2026-01-01", "A", "x12"], ["2026-02-30", "B", 3]]
        tab.add_table("B3:D5", {"columns": [{"header": h} for h in ("Date", "Title", "Attendance")], "data": rows})
        tab.insert_button("G2", {"caption": "Go"})
        book.add_worksheet("Old").hide()
        book.define_name("Counts", "='Pat''s log'!$D$4:$D$13")
    return stream.getvalue()


BOOKS = {"the log": xlsx(Log=LOG), "log and roster": xlsx(Log=LOG, Roster=ROSTER), "the sample": SAMPLE,
         "a rich workbook": rich_log()}  # fmt: skip
EACH_BOOK = pytest.mark.parametrize("data", BOOKS.values(), ids=BOOKS)


def marked(data: bytes, name: str = "March.xlsx", found: Import | None = None) -> bytes:
    """The marked workbook, made here and now."""
    found = found or imported(data, name)
    return annotate.annotate(data, name, found.issues).data


def opened(data: bytes) -> ExcelFile:
    return load_workbook(io.BytesIO(data), rich_text=True)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def whole(content: dict[str, bytes | str]) -> bytes:
    """A workbook built by hand, with the declarations that other programs ask for."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    content["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'
    )
    return hostile.zipped(content)


def addresses(found: Import) -> set[tuple[str, str]]:
    return {(issue.sheet, cell) for issue in found.issues for cell in issue.cells}


def looks(cell: Cell) -> tuple[object, ...]:
    return (*body(cell), repr(cell.font), repr(cell.fill), cell.comment.text if cell.comment else None)


def body(cell: Cell) -> tuple[object, ...]:
    """What a marked cell must keep: all but its colour and its letters' colour."""
    return (cell.value, cell.data_type, cell.number_format, repr(cell.border), repr(cell.alignment),
            repr(cell.protection), cell.hyperlink, cell.font.b, cell.font.name, cell.font.sz)  # fmt: skip


@EACH_BOOK
def test_every_cell_without_a_problem_keeps_value_style_and_comment_and_formulas_stay(data: bytes) -> None:
    before, after = opened(data), opened(marked(data))
    touched = addresses(imported(data))
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                if (sheet.title, cell.coordinate) not in touched:
                    assert looks(after[sheet.title][cell.coordinate]) == looks(cell), (sheet.title, cell.coordinate)
                else:
                    assert body(after[sheet.title][cell.coordinate]) == body(cell), (sheet.title, cell.coordinate)


@EACH_BOOK
def test_sheets_order_widths_merges_rules_and_names_stay(data: bytes) -> None:
    before, after = opened(data), opened(marked(data))
    assert after.sheetnames == [*before.sheetnames, SHEET]
    assert set(after.defined_names) == set(before.defined_names)
    for sheet in before:
        twin = after[sheet.title]
        assert twin.sheet_state == sheet.sheet_state
        assert twin.freeze_panes == sheet.freeze_panes
        assert sorted(map(str, twin.merged_cells.ranges)) == sorted(map(str, sheet.merged_cells.ranges))
        assert {key: (d.width, d.hidden) for key, d in twin.column_dimensions.items()} == {
            key: (d.width, d.hidden) for key, d in sheet.column_dimensions.items()
        }
        assert [str(rule.sqref) for rule in twin.data_validations.dataValidation] == [
            str(rule.sqref) for rule in sheet.data_validations.dataValidation
        ]
        assert [str(block.sqref) for block in twin.conditional_formatting] == [
            str(block.sqref) for block in sheet.conditional_formatting
        ]


@EACH_BOOK
def test_every_issue_with_a_cell_has_a_comment_there_that_names_it_and_the_colour_of_its_weight(data: bytes) -> None:
    found = imported(data)
    book = opened(marked(data))
    order = list(WEIGHTS)
    heaviest: dict[tuple[str, str], str] = {}
    for issue in found.issues:
        for cell in issue.cells:
            said = book[issue.sheet][cell].comment.text
            assert issue.kind.title in said
            assert issue.kind.advice in said
            key = issue.sheet, cell
            heaviest[key] = min(issue.severity, heaviest.get(key, issue.severity), key=order.index)
    assert heaviest
    for (sheet, cell), severity in heaviest.items():
        assert book[sheet][cell].fill.fgColor.rgb == "FF" + COLOURS[severity]


@EACH_BOOK
def test_the_marked_workbook_is_read_as_the_same_tables_with_no_new_issue(data: bytes) -> None:
    found, again = imported(data), imported(marked(data))
    assert set(again.tables) == set(found.tables)
    for name, frame in found.tables.items():
        pd.testing.assert_frame_equal(
            again.tables[name].drop(columns="import_id"), frame.drop(columns="import_id"), obj=name
        )
    assert again.issues == found.issues
    assert again.reading.sheets[-1].name == SHEET
    assert again.reading.sheets[-1].layout == "skipped"


def test_charts_drawings_pictures_and_every_part_that_need_not_change_stay_byte_for_byte() -> None:
    data = rich_log()
    before, after = parts(data), parts(marked(data))
    changed = {name for name, content in before.items() if after.get(name) != content}
    assert changed == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/comments1.xml",
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/drawings/vmlDrawing1.vml", "xl/drawings/vmlDrawing2.vml",
    }  # fmt: skip
    assert set(before) <= set(after)
    assert b"sparkline" in after["xl/worksheets/sheet1.xml"]
    assert b"Button1_Click" in after["xl/drawings/vmlDrawing2.vml"]
    rules = re.compile(rb"<conditionalFormatting.*</dataValidations>", re.DOTALL)
    old, new = (rules.findall(content["xl/worksheets/sheet1.xml"]) for content in (before, after))
    assert old == new != []


def test_the_stored_results_of_formulas_stay_so_that_the_file_need_not_pass_through_excel() -> None:
    values = load_workbook(io.BytesIO(marked(rich_log())), data_only=True)
    assert values["Pat's log"]["D4"].value == 13
    assert opened(marked(rich_log()))["Pat's log"]["D4"].value == "=10+3"


def test_macros_are_handed_on_and_the_name_keeps_the_ending_that_excel_wants(reader: Reader) -> None:
    content = parts(xlsx(Log=LOG))
    types = content["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    data = hostile.zipped({**content, "[Content_Types].xml": types, "xl/vbaProject.bin": b"\xd0\xcf macros"})
    given = annotated_workbook(reader, "Club.xlsm", data, imported(data, "Club.xlsm"))
    assert given is not None
    assert given.name == "Club (marked).xlsm"
    assert parts(given.data)["xl/vbaProject.bin"] == b"\xd0\xcf macros"


def test_a_comment_that_was_there_keeps_its_words_and_ours_stand_below() -> None:
    page = opened(marked(rich_log()))["Pat's log"]
    said = page["D7"].comment.text
    assert said.startswith("Ask Ana about this\n\nHow this cell was read\nLeft out")
    assert page["D7"].comment.author == "Ana"
    assert page["E5"].comment.text == "Mine alone"


def test_marking_a_marked_workbook_again_says_nothing_twice() -> None:
    once = marked(rich_log())
    found = imported(once)
    twice = annotate.annotate(once, "March.xlsx", found.issues, own=[SHEET]).data
    first, second = opened(once), opened(twice)
    assert second.sheetnames == first.sheetnames
    for sheet in first:
        comments = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
        assert {
            cell.coordinate: cell.comment.text for row in second[sheet.title] for cell in row if cell.comment
        } == comments


def test_a_mended_cell_loses_our_comment_and_keeps_the_librarians() -> None:
    once = opened(marked(rich_log()))
    once["Pat's log"]["D7"] = 17
    once["Pat's log"]["A9"] = datetime(2026, 1, 8)
    stream = io.BytesIO()
    once.save(stream)
    page = opened(annotate.annotate(stream.getvalue(), "March.xlsx", imported(stream.getvalue()).issues).data)
    assert page["Pat's log"]["D7"].comment.text == "Ask Ana about this"
    assert page["Pat's log"]["A9"].comment is None


def test_several_issues_on_one_cell_are_one_comment_in_the_order_of_weight() -> None:
    data = xlsx(Log=LOG)
    issues = [Issue("unit-named", "Log", "D2", ("D2",)), Issue("number-unreadable", "Log", "D2", ("D2",))]
    said = opened(annotate.annotate(data, "a.xlsx", issues).data)["Log"]["D2"].comment.text
    assert said.index("A cell is not a number") < said.index("What the numbers count")


def test_each_cell_is_told_what_was_read_in_it_not_in_its_neighbour() -> None:
    rows = [LOG[0], ["2026-03-07", "Story hour", "Hall", "about 20"], ["2026-03-08", "Story hour", "Hall", "about 35"]]
    page = opened(marked(xlsx(Log=rows)))["Log"]
    assert '"about 20" read as 20' in page["D2"].comment.text
    assert '"about 35" read as 35' in page["D3"].comment.text


def test_a_merged_cell_is_marked_at_its_first_cell() -> None:
    book = opened(xlsx(Log=LOG))
    book["Log"].merge_cells("C2:C4")
    stream = io.BytesIO()
    book.save(stream)
    issue = Issue("zero-in-text", "Log", "C4", ("C4",))
    after = opened(annotate.annotate(stream.getvalue(), "a.xlsx", [issue]).data)
    assert "0 stands in a column of words" in after["Log"]["C2"].comment.text
    assert after[SHEET]["B8"].hyperlink.location == "'Log'!C2"


def test_blank_cells_and_rows_that_are_not_in_the_file_are_marked_too() -> None:
    rows = hostile.row(2, hostile.number("C2")) + '<row r="5"/>' + hostile.row(9, hostile.number("A9"))
    data = whole(hostile.package({"Sheet1": hostile.sheet_xml(rows)}))
    places = ("A1", "A2", "B2", "D2", "C5", "F7", "A9", "B12")
    issue = Issue("date-missing", "Sheet1", "A1", places)
    page = opened(annotate.annotate(data, "a.xlsx", [issue]).data)["Sheet1"]
    assert {cell for cell in places if page[cell].comment is None} == set()
    assert {page[cell].fill.fgColor.rgb for cell in places} == {"FF" + COLOURS["left-out"]}
    assert page["C2"].value == page["A9"].value == 1


def test_a_blank_cell_keeps_the_look_of_its_column_under_the_colour() -> None:
    book = opened(xlsx(Log=LOG))
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as new:
        page = new.add_worksheet("Log")
        page.set_column("B:B", 12, new.add_format({"num_format": "yyyy-mm-dd"}))
        page.write("A1", book["Log"]["A1"].value)
    marks = annotate.annotate(stream.getvalue(), "a.xlsx", [Issue("date-missing", "Log", "B1", ("B1",))]).data
    assert opened(marks)["Log"]["B1"].number_format == "yyyy-mm-dd"


def test_white_letters_on_a_coloured_heading_become_dark_on_ours() -> None:
    page = opened(marked(rich_log()))["Pat's log"]
    assert page["E3"].font.color.rgb == "FF1F1F1F"
    assert page["E3"].font.b
    assert page["D3"].font.color.rgb == "FFFFFFFF"


@pytest.mark.parametrize("colour", COLOURS.values())
def test_dark_letters_stand_out_on_every_colour_at_least_seven_to_one(colour: str) -> None:
    assert _contrast(colour, "1F1F1F") > 7


def test_the_colours_differ_in_lightness_so_that_no_eye_needs_their_hue() -> None:
    lightness = sorted(_luminance(colour) for colour in COLOURS.values())
    assert all(b - a > 0.08 for a, b in pairwise(lightness))


def _luminance(colour: str) -> float:
    parts_ = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts_)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_last_sheet_lists_every_issue_with_sheet_cell_what_and_what_to_do() -> None:
    found = imported(rich_log())
    page = opened(marked(rich_log()))[SHEET]
    rows = [[str(cell.value or "") for cell in row] for row in page.iter_rows(min_row=8)]
    assert len(rows) == len(found.issues)
    for issue in found.issues:
        (row,) = [r for r in rows if r[0] == issue.sheet and r[1] == issue.cell and issue.kind.title in r[3]]
        assert row[5] == issue.kind.advice
    links = {cell.coordinate: cell.hyperlink.location for cell in page["B"] if cell.hyperlink}
    assert len(links) == sum(1 for issue in found.issues if issue.cell)
    assert "'Pat''s log'!D7" in links.values()


def test_a_sheet_of_that_name_which_is_the_librarians_stays_and_is_read() -> None:
    data = xlsx(**{"Log": LOG, "What we read": [["Date", "Title", "Attendance"], ["2026-03-01", "Book club", 4]]})
    assert opened(marked(data)).sheetnames == ["Log", SHEET, f"{SHEET} (2)"]
    assert [sheet.rows_used for sheet in imported(data).reading.sheets] == [3, 1]


def test_typed_text_that_begins_like_a_formula_stays_text() -> None:
    rows = [["Date", "Title", "Attendance"], ["2026-03-07", "x", "many"]]
    book = opened(xlsx(Log=rows))
    for title, place in (("=1+1", "B2"), ("@home", "B3"), ("-5", "B4")):
        book["Log"][place].value = title
        book["Log"][place].data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    page = opened(marked(stream.getvalue()))["Log"]
    assert [(page[p].value, page[p].data_type) for p in ("B2", "B3", "B4")] == [
        ("=1+1", "s"), ("@home", "s"), ("-5", "s"),
    ]  # fmt: skip


def test_a_cell_with_a_conversation_is_coloured_listed_and_said_so() -> None:
    content = parts(rich_log())
    link = (
        b'<Relationship Id="rId77" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
        b'Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    content[rels] = content[rels].replace(b"</Relationships>", link)
    content["xl/threadedComments/threadedComment1.xml"] = (
        b'<ThreadedComments><threadedComment ref="D7"/></ThreadedComments>'
    )
    data = hostile.zipped(content)
    found = annotate.annotate(data, "a.xlsx", imported(data).issues)
    page = opened(found.data)
    assert page["Pat's log"]["D7"].comment.text == "Ask Ana about this"
    assert page["Pat's log"]["D7"].fill.fgColor.rgb == "FF" + COLOURS["left-out"]
    assert re.search(r"1 of the cells already hold", " ".join(found.remarks))


def test_a_digital_signature_that_no_longer_holds_is_said() -> None:
    data = hostile.zipped({**parts(xlsx(Log=LOG)), "_xmlsignatures/sig1.xml": b"<s/>"})
    assert "digital signature" in " ".join(annotate.annotate(data, "a.xlsx", imported(data).issues).remarks)


def test_a_csv_comes_back_as_an_excel_copy_that_reads_the_same_and_says_so(reader: Reader) -> None:
    data = csv_text(LOG)
    found = read_file(reader, "March.csv", data, KEY)
    given = annotated_workbook(reader, "March.csv", data, found)
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
    xls = hostile.xls(hostile.xls_number(0, 0, 4), hostile.xls_number(1, 1, 5))
    xlsb = hostile.xlsb(hostile.xlsb_row(0), hostile.xlsb_number(0, 4))
    ods = hostile.opendocument(hostile.ods_table(hostile.ods_cell("4")))
    for data, kind in ((xls, "XLS"), (xlsb, "XLSB"), (ods, "ODS")):
        sheet = annotate.read_sheets(data, "a", annotate.LAPTOP)[0].name
        found = annotate.annotate(data, "a", [Issue("number-unreadable", sheet, "A1", ("A1",))])
        assert f"an {kind} file" in found.remarks[0]
        cell = opened(found.data)[sheet]["A1"]
        assert (cell.value, cell.comment is not None) == (4, True)


def test_a_file_with_nothing_to_say_of_it_is_not_given_back(reader: Reader) -> None:
    found = Import({}, imported(xlsx(Log=LOG)).reading, (), "")
    assert annotated_workbook(reader, "a.xlsx", xlsx(Log=LOG), found) is None


def test_a_workbook_with_too_many_cells_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate, "MOST_CELLS", 10)
    with pytest.raises(UnreadableFile, match=r"March\.xlsx has more than 10 cells, too many to mark"):
        marked(xlsx(Log=LOG))


def test_a_workbook_that_cannot_be_marked_safely_is_refused_in_a_sentence() -> None:
    content = parts(xlsx(Log=LOG))
    content["xl/styles.xml"] = b"<styleSheet/>"
    data = hostile.zipped(content)
    with pytest.raises(UnreadableFile, match="cannot be marked without risk"):
        annotate.annotate(data, "a.xlsx", [Issue("date-missing", "Log", "A2", ("A2",))])


def test_a_workbook_written_with_prefixes_is_marked_alike() -> None:
    sheet = hostile.sheet_xml(hostile.row(1, hostile.number("A1")) + hostile.row(2, hostile.number("A2")))
    prefixed = sheet.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    data = whole(hostile.package({"Log": prefixed}))
    page = opened(annotate.annotate(data, "a.xlsx", [Issue("date-missing", "Log", "A2", ("A2", "B2"))]).data)["Log"]
    assert page["A2"].comment is not None
    assert page["B2"].fill.fgColor.rgb == "FF" + COLOURS["left-out"]


def test_a_comment_says_what_to_do_in_words_and_never_a_code() -> None:
    for issue in imported(SAMPLE).issues:
        said = remark(issue, 0)
        assert issue.code not in said.split()
        assert "What to do: " in said or "Nothing to do" in said


def test_the_work_is_done_in_the_throw_away_process(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate, "annotate", lambda *_: pytest.fail("marked in this process"))
    given = annotated_workbook(reader, "March.xlsx", xlsx(Log=LOG), imported(xlsx(Log=LOG)))
    assert isinstance(given, GivenBack)
    assert position("D3") == (3, 4)
    assert opened(given.data)["Log"]["D3"].comment is not None


def test_a_comment_of_several_paragraphs_by_openpyxl_is_kept_too() -> None:
    book = opened(xlsx(Log=LOG))
    book["Log"]["D3"].comment = Comment("First.\n\nSecond.", "Ana")
    stream = io.BytesIO()
    book.save(stream)
    assert opened(marked(stream.getvalue()))["Log"]["D3"].comment.text.startswith("First.\n\nSecond.\n\nHow this cell")


def test_more_comments_than_one_block_of_shapes_holds_keep_numbers_of_their_own() -> None:
    rows = [LOG[0], *(["2026-03-07", "Story hour", "Hall", f"about {n}"] for n in range(1, 1501))]
    places = tuple(f"D{row}" for row in range(2, 1502))
    content = parts(annotate.annotate(xlsx(Log=rows), "a.xlsx", [Issue("estimate-in-words", "Log", "D2", places)]).data)
    drawing = content["xl/drawings/vmlDrawing1.vml"].decode()
    numbers = [int(number) for number in re.findall(r'id="_x0000_s(\d+)"', drawing)]
    assert len(set(numbers)) == 1500
    (claimed,) = re.findall(r'idmap [^>]*data="([\d,]+)"', drawing)
    assert {number // 1024 for number in numbers} == set(map(int, claimed.split(",")))


def test_cells_beyond_the_most_comments_are_coloured_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate, "MOST_COMMENTS", 2)
    issue = Issue("date-missing", "Log", "A2", ("A2", "A3", "A4"))
    found = annotate.annotate(xlsx(Log=LOG), "a.xlsx", [issue])
    page = opened(found.data)["Log"]
    assert [page[cell].comment is not None for cell in issue.cells] == [True, True, False]
    assert page["A4"].fill.fgColor.rgb == "FF" + COLOURS["left-out"]
    assert "Only the first 2 cells bear a comment" in " ".join(found.remarks)


def test_what_was_told_cell_by_cell_is_not_kept_once_the_import_is_confirmed() -> None:
    rows = [LOG[0], ["2026-03-07", "Story hour", "Hall", "about 20"], ["2026-03-08", "Story hour", "Hall", "about 35"]]
    found = imported(xlsx(Log=rows))
    assert any(issue.told for issue in found.issues)
    assert not any(issue.told for issue in confirmed(found).issues)
