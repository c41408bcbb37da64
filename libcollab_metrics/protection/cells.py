"""Map values that count people to cells, their sums, and pairs that together disclose too few."""

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
    NET_METRICS,
    WHOLE_METRICS,
    Exposure,
    Number,
    find_exposure,
    find_stated_threshold,
    find_threshold,
)
from libcollab_metrics.protection.suppression import Cell, Line

#: Key of a cell: a family of metrics, and the people it counts.
CellKey = tuple[Hashable, ...]


@dataclass(frozen=True)
class SensitiveValue:
    """A sensitive value: a value that counts people, with its cell, linked cells and threshold.

    Attributes
    ----------
    value : Value
    scope : Scope
    by : str
        Grouping field, or empty.
    exposure : Exposure
        What the value discloses.
    threshold : int
        Threshold: a count from 1 to `threshold` - 1 is too small.
    stated_threshold : int
        Threshold stated to the reader.
    cell : Place
        Cell that the value fills.
    linked_cells : frozenset of Cell
        Cells that suppress this value when they are suppressed, including its own.
    total : Place or None
        Cell of the total, if the value is a part of a grouping.
    """

    value: Value
    scope: Scope
    by: str
    exposure: Exposure
    threshold: int
    stated_threshold: int
    cell: CellKey
    linked_cells: frozenset[Cell]
    total: CellKey | None

    def number(self, name: Number) -> float | None:
        """Return a number of the value."""
        count: float | None = getattr(self.value, name)
        return count

    def additive_numbers(self) -> Iterator[tuple[str, float]]:
        """Yield the named numbers of the value that add up to those of a total."""
        counts = {name: count for name in self.exposure.counts if (count := self.number(name)) is not None}
        yield from counts.items()
        if self.exposure.is_share and {"numerator", "denominator"} <= counts.keys():
            yield "rest", max(counts["denominator"] - counts["numerator"], 0)

    def cell_in(self, family: str) -> CellKey:
        """Return the cell of the same people in another family of metrics."""
        return family, *self.cell[1:]

    @property
    def detail_parts(self) -> tuple[str | None, ...]:
        """Level or party of the value.

        Values that differ only in these share a cell, but may cover different programs.
        """
        detail_names = {"level", *self.exposure.ignored_parts}
        return tuple(part for name, part in self.value.group if name in detail_names)

    @property
    def own_cell(self) -> CellKey:
        """Cell that is linked only to this value."""
        return self.value.metric, *self.cell[1:], self.detail_parts


def build_sensitive_value(
    evaluation: Evaluation, value: Value, metrics: Mapping[str, Metric], settings: Settings
) -> SensitiveValue | None:
    """Return a value with what it discloses; None if it does not count people."""
    exposure = find_exposure(metrics.get(value.metric), value)
    if exposure is None or (
        exposure.only_part and exposure.only_part not in value.group and value.value is not None
    ):
        return None
    scope, by = evaluation.scope, evaluation.by
    counted_group = _counted_group(value, exposure)
    cell, *others = (
        _cell_key(family, scope, counted_group) for family in (exposure.family, *exposure.other_families)
    )
    rest = replace(counted_group, group=tuple(item for item in counted_group.group if item[0] != by))
    return SensitiveValue(
        value,
        scope,
        by,
        exposure,
        threshold=find_threshold(exposure, scope, value, settings),
        stated_threshold=find_stated_threshold(exposure, scope, value, settings),
        cell=cell,
        linked_cells=frozenset((cell, *others)),
        total=_cell_key(exposure.family, scope, rest) if by and by in value.groups else None,
    )


def build_lines(counting: Sequence[SensitiveValue]) -> list[Line]:
    """Return the sums formed by every grouping, once per number that adds up.

    The complement of a share adds up too: the denominator less the numerator.
    """
    rows: dict[tuple[object, ...], dict[Cell, float]] = defaultdict(dict)
    most: dict[tuple[object, ...], int] = defaultdict(int)
    totals: dict[tuple[object, ...], tuple[Cell, ...]] = {}
    for x in counting:
        if x.total is None:
            continue
        for name, count in x.additive_numbers():
            line = (x.value.metric, name, x.by, x.total, x.detail_parts)
            totals[line] = _total_cells(x, x.total)
            most[line] = max(most[line], x.stated_threshold)
            rows[line][x.cell] = count
    return [
        Line(tuple(parts.items()), totals[line], most[line], number_key=(line[0], line[1], line[4]))
        for line, parts in rows.items()
    ]


