"""Attendance, reach and cost charts, the sessions calendar, and the official form's tables.

Each function answers one question: it builds a chart titled with the finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from libcollab_metrics.figures import findings
from libcollab_metrics.figures.chart import Chart, ChartKind, ChartTable, Point, Series
from libcollab_metrics.figures.chart_builder import (
    Row,
    alt_text,
    band_note,
    by_parts,
    chart_of,
    ordered,
    point_of,
    titled,
    with_caveat,
)
from libcollab_metrics.figures.findings import ENOUGH_COVERAGE, compared
from libcollab_metrics.figures.text import Evaluated, field_name, group_name, party_name, value_words
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import at_level, find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.schema import STAGES
from libcollab_metrics.model.scope import every_month, month_of

Band = tuple[float | None, float | None]
#: Number of months from which a line is drawn instead of columns.
LINE_FROM = 25


def attendance_over_time(monthly: Evaluated, language: Language) -> Chart:
    """Build a chart of visits by month; a month without a session or a number is a gap.

    Parameters
    ----------
    monthly : Evaluated
        Evaluation grouped by month.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        Columns, or a line from 25 months.
    """
    return _over_time("attendance-by-month", monthly, "attendance_total", language)


def coverage_over_time(monthly: Evaluated, language: Language) -> Chart:
    """Build a chart of the share of sessions with a number, by month.

    Parameters
    ----------
    monthly : Evaluated
        Evaluation grouped by month.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        Columns, or a line from 25 months.
    """
    chart = _over_time("coverage-by-month", monthly, "attendance_coverage", language)
    rows = [(str(value.groups.get("month")), value) for value in monthly.of("attendance_coverage")]
    return titled(chart, findings.covered(rows, find_metric("attendance_coverage"), language), language)


def attendance_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Build a chart of visits by the field the evaluation is grouped by.

    Parameters
    ----------
    grouped : Evaluated
        Evaluation grouped by a field, such as program or site.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("attendance", grouped, "attendance_total", language)


def attendance_per_session(grouped: Evaluated, language: Language, band: Band | None = None) -> Chart:
    """Build a chart of visits per session by group, with the declared band if there is one.

    Parameters
    ----------
    grouped : Evaluated
        Evaluation grouped by a field.
    language : Language
        Language of the text.
    band : Band | None, default None
        Declared (low, high) target range of visits per session.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    chart = _by_group("per-session", grouped, "attendance_per_session", language)
    if band is None or band == (None, None):
        return chart
    return replace(chart, band=band, caption=f"{chart.caption} {band_note(band, chart, language)}".strip())


def participants_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Build a chart of unique participants by group; groups overlap, so they do not add up.

    Parameters
    ----------
    grouped : Evaluated
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("participants", grouped, "participants_unique", language)


def reach_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Build a chart of reach by group: unique participants as a share of the target population.

    Parameters
    ----------
    grouped : Evaluated
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("reach", grouped, "reach_rate", language)


def attendance_rate_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Build a chart of the attendance rate by group: present marks as a share of known marks.

    Parameters
    ----------
    grouped : Evaluated
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("attendance-rate", grouped, "attendance_rate", language)


def completion_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Build a chart of the completion rate of those enrolled at the start, with its interval.

    Parameters
    ----------
    grouped : Evaluated
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("completion", grouped, "completion_rate", language)


def language_match_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Build a chart of the share of visits in a language the visitor knows, by group.

    Parameters
    ----------
    grouped : Evaluated
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("language-match", grouped, "language_match_rate", language)


def cash_cost_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Build a chart of cash spent by group; a group without cost rows is a gap, not zero.

    Parameters
    ----------
    grouped : Evaluated
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("cash-cost", grouped, "cost_cash", language)


def cost_per_attendance_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Build a chart of the cash cost per visit, by group.

    Parameters
    ----------
    grouped : Evaluated
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("cost-per-attendance", grouped, "cost_per_attendance", language)


def cost_per_participant_by_group(grouped: Evaluated, language: Language) -> Chart:
    """Build a chart of the cash cost per unique participant, by group.

    Parameters
    ----------
    grouped : Evaluated
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("cost-per-participant", grouped, "cost_per_participant", language)


def metric_by_group(grouped: Evaluated, metric: str, language: Language) -> Chart:
    """Build a chart of any metric by group, for a question without a function of its own.

    Parameters
    ----------
    grouped : Evaluated
        Evaluation grouped by a field.
    metric : str
        Id of the metric.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group(metric.replace("_", "-"), grouped, metric, language)


