"""Planning from evaluated figures: forecast, targets, what-if, and the plan of a term.

All functions take figures that are already evaluated, protected or not, and values a user typed; so a plan on
screen and one in a published document come from the same code. An unknown value has a reason, every
assumption records its source, and nothing is assumed to be 0.
"""

from __future__ import annotations

from libcollab_metrics.model.plan_assumptions import ASSUMPTIONS
from libcollab_metrics.planning.assumptions import (
    PLAN_METRICS,
    Assumption,
    Assumptions,
    apply_typed_values,
    measure_assumptions,
)
from libcollab_metrics.planning.forecast import (
    DEFAULT_HORIZON,
    MIN_MONTHS,
    SERIES_METRICS,
    TREND_METRICS,
    Forecast,
    ForecastPoint,
    Month,
    Series,
    Trend,
    TrendHalf,
    build_monthly_series,
    compute_trend,
    forecast_series,
)
from libcollab_metrics.planning.plan import (
    ADDITIVE_OUTCOMES,
    Plan,
    PlanFigures,
    PlanRow,
    compute_assumptions,
    compute_plan,
    current_programs,
    evaluate_plan_metrics,
    narrow_to_program,
)
from libcollab_metrics.planning.targets import (
    DAYS_PER_MONTH,
    TargetMonth,
    TargetProgress,
    compute_progress,
    programs_with_targets,
    progress_by_month,
)
from libcollab_metrics.planning.term import (
    ProgramTerm,
    most_sessions,
    plan_sessions,
    total,
    variant_sessions,
)
from libcollab_metrics.planning.what_if import (
    OUTCOMES,
    FundedSessions,
    Outcome,
    compute_funded_sessions,
    compute_outcomes,
)

__all__ = [
    "ADDITIVE_OUTCOMES",
    "ASSUMPTIONS",
    "DAYS_PER_MONTH",
    "DEFAULT_HORIZON",
    "MIN_MONTHS",
    "OUTCOMES",
    "PLAN_METRICS",
    "SERIES_METRICS",
    "TREND_METRICS",
    "Assumption",
    "Assumptions",
    "Forecast",
    "ForecastPoint",
    "FundedSessions",
    "Month",
    "Outcome",
    "Plan",
    "PlanFigures",
    "PlanRow",
    "ProgramTerm",
    "Series",
    "TargetMonth",
    "TargetProgress",
    "Trend",
    "TrendHalf",
    "apply_typed_values",
    "build_monthly_series",
    "compute_assumptions",
    "compute_funded_sessions",
    "compute_outcomes",
    "compute_plan",
    "compute_progress",
    "compute_trend",
    "current_programs",
    "evaluate_plan_metrics",
    "forecast_series",
    "measure_assumptions",
    "most_sessions",
    "narrow_to_program",
    "plan_sessions",
    "programs_with_targets",
    "progress_by_month",
    "total",
    "variant_sessions",
]
