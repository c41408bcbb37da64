"""Define what a sheet shape is: a file, and the figures that reading it must and must not give."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isclose
from typing import Any

#: Metric id, group, value; None: no number may be given (undefined or 0).
Figure = tuple[str, Mapping[str, str], float | None]
#: Metric id and a value that would be wrong.
WrongFigure = tuple[str, float]
#: Scores of a learner before and after; None if no test was taken.
Pair = tuple[float | None, float | None]

NO_ATTENDANCE: tuple[Figure, ...] = (
    ("attendance_total", {}, None),
    ("sessions_held", {}, None),
    ("participants_unique", {}, None),
)
NO_VISITS: tuple[Figure, ...] = (("attendance_total", {}, None), ("sessions_held", {}, None))
NO_PEOPLE: tuple[Figure, ...] = (("participants_unique", {}, None),)
NO_MONEY: tuple[Figure, ...] = (
    ("cost_cash", {}, None),
    ("cash_balance", {}, None),
    ("in_kind_value", {}, None),
)


@dataclass(frozen=True, eq=False)
class Shape:
    """A file as a library keeps it, with the figures worked out from the lists it is written from."""

    id: str
    what: str
    file: str
    content: Callable[[], bytes]
    #: What one row of the table is, in the words of the answer `row_is`.
    row_is: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    #: Figures with the answers.
    expect: tuple[Figure, ...] = ()
    #: Wrong figures, with and without the answers, in any group.
    never: tuple[WrongFigure, ...] = ()
    #: Figures if nothing is answered.
    without_answers: tuple[Figure, ...] = ()
    #: If a number is given at all, then this one.
    or_none: tuple[Figure, ...] = ()
    #: Texts that may not be quoted in a heading, a question or an issue.
    privacy: tuple[str, ...] = ()
    #: Compare the values, whatever the measure is called.
    any_measure_name: bool = False
    #: The file is sound and may not be refused.
    must_be_read: bool = True

    def __post_init__(self) -> None:
        """Reject a shape that forbids a figure it expects: its invented numbers coincide."""
        for metric, _, value in (*self.expect, *self.without_answers, *self.or_none):
            for wrong_metric, wrong in self.never:
                if metric == wrong_metric and value is not None and isclose(value, wrong, rel_tol=1e-6):
                    raise ValueError(f"{self.id}: {metric} is both {value} and never {wrong}")


def seeded(shape_id: str) -> random.Random:
    """Return the source of the invented numbers of a shape, the same in every run."""
    return random.Random(f"shapes-{shape_id}")


def column_sum(rows: Iterable[Sequence[Any]], column: int) -> Any:
    """Return the sum of the numbers of one column; a cell without a value adds nothing."""
    return sum(row[column] or 0 for row in rows)


def sum_columns(rows: Iterable[Sequence[Any]], *columns: int) -> list[Any]:
    """Return the sum of each of these columns; a cell without a value adds nothing."""
    table = list(rows)
    return [sum(row[column] or 0 for row in table) for column in columns]


def figure(metric: str, value: float | None, **group: str) -> Figure:
    """Return a figure of a group, such as a stage."""
    return (metric, group, value)


def count_figures(attendance: int, sessions: int, counted: int | None = None) -> tuple[Figure, ...]:
    """Return visits, sessions and visits per session; with the share counted, if not all of them were."""
    coverage = () if counted is None else (figure("attendance_coverage", counted / sessions),)
    return (
        ("attendance_total", {}, attendance),
        ("sessions_held", {}, sessions),
        ("attendance_per_session", {}, attendance / (counted or sessions)),
        *coverage,
    )


def wrong_figures(metric: str, *values: float) -> tuple[WrongFigure, ...]:
    """Return several wrong values of one metric."""
    return tuple((metric, value) for value in values)


def other_figures(metric: str, right: float | Sequence[float], *values: float) -> tuple[WrongFigure, ...]:
    """Return several wrong values of one metric, without any that happens to be a right one."""
    rights = right if isinstance(right, Sequence) else (right,)
    wrong = {value for value in values if not any(isclose(value, own) for own in rights)}
    return wrong_figures(metric, *sorted(wrong))


def larger_figures(metric: str, right: float, *values: float) -> tuple[WrongFigure, ...]:
    """Return the wrong values of one metric above the right one, which no group of it can have either."""
    return other_figures(metric, right, *(value for value in values if value > right))


def numbers_among(cells: Iterable[Any]) -> list[float]:
    """Return the numbers among cells."""
    return [cell for cell in cells if isinstance(cell, int | float)]


def count_people(number: int) -> tuple[Figure, ...]:
    """Return the number of different people."""
    return (figure("participants_unique", number),)


def books(stage: str, value: float) -> Figure:
    """Return the number of books at a stage."""
    return figure("books_at_stage", value, stage=stage)


def mean(values: Iterable[object]) -> float:
    """Return the mean of the numbers; words mean that no test was taken and no question answered."""
    numbers = numbers_among(values)
    return sum(numbers) / len(numbers)


def gains(pairs: Sequence[Pair]) -> tuple[float, float, float]:
    """Return mean gain, share improved and share of those tested before who were tested again."""
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    before = [a for a, _ in pairs if a is not None]
    return (
        sum(b - a for a, b in both) / len(both),
        sum(b > a for a, b in both) / len(both),
        len(both) / len(before),
    )


def naive_gain(pairs: Sequence[Pair]) -> float:
    """Return the difference of the means of all learners, whether tested twice or not."""
    return mean(b for _, b in pairs) - mean(a for a, _ in pairs)


def blank_is_zero(pairs: Sequence[Pair]) -> float:
    """Return the mean gain if a missing score were 0."""
    return sum((b or 0) - (a or 0) for a, b in pairs) / len(pairs)
