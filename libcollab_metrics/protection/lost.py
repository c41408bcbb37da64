"""Numbers of earlier releases whose rows cannot be found any more, for a name or a row was corrected since.

What was shown is known for good, whatever its rows are called today. So it is supposed to count whatever it may have
counted: every set of today's that it differs from by a few, when it can hold the same rows but for those few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from libcollab_metrics.metrics import Measure
from libcollab_metrics.metrics.members import Codes, Counted, Members
from libcollab_metrics.model.scope import PERIODS, Scope
from libcollab_metrics.protection.told import Told, counted_of


@dataclass(frozen=True)
class Lost:
    """A number shown in the release at `place`, and the rows of today that come nearest to those it counted.

    `gone` is how much more was shown than these rows bear: rows that were taken out, or are called otherwise now. Where
    it is nothing, the rows it counted are among these.
    """

    told: Told
    shown: float
    place: int
    near: Counted
    gone: int

    @staticmethod
    def of(told: Told, shown: float, place: int, measure: Measure, members: Members) -> Lost | None:
        """Return the number with its rows; None for one that cannot be followed."""
        near = _nearest(told, measure, members)
        if near is None:
            return None
        borne = float(members.weights(near.family, near.codes).sum())
        return Lost(told, shown, place, near, max(0, round(shown - borne)))

    def suppositions(self, sets: Iterable[tuple[Codes, int]], members: Members) -> Iterator[tuple[Codes, Codes]]:
        """Every set it may have counted, and the few it may tell of beside today's numbers.

        These are today's rows with those gone, and each of `sets`, with the k of it, that it differs from by fewer.
        """
        if self.gone and len(self.near.codes):
            gone = members.gone(self.near.family, self.gone)
            yield np.concatenate([self.near.codes, gone]), gone
        for codes, k in sets:
            more = round(float(members.weights(self.near.family, codes).sum()) - self.shown)
            if 0 < abs(more) < max(k, self.told.k) and self._can_be(codes, more, members):
                if more < 0:
                    gone = members.gone(self.near.family, -more)
                    yield np.concatenate([codes, gone]), gone
                elif (beyond := self._beyond(codes, more, members)) is not None:
                    yield np.setdiff1d(codes, beyond), beyond

    def _can_be(self, codes: Codes, more: int, members: Members) -> bool:
        """Whether one of both sets can hold the other: then enough of a set is near, or gone."""
        near = codes[np.isin(codes, self.near.codes)]
        both = float(members.weights(self.near.family, near).sum()) + self.gone
        return both > self.shown + min(more, 0) - 0.5

    def _beyond(self, codes: Codes, more: int, members: Members) -> Codes | None:
        """Rows of a set that make it so much more than the number; None where no whole rows do."""
        near = np.isin(codes, self.near.codes)
        must = codes[~near] if not self.gone else codes[:0]
        may = codes[near] if not self.gone else codes[~near]
        rest = more - round(float(members.weights(self.near.family, must).sum()))
        some = _weighing(members.weights(self.near.family, may), rest)
        return None if some is None else np.concatenate([must, may[some]])


def _nearest(told: Told, measure: Measure, members: Members) -> Counted | None:
    """The rows found under a number's names; where there are none, under its days and periods alone, and then all."""
    days = Scope(tuple(kept for kept in told.scope.where if kept[0] in PERIODS), told.scope.start, told.scope.end)
    periods = tuple(part for part in told.group if part[0] == told.by and told.by in PERIODS)
    wider = (
        told,
        replace(told, scope=days, by=told.by if periods else "", group=periods),
        replace(told, scope=Scope(), by="", group=()),
    )
    found = None
    for one in wider:
        found = counted_of(one, measure, members) or found
        if found is not None and len(found.codes):
            return found
    return found


def _weighing(weights: NDArray[np.float64], total: int) -> list[int] | None:
    """The places of some weights that come to a small total; None where none do."""
    reached: dict[int, list[int]] = {0: []}
    for place in np.flatnonzero((weights > 0) & (weights <= total)).tolist():
        if total in reached:
            break
        weight = round(float(weights[place]))
        for come_to, places in list(reached.items()):
            if come_to + weight <= total:
                reached.setdefault(come_to + weight, [*places, place])
    return reached.get(total)
