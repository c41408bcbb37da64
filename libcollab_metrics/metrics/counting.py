"""Count all measures of a table in one pass and by group; order of groups; when a count is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from libcollab_metrics.metrics.definition import Measure, Number
from libcollab_metrics.metrics.facts import Facts
from libcollab_metrics.metrics.frames import ColumnFrame, Expr, Frame, col, row_count, when
from libcollab_metrics.metrics.measures import HELD_ROWS, PEOPLE
from libcollab_metrics.metrics.memo import Memo
from libcollab_metrics.metrics.partner_links import find_partner_links
from libcollab_metrics.metrics.prepare import LISTED_TABLES, PreparedTables
from libcollab_metrics.metrics.tables.rows import Rows, is_among, text
from libcollab_metrics.model.scope import PERSON_FIELDS

if TYPE_CHECKING:
    from libcollab_metrics.metrics.criteria import CriterionVerdict

Key = tuple[str | None, ...]
CountsByKey = Mapping[Key, Mapping[str, Number | None]]


class Counter:
    """Counts of one frame grouped by columns; each measure is computed once for all metrics."""

    def __init__(self, frame: Frame, keys: Sequence[str]) -> None:
        self._frame, self._keys = frame, list(keys)
        self._counted: set[Measure] = set()
        self._found: dict[Key, dict[str, Number | None]] | None = None

    def get_counts(self, measures: tuple[Measure, ...]) -> CountsByKey:
        """Return the counts of at least these measures, by key."""
        new = tuple(measure for measure in measures if measure not in self._counted)
        if new or self._found is None:
            self._counted.update(new)
            self._found = self._found or {}
            for key, numbers in count(self._frame, new, self._keys).items():
                self._found.setdefault(key, {}).update(numbers)
        return self._found


def count_by(rows: Rows, measures: tuple[Measure, ...], columns: Sequence[str]) -> CountsByKey:
    """Return the counts of a prepared table grouped by its own columns, cached for all callers.

    A column may be named twice (a grouping by program, further split by program): every key then contains it
    twice.
    """
    different = list(dict.fromkeys(columns))
    counts = rows.memo.get_or_compute(tuple(different), lambda: Counter(rows.frame, different)).get_counts(
        measures
    )
    if len(different) == len(columns):
        return counts
    repeated = ("repeated", *columns)  # the groups are known: later measures add numbers to the same ones
    return rows.memo.get_or_compute(repeated, lambda: _repeat_keys(counts, different, columns))


def _repeat_keys(counts: CountsByKey, different: Sequence[str], columns: Sequence[str]) -> CountsByKey:
    places = [different.index(column) for column in columns]
    return {tuple(key[index] for index in places): numbers for key, numbers in counts.items()}


def count_program(
    rows: Rows, measures: tuple[Measure, ...], columns: Sequence[str], program: str
) -> CountsByKey:
    """Return the counts of one program, taken from the counts of a table of all programs."""
    apart = (*columns, "program_id")
    counts = count_by(rows, measures, apart)
    of_each = rows.memo.get_or_compute(("of each program", apart), lambda: _keys_by_program(counts))
    return {key: counts[(*key, program)] for key in of_each.get(program, ())}


def _keys_by_program(counts: CountsByKey) -> dict[str | None, list[Key]]:
    """Map each program to its keys without the program; later measures use the same keys."""
    keys: dict[str | None, list[Key]] = {}
    for key in counts:
        keys.setdefault(key[-1], []).append(key[:-1])
    return keys


def count(
    frame: Frame, measures: tuple[Measure, ...], keys: Sequence[str]
) -> dict[Key, dict[str, Number | None]]:
    """Count every measure of one table in one pass, grouped by the key columns.

    A group without any row is absent.
    """
    if any(measure.aggregate == "median" for measure in measures):
        needed = {*keys, *(name for m in measures for name in (m.column, m.where) if name)}
        frame = frame.select(*needed).collect()  # other engines only approximate a median
    aggregates = {name: value for m in measures for name, value in _aggregates(m).items()}
    rows: dict[Key, dict[str, Any]] = {}
    for part in frame.split_aggregates({"rows_here": row_count(), **aggregates}):
        for row in frame.aggregate(keys, **part).rows():
            rows.setdefault(tuple(row[name] for name in keys), {}).update(row)
    counts: dict[Key, dict[str, Number | None]] = {}
    for row in rows.values():
        if row["rows_here"]:
            key = tuple(None if row[name] is None else str(row[name]) for name in keys)
            counts[key] = {m.id: _read_count(m, row) for m in measures}
    return counts


@cache
def _aggregates(measure: Measure) -> Mapping[str, Expr]:
    """Return the aggregates of a measure by column: its number, and how many values are known."""
    if measure.aggregate == "rows":
        return {f"v_{measure.id}": col(measure.where).sum_true()} if measure.where else {}
    values = col(measure.column)
    if measure.where:
        values = when(col(measure.where)).then(values)
    number: Expr = getattr(values, _FUNCTIONS.get(measure.aggregate, measure.aggregate))()
    known = {f"n_{measure.id}": values.count()} if measure.aggregate == "sum" else {}
    return {f"v_{measure.id}": number, **known}


#: Aggregate of an expression for each aggregate of a measure, where their names differ.
_FUNCTIONS: Mapping[str, str] = MappingProxyType({"distinct": "n_unique"})


def _read_count(measure: Measure, row: Mapping[str, Any]) -> Number | None:
    """Return the number of one measure in one group; None if nothing is known, never 0."""
    if measure.aggregate == "rows":
        return int(row[f"v_{measure.id}"] if measure.where else row["rows_here"])
    value = row[f"v_{measure.id}"]
    if measure.aggregate == "distinct":
        return int(value)
    if value is None or (measure.aggregate == "sum" and not row[f"n_{measure.id}"]):
        return None
    return drop_decimals(float(value) / measure.per)


def drop_decimals(number: float) -> Number:
    """Return an integer if the number has no fractional part, otherwise the number."""
    return int(number) if float(number).is_integer() else number


# Grouping of a selection's rows by a field, and the counts of each group.

#: Tables whose rows for one program equal those within the table of all programs, so that one pass over all
#: programs serves each of them.
CUT_BY_PROGRAM = frozenset({"sessions", "ledger", "hours"})
#: Such tables that are counted so in memory only: another engine would read all programs for one of them.
CUT_IN_MEMORY = frozenset({"participation"})


class Grouping:
    """Groups of one selection by one field; an empty field means a single group."""

    def __init__(self, prepared: PreparedTables, by: str) -> None:
        self.prepared, self.by = prepared, by
        only = None if by == "partner" else prepared.facts.find_only_program(prepared.scope)
        self._program, self._all_programs = only, prepared.of_all_programs if only else prepared
        self._rows: dict[str, Rows | None] = {}

    def applies_to(self, rows: Rows) -> bool:
        """Return whether the rows of a table can be grouped by the field."""
        return self.by in rows.fields or (
            self.by == "partner" and find_partner_links(self.prepared, rows) is not None
        )

    def rows(self, table: str) -> Rows | None:
        """Return the table to count, over all programs if the selected one is counted among them."""
        if table not in self._rows:
            self._rows[table] = self._source_tables(table).rows(table)
        return self._rows[table]

    def count(self, table: str, measures: tuple[Measure, ...], *, by_program: bool = False) -> CountsByKey:
        """Return the counts of a table by group, by its parts, and optionally by program."""
        rows = self.rows(table)
        return {} if rows is None else self._count(table, rows, measures, by_program)

    def count_people(self, programs: frozenset[str | None], measure: Measure) -> CountsByKey:
        """Return the number of distinct people over some programs, by group."""
        rows = self.prepared.rows(measure.table)
        if rows is None:
            return {}
        named = [program for program in programs if program is not None]
        inside = is_among(text("program_id"), named)
        if None in programs:
            inside = inside | col("program_id").is_null()
        keys = ["group"] * self.applies_to(rows)
        return count((self.add_group_column(rows) if keys else rows.frame).filter(inside), (measure,), keys)

    def list_groups(self, counts: Mapping[str, CountsByKey]) -> tuple[str | None, ...]:
        """Return the counted, recorded or entered groups, sorted by printed name, unknown last."""
        keys: set[str | None] = set()
        for table, numbers in counts.items():
            rows = self.rows(table)
            keys |= (
                {key[0] for key in numbers} if rows and rows.is_listed and self.applies_to(rows) else set()
            )
        for table, rows in self._listed_tables():
            keys |= (
                {key[0] for key in self._count(table, rows, (), False)} if self.applies_to(rows) else set()
            )
        keys |= self._entered_groups()
        return tuple(sorted(keys, key=lambda k: (k is None, self.label(k).casefold(), self.label(k))))

    def label(self, key: str | None) -> str:
        """Return the printed name of a group."""
        return self.prepared.facts.program_by_id(key).name if self.by == "program" else key or ""

    def add_group_column(self, rows: Rows) -> Frame:
        """Return the table's rows with a `group` column.

        A session or program with two partners is in both groups.
        """
        if self.by in rows.fields:
            return rows.frame.with_columns(group=col(rows.fields[self.by]))
        links = find_partner_links(self.prepared, rows)
        if links is None:
            raise ValueError(f"A table without programs cannot be grouped by {self.by}.")
        return links.add_group(rows.frame, self.prepared.facts.find_partners(self.prepared.scope))

    def _source_tables(self, table: str) -> PreparedTables:
        return self._all_programs if self._is_cut_by_program(table) else self.prepared

    def _is_cut_by_program(self, table: str) -> bool:
        return table in CUT_BY_PROGRAM or (
            table in CUT_IN_MEMORY and isinstance(self.prepared.raw_table(table), ColumnFrame)
        )

    def _listed_tables(self) -> Iterator[tuple[str, Rows]]:
        """Yield the tables whose groups every metric lists, so that a gap remains visible as a row.

        These tables are filtered but not otherwise prepared.
        """
        for table in LISTED_TABLES:
            if (rows := self._source_tables(table).selected_rows(table)) is not None:
                yield table, rows
        if self.by in PERSON_FIELDS and (people := self.prepared.participation) is not None:
            yield "participation", people

    def _count(self, table: str, rows: Rows, measures: tuple[Measure, ...], by_program: bool) -> CountsByKey:
        grouped, apart = self.applies_to(rows), [*rows.parts, *["program_id"] * by_program]
        if rows.gather is None and (not grouped or self.by in rows.fields):
            columns = [*([rows.fields[self.by]] if grouped else []), *apart]
            if self._program is not None and self._is_cut_by_program(table):
                return count_program(rows, measures, columns, self._program)
            return count_by(rows, measures, columns)
        keys = ["group"] * grouped
        frame = self.add_group_column(rows) if grouped else rows.frame
        return count(rows.gather(frame, keys) if rows.gather else frame, measures, [*keys, *apart])

    def _entered_groups(self) -> set[str | None]:
        """Return the entered programs or partners that pass the filter, whether recorded or not."""
        scope, facts = self.prepared.scope, self.prepared.facts
        narrowed = scope.start or scope.end or any(n not in ("program", "partner") for n, _ in scope.where)
        if narrowed or self.by not in ("program", "partner"):
            return set()
        ids = facts.program_ids(scope)
        programs = {pid for pid in facts.programs if ids is None or pid in ids}
        if self.by == "program":
            return set(programs)
        wanted = facts.find_partners(scope)
        names = {name for pid in programs for name in facts.links.get(pid, ())}
        return {name for name in names if wanted is None or name in wanted}


# Counts of each group. Nothing is merged after the count except the group's printed name.

#: Tables also counted by program, for metrics that may use only some of a group's programs.
BY_PROGRAM = (
    "sessions",
    "participation",
    "enrolments",
    "readers",
    "ledger",
    "given",
    "promised",
    "hours",
    "deliveries",
    "respondents",
)


@dataclass(frozen=True)
class Tally:
    """Numbers by measure; a sum of unknown values is None, a row count without rows is 0."""

    numbers: Mapping[str, Number | None] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, measure: Measure) -> Number | None:
        return self.numbers.get(measure.id, 0 if measure.aggregate in ("rows", "distinct") else None)

    def count(self, measure: Measure) -> int:
        """Return the number of a measure that counts rows or people; it is never unknown."""
        return int(self[measure] or 0)


@dataclass(frozen=True)
class GroupCounts(Tally):
    """Counts of one group, also by program and by part, together with the entered facts."""

    key: str | None = None
    counts: Counts | None = None
    memo: Memo = field(default_factory=Memo, init=False, repr=False, compare=False)

    @property
    def facts(self) -> Facts:
        """Programs, partners, sites and settings."""
        return self._counts.prepared.facts

    @property
    def _counts(self) -> Counts:
        if self.counts is None:
            raise ValueError("A group is counted by Counts.")
        return self.counts

    @property
    def programs(self) -> Mapping[str | None, Tally]:
        """Counts of each program in this group over sessions, people, ledger and hours."""
        return self._counts.by_program(self.key)

    @property
    def as_of(self) -> date:
        """Day for which the counts are valid."""
        return self._counts.prepared.as_of

    @property
    def held_days(self) -> Mapping[str, tuple[date, date]]:
        """First and last day of each program's held sessions, regardless of the selection."""
        return self._counts.prepared.held_days

    @property
    def last_recorded_days(self) -> Mapping[str, date]:
        """Last day of each program's sessions, held or not, regardless of the selection."""
        return self._counts.prepared.last_recorded_days

    def parts(self, measure: Measure) -> Mapping[Key, Tally]:
        """Return the counts of a table with parts, by part, sorted by name."""
        return self._counts.parts(measure.table, self.key)

    def count_part_by_program(self, measure: Measure, part: Key) -> Mapping[str | None, Tally]:
        """Return the counts of one part of a table in each program of this group."""
        return self._counts.count_part_by_program(measure.table, self.key, part)

    def count_people(self, programs: frozenset[str | None], measure: Measure = PEOPLE) -> int:
        """Return the number of distinct people in some programs of the group.

        By default people who attended. They are recounted, because distinct counts cannot be summed over
        programs.
        """
        return self._counts.count_people(programs, self.key, measure)

    def chosen_programs(self) -> tuple[str, ...]:
        """Return the ids of this group's entered programs, sorted by name."""
        return self._counts.chosen_programs(self.key)

    def first_day(self, program: str) -> date | None:
        """Return the day a program began: as entered, else its first held session; None if unknown."""
        return self.facts.program_by_id(program).start or self._counts.prepared.first_days.get(program)

    def has_begun(self, program: str) -> bool:
        """Return False for a program known to begin after the day for which the counts are valid."""
        day = self.first_day(program)
        return day is None or day <= self._counts.prepared.as_of

    @property
    def split_programs(self) -> frozenset[str | None]:
        """Programs with some sessions in this group and others outside its partner."""
        return self._counts.split_programs(self.key)

    def can_include_partner(self, partner: str) -> bool:
        """Return whether this group may include a partner; another partner's group may not."""
        return self._counts.by != "partner" or self.key == partner

    def verdicts(self) -> tuple[CriterionVerdict, ...]:
        """Return the verdicts on the criteria of this group's programs."""
        chosen = self.chosen_programs()
        return tuple(v for v in self._counts.judge() if v.program_id in chosen)


