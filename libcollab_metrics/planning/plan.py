"""The plan of the next term: a row a program, what they take together, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from libcollab_metrics.metrics import Evaluation, Evaluator
from libcollab_metrics.metrics.definition import Evaluated, Value, missing
from libcollab_metrics.metrics.facts import read_facts
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.planning.assumptions import PLAN_METRICS, Assumptions, measured_assumptions, with_typed
from libcollab_metrics.planning.forecast import SERIES_METRICS, forecast, monthly_series
from libcollab_metrics.planning.what_if import OUTCOMES, Outcome, what_if

#: What may be added over programs; people, shares of seats and costs of a visit may not.
ADDED = ("sessions", "visits", "staff_hours", "staff_share", "volunteer_hours", "cash")


@dataclass(frozen=True)
class Ground:
    """What a plan of one program stands on: its `PLAN_METRICS`, and its `SERIES_METRICS` by month."""

    program: str
    figures: Evaluated
    monthly: Evaluated


@dataclass(frozen=True)
class PlanRow:
    """One program in the plan: what is assumed, and what follows."""

    program: str
    assumptions: Assumptions
    outcomes: Mapping[str, Outcome]


@dataclass(frozen=True)
class Plan:
    """The programs of a term in order, and of `ADDED` what they come to together."""

    rows: tuple[PlanRow, ...]
    together: Mapping[str, Outcome]


def plan_programs(dataset: Dataset, scope: Scope, as_of: date) -> tuple[str, ...]:
    """Return the names of the programs of a selection that are not over, in order."""
    facts = read_facts(dataset, as_of)
    kept = facts.program_ids(scope)
    running = [
        program.name
        for program in facts.programs.values()
        if (kept is None or program.id in kept) and (program.end is None or program.end >= as_of)
    ]
    return tuple(sorted(running, key=str.casefold))


def program_scope(scope: Scope, program: str) -> Scope:
    """Return a selection narrowed to one program; all of it where none is named, as in a log without programs."""
    if not program:
        return scope
    return Scope((*scope.without("program").where, ("program", (program,))), scope.start, scope.end)


def ground_of(counted: Evaluator, program: str, scope: Scope) -> tuple[Evaluation, Evaluation]:
    """Evaluate what the plan of one program stands on, within a selection: as a whole, and by month."""
    own = program_scope(scope, program)
    return (
        counted.evaluate(metrics=PLAN_METRICS, scope=own),
        counted.evaluate(metrics=SERIES_METRICS, scope=own, by="month"),
    )


def assumptions_of(ground: Ground, settings: Settings, typed: Mapping[str, float]) -> Assumptions:
    """Return what is assumed of a program: measured, forecast or entered, and over that what a person typed."""
    series = monthly_series(ground.monthly)
    return with_typed(measured_assumptions(ground.figures, series, forecast(series), settings), typed)


def plan_of(programs: Iterable[tuple[str, Assumptions]]) -> Plan:
    """Return the plan of these programs; what they take together leaves out, by name, those that do not say."""
    rows = tuple(PlanRow(name, assumed, what_if(assumed)) for name, assumed in programs)
    return Plan(rows, MappingProxyType({name: _together(name, rows) for name in ADDED}))


def _together(outcome: str, rows: Sequence[PlanRow]) -> Outcome:
    """The sum over programs: a floor where one of them is unknown or a floor itself."""
    known = [row for row in rows if row.outcomes[outcome].value.value is not None]
    names = tuple(row.program for row in rows if row not in known)
    if not known:
        lacking = rows[0].outcomes[outcome].value if rows else missing("no-programs")
        return Outcome(outcome, OUTCOMES[outcome], lacking, ())
    values = [row.outcomes[outcome].value for row in known]
    ends = [_sum(getattr(value, end) for value in values) for end in ("value", "low", "high")]
    total = Value("", value=ends[0], low=ends[1], high=ends[2], left_out=names)
    is_whole = not names and all(value.certainty == "exact" for value in values)
    return Outcome(outcome, OUTCOMES[outcome], total if is_whole else total.bounded("at_least"), ())


def _sum(numbers: Iterable[float | None]) -> float | None:
    found = list(numbers)
    return None if None in found else sum(number for number in found if number is not None)
