"""Where a cell stands, as Excel says it, and where a row of a table came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Column numbers of what was read: (import, sheet, "table.field") → column, 1 for A.
Columns = Mapping[tuple[str, str, str], int]

#: What stands for the file where a row was typed.
TYPED = "typed"


@dataclass(frozen=True)
class RowAddress:
    """The one row of a table that came from here; it stays the same whatever is appended or taken back.

    A row that was read has the file it stands in, its Excel row, and `part`: which of the table's rows with that
    Excel row it is, over all sheets of the file, counted from 0. Its `sheet` is for people to read and no part of the
    address, for a sheet may be kept under another name. A typed row has `TYPED`, no sheet, and as `row` its number
    among all rows ever typed into its table.
    """

    import_id: str
    sheet: str = field(compare=False)
    row: int
    part: int = 0

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> RowAddress | None:
        """Return the address of a row given as a mapping; None for one that stands nowhere of its own.

        A session known only from a list of people is such a row, and a program known only from its sessions.
        """
        parts = [row.get(name) for name in ("import_id", "sheet", "row", "part")]
        if any(part is None or part != part for part in parts):
            return None
        return cls(str(parts[0]), str(parts[1]), int(str(parts[2])), int(str(parts[3])))


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1.

    Examples
    --------
    >>> column_letters(3), column_letters(28), column_letters(16384)
    ('C', 'AB', 'XFD')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return a cell's address as Excel shows it, row and column counted from 1.

    Examples
    --------
    >>> address(14, 3)
    'C14'
    """
    return f"{column_letters(column)}{row}"


def position(reference: str) -> tuple[int, int]:
    """Return (row, column) of an address, both counted from 1.

    Examples
    --------
    >>> position("C14")
    (14, 3)
    """
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]), column
