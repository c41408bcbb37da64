"""Whether what was declared in advance was reached: verdicts, criteria met, projects that succeeded, targets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import Cell, Tally, add_up
from libcollab_metrics.metrics.definition import Measure, Recipe, Value, missing
from libcollab_metrics.metrics.facts import Program
from libcollab_metrics.metrics.formulas import PeopleCount, VisitCount, people_of, visits_of

Verdict = Literal["met", "not met", "undecided"]
INFINITE = float("inf")


@dataclass(frozen=True)
class CriterionVerdict:
    """One declared criterion, what the records say about it, and whether it was met.

    `program` and `metric` are printed names, `program_id` and `metric_id` the keys; `value` is the metric of
    this program over everything recorded up to the day.
    """

    program_id: str | None
    program: str
    metric_id: str
    metric: str
    low: float | None
    ideal: float | None
    high: float | None
    declared_on: date | None
    declared_late: bool
    value: Value
    verdict: Verdict


def verdict_of(value: Value, low: float | None, high: float | None) -> Verdict:
    """Return met if every value still possible lies in [low, high], not met if none does, else undecided.

    An open side is unlimited; with both open there is nothing to judge.

    Examples
    --------
    >>> verdict_of(Value("m", value=210).bounded("at_least"), 200, None)
    'met'
    >>> verdict_of(Value("m", value=150).bounded("at_least"), 200, None)
    'undecided'
    """
    unknown = value.value is None and value.low is None and value.high is None
    if unknown or (low is None and high is None):
        return "undecided"
    least = -INFINITE if value.low is None else value.low
    most = INFINITE if value.high is None else value.high
    floor, ceiling = -INFINITE if low is None else low, INFINITE if high is None else high
    if floor <= least and most <= ceiling:
        return "met"
    return "not met" if most < floor or least > ceiling else "undecided"


def settled(verdicts: Iterable[Verdict]) -> Verdict:
    """Return a project's verdict: one failed criterion settles it, one undecided keeps it open."""
    found = set(verdicts)
    return "not met" if "not met" in found else "undecided" if "undecided" in found else "met"


@dataclass(frozen=True)
class CriteriaRange(Recipe):
    """Criteria met over criteria declared, as the range that the undecided ones leave open."""

    @property
    def top(self) -> Measure:
        return m.CRITERIA_MET

    @property
    def bottom(self) -> Measure:
        return m.CRITERIA

    @property
    def measures(self) -> tuple[Measure, ...]:
        return ()

    def values(self, cell: Cell) -> tuple[Value, ...]:
        return (_range([v.verdict for v in cell.verdicts()]),)


@dataclass(frozen=True)
class ProjectRange(Recipe):
    """Programs that met all their criteria over programs with criteria, as a range."""

    @property
    def top(self) -> Measure:
        return m.PROJECTS_MET

    @property
    def bottom(self) -> Measure:
        return m.PROJECTS

    @property
    def measures(self) -> tuple[Measure, ...]:
        return ()

    def values(self, cell: Cell) -> tuple[Value, ...]:
        projects: dict[str | None, list[Verdict]] = {}
        for judged in cell.verdicts():
            projects.setdefault(judged.program_id, []).append(judged.verdict)
        return (_range([settled(verdicts) for verdicts in projects.values()]),)


def _range(verdicts: list[Verdict]) -> Value:
    """The share met: exact when nothing is open, else from what is met to what has not failed."""
    declared = len(verdicts)
    if not declared:
        return missing("no-criteria")
    met, failed = verdicts.count("met"), verdicts.count("not met")
    decided = met + failed
    value = Value("", numerator=met, denominator=declared, n=decided, coverage=decided / declared)
    if decided == declared:
        return replace(value, value=met / declared).bounded("exact")
    low, high = met / declared, (declared - failed) / declared
    return replace(value, low=low, high=high, certainty="range", reason=None if decided else "undecided")


@dataclass(frozen=True)
class Attainment(Recipe):
    """Attendance over the attendance aimed for, over programs that have both; judged for a single program."""

    @property
    def top(self) -> Measure:
        return m.VISITS

    @property
    def bottom(self) -> Measure:
        return m.TARGET

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*VisitCount().measures, *PeopleCount().measures)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        aiming = [p for p in map(cell.facts.named, cell.chosen_programs()) if p.target_ideal is not None]
        if not aiming:
            return (missing("no-field", field="a target"),)
        single = len(aiming) == 1
        tallies = {p.id: cell.programs.get(p.id, Tally()) for p in aiming}
        if len(aiming) == 1:
            return (_attained(aiming, _reached(aiming[0], tallies[aiming[0].id])),)
        known = [p for p in aiming if p.target_unit != "participants" and tallies[p.id][m.VISITS] is not None]
        if not known:
            return (missing("no-counts"),)
        together = visits_of(add_up((tallies[p.id] for p in known), VisitCount().measures))
        left_out = tuple(p.name for p in aiming if p not in known)
        return (replace(_attained(known, together), left_out=left_out),)


def _reached(program: Program, tally: Tally) -> Value:
    """What one program reached, in the unit of its target; people of several programs are never added."""
    return people_of(tally) if program.target_unit == "participants" else visits_of(tally)


def _attained(programs: list[Program], reached: Value) -> Value:
    """The attendance reached over the sum of the targets; a single program's band gives a verdict."""
    aimed = sum(program.target_ideal or 0 for program in programs)
    if reached.value is None:
        return reached
    if not aimed:
        return missing("zero-base")
    low, high = (programs[0].target_low, programs[0].target_high) if len(programs) == 1 else (None, None)
    judged = "" if low is None and high is None else verdict_of(reached, low, high)
    ratio = replace(reached, value=reached.value / aimed, denominator=aimed, verdict=judged)
    return ratio.bounded(reached.certainty)
