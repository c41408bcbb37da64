"""Build public evaluations: which numbers are suppressed, for which reason, or given as a bound."""

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
    ProgramsByPartner,
    SensitiveValue,
    build_lines,
    build_sensitive_value,
    find_bound_differences,
    find_disclosing_pairs,
    find_form_differences,
    find_overlap_disclosures,
)
from libcollab_metrics.protection.means import find_disclosing_means, list_disclosed_values
from libcollab_metrics.protection.policy import (
    INTERVAL_METRICS,
    LOWER_BOUND,
    PARTIAL_METRICS,
    PEOPLE_REASONS,
    RECORD_REASONS,
    SCALE_METRICS,
    SPREAD_METRICS,
    SUPPRESSED,
    UPPER_BOUND,
    WHOLE_METRICS,
    WITHHELD,
    has_small_complement,
    is_full_line,
    is_too_small,
    is_zero_or_full_share,
)
from libcollab_metrics.protection.suppression import Cell, choose_suppressions

# Suppression decisions for everything that is released together, with reasons.

#: Reason for suppressing a number: it is too small (few) or its complement is (few-others); another metric,
#: partner or the total number of visits would disclose a small number together with it (with-figure,
#: with-partner, left-out-of-form); the audit found a disclosure (audit); secondary suppression (second); it
#: counts the same people as a suppressed one (same-people); it covers only some programs or sessions
#: (partial); it describes an unknown number of people (unknown-size); its table cannot be protected
#: (withheld); or a share of a small group is 0 % or 100 %, and only a bound is released (all-or-none).
SuppressionReason = Literal[
    "few",
    "few-others",
    "with-figure",
    "with-partner",
    "left-out-of-form",
    "audit",
    "second",
    "same-people",
    "partial",
    "unknown-size",
    "withheld",
    "all-or-none",
]


@dataclass(frozen=True)
class Decision:
    """Suppressed cells with reasons, shares released as bounds, and means without interval."""

    reasons: Mapping[Cell, SuppressionReason]
    bounded_cells: frozenset[Cell]
    without_interval: frozenset[Cell] = frozenset()

    def reason_for(self, exposed: SensitiveValue) -> SuppressionReason | None:
        """Return why a value is suppressed; None if it is shown."""
        own = self.reasons.get(exposed.cell) or self.reasons.get(exposed.own_cell)
        return own or ("same-people" if exposed.linked_cells & self.reasons.keys() else None)

    def is_bounded(self, exposed: SensitiveValue, settings: Settings) -> bool:
        """Return whether a share of a small group is 0 % or 100 % and not otherwise suppressed.

        Such a share is released as a bound.
        """
        return (
            exposed.cell in self.bounded_cells
            and self.reason_for(exposed) is None
            and is_zero_or_full_share(exposed.exposure, exposed.value, settings)
        )


def decide_suppressions(
    printed: Sequence[SensitiveValue],
    behind: Sequence[SensitiveValue],
    settings: Settings,
    programs_by_partner: ProgramsByPartner | None = None,
    also_hide: frozenset[Cell] = frozenset(),
    withheld_cells: frozenset[Cell] = frozenset(),
) -> Decision:
    """Return the suppression decisions for values that count people.

    `behind` are values that are not printed but that a mean may disclose. The other parameters are those of
    `protect`.
    """
    counting = [*printed, *behind]
    why: dict[Cell, SuppressionReason] = {}
    few = {x.cell for x in counting if is_too_small(x.exposure, x.scope, x.value, settings)}
    others = {x.cell for x in counting if has_small_complement(x.exposure, x.scope, x.value, settings)}
    _add_reason(why, "few", few - others)
    _add_reason(why, "few-others", few)
    _add_reason(why, "all-or-none", (x.cell for x in counting if is_full_line(x.exposure, x.value, settings)))
    _add_reason(why, "with-figure", find_disclosing_pairs(counting, settings))
    _add_reason(why, "with-partner", find_overlap_disclosures(counting, programs_by_partner))
    _add_reason(why, "left-out-of-form", find_form_differences(counting))
    _add_reason(why, "with-figure", find_bound_differences(counting))
    _add_reason(why, "withheld", withheld_cells)
    _add_reason(why, "audit", also_hide)
    _add_secondary(why, counting)
    if any(decided in why for x in printed for decided in (x.cell, x.own_cell)):
        _add_reason(why, "partial", _partial_cells(counting))
    _add_reason(why, "unknown-size", _unknown_size_cells(counting, settings))
    bounded = frozenset(x.cell for x in counting if is_zero_or_full_share(x.exposure, x.value, settings))
    tellers = (
        x for x in counting if x.cell in bounded and not is_zero_or_full_share(x.exposure, x.value, settings)
    )
    _add_reason(why, "same-people", (x.own_cell for x in tellers))
    so_far = Decision(dict(why), bounded)
    disclosing = find_disclosing_means(counting, so_far, settings)
    means = [x for x in counting if x.cell in disclosing and x.value.points]
    _add_reason(
        why, "with-figure", (x.own_cell for x in means if x.value.metric in SPREAD_METRICS | SCALE_METRICS)
    )
    return Decision(why, bounded, frozenset(x.own_cell for x in means if x.value.metric in INTERVAL_METRICS))


