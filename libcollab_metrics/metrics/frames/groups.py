"""Groups of rows with the same keys, and their aggregates: one pass over the rows for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from libcollab_metrics.metrics.frames.column import Array, Column, Flags

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

    codes: NDArray[np.intp]
    first_rows: NDArray[np.intp]

    @staticmethod
    def of(keys: Sequence[Column], length: int) -> Groups:
        """Return the groups of rows by their keys; all rows are one group without keys."""
        if not keys:
            one = min(length, 1)
            return Groups(np.zeros(length, dtype=np.intp), np.zeros(one, dtype=np.intp))
        codes, size = encode_keys(keys)
        first = np.full(size, -1, dtype=np.intp)
        first[codes[::-1]] = np.arange(length - 1, -1, -1)
        used = np.flatnonzero(first >= 0)
        order = np.argsort(first[used], kind="stable")
        number = np.empty(size, dtype=np.intp)
        number[used[order]] = np.arange(len(used))
        return Groups(number[codes], first[used[order]])

    def __len__(self) -> int:
        return len(self.first_rows)

    def add_up(self, column: Column) -> Array:
        """Return the sum of the known values of each group, row after row."""
        values = column.values if column.valid is None else np.where(column.valid, column.values, 0)
        sums = np.bincount(self.codes, weights=values, minlength=len(self))
        return sums if values.dtype.kind == "f" else sums.astype(np.int64)

    def count(self, column: Column) -> Array:
        """Return the number of known values of each group."""
        return (
            np.bincount(self.codes, minlength=len(self))
            if column.known is None
            else self.count_true(column.known)
        )

    def count_true(self, flags: Flags) -> Array:
        """Return the number of rows of each group where a condition holds."""
        return np.bincount(self.codes, weights=flags, minlength=len(self)).astype(np.int64)


def encode_keys(keys: Sequence[Column]) -> tuple[Array, int]:
    """Return one integer per row that is the same for the same keys, and the number of such integers."""
    codes, size = _encode_key(keys[0])
    for key in keys[1:]:
        others, count = _encode_key(key)
        if size * count >= _MAX_CODES:
            codes, size = _make_dense(codes)
        codes, size = codes * np.int64(count) + others, size * count
    return (codes, size) if size <= _DENSE * len(codes) + _FEW else _make_dense(codes)


def _make_dense(codes: Array) -> tuple[Array, int]:
    dense, distinct = pd.factorize(codes, use_na_sentinel=False)  # faster than sorting
    return dense, len(distinct)


def _encode_key(key: Column) -> tuple[Array, int]:
    """Return a code for each value, the last one for unknown values, and the number of codes."""
    if key.names is not None:
        count = len(key.names)
        return np.where(key.values < 0, count, key.values).astype(np.intp), count + 1
    if key.values.dtype == bool:
        codes, count = key.values.astype(np.intp), 2
    else:
        codes, count = _make_dense(key.values)
    return (codes if key.valid is None else np.where(key.valid, codes, count)), count + 1


def _sum(groups: Groups, column: Column) -> Column:
    return Column(groups.add_up(column))


def _sum_true(groups: Groups, column: Column) -> Column:
    return Column(groups.count_true(column.truths()))


def _count(groups: Groups, column: Column) -> Column:
    return Column(groups.count(column))


def _row_count(groups: Groups) -> Column:
    return Column(np.bincount(groups.codes, minlength=len(groups)))


def _n_unique(groups: Groups, column: Column) -> Column:
    codes, size = _encode_key(column)
    if len(groups) * size <= _DENSE * len(codes) + _FEW:
        seen = np.zeros((len(groups), size), dtype=bool)
        seen[groups.codes, codes] = True
        return Column(np.count_nonzero(seen[:, :-1], axis=1))  # the last code is that of unknown values
    pairs = groups.codes * np.int64(size) + codes
    pairs = np.sort(pairs if column.known is None else pairs[column.known])
    is_new = np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]
    return Column(np.bincount(pairs[is_new] // size, minlength=len(groups)))


def _extreme(reduce: Any, worst: Any) -> Callable[[Groups, Column], Column]:
    def find(groups: Groups, column: Column) -> Column:
        known = column.known
        values, codes = column.values, groups.codes
        if known is not None:
            values, codes = values[known], codes[known]
        kind = values.dtype
        numbers = values.view(np.int64) if kind.kind == "M" else values
        found = np.full(len(groups), worst(numbers.dtype), dtype=numbers.dtype)
        reduce.at(found, codes, numbers)
        is_known = np.bincount(codes, minlength=len(groups)) > 0
        if column.names is not None:
            return Column(np.where(is_known, found, -1).astype(kind), None, column.names)
        found[~is_known] = 0
        return Column(found.view(kind) if kind.kind == "M" else found, None if is_known.all() else is_known)

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
