"""The number of examples of a property test."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

#: Whether the properties are searched with random examples, as `make test-long` does.
SEARCHING = os.environ.get("LIBCOLLAB_EXAMPLES") == "search"
#: Part of the examples that `make test` tries, always the same ones.
FIXED_PART = 6


def examples(count: int, **options: Any) -> settings:
    """Return settings of a slow property: `count` random examples in a search, a sixth otherwise.

    How long an example takes is never asserted, so that a slow or busy machine fails no test.
    """
    number = count if SEARCHING else max(3, count // FIXED_PART)
    checks = [HealthCheck.too_slow, *options.pop("suppress_health_check", ())]
    return settings(max_examples=number, deadline=None, suppress_health_check=checks, **options)


def often(values: Iterable[Any], every: int) -> list[Any]:
    """Return the parameters of all values: `make test` runs one in `every`, the others are `long`."""
    return [
        pytest.param(*(v if isinstance(v, tuple) else (v,)), marks=() if n % every == 0 else pytest.mark.long)
        for n, v in enumerate(values)
    ]


def sampled_pairs(first: Iterable[Any], second: Iterable[Any], every: int = 9) -> list[Any]:
    """Return the parameters of all pairs, of which `make test` runs one in `every`.

    The other pairs are marked `long`. Each value is in a pair that runs if both lists have at least
    `every` values.
    """
    pairs = list(product(enumerate(first), enumerate(second)))
    return [
        pytest.param(a, b, marks=() if (i + j) % every == 0 else pytest.mark.long) for (i, a), (j, b) in pairs
    ]
