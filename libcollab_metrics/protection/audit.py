"""Audit releases: simulate an attacker who derives suppressed counts, and suppress more numbers.

The audit does not use the rules of `public`. It looks up the rows behind every number in the prepared tables
and computes by linear programming what the shown numbers disclose. Each breach suppresses one more number,
and the rules and the audit run again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from libcollab_metrics.cancellation import check_cancelled
from libcollab_metrics.metrics import CATALOG, Evaluation, Evaluator
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.cells import ProgramsByPartner, build_sensitive_value
from libcollab_metrics.protection.members import (
    Codes,
    CountedUnits,
    DisclosedNumber,
    Members,
    apply_renames,
    disclosed_numbers,
    find_counted_units,
    find_measure,
    has_merged_name,
)
from libcollab_metrics.protection.public import PRIVATE, HiddenFigure, PublicEvaluation, protect_with_details
from libcollab_metrics.protection.releases import Numbers, UntraceableNumber
from libcollab_metrics.protection.suppression import Cell

# Attack model: the smallest and largest possible value of each suppressed count, given all shown numbers.

#: Tolerance when comparing a computed bound with an integer.
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Sums:
    """Sums over common unknowns: coefficient rows, true sizes of the unknowns, which are shown.

    A reader is assumed to know every shown number, that counts are not negative, and the rows of each number.
    Rows that are part of the same numbers cannot be distinguished and form one unknown, an atom.
    """

    rows: NDArray[np.float64]
    sizes: NDArray[np.float64]
    shown: NDArray[np.bool_]

    @property
    def true_values(self) -> NDArray[np.float64]:
        """True value of every sum."""
        values: NDArray[np.float64] = self.rows @ self.sizes
        return values


@dataclass(frozen=True)
class Breach:
    """A count known too precisely, and the indices of the shown sums that disclose it.

    `low` and `high` bound the remaining uncertainty.
    """

    target: int
    low: float
    high: float
    source_sums: tuple[int, ...]

    def is_more_precise_than(self, breach: Breach) -> bool:
        """Return whether it leaves less uncertainty than another breach of the same count."""
        return self.low > breach.low + TOLERANCE or self.high < breach.high - TOLERANCE


def build_atoms(
    code_sets: Sequence[NDArray[np.int64]],
) -> tuple[NDArray[np.float64], list[NDArray[np.int64]]]:
    """Return the incidence matrix of sets and atoms (0 or 1), and the codes of each atom.

    Codes in the same sets form one atom. They are identified by the sum of one random number per set.
    """
    if not any(len(codes) for codes in code_sets):
        return np.zeros((len(code_sets), 0)), []
    random = np.random.default_rng(7).integers(1, 2**63, size=len(code_sets), dtype=np.uint64)
    marks = np.zeros(max(int(np.max(codes)) for codes in code_sets if len(codes)) + 1, dtype=np.uint64)
    for codes, number in zip(code_sets, random, strict=True):
        marks[codes] += number
    kinds, kind_index = np.unique(marks, return_inverse=True)
    rows = np.zeros((len(code_sets), len(kinds)))
    for row, codes in zip(rows, code_sets, strict=True):
        row[np.unique(kind_index[codes])] = 1
    members = np.split(np.argsort(kind_index, kind="stable"), np.cumsum(np.bincount(kind_index))[:-1])
    inside = kinds != 0
    return rows[:, inside], [codes for codes, is_inside in zip(members, inside, strict=True) if is_inside]


@dataclass(frozen=True)
class Targets:
    """Counts that must stay unknown, as rows over the same unknowns.

    Each must possibly be any number from `released_count` to `released_count` + `threshold` - 1.
    `released_count` is 0, or the count released before some rows were added.
    """

    rows: NDArray[np.float64]
    threshold: NDArray[np.float64]
    released_count: NDArray[np.float64]

    def select(self, places: Sequence[int]) -> Targets:
        """Return the targets with these indices."""
        some = list(places)
        return Targets(self.rows[some], self.threshold[some], self.released_count[some])


def find_breaches(sums: Sums, targets: Targets) -> list[Breach]:
    """Return the targets with a range that does not contain every required value.

    Parameters
    ----------
    sums : Sums
        Sums known to a reader to exist, shown or not.
    targets : Targets
        Counts over the same unknowns that must stay unknown.

    Returns
    -------
    list of Breach
    """
    if not len(targets.rows):
        return []
    attack = _Attack(sums, targets)
    attack.solve_jointly()
    found = []
    for target in range(len(targets.rows)):
        check_cancelled()
        if breach := attack.find_breach(target):
            found.append(breach)
    return found


class _Attack:
    """Linear programs over the same equations; each solution widens the ranges of all targets."""

    def __init__(self, sums: Sums, targets: Targets) -> None:
        from scipy.sparse import csr_matrix

        self._places = np.flatnonzero(sums.shown)
        self._known = csr_matrix(sums.rows[self._places])
        self._totals = sums.true_values[self._places]
        self._targets, self._released_count = targets.rows, targets.released_count
        self._enough = targets.released_count + targets.threshold - 1
        #: Upper bound of all unknowns, so that every program is bounded.
        self._most = float(sums.sizes.sum() + np.max(self._enough) + 1)
        self.low = self.high = targets.rows @ sums.sizes

    def solve_jointly(self) -> None:
        """Minimize all targets jointly, then maximize them jointly up to the required value."""
        from scipy.sparse import csr_matrix, hstack, identity

        self._widen_ranges(self._solve(self._targets.sum(axis=0)))
        count, width = self._targets.shape
        capped = hstack([csr_matrix(-self._targets), identity(count)], format="csr")
        known = hstack([self._known, csr_matrix((self._known.shape[0], count))], format="csr")
        aim = np.concatenate([np.zeros(width), -np.ones(count)])
        bounds = [(0, self._most)] * width + [(0, top) for top in self._enough]
        self._widen_ranges(
            _solve_linear_program(aim, known, self._totals, bounds, capped, np.zeros(count)), width
        )

    def find_breach(self, target: int) -> Breach | None:
        """Return the breach of one target; None if its range is wide enough."""
        row, least, givers = self._targets[target], self._released_count[target] + TOLERANCE, []
        if self.low[target] > least:
            solution = self._solve(row)
            self._widen_ranges(solution)
            givers += self._source_sums(solution) if self.low[target] > least else []
        if self.high[target] < self._enough[target] - TOLERANCE:
            solution = self._solve(-row)
            self._widen_ranges(solution)
            givers += (
                self._source_sums(solution) if self.high[target] < self._enough[target] - TOLERANCE else []
            )
        if self.low[target] <= least and self.high[target] >= self._enough[target] - TOLERANCE:
            return None
        low = max(float(self.low[target]), float(self._released_count[target]))
        high = min(float(self.high[target]), float(self._enough[target]))
        return Breach(target, low, high, tuple(dict.fromkeys(givers)))

    def _solve(self, aim: NDArray[np.float64]) -> Any:
        return _solve_linear_program(aim, self._known, self._totals, (0, self._most))

    def _widen_ranges(self, result: Any, width: int | None = None) -> None:
        if result.status == 0:
            reached = self._targets @ result.x[:width]
            self.low, self.high = np.minimum(self.low, reached), np.maximum(self.high, reached)

    def _source_sums(self, result: Any) -> list[int]:
        """Return the sums that determine the bound, by the dual values of their equations."""
        if result.status != 0:
            return []
        return [int(index) for index in self._places[np.abs(result.eqlin.marginals) > 1e-7]]


def _solve_linear_program(
    aim: NDArray[np.float64], known: Any, totals: Any, bounds: Any, capped: Any = None, caps: Any = None
) -> Any:
    from scipy.optimize import linprog

    return linprog(aim, capped, caps, known, totals, bounds, method="highs")


# Sets of rows or people behind numbers, and the counts of them that must stay unknown.

ShownMask = NDArray[np.bool_]


class _Target(NamedTuple):
    """Coefficients of a count that must stay uncertain by k.

    `released_count` is the count that the given release disclosed, if few rows were added since.
    """

    row: NDArray[np.float64]
    k: int
    released_count: float = 0
    release: int | None = None


@dataclass
class Group:
    """A set of units behind one or more numbers.

    Attributes
    ----------
    codes : Codes
    occurrences : list of (int, int, Told)
        Index of evaluation, index of value, and number.
    releases : set of int
        Earlier releases that showed its count.
    earlier_counts : dict of int to float
        Count shown by an earlier release, if lower than today: rows were added since.
    kinds : set of str
        Groupings or selections it is a part of.
    k : int
        Threshold.
    """

    codes: Codes
    occurrences: list[tuple[int, int, DisclosedNumber]] = field(default_factory=list)
    releases: set[int] = field(default_factory=set)
    earlier_counts: dict[int, float] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    k: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether one of its numbers is of a whole selection, the costliest for a reader to lose."""
        return any(not number.by for _, _, number in self.occurrences)


