"""From evaluations to what may come: forecast, targets on their way, what if, and the plan of the next term.

Everything here is a pure function of figures already evaluated, whole or protected, and of what a person typed; so a
plan on the screen and one that leaves the library are made by the same lines. What is not known has a reason, every
assumption is a value that says where it came from, and nothing is taken as 0.
"""

from __future__ import annotations

from libcollab_metrics.planning.forecast import Forecast, ForecastPoint, forecast
from libcollab_metrics.planning.series import SERIES_METRICS, Month, Series, monthly_series

__all__ = ["SERIES_METRICS", "Forecast", "ForecastPoint", "Month", "Series", "forecast", "monthly_series"]
