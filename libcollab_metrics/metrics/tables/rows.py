"""A table ready to be counted, and the few expressions every table is prepared with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import narwhals as nw

from libcollab_metrics.metrics.memo import Kept
from libcollab_metrics.model.names import fold, tidy
from libcollab_metrics.model.scope import PERIODS

Frame = nw.LazyFrame[Any]
Gather = Callable[[Frame, list[str]], Frame]

#: Which column answers which scope field, for tables that stand on sessions and for those with a day of their own.
#: A table with a "session" is asked for the partners of its sessions, any other with a "program" for those of it.
SESSION_COLUMNS = MappingProxyType(
    {f: f for f in ("site", "format", *PERIODS, "language", "age_group")}
    | {"program": "program_id", "session": "session_id"}
)
LOT_COLUMNS = MappingProxyType({"program": "program_id", "site": "site"})
PERIOD_COLUMNS = MappingProxyType({f: f for f in PERIODS} | {"program": "program_id"})


@dataclass(frozen=True)
class Rows:
    """One prepared table: its lazy frame, which column answers which scope field, and its own parts.

    `parts` are columns the counts are always kept apart by (an outcome's measure); `dated` says the rows have
    a `date` a day filter can look at. A table with a "session" or a "program" can also be asked for partners. `gather`
    brings the rows of one group together before they are counted (a person's sessions in the group): it takes the
    frame and the group's key columns, and keeps them. The groups of a table that is not `listed` are no lines of
    their own. `kept` holds what was counted of it, for the next one who asks.
    """

    frame: Frame
    fields: Mapping[str, str]
    parts: tuple[str, ...] = ()
    dated: bool = True
    gather: Gather | None = None
    listed: bool = True
    kept: Kept = field(default_factory=Kept, init=False, repr=False, compare=False)


def text(column: str) -> nw.Expr:
    """A key column as plain text, so that frames of any library compare and join alike."""
    return nw.col(column).cast(nw.String)


def folded(column: str) -> nw.Expr:
    """A key column as text without regard to case and outer spaces, for comparing with what a person typed."""
    return text(column).str.strip_chars().str.to_lowercase()


def is_named(column: str, *names: str) -> nw.Expr:
    """Whether a key column holds one of these names, typed in whatever case, spaces and Unicode form.

    Names of a dataset are tidied already; letters such as ß have two forms without case.
    """
    return folded(column).is_in(sorted({form for name in names for form in (fold(name), tidy(name).lower())}))


def among(column: nw.Expr, names: Collection[str]) -> nw.Expr:
    """Whether a key is one of some names; of none it never is, which not every engine can be asked."""
    return column.is_in(sorted(names)) if names else column.is_null() & nw.lit(False)


def is_true(condition: nw.Expr) -> nw.Expr:
    """A condition that is false where it cannot be decided."""
    return condition.fill_null(False)


def one(condition: nw.Expr) -> nw.Expr:
    """1 where a decided condition holds, else 0; what can be added up everywhere."""
    return condition.cast(nw.Int64)
