"""Each layout read from a small messy sheet, every number summed by hand."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import Workbook as ExcelFile

from libcollab_metrics.errors import UnreadableFile
from tests.sheets import LOG, ROSTER, codes, csv_text, dataset, read, sheet, xlsx


def test_a_session_log_keeps_counts_estimates_and_cancellations_apart() -> None:
    """18 and about 20 were held, the third was cancelled by its title, the total is no session."""
    found = read(xlsx(Log=LOG))
    rows = found.tables["sessions"]
    assert [(r["status"], r["attended"], r["attended_is_estimate"]) for r in rows] == [
        ("held", 18.0, False), ("held", 20.0, True), ("cancelled", None, False)]  # fmt: skip
    assert {r["program_id"] for r in rows} == {"Story hour"}
    assert (sheet(found).layout, sheet(found).rows_read, sheet(found).rows_used, sheet(found).rows_left_out) == (
        "session_log",
        4,
        3,
        1,
    )
    assert {"cancelled-by-title", "estimate-in-words", "totals-row-left-out"} <= codes(found)
    assert "totals-disagree" not in codes(found)


def test_an_issue_names_the_cell_as_excel_shows_it() -> None:
    found = read(xlsx(Log=[["Library of San Isidro"], [], *LOG]))
    estimate = next(issue for issue in found.issues if issue.code == "estimate-in-words")
    assert (estimate.cell, estimate.sheet, estimate.value) == ("D5", "Log", "about 20")
    assert sheet(found).header_row == 3
    assert "header-below-top" in codes(found)


@pytest.mark.parametrize(
    "rows",
    [
        [["TOTAL", None, None, 38, None], *LOG[1:-1]],
        [*LOG[1:-1], [None, None, None, 38, None]],
        [LOG[1], ["Subtotal", None, None, 18, None], *LOG[2:-1], ["Grand Total", None, None, 38, None]],
        [*LOG[1:-1], ["Total for March", None, None, 38, None]],
    ],
)
def test_a_total_is_no_session_wherever_it_stands(rows: list[list[object]]) -> None:
    found = read(xlsx(Log=[LOG[0], *rows]))
    assert [r["attended"] for r in found.tables["sessions"]] == [18, 20, None]
    assert "totals-disagree" not in codes(found)


@pytest.mark.parametrize(
    "label",
    ["Total attendance", "March total", "Total no. of participants", "Monthly total", "Overall", "Average", "TOTAL: 28",
     "Grand Total", "Kabuuan", "All Branches (Total) "],
)  # fmt: skip
@pytest.mark.parametrize("column", [0, 1])
def test_a_total_is_known_by_many_names_in_the_day_or_the_title(label: str, column: int) -> None:
    last: list[object] = [None, None, None, 28, None]
    last[column] = label
    found = read(xlsx(Log=[LOG[0], LOG[1], ["2026-03-08", "Story hour", "Main", 10, None], last]))
    assert [r["attended"] for r in found.tables["sessions"]] == [18, 10]
    assert next(i for i in found.issues if i.code == "totals-row-left-out").cell == ("A4", "B4")[column]


def test_two_names_of_one_count_are_not_added() -> None:
    found = read(
        xlsx(Log=[["Program", "Date", "Attendance", "Number of Participants"], ["Story", "2026-03-07", 10, 10]])
    )
    assert [r["attended"] for r in found.tables["sessions"]] == [10]
    assert "column-not-used" in codes(found)


def test_two_names_of_one_count_that_disagree_are_told() -> None:
    rows = [["Program", "Date", "Attendance", "Attendance"], ["Story", "2026-03-07", 10, 10],
            ["Story", "2026-03-14", 21, 20], ["Story", "2026-03-21", 7, None]]  # fmt: skip
    found = read(xlsx(Log=rows))
    assert [r["attended"] for r in found.tables["sessions"]] == [10, 21, 7]
    assert [issue.cells for issue in found.issues if issue.code == "balance-broken"] == [("C3",)]


def test_a_log_that_names_no_days_says_that_it_counts_in_no_period() -> None:
    found = read(xlsx(Log=[["Program", "Attendance"], ["Story", 10], ["Craft", 12]]))
    assert [r["date"] for r in found.tables["sessions"]] == [None, None]
    assert [issue.cells for issue in found.issues if issue.code == "date-missing"] == [("A1",)]


def test_a_second_table_with_other_headings_below_is_a_table_of_its_own() -> None:
    rows = [
        LOG[0][:4],
        LOG[1][:4],
        [],
        ["Title", "Date", "Attendance", "Location"],
        ["Chess", "2026-04-07", 15, "Main"],
    ]
    found = read(xlsx(Log=rows))
    assert [(r["program_id"], r["attended"]) for r in found.tables["sessions"]] == [("Story hour", 18), ("Chess", 15)]
    assert [(s.layout, s.header_row, s.rows_used) for s in found.reading.sheets] == [
        ("session_log", 1, 1),
        ("session_log", 4, 1),
    ]


@pytest.mark.parametrize("between", [[[]], [[], ["Spring programs"]]], ids=["a blank row", "a title"])
def test_a_table_above_one_with_more_headings_is_read_too(between: list[list[object]]) -> None:
    rows = [["Date", "Title", "Attendance"], ["2026-03-07", "Story hour", 18], ["2026-03-14", "Story hour", 21],
            *between, ["Program", "Date", "Venue", "Pax"], ["Craft", "2026-03-21", "Main", 33]]  # fmt: skip
    found = read(xlsx(Log=rows))
    assert [row["attended"] for row in found.tables["sessions"]] == [18, 21, 33]
    assert [(s.rows_read, s.rows_left_out) for s in found.reading.sheets] == [(2, 0), (1, 0)]


def test_rows_above_the_headings_chosen_of_two_are_told_and_the_headings_asked() -> None:
    rows = [["Date", "Title", "Attendance"], ["2026-03-07", "Story hour", 18],
            ["Program", "Date", "Venue", "Pax"], ["Craft", "2026-03-21", "Main", 33]]  # fmt: skip
    found = read(xlsx(Log=rows))
    assert [row["attended"] for row in found.tables["sessions"]] == [33]
    assert [issue.cells for issue in found.issues if issue.code == "row-left-out"] == [("A2",)]
    (log,) = found.reading.sheets
    assert (log.rows_read, log.rows_left_out) == (2, 1)


def test_a_summary_above_a_log_is_not_counted_again_and_its_rows_are_told() -> None:
    rows = [["Month", "Sessions", "Attendance"], ["March 2026", 2, 39], ["April 2026", 1, 33], [],
            ["Date", "Title", "Location", "Attendance"], ["2026-03-07", "Story hour", "Main", 18],
            ["2026-03-14", "Story hour", "Main", 21], ["2026-04-04", "Story hour", "Main", 33]]  # fmt: skip
    found = read(xlsx(Log=rows))
    assert [row["attended"] for row in found.tables["sessions"]] == [18, 21, 33]
    (told,) = [issue for issue in found.issues if issue.code == "row-left-out"]
    assert told.cells == ("A2", "A3")
    (log,) = found.reading.sheets
    assert (log.rows_read, log.rows_used, log.rows_left_out) == (5, 3, 2)
    assert [row[0] for row in log.rejected if row[1] != "Error"] == [2, 3]


def test_two_tables_side_by_side_are_read_each_for_itself() -> None:
    rows = [["Date", "Title", "Attendance", None, "Date", "Activity", "Name"],
            ["2026-03-07", "Story hour", 18, None, "2026-03-08", "Craft", "Learner 01"],
            ["2026-03-14", "Story hour", 20, None, "2026-03-08", "Craft", "Learner 02"]]  # fmt: skip
    found = read(xlsx(Log=rows))
    assert [s.layout for s in found.reading.sheets] == ["session_log", "attendee_log"]
    assert [r["attended"] for r in found.tables["sessions"]] == [18, 20]
    assert len(found.tables["participation"]) == 2


def test_a_number_merged_over_two_sessions_is_counted_once_and_a_day_holds_for_both() -> None:
    book = ExcelFile()
    page = book.active
    for row in (LOG[0][:4], ["2026-03-07", "Story hour", "Main", 18], [None, "Craft", "Main", None],
                ["2026-03-14", "Story hour", "Main", 21]):  # fmt: skip
        page.append(row)
    page.merge_cells("A2:A3")
    page.merge_cells("D2:D3")
    stream = io.BytesIO()
    book.save(stream)
    found = read(stream.getvalue())
    assert [(r["date"].day, r["attended"]) for r in found.tables["sessions"]] == [(7, 18), (7, None), (14, 21)]
    (told,) = [issue for issue in found.issues if issue.code == "number-merged"]
    assert told.cells == ("D2", "D3")


def test_parts_of_a_count_under_one_merged_heading_add() -> None:
    """Attendance stands over Children and Adults: 12 + 6 = 18; the headings are rows 1 and 2."""
    book = ExcelFile()
    page = book.active
    for row in (["Date", "Title", "Attendance", None, "Notes"], [None, None, "Children", "Adults", None],
                ["2026-03-07", "Story hour", 12, 6, None], ["2026-03-14", "Story hour", 9, 0, None]):  # fmt: skip
        page.append(row)
    for merged in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        page.merge_cells(merged)
    stream = io.BytesIO()
    book.save(stream)
    found = read(stream.getvalue())
    assert [r["attended"] for r in found.tables["sessions"]] == [18, 9]
    assert found.reading.sheets[0].header_row == 2
    assert "header-rows-joined" in codes(found)


@pytest.mark.parametrize(
    "title",
    [
        "Story hour CANCELLED due to rain",
        "Story hour was cancelled",
        "CANCELLED - Story hour",
        "Story hour (cancelled)",
    ],
)
def test_a_title_says_cancelled_in_many_ways(title: str) -> None:
    found = read(xlsx(Log=[*LOG[:2], ["2026-03-14", title, "Main", None, None]]))
    assert [(r["status"], r["program_id"]) for r in found.tables["sessions"]] == [
        ("held", "Story hour"),
        ("cancelled", "Story hour"),
    ]


def test_an_answered_order_of_day_and_month_holds() -> None:
    rows = [["Date", "Title", "Attendance"], ["3/7/2026", "Story", 5], ["4/18/2026", "Story", 5]]
    days = [r["date"] for r in read(xlsx(Log=rows), date_order="day-first").tables["sessions"]]
    assert days[0] == datetime(2026, 7, 3)


def test_an_estimated_cost_stays_an_estimate_and_a_lower_bound_a_bound() -> None:
    """About 100 and 15+: 115, an estimate, and at least that."""
    from datetime import date

    from libcollab_metrics.metrics import evaluate

    heads = ["Program", "From", "To", "Kind", "Value", "Status"]
    rows = [
        heads,
        ["Story", "Hope", "Shop", "cash", "about 100", "spent"],
        ["Story", "Hope", "Shop", "cash", "15+", "spent"],
    ]
    cost = evaluate(dataset(xlsx(Ledger=rows)), metrics=["cost_cash"], as_of=date(2026, 12, 31)).one("cost_cash")
    assert (cost.value, cost.estimated, cost.certainty, cost.high) == (115, True, "at_least", None)


def test_under_an_instruction_a_zero_is_unknown_until_answered() -> None:
    rows = [["Put 0 if not applicable"], LOG[0], ["2026-03-07", "Story hour", "Main", 0, None]]
    found = read(xlsx(Log=rows))
    assert found.tables["sessions"][0]["attended"] is None
    assert "zero-may-mean-none" in codes(found)
    assert [q.default for q in sheet(found).questions] == ["not-recorded"]
    assert read(xlsx(Log=rows), zero_means="nobody-came").tables["sessions"][0]["attended"] == 0


def test_a_word_in_place_of_a_number_cancels_the_session() -> None:
    found = read(xlsx(Log=[*LOG[:2], ["2026-03-28", "Story hour", "Hall", "cancelled", None]]))
    assert [r["status"] for r in found.tables["sessions"]] == ["held", "cancelled"]
    assert "cancelled-by-title" in codes(found)


def test_a_total_that_disagrees_is_told_and_the_rows_stand() -> None:
    found = read(xlsx(Log=[*LOG[:-1], ["TOTAL", None, None, 40, None]]))
    assert "totals-disagree" in codes(found)
    assert sum(r["attended"] or 0 for r in found.tables["sessions"]) == 38


@pytest.mark.parametrize("footer", ["Prepared by", "x = present, blank = absent", "some remark"])
def test_a_remark_below_the_table_is_no_session_and_nobody(footer: str) -> None:
    log = [*LOG[:2], [footer, "the librarian", None, None, None]]
    assert len(read(xlsx(Log=log)).tables["sessions"]) == 1
    if footer != "some remark":
        roster = [*ROSTER, [None, None, None, None, None, None], [footer, None, None, None, None, None]]
        assert len({r["person_key"] for r in read(xlsx(Log=roster)).tables["participation"]}) == 5


def test_a_count_whose_date_cannot_be_read_stays_in_the_undated_totals() -> None:
    found = read(xlsx(Log=[*LOG[:2], ["soon after", "Story hour", "Hall", 9, None]]))
    assert [(r["date"], r["attended"]) for r in found.tables["sessions"]][1] == (None, 9)
    assert "date-unreadable" in codes(found)


def test_a_program_called_total_something_is_not_a_total() -> None:
    found = read(xlsx(Log=[LOG[0], ["2026-03-07", "Total Recall film", "Hall", 12, None]]))
    assert found.tables["sessions"][0]["attended"] == 12


def test_spellings_that_differ_by_spaces_and_case_are_one_site() -> None:
    made = dataset(xlsx(Log=[*LOG[:2], ["2026-03-14", "Story hour", "barangay HALL", 20, None]]))
    assert set(made.tables["sessions"]["site"]) == {"Barangay hall"}
    assert "spelling-joined" in codes(made)


def test_two_headings_for_one_count_add_and_a_blank_part_is_told() -> None:
    """In person 12 + online 3 = 15; then 10 and a blank: 10, a lower bound."""
    rows = [["Date", "Title", "Actual Attendance (In-Person)", "Actual Attendance (Online)"],
            ["2026-03-07", "Talk", 12, 3], ["2026-03-14", "Talk", 10, None]]  # fmt: skip
    found = read(xlsx(Log=rows))
    assert [(r["attended"], r["attended_at_least"]) for r in found.tables["sessions"]] == [(15.0, False), (10.0, True)]
    assert "part-missing" in codes(found)


def test_an_aggregated_log_keeps_a_blank_unknown_and_the_month() -> None:
    rows = [["Library", "Event Year", "Event Month", "Category", "Age Group", "Events", "Attendance"],
            ["Main", 2026, 3, "Storytime", "Preschool (ages 3-6), Family", 4, 96],
            ["Main", 2026, 3, "Crafts", "All Ages", 2, None]]  # fmt: skip
    found = read(csv_text(rows), "log.csv")
    first, second = found.tables["sessions"]
    assert (first["events"], first["attended"], first["date"], first["date_precision"]) == (
        4,
        96,
        datetime(2026, 3, 1),
        "month",
    )
    assert (second["events"], second["attended"]) == (2, None)
    assert found.reading.sheets[0].layout == "aggregated_log"


def test_an_unknown_sheet_says_what_was_seen_and_asks() -> None:
    found = read(xlsx(Log=[["Colour", "Weight", "Smell"], ["red", "heavy", "sweet"], ["blue", "light", "sour"]]))
    assert sheet(found).layout == "unknown"
    assert '"Colour", "Weight", "Smell"' in sheet(found).saw
    assert [q.id for q in sheet(found).questions] == ["sheets.Log.layout"]
    assert (sheet(found).rows_read, sheet(found).rows_left_out) == (2, 2)


def test_an_unknown_sheet_is_read_once_its_layout_and_headings_are_said() -> None:
    rows = [["Wanneer", "Hoeveel"], ["2026-03-07", 18], ["2026-03-14", 20]]
    found = read(
        xlsx(Log=rows), layout="session_log", mapping={"Wanneer": "sessions.date", "Hoeveel": "sessions.attended"}
    )
    assert [r["attended"] for r in found.tables["sessions"]] == [18, 20]


def test_a_near_heading_is_proposed_and_never_used_unseen() -> None:
    rows = [["Date", "Title", "Attendence"], ["2026-03-07", "Story hour", 18], ["2026-03-14", "Story hour", 20]]
    near = next(m for m in read(xlsx(Log=rows)).reading.sheets[0].mapping if m.heading == "Attendence")
    assert near.field == ""
    assert "attendance" in near.reason


def test_a_workbook_without_any_table_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnreadableFile, match=r"No table was found in March\.xlsx"):
        read(xlsx(Log=[["Dear all,"], ["see you on Saturday."]]))


def test_a_formula_error_is_unknown_not_zero() -> None:
    from libcollab_metrics.ingest.cells import ErrorCell, SheetCells
    from libcollab_metrics.ingest.importing import read_cells

    cells = SheetCells.of_rows(
        "Log", [["Date", "Title", "Attendance"], ["2026-03-07", "Story hour", ErrorCell("#DIV/0!")]]
    )
    found = read_cells([cells], "log.xlsx", {}, b"k" * 32, "x")
    assert found.tables["sessions"][0]["attended"] is None
    assert "formula-error" in codes(found)


def test_rows_read_are_rows_used_and_rows_left_out() -> None:
    for data in (xlsx(Log=LOG), xlsx(Log=ROSTER), xlsx(Log=[*LOG, ["Prepared by", "someone", None, None, None]])):
        for one in read(data).reading.sheets:
            assert one.rows_read == one.rows_used + one.rows_left_out


@pytest.mark.parametrize("answer", [{"duplicates": "drop"}, {}])
def test_equal_rows_are_kept_unless_the_librarian_says_otherwise(answer: dict[str, str]) -> None:
    row = ["2026-03-07", "Story hour", "Hall", 18, None]
    found = read(xlsx(Log=[LOG[0], row, row]), **answer)
    assert len(found.tables["sessions"]) == (1 if answer else 2)
    assert "duplicate-rows" in codes(found)
