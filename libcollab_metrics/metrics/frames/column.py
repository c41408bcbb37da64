"""Columns in memory: numbers with a mask of known values, text as integer codes of sorted names."""

from __future__ import annotations

import string
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

Array = NDArray[Any]
Flags = NDArray[np.bool_]
Rows = NDArray[np.integer[Any]]
#: Rows that are worked on together, so that what is computed from them stays in the cache.
BLOCK_ROWS = 2**17
_DAY = "datetime64[us]"
_NO_NAMES: Array = np.empty(0, dtype=object)


def blocks(length: int) -> Iterator[slice]:
    """Yield successive ranges of at most `BLOCK_ROWS` rows."""
    for start in range(0, length, BLOCK_ROWS):
        yield slice(start, min(start + BLOCK_ROWS, length))


def integer_type(count: int) -> np.dtype[Any]:
    """Return the smallest type of the integers from -1 to a count."""
    return np.min_scalar_type(-count - 1)


def sum_type(values: Array) -> np.dtype[Any]:
    """Return the smallest type that holds the sum of any of these values; that of floats is float64."""
    if values.dtype.kind == "f":
        return np.dtype(np.float64)
    if not values.size or values.dtype.itemsize > 4:
        return np.dtype(np.int64)
    return _type_between(values.size * int(values.min()), values.size * int(values.max()))


def narrow(values: Array) -> Array:
    """Return integers in the smallest type that holds them: small arrays stay in the cache; floats as is."""
    if values.dtype.kind == "f" or not values.size:
        return values
    return values.astype(_type_between(int(values.min()), int(values.max())), copy=False)


def _type_between(*bounds: int) -> np.dtype[Any]:
    """Return the smallest type of signed integers that holds these bounds and 0."""
    return integer_type(max(0, *(bound if bound >= 0 else -bound - 1 for bound in bounds)))


def take(values: Array, places: Array) -> Array:
    """Return the values at these places; -1 is the last one."""
    if len(places) <= BLOCK_ROWS:
        return values[places]
    taken = np.empty(len(places), dtype=values.dtype)
    for rows in blocks(len(places)):
        np.take(values, places[rows], out=taken[rows], mode="wrap")
    return taken


def rows_where(flags: Flags) -> Rows:
    """Return the rows where a condition holds."""
    found = np.empty(np.count_nonzero(flags), dtype=integer_type(len(flags)))
    end = 0
    for block in blocks(len(flags)):
        rows = np.flatnonzero(flags[block])
        start, end = end, end + len(rows)
        np.add(rows, block.start, out=found[start:end], casting="same_kind")
    return found


class Column:
    """Values of one column; a value that does not depend on the row has no dimension.

    Attributes
    ----------
    values : ndarray
        Numbers, conditions, dates, or the codes of text: places in `names`, -1 where unknown.
    valid : ndarray of bool or None
        Which values are known; None if all are, and for text.
    names : ndarray of str or None
        Sorted distinct texts; None unless the column is text.
    """

    __slots__ = ("names", "valid", "values")

    def __init__(self, values: Array, valid: Flags | None = None, names: Array | None = None) -> None:
        self.values, self.valid, self.names = values, valid, names

    @property
    def known(self) -> Flags | None:
        """Which values are known, also for text; None if all are."""
        return self.valid if self.names is None else _unless_all(self.values >= 0)

    def expand(self, length: Callable[[], int]) -> Column:
        """Return the column with one value per row."""
        values, valid = self.values, self.valid
        if values.ndim and (valid is None or valid.ndim):
            return self
        if not values.ndim:
            values = np.broadcast_to(values, length())
        if valid is not None and not valid.ndim:
            valid = np.broadcast_to(valid, length())
        return Column(values, valid, self.names)

    def take(self, rows: Array) -> Column:
        """Return the values at these rows."""
        valid = None if self.valid is None else take(self.valid, rows)
        return Column(take(self.values, rows), valid, self.names)

    def take_or_null(self, rows: Array) -> Column:
        """Return the values at these rows, unknown where the row is -1."""
        found = rows >= 0
        if not len(self.values):
            blank = np.zeros(len(rows), dtype=self.values.dtype)
            return Column(blank if self.names is None else blank - 1, found, self.names)
        if found.all():
            return self.take(rows)
        if self.names is not None:
            return Column(np.where(found, self.values[rows], -1), None, self.names)
        return Column(self.values[rows], found if self.valid is None else found & self.valid[rows])

    def truths(self) -> Flags:
        """Return where a condition holds; unknown is false."""
        values: Flags = self.values.astype(bool, copy=False)
        return values if self.valid is None else values & self.valid

    def floats(self) -> NDArray[np.float64]:
        """Return the numbers, NaN where unknown."""
        values = self.values.astype(np.float64)
        return values if self.valid is None else np.where(self.valid, values, np.nan)

    def to_list(self) -> list[Any]:
        """Return plain Python values, None where unknown."""
        if self.names is not None:
            texts = np.append(self.names, None)
            found: list[Any] = texts[self.values].tolist()
            return found
        known = self.valid
        if self.values.dtype.kind == "f":
            known = ~np.isnan(self.values) if known is None else known & ~np.isnan(self.values)
        plain: list[Any] = self.values.tolist()
        if known is None or known.all():
            return plain
        return [value if is_known else None for value, is_known in zip(plain, known.tolist(), strict=True)]


