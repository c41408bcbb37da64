"""Counts that stand in no figure, but are the difference of two figures side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from itertools import combinations

from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.exposed import Exposed
from libcollab_metrics.protection.policy import NETS
from libcollab_metrics.protection.sums import Cell

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
