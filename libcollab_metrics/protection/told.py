"""Every number of an evaluation that counts sessions' visits or people, and what it counts, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from libcollab_metrics.metrics import CATALOG, PICTURED, Evaluation, Measure, Metric
from libcollab_metrics.metrics.members import Counted, Members
from libcollab_metrics.model.names import columns_of, fold, name_after_joins
from libcollab_metrics.model.operations import Merge
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.policy import exposure_of, threshold

Side = Literal["numerator", "denominator", "n"]
#: Where a measure of a metric's formula stands in its values.
SIDES: tuple[Side, ...] = ("numerator", "denominator", "n")
#: What a reader may be told of; a figure made for one plan counts nobody.
METRICS: Mapping[str, Metric] = {metric.id: metric for metric in (*CATALOG, *PICTURED)}
#: The line of an official form that holds all of its margin: a part that no row bears.
_WHOLE_MARGIN = ("class", "total")
#: Which kind of name stands in a field of a selection or in a part of a group, by a column that holds that kind.
_NAMING: Mapping[str, str] = {
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
class Told:
    """One number of one figure: whose it is, over what, and from which count on it may be shown."""

    metric: str
    side: Side
    group: tuple[tuple[str, str | None], ...]
    scope: Scope
    by: str
    as_of: date
    k: int

    @property
    def figure(self) -> tuple[object, ...]:
        """The figure it is a number of, by name."""
        return self.scope, self.by, self.metric, self.group

    @property
    def kinds(self) -> frozenset[str]:
        """Of which grouping it is a part; of a whole selection, the fields and days it is chosen by."""
        if self.by:
            return frozenset({self.by})
        days = {"days"} if self.scope.start or self.scope.end else set()
        return frozenset(days | {field for field, _ in self.scope.where})


def told_by(evaluation: Evaluation, members: Members, settings: Settings) -> Iterator[tuple[int, Told, Counted]]:
    """Every number of an evaluation that can be followed row by row: its value's place, whose it is, what it counts.

    A number whose rows do not add up to it (a portfolio that leaves programs out) is left to the rules.
    """
    for place, value in enumerate(evaluation.values):
        metric = METRICS.get(value.metric)
        exposure = exposure_of(metric, value)
        if metric is None or exposure is None or value.value is None:
            continue
        k = threshold(exposure, evaluation.scope, value, settings)
        for side, measure in _measures(metric):
            told = Told(value.metric, side, value.group, evaluation.scope, evaluation.by, evaluation.as_of, k)
            number = getattr(value, side)
            counted = None if number is None else counted_of(told, measure, members)
            if counted is not None and abs(members.weights(counted.family, counted.codes).sum() - number) < 1e-6:
                yield place, told, counted


def counted_of(told: Told, measure: Measure, members: Members) -> Counted | None:
    """What a number counts over today's rows, whenever it was told."""
    group = {name: part for name, part in told.group if (name, part) != _WHOLE_MARGIN}
    return members.of(measure, told.scope, told.by, group, told.as_of)


def under_names_of_today(told: Told, joins: Sequence[Merge]) -> Told:
    """The number with its names as they are read since names were joined."""
    if not joins:
        return told

    def now(field: str, name: str) -> str:
        return name_after_joins(name, _NAMING[field], joins) if field in _NAMING else name

    where = tuple((field, tuple(dict.fromkeys(now(field, name) for name in kept))) for field, kept in told.scope.where)
    group = tuple((field, name if name is None else now(field, name)) for field, name in told.group)
    return replace(told, scope=replace(told.scope, where=where), group=group)


def is_of_joined_names(told: Told, joins: Sequence[Merge]) -> bool:
    """Whether it bears a name that was joined to another, or that another was joined to: its rows may be others now."""
    joined = {(columns_of(join.column), fold(name)) for join in joins for name in (join.old, join.new)}
    named = [*told.group, *((field, name) for field, kept in told.scope.where for name in kept)]
    return any((columns_of(_NAMING[field]), fold(name)) in joined for field, name in named if name and field in _NAMING)


def measure_of(told: Told) -> Measure | None:
    """The measure a number stands for; None where the metric's formula has no such side any more."""
    metric = METRICS.get(told.metric)
    return None if metric is None else dict(_measures(metric)).get(told.side)


def _measures(metric: Metric) -> Sequence[tuple[Side, Measure]]:
    sides: list[tuple[Side, Measure | None]] = [
        ("numerator", metric.recipe.top),
        ("denominator", metric.recipe.bottom),
        ("n", OF_N.get(metric.id)),
    ]
    return [(side, measure) for side, measure in sides if measure is not None]


#: What `n` counts, where it is neither side of the fraction.
OF_N: Mapping[str, Measure] = {}