# Columns from other libraries.


def column_from_series(series: pd.Series) -> Column:
    """Return a pandas column; a column of objects is text."""
    kind: Any = series.dtype
    if isinstance(kind, pd.CategoricalDtype):
        text: Any = series.array
        return _sorted_text(text.codes, np.asarray(text.categories, dtype=object))
    if kind.kind == "O" or isinstance(kind, pd.StringDtype):
        places, names = pd.factorize(series)
        return _sorted_text(places, np.asarray(names, dtype=object))
    if kind.kind == "M":
        return _dates(series.to_numpy().astype(_DAY))
    if kind.kind == "b":
        flags = series.to_numpy(bool, na_value=False) if series.hasnans else series.to_numpy(bool)
        return Column(flags, _known(series))
    if kind.kind in "iu":
        return Column(series.to_numpy(np.int64, na_value=0), _known(series))
    return _floats(series.to_numpy(np.float64, na_value=np.nan))


def column_from_arrow(array: pa.ChunkedArray) -> Column:
    """Return an Arrow column; a column without any value is text."""
    kind = array.type
    if pa.types.is_null(kind):
        return Column(np.full(len(array), -1, dtype=np.int8), None, _NO_NAMES)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        array = (array.cast(pa.string()) if pa.types.is_string_view(kind) else array).dictionary_encode()
        kind = array.type
    if pa.types.is_dictionary(kind):
        whole: Any = array.unify_dictionaries().combine_chunks()
        whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
        codes = whole.indices.cast(pa.int32()).fill_null(-1).to_numpy()
        return _sorted_text(codes, np.array(whole.dictionary.to_pylist(), dtype=object))
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _dates(array.to_numpy().astype(_DAY))
    valid = array.is_valid().to_numpy() if array.null_count else None
    if pa.types.is_boolean(kind):
        return Column((array.fill_null(False) if array.null_count else array).to_numpy(), valid)
    if pa.types.is_integer(kind):
        return Column((array.fill_null(0) if array.null_count else array).to_numpy().astype(np.int64), valid)
    return _floats(array.to_numpy().astype(np.float64))


def _unless_all(flags: Flags) -> Flags | None:
    return None if flags.all() else flags


def _known(series: pd.Series) -> Flags | None:
    return series.notna().to_numpy() if series.hasnans else None


def _floats(values: NDArray[np.float64]) -> Column:
    return Column(values, _unless_all(~np.isnan(values)))


def _dates(values: Array) -> Column:
    return Column(values, _unless_all(~np.isnat(values)))


def _sorted_text(codes: Array, names: Array) -> Column:
    """Return text whose names are sorted, so that codes compare as the texts do."""
    texts = names.tolist()
    if set(map(type, texts)) - {str}:
        texts = list(map(str, texts))
    codes = codes.astype(integer_type(len(texts)), copy=False)
    if all(map(str.__lt__, texts, texts[1:])):
        return Column(codes, None, _to_names(texts))
    return _recode(codes, texts)


def _recode(codes: Array, texts: Sequence[str]) -> Column:
    """Return the text whose codes are places in a list that may be unsorted or repeat a text."""
    names = sorted(set(texts))
    place = {text: code for code, text in enumerate(names)}
    new = np.array([*(place[text] for text in texts), -1], dtype=integer_type(len(names)))
    return Column(new[codes], None, _to_names(names))


def _to_names(texts: Sequence[str]) -> Array:
    names = np.empty(len(texts), dtype=object)
    names[:] = texts
    return names


