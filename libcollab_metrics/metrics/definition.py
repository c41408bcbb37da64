"""Core types of the metrics: units, values, recipes, evaluations, and the fields for grouping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import reduce
from math import floor, gcd, lcm
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol

from libcollab_metrics.localization import language
from libcollab_metrics.model.scope import PERIODS, Certainty, Scope

if TYPE_CHECKING:
    from libcollab_metrics.metrics.counting import GroupCounts


# Summary of the people behind a mean of points; the protection rules need it.

#: Resolution of points: the smallest distinguishable part is 1/PARTS, finer numbers are rounded.
PARTS = 1000
#: Lowest and highest number of points in one class, in steps, both included.
Span = tuple[int, int]


@dataclass(frozen=True)
class Points:
    """Distribution behind a mean of points in three classes: low, middle and high.

    All numbers are integers, counted in steps (the largest common divisor of the points).

    Attributes
    ----------
    people : tuple of int
        Number of people in each class.
    spans : tuple of Span
        Lowest and highest points of each class, both included; a class is empty where the first exceeds the
        second.
    total : int
        Sum of all points.
    squares : int
        Sum of the squares of all points.
    max_loss : int
        Upper bound of the absolute sum of all negative points.
    """

    people: tuple[int, int, int]
    spans: tuple[Span, Span, Span]
    total: int
    squares: int
    max_loss: int = 0

    @property
    def n(self) -> int:
        """Number of people in all three classes."""
        return sum(self.people)

    @staticmethod
    def from_gains(
        gains: Mapping[float, int], before: float, after: float, lowest: float, highest: float
    ) -> Points:
        """Return the distribution of score gains: losses, no change and gains.

        The step is the largest number that divides every gain, because a reader may know that property of the
        test.

        Parameters
        ----------
        gains : mapping of float to int
            Number of people for each gain.
        before, after : float
            Sum of all scores before and after.
        lowest, highest : float
            Lowest and highest observed score. No score is assumed to lie outside these limits: a reader who
            knows the test's own limits knows less.

        Returns
        -------
        Points
        """
        exact = {_to_fraction(gain): people for gain, people in gains.items()}
        step, n = _find_step(exact), sum(gains.values())
        widest = max(*map(abs, exact), _to_fraction(highest - lowest)) / step
        losses = (
            min(
                _to_fraction(before) - n * _to_fraction(lowest),
                n * _to_fraction(highest) - _to_fraction(after),
            )
            / step
        )
        ends = (-floor(widest), -1), (0, 0), (1, floor(widest))
        return _count_points(
            {int(gain / step): people for gain, people in exact.items()}, ends, max(floor(losses), 0)
        )

    @staticmethod
    def from_ratings(ratings: Mapping[float, int], scale: float, bottom: float, agrees_from: float) -> Points:
        """Return the distribution of ratings: disagreement (up to `bottom`), neutral, agreement.

        Parameters
        ----------
        ratings : mapping of float to int
            Number of people for each rating.
        scale : float
            Highest rating of the scale; the lowest is 1.
        bottom : float
            Highest rating that counts as disagreement.
        agrees_from : float
            Lowest rating that counts as agreement.

        Returns
        -------
        Points
        """
        exact = {_to_fraction(rating): people for rating, people in ratings.items()}
        step = _find_step([*exact, *map(_to_fraction, (1, scale, bottom, agrees_from))])
        one, low, high, top = (int(_to_fraction(end) / step) for end in (1, bottom, agrees_from, scale))
        low = min(low, high - 1)
        ends = (one, low), (low + 1, high - 1), (high, top)
        return _count_points({int(rating / step): people for rating, people in exact.items()}, ends, 0)


def _count_points(people: Mapping[int, int], spans: tuple[Span, Span, Span], max_loss: int) -> Points:
    few, middling, many = (
        sum(n for points, n in people.items() if low <= points <= high) for low, high in spans
    )
    total = sum(points * n for points, n in people.items())
    return Points(
        (few, middling, many),
        spans,
        total,
        sum(points * points * n for points, n in people.items()),
        max_loss,
    )


def _to_fraction(number: float) -> Fraction:
    """Return a float as a fraction, without its rounding noise."""
    return Fraction(number).limit_denominator(PARTS)


def _find_step(numbers: Mapping[Fraction, int] | list[Fraction]) -> Fraction:
    """Return the largest step that divides all numbers; 1 if all are 0."""
    parts = lcm(*(number.denominator for number in numbers))
    return Fraction(reduce(gcd, (int(number * parts) for number in numbers), 0), parts) or Fraction(1)


#: `share` is a fraction; `count` the number of items named by the metric's part; `change` a difference of two
#: shares; `ratio` a quotient x : 1; `deviations` a number of standard deviations; `yes_no` 1 for yes and 0
#: for no.
Unit = Literal[
    "sessions",
    "visits",
    "people",
    "share",
    "per_1000",
    "money",
    "points",
    "balance",
    "books",
    "criteria",
    "programs",
    "count",
    "change",
    "ratio",
    "deviations",
    "yes_no",
    "hours",
    "days",
    "visits_per_hour",
    "words_per_minute",
]
Direction = Literal["higher", "lower", "band", "neutral"]
#: Who may see a metric: any reader; the library and its own documents; the library's screens only.
Audience = Literal["anyone", "library", "screen"]
Aggregate = Literal["sum", "rows", "distinct", "max", "min", "std", "mean", "median"]
Number = int | float

#: Scope without any filter.
EVERYTHING = Scope()


@dataclass(frozen=True)
class Measure:
    """An aggregate over one prepared table at the table's own grain.

    Attributes
    ----------
    id : str
        Unique key.
    label : str
        Phrase printed in worked formulas.
    table : str
        Name of the prepared table.
    aggregate : Aggregate
        Elementary aggregate.
    column : str
        Column to aggregate; empty for a row count.
    where : str
        Boolean column that selects the rows; empty for all rows.
    singular : str
        Singular of `label`.
    is_money : bool
        Whether the number is an amount of money.
    per : int
        Number of parts per unit in the column. Money is summed in ten-thousandths, so that the sum does not
        depend on the order of the rows.
    """

    id: str
    label: str
    table: str
    aggregate: Aggregate
    column: str = ""
    where: str = ""
    singular: str = ""
    is_money: bool = False
    per: int = 1

    def label_for(self, number: Number | None = None) -> str:
        """Return the label, in the singular if the number is 1.

        Parameters
        ----------
        number : float or int, optional

        Returns
        -------
        str
        """
        return self.singular if number == 1 and self.singular else self.label


#: Fields of a value that are numbers, in the order of tables and JSON.
NUMBER_FIELDS = (
    "value",
    "numerator",
    "denominator",
    "n",
    "coverage",
    "low",
    "high",
    "ci_low",
    "ci_high",
)


@dataclass(frozen=True)
class Value:
    """One metric value of one group, or the reason why it is undefined.

    A missing value is None with a reason, never 0 or NaN. A range has neither a value nor a reason, only
    `low` and `high`. Shares are fractions.

    Attributes
    ----------
    metric : str
        Id of the metric.
    group : tuple of (str, str or None)
        Group items; empty for the whole selection.
    value, numerator, denominator : float or int or None
        The value and the two numbers of its formula.
    n : float or int or None
        Number of known units.
    coverage : float or None
        Known units over expected units; None where nothing can be missing.
    low, high : float or int or None
        Bounds that the records allow; None where unlimited or unknown.
    ci_low, ci_high : float or None
        95 % confidence interval.
    certainty : Certainty
        Whether the value is exact, a bound, a range, or partial: it applies to what was recorded, and the
        missing data could change it in either direction.
    estimated : bool
        Whether an estimate contributes to the value.
    rough : bool
        Whether estimates are over 5 % of the value, so that a figure has the sign "~".
    small : bool
        Whether fewer people than the threshold are behind the value.
    reason : str or None
        Code of the reason why the value is undefined.
    reason_values : mapping of str to str
        Values inserted into the reason's sentence.
    left_out : tuple of str
        Programs that an aggregate over programs had to exclude.
    lowest, highest : float or None
        Extremes of the single sessions behind a rate.
    people : tuple of two numbers or None
        Minimum number of distinct people behind a share of visits and behind its complement.
    points : Points or None
        Distribution behind a mean of points, which may disclose how many people had few points.
    verdict : str
        "met", "not met", "undecided" or empty.
    note : str
        Id of a remark printed with the number ("recorded-cost", "by-rows").
    judged : tuple of Value
        Values that a metric about criteria depends on, because it discloses something about each of them.
    """

    metric: str
    group: tuple[tuple[str, str | None], ...] = ()
    value: Number | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    n: Number | None = None
    coverage: float | None = None
    low: Number | None = None
    high: Number | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    certainty: Certainty = "exact"
    estimated: bool = False
    rough: bool = False
    small: bool = False
    reason: str | None = None
    reason_values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    left_out: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    people: tuple[Number, Number] | None = None
    points: Points | None = None
    verdict: str = ""
    note: str = ""
    judged: tuple[Value, ...] = ()

    @property
    def groups(self) -> dict[str, str | None]:
        """Group items as a dictionary; empty for the whole selection."""
        return dict(self.group)

    @property
    def is_hidden(self) -> bool:
        """Whether a number exists but this reader may not see it, or may not see any of its table."""
        return self.reason in ("small-cell", "withheld")

    def changed(self, **changes: Any) -> Value:
        """Return this value with other attributes.

        Like `dataclasses.replace`, but many times faster: an evaluation changes thousands of values.

        Parameters
        ----------
        **changes : Any
            New values by attribute.

        Returns
        -------
        Value
        """
        value = object.__new__(Value)
        vars(value).update(vars(self), **changes)
        return value

    def with_certainty(self, certainty: Certainty) -> Value:
        """Return this value with the bounds that follow from its certainty.

        Parameters
        ----------
        certainty : Certainty
            "at_least" has no upper bound, "at_most" has no lower bound, "partial" has neither.

        Returns
        -------
        Value
        """
        low = None if certainty in ("at_most", "partial") else self.value
        high = None if certainty in ("at_least", "partial") else self.value
        return self.changed(certainty=certainty, low=low, high=high)


def select_cost_level(values: Iterable[Value], level: str = "cash") -> tuple[Value, ...]:
    """Return the values of one cost level and the values without a level.

    Parameters
    ----------
    values : iterable of Value
    level : str
        Cost level: "cash", "library" or "full".

    Returns
    -------
    tuple of Value
        In the given order.
    """
    return tuple(value for value in values if value.groups.get("level", level) == level)


def undefined_value(reason: str, **details: str) -> Value:
    """Return an undefined value with its reason code and the details of the reason's sentence."""
    return Value("", reason=reason, reason_values=MappingProxyType(details))


