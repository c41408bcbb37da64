"""How counts of sessions become figures: sessions, visits, coverage, averages, what was delivered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, Tally
from libcollab_metrics.metrics.definition import Measure, Number, Recipe, Value, missing, ratio, share_of

#: What a reader is told was not written down.
NO_EVENTS = "the number of sessions it sums up"


@dataclass(frozen=True)
class Coverage:
    """How much of what was held has a number: by events, or by rows where a row does not say how many it is."""

    known: Number | None
    due: Number | None
    by_rows: bool = False

    @property
    def share(self) -> float | None:
        """Known over due."""
        return share_of(self.known, self.due)

    @property
    def note(self) -> str:
        """The remark that goes with a coverage by rows."""
        return "by-rows" if self.by_rows else ""


def attendance_coverage(tally: Tally) -> Coverage:
    """Return how much of the sessions held has an attendance number."""
    by_rows = tally.count(m.EVENTS_UNKNOWN) > 0 or not tally[m.EVENTS_HELD]
    if by_rows:
        return Coverage(tally[m.COUNTED_ROWS], tally[m.HELD_ROWS], True)
    return Coverage(tally[m.EVENTS_COUNTED] or 0, tally[m.EVENTS_HELD])


def attendance_is_complete(tally: Tally) -> bool:
    """True when every session held has a number that is not a lower bound."""
    return attendance_coverage(tally).share == 1 and not tally.count(m.LOWER_BOUNDS)


@dataclass(frozen=True)
class SessionCount(Recipe):
    """Events over all sessions held."""

    @property
    def top(self) -> Measure:
        return m.EVENTS_HELD

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.EVENTS_HELD, m.HELD_ROWS, m.EVENTS_UNKNOWN)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        return (sessions_of(cell),)


def sessions_of(tally: Tally) -> Value:
    """Return how many sessions were held; at least that many where a row does not say how many it sums up."""
    rows, unknown, events = tally.count(m.HELD_ROWS), tally.count(m.EVENTS_UNKNOWN), tally[m.EVENTS_HELD]
    if not rows:
        return missing("no-sessions")
    if events is None:
        return missing("no-field", field=NO_EVENTS)
    value = Value("", value=events, numerator=events, n=events)
    if not unknown:
        return value.bounded("exact")
    return replace(value, coverage=(rows - unknown) / rows, note="by-rows").bounded("at_least")


@dataclass(frozen=True)
class VisitCount(Recipe):
    """Visits over all sessions held that have a number."""

    @property
    def top(self) -> Measure:
        return m.VISITS

    @property
    def measures(self) -> tuple[Measure, ...]:
        covering = (m.EVENTS_HELD, m.HELD_ROWS, m.EVENTS_UNKNOWN, m.EVENTS_COUNTED, m.COUNTED_ROWS)
        return (m.VISITS, *covering, m.LOWER_BOUNDS, m.ESTIMATES)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        return (visits_of(cell),)


def visits_of(tally: Tally) -> Value:
    """Return the attendance total of some sessions, with how much of them it covers."""
    visits, coverage = tally[m.VISITS], attendance_coverage(tally)
    if visits is None:
        return missing("no-counts")
    value = Value(
        "", value=visits, numerator=visits, n=coverage.known, coverage=coverage.share,
        estimated=tally.count(m.ESTIMATES) > 0, note=coverage.note,
    )  # fmt: skip
    return value.bounded("exact" if attendance_is_complete(tally) else "at_least")


@dataclass(frozen=True)
class RecordingCoverage(Recipe):
    """Sessions with a number over sessions held, weighed by events."""

    @property
    def top(self) -> Measure:
        return m.EVENTS_COUNTED

    @property
    def bottom(self) -> Measure:
        return m.EVENTS_HELD

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.EVENTS_COUNTED, m.EVENTS_HELD, m.COUNTED_ROWS, m.HELD_ROWS, m.EVENTS_UNKNOWN)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        if not cell.count(m.HELD_ROWS):
            return (missing("no-sessions"),)
        coverage = attendance_coverage(cell)
        return (ratio(coverage.known, coverage.due, note=coverage.note),)


@dataclass(frozen=True)
class AverageVisits(Recipe):
    """Visits over sessions, both only where both are known."""

    @property
    def top(self) -> Measure:
        return m.VISITS_AVERAGED

    @property
    def bottom(self) -> Measure:
        return m.EVENTS_AVERAGED

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*VisitCount().measures, self.top, self.bottom, m.ESTIMATES_AVERAGED, m.LOWER_AVERAGED)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        visits, events = cell[m.VISITS_AVERAGED], cell[m.EVENTS_AVERAGED]
        if cell[m.VISITS] is None:
            return (missing("no-counts"),)
        if visits is None:
            return (missing("no-field", field=NO_EVENTS),)
        coverage = attendance_coverage(cell)
        lower, estimated = cell.count(m.LOWER_AVERAGED), cell.count(m.ESTIMATES_AVERAGED)
        value = ratio(visits, events, coverage=coverage.share, estimated=estimated > 0, note=coverage.note)
        return (value.bounded("at_least" if lower else "exact"),)


@dataclass(frozen=True)
class Delivery(Recipe):
    """Sessions held over sessions held or cancelled; by rows where a row does not say how many it is."""

    @property
    def top(self) -> Measure:
        return m.EVENTS_HELD

    @property
    def bottom(self) -> Measure:
        return m.EVENTS_PLANNED

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.EVENTS_HELD, m.HELD_ROWS, m.EVENTS_PLANNED, m.PLANNED_ROWS, m.PLANNED_UNKNOWN)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        if not cell.count(m.PLANNED_ROWS):
            return (missing("no-sessions"),)
        if cell.count(m.PLANNED_UNKNOWN) or not cell[m.EVENTS_PLANNED]:
            return (ratio(cell[m.HELD_ROWS], cell[m.PLANNED_ROWS], note="by-rows"),)
        return (ratio(cell[m.EVENTS_HELD] or 0, cell[m.EVENTS_PLANNED]),)
