"""What one session took so far: the measured ground of a plan, counted by the one engine like every other figure."""

from __future__ import annotations

from dataclasses import dataclass

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.catalog.fields import OF_SESSIONS
from libcollab_metrics.metrics.cells import Cell
from libcollab_metrics.metrics.definition import Measure, Metric, Recipe, Unit, Value, missing, ratio


@dataclass(frozen=True)
class PerSession(Recipe):
    """A sum over sessions that say so, over those sessions."""

    what: Measure
    sessions: Measure

    @property
    def top(self) -> Measure:
        return self.what

    @property
    def bottom(self) -> Measure:
        return self.sessions

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.what, self.sessions)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        if not cell[self.sessions]:
            return (missing("no-field", field=self.what.label),)
        return (ratio(cell[self.what], cell[self.sessions]),)


@dataclass(frozen=True)
class HoursPerSession(PerSession):
    """Hours of the sessions that say how many they took; where the ledger has the hours, those over all sessions held.

    A ledger with a line whose hours are unknown says nothing about a session.
    """

    hours: Measure
    lines: Measure
    lines_known: Measure
    written: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        lines = (self.lines, self.lines_known, self.written)
        return (*super().measures, self.hours, *lines, m.EVENTS_HELD, m.EVENTS_UNKNOWN)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        if not cell.count(self.written):
            return super().values(cell)
        whole = cell.count(self.lines) == cell.count(self.lines_known) and not cell.count(m.EVENTS_UNKNOWN)
        if whole and cell[self.hours] is not None and cell[m.EVENTS_HELD]:
            return (ratio(cell[self.hours], cell[m.EVENTS_HELD]),)
        return (missing("no-field", field=self.what.label),)


def _rate(id: str, label: str, unit: Unit, recipe: Recipe) -> Metric:
    return Metric(id, label, label, unit, "neutral", "This project", "planning", recipe, OF_SESSIONS)


#: Of the library's own team: what a partner's people work is not taken from its hours.
STAFF_HOURS_PER_SESSION = _rate(
    "staff_hours_per_session", "Staff hours per session", "hours",
    HoursPerSession(
        m.STAFF_HOURS_TIMED, m.STAFF_EVENTS,
        m.LIBRARY_HOURS, m.LIBRARY_LINES, m.LIBRARY_LINES_KNOWN, m.LIBRARY_LINES_WRITTEN,
    ),
)  # fmt: skip
VOLUNTEER_HOURS_PER_SESSION = _rate(
    "volunteer_hours_per_session", "Volunteer hours per session", "hours",
    HoursPerSession(
        m.VOLUNTEER_HOURS_TIMED, m.VOLUNTEER_EVENTS,
        m.VOLUNTEER_HOURS, m.VOLUNTEER_LINES, m.VOLUNTEER_LINES_KNOWN, m.VOLUNTEER_LINES_WRITTEN,
    ),
)  # fmt: skip
SEATS_PER_SESSION = _rate("seats_per_session", "Seats per session", "visits", PerSession(m.SEATS, m.SEATED_EVENTS))
#: What a plan is measured on, by program; the rates are for planning only and stand in no catalog.
RATES = (STAFF_HOURS_PER_SESSION, VOLUNTEER_HOURS_PER_SESSION, SEATS_PER_SESSION)
