"""Confidence level, minimum n, intervals (Wilson for shares, Student for means) and Welch test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, variance

CONFIDENCE = 0.95

#: Minimum number of pairs for a confidence interval of a paired mean.
PAIRS_FOR_INTERVAL = 5


def wilson_interval(successes: int, total: int) -> tuple[float, float] | None:
    """Return the 95 % Wilson score interval of a share; None if the sample is empty.

    Parameters
    ----------
    successes, total : int
        0 ≤ successes ≤ of; each unit is one person, counted once.

    Returns
    -------
    tuple of float or None
        Lower and upper bound, as fractions.

    Examples
    --------
    >>> [round(100 * bound, 1) for bound in wilson_interval(36, 41)]
    [74.5, 94.7]
    >>> wilson_interval(0, 0) is None
    True
    """
    from scipy.special import ndtri

    if total == 0:
        return None
    z, share = float(ndtri(1 - (1 - CONFIDENCE) / 2)), successes / total
    spread = 1 + z * z / total
    centre = (share + z * z / (2 * total)) / spread
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / spread
    return (centre - half if successes else 0.0), (centre + half if successes < total else 1.0)


def t_interval(mean: float, deviation: float | None, n: int) -> tuple[float, float] | None:
    """Return the 95 % confidence interval of a mean; None below five units.

    Parameters
    ----------
    mean : float
    deviation : float or None
        Sample standard deviation (n − 1).
    n : int
        Number of units.

    Returns
    -------
    tuple of float or None
        Lower and upper bound, in the unit of the mean.

    Examples
    --------
    >>> [round(bound, 1) for bound in t_interval(2.8, 1.643168, 5)]
    [0.8, 4.8]
    >>> t_interval(2.8, 1.6, 4) is None
    True
    """
    from scipy.special import stdtrit

    if n < PAIRS_FOR_INTERVAL or deviation is None:
        return None
    half = float(stdtrit(n - 1, 1 - (1 - CONFIDENCE) / 2)) * deviation / math.sqrt(n)
    return mean - half, mean + half


#: Random draws of a bootstrap interval, and the seed with which each begins.
BOOTSTRAP_DRAWS, BOOTSTRAP_SEED = 2_000, 20_261_128


def bootstrap_interval(values: Sequence[float], weights: Sequence[float]) -> tuple[float, float] | None:
    """Return the 95 % bootstrap interval of a weighted mean; None below five values.

    Parameters
    ----------
    values, weights : sequence of float, shape (n,)
        Values that are drawn with their weights; the order does not matter.

    Returns
    -------
    tuple of float or None
        Percentiles 2.5 and 97.5 of the means of 2,000 draws of n values, the same in every run.

    Examples
    --------
    >>> low, high = bootstrap_interval([2.0, 4.0, 6.0, 8.0, 10.0], [1, 1, 1, 1, 1])
    >>> 2.0 < low < 6.0 < high < 10.0
    True
    >>> bootstrap_interval([1.0, 2.0], [1, 1]) is None
    True
    """
    import numpy as np

    if len(values) < PAIRS_FOR_INTERVAL:
        return None
    drawn = np.array(sorted(zip(values, weights, strict=True)), dtype=float)
    chosen = np.random.default_rng(BOOTSTRAP_SEED).integers(0, len(drawn), (BOOTSTRAP_DRAWS, len(drawn)))
    means = (drawn[chosen, 0] * drawn[chosen, 1]).sum(axis=1) / drawn[chosen, 1].sum(axis=1)
    low, high = np.quantile(means, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)


def is_significant_difference(first: Sequence[float], second: Sequence[float]) -> bool:
    """Return whether two sample means differ significantly at the 5 % level (Welch's t-test).

    If both samples have zero variance, any difference is significant. If a sample has fewer than two units,
    the result is False.

    Examples
    --------
    >>> (is_significant_difference([10, 11, 12], [20, 21, 22]),
    ...  is_significant_difference([10, 30, 20], [15, 28, 24]))
    (True, False)
    """
    from scipy.special import stdtr

    if min(len(first), len(second)) < 2:
        return False
    apart = fmean(second) - fmean(first)
    shares = [variance(sample) / len(sample) for sample in (first, second)]
    if not sum(shares):
        return apart != 0
    freedom = sum(shares) ** 2 / sum(
        share**2 / (len(sample) - 1) for share, sample in zip(shares, (first, second), strict=True)
    )
    return bool(2 * stdtr(freedom, -abs(apart) / math.sqrt(sum(shares))) < 1 - CONFIDENCE)


def effect_correction(n: int) -> float:
    """Return the small-sample bias correction factor of a standardized mean difference (Hedges).

    Examples
    --------
    >>> round(effect_correction(10), 3)
    0.914
    """
    return 1 - 3 / (4 * (n - 1) - 1)
