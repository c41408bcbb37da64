"""What a measure, a metric and an evaluation are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import reduce
from math import floor, gcd, lcm
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from libcollab_metrics.localization import language
from libcollab_metrics.model.scope import PERIODS, Certainty, Scope

if TYPE_CHECKING:
    from libcollab_metrics.metrics.counting import Cell


# What stands behind a mean of points: how many people had few, middling and many, and what they come to together.

#: Points are told apart by parts of this at most; a finer number is rounded to one.
PARTS = 1000
#: The lowest and the highest number of points somebody of a kind may have, in steps.
Span = tuple[int, int]


@dataclass(frozen=True)
class Points:
    """The people behind a mean in three kinds: few points, middling, many; every number in whole steps.

    Attributes
    ----------
    people : how many are of each kind.
    spans : what somebody of each kind may have, both ends included; empty where the first is above the second.
    total, squares : all points, and their squares, added up.
    lost : what all numbers below zero come to at most, as a positive number.
    """

    people: tuple[int, int, int]
    spans: tuple[Span, Span, Span]
    total: int
    squares: int
    lost: int = 0

    @property
    def n(self) -> int:
        """All of them."""
        return sum(self.people)

    @staticmethod
    def of_gains(gains: Mapping[float, int], before: float, after: float, lowest: float, highest: float) -> Points:
        """Return those who lost, stayed and gained.

        Parameters
        ----------
        gains : how many people gained so many points.
        before, after : the points of all of them on either side, added up.
        lowest, highest : the lowest and the highest score among them. Nobody is thought to have one beyond: a reader
            who knows the test's own ends knows less.

        The step is the largest of which every gain is a multiple, for a reader may know that of the test.
        """
        exact = {_exact(gain): people for gain, people in gains.items()}
        step, n = _step(exact), sum(gains.values())
        widest = max(*map(abs, exact), _exact(highest - lowest)) / step
        lost = min(_exact(before) - n * _exact(lowest), n * _exact(highest) - _exact(after)) / step
        ends = (-floor(widest), -1), (0, 0), (1, floor(widest))
        return _counted({int(gain / step): people for gain, people in exact.items()}, ends, max(floor(lost), 0))

    @staticmethod
    def of_ratings(ratings: Mapping[float, int], scale: float, bottom: float, agrees_from: float) -> Points:
        """Return those who disagree (up to `bottom`), do neither, and agree, on a scale from 1 in known steps."""
        exact = {_exact(rating): people for rating, people in ratings.items()}
        step = _step([*exact, *map(_exact, (1, scale, bottom, agrees_from))])
        one, low, high, top = (int(_exact(end) / step) for end in (1, bottom, agrees_from, scale))
        low = min(low, high - 1)
        ends = (one, low), (low + 1, high - 1), (high, top)
        return _counted({int(rating / step): people for rating, people in exact.items()}, ends, 0)


def _counted(people: Mapping[int, int], spans: tuple[Span, Span, Span], lost: int) -> Points:
    few, middling, many = (sum(n for points, n in people.items() if low <= points <= high) for low, high in spans)
    total = sum(points * n for points, n in people.items())
    return Points((few, middling, many), spans, total, sum(points * points * n for points, n in people.items()), lost)


def _exact(number: float) -> Fraction:
    """A number without the noise of a float."""
    return Fraction(number).limit_denominator(PARTS)


def _step(numbers: Mapping[Fraction, int] | list[Fraction]) -> Fraction:
    """The largest step of which all are multiples; one where all are nothing."""
    parts = lcm(*(number.denominator for number in numbers))
    return Fraction(reduce(gcd, (int(number * parts) for number in numbers), 0), parts) or Fraction(1)


#: Shares are fractions; `count` is a number of what a part of the figure says, `change` a difference of two shares,
#: `ratio` so many to one, `deviations` a number of standard deviations, `yes_no` 1 for yes and 0 for no.
Unit = Literal[
    "sessions", "visits", "people", "share", "per_1000", "money", "points", "balance", "books", "criteria", "programs",
    "count", "change", "ratio", "deviations", "yes_no", "hours", "days", "visits_per_hour", "words_per_minute",
]  # fmt: skip
Direction = Literal["higher", "lower", "band", "neutral"]
#: Who may see a figure: anyone it is printed for; the library and its own papers only; the library's screens only.
Audience = Literal["anyone", "library", "screen"]
How = Literal["sum", "rows", "distinct", "max", "min", "std", "mean", "median"]
Number = int | float

#: The scope that filters nothing.
EVERYTHING = Scope()


@dataclass(frozen=True)
class Measure:
    """A count over ONE prepared table at its own grain.

    `how` is the elementary aggregate, `column` what is aggregated, `where` the boolean column that says
    which rows take part (all rows when empty). `label` is the phrase printed in worked formulas and `one` its
    singular; `money` says the number is an amount; `per` how many parts of a unit the column counts (money is
    added in ten-thousandths, so that any order of rows gives the same sum).
    """

    id: str
    label: str
    table: str
    how: How
    column: str = ""
    where: str = ""
    one: str = ""
    money: bool = False
    per: int = 1

    def words(self, number: Number | None = None) -> str:
        """The label, in the singular for one."""
        return self.one if number == 1 and self.one else self.label


@dataclass(frozen=True)
class Value:
    """One number of one group, or the reason there is none.

    Shares are fractions. `n` counts known units, `coverage` is known over should-be-known (None when nothing
    can be missing). `low`/`high` are what the records allow (None: unlimited or unknown), `ci_low`/`ci_high`
    the 95 % interval. `left_out` names what a portfolio figure had to leave out; `lowest`/`highest` are the
    extremes of the single sessions behind a rate; `people` is how many different people there are
    at least behind a share of visits and behind its rest; `points` what stands behind a mean of points, which may tell
    how many had few. `verdict` is "met", "not met", "undecided" or empty; `note`
    is the id of a remark printed with the number ("recorded-cost", "by-rows"); `judged` are the values that a figure
    about criteria stands on, for it tells of each of them. A missing value is None with a reason, never 0 or NaN; a
    range has no value and no reason, only `low` and `high`.
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
        """The group as a dictionary; empty for the whole selection."""
        return dict(self.group)

    @property
    def is_hidden(self) -> bool:
        """True when there is a number and this reader may not have it, or not any of its table."""
        return self.reason in ("small-cell", "withheld")

    def bounded(self, certainty: Certainty) -> Value:
        """This value with the bounds its certainty leaves: at least leaves no upper one, at most no lower one."""
        low = None if certainty == "at_most" else self.value
        high = None if certainty == "at_least" else self.value
        return replace(self, certainty=certainty, low=low, high=high)


