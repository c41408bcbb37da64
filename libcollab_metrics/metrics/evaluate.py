"""Evaluate metrics over a dataset and a grouping: small groups marked, verdicts, cached selections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from libcollab_metrics.cancellation import check_cancelled
from libcollab_metrics.errors import unknown_name_error
from libcollab_metrics.metrics.counting import Counts, GroupCounts
from libcollab_metrics.metrics.criteria import (
    Criterion,
    CriterionVerdict,
    find_band_position,
    judge_value,
    read_criteria,
    select_part,
)
from libcollab_metrics.metrics.definition import (
    EVERYTHING,
    Evaluation,
    Measure,
    Metric,
    Value,
    undefined_value,
)
from libcollab_metrics.metrics.facts import Facts
from libcollab_metrics.metrics.families import CATALOG, PICTURED
from libcollab_metrics.metrics.prepare import SOURCE_TABLES, PreparedTables
from libcollab_metrics.model.completeness import ANY_TABLE, Effect, find_open_effects
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import PERIODS, SCOPE_FIELDS, Scope
from libcollab_metrics.model.settings import Settings

T = TypeVar("T")

#: Personal fields: splitting people by one of these requires the larger threshold of rule R9.
PERSONAL_FIELDS = frozenset({"mother_tongue", "person_age", "language", "age_group"})
#: Maximum number of selections whose tables an evaluator caches, and of those without a filter by program:
#: single programs are counted among all of them, so that a page needs both for each of its periods.
MAX_SELECTIONS, MAX_UNFILTERED = 4, 6
#: Metrics about criteria, which cannot themselves be a criterion.
ABOUT_CRITERIA = frozenset({"criteria_met_rate", "project_success_rate", "declared_first_share"})


def evaluate(
    dataset: Dataset,
    *,
    metrics: Iterable[str | Metric] = CATALOG,
    scope: Scope = EVERYTHING,
    by: str = "",
    as_of: date,
) -> Evaluation:
    """Return the values of the metrics for every group of a selection.

    Parameters
    ----------
    dataset : Dataset
        Frames of any Narwhals-compatible library.
    metrics : iterable of str or Metric
        Metrics or their ids, in output order; the whole catalog by default.
    scope : Scope
        Filter of the rows.
    by : str
        Grouping field of `SCOPE_FIELDS`; empty for the whole selection.
    as_of : date
        Day for which the values are valid; later sessions have not been held yet.

    Returns
    -------
    Evaluation
        Undefined values have a reason. Groups are sorted by printed name; rows with an unknown field come
        last, under None. A metric that does not support the grouping or a filter field occurs once, without a
        group, with the reason "not-by-this".

    Raises
    ------
    UnknownNameError
        If a metric or field does not exist; the message suggests the nearest name.

    Examples
    --------
    >>> from libcollab_metrics.model.dataset import Dataset
    >>> empty = evaluate(Dataset({}), metrics=["attendance_total"], as_of=date(2026, 6, 30))
    >>> empty.value_for("attendance_total").value, empty.value_for("attendance_total").reason
    (None, 'no-counts')
    """
    return Evaluator(dataset, as_of).evaluate(metrics=metrics, scope=scope, by=by)


class Evaluator:
    """Repeated evaluation of one dataset on one day; shared intermediate results are cached.

    Returns the same evaluations as `evaluate`. Caches the prepared tables of the last `MAX_SELECTIONS`
    selections, and of the last `MAX_UNFILTERED` among them without their program filter. Not thread-safe.

    Parameters
    ----------
    dataset : Dataset
    as_of : date
        As for `evaluate`.
    """

    def __init__(self, dataset: Dataset, as_of: date) -> None:
        self._prepared = PreparedTables(dataset, as_of, EVERYTHING, "")
        self.dataset = dataset
        self._selections: dict[Scope, None] = {}
        self._unfiltered: dict[Scope, None] = {}

    def evaluate(
        self, *, metrics: Iterable[str | Metric] = CATALOG, scope: Scope = EVERYTHING, by: str = ""
    ) -> Evaluation:
        """Return the values of the metrics for every group of a selection; see `evaluate`.

        Parameters
        ----------
        metrics : iterable of str or Metric
        scope : Scope
        by : str

        Returns
        -------
        Evaluation

        Raises
        ------
        UnknownNameError
            If a metric or field does not exist.
        """
        if by and by not in SCOPE_FIELDS:
            raise unknown_name_error("field", by, SCOPE_FIELDS)
        chosen = [metric if isinstance(metric, Metric) else find_metric(metric) for metric in metrics]
        prepared = self.prepare_tables(scope, by)
        values = tuple(_evaluate_metrics(prepared, chosen))
        if not by and any(issue.code == UNREAD_ISSUE for issue in self.dataset.issues):
            values = tuple(map(_blame_unread_sheet, values))
        return Evaluation(values, scope, by, prepared.as_of, prepared.facts.settings.currency)

    def prepare_tables(self, scope: Scope, by: str = "") -> PreparedTables:
        """Return the prepared tables of a selection, to show their rows with the metrics.

        Parameters
        ----------
        scope : Scope
        by : str
            Grouping field, or empty.

        Returns
        -------
        PreparedTables
        """
        self._track_selection(scope)
        return self._prepared.with_scope(scope, by)

    def get_or_compute(self, key: tuple[object, ...], compute: Callable[[], T]) -> T:
        """Return what was found for this key, computed once for all selections.

        Parameters
        ----------
        key : tuple
            A name and everything the result depends on, except for the dataset and the day; what depends on a
            `Scope` is dropped with the tables of that selection.
        compute : callable

        Returns
        -------
        object
        """
        return self._prepared.memo.get_or_compute(key, compute)

    def _track_selection(self, scope: Scope) -> None:
        """Mark the selection as most recent and drop the oldest cached tables.

        The tables of a selection are as large as its data.
        """
        is_full = _mark_recent(self._selections, scope, MAX_SELECTIONS)
        is_full |= _mark_recent(self._unfiltered, scope.without_field("program"), MAX_UNFILTERED)
        if is_full:
            recent = {EVERYTHING, *self._selections, *self._unfiltered}
            self._prepared.memo.forget_other_selections(recent)

    def judge_criteria(self) -> tuple[CriterionVerdict, ...]:
        """Return the verdict on every declared criterion; see `judge_criteria`.

        Returns
        -------
        tuple of CriterionVerdict
        """
        return _cached_verdicts(self._prepared)


def _mark_recent(scopes: dict[Scope, None], scope: Scope, most: int) -> bool:
    """Move a scope to the end of the recent ones; return whether the oldest was dropped for it."""
    scopes.pop(scope, None)
    scopes[scope] = None
    is_full = len(scopes) > most
    if is_full:
        scopes.pop(next(iter(scopes)))
    return is_full


def _evaluate_metrics(prepared: PreparedTables, metrics: list[Metric]) -> list[Value]:
    """Count everything the metrics need, then compute their values group by group."""
    scope, by, settings = prepared.scope, prepared.by, prepared.facts.settings
    strangers = {metric.id: _unsupported_field(metric, scope, by) for metric in metrics}
    measures = {m for metric in metrics if not strangers[metric.id] for m in metric.recipe.measures}
    counts = Counts(prepared, measures, by, lambda: _cached_verdicts(prepared))
    effects = prepared.memo.get_or_compute(("open-effects",), lambda: find_open_effects(prepared.dataset))
    is_dated = bool(scope.start or scope.end or by in PERIODS)
    groups = counts.groups() if by else ()
    cells = [(_group(counts, by, key), counts.group_counts(key)) for key in groups] or [
        ((), counts.group_counts(None))
    ]
    values: list[Value] = []
    for metric in metrics:
        check_cancelled()
        if strangers[metric.id]:
            values.append(
                replace(undefined_value("not-by-this", group=strangers[metric.id]), metric=metric.id)
            )
        else:
            possible = _possible_effects(metric, effects, is_dated=is_dated)
            values += _evaluate_metric(metric, cells, _is_personal(scope, by), settings, possible)
    return values


#: Columns of the prepared sessions that depend on the number of people of a session.
VISIT_COLUMNS = frozenset(("visits", "visits_an_event", "visit_minutes", "unnamed"))


#: Prepared tables with rows of hours, of which some are of staff and some of volunteers.
TABLES_OF_HOURS = frozenset(("hours", "given", "received"))


#: Prepared tables with one row per person, or per person and period.
TABLES_OF_PEOPLE = frozenset(("attenders", "returns"))


def _possible_effects(
    metric: Metric, effects: Mapping[str, frozenset[Effect]], *, is_dated: bool
) -> frozenset[Effect]:
    """Return what open issues and questions may do to a metric; a row without a day counts in no period."""
    tables = {source for measure in metric.recipe.measures for source in SOURCE_TABLES.get(measure.table, ())}
    found = {effect for table in (*tables, ANY_TABLE) if tables for effect in effects.get(table, ())}
    if is_dated and "days" in found:
        found.add("more")
    counts_people = any(map(_counts_people, (metric.recipe.top, metric.recipe.bottom)))
    counts_visits = any(measure.column in VISIT_COLUMNS for measure in metric.recipe.measures)
    if ("people" in found and counts_people) or ("absent" in found and (counts_people or counts_visits)):
        found.add("less")
    if "visits" in found and counts_visits:
        found.add("either")
    if "held" in found and not _is_total_of_visits(metric):
        found.add("less")
    if "sessions" in found and not _is_total_of_visits(metric):
        found.add("either")
    if "hours" in found and any(measure.table in TABLES_OF_HOURS for measure in metric.recipe.measures):
        found.add("either")
    if "balance" in found and metric.recipe.is_balance:
        found.add("either")
    is_distinct = metric.recipe.top.aggregate == "distinct" and metric.recipe.bottom is None
    if "twice" in found and not is_distinct:  # a person or session that is written down twice is the same one
        found.add("less")
    return frozenset(found & {"more", "less", "either"})


def _is_total_of_visits(metric: Metric) -> bool:
    """Return whether a metric adds up visits or people, so that a session without any changes nothing."""
    top, bottom = metric.recipe.top, metric.recipe.bottom
    return bottom is None and (top.column in VISIT_COLUMNS or _counts_people(top))


def _counts_people(measure: Measure | None) -> bool:
    if measure is None:
        return False
    is_distinct = measure.aggregate == "distinct" and measure.column == "person_key"
    return is_distinct or measure.table in TABLES_OF_PEOPLE


def find_metric(id: str) -> Metric:
    """Return the metric with this id.

    Parameters
    ----------
    id : str

    Returns
    -------
    Metric

    Raises
    ------
    UnknownNameError
        If the id does not exist; the message suggests the nearest one.
    """
    for metric in (*CATALOG, *PICTURED):
        if metric.id == id:
            return metric
    raise unknown_name_error("metric", id, [metric.id for metric in CATALOG])


def judge_criteria(dataset: Dataset, as_of: date) -> tuple[CriterionVerdict, ...]:
    """Return the verdict on every declared criterion, in the order of declaration.

    Each metric is evaluated for the criterion's program over everything recorded up to `as_of`, regardless of
    any filter on a page.

    Parameters
    ----------
    dataset : Dataset
    as_of : date

    Returns
    -------
    tuple of CriterionVerdict
        A criterion is undecided if its metric is unknown, or if the metric has several parts and the
        criterion names none.
    """
    return Evaluator(dataset, as_of).judge_criteria()


def _cached_verdicts(prepared: PreparedTables) -> tuple[CriterionVerdict, ...]:
    """Return the verdicts over everything recorded, computed once for all selections."""
    return prepared.memo.get_or_compute(
        ("verdicts",), lambda: _judge_all(prepared.with_scope(EVERYTHING, "program"))
    )


def _judge_all(prepared: PreparedTables) -> tuple[CriterionVerdict, ...]:
    criteria = read_criteria(prepared.dataset, prepared.as_of, CATALOG)
    if not criteria:
        return ()
    judged = {c.metric_id for c in criteria} - ABOUT_CRITERIA
    values = _evaluate_metrics(prepared, [metric for metric in CATALOG if metric.id in judged])
    starts = prepared.first_days
    return tuple(_judge(criterion, prepared.facts, values, starts) for criterion in criteria)


def _judge(
    criterion: Criterion, facts: Facts, program_values: list[Value], starts: Mapping[str, date]
) -> CriterionVerdict:
    name = facts.program_by_id(criterion.program_id).name
    here = [v for v in program_values if v.metric == criterion.metric_id and v.groups.get("program") == name]
    metric = next((m for m in CATALOG if m.id == criterion.metric_id), None)
    values = select_part(metric, here, criterion.part) if metric else ()
    value = (
        values[0] if len(values) == 1 else replace(undefined_value("undecided"), metric=criterion.metric_id)
    )
    low, ideal, high = criterion.low, criterion.ideal, criterion.high
    direction = metric.direction if metric else "neutral"
    return CriterionVerdict(
        criterion.program_id,
        name,
        criterion.metric_id,
        metric.label if metric else criterion.metric_id,
        criterion.part,
        low,
        ideal,
        high,
        criterion.declared_on,
        starts.get(criterion.program_id or ""),
        value,
        judge_value(value, low, high),
        find_band_position(value, low, ideal, high, direction),
        direction,
    )


def _unsupported_field(metric: Metric, scope: Scope, by: str) -> str:
    """Return the grouping or filter field that this metric does not support; empty if none."""
    for field in (by, *(name for name, _ in scope.where)):
        if field and field not in metric.fields:
            return SCOPE_FIELDS[field]
    if (scope.start or scope.end) and not set(PERIODS) & set(metric.fields):
        return "day"
    return ""


def _group(counts: Counts, by: str, key: str | None) -> tuple[tuple[str, str | None], ...]:
    return ((by, None if key is None else counts.grouping.label(key)),)


def _evaluate_metric(
    metric: Metric,
    cells: list[tuple[tuple[tuple[str, str | None], ...], GroupCounts]],
    personal: bool,
    settings: Settings,
    effects: frozenset[Effect],
) -> list[Value]:
    values = []
    recorded = [
        (group, cell)
        for group, cell in cells
        if not group or cell.key is not None or _is_counted(metric, cell)
    ]
    for group, cell in recorded or cells:
        apart = metric.recipe.needs_whole_programs and cell.split_programs & set(cell.programs)
        group_values = (
            (undefined_value("not-by-this", group=SCOPE_FIELDS["partner"]),)
            if apart
            else metric.recipe.values(cell)
        )
        for value in group_values:
            named = _mark_partial(value.changed(metric=metric.id, group=(*group, *value.group)))
            named = metric.recipe.judge(cell, _limit_certainty(metric, named, effects))
            is_small = _is_small(metric, named, personal, settings)
            values.append(named.changed(small=True) if is_small else named)
    return values


#: Issue of a sheet that was not understood, and the reasons for a missing value that it may explain.
UNREAD_ISSUE = "layout-unknown"
NO_DATA_REASONS = frozenset(
    ("no-sessions", "no-counts", "no-people", "no-list", "no-cost", "no-pairs", "no-answers", "no-field")
)


def _blame_unread_sheet(value: Value) -> Value:
    """Return a value without data with the reason that a sheet was not read: its data may be there."""
    if value.reason not in NO_DATA_REASONS:
        return value
    return replace(value, reason="sheet-not-read", reason_values=MappingProxyType({}))


def _mark_partial(value: Value) -> Value:
    """Return a value as partial if some of what should be known is not, and nothing bounds the value."""
    is_open = value.coverage is not None and value.coverage < 1
    return (
        value.with_certainty("partial")
        if is_open and value.certainty == "exact" and value.value is not None
        else value
    )


def _limit_certainty(metric: Metric, value: Value, effects: frozenset[Effect]) -> Value:
    """Return a value as a bound, or as partial, if data that was left out could change it."""
    may_rise, may_fall = "more" in effects, "less" in effects
    if value.value is None:
        return _open_range(value, may_rise or "either" in effects) if metric.recipe.grows else value
    if not effects:
        return value
    if "either" in effects or not metric.recipe.grows:
        may_rise = may_fall = True
    may_rise |= value.certainty in ("at_least", "partial", "range")
    may_fall |= value.certainty in ("at_most", "partial", "range")
    return value.with_certainty("partial" if may_rise and may_fall else "at_least" if may_rise else "at_most")


def _open_range(value: Value, may_rise: bool) -> Value:
    """Return the range of a total without its upper end if data that was left out could raise it."""
    return value.changed(high=None) if may_rise and value.certainty == "range" else value


def _is_counted(metric: Metric, cell: GroupCounts) -> bool:
    """Return whether a group has data for this metric.

    The unknown group is listed only in that case.
    """
    return any(cell[measure] or cell.parts(measure) for measure in metric.recipe.measures)


def _is_personal(scope: Scope, by: str) -> bool:
    return bool(PERSONAL_FIELDS & {by, *(name for name, _ in scope.where)})


def _is_small(metric: Metric, value: Value, personal: bool, settings: Settings) -> bool:
    """Return whether a release must suppress the value: some people, but below the threshold."""
    if not metric.guards:
        return False
    threshold = settings.small_people if metric.is_personal or personal else settings.small_events
    people = getattr(value, metric.guards)
    return people is not None and 0 < people < threshold
