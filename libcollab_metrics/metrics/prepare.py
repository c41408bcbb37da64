"""Prepare the tables for counting: rows of a selection up to a day, derived tables, and caching."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from types import MappingProxyType

from libcollab_metrics.metrics.choices import field_values, match_names
from libcollab_metrics.metrics.facts import open_recorded_table, share_facts
from libcollab_metrics.metrics.frames import Frame, col
from libcollab_metrics.metrics.memo import Memo, memo_property
from libcollab_metrics.metrics.partner_links import filter_by_partners
from libcollab_metrics.metrics.tables import official, outcomes, people, sessions
from libcollab_metrics.metrics.tables.deliveries import with_books
from libcollab_metrics.metrics.tables.ledger import (
    combine_hours,
    select_benefits,
    select_contributions,
    select_pledges,
    select_promotion,
    with_money,
)
from libcollab_metrics.metrics.tables.outcomes import PARTNER_COLUMNS, with_answers, with_ratings
from libcollab_metrics.metrics.tables.people import enrolments, rate_by_session, with_languages, with_marks
from libcollab_metrics.metrics.tables.rows import (
    LOT_COLUMNS,
    PERIOD_COLUMNS,
    SESSION_COLUMNS,
    Rows,
    is_among,
    text,
)
from libcollab_metrics.metrics.tables.scores import (
    aggregate_readers,
    compute_levels,
    group_level_flows,
    pair_scores,
    pair_speeds,
)
from libcollab_metrics.metrics.tables.sessions import with_attendance, with_effort
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import PERSON_FIELDS, Scope

# Derived tables, by the name that measures refer to.

#: Each is computed on first use and cached; None if nothing was recorded.
DERIVED: Mapping[str, Callable[[PreparedTables], Rows | None]] = MappingProxyType(
    {
        "attenders": people.attenders,
        "returns": people.returns,
        "last_marks": people.last_marks,
        "audiences": people.audiences,
        "traits": people.traits,
        "traits_known": people.traits_known,
        "sources": people.sources,
        "places": people.places,
        "official": official.prepare_margins,
        "school_months": official.prepare_school_months,
        "partner_strata": sessions.prepare_partner_strata,
        "months": sessions.prepare_months,
        "team": sessions.prepare_team_hours,
        "session_days": sessions.prepare_session_days,
        "gains": outcomes.prepare_gains,
        "ratings": outcomes.prepare_ratings,
    }
)
#: Derived tables that depend on the grouping and are cached with it; the others depend only on the selection.
GROUPING_TABLES = frozenset({"returns", "months"})
_ATTENDANCE = ("sessions", "participation")
#: Recorded tables behind each prepared one: a row left out of them may be missing in it.
SOURCE_TABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *(
                    "sessions",
                    "participation",
                    "session_rates",
                    "hearing",
                    "enrolments",
                    "attenders",
                    "returns",
                ),
                *("last_marks", "audiences", "traits", "traits_known", "sources", "places", "official"),
                *("school_months", "months", "session_days", "team", "partner_strata"),
            ),
            _ATTENDANCE,
        ),
        **dict.fromkeys(("ledger", "given", "received", "promised", "promotion"), ("ledger",)),
        "hours": ("ledger", *_ATTENDANCE),
        **dict.fromkeys(
            (
                "outcomes",
                "ratings",
                "gains",
                "pairs",
                "speeds",
                "levels",
                "level_flows",
                "readers",
                "respondents",
            ),
            ("outcomes",),
        ),
        "perspectives": ("perspectives",),
        **dict.fromkeys(("deliveries", "lots_by_name", "lots_by_place"), ("deliveries",)),
    }
)


def _days_by_program(sessions: Frame) -> Mapping[str, tuple[date, date]]:
    """Return the first and last day of each program's sessions; programs without a dated one are absent."""
    days = sessions.with_columns(program=text("program_id")).aggregate(
        ["program"], first=col("date").min(), last=col("date").max()
    )
    dated = [row for row in days.rows() if row["program"] and row["first"]]
    return MappingProxyType({row["program"]: (row["first"].date(), row["last"].date()) for row in dated})


