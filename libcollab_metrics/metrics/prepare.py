"""The tables ready to be counted: only the rows of the selection, with every condition as a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa

from libcollab_metrics.metrics.choices import field_values, same_names
from libcollab_metrics.metrics.facts import Facts, plain, read_facts
from libcollab_metrics.metrics.memo import Kept, shared
from libcollab_metrics.metrics.partner_links import kept_by_partners
from libcollab_metrics.metrics.tables import official, outcomes, people, sessions
from libcollab_metrics.metrics.tables.deliveries import with_books
from libcollab_metrics.metrics.tables.ledger import (
    given_rows,
    promised_rows,
    promotion_rows,
    received_rows,
    recorded_hours,
    with_money,
)
from libcollab_metrics.metrics.tables.outcomes import PARTNER_COLUMNS, with_answers, with_ratings
from libcollab_metrics.metrics.tables.people import enrolments, rate_by_session, with_languages, with_marks
from libcollab_metrics.metrics.tables.rows import LOT_COLUMNS, PERIOD_COLUMNS, SESSION_COLUMNS, Frame, Rows, among, text
from libcollab_metrics.metrics.tables.scores import flows_of, levels_of, pair_scores, pair_speeds, readers_of
from libcollab_metrics.metrics.tables.sessions import with_attendance, with_effort
from libcollab_metrics.model.dataset import PROVENANCE, Dataset
from libcollab_metrics.model.scope import PERSON_FIELDS, Scope

# Tables made from the prepared ones for one question each, by the name measures know them by.

#: Each is made once, when it is first counted; None where nothing of it was recorded.
DERIVED: Mapping[str, Callable[[Prepared], Rows | None]] = MappingProxyType(
    {
        "attenders": people.attenders,
        "returns": people.returns,
        "last_marks": people.last_marks,
        "audiences": people.audiences,
        "traits": people.traits,
        "traits_known": people.traits_known,
        "sources": people.sources,
        "places": people.places,
        "official": official.margins,
        "school_months": official.school_months,
        "months": sessions.months,
        "team": sessions.team,
        "session_days": sessions.session_days,
        "gains": outcomes.gains,
        "ratings": outcomes.ratings,
    }
)
#: Those that a grouping makes another table, kept no longer than it; the others differ with the selection alone.
OF_GROUPING = frozenset({"returns", "months"})


# The frames of an upload as they are counted: in columns, which costs less than half of what pandas frames do.


def columnar(table: Any) -> Any:
    """Return a pandas frame as an Arrow table, categories as plain text; any other library's frame as it is.

    The rows are the same and in the same order; whatever pandas calls missing is null. Where a row came from is left
    behind: nothing is counted by it.
    """
    if not isinstance(table, pd.DataFrame):
        return table
    counted = [column for column in table.columns if column not in PROVENANCE]
    columns = pa.Table.from_pandas(table, columns=counted, preserve_index=False)
    plain = [pa.field(column.name, _plain(column.type)) for column in columns.schema]
    return columns.cast(pa.schema(plain))


def recorded_rows(table: Any) -> Frame | None:
    """Return a table as it is counted, None when it is not there or a frame in memory has no row."""
    if table is None:
        return None
    frame: Frame | nw.DataFrame[Any] = nw.from_native(columnar(table))
    return None if isinstance(frame, nw.DataFrame) and len(frame) == 0 else frame.lazy()


def without_room_to_spare(kept: Any) -> Any:
    """Return a prepared table that takes no more memory than its rows need; anything else as it is.

    Arrow's joins reserve room for 32,768 rows in every column, however few there are. Columns that are shared with
    another table and have none to spare stay shared.
    """
    if isinstance(kept, Rows):
        frame = without_room_to_spare(kept.frame)
        return kept if frame is kept.frame else replace(kept, frame=frame)
    table = kept.to_native() if isinstance(kept, nw.LazyFrame) else None
    if not isinstance(table, pa.Table):
        return kept
    roomy = [name for name, column in zip(table.column_names, table.columns, strict=True) if _has_room(column)]
    if not roomy:
        return kept
    for name, column in zip(roomy, _copied(table.select(roomy)).columns, strict=True):
        table = table.set_column(table.column_names.index(name), name, column)
    return nw.from_native(table).lazy()


def _has_room(column: pa.ChunkedArray) -> bool:
    """Whether a column holds on to more than twice the memory its rows need."""
    held: int = sum(buffer.size for chunk in column.chunks for buffer in chunk.buffers() if buffer is not None)
    needed: int = column.nbytes
    return held > 2 * needed + 64


def _copied(table: pa.Table) -> pa.Table:
    """The same rows in memory of their own, written and read as Arrow writes them: without anything beside them."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return pa.ipc.open_stream(sink.getvalue()).read_all()


def _plain(kind: pa.DataType) -> pa.DataType:
    """Categories as the text they stand for; a column in which nothing is known as text, so that it compares."""
    return pa.string() if pa.types.is_dictionary(kind) or pa.types.is_null(kind) else kind


