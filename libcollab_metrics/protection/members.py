"""Map the counts of an evaluation to the rows or people they count, as comparable codes.

Each session or person has the same integer code in every selection, so that the sets behind two numbers can
be compared: their overlap and difference show what the numbers disclose about a third.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from libcollab_metrics.metrics import CATALOG, PICTURED, Evaluation, Measure, Metric
from libcollab_metrics.metrics.counting import Grouping
from libcollab_metrics.metrics.definition import EVERYTHING
from libcollab_metrics.metrics.evaluate import Evaluator
from libcollab_metrics.metrics.frames import ColumnFrame, Frame, col
from libcollab_metrics.metrics.frames.groups import Groups
from libcollab_metrics.metrics.tables.rows import Rows, text
from libcollab_metrics.model.names import apply_renames_to_name, casefold_name, columns_with_same_names
from libcollab_metrics.model.operations import Merge
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.policy import find_exposure, find_threshold

Codes = NDArray[np.int64]
#: Tables in which a selection is a subset of rows, so that a row can be identified in another selection.
ROW_TABLES = frozenset(
    {"sessions", "official", "participation", "hearing", "enrolments", "outcomes", "respondents"}
)
#: The same, but only without a day filter.
UNDATED_ROW_TABLES = frozenset({"pairs", "readers"})
#: Families of counts. Visits belong to a session or, if counted from a roster, to the attendees' marks;
#: distinct people count 1; rows of any other kind count 1 each.
VISITS, PEOPLE = "visits", "people"
_Key = tuple[str | None, ...]


@dataclass(frozen=True)
class CountedUnits:
    """Codes of the units behind one number; codes of one `family` are comparable and weighted."""

    family: str
    codes: Codes


@dataclass(frozen=True)
class _Table:
    """A whole prepared table in memory, with row numbers in the column `unit`."""

    rows: Rows
    frame: ColumnFrame


@dataclass(frozen=True)
class _VisitUnits:
    """Units that carry visits: sessions by id, then attendance marks, with the visits of each.

    `lists` holds the marks of the attendees of each session that is counted from its roster; these marks
    carry the visits.
    """

    sessions: dict[str, int]
    marks: Codes
    visits: NDArray[np.float64]
    lists: Mapping[int, Codes]

    @staticmethod
    def from_tables(sessions: _Table | None, marks: _Table | None) -> _VisitUnits:
        if sessions is None:
            return _VisitUnits({}, np.empty(0, dtype=np.int64), np.empty(0), {})
        ids: dict[str, int] = {}
        codes = _encode_names(sessions.frame, "session_id", ids)
        visits = np.zeros(len(ids))
        visits[codes] = np.nan_to_num(sessions.frame.column("visits").floats())
        listed = set(codes[~sessions.frame.column("typed").truths()].tolist())
        if marks is None:
            return _VisitUnits(ids, np.empty(0, dtype=np.int64), visits, {})
        own = np.arange(len(marks.frame), dtype=np.int64) + len(ids)
        came = marks.frame.column("came").truths()
        places = pd.Series(own[came]).groupby(_encode_names(marks.frame, "session_id", ids)[came]).indices
        lists = {code: own[came][places[code]] for code in listed if code in places}
        return _VisitUnits(ids, own, np.concatenate([visits, np.ones(len(own))]), lists)

    def expand_rosters(self, codes: Codes) -> Codes:
        """Return the codes with each roster-counted session replaced by its marks."""
        if not self.lists:
            return codes
        alone = np.array([code for code in codes.tolist() if code not in self.lists], dtype=np.int64)
        return np.concatenate([alone, *(self.lists[code] for code in codes.tolist() if code in self.lists)])


class Members:
    """Finds the units that a measure counts in a group of a selection, with caching.

    Parameters
    ----------
    counted : Evaluator
        Evaluator of the dataset; its prepared tables are used.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._tables: dict[str, _Table | None] = {}
        self._placed: dict[tuple[object, ...], Mapping[_Key, Codes]] = {}
        self._masked: dict[Measure, tuple[str, Codes, NDArray[np.bool_]] | None] = {}
        self._people: dict[str, int] = {}
        self._new_count = 0
        self._bearers = _VisitUnits.from_tables(self._table("sessions"), self._table("participation"))

    def weights(self, family: str, codes: Codes) -> NDArray[np.float64]:
        """Return the weight of each code: the visits of a session, 1 for any other unit."""
        weights = np.ones(len(codes))
        if family == VISITS:
            borne = codes < len(self._bearers.visits)
            weights[borne] = self._bearers.visits[codes[borne]]
        return weights

    def new_codes(self, family: str, count: int) -> Codes:
        """Return new codes of weight 1 for units that only an earlier number proves to exist.

        Each call returns new codes. They remain unique only until further names are looked up.
        """
        tables = (len(table.frame) for table in self._tables.values() if table is not None)
        first = max([len(self._bearers.visits), len(self._people), *tables]) + self._new_count
        self._new_count += count
        return np.arange(first, first + count, dtype=np.int64)

    def find_units(
        self, measure: Measure, scope: Scope, by: str, group: Mapping[str, str | None], as_of: date
    ) -> CountedUnits | None:
        """Return the units that a measure counts in a group of a selection on a day.

        Parameters
        ----------
        measure : Measure
            A sum of visits, or a number of rows or distinct people, over one of the tables in `ROW_TABLES` or
            `UNDATED_ROW_TABLES`.
        scope, by, as_of : Scope, str, date
            Selection, grouping, and the day for which they were valid, applied to today's rows.
        group : mapping of str to str or None
            The group by its printed name, and the table's parts.

        Returns
        -------
        CountedUnits or None
            None for any other measure, because it cannot be traced to rows.
        """
        masked = self._mask(measure)
        if masked is None or (measure.table in UNDATED_ROW_TABLES and (scope.start or scope.end)):
            return None
        family, codes, is_counted = masked
        placed = self._cached_rows(measure.table, scope, by, as_of)
        places = placed.get(self._key(measure.table, scope, by, group))
        if places is None:
            return CountedUnits(family, np.empty(0, dtype=np.int64))
        unit_codes = codes[places[is_counted[places]]]
        return CountedUnits(
            family, np.unique(self._bearers.expand_rosters(unit_codes) if family == VISITS else unit_codes)
        )

    def _table(self, name: str) -> _Table | None:
        if name not in self._tables:
            rows = (
                self._evaluator.prepare_tables(EVERYTHING).rows(name)
                if name in ROW_TABLES | UNDATED_ROW_TABLES
                else None
            )
            whole = None if rows is None else rows.frame.collect().with_row_numbers("unit")
            self._tables[name] = None if rows is None or whole is None else _Table(rows, whole)
        return self._tables[name]

    def _mask(self, measure: Measure) -> tuple[str, Codes, NDArray[np.bool_]] | None:
        """Return a measure's family, the code of every row of its table, and whether it counts."""
        if measure not in self._masked:
            table = self._table(measure.table)
            self._masked[measure] = None if table is None else self._encode(measure, table.frame)
        return self._masked[measure]

    def _encode(self, measure: Measure, frame: ColumnFrame) -> tuple[str, Codes, NDArray[np.bool_]] | None:
        is_counted = np.ones(len(frame), dtype=bool)
        if measure.where:
            is_counted = frame.column(measure.where).truths()
        if measure.aggregate == "sum" and measure.column == "visits":
            is_counted = is_counted & ~np.isnan(frame.column("visits").floats())
            return VISITS, _encode_names(frame, "session_id", self._bearers.sessions), is_counted
        if measure.aggregate == "distinct" and measure.column == "person_key":
            codes = _encode_names(frame, "person_key", self._people)
            return PEOPLE, codes, is_counted & (codes >= 0)
        if measure.aggregate == "rows" and measure.table == "participation":
            return VISITS, self._bearers.marks, is_counted
        if measure.aggregate == "rows":
            return f"rows of {measure.table}", np.arange(len(frame), dtype=np.int64), is_counted
        return None

    def _key(self, table: str, scope: Scope, by: str, group: Mapping[str, str | None]) -> _Key:
        """Return the lookup key of a group: its name if the table is grouped, and the named parts."""
        prepared = self._tables[table]
        if prepared is None:
            return ()
        grouping = Grouping(self._evaluator.prepare_tables(scope, by), by)
        named = (group.get(by) or None,) if by and grouping.applies_to(prepared.rows) else ()
        return (*named, *(group.get(part) for part in prepared.rows.parts if part in group))

    def _cached_rows(self, table: str, scope: Scope, by: str, as_of: date) -> Mapping[_Key, Codes]:
        key = (table, scope, by, as_of)
        if key not in self._placed:
            self._placed[key] = self._find_rows(table, scope, by, as_of)
        return self._placed[key]

    def _find_rows(self, table: str, scope: Scope, by: str, as_of: date) -> Mapping[_Key, Codes]:
        """Return the rows of every group, and of every group split by each of its parts."""
        whole = self._tables[table]
        if whole is None:
            return {}
        prepared = self._evaluator.prepare_tables(scope, by)
        grouping = Grouping(prepared, by)
        rows = prepared.narrow(replace(whole.rows, frame=_up_to(whole, as_of)))
        grouped = bool(by) and grouping.applies_to(rows)
        frame = grouping.add_group_column(rows) if grouped else rows.frame
        keys = [*(["group"] if grouped else []), *rows.parts]
        placed = frame.select("unit", *(text(key).alias(f"k_{key}") for key in keys)).collect()
        rows_by_key = _group_rows(placed, [f"k_{key}" for key in keys], int(grouped))
        return _name_groups(rows_by_key, grouping) if grouped else rows_by_key


