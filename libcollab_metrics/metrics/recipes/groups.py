"""How groups of people and places become figures: for whom it was, who is represented, who sent them, where it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell, Tally, add_up
from libcollab_metrics.metrics.definition import Measure, Recipe, Value, Write, missing, ratio, share_of
from libcollab_metrics.metrics.recipes.sessions import VisitCount, visits_of
from libcollab_metrics.model.names import fold

#: Fewer known people than this represent nobody.
KNOWN_PEOPLE = 30
#: Attendance told apart by intended audience: the same counts over another table.
BY_AUDIENCE = tuple(replace(measure, table="audiences") for measure in VisitCount().measures)


@dataclass(frozen=True)
class PerTargetGroup(Recipe):
    """Attendance of sessions meant for an audience, over the people of that audience, times a thousand."""

    times: int = 1000

    @property
    def top(self) -> Measure:
        return BY_AUDIENCE[0]

    @property
    def bottom(self) -> Measure:
        return m.TARGET_GROUP

    @property
    def measures(self) -> tuple[Measure, ...]:
        return BY_AUDIENCE

    def values(self, cell: Cell) -> tuple[Value, ...]:
        people = {fold(name): n for name, n in cell.facts.settings.population_by.get("age_group", {}).items() if n}
        counted = {part: t for part, t in cell.parts(self.top).items() if t[m.VISITS] is not None}
        if not counted:
            return (missing("no-counts"),)
        known = {part: tally for part, tally in cell.parts(self.top).items() if fold(part[0] or "") in people}
        total = visits_of(add_up(known.values(), VisitCount().measures))
        if total.value is None:
            return (missing("no-population"),)
        met = [part for part, tally in known.items() if tally.count(m.HELD_ROWS)]
        population = sum(people[fold(part[0] or "")] for part in met)
        left_out = tuple(part[0] for part in counted if part[0] is not None and part not in known)
        rate = replace(total, value=self.times * total.value / population, denominator=population, left_out=left_out)
        return (rate.bounded(total.certainty),)


@dataclass(frozen=True)
class Representation(Recipe):
    """A group's share among the people who came over its share in the population; one value a group."""

    @property
    def top(self) -> Measure:
        return m.OF_CLASS

    @property
    def bottom(self) -> Measure:
        return m.OF_TRAIT

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.OF_CLASS, m.OF_TRAIT, m.PEOPLE)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        given = {trait: n for trait, n in cell.facts.settings.population_by.items() if trait != "age_group" and n}
        if not given:
            return (missing("no-setting", name="population_by"),)
        known = {trait: cell.parts(m.OF_TRAIT).get((trait,), Tally()).count(m.OF_TRAIT) for trait in given}
        if not any(known.values()):
            return (missing("no-field", field="a mother tongue or an age that the populations name"),)
        return tuple(value for trait, groups in given.items() for value in _of_trait(cell, trait, groups, known[trait]))

    def definition(self) -> str:
        return f"({self.top.label} ÷ {self.bottom.label}) ÷ the group's share of the population"

    def formula(self, value: Value, write: Write) -> str:
        share = 100 * (value.numerator or 0) / (value.denominator or 1)
        population = write(m.POPULATION_SHARE, share / value.value) if value.value else write.say("formula-population")
        return f"({write(self.top, value.numerator)} ÷ {write(self.bottom, value.denominator)}) ÷ {population}"


def _of_trait(cell: Cell, trait: str, groups: Mapping[str, float], known: int) -> list[Value]:
    """The ratio of each group of one trait; a known handful of people represents nobody."""
    if known < KNOWN_PEOPLE:
        few = missing("too-few", n=str(KNOWN_PEOPLE), things="people whose group is known")
        return [replace(few, group=(("attribute", trait),))]
    counted, everybody = cell.parts(m.OF_CLASS), sum(groups.values())
    values = []
    for name, population in groups.items():
        people = counted.get((trait, name), Tally()).count(m.OF_CLASS)
        part = (("attribute", trait), ("class", name))
        if not population:
            values.append(replace(missing("no-population"), group=part))
            continue
        value = ratio(people, known, coverage=share_of(known, cell.count(m.PEOPLE)))
        parity = replace(value, value=people / known / (population / everybody), group=part)
        values.append(parity.bounded("exact"))
    return values


@dataclass(frozen=True)
class SentBy(Recipe):
    """People who heard of it from a partner over people who said from whom; one value a partner."""

    @property
    def top(self) -> Measure:
        return m.SENT_BY

    @property
    def bottom(self) -> Measure:
        return m.SOURCE_KNOWN

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.SENT_BY, m.SOURCE_KNOWN, m.PEOPLE)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        known, named = cell.count(m.SOURCE_KNOWN), cell.parts(m.SENT_BY)
        if not known:
            return (missing("no-field", field="who told the person about it, beside a name"),)
        linked = {name for pid in cell.chosen_programs() for name in cell.facts.links.get(pid, ())}
        parties = linked | {str(party) for (party,) in named}
        if not parties:
            return (missing("no-field", field="a partner"),)
        coverage = share_of(known, cell.count(m.PEOPLE))
        return tuple(
            replace(ratio(_people(named, party), known, coverage=coverage), group=(("party", party),))
            for party in sorted(parties, key=str.casefold)
        )


def _people(named: Mapping[tuple[str | None, ...], Tally], party: str) -> int:
    return named.get((party,), Tally()).count(m.SENT_BY)


@dataclass(frozen=True)
class SitesServed(Recipe):
    """Sites on the list at which a session was held over all sites on the list."""

    @property
    def top(self) -> Measure:
        return m.SITES_SERVED

    @property
    def bottom(self) -> Measure:
        return m.SITES

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.PLACES, m.HELD_ROWS)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        listed = cell.facts.listed_sites
        if not listed:
            return (missing("no-setting", name="sites"),)
        held, parts = cell.count(m.HELD_ROWS), cell.parts(m.PLACES)
        if not held:
            return (missing("no-sessions"),)
        known = {part[0]: tally.count(m.PLACES) for part, tally in parts.items() if part[0] is not None}
        served = {fold(place) for place, times in known.items() if times} & listed
        value = ratio(len(served), len(listed), coverage=share_of(sum(known.values()), held))
        return (value.bounded("exact" if sum(known.values()) == held else "at_least"),)
