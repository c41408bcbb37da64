"""Metrics × dataset × grouping → one tidy table of values, each with its reason where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from libcollab_metrics.errors import did_you_mean
from libcollab_metrics.metrics.counting import Cell, Counts
from libcollab_metrics.metrics.criteria import Criterion, of_part, read_criteria
from libcollab_metrics.metrics.definition import EVERYTHING, Evaluation, Metric, Value, missing
from libcollab_metrics.metrics.facts import Facts
from libcollab_metrics.metrics.families import CATALOG, PICTURED
from libcollab_metrics.metrics.prepare import Prepared
from libcollab_metrics.metrics.verdicts import CriterionVerdict, verdict_of, where_of
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import PERIODS, SCOPE_FIELDS, Scope
from libcollab_metrics.model.settings import Settings

#: Splitting people by one of these takes the larger threshold of rule R9.
PERSONAL_FIELDS = frozenset({"mother_tongue", "person_age", "language", "age_group"})
#: Selections whose tables an evaluator keeps at once.
SELECTIONS = 4
#: Figures about criteria cannot themselves be a criterion.
ABOUT_CRITERIA = frozenset({"criteria_met_rate", "project_success_rate", "declared_first_share"})


def evaluate(
    dataset: Dataset,
    *,
    metrics: Iterable[str | Metric] = CATALOG,
    scope: Scope = EVERYTHING,
    by: str = "",
    as_of: date,
) -> Evaluation:
    """Return every metric for every group of a selection, undefined ones with their reason.

    Parameters
    ----------
    dataset : what was recorded, in frames of any Narwhals-compatible library.
    metrics : metrics or their ids, in the order wanted; all of the catalog by default.
    scope : which rows count.
    by : a field of `SCOPE_FIELDS` to group by; empty for the whole selection. Groups come in the order of
        their printed names, rows whose field is unknown last, under None. A metric the field or filter does
        not apply to stands once, without a group, with the reason not-by-this.
    as_of : the day the figures are true for; later sessions are not held yet.

    Raises
    ------
    UnknownName : no such metric or field; the text proposes the nearest.

    Examples
    --------
    >>> from libcollab_metrics.model.dataset import Dataset
    >>> empty = evaluate(Dataset({}), metrics=["attendance_total"], as_of=date(2026, 6, 30))
    >>> empty.one("attendance_total").value, empty.one("attendance_total").reason
    (None, 'no-counts')
    """
    return Evaluator(dataset, as_of).evaluate(metrics=metrics, scope=scope, by=by)


class Evaluator:
    """Evaluates one dataset on one day as often as asked; what several evaluations stand on is counted once.

    Each evaluation is the very one that `evaluate` returns. It keeps the prepared tables of the last `SELECTIONS`
    selections, and is for one thread at a time.

    Parameters
    ----------
    dataset, as_of : as for `evaluate`.
    """

    def __init__(self, dataset: Dataset, as_of: date) -> None:
        self._prepared = Prepared(dataset, as_of, EVERYTHING, "")
        self.dataset = dataset
        self._selections: dict[Scope, None] = {}

    def evaluate(
        self, *, metrics: Iterable[str | Metric] = CATALOG, scope: Scope = EVERYTHING, by: str = ""
    ) -> Evaluation:
        """Return every metric for every group of a selection; see `evaluate`."""
        if by and by not in SCOPE_FIELDS:
            raise did_you_mean("field", by, SCOPE_FIELDS)
        chosen = [metric if isinstance(metric, Metric) else find_metric(metric) for metric in metrics]
        prepared = self.prepared(scope, by)
        values = tuple(_evaluated(prepared, chosen))
        return Evaluation(values, scope, by, prepared.as_of, prepared.facts.settings.currency)

    def prepared(self, scope: Scope, by: str = "") -> Prepared:
        """Return the tables of a selection, for what shows their rows beside the figures."""
        self._remember(scope)
        return self._prepared.beside(scope, by)

    def _remember(self, scope: Scope) -> None:
        """Note the selection as the latest, and let go of the tables of the oldest: they are as large as the data."""
        self._selections.pop(scope, None)
        self._selections[scope] = None
        while len(self._selections) > SELECTIONS:
            self._selections.pop(next(iter(self._selections)))
            every = {held.without("program") for held in self._selections}
            self._prepared.kept.forget_other_selections({EVERYTHING, *self._selections, *every})

    def judge_criteria(self) -> tuple[CriterionVerdict, ...]:
        """Return the verdict on every declared criterion; see `judge_criteria`."""
        return _verdicts(self._prepared)


def _evaluated(prepared: Prepared, metrics: list[Metric]) -> list[Value]:
    """Count everything the metrics need, then make their values group by group."""
    scope, by, settings = prepared.scope, prepared.by, prepared.facts.settings
    strangers = {metric.id: _stranger(metric, scope, by) for metric in metrics}
    measures = {m for metric in metrics if not strangers[metric.id] for m in metric.recipe.measures}
    counts = Counts(prepared, measures, by, lambda: _verdicts(prepared))
    groups = counts.groups() if by else ()
    cells = [(_group(counts, by, key), counts.cell(key)) for key in groups] or [((), counts.cell(None))]
    values: list[Value] = []
    for metric in metrics:
        if strangers[metric.id]:
            values.append(replace(missing("not-by-this", group=strangers[metric.id]), metric=metric.id))
        else:
            values += _values(metric, cells, _is_personal(scope, by), settings)
    return values


def find_metric(id: str) -> Metric:
    """Return the metric with this id; the error proposes the nearest."""
    for metric in (*CATALOG, *PICTURED):
        if metric.id == id:
            return metric
    raise did_you_mean("metric", id, [metric.id for metric in CATALOG])


def judge_criteria(dataset: Dataset, as_of: date) -> tuple[CriterionVerdict, ...]:
    """Return the verdict on every declared criterion, in the order declared.

    Each metric is evaluated for the criterion's program over everything recorded up to `as_of`, whatever
    filter a page shows. A metric that is unknown, or has several parts of which the criterion names none, leaves the
    criterion undecided.
    """
    return Evaluator(dataset, as_of).judge_criteria()


def _verdicts(prepared: Prepared) -> tuple[CriterionVerdict, ...]:
    """The verdicts over everything recorded, judged once for all selections of it."""
    return prepared.kept.once(("verdicts",), lambda: _judged(prepared.beside(EVERYTHING, "program")))


def _judged(prepared: Prepared) -> tuple[CriterionVerdict, ...]:
    criteria = read_criteria(prepared.dataset, prepared.as_of, CATALOG)
    if not criteria:
        return ()
    judged = {c.metric_id for c in criteria} - ABOUT_CRITERIA
    values = _evaluated(prepared, [metric for metric in CATALOG if metric.id in judged])
    starts = prepared.first_days
    return tuple(_judge(criterion, prepared.facts, values, starts) for criterion in criteria)


def _judge(criterion: Criterion, facts: Facts, found: list[Value], starts: Mapping[str, date]) -> CriterionVerdict:
    name = facts.named(criterion.program_id).name
    here = [v for v in found if v.metric == criterion.metric_id and v.groups.get("program") == name]
    metric = next((m for m in CATALOG if m.id == criterion.metric_id), None)
    values = of_part(metric, here, criterion.part) if metric else ()
    value = values[0] if len(values) == 1 else replace(missing("undecided"), metric=criterion.metric_id)
    low, ideal, high = criterion.low, criterion.ideal, criterion.high
    direction = metric.direction if metric else "neutral"
    return CriterionVerdict(
        criterion.program_id, name, criterion.metric_id, metric.label if metric else criterion.metric_id,
        criterion.part, low, ideal, high, criterion.declared_on, starts.get(criterion.program_id or ""), value,
        verdict_of(value, low, high), where_of(value, low, ideal, high, direction), direction,
    )  # fmt: skip


def _stranger(metric: Metric, scope: Scope, by: str) -> str:
    """The field of the grouping or the filter that this metric is not recorded by; empty when there is none."""
    for field in (by, *(name for name, _ in scope.where)):
        if field and field not in metric.fields:
            return SCOPE_FIELDS[field]
    if (scope.start or scope.end) and not set(PERIODS) & set(metric.fields):
        return "day"
    return ""


def _group(counts: Counts, by: str, key: str | None) -> tuple[tuple[str, str | None], ...]:
    return ((by, None if key is None else counts.grouping.label(key)),)


def _values(
    metric: Metric, cells: list[tuple[tuple[tuple[str, str | None], ...], Cell]], personal: bool, settings: Settings
) -> list[Value]:
    values = []
    recorded = [
        (group, cell) for group, cell in cells if not group or cell.key is not None or _is_counted(metric, cell)
    ]
    for group, cell in recorded or cells:
        apart = metric.recipe.whole_programs and cell.split_programs & set(cell.programs)
        found = (missing("not-by-this", group=SCOPE_FIELDS["partner"]),) if apart else metric.recipe.values(cell)
        for value in found:
            named = replace(value, metric=metric.id, group=(*group, *value.group))
            values.append(replace(named, small=_is_small(metric, named, personal, settings)))
    return values


def _is_counted(metric: Metric, cell: Cell) -> bool:
    """Whether a group holds anything of this metric; the unknown group is listed only where it does."""
    return any(cell[measure] or cell.parts(measure) for measure in metric.recipe.measures)


def _is_personal(scope: Scope, by: str) -> bool:
    return bool(PERSONAL_FIELDS & {by, *(name for name, _ in scope.where)})


def _is_small(metric: Metric, value: Value, personal: bool, settings: Settings) -> bool:
    """What a release would hide: fewer people than the threshold, but somebody."""
    if not metric.guards:
        return False
    threshold = settings.small_people if metric.personal or personal else settings.small_events
    people = getattr(value, metric.guards)
    return people is not None and 0 < people < threshold
