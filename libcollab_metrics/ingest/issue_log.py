"""Collect the issues of one sheet by kind and column, and limit the cells listed for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from libcollab_metrics.model.addresses import cell_reference, list_cells
from libcollab_metrics.model.issues import ISSUE_KINDS, Issue

#: Maximum number of cells listed per issue; further cells are only counted, so that one bad column cannot
#: fill the screen.
MAX_LISTED_CELLS = 1000


@dataclass
class _Draft:
    value: str
    message: str
    cells: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    count: int = 0


class IssueLog:
    """Log of the issues of one sheet: one issue per kind and column.

    Parameters
    ----------
    sheet : str
        Name of the sheet.
    addresses : mapping of (int, int) to (int, int), optional
        Row and column in the sheet of each cell that was read at another place.
    """

    def __init__(
        self, sheet: str, addresses: Mapping[tuple[int, int], tuple[int, int]] | None = None
    ) -> None:
        self.sheet = sheet
        self._addresses = addresses or {}
        self._drafts: dict[tuple[str, str], _Draft] = {}
        self._requested_questions: set[str] = set()
        #: Value assumed until a question is answered, by its key, where it is not that of its kind.
        self.assumed: dict[str, str] = {}

    def add(
        self,
        code: str,
        row: int = 0,
        column: int = 0,
        *,
        heading: str = "",
        value: object = "",
        message: str = "",
    ) -> None:
        """Report an issue at an Excel row and column, both 1-based (0 for the sheet as a whole)."""
        if code not in ISSUE_KINDS:
            raise KeyError(code)
        shown = "" if value is None else str(value)
        draft = self._drafts.setdefault((code, heading), _Draft(shown, message))
        draft.count += 1
        if row and len(draft.cells) < MAX_LISTED_CELLS:
            draft.cells.append(self.name_cell(row, column or 1))
            draft.messages.append(message or (f'"{shown}"' if shown else ""))

    def add_rows(
        self,
        code: str,
        rows: Iterable[int],
        column: int,
        *,
        heading: str = "",
        value: str = "",
        message: str = "",
        message_for_row: Callable[[int], str] | None = None,
    ) -> None:
        """Report the same issue at many Excel rows of one column.

        `value` and `message` describe the first row. `message_for_row` returns the message for the n-th row,
        where messages differ.
        """
        listed = list(rows)
        if not listed:
            return
        self.add(code, int(listed[0]), column, heading=heading, value=value, message=message)
        draft = self._drafts[code, heading]
        draft.count += len(listed) - 1
        room = max(MAX_LISTED_CELLS - len(draft.cells), 0)
        draft.cells += [self.name_cell(int(row), column) for row in listed[1 : 1 + room]]
        draft.messages += [
            message_for_row(n) if message_for_row else message
            for n in range(1, len(draft.cells) - len(draft.messages) + 1)
        ]

    def name_cell(self, row: int, column: int) -> str:
        """Return the name of a cell of the sheet as the user knows it, by its Excel row and column."""
        return cell_reference(*self._addresses.get((row, column), (row, column)))

    def request_question(self, key: str) -> None:
        """Record that the result depends on the answer for a key."""
        self._requested_questions.add(key)

    def is_question_requested(self, key: str) -> bool:
        """Return whether the result depends on the answer for a key."""
        return key in self._requested_questions

    def has_issue(self, code: str) -> bool:
        """Return whether an issue of this kind was reported."""
        return any(noted == code for noted, _ in self._drafts)

    def locate_issue(self, code: str, most: int) -> tuple[str, str]:
        """Return the heading and the cells of an issue of this kind, at most so many, for its question."""
        drafts = [(heading, draft) for (noted, heading), draft in self._drafts.items() if noted == code]
        cells = [cell for _, draft in drafts for cell in draft.cells]
        return drafts[0][0] if drafts else "", list_cells(cells, most)

    def issues(self) -> list[Issue]:
        """Return the issues of this sheet in the order in which they were first reported."""
        return [
            Issue(
                code,
                self.sheet,
                draft.cells[0] if draft.cells else "",
                tuple(draft.cells),
                heading,
                draft.value,
                draft.message,
                draft.count,
                tuple(draft.messages) if len(set(draft.messages)) > 1 else (),
            )
            for (code, heading), draft in self._drafts.items()
        ]
