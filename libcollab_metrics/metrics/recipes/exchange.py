"""Who gives, who receives and who keeps their word: each figure party by party, and never summed over partners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, Tally, add_up
from libcollab_metrics.metrics.counting import Key
from libcollab_metrics.metrics.definition import Measure, Recipe, Value, Write, missing, share_of
from libcollab_metrics.metrics.recipes.sessions import VisitCount, visits_of
from libcollab_metrics.metrics.tables.ledger import LIBRARY
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.schema import LEDGER_KINDS

GIVEN_MEASURES = (m.GIVEN, m.GIVEN_ROWS, m.GIVEN_PRICED, m.GIVEN_ESTIMATED, m.GIVEN_BOUNDED)
RECEIVED_MEASURES = (m.RECEIVED, m.RECEIVED_ROWS, m.RECEIVED_PRICED, m.RECEIVED_ESTIMATED, m.RECEIVED_BOUNDED)
CASH, IN_KIND = "cash", "in_kind"
Sides = Mapping[Key, Tally]


def told_of(value: Value, tally: Tally, counted: tuple[Measure, ...] = GIVEN_MEASURES) -> Value:
    """The value with how many of its lines have a worth, and whether some are estimates."""
    _, rows, priced, estimated, _ = counted
    n = tally.count(priced)
    told = replace(value, n=n, coverage=share_of(n, tally.count(rows)), estimated=tally.count(estimated) > 0)
    return told.bounded("exact")


def _named(party: str | None, kind: str | None) -> tuple[tuple[str, str | None], ...]:
    return (("party", party), ("kind", kind))


def outsiders(cell: Cell) -> tuple[str, ...]:
    """Return the parties of the exchange other than the library, by name.

    Whoever only received and is no partner is a shop that was paid, not a side of an exchange.
    """
    gave = {party for party, *_ in cell.parts(m.GIVEN)}
    took = {party for party, *_ in cell.parts(m.RECEIVED) if fold(party or "") in cell.facts.partners}
    return tuple(sorted(party for party in gave | took if party not in (None, LIBRARY)))  # type: ignore[type-var]


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
            replace(_balance(given.get(party, Tally()), received.get(party, Tally())), group=_named(party, "all"))
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
    value = Value("", value=(given - received) / both, numerator=given - received, denominator=both)
    return replace(value, estimated=gave.count(m.GIVEN_ESTIMATED) + got.count(m.RECEIVED_ESTIMATED) > 0).bounded("exact")


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
        found = tuple(replace(self._of(parts[part]), group=_named(*part)) for part in ordered)
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
class FundShare(Recipe):
    """What each party gave over what all gave, cash and gifts apart; a giver nobody named is a party of its own."""

    @property
    def top(self) -> Measure:
        return m.GIVEN

    @property
    def bottom(self) -> Measure:
        return m.ALL_GIVEN

    @property
    def measures(self) -> tuple[Measure, ...]:
        return GIVEN_MEASURES

    def values(self, cell: Cell) -> tuple[Value, ...]:
        parts = cell.parts(m.GIVEN)
        cash = _within({part: tally for part, tally in parts.items() if part[1] == CASH})
        gifts = _within({part: tally for part, tally in parts.items() if part[1] != CASH})
        return (*_shares(cash, CASH), *_shares(gifts, IN_KIND)) or (missing("zero-base"),)


def _within(parts: Sides) -> dict[str | None, Tally]:
    found: dict[str | None, list[Tally]] = {}
    for (party, _), tally in parts.items():
        found.setdefault(party, []).append(tally)
    ordered = sorted(found, key=lambda party: (party is None, party != LIBRARY, party or ""))
    return {party: add_up(found[party], GIVEN_MEASURES) for party in ordered}


def _shares(parties: Mapping[str | None, Tally], kind: str) -> tuple[Value, ...]:
    everything = add_up(parties.values(), GIVEN_MEASURES)
    return tuple(
        replace(_share(tally, everything), group=_named(party, kind)) for party, tally in parties.items()
    )  # fmt: skip


def _share(tally: Tally, everything: Tally) -> Value:
    """One party's share of what has a value; what has none is in neither term."""
    given, total = tally[m.GIVEN], everything[m.GIVEN]
    if not total:
        return missing("zero-base")
    if given is None:
        return missing("no-field", field="a value for what was given")
    return told_of(Value("", value=given / total, numerator=given, denominator=total), everything)


