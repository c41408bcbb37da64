"""From evaluations to what may come: forecast, targets on their way, what if, and the plan of the next term.

Everything here is a function of figures already evaluated, whole or protected, and of what a person typed; so a plan on
the screen and one that leaves the library are made by the same lines. What is not known has a reason, every assumption
is a value that says where it came from, and nothing is taken as 0.
"""

from __future__ import annotations

from libcollab_metrics.planning.assumptions import (
    ASSUMPTIONS,
    PLAN_METRICS,
    Assumption,
    Assumptions,
    measured_assumptions,
    with_typed,
)
from libcollab_metrics.planning.forecast import (
    SERIES_METRICS,
    TREND_METRICS,
    Forecast,
    ForecastPoint,
    Half,
    Month,
    Series,
    Trend,
    forecast,
    monthly_series,
    trend_of,
)
from libcollab_metrics.planning.plan import (
    ADDED,
    Ground,
    Plan,
    PlanRow,
    assumptions_of,
    ground_of,
    plan_of,
    plan_programs,
    program_scope,
)
from libcollab_metrics.planning.targets import Standing, TargetMonth, programs_with_targets, standing, target_months
from libcollab_metrics.planning.what_if import OUTCOMES, Bought, Outcome, what_if, what_money_buys

__all__ = [
    "ADDED", "ASSUMPTIONS", "OUTCOMES", "PLAN_METRICS", "SERIES_METRICS", "TREND_METRICS", "Assumption",
    "Assumptions", "Bought", "Forecast", "ForecastPoint", "Ground", "Half", "Month", "Outcome", "Plan", "PlanRow",
    "Series", "Standing", "TargetMonth", "Trend", "assumptions_of", "forecast", "ground_of",
    "measured_assumptions", "monthly_series", "plan_of", "plan_programs", "program_scope",
    "programs_with_targets", "standing", "target_months", "trend_of", "what_if", "what_money_buys", "with_typed",
]  # fmt: skip
