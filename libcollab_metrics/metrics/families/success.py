"""Metrics of declared goals: criteria met, successful projects, targets, programs after six months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import GroupCounts, Tally, sum_tallies
from libcollab_metrics.metrics.criteria import CriterionVerdict, Verdict, combine_verdicts, judge_value
from libcollab_metrics.metrics.definition import (
    OF_PROGRAMS,
    Metric,
    Recipe,
    Value,
    compute_ratio,
    undefined_value,
)
from libcollab_metrics.metrics.facts import Program
from libcollab_metrics.metrics.families.attendance import VisitCount, compute_visits
from libcollab_metrics.metrics.families.participation import PeopleCount, compute_people

SIX_MONTHS = 6


@dataclass(frozen=True)
class CriteriaRange(Recipe):
    """Criteria met over criteria declared, as the range that undecided criteria leave open."""

    top = m.CRITERIA_MET
    bottom = m.CRITERIA
    measures = ()

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        declared = cell.verdicts()
        return (_attach_judged(declared, _verdict_range([v.verdict for v in declared])),)


@dataclass(frozen=True)
class PriorDeclarationRate(Recipe):
    """Criteria declared before the first session over those with a declaration date.

    Criteria of programs without a session are excluded: nothing can be said of them yet.
    """

    top = m.CRITERIA_FIRST
    bottom = m.CRITERIA_DATED
    measures = ()

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        every = cell.verdicts()
        declared = [verdict for verdict in every if verdict.first_session is not None]
        dated = [verdict for verdict in declared if verdict.declared_on is not None]
        if every and not declared:
            return (undefined_value("not-yet"),)
        if not dated:
            return (
                (
                    undefined_value("no-field", field="the day a criterion was declared")
                    if declared
                    else undefined_value("no-criteria")
                ),
            )
        first = sum(verdict.is_declared_first for verdict in dated)
        return (compute_ratio(first, len(dated), coverage=len(dated) / len(declared)),)


@dataclass(frozen=True)
class ProjectRange(Recipe):
    """Programs that met all their criteria over programs with criteria, as a range."""

    top = m.PROJECTS_MET
    bottom = m.PROJECTS
    measures = ()

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        declared = cell.verdicts()
        projects: dict[str | None, list[Verdict]] = {}
        for judged in declared:
            projects.setdefault(judged.program_id, []).append(judged.verdict)
        return (
            _attach_judged(
                declared, _verdict_range([combine_verdicts(verdicts) for verdicts in projects.values()])
            ),
        )


def _attach_judged(declared: Iterable[CriterionVerdict], value: Value) -> Value:
    return replace(value, judged=tuple(sorted((verdict.value for verdict in declared), key=_sort_key)))


def _sort_key(value: Value) -> str:
    return f"{value.metric} {value.group} {value}"


def _verdict_range(verdicts: list[Verdict]) -> Value:
    """Return the share met, or the range from those met to those not failed while any is open."""
    declared = len(verdicts)
    if not declared:
        return undefined_value("no-criteria")
    met, failed = verdicts.count("met"), verdicts.count("not met")
    decided = met + failed
    value = Value("", numerator=met, denominator=declared, n=decided, coverage=decided / declared)
    if decided == declared:
        return replace(value, value=met / declared).with_certainty("exact")
    low, high = met / declared, (declared - failed) / declared
    return replace(value, low=low, high=high, certainty="range", reason=None if decided else "undecided")


@dataclass(frozen=True)
class Attainment(Recipe):
    """Attendance over target, over programs with both; a verdict for a single program."""

    needs_whole_programs = True

    top = m.REACHED
    bottom = m.TARGET
    measures = (*VisitCount().measures, *PeopleCount().measures)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        aiming = [
            p for p in map(cell.facts.program_by_id, cell.chosen_programs()) if p.target_ideal is not None
        ]
        if not aiming:
            return (undefined_value("no-field", field="a target"),)
        tallies = {p.id: cell.programs.get(p.id, Tally()) for p in aiming}
        aimless = tuple(
            cell.facts.program_by_id(pid).name
            for pid, tally in cell.programs.items()
            if pid not in tallies and tally[m.VISITS] is not None
        )
        if len(aiming) == 1:
            attained = _compute_attainment(aiming, _compute_result(aiming[0], tallies[aiming[0].id]))
            return (attained if attained.value is None else replace(attained, left_out=aimless),)
        known = [p for p in aiming if p.target_unit != "participants" and tallies[p.id][m.VISITS] is not None]
        if not known:
            return (undefined_value("no-counts"),)
        together = compute_visits(sum_tallies((tallies[p.id] for p in known), VisitCount().measures))
        left_out = tuple(p.name for p in aiming if p not in known)
        attained = _compute_attainment(known, together)
        return (attained if attained.value is None else replace(attained, left_out=left_out + aimless),)

    def judge(self, cell: GroupCounts, value: Value) -> Value:
        programs = [cell.facts.program_by_id(pid) for pid in cell.chosen_programs()]
        aiming = [program for program in programs if program.target_ideal is not None]
        if value.value is None or len(aiming) != 1 or not aiming[0].target_ideal:
            return value
        ends = (aiming[0].target_low, aiming[0].target_high)
        low, high = (None if end is None else end / aiming[0].target_ideal for end in ends)
        return (
            value if low is None and high is None else replace(value, verdict=judge_value(value, low, high))
        )


def _compute_result(program: Program, tally: Tally) -> Value:
    """Return a program's result in the unit of its target.

    People of several programs are never summed.
    """
    return compute_people(tally) if program.target_unit == "participants" else compute_visits(tally)


def _compute_attainment(programs: list[Program], reached: Value) -> Value:
    """Return attendance over the sum of the targets."""
    aimed = sum(program.target_ideal or 0 for program in programs)
    if reached.value is None:
        return reached
    if not aimed:
        return undefined_value("zero-base")
    ratio = replace(reached, value=reached.value / aimed, denominator=aimed)
    return ratio.with_certainty(reached.certainty)


@dataclass(frozen=True)
class Maintenance(Recipe):
    """Recurring programs that met six months or more after their start, over those that old."""

    top = m.STILL_RUNNING
    bottom = m.RECURRING
    measures = ()

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        due_days = {program: _six_months_on(cell, program) for program in cell.chosen_programs()}
        old_enough = {
            program: due for program, due in due_days.items() if due is not None and due <= cell.as_of
        }
        if not old_enough:
            return (
                undefined_value("no-field", field="a recurring program that began six months ago or earlier"),
            )
        known = [
            runs
            for program, due in old_enough.items()
            if (runs := _is_still_running(cell, program, due)) is not None
        ]
        if not known:
            return (undefined_value("not-yet"),)
        return (compute_ratio(sum(known), len(known), coverage=len(known) / len(old_enough)),)


def _six_months_on(cell: GroupCounts, program_id: str) -> date | None:
    """Return the day six months after the start of a recurring program; None for any other."""
    start = cell.first_day(program_id)
    if cell.facts.program_by_id(program_id).recurring != "yes" or start is None:
        return None
    return (pd.Timestamp(start) + pd.DateOffset(months=SIX_MONTHS)).date()


def _is_still_running(cell: GroupCounts, program_id: str, due: date) -> bool | None:
    """Return whether a program met on a day or later.

    None if nothing is recorded of it since, and its end is not known: a sheet that was not continued does not
    say that the program stopped.
    """
    (_, last), end = cell.held_days.get(program_id, (None, None)), cell.facts.program_by_id(program_id).end
    if last is not None and last >= due:
        return True
    recorded = cell.last_recorded_days.get(program_id)
    is_known = (recorded is not None and recorded >= due) or (end is not None and end < due)
    return False if is_known else None


METRICS: tuple[Metric, ...] = (
    Metric(
        "target_attainment",
        "Target attainment",
        "How near did we come to what we aimed for?",
        "share",
        "band",
        "LibCal's anticipated attendance; the band is this project's",
        "participation",
        Attainment(),
        OF_PROGRAMS,
        caveat="Above the upper end of the band is crowding, not success.",
        guards="numerator",
        is_core=True,
        counts="counted-sessions",
    ),
    Metric(
        "maintenance",
        "Still running after six months",
        "Do programs go on once they are no longer new?",
        "share",
        "higher",
        "RE-AIM",
        "participation",
        Maintenance(),
        OF_PROGRAMS,
        caveat=(
            "Recurring programs that began at least six months ago; without a start, from the first session."
        ),
        counts="programs",
    ),
    Metric(
        "criteria_met_rate",
        "Criteria met",
        "How many of the criteria we set beforehand are met?",
        "share",
        "higher",
        "This project",
        "success",
        CriteriaRange(),
        OF_PROGRAMS,
        caveat="A criterion that the records cannot decide yet stays open and widens the range.",
        is_core=True,
        counts="criteria",
    ),
    Metric(
        "project_success_rate",
        "Project success rate",
        "How many programs met all their criteria?",
        "share",
        "higher",
        "This project",
        "success",
        ProjectRange(),
        OF_PROGRAMS,
        caveat="One failed criterion settles a program; undecided ones are not dropped.",
        is_core=True,
    ),
    Metric(
        "declared_first_share",
        "Criteria declared before the first session",
        "Did we say first what success means?",
        "share",
        "higher",
        "This project",
        "success",
        PriorDeclarationRate(),
        OF_PROGRAMS,
        caveat="Criteria without a date of declaration are left out.",
        counts="dated-criteria",
    ),
)
