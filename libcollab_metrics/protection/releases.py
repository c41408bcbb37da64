"""What left, number by number, written down so that the next document is audited beside it.

Protected numbers only: what stood in the document, and which numbers were hidden in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.json_input import parse_json
from libcollab_metrics.metrics import Measure
from libcollab_metrics.model.scope import PERIODS, Scope, check_day
from libcollab_metrics.protection.members import Codes, Counted, Members, Told, counted_of

#: Numbers with what was shown of them; None where one was hidden.
Numbers = tuple[tuple[Told, float | None], ...]


@dataclass(frozen=True)
class Left:
    """One document or figure that left: on which day, for whom (empty where nobody was named), and its numbers."""

    day: date
    to: str
    numbers: Numbers

    def written(self) -> str:
        """The text it is kept as; `Left.read` makes the same of it again."""
        tables = [
            {**_selection(scope, by, as_of), "numbers": [_number(told, shown) for told, shown in numbers]}
            for (scope, by, as_of), numbers in groupby(self.numbers, lambda n: (n[0].scope, n[0].by, n[0].as_of))
        ]
        whole = {"day": self.day.isoformat(), "to": self.to, "tables": tables}
        return json.dumps(whole, separators=(",", ":"))

    @staticmethod
    def read(text: str) -> Left:
        """Return what was written.

        Raises
        ------
        LibCollabError : the text is no entry of the list.
        """
        try:
            whole = parse_json(text)
            return Left(date.fromisoformat(whole["day"]), str(whole["to"]), tuple(_numbers(whole["tables"])))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, LibCollabError):
            raise LibCollabError(
                "An entry of the list of what left cannot be read. Nothing more may leave beside what is not known: "
                "put back a copy of the list, or start a new one."
            ) from None


def read_ledger(data: bytes) -> tuple[Left, ...]:
    """Return the entries of a list of what left that was kept as a file, the first that left first.

    Raises
    ------
    LibCollabError : it is no such list.
    """
    try:
        entries = parse_json(data)
    except ValueError:
        entries = [None]
    return tuple(Left.read(json.dumps(entry)) for entry in (entries if isinstance(entries, list) else [None]))


def written_ledger(entries: Iterable[Left]) -> bytes:
    """Return entries as a file, one a line; `read_ledger` makes the same of it again."""
    return ("[\n" + ",\n".join(entry.written() for entry in entries) + "\n]\n").encode()


def _selection(scope: Scope, by: str, as_of: date) -> dict[str, Any]:
    start, end = (day.isoformat() if day else None for day in (scope.start, scope.end))
    return {"where": scope.where, "from": start, "to": end, "by": by, "as_of": as_of.isoformat()}


def _number(told: Told, shown: float | None) -> list[Any]:
    return [told.metric, told.side, told.group, told.k, shown]


def _numbers(tables: list[dict[str, Any]]) -> Iterator[tuple[Told, float | None]]:
    for table in tables:
        where = tuple((str(name), tuple(map(str, kept))) for name, kept in table["where"])
        start, end = (date.fromisoformat(day) if day else None for day in (table["from"], table["to"]))
        scope, as_of = Scope(where, start, end), check_day(date.fromisoformat(table["as_of"]))
        for metric, side, group, k, shown in table["numbers"]:
            named = tuple((str(name), part) for name, part in group)
            yield Told(metric, side, named, scope, table["by"], as_of, int(k)), shown


# Numbers of earlier releases whose rows cannot be found any more, for a name or a row was corrected since.
#
# What was shown is known for good, whatever its rows are called today. So it is supposed to count whatever it may
# have
# counted: every set of today's that it differs from by a few, when it can hold the same rows but for those few.


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