def sum_tallies(tallies: Iterable[Tally], measures: Iterable[Measure]) -> Tally:
    """Return the summed counts of several programs, without distinct counts.

    Distinct counts cannot be summed, because one person may be in several programs.
    """
    together: dict[str, Number | None] = {}
    for tally in tallies:
        for measure in measures:
            number = tally[measure]
            if measure.aggregate in ("sum", "rows") and number is not None:
                together[measure.id] = (together.get(measure.id) or 0) + number
    return Tally(MappingProxyType(together))


class Counts:
    """All counts of one prepared dataset, by one grouping field (empty: no grouping).

    `judge` returns the verdicts on all criteria when a metric needs them.
    """

    def __init__(
        self,
        prepared: PreparedTables,
        measures: Iterable[Measure],
        by: str,
        judge: Callable[[], tuple[CriterionVerdict, ...]] = tuple,
    ) -> None:
        self.prepared, self.by, self.judge = prepared, by, judge
        self.grouping = Grouping(prepared, by)
        self._measures: dict[str, dict[str, Measure]] = {}
        for measure in measures:
            self._measures.setdefault(measure.table, {})[measure.id] = measure
        count = self.grouping.count
        self._found = {table: count(table, tuple(own.values())) for table, own in self._measures.items()}
        self._people: dict[tuple[str, frozenset[str | None]], CountsByKey] = {}
        self._programs: dict[str | None, Mapping[str | None, Tally]] = {}
        self._held: tuple[_CountsByGroup, ...] | None = None

    @cached_property
    def _of_program(self) -> Mapping[str, _CountsByGroup]:
        """Counts by program of each table, which only some metrics need."""
        asked = {table: tuple(own.values()) for table, own in self._measures.items()}
        count = self.grouping.count
        return {t: _split_keys(count(t, asked[t], by_program=True)) for t in BY_PROGRAM if t in asked}

    @cached_property
    def _of_part(self) -> Mapping[str, _CountsByGroup]:
        """Counts by part of each table."""
        return {table: _split_keys(counts, self._depth(table)) for table, counts in self._found.items()}

    def group_counts(self, key: str | None) -> GroupCounts:
        """Return the counts of one group; tables that lack the grouping field are counted in full."""
        numbers: dict[str, Number | None] = {}
        for table, counts in self._found.items():
            rows = self.grouping.rows(table)
            if rows is not None and not rows.parts:
                numbers |= counts.get(self._key(rows, key), {})
        return GroupCounts(MappingProxyType(numbers), key, self)

    def groups(self) -> tuple[str | None, ...]:
        """Return the groups of the evaluation sorted by printed name, the unknown group last."""
        return self.grouping.list_groups(self._found)

    def _key(self, rows: Rows, key: str | None) -> Key:
        return (key,) if self.grouping.applies_to(rows) else ()

    def _depth(self, table: str) -> int:
        rows = self.grouping.rows(table)
        return int(rows is not None and self.grouping.applies_to(rows))

    def by_program(self, key: str | None) -> Mapping[str | None, Tally]:
        """Return the counts of each program in one group."""
        if key not in self._programs:
            self._programs[key] = MappingProxyType(self._merge_programs(key))
        return self._programs[key]

    def _merge_programs(self, key: str | None) -> dict[str | None, Tally]:
        merged: dict[str | None, dict[str, Number | None]] = {}
        for table, counts in self._of_program.items():
            rows = self.grouping.rows(table)
            for (program,), numbers in counts.get(self._key(rows, key), {}).items() if rows else ():
                merged.setdefault(program, {}).update(numbers)
        name = self.prepared.facts.program_by_id
        ordered = sorted(merged, key=lambda pid: (pid is None, name(pid).name.casefold()))
        return {pid: Tally(MappingProxyType(merged[pid])) for pid in ordered}

    def parts(self, table: str, key: str | None) -> Mapping[Key, Tally]:
        """Return the counts of one group of a table with parts."""
        rows = self.grouping.rows(table)
        here = self._of_part[table].get(self._key(rows, key), {}) if rows and rows.parts else {}
        ordered = sorted(here, key=lambda part: tuple((p is None, p or "") for p in part))
        return {part: Tally(here[part]) for part in ordered}

    def count_part_by_program(self, table: str, key: str | None, part: Key) -> Mapping[str | None, Tally]:
        """Return the counts of each program in one part of a group of a table with parts."""
        rows = self.grouping.rows(table)
        counts = self._of_program[table].get((*self._key(rows, key), *part), {}) if rows else {}
        return {program: Tally(counts[(program,)]) for (program,) in sorted(counts, key=str)}

    def count_people(
        self, programs: frozenset[str | None], key: str | None, measure: Measure = PEOPLE
    ) -> int:
        """Return the number of distinct people over some programs of one group."""
        rows = self.grouping.rows(measure.table)
        if rows is None:
            return 0
        if (measure.id, programs) not in self._people:
            self._people[measure.id, programs] = self.grouping.count_people(programs, measure)
        return Tally(self._people[measure.id, programs].get(self._key(rows, key), {})).count(measure)

    def split_programs(self, key: str | None) -> frozenset[str | None]:
        """Return the programs of a group that also have held sessions outside its partners.

        The partners are those of the group or, for other groupings, those of the filter.
        """
        prepared = self.prepared
        rows = self.grouping.rows("sessions")
        if rows is None or (self.by != "partner" and prepared.facts.find_partners(prepared.scope) is None):
            return frozenset()
        if self._held is None:
            by = "" if self.by == "partner" else self.by
            everybody = Grouping(prepared.with_scope(prepared.scope.without_field("partner"), by), by)
            counts = (
                grouping.count("sessions", (HELD_ROWS,), by_program=True)
                for grouping in (everybody, self.grouping)
            )
            self._held = tuple(map(_split_keys, counts))
        of_all, own = self._held
        here = self._key(rows, key)
        overall, inside = of_all.get(() if self.by == "partner" else here, {}), own.get(here, {})
        return frozenset(
            program[0]
            for program in inside
            if overall[program][HELD_ROWS.id] != inside[program][HELD_ROWS.id]
        )

    def chosen_programs(self, key: str | None) -> tuple[str, ...]:
        """Return the entered programs of one program or partner group, or of the whole selection."""
        facts = self.prepared.facts
        ids = facts.program_ids(self.prepared.scope)
        chosen = [pid for pid in facts.programs if ids is None or pid in ids]
        if self.by == "program":
            chosen = [pid for pid in chosen if pid == key]
        elif self.by == "partner":
            chosen = [
                pid
                for pid in chosen
                if key in facts.links.get(pid, ()) or (key is None and pid not in facts.links)
            ]
        return tuple(sorted(chosen, key=lambda pid: facts.program_by_id(pid).name.casefold()))


_CountsByGroup = dict[Key, dict[Key, Mapping[str, Number | None]]]


def _split_keys(counts: CountsByKey, depth: int | None = None) -> _CountsByGroup:
    """Split each key into the group and the rest: the last item, or everything after `depth`."""
    nested: _CountsByGroup = {}
    for key, numbers in counts.items():
        cut = len(key) - 1 if depth is None else depth
        nested.setdefault(key[:cut], {})[key[cut:]] = numbers
    return nested