class Family:
    """All sets of one kind, which are comparable.

    Parameters
    ----------
    name : str
        The kind, as named by `Members`.
    groups : sequence of Group
        Each set once.
    members : Members
    """

    def __init__(self, name: str, groups: Sequence[Group], members: Members) -> None:
        self.groups = groups
        self._rows, inside = build_atoms([group.codes for group in groups])
        self._sizes = np.array([members.weights(name, codes).sum() for codes in inside])
        self._least = np.array([group.k for group in groups])
        self._counts = self._rows @ self._sizes
        self._beyond = self._counts[:, None] - (self._rows * self._sizes) @ self._rows.T
        together = self._rows @ self._rows.T
        self._within = together == np.diag(together)[None, :]
        self._least_of_two = np.maximum(self._least[:, None], self._least[None, :])
        self._same_kind = _is_same_kind(groups)

    @property
    def is_released(self) -> ShownMask:
        """Sets with a count that was released before."""
        return np.array([bool(group.releases) for group in self.groups])

    @property
    def is_released_unchanged(self) -> ShownMask:
        """Sets with a count that was released before with today's value."""
        return np.array([bool(group.releases - group.earlier_counts.keys()) for group in self.groups])

    @property
    def has_grown(self) -> bool:
        """Whether any count released before was lower than today."""
        return any(group.earlier_counts for group in self.groups)

    def find_breaches(
        self, shown: ShownMask, released: ShownMask, check_growth: bool = False
    ) -> list[tuple[Breach, set[int]]]:
        """Return every count that the shown ones disclose, with the earlier releases involved.

        Ignore a count that the sets in `released` already disclosed as precisely on their own. With
        `check_growth`, also check how few rows were added since earlier releases; `released` must then
        contain only counts released with today's value.
        """
        asked = self._targets(shown, check_growth)
        rows, least, released_counts, _ = zip(*asked, strict=True) if asked else ((), (), (), ())
        targets = Targets(np.array(rows), np.array(least, float), np.array(released_counts, float))
        breaches = find_breaches(Sums(self._rows, self._sizes, shown), targets)
        return [
            (breach, self._releases(breach, asked[breach.target], check_growth))
            for breach in self._new_breaches(breaches, targets, released)
        ]

    def _new_breaches(
        self, candidates: Sequence[Breach], targets: Targets, before: ShownMask
    ) -> Iterator[Breach]:
        """Yield the breaches that the earlier releases alone do not explain, computed together."""
        if not before.any():
            yield from candidates
            return
        asked = targets.select([breach.target for breach in candidates])
        known = {
            breach.target: breach for breach in find_breaches(Sums(self._rows, self._sizes, before), asked)
        }
        for index, breach in enumerate(candidates):
            if index not in known or breach.is_more_precise_than(known[index]):
                yield breach

    def _releases(self, breach: Breach, target: _Target, grown: bool) -> set[int]:
        """Return the releases that contribute to a breach; with `grown`, only those still current."""
        own = set() if target.release is None else {target.release}
        givers = (self.groups[giver] for giver in breach.source_sums)
        return own.union(
            *(group.releases - group.earlier_counts.keys() if grown else group.releases for group in givers)
        )

    def _targets(self, shown: ShownMask, grown: bool) -> list[_Target]:
        """Return the small sets, and small differences and intersections of shown sets.

        Each is returned once, with its largest k.
        """
        targets: dict[tuple[bytes, float], _Target] = {}
        asked = (
            self._small_targets(),
            self._complement_targets(),
            self._difference_targets(shown),
            self._intersection_targets(shown),
        )
        for target in chain(*asked, self._growth_targets() if grown else ()):
            key = target.row.tobytes(), target.released_count
            if key not in targets or targets[key].k < target.k:
                targets[key] = target
        return list(targets.values())

    def _small_targets(self) -> Iterator[_Target]:
        for index in np.flatnonzero((self._counts > 0) & (self._counts < self._least)):
            yield _Target(self._rows[index], int(self._least[index]))

    def _complement_targets(self) -> Iterator[_Target]:
        """Yield the complement of a share: the units of its denominator outside its numerator."""
        sides: dict[tuple[int, int], dict[str, int]] = {}
        for index, group in enumerate(self.groups):
            for at, value, number in group.occurrences:
                sides.setdefault((at, value), {})[number.side] = index
        for side in sides.values():
            part, base = side.get("numerator"), side.get("denominator")
            if (
                part is not None
                and base is not None
                and self._is_few(base, part)
                and self._within[base, part]
            ):
                yield _Target(self._rows[base] - self._rows[part], int(max(self._least[[base, part]])))

    def _difference_targets(self, shown: ShownMask) -> Iterator[_Target]:
        """Yield the units of a shown set outside another one that it contains or is of its kind."""
        least = self._least_of_two
        few = (self._beyond > 0) & (self._beyond < least) & shown[:, None] & shown[None, :]
        for first, second in np.argwhere(few & (self._within | self._same_kind)):
            yield _Target(self._rows[first] * (1 - self._rows[second]), int(least[first, second]))

    def _intersection_targets(self, shown: ShownMask) -> Iterator[_Target]:
        """Yield the intersections of two shown sets of one kind: their sum and union disclose them."""
        least, both = self._least_of_two, self._counts[:, None] - self._beyond
        few = (both > 0) & (both < least) & shown[:, None] & shown[None, :] & self._same_kind
        for first, second in np.argwhere(np.triu(few, 1)):
            yield _Target(self._rows[first] * self._rows[second], int(least[first, second]))

    def _growth_targets(self) -> Iterator[_Target]:
        """Yield the sets, and differences of sets, that grew by few since a release showed them."""
        least = self._least_of_two
        for release in sorted(
            {release_index for group in self.groups for release_index in group.earlier_counts}
        ):
            then = [
                group.earlier_counts.get(release, self.set_count(at)) for at, group in enumerate(self.groups)
            ]
            is_released = np.array([release in group.releases for group in self.groups])
            more = self._counts - then
            for first in np.flatnonzero(is_released & (more > TOLERANCE) & (more < self._least)):
                yield _Target(self._rows[first], int(self._least[first]), then[first], release)
            rest = more[:, None] - more[None, :]
            few = (
                (rest > TOLERANCE)
                & (rest < least)
                & is_released[:, None]
                & is_released[None, :]
                & self._within
            )
            for first, second in np.argwhere(few):
                row, before = self._rows[first] - self._rows[second], then[first] - then[second]
                yield _Target(row, int(least[first, second]), before, release)

    def _is_few(self, first: int, second: int) -> bool:
        return bool(0 < self._beyond[first, second] < max(self._least[[first, second]]))

    def set_count(self, set_index: int) -> float:
        """Return the total weight of a set."""
        return float(self._counts[set_index])


