"""What an annotated copy preserves: values, styles, sheets, rules, drawings, macros and tables."""

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


def addresses(imported_file: Import) -> set[tuple[str, str]]:
    return {(issue.sheet, cell) for issue in imported_file.issues for cell in issue.cells}


def full_style(cell: Cell) -> tuple[object, ...]:
    return (
        *preserved_style(cell),
        repr(cell.font),
        repr(cell.fill),
        cell.comment.text if cell.comment else None,
    )


def preserved_style(cell: Cell) -> tuple[object, ...]:
    """What a marked cell must preserve: everything except its fill and its font color."""
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
def test_cells_without_issues_keep_value_style_comment_and_formula(data: bytes) -> None:
    before, after = opened(data), opened(marked(data))
    touched = addresses(imported(data))
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                if (sheet.title, cell.coordinate) not in touched:
                    assert full_style(after[sheet.title][cell.coordinate]) == full_style(cell), (
                        sheet.title,
                        cell.coordinate,
                    )
                else:
                    assert preserved_style(after[sheet.title][cell.coordinate]) == preserved_style(cell), (
                        sheet.title,
                        cell.coordinate,
                    )


@EACH_BOOK
def test_sheet_order_widths_merges_rules_and_names_are_preserved(data: bytes) -> None:
    before, after = opened(data), opened(marked(data))
    assert after.sheetnames == [*before.sheetnames, REMARKS_SHEET]
    assert set(after.defined_names) == set(before.defined_names)
    for sheet in before:
        copied_sheet = after[sheet.title]
        assert copied_sheet.sheet_state == sheet.sheet_state
        assert copied_sheet.freeze_panes == sheet.freeze_panes
        assert sorted(map(str, copied_sheet.merged_cells.ranges)) == sorted(
            map(str, sheet.merged_cells.ranges)
        )
        assert {key: (d.width, d.hidden) for key, d in copied_sheet.column_dimensions.items()} == {
            key: (d.width, d.hidden) for key, d in sheet.column_dimensions.items()
        }
        assert [str(rule.sqref) for rule in copied_sheet.data_validations.dataValidation] == [
            str(rule.sqref) for rule in sheet.data_validations.dataValidation
        ]
        assert [str(block.sqref) for block in copied_sheet.conditional_formatting] == [
            str(block.sqref) for block in sheet.conditional_formatting
        ]


@EACH_BOOK
def test_annotated_copy_reads_as_the_same_tables_and_issues(data: bytes) -> None:
    original, again = imported(data), imported(marked(data))
    assert set(again.tables) == set(original.tables)
    for name, frame in original.tables.items():
        pd.testing.assert_frame_equal(
            again.tables[name].drop(columns="import_id"), frame.drop(columns="import_id"), obj=name
        )
    assert again.issues == original.issues
    assert again.reading.sheets[-1].name == REMARKS_SHEET
    assert again.reading.sheets[-1].layout == "skipped"


def test_unchanged_parts_are_preserved_byte_for_byte() -> None:
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


def test_stored_formula_results_are_preserved() -> None:
    values = load_workbook(io.BytesIO(marked(rich_log())), data_only=True)
    assert values["Pat's log"]["D4"].value == 13
    assert opened(marked(rich_log()))["Pat's log"]["D4"].value == "=10+3"


def test_librarians_sheet_with_the_remarks_name_is_read() -> None:
    data = xlsx(
        **{"Log": LOG, "What we read": [["Date", "Title", "Attendance"], ["2026-03-01", "Book club", 4]]}
    )
    assert opened(marked(data)).sheetnames == ["Log", REMARKS_SHEET, f"{REMARKS_SHEET} (2)"]
    assert [sheet.rows_used for sheet in imported(data).reading.sheets] == [3, 1]


def test_typed_text_that_looks_like_a_formula_stays_text() -> None:
    rows = [["Date", "Title", "Attendance"], ["2026-03-07", "x", "many"]]
    book = opened(xlsx(Log=rows))
    for title, address in (("=1+1", "B2"), ("@home", "B3"), ("-5", "B4")):
        book["Log"][address].value = title
        book["Log"][address].data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    worksheet = opened(marked(stream.getvalue()))["Log"]
    assert [(worksheet[p].value, worksheet[p].data_type) for p in ("B2", "B3", "B4")] == [
        ("=1+1", "s"),
        ("@home", "s"),
        ("-5", "s"),
    ]
