"""Dictionary-encoded columns of values, converted to Arrow at the end of an import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class EncodedValues:
    """Column of values, dictionary-encoded.

    Attributes
    ----------
    codes : ndarray of int, shape (n,)
        Index into `values` for each row.
    values : list
        Distinct values; None means unknown. Values may repeat.
    """

    codes: NDArray[Any]
    values: list[Any]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> Any:
        return self.values[self.codes[row]]

    def __iter__(self) -> Iterator[Any]:
        return iter([self.values[code] for code in self.codes.tolist()])

    @classmethod
    def from_list(cls, listed: Iterable[Any]) -> EncodedValues:
        """Build a column from a list, one code per element."""
        values = list(listed)
        return cls(np.arange(len(values)), values)

    @classmethod
    def constant(cls, value: Any, length: int) -> EncodedValues:
        """Build a column with the same value in every row."""
        return cls(np.zeros(length, dtype=np.int32), [value])

    @property
    def known(self) -> NDArray[np.bool_]:
        """Boolean mask of the rows whose value is known."""
        return self.where(lambda value: value is not None)

    @property
    def value_codes(self) -> NDArray[np.int64]:
        """Integer codes that are equal where the values are equal; `codes` may differ there."""
        numbers: dict[Any, int] = {}
        numbered = [numbers.setdefault(value, len(numbers)) for value in self.values]
        codes: NDArray[np.int64] = np.array(numbered, dtype=np.int64)[self.codes]
        return codes

    def where(self, predicate: Any) -> NDArray[np.bool_]:
        """Return the mask of rows whose value satisfies a predicate (called per distinct value)."""
        asked = np.fromiter(map(predicate, self.values), dtype=bool, count=len(self.values))
        return asked[self.codes] if len(self.values) else np.zeros(len(self.codes), dtype=bool)

    def map(self, change: Any) -> EncodedValues:
        """Apply a function to each distinct value."""
        return EncodedValues(self.codes, [change(value) for value in self.values])

    def select(self, rows: NDArray[Any]) -> EncodedValues:
        """Select rows by index or by boolean mask."""
        return EncodedValues(self.codes[rows], self.values)

    def repeat(self, times: int, *, each: bool = False) -> EncodedValues:
        """Repeat the column as a whole, or each row in turn if `each`."""
        codes = np.repeat(self.codes, times) if each else np.tile(self.codes, times)
        return EncodedValues(codes, self.values)

    def fill_unknown(self, fallback: EncodedValues) -> EncodedValues:
        """Fill unknown values from a second column."""
        codes = np.where(self.known, self.codes, fallback.codes + len(self.values))
        return EncodedValues(codes, [*self.values, *fallback.values])


def mask_value(mask: NDArray[np.bool_], value: Any) -> EncodedValues:
    """Return `value` where `mask` is True, None elsewhere."""
    return EncodedValues(np.where(mask, 0, 1), [value, None])


def first_known(parts: Sequence[EncodedValues], length: int) -> EncodedValues:
    """Return the first known value of each row among several columns; None where none is known.

    Each column has `length` rows.
    """
    codes, values = np.zeros(length, dtype=np.int64), list[Any]([None])
    still_open = np.ones(length, dtype=bool)
    for part in parts:
        newly_known = part.known & still_open
        if newly_known.any():
            codes = np.where(newly_known, part.codes + len(values), codes)
            values += part.values
            still_open &= ~newly_known
    return EncodedValues(codes, values)


def concat_values(parts: Sequence[EncodedValues]) -> EncodedValues:
    """Concatenate columns."""
    codes: list[NDArray[Any]] = []
    values: list[Any] = []
    for part in parts:
        codes.append(part.codes + len(values))
        values += part.values
    return EncodedValues(np.concatenate(codes) if codes else np.zeros(0, dtype=np.int64), values)


def first_duplicate_rows(columns: Iterable[NDArray[Any]], length: int) -> NDArray[np.int64]:
    """Return, for each row, the first row with the same codes in every column.

    Rows are compared by a 64-bit hash: the chance of a collision among n rows is about n² ÷ 2⁶⁵.
    """
    import pyarrow as pa

    mixed = np.zeros(length, dtype=np.uint64)
    for codes in columns:
        mixed = (mixed ^ codes.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    # Groups are numbered in the order of their first rows; a hash table is faster than a sort.
    group = pa.array(mixed).dictionary_encode().indices.to_numpy()
    is_first = np.diff(np.maximum.accumulate(group), prepend=-1) > 0
    rows: NDArray[np.int64] = np.flatnonzero(is_first)[group]
    return rows


class TableRows(Sequence[dict[str, Any]]):
    """Rows of one table, as a `EncodedValues` column per field; indexing returns a dictionary."""

    def __init__(self, columns: Mapping[str, EncodedValues], length: int) -> None:
        self.columns = dict(columns)
        self._length = length

    @classmethod
    def from_dicts(cls, rows: Sequence[Mapping[str, Any]]) -> TableRows:
        """Build the table from rows given as dictionaries."""
        names = dict.fromkeys(name for row in rows for name in row)
        return cls(
            {name: EncodedValues.from_list(row.get(name) for row in rows) for name in names}, len(rows)
        )

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(index, slice):
            return [self[row] for row in range(*index.indices(self._length))]
        if not -self._length <= index < self._length:
            raise IndexError(index)
        return {name: values[index] for name, values in self.columns.items()}

    def __repr__(self) -> str:
        return repr(list(self))

    def column(self, name: str) -> EncodedValues:
        """Return the column of a field; all unknown when no row has it."""
        return self.columns.get(name, EncodedValues.constant(None, self._length))

    def assign_constants(self, **same: Any) -> TableRows:
        """Set fields to the same value in every row."""
        return TableRows(
            self.columns | {n: EncodedValues.constant(v, self._length) for n, v in same.items()}, self._length
        )

    def select(self, rows: NDArray[Any]) -> TableRows:
        """Select rows by index or by boolean mask."""
        selected = {name: values.select(rows) for name, values in self.columns.items()}
        return TableRows(selected, int(np.arange(self._length)[rows].size))


def concat_rows(parts: Sequence[TableRows]) -> TableRows:
    """Concatenate the rows of several tables; a field missing from one of them is unknown there."""
    names = dict.fromkeys(name for part in parts for name in part.columns)
    return TableRows(
        {name: concat_values([part.column(name) for part in parts]) for name in names},
        sum(len(part) for part in parts),
    )


#: Rows by table name.
RowsByTable = dict[str, TableRows]
