"""Release ledger: format of released numbers, and tracing of earlier ones for the next audit.

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
from libcollab_metrics.protection.members import (
    Codes,
    CountedUnits,
    DisclosedNumber,
    Members,
    find_counted_units,
)

#: Numbers with their released values; None where suppressed.
Numbers = tuple[tuple[DisclosedNumber, float | None], ...]


@dataclass(frozen=True)
class Left:
    """One released document or chart.

    Attributes
    ----------
    day : date
        Day of the release.
    recipient : str
        Recipient; empty if not named.
    numbers : Numbers
        Released and suppressed numbers.
    """

    day: date
    recipient: str
    numbers: Numbers

    def to_json(self) -> str:
        """Return the entry as text; `Left.read` parses it.

        Returns
        -------
        str
            JSON on one line.
        """
        tables = [
            {
                **_selection_to_json(scope, by, as_of),
                "numbers": [_number_to_json(number, shown) for number, shown in numbers],
            }
            for (scope, by, as_of), numbers in groupby(
                self.numbers, lambda n: (n[0].scope, n[0].by, n[0].as_of)
            )
        ]
        whole = {"day": self.day.isoformat(), "to": self.recipient, "tables": tables}
        return json.dumps(whole, separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> Left:
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
            return Left(
                date.fromisoformat(whole["day"]), str(whole["to"]), tuple(_parse_numbers(whole["tables"]))
            )
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, LibCollabError):
            raise LibCollabError(
                "An entry of the list of released numbers cannot be read. Nothing more can be released"
                " without it: put back a copy of the list, or start a new one."
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
    return tuple(
        Left.from_json(json.dumps(entry)) for entry in (entries if isinstance(entries, list) else [None])
    )


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
    return ("[\n" + ",\n".join(entry.to_json() for entry in entries) + "\n]\n").encode()


def _selection_to_json(scope: Scope, by: str, as_of: date) -> dict[str, Any]:
    start, end = (day.isoformat() if day else None for day in (scope.start, scope.end))
    return {"where": scope.where, "from": start, "to": end, "by": by, "as_of": as_of.isoformat()}


def _number_to_json(number: DisclosedNumber, shown: float | None) -> list[Any]:
    return [number.metric, number.side, number.group, number.k, shown]


def _parse_numbers(tables: list[dict[str, Any]]) -> Iterator[tuple[DisclosedNumber, float | None]]:
    for table in tables:
        where = tuple((str(name), tuple(map(str, values))) for name, values in table["where"])
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
    number : Told
    shown : float
        Released value.
    release_index : int
        Index of the release.
    nearest_units : CountedUnits
        Closest rows of today.
    missing_count : int
        Released value less the count of `nearest_units`: rows that were removed or renamed. If 0, the counted
        rows are among `nearest_units`.
    """

    number: DisclosedNumber
    shown: float
    release_index: int
    nearest_units: CountedUnits
    missing_count: int

    @staticmethod
    def from_number(
        number: DisclosedNumber, shown: float, release_index: int, measure: Measure, members: Members
    ) -> UntraceableNumber | None:
        """Return the number with its closest rows; None if it cannot be traced."""
        near = _find_nearest_units(number, measure, members)
        if near is None:
            return None
        borne = float(members.weights(near.family, near.codes).sum())
        return UntraceableNumber(number, shown, release_index, near, max(0, round(shown - borne)))

    def candidate_sets(
        self, sets: Iterable[tuple[Codes, int]], members: Members
    ) -> Iterator[tuple[Codes, Codes]]:
        """Yield each set the number may have counted, and the few units it may disclose.

        Candidates are today's closest rows with the missing ones added, and each of `sets` (with its k) that
        differs from the number by fewer than the threshold.
        """
        if self.missing_count and len(self.nearest_units.codes):
            missing = members.new_codes(self.nearest_units.family, self.missing_count)
            yield np.concatenate([self.nearest_units.codes, missing]), missing
        for codes, k in sets:
            more = round(float(members.weights(self.nearest_units.family, codes).sum()) - self.shown)
            if 0 < abs(more) < max(k, self.number.k) and self._is_candidate(codes, more, members):
                if more < 0:
                    missing = members.new_codes(self.nearest_units.family, -more)
                    yield np.concatenate([codes, missing]), missing
                elif (beyond := self._excess_rows(codes, more, members)) is not None:
                    yield np.setdiff1d(codes, beyond), beyond

    def _is_candidate(self, codes: Codes, excess: int, members: Members) -> bool:
        """Return whether the number and a set can contain one another.

        This requires that enough of the set is among the closest or the missing rows.
        """
        near = codes[np.isin(codes, self.nearest_units.codes)]
        both = float(members.weights(self.nearest_units.family, near).sum()) + self.missing_count
        return both > self.shown + min(excess, 0) - 0.5

    def _excess_rows(self, codes: Codes, excess: int, members: Members) -> Codes | None:
        """Return the rows by which a set exceeds the number; None if no whole rows do."""
        near = np.isin(codes, self.nearest_units.codes)
        must = codes[~near] if not self.missing_count else codes[:0]
        may = codes[near] if not self.missing_count else codes[~near]
        rest = excess - round(float(members.weights(self.nearest_units.family, must).sum()))
        some = _find_weights(members.weights(self.nearest_units.family, may), rest)
        return None if some is None else np.concatenate([must, may[some]])


def _find_nearest_units(number: DisclosedNumber, measure: Measure, members: Members) -> CountedUnits | None:
    """Return the rows under a number's names; else under its days and periods; else all rows."""
    days = Scope(
        tuple(condition for condition in number.scope.where if condition[0] in PERIODS),
        number.scope.start,
        number.scope.end,
    )
    periods = tuple(part for part in number.group if part[0] == number.by and number.by in PERIODS)
    wider = (
        number,
        replace(number, scope=days, by=number.by if periods else "", group=periods),
        replace(number, scope=Scope(), by="", group=()),
    )
    nearest = None
    for candidate in wider:
        nearest = find_counted_units(candidate, measure, members) or nearest
        if nearest is not None and len(nearest.codes):
            return nearest
    return nearest


def _find_weights(weights: NDArray[np.float64], total: int) -> list[int] | None:
    """Return the indices of weights that sum to a small total; None if none do."""
    reached: dict[int, list[int]] = {0: []}
    for index in np.flatnonzero((weights > 0) & (weights <= total)).tolist():
        if total in reached:
            break
        weight = round(float(weights[index]))
        for come_to, places in list(reached.items()):
            if come_to + weight <= total:
                reached.setdefault(come_to + weight, [*places, index])
    return reached.get(total)