def at_level(values: Iterable[Value], level: str = "cash") -> tuple[Value, ...]:
    """Return the values of one level of cost; what has no level stays."""
    return tuple(value for value in values if value.groups.get("level", level) == level)


def missing(reason: str, **details: str) -> Value:
    """Return a value that does not exist, with the reason's code and what its sentence names."""
    return Value("", reason=reason, reason_values=MappingProxyType(details))


def share_of(known: Number | None, due: Number | None) -> float | None:
    """Return known over due, None where nothing is due."""
    return (known or 0) / due if due else None


def ratio(
    top: Number | None, bottom: Number | None, *, coverage: float | None = None, estimated: bool = False, note: str = ""
) -> Value:
    """Return the ratio of two sums over the same rows; undefined where nothing divides."""
    if top is None or not bottom:
        return missing("zero-base")
    return Value(
        "", value=top / bottom, numerator=top, denominator=bottom, n=bottom,
        coverage=coverage, estimated=estimated, note=note,
    ).bounded("exact")  # fmt: skip


class Write(Protocol):
    """Writes the parts of a formula: a measure with its number, a bare number, or a sentence of the catalog."""

    def __call__(self, measure: Measure, number: Number | None) -> str:
        """Return a measure with its number."""

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number no measure belongs to."""

    def say(self, message: str, **values: str) -> str:
        """Return the sentence with this id, the parts of the formula put in."""


class _Labels:
    """Writes a formula in English words, without numbers."""

    def __call__(self, measure: Measure, number: Number | None) -> str:
        return measure.label

    def number(self, value: float, decimals: int = 0) -> str:
        return language("en").number(value, decimals)

    def say(self, message: str, **values: str) -> str:
        return language("en").say(message, **values)


class Recipe:
    """How the counts of one group become values: one a group, or one a part of it.

    `top` and `bottom` are the measures printed in the formula, and `times` a factor before them; a recipe whose
    formula is no plain total or ratio writes its own `definition` and `formula`. Values come back without metric
    and group, which `evaluate` puts in. `whole_programs` marks a figure that sets sessions against what is known of
    whole programs only (their target, their survey): it does not exist for a partner of some of their sessions.
    """

    times: int = 1
    whole_programs: ClassVar[bool] = False

    @property
    def top(self) -> Measure:
        """What is divided, or the whole figure where nothing divides it."""
        raise NotImplementedError

    @property
    def bottom(self) -> Measure | None:
        """What it is divided by; None for a total."""
        return None

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Everything that must be counted for it."""
        raise NotImplementedError

    def values(self, cell: Cell) -> tuple[Value, ...]:
        """The values of one group."""
        raise NotImplementedError

    def definition(self) -> str:
        """The formula in English words, without numbers: a phrase that languages translate as a whole."""
        if self.bottom is not None:
            return self.formula(Value(""), _Labels())
        return f"number of {self.top.label}" if self.top.how == "distinct" else f"sum of {self.top.label}"

    def formula(self, value: Value, write: Write) -> str:
        """What stands before the equals sign, `write` putting down a measure with its number."""
        if self.bottom is None:
            return write(self.top, value.numerator)
        factor = f"{write.number(self.times)} × " if self.times != 1 else ""
        return f"{factor}{write(self.top, value.numerator)} ÷ {write(self.bottom, value.denominator)}"


