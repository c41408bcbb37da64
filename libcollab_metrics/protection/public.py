"""Build public evaluations: decide which numbers to suppress and remove them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import InitVar, dataclass, replace
from datetime import date
from functools import cached_property, partial
from types import MappingProxyType
from typing import Literal

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.localization import NO_INTERVAL, SMALL_GROUP
from libcollab_metrics.metrics.definition import EVERYTHING, Evaluation, Metric, Value
from libcollab_metrics.metrics.families import CATALOG
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.cells import (
    Exposed,
    Shared,
    exposed_of,
    left_of_largest,
    left_out_of_forms,
    lines_of,
    told_apart,
    told_by_overlap,
)
from libcollab_metrics.protection.means import means_that_tell, values_told
from libcollab_metrics.protection.policy import (
    INTERVALS,
    OF_PEOPLE,
    OF_RECORDS,
    ON_SCALES,
    PORTFOLIO,
    SPREADS,
    WHOLE,
    is_all_of_a_table,
    is_all_or_none,
    is_too_small,
    others_are_few,
)
from libcollab_metrics.protection.suppression import Cell, choose

# Suppression decisions for everything that is released together, with reasons.

#: Reason for suppressing a number: it is too small (few) or its complement is (few-others); another metric,
#: partner or the total number of visits would disclose a small number together with it (beside-figure,
#: beside-partner, left-out-of-form); the audit found a disclosure (audit); secondary suppression (second); it
#: counts the same people as a suppressed one (same-people); it covers only some programs or sessions
#: (partial); it describes an unknown number of people (unknown-size); its table cannot be protected
#: (withheld); or a share of a small group is 0 % or 100 %, and only a bound is released (all-or-none).
Why = Literal[
    "few", "few-others", "beside-figure", "beside-partner", "left-out-of-form", "audit", "second", "same-people",
    "partial", "unknown-size", "withheld", "all-or-none",
]  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """Suppressed cells with reasons, shares released as bounds, and means without interval."""

    why: Mapping[Cell, Why]
    bounded: frozenset[Cell]
    without_interval: frozenset[Cell] = frozenset()

    def why_of(self, exposed: Exposed) -> Why | None:
        """Return why a value is suppressed; None if it is shown."""
        own = self.why.get(exposed.cell) or self.why.get(exposed.own_cell)
        return own or ("same-people" if exposed.falls_with & self.why.keys() else None)

    def is_bounded(self, exposed: Exposed, settings: Settings) -> bool:
        """Return whether a share of a small group is 0 % or 100 % and not otherwise suppressed.

        Such a share is released as a bound.
        """
        return (
            exposed.cell in self.bounded
            and self.why_of(exposed) is None
            and is_all_or_none(exposed.exposure, exposed.value, settings)
        )


def decide(
    printed: Sequence[Exposed],
    behind: Sequence[Exposed],
    settings: Settings,
    shared: Shared | None = None,
    also_hide: frozenset[Cell] = frozenset(),
    withhold: frozenset[Cell] = frozenset(),
) -> Decision:
    """Return the suppression decisions for values that count people.

    `behind` are values that are not printed but that a mean may disclose. The other parameters are those of
    `protect`.
    """
    counting = [*printed, *behind]
    why: dict[Cell, Why] = {}
    few = {x.cell for x in counting if is_too_small(x.exposure, x.scope, x.value, settings)}
    others = {x.cell for x in counting if others_are_few(x.exposure, x.scope, x.value, settings)}
    _note(why, "few", few - others)
    _note(why, "few-others", few)
    _note(why, "all-or-none", (x.cell for x in counting if is_all_of_a_table(x.exposure, x.value, settings)))
    _note(why, "beside-figure", told_apart(counting, settings))
    _note(why, "beside-partner", told_by_overlap(counting, shared))
    _note(why, "left-out-of-form", left_out_of_forms(counting))
    _note(why, "beside-figure", left_of_largest(counting))
    _note(why, "withheld", withhold)
    _note(why, "audit", also_hide)
    _close(why, counting)
    if any(decided in why for x in printed for decided in (x.cell, x.own_cell)):
        _note(why, "partial", _partial_sums(counting))
    _note(why, "unknown-size", _answers_of_unknown_size(counting, settings))
    bounded = frozenset(x.cell for x in counting if is_all_or_none(x.exposure, x.value, settings))
    tellers = (x for x in counting if x.cell in bounded and not is_all_or_none(x.exposure, x.value, settings))
    _note(why, "same-people", (x.own_cell for x in tellers))
    so_far = Decision(dict(why), bounded)
    telling = means_that_tell(counting, so_far, settings)
    means = [x for x in counting if x.cell in telling and x.value.points]
    _note(why, "beside-figure", (x.own_cell for x in means if x.value.metric in SPREADS | ON_SCALES))
    return Decision(why, bounded, frozenset(x.own_cell for x in means if x.value.metric in INTERVALS))


def _note(why: dict[Cell, Why], reason: Why, cells: Iterable[Cell]) -> None:
    """Add cells with a reason; the first reason of a cell is not replaced."""
    for cell in cells:
        why.setdefault(cell, reason)


def _close(why: dict[Cell, Why], counting: Sequence[Exposed]) -> None:
    """Add secondary suppressions until no suppressed cell can be derived.

    A cell linked to a suppressed one is itself missing from its table, which may need another suppression.
    """
    lines, small = lines_of(counting), frozenset(why)
    more: frozenset[Cell] = small
    while more:
        chosen = choose(small, lines, gone=frozenset(why))
        _note(why, "withheld", chosen.withheld)
        _note(why, "second", chosen.hidden)
        hidden = frozenset(why)
        more = (_fallen(hidden, counting) | _given_back(small, hidden, counting)) - hidden
        _note(why, "same-people", more)


def _fallen(hidden: frozenset[Cell], counting: Sequence[Exposed]) -> frozenset[Cell]:
    return frozenset(x.cell for x in counting if x.falls_with & hidden)


def _given_back(small: frozenset[Cell], hidden: frozenset[Cell], counting: Sequence[Exposed]) -> frozenset[Cell]:
    """Return the people cells of secondary cells chosen for a rate with a primary people cell.

    If shown, the number of people would equal the secondary cell where all of them are in the rate, and the
    primary cell would be the remainder.
    """
    rates = [
        x for x in counting if x.exposure.is_share and "people" in x.exposure.also and x.total and x.cell in hidden
    ]
    holes = {(x.cell[0], x.by, x.total) for x in rates if x.cell_in("people") in hidden}
    return frozenset(x.cell_in("people") for x in rates if x.cell not in small and (x.cell[0], x.by, x.total) in holes)


def _partial_sums(counting: Sequence[Exposed]) -> frozenset[Cell]:
    """Return the values that cover only some programs, sessions or people, as their own cells.

    They are suppressed whenever any other value is.
    """
    wholes = {(x.value.metric, x.cell[1:]): x.value.value for x in counting if x.value.metric in WHOLE.values()}
    return frozenset(
        x.own_cell
        for x in counting
        if x.exposure.fragile
        or (
            x.value.metric in PORTFOLIO
            and x.value.value is not None
            and x.number(x.exposure.counts[0]) != wholes.get((WHOLE.get(x.exposure.family, ""), x.cell[1:]))
        )
    )


def _answers_of_unknown_size(counting: Sequence[Exposed], settings: Settings) -> frozenset[Cell]:
    """Return the values with a reason that describes everyone in a group not known to be large."""
    sizes = ((x.cell, x.number(x.exposure.base)) for x in counting if x.exposure.base)
    enough = {cell for cell, size in sizes if size is not None and size >= settings.small_people}
    return frozenset(
        x.own_cell for x in counting if x.exposure.base and x.value.reason in OF_PEOPLE and x.cell not in enough
    )


HIDDEN = "small-cell"
#: Reason of a value from a table that cannot be protected, because its other values would disclose it.
WITHHELD = "withheld"
#: Bounds released for a share of a small group.
UNDER, OVER = 0.05, 0.95
#: Reason of a metric that is for the library only, whether or not it counts people.
PRIVATE = "private"
#: Metric id and group of a value.
Figure = tuple[str, tuple[tuple[str, str | None], ...]]
_SEAL = object()


@dataclass(frozen=True)
class HiddenFigure:
    """A suppressed value, for the library's own use.

    Attributes
    ----------
    value : Value
        The unprotected value.
    scope : Scope
    by : str
        Grouping field, or empty.
    why : Why
        Reason of the suppression.
    k : int
        Threshold.
    """

    value: Value
    scope: Scope
    by: str
    why: Why
    k: int


@dataclass(frozen=True)
class PublicEvaluation:
    """Values of metrics by group that may be released; only `protect` can create it.

    It reads like an `Evaluation`. A suppressed value is None with the reason `small-cell` or `withheld`,
    without any of the numbers it was computed from. Every number that is shown equals the evaluation's. A
    share of 0 % or 100 % of a small group is a bound.

    Attributes
    ----------
    values : tuple of Value
    scope : Scope
    by : str
        Grouping field, or empty.
    as_of : date
    currency : str
    seal : object
        Internal proof that `protect` is the caller.

    Raises
    ------
    LibCollabError
        If created in any other way.
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
        """Return all values of one metric in group order.

        Parameters
        ----------
        metric : str

        Returns
        -------
        tuple of Value
        """
        return tuple(v for v in self.values if v.metric == metric)

    def only(self, keep: Callable[[Value], bool]) -> PublicEvaluation:
        """Return the same evaluation with only some of its values, for a reader of a part.

        Parameters
        ----------
        keep : callable
            Takes a value and returns whether to include it.

        Returns
        -------
        PublicEvaluation
        """
        kept = tuple(value for value in self.values if keep(value))
        return PublicEvaluation(kept, self.scope, self.by, self.as_of, self.currency, _SEAL)

    def one(self, metric: str, **group: str | None) -> Value:
        """Return the value of a metric with exactly these group items.

        Parameters
        ----------
        metric : str
        **group : str or None

        Returns
        -------
        Value

        Raises
        ------
        KeyError
            If the evaluation does not contain it.
        """
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
    """Return the evaluations with primary and secondary suppression of small numbers.

    Parameters
    ----------
    evaluations : sequence of Evaluation
        Everything that is released together, because a total in one may disclose a part of another.
    settings : Settings
        `small_people` and `small_events` are the thresholds k.
    shared : mapping of str to collection of str, optional
        Programs of each partner. Two partners without a common program disclose nothing about each other;
        without this mapping any two may have one.
    also_hide : frozenset of Cell
        Further cells to treat as too small.
    withhold : frozenset of Cell
        Cells of tables that cannot be protected, suppressed with the reason `withheld`.

    Returns
    -------
    list of PublicEvaluation
        One per evaluation, in order. A metric for the library only has the reason `private` and no numbers.
    """
    return protected(evaluations, settings, shared, also_hide, withhold).public


