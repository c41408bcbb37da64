"""Sessions calendar: when a row is a week, month or year, its signs, and when a weekday is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from libcollab_metrics.figures.chart import Chart, Point, Series
from libcollab_metrics.figures.chart_builder import (
    alt_text,
    build_chart,
)
from libcollab_metrics.figures.findings import MIN_COVERAGE, comparison_finding
from libcollab_metrics.figures.text import EvaluationLike
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.scope import month_label, months_between

#: Rows that fit on half a page: with more weeks, a row is a month; with more months, a year.
MAX_WEEK_ROWS, MAX_MONTH_ROWS = 18, 24
WEEK = timedelta(days=7)
#: Share of days that one weekday must exceed to be named, and minimum number of days to name one.
MAIN_WEEKDAY_SHARE, MIN_DAYS_FOR_WEEKDAY = 0.5, 5
#: Length of a day (2026-03-07) and of a month (2026-03) as text.
DAY_LENGTH, MONTH_LENGTH = 10, 7
#: Sign of a cancelled session in a square, and of an unknown number of sessions.
CANCELLED, UNKNOWN_COUNT = "✗", "•"


@dataclass(frozen=True)
class _CalendarEntry:
    """One value of the calendar: its day, month or year as text, and whether sessions were held."""

    date_text: str
    is_held: bool
    value: Value

    @property
    def sessions(self) -> float:
        """Number of sessions; 1 where the row does not record it."""
        return float(self.value.value or 1)


@dataclass(frozen=True)
class _CalendarLayout:
    """Rows and columns of a calendar.

    `locate` maps a date text to its (row, column), or to None where the calendar does not contain it.
    """

    category: str
    rows: Mapping[str, str]
    columns: Sequence[str]
    locate: Callable[[str], tuple[str, int] | None]


def sessions_calendar(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a calendar of sessions held by day, with a separate sign for cancelled ones.

    A row is a week (up to 18 weeks), a month (up to 24 months) or a year. Where most sessions are dated by
    month only, a row is a year. An empty square is a day without planned sessions.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics, with `prepare_session_days`.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        Calendar with one series per column.
    """
    metric, entries = find_metric("session_days"), list(_calendar_entries(evaluation))
    cut = _choose_layout(entries, language)
    placed = [(square, entry) for entry in entries if (square := cut.locate(entry.date_text)) is not None]
    undrawn = sum(entry.sessions for entry in entries if cut.locate(entry.date_text) is None)
    drawn = sum(entry.sessions for _, entry in placed)
    title = _calendar_title(entries, cut, undrawn <= drawn * (1 / MIN_COVERAGE - 1), evaluation, language)
    rows = [(entry.date_text, entry.value) for entry in entries] or [
        ("", value) for value in evaluation.values_for(metric.id)
    ]
    chart = build_chart(
        "sessions-calendar", "calendar", title, rows, metric, cut.category, evaluation, language, ()
    )
    sentences = [
        *_legend_sentences([entry for _, entry in placed], language),
        *_undrawn_note(undrawn, language),
    ]
    chart = replace(chart, series=_calendar_series(cut, placed), caption=" ".join(sentences))
    return replace(
        chart, alt=alt_text(replace(chart, series=_rows_for_alt_text(cut, placed, language)), language)
    )


def _calendar_entries(evaluation: EvaluationLike) -> Iterable[_CalendarEntry]:
    for value in evaluation.values_for("session_days"):
        if value.group and value.groups.get("state"):
            yield _CalendarEntry(value.groups.get("day") or "", value.groups["state"] == "held", value)