@dataclass(frozen=True)
class Metric:
    """A number with one definition: what it asks, how it is made, and when it does not exist.

    `recipe` turns counts into values. `parts` are group items the metric always carries (a funnel's stage).
    `fields` are the scope fields it can be grouped or filtered by; a day filter applies where periods do.
    `guards` names the number of a Value that counts people ("numerator", "denominator", "n" or such; empty when it
    is not about people): rule R9 hides the figure while that number is small. The threshold is the one of event
    head counts; it is the larger one of people when the figure is split by a personal attribute, or always
    where `personal` is true. `core` figures are those documents are made of; `counts` is the noun of its n, as in
    the message "caption-lots"; `audience` says who may see it at all.
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
    personal: bool = False
    core: bool = False
    counts: str = ""
    audience: Audience = "anyone"


@dataclass(frozen=True)
class Evaluation:
    """Metrics × groups of one selection, on one day: the tidy shape everything above reads.

    `values` hold undefined metrics too. `by` is the grouping field or empty; `currency` the workspace's.
    """

    values: tuple[Value, ...]
    scope: Scope = EVERYTHING
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


class Evaluated(Protocol):
    """What plans and figures are made from: an evaluation on the own screen, a public one in anything that leaves."""

    @property
    def values(self) -> tuple[Value, ...]:
        """Metrics × groups, undefined ones too."""

    @property
    def scope(self) -> Scope:
        """The rows it stands on."""

    @property
    def by(self) -> str:
        """The grouping field, or empty."""

    @property
    def as_of(self) -> date:
        """The day it is true for."""

    @property
    def currency(self) -> str:
        """The workspace's currency, or empty."""

    def of(self, metric: str) -> tuple[Value, ...]:
        """All values of one metric."""


# By which fields the figures of a table can be grouped and filtered.

OF_PROGRAMS = ("program", "partner")
OF_PARTNERS = ("partner",)
OF_MONEY = (*OF_PROGRAMS, *PERIODS)
OF_SESSIONS = (*OF_PROGRAMS, "site", "format", *PERIODS, "language", "age_group")
OF_PEOPLE = (*OF_SESSIONS, "mother_tongue", "person_age")
