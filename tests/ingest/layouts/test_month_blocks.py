"""Logs in blocks: a line that names a month, and below it rows that give only the day."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from libcollab_metrics.ingest.writers.annotated_copy import build_rejected_workbook
from tests.support.sheets import codes, csv_text, read, sheet, xlsx

HEADINGS = ["Date", "Title", "Attendance"]
#: March 2026 begins on a Sunday: the 7th and the 14th are Saturdays, as is the 4th of April.
BLOCKS = [
    HEADINGS,
    ["March 2026", None, None],
    ["Sat 7", "Story hour", 18],
    ["14", "Story hour", None],
    ["April 2026", None, None],
    ["Sat 4", "Story hour", 11],
    [11, "Craft", 12],
]


def days(data: bytes, name: str = "Log.xlsx", **answers: object) -> list[str | None]:
    """The dates of the sessions in the order of the sheet; None where the date is unknown."""
    result = read(data, name, **answers)
    return [row["date"] and f"{row['date']:%Y-%m-%d}" for row in result.tables["sessions"]]


@pytest.mark.parametrize(("data", "name"), [(xlsx(Log=BLOCKS), "Log.xlsx"), (csv_text(BLOCKS), "Log.csv")])
def test_day_number_takes_month_above_and_month_is_no_session(data: bytes, name: str) -> None:
    """Four sessions, of which three are counted: 18 + 11 + 12 = 41."""
    result = read(data, name)
    sessions = result.tables["sessions"]
    assert days(data, name) == ["2026-03-07", "2026-03-14", "2026-04-04", "2026-04-11"]
    assert [row["attended"] for row in sessions] == [18, None, 11, 12]
    reported = {issue.code: issue for issue in result.issues}
    assert reported["tables-stacked"].cells == ("A2", "A5")
    assert reported["date-from-context"].cells == ("A3", "A4", "A6", "A7")
    assert reported["date-from-context"].messages[0] == '"Sat 7" read as 2026-03-07'
    log = sheet(result, "Log")
    assert (log.rows_read, log.rows_used) == (6, 4)


def test_month_that_excel_made_a_date_applies_to_its_rows() -> None:
    first, *rest = BLOCKS[1:]
    assert days(xlsx(Log=[HEADINGS, [datetime(2026, 3, 1), *first[1:]], *rest])) == days(xlsx(Log=BLOCKS))


def test_merged_or_hidden_month_line_applies_to_its_rows() -> None:
    book = load_workbook(io.BytesIO(xlsx(Log=BLOCKS)))
    book["Log"].merge_cells("A2:C2")
    book["Log"].row_dimensions[5].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    for answers in ({}, {"hidden_rows": "leave-out"}):
        result = read(stream.getvalue(), "Log.xlsx", **answers)
        assert days(stream.getvalue(), **answers) == days(xlsx(Log=BLOCKS))
        assert (result.reading.sheets[0].rows_read, result.reading.sheets[0].rows_used) == (6, 4)


def test_headings_may_be_repeated_below_each_month() -> None:
    rows = [["March 2026", None, None], HEADINGS, *BLOCKS[2:4], BLOCKS[4], HEADINGS, *BLOCKS[5:]]
    assert days(xlsx(Log=rows)) == days(xlsx(Log=BLOCKS))


@pytest.mark.parametrize(
    ("months", "wanted"),
    [
        (["March 2026", "April"], ["2026-03-07", "2026-04-07"]),
        (["December 2025", "January"], ["2025-12-07", "2026-01-07"]),
        (["January 2026", "December"], ["2026-01-07", "2025-12-07"]),
        (["Sessions of March 2026", "Sessions of April"], ["2026-03-07", "2026-04-07"]),
        (["Marso 2026", "Abril 2026"], ["2026-03-07", "2026-04-07"]),
    ],
)
def test_month_without_a_year_is_next_to_the_one_above(months: list[str], wanted: list[str]) -> None:
    rows = [row for month in months for row in ([month, None, None], [7, "Story hour", 18])]
    assert days(xlsx(Log=[HEADINGS, *rows])) == wanted


def test_months_without_any_year_are_asked_about_and_run_on() -> None:
    rows = [
        HEADINGS,
        ["Nov", None, None],
        ["Sat 7", "Story hour", 18],
        ["Jan", None, None],
        ["9", "Craft", 12],
    ]
    assert days(xlsx(Log=rows)) == [None, None]
    assert "year-missing" in codes(read(xlsx(Log=rows), "Log.xlsx"))
    assert days(xlsx(Log=rows), year=2026) == ["2026-11-07", "2027-01-09"]


def test_day_missing_from_its_month_is_unknown_and_reported() -> None:
    rows = [HEADINGS, ["April 2026", None, None], [31, "Story hour", 18], [30, "Craft", 12]]
    assert days(xlsx(Log=rows)) == [None, "2026-04-30"]
    (reported,) = (
        issue for issue in read(xlsx(Log=rows), "Log.xlsx").issues if issue.code == "date-unreadable"
    )
    assert (reported.cells, reported.value, reported.message) == (("A3",), "31", "no such day in its month")


def test_month_line_with_full_dates_or_no_rows_is_accepted() -> None:
    rows = [
        HEADINGS,
        ["March 2026", None, None],
        ["2026-03-07", "Story hour", 18],
        ["April 2026", None, None],
    ]
    result = read(xlsx(Log=rows), "Log.xlsx")
    assert days(xlsx(Log=rows)) == ["2026-03-07"]
    assert [issue.cells for issue in result.issues if issue.code == "tables-stacked"] == [("A2", "A4")]


def test_months_with_counts_stay_rows() -> None:
    """A log by month, with May not yet counted. The first of a month may also be an ordinary date."""
    rows = [
        HEADINGS,
        ["March 2026", "Story hour", 18],
        ["April 2026", "Story hour", 20],
        ["May 2026", None, None],
    ]
    assert days(xlsx(Log=rows)) == ["2026-03-01", "2026-04-01", "2026-05-01"]
    rows = [HEADINGS, [datetime(2026, 3, 1), None, None], [datetime(2026, 3, 7), "Story hour", 18]]
    assert days(xlsx(Log=rows)) == ["2026-03-01", "2026-03-07"]


def test_day_numbers_take_the_month_of_the_title() -> None:
    rows = [["Story hours, March 2026"], HEADINGS, ["Sat 7", "Story hour", 18], ["14th", "Story hour", None]]
    assert days(xlsx(Log=rows)) == ["2026-03-07", "2026-03-14"]
    assert days(csv_text(rows), "Log.csv") == ["2026-03-07", "2026-03-14"]


def test_day_number_without_any_month_is_reported() -> None:
    result = read(xlsx(Log=[HEADINGS, ["Sat 7", "Story hour", 18]]), "Log.xlsx")
    assert [row["date"] for row in result.tables["sessions"]] == [None]
    assert [issue.cells for issue in result.issues if issue.code == "date-unreadable"] == [("A2",)]


def test_same_day_in_two_months_is_two_sessions() -> None:
    rows = [
        HEADINGS,
        ["March 2026", None, None],
        [7, "Story hour", 18],
        ["April 2026", None, None],
        [7, "Story hour", 18],
    ]
    result = read(xlsx(Log=rows), "Log.xlsx")
    assert days(xlsx(Log=rows)) == ["2026-03-07", "2026-04-07"]
    assert "duplicate-rows" not in codes(result)


def test_month_lines_are_not_in_the_rejected_workbook() -> None:
    assert build_rejected_workbook(read(xlsx(Log=BLOCKS), "Log.xlsx").reading) is None


def test_days_below_the_month_of_the_title_are_dates() -> None:
    rows = [["MARCH 2026 - what we did"], ["Day", "Program", "Heads"], [4, "Tech", 16], [11, "Craft", 12]]
    assert days(xlsx(Log=[*rows, [13, "Chess", 8]])) == ["2026-03-04", "2026-03-11", "2026-03-13"]
    rows[0][0] = "Camp"
    assert days(xlsx(Log=[*rows, [13, "Chess", 8]])) == [None, None, None]
