"""An evaluation that may leave the library, and the one way to make it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import InitVar, dataclass, replace
from datetime import date
from functools import partial
from types import MappingProxyType

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.metrics.catalog import CATALOG
from libcollab_metrics.metrics.definition import EVERYTHING, Evaluation, Metric, Value
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.policy import (
    INDIFFERENT_PARTS,
    OF_PEOPLE,
    OF_RECORDS,
    PORTFOLIO,
    WHOLE,
    Exposure,
    Number,
    exposure_of,
    is_too_small,
    stated_threshold,
)
from libcollab_metrics.protection.suppress import Cell, Line, choose

HIDDEN = "small-cell"
#: The reason of a figure that is for the library alone, whoever it counts.
PRIVATE = "private"
#: A cell by name: a family of figures, and whom it counts.
Place = tuple[Hashable, ...]
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

    def one(self, metric: str, **group: str | None) -> Value:
        """The single value of `metric` whose group has exactly these items; KeyError when there is none."""
        for value in self.of(metric):
            if value.groups == group:
                return value
        raise KeyError((metric, group))


@dataclass(frozen=True)
class _Exposed:
    """A value that counts people, where it stands, the cell it fills, and all cells it falls with."""

    value: Value
    scope: Scope
    by: str
    exposure: Exposure
    k: int
    cell: Place
    falls_with: frozenset[Cell]


def protect(evaluations: Sequence[Evaluation], settings: Settings) -> list[PublicEvaluation]:
    """Return the evaluations with every small number hidden, and every number that would give one back.

    Parameters
    ----------
    evaluations : everything that leaves together, because a total in one gives back a part in another.
    settings : `small_people` and `small_events` are the thresholds k.

    Returns
    -------
    One public evaluation for each evaluation, in order. A figure that is for the library alone keeps only its place,
    with the reason `private`.
    """
    metrics: Mapping[str, Metric] = {metric.id: metric for metric in CATALOG}
    private = {metric.id for metric in CATALOG if metric.audience != "anyone"}
    exposed = [[_exposed(e, value, metrics, settings) for value in e.values] for e in evaluations]
    behind = [_exposed(e, value, metrics, settings) for e in map(_behind, evaluations) for value in e.values]
    counting = [x for row in (*exposed, behind) for x in row if x is not None]
    small = {x.cell for x in counting if is_too_small(x.exposure, x.scope, x.value, settings)}
    hidden = _hidden(small, counting)
    if hidden:
        hidden |= _partial_sums(counting)
    hidden |= _answers_of_unknown_size(counting, settings)
    fallen = (x for x in counting if _is_hidden(x, hidden) and x.value.reason not in OF_RECORDS)
    gone = {(x.value.metric, x.value.group): x.k for x in fallen}
    leaving = partial(_public, hidden, private, gone)
    return [
        PublicEvaluation(tuple(map(leaving, e.values, row)), e.scope, e.by, e.as_of, e.currency, _SEAL)
        for e, row in zip(evaluations, exposed, strict=True)
    ]


def _behind(evaluation: Evaluation) -> Evaluation:
    """The figures that those about criteria stand on: each of one program over everything recorded, in no table."""
    behind = tuple(judged for value in evaluation.values for judged in value.judged)
    return replace(evaluation, values=behind, scope=EVERYTHING, by="")


def _partial_sums(counting: Sequence[_Exposed]) -> frozenset[Cell]:
    """Figures that stand on some programs, sessions or people only, as cells of their own: gone where anything is."""
    wholes = {(x.value.metric, x.cell[1:]): x.value.value for x in counting if x.value.metric in WHOLE.values()}
    return frozenset(
        _own_cell(x)
        for x in counting
        if x.exposure.fragile
        or (
            x.value.metric in PORTFOLIO
            and x.value.value is not None
            and _count(x.value, x.exposure.counts[0]) != wholes.get((WHOLE.get(x.exposure.family, ""), x.cell[1:]))
        )
    )


def _answers_of_unknown_size(counting: Sequence[_Exposed], settings: Settings) -> frozenset[Cell]:
    """Reasons that tell how everybody did, where nothing beside them says that they are enough people."""
    sizes = ((x.cell, _count(x.value, x.exposure.base)) for x in counting if x.exposure.base)
    enough = {cell for cell, size in sizes if size is not None and size >= settings.small_people}
    return frozenset(
        _own_cell(x) for x in counting if x.exposure.base and x.value.reason in OF_PEOPLE and x.cell not in enough
    )


def _own_cell(exposed: _Exposed) -> Place:
    """A cell that nothing but this value falls with."""
    return exposed.value.metric, *exposed.cell[1:], _aside(exposed)


def _hidden(small: Iterable[Cell], counting: Sequence[_Exposed]) -> frozenset[Cell]:
    """Every cell to hide: what falls with a hidden cell is a hole in its own table too, and may need a second one."""
    lines = _lines(counting)
    hidden = choose(small, lines)
    while fallen := {x.cell for x in counting if x.falls_with & hidden} - hidden:
        hidden = choose(hidden | fallen, lines)
    return hidden


def _exposed(
    evaluation: Evaluation, value: Value, metrics: Mapping[str, Metric], settings: Settings
) -> _Exposed | None:
    exposure = exposure_of(metrics.get(value.metric), value.metric)
    if exposure is None or (exposure.only and exposure.only not in value.group and value.value is not None):
        return None
    k = stated_threshold(exposure, evaluation.scope, value, settings)
    whom = _of_whom(value, exposure)
    cell, *others = (_cell(family, evaluation.scope, whom) for family in (exposure.family, *exposure.also))
    return _Exposed(value, evaluation.scope, evaluation.by, exposure, k, cell, frozenset((cell, *others)))


def _cell(family: str, scope: Scope, value: Value) -> Place:
    """Name whom a value counts, the same for a group of everything and for everything filtered to that group."""
    filters = {(name, tuple(sorted(kept))) for name, kept in scope.where}
    groups = {(name, (part or "",)) for name, part in value.group if name not in INDIFFERENT_PARTS}
    return family, scope.start, scope.end, frozenset(filters | groups)


def _lines(exposed: Sequence[_Exposed]) -> list[Line]:
    """The parts of every grouping, once for each number they add up in."""
    rows: dict[tuple[object, ...], dict[Cell, float]] = defaultdict(dict)
    most: dict[tuple[object, ...], int] = defaultdict(int)
    for x in exposed:
        if not x.by or x.by not in x.value.groups:
            continue
        rest = replace(x.value, group=tuple(item for item in x.value.group if item[0] != x.by))
        total = _cell(x.exposure.family, x.scope, _of_whom(rest, x.exposure))
        for number in x.exposure.counts:
            line = (x.value.metric, number, x.by, _totals(x, total), _aside(x))
            most[line] = max(most[line], x.k)
            if (count := _count(x.value, number)) is not None:
                rows[line][x.cell] = count
    return [Line(tuple(parts.items()), line[3], most[line]) for line, parts in rows.items()]


def _totals(part: _Exposed, total: Place) -> tuple[Place, ...]:
    """The cells of a part's total: a figure that may stand on some programs only goes alone, not with the whole."""
    own = (part.value.metric, *total[1:], _aside(part))
    is_whole = part.value.metric == WHOLE.get(part.exposure.family, part.value.metric)
    return (total,) if is_whole and not part.exposure.fragile else (own, total)


def _of_whom(value: Value, exposure: Exposure) -> Value:
    """The value without the parts that do not change whom this metric counts."""
    return replace(value, group=tuple(item for item in value.group if item[0] not in exposure.indifferent))


def _aside(exposed: _Exposed) -> tuple[str | None, ...]:
    """Which level or party a line is of: they stand on the same cells, and may stand on other programs of them."""
    kept = {"level", *exposed.exposure.indifferent}
    return tuple(part for name, part in exposed.value.group if name in kept)


def _count(value: Value, number: Number) -> float | None:
    count: float | None = getattr(value, number)
    return count


def _is_hidden(exposed: _Exposed, hidden: frozenset[Cell]) -> bool:
    return bool(exposed.falls_with & hidden) or _own_cell(exposed) in hidden


def _public(
    hidden: frozenset[Cell], private: Set[str], gone: Mapping[Figure, int], value: Value, exposed: _Exposed | None
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
