"""Metrics of staff and volunteer hours: deployment, volunteer share and remaining capacity."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import GroupCounts, Tally, sum_tallies
from libcollab_metrics.metrics.definition import (
    OF_MONEY,
    OF_SESSIONS,
    FormulaWriter,
    Measure,
    Metric,
    Number,
    Recipe,
    Value,
    compute_ratio,
    compute_share,
    undefined_value,
)
from libcollab_metrics.metrics.families.attendance import VisitsOver
from libcollab_metrics.metrics.families.cost import bound_open_sides

#: Library staff hours, lines that should record them, and lines that do: by group, and for the whole staff.
GROUP_MEASURES = (m.LIBRARY_HOURS, m.LIBRARY_LINES, m.LIBRARY_LINES_KNOWN)
TEAM_MEASURES = (m.TEAM_TAKEN, m.TEAM_LINES, m.TEAM_LINES_KNOWN)
#: Comparable hours of staff and volunteers, the lines that should record them, and those that leave one open.
COMPARABLE_MEASURES = (
    m.STAFF_COMPARABLE,
    m.STAFF_COMPARABLE_LINES,
    m.STAFF_LINES,
    m.STAFF_OPEN,
    m.VOLUNTEERS_COMPARABLE,
    m.VOLUNTEERS_COMPARABLE_LINES,
    m.VOLUNTEER_LINES,
    m.VOLUNTEERS_OPEN,
)
#: Measures needed for the hours per session.
SESSION_HOUR_MEASURES = (
    *GROUP_MEASURES,
    m.LIBRARY_LINES_WRITTEN,
    m.STAFF_HOURS_TIMED,
    m.STAFF_EVENTS,
    m.EVENTS_HELD,
    m.EVENTS_UNKNOWN,
)
NO_HOURS = "staff hours"


def compute_available_hours(cell: GroupCounts) -> Number | None:
    """Return the available hours of the whole staff in the months of a group.

    None without the setting or without a date.
    """
    monthly, months = cell.facts.settings.staff_hours_per_month, cell.count(m.MONTHS)
    return monthly * months if monthly and months else None


@dataclass(frozen=True)
class Deployment(Recipe):
    """Library staff hours over the hours available to the whole staff in the recorded months."""

    top = m.LIBRARY_HOURS
    bottom = m.TEAM_HOURS
    measures = (*GROUP_MEASURES, m.MONTHS)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        return (_compute_deployment(cell, *GROUP_MEASURES),)


def _compute_deployment(cell: GroupCounts, hours: Measure, lines: Measure, lines_known: Measure) -> Value:
    """Return hours used over hours available; a lower bound if a line has no hours."""
    used, available = cell[hours], compute_available_hours(cell)
    if not cell.facts.settings.staff_hours_per_month:
        return undefined_value("no-setting", name="staff_hours_per_month")
    if used is None:
        return undefined_value("no-field", field=NO_HOURS)
    if available is None:
        return undefined_value("no-field", field="staff hours with a day")
    known = compute_share(cell.count(lines_known), cell.count(lines))
    value = replace(compute_ratio(used, available, coverage=known), n=cell.count(lines_known))
    return value.with_certainty("exact" if known == 1 else "at_least")


@dataclass(frozen=True)
class VolunteerHours(Recipe):
    """Hours that volunteers worked; at least that if a line has none."""

    top = m.VOLUNTEER_HOURS
    measures = (m.VOLUNTEER_HOURS, m.VOLUNTEER_LINES, m.VOLUNTEER_LINES_KNOWN)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        hours, lines = cell[m.VOLUNTEER_HOURS], cell.count(m.VOLUNTEER_LINES)
        if hours is None:
            return (undefined_value("no-field", field="volunteer hours"),)
        known = cell.count(m.VOLUNTEER_LINES_KNOWN)
        value = Value("", value=hours, numerator=hours, n=known, coverage=compute_share(known, lines))
        return (value.with_certainty("exact" if known == lines else "at_least"),)


@dataclass(frozen=True)
class VolunteerShare(Recipe):
    """Volunteer hours over staff and volunteer hours, over the programs that record both.

    Exclude sessions that record only one of the two. Where the ledger has hours of a program, they are those
    of the whole program, and a line without hours leaves the share open on its side.
    """

    top = m.VOLUNTEER_HOURS
    bottom = m.BOTH_HOURS
    measures = (*COMPARABLE_MEASURES, m.STAFF_HOURS, m.VOLUNTEER_HOURS)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        either = (m.STAFF_HOURS, m.VOLUNTEER_HOURS)
        recorded = [
            p for p, tally in cell.programs.items() if any(tally[hours] is not None for hours in either)
        ]
        both = {p: cell.programs[p] for p in recorded if None not in _comparable_hours(cell.programs[p])}
        if not both:
            return (undefined_value("no-field", field="staff hours with volunteer hours"),)
        value = _volunteer_share(sum_tallies(both.values(), COMPARABLE_MEASURES))
        left_out = tuple(
            cell.facts.program_by_id(program).name for program in recorded if program not in both
        )
        return (value if value.value is None else replace(value, left_out=left_out),)


def _comparable_hours(tally: Tally) -> tuple[Number | None, Number | None]:
    return tally[m.STAFF_COMPARABLE], tally[m.VOLUNTEERS_COMPARABLE]


def _volunteer_share(hours: Tally) -> Value:
    """Return the volunteers' share of comparable hours, open on the side of lines without hours."""
    staff, volunteers = (number or 0 for number in _comparable_hours(hours))
    lines = hours.count(m.STAFF_LINES) + hours.count(m.VOLUNTEER_LINES)
    known = hours.count(m.STAFF_COMPARABLE_LINES) + hours.count(m.VOLUNTEERS_COMPARABLE_LINES)
    value = compute_ratio(volunteers, volunteers + staff, coverage=compute_share(known, lines))
    if value.value is None:
        return value
    return bound_open_sides(
        value, hours.count(m.VOLUNTEERS_OPEN) > 0, hours.count(m.STAFF_OPEN) > 0, "undecided"
    )


