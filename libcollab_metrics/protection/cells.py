"""Values that count people: whom each counts, as a cell by name, and the lines in which such cells add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from libcollab_metrics.metrics.definition import Evaluation, Metric, Value
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.policy import (
    INDIFFERENT_PARTS,
    NETS,
    WHOLE,
    Exposure,
    Number,
    exposure_of,
    stated_threshold,
    threshold,
)
from libcollab_metrics.protection.suppression import Cell, Line

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


# Counts that stand in no figure, but are the difference of two figures side by side.

#: The line of an official form that holds all visits of it.
_WHOLE_FORM = {("class", "total"), ("count", "visits")}
#: Programs with several partners are in several groups of this field.
OVERLAPPING = "partner"
#: Every partner's programs, both by the names they are printed with.
Shared = Mapping[str, Collection[str]]


def told_apart(counting: Sequence[Exposed], settings: Settings) -> frozenset[Cell]:
    """Return the cells of figures that tell of too few people beside another figure of the same people.

    More who rose less more who fell than rose gives those who fell; all readers less those below the top give those
    at the top. The figure that needs the other one goes, and the other stays.
    """
    found = {(x.value.metric, x.cell[1:]): x for x in counting if not x.exposure.narrower}
    nets = (x for x in counting if x.value.metric in NETS and x.value.numerator is not None)
    parts = (x for x in counting if x.exposure.narrower and x.value.n is not None)
    return frozenset(
        [x.cell for x in nets if _between(_sides(x, found.get((NETS[x.value.metric], x.cell[1:]))), x.least)]
        + [
            x.cell
            for x in parts
            if (whole := found.get((x.value.metric, x.cell[1:])))
            and _between([(whole.value.n or 0) - (x.value.n or 0)], settings.small_people)
        ]
    )


def left_out_of_forms(counting: Sequence[Exposed]) -> frozenset[Cell]:
    """Return the official counts that, taken from all visits, leave too few: those of programs left out of the form.

    In one month such a program may have met few, though it met many in all.
    """
    visits = {x.cell[1:]: x for x in counting if x.value.metric == "attendance_total"}
    forms = (x for x in counting if x.value.metric == "imls_grid" and set(x.value.group) >= _WHOLE_FORM)
    return frozenset(
        x.cell
        for x in forms
        if (every := visits.get(x.cell[1:]))
        and x.value.numerator is not None
        and _between([(every.value.value or 0) - x.value.numerator], every.least)
    )


def left_of_largest(counting: Sequence[Exposed]) -> frozenset[Cell]:
    """Return the bounds of how many people there were that, taken from the visits, leave too few.

    The lower bound may be the largest session, and then the rest is all others together.
    """
    visits = {x.cell[1:]: x for x in counting if x.value.metric == "attendance_total"}
    bounds = (x for x in counting if x.value.metric == "participants_bounds" and x.value.low is not None)
    return frozenset(
        x.cell
        for x in bounds
        if (every := visits.get(x.cell[1:])) and _between([(every.value.value or 0) - (x.value.low or 0)], every.least)
    )


def _sides(net: Exposed, up: Exposed | None) -> tuple[float, float]:
    """Those on the other side, and those on neither; at most nobody is known to be against where only a net is told."""
    more, all_ = net.value.numerator or 0, net.value.denominator or 0
    rose = up.value.numerator if up is not None else None
    rose = max(more, 0) if rose is None else rose
    return rose - more, all_ - rose - (rose - more)


def told_by_overlap(counting: Sequence[Exposed], shared: Shared | None) -> frozenset[Cell]:
    """Return the partners whose count, less another partner's or a program's, or taken from the whole, is too small.

    A program with two partners is in both groups, so their difference may be one program that is hidden. Of partners
    that `shared` says have no program together the difference tells of nobody, nor that of a program with others. One
    that is the whole, as "no partner" is where there is none, tells nothing that the whole does not: lines see to that.
    """
    groups, programs, wholes = _numbers(counting)
    hidden: set[Cell] = set()
    for name, parts in groups.items():
        counts: dict[Cell, tuple[float, int]] = {x.cell: (count, x.least) for x, count in parts}
        for x, count in parts:
            if count in wholes[name]:
                continue
            own = _programs_of(x, shared)
            beside = [other for y, other in parts if _meet(own, _programs_of(y, shared))]
            beside += [other for program, other in programs[name] if own is None or program in own]
            if _between((count - other for other in beside), x.least):
                hidden.add(x.cell)
        hidden |= _left_of(wholes[name], counts)
    return frozenset(hidden)


def _programs_of(partner: Exposed, shared: Shared | None) -> frozenset[str] | None:
    """The programs with a partner, None where nobody said."""
    found = None if shared is None else shared.get(partner.value.groups.get(OVERLAPPING) or "")
    return None if found is None else frozenset(found)


def _meet(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    return one is None or other is None or bool(one & other)


def _left_of(wholes: Sequence[float], counts: dict[Cell, tuple[float, int]]) -> set[Cell]:
    """Partners that leave too few of the whole, one alone or two together."""
    few: set[Cell] = set()
    for size in (1, 2):
        for cells in combinations(counts, size):
            rest = (whole - sum(counts[cell][0] for cell in cells) for whole in wholes)
            few |= {max(cells, key=lambda cell: counts[cell][0])} if _between(rest, counts[cells[0]][1]) else set()
    return few


_Name = tuple[Hashable, ...]


def _numbers(
    counting: Sequence[Exposed],
) -> tuple[dict[_Name, list[tuple[Exposed, float]]], dict[_Name, list[tuple[str, float]]], dict[_Name, list[float]]]:
    """Every number of the partners, of the programs and of the whole, by figure and by what it is a part of."""
    groups: dict[_Name, list[tuple[Exposed, float]]] = defaultdict(list)
    programs: dict[_Name, list[tuple[str, float]]] = defaultdict(list)
    wholes: dict[_Name, list[float]] = defaultdict(list)
    for x in counting:
        for number in x.exposure.counts:
            if (count := x.number(number)) is None:
                continue
            name = (x.value.metric, number, x.aside)
            if x.total is None:
                wholes[(*name, x.cell)].append(count)
            elif x.by == OVERLAPPING:
                groups[(*name, x.total)].append((x, count))
            elif x.by == "program":
                programs[(*name, x.total)].append((x.value.groups.get("program") or "", count))
    return groups, programs, wholes


def _between(counts: Iterable[float], k: int) -> bool:
    return any(0 < count < k for count in counts)