def _choose_layout(entries: Sequence[_CalendarEntry], language: Language) -> _CalendarLayout:
    """Choose the finest calendar that fits and can place most of the sessions."""
    days = sorted(
        {date.fromisoformat(entry.date_text) for entry in entries if len(entry.date_text) == DAY_LENGTH}
    )
    months = sorted(
        {entry.date_text[:MONTH_LENGTH] for entry in entries if len(entry.date_text) >= MONTH_LENGTH}
    )
    by_day = sum(entry.sessions for entry in entries if len(entry.date_text) == DAY_LENGTH)
    by_month = sum(entry.sessions for entry in entries if len(entry.date_text) == MONTH_LENGTH)
    if (
        not days
        or by_month > by_day
        or len(months_between(month_label(days[0]), month_label(days[-1]))) > MAX_MONTH_ROWS
    ):
        return _year_layout(months, language)
    mondays = list(_mondays(days[0], days[-1]))
    return _week_layout(mondays, language) if len(mondays) <= MAX_WEEK_ROWS else _month_layout(days, language)


def _mondays(first: date, last: date) -> Iterable[date]:
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield monday
        monday += WEEK


def _week_layout(mondays: Sequence[date], language: Language) -> _CalendarLayout:
    rows = {monday.isoformat(): language.short_day(monday) for monday in mondays}
    return _weekday_layout("category-week", rows, lambda day: day - timedelta(days=day.weekday()), language)


def _month_layout(days: Sequence[date], language: Language) -> _CalendarLayout:
    rows = {
        month: language.month(month) for month in months_between(month_label(days[0]), month_label(days[-1]))
    }
    return _weekday_layout("category-month", rows, month_label, language)


def _weekday_layout(
    category: str, rows: Mapping[str, str], row_for: Callable[[date], object], language: Language
) -> _CalendarLayout:
    def locate(written: str) -> tuple[str, int] | None:
        if len(written) != DAY_LENGTH:
            return None
        day = date.fromisoformat(written)
        return str(row_for(day)), day.weekday()

    columns = [language.weekday(number, short=True) for number in range(7)]
    return _CalendarLayout(language.message(category), rows, columns, locate)


def _year_layout(months: Sequence[str], language: Language) -> _CalendarLayout:
    def locate(written: str) -> tuple[str, int] | None:
        return (written[:4], int(written[5:MONTH_LENGTH]) - 1) if len(written) >= MONTH_LENGTH else None

    years = range(int(months[0][:4]), int(months[-1][:4]) + 1) if months else ()
    rows = {f"{year:04d}": str(year) for year in years}
    return _CalendarLayout(
        language.message("category-year"), rows, [language.month_of_year(n) for n in range(1, 13)], locate
    )


def _calendar_series(
    calendar_layout: _CalendarLayout, located_entries: Sequence[tuple[tuple[str, int], _CalendarEntry]]
) -> tuple[Series, ...]:
    here: dict[tuple[str, int], list[_CalendarEntry]] = {}
    for square, entry in located_entries:
        here.setdefault(square, []).append(entry)
    return tuple(
        Series(
            name,
            tuple(
                _square_point(label, here.get((row, column), ()))
                for row, label in calendar_layout.rows.items()
            ),
        )
        for column, name in enumerate(calendar_layout.columns)
    )


def _square_point(label: str, entries: Sequence[_CalendarEntry]) -> Point:
    """Build a square: sessions held, and signs for cancelled sessions and unknown numbers."""
    held = [entry.value.value for entry in entries if entry.is_held]
    known = [number for number in held if number is not None]
    cancelled = sum(entry.sessions for entry in entries if not entry.is_held)
    signs = [UNKNOWN_COUNT] * (len(known) < len(held)) + [
        CANCELLED + (f"{cancelled:g}" if cancelled > 1 else "")
    ] * bool(cancelled)
    return Point(label, sum(known) if known else None, sign=" ".join(signs))