def _add_reason(
    reasons: dict[Cell, SuppressionReason], reason: SuppressionReason, cells: Iterable[Cell]
) -> None:
    """Add cells with a reason; the first reason of a cell is not replaced."""
    for cell in cells:
        reasons.setdefault(cell, reason)


def _add_secondary(reasons: dict[Cell, SuppressionReason], counting: Sequence[SensitiveValue]) -> None:
    """Add secondary suppressions until no suppressed cell can be derived.

    A cell linked to a suppressed one is itself missing from its table, which may need another suppression.
    """
    lines, small = build_lines(counting), frozenset(reasons)
    more: frozenset[Cell] = small
    while more:
        chosen = choose_suppressions(small, lines, already_hidden=frozenset(reasons))
        _add_reason(reasons, "withheld", chosen.withheld)
        _add_reason(reasons, "second", chosen.hidden)
        hidden = frozenset(reasons)
        more = (_linked_cells(hidden, counting) | _disclosed_people(small, hidden, counting)) - hidden
        _add_reason(reasons, "same-people", more)


def _linked_cells(hidden: frozenset[Cell], counting: Sequence[SensitiveValue]) -> frozenset[Cell]:
    return frozenset(x.cell for x in counting if x.linked_cells & hidden)


def _disclosed_people(
    small: frozenset[Cell], hidden: frozenset[Cell], counting: Sequence[SensitiveValue]
) -> frozenset[Cell]:
    """Return the people cells of secondary cells chosen for a rate with a primary people cell.

    If shown, the number of people would equal the secondary cell where all of them are in the rate, and the
    primary cell would be the remainder.
    """
    rates = [
        x
        for x in counting
        if x.exposure.is_share and "people" in x.exposure.other_families and x.total and x.cell in hidden
    ]
    holes = {(x.cell[0], x.by, x.total) for x in rates if x.cell_in("people") in hidden}
    return frozenset(
        x.cell_in("people") for x in rates if x.cell not in small and (x.cell[0], x.by, x.total) in holes
    )


def _partial_cells(counting: Sequence[SensitiveValue]) -> frozenset[Cell]:
    """Return the values that cover only some programs, sessions or people, as their own cells.

    They are suppressed whenever any other value is.
    """
    wholes = {
        (x.value.metric, x.cell[1:]): x.value.value
        for x in counting
        if x.value.metric in WHOLE_METRICS.values()
    }
    return frozenset(
        x.own_cell
        for x in counting
        if x.exposure.is_partial
        or (
            x.value.metric in PARTIAL_METRICS
            and x.value.value is not None
            and x.number(x.exposure.counts[0])
            != wholes.get((WHOLE_METRICS.get(x.exposure.family, ""), x.cell[1:]))
        )
    )


def _unknown_size_cells(counting: Sequence[SensitiveValue], settings: Settings) -> frozenset[Cell]:
    """Return the values with a reason that describes everyone in a group not known to be large."""
    sizes = ((x.cell, x.number(x.exposure.base)) for x in counting if x.exposure.base)
    enough = {cell for cell, size in sizes if size is not None and size >= settings.small_people}
    return frozenset(
        x.own_cell
        for x in counting
        if x.exposure.base and x.value.reason in PEOPLE_REASONS and x.cell not in enough
    )