@dataclass(frozen=True)
class Fulfilment(Recipe):
    """What a party gave or spent over what it pledged, gave or spent; unclear lines are in neither."""

    @property
    def top(self) -> Measure:
        return m.KEPT

    @property
    def bottom(self) -> Measure:
        return m.PROMISED

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.KEPT, m.PROMISED, m.PROMISED_ROWS, m.PROMISED_PRICED, m.PROMISED_ESTIMATED)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        found = (
            replace(self._of(tally), group=(("party", party),)) for (party,), tally in cell.parts(m.PROMISED).items()
        )
        return tuple(found) or (missing("zero-base"),)

    def _of(self, tally: Tally) -> Value:
        kept, promised, priced = tally[m.KEPT] or 0, tally[m.PROMISED], tally.count(m.PROMISED_PRICED)
        if not promised:
            return missing("zero-base")
        return Value(
            "", value=kept / promised, numerator=kept, denominator=promised, n=priced,
            coverage=share_of(priced, tally.count(m.PROMISED_ROWS)), estimated=tally.count(m.PROMISED_ESTIMATED) > 0,
        ).bounded("exact")  # fmt: skip


@dataclass(frozen=True)
class BenefitsKept(Recipe):
    """Benefits to a sponsor that were delivered over those promised, line by line; unclear ones are in neither."""

    @property
    def top(self) -> Measure:
        return m.BENEFITS_KEPT

    @property
    def bottom(self) -> Measure:
        return m.BENEFITS

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.BENEFITS_KEPT, m.BENEFITS)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        found = [
            replace(_delivered(tally), group=(("party", party),)) for (party,), tally in cell.parts(m.BENEFITS).items()
        ]
        return tuple(found) or (_nothing_promised(),)


def _delivered(tally: Tally) -> Value:
    kept, promised = tally.count(m.BENEFITS_KEPT), tally.count(m.BENEFITS)
    if not promised:
        return _nothing_promised()
    return Value("", value=kept / promised, numerator=kept, denominator=promised, n=promised).bounded("exact")


def _nothing_promised() -> Value:
    return missing("no-field", field="promotion promised or given to a sponsor")


@dataclass(frozen=True)
class SponsorPerVisit(Recipe):
    """A sponsor's cash over visits, over the programs it gave cash to that have an attendance."""

    @property
    def top(self) -> Measure:
        return m.GIVEN

    @property
    def bottom(self) -> Measure:
        return m.VISITS

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*GIVEN_MEASURES, *VisitCount().measures)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        sponsors = [party for party, kind in cell.parts(m.GIVEN) if kind == CASH and party not in (None, LIBRARY)]
        found = [replace(self._of(cell, party), group=(("party", party),)) for party in sponsors]
        return tuple(found) or (missing("no-cost"),)

    def _of(self, cell: Cell, sponsor: str | None) -> Value:
        gave = {
            pid: tally
            for pid, tally in cell.part_by_program(m.GIVEN, (sponsor, CASH)).items()
            if tally[m.GIVEN] is not None
        }
        both = [pid for pid in gave if pid in cell.programs and cell.programs[pid][m.VISITS] is not None]
        if not gave:
            return missing("no-cost")
        if not both:
            return missing("no-counts")
        left_out = tuple(cell.facts.named(pid).name for pid in gave if pid not in both)
        visits = visits_of(add_up((cell.programs[pid] for pid in both), VisitCount().measures))
        value = _per_visit(add_up((gave[pid] for pid in both), GIVEN_MEASURES), visits)
        return replace(value, left_out=left_out)


def _per_visit(gave: Tally, visits: Value) -> Value:
    """Money over visits: a floor where money has no amount, a ceiling where visits have no number."""
    money, number = gave[m.GIVEN] or 0, visits.value
    if not number:
        return missing("zero-base")
    partly = gave.count(m.GIVEN_PRICED) < gave.count(m.GIVEN_ROWS) or gave.count(m.GIVEN_BOUNDED) > 0
    whole = visits.certainty == "exact"
    if partly and not whole:
        return missing("both-partial")
    value = Value(
        "", value=money / number, numerator=money, denominator=number, n=number, coverage=visits.coverage,
        estimated=visits.estimated or gave.count(m.GIVEN_ESTIMATED) > 0,
    )  # fmt: skip
    return value.bounded("at_least" if partly else "exact" if whole else "at_most")


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
        for pid in cell.chosen_programs():
            for partner in cell.facts.links.get(pid, ()):
                together.setdefault(partner, []).append(pid)
        found = [
            replace(value, group=_named(partner, kind))
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