def _rows_for_alt_text(
    calendar_layout: _CalendarLayout,
    located_entries: Sequence[tuple[tuple[str, int], _CalendarEntry]],
    language: Language,
) -> tuple[Series, ...]:
    """Return the rows as points for the alt text, with sessions held and cancelled."""
    held: Counter[str] = Counter()
    cancelled: Counter[str] = Counter()
    for (row, _), entry in located_entries:
        (held if entry.is_held else cancelled)[row] += round(entry.sessions)
    points = [
        Point(
            label,
            held[row],
            note=language.message("calendar-cancelled", count=cancelled[row]) if cancelled[row] else "",
        )
        for row, label in calendar_layout.rows.items()
    ]
    return (Series("", tuple(points)),)


def _legend_sentences(entries: Sequence[_CalendarEntry], language: Language) -> list[str]:
    """Explain the numbers and the signs that occur in the calendar."""
    if not entries:
        return []
    held = [entry.value for entry in entries if entry.is_held]
    sentences = [
        language.message("calendar-numbers", count=language.number(sum(value.value or 0 for value in held)))
    ]
    if any(not entry.is_held for entry in entries):
        sentences.append(language.message("calendar-sign", sign=CANCELLED))
    if any(value.value is None for value in held):
        sentences.append(language.message("calendar-some", sign=UNKNOWN_COUNT))
    if any(value.certainty == "at_least" for value in held):
        sentences.append(language.message("caption-at-least-sessions"))
    return sentences


def _undrawn_note(undrawn: float, language: Language) -> list[str]:
    return [language.plural(undrawn, "calendar-undrawn", count=language.number(undrawn))] if undrawn else []


def _calendar_title(
    entries: Sequence[_CalendarEntry],
    calendar_layout: _CalendarLayout,
    is_mostly_drawn: bool,
    evaluation: EvaluationLike,
    language: Language,
) -> str:
    """Write the title: days with sessions held, days planned, and the most frequent weekday.

    Less is stated where less is known.
    """
    metric = find_metric("session_days")
    if not any(entry.is_held for entry in entries):
        if entries:
            return language.message("calendar-none-held")
        return comparison_finding(
            [("", value) for value in evaluation.values_for(metric.id)], metric, language
        )
    if not is_mostly_drawn:
        return language.message("calendar-unknown")
    if len(calendar_layout.columns) == 12:
        return _months_finding(entries, language)
    return _days_finding([entry for entry in entries if len(entry.date_text) == DAY_LENGTH], language)


def _days_finding(entries: Sequence[_CalendarEntry], language: Language) -> str:
    held = sorted({date.fromisoformat(entry.date_text) for entry in entries if entry.is_held})
    planned = {entry.date_text for entry in entries}
    if len(held) == 1:
        day = {"weekday": language.weekday(held[0].weekday()), "day": language.day(held[0])}
        finding = language.message("calendar-one-day", **day)
        return (
            finding
            if len(planned) == 1
            else language.message("calendar-one-of", said=finding, planned=len(planned))
        )
    counts = {"held": language.number(len(held)), "planned": language.number(len(planned))}
    finding = language.message("calendar-days" if len(held) == len(planned) else "calendar-days-of", **counts)
    ((weekday, most),) = Counter(day.weekday() for day in held).most_common(1)
    if len(held) < MIN_DAYS_FOR_WEEKDAY or most <= MAIN_WEEKDAY_SHARE * len(held):
        return finding
    all_ = "calendar-always" if most == len(held) else "calendar-mostly"
    return language.message(all_, said=finding, weekday=language.weekday(weekday))


def _months_finding(entries: Sequence[_CalendarEntry], language: Language) -> str:
    held = sorted(
        {
            entry.date_text[:MONTH_LENGTH]
            for entry in entries
            if entry.is_held and len(entry.date_text) >= MONTH_LENGTH
        }
    )
    months = months_between(held[0], held[-1])
    if len(months) == 1:
        return language.message("calendar-one-month", month=language.month(months[0]))
    ends = {"first": language.month(months[0]), "last": language.month(months[-1])}
    if len(held) == len(months):
        return language.message("calendar-every-month", months=language.number(len(months)), **ends)
    return language.message(
        "calendar-months", held=language.number(len(held)), months=language.number(len(months)), **ends
    )