def _encode_names(frame: ColumnFrame, column: str, known: dict[str, int]) -> Codes:
    """Return a code for every name in a column, adding new names to `known`; -1 for null."""
    names = frame.column(column).to_list()
    return np.array([-1 if n is None else known.setdefault(n, len(known)) for n in names], dtype=np.int64)


def _up_to(table: _Table, as_of: date) -> Frame:
    """Return the rows up to a day, with only the columns used for grouping and filtering."""
    asked = {"unit", "date", "program_id", *table.rows.fields.values(), *table.rows.parts}
    frame = table.frame.select(*(column for column in table.frame.columns if column in asked))
    if not table.rows.is_dated or "date" not in table.frame.columns:
        return frame
    after = datetime.combine(as_of + timedelta(days=1), time())
    return frame.filter(col("date").is_null() | (col("date") < after))


def _group_rows(placed: ColumnFrame, keys: list[str], grouped: int) -> dict[_Key, Codes]:
    """Return row numbers by group alone, and by group with one more part at a time."""
    units: Codes = placed.column("unit").values
    rows_by_key: dict[_Key, Codes] = {} if grouped else {(): units}
    columns = [placed.column(key) for key in keys]
    for depth in range(1, len(keys) + 1):
        groups = Groups.of(columns[:depth], len(units))
        ends = np.cumsum(np.bincount(groups.codes, minlength=len(groups)))
        rows = np.split(units[np.argsort(groups.codes, kind="stable")], ends[:-1])
        named = zip(*(column.take(groups.first_rows).to_list() for column in columns[:depth]), strict=True)
        rows_by_key |= dict(zip(named, rows, strict=False))
    return rows_by_key


