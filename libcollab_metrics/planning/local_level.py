"""The one model that forecasts: a level that may drift, seen through months that vary, on a scale of proportions.

Chosen on held-out months of nineteen libraries among simple means, exponential smoothing with and without trend, and
levels with several kinds of season: it erred least, its interval held what it promised, and it copes with gaps. On the
scale of log(1 + visits) no bound can fall below zero and a busy library may vary more than a quiet one.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Months in a year; a yearly wave is looked for from two years of known months on.
YEAR = 12
SEASONAL_FROM = 2 * YEAR
#: One smooth wave a year: twelve free months would need more years than libraries have.
YEARLY_WAVE: dict[str, Any] = {
    "freq_seasonal": [{"period": YEAR, "harmonics": 1}],
    "stochastic_freq_seasonal": [False],
}


@dataclass(frozen=True)
class Projection:
    """The middle of what may come, month by month, with the ends of its interval; whether a yearly wave is in it."""

    middle: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    seasonal: bool


def project(values: Sequence[float | None], horizon: int, confidence: float) -> Projection:
    """Return what may follow monthly values of 0 or more, None for a gap; at least three must be known.

    The interval takes Student's t with n − 2 degrees of freedom, because a level and a spread were estimated from n
    months. A yearly wave is taken in only where two years are known and it explains more than it costs (AICc).
    """
    import numpy as np
    from scipy.stats import t

    known = sum(value is not None for value in values)
    seen = np.log1p(np.array([math.nan if value is None else value for value in values], dtype=float))
    fitted, seasonal = _fitted(seen, known)
    ahead = fitted.get_forecast(horizon)
    middle = np.asarray(ahead.predicted_mean)
    reach = t.ppf((1 + confidence) / 2, known - 2) * np.sqrt(np.asarray(ahead.var_pred_mean))
    return Projection(_visits(middle), _visits(middle - reach), _visits(middle + reach), seasonal)


def _fitted(seen: NDArray[np.float64], known: int) -> tuple[Any, bool]:
    level = _fit(seen)
    if known < SEASONAL_FROM:
        return level, False
    wave = _fit(seen, **YEARLY_WAVE)
    return (wave, True) if wave.aicc < level.aicc else (level, False)


def _fit(seen: NDArray[np.float64], **season: Any) -> Any:
    from statsmodels.tsa.statespace.structural import UnobservedComponents
    from threadpoolctl import threadpool_limits

    # Two numbers are too little to share between processors: they wait for one another six times as long as they work.
    with warnings.catch_warnings(), threadpool_limits(1, "blas"):
        # Values that hardly vary leave the last digits of the likelihood open; the forecast does not move with them.
        warnings.simplefilter("ignore")
        # How sure the variances themselves are is not asked for: the interval rests on the forecast's own variance.
        return UnobservedComponents(seen, "local level", **season).fit(disp=False, cov_type="none")


def _visits(logarithms: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(max(0.0, math.expm1(float(number))) for number in logarithms)
