"""Each layout read from a small messy sheet; expected sums computed by hand."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import Workbook as ExcelFile

from libcollab_metrics.errors import UnreadableFileError
from tests.benchmarks.workbooks import LAYOUTS, attendees
from tests.benchmarks.workbooks import xlsx as xlsx_of
from tests.support.sheets import LOG, ROSTER, codes, csv_text, dataset, imported, read, sheet, xlsx


def test_session_log_separates_counts_estimates_and_cancellations() -> None:
    """18 and about 20 were held, the third was cancelled by its title, the total is not a session."""
    result = read(xlsx(Log=LOG))
    rows = result.tables["sessions"]
    assert [(r["status"], r["attended"], r["attended_is_estimate"]) for r in rows] == [
        ("held", 18.0, False),
        ("held", 20.0, True),
        ("cancelled", None, False),
    ]
    assert {r["program_id"] for r in rows} == {"Story hour"}
    assert (
        sheet(result).layout,
        sheet(result).rows_read,
        sheet(result).rows_used,
        sheet(result).rows_left_out,
    ) == (
        "session_log",
        4,
        3,
        1,
    )
    assert {"cancelled-by-title", "estimate-in-words", "totals-row-left-out"} <= codes(result)
    assert "totals-disagree" not in codes(result)


def test_issue_names_the_cell_as_excel_shows_it() -> None:
    result = read(xlsx(Log=[["Library of San Isidro"], [], *LOG]))
    estimate = next(issue for issue in result.issues if issue.code == "estimate-in-words")
    assert (estimate.cell, estimate.sheet, estimate.value) == ("D5", "Log", "about 20")
    assert sheet(result).header_row == 3
    assert "header-below-top" in codes(result)


def test_log_without_dates_reports_date_missing() -> None:
    result = read(xlsx(Log=[["Program", "Attendance"], ["Story", 10], ["Craft", 12]]))
    assert [r["date"] for r in result.tables["sessions"]] == [None, None]
    assert [issue.cells for issue in result.issues if issue.code == "date-missing"] == [("A1",)]


def test_merged_number_counts_once_and_merged_date_applies_to_both() -> None:
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
    result = read(stream.getvalue())
    assert [(r["date"].day, r["attended"]) for r in result.tables["sessions"]] == [
        (7, 18),
        (7, None),
        (14, 21),
    ]
    (reported,) = [issue for issue in result.issues if issue.code == "number-merged"]
    assert reported.cells == ("D2", "D3")


@pytest.mark.parametrize(
    "title",
    [
        "Story hour CANCELLED due to rain",
        "Story hour was cancelled",
        "CANCELLED - Story hour",
        "Story hour (cancelled)",
    ],
)
def test_cancelled_title_is_recognized_in_several_forms(title: str) -> None:
    result = read(xlsx(Log=[*LOG[:2], ["2026-03-14", title, "Main", None, None]]))
    assert [(r["status"], r["program_id"]) for r in result.tables["sessions"]] == [
        ("held", "Story hour"),
        ("cancelled", "Story hour"),
    ]


def test_answered_date_order_is_used() -> None:
    rows = [["Date", "Title", "Attendance"], ["3/7/2026", "Story", 5], ["4/18/2026", "Story", 5]]
    days = [r["date"] for r in read(xlsx(Log=rows), date_order="day-first").tables["sessions"]]
    assert days[0] == datetime(2026, 7, 3)


def test_estimated_cost_with_a_lower_bound_is_estimated_at_least() -> None:
    """About 100 and 15+: at least 115, as an estimate."""
    from datetime import date

    from libcollab_metrics.metrics import evaluate

    headings = ["Program", "From", "To", "Kind", "Value", "Status"]
    rows = [
        headings,
        ["Story", "Hope", "Shop", "cash", "about 100", "spent"],
        ["Story", "Hope", "Shop", "cash", "15+", "spent"],
    ]
    cost = evaluate(dataset(xlsx(Ledger=rows)), metrics=["cost_cash"], as_of=date(2026, 12, 31)).value_for(
        "cost_cash"
    )
    assert (cost.value, cost.estimated, cost.certainty, cost.high) == (115, True, "at_least", None)


def test_zero_under_an_instruction_is_unknown_until_answered() -> None:
    rows = [["Put 0 if not applicable"], LOG[0], ["2026-03-07", "Story hour", "Main", 0, None]]
    result = read(xlsx(Log=rows))
    assert result.tables["sessions"][0]["attended"] is None
    assert "zero-may-mean-none" in codes(result)
    assert [q.default for q in sheet(result).questions] == ["not-recorded"]
    assert read(xlsx(Log=rows), zero_means="nobody-came").tables["sessions"][0]["attended"] == 0


def test_word_in_place_of_a_number_cancels_the_session() -> None:
    result = read(xlsx(Log=[*LOG[:2], ["2026-03-28", "Story hour", "Hall", "cancelled", None]]))
    assert [r["status"] for r in result.tables["sessions"]] == ["held", "cancelled"]
    assert "cancelled-by-title" in codes(result)


@pytest.mark.parametrize("footer", ["Prepared by", "x = present, blank = absent", "some remark"])
def test_remark_below_the_table_is_not_a_session_or_person(footer: str) -> None:
    log = [*LOG[:2], [footer, "the librarian", None, None, None]]
    assert len(read(xlsx(Log=log)).tables["sessions"]) == 1
    if footer != "some remark":
        roster = [*ROSTER, [None, None, None, None, None, None], [footer, None, None, None, None, None]]
        assert len({r["person_key"] for r in read(xlsx(Log=roster)).tables["participation"]}) == 5


def test_count_with_unreadable_date_stays_in_undated_totals() -> None:
    result = read(xlsx(Log=[*LOG[:2], ["soon after", "Story hour", "Hall", 9, None]]))
    assert [(r["date"], r["attended"]) for r in result.tables["sessions"]][1] == (None, 9)
    assert "date-unreadable" in codes(result)


def test_spellings_that_differ_by_spaces_and_case_are_one_site() -> None:
    loaded = dataset(xlsx(Log=[*LOG[:2], ["2026-03-14", "Story hour", "barangay HALL", 20, None]]))
    assert set(loaded.tables["sessions"]["site"]) == {"Barangay hall"}
    assert "spelling-joined" in codes(loaded)


def test_aggregated_log_reads_blank_as_unknown_and_dates_as_months() -> None:
    rows = [
        ["Library", "Event Year", "Event Month", "Category", "Age Group", "Events", "Attendance"],
        ["Main", 2026, 3, "Storytime", "Preschool (ages 3-6), Family", 4, 96],
        ["Main", 2026, 3, "Crafts", "All Ages", 2, None],
    ]
    result = read(csv_text(rows), "log.csv")
    first, second = result.tables["sessions"]
    assert (first["events"], first["attended"], first["date"], first["date_precision"]) == (
        4,
        96,
        datetime(2026, 3, 1),
        "month",
    )
    assert (second["events"], second["attended"]) == (2, None)
    assert result.reading.sheets[0].layout == "aggregated_log"


def test_unknown_sheet_lists_its_headings_and_asks() -> None:
    result = read(
        xlsx(Log=[["Colour", "Weight", "Smell"], ["red", "heavy", "sweet"], ["blue", "light", "sour"]])
    )
    assert sheet(result).layout == "unknown"
    assert '"Colour", "Weight", "Smell"' in sheet(result).saw
    assert [q.id for q in sheet(result).questions] == ["sheets.Log.row_is"]
    assert (sheet(result).rows_read, sheet(result).rows_left_out) == (2, 2)


def test_unknown_sheet_is_read_once_layout_and_mapping_are_answered() -> None:
    rows = [["Wanneer", "Hoeveel"], ["2026-03-07", 18], ["2026-03-14", 20]]
    result = read(
        xlsx(Log=rows),
        layout="session_log",
        mapping={"Wanneer": "sessions.date", "Hoeveel": "sessions.attended"},
    )
    assert [r["attended"] for r in result.tables["sessions"]] == [18, 20]


def test_similar_heading_is_proposed_and_not_mapped() -> None:
    rows = [
        ["Date", "Title", "Attendence"],
        ["2026-03-07", "Story hour", 18],
        ["2026-03-14", "Story hour", 20],
    ]
    near = next(m for m in read(xlsx(Log=rows)).reading.sheets[0].mapping if m.heading == "Attendence")
    assert near.field == ""
    assert "attendance" in near.reason


def test_workbook_without_any_table_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match=r"No table was found in March\.xlsx"):
        read(xlsx(Log=[["Dear all,"], ["see you on Saturday."]]))


def test_formula_error_is_unknown_not_zero() -> None:
    from libcollab_metrics.ingest.files.cells import ErrorCell, SheetCells
    from libcollab_metrics.ingest.importer import read_cells

    cells = SheetCells.from_rows(
        "Log", [["Date", "Title", "Attendance"], ["2026-03-07", "Story hour", ErrorCell("#DIV/0!")]]
    )
    result = read_cells([cells], "log.xlsx", {}, b"k" * 32, "x")
    assert result.tables["sessions"][0]["attended"] is None
    assert "formula-error" in codes(result)


def test_rows_read_are_rows_used_plus_rows_left_out() -> None:
    for data in (
        xlsx(Log=LOG),
        xlsx(Log=ROSTER),
        xlsx(Log=[*LOG, ["Prepared by", "someone", None, None, None]]),
    ):
        for reading in read(data).reading.sheets:
            assert reading.rows_read == reading.rows_used + reading.rows_left_out


@pytest.mark.parametrize("answer", [{"duplicates": "drop"}, {}])
def test_equal_rows_are_all_used_unless_answered_otherwise(answer: dict[str, str]) -> None:
    row = ["2026-03-07", "Story hour", "Hall", 18, None]
    result = read(xlsx(Log=[LOG[0], row, row]), **answer)
    assert len(result.tables["sessions"]) == (1 if answer else 2)
    assert "duplicate-rows" in codes(result)


def test_numbers_with_footnotes_count_and_are_reported_by_cell() -> None:
    """18 + 33 + 20 people; the blank stays unknown, so three of four sessions are counted."""
    days = [["2026-03-07", "18*"], ["2026-03-14", "33 [1]"], ["2026-03-21", 20], ["2026-03-28", None]]
    rows = [["Date", "Title", "Attendance"], *([day, "Story hour", attended] for day, attended in days)]
    loaded = dataset(xlsx(Log=[*rows, ["* with the school", None, None]]))
    assert loaded.tables["sessions"]["attended"].sum() == 71
    (reported,) = (issue for issue in loaded.issues if issue.code == "footnote-dropped")
    assert (reported.severity, reported.cells) == ("assumption", ("C2", "C3"))
    assert reported.messages == (
        '"18*" read as 18, without its mark',
        '"33 [1]" read as 33, without its mark',
    )


@pytest.mark.parametrize("layout", [*LAYOUTS, "attendee_log"])
def test_measured_sheets_are_read_as_their_layout(layout: str) -> None:
    """The sheets whose speed is measured have the columns of real ones, every row of which is used."""
    rows = LAYOUTS[layout](40) if layout in LAYOUTS else attendees(40)
    reading = read(xlsx_of(rows)).reading.sheets[0]
    assert (reading.layout, reading.rows_read) == (layout, 40)
    assert reading.rows_used >= 36


def test_merged_heading_over_known_parts_joins_both_rows() -> None:
    """The row of known parts scores more than the row of headings above it."""
    rows = [
        ["Petsa", "Gawain", "Saan", "Mga dumalo", None, None, "Tala"],
        [None, None, None, "Bata", "Magulang", "Kabuuan", None],
        ["2024-07-06", "Kuwentuhan", "library", 27, 8, 35, None],
        ["2024-07-13", "Tula at awit", "library", 19, 5, 24, None],
    ]
    book = ExcelFile()
    page = book.active
    page.title = "Log"
    for row in rows:
        page.append(row)
    page.merge_cells("D1:F1")
    stream = io.BytesIO()
    book.save(stream)
    result = read(stream.getvalue())
    assert (sheet(result).layout, sheet(result).rows_used) == ("session_log", 2)
    assert [row["attended"] for row in result.tables["sessions"]] == [35, 24]


#: Hours of volunteers by month; the numbers of one row rise like the days of a register.
HOURS = [
    ["STUDENT VOLUNTEERS"],
    ["Boluntaryo", "Kurso", "Hunyo (oras)", "Hulyo (oras)", "Agosto (oras)", "Kabuuan"],
    ["Angelo Manalo", "CvSU BSED", 12, 16, 8, 36],
    ["Bernadette Sy", "CvSU", 10, 14, 12, 36],
    ["Carlo Legaspi", "SHS Humss", 6, None, 9, 15],
    ["Erwin Poblete", "CvSU BLIS", 20, 24, 18, 62],
]


def test_rising_numbers_between_numbers_are_no_days() -> None:
    reading = imported(xlsx(Volunteers=HOURS)).reading
    assert [sheet.header_row for sheet in reading.sheets] == [2]
    quoted = str([mapped.heading for sheet in reading.sheets for mapped in sheet.mapping])
    assert "Legaspi" not in quoted


def test_names_next_to_numbers_are_no_headings_to_quote() -> None:
    """The row of names is taken for the headings here; it is shown by its columns only."""
    rows = [["Carlo Legaspi", "Ana Reyes", 6, 9], ["alpha", "beta", "x", "y"], ["gamma", "delta", "z", "w"]]
    reading = imported(xlsx(Sheet1=rows), header_row=1).reading
    shown = str([(mapped.heading, sheet.saw) for sheet in reading.sheets for mapped in sheet.mapping])
    assert "Legaspi" not in shown


def test_amounts_below_years_are_a_table() -> None:
    rows: list[list[object]] = [["Treasurer's report"], [], [None, "2026", "2025 (for comparison)"]]
    rows += [["Saturday sale", 2761.25, 2544.75], ["Tent rental", 425, 400], ["Posters", 187.4, 165.2]]
    reading = read(xlsx(Sale=rows)).reading.sheets[0]
    assert (reading.layout, reading.header_row) == ("unknown", 3)
    assert "row_is" in {question.id.split(".")[-1] for question in reading.questions}
