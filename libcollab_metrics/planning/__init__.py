"""Planning from evaluated figures: forecast, targets, what-if, and the plan of a term.

All functions take figures that are already evaluated, protected or not, and values a user typed; so a plan on
screen and one in a published document come from the same code. An unknown value has a reason, every
assumption records its source, and nothing is assumed to be 0.
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
