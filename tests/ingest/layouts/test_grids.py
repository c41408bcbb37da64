"""Tally grids by month and month grids by site: grouped counts, months from tabs, doors kept apart from
programs."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook as ExcelFile

from libcollab_metrics.metrics import evaluate
from tests.support.sheets import codes, csv_text, dataset, read, xlsx

PAIR = ["Groups", "Attendance"]
WANTED = ["attendance_total", "attendance_coverage", "attendance_per_session", "sessions_held"]


def tabs(**months: list[list[object]]) -> bytes:
    """A workbook with a tab a month, its settings merged over their pairs of columns."""
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


#: October 10 groups with 150 people, November 12 with 180, December 22 and nobody counted yet.
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
    found = evaluate(dataset(data, **answers), metrics=WANTED, as_of=date(2027, 12, 31)).values
    return {value.metric: value for value in found}


def test_a_month_nobody_counted_is_unknown_and_never_thins_the_average() -> None:
    """Fixture e: at least 330 visits, 22 of 44 groups counted, 15.0 a group, never 7.5."""
    found = figures(YEAR, year=2025)
    assert (found["attendance_total"].value, found["attendance_total"].certainty) == (330, "at_least")
    assert (found["attendance_coverage"].numerator, found["attendance_coverage"].denominator) == (22, 44)
    assert found["attendance_per_session"].value == pytest.approx(15.0)
    assert "all-zero-block" in codes(read(YEAR, year=2025))


def test_a_finished_month_of_zeros_is_nobody() -> None:
    found = figures(YEAR, year=2025, month_finished=True)
    assert found["attendance_per_session"].value == pytest.approx(7.5)
    assert found["attendance_coverage"].value == 1


def test_settings_are_formats_and_months_come_from_the_tabs() -> None:
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
    asked = [q.id for s in read(data).reading.sheets for q in s.questions]
    assert asked == ["sheets.October.year", "sheets.October.fiscal_year_start", "sheets.January.year"]
    answered = read(data, year=2025, fiscal_year_start=10).reading
    assert [q.id for s in answered.sheets for q in s.questions] == []


def test_self_directed_activities_are_no_sessions() -> None:
    rows = [
        [None, "In-House", None, "Self-Directed", None],
        ["Age Group", *PAIR, *PAIR],
        ["Children", 8, 120, 2, 61],
    ]
    found = read(xlsx(October=rows), year=2025)
    assert [r["attended"] for r in found.tables["sessions"]] == [120]
    assert "not-sessions" in codes(found)


def test_a_total_that_disagrees_with_its_grid_is_told() -> None:
    data = tabs(October=[["Children", 8, 120, 2, 61], ["TOTAL", 8, 121, 2, 61]])
    assert "totals-disagree" in codes(read(data, year=2025))


def test_the_events_of_a_grouped_row_weigh_the_coverage() -> None:
    """Fixture f in small: 969 events with 28,527 visits, 1,226 without a number: 29.4, never 13.0."""
    rows = [
        ["Library", "Event Year", "Event Month", "Category", "Events", "Attendance"],
        ["Main", 2021, 3, "Story", 969, 28527],
        ["Main", 2021, 4, "Story", 1226, None],
    ]
    found = figures(csv_text(rows))
    assert found["attendance_per_session"].value == pytest.approx(28527 / 969)
    assert found["attendance_coverage"].value == pytest.approx(969 / 2195)


GRID = [["Library", "2026-01", "2026-02", "2026-3"], ["Main", 412, None, 388], ["Hall", 10, 20, 30]]


def test_monthly_counts_stay_out_of_programs_until_they_are_said_to_be_of_programs() -> None:
    found = read(csv_text(GRID), "visits.csv")
    assert (found.reading.sheets[0].layout, found.tables) == ("month_grid", {})
    assert (found.reading.sheets[0].rows_read, found.reading.sheets[0].rows_left_out) == (2, 2)
    assert [q.id for q in found.reading.sheets[0].questions] == ["sheets.visits.activity"]
    assert "5 monthly counts of 6, 860 in all" in next(
        i.message for i in found.issues if i.code == "door-count"
    )


def test_monthly_counts_of_programs_are_grouped_rows_without_a_number_of_sessions() -> None:
    found = read(csv_text(GRID), "visits.csv", activity="program")
    rows = found.tables["sessions"]
    assert [(r["site"], r["date"], r["attended"], r["events"]) for r in rows][:3] == [
        ("Main", datetime(2026, 1, 1), 412, None),
        ("Hall", datetime(2026, 1, 1), 10, None),
        ("Main", datetime(2026, 2, 1), None, None),
    ]
    total = figures(csv_text(GRID), name="visits.csv", activity="program")["attendance_total"]
    assert (total.value, total.certainty) == (860, "at_least")


def test_a_grid_of_percentages_is_refused_as_no_count() -> None:
    rows = [["Library", "2026-01", "2026-02"], ["Main", "39%", "31%"], ["Hall", None, "40%"]]
    found = read(csv_text(rows), "use.csv", activity="program")
    assert found.tables == {}
    assert codes(found) == {"percent-not-count"}


def test_quarters_and_years_beside_months_are_never_counted() -> None:
    rows = [["Library", "Jan-26", "Feb-26", "Mar-26", "Q1", "2026"], ["Main", 1, 2, 3, 6, 6]]
    found = read(csv_text(rows), "visits.csv", activity="program")
    assert [(r["date"], r["attended"]) for r in found.tables["sessions"]] == [
        (datetime(2026, 1, 1), 1),
        (datetime(2026, 2, 1), 2),
        (datetime(2026, 3, 1), 3),
    ]
    assert "cadence-mixed" in codes(found)
