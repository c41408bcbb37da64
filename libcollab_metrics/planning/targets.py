"""How far a program has come on the way to its target, and how many must still come.

A target is a number of visits (or of people) from the first day of a program to its last. Between the two days the way
is taken to be even: every day the same part of the target. That is an assumption, printed with every figure; a program
that meets in bursts is ahead or behind it without being so in truth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from libcollab_metrics.metrics.definition import Evaluated, Value, missing
from libcollab_metrics.metrics.facts import Program, read_facts
from libcollab_metrics.metrics.verdicts import Verdict, verdict_of
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import Scope, every_month, last_day, month_of
from libcollab_metrics.planning.forecast import by_month, has_undated

#: The mean length of a month in days.
MONTH = 365.25 / 12


@dataclass(frozen=True)
class Standing:
    """Where a program stands on a day.

    Attributes
    ----------
    reached : visits or people so far, as recorded: `at_least` while something was not counted.
    by_now : what an even way would have brought by the day; None without a first and a last day.
    needed : what must come in each month from the day on to reach the target; undefined once the program is over.
    verdict : of the declared band only, empty without one. While a program runs what was reached is a floor: it may
        still grow into the band, or out of it.
    """

    program: Program
    reached: Value
    by_now: float | None
    needed: Value
    verdict: Verdict | None
    is_over: bool


@dataclass(frozen=True)
class TargetMonth:
    """The end of a month: what an even way would have brought (None before the first day is known), what was reached.

    `reached` is in visits since the first session; a month that has not come yet has the reason not-yet.
    """

    label: str
    aimed: float | None
    reached: Value


def programs_with_targets(dataset: Dataset, scope: Scope, as_of: date) -> tuple[Program, ...]:
    """Return the programs of a selection that aim for a number, in the order of their names."""
    facts = read_facts(dataset, as_of)
    kept = facts.program_ids(scope)
    aiming = [p for p in facts.programs.values() if p.target_ideal is not None and (kept is None or p.id in kept)]
    return tuple(sorted(aiming, key=lambda program: program.name.casefold()))


def standing(program: Program, attained: Value, as_of: date) -> Standing:
    """Return where a program with a target stands.

    Parameters
    ----------
    attained : the program's `target_attainment` over everything recorded.
    """
    reached = _reached(attained)
    is_over = program.end is not None and program.end < as_of
    banded = program.target_low is not None or program.target_high is not None
    judged = reached if is_over or reached.value is None else reached.bounded("at_least")
    return Standing(
        program,
        reached,
        aimed_by(program, as_of),
        _needed(program, reached, as_of),
        verdict_of(judged, program.target_low, program.target_high) if banded else None,
        is_over,
    )


def _reached(attained: Value) -> Value:
    """The number above the line of an attainment, with what is known about it."""
    if attained.value is None:
        return attained
    whole = replace(attained, value=attained.numerator, denominator=None, verdict="")
    return whole.bounded(attained.certainty)


def aimed_by(program: Program, day: date) -> float | None:
    """Return what an even way brings by the end of a day; None without a target, a first and a last day.

    Examples
    --------
    >>> ten_days = Program("a", "A", target_ideal=50, start=date(2026, 3, 1), end=date(2026, 3, 10))
    >>> [aimed_by(ten_days, date(2026, *day)) for day in ((2, 28), (3, 1), (3, 5), (4, 1))]
    [0.0, 5.0, 25.0, 50.0]
    """
    start, end, ideal = program.start, program.end, program.target_ideal
    if ideal is None or start is None or end is None or end < start:
        return None
    gone = (min(day, end) - start).days + 1
    return ideal * max(0, gone) / ((end - start).days + 1)


def _needed(program: Program, reached: Value, as_of: date) -> Value:
    """What is missing over the months left; at most that much where some of what came was not counted."""
    ideal, end = program.target_ideal, program.end
    if ideal is None:
        return missing("no-field", field="a target")
    if end is None:
        return missing("no-end")
    if end <= as_of:
        return missing("target-over")
    if reached.value is None:
        return reached
    left = max(0.0, ideal - reached.value)
    months = (end - as_of).days / MONTH
    is_ceiling = reached.certainty == "at_least" and left > 0
    needed = Value("", value=left / months, numerator=left, denominator=months)
    return needed.bounded("at_most" if is_ceiling else "exact")


def target_months(program: Program, monthly: Evaluated) -> tuple[TargetMonth, ...]:
    """Return a program's way month by month, from its first session or day to its last.

    Parameters
    ----------
    monthly : `attendance_total` and `sessions_held` of the program by month. People do not add up over months, so a
        target in participants has no such way: nothing is returned.
    """
    if program.target_unit == "participants" or program.target_ideal is None:
        return ()
    held = [m for m, value in by_month(monthly, "sessions_held").items() if value.reason != "no-sessions"]
    ends = [month_of(day) for day in (program.start, program.end) if day is not None]
    if not held and not ends:
        return ()
    labels = every_month(min(held + ends), max(held + ends))
    reached = _cumulated(monthly, labels)
    return tuple(TargetMonth(m, aimed_by(program, last_day(m)), reached[m]) for m in labels)


def _cumulated(monthly: Evaluated, labels: tuple[str, ...]) -> dict[str, Value]:
    """Visits up to the end of each month: a floor from the first month on in which something was not counted."""
    counts, held = by_month(monthly, "attendance_total"), by_month(monthly, "sessions_held")
    so_far = Value("", value=0).bounded("at_least" if has_undated(monthly) else "exact")
    found = {}
    for label in labels:
        if label > month_of(monthly.as_of):
            so_far = missing("not-yet")
        elif label in held and held[label].reason != "no-sessions":
            so_far = _added(so_far, counts[label])
        found[label] = so_far
    return found


def _added(so_far: Value, month: Value) -> Value:
    """What was reached with one more month; a hidden month hides everything after it."""
    if so_far.value is None or month.is_hidden:
        return so_far if so_far.value is None else month
    is_whole = so_far.certainty == "exact" and month.value is not None and month.certainty == "exact"
    total = Value("", value=so_far.value + (month.value or 0), estimated=so_far.estimated or month.estimated)
    return total.bounded("exact" if is_whole else "at_least")
