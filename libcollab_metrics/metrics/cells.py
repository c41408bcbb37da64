"""Groups and what was counted in them; nothing is joined after the count but the group's printed name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from libcollab_metrics.metrics.counting import Found, Key
from libcollab_metrics.metrics.definition import Measure, Number
from libcollab_metrics.metrics.facts import Facts
from libcollab_metrics.metrics.grouping import Grouping
from libcollab_metrics.metrics.measures import HELD_ROWS, PEOPLE
from libcollab_metrics.metrics.prepare import Prepared
from libcollab_metrics.metrics.tables.rows import Rows

if TYPE_CHECKING:
    from libcollab_metrics.metrics.verdicts import CriterionVerdict

#: Tables also counted program by program, for figures that may use only some of a group's programs.
BY_PROGRAM = (
    "sessions", "participation", "enrolments", "readers", "ledger", "given", "promised", "hours", "deliveries",
    "respondents",
)  # fmt: skip


@dataclass(frozen=True)
class Tally:
    """What was counted somewhere; a sum of nothing known is None, a count of no row is 0."""

    numbers: Mapping[str, Number | None] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, measure: Measure) -> Number | None:
        return self.numbers.get(measure.id, 0 if measure.how in ("rows", "distinct") else None)

    def count(self, measure: Measure) -> int:
        """The number of a measure that counts rows or people, which is never unknown."""
        return int(self[measure] or 0)


@dataclass(frozen=True)
class Cell(Tally):
    """One group of one evaluation: its counts, the same by program, its parts, and the facts entered."""

    key: str | None = None
    counts: Counts | None = None

    @property
    def facts(self) -> Facts:
        """Programs, partners, criteria and settings."""
        return self._counts.prepared.facts

    @property
    def _counts(self) -> Counts:
        if self.counts is None:
            raise ValueError("A group is counted by Counts.")
        return self.counts

    @property
    def programs(self) -> Mapping[str | None, Tally]:
        """The counts of each program in this group, over sessions, people, ledger and hours."""
        return self._counts.by_program(self.key)

    @property
    def as_of(self) -> date:
        """The day the figures are true for."""
        return self._counts.prepared.as_of

    @property
    def held_days(self) -> Mapping[str, tuple[date, date]]:
        """The first and the last day on which each program met, whatever the selection."""
        return self._counts.prepared.held_days

    def parts(self, measure: Measure) -> Mapping[Key, Tally]:
        """The counts of a table with parts, by part, in the order of their names."""
        return self._counts.parts(measure.table, self.key)

    def part_by_program(self, measure: Measure, part: Key) -> Mapping[str | None, Tally]:
        """The counts of one part of a table in each program of this group."""
        return self._counts.part_by_program(measure.table, self.key, part)

    def people_in(self, programs: frozenset[str | None], who: Measure = PEOPLE) -> int:
        """Different people, by default who came, over just these programs of the group: recounted, never added up."""
        return self._counts.people_in(programs, self.key, who)

    def chosen_programs(self) -> tuple[str, ...]:
        """Programs of this group that were entered or counted, by id in the order of their names."""
        return self._counts.chosen_programs(self.key)

    def first_day(self, program: str) -> date | None:
        """The day a program began: as entered, else its first session held; None where neither is known."""
        return self.facts.named(program).start or self._counts.prepared.first_days.get(program)

    def has_begun(self, program: str) -> bool:
        """False for a program that is known to begin after the day the figures are true for."""
        day = self.first_day(program)
        return day is None or day <= self._counts.prepared.as_of

    @property
    def split_programs(self) -> frozenset[str | None]:
        """Programs of which this group holds some sessions and another partner, or none, holds others."""
        return self._counts.split_programs(self.key)

    def is_of(self, partner: str) -> bool:
        """Whether this group may speak of a partner: any group but that of another partner."""
        return self._counts.by != "partner" or self.key == partner

    def verdicts(self) -> tuple[CriterionVerdict, ...]:
        """The verdicts on the criteria of this group's programs."""
        chosen = self.chosen_programs()
        return tuple(v for v in self._counts.judge() if v.program_id in chosen)


def add_up(tallies: Iterable[Tally], measures: Iterable[Measure]) -> Tally:
    """Return the counts of several programs together; what counts different people cannot be added and is left out."""
    together: dict[str, Number | None] = {}
    for tally in tallies:
        for measure in measures:
            number = tally[measure]
            if measure.how in ("sum", "rows") and number is not None:
                together[measure.id] = (together.get(measure.id) or 0) + number
    return Tally(MappingProxyType(together))


