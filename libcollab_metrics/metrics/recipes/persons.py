"""How persons become figures: how many there may be, how often each came, who was new, came again, stays away."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell
from libcollab_metrics.metrics.definition import Measure, Recipe, Value, Write, missing, ratio, share_of
from libcollab_metrics.metrics.recipes.people import PeopleCount, absences_are_told, with_wilson
from libcollab_metrics.metrics.recipes.sessions import VisitCount, attendance_is_complete, visits_of


@dataclass(frozen=True)
class PeopleBounds(Recipe):
    """How many people there may have been: at least the largest session, at most everybody without a name anew."""

    @property
    def top(self) -> Measure:
        return m.PEOPLE

    @property
    def bottom(self) -> Measure:
        return m.UNNAMED

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.PEOPLE, m.LARGEST_EVENT, m.UNNAMED, *VisitCount().measures)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        visits = visits_of(cell)
        if visits.value is None:
            return (visits,)
        people, unnamed = cell.count(m.PEOPLE), cell[m.UNNAMED] or 0
        low = max(people, math.ceil(cell[m.LARGEST_EVENT] or 0))
        high = max(low, people + unnamed) if attendance_is_complete(cell) else None
        return (replace(visits, value=None, numerator=people, low=low, high=high, certainty="range"),)

    def definition(self) -> str:
        return (
            f"at least the {m.PEOPLE.label} on lists or the people at the {m.LARGEST_EVENT.label}, whichever are more, "
            f"and at most the people on lists + {m.UNNAMED.label}"
        )

    def formula(self, value: Value, write: Write) -> str:
        people = write(m.PEOPLE, value.numerator)
        if value.high is None:
            return write.say("formula-listed-at-least", people=people)
        unnamed = write(m.UNNAMED, value.high - (value.numerator or 0))
        return write.say("formula-listed", people=people, unnamed=unnamed)


@dataclass(frozen=True)
class VisitsPerPerson(Recipe):
    """Presences by name over the different people they belong to."""

    @property
    def top(self) -> Measure:
        return m.NAMED_CAME

    @property
    def bottom(self) -> Measure:
        return m.PEOPLE

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.NAMED_CAME, m.PEOPLE, m.NAMED, m.CAME)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        if not cell.count(m.NAMED):
            return (missing("no-people"),)
        named, came = cell.count(m.NAMED_CAME), cell.count(m.CAME)
        return (ratio(named, cell.count(m.PEOPLE), coverage=share_of(named, came)),)


@dataclass(frozen=True)
class FirstTime(Recipe):
    """People who said that it was their first time over people who said whether it was."""

    @property
    def top(self) -> Measure:
        return m.FIRST_TIMERS

    @property
    def bottom(self) -> Measure:
        return m.FIRST_TIME_TOLD

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.FIRST_TIMERS, m.FIRST_TIME_TOLD, m.PEOPLE)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        told = cell.count(m.FIRST_TIME_TOLD)
        if not told:
            return (missing("no-field", field="an answer to “first time?” beside a name"),)
        value = ratio(cell.count(m.FIRST_TIMERS), told, coverage=share_of(told, cell.count(m.PEOPLE)))
        return (with_wilson(value),)


@dataclass(frozen=True)
class CameAgain(Recipe):
    """People who came to two sessions or more over everybody who came by name.

    Where a session has no full list, any of them may have been there too: at least so many.
    """

    @property
    def top(self) -> Measure:
        return m.REPEATERS

    @property
    def bottom(self) -> Measure:
        return m.PEOPLE

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.REPEATERS, *PeopleCount().measures)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        if not cell.count(m.NAMED):
            return (missing("no-people"),)
        full, held = cell.count(m.FULL_ROSTERS), cell.count(m.HELD_ROWS)
        value = ratio(cell.count(m.REPEATERS), cell.count(m.PEOPLE), coverage=share_of(full, held))
        return (value.bounded("exact" if full == held else "at_least"),)


@dataclass(frozen=True)
class Retention(Recipe):
    """People of a period who came in the next one too, over the people of that period, all by name.

    At least so many where the next period still runs, or a session of either has no full list.
    """

    @property
    def top(self) -> Measure:
        return m.RETURNED

    @property
    def bottom(self) -> Measure:
        return m.CAME_BEFORE_NEXT

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.RETURNED, m.CAME_BEFORE_NEXT, m.NEXT_RUNNING, m.NEXT_OPEN, m.NAMED)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        if not cell.count(m.NAMED):
            return (missing("no-people"),)
        if not cell.count(m.CAME_BEFORE_NEXT):
            return (missing("undecided"),)
        value = ratio(cell.count(m.RETURNED), cell.count(m.CAME_BEFORE_NEXT))
        may_rise = cell.count(m.NEXT_RUNNING) or cell.count(m.NEXT_OPEN)
        return (value.bounded("at_least" if may_rise else "exact"),)


@dataclass(frozen=True)
class DropOff(Recipe):
    """People whose last three marks in a program are absences."""

    whole_programs = True

    @property
    def top(self) -> Measure:
        return m.DROPPED

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.DROPPED, m.CAME, m.DUE, m.ABSENCE_SEEN, m.MARKS)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        if not cell.count(m.MARKS):
            return (missing("no-people"),)
        if not absences_are_told(cell):
            return (missing("no-absence"),)
        people = cell.count(m.DROPPED)
        return (Value("", value=people, numerator=people, n=people).bounded("exact"),)