def compute_share(known: Number | None, expected: Number | None) -> float | None:
    """Return known / due, or None if nothing is due."""
    return (known or 0) / expected if expected else None


def compute_ratio(
    top: Number | None,
    bottom: Number | None,
    *,
    coverage: float | None = None,
    estimated: bool = False,
    note: str = "",
) -> Value:
    """Return the quotient of two sums over the same rows; undefined without a divisor."""
    if top is None or not bottom:
        return undefined_value("zero-base")
    return Value(
        "",
        value=top / bottom,
        numerator=top,
        denominator=bottom,
        n=bottom,
        coverage=coverage,
        estimated=estimated,
        note=note,
    ).with_certainty("exact")


class FormulaWriter(Protocol):
    """Writer for the parts of a formula: measures, bare numbers and catalog sentences."""

    def __call__(self, measure: Measure, number: Number | None) -> str:
        """Return a measure with its number."""

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number that does not belong to a measure."""

    def message(self, message: str, **values: str) -> str:
        """Return the message with this id, with the given parts of the formula inserted."""


class _LabelWriter:
    """Formula writer that prints English labels without numbers."""

    def __call__(self, measure: Measure, number: Number | None) -> str:
        return measure.label

    def number(self, value: float, decimals: int = 0) -> str:
        return language("en").number(value, decimals)

    def message(self, message: str, **values: str) -> str:
        return language("en").message(message, **values)


class Recipe:
    """Computation of metric values from the counts of one group.

    A recipe yields one value per group, or one per part of the group. `top` and `bottom` are the measures
    printed in the formula, and `times` is a factor before them. A recipe with a formula other than a plain
    total or ratio overrides `definition` and `formula`. Values are returned without metric id and group;
    `evaluate` adds both. `needs_whole_programs` marks a metric that compares sessions with facts about whole
    programs (target, survey): it is undefined for a partner that is linked to only some of a program's
    sessions. `is_balance` marks what is left of money, which depends on what there was before. `row_measures`
    are printed in place of `top` and `bottom` for a ratio of rows, where a row may sum up several sessions.
    """

    times: int = 1
    row_measures: ClassVar[tuple[Measure, Measure] | None] = None
    needs_whole_programs: ClassVar[bool] = False
    is_balance: ClassVar[bool] = False

    @property
    def top(self) -> Measure:
        """Numerator of the formula, or the total itself if the formula has no divisor."""
        raise NotImplementedError

    @property
    def bottom(self) -> Measure | None:
        """Divisor of the formula; None for a total."""
        return None

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All measures that must be counted for this recipe."""
        raise NotImplementedError

    @property
    def is_ratio(self) -> bool:
        """Whether the value is an average, a rate or a share: recorded numbers over recorded numbers.

        A total over an entered number, such as the population, is still a total.
        """
        return self.bottom is not None and self.bottom.table != "programs"

    @property
    def grows(self) -> bool:
        """Whether a further row can only raise the value: a total, or a total over an entered number."""
        return not self.is_ratio and self.top.aggregate in ("sum", "rows", "distinct", "max")

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        """Return the values of one group."""
        raise NotImplementedError

    def judge(self, cell: GroupCounts, value: Value) -> Value:
        """Return a value with the verdict of its own band, if the recipe has one."""
        return value

    def definition(self) -> str:
        """Return the formula in English words without numbers; it is translated as one phrase."""
        if self.bottom is not None:
            return self.formula(Value(""), _LabelWriter())
        return (
            f"number of {self.top.label}" if self.top.aggregate == "distinct" else f"sum of {self.top.label}"
        )

    def formula(self, value: Value, write: FormulaWriter) -> str:
        """Return the left side of the worked formula; `write` prints each measure with its number."""
        if self.bottom is None:
            return write(self.top, value.numerator)
        top, bottom = self.top, self.bottom
        if value.note == "by-rows" and self.row_measures is not None:
            top, bottom = self.row_measures
        factor = f"{write.number(self.times)} × " if self.times != 1 else ""
        return f"{factor}{write(top, value.numerator)} ÷ {write(bottom, value.denominator)}"


