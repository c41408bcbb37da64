"""The next term of a program in whole sessions, from which every other number follows; and its variants."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from libcollab_metrics.planning.assumptions import Assumptions, apply_typed_values
from libcollab_metrics.planning.forecast import DEFAULT_HORIZON, Series
from libcollab_metrics.planning.what_if import Outcome, compute_outcomes

#: Sessions of a variant, relative to the most held in as many months before.
MAX_BEYOND = 1.5


@dataclass(frozen=True)
class ProgramTerm:
    """One program in the next term.

    Attributes
    ----------
    program : str
        Name of the program; empty for all.
    assumptions : Mapping[str, Assumption]
        Assumptions by id.
    sessions : int
        Whole sessions.
    months : int
        Length of the term.
    visits, low, high : float or None
        Middle and ends of the forecast for these sessions; the ends are None without a forecast.
    staff_hours, volunteer_hours, cash : float or None
        What the sessions take; None where it is not known.
    """

    program: str
    assumptions: Assumptions
    sessions: int
    months: int
    visits: float | None
    low: float | None
    high: float | None
    staff_hours: float | None
    volunteer_hours: float | None
    cash: float | None


def plan_sessions(
    program: str, assumptions: Assumptions, sessions: int | None = None, months: int = DEFAULT_HORIZON
) -> ProgramTerm | None:
    """Plan a term of one program.

    Parameters
    ----------
    program : str
        Name of the program; empty for all.
    assumptions : Mapping[str, Assumption]
        Assumptions by id.
    sessions : int or None
        Whole sessions; by default those of the usual pace, rounded.
    months : int
        Length of the term.

    Returns
    -------
    ProgramTerm or None
        None if the usual pace is not known.
    """
    pace = assumptions["sessions_per_month"].value
    if sessions is None:
        if not pace:
            return None
        sessions = max(1, math.floor(pace * months + 0.5))
    outcomes = compute_outcomes(
        apply_typed_values(assumptions, {"sessions_per_month": sessions / months, "months": months})
    )
    visits = outcomes["visits"].value
    is_forecast = assumptions["visits_per_session"].low is not None
    return ProgramTerm(
        program,
        assumptions,
        sessions,
        months,
        _number(outcomes["visits"]),
        visits.low if is_forecast else None,
        visits.high if is_forecast else None,
        *(_number(outcomes[name]) for name in ("staff_hours", "volunteer_hours", "cash")),
    )


def _number(outcome: Outcome) -> float | None:
    return None if outcome.value.value is None else float(outcome.value.value)


def variant_sessions(
    plan: ProgramTerm, rate: float, season_rate: float | None, most: float
) -> dict[str, int]:
    """Return the sessions of each variant of a plan.

    Parameters
    ----------
    plan : ProgramTerm
        The plan, with the usual share of cancellations.
    rate : float
        Share of the planned sessions that was held so far.
    season_rate : float or None
        The same in the same months a year earlier; None if that is not known.
    most : float
        Most sessions held in as many months.

    Returns
    -------
    dict of str to int
        "season": as many cancellations as a year earlier, if that is fewer sessions; "all": none is
        cancelled, if that is more; "more": one more a month. None goes beyond `MAX_BEYOND` times `most`.

    Examples
    --------
    22 sessions, of which 93% are held: 23.7 are planned. A year earlier 83% were held.
    """
    planned = plan.sessions / rate if rate else float(plan.sessions)
    found = {"all": math.floor(planned + 0.5), "more": plan.sessions + plan.months}
    possible = {name: n for name, n in found.items() if plan.sessions < n <= MAX_BEYOND * most}
    if season_rate is None:
        return possible
    season = math.floor(planned * season_rate + 0.5)
    return {"season": season, **possible} if 0 < season < plan.sessions else possible


def most_sessions(series: Series, months: int = DEFAULT_HORIZON) -> float:
    """Return the most sessions held in consecutive months.

    Parameters
    ----------
    series : Series
        Monthly series.
    months : int
        Number of consecutive months.

    Returns
    -------
    float
    """
    held: Sequence[float] = [float(month.sessions or 0) for month in series.months]
    return max((sum(held[at : at + months]) for at in range(max(1, len(held) - months + 1))), default=0.0)


def total(plans: Sequence[ProgramTerm], name: str) -> tuple[float, bool] | None:
    """Return the sum of an attribute of several plans, and whether it is known for each.

    Parameters
    ----------
    plans : sequence of ProgramTerm
        Plans of the same term.
    name : str
        Attribute, such as "visits".

    Returns
    -------
    tuple of (float, bool) or None
        None if it is known for none.
    """
    known = [value for plan in plans if (value := getattr(plan, name)) is not None]
    return (sum(known), len(known) == len(plans)) if known else None
