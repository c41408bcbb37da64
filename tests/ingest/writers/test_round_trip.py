"""Printed dates, months, times, numbers and marks are read back as the same values."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from libcollab_metrics.ingest.answers import Answers, merge_sheet_answers
from libcollab_metrics.ingest.files.cells import CellColumn
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.values.columns import Column, ParseContext, parse_days, parse_numbers
from libcollab_metrics.ingest.values.dates import parse_day, parse_month, parse_time
from libcollab_metrics.ingest.values.marks import normalize_mark
from libcollab_metrics.ingest.values.numbers import detect_decimal_mark, parse_number
from libcollab_metrics.model.schema import SCHEMA

days = st.dates(date(1971, 1, 1), date(2069, 12, 31))
locales = st.sampled_from(["en", "es", "fil"])
counts = st.integers(0, 999_999)
amounts = st.decimals(0, 999_999, places=2).map(float)
ATTENDED, VALUE = SCHEMA["sessions"].field("attended"), SCHEMA["ledger"].field("value")
#: Date formats in words, and formats in figures for which the column decides the order.
IN_WORDS = (
    "d MMMM y",
    "MMMM d, y",
    "d MMM y",
    "MMM d, y",
    "MMMM d y",
    "d-MMM-y",
    "d MMMM, y",
    "EEEE, d MMMM y",
)
IN_FIGURES = {
    "day-first": ("d/M/y", "dd/MM/y", "dd-MM-y", "dd.MM.y", "d/M/yy"),
    "month-first": ("M/d/y", "MM/dd/y", "MM-dd-y", "M/d/yy"),
}
CLOCKS = ("", " 10:30", " 10:30:15", ", 4:05 PM", "T16:27:59", " 4:05 p.m.")


def column(cells: list[Any]) -> Column:
    cell_column = CellColumn.from_cells(cells)
    return Column("Heading", 1, np.arange(2, 2 + len(cells)), cell_column.codes, cell_column.cells)


def context(**answers: Any) -> ParseContext:
    answers_for_sheet: Answers = merge_sheet_answers(answers, "Sheet1")
    return ParseContext(answers_for_sheet, IssueLog("Sheet1"))


def date_issues(parse_context: ParseContext) -> list[str]:
    """The issues about dates, without `date-far-off`: the generated dates span a century."""
    return [issue.code for issue in parse_context.log.issues() if issue.code != "date-far-off"]


@given(days, locales, st.sampled_from(IN_WORDS), st.sampled_from(CLOCKS))
def test_date_in_words_is_read_back(day: date, locale: str, form: str, clock: str) -> None:
    read = parse_day(format_date(day, form, locale=locale) + clock)
    assert read is not None
    assert read.to_date(None) == day


@given(days, st.sampled_from(("y-MM-dd", "y/MM/dd", "y.MM.dd", "y-M-d")), st.sampled_from(CLOCKS))
def test_date_with_its_year_first_is_read_back(day: date, form: str, clock: str) -> None:
    read = parse_day(format_date(day, form, locale="en") + clock)
    assert read is not None
    assert (read.to_date(None), read.is_ambiguous) == (day, False)


@given(st.lists(days, min_size=1, max_size=8), st.sampled_from(list(IN_FIGURES)), st.data())
def test_dates_in_figures_are_read_back_once_order_is_known(
    many: list[date], order: str, data: st.DataObject
) -> None:
    """By an answer, or by one day after the 12th; a column that leaves it open raises an issue."""
    form = data.draw(st.sampled_from(IN_FIGURES[order]))
    typed = [format_date(day, form, locale="en") for day in many]
    answered = context(date_order=order)
    assert [read[0].date() for read in parse_days(column(typed), answered)] == many
    assert not date_issues(answered)
    unanswered = context()
    read = [read[0].date() for read in parse_days(column(typed), unanswered)]
    if any(day.day > 12 for day in many):
        assert read == many
    elif any(day.day != day.month for day in many):
        assert date_issues(unanswered) == ["date-order-assumed"]
    else:
        assert read == many


@given(days, locales, st.sampled_from(("MMMM y", "MMM y", "MMMM, y", "MM/y", "y-MM", "y/MM")))
def test_month_alone_is_a_month_and_not_a_date(day: date, locale: str, form: str) -> None:
    typed = format_date(day, form, locale=locale)
    assert parse_month(typed) == (day.year, day.month)
    ((read, _, precision),) = parse_days(column([typed]), context(), accept_months=True)
    assert (read, precision) == (datetime(day.year, day.month, 1), "month")
    assert next(iter(parse_days(column([typed]), context())))[0] is None


@given(st.datetimes(datetime(1971, 1, 1), datetime(2069, 12, 31)))
def test_date_cell_of_a_workbook_is_read_back(moment: datetime) -> None:
    assert next(iter(parse_days(column([moment]), context())))[0].date() == moment.date()


@given(st.integers(0, 23), st.integers(0, 59))
def test_time_of_day_is_read_back(hour: int, minute: int) -> None:
    hour_12, am_pm = hour % 12 or 12, "am" if hour < 12 else "pm"
    printed = [
        f"{hour}:{minute:02d}",
        f"{hour:02d}:{minute:02d}:30",
        f"{hour}.{minute:02d}",
        f"{hour}h{minute:02d}",
        f"{hour_12}:{minute:02d} {am_pm.upper()}",
        f"{hour_12}:{minute:02d}{am_pm}",
        f"{hour_12}:{minute:02d} {am_pm[0]}.m.",
    ]
    assert {parse_time(typed) for typed in printed} == {hour * 60 + minute}
    assert parse_time((hour * 60 + minute) / 1440) == hour * 60 + minute


@given(counts, st.sampled_from([",", ".", " ", "\u00a0", "\u202f", "'"]))
def test_count_with_thousands_separators_is_read_back(count: int, mark: str) -> None:
    """With any separator: people are whole, so 35.262 is not read as thirty-five."""
    typed = f"{count:,}".replace(",", mark)
    for decimal in ".,":
        assert parse_number(typed, decimal).value == count


@given(
    counts,
    st.sampled_from(["{} pax", "{} people", "{} children", " {} ", "{}.", "({} pax)", "n = {}", "Total: {}"]),
)
def test_count_with_words_around_it_is_read_or_unknown(count: int, form: str) -> None:
    assert parse_number(form.format(count)).value in (count, None)


@given(amounts, st.sampled_from(["₱", "PHP ", "Php", "P", "$", "€ ", ""]))
def test_amount_of_money_is_read_in_either_notation(amount: float, currency: str) -> None:
    english = f"{amount:,.2f}"
    spanish = english.translate(str.maketrans(",.", ".,"))
    for typed, mark in ((english, "."), (spanish, ",")):
        assert detect_decimal_mark([typed]) == mark
        for text in (
            f"{currency}{typed}",
            f"{currency} {typed}",
            f"{typed} {currency}" if currency != "P" else typed,
        ):
            assert parse_number(text, mark, is_count=False).value == amount


@given(st.lists(amounts, min_size=1, max_size=6), st.booleans())
def test_column_of_amounts_decides_its_own_notation(many: list[float], comma: bool) -> None:
    typed = [f"{amount:,.2f}" for amount in many]
    typed = [text.translate(str.maketrans(",.", ".,")) for text in typed] if comma else typed
    assert [read.value for read in parse_numbers(VALUE, column(typed), context())] == many


@given(
    counts,
    st.sampled_from(["about {}", "approx. {}", "~{}", "almost {}", "mga {}", "unos {}", "around {:,}"]),
)
def test_estimate_in_words_is_an_estimate(count: int, form: str) -> None:
    read = parse_number(form.format(count))
    assert (read.value, read.is_estimate, read.is_lower_bound, read.code) == (
        count,
        True,
        False,
        "estimate-in-words",
    )


@given(counts, st.sampled_from(["{}+", "at least {}", "more than {}", "{:,}+"]))
def test_lower_bound_in_words_is_a_lower_bound(count: int, form: str) -> None:
    read = parse_number(form.format(count))
    assert (read.value, read.is_estimate, read.is_lower_bound, read.code) == (
        count,
        True,
        True,
        "estimate-in-words",
    )


@given(counts, counts, st.sampled_from(["{}-{}", "{} - {}", "{}–{}", "{} to {}"]))
def test_range_is_read_as_its_lower_end(one: int, other: int, form: str) -> None:
    low, high = sorted((one, other))
    read = parse_number(form.format(low, high))
    assert (read.value, read.is_estimate, read.code) == (low, True, "range-lower-end")
    assert parse_number(form.format(low, high), ranges="high").value == high


@given(
    st.lists(st.integers(0, 9_999), min_size=2, max_size=4),
    st.integers(0, 3),
    st.sampled_from(["", ".", ","]),
)
def test_sum_counts_only_if_it_adds_up(parts: list[int], off: int, mark: str) -> None:
    typed = "+".join(f"{part:,}".replace(",", mark) for part in parts)
    assert parse_number(typed).value == sum(parts)
    read = parse_number(f"{typed}= {sum(parts) + off}")
    assert (read.value, read.code) == ((None, "number-unreadable") if off else (sum(parts), "sum-in-cell"))


@given(st.integers(0, 100), st.sampled_from(["{}%", "{} %", "{}.5%"]))
def test_percentage_is_not_a_count(share: int, form: str) -> None:
    read = parse_number(form.format(share))
    assert (read.value, read.code) == (None, "percent-not-count")
    assert parse_number(form.format(share), is_count=False, allow_share=True).value is not None


@given(
    counts,
    st.integers(2, 53),
    st.sampled_from(["{} x {}", "{}/week × {}", "{} per week x {} weeks", "{} a week*{}"]),
)
def test_weekly_count_times_weeks_is_an_estimate(count: int, weeks: int, form: str) -> None:
    read = parse_number(form.format(count % 10_000, weeks))
    assert (read.value, read.is_estimate, read.code) == (count % 10_000 * weeks, True, "estimate-scaled")


@given(st.lists(st.integers(1, 999), min_size=1, max_size=9), st.booleans())
def test_shares_in_a_column_of_counts_are_not_counts(thousandths: list[int], more: bool) -> None:
    """0.83 alone or among counts; and the 1 and the 0 of a column that holds little except shares."""
    shares: list[Any] = [share / 1000 for share in thousandths]
    shares_context = context()
    assert [
        read.value
        for read in parse_numbers(ATTENDED, column([*shares, 1, 0][: None if more else -2]), shares_context)
    ] == [None for _ in range(len(shares) + 2 * more)]
    assert {issue.code for issue in shares_context.log.issues()} == {"percent-not-count"}
    mixed_values = [
        read.value for read in parse_numbers(ATTENDED, column([shares[0], *range(20)]), context())
    ]
    assert mixed_values == [None, *range(20)]


@given(
    st.sampled_from(["x", "✓", "/", "P", "A", "late", "T/O", "A/E", ""]),
    st.sampled_from(["{}", " {} ", "{}\u00a0"]),
)
def test_mark_is_normalized_for_spaces_and_case(mark: str, form: str) -> None:
    assert normalize_mark(form.format(mark)) == normalize_mark(mark.upper()) == normalize_mark(mark.lower())
