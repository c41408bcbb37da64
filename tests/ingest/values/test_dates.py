"""Parsing of cells as dates, months, years and times."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from libcollab_metrics.ingest.values.dates import detect_date_order, parse_day, parse_month, parse_time
from tests.support.sheets import codes, imported, read, xlsx


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-07", "2026-03-07"),
        ("4 August, 2022", "2022-08-04"),
        ("8/19/99", "1999-08-19"),
        ("12/24/1995", "1995-12-24"),
        ("13/3/2026", "2026-03-13"),
        ("Sat 7 March 2026", "2026-03-07"),
        ("7 de marzo de 2026", "2026-03-07"),
        ("Marso 7, 2026", "2026-03-07"),
        ("3/14/2026 16:27:59", "2026-03-14"),
        ("June 17, 2025 (T)", "2025-06-17"),
        ("sáb 8 mzo 2025", "2025-03-08"),
        ("2026-03-07T10:00:00", "2026-03-07"),
    ],
)
def test_date_is_parsed_in_common_forms(typed: str, day: str) -> None:
    parsed = parse_day(typed)
    assert parsed is not None
    assert parsed.to_date(None) == date.fromisoformat(day)


@pytest.mark.parametrize("typed", ["June 2-6", "2-6 June", "June 9-13"])
def test_last_day_of_a_week_is_no_year(typed: str) -> None:
    parsed = parse_day(typed)
    assert parsed is not None
    assert parsed.year is None
    assert parsed.month == 6


@pytest.mark.parametrize(
    "typed", ["Sat 7-8", "12/091998", "31/2/2026", "2026-13-01", "soon", "18", "99/99/2026"]
)
def test_invalid_date_is_unknown(typed: str) -> None:
    assert parse_day(typed) is None


def test_date_without_a_year_needs_one() -> None:
    parsed = parse_day("7-Mar")
    assert parsed is not None
    assert parsed.to_date(None) is None
    assert parsed.to_date(2026) == date(2026, 3, 7)


def test_impossible_month_decides_the_order_of_the_column() -> None:
    assert detect_date_order(["3/7/2026", "13/3/2026"]) == "day-first"
    assert detect_date_order(["3/7/2026", "3/13/2026"]) == "month-first"
    assert detect_date_order(["3/7/2026", "4/8/2026"]) == ""


@pytest.mark.parametrize(
    ("typed", "month"),
    [("2026-3", (2026, 3)), ("March", (None, 3)), ("5", (None, 5)), ("13", None), ("Event", None)],
)
def test_month_is_parsed_with_or_without_its_year(typed: str, month: object) -> None:
    assert parse_month(typed) == month


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("9:30:00", 570), ("2:00 PM", 840), ("10am", 600), ("All Day Event", None), ("18", None)],
)
def test_time_is_minutes_since_midnight(typed: str, minutes: float | None) -> None:
    assert parse_time(typed) == minutes


@given(st.dates(date(1971, 1, 1), date(2069, 12, 31)), st.sampled_from(["en", "es", "fil"]))
def test_printed_date_parses_back_in_each_language(day: date, locale: str) -> None:
    for form in ("d MMMM y", "MMMM d, y", "y-MM-dd"):
        parsed = parse_day(format_date(day, form, locale=locale))
        assert parsed is not None
        assert parsed.to_date(None) == day


def test_dates_of_one_column_decide_the_order_of_another() -> None:
    """20/02/2026 can only be day-first; so is 12/02/2026 next to it."""
    rows = [["School", "Date sent", "Books sent", "Date received", "Books received"]]
    rows += [["A", "12/02/2026", 60, "20/02/2026", 60], ["B", "03/03/2026", 55, "11/03/2026", 55]]
    lots = read(xlsx(Sheet1=rows)).tables["deliveries"]
    assert [row["dispatched_on"].month for row in lots] == [2, 3]


@pytest.mark.parametrize(("heading", "month"), [("Fecha", 2), ("Date", 12)])
def test_spanish_heading_assumes_that_the_day_is_first(heading: str, month: int) -> None:
    rows = [[heading, "Actividad", "Asistencia"], ["12/02/2026", "Cuentos", 9], ["03/03/2026", "Cuentos", 8]]
    found = read(xlsx(Hoja=rows))
    assert found.tables["sessions"][0]["date"].month == month
    (question,) = (q for q in found.reading.sheets[0].questions if q.id.endswith("date_order"))
    assert question.default == ("day-first" if heading == "Fecha" else "month-first")


def test_year_of_days_may_be_in_the_file_name() -> None:
    rows = [["Date", "Attendance"], ["14 Feb", 12], ["28 Feb", 9]]
    days = imported(xlsx(Log=rows), "Workshops 2025.xlsx").tables["sessions"]["date"]
    assert {day.year for day in days} == {2025}
    titled = [["Workshops of 2024"], *rows]
    days = imported(xlsx(Log=titled), "Workshops 2025.xlsx").tables["sessions"]["date"]
    assert {day.year for day in days} == {2024}
    school_year = imported(xlsx(Log=rows), "Workshops 2024-25.xlsx")
    assert "year-missing" in codes(school_year)
