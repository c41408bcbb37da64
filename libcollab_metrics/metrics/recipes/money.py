"""How money becomes figures: what was spent, per visit and per person, who bears it, who gave and who received."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, Tally, add_up
from libcollab_metrics.metrics.counting import Key
from libcollab_metrics.metrics.definition import Measure, Recipe, Value, Write, missing, share_of
from libcollab_metrics.metrics.facts import Facts
from libcollab_metrics.metrics.recipes.books import BooksReceived, books_at
from libcollab_metrics.metrics.recipes.people import PeopleCount, people_of
from libcollab_metrics.metrics.recipes.sessions import VisitCount, visits_of
from libcollab_metrics.model.names import fold

CostState = Literal["complete", "recorded", "incomplete"]
LEVEL = (("level", "cash"),)


def cost_state(program_id: str | None, tally: Tally, facts: Facts) -> CostState:
    """Return whether a program's cash cost is complete, known to be incomplete, or just what was recorded."""
    declared = facts.named(program_id).ledger_complete or facts.settings.ledger_complete
    unpriced = tally.count(m.CASH_COST_ROWS) - tally.count(m.CASH_COST_PRICED)
    if unpriced or tally.count(m.CASH_UNCLEAR) or tally.count(m.CASH_COST_BOUNDED) or declared == "no":
        return "incomplete"
    return "complete" if declared == "yes" else "recorded"


def _worst(states: Iterable[CostState]) -> CostState:
    found = set(states)
    return "incomplete" if "incomplete" in found else "recorded" if "recorded" in found else "complete"


@dataclass(frozen=True)
class CashCost(Recipe):
    """The sum of all cash outlays with an amount."""

    @property
    def top(self) -> Measure:
        return m.CASH_COST

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (
            m.CASH_COST, m.CASH_COST_ROWS, m.CASH_COST_PRICED, m.CASH_UNCLEAR, m.CASH_COST_ESTIMATED,
            m.CASH_COST_BOUNDED,
        )  # fmt: skip

    def values(self, cell: Cell) -> tuple[Value, ...]:
        cost, priced, rows = cell[m.CASH_COST], cell.count(m.CASH_COST_PRICED), cell.count(m.CASH_COST_ROWS)
        if cost is None:
            return (missing("no-cost"),)
        with_rows = {pid: t for pid, t in cell.programs.items() if t.count(m.CASH_COST_ROWS) or t.count(m.CASH_UNCLEAR)}
        state = _worst(cost_state(pid, tally, cell.facts) for pid, tally in with_rows.items())
        value = Value(
            "", value=cost, numerator=cost, n=priced, coverage=share_of(priced, rows),
            estimated=cell.count(m.CASH_COST_ESTIMATED) > 0, note=_note(state),
        )  # fmt: skip
        return (value.bounded("at_least" if state == "incomplete" else "exact"),)


def _note(state: CostState) -> str:
    return "" if state == "complete" else "recorded-cost"


@dataclass(frozen=True)
class RowShare(Recipe):
    """Ledger lines that meet a condition over all lines of their sort."""

    part: Measure
    whole: Measure

    @property
    def top(self) -> Measure:
        return self.part

    @property
    def bottom(self) -> Measure:
        return self.whole

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.part, self.whole)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        part, rows = cell.count(self.part), cell.count(self.whole)
        if not rows:
            return (missing("no-cost"),)
        return (Value("", value=part / rows, numerator=part, denominator=rows, n=rows).bounded("exact"),)


@dataclass(frozen=True)
class PerUnitCost(Recipe):
    """Cash cost over visits, people or books, over the programs of the group that have both.

    A complete cost over an incomplete count is a ceiling, an incomplete cost over a complete count a floor;
    both incomplete say nothing. Programs without one of the two are named, not counted.
    """

    unit: VisitCount | PeopleCount | BooksReceived

    @property
    def top(self) -> Measure:
        return m.CASH_COST

    @property
    def bottom(self) -> Measure:
        return self.unit.top

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*CashCost().measures, *self.unit.measures)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        return (replace(self._value(cell), group=LEVEL),)

    def _value(self, cell: Cell) -> Value:
        programs = cell.programs
        costs = {pid for pid, tally in programs.items() if tally[m.CASH_COST] is not None}
        counted = {pid for pid, tally in programs.items() if self._unit_of(tally).value is not None}
        both = [pid for pid in programs if pid in costs & counted]
        if not costs:
            return missing("no-cost")
        if not both:
            return next(self._unit_of(programs[pid]) for pid in programs if pid in costs)
        left_out = tuple(cell.facts.named(pid).name for pid in programs if pid in costs ^ counted)
        return replace(self._ratio(cell, both), left_out=left_out)

    def _ratio(self, cell: Cell, both: list[str | None]) -> Value:
        used = {pid: cell.programs[pid] for pid in both}
        together = add_up(used.values(), self.measures)
        cost, unit = together[m.CASH_COST] or 0, self._unit_of(together)
        number = cell.people_in(frozenset(both)) if isinstance(self.unit, PeopleCount) else unit.value
        if not number:
            return missing("zero-base")
        state, whole = _worst(cost_state(pid, t, cell.facts) for pid, t in used.items()), unit.certainty == "exact"
        if state == "incomplete" and not whole:
            return missing("both-partial")
        value = Value(
            "", value=cost / number, numerator=cost, denominator=number, n=number,
            coverage=unit.coverage, note=_note(state),
            estimated=unit.estimated or together.count(m.CASH_COST_ESTIMATED) > 0,
        )  # fmt: skip
        return value.bounded("at_least" if state == "incomplete" else "exact" if whole else "at_most")

    def _unit_of(self, tally: Tally) -> Value:
        if isinstance(self.unit, BooksReceived):
            return books_at(tally, "received")
        return people_of(tally) if isinstance(self.unit, PeopleCount) else visits_of(tally)


@dataclass(frozen=True)
class Balance(Recipe):
    """What a party gave less what it received, over both together; priced things only."""

    @property
    def top(self) -> Measure:
        return m.GIVEN

    @property
    def bottom(self) -> Measure:
        return m.RECEIVED

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.GIVEN, m.GIVEN_ROWS, m.RECEIVED, m.RECEIVED_ROWS)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        given, received = cell.parts(m.GIVEN), cell.parts(m.RECEIVED)
        # Whoever only received and is no partner is a shop that was paid, not a side of an exchange.
        parties = [p for p in {**given, **received} if p in given or fold(p[0] or "") in cell.facts.partners]
        balances = (self._of(p, given.get(p, Tally()), received.get(p, Tally())) for p in sorted(parties, key=str))
        return tuple(balances) or (missing("zero-base"),)

    def formula(self, value: Value, write: Write) -> str:
        less, both = value.numerator, value.denominator
        known = less is not None and both is not None
        gave = write(self.top, ((both or 0) + (less or 0)) / 2 if known else None)
        got = write(self.bottom, ((both or 0) - (less or 0)) / 2 if known else None)
        return f"({gave} − {got}) ÷ ({gave} + {got})"

    def _of(self, party: Key, gave: Tally, got: Tally) -> Value:
        group = (("party", party[0]), ("kind", "all"))
        return replace(_balance(gave, got), group=group)


def _balance(gave: Tally, got: Tally) -> Value:
    given, received = gave[m.GIVEN], got[m.RECEIVED]
    if given is None and received is None:
        return missing("zero-base")
    if given is None or received is None:
        return missing("one-sided")
    both = given + received
    if not both:
        return missing("zero-base")
    return Value(
        "", value=(given - received) / both, numerator=given - received, denominator=both,
    ).bounded("exact")  # fmt: skip