class Counts:
    """Everything the measures count in one prepared dataset, by one grouping field (empty: no grouping).

    `judge` gives the verdicts on all criteria when a figure asks for them.
    """

    def __init__(
        self,
        prepared: Prepared,
        measures: Iterable[Measure],
        by: str,
        judge: Callable[[], tuple[CriterionVerdict, ...]] = tuple,
    ) -> None:
        self.prepared, self.by, self.judge = prepared, by, judge
        self.grouping = Grouping(prepared, by)
        self._measures: dict[str, dict[str, Measure]] = {}
        for measure in measures:
            self._measures.setdefault(measure.table, {})[measure.id] = measure
        asked = {table: tuple(measures.values()) for table, measures in self._measures.items()}
        count = self.grouping.count
        self._found = {table: count(table, measures) for table, measures in asked.items()}
        self._of_program = {t: _nested(count(t, asked[t], by_program=True)) for t in BY_PROGRAM if t in asked}
        self._of_part = {t: _nested(found, self._depth(t)) for t, found in self._found.items()}
        self._people: dict[tuple[str, frozenset[str | None]], Found] = {}
        self._held: tuple[_Nested, ...] | None = None

    def cell(self, key: str | None) -> Cell:
        """The counts of one group; tables that cannot be grouped by the field count in full."""
        numbers: dict[str, Number | None] = {}
        for table, found in self._found.items():
            rows = self.grouping.rows(table)
            if rows is not None and not rows.parts:
                numbers |= found.get(self._key(rows, key), {})
        return Cell(MappingProxyType(numbers), key, self)

    def groups(self) -> tuple[str | None, ...]:
        """The groups of the whole evaluation in the order of their printed names, the unknown one last."""
        return self.grouping.found(self._found)

    def _key(self, rows: Rows, key: str | None) -> Key:
        return (key,) if self.grouping.applies_to(rows) else ()

    def _depth(self, table: str) -> int:
        rows = self.grouping.rows(table)
        return int(rows is not None and self.grouping.applies_to(rows))

    def by_program(self, key: str | None) -> Mapping[str | None, Tally]:
        """The counts of each program in one group."""
        merged: dict[str | None, dict[str, Number | None]] = {}
        for table, found in self._of_program.items():
            rows = self.grouping.rows(table)
            for (program,), numbers in found.get(self._key(rows, key), {}).items() if rows else ():
                merged.setdefault(program, {}).update(numbers)
        name = self.prepared.facts.named
        ordered = sorted(merged, key=lambda pid: (pid is None, name(pid).name.casefold()))
        return {pid: Tally(MappingProxyType(merged[pid])) for pid in ordered}

    def parts(self, table: str, key: str | None) -> Mapping[Key, Tally]:
        """The counts of one group of a table with parts."""
        rows = self.grouping.rows(table)
        here = self._of_part[table].get(self._key(rows, key), {}) if rows and rows.parts else {}
        ordered = sorted(here, key=lambda part: tuple((p is None, p or "") for p in part))
        return {part: Tally(here[part]) for part in ordered}

    def part_by_program(self, table: str, key: str | None, part: Key) -> Mapping[str | None, Tally]:
        """The counts of each program in one part of a group of a table with parts."""
        rows = self.grouping.rows(table)
        found = self._of_program[table].get((*self._key(rows, key), *part), {}) if rows else {}
        return {program: Tally(found[(program,)]) for (program,) in sorted(found, key=str)}

    def people_in(self, programs: frozenset[str | None], key: str | None, who: Measure = PEOPLE) -> int:
        """Different people over some programs of one group."""
        rows = self.grouping.rows(who.table)
        if rows is None:
            return 0
        if (who.id, programs) not in self._people:
            self._people[who.id, programs] = self.grouping.people_in(programs, who)
        return Tally(self._people[who.id, programs].get(self._key(rows, key), {})).count(who)

    def split_programs(self, key: str | None) -> frozenset[str | None]:
        """Programs of one group with held sessions of the partners it is about, or the filter names, and others."""
        prepared = self.prepared
        rows = self.grouping.rows("sessions")
        if rows is None or (self.by != "partner" and prepared.facts.partners_in(prepared.scope) is None):
            return frozenset()
        if self._held is None:
            by = "" if self.by == "partner" else self.by
            everybody = Grouping(prepared.beside(prepared.scope.without("partner"), by), by)
            found = (
                grouping.count("sessions", (HELD_ROWS,), by_program=True) for grouping in (everybody, self.grouping)
            )
            self._held = tuple(map(_nested, found))
        of_all, own = self._held
        here = self._key(rows, key)
        held, inside = of_all.get(() if self.by == "partner" else here, {}), own.get(here, {})
        return frozenset(
            program[0] for program in inside if held[program][HELD_ROWS.id] != inside[program][HELD_ROWS.id]
        )  # fmt: skip

    def chosen_programs(self, key: str | None) -> tuple[str, ...]:
        """Entered programs that belong to one group of programs or partners, or to the whole selection."""
        facts = self.prepared.facts
        ids = facts.program_ids(self.prepared.scope)
        chosen = [pid for pid in facts.programs if ids is None or pid in ids]
        if self.by == "program":
            chosen = [pid for pid in chosen if pid == key]
        elif self.by == "partner":
            chosen = [
                pid for pid in chosen if key in facts.links.get(pid, ()) or (key is None and pid not in facts.links)
            ]
        return tuple(sorted(chosen, key=lambda pid: facts.named(pid).name.casefold()))


_Nested = dict[Key, dict[Key, Mapping[str, Number | None]]]


def _nested(found: Found, depth: int | None = None) -> _Nested:
    """The counts by group and then by what is left of the key: its last item, or all after `depth`."""
    nested: _Nested = {}
    for key, numbers in found.items():
        cut = len(key) - 1 if depth is None else depth
        nested.setdefault(key[:cut], {})[key[cut:]] = numbers
    return nested