ANCHORS = MappingProxyType(
    {
        "sessions": SESSION_COLUMNS,
        "ledger": PERIOD_COLUMNS,
        "outcomes": PERIOD_COLUMNS,
        "deliveries": LOT_COLUMNS,
        "perspectives": PARTNER_COLUMNS,
    }
)

#: What depends on the day alone (and on the personal fields asked for), and what on the scope too.
recorded, selected = shared("traits"), shared("scope", "traits")
#: What a grouping makes another table.
of_grouping = shared(place="kept_here")


class Prepared:
    """A dataset cut to a scope on a day; each table is made when it is first counted.

    Parameters
    ----------
    dataset : the tables, of any Narwhals-compatible library.
    as_of : the day the figures are true for; what is dated later has not happened. Rows without a date count,
        except in a dated scope.
    scope, by : the filter and the grouping; a table ignores the fields it does not have.
    """

    def __init__(self, dataset: Dataset, as_of: date, scope: Scope, by: str) -> None:
        self.dataset, self.as_of, self.scope, self.by = dataset, as_of, scope, by
        self.facts: Facts = read_facts(dataset, as_of)
        self.kept, self.kept_here = Kept(without_room_to_spare), Kept()

    def beside(self, scope: Scope, by: str) -> Prepared:
        """The same dataset and day cut to another scope or grouping; what both stand on is made once.

        What is made for a grouping is kept no longer than this: it is quickly made, and would fill memory.
        """
        other = copy(self)
        other.scope, other.by, other.kept_here = scope, by, Kept()
        return other

    def rows(self, table: str) -> Rows | None:
        """The prepared table of this name, None when nothing of it was recorded."""
        if table in DERIVED:
            kept = self.kept_here if table in OF_GROUPING else self.kept
            return kept.once((table, self.scope, self.traits), lambda: DERIVED[table](self))
        found: Rows | None = getattr(self, table)
        return found

    @property
    def of_all_programs(self) -> Prepared:
        """The same selection without its filter by program."""
        return self.beside(self.scope.without("program"), self.by)

    @property
    def traits(self) -> tuple[str, ...]:
        """The personal fields this selection is split or filtered by."""
        used = {self.by, *(name for name, _ in self.scope.where)}
        return tuple(field for field in PERSON_FIELDS if field in used)

    def native(self, table: str) -> Frame | None:
        """A table as it was recorded, None when it is not there or a frame in memory has no row."""
        return self.kept.once(("native", table), lambda: recorded_rows(self.dataset.tables.get(table)))

    def anchor(self, table: str) -> Rows | None:
        """The rows of a selection as they were recorded, None when nothing was."""
        return self.kept.once(("anchor", table, self.scope), lambda: self._anchored(table))

    def _anchored(self, table: str) -> Rows | None:
        frame, dated = self.native(table), table != "deliveries"
        rows = None if frame is None else Rows(self.until(frame) if dated else frame, ANCHORS[table], dated=dated)
        return None if rows is None else self.narrow(rows)

    def until(self, frame: Frame) -> Frame:
        """The rows dated on or before the day, and those without a date."""
        return frame.filter(nw.col("date").is_null() | (nw.col("date") < _after(self.as_of)))

    def narrow(self, rows: Rows) -> Rows:
        """The rows the scope keeps, looking only at fields this table has.

        Rows of sessions are kept by the partners of their session, any other by those of their program.
        """
        frame = kept_by_partners(self, rows)
        ids = self.facts.program_ids(self.scope.without("partner"))
        if ids is not None and "program" in rows.fields:
            frame = frame.filter(among(text("program_id"), ids))
        for name, values in self.scope.where:
            if name in rows.fields and name != "program":
                known = self.kept.once(("values", name), partial(field_values, self.dataset, name))
                frame = frame.filter(among(text(rows.fields[name]), same_names(known, values)))
        if rows.dated and self.scope.start:
            frame = frame.filter(nw.col("date") >= datetime.combine(self.scope.start, time()))
        if rows.dated and self.scope.end:
            frame = frame.filter(nw.col("date") < _after(self.scope.end))
        return replace(rows, frame=frame)

    @recorded
    def all_sessions(self) -> Frame | None:
        """Every session up to the day, whatever the scope, with its attendance resolved."""
        sessions = self.native("sessions")
        if sessions is None:
            return None
        attended = with_attendance(self.until(sessions), self.native("participation"), self.traits)
        return with_effort(attended)

    @selected
    def sessions(self) -> Rows | None:
        """One row a session of the selection."""
        return None if self.all_sessions is None else self.narrow(Rows(self.all_sessions, SESSION_COLUMNS))

    @recorded
    def held_days(self) -> Mapping[str, tuple[date, date]]:
        """Program → the days of its first and its last session held, whatever the scope."""
        if self.all_sessions is None:
            return MappingProxyType({})
        held = self.all_sessions.filter(nw.col("held")).with_columns(program=text("program_id")).group_by("program")
        days = held.agg(nw.col("date").min().alias("first"), nw.col("date").max().alias("last")).collect()
        rows = [{name: plain(cell) for name, cell in row.items()} for row in days.rows(named=True)]
        dated = [row for row in rows if row["program"] and row["first"]]
        return MappingProxyType({row["program"]: (row["first"].date(), row["last"].date()) for row in dated})

    @property
    def first_days(self) -> Mapping[str, date]:
        """Program → the day of its first session held, whatever the scope."""
        return {program: first for program, (first, _) in self.held_days.items()}

    @selected
    def participation(self) -> Rows | None:
        """One row a person at a held session of the selection."""
        people = self.native("participation")
        if people is None or self.all_sessions is None:
            return None
        excused_is_absent = self.facts.settings.excused == "absent"
        return self.narrow(with_marks(people, self.all_sessions, excused_is_absent))

    @of_grouping
    def session_rates(self) -> Rows | None:
        """One row a session (and a group, where people are grouped): its own attendance rate."""
        return None if self.participation is None else rate_by_session(self.participation, self.by)

    @selected
    def hearing(self) -> Rows | None:
        """Participation beside the languages of its session."""
        people = self.participation
        return None if people is None else with_languages(people, self.native("session_languages"))

    @selected
    def enrolments(self) -> Rows | None:
        """One row a named person in a program, over the whole program."""
        people, threshold = self.native("participation"), self.facts.settings.completion_threshold
        if people is None or self.all_sessions is None:
            return None
        return self.narrow(enrolments(people, self.all_sessions, threshold))

    @recorded
    def all_ledger(self) -> Frame | None:
        """Every contribution and outlay up to the day, whatever the scope, with its worth."""
        ledger = self.native("ledger")
        return None if ledger is None else with_money(self.until(ledger), self.facts.settings)

    @selected
    def ledger(self) -> Rows | None:
        """One row a contribution or outlay."""
        return None if self.all_ledger is None else self.narrow(Rows(self.all_ledger, PERIOD_COLUMNS))

    @recorded
    def all_hours(self) -> Frame | None:
        """Every line that says who worked, whatever the scope."""
        return recorded_hours(self.all_sessions, self.all_ledger, self.facts.settings)

    @selected
    def hours(self) -> Rows | None:
        """One row a line that says who worked, each hour once whether the ledger or the sessions hold it."""
        return None if self.all_hours is None else self.narrow(Rows(self.all_hours, PERIOD_COLUMNS))

    @selected
    def given(self) -> Rows | None:
        """What every party but the project gave."""
        return None if self.ledger is None else given_rows(self.ledger)

    @selected
    def received(self) -> Rows | None:
        """What a party other than project and library received."""
        return None if self.ledger is None else received_rows(self.ledger)

    @selected
    def promised(self) -> Rows | None:
        """What every party but the project pledged or gave."""
        return None if self.ledger is None else promised_rows(self.ledger)

    @selected
    def promotion(self) -> Rows | None:
        """The promotion pledged or given to a party other than project and library."""
        return None if self.ledger is None else promotion_rows(self.ledger)

    @selected
    def outcomes(self) -> Rows | None:
        """One row an answer or a pair of scores."""
        outcomes = self.native("outcomes")
        if outcomes is None:
            return None
        answers = with_answers(self.until(outcomes), self.facts.settings)
        return self.narrow(Rows(answers, PERIOD_COLUMNS, ("measure", "occasion")))

    @selected
    def respondents(self) -> Rows | None:
        """The same rows over all measures, for counting who answered."""
        return None if self.outcomes is None else replace(self.outcomes, parts=())

    @selected
    def pairs(self) -> Rows | None:
        """One row a person tested with a measure, both scores side by side."""
        return None if self.outcomes is None else pair_scores(self.outcomes.frame)

    @selected
    def speeds(self) -> Rows | None:
        """One row a person timed with a measure, both speeds side by side."""
        return None if self.outcomes is None else pair_speeds(self.outcomes.frame)

    @selected
    def levels(self) -> Rows | None:
        """One row a person with a reading level."""
        return None if self.pairs is None else levels_of(self.pairs.frame)

    @selected
    def level_flows(self) -> Rows | None:
        """One row a person with a reading level before and after, kept apart by both."""
        return None if self.levels is None else flows_of(self.levels)

    @selected
    def readers(self) -> Rows | None:
        """One row a person tested in a program, whatever the measures."""
        return None if self.pairs is None else readers_of(self.pairs.frame)

    @selected
    def perspectives(self) -> Rows | None:
        """One row an answer about a partner."""
        perspectives = self.native("perspectives")
        return None if perspectives is None else self.narrow(with_ratings(self.until(perspectives)))

    @selected
    def deliveries(self) -> Rows | None:
        """One row a lot of books."""
        lots = self.native("deliveries")
        books = None if lots is None else with_books(lots, _after(self.as_of))
        return None if books is None else self.narrow(Rows(books, LOT_COLUMNS, dated=False))

    @selected
    def lots_by_place(self) -> Rows | None:
        """The same lots, kept apart by where they go and the language of their books."""
        return None if self.deliveries is None else replace(self.deliveries, parts=("site", "language"))

    @selected
    def lots_by_name(self) -> Rows | None:
        """The same lots, each by its name."""
        return None if self.deliveries is None else replace(self.deliveries, parts=("lot",))


def _after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time())