def fund_clarity(grouped: Evaluated, language: Language, whole: Value | None = None) -> Chart:
    """Build a chart of the share of cash lines with a known payer, by group.

    Parameters
    ----------
    grouped : Evaluated
        Evaluation grouped by a field.
    language : Language
        Language of the text.
    whole : Value | None, default None
        Value of the whole selection, used for the title.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    chart = _by_group("fund-clarity", grouped, "fund_clarity", language)
    return chart if whole is None else titled(chart, findings.cleared(whole, language), language)


def project_success(grouped: Evaluated, language: Language, whole: Value | None = None) -> Chart:
    """Build a chart of the criteria met, by group.

    Parameters
    ----------
    grouped : Evaluated
        Evaluation grouped by program.
    language : Language
        Language of the text.
    whole : Value | None, default None
        Value of the whole selection; the title then reports how many projects met all criteria.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    chart = _by_group("criteria-met", grouped, "criteria_met_rate", language)
    return chart if whole is None else titled(chart, findings.succeeded(whole, language), language)


def book_funnel(evaluation: Evaluated, language: Language) -> Chart:
    """Build a funnel chart of books by stage, from pledge to reader.

    Parameters
    ----------
    evaluation : Evaluated
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per stage.
    """
    metric = find_metric("books_at_stage")
    by_stage = {value.groups.get("stage"): value for value in evaluation.of(metric.id)}
    rows = [(language.say(f"stage-{stage}"), by_stage[stage]) for stage in STAGES if stage in by_stage]
    title = findings.flowed(rows, metric, language)
    return chart_of("book-funnel", "funnel", title, rows, metric, language.say("category-stage"), evaluation, language)


def outcome_agreement(evaluation: Evaluated, language: Language) -> Chart:
    """Build a chart of the share of agreement by measure and occasion, with the 95 % interval.

    Parameters
    ----------
    evaluation : Evaluated
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One dot with interval per measure and occasion.
    """
    metric = find_metric("outcome_agreement")
    rows = by_parts(evaluation, metric, language)
    title = findings.agreed(rows, metric, language)
    return with_caveat("agreement", "dots", title, rows, metric, language.say("category-measure"), evaluation, language)


def give_and_take(evaluation: Evaluated, language: Language) -> Chart:
    """Build a chart of each partner's balance of giving and receiving.

    Parameters
    ----------
    evaluation : Evaluated
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One dot per partner, from −1 (only receives) to +1 (only gives).
    """
    metric = find_metric("give_take_balance")
    rows = [
        (party_name(value.groups.get("party"), language) if value.group else language.say("whole"), value)
        for value in evaluation.of(metric.id)
    ]
    title = findings.balanced(rows, metric, language)
    rows = ordered(rows)
    return with_caveat(
        "give-and-take", "dots", title, rows, metric, language.say("category-partner"), evaluation, language
    )


def _over_time(key: str, monthly: Evaluated, name: str, language: Language) -> Chart:
    metric = find_metric(name)
    by_month = {month: v for v in monthly.of(name) if (month := v.groups.get("month")) is not None}
    met = _met(monthly, sorted(by_month))
    months = every_month(met[0], met[-1]) if met else ()  # months without a row too, so that the time axis is linear
    rows: list[Row] = [(language.month(m), by_month[m]) for m in months if m in by_month]
    gap = partial(Point, value=None, note=language.say("no-session"))
    drawn = [_month_point(m, by_month, gap, language) for m in months]
    kind: ChartKind = "line" if len(months) >= LINE_FROM else "columns"
    title = findings.compared(rows, metric, language, monthly.currency, "place-in")
    return chart_of(key, kind, title, rows, metric, language.say("category-month"), monthly, language, drawn)


def _met(monthly: Evaluated, months: Sequence[str]) -> Sequence[str]:
    """Return the months between the first and last session held, where sessions are evaluated.

    Months that only have ledger lines would lengthen the axis.
    """
    held = [month for v in monthly.of("sessions_held") if v.value and (month := v.groups.get("month"))]
    return [month for month in months if min(held) <= month <= max(held)] if held else months


