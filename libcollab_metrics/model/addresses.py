"""Where a cell stands, as Excel says it."""

from __future__ import annotations


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