@dataclass(frozen=True)
class Protected:
    """Suppression decisions for evaluations that are released together."""

    evaluations: Sequence[Evaluation]
    settings: Settings
    exposed: Sequence[Sequence[Exposed | None]]
    decision: Decision

    @cached_property
    def public(self) -> list[PublicEvaluation]:
        """One public evaluation per evaluation, in order."""
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
        """Suppressed values with their numbers and reasons.

        For the library's own screens only; the numbers must not be released.
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
    """Return the result of `protect` together with the suppressed values; same parameters."""
    exposed, decision = _decided(evaluations, settings, shared, also_hide, withhold)
    return Protected(evaluations, settings, exposed, decision)


def _decided(
    evaluations: Sequence[Evaluation],
    settings: Settings,
    shared: Shared | None,
    also_hide: frozenset[Cell],
    withhold: frozenset[Cell],
) -> tuple[list[list[Exposed | None]], Decision]:
    """Return what every value discloses and the suppression decisions.

    Values behind verdicts and means have rows of their own.
    """
    metrics: Mapping[str, Metric] = {metric.id: metric for metric in CATALOG}
    printed = (*evaluations, *map(_behind, evaluations))
    everything = (*printed, *map(_in_means, printed))
    exposed = [[exposed_of(e, value, metrics, settings) for value in e.values] for e in everything]
    counting, behind = (
        [x for row in rows for x in row if x is not None] for rows in (exposed[: len(printed)], exposed[len(printed) :])
    )
    return exposed, decide(counting, behind, settings, shared, also_hide, withhold)


def _behind(evaluation: Evaluation) -> Evaluation:
    """Return the values that metrics about criteria depend on; they are not printed.

    Each is of one program over everything recorded.
    """
    behind = tuple(judged for value in evaluation.values for judged in value.judged)
    return replace(evaluation, values=behind, scope=EVERYTHING, by="")


def _in_means(evaluation: Evaluation) -> Evaluation:
    """Return the values that means of points and their intervals may disclose, printed or not."""
    return replace(evaluation, values=tuple(told for value in evaluation.values for told in values_told(value)))


def _public(
    decision: Decision,
    settings: Settings,
    private: Set[str],
    gone: Mapping[Figure, int],
    value: Value,
    exposed: Exposed | None,
) -> Value:
    """Return the public form of a value: unchanged, suppressed, bounded or reduced."""
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
    # The lowest and the highest session may each describe a single child; the session sizes are unknown here.
    return replace(value, lowest=None, highest=None, people=None, points=None, small=False)


def _public_verdict(private: Set[str], gone: Mapping[Figure, int], value: Value) -> Value:
    """Return a metric about criteria, suppressed if any value it depends on is.

    Together with the bands of the criteria, it bounds each of those values.
    """
    if any(judged.metric in private for judged in value.judged):
        return Value(value.metric, value.group, reason=PRIVATE)
    ks = [gone[figure] for judged in value.judged if (figure := (judged.metric, judged.group)) in gone]
    return _without_numbers(replace(value, reason=None), max(ks)) if ks else replace(value, judged=())


def _without_numbers(value: Value, k: int, reason: str = HIDDEN) -> Value:
    """Return only the identity of a value and a reason.

    Primary and secondary suppressions look the same. A reason about the records remains; a reason such as
    "already the maximum" would disclose something about everyone in the group.
    """
    if value.reason in OF_RECORDS:
        return Value(value.metric, value.group, small=True, reason=value.reason, reason_values=value.reason_values)
    return Value(value.metric, value.group, small=True, reason=reason, reason_values=MappingProxyType({"k": str(k)}))


def _bounded(value: Value) -> Value:
    """Return a share of 0 % or 100 % of a small group as "under 5 %" or "over 95 %"."""
    low, high = (None, UNDER) if not value.numerator else (OVER, None)
    return Value(value.metric, value.group, low=low, high=high, small=True, note=SMALL_GROUP)
