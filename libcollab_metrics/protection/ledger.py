"""What left, number by number, written down so that the next document is audited beside it.

Protected numbers only: what stood in the document, and which numbers were hidden in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.jsontext import parse_json
from libcollab_metrics.model.scope import Scope, check_day
from libcollab_metrics.protection.told import Told

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