def _total_cells(part: SensitiveValue, total: CellKey) -> tuple[Cell, ...]:
    """Return the cells of a part's total.

    If the metric may cover only some programs, its total is suppressed alone, not with the whole.
    """
    own = (part.value.metric, *total[1:], part.detail_parts)
    is_whole = part.value.metric == WHOLE_METRICS.get(part.exposure.family, part.value.metric)
    return (total,) if is_whole and not part.exposure.is_partial else (own, total)


def _cell_key(family: str, scope: Scope, value: Value) -> CellKey:
    """Return the key of the people a value counts, the same for a group and an equal filter."""
    filters = {(name, tuple(sorted(names))) for name, names in scope.where}
    groups = {(name, (part or "",)) for name, part in value.group if name not in INDIFFERENT_PARTS}
    return family, scope.start, scope.end, frozenset(filters | groups)


def _counted_group(value: Value, exposure: Exposure) -> Value:
    """Return the value with only the group items that affect which people it counts.

    Some items get the names that other metrics of the same people use.
    """
    named = dict(exposure.people_group)
    parts = (item for item in value.group if item[0] not in exposure.ignored_parts and item[0] not in named)
    return replace(value, group=(*parts, *exposure.people_group))


# Counts that are not printed but equal the difference of two printed values.

#: Group items of an official form's total number of visits.
_WHOLE_FORM = {("class", "total"), ("count", "visits")}
#: Field with overlapping groups: a program with several partners is in several groups.
OVERLAPPING_FIELD = "partner"
#: Programs of each partner, by printed names.
ProgramsByPartner = Mapping[str, Collection[str]]


def find_disclosing_pairs(counting: Sequence[SensitiveValue], settings: Settings) -> frozenset[Cell]:
    """Return the cells that disclose too few people in combination with another metric.

    For example, net movement and the number who rose disclose the number who fell; all readers less those
    below the top disclose those at the top. The value that needs the other one is suppressed, and the other
    is shown.
    """
    wholes = {(x.value.metric, x.cell[1:]): x for x in counting if not x.exposure.is_subset}
    nets = (x for x in counting if x.value.metric in NET_METRICS and x.value.numerator is not None)
    parts = (x for x in counting if x.exposure.is_subset and x.value.n is not None)
    return frozenset(
        [
            x.cell
            for x in nets
            if _is_any_small(
                _net_sides(x, wholes.get((NET_METRICS[x.value.metric], x.cell[1:]))), x.threshold
            )
        ]
        + [
            x.cell
            for x in parts
            if (whole := wholes.get((x.value.metric, x.cell[1:])))
            and _is_any_small([(whole.value.n or 0) - (x.value.n or 0)], settings.small_people)
        ]
    )


def find_form_differences(counting: Sequence[SensitiveValue]) -> frozenset[Cell]:
    """Return the official counts that differ from all visits by too few.

    The difference is the visits of programs excluded from the form, which may be few in a single month.
    """
    visits = {x.cell[1:]: x for x in counting if x.value.metric == "attendance_total"}
    forms = (x for x in counting if x.value.metric == "imls_grid" and set(x.value.group) >= _WHOLE_FORM)
    return frozenset(
        x.cell
        for x in forms
        if (every := visits.get(x.cell[1:]))
        and x.value.numerator is not None
        and _is_any_small([(every.value.value or 0) - x.value.numerator], every.threshold)
    )


def find_bound_differences(counting: Sequence[SensitiveValue]) -> frozenset[Cell]:
    """Return the bounds of the number of people that differ from the visits by too few.

    The lower bound may be the largest session; the difference is then the visits of all other sessions.
    """
    visits = {x.cell[1:]: x for x in counting if x.value.metric == "attendance_total"}
    bounds = (x for x in counting if x.value.metric == "participants_bounds" and x.value.low is not None)
    return frozenset(
        x.cell
        for x in bounds
        if (every := visits.get(x.cell[1:]))
        and _is_any_small([(every.value.value or 0) - (x.value.low or 0)], every.threshold)
    )


