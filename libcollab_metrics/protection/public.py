"""An evaluation that may leave the library, and the one way to make it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import InitVar, dataclass, replace
from datetime import date
from functools import partial
from types import MappingProxyType

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.metrics.catalog import CATALOG
from libcollab_metrics.metrics.definition import EVERYTHING, Evaluation, Metric, Value
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.differences import Shared, left_out_of_forms, told_apart, told_by_overlap
from libcollab_metrics.protection.exposed import Exposed, exposed_of, lines_of
from libcollab_metrics.protection.policy import OF_PEOPLE, OF_RECORDS, PORTFOLIO, WHOLE, is_too_small
from libcollab_metrics.protection.sums import Cell
from libcollab_metrics.protection.suppress import choose

HIDDEN = "small-cell"
#: The reason of a figure that is for the library alone, whoever it counts.
PRIVATE = "private"
#: A figure by its metric and its group.
Figure = tuple[str, tuple[tuple[str, str | None], ...]]
_SEAL = object()


@dataclass(frozen=True)
class PublicEvaluation:
    """Metrics × groups that may leave the library; made by `protect` and nowhere else.

    Reads like an `Evaluation`. A hidden value is None with the reason `small-cell`, and everything it was made of
    is gone with it; every number that is shown equals the evaluation's.
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
) -> list[PublicEvaluation]:
    """Return the evaluations with every small number hidden, and every number that would give one back.

    Parameters
    ----------
    evaluations : everything that leaves together, because a total in one gives back a part in another.
    settings : `small_people` and `small_events` are the thresholds k.
    shared : every partner's programs, for two partners without one in common tell nothing of each other; without it
        any two may have one.
    also_hide : cells to be treated as too small, beside those that are.

    Returns
    -------
    One public evaluation for each evaluation, in order. A figure that is for the library alone keeps only its place,
    with the reason `private`.
    """
    metrics: Mapping[str, Metric] = {metric.id: metric for metric in CATALOG}
    private = {metric.id for metric in CATALOG if metric.audience != "anyone"}
    exposed = [[exposed_of(e, value, metrics, settings) for value in e.values] for e in evaluations]
    behind = [exposed_of(e, value, metrics, settings) for e in map(_behind, evaluations) for value in e.values]
    counting = [x for row in (*exposed, behind) for x in row if x is not None]
    small: set[Cell] = {x.cell for x in counting if is_too_small(x.exposure, x.scope, x.value, settings)}
    small |= told_apart(counting, settings) | told_by_overlap(counting, shared) | left_out_of_forms(counting)
    hidden = _hidden(frozenset(small | also_hide), counting)
    if hidden:
        hidden |= _partial_sums(counting, hidden)
    hidden |= _answers_of_unknown_size(counting, settings)
    fallen = (x for x in counting if _is_hidden(x, hidden) and x.value.reason not in OF_RECORDS)
    gone = {(x.value.metric, x.value.group): x.k for x in fallen}
    publish = partial(_public, hidden, private, gone)
    return [
        PublicEvaluation(tuple(map(publish, e.values, row)), e.scope, e.by, e.as_of, e.currency, _SEAL)
        for e, row in zip(evaluations, exposed, strict=True)
    ]


def _behind(evaluation: Evaluation) -> Evaluation:
    """The figures that those about criteria stand on: each of one program over everything recorded, in no table."""
    behind = tuple(judged for value in evaluation.values for judged in value.judged)
    return replace(evaluation, values=behind, scope=EVERYTHING, by="")


def _partial_sums(counting: Sequence[Exposed], hidden: frozenset[Cell]) -> frozenset[Cell]:
    """Figures that stand on some programs, sessions or people only, as cells of their own: gone where anything is."""
    families = {x.exposure.family for x in counting if _is_hidden(x, hidden)}
    wholes = {(x.value.metric, x.cell[1:]): x.value.value for x in counting if x.value.metric in WHOLE.values()}
    return frozenset(
        x.own_cell
        for x in counting
        if (x.exposure.fragile and not families <= x.exposure.spares)
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


def _hidden(small: frozenset[Cell], counting: Sequence[Exposed]) -> frozenset[Cell]:
    """Every cell to hide: what falls with a hidden cell is a hole in its own table too, and may need a second one."""
    lines = lines_of(counting)
    hidden = choose(small, lines)
    while more := (_fallen(hidden, counting) | _given_back(small, hidden, counting)) - hidden:
        hidden = choose(hidden | more, lines)
    return hidden


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


def _is_hidden(exposed: Exposed, hidden: frozenset[Cell]) -> bool:
    return bool(exposed.falls_with & hidden) or exposed.own_cell in hidden


def _public(
    hidden: frozenset[Cell], private: Set[str], gone: Mapping[Figure, int], value: Value, exposed: Exposed | None
) -> Value:
    """The value as it may leave: whole, hidden, or without what only the library's own screen shows."""
    if value.metric in private:
        return Value(value.metric, value.group, reason=PRIVATE)
    if value.judged:
        return _public_verdict(private, gone, value)
    if exposed is None:
        return value
    if _is_hidden(exposed, hidden):
        return _without_numbers(value, exposed.k)
    # The lowest and the highest session may each be one child's; nothing here says how many were there.
    return replace(value, lowest=None, highest=None, small=False)


def _public_verdict(private: Set[str], gone: Mapping[Figure, int], value: Value) -> Value:
    """How many criteria are met: with their bands that bounds every figure judged, so it goes with any of them."""
    if any(judged.metric in private for judged in value.judged):
        return Value(value.metric, value.group, reason=PRIVATE)
    ks = [gone[figure] for judged in value.judged if (figure := (judged.metric, judged.group)) in gone]
    return _without_numbers(replace(value, reason=None), max(ks)) if ks else replace(value, judged=())


def _without_numbers(value: Value, k: int) -> Value:
    """Nothing but whose value it is and why it is missing; small and second cells look the same.

    A reason that tells of the records alone stays; "already the maximum" would tell of everybody in the group.
    """
    if value.reason in OF_RECORDS:
        return Value(value.metric, value.group, small=True, reason=value.reason, reason_values=value.reason_values)
    return Value(value.metric, value.group, small=True, reason=HIDDEN, reason_values=MappingProxyType({"k": str(k)}))