def _name_groups(rows_by_key: Mapping[_Key, Codes], grouping: Grouping) -> dict[_Key, Codes]:
    """Return the row numbers by the printed name of the group, None for one without a name."""
    named: dict[_Key, list[Codes]] = {}
    for (group, *parts), rows in rows_by_key.items():
        named.setdefault((grouping.label(group) or None, *parts), []).append(rows)
    return {key: rows[0] if len(rows) == 1 else np.concatenate(rows) for key, rows in named.items()}


# Disclosed counts of visits or people, each linked to the rows it counts.

Side = Literal["numerator", "denominator", "n"]
#: Attributes of a value that a measure of the formula can fill.
SIDES: tuple[Side, ...] = ("numerator", "denominator", "n")
#: Metrics by id, as far as they may be released; a metric made for a single plan does not count people.
METRICS: Mapping[str, Metric] = {metric.id: metric for metric in (*CATALOG, *PICTURED)}
#: Group item of a margin's total in an official form, which is not a column value of any row.
_WHOLE_MARGIN = ("class", "total")
#: Column that holds the kind of name used in a scope field or in a part of a group.
_NAME_COLUMNS: Mapping[str, str] = {
    "program": "programs.name",
    "partner": "partners.name",
    "site": "sessions.site",
    "language": "sessions.language",
    "mother_tongue": "participation.mother_tongue",
    "age_group": "sessions.age_group",
    "person_age": "participation.age_group",
    "measure": "outcomes.measure",
    "occasion": "outcomes.occasion",
}


