"""What one visit, person, session, hour, completer, reader or book cost, at each level of cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, Tally, add_up
from libcollab_metrics.metrics.definition import Measure, Number, Recipe, Value, Write, missing, share_of
from libcollab_metrics.metrics.facts import Facts
from libcollab_metrics.metrics.recipes.books import BooksReceived, books_at
from libcollab_metrics.metrics.recipes.cost import LEVELS, NO_COST, TOPS, Level, cost_of, measures_at, with_open_sides
from libcollab_metrics.metrics.recipes.people import PeopleCount, people_of
from libcollab_metrics.metrics.recipes.sessions import (
    ContactHours,
    SessionCount,
    VisitCount,
    contact_hours_of,
    events_of,
    visits_of,
)
from libcollab_metrics.model.scope import SCOPE_FIELDS


@dataclass(frozen=True)
class Divisor:
    """What a cost is divided by: how it is counted in one program or several, and why there may be none of it.

    `people` are the measures of different people where the same person may be in several programs: they are
    recounted over the programs used, and their counts by program never added up. `by_visits` says that n counts the
    visits behind the number, and not the number itself; `by_session` that it is counted session by session.
    """

    top: Measure
    measures: tuple[Measure, ...]
    count: Callable[[Tally, Facts], Value]
    otherwise: Value
    people: tuple[Measure, ...] = ()
    by_visits: bool = False
    by_session: bool = True

    def number(self, cell: Cell, programs: Iterable[str | None], counted: Number | None) -> Number | None:
        """What divides the cost of some programs of a group, where `counted` are their counts together."""
        chosen = frozenset(programs)
        return sum(cell.people_in(chosen, who) for who in self.people) if self.people else counted


VISIT = Divisor(VisitCount().top, VisitCount().measures, lambda tally, _: visits_of(tally), missing("no-counts"))
PERSON = Divisor(
    PeopleCount().top, PeopleCount().measures, lambda tally, _: people_of(tally), missing("no-people"), (m.PEOPLE,)
)
SESSION = Divisor(
    SessionCount().top, SessionCount().measures, lambda tally, _: events_of(tally), missing("no-sessions")
)


def _completers(tally: Tally, facts: Facts) -> Value:
    """People who completed a program, in one program at a time; at least that many while the marks of some decide
    nothing, or somebody at a session is not on its list: whoever is on none may have completed too.
    """
    listed = tally.count(m.FULL_ROSTERS) == tally.count(m.HELD_ROWS)
    enrolled, decidable = tally.count(m.ENROLLED), tally.count(m.DECIDABLE)
    if not enrolled:
        return missing("no-people")
    if facts.settings.completion_threshold is None:
        return missing("no-setting", name="completion_threshold")
    value = Value("", value=tally.count(m.COMPLETED), coverage=share_of(decidable, enrolled))
    return value.bounded("exact" if listed and decidable == enrolled else "at_least")


def _improved(tally: Tally, _: Facts) -> Value:
    """Readers seen to improve: others may have, without both scores."""
    if not tally.count(m.READERS):
        return missing("no-pairs")
    return Value("", value=tally.count(m.IMPROVED_READERS)).bounded("at_least")


COMPLETER = Divisor(
    m.COMPLETED, (m.COMPLETED, m.ENROLLED, m.DECIDABLE, m.FULL_ROSTERS, m.HELD_ROWS), _completers,
    missing("no-people"), (m.COMPLETERS,),
)  # fmt: skip
IMPROVED_READER = Divisor(
    m.IMPROVED_READERS, (m.IMPROVED_READERS, m.READERS), _improved, missing("no-pairs"),
    (m.IMPROVED_BY_NAME, m.IMPROVED_UNNAMED), by_session=False,
)  # fmt: skip
CONTACT_HOUR = Divisor(
    ContactHours().top, ContactHours().measures, lambda tally, _: contact_hours_of(tally),
    missing("no-field", field="a start and an end beside an attendance"), by_visits=True,
)  # fmt: skip
BOOK = Divisor(
    m.BOOKS["received"], BooksReceived().measures, lambda tally, _: books_at(tally, "received"),
    missing("no-field", field="books received"), by_session=False,
)  # fmt: skip


@dataclass(frozen=True)
class PerUnitCost(Recipe):
    """Cost over visits, people or whatever divides it, one value a level, over the programs that have both.

    Where no level has a cost it is said once, at the cash level.

    A complete cost over an incomplete count is a ceiling, an incomplete cost over a complete count a floor;
    both incomplete say nothing. Programs without one of the two are named, not counted; so are those of which a partner
    has some sessions only, for what these cost is not recorded.
    """

    unit: Divisor

    @property
    def top(self) -> Measure:
        return m.CASH_COST

    @property
    def bottom(self) -> Measure:
        return self.unit.top

    @property
    def measures(self) -> tuple[Measure, ...]:
        costs = [measure for level in LEVELS for measure in measures_at(level)]
        return tuple(dict.fromkeys((*costs, *self.unit.measures)))

    def definition(self) -> str:
        return f"{m.CASH_COST.label}, or the cost of the level named, ÷ {self.bottom.label}"

    def formula(self, value: Value, write: Write) -> str:
        cost = next((TOPS[level] for level in LEVELS if level == value.groups.get("level")), self.top)
        return f"{write(cost, value.numerator)} ÷ {write(self.bottom, value.denominator)}"

    def values(self, cell: Cell) -> tuple[Value, ...]:
        found = tuple(replace(self._value(cell, level), group=(("level", level),)) for level in LEVELS)
        return found if any(value.reason != NO_COST.reason for value in found) else found[:1]

    def _value(self, cell: Cell, level: Level) -> Value:
        programs, facts = cell.programs, cell.facts
        costs = {pid: cost_of({pid: tally}, level, facts) for pid, tally in programs.items()}
        priced = {pid for pid, cost in costs.items() if cost.amount is not None}
        counts = {pid: self.unit.count(tally, facts) for pid, tally in programs.items()}
        counted = {pid for pid, count in counts.items() if count.value is not None}
        split = cell.split_programs if self.unit.by_session else frozenset()
        both = [pid for pid in programs if pid in (priced & counted) - split]
        if not priced:
            return cost_of(programs, level, facts).reason
        if not both and priced & counted:
            return missing("not-by-this", group=SCOPE_FIELDS["partner"])
        if not both:
            return self.unit.otherwise if counted or not counts else self._why_uncounted(counts.values())
        left_out = tuple(facts.named(pid).name for pid in programs if pid in (priced | counted) - set(both))
        ratio = self._ratio(cell, level, both)
        return ratio if ratio.value is None else replace(ratio, left_out=left_out)

    def _why_uncounted(self, counts: Iterable[Value]) -> Value:
        """The one reason why no program has this count, or the usual one where programs differ."""
        reasons = {count.reason: count for count in counts}
        return next(iter(reasons.values())) if len(reasons) == 1 else self.unit.otherwise

    def _ratio(self, cell: Cell, level: Level, both: list[str | None]) -> Value:
        used = {pid: cell.programs[pid] for pid in both}
        cost = cost_of(used, level, cell.facts)
        count = self.unit.count(add_up(used.values(), self.unit.measures), cell.facts)
        number = self.unit.number(cell, both, count.value)
        if not number:
            return missing("zero-base")
        amount, n = cost.amount or 0, count.n if self.unit.by_visits else number
        value = Value(
            "", value=amount / number, numerator=amount, denominator=number, n=n,
            coverage=count.coverage, note=cost.note, estimated=count.estimated or cost.estimated,
        )  # fmt: skip
        # What was not counted brings a cost per unit nearer to zero; below zero that is up.
        partial = count.certainty != "exact"
        more, less = cost.more or (partial and amount < 0), cost.less or (partial and amount >= 0)
        return with_open_sides(value, more, less, "both-partial" if partial else "undecided")