def _month_point(month: str, by_month: Mapping[str, Value], gap: Callable[[str], Point], language: Language) -> Point:
    label = language.month(month)
    return point_of(label, by_month[month], language) if month in by_month else gap(label)


def _by_group(key: str, grouped: Evaluated, name: str, language: Language) -> Chart:
    metric = find_metric(name)
    rows = ordered([(_label(value, grouped.by, language), value) for value in at_level(grouped.of(name))])
    title = findings.compared(rows, metric, language, grouped.currency)
    category = field_name(grouped.by, language).capitalize() or language.say("category-whole")
    return chart_of(f"{key}-by-{grouped.by}", "bars", title, rows, metric, category, grouped, language)


def _label(value: Value, by: str, language: Language) -> str:
    return group_name(value, by, language) if by in value.groups else language.say("whole")


#: Charts of an evaluation grouped by a field, in reading order.
BY_GROUP: tuple[Callable[[Evaluated, Language], Chart], ...] = (
    attendance_by_group, attendance_per_session, participants_by_group, reach_by_group, attendance_rate_by_group,
    completion_by_group, language_match_by_group, cash_cost_by_group, cost_per_attendance_by_group,
    cost_per_participant_by_group,
)  # fmt: skip


# Sessions calendar: weeks or months by weekday, or years by month.

#: Rows that fit on half a page: with more weeks, a row is a month; with more months, a year.
MOST_WEEKS, MOST_MONTHS = 18, 24
WEEK = timedelta(days=7)
#: Share of days that one weekday must exceed to be named, and minimum number of days to name one.
MOSTLY, ENOUGH_DAYS = 0.5, 5
#: Length of a day (2026-03-07) and of a month (2026-03) as text.
DAY, MONTH = 10, 7
#: Sign of a cancelled session in a square, and of an unknown number of sessions.
CANCELLED, SOME = "✗", "•"


@dataclass(frozen=True)
class _When:
    """One value of the calendar: its day, month or year as text, and whether sessions were held."""

    written: str
    held: bool
    value: Value

    @property
    def sessions(self) -> float:
        """Number of sessions; 1 where the row does not record it."""
        return float(self.value.value or 1)


@dataclass(frozen=True)
class _Layout:
    """Rows and columns of a calendar.

    `place` maps a date text to its (row, column), or to None where the calendar does not contain it.
    """

    category: str
    rows: Mapping[str, str]
    columns: Sequence[str]
    place: Callable[[str], tuple[str, int] | None]