#: Reason of a metric that is for the library only, whether or not it counts people.
PRIVATE = "private"
#: Metric id and group of a value.
ValueKey = tuple[str, tuple[tuple[str, str | None], ...]]
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
    reason : SuppressionReason
        Reason of the suppression.
    threshold : int
        Threshold.
    """

    value: Value
    scope: Scope
    by: str
    reason: SuppressionReason
    threshold: int


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

    def values_for(self, metric: str) -> tuple[Value, ...]:
        """Return all values of one metric in group order.

        Parameters
        ----------
        metric : str

        Returns
        -------
        tuple of Value
        """
        return tuple(v for v in self.values if v.metric == metric)

    def filter_values(self, condition: Callable[[Value], bool]) -> PublicEvaluation:
        """Return the same evaluation with only some of its values, for a reader of a part.

        Parameters
        ----------
        condition : callable
            Takes a value and returns whether to include it.

        Returns
        -------
        PublicEvaluation
        """
        selected = tuple(value for value in self.values if condition(value))
        return PublicEvaluation(selected, self.scope, self.by, self.as_of, self.currency, _SEAL)

    def value_for(self, metric: str, **group: str | None) -> Value:
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
        for value in self.values_for(metric):
            if value.groups == group:
                return value
        raise KeyError((metric, group))


def protect(
    evaluations: Sequence[Evaluation],
    settings: Settings,
    programs_by_partner: ProgramsByPartner | None = None,
    also_hide: frozenset[Cell] = frozenset(),
    withheld_cells: frozenset[Cell] = frozenset(),
) -> list[PublicEvaluation]:
    """Return the evaluations with primary and secondary suppression of small numbers.

    Parameters
    ----------
    evaluations : sequence of Evaluation
        Everything that is released together, because a total in one may disclose a part of another.
    settings : Settings
        `small_people` and `small_events` are the thresholds k.
    programs_by_partner : mapping of str to collection of str, optional
        Programs of each partner. Two partners without a common program disclose nothing about each other;
        without this mapping any two may have one.
    also_hide : frozenset of Cell
        Further cells to treat as too small.
    withheld_cells : frozenset of Cell
        Cells of tables that cannot be protected, suppressed with the reason `withheld`.

    Returns
    -------
    list of PublicEvaluation
        One per evaluation, in order. A metric for the library only has the reason `private` and no numbers.
    """
    return protect_with_details(evaluations, settings, programs_by_partner, also_hide, withheld_cells).public


@dataclass(frozen=True)
class ProtectionResult:
    """Suppression decisions for evaluations that are released together."""

    evaluations: Sequence[Evaluation]
    settings: Settings
    exposed: Sequence[Sequence[SensitiveValue | None]]
    decision: Decision

    @cached_property
    def public(self) -> list[PublicEvaluation]:
        """One public evaluation per evaluation, in order."""
        private = {metric.id for metric in CATALOG if metric.audience != "anyone"}
        behind = [x for row in self.exposed for x in row if x is not None]
        fallen = (x for x in behind if self.decision.reason_for(x) and x.value.reason not in RECORD_REASONS)
        suppressed = {(x.value.metric, x.value.group): x.stated_threshold for x in fallen}
        publish = partial(_publish_value, self.decision, self.settings, private, suppressed)
        return [
            PublicEvaluation(tuple(map(publish, e.values, row)), e.scope, e.by, e.as_of, e.currency, _SEAL)
            for e, row in zip(self.evaluations, self.exposed[: len(self.evaluations)], strict=True)
        ]

    @property
    def hidden(self) -> tuple[HiddenFigure, ...]:
        """Suppressed values with their numbers and reasons.

        For the library's own screens only; the numbers must not be released.
        """
        figures: dict[tuple[object, ...], HiddenFigure] = {}
        for x in (x for row in self.exposed[: len(self.evaluations)] for x in row if x is not None):
            why = self.decision.reason_for(x) or (
                "all-or-none" if self.decision.is_bounded(x, self.settings) else None
            )
            if why is not None and x.value.reason not in RECORD_REASONS:
                figure = HiddenFigure(x.value, x.scope, x.by, why, x.stated_threshold)
                figures.setdefault((x.value.metric, x.value.group, x.scope), figure)
        return tuple(figures.values())


def protect_with_details(
    evaluations: Sequence[Evaluation],
    settings: Settings,
    programs_by_partner: ProgramsByPartner | None = None,
    also_hide: frozenset[Cell] = frozenset(),
    withheld_cells: frozenset[Cell] = frozenset(),
) -> ProtectionResult:
    """Return the result of `protect` together with the suppressed values; same parameters."""
    exposed, decision = _decide_all(evaluations, settings, programs_by_partner, also_hide, withheld_cells)
    return ProtectionResult(evaluations, settings, exposed, decision)


def _decide_all(
    evaluations: Sequence[Evaluation],
    settings: Settings,
    programs_by_partner: ProgramsByPartner | None,
    also_hide: frozenset[Cell],
    withheld_cells: frozenset[Cell],
) -> tuple[list[list[SensitiveValue | None]], Decision]:
    """Return what every value discloses and the suppression decisions.

    Values behind verdicts and means have rows of their own.
    """
    metrics: Mapping[str, Metric] = {metric.id: metric for metric in CATALOG}
    printed = (*evaluations, *map(_judged_values, evaluations))
    everything = (*printed, *map(_mean_values, printed))
    exposed = [[build_sensitive_value(e, value, metrics, settings) for value in e.values] for e in everything]
    counting, behind = (
        [x for row in rows for x in row if x is not None]
        for rows in (exposed[: len(printed)], exposed[len(printed) :])
    )
    return exposed, decide_suppressions(
        counting, behind, settings, programs_by_partner, also_hide, withheld_cells
    )


def _judged_values(evaluation: Evaluation) -> Evaluation:
    """Return the values that metrics about criteria depend on; they are not printed.

    Each is of one program over everything recorded.
    """
    behind = tuple(judged for value in evaluation.values for judged in value.judged)
    return replace(evaluation, values=behind, scope=EVERYTHING, by="")


def _mean_values(evaluation: Evaluation) -> Evaluation:
    """Return the values that means of points and their intervals may disclose, printed or not."""
    return replace(
        evaluation,
        values=tuple(disclosed for value in evaluation.values for disclosed in list_disclosed_values(value)),
    )


def _publish_value(
    decision: Decision,
    settings: Settings,
    private: Set[str],
    suppressed: Mapping[ValueKey, int],
    value: Value,
    exposed: SensitiveValue | None,
) -> Value:
    """Return the public form of a value: unchanged, suppressed, bounded or reduced."""
    if value.metric in private:
        return Value(value.metric, value.group, reason=PRIVATE)
    if value.judged:
        return _publish_verdict(private, suppressed, value)
    if exposed is None:
        return value
    if why := decision.reason_for(exposed):
        return _without_numbers(
            value, exposed.stated_threshold, WITHHELD if why == "withheld" else SUPPRESSED
        )
    if decision.is_bounded(exposed, settings):
        return _bounded_share(value)
    if exposed.own_cell in decision.without_interval:
        value = replace(value, ci_low=None, ci_high=None, note=NO_INTERVAL)
    # The lowest and the highest session may each describe a single child; the session sizes are unknown here.
    return replace(value, lowest=None, highest=None, people=None, points=None, small=False)


def _publish_verdict(private: Set[str], suppressed: Mapping[ValueKey, int], value: Value) -> Value:
    """Return a metric about criteria, suppressed if any value it depends on is.

    Together with the bands of the criteria, it bounds each of those values.
    """
    if any(judged.metric in private for judged in value.judged):
        return Value(value.metric, value.group, reason=PRIVATE)
    ks = [
        suppressed[figure]
        for judged in value.judged
        if (figure := (judged.metric, judged.group)) in suppressed
    ]
    return _without_numbers(replace(value, reason=None), max(ks)) if ks else replace(value, judged=())


def _without_numbers(value: Value, k: int, reason: str = SUPPRESSED) -> Value:
    """Return only the identity of a value and a reason.

    Primary and secondary suppressions look the same. A reason about the records remains; a reason such as
    "already the maximum" would disclose something about everyone in the group.
    """
    if value.reason in RECORD_REASONS:
        return Value(
            value.metric, value.group, small=True, reason=value.reason, reason_values=value.reason_values
        )
    return Value(
        value.metric, value.group, small=True, reason=reason, reason_values=MappingProxyType({"k": str(k)})
    )


def _bounded_share(value: Value) -> Value:
    """Return a share of 0 % or 100 % of a small group as "under 5 %" or "over 95 %"."""
    low, high = (None, LOWER_BOUND) if not value.numerator else (UPPER_BOUND, None)
    return Value(value.metric, value.group, low=low, high=high, small=True, note=SMALL_GROUP)
