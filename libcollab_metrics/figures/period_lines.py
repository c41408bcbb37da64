"""People per session by month: this period against the earlier one, with each session as a dot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from libcollab_metrics.figures.headlines import is_clear
from libcollab_metrics.figures.text import EvaluationLike
from libcollab_metrics.figures.titles import fit_title
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.comparison import Change
from libcollab_metrics.metrics.session_list import ListedSession
from libcollab_metrics.model.scope import Scope, months_between

METRIC = "attendance_per_session"
#: Fewest months with both values before a title speaks of every month.
MIN_MONTHS = 3
#: Most sessions of a period with a dot of their own; more would cover each other and the lines.
MAX_DOTS = 2_000


@dataclass(frozen=True)
class PeriodLine:
    """One period of the chart.

    Attributes
    ----------
    name : str
        What the legend calls it: a year where the period lies within one.
    values : tuple of float or None
        People per session, month by month.
    dots : tuple of (float, float, date)
        Each counted session: position on the axis of the months, people, day. Empty for more than
        `MAX_DOTS` sessions.
    """

    name: str
    values: tuple[float | None, ...]
    dots: tuple[tuple[float, float, date], ...] = ()


@dataclass(frozen=True)
class PeriodLines:
    """The chart: months of the period shown, its line, and the line of the earlier period if compared."""

    program: str
    months: tuple[str, ...]
    now: PeriodLine
    before: PeriodLine | None
    title: str
    alt: str


def period_lines(
    now: tuple[EvaluationLike, Iterable[ListedSession]],
    before: tuple[EvaluationLike, Iterable[ListedSession]] | None,
    change: Change | None,
    language: Language,
    *,
    program: str = "",
    against: str = "",
) -> PeriodLines:
    """Build the chart of people per session by month.

    Parameters
    ----------
    now, before : tuple of EvaluationLike and iterable of ListedSession
        `attendance_per_session` by month, and the sessions, of each period; `before` is None without a
        comparison.
    change : Change or None
        Change of the whole period, on which the title depends.
    language : Language
        Language of the text.
    program : str, default ""
        Program shown; empty for all.
    against : str, default ""
        Period compared with.

    Returns
    -------
    PeriodLines
        Without months if nothing was counted.
    """
    months = _months(now[0])
    line = _line(*now, months, language, "")
    earlier = None
    if before is not None and months:
        years = months_between(*_ends(before[0].scope, months))[: len(months)]
        earlier = _line(*before, years, language, against)
    title = _title(line, earlier, change, language, program, against)
    labels = tuple(language.month_of_year(int(month[5:7])) for month in months)
    ends = (language.month(months[0]), language.month(months[-1])) if months else ("", "")
    alt = language.message("lines-alt", title=title, first=ends[0], last=ends[1])
    return PeriodLines(program, labels, line, earlier, title, alt)


def _months(evaluation: EvaluationLike) -> tuple[str, ...]:
    known = sorted(_by_month(evaluation))
    if not known:
        return ()
    return tuple(months_between(*_ends(evaluation.scope, known)))


def _ends(scope: Scope, known: Sequence[str]) -> tuple[str, str]:
    """Return the first and last month of a period, or of what is known without one."""
    first = f"{scope.start:%Y-%m}" if scope.start else known[0]
    return first, f"{scope.end:%Y-%m}" if scope.end else known[-1]


def _by_month(evaluation: EvaluationLike) -> dict[str, float]:
    return {
        month: value.value
        for value in evaluation.values_for(METRIC)
        if value.value is not None and (month := value.groups.get("month"))
    }


def _line(
    evaluation: EvaluationLike,
    sessions: Iterable[ListedSession],
    months: Sequence[str],
    language: Language,
    against: str,
) -> PeriodLine:
    known = _by_month(evaluation)
    places = {(int(month[:4]), int(month[5:7])): place for place, month in enumerate(months)}
    counted = [
        (session, session.visits, place)
        for session in sessions
        if session.visits is not None
        and (place := places.get((session.day.year, session.day.month))) is not None
    ]
    is_drawn = len(counted) <= MAX_DOTS
    dots = tuple(
        (place + (session.day.day - 16) / 40, visits, session.day)
        for session, visits, place in (counted if is_drawn else ())
    )
    years = {month[:4] for month in months}
    name = years.pop() if len(years) == 1 else language.message(f"period-{against or 'now'}")
    return PeriodLine(name, tuple(known.get(month) for month in months), dots)


def _title(
    now: PeriodLine,
    before: PeriodLine | None,
    change: Change | None,
    language: Language,
    program: str,
    against: str,
) -> str:
    topic = language.message("lines-topic")
    if before is None or change is None or not change.is_fair or change.direction is None:
        return topic
    if not is_clear(change):
        steady = language.message(f"lines-steady-{against}")
        return steady if change.direction == "steady" else topic
    finding = language.message(f"lines-{change.direction}-{against}")
    pairs = [
        (a, b) for a, b in zip(now.values, before.values, strict=False) if a is not None and b is not None
    ]
    rises_always = len(pairs) >= MIN_MONTHS and all(a > b for a, b in pairs)
    if program and rises_always:
        return fit_title(language.message("lines-every-month", program=program), finding)
    return finding
