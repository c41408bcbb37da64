"""How counts of people become figures: different people, reach, who showed up, came, stayed and understood."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, Tally
from libcollab_metrics.metrics.definition import Measure, Recipe, Value, missing, ratio, share_of
from libcollab_metrics.metrics.intervals import wilson
from libcollab_metrics.metrics.recipes.sessions import VisitCount


@dataclass(frozen=True)
class PeopleCount(Recipe):
    """Different people over all sessions held, counted anew for every selection."""

    @property
    def top(self) -> Measure:
        return m.PEOPLE

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.PEOPLE, m.NAMED, m.FULL_ROSTERS, m.HELD_ROWS)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        return (people_of(cell),)


def people_of(tally: Tally) -> Value:
    """Return the different people of some sessions; exact only if everyone at every session is named and marked."""
    if not tally.count(m.NAMED):
        return missing("no-people")
    people, full, held = tally.count(m.PEOPLE), tally.count(m.FULL_ROSTERS), tally.count(m.HELD_ROWS)
    value = Value("", value=people, numerator=people, n=people, coverage=share_of(full, held))
    return value.bounded("exact" if full == held else "at_least")


@dataclass(frozen=True)
class PerPopulation(Recipe):
    """A total over the people to be served, times a factor."""

    total: VisitCount | PeopleCount
    times: int = 1

    @property
    def top(self) -> Measure:
        return self.total.top

    @property
    def bottom(self) -> Measure:
        return m.POPULATION

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*self.total.measures, m.HELD_ROWS)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        (total,) = self.total.values(cell)
        if total.value is None:
            return (total,)
        active = [pid for pid, tally in cell.programs.items() if tally.count(m.HELD_ROWS)]
        population = cell.facts.population_of(active)
        if not population:
            return (missing("no-population"),)
        rate = replace(total, value=self.times * total.value / population, denominator=population)
        return (rate.bounded(total.certainty),)


@dataclass(frozen=True)
class ShowUp(Recipe):
    """Registered people who came over registered people whose mark is explained."""

    @property
    def top(self) -> Measure:
        return m.LISTED_CAME

    @property
    def bottom(self) -> Measure:
        return m.LISTED_KNOWN

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.LISTED_CAME, m.LISTED_KNOWN, m.LISTED, m.LISTED_SESSIONS, m.LISTED_PEOPLE, m.LISTED_NAMELESS)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        came, known = cell.count(m.LISTED_CAME), cell.count(m.LISTED_KNOWN)
        if not known:
            return (missing("no-list"),)
        value = ratio(came, known, coverage=share_of(known, cell[m.LISTED]))
        people = cell.count(m.LISTED_PEOPLE) + cell.count(m.LISTED_NAMELESS)
        return (with_wilson_of(value, people) if cell.count(m.LISTED_SESSIONS) == 1 else value,)


@dataclass(frozen=True)
class AttendanceRate(Recipe):
    """Presences over presences and absences; the lowest and highest session beside it, no interval."""

    @property
    def top(self) -> Measure:
        return m.CAME

    @property
    def bottom(self) -> Measure:
        return m.DUE

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.CAME, m.DUE, m.ABSENCE_SEEN, m.MARKS, m.MARKS_KNOWN, m.LOWEST_SESSION, m.HIGHEST_SESSION)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        came, due, marks = cell.count(m.CAME), cell.count(m.DUE), cell.count(m.MARKS)
        if not marks:
            return (missing("no-people"),)
        if not absences_are_told(cell):
            return (missing("no-absence"),)
        if came == 0 and cell.count(m.MARKS_KNOWN) < marks:
            return (missing("no-presence"),)
        value = ratio(came, due, coverage=share_of(cell[m.MARKS_KNOWN], marks))
        return (replace(value, lowest=cell[m.LOWEST_SESSION], highest=cell[m.HIGHEST_SESSION]),)


def absences_are_told(tally: Tally) -> bool:
    """True where somebody is marked absent, or every list would show it; a list of presences alone says nothing."""
    came, due = tally.count(m.CAME), tally.count(m.DUE)
    return due > 0 and (due > came or tally.count(m.ABSENCE_SEEN) >= came)


@dataclass(frozen=True)
class Completion(Recipe):
    """People enrolled at the start who attended enough, over those for whom the marks decide it."""

    @property
    def top(self) -> Measure:
        return m.COMPLETED

    @property
    def bottom(self) -> Measure:
        return m.DECIDABLE

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.COMPLETED, m.DECIDABLE, m.ENROLLED, m.DECIDABLE_PEOPLE)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        enrolled, decidable = cell.count(m.ENROLLED), cell.count(m.DECIDABLE)
        if not enrolled:
            return (missing("no-people"),)
        if cell.facts.settings.completion_threshold is None:
            return (missing("no-setting", name="completion_threshold"),)
        if not decidable:
            return (missing("undecided"),)
        value = ratio(cell.count(m.COMPLETED), decidable, coverage=share_of(decidable, enrolled))
        return (with_wilson_of(value, cell.count(m.DECIDABLE_PEOPLE)),)


@dataclass(frozen=True)
class LanguageMatch(Recipe):
    """Presences in a language the person knows over presences where both languages are known."""

    @property
    def top(self) -> Measure:
        return m.MATCHED

    @property
    def bottom(self) -> Measure:
        return m.BOTH_KNOWN

    @property
    def measures(self) -> tuple[Measure, ...]:
        behind = (m.HEARD_PEOPLE, m.HEARD_SESSIONS, m.UNHEARD_PEOPLE, m.UNHEARD_SESSIONS)
        return (m.MATCHED, m.BOTH_KNOWN, m.HEARERS, *behind)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        matched, known = cell.count(m.MATCHED), cell.count(m.BOTH_KNOWN)
        if not known:
            return (missing("no-field", field="a mother tongue beside a session language"),)
        heard = _people_behind(matched, cell.count(m.HEARD_PEOPLE), cell.count(m.HEARD_SESSIONS))
        others = _people_behind(known - matched, cell.count(m.UNHEARD_PEOPLE), cell.count(m.UNHEARD_SESSIONS))
        value = ratio(matched, known, coverage=share_of(known, cell[m.HEARERS]))
        return (replace(value, people=(heard, others)),)


def _people_behind(visits: int, named: int, sessions: int) -> int:
    """How many different people so many visits are of at least: one person comes to a session once."""
    return max(named, math.ceil(visits / sessions)) if sessions else named


@dataclass(frozen=True)
class LanguageKnown(Recipe):
    """Presences where both languages are known over all presences."""

    @property
    def top(self) -> Measure:
        return m.BOTH_KNOWN

    @property
    def bottom(self) -> Measure:
        return m.HEARERS

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.BOTH_KNOWN, m.HEARERS)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        hearers = cell.count(m.HEARERS)
        return (ratio(cell.count(m.BOTH_KNOWN), hearers) if hearers else missing("no-people"),)


def with_wilson_of(value: Value, people: int) -> Value:
    """Return the share with its interval if so many different people are all it is a share of.

    Whoever answers twice or stands in two programs is counted twice, and then the interval does not hold.
    """
    return with_wilson(value) if people == value.denominator else value


def with_wilson(value: Value) -> Value:
    """Return the share with its interval, where each unit is one person counted once."""
    bounds = wilson(int(value.numerator or 0), int(value.denominator or 0))
    return replace(value, ci_low=bounds[0], ci_high=bounds[1]) if bounds else value
