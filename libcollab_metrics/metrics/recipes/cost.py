"""What something cost, at three levels that are never mixed: cash, what the library bears, and everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, Tally, add_up
from libcollab_metrics.metrics.counting import whole
from libcollab_metrics.metrics.definition import Measure, Number, Recipe, Value, missing, share_of
from libcollab_metrics.metrics.facts import Facts
from libcollab_metrics.metrics.measures.counted import Lines
from libcollab_metrics.model.scope import Certainty

Level = Literal["cash", "library", "full"]
LEVELS: tuple[Level, ...] = ("cash", "library", "full")
Programs = Mapping[str | None, Tally]

#: The cost of each level, for the words of formulas.
TOPS: Mapping[Level, Measure] = MappingProxyType({"cash": m.CASH_COST, "library": m.LIBRARY_COST, "full": m.FULL_COST})
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
#: Sessions that say nothing of hours while others do, and lines nobody has cleared: both may raise a cost. At a session
#: staff is the library's; what others' staff gave stands in the ledger line by line.
HOURS: Mapping[Level, tuple[tuple[Measure, Measure], ...]] = MappingProxyType(
    {
        "cash": (),
        "library": ((m.LIBRARY_LINES, m.LIBRARY_WORTH_LINES.rows),),
        "full": ((m.LIBRARY_LINES, m.LIBRARY_WORTH_LINES.rows), (m.VOLUNTEER_LINES, m.VOLUNTEER_WORTH_LINES.rows)),
    }
)
UNCLEAR: Mapping[Level, tuple[Measure, ...]] = MappingProxyType(
    {
        "cash": (m.CASH_UNCLEAR,),
        "library": (m.CASH_UNCLEAR, m.UNCLEAR_STAFF),
        "full": (m.CASH_UNCLEAR, m.UNCLEAR_GIFT),
    }
)
#: Lines of the ledger that nobody priced because they say no hours.
UNTOLD: Mapping[Level, tuple[Measure, ...]] = MappingProxyType(
    {"cash": (), "library": (m.LIBRARY_UNTOLD,), "full": (m.STAFF_UNTOLD, m.VOLUNTEER_UNTOLD)}
)


def measures_at(level: Level) -> tuple[Measure, ...]:
    """Return everything that must be counted for a cost at this level."""
    amounts = [measure for amount, lines in (*ADDED[level], *TAKEN[level]) for measure in (amount, *lines)]
    hours = [measure for pair in HOURS[level] for measure in pair]
    return tuple(dict.fromkeys((*amounts, *hours, *UNCLEAR[level], *UNTOLD[level], m.UNCLEAR_TO_LIBRARY)))


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
    """Return what these programs cost together; complete only if each of them is, and its ledger is said to be."""
    together = add_up(programs.values(), measures_at(level))
    cost = _added(together, level, facts)
    touched = [pid for pid, tally in programs.items() if _has_lines(tally, level)]
    declared = ledgers_declared(touched, facts)
    more = "no" in declared or any(_raises(tally, level) for tally in programs.values())
    complete = declared <= {"yes"} and not more and not cost.less
    return replace(cost, more=more, note="" if complete else "recorded-cost")


def ledgers_declared(programs: Iterable[str | None], facts: Facts) -> set[str]:
    """Whether the ledgers of these programs are said to be complete: "yes", "no", or nothing where nobody said."""
    return {facts.named(pid).ledger_complete or facts.settings.ledger_complete for pid in programs}


def _added(tally: Tally, level: Level, facts: Facts) -> Cost:
    sorts = (*ADDED[level], *TAKEN[level])
    added = [tally[amount] for amount, _ in ADDED[level]]
    taken = [tally[amount] or 0 for amount, _ in TAKEN[level]]
    known = [amount for amount in added if amount is not None]
    cost = Cost(
        _exactly(known, taken) if known else None,
        sum(map(tally.count, (*(lines.rows for _, lines in sorts), *UNTOLD[level]))),
        sum(tally.count(lines.priced) for _, lines in sorts),
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
    """Whether anything unknown would raise the cost of a program: an unpriced or unclear line, or hours written only
    sometimes. A program that writes none is complete without them, beside others that do as it is alone.
    """
    unclear = sum(map(tally.count, (*UNCLEAR[level], *UNTOLD[level])))
    if level == "library":
        unclear -= tally.count(m.UNCLEAR_TO_LIBRARY)
    partly = any(0 < tally.count(told) < tally.count(lines) for lines, told in HOURS[level])
    return unclear > 0 or partly or any(_is_open(tally, lines) for _, lines in ADDED[level])


def _has_lines(tally: Tally, level: Level) -> bool:
    """Whether a program has anything of this level, if only a line nobody has cleared."""
    rows = [lines.rows for _, lines in (*ADDED[level], *TAKEN[level])]
    return any(tally.count(measure) for measure in (*rows, *UNCLEAR[level], *UNTOLD[level]))


@dataclass(frozen=True)
class CostAt(Recipe):
    """The cost of a selection at one level, with what is not priced in its coverage."""

    level: Level

    @property
    def top(self) -> Measure:
        return TOPS[self.level]

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
        return (with_open_sides(value, cost.more, cost.less, "undecided"),)

    def definition(self) -> str:
        added = " + ".join(amount.label for amount, _ in ADDED[self.level])
        taken = "".join(f" − {amount.label}" for amount, _ in TAKEN[self.level])
        return f"sum of {added}{taken}"


def with_open_sides(value: Value, more: bool, less: bool, neither: str) -> Value:
    """Return the value with the side that is open; where both are, `neither` says why there is none."""
    if more and less:
        return missing(neither)
    certainty: Certainty = "at_least" if more else "at_most" if less else "exact"
    return value.bounded(certainty)
