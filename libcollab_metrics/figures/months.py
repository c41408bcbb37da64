"""Visits by month and program, with the sessions that were held but not counted, and the periods compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from libcollab_metrics.figures.events import Event, find_events
from libcollab_metrics.figures.text import EvaluationLike, format_figure
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.comparison import Change, Comparison
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.metrics.evaluate import find_metric
from libcollab_metrics.metrics.notes import PeriodNotes
from libcollab_metrics.model.scope import Scope, months_between

#: Metrics that the chart needs, evaluated by month.
MONTH_METRICS = ("attendance_total", "attendance_coverage", "sessions_held")


@dataclass(frozen=True)
class ProgramMonths:
    """Visits of one program, month by month.

    Attributes
    ----------
    name : str
        Program; empty for all programs that have no series of their own.
    visits : tuple of float or None
        Counted visits of each month; None where nothing was counted.
    uncounted : tuple of float
        Height at which the sessions without a count are drawn: their number times the usual visits of a
        counted session of the program. It is part of no figure.
    """

    name: str
    visits: tuple[float | None, ...]
    uncounted: tuple[float, ...]


@dataclass(frozen=True)
class Span:
    """A period above the columns: indexes of its first and last month, and its total in words."""

    first: int
    last: int
    total: str
    is_current: bool


@dataclass(frozen=True)
class MonthlyVisits:
    """The chart of visits by month: months without gaps, one series per program, and spans.

    Attributes
    ----------
    months : tuple of str
        Labels of the months ("2026-03").
    series : tuple of ProgramMonths
        In the order of the programs; the others last.
    spans : tuple of Span
        The period shown and the one it is compared with; empty if all months are shown.
    title : str
        The finding.
    alt : str
        Text for screen readers.
    events : tuple of Event
        Events from the notes.
    """

    months: tuple[str, ...]
    series: tuple[ProgramMonths, ...]
    spans: tuple[Span, ...]
    title: str
    alt: str
    events: tuple[Event, ...] = ()


def monthly_visits(
    whole: EvaluationLike,
    by_program: Mapping[str, EvaluationLike],
    comparison: Comparison | None,
    language: Language,
    *,
    current: EvaluationLike | None = None,
    notes: Sequence[PeriodNotes] = (),
) -> MonthlyVisits:
    """Build the chart of visits by month.

    Parameters
    ----------
    whole : EvaluationLike
        All programs by month, with `MONTH_METRICS`.
    by_program : mapping of str to EvaluationLike
        The programs that have a series of their own, each by month; the rest is drawn as one series.
    comparison : Comparison or None
        The period shown, compared with an earlier one.
    language : Language
        Language of the text.
    current : EvaluationLike or None
        `attendance_total` of the period shown, where nothing is compared.
    notes : sequence of PeriodNotes
        Notes in which events are looked for.

    Returns
    -------
    MonthlyVisits
        Without months if no session was held.
    """
    held = sorted(month for month, value in _by_month(whole, "sessions_held").items() if value.value)
    months = tuple(months_between(held[0], held[-1])) if held else ()
    series = [_program_months(name, evaluation, months) for name, evaluation in by_program.items()]
    rest = _rest(_program_months("", whole, months), series)
    if any(rest.visits) or any(rest.uncounted):
        series.append(rest)
    change = _find_change(comparison)
    title = visits_title(comparison, change, language)
    alt = language.message(
        "months-alt", title=title, first=_month(months, 0, language), last=_month(months, -1, language)
    )
    spans = _spans(months, comparison, change, language) or _current_span(months, current, language)
    events = find_events(notes, months, language)
    return MonthlyVisits(months, tuple(series), spans, title, alt, events)


def visits_title(comparison: Comparison | None, change: Change | None, language: Language) -> str:
    """Return the finding on visits: a direction only where it would survive the missing counts."""
    if comparison is None or change is None or not change.holds or change.direction is None:
        return language.message("visits-by-month")
    return language.message(f"visits-{change.direction}-{comparison.against}")


def _find_change(comparison: Comparison | None) -> Change | None:
    if comparison is None:
        return None
    return next((change for change in comparison.changes if change.now.metric == "attendance_total"), None)


def _month(months: Sequence[str], position: int, language: Language) -> str:
    return language.month(months[position]) if months else ""


def _by_month(evaluation: EvaluationLike, metric: str) -> dict[str, Value]:
    return {m: value for value in evaluation.values_for(metric) if (m := value.groups.get("month"))}


def _program_months(name: str, evaluation: EvaluationLike, months: Sequence[str]) -> ProgramMonths:
    visits, counts = (_by_month(evaluation, metric) for metric in MONTH_METRICS[:2])
    counted = sum(value.numerator or 0 for value in counts.values())
    total = sum(value.value or 0 for value in visits.values())
    usual = total / counted if counted else 0.0
    missing = {m: (value.denominator or 0) - (value.numerator or 0) for m, value in counts.items()}
    return ProgramMonths(
        name,
        tuple(visits[month].value if month in visits else None for month in months),
        tuple(usual * missing.get(month, 0) for month in months),
    )


def _rest(whole: ProgramMonths, shown: Sequence[ProgramMonths]) -> ProgramMonths:
    """Return what the shown programs leave of all visits."""
    visits, uncounted = [], []
    for index, total in enumerate(whole.visits):
        left = (total or 0) - sum(series.visits[index] or 0 for series in shown)
        visits.append(left if left > 0 else None)
        has_own = any(series.uncounted[index] for series in shown)
        uncounted.append(0.0 if has_own or shown else whole.uncounted[index])
    return ProgramMonths("", tuple(visits), tuple(uncounted))


def _spans(
    months: Sequence[str], comparison: Comparison | None, change: Change | None, language: Language
) -> tuple[Span, ...]:
    if comparison is None or comparison.scope is None or change is None:
        return ()
    pairs = ((comparison.scope, change.earlier, False), (comparison.evaluation.scope, change.now, True))
    return tuple(
        Span(*ends, _visits(value, language), is_current)
        for scope, value, is_current in pairs
        if (ends := _ends(months, scope)) is not None and value.value is not None
    )


def _current_span(
    months: Sequence[str], current: EvaluationLike | None, language: Language
) -> tuple[Span, ...]:
    """Return the period shown, if it is not all months."""
    if current is None or (ends := _ends(months, current.scope)) is None or ends == (0, len(months) - 1):
        return ()
    value = next(iter(current.values_for("attendance_total")), None)
    return () if value is None or value.value is None else (Span(*ends, _visits(value, language), True),)


def _ends(months: Sequence[str], scope: Scope) -> tuple[int, int] | None:
    inside = [
        index
        for index, month in enumerate(months)
        if scope.start and scope.end and f"{scope.start:%Y-%m}" <= month <= f"{scope.end:%Y-%m}"
    ]
    return (inside[0], inside[-1]) if inside else None


def _visits(value: Value, language: Language) -> str:
    number = format_figure(value, find_metric(value.metric), language)
    return language.message("visits-many", value=number)
