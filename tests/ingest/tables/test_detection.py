"""Each layout read from a small messy sheet, every number summed by hand."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import Workbook as ExcelFile

from libcollab_metrics.errors import UnreadableFileError
from tests.support.sheets import LOG, ROSTER, codes, csv_text, dataset, read, sheet, xlsx


def test_a_session_log_keeps_counts_estimates_and_cancellations_apart() -> None:
    """18 and about 20 were held, the third was cancelled by its title, the total is no session."""
    found = read(xlsx(Log=LOG))
    rows = found.tables["sessions"]
    assert [(r["status"], r["attended"], r["attended_is_estimate"]) for r in rows] == [
        ("held", 18.0, False),
        ("held", 20.0, True),
        ("cancelled", None, False),
    ]
    assert {r["program_id"] for r in rows} == {"Story hour"}
    assert (
        sheet(found).layout,
        sheet(found).rows_read,
        sheet(found).rows_used,
        sheet(found).rows_left_out,
    ) == (
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


def test_a_log_that_names_no_days_says_that_it_counts_in_no_period() -> None:
    found = read(xlsx(Log=[["Program", "Attendance"], ["Story", 10], ["Craft", 12]]))
    assert [r["date"] for r in found.tables["sessions"]] == [None, None]
    assert [issue.cells for issue in found.issues if issue.code == "date-missing"] == [("A1",)]


def test_a_number_merged_over_two_sessions_is_counted_once_and_a_day_holds_for_both() -> None:
    book = ExcelFile()
    page = book.active
    for row in (
        LOG[0][:4],
        ["2026-03-07", "Story hour", "Main", 18],
        [None, "Craft", "Main", None],
        ["2026-03-14", "Story hour", "Main", 21],
    ):
        page.append(row)
    page.merge_cells("A2:A3")
    page.merge_cells("D2:D3")
    stream = io.BytesIO()
    book.save(stream)
    found = read(stream.getvalue())
    assert [(r["date"].day, r["attended"]) for r in found.tables["sessions"]] == [
        (7, 18),
        (7, None),
        (14, 21),
    ]
    (told,) = [issue for issue in found.issues if issue.code == "number-merged"]
    assert told.cells == ("D2", "D3")


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
    cost = evaluate(dataset(xlsx(Ledger=rows)), metrics=["cost_cash"], as_of=date(2026, 12, 31)).value_for(
        "cost_cash"
    )
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


def test_spellings_that_differ_by_spaces_and_case_are_one_site() -> None:
    made = dataset(xlsx(Log=[*LOG[:2], ["2026-03-14", "Story hour", "barangay HALL", 20, None]]))
    assert set(made.tables["sessions"]["site"]) == {"Barangay hall"}
    assert "spelling-joined" in codes(made)


def test_an_aggregated_log_keeps_a_blank_unknown_and_the_month() -> None:
    rows = [
        ["Library", "Event Year", "Event Month", "Category", "Age Group", "Events", "Attendance"],
        ["Main", 2026, 3, "Storytime", "Preschool (ages 3-6), Family", 4, 96],
        ["Main", 2026, 3, "Crafts", "All Ages", 2, None],
    ]
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
    found = read(
        xlsx(Log=[["Colour", "Weight", "Smell"], ["red", "heavy", "sweet"], ["blue", "light", "sour"]])
    )
    assert sheet(found).layout == "unknown"
    assert '"Colour", "Weight", "Smell"' in sheet(found).saw
    assert [q.id for q in sheet(found).questions] == ["sheets.Log.layout"]
    assert (sheet(found).rows_read, sheet(found).rows_left_out) == (2, 2)


def test_an_unknown_sheet_is_read_once_its_layout_and_headings_are_said() -> None:
    rows = [["Wanneer", "Hoeveel"], ["2026-03-07", 18], ["2026-03-14", 20]]
    found = read(
        xlsx(Log=rows),
        layout="session_log",
        mapping={"Wanneer": "sessions.date", "Hoeveel": "sessions.attended"},
    )
    assert [r["attended"] for r in found.tables["sessions"]] == [18, 20]


def test_a_near_heading_is_proposed_and_never_used_unseen() -> None:
    rows = [
        ["Date", "Title", "Attendence"],
        ["2026-03-07", "Story hour", 18],
        ["2026-03-14", "Story hour", 20],
    ]
    near = next(m for m in read(xlsx(Log=rows)).reading.sheets[0].mapping if m.heading == "Attendence")
    assert near.field == ""
    assert "attendance" in near.reason


def test_a_workbook_without_any_table_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnreadableFileError, match=r"No table was found in March\.xlsx"):
        read(xlsx(Log=[["Dear all,"], ["see you on Saturday."]]))


def test_a_formula_error_is_unknown_not_zero() -> None:
    from libcollab_metrics.ingest.files.cells import ErrorCell, SheetCells
    from libcollab_metrics.ingest.importer import read_cells

    cells = SheetCells.from_rows(
        "Log", [["Date", "Title", "Attendance"], ["2026-03-07", "Story hour", ErrorCell("#DIV/0!")]]
    )
    found = read_cells([cells], "log.xlsx", {}, b"k" * 32, "x")
    assert found.tables["sessions"][0]["attended"] is None
    assert "formula-error" in codes(found)


def test_rows_read_are_rows_used_and_rows_left_out() -> None:
    for data in (
        xlsx(Log=LOG),
        xlsx(Log=ROSTER),
        xlsx(Log=[*LOG, ["Prepared by", "someone", None, None, None]]),
    ):
        for one in read(data).reading.sheets:
            assert one.rows_read == one.rows_used + one.rows_left_out


@pytest.mark.parametrize("answer", [{"duplicates": "drop"}, {}])
def test_equal_rows_are_kept_unless_the_librarian_says_otherwise(answer: dict[str, str]) -> None:
    row = ["2026-03-07", "Story hour", "Hall", 18, None]
    found = read(xlsx(Log=[LOG[0], row, row]), **answer)
    assert len(found.tables["sessions"]) == (1 if answer else 2)
    assert "duplicate-rows" in codes(found)


def test_numbers_with_a_footnote_count_and_each_is_told_with_its_cell() -> None:
    """18 + 33 + 20 people; the blank stays unknown, so three of four sessions are counted."""
    days = [["2026-03-07", "18*"], ["2026-03-14", "33 [1]"], ["2026-03-21", 20], ["2026-03-28", None]]
    rows = [["Date", "Title", "Attendance"], *([day, "Story hour", attended] for day, attended in days)]
    made = dataset(xlsx(Log=[*rows, ["* with the school", None, None]]))
    assert made.tables["sessions"]["attended"].sum() == 71
    (told,) = (issue for issue in made.issues if issue.code == "footnote-dropped")
    assert (told.severity, told.cells) == ("assumption", ("C2", "C3"))
    assert told.told == ('"18*" read as 18, without its mark', '"33 [1]" read as 33, without its mark')