def _is_same_kind(groups: Sequence[Group]) -> ShownMask:
    """Return which pairs of sets belong to one grouping or to selections by the same field."""
    kinds = sorted({kind for group in groups for kind in group.kinds})
    of = np.array([[kind in group.kinds for kind in kinds] for group in groups], dtype=float).reshape(
        len(groups), -1
    )
    same_kind: ShownMask = (of @ of.T > 0) & ~np.eye(len(groups), dtype=bool)
    return same_kind


def list_disclosed_sets(groups: Iterable[Group]) -> list[tuple[Codes, int]]:
    """Return the sets a document discloses, with their k: its numbers, and wholes less parts."""
    known = [group for group in groups if group.occurrences or group.releases]
    rests = [
        (np.setdiff1d(whole.codes, part.codes), max(whole.k, part.k))
        for whole in known
        for part in known
        if whole.is_whole
        and 0 < len(part.codes) < len(whole.codes)
        and np.isin(part.codes, whole.codes).all()
    ]
    return [(group.codes, group.k) for group in known if group.occurrences] + rests


#: Number of rounds that suppress one number per breach, and of all rounds; later rounds suppress all numbers
#: that contribute. The last round suppresses every number of the kind.
SINGLE_ROUNDS, ROUNDS = 8, 14


@dataclass(frozen=True)
class AuditedRelease:
    """Result of an audit: what may be released.

    Attributes
    ----------
    evaluations : tuple of PublicEvaluation
    numbers : Numbers
        Every traced number with its released value.
    hidden_figures : tuple of HiddenFigure
        Suppressed values with their numbers, for the library only.
    suppressed_for_history : tuple of (Told, tuple of int)
        Numbers suppressed only because of earlier releases, with the indices of those.
    """

    evaluations: tuple[PublicEvaluation, ...]
    numbers: Numbers = ()
    hidden_figures: tuple[HiddenFigure, ...] = ()
    suppressed_for_history: tuple[tuple[DisclosedNumber, tuple[int, ...]], ...] = ()


