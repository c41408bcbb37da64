"""An evaluation that may leave the library, and the one way to make it."""

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

# What is hidden of everything that leaves together, and why each number is.

#: Why a number is hidden: it tells of few people itself, or of the few who did not; beside another figure, another
#: partner or the visits of all it would; the audit found that it gives something away; with a total it would give back
#: another number; it is made of the same people as a hidden one; it stands on some programs or sessions only; it
#: answers for an unknown number of people; its table cannot be protected at all; or nobody or everybody of a small
#: group did, which is told as a bound.
Why = Literal[
    "few", "few-others", "beside-figure", "beside-partner", "left-out-of-form", "audit", "second", "same-people",
    "partial", "unknown-size", "withheld", "all-or-none",
]  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """Every hidden cell with the reason, the cells whose share is told as a bound only, and means without interval."""

    why: Mapping[Cell, Why]
    bounded: frozenset[Cell]
    without_interval: frozenset[Cell] = frozenset()

    def why_of(self, exposed: Exposed) -> Why | None:
        """Why a value is hidden, None when it is shown."""
        own = self.why.get(exposed.cell) or self.why.get(exposed.own_cell)
        return own or ("same-people" if exposed.falls_with & self.why.keys() else None)

    def is_bounded(self, exposed: Exposed, settings: Settings) -> bool:
        """True when nobody or everybody of a small group did, and that is all there is to keep."""
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
    """Return what is hidden of values that count people; the arguments are those of `protect`.

    Those `behind` stand in no table: a mean may tell them.
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
    """Take in cells with a reason; the first reason of a cell stays."""
    for cell in cells:
        why.setdefault(cell, reason)


def _close(why: dict[Cell, Why], counting: Sequence[Exposed]) -> None:
    """Hide what else must go: what falls with a hidden cell is a hole in its own table, and may need a second one."""
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
    """The people of every second cell that a rate chose because the people of a first are hidden.

    Shown, they would stand for the second cell where all of them are in the rate, and the first would be the rest.
    """
    rates = [
        x for x in counting if x.exposure.is_share and "people" in x.exposure.also and x.total and x.cell in hidden
    ]
    holes = {(x.cell[0], x.by, x.total) for x in rates if x.cell_in("people") in hidden}
    return frozenset(x.cell_in("people") for x in rates if x.cell not in small and (x.cell[0], x.by, x.total) in holes)


def _partial_sums(counting: Sequence[Exposed]) -> frozenset[Cell]:
    """Figures that stand on some programs, sessions or people only, as cells of their own: gone where anything is."""
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
    """Reasons that tell how everybody did, where nothing beside them says that they are enough people."""
    sizes = ((x.cell, x.number(x.exposure.base)) for x in counting if x.exposure.base)
    enough = {cell for cell, size in sizes if size is not None and size >= settings.small_people}
    return frozenset(
        x.own_cell for x in counting if x.exposure.base and x.value.reason in OF_PEOPLE and x.cell not in enough
    )


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
