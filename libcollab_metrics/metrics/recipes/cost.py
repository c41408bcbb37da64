"""What something cost, at three levels that are never mixed: cash, what the library bears, and everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, Tally, add_up
from libcollab_metrics.metrics.counting import whole
from libcollab_metrics.metrics.definition import Measure, Number, Recipe, Value, Write, missing, share_of
from libcollab_metrics.metrics.facts import Facts
from libcollab_metrics.metrics.measures.counted import Lines
from libcollab_metrics.metrics.recipes.books import BooksReceived, books_at
from libcollab_metrics.metrics.recipes.people import PeopleCount, people_of
from libcollab_metrics.metrics.recipes.sessions import (
    ContactHours,
    SessionCount,
    VisitCount,
    contact_hours_of,
    events_of,
    visits_of,
)
from libcollab_metrics.model.scope import Certainty

Level = Literal["cash", "library", "full"]
LEVELS: tuple[Level, ...] = ("cash", "library", "full")
Programs = Mapping[str | None, Tally]

#: The amounts a level adds up, and those it takes away, each with its lines: all, priced, estimated, lower bounds.
ADDED: Mapping[Level, tuple[tuple[Measure, Lines], ...]] = MappingProxyType(
    {
        "cash": ((m.CASH_COST, m.CASH_LINES),),
        "library": ((m.LIBRARY_PAID, m.LIBRARY_PAID_LINES), (m.LIBRARY_WORTH, m.LIBRARY_WORTH_LINES)),
        "full": (
            (m.CASH_COST, m.CASH_LINES), (m.GOODS, m.GOODS_LINES),
            (m.STAFF_WORTH, m.STAFF_WORTH_LINES), (m.VOLUNTEER_WORTH, m.VOLUNTEER_WORTH_LINES),
        ),
    }
)  # fmt: skip
TAKEN: Mapping[Level, tuple[tuple[Measure, Lines], ...]] = MappingProxyType(
    {"cash": (), "library": ((m.LIBRARY_BACK, m.LIBRARY_BACK_LINES),), "full": ()}
)
#: Sessions that say nothing of hours while others do, and lines nobody has cleared: both may raise a cost.
HOURS: Mapping[Level, tuple[tuple[Measure, Measure], ...]] = MappingProxyType(
    {
        "cash": (),
        "library": ((m.LIBRARY_LINES, m.LIBRARY_WORTH_LINES.rows),),
        "full": ((m.STAFF_LINES, m.STAFF_WORTH_LINES.rows), (m.VOLUNTEER_LINES, m.VOLUNTEER_WORTH_LINES.rows)),
    }
)
UNCLEAR: Mapping[Level, tuple[Measure, ...]] = MappingProxyType(
    {"cash": (m.CASH_UNCLEAR,), "library": (m.CASH_UNCLEAR,), "full": (m.CASH_UNCLEAR, m.UNCLEAR_GIFT)}
)


def measures_at(level: Level) -> tuple[Measure, ...]:
    """Return everything that must be counted for a cost at this level."""
    amounts = [measure for amount, lines in (*ADDED[level], *TAKEN[level]) for measure in (amount, *lines)]
    hours = [measure for pair in HOURS[level] for measure in pair]
    return tuple(dict.fromkeys((*amounts, *hours, *UNCLEAR[level], m.UNCLEAR_TO_LIBRARY)))


NO_COST = missing("no-cost")


@dataclass(frozen=True)
class Cost:
    """What some programs cost at one level; `more` and `less` say that what is unknown would raise or lower it.

    `note` tells that nobody said every cost is listed; `reason` why there is no amount.
    """

    amount: Number | None
    lines: int
    priced: int
    more: bool = False
    less: bool = False
    estimated: bool = False
    note: str = ""
    reason: Value = NO_COST


def cost_of(programs: Programs, level: Level, facts: Facts) -> Cost:
    """Return what these programs cost together; complete only if each program's ledger is said to be."""
    together = add_up(programs.values(), measures_at(level))
    cost = _added(together, level, facts)
    touched = [pid for pid, tally in programs.items() if _has_lines(tally, level)]
    declared = {facts.named(pid).ledger_complete or facts.settings.ledger_complete for pid in touched}
    more = cost.more or "no" in declared
    complete = declared <= {"yes"} and not more and not cost.less
    return replace(cost, more=more, note="" if complete else "recorded-cost")


