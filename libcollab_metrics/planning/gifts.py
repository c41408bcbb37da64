"""What a gift buys: the sessions an amount of money pays for in one program, and the visits they bring."""

from __future__ import annotations

from dataclasses import dataclass

from libcollab_metrics.metrics.definition import Value, missing
from libcollab_metrics.planning.assumptions import Assumptions, with_typed
from libcollab_metrics.planning.what_if import what_if


@dataclass(frozen=True)
class Bought:
    """What one amount buys in one program: whole sessions, and the visits of so many sessions.

    Both are undefined where the cash or the visits of a session are not known, and say which.
    """

    sessions: Value
    visits: Value


def what_money_buys(assumptions: Assumptions, amount: float) -> Bought:
    """Return what an amount buys by the assumptions of a plan.

    sessions = ⌊amount ÷ cash a session⌋, visits = sessions × visits a session with the ends of its interval. Where the
    cash of a session is only a floor, sessions and visits are at most so many.

    Examples
    --------
    Cash of 400 a session and 21 visits a session, 19 to 24: 5,000 pays for 12 sessions and 252 visits, 228 to 288.
    """
    sessions = what_if(with_typed(assumptions, {"money": amount}))["most_sessions_by_money"].value
    if sessions.value is None:
        return Bought(sessions, sessions)
    counted = with_typed(assumptions, {"sessions_per_month": sessions.value, "months": 1})
    return Bought(sessions, _no_surer_than(sessions, what_if(counted)["visits"].value))


def _no_surer_than(sessions: Value, visits: Value) -> Value:
    """The visits of sessions that may be fewer may be fewer too; leaning to both sides they are not known."""
    if visits.value is None or sessions.certainty == "exact":
        return visits
    if visits.certainty in ("exact", sessions.certainty):
        return visits.bounded(sessions.certainty)
    return missing("both-partial")
