"""Dictionary-encoded cells of a sheet: conversion of values, maximum text length, and merged ranges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from libcollab_metrics.model.addresses import cell_reference, column_letters, parse_reference
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "CellColumn",
    "ErrorCell",
    "SheetCells",
    "SheetRows",
    "cell_reference",
    "column_letters",
    "parse_reference",
]


#: Maximum length of a cell text; the rest is dropped. Numbers, dates, names and headings are shorter, and
#: searching a long text takes time that grows with the square of its length.
MAX_CELL_CHARACTERS = 1_000


@dataclass(frozen=True)
class ErrorCell:
    """Cell that contains an error such as #DIV/0!; its value is unknown, never 0."""

    text: str


@dataclass(frozen=True, eq=False)
class CellColumn:
    """Column of cells, dictionary-encoded, so that each distinct cell is parsed once.

    Two cells are equal only when they were typed identically: booleans are stored as the text TRUE or FALSE,
    as displayed.

    Attributes
    ----------
    codes : ndarray of int32, shape (n,)
        Index into `cells` for each row.
    cells : list
        Distinct cells; `cells[0]` is None, the blank cell.
    memo : dict
        Results computed from the distinct cells, shared by all parts of the column.
    """

    codes: NDArray[np.int32]
    cells: list[object]
    memo: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def folded(self) -> list[str | None]:
        """Text of each distinct cell, normalized for comparison; None for a cell that is no text.

        Computed once for a column and all parts of it.
        """
        if "folded" not in self.memo:
            self.memo["folded"] = [normalize_heading(c) if isinstance(c, str) else None for c in self.cells]
        folded: list[str | None] = self.memo["folded"]
        return folded

    def search(self, pattern: str) -> list[bool]:
        r"""Return for each distinct cell whether it is a text with a match of a pattern, regardless of case.

        One search of all texts, computed once for a column and all parts of it.

        Parameters
        ----------
        pattern : str
            Regular expression in the syntax of Arrow (RE2): without lookaround; `\b` knows ASCII only.
        """
        key = f"search {pattern}"
        if key not in self.memo:
            import pyarrow as pa
            import pyarrow.compute as pc

            texts = pa.array([cell if isinstance(cell, str) else None for cell in self.cells], pa.string())
            found = pc.match_substring_regex(texts, pattern, ignore_case=True)
            self.memo[key] = pc.fill_null(found, False).to_pylist()
        flags: list[bool] = self.memo[key]
        return flags

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> object:
        return self.cells[self.codes[row]]

    def distinct_codes(self, start: int = 0) -> NDArray[np.intp]:
        """Return the codes that occur from a row on, in ascending order; without sorting the rows."""
        return np.flatnonzero(np.bincount(self.codes[start:], minlength=len(self.cells)))

    def with_codes(self, codes: NDArray[np.int32]) -> CellColumn:
        """Return the column of other rows with the same distinct cells."""
        return CellColumn(codes, self.cells, self.memo)

    def take(self, rows: NDArray[Any]) -> CellColumn:
        """Select rows by index."""
        return self.with_codes(self.codes[rows])

    @classmethod
    def from_cells(cls, cells: Iterable[object]) -> CellColumn:
        """Build a column from cell values; see `to_cell` for the conversions."""
        known: dict[object, int] = {None: 0}
        codes = [known.setdefault(cell, len(known)) for cell in map(to_cell, cells)]
        return cls(np.array(codes, dtype=np.int32), list(known))


