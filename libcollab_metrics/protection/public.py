"""An evaluation that may leave the library, and the one way to make it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import InitVar, dataclass, replace
from datetime import date
from functools import cached_property, partial
from types import MappingProxyType

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.metrics.catalog import CATALOG
from libcollab_metrics.metrics.definition import EVERYTHING, Evaluation, Metric, Value
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.decision import Decision, Why, decide
from libcollab_metrics.protection.differences import Shared
from libcollab_metrics.protection.exposed import Exposed, exposed_of
from libcollab_metrics.protection.means import values_told
from libcollab_metrics.protection.policy import OF_RECORDS
from libcollab_metrics.protection.sums import Cell
from libcollab_metrics.wording import NO_INTERVAL, SMALL_GROUP

HIDDEN = "small-cell"
#: The reason of a figure whose table cannot be protected: the rest of it would give back what is hidden.
WITHHELD = "withheld"
#: The bounds that a share of a small group is told as.
UNDER, OVER = 0.05, 0.95
#: The reason of a figure that is for the library alone, whoever it counts.
PRIVATE = "private"
#: A figure by its metric and its group.
Figure = tuple[str, tuple[tuple[str, str | None], ...]]
_SEAL = object()


@dataclass(frozen=True)
class HiddenFigure:
    """A figure that does not leave, with the number that the library itself sees, the reason, and the threshold k."""

    value: Value
    scope: Scope
    by: str
    why: Why
    k: int


@dataclass(frozen=True)
class PublicEvaluation:
    """Metrics × groups that may leave the library; made by `protect` and nowhere else.

    Reads like an `Evaluation`. A hidden value is None with the reason `small-cell` or `withheld`, and everything it
    was made of is gone with it; every number that is shown equals the evaluation's. A share that nobody or everybody of
    a small group has is a bound.
    """

    values: tuple[Value, ...]
    scope: Scope
    by: str
    as_of: date
    currency: str
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise LibCollabError("Only protect() says what may leave the library: give it the evaluations.")

    def of(self, metric: str) -> tuple[Value, ...]:
        """All values of one metric, in group order."""
        return tuple(v for v in self.values if v.metric == metric)

    def only(self, keep: Callable[[Value], bool]) -> PublicEvaluation:
        """The same with some of its values only, for a reader whom the others do not concern."""
        kept = tuple(value for value in self.values if keep(value))
        return PublicEvaluation(kept, self.scope, self.by, self.as_of, self.currency, _SEAL)

    def one(self, metric: str, **group: str | None) -> Value:
        """The single value of `metric` whose group has exactly these items; KeyError when there is none."""
        for value in self.of(metric):
            if value.groups == group:
                return value
        raise KeyError((metric, group))


def protect(
    evaluations: Sequence[Evaluation],
    settings: Settings,
    shared: Shared | None = None,
    also_hide: frozenset[Cell] = frozenset(),
    withhold: frozenset[Cell] = frozenset(),
) -> list[PublicEvaluation]:
    """Return the evaluations with every small number hidden, and every number that would give one back.

    Parameters
    ----------
    evaluations : everything that leaves together, because a total in one gives back a part in another.
    settings : `small_people` and `small_events` are the thresholds k.
    shared : every partner's programs, for two partners without one in common tell nothing of each other; without it
        any two may have one.
    also_hide : cells to be treated as too small, beside those that are.
    withhold : cells of tables that cannot be protected: they go with a reason that says so.

    Returns
    -------
    One public evaluation for each evaluation, in order. A figure that is for the library alone keeps only its place,
    with the reason `private`.
    """
    return protected(evaluations, settings, shared, also_hide, withhold).public


@dataclass(frozen=True)
class Protected:
    """What was decided of evaluations that leave together: each as it may leave, and what does not."""

    evaluations: Sequence[Evaluation]
    settings: Settings
    exposed: Sequence[Sequence[Exposed | None]]
    decision: Decision

    @cached_property
    def public(self) -> list[PublicEvaluation]:
        """One public evaluation for each evaluation, in order."""
        private = {metric.id for metric in CATALOG if metric.audience != "anyone"}
        behind = [x for row in self.exposed for x in row if x is not None]
        fallen = (x for x in behind if self.decision.why_of(x) and x.value.reason not in OF_RECORDS)
        gone = {(x.value.metric, x.value.group): x.k for x in fallen}
        publish = partial(_public, self.decision, self.settings, private, gone)
        return [
            PublicEvaluation(tuple(map(publish, e.values, row)), e.scope, e.by, e.as_of, e.currency, _SEAL)
            for e, row in zip(self.evaluations, self.exposed[: len(self.evaluations)], strict=True)
        ]

    @property
    def hidden(self) -> tuple[HiddenFigure, ...]:
        """Every figure that is hidden, with its number and the reason: for the library alone.

        The numbers are those of the library's own screens and may not leave it.
        """
        found: dict[tuple[object, ...], HiddenFigure] = {}
        for x in (x for row in self.exposed[: len(self.evaluations)] for x in row if x is not None):
            why = self.decision.why_of(x) or ("all-or-none" if self.decision.is_bounded(x, self.settings) else None)
            if why is not None and x.value.reason not in OF_RECORDS:
                figure = HiddenFigure(x.value, x.scope, x.by, why, x.k)
                found.setdefault((x.value.metric, x.value.group, x.scope), figure)
        return tuple(found.values())


def protected(
    evaluations: Sequence[Evaluation],
    settings: Settings,
    shared: Shared | None = None,
    also_hide: frozenset[Cell] = frozenset(),
    withhold: frozenset[Cell] = frozenset(),
) -> Protected:
    """Return what `protect` does, and beside it what is hidden; it takes what `protect` takes."""
    exposed, decision = _decided(evaluations, settings, shared, also_hide, withhold)
    return Protected(evaluations, settings, exposed, decision)


def _decided(
    evaluations: Sequence[Evaluation],
    settings: Settings,
    shared: Shared | None,
    also_hide: frozenset[Cell],
    withhold: frozenset[Cell],
) -> tuple[list[list[Exposed | None]], Decision]:
    """What every value gives away, those behind verdicts and means as rows of their own, and what is hidden."""
    metrics: Mapping[str, Metric] = {metric.id: metric for metric in CATALOG}
    printed = (*evaluations, *map(_behind, evaluations))
    everything = (*printed, *map(_in_means, printed))
    exposed = [[exposed_of(e, value, metrics, settings) for value in e.values] for e in everything]
    counting, behind = (
        [x for row in rows for x in row if x is not None] for rows in (exposed[: len(printed)], exposed[len(printed) :])
    )
    return exposed, decide(counting, behind, settings, shared, also_hide, withhold)


def _behind(evaluation: Evaluation) -> Evaluation:
    """The figures that those about criteria stand on: each of one program over everything recorded, in no table."""
    behind = tuple(judged for value in evaluation.values for judged in value.judged)
    return replace(evaluation, values=behind, scope=EVERYTHING, by="")


def _in_means(evaluation: Evaluation) -> Evaluation:
    """The figures that means of points and their intervals may tell, whether or not they stand in a table."""
    return replace(evaluation, values=tuple(told for value in evaluation.values for told in values_told(value)))


def _public(
    decision: Decision,
    settings: Settings,
    private: Set[str],
    gone: Mapping[Figure, int],
    value: Value,
    exposed: Exposed | None,
) -> Value:
    """The value as it may leave: whole, hidden, or without what only the library's own screen shows."""
    if value.metric in private:
        return Value(value.metric, value.group, reason=PRIVATE)
    if value.judged:
        return _public_verdict(private, gone, value)
    if exposed is None:
        return value
    if why := decision.why_of(exposed):
        return _without_numbers(value, exposed.k, WITHHELD if why == "withheld" else HIDDEN)
    if decision.is_bounded(exposed, settings):
        return _bounded(value)
    if exposed.own_cell in decision.without_interval:
        value = replace(value, ci_low=None, ci_high=None, note=NO_INTERVAL)
    # The lowest and the highest session may each be one child's; nothing here says how many were there.
    return replace(value, lowest=None, highest=None, people=None, points=None, small=False)


