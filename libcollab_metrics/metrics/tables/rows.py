"""The prepared table type, and the expressions shared by all table modules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from libcollab_metrics.metrics.frames import Expr, Frame, col
from libcollab_metrics.metrics.memo import Memo
from libcollab_metrics.model.names import casefold_name, clean_spaces
from libcollab_metrics.model.scope import PERIODS

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


def text(column: str) -> Expr:
    """Return a key column as text, so that frames of any library compare and join identically."""
    return col(column).cast("text")


def folded_text(column: str) -> Expr:
    """Return a key column as text, ignoring case and outer spaces, to compare with typed text."""
    return text(column).strip().lower()


def is_named(column: str, *names: str) -> Expr:
    """Return whether a key equals one of these names, ignoring case, spaces and Unicode form.

    Names in a dataset are already normalized; letters such as ß have two case-insensitive forms.
    """
    return folded_text(column).is_in(
        sorted({form for name in names for form in (casefold_name(name), clean_spaces(name).lower())})
    )


def is_among(column: Expr, names: Collection[str]) -> Expr:
    """Return whether a key is one of some names; False for an empty collection."""
    return column.is_in(sorted(names))


def is_true(condition: Expr) -> Expr:
    """Return the condition with unknown results as False."""
    return condition.fill_null(False)


def as_integer(condition: Expr) -> Expr:
    """Return 1 where a decided condition holds, otherwise 0, which every engine can sum."""
    return condition.cast("integer")