@dataclass(frozen=True)
class Metric:
    """A number with exactly one definition.

    Attributes
    ----------
    id, label, question : str
        Key, printed name, and the question that the metric answers.
    unit : Unit
    direction : Direction
        Whether higher or lower values are better.
    source : str
        Published source of the definition.
    family : str
        Heading under which it is listed.
    recipe : Recipe
        Turns counts into values.
    fields : tuple of str
        Scope fields by which the metric can be grouped or filtered. A day filter applies where periods do.
    parts : tuple of str
        Group items that every value of the metric carries, such as the stage of a funnel.
    caveat : str
        Printed limitation.
    guards : str
        Attribute of `Value` that counts people ("numerator", "denominator", "n"); empty if the metric is not
        about people. Rule R9 suppresses the value while that number is below the threshold. The threshold is
        the one for event head counts; the larger one for people applies if the metric is split by a personal
        attribute.
    is_personal : bool
        Whether the threshold for people always applies.
    is_core : bool
        Whether documents contain the metric.
    counts : str
        Noun of its `n`, as in the message "caption-lots".
    audience : Audience
        Who may see it.
    """

    id: str
    label: str
    question: str
    unit: Unit
    direction: Direction
    source: str
    family: str
    recipe: Recipe
    fields: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    caveat: str = ""
    guards: Literal["", "value", "numerator", "denominator", "n", "low"] = ""
    is_personal: bool = False
    is_core: bool = False
    counts: str = ""
    audience: Audience = "anyone"