def _added(tally: Tally, level: Level, facts: Facts) -> Cost:
    sorts = (*ADDED[level], *TAKEN[level])
    added = [tally[amount] for amount, _ in ADDED[level]]
    taken = [tally[amount] or 0 for amount, _ in TAKEN[level]]
    known = [amount for amount in added if amount is not None]
    cost = Cost(
        _exactly(known, taken) if known else None,
        sum(tally.count(lines.rows) for _, lines in sorts),
        sum(tally.count(lines.priced) for _, lines in sorts),
        more=_raises(tally, level),
        less=any(_is_open(tally, lines) for _, lines in TAKEN[level])
        or (level == "library" and tally.count(m.UNCLEAR_TO_LIBRARY) > 0),
        estimated=any(tally.count(lines.estimated) for _, lines in sorts),
    )
    lines = m.LIBRARY_WORTH_LINES
    if level == "library" and tally.count(lines.priced) < tally.count(lines.rows) and facts.settings.staff_rate is None:
        return replace(cost, amount=None, reason=missing("no-setting", name="staff_rate"))
    return cost


def _exactly(added: Iterable[Number], taken: Iterable[Number]) -> Number:
    """Amounts added up in ten-thousandths, so that no float is left over."""
    parts = sum(round(a * m.MONEY_PARTS) for a in added) - sum(round(a * m.MONEY_PARTS) for a in taken)
    return whole(parts / m.MONEY_PARTS)


def _is_open(tally: Tally, lines: Lines) -> bool:
    """Whether a line of this sort has no value, or only a lower bound."""
    return tally.count(lines.priced) < tally.count(lines.rows) or tally.count(lines.bounded) > 0


def _raises(tally: Tally, level: Level) -> bool:
    """Whether anything unknown would raise the cost: an unpriced or unclear line, or hours written only sometimes."""
    unclear = sum(tally.count(measure) for measure in UNCLEAR[level])
    if level == "library":
        unclear -= tally.count(m.UNCLEAR_TO_LIBRARY)
    partly = any(0 < tally.count(told) < tally.count(lines) for lines, told in HOURS[level])
    return unclear > 0 or partly or any(_is_open(tally, lines) for _, lines in ADDED[level])


def _has_lines(tally: Tally, level: Level) -> bool:
    """Whether a program has anything of this level, if only a line nobody has cleared."""
    rows = [lines.rows for _, lines in (*ADDED[level], *TAKEN[level])]
    return any(tally.count(measure) for measure in (*rows, *UNCLEAR[level]))


@dataclass(frozen=True)
class CostAt(Recipe):
    """The cost of a selection at one level, with what is not priced in its coverage."""

    level: Level

    @property
    def top(self) -> Measure:
        return {"cash": m.CASH_COST, "library": m.LIBRARY_COST, "full": m.FULL_COST}[self.level]

    @property
    def measures(self) -> tuple[Measure, ...]:
        return measures_at(self.level)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        cost = cost_of(cell.programs, self.level, cell.facts)
        if cost.amount is None:
            return (cost.reason,)
        value = Value(
            "", value=cost.amount, numerator=cost.amount, n=cost.priced, coverage=share_of(cost.priced, cost.lines),
            estimated=cost.estimated, note=cost.note,
        )  # fmt: skip
        return (_open(value, cost.more, cost.less, "undecided"),)

    def definition(self) -> str:
        added = " + ".join(amount.label for amount, _ in ADDED[self.level])
        taken = "".join(f" − {amount.label}" for amount, _ in TAKEN[self.level])
        return f"sum of {added}{taken}"


def _open(value: Value, more: bool, less: bool, neither: str) -> Value:
    """The value with the side that is open; where both are, nothing can be said."""
    if more and less:
        return missing(neither)
    certainty: Certainty = "at_least" if more else "at_most" if less else "exact"
    return value.bounded(certainty)


