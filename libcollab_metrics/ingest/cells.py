"""One sheet as it was typed: its cells and where each stands in Excel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ErrorCell:
    """A cell that shows an error such as #DIV/0!; its value is unknown, never 0."""

    text: str


@dataclass(frozen=True)
class SheetCells:
    """The filled part of one sheet.

    `rows[0]` is Excel row `first_row` and its first cell stands in Excel column `first_column` (both
    count from 1). A cell is str, float, bool, date, datetime, time, timedelta, `ErrorCell`, or None when
    blank; CSV cells are always text. `merged` holds 1-based (first row, first column, last row, last
    column). `formulas_without_value` lists addresses of formulas whose result was never stored (their
    cells are None). `ragged` lists Excel rows of a CSV that are longer or shorter than most.
    """

    name: str
    rows: list[list[object]]
    first_row: int = 1
    first_column: int = 1
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas_without_value: tuple[str, ...] = ()
    encoding: str = ""
    encoding_guessed: bool = False
    ragged: tuple[int, ...] = ()


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