def literal(value: Any, kind: str) -> Column:
    """Return a column without dimension: the same value for every row."""
    if value is None and kind == "text":
        return Column(np.array(-1, dtype=np.int8), None, _NO_NAMES)
    if value is None:
        return Column(np.array(0, dtype=np.float64 if kind == "float" else np.int64), np.array(False))
    if isinstance(value, str):
        return Column(np.array(0, dtype=np.int8), None, _to_names([value]))
    return Column(np.array(value, dtype=_DAY) if isinstance(value, datetime) else np.array(value))


# Text of two columns: the same codes stand for the same text.


def align_text(columns: Sequence[Column]) -> tuple[list[Array], Array]:
    """Return the codes of several text columns over common names, and the names."""
    names = max((_names(column) for column in columns), key=len)
    if all(column.names is names or len(_names(column)) == 0 for column in columns):
        return [column.values for column in columns], names
    own = [_names(column).tolist() for column in columns]
    if all(texts == own[0] for texts in own[1:]):
        return [column.values for column in columns], names
    if not set().union(*own) <= set(names.tolist()):
        names = _to_names(sorted(set().union(*own)))
    place = {text: code for code, text in enumerate(names.tolist())}
    codes = []
    for column, texts in zip(columns, own, strict=True):
        if column.names is names:
            codes.append(column.values)
        else:
            new = np.array([*(place[text] for text in texts), -1], dtype=integer_type(len(names)))
            codes.append(new[column.values])
    return codes, names


def _names(column: Column) -> Array:
    return _NO_NAMES if column.names is None else column.names


def _find_name(names: Array, text: str) -> int:
    """Return the code of a text; -2, which no row has, if it does not occur."""
    place = bisect_left(names, text)
    return place if place < len(names) and names[place] == text else -2


# Operations of expressions.


def _both(left: Flags | None, right: Flags | None) -> Flags | None:
    if left is None:
        return right
    return left if right is None else left & right


def _and(left: Column, right: Column) -> Column:
    values = left.values & right.values
    if left.valid is None and right.valid is None:
        return Column(values)
    is_false = _is_false(left) | _is_false(right)
    return Column(left.truths() & right.truths(), is_false | _known_flags(left, right))


def _or(left: Column, right: Column) -> Column:
    if left.valid is None and right.valid is None:
        return Column(left.values | right.values)
    truths = left.truths() | right.truths()
    return Column(truths, truths | _known_flags(left, right))


def _is_false(column: Column) -> Flags:
    unset: Flags = ~column.values
    return unset if column.valid is None else unset & column.valid


def _known_flags(left: Column, right: Column) -> Flags:
    known = _both(left.valid, right.valid)
    return np.array(True) if known is None else known


def _not(column: Column) -> Column:
    return Column(~column.values, column.valid)


def _is_null(column: Column) -> Column:
    if column.names is not None:
        return Column(column.values < 0)
    return Column(np.zeros(column.values.shape, dtype=bool) if column.valid is None else ~column.valid)


def _fill_null(column: Column, value: Column) -> Column:
    if column.names is not None:
        (codes, other), names = align_text([column, value])
        return Column(np.where(codes < 0, other, codes), None, names)
    if column.valid is None:
        return column
    if column.values.dtype == bool and not value.values:
        return Column(column.values & column.valid)
    return Column(np.where(column.valid, column.values, value.values))


def _comparison(compare: Callable[[Any, Any], Any]) -> Callable[[Column, Column], Column]:
    def compared(left: Column, right: Column) -> Column:
        if left.names is None or right.names is None:
            return Column(compare(left.values, right.values), _both(left.valid, right.valid))
        known = _both(left.known, right.known)
        if right.values.ndim == 0 and len(right.names) and compare in (np.equal, np.not_equal):
            return Column(compare(left.values, _find_name(left.names, right.names[0])), known)
        (codes, others), _ = align_text([left, right])
        return Column(compare(codes, others), known)

    return compared


def _arithmetic(calculate: np.ufunc) -> Callable[[Column, Column], Column]:
    def calculated(left: Column, right: Column) -> Column:
        with np.errstate(all="ignore"):
            values = calculate(
                left.values, right.values, dtype=_result_type(calculate, left.values, right.values)
            )
        return Column(values, _both(left.valid, right.valid))

    return calculated


