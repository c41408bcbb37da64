"""The audit of everything before it leaves: an attacker who knows the rows tries to work out what was hidden.

The rules of `public` choose what to hide; nothing of them is used here. What every number counts is looked up again in
the prepared tables, and linear programming says what the numbers shown give away. A breach hides one number more, and
the rules and the audit begin again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from libcollab_metrics.metrics import CATALOG, Evaluation, Evaluator
from libcollab_metrics.metrics.members import Counted, Members
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.attack import CLOSE, Breach
from libcollab_metrics.protection.differences import Shared
from libcollab_metrics.protection.exposed import exposed_of
from libcollab_metrics.protection.groups import Family, Group, Shown, sets_told
from libcollab_metrics.protection.ledger import Numbers
from libcollab_metrics.protection.lost import Lost
from libcollab_metrics.protection.public import PRIVATE, HiddenFigure, PublicEvaluation, protected
from libcollab_metrics.protection.sums import Cell
from libcollab_metrics.protection.told import (
    Told,
    counted_of,
    is_of_joined_names,
    measure_of,
    told_by,
    under_names_of_today,
)

#: Rounds in which one number gives way for each breach, and rounds in all, in the later ones of which all that give a
#: count away do. What is known even then takes every number of its kind with it.
GENTLE, ROUNDS = 8, 14


@dataclass(frozen=True)
class Audited:
    """What may leave: the public evaluations, every number followed with what is shown of it, and what gave way.

    `kept_back` are the figures that are hidden, with their numbers, for the library alone; `gave_way` names those
    hidden only because of earlier releases, each with the places of those.
    """

    evaluations: tuple[PublicEvaluation, ...]
    numbers: Numbers = ()
    kept_back: tuple[HiddenFigure, ...] = ()
    gave_way: tuple[tuple[Told, tuple[int, ...]], ...] = ()


def audited(
    evaluations: Sequence[Evaluation],
    counted: Evaluator,
    settings: Settings,
    shared: Shared | None = None,
    released: Sequence[Numbers] = (),
) -> Audited:
    """Return the evaluations as they may leave: by the rules, and with nothing a reader could work out.

    Parameters
    ----------
    evaluations, settings, shared : as for `protect`.
    counted : the evaluator that made them.
    released : the numbers of every earlier release, the oldest first. What was shown then is known for good, so the
        new numbers give way. Each is looked at over today's rows of its selection, under the names they were joined
        to. Where these bear more, some have come since, and nobody knows which: it is looked at as if they had been
        there, and the number of today gives way as long as it would tell that they are few. Where rows are gone or
        are called otherwise, it is supposed to be whatever it may have been (`lost`).

    Returns
    -------
    As many public evaluations, in order. A hidden count from 1 to k - 1 can, for a reader who knows of which rows each
    number is made, be anything from 0 to k - 1, except where earlier releases alone have told it.
    """
    audit = _Audit(evaluations, counted, settings, shared)
    audit.run()
    audit.know(released)
    if any(released):
        audit.run()
    return Audited(
        tuple(audit.public),
        numbers=tuple(audit.numbers()),
        kept_back=audit.kept_back,
        gave_way=tuple(audit.gave_way()),
    )


class _Audit:
    """The sets that the numbers count, by family, and the cells hidden beyond what the rules hide."""

    def __init__(
        self, evaluations: Sequence[Evaluation], counted: Evaluator, settings: Settings, shared: Shared | None
    ) -> None:
        self._evaluations, self._settings, self._shared = evaluations, settings, shared
        self._members = Members(counted)
        self._joins = counted.dataset.joins
        self._metrics = {metric.id: metric for metric in CATALOG}
        self._groups: dict[str, dict[bytes, Group]] = {}
        self._also: dict[Cell, set[int]] = {}
        self._withheld: set[Cell] = set()
        self._protected = protected(evaluations, settings, shared)
        for at, evaluation in enumerate(evaluations):
            for place, told, what in told_by(evaluation, self._members, settings):
                if self.public[at].values[place].reason != PRIVATE:
                    self._group(what, told).owners.append((at, place, told))
        self._families = self._laid_out()

    def know(self, released: Sequence[Numbers]) -> None:
        """Take in what left before; what is lost of it is looked for last, among all that is known then."""
        lost = [
            found
            for place, numbers in enumerate(released)
            for told, shown in numbers
            if (found := self._recalled(told, shown, place)) is not None
        ]
        sets = {
            family: sets_told(self._groups.get(family, {}).values()) for family in {one.near.family for one in lost}
        }
        for one in lost:
            family = one.near.family
            for codes, few in one.suppositions(sets[family], self._members):
                self._group(Counted(family, codes), one.told).earlier.add(one.place)
                self._group(Counted(family, few), one.told)
        self._families = self._laid_out()

    def _recalled(self, typed: Told, shown: float | None, place: int) -> Lost | None:
        """Put a number that left to the set it counted; give it back where that set is not the one of today."""
        told = under_names_of_today(typed, self._joins)
        measure = measure_of(told)
        what = None if measure is None else counted_of(told, measure, self._members)
        if measure is None or what is None:
            return None
        more = 0.0 if shown is None else float(self._members.weights(what.family, what.codes).sum()) - shown
        if shown is not None and (more < -CLOSE or (more > CLOSE and is_of_joined_names(typed, self._joins))):
            return Lost.of(told, shown, place, measure, self._members)
        group = self._group(what, told)
        if shown is not None:
            group.earlier.add(place)
            if more > CLOSE:
                group.then[place] = shown
        return None

    def run(self) -> None:
        """Hide what gives a small count away until nothing does."""
        for turn in range(ROUNDS):
            new: dict[Cell, set[int]] = {}
            for cell, because in (found for family in self._families for found in self._to_hide(family, turn)):
                if cell not in self._also:
                    new.setdefault(cell, set()).update(because)
            if not new:
                return
            self._also.update(new)
            if turn == ROUNDS - 1:
                self._withheld |= new.keys()
            self._protected = protected(
                self._evaluations, self._settings, self._shared, frozenset(self._also), frozenset(self._withheld)
            )

    @property
    def public(self) -> Sequence[PublicEvaluation]:
        """The evaluations as they may leave, so far."""
        return self._protected.public

    @property
    def kept_back(self) -> tuple[HiddenFigure, ...]:
        """Every figure that is hidden, with its number and the reason, for the library alone."""
        return self._protected.hidden

    def numbers(self) -> Iterator[tuple[Told, float | None]]:
        """Every number that was followed, once, with what is shown of it."""
        for at, place, told in self._owners():
            yield told, getattr(self.public[at].values[place], told.side)

    def gave_way(self) -> Iterator[tuple[Told, tuple[int, ...]]]:
        """The numbers hidden because of earlier releases, with the places of those."""
        for at, place, told in self._owners():
            if because := self._also.get(self._cell(at, place) or ()):
                yield told, tuple(sorted(because))

    def _owners(self) -> Iterator[tuple[int, int, Told]]:
        for groups in self._groups.values():
            for group in groups.values():
                yield from group.owners

    def _group(self, what: Counted, told: Told) -> Group:
        groups = self._groups.setdefault(what.family, {})
        group = groups.setdefault(what.codes.tobytes(), Group(what.codes))
        group.k = max(group.k, told.k)
        group.kinds |= told.kinds
        return group

    def _laid_out(self) -> list[Family]:
        return [Family(name, list(groups.values()), self._members) for name, groups in sorted(self._groups.items())]

    def _stands(self, group: Group) -> bool:
        """Whether a number of this set stands in the document."""
        return any(getattr(self.public[at].values[place], told.side) is not None for at, place, told in group.owners)

    def _views(self, family: Family) -> Iterator[tuple[Shown, Shown, list[tuple[Breach, set[int]]]]]:
        """What stands, what left before, and the counts given away: as if nobody had come since, and as it is."""
        stands = np.array([self._stands(group) for group in family.groups])
        earlier = family.earlier
        yield stands, earlier, family.breaches(stands | earlier, earlier)
        if family.has_grown:
            today = family.as_today
            yield stands, today, family.breaches(stands | today, today, grown=True)

    def _to_hide(self, family: Family, turn: int) -> Iterator[tuple[Cell, set[int]]]:
        """The cells that give way in this turn, each with the releases beside which it would tell.

        Where nobody can say which number gives a count away, all of the family do.
        """
        for stands, before, breaches in self._views(family):
            free = np.flatnonzero(stands & ~before).tolist()
            for breach, releases in breaches:
                can = [giver for giver in breach.givers if giver in free]
                if not can or turn == ROUNDS - 1:
                    can = free
                elif turn < GENTLE:
                    can = [min(can, key=lambda giver: _loss(family, giver))]
                yield from ((cell, releases) for giver in can for cell in self._cells(family.groups[giver]))

    def _cells(self, group: Group) -> Iterator[Cell]:
        for at, place, _ in group.owners:
            if cell := self._cell(at, place):
                yield cell

    def _cell(self, at: int, place: int) -> Cell | None:
        evaluation = self._evaluations[at]
        found = exposed_of(evaluation, evaluation.values[place], self._metrics, self._settings)
        return None if found is None else found.cell


def _loss(family: Family, giver: int) -> tuple[bool, bool, float, int]:
    """How much a reader loses with a number: most with a whole selection's, more with a larger one."""
    count = family.count(giver)
    return family.groups[giver].is_whole, count == 0, count, giver
