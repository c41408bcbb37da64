"""What a marked workbook keeps: every value, look, sheet, rule, drawing, macro and table, as it lay in the
file."""

from __future__ import annotations

import io
import re

import pandas as pd
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from libcollab_metrics.ingest.writers.comments import REMARKS_SHEET
from libcollab_metrics.model import Import
from tests.support.builders.annotated_workbooks import EACH_BOOK, marked, opened, parts, rich_log
from tests.support.sheets import LOG, imported, xlsx


def addresses(found: Import) -> set[tuple[str, str]]:
    return {(issue.sheet, cell) for issue in found.issues for cell in issue.cells}


def looks(cell: Cell) -> tuple[object, ...]:
    return (*body(cell), repr(cell.font), repr(cell.fill), cell.comment.text if cell.comment else None)


def body(cell: Cell) -> tuple[object, ...]:
    """What a marked cell must keep: all but its colour and its letters' colour."""
    return (
        cell.value,
        cell.data_type,
        cell.number_format,
        repr(cell.border),
        repr(cell.alignment),
        repr(cell.protection),
        cell.hyperlink,
        cell.font.b,
        cell.font.name,
        cell.font.sz,
    )


@EACH_BOOK
def test_every_cell_without_a_problem_keeps_value_style_and_comment_and_formulas_stay(data: bytes) -> None:
    before, after = opened(data), opened(marked(data))
    touched = addresses(imported(data))
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                if (sheet.title, cell.coordinate) not in touched:
                    assert looks(after[sheet.title][cell.coordinate]) == looks(cell), (
                        sheet.title,
                        cell.coordinate,
                    )
                else:
                    assert body(after[sheet.title][cell.coordinate]) == body(cell), (
                        sheet.title,
                        cell.coordinate,
                    )


@EACH_BOOK
def test_sheets_order_widths_merges_rules_and_names_stay(data: bytes) -> None:
    before, after = opened(data), opened(marked(data))
    assert after.sheetnames == [*before.sheetnames, REMARKS_SHEET]
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
def test_the_marked_workbook_is_read_as_the_same_tables_with_no_new_issue(data: bytes) -> None:
    found, again = imported(data), imported(marked(data))
    assert set(again.tables) == set(found.tables)
    for name, frame in found.tables.items():
        pd.testing.assert_frame_equal(
            again.tables[name].drop(columns="import_id"), frame.drop(columns="import_id"), obj=name
        )
    assert again.issues == found.issues
    assert again.reading.sheets[-1].name == REMARKS_SHEET
    assert again.reading.sheets[-1].layout == "skipped"


def test_charts_drawings_pictures_and_every_part_that_need_not_change_stay_byte_for_byte() -> None:
    data = rich_log()
    before, after = parts(data), parts(marked(data))
    changed = {name for name, content in before.items() if after.get(name) != content}
    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/comments1.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/drawings/vmlDrawing1.vml",
        "xl/drawings/vmlDrawing2.vml",
    }
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


def test_a_sheet_of_that_name_which_is_the_librarians_stays_and_is_read() -> None:
    data = xlsx(
        **{"Log": LOG, "What we read": [["Date", "Title", "Attendance"], ["2026-03-01", "Book club", 4]]}
    )
    assert opened(marked(data)).sheetnames == ["Log", REMARKS_SHEET, f"{REMARKS_SHEET} (2)"]
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
        ("=1+1", "s"),
        ("@home", "s"),
        ("-5", "s"),
    ]