def audit_release(
    evaluations: Sequence[Evaluation],
    evaluator: Evaluator,
    settings: Settings,
    programs_by_partner: ProgramsByPartner | None = None,
    released: Sequence[Numbers] = (),
) -> AuditedRelease:
    """Return the evaluations as they may be released: protected by rules and by an audit.

    For a reader who knows the rows of each number, a suppressed count from 1 to k - 1 may be any number from
    0 to k - 1, unless earlier releases alone disclosed it.

    Parameters
    ----------
    evaluations : sequence of Evaluation
    evaluator : Evaluator
        Evaluator that computed them.
    settings : Settings
    programs_by_partner : mapping of str to collection of str, optional
        As for `protect`.
    released : sequence of Numbers
        Numbers of every earlier release, the oldest first. They remain public, so the new numbers are
        suppressed instead. Each is traced to today's rows of its selection, under its current names. If these
        are more than was shown, rows were added since: the number is treated as if they had been counted, and
        today's number is suppressed while it would disclose that they are few. If rows were removed or
        renamed, assume every set the number may have counted (see `releases.UntraceableNumber`).

    Returns
    -------
    AuditedRelease
        One public evaluation per evaluation, in order.
    """
    audit = _Audit(evaluations, evaluator, settings, programs_by_partner)
    audit.run()
    audit.add_releases(released)
    if any(released):
        audit.run()
    return AuditedRelease(
        tuple(audit.public),
        numbers=tuple(audit.traced_numbers()),
        hidden_figures=audit.hidden_figures,
        suppressed_for_history=tuple(audit.suppressed_for_history()),
    )