@dataclass(frozen=True)
class Evaluation:
    """Values of metrics by group for one selection on one day, in tidy form.

    Attributes
    ----------
    values : tuple of Value
        Includes undefined values.
    scope : Scope
        The filter.
    by : str
        Grouping field, or empty.
    as_of : date
        Day for which the values are valid.
    currency : str
        Currency of the workspace, or empty.
    """

    values: tuple[Value, ...]
    scope: Scope = EVERYTHING
    by: str = ""
    as_of: date = date.min
    currency: str = ""

    def values_for(self, metric: str) -> tuple[Value, ...]:
        """Return all values of one metric in group order.

        Parameters
        ----------
        metric : str

        Returns
        -------
        tuple of Value
        """
        return tuple(v for v in self.values if v.metric == metric)

    def value_for(self, metric: str, **group: str | None) -> Value:
        """Return the value of a metric with exactly these group items.

        Parameters
        ----------
        metric : str
        **group : str or None

        Returns
        -------
        Value

        Raises
        ------
        KeyError
            If the evaluation does not contain it.
        """
        for value in self.values_for(metric):
            if value.groups == group:
                return value
        raise KeyError((metric, group))


class EvaluationLike(Protocol):
    """Read-only interface of an evaluation, shared by internal and public (protected) results."""

    @property
    def values(self) -> tuple[Value, ...]:
        """Values of metrics by group, including undefined values."""

    @property
    def scope(self) -> Scope:
        """Filter that selected the rows."""

    @property
    def by(self) -> str:
        """Grouping field, or empty."""

    @property
    def as_of(self) -> date:
        """Day for which the values are valid."""

    @property
    def currency(self) -> str:
        """Currency of the workspace, or empty."""

    def values_for(self, metric: str) -> tuple[Value, ...]:
        """Return all values of one metric."""


# Scope fields by which the metrics of each kind of table can be grouped and filtered.

OF_PROGRAMS = ("program", "partner")
OF_PARTNERS = ("partner",)
OF_MONEY = (*OF_PROGRAMS, *PERIODS)
OF_SESSIONS = (*OF_PROGRAMS, "site", "format", *PERIODS, "language", "age_group")
OF_PEOPLE = (*OF_SESSIONS, "mother_tongue", "person_age")
