"""Cell references in Excel notation, and the addresses of table rows in their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Column numbers of the sheets read: (import id, sheet, "table.field") → column, 1 for A.
Columns = Mapping[tuple[str, str, str], int]

#: `import_id` of a row that was typed in the dashboard instead of read from a file.
TYPED = "typed"


@dataclass(frozen=True)
class RowAddress:
    """Stable address of one row of a table; appending or undoing other rows does not change it.

    The sheet is not compared: a sheet may be stored under another name.

    Attributes
    ----------
    import_id : str
        First 12 characters of the file's SHA-256, or `TYPED`.
    sheet : str
        Name of the sheet, for display; empty for a typed row.
    row : int
        Excel row, counted from 1. For a typed row, its number among all rows ever typed into the table.
    part : int
        Index, from 0, among the rows of the table that have this Excel row, over all sheets of the file.
    """

    import_id: str
    sheet: str = field(compare=False)
    row: int
    part: int = 0

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> RowAddress | None:
        """Return the address stored in a row, or None for a row without one.

        Derived rows have no address: a session known only from a roster, a program known only from its
        sessions.

        Parameters
        ----------
        row : Mapping[str, Any]
            Row with the keys `import_id`, `sheet`, `row` and `part`; a missing or NA value means no address.

        Returns
        -------
        RowAddress or None
        """
        parts = [row.get(name) for name in ("import_id", "sheet", "row", "part")]
        if any(part is None or part != part for part in parts):
            return None
        return cls(str(parts[0]), str(parts[1]), int(str(parts[2])), int(str(parts[3])))


def column_letters(column: int) -> str:
    """Convert a column number to Excel letters.

    Parameters
    ----------
    column : int
        Column number, 1 for A.

    Returns
    -------
    str
        Column letters; empty for 0 or less.

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


def cell_reference(row: int, column: int) -> str:
    """Return a cell reference in Excel notation; row and column are counted from 1.

    Examples
    --------
    >>> cell_reference(14, 3)
    'C14'
    """
    return f"{column_letters(column)}{row}"


def list_cells(references: Sequence[str], most: int) -> str:
    """List cell references, at most `most` of them, with an ellipsis for the others.

    Examples
    --------
    >>> list_cells(["A1", "A2"], 2), list_cells(["A1", "A2", "A3"], 2)
    ('A1, A2', 'A1, A2…')
    """
    return ", ".join(references[:most]) + ("…" if len(references) > most else "")


def parse_reference(reference: str) -> tuple[int, int]:
    """Parse a cell reference in Excel notation.

    Parameters
    ----------
    reference : str
        Reference such as "C14"; letters of either case.

    Returns
    -------
    tuple of (int, int)
        Row and column, both counted from 1.

    Examples
    --------
    >>> parse_reference("C14")
    (14, 3)
    """
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]), column
