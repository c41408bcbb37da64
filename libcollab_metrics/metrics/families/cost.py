"""Cost metrics at three levels (cash, library, full): what each adds and subtracts, and unit costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import GroupCounts, Tally, drop_decimals, sum_tallies
from libcollab_metrics.metrics.definition import (
    OF_MONEY,
    OF_PROGRAMS,
    FormulaWriter,
    Measure,
    Metric,
    Number,
    Recipe,
    Value,
    compute_share,
    undefined_value,
)
from libcollab_metrics.metrics.facts import Facts
from libcollab_metrics.metrics.families.attendance import (
    ContactHours,
    SessionCount,
    VisitCount,
    compute_contact_hours,
    compute_sessions,
    compute_visits,
)
from libcollab_metrics.metrics.families.books import BooksReceived, compute_books_at
from libcollab_metrics.metrics.families.participation import PeopleCount, compute_people
from libcollab_metrics.metrics.measures import Lines
from libcollab_metrics.model.scope import SCOPE_FIELDS, Certainty

Level = Literal["cash", "library", "full"]
LEVELS: tuple[Level, ...] = ("cash", "library", "full")
Programs = Mapping[str | None, Tally]

#: Cost measure of each level, for the text of the formulas.
COST_MEASURES: Mapping[Level, Measure] = MappingProxyType(
    {"cash": m.CASH_COST, "library": m.LIBRARY_COST, "full": m.FULL_COST}
)
#: Amounts that a level adds and subtracts, each with its line counts: all, priced, estimated, lower bounds.
ADDED_AMOUNTS: Mapping[Level, tuple[tuple[Measure, Lines], ...]] = MappingProxyType(
    {
        "cash": ((m.CASH_COST, m.CASH_LINES),),
        "library": ((m.LIBRARY_PAID, m.LIBRARY_PAID_LINES), (m.LIBRARY_WORTH, m.LIBRARY_WORTH_LINES)),
        "full": (
            (m.CASH_COST, m.CASH_LINES),
            (m.GOODS, m.GOODS_LINES),
            (m.STAFF_WORTH, m.STAFF_WORTH_LINES),
            (m.VOLUNTEER_WORTH, m.VOLUNTEER_WORTH_LINES),
        ),
    }
)
SUBTRACTED_AMOUNTS: Mapping[Level, tuple[tuple[Measure, Lines], ...]] = MappingProxyType(
    {"cash": (), "library": ((m.LIBRARY_BACK, m.LIBRARY_BACK_LINES),), "full": ()}
)
#: Lines of work, and those with hours or a value (`HOURS`); unclear lines (`UNCLEAR`). Missing hours and
#: unclear lines may raise a cost. Staff at a session belongs to the library; hours of other parties' staff
#: are in the ledger.
HOURS: Mapping[Level, tuple[tuple[Measure, Measure], ...]] = MappingProxyType(
    {
        "cash": (),
        "library": ((m.LIBRARY_LINES, m.LIBRARY_WORTH_LINES.rows),),
        "full": (
            (m.LIBRARY_LINES, m.LIBRARY_WORTH_LINES.rows),
            (m.VOLUNTEER_LINES, m.VOLUNTEER_WORTH_LINES.rows),
        ),
    }
)
UNCLEAR_LINES: Mapping[Level, tuple[Measure, ...]] = MappingProxyType(
    {
        "cash": (m.CASH_UNCLEAR,),
        "library": (m.CASH_UNCLEAR, m.UNCLEAR_STAFF),
        "full": (m.CASH_UNCLEAR, m.UNCLEAR_GIFT),
    }
)
#: Ledger lines that are unpriced because they have no hours.
LINES_WITHOUT_HOURS: Mapping[Level, tuple[Measure, ...]] = MappingProxyType(
    {
        "cash": (),
        "library": (m.LIBRARY_WITHOUT_HOURS,),
        "full": (m.STAFF_WITHOUT_HOURS, m.VOLUNTEER_WITHOUT_HOURS),
    }
)


def cost_measures(level: Level) -> tuple[Measure, ...]:
    """Return all measures needed for a cost at this level."""
    amounts = [
        measure
        for amount, lines in (*ADDED_AMOUNTS[level], *SUBTRACTED_AMOUNTS[level])
        for measure in (amount, *lines)
    ]
    hours = [measure for pair in HOURS[level] for measure in pair]
    return tuple(
        dict.fromkeys(
            (*amounts, *hours, *UNCLEAR_LINES[level], *LINES_WITHOUT_HOURS[level], m.UNCLEAR_TO_LIBRARY)
        )
    )


NO_COST = undefined_value("no-cost")
#: Share of the cost lines, and of the units, that must be known to divide an incomplete cost by an incomplete
#: count.
MIN_KNOWN_SHARE = 0.6


def is_mostly_known(priced: Number, lines: Number, coverage: float | None) -> bool:
    """Return whether enough of a cost and of what it is divided by is known for a partial value."""
    return bool(lines) and priced / lines >= MIN_KNOWN_SHARE and (coverage or 0) >= MIN_KNOWN_SHARE


@dataclass(frozen=True)
class Cost:
    """Cost of some programs at one level.

    `may_rise` and `may_fall` say that unknown amounts would raise or lower it. `note` marks a cost from a
    ledger that is not declared complete. `reason` says why the amount is undefined.
    """

    amount: Number | None
    lines: int
    priced: int
    may_rise: bool = False
    may_fall: bool = False
    is_estimated: bool = False
    note: str = ""
    reason: Value = NO_COST


def compute_cost(programs: Programs, level: Level, facts: Facts) -> Cost:
    """Return the total cost of some programs.

    It is complete only if the cost of each program is and its ledger is declared complete.
    """
    together = sum_tallies(programs.values(), cost_measures(level))
    cost = _sum_amounts(together, level, facts)
    touched = [pid for pid, tally in programs.items() if _has_lines(tally, level)]
    declared = read_ledger_declarations(touched, facts)
    more = "no" in declared or any(_may_rise(tally, level) for tally in programs.values())
    complete = declared <= {"yes"} and not more and not cost.may_fall
    return replace(cost, may_rise=more, note="" if complete else "recorded-cost")


def read_ledger_declarations(programs: Iterable[str | None], facts: Facts) -> set[str]:
    """Return the declarations of ledger completeness: "yes", "no", or "" if not declared."""
    return {facts.program_by_id(pid).ledger_complete or facts.settings.ledger_complete for pid in programs}


def _sum_amounts(tally: Tally, level: Level, facts: Facts) -> Cost:
    sorts = (*ADDED_AMOUNTS[level], *SUBTRACTED_AMOUNTS[level])
    added = [tally[amount] for amount, _ in ADDED_AMOUNTS[level]]
    subtracted = [tally[amount] or 0 for amount, _ in SUBTRACTED_AMOUNTS[level]]
    known = [amount for amount in added if amount is not None]
    cost = Cost(
        _sum_exactly(known, subtracted) if known else None,
        sum(map(tally.count, (*(lines.rows for _, lines in sorts), *LINES_WITHOUT_HOURS[level]))),
        sum(tally.count(lines.priced) for _, lines in sorts),
        may_fall=any(_is_open(tally, lines) for _, lines in SUBTRACTED_AMOUNTS[level])
        or (level == "library" and tally.count(m.UNCLEAR_TO_LIBRARY) > 0),
        is_estimated=any(tally.count(lines.estimated) for _, lines in sorts),
    )
    lines = m.LIBRARY_WORTH_LINES
    if (
        level == "library"
        and tally.count(lines.priced) < tally.count(lines.rows)
        and facts.settings.staff_rate is None
    ):
        return replace(cost, amount=None, reason=undefined_value("no-setting", name="staff_rate"))
    return cost


def _sum_exactly(added: Iterable[Number], subtracted: Iterable[Number]) -> Number:
    """Return the sum of amounts, computed in ten-thousandths to avoid floating-point errors."""
    parts = sum(round(a * m.MONEY_PARTS) for a in added) - sum(round(a * m.MONEY_PARTS) for a in subtracted)
    return drop_decimals(parts / m.MONEY_PARTS)


def _is_open(tally: Tally, lines: Lines) -> bool:
    """Return whether a line of this kind has no value or only a lower bound."""
    return tally.count(lines.priced) < tally.count(lines.rows) or tally.count(lines.bounded) > 0


def _may_rise(tally: Tally, level: Level) -> bool:
    """Return whether unknown amounts would raise the cost of a program.

    These are unpriced or unclear lines, and hours recorded for only some sessions. A program without any
    recorded hours is complete without them, whether or not other programs record theirs.
    """
    unclear = sum(map(tally.count, (*UNCLEAR_LINES[level], *LINES_WITHOUT_HOURS[level])))
    if level == "library":
        unclear -= tally.count(m.UNCLEAR_TO_LIBRARY)
    partly = any(0 < tally.count(with_hours) < tally.count(lines) for lines, with_hours in HOURS[level])
    return unclear > 0 or partly or any(_is_open(tally, lines) for _, lines in ADDED_AMOUNTS[level])


def _has_lines(tally: Tally, level: Level) -> bool:
    """Return whether a program has any line of this level, including unclear ones."""
    rows = [lines.rows for _, lines in (*ADDED_AMOUNTS[level], *SUBTRACTED_AMOUNTS[level])]
    return any(
        tally.count(measure) for measure in (*rows, *UNCLEAR_LINES[level], *LINES_WITHOUT_HOURS[level])
    )


@dataclass(frozen=True)
class CostAt(Recipe):
    """Cost of a selection at one level; unpriced lines lower the coverage."""

    level: Level

    @property
    def top(self) -> Measure:
        return COST_MEASURES[self.level]

    @property
    def measures(self) -> tuple[Measure, ...]:
        return cost_measures(self.level)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        cost = compute_cost(cell.programs, self.level, cell.facts)
        if cost.amount is None:
            return (cost.reason,)
        value = Value(
            "",
            value=cost.amount,
            numerator=cost.amount,
            n=cost.priced,
            coverage=compute_share(cost.priced, cost.lines),
            estimated=cost.is_estimated,
            note=cost.note,
        )
        return (bound_open_sides(value, cost.may_rise, cost.may_fall, "undecided"),)

    def definition(self) -> str:
        added = " + ".join(amount.label for amount, _ in ADDED_AMOUNTS[self.level])
        subtracted = "".join(f" − {amount.label}" for amount, _ in SUBTRACTED_AMOUNTS[self.level])
        return f"sum of {added}{subtracted}"


def bound_open_sides(value: Value, may_rise: bool, may_fall: bool, reason: str) -> Value:
    """Return the value bounded on its closed side; undefined if both sides are open.

    In that case the reason is `reason`.
    """
    if may_rise and may_fall:
        return undefined_value(reason)
    certainty: Certainty = "at_least" if may_rise else "at_most" if may_fall else "exact"
    return value.with_certainty(certainty)


# Cost per visit, person, session, contact hour, completer, reader or book, at each cost level.


@dataclass(frozen=True)
class Divisor:
    """Divisor of a cost: how to count it, and the reason if there is none.

    `people` are measures of distinct people where one person may be in several programs: they are recounted
    over the programs used, never summed. `is_by_visits` says that `n` counts the visits behind the number,
    not the number itself. `is_by_session` says that it is counted by session.
    """

    top: Measure
    measures: tuple[Measure, ...]
    count: Callable[[Tally, Facts], Value]
    default_reason: Value
    people: tuple[Measure, ...] = ()
    is_by_visits: bool = False
    is_by_session: bool = True

    def count_units(
        self, cell: GroupCounts, programs: Iterable[str | None], count_sum: Number | None
    ) -> Number | None:
        """Return the divisor for some programs of a group; `count_sum` is their summed count."""
        chosen = frozenset(programs)
        return sum(cell.count_people(chosen, who) for who in self.people) if self.people else count_sum


VISIT = Divisor(
    VisitCount().top,
    VisitCount().measures,
    lambda tally, _: compute_visits(tally),
    undefined_value("no-counts"),
)
PERSON = Divisor(
    PeopleCount().top,
    PeopleCount().measures,
    lambda tally, _: compute_people(tally),
    undefined_value("no-people"),
    (m.PEOPLE,),
)
SESSION = Divisor(
    SessionCount().top,
    SessionCount().measures,
    lambda tally, _: compute_sessions(tally),
    undefined_value("no-sessions"),
)


def _count_completers(tally: Tally, facts: Facts) -> Value:
    """Return the people who completed a program, one program at a time.

    A lower bound while marks are undecided or a session has unlisted people, who may also have completed.
    """
    listed = tally.count(m.FULL_ROSTERS) == tally.count(m.HELD_ROWS)
    enrolled, decidable = tally.count(m.ENROLLED), tally.count(m.DECIDABLE)
    if not enrolled:
        return undefined_value("no-people")
    if facts.settings.completion_threshold is None:
        return undefined_value("no-setting", name="completion_threshold")
    value = Value("", value=tally.count(m.COMPLETED), coverage=compute_share(decidable, enrolled))
    return value.with_certainty("exact" if listed and decidable == enrolled else "at_least")


def _count_improved(tally: Tally, _: Facts) -> Value:
    """Return the readers known to improve, a lower bound: others may lack one of the scores."""
    if not tally.count(m.READERS):
        return undefined_value("no-pairs")
    return Value("", value=tally.count(m.IMPROVED_READERS)).with_certainty("at_least")


COMPLETER = Divisor(
    m.COMPLETED,
    (m.COMPLETED, m.ENROLLED, m.DECIDABLE, m.FULL_ROSTERS, m.HELD_ROWS),
    _count_completers,
    undefined_value("no-people"),
    (m.COMPLETERS,),
)
IMPROVED_READER = Divisor(
    m.IMPROVED_READERS,
    (m.IMPROVED_READERS, m.READERS),
    _count_improved,
    undefined_value("no-pairs"),
    (m.IMPROVED_BY_NAME, m.IMPROVED_UNNAMED),
    is_by_session=False,
)
CONTACT_HOUR = Divisor(
    ContactHours().top,
    ContactHours().measures,
    lambda tally, _: compute_contact_hours(tally),
    undefined_value("no-field", field="a start and an end with an attendance"),
    is_by_visits=True,
)
BOOK = Divisor(
    m.BOOKS["received"],
    BooksReceived().measures,
    lambda tally, _: compute_books_at(tally, "received"),
    undefined_value("no-field", field="books received"),
    is_by_session=False,
)


@dataclass(frozen=True)
class PerUnitCost(Recipe):
    """Cost over visits, people or another divisor, one value per level, over programs with both.

    If no level has a cost, report that once, at the cash level. A complete cost over an incomplete count is
    an upper bound, an incomplete cost over a complete count is a lower bound. With both incomplete, the
    programs in which both are complete are used if they have at least half of the units; otherwise the value
    is partial if at least `MIN_KNOWN_SHARE` of the lines and of the units are known, and else undefined.
    Programs without one of the two are named and excluded. So are programs in which a partner has only some
    of the sessions, because the cost of those sessions is not recorded.
    """

    unit: Divisor

    top = m.CASH_COST

    @property
    def bottom(self) -> Measure:
        return self.unit.top

    @property
    def measures(self) -> tuple[Measure, ...]:
        costs = [measure for level in LEVELS for measure in cost_measures(level)]
        return tuple(dict.fromkeys((*costs, *self.unit.measures)))

    def definition(self) -> str:
        return f"{m.CASH_COST.label}, or the cost named, ÷ {self.bottom.label}"

    def formula(self, value: Value, write: FormulaWriter) -> str:
        cost = next(
            (COST_MEASURES[level] for level in LEVELS if level == value.groups.get("level")), self.top
        )
        return f"{write(cost, value.numerator)} ÷ {write(self.bottom, value.denominator)}"

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        counts = {pid: self.unit.count(tally, cell.facts) for pid, tally in cell.programs.items()}
        values = tuple(
            self._value(cell, level, counts).changed(group=(("level", level),)) for level in LEVELS
        )
        return values if any(value.reason != NO_COST.reason for value in values) else values[:1]

    def _value(self, cell: GroupCounts, level: Level, counts: Mapping[str | None, Value]) -> Value:
        programs, facts = cell.programs, cell.facts
        costs = cell.memo.get_or_compute(
            ("cost of each program", level),
            lambda: {pid: compute_cost({pid: tally}, level, facts) for pid, tally in programs.items()},
        )
        priced = {pid for pid, cost in costs.items() if cost.amount is not None}
        counted = {pid for pid, count in counts.items() if count.value is not None}
        split = cell.split_programs if self.unit.is_by_session else frozenset()
        both = [pid for pid in programs if pid in (priced & counted) - split]
        if not priced:
            return compute_cost(programs, level, facts).reason
        if not both and priced & counted:
            return undefined_value("not-by-this", group=SCOPE_FIELDS["partner"])
        if not both:
            return (
                self.unit.default_reason if counted or not counts else self._uncounted_reason(counts.values())
            )
        left_out = tuple(
            facts.program_by_id(pid).name for pid in programs if pid in (priced | counted) - set(both)
        )
        ratio = self._ratio(cell, level, both)
        if ratio.reason == "both-partial" or ratio.certainty == "partial":
            complete = [
                pid
                for pid in both
                if counts[pid].certainty == "exact" and not (costs[pid].may_rise or costs[pid].may_fall)
            ]
            whole = self._ratio(cell, level, complete) if complete else ratio
            if complete and whole.value is not None and self._has_most_units(counts, complete, both):
                names = (facts.program_by_id(pid).name for pid in both if pid not in complete)
                ratio, left_out = whole, (*left_out, *names)
        return ratio if ratio.value is None else ratio.changed(left_out=left_out)

    def _has_most_units(
        self, counts: Mapping[str | None, Value], some: Iterable[str | None], every: Iterable[str | None]
    ) -> bool:
        """Return whether some programs have at least half of the units of all of them."""
        part, total = (sum(counts[pid].value or 0 for pid in chosen) for chosen in (some, every))
        return 2 * part >= total

    def _uncounted_reason(self, counts: Iterable[Value]) -> Value:
        """Return the common reason why no program has this count, or the default if they differ."""
        reasons = {count.reason: count for count in counts}
        return next(iter(reasons.values())) if len(reasons) == 1 else self.unit.default_reason

    def _ratio(self, cell: GroupCounts, level: Level, programs: list[str | None]) -> Value:
        used = {pid: cell.programs[pid] for pid in programs}
        cost = compute_cost(used, level, cell.facts)
        count = self.unit.count(sum_tallies(used.values(), self.unit.measures), cell.facts)
        number = self.unit.count_units(cell, programs, count.value)
        if not number:
            return undefined_value("zero-base")
        amount, n = cost.amount or 0, count.n if self.unit.is_by_visits else number
        value = Value(
            "",
            value=amount / number,
            numerator=amount,
            denominator=number,
            n=n,
            coverage=count.coverage,
            note=cost.note,
            estimated=count.estimated or cost.is_estimated,
        )
        # Uncounted units bring a cost per unit closer to zero, which is upward for a negative cost.
        partial = count.certainty != "exact"
        more, less = cost.may_rise or (partial and amount < 0), cost.may_fall or (partial and amount >= 0)
        if more and less and partial and is_mostly_known(cost.priced, cost.lines, count.coverage):
            return value.with_certainty("partial")
        return bound_open_sides(value, more, less, "both-partial" if partial else "undecided")


#: Caveat of every metric with cost levels.
LEVELS_CAVEAT = "Cash unless a level is named"

METRICS: tuple[Metric, ...] = (
    Metric(
        "cost_cash",
        "Cash cost",
        "How much money was spent?",
        "money",
        "neutral",
        "This project",
        "cost",
        CostAt("cash"),
        OF_MONEY,
        caveat="Recorded outlays; gifts and hours are not in it.",
        is_core=True,
        counts="lines",
    ),
    Metric(
        "cost_library",
        "Library net cost",
        "What does the library itself pay?",
        "money",
        "lower",
        "Form “Costs to library, costs to partner”",
        "cost",
        CostAt("library"),
        OF_MONEY,
        caveat="Cash from the library and its staff's hours at their rate, less cash it received.",
        counts="lines",
    ),
    Metric(
        "cost_full",
        "Full cost",
        "What would everything have cost?",
        "money",
        "neutral",
        "Cost finding",
        "cost",
        CostAt("full"),
        OF_MONEY,
        caveat=(
            "Cash spent, priced gifts, and hours at their rates; what has no price is listed, not counted"
            " as 0."
        ),
        counts="lines",
    ),
    Metric(
        "cost_per_attendance",
        "Cost per attendance",
        "What did one visit cost?",
        "money",
        "lower",
        "Usual name",
        "cost",
        PerUnitCost(VISIT),
        OF_MONEY,
        ("level",),
        caveat=f"{LEVELS_CAVEAT}; over programs with both a cost and an attendance.",
        guards="denominator",
        is_core=True,
        counts="visits",
    ),
    Metric(
        "cost_per_participant",
        "Cost per participant",
        "What did one person cost?",
        "money",
        "lower",
        "Usual name",
        "cost",
        PerUnitCost(PERSON),
        OF_MONEY,
        ("level",),
        caveat=f"{LEVELS_CAVEAT}; over programs with both a cost and lists of people.",
        guards="denominator",
        is_core=True,
        counts="people",
    ),
    Metric(
        "cost_per_session",
        "Cost per session",
        "What did one session cost?",
        "money",
        "lower",
        "Usual name",
        "cost",
        PerUnitCost(SESSION),
        OF_MONEY,
        ("level",),
        caveat=f"{LEVELS_CAVEAT}; over programs with both a cost and sessions held.",
        counts="held-sessions",
    ),
    Metric(
        "cost_per_contact_hour",
        "Cost per contact hour",
        "What did one hour of one person with us cost?",
        "money",
        "lower",
        "This project",
        "cost",
        PerUnitCost(CONTACT_HOUR),
        OF_MONEY,
        ("level",),
        caveat=f"{LEVELS_CAVEAT}; over programs with both a cost and sessions whose times are known.",
        guards="n",
        counts="visits",
    ),
    Metric(
        "cost_per_completer",
        "Cost per completer",
        "What did it cost that one person completed a program?",
        "money",
        "lower",
        "This project",
        "cost",
        PerUnitCost(COMPLETER),
        OF_PROGRAMS,
        ("level",),
        caveat=f"{LEVELS_CAVEAT}; whoever completed two programs is one person.",
        guards="denominator",
        is_personal=True,
        counts="people",
    ),
    Metric(
        "cost_per_improved_reader",
        "Cost per improved reader",
        "What did it cost that one reader improved?",
        "money",
        "lower",
        "This project",
        "cost",
        PerUnitCost(IMPROVED_READER),
        OF_PROGRAMS,
        ("level",),
        caveat=(
            f"{LEVELS_CAVEAT}; only readers tested before and after can be seen to improve, in any measure,"
            " so it is at most this. It shows change, not cause."
        ),
        guards="denominator",
        is_personal=True,
        counts="people",
    ),
    Metric(
        "cost_per_book",
        "Cost per book received",
        "What did one book cost that arrived?",
        "money",
        "lower",
        "Practice of Books For Africa",
        "books",
        PerUnitCost(BOOK),
        OF_PROGRAMS,
        ("level",),
        caveat=f"{LEVELS_CAVEAT}; over programs with both a cost and books received.",
        counts="books",
    ),
)