LISTED_TABLES = MappingProxyType(
    {
        "sessions": SESSION_COLUMNS,
        "ledger": PERIOD_COLUMNS,
        "outcomes": PERIOD_COLUMNS,
        "deliveries": LOT_COLUMNS,
        "perspectives": PARTNER_COLUMNS,
    }
)

#: Decorators: `recorded` depends only on the day and the personal fields, `selected` also on the scope.
recorded = memo_property("traits", memo_attribute="recorded_memo")
selected = memo_property("scope", "traits")
#: Decorator for tables that depend on the grouping.
of_grouping = memo_property(memo_attribute="group_memo")


class PreparedTables:
    """A dataset filtered by a scope up to a day; each table is computed on first use.

    Parameters
    ----------
    dataset : Dataset
        Tables of any Narwhals-compatible library.
    as_of : date
        Day for which the numbers are valid; later rows are excluded. Rows without a date count, except in a
        dated scope.
    scope : Scope
    by : str
        Grouping field. A table ignores the fields it does not have.
    """

    def __init__(self, dataset: Dataset, as_of: date, scope: Scope, by: str) -> None:
        self.dataset, self.as_of, self.scope, self.by = dataset, as_of, scope, by
        self.traits = _personal_fields(scope, by)
        self.facts, self.recorded_memo = share_facts(dataset), _share_recorded(dataset, as_of)
        self.memo, self.group_memo = Memo(), Memo()

    def with_scope(self, scope: Scope, by: str) -> PreparedTables:
        """Return the same dataset and day with another scope or grouping, sharing the cache.

        Tables that depend on the grouping are not shared: they are quick to compute and would fill memory.
        """
        tables = copy(self)
        tables.scope, tables.by, tables.group_memo = scope, by, Memo()
        tables.traits = _personal_fields(scope, by)
        return tables

    def rows(self, table: str) -> Rows | None:
        """Return the prepared table of this name; None if nothing was recorded."""
        if table in DERIVED:
            memo = self.group_memo if table in GROUPING_TABLES else self.memo
            return memo.get_or_compute((table, self.scope, self.traits), lambda: DERIVED[table](self))
        rows: Rows | None = getattr(self, table)
        return rows

    @property
    def of_all_programs(self) -> PreparedTables:
        """The same selection without its program filter."""
        return self.with_scope(self.scope.without_field("program"), self.by)

    def raw_table(self, table: str) -> Frame | None:
        """Return a table as recorded; None if missing or without rows in memory."""
        return open_recorded_table(self.dataset, table)

    def selected_rows(self, table: str) -> Rows | None:
        """Return the recorded rows of the selection; None if nothing was recorded."""
        return self.memo.get_or_compute(("anchor", table, self.scope), lambda: self._select_rows(table))

    def _select_rows(self, table: str) -> Rows | None:
        frame, dated = self.raw_table(table), table != "deliveries"
        rows = (
            None
            if frame is None
            else Rows(self.up_to(frame) if dated else frame, LISTED_TABLES[table], is_dated=dated)
        )
        return None if rows is None else self.narrow(rows)

    def up_to(self, frame: Frame) -> Frame:
        """Return the rows dated up to the day, and those without a date."""
        return frame.filter(col("date").is_null() | (col("date") < _end_of_day(self.as_of)))

    def narrow(self, rows: Rows) -> Rows:
        """Return the rows selected by the scope, considering only fields this table has.

        Session rows are filtered by the partners of their session, other rows by those of their program.
        """
        frame = filter_by_partners(self, rows)
        ids = self.facts.program_ids(self.scope.without_field("partner"))
        if ids is not None and "program" in rows.fields:
            frame = frame.filter(is_among(text("program_id"), ids))
        for name, values in self.scope.where:
            if name in rows.fields and name != "program":
                known = self.memo.get_or_compute(("values", name), partial(field_values, self.dataset, name))
                frame = frame.filter(is_among(text(rows.fields[name]), match_names(known, values)))
        if rows.is_dated and self.scope.start:
            frame = frame.filter(col("date") >= datetime.combine(self.scope.start, time()))
        if rows.is_dated and self.scope.end:
            frame = frame.filter(col("date") < _end_of_day(self.scope.end))
        return replace(rows, frame=frame)

    @recorded
    def all_sessions(self) -> Frame | None:
        """All sessions up to the day, regardless of the scope, with their attendance."""
        sessions = self.raw_table("sessions")
        if sessions is None:
            return None
        attended = with_attendance(self.up_to(sessions), self.raw_table("participation"), self.traits)
        return with_effort(attended).materialize()

    @selected
    def sessions(self) -> Rows | None:
        """One row per session of the selection."""
        return None if self.all_sessions is None else self.narrow(Rows(self.all_sessions, SESSION_COLUMNS))

    @recorded
    def held_days(self) -> Mapping[str, tuple[date, date]]:
        """First and last day of each program's held sessions, regardless of the scope."""
        sessions = self.all_sessions
        return MappingProxyType({}) if sessions is None else _days_by_program(sessions.filter(col("held")))

    @recorded
    def last_recorded_days(self) -> Mapping[str, date]:
        """Last day of each program's sessions up to the day, held or not, regardless of the scope."""
        sessions = self.all_sessions
        days = {} if sessions is None else _days_by_program(sessions)
        return MappingProxyType({program: last for program, (_, last) in days.items()})

    @property
    def first_days(self) -> Mapping[str, date]:
        """Day of each program's first held session, regardless of the scope."""
        return {program: first for program, (first, _) in self.held_days.items()}

    @recorded
    def all_participation(self) -> Rows | None:
        """All marks at held sessions, regardless of the scope."""
        people = self.raw_table("participation")
        if people is None or self.all_sessions is None:
            return None
        return with_marks(people, self.all_sessions, self.facts.settings.excused == "absent")

    @selected
    def participation(self) -> Rows | None:
        """One row per person at a held session of the selection."""
        return None if self.all_participation is None else self.narrow(self.all_participation)

    @of_grouping
    def session_rates(self) -> Rows | None:
        """Attendance rate by session, and by group where people are grouped."""
        return None if self.participation is None else rate_by_session(self.participation, self.by)

    @recorded
    def all_hearing(self) -> Rows | None:
        """All marks at held sessions with the languages of the session, regardless of the scope."""
        people = self.all_participation
        return None if people is None else with_languages(people, self.raw_table("session_languages"))

    @selected
    def hearing(self) -> Rows | None:
        """Participation with the languages of its session."""
        return None if self.all_hearing is None else self.narrow(self.all_hearing)

    @recorded
    def all_enrolments(self) -> Rows | None:
        """All named people in a program, regardless of the scope."""
        people, threshold = self.raw_table("participation"), self.facts.settings.completion_threshold
        if people is None or self.all_sessions is None:
            return None
        return enrolments(people, self.all_sessions, threshold)

    @selected
    def enrolments(self) -> Rows | None:
        """One row per named person in a program, over the whole program."""
        return None if self.all_enrolments is None else self.narrow(self.all_enrolments)

    @recorded
    def all_ledger(self) -> Frame | None:
        """All contributions and expenses up to the day, regardless of the scope, with their value."""
        ledger = self.raw_table("ledger")
        return None if ledger is None else with_money(self.up_to(ledger), self.facts.settings)

    @selected
    def ledger(self) -> Rows | None:
        """One row per contribution or expense."""
        return None if self.all_ledger is None else self.narrow(Rows(self.all_ledger, PERIOD_COLUMNS))

    @recorded
    def all_hours(self) -> Frame | None:
        """All lines of work, regardless of the scope."""
        return combine_hours(self.all_sessions, self.all_ledger, self.facts.settings)

    @selected
    def hours(self) -> Rows | None:
        """One row per line of work; each hour once, whether from the ledger or the sessions."""
        return None if self.all_hours is None else self.narrow(Rows(self.all_hours, PERIOD_COLUMNS))

    @selected
    def given(self) -> Rows | None:
        """Contributions of every party except the project."""
        return None if self.ledger is None else select_contributions(self.ledger)

    @selected
    def received(self) -> Rows | None:
        """Benefits received by parties other than project and library."""
        return None if self.ledger is None else select_benefits(self.ledger)

    @selected
    def promised(self) -> Rows | None:
        """Pledges and contributions of every party except the project."""
        return None if self.ledger is None else select_pledges(self.ledger)

    @selected
    def promotion(self) -> Rows | None:
        """Promotion pledged or given to parties other than project and library."""
        return None if self.ledger is None else select_promotion(self.ledger)

    @recorded
    def all_outcomes(self) -> Rows | None:
        """All answers and scores up to the day, regardless of the scope."""
        outcomes = self.raw_table("outcomes")
        if outcomes is None:
            return None
        answers = with_answers(self.up_to(outcomes), self.facts.settings)
        return Rows(answers, PERIOD_COLUMNS, ("measure", "occasion"))

    @selected
    def outcomes(self) -> Rows | None:
        """One row per answer or pair of scores."""
        return None if self.all_outcomes is None else self.narrow(self.all_outcomes)

    @selected
    def respondents(self) -> Rows | None:
        """Return the same rows over all measures, for counting respondents."""
        return None if self.outcomes is None else replace(self.outcomes, parts=())

    @selected
    def pairs(self) -> Rows | None:
        """One row per person and measure tested, with both scores."""
        return None if self.outcomes is None else pair_scores(self.outcomes.frame)

    @selected
    def speeds(self) -> Rows | None:
        """One row per person and measure timed, with both speeds."""
        return None if self.outcomes is None else pair_speeds(self.outcomes.frame)

    @selected
    def levels(self) -> Rows | None:
        """One row per person with a reading level."""
        return None if self.pairs is None else compute_levels(self.pairs.frame)

    @selected
    def level_flows(self) -> Rows | None:
        """One row per person with a reading level before and after, grouped by both."""
        return None if self.levels is None else group_level_flows(self.levels)

    @selected
    def readers(self) -> Rows | None:
        """One row per person tested in a program, over all measures."""
        return None if self.pairs is None else aggregate_readers(self.pairs.frame)

    @selected
    def perspectives(self) -> Rows | None:
        """One row per answer about a partner."""
        perspectives = self.raw_table("perspectives")
        return None if perspectives is None else self.narrow(with_ratings(self.up_to(perspectives)))

    @recorded
    def all_deliveries(self) -> Frame | None:
        """All lots of books, regardless of the scope."""
        lots = self.raw_table("deliveries")
        return None if lots is None else with_books(lots, _end_of_day(self.as_of))

    @selected
    def deliveries(self) -> Rows | None:
        """One row per lot of books."""
        lots = self.all_deliveries
        return None if lots is None else self.narrow(Rows(lots, LOT_COLUMNS, is_dated=False))

    @selected
    def lots_by_place(self) -> Rows | None:
        """Return the same lots, grouped by site and language."""
        return None if self.deliveries is None else replace(self.deliveries, parts=("site", "language"))

    @selected
    def lots_by_name(self) -> Rows | None:
        """Return the same lots, grouped by name."""
        return None if self.deliveries is None else replace(self.deliveries, parts=("lot",))


def _personal_fields(scope: Scope, by: str) -> tuple[str, ...]:
    """Return the personal fields by which a selection is grouped or filtered."""
    used = {by, *(name for name, _ in scope.where)}
    return tuple(field for field in PERSON_FIELDS if field in used)


def _share_recorded(dataset: Dataset, as_of: date) -> Memo:
    """Return the cache of the tables that all selections of a dataset share; only one day's are kept."""
    day, memo = dataset.shared.get("recorded", (None, None))
    if day != as_of or not isinstance(memo, Memo):
        memo = Memo()
        dataset.shared["recorded"] = as_of, memo
    return memo


def _end_of_day(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time())
