"""The next term of a report: a plan of each running program, its variants, and the year before."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.scope import last_day, month_label, months_after, months_between
from libcollab_metrics.planning import (
    DAYS_PER_MONTH,
    ProgramTerm,
    Series,
    build_monthly_series,
    most_sessions,
    plan_sessions,
    variant_sessions,
)
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.balances import Balance, read_balance
from libcollab_metrics.reports.decisions import risky_seasons
from libcollab_metrics.reports.report_data import ReportData

#: Months without a session after which a program is not planned, and fewest months with sessions of a plan.
PAUSED_AFTER, MIN_PACE_MONTHS = 6, 4
#: Share of held sessions below which cancellations limit a plan, and shares of the hours and seats above it.
MIN_HELD, MAX_HOURS, MAX_SEATS = 0.95, 0.9, 1.0

Limit = Literal["cancellations", "cash", "staff", "seats"]


@dataclass(frozen=True)
class PlannedProgram:
    """The plan of one program with what it is compared with.

    Attributes
    ----------
    plan : ProgramTerm
        The plan.
    monthly : PublicEvaluation
        `SERIES_METRICS` by month.
    series : Series
        Months of the program.
    balance : Balance or None
        Money in hand for the program, with its bounds.
    variants : mapping of str to ProgramTerm
        Plans with other numbers of sessions, see `variant_sessions`.
    last_year : mapping of str to float
        Visits by month a year earlier; empty where a month is not known.
    is_estimated : bool
        Whether uncounted sessions of a year earlier are at their month's average.
    """

    plan: ProgramTerm
    monthly: PublicEvaluation
    series: Series
    balance: Balance | None
    variants: Mapping[str, ProgramTerm]
    last_year: Mapping[str, float]
    is_estimated: bool

    @property
    def program(self) -> str:
        """Printed name; empty for all."""
        return self.plan.program

    @property
    def in_hand(self) -> float | None:
        """Money in hand for the program; None if it is not known."""
        return None if self.balance is None else self.balance.amount


@dataclass(frozen=True)
class TermPlan:
    """The plan of a term.

    Attributes
    ----------
    start, end : date
        First and last day.
    months : tuple of str
        Months ("2026-07").
    programs : tuple of PlannedProgram
        The largest first.
    limits, enough : tuple of str
        What limits the plan, and what does not: "cancellations", "cash", "staff", "seats"; what is not known
        is in neither.
    """

    start: date
    end: date
    months: tuple[str, ...]
    programs: tuple[PlannedProgram, ...]
    limits: tuple[Limit, ...]
    enough: tuple[Limit, ...]

    @property
    def leading(self) -> PlannedProgram:
        """The largest program with a forecast, otherwise the largest."""
        return next((p for p in self.programs if p.plan.low is not None), self.programs[0])

    @property
    def plans(self) -> tuple[ProgramTerm, ...]:
        """Plans of the programs."""
        return tuple(planned.plan for planned in self.programs)


def plan_term(report_data: ReportData) -> TermPlan | None:
    """Plan the months after the last recorded one.

    Parameters
    ----------
    report_data : ReportData
        Protected report data with the plans of its programs.

    Returns
    -------
    TermPlan or None
        None if no running program has enough months with sessions.
    """
    season = report_data.season
    if season is None:
        return None
    months = months_between(month_label(season.start), month_label(season.end))
    evaluations = report_data.plan_evaluations[1::2]
    found = [
        planned
        for program, monthly in zip(report_data.plans, evaluations, strict=True)
        if (planned := _plan_program(report_data, program, monthly, months)) is not None
    ]
    if not found:
        return None
    found.sort(key=lambda planned: (-planned.plan.sessions, planned.program.casefold()))
    limits, enough = _limits(report_data, found)
    return TermPlan(season.start, season.end, months, tuple(found), limits, enough)


def _plan_program(
    report_data: ReportData, program: str, monthly: PublicEvaluation, months: tuple[str, ...]
) -> PlannedProgram | None:
    series = build_monthly_series(monthly)
    if (
        len(series.months_with_sessions) < MIN_PACE_MONTHS
        or months_after(series.months[-1].label, PAUSED_AFTER)[-1] < months[0]
    ):
        return None
    assumptions = report_data.plans[program]
    sessions = _sessions_until_end(report_data, program, months)
    plan = plan_sessions(program, assumptions, sessions, len(months)) if sessions != 0 else None
    if plan is None:
        return None
    rate = _rate(_of_program(report_data.programs, report_data.whole, program)) or 1.0
    season = report_data.season.earlier if report_data.season else report_data.programs
    season_rate = _rate(_of_program(season, None, program))
    most = most_sessions(series, len(months))
    variants = {
        name: variant
        for name, sessions in variant_sessions(plan, rate, season_rate, most).items()
        if (variant := plan_sessions(program, assumptions, sessions, len(months))) is not None
    }
    balance = read_balance(
        report_data.program_value("cash_balance", program) if program else report_data.value("cash_balance")
    )
    last_year, is_estimated = _last_year(monthly, months)
    return PlannedProgram(plan, monthly, series, balance, variants, last_year, is_estimated)


def _sessions_until_end(report_data: ReportData, program: str, months: tuple[str, ...]) -> int | None:
    """Return the sessions at the usual pace of a program that ends in the term; None if it goes on."""
    end = report_data.fact(program).end if program else None
    pace = report_data.plans[program]["sessions_per_month"].value
    if end is None or end >= last_day(months[-1]) or not pace:
        return None
    first = last_day(months[0]).replace(day=1)
    return math.floor(max(0, (end - first).days + 1) / DAYS_PER_MONTH * pace + 0.5)


def _of_program(by_program: PublicEvaluation, whole: PublicEvaluation | None, program: str) -> Value | None:
    """Return the delivery rate of a program, or of all."""
    source = by_program if program or whole is None else whole
    found = [
        value
        for value in source.values_for("session_delivery_rate")
        if not program or value.groups.get("program") == program
    ]
    return found[0] if len(found) == 1 else None


def _rate(value: Value | None) -> float | None:
    return None if value is None or value.value is None else float(value.value)


def _last_year(monthly: PublicEvaluation, months: tuple[str, ...]) -> tuple[dict[str, float], bool]:
    """Return the visits of the same months a year earlier, and whether uncounted sessions are estimated."""
    held, average, total = (
        {v.groups.get("month"): v for v in monthly.values_for(metric)}
        for metric in ("sessions_held", "attendance_per_session", "attendance_total")
    )
    recorded = [month for month, value in held.items() if month and value.value]
    visits: dict[str, float] = {}
    is_estimated = False
    for month in months:
        earlier = f"{int(month[:4]) - 1}{month[4:]}"
        if not recorded or earlier < min(recorded):
            return {}, False
        sessions = held.get(earlier)
        if sessions is None or sessions.reason == "no-sessions" or sessions.value == 0:
            visits[earlier] = 0.0
            continue
        each, counted = average.get(earlier), total.get(earlier)
        if sessions.value is None or each is None or each.value is None:
            return {}, False
        visits[earlier] = float(each.value) * float(sessions.value)
        is_estimated = is_estimated or counted is None or counted.certainty != "exact"
    return visits, is_estimated


def _limits(
    report_data: ReportData, programs: list[PlannedProgram]
) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
    """Return what limits the plan, and what is enough for it."""
    states: dict[Limit, bool | None] = {
        "cancellations": _is_often_cancelled(report_data, programs),
        "cash": _cash_is_short(programs),
        "staff": _hours_are_short(programs),
        "seats": _seats_are_short(programs),
    }
    return (
        tuple(name for name, is_short in states.items() if is_short),
        tuple(name for name, is_short in states.items() if is_short is False and name != "cancellations"),
    )


def _is_often_cancelled(report_data: ReportData, programs: list[PlannedProgram]) -> bool:
    """Return whether many sessions of a planned program were cancelled, so far or in the same season."""
    names = {planned.program for planned in programs}
    rates = [_rate(_of_program(report_data.programs, report_data.whole, name)) for name in names]
    in_season = {risk.program for risk in risky_seasons(report_data)}
    return bool(names & in_season) or any(rate is not None and rate < MIN_HELD for rate in rates)


def _cash_is_short(programs: list[PlannedProgram]) -> bool | None:
    known = [p for p in programs if p.plan.cash is not None and p.in_hand is not None]
    return any((p.plan.cash or 0) > (p.in_hand or 0) for p in known) if known else None


def _hours_are_short(programs: list[PlannedProgram]) -> bool | None:
    hours = [p.plan.staff_hours for p in programs if p.plan.staff_hours is not None]
    team = team_hours(programs[0].plan)
    return None if not hours or team is None else sum(hours) > MAX_HOURS * team


def team_hours(plan: ProgramTerm) -> float | None:
    """Return the hours of all staff in the term; None if they are not known."""
    each_month = plan.assumptions["staff_hours_per_month"].value
    return None if not each_month else float(each_month) * plan.months


def _seats_are_short(programs: list[PlannedProgram]) -> bool | None:
    fills = [fill for p in programs if (fill := seats_filled(p.plan)) is not None]
    return (
        any((high if high is not None else middle) > MAX_SEATS for middle, _, high in fills)
        if fills
        else None
    )


def seats_filled(plan: ProgramTerm) -> tuple[float, float | None, float | None] | None:
    """Return the share of the seats that is filled, with its likely range; None if it is not known."""
    people, seats = plan.assumptions["visits_per_session"], plan.assumptions["seats_per_session"].value
    if people.value is None or not seats:
        return None
    low, high = (None if end is None else end / seats for end in (people.low, people.high))
    return float(people.value) / float(seats), low, high
