"""Who pays which share, who keeps their word, and what a sponsor gave for each visit; party by party."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, Tally, add_up
from libcollab_metrics.metrics.counting import Key
from libcollab_metrics.metrics.definition import Measure, Recipe, Value, missing, share_of
from libcollab_metrics.metrics.recipes.cost import ledgers_declared, with_open_sides
from libcollab_metrics.metrics.recipes.exchange import GIVEN_MEASURES, named, told_of
from libcollab_metrics.metrics.recipes.sessions import VisitCount, visits_of
from libcollab_metrics.model.schema import LIBRARY

CASH, IN_KIND = "cash", "in_kind"
Sides = Mapping[Key, Tally]


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
    return tuple(replace(_share(tally, everything), group=named(party, kind)) for party, tally in parties.items())


def _share(tally: Tally, everything: Tally) -> Value:
    """One party's share of what has a value; what has none is in neither term.

    Where the party gave more than its lower bound its share is higher, where the others did it is lower.
    """
    given, total = tally[m.GIVEN], everything[m.GIVEN]
    if not total:
        return missing("zero-base")
    if given is None:
        return missing("no-field", field="a value for what was given")
    value = told_of(Value("", value=given / total, numerator=given, denominator=total), everything)
    own = tally.count(m.GIVEN_BOUNDED)
    others = everything.count(m.GIVEN_BOUNDED) - own
    return with_open_sides(value, own > 0 and given != total, others > 0 and given != 0, "undecided")


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
        priced = (m.PROMISED_PRICED, m.PROMISED_ESTIMATED, m.PROMISED_BOUNDED)
        return (m.KEPT, m.KEPT_ROWS, m.KEPT_BOUNDED, m.PROMISED, m.PROMISED_ROWS, *priced)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        found = (
            replace(self._of(tally), group=(("party", party),)) for (party,), tally in cell.parts(m.PROMISED).items()
        )
        return tuple(found) or (missing("zero-base"),)

    def _of(self, tally: Tally) -> Value:
        kept, promised, priced = tally[m.KEPT], tally[m.PROMISED], tally.count(m.PROMISED_PRICED)
        if not promised:
            return missing("zero-base")
        if kept is None and tally.count(m.KEPT_ROWS):
            return missing("no-field", field="a value for what was received")
        kept = kept or 0
        value = Value(
            "", value=kept / promised, numerator=kept, denominator=promised, n=priced,
            coverage=share_of(priced, tally.count(m.PROMISED_ROWS)), estimated=tally.count(m.PROMISED_ESTIMATED) > 0,
        )  # fmt: skip
        came = tally.count(m.KEPT_BOUNDED)
        owed = tally.count(m.PROMISED_BOUNDED) - came
        return with_open_sides(value, came > 0 and kept != promised, owed > 0 and kept != 0, "undecided")


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

    whole_programs = True

    @property
    def top(self) -> Measure:
        return m.GIVEN

    @property
    def bottom(self) -> Measure:
        return m.VISITS

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*GIVEN_MEASURES, m.SPONSOR_UNCLEAR, *VisitCount().measures)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        sponsors = [party for party, kind in cell.parts(m.GIVEN) if kind == CASH and party not in (None, LIBRARY)]
        found = [replace(self._of(cell, party), group=(("party", party),)) for party in sponsors]
        return tuple(found) or (missing("no-cost"),)

    def _of(self, cell: Cell, sponsor: str | None) -> Value:
        promised = cell.part_by_program(m.SPONSOR_UNCLEAR, (sponsor,))
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
        unclear = any(promised[pid].count(m.SPONSOR_UNCLEAR) for pid in both if pid in promised)
        more = unclear or "no" in ledgers_declared(both, cell.facts)
        value = _per_visit(add_up((gave[pid] for pid in both), GIVEN_MEASURES), more, visits)
        return value if value.value is None else replace(value, left_out=left_out)


def _per_visit(gave: Tally, more: bool, visits: Value) -> Value:
    """Money over visits: a floor where there may be `more` money, a ceiling where visits have no number."""
    money, number = gave[m.GIVEN] or 0, visits.value
    if not number:
        return missing("zero-base")
    partly = more or gave.count(m.GIVEN_PRICED) < gave.count(m.GIVEN_ROWS) or gave.count(m.GIVEN_BOUNDED) > 0
    whole = visits.certainty == "exact"
    if partly and not whole:
        return missing("both-partial")
    value = Value(
        "", value=money / number, numerator=money, denominator=number, n=number, coverage=visits.coverage,
        estimated=visits.estimated or gave.count(m.GIVEN_ESTIMATED) > 0,
    )  # fmt: skip
    return value.bounded("at_least" if partly else "exact" if whole else "at_most")
