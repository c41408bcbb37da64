"""Outcomes of a plan's assumptions: sessions, visits, people, hours, seats and money."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from libcollab_metrics.metrics.definition import Number, Unit, Value, undefined_value
from libcollab_metrics.model.scope import Certainty
from libcollab_metrics.planning.assumptions import Assumption, Assumptions, apply_typed_values

#: Outcome → unit, in display order.
OUTCOMES: Mapping[str, Unit] = MappingProxyType(
    {
        "sessions": "sessions",
        "visits": "visits",
        "people": "people",
        "seats_filled": "share",
        "staff_hours": "hours",
        "staff_share": "share",
        "most_sessions_by_hours": "sessions",
        "volunteer_hours": "hours",
        "cash": "money",
        "cash_per_visit": "money",
        "money_left": "money",
        "most_sessions_by_money": "sessions",
    }
)

#: Certainty of a number after division by it or subtraction of it.
INVERSE_CERTAINTY: Mapping[str, Certainty] = MappingProxyType(
    {"exact": "exact", "at_least": "at_most", "at_most": "at_least", "range": "range", "partial": "partial"}
)


@dataclass(frozen=True)
class Outcome:
    """One outcome of a plan.

    Attributes
    ----------
    id : str
        Key of `OUTCOMES`.
    unit : Unit
        Unit of the value.
    value : Value
        Value, with `low` and `high` where an assumption has an interval. With the reason
        `unknown-assumption`, it names the first assumption that is missing.
    assumption_ids : tuple of str
        Ids of the assumptions it is computed from.
    """

    id: str
    unit: Unit
    value: Value
    assumption_ids: tuple[str, ...]


def compute_outcomes(assumptions: Assumptions) -> Mapping[str, Outcome]:
    """Compute all outcomes of a plan's assumptions.

    ===================== ==========================================================================
    sessions              sessions per month × months
    visits                sessions × visits per session, with the bounds of the forecast's interval
    people                from the visits of one session (always the same people) to all visits (never the
    same)
    seats_filled          visits per session ÷ seats per session; above 1, some people find no seat
    staff_hours           sessions × staff hours per session
    staff_share           staff hours ÷ (hours of all staff per month × months)
    most_sessions_…       ⌊hours of all staff per month ÷ staff hours per session⌋; ⌊money ÷ cash per session⌋
    volunteer_hours       sessions × volunteer hours per session
    cash                  sessions × cash per session
    cash_per_visit        cash per session ÷ visits per session
    money_left            money − cash
    ===================== ==========================================================================

    Parameters
    ----------
    assumptions : Mapping[str, Assumption]
        Assumptions by id.

    Returns
    -------
    Mapping[str, Outcome]
        Outcomes by id, in the order of `OUTCOMES`. An outcome with an unknown assumption is undefined and
        names it; nothing is assumed to be 0.
    """
    made = _PlanArithmetic(assumptions)
    values = {
        "sessions": made.product("sessions_per_month", "months"),
        "visits": made.product("sessions_per_month", "months", "visits_per_session"),
        "people": made.people(),
        "seats_filled": made.quotient("visits_per_session", "seats_per_session"),
        "staff_hours": made.product("sessions_per_month", "months", "staff_hours_per_session"),
        "staff_share": made.staff_share(),
        "most_sessions_by_hours": made.whole_times("staff_hours_per_month", "staff_hours_per_session"),
        "volunteer_hours": made.product("sessions_per_month", "months", "volunteer_hours_per_session"),
        "cash": made.product("sessions_per_month", "months", "cash_per_session"),
        "cash_per_visit": made.quotient("cash_per_session", "visits_per_session"),
        "money_left": made.money_left(),
        "most_sessions_by_money": made.whole_times("money", "cash_per_session"),
    }
    return MappingProxyType(
        {name: Outcome(name, OUTCOMES[name], value, rests) for name, (value, rests) in values.items()}
    )


ComputedValue = tuple[Value, tuple[str, ...]]


class _PlanArithmetic:
    """Arithmetic on the assumptions of one plan; each result lists the assumptions it uses."""

    def __init__(self, assumptions: Assumptions) -> None:
        self.assumptions = assumptions

    def product(self, *names: str) -> ComputedValue:
        """Multiply assumptions; intervals, lower bounds and upper bounds carry over to the result."""
        factors = [self.assumptions[name] for name in names]
        if (unknown := _first_unknown(factors)) is not None:
            return unknown, names
        value = Value(
            "",
            value=math.prod(_assumed_value(factor) for factor in factors),
            low=math.prod(_bound_or_value(factor, factor.low) for factor in factors),
            high=math.prod(_bound_or_value(factor, factor.high) for factor in factors),
        )
        return _mark_certainty(value, factors), names

    def quotient(self, top: str, bottom: str) -> ComputedValue:
        """Divide two assumptions; the bounds of the denominator are swapped."""
        over, under = self.assumptions[top], self.assumptions[bottom]
        if (unknown := _first_unknown([over, under])) is not None:
            return unknown, (top, bottom)
        if not under.value:
            return undefined_value("zero-base"), (top, bottom)
        least, most = _bound_or_value(under, under.low), _bound_or_value(under, under.high)
        value = Value(
            "",
            value=_assumed_value(over) / under.value,
            low=_bound_or_value(over, over.low) / most,
            high=_bound_or_value(over, over.high) / least if least else None,
        )
        return _mark_certainty(value, [over], [under]), (top, bottom)

    def people(self) -> ComputedValue:
        """Return bounds on the number of people: how often the same people will come is unknown."""
        visits, rests = self.product("sessions_per_month", "months", "visits_per_session")
        each = self.assumptions["visits_per_session"]
        if visits.value is None or each.value is None:
            return visits, rests
        fewest = min(math.ceil(_bound_or_value(each, each.low)), math.ceil(visits.value))
        return Value("", low=fewest, high=round(visits.high or visits.value), certainty="range"), rests

    def staff_share(self) -> ComputedValue:
        names = ("sessions_per_month", "staff_hours_per_session", "staff_hours_per_month")
        needed, _ = self.product(*names[:2])
        there = self.assumptions[names[2]]
        if needed.value is None:
            return needed, names
        if there.value is None:
            return _unknown_value(there), names
        if not there.value:
            return undefined_value("zero-base"), names
        return replace(needed, value=needed.value / there.value).with_certainty(needed.certainty), names

    def whole_times(self, total: str, each: str) -> ComputedValue:
        """Return how many whole times `each` fits into `total`."""
        value, names = self.quotient(total, each)
        if value.value is None:
            return value, names
        times = math.floor(value.value + 1e-9)
        return replace(value, value=times).with_certainty(value.certainty), names

    def money_left(self) -> ComputedValue:
        cash, names = self.product("sessions_per_month", "months", "cash_per_session")
        money = self.assumptions["money"]
        names = (*names, "money")
        if cash.value is None:
            return cash, names
        if money.value is None:
            return _unknown_value(money), names
        left = money.value - cash.value
        return replace(cash, value=left).with_certainty(INVERSE_CERTAINTY[cash.certainty]), names


def _assumed_value(assumption: Assumption) -> Number:
    return assumption.value or 0


def _bound_or_value(assumption: Assumption, bound: float | None) -> Number:
    return _assumed_value(assumption) if bound is None else bound


def _first_unknown(factors: list[Assumption]) -> Value | None:
    return next((_unknown_value(factor) for factor in factors if factor.value is None), None)


def _unknown_value(assumption: Assumption) -> Value:
    return undefined_value("unknown-assumption", what=assumption.id)


def _mark_certainty(value: Value, above: list[Assumption], below: list[Assumption] | None = None) -> Value:
    """Mark a value as partial or as a bound; undefined if its parts are bounds both ways."""
    leaning = {a.certainty for a in above} | {INVERSE_CERTAINTY[a.certainty] for a in below or ()}
    leaning -= {"exact"}
    if not leaning:
        return value
    if "partial" in leaning:
        return replace(value, certainty="partial")
    return value.with_certainty(leaning.pop()) if len(leaning) == 1 else undefined_value("both-partial")


# Sessions and visits that an amount of money pays for in one program.


@dataclass(frozen=True)
class FundedSessions:
    """Sessions and visits that an amount of money pays for in one program.

    Both are undefined, with a reason, where the cash or visits per session are unknown.

    Attributes
    ----------
    sessions : Value
        Number of whole sessions.
    visits : Value
        Visits to these sessions.
    """

    sessions: Value
    visits: Value


def compute_funded_sessions(assumptions: Assumptions, amount: float) -> FundedSessions:
    """Compute the sessions and visits an amount of money pays for.

    sessions = ⌊amount ÷ cash per session⌋, visits = sessions × visits per session, with the bounds of its
    interval. Where the cash per session is a lower bound, sessions and visits are upper bounds.

    Parameters
    ----------
    assumptions : Mapping[str, Assumption]
        Assumptions by id.
    amount : float
        Amount in the currency of the settings.

    Returns
    -------
    FundedSessions

    Examples
    --------
    With 400 in cash per session and 21 visits per session (19 to 24), 5,000 pays for 12 sessions and 252
    visits (228 to 288).
    """
    sessions = compute_outcomes(apply_typed_values(assumptions, {"money": amount}))[
        "most_sessions_by_money"
    ].value
    if sessions.value is None:
        return FundedSessions(sessions, sessions)
    counted = apply_typed_values(assumptions, {"sessions_per_month": sessions.value, "months": 1})
    return FundedSessions(sessions, _limit_certainty(sessions, compute_outcomes(counted)["visits"].value))


def _limit_certainty(sessions: Value, visits: Value) -> Value:
    """Limit the certainty of visits to that of their sessions; undefined if the bounds conflict."""
    if visits.value is None or sessions.certainty == "exact":
        return visits
    if "partial" in (visits.certainty, sessions.certainty):
        return replace(visits, certainty="partial")
    if visits.certainty in ("exact", sessions.certainty):
        return visits.with_certainty(sessions.certainty)
    return undefined_value("both-partial")