def _public_verdict(private: Set[str], gone: Mapping[Figure, int], value: Value) -> Value:
    """How many criteria are met: with their bands that bounds every figure judged, so it goes with any of them."""
    if any(judged.metric in private for judged in value.judged):
        return Value(value.metric, value.group, reason=PRIVATE)
    ks = [gone[figure] for judged in value.judged if (figure := (judged.metric, judged.group)) in gone]
    return _without_numbers(replace(value, reason=None), max(ks)) if ks else replace(value, judged=())


def _without_numbers(value: Value, k: int, reason: str = HIDDEN) -> Value:
    """Nothing but whose value it is and why it is missing; small and second cells look the same.

    A reason that tells of the records alone stays; "already the maximum" would tell of everybody in the group.
    """
    if value.reason in OF_RECORDS:
        return Value(value.metric, value.group, small=True, reason=value.reason, reason_values=value.reason_values)
    return Value(value.metric, value.group, small=True, reason=reason, reason_values=MappingProxyType({"k": str(k)}))


def _bounded(value: Value) -> Value:
    """Nobody or everybody of a small group, as "under 5 %" or "over 95 %" and without the numbers it was made of."""
    low, high = (None, UNDER) if not value.numerator else (OVER, None)
    return Value(value.metric, value.group, low=low, high=high, small=True, note=SMALL_GROUP)
