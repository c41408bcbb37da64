"""The request to a sponsor: what another year costs, what is in hand for it, and what amounts pay for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.reports.document_options import Tier
from libcollab_metrics.reports.report_data import ReportData

#: A request is rounded up to the larger step from `LARGE` on, otherwise to the smaller.
LARGE, LARGE_STEP, SMALL_STEP = 5000, 500, 100
#: Sessions that an amount may buy, relative to those held in a period of the same length.
MAX_BEYOND = 1.5
#: Share of the request that the smallest amount is near to.
SMALLEST_SHARE = 3


@dataclass(frozen=True)
class PlannedProgram:
    """One program of the next year.

    Attributes
    ----------
    program : str
        Printed name.
    sessions : int
        Sessions of a year at the usual pace; of a program that has ended, as many as were held.
    cost_per_session : float
        Cash per session so far.
    visits_per_session : float or None
        Average attendance so far; None if it is not known well enough.
    is_round : bool
        Whether it is one more round of a program that has ended, and not a year.
    """

    program: str
    sessions: int
    cost_per_session: float
    visits_per_session: float | None
    is_round: bool = False

    @property
    def cost(self) -> float:
        """Cost of the sessions."""
        return self.sessions * self.cost_per_session


@dataclass(frozen=True)
class Purchase:
    """An amount, and the further sessions and visits of one program that it pays for."""

    amount: float
    program: str
    sessions: int
    visits: int | None


@dataclass(frozen=True)
class NextYear:
    """The plan of another year, what it costs, and the request.

    Attributes
    ----------
    programs : tuple of PlannedProgram
        Programs with a known cost per session.
    cost, in_hand : float
        Cost of the plan, and money in hand for its programs.
    request : float
        Rounded amount that is missing; 0 if the money in hand is enough.
    smallest, larger : Purchase or None
        What a smaller amount buys, and what the amount above the request buys; None for one program.
    """

    programs: tuple[PlannedProgram, ...]
    cost: float
    in_hand: float
    request: float
    smallest: Purchase | None = None
    larger: Purchase | None = None


def plan_next_year(report_data: ReportData) -> NextYear | None:
    """Plan another year of the programs of a report.

    Programs that deliver books are not planned by sessions and are left out.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.

    Returns
    -------
    NextYear or None
        None if no program has a known cost per session.
    """
    months = report_data.recorded_months
    planned = [
        program
        for name in report_data.program_names
        if (program := plan_program(report_data, name, months)) is not None
    ]
    if not planned:
        return None
    cost = sum(program.cost for program in planned)
    balances = [report_data.program_value("cash_balance", program.program) for program in planned]
    in_hand = sum(max(float(v.value), 0.0) for v in balances if v is not None and v.value is not None)
    request = round_up(cost - in_hand) if cost > in_hand else 0.0
    if not request or len(planned) < 2:
        return NextYear(tuple(planned), cost, in_hand, request)
    plan = NextYear(tuple(planned), cost, in_hand, request)
    usual = usual_program(plan)
    step = max(round_down(request / SMALLEST_SHARE), round_up(usual.cost_per_session))
    return replace(plan, smallest=buy(step, step, usual), larger=buy(request + step, step, usual))


def buy(amount: float, spent: float, program: PlannedProgram) -> Purchase | None:
    """Return what an amount pays for; None if less than one session, or more than can be expected."""
    sessions = math.floor(spent / program.cost_per_session + 1e-9)
    if not 1 <= sessions <= MAX_BEYOND * program.sessions:
        return None
    visits = None
    if program.visits_per_session is not None:
        visits = math.floor(sessions * program.visits_per_session / 10) * 10
    return Purchase(amount, program.program, sessions, visits)


def amounts_beyond(plan: NextYear, amounts: Sequence[Tier]) -> tuple[Tier, ...]:
    """Return the amounts that are more than 1.5 times the measured cost of another year."""
    return tuple(tier for tier in amounts if tier.amount > MAX_BEYOND * plan.cost)


def usual_program(plan: NextYear) -> PlannedProgram:
    """Return the program in whose sessions amounts are expressed: the largest of those that continue."""
    return max(plan.programs, key=lambda program: (not program.is_round, program.sessions))


def round_up(amount: float) -> float:
    """Round an amount up to the next 500, or to the next 100 below 5,000.

    Examples
    --------
    >>> round_up(14_660), round_up(4_210), round_up(500)
    (15000, 4300, 500)
    """
    step = LARGE_STEP if amount >= LARGE else SMALL_STEP
    return math.ceil(amount / step - 1e-9) * step


def round_down(amount: float) -> float:
    """Round an amount down to 500, or to 100 below 5,000."""
    step = LARGE_STEP if amount >= LARGE else SMALL_STEP
    return math.floor(amount / step + 1e-9) * step


def plan_program(report_data: ReportData, name: str, months: Sequence[str]) -> PlannedProgram | None:
    """Plan another year of one program, or one more round if it has ended.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.
    name : str
        Printed name.
    months : sequence of str
        First and last recorded month ("2025-01"); empty if nothing is recorded.

    Returns
    -------
    PlannedProgram or None
        None if its cost per session is not known, or if it delivers books.
    """
    fact, cost = report_data.fact(name), _number(report_data.program_value("cost_per_session", name))
    held = _number(report_data.program_value("sessions_held", name))
    delivers = any(
        value.groups.get("program") == name and value.value
        for value in report_data.programs.values_for("books_at_stage")
    )
    if delivers or not months or not cost or not held:
        return None
    has_ended = fact.recurring == "no" and fact.end is not None and fact.end <= report_data.as_of
    sessions = held if has_ended else held * 12 / _months_running(fact.start, months)
    visits = _number(report_data.program_value("attendance_per_session", name))
    return PlannedProgram(name, max(1, math.floor(sessions + 0.5)), cost, visits, has_ended)


def _number(value: Value | None) -> float | None:
    return None if value is None or value.reason is not None or not value.value else float(value.value)


def _months_running(start: date | None, months: Sequence[str]) -> int:
    """Return the months from the start of a program, or from the first month, to the last, both included."""
    first = max(months[0], f"{start:%Y-%m}") if start else months[0]
    (year, month), (last_year, last_month) = (map(int, label.split("-")) for label in (first, months[-1]))
    return max(1, (last_year - year) * 12 + last_month - month + 1)
