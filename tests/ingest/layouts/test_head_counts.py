"""Several headings for one count: parts are added, two names of one count are not."""

from __future__ import annotations

import io

from openpyxl import Workbook as ExcelFile

from tests.support.sheets import codes, read, xlsx


def test_two_names_of_one_count_are_not_added() -> None:
    result = read(
        xlsx(
            Log=[["Program", "Date", "Attendance", "Number of Participants"], ["Story", "2026-03-07", 10, 10]]
        )
    )
    assert [r["attended"] for r in result.tables["sessions"]] == [10]
    assert "column-not-used" in codes(result)


def test_disagreeing_columns_for_one_count_are_reported() -> None:
    rows = [
        ["Program", "Date", "Attendance", "Attendance"],
        ["Story", "2026-03-07", 10, 10],
        ["Story", "2026-03-14", 21, 20],
        ["Story", "2026-03-21", 7, None],
    ]
    result = read(xlsx(Log=rows))
    assert [r["attended"] for r in result.tables["sessions"]] == [10, 21, 7]
    assert [issue.cells for issue in result.issues if issue.code == "balance-broken"] == [("C3",)]


def test_parts_under_one_merged_heading_are_added() -> None:
    """Attendance is above Children and Adults: 12 + 6 = 18; the headings are rows 1 and 2."""
    book = ExcelFile()
    page = book.active
    for row in (
        ["Date", "Title", "Attendance", None, "Notes"],
        [None, None, "Children", "Adults", None],
        ["2026-03-07", "Story hour", 12, 6, None],
        ["2026-03-14", "Story hour", 9, 0, None],
    ):
        page.append(row)
    for merged in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        page.merge_cells(merged)
    stream = io.BytesIO()
    book.save(stream)
    result = read(stream.getvalue())
    assert [r["attended"] for r in result.tables["sessions"]] == [18, 9]
    assert result.reading.sheets[0].header_row == 2
    assert "header-rows-joined" in codes(result)


def test_in_person_and_online_are_added_and_blanks_are_reported() -> None:
    """In person 12 + online 3 = 15; then 10 and a blank: 10, a lower bound."""
    rows = [
        ["Date", "Title", "Actual Attendance (In-Person)", "Actual Attendance (Online)"],
        ["2026-03-07", "Talk", 12, 3],
        ["2026-03-14", "Talk", 10, None],
    ]
    result = read(xlsx(Log=rows))
    assert [(r["attended"], r["attended_at_least"]) for r in result.tables["sessions"]] == [
        (15.0, False),
        (10.0, True),
    ]
    assert "part-missing" in codes(result)


def test_parts_under_one_label_add_up_though_one_is_unknown() -> None:
    """Dumalo over Bata, Matanda and Total; "Elders" is not known, and not the whole count for that."""
    for grown in ("Matanda", "Elders' club"):
        rows = [
            ["Petsa", "Aklat", "Dumalo", None, None],
            [None, None, "Bata", grown, "Total"],
            ["2026-01-06", "Aklat 1", 18, 4, 22],
            ["2026-01-13", "Aklat 2", 22, 5, 27],
            ["2026-01-20", "Aklat 3", 15, 3, 18],
        ]
        counted = read(xlsx(Log=rows)).tables["sessions"]
        assert [row["attended"] for row in counted] == [22, 27, 18]
