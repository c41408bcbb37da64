"""Logs in blocks: a line that names a month, and below it rows that give only the day."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from libcollab_metrics.ingest.writers.annotated_copy import build_rejected_workbook
from tests.support.sheets import codes, csv_text, read, sheet, xlsx

HEADS = ["Date", "Title", "Attendance"]
#: March 2026 begins on a Sunday: the 7th and the 14th are Saturdays, as is the 4th of April.
BLOCKS = [
    HEADS,
    ["March 2026", None, None],
    ["Sat 7", "Story hour", 18],
    ["14", "Story hour", None],
    ["April 2026", None, None],
    ["Sat 4", "Story hour", 11],
    [11, "Craft", 12],
]


def days(data: bytes, name: str = "Log.xlsx", **answers: object) -> list[str | None]:
    """The days of the sessions in the order of the sheet; None where it is unknown."""
    found = read(data, name, **answers)
    return [row["date"] and f"{row['date']:%Y-%m-%d}" for row in found.tables["sessions"]]


@pytest.mark.parametrize(("data", "name"), [(xlsx(Log=BLOCKS), "Log.xlsx"), (csv_text(BLOCKS), "Log.csv")])
def test_a_day_number_lies_in_the_month_above_it_and_the_month_is_no_session(data: bytes, name: str) -> None:
    """Four sessions, of which three are counted: 18 + 11 + 12 = 41."""
    found = read(data, name)
    sessions = found.tables["sessions"]
    assert days(data, name) == ["2026-03-07", "2026-03-14", "2026-04-04", "2026-04-11"]
    assert [row["attended"] for row in sessions] == [18, None, 11, 12]
    told = {issue.code: issue for issue in found.issues}
    assert told["tables-stacked"].cells == ("A2", "A5")
    assert told["date-from-context"].cells == ("A3", "A4", "A6", "A7")
    assert told["date-from-context"].told[0] == '"Sat 7" read as 2026-03-07'
    one = sheet(found, "Log")
    assert (one.rows_read, one.rows_used) == (6, 4)


def test_a_month_that_excel_made_a_day_heads_its_rows_too() -> None:
    first, *rest = BLOCKS[1:]
    assert days(xlsx(Log=[HEADS, [datetime(2026, 3, 1), *first[1:]], *rest])) == days(xlsx(Log=BLOCKS))


def test_a_month_merged_over_the_whole_table_or_in_a_hidden_row_heads_its_rows() -> None:
    book = load_workbook(io.BytesIO(xlsx(Log=BLOCKS)))
    book["Log"].merge_cells("A2:C2")
    book["Log"].row_dimensions[5].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    for answers in ({}, {"hidden_rows": "leave-out"}):
        found = read(stream.getvalue(), "Log.xlsx", **answers)
        assert days(stream.getvalue(), **answers) == days(xlsx(Log=BLOCKS))
        assert (found.reading.sheets[0].rows_read, found.reading.sheets[0].rows_used) == (6, 4)


def test_headings_may_stand_again_below_each_month() -> None:
    rows = [["March 2026", None, None], HEADS, *BLOCKS[2:4], BLOCKS[4], HEADS, *BLOCKS[5:]]
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
def test_a_month_without_a_year_lies_beside_the_one_above_it(months: list[str], wanted: list[str]) -> None:
    rows = [row for month in months for row in ([month, None, None], [7, "Story hour", 18])]
    assert days(xlsx(Log=[HEADS, *rows])) == wanted


def test_months_without_any_year_are_asked_about_and_run_on_into_the_next() -> None:
    rows = [HEADS, ["Nov", None, None], ["Sat 7", "Story hour", 18], ["Jan", None, None], ["9", "Craft", 12]]
    assert days(xlsx(Log=rows)) == [None, None]
    assert "year-missing" in codes(read(xlsx(Log=rows), "Log.xlsx"))
    assert days(xlsx(Log=rows), year=2026) == ["2026-11-07", "2027-01-09"]


def test_a_day_that_its_month_does_not_have_is_unknown_and_told() -> None:
    rows = [HEADS, ["April 2026", None, None], [31, "Story hour", 18], [30, "Craft", 12]]
    assert days(xlsx(Log=rows)) == [None, "2026-04-30"]
    (told,) = (issue for issue in read(xlsx(Log=rows), "Log.xlsx").issues if issue.code == "date-unreadable")
    assert (told.cells, told.value, told.message) == (("A3",), "31", "no such day in its month")


def test_a_month_above_whole_dates_heads_them_and_one_still_without_rows_is_no_session() -> None:
    rows = [HEADS, ["March 2026", None, None], ["2026-03-07", "Story hour", 18], ["April 2026", None, None]]
    found = read(xlsx(Log=rows), "Log.xlsx")
    assert days(xlsx(Log=rows)) == ["2026-03-07"]
    assert [issue.cells for issue in found.issues if issue.code == "tables-stacked"] == [("A2", "A4")]


def test_months_that_are_rows_of_their_own_stay_rows() -> None:
    """A log that counts by month: in May nobody has counted yet. The first of a month may be a day like any
    other."""
    rows = [
        HEADS,
        ["March 2026", "Story hour", 18],
        ["April 2026", "Story hour", 20],
        ["May 2026", None, None],
    ]
    assert days(xlsx(Log=rows)) == ["2026-03-01", "2026-04-01", "2026-05-01"]
    rows = [HEADS, [datetime(2026, 3, 1), None, None], [datetime(2026, 3, 7), "Story hour", 18]]
    assert days(xlsx(Log=rows)) == ["2026-03-01", "2026-03-07"]


def test_day_numbers_lie_in_the_month_of_the_title_with_or_without_their_weekday() -> None:
    rows = [["Story hours, March 2026"], HEADS, ["Sat 7", "Story hour", 18], ["14th", "Story hour", None]]
    assert days(xlsx(Log=rows)) == ["2026-03-07", "2026-03-14"]
    assert days(csv_text(rows), "Log.csv") == ["2026-03-07", "2026-03-14"]


def test_a_day_number_with_no_month_anywhere_is_told() -> None:
    found = read(xlsx(Log=[HEADS, ["Sat 7", "Story hour", 18]]), "Log.xlsx")
    assert [row["date"] for row in found.tables["sessions"]] == [None]
    assert [issue.cells for issue in found.issues if issue.code == "date-unreadable"] == [("A2",)]


def test_the_same_day_of_two_months_is_two_sessions_not_one_twice() -> None:
    rows = [
        HEADS,
        ["March 2026", None, None],
        [7, "Story hour", 18],
        ["April 2026", None, None],
        [7, "Story hour", 18],
    ]
    found = read(xlsx(Log=rows), "Log.xlsx")
    assert days(xlsx(Log=rows)) == ["2026-03-07", "2026-04-07"]
    assert "duplicate-rows" not in codes(found)


def test_the_lines_of_months_are_not_given_back_as_mistakes() -> None:
    assert build_rejected_workbook(read(xlsx(Log=BLOCKS), "Log.xlsx").reading) is None
