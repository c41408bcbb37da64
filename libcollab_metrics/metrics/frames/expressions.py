"""Expressions over the columns of a table, written once and evaluated by any engine."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time
from typing import Any, Literal

#: Kinds of columns that an expression can be converted to.
Kind = Literal["text", "float", "integer"]


class Expr:
    """One operation on other expressions.

    An expression refers to columns by name and contains no data. `column_frame` evaluates it on columns in
    memory, `narwhals_frame` translates it for other engines. Comparisons and arithmetic with an unknown value
    are unknown; `&` and `|` follow three-valued logic.

    Attributes
    ----------
    operation : str
    operands : tuple of Expr
    options : tuple
        Plain values that the operation needs.
    name : str
        Name of the resulting column.
    """

    __hash__ = None  # type: ignore[assignment]  # == builds an expression
    __slots__ = ("name", "operands", "operation", "options")

    def __init__(
        self, operation: str, operands: tuple[Expr, ...] = (), options: tuple[Any, ...] = (), name: str = ""
    ) -> None:
        self.operation, self.operands, self.options, self.name = operation, operands, options, name

    def _apply(self, operation: str, *others: Expr, options: tuple[Any, ...] = ()) -> Expr:
        return Expr(operation, (self, *others), options, self.name)

    def alias(self, name: str) -> Expr:
        """Return the expression under another name."""
        return Expr(self.operation, self.operands, self.options, name)

    def __and__(self, other: Expr) -> Expr:
        return self._apply("and", other)

    def __or__(self, other: Expr) -> Expr:
        return self._apply("or", other)

    def __invert__(self) -> Expr:
        return self._apply("not")

    def __eq__(self, other: object) -> Expr:  # type: ignore[override]
        return self._apply("eq", as_expression(other))

    def __ne__(self, other: object) -> Expr:  # type: ignore[override]
        return self._apply("ne", as_expression(other))

    def __lt__(self, other: Any) -> Expr:
        return self._apply("lt", as_expression(other))

    def __le__(self, other: Any) -> Expr:
        return self._apply("le", as_expression(other))

    def __gt__(self, other: Any) -> Expr:
        return self._apply("gt", as_expression(other))

    def __ge__(self, other: Any) -> Expr:
        return self._apply("ge", as_expression(other))

    def __add__(self, other: Any) -> Expr:
        return self._apply("add", as_expression(other))

    def __sub__(self, other: Any) -> Expr:
        return self._apply("subtract", as_expression(other))

    def __rsub__(self, other: Any) -> Expr:
        return Expr("subtract", (as_expression(other), self), name=self.name)

    def __mul__(self, other: Any) -> Expr:
        return self._apply("multiply", as_expression(other))

    def __truediv__(self, other: Any) -> Expr:
        return self._apply("divide", as_expression(other))

    def is_null(self) -> Expr:
        """Return whether each value is unknown."""
        return self._apply("is_null")

    def fill_null(self, value: bool | int | str) -> Expr:
        """Return the column with a value in place of unknown ones."""
        return self._apply("fill_null", as_expression(value))

    def is_in(self, texts: Collection[str]) -> Expr:
        """Return whether each text is one of several."""
        return self._apply("is_in", options=(tuple(texts),))

    def cast(self, kind: Kind) -> Expr:
        """Return the column as text, or as numbers with or without decimals."""
        return self._apply("cast", options=(kind,))

    def round(self) -> Expr:
        """Return the nearest whole number, halves away from zero."""
        return self._apply("round")

    def strip(self) -> Expr:
        """Return the text without outer spaces."""
        return self._apply("strip")

    def lower(self) -> Expr:
        """Return the text in lowercase letters."""
        return self._apply("lower")

    def without_full_stops(self) -> Expr:
        """Return the text without full stops."""
        return self._apply("without_full_stops")

    def day_text(self) -> Expr:
        """Return a date as text: 2026-03-07."""
        return self._apply("day_text")

    def days_since(self, earlier: Expr) -> Expr:
        """Return the days from another date to this one."""
        return self._apply("days_since", earlier)

    def sum(self) -> Expr:
        """Return the sum of the known numbers."""
        return self._apply("sum")

    def sum_true(self) -> Expr:
        """Return the number of rows for which a condition holds."""
        return self._apply("sum_true")

    def count(self) -> Expr:
        """Return the number of known values."""
        return self._apply("count")

    def n_unique(self) -> Expr:
        """Return the number of different known values of a column, or of those where a condition holds."""
        return self._apply("n_unique")

    def min(self) -> Expr:
        """Return the smallest known value."""
        return self._apply("min")

    def max(self) -> Expr:
        """Return the largest known value."""
        return self._apply("max")

    def mean(self) -> Expr:
        """Return the mean of the known numbers."""
        return self._apply("mean")

    def std(self) -> Expr:
        """Return the standard deviation of a sample."""
        return self._apply("std")

    def median(self) -> Expr:
        """Return the median of the known numbers."""
        return self._apply("median")


class Then(Expr):
    """A conditional expression that can be given a value for all other rows."""

    __slots__ = ()

    def otherwise(self, value: Any) -> Expr:
        """Return the expression with a value where the condition is false or unknown."""
        return Expr("if_else", (*self.operands, as_expression(value)), name=self.name)


class When:
    """A condition that still needs a value."""

    def __init__(self, condition: Expr) -> None:
        self._condition = condition

    def then(self, value: Any) -> Then:
        """Return an expression with this value where the condition holds, otherwise unknown."""
        chosen = as_expression(value)
        return Then("if", (self._condition, chosen), name=chosen.name)


def col(name: str) -> Expr:
    """Return the column of a name.

    Parameters
    ----------
    name : str

    Returns
    -------
    Expr
    """
    return Expr("column", options=(name,), name=name)


def lit(value: bool | float | str | datetime | None, kind: Kind = "text") -> Expr:
    """Return the same value for every row.

    Parameters
    ----------
    value : bool, float, str, datetime or None
        None is unknown; a datetime is a day, at midnight.
    kind : {"text", "float", "integer"}
        Type of an unknown value.

    Returns
    -------
    Expr

    Raises
    ------
    ValueError
        If a datetime has a time of day.
    """
    if isinstance(value, datetime) and value.time() != time():
        raise ValueError("Only days are compared, without a time of day.")
    return Expr("literal", options=(value, kind), name="literal")


def when(condition: Expr) -> When:
    """Return a condition; its values follow with `then` and `otherwise`.

    Parameters
    ----------
    condition : Expr

    Returns
    -------
    When
    """
    return When(condition)


def row_count() -> Expr:
    """Return the number of rows of a group.

    Returns
    -------
    Expr
    """
    return Expr("row_count", name="row_count")


def as_expression(value: Any) -> Expr:
    """Return an expression unchanged, and a plain value as one."""
    return value if isinstance(value, Expr) else lit(value)
