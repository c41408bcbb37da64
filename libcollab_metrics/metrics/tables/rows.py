"""The prepared table type, and the expressions shared by all table modules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import narwhals as nw

from libcollab_metrics.metrics.memo import Memo
from libcollab_metrics.model.names import casefold_name, clean_spaces
from libcollab_metrics.model.scope import PERIODS

Frame = nw.LazyFrame[Any]
Gather = Callable[[Frame, list[str]], Frame]

#: Columns by scope field, for tables based on sessions and for tables with a date of their own. A table with
#: a "session" is linked to the partners of its sessions, any other table with a "program" to those of its
#: program.
SESSION_COLUMNS = MappingProxyType(
    {f: f for f in ("site", "format", *PERIODS, "language", "age_group")}
    | {"program": "program_id", "session": "session_id"}
)
LOT_COLUMNS = MappingProxyType({"program": "program_id", "site": "site"})
PERIOD_COLUMNS = MappingProxyType({f: f for f in PERIODS} | {"program": "program_id"})


@dataclass(frozen=True)
class Rows:
    """One prepared table with its lazy frame.

    Attributes
    ----------
    frame : Frame
    fields : mapping of str to str
        Scope field to column. A table with a "session" or a "program" can also be filtered by partner.
    parts : tuple of str
        Columns by which the counts are always grouped, such as an outcome's measure.
    is_dated : bool
        Whether the rows have a `date` for day filters.
    gather : callable or None
        Aggregates the rows of one group before counting (such as a person's sessions in the group); takes the
        frame and the group's key columns, and returns a frame with those columns.
    is_listed : bool
        Whether groups that occur only in this table are listed.
    memo : Kept
        Cache of the counts.
    """

    frame: Frame
    fields: Mapping[str, str]
    parts: tuple[str, ...] = ()
    is_dated: bool = True
    gather: Gather | None = None
    is_listed: bool = True
    memo: Memo = field(default_factory=Memo, init=False, repr=False, compare=False)


def text(column: str) -> nw.Expr:
    """Return a key column as text, so that frames of any library compare and join identically."""
    return nw.col(column).cast(nw.String)


def folded_text(column: str) -> nw.Expr:
    """Return a key column as text, ignoring case and outer spaces, to compare with typed text."""
    return text(column).str.strip_chars().str.to_lowercase()


def is_named(column: str, *names: str) -> nw.Expr:
    """Return whether a key equals one of these names, ignoring case, spaces and Unicode form.

    Names in a dataset are already normalized; letters such as ß have two case-insensitive forms.
    """
    return folded_text(column).is_in(
        sorted({form for name in names for form in (casefold_name(name), clean_spaces(name).lower())})
    )


def is_among(column: nw.Expr, names: Collection[str]) -> nw.Expr:
    """Return whether a key is one of some names; False for an empty collection.

    Some engines do not support an empty list, so that case needs a condition of its own.
    """
    return column.is_in(sorted(names)) if names else column.is_null() & nw.lit(False)


def is_true(condition: nw.Expr) -> nw.Expr:
    """Return the condition with unknown results as False."""
    return condition.fill_null(False)


def as_integer(condition: nw.Expr) -> nw.Expr:
    """Return 1 where a decided condition holds, otherwise 0, which every engine can sum."""
    return condition.cast(nw.Int64)
