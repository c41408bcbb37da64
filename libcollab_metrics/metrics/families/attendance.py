"""Metrics of sessions and visits: totals, coverage, averages, contact hours, and sessions delivered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import GroupCounts, Tally
from libcollab_metrics.metrics.definition import (
    OF_SESSIONS,
    Measure,
    Metric,
    Number,
    Recipe,
    Value,
    compute_ratio,
    compute_share,
    undefined_value,
)

#: Name of the missing field in messages.
#: Largest share of a number of visits that is estimated without a sign.
MAX_ESTIMATED = 0.05
NO_EVENTS = "the number of sessions it sums up"


@dataclass(frozen=True)
class Coverage:
    """Share of the held sessions with a number, by events or, if these are unknown, by rows."""

    known: Number | None
    expected: Number | None
    is_by_rows: bool = False

    @property
    def share(self) -> float | None:
        """Known over due."""
        return compute_share(self.known, self.expected)

    @property
    def note(self) -> str:
        """Id of the remark for a coverage by rows."""
        return "by-rows" if self.is_by_rows else ""


def compute_attendance_coverage(tally: Tally) -> Coverage:
    """Return the share of held sessions that have an attendance number."""
    return _coverage(tally, m.EVENTS_COUNTED, m.COUNTED_ROWS)


def _coverage(tally: Tally, events: Measure, rows: Measure) -> Coverage:
    by_rows = tally.count(m.EVENTS_UNKNOWN) > 0 or not tally[m.EVENTS_HELD]
    if by_rows:
        return Coverage(tally[rows], tally[m.HELD_ROWS], True)
    return Coverage(tally[events] or 0, tally[m.EVENTS_HELD])


def is_attendance_complete(tally: Tally) -> bool:
    """Return whether every held session has a number that is not a lower bound."""
    return compute_attendance_coverage(tally).share == 1 and not tally.count(m.LOWER_BOUNDS)


@dataclass(frozen=True)
class SessionCount(Recipe):
    """Number of events over all held sessions."""

    top = m.EVENTS_HELD
    measures = (m.EVENTS_HELD, m.HELD_ROWS, m.EVENTS_UNKNOWN)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        return (compute_sessions(cell),)


def compute_sessions(tally: Tally) -> Value:
    """Return the number of sessions; a lower bound if a row does not record its event count."""
    rows, unknown, events = tally.count(m.HELD_ROWS), tally.count(m.EVENTS_UNKNOWN), tally[m.EVENTS_HELD]
    if not rows:
        return undefined_value("no-sessions")
    if events is None:
        return undefined_value("no-field", field=NO_EVENTS)
    value = Value("", value=events, numerator=events, n=events)
    if not unknown:
        return value.with_certainty("exact")
    return replace(value, coverage=(rows - unknown) / rows, note="by-rows").with_certainty("at_least")


@dataclass(frozen=True)
class SessionDays(Recipe):
    """Held and cancelled events by day, or by month or year where no day was recorded."""

    top = m.DAY_EVENTS
    measures = (m.DAY_EVENTS, m.DAY_UNKNOWN)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        return tuple(
            replace(_compute_day(tally), group=(("day", day), ("state", state)))
            for (day, state), tally in cell.parts(m.DAY_EVENTS).items()
        ) or (undefined_value("no-sessions"),)


def _compute_day(tally: Tally) -> Value:
    """Return the number of sessions of a day; a lower bound if a row has no number of events."""
    events = tally[m.DAY_EVENTS]
    if events is None:
        return undefined_value("no-field", field=NO_EVENTS)
    value = Value("", value=events, numerator=events, n=events)
    return value.with_certainty("at_least" if tally.count(m.DAY_UNKNOWN) else "exact")


@dataclass(frozen=True)
class VisitCount(Recipe):
    """Number of visits over all held sessions with a number."""

    top = m.VISITS

    @property
    def measures(self) -> tuple[Measure, ...]:
        covering = (m.EVENTS_HELD, m.HELD_ROWS, m.EVENTS_UNKNOWN, m.EVENTS_COUNTED, m.COUNTED_ROWS)
        return (m.VISITS, *covering, m.LOWER_BOUNDS, m.ESTIMATES, m.ESTIMATED_VISITS)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        return (compute_visits(cell),)


def compute_visits(tally: Tally) -> Value:
    """Return the total attendance of some sessions, with its coverage."""
    visits, coverage = tally[m.VISITS], compute_attendance_coverage(tally)
    if visits is None:
        return undefined_value("no-counts")
    value = Value(
        "",
        value=visits,
        numerator=visits,
        n=coverage.known,
        coverage=coverage.share,
        estimated=tally.count(m.ESTIMATES) > 0,
        rough=_are_rough(visits, tally[m.ESTIMATED_VISITS]),
        note=coverage.note,
    )
    return value.with_certainty("exact" if is_attendance_complete(tally) else "at_least")


def _are_rough(visits: Number, estimated: Number | None) -> bool:
    """Return whether estimates are over 5 % of a number of visits."""
    return (estimated or 0) > MAX_ESTIMATED * visits


@dataclass(frozen=True)
class RecordingCoverage(Recipe):
    """Sessions with a number over held sessions, weighted by events."""

    top = m.EVENTS_COUNTED
    bottom = m.EVENTS_HELD
    row_measures = (m.COUNTED_ROWS, m.HELD_ROWS)
    measures = (m.EVENTS_COUNTED, m.EVENTS_HELD, m.COUNTED_ROWS, m.HELD_ROWS, m.EVENTS_UNKNOWN)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        if not cell.count(m.HELD_ROWS):
            return (undefined_value("no-sessions"),)
        coverage = compute_attendance_coverage(cell)
        return (compute_ratio(coverage.known, coverage.expected, note=coverage.note),)


@dataclass(frozen=True)
class AverageVisits(Recipe):
    """Visits over sessions, where both are known; partial if a row has visits and no number of sessions."""

    top = m.AVERAGED.visits
    bottom = m.AVERAGED.quantity
    measures = (*VisitCount().measures, *m.AVERAGED.measures)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        if cell[m.VISITS] is None:
            return (undefined_value("no-counts"),)
        coverage = _coverage(cell, m.AVERAGED.events, m.AVERAGED.rows)
        return (_visits_over(cell, m.AVERAGED, coverage, NO_EVENTS),)


@dataclass(frozen=True)
class VisitsOver(Recipe):
    """Visits over another recorded quantity, where both are known.

    `field` names both quantities in the message for a missing one. The coverage refers to the held sessions.
    """

    joint_measures: m.JointMeasures
    field: str

    @property
    def top(self) -> Measure:
        return self.joint_measures.visits

    @property
    def bottom(self) -> Measure:
        return self.joint_measures.quantity

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*self.joint_measures.measures, m.EVENTS_HELD, m.HELD_ROWS, m.EVENTS_UNKNOWN)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        coverage = _coverage(cell, self.joint_measures.events, self.joint_measures.rows)
        return (_visits_over(cell, self.joint_measures, coverage, self.field),)


def _visits_over(tally: Tally, joint_measures: m.JointMeasures, coverage: Coverage, field: str) -> Value:
    """Return the ratio of sums; a lower bound if any number of visits is one."""
    if tally[joint_measures.visits] is None:
        return undefined_value("no-field", field=field)
    value = compute_ratio(
        tally[joint_measures.visits],
        tally[joint_measures.quantity],
        coverage=coverage.share,
        note=coverage.note,
        estimated=tally.count(joint_measures.estimates) > 0,
    )
    if value.value is None:
        return value
    rough = _are_rough(tally[joint_measures.visits] or 0, tally[joint_measures.estimated_visits])
    return replace(value, rough=rough).with_certainty(
        "at_least" if tally.count(joint_measures.lower) else "exact"
    )


@dataclass(frozen=True)
class ContactHours(Recipe):
    """Visits times their duration, over the sessions with known times."""

    top = m.CONTACT_HOURS
    measures = (m.CONTACT_HOURS, *m.TIMED_VISITS.measures, m.EVENTS_HELD, m.HELD_ROWS, m.EVENTS_UNKNOWN)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        return (compute_contact_hours(cell),)


def compute_contact_hours(tally: Tally) -> Value:
    """Return the hours people spent at some sessions.

    `n` is the number of visits; the coverage is of sessions with both times and a number.
    """
    hours, coverage = tally[m.CONTACT_HOURS], _coverage(tally, m.TIMED_VISITS.events, m.TIMED_VISITS.rows)
    if hours is None:
        return undefined_value("no-field", field="a start and an end with an attendance")
    value = Value(
        "",
        value=hours,
        numerator=hours,
        n=tally[m.TIMED_VISITS.visits],
        coverage=coverage.share,
        estimated=tally.count(m.TIMED_VISITS.estimates) > 0,
        note=coverage.note,
    )
    complete = coverage.share == 1 and not tally.count(m.TIMED_VISITS.lower)
    return value.with_certainty("exact" if complete else "at_least")


@dataclass(frozen=True)
class Delivery(Recipe):
    """Held sessions over held or cancelled ones; by rows, and partial, if a row has no number of events."""

    top = m.EVENTS_HELD
    bottom = m.EVENTS_PLANNED
    row_measures = (m.HELD_ROWS, m.PLANNED_ROWS)
    measures = (m.EVENTS_HELD, m.HELD_ROWS, m.EVENTS_PLANNED, m.PLANNED_ROWS, m.PLANNED_UNKNOWN)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        if not cell.count(m.PLANNED_ROWS):
            return (undefined_value("no-sessions"),)
        if unknown := cell.count(m.PLANNED_UNKNOWN):
            rows = cell.count(m.PLANNED_ROWS)
            by_rows = compute_ratio(cell[m.HELD_ROWS], rows, coverage=(rows - unknown) / rows, note="by-rows")
            return (by_rows.with_certainty("partial"),)
        return (compute_ratio(cell[m.EVENTS_HELD] or 0, cell[m.EVENTS_PLANNED]),)


METRICS: tuple[Metric, ...] = (
    Metric(
        "sessions_held",
        "Program sessions",
        "How often did we meet?",
        "sessions",
        "neutral",
        "IMLS Public Libraries Survey, as the state guides explain it",
        "attendance",
        SessionCount(),
        OF_SESSIONS,
        caveat="Each date of a series counts; recordings do not.",
        is_core=True,
    ),
    Metric(
        "attendance_total",
        "Program attendance",
        "How many visits were there?",
        "visits",
        "band",
        "IMLS Public Libraries Survey, as the state guides explain it",
        "attendance",
        VisitCount(),
        OF_SESSIONS,
        caveat="Visits, not people: whoever came three times counts three times. Gaps are not guessed.",
        guards="numerator",
        is_core=True,
        counts="counted-sessions",
    ),
    Metric(
        "attendance_coverage",
        "Recording coverage",
        "Of how much do we have a number?",
        "share",
        "higher",
        "This project; New York marks missing counts the same way",
        "attendance",
        RecordingCoverage(),
        OF_SESSIONS,
        caveat="The sessions without a number may differ from those with one.",
        is_core=True,
        counts="held-sessions",
    ),
    Metric(
        "attendance_per_session",
        "Average attendance per session",
        "How many come to a session?",
        "visits",
        "neutral",
        "LSTA evaluation worksheet",
        "attendance",
        AverageVisits(),
        OF_SESSIONS,
        caveat="Over sessions with a number only.",
        guards="numerator",
        is_core=True,
        counts="counted-sessions",
    ),
    Metric(
        "contact_hours",
        "Contact hours",
        "How much time did people spend with us?",
        "hours",
        "neutral",
        "Salesforce PMM",
        "attendance",
        ContactHours(),
        OF_SESSIONS,
        caveat="Sessions with an attendance and both times; one that ends before it begins has no length.",
        guards="n",
        counts="visits",
    ),
)

#: Tables behind charts: not metrics of their own, but counted, filtered and protected like metrics.
PICTURED_METRICS: tuple[Metric, ...] = (
    Metric(
        "session_days",
        "Sessions by day",
        "On which days did we meet?",
        "sessions",
        "neutral",
        "This project",
        "attendance",
        SessionDays(),
        OF_SESSIONS,
        ("day", "state"),
        caveat="Cancelled sessions often go unlogged.",
    ),
)