class _Audit:
    """Sets behind the numbers, by family, and the cells suppressed in addition to the rules."""

    def __init__(
        self,
        evaluations: Sequence[Evaluation],
        evaluator: Evaluator,
        settings: Settings,
        programs_by_partner: ProgramsByPartner | None,
    ) -> None:
        self._evaluations, self._settings, self._shared = evaluations, settings, programs_by_partner
        self._members = Members(evaluator)
        self._joins = evaluator.dataset.renames
        self._metrics = {metric.id: metric for metric in CATALOG}
        self._groups: dict[str, dict[bytes, Group]] = {}
        self._also: dict[Cell, set[int]] = {}
        self._withheld: set[Cell] = set()
        self._protected = protect_with_details(evaluations, settings, programs_by_partner)
        for at, evaluation in enumerate(evaluations):
            for value_index, number, units in disclosed_numbers(evaluation, self._members, settings):
                if self.public[at].values[value_index].reason != PRIVATE:
                    self._group(units, number).occurrences.append((at, value_index, number))
        self._families = self._build_families()

    def add_releases(self, releases: Sequence[Numbers]) -> None:
        """Add the earlier releases; untraceable numbers are matched last, against all known sets."""
        untraceable = [
            lost_number
            for release_index, numbers in enumerate(releases)
            for number, shown in numbers
            if (lost_number := self._match_release(number, shown, release_index)) is not None
        ]
        sets = {
            family: list_disclosed_sets(self._groups.get(family, {}).values())
            for family in {untraced.nearest_units.family for untraced in untraceable}
        }
        for untraced in untraceable:
            family = untraced.nearest_units.family
            for codes, few in untraced.candidate_sets(sets[family], self._members):
                self._group(CountedUnits(family, codes), untraced.number).releases.add(untraced.release_index)
                self._group(CountedUnits(family, few), untraced.number)
        self._families = self._build_families()

    def _match_release(
        self, number: DisclosedNumber, shown: float | None, release_index: int
    ) -> UntraceableNumber | None:
        """Add an earlier number to the set it counted; return it if that set differs from today's."""
        renamed = apply_renames(number, self._joins)
        measure = find_measure(renamed)
        units = None if measure is None else find_counted_units(renamed, measure, self._members)
        if measure is None or units is None:
            return None
        more = 0.0 if shown is None else float(self._members.weights(units.family, units.codes).sum()) - shown
        if shown is not None and (
            more < -TOLERANCE or (more > TOLERANCE and has_merged_name(number, self._joins))
        ):
            return UntraceableNumber.from_number(renamed, shown, release_index, measure, self._members)
        group = self._group(units, renamed)
        if shown is not None:
            group.releases.add(release_index)
            if more > TOLERANCE:
                group.earlier_counts[release_index] = shown
        return None

    def run(self) -> None:
        """Suppress numbers that disclose a small count until none does."""
        for turn in range(ROUNDS):
            new: dict[Cell, set[int]] = {}
            for cell, because in (
                pair for family in self._families for pair in self._cells_to_suppress(family, turn)
            ):
                if cell not in self._also:
                    new.setdefault(cell, set()).update(because)
            if not new:
                return
            self._also.update(new)
            if turn == ROUNDS - 1:
                self._withheld |= new.keys()
            self._protected = protect_with_details(
                self._evaluations,
                self._settings,
                self._shared,
                frozenset(self._also),
                frozenset(self._withheld),
            )

    @property
    def public(self) -> Sequence[PublicEvaluation]:
        """Public evaluations so far."""
        return self._protected.public

    @property
    def hidden_figures(self) -> tuple[HiddenFigure, ...]:
        """Suppressed values with numbers and reasons, for the library only."""
        return self._protected.hidden

    def traced_numbers(self) -> Iterator[tuple[DisclosedNumber, float | None]]:
        """Yield every traced number once, with its released value."""
        for at, value_index, number in self._owners():
            yield number, getattr(self.public[at].values[value_index], number.side)

    def suppressed_for_history(self) -> Iterator[tuple[DisclosedNumber, tuple[int, ...]]]:
        """Yield the numbers suppressed because of earlier releases, with the indices of those."""
        for at, value_index, number in self._owners():
            if because := self._also.get(self._cell(at, value_index) or ()):
                yield number, tuple(sorted(because))

    def _owners(self) -> Iterator[tuple[int, int, DisclosedNumber]]:
        for groups in self._groups.values():
            for group in groups.values():
                yield from group.occurrences

    def _group(self, units: CountedUnits, number: DisclosedNumber) -> Group:
        groups = self._groups.setdefault(units.family, {})
        group = groups.setdefault(units.codes.tobytes(), Group(units.codes))
        group.k = max(group.k, number.k)
        group.kinds |= number.kinds
        return group

    def _build_families(self) -> list[Family]:
        return [
            Family(name, list(groups.values()), self._members)
            for name, groups in sorted(self._groups.items())
        ]

    def _is_shown(self, group: Group) -> bool:
        """Return whether the document shows a number of this set."""
        return any(
            getattr(self.public[at].values[value_index], number.side) is not None
            for at, value_index, number in group.occurrences
        )

    def _views(self, family: Family) -> Iterator[tuple[ShownMask, ShownMask, list[tuple[Breach, set[int]]]]]:
        """Yield the shown sets, the earlier released sets, and the breaches.

        Once as if no rows had been added since, and once as it is.
        """
        shown = np.array([self._is_shown(group) for group in family.groups])
        earlier = family.is_released
        yield shown, earlier, family.find_breaches(shown | earlier, earlier)
        if family.has_grown:
            today = family.is_released_unchanged
            yield shown, today, family.find_breaches(shown | today, today, check_growth=True)

    def _cells_to_suppress(self, family: Family, round_index: int) -> Iterator[tuple[Cell, set[int]]]:
        """Yield the cells to suppress in this round, with the earlier releases involved.

        If the numbers that disclose a count cannot be identified, suppress all of the family.
        """
        for shown, before, breaches in self._views(family):
            free = np.flatnonzero(shown & ~before).tolist()
            for breach, releases in breaches:
                can = [giver for giver in breach.source_sums if giver in free]
                if not can or round_index == ROUNDS - 1:
                    can = free
                elif round_index < SINGLE_ROUNDS:
                    can = [min(can, key=lambda giver: _information_loss(family, giver))]
                yield from ((cell, releases) for giver in can for cell in self._cells(family.groups[giver]))

    def _cells(self, group: Group) -> Iterator[Cell]:
        for at, value_index, _ in group.occurrences:
            if cell := self._cell(at, value_index):
                yield cell

    def _cell(self, evaluation_index: int, value_index: int) -> Cell | None:
        evaluation = self._evaluations[evaluation_index]
        sensitive = build_sensitive_value(
            evaluation, evaluation.values[value_index], self._metrics, self._settings
        )
        return None if sensitive is None else sensitive.cell


def _information_loss(family: Family, giver: int) -> tuple[bool, bool, float, int]:
    """Return the information loss of a number: highest for a whole selection, then by size."""
    count = family.set_count(giver)
    return family.groups[giver].is_whole, count == 0, count, giver
