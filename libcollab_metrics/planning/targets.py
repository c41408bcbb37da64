"""Progress of programs toward their targets: expected number, verdict, and visits still needed.

A target is a number of visits (or participants) between the first and the last day of a program. Progress is
assumed to be linear, with the same share of the target every day. The assumption is printed with every
figure: a program that meets in bursts may appear ahead or behind without being so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from libcollab_metrics.metrics.criteria import Verdict, judge_value
from libcollab_metrics.metrics.definition import EvaluationLike, Value, undefined_value
from libcollab_metrics.metrics.facts import Program, read_facts
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import Scope, last_day, month_label, months_between
from libcollab_metrics.planning.forecast import has_undated, values_by_month

#: Mean length of a month in days.
DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True)
class TargetProgress:
    """Progress of a program on a given day.

    Attributes
    ----------
    program : Program
        The program.
    reached : Value
        Visits or participants so far, as recorded; `at_least` where something was not counted.
    expected : float or None
        Number that linear progress reaches by the day; None without a first and last day.
    needed : Value
        Number needed in each remaining month to reach the target; undefined once the program is over.
    verdict : Verdict or None
        Verdict on the declared band; None without one. While a program runs, `reached` is a lower bound: it
        may still grow into the band, or out of it.
    is_over : bool
        Whether the program has ended.
    """

    program: Program
    reached: Value
    expected: float | None
    needed: Value
    verdict: Verdict | None
    is_over: bool


@dataclass(frozen=True)
class TargetMonth:
    """Target progress at the end of a month.

    Attributes
    ----------
    label : str
        Month ("2026-03").
    expected : float or None
        Number that linear progress reaches; None without a first and last day.
    reached : Value
        Visits since the first session; undefined (not-yet) for a month in the future.
    """

    label: str
    expected: float | None
    reached: Value


def programs_with_targets(dataset: Dataset, scope: Scope) -> tuple[Program, ...]:
    """Return the programs of a scope that have a target.

    Parameters
    ----------
    dataset : Dataset
        Dataset to read.
    scope : Scope
        Filter.

    Returns
    -------
    tuple of Program
        Sorted by name.
    """
    facts = read_facts(dataset)
    selected = facts.program_ids(scope)
    aiming = [
        p
        for p in facts.programs.values()
        if p.target_ideal is not None and (selected is None or p.id in selected)
    ]
    return tuple(sorted(aiming, key=lambda program: program.name.casefold()))


def compute_progress(program: Program, attainment: Value, as_of: date) -> TargetProgress:
    """Compute the progress of a program toward its target.

    Parameters
    ----------
    program : Program
        Program with a target.
    attainment : Value
        The program's `target_attainment` over all records.
    as_of : date
        Day of evaluation.

    Returns
    -------
    TargetProgress
    """
    reached = _attained_number(attainment)
    is_over = program.end is not None and program.end < as_of
    banded = program.target_low is not None or program.target_high is not None
    judged = reached if is_over or reached.value is None else reached.with_certainty("at_least")
    return TargetProgress(
        program,
        reached,
        linear_progress(program, as_of),
        _needed_per_month(program, reached, as_of),
        judge_value(judged, program.target_low, program.target_high) if banded else None,
        is_over,
    )


def _attained_number(attainment: Value) -> Value:
    """Return the numerator of an attainment, with its certainty."""
    if attainment.value is None:
        return attainment
    whole = replace(attainment, value=attainment.numerator, denominator=None, verdict="")
    return whole.with_certainty(attainment.certainty)


def linear_progress(program: Program, day: date) -> float | None:
    """Return the number that linear progress reaches by the end of a day.

    None without a target, a first and a last day.

    Examples
    --------
    >>> ten_days = Program("a", "A", target_ideal=50, start=date(2026, 3, 1), end=date(2026, 3, 10))
    >>> [linear_progress(ten_days, date(2026, *day)) for day in ((2, 28), (3, 1), (3, 5), (4, 1))]
    [0.0, 5.0, 25.0, 50.0]
    """
    start, end, ideal = program.start, program.end, program.target_ideal
    if ideal is None or start is None or end is None or end < start:
        return None
    elapsed_days = (min(day, end) - start).days + 1
    return ideal * max(0, elapsed_days) / ((end - start).days + 1)


def _needed_per_month(program: Program, reached: Value, as_of: date) -> Value:
    """Return the missing number per remaining month: an upper bound where counts are incomplete."""
    ideal, end = program.target_ideal, program.end
    if ideal is None:
        return undefined_value("no-field", field="a target")
    if end is None:
        return undefined_value("no-end")
    if end <= as_of:
        return undefined_value("target-over")
    if reached.value is None:
        return reached
    left = max(0.0, ideal - reached.value)
    months = (end - as_of).days / DAYS_PER_MONTH
    is_ceiling = reached.certainty == "at_least" and left > 0
    needed = Value("", value=left / months, numerator=left, denominator=months)
    return needed.with_certainty("at_most" if is_ceiling else "exact")


def progress_by_month(program: Program, monthly: EvaluationLike) -> tuple[TargetMonth, ...]:
    """Return a program's progress by month, from its first session or day to its last.

    Parameters
    ----------
    program : Program
        Program with a target.
    monthly : EvaluationLike
        `attendance_total` and `sessions_held` of the program by month.

    Returns
    -------
    tuple of TargetMonth
        Empty for a target in participants: people cannot be added over months.
    """
    if program.target_unit == "participants" or program.target_ideal is None:
        return ()
    held = [
        m for m, value in values_by_month(monthly, "sessions_held").items() if value.reason != "no-sessions"
    ]
    ends = [month_label(day) for day in (program.start, program.end) if day is not None]
    if not held and not ends:
        return ()
    labels = months_between(min(held + ends), max(held + ends))
    reached = _accumulate_visits(monthly, labels)
    return tuple(TargetMonth(m, linear_progress(program, last_day(m)), reached[m]) for m in labels)


def _accumulate_visits(monthly: EvaluationLike, labels: tuple[str, ...]) -> dict[str, Value]:
    """Accumulate visits by month: a lower bound from the first month that was not fully counted."""
    counts, held = values_by_month(monthly, "attendance_total"), values_by_month(monthly, "sessions_held")
    so_far = Value("", value=0).with_certainty("at_least" if has_undated(monthly) else "exact")
    totals = {}
    for label in labels:
        if label > month_label(monthly.as_of):
            so_far = undefined_value("not-yet")
        elif label in held and held[label].reason != "no-sessions":
            so_far = _add_month(so_far, counts[label])
        totals[label] = so_far
    return totals


def _add_month(so_far: Value, month: Value) -> Value:
    """Add the visits of a month; a hidden month hides all later totals."""
    if so_far.value is None or month.is_hidden:
        return so_far if so_far.value is None else month
    is_whole = so_far.certainty == "exact" and month.value is not None and month.certainty == "exact"
    total = Value("", value=so_far.value + (month.value or 0), estimated=so_far.estimated or month.estimated)
    return total.with_certainty("exact" if is_whole else "at_least")
