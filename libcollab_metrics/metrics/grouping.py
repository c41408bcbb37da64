"""How the rows of a selection fall into the groups of a field, and what is counted in each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import narwhals as nw

from libcollab_metrics.metrics.counting import Found, count, count_by, count_of_program
from libcollab_metrics.metrics.definition import Measure
from libcollab_metrics.metrics.partner_links import links_of
from libcollab_metrics.metrics.prepare import ANCHORS, Prepared
from libcollab_metrics.metrics.tables.rows import Frame, Rows, among, text
from libcollab_metrics.model.scope import PERSON_FIELDS

#: Tables whose rows of one program are among those of all programs as they are, so that all are counted in one pass.
CUT_BY_PROGRAM = frozenset({"sessions", "ledger", "hours"})


class Grouping:
    """The groups of one selection by one field (empty: all rows are one group)."""

    def __init__(self, prepared: Prepared, by: str) -> None:
        self.prepared, self.by = prepared, by
        only = None if by == "partner" else prepared.facts.only_program(prepared.scope)
        self._program, self._all_programs = only, prepared.of_all_programs if only else prepared

    def applies_to(self, rows: Rows) -> bool:
        """Whether the rows of a table can be told apart by the field."""
        return self.by in rows.fields or (self.by == "partner" and links_of(self.prepared, rows) is not None)

    def rows(self, table: str) -> Rows | None:
        """A table as it is counted: with all programs, where the one of the selection is counted among them."""
        return self._where_counted(table).rows(table)

    def count(self, table: str, measures: tuple[Measure, ...], *, by_program: bool = False) -> Found:
        """The counts of a table by group, by its parts, and by program where asked."""
        rows = self.rows(table)
        return {} if rows is None else self._count(table, rows, measures, by_program)

    def people_in(self, programs: frozenset[str | None], who: Measure) -> Found:
        """Different people over some programs, by group."""
        rows = self.prepared.rows(who.table)
        if rows is None:
            return {}
        named = [program for program in programs if program is not None]
        inside = among(text("program_id"), named)
        if None in programs:
            inside = inside | nw.col("program_id").is_null()
        keys = ["group"] * self.applies_to(rows)
        return count((self.keyed(rows) if keys else rows.frame).filter(inside), (who,), keys)

    def found(self, counted: Mapping[str, Found]) -> tuple[str | None, ...]:
        """The groups in which something was counted, recorded or entered, by their printed names, the unknown last."""
        keys: set[str | None] = set()
        for table, numbers in counted.items():
            rows = self.rows(table)
            keys |= {key[0] for key in numbers} if rows and rows.listed and self.applies_to(rows) else set()
        for table, rows in self._anchors():
            keys |= {key[0] for key in self._count(table, rows, (), False)} if self.applies_to(rows) else set()
        keys |= self._entered()
        return tuple(sorted(keys, key=lambda k: (k is None, self.label(k).casefold(), self.label(k))))

    def label(self, key: str | None) -> str:
        """The printed name of a group."""
        return self.prepared.facts.named(key).name if self.by == "program" else key or ""

    def keyed(self, rows: Rows) -> Frame:
        """The table's rows with a `group` column; a session or a program with two partners is in both groups."""
        if self.by in rows.fields:
            return rows.frame.with_columns(group=nw.col(rows.fields[self.by]))
        links = links_of(self.prepared, rows)
        if links is None:
            raise ValueError(f"A table without programs cannot be grouped by {self.by}.")
        return links.grouped(rows.frame, self.prepared.facts.partners_in(self.prepared.scope))

    def _where_counted(self, table: str) -> Prepared:
        return self._all_programs if table in CUT_BY_PROGRAM else self.prepared

    def _anchors(self) -> Iterator[tuple[str, Rows]]:
        """The tables whose groups every figure of a grouping lists, so that a gap stays a line; only narrowed."""
        for table in ANCHORS:
            if (rows := self._where_counted(table).anchor(table)) is not None:
                yield table, rows
        if self.by in PERSON_FIELDS and (people := self.prepared.participation) is not None:
            yield "participation", people

    def _count(self, table: str, rows: Rows, measures: tuple[Measure, ...], by_program: bool) -> Found:
        grouped, apart = self.applies_to(rows), [*rows.parts, *["program_id"] * by_program]
        if rows.gather is None and (not grouped or self.by in rows.fields):
            columns = [*([rows.fields[self.by]] if grouped else []), *apart]
            if self._program is not None and table in CUT_BY_PROGRAM:
                return count_of_program(rows, measures, columns, self._program)
            return count_by(rows, measures, columns)
        keys = ["group"] * grouped
        frame = self.keyed(rows) if grouped else rows.frame
        return count(rows.gather(frame, keys) if rows.gather else frame, measures, [*keys, *apart])

    def _entered(self) -> set[str | None]:
        """Programs and partners that were entered and pass the filter, recorded or not."""
        scope, facts = self.prepared.scope, self.prepared.facts
        narrowed = scope.start or scope.end or any(n not in ("program", "partner") for n, _ in scope.where)
        if narrowed or self.by not in ("program", "partner"):
            return set()
        ids = facts.program_ids(scope)
        programs = {pid for pid in facts.programs if ids is None or pid in ids}
        if self.by == "program":
            return set(programs)
        wanted = facts.partners_in(scope)
        names = {name for pid in programs for name in facts.links.get(pid, ())}
        return {name for name in names if wanted is None or name in wanted}
