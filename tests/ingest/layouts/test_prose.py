"""A memo in prose becomes a table of dates, titles and numbers, and its layout is always asked about."""

from __future__ import annotations

from datetime import datetime

from tests.support.sheets import codes, read, sheet, xlsx

MEMO = [
    ["Report for March 2026"],
    ["Mar. 7 Story hour 31 / Toddle Time II 17"],
    ["Mar. 14 Story hour almost 30"],
    ["Mar. 21 Story hour cancelled (typhoon)"],
    ["Thank you all."],
]


def test_each_title_and_number_of_a_line_is_a_session() -> None:
    rows = read(xlsx(Log=MEMO)).tables["sessions"]
    assert [
        (r["date"], r["program_id"], r["attended"], r["attended_is_estimate"], r["status"]) for r in rows
    ] == [
        (datetime(2026, 3, 7), "Story hour", 31, False, "held"),
        (datetime(2026, 3, 7), "Toddle Time II", 17, False, "held"),
        (datetime(2026, 3, 14), "Story hour", 30, True, "held"),
        (datetime(2026, 3, 21), "Story hour", None, False, "cancelled"),
    ]


def test_prose_is_reported_and_asked_about() -> None:
    result = read(xlsx(Log=MEMO))
    assert (sheet(result).layout, sheet(result).rows_read, sheet(result).rows_used) == ("prose", 4, 3)
    assert codes(result) == {
        "read-from-prose",
        "header-below-top",
        "date-from-context",
        "estimate-in-words",
        "cancelled-by-title",
        "row-without-data",
    }
    assert [(q.id, q.default) for q in sheet(result).questions] == [("sheets.Log.layout", "prose")]


def test_prose_that_is_not_a_report_can_be_excluded() -> None:
    result = read(
        xlsx(Log=MEMO, Table=[["Date", "Title", "Attendance"], ["2026-03-07", "Story", 5]]),
        sheets={"Log": {"layout": "skipped"}},
    )
    assert [r["attended"] for r in result.tables["sessions"]] == [5]
    assert sheet(result).layout == "skipped"
