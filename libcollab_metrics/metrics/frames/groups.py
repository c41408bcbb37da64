"""Groups of rows with the same keys, and their aggregates: one pass over the rows for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from libcollab_metrics.metrics.frames.column import (
    Array,
    Column,
    Flags,
    Rows,
    blocks,
    integer_type,
    narrow,
    rows_where,
    sum_type,
    take,
)

#: Largest number of codes, for each row, that is counted without sorting.
_DENSE = 4
_FEW = 1024
_MAX_CODES = 2**62


@dataclass(frozen=True)
class Groups:
    """The group of every row, numbered in the order of their first rows.

    Attributes
    ----------
    codes : ndarray
        Group of each row.
    first_rows : ndarray
        First row of each group.
    """

    codes: Array
    first_rows: Rows

    @staticmethod
    def of(keys: Sequence[Column], length: int) -> Groups:
        """Return the groups of rows by their keys; all rows are one group without keys."""
        if not keys:
            one = min(length, 1)
            return Groups(np.zeros(length, dtype=np.intp), np.zeros(one, dtype=np.intp))
        return Groups(*number_codes(*encode_keys(keys)))

    def __len__(self) -> int:
        return len(self.first_rows)

    def add_up(self, column: Column) -> Array:
        """Return the sum of the known values of each group, row after row."""
        kind = sum_type(column.values)
        sums = np.zeros(len(self), dtype=kind)
        for rows in blocks(len(self.codes)):
            values = column.values[rows]
            if column.valid is not None:
                values = np.where(column.valid[rows], values, 0)
            if values.any():
                np.add.at(sums, self.codes[rows], values.astype(kind, copy=False))
        return narrow(sums)

    def count(self, column: Column) -> Array:
        """Return the number of known values of each group."""
        return self.count_rows() if column.known is None else self.count_true(column.known)

    def count_rows(self) -> Array:
        """Return the number of rows of each group."""
        return self.count_true(np.broadcast_to(True, len(self.codes)))

    def count_true(self, flags: Flags) -> Array:
        """Return the number of rows of each group where a condition holds."""
        return self.add_up(Column(flags))


def encode_keys(keys: Sequence[Column]) -> tuple[Array, int]:
    """Return integers that are the same for the same keys: -1, if all are unknown, up to a number."""
    codes, size = _encode_key(keys[0])
    for key in keys[1:]:
        others, count = _encode_key(key)
        if (size + 1) * (count + 1) >= _MAX_CODES:
            codes, first_rows = number_codes(codes, size)
            size = len(first_rows)
        size = (size + 1) * (count + 1) - 1
        combined = np.empty(len(codes), dtype=integer_type(size))
        for rows in blocks(len(codes)):
            combined[rows] = (codes[rows] + np.int64(1)) * (count + 1) + others[rows]
        codes = combined
    return codes, size


def _encode_key(key: Column) -> tuple[Array, int]:
    """Return a code for each value, -1 for unknown values, and the number of codes."""
    if key.names is not None:
        return key.values, len(key.names)
    if key.values.dtype == bool:
        codes, count = key.values.view(np.int8), 2
    else:
        places, distinct = pd.factorize(key.values, use_na_sentinel=False)
        count = len(distinct)
        codes = places.astype(integer_type(count))
    return (codes if key.valid is None else np.where(key.valid, codes, -1)), count


def fits_table(size: int, length: int) -> bool:
    """Return whether a table of all codes is small enough to be worth it for this many rows."""
    return size <= _DENSE * length + _FEW


def number_codes(codes: Array, size: int) -> tuple[Array, Rows]:
    """Return the numbers of codes, in the order of their first rows.

    Parameters
    ----------
    codes : ndarray of int
        From -1 to `size` - 1, as from `encode_keys`.
    size : int

    Returns
    -------
    numbers : ndarray of int
        Number of the code of each row.
    first_rows : ndarray of int
        First row of each number.
    """
    length = len(codes)
    if not fits_table(size, length):
        return _number_sparse_codes(codes)
    kind = integer_type(length)
    numbers = np.full(size + 1, -1, dtype=kind)  # the last one is that of -1
    for rows in reversed([*blocks(length)]):  # backwards, so that the first row of each code is written last
        numbers[codes[rows][::-1]] = np.arange(rows.stop - 1, rows.start - 1, -1, dtype=kind)
    is_first = np.zeros(length, dtype=bool)
    is_first[numbers[numbers >= 0]] = True
    first_rows = rows_where(is_first)
    numbers[codes[first_rows]] = np.arange(len(first_rows), dtype=kind)
    return take(numbers.astype(integer_type(len(first_rows)), copy=False), codes), first_rows


def _number_sparse_codes(codes: Array) -> tuple[Array, Rows]:
    """Return the numbers of codes that mostly occur once: the number of a row, unless it repeats a code."""
    rows, starts = _find_repeated(codes)
    is_first = np.ones(len(codes), dtype=bool)
    is_first[rows] = False
    numbers = np.cumsum(is_first, dtype=integer_type(len(codes)))
    numbers -= 1
    numbers[rows] = numbers[starts]
    return numbers, rows_where(is_first)


def _find_repeated(codes: Array) -> tuple[Rows, Rows]:
    """Return the rows whose code occurs in an earlier row, and the first row of each such code."""
    ordered = np.sort(codes)  # much faster than sorting the rows by code, which only some rows need
    count = 2 ** len(codes).bit_length()
    may_repeat, last_bits = np.zeros(count, dtype=bool), np.int64(count - 1)
    for rows in blocks(len(codes) - 1):
        earlier = ordered[rows]
        may_repeat[earlier[earlier == ordered[rows.start + 1 : rows.stop + 1]] & last_bits] = True
    del ordered
    candidates = [
        np.flatnonzero(may_repeat[codes[rows] & last_bits]) + rows.start for rows in blocks(len(codes))
    ]
    found = np.concatenate([np.empty(0, dtype=np.intp), *candidates])
    found = found[np.argsort(codes[found], kind="stable")]
    repeated = np.flatnonzero(codes[found[1:]] == codes[found[:-1]]) + 1
    starts = np.arange(len(found))
    starts[repeated] = 0
    return found[repeated], found[np.maximum.accumulate(starts)[repeated]]


def _sum(groups: Groups, column: Column) -> Column:
    return Column(groups.add_up(column))


def _sum_true(groups: Groups, column: Column) -> Column:
    return Column(groups.count_true(column.truths()))


def _count(groups: Groups, column: Column) -> Column:
    return Column(groups.count(column))


def _row_count(groups: Groups) -> Column:
    return Column(groups.count_rows())


def _n_unique(groups: Groups, column: Column) -> Column:
    codes, size = _encode_key(column)
    if fits_table(len(groups) * (size + 1), len(codes)):
        seen = np.zeros(len(groups) * (size + 1), dtype=bool)  # an unknown value is the last one of any group
        for rows in blocks(len(codes)):
            seen[groups.codes[rows] * np.int64(size + 1) + codes[rows]] = True
        return Column(np.count_nonzero(seen.reshape(-1, size + 1)[:, :-1], axis=1))
    pairs = groups.codes * np.int64(size) + codes
    pairs = np.sort(pairs if column.known is None else pairs[column.known])
    is_new = np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]
    return Column(np.bincount(pairs[is_new] // size, minlength=len(groups)))


def _extreme(reduce: Any, worst: Any) -> Callable[[Groups, Column], Column]:
    def find(groups: Groups, column: Column) -> Column:
        known, kind = column.known, column.values.dtype
        numbers = column.values.view(np.int64) if kind.kind == "M" else column.values
        found = np.full(len(groups), worst(numbers.dtype), dtype=numbers.dtype)
        is_known = np.full(len(groups), known is None)
        for rows in blocks(len(numbers)):
            values, codes = numbers[rows], groups.codes[rows]
            if known is not None:
                values, codes = values[known[rows]], codes[known[rows]]
                is_known[codes] = True
            reduce.at(found, codes, values)
        valid = None if is_known.all() else is_known
        if valid is not None:
            found[~valid] = 0 if column.names is None else -1
        if column.names is not None:
            return Column(found, None, column.names)
        return Column(found.view(kind), valid)

    return find


def _highest(kind: np.dtype[Any]) -> Any:
    return np.inf if kind.kind == "f" else np.iinfo(kind).max


def _lowest(kind: np.dtype[Any]) -> Any:
    return -np.inf if kind.kind == "f" else np.iinfo(kind).min


def _mean(groups: Groups, column: Column) -> Column:
    counts, sums = groups.count(column), groups.add_up(column)
    return Column(sums / np.maximum(counts, 1), counts > 0)


def _std(groups: Groups, column: Column) -> Column:
    """Return the standard deviation, from the squared distances to the mean."""
    counts, means = groups.count(column), _mean(groups, column).values
    distances = column.values - means[groups.codes]
    squares = groups.add_up(Column(distances * distances, column.valid))
    return Column(np.sqrt(squares / np.maximum(counts - 1, 1)), counts > 1)


def _median(groups: Groups, column: Column) -> Column:
    rows = np.arange(len(groups.codes)) if column.valid is None else np.flatnonzero(column.valid)
    codes, values = groups.codes[rows], column.values[rows].astype(np.float64)
    values = values[np.lexsort((values, codes))]
    counts = np.bincount(codes, minlength=len(groups))
    starts = np.cumsum(counts) - counts
    is_known = counts > 0
    middles = np.zeros(len(groups))
    low, high = (starts + (counts - 1) // 2)[is_known], (starts + counts // 2)[is_known]
    middles[is_known] = (values[low] + values[high]) / 2
    return Column(middles, is_known)


#: Functions of the aggregates of an expression.
AGGREGATE_FUNCTIONS: Mapping[str, Callable[..., Column]] = MappingProxyType(
    {
        "sum": _sum,
        "sum_true": _sum_true,
        "count": _count,
        "n_unique": _n_unique,
        "min": _extreme(np.minimum, _highest),
        "max": _extreme(np.maximum, _lowest),
        "mean": _mean,
        "std": _std,
        "median": _median,
        "row_count": _row_count,
    }
)
