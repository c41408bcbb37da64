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
    build_chart,
    build_chart_with_caveat,
    build_point,
    replace_title,
    rows_by_part,
    sort_rows,
)
from libcollab_metrics.figures.findings import MIN_COVERAGE, comparison_finding
from libcollab_metrics.figures.text import EvaluationLike, field_name, format_value, group_name, party_name
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import find_metric, select_cost_level
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.schema import STAGES
from libcollab_metrics.model.scope import month_label, months_between

Band = tuple[float | None, float | None]
#: Number of months from which a line is drawn instead of columns.
MIN_LINE_MONTHS = 25


def attendance_over_time(monthly: EvaluationLike, language: Language) -> Chart:
    """Build a chart of visits by month; a month without a session or a number is a gap.

    Parameters
    ----------
    monthly : EvaluationLike
        Evaluation grouped by month.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        Columns, or a line from 25 months.
    """
    return _over_time("attendance-by-month", monthly, "attendance_total", language)


def coverage_over_time(monthly: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the share of sessions with a number, by month.

    Parameters
    ----------
    monthly : EvaluationLike
        Evaluation grouped by month.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        Columns, or a line from 25 months.
    """
    chart = _over_time("coverage-by-month", monthly, "attendance_coverage", language)
    rows = [(str(value.groups.get("month")), value) for value in monthly.values_for("attendance_coverage")]
    return replace_title(
        chart, findings.coverage_finding(rows, find_metric("attendance_coverage"), language), language
    )


def attendance_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of visits by the field the evaluation is grouped by.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field, such as program or site.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("attendance", grouped, "attendance_total", language)


def attendance_per_session(grouped: EvaluationLike, language: Language, band: Band | None = None) -> Chart:
    """Build a chart of visits per session by group, with the declared band if there is one.

    Parameters
    ----------
    grouped : EvaluationLike
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


def participants_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of unique participants by group; groups overlap, so they do not add up.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("participants", grouped, "participants_unique", language)


def reach_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of reach by group: unique participants as a share of the target population.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("reach", grouped, "reach_rate", language)


def attendance_rate_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the attendance rate by group: present marks as a share of known marks.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("attendance-rate", grouped, "attendance_rate", language)


def completion_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the completion rate of those enrolled at the start, with its interval.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("completion", grouped, "completion_rate", language)


def language_match_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the share of visits in a language the visitor knows, by group.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("language-match", grouped, "language_match_rate", language)


def cash_cost_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of cash spent by group; a group without cost rows is a gap, not zero.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("cash-cost", grouped, "cost_cash", language)


def cost_per_attendance_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the cash cost per visit, by group.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("cost-per-attendance", grouped, "cost_per_attendance", language)


def cost_per_participant_by_group(grouped: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the cash cost per unique participant, by group.

    Parameters
    ----------
    grouped : EvaluationLike
        Evaluation grouped by a field.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per group, largest first.
    """
    return _by_group("cost-per-participant", grouped, "cost_per_participant", language)


def metric_by_group(grouped: EvaluationLike, metric: str, language: Language) -> Chart:
    """Build a chart of any metric by group, for a question without a function of its own.

    Parameters
    ----------
    grouped : EvaluationLike
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


def fund_clarity(grouped: EvaluationLike, language: Language, whole: Value | None = None) -> Chart:
    """Build a chart of the share of cash lines with a known payer, by group.

    Parameters
    ----------
    grouped : EvaluationLike
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
    return (
        chart
        if whole is None
        else replace_title(chart, findings.fund_clarity_finding(whole, language), language)
    )


def project_success(grouped: EvaluationLike, language: Language, whole: Value | None = None) -> Chart:
    """Build a chart of the criteria met, by group.

    Parameters
    ----------
    grouped : EvaluationLike
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
    return (
        chart if whole is None else replace_title(chart, findings.success_finding(whole, language), language)
    )


def book_funnel(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a funnel chart of books by stage, from pledge to reader.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One bar per stage.
    """
    metric = find_metric("books_at_stage")
    by_stage = {value.groups.get("stage"): value for value in evaluation.values_for(metric.id)}
    rows = [(language.message(f"stage-{stage}"), by_stage[stage]) for stage in STAGES if stage in by_stage]
    title = findings.book_flow_finding(rows, metric, language)
    return build_chart(
        "book-funnel", "funnel", title, rows, metric, language.message("category-stage"), evaluation, language
    )


def outcome_agreement(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a chart of the share of agreement by measure and occasion, with the 95 % interval.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics.
    language : Language
        Language of the text.

    Returns
    -------
    Chart
        One dot with interval per measure and occasion.
    """
    metric = find_metric("outcome_agreement")
    rows = rows_by_part(evaluation, metric, language)
    title = findings.agreement_finding(rows, metric, language)
    return build_chart_with_caveat(
        "agreement", "dots", title, rows, metric, language.message("category-measure"), evaluation, language
    )


def give_and_take(evaluation: EvaluationLike, language: Language) -> Chart:
    """Build a chart of each partner's balance of giving and receiving.

    Parameters
    ----------
    evaluation : EvaluationLike
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
        (party_name(value.groups.get("party"), language) if value.group else language.message("whole"), value)
        for value in evaluation.values_for(metric.id)
    ]
    title = findings.balance_finding(rows, metric, language)
    rows = sort_rows(rows)
    return build_chart_with_caveat(
        "give-and-take",
        "dots",
        title,
        rows,
        metric,
        language.message("category-partner"),
        evaluation,
        language,
    )


def _over_time(key: str, monthly: EvaluationLike, name: str, language: Language) -> Chart:
    metric = find_metric(name)
    by_month = {month: v for v in monthly.values_for(name) if (month := v.groups.get("month")) is not None}
    met = _months_with_sessions(monthly, sorted(by_month))
    # months without a row too, so that the time axis is linear
    months = months_between(met[0], met[-1]) if met else ()
    rows: list[Row] = [(language.month(m), by_month[m]) for m in months if m in by_month]
    gap = partial(Point, value=None, note=language.message("no-session"))
    drawn = [_month_point(m, by_month, gap, language) for m in months]
    kind: ChartKind = "line" if len(months) >= MIN_LINE_MONTHS else "columns"
    title = findings.comparison_finding(rows, metric, language, monthly.currency, "place-in")
    return build_chart(
        key, kind, title, rows, metric, language.message("category-month"), monthly, language, drawn
    )


def _months_with_sessions(monthly: EvaluationLike, months: Sequence[str]) -> Sequence[str]:
    """Return the months between the first and last session held, where sessions are evaluated.

    Months that only have ledger lines would lengthen the axis.
    """
    held = [
        month for v in monthly.values_for("sessions_held") if v.value and (month := v.groups.get("month"))
    ]
    return [month for month in months if min(held) <= month <= max(held)] if held else months


def _month_point(
    month: str, by_month: Mapping[str, Value], gap: Callable[[str], Point], language: Language
) -> Point:
    label = language.month(month)
    return build_point(label, by_month[month], language) if month in by_month else gap(label)


def _by_group(key: str, grouped: EvaluationLike, name: str, language: Language) -> Chart:
    metric = find_metric(name)
    rows = sort_rows(
        [
            (_label(value, grouped.by, language), value)
            for value in select_cost_level(grouped.values_for(name))
        ]
    )
    title = findings.comparison_finding(rows, metric, language, grouped.currency)
    category = field_name(grouped.by, language).capitalize() or language.message("category-whole")
    return build_chart(f"{key}-by-{grouped.by}", "bars", title, rows, metric, category, grouped, language)


def _label(value: Value, by: str, language: Language) -> str:
    return group_name(value, by, language) if by in value.groups else language.message("whole")


#: Charts of an evaluation grouped by a field, in reading order.
GROUP_CHARTS: tuple[Callable[[EvaluationLike, Language], Chart], ...] = (
    attendance_by_group,
    attendance_per_session,
    participants_by_group,
    reach_by_group,
    attendance_rate_by_group,
    completion_by_group,
    language_match_by_group,
    cash_cost_by_group,
    cost_per_attendance_by_group,
    cost_per_participant_by_group,
)


# Sessions calendar: weeks or months by weekday, or years by month.

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


# The two margins of the official form: sessions and visits by age class and by format.

MARGINS = ("age", "format")
COUNTS = ("sessions", "visits")


def official_margin(evaluation: EvaluationLike, margin: str, language: Language) -> ChartTable:
    """Build the table of one margin, with unclassified sessions and the total last.

    Parameters
    ----------
    evaluation : EvaluationLike
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
        for value in evaluation.values_for("imls_grid")
        if value.groups.get("margin") == margin
    }
    classes = list(dict.fromkeys(name for name, _ in values))
    headings = tuple(
        language.message(name) for name in (f"margin-{margin}", "margin-sessions", "margin-visits")
    )
    rows = tuple(
        (
            _class(name, language),
            *(_cell(values.get((name, count)), evaluation, language) for count in COUNTS),
        )
        for name in classes
    )
    return ChartTable(headings, rows, (1, 2))


def official_balance(evaluation: EvaluationLike, language: Language) -> str:
    """Describe whether the margins balance, with unclassified and uncounted sessions.

    Parameters
    ----------
    evaluation : EvaluationLike
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
        margin: language.message("official-none") if value is None else _format_sessions(value, language)
        for margin, value in rest.items()
    }
    text = language.message(
        _balance_message(evaluation, any(rest.values())),
        sessions=_format_sessions(total, language),
        **without,
    )
    return text if total.certainty == "exact" else f"{text} {language.message('official-events-unknown')}"


def _balance_message(evaluation: EvaluationLike, has_unclassified: bool) -> str:
    """Return the message id: margins differ, have unclassified sessions, or balance.

    Both margins hold the same sessions, but the sessions without a class may differ between them.
    """
    if any(value.note == "margins-differ" for value in evaluation.values_for("imls_grid")):
        return "official-differ"
    return "official-rest" if has_unclassified else "official-balance"


def official_recorded(evaluation: EvaluationLike, language: Language) -> str:
    """Describe the number of recorded presentations and their views, which no total includes.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics, with `imls_grid`.
    language : Language
        Language of the text.

    Returns
    -------
    str
        A sentence; empty where recorded presentations were not evaluated.
    """
    values = {
        v.groups["count"]: v
        for v in evaluation.values_for("imls_grid")
        if v.groups.get("margin") == "recorded"
    }
    if "sessions" not in values:
        return ""
    if not values["sessions"].value:
        return language.message("official-no-recorded")
    sessions, views = (_cell(values[name], evaluation, language) for name in ("sessions", "views"))
    return language.message("official-recorded", sessions=sessions, views=views)


def _sessions(evaluation: EvaluationLike, margin: str, class_name: str) -> Value | None:
    wanted = {"margin": margin, "class": class_name, "count": "sessions"}
    return next((v for v in evaluation.values_for("imls_grid") if v.groups == wanted), None)


def _format_sessions(value: Value, language: Language) -> str:
    """Format a number of sessions: "1 session", "at least 3 sessions"."""
    words = format_value(value, find_metric("imls_grid"), language)
    return language.message("sessions-one" if value.value == 1 else "sessions-many", value=words)


def official_note(evaluation: EvaluationLike, language: Language) -> str:
    """Return the remark that the two margins do not balance.

    Parameters
    ----------
    evaluation : EvaluationLike
        Evaluated metrics, with `imls_grid`.
    language : Language
        Language of the text.

    Returns
    -------
    str
        A sentence; empty where the margins balance.
    """
    notes = dict.fromkeys(value.note for value in evaluation.values_for("imls_grid") if value.note)
    return " ".join(language.message(f"note-{note}") for note in notes)


def _class(name: str | None, language: Language) -> str:
    return language.messages.get(f"class-{name}", name or language.message("not-recorded"))


def _cell(value: Value | None, evaluation: EvaluationLike, language: Language) -> str:
    if value is None:
        return language.message("not-recorded")
    return format_value(value, find_metric(value.metric), language, evaluation.currency)
