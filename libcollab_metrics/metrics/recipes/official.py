"""How the figures of official forms are made: the two margins of the library survey, and a school's attendance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, Tally, add_up
from libcollab_metrics.metrics.definition import Measure, Number, Recipe, Value, Write, missing, ratio, share_of
from libcollab_metrics.metrics.recipes.sessions import SessionCount, VisitCount, events_of, visits_of
from libcollab_metrics.metrics.tables.official import RECORDED
from libcollab_metrics.model.schema import AGE_CLASSES, LIVE_FORMATS, UNCLASSIFIED

MARGINS: Mapping[str, tuple[str, ...]] = {"age": AGE_CLASSES, "format": LIVE_FORMATS}
#: The line of a margin that holds all of it.
TOTAL = "total"
_COUNTS = tuple(dict.fromkeys((*VisitCount().measures, *SessionCount().measures)))
#: The same counts over the table of margins.
BY_CLASS = tuple(replace(measure, table="official") for measure in _COUNTS)


@dataclass(frozen=True)
class OfficialGrid(Recipe):
    """Sessions and visits by age class and by format: the two margins of the official form, never the cross.

    Every class of a margin has a line; a class nobody met in is 0. What lies in no class is shown as unclassified
    and leaves every class of its margin a lower bound. The note "margins-differ" says that the classes of the two
    margins do not add up to the same, and the form will not balance. The line "total" of a margin holds everything,
    classified or not; recorded presentations and their views have a line of their own and are in no total.
    """

    @property
    def top(self) -> Measure:
        return BY_CLASS[0]

    @property
    def measures(self) -> tuple[Measure, ...]:
        return BY_CLASS

    def values(self, cell: Cell) -> tuple[Value, ...]:
        found = {(margin or "", of or ""): tally for (margin, of), tally in cell.parts(self.top).items()}
        live = [tally for (margin, _), tally in found.items() if margin != RECORDED]
        if not any(tally.count(m.HELD_ROWS) for tally in live):
            return (missing("no-sessions"),)
        sessions = [value for margin in MARGINS for value in _margin(found, margin, "sessions")]
        visits = [value for margin in MARGINS for value in _margin(found, margin, "visits")]
        return (*_balanced(sessions), *_balanced(visits), *_recorded(found.get((RECORDED, RECORDED))))

    def definition(self) -> str:
        return "number of sessions and sum of visits, each by age class and by format"

    def formula(self, value: Value, write: Write) -> str:
        return write(m.EVENTS_HELD if value.groups.get("count") == "sessions" else self.top, value.value)


def _recorded(tally: Tally | None) -> tuple[Value, ...]:
    """Recorded presentations and their views, never added to what was live."""
    shown = (("margin", RECORDED), ("class", RECORDED))
    return (
        replace(_line(tally, "sessions"), group=(*shown, ("count", "sessions"))),
        replace(_line(tally, "visits"), group=(*shown, ("count", "views"))),
    )


def _margin(found: Mapping[tuple[str, str], Tally], margin: str, what: str) -> list[Value]:
    """The lines of one margin: its classes, and what lies in none of them if there is any."""
    rest = found.get((margin, UNCLASSIFIED))
    classes = [*MARGINS[margin], *([UNCLASSIFIED] if rest else [])]
    values = []
    for name in classes:
        value = _line(found.get((margin, name)), what)
        if rest and name != UNCLASSIFIED and value.value is not None:
            value = value.bounded("at_least")
        values.append(replace(value, group=(("margin", margin), ("class", name), ("count", what))))
    everything = add_up((tally for (of, _), tally in found.items() if of == margin), BY_CLASS)
    total = _line(everything, what)
    return [*values, replace(total, group=(("margin", margin), ("class", TOTAL), ("count", what)))]


def _line(tally: Tally | None, what: str) -> Value:
    """The sessions or visits of one class; a class without a session is known to be nothing.

    Only visits have a numerator, which is what rule R9 looks at: a number of sessions tells of nobody.
    """
    if what == "sessions":
        sessions = events_of(tally) if tally else Value("", value=0, n=0).bounded("exact")
        return replace(sessions, numerator=None)
    return visits_of(tally) if tally else Value("", value=0, numerator=0, n=0).bounded("exact")


def _balanced(values: list[Value]) -> list[Value]:
    totals = {margin: _classified(v for v in values if v.groups["margin"] == margin) for margin in MARGINS}
    if len(set(totals.values())) == 1:
        return values
    return [replace(value, note="margins-differ") if value.value is not None else value for value in values]


def _classified(values: Iterable[Value]) -> Number:
    return sum(value.value or 0 for value in values if value.groups["class"] not in (UNCLASSIFIED, TOTAL))


@dataclass(frozen=True)
class DailyAttendance(Recipe):
    """Presences over the school days on which marks were made."""

    @property
    def top(self) -> Measure:
        return m.CAME_ON_DAYS

    @property
    def bottom(self) -> Measure:
        return m.DAYS_MARKED

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.CAME_ON_DAYS, m.DAYS_MARKED, m.MARKS, m.MARKS_KNOWN)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        marks, days = cell.count(m.MARKS), cell.count(m.DAYS_MARKED)
        if not marks:
            return (missing("no-people"),)
        if not days:
            return (missing("no-field", field="a day with explained marks"),)
        covered = share_of(cell.count(m.MARKS_KNOWN), marks)
        return (ratio(cell.count(m.CAME_ON_DAYS), days, coverage=covered),)


@dataclass(frozen=True)
class MonthAttendance(Recipe):
    """Presences over the days that the learners registered at the end of each month were due.

    For one class and month this is average daily attendance over the learners registered at the month's end.
    """

    @property
    def top(self) -> Measure:
        return m.MONTH_PRESENCES

    @property
    def bottom(self) -> Measure:
        return m.MONTH_DUE

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.MONTH_PRESENCES, m.MONTH_DUE, m.MONTH_LEARNERS, m.CLASS_MONTHS, m.CLASS_MONTHS_KNOWN)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        due = cell[m.MONTH_DUE]
        if due is None:
            return (missing("no-field", field="a number of registered learners beside days with marks"),)
        covered = share_of(cell.count(m.CLASS_MONTHS_KNOWN), cell.count(m.CLASS_MONTHS))
        value = ratio(cell[m.MONTH_PRESENCES], due, coverage=covered)
        return (value if value.value is None else replace(value, n=cell[m.MONTH_LEARNERS]),)
