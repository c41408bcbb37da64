"""The workbook of rejected rows: rows corrected in it are read, and all others stay excluded."""

from __future__ import annotations

import io
from datetime import datetime

from openpyxl import Workbook as ExcelFile
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from libcollab_metrics.ingest.tables.own_workbooks import ERROR_HEADING
from libcollab_metrics.ingest.writers.annotated_copy import build_rejected_workbook
from libcollab_metrics.model import Import
from tests.support.sheets import LOG, csv_text, imported, xlsx

#: Two rows of a log lack a date and a number; the title above the table names the year of its dates.
CLUB = [
    ["Reading club 2026"],
    ["Date", "Title", "Location", "Attendance", "Staff hours"],
    ["March 7", "Reading club", "Hall", 18, 2.5],
    [None, "Reading club", "@Hall", None, 2],
    [None, "Poetry", "00123", None, None],
    ["March 21", "Reading club", "Hall", 12, 2],
    ["TOTAL", None, None, 30, None],
]
NOTES = [
    ["Program *", "Date", "Note *", "Tag"],
    ["e.g. Story hour", None, "rain", None],
    ["Story hour", datetime(2026, 1, 4), "Half stayed.", None],
    [None, datetime(2026, 1, 5), "Many came.", None],
]


def rejected_workbook(imported_file: Import) -> ExcelFile:
    data = build_rejected_workbook(imported_file.reading)
    assert data is not None
    return load_workbook(io.BytesIO(data))


def saved(book: ExcelFile) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def values(sheet: Worksheet) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_rejected_rows_follow_their_header_with_the_reason_last() -> None:
    sheet = rejected_workbook(imported(xlsx(Club=CLUB)))["Club"]
    title, headings, *rows = values(sheet)
    assert title[0] == "Reading club 2026"
    assert headings == ("Date", "Title", "Location", "Attendance", "Staff hours", ERROR_HEADING)
    assert rows == [
        (None, "Reading club", "@Hall", None, 2, "Row 4: no date and no number"),
        (None, "Poetry", "00123", None, None, "Row 5: no date and no number"),
    ]


def test_typed_text_never_becomes_a_formula_and_dates_stay_dates() -> None:
    sheet = rejected_workbook(imported(xlsx(Club=CLUB)))["Club"]
    assert [sheet[address].data_type for address in ("C3", "C4", "E3")] == ["s", "s", "n"]
    sheet = rejected_workbook(imported(xlsx(Notes=NOTES)))["Notes"]
    assert sheet["B2"].value == datetime(2026, 1, 5)


def test_corrected_row_is_used_and_other_rows_are_not() -> None:
    book = rejected_workbook(imported(xlsx(Club=CLUB)))
    book["Club"]["A4"], book["Club"]["D4"] = "March 14", 9
    again = imported(saved(book))
    (sheet,) = again.reading.sheets
    assert (sheet.layout, sheet.rows_used, sheet.rows_left_out) == ("session_log", 1, 1)
    (row,) = again.tables["sessions"].to_dict("records")
    assert (row["date"], row["program_id"], row["attended"]) == (datetime(2026, 3, 14), "Poetry", 9)
    assert row["site"] == "00123"


def test_error_column_is_not_mapped_or_asked_about() -> None:
    first = imported(xlsx(Club=CLUB))
    again = imported(saved(rejected_workbook(first)))
    (sheet,) = again.reading.sheets
    assert ERROR_HEADING not in [mapped.heading for mapped in sheet.mapping]
    assert sheet.fingerprint == first.reading.sheets[0].fingerprint
    assert not any(ERROR_HEADING in question.text for question in sheet.questions)
    (issue,) = [issue for issue in again.issues if issue.heading == ERROR_HEADING]
    assert issue.message == "this program wrote it: not used"


def test_column_headed_error_in_another_sheet_is_mapped() -> None:
    rows = [[*LOG[0], "Error"], ["2026-03-07", "Story hour", "Hall", 18, None, "typed twice"]]
    (sheet,) = imported(xlsx(Log=rows)).reading.sheets
    assert "Error" in [mapped.heading for mapped in sheet.mapping]


