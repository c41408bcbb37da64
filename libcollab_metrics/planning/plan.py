"""Plan of the next term: which programs are in it, their assumptions, and which outcomes are totaled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from libcollab_metrics.metrics import Evaluation, Evaluator
from libcollab_metrics.metrics.definition import EvaluationLike, Value, undefined_value
from libcollab_metrics.metrics.facts import read_facts
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.planning.assumptions import (
    PLAN_METRICS,
    Assumptions,
    apply_typed_values,
    measure_assumptions,
)
from libcollab_metrics.planning.forecast import SERIES_METRICS, build_monthly_series, forecast_series
from libcollab_metrics.planning.what_if import OUTCOMES, Outcome, compute_outcomes

#: Outcomes that may be added over programs; people, seat occupancy and cost per visit may not.
ADDITIVE_OUTCOMES = ("sessions", "visits", "staff_hours", "staff_share", "volunteer_hours", "cash")


@dataclass(frozen=True)
class PlanFigures:
    """Figures the plan of one program is based on.

    Attributes
    ----------
    program : str
        Name of the program.
    figures : EvaluationLike
        `PLAN_METRICS` of the program, not grouped.
    monthly : EvaluationLike
        `SERIES_METRICS` of the program, grouped by month.
    """

    program: str
    figures: EvaluationLike
    monthly: EvaluationLike


@dataclass(frozen=True)
class PlanRow:
    """One program of a plan.

    Attributes
    ----------
    program : str
        Name of the program.
    assumptions : Mapping[str, Assumption]
        Assumptions by id.
    outcomes : Mapping[str, Outcome]
        Outcomes that follow from them, by id.
    """

    program: str
    assumptions: Assumptions
    outcomes: Mapping[str, Outcome]


@dataclass(frozen=True)
class Plan:
    """Plan of a term.

    Attributes
    ----------
    rows : tuple of PlanRow
        Programs in order.
    totals : Mapping[str, Outcome]
        Total over all programs for each outcome in `ADDITIVE_OUTCOMES`.
    """

    rows: tuple[PlanRow, ...]
    totals: Mapping[str, Outcome]


def current_programs(dataset: Dataset, scope: Scope, as_of: date) -> tuple[str, ...]:
    """Return the names of the programs of a scope that have not ended.

    Parameters
    ----------
    dataset : Dataset
        Dataset to read.
    scope : Scope
        Filter.
    as_of : date
        Day; programs that ended before it are excluded.

    Returns
    -------
    tuple of str
        Sorted by name.
    """
    facts = read_facts(dataset)
    selected = facts.program_ids(scope)
    running = [
        program.name
        for program in facts.programs.values()
        if (selected is None or program.id in selected) and (program.end is None or program.end >= as_of)
    ]
    return tuple(sorted(running, key=str.casefold))


def narrow_to_program(scope: Scope, program: str) -> Scope:
    """Narrow a scope to one program.

    Parameters
    ----------
    scope : Scope
        Scope to narrow.
    program : str
        Name of the program; if empty, as in a log without programs, the scope is returned unchanged.

    Returns
    -------
    Scope
    """
    if not program:
        return scope
    return Scope((*scope.without_field("program").where, ("program", (program,))), scope.start, scope.end)


def evaluate_plan_metrics(evaluator: Evaluator, program: str, scope: Scope) -> tuple[Evaluation, Evaluation]:
    """Evaluate the metrics the plan of one program is based on.

    Parameters
    ----------
    evaluator : Evaluator
        Evaluator of the dataset.
    program : str
        Name of the program; empty for the whole scope.
    scope : Scope
        Filter.

    Returns
    -------
    tuple of (Evaluation, Evaluation)
        `PLAN_METRICS` of the whole period, and `SERIES_METRICS` by month.
    """
    own = narrow_to_program(scope, program)
    return (
        evaluator.evaluate(metrics=PLAN_METRICS, scope=own),
        evaluator.evaluate(metrics=SERIES_METRICS, scope=own, by="month"),
    )


def compute_assumptions(
    plan_figures: PlanFigures, settings: Settings, typed: Mapping[str, float]
) -> Assumptions:
    """Return a program's assumptions: measured, forecast or set, overridden by typed values.

    Parameters
    ----------
    plan_figures : PlanFigures
        Evaluated figures of the program.
    settings : Settings
        Settings of the library.
    typed : Mapping[str, float]
        Typed value by id of the assumption.

    Returns
    -------
    Mapping[str, Assumption]
    """
    series = build_monthly_series(plan_figures.monthly)
    return apply_typed_values(
        measure_assumptions(plan_figures.figures, series, forecast_series(series), settings), typed
    )


def compute_plan(programs: Iterable[tuple[str, Assumptions]]) -> Plan:
    """Compute the plan of a list of programs.

    Parameters
    ----------
    programs : iterable of (str, Mapping[str, Assumption])
        Name and assumptions of each program.

    Returns
    -------
    Plan
        Programs with an unknown outcome are excluded from its total, and named in it.
    """
    rows = tuple(PlanRow(name, assumed, compute_outcomes(assumed)) for name, assumed in programs)
    return Plan(rows, MappingProxyType({name: _sum_outcomes(name, rows) for name in ADDITIVE_OUTCOMES}))


def _sum_outcomes(outcome: str, rows: Sequence[PlanRow]) -> Outcome:
    """Sum an outcome over programs: a lower bound if one is unknown or a lower bound itself."""
    known = [row for row in rows if row.outcomes[outcome].value.value is not None]
    names = tuple(row.program for row in rows if row not in known)
    if not known:
        lacking = rows[0].outcomes[outcome].value if rows else undefined_value("no-programs")
        return Outcome(outcome, OUTCOMES[outcome], lacking, ())
    values = [row.outcomes[outcome].value for row in known]
    ends = [_sum_known(getattr(value, end) for value in values) for end in ("value", "low", "high")]
    total = Value("", value=ends[0], low=ends[1], high=ends[2], left_out=names)
    is_whole = not names and all(value.certainty == "exact" for value in values)
    return Outcome(outcome, OUTCOMES[outcome], total if is_whole else total.with_certainty("at_least"), ())


def _sum_known(numbers: Iterable[float | None]) -> float | None:
    listed = list(numbers)
    return None if None in listed else sum(number for number in listed if number is not None)