@dataclass(frozen=True)
class DisclosedNumber:
    """One disclosed number of one metric value.

    Attributes
    ----------
    metric : str
        Id of the metric.
    side : {"numerator", "denominator", "n"}
        Attribute of the value.
    group : tuple of (str, str or None)
    scope : Scope
    by : str
        Grouping field, or empty.
    as_of : date
    k : int
        Threshold: counts from 1 to k - 1 may not be disclosed.
    """

    metric: str
    side: Side
    group: tuple[tuple[str, str | None], ...]
    scope: Scope
    by: str
    as_of: date
    k: int

    @property
    def figure(self) -> tuple[object, ...]:
        """Key of the metric value that the number belongs to."""
        return self.scope, self.by, self.metric, self.group

    @property
    def kinds(self) -> frozenset[str]:
        """Grouping the number is a part of; for a whole selection, its filter fields and "days"."""
        if self.by:
            return frozenset({self.by})
        days = {"days"} if self.scope.start or self.scope.end else set()
        return frozenset(days | {field for field, _ in self.scope.where})


def disclosed_numbers(
    evaluation: Evaluation, members: Members, settings: Settings
) -> Iterator[tuple[int, DisclosedNumber, CountedUnits]]:
    """Yield every traceable number of an evaluation: index of its value, number and units.

    Exclude numbers that do not equal the sum over their rows (an aggregate that leaves out programs): only
    the rules cover them.
    """
    for value_index, value in enumerate(evaluation.values):
        metric = METRICS.get(value.metric)
        exposure = find_exposure(metric, value)
        if metric is None or exposure is None or value.value is None:
            continue
        k = find_threshold(exposure, evaluation.scope, value, settings)
        for side, measure in _measures(metric):
            disclosed = DisclosedNumber(
                value.metric, side, value.group, evaluation.scope, evaluation.by, evaluation.as_of, k
            )
            number = getattr(value, side)
            counted = None if number is None else find_counted_units(disclosed, measure, members)
            if (
                counted is not None
                and abs(members.weights(counted.family, counted.codes).sum() - number) < 1e-6
            ):
                yield value_index, disclosed, counted


def find_counted_units(number: DisclosedNumber, measure: Measure, members: Members) -> CountedUnits | None:
    """Return the units a number counts in today's rows, even if it was released earlier."""
    group = {name: part for name, part in number.group if (name, part) != _WHOLE_MARGIN}
    return members.find_units(measure, number.scope, number.by, group, number.as_of)


def apply_renames(number: DisclosedNumber, joins: Sequence[Merge]) -> DisclosedNumber:
    """Return the number with its names replaced according to later merges of names."""
    if not joins:
        return number

    def now(field: str, name: str) -> str:
        return apply_renames_to_name(name, _NAME_COLUMNS[field], joins) if field in _NAME_COLUMNS else name

    where = tuple(
        (field, tuple(dict.fromkeys(now(field, name) for name in names)))
        for field, names in number.scope.where
    )
    group = tuple((field, name if name is None else now(field, name)) for field, name in number.group)
    return replace(number, scope=replace(number.scope, where=where), group=group)


def has_merged_name(number: DisclosedNumber, joins: Sequence[Merge]) -> bool:
    """Return whether a name of the number was merged with another, so its rows may have changed."""
    joined = {
        (columns_with_same_names(join.column), casefold_name(name))
        for join in joins
        for name in (join.old, join.new)
    }
    named = [*number.group, *((field, name) for field, names in number.scope.where for name in names)]
    return any(
        (columns_with_same_names(_NAME_COLUMNS[field]), casefold_name(name)) in joined
        for field, name in named
        if name and field in _NAME_COLUMNS
    )


def find_measure(number: DisclosedNumber) -> Measure | None:
    """Return the measure behind a number; None if the metric's formula no longer has that side."""
    metric = METRICS.get(number.metric)
    return None if metric is None else dict(_measures(metric)).get(number.side)


def _measures(metric: Metric) -> Sequence[tuple[Side, Measure]]:
    sides: list[tuple[Side, Measure | None]] = [
        ("numerator", metric.recipe.top),
        ("denominator", metric.recipe.bottom),
        ("n", N_MEASURES.get(metric.id)),
    ]
    return [(side, measure) for side, measure in sides if measure is not None]


#: Measure counted by `n`, where it is neither numerator nor denominator.
N_MEASURES: Mapping[str, Measure] = {}
