"""Tally grids by month and month grids by site: grouped counts, months from tabs, door counts excluded."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook as ExcelFile

from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, csv_text, dataset, read, sheet, xlsx

PAIR = ["Groups", "Attendance"]
METRICS = ["attendance_total", "attendance_coverage", "attendance_per_session", "sessions_held"]


def tabs(**months: list[list[object]]) -> bytes:
    """A workbook with a tab a month, each setting merged over its pair of columns."""
    book = ExcelFile()
    book.remove(book.worksheets[0])
    for name, rows in months.items():
        page = book.create_sheet(name)
        page.append([None, "In-House", None, "Outreach", None])
        page.append(["Age Group", *PAIR, *PAIR])
        for row in rows:
            page.append(row)
        page.merge_cells("B1:C1")
        page.merge_cells("D1:E1")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


#: October 10 groups with 150 people, November 12 with 180, December 22 not yet counted.
YEAR = tabs(
    October=[
        ["Children (0-5)", 6, 100, 2, 20],
        ["Teens (12-18)", 2, 30, None, None],
        ["TOTAL", 8, 130, 2, 20],
    ],
    November=[["Children (0-5)", 8, 120, 4, 60], ["TOTAL", 8, 120, 4, 60]],
    December=[["Children (0-5)", 12, 0, 4, 0], ["Teens (12-18)", 6, 0, None, None]],
)


def figures(data: bytes, **answers: Any) -> dict[str, Any]:
    result = evaluate(dataset(data, **answers), metrics=METRICS, as_of=date(2027, 12, 31)).values
    return {value.metric: value for value in result}


def test_uncounted_month_is_unknown_and_does_not_lower_the_average() -> None:
    """Fixture e: at least 330 visits, 22 of 44 groups counted, 15.0 per group, not 7.5."""
    result = figures(YEAR, year=2025)
    assert (result["attendance_total"].value, result["attendance_total"].certainty) == (330, "at_least")
    assert (result["attendance_coverage"].numerator, result["attendance_coverage"].denominator) == (22, 44)
    assert result["attendance_per_session"].value == pytest.approx(15.0)
    assert "all-zero-block" in codes(read(YEAR, year=2025))


def test_finished_month_of_zeros_counts_as_zero() -> None:
    result = figures(YEAR, year=2025, month_finished=True)
    assert result["attendance_per_session"].value == pytest.approx(7.5)
    assert result["attendance_coverage"].value == 1


def test_settings_give_the_format_and_tabs_give_the_month() -> None:
    rows = read(YEAR, year=2025).tables["sessions"]
    assert [(r["date"], r["age_group"], r["format"], r["events"], r["attended"]) for r in rows[:3]] == [
        (datetime(2025, 10, 1), "Children (0-5)", "onsite", 6, 100),
        (datetime(2025, 10, 1), "Teens (12-18)", "onsite", 2, 30),
        (datetime(2025, 10, 1), "Children (0-5)", "offsite", 2, 20),
    ]
    assert [s.layout for s in read(YEAR, year=2025).reading.sheets] == ["tally_grid"] * 3


def test_months_after_december_belong_to_the_next_year() -> None:
    data = tabs(October=[["Children", 1, 5, 1, 5]], January=[["Children", 1, 5, 1, 5]])
    assert {r["date"] for r in read(data, year=2025).tables["sessions"]} == {
        datetime(2025, 10, 1),
        datetime(2026, 1, 1),
    }
    question_ids = [q.id for s in read(data).reading.sheets for q in s.questions]
    assert question_ids == ["sheets.October.year", "sheets.October.fiscal_year_start", "sheets.January.year"]
    answered = read(data, year=2025, fiscal_year_start=10).reading
    assert [q.id for s in answered.sheets for q in s.questions] == []


def test_self_directed_activities_are_not_sessions() -> None:
    rows = [
        [None, "In-House", None, "Self-Directed", None],
        ["Age Group", *PAIR, *PAIR],
        ["Children", 8, 120, 2, 61],
    ]
    result = read(xlsx(October=rows), year=2025)
    assert [r["attended"] for r in result.tables["sessions"]] == [120]
    assert "not-sessions" in codes(result)


def test_total_that_disagrees_with_its_grid_is_reported() -> None:
    data = tabs(October=[["Children", 8, 120, 2, 61], ["TOTAL", 8, 121, 2, 61]])
    assert "totals-disagree" in codes(read(data, year=2025))


def test_number_of_events_weights_the_coverage() -> None:
    """Fixture f in small: 969 events with 28,527 visits, 1,226 without a number: 29.4, not 13.0."""
    rows = [
        ["Library", "Event Year", "Event Month", "Category", "Events", "Attendance"],
        ["Main", 2021, 3, "Story", 969, 28527],
        ["Main", 2021, 4, "Story", 1226, None],
    ]
    result = figures(csv_text(rows))
    assert result["attendance_per_session"].value == pytest.approx(28527 / 969)
    assert result["attendance_coverage"].value == pytest.approx(969 / 2195)


GRID = [["Library", "2026-01", "2026-02", "2026-3"], ["Main", 412, None, 388], ["Hall", 10, 20, 30]]


def test_monthly_counts_are_excluded_until_answered_as_program_counts() -> None:
    result = read(csv_text(GRID), "visits.csv")
    assert (result.reading.sheets[0].layout, result.tables) == ("month_grid", {})
    assert (result.reading.sheets[0].rows_read, result.reading.sheets[0].rows_left_out) == (2, 2)
    assert [q.id for q in result.reading.sheets[0].questions] == ["sheets.visits.activity"]
    assert "5 monthly counts of 6, 860 in all" in next(
        i.message for i in result.issues if i.code == "door-count"
    )


def test_monthly_program_counts_have_no_number_of_sessions() -> None:
    result = read(csv_text(GRID), "visits.csv", activity="program")
    rows = result.tables["sessions"]
    assert [(r["site"], r["date"], r["attended"], r["events"]) for r in rows][:3] == [
        ("Main", datetime(2026, 1, 1), 412, None),
        ("Hall", datetime(2026, 1, 1), 10, None),
        ("Main", datetime(2026, 2, 1), None, None),
    ]
    total = figures(csv_text(GRID), name="visits.csv", activity="program")["attendance_total"]
    assert (total.value, total.certainty) == (860, "at_least")


def test_grid_of_percentages_is_refused() -> None:
    rows = [["Library", "2026-01", "2026-02"], ["Main", "39%", "31%"], ["Hall", None, "40%"]]
    result = read(csv_text(rows), "use.csv", activity="program")
    assert result.tables == {}
    assert codes(result) == {"percent-not-count"}


def test_quarters_and_years_next_to_months_are_not_counted() -> None:
    rows = [["Library", "Jan-26", "Feb-26", "Mar-26", "Q1", "2026"], ["Main", 1, 2, 3, 6, 6]]
    result = read(csv_text(rows), "visits.csv", activity="program")
    assert [(r["date"], r["attended"]) for r in result.tables["sessions"]] == [
        (datetime(2026, 1, 1), 1),
        (datetime(2026, 2, 1), 2),
        (datetime(2026, 3, 1), 3),
    ]
    assert "cadence-mixed" in codes(result)


def test_rows_of_targets_are_no_counts_of_programs() -> None:
    rows = [
        ["Program attendance vs. target 2026"],
        ["Program", None, "Jul", "Aug", "2-mo."],
        ["Storytime", "Target", 40, 40, 80],
        ["Storytime", "Actual", 37, 44, 81],
        ["Teens", "Target", 15, 15, 30],
        ["Teens", "Actual", 9, 12, 21],
        ["ALL", "Target", 55, 55, 110],
        ["ALL", "Actual", 46, 56, 102],
    ]
    result = read(xlsx(H1=rows))
    found = [(r["program_id"], r["date"].month, r["attended"]) for r in result.tables["sessions"]]
    assert sorted(found) == [("Storytime", 7, 37), ("Storytime", 8, 44), ("Teens", 7, 9), ("Teens", 8, 12)]
    assert "sheets.H1.activity" not in [question.id for question in sheet(result, "H1").questions]


VISITED: list[list[Any]] = [
    ["BOOKMOBILE 2026"],
    ["Attendance by visit"],
    ["Community", "Population", "Mar", "Apr", "May", "Jun", "Total", "Visits"],
    ["North Fork", 5950, 24, 31, "—", "n/a", 55, 3],
    ["Old Mill", 2140, 15, "—", 18, 17, 50, 3],
    ["Total", None, 39, 31, 18, 17, 105, 6],
    [],
    ["— means that there was no visit, n/a that no count was taken"],
]


def test_months_with_a_visit_are_sessions() -> None:
    sessions = read(xlsx(**{"2026": VISITED})).tables["sessions"]
    assert [(row["site"], row["date"].month, row["attended"]) for row in sessions] == [
        ("North Fork", 3, 24),
        ("Old Mill", 3, 15),
        ("North Fork", 4, 31),
        ("Old Mill", 5, 18),
        ("North Fork", 6, None),
        ("Old Mill", 6, 17),
    ]
    assert {row["events"] for row in sessions} == {1}


def test_other_number_of_visits_counts_no_sessions() -> None:
    rows = [[*row[:-1], 5] if "Old Mill" in row else row for row in VISITED]
    assert "sessions" not in read(xlsx(**{"2026": rows})).tables


def test_column_of_years_dates_the_months_of_a_grid() -> None:
    """Two branches: 10 + 12 visits in January and 8 + 9 in February of 2019, and no question."""
    rows = [["Branch", "January", "February", "Year"], ["Hill", 10, 8, 2019], ["Lake", 12, 9, 2019]]
    found = read(xlsx(Visitors=rows), row_is="month-total", activity="program")
    days = [(row["date"].year, row["date"].month, row["attended"]) for row in found.tables["sessions"]]
    assert sorted(days) == [(2019, 1, 10.0), (2019, 1, 12.0), (2019, 2, 8.0), (2019, 2, 9.0)]
    assert "year-missing" not in codes(found)
    rows[2][3] = 2020
    assert "year-missing" in codes(read(xlsx(Visitors=rows), row_is="month-total", activity="program"))
