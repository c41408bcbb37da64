"""Values that count people: whom each counts, as a cell by name, and the lines in which such cells add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from libcollab_metrics.metrics.definition import Evaluation, Metric, Value
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.policy import (
    INDIFFERENT_PARTS,
    WHOLE,
    Exposure,
    Number,
    exposure_of,
    stated_threshold,
    threshold,
)
from libcollab_metrics.protection.sums import Cell, Line

#: A cell by name: a family of figures, and whom it counts.
Place = tuple[Hashable, ...]


@dataclass(frozen=True)
class Exposed:
    """A value that counts people, where it stands, the cell it fills, and all cells it falls with.

    A count from 1 to `least` - 1 is too small; `k` is what a reader is told. `total` is the cell of the whole that a
    part of a grouping belongs to, None for what is no part.
    """

    value: Value
    scope: Scope
    by: str
    exposure: Exposure
    least: int
    k: int
    cell: Place
    falls_with: frozenset[Cell]
    total: Place | None

    def number(self, name: Number) -> float | None:
        """One of the numbers of its value."""
        count: float | None = getattr(self.value, name)
        return count

    def adding_up(self) -> Iterator[tuple[str, float]]:
        """Its numbers that add up to those of a whole, by name."""
        counts = {name: count for name in self.exposure.counts if (count := self.number(name)) is not None}
        yield from counts.items()
        if self.exposure.is_share and {"numerator", "denominator"} <= counts.keys():
            yield "rest", max(counts["denominator"] - counts["numerator"], 0)

    def cell_in(self, family: str) -> Place:
        """The cell of the same people in another family of figures."""
        return family, *self.cell[1:]

    @property
    def aside(self) -> tuple[str | None, ...]:
        """Which level or party a line is of: they stand on the same cells, and may stand on other programs of them."""
        kept = {"level", *self.exposure.indifferent}
        return tuple(part for name, part in self.value.group if name in kept)

    @property
    def own_cell(self) -> Place:
        """A cell that nothing but this value falls with."""
        return self.value.metric, *self.cell[1:], self.aside


def exposed_of(
    evaluation: Evaluation, value: Value, metrics: Mapping[str, Metric], settings: Settings
) -> Exposed | None:
    """Return what a value gives away, None when it counts no people."""
    exposure = exposure_of(metrics.get(value.metric), value)
    if exposure is None or (exposure.only and exposure.only not in value.group and value.value is not None):
        return None
    scope, by = evaluation.scope, evaluation.by
    whom = _of_whom(value, exposure)
    cell, *others = (_cell(family, scope, whom) for family in (exposure.family, *exposure.also))
    rest = replace(whom, group=tuple(item for item in whom.group if item[0] != by))
    return Exposed(
        value, scope, by, exposure,
        least=threshold(exposure, scope, value, settings),
        k=stated_threshold(exposure, scope, value, settings),
        cell=cell,
        falls_with=frozenset((cell, *others)),
        total=_cell(exposure.family, scope, rest) if by and by in value.groups else None,
    )  # fmt: skip


def lines_of(counting: Sequence[Exposed]) -> list[Line]:
    """Return the parts of every grouping, once for each number they add up in.

    The rest of a share adds up too: those who did not, of everybody less those who did.
    """
    rows: dict[tuple[object, ...], dict[Cell, float]] = defaultdict(dict)
    most: dict[tuple[object, ...], int] = defaultdict(int)
    totals: dict[tuple[object, ...], tuple[Cell, ...]] = {}
    for x in counting:
        if x.total is None:
            continue
        for name, count in x.adding_up():
            line = (x.value.metric, name, x.by, x.total, x.aside)
            totals[line] = _totals(x, x.total)
            most[line] = max(most[line], x.k)
            rows[line][x.cell] = count
    return [
        Line(tuple(parts.items()), totals[line], most[line], of=(line[0], line[1], line[4]))
        for line, parts in rows.items()
    ]


def _totals(part: Exposed, total: Place) -> tuple[Cell, ...]:
    """The cells of a part's total: a figure that may stand on some programs only goes alone, not with the whole."""
    own = (part.value.metric, *total[1:], part.aside)
    is_whole = part.value.metric == WHOLE.get(part.exposure.family, part.value.metric)
    return (total,) if is_whole and not part.exposure.fragile else (own, total)


def _cell(family: str, scope: Scope, value: Value) -> Place:
    """Name whom a value counts, the same for a group of everything and for everything filtered to that group."""
    filters = {(name, tuple(sorted(kept))) for name, kept in scope.where}
    groups = {(name, (part or "",)) for name, part in value.group if name not in INDIFFERENT_PARTS}
    return family, scope.start, scope.end, frozenset(filters | groups)


def _of_whom(value: Value, exposure: Exposure) -> Value:
    """The value by whom it counts: without the parts that do not change it, and with the names the others use."""
    named = dict(exposure.whom)
    kept = (item for item in value.group if item[0] not in exposure.indifferent and item[0] not in named)
    return replace(value, group=(*kept, *exposure.whom))
