"""Months without days, changes of year, scaled counts, shares, rules of a form, postponed sessions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest.values.dates import infer_first_month
from libcollab_metrics.metrics import evaluate
from tests.support.sheets import LOG, codes, csv_text, dataset, read, sheet, xlsx

HEADS = ["Date", "Title", "Location", "Attendance"]


def log(*rows: list[Any], heads: list[str] = HEADS, **answers: Any) -> Any:
    return read(xlsx(Log=[heads, *rows]), **answers)


def days(result: Any) -> list[Any]:
    return [row["date"].date().isoformat() if row["date"] else None for row in result.tables["sessions"]]


@pytest.mark.parametrize("month", ["March 2026", "2026-03", "Marso 2026", "marzo de 2026", "03/2026"])
def test_month_among_dates_has_an_unknown_number_of_sessions(month: str) -> None:
    result = log(["2026-03-07", "Story", "Main", 4], [month, "Craft", "Main", 30])
    assert [(row["date"], row["date_precision"], row["events"]) for row in result.tables["sessions"]] == [
        (datetime(2026, 3, 7), "day", 1.0),
        (datetime(2026, 3, 1), "month", None),
    ]
    assert sheet(result).rows_left_out == 0
    loaded = dataset(xlsx(Log=[HEADS, ["2026-03-07", "Story", "Main", 4], [month, "Craft", "Main", 30]]))
    assert "events-unknown" in codes(loaded)
    assert evaluate(loaded, as_of=date(2026, 12, 31)).value_for("sessions_held").certainty == "at_least"


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        (["Dec 5", "Dec 12", "Jan 9", "Feb 6"], ["2026-12-05", "2026-12-12", "2027-01-09", "2027-02-06"]),
        (["Feb 6", "Jan 9", "Dec 12", "Nov 5"], ["2027-02-06", "2027-01-09", "2026-12-12", "2026-11-05"]),
        (["Jan 9", "Feb 6", "Dec 5"], ["2026-01-09", "2026-02-06", "2026-12-05"]),
        (["Mar 5", "Feb 26", "Apr 9"], ["2026-03-05", "2026-02-26", "2026-04-09"]),
        (["2026-12-05", "Jan 9"], ["2026-12-05", "2026-01-09"]),
    ],
    ids=["into January", "newest first", "one year", "out of order", "a year of its own"],
)
def test_dates_without_a_year_continue_into_the_next_year(typed: list[str], read_as: list[str]) -> None:
    result = log(*([day, "Story", "Main", 4] for day in typed), year=2026)
    assert days(result) == read_as
    (reported,) = [issue for issue in result.issues if issue.code == "date-from-context"]
    assert [line[-10:] for line in reported.messages or (reported.message,)] == [
        day for day, text in zip(read_as, typed, strict=True) if text[0].isalpha()
    ]


def test_months_without_a_year_continue_into_the_next_year() -> None:
    rows = [["Month", "Events", "Attendance"], ["November", 3, 40], ["December", 2, 30], ["January", 2, 9]]
    assert days(read(csv_text(rows), "a.csv", year=2026)) == ["2026-11-01", "2026-12-01", "2027-01-01"]


def test_year_is_unknown_without_an_answer() -> None:
    result = log(["Dec 5", "Story", "Main", 4], ["Jan 9", "Story", "Main", 4])
    assert days(result) == [None, None]
    assert "year-missing" in codes(result)
    assert [question.id for question in sheet(result).questions] == ["sheets.Log.year"]


@pytest.mark.parametrize(
    ("months", "begins"),
    [
        ([12, 1], 12),
        ([6, 12, 1, 5], 6),
        ([1, 12, 11], 11),
        ([1, 12], 1),
        ([12, 1, 12, 1], 1),
        ([9, 5], 1),
        ([], 1),
    ],
)
def test_first_month_of_a_sequence_is_inferred(months: list[int], begins: int) -> None:
    assert infer_first_month(months) == begins


@pytest.mark.parametrize(
    ("typed", "visits"),
    [
        ("120 x 52", 6240),
        ("30/week × 52", 1560),
        ("30 per week x 52 weeks", 1560),
        ("1,200 × 12 months = 14,400", 14400),
        ("120 x 52 = 6000", None),
        ("two x 52", None),
    ],
)
def test_typical_week_times_52_is_an_estimate_without_session_count(typed: str, visits: float | None) -> None:
    result = log(["2026-03-07", "Drop-in", "Main", typed])
    (row,) = result.tables["sessions"]
    assert (row["attended"], row["attended_is_estimate"]) == (visits, visits is not None)
    assert (row["events"] is None) == (typed != "two x 52")
    assert ("estimate-scaled" in codes(result)) == (typed != "two x 52")


@pytest.mark.parametrize(
    "rows",
    [
        [["Date", "Title", "Attendance (one normal week × 52)"], ["2026-03-07", "Drop-in", 6240]],
        [
            ["Counts are one typical week times 52"],
            ["Date", "Title", "Attendance"],
            ["2026-03-07", "Drop-in", 6240],
        ],
        [["Date", "Title", "Attendance", "Notes"], ["2026-03-07", "Drop-in", 6240, "one week x 52"]],
    ],
    ids=["heading", "line above", "remark"],
)
def test_note_about_scaling_marks_the_count_as_an_estimate(rows: list[list[object]]) -> None:
    """The number is used as typed and not multiplied again."""
    result = read(xlsx(Log=rows))
    (row,) = result.tables["sessions"]
    assert (row["attended"], row["attended_is_estimate"], row["events"]) == (6240, True, None)
    assert "estimate-scaled" in codes(result)


def test_other_weeks_and_crosses_are_not_a_scale() -> None:
    rows = [
        [*HEADS, "Notes"],
        ["2026-03-07", "Week 3 × Craft", "Main", 5, "week 3"],
        ["2026-03-14", "S", "M", "x", "x"],
    ]
    result = read(xlsx(Log=rows))
    assert "estimate-scaled" not in codes(result)
    assert [row["events"] for row in result.tables["sessions"]] == [1, 1]


@pytest.mark.parametrize("share", [0.83, "0.83", "0,83"])
def test_share_in_a_column_of_counts_is_unknown(share: object) -> None:
    result = log(["2026-03-07", "Story", "Main", 18], ["2026-03-14", "Story", "Main", share])
    assert [row["attended"] for row in result.tables["sessions"]] == [18, None]
    assert "percent-not-count" in codes(result)


def test_one_in_a_column_of_shares_is_unknown() -> None:
    result = log(*(["2026-03-07", "Story", "Main", share] for share in (0.83, 0.9, 1, 0)))
    assert [row["attended"] for row in result.tables["sessions"]] == [None] * 4
    assert len(log(*(["2026-03-07", "Story", "Main", count] for count in (1, 0, 1))).tables["sessions"]) == 3


@pytest.mark.parametrize(
    "rule",
    ["3 tardies = 1 absence", "Note: three (3) lates is equivalent to one absence", "3 tardanzas = 1 falta"],
)
def test_late_to_absent_rule_is_reported_and_not_applied(rule: str) -> None:
    names = [
        ["Name", "2026-03-07", "2026-03-14", "2026-03-21"],
        ["Ana", "L", "L", "L"],
        ["Ben", "P", "1", "P"],
    ]
    for rows in ([[rule], *names], [*names, [rule]]):
        result = read(xlsx(Roster=rows))
        assert [row["status"] for row in result.tables["participation"]].count("late") == 3
        assert {row["status"] for row in result.tables["participation"]} == {"late", "present"}
        assert "rule-not-applied" in codes(result)


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        (HEADS, ["2026-03-07", "POSTPONED - Story", "Main", None]),
        (HEADS, ["2026-03-07", "Story", "Main", "postponed"]),
        ([*HEADS, "Status"], ["2026-03-07", "Story", "Main", None, "Postponed"]),
    ],
    ids=["title", "head count", "status"],
)
def test_postponed_session_is_cancelled_until_answered_as_held(heads: list[str], row: list[object]) -> None:
    other_rows = [["2026-03-14", "Story", "Main", 5, "Held"][: len(heads)]]
    result = log(row, *other_rows, heads=heads)
    assert [session["status"] for session in result.tables["sessions"]] == ["cancelled", "held"]
    assert "sheets.Log.postponed" in [question.id for question in sheet(result).questions]
    reported = log(row, *other_rows, heads=heads, postponed="held")
    assert [session["status"] for session in reported.tables["sessions"]] == ["held", "held"]
    cancelled = log(["2026-03-07", "CANCELLED - Story", "Main", None], *other_rows, heads=heads)
    assert not [question for question in sheet(cancelled).questions if "postponed" in question.id]
    assert "cancelled-by-title" in codes(result)


def test_date_many_years_from_the_others_counts_and_is_reported() -> None:
    years = [2026, 2026, 2027, 1900, 2126, 2010]
    result = log(*([datetime(year, 3, 7), "Story", "Main", 4] for year in years))
    assert [row["attended"] for row in result.tables["sessions"]] == [4] * 6
    (reported,) = [issue for issue in result.issues if issue.code == "date-far-off"]
    assert (reported.cells, reported.severity) == (("A5", "A6"), "assumption")
    assert "date-far-off" not in codes(
        log(*([datetime(year, 3, 7), "Story", "Main", 4] for year in (1990, 2026)))
    )


def test_line_of_labels_with_values_is_no_heading() -> None:
    rows = [["Date: March 2, 2026", "Presenter: Dovie Lim"], ["Name", "Zip"], ["Ana Cruz", "44101"]]
    result = read(xlsx(Log=[["SIGN-IN"], *rows, ["Ben Reyes", "44102"]]))
    assert sheet(result).header_row == 3


def test_form_with_only_a_remark_holds_no_table() -> None:
    form = [["BUROL SCHOOL"], [], ["Date", "Activity", "Learners"], ["postponed to March - measles"]]
    result = read(xlsx(Burol=form, Log=LOG))
    assert (result.reading.sheets[0].layout, result.reading.sheets[0].questions) == ("skipped", ())
    assert "layout-unknown" not in codes(result)
    filled = read(xlsx(Burol=[*form, ["3/7/2026", "Puppets", None]]))
    assert [s.layout for s in filled.reading.sheets] == ["unknown"]


def test_table_without_headings_is_not_read_from_its_middle() -> None:
    rows: list[list[object]] = [[f"School {n}", "North", "Center", 572526839 + n, "9:00"] for n in range(8)]
    rows[5][3:] = ["-", "from 27 May"]
    with pytest.raises(UnreadableFileError):
        read(xlsx(Centers=rows))


def test_line_of_dashes_below_headings_is_no_row() -> None:
    text = "| Date | Attendance |\n|------|:----:|\n| 2026-03-02 | 12/15 |\n| 2026-03-09 | 10/15 |\n"
    text += "| 2026-03-16 | - |\n"
    found = dataset(text.encode(), "log.csv").tables["sessions"]
    assert found["attended"].tolist()[:2] == [12, 10]
    assert len(found) == 3


def test_table_below_a_ruled_row_of_headings_is_its_own() -> None:
    """A page of text with two tables: the words below "Actual" are no statuses of the first one."""
    lines = ["# Budget", "", "## Revenue", "| Source | Amount | Status | Notes |", "|---|---|---|---|"]
    lines += ["| Rotary | 5,000 | received | |", "| Lions | 2,000 | received | |", "", "## Catering"]
    lines += ["| Item | Estimated | Actual | Status | Notes |", "|---|---|---|---|---|"]
    lines += ["| Water | 300 | 0 | TBD | |", "| Ice | 100 | 0 | TBD | |"]
    file = read("\n".join(lines).encode(), "budget.md")
    assert len(file.reading.sheets) == 2
    assert [row["value"] for row in file.tables["ledger"]] == [5000, 2000]


def test_csv_file_that_lacks_a_heading_is_refused() -> None:
    """The amounts of 25 would be below "made_offline", and the numbers of the gifts below "amount"."""
    rows = [["campaign", "gift_id", "amount", "made_offline"], ["Travel", "7146", "3517", "25", "false"]]
    rows += [["Travel", "7147", "3518", "40", "false"], ["Travel", "7148", "3519", "10", "true"]]
    with pytest.raises(UnreadableFileError, match="4 headings in row 1, but the rows below have 5 cells"):
        read(csv_text(rows), "gifts.csv")
    assert read(csv_text([[*rows[0], ""], *rows[1:]]), "gifts.csv").reading.sheets


PAGE = """# Minutes of the club

