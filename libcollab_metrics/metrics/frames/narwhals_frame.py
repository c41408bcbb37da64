"""Tables of other engines, such as DuckDB: expressions are translated to Narwhals."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import wraps
from types import MappingProxyType
from typing import Any, ClassVar, Self, TypeVar, cast
from uuid import uuid4

import narwhals as nw

from libcollab_metrics.metrics.frames.column_frame import ColumnFrame
from libcollab_metrics.metrics.frames.expressions import Expr
from libcollab_metrics.metrics.frames.frame import Frame, JoinKind, named_expressions
from libcollab_metrics.model.dataset import ENGINE_LOCK

Method = TypeVar("Method", bound=Callable[..., Any])

_KINDS: Mapping[str, Any] = MappingProxyType({"text": nw.String, "float": nw.Float64, "integer": nw.Int64})


def _one_thread(method: Method) -> Method:
    """Return a method that runs while no other thread uses an engine."""

    @wraps(method)
    def run(*args: Any, **named: Any) -> Any:
        with ENGINE_LOCK:
            return method(*args, **named)

    return cast(Method, run)


class NarwhalsFrame(Frame):
    """A lazy table of any library that Narwhals supports.

    Parameters
    ----------
    lazy : LazyFrame
    stored : tuple of StoredTable, optional
        Tables stored in the engine that it is computed from.
    source : LazyFrame, optional
        Table as it was opened, in the same engine; `lazy` itself if not given.
    """

    def __init__(
        self,
        lazy: nw.LazyFrame[Any],
        stored: tuple[StoredTable, ...] = (),
        source: nw.LazyFrame[Any] | None = None,
    ) -> None:
        self._lazy, self._stored, self._source = lazy, stored, lazy if source is None else source

    def _derive(self, lazy: nw.LazyFrame[Any], *others: NarwhalsFrame) -> Self:
        """Return a table computed from this one and others."""
        stored = {table.name: table for table in self._stored}
        stored |= {table.name: table for other in others for table in other._stored}
        return type(self)(lazy, tuple(stored.values()), self._source)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        with ENGINE_LOCK:
            return tuple(self._lazy.collect_schema().names())

    @_one_thread
    def with_columns(self, *expressions: Expr, **named: Expr) -> Self:
        """Return the table with further or changed columns."""
        return self._derive(self._lazy.with_columns(**_translate_all(named_expressions(expressions, named))))

    @_one_thread
    def select(self, *columns: str | Expr, **named: Expr) -> Self:
        """Return only these columns."""
        return self._derive(self._lazy.select(**_translate_all(named_expressions(columns, named))))

    @_one_thread
    def filter(self, condition: Expr) -> Self:
        """Return the rows for which a condition holds."""
        return self._derive(self._lazy.filter(translate(condition)))

    @_one_thread
    def join(
        self, other: Self, left_on: Sequence[str], right_on: Sequence[str], how: JoinKind = "left"
    ) -> Self:
        """Return the rows with the columns of another table where the keys are the same."""
        joined = self._lazy.join(other._lazy, left_on=list(left_on), right_on=list(right_on), how=how)
        return self._derive(joined, other)

    @_one_thread
    def aggregate(self, keys: Sequence[str], *aggregates: Expr, **named: Expr) -> Self:
        """Return one row per combination of the keys with aggregated columns.

        A median is not among them, because some engines only approximate it.
        """
        new = named_expressions(aggregates, named)
        parts = [self._aggregate_part(keys, part) for part in self.split_aggregates(new)]
        return self._derive(_unite_groups(keys, parts).select(*keys, *new))

    def split_aggregates(self, aggregates: Mapping[str, Expr]) -> list[dict[str, Expr]]:
        """Return the aggregates of each query: one for the different values of each column, one for the rest.

        Queries one after the other need less memory than one that unites them.
        """
        parts: dict[str | None, dict[str, Expr]] = {}
        for name, expression in aggregates.items():
            is_distinct = expression.operation == "n_unique"
            column = _split_distinct(expression.operands[0])[0] if is_distinct else None
            parts.setdefault(column, {})[name] = expression
        return list(parts.values()) or [{}]

    def _aggregate_part(self, keys: Sequence[str], new: Mapping[str, Expr]) -> nw.LazyFrame[Any]:
        """Compute the aggregates of one query."""
        distinct = {
            name: _split_distinct(expression.operands[0])
            for name, expression in new.items()
            if expression.operation == "n_unique"
        }
        if not distinct:
            return self._aggregate_values(keys, new)
        (column,) = {column for column, _ in distinct.values()}
        return self._count_distinct(keys, column, {name: flag for name, (_, flag) in distinct.items()})

    def _aggregate_values(self, keys: Sequence[str], new: Mapping[str, Expr]) -> nw.LazyFrame[Any]:
        """Compute the values, then aggregate them: engines agree on aggregates of named columns only."""
        apart = _key_columns(keys)
        values = {
            f"value_of_{name}": _translate_operand(expression)
            for name, expression in new.items()
            if expression.operands
        }
        return (
            self._lazy.select(**apart, **values)
            .group_by(*apart)
            .agg(
                *(
                    _AGGREGATES[expression.operation](nw.col(f"value_of_{name}")).alias(name)
                    for name, expression in new.items()
                )
            )
        )

    def _count_distinct(
        self, keys: Sequence[str], column: str, is_counted: Mapping[str, Expr]
    ) -> nw.LazyFrame[Any]:
        """Count the different values of a column in two levels: each value of a group, then the groups.

        One pass serves all conditions, and the first level is small and can be moved to the disk.
        """
        apart = _key_columns(keys)
        flags = {name: translate(flag).cast(nw.Int64) for name, flag in is_counted.items()}
        each = self._lazy.select(**apart, different_value=nw.col(column), **flags)
        each = each.group_by(*apart, "different_value").agg(*(nw.col(name).max() for name in flags))
        counted = each.group_by(*apart).agg(*(nw.col(name).sum() for name in flags))
        return counted.with_columns(*(nw.col(name).cast(nw.Int64) for name in flags))

    @_one_thread
    def concat(self, *others: Self) -> Self:
        """Return the rows of several tables with the same columns."""
        lazy = nw.concat([self._lazy, *(other._lazy for other in others)], how="vertical")
        return self._derive(lazy, *others)

    def count_rows(self) -> int:
        """Return the number of rows."""
        counted = self.aggregate([], rows=Expr("row_count")).rows()
        return int(counted[0]["rows"]) if counted else 0

    @_one_thread
    def materialize(self) -> Self:
        """Return the same table, computed once by its engine; unchanged where the engine is not known."""
        store = _STORES.get(self._lazy.implementation.value)
        if store is None:
            return self
        stored = StoredTable()
        native = store(self._lazy.to_native(), self._source.to_native(), stored)
        return type(self)(nw.from_native(native), (stored,), self._source)

    @_one_thread
    def collect(self) -> ColumnFrame:
        """Return the table in memory."""
        if self._lazy.implementation.value == "duckdb":
            _drop_unused_tables(self._source.to_native())
        _UNUSED_SPARK_TABLES.clear()
        return ColumnFrame.from_arrow(self._lazy.collect(backend="pyarrow").to_native())


class StoredTable:
    """Name of a table stored in an engine; the table is dropped after the last frame computed from it."""

    #: Names of tables that no frame needs any more.
    unused: ClassVar[list[str]] = []

    def __init__(self) -> None:
        self.name = f"materialized_{uuid4().hex}"
        weakref.finalize(self, StoredTable.unused.append, self.name).atexit = False


def _drop_unused_tables(relation: Any) -> None:
    """Drop the tables that no frame needs, before a query: they may become unused during one."""
    while StoredTable.unused:
        relation.query("source", f"DROP TABLE IF EXISTS {StoredTable.unused.pop()}")


def _store_in_duckdb(relation: Any, source: Any, stored: StoredTable) -> Any:
    """Store a relation as a table, which DuckDB moves to the disk when memory runs out.

    The table is opened from the source, because a query on a relation needs everything behind it.
    """
    _drop_unused_tables(source)
    relation.to_table(stored.name)
    return source.query("source", f"SELECT * FROM {stored.name}")


#: Stored tables of Spark that no frame needs any more.
_UNUSED_SPARK_TABLES: list[Any] = []


def _store_in_spark(frame: Any, source: Any, stored: StoredTable) -> Any:
    """Store a table in a session of Spark.

    The cache of `persist` is shared by all sessions of a server and found by the paths of the files: after
    these have been replaced, it still gives the former rows.

    An unused table is released before the next query: over Spark Connect, releasing one sends a request, and
    the garbage collector can run in the middle of another request, which could then wait forever.
    """
    _UNUSED_SPARK_TABLES.clear()
    table = frame.localCheckpoint()
    weakref.finalize(stored, _UNUSED_SPARK_TABLES.append, table).atexit = False
    return table


#: Functions that store a table in its engine, from its source, by the engine's name in Narwhals.
_STORES: Mapping[str, Callable[[Any, Any, StoredTable], Any]] = MappingProxyType(
    {
        "duckdb": _store_in_duckdb,
        "polars": lambda lazy, source, stored: lazy.collect().lazy(),
        "pyspark": _store_in_spark,
        "pyspark[connect]": _store_in_spark,
    }
)


def translate(expression: Expr) -> nw.Expr:
    """Return an expression in Narwhals."""
    operands = [translate(operand) for operand in expression.operands]
    return _OPERATIONS[expression.operation](*operands, *expression.options)


def _key_columns(keys: Sequence[str]) -> dict[str, nw.Expr]:
    """Return the columns to group by; all rows are one group without keys."""
    return {key: nw.col(key) for key in keys} or {"everything": nw.lit(1)}


def _split_distinct(values: Expr) -> tuple[str, Expr]:
    """Return the column whose different values are counted, and the condition under which one counts."""
    conditions, values = values.operands[:-1], values.operands[-1] if values.operation == "if" else values
    if values.operation != "column":
        raise ValueError("Only the different values of a column are counted.")
    known = ~values.is_null()
    return values.options[0], known & conditions[0].fill_null(False) if conditions else known


def _unite_groups(keys: Sequence[str], parts: Sequence[nw.LazyFrame[Any]]) -> nw.LazyFrame[Any]:
    """Return the aggregates of several queries side by side; a join would lose the groups of unknown keys."""
    if len(parts) == 1:
        return parts[0]
    apart = list(keys) or ["everything"]
    kinds: dict[str, Any] = {name: kind for part in parts for name, kind in part.collect_schema().items()}
    padded = [
        part.select(
            *(
                nw.col(name) if name in part.collect_schema() else nw.lit(None, dtype=kind).alias(name)
                for name, kind in kinds.items()
            )
        )
        for part in parts
    ]
    values = [name for name in kinds if name not in apart]
    return nw.concat(padded, how="vertical").group_by(*apart).agg(*(nw.col(name).max() for name in values))


def _translate_operand(aggregate: Expr) -> nw.Expr:
    operand = translate(aggregate.operands[0])
    return operand.cast(nw.Int64) if aggregate.operation == "sum_true" else operand


def _translate_all(expressions: Mapping[str, Expr]) -> dict[str, nw.Expr]:
    return {name: translate(expression) for name, expression in expressions.items()}


def _literal(value: Any, kind: str) -> nw.Expr:
    if value is None:
        return nw.lit(None, dtype=_KINDS[kind])
    if isinstance(value, datetime):
        # Spark would take a time as one in the time zone of this machine; a date has no time zone.
        return nw.lit(value.date(), dtype=nw.Datetime("us"))
    return nw.lit(value, dtype=nw.Int64) if type(value) is int else nw.lit(value)


def _round(column: nw.Expr) -> nw.Expr:
    """Return the nearest whole number; engines differ in how they round a half."""
    return nw.when(column < 0).then(-(0.5 - column).floor()).otherwise((column + 0.5).floor())


def _day_number(column: nw.Expr) -> nw.Expr:
    """Return the number of a day, as `date.toordinal` does; Spark has no length of a duration."""
    years = column.dt.year() - 1
    return years * 365 + years // 4 - years // 100 + years // 400 + column.dt.ordinal_day()


def _is_in(column: nw.Expr, texts: Sequence[str]) -> nw.Expr:
    """Return whether a text is one of several; some engines do not support an empty list."""
    return column.is_in(texts) if texts else column.is_null() & nw.lit(False)


_OPERATIONS: Mapping[str, Callable[..., nw.Expr]] = MappingProxyType(
    {
        "column": nw.col,
        "literal": _literal,
        "and": lambda left, right: left & right,
        "or": lambda left, right: left | right,
        "not": lambda column: ~column,
        "is_null": lambda column: column.is_null(),
        "fill_null": lambda column, value: nw.when(column.is_null()).then(value).otherwise(column),
        "eq": lambda left, right: left == right,
        "ne": lambda left, right: left != right,
        "lt": lambda left, right: left < right,
        "le": lambda left, right: left <= right,
        "gt": lambda left, right: left > right,
        "ge": lambda left, right: left >= right,
        "add": lambda left, right: left + right,
        "subtract": lambda left, right: left - right,
        "multiply": lambda left, right: left * right,
        "divide": lambda left, right: left / right,
        "is_in": _is_in,
        "cast": lambda column, kind: column.cast(_KINDS[kind]),
        "round": _round,
        "strip": lambda column: column.str.strip_chars(),
        "lower": lambda column: column.str.to_lowercase(),
        "without_full_stops": lambda column: column.str.replace_all(".", "", literal=True),
        "day_text": lambda column: column.dt.to_string("%Y-%m-%d"),
        "days_since": lambda later, earlier: _day_number(later) - _day_number(earlier),
        "if": lambda condition, chosen: nw.when(condition).then(chosen),
        "if_else": lambda condition, chosen, other: nw.when(condition).then(chosen).otherwise(other),
    }
)

_AGGREGATES: Mapping[str, Callable[[nw.Expr], nw.Expr]] = MappingProxyType(
    {
        "sum": lambda column: column.sum(),
        "sum_true": lambda column: column.sum(),
        "count": lambda column: column.count(),
        "min": lambda column: column.min(),
        "max": lambda column: column.max(),
        "mean": lambda column: column.mean(),
        "std": lambda column: column.std(),
        "row_count": lambda _: nw.len(),
    }
)
