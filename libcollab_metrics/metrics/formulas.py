"""How counts of sessions and people become figures: totals, ratios, people, rates of a population."""

from __future__ import annotations

from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import Cell, Tally
from libcollab_metrics.metrics.definition import Measure, Number, Recipe, Value, missing, share_of
from libcollab_metrics.metrics.intervals import wilson

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
        rows, unknown, events = cell.count(m.HELD_ROWS), cell.count(m.EVENTS_UNKNOWN), cell[m.EVENTS_HELD]
        if not rows:
            return (missing("no-sessions"),)
        if events is None:
            return (missing("no-field", field=NO_EVENTS),)
        value = Value("", value=events, numerator=events, n=events)
        if not unknown:
            return (value.bounded("exact"),)
        return (replace(value, coverage=(rows - unknown) / rows, note="by-rows").bounded("at_least"),)


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
        return (_ratio(coverage.known, coverage.due, note=coverage.note),)


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
        value = _ratio(visits, events, coverage=coverage.share, estimated=estimated > 0, note=coverage.note)
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
            return (_ratio(cell[m.HELD_ROWS], cell[m.PLANNED_ROWS], note="by-rows"),)
        return (_ratio(cell[m.EVENTS_HELD] or 0, cell[m.EVENTS_PLANNED]),)


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
        ratio = replace(total, value=self.times * total.value / population, denominator=population)
        return (ratio.bounded(total.certainty),)


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
        return (m.LISTED_CAME, m.LISTED_KNOWN, m.LISTED, m.LISTED_SESSIONS)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        came, known = cell.count(m.LISTED_CAME), cell.count(m.LISTED_KNOWN)
        if not known:
            return (missing("no-list"),)
        value = _ratio(came, known, coverage=share_of(known, cell[m.LISTED]))
        return (_with_wilson(value) if cell.count(m.LISTED_SESSIONS) == 1 else value,)


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
        if due == 0 or (due == came and cell.count(m.ABSENCE_SEEN) < came):
            return (missing("no-absence"),)
        value = _ratio(came, due, coverage=share_of(cell[m.MARKS_KNOWN], marks))
        return (replace(value, lowest=cell[m.LOWEST_SESSION], highest=cell[m.HIGHEST_SESSION]),)


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
        value = _ratio(cell.count(m.COMPLETED), decidable, coverage=share_of(decidable, enrolled))
        # A person enrolled in two programs is counted twice, and then the interval does not hold.
        return (_with_wilson(value) if cell.count(m.DECIDABLE_PEOPLE) == decidable else value,)


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
        return (m.MATCHED, m.BOTH_KNOWN, m.HEARERS)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        matched, known = cell.count(m.MATCHED), cell.count(m.BOTH_KNOWN)
        if not known:
            return (missing("no-field", field="a mother tongue beside a session language"),)
        return (_ratio(matched, known, coverage=share_of(known, cell[m.HEARERS])),)


def _ratio(
    top: Number | None, bottom: Number | None, *, coverage: float | None = None, estimated: bool = False, note: str = ""
) -> Value:
    """A ratio of two sums over the same rows; undefined where nothing divides."""
    if top is None or not bottom:
        return missing("zero-base")
    return Value(
        "", value=top / bottom, numerator=top, denominator=bottom, n=bottom,
        coverage=coverage, estimated=estimated, note=note,
    ).bounded("exact")  # fmt: skip


def _with_wilson(value: Value) -> Value:
    """The share with its interval, where each unit is one person counted once."""
    bounds = wilson(int(value.numerator or 0), int(value.denominator or 0))
    return replace(value, ci_low=bounds[0], ci_high=bounds[1]) if bounds else value
