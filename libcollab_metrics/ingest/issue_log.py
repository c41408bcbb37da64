"""The log of one sheet's departures: what was not taken as typed, cell by cell, told once a kind and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from libcollab_metrics.model.addresses import address
from libcollab_metrics.model.issues import ISSUE_KINDS, Issue

#: More cells than this are counted, not listed, so that one bad column cannot fill the screen.
CELLS_LISTED = 1000


@dataclass
class _Draft:
    value: str
    message: str
    cells: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    count: int = 0


class Departures:
    """Collects the departures of one sheet and hands them over as issues, one per kind and column."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self._drafts: dict[tuple[str, str], _Draft] = {}
        self._asked: set[str] = set()

    def add(
        self, code: str, row: int = 0, column: int = 0, *, heading: str = "", value: object = "", message: str = ""
    ) -> None:
        """Note one departure at an Excel row and column (0: the sheet as a whole)."""
        if code not in ISSUE_KINDS:
            raise KeyError(code)
        shown = "" if value is None else str(value)
        draft = self._drafts.setdefault((code, heading), _Draft(shown, message))
        draft.count += 1
        if row and len(draft.cells) < CELLS_LISTED:
            draft.cells.append(address(row, column or 1))
            draft.told.append(message or (f'"{shown}"' if shown else ""))

    def add_rows(
        self,
        code: str,
        rows: Iterable[int],
        column: int,
        *,
        heading: str = "",
        value: str = "",
        message: str = "",
        told: Callable[[int], str] | None = None,
    ) -> None:
        """Note the same departure at many Excel rows of one column; value and message are those of the first.

        `told` says what was read at the n-th of the rows, where it is not the same everywhere.
        """  # fmt: skip
        listed = list(rows)
        if not listed:
            return
        self.add(code, int(listed[0]), column, heading=heading, value=value, message=message)
        draft = self._drafts[code, heading]
        draft.count += len(listed) - 1
        room = max(CELLS_LISTED - len(draft.cells), 0)
        draft.cells += [address(int(row), column) for row in listed[1 : 1 + room]]
        draft.told += [told(n) if told else message for n in range(1, len(draft.cells) - len(draft.told) + 1)]

    def ask(self, key: str) -> None:
        """Note that what was read depends on an answer."""
        self._asked.add(key)

    def asks(self, key: str) -> bool:
        """True when what was read depends on this answer."""
        return key in self._asked

    def has(self, code: str) -> bool:
        """True when this kind of departure was noted."""
        return any(noted == code for noted, _ in self._drafts)

    def issues(self) -> list[Issue]:
        """The issues of this sheet, in the order they were first met."""
        return [
            Issue(code, self.sheet, draft.cells[0] if draft.cells else "", tuple(draft.cells), heading, draft.value,
                  draft.message, draft.count, tuple(draft.told) if len(set(draft.told)) > 1 else ())
            for (code, heading), draft in self._drafts.items()
        ]  # fmt: skip
