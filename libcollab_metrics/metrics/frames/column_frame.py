"""Tables in memory, counted with integer codes; a column is computed when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Self

import numpy as np
import pandas as pd
import pyarrow as pa

from libcollab_metrics.metrics.frames.column import (
    OPERATIONS,
    Array,
    Column,
    Rows,
    align_text,
    column_from_arrow,
    column_from_series,
    integer_type,
    rows_where,
    take,
)
from libcollab_metrics.metrics.frames.expressions import Expr
from libcollab_metrics.metrics.frames.frame import Frame, JoinKind, named_expressions
from libcollab_metrics.metrics.frames.groups import (
    AGGREGATE_FUNCTIONS,
    Groups,
    encode_keys,
    fits_table,
    number_codes,
)


class ColumnFrame(Frame):
    """A table whose columns are found, or computed, one at a time and then cached.

    Parameters
    ----------
    names : iterable of str
    find : callable
        Returns the column of a name.
    length : callable
        Returns the number of rows.
    """

    def __init__(
        self, names: Iterable[str], find: Callable[[str], Column], length: Callable[[], int]
    ) -> None:
        self._names, self._find, self._length = dict.fromkeys(names), find, length
        self._found: dict[str, Column] = {}

    @classmethod
    def from_pandas(cls, frame: pd.DataFrame) -> Self:
        """Return a pandas frame; its columns are encoded when they are needed."""
        return cls(frame.columns, lambda name: column_from_series(frame[name]), lambda: len(frame))

    @classmethod
    def from_arrow(cls, table: pa.Table) -> Self:
        """Return an Arrow table; its columns are encoded when they are needed."""
        return cls(table.column_names, lambda name: column_from_arrow(table[name]), lambda: len(table))

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(self._names)

    def __len__(self) -> int:
        return self._length()

    def column(self, name: str) -> Column:
        """Return one column."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._find(name)
        return found

    def evaluate(self, expression: Expr) -> Column:
        """Return the column of an expression; one that depends on no row has no dimension."""
        if expression.operation == "column":
            return self.column(expression.options[0])
        operands = [self.evaluate(operand) for operand in expression.operands]
        return OPERATIONS[expression.operation](*operands, *expression.options)

    def with_columns(self, *expressions: Expr, **named: Expr) -> Self:
        """Return the table with further or changed columns."""
        return self._compute(named_expressions(expressions, named), self._names)

    def select(self, *columns: str | Expr, **named: Expr) -> Self:
        """Return only these columns."""
        return self._compute(named_expressions(columns, named), {})

    def _compute(self, new: Mapping[str, Expr], others: Mapping[str, None]) -> Self:
        def find(name: str) -> Column:
            expression = new.get(name)
            if expression is None:
                return self.column(name)
            return self.evaluate(expression).expand(self._length)

        return type(self)({**others, **dict.fromkeys(new)}, find, self._length)

    def filter(self, condition: Expr) -> Self:
        """Return the rows for which a condition holds."""
        return self._select_rows(lambda: rows_where(self.evaluate(condition).expand(self._length).truths()))

    def _select_rows(self, find_rows: Callable[[], Rows]) -> Self:
        rows = cache(find_rows)
        return type(self)(
            self._names,
            lambda name: self.column(name) if len(rows()) == len(self) else self.column(name).take(rows()),
            lambda: len(rows()),
        )

    def with_row_numbers(self, name: str) -> Self:
        """Return the table with the number of each row, from 0."""
        return type(self)(
            [*self._names, name],
            lambda column: Column(np.arange(len(self))) if column == name else self.column(column),
            self._length,
        )

    def join(
        self, other: Self, left_on: Sequence[str], right_on: Sequence[str], how: JoinKind = "left"
    ) -> Self:
        """Return the rows with the columns of another table where the keys are the same."""
        keys = [(self, left_on), (other, right_on)]
        if how == "semi":
            return self._select_rows(lambda: rows_where(_count_matches(*_join_codes(keys)) > 0))
        pairs = cache(lambda: _match_rows(*_join_codes(keys), keep_unmatched=how == "left"))
        added = {name: None for name in other._names if name not in right_on and name not in self._names}

        def find(name: str) -> Column:
            own, others = pairs()
            if name in added:
                column = other.column(name)
                return column.take(others) if how == "inner" else column.take_or_null(others)
            return self.column(name) if own is None else self.column(name).take(own)

        return type(self)({**self._names, **added}, find, lambda: len(pairs()[1]))

    def aggregate(self, keys: Sequence[str], *aggregates: Expr, **named: Expr) -> Self:
        """Return one row per combination of the keys with aggregated columns."""
        new = named_expressions(aggregates, named)
        groups = cache(lambda: Groups.of([self.column(key) for key in keys], len(self)))

        def find(name: str) -> Column:
            expression = new.get(name)
            if expression is None:
                return self.column(name).take(groups().first_rows)
            function = AGGREGATE_FUNCTIONS[expression.operation]
            operands = (self.evaluate(operand).expand(self._length) for operand in expression.operands)
            return function(groups(), *operands)

        return type(self)([*keys, *new], find, lambda: len(groups().first_rows))

    def concat(self, *others: Self) -> Self:
        """Return the rows of several tables with the same columns."""
        frames = (self, *others)
        return type(self)(
            self._names,
            lambda name: _stack([frame.column(name) for frame in frames]),
            lambda: sum(map(len, frames)),
        )

    def materialize(self) -> Self:
        """Return this table: its columns are computed once in any case."""
        return self

    def collect(self) -> ColumnFrame:
        """Return the table itself."""
        return self

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries of plain values."""
        if not self._names:
            return []
        lists = [self.column(name).to_list() for name in self._names]
        return [dict(zip(self._names, cells, strict=True)) for cells in zip(*lists, strict=True)]


def _stack(columns: Sequence[Column]) -> Column:
    if any(column.names is not None for column in columns):
        codes, names = align_text(columns)
        return Column(np.concatenate(codes), None, names)
    values = np.concatenate([column.values for column in columns])
    if all(column.valid is None for column in columns):
        return Column(values)
    flags = [np.ones(len(c.values), dtype=bool) if c.valid is None else c.valid for c in columns]
    return Column(values, np.concatenate(flags))


def _join_codes(sides: Sequence[tuple[ColumnFrame, Sequence[str]]]) -> tuple[Array, Array, int]:
    """Return integer codes of the keys of two tables, -1 where a key is unknown, and their number."""
    (left, left_on), (right, right_on) = sides
    pairs = [(left.column(own), right.column(others)) for own, others in zip(left_on, right_on, strict=True)]
    if len(pairs) == 1 and all(column.names is not None for column in pairs[0]):
        (codes, others), names = align_text(pairs[0])
        return codes, others, len(names)
    stacked = [_stack(pair) for pair in pairs]
    codes, size = encode_keys(stacked)
    if len(stacked) > 1:
        if not fits_table(size, len(codes)):
            codes, first_rows = number_codes(codes, size)
            size = len(first_rows)
        for column in stacked:
            if column.known is not None:
                codes[~column.known] = -1
    return codes[: len(left)], codes[len(left) :], size


def _count_matches(left: Array, right: Array, size: int) -> Array:
    """Return the number of rows of the right side that match each row of the left."""
    counts = np.bincount(right[right >= 0], minlength=size + 1)
    counts[-1] = 0
    return counts[left]


def _match_rows(left: Array, right: Array, size: int, *, keep_unmatched: bool) -> tuple[Rows | None, Rows]:
    """Return the rows of both sides that belong together, in the order of the left side.

    The rows of the left side are None if each occurs exactly once. The row of the right side is -1 for none.
    """
    order = np.flatnonzero(right >= 0)
    order = order[np.argsort(right[order], kind="stable")]
    counts = np.bincount(right[order], minlength=size + 1)
    if not (counts > 1).any():
        place = np.full(size + 1, -1, dtype=integer_type(len(right)))
        place[right[order]] = order
        found = take(place, left)
        if keep_unmatched or (found >= 0).all():
            return None, found
        own = rows_where(found >= 0)
        return own, found[own]
    starts = np.cumsum(counts) - counts
    times = counts[left]
    repeats = np.maximum(times, 1) if keep_unmatched else times
    own = np.repeat(np.arange(len(left)), repeats)
    within = np.arange(len(own)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    matched = (times > 0)[own]
    others = np.full(len(own), -1, dtype=np.intp)
    others[matched] = order[(starts[left][own] + within)[matched]]
    return own, others
