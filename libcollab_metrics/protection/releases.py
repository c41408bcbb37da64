"""Record released numbers, so that the next document is audited together with them.

Only protected numbers are stored: those shown in the document, and which ones were suppressed in it.
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
from libcollab_metrics.protection.members import Codes, CountedUnits, DisclosedNumber, Members, find_counted_units

#: Numbers with their released values; None where suppressed.
Numbers = tuple[tuple[DisclosedNumber, float | None], ...]


@dataclass(frozen=True)
class Left:
    """One released document or chart.

    Attributes
    ----------
    day : date
        Day of the release.
    to : str
        Recipient; empty if not named.
    numbers : Numbers
        Released and suppressed numbers.
    """

    day: date
    to: str
    numbers: Numbers

    def written(self) -> str:
        """Return the entry as text; `Left.read` parses it.

        Returns
        -------
        str
            JSON on one line.
        """
        tables = [
            {
                **_selection_to_json(scope, by, as_of),
                "numbers": [_number_to_json(told, shown) for told, shown in numbers],
            }
            for (scope, by, as_of), numbers in groupby(self.numbers, lambda n: (n[0].scope, n[0].by, n[0].as_of))
        ]
        whole = {"day": self.day.isoformat(), "to": self.to, "tables": tables}
        return json.dumps(whole, separators=(",", ":"))

    @staticmethod
    def read(text: str) -> Left:
        """Parse an entry written by `Left.written`.

        Parameters
        ----------
        text : str

        Returns
        -------
        Left

        Raises
        ------
        LibCollabError
            If the text is not a valid entry.
        """
        try:
            whole = parse_json(text)
            return Left(date.fromisoformat(whole["day"]), str(whole["to"]), tuple(_parse_numbers(whole["tables"])))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, LibCollabError):
            raise LibCollabError(
                "An entry of the list of what left cannot be read. Nothing more may leave beside what is not known: "
                "put back a copy of the list, or start a new one."
            ) from None


def read_release_ledger(data: bytes) -> tuple[Left, ...]:
    """Parse a release ledger file.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    tuple of Left
        In order of release.

    Raises
    ------
    LibCollabError
        If the file is not a valid release ledger.
    """
    try:
        entries = parse_json(data)
    except ValueError:
        entries = [None]
    return tuple(Left.read(json.dumps(entry)) for entry in (entries if isinstance(entries, list) else [None]))


def write_release_ledger(entries: Iterable[Left]) -> bytes:
    """Return a release ledger file with one entry per line; `read_release_ledger` parses it.

    Parameters
    ----------
    entries : iterable of Left

    Returns
    -------
    bytes
        UTF-8 JSON.
    """
    return ("[\n" + ",\n".join(entry.written() for entry in entries) + "\n]\n").encode()


def _selection_to_json(scope: Scope, by: str, as_of: date) -> dict[str, Any]:
    start, end = (day.isoformat() if day else None for day in (scope.start, scope.end))
    return {"where": scope.where, "from": start, "to": end, "by": by, "as_of": as_of.isoformat()}


def _number_to_json(told: DisclosedNumber, shown: float | None) -> list[Any]:
    return [told.metric, told.side, told.group, told.k, shown]


def _parse_numbers(tables: list[dict[str, Any]]) -> Iterator[tuple[DisclosedNumber, float | None]]:
    for table in tables:
        where = tuple((str(name), tuple(map(str, kept))) for name, kept in table["where"])
        start, end = (date.fromisoformat(day) if day else None for day in (table["from"], table["to"]))
        scope, as_of = Scope(where, start, end), check_day(date.fromisoformat(table["as_of"]))
        for metric, side, group, k, shown in table["numbers"]:
            named = tuple((str(name), part) for name, part in group)
            yield DisclosedNumber(metric, side, named, scope, table["by"], as_of, int(k)), shown


# Earlier released numbers that cannot be traced to today's rows, because names or rows were corrected.


@dataclass(frozen=True)
class UntraceableNumber:
    """A released number without matching rows, and today's rows closest to those it counted.

    Released numbers stay public even if their rows were renamed or removed. Assume the worst case: the number
    may have counted any of today's sets that differs from it by a few and can otherwise hold the same rows.

    Attributes
    ----------
    told : Told
    shown : float
        Released value.
    place : int
        Index of the release.
    near : Counted
        Closest rows of today.
    gone : int
        Released value less the count of `near`: rows that were removed or renamed. If 0, the counted rows are
        among `near`.
    """

    told: DisclosedNumber
    shown: float
    place: int
    near: CountedUnits
    gone: int

    @staticmethod
    def of(
        told: DisclosedNumber, shown: float, place: int, measure: Measure, members: Members
    ) -> UntraceableNumber | None:
        """Return the number with its closest rows; None if it cannot be traced."""
        near = _find_nearest_units(told, measure, members)
        if near is None:
            return None
        borne = float(members.weights(near.family, near.codes).sum())
        return UntraceableNumber(told, shown, place, near, max(0, round(shown - borne)))

    def suppositions(self, sets: Iterable[tuple[Codes, int]], members: Members) -> Iterator[tuple[Codes, Codes]]:
        """Yield each set the number may have counted, and the few units it may disclose.

        Candidates are today's closest rows with the missing ones added, and each of `sets` (with its k) that
        differs from the number by fewer than the threshold.
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
        """Return whether the number and a set can contain one another.

        This requires that enough of the set is among the closest or the missing rows.
        """
        near = codes[np.isin(codes, self.near.codes)]
        both = float(members.weights(self.near.family, near).sum()) + self.gone
        return both > self.shown + min(more, 0) - 0.5

    def _beyond(self, codes: Codes, more: int, members: Members) -> Codes | None:
        """Return the rows by which a set exceeds the number; None if no whole rows do."""
        near = np.isin(codes, self.near.codes)
        must = codes[~near] if not self.gone else codes[:0]
        may = codes[near] if not self.gone else codes[~near]
        rest = more - round(float(members.weights(self.near.family, must).sum()))
        some = _find_weights(members.weights(self.near.family, may), rest)
        return None if some is None else np.concatenate([must, may[some]])


def _find_nearest_units(told: DisclosedNumber, measure: Measure, members: Members) -> CountedUnits | None:
    """Return the rows under a number's names; else under its days and periods; else all rows."""
    days = Scope(tuple(kept for kept in told.scope.where if kept[0] in PERIODS), told.scope.start, told.scope.end)
    periods = tuple(part for part in told.group if part[0] == told.by and told.by in PERIODS)
    wider = (
        told,
        replace(told, scope=days, by=told.by if periods else "", group=periods),
        replace(told, scope=Scope(), by="", group=()),
    )
    found = None
    for one in wider:
        found = find_counted_units(one, measure, members) or found
        if found is not None and len(found.codes):
            return found
    return found


def _find_weights(weights: NDArray[np.float64], total: int) -> list[int] | None:
    """Return the indices of weights that sum to a small total; None if none do."""
    reached: dict[int, list[int]] = {0: []}
    for place in np.flatnonzero((weights > 0) & (weights <= total)).tolist():
        if total in reached:
            break
        weight = round(float(weights[place]))
        for come_to, places in list(reached.items()):
            if come_to + weight <= total:
                reached.setdefault(come_to + weight, [*places, place])
    return reached.get(total)