def sessions_calendar(evaluation: Evaluated, language: Language) -> Chart:
    """Build a calendar of sessions held by day, with a separate sign for cancelled ones.

    A row is a week (up to 18 weeks), a month (up to 24 months) or a year. Where most sessions are dated by
    month only, a row is a year. An empty square is a day without planned sessions.

    Parameters
    ----------
    evaluation : Evaluated
        Evaluated metrics, with `session_days`.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        Calendar with one series per column.
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
    """Choose the finest calendar that fits and can place most of the sessions."""
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
    """Build a square: sessions held, and signs for cancelled sessions and unknown numbers."""
    held = [one.value.value for one in here if one.held]
    known = [number for number in held if number is not None]
    cancelled = sum(one.sessions for one in here if not one.held)
    signs = [SOME] * (len(known) < len(held)) + [CANCELLED + (f"{cancelled:g}" if cancelled > 1 else "")] * bool(
        cancelled
    )
    return Point(label, sum(known) if known else None, sign=" ".join(signs))


def _by_row(cut: _Layout, placed: Sequence[tuple[tuple[str, int], _When]], language: Language) -> tuple[Series, ...]:
    """Return the rows as points for the alt text, with sessions held and cancelled."""
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
    """Explain the numbers and the signs that occur in the calendar."""
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
    """Write the title: days with sessions held, days planned, and the most frequent weekday.

    Less is stated where less is known.
    """
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


# The two margins of the official form: sessions and visits by age class and by format.

MARGINS = ("age", "format")
COUNTS = ("sessions", "visits")


def official_margin(evaluation: Evaluated, margin: str, language: Language) -> ChartTable:
    """Build the table of one margin, with unclassified sessions and the total last.

    Parameters
    ----------
    evaluation : Evaluated
        Evaluated metrics, with `imls_grid`.
    margin : str
        "age" or "format".
    language : Language
        Language of the text.

    Returns
    -------
    ChartTable
        One row per class: sessions and visits; no rows where no sessions were held.
    """
    values = {
        (value.groups["class"], value.groups["count"]): value
        for value in evaluation.of("imls_grid")
        if value.groups.get("margin") == margin
    }
    classes = list(dict.fromkeys(name for name, _ in values))
    headings = tuple(language.say(name) for name in (f"margin-{margin}", "margin-sessions", "margin-visits"))
    rows = tuple(
        (_class(name, language), *(_cell(values.get((name, count)), evaluation, language) for count in COUNTS))
        for name in classes
    )
    return ChartTable(headings, rows, (1, 2))


def official_balance(evaluation: Evaluated, language: Language) -> str:
    """Describe whether the margins balance, with unclassified and uncounted sessions.

    Parameters
    ----------
    evaluation : Evaluated
        Evaluated metrics, with `imls_grid`.
    language : Language
        Language of the text.

    Returns
    -------
    str
        A sentence; empty where no sessions were held or their number is not known.
    """
    total = _sessions(evaluation, "age", "total")
    if total is None or total.value is None:
        return ""
    rest = {margin: _sessions(evaluation, margin, "unclassified") for margin in MARGINS}
    without = {
        margin: language.say("official-none") if value is None else _in_sessions(value, language)
        for margin, value in rest.items()
    }
    said = language.say(_finding(evaluation, any(rest.values())), sessions=_in_sessions(total, language), **without)
    return said if total.certainty == "exact" else f"{said} {language.say('official-events-unknown')}"


def _finding(evaluation: Evaluated, without_class: bool) -> str:
    """Return the message id: margins differ, have unclassified sessions, or balance.

    Both margins hold the same sessions, but the sessions without a class may differ between them.
    """
    if any(value.note == "margins-differ" for value in evaluation.of("imls_grid")):
        return "official-differ"
    return "official-rest" if without_class else "official-balance"


def official_recorded(evaluation: Evaluated, language: Language) -> str:
    """Describe the number of recorded presentations and their views, which no total includes.

    Parameters
    ----------
    evaluation : Evaluated
        Evaluated metrics, with `imls_grid`.
    language : Language
        Language of the text.

    Returns
    -------
    str
        A sentence; empty where recorded presentations were not evaluated.
    """
    found = {v.groups["count"]: v for v in evaluation.of("imls_grid") if v.groups.get("margin") == "recorded"}
    if "sessions" not in found:
        return ""
    if not found["sessions"].value:
        return language.say("official-no-recorded")
    sessions, views = (_cell(found[name], evaluation, language) for name in ("sessions", "views"))
    return language.say("official-recorded", sessions=sessions, views=views)


def _sessions(evaluation: Evaluated, margin: str, of: str) -> Value | None:
    wanted = {"margin": margin, "class": of, "count": "sessions"}
    return next((v for v in evaluation.of("imls_grid") if v.groups == wanted), None)


def _in_sessions(value: Value, language: Language) -> str:
    """Format a number of sessions: "1 session", "at least 3 sessions"."""
    words = value_words(value, find_metric("imls_grid"), language)
    return language.say("sessions-one" if value.value == 1 else "sessions-many", value=words)


def official_note(evaluation: Evaluated, language: Language) -> str:
    """Return the remark that the two margins do not balance.

    Parameters
    ----------
    evaluation : Evaluated
        Evaluated metrics, with `imls_grid`.
    language : Language
        Language of the text.

    Returns
    -------
    str
        A sentence; empty where the margins balance.
    """
    notes = dict.fromkeys(value.note for value in evaluation.of("imls_grid") if value.note)
    return " ".join(language.say(f"note-{note}") for note in notes)


def _class(name: str | None, language: Language) -> str:
    return language.messages.get(f"class-{name}", name or language.say("not-recorded"))


def _cell(value: Value | None, evaluation: Evaluated, language: Language) -> str:
    if value is None:
        return language.say("not-recorded")
    return value_words(value, find_metric(value.metric), language, evaluation.currency)