## Meetings

| Date | Who came | Topic |
|---|---|---|
| 2026-06-03 | 12 | Kickoff |
| 2026-06-10 | 9 | Planning |

---

## Sign-off

| Member | Printed name | Date |
|---|:-:|---|
| Ana Cruz | | |
| Ben Uy | | |
"""


def test_tables_of_a_text_page_are_sheets_with_names() -> None:
    found = read(PAGE.encode(), "minutes.md")
    assert [(s.name, s.layout) for s in found.reading.sheets] == [
        ("minutes", "session_log"),
        ("Sign-off", "skipped"),
    ]
    assert [row["attended"] for row in found.tables["sessions"]] == [12, 9]
    again = read(PAGE.replace("Sign-off", "Meetings").encode(), "Meetings.md")
    assert len({s.name for s in again.reading.sheets}) == 2


def test_last_rows_of_a_table_are_no_title() -> None:
    """People with nothing next to their names are rows of their own table."""
    lines = ["# Club", "", "| Date | Name |", "|---|---|", "| 2026-06-03 | Ana Cruz |", "| | Ben Uy |"]
    lines += ["| | Cora Lim |", "", "## Meetings", "Held weekly.", "| Date | Attendance |", "|---|---|"]
    lines += ["| 2026-06-03 | 12 |", "| 2026-06-10 | 9 |", "| Date | Attendance |", "|---|---|"]
    lines += ["| 2026-06-17 | 8 |", "| 2026-06-24 | 7 |"]
    found = read("\n".join(lines).encode(), "club.md").reading.sheets
    assert [(s.name, s.rows_read) for s in found] == [("club", 3), ("Meetings", 2), ("club (2)", 2)]