def _result_type(calculate: np.ufunc, left: Array, right: Array) -> np.dtype[Any]:
    """Return the type of a calculation: no integer overflows it."""
    if calculate is np.true_divide or "f" in (left.dtype.kind, right.dtype.kind):
        return np.dtype(np.float64)
    if max(left.dtype.itemsize, right.dtype.itemsize) > 4 or not (left.size and right.size):
        return np.dtype(np.int64)
    ends = [[int(values.min()), int(values.max())] for values in (left, right)]
    return _type_between(*(int(calculate(np.int64(a), np.int64(b))) for a in ends[0] for b in ends[1]))


def _is_in(column: Column, texts: Sequence[str]) -> Column:
    names = _names(column)
    wanted = np.zeros(len(names) + 1, dtype=bool)
    wanted[[code for text in texts if (code := _find_name(names, text)) >= 0]] = True
    return Column(wanted[column.values], column.known)


def _cast(column: Column, kind: str) -> Column:
    if kind == "text":
        if column.names is not None:
            return column
        distinct, codes = np.unique(column.values, return_inverse=True)
        text = _recode(codes.reshape(column.values.shape), [str(value) for value in distinct.tolist()])
        if column.valid is not None:
            text = Column(np.where(column.valid, text.values, -1), None, text.names)
        return text
    if column.names is not None:  # a column without any value
        return Column(np.zeros(column.values.shape), np.zeros(column.values.shape, dtype=bool))
    if kind == "float":
        return Column(column.values.astype(np.float64, copy=False), column.valid)
    is_condition = column.values.dtype == bool  # needs no copy: sums and other arithmetic are in larger types
    return Column(
        column.values.view(np.int8) if is_condition else column.values.astype(np.int64, copy=False),
        column.valid,
    )


def _round(column: Column) -> Column:
    values = column.values.astype(np.float64)
    below = np.floor(values)
    nearest = np.where(values - below == 0.5, np.where(values < 0, below, below + 1), np.rint(values))
    return Column(nearest, column.valid)


def _text_operation(change: Callable[[str], str]) -> Callable[[Column], Column]:
    def changed(column: Column) -> Column:
        texts = _names(column).tolist()
        new = list(map(change, texts))
        return column if new == texts else _recode(column.values, new)

    return changed


def _day_text(column: Column) -> Column:
    distinct, codes = np.unique(column.values.astype("datetime64[D]"), return_inverse=True)
    text = _recode(codes, np.datetime_as_string(distinct).tolist())
    if column.valid is None:
        return text
    return Column(np.where(column.valid, text.values, -1), None, text.names)


def _days_since(later: Column, earlier: Column) -> Column:
    days = later.values.astype("datetime64[D]") - earlier.values.astype("datetime64[D]")
    return Column(days.astype(np.int64), _both(later.valid, earlier.valid))


def _if(condition: Column, chosen: Column) -> Column:
    holds = condition.truths()
    if chosen.names is not None:
        return Column(np.where(holds, chosen.values, -1), None, chosen.names)
    return Column(chosen.values, holds if chosen.valid is None else holds & chosen.valid)


def _if_else(condition: Column, chosen: Column, other: Column) -> Column:
    holds = condition.truths()
    if chosen.names is not None and other.names is not None:
        (codes, other_codes), names = align_text([chosen, other])
        return Column(np.where(holds, codes, other_codes), None, names)
    valid = None
    if chosen.valid is not None or other.valid is not None:
        valid = np.where(
            holds,
            True if chosen.valid is None else chosen.valid,
            True if other.valid is None else other.valid,
        )
    return Column(np.where(holds, chosen.values, other.values), valid)


#: Operations of `Expr`, except references to columns and the aggregates of groups.
OPERATIONS: Mapping[str, Callable[..., Column]] = MappingProxyType(
    {
        "literal": literal,
        "and": _and,
        "or": _or,
        "not": _not,
        "is_null": _is_null,
        "fill_null": _fill_null,
        "eq": _comparison(np.equal),
        "ne": _comparison(np.not_equal),
        "lt": _comparison(np.less),
        "le": _comparison(np.less_equal),
        "gt": _comparison(np.greater),
        "ge": _comparison(np.greater_equal),
        "add": _arithmetic(np.add),
        "subtract": _arithmetic(np.subtract),
        "multiply": _arithmetic(np.multiply),
        "divide": _arithmetic(np.true_divide),
        "is_in": _is_in,
        "cast": _cast,
        "round": _round,
        "strip": _text_operation(lambda text: text.strip(string.whitespace)),
        "lower": _text_operation(str.lower),
        "without_full_stops": _text_operation(lambda text: text.replace(".", "")),
        "day_text": _day_text,
        "days_since": _days_since,
        "if": _if,
        "if_else": _if_else,
    }
)
