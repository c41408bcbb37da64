"""How hours become figures: how much of the staff's time was taken, by whom, and how many sessions it would carry."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, add_up
from libcollab_metrics.metrics.definition import Measure, Number, Recipe, Value, Write, missing, ratio, share_of

LIBRARY_LINES = (m.LIBRARY_HOURS, m.LIBRARY_LINES, m.LIBRARY_LINES_KNOWN)
BOTH = (
    m.STAFF_HOURS,
    m.STAFF_LINES,
    m.STAFF_LINES_KNOWN,
    m.VOLUNTEER_HOURS,
    m.VOLUNTEER_LINES,
    m.VOLUNTEER_LINES_KNOWN,
)
NO_HOURS = "staff hours"


def hours_available(cell: Cell) -> Number | None:
    """Return the hours the whole staff has in the months of a group, None where no setting or no day says."""
    monthly, months = cell.facts.settings.staff_hours_per_month, cell.count(m.MONTHS)
    return monthly * months if monthly and months else None


@dataclass(frozen=True)
class Deployment(Recipe):
    """Hours of library staff over the hours the whole staff has in the months the records reach over."""

    @property
    def top(self) -> Measure:
        return m.LIBRARY_HOURS

    @property
    def bottom(self) -> Measure:
        return m.TEAM_HOURS

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*LIBRARY_LINES, m.MONTHS)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        return (self._value(cell),)

    def _value(self, cell: Cell) -> Value:
        taken, available = cell[m.LIBRARY_HOURS], hours_available(cell)
        if not cell.facts.settings.staff_hours_per_month:
            return missing("no-setting", name="staff_hours_per_month")
        if taken is None:
            return missing("no-field", field=NO_HOURS)
        if available is None:
            return missing("no-field", field="staff hours beside a day")
        known = share_of(cell.count(m.LIBRARY_LINES_KNOWN), cell.count(m.LIBRARY_LINES))
        value = replace(ratio(taken, available, coverage=known), n=cell.count(m.LIBRARY_LINES_KNOWN))
        return value.bounded("exact" if known == 1 else "at_least")


@dataclass(frozen=True)
class VolunteerShare(Recipe):
    """Hours of volunteers over the hours of staff and volunteers, over the programs that say both."""

    @property
    def top(self) -> Measure:
        return m.VOLUNTEER_HOURS

    @property
    def bottom(self) -> Measure:
        return m.BOTH_HOURS

    @property
    def measures(self) -> tuple[Measure, ...]:
        return BOTH

    def values(self, cell: Cell) -> tuple[Value, ...]:
        told = {
            p: t for p, t in cell.programs.items() if t[m.STAFF_HOURS] is not None or t[m.VOLUNTEER_HOURS] is not None
        }
        both = {p: t for p, t in told.items() if t[m.STAFF_HOURS] is not None and t[m.VOLUNTEER_HOURS] is not None}
        if not both:
            return (missing("no-field", field="staff hours beside volunteer hours"),)
        hours = add_up(both.values(), BOTH)
        volunteers, staff = hours[m.VOLUNTEER_HOURS] or 0, hours[m.STAFF_HOURS] or 0
        lines = hours.count(m.STAFF_LINES) + hours.count(m.VOLUNTEER_LINES)
        known = hours.count(m.STAFF_LINES_KNOWN) + hours.count(m.VOLUNTEER_LINES_KNOWN)
        value = ratio(volunteers, volunteers + staff, coverage=share_of(known, lines))
        left_out = tuple(cell.facts.named(program).name for program in told if program not in both)
        return (value if value.value is None else replace(value, left_out=left_out),)


@dataclass(frozen=True)
class Deployable(Recipe):
    """Whole sessions the staff's free hours of a month would carry, at the hours a session took so far."""

    @property
    def top(self) -> Measure:
        return m.HOURS_FREE

    @property
    def bottom(self) -> Measure:
        return m.HOURS_AN_EVENT

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*Deployment().measures, m.HOURS_OF_EVENTS, m.EVENTS_WITH_HOURS)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        deployed = Deployment().values(cell)[0]
        if deployed.value is None:
            return (deployed,)
        hours, events = cell[m.HOURS_OF_EVENTS], cell[m.EVENTS_WITH_HOURS]
        if not hours or not events:
            return (missing("no-field", field="staff hours of a session"),)
        monthly = (deployed.denominator or 0) / cell.count(m.MONTHS)
        free, each = max(0, monthly - (deployed.numerator or 0) / cell.count(m.MONTHS)), hours / events
        value = Value(
            "", value=math.floor(free / each + 1e-9), numerator=free, denominator=each, n=events,
            coverage=deployed.coverage,
        )  # fmt: skip
        return (value.bounded("exact" if deployed.certainty == "exact" else "at_most"),)

    def formula(self, value: Value, write: Write) -> str:
        return f"whole sessions in {write(self.top, value.numerator)} ÷ {write(self.bottom, value.denominator)}"
