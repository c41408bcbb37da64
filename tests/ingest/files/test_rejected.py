"""The rows that could not be used, given back to be mended: once mended they are read, and nothing else
is."""

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


def given_back(found: Import) -> ExcelFile:
    data = build_rejected_workbook(found.reading)
    assert data is not None
    return load_workbook(io.BytesIO(data))


def saved(book: ExcelFile) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def values(page: Worksheet) -> list[tuple[object, ...]]:
    return list(page.iter_rows(values_only=True))


def test_the_rows_come_under_what_stood_above_them_with_the_reason_last() -> None:
    page = given_back(imported(xlsx(Club=CLUB)))["Club"]
    title, headings, *rows = values(page)
    assert title[0] == "Reading club 2026"
    assert headings == ("Date", "Title", "Location", "Attendance", "Staff hours", ERROR_HEADING)
    assert rows == [
        (None, "Reading club", "@Hall", None, 2, "Row 4: no date and no number"),
        (None, "Poetry", "00123", None, None, "Row 5: no date and no number"),
    ]


def test_typed_text_never_becomes_a_formula_and_only_harmless_text_a_number_or_a_day() -> None:
    page = given_back(imported(xlsx(Club=CLUB)))["Club"]
    assert [page[place].data_type for place in ("C3", "C4", "E3")] == ["s", "s", "n"]
    page = given_back(imported(xlsx(Notes=NOTES)))["Notes"]
    assert page["B2"].value == datetime(2026, 1, 5)


def test_a_mended_row_is_used_when_it_comes_back_and_nothing_else_is() -> None:
    book = given_back(imported(xlsx(Club=CLUB)))
    book["Club"]["A4"], book["Club"]["D4"] = "March 14", 9
    again = imported(saved(book))
    (sheet,) = again.reading.sheets
    assert (sheet.layout, sheet.rows_used, sheet.rows_left_out) == ("session_log", 1, 1)
    (row,) = again.tables["sessions"].to_dict("records")
    assert (row["date"], row["program_id"], row["attended"]) == (datetime(2026, 3, 14), "Poetry", 9)
    assert row["site"] == "00123"


def test_the_error_column_is_not_matched_not_asked_about_and_said_to_be_ours() -> None:
    first = imported(xlsx(Club=CLUB))
    again = imported(saved(given_back(first)))
    (sheet,) = again.reading.sheets
    assert ERROR_HEADING not in [mapped.heading for mapped in sheet.mapping]
    assert sheet.fingerprint == first.reading.sheets[0].fingerprint
    assert not any(ERROR_HEADING in question.text for question in sheet.questions)
    (issue,) = [issue for issue in again.issues if issue.heading == ERROR_HEADING]
    assert issue.message == "this program wrote it: not used"


def test_a_column_headed_error_that_the_librarian_keeps_is_hers() -> None:
    rows = [[*LOG[0], "Error"], ["2026-03-07", "Story hour", "Hall", 18, None, "typed twice"]]
    (sheet,) = imported(xlsx(Log=rows)).reading.sheets
    assert "Error" in [mapped.heading for mapped in sheet.mapping]


def test_each_sheet_keeps_its_name_so_that_a_template_sheet_is_known_again() -> None:
    book = given_back(imported(xlsx(Club=CLUB, Notes=NOTES)))
    assert book.sheetnames == ["Club", "Notes"]
    assert values(book["Notes"])[0][:3] == ("Program *", "Date", "Note *")
    assert len(values(book["Notes"])) == 2  # the example is not given back
    book["Notes"]["A2"] = "Story hour"
    again = imported(saved(book))
    sheet = again.reading.sheets[1]
    assert (sheet.layout, sheet.rows_used, sheet.rows_left_out) == ("template", 1, 0)
    assert list(again.tables["notes"]["text"]) == ["Many came."]


def test_a_csv_gives_its_rows_back_under_a_name_that_excel_allows() -> None:
    name = "Reading club: [March] and everything after it.csv"
    found = imported(csv_text(CLUB), name)
    (page,) = given_back(found).worksheets
    assert page.title == "Reading club- -March- and every"
    assert len(values(page)) == 4


def test_two_sheets_whose_names_are_cut_alike_both_come_back() -> None:
    long = "A very long name of a sheet, number"
    found = imported(csv_text(CLUB), f"{long} one.csv")
    twice = type(found.reading)(
        "both", (*found.reading.sheets, *imported(csv_text(CLUB), f"{long} 2.csv").reading.sheets)
    )
    data = build_rejected_workbook(twice)
    assert data is not None
    names = load_workbook(io.BytesIO(data)).sheetnames
    assert len({name.casefold() for name in names}) == 2


def test_a_sheet_that_was_not_understood_gives_all_its_rows_back() -> None:
    rows = [["Colour", "Shape"], ["red", "round"], ["blue", "flat"]]
    page = given_back(imported(xlsx(Things=rows, Log=LOG)))["Things"]
    assert [row[2] for row in values(page)] == [
        ERROR_HEADING,
        "Row 2: the sheet was not understood",
        "Row 3: the sheet was not understood",
    ]


def test_nothing_is_given_back_when_only_remarks_and_totals_were_left_out() -> None:
    rows = [*LOG, ["Prepared by: Ana"]]
    found = imported(xlsx(Log=rows))
    assert found.reading.sheets[0].rows_left_out == 2
    assert build_rejected_workbook(found.reading) is None


def test_a_rosters_days_and_the_meaning_of_its_marks_come_back_with_its_rows() -> None:
    roster = [
        ["Program", "Storybook reading"],
        ["P = present, A = absent"],
        ["No.", "Name", datetime(2026, 5, 2), datetime(2026, 5, 9)],
        [1, "Learner 01", "P", "A"],
        [2, None, "P", "P"],
    ]
    book = given_back(imported(xlsx(May=roster)))
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


def test_headings_in_two_rows_both_come_back_and_are_joined_again() -> None:
    log = [
        ["Date", "Title", "Attendance", None],
        [None, None, "Children", "Adults"],
        ["2026-03-07", "Story hour", 10, 4],
        [None, "Story hour", None, None],
        ["2026-03-21", "Story hour", 12, 5],
    ]
    first = imported(xlsx(Log=log))
    book = given_back(first)
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
    book = given_back(imported(xlsx(Club=rows)))
    assert book.sheetnames == ["Club", "Club 2"]
    assert values(book["Club 2"])[-1][0] == "Chess"
