"""Numbers of a plan as printed: rounded visits and amounts, sessions with their word, likely ranges."""

from __future__ import annotations

import math
from collections.abc import Sequence

from libcollab_metrics.figures import format_money
from libcollab_metrics.localization import Language
from libcollab_metrics.planning import ProgramTerm, total
from libcollab_metrics.reports.claims import sessions_text
from libcollab_metrics.reports.report_data import ReportData

#: Numbers of visits and amounts from which they are rounded to 10 and to 100.
TENS_FROM, HUNDREDS_FROM = 100, 10_000
MONEY_TENS_FROM, MONEY_HUNDREDS_FROM = 500, 5000


def round_visits(visits: float) -> float:
    """Round visits to the nearest ten from 100 on, and to the nearest hundred from 10,000 on.

    Examples
    --------
    >>> round_visits(495.0), round_visits(439), round_visits(37.4)
    (500, 440, 37)
    """
    step = 100 if visits >= HUNDREDS_FROM else 10 if visits >= TENS_FROM else 1
    return math.floor(visits / step + 0.5) * step


def round_cash(amount: float) -> float:
    """Round an amount up: to 100 from 5,000, to 10 from 500, otherwise to 1.

    Examples
    --------
    >>> round_cash(6370.15), round_cash(512), round_cash(20)
    (6400, 520, 20)
    """
    step = 100 if amount >= MONEY_HUNDREDS_FROM else 10 if amount >= MONEY_TENS_FROM else 1
    return math.ceil(amount / step - 1e-9) * step


def visits_text(visits: float, language: Language) -> str:
    """Format rounded visits."""
    return language.number(round_visits(visits))


def cash_text(amount: float, report_data: ReportData, language: Language) -> str:
    """Format an amount in whole units of the currency."""
    return format_money(amount, language, report_data.whole.currency)


def plan_cash(plan: ProgramTerm) -> float | None:
    """Return the rounded cash of a plan; None if it is not known."""
    return None if plan.cash is None else round_cash(plan.cash)


def likely_visits(plans: Sequence[ProgramTerm], language: Language) -> str:
    """Write the likely range of the visits of some plans: "440–560"; empty unless each has one."""
    low, high = total(plans, "low"), total(plans, "high")
    if low is None or high is None or not (low[1] and high[1]):
        return ""
    return f"{visits_text(low[0], language)}–{visits_text(high[0], language)}"


def planned_sessions(plans: Sequence[ProgramTerm], report_data: ReportData, language: Language) -> str:
    """Write the sessions of some plans with the word of their kind: "22 readings"."""
    kinds = [report_data.fact(plan.program).kind for plan in plans]
    return sessions_text(sum(plan.sessions for plan in plans), kinds, language)


def session_word(plans: Sequence[ProgramTerm], report_data: ReportData, language: Language) -> str:
    """Return the word for the sessions of some plans: "readings", "sessions"."""
    kinds = {report_data.fact(plan.program).kind for plan in plans}
    kind = kinds.pop() if len(kinds) == 1 else ""
    key = f"plan-unit-{kind}" if f"plan-unit-{kind}-one" in language.messages else "plan-unit"
    return language.plural(sum(plan.sessions for plan in plans), key)