@dataclass(frozen=True)
class Divisor:
    """What a cost is divided by: how it is counted in one program or several, and why there may be none of it.

    `recounted` says that the same person may be in several programs, so that their counts are never added up; `by_visits` that n counts the visits behind it, and not the number itself.
    """

    top: Measure
    measures: tuple[Measure, ...]
    count: Callable[[Tally, Facts], Value]
    otherwise: Value
    recounted: bool = False
    by_visits: bool = False


VISIT = Divisor(VisitCount().top, VisitCount().measures, lambda tally, _: visits_of(tally), missing("no-counts"))
PERSON = Divisor(
    PeopleCount().top, PeopleCount().measures, lambda tally, _: people_of(tally), missing("no-people"), recounted=True
)
SESSION = Divisor(
    SessionCount().top, SessionCount().measures, lambda tally, _: events_of(tally), missing("no-sessions")
)


def _completers(tally: Tally, facts: Facts) -> Value:
    """People who completed a program; at least that many while the marks of some decide nothing."""
    enrolled, decidable = tally.count(m.ENROLLED), tally.count(m.DECIDABLE)
    if not enrolled:
        return missing("no-people")
    if facts.settings.completion_threshold is None:
        return missing("no-setting", name="completion_threshold")
    value = Value("", value=tally.count(m.COMPLETED), coverage=share_of(decidable, enrolled))
    return value.bounded("exact" if decidable == enrolled else "at_least")


def _improved(tally: Tally, _: Facts) -> Value:
    """Readers seen to improve: others may have, without both scores."""
    if not tally.count(m.READERS):
        return missing("no-pairs")
    return Value("", value=tally.count(m.IMPROVED_READERS)).bounded("at_least")


COMPLETER = Divisor(m.COMPLETED, (m.COMPLETED, m.ENROLLED, m.DECIDABLE), _completers, missing("no-people"))
IMPROVED_READER = Divisor(m.IMPROVED_READERS, (m.IMPROVED_READERS, m.READERS), _improved, missing("no-pairs"))
CONTACT_HOUR = Divisor(
    ContactHours().top, ContactHours().measures, lambda tally, _: contact_hours_of(tally),
    missing("no-field", field="a start and an end beside an attendance"), by_visits=True,
)  # fmt: skip
BOOK = Divisor(
    m.BOOKS["received"], BooksReceived().measures, lambda tally, _: books_at(tally, "received"),
    missing("no-field", field="books received"),
)  # fmt: skip


@dataclass(frozen=True)
class PerUnitCost(Recipe):
    """Cost over visits, people or whatever divides it, one value a level, over the programs that have both.

    Where no level has a cost it is said once, at the cash level.

    A complete cost over an incomplete count is a ceiling, an incomplete cost over a complete count a floor;
    both incomplete say nothing. Programs without one of the two are named, not counted.
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
        level = value.groups.get("level") or "cash"
        cost = {"cash": m.CASH_COST, "library": m.LIBRARY_COST, "full": m.FULL_COST}[level]
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
        both = [pid for pid in programs if pid in priced & counted]
        if not priced:
            return cost_of(programs, level, facts).reason
        if not both:
            return self.unit.otherwise if counted or not counts else self._why_uncounted(counts.values())
        left_out = tuple(facts.named(pid).name for pid in programs if pid in priced ^ counted)
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
        number = cell.people_in(frozenset(both)) if self.unit.recounted else count.value
        if not number:
            return missing("zero-base")
        amount = cost.amount or 0
        value = Value(
            "", value=amount / number, numerator=amount, denominator=number, n=count.n if self.unit.by_visits else number,
            coverage=count.coverage, note=cost.note, estimated=count.estimated or cost.estimated,
        )  # fmt: skip
        # What was not counted brings a cost per unit nearer to zero; below zero that is up.
        partial = count.certainty != "exact"
        more, less = cost.more or (partial and amount < 0), cost.less or (partial and amount >= 0)
        return _open(value, more, less, "both-partial" if partial else "undecided")
