"""The request to a sponsor: what another year costs, what is in hand for it, and what amounts pay for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.reports.balances import OPEN_ABOVE, OPEN_BELOW
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
    is_cost_open : bool
        Whether the cost per session is a floor, because an expense has no amount or no payer.
    """

    program: str
    sessions: int
    cost_per_session: float
    visits_per_session: float | None
    is_round: bool = False
    is_cost_open: bool = False

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
    request : float or None
        Rounded amount that is missing; 0 if the money in hand is enough, None if that is not known.
    is_floor : bool
        Whether more than the request is missing: it is then rounded down.
    may_be_spent, may_be_received : bool
        Whether less, or more, may be in hand than is recorded.
    smallest, larger : Purchase or None
        What a smaller amount buys, and what the amount above the request buys; None for one program.
    """

    programs: tuple[PlannedProgram, ...]
    cost: float
    in_hand: float
    request: float | None
    is_floor: bool = False
    may_be_spent: bool = False
    may_be_received: bool = False
    smallest: Purchase | None = None
    larger: Purchase | None = None

    @property
    def has_open_cost(self) -> bool:
        """Whether the cost is a floor."""
        return any(program.is_cost_open for program in self.programs)


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
    known = [value for value in balances if value is not None and value.value is not None]
    in_hand = sum(max(float(value.value or 0), 0.0) for value in known)
    plan = NextYear(
        tuple(planned),
        cost,
        in_hand,
        None,
        may_be_spent=any(value.certainty in OPEN_BELOW for value in known),
        may_be_received=any(value.certainty in OPEN_ABOVE for value in known),
    )
    return _with_levels(_with_request(plan))


def _with_request(plan: NextYear) -> NextYear:
    """Add the request: the missing amount rounded up, or a floor of it rounded down."""
    missing, is_more = plan.cost - plan.in_hand, plan.has_open_cost or plan.may_be_spent
    if missing <= 0:
        return plan if is_more else replace(plan, request=0.0)
    if plan.may_be_received:
        return plan
    request = round_down(missing) if is_more else round_up(missing)
    return replace(plan, request=request or None, is_floor=is_more)


def _with_levels(plan: NextYear) -> NextYear:
    """Add what a smaller and a larger amount buy, where the request is exact and for several programs."""
    if not plan.request or plan.is_floor or len(plan.programs) < 2:
        return plan
    usual = usual_program(plan)
    step = max(round_down(plan.request / SMALLEST_SHARE), round_up(usual.cost_per_session))
    return replace(plan, smallest=buy(step, step, usual), larger=buy(plan.request + step, step, usual))


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
    fact, measured = report_data.fact(name), report_data.program_value("cost_per_session", name)
    cost = _number(measured)
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
    is_cost_open = measured is not None and measured.certainty != "exact"
    return PlannedProgram(name, max(1, math.floor(sessions + 0.5)), cost, visits, has_ended, is_cost_open)


def _number(value: Value | None) -> float | None:
    return None if value is None or value.reason is not None or not value.value else float(value.value)


def _months_running(start: date | None, months: Sequence[str]) -> int:
    """Return the months from the start of a program, or from the first month, to the last, both included."""
    first = max(months[0], f"{start:%Y-%m}") if start else months[0]
    (year, month), (last_year, last_month) = (map(int, label.split("-")) for label in (first, months[-1]))
    return max(1, (last_year - year) * 12 + last_month - month + 1)