def to_cell(value: object) -> object:
    """Convert a value to a cell: blank text to None, integers to floats, booleans to text."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return float(value) if isinstance(value, int) else value


class SheetRows(Sequence[tuple[object, ...]]):
    """Rows of a sheet, built on access."""

    def __init__(self, columns: Sequence[CellColumn], height: int) -> None:
        self._columns = columns
        self._height = height

    def __len__(self) -> int:
        return self._height

    @overload
    def __getitem__(self, index: int) -> tuple[object, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> list[tuple[object, ...]]: ...
    def __getitem__(self, index: int | slice) -> tuple[object, ...] | list[tuple[object, ...]]:
        if isinstance(index, slice):
            return [self[row] for row in range(*index.indices(self._height))]
        if not -self._height <= index < self._height:
            raise IndexError(index)
        return tuple(column.cells[column.codes[index]] for column in self._columns)

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        decoded = [[column.cells[code] for code in column.codes.tolist()] for column in self._columns]
        return zip(*decoded, strict=True) if decoded else iter([()] * self._height)


@dataclass(frozen=True, eq=False)
class SheetCells:
    """Used range of one sheet.

    Rows and columns are counted from 1, as in Excel. A cell is str, float, date, datetime, time, timedelta,
    `ErrorCell`, or None when blank; CSV cells are always text.

    Attributes
    ----------
    name : str
        Name of the sheet.
    columns : tuple of CellColumn
        Cells, column by column.
    first_row, first_column : int
        Excel row and column of the first cell.
    is_hidden : bool
        Whether the sheet is hidden.
    merged : tuple of (int, int, int, int)
        Merged ranges as (first row, first column, last row, last column), clipped to the used range.
    formulas_without_value : tuple of str
        Addresses of formulas without a stored result; their cells are None.
    encoding : str
        Encoding of a CSV file; empty for workbooks.
    is_encoding_guessed : bool
        Whether the encoding is a guess.
    ragged : tuple of int
        Excel rows of a CSV file that are longer or shorter than most.
    hidden_rows, hidden_columns : tuple of int
        Excel numbers of hidden rows and columns within the used range.
    struck_cells : tuple of (int, int)
        Excel rows and columns of the filled cells that are struck through.
    colored_rows : tuple of int
        Excel rows most of whose cells have a fill color.
    filled_blanks : tuple of str
        Addresses of blank cells with a fill color of their own.
    truncated : tuple of str
        Addresses of texts that were truncated.
    titles : tuple of str
        Of a table below another one, the texts above the first.
    file_year : int or None
        The only year that the file or its tabs name, for days without a year.
    """

    name: str
    columns: tuple[CellColumn, ...]
    first_row: int = 1
    first_column: int = 1
    is_hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas_without_value: tuple[str, ...] = ()
    encoding: str = ""
    is_encoding_guessed: bool = False
    ragged: tuple[int, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    struck_cells: tuple[tuple[int, int], ...] = ()
    colored_rows: tuple[int, ...] = ()
    filled_blanks: tuple[str, ...] = ()
    truncated: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    file_year: int | None = None

    @classmethod
    def from_rows(cls, name: str, rows: Iterable[Sequence[object]], **more: Any) -> SheetCells:
        """Build a sheet from rows; short rows are padded with blanks."""
        listed = [list(row) for row in rows]
        width = max(map(len, listed), default=0)
        turned = zip(*(row + [None] * (width - len(row)) for row in listed), strict=True)
        return cls(name, tuple(CellColumn.from_cells(cells) for cells in turned), **more)

    @property
    def height(self) -> int:
        """Number of rows in the used range."""
        return len(self.columns[0]) if self.columns else 0

    @cached_property
    def memo(self) -> dict[str, Any]:
        """What was found in this sheet or part of a sheet, by name; parts do not share it."""
        return {}

    @staticmethod
    def parse_address(reference: str) -> tuple[int, int]:
        """Return the Excel row and column of an address."""
        return parse_reference(reference)

    @cached_property
    def rows(self) -> SheetRows:
        """Cells row by row, for accessing single rows; whole columns are read from `columns`."""
        return SheetRows(self.columns, self.height)

    @cached_property
    def filled(self) -> NDArray[np.bool_]:
        """Boolean mask of the rows that contain any cell."""
        any_cell: NDArray[np.bool_] = self.filled_counts > 0
        return any_cell

    @cached_property
    def filled_counts(self) -> NDArray[np.int32]:
        """Number of cells in each row that are not blank."""
        counts = np.zeros(self.height, dtype=np.int32)
        for column in self.columns:
            counts += column.codes != 0
        counts.flags.writeable = False  # shared by all callers
        return counts

    @property
    def struck_rows(self) -> list[int]:
        """Excel rows of which at least half of the filled cells are struck through."""
        counts = Counter(row for row, _ in self.struck_cells)
        return [row for row, count in counts.items() if 2 * count >= self.filled_counts[row - self.first_row]]

    def window(self, top: int, bottom: int, left: int = 0, right: int | None = None) -> SheetCells:
        """Return a part of the sheet: rows `top:bottom` and columns `left:right`, as 0-based slices."""
        columns = self.columns[left:right]
        first_row, first_column = self.first_row + top, self.first_column + left
        last_row, last_column = self.first_row + bottom - 1, first_column + len(columns) - 1

        def inside(row: int, column: int) -> bool:
            return first_row <= row <= last_row and first_column <= column <= last_column

        return replace(
            self,
            columns=tuple(column.with_codes(column.codes[top:bottom]) for column in columns),
            first_row=first_row,
            first_column=first_column,
            merged=tuple(m for m in self.merged if inside(m[0], m[1]) and inside(m[2], m[3])),
            formulas_without_value=tuple(
                a for a in self.formulas_without_value if inside(*parse_reference(a))
            ),
            filled_blanks=tuple(a for a in self.filled_blanks if inside(*parse_reference(a))),
            truncated=tuple(a for a in self.truncated if inside(*parse_reference(a))),
            hidden_rows=tuple(row for row in self.hidden_rows if first_row <= row <= last_row),
            struck_cells=tuple(place for place in self.struck_cells if inside(*place)),
            colored_rows=tuple(row for row in self.colored_rows if first_row <= row <= last_row),
            hidden_columns=tuple(c for c in self.hidden_columns if first_column <= c <= last_column),
        )

    def truncate_long_texts(self) -> SheetCells:
        """Truncate long texts and record their addresses."""
        columns, shortened = list(self.columns), []
        for index, column in enumerate(columns):
            long = [
                code
                for code, cell in enumerate(column.cells)
                if isinstance(cell, str) and len(cell) > MAX_CELL_CHARACTERS
            ]
            if long:
                columns[index] = CellColumn.from_cells(
                    [_truncate(column.cells[code]) for code in column.codes.tolist()]
                )
                rows = np.flatnonzero(np.isin(column.codes, long)).tolist()
                shortened += [cell_reference(self.first_row + row, self.first_column + index) for row in rows]
        return replace(self, columns=tuple(columns), truncated=tuple(shortened)) if shortened else self

    def fill_merged_down(self) -> SheetCells:
        """Copy the first cell of each vertically merged range into all its rows."""
        columns = list(self.columns)
        for top, column, bottom, last in self.merged:
            index, first = column - self.first_column, top - self.first_row
            if last == column and bottom > top and 0 <= index < len(columns) and 0 <= first < self.height:
                codes = columns[index].codes.copy()
                codes[first : bottom - self.first_row + 1] = codes[first]
                columns[index] = columns[index].with_codes(codes)
        return replace(self, columns=tuple(columns)) if columns != list(self.columns) else self


def _truncate(cell: object) -> object:
    return cell[:MAX_CELL_CHARACTERS] if isinstance(cell, str) else cell