def test_each_sheet_keeps_its_name_so_template_sheets_are_recognized() -> None:
    book = rejected_workbook(imported(xlsx(Club=CLUB, Notes=NOTES)))
    assert book.sheetnames == ["Club", "Notes"]
    assert values(book["Notes"])[0][:3] == ("Program *", "Date", "Note *")
    assert len(values(book["Notes"])) == 2  # the example row is not included
    book["Notes"]["A2"] = "Story hour"
    again = imported(saved(book))
    sheet = again.reading.sheets[1]
    assert (sheet.layout, sheet.rows_used, sheet.rows_left_out) == ("template", 1, 0)
    assert list(again.tables["notes"]["text"]) == ["Many came."]


def test_csv_rejects_get_a_sheet_name_excel_allows() -> None:
    name = "Reading club: [March] and everything after it.csv"
    result = imported(csv_text(CLUB), name)
    (sheet,) = rejected_workbook(result).worksheets
    assert sheet.title == "Reading club- -March- and every"
    assert len(values(sheet)) == 4


def test_two_sheets_with_the_same_cut_name_both_come_back() -> None:
    long = "A very long name of a sheet, number"
    result = imported(csv_text(CLUB), f"{long} one.csv")
    combined = type(result.reading)(
        "both", (*result.reading.sheets, *imported(csv_text(CLUB), f"{long} 2.csv").reading.sheets)
    )
    data = build_rejected_workbook(combined)
    assert data is not None
    names = load_workbook(io.BytesIO(data)).sheetnames
    assert len({name.casefold() for name in names}) == 2


def test_sheet_not_understood_gives_all_its_rows_back() -> None:
    rows = [["Colour", "Shape"], ["red", "round"], ["blue", "flat"]]
    sheet = rejected_workbook(imported(xlsx(Things=rows, Log=LOG)))["Things"]
    assert [row[2] for row in values(sheet)] == [
        ERROR_HEADING,
        "Row 2: the sheet was not understood",
        "Row 3: the sheet was not understood",
    ]


def test_no_rejected_workbook_when_only_remarks_and_totals_are_excluded() -> None:
    rows = [*LOG, ["Prepared by: Ana"]]
    result = imported(xlsx(Log=rows))
    assert result.reading.sheets[0].rows_left_out == 2
    assert build_rejected_workbook(result.reading) is None


def test_roster_rejects_include_its_days_and_legend() -> None:
    roster = [
        ["Program", "Storybook reading"],
        ["P = present, A = absent"],
        ["No.", "Name", datetime(2026, 5, 2), datetime(2026, 5, 9)],
        [1, "Learner 01", "P", "A"],
        [2, None, "P", "P"],
    ]
    book = rejected_workbook(imported(xlsx(May=roster)))
    page = book["May"]
    assert values(page)[2][:4] == ("No.", "Name", datetime(2026, 5, 2), datetime(2026, 5, 9))
    page["B4"] = "Learner 02"
    again = imported(saved(book))
    (sheet,) = again.reading.sheets
    assert (sheet.layout, sheet.rows_used, sheet.questions) == ("roster", 1, ())
    rows = again.tables["participation"]
    assert list(rows["status"]) == ["present", "present"]
    assert list(rows["date"]) == [datetime(2026, 5, 2), datetime(2026, 5, 9)]
    assert set(rows["program_id"]) == {"Storybook reading"}


def test_both_header_rows_come_back_and_are_joined_again() -> None:
    log = [
        ["Date", "Title", "Attendance", None],
        [None, None, "Children", "Adults"],
        ["2026-03-07", "Story hour", 10, 4],
        [None, "Story hour", None, None],
        ["2026-03-21", "Story hour", 12, 5],
    ]
    first = imported(xlsx(Log=log))
    book = rejected_workbook(first)
    assert [row[:4] for row in values(book["Log"])[:2]] == [tuple(log[0]), tuple(log[1])]
    book["Log"]["A3"], book["Log"]["C3"], book["Log"]["D3"] = "2026-03-14", 7, 2
    again = imported(saved(book))
    assert list(first.tables["sessions"]["attended"]) == [14, 17]
    assert list(again.tables["sessions"]["attended"]) == [9]


def test_two_tables_of_one_sheet_come_back_on_two_sheets() -> None:
    rows = [
        *CLUB,
        [],
        ["Title", "Date", "Attendance", "Location"],
        ["Chess", "2026-04-07", 15, "Main"],
        ["Chess", None, None, "Main"],
    ]
    book = rejected_workbook(imported(xlsx(Club=rows)))
    assert book.sheetnames == ["Club", "Club 2"]
    assert values(book["Club 2"])[-1][0] == "Chess"
