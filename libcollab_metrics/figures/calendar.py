"""When sessions were held: a calendar of weeks or months by weekday, or of years by month, and its finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from libcollab_metrics.figures.captions import alt_text
from libcollab_metrics.figures.drafting import chart_of
from libcollab_metrics.figures.findings import ENOUGH_COVERAGE, compared
from libcollab_metrics.figures.spec import Chart, Point, Series
from libcollab_metrics.figures.words import Evaluated
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.scope import every_month, month_of
from libcollab_metrics.wording import Language

#: Rows that fit on half a page; beyond so many weeks a row is a month, beyond so many months a year.
MOST_WEEKS, MOST_MONTHS = 18, 24
WEEK = timedelta(days=7)
#: Part of the days of meeting that one weekday must have to be named, and days from which on one is named at all.
MOSTLY, ENOUGH_DAYS = 0.5, 5
#: Letters of a day and of a month as the figure writes them: 2026-03-07, 2026-03.
DAY, MONTH = 10, 7
#: What stands in a square for a cancelled session, and for sessions of an unknown number.
CANCELLED, SOME = "✗", "•"


@dataclass(frozen=True)
class _When:
    """One value of the figure: the day, month or year it was written under, and whether the sessions were held."""

    written: str
    held: bool
    value: Value

    @property
    def sessions(self) -> float:
        """How many sessions: at least one where the row does not say."""
        return float(self.value.value or 1)


@dataclass(frozen=True)
class _Layout:
    """How a calendar is cut: rows and columns with their names, and where a written day belongs (None: nowhere)."""

    category: str
    rows: Mapping[str, str]
    columns: Sequence[str]
    place: Callable[[str], tuple[str, int] | None]


def sessions_calendar(evaluation: Evaluated, language: Language) -> Chart:
    """Sessions held by day, cancelled ones marked apart; a square without anything is a day nothing was planned on.

    Up to 18 weeks a row is a week, up to 24 months a month, and beyond a year; where most sessions are known by
    their month only, a row is a year at once.
    """
    metric, found = find_metric("session_days"), list(_found(evaluation))
    cut = _cut(found, language)
    placed = [(place, one) for one in found if (place := cut.place(one.written)) is not None]
    undrawn = sum(one.sessions for one in found if cut.place(one.written) is None)
    drawn = sum(one.sessions for _, one in placed)
    title = _title(found, cut, undrawn <= drawn * (1 / ENOUGH_COVERAGE - 1), evaluation, language)
    rows = [(one.written, one.value) for one in found] or [("", value) for value in evaluation.of(metric.id)]
    chart = chart_of("sessions-calendar", "calendar", title, rows, metric, cut.category, evaluation, language, ())
    said = [*_legend([one for _, one in placed], language), *_left_out(undrawn, language)]
    chart = replace(chart, series=_columns(cut, placed), caption=" ".join(said))
    return replace(chart, alt=alt_text(replace(chart, series=_by_row(cut, placed, language)), language))


def _found(evaluation: Evaluated) -> Iterable[_When]:
    for value in evaluation.of("session_days"):
        if value.group and value.groups.get("state"):
            yield _When(value.groups.get("day") or "", value.groups["state"] == "held", value)


def _cut(found: Sequence[_When], language: Language) -> _Layout:
    """The finest calendar that fits and places most of the sessions."""
    days = sorted({date.fromisoformat(one.written) for one in found if len(one.written) == DAY})
    months = sorted({one.written[:MONTH] for one in found if len(one.written) >= MONTH})
    by_day = sum(one.sessions for one in found if len(one.written) == DAY)
    by_month = sum(one.sessions for one in found if len(one.written) == MONTH)
    if not days or by_month > by_day or len(every_month(month_of(days[0]), month_of(days[-1]))) > MOST_MONTHS:
        return _years(months, language)
    mondays = list(_mondays(days[0], days[-1]))
    return _weeks(mondays, language) if len(mondays) <= MOST_WEEKS else _months(days, language)


def _mondays(first: date, last: date) -> Iterable[date]:
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield monday
        monday += WEEK


def _weeks(mondays: Sequence[date], language: Language) -> _Layout:
    rows = {monday.isoformat(): language.short_day(monday) for monday in mondays}
    return _by_weekday("category-week", rows, lambda day: day - timedelta(days=day.weekday()), language)


def _months(days: Sequence[date], language: Language) -> _Layout:
    rows = {month: language.month(month) for month in every_month(month_of(days[0]), month_of(days[-1]))}
    return _by_weekday("category-month", rows, month_of, language)


def _by_weekday(
    category: str, rows: Mapping[str, str], row_of: Callable[[date], object], language: Language
) -> _Layout:
    def place(written: str) -> tuple[str, int] | None:
        if len(written) != DAY:
            return None
        day = date.fromisoformat(written)
        return str(row_of(day)), day.weekday()

    columns = [language.weekday(number, short=True) for number in range(7)]
    return _Layout(language.say(category), rows, columns, place)


def _years(months: Sequence[str], language: Language) -> _Layout:
    def place(written: str) -> tuple[str, int] | None:
        return (written[:4], int(written[5:MONTH]) - 1) if len(written) >= MONTH else None

    years = range(int(months[0][:4]), int(months[-1][:4]) + 1) if months else ()
    rows = {f"{year:04d}": str(year) for year in years}
    return _Layout(language.say("category-year"), rows, [language.month_of_year(n) for n in range(1, 13)], place)


def _columns(cut: _Layout, placed: Sequence[tuple[tuple[str, int], _When]]) -> tuple[Series, ...]:
    here: dict[tuple[str, int], list[_When]] = {}
    for place, one in placed:
        here.setdefault(place, []).append(one)
    return tuple(
        Series(name, tuple(_square(label, here.get((row, column), ())) for row, label in cut.rows.items()))
        for column, name in enumerate(cut.columns)
    )


def _square(label: str, here: Sequence[_When]) -> Point:
    """What a square holds: how many sessions were held, and a sign for cancelled ones and for those nobody counted."""
    held = [one.value.value for one in here if one.held]
    known = [number for number in held if number is not None]
    cancelled = sum(one.sessions for one in here if not one.held)
    signs = [SOME] * (len(known) < len(held)) + [CANCELLED + (f"{cancelled:g}" if cancelled > 1 else "")] * bool(
        cancelled
    )
    return Point(label, sum(known) if known else None, sign=" ".join(signs))


def _by_row(cut: _Layout, placed: Sequence[tuple[tuple[str, int], _When]], language: Language) -> tuple[Series, ...]:
    """The rows as marks for the ear: how many sessions each held, and how many were cancelled."""
    held: Counter[str] = Counter()
    cancelled: Counter[str] = Counter()
    for (row, _), one in placed:
        (held if one.held else cancelled)[row] += round(one.sessions)
    points = [
        Point(label, held[row], note=language.say("calendar-cancelled", count=cancelled[row]) if cancelled[row] else "")
        for row, label in cut.rows.items()
    ]
    return (Series("", tuple(points)),)


def _legend(drawn: Sequence[_When], language: Language) -> list[str]:
    """What numbers and signs mean; a sign that is not there is not explained."""
    if not drawn:
        return []
    held = [one.value for one in drawn if one.held]
    said = [language.say("calendar-numbers", count=language.number(sum(value.value or 0 for value in held)))]
    if any(not one.held for one in drawn):
        said.append(language.say("calendar-sign", sign=CANCELLED))
    if any(value.value is None for value in held):
        said.append(language.say("calendar-some", sign=SOME))
    if any(value.certainty == "at_least" for value in held):
        said.append(language.say("caption-at-least-sessions"))
    return said


def _left_out(undrawn: float, language: Language) -> list[str]:
    return [language.say_of(undrawn, "calendar-undrawn", count=language.number(undrawn))] if undrawn else []


def _title(
    found: Sequence[_When], cut: _Layout, is_mostly_drawn: bool, evaluation: Evaluated, language: Language
) -> str:
    """On how many days sessions were held, of those planned, and mostly on which; less where less is known."""
    metric = find_metric("session_days")
    if not any(one.held for one in found):
        if found:
            return language.say("calendar-none-held")
        return compared([("", value) for value in evaluation.of(metric.id)], metric, language)
    if not is_mostly_drawn:
        return language.say("calendar-unknown")
    if len(cut.columns) == 12:
        return _in_months(found, language)
    return _on_days([one for one in found if len(one.written) == DAY], language)


def _on_days(found: Sequence[_When], language: Language) -> str:
    held = sorted({date.fromisoformat(one.written) for one in found if one.held})
    planned = {one.written for one in found}
    if len(held) == 1:
        day = {"weekday": language.weekday(held[0].weekday()), "day": language.day(held[0])}
        said = language.say("calendar-one-day", **day)
        return said if len(planned) == 1 else language.say("calendar-one-of", said=said, planned=len(planned))
    counts = {"held": language.number(len(held)), "planned": language.number(len(planned))}
    said = language.say("calendar-days" if len(held) == len(planned) else "calendar-days-of", **counts)
    ((weekday, most),) = Counter(day.weekday() for day in held).most_common(1)
    if len(held) < ENOUGH_DAYS or most <= MOSTLY * len(held):
        return said
    all_ = "calendar-always" if most == len(held) else "calendar-mostly"
    return language.say(all_, said=said, weekday=language.weekday(weekday))


def _in_months(found: Sequence[_When], language: Language) -> str:
    held = sorted({one.written[:MONTH] for one in found if one.held and len(one.written) >= MONTH})
    months = every_month(held[0], held[-1])
    if len(months) == 1:
        return language.say("calendar-one-month", month=language.month(months[0]))
    ends = {"first": language.month(months[0]), "last": language.month(months[-1])}
    if len(held) == len(months):
        return language.say("calendar-every-month", months=language.number(len(months)), **ends)
    return language.say("calendar-months", held=language.number(len(held)), months=language.number(len(months)), **ends)
