"""Who gives and who receives, partner by partner; figures of two partners of one program overlap and never add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, Tally, add_up
from libcollab_metrics.metrics.counting import Key
from libcollab_metrics.metrics.definition import Measure, Recipe, Value, Write, missing, share_of
from libcollab_metrics.metrics.recipes.cost import with_open_sides
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.schema import LEDGER_KINDS, LIBRARY

GIVEN_MEASURES = (m.GIVEN, m.GIVEN_ROWS, m.GIVEN_PRICED, m.GIVEN_ESTIMATED, m.GIVEN_BOUNDED)
RECEIVED_MEASURES = (m.RECEIVED, m.RECEIVED_ROWS, m.RECEIVED_PRICED, m.RECEIVED_ESTIMATED, m.RECEIVED_BOUNDED)


def told_of(value: Value, tally: Tally, counted: tuple[Measure, ...] = GIVEN_MEASURES) -> Value:
    """The value with how many of its lines have a worth, and whether some are estimates."""
    _, rows, priced, estimated, _ = counted
    n = tally.count(priced)
    told = replace(value, n=n, coverage=share_of(n, tally.count(rows)), estimated=tally.count(estimated) > 0)
    return told.bounded("exact")


def named(party: str | None, kind: str | None) -> tuple[tuple[str, str | None], ...]:
    """The group of a value of one party and kind."""
    return (("party", party), ("kind", kind))


def outsiders(cell: Cell) -> tuple[str, ...]:
    """Return the parties of the exchange other than the library, by name.

    Whoever only received and is no partner is a shop that was paid, not a side of an exchange.
    """
    gave = {party for party, *_ in cell.parts(m.GIVEN)}
    took = {party for party, *_ in cell.parts(m.RECEIVED) if fold(party or "") in cell.facts.partners}
    return tuple(sorted(party for party in gave | took if party not in (None, LIBRARY)))


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
        return (*GIVEN_MEASURES, *RECEIVED_MEASURES)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        given, received = _by_party(cell, GIVEN_MEASURES), _by_party(cell, RECEIVED_MEASURES)
        balances = (
            replace(_balance(given.get(party, Tally()), received.get(party, Tally())), group=named(party, "all"))
            for party in outsiders(cell)
        )
        return tuple(balances) or (missing("zero-base"),)

    def formula(self, value: Value, write: Write) -> str:
        less, both = value.numerator, value.denominator
        known = less is not None and both is not None
        gave = write(self.top, ((both or 0) + (less or 0)) / 2 if known else None)
        got = write(self.bottom, ((both or 0) - (less or 0)) / 2 if known else None)
        return f"({gave} − {got}) ÷ ({gave} + {got})"


def _by_party(cell: Cell, counted: tuple[Measure, ...]) -> dict[str | None, Tally]:
    """The counts of each party over all kinds."""
    found: dict[str | None, list[Tally]] = {}
    for (party, _), tally in cell.parts(counted[0]).items():
        found.setdefault(party, []).append(tally)
    return {party: add_up(tallies, counted) for party, tallies in found.items()}


def _balance(gave: Tally, got: Tally) -> Value:
    given, received = gave[m.GIVEN], got[m.RECEIVED]
    if given is None and received is None:
        return missing("zero-base")
    if given is None or received is None:
        return missing("one-sided")
    both = given + received
    if not both:
        return missing("zero-base")
    estimated = gave.count(m.GIVEN_ESTIMATED) + got.count(m.RECEIVED_ESTIMATED) > 0
    less = given - received
    value = Value("", value=less / both, numerator=less, denominator=both, estimated=estimated)
    # Where one side is nothing the other has all of it, however much that is.
    return with_open_sides(
        value, received != 0 and gave.count(m.GIVEN_BOUNDED) > 0, given != 0 and got.count(m.RECEIVED_BOUNDED) > 0,
        "undecided",
    )  # fmt: skip


@dataclass(frozen=True)
class ByKind(Recipe):
    """What each partner gave or received, kind by kind; what has no price is counted beside, in the coverage."""

    counted: tuple[Measure, ...]

    @property
    def top(self) -> Measure:
        return self.counted[0]

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(dict.fromkeys((*self.counted, m.GIVEN, m.RECEIVED)))

    def values(self, cell: Cell) -> tuple[Value, ...]:
        parties, parts = outsiders(cell), cell.parts(self.top)
        ordered = sorted((part for part in parts if part[0] in parties), key=_reading_order)
        found = tuple(replace(self._of(parts[part]), group=named(*part)) for part in ordered)
        return found or (missing("no-field", field=f"anything {self.top.label} by or to a partner"),)

    def _of(self, tally: Tally) -> Value:
        total, rows, priced, _, bounded = self.counted
        worth = tally[total]
        if worth is None:
            return missing("no-field", field="a value for what was " + total.label)
        value = told_of(Value("", value=worth, numerator=worth), tally, self.counted)
        whole = tally.count(priced) == tally.count(rows) and not tally.count(bounded)
        return value.bounded("exact" if whole else "at_least")


def _reading_order(part: Key) -> tuple[str, int, str]:
    party, kind = part
    order = LEDGER_KINDS.index(kind) if kind in LEDGER_KINDS else len(LEDGER_KINDS)
    return str(party), order, str(kind)


@dataclass(frozen=True)
class ProgramsTogether(Recipe):
    """Programs with each partner, and how many of them began after the first."""

    @property
    def top(self) -> Measure:
        return m.PROGRAMS_TOGETHER

    @property
    def measures(self) -> tuple[Measure, ...]:
        return ()

    def values(self, cell: Cell) -> tuple[Value, ...]:
        together: dict[str, list[str]] = {}
        for pid in filter(cell.has_begun, cell.chosen_programs()):
            for partner in cell.facts.links.get(pid, ()):
                together.setdefault(partner, []).append(pid)
        found = [
            replace(value, group=named(partner, kind))
            for partner, programs in sorted(together.items())
            if cell.is_of(partner)
            for kind, value in _together(cell, programs)
        ]
        return tuple(found) or (missing("no-field", field="a program with a partner"),)


def _together(cell: Cell, programs: Iterable[str]) -> tuple[tuple[str, Value], ...]:
    """All of one partner's programs, and those whose first day came after the first day of all."""
    names = tuple(programs)
    starts = [day for pid in names if (day := cell.first_day(pid)) is not None]
    known, count = len(starts), len(names)
    total = Value("", value=count, numerator=count, n=count).bounded("exact")
    if not starts:
        return ("all", total), ("after-first", missing("no-field", field="the first day of a program"))
    later = sum(day > min(starts) for day in starts)
    after = Value("", value=later, numerator=later, n=known, coverage=known / count)
    return ("all", total), ("after-first", after.bounded("exact" if known == count else "at_least"))
