"""What a measure, a metric and an evaluation are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from libcollab_metrics.model.scope import Certainty, Scope

Unit = Literal["sessions", "visits", "people", "share", "per_1000", "money", "points", "balance", "books", "criteria", "programs"]
Direction = Literal["higher", "lower", "band", "neutral"]
How = Literal["sum", "rows", "distinct", "max", "min", "std"]


@dataclass(frozen=True)
class Measure:
    """A count over ONE prepared table at its own grain.

    `how` is the elementary aggregate, `column` what is aggregated, `where` the boolean column that says
    which rows take part (all rows when empty). `label` is the phrase printed in worked formulas.
    """

    id: str
    label: str
    table: str
    how: How
    column: str = ""
    where: str = ""


@dataclass(frozen=True)
class Metric:
    """A number with one definition: what it asks, how it is made, and when it does not exist.

    `formula` is a function in `metrics/formulas` from counts to a value; `measures` names what it counts.
    `parts` are group columns the metric always carries (a funnel's stage). `fields` are the scope fields it
    can be grouped or filtered by. `personal` marks figures about people, which rule R9 protects with the
    larger threshold when split by a personal attribute.
    """

    id: str
    label: str
    question: str
    unit: Unit
    direction: Direction
    source: str
    family: str
    recipe: Any  # a formulas.Recipe; typed there to keep this module free of imports
    fields: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    caveat: str = ""
    personal: bool = False


@dataclass(frozen=True)
class Value:
    """One number of one group, or the reason there is none.

    Shares are fractions. `n` counts known units, `coverage` is known over should-be-known (None when nothing
    can be missing). `low`/`high` are what the records allow (None: unlimited or unknown), `ci_low`/`ci_high`
    the 95 % interval. `left_out` names what a portfolio figure had to leave out. `worked` is the formula with
    numbers ("14,148 visits ÷ 486 sessions = 29.1"). A missing value is None with a reason, never 0 or NaN.
    """

    metric: str
    group: tuple[tuple[str, str | None], ...] = ()
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    n: float | None = None
    coverage: float | None = None
    low: float | None = None
    high: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    certainty: Certainty = "exact"
    estimated: bool = False
    small: bool = False
    reason: str | None = None
    reason_values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    left_out: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None

    @property
    def groups(self) -> dict[str, str | None]:
        """The group as a dictionary; empty for the whole selection."""
        return dict(self.group)


@dataclass(frozen=True)
class Evaluation:
    """Metrics × groups of one selection, on one day: the tidy shape everything above reads.

    `values` hold undefined metrics too. `by` is the grouping field or empty; `currency` the workspace's.
    """

    values: tuple[Value, ...]
    scope: Scope = Scope()
    by: str = ""
    as_of: date = date.min
    currency: str = ""

    def of(self, metric: str) -> tuple[Value, ...]:
        """All values of one metric, in group order."""
        return tuple(v for v in self.values if v.metric == metric)

    def one(self, metric: str, **group: str | None) -> Value:
        """The single value of `metric` whose group has exactly these items; KeyError when there is none."""
        for value in self.of(metric):
            if value.groups == group:
                return value
        raise KeyError((metric, group))


Formula = Callable[..., Value]
