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


NARRATIVE = [
    ["Tues Mar 3 - Storytime w/ Miss Ana. 14 kids, 6 adults. Read 3 bear books."],
    ["Thurs Mar 5 - Knitters: 9 people."],
    ["Sat Mar 14 - Spring craft. 27 came, ran out of glue by 11:30."],
    ["Tues Mar 24 - No storytime (Miss Ana at training)."],
]


def test_number_of_people_inside_a_sentence_is_found() -> None:
    result = read(xlsx(Log=[["Report for March 2026"], *NARRATIVE]))
    assert [(r["program_id"], r["attended"], r["status"]) for r in result.tables["sessions"]] == [
        ("Storytime", 20, "held"),
        ("Knitters", 9, "held"),
        ("Spring craft", 27, "held"),
        (None, None, "cancelled"),
    ]


def test_memo_with_an_unread_count_waits_for_an_answer() -> None:
    rows = [["Report for March 2026"], *NARRATIVE, ["Sat Mar 28 - 2 shows, 12 kids and 3 dogs"]]
    result = read(xlsx(Log=rows))
    assert result.tables == {}
    assert [(q.id, q.default) for q in sheet(result).questions] == [("sheets.Log.layout", "skipped")]
    answered = read(xlsx(Log=rows), sheets={"Log": {"layout": "prose"}})
    assert [r["attended"] for r in answered.tables["sessions"]] == [20, 9, 27, None]