@dataclass(frozen=True)
class DeployableSessions(Recipe):
    """Whole sessions that a month's free hours allow, at the group's hours per session so far.

    Free hours are what remains after all programs, regardless of the group or the filter, because they share
    one staff.
    """

    top = m.HOURS_FREE
    bottom = m.HOURS_AN_EVENT
    measures = (*TEAM_MEASURES, m.MONTHS, *SESSION_HOUR_MEASURES)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        deployed = _compute_deployment(cell, *TEAM_MEASURES)
        if deployed.value is None:
            return (deployed,)
        hours, events = _sum_hours_and_events(cell.programs.values())
        if not hours or not events:
            return (undefined_value("no-field", field="staff hours of a session"),)
        monthly = (deployed.denominator or 0) / cell.count(m.MONTHS)
        free, each = max(0, monthly - (deployed.numerator or 0) / cell.count(m.MONTHS)), hours / events
        value = Value(
            "",
            value=math.floor(free / each + 1e-9),
            numerator=free,
            denominator=each,
            n=events,
            coverage=deployed.coverage,
        )
        return (value.with_certainty("exact" if deployed.certainty == "exact" else "at_most"),)

    def formula(self, value: Value, write: FormulaWriter) -> str:
        hours, each = write(self.top, value.numerator), write(self.bottom, value.denominator)
        return write.message("formula-whole-sessions", hours=hours, each=each)


def _sum_hours_and_events(programs: Iterable[Tally]) -> tuple[Number, Number]:
    """Return the library staff hours and their sessions, over the programs that record both.

    Where the ledger has a program's hours, they cover all its sessions and replace the session hours. Exclude
    programs with lines without hours or rows without a number of events: they do not determine the hours per
    session.
    """
    pairs = [pair for pair in map(_program_hours, programs) if pair[0] is not None and pair[1]]
    return sum(hours or 0 for hours, _ in pairs), sum(events or 0 for _, events in pairs)


def _program_hours(tally: Tally) -> tuple[Number | None, Number | None]:
    lines = tally.count(m.LIBRARY_LINES)
    if not tally.count(m.LIBRARY_LINES_WRITTEN):
        return (tally[m.STAFF_HOURS_TIMED], tally[m.STAFF_EVENTS]) if lines else (None, None)
    if tally.count(m.LIBRARY_LINES_KNOWN) < lines or tally.count(m.EVENTS_UNKNOWN):
        return None, None
    return tally[m.LIBRARY_HOURS], tally[m.EVENTS_HELD]


METRICS: tuple[Metric, ...] = (
    Metric(
        "staff_deployment",
        "Staff time taken",
        "How much of our working time do programs take?",
        "share",
        "band",
        "This project",
        "staffing",
        Deployment(),
        OF_MONEY,
        caveat=(
            "Of all hours the staff works in the months from the first record to the last; travel and"
            " preparation belong into the hours."
        ),
        counts="hour-lines",
    ),
    Metric(
        "attendance_per_staff_hour",
        "Visits per staff hour",
        "How many visits does one hour of ours make possible?",
        "visits_per_hour",
        "higher",
        "This project; LibCal's times",
        "staffing",
        VisitsOver(m.STAFFED, "staff hours with an attendance"),
        OF_SESSIONS,
        caveat=(
            "Over sessions with both numbers; volunteers are not in it, nor hours that only the ledger holds."
        ),
        guards="numerator",
        counts="staff-hours",
    ),
    Metric(
        "volunteer_hours",
        "Volunteer hours",
        "How much time did volunteers give?",
        "hours",
        "neutral",
        "This project",
        "staffing",
        VolunteerHours(),
        OF_MONEY,
        caveat=(
            "Hours in the ledger outrank those at the sessions of the same program; nothing is added twice."
        ),
        counts="hours",
    ),
    Metric(
        "volunteer_share",
        "Volunteer share of hours",
        "How much of the work do volunteers do?",
        "share",
        "neutral",
        "This project",
        "staffing",
        VolunteerShare(),
        OF_MONEY,
        caveat=(
            "Over programs that say both, session by session; hours in the ledger outrank those at the"
            " sessions."
        ),
        counts="hours",
    ),
    Metric(
        "deployable_sessions",
        "Sessions the team can carry",
        "How many more sessions a month could we hold?",
        "sessions",
        "neutral",
        "This project",
        "staffing",
        DeployableSessions(),
        OF_MONEY,
        caveat=(
            "In an average month, if every free hour went into sessions that take as long as those so far."
        ),
        counts="sessions-with-hours",
    ),
)