def _net_sides(net: SensitiveValue, up: SensitiveValue | None) -> tuple[float, float]:
    """Return the number on the other side of a net, and the number on neither side.

    If only the net is disclosed, assume the smallest possible number on the first side.
    """
    more, all_ = net.value.numerator or 0, net.value.denominator or 0
    rose = up.value.numerator if up is not None else None
    rose = max(more, 0) if rose is None else rose
    return rose - more, all_ - rose - (rose - more)


def find_overlap_disclosures(
    counting: Sequence[SensitiveValue], programs_by_partner: ProgramsByPartner | None
) -> frozenset[Cell]:
    """Return the partners with a count that differs from a related count by too few.

    Related counts are those of another partner, of a program, and of the whole. A program with two partners
    is in both groups, so the difference may be a single suppressed program. The difference of partners
    without a common program (according to `programs_by_partner`), or of a partner and another partner's
    program, does not disclose anyone. A partner that equals the whole, such as "no partner" where a dataset
    has none, discloses nothing beyond the whole, which the sums protect.
    """
    groups, programs, wholes = _numbers(counting)
    hidden: set[Cell] = set()
    for name, parts in groups.items():
        counts: dict[Cell, tuple[float, int]] = {x.cell: (count, x.threshold) for x, count in parts}
        for x, count in parts:
            if count in wholes[name]:
                continue
            own = _partner_programs(x, programs_by_partner)
            other_counts = [
                other_count
                for y, other_count in parts
                if _has_common_program(own, _partner_programs(y, programs_by_partner))
            ]
            other_counts += [
                other_count for program, other_count in programs[name] if own is None or program in own
            ]
            if _is_any_small((count - other_count for other_count in other_counts), x.threshold):
                hidden.add(x.cell)
        hidden |= _find_remainders(wholes[name], counts)
    return frozenset(hidden)


def _partner_programs(
    partner: SensitiveValue, programs_by_partner: ProgramsByPartner | None
) -> frozenset[str] | None:
    """Return the programs with a partner; None if unknown."""
    programs = (
        None
        if programs_by_partner is None
        else programs_by_partner.get(partner.value.groups.get(OVERLAPPING_FIELD) or "")
    )
    return None if programs is None else frozenset(programs)


def _has_common_program(first: frozenset[str] | None, second: frozenset[str] | None) -> bool:
    return first is None or second is None or bool(first & second)


def _find_remainders(wholes: Sequence[float], counts: dict[Cell, tuple[float, int]]) -> set[Cell]:
    """Return the partners that, alone or as a pair, differ from the whole by too few."""
    few: set[Cell] = set()
    for size in (1, 2):
        for cells in combinations(counts, size):
            rest = (whole - sum(counts[cell][0] for cell in cells) for whole in wholes)
            few |= (
                {max(cells, key=lambda cell: counts[cell][0])}
                if _is_any_small(rest, counts[cells[0]][1])
                else set()
            )
    return few


_NumberKey = tuple[Hashable, ...]


def _numbers(
    counting: Sequence[SensitiveValue],
) -> tuple[
    dict[_NumberKey, list[tuple[SensitiveValue, float]]],
    dict[_NumberKey, list[tuple[str, float]]],
    dict[_NumberKey, list[float]],
]:
    """Return all numbers of partners, programs and wholes, by metric and by total."""
    groups: dict[_NumberKey, list[tuple[SensitiveValue, float]]] = defaultdict(list)
    programs: dict[_NumberKey, list[tuple[str, float]]] = defaultdict(list)
    wholes: dict[_NumberKey, list[float]] = defaultdict(list)
    for x in counting:
        for number in x.exposure.counts:
            if (count := x.number(number)) is None:
                continue
            name = (x.value.metric, number, x.detail_parts)
            if x.total is None:
                wholes[(*name, x.cell)].append(count)
            elif x.by == OVERLAPPING_FIELD:
                groups[(*name, x.total)].append((x, count))
            elif x.by == "program":
                programs[(*name, x.total)].append((x.value.groups.get("program") or "", count))
    return groups, programs, wholes


def _is_any_small(counts: Iterable[float], k: int) -> bool:
    return any(0 < count < k for count in counts)
