"""Interface of a table for counting: what every engine can do with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Self

from libcollab_metrics.metrics.frames.expressions import Expr, col

if TYPE_CHECKING:
    from libcollab_metrics.metrics.frames.column_frame import ColumnFrame

JoinKind = Literal["left", "inner", "semi"]


class Frame(ABC):
    """A table that never changes; every method returns a new one and computes nothing yet."""

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""

    @abstractmethod
    def with_columns(self, *expressions: Expr, **named: Expr) -> Self:
        """Return the table with further or changed columns; all are computed from the present ones."""

    @abstractmethod
    def select(self, *columns: str | Expr, **named: Expr) -> Self:
        """Return only these columns, by name or computed."""

    @abstractmethod
    def filter(self, condition: Expr) -> Self:
        """Return the rows for which a condition holds; unknown does not."""

    @abstractmethod
    def join(
        self, other: Self, left_on: Sequence[str], right_on: Sequence[str], how: JoinKind = "left"
    ) -> Self:
        """Return the rows with the columns of another table where the keys are the same.

        Unknown keys match nothing. A semi-join filters the rows and adds no column. The key columns of the
        other table are dropped; no other column may have the same name in both.
        """

    @abstractmethod
    def aggregate(self, keys: Sequence[str], *aggregates: Expr, **named: Expr) -> Self:
        """Return one row per combination of the keys with aggregated columns; unknown is a key of its own.

        Without keys, the result has one row, or none if there are no rows.
        """

    def split_aggregates(self, aggregates: Mapping[str, Expr]) -> list[dict[str, Expr]]:
        """Return the aggregates that should be computed together; in memory, all are computed in one pass."""
        return [dict(aggregates)]

    @abstractmethod
    def concat(self, *others: Self) -> Self:
        """Return the rows of several tables with the same columns."""

    @abstractmethod
    def materialize(self) -> Self:
        """Return the same table, computed once: what is derived from it repeats nothing that led to it."""

    @abstractmethod
    def collect(self) -> ColumnFrame:
        """Return the table in memory."""

    def unique(self) -> Self:
        """Return the distinct rows."""
        return self.aggregate(self.columns)

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries of plain values, with None for unknown ones."""
        return self.collect().rows()


def named_expressions(columns: Sequence[str | Expr], named: dict[str, Expr]) -> dict[str, Expr]:
    """Return expressions by the name of their column."""
    plain = (col(column) if isinstance(column, str) else column for column in columns)
    return {expression.name: expression for expression in plain} | named
